"""Which part the prompt gives each reference picture: the place itself, something worn, a mount, a player. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.scene import Motion, Prop, Strip
from paddock.engines.animatic.settings import Place
from paddock.storyboard import Shot, Subject, Tag


@dataclass(frozen=True, slots=True)
class Shape:
    """What stands on the stage for a picture."""

    aspect: float
    """Width by height."""
    cut: bool = False
    """True where the figure is cut out; else the whole picture is shown."""
    head: float = 0.0
    """Where the top of the figure is, from its middle in shares of its width."""


_NUMBER: Final = r"(?:@\s*)?(?:character|image|picture|reference|角色|人物|图片|图)\s*#?\s*(?P<number>[1-9])(?!\d)"
_SCENERY: Final = r"(?:back\s?ground|backdrop|setting|scene(?:ry)?|place|location|landscape|environment|stage)"
_EXPLICIT: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_SCENERY}\b\s*(?:is|of|shows?|from|with|:|=|in)?\s*(?:the\s+)?{_NUMBER}",
        rf"{_NUMBER}\s*(?:as|is|for|serves as|becomes)\s+(?:the\s+|a\s+)?(?:\w+\s+)?{_SCENERY}\b",
        rf"\bin (?:the )?{_SCENERY} (?:of|from|shown in) {_NUMBER}",
        rf"(?:背景|场景|地点|环境)\s*(?:是|为|在|用|:|:|换成|设为)?\s*{_NUMBER}",
        rf"{_NUMBER}\s*(?:作为|当作|当|是|为|做)?\s*(?:的)?(?:背景|场景|环境)",
    )
)
"""Words that make a picture the place, whatever it shows."""
_WITHIN: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:in|inside|within|into|through|across|at|in front of)\s+(?:the\s+)?{_NUMBER}",
        r"\b(?:in|inside|within|into|through|across|at|on|along|over|around|in front of)\s+"
        rf"(?P<what>(?:[\w'-]+\s+){{1,5}}?){_NUMBER}",
        rf"在\s*(?P<what>[一-鿿]{{0,8}}?)\s*{_NUMBER}\s*(?:里|中|内|前|上|旁|的|边)?",
    )
)
"""Words that make it the place if it is a whole picture and what stands between them names a place, or nothing does."""


_MEETS: Final = re.compile(
    r"\b(?:look|point|smil|star|gaz|glanc|peer|wav|nod|wink|bow|laugh|shout|yell|bark|growl|aim|throw|toss|kick|marvel"
    r"|turn|transform|chang|morph|bump)\w*(?:\s+(?:\w+ly|back|up|down|straight|right|himself|herself|itself))?\s+$",
    re.IGNORECASE,
)
"""Verbs that are done at or into somebody: before "at character2" they make it no place."""


def place(shot: Shot, shapes: Sequence[Shape]) -> int | None:
    """The reference that is the place of a shot, 1 for the first; None where none is."""
    for pattern in _EXPLICIT:
        for found in pattern.finditer(shot.text):
            if (number := int(found["number"])) <= len(shapes):
                return number
    far = [one.character for one in shot.subjects if one.character and one.distance and one.distance.value == "far"]
    for number in far:
        if number <= len(shapes) and _is_view(shapes[number - 1]):
            return number
    for pattern in _WITHIN:
        for found in pattern.finditer(shot.text):
            number = int(found["number"])
            between = (found.groupdict().get("what") or "").strip().lower()
            if _MEETS.search(shot.text[: found.start()]):
                continue
            if number <= len(shapes) and _is_view(shapes[number - 1]) and _names_place(shot, between):
                return number
    return None


def _is_view(shape: Shape) -> bool:
    return not shape.cut


def _names_place(shot: Shot, between: str) -> bool:
    """Whether the words before a picture are nothing, or say the shot's place."""
    if not between or between in ("the", "a", "an", "this", "that"):
        return True
    return shot.setting is not None and shot.setting.words.lower() in between


_HUNG: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_NUMBER}\s*(?:is\s+)?(?:hang\w*|hung|pinned|mounted)?\s*on (?:the|a) wall",
        rf"\bon (?:the|a) wall (?:is|hangs|there is)?\s*(?:a\s+\w+\s+)?{_NUMBER}",
        rf"墙上\s*(?:挂着|有|是|贴着)?\s*{_NUMBER}",
        rf"{_NUMBER}\s*(?:挂|贴)在墙",
    )
)


