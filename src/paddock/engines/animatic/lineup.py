"""Who of one shot is near and who far, who carries or rides whom, where each stands and how large. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from typing import Final

from paddock.engines.animatic import (
    bonds,
    business,
    closeups,
    grips,
    kindred,
    onlookers,
    references,
    riding,
    settings,
    showcase,
    sizes,
)
from paddock.engines.animatic.cast import (
    BACKS,
    FRAMING,
    OPEN,
    ROLES,
    SEATS,
    STILL,
    TOPS,
    Role,
)
from paddock.engines.animatic.settings import Place
from paddock.storyboard import Shot, Subject

MAX_ROW: Final = 5
ROW_UP: Final = 0.78
"""How much higher pictures of the next row stand, in their own heights."""
_HEAVY: Final = frozenset({"road", "rail", "far", "fixed", "water", "room"})
_SOARING: Final = re.compile(r"fl(?:y|ies|ew|ying)|soar|hover|take[sn]? off|飞|腾空|升空", re.IGNORECASE)
_IN_THE_AIR: Final = (
    "in the sky",
    "in the air",
    "through the sky",
    "in mid",
    "above the",
    "空中",
    "天空",
    "天上",
    "半空",
    "云",
)
_WATERS: Final = frozenset({"sea", "river", "harbour", "coast", "underwater", "sky", "space"})
"""Where what swims needs not fly."""
_LEAST: Final = 0.42
"""How large a picture at least is that stands among others: a cup that nobody can make out would be no use."""
MAX_TRAVEL: Final = 3.2
"""How far an actor goes in one shot, in units: longer shots make it slower, so that layers stay small."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the line-up."""

    subject: Subject
    x: float
    size: float
    row: float
    """0 in front; 1 stands behind and higher."""


