"""How large each actor is: true to one another, and large enough to be what the shot is about. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from paddock.engines.animatic.cast import BACKS, ROLES
from paddock.engines.animatic.settings import Place
from paddock.storyboard import Subject

_SAID: Final = {"tiny": 0.5, "small": 0.78, "large": 1.32, "huge": 1.9}
_ROOMY: Final = {"kitchen": 1.7, "library": 1.7, "room": 1.7, "underwater": 1.6, "sky": 1.25}
"""Where actors are larger, because the scenery is near or of no known size."""
_FEW: Final = {1: 1.4, 2: 1.2, 3: 1.08}
"""How much larger pictures are where there are few: they are what the shot is about."""
_PLACES: Final = ("fixed", "room", "far", "rail", "wall")
_CLOSE: Final = 2.0
"""The framing from which on a shot is a close-up."""


@dataclass(frozen=True, slots=True)
class View:
    """What all sizes of one shot depend on."""

    place: Place
    setting: str
    framing: float
    lift: float
    product: bool
    """Whether only small things are shown."""


def lift(near: list[Subject], setting: str, framing: float) -> float:
    """How much larger than life the actors are: a lone fox is no dot in the meadow, a man takes half the height."""
    heroes = [one for one in near if ROLES[one.kind].habitat not in (*_PLACES, "hand") and one.kind != "character"]
    if not heroes:
        return 1.0
    people = [one for one in heroes if ROLES[one.kind].person]
    company = sum(min(one.count, 6) for one in people or heroes)
    if people:
        wanted = 1.25 if company == 1 else 1.15 if company < 4 else 1.0
    else:
        tallest = max(ROLES[one.kind].size for one in heroes)
        wanted = max(1.0, min(3.2, (0.17 + 0.75 * tallest) / tallest))
        wanted = wanted if company < 4 else wanted**0.6
    if framing < 1:
        return float(1 + 0.35 * (wanted - 1))
    return float(wanted ** (0.7 if framing > 1 else 1.0))


def height(subject: Subject, company: int, near: list[Subject], view: View, *, flies: bool, called: float) -> float:
    """Units from the feet to the crown, or of the drawing. `called` is how large a picture is by what it is called."""
    role, framing, half = ROLES[subject.kind], view.framing, view.place.half_height
    scale = framing if role.habitat not in ("far", "rail") else min(framing, 1.3)
    roomy = _ROOMY.get(view.setting, 1.0) if scale < 1.5 else 1.0
    own = view.lift**0.5 if role.habitat in ("fixed", "room") else view.lift if role.habitat not in _PLACES else 1.0
    scale *= max(roomy, own if subject.kind != "character" else _FEW.get(company, 1.0) if framing <= 1 else 1.0)
    scale = min(scale, 1.0) if role.habitat == "wall" else scale
    crowd = 1.0 if company == 1 else 0.86 if company < 4 else 0.7 if subject.kind != "character" else 0.9
    if role.habitat == "road" and any(ROLES[one.kind].person for one in near):
        scale *= 1.5 if subject.kind not in BACKS or subject.kind in ("tractor", "convertible") else 1.1
    if view.product:
        scale *= 2.1 if scale < 1.5 else 1.5
    said = (_SAID.get(subject.size.value, 1.0) if subject.size else 1.0) * called
    if flies:
        said = min(said, 0.75 * half / role.size)
    size = role.size * scale * said * min(view.place.tall, 1.35) ** 0.5 * crowd
    if view.place.aloft and role.habitat not in ("air", "rail") and framing <= 1:
        size *= 0.74
    if flies and role.habitat == "swim":  # it must leave the city below it to be seen
        return float(min(size, 0.62 * half, 1.1 * view.place.half_width / role.spread))
    if framing >= _CLOSE and company <= 2 and role.habitat not in _PLACES and subject.kind != "character":
        size = max(size, 1.15 * half / max(1.0, role.spread / 1.5))
    if role.habitat in ("fixed", "far") and framing <= 1:  # its crown must stay in view
        size = min(size, view.place.ground + 0.94 * half)
    if view.place.pitch < 1 and framing <= 1:  # the camera looks up at it: its head must stay in view
        size = min(1.35 * size, 1.66 * half) if role.habitat == "far" else min(size, 1.46 * half)
    return float(min(size, (1.32 if subject.kind == "character" and framing <= 1 else 1.76) * half))
