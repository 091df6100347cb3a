# ruff: noqa: SIM905 - a row of words reads best as one
"""What the words around a word make of it: whether "camera" is a thing or the one that films, "park" a place or a deed.

Pure. `read` is `lexicon.find` with the senses taken away that the neighbours of a word rule out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock import nounphrases
from paddock.lexicon import CJK, Found, find
from paddock.nounphrases import DETERMINERS as _DETERMINERS

_OWNERS: Final = _DETERMINERS - {"the", "this", "that", "each", "every"}
_OPENERS: Final = frozenset({"and", "then", "as", "while", "when", "but", "slow", "smooth", "the", "static", "our"})
_ENDS: Final = frozenset(",.;:!?，。；：！？、")
_JOINS: Final = frozenset({"and", "as", "while", "then", "when", "but"})
_ADVERBS: Final = frozenset(
    "first then is starts begins to just gently soft slow fast very 缓 慢 地 逐 渐 开 始 先".split()
)
_PREPOSITIONS: Final = frozenset("in on through under into over across by at with of from during against".split())
_NOUNS: Final = frozenset({"setting", "subject", "noun", "weather", "time"})
_FILMED: Final = {
    "float": "crane_up", "fall": "crane_down", "run": "follow", "follow": "follow", "chase": "follow", "fly": "push_in",
    "walk": "push_in", "drive": "push_in", "sneak": "push_in", "turn": "pan_right", "skate": "pan_right",
}  # fmt: skip
"""What a deed of the camera's is as a move of it."""


def read(tokens: list[str]) -> list[Found]:
    """Every phrase of the lexicon in the text, each with the senses that its neighbours leave it."""
    ages = nounphrases.ages(tokens)
    blank = {at for age in ages for at in range(age.start, age.end)}
    found = find(["" if at in blank else token for at, token in enumerate(tokens)])
    found = nounphrases.denied(sorted([*found, *ages], key=lambda item: item.start), tokens)
    found = [_as_noun(item, tokens) for item in found]
    found = [_as_worn(item, tokens) for item in found]
    found = [_as_verb(item, tokens, found) for item in found]
    found = nounphrases.served(nounphrases.attributive(nounphrases.compounded(found), tokens), tokens)
    found = [_of_a_place(item, found) for item in found]
    found = [_of_the_weather(item, tokens, found) for item in found]
    for camera in [item for item in found if _is_camera(item)]:
        if _films(camera, tokens, found):
            found = _filming(camera, tokens, found)
    return found


def _without(item: Found, *categories: str) -> Found:
    return replace(item, senses=tuple(sense for sense in item.senses if sense[0] not in categories))


def _as_noun(item: Found, tokens: list[str]) -> Found:
    """After an article a word is a thing, if it can be one: "in a park", not "they park"."""
    senses = {name for name, _ in item.senses}
    before = tokens[item.start - 1] if item.start else ""
    articled = before in _DETERMINERS or (before == "of" and not item.words.endswith("ing"))
    return _without(item, "action") if articled and "action" in senses and (senses & _NOUNS or before == "of") else item


_WORN_AFTER: Final = frozenset(
    "wearing wears wear wore worn dressed donning dons in with her his their 穿 戴 系 着".split()
)


def _as_worn(item: Found, tokens: list[str]) -> Found:
    """What can be worn or lie about: after "wearing", "in a" it is worn, otherwise it is a thing."""
    senses = {name for name, _ in item.senses}
    if not {"garment", "subject"} <= senses:
        return item
    near = tokens[max(0, item.start - (3 if CJK.match(item.words) else 6)) : item.start]
    return _without(item, "subject" if _WORN_AFTER & set(near) else "garment")


_VERBS: Final = {
    "wave": "wave", "waves": "wave", "water": "dig", "waters": "dig", "rock": "strum", "rocks": "strum",
    "cast": "throw", "casts": "throw", "fires": "shoot", "fans": "wave", "trains": "fight", "ships": "carry",
    "parks": "drive", "present": "carry", "presents": "carry", "leaves": "walk", "swing": "throw",
    "swings": "throw", "bats": "throw", "sails": "sail", "flies": "fly", "cooks": "cook", "guards": "stand",
}  # fmt: skip
"""Nouns that are verbs right after someone: "a robot waters plants", "the driver waves"."""


