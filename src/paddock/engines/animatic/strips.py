"""Strips that are more than an edge: skylines, rows of houses, walls, floors, curtains. Drawn once a scene."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np

from paddock.engines.animatic import art, fittings, materials, skies, spanart, sprites, vistas
from paddock.engines.animatic.art import Bitmap, Drawing, Pixels
from paddock.engines.animatic.bands import band, headroom, misted
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.palette import CARDBOARD, CRAFT, RGB, mix, rgb, scale
from paddock.engines.animatic.scene import Scene, Strip
from paddock.engines.animatic.skies import Extent, canvas

_TOWERS: Final = 9


def draw(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """The strip over `extent` (left, top, right, bottom in units; `top` is its average edge less a little)."""
    made = _FULL.get(strip.kind, band)(strip, extent, resolution, scene)
    return replace(made, pixels=materials.graded(made.pixels, scene.palette.stuff))


def _skyline(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """Blocks of card with windows; caps and chimneys on some roofs."""
    rng = art.generator(scene.seed, strip.seed, "skyline")
    left, top, right, bottom = extent
    head = headroom(strip)
    width, height = canvas((left, top - head, right, bottom), resolution)
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
            drawing = _block(
                strip, rng, block / resolution, tall / resolution, colours[int(rng.integers(len(colours)))]
            )
            block = max(block, drawing.width / drawing.height * tall) if strip.stamps else block
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
    ground = band(floor, extent, resolution, scene)
    _join(pixels, ground.pixels)
    misted(pixels, base - 0.02 * resolution, strip, resolution, scene)
    return Bitmap(pixels, resolution, 0, head * resolution, min(height, math.ceil(base) + 4))


def _block(strip: Strip, rng: np.random.Generator, wide: float, tall: float, colour: RGB) -> Drawing:
    """One building of a skyline: of the strip's own kind, or a plain block of card."""
    if strip.stamps:
        return fittings.FITTINGS[strip.stamps[int(rng.integers(len(strip.stamps)))]](colour, rng)
    return sprites.tower(rng, wide, tall, colour, strip.material)


def _join(pixels: Pixels, ground: Pixels) -> None:
    """Lay the ground's rows over the lower part of the pixels; both end at the same bottom."""
    rows = min(len(pixels), len(ground))
    columns = min(pixels.shape[1], ground.shape[1])
    view = pixels[-rows:, :columns]
    art.blend(view, np.ascontiguousarray(ground[-rows:, :columns]))


