# ruff: noqa: SIM905 - a row of words reads best as one
"""What the words around a word make of it: whether "camera" is a thing or the one that films, "park" a place or a deed.

Pure. `read` is `lexicon.find` with the senses taken away that the neighbours of a word rule out.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock import nounphrases
from paddock.kinds import ANIMALS, PEOPLE
from paddock.lexicon import CJK, Found, find
from paddock.nounphrases import DETERMINERS as _DETERMINERS

_OWNERS: Final = _DETERMINERS - {"the", "this", "that", "each", "every"}
_OPENERS: Final = frozenset(
    "and then as while when but slow smooth the static our from past toward towards rotating orbiting moving circling "
    "gliding steady handheld tracking cinematic".split()
)
_ENDS: Final = frozenset(",.;:!?，。；：！？、")
_JOINS: Final = frozenset({"and", "as", "while", "then", "when", "but"})
_ADVERBS: Final = frozenset(
    "first then is starts begins to just gently soft slow fast very 缓 慢 地 逐 渐 开 始 先".split()
)
_PREPOSITIONS: Final = frozenset("in on through under into over across by at with of from during against".split())
_NOUNS: Final = frozenset({"setting", "subject", "noun", "weather", "time"})
_LIVING: Final = PEOPLE | ANIMALS
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
    found = [_as_painted(_as_taken_off(_as_vessel(item, tokens), tokens), tokens) for item in found]
    found = [_as_verb(item, tokens, found) for item in _done(tokens, _served(found, tokens))]
    found = _depicted(found, tokens)
    found = _at_home(nounphrases.dressed(found, tokens), tokens)
    found = nounphrases.served(nounphrases.attributive(nounphrases.compounded(found, tokens), tokens), tokens)
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
    if articled and item.words.startswith("fish ") and "action" in senses:  # "catches a fish from the lake"
        return Found(item.start, item.start + 1, "fish", (("subject", "fish"),))
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


_AFTER_A_THING: Final = (
    _ENDS
    | _PREPOSITIONS
    | frozenset(
        "and while as that which is are sits stands filled full next beside onto near until slowly half".split()
    )
)
_SHAPES: Final = frozenset(
    "tall small large big empty full clear clean single frosted chilled crystal wide short".split()
)
_NUMBERS: Final = frozenset("two three four five six several many some".split())


def _as_vessel(item: Found, tokens: list[str]) -> Found:
    """ "Wine is poured into a glass": with an article and nothing of glass after it, a glass is one to drink from."""
    if item.words not in ("glass", "glasses") or {"subject", "framing"} & dict(item.senses).keys():
        return item
    before = item.start - 1
    while before >= 0 and tokens[before] in _SHAPES:
        before -= 1
    counted = before >= 0 and tokens[before] in (_DETERMINERS if item.words == "glass" else _NUMBERS)
    if counted and tokens[item.end : item.end + 1] == ["of"]:  # "a glass of lemonade" is lemonade
        return replace(item, senses=(("skip", "stop"),))
    if not counted or (item.end < len(tokens) and tokens[item.end] not in _AFTER_A_THING):
        return item
    return replace(item, senses=(("subject", "glass"),))


_PICTURING: Final = frozenset("draw draws drawing paint paints painting sketch sketches sketching".split())


def _as_painted(item: Found, tokens: list[str]) -> Found:
    """ "Draws a portrait of a tourist": a picture, and no way to frame the shot. "Horse-drawn": it pulls."""
    if item.words.startswith("portrait") and _PICTURING & set(tokens[max(0, item.start - 3) : item.start]):
        return replace(item, senses=(("subject", "easel"),))
    if item.words == "drawn" and item.start and tokens[item.start - 1] in ("horse", "ox", "dog", "donkey", "reindeer"):
        return replace(item, words="pulls", senses=(("action", "carry"),))
    return item


def _as_taken_off(item: Found, tokens: list[str]) -> Found:
    """ "Takes off her mask": what is taken off is taken in hand; a plane takes off by itself."""
    if not item.words.endswith(" off") or ("action", "fly") not in item.senses:
        return item
    owned = item.end < len(tokens) and tokens[item.end] in _DETERMINERS
    return replace(item, senses=(("action", "carry"),)) if owned else item


_VERBS: Final = {
    "wave": "wave", "waves": "wave", "water": "dig", "waters": "dig", "rock": "strum", "rocks": "strum",
    "cast": "throw", "casts": "throw", "fires": "shoot", "fans": "wave", "trains": "fight", "ships": "carry",
    "parks": "drive", "present": "carry", "presents": "carry", "leaves": "walk", "swing": "throw",
    "swings": "throw", "bats": "throw", "sails": "sail", "flies": "fly", "cooks": "cook", "guards": "stand",
}  # fmt: skip
"""Nouns that are verbs right after someone: "a robot waters plants", "the driver waves"."""
_VERBS_IN_S: Final = {
    "hands": "carry", "ducks": "kneel", "steps": "walk", "bows": "bowdown", "milks": "work", "combs": "work",
    "plates": "cook",
    "slides": "skate", "lights": "carry", "shows": "carry", "rings": "point", "taps": "point", "faces": "gaze",
    "eyes": "gaze", "shoulders": "carry", "pockets": "carry", "nods": "talk", "drums": "drum", "boxes": "fight",
    "fences": "fight", "dresses": "work", "irons": "work", "brushes": "work", "hammers": "work", "pets": "kneel",
    "heads": "walk", "elbows": "push", "toes": "walk", "mounts": "ride", "saddles": "work", "paints": "paint",
    "masks": "carry", "shields": "carry", "nails": "work", "chains": "work", "feeds": "kneel", "plants": "dig",
    "circles": "walk", "backs": "walk", "bounds": "run", "springs": "jump", "bolts": "run", "races": "run",
    "flips": "jump", "spins": "dance", "kicks": "kick", "toasts": "drink", "cups": "carry", "balances": "stand",
    "ropes": "throw", "trains": "fight", "tags": "point", "tips": "carry", "mops": "wash", "drinks": "drink",
    "ships": "carry", "pitches": "throw", "ties": "kneel", "covers": "pray", "shots": "shoot", "arms": "work",
    "bubbles": "burn", "fires": "shoot",
}  # fmt: skip
"""Nouns in the plural that are verbs after one person, where something is done to: "a nurse hands a cup to"."""
_OF_BODIES: Final = frozenset("hands eyes faces heads shoulders arms toes elbows backs nails".split())
_MOVING: Final = frozenset("ducks steps slides heads bounds springs bolts races spins circles".split())
_WHERE: Final = frozenset("behind beside under between near against below inside in on at".split())
_ALONE: Final = frozenset({"bows", "nods", "spins", "flips"})
"""Those of them that need nothing after them."""
_OBJECTS: Final = frozenset(
    "a an the his her its their my your it them him each another one two three back away forward forwards backwards up "
    "down over off out toward towards into onto aside around through across past".split()
)


def _actor_before(at: int, tokens: list[str], found: list[Found]) -> bool:
    """Whether one person or animal stands right before a token, adverbs and "and" aside, that may do something."""
    while at and tokens[at - 1].endswith("ly"):
        at -= 1
    if at and tokens[at - 1] in ("he", "she", "it", "who"):
        return True
    linked = at and tokens[at - 1] in (",", "and", "then")
    start = max((place for place in range(at) if tokens[place] in ".;!?"), default=-1)
    for other in reversed(found):
        kind = dict(other.senses).get("subject", "")
        near = other.end == at or (linked and start < other.start < at)
        if near and kind in PEOPLE | ANIMALS and not other.words.endswith(("'s", "s'")):
            return linked or not other.words.endswith("s") or other.words in ("octopus", "walrus")
    return False


_PATHS: Final = frozenset("to off down across into out along through past over".split())


def _is_noun(at: int, tokens: list[str], found: list[Found]) -> bool:
    """Whether a token is a thing's name, known or not."""
    if at < 0 or not tokens[at].isalpha() or tokens[at] in _DETERMINERS:
        return False
    own = next((dict(item.senses) for item in found if item.start <= at < item.end), None)
    return (
        own is None or ("subject" in own and own["subject"] not in _LIVING) or bool({"noun", "material"} & own.keys())
    )


