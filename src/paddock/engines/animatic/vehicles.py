# ruff: noqa: E501 - a path of SVG reads best on one line
"""What carries people: trains, cars, ships, planes, balloons. All face right."""

from __future__ import annotations

from typing import Final

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.ink import LIT, Draw, Ink, pale, shade, wheel
from paddock.engines.animatic.palette import RGB, css, rgb, scale
from paddock.engines.animatic.sprites import box, disc, line, shape


def train(ink: Ink) -> Drawing:
    engine, trim, coach, roof = ink.main("#7d3b30"), ink.second("#a8452f"), ink.second("#d8c08a"), ink.second("#3f6350")
    body, lights = [], []
    for index in range(2):
        x = 4 + index * 172
        body += [
            box(x, 26, 164, 52, css(coach), 'rx="5"'),
            box(x, 58, 164, 9, css(trim)),
            box(x - 3, 18, 170, 12, css(roof), 'rx="6"'),
        ]
        body += [box(x, 74, 164, 8, shade(coach, 0.5)), box(x + 162, 72, 16, 5, "#3a322e")]
        for window in range(5):
            left = x + 11 + window * 30
            body += [
                box(left - 2, 34, 24, 20, pale(coach, 0.6), 'rx="3"'),
                box(left, 36, 20, 16, shade(roof, 0.55), 'rx="2"'),
            ]
            lights.append(box(left, 36, 20, 16, LIT, 'rx="2"'))
        body += [wheel(x + at, 86, 12, spokes=3, turn=60 * ink.phase) for at in (26, 52, 112, 138)]
    body += _engine(engine, trim, roof, 60 * ink.phase)
    lights += [box(364, 32, 24, 20, LIT, 'rx="3"'), disc(517, 44, 8, "#fff6d0")]
    return Drawing(536, 100, (268, 97), "".join(body), "".join(lights))


def _engine(engine: RGB, trim: RGB, roof: RGB, turn: float) -> list[str]:
    body = [box(352, 22, 48, 56, css(trim), 'rx="3"'), box(346, 14, 60, 11, css(roof), 'rx="5"')]
    body += [box(362, 30, 28, 24, pale(trim, 0.6), 'rx="3"'), box(364, 32, 24, 20, shade(roof, 0.5), 'rx="3"')]
    body += [box(398, 34, 108, 40, css(engine), 'rx="8"'), box(398, 34, 108, 9, pale(engine, 0.25), 'rx="4"')]
    body += [box(at, 34, 5, 40, "#c9a552") for at in (420, 450, 480)]
    body += [
        shape("M474 34 L478 8 L470 2 L500 2 L492 8 L496 34 Z", shade(engine, 0.62)),
        box(468, 0, 34, 7, "#c9a552", 'rx="3"'),
    ]
    body += [
        disc(438, 33, 10, "#c9a552"),
        box(428, 31, 20, 6, "#c9a552"),
        box(500, 38, 12, 32, shade(engine, 0.6), 'rx="4"'),
    ]
    body += [disc(517, 44, 10, "#6a5136"), disc(517, 44, 8, "#e8d9ae")]
    body += [box(348, 74, 166, 9, shade(trim, 0.62)), shape("M508 74 L536 97 L500 97 L500 74 Z", shade(trim, 0.7))]
    body += [line(f"M{508 + 5 * i} {78 + 4 * i} V96", "#e0c48a", 2) for i in range(4)]
    body += [wheel(376, 82, 16, spokes=3, turn=turn), wheel(418, 82, 16, spokes=3, turn=turn)]
    body += [wheel(458, 87, 11, spokes=3, turn=turn), wheel(486, 87, 11, spokes=3, turn=turn)]
    return [*body, box(374, 80, 46, 4.5, "#d8c9a0", 'rx="2"')]


