"""What Paddock adds to an engine's own time: `bench/overhead.py [--seconds 10] [--jobs 3]`.

The engine takes exactly a known time, and notes on the machine's own clock when it began and ended. Measured from
outside, over HTTP: from sending the POST to the answer with the link, one task at a time; and, with tasks waiting, how
long the engine stands idle between two jobs of one worker: of an engine that is done when its file is there, and of one
that has still to encode it, as one on an accelerator does.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import httpx2
import numpy as np
from rich.console import Console
from rich.table import Table

from paddock import storage, video
from paddock.engines import Capabilities, EngineRequest, Finish, Report
from paddock.models import SIZES, AspectRatio, Model, Quality, frame_count

FOLDER = "PADDOCK_BENCH_FOLDER"
"""Where the engine finds its video and notes its times."""
DURATION_S = 5
SIZE = SIZES[Quality.P720][AspectRatio.WIDE]
POLL_S = 0.005
REPORTS_S = 0.1
DEADLINE_S = 120.0


class Timed:
    """Takes as long as the prompt says, then leaves a copy of a video that was made before."""

    name = "timed"
    capabilities = Capabilities(models=frozenset(Model), work_s_per_video_s=1.0)

    def setup(self) -> None:
        pass

    def generate(self, request: EngineRequest, out: Path, report: Report) -> Finish | None:
        began = time.monotonic()
        folder = Path(os.environ[FOLDER])
        stored = len(list(folder.glob("data/results/*/*.mp4")))
        asked = re.fullmatch(r"takes ([\d.]+) s, encodes ([\d.]+) s", request.prompt)
        assert asked is not None
        takes_s, encodes_s = map(float, asked.groups())
        while (left_s := began + takes_s - time.monotonic()) > 0:
            report(min(0.9, (time.monotonic() - began) / takes_s))
            time.sleep(min(REPORTS_S, left_s))
        ended = time.monotonic()
        with (folder / "times").open("a") as times:
            times.write(f"{began} {ended + encodes_s} {ended} {stored}\n")

        def finish() -> None:
            time.sleep(encodes_s)
            shutil.copyfile(folder / "video.mp4", out)
            report(1.0)

        if encodes_s:
            return finish
        finish()
        return None


@dataclass(frozen=True)
class Job:
    """One task's times on the machine's clock, in seconds."""

    sent: float
    began: float
    ended: float
    """When the video was there."""
    free: float
    """When the engine could have begun the next."""
    waited: bool
    """Whether it began only when every earlier video was stored."""
    linked: float
    """When the answer with the link had come."""

    @property
    def added_s(self) -> float:
        return (self.linked - self.sent) - (self.ended - self.began)


def make_video(path: Path) -> None:
    """A video of a few megabytes, as an engine's are."""
    rng = np.random.default_rng(1)
    grain = rng.integers(0, 40, (SIZE[1] + 99, SIZE[0] + 99, 3), dtype=np.uint8)
    sound = rng.normal(0, 0.05, (DURATION_S * video.SAMPLE_RATE + 2000, 2)).astype(np.float32)
    with video.Writer(path, *SIZE, sound, crf=30) as writer:
        for _ in range(frame_count(DURATION_S)):
            top, left = rng.integers(0, 99, 2)
            writer.write(np.ascontiguousarray(grain[top : top + SIZE[1], left : left + SIZE[0]]))


def submit(client: httpx2.Client, takes_s: float, encodes_s: float = 0.0) -> str:
    prompt = f"takes {takes_s} s, encodes {encodes_s} s"
    body = {"model": Model.TEXT.value, "prompt": prompt, "duration": DURATION_S}
    answer = client.post("/v1/videos/generations", content=json.dumps(body)).raise_for_status()
    return str(answer.json()["id"])


def linked(client: httpx2.Client, task_id: str) -> float:
    """Wait for a task's link; when it came."""
    deadline = time.monotonic() + DEADLINE_S
    while time.monotonic() < deadline:
        task = client.get(f"/v1/tasks/{task_id}").json()
        if task["status"] == "completed" and task["results"]:
            return time.monotonic()
        assert task["status"] in ("pending", "processing"), task
        time.sleep(POLL_S)
    raise TimeoutError(task_id)


