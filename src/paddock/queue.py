"""The queue: claim, heartbeat, hand back, expire. Every statement names the attempt that it speaks for.

The clock is the database's alone. NOTIFY is a hint that saves waiting; there is always a poll behind it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import asyncpg
import structlog

from paddock import db, errors, tasks
from paddock.models import Model, Quality, Task

log = structlog.get_logger()
SQL = db.statements("queue")
CHANNEL = "paddock"
PENDING = "pending"
CANCELLED = "cancelled"
DELIVERY = "delivery"

SPENT = errors.ServiceFailure(
    "The task could not be completed after several attempts; try again, or change the request if it happens again"
)


async def claim(
    connection: asyncpg.Connection, worker: str, lease_s: float, most_at_work: Mapping[str, int] | None = None
) -> Task | None:
    """The next pending task, now this worker's for `lease_s` seconds, or None.

    Accounts take turns: the oldest task of whoever has the fewest at work. `most_at_work` is how many that may be, by
    group.
    """
    bounds = most_at_work or {}
    row = await connection.fetchrow(SQL.claim, worker, lease_s, list(bounds), list(bounds.values()))
    return None if row is None else tasks.from_row(row)


@dataclass(frozen=True, slots=True)
class Beat:
    """What a heartbeat says of one attempt."""

    task_id: str
    attempt: int
    progress: int
    """0 to 99; what is shown never falls."""
    previewed: bool = False
    """Whether there is a new picture of it."""


async def heartbeat(connection: asyncpg.Connection, lease_s: float, beats: Sequence[Beat]) -> set[tuple[str, int]]:
    """Extend the leases and show how far each is; the task and number of those attempts that are no longer theirs."""
    columns = zip(*((one.task_id, one.attempt, one.progress, one.previewed) for one in beats), strict=True)
    return {(row["id"], row["attempt"]) for row in await connection.fetch(SQL.heartbeat, lease_s, *columns)}


async def hand_back(connection: asyncpg.Connection, task_id: str, attempt: int) -> None:
    """Give a task up without blame, at once, for another worker to take."""
    await connection.execute(SQL.hand_back, task_id, attempt)


async def retry(connection: asyncpg.Connection, task_id: str, attempt: int, max_attempts: int) -> bool:
    """Queue a task again after an attempt broke; False when its attempts are spent."""
    return await connection.fetchval(SQL.retry, task_id, attempt, max_attempts) is not None


async def introduce(connection: asyncpg.Connection, engine: str, work_s_per_video_s: float) -> None:
    """Let the estimates begin with what an engine says of itself, at 720p and, by its pixels, at 1080p."""
    rows = [
        (engine, model.value, quality.value, work_s_per_video_s * factor)
        for model in Model
        for quality, factor in ((Quality.P720, 1.0), (Quality.P1080, 2.25))
    ]
    await connection.executemany(SQL.introduce, rows)


async def expire(connection: asyncpg.Connection, max_attempts: int) -> int:
    """Queue again what lost its worker, and fail what lost too many; how many tasks were touched."""
    again = await connection.fetch(SQL.expire, max_attempts)
    spent = await connection.fetch(SQL.spent, max_attempts)
    for row in spent:
        async with connection.transaction():
            await tasks.fail(connection, row["id"], row["attempt"], SPENT)
    if spent:
        await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, DELIVERY)
    return len(again) + len(spent)


class Bell:
    """Rings for other processes after a commit, without making the caller wait.

    A NOTIFY inside the submitting transaction would make all commits queue behind one lock; rung apart, many submits
    share one.
    """

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._due: set[str] = set()
        self._runner: asyncio.Task[None] | None = None

    def ring(self, message: str) -> None:
        self._due.add(message)
        if self._runner is None:
            self._runner = asyncio.create_task(self._run())

    async def _run(self) -> None:
        try:
            while self._due:
                due, self._due = self._due, set()
                await self._pool.executemany("SELECT pg_notify($1, $2)", [(CHANNEL, message) for message in due])
        except db.OUTAGES as error:
            log.warning("no notification sent", error=type(error).__name__)
        finally:
            self._runner = None
