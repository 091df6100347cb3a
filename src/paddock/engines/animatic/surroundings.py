"""What lies around a figure in a picture: a calm ground, or things that may be the rest of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic.art import Pixels
from paddock.engines.animatic.opencv import cv2

Barriers = NDArray[np.float32]
_STRAYS: Final = (6, 9, 12, 16, 20, 25, 30, 36, 44, 52)
_FAR: Final = 60.0


def barriers(lab: Any) -> Barriers:
    """How far one must stray from a colour of the frame to get to each pixel from there.

    What is enclosed by edges is hard to get to, even where its own colour is that of something at the frame.
    """
    rows, columns = lab.shape[:2]
    rim = np.zeros((rows, columns), bool)
    rim[:2] = rim[: rows * 4 // 5, :2] = rim[: rows * 4 // 5, -2:] = True
    colours = lab[rim].astype(np.float32)
    cv2.setRNGSeed(7)
    _, labels, centres = cv2.kmeans(colours, min(6, len(colours)), None, (3, 12, 0.5), 1, cv2.KMEANS_PP_CENTERS)
    least = np.full((rows, columns), _FAR, np.float32)
    for index, centre in enumerate(centres):
        if (labels == index).mean() < 0.03:
            continue
        away = np.linalg.norm(lab - centre, axis=2)
        near = -1
        for stray in _STRAYS:
            close = away < stray
            if (many := int(np.count_nonzero(close))) == near:
                continue  # nowhere else than a smaller stray leads
            near = many
            count, parts = cv2.connectedComponents(close.view(np.uint8), connectivity=4)
            walked = np.zeros(count, bool)
            walked[parts[rim]] = True
            walked[0] = False
            np.minimum(least, np.float32(stray), out=least, where=walked[parts])
    made: Barriers = least
    return made


@dataclass(frozen=True, slots=True)
class Around:
    """What lies beside a candidate."""

    barred: float
    """Share of it that is as hard to get to from the frame as the figure: other things, or the rest of this one."""
    above: float
    below: float
    """The largest of these that touches the figure from above, and from below, in sizes of the figure."""
    rough: float
    """How much steeper its lightness changes than that along the frame."""
    apart: float
    """How unlike its mean hue is to the figure's."""
    jump: float
    """How much the colours change within a few pixels of the upper edge over the figure: what leaves the picture there
    may be its hat."""

    crest: float
    """How many times steeper its lightness changes over the figure's top than beside its upper half: a pale head before
    a pale wall has an outline still."""

    def calm(self, edged: float) -> bool:
        """Nothing there but a ground. A clear edge may lie before a busier one."""
        most = 0.24 if edged > 0.975 else 0.21
        clear = self.above < 0.085 and self.barred + self.above < most
        return clear and self.rough < 3 and self.jump < 58 and self.crest < 1.9

    @property
    def still(self) -> bool:
        """So calm that one search is enough."""
        return self.above < 0.015 and self.barred < 0.13 and self.rough < 2

    @property
    def vivid(self) -> bool:
        """Other things, in other colours."""
        return self.above < 0.2 and self.below < 0.25 and self.apart > 17 and self.jump < 110


def around(mask: Pixels, walls: Barriers, lab: Any) -> Around:
    """What lies beside a figure's mask (0 or 255) in a picture (Lab) with these barriers."""
    inside, (rows, columns) = mask > 0, mask.shape
    left, top, wide, high = cv2.boundingRect(mask)

    def within(pixels: int) -> Any:
        return cv2.dilate(mask, np.ones((2 * pixels + 1,) * 2, np.uint8)) > 0

    beyond, longest = ~within(2), max(rows, columns)
    ring = within(round(0.07 * longest)) & beyond
    level = float(np.median(walls[inside]))
    barred = (walls > max(14.0, 0.5 * level)) & ring
    about = within(round(0.14 * longest))
    islands = walls > max(12.0, 0.4 * level)
    if _mean(islands[~about]) > 0.5:  # a ground of many colours is full of them: only what stands out says anything
        islands = walls > max(14.0, 0.5 * level)
    _, parts = cv2.connectedComponents((islands & beyond).astype(np.uint8))
    touching = np.unique(parts[within(4)])[1:]
    parts[~about] = 0
    upper = np.arange(rows) < top + 0.4 * high
    above, below = (
        float(np.bincount(parts[half].ravel(), minlength=touching[-1] + 1)[touching].max() / inside.sum())
        if len(touching)
        else 0.0
        for half in (upper, ~upper)
    )
    steep = np.hypot(*_slopes(lab))
    frame = beyond & (np.arange(rows) < rows * 4 // 5)[:, None]
    frame[6:, 6:-6] = False
    x, y = np.arange(columns)[None], np.arange(rows)[:, None]
    middle = (x > left + 0.2 * wide) & (x < left + 0.8 * wide)
    over = beyond & middle & (y < np.where(inside.any(axis=0), inside.argmax(axis=0), 0)) & (y > top - 0.5 * wide)
    beside = ring & ~middle & (y < top + 0.5 * high)
    hues = lab[..., 1:]
    edge = cv2.blur(lab[:4].mean(axis=0)[None], (3, 1))[0]
    edge = edge[max(0, round(left - 0.15 * wide)) : round(left + 1.15 * wide)]
    return Around(
        float(barred.sum() / max(1, ring.sum())),
        above,
        below,
        (_mean(steep[ring]) - 3) / max(1.0, _mean(steep[frame])),
        float(np.linalg.norm(hues[inside].mean(axis=0) - hues[ring].mean(axis=0))) if ring.any() else 0.0,
        float(np.linalg.norm(edge[4:] - edge[:-4], axis=1).max()) if len(edge) > 4 else 0.0,
        _mean(steep[over]) / max(1.0, _mean(steep[beside])),
    )


def _mean(values: Any) -> float:
    return float(values.mean()) if values.size else 0.0


def _slopes(lab: Any) -> tuple[Any, Any]:
    """How steeply the lightness changes across and down."""
    light = np.ascontiguousarray(lab[..., 0])
    return cv2.Sobel(light, cv2.CV_32F, 1, 0, scale=0.125), cv2.Sobel(light, cv2.CV_32F, 0, 1, scale=0.125)
