"""The places of woods, fields, mountains, deserts and snow: their strips and landmarks, one function a place. Pure."""

from __future__ import annotations

from typing import Final

from paddock.engines.animatic.palette import CARDBOARD, CRAFT, rgb
from paddock.engines.animatic.place import (
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
    waves,
)
from paddock.engines.animatic.scene import Motion, Prop, Strip


def forest(place: Place) -> Built:
    kinds: tuple[str, ...] = place.random.choice((("pine",), ("pine", "roundtree"), ("roundtree", "roundtree", "pine")))
    greens = ("#8fb3a0", "#5f9474", "#3f7a56")
    if place.snow:
        kinds = ("snowpine",)
    elif place.flavour == "birch":
        kinds = ("birch",)
        greens = ("#b8c890", "#98b86a", "#88ac58")
    elif place.flavour == "blossom":
        kinds = ("roundtree",)
        greens = ("#f0c4d0", "#eeb0c4", "#e89ab4")
    elif place.flavour == "haunted":
        kinds = ("baretree", "pine")
        greens = ("#7f8a98", "#565f74", "#3f4658")
    elif place.flavour == "magic":
        kinds = ("roundtree", "birch", "pine")
        greens = ("#8fd0c0", "#58b0a0", "#34908a")
    elif place.leafy:
        greens = ("#c8a06a", "#c08048", "#a8602f")
    dark = place.flavour == "haunted"
    floor = "#8a7a48" if place.leafy else "#5a5f58" if dark else "#5b8a4a"
    return _wood(place, kinds, greens, floor, "#7a5a34" if place.leafy else "#33403a" if dark else "#33643a")


def jungle(place: Place) -> Built:
    return _wood(place, ("palmtree", "roundtree", "fern"), ("#8fc0a0", "#4f9a68", "#2f7a4a"), "#4f7a3a", "#2a5a34")


def bamboo_forest(place: Place) -> Built:
    return _wood(place, ("bamboo",), ("#b8d0a0", "#8fb870", "#6a9a4f"), "#8a9a58", "#4f7a3a")


def _wood(place: Place, kinds: tuple[str, ...], greens: tuple[str, ...], floor: str, near: str) -> Built:
    back: list[Item] = [*sky(place), *clouds(place, 2)]
    bands = (("far", 0.18, 0.16, 0.40), ("mid", 0.4, 0.09, 0.52), ("near", 0.68, 0.03, 0.60))
    for (name, depth, share, size), colour in zip(bands, greens, strict=True):
        back.append(hills(place, name, depth, share, colour, size * place.random.uniform(0.9, 1.15), stamps=kinds))
    if place.flavour == "magic":
        back.extend(row(place, ("mushroom", "crystal", "mushroom"), 0.2, 0.02, 0.86, 6))
    back.append(hills(place, "ground", 0.92, 0.02, floor, 0.016, stamps=()))
    return back, [front(place, near, stamps=("fern",))]


# --- land -----------------------------------------------------------------------------------------


