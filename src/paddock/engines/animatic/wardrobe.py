# ruff: noqa: E501 - a table reads best one entry a line
"""Who wears what: one line a role. Hair, skin and build that a role leaves open are drawn by lot, seed by seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from paddock.engines.animatic import prints
from paddock.engines.animatic.palette import COLOURS, RGB, rgb

SKINS: Final = tuple(map(rgb, ("#f6d2b0", "#eebe96", "#dca878", "#c08858", "#9a6840", "#6f4a30")))
HAIRS: Final = tuple(map(rgb, ("#2f2522", "#4a3026", "#6a3f28", "#8a5a2c", "#b8863a", "#3a2a28")))
SHIRTS: Final = tuple(
    map(rgb, ("#2f5fa0", "#b8483c", "#4f8a5a", "#c98a3a", "#6a5a94", "#3f8a94", "#a85a74", "#7a8a4a"))
)
SUITS: Final = tuple(map(rgb, ("#3a4050", "#2f3a56", "#4a4a54", "#54463c")))
TROUSERS: Final = tuple(map(rgb, ("#4a4a5c", "#3a4a6c", "#5a4a40", "#6a6a62", "#33363e")))
MALE_HAIR: Final = ("short", "short", "curly", "parted")
OLD_HAIR: Final = ("short", "parted", "bald")
FEMALE_HAIR: Final = ("long", "bun", "ponytail", "bob")


@dataclass(frozen=True, slots=True)
class Look:
    """What the prompt and the lot say about one figure."""

    number: int = 0
    """Of the lot."""
    words: frozenset[str] = frozenset()
    """Such as old, blonde, beard, fat, dark, dress, coat."""


@dataclass(frozen=True, slots=True)
class Outfit:
    """A dressed figure. Colours left None are drawn by lot."""

    coat: RGB | None = None
    trousers: RGB | None = None
    hair: RGB | None = None
    skin: RGB | None = None
    cut: str = "shirt"
    """shirt, dress, robe, skirt, coat, suit, armour, space, cape, apron, bare, tail, ghost"""
    hat: str = ""
    style: str = ""
    """Of the hair: short, parted, curly, long, bun, ponytail, bob, bald, mohawk, topknot; by lot where empty."""
    beard: bool = False
    female: bool = False
    child: bool = False
    wide: float = 1.0
    extra: str = ""
    """wings, mask, badge, halo, fangs, sash, pack."""
    print: str = ""
    """The pattern of the cloth; see `prints`."""


def _outfit(
    coat: str = "", trousers: str = "", hair: str = "", cut: str = "shirt", hat: str = "", style: str = "",
    extra: str = "", skin: str = "", **more: bool | float,
) -> Outfit:  # fmt: skip
    paints = [rgb(paint) if paint else None for paint in (coat, trousers, hair, skin)]
    made = Outfit(paints[0], paints[1], paints[2], paints[3], cut=cut, hat=hat, style=style, extra=extra)
    return replace(made, **more)  # type: ignore[arg-type]


GREY: Final = "#d4d0c8"
OUTFITS: Final[dict[str, Outfit]] = {
    "man": _outfit(), "woman": _outfit(cut="dress", female=True), "boy": _outfit(child=True),
    "girl": _outfit(cut="dress", female=True, child=True), "baby": _outfit("#a8d0e0", "#a8d0e0", style="bald", child=True),
    "oldman": _outfit(hair=GREY, beard=True, style="bald"), "oldwoman": _outfit(hair=GREY, cut="dress", style="bun", female=True),
    "teen": _outfit(style="parted", extra="pack"), "student": _outfit("#2f4a7c", "#3a3f52", extra="pack"),
    "farmer": _outfit("#6f8f4a", "#4a5a7c", hat="straw"), "fisherman": _outfit("#d8b83a", "#4a5a4a", hat="bucket", beard=True),
    "cowboy": _outfit("#a8623a", "#4a5a7c", hat="cowboy"), "knight": _outfit("#8f98a6", "#737c8a", hat="helmet", cut="armour"),
    "samurai": _outfit("#8a2a2f", "#33343e", hat="kabuto", cut="armour"), "ninja": _outfit("#2a2c36", "#24262e", hat="hood", extra="mask"),
    "viking": _outfit("#7a5a3a", "#5a4636", "#c8863a", hat="horned", beard=True), "roman": _outfit("#c8a03a", "#a8322f", hat="plume", cut="skirt"),
    "soldier": _outfit("#5f6f48", "#4f5d3e", hat="army"), "archer": _outfit("#4a7a3f", "#6a4a34", hat="feather"),
    "king": _outfit("#a8322f", "#5a3a5c", hat="crown", cut="robe", beard=True), "prince": _outfit("#2f5fa0", "#e8e4da", hat="crown", cut="cape"),
    "queen": _outfit("#8a4a9c", "#5a3a5c", cut="gown", hat="crown", female=True), "princess": _outfit("#e58ab0", cut="gown", hat="tiara", hair="#c8963a", style="long", female=True),
    "emperor": _outfit("#e0b030", "#a8322f", cut="robe", hat="mian", beard=True, hair="#2f2522"),
    "wizard": _outfit("#5a4a9c", "#463a7c", "#d8d4cc", cut="robe", hat="pointed", beard=True), "witch": _outfit("#3f3a4a", "#3a343f", "#7a3a26", cut="dress", hat="pointed", style="long", female=True),
    "chef": _outfit("#f2efe8", "#4a4a54", hat="chef", cut="apron"), "waiter": _outfit("#2f2f36", "#24242c", cut="suit"),
    "doctor": _outfit("#f4f3ee", "#5a6a7a", cut="coat", extra="badge"), "nurse": _outfit("#bfe0e4", cut="dress", hat="nurse", style="bun", female=True),
    "scientist": _outfit("#f4f3ee", "#4a5a4a", GREY, cut="coat", style="curly", extra="glasses"), "teacher": _outfit("#7a5a44", "#4a4a52", extra="glasses"),
    "police": _outfit("#2a3f6c", "#24345a", hat="cap", extra="badge"), "firefighter": _outfit("#c8a83a", "#b8983a", hat="fire", cut="coat"),
    "blacksmith": _outfit("#7a6a5c", "#4a4238", cut="apron", style="bald", beard=True, wide=1.12), "worker": _outfit("#e0822e", "#3f5a8a", hat="hard"), "miner": _outfit("#6a5a4a", "#4a4238", hat="hard"), "mechanic": _outfit("#3f5f94", "#3f5f94", hat="cap"),
    "postman": _outfit("#2f6a4a", "#2a5a40", hat="cap", extra="pack"), "businessman": _outfit("#3a4050", "#333846", cut="suit"),
    "businesswoman": _outfit("#3a4050", "#2f3440", cut="suit", style="bob", female=True), "sailor": _outfit("#2f4a86", "#3a4a6c", "#6a3f28", hat="sailor"),
    "captain": _outfit("#24365c", "#f0ece2", GREY, hat="captain", beard=True, cut="suit"), "pirate": _outfit("#8a2a2a", "#33303a", hat="pirate", beard=True, cut="coat", extra="patch"),
    "pilot": _outfit("#7a5a3a", "#4a4a52", hat="goggles"), "driver": _outfit("#4a5a6a", "#33363e", hat="cap"),
    "monk": _outfit("#d8802e", "#d8802e", cut="robe", style="bald"), "nun": _outfit("#2a2a32", cut="robe", hat="veil", female=True), "priest": _outfit("#2a2a32", "#2a2a32", cut="robe"),
    "astronaut": _outfit("#e9e7e0", "#dddcd6", "#888888", cut="space", skin="#d8d6d0"), "diver": _outfit("#2a3a4a", "#24323f", hat="mask", extra="pack"),
    "clown": _outfit("#e8b83a", "#4f8ad0", "#d8453a", hat="", style="curly", extra="rednose"), "magician": _outfit("#2a2a34", "#24242c", hat="top", cut="cape"),
    "gentleman": _outfit("#3a3440", "#4a4a52", hat="top", cut="suit", beard=True), "detective": _outfit("#a8845a", "#5a4a3a", hat="fedora", cut="coat"),
    "dancer": _outfit("#d8456a", cut="dress", style="ponytail", female=True), "ballerina": _outfit("#f4c0d0", cut="tutu", style="bun", female=True),
    "bride": _outfit("#f8f5ee", cut="gown", hat="bridal", style="bun", female=True), "groom": _outfit("#2a2c36", "#24262e", cut="suit"),
    "singer": _outfit("#7a3a94", cut="gown", style="long", female=True), "rocker": _outfit("#2a2a30", "#33343c", style="mohawk"), "musician": _outfit("#5a3a4a", "#33343e", style="parted"),
    "painter": _outfit("#f0e8d8", "#4a5a6a", hat="beret", cut="apron"), "writer": _outfit("#6a5a4a", "#4a4a52", extra="glasses"), "explorer": _outfit("#b8a070", "#8a7850", hat="safari", extra="pack"),
    "hiker": _outfit("#c8553a", "#5a5a48", hat="beanie", extra="pack"), "runner": _outfit("#e8e04a", "#2f3a4a", cut="sport"), "athlete": _outfit("#d0342c", "#f4f1ea", cut="sport"),
    "footballer": _outfit("#d0342c", "#f4f1ea", cut="sport"), "basketballer": _outfit("#e0822e", "#e0822e", cut="sport"), "boxer": _outfit("", "#c8283a", cut="bare", extra="gloves"),
    "skier": _outfit("#2f7ac0", "#33363e", hat="beanie", extra="goggles"), "skater": _outfit("#6a4a94", cut="tutu", style="ponytail", female=True), "swimmer": _outfit("", "#2f5fa0", cut="bare", hat="swimcap"),
    "surfer": _outfit("", "#e0822e", "#c8963a", cut="bare", style="parted"), "cheerleader": _outfit("#d8283a", cut="tutu", style="ponytail", female=True), "yogi": _outfit("#7a9a8a", "#4a5a5c", style="bun", female=True),
    "hanfu": _outfit("#7fb0a8", cut="hanfu", style="updo", hair="#2a2224", female=True), "scholar": _outfit("#e8e4d8", cut="hanfu", style="topknot", hair="#2a2224"),
    "swordsman": _outfit("#4a5a74", "#33343e", cut="hanfu", style="topknot", hair="#2a2224"), "qipao": _outfit("#c8283a", cut="qipao", style="bun", hair="#2a2224", female=True),
    "kimono": _outfit("#d8607a", cut="hanfu", style="updo", hair="#2a2224", female=True, extra="sash"), "general": _outfit("#a8322f", "#5a3a2a", hat="plume", cut="armour", beard=True),
    "operasinger": _outfit("#c8283a", cut="hanfu", hat="opera", female=True, hair="#2a2224", skin="#f8e6e0"), "angel": _outfit("#f8f5ee", cut="gown", extra="angelwings", hair="#d8b060", style="long", female=True),
    "fairy": _outfit("#8fc86a", cut="tutu", extra="fairywings", hair="#d8863a", style="ponytail", female=True), "mermaid": _outfit("#3fa894", cut="tail", hair="#c8453a", style="long", female=True),
    "elf": _outfit("#5f8a4a", "#6a4a34", "#d8c07a", extra="ears", style="long"), "dwarf": _outfit("#8a3a2f", "#5a4636", "#b8632f", beard=True, child=True, wide=1.3, hat="pointed"),
    "vampire": _outfit("#24222a", "#2a2830", "#24222a", cut="cape", skin="#e4e0e4", style="parted", extra="fangs"), "zombie": _outfit("#6a6a58", "#4a4a42", "#4a4a38", skin="#9ab07a"),
    "ghost": _outfit("#f4f4f8", cut="ghost", skin="#f4f4f8"), "mummy": _outfit("#e4dac0", "#e4dac0", skin="#e4dac0", style="bald", extra="wraps"), "skeleton": _outfit("#efe8d6", "#efe8d6", skin="#efe8d6", style="bald", extra="bones"),
    "santa": _outfit("#c8283a", "#b8242f", "#f4f1ea", cut="coat", hat="santa", beard=True, wide=1.3), "superhero": _outfit("#2f5fc0", "#c8283a", cut="cape", extra="star"),
    "superheroine": _outfit("#c8283a", "#2f4a94", cut="cape", style="long", female=True, extra="star"), "alien": _outfit("#8fb0c0", "#8fb0c0", skin="#8fc87a", style="bald", extra="antennae"),
    "caveman": _outfit("#a8703a", skin="#c08858", cut="fur", style="curly", beard=True), "devil": _outfit("#a8242a", "#5a1a20", skin="#d0483a", extra="horns", cut="cape"), "giant": _outfit("#7a6a4a", "#5a4a3a", beard=True, wide=1.25),
    "judge": _outfit("#24222a", cut="robe", hair=GREY, style="curly"), "maid": _outfit("#2a2c36", cut="apron", style="bun", female=True, hat="nurse"), "gymnast": _outfit("#4f5fc0", cut="tutu", style="bun", female=True),
    "hippie": _outfit("#c8803a", "#4f6a94", style="long", extra="glasses", beard=True), "beggar": _outfit("#7a6a58", "#5f5648", beard=True, cut="coat"), "hunter": _outfit("#6a5a34", "#5a4a34", hat="feather", beard=True),
    "shepherd": _outfit("#c8b89a", "#8a7a5c", cut="robe", hat="hood"), "graduate": _outfit("#24242c", cut="robe", hat="mortar"), "tourist": _outfit("#e8a03a", "#c8b890", hat="sun", extra="pack"),
}  # fmt: skip
OUTFITS.update({
    "monkeyking": _outfit("#e0b030", "#c8283a", "#8a5428", cut="armour", hat="monkey", style="bald", skin="#e0a878"),
    "violinist": _outfit("#33343e", cut="gown", style="bun", female=True), "pianist": _outfit("#2a2a32", "#24242c", cut="suit", style="parted"),
    "guitarist": _outfit("#8a3a2f", "#3a4a6c", style="long"), "drummer": _outfit("#3f5f94", "#33363e", style="curly"),
    "cellist": _outfit("#6a2f4a", cut="gown", style="long", female=True), "flutist": _outfit("#4f7f8a", cut="dress", style="ponytail", female=True),
    "saxophonist": _outfit("#33405c", "#2a3040", cut="suit", hat="fedora"), "trumpeter": _outfit("#5a3a2a", "#33343e", cut="suit"),
    "harpist": _outfit("#c8d4dc", cut="gown", style="long", female=True), "accordionist": _outfit("#a8483a", "#4a4238", hat="beret"),
})  # fmt: skip
"""Role to clothes."""

_HAIR_WORDS: Final = {
    "blonde": rgb("#e0bc62"), "redhead": rgb("#c0562a"), "blackhair": rgb("#26211f"), "brownhair": rgb("#6a4228"),
    "whitehair": rgb("#e8e6e2"), "pinkhair": rgb("#e884b0"), "bluehair": rgb("#5f8fd8"),
}  # fmt: skip
_STYLE_WORDS: Final = {
    "longhair": "long", "shorthair": "short", "curlyhair": "curly", "bald": "bald", "ponytail": "ponytail",
    "bunhair": "bun", "mohawk": "mohawk",
}  # fmt: skip
_CUT_WORDS: Final = {
    "dress": "dress", "gown": "gown", "robe": "robe", "longcoat": "coat", "suit": "suit", "armour": "armour",
    "qipao": "qipao", "hanfu": "hanfu", "kimono": "hanfu", "cape": "cape", "skirt": "dress", "tutu": "tutu",
    "sportswear": "sport", "spacesuit": "space", "apron": "apron",
}  # fmt: skip
_HAT_WORDS: Final = {
    "hat": "fedora", "cap": "cap", "straw": "straw", "crownhat": "crown", "helmet": "hard", "beanie": "beanie",
    "tophat": "top", "chefhat": "chef", "veil": "bridal", "hood": "hood", "cowboyhat": "cowboy", "beret": "beret", "santahat": "santa",
}  # fmt: skip
CLOTHES: Final = frozenset({*_CUT_WORDS, "shirt"})
"""Words of clothes that cover the body."""
_EXTRA_WORDS: Final = {
    "sunglasses": "sunglasses",
    "glasses": "glasses",
    "mask": "mask",
    "wings": "angelwings",
    "pack": "pack",
    "scarf": "scarf",
}


_OWN_COLOURS: Final = {"space": rgb("#e9e7e0"), "armour": rgb("#8f98a6")}
"""What is of one colour whoever wears it."""


def dressed(name: str, colour: RGB | None, look: Look) -> Outfit:
    """The outfit of a role with what the prompt says put on, and the rest by lot."""
    outfit = OUTFITS[name]
    if "female" in look.words and not outfit.female:
        outfit = replace(outfit, female=True, beard=False, style="" if outfit.style in MALE_HAIR else outfit.style)
    words, number = look.words, look.number
    outfit = replace(
        outfit,
        cut=_said(_CUT_WORDS, words) or outfit.cut, hat=_hat(outfit, words),
        style=_said(_STYLE_WORDS, words) or outfit.style, extra=_said(_EXTRA_WORDS, words) or outfit.extra,
        beard=outfit.beard or "beard" in words, wide=outfit.wide * (1.28 if "fat" in words else 0.9 if "thin" in words else 1),
        child=outfit.child, print=next((name for name in prints.PRINTS if name in words), ""),
    )  # fmt: skip
    if not outfit.style:
        styles = FEMALE_HAIR if outfit.female else OLD_HAIR if "old" in words else MALE_HAIR
        outfit = replace(outfit, style=styles[number // 7 % len(styles)])
    hair = next((paint for word, paint in _HAIR_WORDS.items() if word in words), None) or (
        rgb(GREY) if "old" in words else None
    )
    skin = SKINS[5] if "dark" in words else SKINS[0] if "pale" in words else None
    return replace(
        outfit,
        coat=colour
        or _OWN_COLOURS.get(outfit.cut if words & {"spacesuit", "armour"} else "")
        or (SUITS[number // 3 % len(SUITS)] if "suit" in words else outfit.coat)
        or SHIRTS[number // 3 % len(SHIRTS)],
        trousers=_trousers(words) or outfit.trousers or TROUSERS[number // 5 % len(TROUSERS)],
        hair=hair or outfit.hair or HAIRS[number // 11 % len(HAIRS)],
        skin=skin or outfit.skin or SKINS[number // 13 % 5],
    )


HATS_SAID: Final = frozenset(_HAT_WORDS)
"""Words of what is worn on the head."""
_HELMETED: Final = frozenset({"helmet", "kabuto", "plume", "horned", "fire", "army", "hard", "goggles"})


def _hat(outfit: Outfit, words: frozenset[str]) -> str:
    """What is on the head; a knight's helmet is a knight's."""
    if "helmet" in words and (outfit.hat in _HELMETED or outfit.cut == "space"):
        return outfit.hat
    return _said(_HAT_WORDS, words) or outfit.hat


def _said(table: dict[str, str], words: frozenset[str]) -> str:
    return next((value for word, value in table.items() if word in words), "")


def _trousers(words: frozenset[str]) -> RGB | None:
    """The colour of trousers, said as "trousers:red"."""
    said = next((word.split(":")[1] for word in sorted(words) if word.startswith("trousers:")), "")
    return COLOURS.get(said)
