"""Jointed paper puppets: people, beasts, birds, fish. A cycle is drawn once, as one bitmap a phase, and then played.

Limbs follow the joints' positions by inverse kinematics: a foot on the ground goes straight back while the body goes
forward, so feet do not slide when the stage moves the puppet by one stride a cycle. The far limbs are darker.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from paddock.engines.animatic import art
from paddock.engines.animatic.art import Bitmap, Drawing
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.scene import Prop, Scene
from paddock.engines.animatic.sprites import box, disc, line, shape
from paddock.models import FPS

MAX_PHASES: Final = 24
Point = tuple[float, float]


def draw(prop: Prop, resolution: float, scene: Scene) -> list[Bitmap]:
    """The bitmaps of one cycle; about one for each frame it lasts."""
    phases = max(4, min(MAX_PHASES, round(prop.cycle_s * FPS)))
    if prop.gait in ("stand", "gaze", "sit", ""):
        phases = 12 if prop.art != "smoke" else 24
    maker = PUPPETS[prop.art]
    return [
        art.finished(maker(index / phases, prop.gait, prop.colour), prop.size, resolution, scene.palette, prop.fade)
        for index in range(phases)
    ]


def bend(start: Point, end: Point, upper: float, lower: float, forward: float) -> Point:
    """The knee or elbow of a limb from `start` to `end`; `forward` is 1 where it bends to the right, else -1."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    reach = min(math.hypot(dx, dy), (upper + lower) * 0.999) or 1e-6
    along = (upper**2 - lower**2 + reach**2) / (2 * reach)
    off = math.sqrt(max(0.0, upper**2 - along**2))
    ux, uy = dx / reach, dy / reach
    return start[0] + ux * along + forward * uy * off, start[1] + uy * along - forward * ux * off


def limb(start: Point, joint: Point, end: Point, colour: str, width: float, thin: float = 0.8) -> str:
    """Two tapered pieces of paper with round joints."""
    return line(f"M{joint[0]:.2f} {joint[1]:.2f} L{end[0]:.2f} {end[1]:.2f}", colour, round(width * thin, 2)) + line(
        f"M{start[0]:.2f} {start[1]:.2f} L{joint[0]:.2f} {joint[1]:.2f}", colour, round(width, 2)
    )


def step(phase: float, stride: float, lift: float, stance: float = 0.6) -> Point:
    """Where a foot is, relative to below the hip, at a phase of the gait: on the ground going back, then forward in the air."""
    phase %= 1.0
    if phase < stance:
        return stride * (0.5 - phase / stance), 0.0
    share = (phase - stance) / (1 - stance)
    eased = share * share * (3 - 2 * share)
    return stride * (eased - 0.5), -lift * math.sin(math.pi * share)


# --- people ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outfit:
    coat: RGB
    trousers: RGB
    hair: RGB
    skin: RGB = (238, 190, 150)
    dress: bool = False
    hat: str = ""
    suit: bool = False


def _person(outfit: Outfit) -> Callable[[float, str, RGB | None], Drawing]:
    def at(phase: float, gait: str, colour: RGB | None) -> Drawing:
        worn = outfit if colour is None else Outfit(colour, outfit.trousers, outfit.hair, outfit.skin, outfit.dress, outfit.hat, outfit.suit)
        return _figure(phase, gait, worn)

    return at


def _figure(phase: float, gait: str, outfit: Outfit) -> Drawing:
    """A person 200 high, feet at y = 196, looking right."""
    turn = 2 * math.pi * phase
    running, moving = gait == "run", gait in ("walk", "run")
    lean = 9.0 if running else 2.5 if moving else 0.0
    bounce = (5.0 if running else 2.5) * math.cos(2 * turn) if moving else 0.8 * math.sin(turn)
    if gait == "dance":
        lean, bounce = 7 * math.sin(turn), 4 * math.cos(2 * turn)
    hip = (70.0, 112.0 + bounce)
    neck = (hip[0] + lean, hip[1] - 54)
    near_foot, far_foot = _feet(phase, gait, hip[0])
    skin, far_skin = css(outfit.skin), css(scale(outfit.skin, 0.8))
    coat, far_coat = css(outfit.coat), css(scale(outfit.coat, 0.72))
    leg = outfit.skin if outfit.dress else outfit.trousers
    parts = [_arm(neck, phase + 0.5, gait, far_coat, far_skin, far=True), _leg(hip, far_foot, css(scale(leg, 0.72)), "#2b2322")]
    parts.append(_leg(hip, near_foot, css(leg), "#3a2e2a"))
    parts.append(_torso(hip, neck, outfit, coat, phase if moving else 0.25))
    parts.append(_head(neck, outfit, skin, tilt=-7 if gait == "gaze" else -lean * 0.4))
    parts.append(_arm(neck, phase, gait, coat, skin, far=False))
    return Drawing(140, 200, (70, 197), "".join(parts))