def _bow_down(at: int, tokens: list[str], found: list[Found]) -> bool:
    """ "Her guards bow": whether a token is what several people do who stand right before it."""
    if tokens[at] != "bow" or tokens[at + 1] not in (",", ".", "and", "to", "as", "before", "deeply", "together"):
        return False
    before = next((item for item in found if item.end == at), None)
    several = before is not None and before.words.endswith(("s", "men", "people", "and"))
    return several and before is not None and dict(before.senses).get("subject", "") in PEOPLE


def _in_a_row(at: int, tokens: list[str], found: list[Found]) -> bool:
    """Whether a word stands between a verb and another, linked with both."""
    linked = tokens[at - 1 : at] in ([","], ["and"]) and tokens[at + 1] in (",", "and", "then", ".")
    return linked and any(other.end == at - 1 and "action" in dict(other.senses) for other in found)


def _bare(at: int, tokens: list[str], found: list[Found], senses: dict[str, str]) -> bool:
    """ "A sculptor chisels marble": after one person a noun in the plural, before another noun, is a verb."""
    actor = next((item for item in found if item.end == at), None)
    if actor is None or dict(actor.senses).get("subject", "") not in PEOPLE or actor.words.endswith(("s", "men")):
        return False
    one = {"a", "an", "the", "his", "her"} & set(tokens[max(0, actor.start - 4) : actor.start])
    after = next((dict(item.senses) for item in found if item.start == at + 1), {})
    noun = bool({"subject", "material", "noun"} & after.keys()) and "action" not in after
    # "A stranger steps beside her" is no kind of stairs; "a woman hands on hips" may well be hands.
    verb = tokens[at] in _VERBS_IN_S and tokens[at] not in _OF_BODIES
    return "subject" in senses and bool(one) and (noun or verb)


