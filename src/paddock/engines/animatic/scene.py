"""What a scene is made of: paper strips and props in depth, a camera, weather. Plain values, no pixels.

Units: 1.0 is the shorter side of the frame; (0, 0) is the middle of the frame with the camera at rest; y points down.
Depth: 0 is infinitely far (never moves), 1 the plane of the actors, more than 1 in front of them. A thing at depth `d`
is moved by `d` times the camera's way and grows by `zoom ** d`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Final

from paddock.engines.animatic.palette import RGB, Palette


def ease(share: float) -> float:
    """0 to 1 with a soft start and a soft end."""
    share = min(1.0, max(0.0, share))
    return share * share * (3 - 2 * share)


@dataclass(frozen=True, slots=True)
class Camera:
    """A straight move from one place to another, eased in the middle but never at a standstill."""

    x: tuple[float, float] = (0.0, 0.0)
    y: tuple[float, float] = (0.0, 0.0)
    zoom: tuple[float, float] = (1.0, 1.0)
    shake: float = 0.0
    linear: bool = False
    """True where the camera keeps step with something that moves evenly."""

    def at(self, share: float) -> tuple[float, float, float]:
        """x, y and zoom at `share` (0 to 1) of the shot."""
        eased = share if self.linear else 0.35 * share + 0.65 * ease(share)
        x, y, zoom = (a + (b - a) * eased for a, b in (self.x, self.y, self.zoom))
        zoom = self.zoom[0] + (self.zoom[1] - self.zoom[0]) * (0.35 * share + 0.65 * ease(share))
        x += self.shake * (math.sin(17.1 * share) + 0.5 * math.sin(41.3 * share + 1))
        y += self.shake * (math.sin(23.7 * share + 2) + 0.5 * math.sin(37.9 * share))
        return x, y, zoom


@dataclass(frozen=True, slots=True)
class Motion:
    """Where a thing is at a time, relative to its place. Speeds in units a second, `roll` in degrees."""

    vx: float = 0.0
    vy: float = 0.0
    bob: float = 0.0
    bob_s: float = 3.0
    sway: float = 0.0
    sway_s: float = 5.0
    roll: float = 0.0
    phase: float = 0.0
    hop: float = 0.0
    """Height of hops; unlike `bob` it never goes below the place."""
    grow: float = 0.0
    """How much larger it gets a second, as a share: coming near, or going away where negative."""
    begin: float = 1.0
    """How large it is at first, as a share of its size."""
    turn_s: float = 0.0
    """Seconds of a turn about the upright axis (the lighthouse's beam); 0 for none."""

    def at(self, t: float) -> tuple[float, float, float]:
        """dx, dy and the angle in degrees at `t` seconds into the shot."""
        bob = math.sin(2 * math.pi * t / self.bob_s + self.phase)
        lean = math.cos(2 * math.pi * t / self.bob_s + self.phase)
        sway = math.sin(2 * math.pi * t / self.sway_s + self.phase * 1.7)
        return self.vx * t + self.sway * sway, self.vy * t + self.bob * bob - self.hop * abs(bob), self.roll * lean


AGLOW: Final = "aglow"
"""The stuff of water that shines by itself."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A band of paper across the whole frame: sky, hills, waves, a row of houses."""

    kind: str
    depth: float
    top: float
    """Where the top edge lies on average."""
    seed: str
    colour: RGB = (128, 128, 128)
    size: float = 0.1
    """How far the edge rises above `top`: hills' height, the tallest house."""
    motion: Motion = field(default=Motion())
    material: tuple[str, ...] = ()
    fade: float = 0.0
    """Share of haze, 0 to 1."""
    stamps: tuple[str, ...] = ()
    """Art that stands on the strip's edge."""


@dataclass(frozen=True, slots=True)
class Prop:
    """One cut-out: an actor, a cloud, the sun."""

    art: str
    depth: float
    x: float
    y: float
    """Where its anchor is: feet, wheels, waterline, middle of what flies."""
    size: float
    """Height in units."""
    seed: str
    motion: Motion = field(default=Motion())
    flip: bool = False
    """True to face left; all art faces right."""
    colour: RGB | None = None
    text: str = ""
    cycle_s: float = 1.0
    """Seconds of one gait cycle or wing beat."""
    gait: str = ""
    image: int | None = None
    """Index of a reference image, for `art` "picture"."""
    fade: float = 0.0
    material: tuple[str, ...] = ()
    grounded: bool = False
    """True for what casts a shadow on the ground it stands on."""
    look: tuple[str, ...] = ()
    """Words about a person: old, blonde, coat."""
    begin_s: float = 0.0
    end_s: float = math.inf
    """When it is there, in seconds of the shot."""


@dataclass(frozen=True, slots=True)
class Weather:
    """Particles in front of the scene. `amount` is 0 to 1."""

    kind: str
    amount: float


@dataclass(frozen=True, slots=True)
class Scene:
    """One shot, back to front."""

    start_s: float
    end_s: float
    width: float
    height: float
    """The frame in units."""
    palette: Palette
    camera: Camera
    items: tuple[Strip | Prop, ...]
    weather: tuple[Weather, ...]
    seed: int
    window: tuple[float, float] | None = None
    """When it is seen, where that is only a part of the shot: a moment of several that melt into each other."""
    melt_s: float = 0.0
    """How long it takes to come out of the scene before it; 0 for a cut."""

    @property
    def shown(self) -> tuple[float, float]:
        """From when to when it is seen."""
        return self.window or (self.start_s, self.end_s)

    @property
    def duration_s(self) -> float:
        return self.end_s - self.start_s
