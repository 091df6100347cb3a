# ruff: noqa: E501 - a path of SVG reads best on one line
"""Paper people in side view, looking right: walkers, runners, dancers, sitters. 200 high with the feet at 197."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from paddock.engines.animatic import grips, prints
from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.headwear import head
from paddock.engines.animatic.joints import Point, bend, limb, step
from paddock.engines.animatic.palette import RGB, css, mix, rgb, scale
from paddock.engines.animatic.sprites import box, disc, line, shape
from paddock.engines.animatic.wardrobe import OUTFITS, Look, Outfit, dressed

LONG: Final = ("robe", "gown", "hanfu", "qipao", "ghost")
"""Cuts that hide the legs."""
BARE_LEGS: Final = ("dress", "tutu", "sport", "skirt", "bare", "fur", "qipao", "pelt")


@dataclass(frozen=True, slots=True)
class Pose:
    """Where the joints are at one moment, in a drawing 140 by 200."""

    hip: Point
    neck: Point
    near_foot: Point
    far_foot: Point
    near_hand: Point
    far_hand: Point
    tilt: float
    """Of the head, in degrees."""


def _person(name: str) -> Callable[[float, str, RGB | None, Look], Drawing]:
    def at(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
        return figure(phase, gait, dressed(name, colour, look), grips.of(look.words), paint=grips.paint_of(look.words))

    return at


# --- poses ------------------------------------------------------------------------------------------


def _hips(phase: float, gait: str) -> tuple[Point, float]:
    """The hip and how far the neck leans forward."""
    turn = 2 * math.pi * phase
    if gait == "run":
        return (70.0, 112.0 + 5.0 * math.cos(2 * turn)), 9.0
    if gait in ("walk", "push"):
        return (70.0, 112.0 + 2.5 * math.cos(2 * turn)), 2.5 if gait == "walk" else 14.0
    if gait == "dance":
        return (70.0 + 4 * math.sin(turn), 112.0 + 4 * math.cos(2 * turn)), 7 * math.sin(turn)
    if gait in ("sit", "read", "eat", "keys"):
        return (58.0, 152.0 + 0.6 * math.sin(turn)), 2.0
    if gait == "slump":
        return (58.0, 152.0 + 0.6 * math.sin(turn)), 30.0
    if gait == "lotus":
        return (60.0, 176.0 + 0.5 * math.sin(turn)), 1.0
    if gait == "partner":
        return (70.0 + 5 * math.sin(turn), 109.0 + 2 * math.cos(2 * turn)), 3.0
    if gait == "lieing":
        return (70.0, 108.0), 0.0
    if gait == "crawl":
        return (52.0, 164.0 + 1.5 * math.cos(2 * turn)), 46.0
    if gait == "kneel":
        return (66.0, 140.0 + 0.6 * math.sin(turn)), 6.0
    if gait == "surf":
        return (66.0, 132.0 + 3 * math.sin(turn)), 8.0 + 4 * math.sin(turn)
    if gait == "bowdown":
        return (60.0, 110.0), 25.0 + 7 * math.sin(turn)
    if gait == "jump":
        return (70.0, 106.0), 3.0
    if gait == "dig":
        return (66.0, 114.0), 16.0 + 8 * math.sin(turn)
    if gait in ("fight", "kick", "throw"):
        return (68.0, 115.0 + 1.5 * math.cos(2 * turn)), 5.0 + 5 * math.sin(turn)
    if gait in ("ride", "climb", "swiming", "proneing"):
        return (70.0, 112.0 + 0.8 * math.sin(turn)), 0.0
    return (70.0, 106.6 + 0.5 * math.sin(turn)), 0.0


def _feet(phase: float, gait: str, hip: Point) -> tuple[Point, Point]:
    middle, wave = hip[0], math.sin(2 * math.pi * phase)
    if gait == "ride":
        return (middle + 16, 158.0), (middle + 22, 156.0)
    if gait in ("sit", "read", "eat", "keys", "slump"):
        return (middle + 47, 190.0), (middle + 40, 190.0)
    if gait == "surf":
        return (middle + 34, 190.0), (middle - 28, 190.0)
    if gait == "lotus":
        return (middle - 4, 191.0), (middle + 4, 191.0)
    if gait == "lieing":
        return (middle + 5, 190.0), (middle - 3, 190.0)
    if gait == "partner":
        return (middle + 12 + 7 * wave, 190.0), (middle - 12 + 7 * wave, 190.0 - 6 * max(0.0, wave))
    if gait == "crawl":
        return (middle - 34 + 8 * wave, 191.0), (middle - 40 - 8 * wave, 191.0)
    if gait == "kneel":
        return (middle - 26, 190.0), (middle + 24, 190.0)
    if gait == "kick":
        lift = max(0.0, wave)
        return (middle + 14 + 34 * lift, 190.0 - 46 * lift), (middle - 10, 190.0)
    if gait in ("fight", "throw"):
        return (middle + 26, 190.0), (middle - 22, 190.0)
    if gait == "jump":
        return (middle + 32, 174.0), (middle - 36, 180.0)
    if gait == "climb":
        return (middle + 14, 176.0 - 14 * max(0.0, wave)), (middle + 10, 176.0 - 14 * max(0.0, -wave))
    if gait in ("proneing", "swiming"):
        kick = 7 * wave if gait == "swiming" else 2 * wave
        return (middle - 4 + kick, 192.0), (middle - 10 - kick, 192.0)
    if gait not in ("walk", "run", "push"):
        spread = 11 + (9 * wave if gait == "dance" else 0)
        lift = 16 * max(0.0, math.sin(4 * math.pi * phase)) if gait == "dance" else 0.0
        return (middle + spread, 190.0 - lift), (middle - spread, 190.0)
    stride, lift, stance = (86.0, 34.0, 0.42) if gait == "run" else (62.0, 17.0, 0.6)
    near, far = step(phase, stride, lift, stance), step(phase + 0.5, stride, lift, stance)
    return (middle + near[0], 190 + near[1]), (middle + far[0], 190 + far[1])


def _hand(phase: float, gait: str, shoulder: Point, *, far: bool) -> Point:
    """Where a hand is."""
    swing = math.sin(2 * math.pi * (phase + 0.02))
    x, y = shoulder
    fixed: dict[str, Point] = {
        "ride": (x + 30, y + 30), "hold": (x + 26, y + 26), "read": (x + 26, y + 20 + swing), "push": (x + 40, y + 14),
        "strum": (x + 8 + 5 * swing, y + 34) if not far else (x + 34, y + 18), "pray": (x + 18, y + 10),
        "drum": (x + 28, y + 30 + 9 * (swing if far else -swing)), "dig": (x + 24, y + 36),
        "clap": (x + 22 + (-7 if far else 7) * swing, y + 10), "cook": (x + 30, y + 30 + 4 * swing),
        "point": (x + 40, y - 8) if not far else (x + 4, y + 48), "talk": (x + 22 + 5 * swing, y + 18 + 8 * swing),
        "fight": (x + 30 + (14 if not far else -14) * swing, y + 8), "climb": (x + 26, y - 30 + 16 * (swing if far else -swing)),
        "cheer": (x + (-34 if far else 34) + 3 * swing, y - 57), "bowdown": (x + 6, y + 46), "kneel": (x + 18, y + 36),
        "think": (x + 12, y - 6) if not far else (x + 10, y + 34), "throw": (x - 22 + 34 * swing, y - 28) if not far else (x + 24, y + 10),
        "sit": (x + 26, y + 40), "keys": (x + 36, y + 26 + 4 * swing), "surf": (x + (40 if not far else -36), y + 4 + 6 * swing), "phone": (x + 10, y - 10) if not far else (x + 5, y + 48), "fly": (x + 38, y - 18),
        "shoot": (x + 40, y + 6) if not far else (x + 10, y + 6), "hug": (x + 43, y + (16 if far else 6)), "highfive": (x + 38, y - 44 + 3 * swing) if not far else (x + 5, y + 48),
        "shake": (x + 41, y + 24 + 4 * swing) if not far else (x + 5, y + 48), "partner": (x + 40, y - 8) if far else (x + 36, y + 14),
        "lotus": (x + 25, y + 44), "slump": (x + 34, y + 20), "lieing": (x + 3, y + 49), "conduct": (x + 28, y - 14 + 20 * (swing if far else -swing)),
    }  # fmt: skip
    if gait == "proneing":
        return (x + 8, y - 50) if not far else (x - 2, y + 49)
    if gait == "swiming":  # arms that go round
        turn = 2 * math.pi * phase
        return x + 30 * math.sin(turn), y - 40 * math.cos(turn)
    if gait == "crawl":
        return x + 8 + 12 * swing, y + 50
    if gait in fixed:
        return fixed[gait]
    if gait == "eat":
        lift = max(0.0, swing)
        return (x + 22 - 4 * lift, y + 24 - 32 * lift) if not far else (x + 26, y + 30)
    if gait == "walk":
        return x + 3 - 25 * swing, y + 46 - 5 * abs(swing)
    if gait == "run":
        return x + 10 - 30 * swing, y + 28 + 9 * swing
    if gait == "gaze" and not far:
        return x + 19, y - 33
    if gait in ("wave", "dance") and (not far or gait == "dance"):
        return x + (-1 if far else 1) * (38 + 8 * swing), y - 50 + 3 * swing
    if gait == "jump":
        return x + (-40 if far else 42), y - 48
    return x + 5, y + 49


FLOOR: Final = "floor:"
SEAT: Final = "seat:"
"""What a gait's name begins with for those who sit as they do it, on the ground or on something."""