def times(folder: Path, count: int) -> list[tuple[float, float, float, bool]]:
    """Of the last `count` jobs when they began, ended and freed the engine, and whether they waited for what was made
    before."""
    lines = [[float(word) for word in line.split()] for line in (folder / "times").read_text().splitlines()]
    jobs = [(began, ended, free, stored == number) for number, (began, ended, free, stored) in enumerate(lines)]
    return jobs[-count:]


def one_at_a_time(client: httpx2.Client, folder: Path, count: int, seconds: float) -> list[Job]:
    jobs = []
    for _ in range(count):
        sent = time.monotonic()
        came = linked(client, submit(client, seconds))
        jobs.append(Job(sent, *times(folder, 1)[0], came))
    return jobs


def all_at_once(client: httpx2.Client, folder: Path, count: int, seconds: float, encodes_s: float = 0.0) -> list[Job]:
    sent = [(time.monotonic(), submit(client, seconds, encodes_s)) for _ in range(count)]
    came = [linked(client, task_id) for _, task_id in sent]
    return [Job(at, *noted, link) for (at, _), noted, link in zip(sent, times(folder, count), came, strict=True)]


def check_and_store_s(folder: Path, times: int = 5) -> tuple[float, float]:
    """Seconds that checking the video and storing it take by themselves, the median of some times."""
    checks, stores = [], []
    for number in range(times):
        made = folder / "made.mp4"
        shutil.copyfile(folder / "video.mp4", made)
        started = time.monotonic()
        video.check(made, *SIZE, frame_count(DURATION_S))
        checked = time.monotonic()
        storage.keep(made, folder / "kept" / f"{number}.mp4")
        checks.append(checked - started)
        stores.append(time.monotonic() - checked)
    return statistics.median(checks), statistics.median(stores)


def in_ms(values_s: Sequence[float]) -> str:
    return f"median {statistics.median(values_s) * 1000:.0f} ms, longest {max(values_s) * 1000:.0f} ms"


def idle_s(jobs: Sequence[Job]) -> list[float]:
    """How long the engine stood idle between each two of these jobs."""
    return [after.began - before.free for before, after in pairwise(jobs)]


def show(alone: Sequence[Job], queued: Sequence[Job], encoding: Sequence[Job], folder: Path) -> Table:
    check_s, store_s = check_and_store_s(folder)
    table = Table("measured", "value", "wanted", box=None)
    table.add_row("from POST to link, without the engine's time", in_ms([job.added_s for job in alone]), "< 250 ms")
    table.add_row("  POST to the engine's first line", in_ms([job.began - job.sent for job in alone]))
    table.add_row("  engine's last line to the link", in_ms([job.linked - job.ended for job in alone]))
    table.add_row("engine idle between two jobs", in_ms(idle_s(queued)), "< 10 ms")
    table.add_row("  with a slow encode", in_ms(idle_s(encoding)), "< 10 ms")
    waited = sum(job.waited for jobs in (queued, encoding) for job in jobs[1:])
    table.add_row("  jobs that waited until the last was stored", f"{waited} of {len(queued) + len(encoding) - 2}", "0")
    size_mb = (folder / "video.mp4").stat().st_size / 1e6
    table.add_row(
        f"by themselves, for {size_mb:.1f} MB", f"check {check_s * 1000:.0f} ms, store {store_s * 1000:.0f} ms"
    )
    return table


def main() -> None:
    import serve  # here, because the engine's process imports this file too

    parser = argparse.ArgumentParser(description="What Paddock adds to an engine's own time")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long a job takes the engine")
    parser.add_argument("--jobs", type=int, default=3, help="tasks one at a time, and again as many at once")
    given = parser.parse_args()
    if given.jobs < 2 or given.seconds <= 0:
        parser.error("two jobs at least, of more than no time")
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make_video(folder / "video.mp4")
        environment = {
            "PADDOCK_ENGINE": "overhead:Timed",
            "PYTHONPATH": str(Path(__file__).parent),
            FOLDER: str(folder),
        }
        with serve.paddock(folder / "data", 1, **environment) as (client, _, _):
            linked(client, submit(client, 0.1))  # the engine's process is up
            alone = one_at_a_time(client, folder, given.jobs, given.seconds)
            queued = all_at_once(client, folder, given.jobs, given.seconds)
            encoding = all_at_once(client, folder, given.jobs, given.seconds, given.seconds / 4)
        console = Console()
        console.print(f"{given.jobs} jobs of {given.seconds:g} s, one worker, {os.cpu_count()} cores")
        console.print(show(alone, queued, encoding, folder))


if __name__ == "__main__":
    main()