def mountains(place: Place) -> Built:
    kind = place.flavour
    back: list[Item] = [*sky(place), *clouds(place, 3)]
    if kind == "canyon":
        return _canyon(place, back, ("#d8a080", "#c87f58", "#b8683f"))
    if kind == "cave":
        return _cave(place)
    if kind in _RANGES:
        return _RANGES[kind](place, back)
    tones = place.random.choice(
        (("#8aa0bd", "#66809c", "#5c8a72"), ("#a89ab0", "#7f7490", "#6f8a6a"), ("#9ab0b8", "#6f8a88", "#6a8a58"))
    )
    back.append(hills(place, "far", 0.14, 0.26, tones[0], place.random.uniform(0.26, 0.38), kind="peaks"))
    if kind == "volcano":
        back.append(landmark(place, "volcano", 0.46, 0.16, 0.24))
    back.append(hills(place, "mid", 0.3, 0.14, tones[1], place.random.uniform(0.18, 0.28), kind="peaks"))
    if kind == "castle":
        back.append(landmark(place, "castle", 0.46, 0.07, 0.42))
    if kind == "waterfall":
        back.append(hills(place, "foothills", 0.5, 0.09, tones[2], 0.20, stamps=("pine", "roundtree")))
        back.append(landmark(place, "waterfall", 0.74, 0.03, 0.6, 0.28 * place.side))
        back.extend(waves(place, (0.74,), 0.4))
        back.append(hills(place, "ground", 0.92, 0.0, "#6f9a5c", 0.016))
        return back, [front(place, "#4b7a48", stamps=("fern",))]
    stamps = ("pine",) if place.random.random() < 0.6 else ()
    back.append(hills(place, "foothills", 0.56, 0.08, tones[2], 0.16 if stamps else 0.10, stamps=stamps))
    back.append(hills(place, "ground", 0.92, 0.02, "#6f9a5c", 0.016))
    return back, [front(place, "#4b7a48", stamps=("fern",))]


def _snowy(place: Place, back: list[Item]) -> Built:
    """High white peaks over a valley of snow and firs."""
    back.append(hills(place, "far", 0.14, 0.26, "#b8cade", 0.5, kind="peaks", fade=0.3))
    back.append(hills(place, "mid", 0.3, 0.13, "#9fb6d0", 0.40, kind="peaks", fade=0.12))
    back.append(hills(place, "trees", 0.56, 0.06, "#d5e2ea", 0.16, stamps=("snowpine",)))
    back.append(hills(place, "ground", 0.92, 0.02, "#eef3f5", 0.016))
    return back, [front(place, "#dfe8ee")]


def _cave(place: Place) -> Built:
    """A hall of rock or of ice: its walls behind, spires on the ground, a mouth of dark rock around it."""
    icy = "icy" in place.hues
    tones = ("#4f8fb8", "#6aaed0", "#8fcbe4", "#3f7ba4") if icy else ("#5f5660", "#54495a", "#473d4c", "#3a333e")
    top = -place.half_height
    back: list[Item] = [
        Strip("sky", 0.0, top, "sky"),
        Strip("wall", 0.1, top, "rock", rgb(tones[0]), 0.0, stamps=("sweep",)),
    ]
    glow = (150, 220, 250) if icy else (236, 176, 110)
    back.append(Prop("softglow", 0.12, 0.2 * place.side * place.half_width, 0.0, 1.5, "softglow", colour=glow))
    for index, (depth, share, size) in enumerate(((0.3, 0.10, 0.34), (0.56, 0.04, 0.26))):
        back.append(hills(place, f"spires{index}", depth, share, tones[1 + index], size, kind="needles", fade=0.0))
    if icy:
        back.extend(row(place, ("crystal",), 0.22, 0.03, 0.8, 5))
    back.append(hills(place, "ground", 0.92, 0.02, tones[2] if icy else "#5c5260", 0.016))
    dark = rgb("#2f5f80" if icy else "#332c38")
    frame = Strip("rockframe", 1.2, top, "cave", dark, place.random.uniform(0.0, 0.06))
    return back, [front(place, "#3f7494" if icy else "#3a333e"), frame]


def _ledge(place: Place, back: list[Item]) -> Built:
    """The edge of a cliff high over ranges and clouds, or over the sea."""
    for index, (depth, share) in enumerate(((0.14, 0.20), (0.26, 0.08), (0.4, 0.0))):
        tone = ("#8aa0bd", "#6f8aa4", "#5c7f8c")[index]
        back.append(hills(place, f"range{index}", depth, share, tone, 0.26 - 0.04 * index, kind="peaks"))
        drift = Motion(sway=0.03, sway_s=15 + 4 * index)
        low = place.up(share) + 0.05
        back.append(Strip("cloudbank", depth + 0.05, low, f"below{index}", rgb("#eef0f2"), 0.03, drift, fade=0.1))
    back.append(overhang(place))
    return back, []


