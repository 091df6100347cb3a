# ruff: noqa: SIM905 - a row of words reads best as one
"""What words beside each other make of a noun: "wolf pups", "a burning house", "67 years old", "no people". Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock.kinds import ANIMALS, PEOPLE
from paddock.lexicon import CJK, WORD, Found, joined

DETERMINERS: Final = frozenset(
    "a an the this that these his her their its my your our another each every one two three some several".split()
)
_NEAR_NOUN: Final = frozenset({"colour", "size", "count", "trait", "material", "light"})
_PREPOSITIONS: Final = frozenset(
    "out enters around along in on at under inside into outside through over above across from near by to".split()
)
_THINGS: Final = frozenset({"subject", "noun", "garment", "part"})


def _senses(item: Found) -> dict[str, str]:
    return dict(item.senses)


# --- age --------------------------------------------------------------------------------------------

_OLD_FROM, _CHILD_TO = 60, 12


def ages(tokens: list[str]) -> list[Found]:
    """ "A 67-year-old man", "in her 70s", "60岁": an age is no thing, and says who is old and who is a child."""
    return [age for at in range(len(tokens)) if (age := _age(tokens, at)) is not None]


def _age(tokens: list[str], at: int) -> Found | None:
    years = tokens[at].removesuffix("s")
    if not years.isascii() or not years.isdigit() or len(years) > 3:
        return None
    after = tokens[at + 1 : at + 3]
    if after[:1] in (["year"], ["years"]) and after[1:] == ["old"]:
        end = at + 3
    elif after[:1] == ["岁"]:
        end = at + 2
    elif tokens[at].endswith("0s") and at and tokens[at - 1] in ("his", "her", "their", "early", "late", "mid"):
        end = at + 1
    else:
        return None
    trait = "old" if int(years) >= _OLD_FROM else "child" if int(years) <= _CHILD_TO else ""
    sense = ("trait", trait) if trait else ("skip", "stop")
    return Found(at, end, joined(tokens[at:end]), (sense,))


# --- what is not there ------------------------------------------------------------------------------

_NO: Final = frozenset({"no", "without", "nobody", "minus", "zero"})
_NO_CN: Final = ("没有", "不要", "不含", "不带", "避免", "禁止", "不出现", "没", "无")
_GO_ON: Final = frozenset("any other a an the or nor single visible more of".split())


def denied(found: list[Found], tokens: list[str]) -> list[Found]:
    """ "No people, no cars", "没有人": what is said not to be there is understood, and is nothing to show."""
    for at, token in enumerate(tokens):
        if any(item.start <= at < item.end and "skip" not in _senses(item) for item in found):
            continue  # "no camera movement" is a phrase of its own
        end = (
            at + 1 if token in _NO or (token in ("not", "never") and tokens[at + 1 : at + 2] in (["a"], ["any"])) else 0
        )
        end = end or next((at + len(no) for no in _NO_CN if "".join(tokens[at : at + len(no)]) == no), 0)
        if end:
            found = _deny(found, tokens, at, end)
    return found


def _deny(found: list[Found], tokens: list[str], start: int, at: int) -> list[Found]:
    """Take what it means from the noun phrase at `at`, or from the several that "or" joins."""
    gone: list[Found] = []
    until = min(len(tokens), at + 9)
    while at < until:
        item = next((item for item in found if item.start == at), None)
        senses = _senses(item) if item else {}
        joins = tokens[at] in ("or", "nor", "和", "或", "与", "、") or tokens[at] == "and"
        if item is None or "skip" in senses:
            word = WORD.match(tokens[at]) or CJK.match(tokens[at]) or tokens[at] in ("、",)
            stops = "skip" in senses and senses["skip"] == "stop" and not joins and tokens[at] not in _GO_ON
            if not word or stops or (gone and not joins and tokens[at] not in _GO_ON):
                break
            at += 1
            continue
        if "relation" in senses and not CJK.match(item.words):
            break
        gone.append(item)
        at = item.end
        if _THINGS & senses.keys() or "setting" in senses:
            joined_on = at < len(tokens) and tokens[at] in ("or", "nor", "and", "和", "或", "与", "、")
            compound = any(other.start == at and _THINGS & _senses(other).keys() for other in found)
            if not joined_on and not compound:
                break
    if not gone and tokens[start] not in _NO:
        return found
    kept = [item for item in found if item not in gone and not start <= item.start < max(start + 1, at)]
    return sorted(
        [*kept, Found(start, max(start + 1, at), joined(tokens[start:at]), (("skip", "denied"),))], key=_start
    )


def _start(item: Found) -> int:
    return item.start


# --- nouns in a row ---------------------------------------------------------------------------------

_YOUNG: Final = frozenset({"puppy", "cub", "kitten", "calf", "chick", "foal", "piglet", "lamb", "baby", "fawn"})
GROUPS: Final = frozenset(
    "caravan convoy pod swarm procession family herd flock pack band couple pair team trio duo".split()
)
_MASKED: Final = frozenset("robot alien skeleton zombie mummy ghost vampire".split())
"""People whose head tells what they are, whatever they wear."""
_SEXES: Final = {
    "woman": "female", "girl": "girl", "man": "male", "boy": "boy", "teen": "male", "oldman": "old",
    "oldwoman": "oldfemale", "baby": "baby",
}  # fmt: skip


def compounded(found: list[Found], tokens: list[str] | None = None) -> list[Found]:
    """Of two English nouns in a row the second is meant: "a chocolate cake", "a lion family", "a woman doctor".

    "A panda chef" is a panda in a chef's clothes, "wolf pups" are small wolves.
    """
    made: list[Found] = []
    for item in _sized(_weapons(found), tokens or []):
        before = made[-1] if made else None
        chinese = CJK.match(item.words)
        if before is not None and before.end == item.start and (not chinese or _dressed_as(before, item)):
            near = set((tokens or [])[max(0, before.start - 4) : before.start])
            made[-1:] = _pair(before, item, worn_by_another=bool(near & _WEARING))
        else:
            made.append(item)
    return made


def _weapons(found: list[Found]) -> list[Found]:
    """ "A hunter with a bow" has a weapon; a ship's bow is the one with "the"."""
    articles = {item.end for item in found if item.words == "the"}
    return [
        replace(item, senses=(("subject", "bow"),))
        if item.words in ("bow", "bows") and "subject" in _senses(item) and item.start not in articles
        else item
        for item in found
    ]


