"""The hosted service's two forms, this API's own and DashScope's: what is sent and what answers mean. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from paddock import errors
from paddock.engines import EngineRequest
from paddock.engines.words import with_references
from paddock.models import FPS, SIZES, AspectRatio, Model, Quality

DASHSCOPE_MODELS: Final = {
    Model.TEXT: "happyhorse-1.0-t2v",
    Model.IMAGE: "happyhorse-1.0-i2v",
    Model.REFERENCE: "happyhorse-1.0-r2v",
}
DASHSCOPE_REFERENCE: Final = "[Image {n}]"


class Stage(StrEnum):
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    GONE = "gone"
    """The service does not know the task."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at a task of the service. `progress` is 0.0 to 1.0, or None where the form has none."""

    stage: Stage
    progress: float | None = None
    url: str = ""
    code: str = ""
    message: str = ""


def quality_of(request: EngineRequest) -> Quality:
    """The tier whose number of pixels the size comes nearest to."""
    pixels = request.width * request.height

    def far(quality: Quality) -> float:
        width, height = SIZES[quality][AspectRatio.WIDE]
        return abs(pixels / (width * height) - 1)

    return min(Quality, key=far)


def ratio_of(request: EngineRequest) -> AspectRatio:
    """The aspect ratio of the request's size."""
    for sizes in SIZES.values():
        for ratio, size in sizes.items():
            if size == (request.width, request.height):
                return ratio
    return AspectRatio.WIDE


def _duration_s(request: EngineRequest) -> int:
    return (request.frames - 1) // FPS


def native_body(request: EngineRequest, images: Sequence[str]) -> dict[str, Any]:
    """A create in this API's own form. No callback: the task is looked at."""
    body: dict[str, Any] = {
        "model": request.model.value,
        "prompt": request.prompt,
        "quality": quality_of(request).value,
        "duration": _duration_s(request),
        "seed": request.seed,
    }
    if request.model is not Model.IMAGE:
        body["aspect_ratio"] = ratio_of(request).value
    if images:
        body["image_urls"] = list(images)
    return body


def dashscope_body(request: EngineRequest, images: Sequence[str]) -> dict[str, Any]:
    """A create in DashScope's form; its defaults, 1080P and a watermark, are never left to it."""
    kind = "first_frame" if request.model is Model.IMAGE else "reference_image"
    given: dict[str, Any] = {"prompt": with_references(request.prompt, DASHSCOPE_REFERENCE)}
    if images:
        given["media"] = [{"type": kind, "url": image} for image in images]
    parameters: dict[str, Any] = {
        "resolution": quality_of(request).value.upper(),
        "duration": _duration_s(request),
        "seed": request.seed,
        "watermark": False,
    }
    if request.model is not Model.IMAGE:
        parameters["ratio"] = ratio_of(request).value
    return {"model": DASHSCOPE_MODELS[request.model], "input": given, "parameters": parameters}


def native_seen(value: Any) -> Seen | None:
    """A task in this API's own form; None for anything else."""
    if not isinstance(value, dict) or not isinstance(value.get("status"), str):
        return None
    progress = value.get("progress")
    share = min(1.0, max(0.0, progress / 100)) if isinstance(progress, int | float) else None
    status = value["status"].lower()
    if status == "completed":
        results = value.get("results")
        url = results[0] if isinstance(results, list) and results and isinstance(results[0], str) else ""
        return Seen(Stage.DONE, 1.0, url)
    if status in ("failed", "cancelled"):
        return Seen(Stage.FAILED, share, "", *error_of(value))
    return Seen(Stage.WORKING, share)


def dashscope_seen(value: Any) -> Seen | None:
    """A task in DashScope's form; None for anything else."""
    output = value.get("output") if isinstance(value, dict) else None
    if not isinstance(output, dict) or not isinstance(output.get("task_status"), str):
        return None
    status = output["task_status"].upper()
    if status == "SUCCEEDED":
        return Seen(Stage.DONE, 1.0, str(output.get("video_url") or ""))
    if status in ("FAILED", "CANCELED"):
        return Seen(Stage.FAILED, None, "", str(output.get("code", "")), str(output.get("message", "")))
    if status == "UNKNOWN":
        return Seen(Stage.GONE)
    return Seen(Stage.WORKING)


_KINDS: Final[dict[str, type[errors.TaskFailure]]] = {
    kind.code: kind
    for kind in (
        errors.InvalidParameters,
        errors.ImageProcessing,
        errors.ImageDimensions,
        errors.NoContent,
        errors.ServiceFailure,
        errors.GenerationTimeout,
        errors.ResourceExhausted,
        errors.ContentPolicy,
        errors.EngineUnavailable,
        errors.UpstreamFailure,
    )
}
_OTHER_WORDS: Final = {
    "invalid_request": errors.InvalidParameters,
    "datainspectionfailed": errors.ContentPolicy,
    "ipinfringementsuspect": errors.ContentPolicy,
    "invalidparameter": errors.InvalidParameters,
    "invalidurl": errors.ImageProcessing,
    "invalidfile": errors.ImageProcessing,
    "badrequest": errors.InvalidParameters,
    "requesttimeout": errors.GenerationTimeout,
}
_TELLING: Final = (errors.InvalidParameters, errors.ImageProcessing, errors.ImageDimensions, errors.ContentPolicy)
"""Failures that are about what the user gave: the service's own words help there."""
UNSAID: Final = "The service that makes the video could not complete it; nothing was charged, try again later"


def failure_of(code: str, message: str) -> errors.TaskFailure:
    """The service's failure as ours: the same code where the contract has it, and its words where they help."""
    plain = code.lower().replace("_", "").replace(".", "").replace("-", "")
    kind = _KINDS.get(code) or next(
        (found for word, found in _OTHER_WORDS.items() if plain.startswith(word.replace("_", ""))),
        errors.UpstreamFailure,
    )
    words = " ".join(message.split())[:300]
    return kind(words if words and issubclass(kind, _TELLING) else UNSAID)


def error_of(value: Any) -> tuple[str, str]:
    """Code and message of an error answer of either form; empty where it is neither."""
    if not isinstance(value, dict):
        return "", ""
    inner = value.get("error")
    source = inner if isinstance(inner, dict) else value
    return str(source.get("code", "")), str(source.get("message", ""))
