# ruff: noqa: E501 - a path of SVG reads best on one line
"""What tells one four-legged animal from another: stripes, humps, horns, manes, tails, ears and faces."""

from __future__ import annotations

import math

from paddock.engines.animatic.breeds import Beast
from paddock.engines.animatic.joints import Point
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import disc, line, shape


def marks(rear: Point, front: Point, beast: Beast, coat: RGB) -> str:
    """The pattern on the trunk."""
    (rx, ry), (fx, fy) = rear, front
    deep, dark = beast.deep, css(beast.dark)

    def at(share: float, depth: float) -> Point:
        return rx + (fx - rx) * share, ry + (fy - ry) * share + depth * deep

    made = ""
    if beast.has("stripes", "zebra"):
        tone = (
            css(mix(coat, (90, 40, 16), 0.55))
            if beast.has("stripes") and beast.coat[0] - beast.coat[2] > 30
            else css(mix(coat, beast.dark, 0.9 if beast.has("zebra") else 0.55))
        )
        steps = 8 if beast.has("zebra") else 5
        for index in range(steps):
            x, y = at(0.02 + 0.94 * index / (steps - 1), -0.44)
            made += line(
                f"M{x:.1f} {y:.1f} q3 {deep * 0.3:.1f} -1 {deep * (0.7 if beast.has('zebra') else 0.42):.1f}", tone, 4.6
            )
    if beast.has("spots"):
        made += "".join(
            f'<ellipse cx="{at(s, d)[0]:.1f}" cy="{at(s, d)[1]:.1f}" rx="{r}" ry="{r * 0.72}" fill="#4a3a34"/>'
            for s, d, r in ((0.1, -0.1, 15), (0.46, 0.08, 13), (0.8, -0.14, 16))
        )
    if beast.has("dots", "rosettes", "dots2", "patches", "patchwork"):
        made += _dotted(at, beast, coat)
    if beast.has("panda"):
        made += line(
            f"M{fx - 2:.1f} {fy - deep * 0.44:.1f} Q{fx - 10:.1f} {fy:.1f} {fx - 2:.1f} {fy + deep * 0.4:.1f}",
            "#3a3638",
            24,
        )
    if beast.has("saddle"):
        made += shape(
            f"M{rx - deep * 0.3:.1f} {ry - deep * 0.3:.1f} Q{(rx + fx) / 2:.1f} {(ry + fy) / 2 - deep * 0.62:.1f} {fx:.1f} {fy - deep * 0.5:.1f} Q{(rx + fx) / 2:.1f} {(ry + fy) / 2 + deep * 0.1:.1f} {rx - deep * 0.3:.1f} {ry - deep * 0.1:.1f} Z",
            dark,
        )
    if beast.has("chest"):
        made += shape(
            f"M{fx - deep * 0.1:.1f} {fy + deep * 0.5:.1f} Q{fx + deep * 0.1:.1f} {fy - deep * 0.1:.1f} {fx + deep * 0.42:.1f} {fy - deep * 0.2:.1f} Q{fx + deep * 0.5:.1f} {fy + deep * 0.4:.1f} {fx - deep * 0.1:.1f} {fy + deep * 0.5:.1f} Z",
            css(beast.belly or (248, 244, 234)),
        )
    if beast.has("backline", "backstripe"):
        made += line(
            f"M{rx - deep * 0.3:.1f} {ry - deep * 0.4:.1f} Q{(rx + fx) / 2:.1f} {(ry + fy) / 2 - deep * 0.42:.1f} {fx:.1f} {fy - deep * 0.42:.1f}",
            "#f6f2ea" if beast.has("backstripe") else "#4a3020",
            5,
        )
    if beast.has("bands"):
        made += "".join(
            line(
                f"M{at(s, -0.46)[0]:.1f} {at(s, -0.46)[1]:.1f} q5 {deep * 0.45:.1f} 0 {deep * 0.8:.1f}",
                css(scale(coat, 0.74)),
                2.4,
            )
            for s in (0.1, 0.25, 0.4, 0.55, 0.7, 0.85)
        )
    if beast.has("shag"):
        made += "".join(
            shape(
                f"M{at(s, 0.36)[0] - 7:.1f} {at(s, 0.36)[1]:.1f} l7 {deep * 0.34:.1f} l7 {-deep * 0.34:.1f} Z",
                css(scale(coat, 0.9)),
            )
            for s in (0, 0.14, 0.28, 0.42, 0.56, 0.7, 0.84, 0.98)
        )
    return made


