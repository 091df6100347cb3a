# ruff: noqa: E501, SIM905 - a table reads best one entry a line
"""Swords, staffs, rackets and balls in the hands of those who have them, said or not. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock.engines.animatic import grips, tools
from paddock.engines.animatic.kindred import does, is_player
from paddock.storyboard import Subject, Tag

_ARMED: Final = frozenset("knight samurai swordsman pirate viking general roman".split())


def arms(subjects: list[Subject]) -> None:
    """Those who live by the sword fight with it."""
    for index, subject in enumerate(subjects):
        after = subjects[index + 1].kind if index + 1 < len(subjects) else ""
        own = _DEFAULT_ARMS.get(subject.kind, "")
        if (
            own
            and after not in grips.GRIPS
            and (
                subject.action is None
                or does(subject, "stand", "walk", "fight", "fly", "gaze", "carry", "shoot", "point")
            )
        ):
            subjects[index] = tools.given(subject, own)
        crossed = subject.action is not None and "sword" in subject.action.words and is_player(subject)
        if crossed and does(subject, "fight") and after not in grips.GRIPS:
            subjects[index] = subject = tools.given(subject, "sword")
        if "fenc" in subject.words.lower().split(" ")[-1] and subject.kind in ("athlete", "man", "woman"):
            subjects[index] = subject = replace(
                tools.given(subject, "sword"), action=Tag("fight", subject.words), deeds=()
            )
        if subject.kind in _ARMED and does(subject, "fight") and after not in grips.GRIPS:
            subjects[index] = tools.given(subject, "sword")


def each_holds(subjects: list[Subject]) -> None:
    """ "Two samurai with swords": each has one; so have the wizard and the witch with their wands."""
    for index in range(len(subjects) - 2):
        one, other, things = subjects[index : index + 3]
        two = is_player(one) and is_player(other) and one.count == other.count == 1
        if two and things.kind in grips.GRIPS and things.count == 2:
            subjects[index], subjects[index + 1] = tools.given(one, things.kind), tools.given(other, things.kind)
            subjects[index + 2] = replace(things, kind="")
    for index, subject in enumerate(subjects[:-1]):
        things = subjects[index + 1]
        if not is_player(subject) or things.kind not in grips.GRIPS or things.count < 2 or subject.count < 2:
            continue
        subjects[index] = replace(tools.given(subject, things.kind), relation=subject.relation or things.relation)
        if subject.relation and subject.relation.to == index + 1:
            subjects[index] = replace(subjects[index], relation=things.relation)
        subjects[index + 1] = replace(things, kind="")


_CARRIED: Final = frozenset(
    "spear wand sword shield cane torch bow axe flag wizardstaff trident halberd scepter warhammer macemorning flail lance "
    "scythe".split()
)


def own_arms(subjects: list[Subject]) -> None:
    """A wizard's staff, a knight's sword: what belongs in a hand is in it, unless it is said to lie elsewhere."""
    for index, subject in enumerate(subjects[:-1]):
        at = after(subjects, index, _CARRIED)
        if at is None or not is_player(subject) or subjects[at].count != 1:
            continue
        thing = subjects[at]
        elsewhere = thing.relation is not None and thing.relation.value in ("on", "in", "under")
        stuck = thing.action is not None and thing.action.value in ("fall", "burn")
        linked = subject.relation is not None and subject.relation.to == at and subject.relation.value != "beside"
        if elsewhere or stuck or linked:
            continue
        if at == index + 1:
            subjects[at] = replace(thing, action=Tag("carry", thing.words))
            mine = subject.relation is not None and subject.relation.to == at
            subjects[index] = replace(subject, relation=None if mine else subject.relation)
        elif thing.kind in grips.GRIPS:  # "on a cliff, his sword drawn"
            subjects[index] = tools.given(subject, thing.kind)
            subjects[at] = replace(thing, kind="")


def after(subjects: list[Subject], index: int, kinds: frozenset[str]) -> int | None:
    """Where one of these kinds comes next after someone, with at most a thing or a place between."""
    for at in range(index + 1, min(index + 3, len(subjects))):
        if subjects[at].kind in kinds:
            return at
        if is_player(subjects[at]) or subjects[at].kind == "character":
            return None
    return None


_RACKETS: Final = ("tennis", "badminton", "ping pong", "squash", "网球", "羽毛球", "乒乓球")


def rackets(subjects: list[Subject]) -> None:
    """Tennis is played with a racket."""
    for index, subject in enumerate(subjects):
        words = f"{subject.words} {subject.action.words if subject.action else ''}".lower()
        if subject.kind == "basketballer" and index + 1 < len(subjects) and subjects[index + 1].kind == "soccerball":
            subjects[index + 1] = replace(subjects[index + 1], kind="basketball")
        dribbles = does(subject, "jump", "throw", "run", "carry", "playgame") and index + 1 < len(subjects)
        if is_player(subject) and dribbles and subjects[index + 1].kind == "basketball":
            subjects[index], subjects[index + 1] = (
                tools.given(subject, "basketball"),
                replace(subjects[index + 1], kind=""),
            )
            continue
        if is_player(subject) and any(word in words for word in _RACKETS):
            subjects[index] = tools.given(subject, "racket")


_DEFAULT_ARMS: Final = {"monkeyking": "spear", "wizard": "spear", "archer": "bow", "shepherd": "spear"}
