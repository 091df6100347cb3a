"""The embedded engine: real files for all three models, and the rules of its stage."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import av
import numpy as np
import pytest
from av.video.reformatter import Interpolation
from numpy.typing import NDArray

from paddock import lexicon, storyboard, video
from paddock.engines import Engine, EngineRequest, load
from paddock.engines.animatic import Animatic, art, cutout, ink, paint, palette, photo, sound, stage
from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.opencv import cv2
from paddock.engines.animatic.props import _LIGHTS
from paddock.engines.animatic.puppets import PUPPETS
from paddock.engines.animatic.references import Shape
from paddock.engines.animatic.scene import Prop, Scene, Strip
from paddock.engines.animatic.settings import PLACES
from paddock.engines.animatic.sprites import STAMPS
from paddock.engines.animatic.things import THINGS
from paddock.engines.animatic.wardrobe import Look
from paddock.models import SIZES, Model, Quality

SIZE = (256, 144)
EXACT = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
"""The fast way back to RGB is up to two levels too dark."""
CITY = (
    "A miniature city built from cardboard and bottle caps comes to life at night. A cardboard train slowly passes "
    "through, dotted with tiny lights illuminating the path ahead."
)
SHIP = (
    "Shot 1 [0~3s] wide angle: an antique sailing ship cutting through waves on the sea at dusk; "
    "Shot 2 [3~6s] medium shot: a sailor at the bow gazing toward a distant lighthouse on a reef."
)
ODD = [
    "",
    "!!! ???",
    "\x00\x1b[31m\x7f",
    "🎉🚀",
    "好" * 2500,
    "zxq " * 1250,
    "镜头1 [0-1秒] 镜头2 [1-2秒]",
    "0",
    "a the of",
]
RATIOS = list(SIZES[Quality.P720].values())


@pytest.fixture(scope="module")
def engine() -> Animatic:
    made = Animatic()
    made.setup()
    return made


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """A figure before a plain wall, a star with alpha, and a clutter that nothing can be cut from."""
    folder = tmp_path_factory.mktemp("pictures")
    rng = np.random.default_rng(1)
    figure = np.full((300, 260, 3), (238, 236, 230), np.uint8)
    cv2.ellipse(figure, (130, 170), (70, 100), 0, 0, 360, (30, 60, 210), -1, cv2.LINE_AA)
    star = np.zeros((200, 200, 4), np.uint8)
    cv2.circle(star, (100, 100), 80, (40, 200, 60, 255), -1, cv2.LINE_AA)
    clutter = cv2.resize(rng.integers(0, 255, (18, 26, 3), dtype=np.uint8), (416, 288), interpolation=cv2.INTER_CUBIC)
    for name, image in (("figure", figure), ("star", star), ("clutter", clutter)):
        cv2.imwrite(str(folder / f"{name}.png"), image)
    return [folder / "figure.png", folder / "star.png", folder / "clutter.png"]


@pytest.fixture(scope="module")
def landscape(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Something like a photograph: soft shapes, a hard edge, a little grain."""
    rng = np.random.default_rng(2)
    image = cv2.resize(rng.integers(40, 210, (9, 16, 3), dtype=np.uint8), (640, 360), interpolation=cv2.INTER_CUBIC)
    cv2.circle(image, (420, 220), 60, (40, 60, 190), -1, cv2.LINE_AA)
    grain = rng.normal(0, 2, (360, 640, 1))
    path = tmp_path_factory.mktemp("landscape") / "landscape.png"
    cv2.imwrite(str(path), np.clip(image + grain, 0, 255).astype(np.uint8))
    return path


def request(
    model: Model = Model.TEXT, prompt: str = CITY, *, images: tuple[Path, ...] = (), seed: int = 1, frames: int = 73
) -> EngineRequest:
    return EngineRequest(model, prompt, images, *SIZE, frames, seed)


def run(engine: Animatic, tmp_path: Path, wanted: EngineRequest, name: str = "out.mp4") -> Path:
    out = tmp_path / name
    engine.generate(wanted, out, lambda _: None)
    video.check(out, wanted.width, wanted.height, wanted.frames)
    return out


