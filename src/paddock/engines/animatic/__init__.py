"""The embedded engine: animatics as a paper theatre, drawn on the processor. No model, no weights, no network.

Text becomes scenes of cut paper; a first frame comes alive under a moving camera; reference pictures become actors.
What it cannot draw it names on a paper card. The same request gives a byte-identical file on the same kind of machine.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from paddock import storyboard
from paddock.engines import Capabilities, EngineRequest, Report
from paddock.models import Model

if TYPE_CHECKING:
    from paddock.engines.animatic.art import Pixels

    Draw = Callable[[float, Pixels], None]


_PHOTO_CRF, _PHOTO_FIRST_Q = 18, 6
"""The first frame is the caller's own picture: it is kept as true as 4:2:0 allows."""


class Animatic:
    """The engine that is always there."""

    name = "animatic"
    capabilities = Capabilities(models=frozenset(Model), work_s_per_video_s=0.8)

    def setup(self) -> None:
        """Load the drawing libraries. One thread each: the result must not depend on the number of cores."""
        from paddock.engines.animatic import paint, photo, sound  # noqa: F401 - loaded here so that no request waits
        from paddock.engines.animatic.opencv import cv2

        cv2.setNumThreads(1)
        cv2.setRNGSeed(1)

    def generate(self, request: EngineRequest, out: Path, report: Report) -> None:
        """Write the video. Needs about 0.5 GB for 15 s at 1080p."""
        import numpy as np

        from paddock import video
        from paddock.engines.animatic import cutout, puppets, sound, stage

        report(0.0)
        cutout.forget()
        puppets.forget()
        duration_s = request.frames / request.fps
        shots = storyboard.read(request.prompt, duration_s)
        places = stage.places(shots) if request.model is not Model.IMAGE else ()
        ambience = sound.ambience(shots, request.frames, request.fps, request.seed, places)
        draw = _draw(request, shots, duration_s)
        report(0.02)
        picture = np.zeros((request.height, request.width, 4), np.uint8)
        crf, first_q = (_PHOTO_CRF, _PHOTO_FIRST_Q) if request.model is Model.IMAGE else (video.CRF, None)
        size = request.width, request.height
        with video.Writer(out, *size, ambience, fps=request.fps, crf=crf, first_q=first_q) as writer:
            for index in range(request.frames):
                draw(index / request.fps, picture)
                writer.write(picture)
                report(0.02 + 0.98 * (index + 1) / request.frames)


def drawer(request: EngineRequest) -> Draw:
    """What draws the request's frame at any second of it into a (height, width, 4) BGRA array: for stills."""
    duration_s = request.frames / request.fps
    return _draw(request, storyboard.read(request.prompt, duration_s), duration_s)


def _draw(request: EngineRequest, shots: tuple[storyboard.Shot, ...], duration_s: float) -> Draw:
    """What draws the frame at a time of the video."""
    from paddock.engines.animatic import cutout, paint, photo, stage

    size = (request.width, request.height)
    if request.model is Model.IMAGE:
        return photo.Photo(request.images[0], size, shots, request.seed, duration_s).frame
    images = request.images if request.model is Model.REFERENCE else ()
    cutout.look_at(images)
    scenes = stage.scenes(shots, *size, request.seed, tuple(cutout.aspect(image) for image in images))
    return paint.Film(scenes, size, images).frame
