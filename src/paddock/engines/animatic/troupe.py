"""The actors of one shot as items of its scene, back to front. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock.engines.animatic import (
    beats,
    bonds,
    extras,
    grips,
    kindred,
    onlookers,
    people,
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
_OFF_ROAD: Final = frozenset(
    ["tractor", "harvester", "cart", "carriage", "coveredwagon", "chariot", "atv", "jeep", "suv", "tank", "excavator",
     "bulldozer", "sled", "sleigh", "snowmobile", "wheelbarrow", "rover", "monstertruck", "dumptruck"]
)  # fmt: skip
"""What goes over grass and earth."""
_PAINTS: Final = ("red", "yellow", "blue", "green", "orange", "purple")
"""What several of them are painted."""


_ON_THE_FLOOR: Final = (
    "floor",
    "on the ground",
    "carpet",
    "on a rug",
    "on the rug",
    "cross legged",
    "cross-legged",
    "地上",
    "地板",
    "地毯",
)


_HERS: Final = frozenset({"dress", "gown", "qipao", "tutu", "veil"})


class Troupe(Partners):
    """The actors of one shot: who stands where, how large, moving how."""

    def ground(self) -> list[Strip | Prop]:
        """Rails or water under those who need them."""
        if self.vehicle:
            return []
        place = self.place
        habitats = {ROLES[subject.kind].habitat for subject in self.near if not self._flies(subject)}
        if "rail" in habitats:
            bank = palettes.rgb("#cfd6da" if place.snow else "#7d6a58")
            return [Strip("track", 0.97, place.ground - 0.012, "track", bank, 0.0, material=place.material)]
        if (
            "water" in habitats
            and not self.wet
            and self.setting not in ("underwater", "sky", "space", "stage", *settings.INDOORS)
        ):
            tones = ("#8fd8d8", "#4fb4c4") if self.setting == "coast" else None
            return settings.waves(place, (0.9,), tones=tones)
        if self.tabled:
            slots = [slot for slot in self.slots if ROLES[slot.subject.kind].habitat == "hand"]
            middle = sum(slot.x for slot in slots) / max(1, len(slots))
            return [Prop("table", 0.985, middle, self._table_foot(), self._table(), "table", grounded=True)]
        paved = "road" in habitats and any(
            ROLES[one.kind].habitat == "road" and one.kind not in _OFF_ROAD for one in self.near
        )
        text = self.shot.text.lower()
        through_sand = self.setting == "desert" and not any(word in text for word in ("road", "highway", "公路"))
        if (
            paved
            and not through_sand
            and self.setting
            not in (
                "city",
                "street",
                "snowfield",
                "space",
                "stage",
                *settings.INDOORS,
            )
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
        if role.habitat == "far" and self.setting in ("river", "coast", "harbour", "sea"):
            spans = role.art in ("bridge", "stonebridge", "steelarch", "viaduct", "towerbridge", "aqueduct")
            depth, y = (0.5, place.up(0.15)) if spans else (0.2, place.up(0.25)) if size > 0.5 else (depth, y)
            size = min(size, y + 0.86 * place.half_height)
        if role.habitat in ("air", "swim"):
            y = place.up(0.6)
        elif self.wet and role.habitat != "water" and depth == 0.4:
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
        """All who act, back to front; where they do several things in turn, beat by beat."""
        parts = beats.of(self)
        if not parts:
            return self._acting()
        shown = beats.shown([one._acting() for one in beats.cast(self, parts)], parts)
        self.follow = self._follow()
        return shown

    def _acting(self) -> list[Strip | Prop]:
        made: list[Strip | Prop] = [*self.close]
        if self.vehicle:
            aboard = [self._dressed(one) for one in self.near if ROLES[one.kind].gait == "walk"]
            motion = Motion(vx=self.direction * self.speed)
            return [*riding.staged(aboard, self.vehicle, self.place, self.direction, (self.centre, motion))]
        for index, slot in enumerate(self.slots):
            if index in self.hidden:
                continue
            own = self._actor(slot, index)
            base = own[-1] if not isinstance(own[-1], Strip) else None
            base = next(
                (item for item in own if isinstance(item, Prop) and item.seed == self._seed(index, slot.subject)),
                base,
            )
            assert base is not None
            first = slot.subject not in [before.subject for before in self.slots[:index]]
            guests = [pair for pair in self.placed.items() if pair[1][1] == slot.subject] if first else []
            behind = [
                item
                for one, (how, _) in guests
                if how in ("in", "behind", "at") or (how == "borne" and ROLES[one.kind].person)
                for item in self._guest(one, how, base, slot)
            ]
            upon = [
                (one, how)
                for one, (how, _) in guests
                if how in ("on", "under", "climbs") or (how == "borne" and not ROLES[one.kind].person)
            ]
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
            flying = [thing for thing, who in self.thrown.items() if who == slot.subject and first]
            made.extend(extras.flung(thing, base, slot.size, self.begin_s) for thing in flying)
        lit = extras.blaze(self.shot, made, self.direction)
        return [*made, *lit, *extras.steam(self.shot, made, self.direction)]

    def _seed(self, index: int, subject: Subject) -> str:
        """The name by which someone looks as they do in every shot: the first, the second of their kind."""
        nth = sum(slot.subject.kind == subject.kind for slot in self.slots[:index])
        return self.seeds.get(index, f"actor{nth}{subject.kind}")

    def _actor(self, slot: Slot, index: int) -> list[Strip | Prop]:
        subject, size = slot.subject, slot.size
        role = ROLES[subject.kind]
        speed, heading = self.pace(subject), self.heading(index)
        x = slot.x + (self.starts[index] if self.starts else self.centre if speed else 0.0)
        if subject.position and not speed and subject.count == 1:
            x = {"left": -0.5, "right": 0.5, "center": 0.0}.get(
                subject.position.value, x / self.place.half_width
            ) * self.place.half_width
        seed = self._seed(index, subject)
        if kindred.is_mixed(subject):
            before = sum(other.subject == subject for other in self.slots[:index])
            role = replace(
                role,
                art=("man", "woman")[before % 2] if subject.count == 2 else CROWD[(before + self.mix) % len(CROWD)],
            )
            if role.art == "man" and any(tag.value in _HERS for tag in subject.look):  # the dress is hers
                subject = replace(
                    subject, colour=None, look=tuple(tag for tag in subject.look if tag.value not in _HERS)
                )
        y, motion = self._stand(role, subject, size, self.random.uniform(0, 6.28))
        y -= (0.12 if subject.character is None else ROW_UP) * size * slot.row
        if subject.character in self.hung:
            y, motion = self.place.up(0.42) + size / 2, Motion()
        if self.tabled and role.habitat == "hand":
            y = self._table_foot() - 0.80 * self._table()
        motion = replace(motion, vx=heading * speed * (-0.5 if self.starts and beats.backs(subject) else 1.0))
        if speed and (sign := self._nearing(subject)):
            motion = replace(motion, vx=motion.vx * 0.15, vy=0.012 * sign, grow=min(0.10, 0.5 / self.duration_s) * sign)
            x = slot.x
        gait, cycle_s = bonds.gait(subject, role, speed, size)
        flip = heading < 0 if self.headings else self._faces_left(slot, speed)
        ahead = -1 if flip else 1
        afloat = self._afloat(role)
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
            made.extend(extras.floats(subject, x, y, size, wide, f"{seed}raft", motion, ahead))
        if subject.kind in _MANY_COLOURED and subject.count > 1 and not subject.colour:
            subject = replace(subject, colour=Tag(_PAINTS[index % len(_PAINTS)], subject.words))
        holds = self.gripped.get(subject) or grips.of(frozenset(tag.value for tag in subject.look))
        seated = any(tag.value == beats.SEATED for tag in subject.look)
        if (
            holds
            and not speed
            and not seated
            and gait not in ("sit", "dance", "run", "walk", "fight", "lie", "fallen", "jump", "kneel")
        ):
            gait = grips.GRIPS[holds].gait or ("strum" if gait == "strum" else "stand")
        sits = gait in ("sit", "read", "eat") or any(tag.value == beats.SEATED for tag in subject.look)
        if role.person and subject.character is None and sits and not afloat and not speed:
            made, gait = self._seated(made, gait, holds, (x, y, size, seed), motion, ahead)
        if speed and role.habitat == "ground" and not role.gait and subject.kind != "card":
            motion = self._striding(motion, size, speed)
        boards = extras.board(subject, x, y, size, seed, motion, ahead)
        if boards:
            made, y, gait = (
                [*made, *boards],
                y - (0.09 if role.person else 0.17) * size,
                "surf" if role.person else "stand",
            )
        own = placing.prop(
            self._dressed(subject), role, 1.0, x, y, size, seed, flip=flip, motion=motion, gait=gait, cycle_s=cycle_s,
            grounded=grounded, material=self.place.material,
        )  # fmt: skip
        lamps = extras.lamps_and_smoke(own, subject, self.place.palette, ahead)
        game = extras.ball(subject, own, ahead, self.near) if self._is_first(slot, index) else []
        fires = [*game, *extras.fire(subject, own), *extras.breath(subject, own, ahead)]
        return [*made, own, *extras.foam(subject, own, ahead, speed), *fires, *lamps]

    def _seated(
        self, made: list[Strip | Prop], gait: str, holds: str, at: tuple[float, float, float, str], motion: Motion,
        ahead: int,
    ) -> tuple[list[Strip | Prop], str]:  # fmt: skip
        """What someone sits on who sits on nothing that is named: a stool indoors, else the ground."""
        x, y, size, seed = at
        floor = any(word in self.shot.text.lower() for word in _ON_THE_FLOOR)
        plays = bool(holds) and grips.GRIPS[holds].gait == "sit"
        if not plays and (floor or self.setting not in (*settings.INDOORS, "stage")):
            return made, f"{people.FLOOR}{gait}"
        stool = Prop("stool", 1.0, x - ahead * 0.06 * size, y, 0.22 * size, f"{seed}stool", grounded=True)
        return [*made, stool], f"{people.SEAT}{gait}"

    def _striding(self, motion: Motion, size: float, speed: float) -> Motion:
        """How a cut-out without joints walks: it rocks from one foot to the other."""
        step_s = min(0.6, max(0.24, 0.42 * size / speed))
        lively = min(1.0, speed / 0.3)
        return replace(
            motion, hop=(0.03 + 0.04 * lively) * size, bob=0.0, bob_s=2 * step_s, roll=2.6 + 2.4 * lively, phase=0.0
        )

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
