"""What people hold as they use it: instruments, canes, swords. Drawn into the figure, so that hands and thing agree."""

from __future__ import annotations

import math
from functools import cache
from typing import Final

import numpy as np

from paddock.engines.animatic import album, holds
from paddock.engines.animatic.grip import Grip
from paddock.engines.animatic.ink import Ink
from paddock.engines.animatic.joints import Point
from paddock.engines.animatic.palette import COLOURS, RGB
from paddock.engines.animatic.spouts import LIQUIDS, SPOUTS
from paddock.engines.animatic.sprites import line
from paddock.engines.animatic.wardrobe import OUTFITS

GRIPS: Final[dict[str, Grip]] = {
    **holds.shared(),
    "guitar": Grip((10, 36), (38, 14), (35, 126), 98, 64, (8, 40), swing=5),
    "electricguitar": Grip((10, 36), (38, 14), (40, 126), 98, 64, (8, 40), swing=5),
    "violin": Grip((24, 12), (40, -4), (30, 150), 64, 76, (6, -2), swing=9, bow=True),
    "cello": Grip((34, 34), (32, 2), (40, 110), 128, -10, (38, 54), swing=9, bow=True, gait="sit"),
    "erhu": Grip((30, 26), (30, 2), (35, 150), 92, 4, (30, 72), swing=9, bow=True, gait="sit"),
    "flute": Grip((24, -12), (38, -9), (10, 16), 10, 10, (10, -14), swing=1),
    "trumpet": Grip((28, -10), (34, -6), (10, 42), 30, -6, (13, -16), swing=1),
    "saxophone": Grip((18, 26), (26, 12), (24, 10), 70, -8, (13, -14), swing=1),
    "accordion": Grip((2, 32), (34, 30), (60, 50), 46, 0, (14, 30), swing=5),
    "microphone": Grip((20, -8), (10, 46), (20, 80), 44, -28),
    "cane": Grip((25, 42), None, (9, 10), 96, 4, swing=3),
    "spear": Grip((24, 24), None, (15, 92), 190, 2),
    "sword": Grip((30, 6), (12, 40), (25, 136), 74, 24),
    "torch": Grip((28, -4), None, (25, 100), 66, 8),
    "flag": Grip((28, 4), None, (8, 132), 96, 8),
    "wand": Grip((34, 2), None, (20, 130), 52, 42),
    "broom": Grip((26, 30), (30, 12), (35, 60), 130, 16, gait="cook"),
    "bow": Grip((42, 2), (14, 4), (40, 75), 92, 0),
    "racket": Grip((30, -8), None, (35, 142), 66, 34),
    "oar": Grip((36, 30), (26, 18), (13, 40), 110, -24, swing=6),
    "pan": Grip((30, 34), (12, 44), (12, 22), 20, 0, swing=3),
    "shield": Grip((20, 42), None, (45, 52), 60),
    "tray": Grip((27, -2), None, (75, 62), 27),
    "cup": Grip((25, 14), None, (46, 60), 22, lift=24),
    "coffee": Grip((25, 14), None, (60, 66), 24, lift=24),
    "tea": Grip((25, 14), None, (60, 66), 24, lift=24),
    "wine": Grip((25, 10), None, (35, 92), 32, lift=20),
    "beer": Grip((25, 12), None, (50, 66), 26, lift=22),
    "juice": Grip((25, 12), None, (35, 76), 28, lift=20),
    "milk": Grip((26, 14), None, (40, 80), 28, lift=18),
    "bottle": Grip((26, 12), None, (25, 84), 36, lift=18),
    "glass": Grip((25, 12), None, (40, 60), 22, lift=22),
    "icecream": Grip((24, 8), None, (40, 104), 32, lift=14),
    "phone": Grip((27, -2), None, (30, 74), 22, -12),
    "camera": Grip((25, -18), (27, -14), (65, 56), 24),
    "book": Grip((28, 22), (26, 18), (65, 84), 30, -8),
    "newspaper": Grip((28, 14), (30, 8), (55, 70), 42),
    "bouquet": Grip((26, 16), (22, 22), (45, 96), 46, 8),
    "rose": Grip((27, 4), None, (30, 96), 38, 12),
    **{
        flower: Grip((27, 4), None, (foot, low), high, 12)
        for flower, foot, low, high in (
            ("tulip", 28, 106, 40),
            ("sunflower", 40, 136, 54),
            ("daisy", 30, 97, 38),
            ("dandelion", 55, 160, 46),
            ("peony", 65, 160, 46),
            ("carnation", 50, 172, 44),
            ("poppy", 56, 172, 44),
            ("lily", 62, 182, 54),
            ("iris", 60, 182, 50),
            ("daffodil", 58, 172, 46),
            ("chrysanthemum", 65, 172, 46),
            ("hyacinth", 45, 162, 40),
            ("violetflower", 50, 112, 28),
            ("jasmine", 64, 144, 40),
            ("thistle", 50, 162, 44),
            ("lavender", 35, 106, 44),
            ("plumblossom", 14, 144, 56),
            ("lotuspod", 50, 140, 46),
        )
    },
    "hammer": Grip((30, 8), None, (45, 112), 48, 20, swing=9),
    "axe": Grip((30, 14), (20, 26), (45, 118), 72, 20, swing=7),
    "shovel": Grip((30, 26), (26, 6), (30, 52), 116, 14, swing=4, gait="dig"),
    "fishingrod": Grip((28, 20), (20, 30), (12, 124), 104, 8, swing=2),
    "suitcase": Grip((4, 50), None, (60, 8), 50),
    "handbag": Grip((4, 49), None, (50, 8), 34),
    "basket": Grip((8, 47), None, (60, 8), 38),
    "bucket": Grip((6, 48), None, (45, 6), 34),
    "knife": Grip((31, 22), None, (17, 108), 34, 46, swing=4),
    "brush": Grip((36, 0), None, (17, 100), 38, 50, swing=6),
    "fan": Grip((27, 4), None, (70, 84), 34, 14, swing=6),
    "gift": Grip((27, 24), (24, 28), (55, 84), 38),
    "toothbrush": Grip((22, -14), None, (20, 26), 8, -4, swing=4),
    "teddy": Grip((25, 24), (22, 30), (50, 66), 44),
    "bamboostick": Grip((26, 10), (22, 22), (20, 84), 60, 28, swing=2, gait="eat"),
    "basketball": Grip((30, -22), None, (50, 86), 30, swing=3),
    "string": Grip((26, -6), None, (0, 0), 0),
}
"""Art of the album to how it is held; "string" is a hand with a string in it and nothing else."""
POURING: Final = "pour:"
"""What is before the name of a liquid, or of a vessel, that is poured by hand."""
_VESSELS: Final = {
    "wine": "bottle", "beer": "bottle", "tumbler": "bottle", "tea": "teapot", "coffee": "teapot", "juice": "pitcher",
    "cocktail": "pitcher", "glass": "pitcher",
    **{one: one for one in ("champagne", "milk", "bottle", "teapot", "pitcher", "oilbottle", "syrup", "honey")},
}  # fmt: skip
GRIPS.update({f"{POURING}{name}": Grip((37, 12), None, (0, 0), 40) for name in _VESSELS})
WORD: Final = "holds:"
"""What a look's word begins with that says what is held."""


