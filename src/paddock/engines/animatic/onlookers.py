# ruff: noqa: E501 - a path of SVG reads best on one line
"""Crowds that watch: the backs of heads before a stage, a row of people behind a game. Who is meant is told here, too."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from paddock.engines.animatic import kindred
from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.palette import RGB, css, mix, scale
from paddock.engines.animatic.scene import Motion, Prop
from paddock.engines.animatic.settings import Place
from paddock.engines.animatic.sprites import disc, line, shape
from paddock.engines.animatic.wardrobe import HAIRS, SHIRTS, SKINS, Look
from paddock.storyboard import Subject

_WATCH: Final = frozenset({"", "cheer", "clap", "gaze", "wave", "sit", "stand", "dance", "sing", "jump"})
_ANYBODY: Final = frozenset({"man", "woman", "boy", "girl", "teen", "oldman", "oldwoman", "tourist"})
"""Of whom there are many in the background; five ninjas are there for something."""
_NIGHT: Final[RGB] = (28, 24, 44)


def crowd(subjects: list[Subject]) -> Subject | None:
    """Those of the subjects who only look on, while others do something."""
    if len(subjects) < 2:
        return None
    for one in subjects:
        action = one.action.value if one.action else ""
        watches = one.words.split()[-1] in kindred.CROWDS or (one.count >= 5 and one.kind in _ANYBODY)
        others = [other for other in subjects if other != one and (kindred.is_someone(other) or _races(other))]
        if watches and action in _WATCH and others and not one.character and one.relation is None:
            return one
    return None


def _races(subject: Subject) -> bool:
    """Whether it is a boat or a car that one watches going by."""
    return subject.kind in ROLES and ROLES[subject.kind].habitat in ("water", "road")


def audience(watching: Subject, place: Place) -> list[Prop]:
    """Backs of heads along the lower edge of the frame."""
    cheers = watching.action is not None and watching.action.value in ("cheer", "clap", "wave", "dance", "jump", "sing")
    size = 0.46 * place.half_height
    wide = size * WIDTH / HEIGHT
    count = math.ceil(2.5 * place.half_width / wide)
    return [
        Prop(
            "audience", 1.16, (index - (count - 1) / 2) * wide, 1.06 * place.half_height, size, f"audience{index}",
            Motion(bob=0.006 if cheers else 0.002, bob_s=0.9 + 0.2 * index, phase=index), gait="cheer" if cheers else "stand",
            cycle_s=1.4,
        )
        for index in range(count)
    ]  # fmt: skip


def spectators(watching: Subject, place: Place) -> list[Prop]:
    """A row of people far behind the players."""
    gait = "cheer" if watching.action and watching.action.value in ("cheer", "wave", "clap", "jump") else "stand"
    size, count = 0.44 * place.half_height, max(6, round(13 * place.half_width))
    depth, y = 0.62, place.up(0.02)
    if place.wet:  # on the far bank
        size, count, depth, y = 0.24 * place.half_height, 2 * count, 0.34, place.up(0.265)
    arts = ("man", "woman", "teen", "woman", "oldman", "girl", "man")
    made = []
    for index in range(count):
        x = ((index + 0.5) / count - 0.5) * 2.3 * place.half_width
        prop = Prop(arts[index % len(arts)], depth, x, y, size, f"actor{index % 6}crowd", Motion())
        made.append(replace(prop, gait=gait, cycle_s=1.2, fade=0.06, flip=x > 0))
    return made


WIDTH, HEIGHT = 420.0, 130.0


def backs(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    """Heads and shoulders from behind, some with an arm in the air."""
    number, body = look.number, ""
    for index in range(7):
        lot = number // (index + 3)
        x = 30 + 60 * index + lot % 13
        hop = 5 * math.sin(2 * math.pi * (phase + index / 7)) if gait == "cheer" else 0.0
        y = 58 + lot % 17 + hop
        hair, shirt = mix(HAIRS[lot % len(HAIRS)], _NIGHT, 0.45), mix(SHIRTS[lot % len(SHIRTS)], _NIGHT, 0.5)
        skin = css(mix(SKINS[lot % 5], _NIGHT, 0.4))
        if gait == "cheer" and lot % 3 != 1:
            body += line(
                f"M{x + 24} {y + 40:.1f} L{x + 30} {y - 6:.1f} L{x + 26 + 3 * hop / 5:.1f} {y - 34:.1f}", css(shirt), 13
            ) + disc(x + 26, y - 40, 8, skin)
        body += shape(
            f"M{x - 34} 150 V{y + 50:.1f} Q{x - 32} {y + 26:.1f} {x} {y + 24:.1f} Q{x + 32} {y + 26:.1f} {x + 34} {y + 50:.1f} V150 Z",
            css(shirt),
        )
        body += (
            shape(f"M{x - 8} {y + 10:.1f} h16 v18 h-16 Z", skin)
            + disc(x, y, 22, css(hair))
            + disc(x - 21, y + 4, 4.5, skin)
            + disc(x + 21, y + 4, 4.5, skin)
        )
        if lot % 4 == 0:
            body += shape(
                f"M{x - 20} {y:.1f} Q{x - 24} {y + 44:.1f} {x - 10} {y + 48:.1f} H{x + 10} Q{x + 24} {y + 44:.1f} {x + 20} {y:.1f} Z",
                css(scale(hair, 0.92)),
            )
    return Drawing(WIDTH, HEIGHT, (WIDTH / 2, HEIGHT), body)
