"""What comes with an actor without being named: foam at a bow, flames on what burns, steam over a pan. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from paddock.engines.animatic import business
from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.palette import COLOURS, Palette
from paddock.engines.animatic.scene import Motion, Prop, Strip
from paddock.storyboard import Shot, Subject

_NO_FOAM = frozenset({"submarine", "lotus", "iceberg", "island", "raft"})


def foam(subject: Subject, hull: Prop, direction: int, speed: float) -> list[Prop]:
    """White water where a hull parts it, and a little behind."""
    role = ROLES[subject.kind]
    if role.habitat != "water" or not speed or subject.kind in _NO_FOAM:
        return []
    wide = hull.size * role.spread
    size = max(0.035, min(0.075, 0.16 * wide))
    motion = Motion(vx=hull.motion.vx, bob=0.006, bob_s=1.3, roll=3.0)
    bow = Prop("foam", 1.0, hull.x + direction * 0.43 * wide, hull.y + 0.3 * size, size, "foam", motion, direction < 0)
    wake = replace(bow, x=hull.x - direction * 0.44 * wide, size=0.6 * size, seed="wake")
    return [bow, wake]


def fire(subject: Subject, thing: Prop) -> list[Prop]:
    """Flames on what stands and burns, and their smoke."""
    role = ROLES[subject.kind]
    if not business.burns(subject) or role.habitat not in ("far", "fixed", "road", "water", "rail") or role.gait:
        return []
    wide = thing.size * role.spread
    made = [
        Prop(
            "flames", thing.depth, thing.x + share * wide, thing.y - high * thing.size, tall * min(thing.size, 0.36),
            f"fire{index}", thing.motion, cycle_s=0.7 + 0.1 * index, gait="flicker",
        )
        for index, (share, high, tall) in enumerate(((-0.25, 0.5, 0.42), (0.04, 0.72, 0.55), (0.27, 0.45, 0.38)))
    ]  # fmt: skip
    smoke = Prop(
        "smoke", thing.depth, thing.x, thing.y - 1.1 * thing.size, thing.size, "smoke", thing.motion, cycle_s=1.6,
        gait="puff",
    )  # fmt: skip
    return [smoke, *made]


def flung(thing: Subject, thrower: Prop, size: float, begin_s: float) -> Prop:
    """What someone threw, on its way through the air from `begin_s` on."""
    role, ahead = ROLES[thing.kind], -1 if thrower.flip else 1
    share = min(0.30, max(0.12, 1.1 * role.size)) / max(1.0, 0.7 * role.spread)
    speed = 1.15 * ahead
    motion = Motion(vx=speed, hop=0.32 * size, bob_s=3.2, phase=-6.2831853 * begin_s / 3.2)
    x = thrower.x + thrower.motion.vx * begin_s + 0.2 * ahead * size - speed * begin_s
    return Prop(
        role.art, 1.0, x, thrower.y - 0.5 * size, max(0.10, share * size * 1.5), f"flung{thing.kind}", motion,
        thrower.flip, COLOURS.get(thing.colour.value) if thing.colour else None,
    )  # fmt: skip


_BALLS = {"basketball": "basketball", "篮": "basketball", "volleyball": "soccerball", "排球": "soccerball"}


def ball(subject: Subject, actor: Prop, direction: int, cast: Sequence[Subject]) -> list[Prop]:
    """The ball that goes with a game, where it is not named itself."""
    deed = subject.action
    if deed is None or deed.value not in ("kick", "throw") or any("ball" in one.kind for one in cast):
        return []
    words = deed.words.lower()
    if words.startswith(("juggl", "杂耍")):
        thrown = replace(actor.motion, hop=0.5 * actor.size, bob_s=1.8)
        x, y, size = actor.x + direction * 0.14 * actor.size, actor.y - 0.55 * actor.size, 0.09 * actor.size
        return [
            Prop(
                "plainball", 1.0, x + direction * index * size, y, size, f"ball{index}",
                replace(thrown, phase=1.05 * index), colour=paint,
            )
            for index, paint in enumerate(((216, 69, 58), (79, 154, 216), (240, 200, 64)))
        ]  # fmt: skip
    art = next((art for word, art in _BALLS.items() if word in words), "soccerball" if deed.value == "kick" else "")
    if not art:
        return []
    ahead, hop, period = (0.20, 0.05, 0.9) if deed.value == "kick" else (0.26, 0.42, 1.1)
    motion = replace(actor.motion, hop=hop * actor.size, bob_s=period, roll=0.0, bob=0.0)
    return [Prop(art, 1.0, actor.x + direction * ahead * actor.size, actor.y, 0.14 * actor.size, "ball", motion)]


def breath(subject: Subject, actor: Prop, direction: int) -> list[Prop]:
    """The fire that a dragon breathes; the water of those who spray it."""
    words = subject.action.words.lower() if subject.action else ""
    if words.startswith(("spray", "squirt", "splash", "hose", "喷水", "洒水", "泼水", "溅水")):
        ahead, high = (0.2, 0.68) if ROLES[subject.kind].person else (0.78, 0.30)
        x, y = actor.x + direction * ahead * actor.size, actor.y - high * actor.size
        return [
            Prop("jet", 1.0, x, y, 0.5 * actor.size, "jet", actor.motion, direction < 0, cycle_s=0.5, gait="flicker")
        ]
    if "breathefire" not in [tag.value for tag in subject.look]:
        return []
    role = ROLES[subject.kind]
    ahead, high = _MOUTHS.get(role.art, (0.42 * role.spread, 0.72 if role.habitat == "ground" else 0.1))
    x, y = actor.x + direction * ahead * actor.size, actor.y - high * actor.size
    return [
        Prop("breath", 1.0, x, y, 0.42 * actor.size, "breath", actor.motion, direction < 0, cycle_s=0.6, gait="flicker")
    ]


_MOUTHS = {"dragon": (0.54, 0.64), "chinesedragon": (1.04, -0.04), "trex": (0.5, 0.84), "griffin": (0.5, 0.7)}
"""Where a mouth is: ahead of the middle and above the anchor, in heights."""


def board(subject: Subject, x: float, y: float, size: float, seed: str, motion: Motion, direction: int) -> list[Prop]:
    """The skateboard under whoever skates in the street."""
    words = subject.action.words if subject.action and subject.action.value in ("skate", "ride") else ""
    if subject.action and subject.action.value == "ride" and "skateboard" not in words:
        return []
    if not any(word in words for word in ("board", "kickflip", "ollie", "trick", "grind", "滑板")):
        return []
    tall = (0.10 if ROLES[subject.kind].person else 0.19) * size
    return [Prop("skateboard", 1.0, x, y, tall, f"{seed}board", motion, direction < 0, grounded=True)]


def steam(shot: Shot, actors: Sequence[Strip | Prop], direction: int) -> list[Prop]:
    """Wisps of steam before the one who cooks, or above what is hot."""
    words = [tag.words for tag in shot.weather]
    if not any("steam" in word or "汽" in word or "热气" in word for word in words):
        return []
    props = [item for item in actors if isinstance(item, Prop) and item.depth == 1.0]
    if not props:
        return []
    one = max(props, key=lambda item: item.size)
    person = one.art not in ROLES or ROLES[one.art].person
    x = one.x + (direction * 0.42 * one.size if person else 0.0)
    y = one.y - (0.52 if person else 0.76) * one.size
    return [
        Prop(
            "steam",
            1.0,
            x,
            y,
            0.6 * one.size,
            "steam",
            replace(one.motion, roll=0.0, hop=0.0),
            cycle_s=2.4,
            gait="puff",
        )
    ]


def blaze(shot: Shot, actors: Sequence[Strip | Prop], direction: int) -> list[Prop]:
    """Flames that leap from the pan of the one who cooks."""
    words = " ".join(tag.words for tag in shot.weather if tag.value == "embers")
    cooks = any(one.action is not None and one.action.value == "cook" for one in shot.subjects)
    if not cooks or not any(word in words for word in ("flam", "fire", "火")):
        return []
    one = next((item for item in actors if isinstance(item, Prop) and item.depth == 1.0 and item.size > 0.3), None)
    if one is None:
        return []
    x, y = one.x + direction * 0.40 * one.size, one.y - 0.40 * one.size
    return [Prop("flames", 1.0, x, y, 0.34 * one.size, "blaze", one.motion, cycle_s=0.7, gait="flicker")]


def floats(
    subject: Subject, x: float, y: float, size: float, wide: float, seed: str, motion: Motion, direction: int
) -> list[Prop]:
    """What someone stands on who stands in the water: a raft, or a board before a wave."""
    raft, flip = max(0.09, 0.44 * wide), direction < 0
    if not subject.action or subject.action.value != "surf":
        return [Prop("raft", 1.0, x, y, raft, seed, motion, flip)]
    swell = replace(motion, roll=0.0)
    wave = Prop("breaker", 1.0, x - direction * 0.28 * size, y + 0.17 * size, 1.3 * size, f"{seed}wave", swell, flip)
    return [wave, Prop("board", 1.0, x, y, 0.6 * raft, seed, motion, flip)]


_NO_LAMPS = frozenset(
    {"sleigh", "sled", "cart", "carriage", "coveredwagon", "chariot", "rickshaw", "wheelbarrow", "skateboard",
     "kickscooter", "unicycle", "tricycle", "pennyfarthing", "bicycle", "wheelchair", "stroller", "shoppingcart",
     "hoverboard"}
)  # fmt: skip
"""What drives without lamps."""


def lamps_and_smoke(actor: Prop, subject: Subject, palette: Palette, direction: int) -> list[Prop]:
    """The smoke of an engine, the headlights of what drives at night, the beam of a lighthouse."""
    x, y, size, motion, flip = actor.x, actor.y, actor.size, actor.motion, direction < 0
    if subject.kind == "train":
        chimney = x + direction * size * 2.17
        smoke = Prop(
            "smoke", 1.0, chimney, y - 0.98 * size, size * 0.8, "smoke", motion, flip, cycle_s=0.9, gait="puff"
        )
        return [*_headlight(actor, palette, direction), smoke]
    if ROLES[subject.kind].habitat == "road" and palette.lamps > 0.5 and subject.kind not in _NO_LAMPS:
        return _headlight(actor, palette, direction, reach=1.05, height=0.32)
    if subject.kind == "lighthouse":
        return [Prop("beam", 1.0, x, y - 0.835 * size, size * 0.34, "beam", Motion(turn_s=5.0, phase=1))]
    return []


def _headlight(actor: Prop, palette: Palette, direction: int, reach: float = 2.62, height: float = 0.5) -> list[Prop]:
    if palette.lamps < 0.2:
        return []
    front, size = actor.x + direction * actor.size * reach, actor.size
    motion = replace(actor.motion, roll=0)
    return [Prop("headlight", 1.0, front, actor.y - height * size, size * 0.8, "headlight", motion, direction < 0)]
