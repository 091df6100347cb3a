"""Takes submits in: those that arrive together share one commit.

A commit waits for the disk and holds its accounts' rows meanwhile, so submits of one account, one by one, are as slow
as the disk. Together they pay once. Nobody is answered before the commit; when one of a batch is refused, each is tried
alone, so that a refusal concerns nobody else. When the answer to a commit is lost, the tasks' ids tell whether it went
through.
"""

from __future__ import annotations

import asyncio

import asyncpg

from paddock import db, tasks
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
        except (*db.OUTAGES, asyncpg.UniqueViolationError) as outage:
            await self._settle_rest(await self._without_committed(batch), outage)
            return
        except Exception as refusal:  # noqa: BLE001 - handed on to the caller who waits
            await self._settle_rest(batch, refusal)
            return
        for (_, answer), outcome in zip(batch, outcomes, strict=True):
            if not answer.done():
                answer.set_result(outcome)

    async def _settle_rest(self, batch: list[_Waiting], refusal: Exception) -> None:
        """Each alone, or the one refused."""
        if len(batch) == 1:
            _refuse(batch[0][1], refusal)
            return
        for one in batch:
            await self._settle([one])

    async def _without_committed(self, batch: list[_Waiting]) -> list[_Waiting]:
        """Answer those whose task is there, and return the others.

        One whose commit is still under way is not seen here. Trying it again then waits for that commit and meets its
        own id, which brings it here once more.
        """
        try:
            rows = await self._pool.fetch(tasks.SQL.made, [submission.task_id for submission, _ in batch])
        except db.OUTAGES:
            return batch
        made = {row["id"]: tasks.from_row(row) for row in rows}
        for submission, answer in batch:
            if submission.task_id in made and not answer.done():
                answer.set_result((made[submission.task_id], False))
        return [one for one in batch if one[0].task_id not in made]

    async def _commit(self, submissions: list[tasks.Submission]) -> list[Outcome]:
        async with self._pool.acquire() as connection, connection.transaction():
            return await tasks.submit(connection, submissions)


def _refuse(answer: asyncio.Future[Outcome], refusal: Exception) -> None:
    if not answer.done():
        answer.set_exception(refusal)
        answer.exception()  # a caller who has left must not make the loop complain
