"""Contact sheets of what the embedded engine shows, to be looked at: `python bench/gallery.py [folder] [--only text]`.

Every setting, weather, hour and ratio, both languages, the contract's examples, crowds, and image-to-video and
reference-to-video on pictures that it makes itself. Writes PNG sheets and an index.html into `build/gallery`.
"""

from __future__ import annotations

import argparse
import html
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from paddock import storyboard
from paddock.engines import EngineRequest
from paddock.engines import animatic as engine
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.settings import PLACES
from paddock.models import SIZES, Model, Quality, frame_count

SECONDS, FRAMES, PER_SHEET = 6, 4, 6
SCALE = 0.3
CONTRACT = [
    "A miniature city built from cardboard and bottle caps comes to life at night. A cardboard train slowly passes "
    "through, dotted with tiny lights illuminating the path ahead.",
    "Shot 1 [0~3s] wide angle: an antique sailing ship cutting through waves on the sea at dusk; "
    "Shot 2 [3~6s] medium shot: a sailor at the bow gazing toward a distant lighthouse on a reef.",
]
WEATHERS = ["rain", "snow", "fog", "storm", "windy", "falling leaves", "petals", "fireflies", "fireworks", "aurora"]
HOURS = ["dawn", "noon", "sunset", "night"]
TRICKY = [
    "镜头1 全景：夜晚的城市下着雨，一辆红色的汽车驶过；镜头2 特写：一只小狗在街上奔跑",
    "A small boat 在海上 at sunset，镜头推近",
    "an old man with a white beard reads a newspaper on a park bench, autumn",
    "a woman in a green qipao holding an oil paper umbrella walks across a stone bridge in light rain",
    "a chef cooks noodles in a kitchen, a cat sleeps on a chair",
    "a knight rides a white horse toward a castle, then a huge dragon flies over the mountains",
    "seven penguins and a polar bear on the ice under the northern lights",
    "一位书生在竹林里弹古琴，两只仙鹤站在旁边",
    "a cup of coffee and a croissant on a wooden table, morning light, extreme close up",
    "an astronaut plays the guitar on the moon, earth in the distance",
    "many people watch fireworks above the harbour at night",
    "a mermaid and a yellow submarine under the sea, jellyfish",
]


def _pictures(folder: Path) -> tuple[Path, ...]:
    """A lake under clouds with a hut, a figure before a plain wall, a clutter."""
    rng = np.random.default_rng(3)
    lake = np.zeros((540, 960, 3), np.uint8)
    lake[:270] = np.linspace((230, 180, 120), (200, 220, 240), 270)[:, None, :]
    lake[270:] = np.linspace((190, 150, 70), (120, 80, 30), 270)[:, None, :]
    cv2.fillPoly(
        lake,
        [np.array([[0, 290], [260, 150], [480, 260], [720, 120], [960, 280], [960, 300], [0, 300]])],
        (90, 120, 80),
    )
    cv2.rectangle(lake, (440, 220), (560, 320), (40, 60, 140), -1)
    for x, y in ((180, 80), (620, 60), (820, 110)):
        cv2.ellipse(lake, (x, y), (90, 24), 0, 0, 360, (250, 250, 250), -1, cv2.LINE_AA)
    figure = np.full((600, 460, 3), (236, 238, 232), np.uint8)
    cv2.circle(figure, (230, 150), 70, (150, 190, 235), -1, cv2.LINE_AA)
    cv2.ellipse(figure, (230, 420), (120, 190), 0, 0, 360, (50, 60, 190), -1, cv2.LINE_AA)
    clutter = cv2.resize(rng.integers(0, 255, (14, 20, 3), dtype=np.uint8), (640, 448), interpolation=cv2.INTER_CUBIC)
    paths = []
    for name, image in (("lake", lake), ("figure", figure), ("clutter", clutter)):
        paths.append(folder / f"picture-{name}.png")
        cv2.imwrite(str(paths[-1]), image)
    return tuple(paths)