def _pose(phase: float, gait: str) -> Pose:
    floor, seat, gait = gait.startswith(FLOOR), gait.startswith(SEAT), gait.rpartition(":")[2]
    hip, lean = _hips(phase, "sit" if seat else gait)
    if floor:
        hip, lean = (50.0, 178.0 + 0.5 * math.sin(2 * math.pi * phase)), -3.0
    neck = (hip[0] + lean, hip[1] - 54 + 0.25 * abs(lean) + (0.006 * lean * lean if lean > 20 else 0.0))
    near_foot, far_foot = _feet(phase, "sit" if seat else gait, hip)
    if floor:
        near_foot, far_foot = (hip[0] + 64, 190.0), (hip[0] + 54, 190.0)
    shoulder = (neck[0], neck[1] + 8)
    tilt = (
        -7
        if gait in ("gaze", "cheer")
        else 9
        if gait in ("read", "pray", "dig", "cook", "strum", "keys")
        else 30
        if gait in ("bowdown", "slump")
        else -lean * 0.4
    )
    return Pose(
        hip, neck, near_foot, far_foot, _hand(phase, gait, shoulder, far=False),
        _hand(phase + 0.5, gait, shoulder, far=True), tilt,
    )  # fmt: skip


# --- the figure -------------------------------------------------------------------------------------


