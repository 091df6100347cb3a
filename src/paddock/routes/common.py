"""What every handler does: who is asking, what the body says, how the answer is written."""

from __future__ import annotations

import contextlib
import re
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.types import Message, Receive, Scope, Send

from paddock import bodies, errors, pricing, services, tasks, wire
from paddock.models import Model, Order, Principal, Role

_TASK_ID = re.compile(r"task-unified-[0-9A-Za-z-]{1,64}")
_BEARER = re.compile(r"bearer +([\x21-\x7e]{1,512})", re.IGNORECASE)


def answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A struct as a JSON answer."""
    return Response(wire.encode(body), status, headers, media_type="application/json")


async def principal(request: Request, otherwise: type[errors.InvalidToken]) -> Principal:
    """Whom the request's bearer token speaks for; raises `otherwise` when there is none that is valid."""
    given = request.headers.getlist("authorization")
    match = _BEARER.fullmatch(given[0]) if len(given) == 1 else None
    found = await services.of(request).keyring.authenticate(match[1]) if match else None
    if not given:  # the console's pages have a session instead
        found = await services.of(request).sessions.principal(request)
    if found is None:
        raise otherwise
    return found


async def caller(request: Request) -> Principal:
    """Who asks for anything but a video: needs a valid key, and counts towards the key's limit on reads."""
    found = await principal(request, errors.AuthenticationRequired)
    served = services.of(request)
    if (rate := served.groups(found.user_group).reads) is not None:
        served.reads.take(found.key_id, rate)
    return found


async def manager(request: Request) -> Principal:
    """Who manages an account's keys: a key that is itself not restricted. Raises `AccessDenied`."""
    found = await caller(request)
    if not found.whole:
        raise errors.AccessDenied
    return found


async def admin(request: Request) -> Principal:
    """An administrator. Raises `AccessDenied`."""
    found = await manager(request)
    if found.role is not Role.ADMIN:
        raise errors.AccessDenied
    return found


def ours(request: Request, fields: dict[str, Any]) -> dict[str, Any]:
    """A create request's fields with our own name for a model that an alias names."""
    aliases, name = services.of(request).routes.aliases, fields.get("model")
    if isinstance(name, str) and name in aliases:
        return {**fields, "model": aliases[name].value}
    return fields


def models(request: Request, principal: Principal) -> frozenset[Model]:
    """The models that a key may use."""
    allowed = services.of(request).groups(principal.user_group).models
    return allowed if principal.models is None else allowed & principal.models


def terms(request: Request, principal: Principal, order: Order) -> tasks.Terms:
    """What a video will cost and is expected to take.

    Raises `ModelAccessDenied`, and `InvalidRequest` for what no engine of the model's route can make.
    """
    served = services.of(request)
    served.routes.refuse(order)
    if order.model not in models(request, principal):
        raise errors.ModelAccessDenied(order.model.value)
    group = served.groups(principal.user_group)
    return tasks.Terms(
        price_units=pricing.quote(group, order.model, order.quality, order.duration_s),
        billing_rule=group.billing_rule.value,
        work_s=served.estimator.work_s(order),
        estimated_s=served.estimator.total_s(order),
        queue_limit=group.queue_limit,
        rate=group.submits,
    )


MAX_PAGE_SIZE = 50


def paging(request: Request) -> tuple[int, int]:
    """The page that is asked for, from 1, and its size."""
    return number(request, "page", 1, 100_000), number(request, "page_size", 20, MAX_PAGE_SIZE)


def number(request: Request, name: str, default: int, high: int) -> int:
    """A whole number from 1 in the query. Raises `InvalidRequest`."""
    given = request.query_params.get(name, str(default))
    found = int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0
    if not 1 <= found <= high:
        raise errors.InvalidRequest(f"{name} must be an integer from 1 to {high}", param=name, minimum=1, maximum=high)
    return found


def task_id(request: Request) -> str:
    """The task that the path names. Raises `InvalidTaskId` when it has not the form of one."""
    given: str = request.path_params["task_id"]
    if not _TASK_ID.fullmatch(given):
        raise errors.InvalidTaskId
    return given


def body(request: Request) -> contextlib.AbstractAsyncContextManager[bodies.Body]:
    """The request's JSON body. Raises `UnsupportedMediaType`, and, when entered, what `bodies.received` raises."""
    media_type = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise errors.UnsupportedMediaType
    served = services.of(request)
    return bodies.received(request, served.budget, served.settings.max_body_bytes)


class File(FileResponse):
    """A file answer whose range errors have our shape."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def judged(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] in (400, 416):
                size = dict(self.headers)["content-length"]
                raise errors.RangeNotSatisfiable(headers={"content-range": f"bytes */{size}"})
            await send(message)

        await super().__call__(scope, receive, judged)
