"""The contract's requests and answers as structs, and the one function each way that maps them.

Descriptions, bounds and examples here are the contract's own where it has them; `/openapi.json` is made from them.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from paddock import errors, examples, models, prompts
from paddock.models import (
    DEFAULT_DURATION_S,
    MAX_DURATION_S,
    MAX_SEED,
    MIN_DURATION_S,
    MIN_SEED,
    UNITS_PER_CREDIT,
    AspectRatio,
    Model,
    Order,
    Quality,
    Status,
    Task,
    TaskSummary,
)

Request = TypeVar("Request", bound=Struct)
MAX_DEPTH = 64
NO_ANSWER = (
    "The receiver could not be reached or did not answer in time; its address must be public, with a valid certificate"
)
PROMPT_RULES = (
    "Text prompt. Several shots: `Shot 1 [0~3s] wide angle: ...; Shot 2 [3~6s] medium shot: ...`. Reference images are"
    " named `character1`, `character2` ... in their order."
)
PROMPT_LIMITS = "At most 2500 Chinese or 5000 other characters; the rest is cut."

_STRING = {"type": "string"}


def _says(description: str, example: Any, **schema: Any) -> Meta:
    return Meta(description=description, extra_json_schema={"example": example, **schema})


def _prompt(example: str) -> Meta:
    return _says(f"{PROMPT_RULES}\n\n{PROMPT_LIMITS}", example)


QualityField = Annotated[
    Literal["720p", "1080p"],
    Meta(description="Video resolution tier; affects billing", extra_json_schema={"type": "string", "example": "720p"}),
]
Duration = Annotated[
    int,
    Meta(
        ge=MIN_DURATION_S,
        le=MAX_DURATION_S,
        description="Video duration (seconds); affects billing",
        extra_json_schema={"example": 5},
    ),
]
Seed = Annotated[
    int,
    Meta(ge=MIN_SEED, le=MAX_SEED, description="Random seed, default is random", extra_json_schema={"example": 42}),
]
Ratio = Annotated[
    Literal["16:9", "9:16", "1:1", "4:3", "3:4"],
    Meta(description="Video aspect ratio", extra_json_schema={"type": "string", "example": "16:9"}),
]


def _model(name: str) -> Meta:
    return Meta(
        description="Video generation model name",
        extra_json_schema={"type": "string", "default": name, "example": name},
    )


ImageUrl = Annotated[str, Meta(extra_json_schema={"format": "uri"})]
CallbackUrl = Annotated[
    str,
    Meta(
        description="HTTPS callback URL for task completion: called when the task is completed, failed or cancelled,"
        " after billing. At most 2048 characters; private addresses are refused.",
        extra_json_schema={
            "format": "uri",
            "example": "https://your-domain.com/webhooks/video-task-completed",
        },
    ),
]


class TextToVideoRequest(Struct, kw_only=True):
    """HappyHorse 1.0 text-to-video: a video from a text prompt only."""

    model: Annotated[Literal["happyhorse-1.0-text-to-video"], _model("happyhorse-1.0-text-to-video")]
    prompt: Annotated[str, _prompt(examples.TEXT_PROMPT)]
    quality: QualityField = "720p"
    aspect_ratio: Ratio = "16:9"
    duration: Duration = DEFAULT_DURATION_S
    seed: Seed | UnsetType = UNSET
    callback_url: CallbackUrl | UnsetType = UNSET


class ImageToVideoRequest(Struct, kw_only=True):
    """HappyHorse 1.0 image-to-video: a video that begins with the given image, at its ratio."""

    model: Annotated[Literal["happyhorse-1.0-image-to-video"], _model("happyhorse-1.0-image-to-video")]
    image_urls: Annotated[
        list[ImageUrl],
        Meta(
            min_length=1,
            max_length=1,
            description="First-frame image URL: JPEG, PNG or WEBP, at most 10 MB, both sides at least 300 px, ratio"
            " 1:2.5 to 2.5:1, publicly accessible",
            extra_json_schema={"example": examples.IMAGE_URLS},
        ),
    ]
    prompt: Annotated[str, _prompt(examples.IMAGE_PROMPT)] | UnsetType = UNSET
    quality: QualityField = "720p"
    duration: Duration = DEFAULT_DURATION_S
    seed: Seed | UnsetType = UNSET
    callback_url: CallbackUrl | UnsetType = UNSET


class ReferenceToVideoRequest(Struct, kw_only=True):
    """HappyHorse 1.0 reference-to-video: 1 to 9 reference images plus a text prompt."""

    model: Annotated[Literal["happyhorse-1.0-reference-to-video"], _model("happyhorse-1.0-reference-to-video")]
    prompt: Annotated[str, _prompt(examples.REFERENCE_PROMPT)]
    image_urls: Annotated[
        list[ImageUrl],
        Meta(
            min_length=1,
            max_length=9,
            description="Reference image URLs, in the order of `character1`, `character2` ...: JPEG, PNG or WEBP, at"
            " most 10 MB each, short edge at least 400 px, publicly accessible",
            extra_json_schema={
                "example": examples.REFERENCE_URLS,
            },
        ),
    ]
    quality: QualityField = "720p"
    aspect_ratio: Ratio = "16:9"
    duration: Duration = DEFAULT_DURATION_S
    seed: Seed | UnsetType = UNSET
    callback_url: CallbackUrl | UnsetType = UNSET


CreateRequest = TextToVideoRequest | ImageToVideoRequest | ReferenceToVideoRequest

REQUESTS: dict[Model, type[CreateRequest]] = {
    Model.TEXT: TextToVideoRequest,
    Model.IMAGE: ImageToVideoRequest,
    Model.REFERENCE: ReferenceToVideoRequest,
}


class VideoTaskInfo(Struct, kw_only=True):
    can_cancel: Annotated[bool, _says("Whether the task can be cancelled", True)]
    estimated_time: Annotated[int, Meta(ge=0), _says("Estimated completion time (seconds)", 2400)]
    video_duration: Annotated[int, _says("Video duration (seconds)", 5)]
    seed: Annotated[int, _says("The seed in use, drawn when none was given", 42)]
    warnings: Annotated[list[str], _says("What was accepted although it is not recommended", [])]


class VideoUsage(Struct, kw_only=True):
    """Usage and billing information"""

    billing_rule: Annotated[
        Literal["per_call", "per_token", "per_second"], _says("Billing rule", "per_second", type="string")
    ]
    credits_reserved: Annotated[
        float, Meta(ge=0), _says("Estimated credits consumed, in units of 1/10,000 credit", 607500)
    ]
    user_group: Annotated[str, _says("User group category", "default")]
    credits_used: Annotated[float, Meta(ge=0), _says("Credits taken, once the task has ended", 60.75)] | UnsetType = (
        UNSET
    )


class TaskError(Struct, kw_only=True):
    """Why a task was not completed."""

    code: Annotated[str, Meta(description="One of the codes on the page of errors")]
    message: Annotated[str, Meta(description="What went wrong, and what to change")]
    type: Literal["task_error"] = "task_error"


class VideoGenerationResponse(Struct, kw_only=True):
    created: Annotated[int, _says("Task creation timestamp", 1761313744)]
    id: Annotated[str, _says("Task ID", "task-unified-1761313744-h1t2vab8")]
    model: Annotated[str, _says("Actual model name used", Model.TEXT.value)]
    object: Annotated[
        Literal["video.generation.task"], Meta(description="Specific type of the task", extra_json_schema=_STRING)
    ]
    progress: Annotated[int, Meta(ge=0, le=100), _says("Task progress percentage (0-100)", 0)]
    status: Annotated[
        Literal["pending", "processing", "completed", "failed", "cancelled"],
        _says("Task status", "pending", type="string"),
    ]
    task_info: Annotated[VideoTaskInfo, Meta(description="Video task details")]
    type: Annotated[Literal["text", "image", "audio", "video"], _says("Output type", "video", type="string")]
    usage: Annotated[VideoUsage, Meta(description="Usage and billing information")]
    engine: Annotated[str, _says("What made the video, once it is known", "animatic")] | UnsetType = UNSET
    results: Annotated[list[str], Meta(description="Links to the video, valid for 24 hours")] | UnsetType = UNSET
    error: TaskError | UnsetType = UNSET


class ErrorBody(Struct, kw_only=True):
    code: Annotated[str, Meta(description="Error code identifier")]
    message: Annotated[str, Meta(description="Error description message")]
    type: Annotated[str, Meta(description="Error type")]
    param: Annotated[str, Meta(description="The field that is wrong")] | UnsetType = UNSET
    min: int | UnsetType = UNSET
    max: int | UnsetType = UNSET
    allowed_values: list[Any] | UnsetType = UNSET
    request_id: Annotated[str, Meta(description="Quote this when asking for help")] | UnsetType = UNSET


class ErrorResponse(Struct, kw_only=True):
    error: ErrorBody


class TaskItem(Struct, kw_only=True):
    """A task in a list: no links."""

    id: str
    status: str
    model: str
    type: str
    progress: int
    created_at: Annotated[int, Meta(description="Unix seconds")]
    has_results: Annotated[bool, Meta(description="Whether there are links to a video")]
    has_error: Annotated[bool, Meta(description="Whether it was not completed")]
    credits_used: Annotated[float, Meta(description="Credits taken, once the task has ended")]


class TaskPage(Struct, kw_only=True):
    data: list[TaskItem]
    total: Annotated[int, Meta(description="How many tasks there are on all pages")]
    page: Annotated[int, Meta(description="Which page this is, from 1")]
    page_size: Annotated[int, Meta(description="How many tasks a page has at most")]


class DeliveryTry(Struct, kw_only=True, omit_defaults=True):
    number: Annotated[int, Meta(description="Counted from 1")]
    began_at: Annotated[float, Meta(description="Unix seconds")]
    duration_ms: Annotated[int, Meta(description="How long it took, once it is over")] | UnsetType = UNSET
    status: Annotated[int, Meta(description="The HTTP status that the receiver answered")] | UnsetType = UNSET
    problem: Annotated[str, Meta(description="What went wrong, if anything did")] | UnsetType = UNSET


class Delivery(Struct, kw_only=True, omit_defaults=True):
    """One callback of a task: the same `id` at every try, sent as `webhook-id`."""

    id: str
    task_id: str
    status: Annotated[
        Literal["pending", "delivered", "exhausted"],
        Meta(description="`exhausted`: the try and its three retries have failed"),
    ]
    created_at: Annotated[float, Meta(description="Unix seconds")]
    next_try_at: Annotated[float, Meta(description="Unix seconds; while a try is to come")] | UnsetType = UNSET
    ended_at: Annotated[float, Meta(description="Unix seconds; once it is delivered or exhausted")] | UnsetType = UNSET
    tries: list[DeliveryTry]


class DeliveryList(Struct, kw_only=True):
    data: list[Delivery]


class WebhookSecret(Struct, kw_only=True, omit_defaults=True):
    secret: Annotated[
        str,
        Meta(description="`whsec_...`, what a receiver verifies the `webhook-signature` header of a callback with"),
    ]
    rotated_at: Annotated[int, Meta(description="Unix seconds; since when it is the current one")]
    previous_until: (
        Annotated[int, Meta(description="Unix seconds; until then callbacks are signed with the one before it, too")]
        | UnsetType
    ) = UNSET


class Base64Upload(Struct, kw_only=True):
    """An image inside the request."""

    base64_data: Annotated[
        str,
        Meta(description="The image in base64, or a `data:` URL of it: JPEG, PNG or WEBP, at most 10 MB"),
    ]
    file_name: Annotated[str, Meta(description="What to call it", extra_json_schema={"example": "cat.png"})] = ""


class UrlUpload(Struct, kw_only=True):
    """An image to fetch."""

    file_url: Annotated[
        str,
        Meta(
            description="Public http or https URL of a JPEG, PNG or WEBP image of at most 10 MB",
            extra_json_schema={"example": examples.IMAGE_URLS[0]},
        ),
    ]
    file_name: Annotated[str, Meta(description="What to call it", extra_json_schema={"example": "cat.png"})] = ""


class FileData(Struct, kw_only=True):
    """A kept image. It was written anew: upright, without metadata, in its own format."""

    file_id: str
    file_name: Annotated[str, Meta(description="What it is called here")]
    original_name: Annotated[str, Meta(description="What it was called when it was sent")]
    file_size: Annotated[int, Meta(description="Bytes of what is kept")]
    mime_type: str
    upload_path: str
    file_url: Annotated[str, Meta(description="A link to the image, without a key until `expires_at`")]
    download_url: Annotated[str, Meta(description="The same, as a file to save")]
    upload_time: datetime
    expires_at: Annotated[datetime, Meta(description="When it is deleted")]


class FileAnswer(Struct, kw_only=True):
    success: bool = True
    code: int = 200
    msg: str = "File uploaded successfully"
    data: FileData


class FileFailure(Struct, kw_only=True):
    """What the files API answers instead of the error object of all other calls."""

    success: Annotated[bool, Meta(description="false")] = False
    code: Annotated[int, Meta(description="The HTTP status")]
    msg: str


_encoder = msgspec.json.Encoder()


def encode(answer: Any) -> bytes:
    """The JSON of an answer."""
    return _encoder.encode(answer)


def _refuse_constant(_: str) -> Any:
    raise errors.InvalidRequest("numbers must be finite")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise errors.InvalidRequest("a field is given twice in one object")
    return fields


def parse_object(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`, read strictly (RFC 8259, UTF-8, no duplicate names, finite numbers, sane depth)."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise errors.InvalidRequest("the body is not UTF-8") from None
    if not text.strip(" \t\r\n"):
        raise errors.InvalidRequest("the body is empty; it must be a JSON object")
    try:
        value = json.loads(text, object_pairs_hook=_object, parse_constant=_refuse_constant)
    except RecursionError:
        raise errors.InvalidRequest("the body is nested too deeply") from None
    except ValueError as error:  # also integers beyond Python's limit of digits
        place = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise errors.InvalidRequest(f"the body is not valid JSON{place}") from None
    if not isinstance(value, dict):
        raise errors.InvalidRequest("the body must be a JSON object")
    _check_text(value)
    return value


def _check_text(value: Any, depth: int = 0) -> None:
    """Refuse what no database column and no UTF-8 answer can hold, wherever it hides."""
    if depth > MAX_DEPTH:
        raise errors.InvalidRequest("the body is nested too deeply")
    if isinstance(value, str):
        if "\0" in value:
            raise errors.InvalidRequest("strings must not contain NUL characters")
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise errors.InvalidRequest("strings must not contain unpaired surrogates") from None
    elif isinstance(value, float):
        if value in (float("inf"), float("-inf")):
            raise errors.InvalidRequest("numbers must be finite")
    elif isinstance(value, list):
        for item in value:
            _check_text(item, depth + 1)
    elif isinstance(value, dict):
        for name, item in value.items():
            _check_text(name)
            _check_text(item, depth + 1)


def parse_create(fields: dict[str, Any]) -> CreateRequest:
    """The create request in a JSON object. Raises `InvalidRequest` that names the field and its bounds."""
    name = fields.get("model")
    if not isinstance(name, str) or name not in REQUESTS:
        problem = "model is required" if "model" not in fields else "model is not one of ours"
        raise errors.InvalidRequest(problem, param="model", allowed_values=[model.value for model in Model])
    request = parse_fields(fields, REQUESTS[Model(name)])
    if not isinstance(request, ImageToVideoRequest) and not request.prompt.strip():
        raise errors.InvalidRequest("prompt must not be empty", param="prompt")
    return request


def parse_fields(fields: dict[str, Any], kind: type[Request]) -> Request:
    """A struct from a JSON object. Raises `InvalidRequest` that names the field and its bounds."""
    whole = {name: _whole(value) for name, value in fields.items()}
    for field in msgspec.structs.fields(kind):
        if field.encode_name in whole:
            _check_field(field, whole[field.encode_name])
        elif field.required:
            raise errors.InvalidRequest(f"{field.name} is required", param=field.name)
    return msgspec.convert(whole, kind)


def _whole(value: Any) -> Any:
    """JSON has one kind of number: 5.0 is the integer 5."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _check_field(field: msgspec.structs.FieldInfo, value: Any) -> None:
    try:
        msgspec.convert(value, field.type)
    except msgspec.ValidationError:
        raise _refusal(field) from None


