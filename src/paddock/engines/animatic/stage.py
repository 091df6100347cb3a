"""From what was read to what is built: a storyboard's shots become scenes. Pure: no pixels, no files, no clock."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Final

from paddock.engines.animatic import palette as palettes
from paddock.engines.animatic import settings
from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.scene import Camera, Scene, Weather
from paddock.engines.animatic.settings import Place
from paddock.engines.animatic.troupe import Troupe
from paddock.storyboard import Shot, Subject

_HOME: Final = {
    "swim": "underwater", "water": "sea", "rail": "meadow", "road": "street", "air": "sky", "far": "meadow",
}  # fmt: skip
_KIND_HOME: Final = {
    kind: place
    for place, kinds in {
        "space": "rocket astronaut",
        "snowfield": "snowman polarbear",
        "meadow": "butterfly flower horse cow sheep kite lion elephant dog rabbit house woman farmer knight "
        "king queen castle windmill",
        "coast": "palm",
        "desert": "cactus",
        "forest": "campfire tent mushroom bear fox deer wolf panda tiger unicorn wizard witch",
        "street": "streetlamp man umbrella",
        "sea": "lighthouse deck sailor whale",
        "city": "robot",
        "mountains": "pagoda lantern balloon train",
        "sky": "plane bird",
        "room": "cat chef",
    }.items()
    for kind in kinds.split()
}
"""Where a subject is at home when the prompt names no setting."""


def scenes(
    shots: tuple[Shot, ...], width: int, height: int, seed: int, pictures: tuple[float, ...] = ()
) -> tuple[Scene, ...]:
    """One scene a shot. `pictures` are width by height of the reference images; each appears, named or not."""
    shots = _with_everyone(shots, len(pictures))
    return tuple(_scene(shot, index, width, height, seed, pictures) for index, shot in enumerate(shots))


def _with_everyone(shots: tuple[Shot, ...], pictures: int) -> tuple[Shot, ...]:
    named = {subject.character for shot in shots for subject in shot.subjects}
    missing = [number for number in range(1, pictures + 1) if number not in named]
    result = list(shots)
    for index, number in enumerate(missing):
        at = index % len(result)
        extra = Subject("character", f"character{number}", character=number)
        result[at] = replace(result[at], subjects=(*result[at].subjects, extra))
    return tuple(result)


def _scene(shot: Shot, index: int, width: int, height: int, seed: int, pictures: tuple[float, ...]) -> Scene:
    random = Random(f"{seed}:{index}")
    short = min(width, height)
    half_width, half_height = width / short / 2, height / short / 2
    subjects = tuple(
        subject
        for subject in shot.subjects
        if subject.kind != "character" or 0 < (subject.character or 0) <= len(pictures)
    )
    setting = _setting(shot, subjects)
    weather = _weather(shot, setting)
    hour = _hour(shot, setting)
    palette = palettes.under(palettes.PALETTES[hour], tuple(item.kind for item in weather))
    place = Place(
        half_width, half_height, palette, tuple(tag.value for tag in shot.materials), Random(f"{seed}:{setting}"),
        ground=half_height * 0.56, snow=any(tag.value == "snow" for tag in shot.weather),
    )  # fmt: skip
    back, front = settings.PLACES[setting](place)
    direction = -1 if _first_direction(subjects) == "left" else 1
    actors = Troupe(place, setting, shot, subjects, direction, random, pictures)
    items = (*back, *actors.ground(), *actors.behind(), *actors.before(), *front, *actors.nearest())
    if actors.hides_front:
        items = (*back, *actors.ground(), *actors.behind(), *actors.before(), *actors.nearest())
    return Scene(
        start_s=shot.start_s, end_s=shot.end_s, width=2 * half_width, height=2 * half_height, palette=palette,
        camera=_camera(shot, actors, place, random), items=items, weather=weather, seed=seed,
    )  # fmt: skip


def _setting(shot: Shot, subjects: tuple[Subject, ...]) -> str:
    if shot.setting and shot.setting.value in settings.PLACES:
        return shot.setting.value
    if any(tag.value == "snow" for tag in shot.weather):
        return "snowfield"
    # Where a horse or a castle belongs says more than where people do.
    for subject in sorted(subjects, key=lambda one: one.kind in ("man", "woman", "character", "card")):
        home = _KIND_HOME.get(subject.kind) or _HOME.get(ROLES[subject.kind].habitat if subject.kind in ROLES else "")
        if home:
            return home
    return "stage"


def _hour(shot: Shot, setting: str) -> str:
    if setting in ("space", "underwater"):
        return setting
    hour = shot.time.value if shot.time else "day"
    if setting == "room":
        return "indoor" if hour in ("day", "dawn") else hour
    return hour


_AMOUNTS: Final = {"rain": 0.7, "storm": 1.0, "snow": 0.7, "fog": 0.7, "leaves": 0.5, "petals": 0.5}


def _weather(shot: Shot, setting: str) -> tuple[Weather, ...]:
    if setting == "room":
        return (Weather("dust", 0.4),)
    if setting == "underwater":
        return (Weather("bubbles", 0.5),)
    found = [Weather(tag.value, _AMOUNTS[tag.value]) for tag in shot.weather if tag.value in _AMOUNTS]
    if not found and setting == "forest" and not (shot.time and shot.time.value == "night"):
        found.append(Weather("dust", 0.5))
    if not found and shot.time and shot.time.value == "night" and setting in ("forest", "meadow"):
        found.append(Weather("fireflies", 0.5))
    return tuple(found)


def _first_direction(subjects: tuple[Subject, ...]) -> str:
    return next((subject.direction.value for subject in subjects if subject.direction), "right")


def _camera(shot: Shot, actors: Troupe, place: Place, random: Random) -> Camera:
    """What the prompt says, on top of going with the actors; without a word, a slow push and a breath of a pan."""
    moves = {tag.value for tag in shot.moves}
    way = actors.direction * actors.speed * actors.duration_s * actors.follow
    x, y, zoom = (-way / 2, way / 2), (0.0, 0.0), (1.0, 1.0)
    length = min(1.0, actors.duration_s / 4)
    pan = 0.16 * place.half_width * length
    if "pan_left" in moves:
        x = (x[0] + pan, x[1] - pan)
    elif "pan_right" in moves:
        x = (x[0] - pan, x[1] + pan)
    elif not way and "static" not in moves:
        side = random.choice((-1, 1))
        x = (-side * 0.035 * length, side * 0.035 * length)
    tilt = 0.16 * place.half_height * length
    if "tilt_up" in moves:
        y = (tilt, -tilt)
    elif "tilt_down" in moves:
        y = (-tilt, tilt)
    if "push_in" in moves:
        zoom = (1.0, 1.0 + 0.24 * length)
    elif "pull_back" in moves:
        zoom = (1.0 + 0.24 * length, 1.0)
    elif not moves:
        zoom = (1.0, 1.0 + 0.05 * length)
    linear = bool(way) and not moves & {"pan_left", "pan_right"}
    return Camera(x, y, zoom, shake=0.006 if "handheld" in moves else 0.0, linear=linear)
