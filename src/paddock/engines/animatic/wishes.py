"""What a prompt says of a given picture: what in it moves by itself, how its figure moves, the weather before it."""

from __future__ import annotations

import re
from typing import Final

from paddock.engines.animatic import grading, particles, regions
from paddock.engines.animatic.art import Pixels
from paddock.engines.animatic.palette import PALETTES
from paddock.engines.animatic.scene import Motion, Weather
from paddock.storyboard import Shot

_WATER: Final = frozenset({"sea", "coast", "river", "harbour", "underwater"})


_MEANT_OTHERWISE: Final = re.compile(
    r"\b(?:water ?(?:colou?rs?|melons?|fall of light)|(?:drink\w*|bottles? of|glass(?:es)? of|cups? of) water"
    r"|water (?:bottle|glass|cup)s?"
    r"|waves? (?:at|to|goodbye|hello|his|her|their|a|one|both|an?)\b|(?:she|he|they|girl|boy|man|woman|who) waves?"
    r"|wav(?:es|ed|y) (?:hair|hand)s?|hair (?:\w+ )?waves?"
    r"|fire ?(?:works?|trucks?|fighters?|m[ae]n|engines?|fl(?:ies|y))"
    r"|flower(?:y|ed) dress|floral|movie stars?|pop stars?|window seat)\b"
    r"|水(?:果|墨|彩|杯|瓶|壶|晶|饺|管)|[喝饮香口泪汗墨胶]水|海(?:报|鲜|绵|拔)|[花人林书]海|(?<=云)海|上海|浪漫|波(?:点|斯|浪卷|浪发)"
    r"|江(?:南|苏|西)|河(?:南|北)|云(?:南|朵图案)|风(?:格|景|衣|扇|味|情|采|筝)|[国古港]风|雪花|烟花|花(?:纹|园|瓶)"
    r"|火(?:车|箭|锅|腿|柴盒)|明星|星期|歌星|影星|叶子板"
)
"""Words that sound like water, wind, leaves or fire and are none."""


def said(shots: tuple[Shot, ...]) -> regions.Said:
    """What the prompt speaks of that may be in the picture."""
    text = _MEANT_OTHERWISE.sub(" ", " ".join(shot.text.lower() for shot in shots))
    settings = {shot.setting.value for shot in shots if shot.setting}
    weather = {tag.value for shot in shots for tag in shot.weather}
    light = {tag.value for shot in shots for tag in shot.light}

    def has(english: str, chinese: str) -> bool:
        named = re.search(rf"\b(?:{'|'.join(english.split())})(?:s|es|ing|ed)?\b", text)
        return bool(named) or any(sign in text for sign in chinese.split())

    return regions.Said(
        sky="sky" in settings or has("cloud sky skies horizon", "云 天空 天上"),
        water=bool(settings & _WATER) or has("water wave ripple lake river sea ocean pond", "水 波 浪 湖 河 海 江"),
        leaves=bool(weather & {"wind", "storm", "leaves"})
        or has("leaf leaves grass tree sway foliage flower plant branch", "叶 草 树 花 摇曳 飘 风"),
        autumn="leaves" in weather or has("leaf leaves autumn fall foliage maple", "叶 秋 枫"),
        lamps=bool(light) or has("star light lamp lantern glow twinkle window flicker", "星 灯 闪 光"),
        fire="lamps" in light or "embers" in weather or has("fire flame candle torch neon", "火 烛 灯 霓虹"),
    )


def speaks_of_hair(shots: tuple[Shot, ...]) -> bool:
    text = " ".join(shot.text.lower() for shot in shots)
    return bool(_LOOSE.search(text))


_LOOSE: Final = re.compile(
    r"\b(?:hair|mane|fur|feathers?|dress|skirt|cape|cloth(?:es)?|scarf|flags?|sails?|ribbons?|fabric|robes?|sleeves?)\b"
    r"|头发|长发|发丝|秀发|鬃|毛发|裙|衣|披风|旗|帆|丝带|围巾|袖"
)
_FALLING: Final = {
    "rain": 0.85, "storm": 1.0, "snow": 1.05, "fog": 1.2, "leaves": 0.9, "petals": 1.0, "fireflies": 1.0,
    "embers": 0.8, "bubbles": 0.7, "fireworks": 0.8, "aurora": 0.8, "sandstorm": 0.8,
}  # fmt: skip
_MOST: Final = 1.6
_HEAVY: Final = re.compile(
    r"\b(?:heav(?:y|ily)|thick|dense|strong|intense|blizzard|downpour|pouring|torrential)\b|[大暴浓狂][雨雪雾风]|纷飞|倾盆"
)
_LIGHT: Final = re.compile(
    r"\b(?:lightly|gentl[ey]|soft(?:ly)?|slight(?:ly)?|a few|sparse|faint|drizzl\w*|light (?:rain|snow|fog|mist))\b"
    r"|[小微细薄轻淡][雨雪雾]|几片|零星"
)


def _strength(shot: Shot) -> float:
    """How thick the weather of a shot is, against what it is where nothing is said."""
    text = shot.text.lower()
    return 1.4 if _HEAVY.search(text) else 0.65 if _LIGHT.search(text) else 1.0


def overlays(shots: tuple[Shot, ...], size: tuple[int, int], seed: int, *, dark: bool) -> list[particles.Overlay]:
    """The weather of each shot, from its start to its end; what lasts is one and the same."""
    kinds: dict[str, list[Shot]] = {}
    for shot in shots:
        for tag in shot.weather:
            if tag.value in _FALLING and not (tag.value == "fog" and grading.steams(tag.words)):
                kinds.setdefault(tag.value, []).append(shot)
    palette = PALETTES["night" if dark else "day"]
    return [
        _during(
            particles.overlay(Weather(kind, min(_MOST, _FALLING[kind] * _strength(when[0]))), size, seed, palette),
            tuple(when),
        )
        for kind, when in kinds.items()
    ]


def _during(overlay: particles.Overlay, when: tuple[Shot, ...]) -> particles.Overlay:
    def paint(out: Pixels, t: float) -> None:
        if any(shot.start_s <= t < shot.end_s + 1e-3 for shot in when):
            overlay(out, t)

    return paint


def speaks_of_steam(shots: tuple[Shot, ...]) -> bool:
    return any(grading.steams(tag.words) for shot in shots for tag in shot.weather)


# --- how a lifted figure moves --------------------------------------------------------------------

_FLOATS: Final = frozenset({"fly", "float", "swim", "sail", "drive", "ride", "surf", "skate", "hover"})
_HOPS: Final = frozenset({"jump", "dance", "run", "cheer", "play", "walk", "march", "fight"})
_BOUNCES: Final = re.compile(r"\b(?:bounc|hop|leap|trot|gallop|danc|jump)\w*|跳|蹦|舞")
_HOVERS: Final = re.compile(r"\b(?:hover|float|bob|rock|sway|drift|flutter)\w*|飘|漂|悬浮|摇晃|荡")


def puppetry(shots: tuple[Shot, ...]) -> Motion | None:
    """How a flat figure moves on its spot, in shares of the shorter side; None where nothing is said."""
    deeds = {one.action.value for shot in shots for one in shot.subjects if one.action}
    text = " ".join(shot.text.lower() for shot in shots)
    if deeds & _FLOATS or _HOVERS.search(text):
        return Motion(bob=0.009, bob_s=3.1, roll=0.9)
    if deeds & _HOPS or _BOUNCES.search(text):
        return Motion(hop=0.013, bob_s=1.1, roll=0.8)
    return None