def _refusal(field: msgspec.structs.FieldInfo) -> errors.InvalidRequest:
    """The message about a field, made from its own schema, so that it can never say something else."""
    schema, name = msgspec.json.schema(field.type), field.name
    schema = schema["anyOf"][0] if "anyOf" in schema else schema
    if "enum" in schema:
        values = schema["enum"]
        return errors.InvalidRequest(
            f"{name} must be one of {', '.join(map(str, values))}", param=name, allowed_values=values
        )
    low, high = _bounds(schema)
    words, kind = "", schema["type"]
    if kind == "array":
        things = "URL" if name == "image_urls" else "item"
        count = f"exactly {low} {things}" if low == high else f"{low or 0} to {high} {things}s"
        words = f"an array of {count}, each {_kind_of(schema['items'])}"
    elif kind in ("integer", "number"):
        words = f"{'an integer' if kind == 'integer' else 'a number'} from {low} to {high}"
    elif high is not None:
        words = f"a string of {low or 0} to {high} characters"
    else:
        words = "a string"
    return errors.InvalidRequest(f"{name} must be {words}", param=name, minimum=low, maximum=high)


def _bounds(schema: dict[str, Any]) -> tuple[Any, Any]:
    lows = (schema.get(name) for name in ("minimum", "exclusiveMinimum", "minItems", "minLength"))
    highs = (schema.get(name) for name in ("maximum", "exclusiveMaximum", "maxItems", "maxLength"))
    return next((low for low in lows if low is not None), None), next(
        (high for high in highs if high is not None), None
    )