def _dotted(at: object, beast: Beast, coat: RGB) -> str:
    assert callable(at)
    spots = (
        (0.0, -0.2),
        (0.12, 0.15),
        (0.2, -0.34),
        (0.34, 0.0),
        (0.42, 0.26),
        (0.5, -0.3),
        (0.6, 0.04),
        (0.72, -0.26),
        (0.8, 0.2),
        (0.92, -0.08),
    )
    dark = css(beast.dark)
    made = ""
    for index, (share, depth) in enumerate(spots):
        x, y = at(share, depth)
        if beast.has("rosettes"):
            made += f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.4" fill="none" stroke="#4a3626" stroke-width="3" stroke-dasharray="6 2.4"/>'
        elif beast.has("patches"):
            r = beast.deep * 0.16
            made += shape(
                f"M{x - r:.1f} {y:.1f} L{x - r * 0.3:.1f} {y - r:.1f} L{x + r:.1f} {y - r * 0.6:.1f} L{x + r * 0.8:.1f} {y + r * 0.7:.1f} L{x - r * 0.4:.1f} {y + r:.1f} Z",
                dark,
            )
        elif beast.has("patchwork"):
            made += (
                f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="9" ry="6" fill="{dark if index % 2 else "#33302e"}"/>'
                if index % 3 == 0
                else ""
            )
        else:
            made += disc(x, y, 3.0 if index % 2 else 3.8, dark)
    return made


def on_back(rear: Point, front: Point, beast: Beast, coat: RGB, beat: float, *, far: bool) -> str:
    """Humps, plates, a shell, wings."""
    (rx, ry), (fx, fy) = rear, front
    deep, mx, my = beast.deep, (rear[0] + front[0]) / 2, (rear[1] + front[1]) / 2
    if beast.has("wings"):
        x, y = fx - deep * 0.4, fy - deep * 0.36
        lift = 46 * beat
        fill = css(scale(mix(coat, (255, 250, 235), 0.3), 0.72 if far else 1.0))
        return shape(
            f"M{x + 14:.1f} {y:.1f} Q{x - 6:.1f} {y - 34 - lift * 0.7:.1f} {x - 62:.1f} {y - 40 - lift:.1f} Q{x - 48:.1f} {y - 20 - lift * 0.7:.1f} {x - 58:.1f} {y - 8 - lift * 0.6:.1f} Q{x - 36:.1f} {y - 8 - lift * 0.3:.1f} {x - 34:.1f} {y + 10 - lift * 0.2:.1f} Q{x - 16:.1f} {y + 2:.1f} {x - 6:.1f} {y + 12:.1f} Z",
            fill,
        )
    if far:
        if beast.has("hump", "hump2"):
            spots = (mx,) if beast.has("hump") else (rx + (fx - rx) * 0.24, rx + (fx - rx) * 0.76)
            return "".join(
                shape(
                    f"M{x - 20:.1f} {my - deep * 0.3:.1f} Q{x - 8:.1f} {my - deep * 1.05:.1f} {x + 2:.1f} {my - deep * 1.02:.1f} Q{x + 12:.1f} {my - deep:.1f} {x + 22:.1f} {my - deep * 0.3:.1f} Z",
                    css(scale(coat, 0.94)),
                )
                for x in spots
            )
        if beast.has("ridge", "plates"):
            return _ridge(rear, front, beast, coat)
        return ""
    if beast.has("spikes"):
        return _spikes(rear, front, beast)
    if beast.has("shell"):
        return shape(
            f"M{rx - 18:.1f} {ry + deep * 0.5:.1f} Q{mx:.1f} {my - deep * 2.6:.1f} {fx + 16:.1f} {fy + deep * 0.5:.1f} Z",
            "#7a6a3e",
        ) + shape(
            f"M{mx - 22:.1f} {my + 2:.1f} L{mx - 12:.1f} {my - deep * 0.8:.1f} H{mx + 12:.1f} L{mx + 22:.1f} {my + 2:.1f} Z",
            "#5f5230",
        )
    return ""


