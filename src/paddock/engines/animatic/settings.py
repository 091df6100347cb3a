"""The places: which strips of paper lie behind and before the actors. Pure tables of a kind, one function a place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from paddock.engines.animatic.palette import CARDBOARD, CRAFT, RGB, Palette, mix, rgb
from paddock.engines.animatic.scene import Motion, Prop, Strip

Item = Strip | Prop


@dataclass(frozen=True, slots=True)
class Place:
    """What a setting is built from: the frame's half sizes, its hour and the words about its material."""

    half_width: float
    half_height: float
    palette: Palette
    material: tuple[str, ...]
    random: Random
    ground: float
    """y of the ground line at the actors' depth."""
    snow: bool = False
    wet: bool = False
    """True where actors are in the water, not beside it."""
    leafy: bool = False
    """True in autumn."""
    inside: bool = False
    """True for a stage in a house, with a wall behind it."""

    @property
    def tall(self) -> float:
        """How much higher than wide scenery is drawn, 1.0 for a wide frame."""
        made: float = (self.half_height / 0.5) ** 0.7
        return made

    def up(self, share: float) -> float:
        """y of a height above the ground: 0 is the ground, 1 the top of the frame."""
        return self.ground - share * (self.ground + self.half_height)


Build = Callable[[Place], tuple[list[Item], list[Item]]]
"""Makes what lies behind the actors and what lies before them, each from far to near."""


def sky(place: Place, horizon: float = 0.14) -> list[Item]:
    """Gradient, sun or moon, clouds."""
    palette = place.palette
    items: list[Item] = [Strip("sky", 0.0, -place.half_height, "sky")]
    x = place.random.uniform(0.15, 0.6) * place.half_width * place.random.choice((-1, 1))
    y = (
        place.up(horizon + palette.disc_height - 0.05)
        if palette.disc_height < 0.5
        else -place.half_height * (palette.disc_height - 0.12)
    )
    if palette.name not in ("underwater", "indoor"):
        art = "moon" if palette.moon else "sun"
        items.append(Prop(art, 0.03, x, y, 0.15 * place.tall**0.5, "disc"))
    return items


def clouds(place: Place, count: int = 4, depth: float = 0.1) -> list[Item]:
    made: list[Item] = []
    for index in range(count):
        x = place.half_width * (-1.1 + 2.2 * (index + place.random.uniform(0.1, 0.9)) / count)
        y = -place.half_height * place.random.uniform(0.25, 0.85)
        size = place.random.uniform(0.09, 0.16)
        drift = Motion(vx=place.random.uniform(0.006, 0.014))
        made.append(Prop("cloud", depth + 0.02 * index, x, y, size, f"cloud{index}", drift, fade=0.25))
    return made


def _paint(place: Place, colour: str) -> RGB:
    """A colour of a place; in a cardboard world everything is cardboard with a breath of its colour."""
    own = mix(rgb(colour), (238, 243, 247), 0.62) if place.snow else rgb(colour)
    return mix(place.random.choice(CARDBOARD), own, 0.2) if "cardboard" in place.material else own


def _hills(place: Place, name: str, depth: float, share: float, colour: str, size: float, **more: object) -> Strip:
    strip = Strip(
        "hills", depth, place.up(share), name, _paint(place, colour), size * place.tall, material=place.material,
        fade=max(0.0, 0.62 - 0.62 * depth),
    )  # fmt: skip
    return replace(strip, **more)  # type: ignore[arg-type]


def _front(place: Place, colour: str, kind: str = "hills", **more: object) -> Strip:
    """The low band before the actors that holds the picture's lower edge."""
    gap = place.half_height - place.ground
    strip = Strip(kind, 1.25, place.ground + gap * 0.62, "front", _paint(place, colour), 0.03, material=place.material)
    return replace(strip, **more)  # type: ignore[arg-type]


