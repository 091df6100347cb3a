"""A task's deliveries and an account's signing secret: GET /v1/tasks/{task_id}/deliveries, POST .../redeliver,
GET /v1/webhooks/secret, POST /v1/webhooks/secret/rotate
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from paddock import deliveries, queue, services, signatures, wire
from paddock.routes import common

_SECRET = {"cache-control": "no-store"}


async def index(request: Request) -> Response:
    """Every delivery of the task with its tries, newest first."""
    principal = await common.caller(request)
    task_id = common.task_id(request)
    async with services.of(request).pool.acquire() as connection:
        found = await deliveries.of_task(connection, principal.account_id, task_id)
    return common.answer(wire.DeliveryList(data=[wire.delivery_answer(one) for one in found]))


async def redeliver_task(request: Request) -> Response:
    """Send the task's callback again, as a new delivery."""
    return await _redeliver(request, None)


async def redeliver(request: Request) -> Response:
    """Send one delivery again, under its own id."""
    return await _redeliver(request, request.path_params["delivery_id"])


async def _redeliver(request: Request, delivery_id: str | None) -> Response:
    principal = await common.caller(request)
    served, task_id = services.of(request), common.task_id(request)
    async with served.pool.acquire() as connection, connection.transaction():
        delivery = await deliveries.redeliver(connection, principal.account_id, task_id, delivery_id)
    served.bell.ring(queue.DELIVERY)
    return common.answer(wire.delivery_answer(delivery))


async def secret(request: Request) -> Response:
    """The secret that signs the account's callbacks."""
    principal = await common.manager(request)
    async with services.of(request).pool.acquire() as connection:
        return _shown(await signatures.of_account(connection, principal.account_id))


async def rotate(request: Request) -> Response:
    """A new secret; the one before it signs along for 24 hours."""
    principal = await common.manager(request)
    async with services.of(request).pool.acquire() as connection, connection.transaction():
        rotated = await signatures.rotate(connection, principal.account_id)
    return _shown(rotated)


def _shown(secrets: signatures.Secrets) -> Response:
    answer = wire.webhook_secret(secrets.shown, secrets.rotated_at, secrets.previous_until)
    return common.answer(answer, headers=_SECRET)
