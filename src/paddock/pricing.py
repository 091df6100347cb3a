"""What a video costs, and what an account's group may do. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from paddock.models import UNITS_PER_CREDIT, Model, Quality

Prices = Mapping[Model, Mapping[Quality, Decimal]]
"""Credits by model and quality: for a second of video, or for a call, as the group's billing rule says."""

PUBLISHED: dict[Quality, Decimal] = {Quality.P720: Decimal("12.15"), Quality.P1080: Decimal("21.6027")}
"""Credits a second, as the service charges for each of its models: 1080p costs 1.778 times 720p."""

DEFAULT_PRICES: Prices = dict.fromkeys(Model, PUBLISHED)


class BillingRule(StrEnum):
    PER_SECOND = "per_second"
    PER_CALL = "per_call"


@dataclass(frozen=True, slots=True)
class Rate:
    """A limit on requests: `burst` at once, refilled at `per_minute`."""

    per_minute: float
    burst: int

    @property
    def interval_s(self) -> float:
        """Seconds that one request uses up."""
        return 60 / self.per_minute


@dataclass(frozen=True, slots=True)
class Group:
    """What the accounts of a group pay and may do. None is no limit."""

    name: str
    prices: Prices = field(default_factory=lambda: DEFAULT_PRICES)
    billing_rule: BillingRule = BillingRule.PER_SECOND
    multiplier: Decimal = Decimal(1)
    models: frozenset[Model] = frozenset(Model)
    submits: Rate | None = None
    """Creates, for each key."""
    reads: Rate | None = None
    """Everything else, for each key and in each process."""
    at_work: int | None = None
    """Tasks of one account that are made at the same time."""
    queue_limit: int | None = None
    """Tasks of one account that wait."""


def quote(group: Group, model: Model, quality: Quality, duration_s: int) -> int:
    """The price in units of a video of `duration_s` seconds; a fraction of a unit is rounded, half up."""
    credits = group.prices[model][quality] * group.multiplier
    units = int((credits * UNITS_PER_CREDIT).to_integral_value(ROUND_HALF_UP))
    return units if group.billing_rule is BillingRule.PER_CALL else units * duration_s
