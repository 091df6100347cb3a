# ruff: noqa: SIM905 - a row of words reads best as one
"""Where people are of whom it goes without saying: a bartender in a bar, a smith at the forge. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.kindred import does, is_player
from paddock.storyboard import Relation, Shot, Subject, Tag

_BY_WORDS: Final = {
    "bartender": ("kitchen", "bar"), "调酒师": ("kitchen", "bar"), "酒保": ("kitchen", "bar"),
    "barista": ("kitchen", "cafe"), "咖啡师": ("kitchen", "cafe"), "baker": ("kitchen", "bakery"),
    "barber": ("room", "barbershop"), "hairdresser": ("room", "hair salon"), "tailor": ("room", "tailor shop"),
    "potter": ("room", "art studio"), "sculptor": ("room", "art studio"), "weightlifter": ("room", "gym"),
    "bodybuilder": ("room", "gym"), "fencers": ("room", "gym"), "fencer": ("room", "gym"),
    "librarian": ("library", "library"), "cashier": ("room", "supermarket"), "shopkeeper": ("room", "shop"),
    "plumber": ("room", "bathroom"),
    "surgeon": ("room", "operating room"), "office worker": ("room", "office"), "dj": ("stage", "stage"),
    "tennis player": ("meadow", "tennis court"), "badminton player": ("room", "gym"),
    "carpenter": ("room", "workshop"), "watchmaker": ("room", "workshop"), "shoemaker": ("room", "workshop"),
}  # fmt: skip
_BY_KIND: Final = {
    "chef": ("kitchen", "kitchen"), "blacksmith": ("room", "forge"), "doctor": ("room", "hospital"),
    "nurse": ("room", "hospital"), "scientist": ("room", "laboratory"), "teacher": ("room", "classroom"),
    "judge": ("room", "courthouse"), "waiter": ("kitchen", "restaurant"), "boxer": ("room", "boxing ring"),
    "basketballer": ("room", "basketball court"), "footballer": ("meadow", "stadium"), "mechanic": ("room", "garage"),
    "king": ("room", "throne room"), "queen": ("room", "throne room"), "emperor": ("room", "throne room"),
}  # fmt: skip
"""The setting, and the words that say which kind of it."""
_ON_THE_WAY: Final = frozenset("walk run ride drive fly swim sail march skate climb dig float sneak jump".split())
"""What those do who may be anywhere."""
_AT_PLAY: Final = frozenset({"footballer", "basketballer", "boxer"})
_OUTSIDE: Final = frozenset({"far", "rail", "road", "water", "swim", "air"})


def implied(subjects: list[Subject], shot: Shot) -> Tag | None:
    """The place of the first of the shot's people where the prompt names none; None where they may be anywhere."""
    if shot.setting is not None or any(tag.value not in ("embers", "fog") for tag in shot.weather):
        return None
    if any(one.kind in ROLES and ROLES[one.kind].habitat in _OUTSIDE for one in subjects):
        return None
    for one in [one for one in subjects if is_player(one)][:2]:
        place = _BY_WORDS.get(one.words.lower()) or _BY_WORDS.get(_last(one)) or _BY_KIND.get(one.kind)
        if place and (one.kind in _AT_PLAY or not does(one, *_ON_THE_WAY)):
            return Tag(*place)
    return None


_KEEPERS: Final = frozenset("bartender barista cashier shopkeeper receptionist 调酒师 酒保 咖啡师".split())


def _last(subject: Subject) -> str:
    """What someone is: a "robot bartender" keeps a bar."""
    return subject.words.lower().rpartition(" ")[2]


def behind_counters(subjects: list[Subject]) -> None:
    """Whoever keeps a bar stands behind its counter."""
    for index, subject in enumerate(list(subjects)):
        after = next((at for at, one in enumerate(subjects) if one.kind == "bartop"), None)
        keeper = _last(subject) in _KEEPERS
        if not is_player(subject) or subject.relation is not None or not (keeper or after == index + 1):
            continue
        if after is None:
            subjects.append(Subject("bartop", subject.words))
        to = len(subjects) - 1 if after is None else after
        subjects[index] = replace(subject, relation=Relation("behind", subject.words, to))
        return


def in_the_arena(subjects: list[Subject]) -> Tag | None:
    """Those who are in a stadium see it from within."""
    for subject in list(subjects):
        relation = subject.relation
        inside = relation is not None and relation.value == "in" and relation.to < len(subjects)
        if inside and relation and subjects[relation.to].kind == "stadium":
            subjects[relation.to] = replace(subjects[relation.to], kind="")
            boxes = any(one.kind == "boxer" for one in subjects)
            return Tag("room", "boxing ring") if boxes else Tag("meadow", "stadium")
    return None
