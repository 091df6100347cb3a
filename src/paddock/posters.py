"""Posters: two still pictures of a result, made when it is completed or first looked at, swept with the video.

The thumbnail is as small as a page of many needs; the poster stands in the player's place until it plays.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import itertools
import os
import secrets
from collections import deque
from collections.abc import Sequence
from pathlib import Path

import av
from PIL import Image

from paddock import errors, storage

THUMBNAIL, POSTER = ".webp", ".jpg"
MEDIA_TYPES = {THUMBNAIL: "image/webp", POSTER: "image/jpeg"}
MAX_THUMBNAIL_BYTES, MAX_POSTER_BYTES = 4000, 60_000
"""A page shows 24 thumbnails, or one poster, and is to weigh less than 150 KB."""
_THUMBNAIL_TRIES = ((320, 70), (320, 55), (320, 40), (320, 25), (240, 30), (160, 30))
_POSTER_TRIES = ((800, 78), (800, 60), (640, 50), (480, 40))
"""Widest side in px and quality, the best that is small enough; the last is taken whatever it weighs."""
_FRAME = 30
"""A little into the video: the first frame is often not yet what it shows."""
_at_a_time = asyncio.Semaphore(2)


def path_of(results: Path, task_id: str, attempt: int, kind: str = THUMBNAIL) -> Path:
    return storage.result_path(results, task_id, attempt).with_suffix(kind)


async def poster(results: Path, task_id: str, attempt: int, kind: str = THUMBNAIL) -> Path:
    """The picture's file. Raises `NotFound` when there is no video to make it of."""
    path = path_of(results, task_id, attempt, kind)
    if await asyncio.to_thread(path.exists):
        return path
    async with _at_a_time:
        if not await asyncio.to_thread(path.exists):
            try:
                await asyncio.to_thread(_make, results, task_id, attempt)
            except (OSError, av.FFmpegError):
                raise errors.NotFound from None
    return path


def _make(results: Path, task_id: str, attempt: int) -> None:
    picture = _picture(storage.result_path(results, task_id, attempt))
    poster = _fitting(picture, "JPEG", _POSTER_TRIES, MAX_POSTER_BYTES)
    thumbnail = _fitting(picture, "WEBP", _THUMBNAIL_TRIES, MAX_THUMBNAIL_BYTES)
    _keep(poster, path_of(results, task_id, attempt, POSTER))
    _keep(thumbnail, path_of(results, task_id, attempt, THUMBNAIL))


def _picture(video: Path) -> Image.Image:
    with av.open(str(video)) as container:
        (frame,) = deque(itertools.islice(container.decode(video=0), _FRAME), maxlen=1) or (None,)
        if frame is None:
            raise errors.NotFound
        picture: Image.Image = frame.to_image()  # type: ignore[no-untyped-call]
        return picture


def _fitting(picture: Image.Image, kind: str, tries: Sequence[tuple[int, int]], most_bytes: int) -> bytes:
    for side, quality in tries:
        content = _shrunk(picture, side, kind, quality)
        if len(content) <= most_bytes:
            break
    return content


def _shrunk(picture: Image.Image, side: int, kind: str, quality: int) -> bytes:
    small = picture.copy()
    small.thumbnail((side, side))
    out = io.BytesIO()
    small.save(out, kind, quality=quality, method=4, optimize=True)
    return out.getvalue()


def _keep(content: bytes, target: Path) -> None:
    aside = target.with_suffix(f".{secrets.token_hex(4)}")
    try:
        aside.write_bytes(content)
        os.replace(aside, target)  # noqa: PTH105 - both are paths of ours
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
