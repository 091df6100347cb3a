# ruff: noqa: E501 - a path of SVG reads best on one line
"""Paper animals on four legs: one skeleton that walks, runs, sits and lies, in the build and coat of its breed."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.breeds import KINDS, Beast
from paddock.engines.animatic.coats import behind_head, face, marks, on_back, tail
from paddock.engines.animatic.joints import Point, bend, limb, step
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import disc, line, shape
from paddock.engines.animatic.wardrobe import Look

_ABOVE: Final = {
    "antlers": 34,
    "bigantlers": 40,
    "horn": 16,
    "wings": 40,
    "straighthorns": 26,
    "goathorns": 14,
    "bullhorns": 12,
    "hump": 10,
    "hump2": 10,
}
"""Room that a mark needs above the head or the back."""


def _beast(name: str) -> Callable[[float, str, RGB | None, Look], Drawing]:
    def at(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
        return _animal(phase, gait, KINDS[name], colour)

    return at


def _animal(phase: float, gait: str, beast: Beast, colour: RGB | None) -> Drawing:
    """The animal in side view; the drawing is as high as head and ears need, feet on its lower edge."""
    coat = colour or beast.coat
    above = max((_ABOVE[mark] for mark in beast.marks if mark in _ABOVE), default=0)
    high = beast.leg + beast.deep + beast.neck + beast.head * 2 + 26 + above
    wide = beast.body + beast.head * 2 + beast.muzzle + beast.leg * 0.9 + 40 + beast.neck * 0.5
    left = 30.0 if beast.tail in ("croc", "plume") else 0.0
    ground = high - 5.0
    run, turn = gait == "run", 2 * math.pi * phase
    rear, front = _trunk(phase, gait, beast, ground, left)
    far, near = css(scale(_leg_colour(beast, coat), 0.70)), css(_leg_colour(beast, coat))
    feet = _paws(phase, gait, beast, rear[0], front[0], ground)
    if gait == "fly" and beast.has("wings"):
        feet = [(x - 14, ground - beast.leg * 0.3) for x, _ in feet]
    beat = math.sin(turn * (1 if gait in ("fly", "run", "walk") else 0.5))
    parts = [tail(rear, beast, coat, phase), on_back(rear, front, beast, coat, beat, far=True)]
    parts += [_hind(rear, feet[1], beast, far, gait), _fore(front, feet[3], beast, far)]
    parts.append(_barrel(rear, front, beast, coat))
    parts.append(_neck_and_head(front, beast, coat, phase, gait))
    parts += [_hind(rear, feet[0], beast, near, gait), _fore(front, feet[2], beast, near)]
    parts.append(on_back(rear, front, beast, coat, beat, far=False))
    anchor = (left + 0.45 * beast.leg + 24 + beast.body * 0.6, ground + 2.5)
    return Drawing(wide + left + (6 if run else 0), high, anchor, "".join(parts))


def _trunk(phase: float, gait: str, beast: Beast, ground: float, left: float) -> tuple[Point, Point]:
    """Where hip and shoulder are."""
    turn = 2 * math.pi * phase
    x = left + 0.45 * beast.leg + 24 + beast.body * 0.1
    y = ground - beast.leg - beast.deep * 0.42
    if gait == "sit":
        drop = beast.leg * 0.72
        return (x + beast.body * 0.12, y + drop), (x + beast.body * 0.86, y + 2 + 0.5 * math.sin(turn))
    if gait == "lie":
        drop = beast.leg * 0.80 + 0.8 * math.sin(turn)
        return (x, y + drop), (x + beast.body, y + drop)
    if gait == "run":
        bounce, pitch = 0.07 * beast.leg * math.sin(turn), 3.0 * math.cos(turn)
        return (x, y + bounce + pitch), (x + beast.body, y + bounce - pitch)
    bounce = 0.025 * beast.leg * math.cos(2 * turn) if gait == "walk" else 0.6 * math.sin(turn)
    return (x, y + bounce), (x + beast.body, y + bounce)


def _leg_colour(beast: Beast, coat: RGB) -> RGB:
    if beast.has("panda"):
        return rgb("#3a3638")
    if beast.has("wool", "points", "bandit"):
        return mix(coat, beast.dark, 0.75)
    return coat


def _paws(phase: float, gait: str, beast: Beast, rear: float, front: float, ground: float) -> list[Point]:
    """Near hind, far hind, near fore, far fore."""
    if gait == "sit":
        return [
            (rear + beast.leg * 0.42, ground),
            (rear + beast.leg * 0.52, ground),
            (front + 3, ground),
            (front - 6, ground),
        ]
    if gait == "lie":
        reach = beast.leg * 0.55
        return [
            (rear + reach, ground),
            (rear + reach + 6, ground),
            (front + reach * 1.2, ground),
            (front + reach, ground),
        ]
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


def _hind(hip: Point, paw: Point, beast: Beast, colour: str, gait: str) -> str:
    upper, lower = beast.leg * 0.58, beast.leg * 0.62
    top = (hip[0], hip[1] + beast.deep * 0.1)
    if gait in ("sit", "lie"):
        # A folded leg: haunch and foot, no hock in the air.
        radius = max(beast.deep * 0.5, beast.thick)
        low = min(hip[1] + beast.deep * 0.2, paw[1] - radius * 0.7)
        return (
            disc(hip[0] + 4, low, radius, colour)
            + line(f"M{hip[0] + 4:.1f} {paw[1] - beast.thick * 0.4:.1f} H{paw[0]:.1f}", colour, beast.thick * 0.8)
            + _paw(paw, beast, colour)
        )
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
    if paw[1] - top[1] < beast.leg * 0.5:
        return line(f"M{top[0]:.1f} {paw[1] - beast.thick * 0.45:.1f} H{paw[0]:.1f}", colour, beast.thick * 0.9) + _paw(
            paw, beast, colour
        )
    knee = bend(top, (paw[0], paw[1] - 3), upper, lower, -0.6)
    return limb(top, knee, (paw[0], paw[1] - 3), colour, beast.thick * 1.1, 0.66) + _paw(paw, beast, colour)


def _paw(paw: Point, beast: Beast, colour: str) -> str:
    fill = css(beast.dark) if beast.has("hooves", "socks2") else "#fbf6ea" if beast.has("socks") else colour
    size = beast.thick * 0.42
    foot = shape(
        f"M{paw[0] - size:.1f} {paw[1] + 1:.1f} q0 {-1.6 * size:.1f} {size * 1.2:.1f} {-1.6 * size:.1f} q{size * 1.6:.1f} 0 {size * 1.8:.1f} {1.6 * size:.1f} Z",
        fill,
    )
    if beast.has("socks", "socks2"):
        foot += line(f"M{paw[0]:.1f} {paw[1] - 3:.1f} v{-beast.leg * 0.16:.1f}", fill, beast.thick * 0.72)
    return foot


def _barrel(rear: Point, front: Point, beast: Beast, coat: RGB) -> str:
    (rx, ry), (fx, fy) = rear, front
    deep, fill = beast.deep, css(coat)
    if beast.has("wool"):
        puffs = "".join(
            disc(rx - 6 + (beast.body + 12) * i / 6, ry + (fy - ry) * i / 6 + (6 if i % 2 else -6), deep * 0.44, fill)
            for i in range(7)
        )
        return puffs + shape(
            f"M{rx} {ry - deep * 0.5} L{fx} {fy - deep * 0.5} V{fy + deep * 0.5} L{rx} {ry + deep * 0.5} Z", fill
        )
    top, low = 0.52 * deep, 0.5 * deep
    mx, my = (rx + fx) / 2, (ry + fy) / 2
    body = shape(
        f"M{rx - deep * 0.44:.1f} {ry:.1f} Q{rx - deep * 0.36:.1f} {ry - top:.1f} {rx + 8:.1f} {ry - top:.1f} "
        f"Q{mx:.1f} {my - top * 0.82:.1f} {fx - 4:.1f} {fy - top:.1f} Q{fx + deep * 0.44:.1f} {fy - top * 0.8:.1f} {fx + deep * 0.42:.1f} {fy + 2:.1f} "
        f"Q{fx + deep * 0.2:.1f} {fy + low * 1.2:.1f} {fx - 8:.1f} {fy + low * 1.06:.1f} Q{mx:.1f} {my + low * 0.8:.1f} {rx + 8:.1f} {ry + low * 0.86:.1f} Q{rx - deep * 0.4:.1f} {ry + low * 0.8:.1f} {rx - deep * 0.44:.1f} {ry:.1f} Z",
        fill,
    )  # fmt: skip
    if beast.belly:
        body += shape(
            f"M{rx + 10:.1f} {ry + low * 0.74:.1f} Q{mx:.1f} {my + low * 0.3:.1f} {fx + deep * 0.3:.1f} {fy + low * 0.5:.1f} Q{fx:.1f} {fy + low * 1.1:.1f} {fx - 8:.1f} {fy + low * 1.0:.1f} Q{mx:.1f} {my + low * 0.78:.1f} {rx + 10:.1f} {ry + low * 0.74:.1f} Z",
            css(beast.belly),
        )
    return body + marks(rear, front, beast, coat)


def _neck_and_head(front: Point, beast: Beast, coat: RGB, phase: float, gait: str) -> str:
    nod = (
        2.0 * math.sin(2 * math.pi * (2 * phase + 0.1))
        if gait in ("walk", "run")
        else 1.2 * math.sin(2 * math.pi * phase)
    )
    base = (front[0] + beast.deep * 0.12, front[1] - beast.deep * 0.22)
    lower = {"run": 0.55, "eat": -0.1, "howl": 1.05}.get(gait, 0.8)
    down = beast.leg * 0.7 + beast.deep * 0.4 if gait == "eat" else 0.0
    head = (
        base[0] + beast.neck * (1.15 - lower) * (1.3 if gait != "eat" else 0.8) + beast.head * 0.75,
        base[1] - beast.neck * lower - beast.head * 0.55 + nod + down,
    )
    x, y, r = head[0], head[1], beast.head
    neck = shape(
        f"M{base[0] - beast.deep * 0.5:.1f} {base[1] - beast.deep * 0.16:.1f} L{x - r * 0.8:.1f} {y - r * 0.4:.1f} "
        f"L{x + r * 0.1:.1f} {y + r * 0.9:.1f} L{base[0] + beast.deep * 0.34:.1f} {base[1] + beast.deep * 0.42:.1f} Z", css(coat),
    )  # fmt: skip
    drawn = behind_head(base, head, beast, coat) + face(head, beast, coat)
    if gait == "howl":  # the muzzle points at the sky
        drawn = f'<g transform="rotate(-46 {x:.1f} {y:.1f})">{drawn}</g>'
    return neck + drawn


BEASTS: Final[dict[str, Callable[[float, str, RGB | None, Look], Drawing]]] = {name: _beast(name) for name in KINDS}