def _feet(phase: float, gait: str, middle: float) -> tuple[Point, Point]:
    if gait not in ("walk", "run"):
        spread = 11 + (5 * math.sin(2 * math.pi * phase) if gait == "dance" else 0)
        return (middle + spread, 190.0), (middle - spread, 190.0)
    stride, lift, stance = (86.0, 34.0, 0.42) if gait == "run" else (62.0, 17.0, 0.6)
    near, far = step(phase, stride, lift, stance), step(phase + 0.5, stride, lift, stance)
    return (middle + near[0], 190 + near[1]), (middle + far[0], 190 + far[1])


def _leg(hip: Point, foot: Point, colour: str, shoe: str) -> str:
    ankle = (foot[0], foot[1] - 3)
    knee = bend(hip, ankle, 41, 41, 1)
    sole = shape(f"M{foot[0] - 7:.1f} {foot[1] + 6:.1f} q0 -11 9 -10 q12 1 15 10 Z", shoe)
    return limb(hip, knee, ankle, colour, 16, 0.82) + sole


def _arm(neck: Point, phase: float, gait: str, coat: str, skin: str, *, far: bool) -> str:
    shoulder = (neck[0], neck[1] + 8)
    swing = math.sin(2 * math.pi * (phase + 0.02))
    hand = (shoulder[0] + 5, shoulder[1] + 49)
    if gait == "walk":
        hand = (shoulder[0] + 3 - 25 * swing, shoulder[1] + 46 - 5 * abs(swing))
    elif gait == "run":
        hand = (shoulder[0] + 10 - 30 * swing, shoulder[1] + 28 + 9 * swing)
    elif gait == "gaze" and not far:
        hand = (shoulder[0] + 19, shoulder[1] - 33)
    elif gait in ("wave", "dance") and (not far or gait == "dance"):
        hand = (shoulder[0] + (-1 if far else 1) * (24 + 9 * swing), shoulder[1] - 40)
    elbow = bend(shoulder, hand, 26, 25, -1)
    return limb(shoulder, elbow, hand, coat, 13, 0.85) + disc(hand[0], hand[1], 6, skin)


def _torso(hip: Point, neck: Point, outfit: Outfit, coat: str, phase: float) -> str:
    (hx, hy), (nx, ny) = hip, neck
    if outfit.dress:
        flow = 5 * math.sin(2 * math.pi * phase)
        skirt = f"L{hx + 12} {hy - 16} L{hx + 29 + flow:.1f} {hy + 34} Q{hx} {hy + 40} {hx - 29 + flow:.1f} {hy + 34} L{hx - 12} {hy - 16} Z"
        return shape(f"M{nx - 13} {ny + 3} Q{nx} {ny - 3} {nx + 13} {ny + 3} {skirt}", coat) + box(hx - 12.5, hy - 19, 25, 5, css(mix(outfit.coat, (255, 240, 210), 0.5)))
    body = shape(f"M{nx - 16} {ny + 6} Q{nx} {ny - 6} {nx + 16} {ny + 6} L{hx + 14} {hy + 8} Q{hx} {hy + 12} {hx - 14} {hy + 8} Z", coat)
    if outfit.hat == "sailor":
        body += shape(f"M{nx - 4} {ny} L{nx + 15} {ny + 2} L{nx + 9} {ny + 20} Z", "#f4efe2") + shape(f"M{nx + 8} {ny + 12} l4 4 l-3 13 l-4 -12 Z", "#c23b36")
    elif outfit.suit:
        body += box(nx - 9, ny + 18, 18, 13, "#8f98a6", 'rx="2"') + disc(nx - 3, ny + 24, 2.4, "#d8453a") + disc(nx + 4, ny + 24, 2.4, "#4f9ad8")
    else:
        body += line(f"M{nx + 5} {ny + 4} L{hx + 6} {hy + 6}", css(scale(outfit.coat, 0.78)), 1.8)
    return body


def _head(neck: Point, outfit: Outfit, skin: str, tilt: float) -> str:
    x, y = neck[0] + 2, neck[1] - 24
    hair = css(outfit.hair)
    parts = box(neck[0] - 5, neck[1] - 9, 11, 14, css(scale(outfit.skin, 0.86)))
    if outfit.dress:
        parts += shape(f"M{x - 20} {y - 4} Q{x - 30} {y + 24} {x - 20} {y + 36} Q{x - 6} {y + 32} {x - 2} {y + 6} Z", css(scale(outfit.hair, 0.84)))
    parts += disc(x, y, 20, skin) + shape(f"M{x + 18} {y - 2} q6 6 1 8 Z", skin)
    parts += shape(f"M{x - 21} {y + 7} Q{x - 25} {y - 24} {x + 2} {y - 23} Q{x + 20} {y - 21} {x + 17} {y - 9} Q{x + 2} {y - 11} {x - 3} {y - 3} Q{x - 6} {y + 6} {x - 12} {y + 14} Z", hair)
    parts += disc(x + 11, y - 1, 2.5, "#2a2022") + line(f"M{x + 8} {y + 10} q5 3 9 0", "#a04a3e", 1.8) + disc(x + 4, y + 7, 3.4, "#e89a86", 'opacity="0.55"')
    if outfit.hat == "sailor":
        parts += shape(f"M{x - 21} {y - 10} L{x + 21} {y - 12} L{x + 25} {y - 25} L{x - 24} {y - 24} Z", "#f8f4e8") + shape(f"M{x - 21} {y - 9} L{x + 20} {y - 11} V{y - 16} L{x - 21} {y - 15} Z", "#2c4a8c")
    elif outfit.suit:
        parts = box(neck[0] - 9, neck[1] - 6, 18, 10, "#b9bec8") + disc(x, y - 2, 26, "#f0efe9") + disc(x + 5, y - 1, 19, "#e0a94a") + disc(x + 6, y - 1, 17, "#3f5f86") + shape(f"M{x} {y - 12} q8 -5 15 1 q-8 0 -12 6 Z", "#a9c6e0")
    return f'<g transform="rotate({tilt:.1f} {neck[0]:.1f} {neck[1]:.1f})">{parts}</g>'


