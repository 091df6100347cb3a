"""Contact sheets of what the embedded engine shows, to be looked at: `python bench/gallery.py [folder] [--only text]`.

Settings and kinds of them, hours, weather, materials, camera moves, all five ratios, both languages, the contract's
examples, and image-to-video and reference-to-video on pictures that it makes itself. Writes pictures, a contact sheet a
group and an index.html into `build/gallery`; a few minutes on two idle cores.
"""

from __future__ import annotations

import argparse
import html
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from paddock.engines import EngineRequest
from paddock.engines import animatic as engine
from paddock.engines.animatic import art, ink
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.puppets import PUPPETS
from paddock.engines.animatic.settings import PLACES
from paddock.engines.animatic.things import THINGS
from paddock.engines.animatic.wardrobe import Look
from paddock.models import SIZES, Model, Quality, frame_count

Image = NDArray[np.uint8]
SECONDS: Final = 6
SCALE: Final = 0.5
SHEET_WIDTH: Final = 1920
CONTRACT: Final = (
    "A miniature city built from cardboard and bottle caps comes to life at night. A cardboard train slowly passes "
    "through, dotted with tiny lights illuminating the path ahead.",
    "Shot 1 [0~3s] wide angle: an antique sailing ship cutting through waves on the sea at dusk; "
    "Shot 2 [3~6s] medium shot: a sailor at the bow gazing toward a distant lighthouse on a reef.",
)
KINDS: Final = (
    "a robot in a cyberpunk city at night", "a couple walks in Paris at dusk", "a man on a rooftop at blue hour",
    "a girl in a night market", "a woman walks in an ancient Chinese town", "一个女孩走在江南水乡",
    "a cat in a narrow alley",
    "a car on the highway", "a man waits at the subway station", "a castle in a medieval village",
    "a man walks in Venice",
    "a frog in a swamp", "a birch forest, a fox", "an enchanted forest, a deer", "a haunted forest at night, an owl",
    "a bear in a cave", "a man walks in the canyon", "a girl in a lavender field", "a child in a tulip field",
    "a sunflower field at golden hour", "a farmer in a vineyard", "a farmer in the rice terraces at dawn",
    "a boy runs in a stadium", "a ghost in a graveyard at night", "a tent on a campsite at night, campfire",
    "a woman in a Japanese garden", "children in an amusement park", "a camel walks in Egypt", "a camel at an oasis",
    "a penguin in Antarctica", "a skier on a ski slope", "an astronaut on the moon", "an astronaut on Mars",
    "a diver at a shipwreck under the sea", "a dragon flies over floating islands",
    "a perfume bottle on a white background",
    "a teacher in the classroom", "a nurse in the hospital", "a scientist in the laboratory",
    "a woman in the supermarket",
    "a girl in the museum", "a mechanic in the garage", "a woman at the airport", "a king in the throne room",
    "a monk in the church", "a woman in a tatami room", "an astronaut in a spaceship interior",
    "a bartender in a bar at night",
    "a woman in a cafe", "a woman in her bedroom at night", "a man in the office", "a swimmer at the swimming pool",
)  # fmt: skip
WEATHERS: Final = (
    "a house and a horse in a meadow, rain", "a house and a horse in a meadow, heavy snow",
    "a man walks in the forest, fog",
    "a ship on the sea in a storm", "a girl in a meadow, windy", "a girl in a park, autumn leaves falling",
    "a girl in a garden, cherry blossom petals", "a girl in a meadow at night, fireflies", "city at night, fireworks",
    "a deer in the snow, northern lights", "a camel in the desert, sandstorm", "a campfire at night, embers",
    "a car in the street at night, rain", "a city in thick fog at dawn", "a fox in the forest at night, snow",
)  # fmt: skip
HOURS: Final = ("dawn", "morning", "noon", "golden hour", "dusk", "blue hour", "night")
BEFORE: Final = "character1 walks through a village at dusk, character2 behind her"
CARRIED: Final = "character1 walks through a forest carrying character2"
AT_ALL_HOURS: Final = ("a boat on a lake", "a woman in the city")
STUFFS: Final = (
    "a felt", "a knitted", "a clay", "a wooden", "a glass", "an ice", "a crystal", "a porcelain", "a marble", "a stone",
    "a lego", "an origami", "an embroidered", "an inflatable", "a cardboard", "a metal",
)  # fmt: skip
MANNERS: Final = (
    "a city made of felt, a red bus", "claymation: a fox runs through a forest", "a village made of lego, a man walks",
    "watercolor painting of a fox in a forest", "水墨风格的群山，一只仙鹤飞过",
    "shadow puppet style, a dragon flies over mountains",
    "oil painting of a boat on the sea at sunset", "pencil sketch of a house in a meadow",
    "stained glass style forest with a deer",
    "pixel art, a knight in the forest", "black and white film, a woman in the street in the rain",
    "an origami world, birds fly over mountains",
)  # fmt: skip
CAMERA: Final = (
    "a fox in the forest, camera pans left", "a castle on a hill, tilt up", "a man in the city at night, rain, push in",
    "a woman in a room, pull back", "a dog in a meadow, orbit shot", "a man in the street, crane up",
    "a man in the street, handheld",
    "a statue in the park, low angle", "a boat on the sea, high angle", "a horse runs through a meadow, tracking shot",
)  # fmt: skip
TRICKY: Final = (
    "镜头1 全景：夜晚的城市下着雨，一辆红色的汽车驶过；镜头2 特写：一只小狗在街上奔跑",
    "A small boat 在海上 at sunset，镜头推近",
    "an old man with a white beard reads a newspaper on a park bench, autumn",
    "a woman in a green qipao holding an oil paper umbrella walks across a stone bridge in light rain",
    "a chef cooks noodles in a kitchen, a cat sleeps on a chair",
    "a knight rides a white horse toward a castle, then a huge dragon flies over the mountains",
    "seven penguins and a polar bear on the ice under the northern lights", "一位书生在竹林里弹古琴，两只仙鹤站在旁边",
    "a cup of coffee and a croissant on a wooden table, morning light, extreme close up",
    "an astronaut plays the guitar on the moon, earth in the distance",
    "many people watch fireworks above the harbour at night",
    "a mermaid and a yellow submarine under the sea, jellyfish",
)  # fmt: skip


