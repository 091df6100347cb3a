"""The spans of `spans` as pixels: stone arches, girders, trestles, and the pylons and cables of a suspension bridge."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

import numpy as np

from paddock.engines.animatic import art
from paddock.engines.animatic.art import Bitmap, Pixels
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.palette import RGB, mix, scale
from paddock.engines.animatic.scene import Scene, Strip
from paddock.engines.animatic.skies import Extent, canvas

_DECK: Final = 0.060
"""How thick a deck is, in units."""


def _bgr(colour: RGB) -> tuple[int, int, int, int]:
    return (*colour[::-1], 255)


def span(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """The deck and what carries it, over `extent` (left, top, right, bottom in units)."""
    left, top, right, bottom = extent
    head = 0.14
    width, height = canvas((left, top - head, right, bottom), resolution)
    deck = (strip.top - top + head) * resolution
    mask = np.zeros((height, width), np.uint8)
    low = round(deck + _DECK * resolution)
    cv2.rectangle(mask, (0, round(deck)), (width, low), 255, -1)
    {"arches": _arches, "trestle": _trestle, "ropes": _ropes}.get(strip.stamps[0], _girders)(mask, low, resolution)
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[:] = _bgr(strip.colour)
    _detail(strip, pixels, deck, low, resolution)
    return _cut_out(pixels, mask, resolution, scene, head)


def pylons(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """Pylons behind the deck, two cables that hang between them."""
    left, top, right, bottom = extent
    head = 0.72
    width, height = canvas((left, top - head, right, bottom), resolution)
    foot = (strip.top - top + head) * resolution
    mask = np.zeros((height, width), np.uint8)
    pitch, wide, tall = 1.3 * resolution, 0.05 * resolution, 0.62 * resolution
    first = 0.35 * pitch
    towers = np.arange(first - pitch, width + pitch, pitch)
    for x in towers:
        for side in (-0.9, 0.9):
            cv2.rectangle(
                mask,
                (round(x + side * wide - 0.3 * wide), round(foot - tall)),
                (round(x + side * wide + 0.3 * wide), height),
                255,
                -1,
            )
        for level in (0.98, 0.66, 0.34):
            y = foot - level * tall
            cv2.rectangle(mask, (round(x - wide), round(y)), (round(x + wide), round(y + 0.5 * wide)), 255, -1)
    thick = max(2, round(0.007 * resolution))
    for one, other in pairwise(towers):
        share = np.linspace(0, 1, 60)
        xs = one + (other - one) * share
        ys = foot - tall + 0.92 * tall * (1 - (2 * share - 1) ** 2)
        cv2.polylines(mask, [np.round(np.stack([xs, ys], 1) * 16).astype(np.int32)], False, 255, thick, cv2.LINE_AA, 4)
        for at in range(2, 59, 3):
            cv2.line(
                mask, (round(xs[at]), round(ys[at])), (round(xs[at]), round(foot)), 190, max(1, thick // 3), cv2.LINE_AA
            )
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[:] = _bgr(scale(strip.colour, 0.92))
    return _cut_out(pixels, mask, resolution, scene, head)


def _arches(mask: Pixels, low: int, resolution: float) -> None:
    """Piers with round arches between them, down to the lower edge."""
    height, width = mask.shape
    pitch, pier = 0.36 * resolution, 0.085 * resolution
    radius = (pitch - pier) / 2
    cv2.rectangle(mask, (0, low), (width, height), 255, -1)
    for x in np.arange(-0.5 * pitch, width + pitch, pitch):
        crown = low + 0.02 * resolution + radius
        cv2.circle(mask, (round(x * 16), round(crown * 16)), round(radius * 16), 0, -1, cv2.LINE_AA, 4)
        cv2.rectangle(mask, (round(x - radius), round(crown)), (round(x + radius), height), 0, -1)


def _girders(mask: Pixels, low: int, resolution: float) -> None:
    """A truss under the deck, on piers that stand far apart."""
    height, width = mask.shape
    deep, step = 0.06 * resolution, 0.075 * resolution
    thick = max(2, round(0.008 * resolution))
    cv2.line(mask, (0, round(low + deep)), (width, round(low + deep)), 255, thick)
    for index, x in enumerate(np.arange(0, width + step, step)):
        ends = (low, low + deep) if index % 2 else (low + deep, low)
        cv2.line(mask, (round(x), round(ends[0])), (round(x + step), round(ends[1])), 255, thick, cv2.LINE_AA)
    for x in np.arange(0.35 * 1.3 * resolution, width, 1.3 * resolution):
        cv2.rectangle(mask, (round(x - 0.05 * resolution), low), (round(x + 0.05 * resolution), height), 255, -1)


def _ropes(mask: Pixels, low: int, resolution: float) -> None:
    """Two ropes to hold on to, tied to the planks, and nothing below."""
    _, width = mask.shape
    deck = low - round(_DECK * resolution)
    x = np.arange(0, width + 8, 8)
    for high, thick in ((0.10, 0.006), (0.055, 0.004)):
        y = deck - high * resolution + 0.012 * resolution * np.sin(x / resolution * 3.1)
        points = np.round(np.stack([x, y], 1) * 16).astype(np.int32)
        cv2.polylines(mask, [points], False, 255, max(2, round(thick * resolution)), cv2.LINE_AA, 4)
    for at in np.arange(0, width, 0.09 * resolution):
        top = round(deck - 0.10 * resolution)
        cv2.line(mask, (round(at), top), (round(at), deck), 255, max(1, round(0.003 * resolution)), cv2.LINE_AA)


def _trestle(mask: Pixels, low: int, resolution: float) -> None:
    """Frames of timber that spread downwards, braced crosswise."""
    height, width = mask.shape
    thick = max(2, round(0.014 * resolution))
    for x in np.arange(0.1 * resolution, width, 0.22 * resolution):
        feet = [(x - 0.075 * resolution, height), (x, height), (x + 0.075 * resolution, height)]
        for (foot, y), spread in zip(feet, (-0.03, 0.0, 0.03), strict=True):
            cv2.line(mask, (round(x + spread * resolution), low), (round(foot), y), 255, thick, cv2.LINE_AA)
        for level in np.arange(low + 0.05 * resolution, height, 0.075 * resolution):
            reach = 0.045 * resolution + 0.04 * (level - low)
            cv2.line(mask, (round(x - reach), round(level)), (round(x + reach), round(level)), 255, max(2, thick // 2))


def _detail(strip: Strip, pixels: Pixels, deck: float, low: int, resolution: float) -> None:
    """Courses of stone, the rails or the line of a road, a kerb along the deck."""
    height, width = pixels.shape[:2]
    dark, pale = _bgr(scale(strip.colour, 0.78)), _bgr(mix(strip.colour, (255, 250, 238), 0.35))
    if strip.stamps[0] == "arches":
        step = 0.032 * resolution
        for row, y in enumerate(np.arange(low + step, height, step)):
            cv2.line(pixels, (0, round(y)), (width, round(y)), dark, max(1, round(0.0018 * resolution)))
            for x in np.arange((row % 2) * step, width, 2 * step):
                cv2.line(
                    pixels, (round(x), round(y - step)), (round(x), round(y)), dark, max(1, round(0.0016 * resolution))
                )
    top = round(deck)
    cv2.rectangle(pixels, (0, round(low - 0.018 * resolution)), (width, low), pale, -1)
    if strip.stamps[1] == "rails":
        for x in np.arange(0, width, 0.045 * resolution):
            cv2.rectangle(
                pixels,
                (round(x), top + round(0.008 * resolution)),
                (round(x + 0.022 * resolution), top + round(0.026 * resolution)),
                (48, 66, 88, 255),
                -1,
            )
        cv2.rectangle(
            pixels,
            (0, top + round(0.004 * resolution)),
            (width, top + round(0.011 * resolution)),
            (142, 150, 156, 255),
            -1,
        )
    elif strip.stamps[1] == "planks":
        for x in np.arange(0, width, 0.03 * resolution):
            cv2.line(pixels, (round(x), top), (round(x), low), dark, max(1, round(0.003 * resolution)))
    else:
        cv2.rectangle(pixels, (0, top), (width, round(low - 0.02 * resolution)), (108, 114, 120, 255), -1)
        for x in np.arange(0, width, 0.18 * resolution):
            y = top + round(0.016 * resolution)
            cv2.rectangle(
                pixels,
                (round(x), y),
                (round(x + 0.09 * resolution), y + max(1, round(0.006 * resolution))),
                (190, 214, 226, 255),
                -1,
            )


def _cut_out(pixels: Pixels, mask: Pixels, resolution: float, scene: Scene, head: float) -> Bitmap:
    """The paper within the mask, lit, with a pale rim and its shadow."""
    rim = cv2.subtract(mask, cv2.erode(mask, np.ones((3, 3), np.uint8), iterations=max(1, round(0.0015 * resolution))))
    cream = np.array([*scene.palette.cream[::-1], 255], np.uint8)
    share = (rim.astype(np.float32) / 255 * 0.55)[..., None]
    pixels = (pixels + (cream - pixels.astype(np.float32)) * share).astype(np.uint8)
    four = cv2.merge([mask] * 4)
    made = cv2.multiply(art.lit(art.with_grain(pixels), scene.palette), four, scale=1 / 255)
    shadow = art.shadow_of(mask, resolution, scene.palette.shade)
    art.blend(shadow, made)
    return Bitmap(shadow, resolution, 0, head * resolution, None)
