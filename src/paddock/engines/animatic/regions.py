"""What in a picture can move by itself: sky with clouds, water, leaves and grass, fire and lamps, by simple signs.

Every region is a soft float mask (0 to 1), about 192 pixels long; None where the picture does not show it for certain
and the prompt does not say it either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic import art, figures
from paddock.engines.animatic.art import Pixels
from paddock.engines.animatic.grading import DARK
from paddock.engines.animatic.opencv import cv2

Mask = NDArray[np.float32]
_PX: Final = 192
_BRIGHT: Final = 150.0
"""Median brightness from which on no lamp or star is seen to shine."""
_PORTRAIT: Final = 0.07
"""Share of skin from which on a blue ground is as likely a backdrop as the sky."""


@dataclass(frozen=True, slots=True)
class Regions:
    sky: Mask | None
    cloudy: bool
    """Whether the sky has anything in it that could be seen to drift."""
    drawn: bool
    """Whether what is in the sky has hard edges, as in a drawing."""
    water: Mask | None
    leaves: Mask | None
    lights: tuple[Mask, ...]
    """Lamps, flames and lit windows in up to three groups, so that they need not flicker together."""
    skin: Mask
    level: float
    """Median brightness, 0 to 255."""
    grey: bool
    """Whether the picture has no colours to speak of."""

    @property
    def dark(self) -> bool:
        """Whether the picture is of the night or of a dark room."""
        return self.level < DARK


@dataclass(frozen=True, slots=True)
class Said:
    """What the prompt speaks of."""

    sky: bool = False
    water: bool = False
    leaves: bool = False
    autumn: bool = False
    """Leaves that may be red and gold."""
    fire: bool = False
    lamps: bool = False


def of(picture: Pixels, figure: Pixels | None, said: Said) -> Regions:
    """The regions of a picture (BGRA); none of them reaches into `figure`, a mask of what is lifted out."""
    small = figures.shrunk(picture[..., :3], _PX)
    lab = art.lab(cv2.GaussianBlur(small, (0, 0), 0.8))
    hsv = cv2.cvtColor(small, cv2.COLOR_BGR2HSV).astype(np.float32)
    taken = np.zeros(small.shape[:2], np.float32)
    if figure is not None:
        taken = cv2.resize(figure, (small.shape[1], small.shape[0]), interpolation=cv2.INTER_AREA) / np.float32(255)
    sky = _sky(lab, hsv, said)
    water = _water(lab, hsv, sky, taken, said)
    level = float(np.median(hsv[..., 2]))
    skin = _skin(small)
    busy = np.zeros_like(taken) if water is None else water
    leaves = None
    if said.leaves or sky is not None:  # a green wall or a circuit board is no meadow
        leaves = _leaves(lab, hsv, np.maximum(taken, np.maximum(busy, skin)), said)
    cloudy = sky is not None and _drifts(lab, sky)
    drawn = cloudy and sky is not None and float(np.percentile(np.hypot(*_slopes(lab))[sky > 0.6], 99)) > 14
    if not (drawn or said.sky) and float(skin.mean()) > _PORTRAIT:
        cloudy = False
    grey = float(np.linalg.norm(lab[..., 1:] - lab[..., 1:].mean(axis=(0, 1)), axis=2).mean()) < 3
    return Regions(
        sky, cloudy, drawn, water, leaves, _lights(hsv, skin, dark=level < DARK, said=said), skin, level, grey
    )


def loose(figure: Any | None, calm: Mask) -> Mask:
    """Where hair and cloth may be: along the figure's outline, or around the middle; never on a face.

    `figure` is a mask (0 to 255) of the size of `calm`, which is 0 on skin.
    """
    rows, columns = calm.shape
    if figure is None:
        y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
        middle = np.exp(-(((x / columns - 0.5) / 0.34) ** 2) - ((y / rows - 0.5) / 0.42) ** 2)
        skin = (calm < 0.5).astype(np.uint8)
        if skin.mean() > 0.01:  # hair is next to a face
            wide = (2 * round(0.07 * columns) + 1,) * 2
            near = cv2.dilate(skin, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, wide)).astype(np.float32)
            middle = 1.6 * cv2.GaussianBlur(near, (0, 0), 0.04 * columns) * np.sqrt(middle)
        else:
            middle *= 0.6  # there may be a face that is not seen for one
        around: Mask = (0.55 * middle * calm).astype(np.float32)
        return around
    inside = np.where(figure > 127, 255, 0).astype(np.uint8)
    deep = cv2.distanceTransform(cv2.copyMakeBorder(inside, 1, 1, 1, 1, cv2.BORDER_REPLICATE), cv2.DIST_L2, 3)[
        1:-1, 1:-1
    ]
    wide = cv2.dilate(inside, np.ones((9, 9), np.uint8)).astype(np.float32) / 255
    band = wide * np.clip(1.15 - deep / (0.09 * columns), 0, 1)
    made: Mask = cv2.GaussianBlur((band * calm).astype(np.float32), (0, 0), columns / 60)
    return made


def grown(mask: Mask, size: tuple[int, int]) -> Mask:
    """A mask at a larger size (width, height)."""
    made: Mask = cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR)
    return made


def _soft(found: Any, within: int, blur: float) -> Mask:
    """A soft mask that ends where the found region ends."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * within + 1, 2 * within + 1))
    inner = cv2.erode(found.astype(np.uint8), kernel, borderType=cv2.BORDER_REPLICATE)
    made: Mask = cv2.GaussianBlur(inner.astype(np.float32), (0, 0), blur, borderType=cv2.BORDER_REPLICATE)
    return made


