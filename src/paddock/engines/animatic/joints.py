"""Limbs of puppets: two-bone inverse kinematics, tapered paper limbs, the way of a foot."""

from __future__ import annotations

import math

from paddock.engines.animatic.sprites import line

Point = tuple[float, float]


def bend(start: Point, end: Point, upper: float, lower: float, forward: float) -> Point:
    """The knee or elbow of a limb from `start` to `end`; `forward` is 1 where it bends to the right, else -1."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    reach = min(math.hypot(dx, dy), (upper + lower) * 0.999) or 1e-6
    along = (upper**2 - lower**2 + reach**2) / (2 * reach)
    off = math.sqrt(max(0.0, upper**2 - along**2))
    ux, uy = dx / reach, dy / reach
    return start[0] + ux * along + forward * uy * off, start[1] + uy * along - forward * ux * off


def limb(start: Point, joint: Point, end: Point, colour: str, width: float, thin: float = 0.8) -> str:
    """Two tapered pieces of paper with round joints."""
    return line(f"M{joint[0]:.2f} {joint[1]:.2f} L{end[0]:.2f} {end[1]:.2f}", colour, round(width * thin, 2)) + line(
        f"M{start[0]:.2f} {start[1]:.2f} L{joint[0]:.2f} {joint[1]:.2f}", colour, round(width, 2)
    )


def step(phase: float, stride: float, lift: float, stance: float = 0.6) -> Point:
    """Where a foot is, relative to below the hip: on the ground going back, then forward in the air."""
    phase %= 1.0
    if phase < stance:
        return stride * (0.5 - phase / stance), 0.0
    share = (phase - stance) / (1 - stance)
    eased = share * share * (3 - 2 * share)
    return stride * (eased - 0.5), -lift * math.sin(math.pi * share)
