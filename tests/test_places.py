"""Places, hours, ratios and materials of the paper theatre: each to be told from the others, none with a hole in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from paddock import storyboard
from paddock.engines.animatic import art, flats, ink, interiors, materials, paint, palette, sound, stage, variants
from paddock.engines.animatic.fittings import FITTINGS
from paddock.engines.animatic.particles import first_flash_s
from paddock.engines.animatic.scene import Prop, Scene, Strip
from paddock.engines.animatic.things import THINGS
from paddock.engines.animatic.voices import RATE
from paddock.models import SIZES, Quality

SMALL = {name.value: (wide // 5, high // 5) for name, (wide, high) in SIZES[Quality.P720].items()}
KINDS = variants.words()


def scene(prompt: str, size: tuple[int, int] = SMALL["16:9"], seed: int = 1) -> Scene:
    return stage.scenes(storyboard.read(prompt, 4), *size, seed)[0]


def still(one: Scene, t: float = 1.0, size: tuple[int, int] = SMALL["16:9"]) -> NDArray[np.uint8]:
    out = np.zeros((size[1], size[0], 4), np.uint8)
    paint.Painter(one, size).frame(t, out)
    return out


def apart(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> float:
    """Mean difference of two pictures, in levels."""
    return float(np.abs(one[..., :3].astype(int) - other[..., :3]).mean())


@pytest.mark.parametrize("setting", KINDS)
def test_each_kind_of_a_setting_looks_like_none_of_the_others(setting: str) -> None:
    plain = still(scene_of(setting, ""))
    seen = {"": plain}
    for kind in KINDS[setting]:
        made = still(scene_of(setting, kind))
        assert made[..., 3].min() == 255, f"a hole in {setting}, {kind}"
        for other, picture in seen.items():
            assert apart(made, picture) > 1.5, (setting, kind, other)
        seen[kind] = made


def scene_of(setting: str, kind: str) -> Scene:
    """A place of that kind with nobody in it, seen from its middle."""
    shot = storyboard.read("static shot", 4)[0]
    tag = storyboard.Tag(setting, KINDS[setting][kind][0] if kind else "-")
    return stage.scenes((replace(shot, setting=tag, subjects=()),), *SMALL["16:9"], 1)[0]


@pytest.mark.parametrize("ratio", SMALL)
@pytest.mark.parametrize("move", ["pan left", "tilt up", "tilt down", "pull back", "crane down", "handheld"])
def test_the_camera_never_sees_the_end_of_the_scenery(ratio: str, move: str) -> None:
    size = SMALL[ratio]
    for place in ("a city at night", "the sea in a storm", "a room"):
        one = scene(f"a dog in {place}, {move}", size)
        for t in (0.0, 4.0):
            assert still(one, t, size)[..., 3].min() == 255, (place, t)


@pytest.mark.parametrize("place", ["forest", "meadow", "street", "underwater", "bamboo forest", "river"])
@pytest.mark.parametrize("move", ["pan left", "pan right", "pull back", "tracking shot", "static shot"])
def test_what_frames_a_picture_grows_from_outside_of_it(place: str, move: str) -> None:
    for seed in range(4):
        one = scene(f"a dog runs in a {place}, {move}", seed=seed)
        for flat in [item for item in one.items if isinstance(item, Prop) and item.art.startswith(flats.PREFIX)]:
            # Its drawing goes on by so much beyond the anchor: that end must stay out of view.
            beyond = flats.outward(flat)
            for share in np.linspace(0, 1, 9):
                x, _, zoom = one.camera.at(float(share))
                at = (flat.x - x * flat.depth) * zoom**flat.depth
                reach = beyond * zoom**flat.depth
                outside = at + reach >= one.width / 2 if flat.flip else at - reach <= -one.width / 2
                assert outside, (flat.art, seed, share)


def test_hours_differ_and_follow_the_day() -> None:
    hours = ("dawn", "morning", "noon", "golden hour", "sunset", "blue hour", "night")
    seen = {hour: still(scene(f"a house in a meadow at {hour}"))[..., :3].astype(float) for hour in hours}
    light = {hour: picture.mean() for hour, picture in seen.items()}
    assert min(light["noon"], light["morning"]) > light["sunset"] > light["blue hour"] > light["night"]
    warmth = {hour: picture[..., 2].mean() - picture[..., 0].mean() for hour, picture in seen.items()}
    assert warmth["golden hour"] > warmth["noon"]
    assert warmth["sunset"] > warmth["blue hour"]


def test_bad_weather_hides_the_sun_and_a_clear_sky_shows_it() -> None:
    def discs(words: str) -> list[str]:
        return [item.seed for item in scene(words).items if isinstance(item, Prop) and item.seed == "disc"]

    assert discs("a meadow at noon") == ["disc"]
    assert not any(discs(f"a meadow, {word}") for word in ("heavy rain", "storm", "thick fog", "snow"))


def test_leaves_and_roofs_show_the_season() -> None:
    summer, autumn, winter = (
        still(scene(f"a park, {words}"))[40:].astype(float) for words in ("sunny", "autumn leaves", "snow")
    )
    green = [float((picture[..., 1] - picture[..., 2]).mean()) for picture in (summer, autumn, winter)]
    assert green[0] > green[1] + 4
    assert winter.mean() > summer.mean()


# --- rooms ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prompt", "thing"),
    [
        ("a teacher in a classroom", "blackboard"),
        ("a monk prays in a church", "rosewindow"),
        ("一个女孩在超市里", "goods"),
        ("a king walks in his castle", "banner"),
        ("a man waits at the airport", "runway"),
        ("学生在教室里读书", "blackboard"),
    ],
)
def test_whoever_is_in_a_house_is_seen_in_its_room(prompt: str, thing: str) -> None:
    arts = [item.art for item in scene(prompt).items if isinstance(item, Prop)]
    assert thing in arts
    assert not {"castle", "church", "hospital", "school"} & set(arts)


def test_everything_that_furnishes_a_room_is_drawn() -> None:
    things = {thing for room in interiors.rooms() for thing in room.things}
    assert things <= set(FITTINGS) | set(THINGS)


def test_windows_show_the_hour_and_lamps_are_on_at_night() -> None:
    day, night = scene("a cat in a room at noon"), scene("a cat in a room at night")
    panes = [
        next(item for item in one.items if isinstance(item, Prop) and item.art == "casement") for one in (day, night)
    ]
    assert sum(panes[0].colour or ()) > 2 * sum(panes[1].colour or ())
    arts = [{item.art for item in one.items if isinstance(item, Prop)} for one in (day, night)]
    assert "lampglow" in arts[1] - arts[0]
    assert "sunpatch" in arts[0] - arts[1]


# --- materials ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prompt", "whole", "own"),
    [
        ("a glass swan on a lake", None, "glass"),
        ("a city made of felt, a dog", "felt", None),
        ("claymation, a fox runs", "clay", None),
        ("a dragon made of glass flies over the sea", None, "glass"),
        ("watercolor painting of a fox", "watercolor", None),
        ("a golden retriever runs", None, None),
        ("a woman in a wool coat walks down a cobblestone street", None, None),
        ("a cat on a wooden table", None, None),
        ("a lion carved from stone", None, "stone"),
        ("一只玻璃天鹅在湖上", None, "glass"),
        ("毛毡做的小狗在草地上", None, "felt"),
        ("水墨风格，一只鹤飞过群山", "ink", None),
        ("a paper boat on a river", None, "paper"),
    ],
)
def test_a_material_belongs_to_the_thing_or_to_the_picture(prompt: str, whole: str | None, own: str | None) -> None:
    shot = storyboard.read(prompt, 4)[0]
    first = shot.subjects[0].stuff
    assert (shot.stuff.value if shot.stuff else None, first.value if first else None) == (whole, own)


def made_of(name: str, resolution: float = 260.0) -> NDArray[np.uint8]:
    light = replace(palette.PALETTES["day"], stuff=name)
    drawing = THINGS["house"](ink.Ink(None, (), art.generator("house")))
    return art.finished(drawing, 0.5, resolution, light).pixels


def test_each_material_is_told_from_paper_and_from_the_others() -> None:
    seen = {"": made_of("")}
    for name in sorted(set(materials.STUFFS) - materials.GRADES):
        made = made_of(name)
        rows, columns = (min(one.shape[axis] for one in (made, *seen.values())) for axis in (0, 1))
        for other, picture in seen.items():
            difference = apart(made[-rows:, :columns], picture[-rows:, :columns])
            assert difference > 1.2, (name, other)
        seen[name] = made


@pytest.mark.parametrize("name", sorted(set(materials.STUFFS) - {"neon"}))
def test_a_material_adds_no_light_of_its_own(name: str) -> None:
    pixels = made_of(name)
    assert (pixels[..., :3].max(axis=2) <= pixels[..., 3]).all()


@pytest.mark.parametrize(
    "style", ["lego city", "ink wash painting of a river", "a knitted world", "black and white film"]
)
def test_a_picture_in_a_manner_has_no_hole_and_is_the_same_again(style: str) -> None:
    one = scene(f"{style}, a dog walks")
    first = still(one)
    assert first[..., 3].min() == 255
    assert np.array_equal(first, still(scene(f"{style}, a dog walks")))


def test_black_and_white_leaves_no_colour() -> None:
    picture = still(scene("black and white film, a red bus in the city at night, fireworks over a neon sign")).astype(
        int
    )
    grey = np.abs(picture[..., :3].max(axis=2) - picture[..., :3].min(axis=2))
    without_weather = still(replace(scene("black and white film, a red bus in the city"), weather=())).astype(int)
    assert np.abs(without_weather[..., :3].max(axis=2) - without_weather[..., :3].min(axis=2)).max() <= 12
    assert grey.mean() < 12


def test_a_thing_of_glass_leaves_the_scenery_as_paper() -> None:
    plain, glass = scene("a swan on a lake"), scene("a glass swan on a lake")
    strips = [[item for item in one.items if isinstance(item, Strip)] for one in (plain, glass)]
    assert strips[0] == strips[1]
    assert glass.palette.stuff == ""


# --- sound ----------------------------------------------------------------------------------------


def bands(prompt: str) -> NDArray[np.float64]:
    """Share of the strength in octaves from 60 Hz."""
    board = storyboard.read(prompt, 4)
    wave = sound.ambience(board, 97, 24, 1, stage.places(board))
    strength = np.abs(np.fft.rfft(wave.mean(axis=1)))
    edges = (60 * 2.0 ** np.arange(9) * len(wave) / RATE).astype(int)
    made = np.add.reduceat(strength, edges)[:-1]
    share: NDArray[np.float64] = made / made.sum()
    return share


def test_each_place_sounds_like_itself() -> None:
    places = (
        "the sea",
        "a city",
        "a forest",
        "a jungle",
        "a desert",
        "a stadium",
        "a cave",
        "a swamp",
        "outer space",
        "a cafe",
    )
    heard = {place: bands(place) for place in places}
    for one in places:
        for other in places:
            assert one == other or np.abs(heard[one] - heard[other]).sum() > 0.06, (one, other)


@pytest.mark.parametrize(
    "prompt", ["a storm at sea", "a night market", "a campfire in the forest at night", "a swamp", "fireworks"]
)
def test_ambience_is_quiet_wide_and_starts_and_ends_in_silence(prompt: str) -> None:
    board = storyboard.read(prompt, 4)
    wave = sound.ambience(board, 97, 24, 3, stage.places(board))
    assert np.abs(wave).max() <= sound.PEAK + 1e-6
    assert np.abs(wave[[0, -1]]).max() < 1e-3
    assert 0.02 < wave.std() < 0.12
    assert np.abs(wave[:, 0] - wave[:, 1]).mean() > 0.1 * np.abs(wave).mean()


def test_thunder_follows_the_lightning_that_is_seen() -> None:
    calm, storm = (storyboard.read(words, 6) for words in ("heavy rain on a meadow", "a thunderstorm on a meadow"))
    loud = []
    for board in (calm, storm):
        wave = sound.ambience(board, 145, 24, 1, stage.places(board)).mean(axis=1)
        low = np.convolve(wave, np.hanning(400) / 200, "same") ** 2
        at = int((first_flash_s(1) + 0.35) * RATE)
        loud.append(low[at : at + RATE].mean() / (low[: int(0.5 * RATE)].mean() + 1e-12))
    assert loud[1] > 3 * loud[0]
