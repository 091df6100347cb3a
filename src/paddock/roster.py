"""The engines of one worker: chosen by route, rested after a failure, and taken one job a slot.

A task falls to the next engine of its route until one has taken it; from then on it stays there, whichever worker it
comes to. What a task has under way at a remote engine stands in its row (`remote`), and so do the slots: a slot is
free again when the row says that nothing of the job is left on a GPU.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import structlog

from paddock import db, egress, errors, queue, routing
from paddock.config import Settings
from paddock.engines import EngineRequest, host, remote
from paddock.models import Model, Status, Task

log = structlog.get_logger()
SQL = db.statements("engines")

NO_ENGINE = "No engine for this model is available at present; nothing was charged, try again later"
LOOK_AGAIN_S = 0.5
SLOT_WAIT_S = 60.0
CLEAR_AGAIN_S = 2.0
CLOSE_S = 3.0
SETUP_LIMITS_S = {"diffusers": 1800.0}
"""Loading a large model from a disk takes minutes."""


class Busy(errors.PaddockError):
    """Every slot stayed taken: the task goes back to the queue, without blame."""


class Overtaken(errors.PaddockError):
    """The attempt is no longer the task's."""


@dataclass(slots=True)
class Job:
    """One attempt: what is to be made, and which engine has it."""

    task: Task
    engine: str
    request: EngineRequest
    out: Path
    on_progress: Callable[[float], None]
    on_free: Callable[[], None]
    """Called, once or more, when another job may have the engine; at the latest it may when this one has ended."""
    refused: dict[str, errors.TaskFailure] = field(default_factory=dict)
    """The engines that will not make it, and why."""


class Journal:
    """A task's `remote` column, fenced by the attempt."""

    def __init__(
        self, pool: asyncpg.Pool, task: Task, state: remote.State, on_free: Callable[[], None] | None = None
    ) -> None:
        self._pool = pool
        self._task = task
        self._on_free = on_free
        self.state = state

    async def save(self, state: remote.State | None) -> None:
        """Write the state, or nothing at all. Raises `Overtaken`; an id that comes too late is still noted then, so
        that the job can be ended."""
        text = None if state is None else remote.encode(state)
        place = self._task.id, self._task.attempt, text
        noted = await db.patiently(lambda: self._pool.fetchval(SQL.note, *place), "note a remote job")
        if noted is None:
            if state is not None and state.id:
                await db.patiently(lambda: self._pool.execute(SQL.note_late, *place), "note a late job")
            raise Overtaken
        if state is not None:
            self.state = state
            if state.phase == "done" and self._on_free is not None:
                self._on_free()

    async def take_slot(self, slots: int) -> bool:
        """Take one of the engine's slots, unless all are taken."""

        async def once() -> bool:
            async with self._pool.acquire() as connection, connection.transaction():
                await connection.execute(SQL.lock_slots, self.state.engine)
                place = self._task.id, self._task.attempt, self.state.engine, remote.encode(self.state)
                return await connection.fetchval(SQL.take_slot, *place, slots) is not None

        return await db.patiently(once, "take a slot")


