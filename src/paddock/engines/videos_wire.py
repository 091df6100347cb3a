"""The `/v1/videos` wire in its two dialects, SGLang-Diffusion's and vLLM-Omni's: what is sent, what is meant. Pure."""

from __future__ import annotations

import base64
import io
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

import structlog
from PIL import Image, ImageOps

from paddock import errors
from paddock.engines import EngineRequest
from paddock.engines.profiles import Profile
from paddock.engines.words import with_references

log = structlog.get_logger()


class Dialect(StrEnum):
    SGLANG = "sglang"
    VLLM = "vllm"


class Status(StrEnum):
    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        return self in (Status.DONE, Status.FAILED, Status.CANCELLED)


_STATUSES: Final = {
    **dict.fromkeys(("queued", "pending", "submitted"), Status.WAITING),
    **dict.fromkeys(("in_progress", "processing", "running"), Status.WORKING),
    **dict.fromkeys(("completed", "succeeded", "success"), Status.DONE),
    **dict.fromkeys(("failed", "error", "expired"), Status.FAILED),
    **dict.fromkeys(("cancelled", "canceled", "deleted", "aborted"), Status.CANCELLED),
}
_NO_MEMORY: Final = ("out of memory", "outofmemory", "cuda_error_out_of_memory", "not enough memory")


def status_of(word: object) -> Status:
    """What a server's word means; one that nobody knows is work that goes on."""
    found = _STATUSES.get(str(word).strip().lower().replace("-", "_").replace(" ", "_"))
    if found is None:
        log.warning("unknown status of a remote job", status=str(word)[:50])
    return found or Status.WORKING


@dataclass(frozen=True, slots=True)
class RemoteJob:
    """A server's job, from an answer of whatever status that has a job as its body."""

    id: str
    status: Status
    progress: float
    """0.0 to 1.0; 0.0 where the server does not tell."""
    problem: str
    url: str
    prompt: str | None
    size: str | None
    model: str | None

    @property
    def out_of_memory(self) -> bool:
        return is_out_of_memory(self.problem)


def job_of(value: Any) -> RemoteJob | None:
    """The job in an answer's JSON, or None when it is something else."""
    if not isinstance(value, dict) or not isinstance(value.get("id"), str) or "status" not in value:
        return None
    progress = value.get("progress")
    share = float(progress) / 100 if isinstance(progress, int | float) and math.isfinite(progress) else 0.0
    return RemoteJob(
        id=value["id"],
        status=status_of(value["status"]),
        progress=min(1.0, max(0.0, share)),
        problem=_words(value.get("error")),
        url=value["url"] if isinstance(value.get("url"), str) else "",
        prompt=value["prompt"] if isinstance(value.get("prompt"), str) else None,
        size=value["size"] if isinstance(value.get("size"), str) and value["size"] else None,
        model=value["model"] if isinstance(value.get("model"), str) else None,
    )


def problem_of(text: str) -> str:
    """What an error answer says, from its `detail` or `error`, or as it is."""
    try:
        value = json.loads(text)
    except ValueError:
        return text[:500]
    if isinstance(value, dict):
        return _words(value.get("detail") or value.get("error") or value.get("message") or text)
    return text[:500]


def _words(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("message") or value.get("code") or value)[:500]
    return "" if value is None else str(value)[:500]


def is_out_of_memory(text: str) -> bool:
    low = text.lower()
    return any(sign in low for sign in _NO_MEMORY)


def jobs_of(value: Any) -> list[RemoteJob] | None:
    """The jobs in a listing's JSON, or None when it is no listing."""
    items = value.get("data") if isinstance(value, dict) else None
    if not isinstance(items, list):
        return None
    return [job for item in items if (job := job_of(item)) is not None]


@dataclass(frozen=True, slots=True)
class Plan:
    """One request in a server's own numbers."""

    width: int
    height: int
    frames: int
    fps: int
    model: str
    prompt: str
    seed: int

    @property
    def size(self) -> str:
        return f"{self.width}x{self.height}"


