"""What the HTTP handlers work with: made once when the API starts, closed when it stops."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import asyncpg
from starlette.requests import Request

from paddock import (
    bodies,
    db,
    egress,
    estimates,
    events,
    intake,
    keys,
    limits,
    pricing,
    queue,
    routing,
    storage,
    tasks,
    uploads,
)
from paddock.addresses import AllowList
from paddock.config import Settings
from paddock.models import Model
from paddock.web import sessions

NOTE_USE_S = 15.0
"""How late a key's time of last use may be."""


@dataclass(frozen=True, slots=True)
class Services:
    settings: Settings
    routes: routing.Routes
    groups: Callable[[str], pricing.Group]
    reads: limits.Reads
    pool: asyncpg.Pool
    keyring: keys.Keyring
    lookup: tasks.Lookup
    links: storage.Links
    intake: intake.Intake
    estimator: estimates.Estimator
    bell: queue.Bell
    allow: AllowList
    uploads: uploads.Uploads
    budget: bodies.Budget
    events: events.Hub
    sessions: sessions.Sessions


def of(request: Request) -> Services:
    """The services of the application that is answering."""
    services: Services = request.app.state.services
    return services


@contextlib.asynccontextmanager
async def opened(settings: Settings, dsn: str, public_url: str) -> AsyncIterator[Services]:
    """Services over a migrated database. Raises `OperatorError` when it does not answer."""
    routes = routing.Routes(settings)
    routes.check()
    pool = await db.open_pool(dsn, settings.database_pool)
    try:
        async with pool.acquire() as connection:
            signing_keys = await storage.signing_keys(connection)
        estimator = estimates.Estimator(pool, {model: routes.first(model) for model in Model})
        await estimator.refresh()
        keyring = keys.Keyring(pool)
        links = storage.Links(public_url, settings.result_life_s, signing_keys)
        allow = AllowList.parse(settings.egress_allow)
        hub = events.Hub(dsn, pool, links)
        helpers = [asyncio.create_task(_note_use(keyring)), asyncio.create_task(hub.run())]
        yield Services(
            settings=settings,
            routes=routes,
            groups=functools.cache(settings.group),
            reads=limits.Reads(),
            pool=pool,
            keyring=keyring,
            lookup=tasks.Lookup(pool),
            links=links,
            intake=intake.Intake(pool),
            estimator=estimator,
            bell=queue.Bell(pool),
            allow=allow,
            uploads=uploads.Uploads(pool, settings, links, egress.Egress(allow)),
            budget=bodies.Budget(settings.data / "bodies", settings.body_budget_bytes),
            events=hub,
            sessions=sessions.Sessions(pool, public_url),
        )
        for helper in helpers:
            helper.cancel()
    finally:
        pool.terminate()


async def _note_use(keyring: keys.Keyring) -> None:
    while True:
        await asyncio.sleep(NOTE_USE_S)
        with contextlib.suppress(*db.OUTAGES):
            await keyring.note_use()