def city(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place), *clouds(place, 3)]
    lift = place.random.uniform(0.85, 1.12)
    for name, depth, share, size in (("far", 0.16, 0.10, 0.56), ("mid", 0.36, 0.05, 0.50), ("near", 0.62, 0.01, 0.33)):
        colour = place.random.choice(CARDBOARD if "cardboard" in place.material else CRAFT)
        fade = {"far": 0.62, "mid": 0.34, "near": 0.1}[name]
        tall = size * place.tall * lift * place.random.uniform(0.9, 1.08)
        back.append(Strip("skyline", depth, place.up(share), name, colour, tall, material=place.material, fade=fade))
    if "cardboard" not in place.material and place.random.random() < 0.6:
        back.append(_hills(place, "street trees", 0.78, 0.0, "#6f7f66", 0.14, stamps=("roundtree", "bush")))
    ground = place.random.choice(("#6f675f", "#726b74", "#67706c"))
    back.append(
        Strip("flat", 0.92, place.ground - 0.035, "ground", _paint(place, ground), 0.006, material=place.material)
    )
    stamps = ("bead",) if set(place.material) & {"caps", "cardboard"} else ()
    return back, [_front(place, "#5b5148", "flat", size=0.01, stamps=stamps)]


def street(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place), *clouds(place, 3)]
    back.append(_hills(place, "far", 0.2, 0.12, place.random.choice(("#7f9f86", "#8f9fb0", "#a89f86")), 0.10))
    tall = place.tall * place.random.uniform(0.9, 1.15)
    if place.random.random() < 0.4:
        back.append(
            Strip("skyline", 0.3, place.up(0.06), "blocks", CRAFT[2], 0.42 * tall, material=place.material, fade=0.4)
        )
    back.append(
        Strip("houses", 0.5, place.up(0.05), "far houses", CRAFT[2], 0.26 * tall, material=place.material, fade=0.3)
    )
    back.append(
        Strip("houses", 0.8, place.ground - 0.05, "houses", CRAFT[0], 0.40 * tall, material=place.material, fade=0.05)
    )
    back.extend(_beside(place, "streetlamp", 0.46, 0.90))
    back.append(
        Strip("road", 0.92, place.ground - 0.04, "ground", _paint(place, "#8b8078"), 0.006, material=place.material)
    )
    return back, [_front(place, "#6a5f58", "flat", size=0.01)]


def village(place: Place) -> tuple[list[Item], list[Item]]:
    """Houses among trees, hills behind, an earthen lane."""
    back: list[Item] = [*sky(place), *clouds(place, 4)]
    back.append(_hills(place, "far", 0.16, 0.22, place.random.choice(("#9cb5a8", "#a5b0c0")), 0.16))
    back.append(_hills(place, "mid", 0.36, 0.12, "#8fb27c", 0.16, stamps=("roundtree", "bush")))
    back.append(
        Strip(
            "houses", 0.6, place.up(0.06), "cottages", CRAFT[6], 0.24 * place.tall, material=place.material, fade=0.16
        )
    )
    back.append(_hills(place, "hedge", 0.74, 0.02, "#86a862", 0.09, stamps=("bush", "grass")))
    back.extend(_beside(place, place.random.choice(("well", "haystack", "fence", "cart")), 0.2, 0.93))
    back.append(_hills(place, "ground", 0.92, 0.02, "#c2a878", 0.012))
    return back, [_front(place, "#8fa060", stamps=("grass", "bloom"))]


def _beside(place: Place, art: str, size: float, depth: float) -> list[Item]:
    """Something that stands at one side, so that the place is furnished but the middle stays free."""
    x = place.half_width * place.random.choice((-1, 1)) * place.random.uniform(0.62, 0.86)
    return [Prop(art, depth, x, place.ground + 0.005, size * place.tall**0.5, f"side{art}", grounded=True)]


