"""How long a task will take, learned from what past tasks took."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Mapping

import asyncpg
import structlog

from paddock import db
from paddock.models import Model, Order, Quality
from paddock.tasks import SQL

log = structlog.get_logger()
REFRESH_S = 1.0
UNKNOWN_PACE = {Quality.P720: 1.0, Quality.P1080: 2.25}
"""Seconds of work per second of video before anything is known: real time at 720p, and in proportion to the pixels."""


class Estimator:
    """Answers from memory and refreshes itself behind the caller's back, at most once a second."""

    def __init__(self, pool: asyncpg.Pool, engines: Mapping[Model, str]) -> None:
        """`engines`: which engine makes a model's videos when all is well."""
        self._pool = pool
        self._engines = engines
        self._paces: dict[tuple[Model, Quality], float] = {}
        self._backlog_s = 0.0
        self._workers = 1
        self._refreshed = -math.inf
        self._refresher: asyncio.Task[None] | None = None

    def work_s(self, order: Order) -> float:
        """Expected seconds of an engine's work on `order`."""
        pace = self._paces.get((order.model, order.quality), UNKNOWN_PACE[order.quality])
        return pace * order.duration_s

    def total_s(self, order: Order) -> int:
        """Expected seconds until the video is there, the queue before it included; at least 1."""
        self._refresh_soon()
        return max(1, math.ceil(self._backlog_s / self._workers + self.work_s(order)))

    def _refresh_soon(self) -> None:
        if self._refresher is None and time.monotonic() - self._refreshed > REFRESH_S:
            self._refresher = asyncio.create_task(self.refresh())

    async def refresh(self) -> None:
        """Read paces and the backlog now."""
        try:
            rows = await self._pool.fetch(SQL.paces, list(set(self._engines.values())))
            self._paces = {
                (Model(row["model"]), Quality(row["quality"])): row["work_s_per_video_s"]
                for row in rows
                if row["engine"] == self._engines[Model(row["model"])]
            }
            backlog = await self._pool.fetchrow(SQL.backlog)
            self._backlog_s, self._workers = float(backlog["work_s"]), max(1, backlog["workers"])
        except db.OUTAGES as error:
            log.warning("estimates not refreshed", error=type(error).__name__)
        finally:
            self._refreshed = time.monotonic()
            self._refresher = None
