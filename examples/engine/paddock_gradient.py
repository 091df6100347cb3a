"""An engine for Paddock: two colours, chosen by the seed, that drift across the picture, and a tone."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from paddock import errors, video
from paddock.engines import Capabilities, EngineRequest, Report
from paddock.models import Model


class Gradient:
    name = "gradient"
    capabilities = Capabilities(models=frozenset({Model.TEXT}), work_s_per_video_s=0.1)

    def setup(self) -> None:
        """Nothing to load; an engine with weights loads them here, once in each process."""

    def generate(self, request: EngineRequest, out: Path, report: Report) -> None:
        if not any(letter.isalpha() for letter in request.prompt):
            raise errors.EngineError("Say in words what the video shows")
        rng = np.random.default_rng(request.seed)
        near, far = rng.integers(30, 226, (2, 1, 1, 3))
        across = np.linspace(0, 2 * np.pi, request.width)[None, :, None]
        with video.Writer(out, request.width, request.height, tone(request, rng), fps=request.fps) as writer:
            for index in range(request.frames):
                share = (1 + np.sin(across + 2 * np.pi * index / request.frames)) / 2
                row = (near * share + far * (1 - share)).astype(np.uint8)
                writer.write(np.repeat(row, request.height, axis=0))
                report((index + 1) / request.frames)


def tone(request: EngineRequest, rng: np.random.Generator) -> video.Sound:
    """A quiet tone as long as the video, in both ears."""
    times = np.arange(round(request.frames / request.fps * video.SAMPLE_RATE)) / video.SAMPLE_RATE
    wave = 0.1 * np.sin(2 * np.pi * rng.integers(110, 440) * times)
    return np.repeat(wave.astype(np.float32)[:, None], 2, axis=1)
