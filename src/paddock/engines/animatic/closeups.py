"""Close-ups: who is seen from near, how large a head stands in the frame, what is held before the chest. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock.engines.animatic import faces, placing, portraits
from paddock.engines.animatic.cast import GAITS, ROLES
from paddock.engines.animatic.palette import COLOURS
from paddock.engines.animatic.scene import Motion, Prop
from paddock.engines.animatic.settings import Place
from paddock.engines.animatic.wardrobe import OUTFITS
from paddock.storyboard import Shot, Subject

_FILLS: Final = {"close": 0.60, "extreme": 1.15}
"""Height of a head as a share of the frame's."""
TIGHT: Final = 100.0
"""How far up and down of the eyes a tight portrait is drawn, in the portrait's own units."""
_NOT_NEAR: Final = frozenset(
    {"kick", "ride", "drive", "skate", "climb", "dance", "fight", "fly", "surf", "swim", "float"}
)
"""What is done with the whole body: a close-up of it shows the body, unless it names the face."""


def stars(shot: Shot, subjects: tuple[Subject, ...]) -> list[Subject]:
    """Whose face fills the frame: one or two, or nobody where the shot is of something else."""
    framing = shot.framing.value if shot.framing else ""
    if framing not in _FILLS or any(one.kind in ("hands", "feet") for one in subjects):
        return []
    if subjects and subjects[0].kind not in ROLES:
        subjects = subjects[1:]
    living = [one for one in subjects if has_face(one)]
    if not living or living[0] is not next((one for one in subjects if one.kind in ROLES), None):
        return []
    first = living[0]
    parts = {tag.value for tag in first.look}
    if first.action and first.action.value in _NOT_NEAR and not parts & {"face", "eyes", "mouth"}:
        return []
    if first.count > 2 or (len(living) > 1 and living[1].count > 1):
        return []
    return living[:2] if first.count == 1 and "eyes" not in parts else [first] * min(first.count, 2)


def has_face(subject: Subject) -> bool:
    """Whether there is a portrait of its kind."""
    kind = subject.kind.removeprefix("upright_")
    return kind in OUTFITS or kind == "robot" or kind in faces.FACED


def staged(shot: Shot, subjects: tuple[Subject, ...], place: Place, direction: int) -> list[Prop]:
    """The faces of the shot's stars and the small things they have to do with; empty where there are none."""
    by_themselves = next((one for one in subjects if one.kind in ("hands", "feet")), None)
    if by_themselves and (shot.framing or not any(has_face(one) for one in subjects)):
        return _limbs(by_themselves, subjects, place, direction)
    shown = stars(shot, subjects)
    if not shown or shot.framing is None:
        return []
    if {tag.value for tag in shown[0].look} & {"hands", "face", "eyes", "mouth"} == {"hands"}:
        return _limbs(replace(shown[0], kind="hands"), subjects, place, direction)
    parts = {tag.value for tag in shown[0].look} & {"eyes", "mouth", "face"}
    fill = _FILLS[shot.framing.value] if parts != {"eyes"} else max(0.95, _FILLS[shot.framing.value])
    fill *= 0.74 if faces.is_long(shown[0].kind.removeprefix("upright_")) else 1.0
    unit = min(fill * 2 * place.half_height, 1.25 * fill * 2 * place.half_width) / portraits.HEAD
    if len(shown) == 2:
        unit = min(unit, 2.1 * place.half_width / portraits.WIDTH / 2)
    level = (-0.10 if fill < 0.8 else -0.02) * place.half_height
    if parts == {"mouth"}:
        level -= 40 * unit
    elif faces.is_long(shown[0].kind.removeprefix("upright_")):
        level -= 0.16 * place.half_height
    tight = place.half_height / unit + 30 < TIGHT
    made: list[Prop] = []
    for index, subject in enumerate(shown):
        side = 0 if len(shown) == 1 else (-1, 1)[index] * direction
        aside = -0.16 * direction * place.half_width if len(shown) == 1 and fill < 0.8 else 0.0
        x = side * 0.5 * place.half_width + aside
        if not tight:  # the chest goes on below the frame
            level = max(level, 1.06 * place.half_height - (portraits.HEIGHT - portraits.EYES) * unit)
        left = direction < 0 if len(shown) == 1 else x > 0
        made.append(_bust(subject, index, x, level, unit, left=left, tight=tight))
    things = [one for one in subjects if one.kind in ROLES and ROLES[one.kind].habitat == "hand"]
    if fill < 0.8 and things and not tight:
        made.extend(_thing(thing, index, made[0], place, direction) for index, thing in enumerate(things[:2]))
    return made


