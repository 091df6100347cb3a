"""The camera's way through a given picture, shot by shot. Pure; the view never leaves the picture."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from paddock.engines.animatic import art
from paddock.engines.animatic.scene import ease
from paddock.storyboard import Shot

RAMP_S: Final = 1.5
"""How long what moves takes to come into its full motion: the first frame is the picture itself."""
_CLOSER: Final = {"medium": 1.22, "close": 1.5, "extreme": 1.9, "wide": 1.0}
"""Zoom that a later shot begins with."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class View:
    """What is seen: the middle of the view from the middle of the picture, in shares of its width and height."""

    x: float
    y: float
    zoom: float
    swing_x: float
    """How far the eye has moved to the side: near things shift against far ones by this share of the width."""
    swing_y: float


Journey = Callable[[float], View]


def journey(shots: tuple[Shot, ...], seed: int, duration_s: float, focus: Point = (0.0, 0.0)) -> Journey:
    """The view at a time in seconds. `focus` is what the picture is of, from its middle, -0.5 to 0.5."""
    ways = [_way(shot, index, seed, focus) for index, shot in enumerate(shots)]

    def at(t: float) -> View:
        index = next((i for i, shot in enumerate(shots) if t < shot.end_s), len(shots) - 1)
        return ways[index](t - shots[index].start_s)

    return at


def _way(shot: Shot, index: int, seed: int, focus: Point) -> Journey:
    """One shot's view at seconds after its start. The first starts from the whole picture."""
    moves = {tag.value for tag in shot.moves}
    span = max(1e-6, shot.end_s - shot.start_s)
    rng = art.generator(seed + 7 * index, "photo")
    length = min(1.0, max(0.45, span / 6))
    side, phase = float(rng.choice((-1, 1))), float(rng.uniform(-0.4, 0.4))
    base = 1.0 if index == 0 else _CLOSER.get(shot.framing.value, 1.1) if shot.framing else 1.1
    closer, pan_x, pan_y = _aims(moves, length)
    aim = 0.3 if pan_x or pan_y else 0.85
    pulling = "pull_back" in moves and "push_in" not in moves
    shake = 0.0025 if "handheld" in moves else 0.0
    swing = (0.25 if "static" in moves else 1.9 if "orbit_right" in moves else 1.0) * length
    side = 1.0 if "orbit_right" in moves else side

    def at(since: float) -> View:
        share = min(1.0, max(0.0, since / span))
        eased = _pulled(share) if pulling else 0.25 * share + 0.75 * ease(share)
        start = ease(since / RAMP_S) if index == 0 else 1.0
        zoom = base * (1.0 + (closer - 1.0) * eased) + 2.2 * shake * start
        room = 0.5 * (1 - 1 / zoom)
        swept = eased if index == 0 else 2 * ease(share) - 1
        angle = 2 * math.pi * (0.55 * share) + phase
        swing_x = swing * side * start * (math.sin(angle) - math.sin(phase) * (1 - share))
        jitter_x = shake * start * 0.5 * (math.sin(4.8 * since) + math.sin(8.8 * since + 1))
        jitter_y = shake * start * 0.5 * (math.sin(6.2 * since + 2) + math.sin(10.2 * since))
        return View(
            _within(0.95 * room * pan_x * swept + 2 * room * aim * focus[0] + jitter_x, room),
            _within(0.95 * room * pan_y * swept + 2 * room * aim * focus[1] + jitter_y, room),
            zoom, swing_x, 0.35 * swing * start * math.sin(angle * 0.8),
        )  # fmt: skip

    return at


def _aims(moves: set[str], length: float) -> tuple[float, float, float]:
    """How far a shot zooms in, and which way it pans and tilts."""
    closer, pan_x, pan_y = 1.0 + 0.07 * length, 0.0, 0.0
    if moves & {"pan_left", "pan_right", "follow"}:
        closer, pan_x = 1.0 + 0.14 * length, -1.0 if "pan_left" in moves else 1.0
    if moves & {"tilt_up", "tilt_down", "crane_up", "crane_down"}:
        closer, pan_y = 1.0 + 0.14 * length, 1.0 if moves & {"tilt_down", "crane_down"} else -1.0
    if moves & {"push_in", "pull_back"}:
        closer = 1.0 + (0.20 if "push_in" in moves else 0.15) * length
    if "static" in moves:
        closer, pan_x, pan_y = 1.0, 0.0, 0.0
    return closer, pan_x, pan_y


def _pulled(share: float) -> float:
    """The first frame is the whole picture, so a pull back has to go in first: quickly in, then long out."""
    return ease(share / 0.26) if share < 0.26 else 1 - 0.96 * ease((share - 0.26) / 0.74)


def _within(value: float, room: float) -> float:
    return max(-room, min(room, value))