def hung(shot: Shot) -> set[int]:
    """The references that hang on the wall."""
    return {int(found["number"]) for pattern in _HUNG for found in pattern.finditer(shot.text)}


def in_hand(shot: Shot, shown: Sequence[Subject], held: Mapping[Subject, Subject]) -> dict[Subject, Subject]:
    """Who has what in hand, by the words right before each picture; `held` is what is known without them."""
    found = dict(held)
    text = shot.text
    gifts = passed(shot)
    spots = [(spot, one) for one in shown if (spot := _place_in(text.lower(), one)) is not None]
    holder: Subject | None = None
    for spot, subject in sorted(spots, key=lambda pair: pair[0]):
        if subject.character is None:
            holder = subject if ROLES[subject.kind].person else holder
            continue
        near = _NUMBERED.split(text[max(0, spot - 44) : spot])[-1]
        if any(pattern.search(near) for pattern in _HOLDS) and holder is not None:
            found[subject] = found.get(holder, holder)
        elif subject in found and (_is_thing(found[subject]) or _AND.fullmatch(near)):
            del found[subject]
        holder = subject if not _is_thing(subject) and subject not in found else holder
    named = {one.character: one for one in shown if one.character}
    for thing, (giver, receiver) in gifts.items():
        found.pop(named.get(receiver, shot.subjects[0]), None)
        if thing in named and giver in named:
            found[named[thing]] = named[giver]
    return found


def _is_thing(subject: Subject) -> bool:
    """Whether a picture is called something that neither holds nor wears anything."""
    role = ROLES.get(subject.noun or "")
    return bool(subject.character) and role is not None and not role.person and role.gait not in ("walk", "flap")


_AND: Final = re.compile(r"\s*(?:[,、，]|and|&|or|和|与|跟|及|同)\s*(?:(?:an?|the)\s+)?(?:[\w-]+\s+)?", re.IGNORECASE)
_ARTICLES: Final = (
    r"(?:(?:an?|the|his|her|their|its|up|out)\s+)*(?:(?!with|at|in|on|to|and|near|by|past|over)[\w-]+\s+){0,3}$"
)
_HOLDS: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:(?:hold|open|unfold|lift|clutch|play|drink|eat|read|swing|wield)(?:s|es|ing)?|carr(?:y|ies|ying)"
        rf"|(?:rais|wav|us)(?:es?|ing)|(?:grip|hug)(?:s|[gp]ing)?)\s+{_ARTICLES}",
        r"(?:手持|手拿|[拿握举捧持端抱提撑挥摇喝吃读弹吹拉](?:着|起|开|舞着?)|打开|展开)\s*(?:一?[把个只本杯支朵束面张条瓶碗]\s*)?[一-鿿]{0,5}$",
    )
)
_GIVES: Final = r"(?:hand|giv|pass|offer|show|throw|toss|bring|present|serv)(?:s|es|e|ing)?"


def _numbered(name: str) -> str:
    return _NUMBER.replace("?P<number>", f"?P<{name}>")


_NUMBERED: Final = re.compile(_NUMBER.replace("(?P<number>[1-9])", "[1-9]"), re.IGNORECASE)
_PASSED: Final = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_numbered('giver')}[^.;]{{0,30}}?\b{_GIVES}\s+(?:(?:an?|the|his|her)\s+)?(?:[\w-]+\s+){{0,3}}?{_numbered('thing')}"
        rf"\s+(?:over\s+)?to\s+{_numbered('receiver')}",
        rf"{_numbered('giver')}[^.;]{{0,30}}?\b{_GIVES}\s+{_numbered('receiver')}"
        rf"(?:\s+(?:an?|the|his|her|some)?\s*(?:[\w-]+\s+){{0,3}}?{_numbered('thing')})?",
        rf"{_numbered('giver')}[^。；]{{0,10}}?[把将][^。；，]{{0,8}}?{_numbered('thing')}[^。；]{{0,4}}?"
        rf"(?:递|送|交|扔|抛|传)?给{_numbered('receiver')}",
        rf"{_numbered('giver')}[^。；]{{0,10}}?(?:递|送|交|扔|抛|传)?给{_numbered('receiver')}"
        rf"(?:[^。；，]{{0,10}}?{_numbered('thing')})?",
    )
)


