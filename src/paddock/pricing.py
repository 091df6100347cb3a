"""What a video costs. Pure."""

from __future__ import annotations

from paddock.models import Quality

BILLING_RULE = "per_second"

UNITS_PER_SECOND: dict[Quality, int] = {
    Quality.P720: 121_500,
    Quality.P1080: 216_027,
}
"""12.15 credits a second at 720p and 1.778 times that at 1080p, as the service charges; 10,000 units a credit."""


def quote(quality: Quality, duration_s: int) -> int:
    """The price in units of a video of `duration_s` seconds."""
    return UNITS_PER_SECOND[quality] * duration_s
