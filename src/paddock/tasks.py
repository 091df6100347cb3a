"""Tasks: submit, get, list, cancel, finish. One transaction each, opened by the caller.

The task row is the queue (`queue.py`) and the fence: whoever ends a task names the attempt that it holds, and when
that attempt is no longer the task's, nothing is written and nothing is charged.
"""

from __future__ import annotations

import secrets
import string
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, get_args

import asyncpg
import msgspec

from paddock import db, errors, ledger, limits, outbox, pricing
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
    queue_limit: int | None = None
    """How many tasks of the account may wait."""
    rate: pricing.Rate | None = None
    """How often the key may submit."""


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
        handed_back=row["handed_back"],
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


@dataclass(frozen=True, slots=True)
class Submission:
    """A create request that passed every check that needs no database."""

    principal: Principal
    order: Order
    terms: Terms
    idempotency: Idempotency | None = None
    task_id: str = field(default_factory=new_id)


async def submit(tx: asyncpg.Connection, submissions: Sequence[Submission]) -> list[tuple[Task, bool]]:
    """Hold the prices and queue the tasks, all or none; each task, and whether an earlier request had made it.

    Raises `InsufficientQuota`, `RateLimitExceeded` or `IdempotencyConflict` when one of them is refused. Then the
    caller must roll back, and nothing is held or kept.
    """
    known = await _remember(tx, submissions)
    fresh = [one for one in submissions if one.task_id not in known]
    made: dict[str, Task] = {}
    if fresh:
        rows = await tx.fetch(SQL.insert, msgspec.json.encode([_row(one) for one in fresh]).decode())
        made = {row["id"]: from_row(row) for row in rows}
        # Accounts' rows are locked last and for the shortest time: everyone who spends from one waits for it.
        await ledger.hold(tx, *(_hold(one) for one in fresh))
        await _check_rates(tx, fresh)
        await _check_room(tx, fresh)
    return [
        (made[one.task_id], False) if one.task_id in made else (await _recall(tx, one), True) for one in submissions
    ]


async def _remember(tx: asyncpg.Connection, submissions: Sequence[Submission]) -> set[str]:
    """Note the idempotency keys; the ids of submissions whose key was used before.

    A second request with the same key waits here until the first one's transaction has ended.
    """
    keyed = [(one, one.idempotency) for one in submissions if one.idempotency is not None]
    if not keyed:
        return set()
    columns = zip(
        *((one.principal.account_id, given.key, given.fingerprint, one.task_id) for one, given in keyed), strict=True
    )
    remembered = {row["task_id"] for row in await tx.fetch(SQL.remember_requests, *columns)}
    return {one.task_id for one, _ in keyed} - remembered


async def _recall(tx: asyncpg.Connection, submission: Submission) -> Task:
    """The task that an earlier request with the same key made."""
    assert submission.idempotency is not None
    account_id = submission.principal.account_id
    row = await tx.fetchrow(SQL.recall_request, account_id, submission.idempotency.key)
    if row is None or row["fingerprint"] != submission.idempotency.fingerprint:
        raise errors.IdempotencyConflict(param="Idempotency-Key")
    return await get(tx, account_id, row["task_id"])


def _hold(submission: Submission) -> ledger.Hold:
    principal = submission.principal
    return ledger.Hold(principal.account_id, principal.key_id, submission.task_id, submission.terms.price_units)


async def _check_rates(tx: asyncpg.Connection, submissions: Sequence[Submission]) -> None:
    counts = Counter((one.principal.key_id, one.terms.rate) for one in submissions if one.terms.rate is not None)
    for (key_id, rate), count in sorted(counts.items(), key=lambda item: item[0][0]):
        assert rate is not None
        await limits.take(tx, key_id, rate, count)


async def _check_room(tx: asyncpg.Connection, submissions: Sequence[Submission]) -> None:
    """Refuse what makes an account's queue longer than its group allows; the rows are in it already."""
    most = {one.principal.account_id: one.terms.queue_limit for one in submissions if one.terms.queue_limit is not None}
    if most:
        rows = await tx.fetch(SQL.waiting, list(most))
        if any(row["waiting"] > most[row["account_id"]] for row in rows):
            raise errors.RateLimitExceeded(QUEUE_FULL, retry_after_s=5)


