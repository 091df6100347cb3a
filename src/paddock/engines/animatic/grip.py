"""What a way of holding is."""

from __future__ import annotations

from dataclasses import dataclass

from paddock.engines.animatic.joints import Point


@dataclass(frozen=True, slots=True)
class Grip:
    """How one thing is held. Lengths are in a figure of 200; hands are relative to the shoulder."""

    near: Point
    far: Point | None
    pivot: Point
    """The place in the thing's own drawing that lies at the hand, or at the neck plus `offset`."""
    size: float
    """Height of the thing."""
    turn: float = 0.0
    """Degrees, clockwise."""
    offset: Point | None = None
    """From the neck; None where the near hand holds the pivot."""
    swing: float = 0.0
    """How far the near hand goes to and fro."""
    bow: bool = False
    gait: str = ""
    """The pose it is used in on the spot."""
    lift: float = 0.0
    """How far the near hand goes up and down again: a cup to the mouth."""
