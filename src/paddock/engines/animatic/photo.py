"""Image-to-video: the given picture, and a camera that moves through it.

The picture gets a smooth made-up depth (what is low, sharp and in the middle is near); one remap a frame moves near
things more than far ones. Smooth depth tears nothing, and the view is always zoomed in by at least as much as it moves.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paddock import errors
from paddock.engines.animatic import art, particles
from paddock.engines.animatic.art import Pixels
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.palette import PALETTES
from paddock.engines.animatic.scene import Weather, ease
from paddock.storyboard import Shot

PARALLAX: Final = 0.014
"""How much further near things move than far ones, as a share of the width. More shows that the depth is made up."""
_RAMP_S: Final = 1.5
_DEPTH_PX: Final = 96
_FINE: Final = 1.25


class Photo:
    """Frames of a picture coming alive; `frame(0)` is the picture itself, scaled."""

    def __init__(
        self, path: Path, size: tuple[int, int], shots: tuple[Shot, ...], seed: int, duration_s: float
    ) -> None:
        self._size = size
        self._picture = load(path, size)
        self._duration_s = duration_s
        width, height = size
        # Sampled where the view is zoomed in: enlarged once with care, it need only be sampled linearly.
        self._fine = cv2.resize(self._picture, None, fx=_FINE, fy=_FINE, interpolation=cv2.INTER_CUBIC)
        self._depth = _upright(depth(self._picture), size)
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        self._x, self._y = x - (width - 1) / 2, y - (height - 1) / 2
        self._path = _journey(shots, seed, duration_s)
        self._stirs = _stirs(self._picture, shots)
        self._overlays = _overlays(shots, size, seed)

    def frame(self, t: float, out: Pixels) -> None:
        """Draw the picture at `t` seconds into `out`, (height, width, 4) BGRA."""
        if t <= 0:
            out[:] = self._picture
            return
        pan_x, pan_y, zoom, swing_x, swing_y = self._path(t / self._duration_s)
        width, height = self._size
        grow = 1 / zoom
        # Sampling positions: zoom about the middle, pan within what the zoom gives room for, and more for what is near.
        map_x = cv2.addWeighted(self._x, grow, self._depth, swing_x * width, (width - 1) / 2 + pan_x * width)
        map_y = cv2.addWeighted(self._y, grow, self._depth, swing_y * width, (height - 1) / 2 + pan_y * height)
        for stir in self._stirs:
            stir(map_x, map_y, t)
        source = self._picture
        if zoom > 1.03:
            source = self._fine
            for places in (map_x, map_y):
                places += np.float32(0.5)
                places *= np.float32(_FINE)
                places -= np.float32(0.5)
        cv2.remap(source, map_x, map_y, cv2.INTER_LINEAR, dst=out, borderMode=cv2.BORDER_REFLECT_101)
        self._weather(out, t)

    def _weather(self, seen: Any, t: float) -> None:
        if not self._overlays:
            return
        share = ease(t / _RAMP_S)
        if share >= 1:
            for overlay in self._overlays:
                overlay(seen, t)
            return
        before = seen.copy()
        for overlay in self._overlays:
            overlay(seen, t)
        cv2.addWeighted(seen, share, before, 1 - share, 0, dst=seen)


Stir = Callable[[Any, Any, float], None]
_WATER: Final = frozenset({"sea", "coast", "river", "harbour", "underwater"})


def _stirs(picture: Pixels, shots: tuple[Shot, ...]) -> list[Stir]:
    """What moves by itself where the prompt says so: water ripples, clouds drift, leaves, hair and grass sway."""
    text = " ".join(shot.text.lower() for shot in shots)
    settings = {shot.setting.value for shot in shots if shot.setting}
    weather = {tag.value for shot in shots for tag in shot.weather}
    hsv = cv2.cvtColor(picture[..., :3], cv2.COLOR_BGR2HSV)
    rows, columns = hsv.shape[:2]
    down = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    made: list[Stir] = []
    if settings & _WATER or any(word in text for word in ("water", "wave", "ripple", "水", "波", "浪")):
        blue = ((hsv[..., 0] > 75) & (hsv[..., 0] < 135)).astype(np.float32)
        made.append(_waving(_soft(blue * np.clip((down - 0.35) / 0.2, 0, 1)), 0.0022, 46.0, 2.6, rows))
    if "sky" in settings or any(word in text for word in ("cloud", "云", "sky", "天空")):
        pale = ((hsv[..., 1] < 110) & (hsv[..., 2] > 110)).astype(np.float32)
        made.append(_drifting(_soft(pale * np.clip((0.5 - down) / 0.2, 0, 1)), columns))
    if weather & {"wind", "storm", "leaves"} or any(
        word in text for word in ("hair", "grass", "sway", "头发", "草", "摇曳", "飘")
    ):
        green = ((hsv[..., 0] > 25) & (hsv[..., 0] < 90) & (hsv[..., 1] > 50)).astype(np.float32)
        middle = np.exp(-(((np.linspace(-1, 1, columns, dtype=np.float32)[None, :]) / 0.8) ** 2)) * 0.35
        made.append(_waving(_soft(np.maximum(green, middle * np.ones_like(green))), 0.0016, 14.0, 1.9, rows))
    return made


def _soft(mask: Any) -> Any:
    """The mask with wide soft edges, nought at the rim of the picture: nothing tears, nothing comes in from outside."""
    small = cv2.resize(mask, (96, max(2, round(96 * mask.shape[0] / mask.shape[1]))), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 2.5)
    small[:2] = small[-2:] = 0
    small[:, :2] = small[:, -2:] = 0
    return cv2.resize(small, (mask.shape[1], mask.shape[0]), interpolation=cv2.INTER_LINEAR)


def _waving(mask: Any, amount: float, waves: float, pace: float, rows: int) -> Stir:
    """Rows that swing to and fro, each a little later than the one above."""
    y = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    reach = np.float32(amount * mask.shape[1])

    def stir(map_x: Any, map_y: Any, t: float) -> None:
        share = np.float32(ease(t / _RAMP_S)) * reach
        map_x += mask * (share * np.sin(waves * y + pace * t))
        map_y += mask * (np.float32(0.5) * share * np.sin(0.7 * waves * y - 1.3 * pace * t))

    return stir


def _drifting(mask: Any, columns: int) -> Stir:
    """A slow drift to one side, as far as smooth depth allows."""

    def stir(map_x: Any, map_y: Any, t: float) -> None:
        map_x -= mask * np.float32(min(0.012, 0.0022 * t) * columns * ease(t / _RAMP_S))

    return stir


Path5 = Callable[[float], tuple[float, float, float, float, float]]
_CLOSER: Final = {"medium": 1.22, "close": 1.5, "extreme": 1.9, "wide": 1.0}


def _journey(shots: tuple[Shot, ...], seed: int, duration_s: float) -> Path5:
    """The camera's way shot by shot: each cut jumps to the framing of the next shot, and moves on from there."""
    paths = [_path((shot,), seed + 7 * index, shot.end_s - shot.start_s) for index, shot in enumerate(shots)]
    bases = [1.0] + [_CLOSER.get(shot.framing.value, 1.1) if shot.framing else 1.1 for shot in shots[1:]]

    def at(share: float) -> tuple[float, float, float, float, float]:
        t = share * duration_s
        index = next((i for i, shot in enumerate(shots) if t < shot.end_s), len(shots) - 1)
        shot = shots[index]
        pan_x, pan_y, zoom, swing_x, swing_y = paths[index]((t - shot.start_s) / max(1e-6, shot.end_s - shot.start_s))
        return pan_x, pan_y, zoom * bases[index], swing_x, swing_y

    return at


