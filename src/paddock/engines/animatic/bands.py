"""Bands of paper with an edge: hills, peaks, waves, roads. Drawn once a scene, as wide as the camera goes."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np

from paddock.engines.animatic import art, details, edges, materials, sprites
from paddock.engines.animatic.art import Bitmap, Pixels
from paddock.engines.animatic.edges import Edge
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.palette import RGB, mix, rgb, scale
from paddock.engines.animatic.scene import Scene, Strip
from paddock.engines.animatic.skies import Extent, canvas


def band(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """The band over `extent` (left, top, right, bottom in units; `top` is its average edge less a little)."""
    rng = art.generator(scene.seed, strip.seed, strip.kind)
    left, top, right, bottom = extent
    head = headroom(strip)
    width, height = canvas((left, top - head, right, bottom), resolution)
    x = left + (np.arange(width) + 0.5) / resolution
    edge = strip.top - (top - head) - edges.height(strip, x, rng)
    mask = _filled(edge * resolution, width, height)
    surface = _surface(strip, mask, edge * resolution, left, resolution, rng, scene)
    pixels = art.shadow_of_edge(mask, resolution, scene.palette.shade * (1 - 0.6 * strip.fade))
    art.blend(pixels, surface)
    if strip.depth > 0.85 and strip.kind in ("hills", "dunes", "craters") and not scene.palette.stuff:
        details.scatter(strip, pixels, edge * resolution, resolution, scene)
    if strip.kind == "rampart":
        _walled(strip, pixels, edge * resolution, resolution, scene)
    _stand(strip, pixels, edge, left, resolution, rng, scene)
    foot = float(edge.max() if strip.kind == "peaks" else edge.mean())
    misted(pixels, foot * resolution, strip, resolution, scene)
    solid = min(height, math.ceil(float(edge.max()) * resolution) + 2)
    return _lowered(Bitmap(pixels, resolution, 0, 0, solid), head)


def misted(pixels: Pixels, base: float, strip: Strip, resolution: float, scene: Scene) -> None:
    """Air at the foot of far layers, in place: it hides where they stand, and parts them from what is before them."""
    thick = scene.palette.mist * (0.45 + 0.9 * strip.fade) * min(1.0, 1.25 - 1.25 * strip.depth)
    if strip.depth >= 0.85 or thick < 0.04 or strip.kind in ("waves", "flow"):
        return
    height = len(pixels)
    start = max(0, round(base - 0.05 * resolution))
    rows = np.clip((np.arange(start, height) - start) / (0.16 * resolution), 0, 1)
    share = (min(0.86, thick) * rows * rows * (3 - 2 * rows)).astype(np.float32)[:, None]
    view = pixels[start:]
    alpha = cv2.extractChannel(view, 3)
    air_colour = mix(scene.palette.haze, scene.palette.sky[2], 0.4)
    if strip.kind in ("skyline", "houses"):  # a town's lamps warm the air between its houses
        air_colour = mix(air_colour, (222, 150, 84), 0.42 * max(0.0, scene.palette.lamps - 0.3))
    red, green, blue = air_colour
    keep = np.repeat(np.round(255 * (1 - share)).astype(np.uint8), view.shape[1], 1)
    veil = np.repeat(np.round(255 * share).astype(np.uint8), view.shape[1], 1)
    held = cv2.multiply(view, cv2.merge([keep, keep, keep, np.full_like(keep, 255)]), scale=1 / 255)
    gained = cv2.multiply(alpha, veil, scale=1 / 255)
    air = cv2.multiply(cv2.merge([gained] * 4), (blue / 255, green / 255, red / 255, 0.0))
    cv2.add(held, air, dst=view)


def _lowered(bitmap: Bitmap, head: float) -> Bitmap:
    """A strip's anchor is the top of its extent: what rises above it lies above the anchor."""
    return Bitmap(bitmap.pixels, bitmap.resolution, 0, head * bitmap.resolution, bitmap.solid)