def overhang(place: Place) -> Strip:
    """The ground that ends at one side of the middle, and falls off."""
    tone = "#eef3f5" if place.snow else "#8a8478"
    return Strip(
        "ledge",
        0.96,
        place.ground - 0.004,
        "ledge",
        paint(place, tone),
        0.34 * place.half_width,
        material=place.material,
    )


def _immortal(place: Place, back: list[Item]) -> Built:
    """Steep peaks that rise out of a sea of clouds, pavilions on them."""
    tones = ("#a8b8bc", "#86a09c", "#6a8c84")
    for index, tone in enumerate(tones):
        depth, share = 0.16 + 0.16 * index, 0.27 - 0.09 * index
        back.append(hills(place, f"peak{index}", depth, share, tone, 0.34 - 0.05 * index, kind="needles"))
        if index == 1:
            at = 0.5 * place.side
            back.append(landmark(place, "pagoda", 0.34, 0.24, 0.3, at))
            back.append(landmark(place, "pavilion", 0.20, 0.16, 0.4, -1.2 * at))
        drift = Motion(sway=0.03, sway_s=15 + 4 * index)
        top = place.up(share - 0.05)
        back.append(Strip("cloudbank", depth + 0.05, top, f"mist{index}", rgb("#f4f2ec"), 0.035, drift, fade=0.1))
    back.append(hills(place, "ground", 0.92, 0.02, "#7f9a6c", 0.016))
    return back, [front(place, "#4b7a48", stamps=("fern",))]


def _wall(place: Place, back: list[Item]) -> Built:
    """Range behind range, and the long wall over their crests."""
    tones = ("#9ab0a8", "#7f9f80", "#6f9468") if place.palette.season != "autumn" else ("#b8a088", "#c08a58", "#b87840")
    back.append(hills(place, "far", 0.14, 0.28, "#9fb0b4", 0.26, kind="peaks"))
    for index, (depth, share, tone) in enumerate(zip((0.26, 0.42, 0.62), (0.22, 0.12, 0.02), tones, strict=True)):
        size = (0.14, 0.18, 0.20)[index]
        back.append(hills(place, f"crest{index}", depth, share, tone, size, kind="rampart"))
    back.append(hills(place, "ground", 0.92, 0.0, "#86a05c", 0.016, stamps=("bush", "roundtree")))
    return back, [front(place, "#5f8a48", stamps=("grass", "fern"))]


def _pillars(place: Place, back: list[Item]) -> Built:
    """Pillars of rock with trees on their tops, mist between them."""
    for index, tone in enumerate(("#9fb4b0", "#86a094", "#6f8c78")):
        depth, share = 0.16 + 0.18 * index, 0.26 - 0.10 * index
        back.append(hills(place, f"pillar{index}", depth, share, tone, 0.40 - 0.04 * index, kind="needles"))
        drift = Motion(sway=0.03, sway_s=16 + 4 * index)
        top = place.up(share - 0.06)
        back.append(Strip("cloudbank", depth + 0.06, top, f"mist{index}", rgb("#f2f2ee"), 0.03, drift, fade=0.15))
    back.append(hills(place, "ground", 0.92, 0.02, "#7f9a6c", 0.016))
    return back, [front(place, "#4b7a48", stamps=("fern",))]


def _chimneys(place: Place, back: list[Item]) -> Built:
    """Cones of pale rock in valleys of dust."""
    back.append(hills(place, "far", 0.14, 0.22, "#d8b8a0", 0.16, kind="mesa"))
    for index, (depth, share, size) in enumerate(((0.28, 0.15, 0.16), (0.46, 0.09, 0.24), (0.66, 0.03, 0.32))):
        tone = ("#e0c0a0", "#d8b090", "#cfa280")[index]
        back.append(hills(place, f"cones{index}", depth, share, tone, size, stamps=("rockcone",)))
    back.append(hills(place, "ground", 0.92, 0.02, "#dcb890", 0.016))
    return back, [front(place, "#c8a078", stamps=("grass",))]


