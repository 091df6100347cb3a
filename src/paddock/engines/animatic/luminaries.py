"""Sun and moon as a prompt has them: two of them, or a huge one. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from paddock.engines.animatic.place import Item
from paddock.engines.animatic.scene import Prop
from paddock.storyboard import Shot

_COUNTS: Final = {"two": 2, "twin": 2, "double": 2, "binary": 2, "three": 3, "triple": 3, "两": 2, "双": 2, "三": 3}
_SEVERAL: Final = re.compile(
    r"\b(two|twin|double|binary|three|triple) (?:\w+ ){0,2}(?:moons?|suns?)\b"
    r"|([两双三])(?:个|轮|颗)?(?:月亮|明月|圆月|太阳)"
)
_HUGE: Final = re.compile(
    r"\b(?:huge|giant|enormous|massive|gigantic|oversized|colossal|immense|big|large|super) (?:\w+ ){0,3}(?:moon|sun)\b"
    r"|\bsupermoon\b|(?:巨大|硕大|超大|大)的?(?:\w{0,2}的?)(?:月亮|圆月|明月|满月|月球|太阳|落日|夕阳)|超级月亮"
)
_LARGER: Final = 2.3


def as_said(items: list[Item], shot: Shot) -> list[Item]:
    """The sky with the discs that the shot's words ask for."""
    text = shot.text.lower()
    several, huge = _SEVERAL.search(text), _HUGE.search(text)
    if several is None and huge is None:
        return items
    made: list[Item] = []
    for item in items:
        if not (isinstance(item, Prop) and item.seed == "disc"):
            made.append(item)
            continue
        disc = replace(item, size=item.size * (_LARGER if huge else 1.0))
        count = _COUNTS[several.group(1) or several.group(2)] if several else 1
        away = -1 if disc.x > 0 else 1
        for index in range(1, count):
            x = disc.x + away * 1.9 * index * disc.size
            y, share = (disc.y + 0.45 * disc.size, 0.58) if index % 2 else (disc.y - 0.1 * disc.size, 0.4)
            made.append(replace(disc, x=x, y=y, size=share * disc.size, seed=f"disc{index}"))
        made.append(disc)
    return made
