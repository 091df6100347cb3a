# ruff: noqa: SIM905 - a row of words reads best as one
"""Who carries, rides or bears whom, and how fast and in what gait each goes: read off two subjects. Pure."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from paddock.engines.animatic import business, grips
from paddock.engines.animatic.birds import KINDS as BIRDS
from paddock.engines.animatic.breeds import KINDS as BEASTS
from paddock.engines.animatic.cast import (
    ABOARD,
    BACKS,
    GAITS,
    HOLDING,
    PEDALLED,
    PHASES,
    ROLES,
    SPEEDS,
    STILL,
    TOPS,
    TURN_WAY,
    Role,
)
from paddock.storyboard import Shot, Subject

ON_STRINGS: Final = frozenset({"kite", "balloontoy", "balloons"})
"""What flies above a hand, on a string."""
PERCHED: Final = frozenset({"stand", "sit", "sleep", "walk", "eat", "drink", "gaze", "sing", "talk", "jump", "read"})
_BEARING: Final = frozenset({"fixed", "far", "room", "hand", "road", "water", "ground", "rail", "air", "wall"})


def bears(subject: Subject, other: Subject) -> bool:
    """Whether the other can have the subject on or in it: things and large animals do, people do not."""
    role, base = ROLES[subject.kind], ROLES[other.kind]
    if other.kind == "character":  # "character1 sits on character2": not on one that is called a person
        return not (other.noun in ROLES and ROLES[other.noun].person)
    if role.habitat == "far" and other.kind in ("cliffrock", "island", "rock", "floatingisle", "iceberg"):
        return True  # a castle on a cliff
    if base.person or other.kind == "card" or role.habitat in ("far", "rail", "water"):
        return False
    return base.habitat in _BEARING and (base.size > 0.5 * role.size or other.kind in TOPS)


def held(subjects: list[Subject], everyone: tuple[Subject, ...] = ()) -> dict[Subject, Subject]:
    """Who is carried, and by whom. `everyone` is what relations count in."""
    held: dict[Subject, Subject] = {}
    at = {one.relation.to: one for one in reversed(subjects) if one.relation and one.relation.value == "at"}
    for index, (before, subject) in enumerate(pairwise(subjects)):
        if _lies(subject, everyone):
            continue
        doer = _doer(subjects[: index + 1], subject)
        handy = ROLES[subject.kind].habitat == "hand" or subject.kind in ("lantern", "umbrella", *grips.GRIPS)
        if doer and handy and subject.count < 3 and not _is_dug_up(subject):
            held[subject] = doer
            continue
        # "at a table, reading a paper": whoever is at the thing named before has it in hand.
        carrier = next((at[to] for to, one in enumerate(everyone) if one == before and to in at), before)
        carrier = held.get(carrier, carrier)
        listed = before.relation is not None and before.relation.words in ("and", "和", "与", "及")
        if subject.kind == "character" and before in held and not listed:
            continue  # "character1 holds character2, character3 flies"
        laid = carrier.relation and subject.relation and subject.relation.to == carrier.relation.to
        if laid and carrier.relation and carrier.relation.value == "at":
            continue  # it lies on the table that its user is at
        if ROLES[subject.kind].gait and subject.action is not None and subject.action != carrier.action:
            continue  # "a kid flies a kite while his dog runs"
        if _is_held(carrier, subject) and (before not in held or subject.action is not None or listed):
            held[subject] = carrier
    return held


_BENCHES: Final = frozenset("anvil stove wheeltire cuttingboard easel grill loom potterswheel".split())


def _is_dug_up(thing: Subject) -> bool:
    """Whether it lies in the ground: a treasure that somebody digs up, not the shovel."""
    return thing.action is not None and thing.action.value == "dig" and thing.kind not in grips.GRIPS


def _lies(thing: Subject, everyone: tuple[Subject, ...]) -> bool:
    """Whether it lies on what it is worked on: a sword on an anvil."""
    relation = thing.relation
    on = relation is not None and relation.value in ("on", "in") and relation.to < len(everyone)
    worked = thing.action is not None and thing.action.value in ("work", "cook", "write", "fight")
    return bool(on and relation and worked and everyone[relation.to].kind in _BENCHES)


def _doer(before: list[Subject], subject: Subject) -> Subject | None:
    """Who does with a thing what is said: "sits under a tree drinking tea" is not the tree's tea."""
    deed = subject.action
    throws = deed is not None and deed.value in HOLDING and deed not in (before[-1].action, *before[-1].deeds)
    if throws and (thrower := next((one for one in reversed(before) if deed in one.deeds), None)):
        return thrower  # "yells at the referee and throws his clipboard"
    if deed is None or deed.value not in HOLDING or ROLES[before[-1].kind].gait == "walk":
        return None
    living = [one for one in reversed(before) if ROLES[one.kind].gait == "walk"]
    holds = next(iter(living), None) if deed.value == "carry" and not ROLES[before[-1].kind].gait else None
    return next((one for one in living if one.action == deed or deed in one.deeds), holds)


