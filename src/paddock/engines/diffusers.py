"""The engine for open models on this machine's GPUs, by diffusers. Runs in a child process, which keeps the model warm.

Weights are found, never fetched: `paddock models pull PROFILE` does that. What a model cannot do in one clip is put
together from several: shot by shot, each from the frames before it; 24 frames a second come from the model's own rate
by interpolation, and the exact size by scaling.
"""

from __future__ import annotations

import contextlib
import functools
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from paddock import errors, storyboard, video
from paddock.engines import Capabilities, EngineRequest, Finish, Report, conform, diffusers_ask
from paddock.engines.diffusers_load import KINDS, Loaded
from paddock.engines.diffusers_plan import Clip, clips
from paddock.engines.diffusers_ranks import Ranks
from paddock.engines.preview import Preview
from paddock.engines.profiles import Profile, speed_of
from paddock.engines.retime import retimed
from paddock.engines.videos_wire import is_out_of_memory
from paddock.models import Model

CANCEL_S: Final = 60.0
"""A step of a large model takes seconds."""
MODEL_SHARE: Final = 0.9
NO_MEMORY: Final = "The GPU ran out of memory; ask for a lower quality or a shorter video"
NO_MEMORY_HINT: Final = (
    'out of memory: let the profile\'s [speed] or the engine\'s options say offload = "model" or "group",'
    ' float8 = "storage" or tiling = true, lower clip.most_pixels or clip.most_frames, or use several gpus'
)