def passed(shot: Shot) -> dict[int, tuple[int, int]]:
    """What is handed over: the thing's number (0 where it is no picture) to those of who gives and who gets it."""
    for pattern in _PASSED:
        if found := pattern.search(shot.text):
            thing, giver, receiver = (int(found[name] or 0) for name in ("thing", "giver", "receiver"))
            return {thing: (giver, receiver)}
    return {}


_ADVERTISES: Final = re.compile(
    r"\b(?:products?|packshots?|commercials?|adverts?|advertisements?|advertising|showcases?)\b|产品|商品|广告",
    re.IGNORECASE,
)


def advertises(shot: Shot) -> bool:
    """Whether the shot is about a thing that is for sale: it is shown large."""
    return bool(_ADVERTISES.search(shot.text))


def _place_in(text: str, subject: Subject) -> int | None:
    """Where a subject is named."""
    if subject.character is None:
        at = text.find(subject.words.lower())
        return at if at >= 0 else None
    return next((one.start() for one in re.finditer(_NUMBER, text) if int(one["number"]) == subject.character), None)


_SIDES: Final = tuple(
    (side, re.compile(rf"{_NUMBER}\s*(?:(?:is|are|stands?|standing|sits?|sitting)\s+)?(?:{words})", re.IGNORECASE))
    for side, words in (
        ("left", r"(?:on|at|to) the (?:far )?left\b|[站坐]?在?(?:画面)?(?:最)?左"),
        ("right", r"(?:on|at|to) the (?:far )?right\b|[站坐]?在?(?:画面)?(?:最)?右"),
        ("center", r"(?:in|at) the (?:middle|cent(?:er|re))\b|[站坐]?在?(?:画面)?(?:正)?中[间央]"),
    )
)


def singled(shots: tuple[Shot, ...]) -> tuple[Shot, ...]:
    """The shots with each picture once, however many friends it is among, and at the side that is said after it."""
    made = []
    for shot in shots:
        said = ((side, found) for side, words in _SIDES for found in words.finditer(shot.text))
        sides = {int(found["number"]): Tag(side, found[0]) for side, found in said}
        subjects = tuple(
            replace(one, count=1, position=sides.get(one.character, one.position)) if one.character else one
            for one in shot.subjects
        )
        made.append(replace(shot, subjects=subjects))
    return tuple(made)


# --- what is worn ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spot:
    """Where on a figure something is worn. All in heights of its wearer; `ahead` is towards where it faces."""

    up: float
    """How high the thing's foot is."""
    size: float
    ahead: float = 0.0


_SPOTS: Final[dict[str, Spot]] = {
    r"hats?|caps?|crowns?|helmets?|tiaras?|beret|wig|hood|hairpins?|headdress"
    "|帽|冠|头盔|发簪|簪|发饰|头饰": Spot(0.90, 0.24),
    "glasses|sunglasses|goggles|masks?|eyeglasses|眼镜|墨镜|面具|口罩": Spot(0.75, 0.10, 0.01),
    "ear-?rings?|耳环|耳坠|耳饰": Spot(0.66, 0.11, -0.10),
    "necklaces?|pendants?|scarf|scarves|ties?|collars?|项链|吊坠|围巾|领带|项圈": Spot(0.50, 0.15),
    "backpacks?|rucksacks?|wings|capes?|cloaks?|背包|书包|翅膀|披风|斗篷": Spot(0.30, 0.38, -0.22),
    "bags?|handbags?|purses?|satchels?|包|手袋|挎包": Spot(0.22, 0.26, 0.20),
    "logos?|emblems?|badges?|slogans?|brooch(?:es)?|标志|徽章|图案|胸针": Spot(0.53, 0.15, 0.02),
    "rings?|bracelets?|watch(?:es)?|gloves?|戒指|手镯|手表|手链|手套": Spot(0.30, 0.10, 0.16),
    "shoes?|boots?|sneakers?|heels?|sandals?|skates?|鞋|靴|高跟鞋": Spot(-0.02, 0.14),
    "dress(?:es)?|gowns?|coats?|jackets?|shirts?|robes?|armou?r|uniforms?|suits?|裙|衣|外套|盔甲|制服|袍": Spot(
        0.12, 0.42
    ),
}
_WEARS: Final = re.compile(
    r"\b(?:wears?|wearing|dressed in|puts? on|putting on|adorned with)\b|戴|穿|佩|披|背着", re.IGNORECASE
)
_LISTED: Final = re.compile(r"\s*(?:[,、，]|and\b|&|plus\b|和|与|及|还有)", re.IGNORECASE)
_ANYWHERE: Final = Spot(0.50, 0.16)
_BUST: Final = 0.6
"""Width by height from which on a figure is a head and shoulders: what hangs at its neck is low in it."""


