"""The sender: brings what is in the outbox to its receivers, at least once.

Any number of senders may run. A delivery is claimed with a lease and a fence, as a task is by a worker, and the
database's clock says what is due; a sender that dies is noticed when its lease runs out, and the next one sends the
same message under the same id. The body is made from the task's row, which never changes once the task has ended: it
is what GET answers, byte for byte.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import asyncpg
import structlog

from paddock import db, queue, signatures, storage, tasks, wire
from paddock.egress import Egress, PostResult
from paddock.models import DeliveryStatus, Task

log = structlog.get_logger()
SQL = db.statements("callbacks")

RETRY_AFTER_S = (1.0, 2.0, 4.0)
"""The contract's: up to three retries, so long after each failure."""
MOST_LOST = 20
"""A delivery whose senders died this often is given up: it must not be sent for ever."""


def next_try(failures: int, retry_after_s: tuple[float, ...] = RETRY_AFTER_S) -> float | None:
    """Seconds from the `failures`-th failure (from 1) to the next try; None when that was the last."""
    return retry_after_s[failures - 1] if failures <= len(retry_after_s) else None


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how many. The first two are the contract's."""

    timeout_s: float = 10.0
    """Of one try in total."""
    retry_after_s: tuple[float, ...] = RETRY_AFTER_S
    lease_s: float = 30.0
    """Must be longer than a try; after that another sender may take over."""
    poll_s: float = 1.0
    stop_s: float = 2.0
    """How long tries under way may go on when the sender is to stop."""
    places: int = 64
    """Tries under way at once in one sender."""
    account_places: int = 32
    """Of one account: receivers that hang leave the rest to everyone else."""
    lane_places: int = 8
    """Of one account to one receiver: it leaves the rest to the account's other receivers."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is this sender's until its lease ends."""

    id: str
    task: Task
    lane: int
    number: int
    """The try's, from 1, which is also the fence."""
    failures: int
    lost: int
    began_at: datetime
    secrets: signatures.Secrets

    @property
    def place(self) -> tuple[int, int]:
        """What it takes a place of: its account and its lane."""
        return self.task.account_id, self.lane


async def claim(tx: asyncpg.Connection, limits: Limits, under_way: Mapping[tuple[int, int], int]) -> list[Claimed]:
    """Deliveries that are due, at most as many as there are places left. `under_way` counts by account and lane."""
    rows = await tx.fetch(
        SQL.claim,
        limits.lease_s,
        limits.places - sum(under_way.values()),
        limits.account_places,
        limits.lane_places,
        [account_id for account_id, _ in under_way],
        [lane for _, lane in under_way],
        list(under_way.values()),
    )
    if not rows:
        return []
    secrets = await signatures.of_accounts(tx, list({row["account_id"] for row in rows}))
    return [
        Claimed(
            id=row["delivery_id"],
            task=tasks.from_row(row),
            lane=row["lane"],
            number=row["tries"],
            failures=row["failures"],
            lost=row["lost"],
            began_at=row["began_at"],
            secrets=secrets[row["account_id"]],
        )
        for row in rows
    ]


def verdict(
    one: Claimed, result: PostResult, retry_after_s: tuple[float, ...] = RETRY_AFTER_S
) -> tuple[DeliveryStatus, float | None]:
    """The delivery's status after this try, and the seconds to the next one."""
    if result.ok:
        return DeliveryStatus.DELIVERED, None
    wait_s = None if one.lost > MOST_LOST else next_try(one.failures + 1, retry_after_s)
    return DeliveryStatus.EXHAUSTED if wait_s is None else DeliveryStatus.PENDING, wait_s


async def settle(
    connection: asyncpg.Connection, one: Claimed, status: DeliveryStatus, wait_s: float | None, result: PostResult
) -> bool:
    """Write down how a try went; False when the delivery has been taken over, and then nothing is written."""
    duration_ms = round(result.duration_s * 1000)
    written = await connection.fetchval(
        SQL.settle, one.id, one.number, status.value, wait_s, duration_ms, result.status, result.problem
    )
    return written is not None


