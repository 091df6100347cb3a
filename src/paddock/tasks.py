"""Tasks: submit, get, list, cancel, finish. One transaction each, opened by the caller.

The task row is the queue (`queue.py`) and the fence: whoever ends a task names the attempt that it holds, and when
that attempt is no longer the task's, nothing is written and nothing is charged.
"""

from __future__ import annotations

import secrets
import string
import time
from collections.abc import Sequence
from dataclasses import dataclass

import asyncpg

from paddock import db, errors, ledger
from paddock.models import AspectRatio, Model, Order, Principal, Quality, Status, Task, TaskSummary

SQL = db.statements("tasks")
ID_PREFIX = "task-unified-"
_ID_ALPHABET = string.ascii_lowercase + string.digits

QUEUE_FULL = "Too many requests, please try again later: this account has too many tasks waiting"
CANCELLED_MESSAGE = "The task was cancelled on request; its credits were returned"


@dataclass(frozen=True, slots=True)
class Idempotency:
    """A caller's `Idempotency-Key` and the fingerprint of the request that it came with."""

    key: str
    fingerprint: bytes


@dataclass(frozen=True, slots=True)
class Terms:
    """What a task will cost and is expected to take, fixed at submit."""

    price_units: int
    billing_rule: str
    work_s: float
    """Expected seconds of an engine's work."""
    estimated_s: int
    """Expected seconds from submit to the video, with the queue."""


def new_id() -> str:
    """`task-unified-<unix seconds>-<8 of a-z0-9>`, the contract's form; the last part cannot be guessed."""
    return f"{ID_PREFIX}{int(time.time())}-{''.join(secrets.choice(_ID_ALPHABET) for _ in range(8))}"