def _slopes(lab: Any) -> tuple[Any, Any]:
    """How steeply the lightness changes across and down."""
    light = np.ascontiguousarray(lab[..., 0])
    return (
        np.abs(cv2.Sobel(light, cv2.CV_32F, 1, 0, scale=0.125)),
        np.abs(cv2.Sobel(light, cv2.CV_32F, 0, 1, scale=0.125)),
    )


def _sky(lab: Any, hsv: Any, said: Said) -> Mask | None:
    """What spreads smoothly from the upper edge, paler or bluer than what lies under it."""
    across, down = _slopes(lab)
    colourful = np.abs(cv2.GaussianBlur(lab[..., 1:], (0, 0), 1) - lab[..., 1:]).sum(axis=2)
    leafy = (hsv[..., 0] > 28) & (hsv[..., 0] < 85) & (hsv[..., 1] > 60)
    smooth = (np.hypot(across, down) < 11) & (colourful < 7) & ~leafy
    found = _sunk(lab, smooth)
    found = _without_specks(found)
    if found.mean() < 0.05:
        return None
    if float(np.hypot(across, down)[found].mean()) > 5:  # fur, a wall, a crowd
        return None
    found = _with_clouds(lab, found)
    share = float(found.mean())
    if not 0.06 < share < 0.8 or found[2].mean() < 0.4 or found[-2].mean() > 0.25:
        return None
    inside, outside = lab[found], lab[~found]
    blue = float(((inside[:, 2] < -5) & (inside[:, 0] > 70)).mean())
    brighter = float(np.median(inside[:, 0]) - np.median(outside[:, 0]))
    plain = blue > 0.3 and (brighter > 15 or blue > 0.6)
    even = float(np.hypot(across, down)[found].mean()) < 2.5
    if not (plain or (said.sky and even and brighter > 0) or (said.sky and blue > 0.3)):
        return None
    return _soft(found, 2, 2.0)


def _sunk(lab: Any, smooth: Any) -> Any:
    """What can be reached from the upper edge, row by row, as long as it stays smooth and near the sky's colour."""
    rows, columns = smooth.shape
    found = np.zeros((rows, columns), bool)
    found[:2] = smooth[1]
    if found[0].mean() < 0.12:
        return found
    colour = np.median(lab[1][smooth[1]], axis=0)
    scale = np.array([0.5, 1.0, 1.0], np.float32)
    for row in range(2, rows):
        reach = cv2.dilate(found[row - 1].astype(np.uint8)[None], np.ones((1, 3), np.uint8))[0] > 0
        near = np.linalg.norm((lab[row] - colour) * scale, axis=1) < 26
        paler = (np.abs(lab[row, :, 1:]).sum(axis=1) < 14) & (lab[row, :, 0] > colour[0] - 12)
        fit = reach & smooth[row] & (near | paler)
        if fit.sum() < 0.04 * columns:
            break
        found[row] = fit
        colour = 0.85 * colour + 0.15 * lab[row][fit].mean(axis=0)
    return found


