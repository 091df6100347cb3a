"""Uploaded images: taken in, written anew by the limited child, kept for a while, swept.

A file of the files API is served by its signed link; in `image_urls` that link becomes a short reference, so that the
worker reads the file from the disk whatever the server's public URL is. An image that came inside a create request is
kept as it came, is never served, and goes when its task has ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import re
import secrets
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import structlog

from paddock import bodies, db, egress, errors, image_child, images, storage
from paddock.addresses import AllowList
from paddock.config import Settings
from paddock.models import Upload

SQL = db.statements("uploads")
log = structlog.get_logger()

FETCH_DEADLINE_S = 30.0
MAX_NAME_CHARS = 255
_MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
_DECODED_AT_A_TIME = 2
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Adopted:
    """A request's images as its task's row names them, and which of them were kept just now for it alone."""

    urls: tuple[str, ...]
    fresh: tuple[str, ...]


class Uploads:
    """The uploads of one process."""

    def __init__(self, pool: asyncpg.Pool, settings: Settings, links: storage.Links, outward: egress.Egress) -> None:
        self._pool = pool
        self._settings = settings
        self._links = links
        self._outward = outward
        self._decoding = asyncio.Semaphore(_DECODED_AT_A_TIME)

    @contextlib.contextmanager
    def incoming(self) -> Iterator[Path]:
        """A place for a file that is coming in; gone afterwards."""
        folder = self._settings.uploads / "incoming"
        path = folder / secrets.token_hex(16)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            yield path
        finally:
            path.unlink(missing_ok=True)

    async def check_room(self, account_id: int) -> None:
        """Refuse before a byte is read what will find no room. Raises as `_check_room` does."""
        await self._check_room(self._pool, account_id, 0)

    async def keep_base64(self, account_id: int, text: str, body: bodies.Body, name: str) -> Upload:
        """`keep` for base64 text or a `data:` URL in a body."""
        with self.incoming() as path:
            try:
                await self._write_decoded(text, body, path, "base64_data")
            except _TooLarge:
                raise too_large("base64_data") from None
            return await self.keep(account_id, path, name)

    async def keep_url(self, account_id: int, url: str, name: str) -> Upload:
        """`keep` for what a public URL answers with. Every failure but size reads the same."""
        egress.check_image_url(url, self._outward.allow, param="file_url")
        if url[:5].lower() == "data:":
            raise errors.InvalidRequest("file_url must be an http or https URL", param="file_url")
        with self.incoming() as path:
            try:
                await self._outward.fetch(url, max_bytes=images.MAX_IMAGE_BYTES, deadline_s=FETCH_DEADLINE_S, into=path)
            except egress.FetchFailed as failure:
                log.info("upload by url failed", reason=failure.reason)
                if failure.too_large:
                    raise too_large() from failure
                raise _unreadable(images.UNAVAILABLE) from failure
            return await self.keep(account_id, path, name)

    async def keep(self, account_id: int, source: Path, name: str) -> Upload:
        """Write the image in `source` anew and keep it for the account; the same bytes again take no more room.

        Raises `InvalidRequest` when it is no image that we take, `RequestTooLarge` and `RateLimitExceeded` when the
        account has no room left.
        """
        if (await asyncio.to_thread(source.stat)).st_size > images.MAX_IMAGE_BYTES:
            raise too_large()
        digest = await asyncio.to_thread(_digest, source)
        name = clean_name(name)
        if (known := await self._again(account_id, digest, name)) is not None:
            return known
        with self.incoming() as fresh:
            try:
                kind = await images.reencode(source, fresh)
            except errors.ImageProcessing as failure:
                raise errors.InvalidRequest(failure.message) from None
            except errors.ServiceFailure:
                raise errors.ServiceUnavailable(retry_after_s=30) from None
            return await self._store(account_id, fresh, "link", digest, name, _MEDIA_TYPES[kind])

    @contextlib.asynccontextmanager
    async def adopting(
        self, account_id: int, urls: Sequence[str], body: bodies.Body, allow: AllowList
    ) -> AsyncIterator[Adopted]:
        """Check a request's images and turn what is ours into references: links of ours and `data:` URLs.

        Raises `InvalidRequest` with the image's place, and what `keep` raises for room. Nothing stays when this fails
        or the request is refused inside; after an outage nobody knows whether a task names them, and the sweep decides.
        """
        adopted = await self._adopt(account_id, urls, body, allow)
        try:
            yield adopted
        except errors.ApiError:
            await self.drop(adopted.fresh)
            raise

    async def _adopt(self, account_id: int, urls: Sequence[str], body: bodies.Body, allow: AllowList) -> Adopted:
        adopted: list[str] = []
        fresh: list[str] = []
        try:
            for index, url in enumerate(urls):
                param = f"image_urls[{index}]"
                if body.is_lifted(url) or url[:5].lower() == "data:":
                    fresh.append(await self._keep_inline(account_id, url, body, param))
                    adopted.append(storage.reference(fresh[-1]))
                elif (upload_id := self._own(url, param)) is not None:
                    adopted.append(storage.reference(upload_id))
                else:
                    egress.check_image_url(url, allow, param=param)
                    adopted.append(url)
            await self._check_alive(adopted, fresh)
        except errors.ApiError:
            await self.drop(fresh)
            raise
        return Adopted(tuple(adopted), tuple(fresh))

    def canonical(self, urls: Sequence[str]) -> list[str]:
        """The URLs with every link of ours as a reference: uploading a file anew gives another link to it."""
        return [self._reference_of(url) or url for url in urls]

    def link(self, upload: Upload) -> str:
        """The signed link of a kept image, valid as long as it is kept."""
        return self._links.upload(upload.name, int(upload.expires_at.timestamp()))

    async def drop(self, upload_ids: Sequence[str]) -> None:
        """Delete kept images that nobody has heard of."""
        if upload_ids:
            await asyncio.to_thread(_delete_files, self._settings.uploads, list(upload_ids))
            await self._pool.execute(SQL.delete, list(upload_ids))

    def _own(self, url: str, param: str) -> str | None:
        try:
            return self._links.uploaded(url, time.time())
        except errors.LinkExpired:
            raise errors.InvalidRequest(f"{param} {images.GONE}", param=param) from None

    def _reference_of(self, url: str) -> str | None:
        with contextlib.suppress(errors.LinkExpired):
            if (upload_id := self._links.uploaded(url, time.time())) is not None:
                return storage.reference(upload_id)
        return None

    async def _check_alive(self, urls: Sequence[str], fresh: Sequence[str]) -> None:
        wanted = [(index, storage.referenced(url)) for index, url in enumerate(urls)]
        ids = [upload_id for _, upload_id in wanted if upload_id is not None and upload_id not in fresh]
        if not ids:
            return
        alive = {row["id"] for row in await self._pool.fetch(SQL.alive, ids)}
        for index, upload_id in wanted:
            if upload_id in ids and upload_id not in alive:
                param = f"image_urls[{index}]"
                raise errors.InvalidRequest(f"{param} {images.GONE}", param=param)

    async def _keep_inline(self, account_id: int, url: str, body: bodies.Body, param: str) -> str:
        with self.incoming() as path:
            try:
                digest, kind = await self._write_decoded(url, body, path, param)
            except _TooLarge:
                raise errors.InvalidRequest(f"{param} {images.TOO_LARGE}", param=param) from None
            kept = await self._store(account_id, path, "inline", digest, "", _MEDIA_TYPES[kind])
        return kept.id

    async def _write_decoded(self, text: str, body: bodies.Body, path: Path, param: str) -> tuple[bytes, str]:
        """Base64 into a file; the SHA-256 and the format by its first bytes. Raises `InvalidRequest` and _TooLarge."""
        async with self._decoding:  # bounds the memory: one image in base64 and decoded
            try:
                return await asyncio.to_thread(_write, body, text, path)
            except ValueError:
                pass
            except _NotAnImage:
                raise errors.InvalidRequest(f"{param} {images.NOT_AN_IMAGE}", param=param) from None
            except OSError:
                raise errors.ServiceUnavailable(retry_after_s=30) from None
        raise errors.InvalidRequest(f"{param} must hold an image of at most 10 MB in base64", param=param)

    async def _again(self, account_id: int, digest: bytes, name: str) -> Upload | None:
        """The account's own copy of these bytes, to be kept as long as if it had come just now."""
        life_s = float(self._settings.upload_life_s)
        row = await self._pool.fetchrow(SQL.again, account_id, digest, life_s, name)
        if row is None:
            return None
        found = await asyncio.to_thread(storage.upload_path(self._settings.uploads, row["id"]).exists)
        return from_row(row) if found else None

    async def _store(self, account_id: int, file: Path, kind: str, digest: bytes, name: str, media_type: str) -> Upload:
        """Put a finished file into its place, then say so in the database; a crash in between leaves an orphan."""
        upload_id = secrets.token_hex(16)
        target = storage.upload_path(self._settings.uploads, upload_id)
        size_bytes = (await asyncio.to_thread(file.stat)).st_size
        try:
            await asyncio.to_thread(storage.keep, file, target)
        except errors.ServiceFailure:
            raise errors.ServiceUnavailable(retry_after_s=30) from None
        life_s = float(self._settings.upload_life_s)
        try:
            async with self._room(account_id, size_bytes) as tx:
                row = await tx.fetchrow(
                    SQL.insert, upload_id, account_id, kind, digest, name, media_type, size_bytes, life_s
                )
        except errors.ApiError:
            target.unlink(missing_ok=True)
            raise
        return from_row(row)

    @contextlib.asynccontextmanager
    async def _room(self, account_id: int, size_bytes: int) -> AsyncIterator[asyncpg.Connection]:
        """A transaction in which the account has room for this much more and nobody else takes it."""
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute(SQL.one_at_a_time, account_id)
            await self._check_room(connection, account_id, size_bytes)
            yield connection

    async def _check_room(
        self, connection: asyncpg.Connection | asyncpg.Pool, account_id: int, size_bytes: int
    ) -> None:
        """Raises `RateLimitExceeded` for too many files, `RequestTooLarge` for too many bytes."""
        row = await connection.fetchrow(SQL.kept, account_id)
        hours = self._settings.upload_life_s // 3600
        if row["files"] >= self._settings.upload_limit:
            raise errors.RateLimitExceeded(
                f"This account keeps {self._settings.upload_limit} images, as many as it may: use their links again, or"
                f" wait until the oldest expire after {hours} hours",
                retry_after_s=600,
            )
        if row["size_bytes"] + size_bytes > self._settings.upload_limit_bytes:
            raise errors.RequestTooLarge(
                f"This account's images take up {self._settings.upload_limit_bytes // 1024**2} MB, as much as they may:"
                f" upload smaller ones, or wait until the oldest expire after {hours} hours"
            )