def headroom(strip: Strip) -> float:
    """How far above its top a strip may rise, in units."""
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
    strip: Strip,
    mask: Pixels,
    edge_px: Edge,
    left: float,
    resolution: float,
    rng: np.random.Generator,
    scene: Scene,
) -> Pixels:
    """The paper itself: colour that darkens downwards, fibre, a pale cut edge along the top."""
    height, width = mask.shape
    pixels = np.empty((height, width, 4), np.uint8)
    start = float(edge_px.min()) / height
    down = np.clip((np.linspace(0, 1, height) - start) / 0.45, 0, 1)[:, None]
    light, dark = (
        np.array(part[::-1], np.float64) for part in (mix(strip.colour, (255, 250, 235), 0.10), _deeper(strip.colour))
    )
    pixels[..., :3] = (light + (dark - light) * down)[:, None, :]
    pixels[..., 3] = 255
    _decorate(strip, pixels, edge_px, resolution, rng)
    rim = max(1.2, (0.003 if strip.kind == "waves" else 0.0045) * resolution)
    below = _filled(edge_px + rim, width, height)
    share = 0.24 if strip.kind == "waves" else 0.42
    cream, _ = materials.edge_of(scene.palette.stuff, mix(strip.colour, (255, 249, 232), share), 0.0)
    if cream is not None:
        pixels = _over(pixels, np.array([*cream[::-1], 255], np.uint8), cv2.bitwise_not(below))
    four = cv2.merge([mask, mask, mask, mask])
    if scene.palette.stuff:
        pixels = materials.worked(cv2.multiply(pixels, four, scale=1 / 255), resolution, scene.palette.stuff)
        pixels[..., 3] = np.where(pixels[..., 3] > 0, mask, 0)  # what stands on it must not be seen through it
    pixels = art.lit(art.with_grain(pixels), scene.palette, strip.fade)
    if strip.kind in ("waves", "water"):
        details.shine(strip, pixels, edge_px, left, resolution, scene)
        details.aglow(strip, pixels, edge_px, resolution)
    if strip.kind in ("flat", "road") and 0.85 < strip.depth < 1:
        details.gleams(strip, pixels, edge_px, resolution, scene)
    made: Pixels = cv2.multiply(pixels, four, scale=1 / 255)
    return made


def _deeper(colour: RGB) -> RGB:
    """The colour further down a sheet: darker, and snow bluer."""
    return mix(colour, (150, 178, 208), 0.42) if min(colour) > 185 else scale(colour, 0.74)


