"""The actors of one shot: who is near and who far, where each stands, how large, moving how. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from typing import Final

from paddock.engines.animatic import palette as palettes
from paddock.engines.animatic import settings
from paddock.engines.animatic.cast import BACKS, FRAMING, PHASES, ROLES, SPEEDS, STILL, TURN_WAY, Role
from paddock.engines.animatic.palette import COLOURS
from paddock.engines.animatic.scene import Motion, Prop, Strip
from paddock.engines.animatic.settings import Place
from paddock.storyboard import Shot, Subject

MAX_ROW: Final = 5
_ROOMY: Final = {"room": 1.7, "underwater": 1.6, "sky": 1.25}
"""Where actors are larger, because the scenery is near or of no known size."""
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
        pictures: tuple[float, ...],
    ) -> None:  # fmt: skip
        self.place, self.setting, self.shot, self.random, self.direction = place, setting, shot, random, direction
        self.pictures = pictures
        self.duration_s = shot.end_s - shot.start_s
        framing = FRAMING.get(shot.framing.value, 1.0) if shot.framing else 1.0
        self.framing = framing
        self.deck = any(subject.kind == "deck" for subject in subjects)
        cast = [subject for subject in subjects if subject.kind in ROLES]
        self.far = [subject for subject in cast if self._is_far(subject, len(cast))]
        self.near = [subject for subject in cast if subject not in self.far]
        self.held = _held(self.near)
        self.riders = _riders(self.near)
        self.hides_front = False
        self.speed = self._group_speed()
        self.slots = self._slots()
        self.follow = self._follow()

    def _is_far(self, subject: Subject, company: int) -> bool:
        if subject.distance:
            return subject.distance.value == "far"
        return ROLES[subject.kind].habitat == "far" and (company > 1 or self.setting in ("sea", "coast"))

    @property
    def wet(self) -> bool:
        return self.setting in settings.WET

    def _group_speed(self) -> float:
        """Units a second of the whole group; the first that moves sets it."""
        for subject in self.near:
            speed = _speed(subject)
            if speed:
                slow = 0.7 if any(word in self.shot.text.lower() for word in ("slow", "缓缓", "慢")) else 1.0
                scale = min(1.35, 0.6 + 0.4 * self.framing)
                return min(speed * slow * scale, MAX_TRAVEL / self.duration_s)
        return 0.0

    def _follow(self) -> float:
        """Share of the actors' way that the camera goes with them: all but what fits into the frame."""
        way = self.speed * self.duration_s
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
    def centre(self) -> float:
        """x of the group's middle at the start of the shot."""
        return -self.direction * self.speed * self.duration_s / 2

    def ground(self) -> list[Strip | Prop]:
        """Rails or water under those who need them."""
        place, habitats = self.place, {ROLES[subject.kind].habitat for subject in self.near}
        if "rail" in habitats:
            bank = palettes.rgb("#cfd6da" if place.snow else "#7d6a58")
            return [Strip("track", 0.97, place.ground - 0.012, "track", bank, 0.0, material=place.material)]
        if "water" in habitats and not self.wet:
            return settings.waves(place, (0.9,))
        if "road" in habitats and self.setting not in ("city", "street", "desert", "snowfield"):
            return [Strip("road", 0.97, place.ground - 0.02, "road", palettes.rgb("#77706c"), 0.0)]
        return []

    def behind(self) -> list[Strip | Prop]:
        made: list[Strip | Prop] = []
        for index, subject in enumerate(self.far):
            made.extend(self._distant(subject, index))
        return made

    def _distant(self, subject: Subject, index: int) -> list[Strip | Prop]:
        """Something far off: on a rock in the sea, on the hills elsewhere, opposite to the actors' start."""
        place, role = self.place, ROLES[subject.kind]
        depth = 0.4
        side = self.direction * (1 if self.near else 0.3)
        x = side * place.half_width * (0.46 - 0.5 * index) + self.random.uniform(-0.05, 0.05)
        size = role.size * (0.95 if role.habitat == "far" else 0.5) * place.tall**0.5
        seed = f"far{index}"
        made: list[Strip | Prop] = []
        y = place.up(0.27) if self.wet else place.up(0.10)
        if role.habitat in ("air", "swim"):
            y = place.up(0.6)
        elif self.wet and role.habitat != "water":
            made.append(Prop("reef", depth, x, y + 0.03, 0.10, seed, fade=0.1))
            y -= 0.035
        flip = self.direction > 0 and role.speed > 0
        gait, cycle_s = _gait(subject, role, 0.0, size)
        made.append(
            _prop(
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
        made: list[Strip | Prop] = []
        for index, slot in enumerate(self.slots):
            made.extend(self._actor(slot, index))
            for number, held in enumerate(thing for thing, carrier in self.held.items() if carrier == slot.subject):
                made.append(self._in_hand(held, number, made[-1], slot.size))
            made.extend(
                self._rider(rider, made[-1], slot) for rider, mount in self.riders.items() if mount == slot.subject
            )
        return made

    def _rider(self, rider: Subject, mount: Strip | Prop, slot: Slot) -> Prop:
        """Someone on an animal's back: hips on the back, going as the animal goes."""
        assert isinstance(mount, Prop)
        role = ROLES[rider.kind]
        size = role.size / ROLES[slot.subject.kind].size * slot.size * 0.92
        y = mount.y - BACKS.get(slot.subject.kind, 0.55) * slot.size + 0.41 * size
        motion = replace(mount.motion, bob=0.012 * slot.size / 0.3, bob_s=mount.cycle_s)
        gait = "ride" if role.gait == "walk" else role.gait
        return _prop(
            rider, role, 1.0, mount.x, y, size, "rider", flip=self.direction < 0, motion=motion, gait=gait,
            material=self.place.material,
        )  # fmt: skip

    def _in_hand(self, subject: Subject, index: int, carrier: Strip | Prop, size: float) -> Prop:
        """Something in its carrier's hands: before its middle, moving as it does."""
        assert isinstance(carrier, Prop)
        high, share = _IN_HAND.get(subject.kind, (0.30, 0.42))
        x = carrier.x + self.direction * size * ((0.10 if high > 0.4 else 0.18) + 0.12 * index)
        role = ROLES[subject.kind]
        return _prop(
            subject, role, 1.0, x, carrier.y - size * high, size * share, f"held{index}", flip=self.direction < 0,
            motion=carrier.motion, material=self.place.material,
        )  # fmt: skip

    def _slots(self) -> list[Slot]:
        """A place for everyone near: side by side, the first in front, in two rows where one would be too crowded."""
        waiting = [subject for subject in self.near if subject not in self.held and subject not in self.riders]
        everyone = [subject for subject in waiting for _ in range(min(subject.count, 6))]
        sizes = [self._size(subject, len(everyone)) for subject in everyone]
        named = list(zip(everyone, sizes, strict=True))
        if len(named) <= MAX_ROW:
            return self._row(named, 0)
        half = (len(named) + 1) // 2
        return [*self._row(named[half:], 1), *self._row(named[:half], 0)]

    def _size(self, subject: Subject, company: int) -> float:
        role = ROLES[subject.kind]
        scale = self.framing if role.habitat not in ("far", "rail") else min(self.framing, 1.3)
        scale *= _ROOMY.get(self.setting, 1.0) if scale < 1.5 else 1.0
        crowd = 1.0 if company == 1 else 0.86 if company < 4 else 0.7
        size = role.size * scale * min(self.place.tall, 1.35) ** 0.5 * crowd
        return float(min(size, 1.76 * self.place.half_height))

    def _row(self, named: list[tuple[Subject, float]], row: int) -> list[Slot]:
        """One row from the leader backwards, shrunk to what the frame has room for."""
        half = self.place.half_width
        widths = [min(size * self._spread(subject), 1.1 * half) for subject, size in named]
        room = (1.5 if len(named) == 1 else 1.4 if self.setting == "stage" else 1.8) * half
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
            return max(0.4, min(2.6, 1.08 * self.pictures[subject.character - 1]))
        return ROLES[subject.kind].spread

    def _actor(self, slot: Slot, index: int) -> list[Strip | Prop]:
        subject, size = slot.subject, slot.size
        role = ROLES[subject.kind]
        speed = self.speed if self._moves(subject, role) else 0.0
        x = slot.x + (self.centre if speed else 0.0)
        seed = f"actor{index}{subject.kind}"
        y, motion = self._stand(role, subject, size, self.random.uniform(0, 6.28))
        y -= 0.8 * size * slot.row
        motion = replace(motion, vx=self.direction * speed)
        gait, cycle_s = _gait(subject, role, speed, size)
        flip, afloat = self.direction < 0, self._afloat(role)
        grounded = role.habitat in ("ground", "road", "fixed", "far", "rail") and not afloat
        made: list[Strip | Prop] = []
        if afloat and not self.deck:
            raft = max(0.09, 0.44 * size * self._spread(subject))
            made.append(Prop("raft", 1.0, x, y, raft, seed, motion, flip))
        made.append(_prop(
            subject, role, 1.0, x, y, size, seed, flip=flip, motion=motion, gait=gait, cycle_s=cycle_s,
            grounded=grounded, material=self.place.material,
        ))  # fmt: skip
        return made + self._lamps_and_smoke(slot, x, y, motion)

    def _lamps_and_smoke(self, slot: Slot, x: float, y: float, motion: Motion) -> list[Strip | Prop]:
        subject, size, flip = slot.subject, slot.size, self.direction < 0
        if subject.kind == "train":
            chimney = x + self.direction * size * 2.17
            smoke = Prop(
                "smoke", 1.0, chimney, y - 0.98 * size, size * 0.8, "smoke", motion, flip, cycle_s=0.9, gait="puff"
            )
            return [*self._headlight(x, y, size, motion, flip), smoke]
        if ROLES[subject.kind].habitat == "road" and self.place.palette.lamps > 0.5:
            return self._headlight(x, y, size, motion, flip, reach=1.05, height=0.32)
        if subject.kind == "lighthouse":
            return [Prop("beam", 1.0, x, y - 0.835 * size, size * 0.34, "beam", Motion(turn_s=5.0, phase=1))]
        return []

    def _headlight(
        self, x: float, y: float, size: float, motion: Motion, flip: bool, reach: float = 2.62, height: float = 0.5
    ) -> list[Strip | Prop]:
        if self.place.palette.lamps < 0.2:
            return []
        front = x + (-1 if flip else 1) * size * reach
        return [
            Prop("headlight", 1.0, front, y - height * size, size * 0.8, "headlight", replace(motion, roll=0), flip)
        ]

    def _afloat(self, role: Role) -> bool:
        return self.wet and role.habitat in ("ground", "road", "fixed", "far")

    def _moves(self, subject: Subject, role: Role) -> bool:
        if role.habitat in ("fixed", "far") or (subject.action and subject.action.value in STILL):
            return False
        return not (self._afloat(role))

    def _stand(self, role: Role, subject: Subject, size: float, phase: float) -> tuple[float, Motion]:
        """y of the anchor and how it moves on the spot."""
        place = self.place
        if role.habitat == "air" or self._flies(subject):
            low, high = place.up(0.42), -place.half_height * 0.45
            y = self.random.uniform(high, low) if subject.count > 1 else (high + low) / 2
            if role.habitat == "ground":  # its anchor is its feet
                y = max(y + size / 2, size - 0.9 * place.half_height)
            return y, Motion(bob=0.018, bob_s=3.4, roll=1.5, phase=phase)
        if role.habitat == "swim":
            if self.setting == "underwater":
                return self.random.uniform(-0.4, 0.35) * place.half_height, Motion(
                    bob=0.02, bob_s=3.2, roll=2, phase=phase
                )
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
        ground = ROLES[subject.kind].habitat == "ground" and subject not in self.held.values()
        return ground and (action == "fly" or (action == "float" and subject.kind != "card"))

    def _on_the_spot(self, subject: Subject, phase: float) -> Motion:
        action = subject.action.value if subject.action else ""
        if action == "jump":
            return Motion(hop=0.12, bob_s=1.3, phase=phase)
        if action == "dance":
            return Motion(hop=0.02, bob_s=1.1, roll=5, phase=phase)
        if subject.kind in ("card", "character"):
            walking = action in ("walk", "run", "drive", "carry", "")
            return Motion(
                hop=0.02 if walking and self.speed else 0.004,
                bob_s=0.9 if action == "run" else 1.5,
                roll=2.0,
                phase=phase,
            )
        return Motion()

    def nearest(self) -> list[Strip | Prop]:
        """The ship's rail before those who stand at the bow."""
        if not self.deck:
            return []
        self.hides_front = True
        motion = Motion(bob=0.008, bob_s=3.6, roll=0.4)
        x = self.direction * (0.30 * self.place.half_width)
        return [Prop("deck", 1.06, x, self.place.half_height + 0.06, 0.42, "deck", motion, flip=self.direction < 0)]


def _held(subjects: list[Subject]) -> dict[Subject, Subject]:
    """Who is carried, and by whom."""
    held: dict[Subject, Subject] = {}
    for before, subject in pairwise(subjects):
        carrier = held.get(before, before)
        if _is_held(carrier, subject) and not (before in held and subject.action is None):
            held[subject] = carrier
    return held


def _is_held(before: Subject, subject: Subject) -> bool:
    """Whether the words between the two say that the first carries the second."""
    role = ROLES[subject.kind]
    creature = before.kind == "character" or ROLES[before.kind].gait == "walk"
    carried = any(one.action is not None and one.action.value == "carry" for one in (before, subject))
    flown = (
        before.action is not None and before.action.value == "fly" and subject.kind in ("kite", "balloon", "lantern")
    )
    carried = carried or flown
    return creature and carried and role.gait != "walk" and role.habitat not in ("far", "rail", "road", "water")


def _riders(subjects: list[Subject]) -> dict[Subject, Subject]:
    """Who sits on whom: "a knight rides a horse"."""
    return {
        before: subject
        for before, subject in pairwise(subjects)
        if before.action is not None and before.action.value == "ride" and subject.kind in BACKS
    }


def _speed(subject: Subject) -> float:
    role = ROLES[subject.kind]
    action = subject.action.value if subject.action else ""
    if role.habitat in ("fixed", "far") or action in STILL:
        return 0.0
    if role.habitat == "ground":
        if not action:
            return role.speed * 0.8
        return SPEEDS.get(action, 0.0) * (1.35 if role.art == "horse" else 1.0)
    return role.speed * (1.6 if action in ("run", "jump") else 1.0)


def _gait(subject: Subject, role: Role, speed: float, size: float) -> tuple[str, float]:
    """Name and seconds of the cycle, so that feet go as far as the body does."""
    action = subject.action.value if subject.action else ""
    if role.gait in ("flap", "swim", "flicker"):
        return role.gait, {"flap": 0.5, "swim": 1.0, "flicker": 0.5}[role.gait]
    if role.art in TURN_WAY and speed:
        return "turn", TURN_WAY[role.art] * size / speed
    if role.art in PHASES:
        return "turn", 2.5
    if role.gait != "walk":
        return "", 1.0
    if speed == 0:
        return action if action in ("gaze", "wave", "dance", "sit") else "stand", 2.0
    running = action == "run"
    stride = size * role.stride * (1.7 if running else 1.0)
    return ("run" if running else "walk"), min(2.0, max(0.42, stride / speed))


def _prop(
    subject: Subject, role: Role, depth: float, x: float, y: float, size: float, seed: str, *, flip: bool,
    motion: Motion, fade: float = 0.0, gait: str = "", cycle_s: float = 1.0, grounded: bool = False,
    material: tuple[str, ...] = (),
) -> Prop:  # fmt: skip
    return Prop(
        role.art, depth, x, y, size, seed, motion, flip, COLOURS.get(subject.colour.value) if subject.colour else None,
        subject.words if subject.kind == "card" else "", cycle_s,
        gait or ("stand" if role.gait == "walk" else role.gait),
        subject.character - 1 if subject.character else None, fade, material, grounded,
    )  # fmt: skip
