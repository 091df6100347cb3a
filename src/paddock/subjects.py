"""Who and what a shot puts on stage: subjects with number, colour, action, place and what they wear. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from paddock.lexicon import CJK, IRREGULAR, WORD, Found, joined, phrases, tokens_of

MAX_SUBJECTS: Final = 8


@dataclass(frozen=True, slots=True)
class Tag:
    """One thing understood, such as the setting "sea", and the words of the prompt that say so."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Relation:
    """How one subject stands to another of the same shot: on, in, under, behind, front, beside, over."""

    value: str
    words: str
    to: int
    """Index of the other in `Shot.subjects`."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Someone or something that the prompt puts on the stage."""

    kind: str
    """A lexicon subject, "card" for a noun without a drawing, or "character" for a reference image."""
    words: str
    count: int = 1
    colour: Tag | None = None
    action: Tag | None = None
    direction: Tag | None = None
    distance: Tag | None = None
    character: int | None = None
    """1 for the first reference image."""
    size: Tag | None = None
    position: Tag | None = None
    relation: Relation | None = None
    speed: Tag | None = None
    look: tuple[Tag, ...] = ()
    """What is worn, and hair, age and build."""
    noun: str = ""
    """The lexicon subject that the prompt calls a character: "cup" of "a cup character1"."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A subject at tokens `start` to `end`."""

    start: int
    end: int
    subject: Subject


def read(tokens: list[str], found: list[Found]) -> tuple[Subject, ...]:
    """Who and what is on stage, in the order of the text; the same thing named twice is there once."""
    named = [*_drawn(tokens, found), *_characters(tokens), *_unknown(tokens, found)]
    if not found and not named:
        named = [*_first_word(tokens)]
    named.sort(key=lambda one: one.start)
    named = _called(tokens, found, named)
    named = [*_pronouns(tokens, named), *named]
    kept: list[tuple[str, _Named]] = []
    order: list[tuple[int, _Named]] = []
    for one in named:
        subject = one.subject
        key = subject.words if subject.kind == "card" else f"{subject.kind}{subject.character}"
        index = next((at for at, (other, _) in enumerate(kept) if other == key), None)
        if index is None and len(kept) < MAX_SUBJECTS:
            kept.append((key, one))
            index = len(kept) - 1
        if index is not None:
            order.append((index, one))
    described = []
    for _, one in kept:
        # "a sailor at the bow gazing": where someone stands does not end what is said about them.
        until = next((o.start for o in named if o.start > one.start and o.subject.kind != "deck"), len(tokens))
        since = max((o.end for o in named if o.start < one.start), default=0)
        described.append(_describe(one.subject, found, since, one, until))
    for (index, one), (other, next_) in pairwise(order):
        relation = _relation(tokens, found, one, next_, other) if index != other else None
        if relation and described[index].relation is None:
            described[index] = replace(described[index], relation=relation)
    return _shared(described)


def _shared(subjects: list[Subject]) -> tuple[Subject, ...]:
    """ "A cup and a plate on a table": the first of two that stand together is where the second is."""
    for index in range(len(subjects) - 2, -1, -1):
        relation = subjects[index].relation
        if relation is None or relation.to != index + 1:
            continue
        other = subjects[index + 1].relation
        together = relation.value == "beside" and relation.words in ("and", "with", "和", "与", "跟", "along with")
        if together and other and other.value in ("on", "in", "under") and other.to != index:
            subjects[index] = replace(subjects[index], relation=other)
    return tuple(subjects)


_WORN_WITH: Final = frozenset(
    {"in", "wearing", "with", "a", "an", "the", "and", "his", "her", "dressed", "named", "called"}
)
_WORN: Final = frozenset({"garment", "colour", "trait", "material", "size"})


