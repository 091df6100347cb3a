"""An engine for tests: a flat picture at once, or whatever fault the prompt asks for."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

import numpy as np

from paddock import errors, video
from paddock.engines import Capabilities, EngineRequest, Finish, Report
from paddock.engines.preview import Preview
from paddock.models import Model

LONGEST_S = 60.0


class Scripted:
    name = "scripted"
    capabilities = Capabilities(models=frozenset(Model), work_s_per_video_s=0.05)

    def setup(self) -> None:
        pass

    def generate(self, request: EngineRequest, out: Path, report: Report) -> Finish | None:
        if "[show]" in request.prompt:
            Preview(out).offer(flat(request))
        if slow := re.search(r"\[slow ([\d.]+)\]", request.prompt):
            _take_time(float(slow[1]), report)
        if gate := re.search(r"\[until ([^\]]+)\]", request.prompt):
            _wait_for(Path(gate[1]), report)
        if quiet := re.search(r"\[quiet ([\d.]+)\]", request.prompt):
            report(0.1)
            time.sleep(float(quiet[1]))
        if "[hang]" in request.prompt:
            time.sleep(LONGEST_S)
        if "[crash]" in request.prompt:
            os.kill(os.getpid(), signal.SIGKILL)
        if "[poison]" in request.prompt:
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(LONGEST_S)
        if "[memory]" in request.prompt:
            raise MemoryError
        if "[raise]" in request.prompt:
            raise ValueError("a fault of the engine")
        if "[refuse]" in request.prompt:
            raise errors.EngineError("This engine cannot draw that; ask for something else")
        if "[nothing]" in request.prompt:
            return None
        frames = 1 if "[short]" in request.prompt else request.frames
        if encode := re.search(r"\[encode ([\d.]+)\]", request.prompt):
            return lambda: _finish(request, out, report, float(encode[1]))
        write_flat(request, out, frames, report)
        return None


class Driverless(Scripted):
    """One that cannot start."""

    def setup(self) -> None:
        raise RuntimeError("no driver here")


def _finish(request: EngineRequest, out: Path, report: Report, seconds: float) -> None:
    """What an engine does when its accelerator is free again, or what goes wrong then."""
    if "[encode crash]" in request.prompt:
        os.kill(os.getpid(), signal.SIGKILL)
    if "[encode raise]" in request.prompt:
        raise ValueError("a fault of the engine")
    if "[encode hang]" in request.prompt:
        time.sleep(LONGEST_S)
    _take_time(seconds, report)
    write_flat(request, out, request.frames, report)


def _take_time(seconds: float, report: Report) -> None:
    started = time.monotonic()
    while (elapsed := time.monotonic() - started) < seconds:
        report(0.9 * elapsed / seconds)
        time.sleep(0.02)


def _wait_for(gate: Path, report: Report) -> None:
    """Be at work until the file is there: for a test that looks at a task meanwhile."""
    started = time.monotonic()
    while not gate.exists() and time.monotonic() - started < LONGEST_S:
        report(0.5)
        time.sleep(0.02)


def flat(request: EngineRequest) -> video.Frame:
    return np.full((request.height, request.width, 3), request.seed % 200 + 20, np.uint8)


def write_flat(request: EngineRequest, out: Path, frames: int, report: Report) -> None:
    """A video of one colour, drawn from the seed, with a quiet tone."""
    frame = flat(request)
    with video.Writer(out, request.width, request.height, tone(frames / request.fps), fps=request.fps) as writer:
        for index in range(frames):
            writer.write(frame)
            report((index + 1) / frames)


def tone(duration_s: float) -> video.Sound:
    times = np.arange(round(duration_s * video.SAMPLE_RATE)) / video.SAMPLE_RATE
    return np.repeat((0.1 * np.sin(2 * np.pi * 220 * times)).astype(np.float32)[:, None], 2, axis=1)