_GRASPS: Final = frozenset(
    {"carry", "open", "eat", "drink", "read", "throw", "pour", "wash", "clean", "hug", "write", "paint", "shoot"}
)
"""What is done to a picture by whoever has it in hand."""


def _is_held(before: Subject, subject: Subject) -> bool:
    """Whether the words between the two say that the first has the second in hand."""
    role = ROLES[subject.kind]
    if subject.kind in business.CLOSED:
        return False
    creature = before.kind == "character" or ROLES[before.kind].gait == "walk"
    small = (
        (role.habitat in ("hand", "air", "ground") or subject.kind in grips.GRIPS)
        and role.size < (0.52 if role.habitat == "hand" else 0.36)
        and role.gait != "flap"
    )
    many = subject.count > 2 and subject.kind not in ON_STRINGS
    if not creature or not (small or subject.kind in ("card", "character")) or many:
        return False
    handy = (
        before.kind == "character"
        or ROLES[before.kind].person
        or ROLES[before.kind].art in ("monkey", "chimpanzee", "panda", "orangutan")
    )
    fetches = before.action is not None and before.action.words.lower().startswith(
        ("catch", "fetch", "grab", "retriev")
    )
    if not handy and not fetches and not (before.action and before.action.value == "carry"):
        return False
    if subject.kind == "character":  # it may well do something itself: only its carrier's own verb tells
        return before.action is not None and before.action.value in _GRASPS
    says = {one.action.value for one in (before, subject) if one.action is not None}
    led = before.action is not None and before.action.words.lower().startswith(("牵", "lead", "pull", "walk"))
    if role.gait == "walk" and led:
        return False
    if role.gait == "walk":
        holds = before.action is not None and (
            before.action.value == "carry" or before.action.words.lower().startswith(("carr", "hold", "抱"))
        )
        return holds and role.size < 0.22 and ROLES[before.kind].person
    if subject.kind == "kite":
        return True
    linked = (
        before.relation is not None
        and before.relation.value in ("on", "behind", "in", "under", "front", "at")
        and not says & {"carry"}
        and not (subject.action == before.action and subject.relation is None and says & _GRASPS)
    )
    shaded = before.relation is not None and before.relation.value == "under" and subject.kind == "umbrella"
    if _is_dug_up(subject):
        return False
    return shaded or (bool(says & HOLDING) and not linked)


_HORSEMEN: Final = frozenset(
    "cowboy knight samurai general viking roman prince princess king swordsman archer hunter warrior emperor".split()
)
_WHEELED: Final = frozenset({"street", "city", "park", "coast"})
"""Where people ride bicycles."""


def stands_on(words: str) -> bool:
    """Whether a deed's words say that someone is on their feet on what they are on: not that they get up from it."""
    words = words.lower()
    return words.startswith(("stand", "站")) and not rises(words)


def rises(words: str) -> bool:
    """Whether a deed's words say that someone gets up."""
    return words.lower().startswith(_RISES)


_RISES: Final = ("stand up", "stands up", "standing up", "get up", "gets up", "rise", "站起", "起身")


