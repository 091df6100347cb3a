"""Server-sent events: what becomes of tasks, told to any number of listeners over one database connection a process.

The database says which task has changed; what it has changed to is read once for all who listen. What is told is always
a task's whole present state, so whoever missed something needs no replay of steps: after a reconnect the states of what
goes on, and of what has ended since the last event heard, are told again. There is a look of our own behind every hint.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import asyncpg
import structlog

from paddock import db, errors, queue, storage, tasks, wire
from paddock.models import Status, Task

SQL = db.statements("events")
log = structlog.get_logger()

CHANNEL = "paddock_task"
HEARTBEAT_S = 15.0
"""A comment is sent this often, so that no proxy takes the silence for an end; and the state is looked up again."""
WAITING_S = 2.0
"""How often a waiting task's place in the queue is looked up."""
LIFE_S = 600.0
"""A stream ends after this time, and its listener comes back: a revoked key hears nothing after that."""
RETRY_MS = 1000
MOST_PER_ACCOUNT = 200
_FRESH_PAUSE_S = 0.2
_SLACK_S = 10.0
"""A transaction's time is its beginning; it is seen at its end. What is told twice does no harm."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A task's state, the database's clock when it was read, and what goes with the state."""

    task: Task
    clock_ms: int
    previewed_ms: int | None
    """When the newest picture of it was put there, while it is at work."""
    ahead: int | None
    """While it waits, how many are before it."""

    @property
    def shown(self) -> tuple[object, ...]:
        """What a listener is told again when it changes."""
        return self.task.status, self.task.progress, self.task.attempt, self.previewed_ms, self.ahead


class Listener:
    """One open stream of an account; of one task, or, when `task_id` is None, of all of them."""

    def __init__(self, account_id: int, task_id: str | None) -> None:
        self.account_id = account_id
        self.task_id = task_id
        self._changed: set[str] = set()
        self._wake = asyncio.Event()

    def tell(self, task_id: str) -> None:
        """Something has become of this task."""
        if self.task_id in (None, task_id):
            self._changed.add(task_id)
            self._wake.set()

    def wake(self) -> None:
        """Look at everything again."""
        self._wake.set()

    async def changes(self, within_s: float) -> set[str] | None:
        """The tasks that have changed; empty when all may have; None when nothing was heard."""
        try:
            await asyncio.wait_for(self._wake.wait(), within_s)
        except TimeoutError:
            return None
        self._wake.clear()
        changed, self._changed = self._changed, set()
        return changed


