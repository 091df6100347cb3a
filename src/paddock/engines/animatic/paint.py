"""A scene at a time, as pixels. All bitmaps are made once; a frame only moves, scales and layers them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic import art, particles, props, strips
from paddock.engines.animatic.art import Bitmap, Pixels
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.scene import Motion, Prop, Scene, Strip, ease

_BUILDERS: Final = 2
"""Threads that draw the bitmaps of one scene."""
_BUILD_AHEAD_S: Final = 1.5
"""How long before a cut the next scene begins to be built: long enough to be ready, late enough to save memory."""
MAX_DETAIL: Final = 1.3
"""Most zoom that bitmaps are drawn sharp for; what zooms further gets soft instead of large."""


@dataclass(slots=True)
class _Layer:
    """A drawn item: its bitmaps (one a phase of its cycle) and where they belong."""

    bitmaps: Sequence[Bitmap]
    depth: float
    x: float
    y: float
    motion: Motion
    cycle_s: float = 1.0
    strip: bool = False
    turn: bool = False
    offset: float = 0.0
    light: bool = False
    """Whether it only shines: colour without alpha, which hides nothing."""
    begin_s: float = 0.0
    end_s: float = math.inf

    def at(self, t: float) -> Bitmap:
        """The bitmap that is shown at `t` seconds into the shot."""
        count = len(self.bitmaps)
        return self.bitmaps[int((t / self.cycle_s + self.offset) * count) % count if count > 1 else 0]


@dataclass(slots=True)
class Painter:
    """Draws the frames of one scene. `size` is width and height in pixels."""

    scene: Scene
    size: tuple[int, int]
    images: tuple[Path, ...] = ()
    _layers: list[_Layer] = field(default_factory=list)
    _backdrop: Pixels = field(default_factory=lambda: np.zeros((0, 0, 4), np.uint8))
    _vignette: Pixels = field(default_factory=lambda: np.zeros((0, 0, 4), np.uint8))
    _overlays: list[Callable[[Pixels, float], None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        width, height = self.size
        with ThreadPoolExecutor(_BUILDERS, "build") as builders:
            self._layers = list(builders.map(self._layer, self.scene.items))
        # What never changes is drawn once, and needs no bitmap any more.
        pairs = zip(self.scene.items, self._layers, strict=True)
        still = next((at for at, pair in enumerate(pairs) if not self._is_still(*pair)), len(self._layers))
        self._backdrop = self._drawn_once(self._layers[:still])
        del self._layers[:still]
        self._vignette = vignette(width, height)
        self._overlays = [
            particles.overlay(weather, self.size, self.scene.seed, self.scene.palette) for weather in self.scene.weather
        ]

    @property
    def unit(self) -> float:
        """Pixels a unit at no zoom."""
        return float(min(self.size))

    def _is_still(self, item: Strip | Prop, layer: _Layer) -> bool:
        """Whether it looks the same all the time: a sky, and before a camera at rest whatever does not move either."""
        rests = self.scene.camera.at(0.0) == self.scene.camera.at(0.5) == self.scene.camera.at(1.0)
        far = item.depth == 0 and isinstance(item, Strip)
        always = layer.begin_s <= 0 and layer.end_s == math.inf
        return (far or rests) and always and item.motion == Motion() and len(layer.bitmaps) == 1

    def _drawn_once(self, layers: list[_Layer]) -> Pixels:
        backdrop = np.zeros((self.size[1] if layers else 0, self.size[0], 4), np.uint8)
        for layer in layers:
            matrix = self._place(layer, 0.0, self.scene.camera.at(0.0))
            assert matrix is not None
            self._draw(layer, 0.0, matrix, backdrop)
        return backdrop

    def _layer(self, item: Strip | Prop) -> _Layer:
        high = max(self.scene.camera.zoom)
        resolution = self.unit * min(MAX_DETAIL, high ** min(item.depth, 1.3))
        if isinstance(item, Strip):
            extent = self._extent(item)
            bitmap = art.trimmed(strips.draw(item, extent, resolution, self.scene))
            layer = _Layer((bitmap,), item.depth, extent[0], extent[1], item.motion, strip=True)
            return self._levelled(layer)
        bitmaps = props.draw(item, resolution, self.scene, self.images)
        offset = art.generator(self.scene.seed, item.seed).uniform(0, 1) if len(bitmaps) > 1 else 0.0
        layer = _Layer(
            bitmaps, item.depth, item.x, item.y, item.motion, item.cycle_s, False, item.motion.turn_s > 0, offset,
            begin_s=item.begin_s, end_s=item.end_s,
        )  # fmt: skip
        shown = layer.at(item.begin_s)  # what it shows first is drawn now
        layer.light = len(bitmaps) == 1 and not cv2.hasNonZero(cv2.extractChannel(shown.pixels, 3))
        return layer

    def _levelled(self, layer: _Layer) -> _Layer:
        """The strip on whole rows of pixels, where it never moves up or down or grows: then it can be slid, not warped.

        Sampling it between rows once gives the same picture as doing it in every frame.
        """
        views = [self.scene.camera.at(index / 8) for index in range(9)]
        moves = [layer.motion.at(index * 0.37) for index in range(9)]
        if len({view[1:] for view in views}) > 1 or len({move[1:] for move in moves}) > 1 or layer.motion.grow:
            return layer
        matrix = self._place(layer, 0.0, views[0])
        if matrix is None or not _slides(matrix):
            return layer
        (bitmap,) = layer.bitmaps
        off = float(matrix[1, 2]) - math.floor(matrix[1, 2])
        height, width = bitmap.pixels.shape[:2]
        move = np.array(((1.0, 0.0, 0.0), (0.0, 1.0, off)))
        pixels = cv2.warpAffine(bitmap.pixels, move, (width, height), borderMode=cv2.BORDER_REPLICATE)
        solid = None if bitmap.solid is None else min(height, bitmap.solid + 1)
        return replace(
            layer, bitmaps=(Bitmap(pixels, bitmap.resolution, bitmap.anchor_x, bitmap.anchor_y + off, solid),)
        )

    def _extent(self, item: Strip) -> tuple[float, float, float, float]:
        """left, top, right, bottom that the strip must fill so that no edge ever comes into view."""
        scene, depth = self.scene, item.depth
        views = [scene.camera.at(index / 64) for index in range(65)]
        spare_x = 0.04 + abs(item.motion.sway) + abs(item.motion.vx) * scene.duration_s
        spare_y = 0.03 + abs(item.motion.bob)
        lefts = [x * depth - scene.width / 2 / zoom**depth for x, _, zoom in views]
        rights = [x * depth + scene.width / 2 / zoom**depth for x, _, zoom in views]
        tops = [y * depth - scene.height / 2 / zoom**depth for _, y, zoom in views]
        bottoms = [y * depth + scene.height / 2 / zoom**depth for _, y, zoom in views]
        top = min(tops) if item.top <= -scene.height / 2 else item.top
        return (
            min(lefts) - spare_x,
            top - (spare_y if item.depth else 0.03),
            max(rights) + spare_x,
            max(bottoms) + spare_y,
        )

    def frame(self, t: float, out: Pixels) -> None:
        """Draw the scene at `t` seconds after its start into `out`, (height, width, 4) BGRA."""
        camera = self.scene.camera.at(t / max(self.scene.duration_s, 1e-6))
        layers = [layer for layer in self._layers if layer.begin_s <= t + 1e-6 < layer.end_s]
        placed = [(layer, self._place(layer, t, camera)) for layer in layers]
        limits, seen = self._limits(placed)
        seen = min(seen, len(self._backdrop))
        out[:seen] = self._backdrop[:seen]
        for (layer, matrix), limit in zip(placed, limits, strict=True):
            if limit > 0 and matrix is not None:
                self._draw(layer, t, matrix, out[:limit])
        for overlay in self._overlays:
            overlay(out, self.scene.start_s + t)
        cv2.multiply(out, self._vignette, dst=out, scale=1 / 255)

    def _place(self, layer: _Layer, t: float, camera: tuple[float, float, float]) -> NDArray[np.float64] | None:
        """The 2x3 matrix from the layer's bitmap to the frame."""
        dx, dy, roll = layer.motion.at(t)
        x, y, zoom = camera
        scale = zoom**layer.depth * self.unit
        bitmap = layer.at(t)
        px = self.size[0] / 2 + (layer.x + dx - x * layer.depth) * scale
        py = self.size[1] / 2 + (layer.y + dy - y * layer.depth) * scale
        shrink = scale / bitmap.resolution * layer.motion.begin * math.exp(layer.motion.grow * t)
        squeeze = 1.0
        if layer.turn:
            squeeze = math.cos(2 * math.pi * t / layer.motion.turn_s + layer.motion.phase)
        if abs(squeeze) <= 0.02:
            return None
        angle = math.radians(roll)
        a, b = math.cos(angle) * shrink, math.sin(angle) * shrink
        left = px - a * squeeze * bitmap.anchor_x + b * bitmap.anchor_y
        top = py - b * squeeze * bitmap.anchor_x - a * bitmap.anchor_y
        return np.array(((a * squeeze, -b, left), (b * squeeze, a, top)))

    def _limits(self, placed: list[tuple[_Layer, Any]]) -> tuple[list[int], int]:
        """Rows below these are hidden by strips further in front: nobody need draw them. The last is the backdrop's."""
        limits: list[int] = []
        limit = self.size[1]
        for layer, matrix in reversed(placed):
            limits.append(limit)
            solid = layer.bitmaps[0].solid if layer.strip else None
            if solid is not None and layer.depth > 0:
                limit = min(limit, max(0, math.ceil(matrix[1, 2] + matrix[1, 1] * solid) + 1))
        return limits[::-1], limit

    def _draw(self, layer: _Layer, t: float, matrix: NDArray[np.float64], out: Pixels) -> None:
        bitmap = layer.at(t)
        if layer.strip and bitmap.solid is not None:
            split = max(0, min(out.shape[0], math.ceil(matrix[1, 2] + matrix[1, 1] * (bitmap.solid + 1))))
            if split < out.shape[0]:
                _warp(bitmap.pixels, matrix, out, (0, split, out.shape[1], out.shape[0]), opaque=True)
            out = out[:split]
        box = _box(bitmap.pixels.shape, matrix, out.shape)
        if box[2] > box[0] and box[3] > box[1]:
            _warp(bitmap.pixels, matrix, out, box, opaque=False, light=layer.light)