def _spikes(rear: Point, front: Point, beast: Beast) -> str:
    """A coat of spikes over the back, three rows of them, the outer ones against the sky."""
    mx, my = (rear[0] + front[0]) / 2 - 3, (rear[1] + front[1]) / 2 + beast.deep * 0.2
    wide, high = (front[0] - rear[0]) / 2 + beast.deep * 0.48, beast.deep * 0.92
    made = shape(
        f"M{mx - wide:.1f} {my + 6:.1f} Q{mx - wide:.1f} {my - high:.1f} {mx:.1f} {my - high:.1f} Q{mx + wide:.1f} {my - high:.1f} {mx + wide:.1f} {my + 2:.1f} Q{mx:.1f} {my + 12:.1f} {mx - wide:.1f} {my + 6:.1f} Z",
        css(beast.dark),
    )
    for row, (share, count) in enumerate(((1.0, 17), (0.72, 13), (0.42, 9))):
        paint = css(mix(beast.dark, (244, 230, 204), 0.16 + 0.22 * row))
        for index in range(count):
            angle = math.pi * (1.04 - 1.02 * index / (count - 1))
            x, y = mx + wide * share * math.cos(angle), my - high * share * math.sin(angle) + 3
            lean = angle + 0.34
            tip = (x + 11 * math.cos(lean), y - 11 * math.sin(lean))
            side = (2.6 * math.sin(lean), 2.6 * math.cos(lean))
            made += shape(
                f"M{x - side[0]:.1f} {y - side[1]:.1f} L{tip[0]:.1f} {tip[1]:.1f} L{x + side[0]:.1f} {y + side[1]:.1f} Z",
                paint,
            )
    return made


def _ridge(rear: Point, front: Point, beast: Beast, coat: RGB) -> str:
    (rx, ry), (fx, fy) = rear, front
    count, tall, wide = (7, 30.0, 13.0) if beast.has("plates") else (10, 9.0, 6.0)
    fill = css(rgb("#c8803a") if beast.has("plates") else scale(coat, 0.72))
    made = ""
    for index in range(count):
        share = index / (count - 1)
        x, y = rx - 8 + (fx - rx + 10) * share, ry + (fy - ry) * share - beast.deep * 0.42
        size = tall * (0.6 + 0.4 * math.sin(math.pi * share))
        made += shape(f"M{x - wide:.1f} {y + 4:.1f} L{x:.1f} {y - size:.1f} L{x + wide:.1f} {y + 4:.1f} Z", fill)
    return made


