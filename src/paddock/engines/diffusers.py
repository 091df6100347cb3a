"""The engine for open models on this machine's GPU, by diffusers. Runs in a child process, which keeps the model warm.

Weights are found, never fetched: `paddock models pull PROFILE` does that. What a model cannot do in one clip is put
together from several: shot by shot, each from the frames before it; 24 frames a second come from the model's own rate
by interpolation, and the exact size by scaling.
"""

from __future__ import annotations

import functools
import importlib
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from PIL import Image, ImageOps

from paddock import errors, storyboard, video, weights
from paddock.engines import Capabilities, EngineRequest, Report, conform
from paddock.engines.diffusers_plan import Clip, clips
from paddock.engines.profiles import Profile, speed_of
from paddock.engines.retime import retimed
from paddock.engines.videos_wire import REFERENCE_WORDS, is_out_of_memory
from paddock.engines.words import with_references
from paddock.models import Model

CANCEL_S: Final = 60.0
"""A step of a large model takes seconds."""
MODEL_SHARE: Final = 0.9
_KINDS: Final = {Model.TEXT: "text", Model.IMAGE: "image", Model.REFERENCE: "reference"}
NO_MEMORY: Final = "The GPU ran out of memory; ask for a lower quality or a shorter video"


class Diffusers:
    """One model. `profile` is a profile's values, `options` what goes before its `[speed]`."""

    name = "diffusers"

    def __init__(self, profile: Mapping[str, Any], options: Mapping[str, Any]) -> None:
        self._profile = msgspec.convert(profile, Profile)
        self._speed = speed_of(self._profile, dict(options))
        self._torch: Any = None
        self._library: Any = None
        self._device = "cpu"
        self._pipes: dict[str, Any] = {}
        self.capabilities = Capabilities(
            models=frozenset(self._profile.models),
            work_s_per_video_s=self._profile.work_s_per_video_s,
            longest_s=self._profile.longest_s,
            most_references=self._profile.most_references,
            qualities=frozenset(self._profile.qualities),
            cancel_s=CANCEL_S,
        )

    # -- loading

    def setup(self) -> None:
        """Load the model. Raises `OperatorError` that says what is missing."""
        folder = weights.found(self._profile)
        if folder is None:
            raise errors.OperatorError(f"the weights of {self._profile.title} are not here: paddock models pull")
        self._torch = importlib.import_module("torch")
        self._library = importlib.import_module("diffusers")
        speed = self._speed.device
        self._device = ("cuda" if self._torch.cuda.is_available() else "cpu") if speed == "auto" else speed
        names = self._pipelines()
        first = next(iter(names.values()))
        # Wan's VAE loses detail, and sometimes everything, in half precision.
        types = {"vae": self._torch.float32, "default": self._dtype()}
        pipe = getattr(self._library, first).from_pretrained(str(folder), dtype=types, local_files_only=True)
        self._prepare(pipe)
        self._pipes[first] = pipe

    def _dtype(self) -> Any:
        return getattr(self._torch, self._speed.dtype if self._device != "cpu" else "float32")

    def _pipelines(self) -> dict[str, str]:
        """The pipeline's class for each kind of request that the profile serves."""
        every = msgspec.to_builtins(self._profile.pipelines)
        names = {kind: every[kind] for model in self._profile.models if every[kind := _KINDS[model]]}
        if not names:
            raise errors.OperatorError(f"the profile {self._profile.title} names no pipeline of diffusers")
        return names

    def _pipe(self, kind: str) -> Any:
        """The pipeline for a kind of request; several share one set of weights."""
        name = self._pipelines()[kind]
        if name not in self._pipes:
            loaded = next(iter(self._pipes.values()))
            wanted = getattr(self._library, name)
            self._pipes[name] = wanted(**{**loaded.components, **_extras(wanted, loaded)})
        return self._pipes[name]

    def _prepare(self, pipe: Any) -> None:
        """Put the pipeline where it runs, as fast as the profile says and the machine can."""
        speed, flow_shift = self._speed, self._profile.sampling.flow_shift
        if flow_shift is not None:
            pipe.scheduler = type(pipe.scheduler).from_config(pipe.scheduler.config, flow_shift=flow_shift)
        parts = [part for name in ("transformer", "transformer_2") if (part := getattr(pipe, name, None)) is not None]
        if speed.tiling and hasattr(pipe.vae, "enable_tiling"):
            pipe.vae.enable_tiling()
        for part in parts:
            if speed.attention:
                _try("attention", functools.partial(part.set_attention_backend, speed.attention))
            if speed.float8:
                types = {"storage_dtype": self._torch.float8_e4m3fn, "compute_dtype": self._dtype()}
                _try("float8", functools.partial(part.enable_layerwise_casting, **types))
            if speed.cache:
                _try("cache", functools.partial(part.enable_cache, self._cache()))
        if speed.offload == "model":
            pipe.enable_model_cpu_offload(device=self._device)
        elif speed.offload == "group":
            device = self._torch.device(self._device)
            pipe.enable_group_offload(onload_device=device, offload_type="leaf_level", use_stream=True)
        else:
            pipe.to(self._device)
        for part in parts:
            if speed.compile:
                _try("compile", functools.partial(part.compile_repeated_blocks, fullgraph=True))
        pipe.set_progress_bar_config(disable=True)

    def _cache(self) -> Any:
        if self._speed.cache == "first-block":
            return self._library.FirstBlockCacheConfig(threshold=self._speed.cache_threshold)
        return self._library.TaylorSeerCacheConfig()

    # -- one video

    def generate(self, request: EngineRequest, out: Path, report: Report) -> None:
        """See `Engine.generate`."""
        try:
            frames, heard = self._run(request, report)
        except self._torch.OutOfMemoryError as error:
            self._free()
            raise errors.ResourceExhausted(NO_MEMORY) from error
        except RuntimeError as error:
            if is_out_of_memory(str(error)):
                self._free()
                raise errors.ResourceExhausted(NO_MEMORY) from error
            raise
        report(MODEL_SHARE)
        timed = retimed(iter(frames), self._profile.clip.fps, request.frames, request.fps)
        conform.write(out, request, timed, heard)
        report(1.0)

    def _free(self) -> None:
        if self._device.startswith("cuda"):
            self._torch.cuda.empty_cache()

    def _run(self, request: EngineRequest, report: Report) -> tuple[list[video.Frame], video.Sound | None]:
        """Every frame at the model's own rate and size, and the model's sound where it makes one."""
        planned = list(clips(self._profile, _shots(request), image=request.model is Model.IMAGE))
        steps = len(planned) * self._profile.sampling.steps
        done = 0

        def on_step() -> None:
            nonlocal done
            done += 1
            report(MODEL_SHARE * min(1.0, done / steps))

        frames: list[video.Frame] = []
        sounds: list[video.Sound] = []
        for number, clip in enumerate(planned):
            made, sound = self._clip(request, clip, number, frames, on_step)
            seam = made[: clip.begins]
            if clip.begins > 1 and len(frames) >= clip.begins:
                frames[-clip.begins :] = _crossfaded(frames[-clip.begins :], seam)
            frames.extend(made[clip.begins : clip.begins + clip.keeps])
            if sound is not None:
                sounds.append(sound[: round(clip.keeps / self._profile.clip.fps * video.SAMPLE_RATE)])
        return frames, np.concatenate(sounds) if sounds else None

    def _clip(
        self, request: EngineRequest, clip: Clip, number: int, before: list[video.Frame], on_step: Any
    ) -> tuple[list[video.Frame], video.Sound | None]:
        """One run of the pipeline."""
        sampling = self._profile.sampling
        width, height = self._profile.size(request.width, request.height)
        kind = _KINDS[request.model]
        if clip.start == "before" and kind == "text" and self._profile.extend.way == "last-frame":
            kind = "image"
        pipe = self._pipe(kind)

        def after_step(_pipe: Any, _step: int, _time: Any, values: dict[str, Any]) -> dict[str, Any]:
            on_step()
            return values

        given: dict[str, Any] = {
            "prompt": with_references(clip.prompt, REFERENCE_WORDS),
            "width": width,
            "height": height,
            "num_frames": clip.frames,
            "num_inference_steps": sampling.steps,
            "generator": self._torch.Generator("cpu").manual_seed(request.seed + number),
            "output_type": "np",
            "callback_on_step_end": after_step,
        }
        if sampling.guidance is not None:
            given["guidance_scale"] = sampling.guidance
        if sampling.guidance_2 is not None and pipe.config.get("boundary_ratio") is not None:
            given["guidance_scale_2"] = sampling.guidance_2
        if sampling.negative_prompt:
            given["negative_prompt"] = sampling.negative_prompt
        if self._profile.sound:
            given["frame_rate"] = float(self._profile.clip.fps)
        given |= sampling.pipeline
        given |= self._conditions(type(pipe).__name__, request, clip, before, (width, height))
        with self._torch.inference_mode():
            result = pipe(**given)
        return _pictures(result.frames[0]), self._sound_of(result, pipe)

    def _conditions(
        self, pipeline: str, request: EngineRequest, clip: Clip, before: list[video.Frame], size: tuple[int, int]
    ) -> dict[str, Any]:
        """The pictures that a run begins from or keeps to."""
        start = [_rgb(frame, size) for frame in before[-clip.begins :]] if clip.start == "before" else []
        if clip.start == "image":
            start = [_picture(request.images[0], size)]
        if "VACE" not in pipeline:
            return {"image": start[-1]} if start else {}
        given: dict[str, Any] = {}
        if request.model is Model.REFERENCE:
            given["reference_images"] = [_picture(image, None) for image in request.images]
        if start:
            rest = clip.frames - len(start)
            given["video"] = start + [Image.new("RGB", size, (128, 128, 128))] * rest
            given["mask"] = [Image.new("L", size, 0)] * len(start) + [Image.new("L", size, 255)] * rest
        return given

    def _sound_of(self, result: Any, pipe: Any) -> video.Sound | None:
        """The sound of models that make it, as 48 kHz stereo."""
        if not self._profile.sound or getattr(result, "audio", None) is None:
            return None
        samples = np.asarray(result.audio[0].float().cpu().numpy(), np.float32)
        samples = samples if samples.ndim == 2 else samples[None]
        rate = int(getattr(pipe.vocoder.config, "output_sampling_rate", video.SAMPLE_RATE))
        count = round(samples.shape[1] * video.SAMPLE_RATE / rate)
        places = np.arange(count) * rate / video.SAMPLE_RATE
        channels = [np.interp(places, np.arange(samples.shape[1]), channel) for channel in samples[:2]]
        return np.stack([channels[0], channels[-1]], axis=1).astype(np.float32)


