"""GET /healthz, /readyz and /openapi.json"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from paddock import db, errors, services
from paddock.routes import common


async def healthz(request: Request) -> Response:
    """The process is alive."""
    return common.answer({"status": "ok"})


async def readyz(request: Request) -> Response:
    """The database answers, so requests can be served."""
    try:
        await services.of(request).pool.fetchval("SELECT 1", timeout=2)
    except db.OUTAGES:
        raise errors.ServiceUnavailable(retry_after_s=2) from None
    return common.answer({"status": "ready"})


async def document(request: Request) -> Response:
    """The OpenAPI 3.1 document of everything served here."""
    return common.answer(request.app.state.openapi)