def fitted(spot: Spot, shape: Shape) -> Spot:
    """A spot on the body, for the figure that it is on: a necklace hangs below the face, glasses are at the eyes."""
    if not shape.cut or shape.aspect < _BUST:
        return spot
    if 0.3 < spot.up < 0.6:
        return replace(spot, up=0.10, size=min(spot.size, 0.15))
    return replace(spot, up=0.62) if 0.7 < spot.up < 0.8 else spot


def worn(shot: Shot, shown: Sequence[Subject], held: Mapping[Subject, Subject]) -> dict[Subject, tuple[Subject, Spot]]:
    """Which pictures are worn, by whom and where: "a hat character3" after someone, "wearing character2".

    `held` is who has what in hand: a thing wears nothing, its carrier does.
    """
    found: dict[Subject, tuple[Subject, Spot]] = {}
    wearer: Subject | None = None
    places = {match["number"]: match.start() for match in re.finditer(_NUMBER, shot.text, re.IGNORECASE)}
    before = 0
    for subject in sorted(
        (one for one in shown if one.character), key=lambda one: places.get(str(one.character), len(shot.text))
    ):
        at = places.get(str(subject.character), 0)
        between = shot.text[before:at]
        listed = bool(found) and before > 0 and _LISTED.match(between) is not None
        spot = _spot(f"wearing {between}" if listed else between)
        before = at + 10
        if spot is None or wearer is None:
            wearer = wearer if wearer and _is_thing(subject) else subject
        else:
            found[subject] = held.get(wearer, wearer), spot
    if not found:
        people = [one for one in shown if not one.character and one.kind not in ("card", "deck")]
        return _worn_by_drawn(shot, shown, people, places)
    return found


def _worn_by_drawn(
    shot: Shot, shown: Sequence[Subject], people: Sequence[Subject], places: dict[str, int]
) -> dict[Subject, tuple[Subject, Spot]]:
    """A drawn person who wears a picture."""
    found: dict[Subject, tuple[Subject, Spot]] = {}
    for subject in shown:
        at = places.get(str(subject.character)) if subject.character else None
        if at is None or not _WEARS.search(shot.text[max(0, at - 40) : at]):
            continue
        spot = _spot(shot.text[max(0, at - 40) : at])
        wearer = next((one for one in people if 0 <= shot.text.lower().find(one.words.lower()) < at), None)
        if spot and wearer:
            found[subject] = wearer, spot
    return found


def _spot(text: str) -> Spot | None:
    """Where the last few words before a picture say that it is worn."""
    near = re.split(r"[.;。；]", text)[-1][-44:]
    wears = _WEARS.search(near)
    last = near[-16:]
    for words, spot in _SPOTS.items():
        named = re.search(rf"(?:\b(?:{words})\b|{words})\W*(?:\w+\W+)?$", near if wears else last, re.IGNORECASE)
        if named and (wears or spot.size < 0.2):
            return spot
    return _ANYWHERE if wears and len(near) - wears.end() < 12 else None


# --- how a picture moves --------------------------------------------------------------------------

