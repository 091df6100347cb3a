"""A worker's heartbeat: its own thread and its own connection, so that nothing the worker does can stop it.

It extends the lease of the attempt at hand, writes its progress, notices when the attempt is no longer the task's
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


@dataclass(slots=True)
class Hold:
    """The attempt at hand. The worker writes `progress`, the pulse reads it."""

    task_id: str
    attempt: int
    on_lost: Callable[[], None]
    progress: int = 0


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
        self._hold: Hold | None = None
        self._loop = asyncio.new_event_loop()
        self._wake = asyncio.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Stop beating and wait for the thread's end; a hung database is not waited for."""
        self._stopping = True
        self._loop.call_soon_threadsafe(self._wake.set)
        self._thread.join(timeout=5)

    def hold(self, hold: Hold | None) -> None:
        """Beat for this attempt from now on; None for no attempt."""
        self._hold = hold

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
        hold = self._hold
        if hold is None:
            return
        alive = await queue.heartbeat(connection, hold.task_id, hold.attempt, self._lease_s, hold.progress)
        if not alive and self._hold is hold:
            self._hold = None
            hold.on_lost()

    def _on_notify(self, _connection: object, _pid: int, _channel: str, message: str) -> None:
        if message == queue.CANCELLED:
            self._wake.set()  # the beat finds out whether it was ours
        elif message == queue.PENDING:
            self._on_bell()
