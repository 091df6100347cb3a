"""A worker: claim > fetch > engine > check > store > settle, one task at a time.

Whatever happens to it, the task's row decides: a worker that died is noticed by its lease, one that woke up late finds
its fence gone and writes nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import asyncpg
import structlog
from PIL import Image

from paddock import addresses, db, egress, errors, images, queue, roster, routing, storage, sweep, tasks, video
from paddock.config import Settings
from paddock.engines import EngineRequest
from paddock.models import SIZES, Model, Task, frame_count, size_like
from paddock.pulse import Hold, Pulse

log = structlog.get_logger()
T = TypeVar("T")


@dataclass(slots=True)
class _Made:
    """What an attempt has to tell besides its video."""

    engine: str
    """Which has it, or had it last."""
    warnings: list[str] = field(default_factory=list)


class Worker:
    """One worker process's work. `drain` and `stop` may be called from a signal handler."""

    def __init__(self, settings: Settings, dsn: str, pool: asyncpg.Pool) -> None:
        self.id = f"{socket.gethostname()}-{secrets.token_hex(4)}"
        self._settings = settings
        self._pool = pool
        self._most_at_work = settings.most_at_work()
        self._egress = egress.Egress(addresses.AllowList.parse(settings.egress_allow))
        self._routes = routing.Routes(settings)
        self._routes.check()
        self._roster = roster.Roster(settings, pool, self._routes, self._egress)
        self._outgoing = queue.Bell(pool)
        self._bell = asyncio.Event()
        self._draining = asyncio.Event()
        self._stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        self._pulse = Pulse(
            dsn,
            self.id,
            settings.engine,
            lease_s=settings.lease_s,
            heartbeat_s=settings.heartbeat_s,
            on_bell=lambda: _signal(loop, self._bell),
        )

    def drain(self) -> None:
        """Claim nothing more; end after the task at hand. A second call, or the drain limit, stops at once."""
        if self._draining.is_set():
            self._stopping.set()
        else:
            self._draining.set()
            asyncio.get_running_loop().call_later(self._settings.drain_s, self._stopping.set)
        self._bell.set()

    async def run(self) -> None:
        """Work until drained."""
        self._pulse.start()
        sweeper = asyncio.create_task(sweep.forever(self._pool, self._settings))
        try:
            await self._roster.prepare()
            while not self._draining.is_set():
                if not await self._work_once():
                    await self._wait_for_work()
        finally:
            sweeper.cancel()
            await self._roster.close()
            self._pulse.stop()

    async def _patiently(self, what: str, action: Callable[[asyncpg.Connection], Awaitable[T]]) -> T:
        async def once() -> T:
            async with self._pool.acquire() as connection, connection.transaction():
                return await action(connection)

        return await db.patiently(once, what)

    async def _work_once(self) -> bool:
        """Claim and finish one task; False when there is none."""
        self._bell.clear()
        await self._roster.warm()
        await self._roster.clear_leftovers()
        task = await self._patiently(
            "claim", lambda c: queue.claim(c, self.id, self._settings.lease_s, self._most_at_work)
        )
        if task is None:
            return False
        await self._attempt(task)
        return True

    async def _wait_for_work(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._bell.wait(), self._settings.poll_s)

    async def _attempt(self, task: Task) -> None:
        """Make the task's video, unless the attempt is lost or the worker must stop first."""
        lost = asyncio.Event()
        loop = asyncio.get_running_loop()
        hold = Hold(task.id, task.attempt, lambda: _signal(loop, lost), task.progress)
        self._pulse.hold(hold)
        log.info("attempt", task=task.id, attempt=task.attempt, model=task.order.model)
        work = asyncio.create_task(self._make_and_settle(task, hold))
        interruptions = [asyncio.create_task(lost.wait()), asyncio.create_task(self._stopping.wait())]
        try:
            await asyncio.wait([work, *interruptions], return_when=asyncio.FIRST_COMPLETED)
            if not work.done():
                work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await work
            if work.cancelled() and not lost.is_set():
                await self._hand_back(task)
            if lost.is_set():
                log.info("attempt is no longer ours", task=task.id, attempt=task.attempt)
        finally:
            self._pulse.hold(None)
            self._roster.clear_soon(task.id)
            for interruption in interruptions:
                interruption.cancel()

    async def _hand_back(self, task: Task) -> None:
        log.info("handed back", task=task.id, attempt=task.attempt)
        with contextlib.suppress(*db.OUTAGES):  # its lease runs out anyway
            await self._pool.execute(queue.SQL.hand_back, task.id, task.attempt)

    async def _make_and_settle(self, task: Task, hold: Hold) -> None:
        made = _Made(self._routes.first(task.order.model))
        try:
            started = time.monotonic()
            result = await self._make(task, hold, made)
        except errors.TaskFailure as failure:
            await self._fail(task, failure, made)
        except roster.Busy:
            await self._hand_back(task)
        except roster.Overtaken:
            log.info("another attempt owns the task, or it has ended", task=task.id, attempt=task.attempt)
        except asyncio.CancelledError:
            raise
        except Exception as error:
            log.error("attempt broke", task=task.id, attempt=task.attempt, problem=repr(error), exc_info=error)
            await self._try_again(task, made)
        else:
            await self._complete(task, result, made)
            await self._learn(task, made, time.monotonic() - started)

    async def _make(self, task: Task, hold: Hold, made: _Made) -> Path:
        """The stored video of this attempt."""
        settings, order = self._settings, task.order
        with storage.scratch(settings.data, task.id, task.attempt) as folder:
            pictures, found = await images.gather(
                order.image_urls, order.model, self._egress, folder, uploads=settings.uploads
            )
            made.warnings.extend(found)
            width, height = _size(task, pictures)
            request = EngineRequest(
                order.model, order.prompt, tuple(pictures), width, height, frame_count(order.duration_s), order.seed
            )
            out = folder / "video.mp4"

            def on_progress(fraction: float) -> None:
                hold.progress = int(fraction * 99)

            job = roster.Job(task, made.engine, request, out, on_progress)
            try:
                await self._roster.make(job)
            finally:
                made.engine = job.engine
            await asyncio.to_thread(video.check, out, width, height, request.frames)
            target = storage.result_path(settings.results, task.id, task.attempt)
            await asyncio.to_thread(storage.keep, out, target)
        return target

    async def _complete(self, task: Task, result: Path, made: _Made) -> None:
        async def settle(connection: asyncpg.Connection) -> bool:
            done = await tasks.complete(connection, task.id, task.attempt, engine=made.engine, warnings=made.warnings)
            # None may also mean that an earlier try was committed and only its answer was lost.
            return done is not None or await tasks.ended_by(connection, task.id, task.attempt)

        if await self._patiently("complete", settle):
            self._outgoing.ring(queue.DELIVERY)
            log.info("completed", task=task.id, attempt=task.attempt)
        else:
            log.info("another attempt owns the task: result dropped", task=task.id, attempt=task.attempt)
            storage.drop(result)

    async def _fail(self, task: Task, failure: errors.TaskFailure, made: _Made) -> None:
        await self._patiently(
            "fail",
            lambda c: tasks.fail(c, task.id, task.attempt, failure, engine=made.engine, warnings=made.warnings),
        )
        self._outgoing.ring(queue.DELIVERY)
        reason = getattr(failure.__cause__, "reason", None)  # what the user is not told: why a download failed
        log.info("failed", task=task.id, attempt=task.attempt, code=failure.code, reason=reason)

    async def _try_again(self, task: Task, made: _Made) -> None:
        again = await self._patiently(
            "retry", lambda c: queue.retry(c, task.id, task.attempt, self._settings.max_attempts)
        )
        if not again:
            await self._fail(task, queue.SPENT, made)

    async def _learn(self, task: Task, made: _Made, took_s: float) -> None:
        pace = took_s / task.order.duration_s
        with contextlib.suppress(*db.OUTAGES):
            await self._pool.execute(
                tasks.SQL.learn_pace, made.engine, task.order.model.value, task.order.quality.value, pace
            )


def _signal(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    with contextlib.suppress(RuntimeError):  # the loop has ended; nobody waits any more
        loop.call_soon_threadsafe(event.set)


def _size(task: Task, pictures: list[Path]) -> tuple[int, int]:
    """Width and height of the task's video."""
    if task.order.model is Model.IMAGE:
        with Image.open(pictures[0]) as picture:  # reads the header only
            return size_like(task.order.quality, *picture.size)
    assert task.order.aspect_ratio is not None
    return SIZES[task.order.quality][task.order.aspect_ratio]
