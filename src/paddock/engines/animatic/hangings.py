# ruff: noqa: E501 - a path of SVG reads best on one line
"""What hangs on walls: windows with the hour in them, boards, signs, banners. As SVG, from a colour and a generator."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np

from paddock.engines.animatic import outlooks
from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import box, disc, line, shape

Maker = Callable[[RGB, np.random.Generator], Drawing]


def casement(colour: RGB, rng: np.random.Generator, view: str = "", falling: str = "") -> Drawing:
    drape = ("#b8483f", "#4f7a8a", "#c89a3f", "#7a5a86")[int(rng.integers(4))]
    body = box(4, 2, 112, 96, "#f3e8d2", 'rx="2"') + outlooks.outside(11, 9, 98, 80, colour, view, falling)
    body += box(57, 9, 5, 80, "#f3e8d2") + box(11, 44, 98, 5, "#f3e8d2") + box(0, 92, 120, 8, "#e4d5ba", 'rx="2"')
    for flip in (0, 1):
        move = 'transform="translate(120 0) scale(-1 1)"' if flip else ""
        body += (
            f"<g {move}>"
            + shape("M2 -2 H36 Q30 40 8 84 L2 88 Z", drape)
            + line("M10 0 Q10 40 4 76 M22 0 Q20 34 10 66", css(scale(rgb(drape), 0.8)), 2.4)
            + "</g>"
        )
    return Drawing(120, 100, (60, 50), body + box(-3, -5, 126, 6, "#6a4a34", 'rx="3"'))


def bigwindow(colour: RGB, rng: np.random.Generator, beyond: str = "", view: str = "", falling: str = "") -> Drawing:
    body = box(0, 0, 150, 100, "#5f6a74") + outlooks.outside(4, 4, 142, 92, colour, view, falling) + beyond
    body += "".join(box(x, 0, 3.6, 100, "#5f6a74") for x in (36, 73, 110)) + box(0, 66, 150, 3, "#5f6a74")
    return Drawing(150, 100, (75, 50), body)


def runway(colour: RGB, rng: np.random.Generator) -> Drawing:
    """A window on an airfield."""
    plane = shape(
        "M0 20 Q10 8 40 10 L100 14 L122 -6 H132 L126 18 Q132 26 118 28 L70 28 L40 52 H28 L44 28 L16 28 Q4 28 0 20 Z",
        "#f4f4f0",
    )
    move = f"translate({rng.uniform(20, 60):.0f} {rng.uniform(24, 50):.0f}) scale(.5)"
    return bigwindow(colour, rng, f'<g transform="{move}">{plane}</g>')


def archwindow(colour: RGB, rng: np.random.Generator) -> Drawing:
    frame = "M4 100 V40 Q4 4 32 2 Q60 4 60 40 V100 Z"
    body = shape(frame, "#e0d2b4") + shape("M10 95 V41 Q10 12 32 9 Q54 12 54 41 V95 Z", css(colour))
    panes = ("#c8553f", "#e0a83c", "#4f8a9a", "#6f9a5a", "#8a5f8f")
    for row in range(5):
        for column in range(3):
            tone = mix(rgb(panes[int(rng.integers(5))]), colour, 0.35)
            body += box(12 + 14 * column, 32 + 12.6 * row, 12, 10.6, css(tone))
    return Drawing(
        64, 100, (32, 50), body + shape("M14 29 Q18 14 32 12 Q46 14 50 29 Z", css(mix(rgb("#f0d890"), colour, 0.3)))
    )


def rosewindow(colour: RGB, rng: np.random.Generator) -> Drawing:
    panes = ("#c8553f", "#e0a83c", "#4f7fb0", "#6f9a5a", "#8a5f8f")
    body = disc(50, 50, 50, "#d8cdb4") + disc(50, 50, 44, "#4a4450")
    for ring, (radius, count, size) in enumerate(((32, 12, 8), (16, 8, 5.6))):
        for index in range(count):
            angle = 2 * math.pi * index / count
            body += disc(
                50 + radius * math.cos(angle),
                50 + radius * math.sin(angle),
                size,
                css(mix(rgb(panes[(index + ring) % 5]), colour, 0.25)),
            )
    return Drawing(100, 100, (50, 50), body + disc(50, 50, 7, "#f4d88a"))


def shoji(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = (
        box(0, 0, 92, 100, "#5a3f2c")
        + box(4, 4, 40, 92, css(mix((250, 244, 226), colour, 0.12)))
        + box(48, 4, 40, 92, css(mix((250, 244, 226), colour, 0.12)))
    )
    for x in (17, 30, 61, 74):
        body += box(x, 4, 1.8, 92, "#5a3f2c")
    return Drawing(92, 100, (46, 99), body + "".join(box(4, y, 84, 1.8, "#5a3f2c") for y in (22, 40, 58, 76)))


def porthole(colour: RGB, rng: np.random.Generator) -> Drawing:
    stars = "".join(disc(50 + a * 34, 50 + b * 34, 1.6, "#ffffff") for a, b in rng.uniform(-0.8, 0.8, (12, 2)))
    return Drawing(
        100,
        100,
        (50, 50),
        disc(50, 50, 49, "#8a949c")
        + disc(50, 50, 40, "#10163a")
        + disc(66, 66, 18, "#b87a5a")
        + stars
        + '<circle cx="50" cy="50" r="40" fill="none" stroke="#6a747c" stroke-width="5"/>',
    )


def barswindow(colour: RGB, rng: np.random.Generator) -> Drawing:
    return Drawing(
        120,
        100,
        (60, 50),
        box(0, 0, 120, 100, "#3a3834")
        + box(8, 8, 104, 84, css(colour))
        + "".join(box(x, 4, 6, 92, "#2c2a2a") for x in (26, 50, 74, 96)),
    )


def _board(face: str, frame: str, inside: str, wide: float = 190) -> Drawing:
    return Drawing(
        wide, 100, (wide / 2, 50), box(0, 0, wide, 100, frame, 'rx="3"') + box(6, 6, wide - 12, 88, face) + inside
    )


def blackboard(colour: RGB, rng: np.random.Generator) -> Drawing:
    chalk = (
        line("M24 30 h46 M24 46 h32 M24 62 h40", "#e8ece4", 3)
        + line("M104 66 L128 24 L152 66 Z", "#e8ece4", 3)
        + line("M128 24 V66", "#f0d890", 2)
    )
    return _board("#3f5f50", "#8a6240", chalk + box(60, 92, 70, 7, "#a87a50"), 176)


def chartboard(colour: RGB, rng: np.random.Generator) -> Drawing:
    bars = "".join(
        box(22 + 18 * i, 78 - h, 12, h, ("#4f7fb0", "#e0953f", "#6f9a5a")[i % 3])
        for i, h in enumerate(rng.uniform(14, 50, 5))
    )
    return _board(
        "#f4f2ea", "#aab0b4", bars + line("M16 80 H116 M128 30 h22 M128 44 h16 M128 58 h20", "#7a7f84", 3), 164
    )


def menuboard(colour: RGB, rng: np.random.Generator) -> Drawing:
    rows = "".join(
        line(f"M18 {y} h{w:.0f} M112 {y} h18", "#f0e6d0", 3)
        for y, w in zip((36, 52, 68, 82), rng.uniform(40, 74, 4), strict=True)
    )
    return _board("#3a3634", "#8a6240", rows + line("M44 20 Q74 10 104 20", "#e8b04a", 4), 150)


def mapboard(colour: RGB, rng: np.random.Generator) -> Drawing:
    land = shape(
        "M22 36 Q40 20 60 34 T86 40 Q92 60 70 70 T34 62 Z M104 30 Q126 20 142 36 T130 74 Q110 70 104 54 Z", "#8fb070"
    )
    return _board("#a8cfe0", "#7a5a3c", land, 164)


def saleboard(colour: RGB, rng: np.random.Generator) -> Drawing:
    return _board("#e0483a", "#f4e8d0", "".join(disc(34 + 32 * i, 50, 13, "#f8e070") for i in range(6)), 230)


def departures(colour: RGB, rng: np.random.Generator) -> Drawing:
    rows = "".join(
        line(f"M16 {y} h34 M70 {y} h{w:.0f} M190 {y} h26", ("#f4d060", "#f0f0e8")[i % 2], 5)
        for i, (y, w) in enumerate(zip((24, 42, 60, 78), rng.uniform(50, 96, 4), strict=True))
    )
    return _board("#232a36", "#4a525c", rows, 240)


def trainmap(colour: RGB, rng: np.random.Generator) -> Drawing:
    ways = (
        line("M16 30 H120 Q140 30 150 50 T184 70 H220", "#d8483a", 6)
        + line("M16 72 H80 L120 34 H220", "#3f7fc0", 6)
        + line("M60 14 V86", "#5fa05a", 6)
    )
    return _board(
        "#f4f2ea",
        "#5a6268",
        ways
        + "".join(
            disc(x, y, 5, "#ffffff", 'stroke="#333" stroke-width="2"')
            for x, y in ((60, 30), (60, 72), (120, 32), (170, 34))
        ),
        236,
    )


def toolboard(colour: RGB, rng: np.random.Generator) -> Drawing:
    tools = (
        line("M30 24 V70 M24 24 h14", "#6a4a34", 6)
        + line("M62 22 V60", "#8a949c", 6)
        + shape("M54 60 h16 l-4 20 h-8 Z", "#c85a3a")
        + line("M94 26 L110 74 M112 26 L96 74", "#8a949c", 5)
        + line("M138 24 Q160 44 138 72", "#8a949c", 6)
    )
    return _board("#b89a6c", "#7a5a3c", tools, 176)


def barsign(colour: RGB, rng: np.random.Generator) -> Drawing:
    tone, other = (("#ff5a8a", "#5ad8ff"), ("#ffb03a", "#ff5a6a"), ("#6affb0", "#c06aff"))[int(rng.integers(3))]
    glow = line("M24 70 L24 34 L56 34 M24 52 H48 M76 34 V70 H104 M124 70 V34 L150 70 V34", tone, 6) + line(
        "M14 18 H160 Q172 18 172 30 V74 Q172 86 160 86 H14 Q2 86 2 74 V30 Q2 18 14 18", other, 4
    )
    return Drawing(176, 100, (88, 50), box(0, 14, 174, 74, "#2a2430", 'rx="14"') + glow, glow)


def bottles(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = box(0, 0, 210, 100, "#3a2a26", 'rx="3"')
    lights = ""
    for row in (0, 1):
        body += box(6, 44 + 46 * row, 198, 5, "#7a5236")
        x = 12.0
        while x < 194:
            wide, tall = float(rng.uniform(8, 13)), float(rng.uniform(22, 34))
            tone = ("#8a3f3a", "#c89a3f", "#3f7a5a", "#4f6f9a", "#d8c8a0")[int(rng.integers(5))]
            glass = box(x, 44 + 46 * row - tall * 0.7, wide, tall * 0.7, tone, 'rx="2"') + box(
                x + wide * 0.3, 44 + 46 * row - tall, wide * 0.4, tall * 0.4, tone
            )
            body += glass
            lights += glass if rng.random() < 0.4 else ""
            x += wide + float(rng.uniform(1.5, 7))
    return Drawing(210, 100, (105, 50), body, lights)


def bigmirror(colour: RGB, rng: np.random.Generator) -> Drawing:
    return _board(
        "#b8cdd6", "#6a7278", shape("M20 90 L70 10 H96 L46 90 Z M110 90 L150 24 H164 L124 90 Z", "#d4e2e8"), 220
    )


def screen(colour: RGB, rng: np.random.Generator) -> Drawing:
    glow = (
        box(8, 8, 224, 84, "#e8ecf2")
        + shape("M8 92 V64 Q60 40 110 66 T232 56 V92 Z", "#9ab0c0")
        + disc(180, 34, 13, "#f6e0a0")
    )
    return Drawing(240, 100, (120, 50), box(0, 0, 240, 100, "#1c1a22", 'rx="3"') + glow, glow)


def banner(colour: RGB, rng: np.random.Generator) -> Drawing:
    tone = ("#8a2f34", "#2f4f8a", "#5a3f7a")[int(rng.integers(3))]
    body = (
        shape("M4 4 H52 V78 L28 96 L4 78 Z", tone)
        + line("M9 8 V76 L28 90 L47 76 V8", "#e0b84a", 2.4)
        + disc(28, 38, 11, "#e0b84a")
        + disc(28, 38, 6, tone)
    )
    return Drawing(56, 100, (28, 50), body + box(0, 0, 56, 6, "#8a6a3a", 'rx="3"'))


def scroll(colour: RGB, rng: np.random.Generator) -> Drawing:
    ink = (
        shape("M14 66 Q22 40 28 56 Q34 36 42 66 Z", "#6a6f74")
        + line("M14 30 q6 4 0 10 M14 44 q5 3 0 8", "#3a3a3e", 2.4)
        + disc(38, 30, 4, "#c8483a")
    )
    return Drawing(
        56,
        100,
        (28, 50),
        box(4, 4, 48, 92, "#c8a878")
        + box(9, 14, 38, 68, "#f6efdc")
        + ink
        + box(0, 0, 56, 6, "#6a4a34", 'rx="3"')
        + box(0, 94, 56, 6, "#6a4a34", 'rx="3"'),
    )


def chains(colour: RGB, rng: np.random.Generator) -> Drawing:
    return Drawing(
        60,
        100,
        (30, 50),
        "".join(
            f'<ellipse cx="{x}" cy="{8 + 13 * i}" rx="5" ry="8" fill="none" stroke="#7a7a80" stroke-width="3"/>'
            for x, n in ((16, 7), (44, 5))
            for i in range(n)
        ),
    )


def bunting(colour: RGB, rng: np.random.Generator) -> Drawing:
    flags = "".join(
        shape(
            f"M{10 + 34 * i} {14 + 24 * math.sin(math.pi * (i + 0.5) / 9):.0f} h28 l-14 40 Z",
            ("#e0605a", "#f0c04a", "#5f9fc0", "#7fb06a")[i % 4],
        )
        for i in range(9)
    )
    return Drawing(330, 100, (165, 50), line("M0 10 Q165 66 330 10", "#6a5a4a", 3) + flags)


def pipes(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = (
        line("M10 0 V60 H90 V100", "#8f979c", 14)
        + line("M120 0 V36 H54 V100", "#a8764f", 12)
        + line("M150 0 V100", "#7a8288", 16)
    )
    return Drawing(
        170,
        100,
        (85, 50),
        body + "".join(disc(x, y, 9, "#c8483a") + disc(x, y, 4, "#f0e6d0") for x, y in ((90, 78), (150, 40))),
    )


def viewport(colour: RGB, rng: np.random.Generator, view: str = "", falling: str = "") -> Drawing:
    """The window of a spaceship: wide, with round corners."""
    stars = rng.uniform(0.03, 0.97, (34, 2))
    inside = box(8, 8, 204, 84, "#0a0f2a") + "".join(disc(8 + 204 * a, 8 + 84 * b, 1.3, "#ffffff") for a, b in stars)
    if view in ("earth", "deep"):
        inside = (outlooks.earth if view == "earth" else outlooks.deep)(8, 8, 204, 84)
    body = (
        box(0, 0, 220, 100, "#77828c", 'rx="22"')
        + f'<clipPath id="v"><rect x="8" y="8" width="204" height="84" rx="16"/></clipPath><g clip-path="url(#v)">{inside}</g>'
    )
    return Drawing(220, 100, (110, 50), body + line("M75 6 V94 M145 6 V94", "#5f6a74", 5))


_OPENINGS: Final[dict[str, Callable[..., Drawing]]] = {
    "casement": casement,
    "bigwindow": bigwindow,
    "viewport": viewport,
}


def seen(art: str, view: str, falling: str) -> str:
    """The name of a window with that view and that weather before it."""
    return "_".join((art, view, falling)) if art in _OPENINGS and (view or falling) else art


HANGINGS: Final[dict[str, Maker]] = {
    **{
        seen(name, view, falling): partial(make, view=view, falling=falling)
        for name, make in _OPENINGS.items()
        for view in ("", "earth", "deep", *outlooks.VIEWS)
        for falling in ("", "rain", "snow")
        if view or falling
    },
    "viewport": viewport,
    **{
        make.__name__: make
        for make in (
            casement,
            bigwindow,
            runway,
            archwindow,
            rosewindow,
            shoji,
            porthole,
            barswindow,
            blackboard,
            chartboard,
            menuboard,
            mapboard,
            saleboard,
            departures,
            trainmap,
            toolboard,
            barsign,
            bottles,
            bigmirror,
            screen,
            banner,
            scroll,
            chains,
            bunting,
            pipes,
        )
    },
}
