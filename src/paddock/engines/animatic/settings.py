"""The places out of doors and on the stage: which strips lie behind and before the actors, one function a place."""

from __future__ import annotations

from typing import Final

from paddock.engines.animatic import interiors, lands, rooftops, waters
from paddock.engines.animatic import palette as palettes
from paddock.engines.animatic.palette import CARDBOARD, CRAFT, css, mix, rgb, scale
from paddock.engines.animatic.place import (
    Build,
    Built,
    Item,
    Place,
    band,
    beside,
    clouds,
    front,
    hills,
    landmark,
    paint,
    row,
    sky,
    water_line,
    waves,
)
from paddock.engines.animatic.scene import Motion, Prop, Strip

# --- towns ----------------------------------------------------------------------------------------

_CITY_MARKS: Final = {
    "paris": ("eiffeltower", 0.80), "london": ("clocktower", 0.74), "amusement": ("ferriswheel", 0.52),
    "industrial": ("factory", 0.4), "church": ("cathedral", 0.5),
}  # fmt: skip


def city(place: Place) -> Built:
    if place.flavour in rooftops.KINDS:
        return rooftops.build(place)
    if place.flavour == "clouds":
        return _above_clouds(place)
    back: list[Item] = [*sky(place), *clouds(place, 3)]
    lift = place.random.uniform(0.85, 1.12)
    neon = place.flavour == "cyber"
    for name, depth, share, size in (("far", 0.16, 0.10, 0.56), ("mid", 0.36, 0.05, 0.50), ("near", 0.62, 0.01, 0.33)):
        grey = place.flavour == "ruined"
        colour = (
            rgb("#3a3458")
            if neon
            else rgb("#8a847e")
            if grey
            else place.random.choice(CARDBOARD if "cardboard" in place.material else CRAFT)
        )
        fade = {"far": 0.50, "mid": 0.26, "near": 0.05}[name]
        tall = size * place.tall * lift * place.random.uniform(0.9, 1.08) * (1.1 if neon else 1.0)
        stamps = ("neontower",) if neon else ()
        back.append(band(place, "skyline", name, depth, place.up(share), colour, tall, fade=fade, stamps=stamps))
        if name == "mid" and place.flavour in _CITY_MARKS:
            art, high = _CITY_MARKS[place.flavour]
            back.append(landmark(place, art, high, 0.04, 0.42))
    if place.flavour == "ruined":
        back.extend(row(place, ("ruin",), 0.44, 0.01, 0.78, 7))
        back.append(band(place, "flat", "ground", 0.92, place.ground - 0.035, "#7a726a", 0.012))
        return back, [front(place, "#5a524c", "hills", stamps=("grass",))]
    if place.flavour == "rooftop":
        back.extend([*beside(place, "watertower", 0.42, 0.80, -1), *beside(place, "antenna", 0.36, 0.80, 1)])
        back.append(band(place, "flat", "parapet", 0.84, place.ground - 0.15, "#8c7468", 0.0))
        back.append(band(place, "flat", "roof", 0.9, place.ground - 0.045, "#8a8078", 0.0))
        return back, []
    if "cardboard" not in place.material and not neon and place.random.random() < 0.6:
        back.append(hills(place, "street trees", 0.78, 0.0, "#6f7f66", 0.14, stamps=("roundtree", "bush")))
    if not set(place.material) & {"caps", "cardboard"}:
        back.extend(beside(place, "streetlamp", 0.40, 0.90))
    ground = "#4a4a60" if neon else place.random.choice(("#6f675f", "#726b74", "#67706c"))
    back.append(band(place, "flat", "ground", 0.92, place.ground - 0.035, ground, 0.006))
    stamps = ("bead",) if set(place.material) & {"caps", "cardboard"} else ()
    return back, [front(place, "#3a3a50" if neon else "#5b5148", "flat", size=0.0, stamps=stamps)]


