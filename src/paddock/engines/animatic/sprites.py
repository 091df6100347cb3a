# ruff: noqa: E501 - a path of SVG reads best on one line
"""Scenery as SVG: shapes, buildings, plants, clouds. Single things are in `things`, what moves its limbs in `puppets`."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from typing import Final

import numpy as np

from paddock.engines.animatic import art
from paddock.engines.animatic.art import Bitmap, Drawing
from paddock.engines.animatic.palette import RGB, Palette, css, in_season, mix, rgb, scale
from paddock.engines.animatic.scene import Scene

WINDOW: Final = "#ffd98a"


def box(x: float, y: float, width: float, height: float, fill: str, more: str = "") -> str:
    if "rx=" in more:
        return f'<rect x="{x:.2f}" y="{y:.2f}" width="{width:.2f}" height="{height:.2f}" fill="{fill}" {more}/>'
    # A rectangle would be moved to whole pixels; with a fifth corner it is a shape like any other.
    return shape(f"M{x:.2f} {y:.2f} h{width / 2:.2f} h{width / 2:.2f} v{height:.2f} h{-width:.2f} Z", fill, more)


def disc(x: float, y: float, radius: float, fill: str, more: str = "") -> str:
    return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{radius:.2f}" fill="{fill}" {more}/>'


def shape(path: str, fill: str, more: str = "") -> str:
    return f'<path d="{path}" fill="{fill}" {more}/>'


def line(path: str, colour: str, width: float, more: str = "") -> str:
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round" {more}/>'


# --- buildings ------------------------------------------------------------------------------------


def tower(rng: np.random.Generator, width: float, height: float, colour: RGB, material: tuple[str, ...]) -> Drawing:
    """One block of a skyline, in thousandths of a unit."""
    w, h = width * 1000, height * 1000
    dark, lighter = css(scale(colour, 0.74)), css(mix(colour, (255, 246, 226), 0.18))
    top = 34 + (rng.random() < 0.4) * 22
    body = [box(0, top, w, h - top, css(colour)), box(w * 0.84, top, w * 0.16, h - top, css(scale(colour, 0.86)))]
    body.append(_roof(rng, w, top, colour, material))
    if "cardboard" in material:
        body.extend(box(0, y, w, 3.2, css(scale(colour, 0.88))) for y in np.arange(top + 10, h, 12))
    windows, lights = [], []
    columns = max(2, int(w / 30))
    gap = w / columns
    for row in range(int((h - top - 16) / 32)):
        for column in range(columns):
            x, y = column * gap + gap * 0.26, top + 15 + row * 32
            windows.append(box(x, y, gap * 0.48, 18, dark))
            if rng.random() < 0.55:
                lights.append(box(x, y, gap * 0.48, 18, ("#ffd98a", "#ffc765", "#ffeab8")[int(rng.integers(3))]))
    body.append(box(0, top, w, 5, lighter))
    return Drawing(w, h, (w / 2, h), "".join(body + windows), "".join(lights))


def _roof(rng: np.random.Generator, w: float, top: float, colour: RGB, material: tuple[str, ...]) -> str:
    pick = rng.random()
    if "caps" in material and pick < 0.75:
        return _cap(w * rng.uniform(0.3, 0.7), top - 15, 18, rng)
    if pick < 0.35:
        return box(w * 0.2, top - 20, w * 0.3, 22, css(scale(colour, 0.8)))
    if pick < 0.6:
        return line(f"M{w * 0.6} {top} V{max(2, top - 34)}", css(scale(colour, 0.5)), 3)
    if pick < 0.8:
        return shape(f"M0 {top} L{w / 2} {top - 28} L{w} {top} Z", css(scale(colour, 0.66)))
    return ""


CAPS: Final = ("#c23b36", "#2f6fae", "#3f8f57", "#c9a23a", "#b9bcc4")


def _cap(x: float, y: float, radius: float, rng: np.random.Generator) -> str:
    """A bottle cap seen from above: a fluted rim and a disc."""
    colour = CAPS[int(rng.integers(len(CAPS)))]
    angles = np.linspace(0, 2 * np.pi, 43)[:-1]
    points = " ".join(
        f"{x + np.cos(a) * radius * (1 - 0.10 * (i % 2)):.1f},{y + np.sin(a) * radius * (1 - 0.10 * (i % 2)):.1f}"
        for i, a in enumerate(angles)
    )
    shine = css(mix(rgb(colour), (255, 255, 255), 0.4))
    return (
        f'<polygon points="{points}" fill="{css(scale(rgb(colour), 0.8))}"/>'
        + disc(x, y, radius * 0.78, colour)
        + line(
            f"M{x - radius * 0.5:.1f} {y - radius * 0.2:.1f} Q{x - radius * 0.3:.1f} {y - radius * 0.6:.1f} {x + radius * 0.1:.1f} {y - radius * 0.6:.1f}",
            shine,
            radius * 0.12,
        )
    )


def townhouse(rng: np.random.Generator, colour: RGB, snow: bool = False) -> Drawing:
    """A gabled house with lit windows, 100 high; snow on its roof in winter."""
    w = float(rng.uniform(58, 86))
    roof_top, eaves = 4.0, float(rng.uniform(30, 40))
    wall, roof = css(mix(colour, (246, 232, 206), 0.45)), css(scale(colour, 0.72))
    body = [
        box(6, eaves, w - 12, 100 - eaves, wall),
        box(w - 18, eaves, 12, 100 - eaves, css(scale(mix(colour, (246, 232, 206), 0.45), 0.9))),
    ]
    body.append(box(w * 0.7, roof_top + 2, 8, 24, roof))
    body.append(shape(f"M0 {eaves + 3} L{w / 2} {roof_top} L{w} {eaves + 3} Z", roof))
    if snow:
        low = f"L{w * 0.86} {eaves - 1} Q{w * 0.8} {eaves + 4} {w * 0.74} {eaves - 6} Q{w * 0.66} {eaves - 2} {w / 2} {roof_top + 13}"
        low += f" Q{w * 0.4} {eaves - 6} {w * 0.3} {eaves - 7} Q{w * 0.22} {eaves + 2} {w * 0.12} {eaves} Z"
        body.append(shape(f"M-1 {eaves + 3} L{w / 2} {roof_top - 2} L{w + 1} {eaves + 3} {low}", "#f3f7fb"))
    lights = []
    for row in range(2):
        for column in range(2):
            x, y = 6 + (w - 12) * (0.16 + 0.46 * column), eaves + 9 + row * 25
            if row == 1 and column == 0:
                body.append(box(x, y, 13, 100 - y, css(scale(colour, 0.5))))
                continue
            body.append(box(x - 1.5, y - 1.5, 15, 17, "#fbf3e0"))
            body.append(box(x, y, 12, 14, css(scale(colour, 0.42))))
            if rng.random() < 0.75:
                lights.append(box(x, y, 12, 14, WINDOW))
            body.append(line(f"M{x + 6} {y} V{y + 14} M{x} {y + 7} H{x + 12}", "#fbf3e0", 1.2))
    return Drawing(w, 100, (w / 2, 100), "".join(body), "".join(lights))


# --- plants and small scenery ---------------------------------------------------------------------


def pine(colour: RGB, rng: np.random.Generator, snow: bool = False) -> Drawing:
    parts = [box(45, 84, 10, 16, "#6d4a33")]
    tint = float(rng.uniform(0.9, 1.1))
    for index in range(4):
        top, low, half = 4 + index * 17, 38 + index * 17, 16 + index * 8.5
        shade = css(scale(colour, tint * (1.02 - 0.07 * (3 - index))))
        zigzag = " ".join(
            f"L{50 + half - 2 * half * step / 6:.1f} {low - (4 if step % 2 else 0):.1f}" for step in range(7)
        )
        parts.insert(1, shape(f"M50 {top} {zigzag} Z", shade))
        parts.insert(1, shape(f"M50 {top + 3} {zigzag} Z", "#000000", 'opacity="0.16" transform="translate(0 2.5)"'))
        if snow:
            parts.insert(
                3,
                shape(
                    f"M50 {top} L{50 + half * 0.62} {top + (low - top) * 0.62} L{50 + half * 0.2} {top + (low - top) * 0.5} L50 {top + (low - top) * 0.66} L{50 - half * 0.3} {top + (low - top) * 0.5} L{50 - half * 0.6} {top + (low - top) * 0.62} Z",
                    "#f6f8fa",
                ),
            )
    return Drawing(100, 100, (50, 99), "".join(parts))


def roundtree(colour: RGB, rng: np.random.Generator) -> Drawing:
    parts = [shape("M46 100 L47 60 L40 48 L43 46 L50 56 L58 44 L61 47 L54 60 L55 100 Z", "#7a5238")]
    for x, y, radius, shade in (
        (34, 40, 22, 0.86),
        (66, 40, 22, 0.9),
        (50, 26, 24, 1.0),
        (44, 46, 19, 0.95),
        (60, 50, 16, 1.04),
    ):
        parts.append(disc(x + rng.uniform(-3, 3), y + rng.uniform(-2, 2), radius, css(scale(colour, shade))))
    return Drawing(100, 100, (50, 99), "".join(parts))


def bush(colour: RGB, rng: np.random.Generator) -> Drawing:
    parts = [
        disc(30, 66, 26, css(scale(colour, 0.9))),
        disc(70, 68, 26, css(scale(colour, 0.86))),
        disc(50, 52, 32, css(colour)),
    ]
    parts.append(box(6, 70, 88, 30, css(scale(colour, 0.92)), 'rx="14"'))
    return Drawing(100, 100, (50, 96), "".join(parts))


def fern(colour: RGB, rng: np.random.Generator) -> Drawing:
    parts = []
    for index in range(7):
        lean = (index - 3) * 15 + rng.uniform(-4, 4)
        top = 14 + abs(index - 3) * 12
        shade = css(scale(colour, 0.85 + 0.07 * (index % 3)))
        parts.append(
            shape(
                f"M46 100 Q{50 + lean * 0.4:.1f} {top + 30:.1f} {50 + lean:.1f} {top:.1f} Q{54 + lean * 0.7:.1f} {top + 34:.1f} 54 100 Z",
                shade,
            )
        )
    return Drawing(100, 100, (50, 98), "".join(parts))


def grass(colour: RGB, rng: np.random.Generator) -> Drawing:
    return fern(mix(colour, rgb("#a8cf5a"), 0.25), rng)


def bloom(colour: RGB, rng: np.random.Generator) -> Drawing:
    petals = ("#e8615a", "#f2b23e", "#f4efe2", "#d97fb0", "#7f8fd8")[int(rng.integers(5))]
    return flower(rgb(petals), rng)


def flower(colour: RGB, rng: np.random.Generator) -> Drawing:
    parts = [
        line("M50 98 Q46 70 50 40", "#4f8a3c", 5),
        shape("M49 78 Q26 74 20 56 Q42 56 49 78 Z", "#5f9a48"),
        shape("M50 70 Q70 66 76 50 Q56 50 50 70 Z", "#6aa652"),
    ]
    for index in range(8):
        parts.append(
            f'<ellipse cx="50" cy="15" rx="8.5" ry="15" fill="{css(scale(colour, 0.92 + 0.08 * (index % 2)))}" transform="rotate({index * 45} 50 32)"/>'
        )
    parts.append(disc(50, 32, 9, "#f0c04a"))
    parts.append(disc(50, 32, 5, "#c98a2e"))
    return Drawing(100, 100, (50, 98), "".join(parts))


def cactus(colour: RGB, rng: np.random.Generator) -> Drawing:
    green = css(mix(rgb("#5f8f56"), colour, 0.1))
    body = line("M40 98 V18", green, 18) + line("M40 62 H20 V42", green, 11) + line("M40 52 H60 V30", green, 11)
    return Drawing(80, 100, (40, 96), body + line("M36 92 V20 M44 92 V20", "#4a7546", 1.6))


def weed(colour: RGB, rng: np.random.Generator) -> Drawing:
    shade = ("#2f8f6a", "#4f9a5a", "#2a7a78")[int(rng.integers(3))]
    body = "".join(
        line(f"M{x} 100 C{x - 14} 76 {x + 14} 58 {x - 4} {top}", css(scale(rgb(shade), 0.85 + 0.1 * i)), 7)
        for i, (x, top) in enumerate(((24, 30), (42, 8), (60, 22)))
    )
    return Drawing(84, 100, (42, 98), body)


def coral(colour: RGB, rng: np.random.Generator) -> Drawing:
    shade = ("#e0705f", "#e89a5a", "#c76a98", "#d8b04f")[int(rng.integers(4))]
    body = line(
        "M50 98 V56 M50 74 L26 50 V30 M50 64 L74 44 V22 M50 56 L44 30 V14 M26 50 L14 40 M74 44 L88 38", shade, 9
    )
    return Drawing(100, 100, (50, 98), body)


def bead(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A bottle cap or a pebble lying at the front of the stage."""
    return Drawing(44, 100, (22, 98), _cap(22, 80, 18, rng))


