"""What grows while one watches: a plant from its shoot to its full height. Pure."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.scene import Prop, Strip
from paddock.storyboard import Shot

_FROM: Final = 0.30
"""How high it is at first, of its full height."""


def shown(item: Strip | Prop, shot: Shot) -> Strip | Prop:
    """The item, small at first and on its way up where the shot says that it grows."""
    if not isinstance(item, Prop) or not item.seed.startswith("actor") or item.motion.vx:
        return item
    grows = {
        ROLES[one.kind].art
        for one in shot.subjects
        if one.kind in ROLES and not ROLES[one.kind].gait and one.action is not None and one.action.value == "grow"
    }
    if item.art not in grows:
        return item
    pace = math.log(1 / _FROM) / (shot.end_s - shot.start_s)
    return replace(item, motion=replace(item.motion, begin=_FROM, grow=pace))
