"""From drawings to cut paper: SVG to pixels, the die-cut edge, grain, shadow and light. Bitmaps are premultiplied BGRA.

Light that is added (a lamp's glow) is colour without alpha: over-painting with premultiplied alpha adds it.
"""

from __future__ import annotations

import threading
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, overload

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic import materials, vector
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.palette import RGB, Palette

Pixels = NDArray[np.uint8]
EDGE: Final = 0.0055
"""Width of the die-cut edge in units."""
CREAM: Final[RGB] = (248, 240, 224)
SHADOW: Final = 0.016
"""How far shadows fall, in units."""


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Premultiplied BGRA pixels with a scale and the place of the anchor in them."""

    pixels: Pixels
    resolution: float
    """Pixels a unit."""
    anchor_x: float
    anchor_y: float
    solid: int | None = None
    """Row from which on every pixel is opaque, for strips."""


class Cycle(Sequence[Bitmap]):
    """The bitmaps of a cycle, each drawn when it is first asked for: no first frame waits for a walk's last step.

    `draw` makes the bitmap of an index; it must be a function of that alone. May be used from several threads.
    """

    def __init__(self, count: int, draw: Callable[[int], Bitmap]) -> None:
        self._draw = draw
        self._made: list[Bitmap | None] = [None] * count
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._made)

    @overload
    def __getitem__(self, index: int) -> Bitmap: ...
    @overload
    def __getitem__(self, index: slice) -> list[Bitmap]: ...
    def __getitem__(self, index: int | slice) -> Bitmap | list[Bitmap]:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self)))]
        with self._lock:
            made = self._made[index]
            if made is None:
                made = self._made[index] = self._draw(index)
            return made


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG body and what shines in it. `height` is what a prop's size stands for."""

    width: float
    height: float
    anchor: tuple[float, float]
    body: str
    lights: str = ""
    plain: bool = False
    """True for what gets no edge and no shadow: glows, clouds of light."""


def generator(*names: object) -> np.random.Generator:
    """A random generator for one element: named, so that adding an element changes no other."""
    return np.random.default_rng(zlib.crc32(repr(names).encode()))


def bgra(colour: RGB, alpha: float = 1.0) -> tuple[float, float, float, float]:
    """Premultiplied scalar for OpenCV."""
    red, green, blue = colour
    return blue * alpha, green * alpha, red * alpha, 255 * alpha


@cache
def grain() -> Pixels:
    """A tile of paper fibre: (512, 512, 4) around 128, alpha exactly 128."""
    rng = generator("grain")
    fine = rng.normal(0, 1, (512, 512)).astype(np.float32)
    soft = _blurred_round(fine, 3)
    wide = _blurred_round(rng.normal(0, 1, (512, 512)).astype(np.float32), 14)
    fibre = 1.6 * fine + 3.2 * soft / soft.std() + 3.0 * wide / wide.std()
    tile = np.clip(128 + fibre * 0.72, 96, 150).astype(np.uint8)
    full: Pixels = cv2.cvtColor(tile, cv2.COLOR_GRAY2BGRA)
    full[..., 3] = 128
    return full


def _blurred_round(tile: Any, sigma: int) -> Any:
    """A blur that goes over the edges, so that tiles join without a seam."""
    spare = 4 * sigma
    rows, columns = tile.shape
    return cv2.GaussianBlur(np.pad(tile, spare, mode="wrap"), (0, 0), sigma)[
        spare : spare + rows, spare : spare + columns
    ]