def _robot(phase: float, gait: str, colour: RGB | None) -> Drawing:
    paint = colour or rgb("#8fa6b4")
    drawing = _figure(phase, gait if gait in ("walk", "run", "wave", "dance") else "stand", Outfit(paint, scale(paint, 0.8), paint, skin=scale(paint, 0.9)))
    top = 112 + (2.5 * math.cos(4 * math.pi * phase) if gait == "walk" else 0.8 * math.sin(2 * math.pi * phase)) - 54
    head = box(46, top - 50, 52, 46, css(paint), 'rx="9"') + box(62, top - 38, 32, 16, "#26323c", 'rx="7"') + line(f"M72 {top - 50} V{top - 62}", "#6a7680", 4) + disc(72, top - 62, 5, "#d8453a")
    head += box(48, top + 2, 46, 50, css(scale(paint, 0.94)), 'rx="7"') + disc(71, top + 22, 8, "#e8c25a")
    eyes = disc(74, top - 30, 4.5, "#8ff0ff") + disc(87, top - 30, 4.5, "#8ff0ff")
    return Drawing(140, 200, (70, 197), drawing.body + head + eyes, eyes)


# --- beasts ------------------------------------------------------------------------------------------------------------


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


BEASTS: Final = {
    "dog": Beast(rgb("#b98550"), ears="flop", tail="up", muzzle=15, belly=rgb("#f0dcb8")),
    "cat": Beast(rgb("#e2933c"), leg=34, body=70, deep=27, neck=10, head=18, muzzle=6, tail="long", mark="stripes", thick=11),
    "horse": Beast(rgb("#8a5632"), leg=78, body=96, deep=38, neck=48, head=16, muzzle=26, tail="hair", mark="mane", thick=15),
    "fox": Beast(rgb("#cf6a2c"), leg=36, body=74, deep=25, neck=12, head=16, muzzle=15, tail="bush", belly=rgb("#f6e6d0"), thick=10),
    "wolf": Beast(rgb("#7f858c"), leg=50, body=84, deep=30, neck=16, muzzle=17, tail="bush", belly=rgb("#d6d6d2")),
    "lion": Beast(rgb("#d9a04a"), leg=48, body=92, deep=36, neck=14, head=20, muzzle=11, ears="round", tail="tuft", mark="lion", thick=16),
    "tiger": Beast(rgb("#e0892f"), leg=46, body=94, deep=35, neck=14, head=20, muzzle=10, ears="round", tail="long", mark="stripes", thick=16, belly=rgb("#f6e6d0")),
    "cow": Beast(rgb("#f1ebe0"), leg=48, body=104, deep=48, neck=20, head=19, muzzle=19, ears="flop", tail="tuft", mark="spots", thick=14),
    "sheep": Beast(rgb("#f2ece0"), leg=36, body=82, deep=50, neck=12, head=15, muzzle=12, ears="flop", tail="stub", mark="wool", thick=9),
    "pig": Beast(rgb("#eba9a0"), leg=30, body=88, deep=46, neck=6, head=22, muzzle=12, ears="point", tail="curl", thick=13),
    "deer": Beast(rgb("#b0733f"), leg=74, body=80, deep=32, neck=38, head=14, muzzle=16, tail="stub", mark="antlers", thick=10, belly=rgb("#ecd8b8")),
    "rabbit": Beast(rgb("#cdb79c"), leg=26, body=52, deep=30, neck=4, head=17, muzzle=6, ears="long", tail="stub", thick=11),
    "bear": Beast(rgb("#7a5236"), leg=46, body=106, deep=54, neck=10, head=25, muzzle=13, ears="round", tail="stub", thick=22),
    "panda": Beast(rgb("#f4f1ea"), leg=40, body=94, deep=52, neck=8, head=27, muzzle=10, ears="round", tail="stub", thick=22, mark="panda"),
    "elephant": Beast(rgb("#8f949c"), leg=66, body=118, deep=66, neck=8, head=32, muzzle=10, ears="fan", tail="tuft", thick=26, mark="trunk"),
}


