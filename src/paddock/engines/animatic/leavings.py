# ruff: noqa: SIM905 - a row of words reads best as one
"""Which subjects a place shows by itself, and which it makes into others: five of a flock, a peak far off. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from paddock.engines.animatic import studio, views
from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.windows import SPACESHIPS
from paddock.storyboard import Relation, Shot, Subject, Tag

ROOMS: Final = frozenset({"room", "kitchen", "library"})
WATERS: Final = frozenset({"river", "harbour", "coast", "sea"})
EAST: Final = re.compile(r"japan|kyoto|shinto|\bzen\b|chinese|suzhou|日本|京都|日式|和风|中式|苏州|园林", re.IGNORECASE)
"""What speaks of gardens and temples of China and Japan."""
_BUDDHIST: Final = re.compile(
    r"buddh|taois|monk|tibet|himalaya|nepal|bhutan|prayer flag|藏|china|korea|thai|寺|庙|和尚|僧", re.IGNORECASE
)
_MEAL: Final = re.compile(r"\b(?:table|plate|dinner|meal|dish)\b|桌|盘|饭|吃|菜", re.IGNORECASE)
_FOOD_FISH: Final = frozenset({"fish", "carp", "salmon", "tuna", "koi", "goldfish", "catfish"})
_PEAKS: Final = frozenset({"mountfuji", "volcano", "mountain"})
_BEFORE_PEAKS: Final = frozenset("river coast harbour village farm city meadow park street forest".split())
_BRIDGES: Final = frozenset("bridge stonebridge steelarch viaduct towerbridge aqueduct".split())
_SHOWN: Final = {
    "greatwall": frozenset({"greatwall"}), "stadium": frozenset({"stadium", "colosseum"}),
    "racetrack": frozenset({"stadium"}), "arena": frozenset({"stadium", "colosseum"}), "forum": frozenset({"stadium"}),
    "isles": frozenset({"island", "waterfall"}), "ship": SPACESHIPS | {"earth", "planet"},
    "moon": frozenset({"earth", "planet"}), "ledge": frozenset({"cliffrock"}), "waterfall": frozenset({"waterfall"}),
    "vineyard": frozenset({"grapes", "grapevine"}),
    "abstract": studio.MEDIA, "aegean": frozenset({"mansion", "mosque", "house", "courtyardhouse"}),
    "greenhouse": frozenset({"greenhousebuilding", "leaf"}),
    "palace": frozenset({"chandelier"}), "hall": frozenset({"chandelier"}), "church": frozenset({"chandelier"}),
}  # fmt: skip
"""What kinds of places show by themselves."""
_IN_THE_SKY: Final = frozenset({"meteor", "comet", "star", "crescentmoon", "rainbow", "planet", "satellite"})
"""What whoever looks out of a room sees outside."""
_BEDS: Final = {
    **{kind: frozenset({kind}) for kind in ("daisy", "poppy", "tulip", "sunflower", "lavender", "rose")},
    "flowers": frozenset({"flower", "wildflower"}), "rape": frozenset({"dandelion"}),
}  # fmt: skip
"""What a field of flowers is full of, where nobody does anything with them."""


def stood_on(shot: Shot, kind: str) -> bool:
    """Whether something is on a thing of that kind, or at it."""
    return any(
        one.relation is not None
        and one.relation.value in ("on", "at")
        and one.relation.to < len(shot.subjects)
        and shot.subjects[one.relation.to].kind == kind
        for one in shot.subjects
    )


def staged(shot: Shot, place: str, kind: str, subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """The subjects less those that are scenery of a place of that kind, the others as that place has them."""
    return tuple(
        _as_seen(one, shot, place, subjects)
        for one in subjects
        if not (_is_scenery(one, shot, place, kind, subjects) or in_swarms(one))
    )


def _burns(one: Subject) -> bool:
    return one.action is not None and one.action.value == "burn"


def _is_scenery(one: Subject, shot: Shot, place: str, kind: str, subjects: tuple[Subject, ...]) -> bool:
    carried = one.action is not None and one.action.value == "carry"
    if one.kind in _SHOWN.get(kind, ()) or (one.kind in _BEDS.get(kind, ()) and not carried):
        return True
    if one.kind == "gear" and any(other.kind in ("watch", "clock") for other in subjects):
        return True
    company = len(subjects) > 1
    if place in ROOMS:
        gazed = any(other.kind in ("windowpane", "telescope") for other in subjects)
        if one.kind in _IN_THE_SKY and gazed and (one.relation is None or one.relation.words.startswith("from")):
            return True
        if one.kind == "windowpane":
            return company and not stood_on(shot, "windowpane")
        house = one.kind in ROLES and ROLES[one.kind].habitat == "far" and not one.distance
        return house and (one.relation is None or one.relation.value != "on" or kind == "tatami")
    return (
        (
            one.kind == "skyscraper"
            and place == "city"
            and (company or one.count > 1)
            and not _climbed(subjects)
            and not _burns(one)
        )
        or (one.kind == "drone" and views.pitch(shot) == views.AERIAL)
        or (one.kind == "lotuslamp" and place in WATERS)
        or one.kind == "rainbow"
        or (one.kind == "rock" and kind == "cliff")
        or (one.kind == "neonsign" and place in ("city", "street", "village"))
        or strung(one, shot, place)
    )


def _climbed(subjects: tuple[Subject, ...]) -> bool:
    return any(one.action is not None and one.action.value == "climb" for one in subjects)


def _as_seen(one: Subject, shot: Shot, place: str, subjects: tuple[Subject, ...]) -> Subject:
    """The subject as the place has it."""
    one = _uncounted(one, shot)
    if one.action and one.action.value == "grow" and one.action.words.lower().startswith(("melt", "融", "化")):
        one = replace(one, action=None)
    tall = one.kind in ROLES and ROLES[one.kind].habitat in ("far", "room")
    if tall and one.action and one.action.value in ("fall", "burn") and one.action.words[-1] in "落下烁":
        one = replace(one, action=None)  # it is the light that falls
    flown = any(other.kind in _FLOWN for other in subjects)
    if flown and one.action and one.action.value == "fly" and one.kind in ROLES and ROLES[one.kind].person:
        one = replace(one, action=replace(one.action, value="gaze"))  # whoever flies a kite stays on the ground
    if one.kind in ("balloons", "balloontoy", "balloon") and one.count > 1 and (to := _lifted(shot)) is not None:
        one = replace(one, kind="balloons", count=4, relation=Relation("on", one.words, to))
    if one.kind in ("flag", "garland") and one.action and one.action.value == "fly":
        one = replace(one, action=None)  # it flutters where it stands
    monastery = one.kind == "temple" or one.words.lower() in ("monastery", "monasteries")
    if monastery and (EAST.search(shot.text) or _BUDDHIST.search(shot.text)):
        one = replace(one, kind="pagoda")
    if one.kind == "mosque" and "dome" in one.words and place in ("space", "underwater", "snowfield"):
        one = replace(one, kind="glassdome")
    if place in ROOMS and one.kind == "leaf" and one.words.lower() in ("plant", "plants", "植物", "绿植"):
        one = replace(one, kind="pottedplant")
    if one.kind in _STEEL_SHIPS and _OLDEN.search(shot.text):
        one = replace(one, kind="junkboat" if not one.words.isascii() else "ship")
    if place in ROOMS and one.kind in _FOOD_FISH and not one.action and _MEAL.search(shot.text):
        one = replace(one, kind="fishdish")
    behind = one.kind in _PEAKS and place in _BEFORE_PEAKS and not stood_on(shot, one.kind)
    over = one.kind in _BRIDGES and place in WATERS and len(subjects) == 1
    return replace(one, distance=Tag("far", one.words)) if (behind or over) and not one.distance else one


_FLOWN: Final = frozenset({"kite", "drone", "paperplane"})
_STEEL_SHIPS: Final = frozenset({"battleship", "aircraftcarrier", "cruiseship", "cargoship", "motoryacht", "ferry"})
_OLDEN: Final = re.compile(r"古代|三国|唐朝|宋朝|明朝|清朝|ancient|medieval|century|antique", re.IGNORECASE)
_FLOCKING: Final = frozenset(
    "balloon balloontoy bird seagull swallow dove butterfly fish tropicalfish goldfish koi jellyfish dolphin bee "
    "dragonfly paraglider kite bubbles meteor drone ufo".split()
)
_COUNTED: Final = re.compile(r"\b(?:two|2|pair|couple|both|twin)\b|[两双二2]", re.IGNORECASE)
_COUNTLESS: Final = re.compile(
    r"许多|无数|各种|成群|一群|群|五彩|五颜六色|彩色|多彩|缤纷|漫天|满天|[上数几]百|[数几]十|成百|成千|百个|千个|千万"
)


def _uncounted(one: Subject, shot: Shot) -> Subject:
    """Five of what goes in flocks, where there are said to be some: "balloons", "彩色的热气球"."""
    if one.kind not in _FLOCKING or one.count > 2 or one.relation is not None:
        return one
    spots = [found.start() for found in re.finditer(re.escape(one.words.lower()), shot.text.lower())]
    before = " ".join(shot.text[max(0, at - (24 if one.words.isascii() else 6)) : at] for at in spots)
    many = one.count == 2 if one.words.isascii() else bool(_COUNTLESS.search(before))
    school = one.kind in ("fish", "tropicalfish") and "colorful" in before
    return replace(one, count=5) if (many or school) and not _COUNTED.search(before) else one


_CARRIED: Final = re.compile(r"carry|carrie|hold|提着?|拿着?|举着?|挑着?|手持|放(?:河|花|天|孔明)?灯", re.IGNORECASE)
_ONE: Final = re.compile(r"一[盏个只]")
_ROWS: Final = re.compile(r"挂|满|成串|一排|一串")
_STREETS: Final = frozenset({"street", "village", "city", "harbour", "river", "park"})


def strung(one: Subject, shot: Shot, place: str) -> bool:
    """Whether lanterns hang on strings across a street."""
    many = one.count > 1 or bool(_ROWS.search(shot.text))
    many = many or (not one.words.isascii() and not _ONE.search(shot.text))
    hangs = one.kind in ("lantern", "palacelantern") and one.relation is None and place in _STREETS
    return hangs and many and not _CARRIED.search(shot.text)


def _lifted(shot: Shot) -> int | None:
    """Which of the subjects is a house in the air, that balloons may carry."""
    houses = ("house", "cabin", "castle", "mansion")
    return next((
        at for at, one in enumerate(shot.subjects)
        if one.kind in houses and one.action is not None and one.action.value in ("float", "fly")
    ), None)  # fmt: skip


def in_swarms(one: Subject) -> bool:
    """Whether it is lanterns that fill the sky: more than a few, or so many that nobody counted them."""
    if one.kind != "skylantern" or one.relation is not None:
        return False
    chinese = not one.words.isascii()
    return one.count >= 5 or (chinese and one.count == 1) or (one.count == 2 and one.words.endswith("s"))
