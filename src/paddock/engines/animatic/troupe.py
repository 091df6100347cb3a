"""The actors of one shot: who is near and who far, where each stands, how large, moving how. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from typing import Final

from paddock.engines.animatic import (
    bonds,
    business,
    closeups,
    extras,
    grips,
    kindred,
    onlookers,
    placing,
    references,
    riding,
    settings,
    showcase,
    sizes,
)
from paddock.engines.animatic import palette as palettes
from paddock.engines.animatic.birds import BIRDS
from paddock.engines.animatic.cast import (
    ABOARD,
    BACKS,
    FRAMING,
    ROLES,
    SEATS,
    STILL,
    TOPS,
    Role,
)
from paddock.engines.animatic.scene import Motion, Prop, Strip
from paddock.engines.animatic.settings import Place
from paddock.storyboard import Shot, Subject, Tag

MAX_ROW: Final = 5
_IN_HAND: Final = {"umbrella": (0.50, 0.62), "lantern": (0.42, 0.24), "balloon": (1.25, 0.45), "kite": (1.3, 0.5)}
"""How high above the feet a thing is held and how large it is, both in heights of its carrier."""
MAX_TRAVEL: Final = 3.2
"""How far an actor goes in one shot, in units: longer shots make it slower, so that layers stay small."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the line-up."""

    subject: Subject
    x: float
    size: float
    row: int
    """0 in front; 1 stands behind and higher."""


