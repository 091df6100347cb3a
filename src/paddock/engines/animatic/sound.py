"""Quiet stereo ambience made from a storyboard: wind, waves, rain, a city, a train, birds, crickets.

Everything is filtered noise and simple tones from seeded generators: no recordings, nothing to license.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic.art import generator
from paddock.storyboard import Shot

RATE: Final = 48_000
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
    peak = float(np.abs(mixed).max())
    if peak > 0:
        mixed *= PEAK / peak
    return mixed


def _shot(shot: Shot, place: str, seconds: float, count: int, seed: int) -> Samples:
    total = np.zeros((count, 2), np.float32)
    for name, level in _voices(shot, place):
        rng = generator(seed, "sound", name, round(shot.start_s * 10))
        total += np.float32(level) * _VOICES[name](rng, seconds, count)
    return total


def _voices(shot: Shot, place: str) -> list[tuple[str, float]]:
    """What is heard, each with its level."""
    setting = place or (shot.setting.value if shot.setting else "")
    night = bool(shot.time) and shot.time.value == "night"  # type: ignore[union-attr]
    kinds = {subject.kind for subject in shot.subjects}
    weather = {tag.value for tag in shot.weather}
    heard: dict[str, float] = {"wind": 0.25, **_PLACE_VOICES.get(setting, {})}
    if kinds & _SEAGOING:
        heard["waves"] = 1.0
    if kinds & _ENGINES:
        heard["city"] = 0.7
    if kinds & {"train", "bullettrain", "tram"}:
        heard["train"] = 0.8
    if setting in _WILD or not setting:
        heard["birds" if not night else "crickets"] = 0.35
    elif night and setting in ("city", "street", "village", "desert"):
        heard["crickets"] = 0.14
    if kinds & _SINGING:
        heard["birds"] = 0.45
    if kinds & _HOOFED and any(one.action and one.action.value in ("run", "walk", "ride") for one in shot.subjects):
        heard["hooves"] = 0.5
    if any(one.count >= 5 for one in shot.subjects) and kinds & {"man", "woman", "boy", "girl"}:
        heard["crowd"] = 0.5
    if weather & {"rain", "storm"}:
        heard["rain"] = 1.0
    if weather & {"storm", "wind", "snow", "sandstorm"}:
        heard["wind"] = 0.8
    if setting == "underwater":
        heard = {"deep": 0.9, "bubbles": 0.4}
    if setting == "space":
        heard = {"deep": 0.7}
    if kinds & {"campfire", "fireplace"}:
        heard["fire"] = 0.6
    return list(heard.items())


_PLACE_VOICES: Final[dict[str, dict[str, float]]] = {
    "sea": {"waves": 1.0}, "coast": {"waves": 0.9}, "harbour": {"waves": 0.6, "birds": 0.15}, "river": {"stream": 0.7},
    "city": {"city": 0.7}, "street": {"city": 0.6}, "village": {"crowd": 0.2}, "kitchen": {"hum": 0.4, "wind": 0.1},
    "room": {"hum": 0.4, "wind": 0.1}, "library": {"hum": 0.3, "wind": 0.06}, "stage": {"hum": 0.3, "crowd": 0.12},
    "desert": {"wind": 0.8}, "snowfield": {"wind": 0.8}, "sky": {"wind": 0.8}, "mountains": {"wind": 0.7},
    "farm": {"wind": 0.3},
}  # fmt: skip
_WILD: Final = (
    "forest",
    "jungle",
    "bambooforest",
    "meadow",
    "savanna",
    "farm",
    "park",
    "mountains",
    "river",
    "village",
)
_SEAGOING: Final = frozenset(
    ["ship", "boat", "lighthouse", "whale", "junkboat", "ferry", "cargoship", "speedboat", "deck"]
)
_ENGINES: Final = frozenset(
    [
        "car",
        "bus",
        "truck",
        "taxi",
        "sportscar",
        "racecar",
        "policecar",
        "firetruck",
        "ambulance",
        "motorcycle",
        "tractor",
        "tank",
        "scooter",
    ]
)
_SINGING: Final = frozenset(["bird", "sparrow", "robin", "swallow", "canary", "seagull", "parrot", "budgie", "magpie"])
_HOOFED: Final = frozenset(["horse", "pony", "unicorn", "zebra", "donkey", "carriage", "deer", "cow", "bull"])


# --- voices ---------------------------------------------------------------------------------------


def _coloured(rng: np.random.Generator, count: int, low: float, high: float, slope: float = 1.0) -> Any:
    """Stereo noise between two frequencies, falling by `slope` (1 is pink in power terms), about 1 in strength."""
    size = 1 << max(10, (count - 1).bit_length())
    # Only the band is computed; what lies outside it is silent.
    first, last = math.ceil(max(1.0, low * 0.5 * size / RATE)), min(size // 2, int(high * 2 * size / RATE)) + 1
    frequency = np.arange(first, last) * (RATE / size)
    shape = frequency ** (-slope / 2) / (1 + (low / frequency) ** 4) / (1 + (frequency / high) ** 4)
    out = np.empty((count, 2), np.float32)
    for channel in range(2):
        spectrum = np.zeros(size // 2 + 1, np.complex128)
        spectrum[first:last] = shape * (rng.normal(size=len(shape)) + 1j * rng.normal(size=len(shape)))
        wave = np.fft.irfft(spectrum, size)[:count]
        out[:, channel] = wave / (wave.std() + 1e-12)
    return out * np.float32(0.25)


def _swell(rng: np.random.Generator, seconds: float, count: int, period_s: float, low: float) -> Any:
    """A slow rise and fall between `low` and 1, a little different left and right."""
    t = np.linspace(0, seconds, count, dtype=np.float32)[:, None]
    phase = rng.uniform(0, 6.28, (2, 2)).astype(np.float32)
    wave = 0.6 * np.sin(2 * np.pi * t / period_s + phase[0]) + 0.4 * np.sin(2 * np.pi * t / (period_s * 1.7) + phase[1])
    return low + (1 - low) * (0.5 + 0.5 * wave)


def _wind(rng: np.random.Generator, seconds: float, count: int) -> Any:
    return _coloured(rng, count, 90, 700, 1.4) * _swell(rng, seconds, count, 5.0, 0.35)


def _waves(rng: np.random.Generator, seconds: float, count: int) -> Any:
    body = _coloured(rng, count, 60, 900, 1.2) * _swell(rng, seconds, count, 4.2, 0.2)
    foam = _coloured(rng, count, 1500, 6000, 0.6) * _swell(rng, seconds, count, 4.2, 0.0) ** 2
    return body + 0.25 * foam


def _rain(rng: np.random.Generator, seconds: float, count: int) -> Any:
    drops = np.zeros((count, 2), np.float32)
    tick = (np.exp(-np.arange(360) / 50) * np.sin(np.arange(360) * 0.55)).astype(np.float32)
    for at, side, level in rng.random((int(60 * seconds), 3)):
        start = int(at * max(1, count - 360))
        drops[start : start + 360] += (tick * (0.5 * level**2))[: count - start, None] * np.array(
            [1 - side, side], np.float32
        )
    return _coloured(rng, count, 900, 9000, 0.5) * _swell(rng, seconds, count, 7, 0.75) * 0.8 + drops


def _city(rng: np.random.Generator, seconds: float, count: int) -> Any:
    rumble = _coloured(rng, count, 40, 260, 1.6)
    passing = _coloured(rng, count, 200, 1600, 1.2) * _swell(rng, seconds, count, 6.3, 0.0) ** 3
    return rumble + 0.35 * passing


def _train(rng: np.random.Generator, seconds: float, count: int) -> Any:
    t = np.arange(count) / RATE
    beat = np.zeros(count, np.float32)
    for offset in (0.0, 0.17):
        since = (t + offset) % 0.92
        beat += np.exp(-since * 22).astype(np.float32) * np.clip(since * 900, 0, 1).astype(np.float32)
    puff = np.clip(np.sin(2 * np.pi * t / 0.46), 0, 1).astype(np.float32) ** 2
    wheels = _coloured(rng, count, 120, 900, 1.2) * beat[:, None]
    steam = _coloured(rng, count, 700, 3500, 0.8) * puff[:, None]
    return 0.9 * wheels + 0.25 * steam + 0.5 * _coloured(rng, count, 40, 160, 1.5)


def _birds(rng: np.random.Generator, seconds: float, count: int) -> Any:
    out = np.zeros((count, 2), np.float32)
    for _ in range(max(2, int(seconds * 0.9))):
        start = int(rng.uniform(0.2, max(0.3, seconds - 0.8)) * RATE)
        side, pitch = rng.uniform(0.15, 0.85), rng.uniform(2300, 4200)
        for note in range(int(rng.integers(2, 6))):
            length = int(rng.uniform(0.05, 0.12) * RATE)
            at = start + int(note * rng.uniform(0.09, 0.15) * RATE)
            if at + length >= count:
                break
            t = np.arange(length) / RATE
            sweep = 2 * np.pi * (pitch * t + rng.uniform(-6000, 6000) * t**2)
            tone = np.sin(sweep) * np.sin(np.pi * np.arange(length) / length) ** 2 * rng.uniform(0.2, 0.5)
            out[at : at + length] += tone[:, None].astype(np.float32) * np.array([1 - side, side], np.float32)
    return out


def _crickets(rng: np.random.Generator, seconds: float, count: int) -> Any:
    t = np.arange(count) / RATE
    out = np.zeros((count, 2), np.float32)
    for pitch, rate, side in ((4300, 2.1, 0.25), (4650, 1.7, 0.75)):
        chirp = np.clip(np.sin(2 * np.pi * rate * t + rng.uniform(0, 6)), 0, 1) ** 2
        pulse = 0.5 + 0.5 * np.sin(2 * np.pi * 31 * t)
        tone = (np.sin(2 * np.pi * pitch * t) * chirp * pulse * 0.35).astype(np.float32)
        out += tone[:, None] * np.array([1 - side, side], np.float32)
    return out


def _deep(rng: np.random.Generator, seconds: float, count: int) -> Any:
    t = np.arange(count) / RATE
    tones = [np.sin(2 * np.pi * pitch * t + rng.uniform(0, 6)) for pitch in (55, 82.5, 110.3)]
    tone = np.sum(tones, axis=0) * 0.08
    return _coloured(rng, count, 30, 220, 1.8) * _swell(rng, seconds, count, 6, 0.5) + tone[:, None].astype(np.float32)


def _bubbles(rng: np.random.Generator, seconds: float, count: int) -> Any:
    out = np.zeros((count, 2), np.float32)
    for at, side, high in rng.random((int(seconds * 5), 3)):
        length = int(0.06 * RATE)
        start = int(at * max(1, count - length))
        t = np.arange(length) / RATE
        tone = (
            np.sin(2 * np.pi * ((350 + 600 * high) * t + 3500 * t**2))
            * np.sin(np.pi * np.arange(length) / length) ** 2
            * 0.3
        )
        out[start : start + length] += tone[: count - start, None].astype(np.float32) * np.array(
            [1 - side, side], np.float32
        )
    return out


def _hum(rng: np.random.Generator, seconds: float, count: int) -> Any:
    return _coloured(rng, count, 60, 400, 1.8) * _swell(rng, seconds, count, 8, 0.7)


def _fire(rng: np.random.Generator, seconds: float, count: int) -> Any:
    out = _coloured(rng, count, 80, 500, 1.5) * 0.5
    crack = (np.exp(-np.arange(500) / 60) * np.sin(np.arange(500) * 0.9)).astype(np.float32)
    for at, side, level in rng.random((int(seconds * 9), 3)):
        start = int(at * max(1, count - 500))
        out[start : start + 500] += (crack * level**2)[: count - start, None] * np.array([1 - side, side], np.float32)
    return out


def _stream(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """Running water: brighter than waves, and never still."""
    return 0.7 * _coloured(rng, count, 300, 2600, 0.8) * _swell(rng, seconds, count, 2.3, 0.7) + 0.3 * _bubbles(
        rng, seconds, count
    )


def _crowd(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """Many voices from afar: noise in the band of speech, broken into syllables."""
    out = np.zeros((count, 2), np.float32)
    for _ in range(4):
        out += (
            0.3
            * _coloured(rng, count, 220, 1500, 1.0)
            * _swell(rng, seconds, count, float(rng.uniform(0.25, 0.6)), 0.2)
        )
    return out


def _hooves(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """Four beats a stride."""
    out = np.zeros((count, 2), np.float32)
    knock = (np.exp(-np.arange(2400) / 420) * np.sin(np.arange(2400) * 0.035)).astype(np.float32)
    for stride in np.arange(0.1, max(0.2, seconds - 0.7), 0.52):
        for offset, level in ((0.0, 0.8), (0.11, 0.6), (0.24, 1.0), (0.36, 0.5)):
            start = int((stride + offset + rng.uniform(0, 0.012)) * RATE)
            if start + 2400 < count:
                out[start : start + 2400] += (knock * 0.5 * level)[:, None]
    return out


_VOICES: Final[dict[str, Callable[[np.random.Generator, float, int], Any]]] = {
    "wind": _wind, "waves": _waves, "rain": _rain, "city": _city, "train": _train, "birds": _birds,
    "crickets": _crickets, "deep": _deep, "bubbles": _bubbles, "hum": _hum, "fire": _fire, "stream": _stream,
    "crowd": _crowd, "hooves": _hooves,
}  # fmt: skip
