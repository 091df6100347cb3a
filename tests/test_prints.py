"""Patterns on clothes: read from the words about someone, drawn on what is worn."""

from __future__ import annotations

import pytest

from paddock import storyboard
from paddock.engines.animatic import people, prints
from paddock.engines.animatic.wardrobe import Look, dressed


@pytest.mark.parametrize(
    ("prompt", "worn"),
    [
        ("a man in a striped shirt", [["striped"]]), ("a girl in a polka-dot dress", [["dotted"]]),
        ("a lumberjack in a red plaid shirt", [["plaid"]]), ("a woman in a shirt", [[]]),
        ("穿着蓝色碎花裙的女孩和穿格子衬衫的男孩在公园散步", [["floral"], ["plaid"]]),
    ],
)  # fmt: skip
def test_patterns_are_read_with_who_wears_them(prompt: str, worn: list[list[str]]) -> None:
    subjects = storyboard.read(prompt, 3)[0].subjects
    assert [[tag.value for tag in one.look if tag.value in prints.PRINTS] for one in subjects] == worn


def test_two_people_joined_by_he_do_the_same() -> None:
    subjects = storyboard.read("戴帽子的女孩和穿衬衫的男孩在公园散步", 3)[0].subjects
    assert [one.action and one.action.value for one in subjects] == ["walk", "walk"]


@pytest.mark.parametrize("cut", ["shirt", "dress", "gown", "coat"])
def test_every_pattern_changes_the_cloth_and_only_the_cloth(cut: str) -> None:
    def drawn(*words: str) -> str:
        look = Look(3, frozenset(words))
        return people.figure(0.25, "stand", dressed("woman", (47, 95, 160), look)).body

    plain = drawn(cut)
    for name in prints.PRINTS:
        marked = drawn(cut, name)
        start = marked.index("<clipPath")
        end = marked.index("</g></g>", start) + len("</g></g>")
        assert marked[:start] + marked[end:] == plain
        assert marked.count("clip-path") == 1


@pytest.mark.parametrize(
    ("prompt", "deed", "weather"),
    [
        ("少女在桃花树下抚琴，花瓣纷飞", "strum", "petals"), ("雨中奔跑的男孩", "run", "rain"),
        ("少女在花瓣雨中跳舞", "dance", "petals"), ("雪花飞舞，一个女孩站着", "stand", "snow"),
    ],
)  # fmt: skip
def test_what_the_weather_does_nobody_on_stage_does(prompt: str, deed: str, weather: str) -> None:
    shot = storyboard.read(prompt, 3)[0]
    assert [tag.value for tag in shot.weather] == [weather]
    assert shot.subjects[0].action
    assert (shot.subjects[0].action.value, shot.subjects[0].deeds) == (deed, ())
