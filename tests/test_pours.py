"""What is poured: from what, into what, and the stream between them."""

from __future__ import annotations

import pytest

from paddock import storyboard
from paddock.engines.animatic import stage
from paddock.engines.animatic.scene import Prop


def props(prompt: str) -> dict[str, Prop]:
    scene = stage.scenes(storyboard.read(prompt, 4), 640, 360, 1)[0]
    return {item.art: item for item in reversed(scene.items) if isinstance(item, Prop)}  # of several the first


@pytest.mark.parametrize(
    ("prompt", "source", "target"),
    [
        ("a teapot pours tea into a cup", "teapot", "tea"),
        ("milk is poured from a jug into a bowl of cereal", "pitcher", "cereal"),
        ("honey drips from a spoon onto pancakes", "spoon", "pancakes"),
        ("olive oil drizzled over a fresh salad", "oilbottle", "salad"),
        ("champagne is poured into two glasses", "champagne", "glass"),
        ("茶壶把茶倒进茶杯", "teapot", "tea"),
        ("coffee pours into a white mug", "", "cup"),
        ("whiskey pouring into a crystal glass", "", "tumbler"),
    ],
)
def test_a_stream_runs_from_what_pours_into_what_it_is_poured_into(prompt: str, source: str, target: str) -> None:
    shown = props(prompt)
    stream, into = shown["stream"], shown[target]
    ends = stream.y + stream.size
    assert into.y - into.size < ends < into.y
    assert abs(stream.x - into.x) < 0.3 * into.size
    if source:
        assert shown[source].motion.at(1.0)[2] > 20
        assert shown[source].y - shown[source].size < stream.y < into.y - 0.5 * into.size
    else:
        assert stream.y < -0.5  # it comes from above the frame


@pytest.mark.parametrize(
    ("prompt", "kinds"),
    [
        ("red wine is poured into a glass", ["wine", "glass"]), ("a glass on a table", ["glass", "table"]),
        ("two glasses on a table", ["glass", "table"]), ("a glass swan", ["swan"]), ("a glass bottle", ["bottle"]),
        ("a woman in glasses", ["woman"]), ("a city of glass", []), ("a glass of lemonade", ["icedtea"]),
    ],
)  # fmt: skip
def test_a_glass_is_a_thing_and_glass_a_material(prompt: str, kinds: list[str]) -> None:
    assert [one.kind for one in storyboard.read(prompt, 3)[0].subjects] == kinds


def test_nothing_runs_where_nothing_is_poured() -> None:
    assert "stream" not in props("a teapot and a cup of tea on a table")


def test_whoever_pours_holds_the_vessel_tilted() -> None:
    held = next(item for item in props("a waiter pours champagne into a glass").values() if item.art == "waiter")
    assert "holds:pour:champagne" in held.look