class Lineup:
    """The actors of one shot, told apart and lined up; the classes made of it put them on the stage."""

    def __init__(
        self, place: Place, setting: str, shot: Shot, subjects: tuple[Subject, ...], direction: int, random: Random,
        pictures: tuple[references.Shape, ...],
    ) -> None:  # fmt: skip
        self.place, self.setting, self.shot, self.random, self.direction = place, setting, shot, random, direction
        self.pictures = pictures
        self.duration_s = shot.end_s - shot.start_s
        framing = FRAMING.get(shot.framing.value, 1.0) if shot.framing else 1.0
        self.framing = framing
        self.mix = random.randint(0, 5)
        self.deck = any(subject.kind == "deck" for subject in subjects)
        cast = bonds.mounted([subject for subject in subjects if subject.kind in ROLES], setting)
        if len(cast) > 1 and setting in ("room", "kitchen"):  # they have a window
            sat_on = {one.relation.to for one in cast if one.relation and one.relation.value == "on"}
            sills = [one for at, one in enumerate(shot.subjects) if at in sat_on]
            cast = [subject for subject in cast if subject.kind != "windowpane" or subject in sills]
        if self.deck:  # the ship that they are on is not seen from outside
            cast = [
                one for one in cast if ROLES[one.kind].habitat != "water" or one.distance or one.action or one.count > 1
            ]
        self.far = [subject for subject in cast if self._is_far(subject, len(cast))]
        self.close = closeups.staged(shot, tuple(cast), place, direction)
        self.close = self.close or showcase.staged(shot, tuple(cast), place, setting, direction)
        self.vehicle = None if self.close else riding.vehicle(shot, tuple(cast))
        self.near = [subject for subject in cast if subject not in self.far] if not self.close else []
        if self.vehicle:
            self.near = [one for one in self.near if one != self.vehicle and one.kind not in ("windowpane", "cloud")]
        self.deck = self.deck and not self.close
        self.watching = onlookers.crowd(self.near)
        self.goals = self._goals()
        self.near = [one for one in self.near if one not in (self.watching, *self.goals)]
        self.hung = references.hung(shot)
        held = references.in_hand(shot, self.near, bonds.held(self.near, shot.subjects))
        self.worn = references.worn(shot, self.near, held)
        self.held = {thing: carrier for thing, carrier in held.items() if thing not in self.worn}
        for one in self.near:  # what is on a tray goes where the tray goes
            base = shot.subjects[one.relation.to] if one.relation and one.relation.to < len(shot.subjects) else None
            if (
                base in self.held
                and one.relation
                and one.relation.value in ("on", "in")
                and ROLES[one.kind].habitat == "hand"
            ):
                self.held.setdefault(one, self.held[base])
        self.gripped = {
            carrier: "string" if thing.kind in bonds.ON_STRINGS else thing.kind
            for thing, carrier in self.held.items()
            if carrier.character is None and grips.has_hands(carrier.kind)
            if not (carrier.action and carrier.action.value == "kick")
            if thing.kind in grips.GRIPS or thing.kind in bonds.ON_STRINGS
        }
        self.riders = bonds.riders(self.near, shot)
        self.placed = self._placed()
        things = [one for one in self.near if one not in self.placed]
        small = [one for one in things if ROLES[one.kind].habitat == "hand" and one not in self.held]
        self.tabled = (
            bool(small)
            and setting in settings.INDOORS
            and not (shot.setting is not None and shot.setting.words.endswith(("floor", "地板上")))
            and not any(ROLES[one.kind].habitat == "room" for one in things)
            and not all(kindred.is_someone(one) and not ROLES[one.kind].person for one in things if one not in small)
        )
        self.product = bool(things) and all(ROLES[one.kind].habitat == "hand" or one.kind == "flower" for one in things)
        self.product = self.product or (
            references.advertises(shot)
            and any(one.character for one in self.near)
            and all(one.character or ROLES[one.kind].habitat in ("hand", "room") for one in self.near)
        )
        self.hides_front = bool(self.close or self.vehicle)
        self.lift = sizes.lift(self.near, self.setting, framing)
        self.hub = next((
            shot.subjects[one.relation.to] for one in self.near
            if one.count > 1 and one.relation and one.relation.value == "beside" and one.direction
            and one.direction.value == "around" and one.relation.to < len(shot.subjects)
            and shot.subjects[one.relation.to] in self.near and not kindred.is_someone(shot.subjects[one.relation.to])
        ), None)  # fmt: skip
        self.pushed = [
            self.riders.get(thing, thing)
            for one, thing in pairwise(self.near)
            if one.action and one.action.value == "push"
        ]
        self.pushed += [base for one, (_, base) in self.placed.items() if one in self.pushed]
        self.speed = self._group_speed()
        self.slots = self._slots()
        self.starts: list[float] = []
        self.headings: list[int] = []
        self.thrown: dict[Subject, Subject] = {}
        self.begin_s = 0.0
        self.hidden: frozenset[int] = frozenset()
        self.seeds: dict[int, str] = {}
        """In one beat of several: where each of the line-up starts, which way it goes, what flies from whose
        hand, since when, and who is not there but on or at something."""
        self.follow = self._follow()

    def _is_far(self, subject: Subject, company: int) -> bool:
        if subject.distance:
            return subject.distance.value == "far"
        borne = any(
            one.relation and one.relation.value in ("on", "in", "at") and self.shot.subjects[one.relation.to] == subject
            for one in self.shot.subjects
        )
        relation = subject.relation
        perched = (
            relation is not None
            and relation.value == "on"
            and relation.to < len(self.shot.subjects)
            and self.shot.subjects[relation.to].kind in ROLES
            and ROLES[self.shot.subjects[relation.to].kind].habitat in ("far", "fixed", "water")
        )
        if any(one.action and one.action.value == "climb" for one in self.shot.subjects):
            return False
        return (
            ROLES[subject.kind].habitat == "far"
            and not borne
            and not perched
            and (company > 1 or self.setting in ("sea", "coast"))
        )

    def _goals(self) -> list[Subject]:
        """What others go towards: it waits for them at the far side of the frame."""
        said = [
            (one, self.shot.subjects[one.relation.to]) for one in self.near
            if one.relation and one.relation.value == "toward" and one.relation.to < len(self.shot.subjects)
        ]  # fmt: skip
        return [goal for one, goal in said if goal in self.near and goal != one and bonds.speed(one)]

    def _placed(self) -> dict[Subject, tuple[str, Subject]]:
        """Who stands on, in, under or behind someone near: how, and whom."""
        found: dict[Subject, tuple[str, Subject]] = {}
        for subject in self.near:
            rock = self._climbed(subject)
            if rock is not None:
                found[subject] = ("climbs", rock)
                continue
            # Whoever reads a book on a bench is on the bench too.
            things = [
                thing
                for thing, carrier in self.held.items()
                if carrier == subject and thing.relation and self._seats(thing)
            ]
            at_desk = subject.relation is not None and subject.relation.value == "at"
            relation = things[0].relation if things and not at_desk else subject.relation
            if (
                relation is None
                or subject in self.held
                or subject in self.worn
                or subject in self.riders
                or (subject.character is not None and any(subject == bearer for _, bearer in found.values()))
                or relation.to >= len(self.shot.subjects)
            ):
                continue
            other = self.shot.subjects[relation.to]
            chained = other in self.held or other in self.riders or other not in self.near
            if chained or other == subject or relation.value not in ("on", "in", "under", "behind", "at"):
                continue
            if relation.value == "at" and other.kind not in business.DESKS:
                continue
            if relation.value == "on" and kindred.is_person(other) and self._is_borne(subject, relation.words):
                found[subject] = ("borne", other)
                continue
            living = kindred.is_someone(other)
            if living and (relation.value == "in" or (relation.value == "behind" and bonds.speed(subject))):
                continue  # "whispers into his dog's ear", "sneaks up behind a dog"
            if relation.value in ("on", "in") and not bonds.bears(subject, other):
                continue
            if relation.value != "on" and ROLES[other.kind].habitat == "wall":
                continue
            if relation.value == "in" and other.kind == "character":
                continue
            found[subject] = (
                "on" if relation.value == "in" and other.kind in (SEATS | OPEN) else relation.value,
                other,
            )
        for subject, (how, other) in list(found.items()):
            if how == "borne":
                self.held.pop(subject, None)
            host = found.get(other)
            if how in ("behind", "under") and host and host[0] == "on":  # behind the cake is behind its table
                found[subject] = (how, host[1])
        return found

    def _is_borne(self, subject: Subject, words: str) -> bool:
        """Whether someone on somebody is on their shoulder or lap; "operates on" is no such thing."""
        body = any(part in words for part in ("shoulder", "head", "back", "lap", "arm", "knee"))
        still = subject.action is None or subject.action.value in ("sit", "stand", "sleep", "gaze", "sing")
        perches = still and not ROLES[subject.kind].person and ROLES[subject.kind].size < 0.25
        if ROLES[subject.kind].habitat == "hand":
            return "head" in words or "shoulder" in words
        return kindred.is_someone(subject) and (body or perches)

    def _climbed(self, subject: Subject) -> Subject | None:
        """What someone climbs: the tree or the rock of the shot."""
        deed = subject.action.value if subject.action else ""
        if (
            deed != "climb"
            or not kindred.is_someone(subject)
            or subject.character is not None
            or subject in self.riders
        ):
            return None
        heights = [
            one for one in self.near if ROLES[one.kind].habitat in ("fixed", "far") and ROLES[one.kind].size >= 0.3
        ]
        return heights[0] if heights and subject not in heights else None

    def _seats(self, thing: Subject) -> bool:
        """Whether what someone has in hand says where they are: a book read on a bench, not a sword on an anvil."""
        to = thing.relation.to if thing.relation else -1
        if not 0 <= to < len(self.shot.subjects):
            return False
        base = self.shot.subjects[to]
        if kindred.is_someone(base):
            return False
        if thing.relation and thing.relation.value == "at":
            return base.kind in business.DESKS
        return base.kind in (SEATS | OPEN) or base.kind in BACKS or ROLES.get(base.kind, ROLES["card"]).size > 0.3

    @property
    def wet(self) -> bool:
        return self.place.wet

    def _group_speed(self) -> float:
        """Units a second of the whole group; the first that moves sets it."""
        if self.vehicle:
            return min(0.30, MAX_TRAVEL / self.duration_s)
        for subject in self.near:
            speed = bonds.speed(subject) if self.placed.get(subject, ("behind",))[0] in ("behind", "under") else 0.0
            if speed and self._moves(subject, ROLES[subject.kind]):
                said = (subject.speed or self.shot.speed) if subject.speed or len(self.near) == 1 else None
                slow = {"slow": 0.65, "fast": 1.35}.get(said.value, 1.0) if said else 1.0
                scale = min(1.6, (0.6 + 0.4 * self.framing) * self.lift**0.5)
                furthest = 0.9 * self.place.half_width if self.goals else MAX_TRAVEL
                return float(min(speed * slow * scale, furthest / self.duration_s))
        return 0.0

    def _moves(self, subject: Subject, role: Role) -> bool:
        """Whether someone goes where the group goes."""
        raise NotImplementedError

    def pace(self, subject: Subject) -> float:
        """Units a second of one of the line-up."""
        return self.speed if self._moves(subject, ROLES[subject.kind]) else 0.0

    def _follow(self) -> float:
        """Share of the actors' way that the camera goes with them: all but what fits into the frame."""
        way = self.speed * self.duration_s
        if self.vehicle:
            return 1.0
        if way == 0 or any(tag.value == "static" for tag in self.shot.moves):
            return 0.0
        if any(self._nearing(slot.subject) for slot in self.slots if self.pace(slot.subject)):
            return 0.0
        room = min(0.9 * self.place.half_width, max(0.12, 1.9 * self.place.half_width - self._group_width()))
        if any(tag.value == "follow" for tag in self.shot.moves):
            room *= 0.2
        return max(0.0, 1 - room / way)

    def _nearing(self, subject: Subject) -> int:
        """1 for one that comes near while it goes, -1 for one that goes away, 0 for one that goes past the camera, or
        with it, or only looks that way."""
        course = subject.direction
        if course is None or course.value not in ("away", "toward"):
            return 0
        looks = course.words.startswith(("fac", "at the", "into the cam", "看", "面"))
        stays = subject.action is not None and subject.action.value in ("float", "gaze", "talk")
        if looks or stays or any(tag.value == "follow" for tag in self.shot.moves):
            return 0
        return 1 if course.value == "toward" else -1

    def _group_width(self) -> float:
        """How wide the actors stand together; a train counts for its front half, the rest may be out of view."""
        reach = [
            abs(slot.x) + slot.size * self._spread(slot.subject) / 2
            for slot in self.slots
            if slot.subject.kind != "train"
        ]
        return 2 * max(reach, default=0.5)

    @property
    def middle(self) -> float:
        """x of those in front, where a spotlight falls."""
        spots = [slot.x for slot in self.slots if slot.row == 0]
        return sum(spots) / len(spots) if spots else 0.0

    @property
    def centre(self) -> float:
        """x of the group's middle at the start of the shot; further back where it goes towards something."""
        back = 0.22 * self.place.half_width if self.goals else 0.0
        return -self.direction * (self.speed * self.duration_s / 2 + back)

    def heading(self, index: int) -> int:
        """1 where the one at a place in the line-up goes to the right, -1 to the left."""
        return self.headings[index] if self.headings else self.direction

    def _slots(self) -> list[Slot]:
        """A place for everyone near: side by side, the first in front, in two rows where one would be too crowded."""
        waiting = [
            one
            for one in self.near
            if one not in self.held and one not in self.worn and one not in self.riders and one not in self.placed
        ]
        # Whoever pushes something goes behind it, and whoever stands by something faces it.
        waiting.sort(key=lambda one: one not in self.pushed and (self.speed > 0 or kindred.is_someone(one)))
        waiting = bonds.in_order(waiting)
        hub = next((one for one in waiting if one is self.hub), None)
        everyone = [subject for subject in waiting for _ in range(min(subject.count, 6))]
        if hub:
            around = [one for one in everyone if one is not hub][: MAX_ROW + 1]
            everyone = [*around[: len(around) // 2], hub, *around[len(around) // 2 :]]
        tallest = max((ROLES[one.kind].size for one in everyone), default=0.0)
        company = sum(ROLES[one.kind].size > 0.5 * tallest for one in everyone)
        named = [(one, self._size(one, company)) for one in everyone]
        flying = [pair for pair in named if ROLES[pair[0].kind].habitat == "air" or self._flies(pair[0])]
        if 0 < len(flying) < len(named):  # what is in the air takes no room on the ground
            grounded = [pair for pair in named if pair not in flying]
            return [*self._clear_of(self._row(flying, 0), self._rows(grounded, hub))]
        return self._rows(named, hub)

    def _clear_of(self, aloft: list[Slot], grounded: list[Slot]) -> list[Slot]:
        """Both; those aloft beside whatever stands so tall that it would hide them, the faster ones where they are."""
        room = self.place.ground + 0.72 * self.place.half_height - max(slot.size for slot in grounded)
        aloft = [
            replace(slot, size=min(slot.size, max(0.3 * self.place.half_height, room)))
            if slot.subject.character
            else slot
            for slot in aloft
        ]
        tall = [slot for slot in grounded if slot.size > 0.95 * self.place.half_height]
        if not tall or any(bonds.speed(one.subject) and one.subject.kind not in bonds.ON_STRINGS for one in aloft):
            return [*aloft, *grounded]
        reach = max(0.5 * slot.size * self._spread(slot.subject) for slot in tall)
        side = -self.direction * min(reach + 0.16, 0.8 * self.place.half_width)
        moved = [replace(slot, x=(side if at % 2 == 0 else -side) + 0.2 * slot.x) for at, slot in enumerate(aloft)]
        return [*moved, *grounded]

    def _rows(self, named: list[tuple[Subject, float]], hub: Subject | None) -> list[Slot]:
        pictures = sum(subject.character is not None for subject, _ in named)
        if pictures and (pictures == len(named) or (len(named) > MAX_ROW and pictures > 0.6 * len(named))):
            return self._gallery(sorted(named, key=lambda pair: pair[0].character is not None))
        if len(named) <= MAX_ROW or hub:
            return self._row(named, 0)
        half = (len(named) + 1) // 2
        named.sort(key=lambda pair: -pair[1])  # the smaller ones stand before the larger
        behind, front = self._row(named[: len(named) - half], 1), self._row(named[len(named) - half :], 0)
        shift = 0.5 * abs(front[0].x - front[1].x) if len(front) > 1 else 0.0
        return [*(replace(slot, x=slot.x + shift, size=0.9 * slot.size) for slot in behind), *front]

    def _gallery(self, named: list[tuple[Subject, float]]) -> list[Slot]:
        """Pictures in as many rows as the frame is narrow, the first ones, and whoever is drawn, in front."""
        across = 5 if self.place.half_width > 0.7 else 4 if self.place.half_height < 0.7 else 3
        if self.place.half_height > 0.8 and len(named) <= 6:
            across = 2
        across += 2 if any(subject.character is None for subject, _ in named) else 0
        rows = -(-len(named) // across)
        share = -(-len(named) // rows)
        made: list[Slot] = []
        higher, tallest = 0.0, 0.0
        for row in range(rows):
            slots = self._row(named[row * share : (row + 1) * share], row)
            made = [*(replace(slot, row=higher / (ROW_UP * slot.size) if row else 0.0) for slot in slots), *made]
            tallest = max(slot.size for slot in slots)
            higher += 0.72 * tallest
        # Those behind stand higher, not in the sky.
        shrink = min(1.0, 1.15 * self.place.half_height / (higher + 0.28 * tallest)) if rows > 1 else 1.0
        return [replace(slot, size=slot.size * shrink) for slot in made]

    def _size(self, subject: Subject, company: int) -> float:
        view = sizes.View(self.place, self.setting, self.framing, self.lift, self.product)
        called = self._called_for(subject)
        size = sizes.height(subject, company, self.near, view, flies=self._flies(subject), called=called)
        riding = [rider for rider, mount in getattr(self, "riders", {}).items() if mount == subject]
        if riding and ROLES[subject.kind].gait == "walk" and subject.character is None:  # whom one rides is no mouse
            size = max(size, 0.6 * ROLES[riding[0].kind].size * (size / ROLES[subject.kind].size) ** 0.5)
        upon = [one for one, (how, base) in getattr(self, "placed", {}).items() if how == "on" and base == subject]
        if upon:
            top = TOPS.get(subject.kind, 0.85)
            size = float(min(size, 1.05 * self.place.half_height / max(0.5, top)))
        if self.deck and ROLES[subject.kind].person:
            return float(max(size, 1.5 * self.place.half_height))  # the rail hides the legs
        return size

    def _called_for(self, subject: Subject) -> float:
        """How large a picture is by what the prompt calls it; a wide one is lower, and so is one that others sit on."""
        if subject.character is None:
            sat = any(how == "on" and other == subject and one.character for one, (how, other) in self.placed.items())
            larger = 1.15 if self.setting in settings.INDOORS else 1.7
            return called_size(subject) * (larger if sat and subject.kind in SEATS else 1.0)
        bearing = subject in self.riders.values() or any(other == subject for _, other in self.placed.values())
        lower = min(1.0, 1.1 / max(0.3, self.pictures[subject.character - 1].aspect) ** 0.5)
        called = called_size(subject)
        if not self.pictures[subject.character - 1].cut:  # a whole photograph shows more than what it is called
            called = called**0.5 if called < 1 else called
        if subject not in self.placed:
            called = max(called, _LEAST)
        if all(one.character or ROLES[one.kind].habitat in ("room", "fixed", "far", "wall") for one in self.near):
            # Nobody drawn says how large things are: the largest of the pictures is as large as one may be.
            most = max((called_size(one) for one in self.near if one.character and one not in self.worn), default=1.0)
            called /= min(1.0, most)
        if any(wearer == subject and spot.up > 0.85 for wearer, spot in self.worn.values()):
            called *= 0.82  # there is a hat on top of it
        return float(called * lower * (0.66 if bearing or subject.character in self.hung else 1.0))

    def _row(self, named: list[tuple[Subject, float]], row: int) -> list[Slot]:
        """One row from the leader backwards, shrunk to what the frame has room for."""
        half = self.place.half_width
        named = [(one, min(size, 1.1 * half / self._spread(one)) if one.character else size) for one, size in named]
        widths = [
            min(size * self._spread(subject), 1.1 * half) * self._nearness(subject) + self._beside(subject)
            for subject, size in named
        ]
        pictures = all(subject.character for subject, _ in named)
        closer = any(move.value == "push_in" for move in self.shot.moves)
        most = (
            1.5
            if len(named) == 1
            else (1.42 if closer else 1.66)
            if pictures
            else 1.4
            if self.setting == "stage"
            else 1.75
        )
        room = most * half
        shrink = 1.0 if not named or named[0][0].kind == "train" else min(1.0, room / sum(widths))
        x = self.direction * sum(widths) * shrink / 2
        slots = []
        for (subject, size), width in zip(named, widths, strict=True):
            # A train shows its engine: its middle starts further back.
            back = 0.28 * size * ROLES["train"].spread if subject.kind == "train" else 0.0
            slots.append(Slot(subject, x - self.direction * (width * shrink / 2 + back), size * shrink, row))
            x -= self.direction * width * shrink
        return slots

    def _nearness(self, subject: Subject) -> float:
        """How much nearer those stand together who do something with each other."""
        if not kindred.is_person(subject):
            return 1.0
        words = subject.action.words.lower() if subject.action else ""
        shares = any(thing.kind == "umbrella" and who == subject for thing, who in self.held.items())
        if subject.count == 2 and (shares or words.startswith(bonds.HAND_IN_HAND)):
            return 0.6
        if self.speed:
            return 1.0
        others = [one for one in self.near if kindred.is_person(one)]
        if sum(one.count for one in others) != 2:
            return 1.0
        return min(bonds.closeness(one, bonds.gait(one, ROLES[one.kind], 0.0, 1.0)[0]) for one in others)

    def _beside(self, subject: Subject) -> float:
        """The room that those take who sit at a table or a piano."""
        guests = [one for one, (how, base) in self.placed.items() if how == "at" and base == subject]
        return sum(0.5 * self._size(one, 1) * min(one.count, 2) for one in guests)

    def _spread(self, subject: Subject) -> float:
        """Width by height of what is drawn."""
        if subject.character is not None:
            return max(0.4, min(2.6, 1.08 * self.pictures[subject.character - 1].aspect))
        lies = subject.action is not None and subject.action.value in ("fall", "sleep")
        lies = lies or any(deed.value == "fall" for deed in subject.deeds)
        return ROLES[subject.kind].spread if not (lies and kindred.is_person(subject)) else 1.15

    def _afloat(self, role: Role) -> bool:
        return self.wet and role.habitat in ("ground", "road", "fixed", "far", "hand", "room")

    def _flies(self, subject: Subject) -> bool:
        """Whether something that belongs on the ground is said to fly; not those who fly a kite."""
        action = subject.action.value if subject.action else ""
        borne = any(rider.action and rider.action.value == "fly" for rider in self.riders)
        if borne and ROLES[subject.kind].habitat in ("ground", "hand", "road") and subject not in self.held:
            return True
        ground = ROLES[subject.kind].habitat in ("ground", "hand") and subject not in self.held.values()
        if ROLES[subject.kind].habitat in _HEAVY:  # a house on balloons, a train to the stars
            aloft = self.setting in ("sky", "space") or any(word in self.shot.text for word in _IN_THE_AIR)
            soars = action == "fly" and bool(_SOARING.match(subject.action.words if subject.action else ""))
            return soars or (action == "float" and aloft and ROLES[subject.kind].habitat != "water")
        if (
            ground
            and self.setting in ("sky", "space")
            and action not in STILL
            and ROLES[subject.kind].habitat == "ground"
        ):
            return (self.setting == "sky" and not subject.relation) or action in ("float", "fly", "swim")
        if subject.character is not None and self.setting == "underwater" and action in ("swim", "float", ""):
            return not (subject.relation and subject.relation.value in ("on", "in", "under"))
        if ROLES[subject.kind].habitat == "swim" and self.setting not in _WATERS and not self.place.wet:
            return action in ("swim", "fly", "float") and subject not in self.held  # a whale over a city
        return ground and (action == "fly" or (action == "float" and subject.kind != "card"))


def called_size(subject: Subject) -> float:
    """How large a picture is by what the prompt calls it, against one of nobody knows what: a cup is no person."""
    if subject.noun not in ROLES or ROLES[subject.noun].person:
        return 1.0
    return max(0.24, min(1.7, 1.1 * ROLES[subject.noun].size / ROLES["character"].size))
