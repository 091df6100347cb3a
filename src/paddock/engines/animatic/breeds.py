# ruff: noqa: E501 - a table reads best one entry a line
"""The build and coat of every animal on four legs: one line a kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from paddock.engines.animatic.palette import RGB, rgb


@dataclass(frozen=True, slots=True)
class Beast:
    """A four-legged animal; lengths in its own units, feet at y = 0 upwards negative."""

    coat: RGB
    leg: float = 46
    body: float = 78
    deep: float = 30
    neck: float = 18
    head: float = 17
    muzzle: float = 11
    ears: str = "point"
    tail: str = "up"
    thick: float = 13
    belly: RGB | None = None
    marks: frozenset[str] = frozenset()
    dark: RGB = (60, 44, 38)

    def has(self, *marks: str) -> bool:
        """Whether it bears any of the marks."""
        return bool(self.marks & set(marks))


def _make(
    coat: str, sizes: str, ears: str, tail: str, marks: str = "", belly: str = "", dark: str = "#3c2c26"
) -> Beast:
    """`sizes` are leg, body, deep, neck, head, muzzle and thick."""
    leg, body, deep, neck, head, muzzle, thick = map(float, sizes.split())
    return Beast(
        rgb(coat), leg, body, deep, neck, head, muzzle, ears, tail, thick, rgb(belly) if belly else None,
        frozenset(marks.split()), rgb(dark),
    )  # fmt: skip


_DOG: Final = "46 78 30 18 17 15 13"
_CAT: Final = "34 70 27 10 18 6 11"
_HORSE: Final = "78 96 38 48 16 26 15"
_BIGCAT: Final = "46 94 35 14 20 10 16"
CREAM: Final = "#f0dcb8"
KINDS: Final[dict[str, Beast]] = {
    # dogs
    "dog": _make("#b98550", _DOG, "flop", "up", "", CREAM), "puppy": _make("#c89a62", "30 56 30 8 21 10 13", "flop", "up", "", CREAM),
    "corgi": _make("#d8924a", "22 82 32 10 19 13 13", "point", "stub", "socks chest", "#fbf4e6"),
    "husky": _make("#6f7680", "50 82 33 16 18 15 13", "point", "bush", "chest facemask", "#f4f3ee"),
    "dalmatian": _make("#f6f3ec", "52 80 29 20 17 15 12", "flop", "up", "dots", "", "#2f2a2c"),
    "poodle": _make("#f0e6d8", "48 60 28 20 15 14 10", "flop", "pom", "pompoms", "", "#4a3a34"),
    "bulldog": _make("#c8a078", "28 74 42 6 24 7 17", "flop", "stub", "chest", "#f4ead8"),
    "shepherd_dog": _make("#b07a42", "50 84 32 18 18 18 13", "point", "bush", "saddle", "#d8b07a", "#33292a"),
    "retriever": _make("#e0b468", "48 82 33 18 18 16 14", "flop", "bush", "", "#f2dcac"),
    "labrador": _make("#3a3434", "48 82 33 18 18 16 14", "flop", "long", ""), "dachshund": _make("#8a4a2a", "18 100 25 12 15 18 10", "flop", "long", ""),
    "chihuahua": _make("#d8a870", "30 46 22 10 18 7 8", "point", "up", "", "#f2e2c8"), "shiba": _make("#d88a44", "40 70 30 14 19 11 13", "point", "curl2", "chest", "#fbf2e2"),
    "beagle": _make("#f4efe6", "36 72 29 14 17 14 12", "flop", "up", "saddle", "", "#5a3a28"), "samoyed": _make("#fbf9f4", "42 78 38 14 20 11 15", "point", "curl2", ""),
    "greyhound": _make("#8f8a86", "60 86 24 26 14 22 9", "flop", "long", ""), "terrier": _make("#c8b08a", "34 58 28 14 17 13 11", "point", "up", "beard"),
    # cats
    "cat": _make("#e2933c", _CAT, "point", "long", "stripes"), "kitten": _make("#e0a050", "24 48 24 5 20 5 10", "point", "long", "stripes"),
    "blackcat": _make("#33303a", _CAT, "point", "long", "", "", "#222028"), "whitecat": _make("#f6f3ec", _CAT, "point", "long"),
    "greycat": _make("#8f949c", _CAT, "point", "long", "stripes"), "siamese": _make("#e8d8bc", _CAT, "point", "long", "points", "", "#4a3a34"),
    "calico": _make("#f6f0e4", _CAT, "point", "long", "patchwork", "", "#c8702e"), "persian": _make("#d8c8b0", "26 66 36 4 23 4 14", "point", "bush"),
    # hoofed
    "horse": _make("#8a5632", _HORSE, "point", "hair", "mane hooves"), "pony": _make("#a87444", "50 78 40 30 17 18 15", "point", "hair", "mane hooves"),
    "foal": _make("#a8703e", "66 60 26 30 14 16 10", "point", "hair", "mane hooves"), "unicorn": _make("#f4f0ea", _HORSE, "point", "hair", "mane horn hooves", "", "#c88fc0"),
    "pegasus": _make("#f6f4f0", _HORSE, "point", "hair", "mane wings hooves", "", "#c9b48a"), "zebra": _make("#f6f3ec", "66 88 38 38 16 22 14", "point", "tuft", "zebra mane hooves", "", "#2a2628"),
    "donkey": _make("#8a8078", "56 82 36 28 17 20 12", "long", "tuft", "hooves", "#e4dccc"), "mule": _make("#6a4a36", "68 90 36 38 16 22 13", "long", "tuft", "mane hooves"),
    "cow": _make("#f1ebe0", "48 104 48 20 19 19 14", "flop", "tuft", "spots hooves smallhorns"), "bull": _make("#5a3a2c", "48 108 56 14 22 18 17", "flop", "tuft", "hooves bullhorns"),
    "calf": _make("#c8905a", "40 62 30 12 17 13 11", "flop", "tuft", "hooves"), "buffalo": _make("#4a4248", "44 108 56 10 22 18 17", "flop", "tuft", "hooves bullhorns"),
    "bison": _make("#5a4030", "46 100 56 6 24 14 16", "flop", "tuft", "hooves smallhorns shag beard"), "yak": _make("#4a3a34", "36 104 60 10 22 16 16", "flop", "tuft", "hooves bullhorns shag"),
    "sheep": _make("#f2ece0", "36 82 50 12 15 12 9", "flop", "stub", "wool hooves"), "lamb": _make("#fbf6ec", "30 50 36 6 14 9 8", "flop", "stub", "wool hooves"),
    "goat": _make("#d8cdbc", "46 74 36 24 15 15 10", "flop", "stub", "goathorns beard hooves"), "pig": _make("#eba9a0", "30 88 46 6 22 12 13", "point", "curl", "snout"),
    "piglet": _make("#f4b8b0", "18 50 30 4 18 9 9", "point", "curl", "snout"), "boar": _make("#5f4a3c", "36 88 46 4 24 18 13", "point", "tuft", "tusks shag"),
    "deer": _make("#b0733f", "74 80 32 38 14 16 10", "point", "stub", "antlers hooves", "#ecd8b8"), "fawn": _make("#c8894e", "58 52 24 26 14 12 8", "point", "stub", "dots2 hooves", "#f2e2c4", "#f6ead0"),
    "reindeer": _make("#8a6a52", "66 86 38 30 16 18 12", "point", "stub", "antlers hooves", "#e4d8c4"), "moose": _make("#5f4632", "80 96 44 24 18 28 13", "point", "stub", "bigantlers beard hooves"),
    "antelope": _make("#c8925a", "72 76 30 34 13 15 9", "point", "tuft", "straighthorns hooves", "#f2e4cc"), "giraffe": _make("#e8c078", "104 74 40 104 15 22 12", "point", "tuft", "patches hooves", "", "#a8682e"),
    "camel": _make("#c89a5e", "78 92 40 46 16 20 14", "round", "tuft", "hump2", ""), "dromedary": _make("#d0a468", "80 90 38 48 16 20 13", "round", "tuft", "hump"),
    "llama": _make("#e8dcc8", "58 74 42 56 15 13 12", "long", "stub", "wool2 hooves"), "alpaca": _make("#d8b890", "50 68 46 50 17 9 13", "point", "stub", "wool2 hooves"),
    # big cats and dog-like
    "lion": _make("#d9a04a", "48 92 36 14 20 11 16", "round", "tuft", "lion"), "lioness": _make("#d4a55c", _BIGCAT, "round", "tuft", "", "#f2e2c2"),
    "tiger": _make("#e0892f", _BIGCAT, "round", "long", "stripes", "#f6e6d0"), "whitetiger": _make("#f4f1ea", _BIGCAT, "round", "long", "stripes"),
    "leopard": _make("#dca850", _BIGCAT, "round", "long", "rosettes", "#f6e8cc"), "snowleopard": _make("#dcdcd8", _BIGCAT, "round", "long", "rosettes", "#f6f4f0"),
    "cheetah": _make("#dcac58", "58 88 27 16 16 9 11", "round", "long", "dots", "#f6e8cc"), "panther": _make("#2f2c36", _BIGCAT, "round", "long", ""),
    "lynx": _make("#c8a070", "50 72 32 12 19 9 14", "tufted", "stub", "dots", "#f2e6d0"), "fox": _make("#cf6a2c", "36 74 25 12 16 15 10", "point", "bush", "socks2", "#f6e6d0"),
    "kitsune": _make("#f2efe8", "36 74 25 12 16 15 10", "point", "none", "socks2", "#fbf8f0", "#d8742e"), "arcticfox": _make("#f4f5f6", "32 66 30 8 18 11 11", "round", "bush"), "wolf": _make("#7f858c", "50 84 30 16 17 17 13", "point", "bush", "", "#d6d6d2"),
    "coyote": _make("#b0946c", "48 78 26 16 16 18 11", "point", "bush", "", "#e8dcc4"), "hyena": _make("#b89a70", "50 78 34 20 18 14 13", "round", "tuft", "dots"),
    # bears and others
    "bear": _make("#7a5236", "46 106 54 10 25 13 22", "round", "stub"), "blackbear": _make("#35313a", "44 100 52 10 24 13 21", "round", "stub", "", ""), "cub": _make("#8a6040", "28 56 38 4 22 9 15", "round", "stub"),
    "polarbear": _make("#f4f3ee", "46 106 54 12 24 15 22", "round", "stub"), "panda": _make("#f4f1ea", "40 94 52 8 27 10 22", "round", "stub", "panda"),
    "redpanda": _make("#b8562a", "26 66 32 6 20 7 12", "round", "ringed", "facemask", "", "#3a2622"), "raccoon": _make("#8a8a8c", "26 62 34 6 19 10 11", "round", "ringed", "bandit", "", "#33303a"),
    "elephant": _make("#8f949c", "66 118 66 8 32 10 26", "fan", "tuft", "trunk"), "babyelephant": _make("#9aa0a8", "36 62 44 2 28 6 18", "fan", "tuft", "trunk"),
    "mammoth": _make("#6f4a34", "66 118 70 8 34 10 26", "fan", "tuft", "trunk shag bigtusks"), "rhino": _make("#8a8a8a", "44 116 58 10 25 26 21", "point", "tuft", "rhinohorn"),
    "hippo": _make("#8f7f8c", "32 116 66 4 30 22 20", "round", "stub", "snout2"), "badger": _make("#6a6a6c", "20 68 32 6 17 12 12", "round", "stub", "badger"),
    "otter": _make("#6f4e36", "18 86 24 12 16 8 9", "round", "long", "", "#d8c4a8"), "beaver": _make("#7a5234", "18 68 38 4 20 9 12", "round", "flat", "teeth"),
    "squirrel": _make("#b86a34", "20 44 28 6 17 7 9", "point", "plume", "", "#f6e6cc"), "chipmunk": _make("#c08a4c", "16 42 24 4 16 7 8", "round", "bush", "backline", "#f6ead4"),
    "mouse": _make("#9a9498", "12 40 26 2 16 10 6", "big", "thin"), "rat": _make("#6f6660", "14 56 26 4 16 14 7", "big", "thin"), "hamster": _make("#e0b070", "10 40 36 0 20 6 8", "round", "stub", "chest", "#fbf4e4"),
    "hedgehog": _make("#d8b890", "12 52 34 2 15 13 8", "round", "stub", "spikes", "", "#5a4638"), "porcupine": _make("#6a5a4c", "16 66 42 2 18 13 10", "round", "stub", "spikes", "", "#2f2826"),
    "rabbit": _make("#cdb79c", "26 52 30 4 17 6 11", "long", "stub"), "whiterabbit": _make("#f8f5ef", "26 52 30 4 17 6 11", "long", "stub"), "hare": _make("#a88a64", "38 58 26 8 16 8 10", "long", "stub"),
    "skunk": _make("#2f2c30", "20 60 30 6 16 10 10", "round", "plume", "backstripe"), "anteater": _make("#8a7a6c", "32 84 36 8 12 50 12", "round", "plume", ""), "armadillo": _make("#a89880", "14 70 38 2 13 18 9", "long", "thin", "bands"),
    "sloth": _make("#9a8468", "26 60 36 4 21 6 14", "none", "stub", "bandit", "#e4d8c0", "#5a4638"), "ferret": _make("#d8c4a4", "14 84 19 10 14 9 8", "round", "long", "bandit", "", "#5a4638"),
    # scales
    "tortoise": _make("#8a9a5a", "18 70 20 14 13 7 13", "none", "stub", "shell"), "crocodile": _make("#5f7f4a", "16 120 28 6 17 42 11", "none", "croc", "ridge teeth"),
    "capybara": _make("#a8764a", "24 86 44 6 23 14 14", "round", "none", "", "#c89a6a"), "tapir": _make("#4f474c", "40 94 46 8 20 26 15", "round", "stub", "", "#d8d4d0"),
    "okapi": _make("#6a3a2c", "68 82 36 36 15 20 12", "long", "tuft", "socks hooves"), "lemur": _make("#9a9894", "28 56 26 10 17 9 9", "round", "ringed", "bandit", "#f0ece4", "#2f2c30"),
    "opossum": _make("#b4b0aa", "20 62 32 6 15 18 9", "big", "thin", "", "#f0ece4"),
    "lizard": _make("#7fa04a", "12 74 16 6 13 14 7", "none", "croc", ""), "chameleon": _make("#5fb05a", "20 60 28 6 17 12 8", "none", "spiral", "ridge"),
    "dinosaur": _make("#6f9a6a", "64 110 60 110 17 18 26", "none", "croc", "", "#c8d8a8"), "triceratops": _make("#9a8a5a", "44 112 58 4 28 22 22", "none", "croc", "frill"),
    "stegosaurus": _make("#7a8a4a", "46 112 58 8 16 18 20", "none", "croc", "plates"), "dragon": _make("#4f9a5a", "44 96 44 40 20 28 16", "point", "croc", "wings ridge goathorns", "#e8d890"),
    "qilin": _make("#4f9aa0", "60 84 36 26 19 18 13", "point", "tuft", "antlers ridge mane", "#f0d890", "#d8a030"), "griffin": _make("#c89a50", "52 88 36 20 18 16 15", "point", "tuft", "wings beak", "#f2e4c4"),
}  # fmt: skip
