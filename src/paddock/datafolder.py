"""The data folder: who may use it, where its database is, and which server runs in it."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2

from paddock import errors, pgembed
from paddock.config import Settings

SERVER_FILE = "server.json"


@dataclass(frozen=True, slots=True)
class Database:
    """Where the database is, and the server that is ours to keep alive, if it is the embedded one."""

    dsn: str
    embedded: pgembed.Postgres | None = None


def prepare(folder: Path) -> None:
    """Make the folder, for this user only. Raises `OperatorError` when it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / f".writable-{os.getpid()}"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        raise errors.OperatorError(
            f"the data folder {folder} cannot be written ({error.strerror}): choose another with --data"
        ) from None


@contextlib.contextmanager
def database(settings: Settings) -> Iterator[Database]:
    """The operator's own PostgreSQL, or the embedded one, which stops with its last user."""
    if settings.database_url:
        yield Database(settings.database_url)
        return
    with pgembed.Postgres(settings.data / "postgres") as server:
        yield Database(server.dsn(), server)


@contextlib.contextmanager
def only_server(folder: Path) -> Iterator[None]:
    """Be the one server of this folder. Raises `OperatorError` when another one is."""
    with (folder / "serve.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            where = running_server(folder)
            raise errors.OperatorError(
                f"another Paddock server uses {folder}{f' at {where}' if where else ''}:"
                " stop it, or choose another folder with --data"
            ) from None
        try:
            yield
        finally:
            (folder / SERVER_FILE).unlink(missing_ok=True)


def announce(folder: Path, url: str) -> None:
    """Say where this folder's server listens, for `paddock generate` and others of the same user."""
    write_private(folder / SERVER_FILE, json.dumps({"url": url, "pid": os.getpid()}))


def running_server(folder: Path) -> str | None:
    """The URL of the server that runs in this folder, or None."""
    try:
        url = str(json.loads((folder / SERVER_FILE).read_text())["url"])
        alive = httpx2.get(f"{url}/healthz", timeout=2, trust_env=False).status_code == 200
    except (OSError, ValueError, KeyError, httpx2.HTTPError):
        return None
    return url if alive else None


def write_private(path: Path, text: str) -> None:
    """Write a file that only this user may read, in one step."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    aside.replace(path)


def read_key(settings: Settings) -> str | None:
    """The key that the first start left in the folder, or None."""
    try:
        return settings.api_key_file.read_text().strip() or None
    except OSError:
        return None
