"""Reference pictures for the stage: cut out where that is sure, else a torn photograph. Their own pixels are kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic import art, figures
from paddock.engines.animatic.art import Bitmap, Pixels
from paddock.engines.animatic.opencv import cv2, decoded
from paddock.engines.animatic.references import Shape
from paddock.engines.animatic.scene import Prop, Scene

_KEEP_PX: Final = 1280


def forget() -> None:
    """Drop what was read: another request may bring other pictures under the same names."""
    load.cache_clear()
    figure.cache_clear()


def look_at(paths: tuple[Path, ...]) -> None:
    """Find the figures of all pictures, two at a time."""
    with ThreadPoolExecutor(2, "cutout") as pool:
        list(pool.map(figure, dict.fromkeys(paths)))


@lru_cache(maxsize=12)
def load(path: Path) -> Pixels:
    """The picture as straight BGRA, at most 1400 pixels long."""
    image = decoded(path)
    longest = max(image.shape[:2])
    if longest > _KEEP_PX:
        factor = _KEEP_PX / longest
        image = cv2.resize(image, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    made: Pixels = image
    return made


def staged(path: Path, height: float, resolution: float, scene: Scene, seed: str) -> Bitmap:
    """The picture `height` units high at most, and no wider than the frame allows, cut out or torn."""
    image = load(path)
    mask = figure(path)
    if mask is None:
        return _torn(image, height, resolution, scene, seed)
    left, top, right, bottom = _bounds(mask)
    down, across = image.shape[0] / mask.shape[0], image.shape[1] / mask.shape[1]
    cut = image[round(top * down) : round(bottom * down), round(left * across) : round(right * across)].copy()
    part = cv2.resize(mask[top:bottom, left:right], (cut.shape[1], cut.shape[0]), interpolation=cv2.INTER_CUBIC)
    cut[..., 3] = cv2.min(cut[..., 3], part)
    sized = _sized(art.premultiplied(cut), height, resolution, scene)
    pixels, margin = art.die_cut(sized, resolution, _gentle(scene))
    return Bitmap(pixels, resolution, pixels.shape[1] / 2, margin + sized.shape[0])


@lru_cache(maxsize=12)
def figure(path: Path) -> Pixels | None:
    """A mask, at most 512 pixels long, of what the picture is of, or None where no cut is sure enough."""
    return figures.of(load(path))


def _bounds(mask: Pixels) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what a mask leaves."""
    rows, columns = np.flatnonzero(mask.max(axis=1) > 40), np.flatnonzero(mask.max(axis=0) > 40)
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def shape(path: Path) -> Shape:
    """What will stand on the stage for the picture."""
    mask = figure(path)
    height, width = load(path).shape[:2]
    if mask is None:
        return Shape(width / height)
    left, top, right, bottom = _bounds(mask)
    aspect = (right - left) / mask.shape[1] * width / ((bottom - top) / mask.shape[0] * height)
    crown = np.flatnonzero(mask[top : top + max(1, (bottom - top) // 6)].max(axis=0) > 127)
    head = (float(crown.mean()) - (left + right) / 2) / (right - left) if len(crown) else 0.0
    return Shape(aspect, cut=True, head=head)


def backdrop(path: Path, prop: Prop, resolution: float, scene: Scene) -> Bitmap:
    """The picture as the place: it fills all that the camera ever sees of its depth, and some more."""
    views = [scene.camera.at(index / 32) for index in range(33)]
    spare, depth = 0.05, prop.depth
    reach_x = max(abs(x) * depth + scene.width / 2 / zoom**depth for x, _, zoom in views) + spare
    reach_y = max(abs(y) * depth + scene.height / 2 / zoom**depth for _, y, zoom in views) + spare
    image = load(path)
    rows, columns = image.shape[:2]
    # What is cut off is taken from the longer side, less of the ground than of the sky.
    wide, high = min(columns, round(rows * reach_x / reach_y)), min(rows, round(columns * reach_y / reach_x))
    left, top = (columns - wide) // 2, round((rows - high) * 0.6)
    low = min(resolution, 1.25 * wide / (2 * reach_x))
    size = max(2, round(2 * reach_x * low)), max(2, round(2 * reach_y * low))
    shrink = size[0] < wide
    part = image[top : top + high, left : left + wide]
    sized = cv2.resize(part, size, interpolation=cv2.INTER_AREA if shrink else cv2.INTER_CUBIC)
    white = np.full_like(sized, 255)
    art.blend(white, art.premultiplied(sized))
    return Bitmap(art.lit(white, _gentle(scene)), low, size[0] / 2, size[1] / 2)


def _gentle(scene: Scene) -> Any:
    """The hour's light at a third: it must stay the same face."""
    red, green, blue = (1 - (1 - part) * 0.35 for part in scene.palette.light)
    return replace(scene.palette, light=(red, green, blue))


def _sized(pixels: Pixels, height: float, resolution: float, scene: Scene) -> Pixels:
    rows, columns = pixels.shape[:2]
    target = min(height * resolution, 0.62 * scene.width * resolution * rows / columns)
    factor = max(0.02, target / rows)
    size = max(4, round(columns * factor)), max(4, round(rows * factor))
    made: Pixels = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)
    return made


def _torn(image: Pixels, height: float, resolution: float, scene: Scene, seed: str) -> Bitmap:
    """A photograph with torn edges, a little askew."""
    sized = _sized(art.premultiplied(image), height * 0.92, resolution, scene)
    rows, columns = sized.shape[:2]
    rng = art.generator(scene.seed, "torn", seed)
    border = max(3, round(0.014 * resolution))
    paper = _ragged(rows + 2 * border, columns + 2 * border, border * 0.55, rng)
    inner = _ragged(rows, columns, border * 0.5, rng)
    sheet = art.tinted(paper, (250, 246, 236))
    photo = cv2.multiply(sized, cv2.merge([inner] * 4), scale=1 / 255)
    art.blend(sheet[border:-border, border:-border], np.ascontiguousarray(photo))
    pixels, margin = art.die_cut(sheet, resolution, _gentle(scene), edge=0.001)
    return Bitmap(pixels, resolution, pixels.shape[1] / 2, pixels.shape[0] - margin)


def _ragged(rows: int, columns: int, depth: float, rng: np.random.Generator) -> Pixels:
    """A rectangle whose sides wander by `depth` pixels."""
    x, y = np.arange(columns, dtype=np.float32) + 0.5, np.arange(rows, dtype=np.float32)[:, None] + 0.5
    top, bottom = _torn_side(columns, depth, rng), _torn_side(columns, depth, rng)
    left, right = _torn_side(rows, depth, rng)[:, None], _torn_side(rows, depth, rng)[:, None]
    within = np.minimum(np.minimum(y - top, rows - y - bottom), np.minimum(x - left, columns - x - right))
    made: Pixels = (np.clip(within + 0.5, 0, 1) * 255).astype(np.uint8)
    return made


def _torn_side(length: int, depth: float, rng: np.random.Generator) -> NDArray[np.float32]:
    """How far in the paper ends, pixel by pixel along one side: long waves, small ones, fibres; worn corners."""
    along = np.arange(length, dtype=np.float32) + 0.5
    inward = np.zeros(length)
    for wave, share in ((6.0, 0.8), (2.2, 0.5), (0.8, 0.3)):
        knots = max(3, int(length / max(1.5, wave * depth)) + 1)
        inward += share * depth * np.interp(along, np.linspace(0, length, knots), rng.random(knots))
    worn = depth * np.exp(-np.minimum(along, length - along) / max(1.0, depth))
    made: NDArray[np.float32] = (inward + worn).astype(np.float32)
    return made
