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
    "towerbridge": "cables", "woodbridge": "trestle", "ropebridge": "trestle",
}  # fmt: skip
_UNDER: Final = re.compile(
    r"(?:under|beneath|below|underneath|towards?|near|past) (?:the |a |an )?(?:\w+ ){0,2}bridge|桥下|桥洞|桥旁|桥边"
)
"""What says that one is not on the bridge."""


def crossed(shot: Shot, setting: str, subjects: tuple[Subject, ...]) -> Subject | None:
    """The bridge that something on wheels or rails goes over; None where there is none."""
    bridge = next((one for one in subjects if one.kind in _SPANS and not one.distance), None)
    if bridge is None or _UNDER.search(shot.text.lower()) or setting in ("room", "kitchen", "library", "space"):
        return None
    goes = any(
        one.kind in ROLES and ROLES[one.kind].habitat in ("rail", "road") and not one.distance for one in subjects
    )
    return bridge if goes else None


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
    paint = {"arches": "#b8a890", "cables": "#b8493c", "girders": "#7f8890", "trestle": "#8a6442"}[kind]
    if kind == "cables":
        kept.append(Strip("pylons", 0.95, place.ground - 0.012, "pylons", rgb(paint), 0.0, material=place.material))
    stamps = (kind, "rails" if rails else "road")
    top = place.ground - 0.012
    return [*kept, Strip("span", 0.97, top, "span", rgb(paint), 0.0, material=place.material, stamps=stamps)]