def _above_clouds(place: Place) -> Built:
    """Only the tops of the towers show above a sea of clouds."""
    back: list[Item] = [*sky(place), *clouds(place, 3)]
    for index, (depth, share, size) in enumerate(((0.2, 0.10, 0.52), (0.4, 0.02, 0.56), (0.66, -0.06, 0.5))):
        tall, fade = size * place.tall * place.random.uniform(0.9, 1.1), 0.4 - 0.5 * depth
        back.append(band(place, "skyline", f"towers{index}", depth, place.up(share), CRAFT[2], tall, fade=fade))
        drift = Motion(sway=0.03, sway_s=14 + 4 * index)
        top = place.up(share + 0.10)
        back.append(Strip("cloudbank", depth + 0.08, top, f"bank{index}", rgb("#f4f1ea"), 0.05, drift, fade=0.08))
    near = Strip("cloudbank", 0.92, place.ground, "bank", rgb("#faf7f0"), 0.05, Motion(sway=0.03))
    return [*back, near], []


def street(place: Place) -> Built:
    """Houses along a road; a lane of old China, an alley, a playground, a highway by its flavour."""
    kind = place.flavour
    if kind in rooftops.KINDS:
        return rooftops.build(place)
    if kind == "station":
        return interiors.build(place, "station")
    if kind == "tunnel":
        return _tunnel(place)
    back: list[Item] = [*sky(place), *clouds(place, 3)]
    back.append(hills(place, "far", 0.2, 0.12, place.random.choice(("#7f9f86", "#8f9fb0", "#a89f86")), 0.10))
    tall = place.tall * place.random.uniform(0.9, 1.15)
    if kind == "highway":
        if place.view == "city":
            back.append(band(place, "skyline", "town", 0.3, place.up(0.08), CRAFT[2], 0.44 * place.tall, fade=0.25))
        back.append(hills(place, "mid", 0.45, 0.06, "#93ab74", 0.14, stamps=("roundtree", "bush")))
        back.append(hills(place, "verge", 0.7, 0.02, "#a0b070", 0.05, stamps=("grass", "bush")))
        back.extend(row(place, ("fence",), 0.07, 0.02, 0.88, 8))
        back.append(band(place, "road", "ground", 0.92, place.ground - 0.04, "#77726e", 0.006))
        return back, [front(place, "#8a9a60", stamps=("grass",))]
    if place.random.random() < 0.4 or kind == "alley":
        back.append(band(place, "skyline", "blocks", 0.3, place.up(0.06), CRAFT[2], 0.42 * tall, fade=0.3))
    stamps = ("eaveshouse",) if kind == "chinese" else ()
    size = {"alley": 0.62, "chinese": 0.36}.get(kind, 0.40)
    back.append(
        band(place, "houses", "far houses", 0.5, place.up(0.05), CRAFT[2], 0.26 * tall, fade=0.2, stamps=stamps)
    )
    back.append(
        band(place, "houses", "houses", 0.8, place.ground - 0.05, CRAFT[0], size * tall, fade=0.03, stamps=stamps)
    )
    if kind == "playground":
        back.extend([*beside(place, "slide", 0.34, 0.92, -1), *beside(place, "swing", 0.36, 0.91, 1)])
        back.append(hills(place, "ground", 0.92, 0.02, "#c8a878", 0.01))
        return back, [front(place, "#8aa858", stamps=("grass", "bloom"))]
    if kind == "stop":
        back.extend([*beside(place, "sign", 0.36, 0.91), *beside(place, "bench", 0.15, 0.92)])
    back.extend(beside(place, "silklamp" if kind == "none" else "streetlamp", 0.46, 0.90))
    ground, name = ("#a89a86", "flat") if kind in ("chinese", "alley", "square") else ("#8b8078", "road")
    if kind == "square":
        back.extend(beside(place, place.random.choice(("fountain", "statue")), 0.34, 0.9))
    back.append(band(place, name, "ground", 0.92, place.ground - 0.04, ground, 0.006))
    return back, [front(place, "#6a5f58", "flat", size=0.0)]


