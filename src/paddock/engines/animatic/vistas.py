"""Land as it is seen from the air: forest, fields or a town up to the horizon, a river, a road or a shore through it.

Drawn once a scene, as `bands`. Of a strip, `top` is the horizon, `size` how high what covers the land is in front, and
`stamps` are the way through the land ("river", "stream", "road", "shore", "fields", a field of flowers or "") and what
covers it.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic import art, fittings, materials, sprites
from paddock.engines.animatic.art import Bitmap, Pixels
from paddock.engines.animatic.lands import FIELDS
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.palette import CARDBOARD, CRAFT, RGB, mix, rgb, scale
from paddock.engines.animatic.scene import Scene, Strip
from paddock.engines.animatic.skies import Extent, canvas

Curve = NDArray[np.float64]
_WATER: Final = rgb("#4f9fb8")
_ROAD: Final = rgb("#8a8580")
_SAND: Final = rgb("#e8d2a0")
_FIELDS: Final = ("#c8c070", "#a8b858", "#8fae58", "#d8c078", "#b89a58", "#9fc078")
_LEAST: Final = 0.16
"""How large things at the horizon are, against those in front."""
_LOTS: Final = 5
"""How many different buildings there are of a size."""


def draw(strip: Strip, extent: Extent, resolution: float, scene: Scene) -> Bitmap:
    """The land over `extent` (left, top, right, bottom in units)."""
    rng = art.generator(scene.seed, strip.seed, "vista")
    left, top, right, bottom = extent
    head = strip.size * 0.5 + 0.05
    width, height = canvas((left, top - head, right, bottom), resolution)
    horizon = (strip.top - top + head) * resolution
    pixels = np.zeros((height, width, 4), np.uint8)
    ground = np.empty((height, width, 4), np.uint8)
    ground[:] = (*strip.colour[::-1], 255)
    way = _Way(strip.stamps[0], rng, horizon, height, width, resolution)
    if way.kind == "fields" or way.kind in FIELDS:
        _fields(ground, horizon, rng, strip.colour, FIELDS[way.kind][0] if way.kind in FIELDS else _FIELDS)
    way.lay(ground, strip)
    start = round(horizon)
    land = art.lit(art.with_grain(ground[start:]), scene.palette)
    if scene.palette.stuff:
        land = materials.worked(land, resolution, scene.palette.stuff)
        land[..., 3] = 255
    pixels[start:] = _distant(land, scene)
    _cover(strip, pixels, way, resolution, rng, scene)
    return Bitmap(pixels, resolution, 0, head * resolution, min(height, start + 2))


def _distant(land: Pixels, scene: Scene) -> Pixels:
    """The land with air before it, the more the further."""
    rows = len(land)
    share = 0.62 * np.clip(1 - np.arange(rows, dtype=np.float32) / (0.55 * rows), 0, 1)[:, None, None] ** 1.6
    haze = np.array([*scene.palette.haze[::-1], 255], np.float32)
    made: Pixels = np.round(land + (haze - land) * share).astype(np.uint8)
    return made


class _Way:
    """Where a river, a road or a shore runs: nothing stands there. `down` is 0 at the horizon and 1 in front."""

    def __init__(
        self, kind: str, rng: np.random.Generator, horizon: float, height: int, width: int, resolution: float
    ) -> None:
        self.kind, self.horizon, self.height, self.width, self.resolution = kind, horizon, height, width, resolution
        self._phase, self._side = float(rng.uniform(0, 6.28)), int(rng.choice((-1, 1)))
        self._turns = float(rng.uniform(2.2, 3.0))

    def down(self, y: Any) -> Any:
        """0 at the horizon, 1 at the lower edge."""
        return np.clip((y - self.horizon) / max(1.0, self.height - self.horizon), 0, 1)

    def middle(self, down: Any) -> Any:
        """x of its middle, in pixels: bends that widen towards the viewer."""
        bend = np.sin(self._phase + self._turns * np.pi / (down + 0.42))
        if self.kind == "shore":
            return self.width * (0.5 + 0.04 * self._side) + self._side * self.width * (0.10 * bend * (0.4 + down))
        return self.width * 0.5 + self.width * 0.26 * bend * (0.18 + 0.82 * down)

    def half(self, down: Any) -> Any:
        """Half its width in pixels."""
        wide = {"river": 0.17, "road": 0.055, "stream": 0.07}.get(self.kind, 0.0)
        return self.resolution * wide * near(down)

    def hides(self, x: float, y: float, spare: float) -> bool:
        """Whether something `spare` pixels wide at (x, y) would stand in it."""
        down = self.down(y)
        if self.kind in ("river", "road", "stream"):
            behind = self.down(y - 0.7 * spare)  # nor before it, where it would hide it
            return any(abs(x - self.middle(at)) < self.half(at) + 0.4 * spare for at in (down, behind))
        if self.kind == "shore":
            return bool((x - self.middle(down)) * self._side > -spare - 0.05 * self.resolution * near(down))
        return False

    def lay(self, ground: Pixels, strip: Strip) -> None:
        """Paint it into the land."""
        if self.kind == "shore":
            self._shore(ground)
        elif self.kind in ("river", "road", "stream"):
            water = self.kind != "road"
            bank = mix(strip.colour, _SAND, 0.6) if water else scale(strip.colour, 0.9)
            self._fill(ground, bank, 1.16)
            self._fill(ground, _WATER if water else _ROAD, 1.0)
            if water:
                self._fill(ground, mix(_WATER, (255, 255, 255), 0.16), 0.5, 0.12)
            else:
                self._fill(ground, mix(_ROAD, (255, 255, 255), 0.55), 0.05)

    def _fill(self, ground: Pixels, colour: RGB, share: float, aside: float = 0.0) -> None:
        rows = np.linspace(self.horizon, self.height + 4, 160)
        down = self.down(rows)
        middle, half = self.middle(down), self.half(down)
        middle = middle + aside * half
        outline = np.concatenate((
            np.stack((middle - share * half, rows), 1), np.stack((middle + share * half, rows), 1)[::-1]
        ))  # fmt: skip
        cv2.fillPoly(ground, [np.round(outline * 16).astype(np.int32)], (*colour[::-1], 255), cv2.LINE_AA, 4)

    def _shore(self, ground: Pixels) -> None:
        """Sand, foam, shallow and deep water, one within the other."""
        rows = np.linspace(self.horizon, self.height + 4, 120)
        down = self.down(rows)
        edge = self.middle(down)
        out = np.full_like(rows, self.width + 9 if self._side > 0 else -9)
        for colour, off in (
            (_SAND, -0.10), (mix(_SAND, (255, 255, 255), 0.75), 0.03), (rgb("#8ad0d4"), 0.055), (rgb("#56b6c4"), 0.19),
            (rgb("#3a98b4"), 0.40), (rgb("#2f82a6"), 0.7),
        ):  # fmt: skip
            wobble = 0.018 * np.sin(9 * down + 13 * off)
            line = edge + self._side * self.resolution * (off + wobble) * near(down)
            outline = np.concatenate((np.stack((line, rows), 1), np.stack((out, rows), 1)[::-1]))
            cv2.fillPoly(ground, [np.round(outline * 16).astype(np.int32)], (*colour[::-1], 255), cv2.LINE_AA, 4)


def near(down: Any) -> Any:
    """How large things look so far down from the horizon: `_LEAST` there, 1 in front."""
    return _LEAST + (1 - _LEAST) * down


def _fields(ground: Pixels, horizon: float, rng: np.random.Generator, colour: RGB, tones: tuple[str, ...]) -> None:
    """Patches of crops between hedges, the larger the nearer."""
    height, width = ground.shape[:2]
    y, step = horizon, 0.03 * (height - horizon)
    while y < height:
        x, slant = -step * 3 * rng.random(), float(rng.uniform(-0.4, 0.4)) * step
        while x < width:
            wide = step * float(rng.uniform(2.6, 5.5))
            tone = mix(rgb(tones[int(rng.integers(len(tones)))]), colour, 0.35)
            quad = np.array(((x, y), (x + wide, y), (x + wide + slant, y + step), (x + slant, y + step)))
            points = [np.round(quad * 16).astype(np.int32)]
            cv2.fillPoly(ground, points, (*tone[::-1], 255), cv2.LINE_AA, 4)
            cv2.polylines(ground, points, True, (*scale(colour, 0.72)[::-1], 255), 2, cv2.LINE_AA, 4)
            x += wide
        y, step = y + step, step * 1.32


def _cover(strip: Strip, pixels: Pixels, way: _Way, resolution: float, rng: np.random.Generator, scene: Scene) -> None:
    """Trees or houses in rows up to the horizon, the far ones first."""
    kinds = strip.stamps[1:]
    if not kinds:
        return
    height, width = pixels.shape[:2]
    y = way.horizon + 0.01 * resolution
    density = 12.0 if way.kind in FIELDS else {"fields": 3.6, "stream": 4.4, "road": 1.5}.get(way.kind, 0.82)
    packed = any(kind in _BUILT for kind in kinds)
    while y < height + 0.5 * strip.size * resolution:
        share = near(float(way.down(y)))
        tall = strip.size * share
        lots = [_lot(kind, tall, resolution, rng, scene, strip, 0.55 * (1 - share) ** 1.5)
                for kind in kinds for _ in range(_LOTS if kind in _BUILT else 1)]  # fmt: skip
        step = (0.62 if packed else 0.5) * tall * resolution * density
        x = -step * float(rng.random())
        while x < width + step:
            bitmap = lots[int(rng.integers(len(lots)))]
            wide = bitmap.pixels.shape[1]
            shift = float(rng.uniform(-0.12, 0.12)) * tall * resolution * (0.3 if packed else 1.0)
            if not way.hides(x, y, 0.6 * wide):
                art.stamp(pixels, bitmap, x, y + shift)
            x += step * float(rng.uniform(0.75, 1.25))
        y += (0.5 if packed else 0.34) * tall * resolution * (1.0 if density < 2 else 1.8)


_BUILT: Final = frozenset({"tower", "neontower", "townhouse", "eaveshouse", "cabin"})


def _lot(
    kind: str, tall: float, resolution: float, rng: np.random.Generator, scene: Scene, strip: Strip, fade: float
) -> Bitmap:
    """One of what covers the land, of that height in units."""
    if kind not in _BUILT:
        number = int(rng.integers(3))
        around = rgb("#7f9a58") if strip.stamps[0] in FIELDS else strip.colour
        return sprites.variant(kind, number, round(tall, 3), resolution, scene, fade, around)
    papers = CARDBOARD if "cardboard" in strip.material else CRAFT
    colour = papers[int(rng.integers(len(papers)))]
    if kind == "tower":
        tall *= float(rng.uniform(0.6, 1.5))
        drawing = sprites.tower(
            rng, float(rng.uniform(0.09, 0.14)), 0.26, mix(colour, strip.colour, 0.3), strip.material
        )
    elif kind == "townhouse":
        drawing = sprites.townhouse(rng, colour, scene.palette.season == "winter")
    else:
        drawing = fittings.FITTINGS[kind](colour, rng)
    cream = mix(strip.colour, art.CREAM, 0.3)
    return art.finished(drawing, tall, resolution, scene.palette, fade, edge=0.0026, cream=cream)
