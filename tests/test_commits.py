"""What is lost between a statement and its answer: every submit, cancel and finish is whole or did not happen."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from paddock import audit, db, queue, tasks
from paddock.config import Settings
from support.api import Api, serving
from support.severing import Severing, severing

PRICE = 607500
"""Units of the five seconds at 720p that the tests ask for."""
KEY = {"idempotency-key": "the-same-request-again"}


@pytest.fixture
async def proxy(dsn: str) -> AsyncIterator[Severing]:
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path must be short
    async with severing(dsn, folder) as opened:
        yield opened
    shutil.rmtree(folder)


@pytest.fixture
async def frail(api: Api, proxy: Severing, settings: Settings) -> AsyncIterator[Api]:
    """A second API process's worth of application, whose way to the database is the proxy."""
    async with serving(settings, proxy.dsn, api.key, api.account) as served:
        assert (await served.client.get("/v1/credits")).status_code == 200
        yield served


async def consistent(api: Api, tasks_kept: int) -> None:
    """Every task has its hold, every hold its task, and there are as many as said."""
    assert await api.pool.fetchval("SELECT count(*) FROM task") == tasks_kept
    assert (await api.books())[1] == tasks_kept * PRICE
    async with api.pool.acquire() as connection:
        assert (await audit.check(connection)).faults == ()


async def test_a_submit_whose_commit_got_no_answer_is_answered_with_its_task(
    api: Api, frail: Api, proxy: Severing
) -> None:
    proxy.commit_unanswered = proxy.armed = True
    response = await frail.create()
    assert proxy.cuts == 1
    assert response.status_code == 200
    assert (await api.task(response.json()["id"]))["status"] == "pending"
    await consistent(api, 1)


async def test_submits_that_shared_a_lost_commit_are_each_charged_once(api: Api, frail: Api, proxy: Severing) -> None:
    proxy.commit_unanswered = proxy.armed = True
    responses = await asyncio.gather(*(frail.create() for _ in range(12)))
    assert proxy.cuts == 1
    assert [response.status_code for response in responses] == [200] * 12
    assert len({response.json()["id"] for response in responses}) == 12
    await consistent(api, 12)


async def test_the_same_key_after_a_lost_commit_gives_the_same_task(api: Api, frail: Api, proxy: Severing) -> None:
    proxy.commit_unanswered = proxy.armed = True
    first = await frail.create(KEY)
    again = await frail.create(KEY)
    assert proxy.cuts == 1
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json()["id"] == again.json()["id"]
    await consistent(api, 1)


async def test_a_connection_cut_at_any_statement_of_submit_leaves_all_or_nothing(
    api: Api, frail: Api, proxy: Severing
) -> None:
    """At each message in turn, until a submit gets through uncut; the same key then finds or makes the task."""
    kept = 0
    for cut in range(60):
        proxy.seen, proxy.cuts, proxy.cut_before, proxy.armed = 0, 0, cut, True
        key = {"idempotency-key": f"cut-at-statement-{cut:03d}"}
        response = await frail.create(key)
        proxy.armed = False
        assert response.status_code in (200, 503)
        if response.status_code == 200:
            kept += 1
        else:
            assert proxy.cuts == 1
        await consistent(api, kept)
        if not proxy.cuts:
            break
        if response.status_code == 503:
            assert (await frail.create(key)).status_code == 200
            kept += 1
            await consistent(api, kept)
    assert not proxy.cuts, "every statement of a submit was cut once"
    assert cut >= 3


async def test_a_cancel_whose_commit_got_no_answer_releases_once(api: Api, frail: Api, proxy: Severing) -> None:
    task_id = await api.new_task()
    proxy.commit_unanswered = proxy.armed = True
    first = await frail.client.post(f"/v1/tasks/{task_id}/cancel")
    again = await frail.client.post(f"/v1/tasks/{task_id}/cancel")
    assert proxy.cuts == 1
    assert (first.status_code, again.status_code) in {(503, 409), (200, 409)}
    assert (await api.task(task_id))["status"] == "cancelled"
    assert await api.books() == (10_000_000, 0, 0)


async def test_a_finish_whose_commit_got_no_answer_captures_once(api: Api, frail: Api, proxy: Severing) -> None:
    task_id = await api.new_task()
    task = await queue.claim(api.pool, "tester", 30)
    assert task is not None
    proxy.commit_unanswered = proxy.armed = True

    async def settle() -> bool:
        async with frail.pool.acquire() as connection, connection.transaction():
            done = await tasks.complete(connection, task.id, task.attempt, engine="test", warnings=[])
            return done is not None or await tasks.ended_by(connection, task.id, task.attempt)

    assert await db.patiently(settle, "complete")
    assert proxy.cuts == 1
    assert (await api.task(task_id))["status"] == "completed"
    assert await api.books() == (10_000_000 - PRICE, 0, PRICE)
