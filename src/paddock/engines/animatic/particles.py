"""Weather and small lights in front of a scene: rain, snow, fog, leaves, dust. Each a pure function of time."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic.art import Pixels, blend, generator, tinted
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.palette import RGB, Palette, mix
from paddock.engines.animatic.scene import Weather

Overlay = Callable[[Pixels, float], None]
_SHIFT: Final = 4
"""Fractional bits of OpenCV's drawing coordinates."""
_SHADES: Final = 16
"""Rain is drawn in so many shades, from far to near."""


def overlay(weather: Weather, size: tuple[int, int], seed: int, palette: Palette) -> Overlay:
    """What draws the weather over a frame at `t` seconds of the whole video."""
    kinds: dict[str, Callable[..., Overlay]] = {
        "rain": _rain, "storm": _storm, "snow": _snow, "fog": _fog, "haze": _fog, "leaves": _flakes, "petals": _flakes,
        "dust": _motes, "fireflies": _motes, "bubbles": _motes, "embers": _motes, "fireworks": _fireworks,
        "sandstorm": _fog, "aurora": _aurora, "wind": _gusts, "lanterns": _lanterns, "trails": _trails, "warp": _warp,
    }  # fmt: skip
    return kinds[weather.kind](weather, size, generator(seed, weather.kind), palette)


