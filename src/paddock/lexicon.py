"""The words a storyboard knows, and how they are found in a text: the longest phrase wins.

Pure. The words live in the files of `FILES`: English in any inflection, Chinese as written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final


@dataclass(frozen=True, slots=True)
class Found:
    """A phrase of the lexicon at tokens `start` to `end` (exclusive)."""

    start: int
    end: int
    words: str
    senses: tuple[tuple[str, str], ...]
    """(category, value) pairs."""


FILES: Final = ("lexicon.toml", "lexicon_subjects.toml", "lexicon_objects.toml", "lexicon_world.toml")


@cache
def phrases() -> dict[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Phrase (a tuple of tokens) to its senses, in the file's order."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for name in FILES:
        for category, table in tomllib.loads(files("paddock").joinpath(name).read_text("utf-8")).items():
            for value, phrases in table.items():
                for phrase in phrases.split(","):
                    found.setdefault(_tokens_of_phrase(phrase.strip()), []).append((category, value))
    return {phrase: tuple(senses) for phrase, senses in found.items()}


def _tokens_of_phrase(phrase: str) -> tuple[str, ...]:
    """`tokens_of` for the twenty thousand phrases of the lexicon, nearly all of them plain words or characters."""
    if phrase.isascii():
        words = phrase.split(" ")
        return tuple(words if all(map(str.isalpha, words)) and phrase.islower() else tokens_of(phrase))
    return tuple(phrase if _CHARACTERS.fullmatch(phrase) else tokens_of(phrase))


@cache
def longest_phrase() -> int:
    return max(map(len, phrases()))


_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[\u3400-\u9fff]|[^\sa-z0-9\u3400-\u9fff]")
_TOKEN_ANY = re.compile(_TOKEN.pattern, re.IGNORECASE)
WORD = re.compile(r"[a-z]")
CJK = re.compile(r"[\u3400-\u9fff]")
_CHARACTERS = re.compile(r"[\u3400-\u9fff]+")


_ACCENTS: Final = str.maketrans(
    "àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ’-", "aaaaaaceeeeiiiinooooouuuuyyAAAAAACEEEEIIIINOOOOOUUUUY' "
)


def _plain(text: str) -> str:
    """The text without accents and hyphens: "café" is a cafe."""
    return text.translate(_ACCENTS)


def tokens_of(text: str) -> list[str]:
    """Lower-case English words, single Chinese characters, single other signs."""
    return _TOKEN.findall(_plain(text).lower())


def capitals(text: str) -> frozenset[int]:
    """Which tokens of the text begin with a capital; none where lower case has other lengths."""
    written = _TOKEN_ANY.findall(_plain(text))
    if len(written) != len(tokens_of(text)):
        return frozenset()
    return frozenset(at for at, token in enumerate(written) if token[0].isascii() and token[0].isupper())


def _stems(word: str) -> Iterator[str]:
    """The word and what it may be an inflection of; the lexicon decides which of them is one."""
    yield word
    if not WORD.match(word):
        return
    for ending, others in (("'s", ("",)), ("ies", ("y",)), ("ves", ("f", "fe")), ("es", ("",)), ("s", ("",))):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            yield from (word[: -len(ending)] + other for other in others)
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1:
            yield from (stem, stem + "e")
            if stem[-1] == stem[-2]:
                yield stem[:-1]
    if word.endswith("men") and len(word) > 4:
        yield word[:-3] + "man"
    irregular = IRREGULAR.get(word)
    if irregular:
        yield irregular


IRREGULAR: Final = {
    "ran": "run", "driven": "drive", "ridden": "ride", "led": "lead", "thrown": "throw", "fallen": "fall",
    "eaten": "eat",
    "bitten": "bite", "taken": "take", "given": "give", "drawn": "draw", "flew": "fly", "swam": "swim",
    "stood": "stand", "sat": "sit", "rose": "rise", "drove": "drive",
    "men": "man", "women": "woman", "children": "child", "people": "person", "mice": "mouse", "geese": "goose",
    "lying": "lie", "slept": "sleep", "sang": "sing", "held": "hold", "wolves": "wolf", "leaves": "leaf", "ate": "eat",
    "drank": "drink", "wrote": "write", "rode": "ride", "leapt": "leap", "fell": "fall", "shone": "shine",
    "threw": "throw",
    "dug": "dig", "fought": "fight", "knelt": "kneel", "danced": "dance", "crept": "creep", "spun": "spin",
    "wore": "wear",
    "oxen": "ox", "feet": "foot", "teeth": "tooth", "firemen": "fireman", "policemen": "policeman",
    "fishermen": "fisherman",
    "sportsmen": "sportsman", "gentlemen": "gentleman", "knives": "knife", "loaves": "loaf", "grew": "grow",
    "drew": "draw",
    "dying": "die", "tying": "tie", "went": "go", "caught": "catch", "built": "build", "lit": "light up",
    "shook": "shake",
    "snowmen": "snowman", "elves": "elf", "dwarves": "dwarf", "calves": "calf", "sung": "sing", "blew": "blow",
}  # fmt: skip


def find(tokens: list[str]) -> list[Found]:
    """Every phrase of the lexicon in the text, from left to right, longest first, none overlapping."""
    lexicon, longest = phrases(), longest_phrase()
    stems = [list(_stems(token)) for token in tokens]
    found: list[Found] = []
    at = 0
    while at < len(tokens):
        firsts = [stem for stem in stems[at] if stem != tokens[at]]
        ends = stems[at : at + longest]
        for length in range(min(longest, len(tokens) - at), 0, -1):
            head = tuple(tokens[at : at + length - 1])
            # A verb phrase bends its first word, "picks up", a noun phrase its last.
            heads = [head, *((stem, *head[1:]) for stem in firsts)] if head else [head]
            senses = next(
                (
                    senses
                    for head in heads
                    for last in ends[length - 1]
                    if (senses := _bent(lexicon.get((*head, last), ()), tokens[at + length - 1], last))
                ),
                None,
            )
            if senses:
                found.append(Found(at, at + length, joined(tokens[at : at + length]), senses))
                at += length
                break
        else:
            at += 1
    return found


_NAMES: Final = frozenset({"subject", "noun", "setting", "colour"})


def _bent(senses: tuple[tuple[str, str], ...], word: str, stem: str) -> tuple[tuple[str, str], ...]:
    """Without the nouns where the word is a verb's: "combed" is no comb, "watching" no watch."""
    if word == stem or not word.endswith(("ing", "ed")) or stem.endswith(("ing", "ed")):
        return senses
    return tuple(sense for sense in senses if sense[0] not in _NAMES)


def joined(tokens: list[str]) -> str:
    """Tokens as words again: English with spaces, Chinese without."""
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", " ".join(tokens))
