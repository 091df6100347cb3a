"""The album: every thing drawn as data can be drawn, looks like no other, and has its words."""

from __future__ import annotations

import numpy as np
import pytest

from paddock import lexicon, storyboard
from paddock.engines.animatic import album, art, bonds, cast, fittings, puppets, stage, things
from paddock.engines.animatic.fabled import FABLED
from paddock.engines.animatic.ink import Ink
from paddock.engines.animatic.scene import Prop
from paddock.engines.animatic.wardrobe import Look

HEIGHT = 56.0
"""Pixels: enough to tell two drawings apart, few enough to draw them all."""
UNNAMED = {"dress", "sunglasses", "oar", "bamboostick"}
"""What is no subject by itself: worn by whoever is named with it, or only held."""
NOUNS = """
apple, lemon, garlic, cabbage, pineapple, coconut, avocado, mango, pizza, sushi, burger, pancake, cake, donut, bread,
cheese, egg, teapot, cup, bottle, fork, spoon, frying pan, toaster, fridge, blender, candle, lamp, clock, mirror, bed,
sofa, chair, bathtub, toothbrush, soap, comb, umbrella, suitcase, backpack, wallet, key, hammer, saw, ladder, rope,
bucket, broom, scissors, needle, book, newspaper, pencil, globe, microscope, telescope, magnet, compass, camera, laptop,
robot, drone, radio, television, violin, guitar, piano, drum, trumpet, harp, guzheng, football, basketball, skateboard,
kite, teddy bear, doll, chess, dice, gift, balloon, crown, sword, shield, treasure chest, crystal ball, magic lamp,
car, suv, limousine, school bus, food truck, fire truck, ambulance, excavator, bulldozer, forklift, tractor, bicycle,
unicycle, rickshaw, sleigh, snowmobile, tram, cable car, steam train, biplane, helicopter, paraglider, rocket,
space shuttle, lunar lander, satellite, canoe, kayak, yacht, cruise ship, aircraft carrier, tugboat, submarine,
house, castle, lighthouse, windmill, barn, greenhouse, igloo, yurt, treehouse, pagoda, taj mahal, statue of liberty,
stonehenge, mount fuji, viaduct, aqueduct, gas station, waterfall, geyser, volcano, iceberg, cave, tornado, comet,
peony, orchid, dandelion, fern, cactus, ginkgo tree, bonsai, coral fan, dragon, phoenix, unicorn, griffin, hydra,
hedgehog, narwhal, axolotl, mantis, pterodactyl, capybara, 孙悟空, 凤凰, 麒麟, 龙舟, 天坛, 故宫博物院, 乌篷船, 挖掘机,
牡丹, 灵芝, 螳螂, 翼龙, 自由女神像, 蒙古包, 缆车, 航天飞机, 兵马俑, 水车, 黄鹤楼, 四合院, 荷叶
"""


def _pixels(name: str) -> bytes:
    drawing = album.drawings()[name](Ink(None, (), art.generator(name)))
    made = art.svg(drawing, drawing.body, HEIGHT)
    assert np.count_nonzero(made[..., 3]) > 0.06 * made[..., 3].size, f"{name} is nearly empty"
    return made.tobytes()


def test_every_sheet_is_drawn_and_like_no_other() -> None:
    seen: dict[bytes, str] = {}
    for name in album.sheets():
        pixels = _pixels(name)
        assert pixels not in seen, f"{name} looks like {seen[pixels]}"
        seen[pixels] = name


def test_every_sheet_has_an_english_and_a_chinese_name() -> None:
    named: dict[str, set[bool]] = {}
    for phrase, senses in lexicon.phrases().items():
        chinese = any(lexicon.CJK.match(token) for token in phrase)
        for category, value in senses:
            if category == "subject":
                named.setdefault(value, set()).add(chinese)
    missing = [name for name in album.sheets() if len(named.get(name, ())) < 2]
    assert set(missing) <= UNNAMED


def test_every_sheet_has_a_place_on_stage() -> None:
    for name, sheet in album.sheets().items():
        role = cast.ROLES[name]
        assert 0.02 <= role.size <= 0.9, name
        assert role.habitat in {
            "hand", "fixed", "far", "road", "rail", "water", "swim", "air", "wall", "room", "ground",
        }, name  # fmt: skip
        assert 0 < sheet.anchor_y <= sheet.height, name


def test_a_colour_word_changes_what_has_one() -> None:
    red, blue = (Ink(colour, (), art.generator("paint")) for colour in ((200, 40, 40), (40, 60, 200)))
    for name in ("suv", "kayak", "peony", "tajmahal", "excavator", "slimeblob", "yurt"):
        draw = album.drawings()[name]
        assert draw(red).body != draw(blue).body


@pytest.mark.parametrize("name", sorted(FABLED))
def test_beings_of_fable_move(name: str) -> None:
    gait = "fly" if cast.ROLES[name].habitat == "air" or name in ("dragon", "griffin") else "walk"
    frames = {puppets.PUPPETS[name](phase, gait, None, Look(1, frozenset())).body for phase in (0.0, 0.3, 0.6)}
    assert len(frames) == 3


def test_common_nouns_are_drawn() -> None:
    on_cards = []
    for noun in NOUNS.replace("\n", " ").split(","):
        noun = noun.strip()
        text = f"这里有一个{noun}" if lexicon.CJK.match(noun[0]) else f"There is a {noun} here"
        kinds = {one.kind for shot in storyboard.read(text, 5) for one in shot.subjects}
        if not kinds or "card" in kinds:
            on_cards.append(noun)
    assert on_cards == []


def test_birds_on_foot_beat_their_wings_where_they_fly() -> None:
    said = storyboard.read("A crane flies over a lake", 5)[0].subjects[0]
    assert bonds.gait(said, cast.ROLES["crane"], 0.1, 0.3)[0] == "flap"
    said = storyboard.read("A crane walks by a lake", 5)[0].subjects[0]
    assert bonds.gait(said, cast.ROLES["crane"], 0.1, 0.3)[0] == "walk"


def test_a_palace_that_names_a_place_stands_in_it() -> None:
    scene = stage.scenes(storyboard.read("故宫前，一个小女孩放风筝", 5), 640, 360, 3)[0]
    assert any(isinstance(item, Prop) and item.art == "forbiddencity" for item in scene.items)


def test_who_paddles_a_canoe_sits_in_it() -> None:
    for craft in ("canoe", "kayak"):
        scene = stage.scenes(storyboard.read(f"A man paddles a {craft} down the river", 5), 640, 360, 3)[0]
        people = [item for item in scene.items if isinstance(item, Prop) and item.art == "man"]
        assert len(people) == 1
        assert people[0].gait != "swim"


def test_a_name_means_one_drawing() -> None:
    """Where a room's fitting had the name of a thing, the thing would stand in its place."""
    assert not fittings.FITTINGS.keys() & things.THINGS.keys()


def test_a_phrase_means_one_kind_of_subject() -> None:
    kinds: dict[tuple[str, ...], set[str]] = {}
    for phrase, senses in lexicon.phrases().items():
        kinds[phrase] = {value for category, value in senses if category == "subject"}
    assert {" ".join(phrase): found for phrase, found in kinds.items() if len(found) > 1} == {}