class Hub:
    """The listeners of one process."""

    def __init__(self, dsn: str, pool: asyncpg.Pool, links: storage.Links) -> None:
        self._dsn = dsn
        self._pool = pool
        self._links = links
        self._listeners: dict[int, set[Listener]] = {}
        self._lookups = db.Batcher(self._fetch)
        self._fresh = asyncio.Event()
        self._closed = False

    async def run(self) -> None:
        """Hear the database until cancelled, whatever becomes of the connection."""
        looking = asyncio.create_task(self._look_for_fresh())
        try:
            while True:
                with contextlib.suppress(*db.OUTAGES, asyncpg.PostgresError):
                    await self._hear()
                await asyncio.sleep(0.5)
        finally:
            looking.cancel()

    async def _hear(self) -> None:
        connection = await db.connect(self._dsn)
        try:
            ended = asyncio.Event()
            connection.add_termination_listener(lambda _: ended.set())
            await connection.add_listener(CHANNEL, self._on_change)
            await connection.add_listener(queue.CHANNEL, self._on_bell)
            self._wake_all()  # what happened while nobody heard
            await ended.wait()
            log.warning("events lost their database; listening again")
        finally:
            connection.terminate()

    def _on_change(self, _connection: object, _pid: int, _channel: str, message: str) -> None:
        account, _, task_id = message.partition(" ")
        for listener in self._listeners.get(int(account), ()):
            listener.tell(task_id)

    def _on_bell(self, _connection: object, _pid: int, _channel: str, message: str) -> None:
        if message == queue.PENDING:
            self._fresh.set()

    async def _look_for_fresh(self) -> None:
        """After a submit somewhere, find out which new tasks somebody listens for."""
        while True:
            await self._fresh.wait()
            self._fresh.clear()
            if wanted := [account for account, them in self._listeners.items() if any(not one.task_id for one in them)]:
                with contextlib.suppress(*db.OUTAGES, asyncpg.PostgresError):
                    for row in await self._pool.fetch(SQL.fresh, wanted, _SLACK_S):
                        self._on_change(None, 0, CHANNEL, f"{row['account_id']} {row['id']}")
            await asyncio.sleep(_FRESH_PAUSE_S)

    def _wake_all(self) -> None:
        for listeners in self._listeners.values():
            for listener in listeners:
                listener.wake()

    def close(self) -> None:
        """End every stream, because the server is about to."""
        self._closed = True
        self._wake_all()

    @contextlib.contextmanager
    def _listening(self, account_id: int, task_id: str | None) -> Iterator[Listener]:
        listener = Listener(account_id, task_id)
        them = self._listeners.setdefault(account_id, set())
        them.add(listener)
        try:
            yield listener
        finally:
            them.discard(listener)
            if not them and self._listeners.get(account_id) is them:
                del self._listeners[account_id]

    def check_room(self, account_id: int) -> None:
        """Raises `RateLimitExceeded` when an account has too many streams open."""
        if len(self._listeners.get(account_id, ())) >= MOST_PER_ACCOUNT:
            raise errors.RateLimitExceeded(retry_after_s=5)

    async def _fetch(self, wanted: list[tuple[str, int]]) -> dict[tuple[str, int], Seen]:
        rows = await self._pool.fetch(SQL.find, [task_id for task_id, _ in wanted], [account for _, account in wanted])
        return {
            (row["id"], row["account_id"]): Seen(
                tasks.from_row(row), row["clock_ms"], row["previewed_ms"], row["ahead"]
            )
            for row in rows
        }

    async def _look(self, account_id: int, task_id: str) -> Seen | None:
        return await db.patiently(lambda: self._lookups.get((task_id, account_id)), "tell events")

    async def of_task(self, account_id: int, task_id: str) -> AsyncIterator[bytes]:
        """The events of one task, from its present state to its end."""
        ends = asyncio.get_running_loop().time() + LIFE_S
        shown: tuple[object, ...] | None = None
        with self._listening(account_id, task_id) as listener:
            yield f"retry: {RETRY_MS}\n\n".encode()
            silent_s = 0.0
            while not self._closed and asyncio.get_running_loop().time() < ends:
                seen = await self._look(account_id, task_id)
                if seen is None:
                    return
                if seen.shown != shown:
                    shown, silent_s = seen.shown, 0.0
                    yield self._event(seen)
                if seen.task.status.terminal:
                    return
                pause_s = WAITING_S if seen.task.status is Status.PENDING else HEARTBEAT_S
                silent_s += pause_s
                if await listener.changes(pause_s) is None and silent_s >= HEARTBEAT_S:
                    silent_s = 0.0
                    yield b": still here\n\n"

    async def of_account(self, account_id: int, since_ms: int | None) -> AsyncIterator[bytes]:
        """The events of all of an account's tasks: what goes on, what has ended since, and what becomes of them."""
        ends = asyncio.get_running_loop().time() + LIFE_S
        shown: dict[str, tuple[object, ...]] = {}
        with self._listening(account_id, None) as listener:
            yield f"retry: {RETRY_MS}\n\n".encode()
            changed: set[str] | None = set()
            while not self._closed and asyncio.get_running_loop().time() < ends:
                if not changed:
                    changed = await self._current(account_id, since_ms)
                for task_id in sorted(changed):
                    seen = await self._look(account_id, task_id)
                    if seen is None or shown.get(task_id) == seen.shown[:-1]:
                        continue
                    shown[task_id] = seen.shown[:-1]
                    since_ms = max(since_ms or 0, seen.clock_ms)
                    yield self._event(seen)
                changed = await listener.changes(HEARTBEAT_S)
                if changed is None:
                    yield b": still here\n\n"

    async def _current(self, account_id: int, since_ms: int | None) -> set[str]:
        since = None if since_ms is None else float(since_ms) - _SLACK_S * 1000
        rows = await db.patiently(lambda: self._pool.fetch(SQL.current, account_id, since), "tell events")
        return {row["id"] for row in rows}

    def _event(self, seen: Seen) -> bytes:
        body = wire.encode(wire.task_answer(seen.task, self._links.result(seen.task))).decode()
        more = {"queue": ("ahead", seen.ahead), "preview": ("at", seen.previewed_ms)}
        told = [
            f'event: {event}\ndata: {{"id":"{seen.task.id}","{name}":{value}}}\n\n'
            for event, (name, value) in more.items()
            if value is not None
        ]
        return "".join([f"id: {seen.clock_ms}\nevent: task\ndata: {body}\n\n", *told]).encode()