def car(ink: Ink) -> Drawing:
    paint = ink.main("#c8452f")
    body = shape(
        "M8 74 Q4 50 26 46 L58 42 Q76 14 96 12 L138 12 Q156 14 176 44 L206 50 Q218 54 216 76 L210 84 H14 Z", css(paint)
    )
    body += shape("M8 66 L217 66 L216 76 L210 84 H14 L8 76 Z", shade(paint, 0.78))
    body += shape("M72 42 Q86 20 98 19 L114 19 V42 Z M120 19 H136 Q150 20 164 42 H120 Z", "#8fb4c2") + line(
        "M117 18 V66", shade(paint, 0.7), 2
    )
    body += (
        box(2, 70, 30, 8, "#d8d2c2", 'rx="4"')
        + box(196, 70, 24, 8, "#d8d2c2", 'rx="4"')
        + disc(207, 58, 6, "#f6e9b8")
        + box(8, 52, 6, 10, "#9a2a22")
    )
    body += wheel(54, 82, 18, spokes=3, turn=60 * ink.phase) + wheel(170, 82, 18, spokes=3, turn=60 * ink.phase)
    return Drawing(222, 100, (111, 99), body, disc(207, 58, 6, "#fff3c0") + box(8, 52, 6, 10, "#ff6a4a"))


def bus(ink: Ink) -> Drawing:
    paint = ink.main("#e0a232")
    body = (
        box(4, 8, 208, 74, css(paint), 'rx="10"')
        + box(4, 52, 208, 7, shade(paint, 0.6))
        + box(4, 8, 208, 9, pale(paint, 0.4), 'rx="5"')
    )
    windows = "".join(box(14 + i * 32, 22, 26, 24, "#7fa6b4", 'rx="3"') for i in range(5))
    body += (
        windows
        + box(180, 22, 28, 54, "#7fa6b4", 'rx="3"')
        + disc(206, 70, 5, "#fff0c0")
        + wheel(52, 84, 15)
        + wheel(164, 84, 15)
    )
    lights = "".join(box(14 + i * 32, 22, 26, 24, LIT, 'rx="3"') for i in range(5)) + disc(206, 70, 5, "#fff3c0")
    return Drawing(218, 100, (109, 99), body, lights)


def truck(ink: Ink) -> Drawing:
    paint, load = ink.main("#3f7fa0"), ink.second("#c9b28a")
    body = box(4, 12, 136, 66, css(load), 'rx="4"') + "".join(
        box(14 + 18 * i, 12, 3, 66, shade(load, 0.85)) for i in range(7)
    )
    body += shape("M144 78 V26 H182 L204 50 L212 54 V78 Z", css(paint)) + shape(
        "M152 34 H179 L194 50 H152 Z", "#8fb4c2"
    )
    body += (
        box(0, 76, 214, 8, "#4a423c")
        + disc(207, 66, 5, "#fff0c0")
        + wheel(40, 85, 14)
        + wheel(72, 85, 14)
        + wheel(178, 85, 14)
    )
    return Drawing(218, 100, (109, 99), body, disc(207, 66, 5, "#fff3c0"))


def bicycle(ink: Ink) -> Drawing:
    paint = css(ink.main("#b8402f"))
    ring = 'stroke="#3a3330" stroke-width="5" fill="none"'
    body = f'<circle cx="32" cy="68" r="27" {ring}/><circle cx="118" cy="68" r="27" {ring}/>'
    body += line("M32 68 L56 30 L104 30 L72 68 Z M72 68 L52 22 M118 68 L100 18 L114 14 M44 21 H62", paint, 5) + disc(
        72, 68, 7, "#c9a552"
    )
    return Drawing(150, 100, (75, 97), body)


