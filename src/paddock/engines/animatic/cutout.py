"""Reference pictures for the stage: cut out where that is sure, else a torn photograph. Their own pixels are kept."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from paddock import errors
from paddock.engines.animatic import art
from paddock.engines.animatic.art import Bitmap, Pixels
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.scene import Scene

WORK_PX: Final = 200
"""The longer side that cutting works at: GrabCut's time grows with the pixels and some pictures take it seconds."""
_ROUNDS: Final = 2
_KEEP_PX: Final = 1400


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
    image: Any = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if image is None:
        raise errors.ImageProcessing("An input image could not be read")
    if image.dtype == np.uint16:
        image = (image >> 8).astype(np.uint8)
    if image.ndim == 2:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGRA)
    elif image.shape[2] == 3:
        image = cv2.cvtColor(image, cv2.COLOR_BGR2BGRA)
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
    rows, columns = np.flatnonzero(mask.max(axis=1) > 40), np.flatnonzero(mask.max(axis=0) > 40)
    top, bottom, left, right = rows[0], rows[-1] + 1, columns[0], columns[-1] + 1
    cut = image[top:bottom, left:right].copy()
    cut[..., 3] = cv2.min(cut[..., 3], mask[top:bottom, left:right])
    sized = _sized(art.premultiplied(cut), height, resolution, scene)
    pixels, margin = art.die_cut(sized, resolution, _gentle(scene))
    return Bitmap(pixels, resolution, pixels.shape[1] / 2, margin + sized.shape[0])


