"""Textures of materials as tiles that join without a seam: 128 leaves a colour as it is, more lightens it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic.opencv import cv2

Plane = NDArray[np.float32]
SPAN: Final = {
    "corrugated": 0.16, "creases": 0.42, "felt": 0.34, "knit": 0.096, "stitches": 0.12, "weave": 0.06, "clay": 0.36,
    "wood": 0.44, "facets": 0.40, "leaded": 0.40, "brushed": 0.30, "hammered": 0.24, "stone": 0.40, "marble": 0.60,
    "bricks": 0.12, "glazed": 0.30, "candy": 0.10, "sand": 0.24, "studs": 0.030, "blocks": 0.026, "scanlines": 0.012,
    "wash": 0.60, "strokes": 0.40, "hatching": 0.20,
}  # fmt: skip
"""How wide a tile is, in units."""


def _rng(name: str) -> np.random.Generator:
    return np.random.default_rng(sum(ord(sign) * 131**place for place, sign in enumerate(name)) % (1 << 32))


def _noise(name: str, size: int, sigma: float) -> Any:
    """Seamless noise of strength 1, blurred by `sigma` pixels."""
    rough = _rng(name).normal(0, 1, (size, size)).astype(np.float32)
    if sigma > 0.3:
        spare = min(size, math.ceil(3 * sigma))
        wide = np.pad(rough, spare, mode="wrap")
        rough = cv2.GaussianBlur(wide, (0, 0), sigma)[spare : spare + size, spare : spare + size]
    made: Plane = rough / (rough.std() + 1e-6)
    return made


def _grid(size: int) -> tuple[Plane, Plane]:
    axis: Plane = (np.arange(size) / size).astype(np.float32)
    return axis[None, :], axis[:, None]


@lru_cache(maxsize=24)
def tile(name: str, size: int) -> NDArray[np.uint8]:
    """The tile of `size` by `size` pixels."""
    made = _MAKERS[name](size)
    tile_px: NDArray[np.uint8] = np.clip(128 * made, 0, 255).astype(np.uint8)
    return tile_px


def _corrugated(size: int) -> Any:
    _, y = _grid(size)
    return 1 + 0.10 * np.sin(2 * np.pi * 12 * y) + 0.035 * _noise("corrugated", size, 1.2)


def _cells(name: str, size: int, count: int) -> tuple[NDArray[Any], Plane]:
    """Which of `count` points is nearest, and how much nearer than the second, on a tile without a seam."""
    side = math.ceil(math.sqrt(count))
    jitter = _rng(name).uniform(0.1, 0.9, (count, 2))
    points = np.array([((i % side + a) / side, (i // side + b) / side) for i, (a, b) in enumerate(jitter)], np.float32)
    x, y = _grid(size)
    far = np.empty((count, size, size), np.float32)
    for index, (px, py) in enumerate(points):
        dx, dy = np.abs(x - px), np.abs(y - py)
        far[index] = np.minimum(dx, 1 - dx) ** 2 + np.minimum(dy, 1 - dy) ** 2
    ordered = np.sort(np.sqrt(far), axis=0)
    return far.argmin(axis=0), ordered[1] - ordered[0]


def _scaled(make: Callable[[int], Any], size: int, most: int = 160) -> Any:
    """Made no larger than `most`, then scaled up: for what is costly and has no fine detail."""
    if size <= most:
        return make(size)
    big: Plane = cv2.resize(make(most), (size, size), interpolation=cv2.INTER_LINEAR)
    return big


def _planes(name: str, count: int, low: float, high: float) -> Callable[[int], Any]:
    def make(size: int) -> Any:
        nearest, _ = _cells(name, size, count)
        tones = _rng(name + "tones").uniform(low, high, count).astype(np.float32)
        made: Plane = tones[nearest]
        return made

    return make


def _creases(size: int) -> Any:
    """Triangles of folded paper."""
    x, y = _grid(size)
    first = np.floor(3 * x + 3 * y) + np.floor(3 * x - 3 * y) * 2 + np.floor(3 * x) * 3
    tones = _rng("creases").uniform(0.80, 1.16, 64).astype(np.float32)
    made: Plane = tones[(first.astype(int) * 7) % 64]
    return made


def _felt(size: int) -> Any:
    return (
        1
        + 0.075 * _noise("felt", size, 0.7)
        + 0.055 * _noise("felt2", size, size / 90)
        + 0.03 * _noise("felt3", size, size / 20)
    )


def _knit(size: int) -> Any:
    """Rows of stitches, each a V."""
    x, y = _grid(size)
    column = (x * 6) % 1
    arm = np.abs(column - 0.5) * 2
    thread = np.abs(np.sin(np.pi * (y * 6 + 0.55 * arm)))
    gap = np.clip(1 - np.abs(column - 0.5) / 0.09, 0, 1) + np.clip(1 - np.minimum(column, 1 - column) / 0.07, 0, 1)
    return 0.70 + 0.46 * thread**0.6 - 0.24 * gap + 0.02 * _noise("knit", size, 0.8)


def _stitches(size: int) -> Any:
    """Satin stitch: slanting threads side by side."""
    x, y = _grid(size)
    thread = np.abs(np.sin(np.pi * 16 * (x + 0.5 * y)))
    rows = np.clip(1 - np.abs(((y * 4 + 0.5 * np.floor(8 * x)) % 1) - 0.5) / 0.06, 0, 1)
    return 0.80 + 0.30 * thread - 0.16 * rows


def _weave(size: int) -> Any:
    x, y = _grid(size)
    over = np.sin(2 * np.pi * 8 * x) * np.sin(2 * np.pi * 8 * y)
    return 1 + 0.12 * over + 0.03 * _noise("weave", size, 0.7)


def _clay(size: int) -> Any:
    """Prints of a thumb here and there, dents."""
    x, y = _grid(size)
    made = 1 + 0.045 * _noise("clay", size, size / 14)
    for px, py in ((0.28, 0.3), (0.75, 0.7)):
        far = np.sqrt((x - px) ** 2 + 1.6 * (y - py) ** 2)
        made = made + 0.055 * np.sin(far * 150) * np.clip(1 - far / 0.16, 0, 1)
    return made


def _wood(size: int) -> Any:
    """Rings cut lengthwise, a knot."""
    x, y = _grid(size)
    bend = 0.06 * _noise("wood", size, size / 5)
    knot = np.exp(-(((x - 0.62) / 0.10) ** 2 + ((y - 0.4) / 0.05) ** 2))
    rings = np.sin(2 * np.pi * (9 * y + bend * 6 + 1.6 * knot + 0.35 * np.sin(2 * np.pi * x)))
    fibre = cv2.blur(np.tile(_noise("fibre", size, 0), (1, 3)), (max(3, size // 5), 1))[:, size : 2 * size]
    return 1 + 0.10 * rings + 0.20 * fibre - 0.22 * knot


def _leaded(size: int) -> Any:
    """Panes of slightly different tones between strips of lead."""

    def make(most: int) -> Any:
        nearest, gap = _cells("leaded", most, 36)
        tones = _rng("panes").uniform(0.84, 1.34, 36).astype(np.float32)
        pane: Plane = tones[nearest] * (1 + 0.05 * _noise("pane", most, 2))
        return np.where(gap < 0.014, np.float32(0.16), pane)

    return _scaled(make, size, 320)


def _brushed(size: int) -> Any:
    stretched = cv2.blur(np.tile(_noise("brushed", size, 0), (1, 3)), (max(3, size // 3), 1))[:, size : 2 * size]
    return 1 + 0.055 * stretched / (stretched.std() + 1e-6)


def _hammered(size: int) -> Any:
    def make(most: int) -> Any:
        _, gap = _cells("hammered", most, 49)
        return 0.9 + np.clip(gap * 3.2, 0, 0.28)

    return _scaled(make, size)


def _stone(size: int) -> Any:
    speck = (_noise("speck", size, 0.8) > 1.9).astype(np.float32)
    return 1 + 0.07 * _noise("stone", size, size / 60) + 0.06 * _noise("stone2", size, size / 10) - 0.26 * speck


def _marble(size: int) -> Any:
    x, y = _grid(size)
    bend = _noise("marble", size, size / 9)
    vein = np.abs(np.sin(np.pi * (2 * x + 2 * y + 0.55 * bend)))
    fine = np.abs(np.sin(np.pi * (3 * x - 2 * y + 0.5 * _noise("marble2", size, size / 14))))
    return 1.03 - 0.30 * np.clip(1 - vein * 9, 0, 1) - 0.16 * np.clip(1 - fine * 12, 0, 1) + 0.03 * bend


def _bricks(size: int) -> Any:
    x, y = _grid(size)
    row = np.floor(y * 4)
    at = (x * 2 + 0.5 * (row % 2)) % 1
    joint = (np.minimum(at, 1 - at) < 0.035) | (np.minimum((y * 4) % 1, 1 - (y * 4) % 1) < 0.07)
    tones = _rng("bricks").uniform(0.86, 1.12, 16).astype(np.float32)
    which = (row * 2 + np.floor(x * 2 + 0.5 * (row % 2)) % 2).astype(int) % 16
    return np.where(joint, np.float32(1.36), tones[which]) + 0.03 * _noise("brick", size, 0.8)


def _glazed(size: int) -> Any:
    """Dabs of a darker glaze in a row."""
    x, y = _grid(size)
    made = np.ones((size, size), np.float32)
    for row in range(2):
        for column in range(4):
            far = np.sqrt(((x - (column + 0.5 * row + 0.25) / 4) * 1.0) ** 2 + (y - (row + 0.5) / 2) ** 2)
            angle = np.arctan2(y - (row + 0.5) / 2, x - (column + 0.5 * row + 0.25) / 4)
            made -= 0.55 * np.clip(1 - np.abs(far - 0.055 - 0.02 * np.cos(5 * angle)) / 0.02, 0, 1)
    return made


def _candy(size: int) -> Any:
    x, y = _grid(size)
    return 1 + 0.17 * np.clip(3 * np.sin(2 * np.pi * (2 * x + 2 * y)), -1, 1)


def _sand(size: int) -> Any:
    return 1 + 0.15 * _noise("sand", size, 0.6) + 0.05 * _noise("sand2", size, size / 16)


def _studs(size: int) -> Any:
    """One brick with its stud."""
    x, y = _grid(size)
    far = np.sqrt((x - 0.5) ** 2 + (y - 0.5) ** 2)
    made = np.ones((size, size), np.float32)
    made -= 0.30 * ((x > 0.93) | (y > 0.93)) - 0.16 * ((x < 0.07) | (y < 0.07))
    ring = np.clip(1 - np.abs(far - 0.31) / 0.07, 0, 1)
    return made + 0.06 * (far < 0.31) + ring * 0.34 * np.sign(1.0 - x - y) * np.clip(np.abs(1 - x - y) * 3, 0, 1)


def _blocks(size: int) -> Any:
    x, y = _grid(size)
    made = np.ones((size, size), np.float32) + 0.16 * (y < 0.14) + 0.08 * (x < 0.1)
    return made - 0.22 * (y > 0.86) - 0.16 * (x > 0.9)


def _scanlines(size: int) -> Any:
    _, y = _grid(size)
    return np.repeat(1 + 0.3 * np.sign(np.sin(2 * np.pi * y * 2)), size, 1).astype(np.float32)


def _wash(size: int) -> Any:
    """Pigment that has pooled and dried."""
    return (
        1
        + 0.10 * _noise("wash", size, size / 12)
        + 0.06 * _noise("wash2", size, size / 40)
        + 0.03 * _noise("wash3", size, 0.9)
    )


def _strokes(size: int) -> Any:
    """Short strokes of a brush, every which way."""
    made = np.zeros((size, size), np.float32)
    rng = _rng("strokes")
    for _ in range(300):
        x, y, tone, angle = rng.random(4)
        reach, turn = size * 0.05, math.pi * (0.15 + 0.5 * angle)
        for dx in (-size, 0, size):
            for dy in (-size, 0, size):
                start = (round(x * size + dx), round(y * size + dy))
                end = (round(start[0] + reach * math.cos(turn)), round(start[1] + reach * math.sin(turn)))
                if -size * 0.1 < start[0] < size * 1.1 and -size * 0.1 < start[1] < size * 1.1:
                    cv2.line(made, start, end, float(tone - 0.5), max(1, size // 60), cv2.LINE_AA)
    return 1 + 0.28 * cv2.GaussianBlur(made, (3, 3), 0.6, borderType=cv2.BORDER_REPLICATE)


def _hatching(size: int) -> Any:
    x, y = _grid(size)
    one = np.clip(1 - np.abs(((x + y) * 14) % 1 - 0.5) / 0.13, 0, 1)
    weak = np.clip(0.7 + 0.5 * _noise("hatch", size, size / 12), 0, 1.2)
    return 1.02 - 0.24 * one * weak


_MAKERS: Final[dict[str, Callable[[int], Any]]] = {
    "corrugated": _corrugated, "creases": _creases, "felt": _felt, "knit": _knit, "stitches": _stitches,
    "weave": _weave,
    "clay": _clay, "wood": _wood, "leaded": _leaded, "brushed": _brushed, "hammered": _hammered, "stone": _stone,
    "facets": lambda size: _scaled(_planes("facets", 36, 0.80, 1.20), size, 320), "marble": _marble, "bricks": _bricks,
    "glazed": _glazed, "candy": _candy, "sand": _sand, "studs": _studs, "blocks": _blocks, "scanlines": _scanlines,
    "wash": _wash, "strokes": _strokes, "hatching": _hatching,
}  # fmt: skip


def streaks(width: int, height: int, resolution: float) -> Plane:
    """Slanting gleams, as on glass: (height, width), 0 to 1."""
    x = np.arange(width, dtype=np.float32)[None, :] / resolution
    y = np.arange(height, dtype=np.float32)[:, None] / resolution
    wave = np.sin((x + 0.55 * y) * 34) + 0.5 * np.sin((x + 0.55 * y) * 13 + 1)
    made: Plane = np.clip(wave * 1.3 - 0.75, 0, 1)
    return made


def ripple(width: int, height: int, pixels: float) -> NDArray[np.float32]:
    """Two planes of noise, about -1 to 1, that changes over `pixels`: (2, height, width)."""
    rng = np.random.default_rng(7)
    columns, rows = max(4, round(width / pixels)), max(4, round(height / pixels))
    coarse = rng.normal(0, 0.6, (2, min(rows, 400), min(columns, 900))).astype(np.float32)
    planes = [cv2.resize(plane, (width, height), interpolation=cv2.INTER_LINEAR) for plane in coarse]
    made: NDArray[np.float32] = np.stack(planes)
    return made
