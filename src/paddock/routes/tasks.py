"""GET /v1/tasks, GET /v1/tasks/{task_id}, POST /v1/tasks/{task_id}/cancel"""

from __future__ import annotations

import re

from starlette.requests import Request
from starlette.responses import Response

from paddock import errors, queue, services, tasks, wire
from paddock.models import Model, Status
from paddock.routes import common

_TASK_ID = re.compile(r"task-unified-[0-9A-Za-z-]{1,64}")
MAX_PAGE_SIZE = 50


def _task_id(request: Request) -> str:
    task_id: str = request.path_params["task_id"]
    if not _TASK_ID.fullmatch(task_id):
        raise errors.InvalidTaskId
    return task_id


async def get(request: Request) -> Response:
    """The task, with its links once it is completed."""
    principal = await common.principal(request, errors.AuthenticationRequired)
    served = services.of(request)
    task = await served.lookup.get(principal.account_id, _task_id(request))
    return common.answer(wire.task_answer(task, served.links.result(task)))


async def cancel(request: Request) -> Response:
    """End the task and give its credits back."""
    principal = await common.principal(request, errors.AuthenticationRequired)
    served = services.of(request)
    async with served.pool.acquire() as connection, connection.transaction():
        task = await tasks.cancel(connection, principal.account_id, _task_id(request))
    served.bell.ring(queue.CANCELLED)
    return common.answer(wire.task_answer(task, None))


def _number(request: Request, name: str, default: int, low: int, high: int) -> int:
    given = request.query_params.get(name, str(default))
    number = int(given) if given.isascii() and given.isdecimal() and len(given) < 10 else 0
    if not low <= number <= high:
        raise errors.InvalidRequest(
            f"{name} must be an integer from {low} to {high}", param=name, minimum=low, maximum=high
        )
    return number


def _statuses(request: Request) -> list[Status] | None:
    given = request.query_params.get("status")
    if not given:
        return None
    if given not in tuple(Status):
        allowed = [status.value for status in Status]
        raise errors.InvalidRequest(
            f"status must be one of {', '.join(allowed)}", param="status", allowed_values=allowed
        )
    # Existing clients ask for "processing" when they mean everything that is still to come.
    return [Status.PENDING, Status.PROCESSING] if given == Status.PROCESSING else [Status(given)]


def _model(request: Request) -> Model | None:
    given = request.query_params.get("model")
    if not given:
        return None
    if given not in tuple(Model):
        allowed = [model.value for model in Model]
        raise errors.InvalidRequest(f"model must be one of {', '.join(allowed)}", param="model", allowed_values=allowed)
    return Model(given)


async def index(request: Request) -> Response:
    """The account's tasks, newest first, a page at a time."""
    principal = await common.principal(request, errors.AuthenticationRequired)
    served = services.of(request)
    number = _number(request, "page", 1, 1, 100_000)
    size = _number(request, "page_size", 20, 1, MAX_PAGE_SIZE)
    statuses, model = _statuses(request), _model(request)
    if request.query_params.get("type", "video") != "video":
        return common.answer(wire.TaskPage(data=[], total=0, page=number, page_size=size))
    async with served.pool.acquire() as connection:
        rows, total = await tasks.page(
            connection, principal.account_id, statuses=statuses, model=model, number=number, size=size
        )
    return common.answer(
        wire.TaskPage(data=[wire.task_item(row) for row in rows], total=total, page=number, page_size=size)
    )
