# ruff: noqa: E501, SIM905 - a row of words reads best as one
"""What is shown for its own sake: products before a backdrop, colours that flow. Told by the words of a prompt. Pure."""

from __future__ import annotations

import re
from typing import Final

from paddock.engines.animatic import showcase
from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.palette import COLOURS
from paddock.storyboard import Shot, Subject

_PRODUCT: Final = re.compile(
    r"\b(?:product|commercial|advert\w*|packshot|luxury|premium|showcase|podium|pedestal|cosmetics?|skincare|hero shot|studio)\b"
    r"|广告|产品|高端|奢华|质感|科技感|新款|新品|悬浮在?空?中?旋转|展台|棚拍|影棚|大片",
    re.IGNORECASE,
)
"""What says that a thing is for sale: it stands before a backdrop, not in a living room."""
_ABSTRACT: Final = re.compile(
    r"\b(?:abstract|fluid|liquid (?:gold|metal|silver|chrome|glass|colou?r|mercury)|ink (?:in|drops?|swirl)|"
    r"flowing (?:colou?rs?|silk|fabric|liquid|gradient|lines)|(?:swirl|flow|morph)\w* (?:colou?rs|paint|ink|particles|gradient)|"
    r"paint (?:splash|mixing|pouring|swirl)\w*|silk|particles|gradient|motion graphics|loop(?:ing)? background|"
    r"geometric|fractals?|kaleidoscope|energy waves?)\b|抽象|流体|液态|流动的(?:色彩|丝绸|光)|墨水|墨滴|水墨晕|丝绸飘|粒子|渐变|万花筒|分形|几何",
    re.IGNORECASE,
)
MEDIA: Final = frozenset({"card", "inkbottle", "inkstick", "paintbucket", "paintbrush", "smoke"})
"""What such pictures speak of without showing it."""
_ON_WATER: Final = re.compile(r"on (?:the )?water|water surface|水面|rippl|涟漪", re.IGNORECASE)
_GOODS: Final = frozenset(
    "watch ring necklace earrings bracelet perfume lipstick shoe highheels headphones earbuds phone laptop camera handbag "
    "sunglasses serumbottle creamjar compactmirror diamond tablet gear crown pedestal table".split()
)
"""What is looked at closely for its own sake, and what it stands on."""


def is_abstract(shot: Shot) -> bool:
    """Whether the prompt speaks of colours and shapes rather than of things."""
    return bool(_ABSTRACT.search(shot.text))


def is_sold(shot: Shot, subjects: tuple[Subject, ...]) -> bool:
    """Whether the shot is of a product."""
    shown = showcase.shown(tuple(one for one in subjects if one.kind != "bubbles"))
    return bool(shown) and (bool(_PRODUCT.search(shot.text)) or bool(_named_backdrop(shot)))


def is_examined(shot: Shot, subjects: tuple[Subject, ...]) -> bool:
    """Whether it is a close view of a precious thing."""
    close = shot.framing is not None and shot.framing.value in ("close", "extreme")
    cast = [one for one in subjects if one.kind in ROLES]
    return close and bool(cast) and all(one.kind in _GOODS for one in cast)


def on_water(shot: Shot) -> bool:
    """Whether a product stands on water."""
    return bool(_ON_WATER.search(shot.text))


_HUES: Final = {
    "red": r"\bred\b|红", "gold": r"\bgold(?:en)?\b|金", "blue": r"\bblue\b|蓝", "purple": r"\bpurple\b|\bviolet\b|紫",
    "green": r"\bgreen\b|绿", "pink": r"\bpink\b|粉", "orange": r"\borange\b|橙", "black": r"\bblack\b|\bdark\b|黑|深色|墨",
    "white": r"\bwhite\b|白", "yellow": r"\byellow\b|黄", "teal": r"\b(?:teal|cyan|turquoise)\b|青",
    "grey": r"\b(?:silver|chrome|gr[ea]y)\b|银|灰", "brown": r"\bbrown\b|棕",
}  # fmt: skip


def hues(text: str) -> tuple[str, ...]:
    """The colours that a text speaks of, in its order, by the names of `palette.COLOURS`."""
    found = {name: re.search(words, text, re.IGNORECASE) for name, words in _HUES.items() if name in COLOURS}
    return tuple(sorted((name for name, hit in found.items() if hit), key=lambda name: found[name].start()))  # type: ignore[union-attr]


_BACKDROP: Final = re.compile(
    r"((?:\w+ )?\w+)(?: gradient| studio| velvet| seamless)? (?:background|backdrop)|背景(?:是|为|渐变)*(\S{1,8}?)色|(\S{1,2})色(?:渐变|的)*背景",
    re.IGNORECASE,
)
_DARK: Final = re.compile(r"luxur|premium|dark|black|奢华|高端|黑色|暗", re.IGNORECASE)


def backdrop(shot: Shot) -> str:
    """The colour of the paper behind a product, where the prompt says one; what is precious lies on black."""
    return _named_backdrop(shot) or ("black" if _DARK.search(shot.text) else "")


def _named_backdrop(shot: Shot) -> str:
    for found in _BACKDROP.finditer(shot.text):
        named = hues(" ".join(part for part in found.groups() if part))
        if named:
            return named[-1]  # "dark blue" is blue
    return ""
