"""Bands of paper across the frame: sky, hills, waves, houses. Drawn once a scene, as wide as the camera goes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic import art, sprites
from paddock.engines.animatic.art import Bitmap, Pixels
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.palette import CARDBOARD, CRAFT, RGB, mix, rgb, scale
from paddock.engines.animatic.scene import Scene, Strip

Extent = tuple[float, float, float, float]
Edge = NDArray[np.floating[Any]]
"""y of a strip's upper edge for every column, in units below the bitmap's top."""
_TOWERS: Final = 9
_LIT_WINDOW: Final = rgb("#ffd98a")


def draw(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """The strip over `extent` (left, top, right, bottom in units; `top` is its average edge less a little)."""
    if strip.kind == "sky":
        return _sky(extent, resolution, scene)
    if strip.kind in _FULL:
        return _FULL[strip.kind](strip, extent, resolution, scene)
    return _band(strip, extent, resolution, scene)


def _canvas(extent: Extent, resolution: float) -> tuple[int, int]:
    left, top, right, bottom = extent
    return max(8, math.ceil((right - left) * resolution)), max(8, math.ceil((bottom - top) * resolution))


# --- sky ------------------------------------------------------------------------------------------


def _sky(extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    width, height = _canvas(extent, resolution)
    top, middle, low = (np.array(colour[::-1], np.float32) for colour in scene.palette.sky)
    # The horizon's colour is reached a little above the ground, where most of the sky's lower part is hidden anyway.
    down = np.clip(np.linspace(0, 1.28, height, dtype=np.float32), 0, 1)[:, None]
    upper, lower = np.clip(down * 2, 0, 1), np.clip(down * 2 - 1, 0, 1)
    rows = (top + (middle - top) * upper) + (low - middle) * lower
    pixels = np.empty((height, width, 4), np.uint8)
    noise = art.generator(scene.seed, "sky").normal(0, 0.7, (height, width, 1)).astype(np.float32)
    pixels[..., :3] = np.clip(rows[:, None, :] + noise, 0, 255)
    pixels[..., 3] = 255
    if scene.palette.stars:
        _stars(pixels, scene, resolution)
    return Bitmap(pixels, resolution, 0, 0, solid=0)


def _stars(pixels: Pixels, scene: Scene, resolution: float) -> None:
    rng = art.generator(scene.seed, "stars")
    height, width = pixels.shape[:2]
    for x, y, bright in rng.random((130, 3)):
        level = int(60 + 190 * bright**2)
        radius = max(8, round(resolution * (0.0012 + 0.0022 * bright**3) * 16))
        centre = (round(x * width * 16), round(y**1.3 * height * 0.85 * 16))
        cv2.circle(pixels, centre, radius, (level, level, round(level * 0.93), 255), -1, cv2.LINE_AA, 4)


# --- bands with an edge ---------------------------------------------------------------------------


def _edge(strip: Strip, x: Edge, rng: np.random.Generator) -> Edge:
    """Height of the edge above the strip's `top` at the world's `x`, in units."""
    size = strip.size if not strip.stamps else min(strip.size, 0.03)
    if strip.kind in ("hills", "craters", "cloudbank", "dunes"):
        return _rolling(strip.kind, x, size, rng)
    if strip.kind == "peaks":
        return _peaks(x, size, rng)
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


def _peaks(x: Edge, size: float, rng: np.random.Generator) -> Edge:
    knots = [float(x[0]) - 0.3]
    while knots[-1] < x[-1] + 0.3:
        knots.append(knots[-1] + rng.uniform(0.10, 0.26))
    heights = [size * (rng.uniform(0.55, 1.0) if index % 2 else rng.uniform(0.05, 0.4)) for index in range(len(knots))]
    ragged = np.interp(x, knots, heights)
    teeth = np.interp(
        x,
        np.arange(x[0], x[-1] + 0.05, 0.018),
        rng.normal(0, 0.012 * size / 0.2, len(np.arange(x[0], x[-1] + 0.05, 0.018))),
    )
    return ragged + teeth


def _band(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    rng = art.generator(scene.seed, strip.seed, strip.kind)
    left, top, right, bottom = extent
    head = _headroom(strip)
    width, height = _canvas((left, top - head, right, bottom), resolution)
    x = left + (np.arange(width) + 0.5) / resolution
    edge = strip.top - (top - head) - _edge(strip, x, rng)
    mask = _filled(edge * resolution, width, height)
    surface = _surface(strip, mask, edge * resolution, resolution, rng, scene)
    pixels = art.shadow_of_edge(mask, resolution, scene.palette.shade * (1 - 0.6 * strip.fade))
    art.blend(pixels, surface)
    _stand(strip, pixels, edge, left, resolution, rng, scene)
    solid = min(height, math.ceil(float(edge.max()) * resolution) + 2)
    return _lowered(Bitmap(pixels, resolution, 0, 0, solid), head)


def _lowered(bitmap: Bitmap, head: float) -> Bitmap:
    """A strip's anchor is the top of its extent: what rises above it lies above the anchor."""
    return Bitmap(bitmap.pixels, bitmap.resolution, 0, head * bitmap.resolution, bitmap.solid)


