# ruff: noqa: SIM905 - a row of words reads best as one
"""What things are made of: which material words of a prompt belong to one thing, and which to the whole picture. Pure.

"A glass swan on a lake" has a glass swan; "a city made of felt" and "claymation" are about everything that is seen.
"""

from __future__ import annotations

from typing import Final

from paddock.lexicon import Found, joined, phrases

_AS_LOOK: Final = frozenset({"film", "miniature", "caps"})
"""Words of the same table that speak of the camera, of size or of single things."""
STYLES: Final = frozenset(
    {"ink", "watercolor", "oil", "sketch", "cartoon", "pixel", "voxel", "silhouette", "mono", "sepia"}
)
"""Manners of picturing: always of the whole."""
_STYLE_WORDS: Final = (
    "motion",
    "mation",
    "style",
    "art",
    "pop up",
    "diorama",
    "land",
    "world",
    "世界",
    "动画",
    "风格",
    "立体书",
    "剪纸",
    "皮影",
    "艺",
)
_CRAFTS: Final = frozenset(
    {"cardboard", "paper", "origami", "felt", "knit", "embroidery", "fabric", "clay", "lego", "candy", "chocolate",
    "stainedglass"}
)  # fmt: skip
"""What a whole little world is made of; "a stone street" has stone in it, but its people are not of stone."""
_BUILT_OF: Final = frozenset({"metal", "stone", "wood", "brick", "marble", "gold", "bronze"})
"""What beams, steps and posts are of in any world."""
_MADE: Final = frozenset(
    {
        "made", "built", "carved", "crafted", "knitted", "folded", "woven", "sculpted", "cut", "formed",
        "constructed", "out", "of",
        "from", "entirely", "completely", "purely", "is", "are", "that", "which", "solid", "pure", "all",
        "fashioned", "cast",
        "moulded", "molded", "assembled", "composed", "由", "用", "是",
    }
)  # fmt: skip
_SOURCE: Final = frozenset({"of", "from", "由", "用", "是"})
_JOINTS: Final = frozenset(
    {"of", "a", "an", "the", "and", "的", "做", "制", "成", "和", "造", "雕", "刻", "搭", "建", "打"}
)
_ADJECTIVES: Final = frozenset({"colour", "size", "trait", "count", "material"})

_NAMES: Final = {"paper": "", "wood_toy": "wood", "film": "", "miniature": "", "caps": ""}
_KNOWN: Final = frozenset(
    {
        "cardboard", "origami", "felt", "knit", "embroidery", "fabric", "clay", "wood", "glass", "crystal", "icy",
        "stainedglass",
        "metal", "gold", "bronze", "stone", "marble", "brick", "jade", "porcelain", "chocolate", "candy", "plastic",
        "balloon",
        "sand", "lego", "pixel", "voxel", "neon", "hologram", "ink", "watercolor", "oil", "sketch", "cartoon",
        "silhouette",
        "mono", "sepia",
    }
)  # fmt: skip


def named(values: tuple[str, ...]) -> str:
    """The first of the lexicon's materials that changes how a thing is drawn; empty for plain paper."""
    return next((name for value in values if (name := _NAMES.get(value, value)) in _KNOWN), "")


def _value(item: Found) -> str:
    return next((value for name, value in item.senses if name == "material" and value not in _AS_LOOK), "")


def _is_style(item: Found) -> bool:
    return _value(item) in STYLES or any(word in item.words for word in _STYLE_WORDS)


def of_noun(tokens: list[str], found: list[Found], start: int, end: int) -> Found | None:
    """The material of the noun at tokens `start` to `end`: said before it, or after it as "made of"."""
    after = next((item for item in found if item.start >= end and _value(item)), None)
    if after is not None and after.start - end <= 6 and not _is_style(after):
        between = set(tokens[end : after.start])
        if between <= _MADE and (between | set(tokens[after.start : after.end])) & _SOURCE:
            return after
    if own := _within(tokens, start, end):
        return own
    at = start
    for item in reversed([item for item in found if item.end <= start]):
        if not all(token in _JOINTS for token in tokens[item.end : at]) or at - item.end > 4:
            return None
        if _value(item) and not _is_style(item):
            return item
        if not _ADJECTIVES & {name for name, _ in item.senses} and not set(tokens[item.start : item.end]) <= _JOINTS:
            return None
        at = item.start
    return None


def _within(tokens: list[str], start: int, end: int) -> Found | None:
    """The material at the head of a noun that the lexicon knows as a whole: "wooden table", "paper boat"."""
    for at in range(end - 1, start, -1):
        words = tuple(tokens[start:at])
        value = dict(phrases().get(words, ())).get("material", "gold")
        if value not in _AS_LOOK | STYLES | {"gold", "icy"}:  # a golden retriever is not of gold
            return Found(start, at, joined(list(words)), (("material", value),))
    return None


def _senses(item: Found) -> set[str]:
    return {f"{name}:{value}" if name == "skip" else name for name, value in item.senses}


def _made_of_it(tokens: list[str], found: list[Found], item: Found) -> set[str] | None:
    """The senses of what is said to be made of it: of "city" in "a city built from cardboard and bottle caps"."""
    at = item.start
    while at > 0 and (tokens[at - 1] in _MADE or tokens[at - 1] in ("and", ",", "和")):
        at -= 1
        before = next((other for other in found if other.end == at and _value(other)), None)
        at = before.start if before is not None else at
    if not set(tokens[at : item.end]) & _SOURCE:
        return None
    noun = next((other for other in found if other.end == at), None)
    return _senses(noun) if noun is not None else set()


def _noun_after(tokens: list[str], found: list[Found], item: Found) -> set[str] | None:
    """The senses of the noun that it is said before; None where another kind of word, or the end, comes first."""
    at = item.end
    for other in [other for other in found if other.start >= item.end]:
        if not all(token in _JOINTS for token in tokens[at : other.start]):
            return None
        senses = _senses(other)
        if senses & {"subject", "noun", "setting", "garment", "skip:abstract"}:
            return senses
        if not senses & _ADJECTIVES and not set(tokens[other.start : other.end]) <= _JOINTS:
            return None
        at = other.end
    return None


_PARTS: Final = frozenset(
    "wall walls floor floors fence path ceiling pillar pillars column columns door gate stairs road street".split()
)


def of_all(tokens: list[str], found: list[Found]) -> Found | None:
    """The material word that is about the whole picture, if one is."""
    for item in found:
        value = _value(item)
        if not value:
            continue
        if _is_style(item):
            return item
        source, noun = _made_of_it(tokens, found, item), _noun_after(tokens, found, item)
        if source is not None:
            if not source & {"subject", "noun", "garment"}:
                return item
            continue
        if _PARTS & set(tokens[item.end : item.end + 2]):
            continue  # "on a brick wall": a part of the place
        if noun is None and value in _CRAFTS:
            return item
        if (
            noun
            and not noun & {"subject", "noun", "garment"}
            and (value in _CRAFTS or ("skip:abstract" in noun and value not in _BUILT_OF))
        ):
            return item
    return None
