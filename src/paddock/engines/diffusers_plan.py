"""How a video is put together from a model's clips: shot by shot, and one clip after another. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from paddock.engines.profiles import Profile


@dataclass(frozen=True, slots=True)
class Clip:
    """One run of the pipeline. `keeps` of its frames are new; the first `begins` repeat the clip before."""

    prompt: str
    start: Literal["prompt", "image", "before"]
    """What it begins from: the prompt alone, the user's image, or the frames before it."""
    frames: int
    begins: int
    keeps: int
    rounds: int = 1
    """How often the pipeline goes through its steps for it."""


def clips(profile: Profile, shots: Sequence[tuple[str, float, float]], *, image: bool) -> Iterator[Clip]:
    """The runs for `shots`: (prompt, start, end) in seconds, one after another without gaps.

    Together they keep one frame more than the seconds need, so that the last moment is there, too.
    """
    fps, first = profile.clip.fps, True
    edges = [round(start * fps) for _, start, _ in shots] + [math.ceil(shots[-1][2] * fps) + 1]
    for (prompt, _, _), start, end in zip(shots, edges, edges[1:], strict=False):
        begins_with: Literal["prompt", "image", "before"] = "prompt"
        if image:
            begins_with = "image" if first else "before"
        yield from _shot(profile, prompt, end - start, begins_with)
        first = False


def _shot(profile: Profile, prompt: str, wanted: int, start: Literal["prompt", "image", "before"]) -> Iterator[Clip]:
    overlap = profile.extend.overlap_frames
    if profile.extend.way == "diffusion-forcing":
        yield _by_itself(profile, prompt, wanted, start)
        return
    while wanted > 0:
        begins = overlap if start == "before" else 0
        frames = _rounded(profile, min(profile.clip.most_frames, wanted + begins))
        keeps = min(wanted, frames - begins)
        yield Clip(prompt, start, frames, begins, keeps)
        wanted -= keeps
        start = "before"


def _by_itself(profile: Profile, prompt: str, wanted: int, start: Literal["prompt", "image", "before"]) -> Clip:
    """A clip of any length, which the pipeline puts together from overlapping ones."""
    begins = 1 if start == "before" else 0
    frames = _by_rule(profile, wanted + begins)
    over, forward = frames - profile.clip.most_frames, profile.clip.most_frames - profile.extend.overlap_frames
    return Clip(prompt, start, frames, begins, wanted, 1 + max(0, math.ceil(over / forward)))


def _rounded(profile: Profile, frames: int) -> int:
    """The next number of frames that the model's rule allows; the model's most at most."""
    return min(profile.clip.most_frames, _by_rule(profile, frames))


def _by_rule(profile: Profile, frames: int) -> int:
    clip = profile.clip
    steps = math.ceil(max(0, frames - clip.frame_plus) / clip.frame_step)
    fewest = clip.frame_plus if clip.frame_plus > 1 else clip.frame_plus + clip.frame_step
    return max(fewest, clip.least_frames, steps * clip.frame_step + clip.frame_plus)
