# ruff: noqa: E501 - a path of SVG reads best on one line
"""What flutters, burns or drifts, and the register of all that is neither a person nor on four legs."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.birds import BIRDS
from paddock.engines.animatic.creepers import CREEPERS
from paddock.engines.animatic.fabled import FABLED
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sea import SEA
from paddock.engines.animatic.sprites import disc, line, shape
from paddock.engines.animatic.wardrobe import Look


def _butterfly(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#e8892e")
    wide = 0.28 + 0.72 * abs(math.cos(math.pi * phase))
    dark = css(scale(paint, 0.6))
    wing = (
        shape("M0 2 Q-52 -46 -56 -8 Q-54 8 0 6 Z", css(paint))
        + shape("M0 6 Q-44 10 -36 34 Q-18 44 0 10 Z", css(mix(paint, (255, 236, 180), 0.3)))
        + disc(-38, -12, 7, dark)
        + disc(-22, 22, 5, dark)
    )
    body = f'<g transform="translate(70 50) scale({wide:.3f} 1)">{wing}</g><g transform="translate(70 50) scale({-wide:.3f} 1)">{wing}</g>'
    return Drawing(
        140,
        100,
        (70, 50),
        body + line("M70 34 V74", "#3a2a28", 6) + line("M70 34 Q62 22 58 18 M70 34 Q78 22 82 18", "#3a2a28", 1.8),
    )


def _fish(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#ee8a3a")
    wag = math.sin(2 * math.pi * phase)
    dark = css(scale(paint, 0.76))
    body = shape(
        f"M44 50 Q{22} {50 + 5 * wag:.1f} {6 + 4 * wag:.1f} {22 + 7 * wag:.1f} Q{20} {50 + 7 * wag:.1f} {8 - 4 * wag:.1f} {80 + 7 * wag:.1f} Q26 {56 + 5 * wag:.1f} 44 54 Z",
        dark,
    )
    body += shape("M86 20 Q100 2 124 8 Q116 20 118 28 Z M90 78 Q98 94 114 94 Q110 82 112 76 Z", dark)
    body += shape("M36 52 Q64 14 118 22 Q158 30 174 52 Q158 78 116 80 Q64 86 36 52 Z", css(paint))
    body += shape(
        "M134 26 Q124 50 134 76 L124 79 Q112 52 123 23 Z M92 20 Q84 50 92 80 L82 78 Q72 50 82 22 Z", "#fbf1e0"
    )
    body += shape(f"M110 56 Q{96} {60 + 6 * wag:.1f} {88} {72 + 6 * wag:.1f} Q104 72 116 62 Z", dark)
    return Drawing(
        180,
        100,
        (96, 50),
        body + disc(154, 45, 6, "#fdfaf2") + disc(155.5, 45, 3.4, "#221c20") + line("M166 60 q-6 3 -10 1", dark, 2),
    )


def _whale(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#4f7fa0")
    wag = 8 * math.sin(2 * math.pi * phase)
    body = shape(
        f"M60 52 Q34 {46 + wag:.1f} 26 {34 + wag:.1f} Q10 {32 + wag:.1f} 4 {18 + wag:.1f} Q22 {14 + wag:.1f} 32 {24 + wag:.1f} Q42 {12 + wag:.1f} 58 {16 + wag:.1f} Q52 {30 + wag:.1f} 44 {36 + wag:.1f} Q58 46 80 40 Z",
        css(scale(paint, 0.84)),
    )
    body += shape("M44 46 Q96 12 166 16 Q228 20 234 54 Q226 84 160 86 Q90 88 44 46 Z", css(paint)) + shape(
        "M232 56 Q180 66 110 76 Q140 88 168 86 Q224 82 232 56 Z", "#e6edf0"
    )
    body += line("M226 66 Q190 76 140 82 M230 61 Q180 70 124 79", "#b9cad2", 1.6) + shape(
        f"M150 72 Q140 {90 + wag * 0.5:.1f} 120 {96 + wag * 0.5:.1f} Q122 84 134 72 Z", css(scale(paint, 0.78))
    )
    return Drawing(240, 100, (130, 52), body + disc(204, 50, 4, "#1f2a33") + disc(205, 49, 1.4, "#ffffff"))


def _turtle(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#5f8f4f")
    wag = math.sin(2 * math.pi * phase)
    skin = css(mix(paint, rgb("#c9c27a"), 0.5))
    body = (
        shape(f"M60 62 Q40 {78 + 10 * wag:.1f} 26 {86 + 12 * wag:.1f} Q40 66 52 56 Z", css(scale(paint, 0.8)))
        + f'<ellipse cx="152" cy="50" rx="20" ry="14" fill="{skin}"/>'
    )
    body += shape("M24 60 Q34 20 84 18 Q130 20 142 56 Q84 76 24 60 Z", css(paint)) + shape(
        "M24 60 Q84 76 142 56 L140 66 Q84 84 30 68 Z", skin
    )
    body += shape(
        "M62 26 L84 34 L80 54 L56 56 L48 40 Z M92 26 L116 34 L124 52 L96 58 L88 38 Z", css(scale(paint, 0.74))
    )
    body += shape(f"M118 62 Q112 {82 + 14 * wag:.1f} 92 {92 + 12 * wag:.1f} Q92 74 104 60 Z", skin)
    return Drawing(180, 100, (90, 54), body + disc(160, 46, 2.8, "#222222"))


def _jellyfish(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb("#d88fc0")
    pulse = math.sin(2 * math.pi * phase)
    arms = "".join(
        line(
            f"M{20 + 10 * i} 42 q{5 * pulse + (i % 2) * 4:.1f} 14 {-3 * pulse:.1f} 26 t{4 * pulse:.1f} {24 + 3 * (i % 3)}",
            css(mix(paint, (255, 240, 250), 0.3)),
            3,
        )
        for i in range(5)
    )
    bell = shape(
        f"M{8 - 3 * pulse:.1f} 44 Q{8 - 3 * pulse:.1f} {6 + 3 * pulse:.1f} 40 {6 + 3 * pulse:.1f} Q{72 + 3 * pulse:.1f} {6 + 3 * pulse:.1f} {72 + 3 * pulse:.1f} 44 Q56 52 40 44 Q24 52 {8 - 3 * pulse:.1f} 44 Z",
        css(paint),
    )
    return Drawing(
        80,
        104,
        (40, 40),
        arms + bell + shape("M22 32 Q24 16 40 14 Q28 20 28 34 Z", "#fbeef6"),
        bell.replace(css(paint), css(scale(paint, 0.5))),
    )


def _campfire(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    a, b = math.sin(2 * math.pi * phase), math.cos(2 * math.pi * phase)
    flame = shape(
        f"M20 80 Q10 50 {34 + 3 * a:.1f} 34 Q{34 + 4 * b:.1f} 18 {48 + 5 * a:.1f} {4 + 4 * b:.1f} Q{62 + 3 * b:.1f} 30 {68 + 3 * a:.1f} 44 Q86 60 74 80 Z",
        "#f0762c",
    )
    flame += shape(
        f"M30 82 Q26 58 {42 + 3 * b:.1f} {44 + 3 * a:.1f} Q{52 + 4 * a:.1f} 34 {52 + 3 * b:.1f} 30 Q66 58 64 82 Z",
        "#ffc24a",
    ) + shape(f"M38 84 Q38 66 {48 + 2 * a:.1f} 56 Q58 68 56 84 Z", "#fff0b0")
    logs = line("M10 94 L82 80 M84 94 L14 80", "#6a4630", 10)
    return Drawing(94, 100, (47, 98), flame + logs, flame)


def _smoke(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    """Puffs that leave a chimney (at 168, 96) to the left, grow and thin out."""
    puffs = []
    for index in range(4):
        age = (index + phase) / 4
        fill = f'opacity="{0.62 * (1 - age) ** 0.8 * min(1, age * 9):.3f}"'
        x, y, radius = 168 - 150 * age**1.1, 92 - 62 * age**0.7, 5 + 20 * age
        puffs.append(
            disc(x, y, radius, "#e9e4da", fill)
            + disc(x + radius * 0.7, y + radius * 0.3, radius * 0.7, "#dcd6cc", fill)
        )
    return Drawing(190, 100, (168, 97), "".join(reversed(puffs)), plain=True)


def _flames(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    """Tongues of fire, without wood."""
    a, b = math.sin(2 * math.pi * phase), math.cos(2 * math.pi * phase)
    outer = shape(
        f"M14 98 Q2 66 {22 + 4 * a:.1f} 44 Q26 58 36 60 Q28 28 {50 + 6 * b:.1f} {4 + 5 * a:.1f} Q52 34 66 48 Q72 40 {72 + 3 * a:.1f} 30 Q92 60 84 98 Z",
        "#ee6a28",
    )
    inner = shape(
        f"M28 98 Q22 76 36 68 Q40 50 {50 + 4 * a:.1f} {38 + 4 * b:.1f} Q58 60 66 66 Q76 80 70 98 Z", "#ffc04a"
    ) + shape(f"M40 98 Q38 82 {49 + 2 * b:.1f} 70 Q60 84 58 98 Z", "#fff0b0")
    return Drawing(98, 100, (49, 96), outer + inner, outer)


def _breath(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    """Fire out of a mouth at the left edge, to the right."""
    a, b = math.sin(2 * math.pi * phase), math.cos(2 * math.pi * phase)
    outer = shape(
        f"M4 46 Q60 {24 + 3 * a:.1f} 110 {8 + 5 * b:.1f} Q100 26 {168 + 6 * a:.1f} {20 + 4 * b:.1f} Q140 44 {196 + 4 * b:.1f} 52 Q140 58 {172 - 5 * a:.1f} {82 + 4 * a:.1f} Q106 72 112 {94 - 4 * b:.1f} Q60 {74 - 3 * a:.1f} 4 54 Z",
        "#ee6a28",
    )
    inner = shape(
        f"M6 48 Q60 36 {104 + 4 * b:.1f} {28 + 3 * a:.1f} Q104 42 {150 + 5 * a:.1f} 50 Q104 60 {106 - 4 * b:.1f} {74 - 3 * a:.1f} Q60 64 6 53 Z",
        "#ffc04a",
    ) + shape(f"M8 49 Q50 42 {86 + 4 * a:.1f} 50 Q50 58 8 52 Z", "#fff0b0")
    return Drawing(200, 100, (2, 50), outer + inner, outer)


def _jet(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    """Water out of a hose at the lower left, in an arc to the right."""
    drops = "".join(
        disc(20 + 190 * age, 96 - 150 * age + 108 * age**2, 4 + 7 * age, "#cfeaf8", f'opacity="{0.9 - 0.6 * age:.2f}"')
        for age in ((index + phase) / 9 for index in range(9))
    )
    stream = line("M6 98 Q90 18 196 60", "#8fc8ec", 9, 'opacity="0.8"') + line("M6 98 Q90 22 196 66", "#e4f4fc", 3.4)
    return Drawing(220, 110, (6, 98), stream + drops)


def _stream(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    """A liquid that runs straight down from the top, thinner below; the gait says how wide it is, in heights."""
    wide = 200 * float(gait or 0.07)
    tone = colour or rgb("#bfe2f4")
    paint, pale = css(tone), css(mix(tone, (255, 255, 255), 0.45))
    middle = 40.0
    left, right = [], []
    for index in range(11):
        share = index / 10
        half = wide * (0.5 - 0.22 * share) * (1 + 0.10 * math.sin(2 * math.pi * (2.2 * share - phase)))
        left.append(f"{middle - half:.1f} {200 * share:.1f}")
        right.append(f"{middle + half:.1f} {200 * share:.1f}")
    body = shape("M" + " L".join([*left, *reversed(right)]) + " Z", paint)
    gleams = "".join(
        line(f"M{middle - 0.16 * wide:.1f} {200 * at:.1f} v{16 + 8 * (index % 2)}", pale, max(1.2, 0.14 * wide))
        for index in range(5)
        if (at := (index / 5 + phase) % 1.0) < 0.88
    )
    return Drawing(80, 200, (middle, 0), body + gleams)


def _steam(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    """Wisps that rise, widen and thin out."""
    soft = (
        '<defs><radialGradient id="puff"><stop offset="0" stop-color="#fbf9f4" stop-opacity="1"/>'
        '<stop offset="1" stop-color="#f7f4ee" stop-opacity="0"/></radialGradient></defs>'
    )
    puffs = []
    for index in range(9):
        age = (index + phase) / 9
        fill = f'opacity="{(1 - age) * min(1, age * 6):.3f}"'
        x = 50 + (10 + 12 * age) * math.sin(5 * age + 2.1 * index)
        puffs.append(disc(x, 96 - 86 * age, 9 + 17 * age, "url(#puff)", fill))
    return Drawing(100, 100, (50, 96), soft + "".join(puffs), plain=True)


CREATURES: Final[dict[str, Callable[[float, str, RGB | None, Look], Drawing]]] = {
    **BIRDS, **SEA, **CREEPERS, "butterfly": _butterfly, "fish": _fish, "whale": _whale, "turtle": _turtle, "jellyfish": _jellyfish,
    "campfire": _campfire, "smoke": _smoke, "flames": _flames, "breath": _breath, "jet": _jet, "steam": _steam, "stream": _stream,
    **FABLED,
}  # fmt: skip
