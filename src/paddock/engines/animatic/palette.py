"""Colours: what the hour does to the sky, the light and the lamps, and what colour words and papers look like.

A colour is (red, green, blue), 0 to 255.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    mist: float = 0.5
    """How thick the air lies at the foot of far layers, 0 to 1."""
    overcast: float = 0.0
    """Share of the sky behind clouds: from a half on, sun and moon are not to be seen."""
    season: str = ""
    """"autumn", "winter" or "spring" where the leaves show it."""
    stuff: str = ""
    """What everything is made of; paper where empty."""


PALETTES: Final = {
    "dawn": Palette(
        "dawn", (rgb("#5f86bb"), rgb("#eab6a8"), rgb("#ffe3b4")), rgb("#f8d6bc"), (1.0, 0.93, 0.88), rgb("#f6e6d2"),
        0.25, 0.30, rgb("#fff0c0"), rgb("#ffb46a"), 0.24, mist=0.85,
    ),
    "morning": Palette(
        "morning", (rgb("#5b9fd6"), rgb("#a9d5ea"), rgb("#fdf1d4")), rgb("#eef0e0"), (1.0, 0.98, 0.93), rgb("#fbf4e4"),
        0.0, 0.30, rgb("#ffeeb0"), rgb("#ffdb90"), 0.40, mist=0.7,
    ),
    "day": Palette(
        "day", (rgb("#3c8bce"), rgb("#7cbde8"), rgb("#dcf1f3")), rgb("#d2e9f0"), (1.0, 1.0, 1.0), rgb("#fbf6e8"),
        0.0, 0.32, rgb("#ffe9a0"), rgb("#ffdf80"), 0.72,
    ),
    "noon": Palette(
        "noon", (rgb("#2f86d2"), rgb("#6fbaec"), rgb("#e6f6f6")), rgb("#dff0f2"), (1.04, 1.03, 0.99), rgb("#fffaf0"),
        0.0, 0.36, rgb("#fff2b8"), rgb("#ffeaa0"), 0.84, mist=0.35,
    ),
    "golden": Palette(
        "golden", (rgb("#6c8fb8"), rgb("#f0bf86"), rgb("#ffe6a6")), rgb("#f8cf92"), (1.0, 0.88, 0.70), rgb("#fae3bc"),
        0.2, 0.36, rgb("#fff6c8"), rgb("#ffb648"), 0.30, mist=0.8,
    ),
    "dusk": Palette(
        "dusk", (rgb("#43366b"), rgb("#cf6070"), rgb("#ffb860")), rgb("#e8946a"), (0.88, 0.72, 0.68), rgb("#dcb794"),
        0.65, 0.36, rgb("#fff0a6"), rgb("#ff9a3c"), 0.20, mist=0.7,
    ),
    "bluehour": Palette(
        "bluehour", (rgb("#16285f"), rgb("#4a6bab"), rgb("#f2b09a")), rgb("#7f8fc0"), (0.60, 0.67, 0.90),
        rgb("#aab2cc"), 1.0, 0.40, rgb("#fbf3d6"), rgb("#b8c4f0"), 0.62, stars=True, moon=True, mist=0.75,
    ),
    "night": Palette(
        "night", (rgb("#0a1133"), rgb("#172a66"), rgb("#3c5290")), rgb("#2f4380"), (0.56, 0.61, 0.84), rgb("#9a9cb2"),
        1.0, 0.45, rgb("#f6efcf"), rgb("#8ea2e0"), 0.74, stars=True, moon=True, mist=0.65,
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
    "lamplight": Palette(
        "lamplight", (rgb("#3f2f34"), rgb("#5a4038"), rgb("#7a5640")), rgb("#6a4c3c"), (0.74, 0.63, 0.58),
        rgb("#d8c0a0"), 1.0, 0.42, rgb("#fff0c0"), rgb("#ffcf86"), 0.7,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Veil:
    """What bad weather does: light left, share of its colour in the sky, the colour, cloud cover, mist."""

    light: float
    share: float
    colour: RGB
    overcast: float
    mist: float


_VEILS: Final = {
    "rain": _Veil(0.80, 0.62, rgb("#8b98a8"), 0.8, 0.8),
    "storm": _Veil(0.62, 0.80, rgb("#5f6b80"), 1.0, 0.6),
    "snow": _Veil(0.98, 0.46, rgb("#c3cfda"), 0.6, 0.9),
    "fog": _Veil(0.96, 0.72, rgb("#cdd4d6"), 0.6, 1.0),
    "sandstorm": _Veil(0.90, 0.78, rgb("#d8a868"), 0.6, 1.0),
}

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
    """The palette with bad weather in it: a paler sky without a strong sun, thicker air, less light."""
    for kind in weather:
        if kind in _VEILS:
            palette = _veiled(palette, _VEILS[kind])
    return palette


def _veiled(palette: Palette, veil: _Veil) -> Palette:
    red, green, blue = palette.light
    colour = mix(palette.haze, veil.colour, 0.62)
    # At night the veil is as dark as the night, and it has the evening's colour in the evening.
    colour = scale(colour, veil.light * (0.4 + 0.6 * max(palette.light)))
    top, middle, low = palette.sky
    share = veil.share
    return replace(
        palette,
        sky=(mix(top, scale(colour, 0.82), share), mix(middle, colour, share), mix(low, scale(colour, 1.06), share)),
        haze=mix(palette.haze, colour, share),
        light=(red * veil.light, green * veil.light, blue * veil.light),
        cream=scale(palette.cream, 0.5 + veil.light / 2),
        lamps=max(palette.lamps, 0.5),
        shade=palette.shade * 0.9,
        disc=mix(palette.disc, colour, 0.5),
        disc_glow=scale(palette.disc_glow, 0.3),
        stars=False,
        mist=max(palette.mist, veil.mist),
        overcast=max(palette.overcast, veil.overcast),
    )


_AUTUMN: Final = (rgb("#c8762f"), rgb("#b4552c"), rgb("#d9a13a"), rgb("#a8803a"))
_BLOSSOM: Final = (rgb("#f0b8c8"), rgb("#f6cdd6"), rgb("#e8a0b8"))
_SNOW: Final = rgb("#eef3f7")


def in_season(colour: RGB, season: str, lot: int) -> RGB:
    """Leaves of that colour in a season; `lot` picks one of its few tones."""
    if season == "autumn":
        return mix(_AUTUMN[lot % len(_AUTUMN)], colour, 0.15)
    if season == "spring":
        return mix(_BLOSSOM[lot % len(_BLOSSOM)], colour, 0.1) if lot % 4 < 3 else mix(colour, rgb("#9fd070"), 0.4)
    return mix(colour, _SNOW, 0.66) if season == "winter" else colour


def ground_in_season(colour: RGB, season: str) -> RGB:
    """Grass and earth of that colour in a season: snow lies on it, or leaves."""
    red, green, blue = colour
    if season == "winter":
        return mix(colour, (238, 243, 247), 0.84)
    if season == "autumn" and green >= max(red, blue):
        return mix(colour, rgb("#c79a48"), 0.62)
    if season == "spring" and green >= max(red, blue):
        return mix(colour, rgb("#a8d070"), 0.25)
    return colour


_PAPERS: Final = {
    "ink": (rgb("#efe9da"), 0.86), "watercolor": (rgb("#f8f4ea"), 0.5), "sketch": (rgb("#f2eee2"), 0.9),
    "silhouette": (rgb("#f6b858"), 0.72),
}  # fmt: skip
"""The paper that a picture in a manner of drawing is on, and how much of the sky it is."""


def _grey(colour: RGB) -> RGB:
    level = round(0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2])
    return level, level, level


def of_stuff(palette: Palette, stuff: str) -> Palette:
    """The palette of a picture of which all is made of that, or that is drawn in that manner."""
    if stuff in ("mono", "sepia"):  # what is drawn anew for every frame, the weather, takes its colour from here
        return replace(palette, haze=_grey(palette.haze), cream=_grey(palette.cream), stuff=stuff)
    if stuff not in _PAPERS:
        return replace(palette, stuff=stuff)
    paper, share = _PAPERS[stuff]
    dark = scale(paper, 0.55 + 0.45 * max(palette.light))
    top, middle, low = palette.sky
    if stuff == "silhouette":  # a lamp behind a screen
        top, middle, low = scale(dark, 0.62), mix(dark, middle, 0.12), mix(dark, (255, 240, 200), 0.5)
    sky = (mix(top, dark, share), mix(middle, mix(dark, (255, 255, 255), 0.2), share), mix(low, dark, share))
    haze = mix(palette.haze, mix(dark, (255, 255, 255), 0.25), share)
    return replace(
        palette,
        sky=sky,
        haze=haze,
        stuff=stuff,
        mist=max(0.8, palette.mist),
        stars=palette.stars and stuff != "silhouette",
    )