def _done(tokens: list[str], found: list[Found]) -> list[Found]:
    """ "A tailor measures a sleeve", "a nurse hands a cup to": after someone and before what it is done to, a word in
    "s" is a verb, known or not."""
    made = {item.start: item for item in found}
    covered = {at for item in found for at in range(item.start, item.end)}
    tokens = [*tokens, "."]
    for at, token in enumerate(tokens[:-1]):
        item = made.get(at)
        long = item is not None and item.end != at + 1
        if _bow_down(at, tokens, found):
            made[at] = Found(at, at + 1, token, (("action", "bowdown"),))
        if len(token) < 4 or not token.endswith("s") or token.endswith(("ss", "'s")) or CJK.match(token) or long:
            continue
        senses = dict(item.senses) if item else {}
        goes = token in _MOVING and tokens[at + 1] in _WHERE
        alone = goes or (token in _ALONE and tokens[at + 1] in (",", "and", "then", "."))
        other = token in _VERBS_IN_S and tokens[at - 1] == "other" and tokens[at + 1] in (",", ".", "and")
        alone = other or (alone and _actor_before(at, tokens, found))
        if token in _VERBS_IN_S and (alone or _in_a_row(at, tokens, found)):
            made[at] = Found(at, at + 1, token, (("action", _VERBS_IN_S[token]),))  # "stands up, bows and walks"
            continue
        plain = senses.get("skip") == "stop" and token not in _VERBS_IN_S  # "gets", "takes": they need what follows
        verb = plain or ({"action", "relation", "move", "framing", "mood"} & senses.keys() and "subject" not in senses)
        if verb or (item is None and at in covered):
            continue
        if item and tokens[at + 1] in _PATHS and token in _VERBS_IN_S and _is_noun(at - 1, tokens, found):
            made[at] = Found(at, at + 1, token, (("skip", "stop"),))  # "a stack of papers slides to the floor"
            continue
        sure = at and not tokens[at - 1].endswith(("ly", ",")) and tokens[at - 1] not in ("and", "then")
        if _bare(at, tokens, found, senses):
            made[at] = Found(at, at + 1, token, (("action", _VERBS_IN_S.get(token, "work")),))
            continue
        if tokens[at + 1] not in _OBJECTS or not (sure or token in _VERBS_IN_S) or not _actor_before(at, tokens, found):
            continue
        deed = _VERBS_IN_S.get(token) or senses.get("action") or _VERBS.get(token, "work")
        made[at] = Found(at, at + 1, token, (("action", deed),))
    return sorted(made.values(), key=lambda item: item.start)


