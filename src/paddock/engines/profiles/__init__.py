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
    least_frames: Annotated[int, Meta(ge=0)] = 0
    """A shorter video is cut from a clip of so many frames."""
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
    reference_words: str = "the subject of image {n}"
    """What `characterN` becomes in the prompt."""
    pipeline: dict[str, bool | int | float | str | list[int] | None] = {}
    """More arguments of diffusers' pipeline, by their names there."""


class Extend(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a video longer than one clip is made.

    `none`: not at all. `last-frame`: the next clip's first frame. `last-frames`: the next clip begins with several
    (LTX-2's conditions). `vace`: the same for VACE. `diffusion-forcing`: the pipeline does it by itself (SkyReels).
    """

    way: Literal["none", "last-frame", "last-frames", "vace", "diffusion-forcing"] = "none"
    overlap_frames: Positive = 1
    """How many frames of a clip the next one begins with."""
    longest_s: Annotated[int, Meta(ge=1, le=60)] = 15


class Licence(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str
    url: str = ""
    restricted: str = ""
    """Who may not use the model, or where; empty when everybody may. Such a model needs `accept_licence = true`."""


class Pipelines(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """diffusers' class for each kind of request: a pipeline, or a modular one."""

    text: str = ""
    image: str = ""
    reference: str = ""


class Speed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How diffusers runs it. What a machine lacks is left out with a line in the log."""

    dtype: Literal["bfloat16", "float16", "float32"] = "bfloat16"
    device: str = "auto"
    compile: bool = False
    """Compile the repeated blocks of the transformer: a minute once, then faster."""
    attention: str = ""
    """An attention backend of diffusers, such as `_native_cudnn`, `_flash_3_hub` or `sage_hub`."""
    cache: Literal["", "first-block", "mag", "taylor-seer"] = ""
    """Leave out work that changes little from step to step."""
    cache_threshold: Annotated[float, Meta(gt=0, lt=1)] = 0.05
    """How much may be left out, for `first-block` and `mag`: more is faster and coarser."""
    cache_ratios: list[float] = []
    """`mag`: the model's magnitude ratios, as diffusers' calibration prints them."""
    float8: Literal["", "storage", "torchao"] = ""
    """`storage`: weights kept in 8 bits and computed in more, half the memory. `torchao`: computed in 8 bits, too,
    faster on GPUs that have it."""
    offload: Literal["", "model", "group"] = ""
    """Keep in the host's memory what is not at work: whole models, or layers. For small GPUs."""
    tiling: bool = True
    """Decode in tiles: far less memory."""
    gpus: Annotated[int, Meta(ge=1, le=16)] = 1
    """How many GPUs of this machine work on one video together."""
    upscaler: str = ""
    """`module:Class` that scales frames up before the exact size is made: see `paddock.engines.diffusers_load`."""


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
    multi_shot: bool = False
    """Whether it makes a prompt of several shots in one go; otherwise they are made one by one."""
    size_gb: Annotated[float, Meta(gt=0)] | None = None
    """What the weights take on the disk."""
    needs_gb: Annotated[float, Meta(gt=0)] | None = None
    """What one job takes of the GPU's memory at most, weights included, run as `[speed]` says."""
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
        return min(clip.most_frames, max(clip.least_frames, clip.frame_step * max(0, steps) + clip.frame_plus))

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


def speed_problem(profile: Profile, options: dict[str, Any]) -> str | None:
    """What is wrong with the operator's options for this profile, or None; it says what to change."""
    try:
        speed = speed_of(profile, options)
    except msgspec.ValidationError as error:
        return _in_words(error)
    return _at_odds(speed, profile)


def _at_odds(speed: Speed, profile: Profile) -> str | None:
    """Options that are known not to go together."""
    pipelines = msgspec.structs.astuple(profile.pipelines)
    if speed.cache == "mag" and not speed.cache_ratios:
        return "cache: mag needs the model's cache_ratios; name them, or use first-block"
    if speed.float8 == "torchao" and any(name.endswith("ModularPipeline") for name in pipelines):
        return "float8: torchao is not for modular pipelines; use storage"
    if speed.offload and speed.float8:
        return "offload: makes wrong numbers together with float8; use one of the two"
    if speed.offload == "group" and any("VACE" in name for name in pipelines):
        return "offload: group does not work with VACE; use model"
    if speed.gpus > 1 and speed.offload:
        return "gpus: several GPUs cannot be used with offload; leave offload out"
    if speed.gpus > 1 and not any(name.startswith(_SHARED) and "VACE" not in name for name in pipelines):
        return "gpus: diffusers shares only Wan (not VACE), LTX-2 and MiniMax-H3 among GPUs; say gpus = 1"
    if speed.upscaler and ":" not in speed.upscaler:
        return "upscaler: must be module:Class"
    return None


_SHARED = ("Wan", "LTX2", "MiniMaxH3")


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
    if clip.least_frames and (clip.least_frames - clip.frame_plus) % clip.frame_step:
        return f"clip.least_frames: {clip.least_frames} is not {clip.frame_step} k + {clip.frame_plus}"
    if clip.least_frames > clip.most_frames:
        return "clip.least_frames: must not be more than clip.most_frames"
    if problem := _at_odds(profile.speed, profile):
        return f"speed.{problem}"
    if profile.clip_s < 1:
        return "clip.most_frames: a clip must last a second at least"
    if Model.REFERENCE in profile.models and not profile.most_references:
        return f"most_references: {Model.REFERENCE} needs at least 1"
    return None
