"""The OpenAPI 3.1 document, made from the endpoint table, the structs of `wire.py` and the error tree."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from paddock import errors, wire
from paddock.models import Model

REFERENCE = "#/components/schemas/{name}"


ALWAYS = (errors.RequestTimeout, errors.HeadTooLarge, errors.InternalError, errors.ServiceUnavailable)
"""What any call may be answered."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method of one path: what serves it and what the document says about it."""

    method: str
    path: str
    handler: Callable[[Request], Awaitable[Response]]
    summary: str
    answer: type | None = None
    """The struct of a 200; None for an answer that is not JSON of ours."""
    body: Any = None
    """A struct, or a union of the structs of `wire.REQUESTS`."""
    form: dict[str, Any] | None = None
    """The schema of a multipart body."""
    failure: type = wire.ErrorResponse
    """The struct of every answer but 200."""
    problems: Sequence[type[errors.ApiError]] = ()
    query: Sequence[dict[str, Any]] = ()
    request_headers: Sequence[dict[str, Any]] = ()
    open: bool = False
    """No key needed."""
    operation_id: str = ""
    examples: dict[str, Any] | None = None


def document(endpoints: Sequence[Endpoint], url: str) -> dict[str, Any]:
    """The whole document for a server at `url`."""
    structs = {kind for endpoint in endpoints for kind in _structs(endpoint)}
    _, components = msgspec.json.schema_components(
        sorted(structs, key=lambda kind: kind.__name__), ref_template=REFERENCE
    )
    paths: dict[str, dict[str, Any]] = {}
    for endpoint in endpoints:
        paths.setdefault(endpoint.path, {})[endpoint.method.lower()] = _operation(endpoint)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Paddock",
            "version": importlib.metadata.version("paddock"),
            "description": "Video generation over the HappyHorse 1.0 API: text, first frame or reference images to"
            " video, as asynchronous tasks.",
            "license": {"name": "MIT"},
        },
        "servers": [{"url": url}],
        "security": [{"bearerAuth": []}],
        "tags": [{"name": "Video Generation", "description": "Videos and the tasks that make them"}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "bearerAuth": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "`Authorization: Bearer sk-...`. The first start of a server prints a key and keeps"
                    " it in the file `api-key` of its data folder.",
                }
            },
        },
    }


def _structs(endpoint: Endpoint) -> set[type]:
    kinds = {endpoint.failure, *_body_structs(endpoint)}
    return kinds | ({endpoint.answer} if endpoint.answer else set())


def _body_structs(endpoint: Endpoint) -> tuple[type, ...]:
    return getattr(endpoint.body, "__args__", (endpoint.body,)) if endpoint.body else ()


_PARTS = {
    "task_id": "Task ID",
    "delivery_id": "The delivery's id, as a task's deliveries say it",
    "key_id": "The public part of the key",
    "account_id": "The account's number",
    "token": "The signature of a link; links are given, not made",
    "attempt": "Which attempt made the video",
    "name": "What it is called here",
}
"""What stands in each place of a path."""


def _of_path(name: str) -> dict[str, Any]:
    """The parameter that is a part of the path."""
    schema = {"type": "string"}
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": _PARTS[name.partition(":")[0]],
        "schema": schema,
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "tags": ["Video Generation"],
        "summary": endpoint.summary,
        "operationId": endpoint.operation_id or endpoint.handler.__name__,
        "responses": {"200": _success(endpoint), **_problems(endpoint)},
    }
    names = [part[1:-1].split("}")[0] for part in endpoint.path.split("/") if part.startswith("{")]
    parameters = [_of_path(name) for name in names]
    if parameters or endpoint.query or endpoint.request_headers:
        operation["parameters"] = [*parameters, *endpoint.query, *endpoint.request_headers]
    if endpoint.form:
        operation["requestBody"] = {"required": True, "content": {"multipart/form-data": {"schema": endpoint.form}}}
    if endpoint.body:
        operation["requestBody"] = _request_body(endpoint)
    if endpoint.open:
        operation["security"] = []
    return operation


def _request_body(endpoint: Endpoint) -> dict[str, Any]:
    names = [kind.__name__ for kind in _body_structs(endpoint)]
    references = [{"$ref": REFERENCE.format(name=name)} for name in names]
    if len(references) == 1:
        return {"required": True, "content": {"application/json": {"schema": references[0]}}}
    mapping = {model.value: REFERENCE.format(name=kind.__name__) for model, kind in wire.REQUESTS.items()}
    return {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"oneOf": references, "discriminator": {"propertyName": "model", "mapping": mapping}},
                "examples": {name: {"value": value} for name, value in (endpoint.examples or {}).items()},
            }
        },
    }


def _success(endpoint: Endpoint) -> dict[str, Any]:
    if endpoint.answer is None:
        return {"description": endpoint.summary}
    schema = {"$ref": REFERENCE.format(name=endpoint.answer.__name__)}
    return {"description": endpoint.summary, "content": {"application/json": {"schema": schema}}}


def _problems(endpoint: Endpoint) -> dict[str, Any]:
    by_status: dict[int, list[type[errors.ApiError]]] = {}
    problems: tuple[type[errors.ApiError], ...] = (*endpoint.problems, *ALWAYS)
    for problem in problems:
        by_status.setdefault(problem.status, []).append(problem)
    return {str(status): _problem(kinds, endpoint.failure) for status, kinds in sorted(by_status.items())}


def _problem(kinds: list[type[errors.ApiError]], shape: type) -> dict[str, Any]:
    messages = [str(kind.__doc__).strip() for kind in kinds]
    if kinds == [errors.ModelAccessDenied]:
        messages = [errors.ModelAccessDenied(model.value).message for model in Model]
        kinds = [*kinds] * len(messages)
    examples = [_failure(kind, message, shape) for kind, message in zip(kinds, messages, strict=True)]
    content: dict[str, Any] = {"schema": {"$ref": REFERENCE.format(name=shape.__name__)}}
    if len(examples) == 1:
        content["example"] = examples[0]
    else:
        content["examples"] = {f"example_{number}": {"value": value} for number, value in enumerate(examples, 1)}
    return {"description": " or ".join(dict.fromkeys(messages)), "content": {"application/json": content}}


def _failure(kind: type[errors.ApiError], message: str, shape: type) -> dict[str, Any]:
    if shape is wire.FileFailure:
        return {"success": False, "code": kind.status, "msg": message}
    return {"error": {"code": kind.code, "message": message, "type": kind.type}}
