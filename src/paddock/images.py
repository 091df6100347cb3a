"""Input images: fetched in parallel, decoded in limited child processes, checked against each model's rules.

What an engine gets is a fresh PNG with upright sRGB pixels. Limits are the contract's (`image_urls`); a failure names
the image by its place and says what to change, and reads the same for an address that was refused, a host that did not
answer and a file that is no image, so that nobody can scan a network by it.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import json
import os
import shutil
import sys
import tempfile
import weakref
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

from paddock import egress, errors, storage
from paddock.models import Model

MAX_IMAGE_BYTES = 10 * 1024 * 1024
MAX_STORED_BYTES = 96 * 1024 * 1024
"""What a child may write: an image of 10 MB can need more when it is written anew."""
FORMATS = ("JPEG", "PNG", "WEBP")
MAX_IMAGES = {Model.TEXT: 0, Model.IMAGE: 1, Model.REFERENCE: 9}
FETCH_DEADLINE_S = 60.0
DECODE_DEADLINE_S = 5.0
_CHILDREN = max(2, os.cpu_count() or 1)
_MIN_SIDE_PX = 300
_MAX_RATIO = 2.5
_MIN_SHORT_EDGE_PX = 400
_GOOD_SHORT_EDGE_PX = 720
_GOOD_SHORT_TO_LONG = 0.4
_SIMILAR_RATIOS = 1.25
"""How many times the narrowest reference's ratio the widest one's may be (16:9 is 1.33 times 4:3)."""
_CHILD = Path(__file__).with_name("image_child.py")
_CHILD_ENVIRONMENT = ("LD_LIBRARY_PATH", "SYSTEMROOT")
"""All that the process that meets a user's bytes may know of ours: what Python may need to start, no secret."""

UNAVAILABLE = (
    "could not be read as a JPEG, PNG or WEBP image; "
    "give a public http or https URL that answers with the image file itself"
)
NOT_AN_IMAGE = "is not a JPEG, PNG or WEBP image"
TOO_LARGE = "is larger than 10 MB; make the file smaller"
GONE = "was uploaded and has expired; upload it again"
PROBLEMS = {
    "not_image": UNAVAILABLE,
    "too_many_pixels": "has more than 50 megapixels; make it smaller",
    "too_many_frames": "has more than 500 frames; give a still image",
    "too_complex": "takes too long or too much memory to decode; save it anew as a plain JPEG or PNG",
    "broken": "is damaged or incomplete; save it anew as a plain JPEG or PNG",
}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Prepared:
    """One checked image. `width` and `height` are the upright original's, in px; the file has at most 4096 a side."""

    path: Path
    width: int
    height: int

    @property
    def ratio(self) -> float:
        return self.width / self.height

    @property
    def short_edge(self) -> int:
        return min(self.width, self.height)


async def gather(
    urls: Sequence[str],
    model: Model,
    outward: egress.Egress,
    out_dir: Path,
    *,
    uploads: Path | None = None,
    deadline_s: float = FETCH_DEADLINE_S,
) -> tuple[list[Path], list[str]]:
    """Fetch `urls` (http, https or base64 `data:`) and prepare them: PNG files in `out_dir`, in order, and warnings.

    A URL may also be a reference to a file in the folder `uploads`, as a submit writes it (`storage.reference`).
    `deadline_s` covers all downloads together. The first failure stops the others. Raises ImageProcessing or
    ImageDimensions; the cause of a failed download is its `__cause__`, a `FetchFailed` with a `reason` for the log.
    """
    check_count(model, len(urls))
    with tempfile.TemporaryDirectory(prefix="fetch-", dir=out_dir) as folder:
        sources = [Path(folder, str(index)) for index in range(len(urls))]
        jobs = [
            _fetch(url, place(index, len(urls)), outward, source, deadline_s, uploads)
            for index, (url, source) in enumerate(zip(urls, sources, strict=True))
        ]
        await _all_or_none(jobs)
        prepared = await prepare(sources, model, out_dir, max_bytes=MAX_STORED_BYTES)
    return [image.path for image in prepared], warnings(prepared, model)