def tail(rear: Point, beast: Beast, coat: RGB, phase: float) -> str:
    """The tail, wagging a little."""
    x, y = rear[0] - beast.deep * 0.36, rear[1] - beast.deep * 0.26
    wag = 5 * math.sin(2 * math.pi * phase)
    fill, dark = css(scale(coat, 0.92)), css(beast.dark)
    deep = beast.deep
    kinds = {
        "up": lambda: line(f"M{x:.1f} {y:.1f} Q{x - 20:.1f} {y - 8:.1f} {x - 20 + wag:.1f} {y - 32:.1f}", fill, 8),
        "long": lambda: line(f"M{x:.1f} {y:.1f} C{x - 26:.1f} {y + 4:.1f} {x - 22 + wag:.1f} {y - 36:.1f} {x - 34 + 1.6 * wag:.1f} {y - 44:.1f}", dark if beast.has("points") else fill, 8),
        "thin": lambda: line(f"M{x:.1f} {y + 8:.1f} C{x - 20:.1f} {y + 10:.1f} {x - 24 + wag:.1f} {y - 10:.1f} {x - 38:.1f} {y + wag:.1f}", "#d8a0a0", 3),
        "bush": lambda: shape(f"M{x + 4:.1f} {y - 4:.1f} Q{x - 26:.1f} {y - 16 + wag:.1f} {x - 44:.1f} {y + 8 + wag:.1f} Q{x - 22:.1f} {y + 22 + wag:.1f} {x + 4:.1f} {y + 8:.1f} Z", fill) + disc(x - 38, y + 7 + wag, 6.5, css(beast.belly or coat)),
        "ringed": lambda: line(f"M{x:.1f} {y:.1f} Q{x - 24:.1f} {y + 4:.1f} {x - 44:.1f} {y - 6 + wag:.1f}", fill, 15) + "".join(line(f"M{x - 10 - 12 * i:.1f} {y - 6:.1f} v12", dark, 5) for i in range(3)),
        "plume": lambda: shape(f"M{x + 6:.1f} {y + 10:.1f} Q{x - 40:.1f} {y + 6:.1f} {x - 26 + wag:.1f} {y - 46:.1f} Q{x - 4 + wag:.1f} {y - 74:.1f} {x + 12 + wag:.1f} {y - 50:.1f} Q{x - 4:.1f} {y - 44:.1f} {x - 4:.1f} {y - 24:.1f} Z", fill),
        "curl2": lambda: line(f"M{x:.1f} {y:.1f} Q{x - 16:.1f} {y - 20:.1f} {x + 2:.1f} {y - 22 + wag * 0.4:.1f} Q{x + 12:.1f} {y - 16:.1f} {x + 4:.1f} {y - 8:.1f}", fill, 10),
        "spiral": lambda: line(f"M{x:.1f} {y + 4:.1f} q-26 4 -24 18 q4 12 14 6 q6 -8 -4 -10", fill, 5),
        "pom": lambda: line(f"M{x:.1f} {y:.1f} L{x - 12:.1f} {y - 18 + wag:.1f}", fill, 5) + disc(x - 14, y - 24 + wag, 11, css(coat)),
        "flat": lambda: shape(f"M{x + 6:.1f} {y + 12:.1f} Q{x - 30:.1f} {y + 8:.1f} {x - 42:.1f} {y + 24:.1f} Q{x - 24:.1f} {y + 32:.1f} {x + 6:.1f} {y + 24:.1f} Z", "#4a3a32"),
        "croc": lambda: shape(f"M{x + 10:.1f} {y - deep * 0.12:.1f} Q{x - 26:.1f} {y + deep * 0.2:.1f} {x - 52:.1f} {y + deep * 0.5 + wag:.1f} Q{x - 26:.1f} {y + deep * 0.75:.1f} {x + 10:.1f} {y + deep * 0.7:.1f} Z", fill),
        "hair": lambda: shape(f"M{x + 4:.1f} {y - 4:.1f} Q{x - 24:.1f} {y - 8:.1f} {x - 32 - wag:.1f} {y + 44:.1f} Q{x - 10 - wag:.1f} {y + 42:.1f} {x + 4:.1f} {y + 8:.1f} Z", dark),
        "tuft": lambda: line(f"M{x:.1f} {y:.1f} Q{x - 14:.1f} {y + 10:.1f} {x - 12 + wag:.1f} {y + 36:.1f}", fill, 4.5) + disc(x - 12 + wag, y + 38, 6, dark),
        "curl": lambda: line(f"M{x:.1f} {y:.1f} q-10 -2 -8 -10 q6 -6 8 1 q-2 8 -12 4", fill, 3.6),
    }  # fmt: skip
    if beast.tail in kinds:
        return kinds[beast.tail]()
    return disc(x - 2, y + 2, deep * 0.18 + 2, css(mix(coat, (255, 255, 250), 0.4)))