def _called(tokens: list[str], found: list[Found], named: list[_Named]) -> list[_Named]:
    """ "A woman in a red dress character1" is one: the character, called a woman."""
    worn = {
        at for item in found if _WORN & {name for name, _ in item.senses} for at in range(item.start, item.end)
    }  # fmt: skip
    kept: list[_Named] = []
    called: dict[str, _Named] = {}
    for one in named:
        before = kept[-1] if kept else None
        if one.subject.character and before is not None and not before.subject.character:
            between = range(before.end, one.start)
            if all(at in worn or tokens[at] in _WORN_WITH for at in between) and (not between or worn & set(between)):
                who = replace(one.subject, noun=before.subject.kind)
                kept[-1] = _Named(before.start, one.end, who)
                called[before.subject.kind] = kept[-1]
                continue
        again = called.get(one.subject.kind)
        kept.append(_Named(one.start, one.end, again.subject) if again else one)
    return kept


_AFTER_NOUN: Final = {
    "上": "on", "里": "in", "内": "in", "中": "in", "下": "under", "旁": "beside", "后": "behind", "前": "front",
    "边": "beside",
}  # fmt: skip


def _standing(item: Found) -> Found:
    """A verb phrase that ends in "on" or "at" says where as well: "sits on"."""
    words = tokens_of(item.words)
    if len(words) < 2 or "relation" in dict(item.senses) or "action" not in dict(item.senses):
        return item
    how = dict(phrases().get((words[-1],), ())).get("relation")
    return replace(item, words=words[-1], senses=(("relation", how),)) if how else item


_CLAUSES: Final = frozenset({"while", "as", "when", "where", "who", "then"})


def _relation(tokens: list[str], found: list[Found], one: _Named, other: _Named, to: int) -> Relation | None:
    """What stands between two subjects: "a cat on a table"; in Chinese after the second, "猫在桌子上"."""
    if other.start - one.end > 8 or set(".;。；!?") & set(tokens[one.end : other.start]):
        return None
    between = tokens[one.end : other.start]
    if "在" in between or "从" in between or "于" in between:
        after = next((item for item in found if item.start == other.end and "relation" in dict(item.senses)), None)
        if after:
            return Relation(dict(after.senses)["relation"], after.words, to)
        sign = tokens[other.end] if other.end < len(tokens) else ""
        if sign in _AFTER_NOUN:
            return Relation(_AFTER_NOUN[sign], sign, to)
    hits = [_standing(item) for item in found if one.end <= item.start < other.start]
    hits = [item for item in hits if "relation" in dict(item.senses)]
    # "on a beach while a dog runs": what stands between a place, or another clause, is no relation to the next thing.
    if hits and (
        any("setting" in dict(item.senses) and hits[-1].end <= item.start < other.start for item in found)
        or _CLAUSES & set(tokens[hits[-1].end : other.start])
    ):
        return None
    return Relation(dict(hits[-1].senses)["relation"], hits[-1].words, to) if hits else None


def _drawn(tokens: list[str], found: list[Found]) -> Iterator[_Named]:
    ends: set[int] = set()
    for item in found:
        senses = dict(item.senses)
        if "move" in senses or "framing" in senses:
            continue
        if "action" in senses and item.start in ends:
            yield from _handled(tokens, item)
            continue  # "the chef cooks": after someone, it is what they do
        if "subject" in senses:
            ends.add(item.end)
            kind = senses["subject"]
            yield _Named(item.start, item.end, Subject(kind, item.words, count=2 if _is_plural(item.words) else 1))
        elif "noun" in senses and not {"action", "weather", "material", "setting"} & senses.keys():
            yield _Named(item.start, item.end, Subject("card", item.words))
        elif "action" in senses and not {"weather", "setting"} & senses.keys():
            yield from _handled(tokens, item)


_NO_THINGS: Final = frozenset({"camera", "star", "fly", "man", "cloud"})


def _handled(tokens: list[str], item: Found) -> Iterator[_Named]:
    """The thing at the end of a verb phrase: the guitar of "play the guitar", the horse of "ride a horse"."""
    for at in range(item.start + 1, item.end):
        words = tuple(tokens[at : item.end])
        kind = dict(phrases().get(words, ())).get("subject")
        if kind and kind not in _NO_THINGS:
            yield _Named(at, item.end, Subject(kind, joined(list(words))))
            return