def _row(prompt: str, size: tuple[int, int], model: Model, images: tuple[Path, ...], seed: int) -> NDArray[np.uint8]:
    """Frames of one video side by side under its prompt."""
    request = EngineRequest(model, prompt, images, *size, frame_count(SECONDS), seed)
    draw = engine.drawer(request)
    frames = []
    for index in range(FRAMES):
        out = np.zeros((size[1], size[0], 4), np.uint8)
        draw(SECONDS * (index + 0.5) / FRAMES, out)
        frames.append(out[..., :3])
    row = np.concatenate(frames, axis=1)
    title = np.full((24, row.shape[1], 3), 255, np.uint8)
    cv2.putText(title, prompt[: row.shape[1] // 8], (6, 17), (0, 0, 0), cv2.FontFace("uni"), 14, 500)
    made: NDArray[np.uint8] = np.concatenate([title, row], axis=0)
    return made


def _cases(pictures: tuple[Path, ...]) -> dict[str, list[tuple[str, int, Model, tuple[Path, ...]]]]:
    """Sheet name to its videos: prompt, index of the ratio, model, images."""
    text, lake, figure, clutter = Model.TEXT, *pictures
    plain: dict[str, list[str]] = {
        "contract": CONTRACT, "tricky": TRICKY, "settings": [f"a dog walks, {name}" for name in PLACES],
        "weather": [f"a house and a horse in a meadow, {word}" for word in WEATHERS],
        "hours": [f"a boat on a lake at {hour}" for hour in HOURS],
    }  # fmt: skip
    found: dict[str, list[tuple[str, int, Model, tuple[Path, ...]]]] = {}
    for name, prompts in plain.items():
        found[name] = [(prompt, 0, text, ()) for prompt in prompts]
    for index in range(5):
        found[f"ratio-{index}"] = [(prompt, index, text, ()) for prompt in (*CONTRACT, TRICKY[2], TRICKY[5])]
    found["image"] = [
        (words, 0, Model.IMAGE, (lake,))
        for words in (
            "",
            "waves on the lake, clouds drift, push in",
            "heavy snow, pan left",
            "pull back; then cut to a close up",
        )
    ]
    found["reference"] = [
        ("character1 walks through a forest carrying character2", 0, Model.REFERENCE, (figure, clutter)),
        ("character1 dances on a stage, character2 behind", 1, Model.REFERENCE, (figure, lake)),
    ]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("build/gallery"))
    parser.add_argument("--only", default="", help="sheets whose name has this in it")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    engine.Animatic().setup()
    ratios = [tuple(int(side * SCALE) // 2 * 2 for side in size) for size in SIZES[Quality.P720].values()]
    parts = []
    for name, cases in _cases(_pictures(asked.folder)).items():
        if asked.only not in name:
            continue
        rows = [
            _row(prompt, (ratios[at][0], ratios[at][1]), model, images, asked.seed)
            for prompt, at, model, images in cases
        ]
        parts.append(f"<h2>{html.escape(name)}</h2>")
        for start in range(0, len(rows), PER_SHEET):
            wide = max(row.shape[1] for row in rows)
            padded = [
                np.pad(row, ((0, 0), (0, wide - row.shape[1]), (0, 0))) for row in rows[start : start + PER_SHEET]
            ]
            file = f"{name}-{start // PER_SHEET}.png"
            cv2.imwrite(str(asked.folder / file), np.concatenate(padded, axis=0))
            parts.append(f'<img src="{file}" alt="{html.escape(name)}">')
    style = "<style>body{font-family:sans-serif}img{max-width:100%}</style>"
    page = f"<!doctype html><meta charset=utf-8><title>Gallery</title>{style}"
    (asked.folder / "index.html").write_text(page + "\n".join(parts), "utf-8")
    assert storyboard.describe(storyboard.read(CONTRACT[0], SECONDS))


if __name__ == "__main__":
    main()
