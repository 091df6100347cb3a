"""How each actor stands, floats or flies where it is, and which way it faces. Pure."""

from __future__ import annotations

from paddock.engines.animatic import (
    bonds,
    references,
    settings,
)
from paddock.engines.animatic.birds import BIRDS
from paddock.engines.animatic.cast import (
    ROLES,
    STILL,
    Role,
)
from paddock.engines.animatic.lineup import Lineup, Slot
from paddock.engines.animatic.scene import Motion
from paddock.storyboard import Subject


class Stances(Lineup):
    """The line-up with the height and the motion of each."""

    def _moves(self, subject: Subject, role: Role) -> bool:
        if subject in self.pushed:
            return True
        if role.habitat in ("fixed", "far", "hand", "room", "wall") or (
            subject.action and subject.action.value in STILL
        ):
            return False
        return not (self._afloat(role))

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
        if role.habitat == "wall":
            return place.up(0.42) + (0.1 if subject.kind == "windowpane" else 0.5) * size, Motion()
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

    def _on_the_spot(self, subject: Subject, phase: float) -> Motion:
        action = subject.action.value if subject.action else ""
        if action == "jump":
            return Motion(hop=0.12, bob_s=1.3, phase=phase)
        if action == "dance":
            return Motion(hop=0.02, bob_s=1.1, roll=5, phase=phase)
        if subject.kind in ("card", "character"):
            return references.puppetry(action, moving=self.speed > 0, phase=phase)
        return Motion()

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
