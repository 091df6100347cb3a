# ruff: noqa: E501 - a path of SVG reads best on one line
"""What swims, crawls and creeps: fish of many coats, sea animals, insects, frogs and snakes."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import box, disc, line, shape
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
        body = shape(f"M48 52 Q26 {50 + 8 * wag:.1f} 8 {36 + 14 * wag:.1f} Q10 {52 + 12 * wag:.1f} 6 {66 + 12 * wag:.1f} Q28 {62 + 8 * wag:.1f} 50 58 Z", dark)
    else:
        body = shape(f"M50 50 Q22 {50 + 5 * wag:.1f} {8 - 4 * flare + 4 * wag:.1f} {50 - 28 * flare + 7 * wag:.1f} Q{20} {50 + 7 * wag:.1f} {8 - 4 * flare - 4 * wag:.1f} {50 + 28 * flare + 7 * wag:.1f} Q26 {56 + 5 * wag:.1f} 50 54 Z", tip)
    back = 50 - deep
    body += shape(f"M84 {back + 7:.1f} L{96 if 'shark' in fish.marks else 90} {back - fish.fin:.1f} Q112 {back - fish.fin * 0.5:.1f} 120 {back + 6:.1f} Z", dark) + shape(f"M88 {50 + deep - 6:.1f} Q92 {50 + deep + fish.fin * 0.8:.1f} 110 {50 + deep + fish.fin * 0.7:.1f} Q108 {50 + deep:.1f} 112 {50 + deep - 8:.1f} Z", dark)
    outline = f"M40 52 Q66 {52 - deep * 1.1:.1f} 116 {52 - deep:.1f} Q156 {54 - deep * 0.8:.1f} {174 + fish.nose * 0.2:.1f} 52 Q156 {50 + deep * 0.85:.1f} 114 {52 + deep * 0.95:.1f} Q64 {52 + deep:.1f} 40 52 Z"
    body += shape(outline, css(paint))
    body += shape(f"M56 58 Q100 62 172 55 Q156 {50 + deep * 0.85:.1f} 114 {52 + deep * 0.95:.1f} Q76 {52 + deep * 0.9:.1f} 56 58 Z", css(fish.belly))
    if fish.nose > 10 and "mammal" not in fish.marks:
        body += shape(f"M164 47 L{174 + fish.nose} 51 L164 57 Z", dark)
    elif fish.nose:
        body += shape(f"M160 46 Q{178 + fish.nose} 48 {178 + fish.nose} 54 Q170 62 156 62 Z", css(paint))
    body += _pattern(fish, paint, deep)
    body += shape(f"M116 58 Q100 {62 + 6 * wag:.1f} 90 {76 + 6 * wag:.1f} Q110 74 124 62 Z", dark)
    eye = disc(154, 45, 5.4, "#fdfaf2") + disc(155.5, 45, 3.2, "#221c20") if "mammal" not in fish.marks else disc(154, 46, 3, "#f4f4f4" if "orca" in fish.marks else "#221c20")
    return Drawing(184 + fish.nose, 104, (96, 52), body + eye)


def _pattern(fish: Fish, paint: RGB, deep: float) -> str:
    made, dark = "", css(scale(paint, 0.7))
    if "bands" in fish.marks:
        made += "".join(line(f"M{x} {52 - deep * 0.8:.1f} Q{x - 6} 52 {x} {52 + deep * 0.8:.1f}", "#33343e", 8) for x in (78, 108, 136))
    if "redpatch" in fish.marks:
        made += shape(f"M70 {50 - deep * 0.7:.1f} Q88 {50 - deep * 1.05:.1f} 106 {52 - deep * 0.9:.1f} Q100 46 84 50 Z M126 {54 - deep * 0.9:.1f} Q150 {60 - deep * 0.8:.1f} 160 46 Q140 50 126 44 Z", "#e0482e")
    if "spikes" in fish.marks:
        made += "".join(shape(f"M{x - 3} {y} l3 -8 l3 8 Z", dark) for x, y in ((74, 30), (92, 22), (112, 20), (132, 26), (84, 44), (104, 38), (124, 42), (70, 56)))
    if "teeth" in fish.marks:
        made += shape("M150 60 l4 6 l4 -7 l4 6 l4 -8 Z", "#fbfaf2") + line("M148 60 Q160 60 171 56", "#2a2428", 2)
    if "whiskers" in fish.marks:
        made += line("M168 58 Q176 70 172 82 M164 60 Q166 74 158 84", dark, 2)
    if "lure" in fish.marks:
        made += line("M130 18 Q150 -6 172 12", dark, 3) + disc(172, 14, 6, "#fff0a0")
    if "orca" in fish.marks:
        made += '<ellipse cx="146" cy="40" rx="10" ry="5" fill="#f6f4f0" transform="rotate(-10 146 40)"/>' + shape("M84 30 Q92 40 108 36 Q100 30 98 24 Z", "#8a8c94")
    if "shark" in fish.marks:
        made += line("M124 44 q-4 8 0 16 M130 44 q-4 8 0 16 M136 45 q-4 7 0 14", dark, 2)
    return made


def _octopus(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#c85a6a")
    arms = ""
    for index in range(6):
        x, wave = 30 + 16 * index, 7 * math.sin(2 * math.pi * (phase + index / 6))
        arms += line(f"M{50 + 8 * index} 60 Q{x} {84 + wave:.1f} {x - 12 + 5 * index + wave:.1f} {112 + wave * 0.4:.1f} q-4 6 -10 2", css(scale(paint, 0.84 + 0.05 * (index % 3))), 11)
    head = shape("M36 66 Q22 6 72 6 Q122 6 106 66 Q72 84 36 66 Z", css(paint)) + "".join(disc(x, 26 + (x % 3) * 6, 4, css(mix(paint, (255, 230, 220), 0.4))) for x in (52, 66, 82))
    return Drawing(150, 126, (72, 66), arms + head + disc(66, 52, 8, "#fdfaf2") + disc(90, 52, 8, "#fdfaf2") + disc(68, 53, 4, "#221c20") + disc(92, 53, 4, "#221c20"))


def _squid(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#e0988a")
    wave = 5 * math.sin(2 * math.pi * phase)
    arms = "".join(line(f"M52 {40 + 5 * i} Q26 {36 + 7 * i + wave:.1f} 4 {30 + 10 * i - wave:.1f}", css(scale(paint, 0.86)), 5) for i in range(5))
    body = shape("M46 34 Q90 22 140 46 L164 50 L140 58 Q90 78 46 66 Z", css(paint)) + shape("M128 44 L150 22 L166 50 L150 78 L128 58 Z", css(scale(paint, 0.9)))
    return Drawing(172, 100, (90, 50), f'<g transform="translate(172 0) scale(-1 1)">{shape("M0 0", "none")}</g>' + arms + body + disc(62, 48, 7, "#fdfaf2") + disc(61, 48, 4, "#221c20"))


def _crab(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#d8482f")
    snap = 5 * math.sin(2 * math.pi * phase)
    legs = "".join(line(f"M{48 + s * 26} 66 L{48 + s * (44 + 5 * i)} {64 + 9 * i} L{48 + s * (46 + 6 * i)} {84 + 4 * i + (3 * math.sin(2 * math.pi * (phase + i / 3)) if gait == 'walk' else 0):.1f}", css(scale(paint, 0.8)), 5) for s in (-1, 1) for i in range(3))
    claws = "".join(line(f"M{48 + s * 26} 52 L{48 + s * 46} 34", css(paint), 8) + shape(f"M{48 + s * 40} 34 Q{48 + s * 44} {4 - snap:.1f} {48 + s * 62} 8 Q{48 + s * 52} 18 {48 + s * 66} {20 + snap:.1f} Q{48 + s * 58} 40 {48 + s * 40} 34 Z", css(paint)) for s in (-1, 1))
    shell = '<ellipse cx="48" cy="62" rx="36" ry="23" fill="{}"/>'.format(css(paint)) + line("M38 42 V30 M58 42 V30", css(scale(paint, 0.8)), 4)
    return Drawing(130, 100, (65, 97), f'<g transform="translate(17 0)">{legs}{claws}{shell}{disc(38, 28, 6, "#fdfaf2")}{disc(58, 28, 6, "#fdfaf2")}{disc(40, 28, 3, "#221c20")}{disc(60, 28, 3, "#221c20")}</g>')


def _lobster(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#c8382a")
    wave = 3 * math.sin(2 * math.pi * phase)
    tail = "".join(f'<ellipse cx="{20 + 13 * i}" cy="{56 + 2 * i - wave * (3 - i) * 0.4:.1f}" rx="11" ry="{10 + 2 * i}" fill="{css(scale(paint, 0.84 + 0.05 * i))}"/>' for i in range(4))
    body = shape("M64 44 Q100 34 118 56 Q100 80 64 74 Z", css(paint)) + "".join(line(f"M{76 + 11 * i} 72 l-4 20", css(scale(paint, 0.8)), 4) for i in range(3))
    claw = line("M108 52 Q126 40 134 44", css(paint), 7) + shape(f"M130 40 Q150 {20 + wave:.1f} 168 30 Q156 38 168 46 Q150 58 130 48 Z", css(paint))
    return Drawing(172, 100, (86, 94), shape("M14 48 L0 38 V70 L14 64 Z", css(scale(paint, 0.8))) + tail + body + claw + line("M116 50 Q140 20 160 8", css(scale(paint, 0.8)), 2) + disc(110, 50, 3, "#221c20"))


def _starfish(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#e8803a")
    points = " ".join(f"{'M' if i == 0 else 'L'}{50 + (46 if i % 2 == 0 else 20) * math.sin(math.pi * i / 5):.1f} {52 - (46 if i % 2 == 0 else 20) * math.cos(math.pi * i / 5):.1f}" for i in range(10))
    return Drawing(100, 100, (50, 92), shape(points + " Z", css(paint), f'stroke="{css(paint)}" stroke-width="8" stroke-linejoin="round"') + "".join(disc(50 + 16 * math.sin(2 * math.pi * i / 5), 52 - 16 * math.cos(2 * math.pi * i / 5), 3, css(mix(paint, (255, 240, 210), 0.5))) for i in range(5)))


def _seahorse(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#e8a83a")
    fin = 5 * math.sin(4 * math.pi * phase)
    body = line("M42 30 Q22 56 40 78 Q54 100 36 116 Q22 122 22 108", css(paint), 13) + disc(44, 24, 15, css(paint)) + shape("M54 18 L80 24 L80 30 L54 32 Z", css(paint))
    return Drawing(90, 126, (44, 66), shape(f"M34 52 L{10 - fin:.1f} 54 L30 74 Z", css(scale(paint, 0.8))) + body + line("M38 8 L44 -2 M46 8 L54 0", css(scale(paint, 0.8)), 4) + disc(49, 21, 3, "#221c20"))


def _ray(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#4f6f8c")
    lift = 16 * math.sin(2 * math.pi * phase)
    body = line("M56 56 Q30 58 4 50", css(scale(paint, 0.8)), 3) + shape(f"M56 56 Q90 {20 - lift:.1f} 108 {12 - lift:.1f} Q124 40 156 48 Q164 56 152 60 Q124 70 104 {96 - lift * 0.4:.1f} Q88 76 56 56 Z", css(paint))
    return Drawing(170, 104, (100, 54), body + disc(140, 48, 3, "#221c20") + shape("M150 44 L168 44 L154 52 Z", css(scale(paint, 0.8))))


def _seal(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#7f868e")
    nod = 2 * math.sin(2 * math.pi * phase)
    body = shape(f"M8 84 L30 72 Q70 48 96 40 Q100 {10 + nod:.1f} 124 {10 + nod:.1f} Q148 {14 + nod:.1f} 148 {32 + nod:.1f} Q146 46 134 52 Q134 90 108 96 H40 L10 98 L22 88 Z", css(paint))
    body += shape("M104 84 Q96 98 76 98 L92 78 Z", css(scale(paint, 0.8))) + disc(128, 24 + nod, 3.4, "#221c20") + disc(148, 30 + nod, 4, "#2a2428")
    return Drawing(160, 100, (84, 97), body + line(f"M140 {38 + nod:.1f} l16 4 M140 {40 + nod:.1f} l14 9", "#e8e4dc", 1.4))


def _walrus(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    drawing = _seal(phase, gait, colour or rgb("#9a7258"), look)
    nod = 2 * math.sin(2 * math.pi * phase)
    return Drawing(drawing.width, drawing.height, drawing.anchor, drawing.body + shape(f"M136 {40 + nod:.1f} l2 26 l5 -24 Z M146 {40 + nod:.1f} l1 24 l5 -24 Z", "#f8f4e8") + disc(140, 36 + nod, 8, "#b89078") + disc(149, 36 + nod, 7, "#b89078"))


def _shrimp(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#f09a7a")
    return Drawing(120, 90, (60, 46), line("M96 30 Q60 2 30 30 Q14 56 34 76", css(paint), 20) + line("M84 22 l4 14 M66 16 l2 16 M48 20 l6 14 M34 36 l12 8 M30 54 l12 2", css(scale(paint, 0.8)), 3) + shape("M30 72 L20 90 L46 82 Z", css(scale(paint, 0.8))) + line(f"M100 30 Q116 {20 + 4 * math.sin(6.28 * phase):.1f} 118 6 M98 34 Q116 40 118 52", css(paint), 2) + disc(98, 28, 3, "#221c20"))


# --- insects and creepers ---------------------------------------------------------------------------


def _winged(body: str, wing: str, stripes: str, long: bool) -> Maker:
    """A bee, a dragonfly, a fly: the body to the right, wings that whirr."""

    def at(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
        paint = colour or rgb(body)
        lift = 12 * math.sin(2 * math.pi * 2 * phase)
        wings = "".join(f'<ellipse cx="{x}" cy="{28 + dy - lift * 0.3:.1f}" rx="{rx}" ry="{ry}" fill="{wing}" opacity="0.8" transform="rotate({a - lift:.1f} {x + 10} 50)"/>' for x, dy, rx, ry, a in ((54, 0, 12 if not long else 9, 26, -30), (76, 0, 12 if not long else 9, 26, 14)))
        trunk = line("M20 60 H96", css(paint), 13) if long else f'<ellipse cx="66" cy="62" rx="34" ry="21" fill="{css(paint)}"/>'
        bands = "".join(line(f"M{x} {45 if not long else 55} Q{x - 4} 62 {x} {79 if not long else 66}", stripes, 7 if not long else 3) for x in ((46, 62, 78) if not long else (32, 46, 60))) if stripes else ""
        head = disc(104, 56, 13, css(scale(paint, 0.7))) + disc(109, 53, 4, "#fdfaf2") + disc(110, 53, 2.2, "#221c20") + line("M108 45 Q114 36 122 34", "#3a3028", 2)
        return Drawing(128, 92, (66, 58), wings + trunk + bands + head)

    return at


def _bug(shell: str, spots: str) -> Maker:
    def at(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
        paint = colour or rgb(shell)
        legs = "".join(line(f"M{40 + 18 * i} 76 l{4 * math.sin(2 * math.pi * (phase + i / 3)):.1f} 20", "#2a2428", 5) for i in range(3))
        body = shape("M14 80 Q18 24 62 22 Q102 26 106 80 Z", css(paint)) + line("M62 22 Q58 50 60 80", "#2a2428", 3) + disc(110, 68, 16, "#2a2428") + disc(115, 63, 4, "#fdfaf2") + line("M116 54 q6 -12 12 -12", "#2a2428", 3)
        dots = "".join(disc(x, y, 7, spots) for x, y in ((36, 56), (50, 36), (80, 38), (88, 60), (66, 64))) if spots else line("M30 50 Q60 40 96 56 M24 66 Q60 58 102 70", css(scale(paint, 0.7)), 3)
        return Drawing(132, 100, (62, 96), legs + body + dots)

    return at


def _ant(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = css(colour or rgb("#3a2a28"))
    legs = "".join(line(f"M66 60 l{-22 + 20 * i} 14 l{-6 + 4 * i + 5 * math.sin(2 * math.pi * (phase + i / 3)):.1f} 20", paint, 4) for i in range(3))
    return Drawing(140, 100, (68, 95), legs + f'<ellipse cx="32" cy="56" rx="26" ry="18" fill="{paint}"/>' + disc(68, 58, 12, paint) + disc(102, 52, 17, paint) + disc(108, 48, 4, "#fdfaf2") + line("M108 38 L120 22 L132 26", paint, 3))


def _spider(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = css(colour or rgb("#33303a"))
    legs = "".join(line(f"M{64 + s * 10} 52 L{64 + s * (34 + 5 * i)} {24 + 10 * i + 3 * math.sin(2 * math.pi * (phase + i / 4)):.1f} L{64 + s * (46 + 6 * i)} {64 + 11 * i}", paint, 4) for s in (-1, 1) for i in range(4))
    return Drawing(140, 104, (64, 98), legs + disc(52, 56, 25, paint) + disc(84, 50, 15, paint) + disc(90, 46, 4, "#f6f2e6") + disc(82, 44, 3.4, "#f6f2e6") + disc(44, 52, 6, "#c8382f"))


def _caterpillar(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#8fc04a")
    parts = ""
    for index in range(6):
        lift = 9 * max(0.0, math.sin(2 * math.pi * (phase - index / 6)))
        parts += disc(20 + 20 * index, 66 - lift - (10 if index == 5 else 0), 17, css(scale(paint, 0.86 + 0.07 * (index % 2)))) + (line(f"M{20 + 20 * index} {80 - lift:.1f} v10", "#5a4a30", 4) if index < 5 else "")
    return Drawing(146, 96, (70, 90), parts + disc(126, 52, 4, "#221c20") + line("M122 40 l-2 -14 M130 42 l6 -12", "#5a4a30", 3) + line("M128 62 q6 4 10 -2", "#5a4a30", 2))


def _snail(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#b8743a")
    stretch = 4 * math.sin(2 * math.pi * phase)
    foot = shape(f"M6 96 Q10 80 40 80 H104 Q112 50 128 {46 + stretch:.1f} Q142 50 136 66 Q134 96 112 96 Z", "#d8c08a")
    spiral = disc(62, 54, 36, css(paint)) + line("M62 54 q8 -10 14 2 q0 18 -20 16 q-22 -6 -16 -30 q12 -22 40 -10", css(scale(paint, 0.7)), 5)
    return Drawing(150, 100, (72, 96), foot + spiral + line(f"M130 {48 + stretch:.1f} L136 28 M122 {48 + stretch:.1f} L120 28", "#d8c08a", 4) + disc(136, 27, 4, "#3a3028") + disc(120, 27, 4, "#3a3028"))


def _snake(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#5f9a4a")
    points = " ".join(f"{'M' if i == 0 else 'L'}{8 + 7 * i} {78 - 12 * math.sin(2 * math.pi * (i / 10 - phase)) * (0.4 + i / 40):.1f}" for i in range(21))
    y = 78 - 12 * math.sin(2 * math.pi * (2.0 - phase)) * 0.9
    neck = line(f"M148 {y:.1f} Q168 {y - 4:.1f} 168 44", css(paint), 15)
    head = shape("M158 44 Q160 26 178 26 L196 36 Q196 46 180 48 Z", css(paint)) + line("M195 40 l12 -2 m0 0 l4 -4 m-4 4 l5 3", "#d8342c", 2) + disc(180, 34, 3, "#221c20")
    bands = line(points, css(mix(paint, (250, 230, 120), 0.5)), 5, 'stroke-dasharray="6 12"')
    return Drawing(214, 100, (100, 92), line(points, css(paint), 15) + bands + neck + head)


def _frog(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#6aae48")
    puff = 3 * math.sin(2 * math.pi * phase)
    body = shape("M14 90 Q6 60 44 56 Q60 24 92 28 Q122 32 120 58 Q112 88 80 92 Z", css(paint)) + shape("M60 88 Q96 88 116 64 Q112 88 84 94 Z", "#e4ecb8")
    legs = shape("M10 96 Q-2 60 34 58 Q60 66 44 88 L58 96 Z", css(scale(paint, 0.86))) + line("M88 78 L92 94 h12", css(scale(paint, 0.8)), 8)
    return Drawing(130, 100, (62, 96), body + legs + disc(92, 26, 11, css(paint)) + disc(95, 24, 7, "#fdfaf2") + disc(97, 24, 4, "#221c20") + line("M88 56 Q106 62 118 52", css(scale(paint, 0.6)), 2.4) + disc(112, 66, 5 + puff * 0.6, "#e4ecb8"))


def _scorpion(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = css(colour or rgb("#6a4028"))
    curl = 4 * math.sin(2 * math.pi * phase)
    tail = line(f"M40 66 Q6 56 14 28 Q24 {4 + curl:.1f} 48 {14 + curl:.1f}", paint, 10) + shape(f"M46 {8 + curl:.1f} l16 8 l-16 8 Z", paint)
    legs = "".join(line(f"M{58 + 12 * i} 74 l-8 20", paint, 4) for i in range(4))
    return Drawing(160, 100, (80, 94), tail + legs + f'<ellipse cx="74" cy="68" rx="38" ry="15" fill="{paint}"/>' + line("M106 64 L130 50", paint, 6) + shape("M128 50 Q140 34 156 42 Q146 48 156 56 Q142 64 128 50 Z", paint))


# --- on two legs ------------------------------------------------------------------------------------


def _ape(coat: str, skin: str, big: float, mark: str = "") -> Maker:
    """A monkey, a gorilla: long arms, on its feet."""

    def at(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
        paint = colour or rgb(coat)
        swing = 14 * math.sin(2 * math.pi * phase) if gait in ("walk", "run", "dance") else 0.0
        fill, dark = css(paint), css(scale(paint, 0.78))
        parts = line("M44 96 Q14 96 16 66 Q22 50 30 60", dark, 6) if not mark else ""
        parts += line(f"M74 60 L{84 - swing:.1f} 92 L{92 - swing:.1f} 116", dark, 12 * big) + line(f"M62 104 L{68 - swing:.1f} 134", dark, 15 * big)
        parts += shape(f"M50 {60 - 6 * big:.1f} Q{96 * big:.1f} 44 90 86 Q88 116 62 116 Q36 114 38 84 Z", fill) + f'<ellipse cx="74" cy="90" rx="12" ry="18" fill="{skin}"/>'
        parts += line(f"M56 104 L{52 + swing:.1f} 134 h10", fill, 15 * big)
        x, y = 76.0, 40.0
        parts += disc(x - 20, y, 9, skin) + disc(x, y, 23, fill) + f'<ellipse cx="{x + 8}" cy="{y + 3}" rx="15" ry="16" fill="{skin}"/>' + disc(x + 5, y - 4, 3, "#221c20") + disc(x + 15, y - 4, 3, "#221c20") + line(f"M{x + 4} {y + 10} q8 5 14 -1", "#6a3a2c", 2)
        hand = (98 + swing, 112.0) if gait not in ("wave", "hold", "eat") else (104.0, 56 + swing * 0.3)
        return Drawing(126, 142, (62, 138), parts + line(f"M58 62 L{78 + swing * 0.5:.1f} 90 L{hand[0]:.1f} {hand[1]:.1f}", fill, 12 * big) + disc(hand[0], hand[1], 7, skin))

    return at


def _kangaroo(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#b87a4a")
    hop = 8 * abs(math.sin(math.pi * phase)) if gait in ("walk", "run") else 0.0
    fill, dark = css(paint), css(scale(paint, 0.8))
    body = line(f"M52 110 Q20 {118 - hop:.1f} 6 146", dark, 12) + shape("M44 120 Q34 78 74 62 L88 34 L104 44 Q106 96 88 122 Z", fill) + shape("M74 116 Q70 88 92 80 Q98 104 86 122 Z", "#f0dcc0")
    body += disc(62, 116, 24, fill) + line(f"M66 132 L48 144 h40", fill, 11) + line("M92 76 L110 90 L116 84", dark, 7)
    head = shape("M84 20 Q96 10 108 20 L126 34 Q124 46 108 46 Q88 46 84 20 Z", fill) + shape("M90 18 L82 -6 L100 10 Z M100 16 L104 -6 L110 14 Z", dark) + disc(106, 26, 3, "#221c20") + disc(124, 36, 3.6, "#2a2428")
    return Drawing(134, 158, (68, 154), f'<g transform="translate(0 {8 - hop * 0.3:.1f})">{body}{head}</g>')


def _koala(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#9a9ea6")
    fill, nod = css(paint), 1.4 * math.sin(2 * math.pi * phase)
    body = f'<ellipse cx="54" cy="88" rx="34" ry="34" fill="{fill}"/><ellipse cx="62" cy="94" rx="18" ry="22" fill="#f2efe8"/>' + f'<ellipse cx="36" cy="114" rx="18" ry="10" fill="{css(scale(paint, 0.8))}"/><ellipse cx="76" cy="114" rx="18" ry="10" fill="{css(scale(paint, 0.8))}"/>'
    head = disc(24, 28, 17, fill) + disc(88, 28, 17, fill) + disc(24, 28, 9, "#e8c8c8") + disc(88, 28, 9, "#e8c8c8") + disc(56, 38, 31, fill) + f'<ellipse cx="60" cy="44" rx="9" ry="13" fill="#33303a"/>' + disc(42, 34, 4, "#221c20") + disc(76, 34, 4, "#221c20")
    return Drawing(112, 126, (56, 122), body + f'<g transform="translate(0 {nod:.1f})">{head}</g>' + line("M82 78 Q96 88 88 100", fill, 13))


def _trex(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#7a9a4a")
    fill, dark = css(paint), css(scale(paint, 0.78))
    stride = 16 * math.sin(2 * math.pi * phase) if gait in ("walk", "run") else 0.0
    nod = 3 * math.sin(4 * math.pi * phase) if stride else math.sin(2 * math.pi * phase)
    parts = line(f"M92 96 L{104 - stride:.1f} 128 L{96 - stride:.1f} 150 h16", dark, 14)
    parts += shape(f"M4 {66 + nod:.1f} Q50 78 70 60 Q96 38 116 46 Q126 70 116 96 Q92 118 66 104 Q36 92 4 {66 + nod:.1f} Z", fill) + shape("M78 106 Q110 110 120 72 Q126 92 112 104 Q96 116 78 106 Z", "#d8dca0")
    parts += line(f"M84 98 L{92 + stride:.1f} 128 L{82 + stride:.1f} 150 h18", fill, 17) + line("M116 76 L132 82 L134 90", fill, 6)
    head = shape(f"M98 {50 + nod:.1f} L106 {14 + nod:.1f} Q116 {2 + nod:.1f} 136 {6 + nod:.1f} L174 {16 + nod:.1f} Q180 {26 + nod:.1f} 172 {32 + nod:.1f} L140 {34 + nod:.1f} L168 {40 + nod:.1f} Q164 {50 + nod:.1f} 140 {50 + nod:.1f} Z", fill)
    teeth = "".join(shape(f"M{142 + 7 * i} {33 + nod:.1f} l3 6 l3 -6 Z", "#fbf8ec") for i in range(4))
    return Drawing(184, 160, (90, 154), parts + head + teeth + disc(126, 16 + nod, 4, "#f6e27a") + disc(127, 16 + nod, 2, "#221c20"))


def _yeti(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#8a6ab0")
    fill, dark = css(paint), css(scale(paint, 0.78))
    swing = 10 * math.sin(2 * math.pi * phase)
    moving = swing if gait in ("walk", "run", "dance") else 0.0
    parts = line(f"M56 120 L{52 - moving:.1f} 148 h16 M84 120 L{88 + moving:.1f} 148 h16", dark, 18) + shape("M24 60 Q30 6 70 6 Q110 6 116 60 Q124 134 70 134 Q16 134 24 60 Z", fill)
    parts += '<ellipse cx="76" cy="96" rx="28" ry="30" fill="{}"/>'.format(css(mix(paint, (255, 246, 230), 0.4))) + line(f"M26 70 Q6 {96 + swing:.1f} 14 {112 - swing:.1f} M114 70 Q136 {96 - swing:.1f} 128 {108 + swing:.1f}", fill, 15)
    face = disc(60, 42, 10, "#fdfaf2") + disc(90, 42, 10, "#fdfaf2") + disc(63, 43, 5, "#221c20") + disc(93, 43, 5, "#221c20") + shape("M54 62 Q76 82 98 62 Z", "#4a2a34") + shape("M62 64 l4 7 l4 -6 Z M82 65 l4 6 l4 -7 Z", "#fdfaf2")
    return Drawing(144, 160, (70, 155), parts + face + shape("M44 16 L36 -4 L58 8 Z M96 16 L106 -4 L84 8 Z", "#e8d8a8", 'transform="translate(0 4)"'))


def _chinese_dragon(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    """The long one without wings: it swims through the air."""
    paint = colour or rgb("#d0402c")
    points = [(20 + 9.0 * i, 72 - 20 * math.sin(2 * math.pi * (i / 11 - phase)) * (0.5 + i / 50)) for i in range(25)]
    path = " ".join(f"{'M' if i == 0 else 'L'}{x:.1f} {y:.1f}" for i, (x, y) in enumerate(points))
    spine = "".join(shape(f"M{x - 4:.1f} {y - 9:.1f} l5 -11 l5 11 Z", "#e8b83a") for x, y in points[2:-2:2])
    claws = "".join(line(f"M{points[i][0]:.1f} {points[i][1] + 8:.1f} q8 12 16 10 m0 0 l5 -5 m-5 5 l7 2", "#e8b83a", 4) for i in (7, 18))
    x, y = points[-1]
    head = shape(f"M{x - 12:.1f} {y - 16:.1f} Q{x + 14:.1f} {y - 28:.1f} {x + 30:.1f} {y - 10:.1f} L{x + 50:.1f} {y - 4:.1f} Q{x + 52:.1f} {y + 6:.1f} {x + 30:.1f} {y + 6:.1f} L{x + 44:.1f} {y + 14:.1f} Q{x + 20:.1f} {y + 22:.1f} {x - 6:.1f} {y + 14:.1f} Z", css(paint))
    horns = line(f"M{x + 4:.1f} {y - 20:.1f} Q{x - 6:.1f} {y - 40:.1f} {x - 22:.1f} {y - 40:.1f} M{x - 6:.1f} {y - 36:.1f} l2 -10", "#e8d8a8", 4) + line(f"M{x + 44:.1f} {y - 4:.1f} Q{x + 66:.1f} {y - 12:.1f} {x + 62:.1f} {y + 16:.1f}", "#e8b83a", 2.4)
    beard = shape(f"M{x - 14:.1f} {y - 14:.1f} l-14 -6 l8 12 l-16 4 l16 6 l-8 12 l16 -4 Z", "#e8b83a")
    tail = shape(f"M{points[0][0] + 6:.1f} {points[0][1]:.1f} l-24 -14 l8 14 l-10 12 Z", "#e8b83a")
    return Drawing(320, 126, (150, 70), tail + spine + claws + line(path, css(paint), 20) + line(path, css(mix(paint, (255, 220, 120), 0.4)), 7, 'stroke-dasharray="4 8"') + beard + horns + head + disc(x + 16, y - 10, 4.4, "#fdfaf2") + disc(x + 17, y - 10, 2.2, "#221c20"))


SEA: Final[dict[str, Maker]] = {
    **{name: _swimmer(name) for name in _FISH}, "octopus": _octopus, "squid": _squid, "crab": _crab, "lobster": _lobster, "starfish": _starfish,
    "seahorse": _seahorse, "ray": _ray, "seal": _seal, "walrus": _walrus, "shrimp": _shrimp, "bee": _winged("#f0c030", "#e6f2f6", "#33303a", False),
    "fly": _winged("#4a4a52", "#dfe8ea", "", False), "dragonfly": _winged("#3f9a94", "#d6eef0", "#2a6a68", True), "firefly": _winged("#e8d84a", "#e6f2d8", "#4a4a3a", False), "mosquito": _winged("#5a5550", "#e2e6e4", "", True),
    "ladybug": _bug("#d0342a", "#2a2428"), "beetle": _bug("#3f5f4a", ""), "ant": _ant, "spider": _spider, "caterpillar": _caterpillar, "snail": _snail, "snake": _snake, "frog": _frog, "scorpion": _scorpion,
    "monkey": _ape("#8a5a3a", "#e8c09a", 1.0), "gorilla": _ape("#3a383e", "#6a6266", 1.4, "big"), "chimpanzee": _ape("#4a3a34", "#d8b090", 1.0, "plain"), "orangutan": _ape("#c8622a", "#8a5a44", 1.25, "big"), "kangaroo": _kangaroo, "koala": _koala, "trex": _trex, "monster": _yeti, "chinesedragon": _chinese_dragon,
}  # fmt: skip
