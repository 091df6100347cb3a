"""The whole error tree.

`ApiError` is what a caller of the HTTP API did or met: it has a status, a code, a type and a message.
`TaskFailure` is why a task failed: a code of the contract and a message that says what to change.
`OperatorError` is what stops a command: one line that says what to do, exit code 2.

A message never repeats a caller's input, a path of the server or a stack.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar


class PaddockError(Exception):
    """Anything that Paddock raises on purpose."""


class OperatorError(PaddockError):
    """The program cannot go on; the message is one line that says what to do."""


class ApiError(PaddockError):
    """An answer other than success. The class's docstring is the default message."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal_error"
    type: ClassVar[str] = "api_error"

    def __init__(
        self,
        message: str | None = None,
        *,
        param: str | None = None,
        minimum: int | None = None,
        maximum: int | None = None,
        allowed_values: Sequence[Any] | None = None,
        retry_after_s: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.message = message or (type(self).__doc__ or "").strip()
        self.param = param
        self.minimum = minimum
        self.maximum = maximum
        self.allowed_values = allowed_values
        self.headers = dict(headers or {})
        if retry_after_s is not None:
            self.headers["retry-after"] = str(retry_after_s)
        super().__init__(self.message)


class InvalidRequest(ApiError):
    """Invalid request parameters"""

    status, code, type = 400, "invalid_request", "invalid_request_error"

    def __init__(self, detail: str | None = None, **fields: Any) -> None:
        super().__init__(f"Invalid request parameters: {detail}" if detail else None, **fields)


class InvalidHttp(ApiError):
    """The request is not valid HTTP"""

    status, code, type = 400, "invalid_request", "invalid_request_error"


class InvalidTaskId(ApiError):
    """Invalid task ID format, must start with 'task-unified-'"""

    status, code, type = 400, "invalid_task_id", "invalid_request_error"

    def __init__(self) -> None:
        super().__init__(param="task_id")


class InvalidToken(ApiError):
    """Invalid or expired token"""

    status, code, type = 401, "unauthorized", "authentication_error"

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message, headers={"www-authenticate": "Bearer"})


class AuthenticationRequired(InvalidToken):
    """Authentication required"""


class InsufficientQuota(ApiError):
    """Insufficient quota. Please top up your account."""

    status, code, type = 402, "insufficient_quota", "insufficient_quota"


class KeyCapReached(InsufficientQuota):
    """Insufficient quota. This key's own credit cap is reached; use another key or raise the cap."""


class ModelAccessDenied(ApiError):
    """Token does not have access to the model"""

    status, code, type = 403, "model_access_denied", "invalid_request_error"

    def __init__(self, model: str) -> None:
        super().__init__(f"Token does not have access to model: {model}", param="model")


class AccessDenied(ApiError):
    """This key may not do that; use an unrestricted key, or an administrator's for /v1/admin"""

    status, code, type = 403, "access_denied", "invalid_request_error"


class NotFound(ApiError):
    """There is nothing at this address"""

    status, code, type = 404, "not_found", "invalid_request_error"


class TaskNotFound(NotFound):
    """The requested task could not be found"""

    code = "task_not_found"


class KeyNotFound(NotFound):
    """This account has no such key"""

    code = "key_not_found"


class AccountNotFound(NotFound):
    """There is no such account"""

    code = "account_not_found"


class MethodNotAllowed(ApiError):
    """This address does not take that method; see the Allow header"""

    status, code, type = 405, "method_not_allowed", "invalid_request_error"


class RequestTimeout(ApiError):
    """The request came too slowly; send it again, all at once"""

    status, code, type = 408, "request_timeout", "invalid_request_error"


class TaskNotCancellable(ApiError):
    """The task has already ended and cannot be cancelled"""

    status, code, type = 409, "task_not_cancellable", "invalid_request_error"


class AccountExists(ApiError):
    """There is already an account of this name; choose another"""

    status, code, type = 409, "account_exists", "invalid_request_error"


class IdempotencyConflict(ApiError):
    """This Idempotency-Key was already used with a different request; use a new key"""

    status, code, type = 409, "idempotency_conflict", "invalid_request_error"


class DeliveryNotFound(NotFound):
    """This task has no such delivery"""

    code = "delivery_not_found"


class NoCallback(ApiError):
    """This task was made without a callback_url"""

    status, code, type = 409, "no_callback", "invalid_request_error"


class TaskNotEnded(ApiError):
    """The task has not ended yet; its callback is sent when it does"""

    status, code, type = 409, "task_not_ended", "invalid_request_error"


class DeliveryUnderWay(ApiError):
    """This task's callback is being delivered already"""

    status, code, type = 409, "delivery_under_way", "invalid_request_error"


class DeliveryLimit(ApiError):
    """This task's callback has been tried as often as it may be"""

    status, code, type = 409, "delivery_limit", "invalid_request_error"


class LinkExpired(ApiError):
    """This link has expired; results can be downloaded for 24 hours"""

    status, code, type = 410, "link_expired", "invalid_request_error"


class RequestTooLarge(ApiError):
    """The request body is too large"""

    status, code, type = 413, "request_too_large", "invalid_request_error"


class UnsupportedMediaType(ApiError):
    """The request body must be JSON: send Content-Type: application/json"""

    status, code, type = 415, "unsupported_media_type", "invalid_request_error"


class RangeNotSatisfiable(ApiError):
    """The Range header asks for nothing that is in this file"""

    status, code, type = 416, "range_not_satisfiable", "invalid_request_error"


class RateLimitExceeded(ApiError):
    """Too many requests, please try again later"""

    status, code, type = 429, "rate_limit_exceeded", "rate_limit_error"


class HeadTooLarge(ApiError):
    """The request's headers are too many or too large: at most 100 headers and 64 kB"""

    status, code, type = 431, "request_header_fields_too_large", "invalid_request_error"


class InternalError(ApiError):
    """Internal server error"""


class ServiceUnavailable(ApiError):
    """The service is not ready, please try again later"""

    status, code = 503, "service_unavailable"


class TaskFailure(PaddockError):
    """A task cannot be completed. `code` is one of the contract's task error codes."""

    code: ClassVar[str] = "unknown_error"

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class InvalidParameters(TaskFailure):
    """The engine cannot make what was asked for."""

    code = "invalid_parameters"


class ImageProcessing(TaskFailure):
    """An input image could not be fetched or read."""

    code = "image_processing_error"


class ImageDimensions(TaskFailure):
    """An input image has a size or a ratio that the contract does not allow."""

    code = "image_dimension_mismatch"


class RequestCancelled(TaskFailure):
    """The caller cancelled the task."""

    code = "request_cancelled"


class NoContent(TaskFailure):
    """The engine ended without a video."""

    code = "generation_failed_no_content"


class ServiceFailure(TaskFailure):
    """Something on our side broke: a crashed engine, a full disk."""

    code = "service_error"


class GenerationTimeout(TaskFailure):
    """The engine ran into the wall-clock limit."""

    code = "generation_timeout"


class ResourceExhausted(TaskFailure):
    """The engine ran out of memory."""

    code = "resource_exhausted"


class EngineError(TaskFailure):
    """Raised by an engine, with what the user can change."""

    code = "invalid_parameters"


class ContentPolicy(TaskFailure):
    """The engine's own rules refuse the prompt, an image or the video."""

    code = "content_policy_violation"


class EngineUnavailable(TaskFailure):
    """No engine of the model's route takes tasks at present."""

    code = "service_unavailable"


class UpstreamFailure(TaskFailure):
    """The server that an engine speaks for broke or answered what it must not."""

    code = "upstream_error"