def _beast(name: str) -> Callable[[float, str, RGB | None], Drawing]:
    def at(phase: float, gait: str, colour: RGB | None) -> Drawing:
        return _animal(phase, gait, BEASTS[name], colour)

    return at


def _animal(phase: float, gait: str, beast: Beast, colour: RGB | None) -> Drawing:
    """The animal in side view; the drawing is as high as head and ears need, feet on its lower edge."""
    coat = colour or beast.coat
    high = beast.leg + beast.deep + beast.neck + beast.head * 2 + 26 + (34 if beast.mark == "antlers" else 0)
    wide = beast.body + beast.head * 2 + beast.muzzle + beast.leg * 0.9 + 40 + beast.neck * 0.5
    ground = high - 5.0
    run = gait == "run"
    turn = 2 * math.pi * phase
    bounce = (0.07 * beast.leg * math.sin(turn) if run else 0.025 * beast.leg * math.cos(2 * turn)) if gait in ("walk", "run") else 0.6 * math.sin(turn)
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
    thigh = line(f"M{top[0]:.1f} {top[1]:.1f} L{(top[0] + hock[0]) / 2:.1f} {(top[1] + hock[1]) / 2:.1f}", colour, beast.thick * 1.7)
    return thigh + limb(top, hock, (paw[0], paw[1] - 3), colour, beast.thick, 0.72) + _paw(paw, beast, colour)


def _fore(shoulder: Point, paw: Point, beast: Beast, colour: str) -> str:
    upper, lower = beast.leg * 0.58, beast.leg * 0.58
    top = (shoulder[0], shoulder[1] + beast.deep * 0.14)
    knee = bend(top, (paw[0], paw[1] - 3), upper, lower, -0.6)
    return limb(top, knee, (paw[0], paw[1] - 3), colour, beast.thick * 1.1, 0.66) + _paw(paw, beast, colour)


def _paw(paw: Point, beast: Beast, colour: str) -> str:
    fill = css(beast.dark) if beast.mark in ("mane", "antlers", "spots", "wool") else colour
    size = beast.thick * 0.42
    return shape(f"M{paw[0] - size:.1f} {paw[1] + 1:.1f} q0 {-1.6 * size:.1f} {size * 1.2:.1f} {-1.6 * size:.1f} q{size * 1.6:.1f} 0 {size * 1.8:.1f} {1.6 * size:.1f} Z", fill)


def _barrel(rear: Point, front: Point, beast: Beast, coat: RGB) -> str:
    (rx, ry), (fx, fy) = rear, front
    deep = beast.deep
    fill = css(coat)
    if beast.mark == "wool":
        puffs = "".join(disc(rx - 6 + (beast.body + 12) * i / 6, (ry + fy) / 2 + (6 if i % 2 else -6), deep * 0.44, fill) for i in range(7))
        return puffs + shape(f"M{rx} {ry - deep * 0.5} H{fx} V{fy + deep * 0.5} H{rx} Z", fill)
    top, low = 0.52 * deep, 0.5 * deep
    path = (
        f"M{rx - deep * 0.44:.1f} {ry:.1f} Q{rx - deep * 0.36:.1f} {ry - top:.1f} {rx + 8:.1f} {ry - top:.1f} "
        f"Q{(rx + fx) / 2:.1f} {(ry + fy) / 2 - top * 0.82:.1f} {fx - 4:.1f} {fy - top:.1f} Q{fx + deep * 0.44:.1f} {fy - top * 0.8:.1f} {fx + deep * 0.42:.1f} {fy + 2:.1f} "
        f"Q{fx + deep * 0.2:.1f} {fy + low * 1.2:.1f} {fx - 8:.1f} {fy + low * 1.06:.1f} Q{(rx + fx) / 2:.1f} {(ry + fy) / 2 + low * 0.8:.1f} {rx + 8:.1f} {ry + low * 0.86:.1f} Q{rx - deep * 0.4:.1f} {ry + low * 0.8:.1f} {rx - deep * 0.44:.1f} {ry:.1f} Z"
    )
    body = shape(path, fill)
    if beast.belly:
        body += shape(f"M{rx + 10:.1f} {ry + low * 0.74:.1f} Q{(rx + fx) / 2:.1f} {(ry + fy) / 2 + low * 0.3:.1f} {fx + deep * 0.3:.1f} {fy + low * 0.5:.1f} Q{fx:.1f} {fy + low * 1.1:.1f} {fx - 8:.1f} {fy + low * 1.0:.1f} Q{(rx + fx) / 2:.1f} {(ry + fy) / 2 + low * 0.78:.1f} {rx + 10:.1f} {ry + low * 0.74:.1f} Z", css(beast.belly))
    return body + _coat_marks(rear, front, beast, coat)


