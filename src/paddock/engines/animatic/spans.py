"""Bridges that are crossed: a span across the whole frame under those who go over it, the land far below. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.palette import rgb
from paddock.engines.animatic.place import Item, Place, hills, waves
from paddock.engines.animatic.scene import Prop, Strip
from paddock.storyboard import Shot, Subject

_SPANS: Final = {
    "viaduct": "arches", "stonebridge": "arches", "aqueduct": "arches", "bridge": "cables", "steelarch": "girders",
    "towerbridge": "cables", "woodbridge": "trestle", "ropebridge": "ropes",
}  # fmt: skip
_UNDER: Final = re.compile(
    r"(?:under|beneath|below|underneath|towards?|near|past) (?:the |a |an )?(?:\w+ ){0,2}bridge|桥下|桥洞|桥旁|桥边"
)
"""What says that one is not on the bridge."""
_OVER: Final = re.compile(r"cross|across|over|\bon (?:a|the)\b|过|桥上", re.IGNORECASE)

_ACROSS: Final = re.compile(r"cross|across|\bover (?:a|the|an)\b|走过|过桥|穿过", re.IGNORECASE)
"""What says it where the bridge is short, and may stand behind as well."""


def crossed(shot: Shot, setting: str, subjects: tuple[Subject, ...]) -> Subject | None:
    """The bridge that something on wheels or rails goes over; None where there is none."""
    bridges = [one for one in subjects if one.kind in _SPANS and not one.distance]
    bridge = bridges[-1] if bridges else None
    if bridge is None or _UNDER.search(shot.text.lower()) or setting in ("room", "kitchen", "library", "space"):
        return None
    goes = any(_goes_over(one, bridge, shot) for one in subjects if one.kind in ROLES and not one.distance)
    return bridge if goes else None


def _goes_over(one: Subject, bridge: Subject, shot: Shot) -> bool:
    """Whether it crosses: what has wheels, and on long bridges those who walk."""
    if ROLES[one.kind].habitat in ("rail", "road"):
        return True
    walks = one.action is not None and one.action.value in ("walk", "run", "march", "carry", "ride")
    said = _OVER if bridge.kind in ("ropebridge", "bridge", "woodbridge", "viaduct") else _ACROSS
    return walks and ROLES[one.kind].gait == "walk" and said.search(shot.text) is not None


def on_it(subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """The subjects less the bridges: they are the ground now; nothing stands on them besides."""
    kept = [one for one in subjects if one.kind not in _SPANS]
    return tuple(replace(one, relation=None) if one.relation and one.relation.value == "on" else one for one in kept)


def staged(bridge: Subject, setting: str, place: Place, back: list[Item], *, rails: bool) -> list[Item]:
    """The place with the land before the actors sunk deep below them, and the span on which they go."""
    kept = [item for item in back if item.depth < 0.5 or (isinstance(item, Prop) and item.seed == "disc")]
    kept = [replace(item, y=item.y + 0.03) if isinstance(item, Prop) and item.depth > 0.12 else item for item in kept]
    if setting not in ("sea", "harbour", "coast", "river"):
        kept.append(hills(place, "slope", 0.52, 0.0, "#7f9f68", 0.10, stamps=("roundtree", "pine", "bush")))
    water = [item for item in waves(place, (0.6, 0.74), 0.4) if isinstance(item, Strip)]
    deep = place.ground + 0.30 * place.half_height
    kept.extend(replace(item, top=deep + 0.16 * index) for index, item in enumerate(water))
    kind = _SPANS[bridge.kind]
    paint = {"arches": "#b8a890", "cables": "#b8493c", "girders": "#7f8890", "trestle": "#8a6442", "ropes": "#a07848"}[
        kind
    ]
    if kind == "cables":
        kept.append(Strip("pylons", 0.95, place.ground - 0.012, "pylons", rgb(paint), 0.0, material=place.material))
    surface = "planks" if kind in ("trestle", "ropes") else "road"
    stamps = (kind, "rails" if rails else surface)
    top = place.ground - 0.012
    return [*kept, Strip("span", 0.97, top, "span", rgb(paint), 0.0, material=place.material, stamps=stamps)]