def _limbs(limbs: Subject, subjects: tuple[Subject, ...], place: Place, direction: int) -> list[Prop]:
    """Hands over what they have to do with, on a worktop; feet that go by."""
    short = min(place.half_width, place.half_height)
    action = limbs.action.value if limbs.action else ""
    look = tuple(sorted({tag.value for tag in limbs.look}))
    if limbs.kind == "feet":
        moves = Motion(vx=direction * 0.10)
        person = Prop(
            "man", 1.0, 0.0, 0.72 * place.half_height, 3.4 * place.half_height, "actor0man", moves, direction < 0
        )
        return [replace(person, gait="walk", cycle_s=1.1, look=look, grounded=True)]
    things = [one for one in subjects if one.kind in ROLES and one != limbs and ROLES[one.kind].habitat == "hand"]
    y = 0.30 * short
    made = [Prop("worktop", 0.98, 0.0, y, 2.2 * place.half_height, "worktop")] if things or action in _AT_WORK else []
    for index, thing in enumerate(things[:3]):
        size = min(1.0, max(0.70, 4.6 * ROLES[thing.kind].size)) * short
        x = (index - (min(len(things), 3) - 1) / 2) * 0.62 * short
        prop = Prop(ROLES[thing.kind].art, 1.0, x, y + 0.12 * short, size, f"actor{index + 1}{thing.kind}")
        colour = COLOURS.get(thing.colour.value) if thing.colour else None
        text = thing.words if thing.kind == "card" else ""
        made.append(replace(prop, colour=colour, text=text, material=placing.stuff(thing)))
    gait = GAITS.get(action, "stand") if action not in _AT_WORK else action
    wide = 1.5 * short
    made.append(
        Prop(
            "hands", 1.02, 0.0, y + 1.02 * short, wide, "actor0hands", Motion(bob=0.006, bob_s=2.6), gait=gait,
            cycle_s=0.9 if action in _AT_WORK else 2.4, look=look,
        )
    )  # fmt: skip
    return made


_AT_WORK: Final = frozenset({"cook", "work", "wash", "dig", "drum", "strum", "write", "paint", "playgame", "clap"})


def _bust(subject: Subject, index: int, x: float, level: float, unit: float, *, left: bool, tight: bool) -> Prop:
    """One face with the eyes at `level`, of `unit` for each of the drawing's own."""
    action = subject.action.value if subject.action else ""
    if subject.action and subject.action.words.lower().startswith(("smil", "grin", "blink", "微笑", "笑")):
        action = "gaze"
    high = 2 * TIGHT if tight else portraits.HEIGHT
    below = TIGHT if tight else portraits.HEIGHT - portraits.EYES
    pose = "sing" if action == "sing" else GAITS.get(action, "stand")
    name = subject.kind.removeprefix("upright_")
    return Prop(
        (portraits.TIGHT if tight else portraits.PREFIX) + name, 1.0, x, level + below * unit, high * unit,
        f"actor{index}{subject.kind}", Motion(bob=0.004, bob_s=4.2, roll=0.7, phase=1.3 * index), left,
        COLOURS.get(subject.colour.value) if subject.colour else None, gait=pose,
        cycle_s=4.0, look=tuple(sorted({tag.value for tag in subject.look})), material=placing.stuff(subject),
    )  # fmt: skip


def _thing(thing: Subject, index: int, bust: Prop, place: Place, direction: int) -> Prop:
    """What is held or looked at, before the chest."""
    role = ROLES[thing.kind]
    size = min(0.62, max(0.34, 2.4 * role.size)) * place.half_height
    x = bust.x + direction * (0.42 + 0.3 * index) * min(place.half_width, place.half_height)
    prop = Prop(role.art, 1.02, x, 0.94 * place.half_height, size, f"held{index}", replace(bust.motion, bob=0.008))
    colour = COLOURS.get(thing.colour.value) if thing.colour else None
    text = thing.words if thing.kind == "card" else ""
    return replace(prop, colour=colour, text=text, flip=direction < 0, material=placing.stuff(thing))
