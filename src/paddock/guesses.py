# ruff: noqa: SIM905 - a row of words reads best as one
"""Nouns that the lexicon does not know, told by the words around them. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from paddock.lexicon import CJK, WORD, Found

_ARTICLES: Final = frozenset({"a", "an", "another", "one", "two", "three", "four", "five", "several", "some", "many"})
MEASURES: Final = "只个条辆艘位名座匹头架朵棵群支把张台件尊枚颗"
_STOPS_CN: Final = "在的是和与从向着了里上下中被把穿过,，。；;、 "


def unknown(tokens: list[str], found: list[Found]) -> Iterator[tuple[int, str]]:
    """Nouns the lexicon does not know, told by the article or measure word before them: "a gazebo", "一座凉亭"."""
    known = {at: item for item in found for at in range(item.start, item.end)}
    for at, token in enumerate(tokens):
        if token in _ARTICLES and not (at in known and known[at].start < at):  # "high five" counts nothing
            noun = _english_noun(tokens, known, at + 1)
        elif token in MEASURES and at and tokens[at - 1] in "一两二三四五几那这":
            noun = _chinese_noun(tokens, known, at + 1)
        else:
            continue
        if noun:
            yield noun


def kind_of_unknown(noun: str) -> str:
    """Who a word is that says by its ending that it is someone: "a lampmaker", "灯匠"; anything else is a card."""
    return next((kind for ending, kind in _SOMEONE.items() if noun.endswith(ending) and noun != ending), "card")


_SOMEONE: Final = {
    "woman": "woman", "girl": "girl", "boy": "boy", "lady": "woman", "man": "man",
    "匠": "worker", "师": "man", "员": "man", "者": "man", "商": "man", "僧": "monk",
    **dict.fromkeys(("maker", "smith", "wright", "worker"), "worker"),
    **dict.fromkeys(
        (
            "keeper", "monger", "seller", "ologist", "ographer", "player", "lover", "owner", "fighter", "breeder",
            "trainer", "tamer", "herder", "catcher", "master", "ician",
        ),
        "man",
    ),
}  # fmt: skip


_ENDS_NOUN: Final = frozenset(
    "in on at with of to from by and or but as that which who is are after before until without since while".split()
)
_NOT_NOUNS: Final = frozenset(
    {"garment", "subject", "noun", "setting", "framing", "move", "time", "weather", "light", "part", "mood"}
)


def _english_noun(tokens: list[str], known: dict[int, Found], at: int) -> tuple[int, str] | None:
    """The last word of a noun phrase that starts at `at`, unless the lexicon knows a thing in that phrase."""
    head: tuple[int, str] | None = None
    for index in range(at, min(at + 5, len(tokens))):
        word = tokens[index]
        senses = dict(known[index].senses) if index in known else {}
        if word == "of" and any(
            place in known and "subject" in dict(known[place].senses) for place in range(index, index + 5)
        ):
            return None  # "a flurry of feathers" is feathers
        if "skip" in senses and not head and senses["skip"] == "stop" and word not in _ENDS_NOUN:
            continue  # "a beautiful gazebo"
        if "skip" in senses or not WORD.match(word):
            return head if senses.get("skip") != "abstract" else None
        if _NOT_NOUNS & senses.keys():
            return None
        if head and ("action" in senses or word.endswith(("ing", "ly"))):
            return head
        if not senses and len(word) > 2 and not word.startswith("qqcharacter"):
            if word.endswith("ing") and len(word) > 6:  # "winning" is nothing to see
                continue
            head = index, word
    return head


def _chinese_noun(tokens: list[str], known: dict[int, Found], at: int) -> tuple[int, str] | None:
    word = ""
    for index in range(at, min(at + 6, len(tokens))):
        sign = tokens[index]
        senses = dict(known[index].senses) if index in known else {}
        if {"subject", "noun", "garment", "setting"} & senses.keys():
            return None
        if "skip" in senses or {"time", "action", "mood", "relation", "weather"} & senses.keys():
            break
        if sign in _STOPS_CN or not CJK.match(sign) or "action" in senses:
            break
        word = "" if {"colour", "size", "trait", "material", "light", "count"} & senses.keys() else word + sign
    return (at, word[-4:]) if word else None