_SAID: Final = {"bambooforest": "bamboo forest", "snowfield": "snow field"}


@dataclass(frozen=True, slots=True)
class Case:
    """One video: its prompt, the ratio (its place among the five), how many frames of it are shown."""

    prompt: str
    ratio: int = 0
    frames: int = 1
    model: Model = Model.TEXT
    images: tuple[Path, ...] = ()
    seed: int = 1


def pictures(folder: Path) -> tuple[Path, ...]:
    """A landscape, someone before a plain wall, and a thing on a plain table: drawn by the engine's own hand."""
    landscape = next(stills(Case("a cabin at a mountain lake at golden hour, static shot", seed=5)))
    wall = np.full((600, 460, 3), (226, 232, 236), np.uint8)
    table = np.full((480, 640, 3), (206, 216, 224), np.uint8)
    woman = PUPPETS["woman"](0.0, "stand", (58, 92, 160), Look(3, frozenset()))
    vase = THINGS["vase"](ink.Ink((192, 64, 58), (), art.generator("vase")))
    images = [landscape, _laid(wall, woman, 520), _laid(table, vase, 380)]
    paths = [folder / f"picture-{name}.png" for name in ("landscape", "woman", "vase")]
    for path, image in zip(paths, images, strict=True):
        cv2.imwrite(str(path), image)
    return tuple(paths)


def _laid(ground: Image, drawing: art.Drawing, high: int) -> Image:
    """A drawing in the middle of a plain picture."""
    pixels = art.svg(drawing, drawing.body, high)
    rows, columns = pixels.shape[:2]
    top, left = (len(ground) - rows) // 2, (ground.shape[1] - columns) // 2
    view = ground[top : top + rows, left : left + columns]
    view[:] = view * (1 - pixels[..., 3:] / 255) + pixels[..., :3]
    return ground


