# ruff: noqa: E501 - a path of SVG reads best on one line
"""Paper animals on four legs: one skeleton, a table of proportions and coats."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.joints import Point, bend, limb, step
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import disc, line, shape


@dataclass(frozen=True, slots=True)
class Beast:
    """A four-legged animal; lengths in its own units, feet at y = 0 upwards negative."""

    coat: RGB
    leg: float = 46
    body: float = 78
    deep: float = 30
    neck: float = 18
    head: float = 17
    muzzle: float = 11
    ears: str = "point"
    tail: str = "up"
    thick: float = 13
    belly: RGB | None = None
    mark: str = ""
    dark: RGB = (60, 44, 38)


_KINDS: Final = {
    "dog": Beast(rgb("#b98550"), ears="flop", tail="up", muzzle=15, belly=rgb("#f0dcb8")),
    "cat": Beast(
        rgb("#e2933c"), leg=34, body=70, deep=27, neck=10, head=18, muzzle=6, tail="long", mark="stripes", thick=11
    ),
    "horse": Beast(
        rgb("#8a5632"), leg=78, body=96, deep=38, neck=48, head=16, muzzle=26, tail="hair", mark="mane", thick=15
    ),
    "unicorn": Beast(
        rgb("#f4f0ea"),
        leg=78,
        body=96,
        deep=38,
        neck=48,
        head=16,
        muzzle=26,
        tail="hair",
        mark="horn",
        thick=15,
        dark=rgb("#c88fc0"),
    ),
    "polarbear": Beast(
        rgb("#f4f3ee"), leg=46, body=106, deep=54, neck=12, head=24, muzzle=15, ears="round", tail="stub", thick=22
    ),
    "fox": Beast(
        rgb("#cf6a2c"),
        leg=36,
        body=74,
        deep=25,
        neck=12,
        head=16,
        muzzle=15,
        tail="bush",
        belly=rgb("#f6e6d0"),
        thick=10,
    ),
    "wolf": Beast(rgb("#7f858c"), leg=50, body=84, deep=30, neck=16, muzzle=17, tail="bush", belly=rgb("#d6d6d2")),
    "lion": Beast(
        rgb("#d9a04a"),
        leg=48,
        body=92,
        deep=36,
        neck=14,
        head=20,
        muzzle=11,
        ears="round",
        tail="tuft",
        mark="lion",
        thick=16,
    ),
    "tiger": Beast(
        rgb("#e0892f"),
        leg=46,
        body=94,
        deep=35,
        neck=14,
        head=20,
        muzzle=10,
        ears="round",
        tail="long",
        mark="stripes",
        thick=16,
        belly=rgb("#f6e6d0"),
    ),
    "cow": Beast(
        rgb("#f1ebe0"),
        leg=48,
        body=104,
        deep=48,
        neck=20,
        head=19,
        muzzle=19,
        ears="flop",
        tail="tuft",
        mark="spots",
        thick=14,
    ),
    "sheep": Beast(
        rgb("#f2ece0"),
        leg=36,
        body=82,
        deep=50,
        neck=12,
        head=15,
        muzzle=12,
        ears="flop",
        tail="stub",
        mark="wool",
        thick=9,
    ),
    "pig": Beast(
        rgb("#eba9a0"), leg=30, body=88, deep=46, neck=6, head=22, muzzle=12, ears="point", tail="curl", thick=13
    ),
    "deer": Beast(
        rgb("#b0733f"),
        leg=74,
        body=80,
        deep=32,
        neck=38,
        head=14,
        muzzle=16,
        tail="stub",
        mark="antlers",
        thick=10,
        belly=rgb("#ecd8b8"),
    ),
    "rabbit": Beast(
        rgb("#cdb79c"), leg=26, body=52, deep=30, neck=4, head=17, muzzle=6, ears="long", tail="stub", thick=11
    ),
    "bear": Beast(
        rgb("#7a5236"), leg=46, body=106, deep=54, neck=10, head=25, muzzle=13, ears="round", tail="stub", thick=22
    ),
    "panda": Beast(
        rgb("#f4f1ea"),
        leg=40,
        body=94,
        deep=52,
        neck=8,
        head=27,
        muzzle=10,
        ears="round",
        tail="stub",
        thick=22,
        mark="panda",
    ),
    "elephant": Beast(
        rgb("#8f949c"),
        leg=66,
        body=118,
        deep=66,
        neck=8,
        head=32,
        muzzle=10,
        ears="fan",
        tail="tuft",
        thick=26,
        mark="trunk",
    ),
}


def _beast(name: str) -> Callable[[float, str, RGB | None], Drawing]:
    def at(phase: float, gait: str, colour: RGB | None) -> Drawing:
        return _animal(phase, gait, _KINDS[name], colour)

    return at


def _animal(phase: float, gait: str, beast: Beast, colour: RGB | None) -> Drawing:
    """The animal in side view; the drawing is as high as head and ears need, feet on its lower edge."""
    coat = colour or beast.coat
    high = (
        beast.leg
        + beast.deep
        + beast.neck
        + beast.head * 2
        + 26
        + (34 if beast.mark == "antlers" else 16 if beast.mark == "horn" else 0)
    )
    wide = beast.body + beast.head * 2 + beast.muzzle + beast.leg * 0.9 + 40 + beast.neck * 0.5
    ground = high - 5.0
    run = gait == "run"
    turn = 2 * math.pi * phase
    bounce = (
        (0.07 * beast.leg * math.sin(turn) if run else 0.025 * beast.leg * math.cos(2 * turn))
        if gait in ("walk", "run")
        else 0.6 * math.sin(turn)
    )
    pitch = 5.0 * math.cos(turn) if run else 0.0
    rear = (0.45 * beast.leg + 24 + (beast.body * 0.1), ground - beast.leg - beast.deep * 0.42 + bounce)
    front = (rear[0] + beast.body, rear[1] - pitch * 0.6)
    rear = (rear[0], rear[1] + pitch * 0.6)
    far, near = css(scale(_leg_colour(beast, coat), 0.70)), css(_leg_colour(beast, coat))
    feet = _paws(phase, gait, beast, rear[0], front[0], ground)
    parts = [_tail(rear, beast, coat, phase)]
    parts += [_hind(rear, feet[1], beast, far), _fore(front, feet[3], beast, far)]
    parts.append(_barrel(rear, front, beast, coat))
    parts.append(_neck_and_head(front, beast, coat, phase, gait))
    parts += [_hind(rear, feet[0], beast, near), _fore(front, feet[2], beast, near)]
    return Drawing(wide, high, (rear[0] + beast.body / 2, ground + 2.5), "".join(parts))


def _leg_colour(beast: Beast, coat: RGB) -> RGB:
    if beast.mark == "panda":
        return rgb("#3a3638")
    return mix(coat, beast.dark, 0.75) if beast.mark == "wool" else coat


def _paws(phase: float, gait: str, beast: Beast, rear: float, front: float, ground: float) -> list[Point]:
    """Near hind, far hind, near fore, far fore."""
    if gait not in ("walk", "run"):
        offsets = (-4.0, 6.0, 3.0, -6.0)
        return [(x + offset, ground) for x, offset in zip((rear, rear, front, front), offsets, strict=True)]
    if gait == "run":
        stride, lift, stance, beats = beast.leg * 1.25, beast.leg * 0.34, 0.42, (0.0, 0.10, 0.48, 0.60)
    else:
        stride, lift, stance, beats = beast.leg * 0.72, beast.leg * 0.17, 0.64, (0.0, 0.5, 0.25, 0.75)
    feet = []
    for middle, beat in zip((rear, rear, front, front), beats, strict=True):
        dx, dy = step(phase + beat, stride, lift, stance)
        feet.append((middle + dx, ground + dy))
    return feet


def _hind(hip: Point, paw: Point, beast: Beast, colour: str) -> str:
    upper, lower = beast.leg * 0.58, beast.leg * 0.62
    top = (hip[0], hip[1] + beast.deep * 0.1)
    hock = bend(top, (paw[0], paw[1] - 3), upper, lower, -1)
    thigh = line(
        f"M{top[0]:.1f} {top[1]:.1f} L{(top[0] + hock[0]) / 2:.1f} {(top[1] + hock[1]) / 2:.1f}",
        colour,
        beast.thick * 1.7,
    )
    return thigh + limb(top, hock, (paw[0], paw[1] - 3), colour, beast.thick, 0.72) + _paw(paw, beast, colour)


def _fore(shoulder: Point, paw: Point, beast: Beast, colour: str) -> str:
    upper, lower = beast.leg * 0.58, beast.leg * 0.58
    top = (shoulder[0], shoulder[1] + beast.deep * 0.14)
    knee = bend(top, (paw[0], paw[1] - 3), upper, lower, -0.6)
    return limb(top, knee, (paw[0], paw[1] - 3), colour, beast.thick * 1.1, 0.66) + _paw(paw, beast, colour)


def _paw(paw: Point, beast: Beast, colour: str) -> str:
    fill = css(beast.dark) if beast.mark in ("mane", "horn", "antlers", "spots", "wool") else colour
    size = beast.thick * 0.42
    return shape(
        f"M{paw[0] - size:.1f} {paw[1] + 1:.1f} q0 {-1.6 * size:.1f} {size * 1.2:.1f} {-1.6 * size:.1f} q{size * 1.6:.1f} 0 {size * 1.8:.1f} {1.6 * size:.1f} Z",
        fill,
    )


def _barrel(rear: Point, front: Point, beast: Beast, coat: RGB) -> str:
    (rx, ry), (fx, fy) = rear, front
    deep = beast.deep
    fill = css(coat)
    if beast.mark == "wool":
        puffs = "".join(
            disc(rx - 6 + (beast.body + 12) * i / 6, (ry + fy) / 2 + (6 if i % 2 else -6), deep * 0.44, fill)
            for i in range(7)
        )
        return puffs + shape(f"M{rx} {ry - deep * 0.5} H{fx} V{fy + deep * 0.5} H{rx} Z", fill)
    top, low = 0.52 * deep, 0.5 * deep
    path = (
        f"M{rx - deep * 0.44:.1f} {ry:.1f} Q{rx - deep * 0.36:.1f} {ry - top:.1f} {rx + 8:.1f} {ry - top:.1f} "
        f"Q{(rx + fx) / 2:.1f} {(ry + fy) / 2 - top * 0.82:.1f} {fx - 4:.1f} {fy - top:.1f} Q{fx + deep * 0.44:.1f} {fy - top * 0.8:.1f} {fx + deep * 0.42:.1f} {fy + 2:.1f} "
        f"Q{fx + deep * 0.2:.1f} {fy + low * 1.2:.1f} {fx - 8:.1f} {fy + low * 1.06:.1f} Q{(rx + fx) / 2:.1f} {(ry + fy) / 2 + low * 0.8:.1f} {rx + 8:.1f} {ry + low * 0.86:.1f} Q{rx - deep * 0.4:.1f} {ry + low * 0.8:.1f} {rx - deep * 0.44:.1f} {ry:.1f} Z"
    )
    body = shape(path, fill)
    if beast.belly:
        body += shape(
            f"M{rx + 10:.1f} {ry + low * 0.74:.1f} Q{(rx + fx) / 2:.1f} {(ry + fy) / 2 + low * 0.3:.1f} {fx + deep * 0.3:.1f} {fy + low * 0.5:.1f} Q{fx:.1f} {fy + low * 1.1:.1f} {fx - 8:.1f} {fy + low * 1.0:.1f} Q{(rx + fx) / 2:.1f} {(ry + fy) / 2 + low * 0.78:.1f} {rx + 10:.1f} {ry + low * 0.74:.1f} Z",
            css(beast.belly),
        )
    return body + _coat_marks(rear, front, beast, coat)


def _coat_marks(rear: Point, front: Point, beast: Beast, coat: RGB) -> str:
    (rx, ry), (fx, fy) = rear, front
    deep = beast.deep
    if beast.mark == "stripes":
        dark = css(mix(coat, (90, 40, 16), 0.55))
        return "".join(
            line(
                f"M{rx + (fx - rx) * s:.1f} {ry + (fy - ry) * s - deep * 0.42:.1f} q3 {deep * 0.2:.1f} -1 {deep * 0.42:.1f}",
                dark,
                4.2,
            )
            for s in (0.08, 0.28, 0.48, 0.68, 0.88)
        )
    if beast.mark == "spots":
        return "".join(
            f'<ellipse cx="{rx + (fx - rx) * s:.1f}" cy="{ry + d * deep:.1f}" rx="{r}" ry="{r * 0.72}" fill="#4a3a34"/>'
            for s, d, r in ((0.1, -0.1, 15), (0.46, 0.08, 13), (0.8, -0.14, 16))
        )
    if beast.mark == "panda":
        return line(
            f"M{fx - 2:.1f} {fy - deep * 0.44:.1f} Q{fx - 10:.1f} {fy:.1f} {fx - 2:.1f} {fy + deep * 0.4:.1f}",
            "#3a3638",
            24,
        )
    return ""


def _tail(rear: Point, beast: Beast, coat: RGB, phase: float) -> str:
    x, y = rear[0] - beast.deep * 0.36, rear[1] - beast.deep * 0.26
    wag = 5 * math.sin(2 * math.pi * phase)
    fill = css(scale(coat, 0.92))
    if beast.tail == "up":
        return line(f"M{x:.1f} {y:.1f} Q{x - 20:.1f} {y - 8:.1f} {x - 20 + wag:.1f} {y - 32:.1f}", fill, 8)
    if beast.tail == "long":
        return line(
            f"M{x:.1f} {y:.1f} C{x - 26:.1f} {y + 4:.1f} {x - 22 + wag:.1f} {y - 36:.1f} {x - 34 + 1.6 * wag:.1f} {y - 44:.1f}",
            fill,
            8,
        )
    if beast.tail == "bush":
        tip = css(beast.belly or coat)
        return shape(
            f"M{x + 4:.1f} {y - 4:.1f} Q{x - 26:.1f} {y - 16 + wag:.1f} {x - 44:.1f} {y + 8 + wag:.1f} Q{x - 22:.1f} {y + 22 + wag:.1f} {x + 4:.1f} {y + 8:.1f} Z",
            fill,
        ) + disc(x - 38, y + 7 + wag, 6.5, tip)
    if beast.tail == "hair":
        return shape(
            f"M{x + 4:.1f} {y - 4:.1f} Q{x - 24:.1f} {y - 8:.1f} {x - 32 - wag:.1f} {y + 44:.1f} Q{x - 10 - wag:.1f} {y + 42:.1f} {x + 4:.1f} {y + 8:.1f} Z",
            css(beast.dark),
        )
    if beast.tail == "tuft":
        return line(f"M{x:.1f} {y:.1f} Q{x - 14:.1f} {y + 10:.1f} {x - 12 + wag:.1f} {y + 36:.1f}", fill, 4.5) + disc(
            x - 12 + wag, y + 38, 6, css(beast.dark)
        )
    if beast.tail == "curl":
        return line(f"M{x:.1f} {y:.1f} q-10 -2 -8 -10 q6 -6 8 1 q-2 8 -12 4", fill, 3.6)
    return disc(x - 2, y + 2, beast.deep * 0.18 + 2, css(mix(coat, (255, 255, 250), 0.4)))


def _neck_and_head(front: Point, beast: Beast, coat: RGB, phase: float, gait: str) -> str:
    nod = (
        2.0 * math.sin(2 * math.pi * (2 * phase + 0.1))
        if gait in ("walk", "run")
        else 1.2 * math.sin(2 * math.pi * phase)
    )
    base = (front[0] + beast.deep * 0.12, front[1] - beast.deep * 0.22)
    lower = 0.55 if gait == "run" else 0.8
    head = (
        base[0] + beast.neck * (1.15 - lower) * 1.3 + beast.head * 0.75,
        base[1] - beast.neck * lower - beast.head * 0.55 + nod,
    )
    fill = css(coat)
    neck = shape(
        f"M{base[0] - beast.deep * 0.5:.1f} {base[1] - beast.deep * 0.16:.1f} L{head[0] - beast.head * 0.8:.1f} {head[1] - beast.head * 0.4:.1f} "
        f"L{head[0] + beast.head * 0.1:.1f} {head[1] + beast.head * 0.9:.1f} L{base[0] + beast.deep * 0.34:.1f} {base[1] + beast.deep * 0.42:.1f} Z", fill,
    )  # fmt: skip
    return neck + _mane(base, head, beast, coat) + _face(head, beast, coat)


def _mane(base: Point, head: Point, beast: Beast, coat: RGB) -> str:
    if beast.mark == "lion":
        dark = css(rgb("#9a5a26"))
        ring = "".join(
            disc(head[0] - 3 + 24 * math.cos(a), head[1] + 3 + 24 * math.sin(a), 12, dark)
            for a in (i * math.pi / 5 for i in range(10))
        )
        return disc(head[0] - 3, head[1] + 3, 27, dark) + ring
    if beast.mark in ("mane", "horn"):
        return shape(
            f"M{base[0] - beast.deep * 0.46:.1f} {base[1] - beast.deep * 0.2:.1f} L{head[0] - beast.head * 0.9:.1f} {head[1] - beast.head * 0.9:.1f} L{head[0]:.1f} {head[1] - beast.head * 1.1:.1f} "
            f"L{head[0] - beast.head * 0.3:.1f} {head[1] - beast.head * 0.2:.1f} L{base[0] - beast.deep * 0.16:.1f} {base[1] - beast.deep * 0.02:.1f} Z", css(beast.dark),
        )  # fmt: skip
    return ""


def _face(head: Point, beast: Beast, coat: RGB) -> str:
    x, y = head
    r, m = beast.head, beast.muzzle
    fill = css(mix(coat, beast.dark, 0.75)) if beast.mark == "wool" else css(coat)
    pale = css(beast.belly or mix(coat, (255, 246, 230), 0.35))
    parts = _ears(x, y, beast, coat)
    parts += disc(x, y, r, fill)
    parts += shape(
        f"M{x + r * 0.1:.1f} {y - r * 0.45:.1f} L{x + r * 0.7 + m:.1f} {y + r * 0.05:.1f} Q{x + r + m:.1f} {y + r * 0.4:.1f} {x + r * 0.66 + m:.1f} {y + r * 0.66:.1f} L{x:.1f} {y + r * 0.96:.1f} Z",
        fill,
    )
    if beast.mark not in ("wool", "trunk", "mane", "horn"):
        parts += f'<ellipse cx="{x + r * 0.62 + m * 0.55:.1f}" cy="{y + r * 0.46:.1f}" rx="{m * 0.6 + 2:.1f}" ry="{r * 0.30:.1f}" fill="{pale}"/>'
    if beast.mark == "panda":
        parts += f'<ellipse cx="{x + r * 0.30:.1f}" cy="{y - r * 0.10:.1f}" rx="{r * 0.28:.1f}" ry="{r * 0.34:.1f}" fill="#3a3638"/>'
    if beast.mark == "trunk":
        parts += line(
            f"M{x + r * 0.7:.1f} {y + r * 0.2:.1f} Q{x + r * 1.5:.1f} {y + r * 0.7:.1f} {x + r * 1.2:.1f} {y + r * 1.6:.1f} Q{x + r * 1.2:.1f} {y + r * 2.1:.1f} {x + r * 1.6:.1f} {y + r * 2.1:.1f}",
            fill,
            13,
        )
        parts += shape(f"M{x + r * 0.5:.1f} {y + r * 0.7:.1f} q16 12 26 6 q-14 -2 -18 -12 Z", "#f6f0e2")
    else:
        parts += f'<ellipse cx="{x + r * 0.8 + m * 0.92:.1f}" cy="{y + r * 0.26:.1f}" rx="{r * 0.17 + 0.8:.1f}" ry="{r * 0.14 + 0.6:.1f}" fill="#2c2224"/>'
    eye = "#ffffff" if beast.mark in ("wool", "panda") else "#241c1e"
    return parts + disc(x + r * 0.32, y - r * 0.14, max(1.8, r * 0.13), eye)


def _ears(x: float, y: float, beast: Beast, coat: RGB) -> str:
    r, fill, inner = beast.head, css(coat), css(scale(coat, 0.72))
    if beast.mark == "panda":
        return disc(x - r * 0.62, y - r * 0.82, r * 0.36, "#3a3638") + disc(
            x + r * 0.5, y - r * 0.86, r * 0.36, "#2c292b"
        )
    if beast.ears == "flop":
        return shape(
            f"M{x - r * 0.5:.1f} {y - r * 0.8:.1f} Q{x - r * 1.3:.1f} {y - r * 0.5:.1f} {x - r * 0.9:.1f} {y + r * 0.7:.1f} Q{x - r * 0.3:.1f} {y + r * 0.3:.1f} {x - r * 0.1:.1f} {y - r * 0.7:.1f} Z",
            inner,
        )
    if beast.ears == "round":
        return disc(x - r * 0.6, y - r * 0.78, r * 0.34, inner) + disc(x + r * 0.42, y - r * 0.86, r * 0.32, fill)
    if beast.ears == "long":
        return shape(
            f"M{x - r * 0.6:.1f} {y - r * 0.6:.1f} Q{x - r * 1.5:.1f} {y - r * 2.6:.1f} {x - r * 0.5:.1f} {y - r * 2.5:.1f} Q{x - r * 0.1:.1f} {y - r * 1.6:.1f} {x:.1f} {y - r * 0.8:.1f} Z",
            inner,
        ) + shape(
            f"M{x - r * 0.2:.1f} {y - r * 0.8:.1f} Q{x - r * 0.4:.1f} {y - r * 2.6:.1f} {x + r * 0.3:.1f} {y - r * 2.4:.1f} Q{x + r * 0.5:.1f} {y - r * 1.6:.1f} {x + r * 0.3:.1f} {y - r * 0.7:.1f} Z",
            fill,
        )
    if beast.ears == "fan":
        return f'<ellipse cx="{x - r * 0.6:.1f}" cy="{y + r * 0.1:.1f}" rx="{r * 0.74:.1f}" ry="{r * 0.98:.1f}" fill="{inner}"/>'
    pair = shape(
        f"M{x - r * 0.86:.1f} {y - r * 0.4:.1f} L{x - r * 0.62:.1f} {y - r * 1.5:.1f} L{x - r * 0.05:.1f} {y - r * 0.84:.1f} Z",
        inner,
    ) + shape(
        f"M{x:.1f} {y - r * 0.86:.1f} L{x + r * 0.46:.1f} {y - r * 1.48:.1f} L{x + r * 0.72:.1f} {y - r * 0.5:.1f} Z",
        fill,
    )
    if beast.mark == "horn":
        pair += shape(
            f"M{x + 3:.1f} {y - r * 0.8:.1f} L{x + 22:.1f} {y - r * 2.5:.1f} L{x + 12:.1f} {y - r * 0.6:.1f} Z",
            "#e8c25a",
        )
    if beast.mark == "antlers":
        pair += line(
            f"M{x - 4:.1f} {y - r * 0.8:.1f} q-6 -16 -18 -22 m10 12 q4 -10 0 -22 M{x + 3:.1f} {y - r * 0.9:.1f} q2 -18 16 -26 m-12 12 q-6 -8 -2 -20",
            "#d8c29a",
            3.6,
        )
    return pair


BEASTS: Final[dict[str, Callable[[float, str, RGB | None], Drawing]]] = {name: _beast(name) for name in _KINDS}