def _is_plural(words: str) -> bool:
    """Whether the lexicon has the word in the singular only, and the text says it with an "s"."""
    if words in _MANY:
        return True
    return (words.endswith("s") or words in IRREGULAR) and tuple(tokens_of(words)) not in phrases()


_MANY: Final = frozenset(
    [
        "people",
        "children",
        "kids",
        "crowd",
        "couple",
        "family",
        "twins",
        "audience",
        "spectator",
        "friends",
        "band",
        "orchestra",
        "cattle",
        "flock",
        "人们",
        "人群",
        "孩子们",
        "情侣",
        "夫妻",
        "一家人",
        "观众",
        "家人",
        "游客们",
        "鸟群",
        "鱼群",
        "羊群",
        "牛群",
        "象群",
        "鹿群",
        "狼群",
        "小朋友们",
        "乐队",
        "恋人",
    ]
)
"""Words that mean more than one in the singular."""


def _characters(tokens: list[str]) -> Iterator[_Named]:
    for at, token in enumerate(tokens):
        if token.startswith("qqcharacter"):
            yield _Named(at, at + 1, Subject("character", token[2:], character=int(token[-1])))


def _first_word(tokens: list[str]) -> Iterator[_Named]:
    """Of a prompt of which nothing is understood, the first word: better named than left out."""
    for at, token in enumerate(tokens):
        if CJK.match(token):
            yield _Named(at, at + 4, Subject("card", "".join(sign for sign in tokens[at : at + 4] if CJK.match(sign))))
            return
        if len(token) > 1 and token[0].isalpha():
            yield _Named(at, at + 1, Subject("card", token))
            return


PRONOUNS: Final = {"he": "man", "she": "woman", "他": "man", "她": "woman"}


def _pronouns(tokens: list[str], named: list[_Named]) -> Iterator[_Named]:
    """Who "she" is where nobody was named before her."""
    first = min((one.start for one in named), default=len(tokens))
    for at, token in enumerate(tokens[:first]):
        joined_up = tokens[at + 1 : at + 2] == ["们"] or (at and tokens[at - 1] == "其")
        if token in PRONOUNS and not joined_up:
            yield _Named(at, at + 1, Subject(PRONOUNS[token], token))
            return


_ARTICLES: Final = frozenset({"a", "an", "another", "one", "two", "three", "four", "five", "several", "some", "many"})
MEASURES: Final = "只个条辆艘位名座匹头架朵棵群支把张台件尊枚颗"
_STOPS_CN: Final = "在的是和与从向着了里上下中被把穿过,，。；;、 "


def _unknown(tokens: list[str], found: list[Found]) -> Iterator[_Named]:
    """Nouns the lexicon does not know, told by the article or measure word before them: "a gazebo", "一座凉亭"."""
    known = {at: item for item in found for at in range(item.start, item.end)}
    for at, token in enumerate(tokens):
        if token in _ARTICLES:
            noun = _english_noun(tokens, known, at + 1)
        elif token in MEASURES and at and tokens[at - 1] in "一两二三四五几那这":
            noun = _chinese_noun(tokens, known, at + 1)
        else:
            continue
        if noun:
            yield _Named(noun[0], noun[0] + len(tokens_of(noun[1])), Subject("card", noun[1]))


_NOT_NOUNS: Final = frozenset(
    {"garment", "stop", "abstract", "subject", "noun", "setting", "framing", "move", "time", "weather", "light"}
)


def _english_noun(tokens: list[str], known: dict[int, Found], at: int) -> tuple[int, str] | None:
    """The last word of a noun phrase that starts at `at`, unless the lexicon knows a thing in that phrase."""
    head: tuple[int, str] | None = None
    for index in range(at, min(at + 5, len(tokens))):
        word = tokens[index]
        senses = dict(known[index].senses) if index in known else {}
        if "skip" in senses or not WORD.match(word):
            return head if senses.get("skip") != "abstract" else None
        if _NOT_NOUNS & senses.keys():
            return None
        if head and ("action" in senses or word.endswith(("ing", "ly"))):
            return head
        if not senses and len(word) > 2 and not word.startswith("qqcharacter"):
            head = index, word
    return head


