# ruff: noqa: E501 - a path of SVG reads best on one line
"""Paper birds: one drawing on the wing and one on foot, in the plumage of each kind."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.joints import step
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import disc, line, shape
from paddock.engines.animatic.wardrobe import Look


@dataclass(frozen=True, slots=True)
class Bird:
    """Plumage and build; lengths in units of a body about 70 long."""

    body: RGB
    wing: RGB
    beak: RGB
    leg: float = 18
    neck: float = 6
    head: float = 14
    bill: float = 12
    tail: str = "short"
    marks: frozenset[str] = frozenset()
    fat: float = 1.0


def _bird(
    body: str, wing: str, beak: str, sizes: str = "18 6 14 12", tail: str = "short", marks: str = "", fat: float = 1.0
) -> Bird:
    leg, neck, head, bill = map(float, sizes.split())
    return Bird(rgb(body), rgb(wing), rgb(beak), leg, neck, head, bill, tail, frozenset(marks.split()), fat)


KINDS: Final[dict[str, Bird]] = {
    "bird": _bird("#4f8ab8", "#3a6a94", "#e8a23a"), "seagull": _bird("#f6f4ee", "#b8c0c8", "#e8b03a", "16 6 14 13"), "eagle": _bird("#5a4030", "#4a3428", "#e8b03a", "18 8 15 13", "fan", "whitehead hook"),
    "hawk": _bird("#8a6642", "#6f4f34", "#4a4a4a", "18 6 14 10", "fan", "hook"), "owl": _bird("#a8845a", "#8a6844", "#e8b03a", "10 0 24 7", "short", "owl", 1.25), "crow": _bird("#2f2c36", "#24222a", "#3a3840", "18 5 14 16"),
    "magpie": _bird("#2f3240", "#f4f2ec", "#2a2a30", "20 5 13 12", "long"), "sparrow": _bird("#b08a60", "#8a6444", "#4a3a30", "12 2 14 7"), "robin": _bird("#8a7458", "#6f5a44", "#4a3a30", "14 2 15 7", "short", "redbreast"),
    "dove": _bird("#f8f5ee", "#e4e2e0", "#e8a88a", "12 5 12 8", "fan"), "pigeon": _bird("#8f98a8", "#6f7888", "#4a4a52", "12 6 12 8"), "swallow": _bird("#2f4670", "#24365a", "#2a2a30", "8 2 13 6", "fork"),
    "parrot": _bird("#d8402f", "#2f7ac0", "#f2e6c8", "12 4 18 12", "long", "hook patch"), "budgie": _bird("#8fc84a", "#e8d84a", "#e8b060", "10 2 16 6", "long"), "cockatoo": _bird("#fbf8ee", "#f0ece0", "#5a5a60", "14 4 18 11", "short", "crest hook"),
    "hummingbird": _bird("#3fa87a", "#6fc8b0", "#2a2a30", "4 2 13 30", "short"), "woodpecker": _bird("#f2eee2", "#2f2c34", "#4a4a4a", "12 4 15 22", "short", "crest"), "toucan": _bird("#2f2c34", "#24222a", "#f0982e", "14 4 16 38", "short", "bigbill patch"),
    "kingfisher": _bird("#e8944a", "#2f8ac0", "#2a2a30", "8 2 17 28"), "crane": _bird("#f8f6f0", "#2f2c34", "#6a6a58", "58 46 11 26", "short", "redcap"), "heron": _bird("#a8b4c0", "#7f8c9a", "#e8b03a", "56 46 11 28"),
    "stork": _bird("#f8f6f0", "#2f2c34", "#d8482f", "58 36 12 32"), "flamingo": _bird("#f4a0b0", "#e88098", "#f2e6d8", "62 54 11 16", "short", "hookdown"), "swan": _bird("#fbfaf6", "#efece6", "#e8802e", "8 52 12 14", "up", "", 1.15),
    "goose": _bird("#f2eee6", "#d8d2c4", "#e8902e", "16 28 12 14", "up", "", 1.1), "duck": _bird("#b08a5a", "#8a6a44", "#e8b02e", "12 14 15 16", "up", "greenhead", 1.05), "duckling": _bird("#f4d04a", "#e8bc3a", "#e8902e", "8 4 17 11", "up"),
    "chicken": _bird("#f4efe4", "#e0d4c0", "#e8a83a", "18 14 13 10", "up", "comb", 1.15), "rooster": _bird("#b84a24", "#2f5a4a", "#e8b03a", "22 18 14 11", "plume", "comb", 1.1), "chick": _bird("#f8d858", "#f0c83e", "#e8903a", "9 0 18 8"),
    "turkey": _bird("#6a4630", "#5a3a28", "#e0b060", "20 18 12 10", "wheel", "wattle", 1.2), "peacock": _bird("#2f6fb8", "#3f8a94", "#c8b080", "24 30 11 10", "train", "crest", 1.0), "pheasant": _bird("#a8602f", "#8a4a24", "#d8c090", "20 12 12 9", "long", "greenhead"),
    "ostrich": _bird("#3a3436", "#f2eee6", "#d8a880", "66 62 11 14", "short", "", 1.15), "emu": _bird("#6f5f50", "#5f5044", "#4a4a4a", "58 52 11 13", "short", "", 1.15), "penguin": _bird("#2f3340", "#2a2e3a", "#e8a23a", "6 0 17 13", "short", "upright"),
    "pelican": _bird("#f6f2ea", "#d8d4cc", "#f0a83a", "16 24 13 40", "short", "pouch"), "vulture": _bird("#4a3f3a", "#3a312e", "#8a8070", "20 16 11 12", "short", "bald hook"), "phoenix": _bird("#e8602a", "#f0a030", "#f0d060", "20 22 13 12", "train", "crest"),
    "bat": _bird("#4a4048", "#3a3238", "#4a4048", "6 0 16 4", "short", "bat"), "canary": _bird("#f6d83a", "#e8c42e", "#e8a05a", "12 2 14 7"), "kiwibird": _bird("#8a6a4a", "#7a5a3c", "#e8d8b8", "22 4 13 32", "short", "", 1.25), "puffin": _bird("#2f2f38", "#2a2a32", "#f0702e", "14 2 17 16", "short", "bigbill patch", 1.1), "dodo": _bird("#8a8a94", "#787884", "#d8c080", "24 12 16 22", "plume", "hook", 1.3), "quail": _bird("#9a7a5a", "#7f6248", "#4a3a30", "12 2 13 7", "short", "crest", 1.2),
}  # fmt: skip


def _kind(name: str) -> Callable[[float, str, RGB | None, Look], Drawing]:
    def at(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
        bird = KINDS[name]
        paint = colour or bird.body
        wing = scale(colour, 0.8) if colour else bird.wing
        if gait in ("flap", "fly", ""):
            return _on_wing(phase, bird, paint, wing)
        return (
            _upright(phase, gait, bird, paint) if "upright" in bird.marks else _on_foot(phase, gait, bird, paint, wing)
        )

    return at


def _on_wing(phase: float, bird: Bird, paint: RGB, wing: RGB) -> Drawing:
    """In flight, 100 high; the anchor is the body's middle."""
    if "bat" in bird.marks:
        return _bat(phase, paint)
    lift = math.sin(2 * math.pi * phase)
    tip, far_tip = 62 - 46 * lift, 60 - 40 * lift
    neck = bird.neck * 0.62
    body = shape(f"M92 58 Q104 {far_tip:.1f} 128 {far_tip - 6:.1f} Q116 64 108 66 Z", css(scale(wing, 0.78)))
    body += _air_tail(bird, paint)
    if bird.leg > 40:
        body += line("M44 68 L4 74 M46 70 L8 78", css(bird.beak), 3)
    body += shape(
        f"M36 64 Q60 {50 - 4 * bird.fat:.1f} 104 54 Q{118 + neck:.1f} 50 {130 + neck:.1f} 57 Q{124 + neck:.1f} 70 100 {74 + 2 * bird.fat:.1f} Q62 {76 + 4 * bird.fat:.1f} 36 64 Z",
        css(paint),
    )
    x, y, r = 127 + neck, 57.0, max(8.0, bird.head * 0.66)
    body += head(x, y, r, bird, paint, 0.8)
    body += shape(f"M104 60 Q92 {tip:.1f} 44 {tip - 14:.1f} Q52 {(tip + 60) / 2:.1f} 70 66 Z", css(wing))
    body += line(f"M96 60 Q86 {(tip + 66) / 2:.1f} 56 {tip - 6:.1f}", css(scale(wing, 0.82)), 2)
    return Drawing(160 + neck + bird.bill * 0.8, 104, (84, 62), body)