def _sized(found: list[Found], tokens: list[str]) -> list[Found]:
    """ "A giant furry octopus": before a noun the word for a giant is a size."""
    made = list(found)
    for at, item in enumerate(found):
        if not {"size", "subject"} <= _senses(item).keys() or item.words.endswith("s"):
            continue
        if _names_next(item, found, tokens):
            made[at] = replace(item, senses=_without(item, "subject"))
            continue
        after = next((other for other in found[at + 1 :] if not _senses(other).keys() & (_DESCRIBES | {"skip"})), None)
        apart = (
            any(item.end <= other.start < after.start and "skip" in _senses(other) for other in found)
            if after
            else True
        )
        if after is not None and not apart and "subject" in _senses(after) and after.start - item.end <= 3:
            made[at] = replace(item, senses=_without(item, "subject"))
    return made


def _names_next(item: Found, found: list[Found], tokens: list[str]) -> bool:
    """ "A giant wave": whether the very next word can only be a thing's name, known or not."""
    if item.end >= len(tokens) or not tokens[item.end].isascii() or not tokens[item.end].isalpha():
        return False
    after = next((other for other in found if other.start == item.end), None)
    if after is not None and not {"action", "weather"} & _senses(after).keys():
        return False
    word = tokens[item.end]
    if word.endswith("s") and not word.endswith("ss"):
        return item.start == 0 or tokens[item.start - 1] not in ("a", "an", "the", "his", "her", "this", "that")
    return not word.endswith(("ing", "ed", "ly"))


_COSTUMES: Final = frozenset(
    "costume costumes outfit pyjamas pajamas onesie suit uniform robe armor armour hat cap mask".split()
)


