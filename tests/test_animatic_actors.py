"""The actors of the paper theatre: close-ups, animals on two legs, crowds, still lifes, who goes where with what."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from paddock import storyboard
from paddock.engines.animatic import faces, grips, portraits, puppets, stage
from paddock.engines.animatic.beasts import BEASTS
from paddock.engines.animatic.cast import ROLES, STANDING
from paddock.engines.animatic.paint import Painter
from paddock.engines.animatic.scene import Prop, Scene
from paddock.engines.animatic.upright import UPRIGHT
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


@pytest.mark.parametrize(
    "prompt",
    [
        "a man runs down a street, the camera follows him from behind", "a red car speeds away down a mountain road",
        "a dog runs toward the camera", "a horse gallops in a desert, tracking shot",
        "a red car on a mountain road drives",
    ],
)  # fmt: skip
def test_whoever_goes_stays_in_view(prompt: str) -> None:
    scene = scene_of(prompt)
    goes = next(item for item in scene.items if isinstance(item, Prop) and item.seed.startswith("actor"))
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        camera_x, _, zoom = scene.camera.at(share)
        x = goes.x + goes.motion.vx * share * scene.duration_s - camera_x
        assert abs(x) * zoom < 0.8 * scene.width / 2, share


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


def beats_of(prompt: str, art: str) -> list[Prop]:
    """The props of one actor, beat by beat."""
    found = [item for item in props(prompt) if item.art == art]
    return sorted(found, key=lambda item: item.begin_s)


def place(prop: Prop, t: float) -> float:
    return prop.x + prop.motion.at(t)[0]


def test_several_deeds_fill_the_shot_one_after_the_other() -> None:
    girl = beats_of("a girl runs along the beach, stops, turns around and waves", "girl")
    assert [one.gait for one in girl] == ["run", "stand", "stand", "wave"]
    assert [one.flip for one in girl] == [False, False, True, True]
    assert girl[0].begin_s == 0
    assert girl[-1].end_s > 4
    for before, after in pairwise(girl):
        assert before.end_s == after.begin_s
        assert place(before, before.end_s) == pytest.approx(place(after, after.begin_s))


def test_only_one_beat_is_drawn_at_a_time() -> None:
    painter = Painter(scene_of("a girl sits on the grass, stands up and dances"), SIZE)
    frames = {}
    for t in (0.2, 3.8):
        frames[t] = np.zeros((*SIZE[::-1], 4), np.uint8)
        painter.frame(t, frames[t])
    assert not np.array_equal(frames[0.2], frames[3.8])
    assert (
        len(
            {
                gait.rpartition(":")[2]
                for gait in [one.gait for one in beats_of("a girl sits, stands up and dances", "girl")]
            }
        )
        == 3
    )


def test_what_is_handed_over_is_in_other_hands_then() -> None:
    prompt = "a nurse hands a teddy bear to a boy"
    holding = [
        (one.art, [word for word in one.look if word.startswith("holds:")])
        for one in props(prompt)
        if one.art in ("nurse", "boy")
    ]
    assert sorted(holding) == [("boy", []), ("boy", ["holds:teddy"]), ("nurse", []), ("nurse", ["holds:teddy"])]
    faces = {one.art: one.flip for one in props(prompt) if one.art in ("nurse", "boy")}
    assert faces["nurse"] != faces["boy"]


def test_what_is_thrown_flies_from_the_hand() -> None:
    held, flung = (
        next(one for one in props("a man throws a bottle at the wall") if seed in one.seed)
        for seed in ("actor0man", "flungbottle")
    )
    assert flung.begin_s == held.end_s > 0
    assert abs(flung.motion.vx) > 0.5


def test_whoever_has_sat_down_stays_seated() -> None:
    gaits = [one.gait for one in beats_of("a boy sits down in a meadow, opens a book and reads, then stands up", "boy")]
    assert [gait.startswith("floor:") for gait in gaits] == [True, True, True, False]


def test_each_thing_is_in_hand_when_it_is_used() -> None:
    man = beats_of("an old man sits down at a table, opens a newspaper, then takes a sip of coffee", "oldman")
    held = [[word for word in one.look if word.startswith("holds:")] for one in man]
    assert held == [[], ["holds:newspaper"], ["holds:coffee"]]


def test_who_walks_up_to_someone_ends_beside_them() -> None:
    prompt = "a boy runs to his grandmother and hugs her"
    (grandmother,) = beats_of(prompt, "oldwoman")[:1]
    run, hug = beats_of(prompt, "boy")
    assert abs(place(run, 0.0) - grandmother.x) > 2 * abs(place(hug, hug.begin_s) - grandmother.x) > 0


@pytest.mark.parametrize("kind", ["centaur", "raptor", "minotaur"])
def test_a_cut_out_without_joints_rocks_as_it_runs(kind: str) -> None:
    being = actor(f"a {kind} runs through a field", kind)
    assert being.motion.vx > 0
    assert being.motion.hop > 0
    assert being.motion.roll > 0


def test_a_wolf_that_howls_lifts_its_head() -> None:
    wolf = actor("a wolf howls at the moon", "wolf")
    assert wolf.gait == "howl"
    raised, level = (BEASTS["wolf"](0.0, gait, None, Look(1)).body for gait in ("howl", "stand"))
    assert raised != level


@pytest.mark.parametrize("name", STANDING)
def test_who_can_stand_up_is_drawn_so(name: str) -> None:
    assert UPRIGHT[f"upright_{name}"](0.0, "stand", None, Look(1)).body


def test_a_bartender_stands_behind_the_bar() -> None:
    prompt = "a bartender wipes the counter"
    order = arts(prompt)
    assert order.index("waiter") < order.index("bartop")


def test_two_who_embrace_stand_close_and_face_each_other() -> None:
    man, woman = actor("a man and a woman hug", "man"), actor("a man and a woman hug", "woman")
    assert abs(man.x - woman.x) < 0.3 * man.size
    assert man.flip != woman.flip


def test_a_child_on_the_shoulders_goes_where_its_father_goes() -> None:
    prompt = "a father carries his daughter on his shoulders through a market"
    father, daughter = actor(prompt, "man"), actor(prompt, "girl")
    hips = daughter.y - 0.42 * daughter.size
    assert father.y - 0.9 * father.size < hips < father.y - 0.6 * father.size
    assert daughter.motion.vx == father.motion.vx > 0


@pytest.mark.parametrize(
    ("prompt", "mount"),
    [
        ("a cowboy rides toward a town", "horse"), ("a girl rides through the park", "bicycle"),
        ("a man rides across the desert", "horse"), ("a man rides a camel across the desert", "camel"),
    ],
)  # fmt: skip
def test_whoever_rides_has_something_to_ride(prompt: str, mount: str) -> None:
    assert [art for art in arts(prompt) if art in ("horse", "bicycle", "camel")] == [mount]


def test_whoever_is_on_a_train_is_in_it() -> None:
    assert "cabin_wide" in arts("a girl reads on a train")
    assert "train" in arts("two kids sit on top of a train")


def test_what_is_taken_off_is_worn_no_more_and_nobody_flies() -> None:
    shot = storyboard.read("a nurse takes off her mask", 3)[0]
    assert shot.subjects[0].action
    assert shot.subjects[0].action.value == "carry"
    assert storyboard.read("a plane takes off", 3)[0].subjects[0].action == storyboard.Tag("fly", "takes off")


@pytest.mark.parametrize(
    ("prompt", "more"),
    [
        ("a programmer types code in an office", "laptop"), ("a hacker codes in a dark room", "laptop"),
        ("a poet writes in her notebook", "notebook"), ("女孩坐在窗边写信", "desk"),
    ],
)  # fmt: skip
def test_whoever_writes_sits_at_a_desk(prompt: str, more: str) -> None:
    shown = arts(prompt)
    assert {"desk", more} <= set(shown)
    assert "stool" in shown


def test_whoever_leaves_a_bench_stands_beside_it_on_the_ground() -> None:
    prompt = "a man sits on a bench, then stands up and walks away"
    (bench,), man = beats_of(prompt, "bench")[:1], beats_of(prompt, "man")
    assert man[0].gait == "sit"
    assert man[1].gait == "stand"
    assert man[1].y >= bench.y
    assert actor("a boy stands on a rock", "boy").y < actor("a boy stands on a rock", "rock").y


def test_all_of_a_group_leave_together() -> None:
    last = [one for one in beats_of("two boys stand on a rock, then they run away", "boy") if one.begin_s > 0]
    assert [one.gait for one in last] == ["run", "run"]
    assert last[0].x != last[1].x


@pytest.mark.parametrize("prompt", ["a cat on a motorcycle", "a penguin on a unicycle juggles oranges"])
def test_beasts_sit_on_what_is_pedalled(prompt: str) -> None:
    rider = next(item for item in props(prompt) if item.art.startswith("upright_"))
    assert rider.gait == "ride"


def test_who_rides_a_beast_needs_no_horse() -> None:
    assert "horse" not in arts("a squirrel dressed as a knight rides a hamster")


def test_tea_from_a_cup_is_one_thing_in_hand() -> None:
    prompt = "a woman drinks tea from a cup at a table"
    assert not {"cup", "tea"} & set(arts(prompt))
    assert "holds:tea" in actor(prompt, "woman").look


def test_a_baby_in_a_bathtub_looks_over_its_rim() -> None:
    baby, tub = actor("a baby in a bathtub", "baby"), actor("a baby in a bathtub", "bathtub")
    assert baby.y - baby.size < tub.y - 0.72 * tub.size


def test_who_gives_has_it_before() -> None:
    prompt = "a knight kneels in front of a princess and offers her a rose"
    rose = [(one.art, one.begin_s == 0) for one in props(prompt) if "holds:rose" in one.look]
    assert sorted(rose) == [("knight", True), ("princess", False)]


def test_someone_looks_the_same_in_every_part_they_play() -> None:
    assert len({puppets.lot(seed) for seed in ("actor0man", "guest0man", "desk6man", "climberman", "rider0man")}) == 1
    assert puppets.lot("actor0man") != puppets.lot("actor1man")


def test_those_who_surround_someone_are_no_mere_crowd() -> None:
    prompt = "a samurai stands in a field, five ninjas surround him"
    assert arts(prompt).count("ninja") == 5


def test_who_digs_up_a_treasure_has_a_shovel_and_not_the_treasure() -> None:
    prompt = "a pirate digs up a treasure chest on a beach"
    pirate, chest = actor(prompt, "pirate"), actor(prompt, "treasure")
    assert "holds:shovel" in pirate.look
    assert abs(chest.x - pirate.x) > 0.3 * pirate.size


@pytest.mark.parametrize(
    "prompt",
    [
        "a small boat on a calm lake, an old man casts his line", "一叶扁舟在江上，渔翁垂钓",
        "a fisherman pulls a huge fish onto his small boat", "a canoe drifts down a river, two girls laugh",
    ],
)  # fmt: skip
def test_who_is_nowhere_else_on_the_water_is_in_the_boat(prompt: str) -> None:
    shown = arts(prompt)
    assert "raft" not in shown
    assert {"rowboat", "canoe"} & set(shown)


def test_a_swimmer_is_beside_the_boat() -> None:
    assert "boat" in arts("a man swims beside a boat on a lake")


@pytest.mark.parametrize("prompt", ["a couple stands on a stone bridge in a park", "a couple stands in a park"])
def test_a_couple_is_a_man_and_a_woman_wherever_they_are(prompt: str) -> None:
    assert {"man", "woman"} <= set(arts(prompt))


def test_what_something_flows_down_stays_upright() -> None:
    assert actor("a river of lava flows down a volcano", "volcano").motion.at(1.0)[2] == 0
    assert abs(actor("a tree falls in the forest", "tree").motion.at(1.0)[2]) > 60


def test_an_animal_drinks_from_a_bowl_on_its_own_feet() -> None:
    assert "cat" in arts("a cat drinks milk from a bowl")


@pytest.mark.parametrize("prompt", ["男人走向灯塔", "a girl runs to the lighthouse", "端着面条的服务员走向客人"])
def test_who_goes_to_something_walks_there_on_land(prompt: str) -> None:
    assert "raft" not in arts(prompt)
    first, *others = [item for item in props(prompt) if item.art in ("man", "girl", "waiter", "lighthouse")]
    goer = next(item for item in (first, *others) if item.motion.vx)
    assert all(other.x > goer.x for other in (first, *others) if other is not goer)


@pytest.mark.parametrize("prompt", ["a boy reads a book on a sofa", "a couple shares an ice cream on a park bench"])
def test_what_is_used_on_a_seat_is_in_the_hands_of_who_sits_there(prompt: str) -> None:
    things = {"book", "icecream"}
    assert not things & set(arts(prompt))
    assert any(word.removeprefix("holds:") in things for item in props(prompt) for word in item.look)


def test_a_portrait_that_is_drawn_is_a_picture_and_no_close_up() -> None:
    shown = arts("an artist draws a portrait of a tourist")
    assert "easel" in shown
    assert "painter" in shown


def test_a_horse_drawn_carriage_goes_behind_its_horse() -> None:
    shown = {item.art: item for item in props("a horse-drawn carriage passes under gas lamps")}
    assert shown["horse"].x > shown["carriage"].x
    assert shown["horse"].motion.vx == shown["carriage"].motion.vx > 0


def test_a_macro_of_somebodys_work_shows_hands_and_the_work() -> None:
    shown = arts("macro shot: a watchmaker repairs a pocket watch")
    assert "hands" in shown
    assert not [art for art in shown if art.startswith("_")]


def test_a_macro_of_somebody_alone_shows_the_face() -> None:
    assert "tight_man" in arts("macro shot of a man's face")


def test_who_plays_with_toys_sits_on_the_floor_with_them() -> None:
    shown = {item.art: item for item in props("a child plays with toys on the floor")}
    assert "table" not in shown
    assert "sit" in shown["boy"].gait
    assert shown["toyblocks"].y == pytest.approx(shown["boy"].y, abs=0.1)


@pytest.mark.parametrize("prompt", ["a woman walks through a crowded market", "热闹的街道上，小女孩牵着气球"])
def test_a_crowded_place_has_people_in_it(prompt: str) -> None:
    alone = arts(prompt.replace("crowded ", "").replace("热闹的", ""))
    assert len(arts(prompt)) >= len(alone) + 4


@pytest.mark.parametrize("prompt", ["a busy bee in the park", "a lively dog runs through the street"])
def test_somebody_busy_makes_no_crowd(prompt: str) -> None:
    assert len(arts(prompt)) == len(arts(prompt.replace("busy ", "").replace("lively ", "")))


def test_an_animal_sits_where_it_is_said_to_sit_and_watch() -> None:
    assert actor("a cat sits on a windowsill watching the rain", "cat").gait == "sit"
