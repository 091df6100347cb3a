# ruff: noqa: E501 - a path of SVG reads best on one line
"""What stands out of doors: stalls, houses of old China, towers to come, ruins, stands. As SVG, as `hangings`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import box, disc, line, shape

Maker = Callable[[RGB, np.random.Generator], Drawing]
_LIT: Final = "#ffe2a0"


def stall(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A market stall: striped roof, goods on a table."""
    tone = rgb(("#c8483a", "#3f7a9a", "#d8983a", "#5f9a5a", "#8a5a9a")[int(rng.integers(5))])
    body = box(10, 30, 5, 69, "#7a5236") + box(145, 30, 5, 69, "#7a5236")
    body += box(6, 64, 148, 7, "#b8875a") + box(12, 71, 136, 28, css(mix(tone, (240, 225, 200), 0.5)))
    for x in range(18, 140, 11):
        body += disc(
            x + rng.uniform(-1, 1),
            61,
            float(rng.uniform(4, 6)),
            ("#e0603a", "#e8b03f", "#7fa84a", "#c84a5a")[int(rng.integers(4))],
        )
    for index in range(8):
        stripe = css(tone) if index % 2 == 0 else "#f6ecd6"
        x = 20 * index
        body += shape(f"M{12 + x * 0.85} 6 H{12 + (x + 20) * 0.85} L{x + 20} 32 Q{x + 10} 40 {x} 32 Z", stripe)
    bulbs = "".join(disc(x, 44, 3.2, _LIT) for x in (34, 80, 126))
    return Drawing(160, 100, (80, 99), body + bulbs, bulbs)