class Sender:
    """Sends from one process; see `sending` for its life. `wake` makes it look for work at once."""

    def __init__(
        self, dsn: str, pool: asyncpg.Pool, links: storage.Links, outward: Egress, limits: Limits | None = None
    ) -> None:
        self._dsn = dsn
        self._pool = pool
        self._links = links
        self._outward = outward
        self._limits = limits or Limits()
        self._wake = asyncio.Event()
        self._stopping = False
        self._under_way: dict[asyncio.Task[None], Claimed] = {}

    def wake(self) -> None:
        self._wake.set()

    def stop(self) -> None:
        """Look for work a last time, then end; `run` returns soon after."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Send until stopped, whatever the database and the receivers do."""
        listener = asyncio.create_task(self._listen())
        try:
            while True:
                last = self._stopping
                self._wake.clear()
                await self._start_due()
                if last:
                    break
                await self._wait_for_work()
            if self._under_way:
                await asyncio.wait(self._under_way, timeout=self._limits.stop_s)
        finally:
            listener.cancel()
            await self._hand_back()

    async def _wait_for_work(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._wake.wait(), self._limits.poll_s)

    async def _start_due(self) -> None:
        """Begin a try of everything that is due and has a place."""
        try:
            while (free := self._limits.places - len(self._under_way)) > 0:
                async with self._pool.acquire() as connection, connection.transaction():
                    claimed = await claim(connection, self._limits, self._places_taken())
                for one in claimed:
                    self._start(one)
                if len(claimed) < free:
                    return
        except db.OUTAGES as error:
            log.warning("no callbacks sent: database away", error=type(error).__name__)
        except Exception:
            # Callbacks must not end for good because of one row or one moment; the next poll tries again.
            log.exception("no callbacks sent")

    def _places_taken(self) -> Counter[tuple[int, int]]:
        return Counter(one.place for one in self._under_way.values())

    def _start(self, one: Claimed) -> None:
        under_way = asyncio.create_task(self._deliver(one))
        self._under_way[under_way] = one
        under_way.add_done_callback(self._on_done)

    def _on_done(self, ended: asyncio.Task[None]) -> None:
        if self._holds_others_back(self._under_way[ended]):
            self._wake.set()
        del self._under_way[ended]

    def _holds_others_back(self, one: Claimed) -> bool:
        """Whether something may be waiting for the place of `one`."""
        taken, (account_id, _) = self._places_taken(), one.place
        of_account = sum(count for (account, _), count in taken.items() if account == account_id)
        return (
            taken.total() >= self._limits.places
            or of_account >= self._limits.account_places
            or taken[one.place] >= self._limits.lane_places
        )

    async def _deliver(self, one: Claimed) -> None:
        """One try, and what follows from it."""
        try:
            result = await self._post(one)
            status, wait_s = verdict(one, result, self._limits.retry_after_s)
            written = await db.patiently(
                lambda: settle(self._pool, one, status, wait_s, result), "note how a callback went"
            )
        except Exception:
            log.exception("callback broke", delivery=one.id)  # its lease runs out, and `lost` counts it
            return
        log.info(
            "callback",
            delivery=one.id,
            task=one.task.id,
            number=one.number,
            status=status.value if written else "taken over",
            http_status=result.status,
            problem=result.problem,
        )
        if wait_s is not None:
            asyncio.get_running_loop().call_later(wait_s, self._wake.set)

    async def _post(self, one: Claimed) -> PostResult:
        if one.lost > MOST_LOST:
            return PostResult(None, 0.0, "its senders died too often")
        url = one.task.order.callback_url
        assert url is not None
        body = wire.encode(wire.task_answer(one.task, self._links.result(one.task)))
        headers = {
            "content-type": "application/json",
            **signatures.headers(one.secrets, one.id, one.began_at, body),
        }
        return await self._outward.post(url, body, headers, deadline_s=self._limits.timeout_s)

    async def _hand_back(self) -> None:
        """Break off what is under way and let the next sender begin it at once."""
        held = dict(self._under_way)
        for under_way in held:
            under_way.cancel()
        if not held:
            return
        await asyncio.gather(*held, return_exceptions=True)
        with contextlib.suppress(*db.OUTAGES):  # the leases run out anyway
            ids, numbers = [one.id for one in held.values()], [one.number for one in held.values()]
            await self._pool.execute(SQL.hand_back, ids, numbers, timeout=self._limits.stop_s)

    async def _listen(self) -> None:
        """Hear the bell on a connection of its own, for as long as it takes; without it the poll finds the work."""
        while True:
            try:
                connection = await db.connect(self._dsn)
                try:
                    await connection.add_listener(queue.CHANNEL, self._on_notify)
                    self._wake.set()  # something may have been rung while nobody listened
                    await _until_lost(connection)
                finally:
                    connection.terminate()
            except (*db.OUTAGES, asyncpg.PostgresError) as error:
                log.warning("callbacks hear no bell: database away", error=type(error).__name__)
            await asyncio.sleep(self._limits.poll_s)

    def _on_notify(self, _connection: object, _pid: int, _channel: str, message: str) -> None:
        if message == queue.DELIVERY:
            self._wake.set()


async def _until_lost(connection: asyncpg.Connection) -> None:
    """Return or raise when the connection is gone."""
    gone = asyncio.Event()
    connection.add_termination_listener(lambda _: gone.set())
    while not gone.is_set():
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(gone.wait(), 30)
        await connection.execute("SELECT 1", timeout=5)  # a connection may be dead without having said so


@contextlib.asynccontextmanager
async def sending(sender: Sender) -> AsyncIterator[Sender]:
    """Run a sender for the length of a block; at its end it finishes or hands back what it holds."""
    running = asyncio.create_task(sender.run())
    try:
        yield sender
    finally:
        sender.stop()
        await running
