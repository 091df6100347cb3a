"""Profiles: every one that comes with Paddock is sound, and a wrong one is told where."""

from __future__ import annotations

from pathlib import Path

import pytest

from paddock import errors
from paddock.engines import profiles
from paddock.models import MAX_DURATION_S, SIZES, Model

GOOD = """
title = "Tiny"
models = ["happyhorse-1.0-text-to-video"]
repository = "a/b"
[clip]
fps = 16
frame_step = 4
frame_plus = 1
most_frames = 81
size_multiple = 16
most_pixels = 57600
[sampling]
steps = 2
[licence]
name = "MIT"
"""


def written(folder: Path, text: str) -> str:
    (folder / "tiny.toml").write_text(text)
    return "tiny"


@pytest.mark.parametrize("name", profiles.names())
def test_what_a_shipped_profile_plans_is_within_its_models_rules(name: str) -> None:
    profile = profiles.load(name)
    clip = profile.clip
    for duration_s in range(3, profile.clip_s + 1):
        frames = profile.frames(duration_s)
        assert (frames - clip.frame_plus) % clip.frame_step == 0
        assert frames <= clip.most_frames
        assert (frames - 1) / clip.fps >= duration_s
    for sizes in SIZES.values():
        for width, height in sizes.values():
            made = profile.size(width, height)
            assert all(side % clip.size_multiple == 0 for side in made)
            assert made[0] * made[1] <= clip.most_pixels * 1.05
            assert abs(made[0] / made[1] / (width / height) - 1) < 0.06
    assert 3 <= profile.longest_s <= MAX_DURATION_S
    assert profile.licence.restricted or profile.licence.name == "Apache-2.0"


@pytest.mark.parametrize(
    ("name", "frames", "size"),
    [
        ("wan2.2-t2v-a14b", 81, (1280, 720)),
        ("wan2.2-ti2v-5b", 121, (1280, 704)),
        ("ltx-2", 121, (1280, 704)),
        ("minimax-h3", 124, (1280, 704)),
    ],
)
def test_five_seconds_at_720p_are_what_the_model_was_made_for(name: str, frames: int, size: tuple[int, int]) -> None:
    profile = profiles.load(name)
    assert (profile.frames(5), profile.size(1280, 720)) == (frames, size)


def test_wan_is_never_asked_for_more_than_81_frames() -> None:
    assert profiles.load("wan2.1-vace-14b").frames(15) == 81


def test_a_folder_of_ones_own_goes_before_ours_and_a_path_is_a_path(tmp_path: Path) -> None:
    assert profiles.load(written(tmp_path, GOOD), tmp_path).title == "Tiny"
    assert profiles.load(str(tmp_path / "tiny.toml")).models == [Model.TEXT]


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("fps = 16", "fps = 0", "clip.fps: Expected `int` >= 1"),
        ("fps = 16", "", "clip: Object missing required field `fps`"),
        ("steps = 2", "steps = 2\nstride = 3", "sampling: Object contains unknown field `stride`"),
        ("most_frames = 81", "most_frames = 82", "clip.most_frames: 82 is not 4 k + 1"),
        ('["happyhorse-1.0-text-to-video"]', '["sora"]', "models[0]: Invalid enum value 'sora'"),
        ("text-to-video", "reference-to-video", "most_references"),
        ("most_frames = 81", "most_frames = 9", "a second at least"),
        ("[clip]", "[clip", "is not valid TOML"),
    ],
)
def test_a_wrong_profile_is_told_the_file_and_the_field(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    with pytest.raises(errors.OperatorError) as caught:
        profiles.load(written(tmp_path, GOOD.replace(old, new)), tmp_path)
    assert complaint in str(caught.value)
    assert "tiny.toml" in str(caught.value)


def test_an_unknown_profile_is_told_the_known_ones() -> None:
    with pytest.raises(errors.OperatorError, match=r"known: .*wan2\.2-t2v-a14b"):
        profiles.load("nothing")
