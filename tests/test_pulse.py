"""The heartbeat: it keeps the lease whatever the worker does, and notices when the lease is lost."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from paddock import queue
from paddock.pulse import Hold, Pulse
from support.api import Api

LEASE_S = 1.0


@pytest.fixture
def bell() -> threading.Event:
    return threading.Event()


@pytest.fixture
def pulse(api: Api, bell: threading.Event) -> Iterator[Pulse]:
    beating = Pulse(api.dsn, "tester", "scripted", lease_s=LEASE_S, heartbeat_s=0.1, on_bell=bell.set)
    beating.start()
    yield beating
    beating.stop()


async def held(api: Api, pulse: Pulse) -> tuple[Hold, threading.Event]:
    await api.new_task()
    task = await queue.claim(api.pool, "tester", LEASE_S)
    assert task is not None
    lost = threading.Event()
    hold = Hold(task.id, task.attempt, lost.set)
    pulse.hold(hold)
    return hold, lost


async def wait(event: threading.Event) -> bool:
    return await asyncio.to_thread(event.wait, 10)


async def test_a_blocked_event_loop_keeps_its_lease(api: Api, pulse: Pulse) -> None:
    _, lost = await held(api, pulse)
    time.sleep(3 * LEASE_S)  # noqa: ASYNC251 - blocking the loop is the point
    assert not lost.is_set()
    async with api.pool.acquire() as connection:
        assert await queue.expire(connection, 3) == 0


async def test_progress_is_written(api: Api, pulse: Pulse) -> None:
    hold, _ = await held(api, pulse)
    hold.progress = 42
    async with asyncio.timeout(10):
        while (await api.task(hold.task_id))["progress"] != 42:
            await asyncio.sleep(0.02)


async def test_a_cancelled_task_is_noticed(api: Api, pulse: Pulse) -> None:
    hold, lost = await held(api, pulse)
    await api.client.post(f"/v1/tasks/{hold.task_id}/cancel")
    assert await wait(lost)


async def test_an_attempt_that_was_overtaken_is_noticed(api: Api, pulse: Pulse) -> None:
    hold, lost = await held(api, pulse)
    await queue.hand_back(api.pool, hold.task_id, hold.attempt)
    assert await queue.claim(api.pool, "somebody else", 30) is not None
    assert await wait(lost)


async def test_the_bell_is_heard(api: Api, pulse: Pulse, bell: threading.Event) -> None:
    async with asyncio.timeout(10):
        while not bell.is_set():  # the pulse may only just be connecting
            await api.create()
            await asyncio.sleep(0.05)


async def test_a_lost_connection_is_made_again(api: Api, pulse: Pulse) -> None:
    hold, lost = await held(api, pulse)
    for _ in range(3):
        await api.pool.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid()"
        )
        await asyncio.sleep(0.2)
    hold.progress = 77
    async with asyncio.timeout(10):
        while (await api.task(hold.task_id))["progress"] != 77:
            await asyncio.sleep(0.02)
    assert not lost.is_set()
