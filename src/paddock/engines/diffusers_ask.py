"""What diffusers' pipelines are asked, each in its own words, and what is read from their answers."""

from __future__ import annotations

import contextlib
import importlib
import inspect
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np
from PIL import Image

from paddock import video
from paddock.engines import EngineRequest
from paddock.engines.diffusers_plan import Clip
from paddock.engines.profiles import Profile
from paddock.engines.videos_wire import picture_in
from paddock.engines.words import with_references
from paddock.models import Model


class Stopped(BaseException):
    """The video is not wanted any more, another process has heard."""


Step = Callable[[Any], None]
"""Called after each step with the latents, or with None."""
_RESULTS: Final = ["videos", "audio", "sampling_rate"]


def clip(
    pipe: Any,
    profile: Profile,
    request: EngineRequest,
    wanted: Clip,
    before: Sequence[video.Frame],
    generator: Any,
    on_step: Step,
) -> tuple[list[video.Frame], video.Sound | None]:
    """Have one clip made; its frames in BGR and its sound, where the model makes any."""
    size = profile.size(request.width, request.height)
    accepted = _accepted(pipe)
    given = _plain(pipe, profile, wanted, size, accepted)
    given |= {"generator": generator, "output_type": "np"}
    given |= _pictures(accepted, request, wanted, before, size)
    given |= profile.sampling.pipeline
    if "callback_on_step_end" in accepted:

        def after_step(_pipe: Any, _step: int, _time: Any, values: dict[str, Any]) -> dict[str, Any]:
            on_step(values.get("latents"))
            return values

        given["callback_on_step_end"] = after_step
        result = pipe(**given)
    else:
        with stepping(pipe.scheduler, on_step):
            result = pipe(**given, output=_RESULTS) if hasattr(pipe, "blocks") else pipe(**given)
    return _read(pipe, result, sound=profile.sound)


def _accepted(pipe: Any) -> frozenset[str]:
    """The names of what a pipeline can be given."""
    if hasattr(pipe, "blocks"):
        return frozenset(pipe.blocks.input_names)
    return frozenset(inspect.signature(type(pipe).__call__).parameters)


def _plain(
    pipe: Any, profile: Profile, wanted: Clip, size: tuple[int, int], accepted: frozenset[str]
) -> dict[str, Any]:
    """Words and numbers: of what the profile knows that which this pipeline takes."""
    sampling = profile.sampling
    by_itself = profile.extend.way == "diffusion-forcing"
    values: dict[str, Any] = {
        "prompt": with_references(wanted.prompt, sampling.reference_words),
        "negative_prompt": sampling.negative_prompt or None,
        "width": size[0],
        "height": size[1],
        "num_frames": wanted.frames,
        "num_inference_steps": sampling.steps,
        "guidance_scale": sampling.guidance,
        "guidance_scale_2": sampling.guidance_2 if _config(pipe, "boundary_ratio") is not None else None,
        "frame_rate": float(profile.clip.fps),
        "fps": profile.clip.fps,
        "base_num_frames": profile.clip.most_frames if by_itself else None,
        "overlap_history": profile.extend.overlap_frames if by_itself and wanted.rounds > 1 else None,
    }
    if sampling.guidance is not None and "guidance_scale" not in accepted and hasattr(pipe, "guider"):
        pipe.guider = pipe.guider.new(guidance_scale=sampling.guidance)
    return {name: value for name, value in values.items() if name in accepted and value is not None}


def _config(pipe: Any, name: str) -> Any:
    return pipe.config.get(name)


def _pictures(
    accepted: frozenset[str], request: EngineRequest, wanted: Clip, before: Sequence[video.Frame], size: tuple[int, int]
) -> dict[str, Any]:
    """The pictures that a clip begins from or keeps to, in the form that the pipeline takes."""
    start = [_rgb(frame, size) for frame in before[-wanted.begins :]] if wanted.start == "before" else []
    if wanted.start == "image":
        start = [picture_in(request.images[0], size)]
    given: dict[str, Any] = {}
    if request.model is Model.REFERENCE:
        references = [picture_in(image, None) for image in request.images]
        given = _references(accepted, references)
    if not start:
        return given
    if "mask" in accepted:
        rest = wanted.frames - len(start)
        given["video"] = start + [Image.new("RGB", size, (128, 128, 128))] * rest
        given["mask"] = [Image.new("L", size, 0)] * len(start) + [Image.new("L", size, 255)] * rest
    elif "conditions" in accepted:
        condition = importlib.import_module("diffusers.pipelines.ltx2.pipeline_ltx2_condition").LTX2VideoCondition
        given["conditions"] = [condition(frames=start if len(start) > 1 else start[0], index=0, strength=1.0)]
    else:
        given["image"] = start[-1]
    return given