_RANGES: Final = {
    "ledge": _ledge, "snowy": _snowy,
    "temple": _immortal, "greatwall": _wall, "pillars": _pillars, "chimneys": _chimneys,
}  # fmt: skip


def _canyon(place: Place, back: list[Item], tones: tuple[str, str, str]) -> Built:
    """Table mountains of red rock."""
    back.append(hills(place, "far", 0.15, 0.20, tones[0], 0.26, kind="mesa"))
    back.append(hills(place, "mid", 0.34, 0.12, tones[1], 0.30, kind="mesa"))
    back.append(hills(place, "near", 0.6, 0.05, tones[2], 0.10, kind="dunes", stamps=("cactus",)))
    back.append(hills(place, "ground", 0.92, 0.02, "#d89a68", 0.012))
    return back, [front(place, "#b8743f", kind="dunes")]


FIELDS: Final = {
    "lavender": (("#9a84c8", "#8468b8", "#7050a8"), "spike"), "tulip": (("#e89a98", "#e0604f", "#f0b83a"), "bloom"),
    "sunflower": (("#ecd060", "#e6b82f", "#dca81f"), "sunny"), "rape": (("#f0dc5a", "#f4d42a", "#eccb1a"),
    "yellowbloom"),
    "daisy": (("#cfe0b8", "#bcd6a0", "#a4c884"), "daisyhead"), "rose": (("#d8a0a4", "#c8667c", "#b84a64"), "bloom"),
    "poppy": (("#e08a70", "#dc5f48", "#d04430"), "poppyhead"), "flowers": (("#b0d090", "#98c468", "#86b850"), "bloom"),
}  # fmt: skip
"""Fields of flowers: the colours of their rows, and what blooms at the front."""


def meadow(place: Place) -> Built:
    kind = place.flavour
    back: list[Item] = [*sky(place), *clouds(place, place.random.randint(3, 5))]
    if kind in FIELDS:
        return _field(place, back, *FIELDS[kind])
    if kind == "stadium":
        stands = [
            Prop("stands", 0.3, place.half_width * x, place.up(0.075), 0.34, f"stands{x}", fade=0.12)
            for x in (-1.5, -0.5, 0.5, 1.5)
        ]
        back.extend([hills(place, "far", 0.16, 0.20, "#9cb8a8", 0.1), *stands])
        back.append(band(place, "lawn", "ground", 0.92, place.up(0.075), "#6fae4c", 0.0, fade=0.0))
        return back, []
    if kind in ("racetrack", "arena"):
        return _ringed(place, back, kind)
    tone = place.random.choice(
        (
            ("#9cc0a0", "#86b573", "#76a85a", "#7fb04e"),
            ("#a8c0b8", "#a0bf78", "#8fae58", "#94b455"),
            ("#b0bfa8", "#c0bc78", "#a8b05a", "#9cb052"),
        )
    )
    back.append(hills(place, "far", 0.16, 0.20, tone[0], place.random.uniform(0.08, 0.16)))
    back.append(hills(place, "mid", 0.36, 0.12, tone[1], 0.09))
    trees = ("baretree", "bush") if kind == "graveyard" else ("roundtree", "bush")
    back.append(hills(place, "trees", 0.55, 0.06, tone[2], 0.26 if kind == "graveyard" else 0.20, stamps=trees))
    if kind == "graveyard":
        back.extend(row(place, ("tombstone",), 0.11, 0.03, 0.84, 7))
    elif kind == "camp":
        back.extend([*beside(place, "tent", 0.28, 0.9, -1), *beside(place, "tent", 0.24, 0.88, 1)])
    elif kind == "ruins":
        back.extend(row(place, ("ruin",), 0.36, 0.02, 0.84, 6))
    elif kind == "battle":
        back.extend(row(place, ("warflag",), 0.24, 0.07, 0.7, 7))
        back.append(
            Prop("smoke", 0.5, -0.5 * place.half_width, place.up(0.14), 0.3, "smoke1", cycle_s=2.4, gait="puff")
        )
    elif kind == "castle":
        back.insert(-1, landmark(place, "castle", 0.42, 0.10, 0.45))
    elif kind == "wind":
        art = place.random.choice(("windmill", "windturbine"))
        for at, size, depth in ((-0.72, 0.56, 0.42), (-0.2, 0.36, 0.34), (0.3, 0.44, 0.38), (0.76, 0.66, 0.48)):
            back.insert(-1, landmark(place, art, size, 0.10, depth, at))
    back.append(hills(place, "ground", 0.92, 0.02, tone[3], 0.016))
    bare = kind in ("graveyard", "battle")
    return back, [front(place, "#5f9440", stamps=("grass",) if bare else ("grass", "bloom"))]