def mounted(cast: list[Subject], setting: str) -> list[Subject]:
    """The cast with what goes without saying: "a cowboy rides into town" does it on a horse."""
    vehicles = ("road", "rail", "air", "water")
    if any(one.kind in BACKS or one.kind in ABOARD or ROLES[one.kind].habitat in vehicles for one in cast):
        return cast
    made: list[Subject] = []
    for at, one in enumerate(cast):
        made.append(one)
        next_up = cast[at + 1].kind if at + 1 < len(cast) else one.kind
        if ROLES[next_up].gait == "walk" and not ROLES[next_up].person:
            continue  # it rides that beast, however unlikely a mount
        if ROLES[one.kind].person and one.action is not None and one.action.value == "ride" and one.character is None:
            kind = "bicycle" if setting in _WHEELED and one.kind not in _HORSEMEN else "horse"
            made.append(Subject(kind, one.action.words, count=one.count))
    return made


def riders(subjects: list[Subject], shot: Shot) -> dict[Subject, Subject]:
    """Who sits on whom: "a knight rides a horse", "a girl on a bicycle"."""
    riders: dict[Subject, Subject] = {}
    for before, subject in pairwise(subjects):
        goes = ROLES[before.kind].gait == "walk" or before.kind == "character"
        beast = ROLES[subject.kind].gait == "walk" and not ROLES[subject.kind].person
        mount = (subject.kind in BACKS or beast or subject.kind == "character") and goes and subject not in riders
        rides = before.action is not None and before.action.value in (
            ("ride", "drive") if subject.kind == "character" else ("ride",)
        )
        says = rides or (subject.kind in ABOARD and business.drives(before) and ROLES[before.kind].person)
        on = (
            before.relation is not None
            and before.relation.value in (("on", "in") if subject.kind in ABOARD else ("on",))
            and shot.subjects[before.relation.to] == subject
        )
        pedals = subject.kind in PEDALLED and ROLES[before.kind].gait == "walk"
        if mount and (says or (on and (ROLES[before.kind].person or pedals))):
            riders[before] = subject
    for before, between, subject in zip(subjects, subjects[1:], subjects[2:], strict=False):
        # "a boy with balloons rides a bicycle": the verb comes after what he holds.
        rides = between.action is not None and between.action.value == "ride" and ROLES[between.kind].habitat == "hand"
        fishes = subject.kind in ABOARD and between.relation is not None and between.relation.value in ("in", "on")
        rides = rides or (
            fishes and ROLES[subject.kind].habitat == "water" and ROLES[between.kind].habitat in ("hand", "ground")
        )
        on_wheels = between.relation is not None and between.relation.value == "on" and subject.kind in PEDALLED
        rides = rides or (on_wheels and ROLES[between.kind].habitat == "hand")
        sits = ROLES[before.kind].person or (subject.kind in PEDALLED and ROLES[before.kind].gait == "walk")
        if rides and before not in riders and subject.kind in BACKS and sits:
            riders[before] = subject
    return riders


def in_order(line: list[Subject]) -> list[Subject]:
    """The leader first: the chased before those who chase, and those who pull before what they pull."""
    made = list(line)
    for at in range(len(made) - 1):
        one, other = made[at], made[at + 1]
        words = one.action.words.lower() if one.action else ""
        pulled = other.action.words.lower() if other.action else ""
        chased = words.startswith(("chas", "pursu", "hunt", "追", "follow", "跟")) or words.endswith(" after")
        flees = pulled.startswith(("run away", "runs away", "running away", "flee", "escap", "逃"))
        chased = chased or (flees and ROLES[other.kind].person and not ROLES[one.kind].person)
        if chased or (
            pulled.startswith(("pull", "drag", "拉")) and ROLES[other.kind].gait == "walk" and not ROLES[one.kind].gait
        ):
            made[at], made[at + 1] = other, one
    return made


def speed(subject: Subject) -> float:
    role = ROLES[subject.kind]
    action = subject.action.value if subject.action else ""
    if role.habitat in ("fixed", "far", "hand", "room", "wall") or action in STILL:
        return 0.0
    if role.habitat == "ground":
        if not action:
            return role.speed * 0.8
        return SPEEDS.get(action, 0.0) * (1.35 if role.art == "horse" else 1.0)
    return role.speed * (1.6 if action in ("run", "jump") else 1.0)


def _same(subject: Subject, pose: str) -> str:
    return pose


def _embraces(subject: Subject, pose: str) -> str:
    words = subject.action.words.lower() if subject.action else ""
    if words.startswith(("high five", "high fiv", "击掌")):
        return "highfive"
    return "shake" if words.startswith(("shak", "握手")) else pose