def _over(pixels: Pixels, colour: Any, mask: Pixels) -> Pixels:
    """A flat opaque colour laid over pixels where the mask is set."""
    keep = cv2.bitwise_not(mask)
    a = cv2.multiply(pixels, cv2.merge([keep] * 4), scale=1 / 255)
    b = cv2.multiply(cv2.merge([mask] * 4), tuple(float(part) / 255 for part in colour))
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
    """Folded paper: the side away from the light is darker; snow on what is high."""
    height, width = pixels.shape[:2]
    peak, low = edge_px.min(), edge_px.max()
    smooth = cv2.GaussianBlur(edge_px.astype(np.float32).reshape(1, -1), (0, 0), max(1.0, 0.012 * resolution))[0]
    tops = [at for at in range(1, width - 1) if smooth[at - 1] >= smooth[at] < smooth[at + 1]]
    feet = [0, *(at for at in range(1, width - 1) if smooth[at - 1] <= smooth[at] > smooth[at + 1]), width - 1]
    dark = np.zeros((height, width), np.uint8)
    for top in tops:
        foot = next((at for at in feet if at > top), width - 1)
        if low - edge_px[top] < 0.02 * resolution:
            continue
        deep = float(edge_px[foot]) + 0.10 * resolution
        y = float(edge_px[top])
        points: list[tuple[float, float]] = [(top, y - 0.03 * resolution)]
        step = (deep - y) / 6
        for index in range(1, 7):  # the crease comes down in a zigzag, a little away from the light
            points.append((top + resolution * (0.012 * (index % 2) + 0.006 * index), y + step * index))
        right = np.arange(top, foot + 1, max(1, width // 1200))[::-1]
        points.extend((int(at), float(edge_px[at]) - 0.03 * resolution) for at in right)
        cv2.fillPoly(dark, [np.round(np.array(points) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    shade = np.array([*scale(strip.colour, 0.72)[::-1], 255], np.uint8)
    pixels[:] = _over(pixels, shade, cv2.multiply(dark, 0.62).reshape(height, width))
    line = peak + (low - peak) * 0.30
    zigzag = line + resolution * 0.020 * np.abs(((np.arange(width) / resolution * 26 + rng.random()) % 2) - 1)
    cap = cv2.bitwise_not(_filled(zigzag, width, height))
    lit = cv2.multiply(cap, cv2.bitwise_not(cv2.multiply(dark, 0.35).reshape(height, width)), scale=1 / 255)
    pixels[:] = _over(pixels, np.array([252, 249, 244, 255], np.uint8), cv2.multiply(lit, 0.9).reshape(height, width))


def _wave_lines(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, rng: np.random.Generator) -> None:
    height, width = pixels.shape[:2]
    for index in range(1, 4):
        drop = resolution * 0.022 * index * (0.6 + strip.depth)
        below = _filled(edge_px + drop, width, height)
        shade = mix(strip.colour, scale(strip.colour, 0.7), index / 3)
        pixels[:] = _over(pixels, np.array([*shade[::-1], 255], np.uint8), below)


def _kerb(strip: Strip, pixels: Pixels, top: float, resolution: float) -> None:
    """Stones along the near edge of a street."""
    width = pixels.shape[1]
    low = round(top + 0.026 * resolution)
    cv2.rectangle(pixels, (0, round(top)), (width, low), (*mix(strip.colour, (236, 228, 214), 0.34)[::-1], 255), -1)
    dark, thick = (*scale(strip.colour, 0.6)[::-1], 255), max(1, round(0.002 * resolution))
    cv2.line(pixels, (0, low), (width, low), dark, thick)
    for x in np.arange(0.05, width / resolution, 0.15):
        cv2.line(pixels, (round(x * resolution), round(top)), (round(x * resolution), low), dark, thick)


def _paved(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, rng: np.random.Generator) -> None:
    """Slabs of a pavement, larger towards the viewer."""
    height, width = pixels.shape[:2]
    if strip.depth > 1.0:
        _kerb(strip, pixels, float(edge_px.mean()), resolution)
    if strip.depth < 0.85 or strip.depth > 1.0:
        return
    y, step, thick = float(edge_px.mean()) + 0.012 * resolution, 0.022 * resolution, max(1, round(0.0018 * resolution))
    dark, row = (*scale(strip.colour, 0.84)[::-1], 255), 0
    while y < height:
        cv2.line(pixels, (0, round(y)), (width, round(y)), dark, thick)
        wide = 3.4 * step
        for x in np.arange(-wide * (0.5 * (row % 2) + 0.2 * rng.random()), width, wide):
            cv2.line(pixels, (round(x), round(y)), (round(x - 0.25 * step), round(y + step)), dark, thick, cv2.LINE_AA)
        y, step, row = y + step, step * 1.42, row + 1


def _tiled(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, rng: np.random.Generator) -> None:
    """A roof: its ridge, and rows of tiles that overlap, larger towards the viewer."""
    height, width = pixels.shape[:2]
    y, step = float(edge_px.mean()) + 0.02 * resolution, 0.030 * resolution
    dark, pale = (*scale(strip.colour, 0.62)[::-1], 255), (*mix(strip.colour, (255, 244, 224), 0.28)[::-1], 255)
    thick, row = max(1, round(0.0022 * resolution)), 0
    cv2.rectangle(pixels, (0, round(y - 0.02 * resolution)), (width, round(y)), pale, -1)
    cv2.line(pixels, (0, round(y)), (width, round(y)), dark, thick)
    while y < height + 2 * step:
        half = 0.62 * step
        for x in np.arange(-half * (row % 2), width + half, 2 * half):
            centre, axes = (round(x), round(y)), (round(half), round(0.86 * step))
            if rng.random() < 0.22:  # no two tiles were fired alike
                tone = scale(strip.colour, float(rng.uniform(0.86, 1.1)))
                cv2.ellipse(pixels, centre, axes, 0, 0, 180, (*tone[::-1], 255), -1, cv2.LINE_AA)
            cv2.ellipse(pixels, centre, axes, 0, 0, 180, dark, thick, cv2.LINE_AA)
        y, step, row = y + 0.8 * step, step * 1.16, row + 1


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


def _strata(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, rng: np.random.Generator) -> None:
    """Layers of rock, level, each of its own tone."""
    height, width = pixels.shape[:2]
    y = float(edge_px.min())
    wave = 0.004 * resolution * np.sin(np.arange(width) / resolution * 7 + rng.random() * 6)
    while y < float(edge_px.max()) + 0.02 * resolution:
        y += resolution * rng.uniform(0.014, 0.034)
        below = _filled(np.full(width, y) + wave, width, height)
        tone = mix(scale(strip.colour, float(rng.uniform(0.80, 1.04))), (255, 230, 200), 0.12 * float(rng.random()))
        pixels[:] = _over(
            pixels, np.array([*tone[::-1], 255], np.uint8), cv2.multiply(below, 0.6).reshape(height, width)
        )


def _striped(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, rng: np.random.Generator) -> None:
    """The red and white kerb of a race course."""
    height, width = pixels.shape[:2]
    top, high = round(float(edge_px.mean())), round(0.026 * resolution)
    for index, left in enumerate(range(0, width, round(0.09 * resolution))):
        if index % 2:
            corner = (left + round(0.09 * resolution), top + high)
            cv2.rectangle(pixels, (left, top), corner, (52, 60, 206, 255), -1)
    cv2.rectangle(pixels, (0, top + high), (width, height), (112, 116, 122, 255), -1)


def _sheen(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, rng: np.random.Generator) -> None:
    """Light along the crest of what flows, deeper tones below it."""
    height, width = pixels.shape[:2]
    bright = mix(strip.colour, (255, 252, 240), 0.55)
    steps = ((0.0, bright), (0.014, mix(strip.colour, (255, 252, 240), 0.2)), (0.045, strip.colour),
             (0.10, scale(strip.colour, 0.82)), (0.17, scale(strip.colour, 0.64)))  # fmt: skip
    columns = np.arange(width) / resolution
    for drop, tone in steps:
        ripple = 0.012 * np.sin(columns * 3.3 + 30 * drop)
        below = _filled(edge_px + resolution * (drop + ripple * (drop > 0)), width, height)
        pixels[:] = _over(pixels, np.array([*tone[::-1], 255], np.uint8), below)


def _walled(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, scene: Scene) -> None:
    """The long wall along a crest: battlements, and a tower here and there."""
    width = pixels.shape[1]
    near = 0.35 + strip.depth
    high, step = 0.050 * near * resolution, max(2.0, 0.022 * near * resolution)
    stone, dark = (
        art.lit(np.array([[[*tone[::-1], 255]]], np.uint8), scene.palette, strip.fade)[0, 0].tolist()
        for tone in (rgb("#e8dcc0"), rgb("#8a7860"))
    )
    smooth = cv2.GaussianBlur(edge_px.astype(np.float32).reshape(1, -1), (0, 0), 0.02 * resolution)[0]
    columns = np.arange(0, width, max(1, width // 1600))
    top = np.stack([columns, smooth[columns] - high], 1)
    foot = np.stack([columns, smooth[columns] + 0.3 * high], 1)[::-1]
    wall = np.concatenate([top, foot])
    under = np.round((wall + np.array((0.0, 0.28 * high))) * 16).astype(np.int32)
    cv2.fillPoly(pixels, [under], dark, cv2.LINE_AA, 4)
    cv2.fillPoly(pixels, [np.round(wall * 16).astype(np.int32)], stone, cv2.LINE_AA, 4)
    for at in np.arange(0, width - step, step):
        y = float(smooth[int(at)]) - high
        cv2.rectangle(pixels, (round(at), round(y - 0.3 * high)), (round(at + 0.55 * step), round(y + 1)), stone, -1)
    line = np.round(np.stack([columns, smooth[columns] - 0.55 * high], 1) * 16).astype(np.int32)
    cv2.polylines(pixels, [line], False, dark, max(1, round(0.003 * resolution)), cv2.LINE_AA, 4)
    rng = art.generator(scene.seed, strip.seed, "towers")
    at = width * float(rng.uniform(0.05, 0.25))
    while at < width:
        y, wide = float(smooth[min(width - 1, int(at))]), 1.5 * high
        cv2.rectangle(
            pixels, (round(at - wide), round(y - 2.3 * high)), (round(at + wide), round(y + 0.4 * high)), stone, -1
        )
        for index in range(5):
            x = at - wide + index * 0.45 * wide
            cv2.rectangle(
                pixels, (round(x), round(y - 2.65 * high)), (round(x + 0.24 * wide), round(y - 2.2 * high)), stone, -1
            )
        for x in (-0.5, 0.5):
            centre = (round(at + x * wide - 0.18 * wide), round(y - 1.5 * high))
            cv2.rectangle(pixels, centre, (centre[0] + round(0.36 * wide), centre[1] + round(0.7 * high)), dark, -1)
        at += resolution * float(rng.uniform(0.42, 0.8)) * near


def _softly(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, rng: np.random.Generator) -> None:
    """The floor of a seamless sweep: it comes out of the wall without an edge."""
    height, width = pixels.shape[:2]
    start = float(edge_px.mean())
    share = np.clip((np.arange(height) - start) / (0.30 * resolution), 0, 1)[:, None, None]
    tone = np.array([*strip.colour[::-1], 255], np.float64)
    low = np.array([*scale(strip.colour, 0.80)[::-1], 255], np.float64)
    pixels[:] = np.broadcast_to(tone + (low - tone) * share, (height, width, 4)).astype(np.uint8)


def _mown(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, rng: np.random.Generator) -> None:
    """The pale and dark stripes of a playing field, and its white line."""
    height, width = pixels.shape[:2]
    y, step, odd = float(edge_px.mean()), 0.022 * resolution, False
    while y < height:
        tone = scale(strip.colour, 0.92 if odd else 1.06)
        cv2.rectangle(pixels, (0, int(y)), (width, int(y + step)), (*tone[::-1], 255), -1)
        y, step, odd = y + step, step * 1.34, not odd
    line = round(float(edge_px.mean()) + 0.075 * resolution)
    cv2.rectangle(pixels, (0, line), (width, line + max(2, round(0.006 * resolution))), (236, 244, 244, 255), -1)


_DECOR: Final[dict[str, Callable[..., None]]] = {
    "hills": _contours, "dunes": _contours, "craters": _contours, "cloudbank": _contours, "peaks": _snowcaps,
    "waves": _wave_lines, "mesa": _strata, "terrace": _contours, "lawn": _mown, "flat": _paved, "track": _track,
    "road": _road, "flow": _sheen, "kerbs": _striped, "rampart": _contours, "needles": _strata, "sweep": _softly,
    "ledge": _strata, "rooftiles": _tiled,
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
    sparse = {
        "cactus": 5.0,
        "bead": 2.2,
        "weed": 1.0,
        "fern": 1.1,
        "acacia": 2.4,
        "wheatear": 0.5,
        "spike": 0.5,
        "bloom": 0.62,
        "yellowbloom": 0.45,
        "poppyhead": 0.5,
        "sunny": 0.5,
        "daisyhead": 0.5,
        "vine": 0.8,
        "birch": 0.24,
        "baretree": 0.9,
    }.get(strip.stamps[0], 0.42 if strip.depth < 1 else 0.8)
    count = int(span / (height * sparse)) + 1
    for index in range(count):
        kind = strip.stamps[int(rng.integers(len(strip.stamps)))]
        tall = (
            height
            * rng.uniform(0.55, 1.0)
            * (0.4 if kind in ("bush", "coral") and strip.depth < 1 and len(strip.stamps) > 1 else 1.0)
        )
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