def ship(ink: Ink) -> Drawing:
    """A three-master; the waterline is at 88 of 100, the rest of the hull is for the waves to hide."""
    hull, sail = ink.second("#7a4a2c"), ink.colour or rgb("#f2e6cc")
    body = [line("M30 80 V14 M62 80 V4 M92 80 V18", "#5a3a24", 2.4), line("M100 72 L132 52", "#5a3a24", 2.2)]
    body += [line("M30 16 L12 72 M62 6 L31 74 M62 6 L91 74 M92 20 L128 54", "#6a4a34", 0.6)]
    for x, tops, wide in ((30, (20, 36, 52), 22), (62, (10, 28, 48), 28), (92, (24, 39, 54), 20)):
        for index, top in enumerate(tops):
            half, tall = wide * (0.62 + 0.19 * index) / 2, (tops[1] - tops[0]) * 0.92 + 2 * index
            body.append(shape(
                f"M{x - half} {top} H{x + half} Q{x + half + 7} {top + tall * 0.6} {x + half + 1.5} {top + tall} "
                f"Q{x + 3} {top + tall - 3} {x - half - 0.5} {top + tall} Q{x - half + 6} {top + tall * 0.5} {x - half} {top} Z",
                css(scale(sail, 1 - 0.05 * index)), f'stroke="{shade(sail, 0.74)}" stroke-width="0.6"',
            ))  # fmt: skip
    body.append(
        shape(
            "M98 70 L130 52 L98 34 Q106 54 98 70 Z", pale(sail, 0.1), f'stroke="{shade(sail, 0.74)}" stroke-width="0.6"'
        )
    )
    flags = ((30, 14), (62, 4), (92, 18))
    body += [shape(f"M{x} {y - 4} L{x + 9} {y - 1.5} L{x} {y + 1} Z", "#b8352c") for x, y in flags]
    body.append(shape("M4 62 L22 64 L24 74 L96 74 L116 66 L108 92 Q104 99 94 100 L26 100 Q14 99 10 88 Z", css(hull)))
    body.append(
        shape("M4 62 L22 64 L23.5 70 L6 68 Z M24 74 L96 74 L116 66 L114.6 71 L97 79 L24.6 79 Z", pale(hull, 0.32))
    )
    body.append(line("M9 80 Q50 90 111 80 M12 90 Q50 97 108 90", shade(hull, 0.66), 1.3))
    body += [box(30 + 11 * i, 81, 4.2, 4.2, shade(hull, 0.4)) for i in range(6)]
    body += [box(8 + 6 * i, 70.5, 3.6, 4.2, "#3a2a22") for i in range(2)]
    lights = "".join(box(8 + 6 * i, 70.5, 3.6, 4.2, LIT) for i in range(2))
    return Drawing(136, 100, (62, 87), "".join(body), lights)


def boat(ink: Ink) -> Drawing:
    hull, sail = ink.main("#b8523a"), rgb("#f5ecd8")
    body = (
        line("M46 78 V6", "#5a3a24", 3)
        + shape("M49 10 Q84 40 80 68 L49 70 Z", css(sail))
        + shape("M43 14 Q22 44 16 66 L43 70 Z", shade(sail, 0.9))
    )
    body += (
        shape("M46 4 L58 8 L46 12 Z", "#b8352c")
        + shape("M4 74 H96 L84 96 Q80 100 72 100 H26 Q16 100 12 94 Z", css(hull))
        + shape("M4 74 H96 L93 80 H7 Z", pale(hull, 0.45))
    )
    return Drawing(100, 100, (48, 88), body)


def raft(ink: Ink) -> Drawing:
    wood = ink.second("#8a6242")
    body = "".join(box(4 + 24 * i, 20, 22, 60, shade(wood, 0.9 + 0.06 * (i % 3)), 'rx="9"') for i in range(11))
    return Drawing(272, 100, (136, 30), body + box(0, 44, 272, 8, "#c9b28a") + box(0, 62, 272, 6, "#b39a70"))


def deck(ink: Ink) -> Drawing:
    """The bow of a ship from on board: a hull below, a rail that rises to the bowsprit on the right."""
    wood = ink.second("#8a5734")
    body = shape("M0 118 H860 Q970 112 1060 92 L1046 124 Q980 170 930 260 H0 Z", css(wood))
    body += line(
        "M0 142 H864 Q960 136 1036 112 M0 168 H884 Q950 162 1004 140 M0 196 H898 Q940 190 972 174",
        shade(wood, 0.7),
        3.4,
    )
    body += "".join(
        shape(f"M{14 + 56 * i} 120 V{74 - (0.5 * max(0, i - 11)):.1f} h11 V120 Z", pale(wood, 0.12)) for i in range(16)
    )
    body += shape("M0 64 H860 Q970 54 1066 30 L1072 46 Q980 72 866 80 H0 Z", pale(wood, 0.24)) + line(
        "M0 79 H866 Q980 71 1070 46", shade(wood, 0.7), 2
    )
    body += shape("M1000 92 L1210 8 L1216 20 L1022 116 Z", shade(wood, 0.85))
    return Drawing(1220, 230, (860, 226), body)