def cloud(colour: RGB, rng: np.random.Generator) -> Drawing:
    """Heaped or drawn out, of three sheets of paper."""
    bumps, wide = int(rng.integers(4, 8)), float(rng.uniform(170, 330))
    lean, tall = rng.uniform(0.3, 0.7), float(rng.uniform(0.72, 1.0)) * min(1.0, 240 / wide + 0.12)
    sheets = []
    for sheet, tint in enumerate(("#e6e6ea", "#f3f1ee", "#ffffff")):
        inset, drop, body = 0.05 * wide * sheet, 3.0 * sheet, ""
        for index in range(bumps):
            share = (index + 0.5) / bumps
            x = 18 + inset + (wide - 36 - 2 * inset) * share + rng.uniform(-6, 6)
            rise = max(0.25, 1 - abs(share - lean) * 1.7) * tall
            radius = min(0.62 * wide / bumps + 6, 10 + 26 * rise) * (1 - 0.14 * sheet)
            body += disc(x, 66 - 30 * rise + drop, radius, tint)
        body += box(12 + inset, 58 + drop, wide - 24 - 2 * inset, 22 - 4 * sheet, tint, 'rx="10"')
        sheets.append(body)
    return Drawing(wide, 90, (wide / 2, 60), "".join(sheets))