def behind_head(base: Point, head: Point, beast: Beast, coat: RGB) -> str:
    """Manes and frills, and the pattern of a long neck."""
    x, y, r, deep = head[0], head[1], beast.head, beast.deep
    if beast.has("lion"):
        dark = css(rgb("#9a5a26"))
        ring = "".join(
            disc(x - 3 + 24 * math.cos(a), y + 3 + 24 * math.sin(a), 12, dark)
            for a in (i * math.pi / 5 for i in range(10))
        )
        return disc(x - 3, y + 3, 27, dark) + ring
    if beast.has("frill"):
        return shape(
            f"M{x - r * 0.2:.1f} {y + r * 1.1:.1f} Q{x - r * 1.9:.1f} {y + r * 0.6:.1f} {x - r * 1.3:.1f} {y - r * 1.2:.1f} Q{x - r * 0.4:.1f} {y - r * 1.7:.1f} {x + r * 0.3:.1f} {y - r * 0.8:.1f} Z",
            css(scale(coat, 0.8)),
        )
    made = ""
    if beast.has("wool2"):
        made += "".join(
            disc(
                base[0] - deep * 0.1 + (x - base[0]) * s,
                base[1] + (y - base[1]) * s,
                deep * (0.36 - 0.12 * s),
                css(coat),
            )
            for s in (0.1, 0.35, 0.6, 0.85)
        )
    if beast.has("patches"):
        made += "".join(
            disc(base[0] + (x - base[0]) * s - 3 + 5 * (i % 2), base[1] + (y - base[1]) * s, 5, css(beast.dark))
            for i, s in enumerate((0.1, 0.28, 0.46, 0.64, 0.82))
        )
    if beast.has("zebra"):
        made += "".join(
            line(
                f"M{base[0] + (x - base[0]) * s - deep * 0.3:.1f} {base[1] + (y - base[1]) * s:.1f} l{deep * 0.5:.1f} {deep * 0.24:.1f}",
                css(beast.dark),
                4,
            )
            for s in (0.15, 0.4, 0.65)
        )
    if beast.has("mane"):
        made += shape(
            f"M{base[0] - deep * 0.46:.1f} {base[1] - deep * 0.2:.1f} L{x - r * 0.9:.1f} {y - r * 0.9:.1f} L{x:.1f} {y - r * 1.1:.1f} "
            f"L{x - r * 0.3:.1f} {y - r * 0.2:.1f} L{base[0] - deep * 0.16:.1f} {base[1] - deep * 0.02:.1f} Z", css(beast.dark),
        )  # fmt: skip
    return made


def face(head: Point, beast: Beast, coat: RGB) -> str:
    """Ears, skull, muzzle, eye, and what grows on the head."""
    x, y = head
    r, m = beast.head, beast.muzzle
    fill = css(mix(coat, beast.dark, 0.75)) if beast.has("wool", "points") else css(coat)
    pale = css(beast.belly or mix(coat, (255, 246, 230), 0.35))
    parts = _ears(x, y, beast, coat) + disc(x, y, r, fill)
    parts += shape(
        f"M{x + r * 0.1:.1f} {y - r * 0.45:.1f} L{x + r * 0.7 + m:.1f} {y + r * 0.05:.1f} Q{x + r + m:.1f} {y + r * 0.4:.1f} {x + r * 0.66 + m:.1f} {y + r * 0.66:.1f} L{x:.1f} {y + r * 0.96:.1f} Z",
        css(rgb("#e8b040")) if beast.has("beak") else fill,
    )
    if beast.has("chest", "facemask"):
        parts += shape(
            f"M{x + r * 0.2:.1f} {y - r * 0.2:.1f} L{x + r * 0.7 + m:.1f} {y + r * 0.2:.1f} L{x + r * 0.5:.1f} {y + r * 0.7:.1f} L{x - r * 0.2:.1f} {y + r * 0.86:.1f} Z",
            pale,
        )
    elif not beast.has("wool", "trunk", "mane", "beak", "points", "snout2"):
        parts += f'<ellipse cx="{x + r * 0.62 + m * 0.55:.1f}" cy="{y + r * 0.46:.1f}" rx="{min(m * 0.6 + 2, 14):.1f}" ry="{r * 0.30:.1f}" fill="{pale}"/>'
    parts += _nose(x, y, beast, fill)
    if beast.has("panda"):
        parts += f'<ellipse cx="{x + r * 0.30:.1f}" cy="{y - r * 0.10:.1f}" rx="{r * 0.28:.1f}" ry="{r * 0.34:.1f}" fill="#3a3638"/>'
    if beast.has("bandit", "badger"):
        parts += line(
            f"M{x - r * 0.5:.1f} {y - r * 0.2:.1f} L{x + r * 0.9:.1f} {y + r * 0.1:.1f}",
            css(beast.dark) if beast.has("bandit") else "#f6f4f0",
            r * 0.42,
        )
    eye = "#ffffff" if beast.has("wool", "panda", "points", "bandit") or sum(coat) < 190 else "#241c1e"
    return parts + disc(x + r * 0.32, y - r * 0.14, max(1.8, r * 0.13), eye) + _horns(x, y, beast)


