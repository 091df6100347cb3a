"""Colours: what the hour does to the sky, the light and the lamps, and what colour words and papers look like.

A colour is (red, green, blue), 0 to 255.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

RGB = tuple[int, int, int]


def rgb(text: str) -> RGB:
    """ "#rrggbb" as three numbers."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def css(colour: RGB) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def mix(one: RGB, other: RGB, share: float) -> RGB:
    """`one` with `share` (0 to 1) of `other`."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def scale(colour: RGB, factor: float) -> RGB:
    red, green, blue = (max(0, min(255, round(part * factor))) for part in colour)
    return red, green, blue


@dataclass(frozen=True, slots=True)
class Palette:
    """The light of an hour."""

    name: str
    sky: tuple[RGB, RGB, RGB]
    """Zenith, middle, horizon."""
    haze: RGB
    """What far things fade into."""
    light: tuple[float, float, float]
    """What the light multiplies red, green and blue of everything by."""
    cream: RGB
    """The cut edge of paper in this light."""
    lamps: float
    """How strongly windows and lamps shine, 0 to 1."""
    shade: float
    """How dark shadows are, 0 to 1."""
    disc: RGB
    disc_glow: RGB
    disc_height: float
    """Height of sun or moon: 0 at the horizon, 1 at the top of the frame."""
    stars: bool = False
    moon: bool = False


PALETTES: Final = {
    "dawn": Palette(
        "dawn", (rgb("#5d86b8"), rgb("#e9b7a6"), rgb("#ffe0b0")), rgb("#f6d2b8"), (1.0, 0.93, 0.88), rgb("#f6e6d2"),
        0.25, 0.30, rgb("#fff0c0"), rgb("#ffb46a"), 0.24,
    ),
    "day": Palette(
        "day", (rgb("#3f8fcf"), rgb("#7fbde6"), rgb("#d8eef2")), rgb("#cfe6ee"), (1.0, 1.0, 1.0), rgb("#fbf6e8"),
        0.0, 0.30, rgb("#ffe9a0"), rgb("#ffdf80"), 0.72,
    ),
    "dusk": Palette(
        "dusk", (rgb("#43305f"), rgb("#c8586a"), rgb("#ffb45e")), rgb("#e08a62"), (0.86, 0.70, 0.66), rgb("#dcb794"),
        0.65, 0.36, rgb("#fff0a6"), rgb("#ff9a3c"), 0.20,
    ),
    "night": Palette(
        "night", (rgb("#0a1030"), rgb("#16245a"), rgb("#33457e")), rgb("#263567"), (0.54, 0.58, 0.80), rgb("#9a9cb2"),
        1.0, 0.45, rgb("#f6efcf"), rgb("#8ea2e0"), 0.74, stars=True, moon=True,
    ),
    "space": Palette(
        "space", (rgb("#05060f"), rgb("#120f2b"), rgb("#2b1a4a")), rgb("#20183c"), (0.72, 0.72, 0.86), rgb("#b9b4c4"),
        0.8, 0.45, rgb("#f2ead0"), rgb("#8f7fe0"), 0.8, stars=True, moon=True,
    ),
    "underwater": Palette(
        "underwater", (rgb("#4fb7cf"), rgb("#1f7fa6"), rgb("#0f4f7c")), rgb("#1c6f97"), (0.66, 0.90, 0.98),
        rgb("#cfe6e2"), 0.3, 0.32, rgb("#d8fbff"), rgb("#9fefff"), 1.1,
    ),
    "indoor": Palette(
        "indoor", (rgb("#8a5f47"), rgb("#b98a66"), rgb("#d8ac80")), rgb("#c79a72"), (1.0, 0.93, 0.84), rgb("#f6e8d0"),
        0.5, 0.34, rgb("#fff0c0"), rgb("#ffcf86"), 0.7,
    ),
}  # fmt: skip

DIMMED: Final = {"rain": 0.80, "storm": 0.62, "fog": 0.95, "snow": 0.97}
"""How much light bad weather leaves."""

COLOURS: Final = {
    "red": rgb("#c8372d"), "orange": rgb("#e2822c"), "yellow": rgb("#eebf3b"), "gold": rgb("#d9a62e"),
    "green": rgb("#4f8f4a"), "blue": rgb("#2f5fa8"), "teal": rgb("#2f9a98"), "purple": rgb("#7a4fa3"),
    "pink": rgb("#e58aa5"), "white": rgb("#f3efe4"), "black": rgb("#35323a"), "grey": rgb("#9a9a9e"),
    "brown": rgb("#8a5a36"),
}  # fmt: skip

CARDBOARD: Final = (rgb("#b98a5a"), rgb("#a67849"), rgb("#c79a68"), rgb("#94683f"), rgb("#d2aa7a"))
CRAFT: Final = (
    rgb("#c9553f"), rgb("#e0a13c"), rgb("#4f7f8f"), rgb("#7f9f5a"), rgb("#d8c29a"), rgb("#8f5f7f"), rgb("#d98a5f"),
)  # fmt: skip


def under(palette: Palette, weather: tuple[str, ...]) -> Palette:
    """The palette with grey weather in it: a paler sky without a strong sun."""
    grey = min((DIMMED[kind] for kind in weather if kind in DIMMED), default=1.0)
    if grey == 1.0:
        return palette
    veil = mix(palette.haze, rgb("#8b95a3"), 0.5)
    night = 0.55 if palette.stars else 1.0
    veil = scale(veil, grey * night)
    share = 0.75 if "storm" in weather else 0.3 if weather == ("snow",) else 0.55
    top, middle, low = palette.sky
    red, green, blue = (part * grey for part in palette.light)
    return Palette(
        palette.name,
        (mix(top, scale(veil, 0.8), share), mix(middle, veil, share), mix(low, veil, share)),
        mix(palette.haze, veil, share), (red, green, blue), scale(palette.cream, 0.5 + grey / 2),
        max(palette.lamps, 0.5), palette.shade * 0.9, mix(palette.disc, veil, 0.5), scale(palette.disc_glow, 0.3),
        palette.disc_height, stars=False, moon=palette.moon,
    )  # fmt: skip
