"""One run of a task by a worker: fetch > engine > check > store > settle.

A worker's attempts overlap: while one has the engine, the next may have its pictures fetched, and the last is checked,
stored and settled. Whatever happens to one is its own affair.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, TypeVar

import asyncpg
import structlog
from PIL import Image

from paddock import db, egress, errors, images, posters, queue, roster, routing, storage, tasks, video
from paddock.config import Settings
from paddock.engines import PREVIEW, EngineRequest
from paddock.engines.host import Bystander
from paddock.models import SIZES, Model, Task, frame_count, size_like
from paddock.pulse import Hold, Pulse

log = structlog.get_logger()
T = TypeVar("T")

AHEAD_S: Final = 2.0
"""The next task is claimed when the engine is expected to be free so soon."""
AHEAD_FROM: Final = 0.5
"""What an engine reports before it has done so much says little about the rest."""
AHEAD_LIMIT_S: Final = 5.0
"""A task that was claimed ahead waits so long for the engine, its pictures fetched; then others may have it."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a worker's attempts share."""

    settings: Settings
    pool: asyncpg.Pool
    routes: routing.Routes
    roster: roster.Roster
    egress: egress.Egress
    pulse: Pulse
    outgoing: queue.Bell
    seat: asyncio.Lock
    """The engine's: one attempt has it at a time, in the order of their coming."""
    free_at: dict[str, float] = field(default_factory=dict)
    """What each engine had last reported when it was free again: 1.0 where it finishes nothing beside the next."""

    async def patiently(self, what: str, action: Callable[[asyncpg.Connection], Awaitable[T]]) -> T:
        """A transaction, tried again over a database that is away."""

        async def once() -> T:
            async with self.pool.acquire() as connection, connection.transaction():
                return await action(connection)

        return await db.patiently(once, what)


@dataclass(slots=True)
class _Made:
    """What an attempt has to tell besides its video."""

    engine: str
    """Which has it, or had it last."""
    warnings: list[str] = field(default_factory=list)
    _reached: dict[tasks.Stage, float] = field(default_factory=dict)

    def reach(self, stage: tasks.Stage) -> None:
        """So far the attempt has come."""
        self._reached[stage] = time.monotonic()

    def ago_s(self) -> dict[tasks.Stage, float]:
        """How long ago it came to each stage."""
        return {stage: time.monotonic() - at for stage, at in self._reached.items()}


