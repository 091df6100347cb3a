"""The sky: a gradient with the light of sun or moon in rings of paper, stars, and clouds that close it."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic import art, materials
from paddock.engines.animatic.art import Bitmap, Pixels
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.palette import RGB, mix, scale
from paddock.engines.animatic.scene import Prop, Scene, Strip

Extent = tuple[float, float, float, float]
Plane = NDArray[np.float32]
_COARSE: Final = 2
"""Light is worked out on every second pixel: it has no detail, and the sky is most of a wide frame."""
_RINGS: Final = ((0.92, 0.06), (0.64, 0.08), (0.43, 0.10), (0.27, 0.14), (0.155, 0.18))
"""Radius in units and strength of the rings of paper around sun or moon."""


def canvas(extent: Extent, resolution: float) -> tuple[int, int]:
    """Width and height in pixels."""
    left, top, right, bottom = extent
    return max(8, math.ceil((right - left) * resolution)), max(8, math.ceil((bottom - top) * resolution))


def draw(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """The whole sky, over the whole frame."""
    width, height = canvas(extent, resolution)
    rows, columns = -(-height // _COARSE), -(-width // _COARSE)
    light = _gradient(rows, columns, scene)
    disc = next((item for item in scene.items if isinstance(item, Prop) and item.seed == "disc"), None)
    if disc is not None and scene.palette.name != "space":
        _rings(light, disc, extent, resolution / _COARSE, scene)
    if scene.palette.name == "space":
        _nebula(light, scene)
    pixels = _enlarged(light, width, height)
    pixels[..., 3] = 255
    if scene.palette.stars:
        _stars(pixels, scene, resolution)
    pixels = materials.backdrop(pixels, resolution, scene.palette.stuff)
    return Bitmap(pixels, resolution, 0, 0, solid=0)


_SLAB: Final = 128
"""Rows that are worked out at a time: floats of a whole large sky would be most of the memory."""


def _enlarged(light: Plane, width: int, height: int) -> Pixels:
    """The light at full size, as bytes; a breath of fibre keeps the gradient from falling into steps."""
    fibre = 0.22 * (art.grain()[..., 0].astype(np.float32) - 128)
    row = np.tile(fibre, (1, -(-width // 512)))[:, :width, None]
    pixels = np.empty((height, width, 4), np.uint8)
    for top in range(0, height, _SLAB):
        rows = min(_SLAB, height - top)
        move = np.array([[_COARSE, 0, 0], [0, _COARSE, -top]], np.float64)
        slab = cv2.warpAffine(light, move, (width, rows), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        slab += row[top % 512 : top % 512 + rows]
        np.clip(slab, 0, 255, out=slab)
        pixels[top : top + rows, :, :3] = slab
    return pixels


def _bgr(colour: RGB) -> Plane:
    return np.array(colour[::-1], np.float32)


def _gradient(rows: int, columns: int, scene: Scene) -> Plane:
    top, middle, low = (_bgr(colour) for colour in scene.palette.sky)
    # The horizon's colour is reached a little above the ground, where most of the sky's lower part is hidden anyway.
    down = np.clip(np.linspace(0, 1.28, rows, dtype=np.float32), 0, 1)[:, None]
    upper, lower = np.clip(down * 2, 0, 1), np.clip(down * 2 - 1, 0, 1)
    made = (top + (middle - top) * upper) + (low - middle) * lower
    return np.ascontiguousarray(np.broadcast_to(made[:, None, :], (rows, columns, 3)))


def _rings(light: Plane, disc: Prop, extent: Extent, resolution: float, scene: Scene) -> None:
    """Discs of thin paper around the light, one upon the other, each with a soft shadow on the next."""
    rng = art.generator(scene.seed, "rings")
    rows, columns = light.shape[:2]
    x = ((np.arange(columns, dtype=np.float32) + 0.5) / resolution + extent[0] - disc.x)[None, :]
    y = ((np.arange(rows, dtype=np.float32) + 0.5) / resolution + extent[1] - disc.y)[:, None]
    far = np.sqrt(x * x + y * y)
    palette = scene.palette
    clear = 1.0 - min(1.0, 1.6 * palette.overcast)
    shine = _bgr(mix(palette.disc_glow, palette.sky[2], 0.35 if not palette.moon else 0.1))
    weak = 0.62 if palette.moon else 1.0
    for radius, strength in _RINGS:
        reach = radius * float(rng.uniform(0.94, 1.06)) * max(1.0, disc.size / 0.15) ** 0.5
        edge = (reach - far) * resolution
        over = np.clip(edge + 0.5, 0, 1)[..., None] * np.float32(strength * weak * clear)
        light += (shine - light) * over
        if clear > 0:
            rim = np.exp(-np.square(np.clip(-edge, 0, None) / (0.012 * resolution))) * (edge < 0.5)
            light *= 1 - (0.055 * clear * rim)[..., None].astype(np.float32)


def _nebula(light: Plane, scene: Scene) -> None:
    """Clouds of coloured dust between the stars."""
    rng = art.generator(scene.seed, "nebula")
    rows, columns = light.shape[:2]
    for colour in ((150, 70, 190), (60, 90, 200), (200, 90, 120)):
        noise = cv2.resize(rng.random((6, 9)).astype(np.float32), (64, 36), interpolation=cv2.INTER_CUBIC)
        noise += 0.4 * cv2.resize(rng.random((14, 22)).astype(np.float32), (64, 36), interpolation=cv2.INTER_CUBIC)
        cloud = np.clip(cv2.resize(noise, (columns, rows), interpolation=cv2.INTER_CUBIC) - 0.85, 0, 1)[..., None]
        light += _bgr(colour) * cloud * np.float32(0.8)


def _stars(pixels: Pixels, scene: Scene, resolution: float) -> None:
    """Points of three sizes, denser along a band; the brightest have four rays."""
    rng = art.generator(scene.seed, "stars")
    height, width = pixels.shape[:2]
    weak = 0.55 if scene.palette.name == "bluehour" else 1.0
    share = math.sqrt(width * height) / resolution
    slope, lift = rng.uniform(-0.5, 0.5), rng.uniform(0.2, 0.5)
    for index, (x, y, bright, near) in enumerate(rng.random((int(190 * share), 4))):
        if index % 2:  # the milky way
            y = lift + slope * (x - 0.5) + (y - 0.5) * 0.22 + 0.06 * math.sin(9 * x)
            bright *= 0.75
        if not 0 <= y < 0.9:
            continue
        level = weak * (70 + 185 * bright**2) * (1 - 0.5 * y)
        centre = (round(x * width * 16), round(y * height * 16))
        under = pixels[min(height - 1, int(y * height)), min(width - 1, int(x * width)), :3].astype(float)
        shade = tuple(float(min(255.0, part + level)) for part in under)
        radius = max(9, round(resolution * (0.0007 + 0.0014 * bright**4) * 16))
        cv2.circle(pixels, centre, radius, (*shade, 255), -1, cv2.LINE_AA, 4)
        if bright > 0.93 and near > 0.5:
            _sparkle(pixels, centre, resolution, shade)


def _sparkle(pixels: Pixels, centre: tuple[int, int], resolution: float, shade: tuple[float, ...]) -> None:
    reach, waist = 0.0085 * resolution * 16, 0.0011 * resolution * 16
    points = [
        (centre[0] + (reach if index % 2 == 0 else waist) * math.cos(math.pi * index / 4),
         centre[1] + (reach if index % 2 == 0 else waist) * math.sin(math.pi * index / 4))
        for index in range(8)
    ]  # fmt: skip
    cv2.fillPoly(pixels, [np.round(np.array(points)).astype(np.int32)], (*shade, 255), cv2.LINE_AA, 4)


def ceiling(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """Heavy clouds along the top, hanging down in bellies: the lid of a grey day."""
    rng = art.generator(scene.seed, strip.seed, "ceiling")
    left, top, right, _ = extent
    low = resolution / _COARSE
    width, height = canvas((left, top, right, top + strip.size * 1.9 + 0.06), low)
    x = left + (np.arange(width) + 0.5) / low
    edge = np.full(width, strip.size, np.float64)
    for index in range(1, 4):
        edge += 0.24 * strip.size * np.sin(x * 1.7 * index + rng.uniform(0, 6.28)) / index
    for pitch, deep in ((0.31, 0.34), (0.19, 0.2)):
        edge += deep * strip.size * np.abs(np.sin(math.pi * (x / pitch + rng.random())))
    mask = _above(edge * low, height)
    down = np.clip(np.arange(height, dtype=np.float32)[:, None] / np.maximum(1.0, edge * low)[None, :], 0, 1)
    dark, light = (np.array(part[::-1], np.float32) for part in (scale(strip.colour, 0.80), strip.colour))
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[..., :3] = dark + (light - dark) * (down**1.5)[..., None]
    pixels[..., 3] = 255
    for shift in (0.45, 0.72):  # folds within the cloud
        inner = _above(edge * low * shift + 0.02 * low * np.sin(x * 11 + 9 * shift), height)
        pixels[..., :3] = pixels[..., :3] * (1 - 0.09 * (inner[..., None] / 255))
    pixels = art.with_grain(pixels)
    four: Any = cv2.merge([mask] * 4)
    pixels = cv2.multiply(pixels, four, scale=1 / 255)
    shadow = art.shadow_of(mask, low, scene.palette.shade)
    art.blend(shadow, pixels)
    return Bitmap(shadow, low, 0, 0, None)


def _above(edge_px: NDArray[np.float64], height: int) -> Pixels:
    """A mask that is opaque above an edge, smooth along it."""
    far = edge_px[None, :] - np.arange(height)[:, None]
    made: Pixels = (np.clip(far + 0.5, 0, 1) * 255).astype(np.uint8)
    return made