def has_hands(kind: str) -> bool:
    """Whether a subject's figure holds things as people do."""
    return kind in OUTFITS or kind.startswith("upright_")


def of(words: frozenset[str]) -> str:
    """What is held, said as "holds:violin" among the words of a look, or nothing."""
    return next((word.removeprefix(WORD) for word in sorted(words) if word.startswith(WORD)), "")


PAINT: Final = "paint:"
"""What a look's word begins with that says the colour of what is held."""


def paint_of(words: frozenset[str]) -> RGB | None:
    """The colour of what is held, said as "paint:red"."""
    return next((COLOURS.get(word.removeprefix(PAINT)) for word in sorted(words) if word.startswith(PAINT)), None)


def hands(held: str, phase: float, shoulder: Point) -> tuple[Point, Point | None]:
    """Where the near and the far hand are; None where the far hand is free."""
    grip, (x, y) = GRIPS[held], shoulder
    wave = grip.swing * math.sin(2 * math.pi * phase)
    far = (x + grip.far[0], y + grip.far[1]) if grip.far else None
    lifted = grip.lift * max(0.0, math.sin(2 * math.pi * phase))
    high = grip.near[1] + (0.3 * wave if grip.bow else 0) - lifted
    return (x + grip.near[0] + wave - 0.3 * lifted, y + high), far


