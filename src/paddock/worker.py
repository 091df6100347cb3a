"""A worker: claims tasks and runs their attempts, one at a time at the engine.

The engine never waits for what is not its own work: the next task is claimed shortly before the engine is free, and
the last one is checked, stored and settled while the next is made. Whatever happens to a worker, the task's row
decides: one that died is noticed by its leases, one that woke up late finds its fences gone and writes nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import socket
from typing import Final

import asyncpg

from paddock import addresses, egress, queue, roster, routing, sweep
from paddock.attempt import Attempt, Means
from paddock.config import Settings
from paddock.pulse import Pulse

MOST_FINISHING: Final = 1
"""While more attempts than these are being checked and stored, nothing new is claimed."""
GIVE_WAY_S: Final = 0.05
"""A worker whose engine is not free yet leaves a new task to those that are idle for so long."""


class Worker:
    """One worker process's work. `drain` may be called from a signal handler."""

    def __init__(self, settings: Settings, dsn: str, pool: asyncpg.Pool) -> None:
        self.id = f"{socket.gethostname()}-{secrets.token_hex(4)}"
        self._settings = settings
        self._pool = pool
        self._most_at_work = settings.most_at_work()
        routes = routing.Routes(settings)
        routes.check()
        self._look_again = asyncio.Event()
        self._draining = False
        self._stopping = False
        self._attempts: set[Attempt] = set()
        loop = asyncio.get_running_loop()
        self._pulse = Pulse(
            dsn,
            self.id,
            settings.engine,
            lease_s=settings.lease_s,
            heartbeat_s=settings.heartbeat_s,
            on_bell=lambda: _signal(loop, self._look_again),
        )
        outward = egress.Egress(addresses.AllowList.parse(settings.egress_allow))
        self._roster = roster.Roster(settings, pool, routes, outward)
        self._means = Means(
            settings, pool, routes, self._roster, outward, self._pulse, queue.Bell(pool), asyncio.Lock()
        )

    def drain(self) -> None:
        """Claim nothing more; end after the tasks at hand. A second call, or the drain limit, stops at once."""
        if self._draining:
            self._stop()
            return
        self._draining = True
        asyncio.get_running_loop().call_later(self._settings.drain_s, self._stop)
        for attempt in self._attempts:
            if attempt.ahead and attempt.stage == "waiting":
                attempt.stop()
        self._look_again.set()

    def _stop(self) -> None:
        self._stopping = True
        for attempt in self._attempts:
            attempt.stop()

    async def run(self) -> None:
        """Work until drained."""
        self._pulse.start()
        sweeper = asyncio.create_task(sweep.forever(self._pool, self._settings))
        try:
            await self._roster.prepare()
            async with asyncio.TaskGroup() as group:  # whatever breaks in one ends them all, and their leases run out
                while not self._draining:
                    if not await self._begin_next(group):
                        await self._wait_for_work()
        finally:
            sweeper.cancel()
            await self._roster.close()
            self._pulse.stop()

    async def _begin_next(self, group: asyncio.TaskGroup) -> bool:
        """Claim a task and begin it; False when there is none, or it is not the time for one."""
        self._look_again.clear()
        if self._nearly_free():
            await asyncio.sleep(GIVE_WAY_S)
        if self._idle():
            await self._roster.warm()
            await self._roster.clear_leftovers()
        elif not self._nearly_free():
            return False
        if self._draining:
            return False
        ahead = not self._idle()
        task = await self._means.patiently(
            "claim", lambda c: queue.claim(c, self.id, self._settings.lease_s, self._most_at_work)
        )
        if task is None:
            return False
        others = frozenset(self._attempts)
        attempt = Attempt(self._means, task, others, ahead=ahead, on_change=self._look_again.set)
        self._attempts.add(attempt)
        if self._stopping or (self._draining and ahead):
            attempt.stop()
        group.create_task(self._see_through(attempt))
        return True

    async def _see_through(self, attempt: Attempt) -> None:
        try:
            await attempt.run()
        finally:
            self._attempts.discard(attempt)
            if attempt.in_vain:
                for other in self._attempts:
                    other.expect_nothing()

    def _idle(self) -> bool:
        """Whether nothing has the engine or waits for it, and there is not too much to finish."""
        stages = [attempt.stage for attempt in self._attempts]
        return stages.count("finishing") == len(stages) <= MOST_FINISHING

    def _nearly_free(self) -> bool:
        """Whether the only attempt that has or wants the engine will soon be done with it."""
        others = [attempt for attempt in self._attempts if attempt.stage != "finishing"]
        return len(others) == 1 and others[0].nearly_free and len(self._attempts) - 1 <= MOST_FINISHING

    async def _wait_for_work(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._look_again.wait(), self._settings.poll_s)


def _signal(loop: asyncio.AbstractEventLoop, event: asyncio.Event) -> None:
    with contextlib.suppress(RuntimeError):  # the loop has ended; nobody waits any more
        loop.call_soon_threadsafe(event.set)
