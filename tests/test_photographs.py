"""Pictures that people bring: what is cut out of them, what moves in them, and the part they play on the stage."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.video.reformatter import Interpolation
from numpy.typing import NDArray

from paddock import storyboard
from paddock.engines import EngineRequest
from paddock.engines.animatic import (
    Animatic,
    cutout,
    figures,
    grading,
    journeys,
    photo,
    plates,
    references,
    regions,
    stage,
    stirs,
    wishes,
)
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.references import Shape
from paddock.engines.animatic.scene import Prop
from paddock.models import Model

Image = NDArray[Any]
SIZE = (480, 272)
EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT | Interpolation.FULL_CHR_H_INP
DISC = ((300, 170), 46)
"""Middle and radius of the disc that stands before the seaside."""


def bgra(image: Image) -> Image:
    made: Image = cv2.cvtColor(image.astype(np.uint8), cv2.COLOR_BGR2BGRA)
    return made


def seaside() -> Image:
    """Blue sky with clouds, a hard horizon, streaked water, sand: (272, 480, 3)."""
    rng = np.random.default_rng(4)
    image = np.zeros((272, 480, 3), np.float32)
    image[:120] = np.linspace((235, 165, 85), (245, 220, 195), 120)[:, None, :]
    clouds = cv2.GaussianBlur(rng.normal(0, 1, (120, 480)).astype(np.float32), (0, 0), 16, sigmaY=6)
    share = np.clip(clouds / clouds.std() - 0.5, 0, 1)[..., None]
    image[:120] = image[:120] * (1 - share) + share * 250
    image[120:210] = (150, 110, 50)
    ripples = cv2.GaussianBlur(rng.normal(0, 1, (90, 480)).astype(np.float32), (0, 0), 6, sigmaY=1.0)
    image[120:210] += (ripples / ripples.std() * 12)[..., None]
    image[210:] = (140, 190, 215)
    return np.clip(image, 0, 255)


def with_disc(image: Image) -> Image:
    made = np.ascontiguousarray(image.astype(np.uint8))
    cv2.circle(made, *DISC, (30, 40, 200), -1, cv2.LINE_AA)
    return made


@pytest.fixture(scope="module", autouse=True)
def drawing() -> None:
    Animatic().setup()


@pytest.fixture
def brought(tmp_path: Path) -> Any:
    """Writes a picture to a file of its own and gives its path."""
    number = iter(range(99))

    def write(image: Image) -> Path:
        path = tmp_path / f"{next(number)}.png"
        cv2.imwrite(str(path), image.astype(np.uint8))
        return path

    return write


def alive(path: Path, prompt: str = "", seconds: float = 5) -> photo.Photo:
    return photo.Photo(path, SIZE, storyboard.read(prompt, seconds), 1, seconds)


def shown(picture: photo.Photo, t: float) -> Image:
    out = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    picture.frame(t, out)
    return out[..., :3].astype(int)


# --- cutting out -----------------------------------------------------------------------------------


def test_a_figure_before_a_busy_ground_is_cut_out_to_the_pixel() -> None:
    rng = np.random.default_rng(7)
    ground = cv2.resize(rng.integers(60, 150, (30, 40, 3), dtype=np.uint8), (480, 360), interpolation=cv2.INTER_CUBIC)
    cv2.ellipse(ground, (250, 190), (70, 110), 0, 0, 360, (40, 60, 230), -1, cv2.LINE_AA)
    wanted = np.zeros(ground.shape[:2], np.uint8)
    cv2.ellipse(wanted, (250, 190), (70, 110), 0, 0, 360, 255, -1)
    found = figures.of(bgra(ground))
    assert found is not None
    assert float(((found > 127) != (wanted > 127)).mean()) < 0.01


@pytest.mark.parametrize("name", ["noise", "gradient", "text", "frame"])
def test_what_shows_no_figure_is_never_cut(name: str) -> None:
    rng = np.random.default_rng(3)
    images: dict[str, Image] = {
        "noise": rng.integers(0, 255, (300, 400, 3)),
        "gradient": np.linspace((0, 40, 90), (255, 200, 120), 400)[None].repeat(300, 0),
        "text": np.full((300, 400, 3), 255, np.uint8),
        "frame": np.full((300, 400, 4), 255, np.uint8),
    }
    for row in range(30, 290, 26):
        cv2.putText(images["text"], "The quick brown fox", (20, row), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 0), 2)
    images["frame"][8:-8, 8:-8, 3] = 0
    image = images[name]
    assert figures.of(image.astype(np.uint8) if image.shape[2] == 4 else bgra(image)) is None


def test_what_stands_before_a_shaded_wall_is_cut_out_whole() -> None:
    y, x = np.mgrid[0:400, 0:400]
    image = (60 - 40 * (((x - 200) / 280) ** 2 + ((y - 190) / 320) ** 2))[..., None] + np.array((25, 10, 0))
    image = np.clip(image, 0, 255).astype(np.uint8)
    cv2.rectangle(image, (140, 150), (260, 340), (90, 140, 50), -1)
    cv2.rectangle(image, (165, 90), (235, 150), (40, 170, 215), -1)
    found = figures.of(bgra(cv2.GaussianBlur(image, (0, 0), 1)))
    assert found is not None
    wanted = np.zeros((400, 400), bool)
    wanted[150:341, 140:261] = wanted[90:151, 165:236] = True
    assert float(((found > 127) != wanted).mean()) < 0.02


@pytest.mark.parametrize("grey", [False, True])
def test_a_body_is_never_cut_from_its_head(grey: bool) -> None:
    rng = np.random.default_rng(11)
    room = cv2.resize(rng.integers(150, 235, (9, 7, 3), dtype=np.uint8), (300, 420), interpolation=cv2.INTER_CUBIC)
    cv2.rectangle(room, (20, 20), (90, 160), (235, 240, 245), -1)
    cv2.ellipse(room, (150, 95), (34, 42), 0, 0, 360, (150, 175, 215), -1, cv2.LINE_AA)
    cv2.ellipse(room, (150, 95), (34, 42), 0, 0, 360, (70, 80, 110), 2, cv2.LINE_AA)
    cv2.rectangle(room, (138, 130), (162, 160), (150, 175, 215), -1)
    body = np.array([[128, 152], [90, 170], [70, 420], [230, 420], [210, 170], [172, 152], [150, 185]])
    cv2.fillPoly(room, [body], (45, 30, 25), cv2.LINE_AA)
    if grey:
        room = cv2.merge([cv2.cvtColor(room, cv2.COLOR_BGR2GRAY)] * 3)
    found = figures.of(bgra(room))
    assert found is None or int(found[95, 150]) > 127


def test_cutting_does_not_depend_on_the_thread() -> None:
    rng = np.random.default_rng(5)
    image = cv2.resize(rng.integers(0, 255, (12, 16, 3), dtype=np.uint8), (400, 300), interpolation=cv2.INTER_CUBIC)
    cv2.circle(image, (200, 150), 80, (20, 220, 240), -1)
    found: list[Any] = []
    for _ in range(2):
        thread = threading.Thread(target=lambda: found.append(figures.of(bgra(image))))
        thread.start()
        thread.join()
    here = figures.of(bgra(image))
    assert all((one is None) == (here is None) and (here is None or np.array_equal(one, here)) for one in found)


# --- a picture coming alive ------------------------------------------------------------------------


@pytest.mark.parametrize("prompt", ["", "heavy snow at night, waves, push in", "白天变成夜晚，镜头拉远，头发飘动"])
def test_the_decoded_first_frame_is_the_picture(brought: Any, tmp_path: Path, prompt: str) -> None:
    path = brought(with_disc(seaside()))
    out = tmp_path / "out.mp4"
    Animatic().generate(EngineRequest(Model.IMAGE, prompt, (path,), *SIZE, 25, 1), out, lambda _: None)
    with av.open(str(out)) as container:
        first = next(container.decode(video=0)).reformat(
            format="bgr24", src_colorspace="ITU709", src_color_range="MPEG", interpolation=EXACT
        )
    assert cv2.PSNR(first.to_ndarray(), photo.load(path, SIZE)[..., :3].copy()) >= 38


@pytest.mark.parametrize("prompt", ["", "orbit", "pull back", "heavy rain, clouds drift", "night falls, wind"])
def test_nothing_jumps_at_the_start(brought: Any, prompt: str) -> None:
    picture = alive(brought(with_disc(seaside())), prompt)
    start = shown(picture, 0.0)
    assert float(np.abs(shown(picture, 1 / 24) - start).mean()) < 3.0
    assert float(np.abs(shown(picture, 4.9) - start).mean()) > 2.0


def test_a_lifted_figure_moves_as_one_piece_and_leaves_no_ghost(brought: Any) -> None:
    picture = alive(brought(with_disc(seaside())), "orbit shot")
    assert picture._lifted is not None
    red = (np.abs(shown(picture, 3.0) - (30, 40, 200)).max(axis=2) < 40).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(red)
    assert count == 2
    outline = max(cv2.findContours(red, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0], key=cv2.contourArea)
    _, (long, short), _ = cv2.fitEllipse(outline)
    assert max(long, short) / min(long, short) < 1.03
    assert stats[1, cv2.CC_STAT_AREA] >= 0.95 * np.pi * DISC[1] ** 2


def test_behind_a_lifted_figure_its_surroundings_go_on() -> None:
    ground = seaside()
    picture = bgra(with_disc(ground))
    mask = np.zeros(ground.shape[:2], np.uint8)
    cv2.circle(mask, *DISC, 255, -1)
    plate, lifted = plates.taken_apart(picture, mask)
    assert float(np.abs(plate[..., :3].astype(int) - (30, 40, 200)).max(axis=2).min()) > 40
    row, left = DISC[0][1], DISC[0][0] - DISC[1]
    assert float(np.abs(plate[row - 30 : row + 30, left : left + 8, :3].astype(int) - ground[row, 5]).mean()) < 40
    again = plate.copy()
    part = again[lifted.top : lifted.top + len(lifted.pixels), lifted.left : lifted.left + lifted.pixels.shape[1]]
    share = lifted.pixels[..., 3:].astype(int)
    part[:] = lifted.pixels + (part.astype(int) * (255 - share) / 255).round()
    assert int(np.abs(again.astype(int) - picture).max()) <= 2


def test_water_moves_and_land_does_not(brought: Any) -> None:
    picture = alive(brought(seaside()), "waves on the sea, static camera")
    moved = np.abs(shown(picture, 3.0) - shown(picture, 2.6)).mean(axis=2)
    assert float(moved[150:195, 60:420].mean()) > 4 * float(moved[225:265, 60:420].mean())


def test_clouds_drift_behind_what_stands_before_the_sky(brought: Any) -> None:
    image = seaside()
    image[20:160, 236:244] = (30, 30, 30)
    picture = alive(brought(image), "clouds drift, static camera")
    before, after = shown(picture, 0.0), shown(picture, 4.9)
    assert float(np.abs(after - before)[10:80, 30:200].mean()) > 4
    mast = (after[40:110, 200:280].max(axis=2) < 70).sum(axis=1)
    assert mast.min() >= 6
    assert mast.max() <= 12


def test_clouds_with_hard_edges_drift_whole(brought: Any) -> None:
    image = seaside()
    image[:120] = np.linspace((230, 150, 80), (245, 215, 190), 120)[:, None, :]
    for x in (110, 240, 370):
        cv2.circle(image, (x, 55), 24, (255, 255, 255), -1, cv2.LINE_AA)
    picture = alive(brought(image), "clouds drift, static camera")
    assert float(np.abs(shown(picture, 4.9) - shown(picture, 0.0))[25:85, 80:400].mean()) > 3
    white = (shown(picture, 4.9)[:110].min(axis=2) > 246).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(white)
    clouds = [int(area) for area in stats[1:, cv2.CC_STAT_AREA] if area > 60]
    assert len(clouds) == 3
    assert max(clouds) < 1.3 * min(clouds)


@pytest.mark.parametrize("stir", ["blow", "drift"])
def test_hair_and_drawn_skies_are_bent_softly(stir: str) -> None:
    mask = np.zeros((136, 240), np.float32)
    mask[20:90, 60:200] = 1
    x, y = np.zeros_like(mask), np.zeros_like(mask)
    made = stirs.drift(mask, 1, 1.8) if stir == "drift" else stirs.blow(mask, 3)
    made(x, y, 4.0)
    stretched = max(float(np.abs(np.diff(x, axis=1)).max()), float(np.abs(np.diff(y, axis=0)).max())) * mask.shape[1]
    assert 0.01 < stretched < 0.5


def test_a_page_stays_straight(brought: Any) -> None:
    page = np.full((272, 480, 3), 250, np.uint8)
    cv2.rectangle(page, (60, 40), (420, 230), (40, 40, 40), 3)
    cv2.putText(page, "Once upon a time", (90, 140), cv2.FONT_HERSHEY_SIMPLEX, 1, (30, 30, 30), 2, cv2.LINE_AA)
    out = shown(alive(brought(page), "orbit shot"), 3.0).min(axis=2)
    left = out[165:215, 20:110].argmin(axis=1)
    assert int(left.max() - left.min()) <= 2


def test_a_face_is_no_flame() -> None:
    image = np.full((240, 320, 3), (70, 60, 50), np.uint8)
    cv2.ellipse(image, (90, 110), (26, 34), 0, 0, 360, (135, 165, 222), -1, cv2.LINE_AA)
    cv2.ellipse(image, (230, 180), (10, 24), 0, 0, 360, (40, 150, 255), -1, cv2.LINE_AA)
    lights = regions.of(bgra(image), None, regions.Said(fire=True)).lights
    lit = np.maximum.reduce([cv2.resize(light, (320, 240)) for light in lights])
    assert float(lit[180, 230]) > 0.5
    assert float(lit[80:140, 70:110].max()) < 0.1


@pytest.mark.parametrize(
    ("prompt", "water"),
    [
        ("the waves roll", True), ("湖水泛起涟漪", True), ("a lake at dawn", True), ("she waves at the camera", False),
        ("他喝水", False), ("a girl drinks a glass of water", False), ("一瓶香水", False), ("浪漫的海报", False),
    ],
)  # fmt: skip
def test_words_that_only_sound_like_water_stir_none(prompt: str, water: bool) -> None:
    assert wishes.said(storyboard.read(prompt, 5)).water is water


def test_a_picture_with_no_sky_water_or_leaves_has_none() -> None:
    rng = np.random.default_rng(8)
    for image in (rng.integers(0, 255, (200, 300, 3)), np.full((200, 300, 3), (60, 90, 200))):
        seen = regions.of(bgra(image), None, regions.Said())
        assert (seen.sky, seen.water, seen.leaves, seen.lights) == (None, None, None, ())


@pytest.mark.parametrize(
    ("prompt", "darker"), [("day turns to night", True), ("白天渐渐变成夜晚", True), ("a walk under the moon", False)]
)
def test_night_falls_where_the_prompt_says_so(prompt: str, darker: bool) -> None:
    light = grading.course(storyboard.read(prompt, 5), level=150, warm=False)
    assert light(0.0) is None or int(np.abs(light(0.0)[0, :, :3] - np.arange(256)[:, None]).max()) == 0
    table = light(4.9)
    assert (table is not None and int(table[0, 200, 2]) < 100) is darker


def test_the_view_stays_inside_the_picture() -> None:
    for words in (
        "",
        "push in",
        "pull back",
        "pan left",
        "tilt down",
        "static",
        "handheld",
        "orbit",
        "wide; cut to close up",
    ):
        way = journeys.journey(storyboard.read(words, 6), 3, 6, (0.4, -0.4))
        assert way(0.0).zoom == pytest.approx(1.0, abs=1e-6)
        for t in np.linspace(0, 6, 90):
            view = way(float(t))
            room = 0.5 * (1 - 1 / view.zoom) + 1e-6
            assert max(abs(view.x), abs(view.y)) <= room
            assert max(abs(view.swing_x), abs(view.swing_y)) < 4


# --- references on the stage -----------------------------------------------------------------------


def staged(prompt: str, shapes: tuple[Shape, ...]) -> list[Prop]:
    scene = stage.scenes(storyboard.read(prompt, 4), *SIZE, 1, shapes)[0]
    return [item for item in scene.items if isinstance(item, Prop) and item.image is not None]


CUT, WHOLE = Shape(0.6, cut=True), Shape(1.6)


@pytest.mark.parametrize(
    "prompt",
    [
        "character1 walks on the beach character2", "character1 stands in front of character2",
        "the background is character2, character1 dances", "character1在沙滩character2上奔跑",
        "character2作为背景，character1跳舞",
    ],
)  # fmt: skip
def test_a_landscape_is_the_place_itself(prompt: str) -> None:
    arts = {item.image: item.art for item in staged(prompt, (CUT, WHOLE))}
    assert arts == {0: "picture", 1: "backdrop"}


@pytest.mark.parametrize("prompt", ["character1 looks at character2", "character1 turns into character2"])
def test_whoever_is_looked_at_is_no_place(prompt: str) -> None:
    assert {item.image: item.art for item in staged(prompt, (CUT, WHOLE))} == {0: "picture", 1: "picture"}


def test_what_is_worn_is_on_the_body_and_what_is_carried_beside_it() -> None:
    parts = {item.image: item for item in staged("character1 holds character2 and wears a hat character3", (CUT,) * 3)}
    wearer, held, hat = parts[0], parts[1], parts[2]
    assert hat.y < wearer.y - 0.8 * wearer.size
    assert hat.size < 0.5 * wearer.size
    assert wearer.y - 0.5 * wearer.size < held.y <= wearer.y
    assert held.motion == hat.motion == wearer.motion


@pytest.mark.parametrize(
    "prompt",
    [
        "character1 hands character2 a cup character3 in a cafe", "character1 gives a flower character3 to character2",
        "character1把杯子character3递给character2",
    ],
)  # fmt: skip
def test_what_is_handed_over_is_between_the_two(prompt: str) -> None:
    parts = staged(prompt, (CUT,) * 3)
    giver, receiver = (next(part for part in parts if part.image == image) for image in (0, 1))
    things = [part for part in parts if part.image == 2]
    assert things
    assert all(min(giver.x, receiver.x) < thing.x < max(giver.x, receiver.x) for thing in things)
    assert max(thing.size for thing in things) < 0.6 * min(giver.size, receiver.size)
    assert receiver.size > 0.6 * giver.size


def test_those_who_are_named_together_stand_side_by_side() -> None:
    one, other = staged("character1 and character2 have dinner", (CUT, WHOLE))[:2]
    assert abs(one.x - other.x) > 0.3 * one.size
    assert min(one.size, other.size) > 0.4 * max(one.size, other.size)


def test_a_picture_is_one_however_many_friends_it_is_among() -> None:
    parts = staged("三个朋友character1、character2、character3在公园里", (CUT, WHOLE, CUT))
    assert sorted(part.image or 0 for part in parts) == [0, 1, 2]


def test_pictures_stand_at_the_sides_that_are_said() -> None:
    parts = {part.image: part.x for part in staged("character1 on the right and character2 on the left", (CUT,) * 2)}
    assert parts[1] < -0.1 < 0.1 < parts[0]


def test_nothing_worn_hides_the_face_in_a_whole_photograph() -> None:
    portrait = Shape(0.8)
    parts = {item.image: item for item in staged("character1 wears earrings character2", (portrait, CUT))}
    assert abs(parts[1].x - parts[0].x) >= 0.45 * portrait.aspect * parts[0].size


def test_a_picture_rides() -> None:
    rider, horse = staged("character1 rides character2", (CUT, Shape(1.2, cut=True)))[::-1]
    assert (rider.image, horse.image) == (0, 1)
    assert horse.y - horse.size < rider.y < horse.y - 0.3 * horse.size


@pytest.mark.parametrize(
    "prompt", ["", "a close up of a woman", "two men talk in a moving train", "character3 sleeps", "a party at night"]
)
def test_every_reference_is_seen_even_where_the_prompt_has_no_part_for_it(prompt: str) -> None:
    shapes = tuple(CUT if index % 2 else WHOLE for index in range(9))
    scenes = stage.scenes(storyboard.read(prompt, 6), *SIZE, 1, shapes)
    items = [item for scene in scenes for item in scene.items if isinstance(item, Prop)]
    assert {item.image for item in items if item.image is not None} == set(range(9))


def test_parts_are_read_from_the_words_around_a_picture() -> None:
    shot = storyboard.read("a woman character1 wearing earrings character2 sits beside character3", 4)[0]
    worn = references.worn(shot, shot.subjects, {})
    assert [(thing.character, wearer.character) for thing, (wearer, _) in worn.items()] == [(2, 1)]


def test_a_torn_card_keeps_the_pictures_own_colours(brought: Any) -> None:
    image = np.full((300, 420, 3), (60, 160, 90), np.uint8)
    image[::7] = (200, 80, 40)
    path = brought(image)
    cutout.forget()
    assert cutout.shape(path).cut is False
    scene = stage.scenes(storyboard.read("character1 in a meadow", 3), *SIZE, 1, (cutout.shape(path),))[0]
    bitmap = cutout.staged(path, 0.4, 200, scene, "a")
    middle = bitmap.pixels[len(bitmap.pixels) // 3 : -len(bitmap.pixels) // 3, bitmap.pixels.shape[1] // 2, :3]
    assert float(np.abs(middle.astype(int).mean(axis=0) - image.reshape(-1, 3).mean(axis=0)).max()) < 16
