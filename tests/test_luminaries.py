"""Sun and moon as a prompt has them."""

from __future__ import annotations

import pytest

from paddock import storyboard
from paddock.engines.animatic import stage
from paddock.engines.animatic.scene import Prop


def discs(prompt: str) -> list[Prop]:
    scene = stage.scenes(storyboard.read(prompt, 4), 640, 360, 1)[0]
    return [item for item in scene.items if isinstance(item, Prop) and item.seed.startswith("disc")]


@pytest.mark.parametrize(
    ("prompt", "art", "count"),
    [
        ("a desert at night, two moons in the sky", "moon", 2), ("three moons above a meadow", "moon", 3),
        ("荒漠中两个太阳，一个旅人独行", "sun", 2), ("a meadow at night under the moon", "moon", 1),
        ("two women under the sun in a meadow", "sun", 1), ("三月的草地，月亮", "moon", 1),
    ],
)  # fmt: skip
def test_there_are_as_many_as_are_named(prompt: str, art: str, count: int) -> None:
    found = discs(prompt)
    assert [one.art for one in found] == [art] * count
    assert all(abs(one.x) < 0.9 for one in found)


@pytest.mark.parametrize("prompt", ["a meadow at night under a huge full moon", "草地，夜晚，巨大的圆月"])
def test_a_huge_moon_is_huge(prompt: str) -> None:
    assert discs(prompt)[0].size > 2 * discs("a meadow at night under the moon")[0].size
