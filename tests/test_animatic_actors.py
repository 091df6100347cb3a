"""The actors of the paper theatre: close-ups, animals on two legs, crowds, still lifes, who goes where with what."""

from __future__ import annotations

import pytest

from paddock import storyboard
from paddock.engines.animatic import faces, grips, portraits, stage
from paddock.engines.animatic.cast import ROLES
from paddock.engines.animatic.scene import Prop, Scene
from paddock.engines.animatic.wardrobe import OUTFITS, Look
from paddock.kinds import PEOPLE

SIZE = (640, 360)


def scene_of(prompt: str) -> Scene:
    return stage.scenes(storyboard.read(prompt, 4), *SIZE, 1)[0]


def props(prompt: str) -> list[Prop]:
    return [item for item in scene_of(prompt).items if isinstance(item, Prop)]


def arts(prompt: str) -> list[str]:
    return [item.art for item in props(prompt)]


def actor(prompt: str, art: str) -> Prop:
    found = [item for item in props(prompt) if item.art == art]
    assert found, f"no {art} on stage"
    return found[0]


@pytest.mark.parametrize(
    ("prompt", "art", "least"),
    [
        ("close-up of a woman's face", "_woman", 0.55), ("a tiger, close-up", "_tiger", 0.55),
        ("extreme close-up of a man's eyes", "_man", 1.0), ("close-up of a robot's face", "_robot", 0.55),
    ],
)  # fmt: skip
@pytest.mark.parametrize("size", [(640, 360), (360, 640)])
def test_in_a_close_up_the_head_fills_the_frame(prompt: str, art: str, least: float, size: tuple[int, int]) -> None:
    scene = stage.scenes(storyboard.read(prompt, 4), *size, 3)[0]
    face = next(item for item in scene.items if isinstance(item, Prop) and item.art.endswith(art))
    unit = face.size / (200.0 if face.art.startswith("tight") else portraits.HEIGHT)
    assert portraits.HEAD * unit >= least * min(scene.width, scene.height)
    assert face.y >= scene.height / 2


def test_every_portrait_is_drawn_and_blinks() -> None:
    for name in [*OUTFITS, *sorted(faces.FACED)]:
        draw = faces.draw if name in faces.FACED else portraits.draw
        opened, shut = (draw(name, state, "stand", None, Look(3)).body for state in ("open", "shut"))
        assert opened, name
        assert (opened != shut) == (name not in ("ghost", "skeleton", "alien")), name


@pytest.mark.parametrize(
    ("prompt", "art"),
    [
        ("a cat at a piano plays jazz", "upright_cat"), ("a panda chef cooks noodles", "upright_panda"),
        ("a corgi in sunglasses drives a convertible", "upright_corgi"), ("a cat sleeps on a sofa", "cat"),
        ("a teddy bear plays the drums", "upright_teddy"), ("an elephant sprays water", "elephant"),
    ],
)  # fmt: skip
def test_animals_that_do_what_people_do_stand_up(prompt: str, art: str) -> None:
    assert art in arts(prompt)


def test_whoever_rides_in_a_train_is_seen_at_its_window() -> None:
    prompt = "a woman sits in a train and looks out of the window"
    shown = arts(prompt)
    assert ("train" in shown, [art for art in shown if art.startswith("cabin")] != []) == (False, True)
    assert actor(prompt, "woman").motion.vx != 0
    assert "train" in arts("a woman waits for a train")


def test_what_someone_goes_towards_waits_and_is_not_passed() -> None:
    scene = scene_of("three astronauts walk towards a rocket on mars")
    rocket, *others = [item for item in scene.items if isinstance(item, Prop) and item.art in ("rocket", "astronaut")]
    assert rocket.motion.vx == 0
    assert all(one.x + one.motion.vx * scene.duration_s < rocket.x for one in others)


def test_a_crowd_watches_and_does_not_perform() -> None:
    shown = arts("a crowd of people cheering at a concert, a singer on stage")
    assert ("audience" in shown, "man" in shown) == (True, False)


@pytest.mark.parametrize("prompt", ["a bottle of perfume on a table", "a bowl of strawberries", "三个苹果放在盘子上"])
def test_small_things_alone_are_large(prompt: str) -> None:
    scene = scene_of(prompt)
    things = [item for item in scene.items if isinstance(item, Prop) and item.seed.startswith("actor")]
    assert max(item.size * max(1.0, ROLES[item.art].spread) for item in things) > 0.25 * scene.height


def test_a_lone_animal_is_no_dot() -> None:
    assert actor("a fox in a meadow", "fox").size > 0.25
    assert actor("a mouse in a meadow", "mouse").size < actor("a fox in a meadow", "fox").size


def test_a_shield_leaves_the_face_free() -> None:
    neck, shield = (70.0, 58.0), grips.GRIPS["shield"]
    top = neck[1] + 8 + shield.near[1] - shield.size * shield.pivot[1] / 110
    assert top > neck[1]


@pytest.mark.parametrize(
    ("prompt", "tool"),
    [
        ("an old man fishing by a lake", "fishingrod"), ("a boy reads under a tree", "book"),
        ("a woman takes a selfie", "phone"), ("两个人打网球", "racket"),
    ],
)  # fmt: skip
def test_a_tool_that_goes_without_saying_is_in_hand(prompt: str, tool: str) -> None:
    people = [item for item in props(prompt) if item.look]
    assert any(f"holds:{tool}" in item.look for item in people)


def test_people_fly_and_swim_head_first() -> None:
    assert actor("a superhero flies above a city", "superhero").gait == "prone"
    assert actor("a woman swims in the sea", "woman").gait == "swim"
    assert "raft" not in arts("a woman swims in the sea")


def test_the_chased_are_ahead_of_those_who_chase() -> None:
    assert actor("a cheetah chases a gazelle", "antelope").x > actor("a cheetah chases a gazelle", "cheetah").x


def test_the_kinds_of_people_are_those_with_clothes() -> None:
    assert {*OUTFITS, "robot"} & {kind for kind in ROLES if ROLES[kind].person} == PEOPLE