def _kind_of(schema: dict[str, Any]) -> str:
    return f"one of {', '.join(schema['enum'])}" if "enum" in schema else f"a {schema['type']}"


def ignored_parameters(request: CreateRequest, fields: dict[str, Any]) -> list[str]:
    """The given fields that have no effect on this request, known and unknown ones, safe for a header."""
    known = {field.encode_name for field in msgspec.structs.fields(request)}
    return sorted(name for name in fields if name not in known and name.isascii() and name.isidentifier())[:20]


def order(request: CreateRequest, drawn_seed: int) -> Order:
    """What the request asks for, with defaults filled in and the prompt cut to the contract's length."""
    prompt = getattr(request, "prompt", UNSET)
    return Order(
        model=Model(request.model),
        prompt=prompts.cut(prompt) if isinstance(prompt, str) else "",
        image_urls=tuple(getattr(request, "image_urls", ())),
        quality=Quality(request.quality),
        aspect_ratio=None if isinstance(request, ImageToVideoRequest) else AspectRatio(request.aspect_ratio),
        duration_s=request.duration,
        seed=drawn_seed if request.seed is UNSET else request.seed,
        callback_url=None if request.callback_url is UNSET else request.callback_url,
    )


def timestamp(moment: datetime) -> int:
    """Unix seconds."""
    return int(moment.timestamp())


