"""Ways of holding that many things share: a staff, a cup, a case. Each is read off the thing's own drawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from paddock.engines.animatic import album
from paddock.engines.animatic.album import Sheet
from paddock.engines.animatic.grip import Grip

_UNIT: Final = 330.0
"""Lengths of a figure a unit of a thing's size."""


def _lute(sheet: Sheet) -> Grip:
    """The body before the chest, the neck up ahead."""
    return Grip((10, 36), (38, 14), (sheet.width / 2, 0.70 * sheet.height), 98, 64, (8, 40), swing=5)


def _upright_lute(sheet: Sheet) -> Grip:
    """On the lap, the neck up: the hand plucks below."""
    return Grip((24, 34), (26, 4), (sheet.width / 2, 0.66 * sheet.height), 92, 8, (26, 56), swing=4, gait="sit")


def _fiddle(sheet: Sheet) -> Grip:
    return Grip(
        (30, 26), (30, 2), (sheet.width / 2, 0.86 * sheet.height), 96, 4, (30, 72), swing=9, bow=True, gait="sit"
    )


def _bass(sheet: Sheet) -> Grip:
    """As tall as its player, on the ground before them."""
    return Grip((30, 40), (30, -2), (sheet.width / 2, 0.66 * sheet.height), 176, -6, (34, 62), swing=7)


def _pipe(sheet: Sheet) -> Grip:
    """From the mouth down ahead."""
    return Grip((20, 8), (28, 20), (sheet.width / 2, 2), 0.9 * _UNIT * sheet.size, -38, (13, -14), swing=1)


def _cross_flute(sheet: Sheet) -> Grip:
    return Grip((24, -12), (38, -9), (0.08 * sheet.width, sheet.height / 2), 9, 8, (10, -14), swing=1)


def _mouth_organ(sheet: Sheet) -> Grip:
    size = min(30.0, _UNIT * sheet.size)
    return Grip((20, -12), (24, -10), (0.2 * sheet.width, sheet.height / 2), size, 0, (13, -14), swing=2)


def _horn(sheet: Sheet) -> Grip:
    size = min(64.0, 0.8 * _UNIT * sheet.size)
    return Grip((24, 4), (30, 0), (0.1 * sheet.width, sheet.height / 2), max(26.0, size), -4, (12, -12), swing=1)


def _staff(sheet: Sheet) -> Grip:
    """As tall as a person, upright in one hand."""
    return Grip((24, 24), None, (sheet.width / 2, 0.46 * sheet.height), 186, 2)


def _handle(sheet: Sheet) -> Grip:
    """By the end of its handle, up ahead."""
    size = min(96.0, max(26.0, _UNIT * sheet.size))
    return Grip((30, 6), None, (sheet.width / 2, 0.86 * sheet.height), size, 22, swing=3)


def _stick(sheet: Sheet) -> Grip:
    """What is eaten or waved on a stick: upright."""
    size = min(56.0, max(24.0, _UNIT * sheet.size))
    return Grip((27, 6), None, (sheet.width / 2, 0.90 * sheet.height), size, 8, lift=10)


def _cup(sheet: Sheet) -> Grip:
    size = min(38.0, max(20.0, 260 * sheet.size))
    return Grip((25, 12), None, (sheet.width / 2, 0.64 * sheet.height), size, lift=22)


def _case(sheet: Sheet) -> Grip:
    """By its handle, at the side."""
    return Grip((5, 48), None, (sheet.width / 2, 0.06 * sheet.height), min(56.0, 280 * sheet.size))


def _page(sheet: Sheet) -> Grip:
    """Open before the eyes."""
    size = min(44.0, max(26.0, 300 * sheet.size))
    return Grip((28, 18), (30, 12), (sheet.width / 2, 0.86 * sheet.height), size, -6)


def _both_hands(sheet: Sheet) -> Grip:
    size = min(58.0, max(18.0, 280 * sheet.size))
    return Grip((27, 24), (24, 28), (sheet.width / 2, 0.80 * sheet.height), size)


def _to_the_eye(sheet: Sheet) -> Grip:
    return Grip((25, -16), (28, -14), (sheet.width / 2, sheet.height / 2), 24)


def _in_the_mouth(sheet: Sheet) -> Grip:
    return Grip((21, -13), None, (0.86 * sheet.width, sheet.height / 2), 12)


def _overhead(sheet: Sheet) -> Grip:
    """In both hands above the head."""
    return Grip((16, -44), (-8, -46), (sheet.width / 2, sheet.height / 2), 62)


def _placard(sheet: Sheet) -> Grip:
    """On its post, above the head."""
    return Grip((25, 2), None, (sheet.width / 2, 0.92 * sheet.height), 92, 0)


_WAYS: Final[dict[Callable[[Sheet], Grip], str]] = {
    _lute: "ukulele banjo mandolin balalaika shamisen sitar",
    _upright_lute: "pipa",
    _fiddle: "morinkhuur",
    _bass: "doublebass",
    _pipe: "clarinet suona hulusi didgeridoo",
    _cross_flute: "bamboofluteside",
    _mouth_organ: "harmonica ocarina panflute shengpipes",
    _horn: "trombone tuba frenchhorn bagpipes megaphone",
    _staff: "halberd trident wizardstaff lance scythe hockeystick",
    _handle: "macemorning flail warhammer sickle cleaver scepter baseballbat golfclub cricketbat sledgehammer "
    "crowbar spatula ladle whisk screwdriver chisel trowel drill magnifyingglass flashlight matchbox comb "
    "hairbrush razor paintroller rollingpin tongs pliers whip nunchucks slingshot watergun flywhisk fishingnet "
    "bubblewand maracas tambourine rattledrum clothesiron hairdryer pingpong syringe",
    _stick: "candiedhaws popsicle cottoncandy candycane skewer sugarfigure sparklerstick pinwheeltoy dreidel "
    "papercrane paperplane candelabra incense",
    _cup: "tumbler goblet martini cocktail champagneglass bubbletea icedtea cocoa sodacan thermos waterbottle "
    "canteen tincan cocktailshaker babybottle potion flask testtube pillbottle champagne",
    _case: "briefcase totebag paperbag easterbasket lunchbox toolbox paintbucket",
    _page: "notebook tabletdevice sheetmusic comicbook papersheet clipboard calendar diploma photoframe "
    "blueprint folder playingcards tarotcard ticket passport redenvelope",
    _both_hands: "pie salad baozi bamboosteamer fruitbowl cereal friedrice hotpot bento fishdish roastbird "
    "teaset crystalball orb goldenegg dragonegg magiclamp beachball volleyballball plainball americanfootball "
    "bowlingball jackolantern wreath skylantern boombox cassette fishbowl aquariumtank terrarium gingerbreadman "
    "birdhouse typewriter drawers piggybank goldbar jewelstone sachet bomb toyblocks rubikscube gamepad "
    "handheldgame vinylrecord flowercrown coconut durian broccoli cabbage",
    _to_the_eye: "filmcamera kaleidoscope vrheadset",
    _in_the_mouth: "cigarette",
    _overhead: "barbell",
    _placard: "sign",
}


def shared() -> dict[str, Grip]:
    """How each thing of the albums is held that is held as others are."""
    sheets = album.sheets()
    return {name: way(sheets[name]) for way, names in _WAYS.items() for name in names.split() if name in sheets}
