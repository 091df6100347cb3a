# ruff: noqa: SIM905 - a row of words reads best as one
"""Still lifes: small things alone fill the frame, on a table, a pedestal or the ground. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock.engines.animatic import placing, pours, settings
from paddock.engines.animatic.cast import ROLES, TOPS
from paddock.engines.animatic.palette import COLOURS
from paddock.engines.animatic.scene import Motion, Prop
from paddock.engines.animatic.settings import Place
from paddock.storyboard import Shot, Subject

SURFACES: Final = frozenset(
    "table desk pedestal counter worktop bartop grill rock drawers nightstand stool bench shelf".split()
)
_FRAMING: Final = {"wide": 0.55, "medium": 1.0, "close": 1.15, "extreme": 1.5}
_MOST: Final = 7


def shown(subjects: tuple[Subject, ...]) -> list[Subject]:
    """The small things of a shot that shows nothing else; empty where it does."""
    staged = [one for one in subjects if one.kind in ROLES and ROLES[one.kind].habitat != "wall"]
    things = [one for one in staged if one.kind not in SURFACES]
    return things if things and all(_is_small(one) for one in things) else []


def _is_small(one: Subject) -> bool:
    role = ROLES[one.kind]
    picked = (
        role.habitat == "fixed" and role.size < 0.25 and one.relation is not None and one.relation.value in ("in", "on")
    )
    return one.kind != "hands" and (role.habitat == "hand" or picked)


def staged(shot: Shot, subjects: tuple[Subject, ...], place: Place, setting: str, direction: int) -> list[Prop]:
    """The still life, back to front; empty where the shot is none."""
    things = shown(subjects)
    framing = shot.framing.value if shot.framing else ""
    if not things or place.wet or setting in ("sky", "underwater", "space") or len(things) > _MOST:
        return []
    surface = next((one for one in subjects if one.kind in SURFACES), None)
    scale = _FRAMING.get(framing, 1.0) * (1.2 if setting == "stage" else 1.0)
    aloft = all(one.action is not None and one.action.value in _ALOFT for one in things)
    floor, made = (0.40 * place.half_height, []) if aloft else _ground(surface, place, setting, scale, len(things))
    highest = 0.88 * place.half_height
    pour = pours.of(shot, things)
    beside = pour.aside if pour else ()
    standing = [one for one in things if one not in beside and (pour or _host(one, shot, things) is None)]
    row = [one for one in standing for _ in range(min(one.count, 4))]
    room = (floor + highest) * (0.50 if pour else 1.0)
    sizes = [min(size, room) for size in _sizes(row, place, scale)]
    widths = [size * ROLES[one.kind].spread * 1.12 for one, size in zip(row, sizes, strict=True)]
    x, placed = -direction * sum(widths) / 2, {}
    for index, (one, size, width) in enumerate(zip(row, sizes, widths, strict=True)):
        prop = _prop(one, shot, index, x + direction * width / 2, floor, size, direction)
        prop = replace(prop, y=max(prop.y, size - highest))
        guests = [other for other in things if _host(other, shot, things) == one and one not in placed]
        placed[one] = prop
        if pour is not None and one == pour.target:
            first = one not in row[:index]
            prop = pours.filled(pour, prop)
            made.extend([prop, *(pours.props(pour, prop, -place.half_height, direction) if first else ())])
            x += direction * width
            continue
        within = [guest for guest in guests if guest.relation and guest.relation.value == "in"]
        upon = [guest for guest in guests if guest not in within]
        top = min(0.95, TOPS.get(one.kind, 0.85))
        made.extend([*_several(within, shot, prop, one, direction, 0.58), prop])
        made.extend(_several(upon, shot, prop, one, direction, top))
        x += direction * width
    return made


_ALOFT: Final = frozenset({"float", "fly", "fall", "jump"})
"""What is done in the air."""


def _ground(
    surface: Subject | None, place: Place, setting: str, scale: float, company: int
) -> tuple[float, list[Prop]]:
    """How far down the things stand, and what they stand on."""
    half = place.half_height
    if surface is None and setting == "stage" and scale >= 1 and (company > 1 or "water" in place.hues):
        return 0.60 * half, []
    if surface is None and setting == "stage" and scale >= 1:
        size = 0.42 * half
        return 0.62 * half - 0.02, [Prop("pedestal", 0.98, 0.0, 0.62 * half + 0.80 * size, size, "pedestal")]
    if surface is None and setting not in settings.INDOORS:
        return max(place.ground, 0.58 * half), []
    if surface is not None and surface.kind == "pedestal":
        size = 0.42 * half
        return 0.60 * half, [Prop("pedestal", 0.98, 0.0, 0.62 * half + 0.80 * size, size, "pedestal")]
    if surface is not None and surface.kind == "rock":
        size = 0.5 * half
        stone = Prop("rock", 0.98, 0.0, 0.46 * half + 0.84 * size, size, "rock", grounded=True)
        return 0.5 * half, [stone]
    if surface is not None and surface.kind == "grill":
        size = 1.5 * half
        rack = Prop("grill", 0.98, 0.0, 0.42 * half + 0.60 * size, size, "grill")
        fires = [
            Prop("flames", 0.985, x * size, 0.46 * half, 0.26 * size, f"flame{x}", cycle_s=0.8, gait="flicker")
            for x in (-0.3, 0.02, 0.33)
        ]
        return 0.42 * half, [rack, *fires]
    colour = COLOURS.get(surface.colour.value) if surface and surface.colour else None
    plain = surface is None or surface.stuff is None or surface.colour is not None  # black marble is black
    look = place.material if plain or surface is None or surface.stuff is None else (surface.stuff.value,)
    top = Prop("worktop", 0.98, 0.0, 0.50 * half, 2.4 * half, "worktop", colour=colour, material=look)
    return 0.50 * half + 0.10 * half, [top]


def _host(thing: Subject, shot: Shot, things: list[Subject]) -> Subject | None:
    """The other small thing that it is on or in."""
    relation = thing.relation
    if relation is None or relation.value not in ("on", "in") or relation.to >= len(shot.subjects):
        return None
    other = shot.subjects[relation.to]
    return other if other in things and other != thing and other.relation is None else None


def _sizes(row: list[Subject], place: Place, scale: float) -> list[float]:
    """Heights: much alike, for a ring must be seen beside a bottle, and as wide together as the frame has room for."""
    most = max(ROLES[one.kind].size for one in row)
    alone = {1: 0.95, 2: 0.80, 3: 0.70}.get(len(row), 0.6) * place.half_height * scale
    sizes = [alone * (ROLES[one.kind].size / most) ** 0.45 / max(1.0, ROLES[one.kind].spread / 1.6) for one in row]
    wide = sum(size * ROLES[one.kind].spread * 1.12 for one, size in zip(row, sizes, strict=True))
    return [size * min(1.0, 1.7 * place.half_width / wide) for size in sizes]


def _prop(one: Subject, shot: Shot, index: int, x: float, y: float, size: float, direction: int) -> Prop:
    words = one.action.words.lower() if one.action else ""
    turns = ("rotat", "spin", "turn", "旋转", "转动")
    spins = words.startswith(turns) or any(word in shot.text.lower() for word in ("rotating", "spinning", "旋转"))
    floats = one.action is not None and one.action.value in _ALOFT
    motion = (
        Motion(turn_s=9.0, phase=0.0)
        if spins
        else Motion(bob=0.02, bob_s=3.0, roll=3.0, phase=1.7 * index)
        if floats
        else Motion()
    )
    role = ROLES[one.kind]
    prop = placing.prop(
        one, role, 1.0, x, y - (0.25 * size if floats else 0.0), size, f"actor{index}{one.kind}", flip=direction < 0,
        motion=motion, grounded=not floats and not spins,
    )  # fmt: skip
    return replace(prop, text=one.words if one.kind == "card" else "")


def _several(guests: list[Subject], shot: Shot, base: Prop, host: Subject, direction: int, high: float) -> list[Prop]:
    """What is in something, behind its front and showing above the rim, or on it; side by side."""
    all_of_them = [guest for guest in guests for _ in range(min(max(guest.count, 1), 4))]
    wide = base.size * ROLES[host.kind].spread * 0.86
    made = []
    for index, guest in enumerate(all_of_them):
        share = wide / len(all_of_them)
        size = min(0.85 * base.size, 1.1 * share / max(0.5, ROLES[guest.kind].spread))
        if ROLES[guest.kind].habitat == "fixed":  # flowers in a vase
            size = 1.1 * base.size
        x = base.x + wide * ((index + 0.5) / len(all_of_them) - 0.5) * (0.6 if high < 0.6 else 1.0)
        prop = _prop(guest, shot, index + 10, x, base.y - high * base.size, size, direction)
        made.append(replace(prop, grounded=False, motion=base.motion))
    return made
