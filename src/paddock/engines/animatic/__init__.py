"""The embedded engine: animatics as a paper theatre, drawn on the processor. No model, no weights, no network.

Text becomes scenes of cut paper; a first frame comes alive under a moving camera; reference pictures become actors.
What it cannot draw it names on a paper card. The same request gives a byte-identical file on the same kind of machine.
"""

from __future__ import annotations

import ctypes
import gc
import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from paddock import storyboard
from paddock.engines import Capabilities, EngineRequest, Report
from paddock.models import Model

if TYPE_CHECKING:
    import av

    from paddock import video
    from paddock.engines.animatic.art import Pixels
    from paddock.engines.preview import Preview

    Draw = Callable[[float, Pixels], None]

    class Source(Protocol):
        """What is filmed."""

        def frame(self, t: float, out: Pixels) -> None:
            """Draw the frame at `t` seconds."""

        def painting(self, t: float) -> Callable[[Pixels], None]:
            """What draws the frame at `t` seconds; several may draw at once."""


_LARGE_PX = 1_500_000
"""More than this is a large frame: between 720p and 1080p."""
_HANDS = 2
"""Threads that draw frames: more find no work on two cores, which encode as well."""
_PHOTO_CRF, _PHOTO_FIRST_Q = 18, 6
"""The first frame is the caller's own picture: it is kept as true as 4:2:0 allows."""


class Animatic:
    """The engine that is always there."""

    name = "animatic"
    capabilities = Capabilities(models=frozenset(Model), work_s_per_video_s=0.5)

    def setup(self) -> None:
        """Load the drawing libraries. One thread each: the result must not depend on the number of cores."""
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # nothing here needs more, and they spin while they wait
        from paddock.engines.animatic import paint, photo, sound  # noqa: F401 - loaded here so that no request waits
        from paddock.engines.animatic.opencv import cv2

        _keep_memory()
        cv2.setNumThreads(1)
        cv2.setRNGSeed(1)
        storyboard.read("", 1.0)  # reads the lexicon
        gc.freeze()  # what is loaded by now stays: it need not be looked through again and again

    def generate(self, request: EngineRequest, out: Path, report: Report) -> None:
        """Write the video. Needs about 0.5 GB for 15 s at 1080p."""
        self._make(request, out, report)
        _release_memory()

    def _make(self, request: EngineRequest, out: Path, report: Report) -> None:
        from paddock import video
        from paddock.engines.animatic import cutout, puppets, sound, stage
        from paddock.engines.preview import Preview

        report(0.0)
        cutout.forget()
        puppets.forget()
        duration_s = request.frames / request.fps
        shots = storyboard.read(request.prompt, duration_s)
        places = stage.places(shots) if request.model is not Model.IMAGE else ()
        with ThreadPoolExecutor(1, "sound") as beside:
            ambience = beside.submit(sound.ambience, shots, request.frames, request.fps, request.seed, places)
            source = _source(request, shots, duration_s)
            with video.Writer(
                out, request.width, request.height, ambience, fps=request.fps, **encoding(request, shots)
            ) as writer:
                _film(request, source, writer, Preview(out), report)


_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8


def _keep_memory() -> None:
    """Have the C library keep what is freed, in one place for all threads.

    Else each frame's arrays are given back, and mapped and zeroed anew: that was a quarter of a photograph's time; and
    each thread keeps a store of its own: that was 90 MB at 1080p. Does nothing where the library is not glibc.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):
        return
    mallopt(_M_ARENA_MAX, 1)
    mallopt(_M_TRIM_THRESHOLD, 1 << 30)
    mallopt(_M_MMAP_THRESHOLD, 32 << 20)


def _release_memory() -> None:
    """Give back what is free, between two videos."""
    try:
        ctypes.CDLL(None).malloc_trim(0)
    except (OSError, AttributeError, TypeError):
        return


def _film(request: EngineRequest, source: Source, writer: video.Writer, preview: Preview, report: Report) -> None:
    """Draw every frame and hand it to the encoder."""
    import numpy as np

    from paddock.video import converted

    def draw(paint: Callable[[Pixels], None], canvas: Pixels) -> av.VideoFrame:
        paint(canvas)
        return converted(canvas)

    report(0.02)
    free = [np.zeros((request.height, request.width, 4), np.uint8) for _ in range(_HANDS)]
    under_way: deque[tuple[Pixels, Future[av.VideoFrame]]] = deque()
    with ThreadPoolExecutor(_HANDS, "draw") as hands:
        for begun in range(request.frames + _HANDS):
            if begun >= _HANDS:
                canvas, drawing = under_way.popleft()
                picture = drawing.result()
                preview.offer(canvas)
                free.append(canvas)
            if begun < request.frames:
                canvas = free.pop()
                under_way.append((canvas, hands.submit(draw, source.painting(begun / request.fps), canvas)))
            if begun >= _HANDS:
                writer.write(picture)
                report(0.02 + 0.98 * (begun - _HANDS + 1) / request.frames)


_TRAVEL = frozenset({"follow", "pan_left", "pan_right", "orbit_left", "orbit_right", "handheld"})
_DRIFT = frozenset({"leaves", "petals", "snow", "sandstorm", "fireworks"})


def _restless(request: EngineRequest, shots: tuple[storyboard.Shot, ...]) -> bool:
    """Whether the whole of a drawn scene moves, by its camera or its weather: that is long to encode."""
    moving = {tag.value for shot in shots for tag in (*shot.moves, *shot.weather)}
    return request.model is Model.TEXT and bool(moving & (_TRAVEL | _DRIFT))


def encoding(request: EngineRequest, shots: tuple[storyboard.Shot, ...]) -> dict[str, Any]:
    """What `video.Writer` is asked for the sake of these pictures."""
    from paddock import video

    photograph = request.model is Model.IMAGE
    if any(tag.value in ("rain", "storm") for shot in shots for tag in shot.weather):
        effort = video.QUICK  # everything moves at once: that takes twice as long to encode as any other weather
    elif request.width * request.height >= _LARGE_PX or photograph or _restless(request, shots):
        effort = video.SWIFT
    else:
        effort = video.FINE  # little of the picture moves, so that there is time for it
    wanted = {"effort": effort, "coder": "fast"}
    return {**wanted, "crf": _PHOTO_CRF, "first_q": _PHOTO_FIRST_Q} if photograph else wanted


def drawer(request: EngineRequest) -> Draw:
    """What draws the request's frame at any second of it into a (height, width, 4) BGRA array: for stills."""
    duration_s = request.frames / request.fps
    return _source(request, storyboard.read(request.prompt, duration_s), duration_s).frame


def _source(request: EngineRequest, shots: tuple[storyboard.Shot, ...], duration_s: float) -> Source:
    from paddock.engines.animatic import cutout, paint, photo, stage

    size = (request.width, request.height)
    if request.model is Model.IMAGE:
        return photo.Photo(request.images[0], size, shots, request.seed, duration_s)
    images = request.images if request.model is Model.REFERENCE else ()
    cutout.look_at(images)
    scenes = stage.scenes(shots, *size, request.seed, tuple(cutout.shape(image) for image in images))
    return paint.Film(scenes, size, images)