def plane(ink: Ink) -> Drawing:
    paint = ink.main("#d24b3a")
    body = shape("M10 20 L34 18 L46 46 L220 44 Q258 46 258 56 Q256 66 220 70 L70 72 Q30 66 10 20 Z", "#f0e8d8")
    body += shape("M20 52 Q120 66 256 58 Q254 66 220 70 L70 72 Q40 68 20 52 Z", css(paint)) + shape(
        "M10 20 L34 18 L44 44 L24 46 Z", css(paint)
    )
    body += (
        shape("M110 58 L150 58 L96 94 L76 94 Z", shade(paint, 0.8))
        + "".join(disc(96 + 20 * i, 53, 4.5, "#5f8ea6") for i in range(6))
        + shape("M228 46 Q246 48 250 54 H226 Z", "#5f8ea6")
    )
    return Drawing(264, 100, (132, 56), body, "".join(disc(96 + 20 * i, 53, 4.5, LIT) for i in range(6)))


def rocket(ink: Ink) -> Drawing:
    paint = ink.main("#cf4436")
    body = shape("M22 84 L8 104 L8 78 L20 62 Z M58 84 L72 104 L72 78 L60 62 Z", css(paint)) + shape(
        "M40 2 Q64 30 62 70 L56 92 H24 L18 70 Q16 30 40 2 Z", "#f1ece0"
    )
    body += (
        shape("M40 2 Q54 16 59 34 H21 Q26 16 40 2 Z", css(paint))
        + disc(40, 50, 10, "#c9b27a")
        + disc(40, 50, 7.5, "#5f9ab8")
        + box(26, 84, 28, 9, "#6a6a72")
        + box(37, 66, 6, 34, shade(paint, 0.8), 'rx="3"')
    )
    flame = shape("M28 94 Q26 118 40 136 Q54 118 52 94 Z", "#ff9a3c") + shape(
        "M33 94 Q32 110 40 122 Q48 110 47 94 Z", "#ffe08a"
    )
    return Drawing(80, 138, (40, 60), body + flame, flame)


def balloon(ink: Ink) -> Drawing:
    paint = ink.main("#cf4436")
    stripes = (css(paint), "#f4e6c4", shade(paint, 0.78))
    body = line("M30 66 L41 84 M62 66 L51 84 M46 70 V84", "#6a4a34", 1)
    body += shape("M46 2 Q86 4 86 40 Q82 60 60 72 H32 Q10 60 6 40 Q6 4 46 2 Z", stripes[0])
    body += shape("M46 2 Q68 8 68 40 Q66 60 54 72 H38 Q26 60 24 40 Q24 8 46 2 Z", stripes[1]) + shape(
        "M46 2 Q56 12 56 40 Q54 60 49 72 H43 Q38 60 36 40 Q36 12 46 2 Z", stripes[2]
    )
    body += box(38, 84, 16, 13, "#a87848", 'rx="3"') + box(37, 83, 18, 3.5, "#7a5432")
    return Drawing(92, 100, (46, 50), body, shape("M38 66 H54 L50 72 H42 Z", "#ffb84a"))


def kite(ink: Ink) -> Drawing:
    paint = ink.main("#d24b6a")
    body = (
        shape("M40 0 L76 34 L40 84 L4 34 Z", css(paint))
        + shape("M40 0 L76 34 H40 Z M40 34 V84 L4 34 Z", pale(paint, 0.4))
        + line("M40 84 Q54 92 44 100 Q32 108 44 118", "#6a4a34", 1.6)
    )
    return Drawing(80, 120, (40, 40), body + shape("M50 90 l8 -4 v8 Z M38 104 l-8 -4 v8 Z", "#e8b03e"))


