"""A worker inside the test's own event loop."""

from __future__ import annotations

import asyncio
import contextlib

import asyncpg

from paddock import db
from paddock.config import Settings
from paddock.worker import Worker


class Crew:
    """One worker, once started; gone with the context."""

    def __init__(self, settings: Settings, dsn: str) -> None:
        self._settings = settings
        self._dsn = dsn
        self._stack = contextlib.AsyncExitStack()

    async def __aenter__(self) -> Crew:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def start(self) -> None:
        pool: asyncpg.Pool = await db.open_pool(self._dsn, 2)
        self._stack.callback(pool.terminate)
        worker = Worker(self._settings, self._dsn, pool)
        running = asyncio.create_task(worker.run())
        self._stack.push_async_callback(_ended, worker, running)


async def _ended(worker: Worker, running: asyncio.Task[None]) -> None:
    worker.drain()
    async with asyncio.timeout(30):
        await running
