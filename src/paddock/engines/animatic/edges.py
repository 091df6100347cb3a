"""The upper edges of bands: hills, peaks, table mountains, pillars, dunes, waves. Pure but for the generator given."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic.scene import Strip

Edge = NDArray[np.floating[Any]]
"""y of a strip's upper edge for every column, in units below the bitmap's top."""


def height(strip: Strip, x: Edge, rng: np.random.Generator) -> Edge:
    """Height of the edge above the strip's `top` at the world's `x`, in units."""
    size = strip.size if not strip.stamps else min(strip.size, 0.03)
    if strip.kind == "mesa":
        return _mesa(x, size, rng)
    if strip.kind == "terrace":
        return np.asarray(_rolling("hills", x, size, rng) * 0.8 + 0.012 * np.sign(np.sin(x * 5 + rng.random() * 6)))
    if strip.kind in ("hills", "craters", "cloudbank", "dunes"):
        return _rolling(strip.kind, x, size, rng)
    if strip.kind == "peaks":
        return _peaks(x, size, rng)
    if strip.kind == "needles":
        return _needles(x, size, rng)
    if strip.kind == "rampart":
        return np.asarray(_rolling("hills", x, size, rng) + 0.35 * size * np.abs(np.sin(x * 3.1 + rng.random() * 6)))
    if strip.kind == "ledge":
        return _ledge(x, strip.size, rng)
    if strip.kind == "flow":
        return _flow(x, size, rng)
    if strip.kind == "waves":
        period = 0.20 * (0.5 + strip.depth)
        crest = 2 * np.abs(np.sin(math.pi * (x / period + rng.random()))) - 1
        return np.asarray(size * crest)
    if strip.kind == "flat":
        return np.asarray(size * 0.3 * np.sin(x * 23 + rng.random() * 6))
    return np.zeros_like(x)


def _rolling(kind: str, x: Edge, size: float, rng: np.random.Generator) -> Edge:
    total = np.zeros_like(x)
    for harmonic in range(1, 5):
        wave = np.sin(x * (1.4 * harmonic + rng.uniform(0, 0.8)) + rng.uniform(0, 6.28))
        total += wave / harmonic
    total = (total / 2.1 + 0.5) * size
    if kind == "dunes":
        total = size * (1 - np.abs(((x * 1.1 + rng.random() * 3 + 0.25 * np.sin(x * 2)) % 2) - 1) ** 1.4)
    if kind == "craters":
        total += 0.25 * size * np.abs(np.sin(x * 9 + rng.random() * 6))
    if kind == "cloudbank":
        total += size * 0.9 * np.abs(np.sin(x * 7.3 + rng.random() * 6)) + size * 0.5 * np.abs(np.sin(x * 12.1))
    return total


def _mesa(x: Edge, size: float, rng: np.random.Generator) -> Edge:
    """Table mountains: flat tops of a few heights between steep sides."""
    knots, heights = [float(x[0]) - 0.4], [0.0]
    while knots[-1] < x[-1] + 0.4:
        gap, wide, steep = rng.uniform(0.10, 0.5), rng.uniform(0.12, 0.42), rng.uniform(0.012, 0.03)
        high = size * rng.uniform(0.4, 1.0)
        start = knots[-1] + gap
        knots.extend(
            start + step * steep + more
            for step, more in ((0, 0.0), (1, 0.0), (2, 0.0), (2, wide), (3, wide), (5, wide))
        )
        heights.extend((0.08 * size, 0.55 * high, high, high * rng.uniform(0.94, 1.0), 0.5 * high, 0.06 * size))
    at = np.arange(x[0], x[-1] + 0.05, 0.011)
    rough: Edge = np.interp(x, knots, heights) + np.interp(x, at, rng.normal(0, 0.0022, len(at)))
    return rough


def _needles(x: Edge, size: float, rng: np.random.Generator) -> Edge:
    """Steep pillars with round tops, gaps between them."""
    total = np.zeros_like(x)
    at = float(x[0]) - 0.3
    while at < x[-1] + 0.3:
        wide, high = rng.uniform(0.035, 0.085), size * rng.uniform(0.35, 1.0)
        far = np.abs(x - at) / wide
        total = np.maximum(total, high * np.clip(1 - far**2.4, 0, 1) ** 0.55)
        at += wide * rng.uniform(1.5, 2.8)
    points = np.arange(x[0], x[-1] + 0.05, 0.012)
    return np.asarray(total + np.interp(x, points, rng.normal(0, 0.003, len(points))))


def _ledge(x: Edge, size: float, rng: np.random.Generator) -> Edge:
    """Level as far as `size` right of the middle, then a fall in ragged steps."""
    beyond = np.clip((x - size) / 0.16, 0, None)
    steps = np.floor(beyond * 5) / 5 * 0.6 + beyond * 0.4
    at = np.arange(x[0], x[-1] + 0.05, 0.02)
    rough = np.interp(x, at, rng.normal(0, 0.004, len(at)))
    return np.asarray(0.006 * np.sin(x * 9) + rough * (0.4 + np.clip(beyond, 0, 2)) - 0.62 * steps)


def _flow(x: Edge, size: float, rng: np.random.Generator) -> Edge:
    """Long soft swells."""
    wave = np.sin(x * rng.uniform(1.6, 2.6) + rng.uniform(0, 6.28))
    return np.asarray(size * (wave + 0.45 * np.sin(x * rng.uniform(3.6, 5.2) + rng.uniform(0, 6.28))))


def _ridge(x: Edge, size: float, rng: np.random.Generator) -> tuple[list[float], list[float]]:
    """The corners of a range: x of each, and how high it is."""
    knots = [float(x[0]) - 0.3]
    while knots[-1] < x[-1] + 0.3:
        knots.append(knots[-1] + rng.uniform(0.09, 0.24) * (0.6 + 1.6 * size))
    heights = [size * (rng.uniform(0.5, 1.0) if index % 2 else rng.uniform(0.05, 0.4)) for index in range(len(knots))]
    return knots, heights


def _peaks(x: Edge, size: float, rng: np.random.Generator) -> Edge:
    knots, heights = _ridge(x, size, rng)
    ragged = np.interp(x, knots, heights)
    at = np.arange(x[0], x[-1] + 0.05, 0.018)
    return ragged + np.interp(x, at, rng.normal(0, 0.008 * size / 0.2, len(at)))