def reef(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = shape("M0 62 L22 34 L48 26 L70 8 L112 4 L138 14 L166 18 L190 40 L220 62 L220 100 L0 100 Z", "#54566a")
    body += shape(
        "M22 34 L48 26 L60 62 L0 62 Z M112 4 L138 14 L130 60 L92 62 Z M166 18 L190 40 L200 62 L160 62 Z", "#6d6f84"
    )
    return Drawing(220, 100, (110, 46), body)


def acacia(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A flat crown on a thin trunk."""
    body = line("M50 98 Q54 70 46 50 M50 64 L30 40 M49 60 L72 38", "#7a5a3c", 6)
    for x, y, wide in ((30, 36, 30), (72, 34, 28), (50, 26, 36)):
        body += f'<ellipse cx="{x}" cy="{y + rng.uniform(-3, 3):.1f}" rx="{wide}" ry="10" fill="{css(scale(mix(colour, (110, 140, 70), 0.7), 0.9))}"/>'
    return Drawing(104, 100, (50, 98), body)


def palmtree(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = line("M48 98 Q56 60 44 24", "#8a6a48", 6)
    for angle in (-165, -135, -100, -60, -25, 10, 170):
        body += (
            f'<g transform="rotate({angle + rng.uniform(-6, 6):.0f} 44 24)">'
            + shape("M44 24 Q62 10 84 26 Q62 21 44 28 Z", css(scale(colour, 0.85 + 0.2 * rng.random())))
            + "</g>"
        )
    return Drawing(90, 100, (48, 98), body)


def bamboo(colour: RGB, rng: np.random.Generator) -> Drawing:
    tone, dark = css(colour), css(scale(colour, 0.78))
    body = "".join(
        line(f"M{x} 100 Q{x + lean} 50 {x + lean * 1.4} 0", tone, 4.4) for x, lean in ((12, 2), (30, -2), (44, 3))
    )
    body += line("M10 30 h6 M11 64 h6 M27 44 h6 M28 80 h6 M43 22 h6 M44 58 h6", dark, 2)
    for _ in range(5):
        x, y = rng.uniform(6, 46), rng.uniform(4, 60)
        body += shape(f"M{x:.1f} {y:.1f} q10 -8 20 -1 q-10 6 -20 1 Z", css(scale(colour, 1.1)))
    return Drawing(64, 100, (28, 99), body)


def wheatear(colour: RGB, rng: np.random.Generator) -> Drawing:
    parts = ""
    for x in (14, 26, 38, 50):
        lean, top = rng.uniform(-6, 6), rng.uniform(18, 34)
        parts += line(f"M{x} 100 Q{x} 60 {x + lean:.1f} {top:.1f}", "#b8963a", 2.4)
        parts += f'<ellipse cx="{x + lean:.1f}" cy="{top:.1f}" rx="4.4" ry="13" fill="{css(scale(mix(colour, (232, 196, 90), 0.7), 0.95))}"/>'
    return Drawing(64, 100, (32, 99), parts)


def birch(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A white trunk with dark marks, light leaves."""
    x = float(rng.uniform(46, 54))
    body = shape(f"M{x - 3.4} 100 L{x - 1.6} 8 H{x + 1.6} L{x + 3.6} 100 Z", "#eeeae0")
    body += "".join(
        line(f"M{x - 2} {y:.0f} h{rng.uniform(1.5, 3.4):.1f}", "#4a4444", 1.5) for y in rng.uniform(26, 96, 9)
    )
    for _ in range(16):
        lx, ly = rng.normal(x, 11), rng.uniform(4, 52)
        body += disc(
            float(lx), float(ly), float(rng.uniform(5, 8.5)), css(scale(colour, float(rng.uniform(0.86, 1.12))))
        )
    return Drawing(100, 100, (50, 99), body)


def baretree(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A tree without leaves, its boughs like fingers."""
    body, bark = (
        shape("M45 100 Q49 74 47 52 L53 52 Q52 76 58 100 Z", css(scale(mix(colour, rgb("#3f3438"), 0.7), 0.95))),
        css(scale(mix(colour, rgb("#3f3438"), 0.7), 0.95)),
    )
    for angle in (-58, -30, -6, 22, 50):
        turn = math.radians(angle + float(rng.uniform(-9, 9)))
        x, y = 50 + 34 * math.sin(turn), 54 - 40 * math.cos(turn)
        body += line(
            f"M50 56 Q{50 + 12 * math.sin(turn):.0f} {54 - 24 * math.cos(turn):.0f} {x:.0f} {y:.0f}", bark, 3.4
        )
        for share, lean in ((0.5, 0.7), (0.72, -0.6)):
            bx, by = 50 + (x - 50) * share, 54 + (y - 54) * share
            body += line(
                f"M{bx:.0f} {by:.0f} L{bx + 13 * math.sin(turn + lean):.0f} {by - 13 * math.cos(turn + lean):.0f}",
                bark,
                1.8,
            )
    return Drawing(100, 100, (50, 99), body)


def spike(colour: RGB, rng: np.random.Generator) -> Drawing:
    """Lavender."""
    body = ""
    for x in (12, 26, 40, 54, 68):
        lean, top = float(rng.uniform(-5, 5)), float(rng.uniform(10, 30))
        body += line(f"M{x} 100 Q{x} 70 {x + lean:.0f} {top + 24:.0f}", "#6f8f5a", 2)
        tone = ("#8a6fc0", "#9d84d0", "#7a62b0")[int(rng.integers(3))]
        body += "".join(
            f'<ellipse cx="{x + lean:.0f}" cy="{top + 7 * i:.0f}" rx="{4.6 - 0.2 * i:.1f}" ry="5" fill="{tone}"/>'
            for i in range(6)
        )
    return Drawing(80, 100, (40, 99), body)


def sunny(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A sunflower."""
    body = line("M50 100 Q47 70 50 36", "#5f8f3c", 5) + shape(
        "M49 84 Q24 80 16 60 Q42 60 49 84 Z M51 72 Q74 68 82 50 Q56 50 51 72 Z", "#6a9c44"
    )
    body += "".join(
        f'<ellipse cx="50" cy="12" rx="6.6" ry="14" fill="{("#f0b82e", "#e8a626")[i % 2]}" transform="rotate({i * 30} 50 32)"/>'
        for i in range(12)
    )
    return Drawing(100, 100, (50, 99), body + disc(50, 32, 13, "#6a4426") + disc(50, 32, 7.5, "#84562f"))


def daisyhead(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A daisy."""
    body = line("M50 100 Q48 72 50 36", "#6a9c44", 5) + shape("M49 86 Q30 82 22 66 Q44 66 49 86 Z", "#7fb050")
    body += "".join(
        f'<ellipse cx="50" cy="16" rx="6" ry="13" fill="{("#fbf9f2", "#ece8dc")[i % 2]}" transform="rotate({i * 36} 50 32)"/>'
        for i in range(10)
    )
    return Drawing(100, 100, (50, 99), body + disc(50, 32, 8.5, "#f0b82e"))


def vine(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A vine on its post, with grapes."""
    body = line("M50 100 V20 M12 44 H88", "#7a5a3c", 4)
    for _ in range(16):
        body += disc(
            float(rng.uniform(14, 86)),
            float(rng.uniform(26, 62)),
            float(rng.uniform(7, 12)),
            css(scale(colour, float(rng.uniform(0.8, 1.1)))),
        )
    for x in (26, 50, 72):
        body += "".join(
            disc(x + dx, 62 + dy, 3.6, "#6a3f78") for dx, dy in ((-4, 0), (4, 0), (0, 5), (-2, 10), (2, 14))
        )
    return Drawing(100, 100, (50, 99), body)


def cornstalk(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = line("M50 100 V14", "#6f9a3c", 5) + line("M50 14 L42 2 M50 14 V0 M50 14 L58 3", "#c8a850", 2.4)
    for y, side in ((78, -1), (64, 1), (50, -1), (38, 1), (26, -1)):
        x = 50 + side * float(rng.uniform(26, 36))
        body += shape(
            f"M50 {y} Q{50 + side * 18} {y - 20} {x:.0f} {y - 4} Q{50 + side * 16} {y - 10} 50 {y + 5} Z", "#5f8f36"
        )
    return Drawing(100, 100, (50, 99), body + '<ellipse cx="58" cy="52" rx="6" ry="13" fill="#e8c040"/>')


def rockcone(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A cone of pale rock with a dark cap, doors cut into it."""
    lean, wide = float(rng.uniform(-6, 6)), float(rng.uniform(44, 66))
    left, right = 60 - wide / 2, 60 + wide / 2
    body = shape(
        f"M{left:.0f} 100 Q{left + 10:.0f} 60 {54 + lean:.0f} 24 H{66 + lean:.0f} Q{right - 10:.0f} 60 {right:.0f} 100 Z",
        css(colour),
    )
    body += shape(
        f"M{62 + lean:.0f} 24 H{66 + lean:.0f} Q{right - 10:.0f} 60 {right:.0f} 100 H{right - 14:.0f} Q{right - 20:.0f} 60 {62 + lean:.0f} 24 Z",
        css(scale(colour, 0.84)),
    )
    body += shape(
        f"M{46 + lean:.0f} 28 L{52 + lean:.0f} 6 Q{60 + lean:.0f} -2 {68 + lean:.0f} 6 L{74 + lean:.0f} 28 Z",
        css(scale(colour, 0.62)),
    )
    holes = "".join(shape(f"M{x:.0f} {y} v-7 q3 -5 6 0 v7 Z", "#6a4a3a") for x, y in ((54, 84), (62, 64), (50, 66)))
    return Drawing(120, 100, (60, 98), body + holes)


STAMPS: Final[dict[str, Callable[[RGB, np.random.Generator], Drawing]]] = {
    "pine": pine, "snowpine": lambda colour, rng: pine(rgb("#4f7f78"), rng, snow=True), "roundtree": roundtree, "bush": bush,
    "fern": fern, "grass": grass, "bloom": bloom, "flower": flower, "cactus": cactus, "rockcone": rockcone, "weed": weed, "coral": coral,
    "bead": bead, "cloud": cloud, "reef": reef, "acacia": acacia, "palmtree": palmtree, "bamboo": bamboo,
    "wheatear": wheatear, "cornstalk": cornstalk, "birch": birch, "baretree": baretree, "spike": spike, "sunny": sunny, "daisyhead": daisyhead, "vine": vine,
    "yellowbloom": lambda colour, rng: flower(rgb("#f0cc2e"), rng), "poppyhead": lambda colour, rng: flower(rgb("#d8402e"), rng),
}  # fmt: skip
_LEAFY: Final = frozenset({"roundtree", "bush"})
_OWN_GREEN: Final = {
    "pine": "#3f7a56",
    "roundtree": "#6f9f4f",
    "bush": "#5f8f4a",
    "fern": "#3f7040",
    "rockcone": "#d8b090",
}


def variant(kind: str, number: int, height: float, resolution: float, scene: Scene, fade: float, colour: RGB) -> Bitmap:
    """One of a few shapes of a plant, cached: a forest is made of a dozen bitmaps."""
    own = mix(rgb(_OWN_GREEN.get(kind, "#6f9f4f")), colour, 0.55)
    season = scene.palette.season
    if season == "winter":
        kind = {"pine": "snowpine", "bloom": "grass", "flower": "grass"}.get(kind, kind)
    if kind in _LEAFY or (kind in ("grass", "fern") and season in ("winter", "autumn")):
        own = in_season(own, season, number)
    return _variant(kind, number, round(height, 4), resolution, scene.palette, fade, own, scene.seed)


@lru_cache(maxsize=48)
def _variant(
    kind: str, number: int, height: float, resolution: float, palette: Palette, fade: float, colour: RGB, seed: int
) -> Bitmap:
    drawing = STAMPS[kind](colour, art.generator(seed, kind, number))
    return art.finished(drawing, height, resolution, palette, fade, edge=0.0032, cream=mix(colour, art.CREAM, 0.35))
