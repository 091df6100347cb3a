"""Stored files and their signed links.

A result lies at `results/TASK/ATTEMPT.mp4` in the data folder. It is written aside and renamed, and the transaction
that completes the task says which attempt's file counts; the sweep deletes the others. An uploaded image lies at
`uploads/ID[:2]/ID`, and its row says that it counts. While a video is being made, `results/TASK/preview.jpg` may show
it; it goes when the attempt ends.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from paddock import errors
from paddock.models import Task

_TOKEN = re.compile(r"(\d{1,9})-(\d{1,12})-([0-9a-f]{64})")
_UPLOAD_LINK = re.compile(r"/uploads/([0-9a-f-]{1,100})/(([0-9a-f]{32})\.(?:png|jpg|webp))")
UPLOAD_EXPIRED = "This link has expired; upload the image again"
REFERENCE_MARK = "upload:"
SCRATCH = "scratch"
SCRATCH_MARK = "."
PREVIEW = "preview.jpg"
_INPUT = "input-"
MOST_PREVIEW_BYTES = 1 << 18
STALE_AFTER_S = 3600
"""A file of a task that the database does not know is deleted when nobody has touched it for this long."""


def result_path(results: Path, task_id: str, attempt: int) -> Path:
    """Where an attempt's video is kept."""
    return results / task_id / f"{attempt}.mp4"


def preview_path(results: Path, task_id: str) -> Path:
    """Where a small JPEG of the video being made is kept, as long as the task is at work."""
    return results / task_id / PREVIEW


def input_path(results: Path, task_id: str, number: int) -> Path:
    """Where the thumbnail of a task's image is kept, as long as its result; images are counted from 1."""
    return results / task_id / f"{_INPUT}{number}.webp"


def is_input(path: Path) -> bool:
    """Whether a file of a task's folder is such a thumbnail."""
    return path.name.startswith(_INPUT)


def keep_inputs(thumbnails: Sequence[Path], results: Path, task_id: str) -> None:
    """Move the thumbnails of a task's images into their places; one that cannot be kept is not missed."""
    for number, thumbnail in enumerate(thumbnails, 1):
        with contextlib.suppress(OSError):
            _move(thumbnail, input_path(results, task_id, number))


def upload_path(uploads: Path, upload_id: str) -> Path:
    """Where an uploaded image is kept."""
    return uploads / upload_id[:2] / upload_id


def reference(upload_id: str) -> str:
    """How a task's row names an uploaded image. No URL that a user may give looks like it."""
    return f"{REFERENCE_MARK}{upload_id}"


def referenced(url: str) -> str | None:
    """The uploaded image that `url` refers to, or None when it is an ordinary URL."""
    return url.removeprefix(REFERENCE_MARK) if url.startswith(REFERENCE_MARK) else None


def keep(source: Path, target: Path) -> None:
    """Move a finished file into its place, durably. Raises `ServiceFailure` when the disk refuses."""
    try:
        with source.open("rb") as file:
            os.fsync(file.fileno())
        _move(source, target)
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise errors.ServiceFailure(
            f"The video could not be stored ({error.strerror}); nothing was charged, try again later"
        ) from error


def _move(source: Path, target: Path) -> None:
    """Into a folder that whoever empties it may delete at any moment."""
    for again in (True, False):
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            source.replace(target)
            return
        except FileNotFoundError:
            if not again:
                raise


def show(made: Path, results: Path, task_id: str) -> bool:
    """Move a picture that an engine has put at `made` to where everyone finds it; False when there is none to show.

    What is no small JPEG is deleted: it would be served as one.
    """
    try:
        facts = made.lstat()
    except OSError:
        return False
    try:
        if stat.S_ISREG(facts.st_mode) and facts.st_size <= MOST_PREVIEW_BYTES and _is_jpeg(made):
            _move(made, preview_path(results, task_id))
            return True
        made.unlink()
    except OSError:
        pass  # a picture is not worth a video
    return False


