# ruff: noqa: SIM905 - a row of words reads best as one
"""Which subjects are people or animals, and which words mean a crowd of them. Pure."""

from __future__ import annotations

from typing import Final

from paddock.engines.animatic.cast import ROLES
from paddock.storyboard import Subject

CROWDS: Final = frozenset(
    "crowd audience spectator spectators fans onlookers bystanders 观众 人群 观众们 围观群众 粉丝".split()
)
"""Words of people who look on."""
MIXED: Final = CROWDS | frozenset(
    "people couple family tourists friends pedestrians guests passengers "
    "人们 行人 情侣 夫妻 一家人 家人 游客们 朋友 乘客".split()
)
"""Words of people of both sexes."""


def is_person(subject: Subject) -> bool:
    """Whether it is drawn as a person, and is no picture."""
    return subject.kind in ROLES and ROLES[subject.kind].person and subject.kind != "character"


def is_mixed(subject: Subject) -> bool:
    """Whether it is people of both sexes: a couple, a family, a crowd; a family of rabbits is none."""
    return is_person(subject) and bool(subject.words) and subject.words.split()[-1] in MIXED


def is_someone(subject: Subject) -> bool:
    """Whether it is a person, an animal or a picture."""
    return subject.kind in ROLES and (
        ROLES[subject.kind].person or ROLES[subject.kind].gait in ("walk", "flap", "swim")
    )


def is_player(subject: Subject) -> bool:
    """Whether it acts as people do: a person, an animal on two legs, a picture."""
    return subject.kind in ROLES and (ROLES[subject.kind].person or subject.kind == "character")


def does(subject: Subject, *deeds: str) -> bool:
    """Whether it does one of these."""
    return subject.action is not None and subject.action.value in deeds
