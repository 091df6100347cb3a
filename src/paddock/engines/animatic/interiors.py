# ruff: noqa: E501 - a row of a table reads best on one line
"""Rooms of many kinds: a wall with its pattern, a floor, what hangs and what stands there, the light of the hour."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from paddock.engines.animatic.hangings import seen
from paddock.engines.animatic.place import Built, Item, Place, band, paint, waves
from paddock.engines.animatic.scene import Prop, Strip


@dataclass(frozen=True, slots=True)
class Room:
    """How a kind of room looks."""

    walls: tuple[str, ...]
    floors: tuple[str, ...] = ("#9a6a45", "#8a6a52", "#a87a50")
    things: tuple[str, ...] = ()
    """What hangs or stands along the wall, the first beside the middle, then outwards to both sides."""
    pattern: str = "stripe"
    boards: bool = True
    """A floor of boards; else of tiles."""
    lamp: str = "pendant"
    rug: bool = False


_ROOMS: Final[dict[str, Room]] = {
    "room": Room(("#b5846a", "#8fa08a", "#a8956f", "#8a94a8", "#a88a9a"), things=("casement", "painting", "shelf", "armchair"), rug=True),
    "bedroom": Room(("#9aa8bc", "#b89aa0", "#a8a88a"), things=("casement", "painting", "bed", "lamp"), rug=True),
    "kitchen": Room(("#c8b088", "#9ab0a8", "#d0a890"), ("#a8805a", "#b09a80"), ("casement", "clock", "cupboards", "fridge"), "tile"),
    "cafe": Room(("#8a6a54", "#6f8078", "#a07a5a"), things=("casement", "menuboard", "barcounter", "pottedplant"), pattern="plank"),
    "bar": Room(("#5a4048", "#4a4a5c", "#5c4a38"), ("#5a4034",), ("bottles", "barsign", "barcounter", "stool"), "brick"),
    "restaurant": Room(("#a8705a", "#8a7a5c", "#7a8a80"), things=("casement", "painting", "table", "pottedplant"), lamp="lantern"),
    "library": Room(("#8a6a52", "#7a6a5a", "#6a705f"), things=("shelf", "painting", "shelf", "shelf", "globe"), rug=True),
    "classroom": Room(("#b8b48c", "#a8b8a8", "#c0b09a"), things=("blackboard", "casement", "desk", "desk", "mapboard"), pattern="plain"),
    "office": Room(("#aab4bc", "#b8b0a4", "#9aa8a8"), ("#8a8f96", "#9a8f84"), ("casement", "chartboard", "desk", "pottedplant", "steelcabinet"), "plain", boards=False),
    "hospital": Room(("#b4ccc8", "#bcc8d4"), ("#b8c4c8",), ("casement", "chartboard", "bed", "drip", "steelcabinet"), "tile", boards=False),
    "laboratory": Room(("#a8b8c4", "#b0bcb4"), ("#a4b0b8",), ("chartboard", "flasks", "machine", "steelcabinet"), "tile", boards=False),
    "shop": Room(("#c8c0a8", "#b4c4c0"), ("#c4bcae",), ("goods", "saleboard", "goods", "goods", "counter"), "plain", boards=False),
    "museum": Room(("#b0605a", "#6a7a8a", "#8a8070"), things=("painting", "painting", "column", "statue", "column"), pattern="plain"),
    "gym": Room(("#8a96a4", "#a4948a"), ("#5a6068",), ("bigmirror", "rack", "rack", "clock"), "brick"),
    "bathroom": Room(("#9ac0c8", "#b8c8c0", "#c8b8bc"), ("#a8b8bc",), ("casement", "mirror", "bathtub", "pottedplant"), "tile", boards=False),
    "workshop": Room(("#8a7a6c", "#7a8088", "#94806a"), ("#6f665e", "#7a6a58"), ("toolboard", "casement", "workbench", "box", "ladder"), "brick", boards=False),
    "factory": Room(("#6f7880", "#7a7068"), ("#5f6468",), ("machine", "pipes", "machine", "pipes"), "brick", boards=False),
    "airport": Room(("#a8b8c4", "#b4bcc0"), ("#b8bcc0",), ("runway", "runway", "seats", "seats", "departures"), "plain", boards=False, lamp="strip"),
    "station": Room(("#98a4a8", "#b0a898"), ("#8f9498",), ("trainmap", "column", "column", "seats", "clock"), "tile", boards=False, lamp="strip"),
    "cinema": Room(("#4a3038", "#3a3448"), ("#4a3a3c",), ("screen", "curtain", "seats", "seats"), "plain", lamp=""),
    "palace": Room(("#a84a3c", "#9a6a3c", "#6a5a8a"), ("#a88a6a", "#9a7058"), ("banner", "column", "throne", "column", "banner"), "damask", boards=False, lamp="chandelier"),
    "temple": Room(("#8a4a38", "#9a5a40"), ("#7a6050",), ("scroll", "redcolumn", "redcolumn", "gong", "bonsai"), "plain", lamp="lantern"),
    "church": Room(("#a8a090", "#98948c"), ("#8a8478",), ("rosewindow", "column", "column", "archwindow"), "stone", boards=False, lamp="chandelier"),
    "tatami": Room(("#d0bc94", "#c8b48a"), ("#b8aa6a", "#b0a868"), ("shoji", "scroll", "bonsai", "shoji"), "plain", lamp="lantern"),
    "attic": Room(("#9a7450", "#8a6a4c"), things=("casement", "trunkbox", "box", "clock"), pattern="plank"),
    "ship": Room(("#5a6878", "#4f5c70"), ("#4a5462",), ("viewport", "glowpanel", "consoles", "glowpanel"), "panel", boards=False, lamp="strip"),
    "datacenter": Room(("#2f3a4c", "#33405a"), ("#3a4250",), ("glowpanel", "machine", "glowpanel", "glowpanel", "machine"), "panel", boards=False, lamp="strip"),
    "meeting": Room(("#b4bcc4", "#a8b0b8", "#b8b0a4"), ("#8a8f96", "#9a8f84"), ("screen", "pottedplant", "casement", "steelcabinet"), "plain", boards=False, lamp="strip"),
    "carriage": Room(("#b4bcc0", "#a8b0b8"), ("#8f9498",), ("bigwindow", "bigwindow", "seats", "seats", "trainmap"), "panel", boards=False, lamp="strip"),
    "penthouse": Room(("#8a8f96", "#a89c90", "#6f7880"), ("#8a7a6c",), ("bigwindow", "painting", "sofa", "pottedplant"), "plain", rug=True),
    "ring": Room(("#3a3448", "#34303e"), ("#3f4a5c",), ("banner", "banner", "banner", "banner"), "plain", boards=False, lamp="strip"),
    "pool": Room(("#9ac4cc", "#a8ccd0"), ("#7fb8c8", "#8ac0cc"), ("bigwindow", "clock", "bench"), "tile", boards=False, lamp="strip"),
    "dungeon": Room(("#5a564e", "#4c4a50"), ("#4a443c",), ("barswindow", "chains", "torchstand", "box"), "stone", boards=False, lamp=""),
    "corridor": Room(("#a8a08c", "#8a949c"), things=("door", "door", "painting", "door"), pattern="plain"),
    "hall": Room(("#a88a60", "#8a7a94", "#7a8a8a"), ("#b09a7a",), ("archwindow", "column", "column", "pottedplant"), "damask", lamp="chandelier"),
    "nursery": Room(("#a8c4d0", "#d4b8c0", "#c8d0a8"), things=("casement", "bunting", "toybox", "teddy"), pattern="dots", rug=True),
    "greenhouse": Room(
        ("#b4ccbc", "#bcd0c8"), ("#8f9a78", "#a09a80"), ("bigwindow", "pottedplant", "bigwindow", "pottedplant", "bonsai"),
        "plain", boards=False, lamp="",
    ),
    "music": Room(("#6a5a54", "#5a6470"), things=("casement", "painting", "piano", "cello"), pattern="plank", rug=True),
}  # fmt: skip
_SIZES: Final = {
    "casement": 0.42, "painting": 0.20, "clock": 0.12, "shelf": 0.40, "fridge": 0.42, "stove": 0.26, "blackboard": 0.30,
    "chartboard": 0.22, "menuboard": 0.24, "barsign": 0.16, "bottles": 0.26, "mapboard": 0.20, "saleboard": 0.14, "bigmirror": 0.42,
    "toolboard": 0.26, "bigwindow": 0.60, "runway": 0.60, "departures": 0.18, "trainmap": 0.16, "screen": 0.44, "banner": 0.52, "archwindow": 0.46,
    "rosewindow": 0.34, "scroll": 0.34, "shoji": 0.56, "porthole": 0.24, "barswindow": 0.16, "chains": 0.22, "bunting": 0.12, "mirror": 0.25,
    "pipes": 0.40, "cupboards": 0.50, "barcounter": 0.24, "desk": 0.21, "steelcabinet": 0.32, "drip": 0.34, "flasks": 0.22, "machine": 0.40,
    "goods": 0.44, "counter": 0.22, "column": 0.72, "redcolumn": 0.78, "rack": 0.22, "workbench": 0.22, "seats": 0.17, "throne": 0.40,
    "trunkbox": 0.16, "consoles": 0.34, "torchstand": 0.30, "toybox": 0.15, "armchair": 0.24, "bed": 0.26, "lamp": 0.36, "table": 0.2,
    "pottedplant": 0.20, "stool": 0.14, "globe": 0.18, "statue": 0.40, "bathtub": 0.18, "box": 0.14, "ladder": 0.44, "gong": 0.3,
    "bonsai": 0.16, "bench": 0.15, "door": 0.46, "viewport": 0.40, "glowpanel": 0.30, "sofa": 0.24, "piano": 0.32, "cello": 0.38, "teddy": 0.14, "curtain": 0.5,
}  # fmt: skip
_HUNG: Final = {
    "casement": 0.36, "painting": 0.60, "clock": 0.68, "blackboard": 0.44, "chartboard": 0.52, "menuboard": 0.56, "barsign": 0.62,
    "bottles": 0.52, "mapboard": 0.54, "saleboard": 0.72, "toolboard": 0.50, "departures": 0.82, "trainmap": 0.56, "banner": 0.50,
    "archwindow": 0.46, "rosewindow": 0.60, "scroll": 0.50, "porthole": 0.50, "barswindow": 0.62, "chains": 0.60, "bunting": 0.74,
    "mirror": 0.46, "bigwindow": 0.36, "runway": 0.36, "viewport": 0.46, "glowpanel": 0.5, "screen": 0.48, "pipes": 0.62, "bigmirror": 0.36,
}  # fmt: skip
"""What hangs, and how high its middle is."""
_SPOTS: Final = (0.46, -0.50, -0.80, 0.86, -0.16, 0.64)
_GLAZED: Final = frozenset({"casement", "archwindow", "bigwindow", "runway", "rosewindow", "shoji"})


def build(place: Place, kind: str) -> Built:
    """The room of a kind; an unknown kind is a living room."""
    room = _ROOMS.get(place.flavour) or _ROOMS.get(kind) or _ROOMS["room"]
    top = -place.half_height
    wall = paint(place, place.random.choice(room.walls))
    back: list[Item] = [Strip("sky", 0.0, top, "sky")]
    back.append(Strip("wall", 0.5, top, "wall", wall, place.up(0.02), material=place.material, stamps=(room.pattern,)))
    side = place.side
    standing: list[Item] = []
    for index, (art, spot) in enumerate(zip(_glazed(place, room.things), _SPOTS, strict=False)):
        if not art:
            continue
        thing = _thing(place, art, index, side * place.half_width * (spot + place.random.uniform(-0.05, 0.05)))
        thing = _within(place, thing)
        (back if art in _HUNG else standing).append(thing)
        if art in _GLAZED and not place.outside.moon and not place.falling:
            standing.append(Prop("sunpatch", 0.93, thing.x + 0.1 * side, place.ground + 0.02, 0.16, f"patch{index}"))
    back.extend(_lamps(place, room, side))
    floor = paint(place, place.random.choice(room.floors))
    name = "floor" if room.boards else "tiles"
    ground = band(place, name, "floor", 0.9, place.ground - 0.045, floor, 0.0)
    rug = [Prop("rug", 0.95, 0.0, place.ground + 0.035, 0.075, "rug", colour=_rug(place))] if room.rug else []
    pool = waves(place, (1.12, 1.3), 0.3, ("#7fd0dc", "#4fb0c4")) if place.flavour == "pool" else []
    if place.flavour == "ring":
        standing.append(Prop("ropering", 0.93, 0.0, place.ground + 0.03, 0.36 * place.tall**0.3, "ropes"))
    if place.lights:
        standing.append(Prop("fairylights", 0.59, 0.0, top + 0.04, 0.22, "fairylights"))
    patches = [item for item in standing if isinstance(item, Prop) and item.art == "sunpatch"]
    return [*back, *(item for item in standing if item not in patches), ground, *patches, *rug], pool


def _glazed(place: Place, things: tuple[str, ...]) -> tuple[str, ...]:
    """The things with a window as high as the wall where the prompt speaks of one."""
    if not place.glass or "bigwindow" in things:
        return things
    others = tuple(art for art in things if art not in _GLAZED and _HUNG.get(art, 1.0) > 0.6)
    return ("bigwindow", "", *others) if place.half_width > 0.6 else ("bigwindow", *others)


_LARGE: Final = {"bed": 0.30, "sofa": 0.30, "bathtub": 0.2, "viewport": 0.42, "blackboard": 0.26}
"""Half the width of what must be seen whole."""


def _within(place: Place, thing: Prop) -> Prop:
    """The thing wholly in view, where it is what the room is known by."""
    art = thing.art.split("_")[0]
    reach = max(0.0, 0.97 * place.half_width - _LARGE.get(art, 0.0)) if art in _LARGE else place.half_width * 2
    return replace(thing, x=max(-reach, min(reach, thing.x)))


def _rug(place: Place) -> tuple[int, int, int]:
    return paint(place, place.random.choice(("#a8483c", "#4f6f8a", "#8a7a4a", "#7a5a8a")))


def _thing(place: Place, art: str, index: int, x: float) -> Prop:
    hung = art in _HUNG
    name = seen(art, place.view, place.falling)
    y = place.up(_HUNG[art]) if hung else place.ground - 0.036
    size = _SIZES.get(art, 0.2) * (place.tall**0.5 if hung or art in ("column", "redcolumn", "shoji") else 1.0)
    colour = place.outside.sky[1] if art in _GLAZED or art in ("porthole", "barswindow") else None
    return Prop(name, (0.5 if hung else 0.62) + 0.01 * index, x, y, size, f"{art}{index}", colour=colour,
                material=place.material, look=("night",) if place.outside.moon else ())  # fmt: skip


def _lamps(place: Place, room: Room, side: int) -> list[Item]:
    """A lamp that hangs from above, and its pool of light when it is dark outside."""
    if not room.lamp:
        return []
    x = -0.26 * side * place.half_width
    sizes = {"pendant": 0.19, "lantern": 0.19, "chandelier": 0.22, "strip": 0.09}
    art = {"pendant": "pendantlamp", "lantern": "silklamp", "chandelier": "candelier", "strip": "striplamp"}[room.lamp]
    lamp = Prop(art, 0.58, x, -place.half_height - 0.01, sizes[room.lamp] * place.tall**0.6, "lamp")
    if place.palette.lamps < 0.6:
        return [lamp]
    return [lamp, Prop("lampglow", 0.57, x, lamp.y + 0.8 * lamp.size, 1.5, "lampglow")]


def rooms() -> tuple[Room, ...]:
    """All kinds of rooms."""
    return tuple(_ROOMS.values())
