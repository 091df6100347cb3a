# ruff: noqa: E501 - a row of a table reads best on one line
"""What things are made of, as a treatment of bitmaps when they are made: tone, texture, relief, gloss, edge, translucency.

Pixels are premultiplied BGRA, before the light of the hour falls on them. Every treatment is a pure function of its input.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic import textures
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.palette import RGB, mix, rgb

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Stuff:
    """How a material changes plain paper."""

    tone: str = ""
    """The colour that everything turns to; empty keeps the colours."""
    share: float = 0.6
    """How far it turns, 0 to 1."""
    lift: float = 1.0
    """What lightness is multiplied by where it turns."""
    vivid: float = 1.0
    """What saturation is multiplied by."""
    texture: str = ""
    depth: float = 1.0
    """Strength of the texture."""
    relief: float = 0.0
    """How strongly its edges are rounded by light and shadow."""
    soft: float = 0.012
    """How wide that rounding is, in units."""
    gloss: float = 0.0
    bands: float = 0.0
    """Reflections of sky and ground, as in polished metal."""
    clear: float = 1.0
    """How opaque it is: 1 hides what is behind."""
    rim: float = 0.0
    """How much lighter its outline is, from within."""
    cell: float = 0.0
    """Size in units of the blocks that it is built of."""
    fuzz: float = 0.0
    """How far its edge is frayed, in units."""
    stitch: str = ""
    """Colour of a seam along its edge."""
    edge: str = "cream"
    """The cut edge: "cream" of paper, "none", or a colour."""
    edge_units: float = 0.0055
    grain: bool = True
    """Whether the fibre of paper is seen."""
    outline: float = 0.0
    """Width in units of a line drawn along the edge, inside."""
    shines: bool = False
    """Whether its outline is light that glows."""


STUFFS: Final[dict[str, Stuff]] = {
    "cardboard": Stuff("#c99a68", 0.34, 1.25, texture="corrugated", depth=0.8, relief=0.25, soft=0.006),
    "origami": Stuff(texture="creases", depth=1.0, vivid=1.1, relief=0.3, soft=0.006, edge="none", grain=True),
    "felt": Stuff(texture="felt", vivid=1.08, relief=0.42, soft=0.016, fuzz=0.0042, stitch="#f6ecd6", edge="none"),
    "knit": Stuff(texture="knit", vivid=1.1, relief=0.45, soft=0.018, fuzz=0.003, edge="none", cell=0.0),
    "embroidery": Stuff(texture="stitches", vivid=1.15, relief=0.35, soft=0.010, edge="#efe4cc", edge_units=0.009, stitch="#d8c8a8"),
    "fabric": Stuff(texture="weave", relief=0.28, soft=0.014, stitch="#efe4d0", edge="none"),
    "clay": Stuff(texture="clay", vivid=1.12, relief=1.0, soft=0.024, gloss=0.26, edge="none", grain=False),
    "wood": Stuff("#b07a46", 0.62, 1.2, texture="wood", relief=0.5, soft=0.010, gloss=0.08, edge="none", grain=False),
    "glass": Stuff("#bfe6ee", 0.5, 1.25, vivid=1.15, clear=0.60, rim=0.75, gloss=0.8, relief=0.35, soft=0.02, edge="none", grain=False),
    "crystal": Stuff("#cfe0ff", 0.55, 1.3, texture="facets", clear=0.74, rim=0.6, gloss=0.6, relief=0.3, edge="none", grain=False),
    "icy": Stuff("#bfe2f4", 0.78, 1.4, texture="facets", depth=0.7, clear=0.82, rim=0.65, gloss=0.5, relief=0.4, soft=0.016, edge="none", grain=False),
    "stainedglass": Stuff(texture="leaded", vivid=1.7, rim=0.2, gloss=0.25, outline=0.0042, edge="none", grain=False),
    "metal": Stuff("#a8b4c0", 0.84, 1.3, texture="brushed", relief=0.7, soft=0.014, gloss=0.4, bands=0.34, edge="none", grain=False),
    "gold": Stuff("#e2b040", 0.86, 1.3, texture="brushed", depth=0.6, relief=0.75, soft=0.014, gloss=0.5, bands=0.34, edge="none", grain=False),
    "bronze": Stuff("#a8703c", 0.84, 1.2, texture="hammered", relief=0.7, soft=0.014, gloss=0.35, bands=0.26, edge="none", grain=False),
    "stone": Stuff("#a4a098", 0.8, 1.3, texture="stone", relief=0.7, soft=0.012, edge="none", grain=False),
    "marble": Stuff("#ece8e2", 0.86, 1.5, texture="marble", relief=0.6, soft=0.016, gloss=0.22, edge="none", grain=False),
    "brick": Stuff("#b8624a", 0.6, 1.1, texture="bricks", relief=0.4, soft=0.008, edge="none"),
    "jade": Stuff("#6ab890", 0.84, 1.25, texture="marble", depth=0.5, clear=0.92, relief=0.7, soft=0.02, rim=0.4, gloss=0.4, edge="none", grain=False),
    "porcelain": Stuff("#f4f6fa", 0.72, 1.5, texture="glazed", relief=0.6, soft=0.02, gloss=0.55, edge="none", grain=False),
    "chocolate": Stuff("#6a4028", 0.88, 1.25, relief=0.8, soft=0.018, gloss=0.42, edge="none", grain=False),
    "candy": Stuff(texture="candy", vivid=1.35, relief=0.8, soft=0.022, gloss=0.5, rim=0.15, clear=0.96, edge="none", grain=False),
    "plastic": Stuff(vivid=1.25, relief=0.8, soft=0.018, gloss=0.5, edge="none", grain=False),
    "balloon": Stuff(vivid=1.25, relief=1.1, soft=0.034, gloss=0.7, rim=0.1, edge="none", grain=False),
    "sand": Stuff("#d8b480", 0.85, 1.3, texture="sand", relief=0.6, soft=0.014, fuzz=0.002, edge="none", grain=False),
    "lego": Stuff(texture="studs", vivid=1.25, cell=0.030, relief=0.3, soft=0.006, edge="none", grain=False),
    "pixel": Stuff(vivid=1.2, cell=0.0155, edge="none", grain=False),
    "voxel": Stuff(texture="blocks", vivid=1.15, cell=0.026, relief=0.25, soft=0.006, edge="none", grain=False),
    "neon": Stuff("#1c1830", 0.86, 0.8, vivid=1.3, outline=0.0062, shines=True, edge="none", grain=False),
    "hologram": Stuff("#6ae0ff", 0.88, 1.35, texture="scanlines", clear=0.66, rim=0.6, edge="none", grain=False),
    "ink": Stuff("#cfcec8", 0.9, 1.12, texture="wash", depth=1.2, fuzz=0.004, outline=0.0032, edge="none"),
    "watercolor": Stuff(vivid=1.0, lift=1.1, texture="wash", depth=1.0, clear=0.92, fuzz=0.0036, outline=0.003, edge="#fbf8f0", edge_units=0.004),
    "oil": Stuff(vivid=1.2, texture="strokes", depth=1.0, relief=0.2, fuzz=0.003, edge="none"),
    "sketch": Stuff("#e9e4d8", 0.82, 1.35, texture="hatching", outline=0.0038, edge="#f6f2e8", edge_units=0.003),
    "cartoon": Stuff(vivid=1.22, outline=0.0046, edge="none", grain=False),
    "silhouette": Stuff("#17141f", 0.97, 0.34, edge="none", grain=False),
    "mono": Stuff("#f2f2f2", 1.0, 1.0),
    "sepia": Stuff("#e2c49a", 0.92, 1.06),
}  # fmt: skip
FLAT: Final = frozenset({"ink", "watercolor", "oil", "sketch", "pixel", "lego", "felt", "knit", "embroidery", "fabric", "voxel"})  # fmt: skip
"""What a sky can be made of, too."""


def stuff(name: str) -> Stuff | None:
    return STUFFS.get(name)


def worked(pixels: Pixels, resolution: float, name: str, *, relief: bool = True) -> Pixels:
    """Pixels of a drawing as if made of the material; `relief` False for what has no edge of its own."""
    made = STUFFS.get(name)
    if made is None or name in GRADES or min(pixels.shape[:2]) < 3:
        return pixels
    if made.cell:
        pixels = _blocks(pixels, max(2, round(made.cell * resolution)))
    if made.fuzz and relief:
        pixels = _frayed(pixels, resolution, made.fuzz)
    own = pixels
    pixels = _toned(pixels, made)
    if made.texture:  # on a wall, which is all one sheet, it would be loud
        pixels = _textured(pixels, resolution, made if relief else replace(made, depth=0.4 * made.depth))
    alpha = cv2.extractChannel(pixels, 3)
    if relief and (made.relief or made.gloss or made.rim):
        pixels = _rounded(pixels, alpha, resolution, made)
    if made.bands:
        pixels = _banded(pixels, resolution, made.bands)
    if made.outline and relief:
        pixels = _outlined(pixels, own, alpha, resolution, made)
    if made.stitch and relief:
        _sew(pixels, alpha, resolution, rgb(made.stitch))
    if made.clear < 1 and relief:
        pixels = _cleared(pixels, alpha, resolution, made)
    alpha = cv2.extractChannel(pixels, 3)
    result: Pixels = cv2.min(pixels, cv2.merge([alpha] * 4)) if not made.shines else pixels
    return result


def edge_of(name: str, cream: RGB, units: float) -> tuple[RGB | None, float]:
    """Colour and width of the cut edge; None for none."""
    made = STUFFS.get(name)
    if made is None or made.edge == "cream":
        return cream, units
    if made.edge == "none":
        return None, units
    return mix(rgb(made.edge), cream, 0.2), max(units, made.edge_units)


def keeps_grain(name: str) -> bool:
    made = STUFFS.get(name)
    return made is None or made.grain


def _merge(one: Pixels) -> Pixels:
    full = np.full_like(one, 255)
    made: Pixels = cv2.merge([one, one, one, full])
    return made


def _toned(pixels: Pixels, made: Stuff) -> Pixels:
    """Colours turned towards one, by their lightness; and livelier or paler."""
    if made.vivid != 1.0 and not (made.tone and made.share >= 0.8):
        weights = np.array([0.114, 0.587, 0.299], np.float32)
        keep, grey = made.vivid, 1 - made.vivid
        matrix = np.zeros((4, 4), np.float32)
        matrix[:3, :3] = grey * weights[None, :] + keep * np.eye(3, dtype=np.float32)
        matrix[3, 3] = 1
        pixels = cv2.transform(pixels, matrix)
    if not made.tone:
        return pixels
    blue, green, red = (part / 255 for part in rgb(made.tone)[::-1])
    weights = np.array([0.114, 0.587, 0.299], np.float32) * made.share * made.lift
    matrix = np.zeros((4, 4), np.float32)
    # Some of the paper's own white goes in as well, so that what was dark is still of the material.
    base = made.share * (0.38 if made.lift >= 1.2 else 0.2 if made.lift > 1 else 0.0)
    for row, part in enumerate((blue, green, red)):
        matrix[row, :3] = weights * part * (1 - 0.5 * base)
        matrix[row, row] += 1 - made.share
        matrix[row, 3] = base * part
    matrix[3, 3] = 1
    if made.lift == 1.0 and made.share == 1.0:  # film has more contrast than paper
        matrix[:3, :3] *= 1.18
        matrix[:3, 3] = -0.075
    result: Pixels = cv2.transform(pixels, matrix)
    return result


def _textured(pixels: Pixels, resolution: float, made: Stuff) -> Pixels:
    tile = textures.tile(made.texture, max(4, round(textures.SPAN[made.texture] * resolution)))
    height, width = pixels.shape[:2]
    high, wide = tile.shape[:2]
    full = np.tile(tile, (-(-height // high), -(-width // wide)))[:height, :width]
    if made.depth != 1.0:
        full = np.clip((full.astype(np.float32) - 128) * made.depth + 128, 0, 255).astype(np.uint8)
    blue = full
    if made.texture == "glazed":  # cobalt: the glaze takes less from the blue
        blue = np.clip(128 - 0.3 * (128 - full.astype(np.float32)), 0, 255).astype(np.uint8)
    result: Pixels = cv2.multiply(pixels, cv2.merge([blue, full, full, np.full_like(full, 128)]), scale=1 / 128)
    return result


def _soft(alpha: Pixels, sigma: float) -> NDArray[np.float32]:
    """A blurred mask, 0 to 1: blurred small, then scaled."""
    factor = max(1, round(sigma / 2))
    height, width = alpha.shape
    padded = cv2.copyMakeBorder(alpha, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0) if factor == 1 else alpha
    if factor == 1:
        blurred = cv2.GaussianBlur(padded, (0, 0), max(0.6, sigma))[1:-1, 1:-1]
        near: NDArray[np.float32] = blurred.astype(np.float32) / 255
        return near
    small = cv2.resize(alpha, (max(2, width // factor), max(2, height // factor)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / factor, borderType=cv2.BORDER_CONSTANT)
    back: Any = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    made: NDArray[np.float32] = back.astype(np.float32) / 255
    return made


def _rounded(pixels: Pixels, alpha: Pixels, resolution: float, made: Stuff) -> Pixels:
    """Light from the upper left on rounded edges, shadow at the lower right, a gleam, a bright outline."""
    sigma = max(0.8, made.soft * resolution * 0.6)
    inner = _soft(alpha, sigma)
    shift = sigma * 0.9
    to = np.array([[1, 0, shift], [0, 1, shift]], np.float64)
    lower = cv2.warpAffine(inner, to, (alpha.shape[1], alpha.shape[0]))
    slope = inner - lower  # positive where the surface faces the light
    factor = 1 + made.relief * np.clip(slope * 1.1, -0.62, 0.5)
    grey = np.clip(factor * 128, 0, 255).astype(np.uint8)
    pixels = cv2.multiply(pixels, cv2.merge([grey, grey, grey, np.full_like(grey, 128)]), scale=1 / 128)
    shine = np.zeros_like(inner)
    if made.rim:
        shine += made.rim * 0.55 * np.clip(1.35 - 1.35 * inner, 0, 1)
    if made.gloss:
        shine += made.gloss * 0.75 * np.clip(slope * 2.4 - 0.28, 0, 1) ** 1.4
        shine += made.gloss * 0.16 * textures.streaks(alpha.shape[1], alpha.shape[0], resolution) * (inner > 0.6)
    if made.rim or made.gloss:
        added = (np.clip(shine, 0, 1) * alpha).astype(np.uint8)
        pixels = cv2.add(pixels, cv2.merge([added, added, added, np.zeros_like(added)]))
    return pixels


def _banded(pixels: Pixels, resolution: float, strength: float) -> Pixels:
    """A bright sky and a dark ground mirrored in it, once or twice down its height."""
    height, width = pixels.shape[:2]
    y = np.linspace(0, 1, height, dtype=np.float32)
    wave = np.sin(2 * np.pi * (1.5 * y + 0.08)) * 0.7 + np.sin(2 * np.pi * (3.7 * y + 0.3)) * 0.3
    grey = np.clip(128 * (1 + strength * wave), 0, 255).astype(np.uint8)[:, None]
    full = np.repeat(grey, width, 1)
    result: Pixels = cv2.multiply(pixels, cv2.merge([full, full, full, np.full_like(full, 128)]), scale=1 / 128)
    return result


def _blocks(pixels: Pixels, cell: int) -> Pixels:
    """Built of square blocks: each of one colour, there or not there."""
    height, width = pixels.shape[:2]
    columns, rows = max(1, -(-width // cell)), max(1, -(-height // cell))
    wide = cv2.copyMakeBorder(pixels, 0, rows * cell - height, 0, columns * cell - width, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))  # fmt: skip
    small = cv2.resize(wide, (columns, rows), interpolation=cv2.INTER_AREA)
    alpha = small[..., 3:4].astype(np.float32)
    colour = np.where(alpha > 0, small[..., :3] * (255 / np.maximum(alpha, 1)), 0)
    colour = np.round(colour / 17) * 17  # few colours, as a palette has
    there = alpha[..., 0] > 96
    solid = np.zeros_like(small)
    solid[..., :3] = np.clip(colour, 0, 255)
    solid[..., 3] = 255
    solid[~there] = 0
    big: Pixels = cv2.resize(solid, (columns * cell, rows * cell), interpolation=cv2.INTER_NEAREST)[:height, :width]
    return np.ascontiguousarray(big)


def _frayed(pixels: Pixels, resolution: float, units: float) -> Pixels:
    """The edge moved to and fro by a little noise."""
    height, width = pixels.shape[:2]
    reach = max(0.8, units * resolution)
    noise = textures.ripple(width, height, max(1.5, 0.004 * resolution))
    x = np.arange(width, dtype=np.float32)[None, :] + reach * noise[0]
    y = np.arange(height, dtype=np.float32)[:, None] + reach * noise[1]
    made: Pixels = cv2.remap(pixels, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(0, 0, 0, 0))
    return made


def _outlined(pixels: Pixels, own: Pixels, alpha: Pixels, resolution: float, made: Stuff) -> Pixels:
    """A line along the edge and where colours meet: ink, lead, or light that glows."""
    width = max(1, round(made.outline * resolution))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width + 1, 2 * width + 1))
    bordered = cv2.copyMakeBorder(alpha, width, width, width, width, cv2.BORDER_CONSTANT, value=0)
    inner = cv2.erode(bordered, kernel)[width:-width, width:-width]
    line = cv2.subtract(alpha, np.ascontiguousarray(inner))
    grey = cv2.cvtColor(own, cv2.COLOR_BGRA2GRAY)
    thin = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (max(2, width), max(2, width)))
    folds = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, thin)
    folds = cv2.min(cv2.convertScaleAbs(cv2.subtract(folds, 14), alpha=5.0), inner)
    line = cv2.max(line, cv2.convertScaleAbs(folds, alpha=0.55 if not made.shines else 0.9))
    if made.shines:
        return _glowing(pixels, own, line, resolution)
    keep = cv2.bitwise_not(cv2.convertScaleAbs(line, alpha=0.8))
    result: Pixels = cv2.multiply(pixels, _merge(keep), scale=1 / 255)
    return result


def _glowing(pixels: Pixels, own: Pixels, line: Pixels, resolution: float) -> Pixels:
    """Tubes of light in the thing's own colour, at full strength."""
    loud = cv2.transform(own, np.array([[2.2, -0.6, -0.6, 0.12], [-0.6, 2.2, -0.6, 0.12], [-0.6, -0.6, 2.2, 0.12], [0, 0, 0, 0]], np.float32))  # fmt: skip
    tubes = cv2.multiply(cv2.convertScaleAbs(loud, alpha=1.5), _merge(line), scale=1 / 255)
    tubes[..., 3] = 0
    halo = cv2.GaussianBlur(tubes, (0, 0), max(1.0, 0.010 * resolution))
    result: Pixels = cv2.add(cv2.add(pixels, tubes), cv2.multiply(halo, 1.5))
    return result


