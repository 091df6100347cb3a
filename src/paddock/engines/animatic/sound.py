"""Quiet stereo ambience made from a storyboard: what is heard in a place, in its weather, from who is there."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic import variants
from paddock.engines.animatic.art import generator
from paddock.engines.animatic.particles import first_flash_s
from paddock.engines.animatic.voices import RATE, VOICES
from paddock.storyboard import Shot

PEAK: Final = 0.22
"""Loudest sample: ambience sits under everything."""
_FADE_S: Final = 0.25

Samples = NDArray[np.float32]
"""(n, 2) in -1 to 1."""


def ambience(shots: tuple[Shot, ...], frames: int, fps: int, seed: int, places: tuple[str, ...] = ()) -> Samples:
    """The whole sound track: each shot's ambience, cross-faded at the cuts. `places` are the settings as staged."""
    total = frames * RATE // fps
    mixed = np.zeros((total, 2), np.float32)
    fade = int(_FADE_S * RATE)
    for index, shot in enumerate(shots):
        start = max(0, round(shot.start_s * RATE) - (fade if index else 0))
        last = index == len(shots) - 1
        end = total if last else min(total, round(shot.end_s * RATE) + fade)
        if end <= start:
            continue
        place = places[index] if index < len(places) else ""
        part = _shot(shot, place, (end - start) / RATE, end - start, seed)
        part *= _envelope(end - start, fade)
        mixed[start:end] += part
    return _levelled(mixed)