def _nose(x: float, y: float, beast: Beast, fill: str) -> str:
    r, m = beast.head, beast.muzzle
    if beast.has("trunk"):
        trunk = line(
            f"M{x + r * 0.7:.1f} {y + r * 0.2:.1f} Q{x + r * 1.5:.1f} {y + r * 0.7:.1f} {x + r * 1.2:.1f} {y + r * 1.6:.1f} Q{x + r * 1.2:.1f} {y + r * 2.1:.1f} {x + r * 1.6:.1f} {y + r * 2.1:.1f}",
            fill,
            r * 0.4,
        )
        long = 2.2 if beast.has("bigtusks") else 1.0
        return trunk + shape(
            f"M{x + r * 0.5:.1f} {y + r * 0.7:.1f} q{16 * long:.1f} {12 * long:.1f} {26 * long:.1f} {6 - 8 * (long - 1):.1f} q-14 -2 {-18 * long:.1f} -12 Z",
            "#f6f0e2",
        )
    nose = f'<ellipse cx="{x + r * 0.8 + m * 0.92:.1f}" cy="{y + r * 0.26:.1f}" rx="{r * 0.17 + 0.8:.1f}" ry="{r * 0.14 + 0.6:.1f}" fill="#2c2224"/>'
    if beast.has("snout"):
        nose = f'<ellipse cx="{x + r * 0.8 + m:.1f}" cy="{y + r * 0.34:.1f}" rx="{r * 0.2:.1f}" ry="{r * 0.32:.1f}" fill="#d88a84"/>'
    if beast.has("tusks"):
        nose += shape(f"M{x + r * 0.6 + m * 0.6:.1f} {y + r * 0.6:.1f} q8 -2 8 -14 q4 12 -4 18 Z", "#f6f0e2")
    if beast.has("teeth"):
        nose += shape(f"M{x + r * 0.6 + m * 0.7:.1f} {y + r * 0.6:.1f} h6 l-3 6 Z", "#fbf8ee")
    if beast.has("beard"):
        nose += shape(
            f"M{x + r * 0.4:.1f} {y + r * 0.8:.1f} h{r * 0.6:.1f} l{-r * 0.36:.1f} {r * 0.9:.1f} Z",
            css(scale(beast.coat, 0.86)),
        )
    if beast.has("rhinohorn"):
        nose += shape(
            f"M{x + r * 0.5 + m * 0.6:.1f} {y + r * 0.04:.1f} L{x + r + m:.1f} {y - r * 1.2:.1f} L{x + r * 0.9 + m:.1f} {y + r * 0.2:.1f} Z",
            "#d8d2c4",
        )
    return nose


def _horns(x: float, y: float, beast: Beast) -> str:
    r = beast.head
    made = ""
    if beast.has("horn"):
        made += shape(
            f"M{x + 3:.1f} {y - r * 0.8:.1f} L{x + 22:.1f} {y - r * 2.5:.1f} L{x + 12:.1f} {y - r * 0.6:.1f} Z",
            "#e8c25a",
        )
    if beast.has("antlers"):
        made += line(
            f"M{x - 4:.1f} {y - r * 0.8:.1f} q-6 -16 -18 -22 m10 12 q4 -10 0 -22 M{x + 3:.1f} {y - r * 0.9:.1f} q2 -18 16 -26 m-12 12 q-6 -8 -2 -20",
            "#d8c29a",
            3.6,
        )
    if beast.has("bigantlers"):
        made += shape(
            f"M{x - 4:.1f} {y - r * 0.8:.1f} Q{x - 44:.1f} {y - r * 0.9:.1f} {x - 40:.1f} {y - r * 2.7:.1f} l8 10 l4 -14 l8 14 l8 -12 l4 16 l8 -6 Q{x - 2:.1f} {y - r * 1.3:.1f} {x + 4:.1f} {y - r * 0.8:.1f} Z",
            "#c8b088",
        )
    if beast.has("bullhorns"):
        made += shape(
            f"M{x - 6:.1f} {y - r * 0.7:.1f} Q{x - 22:.1f} {y - r * 1.0:.1f} {x - 18:.1f} {y - r * 1.9:.1f} Q{x - 10:.1f} {y - r * 1.2:.1f} {x + 2:.1f} {y - r * 0.9:.1f} Z M{x + 4:.1f} {y - r * 0.8:.1f} Q{x + 22:.1f} {y - r:.1f} {x + 26:.1f} {y - r * 1.8:.1f} Q{x + 24:.1f} {y - r * 0.8:.1f} {x + 8:.1f} {y - r * 0.6:.1f} Z",
            "#efe6d2",
        )
    if beast.has("smallhorns"):
        made += shape(f"M{x:.1f} {y - r * 0.8:.1f} q-4 -10 2 -14 q2 8 6 12 Z", "#e8dcc0")
    if beast.has("goathorns"):
        made += line(f"M{x:.1f} {y - r * 0.8:.1f} q-4 -20 -22 -20", "#8a7a64", 5)
    if beast.has("straighthorns"):
        made += line(f"M{x:.1f} {y - r * 0.8:.1f} l-10 -36 M{x + 6:.1f} {y - r * 0.8:.1f} l-2 -37", "#4a3a30", 3.6)
    if beast.has("frill"):
        made += shape(
            f"M{x + 2:.1f} {y - r * 0.6:.1f} L{x + 22:.1f} {y - r * 1.7:.1f} L{x + 14:.1f} {y - r * 0.4:.1f} Z M{x + r + 10:.1f} {y + 2:.1f} L{x + r + 22:.1f} {y - r * 0.6:.1f} L{x + r + 20:.1f} {y + 6:.1f} Z",
            "#f2ead4",
        )
    return made


