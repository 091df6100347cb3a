# ruff: noqa: SIM905 - a row of words reads best as one
"""Who does what of those on stage, where the words stand by another: "a boy and his dog run". Pure."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from paddock.figures import Relation, Subject, is_living

_DEEDS: Final = frozenset(
    "walk march run sneak jump swim ride skate stand gaze sit sleep meditate dance wave cheer clap hug read write "
    "paint work cook wash dig talk sing phone strum drum conduct pray kneel bowdown think point fight kick throw shoot "
    "climb playgame eat drink pour blow".split()
)
"""What only someone can do, no thing."""


def is_deed(value: str) -> bool:
    """Whether only someone can do it."""
    return value in _DEEDS or value == "carry"


_AIMED: Final = frozenset({"point", "throw", "shoot", "kick", "blow", "fall"})


def aimed(subjects: list[Subject]) -> list[Subject]:
    """ "Sprays water on a house": what is aimed at something is done before it, not on top of it."""
    made = list(subjects)
    for index, (one, other) in enumerate(pairwise(subjects)):
        # "crawls on the carpet towards a bear": it is the baby who goes there, not the carpet.
        goes = other.relation is not None and other.relation.value == "toward" and not is_living(other)
        if goes and is_living(one) and one.relation and one.relation.to == index + 1:
            made[index], made[index + 1] = replace(one, relation=other.relation), replace(other, relation=None)
    for index, one in enumerate(made):
        under = one.relation is not None and one.relation.value == "under" and one.action is not None
        if under and one.action and one.action.words.startswith(("pass", "drive", "roll", "speed")):
            made[index] = replace(one, relation=None)  # "a carriage passes under gas lamps" goes on
    for index, (one, other) in enumerate(pairwise(subjects)):
        seat = other.relation if other.relation and other.relation.to < len(subjects) else None
        by_hand = one.action is not None and one.action == other.action and one.action.value in _BY_HAND
        if seat and by_hand and is_living(one) and one.relation is None and subjects[seat.to].kind in _SEATS:
            # "Eats an ice cream on a bench": it is the eater who is there.
            made[index], made[index + 1] = (
                replace(one, relation=replace(seat, value="on")),
                replace(other, relation=None),
            )
    for index, one in enumerate(subjects):
        if is_living(one) and one.relation is None and one.action and one.action.words.endswith("向"):
            goal = next(
                (at for at in range(index + 1, len(subjects)) if subjects[at].action in (None, one.action)), None
            )
            if goal is not None:  # "端着面条走向客人"
                made[index] = replace(one, relation=Relation("toward", one.action.words, goal))
            continue
        to = one.relation.to if one.relation and one.relation.to < len(made) else -1
        at = one.relation is not None and one.relation.value in ("on", "in", "over")
        at = at and not (to >= 0 and made[to].kind in _SEATS)  # "in a high chair throws"
        at = at and not (one.action is not None and one.action.words.startswith(_IN_PLACE))
        if at and to == index + 1 and one.action and made[to].action == one.action and made[to].kind in _MISSILES:
            made[index] = replace(one, relation=None)  # "a juggler on stilts tosses torches"
            continue
        if at and one.relation and one.action and one.action.value in _AIMED and is_living(one):
            made[index] = replace(one, relation=replace(one.relation, value="front"))
        serves = one.action is not None and one.action.value == "carry" and is_living(one)
        if at and serves and to >= 0 and made[to].kind in _TRAYS:  # "serves tea on a tray"
            made[index] = replace(one, relation=None)
            made[to] = replace(made[to], action=one.action)
    return made


_MISSILES: Final = frozenset("torch ball knife spear boomerang frisbee stone bouquet axe hat".split())
_IN_PLACE: Final = ("juggl", "杂耍", "抛接")
"""What is thrown at nothing: "a penguin on a unicycle juggles"."""
_SEATS: Final = frozenset("chair armchair sofa bed bench highchair throne swing stool wheelchair beanbag".split())
_TRAYS: Final = frozenset({"tray", "plate", "basket"})


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
    anothers = {tag for one in subjects for tag in one.deeds}
    for index, thing in enumerate(made[1:], 1):
        who = made[index - 1]
        thing = _on_foot(thing)
        does = thing.action is not None and thing.action.value in _DEEDS
        idle = who.action is None or (who.action.value in ("stand", "carry") and who.action != thing.action)
        if who.action and thing.action and who.action.value == "sit":  # whoever sits may read, too
            idle = thing.action.value in ("read", "write", "eat", "drink", "phone", "gaze", "work", "strum", "drum")
        borne = who.relation is not None and who.relation.value == "on" and who.relation.to < index - 1
        if not (does and idle and is_living(who)) or is_living(thing) or borne or thing.action in anothers:
            continue
        made[index - 1] = replace(
            who, action=thing.action, direction=who.direction or thing.direction, speed=who.speed or thing.speed
        )
        made[index] = replace(thing, action=who.action if who.action and who.action.value == "carry" else None)
    return made


def in_turn(subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """Who does several things in turn does them: no thing in between does any of it, and the first comes first."""
    made = list(subjects)
    taken = {tag for one in made if is_living(one) for tag in one.deeds}
    for index, one in enumerate(made):
        if not is_living(one):
            value = one.action.value if one.action else ""
            theirs = value not in _BY_HAND and (one.action in taken or value in _DEEDS)
            made[index] = replace(one, deeds=(), action=None if theirs else one.action)
        elif one.deeds and one.action is None:
            made[index] = replace(one, action=one.deeds[0])
    return tuple(_seated(made))


def _seated(subjects: list[Subject]) -> list[Subject]:
    """ "Walks to a bench and sits down": they sit on the bench."""
    made = list(subjects)
    for index, (one, other) in enumerate(pairwise(subjects)):
        values = [deed.value for deed in one.deeds]
        comes = values[:1] in (["walk"], ["run"]) and "sit" in values
        if comes and is_living(one) and one.relation is None and other.kind in _SEATS and other.relation is None:
            sits = one.deeds[values.index("sit")]
            made[index] = replace(one, relation=Relation("on", sits.words, index + 1), direction=None)
    return made


_BY_HAND: Final = frozenset(
    "carry open read eat drink strum drum write paint throw shoot dig cook phone kick pour wash work push wave".split()
)
"""What is done with a thing: the thing remembers it."""


_WITH: Final = ("and", "with", "和", "与", "跟", "along with", "together with", "一起")


def together(subjects: list[Subject]) -> list[Subject]:
    """ "A boy and his dog run": the deed is of both."""
    made = list(subjects)
    for index in range(len(made) - 2, -1, -1):
        one, other = made[index], made[index + 1]
        joined_to = one.relation is None or (one.relation.to == index + 1 and one.relation.words in _WITH)
        if one.action is None and other.action and joined_to and one.relation and is_living(one) and is_living(other):
            made[index] = replace(
                one, action=other.action, direction=one.direction or other.direction, speed=one.speed or other.speed,
                deeds=one.deeds or other.deeds,
            )  # fmt: skip
        beside = one.relation is not None and one.relation.words == "with" and one.relation.to == index + 1
        both = beside and is_living(one) and is_living(other)
        if other.action is None and one.action and both and one.action.value in _MOVES:
            made[index + 1] = replace(other, action=one.action, direction=one.direction, deeds=one.deeds)
    return made


_MOVES: Final = frozenset("walk run march sneak jump dance swim skate fly ride".split())


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