def figure(
    phase: float,
    gait: str,
    outfit: Outfit,
    held: str = "",
    crown: Callable[[Point, float], str] | None = None,
    paint: RGB | None = None,
) -> Drawing:
    """A person 200 high, feet at y = 196, looking right; `crown` draws another head on the neck, tilted."""
    if gait in ("lie", "fallen"):
        return _laid(figure(phase, "lieing", outfit, "", crown, paint), gait)
    if gait in ("prone", "swim"):
        return _prone(figure(phase, f"{gait}ing", outfit, held, crown, paint), gait)
    assert outfit.coat
    assert outfit.trousers
    assert outfit.skin
    assert outfit.hair
    pose = _pose(phase, gait)
    if held:
        near, far = grips.hands(held, phase, (pose.neck[0], pose.neck[1] + 8))
        pose = replace(pose, near_hand=near, far_hand=far or pose.far_hand)
    skin, far_skin = css(outfit.skin), css(scale(outfit.skin, 0.8))
    coat, far_coat = css(outfit.coat), css(scale(outfit.coat, 0.72))
    if outfit.cut in ("bare", "fur"):
        coat, far_coat = skin, far_skin
    moving = gait in ("walk", "run", "dance")
    sleeve, far_sleeve = (skin, far_skin) if outfit.cut == "pelt" else (coat, far_coat)
    parts = [_behind(pose, outfit, phase), _arm(pose.neck, pose.far_hand, far_sleeve, far_skin)]
    parts += _legs(pose, outfit) if outfit.cut not in ("tail", "ghost") else []
    parts.append(prints.on(_torso(pose, outfit, coat, phase if moving else 0.25), outfit.print, outfit.coat, pose.neck))
    parts.append(crown(pose.neck, pose.tilt) if crown else head(pose.neck, outfit, skin, pose.tilt))
    if held:
        parts.append(grips.thing(held, pose.neck, pose.near_hand, paint))
    parts.append(_arm(pose.neck, pose.near_hand, sleeve, skin, "#c8283a" if outfit.extra == "gloves" else ""))
    # A tall hat needs room above the head.
    room = {
        "pointed": 34,
        "chef": 22,
        "crown": 8,
        "mian": 12,
        "plume": 20,
        "monkey": 46,
        "top": 14,
        "opera": 22,
        "santa": 12,
        "horned": 8,
    }
    above = max(room.get(outfit.hat, 10 if outfit.child else 0), 26 if crown else 0)
    body = "".join(parts)
    widened = f'<g transform="translate({70 - 70 * outfit.wide:.1f} {above}) scale({outfit.wide:.2f} 1)">{body}</g>'
    if not held:
        return Drawing(140, 200 + above, (70, 197 + above), widened)
    return Drawing(210, 200 + above, (105, 197 + above), f'<g transform="translate(35 0)">{widened}</g>')


