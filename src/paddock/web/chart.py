"""The usage chart: numbers of the SVG that `account.html` draws. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from paddock.models import Model
from paddock.web.looks import Day

WIDTH, HEIGHT, LEFT, BOTTOM = 720, 200, 8, 22
_GAP = 4


@dataclass(frozen=True, slots=True)
class Bar:
    """One model's part of one day."""

    x: float
    y: float
    width: float
    height: float
    model: str
    day: Day


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in a box of 720 by 200, and the label of every fifth day at its right edge."""

    bars: tuple[Bar, ...]
    labels: tuple[tuple[float, str], ...]
    highest_units: int


def chart(days: Sequence[Day]) -> Chart:
    """Stacked bars, a day each; the highest day fills the box."""
    highest = max((day.total for day in days), default=0)
    step = (WIDTH - LEFT) / max(1, len(days))
    bars: list[Bar] = []
    for index, day in enumerate(days):
        top = float(HEIGHT - BOTTOM)
        for model in (*Model, ""):
            if units := day.units.get(model, 0):
                height = units / highest * (HEIGHT - BOTTOM - 10)
                top -= height
                bars.append(Bar(LEFT + index * step, top, step - _GAP, height, model, day))
    labels = tuple((LEFT + (index + 1) * step, f"{day.day:%m-%d}") for index, day in enumerate(days) if index % 5 == 4)
    return Chart(tuple(bars), labels, highest)