async def prepare(
    sources: Sequence[Path | bytes], model: Model, out_dir: Path, *, max_bytes: int = MAX_IMAGE_BYTES
) -> list[Prepared]:
    """Decode and check `sources`, in order, writing `image-1.png` and so on into `out_dir`; nothing is left on failure.

    A thumbnail lies beside each (`thumbnail_of`).

    Raises ImageProcessing and ImageDimensions with a message that names the image by its place.
    """
    check_count(model, len(sources))
    targets = [out_dir / f"image-{index + 1}.png" for index in range(len(sources))]
    try:
        jobs = [
            _decode(source, target, place(index, len(sources)), max_bytes)
            for index, (source, target) in enumerate(zip(sources, targets, strict=True))
        ]
        prepared = await _all_or_none(jobs)
        check_dimensions(prepared, model)
    except BaseException:
        for target in targets:
            target.unlink(missing_ok=True)
            thumbnail_of(target).unlink(missing_ok=True)
        raise
    return prepared


def thumbnail_of(picture: Path) -> Path:
    """Where the thumbnail of a prepared image is, beside it."""
    return picture.with_suffix(".webp")


async def thumbnail(source: Path) -> bytes:
    """A small WEBP of the picture in `source`, made in the limited child. Raises ImageProcessing."""
    with tempfile.TemporaryDirectory(prefix="thumbnail-") as folder:
        target = Path(folder, "image.png")
        await _judged(source, target, "the image", MAX_STORED_BYTES)
        return await asyncio.to_thread(thumbnail_of(target).read_bytes)


def place(index: int, count: int) -> str:
    """How messages name an image: by its place in `image_urls`, counted from 1."""
    return "the image" if count == 1 else f"image {index + 1} of {count}"


def check_count(model: Model, count: int) -> None:
    """Raises ImageProcessing when `model` does not take that many images."""
    most = MAX_IMAGES[model]
    if min(1, most) <= count <= most:
        return
    wanted = {0: "no images", 1: "exactly one image"}.get(most, f"1 to {most} images")
    raise errors.ImageProcessing(f"{model} takes {wanted} in image_urls")


def check_dimensions(images: Sequence[Prepared], model: Model) -> None:
    """The contract's required sizes, judged on the upright image. Raises ImageDimensions."""
    for index, image in enumerate(images):
        if problem := _dimension_problem(image, model):
            size = f"{image.width}x{image.height} px"
            raise errors.ImageDimensions(f"{place(index, len(images))}: {problem}, and it is {size} upright")


def _dimension_problem(image: Prepared, model: Model) -> str | None:
    if model is Model.REFERENCE:
        small = image.short_edge < _MIN_SHORT_EDGE_PX
        return f"its short edge must be at least {_MIN_SHORT_EDGE_PX} px" if small else None
    if image.short_edge < _MIN_SIDE_PX:
        return f"width and height must be at least {_MIN_SIDE_PX} px"
    if not 1 / _MAX_RATIO <= image.ratio <= _MAX_RATIO:
        return "its aspect ratio must be between 1:2.5 and 2.5:1"
    return None


def warnings(images: Sequence[Prepared], model: Model) -> list[str]:
    """What the contract recommends for references and these do not keep: 720p, short to long edge, similar ratios."""
    if model is not Model.REFERENCE:
        return []
    found = []
    for index, image in enumerate(images):
        name = place(index, len(images))
        if image.short_edge < _GOOD_SHORT_EDGE_PX:
            found.append(f"{name}: smaller than 720p ({image.width}x{image.height} px); a larger one works better")
        if image.short_edge / max(image.width, image.height) < _GOOD_SHORT_TO_LONG:
            found.append(f"{name}: its short edge is under 0.4 of its long edge; a less narrow one works better")
    ratios = [image.ratio for image in images]
    if ratios and max(ratios) / min(ratios) > _SIMILAR_RATIOS:
        found.append("the images differ in aspect ratio; similar ones, close to the video's, work better")
    return found


async def reencode(source: Path, target: Path) -> str:
    """Write the picture in `source` anew to `target`, upright, in its own format: "JPEG", "PNG" or "WEBP".

    Raises ImageProcessing; what is at `target` then is worth nothing.
    """
    verdict = await _judged(source, target, "the file", MAX_IMAGE_BYTES, "same")
    if verdict["format"] not in FORMATS:
        raise errors.ImageProcessing(f"the file: {PROBLEMS['broken']}")
    return str(verdict["format"])