def eaveshouse(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A house of old China: white or timber wall, grey tiles, eaves that turn up."""
    two = rng.random() < 0.4
    wide = float(rng.uniform(96, 130))
    wall = ("#ece6d8", "#a8623f", "#d8c4a0", "#e8e0d0")[int(rng.integers(4))]
    tiles = ("#4f565e", "#5a5a58", "#3f4a52")[int(rng.integers(3))]
    base, body, lights = (44.0 if not two else 62.0), "", ""

    def roof(y: float, left: float, right: float, high: float) -> str:
        top = shape(
            f"M{left - 10} {y - 4} Q{left + 6} {y - 2} {left + 16} {y - high} H{right - 16} Q{right - 6} {y - 2} {right + 10} {y - 4} L{right + 2} {y + 4} H{left - 2} Z",
            tiles,
        )
        return (
            top
            + box(left + 12, y - high - 3, right - left - 24, 4, css(scale(rgb(tiles), 0.75)), 'rx="2"')
            + "".join(
                line(f"M{x:.0f} {y - high + 3} V{y + 2}", css(scale(rgb(tiles), 0.82)), 1.4)
                for x in np.arange(left + 16, right - 12, 7)
            )
        )

    if two:
        body += box(22, 26, wide - 44, 36, wall) + roof(28, 18, wide - 18, 20)
        for x in (wide * 0.36, wide * 0.58):
            body += box(x - 6, 36, 12, 14, "#5a3a28")
            lights += box(x - 5, 37, 10, 12, _LIT)
    body += box(12, base, wide - 24, 100 - base, wall) + roof(base + 2, 8, wide - 8, 24)
    door = wide / 2
    body += box(door - 10, 70, 20, 30, "#8a3428") + line(f"M{door} 70 V100", "#6a2a20", 1.4)
    for x in (door - 30, door + 16):
        body += box(x, 70, 15, 15, "#5a3a28")
        lights += box(x + 1.5, 71.5, 12, 12, _LIT)
    red = "".join(f'<ellipse cx="{x}" cy="64" rx="4.5" ry="5.5" fill="#d8402c"/>' for x in (door - 17, door + 17))
    return Drawing(wide, 100, (wide / 2, 99), body + red, lights + red.replace("#d8402c", "#ff8a4a"))


def neontower(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A block of a city to come: dark glass, lines of light, signs."""
    wide = float(rng.uniform(30, 52))
    wall = rgb(("#2c3050", "#352a4a", "#233a4c")[int(rng.integers(3))])
    body = shape(
        f"M0 100 V{rng.uniform(8, 24):.0f} L{wide * rng.uniform(0.2, 0.8):.0f} 2 L{wide:.0f} {rng.uniform(10, 26):.0f} V100 Z",
        css(wall),
    ) + box(wide * 0.8, 24, wide * 0.2, 76, css(scale(wall, 0.8)))
    lights = ""
    for y in np.arange(28, 98, 4.2):
        for x in np.arange(3, wide - 5, 5.2):
            if rng.random() < 0.42:
                lights += box(float(x), float(y), 3.4, 1.9, ("#7ad8ff", "#ffd88a", "#ff8ac0")[int(rng.integers(3))])
    tone = ("#ff4f9a", "#3fe0ff", "#b06aff", "#ffb03f")[int(rng.integers(4))]
    lights += box(wide * 0.12, float(rng.uniform(30, 56)), 5, 26, tone, 'rx="1.5"') + line(
        f"M2 26 H{wide - 2:.0f}", tone, 1.4
    )
    return Drawing(wide, 100, (wide / 2, 99), body + lights, lights)


def ruin(colour: RGB, rng: np.random.Generator) -> Drawing:
    tall, body = float(rng.uniform(10, 60)), ""
    body += shape(
        f"M14 96 V{tall + 6:.0f} L20 {tall:.0f} L27 {tall + 9:.0f} L36 {tall + 2:.0f} V96 Z", "#c8b898"
    ) + "".join(box(17 + 6 * i, tall + 10, 2, 84 - tall, "#a8987a") for i in range(3))
    if rng.random() < 0.5:
        body += shape("M52 96 L54 82 L76 80 L80 96 Z", "#b8a888")
    return Drawing(90, 100, (45, 99), body + box(6, 94, 40, 6, "#b0a080"))


def stands(colour: RGB, rng: np.random.Generator) -> Drawing:
    """Rows of spectators under a roof."""
    body = shape("M0 100 V30 L20 16 H380 L400 30 V100 Z", "#7a8490")
    tones = ("#e0605a", "#f0c04a", "#5f9fd0", "#f4ead4", "#7fb06a", "#d88ab0")
    for row in range(5):
        body += box(0, 34 + 13 * row, 400, 3, "#5f6872")
        body += "".join(
            disc(x + 4 * (row % 2), 32 + 13 * row, 3.6, tones[int(rng.integers(6))]) for x in range(8, 396, 9)
        )
    return Drawing(
        400,
        100,
        (200, 99),
        body + box(0, 4, 400, 12, "#c8d0d6") + "".join(box(x, 4, 4, 30, "#9aa4ac") for x in (40, 140, 260, 360)),
    )


def parasol(colour: RGB, rng: np.random.Generator) -> Drawing:
    tones = (("#e0605a", "#f6ecd6"), ("#3f8fb0", "#f6ecd6"), ("#e8a83f", "#f6ecd6"))[int(rng.integers(3))]
    body = line("M60 26 L66 98", "#d8c8a0", 4)
    for index in range(5):
        body += shape(
            f"M60 4 Q{10 + 22 * index} 14 {4 + 22.4 * index} 42 Q{15 + 22.4 * index} 36 {26.4 + 22.4 * index} 42 Q{34 + 20 * index} 12 60 4 Z",
            tones[index % 2],
        )
    return Drawing(124, 100, (66, 98), body + box(78, 88, 44, 7, tones[0], 'rx="3"') + box(72, 92, 6, 8, "#d8c8a0"))


def chairlift(colour: RGB, rng: np.random.Generator) -> Drawing:
    return Drawing(
        260,
        100,
        (130, 99),
        line("M40 99 V14 M24 16 H56 M210 99 V34 M194 36 H226", "#6a747c", 5)
        + line("M-10 30 L56 16 L226 36 L270 40", "#4a525a", 2.4)
        + "".join(
            line(f"M{x} {y} V{y + 20} M{x - 8} {y + 20} h16 v9", "#c8483a", 3.4) for x, y in ((90, 20), (160, 28))
        ),
    )


def floatingisle(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A piece of land that hangs in the air, a tree and a fall of water on it."""
    body = shape("M10 40 Q60 30 150 40 L132 60 L112 66 L96 92 L80 76 L58 82 L44 62 L24 58 Z", "#8a7058") + shape(
        "M24 58 L44 62 L58 82 L70 60 L50 46 Z", "#745c48"
    )
    body += shape("M4 38 Q40 22 80 28 T156 38 Q150 48 120 46 T40 50 Q10 48 4 38 Z", "#7fb05a")
    body += (
        line("M56 34 V18", "#6a4a34", 4)
        + disc(56, 12, 12, "#5f9a4a")
        + disc(46, 18, 8, "#6aa652")
        + disc(66, 18, 8, "#548c44")
    )
    return Drawing(160, 100, (80, 45), body + shape("M118 44 Q124 70 120 96 L130 96 Q132 66 128 43 Z", "#cfeaf4"))


def crystal(colour: RGB, rng: np.random.Generator) -> Drawing:
    tone = rgb(("#6ad0e8", "#b07af0", "#f07ab8")[int(rng.integers(3))])
    body = "".join(
        shape(
            f"M{x} 98 L{x - w} {40 + t} L{x - w * 0.3} {t} L{x + w * 0.7} {t + 20} L{x + w} 98 Z", css(scale(tone, s))
        )
        for x, w, t, s in ((30, 16, 34, 0.8), (66, 20, 4, 1.0), (98, 14, 44, 0.72))
    )
    shine = shape("M60 98 L54 44 L60 12 L66 30 L66 98 Z", css(mix(tone, (255, 255, 255), 0.55)))
    return Drawing(124, 100, (62, 98), body + shine, shine)


STRUCTURES: Final[dict[str, Maker]] = {
    make.__name__: make
    for make in (
        stall,
        eaveshouse,
        neontower,
        ruin,
        stands,
        parasol,
        chairlift,
        floatingisle,
        crystal,
    )
}
