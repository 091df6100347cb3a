"""What every place is built from: the frame, the light, the sky, hills, waves and things that stand about. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from paddock.engines.animatic import palette as palettes
from paddock.engines.animatic.palette import CARDBOARD, RGB, Palette, mix, rgb
from paddock.engines.animatic.scene import AGLOW, Motion, Prop, Strip

Item = Strip | Prop
Built = tuple[list[Item], list[Item]]
"""What lies behind the actors and what lies before them, each from far to near."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a setting is built from: the frame's half sizes, its hour and the words about its material."""

    half_width: float
    half_height: float
    palette: Palette
    material: tuple[str, ...]
    random: Random
    ground: float
    """y of the ground line at the actors' depth."""
    snow: bool = False
    wet: bool = False
    """True where actors are in the water, not beside it."""
    leafy: bool = False
    """True in autumn."""
    inside: bool = False
    """True for a stage in a house, with a wall behind it."""
    flavour: str = ""
    """Which kind of the setting it is: "classroom" of a room, "castle" of mountains."""
    outside: Palette = palettes.PALETTES["day"]
    """The hour that windows show."""
    hues: tuple[str, ...] = ()
    """The colours of a backdrop or of what flows, by their names."""
    view: str = ""
    """What the windows look out on: "city", "sea", "peaks", "wood", "earth"; hills where empty."""
    lights: bool = False
    """True for strings of small lamps along the walls."""
    glass: bool = False
    """True for a room with a window as high as its wall."""
    falling: str = ""
    """"rain" or "snow" before the windows."""
    pitch: float = 1.0
    """How much higher than usual the land rises in the frame, as `views.pitch`."""

    @property
    def aloft(self) -> bool:
        """Whether the place is seen from the air."""
        return self.pitch > 1.7

    @property
    def apparent(self) -> float:
        """How large scenery looks from there: small from the air, towering from the ground."""
        return 0.62 if self.aloft else 1.0 if self.pitch >= 1 else 1.22

    @property
    def tall(self) -> float:
        """How much higher than wide scenery is drawn, 1.0 for a wide frame."""
        made: float = (self.half_height / 0.5) ** 0.7
        return made

    def up(self, share: float) -> float:
        """y of a height above the ground: 0 is the ground, 1 the top of the frame; seen from higher up, land rises."""
        if self.pitch != 1.0 and 0 < share < 1:
            share = 1 - (1 - share) ** self.pitch
        return self.ground - share * (self.ground + self.half_height)

    @property
    def side(self) -> int:
        """-1 or 1 by chance: the half of the frame in which something stands."""
        return self.random.choice((-1, 1))


Build = Callable[[Place], Built]


def sky(place: Place, horizon: float = 0.14) -> list[Item]:
    """The sky, and sun or moon where clouds leave it to be seen."""
    palette = place.palette
    items: list[Item] = [Strip("sky", 0.0, -place.half_height, "sky")]
    x = place.random.uniform(0.15, 0.6) * place.half_width * place.side
    y = (
        place.up(horizon + palette.disc_height - 0.05)
        if palette.disc_height < 0.5
        else -place.half_height * (palette.disc_height - 0.12)
    )
    if palette.overcast < 0.5:
        art = "moon" if palette.moon else "sun"
        items.append(Prop(art, 0.03, x, y, 0.15 * place.tall**0.5, "disc"))
    return items


def clouds(place: Place, count: int = 4, depth: float = 0.1) -> list[Item]:
    """A few clouds at their own heights; a closed ceiling of them in bad weather."""
    made: list[Item] = []
    palette = place.palette
    chance = Random(place.random.random())  # its own: other weather must not move what stands below
    if palette.overcast >= 0.5:
        for index, (far, share) in enumerate(((0.06, 0.30), (0.11, 0.15))):
            colour = mix(palette.sky[0], palette.haze, 0.66 - 0.26 * index)
            drift = Motion(sway=0.02 + 0.02 * index, sway_s=19 + 7 * index)
            size = share * place.half_height**0.5 * (0.4 + 0.6 * palette.overcast)
            made.append(Strip("ceiling", far, -place.half_height, f"ceiling{index}", colour, size, drift))
        return made
    for index in range(count):
        x = place.half_width * (-1.1 + 2.2 * (index + chance.uniform(0.1, 0.9)) / count)
        y = -place.half_height * chance.uniform(0.3, 0.9)
        size = chance.choice((0.055, 0.08, 0.10, 0.14)) * chance.uniform(0.85, 1.15)
        drift = Motion(vx=chance.uniform(0.006, 0.014))
        made.append(Prop("cloud", depth + 0.02 * index, x, y, size, f"cloud{index}", drift, fade=0.25))
    return made


def uncovered(items: list[Item]) -> list[Item]:
    """The sky with clouds beside sun or moon instead of before them."""
    disc = next((item for item in items if isinstance(item, Prop) and item.seed == "disc"), None)
    if disc is None:
        return items
    made: list[Item] = []
    for item in items:
        if isinstance(item, Prop) and item.art == "cloud":
            near = abs(item.x - disc.x) < 0.5 * disc.size + 1.2 * item.size and abs(item.y - disc.y) < 0.14
            if near:
                item = replace(item, y=disc.y + (0.17 if item.y >= disc.y else -0.17))
        made.append(item)
    return made


