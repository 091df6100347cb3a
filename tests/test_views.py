"""Views, times, bridges, windows and backdrops: what a prompt says of the picture rather than of who is in it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from paddock import storyboard
from paddock.engines.animatic import paint, stage, timelapse, views
from paddock.engines.animatic.scene import AGLOW, Prop, Scene, Strip
from paddock.models import SIZES, Quality

SMALL = {name.value: (wide // 5, high // 5) for name, (wide, high) in SIZES[Quality.P720].items()}


def scenes(
    prompt: str, size: tuple[int, int] = SMALL["16:9"], seed: int = 1, duration_s: float = 5
) -> tuple[Scene, ...]:
    return stage.scenes(storyboard.read(prompt, duration_s), *size, seed)


def strips(prompt: str) -> dict[str, Strip]:
    return {item.seed: item for item in scenes(prompt)[0].items if isinstance(item, Strip)}


def props(prompt: str) -> dict[str, Prop]:
    return {item.art: item for item in scenes(prompt)[0].items if isinstance(item, Prop)}


def frame(film: paint.Film, t: float, size: tuple[int, int] = SMALL["16:9"]) -> NDArray[np.int64]:
    out = np.zeros((size[1], size[0], 4), np.uint8)
    film.frame(t, out)
    assert out[..., 3].min() == 255
    return out[..., :3].astype(np.int64)


# --- from above and from below --------------------------------------------------------------------


@pytest.mark.parametrize("place", ["a forest", "a river", "a city", "a village", "a farm", "a beach", "雪山"])
def test_land_rises_in_the_frame_as_it_is_seen_from_the_air(place: str) -> None:
    one = scenes(f"aerial view of {place}")[0]
    horizon = min(item.top for item in one.items if isinstance(item, Strip) and item.depth > 0.2)
    level = min(item.top for item in scenes(place)[0].items if isinstance(item, Strip) and item.depth > 0.2)
    assert horizon < level - 0.08
    frame(paint.Film((one,), SMALL["16:9"], ()), 1.0)


@pytest.mark.parametrize("ratio", SMALL)
def test_the_land_from_the_air_fills_every_ratio(ratio: str) -> None:
    for words in ("drone shot of a river in a forest", "aerial view of a coast, pan left", "鸟瞰城市夜景"):
        film = paint.Film(scenes(words, SMALL[ratio]), SMALL[ratio], ())
        for t in (0.0, 4.9):
            frame(film, t, SMALL[ratio])


def test_what_flies_over_a_castle_is_not_the_camera() -> None:
    dragon, drone = (
        storyboard.read(words, 5)[0] for words in ("a dragon flies over a castle", "drone shot of a castle")
    )
    assert views.pitch(dragon) == 1.0
    assert views.pitch(storyboard.read("low angle shot of a tower", 5)[0]) < 1.0 < views.pitch(drone)


# --- time -----------------------------------------------------------------------------------------


def test_time_goes_by_without_a_jump() -> None:
    made = scenes("time-lapse of a city skyline from day to night")
    assert (made[0].palette.name, made[-1].palette.name) == ("day", "night")
    assert made[0].shown[0] == 0.0
    assert all(one.shown[1] == after.shown[0] and after.melt_s > 0 for one, after in pairwise(made))
    film = paint.Film(made, SMALL["16:9"], ())
    shown = [frame(film, index / 24) for index in range(0, 120, 2)]
    steps = [float(np.abs(one - after).mean()) for one, after in pairwise(shown)]
    assert max(steps) < 12  # a cut from day to night is 60
    assert shown[0].mean() > 1.5 * shown[-1].mean()


def test_a_moment_looks_the_same_in_whatever_order_it_is_asked_for() -> None:
    made = scenes("sunset to night over a lake, timelapse")
    forwards, at_once = paint.Film(made, SMALL["16:9"], ()), paint.Film(made, SMALL["16:9"], ())
    middle = made[1].shown[0] + 0.4 * made[1].melt_s
    frame(forwards, middle - 0.6)
    assert np.array_equal(frame(forwards, middle), frame(at_once, middle))


def test_through_the_seasons_the_tree_stays_where_it_is() -> None:
    made = scenes("the four seasons of a lone tree in a meadow", duration_s=8)
    assert [one.palette.season for one in made] == ["spring", "", "autumn", "winter"]
    trees = [next(item for item in one.items if isinstance(item, Prop) and item.art == "tree") for one in made]
    assert len({(tree.x, tree.y, tree.size) for tree in trees}) == 1
    assert len({tree.colour for tree in trees}) == 4


def test_one_hour_said_twice_is_no_change() -> None:
    for words in ("a street at night under the stars", "at dusk, the moon rises to the east", "a day in the sun"):
        assert len(timelapse.moments(storyboard.read(words, 5)[0])) == 1


# --- bridges, ledges, what is aloft -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("prompt", "goer"),
    [
        ("a train crosses a stone bridge over a valley", "train"),
        ("cars drive over the golden gate bridge", "car"),
        ("一列高铁驶过跨海大桥", "bullettrain"),
    ],
)
def test_what_crosses_a_bridge_is_on_it(prompt: str, goer: str) -> None:
    span, on_it = strips(prompt)["span"], props(prompt)[goer]
    assert abs(on_it.y - span.top) < 0.04
    assert not {"stonebridge", "bridge"} & set(props(prompt))


def test_what_goes_under_or_towards_a_bridge_is_not_on_it() -> None:
    assert "span" not in strips("a boat passes under a stone bridge")
    assert "span" not in strips("a car drives towards the bridge")


def test_a_castle_on_a_cliff_stands_on_top_of_it() -> None:
    seen = props("a castle perched on a cliff above the sea")
    castle, cliff = seen["castle"], seen["cliffrock"]
    assert castle.y < cliff.y - 0.6 * cliff.size
    assert abs(castle.x - cliff.x) < 0.4 * cliff.size


def test_a_whale_over_a_city_is_in_the_sky_and_leaves_the_city_to_be_seen() -> None:
    whale = props("a giant whale swims through the sky over a city")["whale"]
    assert whale.y < 0
    assert whale.size < 0.35


def test_balloons_said_without_a_number_are_several_and_counted_ones_as_many() -> None:
    def count(words: str) -> int:
        return sum(isinstance(item, Prop) and item.art == "balloon" for item in scenes(words)[0].items)

    assert count("hot air balloons over a valley") == count("彩色的热气球飞过山谷") == 5
    assert count("two hot air balloons over a valley") == 2


# --- rooms and their windows ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prompt", "window"),
    [
        ("a man in an office in front of floor to ceiling windows, city skyline", "bigwindow_city_"),
        ("办公室落地窗前，窗外是大海", "bigwindow_sea_"),
        ("a cozy room, rain on the window", "casement__rain"),
        ("a cabin interior, snow outside the window", "casement__snow"),
        ("太空站走廊，机器人前行，窗外是地球", "viewport_earth_"),
        ("rainy window at night, city lights outside", "bigwindow_city_rain"),
    ],
)
def test_a_window_shows_what_is_said_to_be_outside(prompt: str, window: str) -> None:
    assert window in props(prompt)


def test_snow_outside_does_not_lie_in_the_room() -> None:
    warm, snowy = (strips(f"a fireplace in a log cabin interior{words}")["wall"] for words in ("", ", snow outside"))
    assert warm.colour == snowy.colour


@pytest.mark.parametrize("size", [SMALL["16:9"], SMALL["4:3"]])
def test_the_bed_of_a_ward_is_wholly_in_view(size: tuple[int, int]) -> None:
    for seed in range(4):
        one = scenes("a nurse in a hospital ward", size, seed)[0]
        bed = next(item for item in one.items if isinstance(item, Prop) and item.art == "bed")
        assert abs(bed.x) + 0.7 * bed.size < one.width / 2


# --- backdrops --------------------------------------------------------------------------------------


def test_a_product_stands_before_the_colour_that_is_asked_for() -> None:
    wall = strips("产品广告，一瓶香水，背景是柔和的粉色")["wall"]
    assert wall.colour[0] > 1.3 * wall.colour[1]
    assert "casement" not in props("luxury perfume bottle, commercial")


def test_colours_that_flow_are_those_of_the_prompt() -> None:
    def hue(words: str) -> NDArray[np.float64]:
        film = paint.Film(scenes(words), SMALL["16:9"], ())
        mean: NDArray[np.float64] = frame(film, 1.0)[40:].mean(axis=(0, 1))
        return mean

    gold, blue = hue("abstract liquid gold flowing"), hue("abstract blue fluid waves")
    assert gold[2] > 1.5 * gold[0]
    assert blue[0] > 1.5 * blue[2]


def test_a_dish_called_after_a_city_is_on_a_table_and_not_in_its_streets() -> None:
    assert stage.places(storyboard.read("重庆火锅，特写", 5)) == ("kitchen",)
    assert stage.places(storyboard.read("重庆的街道", 5)) != ("kitchen",)


def test_smoke_and_steam_do_not_close_the_sky() -> None:
    assert scenes("a sports car drifts, smoke, in the desert")[0].palette.overcast == 0
    assert scenes("a sports car in the fog, in the desert")[0].palette.overcast > 0


@pytest.mark.parametrize("kind", ["lanterns", "trails", "warp"])
def test_lights_by_the_hundred_move_and_repeat(kind: str) -> None:
    words = {"lanterns": "sky lanterns rise over a river", "trails": "light trails on a highway at night",
             "warp": "a spaceship flies through hyperspace"}[kind]  # fmt: skip
    one = scenes(words)[0]
    assert kind in {item.kind for item in one.weather}
    still = replace(one, items=one.items[:1])
    film = paint.Film((still,), SMALL["16:9"], ())
    assert np.abs(frame(film, 1.0) - frame(film, 2.0)).max() > 40
    assert np.array_equal(frame(film, 1.0), frame(paint.Film((still,), SMALL["16:9"], ()), 1.0))


def test_a_sea_that_glows_shines_in_its_waves() -> None:
    rows = strips("Bioluminescent waves crash on a dark beach under the stars")
    assert any(AGLOW in row.material for row in rows.values())
    assert not any(AGLOW in row.material for row in strips("Waves crash on a beach at night").values())


def test_a_drone_without_an_article_is_how_the_picture_is_taken() -> None:
    (shot,) = storyboard.read("Drone flying over endless lavender fields in Provence at sunset", 5.0)
    assert views.pitch(shot) == views.AERIAL
    (other,) = storyboard.read("A drone hovering above a wheat field", 5.0)
    assert views.pitch(other) == 1.0
