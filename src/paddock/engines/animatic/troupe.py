"""The actors of one shot as items of its scene, back to front. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock.engines.animatic import (
    bonds,
    extras,
    grips,
    kindred,
    onlookers,
    placing,
    riding,
    settings,
)
from paddock.engines.animatic import palette as palettes
from paddock.engines.animatic.cast import (
    ABOARD,
    ROLES,
)
from paddock.engines.animatic.lineup import ROW_UP, Slot
from paddock.engines.animatic.partners import CROWD, Partners
from paddock.engines.animatic.scene import Motion, Prop, Strip
from paddock.storyboard import Subject, Tag

_MANY_COLOURED: Final = frozenset(
    {"balloon", "balloontoy", "tulip", "butterfly", "umbrella", "kite", "lantern", "gift"}
)
_PAINTS: Final = ("red", "yellow", "blue", "green", "orange", "purple")
"""What several of them are painted."""


class Troupe(Partners):
    """The actors of one shot: who stands where, how large, moving how."""

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

    def behind(self) -> list[Strip | Prop]:
        made: list[Strip | Prop] = []
        for index, subject in enumerate(self.far):
            made.extend(self._distant(subject, index))
        if self.watching and self.setting != "stage":
            made.extend(onlookers.spectators(self.watching, self.place))
        return [*made, *self._waiting()]

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
                if mount == slot.subject
                and (first or rider.count > sum(one.subject == mount for one in self.slots[:index]))
            ]
            inside = slot.subject.kind in ABOARD
            if ROLES[slot.subject.kind].habitat == "wall" or slot.subject.character in self.hung:
                made[:0] = [*own, *before]  # what hangs on the wall is behind everyone
                continue
            made.extend((*behind, *(riders if inside else []), *own, *before, *([] if inside else riders)))
            made.extend(self._belongings(slot.subject, base, slot.size, first=first))
        return [*made, *extras.steam(self.shot, made, self.direction)]

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
        if kindred.is_mixed(subject):
            before = sum(other.subject == subject for other in self.slots[:index])
            role = replace(
                role,
                art=("man", "woman")[before % 2] if subject.count == 2 else CROWD[(before + self.mix) % len(CROWD)],
            )
        y, motion = self._stand(role, subject, size, self.random.uniform(0, 6.28))
        y -= (0.12 if subject.character is None else ROW_UP) * size * slot.row
        if subject.character in self.hung:
            y, motion = self.place.up(0.42) + size / 2, Motion()
        if self.tabled and role.habitat == "hand":
            y = self._table_foot() - 0.80 * self._table()
        motion = replace(motion, vx=self.direction * speed)
        course = subject.direction.value if subject.direction and speed and self._comes(subject) else ""
        if course in ("away", "toward"):
            sign = 1 if course == "toward" else -1
            motion = replace(motion, vx=motion.vx * 0.15, vy=0.012 * sign, grow=min(0.10, 0.5 / self.duration_s) * sign)
            x = slot.x
        gait, cycle_s = bonds.gait(subject, role, speed, size)
        flip, afloat = self._faces_left(slot, speed), self._afloat(role)
        grounded = (
            role.habitat in ("ground", "road", "fixed", "far", "rail", "hand", "room")
            and not afloat
            and not self._flies(subject)
            and subject.kind != "branch"
            and not (subject.character is not None and (slot.row or subject.character in self.hung))
        )
        made: list[Strip | Prop] = []
        wading = afloat and role.gait == "walk" and not role.person
        if wading:
            y += 0.30 * size  # an animal in the water has its legs under it
        elif afloat and not self.deck and gait != "swim":
            wide = size * self._spread(subject)
            made.extend(extras.floats(subject, x, y, size, wide, f"{seed}raft", motion, self.direction))
        if subject.kind in _MANY_COLOURED and subject.count > 1 and not subject.colour:
            subject = replace(subject, colour=Tag(_PAINTS[index % len(_PAINTS)], subject.words))
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

    def _comes(self, subject: Subject) -> bool:
        """Whether its direction is one that it goes in, and not one that it looks in."""
        looks = subject.direction is not None and subject.direction.words.startswith(
            ("fac", "at the", "into the cam", "看", "面")
        )
        return not (looks or (subject.action is not None and subject.action.value in ("float", "gaze", "talk")))

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
