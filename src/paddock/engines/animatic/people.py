# ruff: noqa: E501 - a path of SVG reads best on one line
"""Paper people in side view, looking right: walkers, runners, dancers, a robot. 200 high with the feet at 197."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.joints import Point, bend, limb, step
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import box, disc, line, shape


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
        worn = (
            outfit
            if colour is None
            else Outfit(colour, outfit.trousers, outfit.hair, outfit.skin, outfit.dress, outfit.hat, outfit.suit)
        )
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
    parts = [
        _arm(neck, phase + 0.5, gait, far_coat, far_skin, far=True),
        _leg(hip, far_foot, css(scale(leg, 0.72)), "#2b2322"),
    ]
    parts.append(_leg(hip, near_foot, css(leg), "#3a2e2a"))
    parts.append(_torso(hip, neck, outfit, coat, phase if moving else 0.25))
    parts.append(_head(neck, outfit, skin, tilt=-7 if gait == "gaze" else -lean * 0.4))
    parts.append(_arm(neck, phase, gait, coat, skin, far=False))
    # A tall hat needs room above the head.
    hat = {"pointed": 34, "chef": 22, "crown": 8}.get(outfit.hat, 0)
    body = "".join(parts)
    return Drawing(140, 200 + hat, (70, 197 + hat), f'<g transform="translate(0 {hat})">{body}</g>')


def _feet(phase: float, gait: str, middle: float) -> tuple[Point, Point]:
    if gait == "ride":
        return (middle + 16, 158.0), (middle + 22, 156.0)
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
    elif gait == "ride":
        hand = (shoulder[0] + 30, shoulder[1] + 30)
    elif gait in ("wave", "dance") and (not far or gait == "dance"):
        hand = (shoulder[0] + (-1 if far else 1) * (24 + 9 * swing), shoulder[1] - 40)
    elbow = bend(shoulder, hand, 26, 25, -1)
    return limb(shoulder, elbow, hand, coat, 13, 0.85) + disc(hand[0], hand[1], 6, skin)


def _torso(hip: Point, neck: Point, outfit: Outfit, coat: str, phase: float) -> str:
    (hx, hy), (nx, ny) = hip, neck
    if outfit.dress:
        flow = 5 * math.sin(2 * math.pi * phase)
        skirt = f"L{hx + 12} {hy - 16} L{hx + 29 + flow:.1f} {hy + 34} Q{hx} {hy + 40} {hx - 29 + flow:.1f} {hy + 34} L{hx - 12} {hy - 16} Z"
        return shape(f"M{nx - 13} {ny + 3} Q{nx} {ny - 3} {nx + 13} {ny + 3} {skirt}", coat) + box(
            hx - 12.5, hy - 19, 25, 5, css(mix(outfit.coat, (255, 240, 210), 0.5))
        )
    body = shape(
        f"M{nx - 16} {ny + 6} Q{nx} {ny - 6} {nx + 16} {ny + 6} L{hx + 14} {hy + 8} Q{hx} {hy + 12} {hx - 14} {hy + 8} Z",
        coat,
    )
    if outfit.hat == "sailor":
        body += shape(f"M{nx - 4} {ny} L{nx + 15} {ny + 2} L{nx + 9} {ny + 20} Z", "#f4efe2") + shape(
            f"M{nx + 8} {ny + 12} l4 4 l-3 13 l-4 -12 Z", "#c23b36"
        )
    elif outfit.suit:
        body += (
            box(nx - 9, ny + 18, 18, 13, "#8f98a6", 'rx="2"')
            + disc(nx - 3, ny + 24, 2.4, "#d8453a")
            + disc(nx + 4, ny + 24, 2.4, "#4f9ad8")
        )
    else:
        body += line(f"M{nx + 5} {ny + 4} L{hx + 6} {hy + 6}", css(scale(outfit.coat, 0.78)), 1.8)
    return body


def _head(neck: Point, outfit: Outfit, skin: str, tilt: float) -> str:
    x, y = neck[0] + 2, neck[1] - 24
    hair = css(outfit.hair)
    parts = box(neck[0] - 5, neck[1] - 9, 11, 14, css(scale(outfit.skin, 0.86)))
    if outfit.dress:
        parts += shape(
            f"M{x - 20} {y - 4} Q{x - 30} {y + 24} {x - 20} {y + 36} Q{x - 6} {y + 32} {x - 2} {y + 6} Z",
            css(scale(outfit.hair, 0.84)),
        )
    parts += disc(x, y, 20, skin) + shape(f"M{x + 18} {y - 2} q6 6 1 8 Z", skin)
    parts += shape(
        f"M{x - 21} {y + 7} Q{x - 25} {y - 24} {x + 2} {y - 23} Q{x + 20} {y - 21} {x + 17} {y - 9} Q{x + 2} {y - 11} {x - 3} {y - 3} Q{x - 6} {y + 6} {x - 12} {y + 14} Z",
        hair,
    )
    parts += (
        disc(x + 11, y - 1, 2.5, "#2a2022")
        + line(f"M{x + 8} {y + 10} q5 3 9 0", "#a04a3e", 1.8)
        + disc(x + 4, y + 7, 3.4, "#e89a86", 'opacity="0.55"')
    )
    if outfit.hat == "sailor":
        parts += shape(
            f"M{x - 21} {y - 10} L{x + 21} {y - 12} L{x + 25} {y - 25} L{x - 24} {y - 24} Z", "#f8f4e8"
        ) + shape(f"M{x - 21} {y - 9} L{x + 20} {y - 11} V{y - 16} L{x - 21} {y - 15} Z", "#2c4a8c")
    elif outfit.suit:
        parts = (
            box(neck[0] - 9, neck[1] - 6, 18, 10, "#b9bec8")
            + disc(x, y - 2, 26, "#f0efe9")
            + disc(x + 5, y - 1, 19, "#e0a94a")
            + disc(x + 6, y - 1, 17, "#3f5f86")
            + shape(f"M{x} {y - 12} q8 -5 15 1 q-8 0 -12 6 Z", "#a9c6e0")
        )
    else:
        parts += _hat(outfit, x, y)
    return f'<g transform="rotate({tilt:.1f} {neck[0]:.1f} {neck[1]:.1f})">{parts}</g>'


def _hat(outfit: Outfit, x: float, y: float) -> str:
    """What tells a king from a cook."""
    coat = css(scale(outfit.coat, 0.85))
    if outfit.hat == "crown":
        return shape(
            f"M{x - 19} {y - 12} L{x - 22} {y - 32} L{x - 10} {y - 22} L{x - 1} {y - 36} L{x + 8} {y - 23} L{x + 20} {y - 34} L{x + 17} {y - 13} Z",
            "#e2b03e",
        ) + disc(x - 1, y - 19, 2.6, "#c8372d")
    if outfit.hat == "pointed":
        cone = shape(
            f"M{x - 19} {y - 12} Q{x - 8} {y - 40} {x - 14} {y - 62} Q{x + 12} {y - 44} {x + 19} {y - 14} Z", coat
        )
        return (
            cone
            + f'<ellipse cx="{x}" cy="{y - 12}" rx="30" ry="6" fill="{coat}"/>'
            + line(f"M{x - 17} {y - 19} Q{x} {y - 15} {x + 17} {y - 20}", "#e2b03e", 3.4)
        )
    if outfit.hat == "helmet":
        dome = shape(
            f"M{x - 23} {y + 14} Q{x - 26} {y - 26} {x} {y - 26} Q{x + 24} {y - 25} {x + 22} {y + 2} L{x + 4} {y} L{x + 2} {y + 15} Z",
            "#a9b2c0",
        )
        return (
            dome
            + line(f"M{x + 4} {y - 6} H{x + 22}", "#3a3f4a", 3)
            + shape(
                f"M{x - 2} {y - 25} Q{x - 18} {y - 44} {x - 32} {y - 26} Q{x - 18} {y - 32} {x - 8} {y - 22} Z",
                "#c8372d",
            )
        )
    if outfit.hat == "straw":
        return f'<ellipse cx="{x}" cy="{y - 12}" rx="33" ry="6" fill="#d9b15e"/>' + shape(
            f"M{x - 17} {y - 13} Q{x - 14} {y - 33} {x} {y - 32} Q{x + 15} {y - 33} {x + 17} {y - 13} Z", "#e2c078"
        )
    if outfit.hat == "chef":
        return (
            box(x - 18, y - 26, 36, 15, "#f4f1ea")
            + disc(x - 13, y - 31, 11, "#fbf9f4")
            + disc(x + 12, y - 31, 11, "#fbf9f4")
            + disc(x, y - 37, 13, "#fbf9f4")
        )
    return ""


def _robot(phase: float, gait: str, colour: RGB | None) -> Drawing:
    paint = colour or rgb("#8fa6b4")
    drawing = _figure(
        phase,
        gait if gait in ("walk", "run", "wave", "dance") else "stand",
        Outfit(paint, scale(paint, 0.8), paint, skin=scale(paint, 0.9)),
    )
    top = 112 + (2.5 * math.cos(4 * math.pi * phase) if gait == "walk" else 0.8 * math.sin(2 * math.pi * phase)) - 54
    head = (
        box(46, top - 50, 52, 46, css(paint), 'rx="9"')
        + box(62, top - 38, 32, 16, "#26323c", 'rx="7"')
        + line(f"M72 {top - 50} V{top - 62}", "#6a7680", 4)
        + disc(72, top - 62, 5, "#d8453a")
    )
    head += box(48, top + 2, 46, 50, css(scale(paint, 0.94)), 'rx="7"') + disc(71, top + 22, 8, "#e8c25a")
    eyes = disc(74, top - 30, 4.5, "#8ff0ff") + disc(87, top - 30, 4.5, "#8ff0ff")
    return Drawing(140, 200, (70, 197), drawing.body + head + eyes, eyes)


PEOPLE: Final[dict[str, Callable[[float, str, RGB | None], Drawing]]] = {
    "farmer": _person(Outfit(rgb("#6f8f4a"), rgb("#4a5a7c"), rgb("#5a3a26"), hat="straw")),
    "knight": _person(Outfit(rgb("#8f98a6"), rgb("#737c8a"), rgb("#4a3026"), hat="helmet")),
    "wizard": _person(Outfit(rgb("#5a4a9c"), rgb("#463a7c"), rgb("#d8d4cc"), hat="pointed")),
    "king": _person(Outfit(rgb("#a8322f"), rgb("#5a3a5c"), rgb("#5a3a26"), hat="crown")),
    "chef": _person(Outfit(rgb("#f2efe8"), rgb("#4a4a54"), rgb("#4a3026"), hat="chef")),
    "queen": _person(Outfit(rgb("#8a4a9c"), rgb("#5a3a5c"), rgb("#8a5a2c"), dress=True, hat="crown")),
    "witch": _person(Outfit(rgb("#3f3a4a"), rgb("#3a343f"), rgb("#7a3a26"), dress=True, hat="pointed")),
    "man": _person(Outfit(rgb("#2f5fa0"), rgb("#4a4a5c"), rgb("#4a3026"))),
    "woman": _person(Outfit(rgb("#c8443c"), rgb("#5a4a5a"), rgb("#5a3324"), dress=True)),
    "sailor": _person(Outfit(rgb("#2f4a86"), rgb("#3a4a6c"), rgb("#6a3f28"), hat="sailor")),
    "astronaut": _person(Outfit(rgb("#e9e7e0"), rgb("#dddcd6"), rgb("#888888"), skin=rgb("#d8d6d0"), suit=True)),
    "robot": _robot,
}