def _headroom(strip: Strip) -> float:
    return strip.size * 1.25 + 0.06


def _filled(edge_px: Edge, width: int, height: int) -> Pixels:
    """A mask that is opaque below the edge, with a smooth rim."""
    mask = np.zeros((height, width), np.uint8)
    step = max(1, width // 2400)
    columns = np.arange(0, width + step, step)
    line = np.interp(columns, np.arange(width), edge_px)
    points = np.concatenate([np.stack([columns, line], 1), [[width + 9, height + 9], [-9, height + 9]]])
    cv2.fillPoly(mask, [np.round(points * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return mask


def _surface(
    strip: Strip, mask: Pixels, edge_px: Edge, resolution: float, rng: np.random.Generator, scene: Scene
) -> Pixels:
    """The paper itself: colour that darkens downwards, fibre, a pale cut edge along the top."""
    height, width = mask.shape
    pixels = np.empty((height, width, 4), np.uint8)
    start = float(edge_px.min()) / height
    down = np.clip((np.linspace(0, 1, height) - start) / 0.45, 0, 1)[:, None]
    light, dark = (
        np.array(part[::-1], np.float64)
        for part in (mix(strip.colour, (255, 250, 235), 0.10), scale(strip.colour, 0.72))
    )
    pixels[..., :3] = (light + (dark - light) * down)[:, None, :]
    pixels[..., 3] = 255
    _decorate(strip, pixels, edge_px, resolution, rng)
    rim = max(1.2, (0.003 if strip.kind == "waves" else 0.0045) * resolution)
    below = _filled(edge_px + rim, width, height)
    cream = np.array(
        [*mix(strip.colour, (255, 249, 232), 0.24 if strip.kind == "waves" else 0.42)[::-1], 255], np.uint8
    )
    pixels = _over(pixels, cream, cv2.bitwise_not(below))
    pixels = art.lit(art.with_grain(pixels), scene.palette, strip.fade)
    four = cv2.merge([mask, mask, mask, mask])
    made: Pixels = cv2.multiply(pixels, four, scale=1 / 255)
    return made


def _over(pixels: Pixels, colour: Any, mask: Pixels) -> Pixels:
    """A flat opaque colour laid over pixels where the mask is set."""
    patch = np.empty_like(pixels)
    patch[:] = colour
    keep = cv2.bitwise_not(mask)
    a = cv2.multiply(pixels, cv2.merge([keep] * 4), scale=1 / 255)
    b = cv2.multiply(patch, cv2.merge([mask] * 4), scale=1 / 255)
    made: Pixels = cv2.add(a, b)
    return made


def _decorate(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, rng: np.random.Generator) -> None:
    """Lines in the paper: folds of hills, snow on peaks, rows under waves, rails, boards."""
    painter = _DECOR.get(strip.kind)
    if painter:
        painter(strip, pixels, edge_px, resolution, rng)


def _contours(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, rng: np.random.Generator) -> None:
    """Layers of paper under the edge, each a shade darker: the stacked look of a diorama."""
    height, width = pixels.shape[:2]
    columns = np.arange(width)
    for index in range(1, 4):
        drop = resolution * (
            0.035 * index * (0.6 + strip.depth) + 0.012 * np.sin(columns / resolution * (2 + index) + index)
        )
        below = _filled(edge_px * (1 - 0.1 * index) + edge_px.max() * 0.1 * index + drop, width, height)
        shade = scale(strip.colour, 0.97 - 0.07 * index)
        pixels[:] = _over(
            pixels, np.array([*shade[::-1], 255], np.uint8), cv2.multiply(below, 0.55).reshape(height, width)
        )


def _snowcaps(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, rng: np.random.Generator) -> None:
    height, width = pixels.shape[:2]
    peak, low = edge_px.min(), edge_px.max()
    line = peak + (low - peak) * 0.34
    zigzag = line + resolution * 0.018 * np.abs(((np.arange(width) / resolution * 26 + rng.random()) % 2) - 1)
    cap = cv2.bitwise_not(_filled(zigzag, width, height))
    pixels[:] = _over(pixels, np.array([250, 248, 244, 255], np.uint8), cv2.multiply(cap, 0.85).reshape(height, width))


def _wave_lines(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, rng: np.random.Generator) -> None:
    height, width = pixels.shape[:2]
    for index in range(1, 4):
        drop = resolution * 0.022 * index * (0.6 + strip.depth)
        below = _filled(edge_px + drop, width, height)
        shade = mix(strip.colour, scale(strip.colour, 0.7), index / 3)
        pixels[:] = _over(pixels, np.array([*shade[::-1], 255], np.uint8), below)


def _track(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, rng: np.random.Generator) -> None:
    width = pixels.shape[1]
    y = float(edge_px.mean())
    pitch = 0.045 * resolution
    for index in range(int(width / pitch) + 1):
        left = int(index * pitch)
        cv2.rectangle(
            pixels,
            (left, int(y + 0.010 * resolution)),
            (int(left + pitch * 0.5), int(y + 0.030 * resolution)),
            (48, 66, 88, 255),
            -1,
        )
    for offset, shade in ((0.004, 150), (0.024, 132)):
        cv2.rectangle(
            pixels,
            (0, int(y + offset * resolution)),
            (width, int(y + (offset + 0.007) * resolution)),
            (shade - 8, shade, shade + 6, 255),
            -1,
        )


def _road(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, rng: np.random.Generator) -> None:
    width = pixels.shape[1]
    y = float(edge_px.mean()) + 0.055 * resolution
    pitch = 0.20 * resolution
    for index in range(int(width / pitch) + 1):
        left = int(index * pitch)
        cv2.rectangle(
            pixels, (left, int(y)), (int(left + pitch * 0.5), int(y + 0.010 * resolution)), (190, 214, 226, 255), -1
        )


_DECOR: Final[dict[str, Callable[..., None]]] = {
    "hills": _contours, "dunes": _contours, "craters": _contours, "cloudbank": _contours, "peaks": _snowcaps,
    "waves": _wave_lines, "track": _track, "road": _road,
}  # fmt: skip


def _stand(
    strip: Strip, pixels: Pixels, edge: Edge, left: float, resolution: float, rng: np.random.Generator, scene: Scene
) -> None:
    """Trees, ferns and flowers along the edge, small ones first so that large ones overlap them."""
    if not strip.stamps:
        return
    width = pixels.shape[1]
    span = width / resolution
    height = max(strip.size, 0.05) if strip.depth < 1 else 0.085
    sparse = {"cactus": 5.0, "bead": 2.2, "weed": 1.0, "fern": 1.1, "acacia": 2.4, "wheatear": 0.5}.get(
        strip.stamps[0], 0.42 if strip.depth < 1 else 0.8
    )
    count = int(span / (height * sparse)) + 1
    for index in range(count):
        kind = strip.stamps[int(rng.integers(len(strip.stamps)))]
        tall = height * rng.uniform(0.55, 1.0) * (0.4 if kind in ("bush", "coral") and strip.depth < 1 else 1.0)
        at = (index + rng.uniform(0.1, 0.9)) / count * span
        column = min(width - 1, int(at * resolution))
        bitmap = sprites.variant(
            kind,
            int(rng.integers(3)),
            round(tall / height * 4) / 4 * height,
            resolution,
            scene,
            strip.fade,
            strip.colour,
        )
        art.stamp(pixels, bitmap, column, float(edge[column]) * resolution + 0.006 * resolution)


# --- skylines, houses, boards ---------------------------------------------------------------------


def _skyline(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """Blocks of card with windows; caps and chimneys on some roofs."""
    rng = art.generator(scene.seed, strip.seed, "skyline")
    left, top, right, bottom = extent
    head = _headroom(strip)
    width, height = _canvas((left, top - head, right, bottom), resolution)
    pixels = np.zeros((height, width, 4), np.uint8)
    base = (strip.top - top + head) * resolution
    x = -0.02 * resolution
    colours = CARDBOARD if "cardboard" in strip.material else tuple(mix(colour, strip.colour, 0.35) for colour in CRAFT)
    towers: list[tuple[Bitmap, float]] = []
    room = (height - base) / resolution
    while x < width:
        # A dozen towers make a skyline: drawing them is what a city's first frame waits for.
        if len(towers) < _TOWERS:
            block = strip.size * rng.uniform(0.24, 0.46) * resolution
            tall = strip.size * (rng.uniform(0.36, 0.7) if rng.random() < 0.6 else rng.uniform(0.7, 1.0)) * resolution
            drawing = sprites.tower(
                rng, block / resolution, tall / resolution, colours[int(rng.integers(len(colours)))], strip.material
            )
            tone = mix(strip.colour, art.CREAM, 0.3)
            height_units = tall / resolution
            made = art.finished(drawing, height_units, resolution, scene.palette, strip.fade, edge=0.0028, cream=tone)
            towers.append((made, block))
            bitmap, block = towers[-1]
        else:
            bitmap, block = towers[int(rng.integers(_TOWERS))]
        art.stamp(pixels, bitmap, x + block / 2, base + min(room, 0.004) * resolution)
        x += block * rng.uniform(0.86, 1.04)
    floor = Strip("flat", strip.depth, strip.top, strip.seed, scale(strip.colour, 0.8), 0.0, fade=strip.fade)
    ground = _band(floor, extent, resolution, scene)
    _join(pixels, ground.pixels)
    return Bitmap(pixels, resolution, 0, head * resolution, min(height, math.ceil(base) + 4))


def _join(pixels: Pixels, ground: Pixels) -> None:
    """Lay the ground's rows over the lower part of the pixels; both end at the same bottom."""
    rows = min(len(pixels), len(ground))
    columns = min(pixels.shape[1], ground.shape[1])
    view = pixels[-rows:, :columns]
    art.blend(view, np.ascontiguousarray(ground[-rows:, :columns]))


def _houses(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    rng = art.generator(scene.seed, strip.seed, "houses")
    left, top, right, bottom = extent
    head = _headroom(strip)
    width, height = _canvas((left, top - head, right, bottom), resolution)
    pixels = np.zeros((height, width, 4), np.uint8)
    base = (strip.top - top + head) * resolution
    x = -0.05 * resolution
    colours = CARDBOARD if "cardboard" in strip.material else CRAFT
    while x < width:
        tall = strip.size * rng.uniform(0.66, 1.0)
        drawing = sprites.townhouse(rng, colours[int(rng.integers(len(colours)))])
        bitmap = art.finished(drawing, tall, resolution, scene.palette, strip.fade, edge=0.004)
        block = tall * drawing.width / drawing.height * resolution
        art.stamp(pixels, bitmap, x + block / 2, base + 0.004 * resolution)
        x += block * rng.uniform(0.9, 1.25)
        if rng.random() < 0.35:
            tree = sprites.variant(
                "roundtree", int(rng.integers(3)), strip.size * 0.6, resolution, scene, strip.fade, rgb("#6f9a5c")
            )
            art.stamp(pixels, tree, x, base + 0.004 * resolution)
            x += 0.05 * resolution
    floor = Strip(
        "flat", strip.depth, strip.top, strip.seed, mix(strip.colour, rgb("#a89c8c"), 0.7), 0.0, fade=strip.fade
    )
    _join(pixels, _band(floor, extent, resolution, scene).pixels)
    return Bitmap(pixels, resolution, 0, head * resolution, min(height, math.ceil(base) + 4))


def _wall(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    width, height = _canvas(extent, resolution)
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[:] = (*strip.colour[::-1], 255)
    pitch = 0.09 * resolution
    for index in range(int(width / pitch) + 1):
        left = int(index * pitch)
        cv2.rectangle(
            pixels,
            (left, 0),
            (int(left + pitch / 2), height),
            (*mix(strip.colour, (255, 250, 240), 0.07)[::-1], 255),
            -1,
        )
    return Bitmap(art.lit(art.with_grain(pixels), scene.palette), resolution, 0, 0, solid=0)


def _floor(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """Boards that widen towards the viewer."""
    bitmap = _band(strip, extent, resolution, scene)
    pixels, base = bitmap.pixels, bitmap.solid or 0
    dark = art.bgra(scale(strip.colour, 0.55))
    red, green, blue = scene.palette.light
    shade = (dark[0] * blue, dark[1] * green, dark[2] * red, 255)
    y, step = float(base), 0.018 * resolution
    while y < pixels.shape[0]:
        cv2.line(pixels, (0, int(y)), (pixels.shape[1], int(y)), shade, max(1, round(resolution * 0.0018)))
        step *= 1.35
        y += step
    return bitmap


def _curtain(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """Velvet at both sides and along the top; the middle is open."""
    width, height = _canvas(extent, resolution)
    side = max(0.05, (extent[2] - extent[0]) * 0.075) * resolution
    x = np.arange(width)
    near = np.minimum(x, width - 1 - x)
    fold = 0.72 + 0.28 * np.abs(np.sin(x / (0.022 * resolution)))
    colour = np.array(strip.colour[::-1], np.float64)
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[..., :3] = np.clip(fold[None, :, None] * colour, 0, 255)
    pixels[..., 3] = 255
    drape = side * (1.0 + 0.12 * np.sin(np.linspace(0, 5, height)))[:, None]
    valance = (0.075 * resolution * (1 + 0.35 * np.abs(np.sin(x / (0.09 * resolution)))))[None, :]
    inside = np.minimum(near[None, :] - drape, np.arange(height)[:, None] - valance)
    mask = (np.clip(0.5 - inside, 0, 1) * 255).astype(np.uint8)
    pixels = cv2.multiply(art.lit(art.with_grain(pixels), scene.palette), cv2.merge([mask] * 4), scale=1 / 255)
    shadow = art.shadow_of(mask, resolution, scene.palette.shade)
    art.blend(shadow, pixels)
    return Bitmap(shadow, resolution, 0, 0, None)


_FULL: Final[dict[str, Callable[[Strip, Extent, float, Scene], Bitmap]]] = {
    "skyline": _skyline, "houses": _houses, "wall": _wall, "floor": _floor, "curtain": _curtain,
}  # fmt: skip

__all__ = ["RGB", "draw"]
