"""Jointed paper puppets: a cycle is drawn once, as one bitmap a phase, and then played.

Limbs follow their ends by inverse kinematics: a foot on the ground goes straight back while the body goes forward, so
feet do not slide where the stage moves the puppet by one stride a cycle. The far limbs are darker.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Final

from paddock.engines.animatic import art
from paddock.engines.animatic.art import Bitmap, Drawing
from paddock.engines.animatic.beasts import BEASTS
from paddock.engines.animatic.creatures import CREATURES
from paddock.engines.animatic.palette import RGB
from paddock.engines.animatic.people import PEOPLE
from paddock.engines.animatic.scene import Prop, Scene
from paddock.engines.animatic.wardrobe import Look
from paddock.models import FPS

MAX_PHASES: Final = 12
Maker = Callable[[float, str, RGB | None, Look], Drawing]
PUPPETS: Final[dict[str, Maker]] = {**PEOPLE, **BEASTS, **CREATURES}
"""Name to what draws the puppet at a phase (0 to 1) of a gait, in a colour or its own, in a look."""
_CALM: Final = frozenset({"stand", "gaze", "sit", "ride", "lie", "hold", "read", "think", "point", "pray", "kneel", ""})
"""Gaits that hardly move: a few pictures do."""


def draw(prop: Prop, resolution: float, scene: Scene) -> list[Bitmap]:
    """The bitmaps of one cycle; about one for each frame it lasts."""
    phases = max(4, min(MAX_PHASES, round(prop.cycle_s * FPS)))
    if prop.gait in _CALM:
        phases = 5
    maker = PUPPETS[prop.art]
    look = Look(int(art.generator(scene.seed, _lot(prop.seed), "look").integers(1 << 30)), frozenset(prop.look))
    key = (prop.art, prop.gait, prop.colour, look, round(prop.size, 5), resolution, scene.palette, prop.fade, phases)
    with _LOCK:
        made = _DRAWN.get(key)
    if made is None:
        made = [
            art.finished(
                maker(index / phases, prop.gait, prop.colour, look), prop.size, resolution, scene.palette, prop.fade
            )
            for index in range(phases)
        ]
        with _LOCK:
            _DRAWN[key] = made
            while len(_DRAWN) > _KEPT:
                del _DRAWN[next(iter(_DRAWN))]
    return made


_LOTS: Final = 3
"""How many of a kind look different: a crowd is cut from a few patterns."""
_KEPT: Final = 12
_DRAWN: Final[dict[tuple[object, ...], list[Bitmap]]] = {}
"""The last cycles drawn, for others of the same look and for the next shot."""
_LOCK: Final = threading.Lock()


def forget() -> None:
    """Let go of what was drawn for an earlier request."""
    with _LOCK:
        _DRAWN.clear()


def _lot(seed: str) -> str:
    """The name by which a look is drawn: "actor4dog" has that of "actor1dog"."""
    return re.sub(r"\d+", lambda number: str(int(number[0]) % _LOTS), seed, count=1)
