"""Finds the server to talk to: the one that was named, the one that runs in the data folder, or a private one."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from paddock import datafolder, errors
from paddock.config import Settings

START_LIMIT_S = 60.0
STOP_LIMIT_S = 30.0
LOG_FILE = "private-server.log"
_SERVE = (sys.executable, "-m", "paddock", "serve")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a server is and the key for it."""

    url: str
    key: str
    private: bool = False


@contextlib.contextmanager
def server(settings: Settings, *, workers: int) -> Iterator[Place]:
    """A server for one run; a private one has this many workers.

    Raises `OperatorError` when there is no key for it or none can be started.
    """
    if settings.url:
        if not settings.api_key:
            raise errors.OperatorError("PADDOCK_URL is set but PADDOCK_API_KEY is not: set it to a key of that server")
        yield Place(settings.url.rstrip("/"), settings.api_key)
        return
    running = datafolder.running_server(settings.data)
    if running is not None:
        yield Place(running, _own_key(settings))
        return
    with _private(settings, workers) as started:
        yield Place(started, _own_key(settings), private=True)


def _own_key(settings: Settings) -> str:
    key = settings.api_key or datafolder.read_key(settings)
    if key is None:
        raise errors.OperatorError(
            f"{settings.api_key_file} cannot be read: set PADDOCK_API_KEY to a key of this server"
        )
    return key


@contextlib.contextmanager
def _private(settings: Settings, workers: int) -> Iterator[str]:
    """A server of our own on a free port, for as long as this context lasts."""
    datafolder.prepare(settings.data)
    log = settings.data / LOG_FILE
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*_SERVE, "--port", "0", "--data", str(settings.data), "--workers", str(workers), "--private"],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=file,
            env={**os.environ, "NO_COLOR": "1"},
            start_new_session=True,  # Ctrl-C is for us; we stop it when we are done
        )
    try:
        yield _announced(settings.data, process, log)
    finally:
        process.terminate()
        try:
            process.wait(STOP_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.terminate()  # the second signal stops at once
            process.wait()


def _announced(data: Path, process: subprocess.Popen[bytes], log: Path) -> str:
    """The URL that the new server announces."""
    deadline = time.monotonic() + START_LIMIT_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise errors.OperatorError(_last_line(log))
        with contextlib.suppress(OSError, ValueError):
            announced = json.loads((data / datafolder.SERVER_FILE).read_text())
            if announced["pid"] == process.pid:
                return str(announced["url"])
        time.sleep(0.02)
    raise errors.OperatorError(f"the private server was not ready within {START_LIMIT_S:.0f} s: see {log}")


def _last_line(log: Path) -> str:
    lines = [line for line in log.read_text(errors="replace").splitlines() if line.strip()]
    return lines[-1].removeprefix("paddock: ") if lines else f"the private server ended at once: see {log}"
