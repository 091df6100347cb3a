"""An engine that only says when it was started."""

from __future__ import annotations

import time
from pathlib import Path

from paddock import errors
from paddock.engines import Capabilities, EngineRequest, Report
from paddock.models import Model


class Stopwatch:
    name = "stopwatch"
    capabilities = Capabilities(models=frozenset(Model), work_s_per_video_s=0.01)

    def setup(self) -> None:
        pass

    def generate(self, request: EngineRequest, out: Path, report: Report) -> None:
        raise errors.EngineError(f"started at {time.time()}")
