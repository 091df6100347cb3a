"""The HTTP application: which path is served by what, and how every error is answered."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from paddock import db, errors, examples, openapi, protocol, wire, wire_accounts
from paddock.models import Model, Status
from paddock.openapi import Endpoint
from paddock.routes import (
    accounts,
    common,
    deliveries,
    events,
    files,
    health,
    previews,
    storyboards,
    tasks,
    uploads,
    videos,
)
from paddock.services import Services
from paddock.web import pages

log = structlog.get_logger()

FRAMEWORK_ERRORS: dict[int, type[errors.ApiError]] = {
    400: errors.InvalidRequest,
    404: errors.NotFound,
    405: errors.MethodNotAllowed,
}

FILES_API = "/api/v1/files/"
"""Calls below this path have an error shape of their own (`wire.FileFailure`)."""
_UPLOAD = (
    errors.InvalidRequest,
    errors.InvalidToken,
    errors.RequestTooLarge,
    errors.UnsupportedMediaType,
    errors.RateLimitExceeded,
)
_READ = (errors.AuthenticationRequired, errors.RateLimitExceeded)
_BODY = (errors.InvalidRequest, errors.RequestTooLarge, errors.UnsupportedMediaType)
_ONE_TASK = (errors.InvalidTaskId, errors.TaskNotFound, *_READ)
_REDELIVER = (errors.NoCallback, errors.TaskNotEnded, errors.DeliveryUnderWay, errors.DeliveryLimit)


def _parameter(name: str, place: str, schema: dict[str, object], description: str) -> dict[str, object]:
    return {"name": name, "in": place, "required": False, "schema": schema, "description": description}


_PAGING = (
    _parameter("page", "query", {"type": "integer", "minimum": 1, "default": 1}, "The page, from 1"),
    _parameter(
        "page_size",
        "query",
        {"type": "integer", "minimum": 1, "maximum": common.MAX_PAGE_SIZE, "default": 20},
        "How many on a page",
    ),
)

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
            *_PAGING,
        ),
        operation_id="listTasks",
    ),
    Endpoint(
        "GET",
        "/v1/tasks/{task_id}/events",
        events.of_task,
        "Server-sent events: the task at every change, as GET shows it, until it has ended",
        problems=_ONE_TASK,
        operation_id="streamTask",
    ),
    Endpoint(
        "GET",
        "/v1/tasks/{task_id}/preview",
        previews.preview,
        "A small JPEG of the video as far as it is made; there is none before the first picture and after the end",
        problems=(errors.NotFound, *_ONE_TASK),
        operation_id="getPreview",
    ),
    Endpoint(
        "GET",
        "/v1/events",
        events.of_account,
        "Server-sent events: every change of the account's tasks; `Last-Event-ID` brings what ended meanwhile",
        problems=_READ,
        operation_id="streamTasks",
    ),
    Endpoint(
        "POST",
        "/v1/storyboards",
        storyboards.describe,
        "How a prompt is understood, shot by shot; nothing is made and nothing charged",
        answer=storyboards.StoryboardAnswer,
        body=storyboards.StoryboardRequest,
        problems=(*_BODY, *_READ),
        operation_id="describe",
    ),
    Endpoint(
        "GET",
        "/v1/tasks/{task_id}/deliveries",
        deliveries.index,
        "The task's callbacks, newest first, each with its tries",
        answer=wire.DeliveryList,
        problems=_ONE_TASK,
        operation_id="listDeliveries",
    ),
    Endpoint(
        "POST",
        "/v1/tasks/{task_id}/redeliver",
        deliveries.redeliver_task,
        "A new delivery of the task's callback, under an id of its own",
        answer=wire.Delivery,
        problems=(*_ONE_TASK, *_REDELIVER),
        operation_id="redeliverTask",
    ),
    Endpoint(
        "POST",
        "/v1/tasks/{task_id}/deliveries/{delivery_id}/redeliver",
        deliveries.redeliver,
        "The delivery, which is sent once more under the same id",
        answer=wire.Delivery,
        problems=(*_ONE_TASK, errors.DeliveryNotFound, *_REDELIVER),
        operation_id="redeliver",
    ),
    Endpoint(
        "GET",
        "/v1/webhooks/secret",
        deliveries.secret,
        "The secret that signs the account's callbacks (Standard Webhooks)",
        answer=wire.WebhookSecret,
        problems=(errors.AccessDenied, *_READ),
        operation_id="getWebhookSecret",
    ),
    Endpoint(
        "POST",
        "/v1/webhooks/secret/rotate",
        deliveries.rotate,
        "The new secret; the one before it signs along for 24 hours",
        answer=wire.WebhookSecret,
        problems=(errors.AccessDenied, *_READ),
        operation_id="rotateWebhookSecret",
    ),
    Endpoint(
        "POST",
        "/v1/tasks/batch",
        tasks.batch,
        "Up to 50 tasks at once; those that are not the account's are left out",
        answer=wire_accounts.TaskBatch,
        body=wire_accounts.BatchRequest,
        problems=(*_BODY, *_READ),
        operation_id="getTasks",
    ),
    Endpoint(
        "GET",
        "/v1/credits",
        accounts.credits,
        "What the account and the key have left",
        answer=wire_accounts.CreditsAnswer,
        problems=_READ,
        operation_id="getCredits",
    ),
    Endpoint(
        "GET",
        "/v1/models",
        accounts.models,
        "The models that the key may use",
        answer=wire_accounts.ModelList,
        problems=_READ,
        operation_id="listModels",
    ),
    Endpoint(
        "POST",
        "/v1/estimates",
        accounts.estimate,
        "What a create request would cost and take",
        answer=wire_accounts.Estimate,
        body=wire.CreateRequest,
        problems=(*_BODY, errors.ModelAccessDenied, *_READ),
        operation_id="estimate",
    ),
    Endpoint(
        "GET",
        "/v1/keys",
        accounts.list_keys,
        "The account's keys",
        answer=wire_accounts.KeyList,
        problems=(errors.AccessDenied, *_READ),
        operation_id="listKeys",
    ),
    Endpoint(
        "POST",
        "/v1/keys",
        accounts.create_key,
        "A new key of the account, shown this once",
        answer=wire_accounts.KeyItem,
        body=wire_accounts.KeyRequest,
        problems=(*_BODY, errors.AccessDenied, *_READ),
        operation_id="createKey",
    ),
    Endpoint(
        "DELETE",
        "/v1/keys/{key_id}",
        accounts.revoke_key,
        "The key, invalid from now on",
        answer=wire_accounts.KeyItem,
        problems=(errors.AccessDenied, errors.KeyNotFound, *_READ),
        operation_id="revokeKey",
    ),
    Endpoint(
        "GET",
        "/v1/admin/accounts",
        accounts.list_accounts,
        "All accounts and what they have",
        answer=wire_accounts.AccountList,
        problems=(errors.InvalidRequest, errors.AccessDenied, *_READ),
        query=_PAGING,
        operation_id="listAccounts",
    ),
    Endpoint(
        "POST",
        "/v1/admin/accounts",
        accounts.create_account,
        "A new account",
        answer=wire_accounts.AccountItem,
        body=wire_accounts.AccountRequest,
        problems=(*_BODY, errors.AccessDenied, errors.AccountExists, *_READ),
        operation_id="createAccount",
    ),
    Endpoint(
        "POST",
        "/v1/admin/accounts/{account_id}/grants",
        accounts.create_grant,
        "The account with its new credits",
        answer=wire_accounts.AccountItem,
        body=wire_accounts.GrantRequest,
        problems=(*_BODY, errors.AccessDenied, errors.AccountNotFound, *_READ),
        operation_id="grant",
    ),
    Endpoint(
        "POST",
        "/v1/admin/accounts/{account_id}/keys",
        accounts.create_account_key,
        "A new key of that account, shown this once",
        answer=wire_accounts.KeyItem,
        body=wire_accounts.KeyRequest,
        problems=(*_BODY, errors.AccessDenied, errors.AccountNotFound, *_READ),
        operation_id="createAccountKey",
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
    Endpoint(
        "POST",
        f"{FILES_API}upload/stream",
        uploads.stream,
        "The image is kept for 72 hours; use its link in `image_urls`",
        answer=wire.FileAnswer,
        form={
            "type": "object",
            "required": ["file"],
            "properties": {
                "file": {
                    "type": "string",
                    "format": "binary",
                    "description": "A JPEG, PNG or WEBP image of at most 10 MB",
                }
            },
        },
        problems=_UPLOAD,
        failure=wire.FileFailure,
        operation_id="uploadFile",
    ),
    Endpoint(
        "POST",
        f"{FILES_API}upload/base64",
        uploads.base64,
        "The image is kept for 72 hours; use its link in `image_urls`",
        answer=wire.FileAnswer,
        body=wire.Base64Upload,
        problems=_UPLOAD,
        failure=wire.FileFailure,
        operation_id="uploadBase64",
    ),
    Endpoint(
        "POST",
        f"{FILES_API}upload/url",
        uploads.url,
        "The image is kept for 72 hours; use its link in `image_urls`",
        answer=wire.FileAnswer,
        body=wire.UrlUpload,
        problems=_UPLOAD,
        failure=wire.FileFailure,
        operation_id="uploadUrl",
    ),
    Endpoint(
        "GET",
        "/uploads/{token}/{name}",
        uploads.download,
        "An uploaded image; HEAD is served",
        problems=(errors.NotFound, errors.LinkExpired),
        open=True,
        operation_id="getUpload",
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
    """The outermost layer: an id and safe headers on every answer, and nothing that escapes as a bare failure."""

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
                headers = message["headers"]
                message["headers"] = [
                    *headers,
                    (b"x-request-id", request_id.encode()),
                    *protocol.safe_headers(headers),
                ]
            await send(message)

        try:
            await self._app(scope, receive, send_with_id)
        except Exception:
            log.exception("request failed", request_id=request_id, path=scope["path"])


def _error_response(request: Request, error: errors.ApiError) -> Response:
    if request.scope["path"].startswith(FILES_API):
        return common.answer(wire.file_failure(error), error.status, error.headers)
    body = wire.error_answer(error, request.scope["state"]["request_id"])
    return common.answer(body, error.status, error.headers)


async def _on_api_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.ApiError)
    return _error_response(request, error)


async def _on_framework_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and pages.is_for_people(request):
        return await pages.missing(request)
    kind = FRAMEWORK_ERRORS.get(error.status_code, errors.InternalError)
    return _error_response(request, kind(headers=dict(error.headers or {})))


async def _on_fault(request: Request, _: Exception) -> Response:
    return _error_response(request, errors.InternalError())


async def _on_outage(request: Request, error: Exception) -> Response:
    log.warning("database away", request_id=request.scope["state"]["request_id"], error=type(error).__name__)
    return _error_response(request, errors.ServiceUnavailable(retry_after_s=2))


def _routes() -> list[Route]:
    """One route for each path, so that a wrong method is answered with all that are right."""
    by_path: dict[str, dict[str, Endpoint]] = {}
    for endpoint in ENDPOINTS:
        by_path.setdefault(endpoint.path, {})[endpoint.method] = endpoint
    return [Route(path, _dispatch(methods), methods=list(methods)) for path, methods in by_path.items()]


def _dispatch(methods: dict[str, Endpoint]) -> Callable[[Request], Awaitable[Response]]:
    if len(methods) == 1:
        return next(iter(methods.values())).handler

    async def dispatch(request: Request) -> Response:
        method = "GET" if request.method == "HEAD" else request.method
        return await methods[method].handler(request)

    return dispatch


def build(services: Services) -> ASGIApp:
    """The application over open services."""
    handlers = {
        errors.ApiError: _on_api_error,
        HTTPException: _on_framework_error,
        **dict.fromkeys(db.OUTAGES, _on_outage),
        Exception: _on_fault,
    }
    app = Starlette(
        routes=[*_routes(), *pages.ROUTES],
        exception_handlers=handlers,
    )
    app.router.redirect_slashes = False
    app.state.services = services
    app.state.openapi = openapi.document(ENDPOINTS, services.links.public_url)
    return Border(app)