def _with_clouds(lab: Any, found: Any) -> Any:
    """The region and the clouds with hard edges in it: pale pieces with nothing but sky around them."""
    if not found.any():
        return found
    level = float(np.median(lab[found][:, 0]))
    pale = ~found & (np.abs(lab[..., 1:]).max(axis=2) < 16) & (lab[..., 0] > level - 6)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(pale.astype(np.uint8))
    airy = (
        (lab[..., 2] < 5) & (np.abs(lab[..., 1]) < 16) & (lab[..., 0] > 0.85 * level)
    )  # any mixture of blue and white
    sky = (found | airy).astype(np.uint8)
    near, far = np.ones((5, 5), np.uint8), np.ones((9, 9), np.uint8)
    largest = 1 + np.argsort(-stats[1:, cv2.CC_STAT_AREA], kind="stable")[:40]
    whole = found.copy()
    for index in largest:
        piece = (labels == index).astype(np.uint8)
        ring = cv2.dilate(piece, far) - cv2.dilate(piece, near)
        if stats[index, cv2.CC_STAT_AREA] > 5 and (ring & found).any() and sky[ring > 0].mean() > 0.85:
            whole |= piece > 0
    for _ in range(2):
        whole |= (cv2.dilate(whole.astype(np.uint8), near) > 0) & airy
    return whole


def _without_specks(found: Any) -> Any:
    """The region with its small holes filled: grain and far birds, not masts and branches."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats((~found).astype(np.uint8))
    small = np.flatnonzero(stats[:, cv2.CC_STAT_AREA] < 0.0012 * found.size)
    return found | (np.isin(labels, small[small > 0]) if count > 1 else False)


def _drifts(lab: Any, sky: Mask) -> bool:
    """Whether there are clouds: patches much coarser than grain and finer than the sky's own shading."""
    clear = (sky > 0.6).astype(np.float32)
    light = lab[..., 0] * clear

    def around(sigma: float) -> Any:  # of the sky alone: what stands before it must not seem to be in it
        share = cv2.GaussianBlur(clear, (0, 0), sigma)
        return cv2.GaussianBlur(light, (0, 0), sigma) / np.maximum(share, 1e-3)

    patches = around(1.5) - around(12)
    inside = patches[sky > 0.6]
    return bool(inside.size > 200 and inside.std() > 3.0)


