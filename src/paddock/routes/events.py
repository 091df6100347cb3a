"""GET /v1/tasks/{task_id}/events and GET /v1/events: server-sent events, to be read as they come."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from paddock import services
from paddock.routes import common

_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


async def of_task(request: Request) -> Response:
    """The task's states, from the present one to the last."""
    principal = await common.caller(request)
    served, task_id = services.of(request), common.task_id(request)
    await served.lookup.get(principal.account_id, task_id)
    served.events.check_room(principal.account_id)
    return _stream(served.events.of_task(principal.account_id, task_id))


async def of_account(request: Request) -> Response:
    """The states of all of the account's tasks; what ended since `Last-Event-ID` is told first."""
    principal = await common.caller(request)
    served = services.of(request)
    served.events.check_room(principal.account_id)
    given = request.headers.get("last-event-id", "")
    since_ms = int(given) if given.isascii() and given.isdecimal() and len(given) < 15 else None
    return _stream(served.events.of_account(principal.account_id, since_ms))


def _stream(events: AsyncIterator[bytes]) -> Response:
    return StreamingResponse(events, media_type="text/event-stream", headers=_HEADERS)