def with_grain(pixels: Pixels) -> Pixels:
    """Multiply the paper's fibre into the colour."""
    height, width = pixels.shape[:2]
    tile = grain()
    big = np.tile(tile, (-(-height // 512), -(-width // 512), 1))[:height, :width]
    out: Pixels = cv2.multiply(pixels, big, scale=1 / 128)
    # Rounding may lift a colour above its alpha, which would shine.
    made: Pixels = cv2.min(out, _alpha4(pixels))
    return made


def _alpha4(pixels: Pixels) -> Pixels:
    alpha = cv2.extractChannel(pixels, 3)
    made: Pixels = cv2.merge([alpha, alpha, alpha, alpha])
    return made


def blend(target: Pixels, source: Pixels) -> None:
    """Paint premultiplied `source` over `target` of the same shape, in place."""
    clear = cv2.bitwise_not(cv2.extractChannel(source, 3))
    cv2.multiply(target, cv2.merge([clear, clear, clear, clear]), dst=target, scale=1 / 255)
    cv2.add(target, source, dst=target)


def lit(pixels: Pixels, palette: Palette, fade: float = 0.0) -> Pixels:
    """The pixels in the hour's light, and faded into the haze by `fade`."""
    red, green, blue = palette.light
    keep = 1.0 - fade
    out: Pixels = cv2.multiply(pixels, (blue * keep, green * keep, red * keep, 1.0))
    if fade > 0:
        haze_red, haze_green, haze_blue = palette.haze
        alpha = _alpha4(pixels)
        out = cv2.add(
            out, cv2.multiply(alpha, (haze_blue / 255 * fade, haze_green / 255 * fade, haze_red / 255 * fade, 0.0))
        )
    return out


def svg(drawing: Drawing, content: str, height_px: float) -> Pixels:
    """Render SVG content of a drawing so that its height is `height_px` (at least 2) pixels."""
    scale = max(2.0, height_px) / drawing.height
    width_px, rows = max(2, round(drawing.width * scale)), max(2, round(drawing.height * scale))
    text = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawing.width} {drawing.height}" '
        f'width="{width_px}" height="{rows}" preserveAspectRatio="none">{content}</svg>'
    )
    return vector.render(text, width_px, rows)


def premultiplied(image: Pixels) -> Pixels:
    out: Pixels = cv2.multiply(image, _alpha4(image), scale=1 / 255)
    out[..., 3] = image[..., 3]
    return out


def _linear() -> NDArray[np.float32]:
    """What a byte of sRGB means, 0 to 1."""
    level = np.arange(256) / 255
    return np.where(level <= 0.04045, level / 12.92, ((level + 0.055) / 1.055) ** 2.4).astype(np.float32)


_LINEAR: Final = _linear()
_BGR_TO_XYZ: Final = np.array((
    (0.180423 / 0.950456, 0.357580 / 0.950456, 0.412453 / 0.950456), (0.072169, 0.715160, 0.212671),
    (0.950227 / 1.088754, 0.119193 / 1.088754, 0.019334 / 1.088754),
))  # fmt: skip
"""Rows for X, Y and Z as shares of the white of D65."""


def lab(image: Pixels) -> NDArray[np.float32]:
    """Lightness, green to red and blue to yellow of BGR, about 0 to 255 each (CIE L*a*b*, L* stretched).

    OpenCV's own spends 76 ms on its tables before the first picture.
    """
    xyz = cv2.transform(cv2.LUT(image, _LINEAR), _BGR_TO_XYZ)
    root = np.where(xyz > 0.008856, cv2.pow(xyz, 1 / 3), 7.787 * xyz + np.float32(16 / 116))
    x, y, z = cv2.split(root)
    made: NDArray[np.float32] = cv2.merge([2.55 * (116 * y - 16), 500 * (x - y), 200 * (y - z)])
    return made


def padded(pixels: Pixels, margin: int) -> Pixels:
    made: Pixels = cv2.copyMakeBorder(pixels, margin, margin, margin, margin, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    return made


def die_cut(
    pixels: Pixels, resolution: float, palette: Palette, *, edge: float = EDGE, fade: float = 0.0, cream: RGB = CREAM
) -> tuple[Pixels, int]:
    """Cut out of paper: cream edge, grain, light, shadow. Returns the pixels and the margin added on each side."""
    rim_colour, edge = materials.edge_of(palette.stuff, cream, edge)
    width = max(1, round(edge * resolution))
    margin = width + max(2, round(2.2 * SHADOW * resolution))
    art = padded(pixels, margin)
    alpha = cv2.extractChannel(art, 3)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width + 1, 2 * width + 1))
    if rim_colour is None:
        rim, paper = alpha, art
    else:
        rim = cv2.GaussianBlur(cv2.dilate(alpha, kernel), (3, 3), 0.8)
        paper = tinted(rim, rim_colour)
        blend(paper, art)
    paper = lit(with_grain(paper) if materials.keeps_grain(palette.stuff) else paper, palette, fade)
    shadow = shadow_of(rim, resolution, palette.shade * (1 - 0.6 * fade))
    blend(shadow, paper)
    return shadow, margin


def tinted(mask: Pixels, colour: RGB) -> Pixels:
    """A flat colour in the shape of a mask."""
    red, green, blue = colour
    four = cv2.merge([mask, mask, mask, mask])
    made: Pixels = cv2.multiply(four, (blue / 255, green / 255, red / 255, 1.0))
    return made


