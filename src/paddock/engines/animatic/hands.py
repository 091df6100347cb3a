# ruff: noqa: E501 - a path of SVG reads best on one line
"""A pair of hands seen from near, that knead, hold, write, play or wait; and the drawing's own size: 300 by 220."""

from __future__ import annotations

import math
from typing import Final

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.palette import RGB, css, scale
from paddock.engines.animatic.sprites import line, shape
from paddock.engines.animatic.wardrobe import SHIRTS, SKINS, Look

WIDTH, HEIGHT, MIDDLE = 300.0, 220.0, 96.0
"""`MIDDLE` is how far down the drawing the fingers meet."""
_BUSY: Final = frozenset({"cook", "work", "wash", "dig", "drum", "strum", "write", "keys", "paint", "playgame", "clap"})


def draw(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    skin = SKINS[5] if "dark" in look.words else SKINS[0] if "pale" in look.words else SKINS[look.number // 13 % 5]
    sleeve = colour or SHIRTS[look.number // 3 % len(SHIRTS)]
    wave = math.sin(2 * math.pi * phase)
    busy = 9.0 if gait in _BUSY else 1.6
    if "child" in look.words:
        skin = SKINS[look.number // 13 % 3]
    curl = 0.62 if gait in ("carry", "open", "hold", "eat", "drink", "pour") else 0.32
    left = _arm(skin, sleeve, curl, "old" in look.words)
    near = f'<g transform="translate({104 + 0.4 * busy * wave:.1f} {MIDDLE + busy * wave:.1f}) rotate(-34)">{left}</g>'
    far = f'<g transform="translate({196 + 0.4 * busy * wave:.1f} {MIDDLE - busy * wave:.1f}) scale(-1 1) rotate(-34)">{left}</g>'
    if gait in ("pray", "hug"):
        near = f'<g transform="translate(148 {MIDDLE:.1f}) rotate(-74)">{left}</g>'
        far = f'<g transform="translate(152 {MIDDLE:.1f}) scale(-1 1) rotate(-74)">{left}</g>'
    return Drawing(WIDTH, HEIGHT, (150, HEIGHT), far + near)


def _arm(skin: RGB, sleeve: RGB, curl: float, old: bool) -> str:
    """A forearm that comes from the left, its knuckles at (0, 0)."""
    main, dark = css(skin), css(scale(skin, 0.84))
    made = (
        line("M-62 4 L-150 14", main, 42)
        + line("M-108 9 L-190 18", css(sleeve), 58)
        + line("M-108 -18 L-104 38", css(scale(sleeve, 0.8)), 6)
    )
    made += shape("M-64 -22 Q-24 -38 4 -28 Q20 -10 12 20 Q-10 38 -50 30 Q-74 16 -64 -22 Z", main)
    for index, (y, length) in enumerate(((-20, 44), (-6, 52), (9, 49), (22, 38))):
        knee = (2 + length * 0.5, y + 4 * index - 6)
        tip = (2 + length * (1 - 0.45 * curl), y + 4 * index + 40 * curl)
        made += line(f"M-2 {y:.1f} L{knee[0]:.1f} {knee[1]:.1f} L{tip[0]:.1f} {tip[1]:.1f}", dark, 16.5)
        made += line(f"M-2 {y:.1f} L{knee[0]:.1f} {knee[1]:.1f} L{tip[0]:.1f} {tip[1]:.1f}", main, 14)
        made += line(f"M{tip[0] - 1:.1f} {tip[1] - 3:.1f} l3 4", "#f6ddd0", 6)
    made += (
        line("M-46 20 Q-18 46 8 44", dark, 18)
        + line("M-46 20 Q-18 46 8 44", main, 15)
        + line("M6 43 l4 0", "#f6ddd0", 6)
    )
    if old:
        made += line("M-40 -16 q10 -4 18 0 M-46 -4 q12 -4 22 0 M-70 0 q4 10 0 18", dark, 2)
    return made
