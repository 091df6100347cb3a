"""What the storyboard's values are called, in the reader's language.

`names.json` says it; where it does not, the first word that the lexicon has for the value.
"""

from __future__ import annotations

import importlib.resources
import json
import re
import tomllib
from functools import cache

from paddock import lexicon

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_UNNAMED = ("skip", "noun", "count")
"""Categories of the lexicon that are no property of anything."""


@cache
def names(language: str) -> dict[str, dict[str, str]]:
    """Category to value to name."""
    folder = importlib.resources.files("paddock")
    found: dict[str, dict[str, str]] = {}
    for file in lexicon.FILES:
        for category, values in tomllib.loads(folder.joinpath(file).read_text("utf-8")).items():
            if category not in _UNNAMED:
                found.setdefault(category, {}).update(_named(values, language))
    for category, better in _better(language).items():
        found.setdefault(category, {}).update(better)
    return found


def _named(values: dict[str, str], language: str) -> dict[str, str]:
    told: dict[str, str] = {}
    for value, words in values.items():
        for word in map(str.strip, words.split(",")):
            if bool(_CHINESE.search(word)) == (language == "zh"):
                told[value] = word
                break
    return told


def _better(language: str) -> dict[str, dict[str, str]]:
    """Names for values that have no word in the language, or whose first word says less than they mean."""
    given: dict[str, dict[str, dict[str, str]]] = json.loads(
        importlib.resources.files("paddock.web").joinpath("names.json").read_text("utf-8")
    )
    return given[language]
