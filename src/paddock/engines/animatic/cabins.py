# ruff: noqa: E501 - a path of SVG reads best on one line
"""Inside a vehicle: the wall with its window, the seat, and the land that goes by behind the glass."""

from __future__ import annotations

from typing import Final

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.ink import Ink, pale, shade
from paddock.engines.animatic.palette import css
from paddock.engines.animatic.sprites import box, line, shape

SHAPES: Final = {"cabin_wide": 400.0, "cabin_square": 240.0, "cabin_tall": 140.0}
"""Widths of the walls, 200 high each."""


def _wall(width: float, round_glass: float) -> Drawing:
    ink_wall, wood = (206, 178, 136), "#8a5a3a"
    left, top, wide, high = 0.10 * width, 26.0, 0.80 * width, 98.0
    hole = f"M{left + round_glass} {top} H{left + wide - round_glass} Q{left + wide} {top} {left + wide} {top + round_glass} V{top + high - round_glass} Q{left + wide} {top + high} {left + wide - round_glass} {top + high} H{left + round_glass} Q{left} {top + high} {left} {top + high - round_glass} V{top + round_glass} Q{left} {top} {left + round_glass} {top} Z"
    spare = 0.15 * width
    body = shape(f"M{-spare} -40 H{width + spare} V240 H{-spare} Z {hole}", css(ink_wall), 'fill-rule="evenodd"')
    body += shape(hole, "none", f'stroke="{wood}" stroke-width="7"') + line(
        f"M{-spare} 12 H{width + spare}", shade(ink_wall, 0.84), 3
    )
    body += box(-spare, 140, width + 2 * spare, 100, shade(ink_wall, 0.66)) + box(
        -spare, 136, width + 2 * spare, 7, wood
    )
    body += shape(
        f"M{left} {top} Q{left + 22} {top + 40} {left + 6} {top + high} H{left - 10} V{top - 6} Z M{left + wide} {top} Q{left + wide - 22} {top + 40} {left + wide - 6} {top + high} H{left + wide + 10} V{top - 6} Z",
        "#a8483c",
    )
    body += line(f"M{left + 0.2 * wide} {top + 10} L{left + 0.08 * wide} {top + 46}", "#ffffff", 4, 'opacity="0.35"')
    return Drawing(width, 200, (width / 2, 100), f"<g>{body}</g>", plain=False)


def _drawing(width: float) -> Drawing:
    """The wall with room around it, so that no edge comes into view."""
    wall = _wall(width, 14.0 if width > 200 else 20.0)
    spare = 0.15 * width
    return Drawing(
        width + 2 * spare, 280, (width / 2 + spare, 140), f'<g transform="translate({spare} 40)">{wall.body}</g>'
    )


def wide(ink: Ink) -> Drawing:
    """For frames that are wider than high."""
    return _drawing(SHAPES["cabin_wide"])


def square(ink: Ink) -> Drawing:
    """For frames about as wide as high."""
    return _drawing(SHAPES["cabin_square"])


def tall(ink: Ink) -> Drawing:
    """For frames that are higher than wide."""
    return _drawing(SHAPES["cabin_tall"])


def seat(ink: Ink) -> Drawing:
    """A seat with a high back, seen from the side, facing right."""
    paint = ink.main("#3f6f86")
    body = shape("M6 14 Q8 2 22 4 Q34 6 36 22 L46 92 H104 Q116 94 116 106 V120 H30 Q20 118 18 106 Z", css(paint))
    body += shape("M10 16 Q12 8 20 9 L40 94 L30 96 Z", pale(paint, 0.3)) + box(34, 118, 76, 40, shade(paint, 0.6))
    return Drawing(124, 160, (60, 158), body)