def _prone(upright: Drawing, gait: str) -> Drawing:
    """Someone who flies or swims head first, to the right: the same figure, turned over."""
    (x, y), turn = upright.anchor, 62 if gait == "prone" else 74
    body = f'<g transform="translate({150 - x:.1f} {110 - (y - 87):.1f}) rotate({turn} {x:.1f} {y - 87:.1f})">{upright.body}</g>'
    return Drawing(300, 200, (150, 160 if gait == "prone" else 112), body)


def _laid(upright: Drawing, gait: str) -> Drawing:
    """Someone who lies on the ground: on the back with the head to the left, or fallen forward."""
    (x, y), turn, low = upright.anchor, -90 if gait == "lie" else 86, 26 if gait == "lie" else 22
    body = f'<g transform="translate({150 - x:.1f} {197 - low - (y - 97):.1f}) rotate({turn} {x:.1f} {y - 97:.1f})">{upright.body}</g>'
    return Drawing(300, 200, (150, 197), body)


def _legs(pose: Pose, outfit: Outfit) -> list[str]:
    assert outfit.trousers
    assert outfit.skin
    paint = outfit.skin if outfit.cut in BARE_LEGS else outfit.trousers
    bare = outfit.cut in ("bare", "pelt")
    shoe, far_shoe = (css(outfit.skin), css(scale(outfit.skin, 0.72))) if bare else ("#3a2e2a", "#2b2322")
    parts = [
        _leg(pose.hip, pose.far_foot, css(scale(paint, 0.72)), far_shoe),
        _leg(pose.hip, pose.near_foot, css(paint), shoe),
    ]
    if outfit.cut in ("sport", "bare"):
        (hx, hy), foot = pose.hip, pose.near_foot
        knee = bend(pose.hip, (foot[0], foot[1] - 3), 41, 41, 1)
        middle = ((hx + knee[0]) / 2, (hy + knee[1]) / 2)
        parts.append(line(f"M{hx:.1f} {hy:.1f} L{middle[0]:.1f} {middle[1]:.1f}", css(outfit.trousers), 19))
    return parts


def _leg(hip: Point, foot: Point, colour: str, shoe: str) -> str:
    ankle = (foot[0], foot[1] - 3)
    knee = bend(hip, ankle, 41, 41, 1)
    sole = shape(f"M{foot[0] - 7:.1f} {foot[1] + 6:.1f} q0 -11 9 -10 q12 1 15 10 Z", shoe)
    return limb(hip, knee, ankle, colour, 16, 0.82) + sole


def _arm(neck: Point, hand: Point, coat: str, skin: str, glove: str = "") -> str:
    shoulder = (neck[0], neck[1] + 8)
    long = 1.34 if hand[1] < shoulder[1] - 37 else 1.0  # else no hand would come above so large a head
    elbow = bend(shoulder, hand, 26 * long, 25 * long, -1)
    reach, most = math.hypot(hand[0] - shoulder[0], hand[1] - shoulder[1]), 50.5 * long
    if reach > most:
        hand = (
            shoulder[0] + (hand[0] - shoulder[0]) * most / reach,
            shoulder[1] + (hand[1] - shoulder[1]) * most / reach,
        )
    return limb(shoulder, elbow, hand, coat, 13, 0.85) + disc(hand[0], hand[1], 10 if glove else 6, glove or skin)