def credits(units: int) -> float:
    """Units as credits, 4 decimals."""
    return round(units / UNITS_PER_CREDIT, 4)


def credits_used(status: Status, price_units: int) -> float:
    return credits(price_units) if status is Status.COMPLETED else 0.0


def task_answer(task: Task, result_url: str | None) -> VideoGenerationResponse:
    """The task as create, query, cancel and callbacks show it. `result_url` is the link of a completed task."""
    answer = VideoGenerationResponse(
        created=timestamp(task.created_at),
        id=task.id,
        model=task.order.model.value,
        object="video.generation.task",
        progress=task.progress,
        status=task.status.value,
        task_info=VideoTaskInfo(
            can_cancel=not task.status.terminal,
            estimated_time=task.estimated_s,
            video_duration=task.order.duration_s,
            seed=task.order.seed,
            warnings=list(task.warnings),
        ),
        type="video",
        usage=VideoUsage(
            billing_rule="per_second" if task.billing_rule == "per_second" else "per_call",
            credits_reserved=task.price_units,
            user_group=task.user_group,
        ),
    )
    if task.engine is not None:
        answer.engine = task.engine
    if task.status.terminal:
        answer.usage.credits_used = credits_used(task.status, task.price_units)
    if task.status is Status.COMPLETED and result_url is not None:
        answer.results = [result_url]
    if task.error_code is not None:
        answer.error = TaskError(code=task.error_code, message=task.error_message or "")
    return answer


