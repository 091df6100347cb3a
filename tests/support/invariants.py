"""What must be true when everything has come to rest."""

from __future__ import annotations

from pathlib import Path

import asyncpg

from paddock import storage


async def check(connection: asyncpg.Connection, results: Path) -> None:
    """Every task terminal, every hold resolved once, the books equal to the entries, no file without its task, every
    callback delivered or exhausted."""
    assert await connection.fetch("SELECT id FROM task WHERE status NOT IN ('completed', 'failed', 'cancelled')") == []
    await check_money(connection)
    await _check_files(connection, results)
    await _check_callbacks(connection)


async def check_money(connection: asyncpg.Connection) -> None:
    unresolved = """
        SELECT task.id FROM task
        LEFT JOIN ledger_transaction held ON held.task_id = task.id AND held.kind = 'hold'
        LEFT JOIN ledger_transaction taken ON taken.task_id = task.id AND taken.kind = 'capture'
        LEFT JOIN ledger_transaction given ON given.task_id = task.id AND given.kind = 'release'
        WHERE held.id IS NULL OR (taken.id IS NOT NULL) <> (task.status = 'completed')
            OR (given.id IS NOT NULL) <> (task.status <> 'completed')
    """
    assert await connection.fetch(unresolved) == []
    assert await connection.fetchval("SELECT sum(amount_units) FROM ledger_entry") == 0
    wrong_books = """
        SELECT account.id FROM account LEFT JOIN (
            SELECT account_id,
                coalesce(sum(amount_units) FILTER (WHERE book = 'available'), 0) AS available,
                coalesce(sum(amount_units) FILTER (WHERE book = 'held'), 0) AS held,
                coalesce(sum(amount_units) FILTER (WHERE book = 'spent'), 0) AS spent
            FROM ledger_entry GROUP BY account_id
        ) AS entries ON entries.account_id = account.id
        WHERE (available_units, held_units, spent_units) IS DISTINCT FROM (available, held, spent) OR held_units <> 0
    """
    assert await connection.fetch(wrong_books) == []
    assert await connection.fetchval("SELECT coalesce(sum(held_units), 0) FROM account") == 0


async def _check_files(connection: asyncpg.Connection, results: Path) -> None:
    rows = await connection.fetch("SELECT id, attempt FROM task WHERE status = 'completed' AND swept_at IS NULL")
    expected = {f"{row['id']}/{row['attempt']}.mp4" for row in rows}
    kept = [(name, path) for name, paths in storage.stored(results) for path in paths]
    assert {f"{name}/{path.name}" for name, path in kept if path.suffix == ".mp4"} == expected
    # Beside a video its posters, which may still be made, and the thumbnails of its images.
    beside = {f"{name}/{path.stem}.mp4" for name, path in kept if not storage.is_input(path)}
    assert beside <= expected
    scratch = results.parent / "scratch"
    assert not scratch.exists() or list(scratch.iterdir()) == []


async def _check_callbacks(connection: asyncpg.Connection) -> None:
    assert await connection.fetch("SELECT id FROM delivery WHERE status NOT IN ('delivered', 'exhausted')") == []
    forgotten = """
        SELECT task.id FROM task LEFT JOIN delivery ON delivery.task_id = task.id AND NOT again
        WHERE callback_url IS NOT NULL AND delivery.id IS NULL
    """
    assert await connection.fetch(forgotten) == []
    wrong_outcomes = """
        SELECT delivery.id FROM delivery
        LEFT JOIN delivery_try last ON last.delivery_id = delivery.id AND last.number = delivery.tries
        WHERE (status = 'delivered') <> coalesce(last.http_status BETWEEN 200 AND 299 AND last.problem IS NULL, false)
    """
    assert await connection.fetch(wrong_outcomes) == []