def _is_jpeg(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(3) == b"\xff\xd8\xff"


def drop(path: Path) -> None:
    """Delete a result, and its task's folder when that is empty then. Missing is fine."""
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
        path.parent.rmdir()


def stored(results: Path) -> Iterator[tuple[str, list[Path]]]:
    """Every task's folder with the files in it."""
    if not results.is_dir():
        return
    for folder in sorted(results.iterdir()):
        if folder.is_dir():
            yield folder.name, sorted(folder.iterdir())


def untouched_for_s(path: Path) -> float:
    """Seconds since a file was written; 0 when it is gone."""
    try:
        return max(0.0, time.time() - path.stat().st_mtime)
    except OSError:
        return 0.0


def scratches(data: Path) -> list[tuple[Path, str, int]]:
    """Every work folder with the task and the attempt that it belongs to."""
    parts = [(folder, folder.name.rpartition(SCRATCH_MARK)) for folder in sorted((data / SCRATCH).glob("*"))]
    return [(folder, task_id, int(attempt)) for folder, (task_id, _, attempt) in parts if attempt.isdecimal()]


@contextlib.contextmanager
def scratch(data: Path, task_id: str, attempt: int) -> Iterator[Path]:
    """A folder for one attempt's work, on the same disk as the results and gone afterwards."""
    folder = data / SCRATCH / f"{task_id}{SCRATCH_MARK}{attempt}"
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    except OSError as error:
        raise errors.ServiceFailure(
            f"There is no room to work ({error.strerror}); nothing was charged, try again later"
        ) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a valid link stands for."""

    task_id: str
    attempt: int
    expires: int
    """Unix seconds."""


class Links:
    """Makes and judges result links: `/files/KEY-EXPIRES-SIGNATURE/TASK/ATTEMPT.mp4`, HMAC-SHA256 over the rest.

    A link depends on nothing but its task's row, so it is the same whenever it is asked for.
    """

    def __init__(self, public_url: str, life_s: int, signing_keys: dict[int, bytes]) -> None:
        self.public_url = public_url.rstrip("/")
        self._life_s = life_s
        self._keys = signing_keys

    def result(self, task: Task) -> str | None:
        """The absolute link of a completed task's video; None for any other task."""
        if task.link_key_id is None or task.finished_at is None:
            return None
        expires = int(task.finished_at.timestamp()) + self._life_s
        signature = self._sign(task.link_key_id, expires, task.id, task.attempt)
        token = f"{task.link_key_id}-{expires}-{signature}"
        return f"{self.public_url}/files/{token}/{task.id}/{task.attempt}.mp4"

    def judge(self, token: str, task_id: str, attempt: int, now: float) -> Ticket:
        """What the link stands for. Raises `NotFound` when it is not ours, `LinkExpired` when it is too old."""
        parts = _TOKEN.fullmatch(token)
        if parts is None or int(parts[1]) not in self._keys:
            raise errors.NotFound
        expires = int(parts[2])
        if not hmac.compare_digest(parts[3], self._sign(int(parts[1]), expires, task_id, attempt)):
            raise errors.NotFound
        if now >= expires:
            raise errors.LinkExpired
        return Ticket(task_id, attempt, expires)

    def upload(self, name: str, expires: int) -> str:
        """The absolute link of an uploaded image, whose name is its id and an extension."""
        key_id = max(self._keys)
        return f"{self.public_url}/uploads/{key_id}-{expires}-{self._sign_upload(key_id, expires, name)}/{name}"

    def judge_upload(self, token: str, name: str, now: float) -> int:
        """When the link ends. Raises `NotFound` when it is not ours, `LinkExpired` when it is too old."""
        parts = _TOKEN.fullmatch(token)
        if parts is None or int(parts[1]) not in self._keys:
            raise errors.NotFound
        expires = int(parts[2])
        if not hmac.compare_digest(parts[3], self._sign_upload(int(parts[1]), expires, name)):
            raise errors.NotFound
        if now >= expires:
            raise errors.LinkExpired(UPLOAD_EXPIRED)
        return expires

    def uploaded(self, url: str, now: float) -> str | None:
        """The id of the image whose link this is, whatever host it names; None for anybody else's URL.

        Raises `LinkExpired` when it is ours and too old.
        """
        found = _UPLOAD_LINK.search(url)
        if found is None or url[found.end() :].partition("?")[0]:
            return None
        try:
            self.judge_upload(found[1], found[2], now)
        except errors.NotFound:
            return None
        return found[3]

    def _sign_upload(self, key_id: int, expires: int, name: str) -> str:
        # The word keeps these texts apart from those of results, which begin with a number.
        return hmac.new(self._keys[key_id], f"upload\n{expires}\n{name}".encode(), hashlib.sha256).hexdigest()

    def _sign(self, key_id: int, expires: int, task_id: str, attempt: int) -> str:
        text = f"{expires}\n{task_id}\n{attempt}".encode()
        return hmac.new(self._keys[key_id], text, hashlib.sha256).hexdigest()


async def signing_keys(connection: asyncpg.Connection) -> dict[int, bytes]:
    """Every signing key by its id; the first is made when there is none."""
    async with connection.transaction():
        await connection.execute("LOCK TABLE signing_key IN SHARE ROW EXCLUSIVE MODE")
        if not await connection.fetchval("SELECT EXISTS (SELECT FROM signing_key)"):
            await connection.execute("INSERT INTO signing_key (secret) VALUES ($1)", secrets.token_bytes(32))
        rows = await connection.fetch("SELECT id, secret FROM signing_key")
    return {row["id"]: row["secret"] for row in rows}
