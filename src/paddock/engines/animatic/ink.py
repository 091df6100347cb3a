"""The colours of one drawn thing, and small shapes that several drawings share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.palette import CARDBOARD, RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import box, disc

LIT: Final = "#ffdc8c"


@dataclass(frozen=True, slots=True)
class Ink:
    """The colours of one thing: the prompt's where it names one, the paper's where it names a material."""

    colour: RGB | None
    material: tuple[str, ...]
    rng: np.random.Generator
    phase: float = 0.0
    """Of a wheel's or a sail's turn, 0 to 1."""

    def main(self, default: str) -> RGB:
        """The colour of the large parts."""
        return self.colour or self.second(default)

    def second(self, default: str) -> RGB:
        """The colour of the other parts: not the prompt's, but in a cardboard world mostly cardboard."""
        if "cardboard" in self.material:
            return mix(CARDBOARD[int(self.rng.integers(len(CARDBOARD)))], rgb(default), 0.38)
        return rgb(default)


Draw = Callable[[Ink], Drawing]


def wheel(
    x: float, y: float, radius: float, colour: str = "#3a2f2c", hub: str = "#b89a6a", spokes: int = 0, turn: float = 0.0
) -> str:
    parts = disc(x, y, radius, colour)
    if spokes:
        parts += disc(x, y, radius * 0.74, hub) + disc(x, y, radius * 0.66, colour)
        for index in range(spokes):
            parts += box(
                x - radius * 0.7,
                y - radius * 0.05,
                radius * 1.4,
                radius * 0.1,
                hub,
                f'transform="rotate({180 * index / spokes + turn:.1f} {x} {y})"',
            )
    return parts + disc(x, y, radius * 0.36, hub)


def shade(colour: RGB, factor: float) -> str:
    return css(scale(colour, factor))


def pale(colour: RGB, share: float) -> str:
    return css(mix(colour, (255, 248, 230), share))
