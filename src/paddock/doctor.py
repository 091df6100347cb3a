"""Checks everything that a server needs here, one finding each, and says what to do."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from paddock import addresses, datafolder, db, errors, routing, standing, video
from paddock.config import Settings

LOW_DISK_BYTES = 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, whether it is well, and what was seen or what to do."""

    name: str
    well: bool
    text: str


def examine(settings: Settings) -> Iterator[Finding]:
    """Every finding, as soon as it is known."""
    checks: list[tuple[str, Callable[[Settings], str]]] = [
        ("data folder", _data_folder),
        ("database", _database),
        ("storage", _storage),
        *_engines(settings),
        ("encoder", _encoder),
        ("addresses", _addresses),
        ("links", _links),
    ]
    for name, check in checks:
        try:
            yield Finding(name, True, check(settings))
        except errors.PaddockError as error:
            yield Finding(name, False, str(error))


def _data_folder(settings: Settings) -> str:
    datafolder.prepare(settings.data)
    return str(settings.data)


def _database(settings: Settings) -> str:
    with datafolder.database(settings) as database:
        version, applied = asyncio.run(_look_at(database.dsn))
    kind = "given by PADDOCK_DATABASE_URL" if settings.database_url else "embedded"
    return f"PostgreSQL {version}, {kind}, schema {applied}"


async def _look_at(dsn: str) -> tuple[str, int]:
    connection = await db.reach(dsn)
    try:
        await db.migrate(connection)
        version = await connection.fetchval("SHOW server_version")
        return str(version).split()[0], await connection.fetchval("SELECT max(version) FROM schema_migration")
    finally:
        await connection.close()


def _storage(settings: Settings) -> str:
    free = shutil.disk_usage(settings.data).free
    if free < LOW_DISK_BYTES:
        raise errors.OperatorError(
            f"{free / 1e9:.1f} GB free: make room or choose another --data; a video takes 1 to 50 MB"
        )
    return f"{settings.results}, {free / 1e9:.0f} GB free, kept {settings.result_life_s / 3600:.0f} h"


def _engines(settings: Settings) -> list[tuple[str, Callable[[Settings], str]]]:
    """One check an engine of the routes."""
    if routing.Routes(settings).plain:
        return [(f"engine {settings.engine}", _engine)]

    def say(row: standing.Row) -> str:
        if not row.well:
            raise errors.OperatorError(row.text)
        return row.text

    try:
        rows = standing.look(settings)
    except errors.PaddockError:  # the database is told of on a line of its own
        rows = asyncio.run(standing.rows(settings, None))
    found = [row for row in rows if row.models]
    return [(f"engine {row.name}", lambda _, row=row: say(row)) for row in found]  # type: ignore[misc]


def _engine(settings: Settings) -> str:
    return asyncio.run(standing.local(settings.engine))


def _encoder(_: Settings) -> str:
    """Encode and check two frames as every video is."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "check.mp4"
        try:
            with video.Writer(path, 64, 64, np.zeros((4000, 2), np.float32)) as writer:
                for _frame in range(2):
                    writer.write(np.zeros((64, 64, 3), np.uint8))
            facts = video.probe(path)
        except Exception as error:
            raise errors.OperatorError(f"cannot encode ({error}): reinstall the package `av`") from error
    return f"{facts.codec} {facts.profile} and AAC"


def _addresses(settings: Settings) -> str:
    addresses.AllowList.parse(settings.egress_allow)
    if settings.egress_allow:
        return f"PADDOCK_EGRESS_ALLOW opens {settings.egress_allow}: for development only, unset it on a public server"
    return "only public addresses are fetched from"


def _links(settings: Settings) -> str:
    if settings.public_url is None and settings.host not in ("127.0.0.1", "localhost", "::1"):
        raise errors.OperatorError(
            f"the server listens on {settings.host} but links would say 127.0.0.1: set PADDOCK_PUBLIC_URL"
        )
    return settings.public_url or f"http://{settings.host}:{settings.port}"