def too_large(param: str | None = None) -> errors.RequestTooLarge:
    """The one answer about a file of more than 10 MB."""
    return errors.RequestTooLarge(f"The file {images.TOO_LARGE}", param=param, maximum=images.MAX_IMAGE_BYTES)


def _unreadable(problem: str) -> errors.InvalidRequest:
    return errors.InvalidRequest(f"the file {problem}", param="file_url")


def clean_name(name: str) -> str:
    """The last part of a file's name, printable and of sane length; never a path."""
    last = re.split(r"[/\\]", name)[-1].strip()
    return _UNPRINTABLE.sub("", last)[:MAX_NAME_CHARS] or "image"


class _TooLarge(Exception):
    pass


class _NotAnImage(Exception):
    pass


def _write(body: bodies.Body, text: str, path: Path) -> tuple[bytes, str]:
    content = body.decoded(text)
    if len(content) > images.MAX_IMAGE_BYTES:
        raise _TooLarge
    kind = image_child.sniff(content)
    if kind is None:
        raise _NotAnImage
    path.write_bytes(content)
    return hashlib.sha256(content).digest(), kind


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def from_row(row: asyncpg.Record) -> Upload:
    """A row of `upload`."""
    return Upload(
        id=row["id"],
        original_name=row["original_name"],
        media_type=row["media_type"],
        size_bytes=row["size_bytes"],
        created_at=row["created_at"],
        expires_at=row["expires_at"],
    )


