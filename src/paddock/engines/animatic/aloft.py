# ruff: noqa: E501 - a row of a table reads best on one line
"""Places from the air: the land up to a high horizon in one picture, a river, a road or a shore through it. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock.engines.animatic.lands import FIELDS
from paddock.engines.animatic.palette import rgb
from paddock.engines.animatic.place import Built, Item, Place, clouds, front, hills, paint, sky, waves
from paddock.engines.animatic.scene import Motion, Prop, Strip

_WOODS: Final = {
    "forest": (("roundtree", "pine"), ("pine",), ("roundtree", "roundtree", "bush")), "jungle": (("palmtree", "roundtree"),),
    "bambooforest": (("bamboo", "bamboo", "roundtree"),), "savanna": (("acacia", "bush"),), "park": (("roundtree", "bush"),),
}  # fmt: skip
_OWN: Final = frozenset(
    {"cave", "volcano", "waterfall", "temple", "greatwall", "pillars", "chimneys", "ledge", "terraces", "aegean"}
)
"""Kinds of places that are best seen as ever."""
_GREENS: Final = {
    "forest": "#5f8a4a",
    "jungle": "#4f7a3a",
    "bambooforest": "#7fa858",
    "savanna": "#c8a858",
    "park": "#7fae58",
}


def build(place: Place, setting: str, *, floats: bool) -> Built:
    """The setting from the air, with or without something afloat; empty where it looks from there as ever."""
    make = _lagoon if floats and setting == "coast" else None if floats else _VISTAS.get(setting)
    if make is None or place.flavour in _OWN:
        return [], []
    return [*sky(place, 0.3), *clouds(place, 3), *make(place, setting), *_wisps(place)], []


def verge(place: Place) -> Strip:
    """The near side of a road or a track that goes across the view."""
    green = "#eef3f5" if place.snow else "#b0904a" if place.leafy else "#6f9a52"
    trees = ("snowpine",) if place.snow else ("roundtree", "bush", "pine")
    return front(place, green, top=place.ground + 0.085, size=0.03, stamps=trees)


def highway(place: Place) -> list[Item]:
    """A wide road across the view, for the lamps of those who drive there."""
    top, low = 0.40 * place.half_height, 0.88 * place.half_height
    return [Strip("road", 0.97, top, "highway", rgb("#5f5c60"), 0.0), replace(verge(place), top=low)]


def _wisps(place: Place) -> list[Item]:
    """A cloud or two below the viewer."""
    if place.palette.overcast >= 0.5:
        return []
    made: list[Item] = []
    for index, (x, y) in enumerate(((-0.86, 0.84), (0.92, 0.5))):
        drift = Motion(vx=0.03 + 0.02 * index)
        at = (x * place.half_width, y * place.half_height)
        made.append(Prop("cloud", 1.3 - 0.2 * index, *at, 0.14, f"wisp{index}", drift, fade=0.15))
    return made


def _land(place: Place, colour: str, size: float, *stamps: str, share: float = 0.26) -> Strip:
    tall = size * place.tall**0.5
    return Strip(
        "vista", 0.6, place.up(share), "vista", paint(place, colour), tall, material=place.material, stamps=stamps
    )


def _ridges(place: Place, tone: str = "#8fa8b4", kind: str = "peaks") -> list[Item]:
    return [hills(place, "far", 0.16, 0.25, tone, 0.24, kind=kind)]


def _wood(place: Place, setting: str) -> list[Item]:
    trees = ("pine",) if place.snow else place.random.choice(_WOODS[setting])
    trees = ("birch", "roundtree") if place.flavour == "birch" else trees
    green = "#eef3f5" if place.snow else "#a8803f" if place.leafy else _GREENS[setting]
    green = "#e8b4c4" if place.flavour == "blossom" else green
    way = place.view or place.random.choice(("road", "")) if setting != "savanna" else "road"
    return [*_ridges(place), _land(place, green, 0.17, way, *trees)]


def _river(place: Place, setting: str) -> list[Item]:
    trees = ("pine",) if place.snow else place.random.choice(_WOODS["forest"])
    green = "#eef3f5" if place.snow else "#b08a48" if place.leafy else "#6f9a52"
    return [*_ridges(place), _land(place, green, 0.16, "river", *trees)]


def _city(place: Place, setting: str) -> list[Item]:
    if place.flavour == "highway":
        return _wood(place, "park")
    neon = place.flavour == "cyber"
    tower = "neontower" if neon else "tower"
    ground = "#3a3458" if neon else "#7f7a78"
    way = place.view or place.random.choice(("river", "road"))
    return [*_ridges(place, "#8f9fb0", "hills"), _land(place, ground, 0.30, way, tower)]


def _village(place: Place, setting: str) -> list[Item]:
    old = place.flavour in ("chinese", "watertown", "market") or "chinese" in place.flavour
    house = "eaveshouse" if old else "townhouse"
    way = "river" if place.flavour == "watertown" else place.view or "road"
    return [*_ridges(place), _land(place, "#8fae62", 0.15, way, house, "roundtree", "roundtree")]


def _fields(place: Place, setting: str) -> list[Item]:
    return [*_ridges(place, kind="hills"), _land(place, "#8fb058", 0.10, "fields", "roundtree", "bush")]


def _plain(place: Place, setting: str) -> list[Item]:
    if place.flavour in FIELDS and not place.snow:
        return [
            *_ridges(place, kind="hills"),
            _land(place, FIELDS[place.flavour][0][1], 0.10, place.flavour, "roundtree"),
        ]
    green = "#eef3f5" if place.snow else "#b0a050" if place.leafy else "#8fb058"
    return [*_ridges(place, kind="hills"), _land(place, green, 0.10, "stream", "bush", "roundtree")]


def _desert(place: Place, setting: str) -> list[Item]:
    made: list[Item] = _ridges(place, "#c98a6a", "mesa" if place.flavour == "canyon" else "dunes")
    tones = ("#d9a068", "#dca870", "#e0ae74", "#e4b67e", "#e8bc86")
    for index, tone in enumerate(tones):
        share = 0.19 - 0.045 * index
        made.append(hills(place, f"dune{index}", 0.24 + 0.15 * index, share, tone, 0.10 + 0.03 * index, kind="dunes"))
    return made


def _mountains(place: Place, setting: str) -> list[Item]:
    """Range behind range, clouds in the valleys between them, woods before them."""
    snowy = place.snow or place.flavour == "snowy"
    tones = ("#c8d8e6", "#b4c8dc", "#9ab4d0") if snowy else ("#a8bccf", "#8aa4bf", "#6f8caa")
    made: list[Item] = []
    for index, tone in enumerate(tones):
        share = 0.30 - 0.05 * index
        made.append(hills(place, f"range{index}", 0.14 + 0.14 * index, share, tone, 0.36 + 0.08 * index, kind="peaks"))
        if index == 1:
            drift = Motion(sway=0.03, sway_s=17)
            made.append(Strip("cloudbank", 0.36, place.up(share - 0.05), "valley", rgb("#f4f4f2"), 0.03, drift))
    if place.flavour == "canyon":
        return _desert(place, setting)
    green, trees = ("#e4edf2", ("snowpine",)) if snowy else ("#5f8a5a", ("pine", "pine", "roundtree"))
    return [*made, _land(place, green, 0.15, place.random.choice(("river", "road")), *trees, share=0.13)]


def _lagoon(place: Place, setting: str) -> list[Item]:
    """Shallow water with an island in it, a beach in front."""
    tones = ("#8fd8d8", "#2f8fb0")
    made: list[Item] = [Strip("water", 0.12, place.up(0.30), "horizon", rgb("#3f9fb8"), 0.0, fade=0.3)]
    made.extend(waves(place, (0.3, 0.44, 0.6, 0.76), 0.5, tones))
    isle = Prop("island", 0.5, -0.55 * place.half_width, place.up(0.23), 0.2, "isle", fade=0.1)
    return [*made[:2], isle, *made[2:]]


def _coast(place: Place, setting: str) -> list[Item]:
    horizon = Strip("water", 0.12, place.up(0.28), "horizon", rgb("#3f9fb8"), 0.0, fade=0.3)
    trees = ("palmtree", "palmtree", "bush") if not place.snow else ("pine",)
    return [horizon, _land(place, "#7fae5a", 0.15, "shore", *trees)]


def _snow(place: Place, setting: str) -> list[Item]:
    return [
        *_ridges(place, "#c8d8e6"),
        _land(place, "#eef3f7", 0.13, place.random.choice(("river", "road")), "snowpine"),
    ]


_VISTAS: Final = {
    **dict.fromkeys(_WOODS, _wood), "river": _river, "city": _city, "street": _city, "village": _village, "meadow": _plain,
    "farm": _fields, "desert": _desert, "mountains": _mountains, "coast": _coast, "snowfield": _snow,
}  # fmt: skip
