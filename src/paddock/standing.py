"""How each engine stands: whether it can be used, what it is busy with, and what is missing."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import asyncpg

from paddock import addresses, datafolder, db, egress, errors, roster, routing, weights
from paddock.config import Settings
from paddock.engines import host

LOOK_S = 8.0
"""Long enough for a server that is at work; a longer silence is worth telling."""
HOW_TO_ADD = {
    "videos": 'models on your own GPUs behind SGLang-Diffusion or vLLM-Omni: [engines.NAME] kind = "videos", base_url,'
    " profile",
    "happyhorse": 'the hosted service, or another Paddock: [engines.NAME] kind = "happyhorse", base_url, api_key',
    "diffusers": "a model on this machine's GPU: pip install 'paddock[diffusers]', then [engines.NAME]"
    ' kind = "diffusers", profile',
}


@dataclass(frozen=True, slots=True)
class Row:
    """One engine. `well` is None for what nobody has configured."""

    name: str
    kind: str
    models: tuple[str, ...]
    well: bool | None
    text: str
    slots: str = ""
    """Jobs there now, of those that it may have."""
    credits_per_second: str = ""
    waiting: int = 0
    """Tasks that wait for any engine of the routes that name this one."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the database knows of engines."""

    resting: Mapping[str, asyncpg.Record] = field(default_factory=dict)
    load: Mapping[str, int] = field(default_factory=dict)
    waiting: Mapping[str, int] = field(default_factory=dict)
    """Tasks by model."""


async def rows(settings: Settings, dsn: str | None) -> list[Row]:
    """Every engine that is configured or could be. `dsn` of None leaves out what the database knows."""
    routes = routing.Routes(settings)
    seen = await _known_to_database(dsn)
    known = list(routes.engines.values())
    found = await asyncio.gather(*(_row(one, routes, settings, seen) for one in known))
    kinds = {one.kind for one in known}
    rest = [
        Row(kind, kind, (), None, f"not configured; {how}") for kind, how in HOW_TO_ADD.items() if kind not in kinds
    ]
    return [*found, *rest]


def look(settings: Settings) -> list[Row]:
    """The same, blocking, with the database of the data folder."""
    datafolder.prepare(settings.data)
    with datafolder.database(settings) as database:
        return asyncio.run(rows(settings, database.dsn))


async def _known_to_database(dsn: str | None) -> _Seen:
    if dsn is None:
        return _Seen()
    connection = await db.reach(dsn)
    try:
        await db.migrate(connection)
        resting = {row["engine"]: row for row in await connection.fetch(roster.SQL.resting)}
        load = {row["engine"]: row["slots"] for row in await connection.fetch(roster.SQL.load)}
        waiting = {row["model"]: row["tasks"] for row in await connection.fetch(roster.SQL.waiting)}
    finally:
        await connection.close()
    return _Seen(resting, load, waiting)


async def _row(known: routing.Known, routes: routing.Routes, settings: Settings, seen: _Seen) -> Row:
    try:
        text = await _state(known, settings)
        well = True
    except errors.PaddockError as problem:
        text, well = str(problem), False
    rest = seen.resting.get(known.name)
    if well and rest is not None:
        pause = f"rests {rest['rests_s']:.0f} s" if rest["rests_s"] > 0 else "is tried again"
        text = f"{text}; {pause} after {rest['failures']} failure(s), the last: {rest['problem']}"
        well = False
    serves = routes.models(known.name)
    if well and not serves:
        text = f"{text}; no route names it"
    definition = known.definition
    price = "" if definition is None or definition.credits_per_second is None else f"{definition.credits_per_second}"
    slots = (
        f"{seen.load.get(known.name, 0)}/{definition.concurrency}" if definition is not None and known.remote else ""
    )
    waiting = sum(seen.waiting.get(model.value, 0) for model in serves)
    return Row(known.name, known.kind, tuple(model.value for model in serves), well, text, slots, price, waiting)


async def _state(known: routing.Known, settings: Settings) -> str:
    """What was seen. Raises an error that says what to do."""
    if known.problem is not None:
        raise errors.OperatorError(known.problem)
    if known.remote:
        engine = roster.make_remote(known, egress.Egress(addresses.AllowList.parse(settings.egress_allow)))
        try:
            async with asyncio.timeout(LOOK_S):
                seen = await engine.look()
        except TimeoutError:
            raise errors.OperatorError(
                f"takes the connection but gives no whole answer within {LOOK_S:.0f} s: see what it does, or correct"
                " base_url"
            ) from None
        finally:
            await engine.close()
        if not seen.well:
            raise errors.OperatorError(seen.text)
        return seen.text
    if known.kind == "diffusers":
        return _diffusers(known)
    return await local(known.kind, known.options)


async def local(engine: str, options: Mapping[str, Any] | None = None) -> str:
    """What a try to start an engine of this machine showed. Raises `OperatorError` with what to do."""
    child = host.Host(engine, options)
    try:
        await child.warm()
        return f"ready; about {child.work_s_per_video_s or 0.0:.1f} s of work per second of 720p video"
    except host.Unready as reason:
        raise errors.OperatorError(f"{reason}: mend that, or set PADDOCK_ENGINE") from None
    except host.EngineCrash as crash:
        raise errors.OperatorError(f"{crash}: run `paddock worker` to see why, or set PADDOCK_ENGINE") from None
    finally:
        await child.kill()


def _diffusers(known: routing.Known) -> str:
    """What can be known without loading tens of gigabytes."""
    assert known.profile is not None
    needed = ["torch", "diffusers", "transformers", "accelerate", "ftfy"]
    if "ModularPipeline" in known.profile.pipelines.text + known.profile.pipelines.reference:
        needed.append("torchvision")
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    if missing:
        raise errors.OperatorError(f"{', '.join(missing)} not installed: pip install 'paddock[diffusers]'")
    if weights.found(known.profile) is None:
        assert known.definition is not None
        raise errors.OperatorError(f"no weights here: paddock models pull {known.definition.profile}")
    return f"{known.profile.title}: weights found"