def make_remote(known: routing.Known, outward: egress.Egress) -> remote.Remote:
    """The engine of a remote kind; its settings have been checked."""
    from paddock.engines.happyhorse import HappyHorse
    from paddock.engines.videos import Videos

    assert known.definition is not None
    assert known.capabilities is not None
    key = known.definition.api_key
    server = remote.Server(
        base_url=known.definition.base_url or "",
        api_key=None if key is None else key.get_secret_value(),
        patience_s=known.definition.patience_s,
    )
    if known.kind == "happyhorse":
        return HappyHorse(known.name, known.capabilities, server, outward, form=known.definition.form)
    assert known.profile is not None
    return Videos(
        known.name,
        known.capabilities,
        server,
        outward,
        known.profile,
        dialect=known.definition.dialect,
        served_name=known.definition.served_name,
    )


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
        self._cleared_at = -math.inf

    async def prepare(self) -> None:
        """Warm up what is preferred somewhere and let the estimates begin; what fails is tried with the first task."""
        for known in self._preferred():
            pace = None if known.capabilities is None else known.capabilities.work_s_per_video_s
            if not known.remote:
                try:
                    await self._host(known).warm()
                    pace = self._host(known).work_s_per_video_s
                except host.EngineCrash as crash:
                    log.error("engine not ready", engine=known.name, problem=str(crash))
                    if not self._routes.plain:
                        await self._note_ill(known, str(crash))
            if pace is not None:
                await self._introduce(known.name, pace)

    async def _introduce(self, name: str, pace: float) -> None:
        async def once() -> None:
            async with self._pool.acquire() as connection, connection.transaction():
                await queue.introduce(connection, name, pace)

        await db.patiently(once, "register the engine")

    async def warm(self) -> None:
        """Have the child processes of the preferred local engines ready, but no second model on the GPU."""
        for known in self._preferred():
            if not known.remote and not any(self._host(other).ready for other in self._rivals(known)):
                with contextlib.suppress(host.EngineCrash):
                    await self._host(known).warm()

    @property
    def ready(self) -> bool:
        """Whether no child process is missing."""
        return all(child.ready for child in self._hosts.values())

    def _preferred(self) -> list[routing.Known]:
        """The first engine of each route; of the models that fill a GPU, one."""
        found = [self._routes.engines[name] for name in dict.fromkeys(self._routes.first(model) for model in Model)]
        heavy = [known for known in found if known.kind == "diffusers"]
        return [known for known in found if known not in heavy[1:]]

    def _rivals(self, known: routing.Known) -> list[routing.Known]:
        """The engines with a child process that do not fit the GPU together with this one."""
        if known.kind != "diffusers":
            return []
        others = [self._routes.engines[name] for name in self._hosts if name != known.name]
        return [other for other in others if other.kind == "diffusers"]

    async def close(self) -> None:
        """End the child processes and hang up. Jobs elsewhere go on; whoever starts next clears up."""
        if self._clearing:
            await asyncio.wait(self._clearing.values(), timeout=CLOSE_S)
        for task in list(self._clearing.values()):
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

    async def make(self, job: Job) -> None:
        """Have the video made at `job.out` by the first engine that takes it; `job.engine` says which has it.

        Raises a `TaskFailure`; `EngineCrash` or `Interrupted` where another attempt may do; `Busy` or `Overtaken`.
        """
        if self._routes.plain:
            known = self._routes.engines[job.engine]
            await self._generate(job, known, self._settings.time_limit_s)
            return
        if (begun := await self._begun(job.task)) is not None:
            try:
                job.engine = begun.engine
                await self._go_on(job, self._routes.engines[begun.engine], begun)
                return
            except remote.NotBegun as refusal:
                await self._refused(job, self._routes.engines[begun.engine], refusal)
        await self._find_engine(job)

    async def _begun(self, task: Task) -> remote.State | None:
        """What an earlier attempt may have under way; it binds the task to that engine."""
        text = await db.patiently(lambda: self._pool.fetchval(SQL.remote, task.id, task.attempt), "read the journal")
        if text is None:
            return None
        state = remote.decode(text)
        known = self._routes.engines.get(state.engine)
        usable = known is not None and known.remote and known.problem is None
        return state if usable and state.phase != "taken" else None

    async def _find_engine(self, job: Job) -> None:
        """Go through the route until an engine takes the job: again and again, as long as one may yet do so."""
        began = time.monotonic()
        able = self._routes.able(job.task.order)
        while True:
            taken, busy = await self._go_through(job, able)
            if taken:
                return
            if all(known.name in job.refused for known in able):
                raise next(iter(job.refused.values()), errors.EngineUnavailable(NO_ENGINE))
            waited_s = time.monotonic() - began
            if busy and waited_s > SLOT_WAIT_S:
                raise Busy
            if not busy and waited_s > self._settings.engine_patience_s:
                raise errors.EngineUnavailable(NO_ENGINE)
            await asyncio.sleep(LOOK_AGAIN_S)

    async def _go_through(self, job: Job, able: list[routing.Known]) -> tuple[bool, bool]:
        """Offer the job once to each engine in turn; whether one took it, and whether one was only busy.

        A resting engine is passed over. A busy one is waited for: only engines like it may take the job instead.
        """
        resting = await self._resting()
        busy: routing.Known | None = None
        for known in able:
            if known.name in resting or known.name in job.refused:
                continue
            if busy is not None and not _alike(busy, known):
                break
            job.engine = known.name
            try:
                if await self._begin(job, known):
                    return True, False
                busy = known
            except remote.NotBegun as refusal:
                await self._refused(job, known, refusal)
        return False, busy is not None

    async def _begin(self, job: Job, known: routing.Known) -> bool:
        """The video by this engine; False when its slots are taken. Raises `NotBegun` when it does not take the job."""
        if known.remote:
            assert known.definition is not None
            state = remote.State(engine=known.name, phase="taken", seed=job.request.seed)
            if not await Journal(self._pool, job.task, state).take_slot(known.definition.concurrency):
                return False
            await self._go_on(job, known, state)
            return True
        await self._swap(known)
        child = self._host(known)
        try:
            await child.warm()
        except host.EngineCrash as crash:
            raise remote.NotBegun(str(crash)) from crash
        await self._generate(job, known, self._limit_s(known))
        await self._note_well(known)
        return True

    async def _generate(self, job: Job, known: routing.Known, limit_s: float) -> None:
        await self._host(known).generate(job.request, job.out, job.on_progress, limit_s, job.on_free)

    async def _go_on(self, job: Job, known: routing.Known, state: remote.State) -> None:
        limit_s = self._limit_s(known)
        journal = Journal(self._pool, job.task, state, job.on_free)
        try:
            async with asyncio.timeout(limit_s):
                await self._remote(known).generate(job.request, job.out, journal, job.on_progress)
        except TimeoutError:
            raise errors.GenerationTimeout(
                f"The video was not ready within {limit_s:.0f} s; ask for a shorter video or a lower quality"
            ) from None
        await self._note_well(known)

    async def _note_well(self, known: routing.Known) -> None:
        with contextlib.suppress(*db.OUTAGES):  # a finished video is not lost to that
            await self._pool.execute(SQL.well, known.name)

    async def _note_ill(self, known: routing.Known, problem: str, rests_s: float = 0.0) -> None:
        await db.patiently(lambda: self._pool.execute(SQL.failed, known.name, problem[:500], rests_s), "note a failure")

    def _limit_s(self, known: routing.Known) -> float:
        own = None if known.definition is None else known.definition.time_limit_s
        return own or self._settings.time_limit_s

    async def _swap(self, wanted: routing.Known) -> None:
        """Two large models do not fit one GPU: the one that is not wanted goes, once its last video is finished."""
        for rival in self._rivals(wanted):
            child = self._hosts[rival.name]
            await child.settled()
            await child.kill()
            del self._hosts[rival.name]

    async def _resting(self) -> frozenset[str]:
        rows = await db.patiently(lambda: self._pool.fetch(SQL.resting), "look which engines rest")
        return frozenset(row["engine"] for row in rows if row["rests_s"] > 0)

    async def _refused(self, job: Job, known: routing.Known, refusal: remote.NotBegun) -> None:
        """Remember who did not take the job; an engine at fault rests, twice as long every time."""
        log.warning("engine did not take a task", engine=known.name, task=job.task.id, reason=str(refusal))
        if known.remote:
            await Journal(self._pool, job.task, remote.State(engine=known.name, phase="taken", seed=0)).save(None)
        if refusal.failure is not None:
            job.refused[known.name] = refusal.failure
        else:
            await self._note_ill(known, str(refusal), refusal.rests_s)

    def clear_soon(self, task_id: str) -> None:
        """An ended task's remote job is ended and removed behind the caller's back."""
        if not self._routes.plain and task_id not in self._clearing:
            clearing = asyncio.create_task(self._clear(task_id))
            self._clearing[task_id] = clearing
            clearing.add_done_callback(lambda _: self._clearing.pop(task_id, None))

    async def clear_leftovers(self) -> None:
        """Clear what other workers have left behind."""
        if self._routes.plain or time.monotonic() - self._cleared_at < CLEAR_AGAIN_S:
            return
        self._cleared_at = time.monotonic()
        with contextlib.suppress(*db.OUTAGES):
            for row in await self._pool.fetch(SQL.leftovers):
                self.clear_soon(row["id"])

    async def _clear(self, task_id: str) -> None:
        try:
            row = await self._pool.fetchrow(SQL.status, task_id)
            if row is None or row["remote"] is None or not Status(row["status"]).terminal:
                return
            state = remote.decode(row["remote"])
            known = self._routes.engines.get(state.engine)
            if known is not None and known.remote and known.problem is None and state.phase != "taken":
                async with asyncio.timeout(self._limit_s(known)):
                    await self._remote(known).clear(state)
            await self._pool.execute(SQL.forget, task_id, state.engine)
        except (remote.Interrupted, *db.OUTAGES) as problem:
            log.info("a remote job is not cleared yet", task=task_id, reason=str(problem) or type(problem).__name__)


def _alike(one: routing.Known, other: routing.Known) -> bool:
    """Whether two engines make the same videos, so that a task may go to either."""
    if one.definition is None or other.definition is None:
        return False
    return (one.kind, one.definition.profile) == (other.kind, other.definition.profile)
