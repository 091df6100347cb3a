"""One actor as a prop of the scene: what is drawn, where, how large, facing which way. Pure."""

from __future__ import annotations

from paddock.engines.animatic.cast import Role
from paddock.engines.animatic.palette import COLOURS
from paddock.engines.animatic.scene import Motion, Prop
from paddock.storyboard import Subject


def prop(
    subject: Subject, role: Role, depth: float, x: float, y: float, size: float, seed: str, *, flip: bool,
    motion: Motion, fade: float = 0.0, gait: str = "", cycle_s: float = 1.0, grounded: bool = False,
    material: tuple[str, ...] = (),
) -> Prop:  # fmt: skip
    material = (*stuff(subject), *material)
    return Prop(
        role.art, depth, x, y, size, seed, motion, flip, COLOURS.get(subject.colour.value) if subject.colour else None,
        subject.words if subject.kind == "card" else "", cycle_s,
        gait or ("stand" if role.gait == "walk" else role.gait),
        subject.character - 1 if subject.character else None, fade, material, grounded,
        tuple(sorted(tag.value for tag in subject.look)),
    )  # fmt: skip


def stuff(subject: Subject) -> tuple[str, ...]:
    """What the subject is made of, where the prompt says so: a boat of paper is a folded one."""
    if subject.stuff is None:
        return ()
    return ("origami" if subject.stuff.value == "paper" else subject.stuff.value,)
