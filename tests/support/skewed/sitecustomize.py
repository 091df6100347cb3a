"""On the path of a process, this sets its clock wrong by `CLOCK_OFF_S` seconds."""

import datetime
import os
import time
from typing import Any

OFF_S = float(os.environ["CLOCK_OFF_S"])
_time, _time_ns = time.time, time.time_ns
time.time = lambda: _time() + OFF_S
time.time_ns = lambda: _time_ns() + int(OFF_S * 1e9)


class _Datetime(datetime.datetime):
    __slots__ = ()

    @classmethod
    def now(cls, tz: Any = None) -> datetime.datetime:  # type: ignore[override]
        return super().fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls) -> datetime.datetime:  # type: ignore[override]
        return super().fromtimestamp(time.time(), datetime.UTC).replace(tzinfo=None)


datetime.datetime = _Datetime  # type: ignore[misc]
