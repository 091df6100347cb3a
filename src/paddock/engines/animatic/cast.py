"""What the stage knows of each subject: where it lives, how large it is, how it moves. A table, no logic."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Role:
    art: str
    habitat: str
    """ground, road, rail, water, swim, air; fixed (stands still on the ground); far (the same, best seen far off)."""
    size: float
    """Height in units in a shot of no said framing."""
    speed: float = 0.0
    """Units a second when its action says nothing; 0 stands still."""
    stride: float = 1.0
    """Way of one gait cycle, in heights."""
    gait: str = ""
    spread: float = 1.0
    """Width by height, to set several of a kind side by side."""


def _beast(art: str, size: float, speed: float = 0.13) -> Role:
    return Role(art, "ground", size, speed=speed, stride=1.35, gait="walk", spread=1.5)


def _person(art: str, size: float = 0.40) -> Role:
    return Role(art, "ground", size, speed=0.0, stride=0.8, gait="walk", spread=0.6)


ROLES: Final[dict[str, Role]] = {
    "train": Role("train", "rail", 0.27, speed=0.22, spread=5.2),
    "ship": Role("ship", "water", 0.64, speed=0.055, spread=1.0),
    "boat": Role("boat", "water", 0.38, speed=0.045, spread=0.9),
    "car": Role("car", "road", 0.15, speed=0.26, spread=2.2),
    "bus": Role("bus", "road", 0.20, speed=0.20, spread=2.2),
    "truck": Role("truck", "road", 0.20, speed=0.20, spread=2.2),
    "bicycle": Role("bicycle", "road", 0.17, speed=0.16, spread=1.5),
    "plane": Role("plane", "air", 0.14, speed=0.20, spread=2.6),
    "rocket": Role("rocket", "air", 0.34, speed=0.0, spread=0.6),
    "balloon": Role("balloon", "air", 0.34, speed=0.035, spread=0.8),
    "kite": Role("kite", "air", 0.20, speed=0.02, spread=0.8),
    "bird": Role("bird", "air", 0.13, speed=0.14, gait="flap", spread=2.0),
    "butterfly": Role("butterfly", "air", 0.085, speed=0.06, gait="flap", spread=1.4),
    "fish": Role("fish", "swim", 0.13, speed=0.10, gait="swim", spread=1.9),
    "whale": Role("whale", "swim", 0.26, speed=0.07, gait="swim", spread=2.4),
    "turtle": Role("turtle", "swim", 0.16, speed=0.05, gait="swim", spread=1.8),
    "jellyfish": Role("jellyfish", "swim", 0.22, speed=0.01, gait="swim", spread=0.8),
    "lighthouse": Role("lighthouse", "far", 0.50, spread=0.5),
    "windmill": Role("windmill", "far", 0.46, spread=0.8),
    "castle": Role("castle", "far", 0.50, spread=1.2),
    "pagoda": Role("pagoda", "far", 0.50, spread=0.8),
    "house": Role("house", "far", 0.30, spread=1.1),
    "tree": Role("tree", "fixed", 0.55, spread=0.8),
    "palm": Role("palm", "fixed", 0.52, spread=0.8),
    "cactus": Role("cactus", "fixed", 0.34, spread=0.6),
    "flower": Role("flower", "fixed", 0.26, spread=0.5),
    "mushroom": Role("mushroom", "fixed", 0.20, spread=0.9),
    "lantern": Role("lantern", "air", 0.16, speed=0.012, spread=0.8),
    "streetlamp": Role("streetlamp", "fixed", 0.52, spread=0.4),
    "umbrella": Role("umbrella", "ground", 0.20, spread=1.0),
    "campfire": Role("campfire", "fixed", 0.17, gait="flicker", spread=1.0),
    "tent": Role("tent", "fixed", 0.26, spread=1.4),
    "snowman": Role("snowman", "fixed", 0.32, spread=0.7),
    "robot": Role("robot", "ground", 0.38, speed=0.10, stride=0.7, gait="walk", spread=0.7),
    "man": _person("man"),
    "woman": _person("woman", 0.38),
    "sailor": _person("sailor"),
    "astronaut": _person("astronaut"),
    **{name: _person(name) for name in ("farmer", "knight", "wizard", "king", "chef", "queen", "witch")},
    "unicorn": _beast("unicorn", 0.38, 0.16),
    "polarbear": _beast("polarbear", 0.30, 0.10),
    "dog": _beast("dog", 0.20),
    "cat": _beast("cat", 0.17),
    "horse": _beast("horse", 0.36, 0.16),
    "fox": _beast("fox", 0.18),
    "wolf": _beast("wolf", 0.22),
    "lion": _beast("lion", 0.26),
    "tiger": _beast("tiger", 0.25),
    "cow": _beast("cow", 0.29, 0.08),
    "sheep": _beast("sheep", 0.22, 0.07),
    "pig": _beast("pig", 0.19, 0.08),
    "deer": _beast("deer", 0.34, 0.13),
    "rabbit": _beast("rabbit", 0.15),
    "bear": _beast("bear", 0.30, 0.10),
    "panda": _beast("panda", 0.27, 0.08),
    "elephant": _beast("elephant", 0.42, 0.09),
    "card": Role("card", "ground", 0.22, spread=1.5),
    "character": Role("picture", "ground", 0.46, spread=0.9),
}

SPEEDS: Final = {
    "walk": 0.15,
    "run": 0.36,
    "jump": 0.20,
    "fly": 0.14,
    "float": 0.03,
    "swim": 0.10,
    "sail": 0.06,
    "drive": 0.24,
    "ride": 0.24,
}
"""Units a second of an action; for what is faster or slower by nature, `Role.speed` wins."""

STILL: Final = frozenset({"stand", "gaze", "sit", "talk", "wave", "dance", "grow", "burn"})
"""Actions done on the spot."""

BACKS: Final = {
    "horse": 0.50, "unicorn": 0.47, "polarbear": 0.72, "elephant": 0.66, "cow": 0.72, "deer": 0.48, "bear": 0.72,
    "lion": 0.62, "tiger": 0.62, "pig": 0.75, "turtle": 0.3, "whale": 0.4, "bicycle": 0.72, "sheep": 0.7,
}  # fmt: skip
"""What can be ridden, and how high its back is, in its own heights."""

FRAMING: Final = {"wide": 0.80, "medium": 1.65, "close": 2.5}
"""How much larger the actors are than in a shot of no said framing."""

PHASES: Final = {"train": 6, "car": 6, "windmill": 48}
"""How many pictures a turning part needs for the part of a turn after which it looks the same."""
TURN_WAY: Final = {"train": 0.126, "car": 0.19}
"""Way of that part of a turn, in heights, so that wheels roll and do not slide."""
