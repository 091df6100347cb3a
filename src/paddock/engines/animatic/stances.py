# ruff: noqa: SIM905 - a row of words reads best as one
"""How each actor stands, floats or flies where it is, and which way it faces. Pure."""

from __future__ import annotations

from typing import Final

from paddock.engines.animatic import (
    bonds,
    kindred,
    references,
    settings,
)
from paddock.engines.animatic.birds import BIRDS
from paddock.engines.animatic.breeds import KINDS as BEASTS
from paddock.engines.animatic.cast import (
    ROLES,
    STILL,
    Role,
)
from paddock.engines.animatic.lineup import Lineup, Slot
from paddock.engines.animatic.scene import Motion
from paddock.storyboard import Subject

_LANDING = ("land", "touch", "descend", "降落", "着陆", "降临")
"""What is said of those who come down out of the air."""


_FLOWING = ("flow", "drip", "rain", "cascade", "pour", "drop", "流", "滴", "倾", "落")
"""What is said of what falls without lying down after it."""


class Stances(Lineup):
    """The line-up with the height and the motion of each."""

    def _moves(self, subject: Subject, role: Role) -> bool:
        if subject in self.pushed:
            return True
        toy = subject.size is not None and subject.size.words == "toy"
        if (
            toy
            or role.habitat in ("fixed", "far", "hand", "room", "wall")
            or (subject.action and subject.action.value in STILL)
        ):
            return False
        if subject.action is None and self._is_addressed(subject):
            return False
        if subject.action is None and kindred.is_person(subject) and not self._goes_along(subject):
            return False
        return not (self._afloat(role))

    def _is_addressed(self, subject: Subject) -> bool:
        """Whether something is done to someone, on the spot: a stag at which an archer aims stays for it."""
        before = self.near[: self.near.index(subject)] if subject in self.near else []
        doer = next((one for one in reversed(before) if kindred.is_someone(one)), None)
        if doer is None or doer.action is None or not kindred.is_someone(doer) or doer in self.riders:
            return False
        linked = doer.relation is not None and doer.relation.words in ("and", "with", "和", "与", "跟", "及")
        still = doer.action.value in STILL and doer.action.value not in _ALONE
        return still and not linked and kindred.is_someone(subject)

    def _goes_along(self, subject: Subject) -> bool:
        """Whether someone of whom nothing is said goes with those who go: who are named together, or lead them."""
        leader = next((one for one in self.near if bonds.speed(one)), None)
        if leader is None or leader == subject:
            return True
        words = leader.action.words.lower() if leader.action else ""
        if words.startswith(_LEADS) or words.endswith(" after") or subject in self.riders or leader.kind == "character":
            return True
        chain = [one.relation.words in ("and", "with", "和", "与", "跟", "及") for one in self.near if one.relation]
        return any(chain)

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

    def _stand(self, role: Role, subject: Subject, size: float, phase: float) -> tuple[float, Motion]:
        """y of the anchor and how it moves on the spot."""
        place = self.place
        perched = role.gait == "flap" and bool(subject.action) and subject.action.value in bonds.PERCHED  # type: ignore[union-attr]
        if perched and not self.wet:
            return place.ground + 0.015 - (0.0 if role.art in BIRDS else 0.5 * size), Motion()
        if subject.kind == "branch":
            return place.up(0.34), Motion(bob=0.004, bob_s=3.1)
        if role.habitat == "wall" and (self.setting in (*settings.INDOORS, "stage") or subject.kind == "windowpane"):
            return place.up(0.42) + (0.1 if subject.kind == "windowpane" else 0.5) * size, Motion()
        if role.habitat == "air" or self._flies(subject):
            low, high = place.up(0.42), -place.half_height * 0.45
            y = self.random.uniform(high, low) if subject.count > 1 else (high + low) / 2
            y = max(y, size * 0.55 - 0.94 * place.half_height)
            if subject.character is not None and len(self.slots) > 1:  # above those who stand
                y = 0.5 * size - 0.74 * place.half_height
            if subject in self.riders.values():
                y = max(y, 0.0)  # there must be room for those on its back
            course = subject.direction.value if subject.direction else ""
            if subject.action and subject.action.words.lower().startswith(_LANDING):
                course = "down"
            rising = course == "up" or (
                course != "down"
                and subject.kind in ("rocket", "lantern", "balloon", "balloontoy")
                and bool(subject.action)
            )
            if subject.kind == "rocket" and not subject.action:  # it waits on its fins
                return place.ground - 0.48 * size, Motion()
            if rising or course == "down":
                vy = (-0.5 if rising else 0.4) * place.half_height / max(2.0, self.duration_s)
                return y - 0.4 * vy * self.duration_s, Motion(vy=vy, sway=0.01, phase=phase)
            if role.habitat not in ("air", "swim", "hand"):  # its anchor is its feet
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

    @staticmethod
    def _topples(subject: Subject) -> bool:
        """Whether it lies on its side when it falls: no volcano does that lava flows down; people lie by themselves."""
        role = ROLES[subject.kind]
        words = subject.action.words.lower() if subject.action else ""
        stays = role.person or subject.kind in BEASTS or role.habitat in ("far", "air", "water", "rail")
        return not stays and not words.startswith(_FLOWING)

    def _on_the_spot(self, subject: Subject, phase: float) -> Motion:
        action = subject.action.value if subject.action else ""
        if action == "fall" and self._topples(subject):
            return Motion(roll=-82.0 if self.direction < 0 else 82.0, bob_s=1e6)  # it lies on its side
        if action == "jump":
            return Motion(hop=0.12, bob_s=1.3, phase=phase)
        if bonds.is_couple(subject):
            return Motion(sway=0.03, sway_s=2.6)
        if action == "dance":
            return Motion(hop=0.02, bob_s=1.1, roll=5, phase=phase)
        if action in ("fight", "playgame") and subject.kind in BEASTS:
            return Motion(hop=0.035, bob_s=0.7, roll=7, phase=phase)
        if subject.kind in ("card", "character"):
            return references.puppetry(action, moving=self.speed > 0, phase=phase)
        return Motion()

    def _is_first(self, slot: Slot, index: int) -> bool:
        """Whether it is the first of several of a kind."""
        return all(other.subject != slot.subject for other in self.slots[:index])

    def _faces_left(self, slot: Slot, speed: float) -> bool:
        """Everyone faces where the group goes; those who stand and have to do with each other face each other."""
        if self.hub and not speed:
            return slot.x > next((other.x for other in self.slots if other.subject is self.hub), 0.0)
        if speed or len(self.slots) < 2:
            return self.direction < 0
        meet = any(one.action and one.action.value in ("fight", "talk", "hug") for one in self.near)
        couple = any(bonds.is_couple(one) for one in self.near)
        if meet or couple:
            hosts = {base for one, (_, base) in self.placed.items() if kindred.is_someone(one)}
            spots = [
                other.x for other in self.slots if kindred.is_someone(other.subject) or other.subject in hosts
            ] or [self.middle]
            return slot.x > sum(spots) / len(spots)
        tool = self._worked_at(slot.subject)
        if tool is not None and not speed:
            return slot.x > tool.x
        other = self._partner(slot)
        return slot.x > other.x if other is not None else self.direction < 0

    def _worked_at(self, subject: Subject) -> Slot | None:
        """The board that someone writes on, the thing that they work at."""
        relation, deed = subject.relation, subject.action.value if subject.action else ""
        if relation is None or deed not in _WORKING or relation.to >= len(self.shot.subjects):
            return None
        base = self.shot.subjects[relation.to]
        return next((one for one in self.slots if one.subject == base and not kindred.is_someone(base)), None)

    def _partner(self, slot: Slot) -> Slot | None:
        """Whom someone who stays where they are has to do with."""
        standing = [one for one in self.slots if kindred.is_someone(one.subject)]
        if slot not in standing or self.pace(slot.subject):
            return None
        if len(standing) == 2:
            other = standing[1] if slot is standing[0] else standing[0]
            return other if self._address(slot.subject, other.subject) else None
        deed = slot.subject.action.value if slot.subject.action else ""
        first = next((one for one in standing if one.subject == self.near[0]), standing[0])
        if deed in _WATCHING and slot.subject != first.subject:
            return first
        after = [one for one in standing if one.subject == self._next_to(slot.subject)]
        return after[0] if deed and deed not in _ALONE and slot.subject.count == 1 and after else None

    def _next_to(self, subject: Subject) -> Subject | None:
        """Who is named right after someone: whom they do it to."""
        after = self.near[self.near.index(subject) + 1 :] if subject in self.near else []
        return next((one for one in after[:1] if kindred.is_someone(one)), None)

    def _address(self, one: Subject, other: Subject) -> bool:
        """Whether of two who stay where they are one does something to, for or before the other."""
        if one.direction or other.direction or self.pace(one) or self.pace(other):
            return False
        if one == other:
            return one.action is not None and one.action.value in _SHARED
        given = any(each.action and each.action.words.lower().startswith(GIVES) for each in (one, other))
        if given:
            return True
        deeds = [each.action.value for each in (one, other) if each.action]
        return bool(set(deeds) - _ALONE)


GIVES: Final = ("hand", "give", "pass", "offer", "deliver", "present", "递", "送", "交")
"""What one does who gives something to another."""
_LEADS: Final = (
    "follow",
    "chas",
    "lead",
    "pull",
    "walk",
    "guid",
    "accompan",
    "push",
    "carr",
    "跟",
    "追",
    "牵",
    "拉",
    "带",
)
_WORKING: Final = frozenset({"write", "paint", "work", "wash", "cook", "gaze", "dig", "pour"})
_SHARED: Final = frozenset({"eat", "drink", "playgame", "cook", "work", "throw"})
"""What two of a kind do with each other, over the same thing."""
_WATCHING: Final = frozenset({"clap", "cheer", "gaze"})
_ALONE: Final = frozenset("gaze sing strum drum dance sleep lie float swim fly conduct meditate carry".split())
"""What two may do side by side."""
