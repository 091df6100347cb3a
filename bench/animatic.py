"""How fast and how large the embedded engine is: whole processes, from request to file, over several kinds of scene.

For each case: seconds of wall clock and of processor against the seconds of video, the processor time of encoding the
same frames with the same settings, the time to the first frame, and the peak memory of the process; each against its
goal. All of it takes some minutes and wants an idle machine:
`python bench/animatic.py [--quality 720p] [--case sea] [--seconds 5]`.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from paddock import storyboard, video
from paddock.engines import EngineRequest
from paddock.engines import animatic as engine
from paddock.models import SIZES, AspectRatio, Model, Quality, frame_count

CASES: dict[str, str] = {
    "city": "A miniature city built from cardboard and bottle caps comes to life at night. A cardboard train passes",
    "sea": "Shot 1: wide angle, an antique sailing ship on the sea at dusk; Shot 2: a sailor at the bow, a lighthouse",
    "forest": "a knight rides a white horse through a forest, falling leaves, tracking shot",
    "room": "a black cat sleeps on a sofa next to a fireplace, slow push in",
    "storm": "three boats on a stormy sea, heavy rain and lightning",
    "crowd": "many people and five dogs walk through a village at dawn, fog",
    "i2v": "snow falls, slow push in",
    "r2v": " ".join(f"character{number}" for number in range(1, 10)) + " in a meadow, windy",
}
RUNS = [
    *((case, 5, Quality.P720) for case in CASES),
    *((case, 5, Quality.P1080) for case in CASES),
    ("r2v", 15, Quality.P1080),
]
REAL_TIME = {Quality.P720: 2.5, Quality.P1080: 1.2}
"""At least so many seconds of video a second, on two cores."""
CPU_TO_ENCODING, FIRST_FRAME_S, PEAK_MB = 2.5, 1.5, 600
_BATCH = 12


def pictures(folder: Path, count: int) -> tuple[Path, ...]:
    """Pictures that nobody has to bring: discs before soft shapes."""
    from paddock.engines.animatic.opencv import cv2

    made = []
    for index in range(count):
        rng = np.random.default_rng(index)
        image = cv2.resize(rng.integers(60, 200, (9, 12, 3), dtype=np.uint8), (960, 720), interpolation=cv2.INTER_CUBIC)
        cv2.circle(image, (480, 380), 200, tuple(map(int, rng.integers(0, 255, 3))), -1, cv2.LINE_AA)
        made.append(folder / f"{index}.png")
        cv2.imwrite(str(made[-1]), image)
    return tuple(made)


def one(case: str, seconds: int, quality: Quality) -> dict[str, float]:
    """Make one video in this process and tell what it took."""
    width, height = SIZES[quality][AspectRatio.WIDE]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        model = {"i2v": Model.IMAGE, "r2v": Model.REFERENCE}.get(case, Model.TEXT)
        images = pictures(folder, {"i2v": 1, "r2v": 9}.get(case, 0))
        request = EngineRequest(model, CASES[case], images, width, height, frame_count(seconds), 1)
        began, cpu = time.perf_counter(), time.process_time()
        first: list[float] = []
        made = engine.Animatic()
        made.setup()
        threshold = 0.02 + 0.98 / request.frames

        def report(done: float) -> None:
            if done >= threshold - 1e-9 and not first:
                first.append(time.perf_counter() - began)

        made.generate(request, folder / "out.mp4", report)
        wall, cpu = time.perf_counter() - began, time.process_time() - cpu
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        encoding = encode_again(request, folder / "again.mp4")
    video_s = request.frames / request.fps
    return {
        "times_real_time": video_s / wall, "cpu_s_per_video_s": cpu / video_s, "cpu_to_encoding": cpu / encoding,
        "first_frame_s": first[0] if first else wall, "peak_mb": peak_mb,
    }  # fmt: skip


def encode_again(request: EngineRequest, target: Path) -> float:
    """Processor seconds of encoding the frames of a request with the engine's own settings; drawing is not counted."""
    shots = storyboard.read(request.prompt, request.frames / request.fps)
    draw = engine.drawer(request)
    silence = np.zeros((request.frames * video.SAMPLE_RATE // request.fps, 2), np.float32)
    frames = np.zeros((_BATCH, request.height, request.width, 4), np.uint8)
    spent = time.process_time()
    with video.Writer(
        target, request.width, request.height, silence, fps=request.fps, **engine.encoding(request, shots)
    ) as writer:
        for start in range(0, request.frames, _BATCH):
            batch = range(start, min(start + _BATCH, request.frames))
            drawing = time.process_time()
            for index in batch:
                draw(index / request.fps, frames[index - start])
            spent += time.process_time() - drawing
            for index in batch:
                writer.write(frames[index - start])
            _settle(writer)
    return time.process_time() - spent


def _settle(writer: video.Writer) -> None:
    """Wait until nobody works any more: the encoder's threads go on for a few frames by themselves."""
    busy = 1.0
    while not writer.idle or busy > 0.001:
        before = time.process_time()
        time.sleep(0.02)
        busy = time.process_time() - before


def _line(case: str, seconds: int, quality: Quality, found: dict[str, float]) -> str:
    """The numbers of one run, each with an exclamation mark where it misses its goal."""
    rows = (
        (found["times_real_time"], 7, 2, found["times_real_time"] < REAL_TIME[quality]),
        (found["cpu_s_per_video_s"], 7, 2, False),
        (found["cpu_to_encoding"], 8, 2, found["cpu_to_encoding"] > CPU_TO_ENCODING),
        (found["first_frame_s"], 8, 2, found["first_frame_s"] > FIRST_FRAME_S),
        (found["peak_mb"], 8, 0, found["peak_mb"] > PEAK_MB),
    )
    shown = " ".join(f"{value:{width}.{digits}f}{'!' if missed else ' '}" for value, width, digits, missed in rows)
    return f"{quality.value:6} {case:7} {seconds:3}s {shown}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=0)
    parser.add_argument("--quality", default="", choices=["", *(quality.value for quality in Quality)])
    parser.add_argument("--case", default="", choices=["", *CASES])
    parser.add_argument("--here", action="store_true", help="in this process, as JSON")
    asked = parser.parse_args()
    if asked.here:
        print(json.dumps(one(asked.case, asked.seconds, Quality(asked.quality))))
        return
    runs = [run for run in RUNS if asked.case in ("", run[0]) and asked.quality in ("", run[2])]
    if asked.seconds:
        runs = list(dict.fromkeys((case, asked.seconds, quality) for case, _, quality in runs))
    print("goals: at least 2.5 times real time (1.2 at 1080p), processor at most 2.5 times the encoder's own,")
    print("first frame within 1.5 s, less than 600 MB; a miss is marked with !")
    print(f"{'':6} {'case':7} {'':4} {'x real':>7}  {'cpu/s':>7}  {'cpu/enc':>8}  {'first s':>8}  {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as compiled:
        _measured("sea", 1, Quality.P720, compiled)
        for case, seconds, quality in runs:
            print(_line(case, seconds, quality, _measured(case, seconds, quality, compiled)), flush=True)


def _measured(case: str, seconds: int, quality: Quality, compiled: str) -> dict[str, float]:
    """`one` in a process of its own, which finds the modules `compiled` as in an installed package."""
    command = [sys.executable, __file__, "--here", "--case", case, "--seconds", str(seconds)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = compiled
    environment["OPENBLAS_NUM_THREADS"] = "1"  # the engine sees to it itself where numpy is not loaded before it
    output = subprocess.check_output([*command, "--quality", quality.value], env=environment)
    found: dict[str, float] = json.loads(output)
    return found


if __name__ == "__main__":
    main()