def _shots(request: EngineRequest) -> list[tuple[str, float, float]]:
    """The prompt's shots with their times; one for the whole video where it names none."""
    duration_s = (request.frames - 1) / request.fps
    found = storyboard.read(request.prompt, duration_s)
    if len(found) < 2:
        return [(request.prompt, 0.0, duration_s)]
    return [(shot.text, shot.start_s, shot.end_s) for shot in found]


def _extras(wanted: Any, loaded: Any) -> dict[str, Any]:
    """The settings of a loaded pipeline that another class of the same family takes, too."""
    names = ("boundary_ratio", "expand_timesteps")
    accepted = wanted.__init__.__code__.co_varnames
    return {name: loaded.config[name] for name in names if name in loaded.config and name in accepted}


def _try(what: str, action: Any) -> None:
    """A speed option that this machine or model lacks costs speed, not the video."""
    try:
        action()
    except Exception as error:  # noqa: BLE001 - diffusers raises what it likes
        print(f"speed option {what} left out: {error}", file=sys.stderr)


def _picture(path: Path, size: tuple[int, int] | None) -> Image.Image:
    """An input image in RGB, on white where it is transparent, cropped to `size`."""
    with Image.open(path) as image:
        shown = Image.new("RGB", image.size, "white")
        shown.paste(image, mask=image.getchannel("A") if image.mode == "RGBA" else None)
    return shown if size is None else ImageOps.fit(shown, size, Image.Resampling.LANCZOS)


def _rgb(frame: video.Frame, size: tuple[int, int]) -> Image.Image:
    image = Image.fromarray(np.ascontiguousarray(frame[..., ::-1]))
    return image if image.size == size else image.resize(size)


def _pictures(frames: Any) -> list[video.Frame]:
    """A pipeline's frames, RGB in 0 to 1, as BGR bytes."""
    levels = np.clip(np.nan_to_num(np.asarray(frames)) * 255 + 0.5, 0, 255).astype(np.uint8)
    return [np.ascontiguousarray(frame[..., ::-1]) for frame in levels]


def _crossfaded(before: list[video.Frame], after: list[video.Frame]) -> list[video.Frame]:
    """The frames that two clips share, from one to the other."""
    share = np.linspace(0, 1, len(before) + 2)[1:-1]
    return [
        (one * (1 - part) + other * part + 0.5).astype(np.uint8)
        for one, other, part in zip(before, after, share, strict=True)
    ]