def _ringed(place: Place, back: list[Item], kind: str) -> Built:
    """A course with its stands, kerbs and fence; the arches and the sand of an arena of old."""
    art, size = ("arcades", 0.46) if kind == "arena" else ("stands", 0.34)
    for x in (-1.5, -0.5, 0.5, 1.5):
        made = Prop(art, 0.3, place.half_width * x, place.up(0.07), size * place.tall**0.3, f"{art}{x}", fade=0.1)
        back.append(made)
    if kind == "arena":
        back.append(band(place, "flat", "ground", 0.92, place.up(0.08), "#e0c08a", 0.006))
        return back, []
    back.append(hills(place, "verge", 0.6, 0.07, "#7fae58", 0.004))
    back.extend(row(place, ("fence",), 0.07, 0.045, 0.8, 9))
    back.append(band(place, "kerbs", "kerbs", 0.9, place.ground - 0.055, "#e8e4dc", 0.0))
    back.append(band(place, "road", "ground", 0.92, place.ground - 0.03, "#77726e", 0.0))
    return back, [front(place, "#e8e4dc", "kerbs", size=0.0)]


def _field(place: Place, back: list[Item], tones: tuple[str, str, str], bloom: str) -> Built:
    """Rows of flowers up to hills."""
    back.append(hills(place, "far", 0.16, 0.20, "#9cb8b0", place.random.uniform(0.1, 0.18)))
    if place.random.random() < 0.5:
        back.append(landmark(place, place.random.choice(("windmill", "cabin", "tree")), 0.26, 0.155, 0.3))
    for index, (depth, share) in enumerate(((0.34, 0.15), (0.5, 0.11), (0.66, 0.065), (0.80, 0.02))):
        size = (0.03, 0.05, 0.075, 0.11)[index]
        more = {"stamps": (bloom,), "fade": 0.0} if index else {"fade": 0.1}
        back.append(hills(place, f"row{index}", depth, share, tones[min(index, 2)], size, **more))
    back.append(hills(place, "ground", 0.92, 0.0, "#8fb05a", 0.012))
    return back, [front(place, "#6f9a48", stamps=(bloom, "grass"))]


def savanna(place: Place) -> Built:
    back: list[Item] = [*sky(place), *clouds(place, 2)]
    if place.random.random() < 0.4:
        back.append(hills(place, "mountain", 0.12, 0.20, "#a8a0b0", 0.20, kind="mesa"))
    back.append(hills(place, "far", 0.16, 0.18, "#b8a888", 0.12))
    back.append(hills(place, "mid", 0.4, 0.10, "#cfb468", 0.06))
    back.append(hills(place, "trees", 0.58, 0.05, "#c8a858", 0.30, stamps=("acacia",)))
    back.append(hills(place, "ground", 0.92, 0.02, "#d8b458", 0.014))
    return back, [front(place, "#a8883a", stamps=("grass",))]


