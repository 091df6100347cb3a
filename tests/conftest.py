"""Real parts for every test: the embedded PostgreSQL, HTTP on loopback, files in a temporary folder."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from paddock import config, db, keys, pgembed, telemetry
from support.api import Api, serving, token_of
from support.processes import Paddock

os.environ["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])


telemetry.configure("warning")


@pytest.fixture(scope="session", autouse=True)
def loopback_only() -> Iterator[None]:
    """Fail whatever dials anything but this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            host = address[0]  # type: ignore[index]
            assert host.startswith("127.") or host in ("::1", "localhost"), f"a test dials {host}"
        connect(self, address)  # type: ignore[arg-type]

    socket.socket.connect = guarded  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pgembed.Postgres]:
    """One server for the whole run, with a migrated database to copy."""
    with pgembed.Postgres(tmp_path_factory.mktemp("pg") / "postgres") as server:
        asyncio.run(_make_template(server))
        yield server


async def _make_template(server: pgembed.Postgres) -> None:
    connection = await db.connect(server.dsn())
    await connection.execute("CREATE DATABASE template_migrated")
    await connection.close()
    template = await db.connect(server.dsn("template_migrated"))
    await db.migrate(template)
    await template.close()


@pytest.fixture
async def dsn(postgres: pgembed.Postgres) -> AsyncIterator[str]:
    """A fresh, migrated database of the test's own."""
    name = f"test_{os.urandom(6).hex()}"
    admin = await db.connect(postgres.dsn())
    await admin.execute(f"CREATE DATABASE {name} TEMPLATE template_migrated")
    yield postgres.dsn(name)
    await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")  # else whoever is ended below comes back
    # FORCE would try to end an autovacuum worker, which only a superuser may; a plain DROP asks it to leave.
    await admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = current_user", name
    )
    await admin.execute(f"DROP DATABASE {name}")
    await admin.close()


@pytest.fixture
async def pool(dsn: str) -> AsyncIterator[asyncpg.Pool]:
    opened = await db.open_pool(dsn, 10)
    yield opened
    opened.terminate()


@pytest.fixture
def settings(tmp_path: Path) -> config.Settings:
    """Settings for quick tests: the scripted engine, short waits."""
    return config.load(
        data=tmp_path / "data",
        engine="support.engine:Scripted",
        heartbeat_s=0.1,
        poll_s=0.2,
        lease_s=2.0,
    )


@pytest.fixture
async def api(dsn: str, settings: config.Settings) -> AsyncIterator[Api]:
    """The HTTP application served on loopback, with one account of 1,000 credits and its key."""
    connection = await db.connect(dsn)
    async with connection.transaction():
        account = await keys.create_account(connection, "tester", 1_000)
        key = await token_of(connection, account)
    await connection.close()
    async with serving(settings, dsn, key, account) as served:
        yield served


@pytest.fixture
def paddock(tmp_path: Path) -> Iterator[Paddock]:
    """Starts real `paddock` processes over one data folder, and ends those that a test leaves behind."""
    starter = Paddock(tmp_path / "data")
    yield starter
    starter.end_all()
