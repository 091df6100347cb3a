"""Jointed paper puppets: a cycle is drawn once, as one bitmap a phase, and then played.

Limbs follow their ends by inverse kinematics: a foot on the ground goes straight back while the body goes forward, so
feet do not slide where the stage moves the puppet by one stride a cycle. The far limbs are darker.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Final

from paddock.engines.animatic import art, faces, hands, onlookers, portraits
from paddock.engines.animatic.art import Bitmap, Cycle, Drawing
from paddock.engines.animatic.beasts import BEASTS
from paddock.engines.animatic.creatures import CREATURES
from paddock.engines.animatic.palette import RGB
from paddock.engines.animatic.people import PEOPLE
from paddock.engines.animatic.scene import Prop, Scene
from paddock.engines.animatic.upright import UPRIGHT
from paddock.engines.animatic.wardrobe import Look
from paddock.models import FPS

MAX_PHASES: Final = 12
Maker = Callable[[float, str, RGB | None, Look], Drawing]
PUPPETS: Final[dict[str, Maker]] = {
    **PEOPLE,
    **BEASTS,
    **CREATURES,
    **UPRIGHT,
    "hands": hands.draw,
    "audience": onlookers.backs,
}
"""Name to what draws the puppet at a phase (0 to 1) of a gait, in a colour or its own, in a look."""
_CALM: Final = frozenset(
    {
        "stand",
        "gaze",
        "sit",
        "ride",
        "lie",
        "hold",
        "read",
        "think",
        "point",
        "pray",
        "kneel",
        "lotus",
        "slump",
        "fallen",
        "hug",
        "highfive",
        "howl",
        "",
    }
)
"""Gaits that hardly move: a few pictures do."""


def draw(prop: Prop, resolution: float, scene: Scene, finish: Callable[[Bitmap], Bitmap]) -> Cycle:
    """The bitmaps of one cycle, about one for each frame it lasts. `finish` is what the prop still does to each."""
    if prop.art.startswith((portraits.PREFIX, portraits.TIGHT)):
        return _face(prop, resolution, scene, finish)
    phases = max(4, min(MAX_PHASES, round(prop.cycle_s * FPS)))
    if prop.gait.rpartition(":")[2] in _CALM:
        phases = 5
    maker, palette = PUPPETS[prop.art], scene.palette
    look = _look(prop, scene)

    def phase(index: int) -> Bitmap:
        drawing = maker(index / phases, prop.gait, prop.colour, look)
        return finish(art.finished(drawing, prop.size, resolution, palette, prop.fade))

    key = (
        prop.art, prop.gait, prop.colour, look, round(prop.size, 5), resolution, palette, prop.fade, phases, prop.flip,
        prop.grounded,
    )  # fmt: skip
    with _LOCK:
        made = _DRAWN.setdefault(key, Cycle(phases, phase))
        while len(_DRAWN) > _KEPT:
            del _DRAWN[next(iter(_DRAWN))]
    return made


def is_puppet(name: str) -> bool:
    """Whether a prop's art is drawn here."""
    return name in PUPPETS or name.startswith((portraits.PREFIX, portraits.TIGHT))


def _face(prop: Prop, resolution: float, scene: Scene, finish: Callable[[Bitmap], Bitmap]) -> Cycle:
    """A portrait: a few faces, each drawn once, shown in the order of its schedule."""
    view, name = prop.art.split("_", 1)
    look = _look(prop, scene)

    def state(index: int) -> Bitmap:
        face = portraits.STATES[index]
        if name == "robot":
            drawing = portraits.robot(face, prop.colour, look)
        else:
            maker = faces.draw if name in faces.FACED else portraits.draw
            drawing = maker(name, face, prop.gait, prop.colour, look)
        if f"{view}_" == portraits.TIGHT:
            drawing = portraits.tight(drawing)
        return finish(art.finished(drawing, prop.size, resolution, scene.palette, prop.fade))

    states = Cycle(len(portraits.STATES), state)
    order = portraits.schedule(prop.gait, look.words)
    return Cycle(len(order), lambda index: states[order[index]])


def _look(prop: Prop, scene: Scene) -> Look:
    return Look(int(art.generator(scene.seed, lot(prop.seed), "look").integers(1 << 30)), frozenset(prop.look))


_LOTS: Final = 3
"""How many of a kind look different: a crowd is cut from a few patterns."""
_KEPT: Final = 12
_DRAWN: Final[dict[tuple[object, ...], Cycle]] = {}
"""The last cycles drawn, for others of the same look and for the next shot."""
_LOCK: Final = threading.Lock()


def forget() -> None:
    """Let go of what was drawn for an earlier request."""
    with _LOCK:
        _DRAWN.clear()


def lot(seed: str) -> str:
    """The name by which a look is drawn: "actor4dog" has that of "actor1dog", and so has who sits at a desk."""
    who = _WHO.match(seed)
    if who:
        return f"actor{int(who[1] or 0) % _LOTS}{who[2]}"
    return re.sub(r"\d+", lambda number: str(int(number[0]) % _LOTS), seed, count=1)


_WHO: Final = re.compile(r"(?:actor|guest|desk|climber|borne|rider)(\d*)(\D.*)")