def _as_verb(item: Found, tokens: list[str], found: list[Found]) -> Found:
    deed = _VERBS.get(item.words)
    before = next((other for other in found if other.end == item.start), None)
    actor = before is not None and "subject" in dict(before.senses)
    pronoun = item.start > 0 and tokens[item.start - 1] in ("he", "she", "they", "who", "and")
    pronoun = pronoun or (item.start > 0 and tokens[item.start - 1].endswith("ly"))
    if deed is None or not (actor or (pronoun and item.start > 1)):
        return item
    return replace(item, senses=(("action", deed),))


_PICTURES: Final = frozenset(
    "mural painting portrait drawing sketch poster tattoo picture photograph photo sculpture graffiti".split()
)


def _depicted(found: list[Found], tokens: list[str]) -> list[Found]:
    """ "Paints a mural of a tiger": what is in a picture is not on stage; "a photo of a tiger" is all of it."""
    made = []
    for item in found:
        of = next((at for at in range(max(0, item.start - 5), item.start) if tokens[at] == "of"), 0)
        framed = of > 1 and tokens[of - 1] in _PICTURES
        makers = [other for other in found if other.start < of and dict(other.senses).get("subject", "") in _LIVING]
        painted = framed and bool(makers)
        made.append(replace(item, senses=(("skip", "stop"),)) if painted and "subject" in dict(item.senses) else item)
    return made


def _at_home(found: list[Found], tokens: list[str]) -> list[Found]:
    """ "Carries it home": without an article home is where one goes, and no house."""
    return [
        replace(item, senses=(("skip", "stop"),))
        if item.words == "home"
        and tokens[item.start - 1 : item.start] not in ([word] for word in _DETERMINERS)
        and not any(
            other.end == item.start and {"colour", "size", "trait", "material"} & dict(other.senses).keys()
            for other in found
        )
        else item
        for item in found
    ]


def _served(found: list[Found], tokens: list[str]) -> list[Found]:
    """ "Serves drinks": of two verbs in a row that nothing links the second is what the first is done to."""
    verbs = {item.end for item in found if "action" in dict(item.senses) and item.words.endswith("s")}
    return [
        _without(item, "action") if item.start in verbs and item.words.endswith("s") and " " not in item.words else item
        for item in found
    ]


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


_DRIFTS: Final = frozenset({"fly", "float", "fall", "dance", "jump", "run"})
_AMID: Final = ("中", "里", "下", "天", "夜")


def _of_the_weather(item: Found, tokens: list[str], found: list[Found]) -> Found:
    """ "Steam rising": what the weather does nobody on stage does. "A boy in the snow runs": he does."""
    if "action" not in dict(item.senses):
        return item
    cjk = CJK.match(item.words) is not None
    start = item.start - (cjk and item.start > 0 and tokens[item.start - 1] in "纷飘漫乱翻")
    before = next((other for other in found if other.end == start), None)
    if cjk and before is not None and CJK.match(before.words):  # "花瓣纷飞", but "雨中奔跑"
        told = dict(before.senses)
        drifts = dict(item.senses)["action"] in _DRIFTS and not before.words.endswith(_AMID)
        return _without(item, "action") if "weather" in told and "subject" not in told and drifts else item
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
    shown_at = next(
        (item.start for item in kept if camera.end <= item.start and dict(item.senses).get("subject", "") in _LIVING),
        until,
    )  # what is said after someone is theirs: "pushes in on a woman sitting by a window"
    clause = [item for item in kept if camera.end <= item.start < min(until, shown_at)]
    if move is None and not any("move" in dict(item.senses) for item in clause):
        deed = next((dict(item.senses)["action"] for item in clause if "action" in dict(item.senses)), "")
        if deed in _FILMED:
            move = Found(camera.start, camera.end, camera.words, (("move", _FILMED[deed]),))
    kept = [_without(item, "action", "direction", "speed") if item in clause else item for item in kept]
    shown = move or Found(camera.start, camera.end, camera.words, (("skip", "stop"),))
    return sorted([*kept, shown], key=lambda item: item.start)