def _air_tail(bird: Bird, paint: RGB) -> str:
    dark = css(scale(paint, 0.8))
    if bird.tail in ("long", "plume"):
        return shape("M40 60 L-2 56 L-2 66 L40 68 Z", dark)
    if bird.tail == "fork":
        return shape("M40 62 L4 48 L22 63 L4 76 Z", dark)
    if bird.tail == "train":
        return "".join(
            shape(
                f"M42 62 Q18 {56 + 8 * i} 0 {52 + 12 * i} Q16 {66 + 8 * i} 42 68 Z",
                css(mix(bird.wing, (240, 200, 80), 0.3 * i)),
            )
            for i in range(3)
        )
    return shape("M38 62 L12 54 L14 70 Z" if bird.tail != "fan" else "M40 60 L8 46 L4 62 L8 76 L40 68 Z", dark)


def _bat(phase: float, paint: RGB) -> Drawing:
    lift = 22 * math.sin(2 * math.pi * phase)
    wing = f"M0 4 Q-20 {-24 - lift:.1f} -66 {-10 - lift:.1f} Q-56 {4 - lift * 0.6:.1f} -58 {16 - lift * 0.5:.1f} Q-40 {6 - lift * 0.3:.1f} -32 {20 - lift * 0.2:.1f} Q-18 8 0 18 Z"
    both = f'<g transform="translate(70 52)">{shape(wing, css(scale(paint, 0.8)))}</g><g transform="translate(70 52) scale(-1 1)">{shape(wing, css(paint))}</g>'
    body = (
        f'<ellipse cx="70" cy="60" rx="10" ry="16" fill="{css(paint)}"/>'
        + disc(70, 44, 10, css(paint))
        + shape("M62 40 L60 26 L69 36 Z M78 40 L80 26 L71 36 Z", css(paint))
    )
    return Drawing(140, 104, (70, 52), both + body + disc(66, 43, 2, "#f0d060") + disc(74, 43, 2, "#f0d060"))


