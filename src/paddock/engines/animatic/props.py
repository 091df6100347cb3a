"""Bitmaps for props: which drawing, which puppet, which reference picture stands for an item of the scene."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Final

import numpy as np

from paddock import stuffs
from paddock.engines.animatic import art, cast, cutout, fittings, flats, ink, lamps, materials, puppets, sprites, things
from paddock.engines.animatic.art import Bitmap, Cycle, Drawing, Pixels
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.palette import CRAFT, RGB, Palette, css, mix, scale
from paddock.engines.animatic.scene import Prop, Scene


def draw(prop: Prop, resolution: float, scene: Scene, images: tuple[Path, ...]) -> Cycle:
    """One bitmap, or one a phase of the prop's cycle; already facing where the prop faces."""
    if prop.depth >= 1:
        scene = replace(scene, palette=_limelight(scene.palette))
    own = stuffs.named(prop.material)
    if own and own != scene.palette.stuff:
        scene = replace(scene, palette=replace(scene.palette, stuff=own))

    def finish(bitmap: Bitmap) -> Bitmap:
        bitmap = _on_ground(bitmap, scene) if prop.grounded else bitmap
        if scene.palette.stuff in materials.GRADES and prop.image is None:
            bitmap = replace(bitmap, pixels=materials.graded(bitmap.pixels, scene.palette.stuff))
        # Writing and pictures are not mirrored: a mirrored face is another face.
        mirrored = prop.flip and prop.art not in ("card", "picture")
        return art.trimmed(art.flipped(bitmap) if mirrored else bitmap)

    if puppets.is_puppet(prop.art):
        return puppets.draw(prop, resolution, scene, finish)
    phases = cast.PHASES.get(prop.art, 1) if prop.gait == "turn" else 1
    return Cycle(phases, lambda index: finish(_drawn(prop, resolution, scene, images, index / phases)))


def _drawn(prop: Prop, resolution: float, scene: Scene, images: tuple[Path, ...], phase: float) -> Bitmap:
    if prop.art in _LIGHTS:
        return _LIGHTS[prop.art](prop, resolution, scene)
    if prop.art.startswith(flats.PREFIX):
        return flats.draw(prop, resolution, scene)
    if prop.art == "picture" and prop.image is not None:
        return _picture(prop, resolution, scene, images)
    if prop.art == "backdrop" and prop.image is not None:
        return cutout.backdrop(images[prop.image], prop, resolution, scene)
    return _sprite(prop, resolution, scene, phase)


def _limelight(palette: Palette) -> Palette:
    """A stage lights its actors: they keep half as much again of their colour as the scenery at night."""
    red, green, blue = (part + (1 - part) * 0.44 for part in palette.light)
    return replace(palette, light=(red, green, blue))


def _sprite(prop: Prop, resolution: float, scene: Scene, phase: float = 0.0) -> Bitmap:
    rng = art.generator(scene.seed, prop.seed, prop.art)
    if prop.art in things.THINGS:
        drawing = things.THINGS[prop.art](ink.Ink(prop.colour, prop.material, rng, phase))
    elif prop.art in fittings.FITTINGS:
        drawing = fittings.FITTINGS[prop.art](prop.colour or (111, 159, 79), rng)
    elif prop.art in sprites.STAMPS:
        drawing = sprites.STAMPS[prop.art](prop.colour or (111, 159, 79), rng)
    else:
        return card(prop.text or prop.art, prop, resolution, scene)
    return art.finished(drawing, prop.size, resolution, scene.palette, prop.fade)


