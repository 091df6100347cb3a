"""What a caller sees of a task's callback, and asking for it again.

Redelivering a delivery sends the same message again, under the same `webhook-id`; redelivering a task sends a new one,
which a receiver that drops what it has seen takes, too. Either has a try and three retries of its own.
"""

from __future__ import annotations

import asyncpg

from paddock import db, errors, outbox, tasks
from paddock.models import Delivery, DeliveryStatus, Status, Try

SQL = db.statements("callbacks")
MOST_TRIES = 100
"""Of one task, all its deliveries together: a callback is no way to flood somebody."""


async def of_task(connection: asyncpg.Connection, account_id: int, task_id: str) -> list[Delivery]:
    """A task's deliveries, newest first. Raises `TaskNotFound`, also for another account's task."""
    await tasks.get(connection, account_id, task_id)
    return await _all(connection, task_id)


async def redeliver(tx: asyncpg.Connection, account_id: int, task_id: str, delivery_id: str | None = None) -> Delivery:
    """Owe this delivery once more, or, without an id, a new one of the task.

    Raises `TaskNotFound`, `DeliveryNotFound`, `NoCallback`, `TaskNotEnded`, `DeliveryUnderWay` and `DeliveryLimit`.
    """
    row = await tx.fetchrow(tasks.SQL.lock, task_id, account_id)
    if row is None:
        raise errors.TaskNotFound
    task = tasks.from_row(row)
    known = await _all(tx, task_id)
    if delivery_id is not None and delivery_id not in {one.id for one in known}:
        raise errors.DeliveryNotFound
    _check_may_be_sent(task.status, known)
    if delivery_id is None:
        delivery_id = await outbox.owe(tx, task, again=True)
    else:
        await tx.execute(SQL.ask_again, delivery_id)
    if delivery_id is None:
        raise errors.NoCallback
    return next(one for one in await _all(tx, task_id) if one.id == delivery_id)


def _check_may_be_sent(status: Status, known: list[Delivery]) -> None:
    if not status.terminal:
        raise errors.TaskNotEnded
    if any(one.status is DeliveryStatus.PENDING for one in known):
        raise errors.DeliveryUnderWay
    if sum(len(one.tries) for one in known) >= MOST_TRIES:
        raise errors.DeliveryLimit


async def _all(connection: asyncpg.Connection, task_id: str) -> list[Delivery]:
    rows = await connection.fetch(SQL.of_task, task_id)
    tries: dict[str, list[Try]] = {row["id"]: [] for row in rows}
    for row in await connection.fetch(SQL.tries_of, list(tries)):
        if row["delivery_id"] in tries:
            tries[row["delivery_id"]].append(_try(row))
    return [_delivery(row, tries[row["id"]]) for row in rows]


def _try(row: asyncpg.Record) -> Try:
    return Try(row["number"], row["began_at"], row["duration_ms"], row["http_status"], row["problem"])


def _delivery(row: asyncpg.Record, tries: list[Try]) -> Delivery:
    return Delivery(
        id=row["id"],
        task_id=row["task_id"],
        status=DeliveryStatus(row["status"]),
        sending=row["sending"],
        created_at=row["created_at"],
        due_at=row["due_at"],
        ended_at=row["ended_at"],
        tries=tuple(tries),
    )
