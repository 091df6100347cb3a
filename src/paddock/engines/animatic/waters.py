"""The places at the water and on it: the open sea, harbours, rivers and lakes, coasts, one function a place. Pure."""

from __future__ import annotations

from dataclasses import replace

from paddock.engines.animatic import lands
from paddock.engines.animatic.palette import CRAFT, rgb
from paddock.engines.animatic.place import (
    Built,
    Item,
    Place,
    band,
    clouds,
    front,
    gulls,
    hills,
    landmark,
    lit_within,
    paint,
    row,
    sky,
    waves,
)
from paddock.engines.animatic.scene import Motion, Prop, Strip


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
        wave = Strip("waves", depth, place.up(share), f"waves{depth}", colour, 0.014, motion, fade=0.1)
        back.append(lit_within(place, wave))
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