def _tunnel(place: Place) -> Built:
    """A tube of concrete: panels, two rows of lamps, the road."""
    top = -place.half_height
    back: list[Item] = [Strip("sky", 0.0, top, "sky")]
    back.append(
        Strip("wall", 0.6, top, "wall", paint(place, "#4a5262"), 0.0, material=place.material, stamps=("panel",))
    )
    for index in range(9):
        x = (-2.0 + 0.5 * index) * place.half_width
        back.append(Prop("striplamp", 0.62, x, top + 0.02, 0.12, f"lamp{index}"))
        back.append(Prop("glowpanel", 0.64, x + 0.2, place.up(0.30), 0.14, f"panel{index}"))
    back.append(band(place, "flat", "kerb", 0.88, place.ground - 0.07, "#8a9098", 0.0))
    back.append(band(place, "road", "ground", 0.92, place.ground - 0.04, "#5a5d66", 0.0))
    return back, [front(place, "#70757e", "flat", size=0.0)]


def village(place: Place) -> Built:
    """Houses among trees, hills behind, an earthen lane; a market, a town of old China, a water town."""
    kind = place.flavour
    if kind in rooftops.KINDS:
        return rooftops.build(place)
    back: list[Item] = [*sky(place), *clouds(place, 4)]
    back.append(hills(place, "far", 0.16, 0.22, place.random.choice(("#9cb5a8", "#a5b0c0")), 0.16))
    if kind == "medieval":
        back.append(landmark(place, "castle", 0.40, 0.16, 0.3))
    if kind == "chinese" and place.random.random() < 0.6:
        back.append(landmark(place, "pagoda", 0.44, 0.12, 0.3))
    stamps = ("eaveshouse",) if kind in ("chinese", "watertown") else ()
    trees = ("pine", "bush") if kind == "forum" else ("roundtree", "bush")
    back.append(hills(place, "mid", 0.36, 0.12, "#8fb27c", 0.16, stamps=trees))
    if kind == "forum":
        back.append(landmark(place, "colosseum", 0.24, 0.14, 0.42))
        return [*back, *_of_stone(place)], [front(place, "#b8a888", "flat", size=0.0)]
    size = 0.30 if stamps else 0.24
    back.append(
        band(place, "houses", "cottages", 0.6, place.up(0.06), CRAFT[6], size * place.tall, fade=0.12, stamps=stamps)
    )
    if kind == "watertown":
        back.extend(waves(place, (0.64, 0.78), 0.3))
        back.append(landmark(place, "stonebridge", 0.22, 0.06, 0.7, 0.55 * place.side))
        back.append(band(place, "floor", "quay", 0.92, place.ground - 0.035, "#a39a8a", 0.0))
        return back, []
    if kind == "market":
        back.extend(row(place, ("stall",), 0.30, 0.012, 0.86, 4))
        back.append(band(place, "flat", "ground", 0.92, place.ground - 0.03, "#b09a7c", 0.006))
        return back, [front(place, "#8a765c", "flat", size=0.0)]
    back.append(hills(place, "hedge", 0.74, 0.02, "#86a862", 0.09, stamps=("bush", "grass")))
    back.extend(beside(place, place.random.choice(("well", "haystack", "fence", "cart")), 0.2, 0.93))
    back.append(hills(place, "ground", 0.92, 0.02, "#c2a878", 0.012))
    return back, [front(place, "#8fa060", stamps=("grass", "bloom"))]


def _of_stone(place: Place) -> list[Item]:
    """Temples and houses of pale stone along a paved street."""
    tall = 0.36 * place.tall
    return [
        band(
            place, "houses", "temples", 0.55, place.up(0.06), CRAFT[4], 0.26 * place.tall, fade=0.2, stamps=("portico",)
        ),
        band(place, "houses", "temples near", 0.8, place.ground - 0.05, CRAFT[4], tall, fade=0.04, stamps=("portico",)),
        band(place, "flat", "ground", 0.92, place.ground - 0.04, "#d8c8a4", 0.006),
    ]