def shadow_of(mask: Pixels, resolution: float, strength: float) -> Pixels:
    """A soft shadow down and to the right of a mask; blurred small, then scaled: a large blur at full size is slow."""
    height, width = mask.shape
    factor = max(1, round(SHADOW * resolution / 3))
    small = cv2.resize(mask, (max(1, width // factor), max(1, height // factor)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 1.6)
    soft = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    offset = SHADOW * resolution * 0.55
    move = np.array([[1, 0, offset * 0.5], [0, 1, offset]], np.float64)
    soft = cv2.warpAffine(soft, move, (width, height))
    out = np.zeros((height, width, 4), np.uint8)
    out[..., 3] = cv2.multiply(soft, strength)[:, :].reshape(height, width)
    return out


def glow(colour: RGB, strength: float, size_px: int) -> Pixels:
    """A round additive light: colour without alpha."""
    axis = (np.arange(size_px, dtype=np.float32) + 0.5) / size_px * 2 - 1
    far = np.clip(1 - np.sqrt(axis[:, None] ** 2 + axis[None, :] ** 2), 0, 1)
    fall = (far**2.4) * strength
    red, green, blue = colour
    out = np.zeros((size_px, size_px, 4), np.uint8)
    for channel, part in enumerate((blue, green, red)):
        out[..., channel] = np.clip(fall * part, 0, 255)
    return out


def bloom(lights: Pixels, resolution: float, strength: float) -> Pixels:
    """The lights and a soft halo around them, to be added."""
    height, width = lights.shape[:2]
    factor = max(1, round(resolution * 0.012))
    small = cv2.resize(lights, (max(1, width // factor), max(1, height // factor)), interpolation=cv2.INTER_AREA)
    halo = cv2.resize(cv2.GaussianBlur(small, (0, 0), 2.4), (width, height), interpolation=cv2.INTER_LINEAR)
    out: Pixels = cv2.multiply(halo, 0.9 * strength) if strength else np.zeros_like(lights)
    out = cv2.multiply(halo, (0.9 * strength,) * 3 + (0.0,))
    return out


def finished(
    drawing: Drawing,
    height_units: float,
    resolution: float,
    palette: Palette,
    fade: float = 0.0,
    *,
    edge: float = EDGE,
    cream: RGB = CREAM,
) -> Bitmap:
    """A drawing as a bitmap on the stage: rendered, cut, lit, with its lamps on."""
    height_px = height_units * resolution
    scale = max(2.0, height_px) / drawing.height
    body = svg(drawing, drawing.body, height_px)
    if drawing.plain:
        return Bitmap(lit(body, palette, fade), resolution, drawing.anchor[0] * scale, drawing.anchor[1] * scale)
    body = materials.worked(body, resolution, palette.stuff)
    pixels, margin = die_cut(body, resolution, palette, edge=min(edge, height_units * 0.03), fade=fade, cream=cream)
    if drawing.lights and palette.lamps > 0:
        shining = padded(svg(drawing, drawing.lights, height_px), margin)
        own = cv2.multiply(shining, palette.lamps * (1 - 0.5 * fade))
        blend(pixels, own)
        pixels = cv2.add(pixels, bloom(shining, resolution, palette.lamps * (1 - 0.5 * fade)))
    return Bitmap(pixels, resolution, margin + drawing.anchor[0] * scale, margin + drawing.anchor[1] * scale)


def trimmed(bitmap: Bitmap) -> Bitmap:
    """Without the empty rows and columns around it, but for one pixel that lets edges stay soft."""
    reach = cv2.max(cv2.extractChannel(bitmap.pixels, 3), cv2.extractChannel(bitmap.pixels, 1))
    x, y, wide, high = cv2.boundingRect(cv2.max(reach, cv2.extractChannel(bitmap.pixels, 2)))
    rows, columns = bitmap.pixels.shape[:2]
    if bitmap.solid is not None:  # a strip is as wide as it is
        x, wide = 0, columns
    x0, y0, x1, y1 = max(0, x - 1), max(0, y - 1), min(columns, x + wide + 1), min(rows, y + high + 1)
    if (x1 - x0) * (y1 - y0) > 0.9 * rows * columns or not wide or not high:
        return bitmap
    solid = None if bitmap.solid is None else max(0, bitmap.solid - y0)
    part = np.ascontiguousarray(bitmap.pixels[y0:y1, x0:x1])
    return Bitmap(part, bitmap.resolution, bitmap.anchor_x - x0, bitmap.anchor_y - y0, solid)


def flipped(bitmap: Bitmap) -> Bitmap:
    width = bitmap.pixels.shape[1]
    pixels = np.ascontiguousarray(bitmap.pixels[:, ::-1])
    return Bitmap(pixels, bitmap.resolution, width - bitmap.anchor_x, bitmap.anchor_y, bitmap.solid)


def shadow_of_edge(mask: Pixels, resolution: float, strength: float) -> Pixels:
    """The shadow a strip throws on what lies behind it: above its edge."""
    height, width = mask.shape
    factor = max(1, round(SHADOW * resolution / 3))
    small = cv2.resize(mask, (max(1, width // factor), max(1, height // factor)), interpolation=cv2.INTER_AREA)
    soft = cv2.resize(cv2.GaussianBlur(small, (0, 0), 2.2), (width, height), interpolation=cv2.INTER_LINEAR)
    lift = np.array([[1, 0, 0], [0, 1, -SHADOW * resolution * 0.5]], np.float64)
    soft = cv2.warpAffine(soft, lift, (width, height), borderMode=cv2.BORDER_REPLICATE)
    out = np.zeros((height, width, 4), np.uint8)
    out[..., 3] = cv2.multiply(soft, strength).reshape(height, width)
    return out


def stamp(target: Pixels, bitmap: Bitmap, x: float, y: float) -> None:
    """Paint a bitmap into another with its anchor at pixel (x, y); what lies outside is left out."""
    height, width = bitmap.pixels.shape[:2]
    left, top = round(x - bitmap.anchor_x), round(y - bitmap.anchor_y)
    x0, y0 = max(0, left), max(0, top)
    x1, y1 = min(target.shape[1], left + width), min(target.shape[0], top + height)
    if x1 > x0 and y1 > y0:
        part = np.ascontiguousarray(bitmap.pixels[y0 - top : y1 - top, x0 - left : x1 - left])
        blend(target[y0:y1, x0:x1], part)