def plan(request: EngineRequest, profile: Profile, model: str) -> Plan:
    """What the model has to make so that the request can be cut from it."""
    width, height = profile.size(request.width, request.height)
    return Plan(
        width=width,
        height=height,
        frames=profile.frames((request.frames - 1) / request.fps),
        fps=profile.clip.fps,
        model=model,
        prompt=with_references(request.prompt, profile.sampling.reference_words),
        seed=request.seed,
    )


def form(plan: Plan, profile: Profile, dialect: Dialect) -> dict[str, str]:
    """The fields of a create: every number is said, so that no server's default decides.

    Never `quality`, which means something else there, nor a path on the server, nor a user's URL.
    """
    sampling = profile.sampling
    fields: dict[str, object] = {
        "model": plan.model,
        "prompt": plan.prompt or " ",
        "seconds": max(1, math.ceil((plan.frames - 1) / plan.fps)),
        "size": plan.size,
        "fps": plan.fps,
        "num_frames": plan.frames,
        "seed": plan.seed,
        "num_inference_steps": sampling.steps,
    }
    if dialect is Dialect.VLLM:
        fields |= {"width": plan.width, "height": plan.height}
    optional = {
        "guidance_scale": sampling.guidance,
        "guidance_scale_2": sampling.guidance_2,
        "flow_shift": sampling.flow_shift,
        "negative_prompt": sampling.negative_prompt or None,
    }
    fields |= {name: value for name, value in optional.items() if value is not None}
    return {name: str(value) for name, value in fields.items()}


def attachments(
    images: Sequence[Path], dialect: Dialect, size: tuple[int, int] | None = None
) -> tuple[dict[str, str], dict[str, tuple[str, bytes, str]]]:
    """More fields, and the files of a create. The bytes travel: a server that fetches could be led anywhere.

    `size` is for a first frame: the servers would stretch it to the video's size, or change the video's size to it.
    """
    contents = [image.read_bytes() if size is None else _fitted(image, size) for image in images]
    if not contents:
        return {}, {}
    if len(contents) == 1 or dialect is Dialect.SGLANG:
        return {}, {"input_reference": ("image.png", contents[0], "image/png")}
    references = [{"image_url": data_url(content)} for content in contents]
    return {"image_reference": json.dumps(references)}, {}


def _fitted(image: Path, size: tuple[int, int]) -> bytes:
    """The picture as a PNG of exactly this size, cropped in the middle, on white where it is transparent."""
    buffer = io.BytesIO()
    picture_in(image, size).save(buffer, "PNG")
    return buffer.getvalue()


def picture_in(image: Path, size: tuple[int, int] | None) -> Image.Image:
    """An input image in RGB, on white where it is transparent, cropped to `size`. Raises `ImageProcessing`."""
    try:
        with Image.open(image) as opened:
            shown = Image.new("RGB", opened.size, "white")
            shown.paste(opened, mask=opened.getchannel("A") if opened.mode == "RGBA" else None)
    except (OSError, ValueError, SyntaxError):
        raise errors.ImageProcessing("An input image could not be read") from None
    return shown if size is None else ImageOps.fit(shown, size, Image.Resampling.LANCZOS)


def data_url(content: bytes, media_type: str = "image/png") -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def ours_among(jobs: Sequence[RemoteJob], seen: Sequence[str], wanted: Plan) -> RemoteJob | None:
    """The job that our lost create has made: one that was not there before and is what we asked for.

    None when there is none, and when there are several: a wrong one would show somebody else's video.
    """
    known = set(seen)
    found = [job for job in jobs if job.id not in known and _looks_like(job, wanted)]
    return found[0] if len(found) == 1 else None


def _looks_like(job: RemoteJob, wanted: Plan) -> bool:
    if job.prompt is not None and job.prompt != (wanted.prompt or " "):
        return False
    return job.size is None or job.size == wanted.size


def dialect_of(models: Any) -> tuple[Dialect | None, list[str]]:
    """The dialect and the models' names, from what `/v1/models` answers."""
    items = models.get("data") if isinstance(models, Mapping) else None
    cards = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    names = [str(card["id"]) for card in cards if "id" in card]
    owners = " ".join(str(card.get("owned_by", "")).lower() for card in cards)
    if "vllm" in owners:
        return Dialect.VLLM, names
    return (Dialect.SGLANG if "sglang" in owners else None), names
