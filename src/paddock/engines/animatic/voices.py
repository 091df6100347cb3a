"""The voices of an ambience: wind, waves, rain, a town, birds, thunder. Filtered noise and simple tones, no recordings.

Each makes (count, 2) samples of about the same strength from a generator, the seconds and the number of samples.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Final

import numpy as np

RATE: Final = 48_000


def _coloured(rng: np.random.Generator, count: int, low: float, high: float, slope: float = 1.0) -> Any:
    """Stereo noise between two frequencies, falling by `slope` (1 is pink in power terms), about 1 in strength."""
    size = 1 << max(10, (count - 1).bit_length())
    # Only the band is computed; what lies outside it is silent.
    first, last = math.ceil(max(1.0, low * 0.5 * size / RATE)), min(size // 2, int(high * 2 * size / RATE)) + 1
    frequency = np.arange(first, last) * (RATE / size)
    shape = frequency ** (-slope / 2) / (1 + (low / frequency) ** 4) / (1 + (frequency / high) ** 4)
    out = np.empty((count, 2), np.float32)
    planes = []
    for _ in range(3):
        spectrum = np.zeros(size // 2 + 1, np.complex64)
        spectrum[first:last] = shape * (rng.normal(size=len(shape)) + 1j * rng.normal(size=len(shape)))
        wave = np.fft.irfft(spectrum, size)[:count]
        planes.append(wave / (wave.std() + 1e-12))
    # Wide, but of one piece: half of what either ear hears the other hears as well.
    for channel in range(2):
        out[:, channel] = 0.71 * planes[channel] + 0.71 * planes[2]
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


def _strikes(
    rng: np.random.Generator, seconds: float, count: int, a_second: float, strike: Callable[[float], Any]
) -> Any:
    """Short sounds at chance moments and places; `strike` makes one from a number in 0 to 1. None is cut off."""
    out = np.zeros((count, 2), np.float32)
    for at, side, kind, level in rng.random((max(1, round(a_second * seconds)), 4)):
        wave = strike(float(kind)).astype(np.float32)
        if len(wave) + 2 >= count:
            continue
        start = int(at * (count - len(wave) - 1))
        pan = np.array([1 - 0.8 * side, 0.2 + 0.8 * side], np.float32)
        out[start : start + len(wave)] += wave[:, None] * pan * np.float32(0.35 + 0.65 * level)
    return out


def _decay(length_s: float, fall: float) -> tuple[Any, Any]:
    """Time and a fading envelope with a soft start."""
    t = np.arange(int(length_s * RATE)) / RATE
    return t, np.exp(-t * fall) * np.clip(t / 0.004, 0, 1) * np.clip((length_s - t) / 0.02, 0, 1)


def _whistle(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """Wind about rocks and eaves, nearly a tone."""
    low = _coloured(rng, count, 380, 460, 0.2) * _swell(rng, seconds, count, 3.7, 0.0) ** 2
    return 0.8 * low + 0.6 * _coloured(rng, count, 620, 760, 0.2) * _swell(rng, seconds, count, 5.3, 0.0) ** 2


def _grit(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """Sand or dry snow that is blown along the ground."""
    return 0.6 * _coloured(rng, count, 2200, 6500, 0.6) * _swell(rng, seconds, count, 4.4, 0.05) ** 1.5


def _gulls(rng: np.random.Generator, seconds: float, count: int) -> Any:
    def cry(kind: float) -> Any:
        t, fade = _decay(0.42, 3.0)
        pitch = 900 + 500 * kind + 420 * np.sin(np.pi * np.clip(t / 0.42, 0, 1) ** 0.7)
        phase = 2 * np.pi * np.cumsum(pitch) / RATE
        return (np.sin(phase) + 0.5 * np.sin(2 * phase) + 0.25 * np.sin(3 * phase)) * fade * 0.22

    return _strikes(rng, seconds, count, 0.55, cry)


def _thunder(rng: np.random.Generator, seconds: float, count: int, first_s: float = 1.2, period_s: float = 3.1) -> Any:
    """A crack and a long roll a little after each flash."""
    out = np.zeros((count, 2), np.float32)
    roll = _coloured(rng, count, 28, 170, 1.9) * 1.6 + 0.2 * _coloured(rng, count, 200, 900, 1.2)
    t = np.arange(count) / RATE
    for flash in np.arange(first_s, seconds, period_s):
        since = t - flash - 0.35
        swell = np.clip(since / 0.12, 0, 1) * np.exp(-np.clip(since, 0, None) * 1.3) * (since > 0)
        out += (swell * (0.75 + 0.25 * np.sin(2 * np.pi * 3.1 * t + flash))).astype(np.float32)[:, None] * roll
    return out


def _drips(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """Drops in a hollow place, each with its echoes."""

    def drop(kind: float) -> Any:
        t, _ = _decay(1.1, 1.0)
        made = np.zeros_like(t)
        for index in range(5):
            since = np.clip(t - 0.17 * index, 0, None)
            tone = np.sin(2 * np.pi * ((900 + 700 * kind) * since + 2600 * since**2)) * np.exp(-since * 34)
            made += tone * (t >= 0.17 * index) * 0.5**index
        return made * np.clip((1.1 - t) / 0.05, 0, 1) * 0.5

    return _strikes(rng, seconds, count, 1.3, drop) + 0.25 * _coloured(rng, count, 40, 200, 1.8)


def _insects(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """The shimmer of a jungle."""
    band = _coloured(rng, count, 2900, 5600, 0.8)
    t = np.arange(count) / RATE
    beat = 0.6 + 0.4 * np.sin(2 * np.pi * 13 * t + 2 * np.sin(2 * np.pi * 0.3 * t))
    return 0.5 * band * beat.astype(np.float32)[:, None] * _swell(rng, seconds, count, 3.4, 0.4)


def _frogs(rng: np.random.Generator, seconds: float, count: int) -> Any:
    def croak(kind: float) -> Any:
        t, fade = _decay(0.34, 5.0)
        return (
            np.sin(2 * np.pi * (170 + 130 * kind) * t) * (0.5 + 0.5 * np.sign(np.sin(2 * np.pi * 27 * t))) * fade * 0.5
        )

    made = _strikes(rng, seconds, count, 1.6, croak)
    kernel = np.hanning(40) / np.hanning(40).sum()  # the pulses are soft, so that nothing clicks
    return np.stack([np.convolve(made[:, side], kernel, "same") for side in (0, 1)], 1).astype(np.float32)


def _owl(rng: np.random.Generator, seconds: float, count: int) -> Any:
    def call(kind: float) -> Any:
        t, _ = _decay(1.5, 1.0)
        gate = sum(np.exp(-(((t - at) / wide) ** 2)) for at, wide in ((0.2, 0.09), (0.62, 0.06), (0.95, 0.16)))
        return np.sin(2 * np.pi * (330 + 60 * kind) * t + 0.6 * np.sin(2 * np.pi * 5 * t)) * gate * 0.3

    return _strikes(rng, seconds, count, 0.22, call)


def _clinks(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """Cups and plates."""

    def clink(kind: float) -> Any:
        t, fade = _decay(0.25, 22.0)
        pitch = 1900 + 1700 * kind
        return (np.sin(2 * np.pi * pitch * t) + 0.6 * np.sin(2 * np.pi * 2.71 * pitch * t)) * fade * 0.16

    return _strikes(rng, seconds, count, 1.5, clink)


def _clock(rng: np.random.Generator, seconds: float, count: int) -> Any:
    out = np.zeros((count, 2), np.float32)
    t, fade = _decay(0.05, 120.0)
    for index, at in enumerate(np.arange(0.25, max(0.3, seconds - 0.1), 0.5)):
        start = int(at * RATE)
        tick = (np.sin(2 * np.pi * (2300 if index % 2 else 1900) * t) * fade * 0.22).astype(np.float32)
        if start + len(tick) < count:
            out[start : start + len(tick)] += tick[:, None] * np.array([0.7, 1.0], np.float32)
    return out


def _cheer(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """A stadium: many voices that rise and fall, clapping."""
    roar = _coloured(rng, count, 300, 2200, 0.8) * _swell(rng, seconds, count, 3.6, 0.45)

    def clap(kind: float) -> Any:
        t, fade = _decay(0.05, 90.0)
        return np.sin(2 * np.pi * (800 + 900 * kind) * t + 3 * np.sin(2 * np.pi * 2100 * t)) * fade * 0.1

    return 0.9 * roar + _strikes(rng, seconds, count, 22, clap)


def _booms(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """Fireworks far away: a thud and a crackle."""

    def burst(kind: float) -> Any:
        t, fade = _decay(1.3, 3.2)
        noise = np.random.default_rng(int(kind * 1e6)).normal(0, 1, len(t))
        low = np.convolve(noise, np.hanning(400) / 200, "same") * fade
        crackle = (
            noise * (np.random.default_rng(int(kind * 1e6) + 1).random(len(t)) > 0.9985) * np.clip(t - 0.25, 0, 0.2)
        )
        return 0.9 * low + 1.4 * np.convolve(crackle, np.hanning(24), "same") * np.clip((1.3 - t) / 0.3, 0, 1)

    return _strikes(rng, seconds, count, 0.9, burst)


def _roar(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """Falling water."""
    return _coloured(rng, count, 120, 4200, 0.9) * _swell(rng, seconds, count, 3.1, 0.85)


def _drone(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """Engines in the air, or far below deck."""
    t = np.arange(count) / RATE
    hum = sum(
        np.sin(2 * np.pi * pitch * t + rng.uniform(0, 6)) * level
        for pitch, level in ((86, 0.2), (172.6, 0.1), (91, 0.12))
    )
    return 0.8 * _coloured(rng, count, 70, 520, 1.4) + np.asarray(hum, np.float32)[:, None]


def _motor(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """An engine on the road: it hums and breathes."""
    t = np.arange(count) / RATE
    turn = 2 * np.pi * np.cumsum(58 + 7 * np.sin(2 * np.pi * t / 4.3 + rng.uniform(0, 6))) / RATE
    tone = np.sin(turn) * 0.16 + np.sin(2 * turn) * 0.1 + np.sin(3 * turn) * 0.05
    return 0.5 * _coloured(rng, count, 60, 420, 1.5) + tone.astype(np.float32)[:, None]


def _creaks(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """The timbers of a ship."""

    def creak(kind: float) -> Any:
        t, _ = _decay(0.7, 1.0)
        pitch = 150 + 120 * kind + 60 * np.sin(2 * np.pi * 1.4 * t)
        pulses = np.clip(np.sin(2 * np.pi * np.cumsum(pitch) / RATE), 0, 1) ** 6
        return (pulses - pulses.mean()) * np.sin(np.pi * t / 0.7) ** 2 * 0.3

    return _strikes(rng, seconds, count, 0.6, creak)


def _beeps(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """Instruments of a laboratory or a ship's bridge."""

    def beep(kind: float) -> Any:
        t, _ = _decay(0.11, 1.0)
        return np.sin(2 * np.pi * (880 + 660 * round(kind * 3)) * t) * np.sin(np.pi * t / 0.11) ** 2 * 0.12

    return _strikes(rng, seconds, count, 1.1, beep)


