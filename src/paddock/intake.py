"""Takes submits in: those that arrive together share one commit.

A commit waits for the disk and holds its accounts' rows meanwhile, so submits of one account, one by one, are as slow
as the disk. Together they pay once. Each keeps its own savepoint: a refused one undoes only itself, and nobody is
answered before the commit.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import asyncpg

from paddock import errors, tasks
from paddock.models import Order, Principal, Task

MOST_TOGETHER = 64
Outcome = tuple[Task, bool]


@dataclass(slots=True, eq=False)
class _Submit:
    account_id: int
    key: str
    action: Callable[..., Awaitable[Outcome]]
    answer: asyncio.Future[Outcome]
    outcome: Outcome | errors.ApiError | None = field(default=None)


class Intake:
    """The submits of one process."""

    def __init__(self, pool: asyncpg.Pool, queue_limit: int) -> None:
        self._pool = pool
        self._queue_limit = queue_limit
        self._waiting: list[_Submit] = []
        self._runner: asyncio.Task[None] | None = None

    async def submit(
        self, principal: Principal, order: Order, terms: tasks.Terms, idempotency: tasks.Idempotency | None
    ) -> Outcome:
        """`tasks.submit` in a transaction that may be shared; returns once it is durable."""
        action = functools.partial(
            tasks.submit,
            principal=principal,
            order=order,
            terms=terms,
            idempotency=idempotency,
        )
        answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Submit(principal.account_id, idempotency.key if idempotency else "", action, answer))
        if self._runner is None:
            self._runner = asyncio.create_task(self._run())
        # A caller who leaves must not undo what others share; the submit goes through and its key finds it again.
        return await asyncio.shield(answer)

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
                await self._settle(batch)
        finally:
            self._runner = None

    async def _settle(self, batch: list[_Submit]) -> None:
        try:
            await self._commit(batch)
        except asyncpg.DeadlockDetectedError:
            for submit in batch:
                await self._settle_alone(submit)
        except Exception as error:  # noqa: BLE001 - handed on to every caller who waits
            for submit in batch:
                _refuse(submit, error)

    async def _settle_alone(self, submit: _Submit) -> None:
        try:
            await self._commit([submit])
        except Exception as error:  # noqa: BLE001 - handed on to the caller who waits
            _refuse(submit, error)

    async def _commit(self, batch: list[_Submit]) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            queued = await tasks.queued(connection, list({one.account_id for one in batch}), self._queue_limit)
            # Everyone locks accounts and keys in the same order, so that two processes' batches rarely deadlock.
            for submit in sorted(batch, key=lambda one: (one.account_id, one.key)):
                try:
                    async with connection.transaction():
                        room = self._queue_limit - queued[submit.account_id]
                        submit.outcome = await submit.action(connection, room=room)
                        queued[submit.account_id] += 1
                except errors.ApiError as refusal:
                    submit.outcome = refusal
        for submit in batch:
            if isinstance(submit.outcome, errors.ApiError):
                _refuse(submit, submit.outcome)
            elif not submit.answer.done():
                assert submit.outcome is not None
                submit.answer.set_result(submit.outcome)


def _refuse(submit: _Submit, error: Exception) -> None:
    if not submit.answer.done():
        submit.answer.set_exception(error)
        submit.answer.exception()  # a caller who has left must not make the loop complain
