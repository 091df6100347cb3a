"""Callbacks in tests: tasks that end in every way, senders with short times, receivers that count."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from typing import Any, TypeVar

from border_servers import LIMIT_S, Certificates, Names, Received, Script, Server, answer, serve
from paddock import callbacks, errors, queue, storage, tasks
from paddock.addresses import AllowList
from paddock.egress import Egress
from support.api import Api

SOON_S = (0.02, 0.04, 0.08)
"""The schedule, scaled down."""
T = TypeVar("T")
ENDINGS = ("completed", "failed", "cancelled", "spent")


async def end(api: Api, task_id: str, how: str = "cancelled") -> None:
    """End a task; it must be the only one that is pending, unless it is cancelled."""
    if how == "cancelled":
        assert (await api.client.post(f"/v1/tasks/{task_id}/cancel")).status_code == 200
        return
    task = await queue.claim(api.pool, "tester", 30)
    assert task is not None
    assert task.id == task_id
    if how == "completed":
        path = storage.result_path(api.services.settings.results, task.id, task.attempt)
        path.parent.mkdir(parents=True)
        path.write_bytes(b"a video")
    async with api.pool.acquire() as connection:
        if how == "spent":
            await connection.execute("UPDATE task SET lease_until = now() - interval '1 second' WHERE id = $1", task_id)
            assert await queue.expire(connection, 1) == 1
            return
        async with connection.transaction():
            if how == "completed":
                await tasks.complete(connection, task.id, task.attempt, engine="test", warnings=["小"])
            else:
                await tasks.fail(connection, task.id, task.attempt, errors.InvalidParameters("Use a shorter prompt"))


async def owed(api: Api, url: str, how: str = "cancelled") -> str:
    """A task that has ended and owes `url` its callback."""
    task_id = await api.new_task(callback_url=url)
    await end(api, task_id, how)
    return task_id


def outward(certificates: Certificates, names: Names | None = None) -> Egress:
    """The way out to receivers on 127.0.0.1, any port."""
    return Egress(AllowList.parse("127.0.0.1"), names or Names(), certificates.client())


@contextlib.asynccontextmanager
async def sending(api: Api, out: Egress, **limits: Any) -> AsyncIterator[callbacks.Sender]:
    """A sender for the length of a block, with short waits."""
    chosen = {"timeout_s": LIMIT_S, "retry_after_s": SOON_S, "poll_s": 0.05, "stop_s": 0.1, **limits}
    sender = callbacks.Sender(api.dsn, api.pool, api.services.links, out, callbacks.Limits(**chosen))
    async with callbacks.sending(sender):
        yield sender


@contextlib.asynccontextmanager
async def receiving(certificates: Certificates, script: Script, *names: str) -> AsyncIterator[Server]:
    """A receiver with a good certificate for 127.0.0.1 and these names."""
    async with serve(script, context=certificates.server("127.0.0.1", *names)) as server:
        yield server


def in_turn(*scripts: Script) -> Script:
    """A script that plays the next one at each request; the last one stays."""
    left: Iterator[Script] = iter(scripts)

    async def script(request: Received, writer: asyncio.StreamWriter) -> None:
        await next(left, scripts[-1])(request, writer)

    return script


def statuses(*codes: int) -> Script:
    return in_turn(*(answer(status=code) for code in codes))


async def deliveries(api: Api, task_id: str) -> list[dict[str, Any]]:
    response = await api.client.get(f"/v1/tasks/{task_id}/deliveries")
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["data"]
    return found


async def ended(api: Api, task_id: str) -> dict[str, Any]:
    """The task's newest delivery once it is delivered or exhausted."""

    async def look() -> dict[str, Any] | None:
        newest = (await deliveries(api, task_id))[0]
        return None if newest["status"] == "pending" else newest

    return await eventually("end of the delivery", look)


async def eventually(what: str, look: Callable[[], Awaitable[T | None]]) -> T:
    """The first value that `look` finds; fails when there is none within the limit."""
    for _ in range(round(LIMIT_S / 0.01)):
        if found := await look():
            return found
        await asyncio.sleep(0.01)
    raise AssertionError(f"no {what} within {LIMIT_S:.0f} s")