def groups(made: tuple[Path, ...], seed: int) -> dict[str, list[Case]]:
    """Name of a group to its videos."""
    lake, woman, vase = made
    both = (*CONTRACT, TRICKY[2], TRICKY[5])
    moves = (
        "",
        "waves on the lake, clouds drift, push in",
        "heavy snow, pan left",
        "pull back; then cut to a close up",
    )
    return {
        "The contract's examples": [Case(prompt, frames=4, seed=seed) for prompt in CONTRACT],
        "Settings": [
            Case(f"a dog walks, {_SAID.get(name, name)}", seed=lot) for name in PLACES for lot in (seed, seed + 1)
        ],
        "Kinds of places": [Case(prompt, seed=seed) for prompt in KINDS],
        "Hours": [Case(f"{what} at {hour}", seed=seed) for what in AT_ALL_HOURS for hour in HOURS],
        "Weather": [Case(prompt, seed=seed) for prompt in WEATHERS],
        "Materials of one thing": [Case(f"{stuff} bear in a meadow, medium shot", seed=seed) for stuff in STUFFS],
        "Materials and manners of the whole": [Case(prompt, seed=seed) for prompt in MANNERS],
        "Camera": [Case(prompt, frames=3, seed=seed) for prompt in CAMERA],
        "Both languages, several shots": [Case(prompt, frames=3, seed=seed) for prompt in TRICKY],
        **{f"Ratio {name.value}": [Case(prompt, at, 2, seed=seed) for prompt in both]
           for at, name in enumerate(SIZES[Quality.P720])},
        "Image to video": [Case(words, 0, 3, Model.IMAGE, (lake,), seed) for words in moves],
        "Reference to video": [
            Case(CARRIED, 0, 3, Model.REFERENCE, (woman, vase), seed),
            Case(BEFORE, 1, 3, Model.REFERENCE, (woman, lake), seed),
        ],
    }  # fmt: skip


