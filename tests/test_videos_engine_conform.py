"""What comes from other servers is brought into the contract's form."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from paddock import errors, video
from paddock.engines import EngineRequest, conform, words
from paddock.engines.retime import retimed
from paddock.models import Model
from support.engine import write_flat
from support.engine_servers import silent_mp4


def request(width: int = 320, height: int = 176, prompt: str = "rain on a lake") -> EngineRequest:
    return EngineRequest(Model.TEXT, prompt, (), width, height, 73, 1)


def square(left: float) -> video.Frame:
    """A textured square whose left edge is at `left`, in whole px."""
    frame = np.full((96, 160, 3), 40, np.uint8)
    texture = np.random.default_rng(1).integers(120, 255, (32, 32, 1), np.uint8)
    frame[32:64, round(left) : round(left) + 32] = texture
    return frame


def centre(frame: video.Frame) -> float:
    weights = (frame[..., 0].astype(float) - 40).clip(20) - 20
    return float((weights.sum(axis=0) * np.arange(frame.shape[1])).sum() / weights.sum())


def test_what_moves_is_shown_between_its_places() -> None:
    """16 frames a second, 6 px each: at 24 a second it moves 4 px each, and never stands still."""
    given = [square(10 + 6 * index) for index in range(17)]
    places = [centre(frame) for frame in retimed(iter(given), 16, 25, 24)]
    assert len(places) == 25
    steps = np.diff(places)
    assert (np.abs(steps - 4) < 1.5).all(), steps.round(1)


def test_a_cut_is_not_blended() -> None:
    dark, light = np.full((64, 64, 3), 10, np.uint8), np.full((64, 64, 3), 240, np.uint8)
    shown = {int(frame.mean()) for frame in retimed(iter([dark] * 8 + [light] * 8), 16, 23, 24)}
    assert shown == {10, 240}


def test_the_same_rate_gives_the_same_frames_and_the_last_one_stands_still() -> None:
    given = [square(index) for index in range(5)]
    shown = list(retimed(iter(given), 24, 7, 24))
    assert all(np.array_equal(one, other) for one, other in zip(shown, given, strict=False))
    assert np.array_equal(shown[-1], given[-1])


def test_a_silent_video_at_16_a_second_becomes_the_contracts(tmp_path: Path) -> None:
    silent_mp4(tmp_path / "raw.mp4", 304, 176, 49, 16)
    conform.conform(tmp_path / "raw.mp4", tmp_path / "out.mp4", request())
    facts = video.check(tmp_path / "out.mp4", 320, 176, 73)
    assert (facts.fps, facts.profile, facts.pixel_format) == (24, "High", "yuv420p")
    sound = conform.track(tmp_path / "out.mp4")
    assert sound is not None
    assert np.abs(sound).max() > 0.01


def test_what_is_right_already_is_kept_byte_for_byte(tmp_path: Path) -> None:
    write_flat(request(), tmp_path / "raw.mp4", 73, lambda _: None)
    conform.conform(tmp_path / "raw.mp4", tmp_path / "out.mp4", request())
    assert (tmp_path / "out.mp4").read_bytes() == (tmp_path / "raw.mp4").read_bytes()


def test_a_video_much_too_short_is_refused(tmp_path: Path) -> None:
    silent_mp4(tmp_path / "raw.mp4", 320, 176, 33, 16)
    with pytest.raises(errors.NoContent, match=r"lasts 2\.1 s instead of 3 s"):
        conform.conform(tmp_path / "raw.mp4", tmp_path / "out.mp4", request())


@pytest.mark.parametrize("content", [b"", b"not a video", b"\0" * 4096])
def test_what_is_no_video_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "raw.mp4").write_bytes(content)
    with pytest.raises(errors.NoContent):
        conform.conform(tmp_path / "raw.mp4", tmp_path / "out.mp4", request())


@pytest.mark.parametrize(
    ("size", "bars"), [((1280, 704), False), ((848, 480), False), ((1024, 1024), True), ((480, 848), True)]
)
def test_a_near_ratio_is_cropped_and_another_gets_bars(size: tuple[int, int], bars: bool) -> None:
    shown = conform.fitted(np.full((size[1], size[0], 3), 200, np.uint8), 1280, 720)
    assert shown.shape == (720, 1280, 3)
    assert (shown.min() == 0) is np.bool_(bars)
    assert shown[360, 640, 0] == 200


@pytest.mark.parametrize(
    ("prompt", "said"),
    [
        ("character1 hugs character2", "<1> hugs <2>"),
        ("Character 3, CHARACTER9.", "<3>, <9>."),
        ("character10 characters mycharacter1 character", "character10 characters mycharacter1 character"),
        ("让character1挥手", "让<1>挥手"),
    ],
)
def test_characters_are_named_in_the_models_words(prompt: str, said: str) -> None:
    assert words.with_references(prompt, "<{n}>") == said
