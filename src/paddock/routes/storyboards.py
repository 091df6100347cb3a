"""POST /v1/storyboards: what is understood of a prompt, before anything is made of it."""

from __future__ import annotations

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
    images: Annotated[int, Meta(ge=0, le=9, description="How many reference images come with it; each is on stage")] = 0


class StoryboardAnswer(Struct, kw_only=True):
    """The shots of a prompt, in order and without a gap."""

    object: Literal["storyboard"] = "storyboard"
    weight: Annotated[int, Meta(description="How much of the prompt's limit is used; a Chinese character counts 2")]
    limit: int = prompts.MAX_WEIGHT
    shots: Annotated[
        list[dict[str, Any]],
        Meta(description="Each with its time, and what was understood, with the words that say so; and what was not"),
    ]


async def describe(request: Request) -> Response:
    """The shots that a prompt is read as."""
    await common.caller(request)
    async with common.body(request) as body:
        wanted = wire.parse_fields(body.fields(), StoryboardRequest)
    shots = await run_in_threadpool(storyboard.read, prompts.cut(wanted.prompt), float(wanted.duration))
    told: list[dict[str, Any]] = storyboard.describe(storyboard.with_references(shots, wanted.images))["shots"]
    return common.answer(StoryboardAnswer(weight=prompts.weight(wanted.prompt), shots=told))
