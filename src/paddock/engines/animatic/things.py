# ruff: noqa: E501 - a path of SVG reads best on one line
"""Landmarks, plants and furniture, as SVG, and the register of everything drawn that is no puppet. All face right."""

from __future__ import annotations

from typing import Final

from paddock.engines.animatic import album, cabins
from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.ink import LIT, Draw, Ink, pale, shade
from paddock.engines.animatic.palette import css, rgb
from paddock.engines.animatic.sprites import box, disc, flower, line, shape
from paddock.engines.animatic.vehicles import VEHICLES


def lighthouse(ink: Ink) -> Drawing:
    paint = ink.main("#c8392f")
    body = shape("M17 96 L22 28 H38 L43 96 Z", "#f4ecdc")
    for index in range(3):
        top, low = 36 + index * 20, 46 + index * 20
        left = [17 + 5 * (96 - y) / 68 for y in (top, low)]
        body += shape(f"M{left[0]} {top} H{60 - left[0]} L{60 - left[1]} {low} H{left[1]} Z", css(paint))
    body += (
        shape("M33 28 H38 L43 96 H35 Z", "#000000", 'opacity="0.10"')
        + box(17, 25, 26, 4, "#4a4a55")
        + box(22, 11, 16, 14, "#e8d9a0")
        + line("M22 11 V25 M27 11 V25 M33 11 V25 M38 11 V25", "#4a4a55", 1.2)
    )
    body += (
        shape("M19 12 L30 2 L41 12 Z", css(paint))
        + disc(30, 2.6, 1.8, "#4a4a55")
        + box(27, 84, 6, 12, "#5a4638", 'rx="3"')
        + box(28, 54, 4, 6, "#5a4638")
    )
    return Drawing(60, 100, (30, 96), body, box(23, 12, 14, 13, "#fff3c0") + box(28, 54, 4, 6, LIT))


def windmill(ink: Ink) -> Drawing:
    wall = ink.main("#e2cfa6")
    body = (
        shape("M26 100 L34 40 H58 L66 100 Z", css(wall))
        + shape("M30 42 Q46 22 62 42 Z", "#a8483a")
        + box(41, 82, 10, 18, "#6a4a34", 'rx="5"')
        + box(42, 56, 8, 9, "#5a7a8a")
    )
    for quarter in range(4):
        body += (
            f'<g transform="rotate({20 + 90 * (quarter + ink.phase):.1f} 46 40)">'
            + box(45, 4, 2, 36, "#6a4a34")
            + box(47, 5, 9, 28, "#f4ecdc")
            + line("M47 12 H56 M47 19 H56 M47 26 H56", "#b8a888", 0.8)
            + "</g>"
        )
    return Drawing(92, 100, (46, 99), body + disc(46, 40, 3.4, "#5a3a24"), box(42, 56, 8, 9, LIT))


def castle(ink: Ink) -> Drawing:
    wall = ink.main("#b9b0a4")
    body = box(30, 46, 80, 54, css(wall)) + "".join(box(30 + 12 * i, 40, 7, 8, css(wall)) for i in range(7))
    for x, top in ((10, 30), (104, 30), (56, 16)):
        body += (
            box(x, top, 26, 100 - top, shade(wall, 0.9))
            + shape(f"M{x - 4} {top} L{x + 13} {top - 15} L{x + 30} {top} Z", "#a8413a")
            + box(x + 10, top + 12, 6, 11, "#4a4650", 'rx="3"')
        )
    body += shape("M60 100 V78 Q69 66 78 78 V100 Z", "#5a4434")
    return Drawing(
        140,
        100,
        (70, 99),
        body,
        "".join(box(x + 10, t + 12, 6, 11, LIT, 'rx="3"') for x, t in ((10, 30), (104, 30), (56, 16))),
    )


def pagoda(ink: Ink) -> Drawing:
    wall, roof = ink.main("#b8402f"), rgb("#3f5f5a")
    body, lights = line("M50 2 V14", "#c9a23a", 2.4), ""
    for index in range(4):
        top, half = 14 + index * 21, 17 + index * 6
        body += box(50 - half * 0.68, top + 8, half * 1.36, 14, css(wall))
        body += shape(
            f"M{50 - half - 7} {top + 9} Q{50 - half * 0.5} {top + 8} {50 - half * 0.4} {top} H{50 + half * 0.4} Q{50 + half * 0.5} {top + 8} {50 + half + 7} {top + 9} Q50 {top + 13} {50 - half - 7} {top + 9} Z",
            css(roof),
        )
        panes = "".join(box(50 - half * 0.5 + i * half * 0.36, top + 12, half * 0.24, 9, "{fill}") for i in range(3))
        body, lights = body + panes.replace("{fill}", "#5a3028"), lights + panes.replace("{fill}", LIT)
    return Drawing(100, 100, (50, 99), body + box(20, 96, 60, 4, "#9a948a"), lights)


