"""A worker's heartbeat: its own thread and its own connection, so that nothing the worker does can stop it.

It extends the leases of the attempts at hand, writes their progress, notices when one is no longer its task's
(cancelled, or taken by another worker after an outage), and hears the bell.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass

import asyncpg
import structlog

from paddock import db, queue

log = structlog.get_logger()


@dataclass(slots=True, eq=False)
class Hold:
    """An attempt at hand. The worker writes `progress` and counts `previews`, the pulse reads them."""

    task_id: str
    attempt: int
    on_lost: Callable[[], None]
    progress: int = 0
    previews: int = 0
    """How many pictures of it have been shown."""
    told_previews: int = 0
    """The pulse's own: of how many of them the listeners know."""


class Pulse:
    """Start it once a worker; callbacks run in the pulse's thread and must only signal."""

    def __init__(
        self, dsn: str, worker: str, engine: str, *, lease_s: float, heartbeat_s: float, on_bell: Callable[[], None]
    ) -> None:
        self._dsn = dsn
        self._worker = worker
        self._engine = engine
        self._lease_s = lease_s
        self._heartbeat_s = heartbeat_s
        self._on_bell = on_bell
        self._holds: tuple[Hold, ...] = ()
        """Replaced as a whole: the pulse's thread reads it at any time."""
        self._lock = threading.Lock()
        self._loop = asyncio.new_event_loop()
        self._wake = asyncio.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop beating and wait for the thread's end; a hung database is not waited for."""
        self._stopping = True
        self.hurry()
        self._thread.join(timeout=5)

    def hurry(self) -> None:
        """Beat now: there is something to tell."""
        with contextlib.suppress(RuntimeError):  # it has ended
            self._loop.call_soon_threadsafe(self._wake.set)

    def hold(self, hold: Hold) -> None:
        """Beat for this attempt, too, from now on."""
        with self._lock:
            self._holds = (*self._holds, hold)

    def let_go(self, hold: Hold) -> None:
        """Beat for this attempt no more."""
        with self._lock:
            self._holds = tuple(one for one in self._holds if one is not hold)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._beat_until_stopped())
        self._loop.close()

    async def _beat_until_stopped(self) -> None:
        while not self._stopping:
            try:
                connection = await db.connect(self._dsn)
            except (*db.OUTAGES, asyncpg.PostgresError) as error:
                log.warning("no heartbeat: database away", error=type(error).__name__)
                await asyncio.sleep(min(1.0, self._heartbeat_s))
                continue
            try:
                await self._beat_on(connection)
            except (*db.OUTAGES, asyncpg.PostgresError) as error:
                log.warning("heartbeat lost its database", error=type(error).__name__)
            finally:
                connection.terminate()

    async def _beat_on(self, connection: asyncpg.Connection) -> None:
        await connection.add_listener(queue.CHANNEL, self._on_notify)
        while not self._stopping:
            await connection.execute(queue.SQL.seen, self._worker, self._engine)
            await self._beat(connection)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), self._heartbeat_s)
            self._wake.clear()
        await connection.execute(queue.SQL.gone, self._worker)

    async def _beat(self, connection: asyncpg.Connection) -> None:
        holds = self._holds
        if not holds:
            return
        shown = [hold.previews for hold in holds]
        beats = [
            queue.Beat(hold.task_id, hold.attempt, hold.progress, previews > hold.told_previews)
            for hold, previews in zip(holds, shown, strict=True)
        ]
        lost = await queue.heartbeat(connection, self._lease_s, beats)
        for hold, previews in zip(holds, shown, strict=True):
            hold.told_previews = previews
            if (hold.task_id, hold.attempt) in lost:
                self.let_go(hold)
                hold.on_lost()

    def _on_notify(self, _connection: object, _pid: int, _channel: str, message: str) -> None:
        if message == queue.CANCELLED:
            self._wake.set()  # the beat finds out whether it was ours
        elif message == queue.PENDING:
            self._on_bell()