def load(path: Path, size: tuple[int, int]) -> Pixels:
    """The picture in the output's size, opaque (transparent parts on white)."""
    image: Any = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if image is None:
        raise errors.ImageProcessing("The input image could not be read")
    if image.dtype == np.uint16:
        image = (image >> 8).astype(np.uint8)
    if image.ndim == 2:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGRA)
    elif image.shape[2] == 3:
        image = cv2.cvtColor(image, cv2.COLOR_BGR2BGRA)
    elif image.shape[2] == 4 and image[..., 3].min() < 255:
        white = np.full_like(image, 255)
        art.blend(white, art.premultiplied(image))
        image = white
    shrink = image.shape[1] > size[0] or image.shape[0] > size[1]
    made: Pixels = cv2.resize(image, size, interpolation=cv2.INTER_AREA if shrink else cv2.INTER_CUBIC)
    return made


def depth(picture: Pixels) -> NDArray[np.float32]:
    """Smooth nearness (0 far, 1 near), about 96 pixels wide: low and central is near, and so is what has detail."""
    factor = _DEPTH_PX / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGRA2GRAY).astype(np.float32)
    lab = art.lab(small[..., :3])
    rows, columns = grey.shape
    rim = np.concatenate([lab[:3].reshape(-1, 3), lab[:, :3].reshape(-1, 3), lab[:, -3:].reshape(-1, 3)])
    unlike = np.linalg.norm(lab - np.median(rim, axis=0), axis=2)
    detail = cv2.GaussianBlur(np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 2)), (0, 0), 4)
    y, x = np.mgrid[0:rows, 0:columns].astype(np.float32)
    middle = np.exp(-(((x / columns - 0.5) / 0.32) ** 2) - ((y / rows - 0.55) / 0.40) ** 2)
    near = 0.9 * y / rows + 0.8 * middle + 0.6 * unlike / (unlike.max() + 1) + 0.5 * detail / (detail.max() + 1e-3)
    near = cv2.GaussianBlur(near.astype(np.float32), (0, 0), _DEPTH_PX / 16)
    made: NDArray[np.float32] = (near - near.min()) / max(1e-3, float(near.max() - near.min()))
    return made


