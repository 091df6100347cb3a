"""POST /v1/storyboards: what is understood of a prompt, before anything is made of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from paddock import prompts, storyboard, wire
from paddock.models import DEFAULT_DURATION_S, MAX_DURATION_S, MIN_DURATION_S
from paddock.routes import common


class StoryboardRequest(Struct, kw_only=True):
    """A prompt to read. Nothing is made, nothing is charged."""

    prompt: Annotated[str, Meta(max_length=20_000)]
    duration: Annotated[int, Meta(ge=MIN_DURATION_S, le=MAX_DURATION_S)] = DEFAULT_DURATION_S
    images: Annotated[int, Meta(ge=0, le=9, description="How many images come with it")] = 0


class StoryboardShot(Struct, kw_only=True):
    """What is seen between two cuts."""

    start: Annotated[float, Meta(description="Seconds")]
    end: Annotated[float, Meta(description="Seconds")]
    text: Annotated[str, Meta(description="The words that it was read from")]
    understood: Annotated[list[str], Meta(description="What was understood: `kind: value`")]
    cards: Annotated[list[str], Meta(description="Things named for which there is no drawing; a card shows the word")]


class StoryboardAnswer(Struct, kw_only=True):
    """The shots of a prompt, in order and without a gap."""

    object: Literal["storyboard"] = "storyboard"
    weight: Annotated[int, Meta(description="How much of the prompt's limit is used; a Chinese character counts 2")]
    limit: int = prompts.MAX_WEIGHT
    shots: list[StoryboardShot]


async def describe(request: Request) -> Response:
    """The shots that a prompt is read as."""
    await common.caller(request)
    async with common.body(request) as body:
        wanted = wire.parse_fields(body.fields(), StoryboardRequest)
    text = prompts.cut(wanted.prompt)
    shots = await run_in_threadpool(storyboard.read, text, float(wanted.duration))
    return common.answer(StoryboardAnswer(weight=prompts.weight(wanted.prompt), shots=[_shot(one) for one in shots]))


def _shot(shot: storyboard.Shot) -> StoryboardShot:
    fields = asdict(shot)
    understood = [f"{name}: {fields[name]['value']}" for name in ("framing", "setting", "time") if fields[name]]
    for name, label in (("moves", "camera"), ("weather", "weather"), ("materials", "material")):
        understood += [f"{label}: {tag['value']}" for tag in fields[name]]
    understood += [_subject(one) for one in fields["subjects"] if one["kind"] != "card"]
    cards = [one.words for one in shot.subjects if one.kind == "card"]
    return StoryboardShot(
        start=round(shot.start_s, 2), end=round(shot.end_s, 2), text=shot.text, understood=understood, cards=cards
    )


def _subject(one: dict[str, Any]) -> str:
    kind = f"character{one['character']}" if one["character"] else one["kind"]
    more = [one[name]["value"] for name in ("colour", "action", "direction", "distance") if one[name]]
    count = f"{one['count']} × " if one["count"] > 1 else ""
    return f"subject: {count}{kind}" + (f" ({', '.join(more)})" if more else "")