def sea(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place, 0.34), *clouds(place, place.random.randint(3, 5))]
    back.append(Strip("water", 0.12, place.up(0.34), "horizon", rgb("#2b6f93"), 0.0, fade=0.35))
    if place.random.random() < 0.45:
        x = place.half_width * place.random.uniform(-0.9, 0.9)
        back.append(Prop("island", 0.2, x, place.up(0.315), 0.07, "island", fade=0.4))
    return back + waves(place, (0.3, 0.5, 0.72, 0.9)), waves(place, (1.08, 1.28))


def harbour(place: Place) -> tuple[list[Item], list[Item]]:
    """A town at the water, boats at anchor; a quay to stand on, or open water for those who sail."""
    back: list[Item] = [*sky(place, 0.30), *clouds(place, 3)]
    back.append(_hills(place, "far", 0.16, 0.30, "#8fa6a8", 0.14))
    back.append(
        Strip("houses", 0.3, place.up(0.30), "town", CRAFT[0], 0.17 * place.tall, material=place.material, fade=0.25)
    )
    depths = (0.36, 0.5, 0.72, 0.9) if place.wet else (0.36, 0.5, 0.64)
    rows = waves(place, depths, 0.5)
    for index, (art, x) in enumerate((("boat", -0.62), ("rowboat", 0.1), ("boat", 0.7))):
        bob = Motion(bob=0.004, bob_s=3.1 + index, roll=1.6, phase=float(index))
        at = place.half_width * (x + place.random.uniform(-0.15, 0.15))
        size = (0.17 if art == "boat" else 0.06) * place.tall**0.5
        rows.insert(
            1 + index % 2,
            Prop(art, 0.42 + 0.06 * index, at, place.up(0.245 - 0.02 * index), size, f"moored{index}", bob, fade=0.12),
        )
    if place.wet:
        return back + rows, waves(place, (1.08, 1.28), 0.5)
    quay = Strip("floor", 0.9, place.ground - 0.045, "quay", _paint(place, "#9a8468"), 0.0, material=place.material)
    return [*back, *rows, quay], []


def river(place: Place) -> tuple[list[Item], list[Item]]:
    """Calm water between wooded banks; the near bank is left out for those in the water."""
    back: list[Item] = [*sky(place, 0.26), *clouds(place, 3)]
    kind = "peaks" if place.random.random() < 0.4 else "hills"
    back.append(_hills(place, "far", 0.14, 0.30, "#93abb4", 0.18, kind=kind))
    trees = place.random.choice((("roundtree", "bush"), ("pine", "roundtree"), ("roundtree", "fern")))
    back.append(_hills(place, "wooded", 0.3, 0.28, "#7fa878", 0.15, stamps=trees))
    depths = (0.36, 0.5, 0.72, 0.9) if place.wet else (0.36, 0.5, 0.66)
    back.extend(waves(place, depths, 0.3))
    if place.wet:
        return back, [*waves(place, (1.08,), 0.3), _front(place, "#5f8a4a", stamps=("fern", "grass"))]
    back.append(_hills(place, "bank", 0.92, 0.02, "#86a85a", 0.012))
    return back, [_front(place, "#5f8a4a", stamps=("fern", "grass"))]


def waves(place: Place, depths: tuple[float, ...], calm: float = 1.0) -> list[Item]:
    """Rows of paper waves; each sways on its own, so a hull between two of them sits in the water."""
    made: list[Item] = []
    near, deep = (rgb("#3f93ad"), rgb("#123f63")) if calm == 1.0 else (rgb("#5aa3a8"), rgb("#1f5f6c"))
    for depth in depths:
        low, high = place.up(0.28), place.half_height * 0.97
        top = low + (high - low) * ((depth - 0.3) / 1.1) ** 1.25 if depth > 0.3 else low
        colour = mix(near, deep, (depth - 0.3) / 1.0)
        motion = Motion(
            bob=(0.006 + 0.008 * depth) * calm, bob_s=2.6 + place.random.uniform(0, 1.2), sway=0.02 + 0.03 * depth,
            sway_s=5 + place.random.uniform(0, 3), phase=place.random.uniform(0, 6.28),
        )  # fmt: skip
        size = (0.012 + 0.024 * depth) * calm
        made.append(Strip("waves", depth, top, f"waves{depth}", colour, size, motion, fade=max(0, 0.3 - 0.4 * depth)))
    return made