def _coat_marks(rear: Point, front: Point, beast: Beast, coat: RGB) -> str:
    (rx, ry), (fx, fy) = rear, front
    deep = beast.deep
    if beast.mark == "stripes":
        dark = css(mix(coat, (90, 40, 16), 0.55))
        return "".join(line(f"M{rx + (fx - rx) * s:.1f} {ry + (fy - ry) * s - deep * 0.42:.1f} q3 {deep * 0.2:.1f} -1 {deep * 0.42:.1f}", dark, 4.2) for s in (0.08, 0.28, 0.48, 0.68, 0.88))
    if beast.mark == "spots":
        return "".join(f'<ellipse cx="{rx + (fx - rx) * s:.1f}" cy="{ry + d * deep:.1f}" rx="{r}" ry="{r * 0.72}" fill="#4a3a34"/>' for s, d, r in ((0.1, -0.1, 15), (0.46, 0.08, 13), (0.8, -0.14, 16)))
    if beast.mark == "panda":
        return line(f"M{fx - 2:.1f} {fy - deep * 0.44:.1f} Q{fx - 10:.1f} {fy:.1f} {fx - 2:.1f} {fy + deep * 0.4:.1f}", "#3a3638", 24)
    return ""


def _tail(rear: Point, beast: Beast, coat: RGB, phase: float) -> str:
    x, y = rear[0] - beast.deep * 0.36, rear[1] - beast.deep * 0.26
    wag = 5 * math.sin(2 * math.pi * phase)
    fill = css(scale(coat, 0.92))
    if beast.tail == "up":
        return line(f"M{x:.1f} {y:.1f} Q{x - 20:.1f} {y - 8:.1f} {x - 20 + wag:.1f} {y - 32:.1f}", fill, 8)
    if beast.tail == "long":
        return line(f"M{x:.1f} {y:.1f} C{x - 26:.1f} {y + 4:.1f} {x - 22 + wag:.1f} {y - 36:.1f} {x - 34 + 1.6 * wag:.1f} {y - 44:.1f}", fill, 8)
    if beast.tail == "bush":
        tip = css(beast.belly or coat)
        return shape(f"M{x + 4:.1f} {y - 4:.1f} Q{x - 26:.1f} {y - 16 + wag:.1f} {x - 44:.1f} {y + 8 + wag:.1f} Q{x - 22:.1f} {y + 22 + wag:.1f} {x + 4:.1f} {y + 8:.1f} Z", fill) + disc(x - 38, y + 7 + wag, 6.5, tip)
    if beast.tail == "hair":
        return shape(f"M{x + 4:.1f} {y - 4:.1f} Q{x - 24:.1f} {y - 8:.1f} {x - 32 - wag:.1f} {y + 44:.1f} Q{x - 10 - wag:.1f} {y + 42:.1f} {x + 4:.1f} {y + 8:.1f} Z", css(beast.dark))
    if beast.tail == "tuft":
        return line(f"M{x:.1f} {y:.1f} Q{x - 14:.1f} {y + 10:.1f} {x - 12 + wag:.1f} {y + 36:.1f}", fill, 4.5) + disc(x - 12 + wag, y + 38, 6, css(beast.dark))
    if beast.tail == "curl":
        return line(f"M{x:.1f} {y:.1f} q-10 -2 -8 -10 q6 -6 8 1 q-2 8 -12 4", fill, 3.6)
    return disc(x - 2, y + 2, beast.deep * 0.18 + 2, css(mix(coat, (255, 255, 250), 0.4)))


def _neck_and_head(front: Point, beast: Beast, coat: RGB, phase: float, gait: str) -> str:
    nod = 2.0 * math.sin(2 * math.pi * (2 * phase + 0.1)) if gait in ("walk", "run") else 1.2 * math.sin(2 * math.pi * phase)
    base = (front[0] + beast.deep * 0.12, front[1] - beast.deep * 0.22)
    lower = 0.55 if gait == "run" else 0.8
    head = (base[0] + beast.neck * (1.15 - lower) * 1.3 + beast.head * 0.75, base[1] - beast.neck * lower - beast.head * 0.55 + nod)
    fill = css(coat)
    neck = shape(
        f"M{base[0] - beast.deep * 0.5:.1f} {base[1] - beast.deep * 0.16:.1f} L{head[0] - beast.head * 0.8:.1f} {head[1] - beast.head * 0.4:.1f} "
        f"L{head[0] + beast.head * 0.1:.1f} {head[1] + beast.head * 0.9:.1f} L{base[0] + beast.deep * 0.34:.1f} {base[1] + beast.deep * 0.42:.1f} Z", fill,
    )  # fmt: skip
    return neck + _mane(base, head, beast, coat) + _face(head, beast, coat)


