"""How long a prompt may be, and where it is cut. Pure."""

from __future__ import annotations

import regex

MAX_WEIGHT = 5000
"""The contract: 2500 Chinese characters or 5000 others; mixed, a Chinese character counts two."""

_CHINESE = regex.compile(r"\p{Han}")
_GRAPHEME = regex.compile(r"\X")


def weight(text: str) -> int:
    """How much of the limit a text uses: two for each Chinese character, one for any other."""
    return len(text) + len(_CHINESE.findall(text))


def cut(text: str) -> str:
    """The longest beginning of `text` within the limit that splits no grapheme."""
    if len(text) <= MAX_WEIGHT // 2 or weight(text) <= MAX_WEIGHT:
        return text
    used = end = 0
    for grapheme in _GRAPHEME.finditer(text[: MAX_WEIGHT + 1]):
        used += weight(grapheme[0])
        if used > MAX_WEIGHT:
            break
        end = grapheme.end()
    return text[:end] if end else text[: MAX_WEIGHT // 2]  # one endless grapheme: there is no better place
