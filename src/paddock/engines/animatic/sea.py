# ruff: noqa: E501 - a path of SVG reads best on one line
"""What lives in the sea: fish of many coats, dolphins, crabs, seals."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import disc, line, shape
from paddock.engines.animatic.wardrobe import Look

Maker = Callable[[float, str, RGB | None, Look], Drawing]


@dataclass(frozen=True, slots=True)
class Fish:
    """A fish of 180 by 100: colour, belly, build, pattern."""

    coat: RGB
    belly: RGB
    deep: float = 30
    long: float = 138
    fin: float = 14
    nose: float = 0
    marks: frozenset[str] = frozenset()


def _kind(coat: str, belly: str, deep: float = 30, fin: float = 14, nose: float = 0, marks: str = "") -> Fish:
    return Fish(rgb(coat), rgb(belly), deep, 138, fin, nose, frozenset(marks.split()))


_FISH: Final[dict[str, Fish]] = {
    "goldfish": _kind("#f08a2e", "#f8c060", 30, 22, 0, "veil"), "koi": _kind("#f6f0e6", "#f6f0e6", 25, 13, 0, "redpatch veil"),
    "tropicalfish": _kind("#f0cc3a", "#f6e48a", 36, 20, 4, "bands"), "bluetang": _kind("#2f5fc8", "#4f8ae0", 34, 14, 0, "yellowtail"),
    "tuna": _kind("#3f6288", "#cfd8e0", 24, 12), "salmon": _kind("#d88a78", "#f0cfc0", 22, 11), "carp": _kind("#a88a4a", "#e0cf9a", 27, 14),
    "pufferfish": _kind("#e0b858", "#f8f0da", 42, 8, 0, "spikes"), "swordfish": _kind("#4a6a94", "#d4dce4", 20, 26, 46), "piranha": _kind("#7f8c94", "#d8553a", 32, 12, 0, "teeth"),
    "shark": _kind("#7f8c9a", "#e6eaec", 25, 34, 8, "shark teeth"), "catfish": _kind("#5f5a4c", "#b8ae94", 22, 10, 0, "whiskers"), "anglerfish": _kind("#4a4250", "#5f5668", 38, 10, 0, "lure teeth"),
    "dolphin": _kind("#6f93b4", "#e2ebf0", 24, 26, 14, "mammal"), "orca": _kind("#26242c", "#f6f4f0", 30, 34, 2, "mammal orca"), "beluga": _kind("#eef2f4", "#ffffff", 29, 6, 6, "mammal"),
}  # fmt: skip


def _swimmer(name: str) -> Maker:
    def at(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
        return _fish(phase, _FISH[name], colour)

    return at


def _fish(phase: float, fish: Fish, colour: RGB | None) -> Drawing:
    paint = colour or fish.coat
    wag, dark, deep = math.sin(2 * math.pi * phase), css(scale(paint, 0.78)), fish.deep
    tip = css(rgb("#f0cc3a")) if "yellowtail" in fish.marks else dark
    flare = 1.5 if "veil" in fish.marks else 1.0
    if "mammal" in fish.marks:
        body = shape(
            f"M48 52 Q26 {50 + 8 * wag:.1f} 8 {36 + 14 * wag:.1f} Q10 {52 + 12 * wag:.1f} 6 {66 + 12 * wag:.1f} Q28 {62 + 8 * wag:.1f} 50 58 Z",
            dark,
        )
    else:
        body = shape(
            f"M50 50 Q22 {50 + 5 * wag:.1f} {8 - 4 * flare + 4 * wag:.1f} {50 - 28 * flare + 7 * wag:.1f} Q{20} {50 + 7 * wag:.1f} {8 - 4 * flare - 4 * wag:.1f} {50 + 28 * flare + 7 * wag:.1f} Q26 {56 + 5 * wag:.1f} 50 54 Z",
            tip,
        )
    back = 50 - deep
    body += shape(
        f"M84 {back + 7:.1f} L{96 if 'shark' in fish.marks else 90} {back - fish.fin:.1f} Q112 {back - fish.fin * 0.5:.1f} 120 {back + 6:.1f} Z",
        dark,
    ) + shape(
        f"M88 {50 + deep - 6:.1f} Q92 {50 + deep + fish.fin * 0.8:.1f} 110 {50 + deep + fish.fin * 0.7:.1f} Q108 {50 + deep:.1f} 112 {50 + deep - 8:.1f} Z",
        dark,
    )
    outline = f"M40 52 Q66 {52 - deep * 1.1:.1f} 116 {52 - deep:.1f} Q156 {54 - deep * 0.8:.1f} {174 + fish.nose * 0.2:.1f} 52 Q156 {50 + deep * 0.85:.1f} 114 {52 + deep * 0.95:.1f} Q64 {52 + deep:.1f} 40 52 Z"
    body += shape(outline, css(paint))
    body += shape(
        f"M56 58 Q100 62 172 55 Q156 {50 + deep * 0.85:.1f} 114 {52 + deep * 0.95:.1f} Q76 {52 + deep * 0.9:.1f} 56 58 Z",
        css(fish.belly),
    )
    if fish.nose > 10 and "mammal" not in fish.marks:
        body += shape(f"M164 47 L{174 + fish.nose} 51 L164 57 Z", dark)
    elif fish.nose:
        body += shape(f"M160 46 Q{178 + fish.nose} 48 {178 + fish.nose} 54 Q170 62 156 62 Z", css(paint))
    body += _pattern(fish, paint, deep)
    body += shape(f"M116 58 Q100 {62 + 6 * wag:.1f} 90 {76 + 6 * wag:.1f} Q110 74 124 62 Z", dark)
    eye = (
        disc(154, 45, 5.4, "#fdfaf2") + disc(155.5, 45, 3.2, "#221c20")
        if "mammal" not in fish.marks
        else disc(154, 46, 3, "#f4f4f4" if "orca" in fish.marks else "#221c20")
    )
    return Drawing(184 + fish.nose, 104, (96, 52), body + eye)


def _pattern(fish: Fish, paint: RGB, deep: float) -> str:
    made, dark = "", css(scale(paint, 0.7))
    if "bands" in fish.marks:
        made += "".join(
            line(f"M{x} {52 - deep * 0.8:.1f} Q{x - 6} 52 {x} {52 + deep * 0.8:.1f}", "#33343e", 8)
            for x in (78, 108, 136)
        )
    if "redpatch" in fish.marks:
        made += shape(
            f"M70 {50 - deep * 0.7:.1f} Q88 {50 - deep * 1.05:.1f} 106 {52 - deep * 0.9:.1f} Q100 46 84 50 Z M126 {54 - deep * 0.9:.1f} Q150 {60 - deep * 0.8:.1f} 160 46 Q140 50 126 44 Z",
            "#e0482e",
        )
    if "spikes" in fish.marks:
        made += "".join(
            shape(f"M{x - 3} {y} l3 -8 l3 8 Z", dark)
            for x, y in ((74, 30), (92, 22), (112, 20), (132, 26), (84, 44), (104, 38), (124, 42), (70, 56))
        )
    if "teeth" in fish.marks:
        made += shape("M150 60 l4 6 l4 -7 l4 6 l4 -8 Z", "#fbfaf2") + line("M148 60 Q160 60 171 56", "#2a2428", 2)
    if "whiskers" in fish.marks:
        made += line("M168 58 Q176 70 172 82 M164 60 Q166 74 158 84", dark, 2)
    if "lure" in fish.marks:
        made += line("M130 18 Q150 -6 172 12", dark, 3) + disc(172, 14, 6, "#fff0a0")
    if "orca" in fish.marks:
        made += '<ellipse cx="146" cy="40" rx="10" ry="5" fill="#f6f4f0" transform="rotate(-10 146 40)"/>' + shape(
            "M84 30 Q92 40 108 36 Q100 30 98 24 Z", "#8a8c94"
        )
    if "shark" in fish.marks:
        made += line("M124 44 q-4 8 0 16 M130 44 q-4 8 0 16 M136 45 q-4 7 0 14", dark, 2)
    return made


def _octopus(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#c85a6a")
    arms = ""
    for index in range(6):
        x, wave = 30 + 16 * index, 7 * math.sin(2 * math.pi * (phase + index / 6))
        arms += line(
            f"M{50 + 8 * index} 60 Q{x} {84 + wave:.1f} {x - 12 + 5 * index + wave:.1f} {112 + wave * 0.4:.1f} q-4 6 -10 2",
            css(scale(paint, 0.84 + 0.05 * (index % 3))),
            11,
        )
    head = shape("M36 66 Q22 6 72 6 Q122 6 106 66 Q72 84 36 66 Z", css(paint)) + "".join(
        disc(x, 26 + (x % 3) * 6, 4, css(mix(paint, (255, 230, 220), 0.4))) for x in (52, 66, 82)
    )
    return Drawing(
        150,
        126,
        (72, 66),
        arms
        + head
        + disc(66, 52, 8, "#fdfaf2")
        + disc(90, 52, 8, "#fdfaf2")
        + disc(68, 53, 4, "#221c20")
        + disc(92, 53, 4, "#221c20"),
    )


def _squid(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#e0988a")
    wave = 5 * math.sin(2 * math.pi * phase)
    arms = "".join(
        line(f"M52 {40 + 5 * i} Q26 {36 + 7 * i + wave:.1f} 4 {30 + 10 * i - wave:.1f}", css(scale(paint, 0.86)), 5)
        for i in range(5)
    )
    body = shape("M46 34 Q90 22 140 46 L164 50 L140 58 Q90 78 46 66 Z", css(paint)) + shape(
        "M128 44 L150 22 L166 50 L150 78 L128 58 Z", css(scale(paint, 0.9))
    )
    return Drawing(
        172,
        100,
        (90, 50),
        f'<g transform="translate(172 0) scale(-1 1)">{shape("M0 0", "none")}</g>'
        + arms
        + body
        + disc(62, 48, 7, "#fdfaf2")
        + disc(61, 48, 4, "#221c20"),
    )


def _crab(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#d8482f")
    snap = 5 * math.sin(2 * math.pi * phase)
    legs = "".join(
        line(
            f"M{48 + s * 26} 66 L{48 + s * (44 + 5 * i)} {64 + 9 * i} L{48 + s * (46 + 6 * i)} {84 + 4 * i + (3 * math.sin(2 * math.pi * (phase + i / 3)) if gait == 'walk' else 0):.1f}",
            css(scale(paint, 0.8)),
            5,
        )
        for s in (-1, 1)
        for i in range(3)
    )
    claws = "".join(
        line(f"M{48 + s * 26} 52 L{48 + s * 46} 34", css(paint), 8)
        + shape(
            f"M{48 + s * 40} 34 Q{48 + s * 44} {4 - snap:.1f} {48 + s * 62} 8 Q{48 + s * 52} 18 {48 + s * 66} {20 + snap:.1f} Q{48 + s * 58} 40 {48 + s * 40} 34 Z",
            css(paint),
        )
        for s in (-1, 1)
    )
    shell = f'<ellipse cx="48" cy="62" rx="36" ry="23" fill="{css(paint)}"/>' + line(
        "M38 42 V30 M58 42 V30", css(scale(paint, 0.8)), 4
    )
    return Drawing(
        130,
        100,
        (65, 97),
        f'<g transform="translate(17 0)">{legs}{claws}{shell}{disc(38, 28, 6, "#fdfaf2")}{disc(58, 28, 6, "#fdfaf2")}{disc(40, 28, 3, "#221c20")}{disc(60, 28, 3, "#221c20")}</g>',
    )


def _lobster(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#c8382a")
    wave = 3 * math.sin(2 * math.pi * phase)
    tail = "".join(
        f'<ellipse cx="{20 + 13 * i}" cy="{56 + 2 * i - wave * (3 - i) * 0.4:.1f}" rx="11" ry="{10 + 2 * i}" fill="{css(scale(paint, 0.84 + 0.05 * i))}"/>'
        for i in range(4)
    )
    body = shape("M64 44 Q100 34 118 56 Q100 80 64 74 Z", css(paint)) + "".join(
        line(f"M{76 + 11 * i} 72 l-4 20", css(scale(paint, 0.8)), 4) for i in range(3)
    )
    claw = line("M108 52 Q126 40 134 44", css(paint), 7) + shape(
        f"M130 40 Q150 {20 + wave:.1f} 168 30 Q156 38 168 46 Q150 58 130 48 Z", css(paint)
    )
    return Drawing(
        172,
        100,
        (86, 94),
        shape("M14 48 L0 38 V70 L14 64 Z", css(scale(paint, 0.8)))
        + tail
        + body
        + claw
        + line("M116 50 Q140 20 160 8", css(scale(paint, 0.8)), 2)
        + disc(110, 50, 3, "#221c20"),
    )


def _starfish(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#e8803a")
    points = " ".join(
        f"{'M' if i == 0 else 'L'}{50 + (46 if i % 2 == 0 else 20) * math.sin(math.pi * i / 5):.1f} {52 - (46 if i % 2 == 0 else 20) * math.cos(math.pi * i / 5):.1f}"
        for i in range(10)
    )
    return Drawing(
        100,
        100,
        (50, 92),
        shape(points + " Z", css(paint), f'stroke="{css(paint)}" stroke-width="8" stroke-linejoin="round"')
        + "".join(
            disc(
                50 + 16 * math.sin(2 * math.pi * i / 5),
                52 - 16 * math.cos(2 * math.pi * i / 5),
                3,
                css(mix(paint, (255, 240, 210), 0.5)),
            )
            for i in range(5)
        ),
    )


def _seahorse(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#e8a83a")
    fin = 5 * math.sin(4 * math.pi * phase)
    body = (
        line("M42 30 Q22 56 40 78 Q54 100 36 116 Q22 122 22 108", css(paint), 13)
        + disc(44, 24, 15, css(paint))
        + shape("M54 18 L80 24 L80 30 L54 32 Z", css(paint))
    )
    return Drawing(
        90,
        126,
        (44, 66),
        shape(f"M34 52 L{10 - fin:.1f} 54 L30 74 Z", css(scale(paint, 0.8)))
        + body
        + line("M38 8 L44 -2 M46 8 L54 0", css(scale(paint, 0.8)), 4)
        + disc(49, 21, 3, "#221c20"),
    )


def _ray(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#4f6f8c")
    lift = 16 * math.sin(2 * math.pi * phase)
    body = line("M56 56 Q30 58 4 50", css(scale(paint, 0.8)), 3) + shape(
        f"M56 56 Q90 {20 - lift:.1f} 108 {12 - lift:.1f} Q124 40 156 48 Q164 56 152 60 Q124 70 104 {96 - lift * 0.4:.1f} Q88 76 56 56 Z",
        css(paint),
    )
    return Drawing(
        170,
        104,
        (100, 54),
        body + disc(140, 48, 3, "#221c20") + shape("M150 44 L168 44 L154 52 Z", css(scale(paint, 0.8))),
    )


def _seal(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#7f868e")
    nod = 2 * math.sin(2 * math.pi * phase)
    body = shape(
        f"M8 84 L30 72 Q70 48 96 40 Q100 {10 + nod:.1f} 124 {10 + nod:.1f} Q148 {14 + nod:.1f} 148 {32 + nod:.1f} Q146 46 134 52 Q134 90 108 96 H40 L10 98 L22 88 Z",
        css(paint),
    )
    body += (
        shape("M104 84 Q96 98 76 98 L92 78 Z", css(scale(paint, 0.8)))
        + disc(128, 24 + nod, 3.4, "#221c20")
        + disc(148, 30 + nod, 4, "#2a2428")
    )
    return Drawing(
        160, 100, (84, 97), body + line(f"M140 {38 + nod:.1f} l16 4 M140 {40 + nod:.1f} l14 9", "#e8e4dc", 1.4)
    )


def _walrus(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    drawing = _seal(phase, gait, colour or rgb("#9a7258"), look)
    nod = 2 * math.sin(2 * math.pi * phase)
    return Drawing(
        drawing.width,
        drawing.height,
        drawing.anchor,
        drawing.body
        + shape(f"M136 {40 + nod:.1f} l2 26 l5 -24 Z M146 {40 + nod:.1f} l1 24 l5 -24 Z", "#f8f4e8")
        + disc(140, 36 + nod, 8, "#b89078")
        + disc(149, 36 + nod, 7, "#b89078"),
    )


def _shrimp(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#f09a7a")
    return Drawing(
        120,
        90,
        (60, 46),
        line("M96 30 Q60 2 30 30 Q14 56 34 76", css(paint), 20)
        + line("M84 22 l4 14 M66 16 l2 16 M48 20 l6 14 M34 36 l12 8 M30 54 l12 2", css(scale(paint, 0.8)), 3)
        + shape("M30 72 L20 90 L46 82 Z", css(scale(paint, 0.8)))
        + line(f"M100 30 Q116 {20 + 4 * math.sin(6.28 * phase):.1f} 118 6 M98 34 Q116 40 118 52", css(paint), 2)
        + disc(98, 28, 3, "#221c20"),
    )


SEA: Final[dict[str, Maker]] = {
    **{name: _swimmer(name) for name in _FISH}, "octopus": _octopus, "squid": _squid, "crab": _crab, "lobster": _lobster, "starfish": _starfish,
    "seahorse": _seahorse, "ray": _ray, "seal": _seal, "walrus": _walrus, "shrimp": _shrimp,
}  # fmt: skip
