"""Those who are on, in, at or behind something, on someone's back, in someone's hands. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock.engines.animatic import (
    bonds,
    grips,
    kindred,
    placing,
)
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
        if subject.character is not None and how == "on":  # it is no wider than its share of what it is on
            upon = sum(place == ("on", other) for place in self.placed.values())
            wide = 1.5 * slot.size * self._spread(other) / max(1, upon)
            tallest = 3.0 * slot.size if other.kind in SEATS or other.character else 0.95 * slot.size
            size = max(0.5 * slot.size, min(size, tallest, wide / self._spread(subject)))
        sitting = role.person and how in ("on", "in") and other.kind in SEATS
        gait, cycle_s = bonds.gait(subject, role, 0.0, size)
        if sitting:
            gait = {"cook": "keys", "hold": "sit", "strum": "sit", "sit": "sit", "lie": "lie"}.get(
                gait, gait if gait in ("read", "eat") else "sit"
            )
        if how == "at":
            return self._at_desk(subject, base, slot, size)
        top = TOPS.get(other.noun or other.kind, BACKS.get(other.kind, 0.85))
        y = base.y
        if how == "on":
            sunk = 0.06 if subject.character is not None else 0.225
            seated = sitting or gait == "sit"
            room = base.y + 0.88 * self.place.half_height - top * slot.size  # up to a little below the frame's edge
            least = 0.25 * self.place.half_height
            size = max(min(size, room * (1.3 if seated else 1.0)), least)
            if role.habitat == "ground" and ROLES[other.kind].size >= 0.5:  # whoever is on a cliff is small
                size = max(min(size, 0.55 * slot.size), least)
            y = base.y - top * slot.size + (sunk * size if seated else 0.0)
        elif how == "in":
            y = base.y - min(top, 0.55) * slot.size * 0.45 + (0.30 * size if role.gait == "walk" else 0.0)
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
            nested = {on: self._guest(one, on, own, Slot(subject, own.x, size, 0)) for one, on in others}
            within = nested.get("in", []) + nested.get("behind", []) + nested.get("at", [])
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
        if kindred.is_mixed(rider):
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
            share = max(0.16, 0.5 * called_size(subject) + 0.08)
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
