"""Image-to-video: the given picture comes alive. Its camera moves, what stands in front comes off the background, and
water, clouds, leaves and light move where the picture shows them or the prompt speaks of them.

Frame 0 is the picture itself, scaled; everything grows from there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic import art, figures, grading, journeys, plates, regions, stirs, wishes
from paddock.engines.animatic.art import Pixels
from paddock.engines.animatic.journeys import View
from paddock.engines.animatic.opencv import cv2, decoded
from paddock.engines.animatic.scene import ease
from paddock.storyboard import Shot

PARALLAX, LIFTED_PARALLAX = 0.014, 0.017
"""How much further near things move than far ones, as a share of the width. More shows that the depth is made up."""
_DOLLY, _DOLLY_LIFTED, _MOST_DOLLY = 0.30, 0.32, 0.25
"""How much more near things grow than far ones as the camera goes in, and from how much zoom on no more."""
_FLAT: Final = 0.12
"""How much relief a page, a screen or a drawing on plain paper has: straight lines must not bend."""
_SHARP_S: Final = 0.25
"""How long the given pixels themselves fade into those that are sampled, which are a little softer."""
_LIFT: Final = 0.30
"""How much nearer a lifted figure is than the ground at its feet."""
_FINE: Final = 1.25
_GRID: Final = 4
_RAMP_S: Final = journeys.RAMP_S


class Photo:
    """Frames of a picture coming alive; `frame(0)` is the picture itself, scaled."""

    def __init__(
        self, path: Path, size: tuple[int, int], shots: tuple[Shot, ...], seed: int, duration_s: float
    ) -> None:
        width, height = self._size = size
        given = _opaque(path)
        self._picture = _scaled(given, size)
        # Sampled where the view is zoomed in: enlarged once with care, it need only be sampled linearly.
        fine = _scaled(given, (round(width * _FINE), round(height * _FINE)))
        mask = figures.of(given)
        said = wishes.said(shots)
        seen = regions.of(self._picture, mask, said)
        self._plate, self._lifted = fine, None
        if mask is not None:
            self._plate, self._lifted = plates.taken_apart(fine, mask)
        depth = plates.depth(self._plate, seen.sky, lifted=mask is not None)
        self._near = self._foot_depth(depth) + _LIFT
        self._grid = max(8, width // _GRID), max(8, height // _GRID)
        relief = _FLAT if mask is None and _is_flat(self._picture) else 1.0
        self._depth = cv2.resize(depth, self._grid, interpolation=cv2.INTER_CUBIC) * (relief * stirs.rim(self._grid))
        self._travel = LIFTED_PARALLAX if mask is not None else PARALLAX
        self._dolly = _DOLLY_LIFTED if mask is not None else _DOLLY
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        self._x, self._y = x + np.float32(0.5 - width / 2), y + np.float32(0.5 - height / 2)
        self._path = journeys.journey(shots, seed, duration_s, _focus(self._picture, mask))
        self._stir(seen, mask, said, shots, seed)
        self._puppetry = wishes.puppetry(shots)
        self._grade = grading.course(shots, level=seen.level, warm=grading.is_warm(self._picture))
        self._overlays = wishes.overlays(shots, size, seed, dark=seen.dark)
        if wishes.speaks_of_steam(shots):
            self._overlays.append(stirs.steam(size, _spout(self._picture, mask), seed))

    def _foot_depth(self, depth: NDArray[np.float32]) -> float:
        """How near the ground is where the figure stands."""
        if self._lifted is None:
            return 0.0
        row = min(len(depth) - 1, round(self._lifted.foot * len(depth)))
        return float(np.median(depth[row]))

    def _stir(
        self, seen: regions.Regions, mask: Pixels | None, said: regions.Said, shots: tuple[Shot, ...], seed: int
    ) -> None:
        """Set up what moves by itself."""
        calm = np.float32(1) - cv2.resize(seen.skin, self._grid, interpolation=cv2.INTER_LINEAR)
        windy = any(tag.value in ("wind", "storm", "leaves", "sandstorm") for shot in shots for tag in shot.weather)
        water, leaves = (
            None if mask is None else regions.grown(mask, self._grid) for mask in (seen.water, seen.leaves)
        )
        lights = tuple(regions.grown(mask, self._grid) for mask in seen.lights)
        self._stirs: list[stirs.Stir] = []
        self._loose: list[stirs.Stir] = []
        self._glints = stirs.glints(water, self._picture, seed) if water is not None else None
        if water is not None:
            self._stirs.append(stirs.water(water, seed))
        if leaves is not None:
            self._stirs.append(stirs.sway(leaves * calm, seed, 1.6 if windy else 1.0))
        if wishes.speaks_of_hair(shots):
            loose = regions.loose(
                None if mask is None else cv2.resize(mask, self._grid, interpolation=cv2.INTER_AREA), calm
            )
            if mask is not None:
                self._loose.append(stirs.blow(loose, seed))
            elif not seen.grey:  # what is no skin cannot be told there, and a face must never bend
                self._stirs.append(stirs.blow(loose * np.float32(0.4 if seen.dark else 0.7), seed))
        if lights and said.fire:
            self._stirs.append(stirs.flames(np.maximum.reduce(lights), seed))
        self._glows = stirs.lamps(self._picture, lights, seed, fire=said.fire) if lights else []
        if any(tag.value in ("rays", "glow") for shot in shots for tag in shot.light):
            sky = None if seen.sky is None else regions.grown(seen.sky, self._grid)
            self._glows += stirs.sunlight(sky, self._grid, max(0.3, min(1.0, 1.25 - seen.level / 255)))
        self._clouds, self._sky_at_work = None, threading.Lock()
        if seen.sky is not None and seen.cloudy:
            direction, pace = int(art.generator(seed, "clouds").choice((-1, 1))), 1.8 if windy else 1.0
            if seen.drawn:
                self._stirs.append(stirs.drift(regions.grown(seen.sky, self._grid), direction, pace))
            else:
                self._clouds = stirs.Clouds(self._plate, seen.sky, direction, pace)
                self._plate = self._plate.copy()

    def painting(self, t: float) -> Callable[[Pixels], None]:
        """What draws the picture at `t` seconds: several may draw at once, each in a thread and a frame."""
        return partial(self.frame, t)

    def frame(self, t: float, out: Pixels) -> None:
        """Draw the picture at `t` seconds into `out`, (height, width, 4) BGRA."""
        if t <= 0:
            out[:] = _told_in_luma(self._picture)
            return
        view = self._path(t)
        if self._clouds is not None:
            with self._sky_at_work:
                self._clouds.draw(self._plate, t)
                self._ground(view, t, out)
        else:
            self._ground(view, t, out)
        if self._lifted is not None:
            self._figure(self._lifted, view, t, out)
        if t < _SHARP_S:
            cv2.addWeighted(out, t / _SHARP_S, self._picture, 1 - t / _SHARP_S, 0, dst=out)
        self._shine(view, t, out)
        table = self._grade(t)
        if table is not None:
            cv2.LUT(out, table, dst=out)
        self._weather(out, t)

    def _ground(self, view: View, t: float, out: Pixels) -> None:
        """The background: zoomed and panned, moved more where it is near, stirred."""
        width, height = self._size
        columns, rows = self._grid
        x, y = np.zeros((rows, columns), np.float32), np.zeros((rows, columns), np.float32)
        for stir in self._stirs:
            stir(x, y, t)
        x, y, depth = self._seen(cv2.merge([x, y, self._depth]), view)
        travel = self._travel
        growth = self._growth(view)
        across = np.linspace(-0.5, 0.5, columns, dtype=np.float32)[None, :]
        down = np.linspace(-0.5, 0.5, rows, dtype=np.float32)[:, None] * np.float32(height / width)
        x += depth * (np.float32(travel * view.swing_x) - np.float32(growth) * across)
        y += depth * (np.float32(travel * view.swing_y) - np.float32(growth) * down)
        grow, wide = _FINE / view.zoom, _FINE * width
        move_x = cv2.resize(x, self._size, interpolation=cv2.INTER_LINEAR)
        move_y = cv2.resize(y, self._size, interpolation=cv2.INTER_LINEAR)
        middle_x = _FINE * width * (0.5 + view.x) - 0.5
        middle_y = _FINE * height * (0.5 + view.y) - 0.5
        map_x = cv2.addWeighted(self._x, grow, move_x, wide, middle_x)
        map_y = cv2.addWeighted(self._y, grow, move_y, wide, middle_y)
        cv2.remap(self._plate, map_x, map_y, cv2.INTER_LINEAR, dst=out, borderMode=cv2.BORDER_REFLECT_101)

    def _growth(self, view: View) -> float:
        return self._dolly * min(_MOST_DOLLY, view.zoom - 1.0) / view.zoom

    def _seen(self, field: Any, view: View) -> Any:
        """The part of a field over the picture that the view shows, at the grid's size."""
        columns, rows = self._grid
        grow = 1 / view.zoom
        move = np.array([
            [grow, 0, columns * (0.5 + view.x) - 0.5 - grow * (columns - 1) / 2],
            [0, grow, rows * (0.5 + view.y) - 0.5 - grow * (rows - 1) / 2],
        ])  # fmt: skip
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        shown = cv2.warpAffine(field, move, self._grid, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        return cv2.split(shown) if field.shape[2] == 3 else shown

    def _figure(self, lifted: plates.Lifted, view: View, t: float, out: Pixels) -> None:
        """What stands in front, moved as one flat piece at its own depth: no face is ever bent."""
        width, height = self._size
        grow = _FINE * (1 / view.zoom - self._near * self._growth(view))
        offset_x = _FINE * width * (0.5 + view.x + self._travel * view.swing_x * self._near) - 0.5
        offset_y = _FINE * height * (0.5 + view.y) + _FINE * width * self._travel * view.swing_y * self._near - 0.5
        angle = 0.0
        if self._puppetry is not None:
            dx, dy, angle = (part * ease(t / _RAMP_S) for part in self._puppetry.at(t))
            short = _FINE * min(self._size)
            offset_x, offset_y = offset_x - dx * short, offset_y - dy * short
        scale = 1 / grow
        left = (lifted.left - offset_x) * scale + width / 2 - 0.5
        top = (lifted.top - offset_y) * scale + height / 2 - 0.5
        rows, columns = lifted.pixels.shape[:2]
        fine_width, fine_height = self._plate.shape[1], self._plate.shape[0]
        spare = 2 + round(0.02 * max(self._size)) if angle else 1
        # What reaches the picture's edge goes on beyond it.
        x0 = 0 if lifted.left <= 0 else max(0, int(np.floor(left)) - spare)
        y0 = 0 if lifted.top <= 0 else max(0, int(np.floor(top)) - spare)
        x1 = width if lifted.left + columns >= fine_width else min(width, int(np.ceil(left + columns * scale)) + spare)
        y1 = height if lifted.top + rows >= fine_height else min(height, int(np.ceil(top + rows * scale)) + spare)
        if x1 <= x0 or y1 <= y0:
            return
        size, border = (x1 - x0, y1 - y0), cv2.BORDER_REPLICATE
        if self._loose:
            x, y = self._moved(self._loose, view, t)
            map_x = cv2.addWeighted(self._x, grow, x, _FINE * width, offset_x - lifted.left)[y0:y1, x0:x1]
            map_y = cv2.addWeighted(self._y, grow, y, _FINE * width, offset_y - lifted.top)[y0:y1, x0:x1]
            moved = cv2.remap(lifted.pixels, map_x, map_y, cv2.INTER_LINEAR, borderMode=border)
        else:
            move = np.array([[scale, 0, left - x0], [0, scale, top - y0]])
            if angle:
                foot = (lifted.pixels.shape[1] / 2 * scale + left - x0, rows * scale + top - y0)
                move = _turned(move, angle, foot)
            moved = cv2.warpAffine(lifted.pixels, move, size, flags=cv2.INTER_LINEAR, borderMode=border)
        art.blend(out[y0:y1, x0:x1], moved)

    def _moved(self, moving: list[stirs.Stir], view: View, t: float) -> tuple[Any, Any]:
        """Displacements of the whole frame in shares of the width."""
        columns, rows = self._grid
        x, y = np.zeros((rows, columns), np.float32), np.zeros((rows, columns), np.float32)
        for stir in moving:
            stir(x, y, t)
        x, y, _ = self._seen(cv2.merge([x, y, x]), view)
        return (
            cv2.resize(x, self._size, interpolation=cv2.INTER_LINEAR),
            cv2.resize(y, self._size, interpolation=cv2.INTER_LINEAR),
        )

    def _shine(self, view: View, t: float, out: Pixels) -> None:
        """Add the light of lamps, flames and glinting water, or take it away."""
        if not self._glows and self._glints is None:
            return
        columns, rows = self._grid
        light = np.zeros((rows, columns, 3), np.float32) if self._glints is None else self._glints(t)
        for glow in self._glows:
            light += glow.picture * np.float32(glow.strength(t))
        move = cv2.merge(self._seen(light, view))
        for sign, change in ((1, cv2.add), (-1, cv2.subtract)):
            part = np.clip(move * np.float32(sign), 0, 255).astype(np.uint8)
            if part.any():
                grown = cv2.resize(cv2.cvtColor(part, cv2.COLOR_BGR2BGRA), self._size, interpolation=cv2.INTER_LINEAR)
                grown[..., 3] = 0
                change(out, grown, dst=out)

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


def _turned(move: Any, angle: float, pivot: tuple[float, float]) -> Any:
    """A 2x3 matrix followed by a turn about a point, in degrees."""
    turn = cv2.getRotationMatrix2D(pivot, -angle, 1.0)
    return turn @ np.vstack([move, (0, 0, 1)])


def load(path: Path, size: tuple[int, int]) -> Pixels:
    """The picture in the output's size (width, height), opaque (transparent parts on white)."""
    return _scaled(_opaque(path), size)


def _opaque(path: Path) -> Pixels:
    image = decoded(path)
    if image[..., 3].min() < 255:
        white = np.full_like(image, 255)
        art.blend(white, art.premultiplied(image))
        image = white
    made: Pixels = image
    return made


def _scaled(image: Pixels, size: tuple[int, int]) -> Pixels:
    shrink = image.shape[1] > size[0] or image.shape[0] > size[1]
    made: Pixels = cv2.resize(image, size, interpolation=cv2.INTER_AREA if shrink else cv2.INTER_CUBIC)
    return made


def _is_flat(picture: Pixels) -> bool:
    """Whether much of a picture is of one and the same colour: a page, a screen, a poster."""
    small = cv2.resize(picture[..., :3], (96, 96), interpolation=cv2.INTER_AREA) >> 3
    codes = small[..., 0].astype(np.int32) << 10 | small[..., 1].astype(np.int32) << 5 | small[..., 2]
    return bool(np.bincount(codes.ravel()).max() > 0.33 * codes.size)


_ENOUGH_DB: Final = 39.5


def _told_in_luma(picture: Pixels) -> Pixels:
    """The picture; where its colours are finer than 4:2:0 can hold, with the lightness that makes up for them best.

    A video halves the resolution of colour. What red, green and blue then miss in common, lightness can still give.
    """
    blue, green, red = (channel.astype(np.float32) for channel in cv2.split(picture[..., :3]))
    luma = 0.0722 * blue + 0.7152 * green + 0.2126 * red
    half = picture.shape[1] // 2, picture.shape[0] // 2
    size = picture.shape[1], picture.shape[0]
    miss = []
    for chroma in ((blue - luma) / 1.8556, (red - luma) / 1.5748):
        held = cv2.resize(cv2.resize(chroma, half, interpolation=cv2.INTER_AREA), size, interpolation=cv2.INTER_CUBIC)
        miss.append(held - chroma)
    errors_bgr = 1.8556 * miss[0], -0.1873 * miss[0] - 0.4681 * miss[1], 1.5748 * miss[1]
    mean_square = sum(float((one * one).mean()) for one in errors_bgr) / 3
    if mean_square < 255**2 / 10 ** (_ENOUGH_DB / 10):
        return picture
    shared = -sum(errors_bgr) / 3
    mended = picture.astype(np.float32)
    mended[..., :3] += shared[..., None]
    return np.clip(np.round(mended), 0, 255).astype(np.uint8)


def _focus(picture: Pixels, mask: Pixels | None) -> tuple[float, float]:
    """What the picture is of, from its middle in shares of its sides: the figure's upper middle, or where most is."""
    if mask is None:
        grey = cv2.cvtColor(figures.shrunk(picture, 96), cv2.COLOR_BGRA2GRAY).astype(np.float32)
        busy = cv2.GaussianBlur(np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 2)), (0, 0), 5)
        x, y = _middle(busy**2)
        return 0.6 * x, 0.6 * y
    x, y = _middle(mask.astype(np.float32))
    return x, 0.6 * y + 0.4 * (float(np.flatnonzero(mask.max(axis=1) > 40)[0]) / len(mask) - 0.5)


