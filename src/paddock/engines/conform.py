"""Makes any readable video the one that was asked for: size, 24 frames a second, length, sound.

A video that already is what was asked for is kept as it came, byte for byte.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import av
import numpy as np
from av.audio.resampler import AudioResampler

from paddock import errors, storyboard, video
from paddock.engines import EngineRequest
from paddock.engines.animatic import sound
from paddock.engines.animatic.opencv import cv2
from paddock.engines.retime import retimed

NEAR_RATIO: Final = 0.06
"""A ratio off by less is cropped to the wanted one; one off by more gets bars."""
MISSING_S: Final = 0.6
"""The last frame may stand still for so long where a video is a little too short."""
SILENCE: Final = 1e-4


def conform(source: Path, out: Path, request: EngineRequest) -> None:
    """Write to `out` what `request` asks for from the video at `source`. Blocks; streams, and holds a few frames.

    Raises `NoContent` when there is no readable video, or one that is too short.
    """
    if _is_it_already(source, request):
        shutil.copyfile(source, out)
        return
    facts = video.probe(source)
    if not facts.fps or not facts.frames:
        raise errors.NoContent("The engine's video has no pictures")
    wanted_s = (request.frames - 1) / request.fps
    if (facts.frames - 1) / facts.fps < wanted_s - MISSING_S:
        raise errors.NoContent(f"The engine's video lasts {facts.duration_s:.1f} s instead of {wanted_s:.0f} s")
    write(out, request, retimed(_frames(source), facts.fps, request.frames, request.fps), track(source))


def write(out: Path, request: EngineRequest, frames: Iterator[video.Frame], heard: video.Sound | None) -> None:
    """Write `request.frames` of these pictures, scaled, and the sound; where there is none, the prompt's ambience."""
    duration_s = request.frames / request.fps
    if heard is None:
        shots = storyboard.read(request.prompt, duration_s)
        heard = sound.ambience(shots, request.frames, request.fps, request.seed)
    with video.Writer(out, request.width, request.height, heard, fps=request.fps) as writer:
        for frame in frames:
            writer.write(fitted(frame, request.width, request.height))


def _is_it_already(source: Path, request: EngineRequest) -> bool:
    try:
        facts = video.check(source, request.width, request.height, request.frames)
    except errors.NoContent:
        return False
    right = (facts.codec, facts.pixel_format, facts.audio_codec) == ("h264", "yuv420p", "aac")
    return right and facts.moov_first and abs(facts.fps - request.fps) < 0.01 and track(source) is not None


def _frames(source: Path) -> Iterator[video.Frame]:
    """Every frame in BGR. Raises `NoContent` when decoding fails."""
    try:
        with av.open(str(source)) as container:
            container.streams.video[0].thread_type = "AUTO"
            for frame in container.decode(video=0):
                yield np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
    except (OSError, av.FFmpegError, IndexError) as error:
        raise errors.NoContent("The engine's video cannot be decoded") from error


def track(source: Path) -> video.Sound | None:
    """The sound as 48 kHz stereo, or None when there is none or nothing can be heard."""
    parts: list[Any] = []
    try:
        with av.open(str(source)) as container:
            if not container.streams.audio:
                return None
            resampler = AudioResampler(format="fltp", layout="stereo", rate=video.SAMPLE_RATE)
            for frame in container.decode(audio=0):
                parts.extend(part.to_ndarray() for part in resampler.resample(frame))
            parts.extend(part.to_ndarray() for part in resampler.resample(None))
    except (OSError, av.FFmpegError):
        return None
    if not parts:
        return None
    samples = np.ascontiguousarray(np.concatenate(parts, axis=1).T.astype(np.float32))
    return np.clip(samples, -1, 1) if float(np.abs(samples).max(initial=0.0)) > SILENCE else None


def fitted(frame: video.Frame, width: int, height: int) -> video.Frame:
    """The picture at exactly this size: cropped where the ratio is near, with black bars where it is not."""
    own_height, own_width = frame.shape[:2]
    if (own_width, own_height) == (width, height):
        return frame
    ratio = (own_width / own_height) / (width / height)
    near = abs(ratio - 1) <= NEAR_RATIO
    scale = (max if near else min)(width / own_width, height / own_height)
    inner = max(1, round(own_width * scale)), max(1, round(own_height * scale))
    scaled = cv2.resize(frame, inner, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LANCZOS4)
    left, top = (inner[0] - width) // 2, (inner[1] - height) // 2
    if near:
        left, top = max(0, left), max(0, top)
        scaled = scaled[top : top + height, left : left + width]
        if scaled.shape[:2] == (height, width):
            return np.ascontiguousarray(scaled)
        return np.asarray(cv2.resize(scaled, (width, height)), np.uint8)
    canvas = np.zeros((height, width, 3), np.uint8)
    canvas[-top : -top + inner[1], -left : -left + inner[0]] = scaled
    return canvas
