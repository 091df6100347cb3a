"""The hour, the weather and the season of a shot as it is staged: as said, or as its place and things ask for. Pure."""

from __future__ import annotations

from typing import Final

from paddock.engines.animatic import scenery, settings
from paddock.engines.animatic.scene import Weather
from paddock.storyboard import Shot


def season(shot: Shot) -> str:
    """What the leaves look like, from the weather that is spoken of."""
    said = {tag.value for tag in shot.weather}
    if "snow" not in said and any(word in shot.text.lower() for word in _AUTUMN):
        return "autumn"
    return next((name for kind, name in _SEASONS.items() if kind in said), "")


_AUTUMN: Final = ("autumn", "fall foliage", "fall colors", "秋")
_SEASONS: Final = {"snow": "winter", "leaves": "autumn", "petals": "spring"}


def hour(shot: Shot, setting: str, *, staged: bool) -> str:
    """The name of the palette. `staged` is whether it is on a real stage, with a wall behind it and lamps above."""
    if setting in ("space", "underwater"):
        return setting
    if setting == "stage" and scenery.setting(shot, shot.subjects) == "stage":
        return "indoor"  # a studio has no hour
    said = clock(shot) if setting in settings.INDOORS else shot.time.value if shot.time else "day"
    if setting == "stage" and staged:
        return "night" if any(tag.value == "spot" for tag in shot.light) else "indoor"
    if shot.setting is not None and any(word in shot.setting.words for word in ("tunnel", "隧道")):
        return "lamplight"
    if setting in settings.INDOORS:
        return "lamplight" if said in ("night", "dusk", "bluehour") else "indoor"
    if not shot.time and any(tag.value in ("fireworks", "fireflies", "aurora") for tag in shot.weather):
        return "night"
    if not shot.time and (any(tag.value == "neon" for tag in (*shot.materials, *shot.light)) or _lit_by_signs(shot)):
        return "night"
    return said


def clock(shot: Shot) -> str:
    """The hour outside: as said, or the one of what is seen there."""
    nightly = any(tag.value in ("fireworks", "fireflies", "aurora") for tag in shot.weather)
    return shot.time.value if shot.time else "night" if nightly else "day"


def _lit_by_signs(shot: Shot) -> bool:
    """Whether the place is one that everybody pictures at night."""
    signs = ("cyberpunk", "neon", "赛博朋克", "霓虹")
    return shot.setting is not None and any(word in shot.setting.words for word in signs)


_AMOUNTS: Final = {
    "rain": 0.7, "storm": 1.0, "snow": 0.7, "fog": 0.7, "leaves": 0.5, "petals": 0.5, "fireflies": 0.6, "embers": 0.6,
    "bubbles": 0.5, "fireworks": 0.8, "sandstorm": 0.8, "aurora": 0.8, "wind": 0.5, "trails": 1.0, "warp": 1.0,
}  # fmt: skip


_LYING: Final = frozenset({"snowy", "白雪"})
"""Words of snow that lies, and need not fall."""


def weather(shot: Shot, setting: str) -> tuple[Weather, ...]:
    said = {tag.value: None for tag in shot.weather if tag.value in _AMOUNTS and tag.words not in _LYING}
    if "storm" in said:
        said.pop("rain", None)
    if setting in settings.INDOORS:
        inside = [
            Weather(kind, _AMOUNTS[kind])
            for kind in said
            if not (kind == "fog" and steaming(shot))
            if kind in ("fireflies", "embers", "bubbles", "petals", "fog")
        ]
        return tuple(inside) or (Weather("dust", 0.4),)
    if setting == "underwater":
        return (Weather("bubbles", 0.5),)
    if setting != "space":
        said.pop("warp", None)
    found = [Weather("haze", 0.4) if kind == "fog" and _wafts(shot) else Weather(kind, _AMOUNTS[kind]) for kind in said]
    night = bool(shot.time) and shot.time.value == "night"  # type: ignore[union-attr]
    if not found and setting in ("forest", "jungle", "bambooforest") and not night:
        found.append(Weather("dust", 0.5))
    if not found and night and setting in ("forest", "meadow", "river", "jungle", "park"):
        found.append(Weather("fireflies", 0.5))
    return tuple(found)


def steaming(shot: Shot) -> bool:
    """Whether the mist that is spoken of is steam."""
    return any("steam" in tag.words or "汽" in tag.words or "热气" in tag.words for tag in shot.weather)


_THIN: Final = (
    "mist",
    "morning mist",
    "haz",
    "薄雾",
    "晨雾",
    "轻雾",
    "smok",
    "steam",
    "dust",
    "cloud of dust",
    "热气",
    "蒸汽",
    "冒着",
)
"""Beginnings of words for thin air: it veils the land, and leaves the sun to be seen."""


def _wafts(shot: Shot) -> bool:
    """Whether the mist that is spoken of is only smoke, steam or dust here and there."""
    words = [tag.words for tag in shot.weather if tag.value == "fog"]
    if "waterfall" in shot.text.lower() or "瀑布" in shot.text:
        return True  # its spray
    return all(word.startswith(_THIN) for word in words)