def _row(submission: Submission) -> dict[str, object]:
    order, terms, principal = submission.order, submission.terms, submission.principal
    return {
        "id": submission.task_id,
        "account_id": principal.account_id,
        "key_id": principal.key_id,
        "model": order.model,
        "prompt": order.prompt,
        "image_urls": order.image_urls,
        "quality": order.quality,
        "aspect_ratio": order.aspect_ratio,
        "duration_s": order.duration_s,
        "seed": order.seed,
        "callback_url": order.callback_url,
        "price_units": terms.price_units,
        "billing_rule": terms.billing_rule,
        "user_group": principal.user_group,
        "work_s": terms.work_s,
        "estimated_s": terms.estimated_s,
    }


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

    async def many(self, account_id: int, task_ids: Sequence[str]) -> list[Task]:
        """Those of an account's tasks that there are."""
        ids = list(dict.fromkeys(task_ids))
        found = await self._fetch([(task_id, account_id) for task_id in ids])
        return [found[task_id, account_id] for task_id in ids if (task_id, account_id) in found]

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
    if name is None:
        counts = await connection.fetchrow(SQL.counts, account_id)
        total = sum(counts[status] for status in names or tuple(Status)) if counts else 0
    else:
        total = await connection.fetchval(SQL.count, account_id, names, name)
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
    """End a task now, release its hold and owe its callback; a worker that is at it finds its fence gone and stops.

    Raises `TaskNotFound`, and `TaskNotCancellable` when it has already ended.
    """
    row = await tx.fetchrow(SQL.lock, task_id, account_id)
    if row is None:
        raise errors.TaskNotFound
    if Status(row["status"]).terminal:
        raise errors.TaskNotCancellable
    task = from_row(await tx.fetchrow(SQL.cancel, task_id, errors.RequestCancelled.code, CANCELLED_MESSAGE))
    await outbox.owe(tx, task)
    await ledger.release(tx, task_id)
    return task


Stage = Literal["fetched", "rendered", "stored"]
"""How far an attempt has come: it has its images; the engine's video; the video in its place."""
_STAGES: Sequence[Stage] = get_args(Stage)


async def complete(
    tx: asyncpg.Connection,
    task_id: str,
    attempt: int,
    *,
    engine: str,
    warnings: Sequence[str],
    ago_s: Mapping[Stage, float] = MappingProxyType({}),
) -> Task | None:
    """Complete a task, capture its hold and owe its callback; None when `attempt` is no longer the task's.

    `ago_s`: how long ago each stage was reached; only the database's clock says when that was.
    """
    stages = [ago_s.get(stage) for stage in _STAGES]
    row = await tx.fetchrow(SQL.complete, task_id, attempt, engine, list(warnings), *stages)
    if row is None:
        return None
    task = from_row(row)
    await outbox.owe(tx, task)
    await ledger.capture(tx, task_id)
    return task


async def fail(
    tx: asyncpg.Connection,
    task_id: str,
    attempt: int,
    failure: errors.TaskFailure,
    *,
    engine: str | None = None,
    warnings: Sequence[str] = (),
    ago_s: Mapping[Stage, float] = MappingProxyType({}),
) -> Task | None:
    """Fail a task, release its hold and owe its callback; None when `attempt` is no longer the task's."""
    stages = [ago_s.get(stage) for stage in _STAGES]
    row = await tx.fetchrow(SQL.fail, task_id, attempt, failure.code, failure.message, engine, list(warnings), *stages)
    if row is None:
        return None
    task = from_row(row)
    await outbox.owe(tx, task)
    await ledger.release(tx, task_id)
    return task


async def ended_by(connection: asyncpg.Connection, task_id: str, attempt: int) -> bool:
    """Whether exactly this attempt has completed or failed the task."""
    return bool(await connection.fetchval(SQL.ended_here, task_id, attempt))