def gulls(place: Place, high: float) -> list[Item]:
    """Two or three gulls far off, where there is water, in fair weather and by day."""
    chance = Random(place.random.random())
    if chance.random() < 0.3 or place.palette.overcast >= 0.5 or place.palette.moon:
        return []
    made: list[Item] = []
    x, y, way = place.half_width * chance.uniform(-0.5, 0.5), place.up(high), chance.choice((-1, 1))
    for index in range(chance.choice((2, 3))):
        size = chance.uniform(0.034, 0.048)
        motion = Motion(vx=0.035 * way, bob=0.008, bob_s=3.4 + index, phase=float(index))
        at = (x + 0.11 * index * way, y - 0.05 * (index % 2) + chance.uniform(-0.02, 0.02))
        made.append(
            Prop("seagull", 0.24, *at, size, f"gull{index}", motion, way < 0, cycle_s=0.9, gait="flap", fade=0.25)
        )
    return made


def paint(place: Place, colour: str) -> RGB:
    """A colour of a place in its season; in a cardboard world everything is cardboard with a breath of its colour."""
    own = palettes.ground_in_season(rgb(colour), "winter" if place.snow else place.palette.season)
    return mix(place.random.choice(CARDBOARD), own, 0.2) if "cardboard" in place.material else own


def hills(place: Place, name: str, depth: float, share: float, colour: str, size: float, **more: object) -> Strip:
    """A band of land whose average edge lies `share` of the way up."""
    strip = Strip(
        "hills", depth, place.up(share), name, paint(place, colour), size * place.tall * place.apparent,
        material=place.material,
        fade=max(0.0, 0.50 - 0.56 * depth),
    )  # fmt: skip
    return replace(strip, **more)  # type: ignore[arg-type]


def front(place: Place, colour: str, kind: str = "hills", **more: object) -> Strip:
    """The low band before the actors that holds the picture's lower edge."""
    gap = place.half_height - place.ground
    strip = Strip(kind, 1.25, place.ground + gap * 0.62, "front", paint(place, colour), 0.03, material=place.material)
    return replace(strip, **more)  # type: ignore[arg-type]


def band(
    place: Place, kind: str, name: str, depth: float, top: float, colour: str | RGB, size: float, **more: object
) -> Strip:
    """A strip of houses, a floor, a road."""
    tone = paint(place, colour) if isinstance(colour, str) else colour
    size *= place.apparent
    return replace(Strip(kind, depth, top, name, tone, size, material=place.material), **more)  # type: ignore[arg-type]


def beside(place: Place, art: str, size: float, depth: float, side: int = 0) -> list[Item]:
    """Something that stands at one side, so that the place is furnished but the middle stays free."""
    if place.aloft:
        return []
    x = place.half_width * (side or place.side) * place.random.uniform(0.62, 0.86)
    return [Prop(art, depth, x, place.ground + 0.005, size * place.tall**0.5, f"side{art}", grounded=True)]


def landmark(place: Place, art: str, size: float, share: float, depth: float = 0.5, at: float = 0.0) -> Prop:
    """A building or a peak in the distance, aside of the middle."""
    x = place.half_width * (at or place.side * place.random.uniform(0.3, 0.62))
    high = size * place.apparent * place.tall**0.6 * place.random.uniform(0.92, 1.08)
    return Prop(art, depth, x, place.up(share), high, f"{art}{at:.1f}", fade=max(0.04, 0.34 - 0.42 * depth),
                material=place.material)  # fmt: skip


def row(place: Place, arts: tuple[str, ...], size: float, share: float, depth: float, count: int) -> list[Item]:
    """Things of a kind side by side across the frame, each a little different."""
    made: list[Item] = []
    for index in range(count):
        x = 1.25 * place.half_width * (-1 + 2 * (index + place.random.uniform(0.25, 0.75)) / count)
        high = size * place.apparent * place.tall**0.5 * place.random.uniform(0.86, 1.1)
        art = arts[index % len(arts)]
        haze = max(0.0, 0.3 - 0.36 * depth)
        seed = f"{art}{depth}{index}"
        thing = Prop(
            art, depth, x, place.up(share), high, seed, fade=haze, grounded=depth > 0.6, material=place.material
        )
        made.append(thing)
    return made


def waves(
    place: Place, depths: tuple[float, ...], calm: float = 1.0, tones: tuple[str, str] | None = None
) -> list[Item]:
    """Rows of paper waves; each sways on its own, so a hull between two of them sits in the water."""
    made: list[Item] = []
    rough = 1.75 if place.palette.overcast > 0.95 else 1.0
    light, dark = tones or (("#3f93ad", "#123f63") if calm == 1.0 else ("#5aa3a8", "#1f5f6c"))
    for depth in depths:
        low, high = place.up(0.28), place.half_height * 0.97
        top = low + (high - low) * ((depth - 0.3) / 1.1) ** 1.25 if depth > 0.3 else low
        colour = mix(rgb(light), rgb(dark), (depth - 0.3) / 1.0)
        motion = Motion(
            bob=(0.006 + 0.008 * depth) * calm * rough, bob_s=2.6 + place.random.uniform(0, 1.2),
            sway=0.02 + 0.03 * depth, sway_s=5 + place.random.uniform(0, 3), phase=place.random.uniform(0, 6.28),
        )  # fmt: skip
        size = (0.012 + 0.024 * depth) * calm * rough
        row = Strip("waves", depth, top, f"waves{depth}", colour, size, motion, fade=max(0, 0.3 - 0.4 * depth))
        made.append(lit_within(place, row))
    return made


def lit_within(place: Place, row: Strip) -> Strip:
    """The row of waves, glowing where the sea does."""
    return replace(row, material=(AGLOW,)) if place.flavour == AGLOW else row


def water_line(place: Place) -> float:
    """y of the water at the actors' depth: between the waves behind and before them."""
    low, high = place.up(0.28), place.half_height * 0.97
    made: float = low + (high - low) * (0.72 / 1.1) ** 1.25
    return made
