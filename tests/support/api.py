"""The HTTP application on loopback, inside the test's own event loop, and a client for it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import asyncpg
import httpx2

from paddock import app, keys, server, services
from paddock.config import Settings

TEXT = {"model": "happyhorse-1.0-text-to-video", "prompt": "a red boat on a lake"}
DEADLINE_S = 30.0


@dataclass
class Api:
    url: str
    key: str
    account: int
    dsn: str
    pool: asyncpg.Pool
    client: httpx2.AsyncClient
    services: services.Services

    async def create(self, headers: dict[str, str] | None = None, **fields: Any) -> httpx2.Response:
        """POST a text-to-video request with these fields changed."""
        return await self.client.post("/v1/videos/generations", json={**TEXT, **fields}, headers=headers)

    async def post_raw(self, body: bytes, content_type: str = "application/json") -> httpx2.Response:
        return await self.client.post("/v1/videos/generations", content=body, headers={"content-type": content_type})

    async def new_task(self, **fields: Any) -> str:
        response = await self.create(**fields)
        assert response.status_code == 200, response.text
        return str(response.json()["id"])

    async def task(self, task_id: str) -> dict[str, Any]:
        response = await self.client.get(f"/v1/tasks/{task_id}")
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.json()
        return found

    async def until(self, task_id: str, *statuses: str) -> dict[str, Any]:
        """The task once it is in one of these statuses."""
        async with asyncio.timeout(DEADLINE_S):
            while (task := await self.task(task_id))["status"] not in statuses:
                await asyncio.sleep(0.02)
        return task

    async def books(self) -> tuple[int, int, int]:
        """The account's available, held and spent units."""
        row = await self.pool.fetchrow(
            "SELECT available_units, held_units, spent_units FROM account WHERE id = $1", self.account
        )
        return tuple(row)


@contextlib.asynccontextmanager
async def serving(settings: Settings, dsn: str, key: str, account: int) -> AsyncIterator[Api]:
    listener = server.listen("127.0.0.1", 0)
    url = server.url_of(settings, listener.getsockname()[1])
    headers = {"authorization": f"Bearer {key}"}
    async with services.opened(settings, dsn, url) as served:
        runner = server.api_of(app.build(served), settings)
        running = asyncio.create_task(runner.serve(sockets=[listener]))
        await runner.ready.wait()
        async with httpx2.AsyncClient(base_url=url, headers=headers, timeout=DEADLINE_S, trust_env=False) as client:
            yield Api(url, key, account, dsn, served.pool, client, served)
        runner.should_exit = True
        await running


def json_of(response: httpx2.Response) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(response.content)
    return value


def problem(response: httpx2.Response) -> tuple[int, str]:
    """Status and error code of an answer, after checking that it has the one error shape."""
    error = response.json()["error"]
    assert error["code"]
    assert error["message"]
    assert error["type"]
    assert error["request_id"] == response.headers["x-request-id"]
    return response.status_code, error["code"]


async def token_of(connection: asyncpg.Connection, account: int) -> str:
    """A new key of an account."""
    token, _ = await keys.create_key(connection, account, keys.Wish("test"))
    return token