def _behind(pose: Pose, outfit: Outfit, phase: float) -> str:
    """What hangs or grows on the back."""
    (hx, hy), (nx, ny) = pose.hip, pose.neck
    wave = 5 * math.sin(2 * math.pi * phase)
    if outfit.cut == "cape":
        lining = css(rgb("#a8242f") if outfit.coat != rgb("#c8283a") else rgb("#2f4a94"))
        return shape(
            f"M{nx + 6} {ny + 4} Q{nx - 26} {ny + 30} {hx - 40 + wave:.1f} {hy + 52} L{hx + 2} {hy + 50} Z", lining
        )
    if outfit.extra == "angelwings":
        return shape(
            f"M{nx - 4} {ny + 16} Q{nx - 50} {ny - 40 + wave:.1f} {nx - 60} {ny + 6 + wave:.1f} Q{nx - 58} {ny + 50} {nx - 4} {ny + 34} Z",
            "#fbfaf4",
        )
    if outfit.extra == "fairywings":
        return shape(
            f"M{nx - 4} {ny + 18} Q{nx - 44} {ny - 30 - wave:.1f} {nx - 56} {ny + 2} Q{nx - 40} {ny + 26} {nx - 4} {ny + 24} Q{nx - 40} {ny + 34} {nx - 40} {ny + 56 + wave:.1f} Q{nx - 14} {ny + 50} {nx - 4} {ny + 26} Z",
            "#cfeaf0",
            'opacity="0.85"',
        )
    if outfit.extra == "pack":
        return box(nx - 34, ny + 6, 26, 40, "#a8623a", 'rx="8"')
    return ""


def _torso(pose: Pose, outfit: Outfit, coat: str, phase: float) -> str:
    (hx, hy), (nx, ny) = pose.hip, pose.neck
    assert outfit.coat
    flow = 5 * math.sin(2 * math.pi * phase)
    pale, dark = css(mix(outfit.coat, (255, 240, 210), 0.5)), css(scale(outfit.coat, 0.78))
    low = min(196.0, max(hy + 34, pose.near_foot[1] + 2)) if outfit.cut in LONG else hy + 34
    top = f"M{nx - 13} {ny + 3} Q{nx} {ny - 3} {nx + 13} {ny + 3} "
    seated = hy > 130
    if seated and outfit.cut in (*LONG, "dress", "tutu", "tail"):
        # Whoever sits has the skirt over the knees.
        foot = pose.near_foot
        skirt = f"L{hx + 12} {hy - 16} Q{hx + 40} {hy - 20} {foot[0] + 2} {min(foot[1], hy + 30)} L{hx - 6} {hy + 30} Q{hx - 20} {hy + 20} {hx - 12} {hy - 16} Z"
        return shape(top + skirt, coat) + box(hx - 12.5, hy - 19, 25, 5, pale)
    if outfit.cut in ("dress", "tutu", "skirt"):
        wide, long = {"dress": (29, 34), "tutu": (42, 12), "skirt": (22, 22)}[outfit.cut]
        skirt = f"L{hx + 12} {hy - 16} L{hx + wide + flow:.1f} {hy + long} Q{hx} {hy + long + 6} {hx - wide + flow:.1f} {hy + long} L{hx - 12} {hy - 16} Z"
        return shape(top + skirt, coat) + box(hx - 12.5, hy - 19, 25, 5, pale)
    if outfit.cut in ("gown", "robe", "hanfu", "qipao"):
        return _long_robe(pose, outfit, coat, flow, low)
    if outfit.cut == "ghost":
        hem = "".join(
            f"Q{nx + 26 - 13 * i - 6:.1f} {190 + (6 if i % 2 else -8)} {nx + 26 - 13 * (i + 1):.1f} 184 "
            for i in range(5)
        )
        return shape(f"M{nx - 28} {ny - 20} Q{nx} {ny - 60} {nx + 26} {ny - 20} L{nx + 26} 184 {hem} Z", coat)
    if outfit.cut == "tail":
        return shape(f"M{nx - 12} {ny + 12} H{nx + 12} L{hx + 13} {hy - 18} H{hx - 13} Z", css(outfit.skin or outfit.coat)) + shape(
            f"M{hx - 14} {hy - 18} H{hx + 14} Q{hx + 22} {hy + 40} {hx - 6} {hy + 62} Q{hx - 30 + flow:.1f} {hy + 84} {hx - 44 + flow:.1f} {hy + 66} Q{hx - 26} {hy + 60} {hx - 34 + flow:.1f} {hy + 48} Q{hx - 10} {hy + 56} {hx - 14} {hy - 18} Z", coat)  # fmt: skip
    return _jacket(pose, outfit, coat, dark, pale)