def _references(accepted: frozenset[str], pictures: list[Image.Image]) -> dict[str, Any]:
    if "references" in accepted:
        reference = importlib.import_module("diffusers.modular_pipelines.minimax_h3").MiniMaxH3ImageReference
        return {"references": [reference(image=picture) for picture in pictures]}
    return {"reference_images": pictures}


@contextlib.contextmanager
def stepping(scheduler: Any, on_step: Step) -> Iterator[None]:
    """Hear of each step from the scheduler, for pipelines that tell nobody."""
    real = scheduler.step

    def step(*args: Any, **more: Any) -> Any:
        result = real(*args, **more)
        on_step(None)
        return result

    scheduler.step = step
    try:
        yield
    finally:
        del scheduler.step


# -- answers


def _read(pipe: Any, result: Any, *, sound: bool) -> tuple[list[video.Frame], video.Sound | None]:
    if hasattr(pipe, "blocks"):
        frames, heard, rate = result["videos"][0], result["audio"], int(result["sampling_rate"])
    else:
        frames, heard = result.frames[0], getattr(result, "audio", None)
        vocoder = getattr(pipe, "vocoder", None)
        rate = int(getattr(getattr(vocoder, "config", None), "output_sampling_rate", video.SAMPLE_RATE))
    return _bgr(frames), _resampled(heard[0], rate) if sound and heard is not None else None


def _bgr(frames: Any) -> list[video.Frame]:
    """A pipeline's frames, RGB in 0 to 1, as BGR bytes."""
    levels = np.clip(np.nan_to_num(np.asarray(frames)) * 255 + 0.5, 0, 255).astype(np.uint8)
    return [np.ascontiguousarray(frame[..., ::-1]) for frame in levels]


def _resampled(sound: Any, rate: int) -> video.Sound:
    """A model's sound, channels first or one channel, as 48 kHz stereo."""
    samples = np.asarray(sound.float().cpu().numpy(), np.float32)
    samples = samples if samples.ndim == 2 else samples[None]
    count = round(samples.shape[1] * video.SAMPLE_RATE / rate)
    places = np.arange(count) * rate / video.SAMPLE_RATE
    channels = [np.interp(places, np.arange(samples.shape[1]), channel) for channel in samples[:2]]
    return np.stack([channels[0], channels[-1]], axis=1).astype(np.float32)


def _rgb(frame: video.Frame, size: tuple[int, int]) -> Image.Image:
    image = Image.fromarray(np.ascontiguousarray(frame[..., ::-1]))
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)


def sketch(latents: Any) -> video.Frame | None:
    """What unfinished latents (1, channels, time, height, width) look like, roughly; None for packed ones.

    The three directions in which the middle moment differs most become the colours: shapes are right, colours are not.
    """
    if latents is None or getattr(latents, "ndim", 0) != 5:
        return None
    moment = latents[0, :, latents.shape[2] // 2].float().cpu().numpy()
    channels, height, width = moment.shape
    if channels < 3:
        return None
    flat = np.nan_to_num(moment.reshape(channels, -1) - moment.reshape(channels, -1).mean(axis=1, keepdims=True))
    axes = np.linalg.eigh(flat @ flat.T)[1][:, ::-1][:, :3]
    axes = axes * np.where(axes.sum(axis=0) < 0, -1, 1)  # a direction has no sign of its own: keep it from flickering
    levels = (axes.T @ flat).reshape(-1, height, width).transpose(1, 2, 0)
    spread = max(1e-6, float(levels.std()) * 3)
    return np.asarray(np.clip(levels / spread * 127 + 128, 0, 255), np.uint8)
