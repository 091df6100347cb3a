"""The process that an engine runs in: `python -m paddock.engines.child NAME [OPTIONS]`, started by `host.py`.

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
CANCEL = '{"cancel": true}\n'
"""What stops the job at hand where the engine can be asked to."""


def main(name: str, options: str = "{}") -> None:
    reports = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    unwanted = threading.Event()
    threading.Thread(target=_read, args=(lines, unwanted), daemon=True).start()
    engine = engines.load(name, json.loads(options))
    engine.setup()
    able = engine.capabilities
    _say(reports, {"ready": True, "work_s_per_video_s": able.work_s_per_video_s, "cancel_s": able.cancel_s})
    while True:
        job = json.loads(lines.get())
        unwanted.clear()
        _serve(engine, job, reports, unwanted)


def _read(lines: queue.SimpleQueue[str], unwanted: threading.Event) -> None:
    for line in sys.stdin:
        if line == CANCEL:
            unwanted.set()
        else:
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


def _serve(engine: engines.Engine, job: dict[str, Any], reports: TextIO, unwanted: threading.Event) -> None:
    reported = -1.0

    def report(fraction: float) -> None:
        nonlocal reported
        if unwanted.is_set():
            raise engines.Cancelled
        if fraction - reported >= REPORT_STEP or fraction >= 1:
            reported = fraction
            _say(reports, {"progress": fraction})

    try:
        engine.generate(request_from_json(job["request"]), Path(job["out"]), report)
    except errors.TaskFailure as failure:
        _say(reports, {"failure": {"code": failure.code, "message": failure.message}})
    except engines.Cancelled:
        _say(reports, {"cancelled": True})
    except MemoryError:
        _say(reports, {"failure": {"code": errors.ResourceExhausted.code, "message": _NO_MEMORY}})
    except Exception:  # noqa: BLE001 - the border between an engine and the worker
        _say(reports, {"crash": traceback.format_exc()})
    else:
        _say(reports, {"done": True})


_NO_MEMORY = "The engine ran out of memory; ask for a shorter video or a lower quality"

if __name__ == "__main__":
    main(*sys.argv[1:])