def stills(case: Case) -> Iterator[Image]:
    """Frames of one video, evenly apart."""
    wide, high = (int(side * SCALE) // 2 * 2 for side in list(SIZES[Quality.P720].values())[case.ratio])
    request = EngineRequest(case.model, case.prompt, case.images, wide, high, frame_count(SECONDS), case.seed)
    draw = engine.drawer(request)
    for index in range(case.frames):
        out = np.zeros((high, wide, 4), np.uint8)
        draw(SECONDS * (index + 0.5) / case.frames, out)
        yield np.ascontiguousarray(out[..., :3])


def sheet(tiles: list[tuple[str, Image]], together: int) -> Image:
    """A contact sheet: the stills in rows, each under its words; so many of one video stay `together`."""
    wide = max(tile.shape[1] for _, tile in tiles)
    fitting = max(1, min(len(tiles), round(SHEET_WIDTH / min(480, wide))))
    columns = max(1, fitting // together) * together
    cells = []
    for words, tile in tiles:
        factor = SHEET_WIDTH / columns / wide
        small = cv2.resize(tile, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        title = np.full((26, small.shape[1], 3), 250, np.uint8)
        text = words[: small.shape[1] // 8]
        cv2.putText(title, text, (6, 18), (60, 52, 48), cv2.FontFace("uni"), 13, 500)
        cells.append(np.concatenate([title, small]))
    high, wide = max(len(cell) for cell in cells), max(cell.shape[1] for cell in cells)
    padded = [
        cv2.copyMakeBorder(
            cell, 0, high - len(cell), 0, wide - cell.shape[1], cv2.BORDER_CONSTANT, value=(250, 250, 250)
        )
        for cell in cells
    ]
    padded += [np.full_like(padded[0], 250)] * (-len(padded) % columns)
    rows = [np.concatenate(padded[at : at + columns], axis=1) for at in range(0, len(padded), columns)]
    made: Image = np.concatenate(rows)
    return made


_STYLE: Final = """
:root{color-scheme:light dark;--back:#f6f1e7;--ink:#2c2620;--soft:#8a7f70;--card:#fffdf8}
@media(prefers-color-scheme:dark){:root{--back:#1c1917;--ink:#efe8dc;--soft:#9c9182;--card:#282420}}
*{box-sizing:border-box}body{margin:0;background:var(--back);color:var(--ink);font:15px/1.5 system-ui,sans-serif}
header,section{max-width:1500px;margin:auto;padding:28px 28px 8px}h1{font-size:30px;margin:0}
h2{font-size:19px;margin:18px 0 12px}
p,nav a,figcaption,h2 a{color:var(--soft)}nav{display:flex;flex-wrap:wrap;gap:6px 16px}a{text-decoration:none}
.grid{display:grid;gap:18px;grid-template-columns:repeat(auto-fill,minmax(300px,1fr))}.grid.tall{grid-template-columns:repeat(auto-fill,minmax(180px,1fr))}
figure{margin:0;background:var(--card);border-radius:10px;overflow:hidden;box-shadow:0 1px 2px #0002,0 6px 18px #0001}
figure.wide{grid-column:1/-1}figure div{display:flex;gap:2px}figure a{flex:1;display:block}img{width:100%;display:block}
figcaption{padding:8px 12px 10px;font-size:13px}h2 a{font-size:13px;font-weight:400;margin-left:10px}
"""


def _figure(case: Case, files: list[str]) -> str:
    frames = "".join(f'<a href="{file}"><img loading="lazy" src="{file}" alt=""></a>' for file in files)
    words = html.escape(case.prompt or "(no prompt)")
    wide = " class=wide" if case.frames > 2 else ""
    return f"<figure{wide}><div>{frames}</div><figcaption>{words}</figcaption></figure>"


def _group(folder: Path, name: str, cases: list[Case]) -> str:
    """Draw a group: its pictures and its contact sheet. Returns its part of the page."""
    slug = "".join(sign if sign.isalnum() else "-" for sign in name.lower())
    figures, tiles = [], []
    for at, case in enumerate(cases):
        files = []
        for index, image in enumerate(stills(case)):
            files.append(f"{slug}-{at:02}-{index}.jpg")
            cv2.imwrite(str(folder / files[-1]), image, [cv2.IMWRITE_JPEG_QUALITY, 90])
            tiles.append((case.prompt if index == 0 else "", image))
        figures.append(_figure(case, files))
    cv2.imwrite(str(folder / f"sheet-{slug}.jpg"), sheet(tiles, cases[0].frames), [cv2.IMWRITE_JPEG_QUALITY, 90])
    tall = " tall" if cases[0].ratio in (1, 4) else ""
    link = f'<a href="sheet-{slug}.jpg">contact sheet</a>'
    head = f'<section id="{slug}"><h2>{html.escape(name)}{link}</h2>'
    return f'{head}<div class="grid{tall}">{"".join(figures)}</div></section>'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/gallery"))
    parser.add_argument("--only", default="", help="groups whose name has this in it")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    engine.Animatic().setup()
    parts, links = [], []
    for name, cases in groups(pictures(asked.folder), asked.seed).items():
        if asked.only.lower() not in name.lower():
            continue
        parts.append(_group(asked.folder, name, cases))
        slug = parts[-1].split('"')[1]
        links.append(f'<a href="#{slug}">{html.escape(name)}</a>')
        print(f"{name}: {len(cases)}", flush=True)
    page = (
        f"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>The paper theatre</title><style>{_STYLE}</style><header><h1>The paper theatre</h1>"
        f"<p>Stills of the embedded engine, seed {asked.seed}, as it stages each prompt by itself.</p>"
        f"<nav>{''.join(links)}</nav></header>{''.join(parts)}</html>"
    )
    (asked.folder / "index.html").write_text(page, "utf-8")


if __name__ == "__main__":
    main()