def _sew(pixels: Pixels, alpha: Pixels, resolution: float, colour: RGB) -> None:
    """A seam of even stitches a little inside the edge, in place."""
    inset = max(2, round(0.0095 * resolution))
    bordered = cv2.copyMakeBorder(alpha, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    far = cv2.distanceTransform((bordered > 127).astype(np.uint8), cv2.DIST_L2, 3)[1:-1, 1:-1]
    inside = (far > inset).astype(np.uint8)
    lines, _ = cv2.findContours(inside, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    long, thick = max(3, round(0.0085 * resolution)), max(1, round(0.0022 * resolution))
    shade = (*colour[::-1], 255)
    for contour in lines:
        points = contour[:, 0]
        if len(points) < 6 * long:
            continue
        for start in range(0, len(points) - long, round(1.9 * long)):
            piece = points[start : start + long]
            cv2.line(pixels, tuple(map(int, piece[0])), tuple(map(int, piece[-1])), shade, thick, cv2.LINE_AA)
    np.minimum(pixels, cv2.merge([alpha] * 4), out=pixels)


def _cleared(pixels: Pixels, alpha: Pixels, resolution: float, made: Stuff) -> Pixels:
    """See-through in the middle, denser towards the outline."""
    inner = _soft(alpha, max(0.8, 0.010 * resolution))
    keep = made.clear + (1 - made.clear) * np.clip(1.5 - 1.6 * inner, 0, 1)
    grey = np.round(np.clip(keep, 0, 1) * 255).astype(np.uint8)
    result: Pixels = cv2.multiply(pixels, cv2.merge([grey] * 4), scale=1 / 255)
    return result


def backdrop(pixels: Pixels, resolution: float, name: str) -> Pixels:
    """A sky in the manner of the whole picture, where the material can be a sky: its weave, more quietly."""
    made = STUFFS.get(name)
    if made is None or name not in FLAT:
        return pixels
    if made.cell:
        pixels = _blocks(pixels, max(2, round(made.cell * resolution)))
    return (
        _textured(
            pixels, resolution, replace(made, depth=(0.25 if name in ("ink", "watercolor") else 0.5) * made.depth)
        )
        if made.texture
        else pixels
    )


GRADES: Final = frozenset({"mono", "sepia"})
"""What is a matter of the film, not of the things: everything turns to it, lights and photographs as well."""


def graded(pixels: Pixels, name: str) -> Pixels:
    return _toned(pixels, STUFFS[name]) if name in GRADES else pixels