def house(ink: Ink) -> Drawing:
    wall = ink.main("#e6d2a8")
    body = (
        box(74, 12, 11, 26, "#8a5a4a")
        + box(14, 44, 84, 56, css(wall))
        + shape("M4 48 L56 8 L108 48 Z", "#a04a3a")
        + box(47, 68, 18, 32, "#6a4a34", 'rx="2"')
    )
    windows = "".join(box(x, 60, 17, 17, "{}", 'rx="1"') for x in (23, 73)) + disc(56, 36, 7, "{}")
    frame = "".join(line(f"M{x + 8.5} 60 V77 M{x} 68.5 H{x + 17}", "#fbf3e0", 2) for x in (23, 73))
    return Drawing(
        112, 100, (56, 99), body + windows.replace("{}", "#5a7a8a") + frame, windows.replace("{}", LIT) + frame
    )


def tree(ink: Ink) -> Drawing:
    leaf = ink.main("#6a9a48")
    body = shape(
        "M44 100 Q48 76 46 60 L30 44 L34 40 L48 52 L50 34 H54 L55 52 L70 38 L74 42 L57 62 Q56 80 62 100 Z", "#7a5238"
    )
    for x, y, r, k in (
        (26, 38, 20, 0.84),
        (76, 36, 20, 0.88),
        (38, 22, 20, 0.96),
        (64, 20, 21, 1.0),
        (50, 34, 20, 1.05),
    ):
        body += disc(x, y, r, shade(leaf, k))
    return Drawing(102, 100, (52, 99), body)


def palm(ink: Ink) -> Drawing:
    body = shape("M44 100 Q50 60 38 22 L44 20 Q60 60 56 100 Z", "#9a7048") + "".join(
        line(f"M{46 + i * 0.6} {92 - 12 * i} l9 -1", "#7a5434", 1.4) for i in range(6)
    )
    for angle, k in ((-160, 0.8), (-130, 0.95), (-95, 1.05), (-60, 0.95), (-30, 0.85), (10, 0.75), (170, 0.72)):
        body += (
            f'<g transform="rotate({angle} 41 22)">'
            + shape("M41 22 Q62 8 84 24 Q62 18 41 26 Z", shade(ink.main("#4f9a58"), k))
            + "</g>"
        )
    return Drawing(
        92,
        100,
        (50, 99),
        f'<g transform="translate(0 6) scale(0.94)">{body}{disc(38, 28, 4, "#6a4a30")}{disc(45, 29, 4, "#7a5636")}</g>',
    )


def mushroom(ink: Ink) -> Drawing:
    body = shape("M36 52 Q40 84 32 98 H62 Q54 84 58 52 Z", "#f2e8d2") + shape(
        "M6 54 Q8 12 47 10 Q86 12 88 54 Q47 66 6 54 Z", css(ink.main("#cf3f35"))
    )
    return Drawing(
        94,
        100,
        (47, 97),
        body
        + disc(32, 32, 7, "#fbf4e4")
        + disc(60, 28, 8, "#fbf4e4")
        + disc(74, 45, 5, "#fbf4e4")
        + disc(46, 48, 6, "#fbf4e4")
        + disc(20, 47, 4, "#fbf4e4"),
    )


def streetlamp(ink: Ink) -> Drawing:
    body = (
        box(18, 20, 4, 80, "#3f4048")
        + box(13, 94, 14, 6, "#3f4048")
        + shape("M11 18 L14 6 H26 L29 18 Z", "#e6dab0")
        + shape("M9 6 L20 -2 L31 6 Z", "#3f4048", 'transform="translate(0 2)"')
        + box(10, 17, 20, 3, "#3f4048")
    )
    return Drawing(40, 100, (20, 99), body, shape("M11 18 L14 7 H26 L29 18 Z", "#ffe6a0"))


def umbrella(ink: Ink) -> Drawing:
    paint = ink.main("#cf4436")
    body = line("M50 10 V86 Q50 96 42 96 Q36 96 36 90", "#5a4030", 3.4) + shape(
        "M4 52 Q8 10 50 8 Q92 10 96 52 Q84 44 73 52 Q62 44 50 52 Q38 44 27 52 Q16 44 4 52 Z", css(paint)
    )
    return Drawing(
        100,
        100,
        (50, 97),
        body
        + shape("M50 8 Q66 20 73 52 Q62 44 50 52 Z M50 8 Q20 16 4 52 Q16 44 27 52 Q32 22 50 8 Z", pale(paint, 0.3)),
    )


def tent(ink: Ink) -> Drawing:
    paint = ink.main("#e0943a")
    body = (
        shape("M70 8 L136 98 H4 Z", css(paint))
        + shape("M70 8 L98 98 H46 Z", shade(paint, 0.6))
        + shape("M70 8 L46 98 H56 Q66 60 70 8 Z", pale(paint, 0.35))
        + line("M70 8 V0", "#5a4030", 3)
    )
    return Drawing(140, 100, (70, 97), body, shape("M70 30 L92 98 H54 Z", "#ffc66a", 'opacity="0.7"'))


