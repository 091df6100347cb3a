"""What lies on a strip: tufts and stones on the ground, the town's lights on wet streets, sun and moon on water."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from paddock.engines.animatic import art
from paddock.engines.animatic.art import Pixels
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.palette import mix, rgb, scale
from paddock.engines.animatic.scene import AGLOW, Prop, Scene, Strip

Edge = NDArray[np.floating[Any]]
"""y of a strip's upper edge for every column, in pixels."""


def scatter(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, scene: Scene) -> None:
    """Tufts, stones or ripples on the ground, larger towards the viewer: flat paper is not earth."""
    rng = art.generator(scene.seed, strip.seed, "scatter")
    height, width = pixels.shape[:2]
    red, green, blue = scene.palette.light
    grassy = strip.colour[1] >= max(strip.colour[0], strip.colour[2]) and scene.palette.season != "winter"
    for x, y, size, tone, lean in rng.random((int(46 * width / resolution), 5)):
        column = min(width - 1, int(x * width))
        top = edge_px[column] + 0.02 * resolution
        row = top + y * max(0.0, height - top)
        near = 0.5 + 1.1 * (row - top) / (0.4 * resolution)
        shade = scale(strip.colour, 0.72 + 0.12 * tone) if tone < 0.6 else mix(strip.colour, (255, 250, 230), 0.16)
        paint = (shade[2] * blue, shade[1] * green, shade[0] * red, 255)
        reach = (0.006 + 0.008 * size) * near * resolution
        if grassy:
            for blade in (-0.5, 0.0, 0.5):
                tip = (round((column + (blade + 0.3 * (lean - 0.5)) * reach) * 16), round((row - reach) * 16))
                foot = (round((column + 0.3 * blade * reach) * 16), round(row * 16))
                cv2.line(pixels, foot, tip, paint, max(1, round(0.0016 * near * resolution)), cv2.LINE_AA, 4)
        else:
            axes = (max(1, round(reach * 1.3)), max(1, round(reach * (0.22 + 0.2 * lean))))
            cv2.ellipse(pixels, (column, round(row)), axes, 0, 0, 360, paint, -1, cv2.LINE_AA)


def shine(strip: Strip, pixels: Pixels, edge_px: Edge, left: float, resolution: float, scene: Scene) -> None:
    """The way that sun or moon lays over the water: short strokes of light, wider towards the viewer."""
    palette = scene.palette
    disc = next((item for item in scene.items if isinstance(item, Prop) and item.seed == "disc"), None)
    strength = (1.0 - palette.overcast) * (0.85 if palette.disc_height < 0.5 or palette.moon else 0.34)
    if disc is None or strength < 0.05:
        return
    height, width = pixels.shape[:2]
    rng = art.generator(scene.seed, strip.seed, "shine")
    spread = 0.05 + 0.16 * strip.depth
    light = np.zeros((height, width), np.uint8)
    middle = (disc.x * (1 if strip.depth < 0.3 else 0.96) - left) * resolution
    deep = (0.24 if strip.kind == "water" else 0.10) * resolution
    for side, down, long, bright in rng.random((int(26 + 60 * spread), 4)):
        x = middle + (side + rng.random() - 1) * 2 * spread * resolution
        column = int(min(width - 1, max(0, x)))
        y = edge_px[column] + down**1.3 * deep + 0.004 * resolution
        reach = (0.012 + 0.04 * long) * (0.4 + strip.depth) * resolution
        fall = max(0.0, 1 - abs(x - middle) / (2.1 * spread * resolution))
        axes = (max(16, round(reach * 16)), max(12, round((0.0014 + 0.0016 * strip.depth) * resolution * 16)))
        cv2.ellipse(
            light, (round(x * 16), round(y * 16)), axes, 0, 0, 360, 255 * strength * fall * (0.4 + 0.6 * bright), -1,
            cv2.LINE_AA, 4,
        )  # fmt: skip
    warm = mix(palette.disc_glow, palette.disc, 0.6)
    cv2.add(pixels, cv2.multiply(art.tinted(light, warm), (0.8, 0.8, 0.8, 0.0)), dst=pixels)


def aglow(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float) -> None:
    """What lives in the water shines blue in the crest of each wave."""
    if AGLOW not in strip.material:
        return
    down = np.arange(pixels.shape[0], dtype=np.float32)[:, None] - edge_px.astype(np.float32)[None, :]
    share = np.where(down < 0, 0, np.exp(-down / (0.028 * (0.4 + strip.depth) * resolution)))[..., None] * 0.85
    light = np.array(rgb("#5cf2ff")[::-1], np.float32)
    pixels[..., :3] += ((light - pixels[..., :3]).clip(0) * share).astype(np.uint8)


def gleams(strip: Strip, pixels: Pixels, edge_px: Edge, resolution: float, scene: Scene) -> None:
    """At night the town's lights lie on its streets as soft streaks, brighter where it is wet."""
    palette = scene.palette
    wet = any(one.kind in ("rain", "storm") for one in scene.weather)
    strength = max(0.0, palette.lamps - 0.5) * (0.9 if wet else 0.42)
    if strength <= 0.02:
        return
    rng = art.generator(scene.seed, strip.seed, "gleams")
    factor = max(1, round(0.008 * resolution))
    height, width = pixels.shape[0] // factor + 1, pixels.shape[1] // factor + 1
    light = np.zeros((height, width, 4), np.uint8)
    top = float(edge_px.mean()) / factor
    for x, long, wide, bright, hue in rng.random((int(9 * pixels.shape[1] / resolution), 5)):
        reach = (0.05 + 0.14 * long) * resolution / factor
        tone = ((70, 150, 255), (110, 200, 255), (170, 170, 255), (255, 190, 150))[int(hue * 4)]
        shade = tuple(part * strength * (0.35 + 0.65 * bright) for part in tone)
        axes = (max(1, round((0.006 + 0.012 * wide) * resolution / factor)), max(1, round(reach)))
        cv2.ellipse(light, (round(x * width), round(top + 0.9 * reach)), axes, 0, 0, 360, (*shade, 0), -1)
    soft = cv2.GaussianBlur(light, (0, 0), 1.6)
    big = cv2.resize(soft, (width * factor, height * factor), interpolation=cv2.INTER_LINEAR)
    cv2.add(pixels, np.ascontiguousarray(big[: pixels.shape[0], : pixels.shape[1]]), dst=pixels)
