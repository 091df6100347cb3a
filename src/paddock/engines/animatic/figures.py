"""Finding what a picture is of, and judging whether it can be cut out of it.

Two searches must agree on one clear edge, and nothing that might belong to the figure may be left beside it: a head
without its hat, a body without its head is worse than no cut.

The work is bounded by sizes and rounds, never by a clock: the same picture is always cut in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic import art, surroundings
from paddock.engines.animatic.art import Pixels
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.surroundings import Barriers

WORK_PX: Final = 120
"""The longer side that GrabCut works at: its time grows with the pixels, and some pictures take it long."""
FINE_PX: Final = 512
"""The longer side of the masks that are handed out."""
_ROUNDS: Final = 2
_MIN_AREA, _MAX_AREA = 0.045, 0.74


@dataclass(frozen=True, slots=True)
class _Found:
    """One candidate: its mask, its outline, and how well it is told from what is around it."""

    mask: Pixels
    outline: Any
    whole: float
    """Share of all that was found that this one piece is."""
    edged: float = 0.0
    """Share of the outline along which the colours differ from one side to the other."""
    crisp: float = 0.0
    """How many times more they differ across the outline than beside it."""

    @property
    def good(self) -> bool:
        return self.edged > 0.85 and self.whole > 0.8

    @property
    def certain(self) -> bool:
        return self.edged > 0.965 and self.crisp > 2.4 and self.whole > 0.9


def of(image: Pixels) -> Pixels | None:
    """A soft mask, at most 512 pixels long, of what straight BGRA shows; None where no cut is sure enough."""
    alpha = image[..., 3]
    if (alpha < 250).mean() > 0.03:
        # A cut that somebody has made already; a thin frame or a speck is none.
        mask = shrunk(alpha, FINE_PX)
        return mask if 0.03 < (alpha > 128).mean() < 0.97 and _is_solid(mask) else None
    fine = shrunk(image[..., :3], FINE_PX)
    small = shrunk(fine, WORK_PX)
    lab = art.lab(small)
    barriers = surroundings.barriers(lab)
    found = _before_a_wall(shrunk(fine, 2 * WORK_PX), lab, barriers)
    if found is None:
        found = _told_apart(small, lab, barriers)
    return None if found is None else _sharpened(found, fine)


def shrunk(image: Any, longest: int) -> Any:
    factor = longest / max(image.shape[:2])
    if factor >= 1:
        return np.ascontiguousarray(image)
    size = max(2, round(image.shape[1] * factor)), max(2, round(image.shape[0] * factor))
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA)


# --- before a plain wall --------------------------------------------------------------------------


def _before_a_wall(larger: Any, small: Any, barriers: Barriers) -> Pixels | None:
    """Whoever stands before a plain wall, or a product on white: flood in over the wall.

    `larger` is the picture that is searched (BGR), `small` the one (Lab) that the find is judged in.
    """
    lab = art.lab(larger)
    rows = len(lab)
    rim = _rim(lab, 4, rows * 3 // 5)
    colour = np.median(rim, axis=0)
    if (np.linalg.norm(rim - colour, axis=1) < 14).mean() < 0.86:
        return None
    close = np.linalg.norm(lab - colour, axis=2) < 16
    mask = _flooded(close)
    found = _piece(mask)
    if found is None or found.whole < 0.8 or not _is_placed(found):
        return None
    mask = _with_company(mask, found)
    size = small.shape[1], small.shape[0]
    half = cv2.resize(found.mask, size, interpolation=cv2.INTER_AREA)
    judged = _judged(small, np.where(half > 127, 255, 0).astype(np.uint8))
    if judged is None or judged.edged < 0.5:
        return None
    return mask if surroundings.around(judged.mask, barriers, small).calm(judged.edged) else None


def _flooded(close: Any) -> Pixels:
    """255 where nothing comes in from the frame over what is close to the wall."""
    count, labels = cv2.connectedComponents(close.astype(np.uint8), connectivity=4)
    edge = np.zeros(count, bool)
    edge[np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))] = True
    edge[0] = False
    made: Pixels = np.where(edge[labels], 0, 255).astype(np.uint8)
    return made


def _with_company(mask: Pixels, found: _Found) -> Pixels:
    """The figure and what else stands before the wall, if it is no speck and whole: a ball, a hat in the air."""
    made = found.mask.copy()
    count, parts, stats, _ = cv2.connectedComponentsWithStats(mask)
    least = 0.02 * float((found.mask > 0).sum())
    for index in range(1, count):
        left, top, wide, high, area = (int(part) for part in stats[index])
        if area > least and left > 0 and top > 0 and left + wide < mask.shape[1] and top + high < mask.shape[0]:
            made[parts == index] = 255
    return made


def _rim(lab: Any, width: int, rows: int) -> NDArray[np.float32]:
    """The colours along the top and the upper sides: at the bottom stands whoever is in the picture."""
    made: NDArray[np.float32] = np.concatenate([
        lab[:width].reshape(-1, 3), lab[:rows, :width].reshape(-1, 3), lab[:rows, -width:].reshape(-1, 3),
    ])  # fmt: skip
    return made


# --- told apart from what is around it ------------------------------------------------------------


def _told_apart(small: Any, lab: Any, barriers: Barriers) -> Pixels | None:
    """What two searches with different starts agree on, or what one finds with a very clear edge."""
    rows, columns = lab.shape[:2]
    near = min(rows, columns) // 32 + 2
    skin = _skin(small)
    kept: list[_Found] = []
    pairs: list[tuple[_Found, _Found]] = []
    guesses = _guesses(lab, barriers)
    if not guesses:
        return None  # no search is worth its time
    starts = [*((guess, True) for guess in guesses), (_oval(rows, columns), False), (_bust(rows, columns), True)]
    for number, (start, floor) in enumerate(starts):
        if number >= len(guesses) and not kept:
            break  # nothing was found that another search could agree with
        one = _judged(lab, _grabbed(small, start, near, floor=floor))
        if one is None or not one.good or not _is_placed(one) or _leaves(one, near) or _beheaded(one, skin):
            continue
        if min(_left_out(one, guess) for guess in guesses) > 0.3:
            continue
        around = surroundings.around(one.mask, barriers, lab)
        if not (around.calm(one.edged) or (around.vivid and _lies(one)) or _is_simple(one)):
            continue
        kept.append(one)
        pairs = [
            (first, other)
            for first in kept
            for other in kept
            if first is not other and _agreement(first.mask, other.mask) > 0.85
        ]
        if any(min(first.edged, other.edged) > 0.95 for first, other in pairs):
            break
    if pairs:
        return max(
            (first for first, _ in pairs), key=lambda found: found.edged**3 * float((found.mask > 0).mean()) ** 0.3
        ).mask
    clear = [one for one in kept if one.certain and surroundings.around(one.mask, barriers, lab).still]
    return max(clear, key=lambda one: one.crisp).mask if clear else None


def _lies(found: _Found) -> bool:
    """Whether a figure is wider than high: nobody whose head might be missing."""
    _, _, wide, high = cv2.boundingRect(found.outline)
    return bool(wide > 1.2 * high)


def _is_simple(found: _Found) -> bool:
    """Whether a figure is a ball, a plate or a box with a very clear edge: it has nothing that might be missing."""
    filled = cv2.contourArea(found.outline) / max(1.0, cv2.contourArea(cv2.convexHull(found.outline)))
    return bool(filled > 0.97 and found.edged > 0.985 and found.crisp > 3.45)


def _guesses(lab: Any, barriers: Barriers) -> list[Pixels]:
    """Where the figure may be: what is odd, and what is hard to get to from the frame; 1 or 0."""
    rows, columns = lab.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    middle = 0.35 + 0.65 * np.exp(-(((x / columns - 0.5) / 0.42) ** 2) - ((y / rows - 0.55) / 0.5) ** 2)
    made = []
    for signs in (barriers * middle, _oddness(lab) * middle):
        scaled = np.clip(signs * (255 / max(6.0, float(np.percentile(signs, 99)))), 0, 255).astype(np.uint8)
        _, seen = cv2.threshold(scaled, 0, 1, cv2.THRESH_OTSU)
        if 0.02 < seen.mean() < 0.7 and _gathered(seen, signs):
            made.append(seen)
    return made


def _gathered(seen: Pixels, odd: NDArray[np.float32]) -> bool:
    """Whether what is odd is mostly one thing, and clearly odder than the rest: else no search is worth its time."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(seen)
    largest = int(stats[1:, cv2.CC_STAT_AREA].max()) if count > 1 else 0
    apart = float(odd[seen > 0].mean() - odd[seen == 0].mean())
    return largest > 0.6 * int(seen.sum()) and apart > 7


