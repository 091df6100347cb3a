# ruff: noqa: E501 - a path of SVG reads best on one line
"""Heads of paper people: faces, hair, beards, hats. A head is 40 wide; children's are larger for their bodies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from paddock.engines.animatic.joints import Point
from paddock.engines.animatic.palette import RGB, css, mix, scale
from paddock.engines.animatic.sprites import box, disc, line, shape
from paddock.engines.animatic.wardrobe import Outfit


def head(neck: Point, outfit: Outfit, skin: str, tilt: float) -> str:
    """The head on its neck, tilted by degrees."""
    assert outfit.skin
    assert outfit.hair
    assert outfit.coat
    x, y = neck[0] + 2, neck[1] - 24
    stem = box(neck[0] - 5, neck[1] - 9, 11, 14, css(scale(outfit.skin, 0.86)))
    if outfit.cut == "space":
        parts = _space_helmet(neck, x, y)
    elif outfit.cut == "ghost":
        parts = (
            disc(x + 2, y + 2, 4, "#2a2430")
            + disc(x + 14, y + 2, 4, "#2a2430")
            + f'<ellipse cx="{x + 8}" cy="{y + 16}" rx="4" ry="6" fill="#2a2430"/>'
        )
        stem = ""
    else:
        hidden = outfit.hat in ("hood", "veil", "swimcap")
        parts = "" if hidden else _hair_behind(outfit, x, y)
        parts += disc(x, y, 20, skin) + shape(f"M{x + 18} {y - 2} q6 6 1 8 Z", skin)
        if not hidden:
            parts += _hair(outfit, x, y)
        parts += _face(outfit, x, y)
        parts += HATS[outfit.hat](x, y, outfit.coat) if outfit.hat in HATS else ""
    size = 1.26 if outfit.child else 1.0
    grown = f'<g transform="translate({neck[0] * (1 - size):.2f} {neck[1] * (1 - size):.2f}) scale({size})">{parts}</g>'
    return f'<g transform="rotate({tilt:.1f} {neck[0]:.1f} {neck[1]:.1f})">{stem}{grown}</g>'


def _space_helmet(neck: Point, x: float, y: float) -> str:
    return (
        box(neck[0] - 9, neck[1] - 6, 18, 10, "#b9bec8") + disc(x, y - 2, 26, "#f0efe9") + disc(x + 5, y - 1, 19, "#e0a94a")
        + disc(x + 6, y - 1, 17, "#3f5f86") + shape(f"M{x} {y - 12} q8 -5 15 1 q-8 0 -12 6 Z", "#a9c6e0")
    )  # fmt: skip


def _face(outfit: Outfit, x: float, y: float) -> str:
    assert outfit.hair
    parts = (
        disc(x + 11, y - 1, 2.5, "#2a2022")
        + line(f"M{x + 8} {y + 10} q5 3 9 0", "#a04a3e", 1.8)
        + disc(x + 4, y + 7, 3.4, "#e89a86", 'opacity="0.55"')
    )
    if outfit.female:
        parts += line(f"M{x + 9} {y - 5} q4 -3 7 1", "#2a2022", 1.4)
    if outfit.beard:
        parts += shape(
            f"M{x - 10} {y + 2} Q{x - 4} {y + 6} {x + 8} {y + 6} L{x + 19} {y + 5} Q{x + 20} {y + 24} {x + 8} {y + 30} Q{x - 8} {y + 26} {x - 10} {y + 2} Z",
            css(outfit.hair),
        )
        parts += line(f"M{x + 10} {y + 11} h7", "#8a4a3e", 2)
    return parts + EXTRAS.get(outfit.extra, _nothing)(x, y)


def _nothing(x: float, y: float) -> str:
    return ""


EXTRAS: Final[dict[str, Callable[[float, float], str]]] = {
    "glasses": lambda x, y: line(f"M{x + 5} {y - 1} a6 6 0 1 0 12 0 a6 6 0 1 0 -12 0 M{x + 5} {y - 2} L{x - 10} {y - 4}", "#2a2a32", 2),
    "sunglasses": lambda x, y: shape(f"M{x + 2} {y - 7} H{x + 19} Q{x + 19} {y + 6} {x + 11} {y + 6} Q{x + 2} {y + 5} {x + 2} {y - 7} Z", "#22222a") + line(f"M{x + 3} {y - 6} L{x - 14} {y - 8}", "#22222a", 3),
    "goggles": lambda x, y: box(x + 2, y - 9, 19, 13, "#e0822e", 'rx="5"') + line(f"M{x - 20} {y - 6} L{x + 3} {y - 4}", "#2a2a32", 4),
    "mask": lambda x, y: shape(f"M{x - 14} {y + 4} L{x + 20} {y + 2} Q{x + 18} {y + 20} {x} {y + 20} Q{x - 12} {y + 18} {x - 14} {y + 4} Z", "#2a2c36"),
    "patch": lambda x, y: disc(x + 10, y - 1, 6, "#24222a") + line(f"M{x - 18} {y - 12} L{x + 12} {y - 2}", "#24222a", 2),
    "rednose": lambda x, y: disc(x + 20, y + 2, 6, "#d8283a") + disc(x + 3, y + 7, 5, "#f0988a"),
    "fangs": lambda x, y: shape(f"M{x + 10} {y + 11} l2 5 l2 -5 Z", "#ffffff"),
    "antennae": lambda x, y: line(f"M{x - 6} {y - 18} Q{x - 14} {y - 30} {x - 16} {y - 34} M{x + 8} {y - 18} Q{x + 12} {y - 30} {x + 16} {y - 32}", "#6aa05a", 3) + disc(x + 10, y - 2, 7, "#24222a"),
    "horns": lambda x, y: shape(f"M{x - 12} {y - 16} Q{x - 18} {y - 30} {x - 8} {y - 36} Q{x - 8} {y - 26} {x - 3} {y - 20} Z M{x + 6} {y - 18} Q{x + 8} {y - 32} {x + 18} {y - 34} Q{x + 14} {y - 26} {x + 14} {y - 17} Z", "#5a2a24"),
    "ears": lambda x, y: shape(f"M{x - 6} {y - 2} L{x - 26} {y - 14} L{x - 4} {y + 8} Z", "#eebe96"),
    "bones": lambda x, y: disc(x + 9, y - 2, 6, "#2a2430") + shape(f"M{x + 17} {y + 4} l4 7 h-6 Z", "#2a2430") + line(f"M{x + 4} {y + 13} h14 M{x + 8} {y + 10} v6 M{x + 13} {y + 10} v6", "#4a4640", 1.6),
    "wraps": lambda x, y: line(f"M{x - 18} {y - 8} L{x + 18} {y - 12} M{x - 19} {y + 6} L{x + 18} {y + 8} M{x - 10} {y + 16} L{x + 14} {y + 15}", "#b8ac8c", 2),
}  # fmt: skip


# --- hair -------------------------------------------------------------------------------------------


def _hair_behind(outfit: Outfit, x: float, y: float) -> str:
    assert outfit.hair
    dark = css(scale(outfit.hair, 0.84))
    if outfit.style == "long":
        return shape(
            f"M{x - 20} {y - 4} Q{x - 30} {y + 24} {x - 20} {y + 42} Q{x - 6} {y + 38} {x - 2} {y + 6} Z", dark
        )
    if outfit.style == "ponytail":
        return shape(f"M{x - 16} {y - 12} Q{x - 40} {y - 14} {x - 38} {y + 24} Q{x - 30} {y + 6} {x - 14} {y} Z", dark)
    if outfit.style == "bob":
        return shape(f"M{x - 20} {y - 6} Q{x - 26} {y + 12} {x - 20} {y + 20} L{x - 2} {y + 18} L{x - 2} {y} Z", dark)
    if outfit.style in ("bun", "updo"):
        extra = disc(x - 12, y - 25, 9, dark) if outfit.style == "updo" else ""
        return (
            disc(x - 20, y - 8, 10, dark)
            + extra
            + (line(f"M{x - 26} {y - 30} L{x + 2} {y - 22}", "#e0b840", 2.6) if extra else "")
        )
    if outfit.style == "topknot":
        return disc(x - 4, y - 26, 8, dark) + box(x - 9, y - 24, 12, 5, "#c9a23a")
    return ""


def _hair(outfit: Outfit, x: float, y: float) -> str:
    assert outfit.hair
    hair = css(outfit.hair)
    if outfit.style == "bald":
        return (
            shape(f"M{x - 20} {y + 2} Q{x - 23} {y + 10} {x - 14} {y + 14} Q{x - 12} {y + 6} {x - 14} {y} Z", hair)
            if outfit.beard
            else ""
        )
    if outfit.style == "curly":
        spots = ((-17, 2), (-20, -9), (-14, -19), (-3, -23), (8, -21), (15, -15), (-12, 10))
        return "".join(disc(x + dx, y + dy, 9, hair) for dx, dy in spots)
    if outfit.style == "mohawk":
        return shape(
            f"M{x - 18} {y - 4} L{x - 24} {y - 22} L{x - 12} {y - 20} L{x - 10} {y - 38} L{x} {y - 26} L{x + 8} {y - 38} L{x + 12} {y - 16} Z",
            "#c8283a",
        )
    if outfit.style == "parted":
        return shape(
            f"M{x - 21} {y + 5} Q{x - 26} {y - 24} {x + 2} {y - 25} Q{x + 24} {y - 22} {x + 20} {y - 6} Q{x + 8} {y - 8} {x + 4} {y - 14} Q{x - 4} {y - 4} {x - 12} {y + 6} Z",
            hair,
        )
    return shape(
        f"M{x - 21} {y + 7} Q{x - 25} {y - 24} {x + 2} {y - 23} Q{x + 20} {y - 21} {x + 17} {y - 9} Q{x + 2} {y - 11} {x - 3} {y - 3} Q{x - 6} {y + 6} {x - 12} {y + 14} Z", hair,
    )  # fmt: skip


# --- hats -------------------------------------------------------------------------------------------


def _brimmed(high: float, brim: float, paint: str, band: str) -> Callable[[float, float, RGB], str]:
    def hat(x: float, y: float, coat: RGB) -> str:
        return (
            f'<ellipse cx="{x}" cy="{y - 12}" rx="{brim}" ry="6" fill="{paint}"/>'
            + shape(f"M{x - 17} {y - 13} Q{x - 16} {y - 13 - high} {x - 2} {y - 12 - high} Q{x + 16} {y - 14 - high} {x + 17} {y - 13} Z", paint)
            + box(x - 17, y - 18, 34, 5, band)
        )  # fmt: skip

    return hat


def _cap(paint: str, badge: str = "") -> Callable[[float, float, RGB], str]:
    def hat(x: float, y: float, coat: RGB) -> str:
        fill = paint or css(scale(coat, 0.8))
        dome = shape(f"M{x - 22} {y - 8} Q{x - 22} {y - 32} {x} {y - 31} Q{x + 20} {y - 30} {x + 20} {y - 10} Z", fill)
        return (
            dome
            + shape(f"M{x + 4} {y - 12} L{x + 32} {y - 9} Q{x + 32} {y - 5} {x + 4} {y - 7} Z", fill)
            + (disc(x + 9, y - 19, 4, badge) if badge else "")
        )

    return hat


def _crown(x: float, y: float, coat: RGB) -> str:
    return shape(
        f"M{x - 19} {y - 12} L{x - 22} {y - 32} L{x - 10} {y - 22} L{x - 1} {y - 36} L{x + 8} {y - 23} L{x + 20} {y - 34} L{x + 17} {y - 13} Z",
        "#e2b03e",
    ) + disc(x - 1, y - 19, 2.6, "#c8372d")


def _pointed(x: float, y: float, coat: RGB) -> str:
    paint = css(scale(coat, 0.85))
    cone = shape(
        f"M{x - 19} {y - 12} Q{x - 8} {y - 40} {x - 14} {y - 62} Q{x + 12} {y - 44} {x + 19} {y - 14} Z", paint
    )
    brim = f'<ellipse cx="{x}" cy="{y - 12}" rx="30" ry="6" fill="{paint}"/>'
    return cone + brim + line(f"M{x - 17} {y - 19} Q{x} {y - 15} {x + 17} {y - 20}", "#e2b03e", 3.4)


def _knights(plume: str) -> Callable[[float, float, RGB], str]:
    def hat(x: float, y: float, coat: RGB) -> str:
        steel = css(mix(coat, (186, 194, 206), 0.7))
        dome = shape(
            f"M{x - 23} {y + 14} Q{x - 26} {y - 26} {x} {y - 26} Q{x + 24} {y - 25} {x + 22} {y + 2} L{x + 4} {y} L{x + 2} {y + 15} Z",
            steel,
        )
        return (
            dome
            + line(f"M{x + 4} {y - 6} H{x + 22}", "#3a3f4a", 3)
            + shape(
                f"M{x - 2} {y - 25} Q{x - 18} {y - 44} {x - 32} {y - 26} Q{x - 18} {y - 32} {x - 8} {y - 22} Z", plume
            )
        )

    return hat


def _sailor(x: float, y: float, coat: RGB) -> str:
    return shape(f"M{x - 21} {y - 10} L{x + 21} {y - 12} L{x + 25} {y - 25} L{x - 24} {y - 24} Z", "#f8f4e8") + shape(
        f"M{x - 21} {y - 9} L{x + 20} {y - 11} V{y - 16} L{x - 21} {y - 15} Z", "#2c4a8c"
    )


def _chef(x: float, y: float, coat: RGB) -> str:
    return (
        box(x - 18, y - 26, 36, 15, "#f4f1ea")
        + disc(x - 13, y - 31, 11, "#fbf9f4")
        + disc(x + 12, y - 31, 11, "#fbf9f4")
        + disc(x, y - 37, 13, "#fbf9f4")
    )


def _pirate(x: float, y: float, coat: RGB) -> str:
    return shape(
        f"M{x - 30} {y - 8} Q{x - 20} {y - 38} {x} {y - 34} Q{x + 22} {y - 38} {x + 32} {y - 10} Q{x} {y - 18} {x - 30} {y - 8} Z",
        "#2a2830",
    ) + disc(x + 4, y - 23, 5, "#f4f1ea")


def _mian(x: float, y: float, coat: RGB) -> str:
    beads = "".join(line(f"M{x + dx} {y - 26} v14", "#d8b040", 2) for dx in (-22, -16, 18, 24))
    return (
        box(x - 16, y - 24, 32, 12, "#2a2430")
        + shape(f"M{x - 28} {y - 26} L{x + 30} {y - 30} V{y - 34} L{x - 28} {y - 30} Z", "#2a2430")
        + beads
    )


def _hood(x: float, y: float, coat: RGB) -> str:
    return shape(
        f"M{x - 24} {y + 24} Q{x - 32} {y - 28} {x + 2} {y - 27} Q{x + 20} {y - 26} {x + 16} {y - 10} Q{x} {y - 12} {x - 4} {y + 4} Q{x - 2} {y + 18} {x + 4} {y + 24} Z",
        css(coat),
    )


def _veil(x: float, y: float, coat: RGB) -> str:
    return shape(
        f"M{x - 26} {y + 40} Q{x - 32} {y - 28} {x + 2} {y - 26} Q{x + 18} {y - 24} {x + 14} {y - 12} Q{x - 2} {y - 12} {x - 4} {y + 6} L{x} {y + 30} Z",
        css(coat),
    ) + line(f"M{x + 14} {y - 14} Q{x} {y - 14} {x - 2} {y + 4}", "#f4f1ea", 5)


def _bridal(x: float, y: float, coat: RGB) -> str:
    return (
        shape(
            f"M{x - 4} {y - 26} Q{x - 44} {y + 10} {x - 50} {y + 84} L{x - 16} {y + 74} Q{x - 22} {y + 10} {x + 2} {y - 22} Z",
            "#fdfcf8",
            'opacity="0.85"',
        )
        + disc(x - 4, y - 23, 4, "#f0b8c8")
        + disc(x + 4, y - 23, 4, "#fdf6ea")
    )


def _santa(x: float, y: float, coat: RGB) -> str:
    return (
        shape(
            f"M{x - 20} {y - 14} Q{x - 12} {y - 40} {x - 38} {y - 30} Q{x - 12} {y - 50} {x + 18} {y - 16} Z", "#c8283a"
        )
        + disc(x - 38, y - 29, 6, "#f6f4ee")
        + box(x - 22, y - 19, 43, 9, "#f6f4ee", 'rx="4"')
    )


def _beanie(x: float, y: float, coat: RGB) -> str:
    return (
        shape(
            f"M{x - 22} {y - 8} Q{x - 22} {y - 32} {x} {y - 31} Q{x + 20} {y - 30} {x + 20} {y - 10} Z",
            css(scale(coat, 0.8)),
        )
        + box(x - 23, y - 14, 44, 8, css(mix(coat, (255, 248, 230), 0.5)), 'rx="3"')
        + disc(x, y - 33, 6, "#f6f4ee")
    )


def _hard(paint: str) -> Callable[[float, float, RGB], str]:
    def hat(x: float, y: float, coat: RGB) -> str:
        return shape(
            f"M{x - 22} {y - 8} Q{x - 20} {y - 33} {x} {y - 33} Q{x + 21} {y - 31} {x + 21} {y - 9} L{x + 29} {y - 6} H{x - 24} Z",
            paint,
        ) + box(x - 4, y - 34, 7, 22, css(scale((255, 255, 255), 0.9)), 'rx="3" opacity="0.5"')

    return hat


def _horned(x: float, y: float, coat: RGB) -> str:
    return _hard("#8a8f98")(x, y, coat) + shape(
        f"M{x - 20} {y - 20} Q{x - 40} {y - 22} {x - 36} {y - 42} Q{x - 28} {y - 30} {x - 16} {y - 28} Z M{x + 17} {y - 20} Q{x + 38} {y - 22} {x + 34} {y - 42} Q{x + 26} {y - 30} {x + 14} {y - 28} Z",
        "#f0e6cc",
    )


def _opera(x: float, y: float, coat: RGB) -> str:
    gems = "".join(
        disc(x - 18 + 9 * i, y - 26 - 6 * (2 - abs(i - 2)), 6, "#4fa8c0" if i % 2 else "#e0b840") for i in range(5)
    )
    return (
        gems
        + line(
            f"M{x - 18} {y - 26} Q{x - 40} {y - 60} {x - 46} {y - 30} M{x + 16} {y - 26} Q{x + 34} {y - 56} {x + 42} {y - 34}",
            "#c8803a",
            3,
        )
        + disc(x + 4, y + 6, 7, "#e8788a", 'opacity="0.7"')
    )


def _top(x: float, y: float, coat: RGB) -> str:
    return (
        f'<ellipse cx="{x}" cy="{y - 12}" rx="27" ry="5" fill="#24222a"/>'
        + box(x - 16, y - 44, 32, 32, "#24222a", 'rx="2"')
        + box(x - 16, y - 20, 32, 6, "#a8283a")
    )


def _mortar(x: float, y: float, coat: RGB) -> str:
    return (
        box(x - 17, y - 24, 34, 13, "#24242c")
        + shape(f"M{x - 30} {y - 26} L{x} {y - 36} L{x + 30} {y - 26} L{x} {y - 17} Z", "#2f2f38")
        + line(f"M{x} {y - 27} L{x - 24} {y - 22} V{y - 8}", "#e0b840", 2)
    )


def _monkey(x: float, y: float, coat: RGB) -> str:
    """The Monkey King's head: brown fur, a pale face with red about the eyes, a gold band and two long feathers."""
    feathers = line(f"M{x - 4} {y - 20} Q{x - 16} {y - 58} {x - 56} {y - 50}", "#c8382e", 3.4)
    feathers += line(f"M{x + 4} {y - 20} Q{x + 2} {y - 66} {x - 34} {y - 68}", "#d8483a", 3.4)
    fur = disc(x, y, 23, "#8a5428") + shape(
        f"M{x - 22} {y + 4} L{x - 26} {y + 20} L{x - 14} {y + 16} L{x - 8} {y + 26} L{x + 4} {y + 20} Z", "#8a5428"
    )
    face = shape(
        f"M{x - 1} {y - 8} Q{x + 4} {y - 16} {x + 11} {y - 10} Q{x + 18} {y - 16} {x + 21} {y - 6} Q{x + 24} {y + 4} {x + 22} {y + 12} Q{x + 12} {y + 22} {x + 1} {y + 14} Q{x - 6} {y + 2} {x - 1} {y - 8} Z",
        "#f2cfa0",
    )
    eye = (
        f'<ellipse cx="{x + 12}" cy="{y - 3}" rx="7" ry="5.4" fill="#d8543a"/>'
        + disc(x + 13, y - 3, 3.6, "#f8e060")
        + disc(x + 14, y - 3, 1.9, "#221a1c")
    )
    mouth = line(f"M{x + 10} {y + 11} q6 3 11 -1", "#8a3a2e", 2) + disc(x + 20, y + 4, 1.6, "#5a3424")
    ear = disc(x - 9, y + 1, 7, "#f2cfa0") + disc(x - 9, y + 1, 4, "#d89a78")
    band = line(f"M{x - 20} {y - 10} Q{x} {y - 24} {x + 20} {y - 10}", "#f0c040", 4.6) + disc(
        x + 12, y - 17, 4, "#d8382e"
    )
    return feathers + fur + face + eye + mouth + ear + band


