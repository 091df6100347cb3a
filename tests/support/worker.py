"""Workers inside the test's own event loop."""

from __future__ import annotations

import asyncio
import contextlib

import asyncpg

from paddock import db
from paddock.config import Settings
from paddock.worker import Worker


class Crew:
    """As many workers as were started; gone with the context. `worker` is the last."""

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
        self.worker = Worker(self._settings, self._dsn, pool)
        self._running = asyncio.create_task(self.worker.run())
        self._stack.push_async_callback(_ended, self.worker, self._running)

    async def ended(self) -> None:
        """Returns when the last worker has ended by itself."""
        await self._running

    def stop_at_once(self) -> None:
        """As two signals do."""
        self.worker.drain()
        self.worker.drain()


async def _ended(worker: Worker, running: asyncio.Task[None]) -> None:
    worker.drain()
    async with asyncio.timeout(30):
        await running