def _on_ground(bitmap: Bitmap, scene: Scene) -> Bitmap:
    """Add the soft dark spot under what stands on the ground."""
    height = len(bitmap.pixels)
    alpha = bitmap.pixels[:, :, 3]
    rows = alpha[max(0, int(bitmap.anchor_y) - max(3, height // 9)) : int(bitmap.anchor_y) + 1]
    columns = np.flatnonzero((rows > 200).any(axis=0)) if rows.size else np.array([], int)
    if not len(columns):
        return bitmap
    left, right = int(columns[0]), int(columns[-1])
    depth = max(3, round(0.011 * bitmap.resolution))
    low = int(bitmap.anchor_y) + 2 * depth + 2
    grown = cv2.copyMakeBorder(bitmap.pixels, 0, max(0, low - height), 0, 0, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    spot = np.zeros(grown.shape[:2], np.uint8)
    centre = ((left + right) // 2, int(bitmap.anchor_y))
    cv2.ellipse(
        spot,
        centre,
        (max(3, (right - left) // 2 + depth), depth),
        0,
        0,
        360,
        round(150 * scene.palette.shade / 0.3),
        -1,
        cv2.LINE_AA,
    )
    under = np.zeros_like(grown)
    under[..., 3] = cv2.GaussianBlur(spot, (0, 0), max(1.0, depth / 2.2))
    art.blend(under, grown)
    return Bitmap(under, bitmap.resolution, bitmap.anchor_x, bitmap.anchor_y)


# --- lights ---------------------------------------------------------------------------------------


def _sun(prop: Prop, resolution: float, scene: Scene) -> Bitmap:
    """A paper disc with a wide additive halo."""
    palette = scene.palette
    radius = prop.size * resolution / 2
    span = max(8, round(radius * 6))
    strength = 0.42 if palette.moon else 0.3 if palette.disc_height > 0.5 else 0.7
    pixels = art.glow(palette.disc_glow, strength, span)
    mask = np.zeros((span, span), np.uint8)
    centre = (round(span / 2 * 16), round(span / 2 * 16))
    cv2.circle(mask, centre, round(radius * 16), 255, -1, cv2.LINE_AA, 4)
    red_sun = palette.stuff == "ink" and not palette.moon
    face = art.with_grain(art.tinted(mask, (200, 70, 52) if red_sun else palette.disc))
    if red_sun:
        pixels[:] = 0
    elif palette.stuff not in ("silhouette", "ink"):
        face = materials.worked(face, resolution, palette.stuff)
    if palette.moon:
        for x, y, size in ((-0.3, -0.2, 0.22), (0.25, 0.15, 0.3), (-0.1, 0.45, 0.16), (0.35, -0.4, 0.13)):
            spot = (round((span / 2 + x * radius) * 16), round((span / 2 + y * radius) * 16))
            cv2.circle(face, spot, round(size * radius * 16), art.bgra(scale(palette.disc, 0.9)), -1, cv2.LINE_AA, 4)
    art.blend(pixels, face)
    return Bitmap(pixels, resolution, span / 2, span / 2)


def _beam(prop: Prop, resolution: float, scene: Scene) -> Bitmap:
    """The lighthouse's light: two cones and a core, additive; turning squeezes it."""
    low = resolution / 2
    width, height = round(prop.size * 9 * low), round(prop.size * 1.5 * low)
    x = (np.arange(width) + 0.5) / width * 2 - 1
    y = (np.arange(height) + 0.5) / height * 2 - 1
    spread = 0.05 + 0.75 * np.abs(x)
    across = np.clip(1 - np.abs(y)[:, None] / spread[None, :], 0, 1)
    strength = across * (np.clip(1 - np.abs(x), 0, 1) ** 1.3)[None, :] * (0.35 + 0.5 * scene.palette.lamps)
    pixels = np.zeros((height, width, 4), np.uint8)
    for channel, part in enumerate((150, 225, 255)):
        pixels[..., channel] = np.clip(strength * part, 0, 255)
    return Bitmap(pixels, low, width / 2, height / 2)


def _headlight(prop: Prop, resolution: float, scene: Scene) -> Bitmap:
    """A cone to the right with a bright source."""
    low = resolution / 2
    width, height = round(prop.size * 6 * low), round(prop.size * 2.2 * low)
    x = (np.arange(width) + 0.5) / width
    y = (np.arange(height) + 0.5) / height * 2 - 1 - x.mean() * 0
    spread = 0.03 + 0.55 * x
    across = np.clip(1 - np.abs(y[:, None] - 0.18 * x[None, :]) / spread[None, :], 0, 1) ** 1.2
    strength = across * (np.clip(1 - x, 0, 1) ** 1.7)[None, :] * 0.85 * scene.palette.lamps
    pixels = np.zeros((height, width, 4), np.uint8)
    for channel, part in enumerate((140, 215, 255)):
        pixels[..., channel] = np.clip(strength * part, 0, 255)
    ball = art.glow((255, 226, 150), 0.95 * scene.palette.lamps, max(4, round(height * 0.5)))
    out = cv2.copyMakeBorder(pixels, 0, 0, height, 0, cv2.BORDER_CONSTANT, value=(0, 0, 0, 0))
    top, left = (height - len(ball)) // 2, height - len(ball) // 2
    view = out[top : top + len(ball), left : left + len(ball)]
    cv2.add(view, ball, dst=view)
    return Bitmap(out, low, height, height / 2)


def _spotlight(prop: Prop, resolution: float, scene: Scene) -> Bitmap:
    """A cone of light from above, with a pool of it on the floor."""
    low = resolution / 4
    height, width = max(8, round(prop.size * low)), max(8, round(1.1 * low))
    x = ((np.arange(width) + 0.5) / width * 2 - 1)[None, :]
    y = ((np.arange(height) + 0.5) / height)[:, None]
    spread = 0.10 + 0.62 * np.minimum(y, 0.86)
    strength = np.clip(1.25 - np.abs(x) / spread, 0, 1) ** 1.2 * (0.34 - 0.12 * y)
    pool = np.clip(1 - (x / 0.66) ** 2 - ((y - 0.84) / 0.055) ** 2, 0, 1) * 0.34
    strength = np.where(y < 0.90, np.maximum(strength * np.clip((0.87 - y) / 0.05, 0, 1), pool), pool)
    pixels = np.zeros((height, width, 4), np.uint8)
    for channel, part in enumerate((170, 225, 255)):
        pixels[..., channel] = np.clip(strength * part, 0, 255)
    return Bitmap(cv2.GaussianBlur(pixels, (0, 0), 1.6), low, width / 2, 0)


_LIGHTS: Final[dict[str, Callable[[Prop, float, Scene], Bitmap]]] = {
    "sun": _sun, "moon": _sun, "beam": _beam, "headlight": _headlight, "rays": lamps.rays, "spotlight": _spotlight,
    "sunpatch": lamps.sunpatch, "lampglow": lamps.lampglow, "firelight": lamps.firelight, "stageglow": lamps.stageglow,
    "softglow": lamps.softglow,
}  # fmt: skip

# --- cards and pictures ---------------------------------------------------------------------------


def card(text: str, prop: Prop, resolution: float, scene: Scene) -> Bitmap:
    """A paper card with a word, on a stick: what has no drawing is named, not replaced."""
    rng = art.generator(scene.seed, "card", text)
    colour = prop.colour or CRAFT[int(rng.integers(len(CRAFT)))]
    height = max(16, round(prop.size * resolution))
    board = round(height * 0.62)
    word = _word(text, board * 0.62, colour)
    rows, columns = word.shape[:2]
    width = max(round(board * 1.25), columns + round(board * 0.5))
    drawing = _board(width, height, board, colour, stick=prop.grounded)
    pixels = art.svg(drawing, drawing.body, height)
    top, left = (board - rows) // 2, (pixels.shape[1] - columns) // 2
    art.blend(pixels[top : top + rows, left : left + columns], word)
    done, margin = art.die_cut(pixels, resolution, scene.palette, fade=prop.fade)
    return Bitmap(done, resolution, done.shape[1] / 2, margin + height)


def _board(width: int, height: int, board: int, colour: RGB, *, stick: bool) -> Drawing:
    frame = max(2.0, board * 0.05)
    body = (
        sprites.box(width / 2 - board * 0.05, board * 0.9, board * 0.1, height - board * 0.9, "#8a6242")
        if stick
        else ""
    )
    body += sprites.box(0, 0, width, board, css(colour), f'rx="{board * 0.1}"')
    body += sprites.box(frame, frame, width - 2 * frame, board - 2 * frame, "#f7efdc", f'rx="{board * 0.07}"')
    return Drawing(width, height, (width / 2, height), body)


def _word(text: str, height: float, colour: RGB) -> Pixels:
    """The word as premultiplied pixels no higher than `height`. OpenCV's own font has Latin and Chinese."""
    text = text[:14] or "?"
    face = cv2.FontFace("uni")
    size = max(20, round(height))
    left, top, wide, tall = cv2.getTextSize((1, 1), text, (0, 0), face, size, 600)
    canvas = np.zeros((tall + 8, wide + 8, 3), np.uint8)
    cv2.putText(canvas, text, (4 - left, 4 - top), (255, 255, 255), face, size, 600)
    factor = min(1.0, height / canvas.shape[0])
    size_px = max(1, int(canvas.shape[1] * factor)), max(1, int(canvas.shape[0] * factor))
    mask = cv2.resize(canvas[..., 0], size_px, interpolation=cv2.INTER_AREA)
    return art.tinted(mask, mix(scale(colour, 0.45), (40, 34, 40), 0.4))


def _picture(prop: Prop, resolution: float, scene: Scene, images: tuple[Path, ...]) -> Bitmap:
    return cutout.staged(images[prop.image or 0], prop.size, resolution, scene, prop.seed)
