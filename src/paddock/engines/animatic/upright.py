"""Animals that do what people do: on two legs, in clothes where the prompt says so, with hands to hold things."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from paddock.engines.animatic import birds, coats, grips, headwear, people
from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.breeds import KINDS, Beast
from paddock.engines.animatic.joints import Point
from paddock.engines.animatic.palette import RGB, css, mix, rgb
from paddock.engines.animatic.sprites import disc, line
from paddock.engines.animatic.wardrobe import CLOTHES, OUTFITS, Look, Outfit, dressed

PREFIX: Final = "upright_"
_TEDDY: Final = replace(KINDS["cub"], coat=rgb("#b07a44"), belly=rgb("#e8cfa0"), tail="stub")
BEASTS: Final[dict[str, Beast]] = {**KINDS, "teddy": _TEDDY}
"""Who stands up with the head of its breed."""


def _maker(name: str) -> Callable[[float, str, RGB | None, Look], Drawing]:
    def at(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
        return _standing(BEASTS[name], phase, gait, colour, look)

    return at


def _standing(beast: Beast, phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
    outfit, fur = _worn(beast, colour, look)

    def head(neck: Point, tilt: float) -> str:
        return _head(beast, fur, outfit, neck, tilt)

    drawing = people.figure(phase, gait, outfit, grips.of(look.words), head, grips.paint_of(look.words))
    return replace(drawing, body=_tail(beast, fur, phase, gait, drawing) + drawing.body)


def _worn(beast: Beast, colour: RGB | None, look: Look) -> tuple[Outfit, RGB]:
    """The clothes, and the colour of the fur: a colour is the clothes' where there are any."""
    role = next((word[3:] for word in sorted(look.words) if word.startswith("as:")), "")
    clothed = role in OUTFITS or bool(look.words & CLOTHES)
    fur = beast.coat if clothed or colour is None else colour
    if not clothed:
        limbs = (
            rgb("#3a3638") if beast.has("panda") else mix(fur, beast.dark, 0.6) if beast.has("wool", "points") else fur
        )
        belly = beast.belly or (mix(fur, (255, 246, 230), 0.4) if not beast.has("panda") else fur)
        bare = Outfit(coat=fur, trousers=belly, hair=fur, skin=limbs, cut="pelt", style="bald", wide=1.1)
        worn = dressed("man", fur, look)
        return replace(bare, hat=worn.hat, extra=worn.extra if worn.extra not in ("pack", "wings") else ""), fur
    outfit = dressed(role or "man", colour, look)
    return replace(outfit, skin=fur, hair=fur, style="bald", beard=False, wide=1.1, child=False), fur


def _head(beast: Beast, fur: RGB, outfit: Outfit, neck: Point, tilt: float) -> str:
    size = 25 / beast.head
    x, y = neck[0] + 2, neck[1] - 22
    neckline = disc(neck[0], neck[1] - 2, 10, css(fur))
    drawn = coats.behind_head((-8.0, beast.head * 1.6), (0.0, 0.0), beast, fur) + coats.face((0.0, 0.0), beast, fur)
    made = neckline + f'<g transform="translate({x:.1f} {y:.1f}) scale({size:.3f})">{drawn}</g>'
    made += _put_on(outfit, fur, x, y)
    return f'<g transform="rotate({tilt:.1f} {neck[0]:.1f} {neck[1]:.1f})">{made}</g>'


def _put_on(outfit: Outfit, fur: RGB, x: float, y: float) -> str:
    """Glasses and a hat on a head about (x, y)."""
    made = ""
    if outfit.extra in ("glasses", "sunglasses", "goggles", "mask", "patch"):
        made += headwear.EXTRAS[outfit.extra](x, y - 1)
    if outfit.hat in headwear.HATS:
        made += headwear.HATS[outfit.hat](x - 2, y - 4, outfit.coat or fur)
    return made