def _as_verb(item: Found, tokens: list[str], found: list[Found]) -> Found:
    deed = _VERBS.get(item.words)
    before = next((other for other in found if other.end == item.start), None)
    actor = before is not None and "subject" in dict(before.senses)
    pronoun = item.start > 0 and tokens[item.start - 1] in ("he", "she", "they", "who", "and")
    pronoun = pronoun or (item.start > 0 and tokens[item.start - 1].endswith("ly"))
    if deed is None or not (actor or (pronoun and item.start > 1)):
        return item
    return replace(item, senses=(("action", deed),))


_FIRE: Final = frozenset({"burning", "blazing", "flaming"})


def _of_a_place(item: Found, found: list[Found]) -> Found:
    """ "A burning village", "the running water": a participle before a place is the place's."""
    after = next((other for other in found if other.start == item.end), None)
    senses = dict(item.senses)
    if after is None or "action" not in senses or not item.words.endswith("ing"):
        return item
    others = {name for name, _ in after.senses}
    if "setting" not in others or others & {"subject", "relation", "skip"}:
        return item
    return replace(item, senses=(("weather", "embers"),)) if item.words in _FIRE else _without(item, "action")


def _of_the_weather(item: Found, tokens: list[str], found: list[Found]) -> Found:
    """ "Steam rising": what the weather does nobody on stage does. "A boy in the snow runs": he does."""
    if "action" not in dict(item.senses) or CJK.match(item.words):
        return item
    before = next((other for other in found if other.end == item.start), None)
    if before is None or CJK.match(before.words):
        return item
    senses = {name for name, _ in before.senses}
    placed = _PREPOSITIONS & set(tokens[max(0, before.start - 3) : before.start])
    if senses & {"weather", "light"} and not senses & {"subject", "action"} and not placed:
        return _without(item, "action")
    return item


def _is_camera(item: Found) -> bool:
    return ("subject", "camera") in item.senses and item.words in ("camera", "cameras", "相机", "摄像机", "摄影机")


def _films(camera: Found, tokens: list[str], found: list[Found]) -> bool:
    """Whether it is the camera that looks on: it moves, or nobody owns or holds it."""
    if _move(camera, tokens, found) is not None:
        return True
    if CJK.match(camera.words):
        return False
    before = tokens[camera.start - 1] if camera.start else ""
    if before in _OWNERS or before.endswith("'s"):
        return False
    in_hand = any(
        camera.start - 4 <= item.start < camera.start and ("action", "carry") in item.senses for item in found
    )
    return not in_hand and (not before or before in _ENDS or before in _OPENERS)


def _move(camera: Found, tokens: list[str], found: list[Found]) -> Found | None:
    """The move said right after the camera, adverbs aside: "camera then slowly pushes in"."""
    at = camera.end
    while at < len(tokens) and (tokens[at].endswith("ly") or tokens[at] in _ADVERBS):
        at += 1
    for start in (camera.start, at):
        own = tokens[camera.start : camera.end] if start == camera.start else []
        hits = find([*own, *tokens[at : at + 4]])
        hit = next((hit for hit in hits if hit.start == 0), None)
        if hit is not None and "move" in dict(hit.senses):
            return Found(camera.start, at + hit.end - len(own), hit.words, hit.senses)
    return None


def _filming(camera: Found, tokens: list[str], found: list[Found]) -> list[Found]:
    """The camera is no thing, and what it does up to the clause's end nobody else does."""
    until = next(
        (at for at in range(camera.end, len(tokens)) if tokens[at] in _ENDS or tokens[at] in _JOINS), len(tokens)
    )
    move = _move(camera, tokens, found)
    kept = [item for item in found if item is not camera and not (move and camera.start <= item.start < move.end)]
    clause = [item for item in kept if camera.end <= item.start < until]
    if move is None and not any("move" in dict(item.senses) for item in clause):
        deed = next((dict(item.senses)["action"] for item in clause if "action" in dict(item.senses)), "")
        if deed in _FILMED:
            move = Found(camera.start, camera.end, camera.words, (("move", _FILMED[deed]),))
    kept = [_without(item, "action", "direction", "speed") if item in clause else item for item in kept]
    shown = move or Found(camera.start, camera.end, camera.words, (("skip", "stop"),))
    return sorted([*kept, shown], key=lambda item: item.start)