def head(x: float, y: float, r: float, bird: Bird, paint: RGB, bill: float) -> str:
    """A head of radius `r` about (x, y), looking right."""
    skin = (
        rgb("#2f7a52")
        if "greenhead" in bird.marks
        else (248, 246, 240)
        if "whitehead" in bird.marks
        else rgb("#d8a898")
        if "bald" in bird.marks
        else paint
    )
    made = ""
    if "crest" in bird.marks:
        made += shape(
            f"M{x - r * 0.6:.1f} {y - r * 0.5:.1f} Q{x - r * 1.6:.1f} {y - r * 1.9:.1f} {x - r * 0.2:.1f} {y - r * 2.0:.1f} Q{x:.1f} {y - r * 1.4:.1f} {x + r * 0.4:.1f} {y - r * 0.8:.1f} Z",
            css(rgb("#d83a2e") if bird.bill > 20 else mix(bird.wing, (250, 220, 90), 0.6)),
        )
    if "comb" in bird.marks:
        made += shape(
            f"M{x - r * 0.7:.1f} {y - r * 0.6:.1f} l{r * 0.1:.1f} {-r * 0.9:.1f} l{r * 0.5:.1f} {r * 0.4:.1f} l{r * 0.3:.1f} {-r * 0.6:.1f} l{r * 0.4:.1f} {r * 0.7:.1f} Z",
            "#d8342c",
        )
    long = bird.bill * bill
    deep = r * (0.62 if "bigbill" in bird.marks else 0.34)
    drop = r * 0.5 if bird.marks & {"hook", "hookdown"} else 0.0
    made += shape(
        f"M{x + r * 0.6:.1f} {y - deep:.1f} Q{x + r * 0.8 + long * 0.7:.1f} {y - deep * 0.8:.1f} {x + r * 0.8 + long:.1f} {y + deep * 0.3 + drop:.1f} Q{x + r * 0.7 + long * 0.4:.1f} {y + deep * 0.9:.1f} {x + r * 0.6:.1f} {y + deep:.1f} Z",
        css(bird.beak),
    )
    if "pouch" in bird.marks:
        made += shape(
            f"M{x + r * 0.4:.1f} {y + r * 0.3:.1f} Q{x + long * 0.6:.1f} {y + r * 1.6:.1f} {x + r * 0.7 + long:.1f} {y + r * 0.2:.1f} Z",
            css(mix(bird.beak, (255, 220, 150), 0.4)),
        )
    made += disc(x, y, r, css(skin))
    if "owl" in bird.marks:
        made += (
            disc(x - r * 0.1, y, r * 0.46, "#f2e8d0")
            + disc(x + r * 0.62, y, r * 0.4, "#f2e8d0")
            + disc(x - r * 0.06, y, r * 0.24, "#2a2022")
            + disc(x + r * 0.64, y, r * 0.2, "#2a2022")
        )
        return (
            made
            + shape(
                f"M{x + r * 0.2:.1f} {y + r * 0.1:.1f} l{r * 0.2:.1f} {r * 0.5:.1f} l{r * 0.16:.1f} {-r * 0.5:.1f} Z",
                css(bird.beak),
            )
            + shape(
                f"M{x - r * 0.8:.1f} {y - r * 0.5:.1f} L{x - r * 0.7:.1f} {y - r * 1.4:.1f} L{x:.1f} {y - r * 0.9:.1f} Z M{x + r * 0.2:.1f} {y - r * 0.9:.1f} L{x + r * 0.8:.1f} {y - r * 1.3:.1f} L{x + r * 0.8:.1f} {y - r * 0.4:.1f} Z",
                css(paint),
            )
        )
    if "patch" in bird.marks:
        made += disc(x + r * 0.3, y - r * 0.05, r * 0.46, "#fbf6ea")
    if "redcap" in bird.marks:
        made += shape(
            f"M{x - r * 0.7:.1f} {y - r * 0.6:.1f} Q{x:.1f} {y - r * 1.5:.1f} {x + r * 0.7:.1f} {y - r * 0.6:.1f} Z",
            "#d0342c",
        )
    if bird.marks & {"comb", "wattle"}:
        made += f'<ellipse cx="{x + r * 0.6:.1f}" cy="{y + r * 0.9:.1f}" rx="{r * 0.25:.1f}" ry="{r * 0.42:.1f}" fill="#d8342c"/>'
    dark = sum(skin) < 230
    return made + disc(x + r * 0.32, y - r * 0.14, max(1.6, r * 0.16), "#f6f2e6" if dark else "#241c1e")