def water_line(place: Place) -> float:
    """y of the water at the actors' depth: between the waves behind and before them."""
    low, high = place.up(0.28), place.half_height * 0.97
    made: float = low + (high - low) * (0.72 / 1.1) ** 1.25
    return made


def coast(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place, 0.26), *clouds(place, 3)]
    back.append(Strip("water", 0.12, place.up(0.26), "horizon", rgb("#3f9fb8"), 0.0, fade=0.3))
    for depth, share in ((0.3, 0.20), (0.5, 0.13), (0.66, 0.07)):
        motion = Motion(bob=0.006, bob_s=3 + depth, sway=0.03, sway_s=6, phase=depth * 9)
        colour = mix(rgb("#7cc7cf"), rgb("#3f97ad"), depth)
        back.append(Strip("waves", depth, place.up(share), f"waves{depth}", colour, 0.014, motion, fade=0.1))
    back.append(_hills(place, "beach", 0.92, 0.02, "#e3c892", 0.012))
    x = place.half_width * place.random.choice((-0.78, 0.78))
    back.append(
        Prop(
            "palm",
            0.94,
            x,
            place.ground + 0.01,
            0.62 * place.tall**0.5,
            "palm",
            Motion(roll=1.2, bob_s=4.5),
            grounded=True,
        )
    )
    return back, [_front(place, "#d3b47c")]


def forest(place: Place) -> tuple[list[Item], list[Item]]:
    kinds = (
        ("snowpine",)
        if place.snow
        else place.random.choice((("pine",), ("pine", "roundtree"), ("roundtree", "roundtree", "pine")))
    )
    greens = ("#c8a06a", "#c08048", "#a8602f") if place.leafy else ("#8fb3a0", "#5f9474", "#3f7a56")
    return _wood(place, kinds, greens, "#8a7a48" if place.leafy else "#5b8a4a", "#7a5a34" if place.leafy else "#33643a")


def jungle(place: Place) -> tuple[list[Item], list[Item]]:
    back, front = _wood(
        place, ("palmtree", "roundtree", "fern"), ("#8fc0a0", "#4f9a68", "#2f7a4a"), "#4f7a3a", "#2a5a34"
    )
    return back, front


def bamboo_forest(place: Place) -> tuple[list[Item], list[Item]]:
    return _wood(place, ("bamboo",), ("#b8d0a0", "#8fb870", "#6a9a4f"), "#8a9a58", "#4f7a3a")


def _wood(
    place: Place, kinds: tuple[str, ...], greens: tuple[str, ...], floor: str, front: str
) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place), *clouds(place, 2)]
    bands = (("far", 0.18, 0.16, 0.34), ("mid", 0.4, 0.09, 0.44), ("near", 0.68, 0.03, 0.5))
    for (name, depth, share, size), colour in zip(bands, greens, strict=True):
        back.append(_hills(place, name, depth, share, colour, size * place.random.uniform(0.9, 1.15), stamps=kinds))
    back.append(_hills(place, "ground", 0.92, 0.02, floor, 0.016, stamps=()))
    return back, [_front(place, front, stamps=("fern",))]


