"""From how high a shot is seen: from the air, from above, from below. Pure."""

from __future__ import annotations

import re
from typing import Final

from paddock.storyboard import Shot

AERIAL: Final = 2.1
"""The pitch of a view from the air: the horizon lies high, and the land before it is seen from above."""
HIGH: Final = 1.5
LOW: Final = 0.6
_FLYING: Final = (
    "aerial", "bird", "drone", "航拍", "鸟瞰", "俯瞰", "无人机", "overhead", "top down", "satellite view", "fly over",
    "flying over", "flies over", "flythrough",
)  # fmt: skip
_DRONE: Final = re.compile(
    r"(?:^|[,.;])\s*(?:fpv |cinematic )?drone\s*(?:$|[,.;]|(?:flying|flies|gliding|soaring|sweeping|rising) (?:low )?"
    r"(?:over|across|above|through|along|past|around)\b)",
    re.IGNORECASE,
)
"""Said by itself and without an article, it is how the picture is taken."""


def pitch(shot: Shot) -> float:
    """How much higher than usual the land rises in the frame: 1.0 at the height of the eyes, less from the ground."""
    deeds = {one.action.words for one in shot.subjects if one.action}  # what a dragon does the camera does not
    tags = [*shot.moves, *((shot.framing,) if shot.framing else ())]
    said = [tag.words.lower() for tag in tags if tag.words not in deeds]
    moves = {tag.value for tag in shot.moves}
    if any(word in words for words in said for word in _FLYING) or _DRONE.search(shot.text):
        return AERIAL
    if "high_angle" in moves:
        return HIGH
    return LOW if "low_angle" in moves else 1.0
