"""GET and HEAD /files/{token}/{task_id}/{attempt}.mp4: the videos, to whoever holds the link."""

from __future__ import annotations

import hashlib
import os
import time

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from paddock import errors, services, storage
from paddock.routes import common


async def result(request: Request) -> Response:
    """The video, whole or in ranges, streamed from the disk."""
    served = services.of(request)
    attempt = request.path_params["attempt"]
    if not (attempt.isascii() and attempt.isdecimal() and len(attempt) < 10):
        raise errors.NotFound
    ticket = served.links.judge(request.path_params["token"], request.path_params["task_id"], int(attempt), time.time())
    path = storage.result_path(served.settings.results, ticket.task_id, ticket.attempt)
    try:
        facts = await run_in_threadpool(os.stat, path)
    except OSError:
        raise errors.LinkExpired from None  # signed by us and yet not there: swept
    tag = hashlib.sha256(f"{ticket.task_id}/{ticket.attempt}/{facts.st_size}".encode()).hexdigest()[:32]
    left_s = max(0, ticket.expires - int(time.time()))
    headers = {
        "etag": f'"{tag}"',
        "cache-control": f"private, max-age={left_s}, immutable",
        "content-disposition": f'inline; filename="{ticket.task_id}.mp4"',
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; media-src 'self'; sandbox",
        "access-control-allow-origin": "*",  # players on other sites may read what the link's holder may
        "cross-origin-resource-policy": "cross-origin",
    }
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return common.File(path, media_type="video/mp4", headers=headers, stat_result=facts)