def decoded(path: Path) -> list[NDArray[Any]]:
    with av.open(str(path)) as container:
        return [
            frame.reformat(
                format="bgr24", src_colorspace="ITU709", src_color_range="MPEG", interpolation=EXACT
            ).to_ndarray()
            for frame in container.decode(video=0)
        ]


def scenes(prompt: str, size: tuple[int, int] = SIZE, seed: int = 1, duration_s: float = 4) -> tuple[Scene, ...]:
    return stage.scenes(storyboard.read(prompt, duration_s), *size, seed)


def still(scene: Scene, t: float = 0.5, size: tuple[int, int] = SIZE) -> NDArray[np.uint8]:
    out = np.zeros((size[1], size[0], 4), np.uint8)
    paint.Painter(scene, size).frame(t, out)
    return out


def actor(prompt: str, art: str) -> Prop:
    found = [item for item in scenes(prompt)[0].items if isinstance(item, Prop) and item.art == art]
    assert found, f"no {art} on stage"
    return found[-1]


# --- files -------------------------------------------------------------------------------------------


def test_it_is_the_engine_registered_as_animatic() -> None:
    engine = load("animatic")
    assert isinstance(engine, Animatic)
    assert isinstance(engine, Engine)
    assert engine.capabilities.models == frozenset(Model)


def test_text_becomes_a_moving_picture(engine: Animatic, tmp_path: Path) -> None:
    frames = decoded(run(engine, tmp_path, request()))
    assert len(frames) == 73
    moved = [float(np.abs(a.astype(int) - b).mean()) for a, b in pairwise(frames[::12])]
    assert min(moved) > 0.5


def test_same_request_gives_the_same_bytes_and_another_seed_other_pictures(engine: Animatic, tmp_path: Path) -> None:
    one = run(engine, tmp_path, request(prompt=SHIP), "one.mp4").read_bytes()
    assert run(Animatic(), tmp_path, request(prompt=SHIP), "two.mp4").read_bytes() == one
    other = decoded(run(engine, tmp_path, request(prompt=SHIP, seed=2), "other.mp4"))
    first = decoded(tmp_path / "one.mp4")
    assert float(np.abs(other[0].astype(int) - first[0]).mean()) > 1


def test_progress_starts_at_once_and_ends_at_one(engine: Animatic, tmp_path: Path) -> None:
    told: list[float] = []
    engine.generate(request(), tmp_path / "out.mp4", told.append)
    assert told[0] == 0
    assert told[-1] == pytest.approx(1)
    assert told == sorted(told)
    assert len(told) > 73


def test_first_frame_is_the_given_image(engine: Animatic, tmp_path: Path, landscape: Path) -> None:
    frames = decoded(run(engine, tmp_path, request(Model.IMAGE, "heavy snow, push in", images=(landscape,))))
    given = cv2.resize(cv2.imread(str(landscape)), SIZE, interpolation=cv2.INTER_AREA)
    assert cv2.PSNR(frames[0], given) >= 38
    assert float(np.abs(frames[-1].astype(int) - frames[0]).mean()) > 3


def test_image_to_video_works_without_a_prompt(engine: Animatic, tmp_path: Path, landscape: Path) -> None:
    frames = decoded(run(engine, tmp_path, request(Model.IMAGE, "", images=(landscape,))))
    assert float(np.abs(frames[-1].astype(int) - frames[0]).mean()) > 1


def test_every_reference_picture_is_on_stage_with_its_own_colours(
    engine: Animatic, tmp_path: Path, pictures: list[Path]
) -> None:
    wanted = request(Model.REFERENCE, "character1 waits in a meadow beside character2", images=tuple(pictures[:2]))
    middle = decoded(run(engine, tmp_path, wanted))[36].astype(int)
    for colour in ((30, 60, 210), (40, 200, 60)):
        assert (np.abs(middle - colour).max(axis=2) < 40).mean() > 0.01


