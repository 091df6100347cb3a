"""What every handler does: who is asking, what the body says, how the answer is written."""

from __future__ import annotations

import re
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from paddock import errors, services, wire
from paddock.models import Principal

_BEARER = re.compile(r"bearer +([\x21-\x7e]{1,512})", re.IGNORECASE)


def answer(body: Any, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A struct as a JSON answer."""
    return Response(wire.encode(body), status, headers, media_type="application/json")


async def principal(request: Request, otherwise: type[errors.InvalidToken]) -> Principal:
    """Whom the request's bearer token speaks for; raises `otherwise` when there is none that is valid."""
    given = request.headers.getlist("authorization")
    match = _BEARER.fullmatch(given[0]) if len(given) == 1 else None
    found = await services.of(request).keyring.authenticate(match[1]) if match else None
    if found is None:
        raise otherwise
    return found


async def body(request: Request) -> bytes:
    """The request's body. Raises `UnsupportedMediaType`, and `RequestTooLarge` before holding more than the limit."""
    media_type = request.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
    if media_type != "application/json" and not media_type.endswith("+json"):
        raise errors.UnsupportedMediaType
    limit = services.of(request).settings.max_body_bytes
    too_large = errors.RequestTooLarge(f"The request body is larger than {limit} bytes", maximum=limit)
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length[:20]) > limit:
        raise too_large
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit:
                raise too_large
            parts.append(part)
    except ClientDisconnect:
        raise errors.InvalidRequest("the body ended early") from None
    return b"".join(parts)
