# ruff: noqa: E501, SIM905 - a table reads best one entry a line
"""Stage business: what the players of a shot need for what they do, said or not. Pure.

A pianist gets a piano to sit at, a violinist a violin, a surfer a board; whoever drives a closed car is inside it;
whoever sits at a table and reads, reads. What is only implied is added to the shot's subjects, what is held to a
subject's look.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Final

from paddock.engines.animatic import abilities, arms, grips, tools, whereabouts, workplaces
from paddock.engines.animatic.birds import KINDS as BIRDS
from paddock.engines.animatic.cast import BACKS, HOLDING, PEDALLED, ROLES
from paddock.engines.animatic.kindred import does, is_player
from paddock.engines.animatic.wardrobe import CLOTHES, HATS_SAID
from paddock.storyboard import Relation, Shot, Subject, Tag

INSTRUMENTS: Final = {
    "violinist": "violin", "pianist": "piano", "guitarist": "guitar", "drummer": "drums", "cellist": "cello",
    "flutist": "flute", "saxophonist": "saxophone", "trumpeter": "trumpet", "harpist": "harp",
    "accordionist": "accordion",
}  # fmt: skip
"""What each musician plays."""
DESKS: Final = frozenset(
    "table desk piano drums guzheng harp telescope microscope computer guqin uprightpiano synthesizer pipeorgan yangqin "
    "xylophone taikodrum conga bongos snaredrum bianzhong steelpan sewingmachine dressingtable".split()
)
"""What one is at, not on."""
_SOUNDING: Final = frozenset({
    *INSTRUMENTS.values(), *"electricguitar erhu guzheng microphone drum guqin uprightpiano synthesizer pipeorgan yangqin "
    "xylophone taikodrum conga bongos snaredrum bianzhong steelpan ukulele banjo mandolin balalaika shamisen sitar pipa "
    "morinkhuur doublebass clarinet suona hulusi didgeridoo bamboofluteside harmonica ocarina panflute shengpipes "
    "trombone tuba frenchhorn bagpipes tambourine maracas".split(),
})  # fmt: skip
_PLAYED: Final = frozenset({"strum", "drum", "playgame", "sing", "dance", "carry", "conduct", "work"})
_DRIVEN: Final = frozenset({"drive", "ride", "sail", "fly", "run", "work", "push"})
_BY_HAND: Final = frozenset({"read", "eat", "drink", "write", "paint", "work", "cook", "playgame", "talk", "phone"})
CLOSED: Final = frozenset(
    "car bus truck taxi racecar sportscar policecar firetruck ambulance tank tram train bullettrain plane jetfighter "
    "helicopter airship rocket spaceship ufo submarine ferry cargoship ship balloon suv pickup limousine van campervan doubledecker "
    "schoolbus foodtruck vintagecar monstertruck tuktuk excavator bulldozer truckcrane dumptruck garbagetruck cementtruck steamroller "
    "harvester metrotrain monorailtrain cablecar biplane seaplane glider hangglider paraglider spaceshuttle lunarlander motoryacht "
    "cruiseship battleship aircraftcarrier tugboat hovercraft paddlesteamer".split()
)
"""Vehicles that hide who drives them."""
FIRES: Final = ("burn", "blaz", "flame", "fire", "ignite", "燃", "着火", "烧", "火")


def equipped(shot: Shot) -> Shot:
    """The shot with what its players need."""
    subjects = whereabouts.at_work_close(shot)
    abilities.at_first(subjects)
    _at_the_helm(subjects)
    _mounted(subjects)
    _stand_up(subjects)
    tools.sipped(subjects)
    _rowing(subjects)
    whereabouts.at_windows(subjects)
    whereabouts.on_the_floor(subjects)
    whereabouts.sitting(shot, subjects)
    whereabouts.bustling(shot, subjects)
    _writers(shot, subjects)
    _desks(subjects)
    _to_the_table(subjects)
    _hand_over(subjects)
    _pans(subjects)
    _instruments(subjects)
    _brooms(subjects)
    _remote(subjects)
    _balls_in_the_air(subjects)
    _boards(subjects)
    arms.arms(subjects)
    arms.each_holds(subjects)
    arms.own_arms(subjects)
    arms.rackets(subjects)
    tools.handed(subjects)
    _feed(subjects)
    _pick_flowers(subjects)
    _ride_inside(subjects)
    abilities.at_last(subjects)
    workplaces.behind_counters(subjects)
    setting = shot.setting or workplaces.in_the_arena(subjects) or workplaces.implied(subjects, shot)
    if (
        setting is None
        and any(does(one, "climb") for one in subjects)
        and any(one.kind == "cliffrock" for one in subjects)
    ):
        setting = Tag("mountains", "mountain")
    if setting is None or setting.words in ("inside", "indoors", "interior", "室内", "室内场景"):
        setting = _indoors(subjects) or setting
    if setting is not None and setting.value in ("river", "sea"):
        subjects = [whereabouts.afloat(one) for one in subjects]
    if setting is None or setting.value in ("river", "sea"):
        whereabouts.into_the_boat(subjects)
    return replace(shot, subjects=tuple(subjects), setting=setting)


_SHIPS: Final = frozenset({"ship", "ferry", "cargoship", "junkboat"})


def _at_the_helm(subjects: list[Subject]) -> None:
    """Whoever is at the helm is on the ship, which is seen from outside or, where none is named, from its deck."""
    wheel = next((at for at, one in enumerate(subjects) if one.kind == "shipwheel"), None)
    if wheel is None:
        return
    if wheel and is_player(subjects[wheel - 1]) and subjects[wheel - 1].relation is None:  # "grips the ship's wheel"
        subjects[wheel - 1] = replace(subjects[wheel - 1], relation=Relation("at", subjects[wheel].words, wheel))
    if not any(one.relation and one.relation.to == wheel for one in subjects):
        return
    ship = next((at for at, one in enumerate(subjects) if one.kind in _SHIPS), None)
    on = wheel if ship is None else ship
    for index, one in enumerate(subjects):
        if one.relation and one.relation.to == wheel:
            subjects[index] = replace(one, relation=replace(one.relation, value="on", to=on))
    subjects[wheel] = replace(subjects[wheel], kind="deck" if ship is None else "")


_BY_PEOPLE: Final = frozenset(
    "strum drum read write cook paint phone conduct skate surf pour wash work wave meditate pray "
    "bowdown push point dance think".split()
)
"""What an animal does on two legs."""
_CUPS: Final = frozenset("coffee tea wine beer juice cup glass bottle milk".split())
_WORN: Final = frozenset({*CLOTHES, *HATS_SAID, "sunglasses", "glasses", "scarf"})


def _stand_up(subjects: list[Subject]) -> None:
    """Animals that do what people do, or wear clothes, do it on two legs; so do toys that come to life."""
    for index, subject in enumerate(subjects):
        inside = next((tag.value[3:] for tag in subject.look if tag.value.startswith("in:")), "")
        if inside and is_player(subject) and f"upright_{inside}" in ROLES:  # somebody in a gorilla's costume
            subjects[index] = replace(subject, kind=f"upright_{inside}")
            continue
        upright = f"upright_{subject.kind}"
        if upright not in ROLES or subject.kind == "qilin":  # a lion dance is on four legs
            continue
        words = {tag.value for tag in subject.look}
        action = subject.action.value if subject.action else ""
        after = subjects[index + 1].kind if index + 1 < len(subjects) else ""
        at_desk = subject.relation is not None and subject.relation.value == "at" and after in DESKS
        paws = subject.kind in ("panda", "redpanda") and after == "bamboo"
        lapped = any(one.kind in ("bowl", "plate") for one in subjects)  # "a cat drinks milk from a bowl"
        served = paws or (action in ("drink", "carry", "open", "eat") and after in (*_CUPS, "tray") and not lapped)
        drives = action in ("ride", "drive") and after in ROLES and ROLES[after].habitat in ("road", "air", "water")
        fights = action == "fight" and (after in grips.GRIPS or subject.kind in ("panda", "teddy"))
        toy = subject.kind == "teddy" and action not in ("", "carry", "sit", "sleep", "float", "fall")
        sprays = subject.action is not None and subject.action.words.lower().startswith(
            ("spray", "squirt", "splash", "喷水")
        )
        natural = action in ("dance", "push") and (subject.count > 3 or subject.kind in BIRDS)
        natural = natural or (action in ("drum", "think", "bowdown", "point") and subject.kind in BIRDS)
        human = action in _BY_PEOPLE and not sprays and not natural
        human = human or (action == "drink" and "tea" in (subject.action.words if subject.action else ""))
        plays = action == "playgame" and after in _SOUNDING
        boards = after in ("surfboard", "skateboard") and (subject.relation is not None or action in ("ride", "skate"))
        pedals = after in PEDALLED and subject.relation is not None and subject.relation.value == "on"
        worn = boards or pedals or words & _WORN or any(word.startswith("as:") for word in words)
        if human or at_desk or served or drives or fights or toy or plays or worn:
            subjects[index] = replace(subject, kind=upright)


_INTERIORS: Final = {
    "castle": "castle hall", "palace": "palace hall", "church": "church interior",
    "cathedral": "church interior", "mosque": "hall", "shop": "shop interior", "bank": "bank branch", "银行": "bank branch", "haunted house": "attic", "鬼屋": "attic",
    "temple": "temple hall",
    "pagoda": "temple hall", "house": "living room", "cabin": "log cabin interior", "barn": "barn interior", "hospital": "hospital",
    "school": "classroom", "skyscraper": "office", "spacestation": "spaceship interior", "spaceship": "spaceship interior",
    "rocket": "spaceship interior", "ufo": "spaceship interior", "submarine": "spaceship interior", "lighthouse": "attic",
    "mansion": "palace hall", "museum": "museum", "factory": "factory", "tower": "attic",
}  # fmt: skip
"""What a building is from within."""


def _indoors(subjects: list[Subject]) -> Tag | None:
    """The room that those are in who are inside a building; the building itself is then not seen."""
    for subject in list(subjects):
        relation = subject.relation
        if (
            relation is None
            or relation.value != "in"
            or relation.to >= len(subjects)
            or relation.words.startswith("from")
        ):
            continue
        building = subjects[relation.to]
        if building.kind in _INTERIORS and building.count == 1 and building.distance is None and not burns(building):
            subjects[relation.to] = replace(building, kind="")
            return Tag("room", _INTERIORS.get(building.words, _INTERIORS[building.kind]))
    return None


_ROWS: Final = ("row", "paddl", "划", "撑")


def _rowing(subjects: list[Subject]) -> None:
    """A boat that is rowed has no sails, and who paddles a canoe does not swim."""
    for index, (subject, craft) in enumerate(pairwise(subjects)):
        deed = subject.action
        if deed is None or not is_player(subject) or not deed.words.startswith(_ROWS):
            continue
        if craft.kind == "boat":
            subjects[index + 1] = craft = replace(craft, kind="rowboat")
        if deed.value == "swim" and craft.kind in ROLES and ROLES[craft.kind].habitat == "water":
            subjects[index] = replace(subject, action=replace(deed, value="sail"))
            subjects[index + 1] = replace(craft, action=replace(craft.action or deed, value="sail"))


_TYPES: Final = ("type", "typing", "cod", "program", "敲", "编程", "写代码", "打字")
_STANDING: Final = ("sign", "graffiti", "spray", "签", "涂鸦")


def _writers(shot: Shot, subjects: list[Subject]) -> None:
    """Whoever writes indoors sits at a desk; who types has a computer on it."""
    if shot.setting is not None and shot.setting.value not in ("room", "kitchen"):
        return
    if any(one.kind in _BOARDS | _COMPUTERS for one in subjects):
        return
    for index, one in enumerate(subjects):
        relation = one.relation
        base = subjects[relation.to].kind if relation is not None and relation.to < len(subjects) else "windowpane"
        if not (is_player(one) and one.count == 1 and does(one, "write") and one.action and base in _WRITTEN_IN):
            continue
        words = one.action.words.lower()
        if words.startswith(_STANDING):
            continue
        desk = next((at for at, other in enumerate(subjects) if other.kind in DESKS), len(subjects))
        subjects[index] = replace(one, relation=Relation("at", words, desk))
        if desk == len(subjects):
            subjects.append(Subject("desk", words))
        if relation is not None and base != "windowpane":
            subjects[relation.to] = replace(subjects[relation.to], relation=Relation("on", words, desk), action=None)
        elif words.startswith(_TYPES):
            subjects.append(Subject("laptop", words, relation=Relation("on", words, desk)))
        return


_WRITTEN_IN: Final = frozenset({"windowpane", "notebook", "book", "letter", "scroll", "newspaper"})


def _desks(subjects: list[Subject]) -> None:
    """ "Types on a laptop at a desk": it is the writer who is at the desk, and the laptop is on it."""
    _at_computers(subjects)
    for index, subject in enumerate(subjects):
        relation = subject.relation
        if relation and relation.to < len(subjects) and subjects[relation.to].kind in _BOARDS:
            subjects[index] = subject = replace(subject, relation=replace(relation, value="beside"))
        if relation and relation.value == "at" and subject.kind in ROLES and ROLES[subject.kind].habitat == "hand":
            subjects[index] = replace(subject, relation=replace(relation, value="on"))  # candles at a table are on it
        if not is_player(subject) or relation is None or relation.value != "on" or relation.to >= len(subjects):
            continue
        tool = subjects[relation.to]
        place = tool.relation
        if tool.kind in ROLES and ROLES[tool.kind].habitat == "hand" and place and place.value == "at":
            subjects[index] = replace(subject, relation=place)
            subjects[relation.to] = replace(tool, relation=replace(place, value="on"), action=None)


_BOARDS: Final = frozenset({"chalkboard", "whiteboard", "easel"})
"""What one writes or paints on, standing before it."""
_GAMES: Final = frozenset({"chessboard", "puzzle", "dice", "cards", "mahjong", "goboard"})
_COMPUTERS: Final = frozenset({"computer", "laptop", "keyboardpc", "typewriter"})
_TYPED: Final = frozenset({"write", "work", "playgame", "gaze", "sit", "think", "phone", "read", "talk"})


def _at_computers(subjects: list[Subject]) -> None:
    """Whoever uses a computer or plays chess sits at a table, and the computer or the board is on it."""
    tool = next((at for at, one in enumerate(subjects) if one.kind in _COMPUTERS | _GAMES and one.count == 1), None)
    user = next((at for at, one in enumerate(subjects[:tool]) if is_player(one)), None) if tool else None
    if tool is None or user is None or not does(subjects[user], *_TYPED):
        return
    if subjects[user].relation and subjects[user].relation.to != tool:  # type: ignore[union-attr]
        return
    desk = next((at for at, one in enumerate(subjects) if one.kind in ("table", "desk")), len(subjects))
    if desk == len(subjects):
        subjects.append(Subject("table" if subjects[tool].kind in _GAMES else "desk", subjects[tool].words))
    subjects[user] = replace(subjects[user], relation=Relation("at", subjects[tool].words, desk))
    subjects[tool] = replace(subjects[tool], relation=Relation("on", subjects[tool].words, desk), action=None)


def _to_the_table(subjects: list[Subject]) -> None:
    """Whoever drinks wine at a table is at the table, too."""
    for index, (who, thing) in enumerate(pairwise(subjects)):
        relation = thing.relation
        there = relation is not None and relation.to < len(subjects) and subjects[relation.to].kind in ("table", "desk")
        if (
            is_player(who)
            and there
            and relation
            and who.relation is None
            and does(thing, "drink", "eat", "read", "write")
        ):
            subjects[index] = replace(who, relation=replace(relation, value="at"))


def _hand_over(subjects: list[Subject]) -> None:
    """ "A man sits at a table and reads a book": it is he who reads, not the table."""
    for index, subject in enumerate(subjects):
        relation = subject.relation
        if not is_player(subject) or relation is None or relation.to >= len(subjects) or relation.to == index:
            continue
        base = subjects[relation.to]
        if base.kind not in ROLES or ROLES[base.kind].person or ROLES[base.kind].gait:
            continue
        if base.action and base.action.value in _BY_HAND and (subject.action is None or does(subject, "sit", "stand")):
            subjects[index] = replace(subject, action=base.action)
        sits = does(subjects[index], "sit", *_BY_HAND)
        if base.kind in DESKS and sits and relation.value in ("beside", "front", "behind", "at"):
            subjects[index] = replace(subjects[index], relation=replace(relation, value="at"))


_FOOD: Final = frozenset(
    "pancake pancakes vegetables egg noodles rice steak carrot tomato corn eggplant dumpling soup chickenleg pizza fries".split()
)


_BOWLS: Final = frozenset({"noodles", "soup", "rice", "ramen", "porridge", "hotpot", "stew", "cereal", "salad"})


def _pans(subjects: list[Subject]) -> None:
    """Whoever fries or tosses food does it in a pan."""
    for index, subject in enumerate(subjects[:-1]):
        food = subjects[index + 1]
        tosses = does(subject, "throw", "jump") and subject.action is not None
        cooks = does(subject, "cook") or (tosses and subject.action.words.startswith(("toss", "flip")))  # type: ignore[union-attr]
        if is_player(subject) and cooks and food.kind in _FOOD:
            subjects[index] = replace(tools.given(subject, "pan"), action=Tag("cook", subject.words))
            kind = "" if food.kind in _BOWLS else food.kind  # no bowl is thrown out of a pan
            subjects[index + 1] = replace(food, kind=kind, action=Tag("cook", food.words))


_BANDS: Final = {
    "jazz": "saxophone",
    "marching": "trumpet",
    "brass": "trumpet",
    "orchestra": "violin",
    "string": "violin",
}


def _instruments(subjects: list[Subject]) -> None:
    said = list(subjects)
    for index, subject in enumerate(said):
        alone = subject.kind == "musician" and subject.count > 1 and arms.after(said, index, _SOUNDING) is None
        if alone and (subject.action is None or does(subject, *_PLAYED)):
            own = next((kind for word, kind in _BANDS.items() if word in subject.words.lower()), "guitar")
            subjects[index] = replace(tools.given(subject, own), action=Tag("strum", subject.words))
            continue
        if not is_player(subject):
            continue
        at = arms.after(said, index, _SOUNDING)
        plays = at is not None and (does(subject, *_PLAYED) or does(said[at], *_PLAYED))
        own = said[at].kind if at is not None and plays else INSTRUMENTS.get(subject.kind, "")
        if not own or (not plays and subject.action and not does(subject, *_PLAYED)):
            continue
        if own in DESKS or own == "harp":
            to = at if at is not None and plays else len(subjects)
            if not plays:
                subjects.append(Subject(own, own))
            subjects[index] = replace(
                subject, action=Tag("drum", subject.words), relation=Relation("at", subject.words, to)
            )
        else:
            subjects[index] = replace(tools.given(subject, own), action=Tag("strum", subject.words))
            if at is not None and plays and (at > index + 1 or ROLES[own].habitat == "fixed"):
                subjects[at] = replace(subjects[at], kind="")  # it is in the player's arms, not beside them


def _pick_flowers(subjects: list[Subject]) -> None:
    """A flower that someone has in hand is a picked one."""
    for index, subject in enumerate(subjects):
        if subject.kind == "flower" and does(subject, *HOLDING) and subject.relation is None and subject.count == 1:
            subjects[index] = replace(subject, kind="daisy")


def _feed(subjects: list[Subject]) -> None:
    """A panda that eats bamboo has a piece of it in its paws, not the whole grove."""
    for index, subject in enumerate(subjects[:-1]):
        food = subjects[index + 1]
        grazes = does(subject, "eat") and not is_player(subject) and subject.relation is None
        if grazes and food.relation and food.kind in ROLES and ROLES[food.kind].habitat == "hand":
            subjects[index] = replace(subject, relation=food.relation)  # whoever eats it is where it is
            subjects[index + 1] = replace(food, kind="")
            continue
        if (food.kind == "bamboo" and does(subject, "eat", "carry")) or (food.kind == "bamboo" and does(food, "eat")):
            subjects[index] = replace(
                subject, action=subject.action if does(subject, "eat") else food.action, relation=None
            )
            subjects[index + 1] = replace(food, kind="bamboostick", relation=None, action=food.action or subject.action)


def _remote(subjects: list[Subject]) -> None:
    """Who flies a drone stays on the ground; balloons at a festival of hot air balloons are such balloons."""
    for index, subject in enumerate(subjects[:-1]):
        if (
            is_player(subject)
            and does(subject, "fly")
            and subjects[index + 1].kind in ("drone", "paperplane", "rcplane")
        ):
            subjects[index] = replace(subject, action=Tag("gaze", "gaze"))
    if any(one.kind == "balloon" for one in subjects):
        for index, one in enumerate(subjects):
            if one.kind in ("balloontoy", "balloons"):
                subjects[index] = replace(one, kind="balloon")


def _balls_in_the_air(subjects: list[Subject]) -> None:
    """What is juggled is drawn in the air, not in the hand."""
    for index, subject in enumerate(subjects[:-1]):
        juggles = subject.action is not None and subject.action.words.startswith(("juggl", "杂耍"))
        if juggles and is_player(subject) and "ball" in subjects[index + 1].kind:
            subjects[index + 1] = replace(subjects[index + 1], kind="")


_MOUNTS: Final = {
    "motor": "motorcycle", "biker": "motorcycle", "cycl": "bicycle", "jockey": "horse", "equestrian": "horse",
    "horse": "horse", "摩托": "motorcycle", "自行车": "bicycle", "骑手": "scooter",
}  # fmt: skip


def _mounted(subjects: list[Subject]) -> None:
    """A cyclist has a bicycle."""
    for index, subject in enumerate(list(subjects)):
        mount = next((kind for word, kind in _MOUNTS.items() if word in subject.words.lower()), "")
        if subject.kind == "man" and mount and index + 1 < len(subjects) and subjects[index + 1].kind == mount:
            subjects[index] = replace(subject, action=Tag("ride", subject.words))  # "a jockey whips his horse"
            subjects[index + 1] = replace(subjects[index + 1], action=Tag("run", subject.words))
            continue
        if subject.kind != "man" or not mount or any(one.kind == mount for one in subjects):
            continue
        ridden = Subject(mount, subject.words, count=subject.count, action=Tag("ride", subject.words))
        moved = [
            replace(one, relation=replace(one.relation, to=one.relation.to + 1))
            if one.relation and one.relation.to > index
            else one
            for one in subjects
        ]
        moved[index] = replace(moved[index], action=Tag("ride", subject.words))
        subjects[:] = [*moved[: index + 1], ridden, *moved[index + 1 :]]
        return


def _brooms(subjects: list[Subject]) -> None:
    """A broom that someone flies on."""
    for index, subject in enumerate(subjects[:-1]):
        on = subject.relation is not None and subject.relation.value == "on" and subject.relation.to == index + 1
        if subjects[index + 1].kind == "broom" and is_player(subject) and (on or does(subject, "ride", "fly")):
            subjects[index + 1] = replace(subjects[index + 1], kind="flyingbroom")


def _boards(subjects: list[Subject]) -> None:
    """Whoever surfs, or is on a surfboard, does it on a board that lies on the water."""
    for index, subject in enumerate(subjects):
        relation = subject.relation
        on = relation is not None and relation.value == "on" and relation.to < len(subjects) and is_player(subject)
        if on and relation and subjects[relation.to].kind == "surfboard":
            subjects[index] = replace(subject, look=(*subject.look, Tag("on:surfboard", relation.words)))
    for index, subject in enumerate(subjects):
        if surfs(subject) and subject.character is None:
            subjects[index] = replace(subject, action=Tag("surf", subject.words), relation=None)
    if any(does(subject, "surf") for subject in subjects):
        for index, subject in enumerate(subjects):
            if subject.kind == "surfboard":  # the one that is drawn under the surfer is enough
                subjects[index] = replace(subject, kind="")


def surfs(subject: Subject) -> bool:
    """Whether someone surfs."""
    words = subject.action.words if subject.action else ""
    if "on:surfboard" in [tag.value for tag in subject.look]:
        return True
    rides = subject.kind == "surfer" and (subject.action is None or does(subject, "ride", "surf", "sail", "skate"))
    return is_player(subject) and (rides or "surf" in words.split()[:1] or words.startswith(("surfing", "冲浪")))


_MAKING: Final = (
    "build",
    "built",
    "assembl",
    "repair",
    "fix",
    "mend",
    "construct",
    "weld",
    "修",
    "造",
    "组装",
    "建",
    "焊",
)


def _makes(subject: Subject) -> bool:
    """Whether someone works on a thing, from outside it."""
    return subject.action is not None and subject.action.words.lower().startswith(_MAKING)


def _ride_inside(subjects: list[Subject]) -> None:
    """Whoever drives a closed vehicle is not seen outside it."""
    for index, subject in enumerate(subjects[:-1]):
        vehicle = subjects[index + 1]
        leaves = any(tag.value == "fly" for tag in subject.deeds) and vehicle.kind in CLOSED
        inside = is_player(subject) and does(subject, "drive", "ride", "sail", "fly", "work") and not _makes(subject)
        inside = inside or (leaves and is_player(subject))
        if inside and vehicle.kind in CLOSED and vehicle.kind not in BACKS and subject.character is None:
            moving = vehicle.action or Tag("drive", subject.words)
            subjects[index + 1] = replace(
                vehicle, action=moving, direction=vehicle.direction or subject.direction,
                speed=vehicle.speed or subject.speed,
            )  # fmt: skip
            subjects[index] = replace(subject, kind="")


def drives(subject: Subject) -> bool:
    """Whether someone is said to go by what is named next."""
    return subject.action is not None and subject.action.value in _DRIVEN


def burns(subject: Subject) -> bool:
    """Whether a thing is on fire, and does not just shine."""
    words = subject.action.words.lower() if subject.action and subject.action.value == "burn" else ""
    return any(part in words for part in FIRES)
