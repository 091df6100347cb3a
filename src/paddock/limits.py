"""How often a key may ask: GCRA, exact over all processes for submits, in memory for reads.

GCRA keeps one time a key: when its whole burst will be there again. A request is let in when that time, moved on by the
request's interval, is at most the burst's length away.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import datetime

import asyncpg

from paddock import db, errors
from paddock.pricing import Rate

SQL = db.statements("limits")


def admit(full_at_s: float, now_s: float, rate: Rate, count: int = 1) -> tuple[bool, float]:
    """Whether `count` requests are let in now, and with it the new `full_at_s`, or else the seconds to wait. Pure."""
    then_s = max(full_at_s, now_s) + count * rate.interval_s
    over_s = then_s - now_s - rate.burst * rate.interval_s
    return (True, then_s) if over_s <= 1e-6 else (False, over_s)


async def take(tx: asyncpg.Connection, key_id: int, rate: Rate, count: int = 1, now: datetime | None = None) -> None:
    """Use up `count` submits of a key, or raise `RateLimitExceeded` with the time to wait. By the database's clock,
    unless a test holds `now`. What the transaction rolls back was not used up.
    """
    row = await tx.fetchrow(SQL.full_at, key_id, now)
    let_in, figure = admit(row["full_at_s"], row["now_s"], rate, count)
    if not let_in:
        raise exceeded(figure)
    await tx.execute(SQL.set_full_at, key_id, figure)


def exceeded(wait_s: float) -> errors.RateLimitExceeded:
    """The refusal that says how long to wait: enough, and less than a second more."""
    return errors.RateLimitExceeded(retry_after_s=max(1, math.ceil(wait_s)))


class Reads:
    """The reads of this process's callers. It forgets whom it would let in anyway."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, most_keys: int = 100_000) -> None:
        self._clock = clock
        self._most_keys = most_keys
        self._full_at_s: dict[int, float] = {}

    def take(self, key_id: int, rate: Rate) -> None:
        """Count one read of a key, or raise `RateLimitExceeded`."""
        now_s = self._clock()
        let_in, figure = admit(self._full_at_s.get(key_id, 0.0), now_s, rate)
        if not let_in:
            raise exceeded(figure)
        if len(self._full_at_s) >= self._most_keys:
            self._full_at_s = {key: full_at for key, full_at in self._full_at_s.items() if full_at > now_s}
        self._full_at_s[key_id] = figure
