# ruff: noqa: E501, SIM905 - a row of words reads best as one
"""Where a shot is, and in which kind of place, by what is in it and by all that its text says. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from paddock import lexicon
from paddock.engines.animatic import album, leavings, rooftops, showcase, studio, variants, windows
from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.leavings import EAST, ROOMS, WATERS
from paddock.engines.animatic.place import Place
from paddock.engines.animatic.scene import AGLOW, Motion, Prop
from paddock.storyboard import Relation, Shot, Subject, Tag

_CLIFF: Final = re.compile(r"cliff|crag|悬崖|峭壁|断崖", re.IGNORECASE)
_TOP: Final = re.compile(r"summit|mountain ?top|mountain peak|hilltop|precipice|山顶|山巅|峰顶|之巅", re.IGNORECASE)
_JAPAN: Final = re.compile(r"japan|kyoto|shinto|\bzen\b|日本|京都|日式|和风", re.IGNORECASE)
_ABOVE: Final = re.compile(r"above (?:the )?clouds|sea of clouds|through the clouds|云海|云端|云层之上", re.IGNORECASE)
_GREAT: Final = re.compile(r"great wall|长城|八达岭|嘉峪关|居庸关|慕田峪", re.IGNORECASE)
_OLD: Final = re.compile(
    r"古代|古装|武侠|侠客|剑客|江湖|唐朝|宋朝|明朝|清朝|故宫|紫禁城|wuxia|ancient china|ancient japan|samurai|ninja|忍者|"
    r"(?:tang|ming|song|qing) dynasty",
    re.IGNORECASE,
)
"""What is of old times: its towns have no towers of glass."""
_AT_HOME: Final = frozenset("read write sleep eat drink cook paint work sit talk strum playgame meditate".split())
_HOMES: Final = frozenset({"house", "cabin", "courtyardhouse", "stilthouse"})
_SEA: Final = re.compile(r"\b(?:sea|ocean|waves|bay)\b|海", re.IGNORECASE)
_ROUGH: Final = re.compile(r"waves|storm|巨浪|海浪|暴风雨|惊涛", re.IGNORECASE)
_WEAK_SKY: Final = frozenset(
    ["in the air", "through the clouds", *"sky skies clouds cloud midair 云 天空 空中 白云 天上 天际 半空".split()]
)
_NO_REAL_PLACE: Final = frozenset(
    ["water surface", "on the water", *"studio room inside 水面 水面上 水中央 工作室".split()]
)
_SUBSTANCES: Final = frozenset({"ice", "sand", "grass", "wood", "water", "冰"})
_CITIES: Final = frozenset({"city", "street"})
_UNDER_GLASS: Final = re.compile(
    r"\b(?:in|inside)\b[^,.;]{0,24}(?:greenhouse|conservatory|glasshouse)|greenhouse (?:interior|full)|(?:温室|花房)(?:里|中|内)",
    re.IGNORECASE,
)
_GLOWING_SEA: Final = re.compile(
    r"bioluminescen|phosphorescen|glowing (?:waves?|sea|ocean|water|plankton)|荧光(?:海|沙滩|浪)|蓝眼泪|发光的(?:海|浪)",
    re.IGNORECASE,
)
_GLOWING: Final = re.compile(
    r"bioluminescent|glowing (?:mushrooms|plants|flowers|trees)|fairy ?tale|enchanted|magical|童话|魔法|奇幻|梦幻|发光的(?:蘑菇|植物)|荧光",
    re.IGNORECASE,
)


def setting(shot: Shot, subjects: tuple[Subject, ...]) -> str:
    """The setting that the shot's things ask for in spite of its words; empty where the words hold."""
    said, words = shot.setting, shot.setting.words.lower() if shot.setting else ""
    cast = [one for one in subjects if one.kind in ROLES]
    if said is not None and said.value == "mountains" and _CLIFF.search(words) and _SEA.search(shot.text):
        return "coast"
    if said is not None and said.value in _CITIES and _OLD.search(shot.text):
        return "village"
    if words == "station" and any(one.kind in windows.SPACESHIPS for one in cast):
        return "space"
    if said is not None and said.value == "farm" and _UNDER_GLASS.search(shot.text):
        return "room"
    if words == "santorini":
        return "harbour"
    if said is None and any(one.kind == "racecar" for one in cast):
        return "meadow"
    walled = _GREAT.search(shot.text) and any(one.kind == "greatwall" for one in cast)
    if said is None and walled and not leavings.stood_on(shot, "greatwall"):
        return "mountains"
    if words in ("bookstore", "bookshop", "书店"):
        return "library"
    if words in ("tunnel", "隧道") and any(ROLES[one.kind].habitat in ("road", "rail") for one in cast):
        return "street"
    if words in _ERAS and (where := _elsewhere(shot)):
        return where
    if said is not None and said.value == "sea" and _in_the_deep(cast, shot):
        return "underwater"
    if said is not None and said.value == "sea" and cast and {one.kind for one in cast} <= {"rock", "cliffrock"}:
        return "coast"
    apart = cast and all(ROLES[one.kind].habitat in ("air", "far") for one in cast)
    inherited = said is not None and said.value == "room" and words not in shot.text.lower()
    if inherited and apart and variants.flavour("room", shot) == "ship":
        return "space"  # what is seen from the ship, once nobody in it is spoken of
    drives = any(ROLES[one.kind].habitat == "road" for one in cast)
    if said is not None and said.value in ROOMS and drives and _OUTSIDE.search(shot.text):
        return "street"
    if any(_at_home(one, shot) for one in cast) or windows.behind_glass(shot, subjects):
        return "room"
    lonely = all(ROLES[one.kind].habitat in ("far", "water") for one in cast)
    if said is not None and said.value == "coast" and "island" in words and lonely and _ROUGH.search(shot.text):
        return "sea"
    return _shown_off(shot, subjects, words) or _on_the_ground(cast, words)