def task_item(task: TaskSummary) -> TaskItem:
    """A task as a list shows it."""
    return TaskItem(
        id=task.id,
        status=task.status.value,
        model=task.model.value,
        type="video",
        progress=task.progress,
        created_at=timestamp(task.created_at),
        has_results=task.status is Status.COMPLETED,
        has_error=task.status in (Status.FAILED, Status.CANCELLED),
        credits_used=credits_used(task.status, task.price_units),
    )


def delivery_answer(delivery: models.Delivery) -> Delivery:
    """A delivery with its tries as its owner sees it."""
    answer = Delivery(
        id=delivery.id,
        task_id=delivery.task_id,
        status=delivery.status.value,
        created_at=_moment(delivery.created_at),
        tries=[_delivery_try(one, under_way=delivery.sending and one is delivery.tries[-1]) for one in delivery.tries],
    )
    if delivery.due_at is not None and not delivery.sending:
        answer.next_try_at = _moment(delivery.due_at)
    if delivery.ended_at is not None:
        answer.ended_at = _moment(delivery.ended_at)
    return answer


def _delivery_try(one: models.Try, *, under_way: bool) -> DeliveryTry:
    answer = DeliveryTry(number=one.number, began_at=_moment(one.began_at))
    if one.duration_ms is not None:
        answer.duration_ms = one.duration_ms
    if one.http_status is not None:
        answer.status = one.http_status
    if not under_way and (problem := _delivery_problem(one)):
        answer.problem = problem
    return answer