def _on_foot(phase: float, gait: str, bird: Bird, paint: RGB, wing: RGB) -> Drawing:
    """Standing, walking or pecking; feet on the lower edge."""
    turn = 2 * math.pi * phase
    head_room = (
        bird.neck + bird.head * 2 + (80 if bird.tail in ("train", "wheel") else 34 if bird.tail == "plume" else 12)
    )
    high, cx = bird.leg + 34 * bird.fat + head_room, 78.0
    ground = high - 3.0
    moving = gait in ("walk", "run")
    cy = ground - bird.leg - 17 * bird.fat + (1.5 * math.cos(2 * turn) if moving else 0.5 * math.sin(turn))
    legs = ""
    for offset, beat, shade in ((-7.0, 0.5, 0.72), (5.0, 0.0, 1.0)):
        dx, dy = step(phase + beat, max(10.0, bird.leg * 0.7), bird.leg * 0.3 + 3) if moving else (0.0, 0.0)
        foot = (cx + offset + dx, ground + dy - 1)
        legs += line(
            f"M{cx + offset:.1f} {cy + 12:.1f} L{foot[0]:.1f} {foot[1]:.1f} m-4 1 h11",
            css(scale(bird.beak if bird.leg < 50 else mix(bird.beak, (90, 80, 80), 0.3), shade)),
            3.6,
        )
    body = _ground_tail(cx, cy, bird, paint) + legs
    rx, ry = 38.0, 20 * bird.fat
    body += f'<ellipse cx="{cx}" cy="{cy:.1f}" rx="{rx}" ry="{ry}" fill="{css(paint)}" transform="rotate(-10 {cx} {cy:.1f})"/>'
    if "redbreast" in bird.marks:
        body += f'<ellipse cx="{cx + 20}" cy="{cy:.1f}" rx="17" ry="{ry * 0.8:.1f}" fill="#d8582e"/>'
    peck = gait == "eat"
    hx = cx + 34 + bird.neck * (0.55 if peck else 0.28)
    hy = (
        ground - bird.head * 0.8 - 3 * abs(math.sin(turn))
        if peck
        else cy - 12 - bird.neck - bird.head * 0.5 + (1.6 * math.sin(2 * turn) if moving else 0)
    )
    if bird.neck > 3 or peck:
        body += line(
            f"M{cx + 24:.1f} {cy - 4:.1f} Q{cx + 44:.1f} {cy - bird.neck * 0.4:.1f} {hx - 3:.1f} {hy + 3:.1f}"
            if not peck
            else f"M{cx + 26:.1f} {cy:.1f} L{hx - 3:.1f} {hy:.1f}",
            css(rgb("#d8a898") if "bald" in bird.marks else paint),
            max(7.0, bird.head * 0.9 if bird.neck < 30 else 8.0),
        )
    body += head(hx, hy, bird.head, bird, paint, 1.0)
    flutter = 3 * math.sin(turn)
    body += shape(
        f"M{cx + 20:.1f} {cy - 8:.1f} Q{cx - 8:.1f} {cy - 16 + flutter:.1f} {cx - 40:.1f} {cy + 4 + flutter:.1f} Q{cx - 10:.1f} {cy + 20:.1f} {cx + 16:.1f} {cy + 8:.1f} Z",
        css(wing),
    )
    return Drawing(hx + bird.head + bird.bill + 6, high, (cx, ground + 1), body)


