# ruff: noqa: SIM905 - a row of words reads best as one
"""What someone looks like and wears, from the words about them. Pure."""

from __future__ import annotations

from typing import Final

from paddock.figures import Tag
from paddock.lexicon import CJK, Found

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
_LARGE: Final = ("gown", "dress", "hanfu", "qipao", "kimono", "robe", "longcoat", "suit", "armour", "cape")
"""Clothes that show more than a shirt: their colour is the figure's."""


def read(
    tokens: list[str], found: list[Found], starts: tuple[int, int], named: tuple[int, int], until: int, beyond: int,
    *, owned: bool = False,
) -> tuple[tuple[Tag, ...], Tag | None]:  # fmt: skip
    """What someone looks like and wears, and the colour of the coat, from the words about them.

    `starts` are where what was named before ends, and where the noun phrase begins. What comes after the next thing, up
    to `beyond`, is theirs where the text says so: "under a tree, her dress". `owned`: it is an animal, and somebody was
    named before it whose hat "her hat" is.
    """
    at, end = named
    since, phrase = starts
    look: list[Tag] = []
    coats: dict[str, Tag] = {}
    for item in found:
        senses = dict(item.senses)
        worn_by = _WORN_BY & set(tokens[max(0, item.start - 3) : item.start]) or senses.get("trait") == "breathefire"
        own = item.start < until or (item.start < beyond and worn_by)
        cjk = CJK.match(item.words) is not None
        if not own or (cjk and end <= item.start and tokens[until - 1 : until] == ["的"]):
            continue  # what is said before the next one's 的 is the next one's
        low = max(since, at - 9) if cjk else at + 1
        for name in ("trait", "mood", "part"):
            after = name == "trait" and name in senses and item.start >= end and not cjk
            said = (
                not after
                or senses["trait"] == "breathefire"
                or bool(_SAYS & set(tokens[max(end, item.start - 4) : item.start]))
            )
            if said and name in senses and (low if cjk else phrase) <= item.start and not at < item.start < end:
                look.append(Tag(senses[name], item.words))
        if senses.get("part") == "eyes":
            paint = next((other for other in found if other.end == item.start and "colour" in dict(other.senses)), None)
            if paint:
                look.append(Tag(f"eyes:{dict(paint.senses)['colour']}", f"{paint.words} {item.words}"))
        # English says clothes after their wearer, Chinese mostly before.
        elsewhere = _ELSEWHERE & set(tokens[max(0, item.start - (4 if item.words == "hat" else 3)) : item.start])
        if "garment" not in senses or item.start < low or elsewhere:
            continue  # "pulls a rabbit from a hat"
        if owned and {"his", "her"} & set(tokens[max(0, item.start - 3) : item.start]):
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
            coats.setdefault(garment, colour)
    coat = next((coats[garment] for garment in (*_LARGE, *coats) if garment in coats), None)
    return tuple(look), coat


_SAYS: Final = frozenset("with has have having is looks whose who his her their wearing and as in".split())
_ELSEWHERE: Final = frozenset({"from", "off", "into", "onto", "under", "behind", "over", "inside", "out"})
"""What stands between someone and what is said of their looks after them."""
_WORN_BY: Final = frozenset("wearing wears her his their".split())
