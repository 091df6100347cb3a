"""Recomputes the ledger and names every fault; and writes it out as CSV."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TextIO

import asyncpg

from paddock import db

SQL = db.statements("audit")

_CHECKS = {
    SQL.unbalanced: "transaction {transaction_id}: its entries sum to {units} units, not to zero",
    SQL.empty_transactions: "transaction {transaction_id}: it has no entries",
    SQL.wrong_books: "account {account_id}: its books say {available_units} available, {held_units} held,"
    " {spent_units} spent; its entries say {available}, {held}, {spent}",
    SQL.wrong_keys: "key {public_id}: it says {used_units} units used; its entries say {used}",
    SQL.wrong_resolutions: "task {task_id}: its {kind} is of {resolved_units} units, its hold of {held_units}",
    SQL.resolved_twice: "task {task_id}: its hold is resolved more than once",
    SQL.wrong_tasks: "task {task_id}: it is {status} at {price_units} units, but {held_units} were held"
    " and the hold's resolution is {resolution}",
}


@dataclass(frozen=True, slots=True)
class Audit:
    """What was looked at, and a line for each fault; at most 100 of a kind."""

    accounts: int
    transactions: int
    granted_units: int
    faults: tuple[str, ...]


async def check(connection: asyncpg.Connection) -> Audit:
    """Recompute everything from the entries, in one view of the database."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        faults = [
            words.format(**row) for statement, words in _CHECKS.items() for row in await connection.fetch(statement)
        ]
        totals = await connection.fetchrow(SQL.totals)
    return Audit(**dict(totals), faults=tuple(faults))


async def export(connection: asyncpg.Connection, out: TextIO, account_id: int | None) -> int:
    """Write every entry, or one account's, as CSV with a heading; the number of entries. Amounts are in units."""
    writer = csv.writer(out)
    writer.writerow(["transaction", "time", "kind", "account", "key", "task", "note", "book", "units"])
    count = 0
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        async for row in connection.cursor(SQL.export, account_id, prefetch=1000):
            values = list(row.values())
            writer.writerow([values[0], values[1].isoformat(), *values[2:]])
            count += 1
    return count