def _falls(subject: Subject, pose: str) -> str:
    words = subject.action.words.lower() if subject.action else ""
    return "kneel" if "knee" in words or "跪" in words else pose


def _cries(subject: Subject, pose: str) -> str:
    words = subject.action.words.lower() if subject.action else ""
    return "howl" if words.startswith(HOWLS) and ROLES[subject.kind].art in BEASTS else pose


def _dances(subject: Subject, pose: str) -> str:
    return "partner" if is_couple(subject) else pose


HOWLS: Final = ("howl", "嚎", "长啸", "bay")
_POSES: Final = {"hug": _embraces, "fallen": _falls, "talk": _cries, "dance": _dances}
"""What pose a deed really is, told by its words."""
_COUPLES: Final = frozenset("couple pair partners duo newlyweds lovers 情侣 夫妻 恋人 一对".split())
_IN_PAIRS: Final = ("tango", "waltz", "slow danc", "ballroom", "华尔兹", "探戈", "交谊")


def is_couple(subject: Subject) -> bool:
    """Whether it is two who dance with each other."""
    words = subject.action.words.lower() if subject.action else ""
    named = bool(subject.words) and (subject.words.split()[-1] in _COUPLES or subject.words in _COUPLES)
    dances = subject.action is not None and subject.action.value == "dance"
    return dances and subject.count == 2 and (named or words.startswith(_IN_PAIRS))


HAND_IN_HAND: Final = ("hold hands", "holding hands", "hand in hand", "arm in arm", "牵", "手牵手", "手拉手")
CLOSE: Final = {"hug": 0.42, "fight": 0.85}
"""How close two are who do something with each other, against two who only stand side by side."""


def closeness(subject: Subject, pose: str) -> float:
    """How much nearer to the next one someone is for what they do together."""
    if pose in ("partner", "shake", "highfive"):
        return 0.54
    action = subject.action.value if subject.action else ""
    return CLOSE.get(action, 1.0)


_FAR_LOOKS: Final = ("gaz", "look out", "looks out", "looking out", "stargaz", "眺", "远", "遥", "仰望", "凝望", "凝视")


def gait(subject: Subject, role: Role, speed: float, size: float) -> tuple[str, float]:
    """Name and seconds of the cycle, so that feet go as far as the body does."""
    action = subject.action.value if subject.action else ""
    if role.gait == "flap" and action in PERCHED:
        return ("walk" if action == "walk" else "eat" if action == "eat" else "stand"), 1.4
    if action in ("fly", "float") and role.art in BIRDS:
        return "flap", 0.7
    if action in ("fly", "float") and role.art in BEASTS and BEASTS[role.art].has("wings"):
        return "fly", 1.1
    crawls = action == "sneak" and subject.action is not None and subject.action.words.startswith(("crawl", "爬"))
    if role.person and crawls:
        return "crawl", 1.2
    if role.person and role.habitat == "ground" and action in ("fly", "swim"):
        return ("prone" if action == "fly" else "swim"), 1.5
    if role.art == "mermaid":
        return "swim", 1.2
    if role.gait in ("flap", "swim", "flicker"):
        return role.gait, {"flap": 0.5, "swim": 1.0, "flicker": 0.5}[role.gait]
    if role.art in TURN_WAY and speed:
        return "turn", TURN_WAY[role.art] * size / speed
    if role.art in PHASES:
        return "turn", 2.5
    if role.gait != "walk":
        return "", 1.0
    if speed == 0:
        pose = GAITS.get(action, "stand")
        if action == "gaze" and subject.action and not subject.action.words.lower().startswith(_FAR_LOOKS):
            pose = "stand"  # only who looks far off shades the eyes
        pose = _POSES.get(pose, _same)(subject, pose) if subject.action else pose
        if role.art in BEASTS and pose in ("kneel", "bowdown", "dig"):
            pose = "eat"  # the head goes down
        if not role.person and pose == "fallen":
            pose = "lie" if role.art in BEASTS else "stand"
        return pose, 1.2 if pose in ("dance", "fight", "kick", "drum", "clap", "throw") else 2.0
    if action == "jump" and role.person:
        return "jump", 1.0
    running = action in ("run", "jump")
    stride = size * role.stride * (1.7 if running else 1.0)
    return ("run" if running else "walk"), min(2.0, max(0.42, stride / speed))
