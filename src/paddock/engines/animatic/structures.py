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


def arcades(colour: RGB, rng: np.random.Generator) -> Drawing:
    """The inside of an arena of old: rows of people above arches of stone."""
    body = box(0, 4, 400, 96, "#d8bc90") + box(0, 0, 400, 7, "#e4cca4")
    tones = ("#c8604a", "#e8d8b0", "#8a6a9a", "#f4ead4", "#7f8f6a", "#c89a58")
    for row in range(4):
        body += "".join(
            disc(x + 4 * (row % 2), 14 + 11 * row, 3.8, tones[int(rng.integers(6))]) for x in range(6, 398, 9)
        ) + box(0, 18 + 11 * row, 400, 2, "#b8986a")
    for x in range(12, 400, 32):
        body += shape(f"M{x - 10} 100 V72 Q{x} 58 {x + 10} 72 V100 Z", "#6a523a")
    return Drawing(400, 100, (200, 99), body + box(0, 58, 400, 4, "#e4cca4"))


def portico(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A house or a temple of Rome and Greece: pale stone, columns, a red roof or a pediment."""
    wide = float(rng.uniform(86, 130))
    stone = ("#ece2cc", "#e0d0b0", "#f0e8d8")[int(rng.integers(3))]
    if rng.random() < 0.45:  # a house with a roof of tiles
        body = box(6, 40, wide - 12, 60, stone) + shape(f"M0 44 L12 24 H{wide - 12:.0f} L{wide:.0f} 44 Z", "#c06a48")
        doors = "".join(
            shape(f"M{x:.0f} 100 V72 Q{x + 7:.0f} 62 {x + 14:.0f} 72 V100 Z", "#7a5a40")
            for x in np.arange(16, wide - 20, 30)
        )
        return Drawing(wide, 100, (wide / 2, 99), body + doors)
    body = box(2, 90, wide - 4, 10, "#d0c0a0") + box(8, 36, wide - 16, 54, "#b8a484")
    body += shape(f"M0 36 L{wide / 2:.0f} 6 L{wide:.0f} 36 Z", stone) + shape(
        f"M14 33 L{wide / 2:.0f} 13 L{wide - 14:.0f} 33 Z", "#d0c0a0"
    )
    body += box(0, 35, wide, 7, "#f4ecdc")
    columns = "".join(
        box(x, 42, 9, 48, stone) + box(x + 6, 42, 3, 48, "#cfbf9f") for x in np.arange(8, wide - 14, (wide - 25) / 4)
    )
    return Drawing(wide, 100, (wide / 2, 99), body + columns)


def cubehouse(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A house of the Aegean: a white cube, a blue door, now and then a blue dome."""
    wide = float(rng.uniform(70, 110))
    white = ("#f6f2ea", "#efe9de", "#faf7f2")[int(rng.integers(3))]
    top = float(rng.uniform(24, 46))
    body = (
        box(0, top, wide, 100 - top, white)
        + box(0, top, wide, 3, "#d8d0c2")
        + box(wide * 0.78, top, wide * 0.22, 100 - top, "#e2dacc")
    )
    if rng.random() < 0.45:
        middle, radius = wide * 0.42, wide * 0.26
        body = (
            shape(
                f"M{middle - radius:.1f} {top} Q{middle - radius:.1f} {top - 1.15 * radius:.1f} {middle:.1f} {top - 1.15 * radius:.1f} Q{middle + radius:.1f} {top - 1.15 * radius:.1f} {middle + radius:.1f} {top} Z",
                "#2f6fb8",
            )
            + disc(middle, top - 1.2 * radius, 3, "#f4f0e6")
            + body
        )
    lights = "".join(box(x, y, 9, 12, _LIT) for x in (wide * 0.14, wide * 0.56) for y in (top + 14,))
    windows = "".join(box(x, top + 14, 9, 12, "#4f7fa8") for x in (wide * 0.14, wide * 0.56))
    door = shape(
        f"M{wide * 0.34:.1f} 100 V{top + 44:.1f} Q{wide * 0.34 + 7:.1f} {top + 36:.1f} {wide * 0.34 + 14:.1f} {top + 44:.1f} V100 Z",
        "#3a78c0",
    )
    return Drawing(wide, 100, (wide / 2, 99), body + windows + door, lights)


def garland(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A string of red lanterns, as of a feast."""
    body, lights = line("M0 8 Q150 52 300 8", "#5a3a2c", 2.4), ""
    for index in range(6):
        x = 25 + 50 * index
        y = 8 + 44 * (1 - ((x - 150) / 150) ** 2) * 0.5
        tone = "#d8382e" if index % 3 else "#e0562e"
        globe = f'<ellipse cx="{x}" cy="{y + 25:.1f}" rx="16" ry="17" fill="{tone}"/>'
        ribs = line(
            f"M{x - 7} {y + 10:.1f} Q{x - 11} {y + 25:.1f} {x - 7} {y + 40:.1f} M{x + 7} {y + 10:.1f} Q{x + 11} {y + 25:.1f} {x + 7} {y + 40:.1f} M{x} {y + 8:.1f} V{y + 42:.1f}",
            "#f0a040",
            1.2,
        )
        caps = box(x - 7, y + 5, 14, 4, "#e0b04a") + box(x - 7, y + 40, 14, 4, "#e0b04a")
        tassel = line(f"M{x} {y + 44:.1f} v12 M{x - 3} {y + 46:.1f} v9 M{x + 3} {y + 46:.1f} v9", "#e0702e", 1.6)
        body += line(f"M{x} {y:.1f} v6", "#5a3a2c", 1.6) + globe + ribs + caps + tassel
        lights += f'<ellipse cx="{x}" cy="{y + 25:.1f}" rx="15" ry="16" fill="#f0602e"/>' + ribs
    return Drawing(300, 100, (150, 6), body, lights)


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
    """A piece of land that hangs in the air, trees and falls of water on it."""
    falls = "".join(
        shape(
            f"M{x} {y} Q{x + 5} {y + 30} {x - 1} {y + d} L{x + w} {y + d} Q{x + w + 4} {y + 30} {x + w - 2} {y} Z",
            "#cfeaf4",
        )
        + line(f"M{x + w / 2} {y + 4} q3 20 0 {d - 12}", "#ffffff", 1.6)
        for x, y, w, d in ((34, 52, 10, 62), (176, 50, 12, 74), (120, 62, 8, 56))
    )
    rock = shape(
        "M6 46 Q110 30 234 46 L214 72 L190 80 L168 112 L148 104 L126 146 L108 112 L88 118 L70 84 L44 78 Z", "#8a7058"
    )
    rock += shape("M44 78 L70 84 L88 118 L108 112 L126 146 L122 96 L92 66 Z", "#745c48") + shape(
        "M214 72 L190 80 L168 112 L180 70 Z", "#9a8068"
    )
    green = shape("M0 46 Q50 26 116 30 T240 46 Q228 60 190 56 T110 62 T36 58 Q8 56 0 46 Z", "#7fb05a")
    green += shape("M30 44 Q80 22 120 34 Q150 18 206 42 Q120 52 30 44 Z", "#94c468")
    trees = "".join(
        line(f"M{x} {y} V{y - r}", "#6a4a34", 3.4)
        + disc(x, y - r - 6, r, t)
        + disc(x - r * 0.7, y - r, r * 0.6, t)
        + disc(x + r * 0.7, y - r, r * 0.6, t)
        for x, y, r, t in (
            (70, 38, 11, "#5f9a4a"),
            (96, 34, 8, "#6aa652"),
            (158, 34, 13, "#548c44"),
            (190, 40, 8, "#6aa652"),
        )
    )
    return Drawing(240, 150, (120, 70), falls + rock + green + trees)


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
        arcades,
        portico,
        garland,
        cubehouse,
        stands,
        parasol,
        chairlift,
        floatingisle,
        crystal,
    )
}