def _long_robe(pose: Pose, outfit: Outfit, coat: str, flow: float, low: float) -> str:
    (hx, hy), (nx, ny) = pose.hip, pose.neck
    assert outfit.coat
    pale, dark = css(mix(outfit.coat, (255, 244, 224), 0.55)), css(scale(outfit.coat, 0.8))
    wide = {"gown": 40, "robe": 26, "hanfu": 30, "qipao": 19}[outfit.cut]
    body = shape(
        f"M{nx - 14} {ny + 3} Q{nx} {ny - 3} {nx + 14} {ny + 3} L{hx + 12} {hy - 14} L{hx + wide + flow:.1f} {low} Q{hx} {low + 5} {hx - wide + flow:.1f} {low} L{hx - 12} {hy - 14} Z", coat,
    )  # fmt: skip
    if outfit.cut == "hanfu":
        body += shape(f"M{nx + 12} {ny + 2} L{nx - 4} {ny + 30} L{nx - 9} {ny + 26} L{nx + 2} {ny} Z", pale)
        body += box(
            hx - 13, hy - 22, 26, 11 if outfit.extra == "sash" else 7, "#f0d060" if outfit.extra == "sash" else pale
        )
        body += line(f"M{hx + 4} {hy - 14} Q{hx + 8} {hy + 10} {hx + 6 + flow:.1f} {low - 6}", dark, 2)
    elif outfit.cut == "qipao":
        body += line(f"M{nx + 3} {ny + 2} Q{nx + 10} {ny + 12} {nx + 12} {ny + 22}", "#f0d060", 2.4)
        body += (
            disc(hx - 2, hy + 14, 4, "#f0d060")
            + disc(hx + 6, hy + 28, 3, "#f0d060")
            + line(f"M{hx + 13} {hy + 30} L{hx + 17} {low}", dark, 2.4)
        )
    elif outfit.cut == "robe":
        body += box(hx - 13, hy - 18, 26, 6, dark) + line(f"M{nx + 4} {ny + 4} L{hx + 4} {low - 4}", pale, 4)
    else:
        body += box(hx - 12.5, hy - 18, 25, 5, pale) + line(
            f"M{hx + 2} {hy - 10} L{hx + 12 + flow:.1f} {low - 4} M{hx - 6} {hy - 10} L{hx - 16 + flow:.1f} {low - 4}",
            dark,
            1.8,
        )
    return body


def _jacket(pose: Pose, outfit: Outfit, coat: str, dark: str, pale: str) -> str:
    (hx, hy), (nx, ny) = pose.hip, pose.neck
    long = 32 if outfit.cut == "coat" else 8
    body = shape(
        f"M{nx - 16} {ny + 6} Q{nx} {ny - 6} {nx + 16} {ny + 6} L{hx + 14 + long * 0.2:.1f} {hy + long} Q{hx} {hy + long + 4} {hx - 14 - long * 0.2:.1f} {hy + long} Z", coat,
    )  # fmt: skip
    if outfit.hat == "sailor":
        body += shape(f"M{nx - 4} {ny} L{nx + 15} {ny + 2} L{nx + 9} {ny + 20} Z", "#f4efe2") + shape(
            f"M{nx + 8} {ny + 12} l4 4 l-3 13 l-4 -12 Z", "#c23b36"
        )
    elif outfit.cut == "space":
        body += (
            box(nx - 9, ny + 18, 18, 13, "#8f98a6", 'rx="2"')
            + disc(nx - 3, ny + 24, 2.4, "#d8453a")
            + disc(nx + 4, ny + 24, 2.4, "#4f9ad8")
        )
    elif outfit.cut == "suit":
        body += shape(f"M{nx + 2} {ny} L{nx + 14} {ny + 3} L{nx + 9} {ny + 26} Z", "#f6f3ea") + shape(
            f"M{nx + 8} {ny + 4} l4 3 l-2 20 l-4 -4 Z", "#b8352c"
        )
    elif outfit.cut == "armour":
        body += line(f"M{nx - 12} {ny + 22} H{nx + 13} M{hx - 13} {hy - 16} H{hx + 13}", dark, 2.4) + disc(
            nx, ny + 9, 9, pale
        )
    elif outfit.cut == "pelt":
        body = shape(
            f"M{nx - 15} {ny + 4} Q{nx} {ny - 6} {nx + 15} {ny + 4} Q{hx + 26} {hy - 18} {hx + 20} {hy + 10} Q{hx} {hy + 22} {hx - 20} {hy + 10} Q{hx - 24} {hy - 20} {nx - 15} {ny + 4} Z", coat,
        )  # fmt: skip
        body += f'<ellipse cx="{hx + 10:.1f}" cy="{hy - 14:.1f}" rx="11" ry="21" fill="{css(outfit.trousers or outfit.coat or (0, 0, 0))}"/>'
    elif outfit.cut == "apron":
        body += shape(
            f"M{nx + 2} {ny + 14} L{nx + 14} {ny + 12} L{hx + 18} {hy + 28} Q{hx + 4} {hy + 32} {hx - 4} {hy + 28} Z",
            "#fbf9f2",
        )
    elif outfit.cut == "coat":
        body += line(f"M{nx + 6} {ny + 4} L{hx + 8} {hy + 30}", dark, 2.4) + box(hx - 14, hy - 12, 28, 5, dark)
    elif outfit.cut == "fur":
        body += shape(
            f"M{nx - 14} {ny + 4} L{nx + 10} {ny + 26} L{hx + 16} {hy + 22} l-6 -5 l-5 9 l-6 -7 l-6 8 l-8 -7 Z",
            css(outfit.coat or (0, 0, 0)),
        )
    elif outfit.cut != "bare":
        body += line(f"M{nx + 5} {ny + 4} L{hx + 6} {hy + 6}", dark, 1.8)
    return body + _details(pose, outfit, dark)