def _ground_tail(cx: float, cy: float, bird: Bird, paint: RGB) -> str:
    dark = css(scale(paint, 0.8))
    if bird.tail == "train":
        feathers = ""
        for index in range(9):
            angle = math.radians(100 + 14 * index)
            x, y = cx - 20 + 96 * math.cos(angle) * 0.62, cy - 96 * math.sin(angle) * 0.98
            feathers += (
                line(f"M{cx - 16} {cy} L{x:.1f} {y:.1f}", css(mix(bird.wing, rgb("#4f9a5a"), 0.5)), 11)
                + disc(x, y, 9, css(rgb("#3fa08a") if bird.body[2] > 100 else bird.wing))
                + disc(x, y, 4, "#2f3f94" if bird.body[2] > 100 else "#f0d060")
            )
        return feathers
    if bird.tail == "wheel":
        return "".join(
            shape(
                f"M{cx - 14} {cy} L{cx - 20 + 74 * math.cos(a) - 10:.1f} {cy - 74 * math.sin(a):.1f} L{cx - 20 + 74 * math.cos(a) + 10:.1f} {cy - 74 * math.sin(a) - 4:.1f} Z",
                css(mix(bird.wing, rgb("#c8823a"), 0.5 * (i % 2))),
            )
            for i, a in enumerate(math.radians(70 + 15 * k) for k in range(9))
        )
    if bird.tail == "plume":
        return "".join(
            line(
                f"M{cx - 26} {cy - 4} Q{cx - 56 - 4 * i} {cy - 46 + 10 * i} {cx - 66} {cy - 10 + 14 * i}",
                css(mix(bird.wing, (40, 40, 60), 0.25 * i)),
                9,
            )
            for i in range(3)
        )
    if bird.tail == "long":
        return shape(f"M{cx - 24} {cy - 6} L{cx - 76} {cy + 16} L{cx - 74} {cy + 24} L{cx - 24} {cy + 10} Z", dark)
    if bird.tail == "up":
        return shape(
            f"M{cx - 26} {cy + 6} Q{cx - 52} {cy - 6} {cx - 54} {cy - 24} Q{cx - 38} {cy - 16} {cx - 20} {cy - 12} Z",
            dark,
        )
    return shape(f"M{cx - 26} {cy - 4} L{cx - 56} {cy + 8} L{cx - 52} {cy + 18} L{cx - 22} {cy + 12} Z", dark)


def _upright(phase: float, gait: str, bird: Bird, paint: RGB) -> Drawing:
    """A penguin: it waddles from foot to foot."""
    turn = 2 * math.pi * phase
    tilt = 5 * math.sin(turn) if gait in ("walk", "run", "dance") else 0.0
    lift = [4 * max(0.0, math.sin(turn)), 4 * max(0.0, -math.sin(turn))] if tilt else [0.0, 0.0]
    flap = 8 * math.sin(turn)
    body = shape(
        f"M34 {118 - lift[0]:.1f} q0 -9 14 -9 q10 0 12 9 Z M54 {118 - lift[1]:.1f} q0 -9 14 -9 q10 0 12 9 Z",
        css(bird.beak),
    )
    trunk = shape("M50 6 Q74 8 74 32 Q92 60 84 96 Q78 114 54 114 Q28 112 24 92 Q20 58 32 32 Q32 8 50 6 Z", css(paint))
    trunk += shape("M58 26 Q78 34 80 66 Q82 104 58 108 Q46 104 46 70 Q46 40 58 26 Z", "#f8f5ec")
    trunk += shape(f"M36 44 Q{14 - flap:.1f} 66 {18 - flap:.1f} 90 Q32 84 42 60 Z", css(scale(paint, 0.85)))
    trunk += (
        shape("M70 20 L92 26 L70 32 Z", css(bird.beak))
        + disc(62, 20, 3, "#f6f2e6")
        + disc(62.6, 20, 1.7, "#1a1616")
        + shape("M44 36 Q58 44 70 36 Q60 50 46 46 Z", "#f0c84a")
    )
    return Drawing(104, 122, (54, 119), body + f'<g transform="rotate({tilt:.1f} 54 116)">{trunk}</g>')


BIRDS: Final[dict[str, Callable[[float, str, RGB | None, Look], Drawing]]] = {name: _kind(name) for name in KINDS}