async def _fetch(
    url: str, name: str, outward: egress.Egress, into: Path, deadline_s: float, uploads: Path | None
) -> None:
    """Bring one image to the file `into`. Raises ImageProcessing."""
    if uploads is not None and (upload_id := storage.referenced(url)) is not None:
        try:
            await asyncio.to_thread(shutil.copyfile, storage.upload_path(uploads, upload_id), into)
        except OSError as problem:
            raise errors.ImageProcessing(f"{name}: {GONE}") from problem
        return
    if url[:5].lower() == "data:":
        _write_data_url(url, name, into)
        return
    try:
        await outward.fetch(url, max_bytes=MAX_IMAGE_BYTES, deadline_s=deadline_s, into=into)
    except egress.FetchFailed as failure:
        raise errors.ImageProcessing(f"{name}: {TOO_LARGE if failure.too_large else UNAVAILABLE}") from failure


def _write_data_url(url: str, name: str, into: Path) -> None:
    """Decode a base64 `data:` URL (RFC 2397) into a file; the media type in it is a claim and is ignored."""
    head, comma, data = url.partition(",")
    try:
        if len(data) > egress.MAX_DATA_URL_CHARS or not comma or not head.lower().endswith(";base64"):
            raise ValueError("not base64, or too long")
        content = base64.b64decode(unquote_to_bytes(data), validate=True)
    except (ValueError, binascii.Error) as problem:
        raise errors.ImageProcessing(f"{name}: its data URL is not base64, or longer than 10 MB") from problem
    if len(content) > MAX_IMAGE_BYTES:
        raise errors.ImageProcessing(f"{name}: {TOO_LARGE}")
    into.write_bytes(content)


async def _decode(source: Path | bytes, target: Path, name: str, max_bytes: int) -> Prepared:
    """One image through its child process. Raises ImageProcessing."""
    verdict = await _judged(source, target, name, max_bytes)
    return Prepared(target, verdict["width"], verdict["height"])


async def _judged(source: Path | bytes, target: Path, name: str, max_bytes: int, *options: str) -> dict[str, Any]:
    """A child's good verdict on `source`, its picture at `target`. Raises ImageProcessing."""
    if _size_bytes(source) > max_bytes:
        raise errors.ImageProcessing(f"{name}: {TOO_LARGE}")
    async with _child_slots():
        with _as_file(source, target.parent) as path:
            verdict = await _run_child(path, target, *options)
    match verdict:
        case {"width": int(width), "height": int(height)}:
            return {"width": width, "height": height, "format": verdict.get("format")}
        case {"problem": "disk"}:
            raise errors.ServiceFailure("An input image could not be stored; try again")
        case {"problem": "not_image"} if options:
            raise errors.ImageProcessing(f"{name}: {NOT_AN_IMAGE}")
        case {"problem": str(problem)} if problem in PROBLEMS:
            raise errors.ImageProcessing(f"{name}: {PROBLEMS[problem]}")
    raise errors.ImageProcessing(f"{name}: {PROBLEMS['too_complex']}")


def _size_bytes(source: Path | bytes) -> int:
    return len(source) if isinstance(source, bytes) else source.stat().st_size


@contextlib.contextmanager
def _as_file(source: Path | bytes, folder: Path) -> Iterator[Path]:
    if isinstance(source, Path):
        yield source
        return
    with tempfile.NamedTemporaryFile(prefix="source-", dir=folder) as file:
        file.write(source)
        file.flush()
        yield Path(file.name)


async def _run_child(source: Path, target: Path, *options: str) -> Any:
    """The child's verdict, not to be trusted; None when it died or ran out of time."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(_CHILD), str(source), str(target), *options),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={name: os.environ[name] for name in _CHILD_ENVIRONMENT if name in os.environ},
    )
    assert child.stdout is not None
    try:
        async with asyncio.timeout(DECODE_DEADLINE_S):
            # One line and no more is read: a child that an image took over cannot fill our memory either.
            line = await child.stdout.readline()
            await child.wait()
        return json.loads(line)
    except (TimeoutError, ValueError, RecursionError):
        return None
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


_slots: weakref.WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = weakref.WeakKeyDictionary()


def _child_slots() -> asyncio.Semaphore:
    """At most one child a processor, whatever the number of tasks: bombs then queue behind each other."""
    return _slots.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(_CHILDREN))


async def _all_or_none(jobs: Sequence[Coroutine[Any, Any, T]]) -> list[T]:
    """Run `jobs` at once. When one fails, stop the others and raise its exception, the first in order of several."""
    tasks: list[asyncio.Task[T]] = []
    with contextlib.suppress(BaseExceptionGroup):
        async with asyncio.TaskGroup() as group:
            tasks.extend(group.create_task(job) for job in jobs)
    for task in tasks:
        if not task.cancelled() and (error := task.exception()):
            raise error
    return [task.result() for task in tasks]
