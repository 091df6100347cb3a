"""The process that an engine runs in: `python -m paddock.engines.child NAME [OPTIONS]`, started by `host.py`.

Jobs come as JSON lines on standard input, reports go as JSON lines to the file descriptor that was standard output;
whatever an engine or its libraries print goes to standard error. When standard input ends, the worker is gone and so is
this process, at once.

    > {"job": 1, "request": {...}, "out": PATH} or {"cancel": 1}
    < {"ready": true, ...}, once; then of each job
    < {"job": 1, "progress": 0.5}, as often as need be
    < {"job": 1, "free": true}, when the next one may begin before this one has ended
    < {"job": 1, "done": true}, or "failure", "cancelled" or "crash"
"""

from __future__ import annotations

import json
import math
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from paddock import engines, errors
from paddock.models import Model

REPORT_STEP = 0.005
REPORT_AT_LEAST_S = 0.5
"""A smaller step is reported when nothing was for this long."""


def main(name: str, options: str = "{}") -> None:
    reports = _Reports(os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1))
    os.dup2(2, 1)
    jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(jobs, reports), daemon=True).start()
    try:
        engine = engines.load(name, json.loads(options))
        engine.setup()
    except Exception as problem:
        reports.say({"unready": str(problem) or type(problem).__name__})
        raise
    able = engine.capabilities
    reports.say({"ready": True, "work_s_per_video_s": able.work_s_per_video_s, "cancel_s": able.cancel_s})
    finishing = None
    while True:
        finishing = _serve(engine, jobs.get(), finishing)


def _read(jobs: queue.SimpleQueue[_Job], reports: _Reports) -> None:
    known: dict[int, _Job] = {}
    for line in sys.stdin:
        message = json.loads(line)
        if "cancel" in message:
            if message["cancel"] in known:
                known[message["cancel"]].unwanted.set()
        else:
            job = _Job(message, reports)
            known = {number: one for number, one in known.items() if not one.ended} | {job.number: job}
            jobs.put(job)
    os._exit(0)


def _serve(engine: engines.Engine, job: _Job, finishing: threading.Thread | None) -> threading.Thread | None:
    """Have the job made; the thread that finishes a video from now on, this one or the one before."""
    rest = job.judged(lambda: engine.generate(job.request, job.out, job.report))
    if rest is None:
        return finishing
    if finishing is not None:
        finishing.join()  # one at a time: each may hold a whole video in memory
    job.say({"free": True})
    thread = threading.Thread(target=job.judged, args=(rest,), name="finish", daemon=True)
    thread.start()
    return thread


class _Reports:
    """What the worker hears, a line at a time from any thread."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._lock = threading.Lock()

    def say(self, report: dict[str, Any]) -> None:
        line = json.dumps(report) + "\n"
        with self._lock:
            self._file.write(line)


class _Job:
    """One video to make."""

    def __init__(self, message: dict[str, Any], reports: _Reports) -> None:
        self.number: int = message["job"]
        self.request = request_from_json(message["request"])
        self.out = Path(message["out"])
        self.unwanted = threading.Event()
        self.ended = False
        self._reports = reports
        self._reported, self._reported_at = -1.0, -math.inf

    def say(self, report: dict[str, Any]) -> None:
        self._reports.say({"job": self.number, **report})

    def report(self, fraction: float) -> None:
        """See `engines.Report`."""
        if self.unwanted.is_set():
            raise engines.Cancelled
        now = time.monotonic()
        if fraction - self._reported >= REPORT_STEP or fraction >= 1 or now - self._reported_at >= REPORT_AT_LEAST_S:
            self._reported, self._reported_at = max(self._reported, fraction), now
            self.say({"progress": self._reported})

    def judged(self, action: Callable[[], engines.Finish | None]) -> engines.Finish | None:
        """Do a part of the job: what is left to do after it, or None when it has ended and that was said."""
        try:
            rest = action()
        except errors.TaskFailure as failure:
            ending: dict[str, Any] = {"failure": {"code": failure.code, "message": failure.message}}
        except engines.Cancelled:
            ending = {"cancelled": True}
        except MemoryError:
            ending = {"failure": {"code": errors.ResourceExhausted.code, "message": _NO_MEMORY}}
        except Exception:  # noqa: BLE001 - the border between an engine and the worker
            ending = {"crash": traceback.format_exc()}
        else:
            if callable(rest):
                return rest
            ending = {"done": True}
        self.ended = True
        self.say(ending)
        return None


def request_to_json(request: engines.EngineRequest) -> dict[str, Any]:
    """An engine request as JSON values; `request_from_json` is its inverse."""
    return {
        "model": request.model.value,
        "prompt": request.prompt,
        "images": [str(image) for image in request.images],
        "width": request.width,
        "height": request.height,
        "frames": request.frames,
        "seed": request.seed,
        "fps": request.fps,
    }


def request_from_json(value: dict[str, Any]) -> engines.EngineRequest:
    images = tuple(Path(image) for image in value["images"])
    return engines.EngineRequest(**{**value, "model": Model(value["model"]), "images": images})


_NO_MEMORY = "The engine ran out of memory; ask for a shorter video or a lower quality"

if __name__ == "__main__":
    main(*sys.argv[1:])
