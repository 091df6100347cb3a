"""What an engine is whose work is done by a server: it runs inside the worker, without a child process.

It keeps a journal in the task's row, so that a worker that takes over goes on with the job instead of paying for
another: `submitting` is written before a job is sent, the job's id as soon as it is known.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

import httpx2
import msgspec
from msgspec import Struct

from paddock import errors
from paddock.engines import Capabilities, EngineRequest, Report

Phase = Literal["taken", "submitting", "running", "done"]


class State(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a task has under way at a remote engine; a row's `remote` column."""

    engine: str
    phase: Phase
    """`taken`: nothing was sent. `submitting`: something may have been. `done`: its GPU is free again."""
    seed: int
    id: str = ""
    """The job's name there, once it is known."""
    key: str = ""
    """What makes sending it again harmless, where the server knows such keys."""
    restarts: int = 0
    """How often the server forgot the job."""
    seen: list[str] = []
    """The jobs that were there before ours was sent."""
    size: str = ""
    """What was asked for, to know our job by."""


def encode(state: State) -> str:
    return msgspec.json.encode(state).decode()


def decode(text: str) -> State:
    return msgspec.json.decode(text, type=State)


class Journal(Protocol):
    state: State
    """What is known of the task's job there."""

    async def save(self, state: State) -> None:
        """Returns once it is durable. Raises `CancelledError` when the attempt is no longer the task's."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where an engine's server is, as the operator says."""

    base_url: str
    api_key: str | None
    patience_s: float
    """How long it may be silent in the middle of a job."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a look at an engine's server found."""

    well: bool
    text: str
    """What was seen, or what to do about it."""


class NotBegun(errors.PaddockError):
    """The engine did not take the job, for certain: another may have it. The message is for the log."""

    def __init__(self, reason: str, *, rests_s: float = 0.0, failure: errors.TaskFailure | None = None) -> None:
        """`rests_s`: how long to leave it alone at least. `failure`: the request is to blame, not the engine."""
        self.rests_s = rests_s
        self.failure = failure
        super().__init__(reason)


class Interrupted(errors.PaddockError):
    """Nobody knows how the job goes; the next attempt finds out. The message is for the log."""


class Cause(errors.PaddockError):
    """Behind a failure: what the server said. For the log; users are not shown other servers' words."""

    def __init__(self, reason: str) -> None:
        self.reason = reason[:500]
        super().__init__(self.reason)


@runtime_checkable
class Remote(Protocol):
    name: str
    capabilities: Capabilities

    async def look(self) -> Standing:
        """Whether the server answers and is what it should be. Never raises for what the network does."""

    async def generate(self, request: EngineRequest, out: Path, journal: Journal, report: Report) -> None:
        """Have the video made and write it to `out`, going on with what the journal knows.

        Saves `done` once the server is free again. Raises `NotBegun`, `Interrupted` or a `TaskFailure`. Cancelling the
        call leaves the job there to whoever comes next.
        """

    async def clear(self, state: State) -> None:
        """End the job there and remove what is left of it; returns when its GPU is free.

        Raises `Interrupted` when that cannot be known. Safe to repeat.
        """

    async def close(self) -> None:
        """Hang up."""


NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)
"""After these a request has not left this machine."""


WHOLE_S = 60.0
"""How long a short answer may take in all: a server that sends a byte a second is not alive."""


async def whole(call: Awaitable[httpx2.Response], limit_s: float = WHOLE_S) -> httpx2.Response:
    """The answer to a call. Raises what httpx2 raises, also when it is not all there after `limit_s` seconds."""
    try:
        async with asyncio.timeout(limit_s):
            return await call
    except TimeoutError:
        raise httpx2.ReadTimeout(f"no whole answer within {limit_s:.0f} s") from None


def strange(answer: httpx2.Response) -> str | None:
    """What is wrong with an answer that should be JSON of the service we look for, or None."""
    if 300 <= answer.status_code < 400:
        return f"leads elsewhere (to {answer.headers.get('location', '?')[:200]}): set base_url to the server itself"
    if not isinstance(json_of(answer), dict):
        return f"answers {answer.status_code} with something that is no JSON: correct base_url"
    return None


def client(server: Server) -> httpx2.AsyncClient:
    """An HTTP client for a server that the operator named. It knows no proxy and follows no redirect."""
    headers = {"authorization": f"Bearer {server.api_key}"} if server.api_key else {}
    timeout = httpx2.Timeout(60.0, connect=5.0)
    return httpx2.AsyncClient(base_url=server.base_url, headers=headers, timeout=timeout, trust_env=False)


def json_of(answer: httpx2.Response) -> Any:
    """The answer's JSON, or None when it is none."""
    try:
        return answer.json()
    except ValueError:
        return None


async def download(http: httpx2.AsyncClient, path: str, into: Path, most_bytes: int) -> httpx2.Response:
    """GET `path` into a file; the answer, whose body is read only when it is not a 200.

    Raises what httpx2 raises, also for a body that ends early, and `Interrupted` for one that is too long.
    """
    async with http.stream("GET", path) as answer:
        if answer.status_code != 200:
            await answer.aread()
            return answer
        size_bytes = 0
        with into.open("wb") as file:
            async for chunk in answer.aiter_bytes():
                size_bytes += len(chunk)
                if size_bytes > most_bytes:
                    raise Interrupted(f"the video is larger than {most_bytes} bytes")
                file.write(chunk)
        return answer


def retry_after_s(answer: httpx2.Response) -> float:
    """What the server asks for, in seconds, at most ten minutes; 0 when it says nothing readable."""
    given = answer.headers.get("retry-after", "")
    return min(600.0, float(given)) if given.isascii() and given.isdecimal() else 0.0
