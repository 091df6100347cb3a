# ruff: noqa: SIM905 - a row of words reads best as one
"""What each of those on stage can do, and how: dogs do not climb, who is chased runs, patients lie in bed. Pure."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from paddock.engines.animatic import tools
from paddock.engines.animatic.birds import KINDS as BIRDS
from paddock.engines.animatic.cast import ROLES, STILL
from paddock.engines.animatic.kindred import does, is_player, is_someone
from paddock.storyboard import Relation, Subject, Tag


def at_first(subjects: list[Subject]) -> None:
    """What must be known before anybody is given anything."""
    _able(subjects)
    _chased(subjects)


def at_last(subjects: list[Subject]) -> None:
    """What follows from what others do."""
    _in_return(subjects)
    _as_food(subjects)
    _fed(subjects)
    _breathing_fire(subjects)
    _patients(subjects)
    _with_tools(subjects)


_CHASING: Final = ("chas", "pursu", "追")


_MUTUAL: Final = frozenset({"fight", "hug"})


def _in_return(subjects: list[Subject]) -> None:
    """Whoever is fought fights, too, and whoever is hugged holds on."""
    for index, (one, other) in enumerate(pairwise(subjects)):
        both = is_someone(one) and is_someone(other) and one.kind != "character"
        if both and other.action is None and one.count < 3 and does(one, *_MUTUAL) and not one.deeds:
            subjects[index + 1] = replace(other, action=one.action)


_FISH: Final = frozenset("fish salmon tuna carp catfish".split())


def _fed(subjects: list[Subject]) -> None:
    """Whoever is fed eats."""
    for index, other in enumerate(subjects[1:], 1):
        one = next((one for one in reversed(subjects[:index]) if is_someone(one)), other)
        words = one.action.words.lower() if one.action else ""
        feeds = words.startswith(("feed", "fed", "喂")) and is_someone(other) and not ROLES[other.kind].person
        if feeds and (other.action is None or does(other, "kneel")):
            subjects[index] = replace(other, action=Tag("eat", other.words))


def _breathing_fire(subjects: list[Subject]) -> None:
    """Whoever breathes fire stays for it."""
    for index, one in enumerate(subjects):
        if one.action is None and any(tag.value == "breathefire" for tag in one.look):
            subjects[index] = replace(one, action=Tag("fight", one.words))


def _as_food(subjects: list[Subject]) -> None:
    """A salmon that a cook slices is on a plate."""
    for index, (cook, fish) in enumerate(pairwise(subjects)):
        cooks = does(cook, "cook", "eat") or does(fish, "cook", "eat") or cook.kind in ("chef", "waiter")
        if is_player(cook) and cooks and fish.kind in _FISH and not does(fish, "swim", "jump"):
            subjects[index + 1] = replace(fish, kind="fishdish", action=fish.action or cook.action)


def _patients(subjects: list[Subject]) -> None:
    """A patient lies in bed."""
    for index, one in enumerate(list(subjects)):
        ill = one.words.lower() in ("patient", "patients", "病人", "患者") and one.count == 1
        if (
            not ill
            or any(other.kind == "bed" for other in subjects)
            or (one.action and not does(one, "sleep", "gaze", "talk"))
        ):
            continue
        subjects[index] = replace(
            one, action=Tag("sleep", one.words), relation=Relation("on", one.words, len(subjects))
        )
        subjects.append(Subject("bed", one.words))


_TOOLS: Final = frozenset(
    "razor scissors knife sword brush comb hairbrush hammer spoon stethoscope syringe rope whip paintroller chisel "
    "wand flashlight magnifyingglass broom shovel axe".split()
)


def _with_tools(subjects: list[Subject]) -> None:
    """ "A barber shaves a man with a razor": the razor is the barber's."""
    for index in range(len(subjects) - 2):
        doer, other, tool = subjects[index : index + 3]
        done = doer.action is not None and not does(doer, "carry") and is_player(doer)
        has = other.action is not None and other.action.words.startswith("with ") and is_player(other)
        if done and has and tool.kind in _TOOLS:
            subjects[index] = tools.given(doer, tool.kind)
            subjects[index + 1], subjects[index + 2] = replace(other, action=None), replace(tool, kind="")


_ON_LAND: Final = frozenset("footballer basketballer athlete runner gymnast boxer dancer".split())


def _able(subjects: list[Subject]) -> None:
    """Each does it as they can: on four legs one walks up a hill, a goalkeeper's dive is a leap."""
    _climbed(subjects)
    for index, one in enumerate(subjects):
        swap: dict[str, str] = {}
        if one.kind == "surfer":
            swap |= {"stand": "surf", "ride": "surf"}
        if one.kind == "basketballer":
            swap["kick"] = "run"
            held = any(other.kind == "basketball" for other in subjects)
            one = one if held else tools.given(one, "basketball")
            subjects[index] = one
        if one.kind in ROLES and not ROLES[one.kind].person and ROLES[one.kind].art not in CLIMBERS:
            swap["climb"] = "walk"
        rises = one.action is not None and one.action.words.lower().startswith(("rise", "rising"))
        if rises and one.kind in ROLES and ROLES[one.kind].person:
            swap["float"] = "stand"
        if one.kind == "runner":
            swap["walk"] = "run"
        if is_someone(one) and not ROLES[one.kind].person and one.action and "catch" in one.action.words:
            swap["throw"] = "jump"
        if one.kind in _ON_LAND:
            swap["swim"] = "jump"
        if any(tag.words.lower().startswith("land") for tag in one.deeds) and one.kind not in BIRDS:
            swap["fly"] = "stand"  # from a jump
        if swap:
            deeds = tuple(replace(tag, value=swap.get(tag.value, tag.value)) for tag in one.deeds)
            deed = replace(one.action, value=swap.get(one.action.value, one.action.value)) if one.action else None
            subjects[index] = replace(one, action=deed, deeds=deeds)


def _climbed(subjects: list[Subject]) -> None:
    """Whoever climbs nothing that is named climbs a rock."""
    for index, one in enumerate(subjects[:-1]):
        if does(one, "climb") and subjects[index + 1].kind == "swing":
            subjects[index] = replace(one, action=Tag("sit", one.words), relation=Relation("on", one.words, index + 1))
    who = next((one for one in subjects if is_player(one) and does(one, "climb") and one.character is None), None)
    if who and not any(one.kind in ROLES and ROLES[one.kind].habitat in ("fixed", "far", "room") for one in subjects):
        subjects.append(Subject("cliffrock", who.words, size=Tag("large", who.words)))


CLIMBERS: Final = frozenset(
    "monkey gorilla chimpanzee orangutan koala squirrel cat kitten lemur sloth redpanda".split()
)


def _chased(subjects: list[Subject]) -> None:
    """Who is chased runs, and as fast."""
    for index, subject in enumerate(subjects[:-1]):
        prey = subjects[index + 1]
        words = subject.action.words.lower() if subject.action else ""
        chases = words.startswith(_CHASING) or words.endswith(" after")
        still = prey.action is None or prey.action.value in STILL
        if chases and still and prey.kind in ROLES and ROLES[prey.kind].speed:
            subjects[index + 1] = replace(prey, action=subject.action)
