# ruff: noqa: SIM905 - a row of words reads best as one
"""Something is poured in a still life: what from, what into, and the stream between them. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from paddock.engines.animatic import placing
from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.palette import COLOURS, RGB, rgb
from paddock.engines.animatic.scene import Motion, Prop
from paddock.engines.animatic.spouts import LIQUIDS, SPOUTS
from paddock.storyboard import Shot, Subject

_CUPS: Final = frozenset("cup glass bowl teacup wineglass pot pan bucket vase tumbler champagneglass martini".split())
_RIMS: Final = {"tea": 0.60, "coffee": 0.62, "juice": 0.74, "cocktail": 0.74, "bubbletea": 0.76}
"""How high the rim is where steam or a straw stands above it, in heights."""
_SERVED: Final = frozenset("tea coffee wine beer juice cocktail bubbletea tumbler".split())
_INTO: Final = frozenset({"in", "on", "above", "toward"})
_HOT: Final = frozenset({"tea", "coffee", "soup"})
_DRIPS: Final = ("drip", "drizzl", "trickl", "滴", "淋", "浇")


@dataclass(frozen=True, slots=True)
class Pour:
    source: Subject | None
    """None where the stream comes from above the frame."""
    liquid: Subject | None
    target: Subject
    goal: Subject | None = None
    """What was named as the target; another drawing may stand for it."""

    @property
    def aside(self) -> tuple[Subject, ...]:
        """Who does not stand on the table because of it."""
        return tuple(one for one in (self.source, self.liquid, self.goal) if one is not None and one != self.target)


def of(shot: Shot, things: Sequence[Subject]) -> Pour | None:
    """What is poured in a still life of these things, if anything is."""
    doing = [one for one in things if _is_poured(one)]
    if not doing:
        return None
    liquid = next((one for one in (*doing, *things) if one.kind in LIQUIDS), None)
    vessels = [one for one in things if one.kind in SPOUTS and one.kind not in _CUPS]
    goal = next((to for one in doing if (to := _into(one, shot)) in things and to not in vessels), None)
    source = next((one for one in vessels if one != liquid), liquid if liquid in vessels else None)
    others = [one for one in things if one not in (liquid, source)]
    target = goal or next(iter(others), liquid)
    if target is not None and target.kind in ("glass", "cup") and liquid != source and not target.colour and liquid:
        target = liquid if liquid.kind in _SERVED else target  # drawn as it is served: a glass of wine
    if target is None or target == source:
        return None
    return Pour(source, liquid, target, goal)


def _into(one: Subject, shot: Shot) -> Subject | None:
    """Where it is said to be poured."""
    relation = one.relation
    if relation is None or relation.value not in _INTO or relation.to >= len(shot.subjects):
        return None
    return shot.subjects[relation.to]


def _is_poured(one: Subject) -> bool:
    deed = one.action
    return deed is not None and (deed.value == "pour" or deed.words.lower().startswith(_DRIPS))


def props(pour: Pour, into: Prop, top: float, direction: int) -> list[Prop]:
    """What hangs above `into`, and the stream. `top` is the frame's upper edge."""
    cup = pour.target.kind in _CUPS or pour.target.kind in LIQUIDS
    rim = into.y - into.size * _RIMS.get(into.art, 0.95 if cup else 0.86)
    mouth = into.x - direction * 0.04 * into.size
    vessel: list[Prop] = []
    start = mouth, top - 0.1
    if pour.source is not None:
        vessel, start = _tilted(pour.source, mouth, rim - 0.26 * into.size, into.size, direction)
    deeds = [
        one.action.words.lower() for one in (pour.source, pour.liquid) if one is not None and one.action is not None
    ]
    drips = any(words.startswith(_DRIPS) for words in deeds)
    end = rim + (0.10 if cup else 0.04) * into.size
    long = max(0.05, end - start[1])
    wide = (0.05 if drips else 0.10) * into.size / long
    stream = Prop(
        "stream", 1.0, *start, long, "stream", colour=_colour(pour), cycle_s=0.7, gait=f"{min(0.2, wide):.3f}"
    )
    made = [stream, *vessel]
    if cup and pour.liquid is not None and pour.liquid.kind in _HOT:
        made.append(Prop("steam", 1.0, into.x, rim, 0.5 * into.size, "poursteam", cycle_s=2.4, gait="puff"))
    return made


def filled(pour: Pour, into: Prop) -> Prop:
    """A glass has in it what is poured."""
    return replace(into, colour=_colour(pour)) if into.art == "glass" and pour.liquid is not None else into


def _colour(pour: Pour) -> RGB:
    liquid = pour.liquid or pour.source
    if pour.liquid is not None and pour.liquid.colour and pour.liquid.colour.value in COLOURS:
        return COLOURS[pour.liquid.colour.value]
    return rgb(LIQUIDS.get(liquid.kind if liquid else "", "#bfe2f4"))


def _tilted(source: Subject, x: float, y: float, near: float, direction: int) -> tuple[list[Prop], tuple[float, float]]:
    """The vessel with its spout over (x, y), and where it runs out."""
    role, spout = ROLES[source.kind], SPOUTS[source.kind]
    size = min(1.25, max(0.8, role.size / 0.1)) * near / max(1.0, 0.75 * role.spread)
    turn = math.radians(spout.degrees)
    ahead = spout.ahead * math.cos(turn) + spout.above * math.sin(turn)
    down = spout.ahead * math.sin(turn) - spout.above * math.cos(turn)
    flip = (direction < 0) != spout.turned
    motion = Motion(roll=direction * spout.degrees, bob_s=1e6)  # a swing so slow that it is a tilt
    made = placing.prop(
        source, role, 1.0, x - direction * ahead * size, y - down * size, size, f"pour{source.kind}", flip=flip,
        motion=motion,
    )  # fmt: skip
    return [replace(made, grounded=False)], (x, y)
