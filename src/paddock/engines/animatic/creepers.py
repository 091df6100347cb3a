# ruff: noqa: E501 - a path of SVG reads best on one line
"""What creeps, buzzes and goes on two legs: insects, frogs and snakes, apes, monsters."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import disc, line, shape
from paddock.engines.animatic.wardrobe import Look

Maker = Callable[[float, str, RGB | None, Look], Drawing]


# --- insects and creepers ---------------------------------------------------------------------------


def _winged(body: str, wing: str, stripes: str, long: bool) -> Maker:
    """A bee, a dragonfly, a fly: the body to the right, wings that whirr."""

    def at(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
        paint = colour or rgb(body)
        lift = 12 * math.sin(2 * math.pi * 2 * phase)
        wings = "".join(
            f'<ellipse cx="{x}" cy="{28 + dy - lift * 0.3:.1f}" rx="{rx}" ry="{ry}" fill="{wing}" opacity="0.8" transform="rotate({a - lift:.1f} {x + 10} 50)"/>'
            for x, dy, rx, ry, a in ((54, 0, 12 if not long else 9, 26, -30), (76, 0, 12 if not long else 9, 26, 14))
        )
        trunk = (
            line("M20 60 H96", css(paint), 13)
            if long
            else f'<ellipse cx="66" cy="62" rx="34" ry="21" fill="{css(paint)}"/>'
        )
        bands = (
            "".join(
                line(
                    f"M{x} {45 if not long else 55} Q{x - 4} 62 {x} {79 if not long else 66}",
                    stripes,
                    7 if not long else 3,
                )
                for x in ((46, 62, 78) if not long else (32, 46, 60))
            )
            if stripes
            else ""
        )
        head = (
            disc(104, 56, 13, css(scale(paint, 0.7)))
            + disc(109, 53, 4, "#fdfaf2")
            + disc(110, 53, 2.2, "#221c20")
            + line("M108 45 Q114 36 122 34", "#3a3028", 2)
        )
        return Drawing(128, 92, (66, 58), wings + trunk + bands + head)

    return at


def _bug(shell: str, spots: str) -> Maker:
    def at(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
        paint = colour or rgb(shell)
        legs = "".join(
            line(f"M{40 + 18 * i} 76 l{4 * math.sin(2 * math.pi * (phase + i / 3)):.1f} 20", "#2a2428", 5)
            for i in range(3)
        )
        body = (
            shape("M14 80 Q18 24 62 22 Q102 26 106 80 Z", css(paint))
            + line("M62 22 Q58 50 60 80", "#2a2428", 3)
            + disc(110, 68, 16, "#2a2428")
            + disc(115, 63, 4, "#fdfaf2")
            + line("M116 54 q6 -12 12 -12", "#2a2428", 3)
        )
        dots = (
            "".join(disc(x, y, 7, spots) for x, y in ((36, 56), (50, 36), (80, 38), (88, 60), (66, 64)))
            if spots
            else line("M30 50 Q60 40 96 56 M24 66 Q60 58 102 70", css(scale(paint, 0.7)), 3)
        )
        return Drawing(132, 100, (62, 96), legs + body + dots)

    return at


def _ant(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = css(colour or rgb("#3a2a28"))
    legs = "".join(
        line(f"M66 60 l{-22 + 20 * i} 14 l{-6 + 4 * i + 5 * math.sin(2 * math.pi * (phase + i / 3)):.1f} 20", paint, 4)
        for i in range(3)
    )
    return Drawing(
        140,
        100,
        (68, 95),
        legs
        + f'<ellipse cx="32" cy="56" rx="26" ry="18" fill="{paint}"/>'
        + disc(68, 58, 12, paint)
        + disc(102, 52, 17, paint)
        + disc(108, 48, 4, "#fdfaf2")
        + line("M108 38 L120 22 L132 26", paint, 3),
    )


def _spider(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = css(colour or rgb("#33303a"))
    legs = "".join(
        line(
            f"M{64 + s * 10} 52 L{64 + s * (34 + 5 * i)} {24 + 10 * i + 3 * math.sin(2 * math.pi * (phase + i / 4)):.1f} L{64 + s * (46 + 6 * i)} {64 + 11 * i}",
            paint,
            4,
        )
        for s in (-1, 1)
        for i in range(4)
    )
    return Drawing(
        140,
        104,
        (64, 98),
        legs
        + disc(52, 56, 25, paint)
        + disc(84, 50, 15, paint)
        + disc(90, 46, 4, "#f6f2e6")
        + disc(82, 44, 3.4, "#f6f2e6")
        + disc(44, 52, 6, "#c8382f"),
    )


def _caterpillar(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#8fc04a")
    parts = ""
    for index in range(6):
        lift = 9 * max(0.0, math.sin(2 * math.pi * (phase - index / 6)))
        parts += disc(
            20 + 20 * index, 66 - lift - (10 if index == 5 else 0), 17, css(scale(paint, 0.86 + 0.07 * (index % 2)))
        ) + (line(f"M{20 + 20 * index} {80 - lift:.1f} v10", "#5a4a30", 4) if index < 5 else "")
    return Drawing(
        146,
        96,
        (70, 90),
        parts
        + disc(126, 52, 4, "#221c20")
        + line("M122 40 l-2 -14 M130 42 l6 -12", "#5a4a30", 3)
        + line("M128 62 q6 4 10 -2", "#5a4a30", 2),
    )


def _snail(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#b8743a")
    stretch = 4 * math.sin(2 * math.pi * phase)
    foot = shape(f"M6 96 Q10 80 40 80 H104 Q112 50 128 {46 + stretch:.1f} Q142 50 136 66 Q134 96 112 96 Z", "#d8c08a")
    spiral = disc(62, 54, 36, css(paint)) + line(
        "M62 54 q8 -10 14 2 q0 18 -20 16 q-22 -6 -16 -30 q12 -22 40 -10", css(scale(paint, 0.7)), 5
    )
    return Drawing(
        150,
        100,
        (72, 96),
        foot
        + spiral
        + line(f"M130 {48 + stretch:.1f} L136 28 M122 {48 + stretch:.1f} L120 28", "#d8c08a", 4)
        + disc(136, 27, 4, "#3a3028")
        + disc(120, 27, 4, "#3a3028"),
    )


def _snake(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#5f9a4a")
    points = " ".join(
        f"{'M' if i == 0 else 'L'}{8 + 7 * i} {78 - 12 * math.sin(2 * math.pi * (i / 10 - phase)) * (0.4 + i / 40):.1f}"
        for i in range(21)
    )
    y = 78 - 12 * math.sin(2 * math.pi * (2.0 - phase)) * 0.9
    neck = line(f"M148 {y:.1f} Q168 {y - 4:.1f} 168 44", css(paint), 15)
    head = (
        shape("M158 44 Q160 26 178 26 L196 36 Q196 46 180 48 Z", css(paint))
        + line("M195 40 l12 -2 m0 0 l4 -4 m-4 4 l5 3", "#d8342c", 2)
        + disc(180, 34, 3, "#221c20")
    )
    bands = line(points, css(mix(paint, (250, 230, 120), 0.5)), 5, 'stroke-dasharray="6 12"')
    return Drawing(214, 100, (100, 92), line(points, css(paint), 15) + bands + neck + head)


def _frog(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#6aae48")
    puff = 3 * math.sin(2 * math.pi * phase)
    body = shape("M14 90 Q6 60 44 56 Q60 24 92 28 Q122 32 120 58 Q112 88 80 92 Z", css(paint)) + shape(
        "M60 88 Q96 88 116 64 Q112 88 84 94 Z", "#e4ecb8"
    )
    legs = shape("M10 96 Q-2 60 34 58 Q60 66 44 88 L58 96 Z", css(scale(paint, 0.86))) + line(
        "M88 78 L92 94 h12", css(scale(paint, 0.8)), 8
    )
    return Drawing(
        130,
        100,
        (62, 96),
        body
        + legs
        + disc(92, 26, 11, css(paint))
        + disc(95, 24, 7, "#fdfaf2")
        + disc(97, 24, 4, "#221c20")
        + line("M88 56 Q106 62 118 52", css(scale(paint, 0.6)), 2.4)
        + disc(112, 66, 5 + puff * 0.6, "#e4ecb8"),
    )


def _scorpion(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = css(colour or rgb("#6a4028"))
    curl = 4 * math.sin(2 * math.pi * phase)
    tail = line(f"M40 66 Q6 56 14 28 Q24 {4 + curl:.1f} 48 {14 + curl:.1f}", paint, 10) + shape(
        f"M46 {8 + curl:.1f} l16 8 l-16 8 Z", paint
    )
    legs = "".join(line(f"M{58 + 12 * i} 74 l-8 20", paint, 4) for i in range(4))
    return Drawing(
        160,
        100,
        (80, 94),
        tail
        + legs
        + f'<ellipse cx="74" cy="68" rx="38" ry="15" fill="{paint}"/>'
        + line("M106 64 L130 50", paint, 6)
        + shape("M128 50 Q140 34 156 42 Q146 48 156 56 Q142 64 128 50 Z", paint),
    )


# --- on two legs ------------------------------------------------------------------------------------


def _ape(coat: str, skin: str, big: float, mark: str = "") -> Maker:
    """A monkey, a gorilla: long arms, on its feet."""

    def at(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
        paint = colour or rgb(coat)
        swing = 14 * math.sin(2 * math.pi * phase) if gait in ("walk", "run", "dance") else 0.0
        fill, dark = css(paint), css(scale(paint, 0.78))
        parts = line("M44 96 Q14 96 16 66 Q22 50 30 60", dark, 6) if not mark else ""
        parts += line(f"M74 60 L{84 - swing:.1f} 92 L{92 - swing:.1f} 116", dark, 12 * big) + line(
            f"M62 104 L{68 - swing:.1f} 134", dark, 15 * big
        )
        parts += (
            shape(f"M50 {60 - 6 * big:.1f} Q{96 * big:.1f} 44 90 86 Q88 116 62 116 Q36 114 38 84 Z", fill)
            + f'<ellipse cx="74" cy="90" rx="12" ry="18" fill="{skin}"/>'
        )
        parts += line(f"M56 104 L{52 + swing:.1f} 134 h10", fill, 15 * big)
        x, y = 76.0, 40.0
        parts += (
            disc(x - 20, y, 9, skin)
            + disc(x, y, 23, fill)
            + f'<ellipse cx="{x + 8}" cy="{y + 3}" rx="15" ry="16" fill="{skin}"/>'
            + disc(x + 5, y - 4, 3, "#221c20")
            + disc(x + 15, y - 4, 3, "#221c20")
            + line(f"M{x + 4} {y + 10} q8 5 14 -1", "#6a3a2c", 2)
        )
        hand = (98 + swing, 112.0) if gait not in ("wave", "hold", "eat") else (104.0, 56 + swing * 0.3)
        return Drawing(
            126,
            142,
            (62, 138),
            parts
            + line(f"M58 62 L{78 + swing * 0.5:.1f} 90 L{hand[0]:.1f} {hand[1]:.1f}", fill, 12 * big)
            + disc(hand[0], hand[1], 7, skin),
        )

    return at


def _kangaroo(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#b87a4a")
    hop = 8 * abs(math.sin(math.pi * phase)) if gait in ("walk", "run") else 0.0
    fill, dark = css(paint), css(scale(paint, 0.8))
    body = (
        line(f"M52 110 Q20 {118 - hop:.1f} 6 146", dark, 12)
        + shape("M44 120 Q34 78 74 62 L88 34 L104 44 Q106 96 88 122 Z", fill)
        + shape("M74 116 Q70 88 92 80 Q98 104 86 122 Z", "#f0dcc0")
    )
    body += disc(62, 116, 24, fill) + line("M66 132 L48 144 h40", fill, 11) + line("M92 76 L110 90 L116 84", dark, 7)
    head = (
        shape("M84 20 Q96 10 108 20 L126 34 Q124 46 108 46 Q88 46 84 20 Z", fill)
        + shape("M90 18 L82 -6 L100 10 Z M100 16 L104 -6 L110 14 Z", dark)
        + disc(106, 26, 3, "#221c20")
        + disc(124, 36, 3.6, "#2a2428")
    )
    return Drawing(134, 158, (68, 154), f'<g transform="translate(0 {8 - hop * 0.3:.1f})">{body}{head}</g>')


def _koala(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#9a9ea6")
    fill, nod = css(paint), 1.4 * math.sin(2 * math.pi * phase)
    body = (
        f'<ellipse cx="54" cy="88" rx="34" ry="34" fill="{fill}"/><ellipse cx="62" cy="94" rx="18" ry="22" fill="#f2efe8"/>'
        + f'<ellipse cx="36" cy="114" rx="18" ry="10" fill="{css(scale(paint, 0.8))}"/><ellipse cx="76" cy="114" rx="18" ry="10" fill="{css(scale(paint, 0.8))}"/>'
    )
    head = (
        disc(24, 28, 17, fill)
        + disc(88, 28, 17, fill)
        + disc(24, 28, 9, "#e8c8c8")
        + disc(88, 28, 9, "#e8c8c8")
        + disc(56, 38, 31, fill)
        + '<ellipse cx="60" cy="44" rx="9" ry="13" fill="#33303a"/>'
        + disc(42, 34, 4, "#221c20")
        + disc(76, 34, 4, "#221c20")
    )
    return Drawing(
        112,
        126,
        (56, 122),
        body + f'<g transform="translate(0 {nod:.1f})">{head}</g>' + line("M82 78 Q96 88 88 100", fill, 13),
    )


def _trex(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#7a9a4a")
    fill, dark = css(paint), css(scale(paint, 0.78))
    stride = 16 * math.sin(2 * math.pi * phase) if gait in ("walk", "run") else 0.0
    nod = 3 * math.sin(4 * math.pi * phase) if stride else math.sin(2 * math.pi * phase)
    parts = line(f"M92 96 L{104 - stride:.1f} 128 L{96 - stride:.1f} 150 h16", dark, 14)
    parts += shape(
        f"M4 {66 + nod:.1f} Q50 78 70 60 Q96 38 116 46 Q126 70 116 96 Q92 118 66 104 Q36 92 4 {66 + nod:.1f} Z", fill
    ) + shape("M78 106 Q110 110 120 72 Q126 92 112 104 Q96 116 78 106 Z", "#d8dca0")
    parts += line(f"M84 98 L{92 + stride:.1f} 128 L{82 + stride:.1f} 150 h18", fill, 17) + line(
        "M116 76 L132 82 L134 90", fill, 6
    )
    head = shape(
        f"M98 {50 + nod:.1f} L106 {14 + nod:.1f} Q116 {2 + nod:.1f} 136 {6 + nod:.1f} L174 {16 + nod:.1f} Q180 {26 + nod:.1f} 172 {32 + nod:.1f} L140 {34 + nod:.1f} L168 {40 + nod:.1f} Q164 {50 + nod:.1f} 140 {50 + nod:.1f} Z",
        fill,
    )
    teeth = "".join(shape(f"M{142 + 7 * i} {33 + nod:.1f} l3 6 l3 -6 Z", "#fbf8ec") for i in range(4))
    return Drawing(
        184,
        160,
        (90, 154),
        parts + head + teeth + disc(126, 16 + nod, 4, "#f6e27a") + disc(127, 16 + nod, 2, "#221c20"),
    )


def _yeti(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#8a6ab0")
    fill, dark = css(paint), css(scale(paint, 0.78))
    swing = 10 * math.sin(2 * math.pi * phase)
    moving = swing if gait in ("walk", "run", "dance") else 0.0
    parts = line(f"M56 120 L{52 - moving:.1f} 148 h16 M84 120 L{88 + moving:.1f} 148 h16", dark, 18) + shape(
        "M24 60 Q30 6 70 6 Q110 6 116 60 Q124 134 70 134 Q16 134 24 60 Z", fill
    )
    parts += f'<ellipse cx="76" cy="96" rx="28" ry="30" fill="{css(mix(paint, (255, 246, 230), 0.4))}"/>' + line(
        f"M26 70 Q6 {96 + swing:.1f} 14 {112 - swing:.1f} M114 70 Q136 {96 - swing:.1f} 128 {108 + swing:.1f}", fill, 15
    )
    face = (
        disc(60, 42, 10, "#fdfaf2")
        + disc(90, 42, 10, "#fdfaf2")
        + disc(63, 43, 5, "#221c20")
        + disc(93, 43, 5, "#221c20")
        + shape("M54 62 Q76 82 98 62 Z", "#4a2a34")
        + shape("M62 64 l4 7 l4 -6 Z M82 65 l4 6 l4 -7 Z", "#fdfaf2")
    )
    return Drawing(
        144,
        160,
        (70, 155),
        parts + face + shape("M44 16 L36 -4 L58 8 Z M96 16 L106 -4 L84 8 Z", "#e8d8a8", 'transform="translate(0 4)"'),
    )


CREEPERS: Final[dict[str, Maker]] = {
"bee": _winged("#f0c030", "#e6f2f6", "#33303a", False),
    "fly": _winged("#4a4a52", "#dfe8ea", "", False), "dragonfly": _winged("#3f9a94", "#d6eef0", "#2a6a68", True), "firefly": _winged("#e8d84a", "#e6f2d8", "#4a4a3a", False), "mosquito": _winged("#5a5550", "#e2e6e4", "", True),
    "ladybug": _bug("#d0342a", "#2a2428"), "beetle": _bug("#3f5f4a", ""), "ant": _ant, "spider": _spider, "caterpillar": _caterpillar, "snail": _snail, "snake": _snake, "frog": _frog, "scorpion": _scorpion,
    "monkey": _ape("#8a5a3a", "#e8c09a", 1.0), "gorilla": _ape("#3a383e", "#6a6266", 1.4, "big"), "chimpanzee": _ape("#4a3a34", "#d8b090", 1.0, "plain"), "orangutan": _ape("#c8622a", "#8a5a44", 1.25, "big"), "kangaroo": _kangaroo, "koala": _koala, "trex": _trex, "monster": _yeti,
}  # fmt: skip
