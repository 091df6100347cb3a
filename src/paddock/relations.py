# ruff: noqa: SIM905 - a row of words reads best as one
"""How one subject stands to the next by the words between them: on, in, under, beside. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock import kinds
from paddock.affairs import Named
from paddock.figures import Relation
from paddock.lexicon import CJK, Found, phrases, tokens_of

AFTER_NOUN: Final = {
    "上": "on", "里": "in", "内": "in", "中": "in", "下": "under", "旁": "beside", "后": "behind", "前": "front",
    "边": "beside",
}  # fmt: skip


_PLACED_BY: Final = frozenset(
    {"sit", "stand", "sleep", "kneel", "pray", "meditate", "dance", "jump", "walk", "run", "gaze"}
)
"""What one does where one is; to spray water on a house is not to be on it."""


def _standing(item: Found) -> Found:
    """A verb phrase that ends in "on" or "at" says where as well: "sits on"."""
    words = tokens_of(item.words)
    if len(words) < 2 or "relation" in dict(item.senses) or "action" not in dict(item.senses):
        return item
    if dict(item.senses)["action"] not in _PLACED_BY:
        return item
    how = dict(phrases().get((words[-1],), ())).get("relation")
    return replace(item, words=words[-1], senses=(("relation", how),)) if how else item


_CLAUSES: Final = frozenset({"while", "as", "when", "where", "who", "then"})


def between(tokens: list[str], found: list[Found], one: Named, other: Named, to: int) -> Relation | None:
    """What stands between two subjects: "a cat on a table"; in Chinese after the second, "猫在桌子上"."""
    if other.start - one.end > 12 or set(".;。；!?") & set(tokens[one.end : other.start]):
        return None
    between = tokens[one.end : other.start]
    if "在" in between or "从" in between or "于" in between:
        after = next((item for item in found if item.start == other.end and "relation" in dict(item.senses)), None)
        sign = after.words if after else tokens[other.end] if other.end < len(tokens) else ""
        how = dict(after.senses)["relation"] if after else AFTER_NOUN.get(sign, "")
        if how:  # who comes out of a house is before it
            return Relation("front" if how == "in" and "从" in between else how, sign, to)
    hits = [_standing(item) for item in found if one.end <= item.start < other.start]
    worn = "的" in between[-2:]  # "女孩和穿衬衫的男孩": the clothes are the other's
    hits = [
        item for item in hits
        if "relation" in dict(item.senses)
        and ((worn and item.words in ("和", "与", "跟")) or not _leads_elsewhere(item, found, other))
    ]  # fmt: skip
    hits = [item for item in hits if not _stands_after(item)]
    comma = max((at for at in range(one.end, other.start) if tokens[at] == ","), default=0)
    if comma and not CJK.match(tokens[one.start]):
        hits = [item for item in hits if item.start > comma]
    # "on a beach while a dog runs": what stands between a place, or another clause, is no relation to the next thing.
    if (
        hits
        and (
            any(
                "setting" in dict(item.senses) and hits[-1].end <= item.start and item.end < other.start
                for item in found
            )  # "at a cafe table" is at a table
            or _CLAUSES & set(tokens[hits[-1].end : other.start])
        )
    ):
        return None
    if hits and hits[-1].words in ("on", "onto", "over") and tokens[hits[-1].start - 1] in _THROWN:
        return Relation("beside", hits[-1].words, to)
    living = one.subject.kind in kinds.PEOPLE or one.subject.kind in kinds.ANIMALS
    if hits and (hits[-1].words == "out of" or (hits[-1].words.startswith("from") and living)):
        return Relation("front", hits[-1].words, to)
    return Relation(dict(hits[-1].senses)["relation"], hits[-1].words, to) if hits else None


_THROWN: Final = frozenset(
    "water sand mud snow paint dust confetti light petals salt sugar flour oil cream icing frosting sauce syrup butter "
    "jam cheese chocolate honey cinnamon pepper".split()
)
"""What someone puts on another without being there: "splashes water on its mother"."""


def _stands_after(item: Found) -> bool:
    """ "在池塘里": such a word belongs to the noun before it, not to what follows."""
    long = item.end - item.start > 1 and bool(CJK.match(item.words)) and item.words[-1] in "面边方下里内上"
    return item.words in AFTER_NOUN or long


_NO_PLACE: Final = frozenset({"garment", "time", "weather"})


def _leads_elsewhere(item: Found, found: list[Found], other: Named) -> bool:
    """ "In a white coat plants a flag", "at sunset": the preposition is of clothes or of the hour."""
    nouns = (
        dict(after.senses).keys() for after in found
        if item.end <= after.start < min(other.start, item.end + 4) and after is not item
    )  # fmt: skip
    return any(_NO_PLACE & senses for senses in nouns)


_VESSELS: Final = frozenset(
    {"bowl", "basket", "plate", "tray", "box", "vase", "bucket", "cup", "glass", "pot", "cart", "treasure"}
)


_LYING: Final = ("放", "摆", "有", "坐", "躺", "站", "趴", "停", "挂", "是", "睡", "蹲")


_NUMERALS: Final = "一两二三四五六七八九十几"


def within(tokens: list[str], one: Named, other: Named) -> Relation | None:
    """ "A bowl of fresh strawberries", "桌上放着一杯咖啡": what is in or on the thing named before it."""
    between = tokens[one.end : other.start]
    if between[:2] in (["full", "of"], ["filled", "with"]):
        between = between[1:]
        between[:1] = ["of"]
    if one.subject.kind in _VESSELS and between[:1] == ["of"] and len(between) < 4:
        return Relation("in", "of", 0)
    counted = 1 < len(between) < 5 and between[1] in _NUMERALS  # "桌上一盏台灯"
    lies = counted or any(sign in _LYING for sign in between[1:3])
    if len(between) > 1 and between[0] in AFTER_NOUN and lies:
        return Relation(AFTER_NOUN[between[0]], between[0], 0)
    return None