class Attempt:
    """`run` it as an asyncio task of its own. `on_change` is called when the worker may have something to do."""

    def __init__(
        self, means: Means, task: Task, others: frozenset[Attempt], *, ahead: bool, on_change: Callable[[], None]
    ) -> None:
        """`others`: those under way already. `ahead`: one of them has the engine."""
        self.stage: Literal["waiting", "making", "finishing"] = "waiting"
        self.ahead = ahead
        self.nearly_free = False
        """Whether this attempt, which has the engine, will soon be done with it."""
        self.in_vain = False
        """Claimed ahead, and handed back: whoever has the engine is better not followed."""
        self.ended = asyncio.Event()
        self._alone = task.attempt - task.handed_back > 1
        """A task that broke once, or was there when something broke, is made with no other beside it: what breaks then
        is its own fault, and nobody else is blamed."""
        self._others = others if self._alone else frozenset()
        self._means = means
        self._task = task
        self._on_change = on_change
        self._running: asyncio.Task[None] | None = None
        self._lost = self._settled = False
        self._unwanted = False
        self._expected: asyncio.TimerHandle | None = None
        self._predictable = not self._alone
        self._engine_was_ready = ahead and means.roster.ready
        self._seated_at = 0.0
        self._waited_s = 0.0
        self._told = self._told_when_free = 0.0
        loop = asyncio.get_running_loop()
        self._hold = Hold(task.id, task.attempt, lambda: _from_thread(loop, self._on_lost), task.progress)

    def stop(self) -> None:
        """Hand the task back, wherever it is."""
        if not self._unwanted:
            self._unwanted = True
            if self._running is not None:
                self._running.cancel()

    def _on_lost(self) -> None:
        if not self._settled:
            self._lost = True
            self.stop()

    async def run(self) -> None:
        """Make the task's video, unless the attempt is lost or must stop first."""
        self._running = asyncio.current_task()
        task, means = self._task, self._means
        means.pulse.hold(self._hold)
        log.info("attempt", task=task.id, attempt=task.attempt, model=task.order.model, ahead=self.ahead)
        try:
            if not self._unwanted:
                await self._make_and_settle()
        except asyncio.CancelledError:
            self._unwanted = True
        finally:
            if self._unwanted and not self._lost:
                await self._hand_back()
            elif self._lost:
                log.info("attempt is no longer ours", task=task.id, attempt=task.attempt)
            means.pulse.let_go(self._hold)
            storage.drop(storage.preview_path(means.settings.results, task.id))
            means.roster.clear_soon(task.id)
            self._stand_up()
            self.ended.set()
            self._on_change()

    async def _hand_back(self) -> None:
        log.info("handed back", task=self._task.id, attempt=self._task.attempt)
        with contextlib.suppress(*db.OUTAGES):  # its lease runs out anyway
            await queue.hand_back(self._means.pool, self._task.id, self._task.attempt)

    async def _make_and_settle(self) -> None:
        task = self._task
        made = _Made(self._means.routes.first(task.order.model))
        started = time.monotonic()
        try:
            if self._alone:
                await self._wait_for_others()
            result = await self._make(made)
        except errors.TaskFailure as failure:
            await self._fail(failure, made)
        except (roster.Busy, Bystander):
            await self._hand_back()
        except roster.Overtaken:
            log.info("another attempt owns the task, or it has ended", task=task.id, attempt=task.attempt)
        except Exception as error:
            log.error("attempt broke", task=task.id, attempt=task.attempt, problem=repr(error), exc_info=error)
            await self._try_again(made)
        else:
            took_s = time.monotonic() - started - self._waited_s
            if await self._complete(result, made):
                await self._learn(made, took_s)
                with contextlib.suppress(errors.NotFound):
                    await posters.poster(self._means.settings.results, task.id, task.attempt)

    async def _make(self, made: _Made) -> Path:
        """The stored video of this attempt."""
        settings, task, order = self._means.settings, self._task, self._task.order
        with storage.scratch(settings.data, task.id, task.attempt) as folder:
            pictures, found = await images.gather(
                order.image_urls, order.model, self._means.egress, folder, uploads=settings.uploads
            )
            made.warnings.extend(found)
            await asyncio.to_thread(
                storage.keep_inputs, [images.thumbnail_of(one) for one in pictures], settings.results, task.id
            )
            made.reach("fetched")
            width, height = _size(task, pictures)
            request = EngineRequest(
                order.model, order.prompt, tuple(pictures), width, height, frame_count(order.duration_s), order.seed
            )
            out = folder / "video.mp4"
            job = roster.Job(task, made.engine, request, out, lambda told: self._on_progress(told, job), self._on_free)
            await self._sit_down()
            try:
                await self._means.roster.make(job)
            finally:
                self._on_free()
                made.engine = job.engine
            made.reach("rendered")
            self._means.free_at[job.engine] = self._told_when_free
            await asyncio.to_thread(video.check, out, width, height, request.frames)
            target = storage.result_path(settings.results, task.id, task.attempt)
            await asyncio.to_thread(storage.keep, out, target)
            made.reach("stored")
        return target

    # -- the engine's seat

    async def _wait_for_others(self) -> None:
        """Raises `Busy` when that would take long."""
        self.in_vain = self.ahead
        if self.ahead:
            raise roster.Busy
        for other in self._others:
            await other.ended.wait()

    async def _sit_down(self) -> None:
        """Wait for the engine. Raises `Busy` when a task that was claimed ahead had better go to somebody else: the
        engine takes longer than it said, or has broken."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(AHEAD_LIMIT_S if self.ahead else None):
                await self._means.seat.acquire()
        except TimeoutError:
            self.in_vain = True
            raise roster.Busy from None
        if self._engine_was_ready and not self._means.roster.ready:
            self._means.seat.release()
            raise roster.Busy
        self.stage = "making"
        self._seated_at = time.monotonic()
        self._waited_s = self._seated_at - began

    def _on_free(self) -> None:
        if not self._alone:
            self._stand_up()

    def _stand_up(self) -> None:
        """Leave the engine to the next."""
        if self.stage == "making":
            self.stage = "finishing"
            self._told_when_free = self._told
            self.expect_nothing()
            self._means.seat.release()
            self._on_change()

    def _on_progress(self, fraction: float, job: roster.Job) -> None:
        self._told = fraction
        self._hold.progress = int(fraction * 99)
        if storage.show(job.out.with_name(PREVIEW), self._means.settings.results, self._task.id):
            self._hold.previews += 1
            self._means.pulse.hurry()
        share = fraction / (self._means.free_at.get(job.engine) or 1.0)
        if self.stage == "making" and self._predictable and not self.nearly_free and share >= AHEAD_FROM:
            self._expect((time.monotonic() - self._seated_at) * (1 / share - 1))

    def _expect(self, left_s: float) -> None:
        """The engine will be free in about this time."""
        if self._expected is not None:
            self._expected.cancel()
        self._expected = asyncio.get_running_loop().call_later(max(0.0, left_s - AHEAD_S), self._on_nearly_free)

    def _on_nearly_free(self) -> None:
        self.nearly_free = True
        self._on_change()

    def expect_nothing(self) -> None:
        """Nobody can say when the engine will be free."""
        self._predictable = self.nearly_free = False
        if self._expected is not None:
            self._expected.cancel()

    # -- the end

    def _settle(self) -> None:
        """The task's row says how it ended: there is nothing to lose any more."""
        self._settled = True
        self._means.pulse.let_go(self._hold)

    async def _complete(self, result: Path, made: _Made) -> bool:
        """Settle; False when the task is somebody else's."""
        task = self._task

        async def settle(connection: asyncpg.Connection) -> bool:
            done = await tasks.complete(
                connection, task.id, task.attempt, engine=made.engine, warnings=made.warnings, ago_s=made.ago_s()
            )
            # None may also mean that an earlier try was committed and only its answer was lost.
            return done is not None or await tasks.ended_by(connection, task.id, task.attempt)

        ours = await self._means.patiently("complete", settle)
        self._settle()
        if ours:
            self._means.outgoing.ring(queue.DELIVERY)
            log.info("completed", task=task.id, attempt=task.attempt)
        else:
            log.info("another attempt owns the task: result dropped", task=task.id, attempt=task.attempt)
            storage.drop(result)
        return ours

    async def _fail(self, failure: errors.TaskFailure, made: _Made) -> None:
        task = self._task
        await self._means.patiently(
            "fail",
            lambda c: tasks.fail(
                c, task.id, task.attempt, failure, engine=made.engine, warnings=made.warnings, ago_s=made.ago_s()
            ),
        )
        self._settle()
        self._means.outgoing.ring(queue.DELIVERY)
        reason = getattr(failure.__cause__, "reason", None)  # what the user is not told: why a download failed
        log.info("failed", task=task.id, attempt=task.attempt, code=failure.code, reason=reason)

    async def _try_again(self, made: _Made) -> None:
        task, most = self._task, self._means.settings.max_attempts
        if not await self._means.patiently("retry", lambda c: queue.retry(c, task.id, task.attempt, most)):
            await self._fail(queue.SPENT, made)

    async def _learn(self, made: _Made, took_s: float) -> None:
        order = self._task.order
        with contextlib.suppress(*db.OUTAGES):
            await self._means.pool.execute(
                tasks.SQL.learn_pace, made.engine, order.model.value, order.quality.value, took_s / order.duration_s
            )


def _from_thread(loop: asyncio.AbstractEventLoop, action: Callable[[], None]) -> None:
    with contextlib.suppress(RuntimeError):  # the loop has ended; nobody waits any more
        loop.call_soon_threadsafe(action)


def _size(task: Task, pictures: list[Path]) -> tuple[int, int]:
    """Width and height of the task's video."""
    if task.order.model is Model.IMAGE:
        with Image.open(pictures[0]) as picture:  # reads the header only
            return size_like(task.order.quality, *picture.size)
    assert task.order.aspect_ratio is not None
    return SIZES[task.order.quality][task.order.aspect_ratio]
