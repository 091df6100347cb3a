"""A picture taken apart: what stands in front lifted out, and what lies behind it filled in.

What is lifted takes a thin ring of its surroundings with it, opaque over all that was filled in and soft beyond: where
nothing has moved yet the two together are the picture again, to the pixel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic import art, figures
from paddock.engines.animatic.art import Pixels
from paddock.engines.animatic.opencv import cv2

_FILL_PX: Final = 640
_RING, _FADE = 0.006, 0.012
"""Widths of the opaque and of the soft ring, as shares of the longer side."""


@dataclass(frozen=True, slots=True)
class Lifted:
    """What stands in front: premultiplied pixels and where their upper left corner lies in the picture."""

    pixels: Pixels
    left: int
    top: int
    foot: float
    """Where its lower end is, 0 (top) to 1 (bottom) of the picture."""


def taken_apart(picture: Pixels, mask: Pixels) -> tuple[Pixels, Lifted]:
    """The picture without its figure, and the figure. `mask` may be smaller than the picture."""
    height, width = picture.shape[:2]
    small = figures.shrunk(picture, _FILL_PX)
    size = small.shape[1], small.shape[0]
    longest = max(size)
    solid = np.where(cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR) > 60, 255, 0).astype(np.uint8)
    hole = cv2.dilate(solid, _disc(round(_RING * longest) + 1))
    opaque = cv2.dilate(hole, _disc(2))
    fade = max(2, round(_FADE * longest))
    far = cv2.distanceTransform(cv2.bitwise_not(opaque), cv2.DIST_L2, 3)
    soft = np.clip(1 - far / fade, 0, 1)
    alpha = np.round(255 * soft * soft * (3 - 2 * soft)).astype(np.uint8)
    plate = picture.copy()
    _patch(plate, filled(small, hole), hole)
    x, y, wide, high = cv2.boundingRect(alpha)
    across, down = width / size[0], height / size[1]
    left, top = int(x * across), int(y * down)
    right, bottom = min(width, int(np.ceil((x + wide) * across))), min(height, int(np.ceil((y + high) * down)))
    cut = picture[top:bottom, left:right].copy()
    full = cv2.resize(alpha, (width, height), interpolation=cv2.INTER_LINEAR)
    cut[..., 3] = full[top:bottom, left:right]
    foot = float(np.flatnonzero(solid.any(axis=1))[-1] + 1) / size[1]
    return plate, Lifted(art.premultiplied(cut), left, top, foot)


def _disc(radius: int) -> Any:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))


def _patch(plate: Pixels, fill: Pixels, hole: Pixels) -> None:
    """Put the filling into the hole of the full-size plate, in place."""
    height, width = plate.shape[:2]
    x, y, wide, high = cv2.boundingRect(hole)
    across, down = width / hole.shape[1], height / hole.shape[0]
    left, top = int(x * across), int(y * down)
    right, bottom = min(width, int(np.ceil((x + wide) * across))), min(height, int(np.ceil((y + high) * down)))
    size = right - left, bottom - top
    part = cv2.resize(fill[y : y + high, x : x + wide], size, interpolation=cv2.INTER_CUBIC)
    inner = cv2.resize(hole[y : y + high, x : x + wide], size, interpolation=cv2.INTER_LINEAR)
    view = plate[top:bottom, left:right]
    cv2.copyTo(part, np.where(inner > 127, 255, 0).astype(np.uint8), view)


def filled(picture: Pixels, hole: Pixels) -> Pixels:
    """The picture with the hole filled: mirrored at its rim, so that the texture goes on, and blurred deeper inside."""
    rows, columns = hole.shape
    far, labels = cv2.distanceTransformWithLabels(hole, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    outside = np.flatnonzero(hole.ravel() == 0)
    if not len(outside):
        return picture
    nearest = np.zeros(int(labels.max()) + 1, np.int64)
    nearest[labels.ravel()[outside]] = outside
    inside = np.flatnonzero(hole.ravel())
    rim = nearest[labels.ravel()[inside]]
    rim_y, rim_x = np.divmod(rim, columns)
    y, x = np.divmod(inside, columns)
    beyond_y, beyond_x = _mirrored(2 * rim_y - y, rows), _mirrored(2 * rim_x - x, columns)
    mirrored = beyond_y * columns + beyond_x
    source = np.where(hole.ravel()[mirrored] == 0, mirrored, rim)
    flat = picture.reshape(-1, picture.shape[2]).copy()
    flat[inside] = flat[source]
    textured = flat.reshape(picture.shape)
    smooth = _spread(picture, hole)
    deep = np.clip((far - 0.012 * columns) / (0.05 * columns), 0, 1)[..., None]
    soft = cv2.GaussianBlur(textured, (0, 0), 1.2)
    mixed = soft * (1 - deep) + smooth * deep
    return np.where(hole[..., None] > 0, mixed, picture).astype(np.uint8)


def _mirrored(at: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    made: NDArray[np.int64] = np.clip(np.where(at >= length, 2 * length - 2 - at, np.abs(at)), 0, length - 1)
    return made


def _spread(picture: Pixels, hole: Pixels) -> NDArray[np.float32]:
    """The colours around the hole, spread into it: averages over wider and wider areas."""
    rows, columns = hole.shape
    known = (hole == 0).astype(np.float32)
    colour = picture.astype(np.float32) * known[..., None]
    done, weight = colour.copy(), known.copy()
    for factor in (4, 8, 16, 32, 64):
        size = max(1, columns // factor), max(1, rows // factor)
        level = cv2.resize(colour, size, interpolation=cv2.INTER_AREA)
        share = cv2.resize(known, size, interpolation=cv2.INTER_AREA)
        level, share = cv2.GaussianBlur(level, (0, 0), 0.8), cv2.GaussianBlur(share, (0, 0), 0.8)
        up = cv2.resize(level, (columns, rows), interpolation=cv2.INTER_LINEAR)
        part = cv2.resize(share, (columns, rows), interpolation=cv2.INTER_LINEAR)
        missing = np.clip(1 - weight, 0, 1)
        take = missing * np.clip(part * 6, 0, 1)
        done += up / np.maximum(part, 1e-4)[..., None] * take[..., None]
        weight += take
    made: NDArray[np.float32] = done / np.maximum(weight, 1e-3)[..., None]
    return made


def depth(picture: Pixels, sky: NDArray[np.float32] | None, *, lifted: bool) -> NDArray[np.float32]:
    """Smooth nearness (-0.5 far, 0.5 near), about 96 pixels long: low is near, and so is what stands out in the middle.

    Smooth depth tears nothing; it is flat where it is far, so that skies do not stretch.
    """
    small = figures.shrunk(picture, 96)
    lab = art.lab(small[..., :3])
    rows, columns = lab.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    near = 0.9 * y / rows
    if not lifted:
        grey = lab[..., 0]
        rim = np.concatenate([lab[:3].reshape(-1, 3), lab[:, :3].reshape(-1, 3), lab[:, -3:].reshape(-1, 3)])
        unlike = np.linalg.norm(lab - np.median(rim, axis=0), axis=2)
        detail = cv2.GaussianBlur(np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 2)), (0, 0), 4)
        middle = np.exp(-(((x / columns - 0.5) / 0.32) ** 2) - ((y / rows - 0.55) / 0.40) ** 2)
        near = near + 0.8 * middle + 0.6 * unlike / (unlike.max() + 1) + 0.5 * detail / (detail.max() + 1e-3)
    if sky is not None:
        near = near * (1 - cv2.resize(sky, (columns, rows), interpolation=cv2.INTER_AREA))
    near = cv2.GaussianBlur(near.astype(np.float32), (0, 0), 6)
    made: NDArray[np.float32] = (near - near.min()) / max(1e-3, float(near.max() - near.min())) - 0.5
    return made