_ERAS: Final = frozenset(
    ["ancient china", "medieval", "winter", "tang dynasty", *"古代 唐朝 宋朝 冬日 冬天 冬季".split()]
)
"""What says when rather than where."""
_DEEP: Final = frozenset(
    "jellyfish octopus squid seahorse ray turtle fish tropicalfish bluetang anglerfish eelfish lionfish sunfish shark".split()
)
_OUTSIDE: Final = re.compile(r"\bparked\b|\boutside\b|in front of|门口|门前|路边|停在", re.IGNORECASE)
_SURFACE: Final = re.compile(r"surface|waves|boat|ship|beach|jump|leap|breach|fin\b|海面|浪|船|跃|沙滩", re.IGNORECASE)


def _elsewhere(shot: Shot) -> str:
    """The setting that is named beside an age."""
    found = lexicon.find(lexicon.tokens_of(shot.text))
    named = [value for item in found for name, value in item.senses if name == "setting" and item.words not in _ERAS]
    return next((value for value in named if value != "sky"), "")


def _in_the_deep(cast: list[Subject], shot: Shot) -> bool:
    """Whether those who live in the depth of the sea are alone there."""
    return bool(cast) and all(one.kind in _DEEP for one in cast) and not _SURFACE.search(shot.text)


def _shown_off(shot: Shot, subjects: tuple[Subject, ...], words: str) -> str:
    """The stage for products and for colours that flow, the kitchen for dishes."""
    said, shown = shot.setting, showcase.shown(subjects)
    cast = {one.kind for one in subjects if one.kind in ROLES} - studio.MEDIA
    vague = said is None or said.value in ("stage", "sky", "space", "underwater")
    if not cast and studio.is_abstract(shot) and vague:
        return "stage"
    if said is None and studio.is_examined(shot, subjects):
        return "stage"
    if studio.is_sold(shot, subjects) and (said is None or words in _WEAK_SKY | _NO_REAL_PLACE):
        return "stage"
    if shown and (said is None or words in _SUBSTANCES) and cast <= album.served() | showcase.SURFACES:
        return "kitchen"
    return "kitchen" if shown and said is not None and said.value in _CITIES and _names_a_dish(shot, subjects) else ""