def _delivery_problem(one: models.Try) -> str | None:
    """What went wrong. Without an answer every cause reads the same, so that nobody learns about a network by it."""
    if one.duration_ms is None:
        return "The sender was interrupted; the same message was sent again"
    if one.http_status is None:
        return NO_ANSWER
    if one.problem is not None:
        return f"The receiver began to answer {one.http_status} but did not finish in time"
    return None if 200 <= one.http_status < 300 else f"The receiver answered {one.http_status}; only 2xx is a success"


def _moment(moment: datetime) -> float:
    """Unix seconds to the millisecond."""
    return round(moment.timestamp(), 3)


def webhook_secret(secret: str, rotated_at: datetime, previous_until: datetime | None) -> WebhookSecret:
    answer = WebhookSecret(secret=secret, rotated_at=timestamp(rotated_at))
    if previous_until is not None:
        answer.previous_until = timestamp(previous_until)
    return answer


def file_answer(kept: models.Upload, link: str) -> FileAnswer:
    """A kept image with its signed link."""
    return FileAnswer(
        data=FileData(
            file_id=kept.id,
            file_name=kept.name,
            original_name=kept.original_name,
            file_size=kept.size_bytes,
            mime_type=kept.media_type,
            upload_path=f"uploads/{kept.name}",
            file_url=link,
            download_url=f"{link}?download=1",
            upload_time=kept.created_at,
            expires_at=kept.expires_at,
        )
    )


def file_failure(error: errors.ApiError) -> FileFailure:
    """The files API's own error shape."""
    return FileFailure(code=error.status, msg=error.message)


def error_answer(error: errors.ApiError, request_id: str) -> ErrorResponse:
    """The one error shape."""
    body = ErrorBody(code=error.code, message=error.message, type=error.type, request_id=request_id)
    if error.param is not None:
        body.param = error.param
    if error.minimum is not None:
        body.min = error.minimum
    if error.maximum is not None:
        body.max = error.maximum
    if error.allowed_values is not None:
        body.allowed_values = list(error.allowed_values)
    return ErrorResponse(error=body)