def _mane(base: Point, head: Point, beast: Beast, coat: RGB) -> str:
    if beast.mark == "lion":
        dark = css(rgb("#9a5a26"))
        ring = "".join(disc(head[0] - 3 + 24 * math.cos(a), head[1] + 3 + 24 * math.sin(a), 12, dark) for a in (i * math.pi / 5 for i in range(10)))
        return disc(head[0] - 3, head[1] + 3, 27, dark) + ring
    if beast.mark == "mane":
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
    parts += shape(f"M{x + r * 0.1:.1f} {y - r * 0.45:.1f} L{x + r * 0.7 + m:.1f} {y + r * 0.05:.1f} Q{x + r + m:.1f} {y + r * 0.4:.1f} {x + r * 0.66 + m:.1f} {y + r * 0.66:.1f} L{x:.1f} {y + r * 0.96:.1f} Z", fill)
    if beast.mark not in ("wool", "trunk", "mane"):
        parts += f'<ellipse cx="{x + r * 0.62 + m * 0.55:.1f}" cy="{y + r * 0.46:.1f}" rx="{m * 0.6 + 2:.1f}" ry="{r * 0.30:.1f}" fill="{pale}"/>'
    if beast.mark == "panda":
        parts += f'<ellipse cx="{x + r * 0.30:.1f}" cy="{y - r * 0.10:.1f}" rx="{r * 0.28:.1f}" ry="{r * 0.34:.1f}" fill="#3a3638"/>'
    if beast.mark == "trunk":
        parts += line(f"M{x + r * 0.7:.1f} {y + r * 0.2:.1f} Q{x + r * 1.5:.1f} {y + r * 0.7:.1f} {x + r * 1.2:.1f} {y + r * 1.6:.1f} Q{x + r * 1.2:.1f} {y + r * 2.1:.1f} {x + r * 1.6:.1f} {y + r * 2.1:.1f}", fill, 13)
        parts += shape(f"M{x + r * 0.5:.1f} {y + r * 0.7:.1f} q16 12 26 6 q-14 -2 -18 -12 Z", "#f6f0e2")
    else:
        parts += f'<ellipse cx="{x + r * 0.8 + m * 0.92:.1f}" cy="{y + r * 0.26:.1f}" rx="{r * 0.17 + 0.8:.1f}" ry="{r * 0.14 + 0.6:.1f}" fill="#2c2224"/>'
    eye = "#ffffff" if beast.mark in ("wool", "panda") else "#241c1e"
    return parts + disc(x + r * 0.32, y - r * 0.14, max(1.8, r * 0.13), eye)


def _ears(x: float, y: float, beast: Beast, coat: RGB) -> str:
    r, fill, inner = beast.head, css(coat), css(scale(coat, 0.72))
    if beast.mark == "panda":
        return disc(x - r * 0.62, y - r * 0.82, r * 0.36, "#3a3638") + disc(x + r * 0.5, y - r * 0.86, r * 0.36, "#2c292b")
    if beast.ears == "flop":
        return shape(f"M{x - r * 0.5:.1f} {y - r * 0.8:.1f} Q{x - r * 1.3:.1f} {y - r * 0.5:.1f} {x - r * 0.9:.1f} {y + r * 0.7:.1f} Q{x - r * 0.3:.1f} {y + r * 0.3:.1f} {x - r * 0.1:.1f} {y - r * 0.7:.1f} Z", inner)
    if beast.ears == "round":
        return disc(x - r * 0.6, y - r * 0.78, r * 0.34, inner) + disc(x + r * 0.42, y - r * 0.86, r * 0.32, fill)
    if beast.ears == "long":
        return shape(f"M{x - r * 0.6:.1f} {y - r * 0.6:.1f} Q{x - r * 1.5:.1f} {y - r * 2.6:.1f} {x - r * 0.5:.1f} {y - r * 2.5:.1f} Q{x - r * 0.1:.1f} {y - r * 1.6:.1f} {x:.1f} {y - r * 0.8:.1f} Z", inner) + shape(f"M{x - r * 0.2:.1f} {y - r * 0.8:.1f} Q{x - r * 0.4:.1f} {y - r * 2.6:.1f} {x + r * 0.3:.1f} {y - r * 2.4:.1f} Q{x + r * 0.5:.1f} {y - r * 1.6:.1f} {x + r * 0.3:.1f} {y - r * 0.7:.1f} Z", fill)
    if beast.ears == "fan":
        return f'<ellipse cx="{x - r * 0.6:.1f}" cy="{y + r * 0.1:.1f}" rx="{r * 0.74:.1f}" ry="{r * 0.98:.1f}" fill="{inner}"/>'
    pair = shape(f"M{x - r * 0.86:.1f} {y - r * 0.4:.1f} L{x - r * 0.62:.1f} {y - r * 1.5:.1f} L{x - r * 0.05:.1f} {y - r * 0.84:.1f} Z", inner) + shape(f"M{x:.1f} {y - r * 0.86:.1f} L{x + r * 0.46:.1f} {y - r * 1.48:.1f} L{x + r * 0.72:.1f} {y - r * 0.5:.1f} Z", fill)
    if beast.mark == "antlers":
        pair += line(f"M{x - 4:.1f} {y - r * 0.8:.1f} q-6 -16 -18 -22 m10 12 q4 -10 0 -22 M{x + 3:.1f} {y - r * 0.9:.1f} q2 -18 16 -26 m-12 12 q-6 -8 -2 -20", "#d8c29a", 3.6)
    return pair


# --- wings and fins ----------------------------------------------------------------------------------------------------


