# ruff: noqa: E501 - a path of SVG reads best on one line
"""The flats of the theatre: what hangs and grows at the edges of the frame, close to the viewer, dark and a little soft.

They give a picture its depth, and lead the eye to the middle. Each grows from outside the frame, however the camera goes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random
from typing import Final

import numpy as np

from paddock.engines.animatic import art, materials
from paddock.engines.animatic.art import Bitmap, Drawing
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.palette import RGB, css, in_season, mix, rgb, scale
from paddock.engines.animatic.scene import Camera, Motion, Prop, Scene
from paddock.engines.animatic.sprites import box, disc, line, shape

DEPTH: Final = 1.42
PREFIX: Final = "flat_"
_OUTWARD: Final = 118.0
"""How far drawings go on outside the frame, in their own units: the camera may show as much of it."""
_SHADOW: Final = rgb("#23243a")

Maker = Callable[[RGB, np.random.Generator], Drawing]


# --- drawings: what hangs has its anchor at the upper left, what grows at the lower left ------------------------------


def _leaf(x: float, y: float, angle: float, long: float, wide: float, fill: str) -> str:
    return f'<path d="M0 0 Q{long * 0.5:.1f} {-wide:.1f} {long:.1f} 0 Q{long * 0.5:.1f} {wide:.1f} 0 0 Z" fill="{fill}" transform="translate({x:.1f} {y:.1f}) rotate({angle:.0f})"/>'


def _bough(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = line(
        "M-120 2 Q60 8 150 52 T262 96 M96 28 Q150 20 196 30 M150 52 Q168 84 172 112 M-60 4 Q-20 30 6 74", "#4a3428", 7
    )
    for x0, y0, x1, y1, count in ((-110, 4, 10, 16, 16), (-60, 6, 8, 78, 12), (10, 16, 150, 52, 22), (150, 52, 268, 98, 22), (96, 28, 204, 30, 14), (152, 54, 174, 118, 12)):  # fmt: skip
        for index in range(count):
            share = (index + rng.random()) / count
            x, y = x0 + (x1 - x0) * share, y0 + (y1 - y0) * share + 8 * math.sin(3.1 * share)
            tone = css(scale(colour, 0.78 + 0.34 * rng.random()))
            body += _leaf(x, y, float(rng.uniform(20, 160)), float(rng.uniform(20, 36)), 9, tone)
    return Drawing(310, 170, (0, 0), body)


def _pinebough(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = ""
    for index in range(38):
        share = index / 25 - 0.5
        x, y = 250 * share, 18 + 60 * max(0.0, share) ** 1.4
        reach = 62 * min(1.0, 1 - 0.6 * share)
        for lean in (58, 122):
            tone = css(scale(colour, 0.8 + 0.3 * rng.random()))
            body += _leaf(x, y, lean + float(rng.uniform(-9, 9)), reach * float(rng.uniform(0.8, 1.1)), 5, tone)
    return Drawing(300, 160, (0, 0), body + line("M-130 14 Q120 14 250 78", "#4a3428", 7))


def _palmleaf(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = ""
    for angle, long in ((8, 250), (34, 270), (62, 220), (86, 170)):
        for index in range(18):
            share = (index + 1) / 18
            x = long * share * math.cos(math.radians(angle + 22 * share))
            y = long * share * math.sin(math.radians(angle + 22 * share))
            blade = 62 * math.sin(math.pi * min(1.0, 0.18 + 0.8 * share))
            for side in (-1, 1):
                tone = css(scale(colour, 0.78 + 0.3 * rng.random()))
                body += _leaf(x, y, angle + 22 * share + side * 48, blade, 5.5, tone)
    return Drawing(330, 300, (0, 0), body)


def _grasses(colour: RGB, rng: np.random.Generator, heads: str = "flower") -> Drawing:
    body = ""
    for _ in range(58):
        foot = float(rng.uniform(-130, 215)) * float(rng.uniform(0.3, 1))
        tall = float(rng.uniform(60, 175)) * (1 - 0.0030 * max(0.0, foot))
        lean = float(rng.uniform(-10, 52))
        tone = css(scale(colour, 0.72 + 0.4 * rng.random()))
        x, y = foot + lean, 190 - tall
        body += shape(f"M{foot - 4:.1f} 194 Q{foot + lean * 0.1:.1f} {190 - tall * 0.6:.1f} {x:.1f} {y:.1f} Q{foot + lean * 0.4 + 7:.1f} {190 - tall * 0.5:.1f} {foot + 5:.1f} 194 Z", tone)  # fmt: skip
        if rng.random() < 0.3 and heads:
            body += _head(heads, x, y, rng)
    return Drawing(260, 190, (0, 190), body)


def _head(kind: str, x: float, y: float, rng: np.random.Generator) -> str:
    """What is at the tip of a stalk."""
    if kind == "reed":
        return box(x - 5, y - 8, 10, 38, "#6a4630", 'rx="5"')
    if kind == "ear":
        return (
            f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="7" ry="22" fill="#d8b04a" transform="rotate(14 {x:.1f} {y:.1f})"/>'
        )
    petal = ("#e8615a", "#f2b23e", "#f4efe2", "#d97fb0", "#8f9fe0")[int(rng.integers(5))]
    made = "".join(disc(x + 9 * math.cos(a), y + 9 * math.sin(a), 7, petal) for a in np.linspace(0, 5.03, 5))
    return made + disc(x, y, 6, "#f0c85a")


def _trunk(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A great tree from below the frame to above it, leaves at its top."""
    bark = mix(colour, rgb("#5a3f30"), 0.82)
    body = shape("M-130 0 H82 Q70 160 76 330 Q82 440 128 524 L150 540 H-130 Z", css(bark))
    body += shape("M40 0 H82 Q70 160 76 330 Q82 440 128 524 L150 540 H96 Q52 430 50 320 Z", css(scale(bark, 0.8)))
    for at in (-90, -60, -32, -2, 18, 40, 60):
        body += line(f"M{at} 0 Q{at + rng.uniform(-9, 9):.0f} {rng.uniform(120, 240):.0f} {at + rng.uniform(-5, 8):.0f} 470", css(scale(bark, 0.72)), 3)  # fmt: skip
    body += f'<ellipse cx="34" cy="{rng.uniform(170, 320):.0f}" rx="13" ry="20" fill="{css(scale(bark, 0.6))}"/>'
    for _ in range(72):
        x, y = float(rng.uniform(-120, 230)), float(rng.uniform(-24, 46)) * float(rng.random())
        body += _leaf(x, y, float(rng.uniform(10, 170)), float(rng.uniform(26, 44)), 12, css(scale(colour, 0.75 + 0.35 * rng.random())))  # fmt: skip
    return Drawing(250, 540, (0, 540), body)


