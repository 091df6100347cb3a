"""Last touches to the items of a scene: what is left out, what lies far off, what air and season do to them. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock.engines.animatic import hangings
from paddock.engines.animatic import palette as palettes
from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.scene import Prop, Strip, Weather
from paddock.engines.animatic.settings import Place
from paddock.storyboard import Subject

_GLOBES: Final = frozenset({"planet", "earth"})


def among(back: list[Strip | Prop], behind: list[Strip | Prop]) -> tuple[list[Strip | Prop], list[Strip | Prop]]:
    """What is so far off that land and water lie before it, put there among the scenery; and the rest."""
    far = [item for item in behind if item.depth < 0.3]
    at = next((index for index, item in enumerate(back) if item.depth >= 0.28), len(back))
    return [*back[:at], *far, *back[at:]], [item for item in behind if item.depth >= 0.3]


def unlike(items: list[Strip | Prop], subjects: tuple[Subject, ...]) -> list[Strip | Prop]:
    """Scenery without what the prompt puts on stage itself: one castle is enough."""
    arts = {ROLES[one.kind].art for one in subjects if one.kind in ROLES}
    arts |= _GLOBES if arts & _GLOBES else set()
    arts |= {"moon"} if "crescentmoon" in arts else set()
    arts |= {"casement"} if "window" in arts else set()
    return [item for item in items if not (isinstance(item, Prop) and item.art.split("_")[0] in arts)]


def seasoned(item: Strip | Prop, palette: palettes.Palette) -> Strip | Prop:
    """A tree on stage in the leaves of the season."""
    if not palette.season or not isinstance(item, Prop) or item.art != "tree" or item.colour:
        return item
    return replace(item, colour=palettes.in_season(palettes.rgb("#5f9a4a"), palette.season, 0))


def same_window(item: Strip | Prop, place: Place) -> Strip | Prop:
    """A window that is an actor, as one of the room's: with the hour and the weather in it."""
    if not isinstance(item, Prop) or item.art != "window" or not (place.view or place.falling or place.outside.moon):
        return item
    return replace(item, art=hangings.seen("casement", place.view, place.falling), colour=place.outside.sky[1])


_BURNING: Final = {"campfire": 1.3, "fireplace": 1.3, "torch": 0.8, "candle": 0.7, "lantern": 0.7, "torchstand": 0.9}
"""What lights its surroundings at night, and how far around."""


def firelight(items: tuple[Strip | Prop, ...], palette: palettes.Palette) -> list[Prop]:
    """The warm pools of light around fires and lanterns in the dark."""
    if palette.lamps < 0.6:
        return []
    burning = [item for item in items if isinstance(item, Prop) and item.art in _BURNING][:3]
    return [
        Prop("firelight", one.depth, one.x, one.y - 0.45 * one.size, _BURNING[one.art], f"{one.seed}light", one.motion)
        for one in burning
    ]


def hazy(items: list[Strip | Prop], weather: tuple[Weather, ...]) -> list[Strip | Prop]:
    """Scenery in thick air: the further, the less is seen of it."""
    thick = max((_THICK.get(one.kind, 0.0) * one.amount for one in weather), default=0.0)
    if not thick:
        return items
    far = [min(1.0, max(0.0, 1.05 - item.depth)) if item.depth > 0.03 else 0.0 for item in items]
    return [
        replace(item, fade=min(0.9, item.fade + (1 - item.fade) * thick * share))
        for item, share in zip(items, far, strict=True)
    ]


_THICK: Final = {"fog": 1.15, "sandstorm": 0.95, "snow": 0.35, "rain": 0.3, "storm": 0.3}


def hastened(item: Strip | Prop) -> Strip | Prop:
    """Clouds that rush."""
    if isinstance(item, Prop) and item.art == "cloud":
        return replace(item, motion=replace(item.motion, vx=11 * item.motion.vx))
    if isinstance(item, Strip) and item.kind in ("ceiling", "cloudbank"):
        return replace(item, motion=replace(item.motion, sway=4 * item.motion.sway))
    return item
