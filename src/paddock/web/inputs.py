"""A task's images in the console: what can be shown of them, and how another request can have them again.

A page loads nothing from elsewhere: what is shown is the thumbnail that was made when the image was fetched, and of an
upload, before that or without it, one that is made at once. An image that came inside a request is kept until some
minutes after its task has ended; as long as it is there, it can be made an upload.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
from PIL import Image

from paddock import errors, images, services, storage, uploads
from paddock.models import AspectRatio, Task, Upload

GONE = "This image came inside the request and was deleted after its task had ended; give it again"


@dataclass(frozen=True, slots=True)
class Input:
    """One image of a request."""

    number: int
    url: str
    """What to give in `image_urls` to have it again; empty when there is nothing to give yet."""
    again: str
    """Where a POST makes an upload of what came inside the request, as long as that is kept; else empty."""
    shown: str
    """The path of its thumbnail; empty when there is none."""
    name: str
    """The file's name, or the host that it came from; empty for what has none."""
    remote: bool
    """It is somebody else's address."""

    @property
    def gone(self) -> bool:
        """Whether another request cannot have it."""
        return not self.url and not self.again


async def of_task(served: services.Services, connection: asyncpg.Connection, task: Task) -> list[Input]:
    """The images of a task, in their order."""
    ids = [storage.referenced(url) for url in task.order.image_urls]
    rows = await connection.fetch(uploads.SQL.inputs, [one for one in ids if one])
    kept = {row["id"]: row for row in rows}
    thumbnails = await asyncio.to_thread(_numbers, served.settings.results, task)
    found = []
    for number, (url, upload_id) in enumerate(zip(task.order.image_urls, ids, strict=True), 1):
        place = f"/inputs/{task.id}/{number}"
        shown = place if number in thumbnails else ""
        row = kept.get(upload_id) if upload_id else None
        if upload_id is None:
            found.append(Input(number, url, "", shown, urlsplit(url).hostname or "", remote=True))
        elif row is None:
            found.append(Input(number, "", "", shown, "", remote=False))
        elif row["kind"] == "inline":
            found.append(Input(number, "", place, shown, "", remote=False))
        else:
            upload = uploads.from_row(row)
            found.append(Input(number, served.uploads.link(upload), "", place, upload.original_name, remote=False))
    return found


async def keep(served: services.Services, task: Task, number: int) -> Upload:
    """An upload of what came inside the task's request as its image `number`, to be given to another.

    Raises `NotFound` when it is kept no longer, and what `Uploads.keep` raises.
    """
    upload_id = storage.referenced(task.order.image_urls[number - 1])
    if upload_id is None:
        raise errors.NotFound(GONE)
    try:
        path = storage.upload_path(served.settings.uploads, upload_id)
        return await served.uploads.keep(task.account_id, path, f"image {number}")
    except FileNotFoundError:
        raise errors.NotFound(GONE) from None


async def thumbnail(served: services.Services, task: Task, number: int) -> bytes:
    """A WEBP of the task's image, counted from 1. Raises `NotFound`."""
    path = storage.input_path(served.settings.results, task.id, number)
    with contextlib.suppress(OSError):
        return await asyncio.to_thread(path.read_bytes)
    upload_id = storage.referenced(task.order.image_urls[number - 1])
    if upload_id is None or not await served.pool.fetch(uploads.SQL.links, [upload_id]):
        raise errors.NotFound
    try:
        return await images.thumbnail(storage.upload_path(served.settings.uploads, upload_id))
    except (OSError, errors.TaskFailure):
        raise errors.NotFound from None


def shape(results: Path, task: Task) -> str:
    """The ratio of the task's video, of the five that there are the nearest one; empty when nobody knows it yet."""
    if task.order.aspect_ratio is not None:
        return task.order.aspect_ratio
    try:
        with Image.open(storage.input_path(results, task.id, 1), formats=["WEBP"]) as picture:
            width, height = picture.size  # our own thumbnail; only its header is read
    except OSError:
        return ""
    return min(AspectRatio, key=lambda one: abs(math.log(width / height) - math.log(_quotient(one))))


def _quotient(ratio: AspectRatio) -> float:
    width, height = map(int, ratio.split(":"))
    return width / height


def _numbers(results: Path, task: Task) -> set[int]:
    """Which of a task's images have a thumbnail."""
    counted = range(1, len(task.order.image_urls) + 1)
    return {number for number in counted if storage.input_path(results, task.id, number).exists()}
