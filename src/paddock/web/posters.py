"""Posters: a small JPEG of a result, made when it is first looked at, kept beside the video and swept with it."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import secrets
from collections import deque
from pathlib import Path

import av
from PIL import Image

from paddock import errors, storage

WIDTH = 480
_FRAME = 30
"""A little into the video: the first frame is often not yet what it shows."""
_at_a_time = asyncio.Semaphore(2)


def path_of(results: Path, task_id: str, attempt: int) -> Path:
    return storage.result_path(results, task_id, attempt).with_suffix(".jpg")


async def poster(results: Path, task_id: str, attempt: int) -> Path:
    """The poster's file. Raises `NotFound` when there is no video to make it of."""
    path = path_of(results, task_id, attempt)
    async with _at_a_time:
        if not await asyncio.to_thread(path.exists):
            try:
                await asyncio.to_thread(_make, storage.result_path(results, task_id, attempt), path)
            except (OSError, av.FFmpegError):
                raise errors.NotFound from None
    return path


def _make(video: Path, target: Path) -> None:
    aside = target.with_name(f"{target.name}.{secrets.token_hex(4)}")
    try:
        with av.open(str(video)) as container:
            (frame,) = deque(itertools.islice(container.decode(video=0), _FRAME), maxlen=1) or (None,)
            if frame is None:
                raise errors.NotFound
            height = max(2, round(frame.height * WIDTH / frame.width))
            picture: Image.Image = frame.to_image(width=WIDTH, height=height)  # type: ignore[no-untyped-call]
            picture.save(aside, "JPEG", quality=82, optimize=True)
        os.replace(aside, target)  # noqa: PTH105 - both are paths of ours
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