def snowman(ink: Ink) -> Drawing:
    body = (
        line("M18 50 L2 36 M58 50 L74 34", "#6a4a34", 3)
        + disc(38, 78, 22, "#f4f6f8")
        + disc(38, 47, 16, "#f8fafb")
        + disc(38, 24, 12, "#fbfcfd")
    )
    body += (
        box(26, 10, 24, 4, "#33303a")
        + box(30, -2, 16, 14, "#33303a", 'transform="translate(0 2)"')
        + disc(36, 22, 1.8, "#222222")
        + disc(44, 22, 1.8, "#222222")
        + shape("M40 26 L56 28 L40 30 Z", "#e8822e")
    )
    body += (
        shape("M26 33 Q38 40 50 33 V39 Q38 45 26 39 Z", css(ink.main("#c8372d")))
        + box(44, 37, 6, 15, css(ink.main("#c8372d")))
        + disc(38, 50, 1.8, "#222222")
        + disc(38, 58, 1.8, "#222222")
    )
    return Drawing(76, 100, (38, 98), body)


def window(ink: Ink) -> Drawing:
    body = (
        box(0, 0, 90, 100, "#f4ead6", 'rx="3"')
        + box(7, 7, 76, 80, "#9cc7de")
        + disc(62, 26, 9, "#fff0b0")
        + shape("M7 70 Q30 54 52 68 T83 62 V87 H7 Z", "#7fae78")
    )
    body += box(42, 7, 6, 80, "#f4ead6") + box(7, 44, 76, 5, "#f4ead6") + box(-2, 88, 94, 10, "#e2d2b4")
    body += shape("M0 0 H26 Q24 40 4 62 L0 62 Z M90 0 H64 Q66 40 86 62 L90 62 Z", "#c96a52", 'opacity="0.95"')
    return Drawing(90, 100, (45, 50), body)


def painting(ink: Ink) -> Drawing:
    sky, land = ("#d8b48a", "#7f8f6a") if ink.rng.random() < 0.5 else ("#9ab4c4", "#6a7f98")
    return Drawing(
        130,
        100,
        (65, 50),
        box(0, 0, 130, 100, "#9a7038", 'rx="3"')
        + box(9, 9, 112, 82, sky)
        + shape("M9 70 L44 34 L70 62 L92 44 L121 72 V91 H9 Z", land)
        + disc(96, 28, 9, "#f4e2b0"),
    )


def shelf(ink: Ink) -> Drawing:
    body = box(0, 0, 76, 100, "#7a5236", 'rx="2"')
    colours = ("#b8432f", "#3f6f8f", "#c9a23a", "#5f8f5a", "#8a5a8a", "#d8c29a")
    for row in range(3):
        body += box(5, 5 + 31 * row, 66, 26, "#5a3a26")
        x = 7.0
        while x < 62:
            wide, tall = float(ink.rng.uniform(4, 8)), float(ink.rng.uniform(16, 24))
            body += box(x, 31 + 31 * row - tall, wide, tall, colours[int(ink.rng.integers(6))])
            x += wide + 0.8
    return Drawing(76, 100, (38, 99), body)


def planet(ink: Ink) -> Drawing:
    paint = ink.main("#c98a5a")
    body = disc(80, 50, 42, css(paint)) + shape(
        "M40 38 Q80 50 120 36 L122 46 Q80 60 38 48 Z M44 66 Q80 78 116 64 L110 74 Q80 84 50 74 Z", pale(paint, 0.28)
    )
    return Drawing(
        160,
        100,
        (80, 50),
        body
        + '<ellipse cx="80" cy="50" rx="74" ry="15" fill="none" stroke="#e2cba0" stroke-width="6" transform="rotate(-14 80 50)" stroke-dasharray="150 86 400"/>',
    )


def worktop(ink: Ink) -> Drawing:
    """The near half of a table, seen by those who sit at it."""
    paint = ink.main("#b98a5a")
    body = box(-40, 0, 480, 100, css(paint)) + box(-40, 0, 480, 7, pale(paint, 0.35))
    body += "".join(line(f"M-40 {y} Q200 {y + 5} 440 {y - 2}", shade(paint, 0.86), 1.2) for y in (18, 33, 52, 74))
    return Drawing(400, 100, (200, 2), body)


THINGS: Final[dict[str, Draw]] = {
    **album.drawings(), **VEHICLES, "lighthouse": lighthouse, "windmill": windmill, "castle": castle, "pagoda": pagoda, "house": house, "tree": tree,
    "palm": palm, "mushroom": mushroom, "streetlamp": streetlamp, "umbrella": umbrella, "tent": tent, "snowman": snowman,
    "window": window, "painting": painting, "shelf": shelf, "planet": planet, "worktop": worktop,
    "cabin_wide": cabins.wide, "cabin_square": cabins.square, "cabin_tall": cabins.tall, "seat": cabins.seat,
    "flower": lambda ink: flower(ink.main("#d8455a"), ink.rng),
}  # fmt: skip
