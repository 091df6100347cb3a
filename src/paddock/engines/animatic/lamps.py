"""Light that lies on a place: rays between trees, the sun's patch under a window, a lamp's pool. Added, no alpha."""

from __future__ import annotations

import numpy as np

from paddock.engines.animatic import art
from paddock.engines.animatic.art import Bitmap
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.palette import mix
from paddock.engines.animatic.scene import Prop, Scene


def sunpatch(prop: Prop, resolution: float, scene: Scene) -> Bitmap:
    """Four panes of light, slanted, on a floor. Its anchor is the middle of the upper edge."""
    low = resolution / 3
    height, width = max(8, round(prop.size * low)), max(12, round(prop.size * 3.4 * low))
    mask = np.zeros((height, width), np.uint8)
    for column in (0, 1):
        for row in (0, 1):
            top, end = (0.08 + 0.46 * row) * height, (0.48 + 0.46 * row) * height
            left = (0.10 + 0.34 * column) * width
            slant = 0.26 * width / height
            points = [(left + slant * top, top), (left + 0.3 * width + slant * top, top),
                      (left + 0.3 * width + slant * end, end), (left + slant * end, end)]  # fmt: skip
            cv2.fillPoly(mask, [np.round(np.array(points) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    soft = cv2.GaussianBlur(mask, (0, 0), max(0.8, 0.006 * low))
    weak = 0.24 * (1 - 0.8 * scene.palette.overcast)
    made = cv2.multiply(art.tinted(soft, (255, 224, 160)), (weak, weak, weak, 0.0))
    return Bitmap(made, low, width / 2, 0)


def lampglow(prop: Prop, resolution: float, scene: Scene) -> Bitmap:
    """A wide warm pool around a lamp."""
    low = resolution / 6
    span = max(8, round(prop.size * low))
    return Bitmap(art.glow((255, 190, 110), 0.34 * scene.palette.lamps, span), low, span / 2, span / 2)


def firelight(prop: Prop, resolution: float, scene: Scene) -> Bitmap:
    """What a fire lights around it: a bright heart and a wide red pool."""
    low = resolution / 6
    span = max(8, round(prop.size * low))
    wide = art.glow((255, 132, 52), 0.62 * scene.palette.lamps, span)
    heart = cv2.resize(art.glow((255, 210, 130), 0.5 * scene.palette.lamps, max(4, span // 3)), (span // 3, span // 3))
    top = (span - len(heart)) // 2
    view = wide[top : top + len(heart), top : top + len(heart)]
    cv2.add(view, heart, dst=view)
    return Bitmap(wide, low, span / 2, span / 2)


def stageglow(prop: Prop, resolution: float, scene: Scene) -> Bitmap:
    """Beams from above that meet on the wall of a stage."""
    low = resolution / 6
    height, width = max(8, round(scene.height * low)), max(8, round(prop.size * low))
    x = ((np.arange(width, dtype=np.float32) + 0.5) / width * 2 - 1)[None, :]
    y = ((np.arange(height, dtype=np.float32) + 0.5) / height)[:, None]
    light = np.zeros((height, width), np.float32)
    for source, aim in ((-0.75, -0.1), (0.0, 0.0), (0.75, 0.1)):
        middle = source + (aim - source) * y
        light += np.clip(1 - np.abs(x - middle) / (0.05 + 0.26 * y), 0, 1) ** 1.4 * (0.26 - 0.12 * y)
    pixels = np.zeros((height, width, 4), np.uint8)
    for channel, part in enumerate((150, 205, 255)):
        pixels[..., channel] = np.clip(light * part, 0, 255)
    return Bitmap(cv2.GaussianBlur(pixels, (0, 0), 1.4), low, width / 2, height / 2)


def softglow(prop: Prop, resolution: float, scene: Scene) -> Bitmap:
    """The pool of light on a backdrop behind what is shown."""
    low = resolution / 6
    span = max(8, round(prop.size * low))
    return Bitmap(art.glow(prop.colour or (255, 244, 224), 0.42, span), low, span / 2, span / 2)


def rays(prop: Prop, resolution: float, scene: Scene) -> Bitmap:
    """Light that falls through water, leaves or dust: a fan from the sun, from above where none is to be seen.

    The prop's size is its strength.
    """
    low = resolution / 6
    width, height = round(scene.width * 1.3 * low), round(scene.height * 1.05 * low)
    x = ((np.arange(width, dtype=np.float32) + 0.5) / low - 0.65 * scene.width)[None, :]
    y = ((np.arange(height, dtype=np.float32) + 0.5) / low - 0.5 * scene.height)[:, None]
    disc = next((item for item in scene.items if isinstance(item, Prop) and item.seed == "disc"), None)
    sun = (disc.x, disc.y) if disc is not None else (0.3 * scene.width, -1.4 * scene.height)
    rng = art.generator(scene.seed, "rays")
    far = np.sqrt((x - sun[0]) ** 2 + (y - sun[1]) ** 2)
    angle = np.arctan2(x - sun[0], y - sun[1])
    many = 1.0 if disc is not None else 3.2
    bands = np.zeros_like(far)
    for _ in range(4):
        bands += np.clip(np.sin(angle * float(rng.uniform(7, 21)) * many + float(rng.uniform(0, 6.28))), 0, 1)
    near = far if disc is not None else (y / scene.height + 0.5) * 1.2
    fall = np.clip(1 - near / 1.15, 0, 1) * np.clip(near / 0.10, 0, 1)
    strength = np.clip(bands - 0.9, 0, 1.2) * fall * 0.30 * prop.size / 1.5
    warm = (
        (220, 245, 230) if scene.palette.name == "underwater" else mix(scene.palette.disc_glow, (255, 250, 230), 0.45)
    )
    pixels = np.zeros((height, width, 4), np.uint8)
    for channel, part in enumerate(warm[::-1]):
        pixels[..., channel] = np.clip(strength * part, 0, 255)
    return Bitmap(cv2.GaussianBlur(pixels, (0, 0), 1.5), low, width / 2, 0)
