# ruff: noqa: SIM905 - a row of words reads best as one
"""Stage business: what the players of a shot need for what they do, said or not. Pure.

A pianist gets a piano to sit at, a violinist a violin, a surfer a board; whoever drives a closed car is inside it;
whoever sits at a table and reads, reads. What is only implied is added to the shot's subjects, what is held to a
subject's look.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock.engines.animatic import grips
from paddock.engines.animatic.cast import BACKS, ROLES
from paddock.storyboard import Relation, Shot, Subject, Tag

INSTRUMENTS: Final = {
    "violinist": "violin", "pianist": "piano", "guitarist": "guitar", "drummer": "drums", "cellist": "cello",
    "flutist": "flute", "saxophonist": "saxophone", "trumpeter": "trumpet", "harpist": "harp",
    "accordionist": "accordion",
}  # fmt: skip
"""What each musician plays."""
DESKS: Final = frozenset({"table", "desk", "piano", "drums", "guzheng", "harp", "telescope", "microscope", "computer"})
"""What one is at, not on."""
_SOUNDING: Final = frozenset({*INSTRUMENTS.values(), "electricguitar", "erhu", "guzheng", "microphone", "drum"})
_PLAYED: Final = frozenset({"strum", "drum", "playgame", "sing", "dance", "carry", "conduct", "work"})
_DRIVEN: Final = frozenset({"drive", "ride", "sail", "fly", "run", "work", "push"})
_BY_HAND: Final = frozenset({"read", "eat", "drink", "write", "paint", "work", "cook", "playgame", "talk", "phone"})
_CLOSED: Final = frozenset(
    "car bus truck taxi racecar sportscar policecar firetruck ambulance tank tram train bullettrain plane jetfighter "
    "helicopter airship rocket spaceship ufo submarine ferry cargoship ship balloon".split()
)
"""Vehicles that hide who drives them."""
FIRES: Final = ("burn", "blaz", "flame", "fire", "ignite", "燃", "着火", "烧", "火")


def equipped(shot: Shot) -> Shot:
    """The shot with what its players need."""
    subjects = list(shot.subjects)
    _rowing(subjects)
    _desks(subjects)
    _hand_over(subjects)
    _pans(subjects)
    _instruments(subjects)
    _boards(subjects)
    _arms(subjects)
    _ride_inside(subjects)
    return replace(shot, subjects=tuple(subjects))


def _is_player(subject: Subject) -> bool:
    return subject.kind in ROLES and (ROLES[subject.kind].person or subject.kind == "character")


def _does(subject: Subject, *deeds: str) -> bool:
    return subject.action is not None and subject.action.value in deeds


_ROWS: Final = ("row", "paddl", "划", "撑")


def _rowing(subjects: list[Subject]) -> None:
    """A boat that is rowed has no sails."""
    for index, subject in enumerate(subjects[:-1]):
        words = subject.action.words if subject.action else ""
        if _is_player(subject) and words.startswith(_ROWS) and subjects[index + 1].kind == "boat":
            subjects[index + 1] = replace(subjects[index + 1], kind="rowboat")


def _desks(subjects: list[Subject]) -> None:
    """ "Types on a laptop at a desk": it is the writer who is at the desk, and the laptop is on it."""
    for index, subject in enumerate(subjects):
        relation = subject.relation
        if not _is_player(subject) or relation is None or relation.value != "on" or relation.to >= len(subjects):
            continue
        tool = subjects[relation.to]
        place = tool.relation
        if tool.kind in ROLES and ROLES[tool.kind].habitat == "hand" and place and place.value == "at":
            subjects[index] = replace(subject, relation=place)
            subjects[relation.to] = replace(tool, relation=replace(place, value="on"), action=None)


def _hand_over(subjects: list[Subject]) -> None:
    """ "A man sits at a table and reads a book": it is he who reads, not the table."""
    for index, subject in enumerate(subjects):
        relation = subject.relation
        if not _is_player(subject) or relation is None or relation.to >= len(subjects) or relation.to == index:
            continue
        base = subjects[relation.to]
        if base.kind not in ROLES or ROLES[base.kind].person or ROLES[base.kind].gait:
            continue
        if base.action and base.action.value in _BY_HAND and (subject.action is None or _does(subject, "sit", "stand")):
            subjects[index] = replace(subject, action=base.action)
        sits = _does(subjects[index], "sit", *_BY_HAND)
        if base.kind in DESKS and sits and relation.value in ("beside", "front", "behind", "at"):
            subjects[index] = replace(subjects[index], relation=replace(relation, value="at"))


_FOOD: Final = frozenset(
    "vegetables egg noodles rice steak carrot tomato corn eggplant dumpling soup chickenleg pizza fries".split()
)


def _pans(subjects: list[Subject]) -> None:
    """Whoever fries or tosses food does it in a pan."""
    for index, subject in enumerate(subjects[:-1]):
        food = subjects[index + 1]
        cooks = _does(subject, "cook") or (subject.kind == "chef" and _does(subject, "throw"))
        if _is_player(subject) and cooks and food.kind in _FOOD:
            subjects[index] = replace(_with(subject, "pan"), action=Tag("cook", subject.words))
            subjects[index + 1] = replace(food, action=Tag("cook", food.words))


def _instruments(subjects: list[Subject]) -> None:
    said = list(subjects)
    for index, subject in enumerate(said):
        if not _is_player(subject):
            continue
        after = said[index + 1] if index + 1 < len(said) else None
        plays = after is not None and after.kind in _SOUNDING and (_does(subject, *_PLAYED) or _does(after, *_PLAYED))
        own = after.kind if after is not None and plays else INSTRUMENTS.get(subject.kind, "")
        if not own or (not plays and subject.action and not _does(subject, *_PLAYED)):
            continue
        if own in DESKS or own == "harp":
            to = index + 1 if plays else len(subjects)
            if not plays:
                subjects.append(Subject(own, own))
            subjects[index] = replace(
                subject, action=Tag("drum", subject.words), relation=Relation("at", subject.words, to)
            )
        else:
            subjects[index] = replace(_with(subject, own), action=Tag("strum", subject.words))


def _with(subject: Subject, thing: str) -> Subject:
    held = Tag(f"{grips.WORD}{thing}", subject.words)
    return replace(subject, look=(*subject.look, held)) if thing in grips.GRIPS else subject


_ARMED: Final = frozenset("knight samurai swordsman pirate viking general roman".split())


def _arms(subjects: list[Subject]) -> None:
    """Those who live by the sword fight with it."""
    for index, subject in enumerate(subjects):
        after = subjects[index + 1].kind if index + 1 < len(subjects) else ""
        if subject.kind in _ARMED and _does(subject, "fight") and after not in grips.GRIPS:
            subjects[index] = _with(subject, "sword")


def _boards(subjects: list[Subject]) -> None:
    """Whoever surfs does it on a board that lies on the water."""
    for index, subject in enumerate(subjects):
        if surfs(subject) and subject.character is None:
            subjects[index] = replace(subject, action=Tag("surf", subject.words), relation=None)
    if any(_does(subject, "surf") for subject in subjects):
        for index, subject in enumerate(subjects):
            if subject.kind == "surfboard":  # the one that is drawn under the surfer is enough
                subjects[index] = replace(subject, kind="")


def surfs(subject: Subject) -> bool:
    """Whether someone surfs."""
    words = subject.action.words if subject.action else ""
    rides = subject.kind == "surfer" and (subject.action is None or _does(subject, "ride", "surf", "sail", "skate"))
    return _is_player(subject) and (rides or "surf" in words.split()[:1] or words.startswith(("surfing", "冲浪")))


def _ride_inside(subjects: list[Subject]) -> None:
    """Whoever drives a closed vehicle is not seen outside it."""
    for index, subject in enumerate(subjects[:-1]):
        vehicle = subjects[index + 1]
        inside = _is_player(subject) and _does(subject, "drive", "ride", "sail", "fly", "work")
        if inside and vehicle.kind in _CLOSED and vehicle.kind not in BACKS and subject.character is None:
            moving = vehicle.action or Tag("drive", subject.words)
            subjects[index + 1] = replace(
                vehicle, action=moving, direction=vehicle.direction or subject.direction,
                speed=vehicle.speed or subject.speed,
            )  # fmt: skip
            subjects[index] = replace(subject, kind="")


def drives(subject: Subject) -> bool:
    """Whether someone is said to go by what is named next."""
    return subject.action is not None and subject.action.value in _DRIVEN


def burns(subject: Subject) -> bool:
    """Whether a thing is on fire, and does not just shine."""
    words = subject.action.words.lower() if subject.action and subject.action.value == "burn" else ""
    return any(part in words for part in FIRES)
