"""Rate limits: GCRA against a plain model, and over HTTP."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paddock import config, errors, keys, limits
from paddock.pricing import Rate
from support.api import Api, problem

START = datetime(2026, 1, 1, tzinfo=UTC)
RATES = st.builds(Rate, st.sampled_from([6.0, 60.0, 90.0, 600.0]), st.integers(1, 20))


@given(RATES, st.lists(st.floats(0, 30), max_size=60))
def test_gcra_lets_in_what_a_bucket_would(rate: Rate, waits_s: list[float]) -> None:
    """The model is a bucket of `burst` tokens, refilled at the rate."""
    full_at_s, now_s, tokens = 0.0, 1000.0, float(rate.burst)
    for wait_s in waits_s:
        now_s += wait_s
        tokens = min(rate.burst, tokens + wait_s / rate.interval_s)
        let_in, figure = limits.admit(full_at_s, now_s, rate)
        if abs(tokens - 1) > 1e-3:  # at the very edge, rounding may decide either way
            assert let_in == (tokens >= 1)
        if let_in:
            full_at_s, tokens = figure, tokens - 1


@given(RATES, st.integers(0, 40))
def test_the_time_to_wait_is_enough_and_tight(rate: Rate, asked: int) -> None:
    full_at_s = 0.0
    for _ in range(asked):
        let_in, figure = limits.admit(full_at_s, 1000.0, rate)
        if not let_in:
            assert limits.admit(full_at_s, 1000.0 + figure, rate)[0]
            assert not limits.admit(full_at_s, 1000.0 + figure - 0.01, rate)[0]
            return
        full_at_s = figure


@pytest.fixture
async def key(pool: asyncpg.Pool) -> int:
    async with pool.acquire() as connection, connection.transaction():
        account = await keys.create_account(connection, "limited", 10)
        return (await keys.create_key(connection, account, keys.Wish("limited")))[1].id


async def test_the_database_keeps_the_same_count(pool: asyncpg.Pool, key: int) -> None:
    rate, full_at_s, now = Rate(60, 3), 0.0, START
    for wait_s in (0, 0, 0, 0, 0.5, 0.5, 0, 10, 0, 0, 0, 0):
        now += timedelta(seconds=wait_s)
        expected, figure = limits.admit(full_at_s, now.timestamp(), rate)
        if expected:
            await limits.take(pool, key, rate, now=now)
            full_at_s = figure
        else:
            with pytest.raises(errors.RateLimitExceeded):
                await limits.take(pool, key, rate, now=now)


async def test_what_is_rolled_back_is_not_used_up(pool: asyncpg.Pool, key: int) -> None:
    rate = Rate(60, 1)
    async with pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await limits.take(connection, key, rate, now=START)
        await transaction.rollback()
        await limits.take(connection, key, rate, now=START)
        with pytest.raises(errors.RateLimitExceeded):
            await limits.take(connection, key, rate, now=START)


async def test_many_connections_together_let_in_exactly_the_burst(pool: asyncpg.Pool, key: int) -> None:
    async def one() -> bool:
        try:
            async with pool.acquire() as connection, connection.transaction():
                await limits.take(connection, key, Rate(60, 7), now=START)
        except errors.RateLimitExceeded:
            return False
        return True

    assert sum(await asyncio.gather(*(one() for _ in range(40)))) == 7


def limit(api: Api, **said: object) -> None:
    api.services.settings.groups["default"] = config.GroupSettings.model_validate(said)


async def test_submits_over_the_rate_are_429_and_cost_nothing(api: Api) -> None:
    limit(api, submits_per_minute=60, submits_burst=5)
    responses = await asyncio.gather(*(api.create() for _ in range(12)))
    let_in = [response for response in responses if response.status_code == 200]
    refused = [response for response in responses if response.status_code == 429]
    assert len(let_in) in (5, 6)  # one more a second has gone by
    assert len(let_in) + len(refused) == 12
    assert all(problem(response) == (429, "rate_limit_exceeded") for response in refused)
    assert {response.headers["retry-after"] for response in refused} <= {"1", "2"}
    assert (await api.books())[1] == len(let_in) * 607500


async def test_waiting_as_told_succeeds(api: Api) -> None:
    limit(api, submits_per_minute=120, submits_burst=1)
    assert (await api.create()).status_code == 200
    refused = await api.create()
    assert refused.status_code == 429
    await asyncio.sleep(int(refused.headers["retry-after"]))  # what the caller is told to do
    assert (await api.create()).status_code == 200


async def test_reads_are_limited_apart(api: Api) -> None:
    limit(api, submits_per_minute=60, submits_burst=1, reads_per_minute=60, reads_burst=3)
    task_id = await api.new_task()
    seen = [(await api.client.get(f"/v1/tasks/{task_id}")).status_code for _ in range(4)]
    assert seen == [200, 200, 200, 429]
    assert problem(await api.create()) == (429, "rate_limit_exceeded")


async def test_nothing_done_by_hand_meets_a_limit(api: Api) -> None:
    task_id = await api.new_task()
    polls = await asyncio.gather(*(api.client.get(f"/v1/tasks/{task_id}") for _ in range(300)))
    assert {poll.status_code for poll in polls} == {200}


async def test_a_flood_of_unknown_keys_costs_no_look_up_each(api: Api) -> None:
    token = f"sk-{'q' * 12}-{'w' * 40}"
    headers = {"authorization": f"Bearer {token}"}
    await api.client.get("/v1/tasks", headers=headers)
    calls: list[list[str]] = []
    fetch = api.services.keyring._lookups._fetch

    async def counted(ids: list[str]) -> Any:
        calls.append(ids)
        return await fetch(ids)

    api.services.keyring._lookups._fetch = counted
    for _ in range(200):
        assert (await api.client.get("/v1/tasks", headers=headers)).status_code == 401
    assert calls == []
    distinct = [f"sk-{number:012d}-{'w' * 40}" for number in range(300)]
    await asyncio.gather(
        *(api.client.get("/v1/tasks", headers={"authorization": f"Bearer {token}"}) for token in distinct)
    )
    assert sum(len(ids) for ids in calls) == 300
    assert len(calls) < 150
