"""What makes the engine `diffusers` faster or smaller: every option that a CPU can show, on a tiny Wan."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np
import pytest

from paddock import errors, routing, video
from paddock.engines import PREVIEW, EngineRequest, diffusers_ask, host, preview, profiles
from paddock.models import Model
from support import gpu, tiny_models
from support.tiny_models import engine, request, saved, whole

pytestmark = pytest.mark.timeout(240)

PROFILE = """
title = "Tiny Wan"
models = ["happyhorse-1.0-text-to-video"]
repository = "{folder}"
work_s_per_video_s = 1.0
{top}
[clip]
fps = 16
frame_step = 4
frame_plus = 1
most_frames = 49
size_multiple = 16
most_pixels = 8192
[sampling]
steps = 4
guidance = 4.0
[pipelines]
text = "WanPipeline"
[licence]
name = "MIT"
"""


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory, tiny_models.ti2v)


@pytest.fixture
def profile(weights: Path, tmp_path: Path) -> str:
    return written(weights, tmp_path)


def written(weights: Path, folder: Path, top: str = "") -> str:
    path = folder / "tiny.toml"
    path.write_text(PROFILE.format(folder=weights, top=top))
    return str(path)


@pytest.fixture(scope="module")
def plain(weights: Path, tmp_path_factory: pytest.TempPathFactory) -> list[video.Frame]:
    """The frames without any option."""
    path = written(weights, tmp_path_factory.mktemp("plain"))
    return engine(path).make(request(Model.TEXT), lambda _: None, None)[0]


def far(frames: list[video.Frame], others: list[video.Frame]) -> float:
    """How far two videos are from each other on average, in levels of 255."""
    pairs = zip(frames, others, strict=True)
    return float(np.mean([np.abs(one.astype(float) - other).mean() for one, other in pairs]))


@pytest.mark.parametrize(
    ("options", "most"),
    [
        ({"attention": "native"}, 0.5),
        ({"cache": "first-block", "cache_threshold": 0.9}, 30.0),
        ({"cache": "mag", "cache_threshold": 0.9, "cache_ratios": [1.0] * 8}, 30.0),
        ({"cache": "taylor-seer"}, 30.0),
        ({"float8": "storage"}, 12.0),
        ({"offload": "group"}, 0.5),
    ],
)
def test_an_option_is_in_force_and_makes_nearly_the_same_video(
    profile: str, plain: list[video.Frame], options: dict[str, Any], most: float, capfd: pytest.CaptureFixture[str]
) -> None:
    made = engine(profile, **options)
    frames, _ = made.make(request(Model.TEXT), lambda _: None, None)
    assert "left out" not in capfd.readouterr().err
    assert far(frames, plain) <= most


def test_a_second_video_is_not_spoilt_by_what_the_cache_knows_of_the_first(profile: str) -> None:
    made = engine(profile, cache="first-block", cache_threshold=0.9)
    frames = [made.make(request(Model.TEXT, seed=seed), lambda _: None, None)[0] for seed in (5, 6, 5)]
    assert far(frames[0], frames[2]) == 0 < far(frames[0], frames[1])


def test_a_preview_shows_what_is_being_made(profile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "EVERY_S", 0.0)
    seen: list[tuple[int, ...]] = []

    def report(_: float) -> None:
        if (tmp_path / PREVIEW).exists():
            seen.append(np.asarray(cv2.imread(str(tmp_path / PREVIEW))).shape)

    engine(profile).generate(request(Model.TEXT), tmp_path / "out.mp4", report)
    assert len(seen) == 5  # after each step, and of the whole
    assert set(seen) == {(160, 320, 3)}


def test_packed_latents_and_poor_ones_have_no_sketch() -> None:
    torch = tiny_models.torch
    assert diffusers_ask.sketch(None) is None
    assert diffusers_ask.sketch(torch.zeros(1, 195, 64)) is None
    assert diffusers_ask.sketch(torch.zeros(1, 2, 3, 4, 5)) is None
    shown = diffusers_ask.sketch(torch.full((1, 16, 3, 4, 5), float("nan")))
    assert shown is not None
    assert shown.shape == (4, 5, 3)


class Doubled:
    """An upscaler: twice the size, and a mark that a test can see."""

    def __init__(self, device: str) -> None:
        self.device = device

    def upscaled(self, frames: Iterator[video.Frame], width: int, height: int) -> Iterator[video.Frame]:
        assert (width, height) == (320, 176)
        for frame in frames:
            larger = cv2.resize(frame, (frame.shape[1] * 2, frame.shape[0] * 2))
            larger[: larger.shape[0] // 4] = 255
            yield np.asarray(larger, np.uint8)


def test_an_upscaler_works_before_the_exact_size_is_made(profile: str, tmp_path: Path) -> None:
    made = engine(profile, upscaler=f"{__name__}:Doubled")
    whole(made, request(Model.TEXT), tmp_path / "out.mp4", lambda _: None)
    video.check(tmp_path / "out.mp4", 320, 176, 73)
    reading = cv2.VideoCapture(str(tmp_path / "out.mp4"))
    assert reading.read()[1][12:30].mean() > 240  # below a bar: the ratio is not quite the same


def test_an_upscaler_that_is_not_there_is_told_before_any_video(profile: str) -> None:
    with pytest.raises(errors.OperatorError, match="upscaler nothing:Here cannot be loaded"):
        engine(profile, upscaler="nothing:Here")


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"cache": "magic"}, "options.cache: Invalid enum value 'magic'"),
        ({"speed": 1}, "options.Object contains unknown field `speed`"),
        ({"cache": "mag"}, "options.cache: mag needs the model's cache_ratios"),
        ({"float8": "storage", "offload": "model"}, "options.offload: makes wrong numbers together with float8"),
        ({"gpus": 2, "offload": "model"}, "options.gpus: several GPUs cannot be used with offload"),
        ({"upscaler": "nothing"}, "options.upscaler: must be module:Class"),
    ],
)
def test_a_wrong_option_is_told_when_the_settings_are_read(
    profile: str, tmp_path: Path, options: dict[str, Any], complaint: str
) -> None:
    engines = {"wan": {"kind": "diffusers", "profile": profile, "options": options}}
    routes = routing.Routes(gpu.settings(tmp_path, engines, {gpu.TEXT: ["wan"]}))
    assert next(routes.problems()).startswith(f"engine wan: {complaint}")


def test_memory_that_others_have_is_told_before_anything_is_made(
    weights: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    made = engine(written(weights, tmp_path, top="needs_gb = 100000"))
    with pytest.raises(errors.ResourceExhausted, match="too little memory left"):
        whole(made, request(Model.TEXT), tmp_path / "out.mp4", lambda _: None)
    assert "of the 100000 GB that a job needs" in capfd.readouterr().err


def test_running_out_of_memory_says_what_to_change_and_leaves_the_engine_usable(
    profile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    made = engine(profile)
    transformer = type(made._loaded.pipe("text").transformer)
    with monkeypatch.context() as patch:
        patch.setattr(transformer, "forward", _full)
        with pytest.raises(errors.ResourceExhausted, match="lower quality or a shorter video"):
            whole(made, request(Model.TEXT), tmp_path / "out.mp4", lambda _: None)
    assert 'offload = "model"' in capfd.readouterr().err
    whole(made, request(Model.TEXT), tmp_path / "out.mp4", lambda _: None)
    assert "peak memory" in capfd.readouterr().err


def _full(*_: Any, **__: Any) -> Any:
    raise tiny_models.torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB")


def test_more_gpus_than_there_are_is_told(profile: str) -> None:
    with pytest.raises(errors.OperatorError, match=r"gpus = 16, but this machine has \d+: say gpus = \d+"):
        engine(profile, gpus=16)


async def test_several_processes_make_one_video_together(
    profile: str, plain: list[video.Frame], tmp_path: Path
) -> None:
    """Two of them on the CPU: the same video, cancelled in the middle without losing step, and gone together."""
    given = {"profile": msgspec.to_builtins(profiles.load(profile)), "options": {"gpus": 2, "device": "cpu"}}
    child = host.Host("diffusers", given)
    try:
        await child.warm()
        await child.generate(request(Model.TEXT), tmp_path / "a.mp4", lambda _: None, 120)
        video.check(tmp_path / "a.mp4", 320, 176, 73)
        begun = asyncio.Event()
        making = asyncio.create_task(child.generate(long(), tmp_path / "b.mp4", lambda _: begun.set(), 120))
        await begun.wait()
        making.cancel()
        with pytest.raises(asyncio.CancelledError):
            await making
        await child.generate(request(Model.TEXT), tmp_path / "c.mp4", lambda _: None, 120)
        assert (tmp_path / "c.mp4").read_bytes() == (tmp_path / "a.mp4").read_bytes()
    finally:
        await child.kill()
    whole(engine(profile), request(Model.TEXT), tmp_path / "alone.mp4", lambda _: None)
    assert far(decoded(tmp_path / "a.mp4"), decoded(tmp_path / "alone.mp4")) < 1


def long() -> EngineRequest:
    return request(Model.TEXT, seconds=3, prompt="Shot 1 [0~1s]: a lake. Shot 2 [1~2s]: a boat. Shot 3 [2~3s]: a dog.")


def decoded(path: Path) -> list[video.Frame]:
    reading, frames = cv2.VideoCapture(str(path)), []
    while (found := reading.read())[0]:
        frames.append(np.asarray(found[1], np.uint8))
    return frames
