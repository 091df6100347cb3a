"""Jointed paper puppets: a cycle is drawn once, as one bitmap a phase, and then played.

Limbs follow their ends by inverse kinematics: a foot on the ground goes straight back while the body goes forward, so
feet do not slide where the stage moves the puppet by one stride a cycle. The far limbs are darker.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from paddock.engines.animatic import art
from paddock.engines.animatic.art import Bitmap, Drawing
from paddock.engines.animatic.beasts import BEASTS
from paddock.engines.animatic.creatures import CREATURES
from paddock.engines.animatic.palette import RGB
from paddock.engines.animatic.people import PEOPLE
from paddock.engines.animatic.scene import Prop, Scene
from paddock.models import FPS

MAX_PHASES: Final = 24
PUPPETS: Final[dict[str, Callable[[float, str, RGB | None], Drawing]]] = {**PEOPLE, **BEASTS, **CREATURES}
"""Name to what draws the puppet at a phase (0 to 1) of a gait, in a colour or its own."""


def draw(prop: Prop, resolution: float, scene: Scene) -> list[Bitmap]:
    """The bitmaps of one cycle; about one for each frame it lasts."""
    phases = max(4, min(MAX_PHASES, round(prop.cycle_s * FPS)))
    if prop.gait in ("stand", "gaze", "sit", "ride", ""):
        phases = 12
    maker = PUPPETS[prop.art]
    return [
        art.finished(maker(index / phases, prop.gait, prop.colour), prop.size, resolution, scene.palette, prop.fade)
        for index in range(phases)
    ]