def test_nine_references_fit(engine: Animatic, tmp_path: Path, pictures: list[Path]) -> None:
    run(engine, tmp_path, request(Model.REFERENCE, "character1 dances", images=tuple(pictures * 3), frames=73))


def test_another_picture_under_the_same_name_is_read_anew(
    engine: Animatic, tmp_path: Path, pictures: list[Path]
) -> None:
    path = tmp_path / "0.png"
    made = []
    for source in pictures[:2]:
        path.write_bytes(source.read_bytes())
        made.append(run(engine, tmp_path, request(Model.REFERENCE, "character1", images=(path,))).read_bytes())
    assert made[0] != made[1]


@pytest.mark.parametrize("prompt", ODD)
def test_any_prompt_is_staged(prompt: str, landscape: Path) -> None:
    for scene in scenes(prompt):
        assert still(scene).std() > 3
    picture = photo.Photo(landscape, SIZE, storyboard.read(prompt, 3), 1, 3)
    out = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
    picture.frame(2.0, out)
    assert out.std() > 3


def test_any_words_together_are_staged() -> None:
    """Thirty sentences thrown together from the whole lexicon, the crowded and the absurd included."""
    random = Random(4)
    phrases = [" ".join(phrase) for phrase in lexicon.phrases()]
    for _ in range(30):
        prompt = " ".join(random.choice(phrases) for _ in range(random.randint(1, 14)))
        assert still(scenes(prompt, seed=random.randint(1, 99))[0]).std() > 3


