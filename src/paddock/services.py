"""What the HTTP handlers work with: made once when the API starts, closed when it stops."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import asyncpg
from starlette.requests import Request

from paddock import db, estimates, intake, keys, queue, storage, tasks
from paddock.addresses import AllowList
from paddock.config import Settings


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    pool: asyncpg.Pool
    keyring: keys.Keyring
    lookup: tasks.Lookup
    links: storage.Links
    intake: intake.Intake
    estimator: estimates.Estimator
    bell: queue.Bell
    allow: AllowList


def of(request: Request) -> Services:
    """The services of the application that is answering."""
    services: Services = request.app.state.services
    return services


@contextlib.asynccontextmanager
async def opened(settings: Settings, dsn: str, public_url: str) -> AsyncIterator[Services]:
    """Services over a migrated database. Raises `OperatorError` when it does not answer."""
    pool = await db.open_pool(dsn, settings.database_pool)
    try:
        async with pool.acquire() as connection:
            signing_keys = await storage.signing_keys(connection)
        estimator = estimates.Estimator(pool, settings.engine)
        await estimator.refresh()
        yield Services(
            settings=settings,
            pool=pool,
            keyring=keys.Keyring(pool),
            lookup=tasks.Lookup(pool),
            links=storage.Links(public_url, settings.result_life_s, signing_keys),
            intake=intake.Intake(pool, settings.queue_limit),
            estimator=estimator,
            bell=queue.Bell(pool),
            allow=AllowList.parse(settings.egress_allow),
        )
    finally:
        pool.terminate()