def dressed(found: list[Found], tokens: list[str]) -> list[Found]:
    """ "Dressed as a knight": who someone is dressed as is nobody else."""
    made = []
    for item in found:
        near = tokens[max(0, item.start - 4) : item.start]
        disguised = "as" in near and bool({"dressed", "disguised", "costumed", "dresses"} & set(near))
        kind = _senses(item).get("subject", "")
        if disguised and kind in PEOPLE | ANIMALS:
            item = replace(item, senses=(("trait", f"as:{kind}"),) if kind in PEOPLE else (("skip", "stop"),))
        made.append(item)
    return made


_WEARING: Final = frozenset({"wearing", "wears", "wear", "in", "dons", "donning", "with", "wore", "dressed"})


def _pair(before: Found, item: Found, *, worn_by_another: bool = False) -> list[Found]:
    first, second = _senses(before).get("subject", ""), _senses(item).get("subject", "")
    worn = "garment" in _senses(item) and "subject" not in _senses(item)
    if first and worn and ((before.words.endswith("'s") and worn_by_another) or item.words.split()[-1] in _COSTUMES):
        # "A chef's hat", "a knight costume", "dinosaur pyjamas": what is worn, and nobody
        said = (("trait", f"as:{first}"),) if first in PEOPLE and first not in _SEXES else (("skip", "stop"),)
        if first in ANIMALS and item.words.split()[-1] in ("costume", "suit", "onesie", "costumes"):
            return [replace(before, senses=(("trait", f"in:{first}"),)), replace(item, senses=(("skip", "stop"),))]
        return [replace(before, senses=said), item]
    if not first or before.words.endswith(("'s", "s'")) or "action" in _senses(item):
        return [before, item]
    placed = "setting" in _senses(item) and item.words.split()[0] not in _PREPOSITIONS  # "a salt desert"
    if not placed and not _THINGS & _senses(item).keys():
        return [before, item]
    if before.words.endswith("s") and before.words not in ("octopus", "walrus", "bus"):
        return [before, item]  # "gives the dogs food"
    words = before.words + ("" if CJK.match(item.words) else " ") + item.words
    last = item.words.split()[-1]
    merged = Found(before.start, item.end, words, before.senses)
    animal = first in ANIMALS
    masked = animal or first in _MASKED
    if animal and (second in _YOUNG or second in ("boy", "girl", "dog") or last in ("cubs", "pups", "chicks")):
        size = () if second == "dog" else (("size", "small"),)
        return [replace(merged, senses=(("subject", first), *size, *_without(before, "subject")))]
    if last in GROUPS and (first in ANIMALS or first in PEOPLE):
        return [
            replace(merged, senses=(("subject", first), ("count", "2" if last in ("couple", "pair", "duo") else "3")))
        ]
    if masked and second in PEOPLE:
        return [replace(merged, senses=(("subject", first), ("trait", f"as:{second}")))]
    if second and (first in _SEXES and second in PEOPLE):
        return [replace(before, senses=(("trait", _SEXES[first]),)), item]
    if first in PEOPLE and second in ANIMALS:  # "a mother duck", "a baby elephant"
        return [replace(before, senses=(("size", "small"),) if first == "baby" else (("skip", "stop"),)), item]
    if first in PEOPLE and second in PEOPLE:
        return [replace(before, senses=(("skip", "stop"),)), item]
    kept = tuple(sense for sense in before.senses if sense[0] in _NEAR_NOUN)
    return [replace(before, senses=kept or (("skip", "stop"),)), item]


def _dressed_as(before: Found, item: Found) -> bool:
    """ "熊猫厨师": Chinese sets nouns side by side for many reasons, and only this one is sure."""
    first, second = _senses(before).get("subject", ""), _senses(item).get("subject", "")
    return (first in ANIMALS or first in _MASKED) and second in PEOPLE - frozenset(_SEXES)


def _without(item: Found, category: str) -> tuple[tuple[str, str], ...]:
    return tuple(sense for sense in item.senses if sense[0] != category)


# --- participles ------------------------------------------------------------------------------------


