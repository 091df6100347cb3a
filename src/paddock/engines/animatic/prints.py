"""Patterns on cloth: stripes, dots, plaid and flowers, cut to the outline of what is worn. Pure."""

from __future__ import annotations

import math
import re
from typing import Final

from paddock.engines.animatic.palette import RGB, css, mix, scale
from paddock.engines.animatic.sprites import disc

PRINTS: Final = ("striped", "dotted", "plaid", "floral")
"""The words of a look that name one."""
_OUTLINE: Final = re.compile(r'<path d="([^"]+)"')
_CREAM: Final[RGB] = (250, 245, 232)
_PETALS: Final[tuple[RGB, ...]] = ((246, 210, 92), (244, 150, 160), (250, 245, 232))


def on(cloth: str, name: str, paint: RGB, top: tuple[float, float]) -> str:
    """`cloth`, whose first path is the outline, with the print on it. `top` is where it hangs from: the neck."""
    found = _OUTLINE.search(cloth)
    if name not in PRINTS or found is None:
        return cloth
    end = cloth.index(">", found.end()) + 1
    light = sum(paint) > 480
    mark = scale(paint, 0.55) if light else mix(paint, _CREAM, 0.85)
    marks = _MARKS[name](mark, paint)
    clip = f'<clipPath id="cloth"><path d="{found.group(1)}"/></clipPath>'
    at = f'<g transform="translate({top[0]:.1f} {top[1]:.1f})">{marks}</g>'
    return f'{cloth[:end]}{clip}<g clip-path="url(#cloth)">{at}</g>{cloth[end:]}'


def _striped(mark: RGB, paint: RGB) -> str:
    bars = "".join(f"M-50 {y}H50" for y in range(6, 150, 11))
    return f'<path d="{bars}" stroke="{css(mark)}" stroke-width="4.6" fill="none"/>'


def _dotted(mark: RGB, paint: RGB) -> str:
    return "".join(
        disc(x + (6.5 if row % 2 else 0), y, 2.9, css(mark))
        for row, y in enumerate(range(8, 150, 11))
        for x in range(-52, 53, 13)
    )


def _plaid(mark: RGB, paint: RGB) -> str:
    down = "".join(f"M{x} 0V150" for x in range(-48, 49, 16))
    across = "".join(f"M-50 {y}H50" for y in range(8, 150, 16))
    thin = "".join(f"M{x} 0V150" for x in range(-40, 49, 16)) + "".join(f"M-50 {y}H50" for y in range(16, 150, 16))
    dark = css(scale(paint, 0.6))
    return (
        f'<path d="{down}{across}" stroke="{dark}" stroke-width="5" fill="none" opacity="0.55"/>'
        f'<path d="{thin}" stroke="{css(mark)}" stroke-width="1.6" fill="none"/>'
    )


def _floral(mark: RGB, paint: RGB) -> str:
    made = []
    for row, y in enumerate(range(10, 150, 15)):
        for column, x in enumerate(range(-48, 53, 16)):
            petal = css(_PETALS[(row + 2 * column) % len(_PETALS)])
            at = x + (8 if row % 2 else 0), y
            around = (
                (at[0] + 2.9 * math.cos(turn), at[1] + 2.9 * math.sin(turn))
                for turn in (0.3 + 2 * math.pi * index / 5 for index in range(5))
            )
            made += [disc(*place, 2.3, petal) for place in around]
            made.append(disc(*at, 1.7, css(scale(paint, 0.6))))
    return "".join(made)


_MARKS: Final = {"striped": _striped, "dotted": _dotted, "plaid": _plaid, "floral": _floral}
