"""Server-sent events: the present state at once, every change, the end, and what was missed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from paddock import db, events, keys, queue, tasks
from paddock.config import Settings
from paddock.models import Task
from support.api import DEADLINE_S, Api, problem, token_of
from support.worker import Crew

Event = tuple[str, dict[str, Any], str]


async def stream(api: Api, path: str, **headers: str) -> AsyncGenerator[Event, None]:
    """(event, data, id) as they come."""
    async with api.client.stream("GET", path, headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        fields: dict[str, str] = {}
        async for line in response.aiter_lines():
            if not line:
                if "data" in fields:
                    yield fields.get("event", ""), json.loads(fields["data"]), fields.get("id", "")
                fields = {}
            elif not line.startswith(":"):
                name, _, value = line.partition(": ")
                fields[name] = value


async def claimed(api: Api) -> Task:
    async with api.pool.acquire() as connection, connection.transaction():
        task = await queue.claim(connection, "tester", 60)
    assert task is not None
    return task


async def progress(api: Api, task: Task, percent: int) -> None:
    async with api.pool.acquire() as connection:
        assert await queue.heartbeat(connection, 60, [queue.Beat(task.id, task.attempt, percent)]) == set()


async def complete(api: Api, task: Task) -> None:
    async with api.pool.acquire() as connection, connection.transaction():
        assert await tasks.complete(connection, task.id, task.attempt, engine="x", warnings=[])


async def test_a_task_is_told_from_its_present_state_to_its_end(api: Api) -> None:
    task_id = await api.new_task()
    states: list[tuple[str, int]] = []
    async with asyncio.timeout(DEADLINE_S):
        async for event, data, _ in stream(api, f"/v1/tasks/{task_id}/events"):
            if event == "queue":
                assert data == {"id": task_id, "ahead": 0}
                task = await claimed(api)
                continue
            states.append((data["status"], data["progress"]))
            if states[-1] == ("processing", 0):
                await progress(api, task, 40)
            elif states[-1] == ("processing", 40):
                await complete(api, task)
    assert states == [("pending", 0), ("processing", 0), ("processing", 40), ("completed", 100)]
    assert data["results"][0].startswith(api.url)
    assert data == await api.task(task_id)


async def test_an_ended_task_is_told_once(api: Api) -> None:
    task_id = await api.new_task()
    await api.client.post(f"/v1/tasks/{task_id}/cancel")
    told = [data["status"] async for _, data, _ in stream(api, f"/v1/tasks/{task_id}/events")]
    assert told == ["cancelled"]


async def test_an_account_hears_of_new_tasks_and_of_their_ends(api: Api) -> None:
    heard = stream(api, "/v1/events")
    async with asyncio.timeout(DEADLINE_S):
        first = await api.new_task()
        assert (await anext(heard))[1]["id"] == first
        assert (await anext(heard))[0] == "queue"
        second = await api.new_task()
        assert (await anext(heard))[1]["id"] == second
        assert (await anext(heard))[0] == "queue"
        await api.client.post(f"/v1/tasks/{first}/cancel")
        event, data, _ = await anext(heard)
        while event != "task" or data["id"] != first:
            event, data, _ = await anext(heard)
        assert data["status"] == "cancelled"
    await heard.aclose()


async def test_what_ended_during_a_gap_is_told_after_the_reconnect(api: Api) -> None:
    task_id = await api.new_task()
    heard = stream(api, "/v1/events")
    async with asyncio.timeout(DEADLINE_S):
        _, data, last_id = await anext(heard)
        await heard.aclose()
        assert data["status"] == "pending"
        await api.client.post(f"/v1/tasks/{task_id}/cancel")
        again = stream(api, "/v1/events", **{"last-event-id": last_id})
        assert (await anext(again))[1]["status"] == "cancelled"
        await again.aclose()


async def test_nobody_hears_of_another_accounts_tasks(api: Api) -> None:
    task_id = await api.new_task()
    async with api.pool.acquire() as connection, connection.transaction():
        other = await token_of(connection, await keys.create_account(connection, "other", 1_000))
    theirs = {"authorization": f"Bearer {other}"}
    answer = await api.client.get(f"/v1/tasks/{task_id}/events", headers=theirs)
    assert problem(answer) == (404, "task_not_found")
    heard = stream(api, "/v1/events", **theirs)
    async with asyncio.timeout(DEADLINE_S):
        waiting = asyncio.create_task(anext(heard))
        await api.client.post(f"/v1/tasks/{task_id}/cancel")
        own = (await api.create({**theirs})).json()["id"]
        assert (await waiting)[1]["id"] == own
    await heard.aclose()


@pytest.mark.parametrize("path", ["/v1/events", "/v1/tasks/task-unified-1-abcdefgh/events"])
async def test_events_need_a_key(api: Api, path: str) -> None:
    assert (await api.client.get(path, headers={"authorization": ""})).status_code == 401


async def test_many_listeners_share_one_connection(api: Api) -> None:
    task_id = await api.new_task()
    listeners = [stream(api, f"/v1/tasks/{task_id}/events") for _ in range(20)]
    async with asyncio.timeout(DEADLINE_S):
        for one in listeners:
            await anext(one)
        hears = "SELECT count(*) FROM pg_stat_activity WHERE query ILIKE 'LISTEN%' AND datname = current_database()"
        assert await api.pool.fetchval(hears) == 1
        await api.client.post(f"/v1/tasks/{task_id}/cancel")
        for one in listeners:
            statuses = [data["status"] async for event, data, _ in one if event == "task"]
            assert statuses == ["cancelled"]


async def test_a_listener_outlives_the_databases_connections(api: Api) -> None:
    task_id = await api.new_task()
    heard = stream(api, f"/v1/tasks/{task_id}/events")
    async with asyncio.timeout(DEADLINE_S):
        await anext(heard)
        admin = await db.connect(api.dsn)
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        await admin.close()
        while (await api.client.post(f"/v1/tasks/{task_id}/cancel")).status_code != 200:
            pass
        statuses = [data["status"] async for event, data, _ in heard if event == "task"]
    assert statuses == ["cancelled"]


async def test_an_account_has_so_many_streams_and_no_more(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "MOST_PER_ACCOUNT", 1)
    await api.new_task()
    heard = stream(api, "/v1/events")
    await anext(heard)
    assert problem(await api.client.get("/v1/events")) == (429, "rate_limit_exceeded")
    await heard.aclose()


async def test_a_worker_is_watched_to_the_video(api: Api, settings: Settings, dsn: str) -> None:
    async with Crew(settings, dsn) as crew:
        await crew.start()
        task_id = await api.new_task(prompt="[slow 1] a boat", duration=3)
        async with asyncio.timeout(DEADLINE_S):
            told = [data async for event, data, _ in stream(api, f"/v1/tasks/{task_id}/events") if event == "task"]
    assert told[-1]["status"] == "completed"
    assert any(0 < data["progress"] < 100 for data in told)
    shown = [data["progress"] for data in told]
    assert shown == sorted(shown)