def mountains(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place), *clouds(place, 3)]
    tones = place.random.choice(
        (("#8aa0bd", "#66809c", "#5c8a72"), ("#a89ab0", "#7f7490", "#6f8a6a"), ("#9ab0b8", "#6f8a88", "#6a8a58"))
    )
    back.append(_hills(place, "far", 0.14, 0.26, tones[0], place.random.uniform(0.24, 0.36), kind="peaks"))
    back.append(_hills(place, "mid", 0.3, 0.14, tones[1], place.random.uniform(0.18, 0.28), kind="peaks"))
    stamps = ("pine",) if place.random.random() < 0.6 else ()
    back.append(_hills(place, "foothills", 0.56, 0.08, tones[2], 0.16 if stamps else 0.10, stamps=stamps))
    back.append(_hills(place, "ground", 0.92, 0.02, "#6f9a5c", 0.016))
    return back, [_front(place, "#4b7a48", stamps=("fern",))]


def meadow(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place), *clouds(place, place.random.randint(3, 5))]
    tone = place.random.choice(
        (
            ("#9cc0a0", "#86b573", "#76a85a", "#7fb04e"),
            ("#a8c0b8", "#a0bf78", "#8fae58", "#94b455"),
            ("#b0bfa8", "#c0bc78", "#a8b05a", "#9cb052"),
        )
    )
    back.append(_hills(place, "far", 0.16, 0.20, tone[0], place.random.uniform(0.08, 0.16)))
    back.append(_hills(place, "mid", 0.36, 0.12, tone[1], 0.09))
    back.append(_hills(place, "trees", 0.55, 0.06, tone[2], 0.20, stamps=("roundtree", "bush")))
    back.append(_hills(place, "ground", 0.92, 0.02, tone[3], 0.016))
    return back, [_front(place, "#5f9440", stamps=("grass", "bloom"))]


def savanna(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place), *clouds(place, 2)]
    back.append(_hills(place, "far", 0.16, 0.18, "#b8a888", 0.12))
    back.append(_hills(place, "mid", 0.4, 0.10, "#cfb468", 0.06))
    back.append(_hills(place, "trees", 0.58, 0.05, "#c8a858", 0.26, stamps=("acacia",)))
    back.append(_hills(place, "ground", 0.92, 0.02, "#d8b458", 0.014))
    return back, [_front(place, "#a8883a", stamps=("grass",))]


def farm(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place), *clouds(place, 4)]
    back.append(_hills(place, "far", 0.16, 0.20, "#a0bf98", 0.10))
    back.append(_hills(place, "field", 0.34, 0.13, "#e0c060", 0.05))
    x = place.half_width * place.random.choice((-0.55, 0.55))
    back.append(
        Prop(
            place.random.choice(("barn", "windmill", "cabin")),
            0.5,
            x,
            place.up(0.08),
            0.30 * place.tall**0.5,
            "barn",
            fade=0.12,
        )
    )
    back.append(_hills(place, "rows", 0.62, 0.05, "#c8b050", 0.10, stamps=("wheatear",)))
    back.extend(_beside(place, place.random.choice(("haystack", "fence", "scarecrow")), 0.22, 0.93))
    back.append(_hills(place, "ground", 0.92, 0.02, "#9ab052", 0.014))
    return back, [_front(place, "#b89a3a", stamps=("wheatear", "grass"))]


def park(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place), *clouds(place, 3)]
    back.append(
        Strip("skyline", 0.14, place.up(0.16), "town", CRAFT[2], 0.26 * place.tall, material=place.material, fade=0.6)
    )
    back.append(_hills(place, "trees", 0.4, 0.10, "#7fb070", 0.28, stamps=("roundtree", "roundtree", "bush")))
    back.append(_hills(place, "lawn", 0.66, 0.05, "#86b860", 0.10, stamps=("bush", "bloom")))
    back.extend(_beside(place, place.random.choice(("bench", "streetlamp", "fountain")), 0.22, 0.93))
    back.append(_hills(place, "ground", 0.92, 0.02, "#8fb85a", 0.012))
    return back, [_front(place, "#5f9440", stamps=("grass", "bloom"))]


