"""POST /v1/videos/generations"""

from __future__ import annotations

import dataclasses
import re
import secrets
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from paddock import bodies, egress, errors, services, tasks, wire
from paddock.models import MAX_SEED, Order, Principal, Task
from paddock.routes import common

_IDEMPOTENCY_KEY = re.compile(r"[A-Za-z0-9._-]{16,96}")


async def create(request: Request) -> Response:
    """Queue a video and answer its task."""
    principal = await common.principal(request, errors.InvalidToken)
    served = services.of(request)
    async with common.body(request) as body:
        fields = body.fields()
        body.restore(fields, "model", "prompt", "callback_url")
        fields = common.ours(request, fields)
        wanted = wire.parse_create(fields)
        idempotency = await _idempotency(request, fields, body)
        order = wire.order(wanted, 1 + secrets.randbelow(MAX_SEED))
        if order.callback_url is not None:
            egress.check_callback_url(order.callback_url, served.allow)
        terms = common.terms(request, principal, order)
        task, replayed = await _submit(served, principal, order, terms, idempotency, body)
    headers = {}
    if ignored := wire.ignored_parameters(wanted, fields):
        headers["x-ignored-parameters"] = ", ".join(ignored)
    if replayed:
        headers["idempotency-replayed"] = "true"
    else:
        served.bell.ring("pending")
    return common.answer(wire.task_answer(task, served.links.result(task)), headers=headers)


async def _idempotency(request: Request, fields: dict[str, Any], body: bodies.Body) -> tasks.Idempotency | None:
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not _IDEMPOTENCY_KEY.fullmatch(key):
        raise errors.InvalidRequest(
            "the Idempotency-Key header must be 16 to 96 characters of A-Z, a-z, 0-9, '.', '_' and '-'",
            param="Idempotency-Key",
        )
    if urls := fields.get("image_urls"):
        fields = {**fields, "image_urls": services.of(request).uploads.canonical(urls)}
    return tasks.Idempotency(key, await _fingerprint(fields, body))


async def _fingerprint(fields: dict[str, Any], body: bodies.Body) -> bytes:
    return await run_in_threadpool(body.fingerprint, fields) if body.is_large else body.fingerprint(fields)


async def _submit(
    served: services.Services,
    principal: Principal,
    order: Order,
    terms: tasks.Terms,
    idempotency: tasks.Idempotency | None,
    body: bodies.Body,
) -> tuple[Task, bool]:
    """The task, and whether an earlier request made it; then nothing of this one is kept."""
    async with served.uploads.adopting(principal.account_id, order.image_urls, body, served.allow) as adopted:
        order = dataclasses.replace(order, image_urls=adopted.urls)
        task, replayed = await served.intake.submit(tasks.Submission(principal, order, terms, idempotency))
        if replayed:
            await served.uploads.drop(adopted.fresh)
    return task, replayed