def _details(pose: Pose, outfit: Outfit, dark: str) -> str:
    (hx, hy), (nx, ny) = pose.hip, pose.neck
    if outfit.extra == "badge":
        return disc(nx + 9, ny + 17, 3.6, "#e8c04a")
    if outfit.extra == "star":
        return shape(f"M{nx + 5} {ny + 10} l3 7 l8 1 l-6 5 l2 8 l-7 -4 l-7 4 l2 -8 l-6 -5 l8 -1 Z", "#f0c840") + box(
            hx - 14, hy - 4, 28, 6, "#f0c840"
        )
    if outfit.extra == "scarf":
        return box(nx - 11, ny - 2, 24, 9, "#c8372d", 'rx="4"') + box(nx + 2, ny + 4, 8, 26, "#c8372d", 'rx="3"')
    if outfit.extra == "wraps":
        return line(
            f"M{nx - 14} {ny + 14} L{nx + 14} {ny + 20} M{nx - 14} {ny + 28} L{hx + 14} {ny + 34} M{hx - 14} {hy - 10} L{hx + 14} {hy - 4}",
            "#b8ac8c",
            2,
        )
    if outfit.extra == "bones":
        return line(
            f"M{nx + 2} {ny + 6} L{hx + 2} {hy} M{nx - 10} {ny + 14} H{nx + 13} M{nx - 9} {ny + 24} H{nx + 12} M{nx - 8} {ny + 34} H{nx + 11}",
            "#4a4640",
            3,
        )
    return ""


def _robot(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    paint = colour or rgb(("#8fa6b4", "#b48f6a", "#7fa89a", "#a89ab8")[look.number % 4])
    known = gait if gait in ("walk", "run", "wave", "dance", "hold", "sit") else "stand"
    drawing = figure(phase, known, Outfit(paint, scale(paint, 0.8), paint, scale(paint, 0.9), style="bald"))
    neck = _pose(phase, known).neck
    x, top = neck[0], neck[1]
    parts = (
        box(x - 24, top - 50, 52, 46, css(paint), 'rx="9"') + box(x - 8, top - 38, 32, 16, "#26323c", 'rx="7"')
        + line(f"M{x + 2} {top - 50} V{top - 58}", "#6a7680", 4) + disc(x + 2, top - 56, 5, "#d8453a")
    )  # fmt: skip
    parts += box(x - 22, top + 2, 46, 50, css(scale(paint, 0.94)), 'rx="7"') + disc(x + 1, top + 22, 8, "#e8c25a")
    eyes = disc(x + 4, top - 30, 4.5, "#8ff0ff") + disc(x + 17, top - 30, 4.5, "#8ff0ff")
    return Drawing(140, 200, (70, 197), drawing.body + parts + eyes, eyes)


PEOPLE: Final[dict[str, Callable[[float, str, RGB | None, Look], Drawing]]] = {
    **{name: _person(name) for name in OUTFITS}, "robot": _robot,
}  # fmt: skip