def from_row(row: asyncpg.Record) -> Task:
    order = Order(
        model=Model(row["model"]),
        prompt=row["prompt"],
        image_urls=tuple(row["image_urls"]),
        quality=Quality(row["quality"]),
        aspect_ratio=None if row["aspect_ratio"] is None else AspectRatio(row["aspect_ratio"]),
        duration_s=row["duration_s"],
        seed=row["seed"],
        callback_url=row["callback_url"],
    )
    return Task(
        id=row["id"],
        account_id=row["account_id"],
        order=order,
        price_units=row["price_units"],
        billing_rule=row["billing_rule"],
        user_group=row["user_group"],
        status=Status(row["status"]),
        progress=row["progress"],
        attempt=row["attempt"],
        estimated_s=row["estimated_s"],
        created_at=row["created_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
        engine=row["engine"],
        link_key_id=row["link_key_id"],
        error_code=row["error_code"],
        error_message=row["error_message"],
        warnings=tuple(row["warnings"]),
    )


async def recall(connection: asyncpg.Connection, principal: Principal, idempotency: Idempotency) -> Task | None:
    """The task that an earlier request with this key made, or None.

    Raises `IdempotencyConflict` when that request was a different one.
    """
    row = await connection.fetchrow(SQL.recall_request, principal.account_id, idempotency.key)
    if row is None:
        return None
    if row["fingerprint"] != idempotency.fingerprint:
        raise errors.IdempotencyConflict(param="Idempotency-Key")
    return await get(connection, principal.account_id, row["task_id"])


async def submit(
    tx: asyncpg.Connection,
    principal: Principal,
    order: Order,
    terms: Terms,
    *,
    room: int,
    idempotency: Idempotency | None = None,
) -> tuple[Task, bool]:
    """Hold the price and queue the task; the task, and whether an earlier request had already made it.

    `room` is how many more tasks the account may have waiting. Raises `InsufficientQuota`, `RateLimitExceeded` and
    `IdempotencyConflict`; then the caller must roll back, and nothing is held or kept.
    """
    task_id = new_id()
    if idempotency is not None:
        key, fingerprint = idempotency.key, idempotency.fingerprint
        # A second request with the same key waits here until the first one's transaction has ended.
        if await tx.fetchval(SQL.remember_request, principal.account_id, key, fingerprint, task_id) is None:
            earlier = await recall(tx, principal, idempotency)
            if earlier is None:
                raise errors.IdempotencyConflict(param="Idempotency-Key")
            return earlier, True
    row = await tx.fetchrow(
        SQL.insert,
        task_id,
        principal.account_id,
        principal.key_id,
        order.model.value,
        order.prompt,
        list(order.image_urls),
        order.quality.value,
        order.aspect_ratio and order.aspect_ratio.value,
        order.duration_s,
        order.seed,
        order.callback_url,
        terms.price_units,
        terms.billing_rule,
        principal.user_group,
        terms.work_s,
        terms.estimated_s,
    )
    # The account's row is locked last and for the shortest time: everyone who spends from it waits for it.
    await ledger.hold(tx, principal.account_id, task_id, terms.price_units)
    if room <= 0:
        raise errors.RateLimitExceeded(QUEUE_FULL, retry_after_s=5)
    return from_row(row), False


async def queued(connection: asyncpg.Connection, account_ids: Sequence[int], most: int) -> dict[int, int]:
    """How many tasks of each account are waiting, counted up to `most`."""
    rows = await connection.fetch(SQL.queued, list(account_ids), most)
    return {row["account_id"]: row["queued"] for row in rows}


async def get(connection: asyncpg.Connection, account_id: int, task_id: str) -> Task:
    """An account's task. Raises `TaskNotFound`, also for another account's."""
    row = await connection.fetchrow(SQL.find, [task_id], [account_id])
    if row is None:
        raise errors.TaskNotFound
    return from_row(row)


class Lookup:
    """Finds tasks for pollers, many at a time."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._lookups = db.Batcher(self._fetch)

    async def _fetch(self, wanted: list[tuple[str, int]]) -> dict[tuple[str, int], Task]:
        rows = await self._pool.fetch(SQL.find, [task_id for task_id, _ in wanted], [account for _, account in wanted])
        return {(row["id"], row["account_id"]): from_row(row) for row in rows}

    async def get(self, account_id: int, task_id: str) -> Task:
        """An account's task. Raises `TaskNotFound`, also for another account's."""
        task = await self._lookups.get((task_id, account_id))
        if task is None:
            raise errors.TaskNotFound
        return task


async def page(
    connection: asyncpg.Connection,
    account_id: int,
    *,
    statuses: Sequence[Status] | None,
    model: Model | None,
    number: int,
    size: int,
) -> tuple[list[TaskSummary], int]:
    """A page of an account's tasks, newest first, and how many there are in all."""
    names = None if statuses is None else [status.value for status in statuses]
    name = None if model is None else model.value
    rows = await connection.fetch(SQL.page, account_id, names, name, size, (number - 1) * size)
    total = rows[0]["total"] if rows else await connection.fetchval(SQL.count, account_id, names, name)
    found = [
        TaskSummary(
            id=row["id"],
            model=Model(row["model"]),
            status=Status(row["status"]),
            progress=row["progress"],
            price_units=row["price_units"],
            created_at=row["created_at"],
        )
        for row in rows
    ]
    return found, total


async def cancel(tx: asyncpg.Connection, account_id: int, task_id: str) -> Task:
    """End a task now and release its hold; a worker that is at it finds its fence gone and stops.

    Raises `TaskNotFound`, and `TaskNotCancellable` when it has already ended.
    """
    row = await tx.fetchrow(SQL.lock, task_id, account_id)
    if row is None:
        raise errors.TaskNotFound
    if Status(row["status"]).terminal:
        raise errors.TaskNotCancellable
    row = await tx.fetchrow(SQL.cancel, task_id, errors.RequestCancelled.code, CANCELLED_MESSAGE)
    await ledger.release(tx, task_id)
    return from_row(row)


async def complete(
    tx: asyncpg.Connection, task_id: str, attempt: int, *, engine: str, warnings: Sequence[str]
) -> Task | None:
    """Complete a task and capture its hold; None when `attempt` is no longer the task's."""
    row = await tx.fetchrow(SQL.complete, task_id, attempt, engine, list(warnings))
    if row is None:
        return None
    await ledger.capture(tx, task_id)
    return from_row(row)


async def fail(
    tx: asyncpg.Connection,
    task_id: str,
    attempt: int,
    failure: errors.TaskFailure,
    *,
    engine: str | None = None,
    warnings: Sequence[str] = (),
) -> Task | None:
    """Fail a task and release its hold; None when `attempt` is no longer the task's."""
    row = await tx.fetchrow(SQL.fail, task_id, attempt, failure.code, failure.message, engine, list(warnings))
    if row is None:
        return None
    await ledger.release(tx, task_id)
    return from_row(row)


async def ended_by(connection: asyncpg.Connection, task_id: str, attempt: int) -> bool:
    """Whether exactly this attempt has completed or failed the task."""
    return bool(await connection.fetchval(SQL.ended_here, task_id, attempt))
