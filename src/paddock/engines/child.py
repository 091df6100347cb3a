"""The process that an engine runs in: `python -m paddock.engines.child NAME`, started by `host.py`.

Requests come as JSON lines on standard input, reports go as JSON lines to the file descriptor that was standard
output; whatever an engine or its libraries print goes to standard error. When standard input ends, the worker is gone
and so is this process, at once.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
import traceback
from pathlib import Path
from typing import Any, TextIO

from paddock import engines, errors
from paddock.models import Model

REPORT_STEP = 0.005


def main(name: str) -> None:
    reports = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(lines,), daemon=True).start()
    engine = engines.load(name)
    engine.setup()
    _say(reports, {"ready": True, "work_s_per_video_s": engine.capabilities.work_s_per_video_s})
    while True:
        _serve(engine, json.loads(lines.get()), reports)


def _read(lines: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        lines.put(line)
    os._exit(0)


def _say(reports: TextIO, report: dict[str, Any]) -> None:
    reports.write(json.dumps(report) + "\n")


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


def _serve(engine: engines.Engine, job: dict[str, Any], reports: TextIO) -> None:
    reported = -1.0

    def report(fraction: float) -> None:
        nonlocal reported
        if fraction - reported >= REPORT_STEP or fraction >= 1:
            reported = fraction
            _say(reports, {"progress": fraction})

    try:
        engine.generate(request_from_json(job["request"]), Path(job["out"]), report)
    except errors.TaskFailure as failure:
        _say(reports, {"failure": {"code": failure.code, "message": failure.message}})
    except MemoryError:
        _say(reports, {"failure": {"code": errors.ResourceExhausted.code, "message": _NO_MEMORY}})
    except Exception:  # noqa: BLE001 - the border between an engine and the worker
        _say(reports, {"crash": traceback.format_exc()})
    else:
        _say(reports, {"done": True})


_NO_MEMORY = "The engine ran out of memory; ask for a shorter video or a lower quality"

if __name__ == "__main__":
    main(sys.argv[1])
