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
    problems: Sequence[type[errors.ApiError]] = ()
    query: Sequence[dict[str, Any]] = ()
    request_headers: Sequence[dict[str, Any]] = ()
    open: bool = False
    """No key needed."""
    operation_id: str = ""
    examples: dict[str, Any] | None = None


EXAMPLES: dict[str, Any] = {
    "text_to_video": {
        "model": Model.TEXT.value,
        "prompt": "A miniature city built from cardboard and bottle caps comes to life at night. A cardboard train"
        " slowly passes through, dotted with tiny lights illuminating the path ahead.",
        "quality": "720p",
        "aspect_ratio": "16:9",
        "duration": 5,
        "seed": 42,
    },
    "several_shots": {
        "model": Model.TEXT.value,
        "prompt": "Shot 1 [0~3s] wide angle: an antique sailing ship cutting through waves on the sea at dusk; Shot 2"
        " [3~6s] medium shot: a sailor at the bow gazing toward a distant lighthouse on a reef.",
        "quality": "1080p",
        "aspect_ratio": "16:9",
        "duration": 6,
    },
    "image_to_video": {
        "model": Model.IMAGE.value,
        "prompt": "Make the cat in the picture run on the grass",
        "image_urls": ["https://cdn.example.com/cat.png"],
        "quality": "720p",
        "duration": 5,
    },
    "image_only": {
        "model": Model.IMAGE.value,
        "image_urls": ["https://cdn.example.com/landscape.jpg"],
        "quality": "1080p",
        "duration": 5,
        "seed": 12345,
    },
    "several_references": {
        "model": Model.REFERENCE.value,
        "prompt": "A woman in a red qipao character1, the camera first frames the slim cut of the qipao from a side"
        " medium shot, then switches to a low-angle upward shot capturing details as she gracefully lifts her hand to open"
        " a folding fan character2, with tasseled earrings character3 swaying lightly as she turns her head.",
        "image_urls": [
            "https://cdn.example.com/girl.jpg",
            "https://cdn.example.com/folding-fan.jpg",
            "https://cdn.example.com/earrings.jpg",
        ],
        "quality": "720p",
        "aspect_ratio": "16:9",
        "duration": 5,
    },
    "one_reference": {
        "model": Model.REFERENCE.value,
        "prompt": "character1 runs through a forest, with sunlight filtering through the leaves",
        "image_urls": ["https://cdn.example.com/character.jpg"],
        "quality": "720p",
        "aspect_ratio": "9:16",
        "duration": 6,
    },
}
"""The contract's own requests."""


def document(endpoints: Sequence[Endpoint], url: str) -> dict[str, Any]:
    """The whole document for a server at `url`."""
    structs = {kind for endpoint in endpoints for kind in _structs(endpoint)} | {wire.ErrorResponse}
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
    kinds = set(endpoint.body.__args__) if endpoint.body else set()
    return kinds | ({endpoint.answer} if endpoint.answer else set())


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "tags": ["Video Generation"],
        "summary": endpoint.summary,
        "operationId": endpoint.operation_id or endpoint.handler.__name__,
        "responses": {"200": _success(endpoint), **_problems(endpoint)},
    }
    names = [part[1:-1].split("}")[0] for part in endpoint.path.split("/") if part.startswith("{")]
    parameters = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    if parameters or endpoint.query or endpoint.request_headers:
        operation["parameters"] = [*parameters, *endpoint.query, *endpoint.request_headers]
    if endpoint.body:
        operation["requestBody"] = _request_body(endpoint)
    if endpoint.open:
        operation["security"] = []
    return operation


def _request_body(endpoint: Endpoint) -> dict[str, Any]:
    names = [kind.__name__ for kind in endpoint.body.__args__]
    references = [{"$ref": REFERENCE.format(name=name)} for name in names]
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
    for problem in (*endpoint.problems, errors.InternalError):
        by_status.setdefault(problem.status, []).append(problem)
    return {str(status): _problem(kinds) for status, kinds in sorted(by_status.items())}


def _problem(kinds: list[type[errors.ApiError]]) -> dict[str, Any]:
    messages = [str(kind.__doc__).strip() for kind in kinds]
    if kinds == [errors.ModelAccessDenied]:
        messages = [errors.ModelAccessDenied(model.value).message for model in Model]
        kinds = [*kinds] * len(messages)
    examples = [
        {"error": {"code": kind.code, "message": message, "type": kind.type}}
        for kind, message in zip(kinds, messages, strict=True)
    ]
    content: dict[str, Any] = {"schema": {"$ref": REFERENCE.format(name="ErrorResponse")}}
    if len(examples) == 1:
        content["example"] = examples[0]
    else:
        content["examples"] = {f"example_{number}": {"value": value} for number, value in enumerate(examples, 1)}
    return {"description": " or ".join(dict.fromkeys(messages)), "content": {"application/json": content}}
