# ruff: noqa: SIM905 - a row of words reads best as one
"""A shot in beats: whoever does several things does them one after the other. Pure.

Each beat is the same line-up with what everyone does in it; what a beat shows is there for its time only, and whoever
goes on from one beat to the next goes on from where they are.
"""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from paddock.engines.animatic import bonds, grips
from paddock.engines.animatic.cast import ROLES, SEATS
from paddock.engines.animatic.kindred import is_someone
from paddock.engines.animatic.scene import Prop, Strip
from paddock.engines.animatic.stances import GIVES
from paddock.figures import is_living
from paddock.storyboard import Subject, Tag

if TYPE_CHECKING:
    from paddock.engines.animatic.troupe import Troupe

_SHARES: Final = {"gaze": 0.8, "stand": 0.7, "jump": 0.8, "fall": 0.8, "walk": 1.2, "run": 1.3, "fly": 1.2}
"""How long a deed takes against one of no such kind."""
_MOST_WAY: Final = 1.5
"""How far one goes in a shot of several beats, in half widths of the frame."""
_SHORTEST_S: Final = 0.55
_TURNS: Final = (
    "turn",
    "looks back",
    "look back",
    "glances back",
    "glance back",
    "spins around",
    "转身",
    "转过",
    "回头",
    "回眸",
)
_THROWS: Final = ("throw", "toss", "hurl", "fling", "扔", "抛")
_LOSES: Final = ("throw", "toss", "hurl", "drop", "put", "place", "set down", "release", "扔", "抛", "放")


@dataclass(frozen=True, slots=True)
class Beat:
    """A part of a shot, and what everyone does in it."""

    begin_s: float
    end_s: float
    acting: dict[Subject, Subject]

    @property
    def length_s(self) -> float:
        return self.end_s - self.begin_s


def of(troupe: Troupe) -> list[Beat]:
    """The beats of a shot, one after the other; none where everyone does one thing."""
    rows = {one: _deeds(one, troupe) for one in _everyone(troupe)}
    rows = {one: row for one, row in rows.items() if len(row) > 1}
    if not rows or troupe.vehicle or troupe.close:
        return []
    number = min(max(map(len, rows.values())), max(1, int(troupe.duration_s / _SHORTEST_S)))
    if number < 2:
        return []
    leader = max(rows.values(), key=len)
    shares = [_SHARES.get(_at(leader, index, number).value, 1.0) for index in range(number)]
    ends = [troupe.duration_s * sum(shares[: index + 1]) / sum(shares) for index in range(number)]
    receivers = [_receiver(thing, giver, troupe) for thing, giver in troupe.held.items() if giver in rows]
    waiting = [one for one in receivers if one and one not in rows and one.action is None]
    made = []
    for index, (begin, end) in enumerate(zip([0.0, *ends[:-1]], ends, strict=True)):
        acting = {one: _acts(one, row, index, number) for one, row in rows.items()}
        acting |= {one: replace(one, action=Tag("stand", one.words)) for one in waiting}
        made.append(Beat(begin, end if index < number - 1 else troupe.duration_s + 1.0, acting))
    return made


def _everyone(troupe: Troupe) -> list[Subject]:
    return list(dict.fromkeys(one for one in troupe.near if is_someone(one) or is_living(one)))


def _deeds(one: Subject, troupe: Troupe) -> tuple[Tag, ...]:
    """What one does in turn; whoever gives something away has it first and then has not."""
    if one.deeds:
        return one.deeds
    gives = one.action is not None and one.action.words.lower().startswith(GIVES)
    if gives and one.action and any(_receiver(thing, one, troupe) for thing in troupe.held):
        return (one.action, Tag("stand", one.action.words))
    throws = one.action is not None and one.action.words.lower().startswith(_THROWS) and one.action.value == "throw"
    if throws and one.action and any(who == one for who in troupe.held.values()):
        return (one.action, Tag("stand", one.action.words))
    return ()


