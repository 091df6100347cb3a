"""Shows what an engine is making: a small picture beside the video, about once a second.

preview = Preview(out)
for frame in frames:
    ...
    preview.offer(frame)
    report(fraction)
"""

from __future__ import annotations

import contextlib
import math
import os
import time
from pathlib import Path
from typing import Final

import numpy as np

from paddock.engines import PREVIEW
from paddock.engines.animatic.opencv import cv2
from paddock.video import Frame

WIDTH: Final = 320
EVERY_S: Final = 1.0
_QUALITY: Final = 70


class Preview:
    """The picture of one video. Costs a few milliseconds a second however often it is offered one."""

    def __init__(self, out: Path) -> None:
        """`out` is where the video goes."""
        self._path = out.with_name(PREVIEW)
        self._shown_at = -math.inf

    @property
    def due(self) -> bool:
        """Whether it is time for another: ask before a picture that costs something to make."""
        return time.monotonic() - self._shown_at >= EVERY_S

    def offer(self, frame: Frame) -> None:
        """Show this frame, of any size, when it is time for one; a disk that refuses it is no fault of the video."""
        if not self.due:
            return
        self._shown_at = time.monotonic()
        height = max(1, round(frame.shape[0] * WIDTH / frame.shape[1]))
        small = cv2.resize(frame, (WIDTH, height), interpolation=cv2.INTER_AREA)
        _, data = cv2.imencode(".jpg", np.ascontiguousarray(small[..., :3]), [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        aside = self._path.with_suffix(".part")
        with contextlib.suppress(OSError):
            aside.write_bytes(data)
            os.replace(aside, self._path)  # noqa: PTH105 - both are paths of ours