def _upright(near: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """The depth at full size, around 0 and nought at the rim, where there is nothing to move into view."""
    full = cv2.resize(near, size, interpolation=cv2.INTER_CUBIC) - 0.5
    width, height = size
    x = np.minimum(np.arange(width), width - 1 - np.arange(width)) / (0.12 * width)
    y = np.minimum(np.arange(height), height - 1 - np.arange(height)) / (0.12 * height)
    fade = np.clip(x, 0, 1)[None, :] * np.clip(y, 0, 1)[:, None]
    made: NDArray[np.float32] = (full * (fade * fade * (3 - 2 * fade))).astype(np.float32)
    return made


def _path(
    shots: tuple[Shot, ...], seed: int, duration_s: float
) -> Callable[[float], tuple[float, float, float, float, float]]:
    """pan x, pan y (shares of the frame), zoom, and swing x, y (shares of the width) at a share of the video."""
    moves = {tag.value for shot in shots for tag in shot.moves}
    rng = art.generator(seed, "photo")
    length = min(1.0, max(0.45, duration_s / 6))
    side, phase = float(rng.choice((-1, 1))), float(rng.uniform(-0.4, 0.4))
    zoom_end, pan_x, pan_y = 1.0 + 0.07 * length, 0.0, 0.0
    if "push_in" in moves:
        zoom_end = 1.0 + 0.20 * length
    if moves & {"pan_left", "pan_right"}:
        zoom_end, pan_x = 1.0 + 0.13 * length, (1 if "pan_right" in moves else -1) * 1.0
    if moves & {"tilt_up", "tilt_down"}:
        zoom_end, pan_y = 1.0 + 0.13 * length, (1 if "tilt_down" in moves else -1) * 1.0
    if "static" in moves:
        zoom_end = 1.012
    pulling, shake = "pull_back" in moves, 0.0025 if "handheld" in moves else 0.0
    swing = PARALLAX * (0.25 if "static" in moves else 1.0) * length

    def at(share: float) -> tuple[float, float, float, float, float]:
        # The first frame is the whole picture, so a pull back first has to go in: quickly in, then slowly out.
        grown = (
            ease(share) if not pulling else ease(share / 0.3) if share < 0.3 else 1 - 0.92 * ease((share - 0.3) / 0.7)
        )
        start = min(1.0, share * duration_s / _RAMP_S)
        zoom = 1.0 + (zoom_end - 1.0) * (grown if pulling else 0.25 * share + 0.75 * grown)
        shaken = shake * ease(start)
        if shaken:
            zoom += 2.2 * shaken
        room = 0.5 * (1 - 1 / zoom)
        angle = 2 * math.pi * (0.55 * share) + phase
        swing_x = swing * side * ease(start) * (math.sin(angle) - math.sin(phase) * (1 - share))
        swing_y = 0.35 * swing * ease(start) * math.sin(angle * 0.8)
        jitter_x = shaken * 0.5 * (math.sin(29 * share) + math.sin(53 * share + 1))
        jitter_y = shaken * 0.5 * (math.sin(37 * share + 2) + math.sin(61 * share))
        return 0.95 * room * pan_x + jitter_x, 0.95 * room * pan_y + jitter_y, zoom, swing_x, swing_y

    return at


_FALLING: Final = {"rain": 0.7, "storm": 0.8, "snow": 0.7, "fog": 0.55, "leaves": 0.5, "petals": 0.5}


def _overlays(shots: tuple[Shot, ...], size: tuple[int, int], seed: int) -> list[particles.Overlay]:
    kinds = {tag.value: None for shot in shots for tag in shot.weather if tag.value in _FALLING}
    return [particles.overlay(Weather(kind, _FALLING[kind]), size, seed, PALETTES["day"]) for kind in kinds]