def _oval(rows: int, columns: int) -> Pixels:
    """Something in the middle."""
    made = np.zeros((rows, columns), np.uint8)
    cv2.ellipse(made, (columns // 2, rows // 2), (round(columns * 0.36), round(rows * 0.42)), 0, 0, 360, 1, -1)
    return made


def _bust(rows: int, columns: int) -> Pixels:
    """A head and shoulders that stand on the lower edge."""
    made = np.zeros((rows, columns), np.uint8)
    head, short = (columns // 2, round(rows * 0.36)), min(rows, columns)
    cv2.ellipse(made, head, (round(short * 0.19), round(rows * 0.26)), 0, 0, 360, 1, -1)
    cv2.ellipse(
        made, (columns // 2, rows), (round(min(0.46 * columns, 0.5 * short)), round(rows * 0.46)), 0, 0, 360, 1, -1
    )
    return made


def _left_out(found: _Found, seen: Pixels) -> float:
    """What else is as odd as the figure and away from it, as a share of the figure: limbs, others like it."""
    grown = cv2.dilate(found.mask, np.ones((5, 5), np.uint8)) > 0
    return float(((seen > 0) & ~grown).sum() / max(1, int((found.mask > 0).sum())))


def _skin(small: Any) -> Pixels:
    """255 where the colour is that of skin."""
    light, red, blue = cv2.split(cv2.cvtColor(small, cv2.COLOR_BGR2YCrCb))
    found = (light > 60) & (red > 138) & (red < 175) & (blue > 85) & (blue < 128)
    made: Pixels = cv2.morphologyEx(np.where(found, 255, 0).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return made


def _beheaded(found: _Found, skin: Pixels) -> bool:
    """Whether the cut goes between a face and the rest: a patch of skin on top of it, or hardly more than a face."""
    inside = found.mask > 0
    standing = inside[-3:].any()
    if not standing and (skin[inside] > 0).mean() > 0.62:
        return True
    left, top, wide, high = cv2.boundingRect(found.outline)
    outside = cv2.bitwise_and(skin, cv2.bitwise_not(found.mask))
    count, labels, stats, middles = cv2.connectedComponentsWithStats(outside)
    area, grown = inside.sum(), cv2.dilate(found.mask, np.ones((5, 5), np.uint8)) > 0
    for index in range(1, count):
        x, y = middles[index]
        above = left < x < left + wide and y < top + 0.35 * high
        share = stats[index, cv2.CC_STAT_AREA] / area
        wall = stats[index, cv2.CC_STAT_WIDTH] > 0.6 * skin.shape[1]
        if above and not wall and 0.03 < share < 0.5 and (grown & (labels == index)).any():
            return True
    return False


def _oddness(lab: Any) -> NDArray[np.float32]:
    """How unlike the five colours of the rim each pixel is."""
    rim = _rim(lab, 2, len(lab) * 3 // 4).astype(np.float32)
    cv2.setRNGSeed(7)
    _, labels, centres = cv2.kmeans(rim, 5, None, (3, 12, 0.5), 1, cv2.KMEANS_PP_CENTERS)
    shares = np.bincount(labels.ravel(), minlength=5) / len(labels)
    apart = [
        np.linalg.norm(lab - centre, axis=2) + (0 if share > 0.06 else 12)
        for centre, share in zip(centres, shares, strict=True)
    ]
    made: NDArray[np.float32] = cv2.GaussianBlur(np.min(apart, axis=0).astype(np.float32), (0, 0), 1.2)
    return made


def _grabbed(small: Any, seen: Pixels, near: int, *, floor: bool) -> Pixels | None:
    """GrabCut from a first guess (1 where the figure may be); `floor`: the figure may stand on the lower edge."""
    mask = np.where(seen > 0, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    mask[:near] = mask[:, :near] = mask[:, -near:] = cv2.GC_BGD
    if not floor:
        mask[-near:] = cv2.GC_BGD
    if (mask == cv2.GC_PR_FGD).sum() < 40:
        return None
    cv2.setRNGSeed(7)
    try:
        cv2.grabCut(small, mask, None, np.zeros((1, 65)), np.zeros((1, 65)), _ROUNDS, cv2.GC_INIT_WITH_MASK)
    except cv2.error:
        return None
    found = np.where((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD), 255, 0).astype(np.uint8)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    made: Pixels = cv2.morphologyEx(cv2.morphologyEx(found, cv2.MORPH_OPEN, kernel), cv2.MORPH_CLOSE, kernel)
    return made


def _piece(mask: Pixels) -> _Found | None:
    """The largest piece, holes filled."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    if count < 2:
        return None
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    whole = float(stats[largest, cv2.CC_STAT_AREA]) / max(1, int((mask > 0).sum()))
    outlines, _ = cv2.findContours((labels == largest).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=cv2.contourArea)
    filled = np.zeros_like(mask)
    cv2.drawContours(filled, [outline], -1, 255, -1)
    return _Found(filled, outline, whole)


def _is_placed(found: _Found) -> bool:
    """Of a sensible size, compact, and within the picture but for its lower edge, where people end."""
    mask = found.mask
    hull = cv2.contourArea(cv2.convexHull(found.outline))
    solid = cv2.contourArea(found.outline) / hull if hull else 0
    sides = np.concatenate([mask[:, 0], mask[:, -1]])
    cut_off = (mask[0] > 0).mean() > 0.05 or (sides > 0).mean() > 0.2
    _, _, wide, high = cv2.boundingRect(found.outline)
    lean = max(wide / max(1, high), high / max(1, wide))
    return bool(_MIN_AREA < (mask > 0).mean() < _MAX_AREA and solid > 0.5 and lean < 5 and not cut_off)


def _leaves(found: _Found, near: int) -> bool:
    """Whether a figure goes on beyond the sides above its shoulders. `near`: how far from them no search goes."""
    _, top, _, high = cv2.boundingRect(found.outline)
    mask = found.mask > 0
    upper = mask[top : top + round(0.6 * high)]
    sides = max(int(upper[:, : near + 2].any(axis=1).sum()), int(upper[:, -near - 2 :].any(axis=1).sum()))
    return sides > 0.3 * len(upper)


def _is_solid(mask: Pixels) -> bool:
    """Whether a mask that came with the picture is of things, and not of a frame or of thin lines."""
    found = _piece(np.where(mask > 128, 255, 0).astype(np.uint8))
    if found is None:
        return False
    thick = cv2.distanceTransform(np.where(mask > 128, 255, 0).astype(np.uint8), cv2.DIST_L2, 3)
    return float(thick.max()) > 0.03 * max(mask.shape) and float((found.mask > 0).mean()) < 4 * float(
        (mask > 128).mean()
    )


def _agreement(one: Pixels, other: Pixels) -> float:
    """Shared by both, of what either has."""
    return float(((one > 0) & (other > 0)).sum() / max(1, ((one > 0) | (other > 0)).sum()))


def _judged(lab: Any, mask: Pixels | None) -> _Found | None:
    """The largest piece of a mask with a judgement of its edge, looking across the outline and beside it."""
    found = _piece(mask) if mask is not None else None
    if found is None or len(found.outline) < 24:
        return None
    rows, columns = lab.shape[:2]
    points = found.outline[:, 0, :].astype(np.float32)
    along = np.roll(points, -4, 0) - np.roll(points, 4, 0)
    out = np.stack([along[:, 1], -along[:, 0]], 1) / (np.linalg.norm(along, axis=1, keepdims=True) + 1e-3)
    x, y = points.T
    inner = (x > 2) & (x < columns - 3) & (y > 2) & (y < rows - 3)
    if inner.sum() < 20:
        return None
    soft = cv2.GaussianBlur(lab, (0, 0), 0.9)

    def seen(way: float) -> Any:
        at = points[inner] + way * out[inner]
        return soft[
            np.clip(at[:, 1].round(), 0, rows - 1).astype(int), np.clip(at[:, 0].round(), 0, columns - 1).astype(int)
        ]

    here, there = seen(2.2), seen(-2.2)
    across = np.linalg.norm(here - there, axis=1)
    beside = 0.5 * (np.linalg.norm(here - seen(6.0), axis=1) + np.linalg.norm(there - seen(-6.0), axis=1))
    return _Found(
        found.mask, found.outline, found.whole, float((across > 14).mean()), float(np.median(across / (beside + 6)))
    )


# --- the edge -------------------------------------------------------------------------------------


def _sharpened(mask: Pixels, fine: Any) -> Pixels:
    """The mask at the size of `fine`, its edge drawn to the edges of the picture: a guided filter (He et al., 2010)."""
    size = fine.shape[1], fine.shape[0]
    rough = cv2.resize(mask, size, interpolation=cv2.INTER_CUBIC)
    scale = max(size) / max(mask.shape)
    inside, outside = rough > 250, rough < 5
    if not inside.any() or not outside.any():
        return np.ascontiguousarray(rough)
    picture = cv2.GaussianBlur(fine, (0, 0), 0.7).astype(np.float32) / 255
    guide = _telling(picture, inside, outside)
    wide = (2 * round(1.1 * scale) + 1,) * 2
    soft = cv2.GaussianBlur(rough, (0, 0), 0.5 * scale).astype(np.float32) / 255
    mean_guide, mean_mask = cv2.blur(guide, wide), cv2.blur(soft, wide)
    varied = cv2.blur(guide * guide, wide) - mean_guide * mean_guide
    slope = (cv2.blur(guide * soft, wide) - mean_guide * mean_mask) / (varied + 2e-3)
    drawn = cv2.blur(slope, wide) * guide + cv2.blur(mean_mask - slope * mean_guide, wide)
    # Only the edge is drawn anew: deep inside and far outside the mask holds.
    kernel = np.ones((2 * round(1.2 * scale) + 1,) * 2, np.uint8)
    core = cv2.erode(np.where(rough > 127, 255, 0).astype(np.uint8), kernel)
    reach = cv2.dilate(np.where(rough > 127, 255, 0).astype(np.uint8), kernel)
    edge = np.clip((drawn - 0.5) * 2.2 + 0.5, 0, 1) * 255
    made: Pixels = cv2.min(cv2.max(edge.astype(np.uint8), core), reach)
    made = cv2.GaussianBlur(made, (0, 0), 0.8)
    made[0], made[:, 0], made[:, -1] = made[1], made[:, 1], made[:, -2]
    return made


def _telling(picture: Any, inside: Any, outside: Any) -> NDArray[np.float32]:
    """The picture in one channel: along the line between the mean colours of the two sides."""
    means = [cv2.mean(picture, side.view(np.uint8))[:3] for side in (inside, outside)]
    line = np.subtract(*means)
    length = float(np.linalg.norm(line))
    weights = line / length if length > 0.05 else np.array([0.114, 0.587, 0.299], np.float32)
    made: NDArray[np.float32] = cv2.transform(picture, weights.reshape(1, 3).astype(np.float32))
    return made
