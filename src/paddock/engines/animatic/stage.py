"""From what was read to what is built: a storyboard's shots become scenes. Pure: no pixels, no files, no clock."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Final

from paddock import storyboard, stuffs
from paddock.engines.animatic import (
    aloft,
    business,
    climate,
    dressing,
    flats,
    growth,
    leavings,
    luminaries,
    references,
    scenery,
    settings,
    spans,
    timelapse,
    variants,
    views,
    windows,
)
from paddock.engines.animatic import palette as palettes
from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.place import uncovered
from paddock.engines.animatic.references import Shape
from paddock.engines.animatic.scene import Camera, Prop, Scene, Weather
from paddock.engines.animatic.settings import Place
from paddock.engines.animatic.troupe import Troupe
from paddock.storyboard import Shot, Subject, Tag

_ACTION_HOME: Final = {
    "cook": "kitchen", "read": "room", "write": "room", "sleep": "room", "swim": "sea", "sail": "sea",
    "climb": "mountains",
    "skate": "snowfield", "strum": "stage", "drum": "stage", "conduct": "stage", "sing": "stage", "drive": "street",
    "dig": "farm", "eat": "kitchen", "drink": "kitchen", "paint": "room", "work": "room", "fly": "sky",
    "kick": "meadow",
    "meditate": "meadow", "float": "sky",
}  # fmt: skip
"""Where people do things when the prompt names no setting."""
_HABITAT_HOME: Final = {
    "swim": "underwater",
    "water": "sea",
    "rail": "meadow",
    "road": "street",
    "air": "sky",
    "far": "meadow",
    "room": "room",
    "wall": "room",
    "hand": "room",
}


def scenes(
    shots: tuple[Shot, ...], width: int, height: int, seed: int, pictures: tuple[Shape, ...] = ()
) -> tuple[Scene, ...]:
    """One scene a shot. `pictures` are the shapes of the reference images; each appears, named or not."""
    shots = tuple(
        scenery.enriched(business.equipped(shot))
        for shot in references.singled(storyboard.with_references(shots, len(pictures)))
    )
    views = references.places(shots, pictures)
    return tuple(
        scene
        for index, (shot, view) in enumerate(zip(shots, views, strict=True))
        for scene in _moments(shot, index, width, height, seed, pictures, view)
    )


def _moments(
    shot: Shot, index: int, width: int, height: int, seed: int, pictures: tuple[Shape, ...], view: int | None
) -> tuple[Scene, ...]:
    """The scene of a shot, or one for each of the times that it goes through."""
    steps = timelapse.moments(shot)
    if len(steps) > 1 and shot.setting is None:  # snow in one of them is no reason to be elsewhere
        place = _setting(steps[0], shot.subjects)
        steps = tuple(replace(step, setting=Tag(place, place)) for step in steps)
    made = tuple(_scene(step, index, width, height, seed, pictures, view) for step in steps)
    if timelapse.hastens(shot):
        made = tuple(replace(scene, items=tuple(dressing.hastened(item) for item in scene.items)) for scene in made)
    if len(made) < 2:
        return made
    times = timelapse.windows(shot, len(made))
    melt_s = min(1.2, 0.6 * (times[0][1] - times[0][0]))
    camera = made[0].camera  # one way for all, so that nothing jumps
    return tuple(
        replace(scene, window=window, melt_s=melt_s if order else 0.0, camera=camera)
        for order, (scene, window) in enumerate(zip(made, times, strict=True))
    )


def places(shots: tuple[Shot, ...]) -> tuple[str, ...]:
    """The setting of each shot as it will be staged, said or not."""
    return tuple(_setting(shot, shot.subjects) for shot in map(scenery.enriched, map(business.equipped, shots)))


def _scene(
    shot: Shot, index: int, width: int, height: int, seed: int, pictures: tuple[Shape, ...], view: int | None
) -> Scene:
    """The scene of a shot. `view` is the reference that is its place, 1 for the first."""
    random = Random(f"{seed}:{index}")
    short = min(width, height)
    half_width, half_height = width / short / 2, height / short / 2
    subjects = tuple(
        subject
        for subject in shot.subjects
        if subject.kind != "character" or (0 < (subject.character or 0) <= len(pictures) and subject.character != view)
    )
    setting = _setting(shot, subjects) if view is None else "meadow"
    flavour = scenery.flavour(setting, shot, subjects)
    indoors = setting in settings.INDOORS or flavour == "station"
    swarms = (Weather("lanterns", 0.8),) if any(leavings.in_swarms(one) for one in subjects) else ()
    subjects = leavings.staged(shot, setting, flavour, _inside(shot, setting, subjects))
    weather = (*climate.weather(shot, "room" if indoors else setting), *swarms)
    hour = climate.hour(shot, setting, staged=_on_stage(shot))
    palette = palettes.under(palettes.PALETTES[hour], tuple(item.kind for item in weather))
    stuff = stuffs.named((shot.stuff.value,)) if shot.stuff else ""
    palette = palettes.of_stuff(replace(palette, season="" if indoors else climate.season(shot)), stuff)
    span = spans.crossed(shot, setting, subjects) if view is None else None
    place = Place(
        half_width, half_height, palette, _materials(shot), Random(f"{seed}:{setting}"),
        ground=half_height * (0.74 if view is not None else 0.34 if flavour == "void" or span is not None else 0.56),
        snow=not indoors and any(tag.value == "snow" for tag in shot.weather), wet=_wet(setting, subjects),
        leafy=climate.season(shot) == "autumn", inside=_on_stage(shot),
        flavour=flavour, outside=palettes.PALETTES[climate.clock(shot)],
        view=windows.view(shot, flavour, indoors=setting in settings.INDOORS),
        falling=next((tag.value for tag in shot.weather if tag.value in ("rain", "snow")), ""),
        lights=windows.strings_of_lights(shot), glass=windows.walls_of_glass(shot), hues=scenery.hues(shot, flavour),
        pitch=1.0 if setting in settings.INDOORS or view is not None else views.pitch(shot),
    )  # fmt: skip
    floats = any(ROLES[one.kind].habitat == "water" for one in subjects if one.kind in ROLES)
    back, front = aloft.build(place, setting, floats=floats) if place.aloft else ([], [])
    travels = any(ROLES[one.kind].habitat in ("road", "rail") for one in subjects if one.kind in ROLES)
    if back and travels and setting != "desert":
        front = [aloft.verge(place)]
    if back and any(item.kind == "trails" for item in weather):
        back.extend(aloft.highway(place))
    if not back:
        back, front = settings.PLACES[setting](place)
    if span is not None:
        rails = any(ROLES[one.kind].habitat == "rail" for one in subjects if one.kind in ROLES)
        subjects = spans.on_it(subjects)
        back, front = spans.staged(span, setting, place, back, rails=rails), []
    for item in scenery.overhead(shot, place, setting):
        at = next((index for index, other in enumerate(back) if other.depth > item.depth), len(back))
        back.insert(at, item)
    back = dressing.unlike(dressing.hazy(uncovered(luminaries.as_said(back, shot)), weather), subjects)
    if view is not None:
        back, front = [references.backdrop(view, half_height)], []
    direction = -1 if _first_direction(subjects) == "left" else 1
    actors = Troupe(place, setting, shot, subjects, direction, random, pictures)
    under = [] if span is not None else actors.ground()
    back, behind = dressing.among(back, actors.behind())
    items = (*back, *under, *behind, *actors.before(), *front, *actors.nearest())
    if actors.hides_front:
        items = (*back, *under, *behind, *actors.before(), *actors.nearest())
    items = (*items, *dressing.firelight(items, palette))
    shine = _shine(shot, setting, palette)
    if shine:
        items = (*items, Prop("rays", 0.05, 0.0, -half_height, shine, "rays"))
    if any(tag.value == "spot" for tag in shot.light):
        items = (*items, Prop("spotlight", 1.0, actors.middle, -half_height - 0.05, 2 * half_height, "spotlight"))
    extra = references.overlooked(items, subjects, pictures, place)
    items = references.framed((*items, *extra), pictures, place)
    items = tuple(growth.shown(dressing.seasoned(item, palette), shot) for item in items)
    if setting in settings.INDOORS:
        items = tuple(dressing.same_window(item, place) for item in items)
    if flavour == "void":  # nothing to stand on, nothing to throw a shadow on
        items = tuple(replace(item, grounded=False) if isinstance(item, Prop) else item for item in items)
    camera = _camera(shot, actors, place, random)
    if not actors.hides_front and view is None and not place.aloft:
        chance = Random(f"{seed}:{setting}:flats")
        half = (half_width, half_height)
        items = (
            *items,
            *flats.beside(setting, place.flavour, palette.season, half, camera, chance, rough=palette.overcast >= 0.5),
        )
    weather = () if actors.vehicle else weather  # it does not rain into a carriage
    return Scene(
        start_s=shot.start_s, end_s=shot.end_s, width=2 * half_width, height=2 * half_height, palette=palette,
        camera=camera, items=items, weather=weather, seed=seed,
    )  # fmt: skip


def _inside(shot: Shot, setting: str, subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """Without the house that one is in: "in the hospital" shows its ward, not a hospital within it."""
    if shot.setting is None or not (setting in settings.INDOORS or variants.flavour(setting, shot)):
        return subjects
    # What names a town's streets, a palace, is not in them: it stands behind them.
    known = [one for one in subjects if one.kind in ROLES]
    towers = {one for one in known if setting == "village" and ROLES[one.kind].habitat == "far"}
    own = variants.flavour(setting, shot)
    shown = {one for one in known if one.kind in ("stairs", "tea")}  # a cup of tea in the plantation
    return tuple(
        one
        for one in subjects
        if (one.words != shot.setting.words and one.kind != own) or one in towers or one in shown
    )


def _shine(shot: Shot, setting: str, palette: palettes.Palette) -> float:
    """How strong the rays of light are: as the prompt says, or faintly between trees when the sun is out."""
    if setting == "underwater":
        return 0.0
    if any(tag.value in ("rays", "glow") for tag in shot.light):
        return 1.5
    wooded = setting in ("forest", "jungle", "bambooforest")
    return 0.8 if wooded and not palette.moon and palette.overcast < 0.5 else 0.0


def _materials(shot: Shot) -> tuple[str, ...]:
    """What scenery is made of: not what is said of one thing in it."""
    mars = shot.setting is not None and any(word in shot.setting.words for word in ("mars", "red planet", "火星"))
    whole = shot.stuff.value if shot.stuff else ""
    said = tuple(tag.value for tag in shot.materials if tag.value == whole or not stuffs.named((tag.value,)))
    return (*said, *(("mars",) if mars else ()))


def _rides(subject: Subject) -> bool:
    return subject.kind in ROLES and ROLES[subject.kind].habitat in ("rail", "road", "air", "water")


def _in_the_street(subjects: tuple[Subject, ...]) -> bool:
    return any(subject.words.lower().startswith(("street ", "街头")) for subject in subjects)


def _on_stage(shot: Shot) -> bool:
    """Whether the prompt speaks of a real stage, with a wall behind it and lamps above."""
    said = shot.setting is not None and shot.setting.value == "stage" and "background" not in shot.setting.words
    if shot.setting is None and (
        _in_the_street(shot.subjects) or any(tag.value in ("rain", "snow", "storm") for tag in shot.weather)
    ):
        return False
    lit = shot.setting is None and any(tag.value == "spot" for tag in shot.light)
    return said or lit or any(subject.kind in business.INSTRUMENTS for subject in shot.subjects)


def _wet(setting: str, subjects: tuple[Subject, ...]) -> bool:
    """Whether the actors are in the water: always at sea, on a river where someone swims or sails."""
    if setting in settings.WET:
        return True
    afloat = any(
        (subject.kind in ROLES and ROLES[subject.kind].habitat in ("water", "swim"))
        or (subject.action is not None and subject.action.value in ("swim", "sail"))
        for subject in subjects
        if not (subject.distance and subject.distance.value == "far")
    )
    return setting in settings.SHORES and afloat


def _setting(shot: Shot, subjects: tuple[Subject, ...]) -> str:
    if meant := scenery.setting(shot, subjects):
        return meant
    if any(subject.action and subject.action.value == "surf" for subject in subjects):
        return "sea"
    if _below_clouds(shot, subjects):
        return "city"
    if shot.setting and shot.setting.value in settings.PLACES:
        return "coast" if shot.setting.value == "sea" and _ashore(subjects) else shot.setting.value
    if _in_the_street(subjects):
        return "street"
    if any(subject.kind == "windowpane" for subject in subjects) and not any(_rides(subject) for subject in subjects):
        return "room"
    if any(tag.value in ("snow", "aurora") for tag in shot.weather):
        return "snowfield"
    if any(tag.value == "sandstorm" for tag in shot.weather):
        return "desert"
    # Where a horse or a castle belongs says more than where people do, and what they do more than who they are.
    things = [one for one in subjects if one.kind in ROLES and not ROLES[one.kind].person and one.kind != "card"]
    large = [one for one in things if ROLES[one.kind].habitat != "hand" and one.kind != "rock"]
    large.sort(key=lambda one: ROLES[one.kind].habitat not in ("far", "fixed", "rail", "water", "road"))
    furniture = [one for one in large if ROLES[one.kind].habitat == "room" and ROLES[one.kind].home in settings.INDOORS]
    open_air = any(ROLES[one.kind].habitat in ("far", "rail", "water", "road") for one in large)
    if furniture and not open_air:  # whoever sits in an armchair is at home
        return ROLES[furniture[0].kind].home
    for subject in (*large, *subjects):
        action = subject.action.value if subject.action else ""
        role = ROLES.get(subject.kind)
        home = (role.home if role else "") or _ACTION_HOME.get(action, "")
        if action == "skate" and subject.action and any(word in subject.action.words for word in _ON_WHEELS):
            home = "street"
        if not home and role and subject.kind not in ("card", "character"):
            home = _HABITAT_HOME.get(role.habitat, "")
        if home == "underwater" and shot.time and ROLES[subject.kind].person:
            return "coast"  # there is no hour under water
        if home in settings.PLACES:
            return "coast" if home == "sea" and _ashore(subjects) else home
    if any(ROLES[one.kind].person and one.kind != "character" for one in subjects if one.kind in ROLES):
        return "street"
    if any(one.kind in ROLES and ROLES[one.kind].gait == "walk" for one in subjects):
        return "meadow"
    if not subjects and any(tag.value == "fireworks" for tag in shot.weather):
        return "city"
    return "meadow" if not subjects and (shot.weather or shot.time) else "stage"


_ON_WHEELS: Final = ("board", "roller", "rail", "kickflip", "ollie", "trick", "滑板", "轮滑")


def _below_clouds(shot: Shot, subjects: tuple[Subject, ...]) -> bool:
    """Whether clouds are only what something comes out of: those who look up at it are on the ground."""
    if shot.setting is None or shot.setting.words not in ("云", "云层", "cloud", "clouds"):
        return False
    people = [one for one in subjects if one.kind in ROLES and ROLES[one.kind].person and one.relation is None]
    above = any(one.kind in ROLES and ROLES[one.kind].habitat == "air" for one in subjects)
    return above and any(one.action is not None and one.action.value in ("gaze", "point", "wave") for one in people)


def _ashore(subjects: tuple[Subject, ...]) -> bool:
    """Whether those who look at the sea stand beside it: on a bench, in a car, or just walking."""
    cast = [one for one in subjects if one.kind in ROLES]
    afloat = {one.kind for one in subjects if not (one.action and one.action.value in ("run", "walk"))} & _SEAFARERS
    if afloat or any(ROLES[one.kind].habitat in ("water", "swim") for one in cast):
        return False
    seated = any(ROLES[one.kind].habitat in ("room", "road") or one.kind in _SHORE for one in cast)
    strolls = any(
        ROLES[one.kind].gait == "walk" and one.action and one.action.value in ("gaze", "walk", "run", "sit", "read")
        for one in cast
    )
    return seated or strolls


_SEAFARERS: Final = frozenset({"deck", "shipwheel", "sailor", "captain", "pirate", "diver", "surfer", "swimmer"})
_SHORE: Final = frozenset(
    {"bench", "tent", "campfire", "umbrella", "house", "palm", "sandcastle", "beachball", "shell"}
)


def _first_direction(subjects: tuple[Subject, ...]) -> str:
    return next((subject.direction.value for subject in subjects if subject.direction), "right")


def _camera(shot: Shot, actors: Troupe, place: Place, random: Random) -> Camera:
    """What the prompt says, on top of going with the actors; without a word, a slow push and a breath of a pan."""
    moves = {tag.value for tag in shot.moves}
    way = actors.direction * actors.speed * actors.duration_s * actors.follow
    x, y, zoom = (-way / 2, way / 2), (0.0, 0.0), (1.0, 1.0)
    length = min(1.0, actors.duration_s / 4)
    pan = 0.22 * place.half_width * length
    if "pan_left" in moves:
        x = (x[0] + pan, x[1] - pan)
    elif "pan_right" in moves:
        x = (x[0] - pan, x[1] + pan)
    elif "orbit_right" in moves:
        x, zoom = (x[0] - 1.3 * pan, x[1] + 1.3 * pan), (1.02, 1.10)
    elif not way and "static" not in moves:
        side = random.choice((-1, 1))
        x = (-side * 0.035 * length, side * 0.035 * length)
    tilt = 0.20 * place.half_height * length
    if moves & {"tilt_up", "crane_up"}:
        y = (tilt, -tilt)
    elif moves & {"tilt_down", "crane_down"}:
        y = (-tilt, tilt)
    elif "low_angle" in moves:
        y = (-0.45 * tilt, -0.6 * tilt)
    elif "high_angle" in moves:
        y = (0.5 * tilt, 0.6 * tilt)
    if "push_in" in moves:
        zoom = (1.0, 1.0 + 0.24 * length)
    elif "orbit_right" in moves:
        pass
    elif "pull_back" in moves:
        zoom = (1.0 + 0.24 * length, 1.0)
    elif not moves:
        zoom = (1.0, 1.0 + 0.05 * length)
    linear = bool(way) and not moves & {"pan_left", "pan_right"}
    return Camera(x, y, zoom, shake=0.006 if "handheld" in moves else 0.0, linear=linear)