class Troupe:
    """The actors of one shot: who stands where, how large, moving how."""

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
        cast = [subject for subject in subjects if subject.kind in ROLES]
        if len(cast) > 1 and setting in ("room", "kitchen"):  # they have a window
            cast = [subject for subject in cast if subject.kind != "windowpane"]
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
        held = {**bonds.held(self.near, shot.subjects), **references.carried(shot, self.near)}
        self.worn = references.worn(shot, self.near, held)
        self.held = {thing: carrier for thing, carrier in held.items() if thing not in self.worn}
        self.gripped = {
            carrier: "string" if thing.kind in bonds.ON_STRINGS else thing.kind
            for thing, carrier in self.held.items()
            if carrier.character is None and grips.has_hands(carrier.kind)
            if thing.kind in grips.GRIPS or thing.kind in bonds.ON_STRINGS
        }
        self.riders = bonds.riders(self.near, shot)
        self.placed = self._placed()
        things = [one for one in self.near if one not in self.placed]
        small = [one for one in things if ROLES[one.kind].habitat == "hand" and one not in self.held]
        self.tabled = (
            bool(small)
            and setting in settings.INDOORS
            and not any(ROLES[one.kind].habitat == "room" for one in things)
            and not all(kindred.is_someone(one) and not ROLES[one.kind].person for one in things if one not in small)
        )
        self.product = bool(things) and all(ROLES[one.kind].habitat == "hand" or one.kind == "flower" for one in things)
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
        self.follow = self._follow()

    def _is_far(self, subject: Subject, company: int) -> bool:
        if subject.distance:
            return subject.distance.value == "far"
        borne = any(
            one.relation and one.relation.value in ("on", "in", "at") and self.shot.subjects[one.relation.to] == subject
            for one in self.shot.subjects
        )
        return ROLES[subject.kind].habitat == "far" and not borne and (company > 1 or self.setting in ("sea", "coast"))

    def _goals(self) -> list[Subject]:
        """What others go towards: it waits for them at the far side of the frame."""
        said = [
            (one, self.shot.subjects[one.relation.to]) for one in self.near
            if one.relation and one.relation.value == "toward" and one.relation.to < len(self.shot.subjects)
        ]  # fmt: skip
        return [goal for one, goal in said if goal in self.near and goal != one and bonds.speed(one)]

    def _waiting(self) -> list[Strip | Prop]:
        made: list[Strip | Prop] = []
        for index, goal in enumerate(self.goals):
            role, size = ROLES[goal.kind], self._size(goal, 2)
            y, _ = self._stand(role, replace(goal, action=None), size, 0.0)
            x = self.direction * (0.66 - 0.2 * index) * self.place.half_width
            made.append(placing.prop(
                goal, role, 0.98, x, y, size, f"goal{index}{goal.kind}",
                flip=self.direction > 0 and role.gait == "walk",
                motion=Motion(), grounded=role.habitat not in ("air", "swim", "water"), material=self.place.material,
            ))  # fmt: skip
        return made

    def _placed(self) -> dict[Subject, tuple[str, Subject]]:
        """Who stands on, in, under or behind someone near: how, and whom."""
        found: dict[Subject, tuple[str, Subject]] = {}
        for subject in self.near:
            # Whoever reads a book on a bench is on the bench too.
            things = [thing for thing, carrier in self.held.items() if carrier == subject and thing.relation]
            at_desk = subject.relation is not None and subject.relation.value == "at"
            relation = things[0].relation if things and not at_desk else subject.relation
            if (
                relation is None
                or subject in self.held
                or subject in self.worn
                or subject in self.riders
                or any(subject == bearer for _, bearer in found.values())
                or relation.to >= len(self.shot.subjects)
            ):
                continue
            other = self.shot.subjects[relation.to]
            chained = other in self.held or other in self.riders or other not in self.near
            if chained or other == subject or relation.value not in ("on", "in", "under", "behind", "at"):
                continue
            if relation.value == "at" and other.kind not in business.DESKS:
                continue
            if relation.value in ("on", "in") and not bonds.bears(subject, other):
                continue
            if relation.value != "on" and ROLES[other.kind].habitat == "wall":
                continue
            if relation.value == "in" and other.kind == "character":
                continue
            found[subject] = ("on" if relation.value == "in" and other.kind in SEATS else relation.value, other)
        return found

    @property
    def wet(self) -> bool:
        return self.place.wet

    def _group_speed(self) -> float:
        """Units a second of the whole group; the first that moves sets it."""
        if self.vehicle:
            return min(0.30, MAX_TRAVEL / self.duration_s)
        for subject in self.near:
            speed = bonds.speed(subject)
            if speed:
                said = (subject.speed or self.shot.speed) if subject.speed or len(self.near) == 1 else None
                slow = {"slow": 0.65, "fast": 1.35}.get(said.value, 1.0) if said else 1.0
                scale = min(1.6, (0.6 + 0.4 * self.framing) * self.lift**0.5)
                furthest = 0.9 * self.place.half_width if self.goals else MAX_TRAVEL
                return float(min(speed * slow * scale, furthest / self.duration_s))
        return 0.0

    def _follow(self) -> float:
        """Share of the actors' way that the camera goes with them: all but what fits into the frame."""
        way = self.speed * self.duration_s
        if self.vehicle:
            return 1.0
        if way == 0 or any(tag.value == "static" for tag in self.shot.moves):
            return 0.0
        room = min(0.9 * self.place.half_width, max(0.12, 1.9 * self.place.half_width - self._group_width()))
        if any(tag.value == "follow" for tag in self.shot.moves):
            room *= 0.2
        return max(0.0, 1 - room / way)

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

    def ground(self) -> list[Strip | Prop]:
        """Rails or water under those who need them."""
        if self.vehicle:
            return []
        place, habitats = self.place, {ROLES[subject.kind].habitat for subject in self.near}
        if "rail" in habitats:
            bank = palettes.rgb("#cfd6da" if place.snow else "#7d6a58")
            return [Strip("track", 0.97, place.ground - 0.012, "track", bank, 0.0, material=place.material)]
        if (
            "water" in habitats
            and not self.wet
            and self.setting not in ("underwater", "sky", "space", "stage", *settings.INDOORS)
        ):
            return settings.waves(place, (0.9,))
        if self.tabled:
            slots = [slot for slot in self.slots if ROLES[slot.subject.kind].habitat == "hand"]
            middle = sum(slot.x for slot in slots) / max(1, len(slots))
            return [Prop("table", 0.985, middle, self._table_foot(), self._table(), "table", grounded=True)]
        if "road" in habitats and self.setting not in (
            "city",
            "street",
            "desert",
            "snowfield",
            "space",
            "stage",
            *settings.INDOORS,
        ):
            return [Strip("road", 0.97, place.ground - 0.02, "road", palettes.rgb("#77706c"), 0.0)]
        return []

    def _table(self) -> float:
        """Height of the table under small things indoors: wide enough for all of them."""
        width = sum(
            slot.size * self._spread(slot.subject) for slot in self.slots if ROLES[slot.subject.kind].habitat == "hand"
        )
        return min(0.62 * self.place.half_height, max(0.30, 0.56 * width))

    def _table_foot(self) -> float:
        """y of the table's feet: on the floor, or lower where things are so large that they need the height."""
        tallest = max((slot.size for slot in self.slots if ROLES[slot.subject.kind].habitat == "hand"), default=0.0)
        return max(self.place.ground + 0.02, tallest - 0.78 * self.place.half_height + 0.80 * self._table())

    def behind(self) -> list[Strip | Prop]:
        made: list[Strip | Prop] = []
        for index, subject in enumerate(self.far):
            made.extend(self._distant(subject, index))
        if self.watching and self.setting != "stage":
            made.extend(onlookers.spectators(self.watching, self.place))
        return [*made, *self._waiting()]

    def _distant(self, subject: Subject, index: int) -> list[Strip | Prop]:
        """Something far off: on a rock in the sea, on the hills elsewhere, opposite to the actors' start."""
        place, role = self.place, ROLES[subject.kind]
        depth = 0.4
        side = self.direction * (1 if self.near else 0.3)
        x = side * place.half_width * (0.46 - 0.5 * index) + self.random.uniform(-0.05, 0.05)
        size = role.size * (0.95 if role.habitat == "far" or subject.character else 0.5) * place.tall**0.5
        seed = f"far{index}"
        made: list[Strip | Prop] = []
        y = place.up(0.27) if self.wet else place.up(0.10)
        if role.habitat in ("air", "swim"):
            y = place.up(0.6)
        elif self.wet and role.habitat != "water":
            made.append(Prop("reef", depth, x, y + 0.03, 0.10, seed, fade=0.1))
            y -= 0.035
        flip = self.direction > 0 and role.speed > 0
        gait, cycle_s = bonds.gait(subject, role, 0.0, size)
        made.append(
            placing.prop(
                subject,
                role,
                depth,
                x,
                y,
                size,
                seed,
                flip=flip,
                motion=Motion(),
                gait=gait,
                cycle_s=cycle_s,
                fade=0.12,
                material=place.material,
            )
        )
        made.extend(extras.fire(subject, next(item for item in made[::-1] if isinstance(item, Prop))))
        if subject.kind == "lighthouse":
            made.append(
                Prop(
                    "beam",
                    depth,
                    x,
                    y - 0.835 * size,
                    size * 0.34,
                    seed,
                    Motion(turn_s=5.0, phase=2.2 if side > 0 else 5.3),
                )
            )
        return made

    def before(self) -> list[Strip | Prop]:
        made: list[Strip | Prop] = [*self.close]
        if self.vehicle:
            aboard = [self._dressed(one) for one in self.near if ROLES[one.kind].gait == "walk"]
            motion = Motion(vx=self.direction * self.speed)
            return [*riding.staged(aboard, self.vehicle, self.place, self.direction, (self.centre, motion))]
        for index, slot in enumerate(self.slots):
            own = self._actor(slot, index)
            base = own[-1] if not isinstance(own[-1], Strip) else None
            base = next(
                (item for item in own if isinstance(item, Prop) and item.seed == f"actor{index}{slot.subject.kind}"),
                base,
            )
            assert base is not None
            first = slot.subject not in [before.subject for before in self.slots[:index]]
            guests = [pair for pair in self.placed.items() if pair[1][1] == slot.subject] if first else []
            behind = [
                item
                for one, (how, _) in guests
                if how in ("in", "behind", "at")
                for item in self._guest(one, how, base, slot)
            ]
            upon = [(one, how) for one, (how, _) in guests if how in ("on", "under")]
            before = [
                item
                for number, (one, how) in enumerate(upon)
                for item in self._guest(one, how, base, slot, (number + 0.5) / len(upon) - 0.5)
            ]
            riders = [
                self._rider(rider, base, slot, number)
                for rider, mount in self.riders.items()
                for number in reversed(range(min(rider.count, 2) if mount.count == 1 else 1))
                if first and mount == slot.subject
            ]
            inside = slot.subject.kind in ABOARD
            if ROLES[slot.subject.kind].habitat == "wall":
                made[:0] = [*own, *before]  # what hangs on the wall is behind everyone
                continue
            made.extend((*behind, *(riders if inside else []), *own, *before, *([] if inside else riders)))
            made.extend(self._belongings(slot.subject, base, slot.size, first=first))
        return [*made, *extras.steam(self.shot, made, self.direction)]

    def _belongings(self, carrier: Subject, base: Prop, size: float, *, first: bool) -> list[Prop]:
        """What someone has in hand, but for what is drawn into the figure; of one thing of several, one has it."""
        things = [thing for thing, other in self.held.items() if other == carrier]
        shown = [thing for thing in things if self.gripped.get(carrier) != thing.kind]
        in_hand = [
            self._in_hand(thing, number, base, size) for number, thing in enumerate(shown) if first or thing.count > 1
        ]
        return [*in_hand, *(self._on_body(thing, carrier, base, size) for thing in self._worn_by(carrier) if first)]

    def _worn_by(self, carrier: Subject) -> list[Subject]:
        return [thing for thing, (wearer, _) in self.worn.items() if wearer == carrier]

    def _on_body(self, thing: Subject, wearer: Subject, base: Prop, size: float) -> Prop:
        """A picture that is worn, where such things are worn."""
        spot = self.worn[thing][1]
        wide = size * self._spread(wearer)
        head = self.pictures[wearer.character - 1].head if wearer.character and spot.up > 0.6 else 0.0
        share = min(spot.size * size, 0.9 * wide) if wearer.character else 0.8 * spot.size * size
        x = base.x + head * wide + self.direction * spot.ahead * min(size, wide)
        return placing.prop(
            thing, ROLES[thing.kind], 1.0, x, base.y - spot.up * size, share, f"worn{thing.character}", flip=False,
            motion=base.motion,
        )  # fmt: skip

    def _dressed(self, subject: Subject) -> Subject:
        """The subject with what its hands hold among the words of its look."""
        thing = self.gripped.get(subject)
        if thing is None or grips.of(frozenset(tag.value for tag in subject.look)):
            return subject
        held = next((one for one, other in self.held.items() if other == subject and one.kind == thing), None)
        paint = (Tag(f"{grips.PAINT}{held.colour.value}", thing),) if held and held.colour else ()
        return replace(subject, look=(*subject.look, Tag(f"{grips.WORD}{thing}", thing), *paint))

    def _guest(self, subject: Subject, how: str, base: Prop, slot: Slot, aside: float = 0.0) -> list[Prop]:
        """Those who are on, in, under or behind a thing, moving as it moves; `aside` in shares of its width."""
        role, other = ROLES[subject.kind], slot.subject
        size = self._size(subject, 1) * (slot.size / self._size(other, 1))
        size = min(size, 1.4 * slot.size) if how == "in" else size
        sitting = role.person and how in ("on", "in") and other.kind in SEATS
        gait, cycle_s = bonds.gait(subject, role, 0.0, size)
        if sitting:
            gait = {"cook": "keys", "hold": "sit", "strum": "sit", "sit": "sit", "lie": "lie"}.get(
                gait, gait if gait in ("read", "eat") else "sit"
            )
        if how == "at":
            return self._at_desk(subject, base, slot, size)
        top = TOPS.get(other.noun or other.kind, 0.85)
        y = base.y
        if how == "on":
            y = base.y - top * slot.size + (0.225 * size if sitting or gait == "sit" else 0.0)
        elif how == "in":
            y = base.y - min(top, 0.55) * slot.size * 0.45 + (0.30 * size if role.gait == "walk" else 0.0)
        elif how == "behind":
            y = base.y - 0.03 * slot.size
        if role.habitat in ("air", "swim") and role.gait != "flap":
            y -= 0.5 * size
        count = min(subject.count, 4)
        room = slot.size * self._spread(other) * (0.7 if how != "under" else 1.0)
        made: list[Prop] = []
        for index in range(count):
            shift = (
                room * ((index + 0.5) / count - 0.5)
                if count > 1
                else (
                    0.34 * room * (1 if how != "behind" else 1.5)
                    if how in ("under", "behind") and other.kind != "waterfall"
                    else 0.0
                )
            )
            shift += aside * room if how == "on" else 0.0
            flat = "stand" if role.gait == "flap" else gait
            own = placing.prop(
                self._dressed(subject), role, 1.0, base.x + self.direction * shift, y, size,
                f"guest{index}{subject.kind}",
                flip=(self.direction < 0) != (count == 2 and gait in _FACING and index == 1),
                motion=replace(base.motion, hop=0.0, roll=base.motion.roll * 0.5), gait=flat, cycle_s=cycle_s,
                grounded=how == "under", material=self.place.material,
            )  # fmt: skip
            # A bird in a cage on a table: those who are on a guest go where it goes.
            others = [(one, on) for one, (on, host) in self.placed.items() if host == subject and index == 0]
            nested = {on: self._guest(one, on, own, Slot(subject, own.x, size, 0)) for one, on in others if on != "at"}
            within = nested.get("in", []) + nested.get("behind", [])
            made.extend((*within, own, *nested.get("on", []), *nested.get("under", [])))
        return made

    def _at_desk(self, subject: Subject, base: Prop, slot: Slot, size: float) -> list[Prop]:
        """Those who sit at a table or a piano: on stools beside it, the first behind it, the second facing it."""
        made: list[Prop] = []
        deed = subject.action.value if subject.action else ""
        pose = {"read": "read", "eat": "eat", "drink": "eat", "talk": "talk", "sit": "sit"}.get(deed, "keys")
        pose = "sit" if pose == "talk" else pose
        for index in reversed(range(min(subject.count, 4))):
            side = -self.direction if index % 2 == 0 else self.direction
            x = base.x + side * (0.5 * slot.size * self._spread(slot.subject) + 0.09 * size) * (
                1 if index < 2 else 0.42
            )
            flip = side > 0
            stool = 0.22 * size
            made.append(Prop("stool", 1.0, x - side * -0.05 * size, base.y, stool, f"stool{index}", grounded=True))
            role = ROLES[subject.kind]
            if subject.words.split()[-1] in kindred.MIXED:
                role = replace(role, art=_CROWD[index % len(_CROWD)])
            made.append(placing.prop(
                self._dressed(subject), role, 1.0, x, base.y, size, f"desk{index}{subject.kind}",
                flip=flip, motion=Motion(), gait=pose, cycle_s=1.2, grounded=True, material=self.place.material,
            ))  # fmt: skip
            things = [thing for thing, other in self.held.items() if other == subject and index == 0]
            made.extend(self._in_hand(thing, number, made[-1], 0.8 * size) for number, thing in enumerate(things))
        return made

    def _rider(self, rider: Subject, mount: Prop, slot: Slot, number: int = 0) -> Prop:
        """Someone on an animal's back: hips on the back, going as the animal goes; the second sits behind the first."""
        role = ROLES[rider.kind]
        size = role.size / ROLES[slot.subject.kind].size * slot.size * 0.92
        back = BACKS.get(slot.subject.noun or slot.subject.kind, 0.62 if slot.subject.character else 0.55)
        if rider.character is not None:
            size = min(1.5 * slot.size, size * (1.0 if slot.subject.character is None else 1.15))
        y = mount.y - back * slot.size + 0.41 * size
        if rider.character is not None:  # a picture has no hips to sit on: a whole figure hangs a leg down, a bust none
            y -= (0.24 if self.pictures[rider.character - 1].aspect < 0.6 else 0.36) * size
        motion = replace(mount.motion, bob=0.012 * slot.size / 0.3, bob_s=mount.cycle_s)
        gait, x = "ride" if role.gait == "walk" else role.gait, mount.x
        rider = self._dressed(rider)
        if slot.subject.kind in ABOARD:
            ahead, seat = ABOARD[slot.subject.kind]
            size = min(size, 1.5 * slot.size) if slot.subject.kind == "tractor" else size
            gait, motion = "keys" if gait == "ride" else gait, mount.motion
            x, y = mount.x + self.direction * ahead * slot.size, mount.y - seat * slot.size + 0.225 * size
            if (
                ROLES[slot.subject.kind].habitat == "water"
                and role.person
                and slot.subject.kind not in ("speedboat", "boat")
            ):
                rider = replace(rider, look=(*rider.look, Tag(f"{grips.WORD}oar", "oar")))
        if kindred.is_person(rider) and rider.words.split()[-1] in kindred.MIXED:
            role = replace(role, art=("man", "woman")[number % 2])
        x -= self.direction * 0.17 * size * number
        return placing.prop(
            rider, role, 1.0, x, y, size, f"rider{number}" if number else "rider", flip=self.direction < 0,
            motion=motion, gait=gait, material=self.place.material,
        )  # fmt: skip

    def _in_hand(self, subject: Subject, index: int, carrier: Prop, size: float) -> Prop:
        """Something in its carrier's hands: before its middle, moving as it does."""
        carrier_kind = self.held[subject].kind
        role = ROLES[subject.kind]
        high, share = _IN_HAND.get(subject.kind, (0.30, 0.42))
        if subject.noun:
            share = max(0.16, 0.5 * _called(subject) + 0.08)
        if subject.kind not in _IN_HAND and role.habitat == "hand":
            share = min(0.62, max(0.20, 1.15 * role.size / max(0.05, ROLES[carrier_kind].size)))
            action = subject.action.value if subject.action else ""
            high = 0.44 if action in ("eat", "drink", "read") else 0.40 - 0.10 * share
            if any(one.action and one.action.value in ("kick",) for one in self.near):
                high = 0.0
        x = carrier.x + self.direction * size * ((0.10 if high > 0.4 else 0.16) + 0.12 * index)
        if self.held[subject].character is not None and subject.kind not in _IN_HAND:
            # Nobody knows where a picture's hands are: below its face, at the side it goes to.
            wide = size * self._spread(self.held[subject])
            high, x = 0.10, carrier.x + self.direction * (0.30 * wide - 0.5 * wide * (index % 2))
            share = min(share, 0.42)
        if subject.kind in bonds.ON_STRINGS and self.held[subject] in self.gripped:
            if subject.kind == "kite":
                role = replace(role, art="flownkite")
            x = carrier.x + self.direction * 0.13 * size
            high, share = 0.685, {"kite": 0.95, "balloons": 0.8}.get(subject.kind, 0.55)
        if any(tag.value == f"{grips.WORD}pan" for tag in self.held[subject].look):
            # What is tossed in a pan hops above it.
            motion = replace(carrier.motion, hop=0.11 * size, bob_s=1.1)
            x, high, share = carrier.x + self.direction * 0.42 * size, 0.49, 0.15
            return placing.prop(
                subject, role, 1.0, x, carrier.y - size * high, size * share, f"held{index}", flip=self.direction < 0,
                motion=motion, material=self.place.material,
            )  # fmt: skip
        return placing.prop(
            subject, role, 1.0, x, carrier.y - size * high, size * share, f"held{index}", flip=self.direction < 0,
            motion=carrier.motion, material=self.place.material,
        )  # fmt: skip

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
            return [*self._row(flying, 0), *self._rows(grounded, hub)]
        return self._rows(named, hub)

    def _rows(self, named: list[tuple[Subject, float]], hub: Subject | None) -> list[Slot]:
        if named and all(subject.character for subject, _ in named):
            return self._gallery(named)
        if len(named) <= MAX_ROW or hub:
            return self._row(named, 0)
        half = (len(named) + 1) // 2
        named.sort(key=lambda pair: -pair[1])  # the smaller ones stand before the larger
        behind, front = self._row(named[: len(named) - half], 1), self._row(named[len(named) - half :], 0)
        shift = 0.5 * abs(front[0].x - front[1].x) if len(front) > 1 else 0.0
        return [*(replace(slot, x=slot.x + shift, size=0.9 * slot.size) for slot in behind), *front]

    def _gallery(self, named: list[tuple[Subject, float]]) -> list[Slot]:
        """Pictures in as many rows as the frame is narrow, the first ones in front."""
        across = 5 if self.place.half_width > 0.7 else 4 if self.place.half_height < 0.7 else 3
        rows = -(-len(named) // across)
        share = -(-len(named) // rows)
        made: list[Slot] = []
        for row in reversed(range(rows)):
            made.extend(self._row(named[row * share : (row + 1) * share], row))
        return made

    def _size(self, subject: Subject, company: int) -> float:
        view = sizes.View(self.place, self.setting, self.framing, self.lift, self.product)
        called = self._called_for(subject)
        size = sizes.height(subject, company, self.near, view, flies=self._flies(subject), called=called)
        if any(how == "on" and base == subject for how, base in getattr(self, "placed", {}).values()):
            size = float(min(size, 1.05 * self.place.half_height / max(0.5, TOPS.get(subject.kind, 0.85))))
        if self.deck and ROLES[subject.kind].person:
            return float(max(size, 1.5 * self.place.half_height))  # the rail hides the legs
        return size

    def _called_for(self, subject: Subject) -> float:
        """How large a picture is by what the prompt calls it; a wide one is lower, and so is one that others sit on."""
        if subject.character is None:
            return _called(subject)
        bearing = subject in self.riders.values() or any(other == subject for _, other in self.placed.values())
        lower = min(1.0, 1.1 / max(0.3, self.pictures[subject.character - 1].aspect) ** 0.5)
        return float(_called(subject) * lower * (0.66 if bearing else 1.0))

    def _row(self, named: list[tuple[Subject, float]], row: int) -> list[Slot]:
        """One row from the leader backwards, shrunk to what the frame has room for."""
        half = self.place.half_width
        widths = [min(size * self._spread(subject), 1.1 * half) for subject, size in named]
        pictures = all(subject.character for subject, _ in named)
        room = (1.5 if len(named) == 1 else 1.4 if self.setting == "stage" and not pictures else 1.75) * half
        shrink = 1.0 if not named or named[0][0].kind == "train" else min(1.0, room / sum(widths))
        x = self.direction * sum(widths) * shrink / 2
        slots = []
        for (subject, size), width in zip(named, widths, strict=True):
            # A train shows its engine: its middle starts further back.
            back = 0.28 * size * ROLES["train"].spread if subject.kind == "train" else 0.0
            slots.append(Slot(subject, x - self.direction * (width * shrink / 2 + back), size * shrink, row))
            x -= self.direction * width * shrink
        return slots

    def _spread(self, subject: Subject) -> float:
        """Width by height of what is drawn."""
        if subject.character is not None:
            return max(0.4, min(2.6, 1.08 * self.pictures[subject.character - 1].aspect))
        return ROLES[subject.kind].spread

    def _actor(self, slot: Slot, index: int) -> list[Strip | Prop]:
        subject, size = slot.subject, slot.size
        role = ROLES[subject.kind]
        speed = self.speed if self._moves(subject, role) else 0.0
        x = slot.x + (self.centre if speed else 0.0)
        if subject.position and not speed and subject.count == 1:
            x = {"left": -0.5, "right": 0.5, "center": 0.0}.get(
                subject.position.value, x / self.place.half_width
            ) * self.place.half_width
        seed = f"actor{index}{subject.kind}"
        if subject.words.split()[-1] in kindred.MIXED:
            before = sum(other.subject == subject for other in self.slots[:index])
            role = replace(
                role,
                art=("man", "woman")[before % 2] if subject.count == 2 else _CROWD[(before + self.mix) % len(_CROWD)],
            )
        y, motion = self._stand(role, subject, size, self.random.uniform(0, 6.28))
        y -= (0.26 if subject.character is None else 0.62) * size * slot.row
        if self.tabled and role.habitat == "hand":
            y = self._table_foot() - 0.80 * self._table()
        motion = replace(motion, vx=self.direction * speed)
        course = subject.direction.value if subject.direction and speed else ""
        if course in ("away", "toward"):
            sign = 1 if course == "toward" else -1
            motion = replace(motion, vx=motion.vx * 0.15, vy=0.012 * sign, grow=0.10 * sign)
            x = slot.x
        gait, cycle_s = bonds.gait(subject, role, speed, size)
        flip, afloat = self._faces_left(slot, speed), self._afloat(role)
        grounded = (
            role.habitat in ("ground", "road", "fixed", "far", "rail", "hand", "room")
            and not afloat
            and not self._flies(subject)
            and subject.kind != "branch"
        )
        made: list[Strip | Prop] = []
        wading = afloat and role.gait == "walk" and not role.person
        if wading:
            y += 0.30 * size  # an animal in the water has its legs under it
        elif afloat and not self.deck and gait != "swim":
            wide = size * self._spread(subject)
            made.extend(extras.floats(subject, x, y, size, wide, f"{seed}raft", motion, self.direction))
        holds = self.gripped.get(subject) or grips.of(frozenset(tag.value for tag in subject.look))
        if holds and not speed and gait not in ("sit", "dance", "run", "walk", "fight"):
            gait = grips.GRIPS[holds].gait or ("strum" if gait == "strum" else "stand")
        boards = extras.board(subject, x, y, size, seed, motion, self.direction)
        if boards:
            made, y = [*made, *boards], y - 0.09 * size
        own = placing.prop(
            self._dressed(subject), role, 1.0, x, y, size, seed, flip=flip, motion=motion, gait=gait, cycle_s=cycle_s,
            grounded=grounded, material=self.place.material,
        )  # fmt: skip
        if gait == "sit" and holds:
            back = x - self.direction * 0.06 * size
            made.append(Prop("stool", 1.0, back, y, 0.22 * size, f"{seed}stool", grounded=True))
        lamps = extras.lamps_and_smoke(own, subject, self.place.palette, self.direction)
        game = extras.ball(subject, own, self.direction, self.near) if self._is_first(slot, index) else []
        fires = [*game, *extras.fire(subject, own), *extras.breath(subject, own, self.direction)]
        return [*made, own, *extras.foam(subject, own, self.direction, speed), *fires, *lamps]

    def _is_first(self, slot: Slot, index: int) -> bool:
        """Whether it is the first of several of a kind."""
        return all(other.subject != slot.subject for other in self.slots[:index])

    def _faces_left(self, slot: Slot, speed: float) -> bool:
        """Everyone faces where the group goes; those who stand and fight or talk face each other."""
        meet = any(one.action and one.action.value in ("fight", "talk", "hug") for one in self.near)
        if self.hub and not speed:
            return slot.x > next((other.x for other in self.slots if other.subject is self.hub), 0.0)
        if speed or not meet or len(self.slots) < 2:
            return self.direction < 0
        return slot.x > self.middle

    def _afloat(self, role: Role) -> bool:
        return self.wet and role.habitat in ("ground", "road", "fixed", "far", "hand", "room")

    def _moves(self, subject: Subject, role: Role) -> bool:
        if subject in self.pushed:
            return True
        if role.habitat in ("fixed", "far", "hand", "room", "wall") or (
            subject.action and subject.action.value in STILL
        ):
            return False
        return not (self._afloat(role))

    def _stand(self, role: Role, subject: Subject, size: float, phase: float) -> tuple[float, Motion]:
        """y of the anchor and how it moves on the spot."""
        place = self.place
        perched = role.gait == "flap" and bool(subject.action) and subject.action.value in bonds.PERCHED  # type: ignore[union-attr]
        if perched and not self.wet:
            return place.ground + 0.015 - (0.0 if role.art in BIRDS else 0.5 * size), Motion()
        if subject.kind == "branch":
            return place.up(0.34), Motion(bob=0.004, bob_s=3.1)
        if role.habitat == "wall":
            return place.up(0.42) + size / 2, Motion()
        if role.habitat == "air" or self._flies(subject):
            low, high = place.up(0.42), -place.half_height * 0.45
            y = self.random.uniform(high, low) if subject.count > 1 else (high + low) / 2
            y = max(y, size * 0.55 - 0.94 * place.half_height)
            if subject in self.riders.values():
                y = max(y, 0.0)  # there must be room for those on its back
            course = subject.direction.value if subject.direction else ""
            rising = course == "up" or (
                subject.kind in ("rocket", "lantern", "balloon", "balloontoy") and bool(subject.action)
            )
            if subject.kind == "rocket" and not subject.action:  # it waits on its fins
                return place.ground - 0.48 * size, Motion()
            if rising or course == "down":
                vy = (-0.5 if rising else 0.4) * place.half_height / max(2.0, self.duration_s)
                return y - 0.4 * vy * self.duration_s, Motion(vy=vy, sway=0.01, phase=phase)
            if role.habitat == "ground":  # its anchor is its feet
                y = max(y + size / 2, size - 0.9 * place.half_height)
            return y, Motion(bob=0.018, bob_s=3.4, roll=1.5, phase=phase)
        if role.habitat == "swim" or (role.habitat == "water" and self.setting in ("underwater", "sky", "space")):
            if self.setting in ("underwater", "sky", "space"):
                return self.random.uniform(-0.4, 0.35) * place.half_height, Motion(
                    bob=0.02, bob_s=3.2, roll=2, phase=phase
                )
            if not self.wet:
                return place.ground - 0.3 * size, Motion(hop=0.02, bob_s=0.7, roll=4, phase=phase)
            if subject.action and subject.action.value in ("jump", "fly"):
                return settings.water_line(place) + 0.06, Motion(hop=0.30, bob_s=3.2, roll=26, phase=0.4)
            return settings.water_line(place), Motion(bob=0.03, bob_s=2.6, roll=9, phase=phase)
        if role.habitat == "water" or self._afloat(role):
            if self.deck:
                return place.half_height + 0.02, Motion(bob=0.008, bob_s=3.6, roll=0.4)
            return settings.water_line(place), Motion(bob=0.012, bob_s=3.6, roll=2.2, phase=phase)
        y = place.ground + 0.015
        if self.framing > 1.2 and role.habitat == "ground":
            y = max(y, min(place.half_height * 0.93, -place.half_height * 0.72 + size))
        return y, self._on_the_spot(subject, phase)

    def _flies(self, subject: Subject) -> bool:
        """Whether something that belongs on the ground is said to fly; not those who fly a kite."""
        action = subject.action.value if subject.action else ""
        borne = any(rider.action and rider.action.value == "fly" for rider in self.riders)
        if borne and ROLES[subject.kind].habitat in ("ground", "hand", "road") and subject not in self.held:
            return True
        ground = ROLES[subject.kind].habitat in ("ground", "hand") and subject not in self.held.values()
        if (
            ground
            and self.setting in ("sky", "space")
            and action not in STILL
            and ROLES[subject.kind].habitat == "ground"
        ):
            return (self.setting == "sky" and not subject.relation) or action in ("float", "fly", "swim")
        return ground and (action == "fly" or (action == "float" and subject.kind != "card"))

    def _on_the_spot(self, subject: Subject, phase: float) -> Motion:
        action = subject.action.value if subject.action else ""
        if action == "jump":
            return Motion(hop=0.12, bob_s=1.3, phase=phase)
        if action == "dance":
            return Motion(hop=0.02, bob_s=1.1, roll=5, phase=phase)
        if subject.kind in ("card", "character"):
            return references.puppetry(action, moving=self.speed > 0, phase=phase)
        return Motion()

    def nearest(self) -> list[Strip | Prop]:
        """The ship's rail before those who stand at the bow; the audience before a stage."""
        if self.watching and self.setting == "stage":
            return [*onlookers.audience(self.watching, self.place)]
        if not self.deck:
            return []
        self.hides_front = True
        motion = Motion(bob=0.008, bob_s=3.6, roll=0.4)
        x = self.direction * (0.30 * self.place.half_width)
        return [Prop("deck", 1.06, x, self.place.half_height + 0.06, 0.42, "deck", motion, flip=self.direction < 0)]


_FACING: Final = frozenset({"fight", "talk", "hug"})
"""What two do who face each other."""
_CROWD: Final = ("man", "woman", "oldman", "woman", "man", "girl")
"""Who a crowd is made of."""


def _called(subject: Subject) -> float:
    """How large a picture is by what the prompt calls it, against one of nobody knows what: a cup is no person."""
    if subject.noun not in ROLES or ROLES[subject.noun].person:
        return 1.0
    return max(0.24, min(1.7, 1.1 * ROLES[subject.noun].size / ROLES["character"].size))
