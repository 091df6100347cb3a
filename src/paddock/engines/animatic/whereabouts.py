# ruff: noqa: SIM905 - a row of words reads best as one
"""Where the players of a shot are when the words leave it open: on the floor, in the boat, in a crowd. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.kindred import does, is_player
from paddock.storyboard import Relation, Shot, Subject, Tag

_CLOSEST: Final = ("macro", "微距", "特写手部")
_TOYS: Final = frozenset({"toyblocks", "legobrick", "teddy", "doll", "puzzle", "toycar"})


def on_the_floor(subjects: list[Subject]) -> None:
    """Whoever plays with toys sits down with them."""
    for index, (who, thing) in enumerate(pairwise(subjects)):
        if is_player(who) and does(who, "playgame") and thing.kind in _TOYS and who.relation is None and who.action:
            subjects[index] = replace(who, action=replace(who.action, value="sit"))


def sitting(shot: Shot, subjects: list[Subject]) -> None:
    """ "A cat sits on a windowsill watching the rain": it watches, and sits."""
    if not _SITS.search(shot.text):
        return
    for index, one in enumerate(subjects):
        beast = one.kind in ROLES and ROLES[one.kind].gait == "walk" and not ROLES[one.kind].person
        on = one.relation is not None and one.relation.value in ("on", "in", "beside", "at")
        if beast and on and does(one, "gaze") and one.action is not None:
            subjects[index] = replace(one, action=replace(one.action, value="sit"))


_SITS: Final = re.compile(r"\b(?:sits?|sitting|sat|perched?)\b|坐|蹲", re.I)


def bustling(shot: Shot, subjects: list[Subject]) -> None:
    """A crowded market has people in it, behind those who are named; a busy bee in a park has not."""
    people = sum(one.count for one in subjects if is_player(one))
    if shot.setting is None or shot.setting.value not in _PEOPLED or people >= 3:
        return
    text, place = shot.text.lower(), re.escape(shot.setting.words.lower())
    if re.search(rf"{_CROWDED} (?:(?!{_APART})[\w-]+ ){{0,2}}{place}|{_CROWDED_ZH}\w?的?\w{{0,2}}{place}", text):
        subjects.append(Subject("man", "crowd", count=5))


_PEOPLED: Final = frozenset({"street", "city", "village", "harbour", "park", "coast"})
_CROWDED: Final = r"\b(?:crowded|bustling|busy|packed|teeming|lively)"
_CROWDED_ZH: Final = "(?:拥挤|热闹|熙熙攘攘|人来人往|繁忙|喧闹)"
_APART: Final = r"(?:in|on|at|to|of|by|near|through|across|with)\b"
"""What no word between the two may be."""


def at_windows(subjects: list[Subject]) -> None:
    """Whoever leans on a sill looks out: nobody lies in a window."""
    for index, one in enumerate(subjects):
        relation = one.relation
        at = relation is not None and relation.to < len(subjects) and subjects[relation.to].kind == "windowpane"
        leans = (
            does(one, "sleep")
            and one.action is not None
            and one.action.words.startswith(("趴", "lean", "lying", "lies"))
        )
        if at and leans and relation and one.action and is_player(one):
            subjects[index] = replace(
                one, action=replace(one.action, value="gaze"), relation=replace(relation, value="beside")
            )


def at_work_close(shot: Shot) -> list[Subject]:
    """ "A chef plates a dessert, macro": of who works on a small thing only the hands are seen."""
    subjects = list(shot.subjects)
    if shot.framing is None or not shot.framing.words.lower().startswith(_CLOSEST):
        return subjects
    things = [one for one in subjects if one.kind in ROLES and ROLES[one.kind].habitat == "hand"]
    people = [at for at, one in enumerate(subjects) if is_player(one) and not one.character]
    if things and len(people) == 1 and subjects[people[0]].action is not None:
        subjects[people[0]] = replace(subjects[people[0]], kind="hands", look=(), count=1)
    return subjects


_WATERFOWL: Final = frozenset({"swan", "blackswan", "duck", "duckling", "goose", "pelican"})


def afloat(subject: Subject) -> Subject:
    """A swan on a lake swims there, unless it is said to do something else."""
    if subject.kind not in _WATERFOWL or (subject.action and subject.action.value not in ("float", "gaze")):
        return subject
    return replace(subject, action=Tag("swim", subject.words))


_BOATS: Final = frozenset(
    "boat rowboat canoe sampan raft bambooraft kayak gondola junkboat longship rubberdinghy".split()
)
_IN_THE_WATER: Final = ("swim", "surf", "walk", "run", "stand", "jump", "fall", "sink", "ride", "skate", "fly")


def into_the_boat(subjects: list[Subject]) -> None:
    """On the water whoever is nowhere else is in the boat: "一叶扁舟在江上，渔翁垂钓"."""
    boats = [at for at, one in enumerate(subjects) if one.kind in _BOATS and one.count == 1 and not one.character]
    people = [at for at, one in enumerate(subjects) if is_player(one) and one.count < 3]
    if len(boats) != 1 or any(one.relation and one.relation.to == boats[0] and is_player(one) for one in subjects):
        return
    if people and subjects[boats[0]].kind == "boat":  # a sail would hide them
        subjects[boats[0]] = replace(subjects[boats[0]], kind="rowboat")
    for at in people:
        if subjects[at].relation is None and not does(subjects[at], *_IN_THE_WATER):
            subjects[at] = replace(subjects[at], relation=Relation("in", subjects[boats[0]].words, boats[0]))