def _box(shape: tuple[int, ...], matrix: NDArray[np.float64], frame: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of the part of the frame that a bitmap can touch."""
    height, width = shape[:2]
    (a, b, left), (c, d, top) = matrix.tolist()  # plain numbers: twenty layers a frame are placed
    x0, x1 = left + min(0.0, a * width) + min(0.0, b * height), left + max(0.0, a * width) + max(0.0, b * height)
    y0, y1 = top + min(0.0, c * width) + min(0.0, d * height), top + max(0.0, c * width) + max(0.0, d * height)
    return (
        max(0, math.floor(x0) - 1), max(0, math.floor(y0) - 1), min(frame[1], math.ceil(x1) + 1),
        min(frame[0], math.ceil(y1) + 1),
    )  # fmt: skip


def _warp(
    pixels: Pixels,
    matrix: NDArray[np.float64],
    out: Pixels,
    box: tuple[int, int, int, int],
    *,
    opaque: bool,
    light: bool = False,
) -> None:
    left, top, right, bottom = box
    if not light and _slides(matrix) and _slid(pixels, matrix, out, box, opaque=opaque):
        return
    shifted = matrix - np.array(((0.0, 0.0, left), (0.0, 0.0, top)))
    view = out[top:bottom, left:right]
    border = cv2.BORDER_REPLICATE if opaque else cv2.BORDER_CONSTANT
    size = right - left, bottom - top
    if opaque:
        cv2.warpAffine(pixels, shifted, size, dst=view, flags=cv2.INTER_LINEAR, borderMode=border)
        return
    placed = cv2.warpAffine(pixels, shifted, size, flags=cv2.INTER_LINEAR, borderMode=border)
    if light:
        cv2.add(view, placed, dst=view)
    else:
        art.blend(view, placed)


def _slides(matrix: NDArray[np.float64]) -> bool:
    """Whether the matrix only moves: then two columns of pixels make one, at a third of a warp's cost."""
    (a, b, _), (c, d, _) = matrix.tolist()
    return bool(abs(a - 1) < 1e-9 and abs(d - 1) < 1e-9 and b == 0 and c == 0)


def _slid(
    pixels: Pixels, matrix: NDArray[np.float64], out: Pixels, box: tuple[int, int, int, int], *, opaque: bool
) -> bool:
    """Draw the box by sliding to the side, where the rows fit and the columns reach; says whether they did."""
    left, top, right, bottom = box
    way, row = float(matrix[0, 2]), round(float(matrix[1, 2]))
    first, share = left - math.floor(way), way - math.floor(way)
    top, bottom = max(top, row), bottom if opaque else min(bottom, row + len(pixels))
    reaches = first >= 1 and right - left + first <= pixels.shape[1] and bottom - row <= len(pixels)
    if not reaches or abs(float(matrix[1, 2]) - row) > 1e-6 or bottom <= top:
        return False
    here = pixels[top - row : bottom - row, first : first + right - left]
    beside = pixels[top - row : bottom - row, first - 1 : first - 1 + right - left]
    view = out[top:bottom, left:right]
    if opaque:
        cv2.addWeighted(here, 1 - share, beside, share, 0, dst=view)
    else:
        art.blend(view, cv2.addWeighted(here, 1 - share, beside, share, 0))
    return True


@lru_cache(maxsize=1)
def vignette(width: int, height: int, strength: float = 0.17) -> Pixels:
    """Darker corners, as a picture to multiply with (255 leaves as is)."""
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    fall = 1 - strength * np.clip((x**2 + y**2) / 2, 0, 1) ** 1.5
    grey = np.round(fall * 255).astype(np.uint8)
    made: Pixels = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGRA)
    return made


