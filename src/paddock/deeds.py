# ruff: noqa: SIM905 - a row of words reads best as one
"""Who does what of those on stage, where the words stand by another: "a boy and his dog run". Pure."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from paddock.figures import Subject, is_living

_DEEDS: Final = frozenset(
    "walk march run sneak jump swim ride skate stand gaze sit sleep meditate dance wave cheer clap hug read write "
    "paint work cook wash dig talk sing phone strum drum conduct pray kneel bowdown think point fight kick throw shoot "
    "climb playgame eat drink pour blow".split()
)
"""What only someone can do, no thing."""


_AIMED: Final = frozenset({"point", "throw", "shoot", "kick", "blow"})


def aimed(subjects: list[Subject]) -> list[Subject]:
    """ "Sprays water on a house": what is aimed at something is done before it, not on top of it."""
    made = list(subjects)
    for index, (one, other) in enumerate(pairwise(subjects)):
        # "crawls on the carpet towards a bear": it is the baby who goes there, not the carpet.
        goes = other.relation is not None and other.relation.value == "toward" and not is_living(other)
        if goes and is_living(one) and one.relation and one.relation.to == index + 1:
            made[index], made[index + 1] = replace(one, relation=other.relation), replace(other, relation=None)
    for index, one in enumerate(subjects):
        at = one.relation is not None and one.relation.value in ("on", "in", "over")
        if at and one.relation and one.action and one.action.value in _AIMED and is_living(one):
            made[index] = replace(one, relation=replace(one.relation, value="front"))
    return made


def _on_foot(one: Subject) -> Subject:
    """What crosses a street without being a vehicle walks."""
    drives = (
        one.action is not None and one.action.value == "drive" and not one.action.words.startswith(("driv", "开", "驾"))
    )
    walks = drives and (is_living(one) or one.kind in _BORNE)
    return replace(one, action=replace(one.action, value="walk")) if walks and one.action else one


_BORNE: Final = frozenset("umbrella handbag suitcase backpack briefcase bouquet basket gift lantern".split())


def doing(subjects: list[Subject]) -> list[Subject]:
    """ "A girl under a tree reads", "女孩撑着伞走过街道": what is said after a thing, and no thing can do, they do."""
    made = [_on_foot(one) if is_living(one) else one for one in subjects]
    for index, thing in enumerate(made[1:], 1):
        who = made[index - 1]
        thing = _on_foot(thing)
        does = thing.action is not None and thing.action.value in _DEEDS
        idle = who.action is None or (who.action.value in ("stand", "carry") and who.action != thing.action)
        if who.action and thing.action and who.action.value == "sit":  # whoever sits may read, too
            idle = thing.action.value in ("read", "write", "eat", "drink", "phone", "gaze", "work", "strum", "drum")
        if not (does and idle and is_living(who)) or is_living(thing):
            continue
        made[index - 1] = replace(
            who, action=thing.action, direction=who.direction or thing.direction, speed=who.speed or thing.speed
        )
        made[index] = replace(thing, action=who.action if who.action and who.action.value == "carry" else None)
    return made


_WITH: Final = ("and", "with", "和", "与", "跟", "along with", "together with", "一起")


def together(subjects: list[Subject]) -> list[Subject]:
    """ "A boy and his dog run": the deed is of both."""
    made = list(subjects)
    for index in range(len(made) - 2, -1, -1):
        one, other = made[index], made[index + 1]
        joined_to = one.relation is None or (one.relation.to == index + 1 and one.relation.words in _WITH)
        if one.action is None and other.action and joined_to and one.relation and is_living(one) and is_living(other):
            made[index] = replace(
                one, action=other.action, direction=one.direction or other.direction, speed=one.speed or other.speed
            )
    return made


def shared(subjects: list[Subject]) -> tuple[Subject, ...]:
    """ "A cup and a plate on a table": the first of two that stand together is where the second is."""
    borne = {one.relation.to for one in subjects if one.relation and one.relation.value in ("on", "in")}
    for index in range(len(subjects) - 2, -1, -1):
        relation = subjects[index].relation
        if relation is None or relation.to != index + 1 or index in borne:
            continue
        if is_living(subjects[index]) != is_living(subjects[index + 1]):
            continue  # "a boy on a bicycle and a girl on a horse"
        other = subjects[index + 1].relation
        together = relation.value == "beside" and relation.words in _WITH
        if together and other and other.value in ("on", "in", "under", "at") and other.to != index:
            subjects[index] = replace(subjects[index], relation=other)
    return tuple(subjects)