def attributive(found: list[Found], tokens: list[str]) -> list[Found]:
    """ "A burning house", "two dancing girls": a participle before a noun says what the noun does, not who went before.

    Its sense becomes "manner", which counts for the noun after it alone.
    """
    return [_as_manner(item, tokens, found) for item in found]


def _as_manner(item: Found, tokens: list[str], found: list[Found]) -> Found:
    senses = _senses(item)
    if "action" in senses and CJK.match(item.words):  # "燃烧的大楼"
        linked = tokens[item.end : item.end + 1] == ["的"]
        place = next((other for other in found if other.start == item.end + 1 and "setting" in _senses(other)), None)
        if linked and place:  # "燃烧的城市"
            burns = senses["action"] == "burn"
            return replace(item, senses=(("weather", "embers"),) if burns else (("skip", "stop"),))
        noun = any(item.end < other.start <= item.end + 3 and _THINGS & _senses(other).keys() for other in found)
        return _manner(item) if linked and noun else item
    if (
        "action" not in senses
        or not item.words.endswith(("ing", "ed", "fallen"))
        or " " in item.words
        or not item.start
    ):
        return item
    before = tokens[item.start - 1]
    described = any(other.end == item.start and _NEAR_NOUN & _senses(other).keys() for other in found)
    after = item.end
    while any(other.start == after and _NEAR_NOUN & _senses(other).keys() for other in found):
        after = next(other.end for other in found if other.start == after)
    noun = any(other.start == after and _THINGS & _senses(other).keys() for other in found)
    if not noun or not (before in DETERMINERS or before in ("of", "with") or described):
        return item
    return _manner(item)


def _manner(item: Found) -> Found:
    return replace(item, senses=tuple(("manner" if name == "action" else name, value) for name, value in item.senses))


# --- what is in what --------------------------------------------------------------------------------

_SERVED: Final = frozenset("noodles rice soup coffee tea wine beer juice milk honey icecream popcorn glass".split())
"""What is drawn in a vessel of its own."""
_VESSELS: Final = frozenset("bowl cup glass plate bottle pot".split())


def served(found: list[Found], tokens: list[str]) -> list[Found]:
    """ "A bowl of hot ramen" is one thing where what it holds is drawn in a bowl of its own."""
    made: list[Found] = []
    for item in found:
        of = tokens[item.end : item.end + 1] == ["of"]
        held = next(
            (other for other in found if item.end < other.start <= item.end + 3 and "subject" in _senses(other)), None
        )
        kinds = _senses(item).get("subject", ""), _senses(held).get("subject", "") if held else ""
        gone = of and kinds[0] in _VESSELS and kinds[1] in _SERVED
        made.append(replace(item, senses=(("skip", "stop"),)) if gone else item)
    return made


# --- where a noun phrase begins -------------------------------------------------------------------------

_DESCRIBES: Final = frozenset(
    {"colour", "size", "count", "trait", "material", "light", "manner", "mood", "speed", "distance"}
)
_NOT_IN: Final = frozenset(
    "in on at with of to from by and or but as that which who is are was were be being has have had while when where "
    "his her its their into onto over under behind beside near through across for against around then not no it he she "
    "they 在 和 与 跟 从 向 把 被 着 了 是 有".split()
)


def start_of(found: list[Found], tokens: list[str], at: int, low: int) -> int:
    """Where the noun phrase begins whose noun is at token `at`, no further back than `low`: "a [big red] car"."""
    covers = {place: item for item in found for place in range(item.start, item.end)}
    start = at
    while start > low:
        item = covers.get(start - 1)
        senses = _senses(item).keys() if item else set()
        if item and senses & _DESCRIBES and not senses & {"action", "relation"}:
            start = item.start
            continue
        token = tokens[start - 1]
        plain = item is None or senses <= {"skip"}
        comma = token in (",", "、") and any(
            covers.get(start - 2) is other for other in found if _senses(other).keys() & _DESCRIBES
        )
        if not plain or token in _NOT_IN or not (comma or WORD.match(token) or CJK.match(token)):
            break
        start -= 1
    return max(low, start)