def flownkite(ink: Ink) -> Drawing:
    """A kite high up, and its string down to the hand that holds it, at the lower left."""
    made = kite(ink)
    string = line("M2 236 Q70 190 128 62", "#8a8078", 1.6)
    return Drawing(190, 240, (2, 236), string + f'<g transform="rotate(28 128 50) translate(88 6)">{made.body}</g>')


def board(ink: Ink) -> Drawing:
    """A surfboard on the water."""
    paint = ink.main("#e8b84a")
    body = shape("M2 22 Q40 14 150 14 Q196 12 214 2 Q206 30 160 34 H40 Q12 34 2 22 Z", css(paint))
    body += shape("M20 22 Q60 18 150 19 Q190 17 206 9 Q190 24 150 25 H60 Z", pale(paint, 0.55)) + shape(
        "M26 32 L40 48 L54 33 Z", shade(paint, 0.7)
    )
    return Drawing(216, 50, (108, 20), body)


def breaker(ink: Ink) -> Drawing:
    """A large wave that curls over to the right."""
    body = shape(
        "M0 100 Q30 92 60 62 Q92 12 140 10 Q176 10 186 36 Q172 26 154 32 Q128 42 132 70 Q138 92 200 100 Z", "#3f8fae"
    )
    body += shape("M0 100 Q34 94 68 68 Q100 24 140 20 Q118 34 116 66 Q120 92 156 100 Z", "#2f7798")
    body += shape(
        "M186 36 Q176 6 140 6 Q108 8 86 34 Q112 16 140 18 Q160 18 168 28 Q158 30 152 38 Q168 32 176 42 Q178 36 186 36 Z",
        "#f4f8f8",
    )
    body += line("M30 92 Q70 74 92 40 M54 96 Q88 78 104 44 M84 98 Q104 84 112 62", "#7fbcd0", 2.4)
    return Drawing(200, 100, (100, 92), body)


def foam(ink: Ink) -> Drawing:
    """White water thrown up by a bow."""
    body = shape("M0 60 Q6 40 22 42 Q26 22 44 26 Q54 6 72 14 Q92 12 92 30 Q110 32 106 48 Q118 52 120 60 Z", "#f6fafa")
    return Drawing(120, 60, (60, 52), body + line("M16 54 Q30 44 44 54 M52 50 Q66 34 82 48", "#a8cfdc", 3))


def lantern(ink: Ink) -> Drawing:
    paint = ink.main("#d8432f")
    body = (
        line("M40 0 V14", "#8a6a3a", 2.4)
        + box(26, 12, 28, 7, "#caa24a", 'rx="2"')
        + shape("M26 18 Q4 26 4 48 Q4 70 26 78 H54 Q76 70 76 48 Q76 26 54 18 Z", css(paint))
    )
    body += (
        line("M26 18 Q14 48 26 78 M40 18 V78 M54 18 Q66 48 54 78", shade(paint, 0.75), 1.4)
        + box(26, 77, 28, 7, "#caa24a", 'rx="2"')
        + line("M40 84 V98 M36 84 V94 M44 84 V94", "#d8a23a", 1.6)
    )
    return Drawing(
        80,
        100,
        (40, 50),
        body,
        shape("M28 20 Q10 28 10 48 Q10 68 28 76 H52 Q70 68 70 48 Q70 28 52 20 Z", "#ff8a4a", 'opacity="0.8"'),
    )


VEHICLES: Final[dict[str, Draw]] = {
    "train": train, "car": car, "bus": bus, "truck": truck, "bicycle": bicycle, "ship": ship, "boat": boat, "raft": raft,
    "deck": deck, "plane": plane, "rocket": rocket, "balloon": balloon, "kite": kite, "lantern": lantern,
    "flownkite": flownkite, "board": board, "breaker": breaker, "foam": foam,
}  # fmt: skip
