"""What moves by itself in a picture: water ripples, leaves sway, clouds drift, flames flicker, water glints.

Displacements and lights are worked out on a grid of a quarter of the frame's size and in the picture's own places; the
camera's view is laid over them afterwards. All of it is nought at the start and at the picture's rim.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic import art, figures, plates
from paddock.engines.animatic.art import Pixels
from paddock.engines.animatic.journeys import RAMP_S
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.scene import ease

Field = NDArray[np.float32]
Stir = Callable[[Field, Field, float], None]
"""Adds displacements across and down, in shares of the width, at a time in seconds."""
_RIPPLE, _SWAY, _BLOW, _FLAME = 0.0036, 0.0030, 0.0068, 0.0022
_DRIFT_PER_S, _MOST_DRIFT = 0.011, 0.09
_BENT: Final = 0.034
"""How far a sky that is bent, rather than cut out, may drift: more would show that its rim stays."""


def rim(size: tuple[int, int]) -> Field:
    """0 at the rim of a grid (width, height), 1 further in."""
    width, height = size
    x = np.minimum(np.arange(width), width - 1 - np.arange(width)) / (0.06 * width)
    y = np.minimum(np.arange(height), height - 1 - np.arange(height)) / (0.06 * height)
    fade = np.clip(x, 0, 1)[None, :] * np.clip(y, 0, 1)[:, None]
    return (fade * fade * (3 - 2 * fade)).astype(np.float32)


def _noise(size: tuple[int, int], sigma: float, seed: int, name: str) -> Field:
    """Soft noise of about -1 to 1."""
    rng = art.generator(seed, "stir", name)
    small = max(4, round(size[0] / sigma)), max(4, round(size[1] / sigma))
    raw = rng.normal(0, 1, (small[1], small[0])).astype(np.float32)
    made: Field = cv2.resize(raw, size, interpolation=cv2.INTER_CUBIC)
    return made


def water(mask: Field, seed: int) -> Stir:
    """Ripples that run towards the eye, small and slow far away, larger and faster near by."""
    rows, columns = mask.shape
    where = np.flatnonzero((mask > 0.3).any(axis=1))
    first, last = (int(where[0]), int(where[-1])) if len(where) else (0, rows - 1)
    down = np.clip((np.arange(rows, dtype=np.float32) - first) / max(8, last - first), 0, 1)[:, None]
    # Seen at a slant: rows near the horizon are many waves away from each other. No wave is so steep that it folds.
    waves = (22 * np.log1p(5 * down)).astype(np.float32)
    steep = 22 * 5 / (1 + 5 * down) * columns / max(8, last - first)
    broken = _noise((columns // 3, rows), columns / 18, seed, "water")
    broken = cv2.resize(broken, (columns, rows), interpolation=cv2.INTER_LINEAR)
    across = np.linspace(0, 1, columns, dtype=np.float32)[None, :]
    one, two = 1.3 * broken + waves - 3 * across, -1.1 * broken + 1.7 * waves + 5 * across
    height = np.minimum(_RIPPLE, 0.9 / steep)
    reach = (mask * rim((columns, rows)) * height).astype(np.float32)

    def stir(x: Field, y: Field, t: float) -> None:
        share = ease(t / RAMP_S)
        near, far = np.sin(one - np.float32(2.4 * t)), np.sin(two - np.float32(3.3 * t))
        x += reach * np.float32(share) * (near + np.float32(0.6) * far)
        y += reach * np.float32(0.35 * share) * (far - np.float32(0.5) * near)

    return stir


def sway(mask: Field, seed: int, strength: float = 1.0) -> Stir:
    """Leaves and grass in a wind that comes in gusts from one side."""
    rows, columns = mask.shape
    x = np.linspace(0, 1, columns, dtype=np.float32)[None, :]
    y = np.linspace(0, rows / columns, rows, dtype=np.float32)[:, None]
    leaf = _noise((columns, rows), columns / 40, seed, "leaf")
    branch = _noise((columns, rows), columns / 9, seed, "branch")
    slow, quick = 7 * x + 3 * y + 1.8 * branch, 16 * x - 9 * y + 2.6 * leaf + branch
    reach = (mask * rim((columns, rows)) * _SWAY * strength).astype(np.float32)

    def stir(to_x: Field, to_y: Field, t: float) -> None:
        gust = ease(t / RAMP_S) * (0.75 + 0.25 * math.sin(0.9 * t))
        swing = np.sin(slow - np.float32(1.7 * t)) + np.float32(0.55) * np.sin(quick - np.float32(4.1 * t))
        to_x += reach * np.float32(gust) * swing
        to_y += reach * np.float32(0.35 * gust) * np.sin(quick + np.float32(1 - 3.1 * t))

    return stir


def blow(mask: Field, seed: int) -> Stir:
    """Hair and cloth in the wind: broad waves that run down to the tips, which go furthest; no line gets jagged."""
    rows, columns = mask.shape
    where = np.flatnonzero((mask > 0.1).any(axis=1))
    first, last = (int(where[0]), int(where[-1])) if len(where) else (0, rows - 1)
    down = np.clip((np.arange(rows, dtype=np.float32) - first) / max(8, last - first), 0, 1)[:, None]
    x = np.linspace(0, 1, columns, dtype=np.float32)[None, :]
    strand = cv2.GaussianBlur(_noise((columns, rows), columns / 8, seed, "strand"), (0, 0), columns / 24)
    phase = (5.5 * down * (last - first) / columns + 2 * x + 1.2 * strand).astype(np.float32)
    soft = cv2.GaussianBlur(mask, (0, 0), columns / 40)
    reach = (soft * rim((columns, rows)) * _BLOW * (0.25 + 0.75 * np.minimum(1, 1.6 * down))).astype(np.float32)

    def stir(to_x: Field, to_y: Field, t: float) -> None:
        gust = ease(t / RAMP_S) * (0.8 + 0.2 * math.sin(0.8 * t))
        to_x += reach * np.float32(gust) * (np.sin(phase - np.float32(2.6 * t)) + np.float32(0.35))
        to_y += reach * np.float32(0.3 * gust) * np.sin(phase + np.float32(0.8 - 2.1 * t))

    return stir


def drift(sky: Field, direction: int, pace: float) -> Stir:
    """Clouds with hard edges, which cannot be cut out of their sky: all of it is drawn to one side, its rim least."""
    rows, columns = sky.shape
    wide = 2 * round(0.02 * columns) + 1
    inner = cv2.erode(sky, np.ones((wide, wide), np.uint8), borderType=cv2.BORDER_REPLICATE)
    inner = cv2.GaussianBlur(inner, (0, 0), 0.03 * columns, borderType=cv2.BORDER_REPLICATE)
    reach = (np.clip(1.2 * inner, 0, 1) * rim((columns, rows))).astype(np.float32)

    def stir(to_x: Field, to_y: Field, t: float) -> None:
        way = _BENT * (1 - math.exp(-0.28 * pace * _under_way(t)))
        to_x -= reach * np.float32(direction * way)

    return stir


def _under_way(t: float) -> float:
    """Seconds of full pace that make up for a slow start."""
    return t - RAMP_S * 0.5 * (ease(t / RAMP_S) if t < RAMP_S else 1.0)


def flames(mask: Field, seed: int) -> Stir:
    """The air over a fire: quick waves that rise."""
    rows, columns = mask.shape
    y = np.linspace(0, rows / columns, rows, dtype=np.float32)[:, None]
    rising = 60 * y + 2 * _noise((columns, rows), columns / 30, seed, "flame")
    wide = cv2.GaussianBlur(mask, (0, 0), columns / 90)
    reach = (np.clip(2 * wide, 0, 1) * rim((columns, rows)) * _FLAME).astype(np.float32)

    def stir(to_x: Field, to_y: Field, t: float) -> None:
        share = ease(t / RAMP_S)
        to_x += reach * np.float32(share) * np.sin(rising + np.float32(9 * t))
        to_y += reach * np.float32(0.6 * share) * np.sin(np.float32(0.7) * rising + np.float32(7 * t))

    return stir


@dataclass(frozen=True, slots=True)
class Glow:
    """Light that is added or taken away: a picture of it (BGR, -255 to 255) and how strong it is at a time."""

    picture: Field
    strength: Callable[[float], float]


def lamps(picture: Pixels, masks: tuple[Field, ...], seed: int, *, fire: bool) -> list[Glow]:
    """What shines in the picture, group by group: flames flicker, lamps breathe."""
    made = []
    for index, mask in enumerate(masks):
        rows, columns = mask.shape
        small = cv2.resize(picture[..., :3], (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32)
        lit = small * mask[..., None]
        halo = cv2.GaussianBlur(lit, (0, 0), columns / 45) + 0.5 * cv2.GaussianBlur(lit, (0, 0), columns / 16)
        phase = float(art.generator(seed, "lamp", index).uniform(0, 6.28))
        made.append(Glow((0.18 * lit + 0.55 * halo).astype(np.float32), _flicker(phase, fire=fire)))
    return made


def _flicker(phase: float, *, fire: bool) -> Callable[[float], float]:
    def at(t: float) -> float:
        share = ease(t / RAMP_S)
        slow = 0.5 + 0.5 * math.sin(1.6 * t + phase)
        if not fire:
            return share * (0.2 + 0.9 * slow)
        quick = math.sin(11.3 * t + phase) + 0.7 * math.sin(17.9 * t + 2 * phase) + 0.5 * math.sin(29.1 * t)
        return share * (0.35 + 0.45 * slow + 0.22 * quick)

    return at


def sunlight(sky: Field | None, size: tuple[int, int], strength: float) -> list[Glow]:
    """Warm light that slowly grows from above, where the prompt speaks of sun and rays."""
    columns, rows = size
    x = np.linspace(-1, 1, columns, dtype=np.float32)[None, :]
    y = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    fall = np.exp(-(((x + 0.5) / 0.8) ** 2) - (y / 0.55) ** 2)
    slant = x - 0.55 * y
    beams = 0.72 + 0.28 * np.sin(9 * slant) * np.sin(23 * slant + 1)
    light = (fall * beams * (1.0 if sky is None else 0.6 + 0.4 * sky))[..., None] * np.array((28, 46, 62), np.float32)
    return [Glow(light.astype(np.float32), lambda t: strength * ease(t / 3.0) * (0.72 + 0.28 * math.sin(0.9 * t)))]


def steam(size: tuple[int, int], spout: tuple[float, float, float], seed: int) -> Callable[[Pixels, float], None]:
    """Wisps that rise and widen from a place in the frame (x, y and width as shares of its sides)."""
    columns, rows = max(16, size[0] // 8), max(16, size[1] // 8)
    wisps = _noise((columns, rows * 3), columns / 11, seed, "wisp")
    x = (np.arange(columns, dtype=np.float32) + 0.5)[None, :] / columns
    y = (np.arange(rows, dtype=np.float32) + 0.5)[:, None] / rows
    rise = (spout[1] - y) / max(0.25, 0.8 * spout[1])
    wide = max(0.05, spout[2]) * (0.45 + 0.9 * np.clip(rise, 0, 1))
    shape = np.clip(rise * 7, 0, 1) * np.clip(1 - rise, 0, 1) * np.exp(-(((x - spout[0]) / wide) ** 2))
    shape = (shape * (rise > 0)).astype(np.float32)

    def paint(out: Pixels, t: float) -> None:
        way = (0.16 * t * rows) % (2 * rows - 2)
        move = np.array([[1.0, 0, 0], [0, 1.0, -way]])
        veil = cv2.warpAffine(wisps, move, (columns, rows), borderMode=cv2.BORDER_REFLECT_101)
        strength = np.clip(shape * np.clip(0.25 + veil, 0, 1) * np.float32(190 * ease(t / 2.0)), 0, 255)
        four = cv2.merge([strength.astype(np.uint8)] * 4)
        art.blend(out, cv2.resize(four, (out.shape[1], out.shape[0]), interpolation=cv2.INTER_LINEAR))

    return paint


def glints(mask: Field, picture: Pixels, seed: int) -> Callable[[float], Field]:
    """Light that runs over water: (rows, columns, 3), to be added."""
    rows, columns = mask.shape
    down = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    fine = cv2.resize(_noise((columns // 8, rows), 2.2, seed, "glint"), (columns, rows), interpolation=cv2.INTER_LINEAR)
    broad = _noise((columns, rows), columns / 12, seed, "shine")
    one = 2.4 * fine + 60 * down**0.6
    small = cv2.resize(picture[..., :3], (columns, rows), interpolation=cv2.INTER_AREA).astype(np.float32)
    bright = small.max(axis=2) / 255
    reach = (mask * rim((columns, rows)) * (8 + 26 * bright)).astype(np.float32)

    def at(t: float) -> Field:
        lit = np.sin(one - np.float32(2.6 * t)) * np.sin(2 * broad + np.float32(0.9 * t))
        light = reach * np.float32(ease(t / RAMP_S)) * lit
        made: Field = cv2.merge([light, light, light * np.float32(0.92)])
        return made

    return at


def _clear(upper: Pixels) -> Pixels:
    """0 where something dark stands before the sky, such as a mast, a twig or a far island; 255 elsewhere."""
    height, width = upper.shape[:2]
    small = figures.shrunk(upper[..., :3], 640)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    thin = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((9, 9), np.uint8)) > 26
    flat = cv2.morphologyEx(grey, cv2.MORPH_BLACKHAT, np.ones((25, 1), np.uint8)) > 22
    low = np.arange(len(grey))[:, None] > 0.6 * len(grey)
    thin = cv2.dilate(np.where(thin | (flat & low), 255, 0).astype(np.uint8), np.ones((5, 5), np.uint8))
    made: Pixels = cv2.bitwise_not(cv2.resize(cv2.GaussianBlur(thin, (0, 0), 1.0), (width, height)))
    return made


def _crossed(one: Pixels, other: Pixels, alpha: Pixels) -> Pixels:
    made: Pixels = cv2.add(
        cv2.multiply(one, cv2.bitwise_not(alpha), scale=1 / 255), cv2.multiply(other, alpha, scale=1 / 255)
    )
    return made


class Clouds:
    """A sky that drifts behind what stands before it; the sky goes on behind, so that nothing is torn or doubled."""

    def __init__(self, plate: Pixels, sky: Field, direction: int, pace: float) -> None:
        height, width = plate.shape[:2]
        full = cv2.resize(sky, (width, height), interpolation=cv2.INTER_LINEAR)
        rows = np.flatnonzero((sky > 0.02).any(axis=1))
        self._rows = min(height, round((float(rows[-1]) + 2) / len(sky) * height))
        self._direction, self._pace = direction, pace
        alpha = np.round(np.clip(full[: self._rows] * 1.25 - 0.2, 0, 1) * 255).astype(np.uint8)
        alpha = cv2.min(alpha, _clear(plate[: self._rows]))
        self._alpha = cv2.merge([alpha, alpha, alpha, alpha])
        upper = np.ascontiguousarray(plate[: self._rows])
        factor = 4
        small = cv2.resize(upper, (width // factor, max(1, self._rows // factor)), interpolation=cv2.INTER_AREA)
        hole = np.where(cv2.resize(alpha, (small.shape[1], small.shape[0])) < 250, 255, 0).astype(np.uint8)
        spread = cv2.resize(plates.filled(small, hole), (width, self._rows), interpolation=cv2.INTER_LINEAR)
        self._sky = _crossed(spread, upper, cv2.merge([alpha] * 4))
        self._still = cv2.multiply(upper, cv2.bitwise_not(self._alpha), scale=1 / 255)

    def draw(self, plate: Pixels, t: float) -> None:
        """Paint the sky at `t` seconds into the plate; high clouds go far, those at the horizon stay."""
        way = min(_MOST_DRIFT, _DRIFT_PER_S * self._pace * _under_way(t)) * plate.shape[1] * self._direction
        move = np.array([[1.0, -way / max(1, self._rows), way], [0, 1.0, 0]])
        size = plate.shape[1], self._rows
        moved = cv2.warpAffine(self._sky, move, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)
        cv2.multiply(moved, self._alpha, dst=moved, scale=1 / 255)
        cv2.add(moved, self._still, dst=plate[: self._rows])
