"""Frames at another rate: 24 a second out of 16, by moving what moves and not by showing frames twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from paddock.engines.animatic.opencv import cv2
from paddock.video import Frame

_NEAR: Final = 0.02
"""A moment this close to a frame, in frames, is that frame."""
_FLOW_WIDTH_PX: Final = 320
_CUT: Final = 28.0
"""Two frames that differ by more than this on average, in levels of 255, are two shots: nothing moves between them."""


def retimed(frames: Iterator[Frame], fps: float, count: int, wanted_fps: int) -> Iterator[Frame]:
    """`count` frames at `wanted_fps` from frames at `fps`; when they end early the last one stands still.

    Holds two frames at a time.
    """
    before = next(frames, None)
    if before is None:
        return
    after, at, between = next(frames, None), 0, _Between()
    for index in range(count):
        moment = index * fps / wanted_fps
        while after is not None and at + 1 <= moment + _NEAR:
            before, after, at = after, next(frames, None), at + 1
        part = moment - at
        if after is None or part < _NEAR:
            yield before
        else:
            yield between.picture(before, after, part)


class _Between:
    """Pictures between two frames; the movement is looked for once a pair."""

    def __init__(self) -> None:
        self._pair: tuple[int, int] | None = None
        self._flows: tuple[Any, Any] | None = None
        self._search: Any = cv2.DISOpticalFlow_create(cv2.DISOPTICAL_FLOW_PRESET_FAST)

    def picture(self, before: Frame, after: Frame, part: float) -> Frame:
        if (id(before), id(after)) != self._pair:
            self._pair, self._flows = (id(before), id(after)), self._movement(before, after)
        if self._flows is None:
            return before if part < 0.5 else after
        forward, backward = self._flows
        one = _moved(before, forward, -part)
        other = _moved(after, backward, part - 1)
        return np.asarray(cv2.addWeighted(one, 1 - part, other, part, 0), np.uint8)

    def _movement(self, before: Frame, after: Frame) -> tuple[Any, Any] | None:
        """How far each pixel goes, there and back, in px of the full picture; None across a cut."""
        height, width = before.shape[:2]
        size = min(_FLOW_WIDTH_PX, width), max(16, round(height * min(_FLOW_WIDTH_PX, width) / width))
        one, other = (cv2.cvtColor(cv2.resize(f, size), cv2.COLOR_BGR2GRAY) for f in (before, after))
        if float(cv2.absdiff(one, other).mean()) > _CUT:
            return None
        scale = np.array([width / size[0], height / size[1]], np.float32)
        there = self._search.calc(one, other, None)
        back = self._search.calc(other, one, None)
        return cv2.resize(there, (width, height)) * scale, cv2.resize(back, (width, height)) * scale


def _moved(frame: Frame, flow: Any, part: float) -> Any:
    """The frame with every pixel fetched from `part` of its way."""
    height, width = frame.shape[:2]
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    across, down = columns + part * flow[..., 0], rows + part * flow[..., 1]
    return cv2.remap(frame, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
