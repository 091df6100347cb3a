"""PostgreSQL: the pool, migrations, named statements, and patience with a database that is away."""

from __future__ import annotations

import asyncio
import importlib.resources
import re
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Generic, TypeVar

import asyncpg
import structlog

from paddock import errors

log = structlog.get_logger()

T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

CONNECT_TIMEOUT_S = 5.0
COMMAND_TIMEOUT_S = 30.0
MIGRATION_LOCK = 7_233_625  # any number, the same in every process of ours

_NAME = re.compile(r"^-- name: (\w+)\s*$", re.MULTILINE)

OUTAGES = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # what asyncpg makes of a connection that ends in the middle of its own bookkeeping
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.ObjectNotInPrerequisiteStateError,
    asyncpg.exceptions.SerializationError,
    asyncpg.exceptions.DeadlockDetectedError,
)
"""What a restart, a fail-over or a full server looks like from here; the same statement may work in a moment."""

_sql = importlib.resources.files("paddock") / "sql"


def statements(name: str) -> SimpleNamespace:
    """The statements of `sql/NAME.sql`, each under the name that its `-- name:` line gives."""
    parts = _NAME.split((_sql / f"{name}.sql").read_text("utf-8"))[1:]
    return SimpleNamespace(**dict(zip(parts[::2], (text.strip() for text in parts[1::2]), strict=True)))


class Connection(asyncpg.Connection):  # type: ignore[misc]
    """A connection that keeps no session state, so that giving it back needs no reset and no round trip."""

    def get_reset_query(self) -> str:
        return ""


async def connect(dsn: str) -> asyncpg.Connection:
    """One connection of its own. Raises what asyncpg raises."""
    return await asyncpg.connect(
        dsn, timeout=CONNECT_TIMEOUT_S, command_timeout=COMMAND_TIMEOUT_S, connection_class=Connection
    )


async def open_pool(dsn: str, size: int) -> asyncpg.Pool:
    """A pool of up to `size` connections. Raises `OperatorError` when the database does not answer."""
    try:
        return await asyncpg.create_pool(
            dsn,
            min_size=1,
            max_size=size,
            timeout=CONNECT_TIMEOUT_S,
            command_timeout=COMMAND_TIMEOUT_S,
            connection_class=Connection,
        )
    except (*OUTAGES, asyncpg.PostgresError, ValueError) as error:
        raise _unreachable(error) from error


async def reach(dsn: str) -> asyncpg.Connection:
    """One connection, or `OperatorError` when the database does not answer."""
    try:
        return await connect(dsn)
    except Exception as error:  # whatever a wrong URL or a dead server makes of it
        raise _unreachable(error) from error


def _unreachable(error: BaseException) -> errors.OperatorError:
    """The one line about a database that cannot be used; it names no password."""
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return errors.OperatorError(
        f"the database does not answer ({reason}): check PADDOCK_DATABASE_URL, or unset it to use the embedded one"
    )


async def migrate(connection: asyncpg.Connection) -> int:
    """Bring the schema up to this program's version, forward only; the number of migrations applied.

    Safe to run from many processes at once. Raises `OperatorError` when the database is newer than the program.
    """
    files = (entry for entry in (_sql / "migrations").iterdir() if entry.name.endswith(".sql"))
    known = {int(entry.name.split("_")[0]): entry for entry in files}
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATION_LOCK)
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS schema_migration"
            " (version integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())"
        )
        done = {row["version"] for row in await connection.fetch("SELECT version FROM schema_migration")}
        if done - known.keys():
            raise errors.OperatorError(
                f"the database has schema version {max(done)}, newer than this program's {max(known)}: upgrade Paddock"
            )
        todo = sorted(known.keys() - done)
        for version in todo:
            await connection.execute(known[version].read_text("utf-8"))
            await connection.execute("INSERT INTO schema_migration (version) VALUES ($1)", version)
    return len(todo)


async def patiently(action: Callable[[], Awaitable[T]], what: str) -> T:
    """Run `action` until the database lets it through. `action` must be safe to repeat.

    An outage is never the task's fault, so this waits as long as it takes; cancel it to give up.
    """
    wait_s = 0.05
    while True:
        try:
            return await action()
        except OUTAGES as error:
            log.warning("database away", doing=what, error=type(error).__name__, retry_in_s=wait_s)
            await asyncio.sleep(wait_s)
            wait_s = min(wait_s * 2, 2.0)


class Batcher(Generic[K, V]):
    """Answers many small look-ups that arrive together with one statement.

    While one statement is under way the next ones gather, so a lone caller waits for nobody and a crowd costs one
    round trip. `fetch` takes the distinct keys and returns the values found; a key without a value gives None.
    """

    def __init__(self, fetch: Callable[[list[K]], Awaitable[dict[K, V]]]) -> None:
        self._fetch = fetch
        self._waiting: dict[K, asyncio.Future[V | None]] = {}
        self._runner: asyncio.Task[None] | None = None

    async def get(self, key: K) -> V | None:
        future = self._waiting.get(key)
        if future is None:
            future = self._waiting[key] = asyncio.get_running_loop().create_future()
            if self._runner is None:
                self._runner = asyncio.create_task(self._run())
        return await asyncio.shield(future)

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, {}
                await self._answer(batch)
        finally:
            self._runner = None

    async def _answer(self, batch: dict[K, asyncio.Future[V | None]]) -> None:
        try:
            found = await self._fetch(list(batch))
        except Exception as error:  # noqa: BLE001 - handed on to every caller who waits
            for future in batch.values():
                if not future.done():
                    future.set_exception(error)
                    future.exception()  # a caller who has left must not make the loop complain
            return
        for key, future in batch.items():
            if not future.done():
                future.set_result(found.get(key))
