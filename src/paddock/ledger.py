"""Credits: hold, capture, release, grant.

Entries are append-only, every transaction's entries sum to zero, and an account's books are the sums of its entries:
the database itself refuses anything else (`sql/migrations`). Amounts are integer units, 1/10,000 credit.
"""

from __future__ import annotations

from dataclasses import dataclass

import asyncpg

from paddock import db, errors

SQL = db.statements("ledger")


async def grant(
    tx: asyncpg.Connection, account_id: int, amount_units: int, note: str, reference: str | None = None
) -> bool:
    """Give an account credits out of nothing; `note` says why. False when this `reference` was already given to it."""
    return bool((await tx.execute(SQL.grant, account_id, amount_units, note, reference)) != "INSERT 0 0")


@dataclass(frozen=True, slots=True)
class Hold:
    """A task's price, to be reserved."""

    account_id: int
    key_id: int
    task_id: str
    amount_units: int


async def hold(tx: asyncpg.Connection, *holds: Hold) -> None:
    """Reserve prices, all or none.

    Raises `InsufficientQuota` when an account has less than that available, or a key's cap is lower.
    """
    columns = zip(*((one.account_id, one.key_id, one.task_id, one.amount_units) for one in holds), strict=True)
    try:
        await tx.execute(SQL.hold, *columns)
    except asyncpg.CheckViolationError as error:
        if error.constraint_name == "account_available_not_negative":
            raise errors.InsufficientQuota from None
        if error.constraint_name == "api_key_within_cap":
            raise errors.KeyCapReached from None
        raise


async def capture(tx: asyncpg.Connection, task_id: str) -> None:
    """Take what was held for a task. Does nothing when its hold is already resolved."""
    await tx.execute(SQL.resolve, task_id, "capture", "spent")


async def release(tx: asyncpg.Connection, task_id: str) -> None:
    """Give back what was held for a task, in full. Does nothing when its hold is already resolved."""
    await tx.execute(SQL.resolve, task_id, "release", "available")
