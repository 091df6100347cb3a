"""Where a liquid runs out of a vessel, and what colour liquids are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Spout:
    """Where it runs out of a vessel, ahead of the middle and above the bottom, in heights; how far that is tilted."""

    ahead: float
    above: float
    degrees: float
    turned: bool = False
    """True where the drawing has its lip at the left."""


SPOUTS: Final = {
    "teapot": Spout(0.72, 0.66, 30.0), "pitcher": Spout(0.28, 0.95, 58.0, turned=True),
    "pot": Spout(0.5, 0.86, 62.0), "bucket": Spout(0.42, 0.95, 75.0), "cup": Spout(0.3, 0.95, 78.0),
    "honey": Spout(0.25, 0.96, 98.0), "glass": Spout(0.25, 0.96, 85.0), "syrup": Spout(0.0, 1.0, 112.0),
    "spoon": Spout(0.0, 0.92, 108.0), "ladle": Spout(0.2, 0.2, 25.0),
    **dict.fromkeys(("bottle", "oilbottle", "milk", "champagne", "perfume"), Spout(0.0, 1.0, 112.0)),
}  # fmt: skip
LIQUIDS: Final = {
    "tea": "#b5742c", "coffee": "#4a2c1c", "wine": "#7d1634", "milk": "#fbf8f0", "honey": "#e09a1c", "beer": "#e0a73a",
    "oilbottle": "#c9b238", "juice": "#f09a2c", "champagne": "#ecd690", "cocktail": "#e86a50", "syrup": "#8a4a1c",
    "chocolate": "#4f2c1a", "tumbler": "#c07a2c", "soup": "#d8903c", "cream": "#fbf4e6", "sauce": "#a83420",
    "water": "#bfe2f4", "glass": "#bfe2f4", "matcha": "#8aa850", "bubbletea": "#c89a6c", "soda": "#7a3c20",
}  # fmt: skip
