"""Meadows full of flowers, roofs underfoot."""

from __future__ import annotations

import math

import pytest

from paddock import storyboard
from paddock.engines.animatic import stage
from paddock.engines.animatic.scene import Prop, Scene, Strip


def scene_of(prompt: str) -> Scene:
    return stage.scenes(storyboard.read(prompt, 4), 640, 360, 1)[0]


def blooms(scene: Scene) -> set[str]:
    return {stamp for item in scene.items if isinstance(item, Strip) and item.depth < 0.9 for stamp in item.stamps}


@pytest.mark.parametrize(
    ("prompt", "bloom"),
    [
        ("a girl walks in a meadow full of daisies", "daisyhead"), ("a hillside covered in red poppies", "poppyhead"),
        ("漫山遍野的向日葵，小男孩在草地上奔跑", "sunny"), ("a meadow filled with purple lavender", "spike"),
        ("开满野花的草地", "bloom"),
    ],
)  # fmt: skip
def test_a_meadow_full_of_flowers_has_rows_of_them_and_none_on_stage(prompt: str, bloom: str) -> None:
    scene = scene_of(prompt)
    assert bloom in blooms(scene)
    actors = {item.art for item in scene.items if isinstance(item, Prop) and item.seed.startswith("actor")}
    assert not actors & {"daisy", "poppy", "sunflower", "lavender", "flower"}


def test_a_flower_that_someone_carries_stays() -> None:
    scene = scene_of("a girl carries a daisy through a meadow full of daisies")
    assert any("holds:daisy" in item.look for item in scene.items if isinstance(item, Prop))


def test_a_plain_meadow_is_no_field() -> None:
    assert not blooms(scene_of("a girl with a daisy in a meadow")) & {"daisyhead", "poppyhead", "sunny", "spike"}


@pytest.mark.parametrize(
    ("prompt", "tiled"),
    [
        ("a cat leaps from rooftop to rooftop", True), ("a ninja runs across the rooftops of ancient Kyoto", True),
        ("一位侠客站在屋顶上吹笛子", True), ("a couple on a rooftop in a city", False),
        ("a party at a rooftop bar", False),
    ],
)  # fmt: skip
def test_whoever_is_on_the_roofs_has_tiles_underfoot(prompt: str, tiled: bool) -> None:
    kinds = {item.kind for item in scene_of(prompt).items if isinstance(item, Strip)}
    assert ("rooftiles" in kinds) == tiled


@pytest.mark.parametrize("prompt", ["a tree grows in a desert, time-lapse", "延时摄影，一朵花在草地上生长"])
def test_what_grows_ends_at_its_full_height(prompt: str) -> None:
    scene = scene_of(prompt)
    plant = next(item for item in scene.items if isinstance(item, Prop) and item.seed.startswith("actor"))
    still = next(
        item
        for item in scene_of(prompt.replace("grows", "stands").replace("生长", "")).items
        if isinstance(item, Prop) and item.seed.startswith("actor")
    )
    assert plant.size == still.size
    assert plant.motion.begin < 0.5
    assert plant.motion.begin * math.exp(plant.motion.grow * scene.duration_s) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "prompt", ["an owl delivers a letter through an open window", "a chameleon changes color on a branch"]
)
def test_what_opens_or_changes_does_not_grow(prompt: str) -> None:
    assert all(item.motion.begin == 1.0 for item in scene_of(prompt).items if isinstance(item, Prop))


@pytest.mark.parametrize(
    ("prompt", "place"),
    [
        ("飞船从云层中降落，地面上的人们抬头仰望", "city"), ("an angel stands on the clouds", "sky"),
        ("汉服少女在灯会上提着花灯", "street"), ("a man walks toward a lighthouse", "coast"),
        ("a lighthouse in a storm", "sea"),
    ],
)  # fmt: skip
def test_the_place_is_where_the_people_are(prompt: str, place: str) -> None:
    assert stage.places(storyboard.read(prompt, 4)) == (place,)


def test_what_is_in_the_sky_is_not_in_the_room_of_who_looks_out() -> None:
    items = scene_of("a boy at a window in his room watches a comet").items
    assert "comet" not in [item.art for item in items if isinstance(item, Prop)]
    outside = scene_of("a boy in a meadow watches a comet").items
    assert "comet" in [item.art for item in outside if isinstance(item, Prop)]