def farm(place: Place) -> Built:
    kind = place.flavour
    back: list[Item] = [*sky(place), *clouds(place, 4)]
    back.append(hills(place, "far", 0.16, 0.20, "#a0bf98", 0.10))
    if kind in ("terraces", "tea"):
        tones = ("#a8cc78", "#d8e8dc", "#7fb058", "#cfe4e0", "#6fa24a", "#b8dcd4", "#86b850")
        tones = (
            tones
            if kind == "terraces"
            else ("#8fb478", "#7aa862", "#84b068", "#6a9c52", "#74a65a", "#5f9048", "#6a9c50")
        )
        for index, tone in enumerate(tones):
            depth, share = 0.26 + 0.08 * index, 0.27 - 0.037 * index
            stamps = ("bush",) if kind == "tea" and index > 1 else ()
            size = 0.075 if not stamps else 0.055
            back.append(
                hills(
                    place,
                    f"step{index}",
                    depth,
                    share,
                    tone,
                    size,
                    kind="terrace",
                    stamps=stamps,
                    fade=0.2 - 0.2 * depth,
                )
            )
        back.append(hills(place, "ground", 0.92, 0.02, "#9ab052", 0.014))
        return back, [front(place, "#7a9a48", stamps=("grass", "fern"))]
    if kind == "sunflower":
        return _field(place, back, *FIELDS["sunflower"])
    back.append(hills(place, "field", 0.34, 0.13, "#b8c070" if kind == "vineyard" else "#e0c060", 0.05))
    back.append(landmark(place, place.random.choice(("barn", "windmill", "cabin")), 0.30, 0.08, 0.5, 0.55 * place.side))
    crop = {"vineyard": "vine", "orchard": "roundtree", "corn": "cornstalk"}.get(kind, "wheatear")
    size = {"orchard": 0.24, "vineyard": 0.13, "corn": 0.22}.get(kind, 0.10)
    back.append(hills(place, "rows", 0.62, 0.05, "#a8a850" if kind == "vineyard" else "#c8b050", size, stamps=(crop,)))
    if kind == "vineyard":
        back.append(hills(place, "rows2", 0.78, 0.02, "#98a048", 0.17, stamps=("vine",)))
    back.extend(beside(place, place.random.choice(("haystack", "fence", "scarecrow")), 0.22, 0.93))
    back.append(hills(place, "ground", 0.92, 0.02, "#9ab052", 0.014))
    return back, [front(place, "#b89a3a", stamps=("wheatear", "grass"))]


def park(place: Place) -> Built:
    kind = place.flavour
    back: list[Item] = [*sky(place), *clouds(place, 3)]
    if kind == "amusement":
        back.append(landmark(place, "ferriswheel", 0.56, 0.10, 0.34, 0.5))
        back.append(landmark(place, "rollercoaster", 0.34, 0.10, 0.36, -0.5))
    elif kind not in ("garden", "chinese", "japanese"):
        back.append(band(place, "skyline", "town", 0.14, place.up(0.16), CRAFT[2], 0.26 * place.tall, fade=0.5))
    else:
        back.append(hills(place, "far", 0.16, 0.22, "#9cb8a8", 0.12))
    trees = ("roundtree", "roundtree", "bush") if kind != "japanese" else ("roundtree", "pine", "bush")
    back.append(hills(place, "trees", 0.4, 0.10, "#7fb070", 0.28, stamps=trees))
    if kind in ("chinese", "japanese"):
        back.append(landmark(place, "pavilion" if kind == "chinese" else "gate", 0.34, 0.06, 0.6, 0.55))
        back.extend(waves(place, (0.70,), 0.3))
        back.append(landmark(place, "stonebridge", 0.16, 0.05, 0.72, -0.5))
    else:
        back.append(hills(place, "lawn", 0.66, 0.05, "#86b860", 0.10, stamps=("bush", "bloom")))
    if kind == "zoo":
        back.extend(row(place, ("fence",), 0.13, 0.03, 0.8, 8))
    elif kind == "garden":
        back.append(hills(place, "beds", 0.8, 0.015, "#7fae5a", 0.13, stamps=("bloom", "flower", "bush")))
    things = {"amusement": ("carousel",), "zoo": ("fence",), "playground": ("slide", "swing")}
    art = place.random.choice(things.get(kind, ("bench", "streetlamp", "fountain")))
    if kind in ("chinese", "japanese"):
        art = "stonelantern"
        back.extend(row(place, ("lotus",), 0.07, 0.045, 0.74, 5))
    back.extend(beside(place, art, {"bench": 0.15, "streetlamp": 0.42, "fence": 0.12}.get(art, 0.27), 0.93))
    back.append(hills(place, "ground", 0.92, 0.02, "#8fb85a", 0.012))
    return back, [front(place, "#5f9440", stamps=("grass", "bloom"))]