def _at(row: tuple[Tag, ...], index: int, number: int) -> Tag:
    return row[min(len(row) - 1, index * len(row) // number)]


def _acts(one: Subject, row: tuple[Tag, ...], index: int, number: int) -> Subject:
    """Someone in one beat; whoever has sat down stays seated until they do what nobody does sitting."""
    deed = _at(row, index, number)
    course = one.direction if one.direction and one.direction.value in ("left", "right", "up", "down") else None
    sits = False
    for earlier in range(index + 1):
        value = _at(row, earlier, number).value
        sits = value == "sit" or (sits and value in _SITTING)
    look = (*one.look, Tag(SEATED, deed.words)) if sits else one.look
    return replace(one, action=deed, deeds=(), direction=course, look=look)


SEATED: Final = "seated"
"""Among what someone looks like: they sit as they do what they do."""
_SITTING: Final = frozenset(
    "read write eat drink phone gaze talk open carry think strum sing clap wave point pour work sleep cook drum turn "
    "playgame pray".split()
)


def _receiver(thing: Subject, giver: Subject, troupe: Troupe) -> Subject | None:
    """Who is given a thing: the next one named after it, or between the giver and it."""
    everyone = troupe.shot.subjects
    if troupe.held.get(thing) != giver or thing not in everyone:
        return None
    at, holder = everyone.index(thing), everyone.index(giver) if giver in everyone else 0
    return next(
        (one for one in (*everyone[at + 1 :], *everyone[holder + 1 : at]) if one in troupe.near and is_someone(one)),
        None,
    )


# --- the line-up of one beat ------------------------------------------------------------------------


def cast(troupe: Troupe, beats: list[Beat]) -> list[Troupe]:
    """The line-up in each beat, everyone where the last beat left them."""
    away = _leavings(troupe, beats)
    made = [_recast(troupe, beat.acting) for beat in beats]
    for at, (one, beat) in enumerate(zip(made, beats, strict=True)):
        for place, (who, gone) in away.items():
            if gone[at]:
                one.placed.pop(beat.acting.get(who, who), None)
            else:
                one.hidden = one.hidden | {place}
    for one, beat in zip(made, beats, strict=True):
        led = any(bonds.speed(who) and (who.action or who in beat.acting.values()) for who in one.near)
        one.speed = one._group_speed() if led else 0.0
    _hold(troupe, made, beats)
    _throw(made, beats)
    headings = [
        -1 if troupe._faces_left(slot, made[0].pace(first.subject)) else 1
        for slot, first in zip(troupe.slots, made[0].slots, strict=True)
    ]
    meeting = _meetings(troupe, made)
    for at, other in meeting.items():
        headings[at] = 1 if troupe.slots[other].x > troupe.slots[at].x else -1
    headed = list(headings)
    ways = [[0.0] * len(troupe.slots)]
    for one, beat in zip(made, beats, strict=True):
        headings = [
            -heading if _turns(slot.subject) else heading for heading, slot in zip(headings, one.slots, strict=True)
        ]
        one.headings, one.begin_s = headings, beat.begin_s
        length = min(beat.end_s, troupe.duration_s) - beat.begin_s
        ways.append([
            way + heading * _pace(one, slot.subject) * length
            for way, heading, slot in zip(ways[-1], headings, one.slots, strict=True)
        ])  # fmt: skip
    furthest = max((max(abs(way[at]) for way in ways) for at in range(len(troupe.slots))), default=0.0)
    limit = (0.95 if meeting else _MOST_WAY) * troupe.place.half_width
    scale = min(1.0, limit / furthest) if furthest else 1.0
    way = scale * max(ways[-1], key=abs, default=0.0)
    aside = max(-0.5 * limit, min(0.5 * limit, -0.5 * way))  # the way lies in the middle of the frame
    for index, (one, beat) in enumerate(zip(made, beats, strict=True)):
        one.speed *= scale
        one.starts = [
            (
                _before(troupe, at, meeting[at], headed[at]) - scale * ways[-1][at]
                if at in meeting
                else 0.0
                if meeting
                else aside
            )
            + scale * ways[index][at]
            - one.headings[at] * _pace(one, slot.subject) * beat.begin_s
            for at, slot in enumerate(one.slots)
        ]
    troupe.speed = max(0.0, way * troupe.direction) / troupe.duration_s
    return made


_MEETS: Final = frozenset({"hug", "fight", "talk", "kneel"})


def _meetings(troupe: Troupe, made: list[Troupe]) -> dict[int, int]:
    """Who walks up to whom: places in the line-up of those who first go and then embrace or fight somebody."""
    found = {}
    for at, slot in enumerate(troupe.slots):
        deeds = [one.slots[at].subject for one in made]
        values = [one.action.value if one.action else "" for one in deeds]
        meets = next((index for index, value in enumerate(values) if value in _MEETS and index), None)
        goes = meets is not None and any(_pace(made[index], deeds[index]) for index in range(meets))
        others = [
            place for place, other in enumerate(troupe.slots)
            if other.subject != slot.subject and is_someone(other.subject) and other.subject not in made[0].riders
            and not any(_pace(one, one.slots[place].subject) for one in made)
        ]  # fmt: skip
        if goes and others:
            found[at] = others[0]
    return found


def _before(troupe: Troupe, at: int, other: int, heading: int) -> float:
    """How far from its place in the line-up one stands who has come up to another."""
    apart = 0.19 * (troupe.slots[at].size + troupe.slots[other].size)
    return troupe.slots[other].x - heading * apart - troupe.slots[at].x


def _pace(one: Troupe, subject: Subject) -> float:
    """Units a second forward; whoever steps back goes backwards, and not so fast."""
    return one.pace(subject) * (-0.5 if backs(subject) else 1.0)


def backs(subject: Subject) -> bool:
    """Whether someone goes backwards."""
    return subject.action is not None and subject.action.words.lower().startswith(_BACK)


_BACK: Final = ("step back", "steps back", "stepping back", "back away", "backs away", "后退", "退后")


_UP: Final = frozenset("walk run bowdown dance jump stand march skate fly cheer".split())
"""What nobody does at a table or a piano."""
_OFF: Final = frozenset({"walk", "run", "march"})


def _leavings(troupe: Troupe, beats: list[Beat]) -> dict[int, tuple[Subject, list[bool]]]:
    """Who comes to a place, or leaves it: a place of their own in the line-up, and in which beats they are there."""
    found: dict[int, tuple[Subject, list[bool]]] = {}
    for who, (how, base) in list(troupe.placed.items()):
        host = next((slot for slot in troupe.slots if slot.subject == base), None)
        if who not in beats[0].acting or host is None or how not in ("at", "on", "in"):
            continue
        doing = [beat.acting[who].action for beat in beats]
        values = [deed.value for deed in doing if deed is not None]
        away = [_is_away(deed, how, who, base) for deed in doing if deed is not None]
        if "sit" in values:  # before one sits down one is not there
            away = [gone or at < values.index("sit") for at, gone in enumerate(away)]
        if not any(away):
            continue
        size = troupe._size(who, 2)
        aside = 0.5 * host.size * troupe._spread(base) + 0.3 * size
        apart = max(0.3 * size, 0.9 * size * troupe._spread(who))
        for index in range(min(who.count, 4)):
            found[len(troupe.slots)] = (who, away)
            name = "desk" if how == "at" else "guest"
            troupe.seeds[len(troupe.slots)] = f"{name}{index}{who.kind}"  # who looks the same
            first = aside if away[0] or how == "at" else -aside - (who.count - 1) * apart
            x = host.x - troupe.direction * (first + index * apart)
            troupe.slots = [*troupe.slots, replace(host, subject=who, x=x, size=size, row=0)]
    return found


def _is_away(deed: Tag, how: str, who: Subject, base: Subject) -> bool:
    """Whether nobody does a deed where they were: at a table, on a bench, on a fence."""
    if how == "at":
        return deed.value in _UP
    down = deed.value == "jump" and deed.words.lower().endswith((" down", " off"))
    flies = deed.value == "fly" and not ROLES[who.kind].person
    return deed.value in _OFF or down or flies or (base.kind in SEATS and bonds.rises(deed.words))


def _turns(subject: Subject) -> bool:
    return subject.action is not None and subject.action.words.lower().startswith(_TURNS)


def _recast(troupe: Troupe, acting: dict[Subject, Subject]) -> Troupe:
    """The line-up with others in the place of some."""
    made = copy.copy(troupe)

    def now(one: Subject) -> Subject:
        return acting.get(one, one)

    made.shot = replace(troupe.shot, subjects=tuple(map(now, troupe.shot.subjects)))
    for name in ("near", "far", "goals", "pushed"):
        setattr(made, name, [now(one) for one in getattr(troupe, name)])
    for name in ("held", "riders"):
        setattr(made, name, {now(one): now(other) for one, other in getattr(troupe, name).items()})
    made.worn = {now(one): (now(other), spot) for one, (other, spot) in troupe.worn.items()}
    made.placed = {now(one): (how, now(other)) for one, (how, other) in troupe.placed.items()}
    made.gripped = {now(one): thing for one, thing in troupe.gripped.items()}
    made.slots = [replace(slot, subject=now(slot.subject)) for slot in troupe.slots]
    made.hub = now(troupe.hub) if troupe.hub else None
    made.random = copy.copy(troupe.random)
    return made


def _hold(troupe: Troupe, made: list[Troupe], beats: list[Beat]) -> None:
    """Let each have in hand only what they have by then, and give on what is given."""
    before: dict[Subject, list[Subject]] = {}
    for one in made:  # by what they do by then, not by what they do in the end
        one.gripped = {who: thing for who, thing in one.gripped.items() if who not in _players(one, beats)}
    for thing, carrier in troupe.held.items():
        row = _deeds(carrier, troupe)
        deed = thing.action if thing.action in row else row[0] if row else None
        if deed is None or carrier not in beats[0].acting:
            continue
        number = len(beats)
        first = next((at for at in range(number) if _at(row, at, number) == deed), 0)
        words = deed.words.lower()
        giving = next((at for at in range(first, number) if _at(row, at, number).words.lower().startswith(GIVES)), None)
        if giving:  # "carries a kitten and gives it to a girl"
            first, first_taken = min(first, giving - 1), giving - 1
            takes = _receiver(thing, carrier, troupe)
        else:
            first_taken, takes = first, _receiver(thing, carrier, troupe) if words.startswith(GIVES) else None
        if takes and giving:
            words = GIVES[0]
        gone = words.startswith((*_LOSES, *GIVES)) if takes or words.startswith(_LOSES) else False
        for at, one in enumerate(made):
            who = beats[at].acting.get(carrier, carrier)
            if at < first or (gone and at > first_taken):
                _let_go(one, thing, who)
            else:
                for other in [other for other, has in one.held.items() if has == who and other != thing]:
                    if other in before.get(carrier, ()) and other.kind in grips.GRIPS:
                        _let_go(one, other, who)
                _take(one, thing, who)
            if takes and at > first_taken:
                _take(one, thing, beats[at].acting.get(takes, takes))
        before.setdefault(carrier, []).append(thing)


def _throw(made: list[Troupe], beats: list[Beat]) -> None:
    """Let what was thrown fly, in the beat after."""
    for at in range(1, len(made)):
        lost = [thing for thing in made[at - 1].held if thing not in made[at].held]
        for thing in lost:
            who = made[at - 1].held[thing]
            if who.action and who.action.words.lower().startswith(_THROWS):
                now = next((slot.subject for slot in made[at].slots if slot.subject.kind == who.kind), who)
                made[at].thrown = {**made[at].thrown, thing: now}


def _players(one: Troupe, beats: list[Beat]) -> set[Subject]:
    return {acting for beat in beats for acting in beat.acting.values() if acting in one.near}


def _let_go(one: Troupe, thing: Subject, carrier: Subject) -> None:
    one.held = {other: who for other, who in one.held.items() if other != thing}
    if one.gripped.get(carrier) == thing.kind:
        one.gripped = {who: held for who, held in one.gripped.items() if who != carrier}


def _take(one: Troupe, thing: Subject, who: Subject) -> None:
    one.held = {**one.held, thing: who}
    kind = "string" if thing.kind in bonds.ON_STRINGS else thing.kind
    if grips.has_hands(who.kind) and kind in grips.GRIPS and who.character is None:
        one.gripped = {**one.gripped, who: kind}


# --- all beats together -----------------------------------------------------------------------------


def shown(lists: list[list[Strip | Prop]], beats: list[Beat]) -> list[Strip | Prop]:
    """What all beats show, each for its time; what is the same in all of them is there once and all the time."""
    common = [item for item in lists[0] if all(item in other for other in lists[1:])]
    made: list[Strip | Prop] = []
    rest = [list(items) for items in lists]
    for mark in [*common, None]:
        for items, beat in zip(rest, beats, strict=True):
            until = items.index(mark) if mark in items else len(items)
            made.extend(_timed(item, beat) for item in items[:until])
            del items[: until + (1 if mark is not None else 0)]
        if mark is not None:
            made.append(mark)
    return made


def _timed(item: Strip | Prop, beat: Beat) -> Strip | Prop:
    if isinstance(item, Strip):
        return item
    motion = item.motion
    if motion.hop:  # a jump begins and ends with its beat
        hops = max(1, round(beat.length_s / motion.bob_s))
        length = min(beat.length_s, 1.6) if hops == 1 else beat.length_s / hops
        motion = replace(motion, bob_s=2 * length, phase=-3.14159265 * beat.begin_s / length)
    return replace(item, begin_s=beat.begin_s, end_s=beat.end_s, motion=motion)
