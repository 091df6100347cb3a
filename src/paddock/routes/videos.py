"""POST /v1/videos/generations"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from paddock import egress, errors, pricing, services, tasks, wire
from paddock.models import MAX_SEED, Order, Principal, Task
from paddock.routes import common

_IDEMPOTENCY_KEY = re.compile(r"[A-Za-z0-9._-]{16,96}")


async def create(request: Request) -> Response:
    """Queue a video and answer its task."""
    principal = await common.principal(request, errors.InvalidToken)
    served = services.of(request)
    fields = wire.parse_object(await common.body(request))
    wanted = wire.parse_create(fields)
    idempotency = _idempotency(request, fields)
    order = wire.order(wanted, 1 + secrets.randbelow(MAX_SEED))
    for place, url in enumerate(order.image_urls):
        egress.check_image_url(url, served.allow, param=f"image_urls[{place}]")
    if order.callback_url is not None:
        egress.check_callback_url(order.callback_url, served.allow)
    task, replayed = await _submit(served, principal, order, idempotency)
    headers = {}
    if ignored := wire.ignored_parameters(wanted, fields):
        headers["x-ignored-parameters"] = ", ".join(ignored)
    if replayed:
        headers["idempotency-replayed"] = "true"
    else:
        served.bell.ring("pending")
    return common.answer(wire.task_answer(task, served.links.result(task)), headers=headers)


def _idempotency(request: Request, fields: dict[str, Any]) -> tasks.Idempotency | None:
    key = request.headers.get("idempotency-key")
    if key is None:
        return None
    if not _IDEMPOTENCY_KEY.fullmatch(key):
        raise errors.InvalidRequest(
            "the Idempotency-Key header must be 16 to 96 characters of A-Z, a-z, 0-9, '.', '_' and '-'",
            param="Idempotency-Key",
        )
    canonical = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return tasks.Idempotency(key, hashlib.sha256(canonical.encode()).digest())


async def _submit(
    served: services.Services, principal: Principal, order: Order, idempotency: tasks.Idempotency | None
) -> tuple[Task, bool]:
    terms = tasks.Terms(
        price_units=pricing.quote(order.quality, order.duration_s),
        billing_rule=pricing.BILLING_RULE,
        work_s=served.estimator.work_s(order),
        estimated_s=served.estimator.total_s(order),
    )
    return await served.intake.submit(tasks.Submission(principal, order, terms, idempotency))