def desert(place: Place) -> Built:
    kind = place.flavour
    back: list[Item] = [*sky(place), *clouds(place, 1)]
    if kind == "canyon":
        return _canyon(place, back, ("#d8a080", "#c87f58", "#b8683f"))
    back.append(hills(place, "mesa", 0.16, 0.20, "#c98a6a", 0.16, kind=place.random.choice(("dunes", "mesa"))))
    if kind == "egypt":
        back.append(landmark(place, "pyramid", 0.36, 0.13, 0.28, 0.5))
        back.append(landmark(place, "pyramid", 0.24, 0.13, 0.26, -0.35))
    back.append(hills(place, "mid", 0.38, 0.12, "#d9a066", 0.12, kind="dunes"))
    if kind == "western":
        back.append(band(place, "houses", "town", 0.55, place.up(0.06), CARDBOARD[1], 0.26 * place.tall, fade=0.1))
    if kind == "oasis":
        back.extend(waves(place, (0.66,), 0.25))
        back.append(hills(place, "palms", 0.7, 0.045, "#a8b060", 0.36, stamps=("palmtree", "fern")))
    elif kind == "ruins":
        back.extend(row(place, ("ruin",), 0.36, 0.02, 0.84, 6))
    else:
        stamps = () if kind == "egypt" else ("cactus",)
        back.append(hills(place, "near", 0.62, 0.05, "#e0ac6a", 0.17, kind="dunes", stamps=stamps))
    back.append(hills(place, "ground", 0.92, 0.02, "#e6b878", 0.012))
    return back, [front(place, "#cf9a58", kind="dunes")]


def snowfield(place: Place) -> Built:
    kind = place.flavour
    back: list[Item] = [*sky(place), *clouds(place, 2)]
    if kind == "arctic":
        back.append(Strip("water", 0.14, place.up(0.22), "horizon", rgb("#4f8fb0"), 0.0, fade=0.3))
        back.append(landmark(place, "iceberg", 0.24, 0.215, 0.2, -0.5))
        back.append(landmark(place, "iceberg", 0.16, 0.20, 0.26, 0.45))
        back.extend(waves(place, (0.42,), 0.4, ("#7fb8cc", "#3f7a98")))
        back.append(hills(place, "floe", 0.66, 0.08, "#dfeaf2", 0.05, kind="mesa"))
        back.append(hills(place, "ground", 0.92, 0.02, "#eef3f7", 0.016))
        return back, [front(place, "#dfe8ee")]
    back.append(hills(place, "far", 0.14, 0.22, "#a8bccf", 0.30, kind="peaks"))
    back.append(hills(place, "mid", 0.36, 0.12, "#d5e2ea", 0.08))
    if kind == "ski":
        back.append(landmark(place, "chairlift", 0.5, 0.05, 0.5, 0.3))
    if place.random.random() < 0.4:
        back.append(landmark(place, "cabin", 0.2, 0.065, 0.56))
    back.append(hills(place, "trees", 0.58, 0.05, "#e2ebf0", 0.30, stamps=("snowpine",)))
    ground = "#cfe2ec" if kind == "rink" else "#eef3f5"
    back.append(hills(place, "ground", 0.92, 0.02, ground, 0.004 if kind == "rink" else 0.016))
    return back, [front(place, "#dfe8ee")]
