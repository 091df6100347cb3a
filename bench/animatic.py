"""How fast and how large the embedded engine is: whole processes, from request to file, over several kinds of scene.

For each case: seconds of wall clock and of processor against the seconds of video, the processor time of encoding the
same frames with the same settings, the time to the first frame, and the peak memory of the process.
Run it on an idle machine: `python bench/animatic.py [--seconds 5] [--quality 720p] [--case sea]`.
"""

from __future__ import annotations

import argparse
import itertools
import json
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
        encoding = encode_again(folder / "out.mp4", folder / "again.mp4")
    video_s = request.frames / request.fps
    return {
        "times_real_time": video_s / wall, "cpu_s_per_video_s": cpu / video_s, "cpu_to_encoding": cpu / encoding,
        "first_frame_s": first[0] if first else wall, "peak_mb": peak_mb,
    }  # fmt: skip


def encode_again(source: Path, target: Path) -> float:
    """Processor seconds of encoding the frames of a file with the engine's own settings; decoding is not counted."""
    import av

    spent = 0.0
    with av.open(str(source)) as container:
        stream = container.streams.video[0]
        size = stream.codec_context.width, stream.codec_context.height
        frames = container.decode(video=0)
        silence = np.zeros((int(stream.frames * video.SAMPLE_RATE / 24), 2), np.float32)
        batch: list[video.Frame] = []
        with video.Writer(target, *size, silence) as writer:
            while True:
                batch = [
                    np.asarray(frame.to_ndarray(format="bgra"), np.uint8) for frame in itertools.islice(frames, 24)
                ]
                if not batch:
                    break
                began = time.process_time()
                for picture in batch:
                    writer.write(picture)
                while not writer.idle:
                    time.sleep(0.002)
                spent += time.process_time() - began
    return spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--quality", default="720p", choices=[quality.value for quality in Quality])
    parser.add_argument("--case", default="", choices=["", *CASES])
    parser.add_argument("--here", action="store_true", help="in this process, as JSON")
    asked = parser.parse_args()
    if asked.here:
        print(json.dumps(one(asked.case, asked.seconds, Quality(asked.quality))))
        return
    print(f"{'case':8} {'x real':>7} {'cpu/s':>7} {'cpu/enc':>8} {'first s':>8} {'peak MB':>8}")
    for case in [asked.case] if asked.case else CASES:
        assert storyboard.read(CASES[case], asked.seconds)
        command = [sys.executable, __file__, "--here", "--case", case, "--seconds", str(asked.seconds)]
        found = json.loads(subprocess.check_output([*command, "--quality", asked.quality]))
        print(
            f"{case:8} {found['times_real_time']:7.2f} {found['cpu_s_per_video_s']:7.2f} "
            f"{found['cpu_to_encoding']:8.2f} {found['first_frame_s']:8.2f} {found['peak_mb']:8.0f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
