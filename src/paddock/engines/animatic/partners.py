"""Those who are on, in, at or behind something, on someone's back, in someone's hands. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from paddock.engines.animatic import (
    bonds,
    grips,
    kindred,
    people,
    placing,
    references,
)
from paddock.engines.animatic.breeds import KINDS as BEASTS
from paddock.engines.animatic.cast import (
    ABOARD,
    BACKS,
    ROLES,
    SEATS,
    TOPS,
)
from paddock.engines.animatic.lineup import Slot, called_size
from paddock.engines.animatic.scene import Motion, Prop
from paddock.engines.animatic.stances import Stances
from paddock.storyboard import Subject, Tag

_IN_HAND: Final = {"umbrella": (0.50, 0.62), "lantern": (0.42, 0.24), "balloon": (1.25, 0.45), "kite": (1.3, 0.5)}
"""How high above the feet a thing is held and how large it is, both in heights of its carrier."""
_ON_THEIR_FEET: Final = frozenset({"jump", "dance", "fight", "cheer", "walk", "run", "throw", "kick"})
"""What nobody does sitting on a bed or a bench."""
_TUBS: Final = frozenset({"bathtub", "hottub", "barrel", "bucket", "basket", "box", "crib", "cradle", "cauldron"})
"""What one looks out of."""
_SITTING: Final = frozenset({"wave", "clap", "talk", "think", "point", "phone", "cheer", "pray", "drum", "gaze"})
"""What hands do while one sits."""
_AT_TABLE: Final = {"sleep": "slump", "gaze": "sit", "carry": "sit", "stand": "sit"}
"""How one sits at a table who does nothing with the hands."""
_FACING: Final = frozenset({"fight", "talk", "hug"})
"""What two do who face each other."""
CROWD: Final = ("man", "woman", "oldman", "woman", "man", "girl")
"""Who a crowd is made of."""


_DECKS: Final = {
    "ship": 0.22, "ferry": 0.42, "cargoship": 0.38, "junkboat": 0.22, "cruiseship": 0.32, "aircraftcarrier": 0.26,
}  # fmt: skip
"""How high the decks of large ships are, in the ship's heights."""


