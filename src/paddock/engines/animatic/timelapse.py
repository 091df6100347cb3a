# ruff: noqa: E501 - a row of words reads best as one
"""Shots in which time goes by, from day to night or through the seasons: told apart into moments that melt together.

Pure: a moment is the shot itself with another hour or another weather.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import Final

from paddock import lexicon
from paddock.storyboard import Shot, Tag

_DAY: Final = ("dawn", "morning", "day", "golden", "dusk", "night")
"""The hours in their order."""
_ALIKE: Final = {"noon": "day", "bluehour": "dusk"}
_TURNS: Final = re.compile(
    r"time[- ]?lapse|hyperlapse|\bto\b|\binto\b|turns?|transition|fad(?:es?|ing)|becom|passing|延时|缩时|到|至|变|转|过渡|交替|更替|流转",
    re.IGNORECASE,
)
_ROUND: Final = re.compile(
    r"day[- ]night cycle|day and night pass|昼夜(?:交替|更替|变换)|日夜(?:交替|更替)|日升月落|日出日落", re.IGNORECASE
)
_SEASONS: Final = (
    ("petals", r"\bspring\b|春"), ("", r"\bsummer\b|夏"), ("leaves", r"\b(?:autumn|fall)\b|秋"), ("snow", r"\bwinter\b|冬"),
)  # fmt: skip
_YEAR: Final = re.compile(
    r"(?:four|all|changing|passing) seasons|seasons (?:change|pass)|through the seasons|四季", re.IGNORECASE
)
_SEASONAL: Final = re.compile("|".join(words for _, words in _SEASONS), re.IGNORECASE)
_FAST: Final = re.compile(r"time[- ]?lapse|hyperlapse|延时|缩时|流转|rushing clouds|clouds (?:rush|rac)", re.IGNORECASE)
LEAST_S: Final = 1.5
"""No moment is shorter."""


def hastens(shot: Shot) -> bool:
    """Whether clouds rush across the sky."""
    return bool(_FAST.search(shot.text))


def moments(shot: Shot) -> tuple[Shot, ...]:
    """The shot at the times that it goes through, at least one, as many as its length has room for."""
    if len(years := _seasons(shot)) > 1:
        made = tuple(_in_season(shot, season) for season in years)
    else:
        made = tuple(replace(shot, time=Tag(hour, shot.time.words if shot.time else hour)) for hour in _hours(shot))
    most = int((shot.end_s - shot.start_s) / LEAST_S)
    if len(made) > most > 1:  # the first and the last matter most
        made = tuple(made[round(index * (len(made) - 1) / (most - 1))] for index in range(most))
    return made if len(made) > 1 and most > 1 else (shot,)


def windows(shot: Shot, count: int) -> tuple[tuple[float, float], ...]:
    """When each of so many moments is shown."""
    length = (shot.end_s - shot.start_s) / count
    edges = [shot.start_s + index * length for index in range(count)] + [shot.end_s]
    return tuple(pairwise(edges))


def _hours(shot: Shot) -> list[str]:
    """The hours that the shot goes through, in their order, those between them included."""
    if _ROUND.search(shot.text):
        return ["dawn", "day", "dusk", "night"]
    if not _TURNS.search(shot.text):
        return []
    found = lexicon.find(lexicon.tokens_of(shot.text))
    said = [value for item in found for name, value in item.senses if name == "time"]
    hours = list(dict.fromkeys(_ALIKE.get(hour, hour) for hour in said))
    if len(hours) < 2:
        return []
    start, end = _DAY.index(hours[0]), _DAY.index(hours[-1])
    way = (end - start) % len(_DAY)
    if way == 1 and not _FAST.search(shot.text):  # "at dusk, the first lights of the night": one hour, said twice
        return []
    path = [_DAY[(start + step) % len(_DAY)] for step in range(way + 1)]
    return path if len(path) <= 4 else [path[0], path[len(path) // 3], path[2 * len(path) // 3], path[-1]]


def _seasons(shot: Shot) -> list[str]:
    if _YEAR.search(shot.text):
        return [season for season, _ in _SEASONS]
    spoken = [season for season, words in _SEASONS if re.search(words, shot.text, re.IGNORECASE)]
    return spoken if len(spoken) > 2 or (len(spoken) == 2 and _FAST.search(shot.text)) else []


def _in_season(shot: Shot, season: str) -> Shot:
    text = _SEASONAL.sub("", shot.text)  # else the place would take its season from there
    others = tuple(tag for tag in shot.weather if tag.value not in ("petals", "leaves", "snow"))
    return replace(shot, text=text, weather=(*others, Tag(season, season)) if season else others)
