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
    for name, depth, share, size in (("far", 0.16, 0.10, 0.56), ("mid", 0.36, 0.05, 0.50), ("near", 0.62, 0.01, 0.33)):
        colour = place.random.choice(CARDBOARD if "cardboard" in place.material else CRAFT)
        fade = {"far": 0.62, "mid": 0.34, "near": 0.1}[name]
        back.append(
            Strip(
                "skyline", depth, place.up(share), name, colour, size * place.tall, material=place.material, fade=fade
            )
        )
    back.append(
        Strip("flat", 0.92, place.ground - 0.035, "ground", _paint(place, "#6f675f"), 0.006, material=place.material)
    )
    return back, [_front(place, "#5b5148", "flat", size=0.01, stamps=("bead",))]


def street(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place), *clouds(place, 3)]
    back.append(_hills(place, "far", 0.2, 0.12, "#7f9f86", 0.10))
    back.append(
        Strip(
            "houses", 0.5, place.up(0.05), "far houses", CRAFT[2], 0.26 * place.tall, material=place.material, fade=0.3
        )
    )
    back.append(
        Strip(
            "houses",
            0.8,
            place.ground - 0.05,
            "houses",
            CRAFT[0],
            0.40 * place.tall,
            material=place.material,
            fade=0.05,
        )
    )
    back.append(
        Strip("road", 0.92, place.ground - 0.04, "ground", _paint(place, "#8b8078"), 0.006, material=place.material)
    )
    return back, [_front(place, "#6a5f58", "flat", size=0.01)]


def sea(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place, 0.34), *clouds(place, 4)]
    back.append(Strip("water", 0.12, place.up(0.34), "horizon", rgb("#2b6f93"), 0.0, fade=0.35))
    return back + waves(place, (0.3, 0.5, 0.72, 0.9)), waves(place, (1.08, 1.28))


def waves(place: Place, depths: tuple[float, ...]) -> list[Item]:
    """Rows of paper waves; each sways on its own, so a hull between two of them sits in the water."""
    made: list[Item] = []
    for depth in depths:
        low, high = place.up(0.28), place.half_height * 0.97
        top = low + (high - low) * ((depth - 0.3) / 1.1) ** 1.25 if depth > 0.3 else low
        colour = mix(rgb("#3f93ad"), rgb("#123f63"), (depth - 0.3) / 1.0)
        motion = Motion(
            bob=0.006 + 0.008 * depth, bob_s=2.6 + place.random.uniform(0, 1.2), sway=0.02 + 0.03 * depth,
            sway_s=5 + place.random.uniform(0, 3), phase=place.random.uniform(0, 6.28),
        )  # fmt: skip
        size = 0.012 + 0.024 * depth
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
    back: list[Item] = [*sky(place), *clouds(place, 2)]
    kinds = (
        ("snowpine", "snowpine")
        if place.snow
        else ("pine", "pine", "bush")
        if place.random.random() < 0.5
        else ("pine", "roundtree", "bush")
    )
    for name, depth, share, size, colour in (
        ("far", 0.18, 0.16, 0.34, "#8fb3a0"), ("mid", 0.4, 0.09, 0.44, "#5f9474"), ("near", 0.68, 0.03, 0.5, "#3f7a56"),
    ):  # fmt: skip
        back.append(_hills(place, name, depth, share, colour, size, stamps=kinds[:2]))
    back.append(_hills(place, "ground", 0.92, 0.02, "#5b8a4a", 0.016, stamps=()))
    return back, [_front(place, "#33643a", stamps=("fern",))]


def mountains(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place), *clouds(place, 3)]
    back.append(_hills(place, "far", 0.14, 0.26, "#8aa0bd", 0.30, kind="peaks"))
    back.append(_hills(place, "mid", 0.3, 0.14, "#66809c", 0.24, kind="peaks"))
    back.append(_hills(place, "foothills", 0.56, 0.08, "#5c8a72", 0.10))
    back.append(_hills(place, "ground", 0.92, 0.02, "#6f9a5c", 0.016))
    return back, [_front(place, "#4b7a48", stamps=("fern",))]


def meadow(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place), *clouds(place, 4)]
    back.append(_hills(place, "far", 0.16, 0.20, "#9cc0a0", 0.10))
    back.append(_hills(place, "mid", 0.36, 0.12, "#86b573", 0.09))
    back.append(_hills(place, "trees", 0.55, 0.06, "#76a85a", 0.20, stamps=("roundtree", "bush")))
    back.append(_hills(place, "ground", 0.92, 0.02, "#7fb04e", 0.016))
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
    wall = place.random.choice(("#b5846a", "#8fa08a", "#a8956f", "#8a94a8"))
    back: list[Item] = [
        Strip("sky", 0.0, -place.half_height, "sky"),
        Strip("wall", 0.5, -place.half_height, "wall", _paint(place, wall), 0.0, material=place.material),
    ]
    x = place.half_width * place.random.uniform(0.3, 0.55) * place.random.choice((-1, 1))
    back.append(Prop("window", 0.5, x, place.up(0.36), 0.42 * place.tall**0.5, "window"))
    back.append(Prop("painting", 0.52, -x * 0.9, place.up(0.58), 0.20, "painting"))
    back.append(Prop("shelf", 0.62, -x * 1.1, place.ground - 0.035, 0.34, "shelf"))
    back.append(
        Strip("floor", 0.9, place.ground - 0.045, "floor", _paint(place, "#9a6a45"), 0.0, material=place.material)
    )
    return back, []


def space(place: Place) -> tuple[list[Item], list[Item]]:
    back: list[Item] = [*sky(place)]
    x = place.half_width * place.random.uniform(0.35, 0.6) * place.random.choice((-1, 1))
    back.append(Prop("planet", 0.08, -x, place.up(0.66), 0.26, "planet", Motion(vx=0.004)))
    back.append(_hills(place, "far", 0.3, 0.10, "#5a4a72", 0.12, kind="peaks", fade=0.35))
    back.append(_hills(place, "mid", 0.55, 0.06, "#6d5a80", 0.08, kind="craters"))
    back.append(_hills(place, "ground", 0.92, 0.02, "#85708f", 0.014, kind="craters"))
    return back, [_front(place, "#5d4d6c")]


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
    back: list[Item] = [*sky(place), *clouds(place, 3)]
    back.append(_hills(place, "far", 0.2, 0.18, place.random.choice(("#8fb0b5", "#a9a6c0", "#c9b0a0")), 0.12))
    back.append(_hills(place, "mid", 0.45, 0.08, place.random.choice(("#7fa08a", "#8f8ab0", "#c08f80")), 0.08))
    back.append(
        Strip("floor", 0.9, place.ground - 0.04, "floor", _paint(place, "#a0714a"), 0.0, material=place.material)
    )
    return back, [Strip("curtain", 1.3, -place.half_height, "curtain", rgb("#a8322f"), 0.0)]


PLACES: dict[str, Build] = {
    "city": city, "street": street, "sea": sea, "coast": coast, "forest": forest, "mountains": mountains,
    "meadow": meadow, "desert": desert, "snowfield": snowfield, "room": room, "space": space,
    "underwater": underwater, "sky": air, "stage": stage,
}  # fmt: skip
WET = frozenset({"sea"})
