"""The ledger's rules, kept by the database itself."""

from __future__ import annotations

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paddock import errors, keys, ledger, pricing
from paddock.models import MAX_DURATION_S, MIN_DURATION_S, Model, Quality

BALANCE = 1_000 * 10_000
GROUP = pricing.Group("default")


@pytest.fixture
async def account(pool: asyncpg.Pool) -> int:
    async with pool.acquire() as connection, connection.transaction():
        return await keys.create_account(connection, "saver", 1_000)


@pytest.fixture
async def key(pool: asyncpg.Pool, account: int) -> int:
    async with pool.acquire() as connection, connection.transaction():
        return (await keys.create_key(connection, account, keys.Wish("saver's")))[1].id


async def books(pool: asyncpg.Pool, account: int) -> tuple[int, int, int]:
    return tuple(
        await pool.fetchrow("SELECT available_units, held_units, spent_units FROM account WHERE id = $1", account)
    )


async def rebuilt(pool: asyncpg.Pool, account: int) -> tuple[int, int, int]:
    rows = await pool.fetch(
        "SELECT book, sum(amount_units)::bigint AS units FROM ledger_entry WHERE account_id = $1 GROUP BY book", account
    )
    sums = {row["book"]: row["units"] for row in rows}
    return sums.get("available", 0), sums.get("held", 0), sums.get("spent", 0)


async def test_capture_takes_and_release_gives_back(pool: asyncpg.Pool, account: int, key: int) -> None:
    await ledger.hold(pool, ledger.Hold(account, key, "a", 300))
    await ledger.hold(pool, ledger.Hold(account, key, "b", 500))
    assert await books(pool, account) == (BALANCE - 800, 800, 0)
    await ledger.capture(pool, "a")
    await ledger.release(pool, "b")
    assert await books(pool, account) == (BALANCE - 300, 0, 300)
    assert await rebuilt(pool, account) == (BALANCE - 300, 0, 300)
    assert await pool.fetchval("SELECT sum(amount_units) FROM ledger_entry") == 0


@pytest.mark.parametrize("first", [ledger.capture, ledger.release])
@pytest.mark.parametrize("second", [ledger.capture, ledger.release])
async def test_a_hold_is_resolved_once(
    pool: asyncpg.Pool, account: int, key: int, first: object, second: object
) -> None:
    await ledger.hold(pool, ledger.Hold(account, key, "a", 300))
    await first(pool, "a")  # type: ignore[operator]
    before = await books(pool, account)
    await second(pool, "a")  # type: ignore[operator]
    assert await books(pool, account) == before


async def test_what_was_never_held_cannot_be_taken(pool: asyncpg.Pool, account: int) -> None:
    await ledger.capture(pool, "unknown")
    await ledger.release(pool, "unknown")
    assert await books(pool, account) == (BALANCE, 0, 0)


async def test_a_hold_above_the_balance_is_refused_whole(pool: asyncpg.Pool, account: int, key: int) -> None:
    with pytest.raises(errors.InsufficientQuota):
        await ledger.hold(pool, ledger.Hold(account, key, "a", BALANCE + 1))
    assert await books(pool, account) == (BALANCE, 0, 0)
    assert await pool.fetchval("SELECT count(*) FROM ledger_transaction WHERE kind = 'hold'") == 0


async def test_a_task_is_held_once(pool: asyncpg.Pool, account: int, key: int) -> None:
    await ledger.hold(pool, ledger.Hold(account, key, "a", 300))
    with pytest.raises(asyncpg.UniqueViolationError):
        await ledger.hold(pool, ledger.Hold(account, key, "a", 300))


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        (
            "WITH t AS (INSERT INTO ledger_transaction (kind, account_id) VALUES ('grant', $1) RETURNING id)"
            " INSERT INTO ledger_entry SELECT id, 'available', $1, 5 FROM t",
            "ledger_entries_sum_to_zero",
        ),
        ("UPDATE account SET available_units = -1 WHERE id = $1", "account_available_not_negative"),
        ("UPDATE ledger_entry SET amount_units = 1 WHERE account_id = $1", "ledger_is_append_only"),
        ("DELETE FROM ledger_entry WHERE account_id = $1", "ledger_is_append_only"),
        ("DELETE FROM ledger_transaction WHERE account_id = $1", "ledger_is_append_only"),
    ],
)
async def test_the_database_refuses_corruption(
    pool: asyncpg.Pool, account: int, statement: str, constraint: str
) -> None:
    with pytest.raises(asyncpg.CheckViolationError) as refusal:
        await pool.execute(statement, account)
    assert refusal.value.constraint_name == constraint
    assert await books(pool, account) == (BALANCE, 0, 0)


def test_prices_are_those_published() -> None:
    table = {3: (364500, 648081), 5: (607500, 1080135), 10: (1215000, 2160270), 15: (1822500, 3240405)}
    for seconds, (low, high) in table.items():
        assert (
            pricing.quote(GROUP, Model.TEXT, Quality.P720, seconds),
            pricing.quote(GROUP, Model.TEXT, Quality.P1080, seconds),
        ) == (low, high)


@given(st.sampled_from(Quality), st.integers(MIN_DURATION_S, MAX_DURATION_S - 1))
def test_longer_and_sharper_costs_more(quality: Quality, seconds: int) -> None:
    assert (
        0 < pricing.quote(GROUP, Model.TEXT, quality, seconds) < pricing.quote(GROUP, Model.TEXT, quality, seconds + 1)
    )
    assert pricing.quote(GROUP, Model.TEXT, Quality.P720, seconds) < pricing.quote(
        GROUP, Model.TEXT, Quality.P1080, seconds
    )