def _chinese_noun(tokens: list[str], known: dict[int, Found], at: int) -> tuple[int, str] | None:
    word = ""
    for index in range(at, min(at + 6, len(tokens))):
        sign = tokens[index]
        senses = dict(known[index].senses) if index in known else {}
        if {"subject", "noun", "garment", "setting"} & senses.keys():
            return None
        if "skip" in senses:
            break
        if sign in _STOPS_CN or not CJK.match(sign) or "action" in senses:
            break
        word = "" if "colour" in senses else word + sign
    return (at, word[-4:]) if word else None


_LOWER: Final = frozenset({"trousers"})
_HEADGEAR: Final = frozenset(
    [
        "worn",
        "hat",
        "cap",
        "straw",
        "tophat",
        "beanie",
        "helmet",
        "cowboyhat",
        "beret",
        "hood",
        "santahat",
        "crownhat",
        "veil",
        "glasses",
        "mask",
    ]
)


def _describe(subject: Subject, found: list[Found], since: int, named: _Named, until: int) -> Subject:
    """Add what the words before the subject say (number, size, colour) and those after it (action, direction)."""
    at = named.start

    def nearest(category: str, low: int, high: int, *, last: bool = False) -> Tag | None:
        hits = [
            Tag(value, item.words)
            for item in found
            if low <= item.start < high and item.start != at
            for name, value in item.senses
            if name == category
        ]
        return (hits[-1] if last else hits[0]) if hits else None

    near = max(since, at - 5)
    count = nearest("count", max(since, at - 7), at, last=True)
    look, coat = _look(found, since, at, until)
    before, after = nearest("position", max(since, at - 6), at, last=True), nearest("position", at, until)
    return replace(
        subject,
        count=int(count.value) if count else subject.count,
        colour=nearest("colour", near, at, last=True) or coat,
        action=_deed(found, at, until) or nearest("action", near, at, last=True),
        direction=nearest("direction", at, until),
        distance=nearest("distance", near, at, last=True) or _behind(nearest, near, at, min(at + 8, until)),
        size=nearest("size", near, at, last=True),
        position=before or after,
        speed=nearest("speed", at, until) or nearest("speed", near, at, last=True),
        look=look,
    )


def _behind(nearest: Callable[..., Tag | None], near: int, at: int, until: int) -> Tag | None:
    """What puts it in the background: said after it in English, "背景是" before it in Chinese."""
    before, after = nearest("background", near, at, last=True), nearest("background", at, until)
    if before and before.words[-1] in "是有":
        return before
    return after if after and after.words[-1] not in "是有" else None


def _deed(found: list[Found], at: int, until: int) -> Tag | None:
    """What is done, from the words after someone; "with a" says it only where no verb does."""
    hits = [
        Tag(value, item.words)
        for item in found
        if at < item.start < until or (item.start < at < item.end)
        for name, value in item.senses
        if name == "action"
    ]
    return next((hit for hit in hits if not hit.words.startswith(("with a", "拄", "lean"))), hits[0] if hits else None)


def _look(found: list[Found], since: int, at: int, until: int) -> tuple[tuple[Tag, ...], Tag | None]:
    """What someone looks like and wears, and the colour of the coat, from the words about them."""
    look: list[Tag] = []
    coat: Tag | None = None
    for item in found:
        senses = dict(item.senses)
        if "trait" in senses and max(since, at - 6) <= item.start < until:
            look.append(Tag(senses["trait"], item.words))
        # English says clothes after their wearer, Chinese mostly before.
        low = max(since, at - 9) if CJK.match(item.words) else at + 1
        if "garment" not in senses or not low <= item.start < until:
            continue
        garment = senses["garment"]
        look.append(Tag(garment, item.words))
        colour = next(
            (
                Tag(value, other.words)
                for other in reversed(found)
                if max(low, item.start - 4) <= other.start < item.start
                for name, value in other.senses
                if name == "colour"
            ),
            None,
        )
        if colour and garment in _LOWER:
            look.append(Tag(f"{garment}:{colour.value}", f"{colour.words} {item.words}"))
        elif colour and garment not in _HEADGEAR:
            coat = coat or colour
    return tuple(look), coat
