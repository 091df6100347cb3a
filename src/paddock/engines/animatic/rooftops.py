"""A town from its roofs: tiles underfoot, the other roofs behind. Pure."""

from __future__ import annotations

import re
from typing import Final

from paddock.engines.animatic.palette import CRAFT
from paddock.engines.animatic.place import Built, Item, Place, band, beside, clouds, hills, landmark, sky
from paddock.storyboard import Shot

KINDS: Final = frozenset({"roofs", "eaves"})
"""The flavours of a town that are built here: European roofs, and those of old China and Japan."""
_ON: Final = re.compile(
    r"\b(?:on|onto|across|along|over|atop|among)\b (?:the |a |his |her |its |their |[\w-]+ ){0,3}(?:roofs|rooftops)\b"
    r"|\b(?:on|onto|across|along|atop)\b (?:the |a |his |her )?(?:[\w-]+ ){0,2}roof\b"
    r"|\b(?:rooftop|roof)s? (?:to|after) (?:rooftop|roof)|\brooftops of\b"
    r"|屋顶上|屋顶间|屋脊|房顶|瓦顶|瓦上|飞檐走壁|檐上",
    re.IGNORECASE,
)
_FLAT: Final = re.compile(r"rooftop (?:bar|terrace|garden|party|pool|restaurant|cafe)|skyscraper|天台|露台|楼顶", re.I)


def trodden(shot: Shot) -> bool:
    """Whether the shot plays on roofs that have tiles."""
    return _ON.search(shot.text) is not None and _FLAT.search(shot.text) is None


def build(place: Place) -> Built:
    """Back to front: sky, roofs in the distance, the ridge in front."""
    old = place.flavour == "eaves"
    stamps = ("eaveshouse",) if old else ()
    back: list[Item] = [*sky(place, 0.24), *clouds(place, 3), hills(place, "far", 0.14, 0.20, "#8f9fb0", 0.10)]
    if old:
        back.append(landmark(place, "pagoda", 0.46, 0.08, 0.28))
    back.append(
        band(place, "houses", "far roofs", 0.30, place.up(0.07), CRAFT[2], 0.18 * place.tall, fade=0.34, stamps=stamps)
    )
    back.append(
        band(place, "houses", "roofs", 0.56, place.up(-0.02), CRAFT[0], 0.24 * place.tall, fade=0.14, stamps=stamps)
    )
    if not old:
        back.extend([*beside(place, "chimneystack", 0.26, 0.90, -1), *beside(place, "chimneystack", 0.34, 0.88, 1)])
    back.append(band(place, "rooftiles", "ground", 0.92, place.ground - 0.045, "#59626f" if old else "#b0603f", 0.0))
    return back, []