def _bird(phase: float, gait: str, colour: RGB | None) -> Drawing:
    paint = colour or rgb("#f4f1ea")
    lift = math.sin(2 * math.pi * phase)
    tip, far_tip = 62 - 46 * lift, 60 - 40 * lift
    dark = css(scale(paint, 0.78))
    body = shape(f"M92 58 Q104 {far_tip:.1f} 128 {far_tip - 6:.1f} Q116 64 108 66 Z", css(scale(paint, 0.68)))
    body += shape("M38 62 L12 54 L14 70 Z", dark) + shape("M36 64 Q60 46 104 54 Q124 50 134 58 Q126 74 100 76 Q62 80 36 64 Z", css(paint))
    body += shape("M133 57 L150 62 L133 65 Z", "#e8a23a") + disc(125, 58, 2.4, "#2a2224")
    body += shape(f"M104 60 Q92 {tip:.1f} 44 {tip - 14:.1f} Q52 {(tip + 60) / 2:.1f} 70 66 Z", dark)
    return Drawing(160, 100, (84, 62), body)


def _butterfly(phase: float, gait: str, colour: RGB | None) -> Drawing:
    paint = colour or rgb("#e8892e")
    wide = 0.28 + 0.72 * abs(math.cos(math.pi * phase))
    dark = css(scale(paint, 0.6))
    wing = shape("M0 2 Q-52 -46 -56 -8 Q-54 8 0 6 Z", css(paint)) + shape("M0 6 Q-44 10 -36 34 Q-18 44 0 10 Z", css(mix(paint, (255, 236, 180), 0.3))) + disc(-38, -12, 7, dark) + disc(-22, 22, 5, dark)
    body = f'<g transform="translate(70 50) scale({wide:.3f} 1)">{wing}</g><g transform="translate(70 50) scale({-wide:.3f} 1)">{wing}</g>'
    return Drawing(140, 100, (70, 50), body + line("M70 34 V74", "#3a2a28", 6) + line("M70 34 Q62 22 58 18 M70 34 Q78 22 82 18", "#3a2a28", 1.8))


def _fish(phase: float, gait: str, colour: RGB | None) -> Drawing:
    paint = colour or rgb("#ee8a3a")
    wag = math.sin(2 * math.pi * phase)
    dark = css(scale(paint, 0.76))
    body = shape(f"M44 50 Q{22} {50 + 5 * wag:.1f} {6 + 4 * wag:.1f} {22 + 7 * wag:.1f} Q{20} {50 + 7 * wag:.1f} {8 - 4 * wag:.1f} {80 + 7 * wag:.1f} Q26 {56 + 5 * wag:.1f} 44 54 Z", dark)
    body += shape("M86 20 Q100 2 124 8 Q116 20 118 28 Z M90 78 Q98 94 114 94 Q110 82 112 76 Z", dark)
    body += shape("M36 52 Q64 14 118 22 Q158 30 174 52 Q158 78 116 80 Q64 86 36 52 Z", css(paint))
    body += shape("M134 26 Q124 50 134 76 L124 79 Q112 52 123 23 Z M92 20 Q84 50 92 80 L82 78 Q72 50 82 22 Z", "#fbf1e0")
    body += shape(f"M110 56 Q{96} {60 + 6 * wag:.1f} {88} {72 + 6 * wag:.1f} Q104 72 116 62 Z", dark)
    return Drawing(180, 100, (96, 50), body + disc(154, 45, 6, "#fdfaf2") + disc(155.5, 45, 3.4, "#221c20") + line("M166 60 q-6 3 -10 1", dark, 2))


def _whale(phase: float, gait: str, colour: RGB | None) -> Drawing:
    paint = colour or rgb("#4f7fa0")
    wag = 8 * math.sin(2 * math.pi * phase)
    body = shape(f"M60 52 Q34 {46 + wag:.1f} 26 {34 + wag:.1f} Q10 {32 + wag:.1f} 4 {18 + wag:.1f} Q22 {14 + wag:.1f} 32 {24 + wag:.1f} Q42 {12 + wag:.1f} 58 {16 + wag:.1f} Q52 {30 + wag:.1f} 44 {36 + wag:.1f} Q58 46 80 40 Z", css(scale(paint, 0.84)))
    body += shape("M44 46 Q96 12 166 16 Q228 20 234 54 Q226 84 160 86 Q90 88 44 46 Z", css(paint)) + shape("M232 56 Q180 66 110 76 Q140 88 168 86 Q224 82 232 56 Z", "#e6edf0")
    body += line("M226 66 Q190 76 140 82 M230 61 Q180 70 124 79", "#b9cad2", 1.6) + shape(f"M150 72 Q140 {90 + wag * 0.5:.1f} 120 {96 + wag * 0.5:.1f} Q122 84 134 72 Z", css(scale(paint, 0.78)))
    return Drawing(240, 100, (130, 52), body + disc(204, 50, 4, "#1f2a33") + disc(205, 49, 1.4, "#ffffff"))