def _houses(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    rng = art.generator(scene.seed, strip.seed, "houses")
    left, top, right, bottom = extent
    head = headroom(strip)
    width, height = canvas((left, top - head, right, bottom), resolution)
    pixels = np.zeros((height, width, 4), np.uint8)
    base = (strip.top - top + head) * resolution
    x = -0.05 * resolution
    colours = CARDBOARD if "cardboard" in strip.material else CRAFT
    while x < width:
        tall = strip.size * rng.uniform(0.66, 1.0)
        colour = colours[int(rng.integers(len(colours)))]
        drawing = (
            fittings.FITTINGS[strip.stamps[0]](colour, rng)
            if strip.stamps
            else sprites.townhouse(rng, colour, scene.palette.season == "winter")
        )
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
    _join(pixels, band(floor, extent, resolution, scene).pixels)
    misted(pixels, base - 0.02 * resolution, strip, resolution, scene)
    return Bitmap(pixels, resolution, 0, head * resolution, min(height, math.ceil(base) + 4))


def _wall(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """A papered, tiled or panelled wall, darker towards the ceiling; `size` is the y of the floor, for the skirting."""
    width, height = canvas(extent, resolution)
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[:] = (*strip.colour[::-1], 255)
    pattern = strip.stamps[0] if strip.stamps else "stripe"
    _PATTERNS.get(pattern, _plain)(strip, pixels, resolution, art.generator(scene.seed, strip.seed, pattern))
    foot = round((strip.size - extent[1]) * resolution)
    if strip.size and pattern not in ("brick", "stone", "sweep"):
        top = foot - round(0.035 * resolution)
        cv2.rectangle(pixels, (0, top), (width, height), (*mix(strip.colour, (250, 240, 222), 0.5)[::-1], 255), -1)
        cv2.rectangle(
            pixels,
            (0, top),
            (width, top + max(1, round(0.003 * resolution))),
            (*scale(strip.colour, 0.7)[::-1], 255),
            -1,
        )
    down = np.linspace(0, 1, height, dtype=np.float32)
    light = 0.74 + 0.30 * np.sin(np.clip(down * 1.25, 0, 1) * math.pi / 2)
    if pattern == "sweep":  # seamless paper: lightest where the wall bends into the floor
        bend = foot / height
        light = 1.0 - 0.26 * np.clip(bend - down, 0, 1) - 0.42 * np.clip(down - bend, 0, 1)
    rows = np.repeat(np.clip(light * 200, 0, 255).astype(np.uint8)[:, None], width, 1)
    pixels = cv2.multiply(pixels, cv2.merge([rows, rows, rows, np.full_like(rows, 200)]), scale=1 / 200)
    pixels = materials.worked(pixels, resolution, scene.palette.stuff, relief=False)
    pixels = pixels if pattern == "sweep" else art.with_grain(pixels)
    return Bitmap(art.lit(pixels, scene.palette), resolution, 0, 0, solid=0)


def _plain(strip: Strip, pixels: Pixels, resolution: float, rng: np.random.Generator) -> None:
    """Nothing but paper."""


def _stripes(strip: Strip, pixels: Pixels, resolution: float, rng: np.random.Generator) -> None:
    height, width = pixels.shape[:2]
    pitch = 0.09 * resolution
    for index in range(int(width / pitch) + 1):
        left = int(index * pitch)
        tone = (*mix(strip.colour, (255, 250, 240), 0.07)[::-1], 255)
        cv2.rectangle(pixels, (left, 0), (int(left + pitch / 2), height), tone, -1)


def _dots(strip: Strip, pixels: Pixels, resolution: float, rng: np.random.Generator) -> None:
    height, width = pixels.shape[:2]
    tone = (*mix(strip.colour, (255, 250, 240), 0.3)[::-1], 255)
    for row, y in enumerate(np.arange(0.03, height / resolution, 0.06)):
        for x in np.arange(0.03 * (row % 2), width / resolution, 0.06):
            cv2.circle(
                pixels,
                (round(x * resolution), round(y * resolution)),
                max(1, round(0.008 * resolution)),
                tone,
                -1,
                cv2.LINE_AA,
            )


def _damask(strip: Strip, pixels: Pixels, resolution: float, rng: np.random.Generator) -> None:
    height, width = pixels.shape[:2]
    tone = (*mix(strip.colour, (255, 244, 214), 0.14)[::-1], 255)
    for row, y in enumerate(np.arange(0.05, height / resolution, 0.085)):
        for x in np.arange(0.05 + 0.05 * (row % 2), width / resolution, 0.10):
            centre = (round(x * resolution), round(y * resolution))
            for angle in (0, 60, 120):
                cv2.ellipse(
                    pixels,
                    centre,
                    (round(0.022 * resolution), max(1, round(0.007 * resolution))),
                    angle + 30,
                    0,
                    360,
                    tone,
                    -1,
                    cv2.LINE_AA,
                )


def _courses(
    high: float, wide: float, joint: float, rough: float
) -> Callable[[Strip, Pixels, float, np.random.Generator], None]:
    """Bricks, tiles or stones: their height and width in units, how pale the joint is, how much their tones differ."""

    def lay(strip: Strip, pixels: Pixels, resolution: float, rng: np.random.Generator) -> None:
        height, width = pixels.shape[:2]
        pixels[:] = (*mix(strip.colour, (245, 236, 220) if joint > 0 else (20, 18, 20), abs(joint))[::-1], 255)
        gap = max(1, round(0.0028 * resolution))
        for row in range(int(height / (high * resolution)) + 1):
            top = round(row * high * resolution)
            left = -rng.uniform(0.2, 0.8) * wide if rough > 0.05 else -wide * (row % 2) / 2
            while left * resolution < width:
                long = wide * (rng.uniform(0.7, 1.3) if rough > 0.1 else 1.0)
                tone = scale(strip.colour, 1 + rough * (rng.random() - 0.5))
                cv2.rectangle(
                    pixels,
                    (round(left * resolution) + gap, top + gap),
                    (round((left + long) * resolution) - gap, round((row + 1) * high * resolution) - gap),
                    (*tone[::-1], 255),
                    -1,
                )
                left += long

    return lay


def _planks(strip: Strip, pixels: Pixels, resolution: float, rng: np.random.Generator) -> None:
    height, width = pixels.shape[:2]
    left = 0.0
    while left < width:
        wide = rng.uniform(0.07, 0.10) * resolution
        tone = scale(strip.colour, rng.uniform(0.92, 1.06))
        cv2.rectangle(pixels, (int(left), 0), (int(left + wide), height), (*tone[::-1], 255), -1)
        cv2.line(
            pixels,
            (int(left), 0),
            (int(left), height),
            (*scale(strip.colour, 0.66)[::-1], 255),
            max(1, round(0.003 * resolution)),
        )
        left += wide


def _panels(strip: Strip, pixels: Pixels, resolution: float, rng: np.random.Generator) -> None:
    height, width = pixels.shape[:2]
    for y in np.arange(0, height, 0.22 * resolution):
        for x in np.arange(0, width, 0.32 * resolution):
            corner = (int(x + 0.012 * resolution), int(y + 0.012 * resolution))
            far = (int(x + 0.308 * resolution), int(y + 0.208 * resolution))
            cv2.rectangle(pixels, corner, far, (*mix(strip.colour, (255, 255, 255), 0.06)[::-1], 255), -1)
            cv2.rectangle(
                pixels, corner, far, (*scale(strip.colour, 0.7)[::-1], 255), max(1, round(0.003 * resolution))
            )


_PATTERNS: Final[dict[str, Callable[[Strip, Pixels, float, np.random.Generator], None]]] = {
    "stripe": _stripes, "plain": _plain, "sweep": _plain, "dots": _dots, "damask": _damask, "plank": _planks,
    "panel": _panels,
    "brick": _courses(0.042, 0.11, -0.34, 0.16), "tile": _courses(0.07, 0.07, 0.4, 0.03),
    "stone": _courses(0.085, 0.17, -0.4, 0.2),
}  # fmt: skip


def _tiles(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """A floor of slabs in perspective."""
    bitmap = band(strip, extent, resolution, scene)
    pixels, base = bitmap.pixels, bitmap.solid or 0
    height, width = pixels.shape[:2]
    red, green, blue = scene.palette.light
    dark = scale(strip.colour, 0.78)
    shade = (dark[2] * blue, dark[1] * green, dark[0] * red, 255)
    thick = max(1, round(resolution * 0.0016))
    y, step = float(base), 0.022 * resolution
    while y < height:
        cv2.line(pixels, (0, int(y)), (width, int(y)), shade, thick)
        step *= 1.5
        y += step
    middle, eye = width / 2, base - 0.5 * resolution
    for index in range(-24, 25):
        near = middle + index * 0.34 * resolution
        far = middle + (near - middle) * (base - eye) / max(1.0, height - eye)
        cv2.line(pixels, (round(far), base), (round(near), height), shade, thick, cv2.LINE_AA)
    return bitmap


def _rockframe(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """The mouth of a cave: dark rock all around an opening."""
    low = resolution / 2
    width, height = canvas(extent, low)
    rng = art.generator(scene.seed, strip.seed, "rock")
    x = (np.arange(width, dtype=np.float32)[None, :] / max(1, width - 1) * 2 - 1) * (1.16 + 2 * strip.depth * 0)
    y = np.arange(height, dtype=np.float32)[:, None] / max(1, height - 1) * 2 - 1.0
    angle = np.arctan2(y, x)
    edge = np.full_like(angle, 0.80 + strip.size)
    for index in range(3, 15):
        edge += float(rng.normal(0, 0.11 / index**0.6)) * np.cos(index * angle + float(rng.uniform(0, 6.28)))
    edge = np.round(edge * 26) / 26 * 0.35 + edge * 0.65
    far = np.sqrt((x * 0.94) ** 2 + np.where(y > 0, y * 0.9, y) ** 2) - edge
    mask = (np.clip(far * 0.25 * height + 0.5, 0, 1) * 255).astype(np.uint8)
    tone = np.clip(1.1 - np.clip(far, 0, 0.6) * 1.2, 0.35, 1.1)[..., None]
    pixels = np.empty((height, width, 4), np.uint8)
    pixels[..., :3] = np.clip(np.array(strip.colour[::-1], np.float32) * tone, 0, 255)
    pixels[..., 3] = 255
    four = cv2.merge([mask] * 4)
    pixels = cv2.multiply(art.lit(art.with_grain(pixels), scene.palette), four, scale=1 / 255)
    shadow = art.shadow_of(mask, low, scene.palette.shade)
    art.blend(shadow, pixels)
    return Bitmap(shadow, low, 0, 0, None)


def _floor(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """Boards that widen towards the viewer."""
    bitmap = band(strip, extent, resolution, scene)
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
    width, height = canvas(extent, resolution)
    hidden = (extent[2] - extent[0] - scene.width) / 2
    side = (hidden + max(0.045, 0.055 * scene.width)) * resolution
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
    "sky": skies.draw, "ceiling": skies.ceiling, "tiles": _tiles, "rockframe": _rockframe,
    "vista": vistas.draw,
    "span": spanart.span,
    "pylons": spanart.pylons,
}  # fmt: skip