@cache
def _art(held: str, colour: RGB | None) -> tuple[str, float]:
    made = album.drawings()[held](Ink(colour, (), np.random.default_rng(0)))
    return made.body, made.height


def thing(held: str, neck: Point, hand: Point, colour: RGB | None = None) -> str:
    """The thing as SVG in the figure's own coordinates."""
    grip = GRIPS[held]
    if not grip.size:
        return ""
    if held.startswith(POURING):
        return _tilted(held.removeprefix(POURING), hand, grip.size)
    body, height = _art(held, colour)
    x, y = (neck[0] + grip.offset[0], neck[1] + grip.offset[1]) if grip.offset else hand
    scale = grip.size / height
    placed = (
        f'<g transform="translate({x:.1f} {y:.1f}) rotate({grip.turn}) scale({scale:.3f}) '
        f'translate({-grip.pivot[0]} {-grip.pivot[1]})">{body}</g>'
    )
    return placed + _bow(grip, neck, hand) if grip.bow else placed


def _tilted(name: str, hand: Point, size: float) -> str:
    """A vessel in a hand, tilted, and what runs out of it."""
    art = _VESSELS[name]
    spout, sheet = SPOUTS[art], album.sheets()[art]
    scale, turn = size / sheet.height * (0.8 if art == "teapot" else 1.0), math.radians(spout.degrees)
    x, y = spout.ahead * sheet.height, (0.5 - spout.above) * sheet.height
    mouth = (
        hand[0] + scale * (x * math.cos(turn) - y * math.sin(turn)),
        hand[1] + scale * (x * math.sin(turn) + y * math.cos(turn)),
    )
    side = -1 if spout.turned else 1
    placed = (
        f'<g transform="translate({hand[0]:.1f} {hand[1]:.1f}) rotate({spout.degrees}) '
        f'scale({side * scale:.3f} {scale:.3f}) translate({-sheet.width / 2} {-sheet.height / 2})">'
        f"{_art(art, None)[0]}</g>"
    )
    stream = line(f"M{mouth[0]:.1f} {mouth[1]:.1f} v26", LIQUIDS.get(name, "#bfe2f4"), 3.2)
    return stream + placed


def _bow(grip: Grip, neck: Point, hand: Point) -> str:
    """From the hand over the strings."""
    assert grip.offset
    lean = math.radians(grip.turn - 90)
    reach = 0.28 * grip.size
    x, y = neck[0] + grip.offset[0] + reach * math.cos(lean), neck[1] + grip.offset[1] + reach * math.sin(lean)
    if grip.gait:
        x, y = neck[0] + grip.offset[0] + 4, neck[1] + grip.offset[1] - 6
    way = math.hypot(x - hand[0], y - hand[1]) or 1.0
    end = (hand[0] + (x - hand[0]) / way * 62, hand[1] + (y - hand[1]) / way * 62)
    return line(f"M{hand[0]:.1f} {hand[1]:.1f} L{end[0]:.1f} {end[1]:.1f}", "#4a3026", 2.6)
