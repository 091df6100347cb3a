"""How longer videos are put together from a model's clips."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paddock.engines import profiles
from paddock.engines.diffusers_plan import clips
from paddock.engines.profiles import Profile

CHAINED = [name for name in profiles.names() if profiles.load(name).extend.way in ("last-frame", "last-frames", "vace")]


def planned(profile: Profile, *lengths_s: float, image: bool = False) -> list[tuple[str, int, int, int]]:
    edges = [sum(lengths_s[:index]) for index in range(len(lengths_s) + 1)]
    shots = [(f"shot {i}", edges[i], edges[i + 1]) for i in range(len(lengths_s))]
    return [(clip.start, clip.frames, clip.begins, clip.keeps) for clip in clips(profile, shots, image=image)]


def test_five_seconds_of_wan_are_one_clip() -> None:
    assert planned(profiles.load("wan2.2-t2v-a14b"), 5) == [("prompt", 81, 0, 81)]


def test_ten_seconds_go_on_from_the_last_frames() -> None:
    assert planned(profiles.load("wan2.1-vace-14b"), 10) == [
        ("prompt", 81, 0, 81),
        ("before", 81, 5, 76),
        ("before", 9, 5, 4),
    ]


def test_an_image_begins_the_first_shot_only() -> None:
    starts = [start for start, *_ in planned(profiles.load("wan2.2-ti2v-5b"), 3, 4, image=True)]
    assert starts == ["image", "before"]


def test_each_shot_has_its_own_clip() -> None:
    assert planned(profiles.load("wan2.2-t2v-a14b"), 3, 2) == [("prompt", 49, 0, 48), ("prompt", 33, 0, 33)]


def test_diffusion_forcing_is_one_call_with_a_round_for_each_clip() -> None:
    profile = profiles.load("skyreels-v2-df-14b-720p")
    (clip,) = clips(profile, [("a lake", 0, 10)], image=False)
    assert (clip.frames, clip.keeps, clip.rounds) == (241, 241, 3)  # 121, then twice up to 104 new ones
    (short,) = clips(profile, [("a lake", 0, 3)], image=False)
    assert (short.frames, short.rounds) == (73, 1)


def test_a_model_with_a_shortest_clip_is_never_asked_for_less() -> None:
    assert planned(profiles.load("minimax-h3"), 3) == [("prompt", 124, 0, 73)]
    assert planned(profiles.load("minimax-h3"), 15) == [("prompt", 345, 0, 345), ("before", 124, 1, 16)]


@pytest.mark.parametrize("name", CHAINED)
@given(lengths=st.lists(st.floats(0.5, 15), min_size=1, max_size=5), image=st.booleans())
def test_clips_keep_the_models_rule_and_fill_the_time(name: str, lengths: list[float], image: bool) -> None:
    profile = profiles.load(name)
    found = planned(profile, *lengths, image=image)
    for _, frames, begins, keeps in found:
        assert frames <= profile.clip.most_frames
        assert (frames - profile.clip.frame_plus) % profile.clip.frame_step == 0
        assert 0 < keeps <= frames - begins
    assert sum(keeps for *_, keeps in found) >= sum(lengths) * profile.clip.fps + 1 - 1e-6
