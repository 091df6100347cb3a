"""Request bodies of any size in little memory.

A small body stays in memory, a larger one waits in an unnamed file. Images inside JSON (`data:` URLs, base64) are
lifted out of the text by their place before it is parsed, so that what is parsed is small whatever was sent.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import hashlib
import json
import mmap
import re
import secrets
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import IO, Any

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from paddock import errors, wire

IN_MEMORY_BYTES = 256 * 1024
MAX_TEXT_BYTES = 4 * 1024 * 1024
"""What may be left of a body without its images: a prompt of 1 MB passes, and it is what JSON's parser works on."""
_FORM_SLACK_BYTES = 256 * 1024
"""A form's own lines, and other fields beside the file."""
_MOST_FIELDS = 20
_WORTH_LIFTING = 4096
_LONGEST_LIFTED = 24 * 1024 * 1024
"""10 MB in base64 is 14 MB; escapes (`\\/`, `\\u002B`) make it longer."""
_RESTORED_BYTES = 64 * 1024
_MOST_LOOKS = 1000
"""More candidates than that are no images, and looking at each would hold up everyone else."""
_OPENERS = ((b'"data:', re.compile(rb'"')), (b'"base64_data"', re.compile(rb'"base64_data"[ \t\r\n]*:[ \t\r\n]*"')))


class Budget:
    """Bytes on the disk that all bodies of this process may take together."""

    def __init__(self, folder: Path, total_bytes: int) -> None:
        self.folder = folder
        self._free_bytes = total_bytes

    def take(self, size_bytes: int) -> None:
        """Raises `ServiceUnavailable` when there is not enough left."""
        if size_bytes > self._free_bytes:
            raise errors.ServiceUnavailable("Too many large requests at once, try again later", retry_after_s=5)
        self._free_bytes -= size_bytes

    def give_back(self, size_bytes: int) -> None:
        self._free_bytes += size_bytes


@contextlib.asynccontextmanager
async def received(request: Request, budget: Budget, limit_bytes: int) -> AsyncIterator[Body]:
    """The request's whole body, for as long as the context lasts.

    Raises `RequestTooLarge` before keeping more than the limit, `InvalidRequest` when the client leaves early, and
    `ServiceUnavailable` when too much is under way already.
    """
    spool = _Spool(budget)
    try:
        async for part in stream(request, limit_bytes):
            await spool.add(part)
        with await spool.content() as body:
            yield body
    finally:
        spool.close()


async def stream(request: Request, limit_bytes: int) -> AsyncIterator[bytes]:
    """The body in parts. Raises `RequestTooLarge` at the limit, and `InvalidRequest` when the client leaves early."""
    too_large = errors.RequestTooLarge(f"The request body is larger than {limit_bytes} bytes", maximum=limit_bytes)
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length[:20]) > limit_bytes:
        raise too_large
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit_bytes:
                raise too_large
            yield part
    except ClientDisconnect:
        raise errors.InvalidRequest("the body ended early") from None