def aspect(path: Path) -> float:
    """Width by height of what will stand on the stage for the picture."""
    mask = figure(path)
    if mask is None:
        height, width = load(path).shape[:2]
        return float(width / height)
    rows, columns = np.flatnonzero(mask.max(axis=1) > 40), np.flatnonzero(mask.max(axis=0) > 40)
    return float(columns[-1] - columns[0] + 1) / float(rows[-1] - rows[0] + 1)


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
    points = []
    for side, length in (("top", columns), ("right", rows), ("bottom", columns), ("left", rows)):
        count = max(6, int(length / max(3.0, depth * 1.2)))
        along = np.linspace(0, length, count, endpoint=False)
        inward = np.abs(np.convolve(rng.normal(0, 1, count + 4), [0.25, 0.5, 0.25, 0.5, 0.25], "valid")) * depth
        for step, deep in zip(along, inward, strict=True):
            points.append(
                {
                    "top": (step, deep),
                    "right": (columns - deep, step),
                    "bottom": (columns - step, rows - deep),
                    "left": (deep, rows - step),
                }[side]
            )
    mask = np.zeros((rows, columns), np.uint8)
    cv2.fillPoly(mask, [np.round(np.array(points) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return mask


# --- finding the figure ---------------------------------------------------------------------------


@lru_cache(maxsize=12)
def figure(path: Path) -> Pixels | None:
    """A mask (height, width) of what the picture is of, or None where no cut is sure enough."""
    image = load(path)
    alpha = image[..., 3]
    if (alpha < 250).mean() > 0.03:
        return np.ascontiguousarray(alpha) if 0.02 < (alpha > 128).mean() < 0.97 else None
    factor = min(1.0, WORK_PX / max(image.shape[:2]))
    small = cv2.resize(image[..., :3], None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    found = _plain(small)
    if found is None:
        found = _grabbed(small)
    if found is None:
        return None
    soft = cv2.GaussianBlur(
        cv2.resize(found, (image.shape[1], image.shape[0]), interpolation=cv2.INTER_CUBIC), (0, 0), 0.6 / factor
    )
    made: Pixels | None = np.clip((soft.astype(np.float32) - 96) * 2.6, 0, 255).astype(np.uint8)
    return made


def _border(image: Any, width: int) -> Any:
    return np.concatenate([
        image[:width].reshape(-1, image.shape[-1]), image[-width:].reshape(-1, image.shape[-1]),
        image[:, :width].reshape(-1, image.shape[-1]), image[:, -width:].reshape(-1, image.shape[-1]),
    ])  # fmt: skip


def _plain(small: Any) -> Pixels | None:
    """Whoever stands before a plain wall: flood in from the border over what has the wall's colour."""
    lab = art.lab(small)
    rim = _border(lab, 4)
    colour = np.median(rim, axis=0)
    near = np.linalg.norm(rim - colour, axis=1) < 14
    if near.mean() < 0.86:
        return None
    close = (np.linalg.norm(lab - colour, axis=2) < 16).astype(np.uint8)
    count, labels = cv2.connectedComponents(close)
    edge = np.zeros(count, bool)
    edge[np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))] = True
    edge[0] = False
    mask = np.where(edge[labels], 0, 255).astype(np.uint8)
    return _sure(mask)


def _grabbed(small: Any) -> Pixels | None:
    """GrabCut from an oval in the middle, trusted only where the result is one compact thing away from the border."""
    rows, columns = small.shape[:2]
    mask = np.full((rows, columns), cv2.GC_PR_BGD, np.uint8)
    centre = (columns // 2, rows // 2)
    cv2.ellipse(mask, centre, (round(columns * 0.36), round(rows * 0.42)), 0, 0, 360, int(cv2.GC_PR_FGD), -1)
    rim = max(3, min(rows, columns) // 24)
    mask[:rim] = mask[:, :rim] = mask[:, -rim:] = cv2.GC_BGD
    cv2.setRNGSeed(7)
    background, foreground = np.zeros((1, 65)), np.zeros((1, 65))
    try:
        cv2.grabCut(small, mask, None, background, foreground, _ROUNDS, cv2.GC_INIT_WITH_MASK)
    except cv2.error:
        return None
    found = np.where((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD), 255, 0).astype(np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    found = cv2.morphologyEx(cv2.morphologyEx(found, cv2.MORPH_OPEN, kernel), cv2.MORPH_CLOSE, kernel)
    found_sure = _sure(found)
    return found_sure if found_sure is not None and _distinct(small, found_sure) else None


def _sure(mask: Pixels) -> Pixels | None:
    """The largest piece, holes filled, if it is of a sensible size, compact, and mostly off the border."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    if count < 2:
        return None
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    area = stats[largest, cv2.CC_STAT_AREA] / mask.size
    total = (mask > 0).mean()
    piece = np.where(labels == largest, 255, 0).astype(np.uint8)
    outlines, _ = cv2.findContours(piece, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=cv2.contourArea)
    hull = cv2.contourArea(cv2.convexHull(outline))
    solidity = cv2.contourArea(outline) / hull if hull else 0
    border = np.concatenate([piece[0], piece[:, 0], piece[:, -1]])
    if not 0.05 < area < 0.72 or area < 0.8 * total or solidity < 0.58 or (border > 0).mean() > 0.10:
        return None
    filled = np.zeros_like(piece)
    cv2.drawContours(filled, [outline], -1, 255, -1)
    return filled


def _distinct(small: Any, mask: Pixels) -> bool:
    """Whether the cut follows a real edge: colours inside and outside of it differ along most of the outline."""
    lab = art.lab(small)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    gradient = np.linalg.norm(cv2.GaussianBlur(lab, (0, 0), 1.5) - cv2.GaussianBlur(lab, (0, 0), 5), axis=2)
    band = cv2.morphologyEx(mask, cv2.MORPH_GRADIENT, kernel) > 0
    inside = cv2.erode(mask, kernel, iterations=2) > 0
    outside = cv2.dilate(mask, kernel, iterations=2) == 0
    if not inside.any() or not outside.any():
        return False
    apart = float(np.linalg.norm(lab[inside].mean(axis=0) - lab[outside].mean(axis=0)))
    return apart > 22 and float((gradient[band] > 4).mean()) > 0.5