class Partners(Stances):
    """The line-up with all who go with another."""

    def _belongings(self, carrier: Subject, base: Prop, size: float, *, first: bool) -> list[Prop]:
        """What someone has in hand, but for what is drawn into the figure; of one thing of several, one has it."""
        things = [thing for thing, other in self.held.items() if other == carrier]
        pictures = [thing.character for thing in things]
        things = [one for at, one in enumerate(things) if one.character is None or one.character not in pictures[:at]]
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
        if wearer.character:
            spot = references.fitted(spot, self.pictures[wearer.character - 1])
        wide = size * self._spread(wearer)
        head = self.pictures[wearer.character - 1].head if wearer.character and spot.up > 0.6 else 0.0
        share = min(spot.size * size, 0.9 * wide) if wearer.character else 0.8 * spot.size * size
        x = base.x + head * wide + self.direction * spot.ahead * min(size, wide)
        if wearer.character and not self.pictures[wearer.character - 1].cut and spot.up < 0.85:
            # Where in a whole photograph a face is nobody knows: what is worn hangs at its edge.
            x = base.x - self.direction * 0.5 * wide
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
        if subject.action and subject.action.value == "pour" and f"{grips.POURING}{thing}" in grips.GRIPS:
            thing = f"{grips.POURING}{thing}"
        return replace(subject, look=(*subject.look, Tag(f"{grips.WORD}{thing}", thing), *paint))

    def _guest(self, subject: Subject, how: str, base: Prop, slot: Slot, aside: float = 0.0) -> list[Prop]:
        """Those who are on, in, under or behind a thing, moving as it moves; `aside` in shares of its width."""
        role, other = ROLES[subject.kind], slot.subject
        size = self._size(subject, 1) * (slot.size / self._size(other, 1))
        size = min(size, 1.4 * slot.size) if how == "in" else size
        if subject.character is not None and how == "on":  # it is no wider than its share of what it is on
            upon = sum(place == ("on", other) for place in self.placed.values())
            wide = 1.5 * slot.size * self._spread(other) / max(1, upon)
            tallest = 3.0 * slot.size if other.kind in SEATS or other.character else 0.95 * slot.size
            size = max(0.5 * slot.size, min(size, tallest, wide / self._spread(subject)))
        stands = subject.action is not None and (
            subject.action.value in _ON_THEIR_FEET or bonds.stands_on(subject.action.words)
        )
        sitting = role.person and how in ("on", "in") and other.kind in SEATS and not stands
        gait, cycle_s = bonds.gait(subject, role, 0.0, size)
        if sitting:
            pose = {"cook": "keys", "hold": "sit", "strum": "sit", "stand": "sit"}.get(gait, gait)
            with_hands = f"{people.SEAT}{pose}" if pose in _SITTING else "sit"
            gait = pose if pose in ("read", "eat", "keys", "sit", "lie") else with_hands
        if how == "climbs":
            return [self._climber(subject, base, slot, size)]
        if how == "borne":
            return [self._borne(subject, base, slot, size)]
        if how == "at":
            return self._at_desk(subject, base, slot, size)
        top = TOPS.get(other.noun or other.kind, BACKS.get(other.kind, 0.85))
        y = base.y
        if how == "on":
            sunk = 0.06 if subject.character is not None else 0.225
            lies = role.person and gait in ("lie", "fallen", "lotus")
            seated = (sitting or gait == "sit") and not lies
            if role.person and not sitting and gait in ("sit", "read", "eat") and subject.character is None:
                gait, seated = f"{people.FLOOR}{gait}", False
            most = 0.66 if any(move.value == "push_in" for move in self.shot.moves) and subject.character else 0.88
            room = base.y + most * self.place.half_height - top * slot.size  # up to a little below the frame's edge
            least = 0.25 * self.place.half_height
            size = max(min(size, room * (1.3 if seated and subject.character is None else 1.0)), least)
            if role.habitat == "far":
                wide = 0.66 * slot.size * self._spread(other) / self._spread(subject)
                size = min(size, wide, self.place.half_height)
            if role.habitat == "ground" and ROLES[other.kind].size >= 0.5:  # whoever is on a cliff is small
                size = max(min(size, 0.55 * slot.size), least)
            y = base.y - top * slot.size + (sunk * size if seated else 0.0)
        elif how == "in":
            y = base.y - min(top, 0.55) * slot.size * 0.45 + (0.30 * size if role.gait == "walk" else 0.0)
            if role.person and other.kind in _TUBS:  # head and shoulders over the rim
                y = min(y, base.y - 0.72 * slot.size + 0.62 * size)
        elif how == "behind":
            y = base.y - 0.03 * slot.size
        aboard = how in ("on", "in") and other.kind in _DECKS and role.habitat == "ground"
        if aboard:  # small on the deck of a large ship, by the helm
            size = min(size, 0.30 * slot.size)
            y = base.y - _DECKS[other.kind] * slot.size
            aside = -0.62
        if role.habitat in ("air", "swim") and role.gait != "flap" and gait not in ("sit", "stand"):
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
            shift += aside * room if how == "on" or aboard else 0.0
            shift = -shift if how == "under" and aside < 0 else shift  # two under one tree: one on each side
            flat = "stand" if role.gait == "flap" else gait
            each = replace(role, art=("man", "woman")[index % 2]) if count > 1 and kindred.is_mixed(subject) else role
            own = placing.prop(
                self._dressed(subject), each, 1.0, base.x + self.direction * shift, y, size,
                f"guest{index}{subject.kind}",
                flip=(self.direction < 0) != (count == 2 and gait in _FACING and index == 1),
                motion=self._upon(subject, base.motion, how), gait=flat, cycle_s=cycle_s,
                grounded=how == "under", material=self.place.material,
            )  # fmt: skip
            # A bird in a cage on a table: those who are on a guest go where it goes.
            others = [(one, on) for one, (on, host) in self.placed.items() if host == subject and index == 0]
            nested = {on: self._guest(one, on, own, Slot(subject, own.x, size, 0)) for one, on in others}
            within = nested.get("in", []) + nested.get("behind", []) + nested.get("at", [])
            pictures = {**self.held, **{thing: wearer for thing, (wearer, _) in self.worn.items()}}
            owned = [thing for thing, other in pictures.items() if other == subject and thing.character]
            made.extend((*within, own, *nested.get("on", []), *nested.get("under", [])))
            if subject.character and owned:
                made.extend(self._belongings(subject, own, size, first=index == 0))
        return made

    def _upon(self, subject: Subject, motion: Motion, how: str) -> Motion:
        """How someone moves who is on something: as it does, and up and down where they jump on it."""
        if how == "on" and subject.action is not None and subject.action.value == "jump":
            return replace(motion, hop=0.13, bob_s=1.7, roll=0.0)
        return replace(motion, hop=0.0, roll=motion.roll * 0.5)

    def _climber(self, subject: Subject, rock: Prop, slot: Slot, size: float) -> Prop:
        """Someone on the face of a rock or a trunk, slowly going up."""
        role, size = ROLES[subject.kind], min(size, 0.62 * slot.size)
        wide = slot.size * self._spread(slot.subject)
        aside = 0.26 * wide if slot.subject.kind == "cliffrock" else 0.1 * size
        x = rock.x - self.direction * aside
        rise = 0.22 * slot.size / max(2.0, self.duration_s)
        y = rock.y - 0.18 * slot.size
        gait, cycle_s = bonds.gait(subject, role, 0.0, size)
        return placing.prop(
            self._dressed(subject), role, 1.0, x, y, size, f"climber{subject.kind}", flip=self.direction < 0,
            motion=Motion(vy=-rise), gait=gait, cycle_s=cycle_s, material=self.place.material,
        )  # fmt: skip

    def _borne(self, subject: Subject, carrier: Prop, slot: Slot, size: float) -> Prop:
        """Whoever is on somebody's shoulders, head or lap, going as they go."""
        role, ahead = ROLES[subject.kind], -1 if carrier.flip else 1
        words = subject.relation.words if subject.relation else ""
        high = 0.98 if "head" in words else 0.42 if "lap" in words or "knee" in words else 0.74
        x, gait = carrier.x - ahead * 0.07 * slot.size, "stand"
        thing = role.habitat == "hand"
        size = min(size, (0.24 if thing else 0.75) * slot.size)
        x = carrier.x + (0.02 * ahead * slot.size if thing and "head" in words else x - carrier.x)
        y = carrier.y - high * slot.size
        if role.person:
            y, gait = y + 0.40 * size, "ride"
        elif "lap" in words:
            gait = "lie"
        return placing.prop(
            self._dressed(subject), role, 1.0, x, y, size, f"borne{subject.kind}", flip=carrier.flip,
            motion=carrier.motion, gait=gait, cycle_s=2.0, material=self.place.material,
        )  # fmt: skip

    def _at_desk(self, subject: Subject, base: Prop, slot: Slot, size: float) -> list[Prop]:
        """Those who sit at a table or a piano: on stools beside it, the first behind it, the second facing it."""
        made: list[Prop] = []
        deed = subject.action.value if subject.action else ""
        pose = {"read": "read", "eat": "eat", "drink": "eat", "talk": "talk", "sit": "sit"}.get(deed, "keys")
        pose = _AT_TABLE.get(deed, f"{people.SEAT}{deed}" if deed in ("wave", "think", "phone", "clap") else pose)
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
            if kindred.is_mixed(subject):
                role = replace(role, art=CROWD[index % len(CROWD)])
            made.append(placing.prop(
                self._dressed(subject), role, 1.0, x, base.y, size, f"desk{index}{subject.kind}",
                flip=flip, motion=Motion(), gait=pose, cycle_s=1.2, grounded=True, material=self.place.material,
            ))  # fmt: skip
            things = [thing for thing, other in self.held.items() if other == subject and index == 0]
            made.extend(self._in_hand(thing, number, made[-1], 0.8 * size) for number, thing in enumerate(things))
        return made

    def _rider(self, rider: Subject, mount: Prop, slot: Slot, number: int = 0) -> Prop:
        """Someone on an animal's back: hips on the back, going as the animal goes; the second sits behind the first."""
        role, ahead_of = ROLES[rider.kind], -1 if mount.flip else 1
        size = min(role.size / ROLES[slot.subject.kind].size * 0.92, 1.7) * slot.size
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
            x, y = mount.x + ahead_of * ahead * slot.size, mount.y - seat * slot.size + 0.225 * size
            if (
                ROLES[slot.subject.kind].habitat == "water"
                and role.person
                and slot.subject.kind not in ("speedboat", "boat")
            ):
                rider = replace(rider, look=(*rider.look, Tag(f"{grips.WORD}oar", "oar")))
        if kindred.is_mixed(rider):
            role = replace(role, art=("man", "woman")[number % 2])
        x -= ahead_of * 0.17 * size * number
        nth = re.match(r"actor(\d+)", mount.seed)  # the second on a horse of his own looks like himself
        return placing.prop(
            rider, role, 1.0, x, y, size, f"rider{number + int(nth[1] if nth else 0)}{rider.kind}", flip=mount.flip,
            motion=motion, gait=gait, material=self.place.material,
        )  # fmt: skip

    def _handed(self, thing: Subject, carrier: Prop, wide: float) -> tuple[float, float] | None:
        """How high and at which x a picture is that its carrier, so wide, hands over to somebody, or has been given."""
        gift = references.passed(self.shot).get(thing.character or 0)
        spots = {slot.subject.character: slot.x for slot in self.slots if slot.subject.character}
        if gift is None or not all(number in spots for number in gift):
            return None
        here, there = gift if self.held[thing].character == gift[0] else reversed(gift)
        return 0.24, carrier.x + (0.5 if spots[there] > spots[here] else -0.5) * wide

    def _in_hand(self, subject: Subject, index: int, carrier: Prop, size: float) -> Prop:
        """Something in its carrier's hands: before its middle, moving as it does."""
        carrier_kind, ahead = self.held[subject].kind, -1 if carrier.flip else 1
        role = ROLES[subject.kind]
        high, share = _IN_HAND.get(subject.kind, (0.30, 0.42))
        if subject.noun:
            share = max(0.16, 0.5 * called_size(subject) + 0.08)
        if subject.kind not in _IN_HAND and role.habitat == "hand":
            share = min(0.62, max(0.20, 1.15 * role.size / max(0.05, ROLES[carrier_kind].size)))
            action = subject.action.value if subject.action else ""
            high = 0.44 if action in ("eat", "drink", "read") else 0.40 - 0.10 * share
            if any(one.action and one.action.value in ("kick",) for one in self.near):
                high = 0.0
        if subject.character is None and subject.kind not in _IN_HAND:
            share = min(share, 0.42 / max(1.0, ROLES[subject.kind].spread))
        x = carrier.x + ahead * size * ((0.10 if high > 0.4 else 0.16) + 0.12 * index)
        base = (
            self.shot.subjects[subject.relation.to]
            if subject.relation and subject.relation.to < len(self.shot.subjects)
            else None
        )
        if base in self.held and subject.relation and subject.relation.value in ("on", "in"):  # on a tray in the hand
            high, share = 0.70 if base is not None and base.kind == "tray" else 0.42, 0.17
            x = carrier.x + ahead * size * (0.17 + 0.07 * (index - 1))
        share *= {"tiny": 0.45, "small": 0.75, "large": 1.25, "huge": 1.6}.get(
            subject.size.value if subject.size else "", 1.0
        )
        if ROLES[carrier_kind].art in BEASTS and subject.kind not in _IN_HAND:  # in its mouth
            x, high, share = carrier.x + ahead * 0.74 * size, 0.62, min(share, 0.30)
        if self.held[subject].character is not None and subject.kind not in _IN_HAND:
            # Nobody knows where a picture's hands are: below its face, at the side it goes to.
            wide = size * self._spread(self.held[subject])
            high, x = 0.10, carrier.x + ahead * (0.30 * wide - 0.5 * wide * (index % 2))
            share = min(share, 0.42)
            high, x = self._handed(subject, carrier, wide) or (high, x)
        if subject.kind in bonds.ON_STRINGS and self.held[subject] in self.gripped:
            if subject.kind == "kite":
                role = replace(role, art="flownkite")
            x = carrier.x + ahead * 0.13 * size
            high, share = 0.685, {"kite": 0.95, "balloons": 0.8}.get(subject.kind, 0.55)
        if any(tag.value == f"{grips.WORD}pan" for tag in self.held[subject].look):
            # What is tossed in a pan hops above it.
            motion = replace(carrier.motion, hop=0.11 * size, bob_s=1.1)
            x, high, share = carrier.x + ahead * 0.42 * size, 0.49, 0.15
            return placing.prop(
                subject, role, 1.0, x, carrier.y - size * high, size * share, f"held{index}", flip=carrier.flip,
                motion=motion, material=self.place.material,
            )  # fmt: skip
        return placing.prop(
            subject, role, 1.0, x, carrier.y - size * high, size * share, f"held{index}", flip=carrier.flip,
            motion=carrier.motion, material=self.place.material,
        )  # fmt: skip