def _water(lab: Any, hsv: Any, sky: Mask | None, taken: Any, said: Said) -> Mask | None:
    """Blue or sky-coloured, in the lower part, wide, and streaked across rather than down."""
    if sky is None and not said.water:
        return None
    rows, columns = lab.shape[:2]
    y = np.arange(rows, dtype=np.float32)[:, None] / rows
    lowest = 0.3
    blue = (lab[..., 2] < -4) | ((lab[..., 1] < -3) & (lab[..., 2] < 6) & (hsv[..., 1] > 25))
    like = blue
    if sky is not None:
        under = np.flatnonzero((sky > 0.5).any(axis=1))
        lowest = max(lowest, (float(under[-1]) / rows if len(under) else 0.0) - 0.12)
        if said.water and (sky > 0.5).any():  # it mirrors the sky
            like = like | (np.linalg.norm((lab - lab[sky > 0.5].mean(axis=0)) * (0.35, 1, 1), axis=2) < 20)
    elif said.water:
        like = like | ((hsv[..., 1] < 60) & (hsv[..., 2] < 235))
    fit = like & (taken < 0.3) & (True if sky is None else sky < 0.2)
    fit = cv2.morphologyEx(fit.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    fit = cv2.morphologyEx(fit, cv2.MORPH_CLOSE, np.ones((3, 7), np.uint8))
    across, down = _slopes(lab)
    fit = fit & (y > max(lowest, _horizon(down, fit, lowest)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(fit.astype(np.uint8))
    kept = np.zeros((rows, columns), bool)
    for index in range(1, count):
        wide, area = stats[index, cv2.CC_STAT_WIDTH] / columns, stats[index, cv2.CC_STAT_AREA] / labels.size
        piece = labels == index
        streaked = float(down[piece].mean() + 0.3) / float(across[piece].mean() + 0.3)
        if said.water and blue[piece].mean() > 0.4:
            kept |= piece if area > 0.015 and wide > 0.2 and streaked > (1.0 if sky is None else 0.75) else False
        elif said.water:  # grey, or as warm as the evening above it: its streaks must tell it from a wall
            low = float(np.flatnonzero(piece.any(axis=1)).mean()) > 0.55 * rows
            kept |= piece if low and area > 0.03 and wide > 0.4 and streaked > 1.2 else False
        else:
            kept |= piece if area > 0.05 and wide > 0.55 and streaked > 1.12 and _is_level(piece) else False
    return _soft(kept, 3, 1.3) if kept.mean() > 0.015 else None


def _is_level(piece: Any) -> bool:
    """Whether the upper edge of a region is as good as straight across: a shore far away, not the top of a building."""
    tops = piece.argmax(axis=0)[piece.any(axis=0)]
    low, high = np.percentile(tops, (20, 80))
    return bool(high - low < 0.08 * len(piece))


def _horizon(down: Any, fit: Any, lowest: float) -> float:
    """Where the water begins, as a share of the height: the one row that is an edge nearly all the way, if there is."""
    rows = len(down)
    edges = (down * fit).sum(axis=1) / np.maximum(1, fit.sum(axis=1))
    edges[fit.mean(axis=1) < 0.3] = 0
    since, until = int(max(0.0, lowest - 0.05) * rows), int(min(1.0, lowest + 0.3) * rows)
    if until - since < 4 or not edges[since:until].any():
        return 0.0
    row = since + int(np.argmax(edges[since:until]))
    return row / rows if edges[row] > 4 * float(np.median(edges[edges > 0])) + 2 else 0.0


def _leaves(lab: Any, hsv: Any, taken: Any, said: Said) -> Mask | None:
    """Green and finely broken up."""
    green = (hsv[..., 0] > 24) & (hsv[..., 0] < 88) & (hsv[..., 1] > 45) & (hsv[..., 2] > 25)
    if said.autumn:
        green |= (hsv[..., 0] > 5) & (hsv[..., 0] < 28) & (hsv[..., 1] > 90)
    across, down = _slopes(lab)
    fine = cv2.blur(np.hypot(across, down), (7, 7)) > (2.0 if said.leaves else 4.0)
    found = cv2.blur((green & fine & (taken < 0.3)).astype(np.float32), (7, 7)) > 0.45
    if found.mean() < (0.02 if said.leaves else 0.06):
        return None
    return _soft(found, 1, 3.0)


def _lights(hsv: Any, skin: Mask, *, dark: bool, said: Said) -> tuple[Mask, ...]:
    """Small bright spots in the dark, and flames where the prompt speaks of fire or of lamps."""
    hue, strength, value = hsv[..., 0], hsv[..., 1], hsv[..., 2]
    warm = (value > 190) & ((hue < 30) | (hue > 168)) & (strength > 90)
    # A face has the colour of a flame, but not its strength; in a bright picture what is warm is a wall or a coat.
    flaming = (value > 220) & (strength > 125) if np.median(value) < 0.75 * _BRIGHT else False
    warm &= ((skin < 0.3) & (np.median(value) < _BRIGHT)) | flaming
    bright = value > 140
    found = np.zeros(hue.shape, np.uint8)
    kinds = [(bright, 0.006)] if dark else []
    if said.lamps and DARK <= np.median(value) < _BRIGHT:
        # What is brighter than all that is near it, such as stars in a blue sky.
        broad = cv2.morphologyEx(value, cv2.MORPH_OPEN, np.ones((11, 11), np.uint8))
        kinds = [((value - broad > 45) & (value > 150), 0.004)]
    for kind, most in [*kinds, *([(warm, 0.08)] if said.fire else [])]:
        count, labels, stats, _ = cv2.connectedComponentsWithStats(kind.astype(np.uint8))
        areas = stats[:, cv2.CC_STAT_AREA] / hue.size
        small = np.flatnonzero(areas < most)
        if said.fire or said.lamps or (np.median(value) < 45 and len(small) > 8):
            found |= (np.isin(labels, small[small > 0])).astype(np.uint8)
    if not 0.0004 < found.mean() < 0.15:
        return ()
    count, labels = cv2.connectedComponents(found)
    groups = min(3, count - 1)
    spots = [((found > 0) & (labels % groups == group)).astype(np.float32) for group in range(groups)]
    return tuple(np.clip(cv2.GaussianBlur(spot, (0, 0), 0.8) * 1.3, 0, 1) for spot in spots if spot.any())


def _skin(small: Any) -> Mask:
    """Where faces and hands may be, generously."""
    light, red, blue = cv2.split(cv2.cvtColor(small, cv2.COLOR_BGR2YCrCb))
    found = ((light > 55) & (red > 137) & (red < 176) & (blue > 82) & (blue < 129)).astype(np.uint8)
    found = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    # Eyes, mouths and shadows are of the face as well.
    found = cv2.morphologyEx(found, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (15, 15)))
    outlines, _ = cv2.findContours(found, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(found, [one for one in outlines if cv2.contourArea(one) < 0.4 * found.size], -1, 1, -1)
    made: Mask = cv2.GaussianBlur(cv2.dilate(found, np.ones((9, 9), np.uint8)).astype(np.float32), (0, 0), 3)
    return made