def _on_the_ground(cast: list[Subject], words: str) -> str:
    """Where what does not fly stands, though the prompt speaks of the sky: a tower before the clouds."""
    if words not in _WEAK_SKY or not cast:
        return ""
    first, role = cast[0], ROLES[cast[0].kind]
    flies = first.action is not None and first.action.value in ("fly", "float", "swim", "jump", "fall")
    if role.habitat != "far" or flies or role.home in ("", "sky"):
        return ""
    return "city" if first.kind == "skyscraper" else role.home


def _at_home(one: Subject, shot: Shot) -> bool:
    """Whether someone is in a house and does there what is done in rooms."""
    relation, deed = one.relation, one.action.value if one.action else ""
    inside = relation is not None and relation.value == "in" and relation.to < len(shot.subjects)
    return bool(inside and relation and shot.subjects[relation.to].kind in _HOMES and deed in _AT_HOME)


def _names_a_dish(shot: Shot, subjects: tuple[Subject, ...]) -> bool:
    """Whether the city only says where a dish is from: "重庆火锅"."""
    place = shot.setting.words if shot.setting else ""
    return any(f"{place}{gap}{one.words}" in shot.text.lower() for one in subjects for gap in ("", " ", "的"))


def icy(shot: Shot) -> bool:
    """Whether a cave is one of ice or crystal."""
    return bool(re.search(r"\bic[ey]\b|crystal|glacier|冰|水晶|蓝色", shot.text, re.IGNORECASE))


_ON_THE_MOON: Final = re.compile(
    r"(?:坐|躺|趴|睡|站|靠)在(?:弯弯的|弯|一轮|巨大的)?月[亮牙](?:船)?上|"
    r"(?:sit|sits|sitting|sleep|sleeps|sleeping|fishing|perched) on (?:a |the )?(?:crescent |half |giant )?moon\b",
    re.IGNORECASE,
)


def enriched(shot: Shot) -> Shot:
    """The shot with the moon as a thing, where someone sits on it."""
    if not _ON_THE_MOON.search(shot.text) or any(one.kind in ("crescentmoon", "astronaut") for one in shot.subjects):
        return shot
    walkers = [at for at, one in enumerate(shot.subjects) if one.kind in ROLES and ROLES[one.kind].gait == "walk"]
    if not walkers:
        return shot
    subjects = list(shot.subjects)
    subjects[walkers[0]] = replace(subjects[walkers[0]], relation=Relation("on", "moon", len(subjects)))
    moon = Subject("crescentmoon", "moon", action=Tag("float", "moon"))
    return replace(shot, subjects=(*subjects, moon), setting=Tag("sky", "sky"), time=shot.time or Tag("night", "moon"))


def flavour(place: str, shot: Shot, subjects: tuple[Subject, ...]) -> str:
    """The kind of the setting: by its words, or by what is in it."""
    said, named = variants.flavour(place, shot), shot.setting.value if shot.setting else ""
    words = shot.setting.words.lower() if shot.setting else ""
    if place in ("city", "village", "street") and rooftops.trodden(shot):
        old = (
            (place == "village" and named in _CITIES)
            or said == "chinese"
            or EAST.search(shot.text)
            or _OLD.search(shot.text)
        )
        return "eaves" if old else "roofs"
    if place == "village" and named in _CITIES:
        return "chinese"
    if place in ROOMS:
        return said if named in ROOMS and said else _room(shot, place, named, subjects)
    if place == "stage":
        return _stage(shot, subjects, said)
    if words == "santorini":
        return "aegean"
    if place == "meadow" and not said and "racecar" in {one.kind for one in subjects}:
        return "racetrack"
    if place == "city" and _ABOVE.search(shot.text):
        return "clouds"
    if place == "street" and named == "room":
        return "tunnel"
    if words in _ERAS and place != named:
        return _by_text(shot, place)
    if place == "meadow" and said in ("", "flowers") and (strewn := _strewn(shot.text)):
        return strewn
    if place == "snowfield" and not said and {one.kind for one in subjects} & {"iceberg", "penguin", "walrus"}:
        return "arctic"
    if place == "space" and not said and _adrift(shot, subjects):
        return "void"
    if place == "space" and any(tag.value == "warp" for tag in shot.weather):
        return "void"
    if place in WATERS and not said and _GLOWING_SEA.search(shot.text):
        return AGLOW
    if place == "forest" and not said and _GLOWING.search(shot.text):
        return "magic"
    if place == "park" and said in ("", "garden") and EAST.search(shot.text):
        return "japanese" if _JAPAN.search(shot.text) else "chinese"
    return _land(shot, place, subjects) or said