# --- the stage ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", sorted(PLACES))
def test_every_setting_paints_in_every_ratio(setting: str) -> None:
    for wide, high in RATIOS:
        size = (wide // 4 // 2 * 2, high // 4 // 2 * 2)
        (scene,) = stage.scenes(storyboard.read(f"a dog walks, {setting}", 3), *size, 5)
        assert still(scene, size=size)[..., :3].std() > 5


@pytest.mark.parametrize(
    "move", ["pan left", "pan right", "tilt up", "tilt down", "push in", "pull back", "tracking shot"]
)
def test_no_strip_ends_within_the_frame(move: str) -> None:
    prompt = f"a horse gallops through a forest, {move}; then cut to a boat on the sea, {move}"
    for scene in scenes(prompt, duration_s=8):
        painter = paint.Painter(scene, SIZE)
        for share in (0.0, 0.3, 0.5, 0.8, 1.0):
            t = share * scene.duration_s
            for layer in painter._layers:
                matrix = painter._place(layer, t, scene.camera.at(share))
                if layer.strip and matrix is not None:
                    height, width = layer.bitmaps[0].pixels.shape[:2]
                    assert matrix[0, 2] <= 0
                    assert matrix[0, 2] + matrix[0, 0] * width >= SIZE[0]
                    assert matrix[1, 2] + matrix[1, 1] * height >= SIZE[1]


def test_a_hull_lies_between_waves() -> None:
    items = scenes("a ship sails on the sea")[0].items
    at = next(index for index, item in enumerate(items) if isinstance(item, Prop) and item.art == "ship")
    assert any(isinstance(item, Strip) and item.kind == "waves" for item in items[:at])
    before = next(item for item in items[at:] if isinstance(item, Strip) and item.kind == "waves")
    ship = items[at]
    assert isinstance(ship, Prop)
    assert before.top - before.size < ship.y + 0.13 * ship.size


@pytest.mark.parametrize(
    "prompt", ["a cat walks in a garden", "a car drives through the city", "a snowman in the snow"]
)
def test_what_stands_touches_the_ground(prompt: str) -> None:
    (scene,) = scenes(prompt)
    ground = max(item.top for item in scene.items if isinstance(item, Strip) and 0.9 <= item.depth < 1)
    front = min((item.top for item in scene.items if isinstance(item, Strip) and item.depth > 1), default=1.0)
    standing = [item for item in scene.items if isinstance(item, Prop) and item.depth == 1 and item.grounded]
    assert standing
    assert all(ground <= item.y <= front + 0.02 for item in standing)


@pytest.mark.parametrize(("words", "sign"), [("from right to left", -1), ("from left to right", 1)])
def test_actors_face_where_they_go(words: str, sign: int) -> None:
    dog = actor(f"a dog runs {words} on a beach", "dog")
    assert dog.motion.vx * sign > 0
    assert dog.flip == (sign < 0)


def test_a_noun_without_a_drawing_is_a_card_with_its_word() -> None:
    assert actor("a purple oscilloscope in the mountains", "card").text == "oscilloscope"


def test_a_rider_sits_on_the_horse() -> None:
    rider, horse = (actor("a knight rides a white horse", art) for art in ("knight", "horse"))
    assert rider.x == horse.x
    assert rider.motion.vx == horse.motion.vx
    assert rider.y < horse.y


def test_what_is_carried_moves_with_its_carrier() -> None:
    prompt = "a girl with a lantern walks through the village"
    girl, lantern = actor(prompt, "girl"), actor(prompt, "lantern")
    assert girl.motion == lantern.motion
    assert girl.y - girl.size < lantern.y < girl.y


def arts(prompt: str) -> list[str]:
    return [item.art for item in scenes(prompt)[0].items if isinstance(item, Prop)]


def held(prompt: str, art: str) -> str:
    return next((word for word in actor(prompt, art).look if word.startswith("holds:")), "")


@pytest.mark.parametrize(
    ("prompt", "art", "thing"),
    [
        ("a violinist on stage", "violinist", "violin"),
        ("an astronaut plays guitar on the moon", "astronaut", "guitar"),
        ("女孩弹吉他", "girl", "guitar"),
        ("一位老人拄着拐杖走路", "oldman", "cane"),
        ("a chef tosses vegetables in a kitchen", "chef", "pan"),
        ("a girl holds three balloons", "girl", "string"),
        ("a roman soldier holds a shield and a spear", "roman", "spear"),
        ("a man rows a boat", "man", "oar"),
    ],
)
def test_what_is_used_is_in_the_hands(prompt: str, art: str, thing: str) -> None:
    assert held(prompt, art) == f"holds:{thing}"


def test_what_is_in_the_hands_is_drawn() -> None:
    with_it, without = scenes("a guitarist in a room")[0], scenes("a guitarist sleeps in a room")[0]
    assert (still(with_it) != still(without)).any()


def test_a_pianist_sits_at_a_piano() -> None:
    prompt = "a violinist and a pianist perform on stage under a spotlight"
    assert {"violinist", "pianist", "piano", "stool", "spotlight"} <= set(arts(prompt))
    player, piano = actor(prompt, "pianist"), actor(prompt, "piano")
    assert player.gait == "keys"
    assert abs(player.x - piano.x) < piano.size


def test_two_musicians_share_no_instrument() -> None:
    prompt = "a drummer and a guitarist on stage"
    assert actor(prompt, "drummer").gait == "keys"
    assert held(prompt, "guitarist") == "holds:guitar"


def test_whoever_sits_at_a_table_reads_there() -> None:
    reader = actor("an old man sits at a table and reads a newspaper", "oldman")
    assert reader.gait == "read"


def test_a_kite_flies_above_those_who_hold_it_and_they_stand_on_the_sand() -> None:
    prompt = "Two kids fly a red kite on a windy beach while a golden retriever runs beside them"
    kite, boy, dog = actor(prompt, "flownkite"), actor(prompt, "boy"), actor(prompt, "retriever")
    assert boy.grounded
    assert kite.y < boy.y - 0.5 * boy.size
    assert abs(boy.y - dog.y) < 0.05
    assert arts(prompt).count("flownkite") == 1


def test_whoever_drives_is_on_or_in_the_vehicle() -> None:
    prompt = "a farmer drives a tractor across a field"
    farmer, tractor = actor(prompt, "farmer"), actor(prompt, "tractor")
    assert abs(farmer.x - tractor.x) < 0.5 * tractor.size
    assert farmer.motion.vx == tractor.motion.vx
    assert "pilot" not in arts("a pilot flies a plane through the clouds")


def test_a_surfer_stands_on_a_board_on_a_wave() -> None:
    found = arts("a surfer rides a huge wave")
    assert {"surfer", "board", "breaker"} <= set(found)
    assert "raft" not in found


@pytest.mark.parametrize("prompt", ["a burning house at night", "房子着火了", "a barn on fire"])
def test_what_burns_has_flames(prompt: str) -> None:
    assert "flames" in arts(prompt)


def test_a_lamp_that_glows_does_not_burn() -> None:
    assert "flames" not in arts("a glowing house at night")


def test_a_bow_throws_up_foam_and_a_wreck_lies_under_water() -> None:
    assert "foam" in arts("a sailing ship cuts through the waves")
    assert actor("a jellyfish drifts past a sunken shipwreck", "shipwreck").grounded


def test_steam_is_no_fog_indoors() -> None:
    scene = scenes("a chef cooks soup in a kitchen, steam rising")[0]
    assert "steam" in [item.art for item in scene.items if isinstance(item, Prop)]
    assert "fog" not in [item.kind for item in scene.weather]


def test_mars_is_red() -> None:
    grounds = [still(scenes(f"an astronaut on {place}")[0])[-30:] for place in ("mars", "the moon")]
    mars, moon = (ground.mean(axis=(0, 1)) for ground in grounds)
    assert mars[2] > 1.3 * mars[0]
    assert moon[2] < 1.3 * moon[0]


def test_animals_wade_and_people_have_rafts() -> None:
    assert "raft" not in arts("a bear catches salmon in a river, a dolphin swims")


def test_those_who_fight_face_each_other() -> None:
    facing = [
        item.flip
        for item in scenes("two boxers fight in a ring")[0].items
        if isinstance(item, Prop) and item.art == "boxer"
    ]
    assert sorted(facing) == [False, True]


def test_a_picture_is_as_large_as_what_it_is_called() -> None:
    def sizes(prompt: str) -> list[float]:
        made = stage.scenes(storyboard.read(prompt, 4), *SIZE, 1, (Shape(1.0), Shape(1.0)))[0]
        return [item.size for item in made.items if isinstance(item, Prop) and item.art == "picture"]

    woman, cup = sizes("a woman character1 and a cup character2 on a stage")
    assert cup < 0.5 * woman


def test_every_role_has_its_art() -> None:
    known = {*THINGS, *PUPPETS, *STAMPS, *_LIGHTS, "card", "picture"}
    assert {role.art for role in ROLES.values()} <= known


def test_every_subject_of_the_lexicon_has_a_role_and_is_on_stage() -> None:
    wanted: dict[str, str] = {}
    for phrase, senses in lexicon.phrases().items():
        for category, value in senses:
            if category == "subject" and len(senses) == 1:
                wanted.setdefault(value, " ".join(phrase))
    assert set(wanted) | {"deck"} <= set(ROLES) | {"deck"}
    for kind, words in wanted.items():
        if kind != "deck":
            items = scenes(f"a {words}")[0].items
            assert any(isinstance(item, Prop) and item.art == ROLES[kind].art for item in items), (kind, words)


def test_there_are_a_hundred_and_fifty_drawings_no_two_alike() -> None:
    """Counted in pixels: what is drawn for two kinds must differ."""
    day = palette.PALETTES["day"]
    seen: dict[bytes, str] = {}
    for kind, role in ROLES.items():
        if kind in ("card", "character"):
            continue
        if role.art in PUPPETS:
            drawing = PUPPETS[role.art](0.1, "stand", None, Look())
        elif role.art in THINGS:
            drawing = THINGS[role.art](ink.Ink(None, (), art.generator("count")))
        else:
            drawing = STAMPS[role.art]((111, 159, 79), art.generator("count"))
        pixels = art.finished(drawing, 0.2, 200, day).pixels
        seen.setdefault(pixels.tobytes(), kind)
    assert len(seen) >= 450


def test_two_of_a_kind_look_different() -> None:
    one, two = (PUPPETS["woman"](0.1, "stand", None, Look(number)) for number in (3, 200_000))
    assert one.body != two.body
    assert "blonde" not in PUPPETS["man"](0.1, "stand", None, Look(3, frozenset({"blonde"}))).body


@pytest.mark.parametrize(
    ("prompt", "lower", "upper"),
    [
        ("a cat sleeps on a sofa", "sofa", "cat"),
        ("a man beside a book on a table", "table", "book"),
        ("a bird sits on a tree", "tree", "bird"),
    ],
)
def test_what_is_on_something_is_above_its_foot_and_over_it(prompt: str, lower: str, upper: str) -> None:
    base, guest = actor(prompt, lower), actor(prompt, upper)
    assert base.y - base.size <= guest.y < base.y
    assert abs(base.x - guest.x) < base.size


def test_small_things_indoors_stand_on_a_table() -> None:
    prompt = "a waiter and a cup of coffee in a kitchen"
    cup, table = actor(prompt, "coffee"), actor(prompt, "table")
    assert table.y - table.size < cup.y < table.y


def test_the_hour_changes_the_light() -> None:
    day, night = (still(scenes(f"a house in a meadow at {hour}")[0])[..., :3].mean() for hour in ("noon", "night"))
    assert day > 1.5 * night


@pytest.mark.parametrize(
    "weather",
    [
        "rain",
        "snow",
        "fog",
        "storm",
        "falling leaves",
        "petals",
        "windy",
        "fireflies",
        "sandstorm",
        "embers",
        "aurora",
        "fireworks",
    ],
)
def test_weather_is_seen(weather: str) -> None:
    clear, wet = (still(scenes(f"a house in a meadow{words}")[0]).astype(int) for words in ("", f", {weather}"))
    assert float(np.abs(clear - wet).mean()) > 0.2


def test_a_frame_depends_on_its_time_alone() -> None:
    film = paint.Film(scenes(SHIP, duration_s=6), SIZE, ())
    frames: dict[float, NDArray[np.uint8]] = {}
    for t in (0.5, 4.0, 2.0, 0.5, 4.0):
        out = np.zeros((SIZE[1], SIZE[0], 4), np.uint8)
        film.frame(t, out)
        assert np.array_equal(frames.setdefault(t, out), out)


# --- pictures ----------------------------------------------------------------------------------------


def test_a_figure_is_cut_out_and_a_clutter_is_not(pictures: list[Path]) -> None:
    figure, star, clutter = (cutout.figure(path) for path in pictures)
    assert figure is not None
    assert 0.2 < (figure > 128).mean() < 0.4
    assert star is not None
    assert clutter is None


def test_an_unreadable_picture_says_so(tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"no picture")
    with pytest.raises(Exception, match="could not be read"):
        photo.load(tmp_path / "broken.png", SIZE)


# --- sound -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "prompt", ["", CITY, SHIP, "rain in a forest", "underwater fish", "outer space", "a campfire at night"]
)
def test_sound_is_quiet_never_silent_and_never_clicks(prompt: str) -> None:
    samples = sound.ambience(storyboard.read(prompt, 4), 97, 24, 1)
    assert samples.shape == (97 * 2000, 2)
    assert 0.1 < np.abs(samples).max() <= 0.25
    assert np.abs(samples[0]).max() < 0.01
    assert np.abs(samples[-1]).max() < 0.01
    loudness = np.sqrt((samples[6000:-6000].reshape(-1, 2000, 2) ** 2).mean(axis=(1, 2)))
    assert loudness.min() > 1e-4
    assert np.abs(samples[:, 0] - samples[:, 1]).max() > 0.01


def test_sound_follows_the_story() -> None:
    sea, city = (sound.ambience(storyboard.read(words, 4), 97, 24, 1) for words in ("waves on the sea", "a busy city"))
    assert float(np.abs(sea - city).mean()) > 0.005
