# ruff: noqa: E501, SIM905 - a row of words reads best as one
"""What is in the hands of those who do something with a tool that goes without saying. Pure."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from paddock.engines.animatic import grips
from paddock.engines.animatic.cast import ROLES
from paddock.storyboard import Subject, Tag

_TOOLS: Final = {
    "fishingrod": "fish|go fish|钓|垂钓", "broom": "sweep|mop|扫|拖", "newspaper": "看报|读报",
    "book": "read|看书|读|阅读",
    "phone": "take a selfie|selfie|text|scroll|on the phone|talk on the|call|phone|look at her phone|look at his phone|"
    "自拍|打电话|看手机|玩手机|刷手机|接电话",
    "camera": "photograph|take a photo|take photo|take pic|film|taking p|拍照|摄影|拍摄", "brush": "paint|calligraph|画|绘|挥毫|书写|泼墨",
    "shovel": "dig|shovel|plant|挖|种", "toothbrush": "brush his|brush her|brush teeth|brushing|brush their|刷牙",
    "hammer": "hammer|forg|打铁",
    "cigarette": "smoke a c|smokes a c|smoking a c|抽烟|吸烟", "rope": "lasso",
    "pan": "cook|fry|stir|saut|炒|煎|做饭|烹饪|下厨", "cup": "drink|sip|have a tea|has a tea|having tea|have tea|喝|品茶|饮", "microphone": "sing|rap|唱|演唱|高歌",
}  # fmt: skip
"""What is in the hand of those who do something with a tool that goes without saying."""


def handed(subjects: list[Subject]) -> None:
    """Whoever fishes has a rod, whoever reads has a book."""
    for index, subject in enumerate(subjects):
        after = subjects[index + 1] if index + 1 < len(subjects) else None
        handy = after is not None and after.kind in ROLES and ROLES[after.kind].habitat in ("hand", "wall")
        digs = subject.action is not None and subject.action.value == "dig"
        handy = handy and not (digs and after is not None and after.kind not in grips.GRIPS)  # a treasure is dug up
        if (
            not subject.action
            or not has_two_hands(subject)
            or handy
            or grips.of(frozenset(tag.value for tag in subject.look))
        ):
            continue
        words = f" {subject.action.words.lower()}"
        tool = next((tool for tool, starts in _TOOLS.items() if _begins(words, starts.split("|"))), "")
        if tool and not (tool == "microphone" and subject.count > 2):
            subjects[index] = given(subject, tool)


def _begins(words: str, starts: list[str]) -> bool:
    """Whether a word of English, or any part of Chinese, begins in one of these ways."""
    return any(f" {start}" in words if start.isascii() else start in words for start in starts)


def has_two_hands(subject: Subject) -> bool:
    """Whether it is a drawn figure with hands."""
    return subject.character is None and grips.has_hands(subject.kind)


def given(subject: Subject, thing: str) -> Subject:
    """The subject with a thing in hand, where there is a way to hold it."""
    held = Tag(f"{grips.WORD}{thing}", subject.words)
    return replace(subject, look=(*subject.look, held)) if thing in grips.GRIPS else subject


_DRINKS: Final = frozenset("coffee tea wine beer juice milk water".split())
_VESSELS: Final = frozenset("cup glass bottle tumbler bowl teacup can".split())


def sipped(subjects: list[Subject]) -> None:
    """ "Sips tea from a cup at a table": the tea is in the one cup that is in hand, and it is she who is at the table."""
    for index, (one, drink) in enumerate(pairwise(list(subjects))):
        to = drink.relation.to if drink.relation is not None and drink.relation.value == "in" else -1
        drinks = has_two_hands(one) and one.action is not None and one.action.value == "drink"
        if drinks and drink.kind in _DRINKS and index < to < len(subjects) and subjects[to].kind in _VESSELS:
            seated = replace(one, relation=one.relation or subjects[to].relation)
            subjects[index] = given(seated, drink.kind)
            for at in (index + 1, to):
                subjects[at] = replace(subjects[at], kind="", relation=None)
