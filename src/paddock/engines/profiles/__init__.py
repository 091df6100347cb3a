"""Profiles: what is to be known about a model, one TOML file each. Adding a model of a known kind is adding a file.

A profile says what the model can do (`models`, `clip`, `most_references`), how it wants to be asked (`sampling`,
names), how it goes on beyond its longest clip (`extend`), and under which licence it may be used.
"""

from __future__ import annotations

import importlib.resources
import math
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from paddock import errors
from paddock.models import Model, Quality

_ours = importlib.resources.files("paddock.engines.profiles")

Positive = Annotated[int, Meta(ge=1)]


class Clip(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Frames and sizes of one run of the model."""

    fps: Annotated[int, Meta(ge=1, le=120)]
    frame_step: Positive
    """A clip has `frame_step * k + frame_plus` frames."""
    frame_plus: Annotated[int, Meta(ge=0)]
    most_frames: Positive
    size_multiple: Annotated[int, Meta(ge=2, le=256)]
    most_pixels: Annotated[int, Meta(ge=1024)]
    """Width times height of what the model makes; the result is scaled up from there."""


class Sampling(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is sent with every request, so that no server's default decides."""

    steps: Annotated[int, Meta(ge=1, le=200)]
    guidance: Annotated[float, Meta(ge=0, le=20)] | None = None
    guidance_2: Annotated[float, Meta(ge=0, le=20)] | None = None
    flow_shift: float | None = None
    negative_prompt: str = ""
    pipeline: dict[str, bool | int | float | str | list[int] | None] = {}
    """More arguments of diffusers' pipeline, by their names there."""


class Extend(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a video longer than one clip is made: not at all, from the last frame, or from the last frames (VACE)."""

    way: Literal["none", "last-frame", "vace"] = "none"
    overlap_frames: Positive = 1
    """How many frames of a clip the next one begins with."""
    longest_s: Annotated[int, Meta(ge=1, le=60)] = 15


class Licence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    url: str = ""
    restricted: str = ""
    """Who may not use the model, or where; empty when everybody may. Such a model needs `accept_licence = true`."""


class Pipelines(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """diffusers' class for each kind of request, and the repository where it is not the profile's."""

    text: str = ""
    image: str = ""
    reference: str = ""


class Speed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How diffusers runs it. What a machine lacks is left out with a warning."""

    dtype: Literal["bfloat16", "float16", "float32"] = "bfloat16"
    device: str = "auto"
    compile: bool = False
    """Compile the repeated blocks of the transformer: a minute once, then faster."""
    attention: str = ""
    """An attention backend of diffusers, such as `_native_cudnn` or `sage_hub`."""
    cache: Literal["", "first-block", "taylor-seer"] = ""
    cache_threshold: Annotated[float, Meta(gt=0, lt=1)] = 0.05
    float8: bool = False
    offload: Literal["", "model", "group"] = ""
    tiling: bool = True
    """Decode in tiles: far less memory."""


class Profile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The facts of one model."""

    title: str
    models: Annotated[list[Model], Meta(min_length=1)]
    repository: str
    """Where the weights are, on the Hugging Face hub."""
    served_name: str = ""
    """What a server calls it; by default the repository."""
    most_references: Annotated[int, Meta(ge=0, le=9)] = 0
    qualities: Annotated[list[Quality], Meta(min_length=1)] = msgspec.field(default_factory=lambda: list(Quality))
    sound: bool = False
    size_gb: Annotated[float, Meta(gt=0)] | None = None
    """What the weights take on the disk."""
    work_s_per_video_s: Annotated[float, Meta(gt=0)] = 30.0
    """A first guess for the estimates, at 720p."""
    clip: Clip
    sampling: Sampling
    licence: Licence
    extend: Extend = Extend()
    pipelines: Pipelines = Pipelines()
    speed: Speed = Speed()

    @property
    def clip_s(self) -> int:
        """The longest video, in whole seconds, that one clip covers: its last frame is at that second or after."""
        return (self.clip.most_frames - 1) // self.clip.fps

    @property
    def longest_s(self) -> int:
        """The longest video, chained where the model can be."""
        return self.clip_s if self.extend.way == "none" else max(self.clip_s, self.extend.longest_s)

    def frames(self, duration_s: float) -> int:
        """The fewest frames of the model's rule that reach `duration_s`; at most `most_frames`."""
        clip = self.clip
        steps = math.ceil((duration_s * clip.fps + 1 - clip.frame_plus) / clip.frame_step - 1e-9)
        return min(clip.most_frames, clip.frame_step * max(0, steps) + clip.frame_plus)

    def size(self, width: int, height: int) -> tuple[int, int]:
        """What to make for a result of this size: near it, in the model's multiples, within its pixels."""
        multiple, most = self.clip.size_multiple, self.clip.most_pixels
        scale = min(1.0, math.sqrt(most / (width * height)))
        sides = [max(multiple, round(side * scale / multiple) * multiple) for side in (width, height)]
        while sides[0] * sides[1] > most * 1.05 and max(sides) > multiple:
            sides[sides.index(max(sides))] -= multiple
        return sides[0], sides[1]


def names() -> list[str]:
    """The profiles that come with Paddock."""
    return sorted(entry.name.removesuffix(".toml") for entry in _ours.iterdir() if entry.name.endswith(".toml"))


def load(name: str, folder: Path | None = None) -> Profile:
    """The profile called `name`: a path that ends in .toml, a file in `folder`, or one of ours.

    Raises `OperatorError` that names the file and the field that is wrong.
    """
    where, text = _read(name, folder)
    try:
        profile = msgspec.convert(tomllib.loads(text), Profile)
    except tomllib.TOMLDecodeError as error:
        raise errors.OperatorError(f"profile {where} is not valid TOML: {error}") from None
    except msgspec.ValidationError as error:
        raise errors.OperatorError(f"profile {where}: {_in_words(error)}") from None
    if problem := _contradiction(profile):
        raise errors.OperatorError(f"profile {where}: {problem}")
    return profile


def _read(name: str, folder: Path | None) -> tuple[str, str]:
    places: list[Any] = [Path(name).expanduser()] if name.endswith(".toml") else []
    if not places:
        places = [folder / f"{name}.toml"] if folder is not None else []
        places.append(_ours / f"{name}.toml")
    for place in places:
        try:
            return str(place) if isinstance(place, Path) else name, place.read_text("utf-8")
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            raise errors.OperatorError(f"profile {place} cannot be read: {error}") from None
    raise errors.OperatorError(f"there is no profile {name}; known: {', '.join(names())}, or a path ending in .toml")


def speed_of(profile: Profile, options: dict[str, Any]) -> Speed:
    """How diffusers is to run it: the profile's way, with the operator's `options` before it."""
    return msgspec.convert({**msgspec.to_builtins(profile.speed), **options}, Speed)


def speed_problem(options: dict[str, Any]) -> str | None:
    """What is wrong with the operator's options, or None."""
    try:
        msgspec.convert(options, Speed)
    except msgspec.ValidationError as error:
        return _in_words(error)
    return None


def _in_words(error: msgspec.ValidationError) -> str:
    """msgspec says `... - at `$.clip.fps``; the path first reads better."""
    text, _, path = str(error).partition(" - at `$")
    place = path.strip("`").lstrip(".")
    return f"{place}: {text}" if place else text


def _contradiction(profile: Profile) -> str | None:
    clip = profile.clip
    if clip.most_frames < clip.frame_plus or (clip.most_frames - clip.frame_plus) % clip.frame_step:
        return f"clip.most_frames: {clip.most_frames} is not {clip.frame_step} k + {clip.frame_plus}"
    if clip.most_frames <= profile.extend.overlap_frames:
        return "extend.overlap_frames: must be less than clip.most_frames"
    if profile.clip_s < 1:
        return "clip.most_frames: a clip must last a second at least"
    if Model.REFERENCE in profile.models and not profile.most_references:
        return f"most_references: {Model.REFERENCE} needs at least 1"
    return None
