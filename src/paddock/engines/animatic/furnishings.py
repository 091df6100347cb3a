"""What stands in rooms and hangs from ceilings: cupboards, counters, columns, lamps. As SVG, as `hangings`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import box, disc, line, shape

Maker = Callable[[RGB, np.random.Generator], Drawing]
_LIT: Final = "#ffe2a0"


def cupboards(colour: RGB, rng: np.random.Generator) -> Drawing:
    tone = rgb(("#7f9a94", "#c8a878", "#b87a5a", "#8a94a8")[int(rng.integers(4))])
    body = "".join(
        box(4 + 38 * i, 2, 36, 30, css(tone))
        + box(7 + 38 * i, 5, 30, 24, css(mix(tone, (255, 250, 240), 0.16)))
        + disc(34 + 38 * i - 3, 18, 1.8, "#4a3a30")
        for i in range(4)
    )
    body += box(0, 62, 160, 5, "#e8dcc4") + "".join(
        box(4 + 38 * i, 67, 36, 31, css(tone)) + box(7 + 38 * i, 70, 30, 25, css(mix(tone, (255, 250, 240), 0.16)))
        for i in range(4)
    )
    body += box(20, 50, 22, 12, "#8f979c", 'rx="3"') + line("M31 50 V40 Q31 36 38 37", "#8f979c", 3)
    body += shape("M100 62 Q92 48 104 46 H118 Q130 48 122 62 Z", "#c8553f") + line(
        "M74 34 v8 M84 34 v11 M94 34 v8", "#6a6f74", 3
    )
    return Drawing(160, 100, (80, 99), body)


def barcounter(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = (
        box(0, 10, 230, 12, "#c89a64", 'rx="4"')
        + box(6, 22, 218, 76, "#6f4a34")
        + "".join(box(14 + 42 * i, 32, 34, 58, "#7f563c", 'rx="2"') for i in range(5))
    )
    return Drawing(
        230,
        100,
        (115, 98),
        body
        + box(150, -8, 34, 18, "#8f979c", 'rx="3"')
        + box(40, -2, 10, 12, "#f4ead4")
        + box(58, -2, 10, 12, "#f4ead4"),
    )


def steelcabinet(colour: RGB, rng: np.random.Generator) -> Drawing:
    return Drawing(
        70,
        100,
        (35, 99),
        box(0, 0, 70, 99, "#8a949c", 'rx="3"')
        + "".join(
            box(5, 5 + 24 * i, 60, 20, "#a4aeb4", 'rx="2"') + box(28, 13 + 24 * i, 14, 3, "#5a6268") for i in range(4)
        ),
    )


def drip(colour: RGB, rng: np.random.Generator) -> Drawing:
    return Drawing(
        50,
        100,
        (25, 98),
        line("M25 6 V92 M25 92 L8 98 M25 92 L42 98 M14 8 H36", "#9aa4aa", 4)
        + box(28, 12, 14, 26, "#cfe6f0", 'rx="4"')
        + line("M35 38 Q38 60 46 66", "#cfe6f0", 1.6),
    )


def flasks(colour: RGB, rng: np.random.Generator) -> Drawing:
    table = (
        box(0, 46, 220, 8, "#d8dcd8")
        + box(8, 54, 10, 45, "#8a949c")
        + box(202, 54, 10, 45, "#8a949c")
        + box(120, 54, 70, 40, "#a4b0b8")
    )
    glass = ""
    for x, tone, tall in ((24, "#5fb0d8", 34), (62, "#8fd06a", 28), (96, "#e06a8a", 38), (150, "#f0c04a", 30)):
        glass += shape(
            f"M{x} {46 - tall} h10 v{tall * 0.4} l12 {tall * 0.6} h-34 l12 {-tall * 0.6} Z", "#e4f0f4"
        ) + shape(f"M{x - 6} {46 - tall * 0.34} h22 l6 {tall * 0.34} h-34 Z", tone)
    return Drawing(220, 100, (110, 99), table + glass + line("M186 46 V20 L200 12", "#5a6268", 6), glass)


def machine(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = (
        box(0, 20, 120, 79, "#7a868e", 'rx="6"')
        + box(10, 30, 52, 30, "#24303a", 'rx="3"')
        + box(20, 0, 24, 22, "#8f979c")
        + box(70, 68, 42, 24, "#5f6a72")
    )
    lights = line("M14 46 q6 -14 12 0 t12 0 t12 0", "#7af0b0", 3) + "".join(
        disc(76 + 14 * i, 40, 5, ("#ff6a5a", "#ffd060", "#7af0a0")[i]) for i in range(3)
    )
    return Drawing(
        120,
        100,
        (60, 99),
        body + lights + disc(86, 80, 0.1, "#000") + line("M16 74 H60 M16 84 H60", "#5f6a72", 5),
        lights,
    )


def goods(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = box(0, 0, 120, 100, "#a4acb0", 'rx="2"')
    for row in range(4):
        body += box(4, 4 + 24.4 * row, 112, 20, "#6f777c")
        x, tones = 7.0, ("#d8553f", "#e8b03f", "#5f9f5a", "#4f8fc0", "#f4ead4", "#b06a9a")
        tone = tones[int(rng.integers(6))]
        while x < 104:
            if rng.random() < 0.3:
                tone = tones[int(rng.integers(6))]
            wide, tall = float(rng.uniform(7, 12)), float(rng.uniform(12, 17))
            body += box(x, 24 + 24.4 * row - tall, wide, tall, tone, 'rx="1.5"') + box(
                x, 24 + 24.4 * row - tall * 0.6, wide, 3, "#fbf6e8"
            )
            x += wide + 1
    return Drawing(120, 100, (60, 99), body)


def counter(colour: RGB, rng: np.random.Generator) -> Drawing:
    return Drawing(
        190,
        100,
        (95, 98),
        box(0, 26, 190, 10, "#e8dcc4", 'rx="3"')
        + box(6, 36, 178, 62, "#c8705a")
        + box(124, 0, 40, 26, "#5f6a72", 'rx="3"')
        + box(130, 4, 28, 14, "#bfe0e8")
        + box(14, 46, 162, 8, "#f4ead4"),
    )


def column(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = box(8, 8, 18, 84, "#ded2bc") + "".join(box(10 + 4.4 * i, 8, 1.4, 84, "#c4b69c") for i in range(4))
    return Drawing(
        34,
        100,
        (17, 99),
        body + box(2, 0, 30, 8, "#e8dcc6", 'rx="2"') + box(4, 90, 26, 5, "#e8dcc6") + box(0, 95, 34, 5, "#d0c2a8"),
    )


def redcolumn(colour: RGB, rng: np.random.Generator) -> Drawing:
    return Drawing(
        26,
        100,
        (13, 99),
        box(5, 0, 16, 95, "#b8382c")
        + box(5, 0, 5, 95, "#cc5040")
        + box(1, 4, 24, 7, "#3f6a9a")
        + box(1, 11, 24, 3, "#e0b04a")
        + box(0, 94, 26, 6, "#9a938a"),
    )


def rack(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = line("M12 6 V96 M148 6 V96", "#3a3f46", 7) + line("M12 40 H148 M12 78 H148", "#5a6268", 5)
    for x in (36, 66, 96, 126):
        body += "".join(
            box(x - 14, y - 9, 8, 18, "#2c2c34", 'rx="2"')
            + box(x + 4, y - 9, 8, 18, "#2c2c34", 'rx="2"')
            + box(x - 6, y - 2.5, 10, 5, "#9aa4aa")
            for y in (32, 70)
        )
    return Drawing(160, 100, (80, 98), body)


def workbench(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = (
        box(0, 30, 190, 11, "#b8875a")
        + box(10, 41, 12, 58, "#94683f")
        + box(168, 41, 12, 58, "#94683f")
        + box(22, 76, 146, 7, "#94683f")
    )
    return Drawing(
        190,
        100,
        (95, 98),
        body
        + box(30, 14, 30, 16, "#c8483a", 'rx="3"')
        + line("M38 14 q7 -9 14 0", "#7a3028", 3)
        + box(110, 18, 40, 12, "#d8b47c")
        + line("M120 18 l10 -12", "#6a4a34", 4),
    )


def seats(colour: RGB, rng: np.random.Generator) -> Drawing:
    tone = ("#4f6f8f", "#a8483c", "#4f7f6a")[int(rng.integers(3))]
    body = "".join(
        box(6 + 58 * i, 6, 44, 44, tone, 'rx="8"') + box(2 + 58 * i, 48, 52, 16, css(scale(rgb(tone), 0.8)), 'rx="5"')
        for i in range(4)
    )
    return Drawing(
        236,
        100,
        (118, 98),
        body + box(0, 64, 236, 6, "#8a949c") + "".join(box(x, 70, 6, 29, "#8a949c") for x in (30, 115, 200)),
    )


def trunkbox(colour: RGB, rng: np.random.Generator) -> Drawing:
    return Drawing(
        140,
        100,
        (70, 98),
        shape("M6 42 Q6 8 40 8 H100 Q134 8 134 42 Z", "#8a5f3c")
        + box(6, 42, 128, 56, "#7a5234")
        + box(0, 38, 140, 8, "#c89a4a")
        + "".join(box(x, 10, 8, 88, "#c89a4a") for x in (26, 106))
        + box(62, 40, 16, 18, "#e0b860", 'rx="3"'),
    )


def consoles(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = box(0, 20, 200, 79, "#4a5664", 'rx="8"') + shape("M0 60 H200 L210 78 H-10 Z", "#5f6c7a")
    lights = "".join(
        box(12 + 62 * i, 28, 52, 26, ("#3fd0c0", "#ffb04a", "#6a9aff")[i], 'rx="3"') for i in range(3)
    ) + "".join(disc(x, 69, 3.4, ("#ff6a5a", "#7af0a0", "#ffe06a")[int(rng.integers(3))]) for x in range(14, 196, 13))
    return Drawing(200, 100, (100, 99), body + lights, lights)


def torchstand(colour: RGB, rng: np.random.Generator) -> Drawing:
    flame = shape("M30 34 Q14 22 26 4 Q30 14 34 8 Q48 24 30 34 Z", "#ff9a3a") + shape(
        "M30 33 Q23 25 29 15 Q37 25 30 33 Z", "#ffe27a"
    )
    return Drawing(
        60,
        100,
        (30, 98),
        line("M30 40 V96 M30 96 L14 98 M30 96 L46 98", "#3a3838", 5)
        + shape("M18 32 H42 L36 44 H24 Z", "#4a4644")
        + flame,
        flame,
    )


def toybox(colour: RGB, rng: np.random.Generator) -> Drawing:
    return Drawing(
        160,
        100,
        (80, 98),
        disc(46, 34, 22, "#e0605a")
        + shape("M90 44 l18 -40 18 40 Z", "#5f9fc0")
        + box(64, 14, 26, 40, "#f0c04a")
        + box(6, 42, 148, 56, "#7fb0a0", 'rx="6"')
        + "".join(disc(34 + 46 * i, 70, 12, ("#f0c04a", "#e0605a", "#f4ead4")[i]) for i in range(3)),
    )


def pendantlamp(colour: RGB, rng: np.random.Generator) -> Drawing:
    bulb = disc(50, 90, 9, _LIT)
    return Drawing(
        100,
        100,
        (50, 0),
        line("M50 0 V60", "#3a3434", 3)
        + bulb
        + shape("M50 52 Q84 58 90 88 H10 Q16 58 50 52 Z", ("#3f6a6a", "#a8483c", "#c89a3f")[int(rng.integers(3))]),
        bulb,
    )


def silklamp(colour: RGB, rng: np.random.Generator) -> Drawing:
    glow = '<ellipse cx="50" cy="62" rx="26" ry="24" fill="#f0a05a"/>'
    body = (
        line("M50 0 V36 M50 88 V100", "#3a3434", 3)
        + '<ellipse cx="50" cy="62" rx="34" ry="28" fill="#c8402f"/>'
        + line("M50 34 V90 M34 38 Q26 62 34 86 M66 38 Q74 62 66 86", "#a02f24", 2.4)
    )
    return Drawing(
        100,
        100,
        (50, 0),
        body + box(36, 30, 28, 6, "#e0b04a", 'rx="2"') + box(36, 87, 28, 6, "#e0b04a", 'rx="2"'),
        glow,
    )


def candelier(colour: RGB, rng: np.random.Generator) -> Drawing:
    lights = "".join(shape(f"M{x} 62 q-6 -8 0 -17 q6 9 0 17 Z", "#ffd87a") for x in (14, 44, 86, 116))
    body = line("M65 0 V50 M14 70 Q14 92 65 92 T116 70 M44 70 Q46 84 65 84 T86 70", "#c89a3f", 5) + "".join(
        box(x - 4, 62, 8, 12, "#f4ead4") for x in (14, 44, 86, 116)
    )
    return Drawing(130, 100, (65, 0), body + disc(65, 92, 7, "#e0b860") + lights, lights)


def striplamp(colour: RGB, rng: np.random.Generator) -> Drawing:
    tube = box(16, 70, 268, 20, "#f4f6ea", 'rx="8"')
    return Drawing(
        300,
        100,
        (150, 0),
        line("M60 0 V66 M240 0 V66", "#5a6268", 4) + box(8, 60, 284, 14, "#8a949c", 'rx="4"') + tube,
        tube,
    )


def rug(colour: RGB, rng: np.random.Generator) -> Drawing:
    body = ""
    for share, tone in (
        (1.0, scale(colour, 0.82)),
        (0.9, mix(colour, (250, 238, 214), 0.55)),
        (0.84, colour),
        (0.5, mix(colour, (250, 238, 214), 0.35)),
        (0.44, scale(colour, 0.88)),
    ):
        body += f'<ellipse cx="560" cy="50" rx="{550 * share:.0f}" ry="{48 * share:.0f}" fill="{css(tone)}"/>'
    return Drawing(1120, 100, (560, 50), body)


def fairylights(colour: RGB, rng: np.random.Generator) -> Drawing:
    """Strings of small warm lamps in swags along the top of a wall."""
    wire, lights = "", ""
    for row in range(2):
        wire += line(f"M0 {8 + 12 * row} " + " ".join(f"q60 {52 - 12 * row} 120 0" for _ in range(8)), "#5a4a3c", 1.6)
        for index in range(8):
            for step in range(1, 10):
                share = step / 10
                x, y = 120 * (index + share), 8 + 12 * row + (52 - 12 * row) * 2 * share * (1 - share)
                lights += disc(x, y + 3, 3.4, ("#ffe0a0", "#ffd080", "#fff0c8")[(index + step) % 3])
    return Drawing(960, 100, (480, 4), wire + lights, lights)


def glowpanel(colour: RGB, rng: np.random.Generator) -> Drawing:
    """Lights and a screen in the wall of a spaceship."""
    tone = ("#5ad0ff", "#6affd8", "#8aa8ff")[int(rng.integers(3))]
    lights = box(10, 8, 40, 5, tone, 'rx="2"') + box(10, 87, 40, 5, tone, 'rx="2"')
    lights += "".join(box(12, 22 + 9 * i, float(rng.uniform(10, 34)), 3.4, tone) for i in range(7))
    return Drawing(
        60, 100, (30, 50), box(0, 0, 60, 100, "#2f3a48", 'rx="6"') + box(4, 16, 52, 68, "#1c2634") + lights, lights
    )


FURNISHINGS: Final[dict[str, Maker]] = {
    make.__name__: make
    for make in (
        cupboards,
        barcounter,
        steelcabinet,
        drip,
        flasks,
        machine,
        goods,
        counter,
        column,
        redcolumn,
        rack,
        workbench,
        seats,
        trunkbox,
        consoles,
        torchstand,
        toybox,
        pendantlamp,
        silklamp,
        candelier,
        striplamp,
        rug,
        glowpanel,
        fairylights,
    )
}