def _steps(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """Feet at a walk, soft."""
    out = np.zeros((count, 2), np.float32)
    t, fade = _decay(0.12, 42.0)
    for at in np.arange(0.2, max(0.25, seconds - 0.2), 0.55):
        start = int((at + rng.uniform(0, 0.03)) * RATE)
        thud = np.convolve(rng.normal(0, 1, len(t)), np.hanning(60) / 30, "same") * fade * 0.3
        if start + len(t) < count:
            out[start : start + len(t)] += thud.astype(np.float32)[:, None]
    return out


def _hush(rng: np.random.Generator, seconds: float, count: int) -> Any:
    """A large hall: air, and voices that one cannot tell apart."""
    return 0.6 * _coloured(rng, count, 80, 600, 1.6) + 0.3 * _coloured(rng, count, 250, 1300, 1.0) * _swell(
        rng, seconds, count, 1.7, 0.3
    )


VOICES: Final[dict[str, Callable[[np.random.Generator, float, int], Any]]] = {
    "wind": _wind, "waves": _waves, "rain": _rain, "city": _city, "train": _train, "birds": _birds,
    "crickets": _crickets, "deep": _deep, "bubbles": _bubbles, "hum": _hum, "fire": _fire, "stream": _stream,
    "crowd": _crowd, "hooves": _hooves, "gulls": _gulls, "thunder": _thunder, "drips": _drips, "insects": _insects,
    "frogs": _frogs, "owl": _owl, "clinks": _clinks, "clock": _clock, "cheer": _cheer, "booms": _booms, "roar": _roar,
    "drone": _drone, "motor": _motor, "creaks": _creaks, "beeps": _beeps, "steps": _steps, "hush": _hush,
    "whistle": _whistle, "grit": _grit,
}  # fmt: skip
"""Name to what makes it."""