def _bigleaf(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = ""
    for angle, long in ((-84, 165), (-62, 190), (-40, 175), (-20, 140), (-100, 150), (-122, 160), (-150, 130)):
        tone = css(scale(colour, 0.75 + 0.4 * rng.random()))
        turn = angle + float(rng.uniform(-6, 6))
        body += _leaf(-4, 196, turn, long, 40, tone)
        x, y = long * 0.92 * math.cos(math.radians(turn)), 196 + long * 0.92 * math.sin(math.radians(turn))
        body += line(f"M0 196 L{x:.0f} {y:.0f}", css(scale(colour, 0.62)), 2.4)
    return Drawing(210, 200, (0, 200), body)


def _rock(colour: RGB, rng: np.random.Generator) -> Drawing:
    tops = [float(rng.uniform(0.85, 1.1)) for _ in range(4)]
    body = shape(f"M-130 190 V{96 * tops[0]:.0f} L-60 {70 * tops[0]:.0f} L34 {40 * tops[1]:.0f} L88 {56 * tops[2]:.0f} L132 {104 * tops[3]:.0f} L204 140 L262 190 Z", css(colour))  # fmt: skip
    body += shape(
        f"M88 {56 * tops[2]:.0f} L132 {104 * tops[3]:.0f} L204 140 L262 190 H120 L98 130 Z", css(scale(colour, 0.76))
    )
    body += shape(
        f"M34 {40 * tops[1]:.0f} L88 {56 * tops[2]:.0f} L74 90 L40 76 Z", css(mix(colour, (255, 250, 235), 0.2))
    )
    return Drawing(270, 190, (0, 190), body)


def _kelp(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = ""
    for index in range(-5, 8):
        x, top = 6 + 21 * index + float(rng.uniform(-6, 6)), float(rng.uniform(10, 90)) + 17 * max(0, index)
        tone = css(scale(mix(colour, rgb(("#2f8f6a", "#7a5a9a", "#2a7a88")[index % 3]), 0.5), 0.8 + 0.3 * rng.random()))
        body += shape(f"M{x - 6:.0f} 300 C{x - 34:.0f} 230 {x + 26:.0f} 190 {x - 8:.0f} 130 S{x + 14:.0f} 60 {x:.0f} {top:.0f} C{x + 22:.0f} 80 {x - 2:.0f} 130 {x + 12:.0f} 150 S{x + 6:.0f} 240 {x + 12:.0f} 300 Z", tone)  # fmt: skip
    return Drawing(210, 300, (0, 300), body)


def _stalks(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = ""
    for x, wide in ((-104, 22), (-52, 24), (6, 26), (52, 20), (86, 15)):
        lean = float(rng.uniform(-6, 10))
        tone = scale(colour, 0.8 + 0.25 * rng.random())
        body += shape(f"M{x} 540 L{x + lean} 0 H{x + lean + wide} L{x + wide} 540 Z", css(tone))
        body += shape(
            f"M{x + wide * 0.62} 540 L{x + lean + wide * 0.62} 0 H{x + lean + wide} L{x + wide} 540 Z",
            css(scale(tone, 0.8)),
        )
        for y in range(int(rng.integers(30, 80)), 540, 96):
            shift = lean * (1 - y / 540)
            body += box(x + shift - 2, y, wide + 4, 6, css(scale(tone, 0.7)), 'rx="3"')
            for angle in (24, 62):
                body += _leaf(x + shift + wide, y, angle + float(rng.uniform(-14, 14)), float(rng.uniform(44, 66)), 8, css(scale(colour, 0.9 + 0.2 * rng.random())))  # fmt: skip
    return Drawing(190, 540, (0, 540), body)


def _awning(colour: RGB, rng: np.random.Generator) -> Drawing:
    cream, body = css(mix(colour, (250, 240, 220), 0.85)), ""
    for index in range(-3, 4):
        tone = css(colour) if index % 2 == 0 else cream
        x = -10 + 46 * index
        body += shape(
            f"M{x * 0.9:.0f} -6 H{(x + 46) * 0.9:.0f} L{x + 46} 62 Q{x + 46} 84 {x + 23} 84 Q{x} 84 {x} 62 Z", tone
        )
    return Drawing(240, 96, (0, 0), body)


def _lanterns(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A string of lanterns or lamps from one corner."""
    body, lights = line("M-120 -6 Q-20 -2 0 6 Q120 62 300 20", "#3a2f34", 3), ""
    for index in range(6):
        share = (index + 0.4) / 6
        x, y = 300 * share, 6 + 50 * math.sin(math.pi * share) * 0.62 + 8 * share + 12
        tone = ("#f0c05a", "#e88a5a", "#f2d890")[index % 3]
        body += f'<ellipse cx="{x:.0f}" cy="{y + 12:.0f}" rx="11" ry="14" fill="{tone}"/>' + box(
            x - 5, y - 4, 10, 5, "#3a2f34"
        )
        lights += f'<ellipse cx="{x:.0f}" cy="{y + 12:.0f}" rx="11" ry="14" fill="{tone}"/>'
    return Drawing(310, 90, (0, 0), body, lights)


def _bollard(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = box(34, 66, 56, 130, "#4a4a54", 'rx="8"') + box(24, 56, 76, 26, "#5a5a66", 'rx="12"')
    body += "".join(line(f"M30 {y} Q62 {y + 16} 94 {y}", "#b89a6a", 11) for y in (96, 110, 124))
    return Drawing(250, 196, (0, 196), body + line("M92 122 Q170 190 260 176", "#a88a5a", 10))


def _drape(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = shape("M-130 0 H104 Q84 150 60 300 Q54 340 66 540 H-130 Z", css(colour))
    body += "".join(
        line(f"M{x} 0 Q{x - 4} 200 {x * 0.55:.0f} 310 T{x * 0.62:.0f} 540", css(scale(colour, 0.8)), 7)
        for x in (-100, -70, -40, -14, 16, 44, 74)
    )
    return Drawing(120, 540, (0, 540), body + box(-130, 296, 194, 15, css(mix(colour, rgb("#e0c070"), 0.6)), 'rx="6"'))


def _puff(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = "".join(disc(x, y, r, css(scale(colour, tone))) for x, y, r, tone in ((-120, 150, 60, 0.94), (-64, 120, 70, 0.96), (0, 130, 74, 0.95), (70, 150, 62, 0.98), (136, 168, 44, 1), (190, 180, 26, 1)))  # fmt: skip
    return Drawing(240, 190, (0, 190), body)


def _reeds(colour: RGB, rng: np.random.Generator) -> Drawing:
    return _grasses(colour, rng, "reed")


def _wheat(colour: RGB, rng: np.random.Generator) -> Drawing:
    return _grasses(mix(colour, rgb("#d0a840"), 0.6), rng, "ear")


def _bare(colour: RGB, rng: np.random.Generator) -> Drawing:
    return _grasses(colour, rng, "")


_MAKERS: Final[dict[str, tuple[Maker, float, str]]] = {
    "bough": (_bough, 0.34, "#5f9a4a"), "pinebough": (_pinebough, 0.32, "#3f7556"), "palmleaf": (_palmleaf, 0.56, "#3f8a4a"),
    "grasses": (_grasses, 0.30, "#5f9440"), "reeds": (_reeds, 0.36, "#5f8a4a"), "wheat": (_wheat, 0.34, "#b89a3a"),
    "drygrass": (_bare, 0.30, "#b89a4a"), "trunk": (_trunk, 1.16, "#3f7a46"), "bigleaf": (_bigleaf, 0.36, "#3f8048"),
    "rock": (_rock, 0.28, "#8a7a70"), "sandrock": (_rock, 0.28, "#b8784a"), "moonrock": (_rock, 0.28, "#6a5a80"),
    "snowrock": (_rock, 0.26, "#cfdae4"), "kelp": (_kelp, 0.46, "#2f8f7a"), "stalks": (_stalks, 1.16, "#7aa850"),
    "awning": (_awning, 0.20, "#b8483a"), "lanterns": (_lanterns, 0.19, "#b8483a"), "bollard": (_bollard, 0.32, "#55555f"),
    "drape": (_drape, 1.16, "#9a4a44"), "puff": (_puff, 0.26, "#f4f2ee"),
}  # fmt: skip
"""Name to what draws it, its height in units (1.16 or more: as high as the frame), its colour."""
_HEIGHTS: Final = {kind: make(rgb(colour), art.generator(kind)).height for kind, (make, _, colour) in _MAKERS.items()}
_HANGING: Final = frozenset({"bough", "pinebough", "palmleaf", "awning", "lanterns"})
_LEAFY: Final = frozenset({"bough", "trunk"})

_NONE: Final = (("", ""),)
_OF: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "forest": (("trunk", "bough"), ("bough", "trunk"), ("trunk", "bigleaf")), "jungle": (("palmleaf", "bigleaf"), ("bigleaf", "palmleaf"), ("trunk", "palmleaf")),
    "bambooforest": (("stalks", ""), ("", "stalks"), ("stalks", "bigleaf")), "mountains": (("pinebough", ""), ("rock", "pinebough"), ("grasses", "pinebough")),
    "meadow": (("grasses", "bough"), ("bough", "grasses"), ("grasses", "")), "savanna": (("drygrass", ""), ("bough", "drygrass")),
    "farm": (("wheat", ""), ("wheat", "bough"), ("bough", "wheat")), "park": (("bough", "grasses"), ("grasses", "bough")),
    "village": (("bough", "grasses"), ("lanterns", ""), ("", "bough")), "street": (("bough", ""), ("", "awning"), ("", "lanterns")),
    "city": (("", ""), ("", "lanterns")), "river": (("reeds", "bough"), ("bough", "reeds")), "coast": (("palmleaf", ""), ("", "palmleaf"), ("drygrass", "")),
    "harbour": (("bollard", ""), ("", "bollard"), ("lanterns", "")), "desert": (("sandrock", ""), ("", "sandrock"), ("drygrass", "")),
    "snowfield": (("pinebough", ""), ("snowrock", "pinebough")), "underwater": (("kelp", "rock"), ("kelp", "kelp"), ("rock", "kelp")),
    "space": (("moonrock", ""), ("", "moonrock")), "sky": (("puff", ""), ("", "puff")), "room": (("drape", ""), ("", "bigleaf"), ("bigleaf", "")),
    "library": _NONE, "kitchen": _NONE,
}  # fmt: skip
"""Setting to its pairs of flats, left and right."""
_OF_KIND: Final = {
    "party": (("lanterns", "palmleaf"), ("palmleaf", "lanterns")),
    "cave": _NONE,
    "void": _NONE, "white": _NONE, "black": _NONE, "plain": _NONE, "graveyard": (("drygrass", ""), ("", "drygrass")), "arctic": (("snowrock", ""), ("", "snowrock")),
    "canyon": (("sandrock", ""), ("drygrass", "sandrock")), "market": (("lanterns", "awning"), ("awning", "lanterns")), "chinese": (("lanterns", ""), ("", "lanterns"), ("bough", "lanterns")),
    "watertown": (("bough", ""), ("lanterns", "bough")), "stadium": _NONE, "highway": (("grasses", ""), ("", "bough")), "station": _NONE, "cyber": _NONE, "rooftop": (("lanterns", ""), ("", "lanterns")),
    "venice": (("bollard", ""), ("", "lanterns")), "haunted": (("trunk", ""), ("drygrass", "trunk")), "blossom": (("bough", ""), ("", "bough")), "swamp": (("reeds", "bough"), ("reeds", "reeds")),
    "palace": (("drape", ""), ("", "drape")), "cinema": _NONE, "oasis": (("palmleaf", ""), ("bigleaf", "palmleaf")), "terraces": (("grasses", ""), ("bough", "grasses")),
    **dict.fromkeys(("classroom", "hospital", "laboratory", "shop", "gym", "bathroom", "workshop", "factory", "airport", "ship", "pool", "dungeon", "corridor", "museum", "attic", "church", "office", "ring", "carriage", "penthouse", "racetrack", "tunnel", "meeting", "arena", "datacenter", "abstract", "greatwall", "bedroom"), _NONE),
}  # fmt: skip
"""The same for kinds of settings that have their own."""
_GREEN: Final = frozenset({"bough", "grasses", "trunk", "wheat", "reeds", "bigleaf"})
_IN_SNOW: Final = (("pinebough", ""), ("snowrock", "pinebough"), ("", "pinebough"))


def beside(
    setting: str,
    flavour: str,
    season: str,
    half: tuple[float, float],
    camera: Camera,
    random: Random,
    *,
    rough: bool = False,
) -> list[Prop]:
    """The flats of a shot in a frame of those half sizes: one of the pairs that its kind of place has."""
    choices = _OF_KIND.get(flavour) or _OF.get(setting, ())
    if season == "winter" and setting not in ("room", "kitchen", "library"):
        choices = _IN_SNOW if any(kind in _GREEN for pair in choices for kind in pair) else choices
    if setting == "coast" and rough:
        choices = (("rock", ""), ("drygrass", "rock"), ("", "drygrass"))
    if not choices:
        return []
    pair = random.choice(choices)
    views = [camera.at(index / 16) for index in range(17)]
    wide = [half[0] / zoom**DEPTH for _, _, zoom in views]
    tall = [half[1] / zoom**DEPTH for _, _, zoom in views]
    lefts = [x * DEPTH - w for (x, _, _), w in zip(views, wide, strict=True)]
    rights = [x * DEPTH + w for (x, _, _), w in zip(views, wide, strict=True)]
    top = min(y * DEPTH - h for (_, y, _), h in zip(views, tall, strict=True))
    bottom = max(y * DEPTH + h for (_, y, _), h in zip(views, tall, strict=True))
    made = []
    for index, kind in enumerate(pair):
        if not kind:
            continue
        _, size, colour = _MAKERS[kind]
        height = _HEIGHTS[kind]
        size *= min(1.25, max(1.0, half[1] / 0.5) ** 0.5)
        if size >= 1.1:
            size = max(1.12, (bottom - top) * 1.06)
        # As far in as the drawing goes on outside, so that its end never comes into view.
        spare = 0.94 * _OUTWARD * size / height
        x = min(lefts[5], min(lefts) + spare) if index == 0 else max(rights[5], max(rights) - spare)
        y = top - 0.01 if kind in _HANGING else bottom + 0.01
        sway = Motion(roll=0.5, bob_s=5.5 + index, phase=float(index)) if size < 1 and "rock" not in kind else Motion()
        made.append(Prop(f"{PREFIX}{kind}", DEPTH, x, y, size, f"flat{index}", sway, index == 1, rgb(colour)))
    return made


def outward(flat: Prop) -> float:
    """How far a flat goes on outside of its anchor, in units."""
    return _OUTWARD * flat.size / _HEIGHTS[flat.art.removeprefix(PREFIX)]


def _outward(drawing: Drawing) -> Drawing:
    """The drawing with what lies to the left of it in view."""
    move = f'<g transform="translate({_OUTWARD} 0)">'
    return Drawing(
        drawing.width + _OUTWARD, drawing.height, (drawing.anchor[0] + _OUTWARD, drawing.anchor[1]),
        f"{move}{drawing.body}</g>", f"{move}{drawing.lights}</g>" if drawing.lights else "",
    )  # fmt: skip


def draw(prop: Prop, resolution: float, scene: Scene) -> Bitmap:
    """One flat: its drawing in the shadow of the frame, soft, because the eye is on what is behind it."""
    make, _, _ = _MAKERS[prop.art.removeprefix(PREFIX)]
    colour, palette = prop.colour or (90, 120, 80), scene.palette
    rng = art.generator(scene.seed, prop.seed, prop.art)
    if prop.art.removeprefix(PREFIX) in _LEAFY:
        colour = in_season(colour, palette.season, int(rng.integers(4)))
    drawing = _outward(make(colour, rng))
    low = resolution / 2
    high = prop.size * low
    scale_px = high / drawing.height
    margin = max(3, round(0.016 * low))
    pixels = materials.worked(art.svg(drawing, drawing.body, high), low, palette.stuff)
    pixels = art.padded(pixels, margin)
    dark = 0.30 + 0.12 * palette.lamps
    red, green, blue = palette.light
    pixels = cv2.multiply(pixels, (blue * (1 - dark), green * (1 - dark), red * (1 - dark), 1.0))
    alpha = cv2.extractChannel(pixels, 3)
    shade = cv2.multiply(art.tinted(alpha, mix(_SHADOW, palette.sky[0], 0.3)), (dark * 0.7,) * 3 + (0.0,))
    pixels = cv2.add(pixels, shade)
    if drawing.lights and palette.lamps > 0:
        lit = art.padded(art.svg(drawing, drawing.lights, high), margin)
        pixels = cv2.add(pixels, cv2.multiply(art.bloom(lit, low, palette.lamps), 1.6))
    if palette.stuff in ("pixel", "lego", "voxel", "silhouette"):
        return Bitmap(pixels, low, margin + drawing.anchor[0] * scale_px, margin + drawing.anchor[1] * scale_px)
    soft = cv2.GaussianBlur(pixels, (0, 0), max(0.8, 0.0052 * low))
    return Bitmap(soft, low, margin + drawing.anchor[0] * scale_px, margin + drawing.anchor[1] * scale_px)
