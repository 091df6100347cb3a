"""The places out of doors and on the stage: which strips lie behind and before the actors, one function a place."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock.engines.animatic import interiors, lands, rooftops
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
    gulls,
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


def street(place: Place) -> Built:
    """Houses along a road; a lane of old China, an alley, a playground, a highway by its flavour."""
    kind = place.flavour
    if kind in rooftops.KINDS:
        return rooftops.build(place)
    if kind == "station":
        return interiors.build(place, "station")
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


# --- water ----------------------------------------------------------------------------------------


def sea(place: Place) -> Built:
    back: list[Item] = [*sky(place, 0.34), *clouds(place, place.random.randint(3, 5))]
    back.append(Strip("water", 0.12, place.up(0.34), "horizon", rgb("#2b6f93"), 0.0, fade=0.35))
    if place.random.random() < 0.6:
        x = place.half_width * place.random.uniform(-0.9, 0.9)
        art, size = place.random.choice((("island", 0.07), ("island", 0.05), ("reef", 0.05)))
        back.append(Prop(art, 0.2, x, place.up(0.315), size, "island", fade=0.4))
    back.extend(gulls(place, 0.62))
    return back + waves(place, (0.3, 0.5, 0.72, 0.9)), waves(place, (1.08, 1.28))


def harbour(place: Place) -> Built:
    """A town at the water, boats at anchor; a quay to stand on, or open water for those who sail."""
    back: list[Item] = [*sky(place, 0.30), *clouds(place, 3)]
    back.append(hills(place, "far", 0.16, 0.30, "#8fa6a8", 0.14))
    tall = 0.30 if place.flavour == "venice" else 0.17
    if place.flavour == "aegean":
        return _aegean(place, back)
    if place.flavour == "skyline":
        back.append(band(place, "skyline", "towers", 0.26, place.up(0.30), CRAFT[2], 0.36 * place.tall, fade=0.3))
    else:
        back.append(band(place, "houses", "town", 0.3, place.up(0.30), CRAFT[0], tall * place.tall, fade=0.2))
    depths = (0.36, 0.5, 0.72, 0.9) if place.wet else (0.36, 0.5, 0.64)
    rows = waves(place, depths, 0.5)
    boats = ("gondola", "gondola", "rowboat") if place.flavour == "venice" else ("boat", "rowboat", "boat")
    for index, (art, x) in enumerate(zip(boats, (-0.62, 0.1, 0.7), strict=True)):
        bob = Motion(bob=0.004, bob_s=3.1 + index, roll=1.6, phase=float(index))
        at = place.half_width * (x + place.random.uniform(-0.15, 0.15))
        size = (0.17 if art == "boat" else 0.06) * place.tall**0.5
        y = place.up(0.245 - 0.02 * index)
        rows.insert(1 + index % 2, Prop(art, 0.42 + 0.06 * index, at, y, size, f"moored{index}", bob, fade=0.12))
    if place.wet:
        return back + rows, waves(place, (1.08, 1.28), 0.5)
    back.extend(gulls(place, 0.66))
    return [*back, *rows, band(place, "floor", "quay", 0.9, place.ground - 0.045, "#9a8468", 0.0)], []


def _aegean(place: Place, back: list[Item]) -> Built:
    """White houses with blue domes in steps down to the sea."""
    for name, depth, share, size in (
        ("upper", 0.26, 0.27, 0.26),
        ("middle", 0.4, 0.17, 0.28),
        ("lower", 0.58, 0.07, 0.30),
    ):
        back.append(hills(place, f"rock {name}", depth - 0.02, share + 0.03, "#b8a894", 0.05))
        tall = size * place.tall
        tone = CRAFT[4]
        back.append(
            band(
                place, "houses", name, depth, place.up(share), tone, tall, fade=0.2 - 0.2 * depth, stamps=("cubehouse",)
            )
        )
    rows = waves(place, (0.72, 0.9) if place.wet else (0.72,), 0.5)
    back.extend(rows)
    if place.wet:
        return back, waves(place, (1.08, 1.28), 0.5)
    return [*back, band(place, "flat", "terrace", 0.92, place.ground - 0.02, "#ece6da", 0.004)], []


def river(place: Place) -> Built:
    """Calm water between wooded banks; the near bank is left out for those in the water."""
    kind, swamp = place.flavour, place.flavour == "swamp"
    back: list[Item] = [*sky(place, 0.26), *clouds(place, 3)]
    ridge = "peaks" if place.random.random() < 0.4 or kind == "fjord" else "hills"
    back.append(
        hills(
            place, "far", 0.14, 0.30, "#7f9a8c" if swamp else "#93abb4", 0.36 if kind == "fjord" else 0.18, kind=ridge
        )
    )
    if kind == "temple":
        back.append(landmark(place, "pavilion", 0.26, 0.27, 0.34))
    groves: tuple[tuple[str, ...], ...] = (("roundtree", "bush"), ("pine", "roundtree"), ("roundtree", "fern"))
    trees = ("fern", "roundtree", "bush") if swamp else place.random.choice(groves)
    wooded = "#6f7a58" if swamp else "#7fa878"
    back.append(hills(place, "wooded", 0.3, 0.28, wooded, 0.26 if swamp else 0.15, stamps=trees))
    depths = (0.36, 0.5, 0.72, 0.9) if place.wet else (0.36, 0.5, 0.66)
    tones = ("#7a8f6a", "#3f5a48") if swamp else None
    rows = waves(place, depths, 0.3, tones)
    if swamp:
        rows.insert(2, landmark(place, "deadtree", 0.42, 0.16, 0.6))
    if kind == "lotus":
        for depth, share, size in ((0.45, 0.22, 0.06), (0.6, 0.15, 0.085), (0.78, 0.075, 0.115)):
            rows.extend(row(place, ("lotus",), size, share, depth, 7))
    back.extend(rows)
    if place.wet:
        return back, [*waves(place, (1.08,), 0.3, tones), front(place, "#5f8a4a", stamps=("fern", "grass"))]
    back.append(hills(place, "bank", 0.92, 0.02, "#7a8a58" if swamp else "#86a85a", 0.012))
    return back, [front(place, "#5f8a4a", stamps=("fern", "grass"))]


def coast(place: Place) -> Built:
    back: list[Item] = [*sky(place, 0.26), *clouds(place, 3)]
    back.append(Strip("water", 0.12, place.up(0.26), "horizon", rgb("#3f9fb8"), 0.0, fade=0.3))
    black = place.flavour == "blacksand"
    shore = "#3a3a42" if black else "#d8c8a8"
    if place.flavour == "ledge":
        rows = waves(place, (0.3, 0.42, 0.56), 0.8)
        deep = [replace(item, top=item.top + 0.10) for item in rows if isinstance(item, Strip)]
        return [*back, *deep, lands.overhang(place)], []
    if place.flavour == "cliff":
        back.append(hills(place, "cliff", 0.2, 0.27, "#8a8a80", 0.26, kind="mesa"))
    elif place.random.random() < 0.45:
        at = place.half_width * place.random.uniform(-0.8, 0.8)
        back.append(Prop("island", 0.2, at, place.up(0.245), 0.08, "island", fade=0.35))
    for depth, share in ((0.3, 0.20), (0.5, 0.13), (0.66, 0.07)):
        motion = Motion(bob=0.006, bob_s=3 + depth, sway=0.03, sway_s=6, phase=depth * 9)
        colour = rgb({0.3: "#6ac0cc", 0.5: "#56b0c0", 0.66: "#7fd0d0"}[depth])
        back.append(Strip("waves", depth, place.up(share), f"waves{depth}", colour, 0.014, motion, fade=0.1))
    back.append(Strip("hills", 0.78, place.up(0.045), "wet sand", paint(place, shore), 0.012,
                      Motion(sway=0.02, sway_s=6), material=place.material))  # fmt: skip
    back.append(hills(place, "beach", 0.92, 0.02, "#4a4a50" if black else "#e8cf9c", 0.012))
    x = place.half_width * place.random.choice((-0.78, 0.78))
    rough = black or place.flavour == "cliff" or place.palette.overcast >= 0.5
    if rough:  # no palms in a storm
        for index, (at, high) in enumerate(((1.0, 0.2), (0.8, 0.11), (-1.15, 0.13))):
            size = high * place.tall**0.5
            back.append(
                Prop("rock", 0.93 + 0.01 * index, x * at, place.ground + 0.01, size, f"rock{index}", grounded=True)
            )
    else:
        sway = Motion(roll=1.2, bob_s=4.5)
        back.append(Prop("palm", 0.94, x, place.ground + 0.01, 0.62 * place.tall**0.5, "palm", sway, grounded=True))
    back.extend(gulls(place, 0.58))
    shade = 0.34 * place.tall**0.5
    if place.flavour == "party":
        back.extend(row(place, ("parasol", "stall"), shade, 0.03, 0.84, 5))
    elif not rough and place.random.random() < 0.45:
        back.append(Prop("parasol", 0.93, -0.86 * x, place.ground + 0.012, shade, "parasol", grounded=True))
    return back, [front(place, "#3f3f46" if black else "#d8ba84")]


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
    "city": city, "street": street, "village": village, "sea": sea, "harbour": harbour, "coast": coast, "river": river,
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
