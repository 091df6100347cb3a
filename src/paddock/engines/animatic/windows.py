# ruff: noqa: E501 - a row of words reads best as one
"""What a prompt says of windows: whether all is seen from a room, what lies outside, how large the panes are. Pure."""

from __future__ import annotations

import re
from typing import Final

from paddock.engines.animatic.cast import ROLES
from paddock.storyboard import Shot, Subject

SPACESHIPS: Final = frozenset({"spacestation", "spaceship", "spaceshuttle", "rocket"})
_ROOMS: Final = frozenset({"room", "kitchen", "library"})
_GLASS: Final = re.compile(
    r"rainy window|window with (?:rain|water)|(?:outside|through|beyond|behind|by|from) (?:the |a |an |her |his )?(?:\w+ )?window|"
    r"(?:rain|snow)\w*(?: falling| falls)? outside|outside,? (?:it is|it's) (?:raining|snowing)|外面(?:正)?[下飘]着?[雨雪]|"
    r"window overlook|雨打窗|窗外|窗上|隔着窗|透过(?:\S{0,3})窗|窗边|窗前",
    re.IGNORECASE,
)
_OTHERS: Final = re.compile(
    r"shop window|store window|橱窗|车窗|train window|car window|bus window|plane window|舷窗", re.IGNORECASE
)
"""Windows that one sees from the street, or that move."""
_MOVING: Final = frozenset({"road", "rail", "air", "water"})


def behind_glass(shot: Shot, subjects: tuple[Subject, ...]) -> bool:
    """Whether it is all seen from a room: the town, the sea and the rain are outside its window."""
    placed = shot.setting is not None and shot.setting.value in (*_ROOMS, "space", "stage")
    if not _GLASS.search(shot.text) or placed or _OTHERS.search(shot.text):
        return False
    ships = [one for one in subjects if one.kind in SPACESHIPS]
    if ships:  # one is in it, unless it flies by
        return not any(one.action and one.action.value in ("fly", "drive") for one in ships)
    return not any(one.kind in ROLES and ROLES[one.kind].habitat in _MOVING for one in subjects)


_WINDOWED: Final = re.compile(r"window|overlook|outside|窗|俯瞰|外面", re.IGNORECASE)
_VIEWS: Final = (
    ("earth", r"\b(?:earth|planet)\b|地球|行星|星球"),
    ("city", r"\b(?:city|cities|skyline|skyscrapers?|buildings|downtown|neon|manhattan|tokyo|traffic)\b|城市|都市|高楼|夜景|霓虹|街景|天际线|大厦|车流"),
    ("sea", r"\b(?:sea|ocean|beach|waves|harbou?r)\b|大海|海景|海边|沙滩|海面"),
    ("peaks", r"\b(?:mountains?|peaks?|alps)\b|雪山|群山|山峰|山景|远山"),
    ("wood", r"\b(?:forest|trees|garden|jungle|woods)\b|森林|树林|花园|竹林|树木"),
)  # fmt: skip
_SUBMARINE: Final = re.compile(r"submarine|submersible|潜艇|潜水艇|潜水器", re.IGNORECASE)
_RIVER: Final = re.compile(r"\b(?:river|canal|stream)\b|江|河", re.IGNORECASE)


def view(shot: Shot, kind: str, *, indoors: bool) -> str:
    """What the windows of a room of that kind look out on, or what winds through the land, where the prompt says it."""
    if not indoors and kind != "highway":
        return "river" if _RIVER.search(shot.text) else ""
    if kind == "ship" and _SUBMARINE.search(shot.text):
        return "deep"
    if not (_WINDOWED.search(shot.text) or kind in ("penthouse", "ship", "highway")):
        return ""
    found = next((name for name, words in _VIEWS if re.search(words, shot.text, re.IGNORECASE)), "")
    return found or ("city" if kind == "penthouse" else "")


_WALLS_OF_GLASS: Final = re.compile(
    r"floor[- ]to[- ]ceiling|panoramic window|picture window|large window|huge window|big window|glass wall|落地窗|大窗|全景窗|玻璃幕墙",
    re.IGNORECASE,
)


def walls_of_glass(shot: Shot) -> bool:
    """Whether the prompt speaks of a window as high as the wall, or of nothing but a window."""
    alone = not any(one.kind in ROLES and one.kind != "windowpane" for one in shot.subjects)
    return bool(_WALLS_OF_GLASS.search(shot.text)) or (alone and bool(_GLASS.search(shot.text)))


_LAMPS: Final = re.compile(r"fairy lights?|string lights?|christmas lights?|串灯|彩灯", re.IGNORECASE)


def strings_of_lights(shot: Shot) -> bool:
    """Whether small lamps hang along the walls."""
    return bool(_LAMPS.search(shot.text))