_BOBS: Final = {
    "run": Motion(hop=0.034, bob_s=0.62, roll=3.6),
    "walk": Motion(hop=0.018, bob_s=1.05, roll=2.6),
    "jump": Motion(hop=0.13, bob_s=1.3, roll=2.0),
    "dance": Motion(hop=0.028, bob_s=1.0, roll=6.0, sway=0.02, sway_s=2.0),
    "wave": Motion(hop=0.006, bob_s=0.9, roll=3.4),
    "cheer": Motion(hop=0.05, bob_s=0.8, roll=3.0),
    "fight": Motion(hop=0.012, bob_s=0.6, roll=5.0, sway=0.04, sway_s=1.1),
    "play": Motion(hop=0.02, bob_s=0.8, roll=4.0),
    "talk": Motion(hop=0.006, bob_s=1.1, roll=1.8),
    "sing": Motion(hop=0.01, bob_s=1.4, roll=3.4),
    "sleep": Motion(roll=0.7, bob_s=4.2),
    "lie": Motion(roll=0.7, bob_s=4.2),
    "swim": Motion(bob=0.016, bob_s=2.2, roll=6.0),
    "skate": Motion(sway=0.03, sway_s=2.4, roll=5.0, bob_s=2.4),
    "bowdown": Motion(roll=7.0, bob_s=2.6),
    "strum": Motion(hop=0.01, bob_s=0.8, roll=3.0),
    "drum": Motion(hop=0.012, bob_s=0.5, roll=2.4),
}
"""What a paper figure on a stick does of an action. It has no joints: it hops, leans and sways."""
_WALKS: Final = frozenset({"drive", "carry", "ride", "march", "follow", "chase", "push", "sneak", "crawl", ""})


def puppetry(action: str, *, moving: bool, phase: float) -> Motion:
    """How a picture moves on its spot for an action, and between the steps of its way."""
    motion = _BOBS.get(action)
    if motion is None:
        motion = _BOBS["walk"] if moving and action in _WALKS else Motion(hop=0.004, bob_s=1.5, roll=1.6)
    return replace(motion, phase=phase)


# --- pictures on the stage ------------------------------------------------------------------------


def places(shots: tuple[Shot, ...], shapes: Sequence[Shape]) -> list[int | None]:
    """The reference that is the place of each shot; it stays until another place is named."""
    found: list[int | None] = []
    for index, shot in enumerate(shots):
        here = place(shot, shapes)
        if here is None and index and found[-1] is not None and shot.setting == shots[index - 1].setting:
            here = found[-1]
        found.append(here)
    return found


def backdrop(number: int, half_height: float) -> Prop:
    """A picture as the place itself: behind everyone, as large as the camera ever sees."""
    return Prop("backdrop", 0.12, 0.0, 0.0, 2 * half_height, f"backdrop{number}", image=number - 1)


def overlooked(
    items: Sequence[Strip | Prop], subjects: Sequence[Subject], shapes: Sequence[Shape], spot: Place
) -> list[Prop]:
    """Pictures that the staging had no part for, such as in a close-up of somebody else: small, at the sides."""
    shown = {item.image for item in items if isinstance(item, Prop) and item.image is not None}
    missing = [one.character for one in subjects if one.character and one.character - 1 not in shown]
    made = []
    for index, number in enumerate(missing):
        side = -1 if index % 2 else 1
        size = min(0.34, 0.42 / shapes[number - 1].aspect ** 0.5)
        x = side * (0.70 - 0.26 * (index // 2)) * spot.half_width
        y = spot.half_height * 0.9
        made.append(
            Prop(
                "picture", 1.0, x, y, size, f"extra{number}", puppetry("", moving=False, phase=index), image=number - 1
            )
        )
    return made


def framed(items: Sequence[Strip | Prop], shapes: Sequence[Shape], spot: Place) -> tuple[Strip | Prop, ...]:
    """The same with every picture inside the frame: beside what it was said to be rather than cut off."""
    return tuple(
        _inside(item, shapes[item.image], spot)
        if isinstance(item, Prop) and item.art == "picture" and item.image is not None
        else item
        for item in items
    )


def _inside(item: Prop, shape: Shape, spot: Place) -> Prop:
    size = min(item.size, 1.86 * spot.half_height)
    wide = min(size * shape.aspect, 1.24 * spot.half_width)
    reach = max(0.0, 0.94 * spot.half_width - 0.5 * wide)
    x = item.x if item.motion.vx else max(-reach, min(reach, item.x))
    y = item.y if item.motion.vy else max(item.y, min(size, wide / shape.aspect) - 0.93 * spot.half_height)
    return replace(item, x=x, y=y, size=size)