# --- beyond ---------------------------------------------------------------------------------------


def space(place: Place) -> Built:
    mars, moon = "mars" in place.material, place.flavour == "moon"
    paints = ("#a8583a", "#b8623c", "#d0794a", "#93462c") if mars else ("#5a4a72", "#6d5a80", "#85708f", "#5d4d6c")
    paints = ("#7a7a86", "#8f8f9c", "#a8a8b4", "#6c6c78") if moon else paints
    back: list[Item] = [*sky(place)]
    disc = next((item.x for item in back if isinstance(item, Prop)), 0.3)
    x = place.half_width * place.random.uniform(0.4, 0.62) * (1 if disc > 0 else -1)
    if moon:  # whoever stands on the moon sees the earth instead
        back = [item for item in back if not isinstance(item, Prop)]
        back.append(Prop("earth", 0.08, x, place.up(0.62), 0.34 * place.tall**0.5, "planet", Motion(vx=0.003)))
    elif not mars:
        back.append(Prop("planet", 0.08, -x, place.up(0.66), 0.26, "planet", Motion(vx=0.004)))
    if place.flavour == "void":
        return back + _adrift(place, (0.2, 0.34, 0.5, 0.62)), _adrift(place, (1.3,))
    ridge = "craters" if moon else place.random.choice(("peaks", "mesa"))
    back.append(hills(place, "far", 0.3, 0.10, paints[0], 0.14, kind=ridge, fade=0.35))
    back.append(hills(place, "mid", 0.55, 0.06, paints[1], 0.08, kind="craters"))
    if place.flavour == "alien":
        back.extend(row(place, ("crystal",), 0.24, 0.04, 0.7, 5))
    back.append(hills(place, "ground", 0.92, 0.02, paints[2], 0.014, kind="craters"))
    return back, [front(place, paints[3])]


def _adrift(place: Place, depths: tuple[float, ...]) -> list[Item]:
    """Rocks that drift between the stars."""
    made: list[Item] = []
    for depth in depths:
        x = place.half_width * place.random.uniform(0.35, 1.05) * place.side
        y = place.half_height * place.random.uniform(-0.7, 0.85)
        size = place.random.uniform(0.05, 0.10) * (0.5 + depth)
        drift = Motion(vx=place.random.uniform(-0.012, 0.012), bob=0.01, bob_s=7 + 5 * depth, roll=9.0, phase=9 * depth)
        made.append(
            Prop("rock", depth, x, y, size, f"adrift{depth}", drift, colour=(106, 92, 120), fade=0.3 - 0.2 * depth)
        )
    return made


def underwater(place: Place) -> Built:
    back: list[Item] = [
        Strip("sky", 0.0, -place.half_height, "sky"),
        Prop("rays", 0.05, 0.0, -place.half_height, 1.5, "rays"),
    ]
    back.append(hills(place, "far", 0.25, 0.20, "#2f7f94", 0.16, kind="hills", fade=0.5))
    if place.flavour == "wreck":
        back.append(landmark(place, "shipwreck", 0.62, 0.06, 0.5))
    elif place.flavour == "ruins":
        back.extend(row(place, ("ruin",), 0.56, 0.08, 0.5, 6))
    back.append(hills(place, "mid", 0.55, 0.10, "#3f8f8a", 0.26, stamps=("weed", "coral"), fade=0.3))
    back.append(hills(place, "reef", 0.76, 0.03, "#5a9a88", 0.20, stamps=("coral", "weed"), fade=0.1))
    back.append(hills(place, "ground", 0.92, 0.02, "#d0bd92", 0.02))
    return back, [front(place, "#8f7f66", stamps=("weed", "coral"))]