class Diffusers:
    """One model. `profile` is a profile's values, `options` what goes before its `[speed]`."""

    name = "diffusers"

    def __init__(self, profile: Mapping[str, Any], options: Mapping[str, Any]) -> None:
        self._profile = msgspec.convert(profile, Profile)
        self._speed = speed_of(self._profile, dict(options))
        self._made_with = {"profile": profile, "options": options}
        self._loaded: Loaded
        self._ranks: Ranks | None = None
        self.peak_gb = 0.0
        """What the last video took."""
        self.capabilities = Capabilities(
            models=frozenset(self._profile.models),
            work_s_per_video_s=self._profile.work_s_per_video_s,
            longest_s=self._profile.longest_s,
            most_references=self._profile.most_references,
            qualities=frozenset(self._profile.qualities),
            cancel_s=CANCEL_S,
        )

    def setup(self) -> None:
        """Load the model. Raises `OperatorError` that says what is missing."""
        self.load(0)

    def load(self, rank: int) -> None:
        """Load the model as the GPU number `rank` of those that work together; number 0 starts the others."""
        gpus = self._speed.gpus
        if gpus > 1 and rank == 0:
            self._ranks = Ranks(self._made_with, gpus, self._speed.device)
        elif gpus > 1:
            self._ranks = Ranks.join(rank, gpus, self._speed.device)
        self._loaded = Loaded(self._profile, self._speed, rank)

    # -- one video

    def generate(self, request: EngineRequest, out: Path, report: Report) -> Finish | None:
        """See `Engine.generate`. What is returned needs no GPU."""
        self._loaded.check_memory()
        if self._ranks is not None:
            self._ranks.announce(request)
        with self._memory_watched():
            frames, heard = self.make(request, report, Preview(out))
            if self._ranks is not None:
                self._ranks.ended()
            frames = self._upscaled(frames, request)
        report(MODEL_SHARE)
        return functools.partial(self._finish, request, out, frames, heard, report)

    def follow(self) -> None:
        """Make what the GPU number 0 makes, for ever: the other GPUs' part of `generate`."""
        assert self._ranks is not None
        while True:
            with contextlib.suppress(diffusers_ask.Stopped):
                self.make(self._ranks.hear(), lambda _: None, None)

    def _finish(
        self,
        request: EngineRequest,
        out: Path,
        frames: list[video.Frame],
        heard: video.Sound | None,
        report: Report,
    ) -> None:
        timed = retimed(iter(frames), self._profile.clip.fps, request.frames, request.fps)
        conform.write(out, request, timed, heard)
        report(1.0)

    @contextlib.contextmanager
    def _memory_watched(self) -> Iterator[None]:
        """Out of memory becomes a failure that says what to change, to the user and to the operator."""
        try:
            yield
        except (MemoryError, RuntimeError) as error:  # torch's OutOfMemoryError is one of the latter
            if not isinstance(error, MemoryError) and not is_out_of_memory(f"{type(error).__name__} {error}"):
                raise
            print(f"{NO_MEMORY_HINT} ({error})", file=sys.stderr)
            error.__traceback__ = None  # its frames hold the tensors
            self._loaded.free()
            raise errors.ResourceExhausted(NO_MEMORY) from None
        self.peak_gb = self._loaded.peak_gb()
        print(f"peak memory {self.peak_gb:.1f} GB", file=sys.stderr)

    def _upscaled(self, frames: list[video.Frame], request: EngineRequest) -> list[video.Frame]:
        if self._loaded.upscaler is None:
            return frames
        made = list(self._loaded.upscaler.upscaled(iter(frames), request.width, request.height))
        if len(made) != len(frames):
            raise RuntimeError(f"the upscaler made {len(made)} frames out of {len(frames)}")
        return made

    def make(
        self, request: EngineRequest, report: Report, preview: Preview | None
    ) -> tuple[list[video.Frame], video.Sound | None]:
        """Every frame at the model's own rate and size, and the model's sound where it makes one."""
        planned = list(clips(self._profile, self._shots(request), image=request.model is Model.IMAGE))
        steps = sum(clip.rounds for clip in planned) * self._profile.sampling.steps
        done = 0

        def on_step(latents: Any) -> None:
            nonlocal done
            done += 1
            if preview is not None and preview.due and (shown := diffusers_ask.sketch(latents)) is not None:
                preview.offer(shown)
            told = functools.partial(report, MODEL_SHARE * min(1.0, done / steps))
            if self._ranks is None:
                told()
            else:
                self._ranks.together(told)

        frames: list[video.Frame] = []
        sounds: list[video.Sound] = []
        for number, clip in enumerate(planned):
            made, sound = self._clip(request, clip, number, frames, on_step)
            seam = made[: clip.begins]
            if clip.begins > 1 and len(frames) >= clip.begins:
                frames[-clip.begins :] = _crossfaded(frames[-clip.begins :], seam)
            frames.extend(made[clip.begins : clip.begins + clip.keeps])
            if preview is not None:
                preview.offer(frames[-1])
            if sound is not None:
                sounds.append(_part(sound, clip, self._profile.clip.fps))
        return frames, np.concatenate(sounds) if sounds else None

    def _shots(self, request: EngineRequest) -> list[tuple[str, float, float]]:
        """The prompt's shots with their times; one for the whole video where it names none or the model can do it."""
        duration_s = (request.frames - 1) / request.fps
        whole = [(request.prompt, 0.0, duration_s)]
        if self._profile.multi_shot:
            return whole
        found = storyboard.read(request.prompt, duration_s)
        return whole if len(found) < 2 else [(shot.text, shot.start_s, shot.end_s) for shot in found]

    def _clip(
        self,
        request: EngineRequest,
        clip: Clip,
        number: int,
        before: list[video.Frame],
        on_step: diffusers_ask.Step,
    ) -> tuple[list[video.Frame], video.Sound | None]:
        """One run of a pipeline."""
        kind = KINDS[request.model]
        if clip.start == "before" and kind == "text" and self._profile.extend.way.startswith("last-frame"):
            kind = "image"
        torch = self._loaded.torch
        generator = torch.Generator("cpu").manual_seed(request.seed + number)
        with torch.inference_mode():
            return diffusers_ask.clip(self._loaded.pipe(kind), self._profile, request, clip, before, generator, on_step)


def _part(sound: video.Sound, clip: Clip, fps: int) -> video.Sound:
    """The sound of a clip's new frames, of exactly their length."""
    begin, count = (round(frames / fps * video.SAMPLE_RATE) for frames in (clip.begins, clip.keeps))
    part = sound[begin : begin + count]
    return np.pad(part, ((0, count - len(part)), (0, 0)))


def _crossfaded(before: list[video.Frame], after: list[video.Frame]) -> list[video.Frame]:
    """The frames that two clips share, from one to the other."""
    share = np.linspace(0, 1, len(before) + 2)[1:-1]
    return [
        (one * (1 - part) + other * part + 0.5).astype(np.uint8)
        for one, other, part in zip(before, after, share, strict=True)
    ]
