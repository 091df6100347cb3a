"""Things drawn as data: text files of shapes, read once. What a line means stands at the head of the first file."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from paddock.engines.animatic.art import Drawing
from paddock.engines.animatic.ink import Draw, Ink, pale, shade
from paddock.engines.animatic.palette import RGB, css, rgb
from paddock.engines.animatic.sprites import box, disc, line, shape

_FILES: Final = (
    "album_objects.txt",
    "album_places.txt",
    "album_food.txt",
    "album_house.txt",
    "album_play.txt",
    "album_scenes.txt",
    "album_world.txt",
    "album_transport.txt",
    "album_nature.txt",
    "album_beasts.txt",
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One thing of the album: its drawing as lines, and what the stage must know of it."""

    name: str
    width: float
    height: float
    anchor_y: float
    paint: str
    habitat: str
    size: float
    home: str
    """The setting it belongs to when the prompt names none."""
    lines: tuple[str, ...]

    @property
    def spread(self) -> float:
        return self.width / self.height


@cache
def sheets() -> dict[str, Sheet]:
    """Every thing of the album by name."""
    found: dict[str, Sheet] = {}
    for name in _FILES:
        text = files(__package__).joinpath(name).read_text("utf-8")
        for block in _blocks(text):
            sheet = _sheet(block[0].split(), tuple(line.strip() for line in block[1:]))
            found[sheet.name] = sheet
    return found


@cache
def served() -> frozenset[str]:
    """The names of what is eaten and drunk, and of what it is served with."""
    here = files(__package__)
    first = here.joinpath("album_objects.txt").read_text("utf-8").split("# ---")[1]
    text = here.joinpath("album_food.txt").read_text("utf-8") + "\n" + first.split("\n", 1)[1]
    return frozenset(block[0].split()[0] for block in _blocks(text))


def _blocks(text: str) -> list[list[str]]:
    blocks: list[list[str]] = []
    for row in text.splitlines():
        if not row.strip() or row.startswith("#"):
            continue
        if row.startswith(" "):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def _sheet(head: list[str], lines: tuple[str, ...]) -> Sheet:
    name, width, height, paint, habitat, size, home, *anchor = head
    anchor_y = float(anchor[0]) if anchor else float(height) - 2
    return Sheet(name, float(width), float(height), anchor_y, paint, habitat, float(size), home, lines)


def _fill(word: str, main: RGB) -> str:
    if word == "@":
        return css(main)
    if word == "@+":
        return pale(main, 0.35)
    return shade(main, 0.8 if word == "@-" else 0.58) if word.startswith("@") else word


def _drawn(row: str, main: RGB) -> str:
    """One line of a sheet as SVG."""
    kind, rest = row[0], row[2:]
    if kind in _COMPOSED:
        return _COMPOSED[kind](rest.split(), main)
    if kind == "p":
        fill, path = rest.split(" ", 1)
        return shape(path, _fill(fill, main))
    if kind == "l":
        colour, width, path = rest.split(" ", 2)
        return line(path, _fill(colour, main), float(width))
    words = rest.split()
    if kind == "c":
        x, y, radius = map(float, words[:3])
        return disc(x, y, radius, _fill(words[3], main))
    x, y, wide, high = map(float, words[:4])
    fill = _fill(words[4], main)
    if kind == "b":
        return box(x, y, wide, high, fill, f'rx="{words[5]}"' if len(words) > 5 else "")
    turn = f' transform="rotate({words[5]} {x} {y})"' if len(words) > 5 else ""
    return f'<ellipse cx="{x}" cy="{y}" rx="{wide}" ry="{high}" fill="{fill}"{turn}/>'


def _star(words: list[str], main: RGB) -> str:
    x, y, outer, inner, points = map(float, words[:5])
    corners = []
    for index in range(2 * int(points)):
        radius, angle = (inner if index % 2 else outer), math.pi * (index / points - 0.5)
        corners.append(f"{x + radius * math.cos(angle):.2f} {y + radius * math.sin(angle):.2f}")
    return shape(f"M{' L'.join(corners)} Z", _fill(words[5], main))


def _petals(words: list[str], main: RGB) -> str:
    x, y, distance, across, along, number = map(float, words[:6])
    fill = _fill(words[6], main)
    return "".join(
        f'<ellipse cx="{x}" cy="{y - distance}" rx="{across}" ry="{along}" fill="{fill}"'
        f' transform="rotate({360 * index / number:.1f} {x} {y})"/>'
        for index in range(int(number))
    )


def _another(words: list[str], main: RGB) -> str:
    """Another sheet within this one, in its own colour or the one said."""
    sheet = sheets()[words[0]]
    x, y, scale = map(float, words[1:4])
    paint = rgb(sheet.paint) if len(words) < 5 else main if words[4] == "@" else rgb(words[4])
    body = "".join(_drawn(row.lstrip("*"), paint) for row in sheet.lines)
    return f'<g transform="translate({x} {y}) scale({scale})">{body}</g>'


_COMPOSED: Final = {"s": _star, "f": _petals, "u": _another}


def _maker(sheet: Sheet) -> Draw:
    def draw(ink: Ink) -> Drawing:
        main = ink.main(sheet.paint)
        body = [_drawn(row.lstrip("*"), main) for row in sheet.lines]
        lights = [_drawn(row[1:], main) for row in sheet.lines if row.startswith("*")]
        anchor = (sheet.width / 2, sheet.anchor_y)
        return Drawing(sheet.width, sheet.height, anchor, "".join(body), "".join(lights))

    return draw


@cache
def drawings() -> dict[str, Draw]:
    return {name: _maker(sheet) for name, sheet in sheets().items()}