def _spout(picture: Pixels, mask: Pixels | None) -> tuple[float, float, float]:
    """Where steam comes from, in shares of the frame: x, y and width; the top of the figure, or where most is."""
    if mask is None:
        x, y = _focus(picture, None)
        return 0.5 + x, 0.5 + y, 0.2
    rows, columns = np.flatnonzero(mask.max(axis=1) > 127), np.flatnonzero(mask.max(axis=0) > 127)
    if not len(rows):
        return 0.5, 0.5, 0.2
    top = mask[rows[0] : rows[0] + max(2, len(rows) // 6)].max(axis=0) > 127
    at = np.flatnonzero(top)
    x = float(at.mean()) / mask.shape[1] if len(at) else float(columns.mean()) / mask.shape[1]
    # It needs room to rise in: what fills the picture steams from further down.
    return x, max(0.32, float(rows[0] + 0.1 * len(rows)) / mask.shape[0]), 0.5 * len(columns) / mask.shape[1]


def _middle(weight: NDArray[np.float32]) -> tuple[float, float]:
    """The centre of gravity, -0.5 to 0.5."""
    rows, columns = weight.shape
    total = float(weight.sum()) + 1e-6
    x = float((weight.sum(axis=0) * np.arange(columns)).sum()) / total
    y = float((weight.sum(axis=1) * np.arange(rows)).sum()) / total
    return (x + 0.5) / columns - 0.5, (y + 0.5) / rows - 0.5
