# ruff: noqa: SIM905 - a row of words reads best as one
"""The light of another hour over a picture: where night falls, the sun rises or the weather turns grey."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import numpy as np

from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.scene import ease
from paddock.lexicon import find, tokens_of
from paddock.storyboard import Shot

_TURNS: Final = re.compile(
    r"\b(?:turns?|turning|becom\w+|falls?|falling|fad\w+|chang\w+|shift\w*|transition\w*|sets|setting|rises|rising|into|"
    r"until|gradually|comes|arrives|time-?lapse)\b|变|渐|转为|转入|降临|入夜|落下|落山|升起|过渡|延时",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Light:
    """What the light does to blue, green and red, and to the middle tones (more than 1 darkens them)."""

    blue: float = 1.0
    green: float = 1.0
    red: float = 1.0
    gamma: float = 1.0

    def towards(self, other: Light, share: float) -> Light:
        def mixed(one: float, two: float) -> float:
            return one + (two - one) * share

        return Light(
            mixed(self.blue, other.blue), mixed(self.green, other.green), mixed(self.red, other.red),
            mixed(self.gamma, other.gamma),
        )  # fmt: skip

    def under(self, other: Light) -> Light:
        """Both, one after the other."""
        return Light(
            self.blue * other.blue, self.green * other.green, self.red * other.red, self.gamma * other.gamma
        )  # fmt: skip

    def table(self) -> Any:
        """For `cv2.LUT` on BGRA; alpha stays."""
        tones = (np.arange(256) / 255) ** self.gamma * 255
        made = np.stack([tones * self.blue, tones * self.green, tones * self.red, np.arange(256)], axis=1)
        return np.clip(np.round(made), 0, 255).astype(np.uint8)[None]


PLAIN: Final = Light()
_HOURS: Final = {
    "night": Light(0.66, 0.46, 0.36, 1.2),
    "bluehour": Light(0.84, 0.62, 0.50, 1.08),
    "dusk": Light(0.62, 0.74, 1.0, 1.1),
    "golden": Light(0.74, 0.92, 1.07, 0.98),
    "dawn": Light(0.86, 0.88, 1.03, 1.0),
    "morning": Light(0.92, 0.98, 1.04, 0.96),
}
_BRIGHT: Final = {"day", "noon", "morning", "dawn", "golden"}
DARK, _DIM = 72.0, 125.0
"""Median brightness (0 to 255) below which a picture is of the night, and below which it has room to get lighter."""
_AWAKE: Final = Light(1.06, 1.10, 1.14, 0.62)
"""What makes a dark picture light."""
_WEATHER: Final = {
    "storm": Light(0.78, 0.72, 0.68, 1.1), "rain": Light(0.94, 0.89, 0.85, 1.04), "fog": Light(0.99, 0.97, 0.96, 0.96),
    "snow": Light(1.0, 0.97, 0.95, 1.0), "sandstorm": Light(0.72, 0.88, 1.0, 1.0),
}  # fmt: skip
_THINGS: Final = frozenset(
    "sun moon stars sunlight neon sunshine moonlight starlight crescent 太阳 月亮 阳光 星光 月光 霓虹".split()
)
"""Words of an hour that may only name what is in the picture."""
_SETTLES_S: Final = 2.5


@dataclass(frozen=True, slots=True)
class _Course:
    """The light at the start and at the end of a shot, and when it is done with changing."""

    start_s: float
    done_s: float
    before: Light
    after: Light


def course(shots: tuple[Shot, ...], *, level: float, warm: bool) -> Callable[[float], Any]:
    """The table of colours at a time of the video, None where the picture's own colours stand.

    `level` is the picture's median brightness, 0 to 255; `warm` whether its light is that of a low sun.
    """
    lights = [PLAIN, *(_light(shot, level=level, warm=warm) for shot in shots)]
    courses = []
    for index, (shot, (before, after)) in enumerate(zip(shots, pairwise(lights), strict=True)):
        turns = _turns(shot)
        span = (0.9 if turns else 0.6) * (shot.end_s - shot.start_s)
        done = shot.start_s + (span if turns else min(_SETTLES_S, span))
        courses.append(_Course(shot.start_s, done, before if turns or not index else after, after))

    def at(t: float) -> Any:
        now = max((one for one in courses if one.start_s <= t), key=lambda one: one.start_s, default=courses[0])
        share = ease((t - now.start_s) / max(1e-6, now.done_s - now.start_s))
        light = now.before.towards(now.after, share)
        return None if light == PLAIN else light.table()

    return at


_DARKENS: Final = re.compile(
    r"\b(?:gets?|getting|grows?|growing|goes|going|becom\w+|turns?) dark(?:er)?\b|\bdarkens?\b|天黑|变暗|暗下来|变黑",
    re.IGNORECASE,
)
_LIGHTENS: Final = re.compile(
    r"\b(?:gets?|getting|grows?|growing|becom\w+|turns?) (?:light|bright)(?:er)?\b|\bbrightens?\b|天亮|变亮|亮起来",
    re.IGNORECASE,
)


def _light(shot: Shot, *, level: float, warm: bool) -> Light:
    turns = _turns(shot)
    hour = _hour(shot) if turns else shot.time.value if shot.time and shot.time.words not in _THINGS else ""
    light = PLAIN
    dark = level < DARK
    if turns and hour in _BRIGHT and level < _DIM:
        light = PLAIN.towards(_AWAKE, min(1.0, (_DIM - level) / (_DIM - DARK)))
    elif hour in _HOURS and not (dark and hour in ("night", "bluehour", "dusk")):
        strength = 1.0 if turns else 0.8 if hour in ("night", "bluehour") else 0.25 if warm else 0.7
        light = PLAIN.towards(_HOURS[hour], strength)
    for tag in shot.weather:
        other = PLAIN if steams(tag.words) else _WEATHER.get(tag.value, PLAIN)
        light = Light(
            light.blue * other.blue, light.green * other.green, light.red * other.red, light.gamma * other.gamma
        )
    return light


def steams(words: str) -> bool:
    """Whether what is said of fog is of the steam of something hot."""
    return "steam" in words or "汽" in words or "热气" in words


def _turns(shot: Shot) -> bool:
    """Whether the light changes within the shot."""
    return any(pattern.search(shot.text) for pattern in (_TURNS, _DARKENS, _LIGHTENS))


def _hour(shot: Shot) -> str:
    """The last hour that is named: "day turns to night"; or what the light does."""
    if _DARKENS.search(shot.text):
        return "night"
    if _LIGHTENS.search(shot.text):
        return "morning"
    found = [dict(item.senses).get("time") for item in find(tokens_of(shot.text))]
    named = [hour for hour in found if hour]
    return named[-1] if named else shot.time.value if shot.time else ""


def is_warm(picture: Any) -> bool:
    """Whether the picture's own light is that of a low sun."""
    blue, _, red = (float(part) for part in cv2.mean(picture)[:3])
    return red > 1.25 * blue