def desert(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place), *clouds(place, 1)]
    back.append(_hills(place, "mesa", 0.16, 0.20, "#c98a6a", 0.12, kind="dunes"))
    back.append(_hills(place, "mid", 0.38, 0.12, "#d9a066", 0.12, kind="dunes"))
    back.append(_hills(place, "near", 0.62, 0.05, "#e0ac6a", 0.17, kind="dunes", stamps=("cactus",)))
    back.append(_hills(place, "ground", 0.92, 0.02, "#e6b878", 0.012))
    return back, [_front(place, "#cf9a58", kind="dunes")]


def snowfield(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place), *clouds(place, 2)]
    back.append(_hills(place, "far", 0.14, 0.22, "#a8bccf", 0.24, kind="peaks"))
    back.append(_hills(place, "mid", 0.36, 0.12, "#d5e2ea", 0.08))
    back.append(_hills(place, "trees", 0.58, 0.05, "#e2ebf0", 0.30, stamps=("snowpine",)))
    back.append(_hills(place, "ground", 0.92, 0.02, "#eef3f5", 0.016))
    return back, [_front(place, "#dfe8ee")]


def room(place: Place) -> tuple[list[Item], list[Item]]:
    return _indoors(place, ("window", "painting", "shelf"), ("#b5846a", "#8fa08a", "#a8956f", "#8a94a8", "#a88a9a"))


def kitchen(place: Place) -> tuple[list[Item], list[Item]]:
    return _indoors(
        place, ("window", "clock", place.random.choice(("fridge", "stove"))), ("#c8b088", "#9ab0a8", "#d0a890")
    )


def library(place: Place) -> tuple[list[Item], list[Item]]:
    return _indoors(place, ("shelf", "painting", "shelf", "shelf"), ("#8a6a52", "#7a6a5a", "#6a705f"))


_WALL_SIZES = {"window": 0.42, "painting": 0.20, "clock": 0.12, "shelf": 0.40, "fridge": 0.42, "stove": 0.26}


def _indoors(place: Place, things: tuple[str, ...], walls: tuple[str, ...]) -> tuple[list[Item], list[Item]]:
    """A wall with things on it and before it, and a floor of boards."""
    back: list[Item] = [
        Strip("sky", 0.0, -place.half_height, "sky"),
        Strip(
            "wall",
            0.5,
            -place.half_height,
            "wall",
            _paint(place, place.random.choice(walls)),
            0.0,
            material=place.material,
        ),
    ]
    side = place.random.choice((-1, 1))
    spots = (0.48, -0.42, -0.74, 0.82)
    for index, (art, spot) in enumerate(zip(things, spots, strict=False)):
        hung = art in ("window", "painting", "clock")
        x = side * place.half_width * (spot + place.random.uniform(-0.08, 0.08))
        y = place.up(0.36 if art == "window" else 0.60) if hung else place.ground - 0.035
        depth = (0.5 if hung else 0.62) + 0.01 * index
        back.append(Prop(art, depth, x, y, _WALL_SIZES[art] * (place.tall**0.5 if hung else 1.0), f"{art}{index}"))
    floor = _paint(place, place.random.choice(("#9a6a45", "#8a6a52", "#a87a50")))
    back.append(Strip("floor", 0.9, place.ground - 0.045, "floor", floor, 0.0, material=place.material))
    return back, []


def space(place: Place) -> tuple[list[Item], list[Item]]:
    mars = "mars" in place.material
    paints = ("#a8583a", "#b8623c", "#d0794a", "#93462c") if mars else ("#5a4a72", "#6d5a80", "#85708f", "#5d4d6c")
    back: list[Item] = [*sky(place)]
    x = place.half_width * place.random.uniform(0.35, 0.6) * place.random.choice((-1, 1))
    if not mars:
        back.append(Prop("planet", 0.08, -x, place.up(0.66), 0.26, "planet", Motion(vx=0.004)))
    back.append(_hills(place, "far", 0.3, 0.10, paints[0], 0.12, kind="peaks", fade=0.35))
    back.append(_hills(place, "mid", 0.55, 0.06, paints[1], 0.08, kind="craters"))
    back.append(_hills(place, "ground", 0.92, 0.02, paints[2], 0.014, kind="craters"))
    return back, [_front(place, paints[3])]


