"""GET /v1/tasks/{task_id}/preview: what the video looks like so far."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from paddock import errors, services, storage
from paddock.routes import common


async def preview(request: Request) -> Response:
    """A small JPEG of a task at work, a new one about every second; 404 as long as there is none."""
    principal = await common.caller(request)
    served = services.of(request)
    task = await served.lookup.get(principal.account_id, common.task_id(request))
    if task.status.terminal:
        raise errors.NotFound
    try:
        # Read whole: the file is replaced while it is looked at, and an answer must be of one picture.
        picture = await run_in_threadpool(storage.preview_path(served.settings.results, task.id).read_bytes)
    except OSError:
        raise errors.NotFound from None
    return Response(picture, media_type="image/jpeg", headers={"cache-control": "no-store"})