class _Spool:
    """Parts of one body, in memory at first and in a file once they are many."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._parts: list[bytes] = []
        self._held_bytes = self._taken_bytes = 0
        self._file: IO[bytes] | None = None

    async def add(self, part: bytes) -> None:
        self._parts.append(part)
        self._held_bytes += len(part)
        if self._held_bytes > IN_MEMORY_BYTES:
            await self._write_out()

    async def _write_out(self) -> None:
        self._budget.take(self._held_bytes)
        self._taken_bytes += self._held_bytes
        try:
            await asyncio.to_thread(self._write, b"".join(self._parts))
        except OSError:
            raise errors.ServiceUnavailable("There is no room for large requests, try again later") from None
        self._parts, self._held_bytes = [], 0

    def _write(self, content: bytes) -> None:
        if self._file is None:
            self._budget.folder.mkdir(parents=True, exist_ok=True)
            self._file = tempfile.TemporaryFile(dir=self._budget.folder)  # noqa: SIM115 - `close` closes it
        self._file.write(content)

    async def content(self) -> Body:
        if self._file is None:
            return Body(b"".join(self._parts))
        await self._write_out()
        self._file.flush()
        return Body(mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ))

    def close(self) -> None:
        self._budget.give_back(self._taken_bytes)
        if self._file is not None:
            self._file.close()


class Body:
    """One JSON body. Long images in it are known by short names in what `fields` returns."""

    def __init__(self, content: bytes | mmap.mmap) -> None:
        self._content = content
        self._mark = f"lifted-{secrets.token_hex(16)}-"
        self._places: list[tuple[int, int]] = []

    def __enter__(self) -> Body:
        return self

    def __exit__(self, *_: object) -> None:
        if isinstance(self._content, mmap.mmap):
            self._content.close()

    @property
    def is_large(self) -> bool:
        """Whether it waits on the disk; what reads all of it then belongs into a thread."""
        return isinstance(self._content, mmap.mmap)

    def fields(self) -> dict[str, Any]:
        """The JSON object, images lifted out of it. Raises `InvalidRequest` and `RequestTooLarge`."""
        self._places = _long_strings(self._content)
        left_bytes = len(self._content) - sum(end - start for start, end in self._places)
        if left_bytes > MAX_TEXT_BYTES:
            raise errors.RequestTooLarge(f"The request is larger than {MAX_TEXT_BYTES} bytes without its images")
        parts, at = [], 0
        for index, (start, end) in enumerate(self._places):
            parts += [self._content[at:start], f"{self._mark}{index}-".encode()]
            at = end
        return wire.parse_object(b"".join([*parts, self._content[at:]]))

    def restore(self, fields: dict[str, Any], *names: str) -> None:
        """Put the text of these fields back when it was taken for an image; it is cut far beyond every limit."""
        for name in names:
            if (place := self._place(fields.get(name))) is not None:
                start, end = place
                text = self._content[start : min(end, start + _RESTORED_BYTES)]
                fields |= wire.parse_object(b'{"%b":"%b"}' % (name.encode(), text))

    def fingerprint(self, fields: dict[str, Any]) -> bytes:
        """SHA-256 over what was asked, whatever the order and the spacing; lifted images count by their content."""
        canonical = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        for index, (start, end) in enumerate(self._places):
            digest = hashlib.sha256(self._content[start:end]).hexdigest()
            canonical = canonical.replace(f"{self._mark}{index}-", f"sha256-{digest}", 1)
        return hashlib.sha256(canonical.encode()).digest()

    def decoded(self, value: str) -> bytes:
        """The bytes of a base64 string or `data:` URL, lifted or not. Raises ValueError when it is neither."""
        place = self._place(value)
        if place is not None:
            start, end = place
            if end - start > _LONGEST_LIFTED:
                raise ValueError("too long")
            value = _unescaped(self._content[start:end])
        return from_base64(value)

    def is_lifted(self, value: str) -> bool:
        return self._place(value) is not None

    def _place(self, value: Any) -> tuple[int, int] | None:
        if not isinstance(value, str) or not value.startswith(self._mark):
            return None
        return self._places[int(value.removeprefix(self._mark).removesuffix("-"))]


def from_base64(text: str) -> bytes:
    """The content of a base64 string or of a base64 `data:` URL (RFC 2397). Raises ValueError."""
    if text[:5].lower() == "data:":
        head, comma, text = text.partition(",")
        if not comma or not head.lower().endswith(";base64"):
            raise ValueError("not a base64 data URL")
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as problem:
        raise ValueError("not base64") from problem


def _unescaped(raw: bytes) -> str:
    """The text of a JSON string's inside. Raises ValueError."""
    if b"\\" not in raw:
        return raw.decode("utf-8", "ignore")
    text = json.loads(b'"%b"' % raw)
    assert isinstance(text, str)
    return text


def _long_strings(content: bytes | mmap.mmap) -> list[tuple[int, int]]:
    """Where the insides of long JSON strings lie that are images by the look of them, in order.

    In valid JSON a quote that no backslash precedes and that `data:` follows can only open a string, and so can the one
    after a name's colon. In anything else the parser finds the same fault with the short text as with the long one.
    """
    found: set[tuple[int, int]] = set()  # base64_data may hold a data: URL, which has both looks
    for literal, opener in _OPENERS:
        at = -1
        for _ in range(_MOST_LOOKS):
            at = content.find(literal, at + 1)
            if at < 0:
                break
            match = opener.match(content, at)
            if match is None or (at > 0 and content[at - 1 : at] == b"\\"):
                continue
            start, end = match.end(), content.find(b'"', match.end())
            # An escaped quote is in no base64.
            if end - start >= _WORTH_LIFTING and content[end - 1 : end] != b"\\":
                found.add((start, end))
    return sorted(found)


@contextlib.asynccontextmanager
async def form_file(request: Request, budget: Budget, limit_bytes: int) -> AsyncIterator[tuple[IO[bytes], str]]:
    """The multipart field `file`, in an unnamed file, and the name that it was given.

    Raises what `received` raises, and `InvalidRequest` when there is no such file or more than one.
    """
    metered = _Metered(budget)
    try:
        parts = metered.parts(stream(request, limit_bytes + _FORM_SLACK_BYTES))
        parser = MultiPartParser(request.headers, parts, max_files=1, max_fields=_MOST_FIELDS, max_part_size=64 * 1024)
        try:
            form = await parser.parse()
        except MultiPartException:
            raise errors.InvalidRequest("the body is not a multipart form with one file", param="file") from None
        async with contextlib.AsyncExitStack() as stack:
            stack.push_async_callback(form.close)
            given = form.get("file")
            if not isinstance(given, UploadFile):
                raise errors.InvalidRequest("send the image as the multipart field `file`", param="file")
            yield given.file, given.filename or ""
    finally:
        metered.give_back()


class _Metered:
    """Counts a form's bytes against the budget as they come."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._taken_bytes = 0

    async def parts(self, source: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
        async for part in source:
            self._budget.take(len(part))
            self._taken_bytes += len(part)
            yield part

    def give_back(self) -> None:
        self._budget.give_back(self._taken_bytes)