def _envelope(count: int, fade: int) -> Any:
    """Fades in and out, so that nothing clicks."""
    fade = max(1, min(fade, count // 2))
    ramp = np.sin(np.linspace(0, np.pi / 2, fade, dtype=np.float32)) ** 2
    envelope = np.ones((count, 1), np.float32)
    envelope[:fade, 0], envelope[-fade:, 0] = ramp, ramp[::-1]
    return envelope


def _levelled(mixed: Samples) -> Samples:
    """At the quiet level of all ambiences; single loud moments are rounded off first, so that the rest is heard."""
    strength = float(np.sqrt(np.mean(np.square(mixed, dtype=np.float64))))
    if strength <= 0:
        return mixed
    knee = np.float32(3.2 * strength)
    mixed = knee * np.tanh(mixed / knee)
    peak = float(np.abs(mixed).max())
    return mixed * np.float32(PEAK / peak)


def _shot(shot: Shot, place: str, seconds: float, count: int, seed: int) -> Samples:
    total = np.zeros((count, 2), np.float32)
    for name, level in _voices(shot, place):
        if name == "thunder":
            continue
        rng = generator(seed, "sound", name, round(shot.start_s * 10))
        total += np.float32(level) * VOICES[name](rng, seconds, count)
    if any(tag.value == "storm" for tag in shot.weather):
        total += _after_flashes(shot, seconds, count, seed)
    return total


def _after_flashes(shot: Shot, seconds: float, count: int, seed: int) -> Samples:
    """Thunder after the lightning that the picture shows."""
    first, period = first_flash_s(seed), 3.1
    while first < shot.start_s:
        first += period
    rng = generator(seed, "sound", "thunder", round(shot.start_s * 10))
    made: Samples = 1.4 * VOICES["thunder"](rng, seconds, count, first - shot.start_s, period)  # type: ignore[call-arg]
    return made


def _voices(shot: Shot, place: str) -> list[tuple[str, float]]:
    """What is heard, each with its level."""
    setting = place or (shot.setting.value if shot.setting else "")
    night = bool(shot.time) and shot.time.value in ("night", "bluehour")  # type: ignore[union-attr]
    kinds = {subject.kind for subject in shot.subjects}
    weather = {tag.value for tag in shot.weather}
    flavour = variants.flavour(setting, shot)
    heard: dict[str, float] = {"wind": 0.25, **_PLACE_VOICES.get(setting, {}), **_KIND_VOICES.get(flavour, {})}
    wild = setting in _WILD or not setting
    if wild and not weather & {"snow", "storm", "rain", "sandstorm"}:
        heard["birds" if not night else "crickets"] = 0.35
        if night and setting in ("forest", "mountains", "park"):
            heard["owl"] = 0.5
    elif night and setting in ("city", "street", "village", "desert", "coast", "river"):
        heard["crickets"] = 0.14
    heard.update(_of_subjects(shot, kinds))
    if weather & {"rain", "storm"}:
        heard["rain"] = 1.0 if setting not in _INSIDE else 0.35
    if weather & {"storm", "wind", "snow", "sandstorm"} and setting not in _INSIDE:
        heard["wind"] = 0.8
    if "sandstorm" in weather:
        heard["grit"] = 0.8
    if "fireworks" in weather:
        heard["booms"] = 1.0
    if setting == "underwater":
        heard = {"deep": 0.9, "bubbles": 0.4}
    if setting == "space":
        heard = {"deep": 0.7, **({"beeps": 0.35} if "astronaut" in kinds else {})}
    return list(heard.items())


def _of_subjects(shot: Shot, kinds: set[str]) -> dict[str, float]:
    """What those who are there add."""
    heard: dict[str, float] = {}
    for group, voice, level in _HEARD_OF:
        if kinds & group:
            heard[voice] = level
    moving = any(one.action and one.action.value in ("run", "walk", "ride") for one in shot.subjects)
    if kinds & _HOOFED and moving:
        heard["hooves"] = 0.5
    elif len(shot.subjects) == 1 and moving and kinds & _PEOPLE:
        heard["steps"] = 0.5
    if any(one.count >= 5 for one in shot.subjects) and kinds & _PEOPLE:
        heard["crowd"] = 0.5
    return heard


_PLACE_VOICES: Final[dict[str, dict[str, float]]] = {
    "sea": {"waves": 1.0}, "coast": {"waves": 0.9, "gulls": 0.3}, "harbour": {"waves": 0.5, "gulls": 0.4,
    "creaks": 0.25},
    "river": {"stream": 0.7}, "city": {"city": 0.7}, "street": {"city": 0.6}, "village": {"crowd": 0.2},
    "kitchen": {"hum": 0.3, "wind": 0.05, "clinks": 0.4}, "room": {"hum": 0.25, "wind": 0.05, "clock": 0.3},
    "library": {"hum": 0.2, "wind": 0.05, "clock": 0.4}, "stage": {"hush": 0.35, "wind": 0.0},
    "desert": {"wind": 0.7, "grit": 0.4},
    "snowfield": {"wind": 0.5, "whistle": 0.6}, "sky": {"wind": 0.9}, "mountains": {"wind": 0.6, "whistle": 0.4},
    "farm": {"wind": 0.3},
    "jungle": {"insects": 0.35, "wind": 0.35}, "savanna": {"insects": 0.2}, "forest": {"wind": 0.35},
    "park": {"crowd": 0.12},
    "bambooforest": {"wind": 0.5, "stream": 0.15},
}  # fmt: skip
_KIND_VOICES: Final[dict[str, dict[str, float]]] = {
    "market": {"crowd": 0.6, "clinks": 0.15}, "watertown": {"stream": 0.4}, "playground": {"crowd": 0.4, "birds": 0.2},
    "station": {"train": 0.5, "hush": 0.6}, "highway": {"motor": 0.3, "city": 0.6}, "cyber": {"drone": 0.5,
    "city": 0.5},
    "stop": {"motor": 0.3}, "swamp": {"frogs": 0.6, "insects": 0.3, "stream": 0.2}, "cave": {"drips": 0.9,
    "wind": 0.15},
    "waterfall": {"roar": 0.9}, "stadium": {"cheer": 0.9}, "amusement": {"crowd": 0.5, "cheer": 0.25},
    "party": {"crowd": 0.5}, "haunted": {"owl": 0.6, "wind": 0.6}, "graveyard": {"owl": 0.5, "wind": 0.5},
    "classroom": {"crowd": 0.3, "clock": 0.3}, "office": {"hush": 0.25, "clock": 0.15}, "hospital": {"hush": 0.25,
    "beeps": 0.3},
    "laboratory": {"hum": 0.4, "beeps": 0.4, "clock": 0.0}, "shop": {"hush": 0.5, "crowd": 0.3, "clock": 0.0},
    "museum": {"hush": 0.6, "steps": 0.2, "clock": 0.0}, "airport": {"hush": 0.8, "drone": 0.25, "clock": 0.0},
    "factory": {"motor": 0.6, "drone": 0.4, "clock": 0.0}, "workshop": {"motor": 0.3, "clock": 0.1},
    "pool": {"stream": 0.35, "hush": 0.5, "clock": 0.0}, "dungeon": {"drips": 0.8, "clock": 0.0},
    "church": {"hush": 0.5, "clock": 0.0}, "palace": {"hush": 0.4, "clock": 0.0}, "ship": {"drone": 0.5,
    "beeps": 0.4, "clock": 0.0},
    "bathroom": {"drips": 0.5, "clock": 0.0}, "gym": {"hush": 0.4, "motor": 0.15, "clock": 0.0},
    "cafe": {"crowd": 0.4, "clinks": 0.5},
    "bar": {"crowd": 0.55, "clinks": 0.5}, "restaurant": {"crowd": 0.5, "clinks": 0.6}, "cinema": {"hush": 0.5,
    "clock": 0.0},
    "arctic": {"wind": 0.8, "waves": 0.25}, "ski": {"wind": 0.8}, "oasis": {"stream": 0.2, "insects": 0.2},
}  # fmt: skip
"""What a kind of a setting adds, or quietens."""
_INSIDE: Final = frozenset({"room", "kitchen", "library", "stage"})
_WILD: Final = (
    "forest", "jungle", "bambooforest", "meadow", "savanna", "farm", "park", "mountains", "river", "village",
)  # fmt: skip
_PEOPLE: Final = frozenset(
    [
        "man",
        "woman",
        "boy",
        "girl",
        "oldman",
        "oldwoman",
        "teen",
        "student",
        "knight",
        "soldier",
        "king",
        "queen",
        "monk",
    ]
)
_HOOFED: Final = frozenset(["horse", "pony", "unicorn", "zebra", "donkey", "carriage", "deer", "cow", "bull", "camel"])
_HEARD_OF: Final[tuple[tuple[frozenset[str], str, float], ...]] = (
    (frozenset({
        "ship", "boat", "lighthouse", "whale", "junkboat", "ferry", "cargoship", "speedboat", "deck", "motoryacht",
        "cruiseship", "battleship", "aircraftcarrier", "tugboat", "longship", "jetski",
    }), "waves", 1.0),
    (frozenset({"ship", "junkboat", "deck", "boat"}), "creaks", 0.3),
    (frozenset({"ferry", "cargoship", "submarine", "cruiseship", "battleship", "tugboat"}), "drone", 0.3),
    (frozenset({
        "speedboat", "motorcycle", "scooter", "racecar", "sportscar", "tractor", "tank", "monstertruck", "gokart",
        "snowmobile", "atv", "excavator", "bulldozer", "harvester", "jetski", "steamroller",
    }), "motor", 0.8),
    (frozenset({
        "car", "bus", "truck", "taxi", "policecar", "firetruck", "ambulance", "suv", "jeep", "pickup", "van",
        "limousine", "schoolbus", "doubledecker", "campervan", "foodtruck", "vintagecar", "dumptruck",
        "garbagetruck", "cementtruck", "tuktuk",
    }), "motor", 0.5),
    (frozenset({"train", "tram"}), "train", 0.8),
    (frozenset({"bullettrain", "metrotrain", "monorailtrain"}), "drone", 0.6),
    (frozenset({
        "plane", "helicopter", "jetfighter", "drone", "airship", "rocket", "spaceship", "ufo", "biplane",
        "seaplane", "spaceshuttle",
    }), "drone", 0.8),
    (frozenset({"bird", "sparrow", "robin", "swallow", "canary", "parrot", "budgie", "magpie"}), "birds", 0.45),
    (frozenset({"seagull", "pelican", "albatross"}), "gulls", 0.6),
    (frozenset({"frog", "toad"}), "frogs", 0.7),
    (frozenset({"owl"}), "owl", 0.7),
    (frozenset({"campfire", "fireplace", "torch"}), "fire", 0.6),
    (frozenset({"waterfall", "dam", "geyser"}), "roar", 0.8),
    (frozenset({"fountain", "well", "watermill", "hotspring"}), "stream", 0.3),
    (frozenset({"clock", "clocktower"}), "clock", 0.4),
)  # fmt: skip