def _small(path: str, paint: str) -> Callable[[float, float, RGB], str]:
    """A hat that is one shape around the top of the head at (0, 0)."""

    def hat(x: float, y: float, coat: RGB) -> str:
        return shape(path, paint, f'transform="translate({x:.1f} {y:.1f})"')

    return hat


HATS: Final[dict[str, Callable[[float, float, RGB], str]]] = {
    "crown": _crown, "pointed": _pointed, "helmet": _knights("#c8372d"), "plume": _knights("#d8b040"), "kabuto": _knights("#e0b840"),
    "straw": _brimmed(20, 33, "#e2c078", "#a8603a"), "cowboy": _brimmed(24, 36, "#9a6a3e", "#5a3a24"), "fedora": _brimmed(20, 28, "#5a4a3e", "#2a2428"),
    "bucket": _brimmed(17, 26, "#d8b83a", "#b8983a"), "safari": _brimmed(20, 28, "#c8b080", "#8a7850"), "sun": _brimmed(17, 36, "#f0e0b8", "#d8607a"),
    "feather": _brimmed(20, 26, "#4a6a3a", "#c8372d"), "cap": _cap("", "#e8c04a"), "army": _cap("#56653f"), "captain": _cap("#f4f2ea", "#e0b840"),
    "fire": _hard("#c8372d"), "hard": _hard("#f0c030"), "horned": _horned, "sailor": _sailor, "chef": _chef, "pirate": _pirate, "mian": _mian,
    "hood": _hood, "veil": _veil, "bridal": _bridal, "santa": _santa, "beanie": _beanie, "opera": _opera, "top": _top, "mortar": _mortar,
    "tiara": _small("M-14 -18 L-16 -28 L-7 -22 L0 -32 L7 -22 L16 -28 L14 -18 Z", "#f0d060"),
    "nurse": _small("M-15 -16 L-18 -30 Q0 -36 18 -30 L15 -17 Z", "#fbfaf6"), "beret": _small("M-26 -14 Q-22 -34 4 -32 Q26 -28 22 -12 Q-2 -18 -26 -14 Z", "#b8352c"),
    "swimcap": _small("M-21 2 Q-24 -24 0 -23 Q21 -22 20 -6 Q0 -10 -21 2 Z", "#2f7ac0"), "mask": _small("M-2 -9 H22 V6 H-2 Z M-22 -4 H-2 V0 H-22 Z", "#3a8aa8"),
    "monkey": _monkey, "goggles": _small("M-22 -10 Q-20 -28 0 -27 Q20 -26 20 -12 Z M2 -14 H22 V-4 H2 Z", "#6a4a30"),
}  # fmt: skip
