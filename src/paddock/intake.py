"""Takes submits in: those that arrive together share one commit.

A commit waits for the disk and holds its accounts' rows meanwhile, so submits of one account, one by one, are as slow
as the disk. Together they pay once. Nobody is answered before the commit; when one of a batch is refused, each is tried
alone, so that a refusal concerns nobody else.
"""

from __future__ import annotations

import asyncio

import asyncpg

from paddock import tasks
from paddock.models import Task

MOST_TOGETHER = 64
Outcome = tuple[Task, bool]
_Waiting = tuple[tasks.Submission, asyncio.Future[Outcome]]


class Intake:
    """The submits of one process."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._waiting: list[_Waiting] = []
        self._runner: asyncio.Task[None] | None = None

    async def submit(self, submission: tasks.Submission) -> Outcome:
        """`tasks.submit` for one, in a transaction that may be shared; returns once it is durable."""
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((submission, answer))
        if self._runner is None:
            self._runner = asyncio.create_task(self._run())
        # A caller who leaves must not undo what others share: the submit goes through, and its key finds it again.
        return await asyncio.shield(answer)

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
                await self._settle(batch)
        finally:
            self._runner = None

    async def _settle(self, batch: list[_Waiting]) -> None:
        try:
            outcomes = await self._commit([submission for submission, _ in batch])
        except Exception as refusal:  # noqa: BLE001 - handed on to the caller who waits
            if len(batch) == 1:
                _refuse(batch[0][1], refusal)
                return
            for one in batch:
                await self._settle([one])
            return
        for (_, answer), outcome in zip(batch, outcomes, strict=True):
            if not answer.done():
                answer.set_result(outcome)

    async def _commit(self, submissions: list[tasks.Submission]) -> list[Outcome]:
        async with self._pool.acquire() as connection, connection.transaction():
            return await tasks.submit(connection, submissions)


def _refuse(answer: asyncio.Future[Outcome], refusal: Exception) -> None:
    if not answer.done():
        answer.set_exception(refusal)
        answer.exception()  # a caller who has left must not make the loop complain
