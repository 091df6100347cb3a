"""What the console's pages show, read in one look each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import asyncpg

from paddock import db
from paddock.models import Model, Status, Task

SQL = db.statements("web")
ENGINES = db.statements("engines")
PAGE_SIZE = 24
USAGE_DAYS = 30
MOST_ENTRIES = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """Which tasks are wanted, and which page of them."""

    text: str = ""
    status: Status | None = None
    model: Model | None = None
    page: int = 1


def _pattern(text: str) -> str | None:
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%" if text else None


async def tasks(connection: asyncpg.Connection, account_id: int, wanted: Filter) -> tuple[list[asyncpg.Record], int]:
    """A page of an account's tasks, newest first, none beyond the last page; and how many there are in all."""
    which = (
        account_id,
        None if wanted.status is None else [wanted.status.value],
        None if wanted.model is None else wanted.model.value,
        _pattern(wanted.text),
        wanted.text,
    )
    rows = await connection.fetch(SQL.tasks, *which, PAGE_SIZE, (wanted.page - 1) * PAGE_SIZE)
    if rows or wanted.page == 1:
        return rows, rows[0]["total"] if rows else 0
    first = await connection.fetchrow(SQL.tasks, *which, 1, 0)
    return [], 0 if first is None else first["total"]


@dataclass(frozen=True, slots=True)
class Step:
    """A point of a task's life; `after_s` is counted from the one before it."""

    name: str
    at: datetime
    after_s: float | None
    note: str = ""


async def life(connection: asyncpg.Connection, task: Task) -> tuple[list[Step], asyncpg.Record]:
    """A task's time line, and what its row says beyond `Task`."""
    more = await connection.fetchrow(SQL.task_more, task.id, task.account_id)
    money = {row["kind"]: row for row in await connection.fetch(SQL.task_money, task.id, task.account_id)}
    points = [("queued", task.created_at, ""), ("started", task.started_at, more["worker"] or "")]
    if task.order.image_urls:
        points.append(("fetched", more["fetched_at"], ""))
    points += [("rendered", more["rendered_at"], ""), ("stored", more["stored_at"], "")]
    points.append((task.status.value if task.status.terminal else "ended", task.finished_at, task.engine or ""))
    if settled := money.get("capture") or money.get("release"):
        points.append(("charged" if settled["kind"] == "capture" else "refunded", settled["created_at"], ""))
    points.append(("deleted", more["swept_at"], ""))
    steps: list[Step] = []
    for name, at, note in points:
        if at is not None:
            steps.append(Step(name, at, (at - steps[-1].at).total_seconds() if steps else None, note))
    return steps, more


@dataclass(frozen=True, slots=True)
class Day:
    """What was spent on one day, in units by model."""

    day: date
    units: dict[str, int]
    videos: int

    @property
    def total(self) -> int:
        return sum(self.units.values())


async def usage(connection: asyncpg.Connection, account_id: int, today: date) -> list[Day]:
    """The last 30 days, one by one, those without a video too."""
    rows = await connection.fetch(SQL.usage, account_id, USAGE_DAYS)
    days = [today - timedelta(days=back) for back in range(USAGE_DAYS - 1, -1, -1)]
    return [
        Day(
            day,
            {row["model"]: row["units"] for row in rows if row["day"] == day},
            sum(row["videos"] for row in rows if row["day"] == day),
        )
        for day in days
    ]


async def account(connection: asyncpg.Connection, account_id: int) -> tuple[asyncpg.Record, list[asyncpg.Record]]:
    """An account's books and the newest entries of its ledger."""
    return (
        await connection.fetchrow(SQL.account, account_id),
        await connection.fetch(SQL.entries, account_id, MOST_ENTRIES),
    )


async def operator(connection: asyncpg.Connection) -> dict[str, Any]:
    """The whole server: queue, workers, engines, recent errors."""
    return {
        "lanes": await connection.fetch(SQL.operator_queue),
        "workers": await connection.fetch(SQL.operator_workers),
        "engines": await connection.fetch(SQL.operator_engines),
        "resting": await connection.fetch(ENGINES.resting),
        "faults": await connection.fetch(SQL.operator_errors),
    }


async def load(connection: asyncpg.Connection) -> dict[str, int]:
    """How many jobs each engine that runs elsewhere has."""
    return {row["engine"]: row["slots"] for row in await connection.fetch(ENGINES.load)}