def _screen(out: Pixels, mask: Pixels, colour: RGB) -> None:
    """Lighten `out` towards `colour` where the (smaller) mask is set: never a hard white disc."""
    small = tinted(mask, colour)
    rows = len(mask)
    high, wide = out.shape[:2]
    bands = next((count for count in (30, 24, 20, 12, 8) if not (rows % count or high % count)), 1)
    busy = [bool(band.any()) for band in mask.reshape(bands, -1)] + [False]
    start = None
    for band, occupied in enumerate(busy):
        if occupied and start is None:
            start = band
        elif not occupied and start is not None:
            part = small[start * rows // bands : band * rows // bands]
            view = out[start * high // bands : band * high // bands]
            blend(view, cv2.resize(part, (wide, len(view)), interpolation=cv2.INTER_LINEAR))
            start = None


def _fields(rng: np.random.Generator, count: int) -> NDArray[np.float64]:
    """(count, 5) of numbers in 0 to 1: x, y, nearness, phase, speed."""
    return rng.random((count, 5))


def _rain(weather: Weather, size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Overlay:
    width, height = size[0] // 2, size[1] // 2
    drops = _fields(rng, int(260 * weather.amount * size[0] / min(size)))
    colour = mix(palette.haze, (235, 240, 250), 0.6)
    slant = 0.16
    drops = drops[np.argsort(drops[:, 2])]  # the nearest, which are the brightest, on top
    x, y, near, _, speed = drops.T
    length = (0.03 + 0.05 * near) * height
    shades = [(part[0], part[-1] + 1) for part in np.array_split(np.arange(len(drops)), _SHADES) if len(part)]

    def paint(out: Pixels, t: float) -> None:
        mask = np.zeros((height, width), np.uint8)
        fall = ((y + t * (1.5 + near + 0.3 * speed)) % 1.15 - 0.1) * height
        left = ((x + slant * fall / width) % 1.1 - 0.05) * width
        ends = np.stack([left, fall, left + slant * length, fall + length], 1)
        lines = np.round(ends * (1 << _SHIFT)).astype(np.int32).reshape(-1, 2, 2)
        for first, last in shades:  # one call for all of a shade: a call each is what rain costs
            bright = 60 + 90 * float(near[first:last].mean())
            cv2.polylines(mask, list(lines[first:last]), False, bright, 1, cv2.LINE_AA, _SHIFT)
        _screen(out, mask, colour)

    return paint


def first_flash_s(seed: int) -> float:
    """When lightning first strikes in a video of that seed: for the thunder after it."""
    return float(generator(seed, "storm").uniform(0.6, 1.4))


def _storm(weather: Weather, size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Overlay:
    first = rng.uniform(0.6, 1.4)
    rain = _rain(weather, size, rng, palette)

    def paint(out: Pixels, t: float) -> None:
        since = (t - first) % 3.1
        flash = max(0.0, 1 - since / 0.35) * (0.5 + 0.5 * math.cos(since * 40)) if t > first else 0.0
        if flash > 0.02:
            cv2.add(out, (70 * flash, 62 * flash, 58 * flash, 0), dst=out)
        rain(out, t)

    return paint


def _snow(weather: Weather, size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Overlay:
    width, height = size[0] // 2, size[1] // 2
    flakes = _fields(rng, int(190 * weather.amount * (size[0] / size[1]) ** 0.5))
    colour = mix(palette.cream, (255, 255, 255), 0.6)
    x, y, near, phase, speed = flakes.T
    close = near**16  # a few are so near that they are out of focus: large, and hardly there
    radii = np.round((0.0018 + 0.0034 * near**2 + 0.011 * close) * min(size) / 2 * 16).astype(int).tolist()
    shades = (120 + 120 * near - 160 * close).tolist()

    def paint(out: Pixels, t: float) -> None:
        mask = np.zeros((height, width), np.uint8)
        fall = (y + t * (0.06 + 0.12 * near + 0.03 * speed)) % 1.1 - 0.05
        drift = x + 0.02 * np.sin(t * (0.7 + speed) + 6.28 * phase) + 0.03 * t * near
        centres = np.round(np.stack([(drift % 1.06 - 0.03) * width * 16, fall * height * 16], 1)).astype(int)
        for centre, radius, bright in zip(centres.tolist(), radii, shades, strict=True):
            cv2.circle(mask, centre, radius, bright, -1, cv2.LINE_AA, _SHIFT)
        _screen(out, cv2.GaussianBlur(mask, (5, 5), 1.0), colour)

    return paint


def _fog(weather: Weather, size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Overlay:
    small = (96, 54) if size[0] >= size[1] else (54, 96)
    noise = np.zeros((small[1], small[0] * 3), np.float32)
    for sigma, share in ((3, 0.3), (7, 0.7), (14, 1.0)):
        layer = cv2.GaussianBlur(rng.normal(0, 1, noise.shape).astype(np.float32), (0, 0), sigma)
        noise += share * layer / layer.std()
    noise = np.clip((noise - noise.min()) / (noise.max() - noise.min()), 0, 1)
    rows = np.linspace(0.25, 1.0, small[1], dtype=np.float32)[:, None]
    veil = (noise * rows * 150 * weather.amount).astype(np.uint8)
    sand = weather.kind == "sandstorm"
    colour = (206, 160, 100) if sand else mix(palette.haze, (245, 245, 245), 0.35)
    pace = 9.0 if sand else 1.1

    def paint(out: Pixels, t: float) -> None:
        way = (t * pace + 4) % (small[0] * 2 - 2)
        move = np.array([[1.0, 0, -way], [0, 1.0, 0]])
        _screen(out, cv2.warpAffine(veil, move, small, borderMode=cv2.BORDER_REPLICATE), colour)

    return paint


_FLAKES: Final = {
    "leaves": ((196, 92, 40), (222, 150, 52), (168, 66, 44)),
    "petals": ((250, 196, 208), (246, 170, 190), (255, 226, 230)),
}


def _flakes(weather: Weather, size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Overlay:
    """Paper leaves that tumble: ellipses that turn and narrow."""
    width, height = size
    flakes = _fields(rng, int(70 * weather.amount))
    colours = _FLAKES[weather.kind]
    light = palette.light

    def paint(out: Pixels, t: float) -> None:
        for index, (x, y, near, phase, speed) in enumerate(flakes):
            fall = (y + t * (0.06 + 0.08 * near)) % 1.1 - 0.05
            drift = (x + 0.05 * math.sin(t * (0.8 + speed) + 6.28 * phase) + 0.03 * t) % 1.08 - 0.04
            turn = 360 * phase + 90 * t * (speed - 0.5)
            radius = (0.004 + 0.008 * near) * min(size)
            axes = (
                max(1, round(radius)),
                max(1, round(radius * (0.25 + 0.4 * abs(math.sin(t * (1 + speed) + 9 * phase))))),
            )
            red, green, blue = (part * shine for part, shine in zip(colours[index % 3], light, strict=True))
            cv2.ellipse(
                out,
                (round(drift * width), round(fall * height)),
                axes,
                turn,
                0,
                360,
                (blue, green, red, 255),
                -1,
                cv2.LINE_AA,
            )

    return paint


_MOTES: Final = {
    "dust": (255, 244, 214),
    "fireflies": (236, 255, 140),
    "bubbles": (226, 250, 255),
    "embers": (255, 150, 60),
}


def _motes(weather: Weather, size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Overlay:
    """Small soft lights that drift: dust in the sun, fireflies, bubbles."""
    width, height = size[0] // 2, size[1] // 2
    kind = weather.kind
    motes = _fields(rng, int(70 * weather.amount))
    rise = {"dust": -0.006, "fireflies": 0.004, "bubbles": 0.07, "embers": 0.09}[kind]

    thick, sigma, larger = (-1, 1.2, 1.0) if kind != "bubbles" else (1, 0.6, 1.6)

    def paint(out: Pixels, t: float) -> None:
        for x, y, near, phase, speed in motes:
            up = (y - t * rise * (0.5 + speed)) % 1.0
            side = (x + 0.02 * math.sin(t * (0.5 + speed) + 6.28 * phase) + 0.004 * t) % 1.0
            glow = 0.5 + 0.5 * math.sin(t * (1.2 + 2 * speed) + 6.28 * phase)
            radius = max(1.0, (0.0018 + 0.003 * near) * min(size) / 2) * larger
            bright = (60 + 110 * near) * (glow if kind != "bubbles" else 0.8)
            # Each in a patch of its own: the frame is large and they are few.
            reach = math.ceil(radius + 3 * sigma) + 2
            left, top = max(0, int(side * width) - reach), max(0, int(up * height) - reach)
            right, bottom = min(width, int(side * width) + reach + 1), min(height, int(up * height) + reach + 1)
            patch = np.zeros((bottom - top, right - left), np.uint8)
            centre = (round((side * width - left) * 16), round((up * height - top) * 16))
            cv2.circle(patch, centre, round(radius * 16), bright, thick, cv2.LINE_AA, _SHIFT)
            soft = tinted(cv2.GaussianBlur(patch, (0, 0), sigma), _MOTES[kind])
            view = out[2 * top : 2 * bottom, 2 * left : 2 * right]
            blend(view, cv2.resize(soft, (view.shape[1], view.shape[0]), interpolation=cv2.INTER_LINEAR))

    return paint


_BURSTS: Final = ((255, 120, 90), (255, 214, 110), (140, 210, 255), (190, 255, 150), (255, 150, 220))


def _fireworks(weather: Weather, size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Overlay:
    """Bursts of sparks in the upper half, one after another; light is added, so they shine at night."""
    width, height = size[0] // 2, size[1] // 2
    bursts = _fields(rng, 9)
    unit = min(width, height)

    def paint(out: Pixels, t: float) -> None:
        canvas = np.zeros((height, width, 4), np.uint8)
        for index, (x, y, near, phase, _) in enumerate(bursts):
            age = (t * 0.55 + index / len(bursts) + 0.2 * phase) % 1.0 * 2.4
            if age > 1.5:
                continue
            centre = ((0.12 + 0.76 * x) * width, (0.10 + 0.34 * y) * height)
            red, green, blue = _BURSTS[index % len(_BURSTS)]
            fade = max(0.0, 1 - age / 1.5) ** 1.2
            reach = (0.16 + 0.10 * near) * unit * (1 - math.exp(-3.2 * age))
            angle = 2 * math.pi * (np.arange(26) / 26 + phase)
            way = np.stack([np.cos(angle), np.sin(angle)], 1) * reach
            tips = np.concatenate([way, 0.62 * way]) + centre + (0.0, 0.05 * unit * age * age)
            lines = np.stack([tips - 0.10 * np.concatenate([way, way]), tips], 1)
            shape = list(np.round(lines * (1 << _SHIFT)).astype(np.int32))
            colour = (blue * fade, green * fade, red * fade, 0)
            cv2.polylines(canvas, shape, False, colour, 1, cv2.LINE_AA, _SHIFT)
        glow = cv2.add(canvas, cv2.multiply(cv2.GaussianBlur(canvas, (0, 0), 3), 1.6))
        cv2.add(out, cv2.resize(glow, (out.shape[1], out.shape[0]), interpolation=cv2.INTER_LINEAR), dst=out)

    return paint


def _aurora(weather: Weather, size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Overlay:
    """Curtains of green light that sway in the upper half of the sky."""
    small = (160, max(60, round(160 * size[1] / size[0])))
    phases = rng.uniform(0, 6.28, 6)
    x = np.linspace(0, 1, small[0], dtype=np.float32)[None, :]
    y = np.linspace(0, 1, small[1], dtype=np.float32)[:, None]

    def paint(out: Pixels, t: float) -> None:
        light = np.zeros((small[1], small[0]), np.float32)
        for index in range(3):
            edge = (
                0.30
                + 0.07 * index
                + 0.06 * np.sin(5 * x + 0.5 * t + phases[index])
                + 0.03 * np.sin(13 * x - 0.8 * t + phases[index + 3])
            )
            above = np.clip((edge - y) / 0.26, 0, 1)
            light += np.where(y < edge, (1 - above) ** 1.6, np.exp(-(((y - edge) / 0.02) ** 2))) * (
                0.55 + 0.45 * np.sin(21 * x + t + index)
            )
        light = np.clip(light * 0.5, 0, 1)
        glow = np.zeros((small[1], small[0], 4), np.uint8)
        glow[..., 1], glow[..., 0], glow[..., 2] = light * 190, light * (90 + 60 * (1 - y)), light * 70 * (1 - y)
        cv2.add(out, cv2.resize(glow, (out.shape[1], out.shape[0]), interpolation=cv2.INTER_LINEAR), dst=out)

    return paint


def _lantern(high: int) -> Pixels:
    """A lamp of paper with a flame in it, premultiplied, with its glow."""
    wide = max(2, round(0.72 * high))
    reach = high
    patch = np.zeros((high + 2 * reach, wide + 2 * reach, 4), np.uint8)
    body = np.array(((0.16, 0.0), (0.84, 0.0), (1.0, 0.7), (0.74, 1.0), (0.26, 1.0), (0.0, 0.7))) * (wide, high) + reach
    cv2.fillPoly(patch, [np.round(body * 16).astype(np.int32)], (70, 150, 250, 255), cv2.LINE_AA, _SHIFT)
    heart = (reach + wide // 2, reach + round(0.8 * high))
    cv2.circle(patch, heart, max(1, round(0.26 * high)), (170, 232, 255, 255), -1, cv2.LINE_AA)
    glow = cv2.multiply(cv2.GaussianBlur(patch, (0, 0), 0.5 * high), (0.9, 0.9, 0.9, 0.0))
    made: Pixels = cv2.add(patch, glow)
    return made


def _lanterns(weather: Weather, size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Overlay:
    """Lanterns by the dozen that rise over the land, the far ones small."""
    width, height = size
    lamps = _fields(rng, int(66 * weather.amount * (width / height) ** 0.5))
    lamps = lamps[np.argsort(lamps[:, 2])]
    bitmaps = [_lantern(max(3, round(part * min(size)))) for part in (0.010, 0.015, 0.022, 0.032, 0.048)]

    def paint(out: Pixels, t: float) -> None:
        for x, y, near, phase, speed in lamps:
            bitmap = bitmaps[min(4, int(5 * near**2.2))]
            up = (y - t * (0.012 + 0.03 * near + 0.006 * speed)) % 1.0
            side = (x + 0.008 * math.sin(0.8 * t + 6.28 * phase) + 0.004 * t) % 1.0
            rows, columns = bitmap.shape[:2]
            left, top = int(side * width) - columns // 2, int((up * 0.66 - 0.06) * height) - rows // 2
            x0, y0, x1, y1 = max(0, left), max(0, top), min(width, left + columns), min(height, top + rows)
            if x1 > x0 and y1 > y0:
                part = np.ascontiguousarray(bitmap[y0 - top : y1 - top, x0 - left : x1 - left])
                blend(out[y0:y1, x0:x1], part)

    return paint


def _warp(weather: Weather, size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Overlay:
    """Stars drawn out into lines that rush past from a bright middle."""
    width, height = size[0] // 2, size[1] // 2
    stars = _fields(rng, int(90 * weather.amount))
    reach = math.hypot(width, height) / 2
    middle = np.array((width / 2, height * 0.46))
    glow = np.zeros((height, width, 4), np.uint8)
    cv2.circle(glow, (round(middle[0]), round(middle[1])), round(0.10 * min(width, height)), (230, 190, 150, 0), -1)
    glow = cv2.GaussianBlur(glow, (0, 0), 0.07 * min(width, height))

    def paint(out: Pixels, t: float) -> None:
        canvas = glow.copy()
        for angle, start, near, phase, speed in stars:
            way = ((start + t * (0.45 + 0.5 * speed)) % 1.0) ** 2
            tail = max(0.03, way - 0.05 - 0.22 * way)
            turn = 2 * math.pi * angle + 0.25 * way
            ray = np.array((math.cos(turn), math.sin(turn))) * reach * 1.05
            bright = (0.35 + 0.65 * near) * min(1.0, 4 * way)
            colour = (255 * bright, (190 + 60 * phase) * bright, (150 + 90 * phase) * bright, 0)
            ends = np.round(np.stack([middle + ray * tail, middle + ray * way]) * (1 << _SHIFT)).astype(np.int32)
            cv2.polylines(canvas, [ends], False, colour, 1 + int(way > 0.5), cv2.LINE_AA, _SHIFT)
        cv2.add(out, cv2.resize(canvas, (out.shape[1], out.shape[0]), interpolation=cv2.INTER_LINEAR), dst=out)

    return paint


def _trails(weather: Weather, size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Overlay:
    """The streaks of the lamps of cars along a road, white one way and red the other."""
    width, height = size[0] // 2, size[1] // 2
    lamps = _fields(rng, int(34 * weather.amount))
    tones = ((150, 226, 255), (60, 70, 255), (120, 190, 255))

    def paint(out: Pixels, t: float) -> None:
        top, bottom = round(0.72 * height), round(0.92 * height)
        canvas = np.zeros((bottom - top, width, 4), np.uint8)
        for index, (x, y, near, phase, speed) in enumerate(lamps):
            way = 1 if index % 2 else -1
            head = (x + way * t * (0.5 + 0.6 * speed)) % 1.6 - 0.3
            row = round((0.1 + 0.34 * y + (0.44 if way < 0 else 0.0)) * (bottom - top))
            long = (0.16 + 0.3 * near) * width
            start = round(head * width)
            tone = tones[1 if way < 0 else (0, 2)[index % 4 > 1]]
            colour = tuple(part * (0.45 + 0.4 * phase) for part in tone)
            cv2.line(
                canvas, (start, row), (round(start - way * long), row), (*colour, 0), 1 + int(near > 0.6), cv2.LINE_AA
            )
        glow = cv2.add(canvas, cv2.multiply(cv2.GaussianBlur(canvas, (0, 0), 2.2), 1.5))
        view = out[top * out.shape[0] // height : bottom * out.shape[0] // height]
        cv2.add(view, cv2.resize(glow, (view.shape[1], view.shape[0]), interpolation=cv2.INTER_LINEAR), dst=view)

    return paint


def _gusts(weather: Weather, size: tuple[int, int], rng: np.random.Generator, palette: Palette) -> Overlay:
    """A few pale strokes of wind that curl as they pass."""
    width, height = size[0] // 2, size[1] // 2
    strokes = _fields(rng, 9)
    colour = mix(palette.haze, (255, 255, 255), 0.7)

    def paint(out: Pixels, t: float) -> None:
        mask = np.zeros((height, width), np.uint8)
        for x, y, near, phase, speed in strokes:
            head = (x * 1.6 + t * (0.35 + 0.25 * speed)) % 1.6 - 0.3
            along = np.linspace(0, 0.22 + 0.12 * near, 24)
            px = (head - along) * width
            py = (0.12 + 0.68 * y + 0.018 * np.sin(14 * (head - along) + 6.28 * phase)) * height
            points = np.stack([px, py], 1)
            cv2.polylines(mask, [np.round(points * 16).astype(np.int32)], False, 46 + 50 * near, 1, cv2.LINE_AA, _SHIFT)
        _screen(out, cv2.GaussianBlur(mask, (3, 3), 0.7), colour)

    return paint