def _tail(beast: Beast, fur: RGB, phase: float, gait: str, drawing: Drawing) -> str:
    """A tail behind the hips, where there is one to be seen."""
    if beast.tail in ("stub", "curl") or gait in ("sit", "read", "eat", "keys"):
        return ""
    x, y = drawing.anchor[0] - 10, drawing.anchor[1] - 82
    wag = 5 * math.sin(2 * math.pi * phase)
    thick = 12 if beast.tail in ("bush", "plume", "ringed") else 7
    return line(f"M{x:.1f} {y:.1f} Q{x - 26:.1f} {y + 8:.1f} {x - 30 + wag:.1f} {y - 22:.1f}", css(fur), thick)


# --- birds, apes and a frog -----------------------------------------------------------------------------

Crown = Callable[[RGB], str]
"""Draws a head of radius 24 about (0, 0), looking right, in the colour of its fur."""


def _bird_head(bird: birds.Bird) -> Crown:
    beaked = replace(bird, bill=min(bird.bill, 26.0))

    def at(fur: RGB) -> str:
        return birds.head(0.0, 0.0, 23.0, beaked, fur, 1.1)

    return at


def _ape_head(skin: str) -> Crown:
    def at(fur: RGB) -> str:
        eyes = disc(5, -4, 3.2, "#221c20") + disc(15, -4, 3.2, "#221c20") + line("M5 11 q8 5 14 -1", "#6a3a2c", 2)
        face = f'<ellipse cx="8" cy="4" rx="16" ry="17" fill="{skin}"/>'
        return disc(-20, 0, 9, skin) + disc(0, 0, 24, css(fur)) + face + eyes

    return at


def _frog_head(fur: RGB) -> str:
    fill, pale, dark = css(fur), css(mix(fur, (244, 250, 200), 0.55)), css(mix(fur, (20, 30, 10), 0.5))
    skull = (
        f'<ellipse cx="2" cy="2" rx="28" ry="20" fill="{fill}"/><ellipse cx="6" cy="11" rx="20" ry="9" fill="{pale}"/>'
    )
    made = disc(-8, -18, 10, fill) + disc(12, -18, 10, fill) + skull + line("M-16 4 Q8 16 28 2", dark, 2.4)
    return made + "".join(disc(x, -19, 6.4, "#fdfaf2") + disc(x + 2, -19, 3.4, "#221c20") for x in (-7, 13))


_WHITE: Final = rgb("#f8f5ec")
_OTHERS: Final[dict[str, tuple[RGB, RGB, Crown]]] = {
    **{
        name: (bird.body, _WHITE if name == "penguin" else mix(bird.body, _WHITE, 0.45), _bird_head(bird))
        for name, bird in birds.KINDS.items()
        if "bat" not in bird.marks
    },
    "monkey": (rgb("#8a5a3a"), rgb("#e8c09a"), _ape_head("#e8c09a")),
    "gorilla": (rgb("#3a383e"), rgb("#4f4c54"), _ape_head("#6a6266")),
    "chimpanzee": (rgb("#4a3a34"), rgb("#6a5448"), _ape_head("#d8b090")),
    "orangutan": (rgb("#c8622a"), rgb("#d8804a"), _ape_head("#8a5a44")),
    "frog": (rgb("#6aae48"), rgb("#dfeab0"), _frog_head),
}
"""Others that stand up: their coat, their belly, their head."""


def _other(name: str) -> Callable[[float, str, RGB | None, Look], Drawing]:
    coat, belly, crown = _OTHERS[name]
    beast = replace(_TEDDY, coat=coat, belly=belly, marks=frozenset())

    def at(phase: float, gait: str, colour: RGB | None, look: Look) -> Drawing:
        outfit, fur = _worn(beast, colour, look)

        def head(neck: Point, tilt: float) -> str:
            x, y = neck[0] + 2, neck[1] - 22
            skull = f'<g transform="translate({x:.1f} {y:.1f})">{crown(fur)}</g>'
            made = disc(neck[0], neck[1] - 2, 10, css(fur)) + skull + _put_on(outfit, fur, x, y)
            return f'<g transform="rotate({tilt:.1f} {neck[0]:.1f} {neck[1]:.1f})">{made}</g>'

        return people.figure(phase, gait, outfit, grips.of(look.words), head, grips.paint_of(look.words))

    return at


UPRIGHT: Final = {
    **{f"{PREFIX}{name}": _maker(name) for name in BEASTS},
    **{f"{PREFIX}{name}": _other(name) for name in _OTHERS},
}