def _delete_files(folder: Path, upload_ids: list[str]) -> None:
    for upload_id in upload_ids:
        with contextlib.suppress(OSError):
            storage.upload_path(folder, upload_id).unlink(missing_ok=True)


async def sweep(pool: asyncpg.Pool, settings: Settings) -> None:
    """Delete what is due and no task needs, and files that no row knows. Safe to repeat and to kill."""
    # The file goes first: if this process dies between the two, the next sweep finds the row again.
    while rows := await pool.fetch(SQL.due):
        ids = [row["id"] for row in rows]
        await asyncio.to_thread(_delete_files, settings.uploads, ids)
        await pool.execute(SQL.delete, ids)
        log.info("uploads expired", files=len(ids))
    await _sweep_orphans(pool, settings)


async def _sweep_orphans(pool: asyncpg.Pool, settings: Settings) -> None:
    stale = await asyncio.to_thread(_stale_files, settings)
    for start in range(0, len(stale), 500):
        part = stale[start : start + 500]
        known = {row["id"] for row in await pool.fetch(SQL.known, [path.name for path in part])}
        for path in part:
            if path.name not in known:
                path.unlink(missing_ok=True)


def _stale_files(settings: Settings) -> list[Path]:
    """Files old enough that whoever wrote them has either told the database or died."""
    return [path for path in settings.uploads.glob("*/*") if storage.untouched_for_s(path) > storage.STALE_AFTER_S]