_BLOOMS: Final = {
    "daisy": r"dais(?:y|ies)|chamomiles?|雏菊|菊花", "poppy": r"popp(?:y|ies)|虞美人|罂粟", "tulip": r"tulips?|郁金香",
    "sunflower": r"sunflowers?|向日葵", "lavender": r"lavenders?|bluebells?|violets?|薰衣草", "rose": r"roses?|玫瑰",
    "rape": r"dandelions?|buttercups?|daffodils?|油菜花|蒲公英",
    "flowers": r"(?:wild)?flowers?|blossoms?|blooms?|cosmos|鲜花|野花|花朵|花",
}  # fmt: skip
_FULL: Final = (
    r"(?:full of|filled with|covered (?:in|with|by)|carpeted (?:in|with)|blanketed (?:in|with|by)|dotted with|"
    r"strewn with|sea of|carpet of|thousands of|开满了?|长满了?|满是|铺满了?|遍布|漫山遍野的?)\s*(?:[\w-]+ ){0,3}?"
    r"[一-鿿]{0,4}?"
)


def _strewn(text: str) -> str:
    """What a meadow is full of: "covered in red poppies"."""
    return next((kind for kind, names in _BLOOMS.items() if re.search(f"{_FULL}(?:{names})", text.lower())), "")


def _adrift(shot: Shot, subjects: tuple[Subject, ...]) -> bool:
    """Whether only what flies between the stars is there, and nothing of a ground is spoken of."""
    cast = [one for one in subjects if one.kind in ROLES]
    lands = re.search(r"surface|base|land|crater|mars|moon\b|表面|基地|降落|着陆|火星|月球", shot.text, re.IGNORECASE)
    return bool(cast) and all(ROLES[one.kind].habitat in ("air", "far") for one in cast) and not lands


def _room(shot: Shot, place: str, named: str, subjects: tuple[Subject, ...]) -> str:
    """The kind of a room: by any word of the text, "a modern art museum interior"."""
    if place == "room" and named not in ROOMS and _OLD.search(shot.text):
        return "tatami"
    if place == "room" and {one.kind for one in subjects} & windows.SPACESHIPS:
        return "ship"
    return _by_text(shot, place)


def _by_text(shot: Shot, place: str) -> str:
    """The kind of the place by the longest word for one that stands anywhere in the text."""
    if place == "kitchen" and shot.setting is not None and shot.setting.words.lower().endswith("kitchen"):
        return ""  # a restaurant's kitchen is a kitchen
    low, kinds = shot.text.lower(), variants.words().get(place, {})
    said = [(len(word), kind) for kind, words in kinds.items() for word in words if _speaks_of(low, word)]
    return max(said)[1] if said else ""


def _speaks_of(text: str, word: str) -> bool:
    return bool(re.search(rf"\b{re.escape(word)}\b", text)) if word.isascii() else len(word) > 1 and word in text


def _stage(shot: Shot, subjects: tuple[Subject, ...], said: str) -> str:
    if not {one.kind for one in subjects} & (ROLES.keys() - studio.MEDIA) and studio.is_abstract(shot):
        return "abstract"
    return said or ("plain" if studio.is_sold(shot, subjects) or studio.is_examined(shot, subjects) else "")


