"""GET /v1/tasks, GET /v1/tasks/{task_id}, POST /v1/tasks/{task_id}/cancel"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from paddock import errors, queue, services, tasks, wire, wire_accounts
from paddock.models import Model, Status
from paddock.routes import common


async def get(request: Request) -> Response:
    """The task, with its links once it is completed."""
    principal = await common.caller(request)
    served = services.of(request)
    task = await served.lookup.get(principal.account_id, common.task_id(request))
    return common.answer(wire.task_answer(task, served.links.result(task)))


async def cancel(request: Request) -> Response:
    """End the task and give its credits back."""
    principal = await common.caller(request)
    served = services.of(request)
    async with served.pool.acquire() as connection, connection.transaction():
        task = await tasks.cancel(connection, principal.account_id, common.task_id(request))
    served.bell.ring(queue.CANCELLED)
    served.bell.ring(queue.DELIVERY)
    return common.answer(wire.task_answer(task, None))


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
    principal = await common.caller(request)
    served = services.of(request)
    number, size = common.paging(request)
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


async def batch(request: Request) -> Response:
    """Those of the named tasks that are the account's, in the order of their names."""
    principal = await common.caller(request)
    served = services.of(request)
    async with common.body(request) as body:
        wanted = wire.parse_fields(body.fields(), wire_accounts.BatchRequest)
    found = await served.lookup.many(principal.account_id, wanted.task_ids)
    answers = [wire.task_answer(task, served.links.result(task)) for task in found]
    return common.answer(wire_accounts.TaskBatch(data=answers))