def air(place: Place) -> Built:
    back: list[Item] = [*sky(place), *clouds(place, 5, 0.08)]
    back.append(hills(place, "far", 0.16, 0.02, "#9fb8c4", 0.10))
    if place.flavour == "isles":
        for index, x in enumerate((-0.62, 0.55, 0.05)):
            bob = Motion(bob=0.008, bob_s=6 + index, phase=float(index))
            size = (0.34, 0.56, 0.18)[index] * place.tall**0.3
            back.append(
                Prop(
                    "floatingisle",
                    0.3 + 0.1 * index,
                    x * place.half_width,
                    (-0.02, 0.02, -0.26)[index],
                    size,
                    f"isle{index}",
                    bob,
                    fade=0.12,
                )
            )
    for index in range(5):
        x = place.half_width * (-1.2 + 2.4 * (index + place.random.random()) / 5)
        y = place.half_height * place.random.uniform(0.2, 0.8)
        drift = Motion(vx=-0.02 - 0.01 * index)
        size = place.random.uniform(0.16, 0.24)
        back.append(Prop("cloud", 0.4 + 0.08 * index, x, y, size, f"low{index}", drift, fade=0.1))
    back.append(Strip("cloudbank", 0.85, place.half_height * 0.72, "bank", rgb("#f2efe8"), 0.06, Motion(sway=0.02)))
    return back, [Strip("cloudbank", 1.2, place.half_height * 0.86, "front", rgb("#fbf8f0"), 0.05, Motion(sway=0.03))]


_SWEEPS: Final = {"white": "#f2efe8", "black": "#2a282e", "plain": "#d8cfc4"}
"""Seamless paper behind a product, by the words that ask for it."""


def stage(place: Place) -> Built:
    """A theatre within the theatre: for prompts that name no place; a sweep of paper for a plain background."""
    top = -place.half_height
    if place.flavour == "abstract":
        return _flowing(place)
    if place.flavour in _SWEEPS:
        named = [palettes.COLOURS[hue] for hue in place.hues if hue in palettes.COLOURS]
        plain = [rgb(tone) for tone in _TINTS] if place.flavour == "plain" else [rgb(_SWEEPS[place.flavour])]
        colour = named[0] if named else place.random.choice(plain)
        wall = Strip("wall", 0.5, top, "wall", colour, place.ground - 0.10, stamps=("sweep",))
        if "water" in place.hues:
            rows = waves(
                place, (0.5, 0.72, 0.9), 0.35, (css(mix(colour, (255, 255, 255), 0.35)), css(scale(colour, 0.7)))
            )
            return [Strip("sky", 0.0, top, "sky"), wall, *rows], waves(
                place, (1.1,), 0.35, (css(colour), css(scale(colour, 0.7)))
            )
        floor = Strip("sweep", 0.9, place.ground - 0.16, "sweep", mix(colour, (255, 252, 246), 0.14), 0.0)
        glow = Prop("softglow", 0.52, 0.0, -0.04, 1.7, "softglow", colour=mix(colour, (255, 244, 224), 0.6))
        return [Strip("sky", 0.0, top, "sky"), wall, glow, floor], []
    if place.inside:
        wall_colour = paint(place, place.random.choice(("#7a3f4f", "#3f4f7a", "#7a4f3a", "#3f6a68")))
        boards = paint(place, "#9a6a44")
        wall = Strip("wall", 0.5, top, "wall", wall_colour, place.up(0.02), material=place.material, stamps=("damask",))
        back: list[Item] = [Strip("sky", 0.0, top, "sky"), wall]
        back.append(Prop("stageglow", 0.52, 0.0, 0.0, 1.9, "stageglow"))
        for index, x in enumerate((-0.6, 0.0, 0.6)):
            back.append(Prop("striplamp", 0.56, x * place.half_width, top - 0.02, 0.09, f"bar{index}"))
        back.append(Strip("floor", 0.9, place.ground - 0.06, "floor", boards, 0.0, material=place.material))
        return back, [Strip("curtain", 1.3, top, "curtain", rgb("#a8322f"), 0.0)]
    back = [*sky(place), *clouds(place, 3)]
    back.append(hills(place, "far", 0.2, 0.18, place.random.choice(("#8fb0b5", "#a9a6c0", "#c9b0a0")), 0.12))
    back.append(hills(place, "mid", 0.45, 0.08, place.random.choice(("#7fa08a", "#8f8ab0", "#c08f80")), 0.08))
    back.append(band(place, "floor", "floor", 0.9, place.ground - 0.04, "#a0714a", 0.0))
    return back, [Strip("curtain", 1.3, top, "curtain", rgb("#a8322f"), 0.0)]


