"""What grows while one watches: a plant from its shoot to its full height. Pure."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Final

from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.scene import Prop, Strip
from paddock.storyboard import Shot

_GROWS: Final = re.compile(r"gr[eo]w|sprout|生长|发芽|长出|长大|成长", re.IGNORECASE)
_FROM: Final = 0.30
"""How high it is at first, of its full height."""


def shown(item: Strip | Prop, shot: Shot) -> Strip | Prop:
    """The item, small at first and on its way up where the shot says that it grows."""
    if not isinstance(item, Prop) or not item.seed.startswith("actor") or item.motion.vx:
        return item
    grows = {
        ROLES[one.kind].art
        for one in shot.subjects
        if one.kind in ROLES and not ROLES[one.kind].gait and one.action is not None and _GROWS.match(one.action.words)
    }
    if item.art not in grows:
        return item
    pace = math.log(1 / _FROM) / (shot.end_s - shot.start_s)
    return replace(item, motion=replace(item.motion, begin=_FROM, grow=pace))