def _land(shot: Shot, place: str, subjects: tuple[Subject, ...]) -> str:
    """The kind of mountains or of a coast, by who or what is there."""
    words, kinds = shot.setting.words if shot.setting else "", {one.kind for one in subjects}
    if place not in ("mountains", "coast"):
        return ""
    if (_CLIFF.search(words) or _TOP.search(words)) and _stand_there(subjects):
        return "ledge"
    if place == "coast":
        rocky = kinds and kinds <= {"rock", "cliffrock"}
        return "cliff" if _CLIFF.search(words) or "cliffrock" in kinds or rocky else ""
    plain = variants.flavour(place, shot) in ("", "snowy")
    if plain and "waterfall" in kinds and not leavings.stood_on(shot, "waterfall"):
        return "waterfall"
    walled = "greatwall" in kinds and _GREAT.search(shot.text) and not leavings.stood_on(shot, "greatwall")
    return "greatwall" if walled else ""


def _stand_there(subjects: tuple[Subject, ...]) -> bool:
    """Whether a few people or animals are there who stay where they are, and nothing tall."""
    cast = [one for one in subjects if one.kind in ROLES and not one.distance and one.kind != "cliffrock"]
    alive = [one for one in cast if ROLES[one.kind].gait == "walk"]
    goes = any(one.action and one.action.value in ("run", "walk", "drive", "ride", "march", "chase") for one in alive)
    tall = any(ROLES[one.kind].habitat in ("far", "road", "rail", "water") for one in cast)
    return bool(alive) and not goes and not tall and sum(one.count for one in alive) <= 3


def overhead(shot: Shot, place: Place, setting: str) -> list[Prop]:
    """What spans the picture: a rainbow in the sky, strings of lanterns over a street, lamps on the water."""
    made: list[Prop] = []
    half, kinds = place.half_width, {one.kind for one in shot.subjects}
    if "rainbow" in kinds and setting not in ROOMS:
        made.append(Prop("rainbow", 0.09, 0.1 * half, place.up(0.24), 0.62, "rainbow", fade=0.35))
    if "lotuslamp" in kinds and setting in WATERS:
        for index in range(9):
            lane = index % 4
            depth, x = 0.42 + 0.05 * lane, (-1.0 + 0.25 * index + 0.05 * (index % 3)) * half
            bob = Motion(bob=0.004, bob_s=3 + 0.3 * index, phase=index)
            size, y = 0.03 + 0.05 * depth, place.up(0.27 - 0.045 * lane)
            made.append(Prop("lotuslamp", depth, x, y, size, f"lamp{index}", bob))
    if "neonsign" in kinds and setting in ("city", "street", "village"):
        for index, x in enumerate((-0.72, 0.16, 0.8)):
            made.append(Prop("neonsign", 0.84, x * half, place.up(0.20 + 0.06 * (index % 2)), 0.13, f"neon{index}"))
    if setting not in ROOMS and windows.strings_of_lights(shot):
        made.append(Prop("fairylights", 0.72, 0.0, place.up(0.56), 0.34, "fairylights"))
    if any(leavings.strung(one, shot, setting) for one in shot.subjects):
        for index, (depth, x, y, size) in enumerate(_STRINGS):
            sway = Motion(roll=0.6, bob_s=4.5 + index, phase=float(index))
            made.append(Prop("garland", depth, x * half, place.up(y), size, f"garland{index}", sway))
    return made


_STRINGS: Final = (
    (0.5, -0.6, 0.50, 0.16), (0.5, 0.5, 0.54, 0.16), (0.82, -0.1, 0.66, 0.22), (0.82, 1.05, 0.70, 0.22),
    (0.82, -1.2, 0.72, 0.22),
)  # fmt: skip
"""Strings of lanterns: depth, x in half widths, height as `Place.up`, size."""


def hues(shot: Shot, kind: str) -> tuple[str, ...]:
    """The colours of a place's backdrop or of what flows there, and "water" or "icy" where it is of that."""
    if kind == "abstract":
        ground, said = studio.backdrop(shot), studio.hues(shot.text)
        return (ground, *(hue for hue in said if hue != ground)) if ground else said
    if kind == "cave":
        return ("icy",) if icy(shot) else ()
    named = studio.backdrop(shot)
    wet = kind == "plain" and studio.on_water(shot)
    return (*((named,) if named else ()), *(("water",) if wet else ()))