_TINTS: Final = ("#e0a890", "#7fa8d8", "#d894a8", "#86c0b0", "#e8bc7c", "#a490d4")
"""Backdrops of no said colour."""
_TIDES: Final = (
    ("#2f4f9a", "#7a4fb0", "#e0708a"),
    ("#1f6f7a", "#3fa89a", "#f0b860"),
    ("#5a3f8a", "#c8507a", "#f09a5a"),
)


def _flowing(place: Place) -> Built:
    """Colours that flow over each other in long waves, before the dark or a pale sweep."""
    hues = [palettes.COLOURS[hue] for hue in place.hues if hue in palettes.COLOURS]
    grounded = bool(hues) and (max(hues[0]) < 80 or min(hues[0]) > 220)
    tones = hues[grounded:] or [rgb(tone) for tone in place.random.choice(_TIDES)]
    ground = hues[0] if grounded else scale(tones[0], 0.34)
    top = -place.half_height
    back: list[Item] = [Strip("sky", 0.0, top, "sky"), Strip("wall", 0.1, top, "wall", ground, 0.0, stamps=("sweep",))]
    back.append(Prop("softglow", 0.12, 0.0, -0.1, 1.6, "softglow", colour=mix(tones[0], (255, 255, 255), 0.3)))
    for index in range(7):
        tone = tones[index % len(tones)]
        shade = mix(tone, (255, 250, 238), 0.22) if index % 2 else scale(tone, 0.86)
        motion = Motion(
            sway=0.10 + 0.03 * index, sway_s=7 + 1.3 * index, bob=0.02 + 0.004 * index, bob_s=4.4 + 0.7 * index,
            phase=1.9 * index,
        )  # fmt: skip
        at = place.half_height * (-0.34 + 0.2 * index)
        back.append(Strip("flow", 0.2 + 0.14 * index, at, f"flow{index}", shade, 0.05 + 0.008 * index, motion))
    return back, []


PLACES: dict[str, Build] = {
    "city": city, "street": street, "village": village,
    "sea": waters.sea, "harbour": waters.harbour, "coast": waters.coast, "river": waters.river,
    "forest": lands.forest, "jungle": lands.jungle, "bambooforest": lands.bamboo_forest,
    "mountains": lands.mountains, "meadow": lands.meadow,
    "savanna": lands.savanna, "farm": lands.farm, "park": lands.park, "desert": lands.desert,
    "snowfield": lands.snowfield,
    "room": lambda place: interiors.build(place, "room"), "kitchen": lambda place: interiors.build(place, "kitchen"),
    "library": lambda place: interiors.build(place, "library"), "space": space, "underwater": underwater, "sky": air,
    "stage": stage,
}  # fmt: skip
WET = frozenset({"sea"})
"""Where everyone is in the water."""
SHORES = frozenset({"harbour", "river"})
"""Where those who swim or sail are in the water, and others stand beside it."""
INDOORS = frozenset({"room", "kitchen", "library"})

__all__ = ["INDOORS", "PLACES", "SHORES", "WET", "Place", "water_line", "waves"]
