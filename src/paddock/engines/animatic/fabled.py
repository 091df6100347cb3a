# ruff: noqa: E501 - a path of SVG reads best on one line
"""Beings of fable that move: dragons, the griffin, the phoenix, the fox of nine tails; the flying saurian, the hedgehog."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.beasts import BEASTS
from paddock.engines.animatic.birds import BIRDS
from paddock.engines.animatic.joints import bend, limb, step
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import disc, line, shape
from paddock.engines.animatic.wardrobe import Look

Maker = Callable[[float, str, RGB | None, Look], Drawing]
Point = tuple[float, float]
_AIRBORNE: Final = frozenset({"fly", "flap", "float", ""})


def _at(x: float, y: float, across: float, up: float, body: str) -> str:
    return f'<g transform="translate({x:.1f} {y:.1f}) scale({across:.3f} {up:.3f})">{body}</g>'


def _eye(x: float, y: float, radius: float, iris: str) -> str:
    return (
        disc(x, y, radius, iris)
        + f'<ellipse cx="{x + 0.8}" cy="{y}" rx="{radius * 0.34:.2f}" ry="{radius * 0.9:.2f}" fill="#1c181c"/>'
    )


# --- on four legs, with wings -----------------------------------------------------------------------


def _hide_wing(paint: RGB) -> str:
    """A wing of skin between long fingers, its root at the origin, raised to the left."""
    bone = css(scale(paint, 0.62))
    skin = shape(
        "M0 0 L-24 -84 L-76 -128 Q-82 -100 -104 -86 Q-92 -66 -112 -44 Q-88 -36 -94 -6 Q-66 -14 -52 16 Q-30 2 0 14 Z",
        css(mix(paint, (250, 214, 130), 0.34)),
    )
    return (
        skin
        + line("M-24 -84 L-104 -86 M-24 -84 L-112 -44 M-24 -84 L-94 -6 M-24 -84 L-52 16", bone, 3)
        + line("M0 2 L-24 -84 L-76 -128", bone, 8)
    )


def _plume_wing(paint: RGB) -> str:
    """A wing of three rows of feathers, its root at the origin, raised to the left."""
    rows = ""
    for row, (reach, share) in enumerate(((1.0, 0.0), (0.78, 0.22), (0.52, 0.42))):
        fill = css(mix(paint, (255, 244, 214), share))
        for index in range(7):
            turn = math.radians(98 + 13.5 * index)
            x, y = 128 * reach * math.cos(turn) * (1 - 0.03 * index), -128 * reach * math.sin(turn) * (1 - 0.05 * index)
            rows += line(f"M0 0 Q{0.6 * x - 10:.1f} {0.6 * y:.1f} {x:.1f} {y:.1f}", fill, 17 - 3 * row)
    return rows + line("M2 4 Q-10 -60 -18 -96", css(scale(paint, 0.72)), 10)


def _dragon_head(x: float, y: float, paint: RGB) -> str:
    dark = css(scale(paint, 0.7))
    horns = shape(
        f"M{x - 8} {y - 14} Q{x - 30} {y - 22} {x - 46} {y - 44} Q{x - 20} {y - 42} {x + 4} {y - 20} Z", "#f0e2ba"
    )
    horns += shape(f"M{x - 14} {y} L{x - 38} {y - 2} L{x - 24} {y + 8} L{x - 34} {y + 20} L{x - 8} {y + 14} Z", dark)
    jaw = shape(f"M{x - 6} {y + 8} Q{x + 14} {y + 26} {x + 50} {y + 20} Q{x + 46} {y + 10} {x + 30} {y + 8} Z", dark)
    teeth = "".join(shape(f"M{x + 22 + 8 * i} {y + 6} l3.4 7 l3.4 -7 Z", "#fdfaf0") for i in range(4))
    skull = shape(
        f"M{x - 20} {y - 2} Q{x - 12} {y - 24} {x + 12} {y - 20} Q{x + 24} {y - 18} {x + 34} {y - 10} L{x + 54} {y - 8} Q{x + 66} {y - 4} {x + 60} {y + 7} L{x + 16} {y + 10} Q{x - 8} {y + 18} {x - 20} {y + 10} Z",
        css(paint),
    )
    return (
        horns
        + jaw
        + teeth
        + skull
        + disc(x + 54, y - 2, 2.4, dark)
        + line(f"M{x + 4} {y - 18} q10 -2 17 6", dark, 4)
        + _eye(x + 11, y - 8, 5.4, "#f8d648")
    )


def _eagle_head(x: float, y: float, paint: RGB) -> str:
    white = css(mix(paint, (255, 250, 238), 0.82))
    ruff = shape(
        f"M{x - 26} {y + 30} L{x - 22} {y - 10} Q{x - 4} {y - 32} {x + 20} {y - 18} L{x + 26} {y + 10} L{x + 20} {y + 40} L{x + 8} {y + 28} L{x} {y + 46} L{x - 10} {y + 30} L{x - 20} {y + 44} Z",
        white,
    )
    ears = shape(f"M{x - 16} {y - 14} L{x - 34} {y - 36} L{x} {y - 24} Z", white)
    beak = shape(
        f"M{x + 18} {y - 16} Q{x + 46} {y - 16} {x + 50} {y + 14} Q{x + 42} {y + 4} {x + 20} {y + 8} Z", "#eeb63c"
    )
    return (
        ears
        + ruff
        + beak
        + line(f"M{x + 22} {y + 3} Q{x + 36} {y} {x + 44} {y + 5}", "#a8782a", 2)
        + line(f"M{x} {y - 14} q10 -2 15 3", "#6a4a30", 4)
        + _eye(x + 8, y - 6, 5, "#f8d648")
    )


def _winged(
    colour_of: str,
    belly: str,
    wing: Callable[[RGB], str],
    head: Callable[[float, float, RGB], str],
    tail: Callable[[float, RGB], str],
    hide: bool,
) -> Maker:
    """A beast on four legs with two wings that beat; it flies with its legs drawn up."""

    def at(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
        paint = colour or rgb(colour_of)
        turn, aloft = 2 * math.pi * phase, gait in ("fly", "flap", "float")
        far, near = scale(paint, 0.72), css(paint)
        rests = gait in ("lie", "sit")
        beat = 0.28 + 0.72 * math.cos(turn) if aloft else (0.3 if rests else 0.86) + 0.08 * math.sin(turn)
        lift, low = (6 * math.sin(turn) if aloft else 0.0), 262.0
        lift += {"lie": 44.0, "sit": 22.0}.get(gait, 0.0)
        hip, chest = (132.0, 188 + lift), (206.0, 178 + lift)
        legs = _legs(phase, gait, hip, chest, low, aloft)
        body = f'<g transform="translate(0 {lift * 0.8:.1f})">{tail(math.sin(turn), paint)}</g>'
        body += _at(196, 160 + lift, 0.9, beat, wing(far))
        body += "".join(limb(a, b, c, css(far), 19, 0.7) + _claw(c, css(far), hide) for a, b, c in legs[1::2])
        body += shape(
            f"M{hip[0] - 34} {hip[1]} Q{hip[0] - 22} {hip[1] - 34} {hip[0] + 34} {hip[1] - 26} Q{chest[0] - 10} {chest[1] - 36} {chest[0] + 30} {chest[1] - 74} L{chest[0] + 60} {chest[1] - 62} Q{chest[0] + 44} {chest[1] - 20} {chest[0] + 38} {chest[1] + 12} Q{chest[0] + 10} {chest[1] + 44} {hip[0] + 30} {hip[1] + 30} Q{hip[0] - 34} {hip[1] + 34} {hip[0] - 34} {hip[1]} Z",
            near,
        )
        if hide:
            body += shape(
                f"M{chest[0] + 54} {chest[1] - 58} Q{chest[0] + 40} {chest[1] - 20} {chest[0] + 37} {chest[1] + 12} Q{chest[0] + 8} {chest[1] + 43} {hip[0] + 30} {hip[1] + 29} Q{chest[0] - 4} {chest[1] + 18} {chest[0] + 18} {chest[1] - 4} Q{chest[0] + 28} {chest[1] - 34} {chest[0] + 36} {chest[1] - 56} Z",
                belly,
            )
            body += "".join(
                shape(f"M{x:.0f} {y + lift:.0f} l-9 -15 l15 4 Z", css(scale(paint, 0.62)))
                for x, y in ((104, 168), (122, 160), (144, 158), (218, 128), (228, 112))
            )
        crown = (chest[0] + 46, chest[1] - 84 + 2 * math.sin(turn + 1))
        body += head(*crown, paint)
        if gait == "lie":
            lid = near if hide else css(mix(paint, (255, 250, 238), 0.82))
            body += disc(crown[0] + 10, crown[1] - 7, 6.6, lid) + line(
                f"M{crown[0] + 4:.1f} {crown[1] - 7:.1f} q6 5 12 0", "#2a2420", 2.4
            )
        body += "".join(limb(a, b, c, near, 22, 0.7) + _claw(c, near, hide) for a, b, c in legs[::2])
        body += _at(186, 162 + lift, 1.0, beat, wing(paint))
        return Drawing(330, 268, (166, low + 2), body)

    return at


def _legs(
    phase: float, gait: str, hip: Point, chest: Point, low: float, aloft: bool
) -> list[tuple[Point, Point, Point]]:
    """Near hind, far hind, near fore, far fore: hip, knee, foot."""
    legs = []
    for (x, y), beat, knee in ((hip, 0.0, -1.0), (hip, 0.5, -1.0), (chest, 0.25, -0.6), (chest, 0.75, -0.6)):
        dx, dy = step(phase + beat, 46, 14) if gait in ("walk", "run") else (10 * beat - 2, 0.0)
        foot = (x - 34 + 16 * beat, y + 42) if aloft else (x + dx, low - 4 + dy)
        legs.append(((x, y + 12), bend((x, y + 12), foot, 42, 42, knee), foot))
    return legs


def _claw(foot: Point, fill: str, hide: bool) -> str:
    x, y = foot
    toes = "".join(shape(f"M{x + 6 + 6 * i:.1f} {y - 2:.1f} l7 6 l-9 0 Z", "#f6eed8") for i in range(3)) if hide else ""
    return shape(f"M{x - 9:.1f} {y + 4:.1f} q0 -13 14 -13 q17 2 18 13 Z", fill) + toes


def _spade_tail(sway: float, paint: RGB) -> str:
    y = 200 + 8 * sway
    tip = shape(f"M14 {y - 26:.1f} l-12 -22 l32 8 l4 20 l-16 2 Z", css(scale(paint, 0.62)))
    return tip + shape(
        f"M134 166 Q92 174 60 {y - 8:.1f} Q40 {y:.1f} 26 {y - 32:.1f} L12 {y - 26:.1f} Q28 {y + 30:.1f} 58 {y + 22:.1f} Q92 224 136 214 Z",
        css(paint),
    )


def _tuft_tail(sway: float, paint: RGB) -> str:
    y = 190 + 12 * sway
    return (
        line(f"M112 186 Q70 {y + 36:.1f} 52 {y:.1f} T28 {y - 44:.1f}", css(paint), 9)
        + f'<ellipse cx="26" cy="{y - 54:.1f}" rx="11" ry="19" fill="{css(scale(paint, 0.6))}"/>'
    )


# --- the long dragon --------------------------------------------------------------------------------


def _long_dragon(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    """The dragon of the East: no wings, it swims through the air in waves that run down its body."""
    paint = colour or rgb("#cf3b2a")
    gold, dark = css(mix((236, 184, 60), paint, 0.08)), css(scale(paint, 0.68))
    spine = []
    for index in range(49):
        share = index / 48
        y = 108 - (22 + 20 * (1 - share)) * math.sin(2 * math.pi * (1.55 * share - phase)) * min(
            1.0, 4.2 * (1.06 - share)
        )
        spine.append((40 + 356 * share, y, 4 + 17 * min(1.0, 2.1 * share) * (1 - 0.22 * max(0.0, share - 0.7))))
    upper, lower, middle = [], [], []
    for index, (x, y, half) in enumerate(spine):
        before, after = spine[max(0, index - 1)], spine[min(48, index + 1)]
        length = math.hypot(after[0] - before[0], after[1] - before[1])
        nx, ny = (after[1] - before[1]) / length, -(after[0] - before[0]) / length
        upper.append((x + nx * half, y + ny * half))
        lower.append((x - nx * half, y - ny * half))
        middle.append((x - nx * half * 0.35, y - ny * half * 0.35))
    fins = "".join(_fin(upper[i], upper[min(48, i + 3)], 8 + 9 * min(1.0, i / 20), gold) for i in range(2, 44, 3))
    bars = "".join(
        line(f"M{middle[i][0]:.1f} {middle[i][1]:.1f} L{lower[i][0]:.1f} {lower[i][1]:.1f}", "#d8a850", 1.6)
        for i in range(3, 48, 2)
    )
    scales = "".join(disc(x, y - half * 0.3, 2.6, dark, 'opacity="0.7"') for x, y, half in spine[5:46:2])
    legs = _talons(spine, phase, dark, far=True)
    trunk = shape(_ring(upper, lower), css(paint)) + shape(_ring(middle, lower), "#f4dc9a") + bars + scales
    x, y = spine[0][:2]
    flame = shape(
        f"M{x + 14:.1f} {y - 6:.1f} Q{x - 6:.1f} {y - 32:.1f} {x - 30:.1f} {y - 30:.1f} Q{x - 14:.1f} {y - 18:.1f} {x - 22:.1f} {y - 8:.1f} Q{x - 40:.1f} {y - 6:.1f} {x - 38:.1f} {y + 8:.1f} Q{x - 18:.1f} {y + 2:.1f} {x - 18:.1f} {y + 20:.1f} Q{x + 4:.1f} {y + 24:.1f} {x + 14:.1f} {y + 6:.1f} Z",
        gold,
    )
    return Drawing(
        490,
        200,
        (240, 112),
        flame
        + fins
        + legs
        + trunk
        + _talons(spine, phase, css(paint), far=False)
        + _long_head(spine[-1][0], spine[-1][1], paint, phase),
    )


def _ring(first: list[Point], second: list[Point]) -> str:
    return "M" + " L".join(f"{x:.1f} {y:.1f}" for x, y in (*first, *reversed(second))) + " Z"


def _fin(start: Point, end: Point, high: float, fill: str) -> str:
    return shape(
        f"M{start[0]:.1f} {start[1] + 2:.1f} L{start[0] - high * 0.5:.1f} {start[1] - high:.1f} L{end[0]:.1f} {end[1] + 2:.1f} Z",
        fill,
    )


def _talons(spine: list[tuple[float, float, float]], phase: float, fill: str, *, far: bool) -> str:
    parts = ""
    for index in (17, 37):
        x, y, half = spine[index - (2 if far else 0)]
        kick = 7 * math.sin(2 * math.pi * (phase + index / 30 + (0.4 if far else 0.0)))
        knee, foot = (x - 14, y + half + 14), (x + 8 + kick, y + half + 28)
        parts += limb((x, y + half * 0.4), knee, foot, fill, 13, 0.75)
        parts += line(
            "".join(f"M{foot[0]:.1f} {foot[1]:.1f} l{dx} {dy} " for dx, dy in ((13, -3), (12, 6), (3, 11), (-8, 6))),
            "#f2d488",
            4,
        )
    return parts


def _long_head(x: float, y: float, paint: RGB, phase: float) -> str:
    gold, dark = css(mix((236, 184, 60), paint, 0.08)), css(scale(paint, 0.68))
    wave = 5 * math.sin(2 * math.pi * phase)
    mane = shape(
        f"M{x + 6} {y - 24:.1f} L{x - 26} {y - 38:.1f} L{x - 18} {y - 22:.1f} L{x - 44} {y - 16 + wave:.1f} L{x - 22} {y - 4:.1f} L{x - 40} {y + 14 - wave:.1f} L{x - 12} {y + 14:.1f} L{x - 18} {y + 36:.1f} L{x + 10} {y + 22:.1f} Z",
        gold,
    )
    horns = line(
        f"M{x + 4} {y - 22:.1f} Q{x - 12} {y - 48:.1f} {x - 38} {y - 54:.1f} M{x - 10} {y - 42:.1f} L{x - 10} {y - 60:.1f} M{x + 12} {y - 22:.1f} Q{x + 2} {y - 44:.1f} {x - 12} {y - 50:.1f}",
        "#f0e2ba",
        5.4,
    )
    jaw = shape(
        f"M{x - 4} {y + 8:.1f} Q{x + 10} {y + 30:.1f} {x + 50} {y + 24:.1f} L{x + 56} {y + 16:.1f} L{x + 20} {y + 8:.1f} Z",
        dark,
    ) + shape(f"M{x + 14} {y + 26:.1f} l-4 18 l12 -8 l2 14 l10 -14 l6 10 l4 -20 Z", gold)
    tongue = shape(
        f"M{x + 22} {y + 12:.1f} Q{x + 46} {y + 8:.1f} {x + 60} {y + 15:.1f} Q{x + 44} {y + 19:.1f} {x + 22} {y + 18:.1f} Z",
        "#f0a090",
    )
    skull = shape(
        f"M{x - 14} {y - 4:.1f} Q{x - 8} {y - 30:.1f} {x + 16} {y - 28:.1f} Q{x + 28} {y - 26:.1f} {x + 32} {y - 14:.1f} Q{x + 48} {y - 18:.1f} {x + 62} {y - 14:.1f} Q{x + 74} {y - 4:.1f} {x + 66} {y + 8:.1f} L{x + 30} {y + 8:.1f} Q{x + 4} {y + 18:.1f} {x - 12} {y + 16:.1f} Z",
        css(paint),
    )
    teeth = "".join(shape(f"M{x + 32 + 8 * i} {y + 7:.1f} l3 8 l4 -8 Z", "#fdfaf0") for i in range(4))
    whisker = line(
        f"M{x + 62} {y - 4:.1f} Q{x + 84} {y - 20 + wave:.1f} {x + 78} {y + 18 + wave:.1f} M{x + 58} {y - 8:.1f} Q{x + 70} {y - 40 + wave:.1f} {x + 42} {y - 46 + wave:.1f}",
        gold,
        3,
    )
    brow = line(f"M{x + 8} {y - 20:.1f} q12 -5 20 4", gold, 5)
    return (
        mane
        + horns
        + tongue
        + jaw
        + skull
        + teeth
        + whisker
        + brow
        + disc(x + 62, y - 8, 3, dark)
        + disc(x + 18, y - 12, 6.4, "#fdfaf2")
        + disc(x + 20, y - 11.5, 3.2, "#1c181c")
    )


# --- others -----------------------------------------------------------------------------------------


def _phoenix(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    """A bird of fire with three long tail feathers; on foot as other birds are."""
    if gait not in _AIRBORNE:
        return BIRDS["phoenix"](phase, gait, colour, look)
    paint = colour or rgb("#e2542a")
    gold, beat = mix((250, 200, 70), paint, 0.12), 0.25 + 0.75 * math.cos(2 * math.pi * phase)
    tail = ""
    for index, (reach, fall) in enumerate(((0, -26), (-14, 12), (4, 50))):
        sway = 10 * math.sin(2 * math.pi * (phase + index / 3))
        end = (16 - reach, 150 + fall + sway)
        fill = css(mix(paint, gold, 0.25 + 0.3 * index))
        tail += line(f"M176 152 Q110 {150 + 0.2 * fall - sway:.1f} {end[0]:.1f} {end[1]:.1f}", fill, 9)
        tail += shape(
            f"M{end[0] + 26:.1f} {end[1]:.1f} Q{end[0] + 4:.1f} {end[1] - 18:.1f} {end[0] - 16:.1f} {end[1]:.1f} Q{end[0] + 4:.1f} {end[1] + 18:.1f} {end[0] + 26:.1f} {end[1]:.1f} Z",
            fill,
        )
        tail += disc(end[0] + 4, end[1], 6.5, css(gold)) + disc(end[0] + 4, end[1], 3, "#2f6f8a")
    body = _at(200, 140, 0.86, beat, _plume_wing(scale(paint, 0.8))) + tail
    body += shape(
        "M150 152 Q182 124 226 132 Q252 132 262 106 Q272 96 284 104 Q284 132 262 152 Q228 186 186 172 Q162 166 150 152 Z",
        css(paint),
    )
    body += shape("M262 150 Q232 180 192 170 Q226 168 250 140 Z", css(mix(paint, gold, 0.7)))
    body += "".join(
        line(f"M276 96 Q{266 - 7 * i} {72 - 2 * i} {254 - 12 * i} {72 + 3 * i}", css(gold), 4)
        + disc(254 - 12 * i, 72 + 3 * i, 5, css(gold))
        for i in range(3)
    )
    body += (
        disc(280, 102, 16, css(paint))
        + shape("M292 94 Q312 96 316 112 Q304 108 292 110 Z", "#f4d060")
        + disc(284, 99, 4, "#fdfaf2")
        + disc(285, 99, 2, "#1c181c")
    )
    body += _at(212, 142, 1.0, beat, _plume_wing(mix(paint, gold, 0.2)))
    return Drawing(330, 280, (196, 150), body, tail)


def _saurian(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    """A flying reptile: wings of skin from the hand to the foot, a long beak, a crest."""
    paint = colour or rgb("#a8744a")
    beat = 0.28 + 0.72 * math.cos(2 * math.pi * phase) if gait in _AIRBORNE else 0.55
    wing = shape(
        "M0 0 Q-4 -52 -30 -70 L-118 -104 Q-92 -52 -70 -36 Q-66 -10 -74 12 Q-40 4 0 14 Z",
        css(mix(paint, (244, 214, 160), 0.3)),
    ) + line("M0 2 Q-4 -52 -30 -70 L-118 -104", css(scale(paint, 0.62)), 6)
    far = wing.replace(css(mix(paint, (244, 214, 160), 0.3)), css(scale(paint, 0.75)))
    body = _at(176, 120, 0.85, beat, far) + line("M112 132 L70 142 M116 138 L76 152", css(scale(paint, 0.7)), 5)
    body += shape("M96 130 Q140 108 190 112 L214 100 L222 116 Q206 134 170 142 Q124 146 96 130 Z", css(paint))
    body += shape(
        "M206 104 L160 72 L228 92 Q244 96 250 104 L312 110 Q280 116 252 116 L296 122 Q258 130 236 122 Q216 120 206 104 Z",
        css(paint),
    ) + line("M246 110 L306 111", css(scale(paint, 0.6)), 2)
    body += (
        shape("M206 104 L160 72 L222 92 Z", "#c8483a") + disc(234, 102, 4.4, "#f6e27a") + disc(235, 102, 2.2, "#1c181c")
    )
    body += _at(184, 124, 1.0, beat, wing)
    return Drawing(320, 230, (166, 130), body)


def _kitsune(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    """A fox with nine tails spread behind it."""
    paint = colour or rgb("#f2efe8")
    fox = BEASTS["kitsune"](phase, gait, paint, look)
    spare, tails = 76.0, ""
    for index in range(9):
        turn = math.radians(96 + 12.5 * index + 4 * math.sin(2 * math.pi * (phase + index / 9)))
        tip = (92 * math.cos(turn), -92 * math.sin(turn))
        x, y = tip[0] * 0.55 - 16 * math.sin(turn), tip[1] * 0.55 - 16 * math.cos(turn)
        tails += line(
            f"M0 0 Q{x:.1f} {y:.1f} {tip[0] * 0.86:.1f} {tip[1] * 0.86:.1f}",
            css(scale(paint, 0.84 + 0.04 * (index % 3))),
            19,
        )
        tails += line(f"M{tip[0] * 0.84:.1f} {tip[1] * 0.84:.1f} L{tip[0]:.1f} {tip[1]:.1f}", "#d8742e", 13)
    low = fox.height - 46
    body = f'<g transform="translate({spare:.0f} {spare - 34:.0f})"><g transform="translate(46 {low - 8:.1f})">{tails}</g>{fox.body}</g>'
    return Drawing(
        fox.width + spare, fox.height + spare - 34, (fox.anchor[0] + spare, fox.anchor[1] + spare - 34), body
    )


def _hedgehog(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    """A round back of spines in three rows, a small pointed face."""
    paint = colour or rgb("#6f513c")
    face, moving = css(mix(paint, rgb("#f0dcb8"), 0.82)), gait in ("walk", "run")
    nod = 1.6 * math.sin(2 * math.pi * phase)
    feet = ""
    for x, beat in ((46, 0.0), (58, 0.5), (88, 0.25), (98, 0.75)):
        dx, dy = step(phase + beat, 16, 5) if moving else (0.0, 0.0)
        feet += f'<ellipse cx="{x + dx:.1f}" cy="{95 + dy:.1f}" rx="8" ry="5" fill="#a8785a"/>'
    spines = ""
    for row, (reach, share) in enumerate(((50, 0.72), (41, 0.9), (31, 1.1))):
        points = []
        for index in range(2 * 13 + 1):
            turn = math.radians(-6 + (156 - 6 * row) * index / 26)
            long = reach + (11 if index % 2 else 0)
            points.append(f"{64 - 1.16 * long * math.cos(math.pi - turn) * -1:.1f} {78 - long * math.sin(turn):.1f}")
        spines += shape("M" + " L".join(points) + " L96 90 L18 92 Z", css(scale(paint, share)))
    head = shape(
        f"M84 {50 + nod:.1f} Q104 {44 + nod:.1f} 116 {62 + nod:.1f} Q132 {70 + nod:.1f} 134 {76 + nod:.1f} Q128 {84 + nod:.1f} 108 {90 + nod:.1f} Q88 96 78 90 Z",
        face,
    )
    head += (
        disc(92, 54 + nod, 8, face)
        + disc(92, 55 + nod, 4.4, "#d8a890")
        + disc(133, 76 + nod, 5, "#221c20")
        + disc(112, 68 + nod, 4, "#221c20")
        + disc(113.2, 66.8 + nod, 1.4, "#ffffff")
    )
    head += line(f"M118 {83 + nod:.1f} q5 2 9 -2", "#5a3a2c", 2)
    belly = shape("M22 84 Q60 100 108 88 Q104 97 60 97 Q28 97 22 84 Z", face)
    return Drawing(158, 104, (80, 99), f'<g transform="translate(14 0)">{spines}{belly}{feet}{head}</g>')


FABLED: Final[dict[str, Maker]] = {
    "dragon": _winged("#3f8f52", "#f0dca0", _hide_wing, _dragon_head, _spade_tail, hide=True),
    "griffin": _winged("#c08a44", "#f0dca0", _plume_wing, _eagle_head, _tuft_tail, hide=False),
    "chinesedragon": _long_dragon, "phoenix": _phoenix, "pterosaur": _saurian, "kitsune": _kitsune, "hedgehog": _hedgehog,
}  # fmt: skip
