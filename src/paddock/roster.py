"""The engines of one worker: chosen by route, rested after a failure, and taken one job a slot.

A task falls to the next engine of its route until one has taken it; from then on it stays there, whichever worker it
comes to. What a task has under way at a remote engine stands in its row (`remote`), and so do the slots: a slot is
free again when the row says that nothing of the job is left on a GPU.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import structlog

from paddock import db, egress, errors, queue, routing
from paddock.config import Settings
from paddock.engines import EngineRequest, host, remote
from paddock.models import Model, Status, Task

log = structlog.get_logger()
SQL = db.statements("engines")

NO_ENGINE = errors.EngineUnavailable(
    "No engine for this model is available at present; nothing was charged, try again later"
)
LOOK_AGAIN_S = 0.5
SLOT_WAIT_S = 60.0
CLEAR_AGAIN_S = 2.0
SETUP_LIMITS_S = {"diffusers": 1800.0}
"""Loading a large model from a disk takes minutes."""


class Busy(errors.PaddockError):
    """Every slot stayed taken: the task goes back to the queue, without blame."""


@dataclass(slots=True)
class Making:
    """One attempt: what it is about, and which engine has it."""

    task: Task
    engine: str


class Roster:
    """Every engine that this worker may need. Hosts and clients are made when they are first wanted, and kept."""

    def __init__(self, settings: Settings, pool: asyncpg.Pool, routes: routing.Routes, outward: egress.Egress) -> None:
        self._settings = settings
        self._pool = pool
        self._routes = routes
        self._egress = outward
        self._hosts: dict[str, host.Host] = {}
        self._remotes: dict[str, remote.Remote] = {}
        self._clearing: dict[str, asyncio.Task[None]] = {}
        self._cleared_at = 0.0

    # -- life

    async def prepare(self) -> None:
        """Warm up what is preferred somewhere and let the estimates begin; what fails is tried with the first task."""
        for name in dict.fromkeys(self._routes.first(model) for model in Model):
            known = self._routes.engines[name]
            pace = None if known.capabilities is None else known.capabilities.work_s_per_video_s
            if not known.remote:
                try:
                    await self._host(known).warm()
                    pace = self._host(known).work_s_per_video_s
                except host.EngineCrash as crash:
                    log.error("engine not ready", engine=name, problem=str(crash))
            if pace is not None:
                await self._introduce(name, pace)

    async def _introduce(self, name: str, pace: float) -> None:
        async def once() -> None:
            async with self._pool.acquire() as connection, connection.transaction():
                await queue.introduce(connection, name, pace)

        await db.patiently(once, "register the engine")

    async def warm(self) -> None:
        """Have the child processes of the preferred local engines ready."""
        for name in dict.fromkeys(self._routes.first(model) for model in Model):
            known = self._routes.engines[name]
            if not known.remote:
                with contextlib.suppress(host.EngineCrash):
                    await self._host(known).warm()

    async def close(self) -> None:
        """End the child processes and hang up; jobs elsewhere go on."""
        for task in self._clearing.values():
            task.cancel()
        for child in self._hosts.values():
            await child.kill()
        for engine in self._remotes.values():
            await engine.close()

    def _host(self, known: routing.Known) -> host.Host:
        if known.name not in self._hosts:
            limit_s = SETUP_LIMITS_S.get(known.kind, host.SETUP_LIMIT_S)
            self._hosts[known.name] = host.Host(known.kind, known.options, limit_s)
        return self._hosts[known.name]

    def _remote(self, known: routing.Known) -> remote.Remote:
        if known.name not in self._remotes:
            self._remotes[known.name] = make_remote(known, self._egress)
        return self._remotes[known.name]

    # -- one task

    async def make(
        self, making: Making, request: EngineRequest, out: Path, on_progress: Callable[[float], None]
    ) -> None:
        """Have the video made at `out` by the first engine that takes it; `making.engine` says which.

        Raises a `TaskFailure`, `host.EngineCrash` or `remote.Interrupted` for another attempt, or `Busy`.
        """
        if self._routes.plain:
            known = self._routes.engines[making.engine]
            await self._host(known).generate(request, out, on_progress, self._settings.time_limit_s)
            return
        begun = await self._begun(making.task)
        able = self._routes.able(making.task.order)
        if begun is not None:
            able = [known for known in self._routes.engines.values() if known.name == begun.engine] or able
        await self._first_that_takes(making, able, begun, request, out, on_progress)

    async def _begun(self, task: Task) -> remote.State | None:
        """What an earlier attempt may have under way; it binds the task to that engine."""
        row = await db.patiently(lambda: self._pool.fetchrow(SQL.remote, task.id, task.attempt), "read the journal")
        if row is None or row["remote"] is None:
            return None
        state = remote.decode(row["remote"])
        known = self._routes.engines.get(state.engine)
        return state if state.phase != "taken" and known is not None and known.remote else None

    async def _first_that_takes(
        self,
        making: Making,
        able: list[routing.Known],
        begun: remote.State | None,
        request: EngineRequest,
        out: Path,
        on_progress: Callable[[float], None],
    ) -> None:
        began = time.monotonic()
        refused: dict[str, errors.TaskFailure] = {}
        while True:
            resting = {} if begun is not None else await self._resting()
            busy = False
            for known in self._in_turn(able, resting, refused):
                making.engine = known.name
                try:
                    await self._try(making, known, begun, request, out, on_progress)
                    return
                except Busy:
                    busy = True
                except remote.NotBegun as refusal:
                    await self._note_refusal(making, known, refusal, refused)
                    begun = None
            if refused and len(refused) == len(able):
                raise next(iter(refused.values()))
            waited_s = time.monotonic() - began
            if busy and waited_s > SLOT_WAIT_S:
                raise Busy
            if not busy and waited_s > self._settings.engine_patience_s:
                raise NO_ENGINE
            await asyncio.sleep(LOOK_AGAIN_S)

    def _in_turn(
        self, able: list[routing.Known], resting: dict[str, float], refused: dict[str, errors.TaskFailure]
    ) -> Iterator[routing.Known]:
        """The engines to try now: the first that is well, and those of the same profile right behind it.

        Others come only when that one does not take the job: a busy engine is waited for, a resting one is not.
        """
        tried: routing.Known | None = None
        for known in able:
            if known.name in refused or resting.get(known.name, 0.0) > 0:
                continue
            if tried is not None and not _alike(tried, known) and not self._gave_up(tried):
                return
            tried = known
            yield known

    def _gave_up(self, known: routing.Known) -> bool:
        return known.name in self._rested_now

    async def _try(
        self,
        making: Making,
        known: routing.Known,
        begun: remote.State | None,
        request: EngineRequest,
        out: Path,
        on_progress: Callable[[float], None],
    ) -> None:
        limit_s = self._settings.time_limit_s
        if known.definition is not None and known.definition.time_limit_s is not None:
            limit_s = known.definition.time_limit_s
        if not known.remote:
            await self._try_local(known, request, out, on_progress, limit_s)
        else:
            journal = Journal(self._pool, making.task, begun or _taken(known, making.task))
            if begun is None and not await self._take_slot(journal, known):
                raise Busy
            try:
                async with asyncio.timeout(limit_s):
                    await self._remote(known).generate(request, out, journal, on_progress)
            except TimeoutError:
                raise errors.GenerationTimeout(
                    f"The video was not ready within {limit_s:.0f} s; ask for a shorter video or a lower quality"
                ) from None
        await self._note_well(known)