def _turtle(phase: float, gait: str, colour: RGB | None) -> Drawing:
    paint = colour or rgb("#5f8f4f")
    wag = math.sin(2 * math.pi * phase)
    skin = css(mix(paint, rgb("#c9c27a"), 0.5))
    body = shape(f"M60 62 Q40 {78 + 10 * wag:.1f} 26 {86 + 12 * wag:.1f} Q40 66 52 56 Z", css(scale(paint, 0.8))) + f'<ellipse cx="152" cy="50" rx="20" ry="14" fill="{skin}"/>'
    body += shape("M24 60 Q34 20 84 18 Q130 20 142 56 Q84 76 24 60 Z", css(paint)) + shape("M24 60 Q84 76 142 56 L140 66 Q84 84 30 68 Z", skin)
    body += shape("M62 26 L84 34 L80 54 L56 56 L48 40 Z M92 26 L116 34 L124 52 L96 58 L88 38 Z", css(scale(paint, 0.74)))
    body += shape(f"M118 62 Q112 {82 + 14 * wag:.1f} 92 {92 + 12 * wag:.1f} Q92 74 104 60 Z", skin)
    return Drawing(180, 100, (90, 54), body + disc(160, 46, 2.8, "#222222"))


def _jellyfish(phase: float, gait: str, colour: RGB | None) -> Drawing:
    paint = colour or rgb("#d88fc0")
    pulse = math.sin(2 * math.pi * phase)
    arms = "".join(line(f"M{20 + 10 * i} 42 q{5 * pulse + (i % 2) * 4:.1f} 14 {-3 * pulse:.1f} 26 t{4 * pulse:.1f} {24 + 3 * (i % 3)}", css(mix(paint, (255, 240, 250), 0.3)), 3) for i in range(5))
    bell = shape(f"M{8 - 3 * pulse:.1f} 44 Q{8 - 3 * pulse:.1f} {6 + 3 * pulse:.1f} 40 {6 + 3 * pulse:.1f} Q{72 + 3 * pulse:.1f} {6 + 3 * pulse:.1f} {72 + 3 * pulse:.1f} 44 Q56 52 40 44 Q24 52 {8 - 3 * pulse:.1f} 44 Z", css(paint))
    return Drawing(80, 104, (40, 40), arms + bell + shape("M22 32 Q24 16 40 14 Q28 20 28 34 Z", "#fbeef6"), bell.replace(css(paint), css(scale(paint, 0.5))))


def _campfire(phase: float, gait: str, colour: RGB | None) -> Drawing:
    a, b = math.sin(2 * math.pi * phase), math.cos(2 * math.pi * phase)
    flame = shape(f"M20 80 Q10 50 {34 + 3 * a:.1f} 34 Q{34 + 4 * b:.1f} 18 {48 + 5 * a:.1f} {4 + 4 * b:.1f} Q{62 + 3 * b:.1f} 30 {68 + 3 * a:.1f} 44 Q86 60 74 80 Z", "#f0762c")
    flame += shape(f"M30 82 Q26 58 {42 + 3 * b:.1f} {44 + 3 * a:.1f} Q{52 + 4 * a:.1f} 34 {52 + 3 * b:.1f} 30 Q66 58 64 82 Z", "#ffc24a") + shape(f"M38 84 Q38 66 {48 + 2 * a:.1f} 56 Q58 68 56 84 Z", "#fff0b0")
    logs = line("M10 94 L82 80 M84 94 L14 80", "#6a4630", 10)
    return Drawing(94, 100, (47, 98), flame + logs, flame)


def _smoke(phase: float, gait: str, colour: RGB | None) -> Drawing:
    """Puffs that leave a chimney (at 168, 96) to the left, grow and thin out."""
    puffs = []
    for index in range(4):
        age = (index + phase) / 4
        fill = f'opacity="{0.62 * (1 - age) ** 0.8 * min(1, age * 9):.3f}"'
        x, y, radius = 168 - 150 * age**1.1, 92 - 62 * age**0.7, 5 + 20 * age
        puffs.append(disc(x, y, radius, "#e9e4da", fill) + disc(x + radius * 0.7, y + radius * 0.3, radius * 0.7, "#dcd6cc", fill))
    return Drawing(190, 100, (168, 97), "".join(reversed(puffs)), plain=True)


_NAVY: Final = rgb("#2f4a86")
PUPPETS: Final[dict[str, Callable[[float, str, RGB | None], Drawing]]] = {
    "man": _person(Outfit(rgb("#2f5fa0"), rgb("#4a4a5c"), rgb("#4a3026"))),
    "woman": _person(Outfit(rgb("#c8443c"), rgb("#5a4a5a"), rgb("#5a3324"), dress=True)),
    "sailor": _person(Outfit(_NAVY, rgb("#3a4a6c"), rgb("#6a3f28"), hat="sailor")),
    "astronaut": _person(Outfit(rgb("#e9e7e0"), rgb("#dddcd6"), rgb("#888888"), skin=rgb("#d8d6d0"), suit=True)),
    "robot": _robot, "bird": _bird, "butterfly": _butterfly, "fish": _fish, "whale": _whale, "turtle": _turtle,
    "jellyfish": _jellyfish, "campfire": _campfire, "smoke": _smoke, **{name: _beast(name) for name in BEASTS},
}  # fmt: skip