def _melted(one: Painter, other: Painter, t: float, share: float, out: Pixels) -> None:
    """The frame at `t` seconds of two scenes, the second over the first by that share."""
    coming = np.zeros_like(out)
    one.frame(t - one.scene.start_s, out)
    other.frame(t - other.scene.start_s, coming)
    cv2.addWeighted(out, 1 - share, coming, share, 0, dst=out)


class Film:
    """The scenes one after another; the next is built beside the showing of one, which is dropped when it is over."""

    def __init__(self, scenes: tuple[Scene, ...], size: tuple[int, int], images: tuple[Path, ...]) -> None:
        self._scenes, self._size, self._images = scenes, size, images
        self._painter: Painter | None = None
        self._before: Painter | None = None
        self._builders = ThreadPoolExecutor(1, "build")
        self._next: tuple[Scene, Future[Painter]] | None = None

    def frame(self, t: float, out: Pixels) -> None:
        """Draw the video's frame at `t` seconds. Any order works; forward order is fast."""
        self.painting(t)(out)

    def painting(self, t: float) -> Callable[[Pixels], None]:
        """What draws the video's frame at `t` seconds: several may draw at once, each in a thread and a frame."""
        scene = next((scene for scene in self._scenes if t < scene.shown[1] - 1e-6), self._scenes[-1])
        share = (t - scene.shown[0]) / scene.melt_s if scene.melt_s else 1.0
        if self._painter is None or self._painter.scene is not scene:
            self._before = self._painter if share < 1 else None
            self._painter = None
            self._painter = self._built(scene)
        if share >= 1:
            self._before = None
            if self._next is None and scene.shown[1] - t < _BUILD_AHEAD_S:  # never three scenes at once
                self._build_after(scene)
            return partial(self._painter.frame, t - scene.start_s)
        return partial(_melted, self._outgoing(scene), self._painter, t, ease(share))

    def _outgoing(self, scene: Scene) -> Painter:
        """The painter of the scene that melts into this one."""
        earlier = self._scenes[self._scenes.index(scene) - 1]
        if self._before is None or self._before.scene is not earlier:
            self._before = Painter(earlier, self._size, self._images)
        return self._before

    def _build_after(self, scene: Scene) -> None:
        index = self._scenes.index(scene) + 1
        if index < len(self._scenes):
            following = self._scenes[index]
            self._next = following, self._builders.submit(Painter, following, self._size, self._images)

    def _built(self, scene: Scene) -> Painter:
        """The painter of a scene: the one that was begun in time, or a new one."""
        begun, self._next = self._next, None
        if begun is not None and begun[0] is scene:
            return begun[1].result()
        return Painter(scene, self._size, self._images)
