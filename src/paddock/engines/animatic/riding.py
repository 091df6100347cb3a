# ruff: noqa: E501, SIM905 - a row of words reads best as one
"""Who rides inside a vehicle: the window behind them, the seat, the land that goes by. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from paddock.engines.animatic import bonds, kindred, placing
from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.people import SEAT
from paddock.engines.animatic.scene import Motion, Prop
from paddock.engines.animatic.settings import Place
from paddock.storyboard import Shot, Subject

VEHICLES: Final = frozenset(
    "train bullettrain tram bus car taxi sportscar plane ship ferry submarine spaceship rocket airship truck "
    "metrotrain monorailtrain suv van limousine schoolbus doubledecker campervan vintagecar cruiseship spaceshuttle cablecar".split()
)
_RIDING: Final = frozenset("sit gaze read sleep talk eat drink phone write think sing stand wave hug work pray".split())


_ENCLOSED: Final = frozenset({"train", "metrotrain", "bullettrain", "tram", "bus", "schoolbus", "plane"})
"""What people are in who are said to be on it."""
_ON_TOP: Final = re.compile(r"on top of|on the roof|atop|on board a (?:toy|model)|车顶", re.IGNORECASE)


def vehicle(shot: Shot, subjects: tuple[Subject, ...]) -> Subject | None:
    """The vehicle that the shot's people are in, where they only ride."""
    for index, subject in enumerate(subjects):
        relation = subject.relation
        inside = (
            relation is not None
            and relation.to < len(shot.subjects)
            and (
                relation.value == "in"
                or (
                    relation.value == "on"
                    and shot.subjects[relation.to].kind in _ENCLOSED
                    and not _ON_TOP.search(shot.text)
                )
            )
        )
        calm = (subject.action.value if subject.action else "") in ("", *_RIDING)
        if index > 2 or not inside or not calm or relation is None:
            continue
        other = shot.subjects[relation.to]
        outside = shot.framing is not None and shot.framing.value == "wide"
        if other.kind in VEHICLES and other in subjects and not outside:
            return other
    return None


def staged(
    people: list[Subject], vehicle: Subject, place: Place, direction: int, way: tuple[float, Motion]
) -> list[Prop]:
    """The wall with its window, seats, and the first two of the people. `way` is where they start, and their motion."""
    start, motion = way
    half, ratio = place.half_height, place.half_width / place.half_height
    art = "cabin_wide" if ratio > 1.45 else "cabin_square" if ratio > 0.85 else "cabin_tall"
    jolt = replace(motion, bob=0.003, bob_s=0.9)
    made = [Prop(art, 1.0, start, 0.0, 2.92 * half, "cabin", jolt)]
    shown = [one for one in people for _ in range(min(one.count, 2))][:2]
    for index, subject in enumerate(shown):
        role = ROLES[subject.kind]
        side = -direction if index == 0 else direction
        size = min(2.0 * half, 2.6 * place.half_width) * min(1.0, role.size / 0.38)
        x = start + side * (0.34 if len(shown) > 1 or ratio > 1 else 0.12) * place.half_width
        faces = direction if index == 0 else -direction
        gait, _ = bonds.gait(subject, role, 0.0, size)
        gait = f"{SEAT}talk" if gait == "talk" else gait if gait in ("read", "eat") else "sit"
        if kindred.is_mixed(subject):
            role = replace(role, art=("man", "woman")[index % 2])
        floor = 0.80 * half + 0.225 * size
        made.append(
            Prop(
                "seat", 1.0, x - faces * 0.05 * size, floor + 0.06 * size, 0.62 * size, f"seat{index}", jolt, faces < 0
            )
        )
        made.append(placing.prop(
            subject, role, 1.0, x, floor, size, f"actor{index}{subject.kind}", flip=faces < 0, motion=jolt, gait=gait,
            cycle_s=3.0,
        ))  # fmt: skip
    return made
