"""The HTTP application: which path is served by what, and how every error is answered."""

from __future__ import annotations

import secrets

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paddock import db, errors, examples, openapi, wire
from paddock.models import Model, Status
from paddock.openapi import Endpoint
from paddock.routes import common, files, health, tasks, videos
from paddock.services import Services

log = structlog.get_logger()

FRAMEWORK_ERRORS: dict[int, type[errors.ApiError]] = {
    400: errors.InvalidRequest,
    404: errors.NotFound,
    405: errors.MethodNotAllowed,
}

_READ = (errors.AuthenticationRequired, errors.RateLimitExceeded)
_ONE_TASK = (errors.InvalidTaskId, errors.TaskNotFound, *_READ)


def _parameter(name: str, place: str, schema: dict[str, object], description: str) -> dict[str, object]:
    return {"name": name, "in": place, "required": False, "schema": schema, "description": description}


ENDPOINTS: tuple[Endpoint, ...] = (
    Endpoint(
        "GET",
        "/v1/tasks/{task_id}",
        tasks.get,
        "The task: its status, its progress and, once completed, its links",
        answer=wire.VideoGenerationResponse,
        problems=_ONE_TASK,
        operation_id="getTask",
    ),
    Endpoint(
        "POST",
        "/v1/videos/generations",
        videos.create,
        "Video generation task created successfully",
        answer=wire.VideoGenerationResponse,
        body=wire.CreateRequest,
        examples=examples.REQUESTS,
        problems=(
            errors.InvalidRequest,
            errors.InvalidToken,
            errors.InsufficientQuota,
            errors.ModelAccessDenied,
            errors.IdempotencyConflict,
            errors.RequestTooLarge,
            errors.UnsupportedMediaType,
            errors.RateLimitExceeded,
        ),
        request_headers=(
            _parameter(
                "Idempotency-Key",
                "header",
                {"type": "string", "pattern": "^[A-Za-z0-9._-]{16,96}$"},
                "Send the same key with the same body again, and the first request's task is answered",
            ),
        ),
        operation_id="createVideo",
    ),
    Endpoint(
        "POST",
        "/v1/tasks/{task_id}/cancel",
        tasks.cancel,
        "The cancelled task; its credits are returned",
        answer=wire.VideoGenerationResponse,
        problems=(*_ONE_TASK, errors.TaskNotCancellable),
        operation_id="cancelTask",
    ),
    Endpoint(
        "GET",
        "/v1/tasks",
        tasks.index,
        "The account's tasks, newest first",
        answer=wire.TaskPage,
        problems=(errors.InvalidRequest, *_READ),
        query=(
            _parameter(
                "status",
                "query",
                {"type": "string", "enum": [status.value for status in Status]},
                "Only tasks in this status; `processing` covers pending too",
            ),
            _parameter(
                "model",
                "query",
                {"type": "string", "enum": [model.value for model in Model]},
                "Only this model's tasks",
            ),
            _parameter("type", "query", {"type": "string"}, "Only this type; every task here is `video`"),
            _parameter("page", "query", {"type": "integer", "minimum": 1, "default": 1}, "The page, from 1"),
            _parameter(
                "page_size",
                "query",
                {"type": "integer", "minimum": 1, "maximum": tasks.MAX_PAGE_SIZE, "default": 20},
                "Tasks on a page",
            ),
        ),
        operation_id="listTasks",
    ),
    Endpoint(
        "GET",
        "/files/{token}/{task_id}/{attempt}.mp4",
        files.result,
        "A result's video; ranges and HEAD are served",
        problems=(errors.NotFound, errors.LinkExpired),
        open=True,
        operation_id="getResult",
    ),
    Endpoint("GET", "/healthz", health.healthz, "The process is alive", open=True),
    Endpoint(
        "GET",
        "/readyz",
        health.readyz,
        "Requests can be served",
        problems=(errors.ServiceUnavailable,),
        open=True,
    ),
    Endpoint("GET", "/openapi.json", health.document, "This document", open=True, operation_id="getOpenApi"),
)


class Border:
    """The outermost layer: a request id on every answer, and nothing that escapes as a bare failure."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request_id = secrets.token_hex(8)
        scope["state"] = {**scope.get("state", {}), "request_id": request_id}

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            log.exception("request failed", request_id=request_id, path=scope["path"])


def _error_response(request: Request, error: errors.ApiError) -> Response:
    body = wire.error_answer(error, request.scope["state"]["request_id"])
    return common.answer(body, error.status, error.headers)


async def _on_api_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.ApiError)
    return _error_response(request, error)


async def _on_framework_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    kind = FRAMEWORK_ERRORS.get(error.status_code, errors.InternalError)
    return _error_response(request, kind(headers=dict(error.headers or {})))


async def _on_fault(request: Request, _: Exception) -> Response:
    return _error_response(request, errors.InternalError())


async def _on_outage(request: Request, error: Exception) -> Response:
    log.warning("database away", request_id=request.scope["state"]["request_id"], error=type(error).__name__)
    return _error_response(request, errors.ServiceUnavailable(retry_after_s=2))


def build(services: Services) -> ASGIApp:
    """The application over open services."""
    handlers = {
        errors.ApiError: _on_api_error,
        HTTPException: _on_framework_error,
        **dict.fromkeys(db.OUTAGES, _on_outage),
        Exception: _on_fault,
    }
    app = Starlette(
        routes=[Route(one.path, one.handler, methods=[one.method]) for one in ENDPOINTS],
        exception_handlers=handlers,
    )
    app.router.redirect_slashes = False
    app.state.services = services
    app.state.openapi = openapi.document(ENDPOINTS, services.links.public_url)
    return Border(app)