def underwater(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [
        Strip("sky", 0.0, -place.half_height, "sky"),
        Prop("rays", 0.05, 0.0, -place.half_height, 1.5, "rays"),
    ]
    back.append(_hills(place, "far", 0.25, 0.20, "#2f7f94", 0.16, kind="hills", fade=0.5))
    back.append(_hills(place, "mid", 0.55, 0.08, "#3f8f8a", 0.22, stamps=("weed", "coral"), fade=0.3))
    back.append(_hills(place, "ground", 0.92, 0.02, "#c9b58a", 0.02))
    return back, [_front(place, "#8f7f66", stamps=("weed", "coral"))]


def air(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place), *clouds(place, 5, 0.08)]
    back.append(_hills(place, "far", 0.16, 0.02, "#9fb8c4", 0.10))
    for index in range(5):
        x = place.half_width * (-1.2 + 2.4 * (index + place.random.random()) / 5)
        y = place.half_height * place.random.uniform(0.2, 0.8)
        drift = Motion(vx=-0.02 - 0.01 * index)
        back.append(
            Prop("cloud", 0.4 + 0.08 * index, x, y, place.random.uniform(0.16, 0.24), f"low{index}", drift, fade=0.1)
        )
    back.append(Strip("cloudbank", 0.85, place.half_height * 0.72, "bank", rgb("#f2efe8"), 0.06, Motion(sway=0.02)))
    return back, [Strip("cloudbank", 1.2, place.half_height * 0.86, "front", rgb("#fbf8f0"), 0.05, Motion(sway=0.03))]


def stage(place: Place) -> tuple[list[Item], list[Item]]:
    """A theatre within the theatre: for prompts that name no place."""
    back: list[Item]
    if place.inside:
        wall = _paint(place, place.random.choice(("#6a4a5a", "#4f5a78", "#7a5a48")))
        top = -place.half_height
        floor = _paint(place, "#8a5f40")
        back = [Strip("sky", 0.0, top, "sky"), Strip("wall", 0.5, top, "wall", wall, 0.0, material=place.material)]
        back.append(Strip("floor", 0.9, place.ground - 0.06, "floor", floor, 0.0, material=place.material))
        return back, [Strip("curtain", 1.3, top, "curtain", rgb("#a8322f"), 0.0)]
    back = [*sky(place), *clouds(place, 3)]
    back.append(_hills(place, "far", 0.2, 0.18, place.random.choice(("#8fb0b5", "#a9a6c0", "#c9b0a0")), 0.12))
    back.append(_hills(place, "mid", 0.45, 0.08, place.random.choice(("#7fa08a", "#8f8ab0", "#c08f80")), 0.08))
    back.append(
        Strip("floor", 0.9, place.ground - 0.04, "floor", _paint(place, "#a0714a"), 0.0, material=place.material)
    )
    return back, [Strip("curtain", 1.3, -place.half_height, "curtain", rgb("#a8322f"), 0.0)]


PLACES: dict[str, Build] = {
    "city": city, "street": street, "village": village, "sea": sea, "harbour": harbour, "coast": coast, "river": river,
    "forest": forest, "jungle": jungle, "bambooforest": bamboo_forest, "mountains": mountains, "meadow": meadow,
    "savanna": savanna, "farm": farm, "park": park, "desert": desert, "snowfield": snowfield, "room": room,
    "kitchen": kitchen, "library": library, "space": space, "underwater": underwater, "sky": air, "stage": stage,
}  # fmt: skip
WET = frozenset({"sea"})
"""Where everyone is in the water."""
SHORES = frozenset({"harbour", "river"})
"""Where those who swim or sail are in the water, and others stand beside it."""
INDOORS = frozenset({"room", "kitchen", "library"})
