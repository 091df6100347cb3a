"""Weights are found or pulled on purpose, with room on the disk and a licence that was read."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from paddock import cli, errors, weights
from paddock.engines import profiles

PROFILE = profiles.load("wan2.2-ti2v-5b")


def test_a_disk_without_room_is_told_before_anything_is_fetched(tmp_path: Path) -> None:
    huge = msgspec.structs.replace(PROFILE, size_gb=1e7)
    with pytest.raises(errors.OperatorError, match="make room, or set HF_HOME"):
        weights.check_space(tmp_path / "not" / "there", huge)
    weights.check_space(tmp_path, msgspec.structs.replace(PROFILE, size_gb=None))


def test_what_was_fetched_already_needs_no_room(tmp_path: Path) -> None:
    blobs = tmp_path / "models--Wan-AI--Wan2.2-TI2V-5B-Diffusers" / "blobs"
    blobs.mkdir(parents=True)
    with (blobs / "a").open("wb") as file:
        file.truncate(10**13)  # a hole: it takes no room
    weights.check_space(tmp_path, msgspec.structs.replace(PROFILE, size_gb=1e4))


def test_a_folder_of_ones_own_is_found_when_it_is_a_pipeline(tmp_path: Path) -> None:
    profile = msgspec.structs.replace(PROFILE, repository=str(tmp_path))
    assert weights.found(profile) is None
    (tmp_path / weights.INDEX).write_text("{}")
    assert weights.found(profile) == tmp_path


def test_a_restricted_model_is_pulled_only_when_its_licence_was_read(tmp_path: Path) -> None:
    ran = CliRunner().invoke(cli.app, ["models", "pull", "minimax-h3", "--data", str(tmp_path)])
    assert isinstance(ran.exception, errors.OperatorError)
    assert "--accept-licence" in str(ran.exception)


def test_the_list_says_what_each_profile_is(tmp_path: Path) -> None:
    ran = CliRunner().invoke(cli.app, ["models", "list", "--data", str(tmp_path)])
    assert ran.exit_code == 0
    assert all(name in ran.stdout for name in profiles.names())