def _ears(x: float, y: float, beast: Beast, coat: RGB) -> str:
    r, fill, inner = beast.head, css(coat), css(scale(coat, 0.72))
    if beast.has("points"):
        fill = inner = css(beast.dark)
    if beast.has("panda"):
        return disc(x - r * 0.62, y - r * 0.82, r * 0.36, "#3a3638") + disc(
            x + r * 0.5, y - r * 0.86, r * 0.36, "#2c292b"
        )
    if beast.ears == "none":
        return ""
    if beast.ears == "flop":
        tint = css(beast.dark) if beast.has("dots", "saddle") else inner
        poof = disc(x - r * 0.2, y - r * 1.0, r * 0.66, fill) if beast.has("pompoms") else ""
        return poof + shape(
            f"M{x - r * 0.5:.1f} {y - r * 0.8:.1f} Q{x - r * 1.3:.1f} {y - r * 0.5:.1f} {x - r * 0.9:.1f} {y + r * 0.7:.1f} Q{x - r * 0.3:.1f} {y + r * 0.3:.1f} {x - r * 0.1:.1f} {y - r * 0.7:.1f} Z",
            tint,
        )
    if beast.ears == "round":
        return disc(x - r * 0.6, y - r * 0.78, r * 0.34, inner) + disc(x + r * 0.42, y - r * 0.86, r * 0.32, fill)
    if beast.ears == "big":
        return disc(x - r * 0.6, y - r * 0.8, r * 0.6, fill) + disc(x - r * 0.6, y - r * 0.8, r * 0.4, "#e0a8a8")
    if beast.ears == "long":
        return shape(
            f"M{x - r * 0.6:.1f} {y - r * 0.6:.1f} Q{x - r * 1.5:.1f} {y - r * 2.6:.1f} {x - r * 0.5:.1f} {y - r * 2.5:.1f} Q{x - r * 0.1:.1f} {y - r * 1.6:.1f} {x:.1f} {y - r * 0.8:.1f} Z", inner,
        ) + shape(f"M{x - r * 0.2:.1f} {y - r * 0.8:.1f} Q{x - r * 0.4:.1f} {y - r * 2.6:.1f} {x + r * 0.3:.1f} {y - r * 2.4:.1f} Q{x + r * 0.5:.1f} {y - r * 1.6:.1f} {x + r * 0.3:.1f} {y - r * 0.7:.1f} Z", fill)  # fmt: skip
    if beast.ears == "fan":
        return f'<ellipse cx="{x - r * 0.6:.1f}" cy="{y + r * 0.1:.1f}" rx="{r * 0.74:.1f}" ry="{r * 0.98:.1f}" fill="{inner}"/>'
    tip = 1.9 if beast.ears == "tufted" else 1.5
    return shape(f"M{x - r * 0.86:.1f} {y - r * 0.4:.1f} L{x - r * 0.62:.1f} {y - r * tip:.1f} L{x - r * 0.05:.1f} {y - r * 0.84:.1f} Z", inner) + shape(
        f"M{x:.1f} {y - r * 0.86:.1f} L{x + r * 0.46:.1f} {y - r * tip:.1f} L{x + r * 0.72:.1f} {y - r * 0.5:.1f} Z", fill)  # fmt: skip
