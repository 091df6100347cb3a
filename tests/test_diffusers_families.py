"""The families of pipelines beside Wan, tiny: LTX-2, SkyReels V2, HunyuanVideo 1.5 and the modular MiniMax H3."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from paddock import video
from paddock.engines import Cancelled
from paddock.models import Model
from support import tiny_models
from support.tiny_models import engine, request, saved, whole

pytestmark = pytest.mark.timeout(300)

Save = Callable[[Path], None]

PROFILE = """
title = "Tiny"
models = [{models}]
repository = "{folder}"
{top}
[clip]
fps = 24
size_multiple = {multiple}
most_pixels = 1024
{clip}
[sampling]
steps = 2
guidance = {guidance}
{sampling}
[pipelines]
{pipelines}
[licence]
name = "MIT"
"""
LTX: dict[str, Any] = {
    "clip": "frame_step = 8\nframe_plus = 1\nmost_frames = 49",
    "multiple": 32,
    "guidance": 1.0,
    "top": "sound = true",
    "sampling": "[sampling.pipeline]\nstg_scale = 0.0\naudio_stg_scale = 0.0\nuse_cross_timestep = false"
    "\nmax_sequence_length = 16",
}


@pytest.fixture(scope="session")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Save], Path]:
    """The folder of a family's tiny weights, made once."""
    known: dict[Save, Path] = {}

    def of(save: Save) -> Path:
        if save not in known:
            known[save] = saved(tmp_path_factory, save)
        return known[save]

    return of


@pytest.fixture
def profile(weights: Callable[[Save], Path], tmp_path: Path) -> Callable[..., str]:
    def written(save: Save, pipelines: dict[Model, str], **values: Any) -> str:
        kinds = {Model.TEXT: "text", Model.IMAGE: "image", Model.REFERENCE: "reference"}
        text = PROFILE.format(
            **{
                "models": ", ".join(f'"{model}"' for model in pipelines),
                "folder": weights(save),
                "pipelines": "\n".join(f'{kinds[model]} = "{name}"' for model, name in pipelines.items()),
                **{"top": "", "sampling": "", **values},
            }
        )
        (tmp_path / "tiny.toml").write_text(text)
        return str(tmp_path / "tiny.toml")

    return written


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    Image.new("RGB", (640, 480), (200, 30, 60)).save(tmp_path / "image-1.png")
    return tmp_path / "image-1.png"


def test_ltx_makes_its_own_sound(profile: Callable[..., str], tmp_path: Path, picture: Path) -> None:
    values = {**LTX, "clip": LTX["clip"].replace("49", "121")}
    pipelines = {Model.TEXT: "LTX2Pipeline", Model.IMAGE: "LTX2ImageToVideoPipeline"}
    made = engine(profile(tiny_models.ltx, pipelines, **values), tiling=False)
    for name, wish in (("text", request(Model.TEXT)), ("image", request(Model.IMAGE, picture))):
        frames, heard = made.make(wish, lambda _: None, None)
        assert heard is not None
        assert (len(frames), heard.shape) == (73, (round(73 / 24 * video.SAMPLE_RATE), 2))
        assert np.abs(heard).max() > 0
        whole(made, wish, tmp_path / f"{name}.mp4", lambda _: None)
        video.check(tmp_path / f"{name}.mp4", 320, 176, 73)


def test_ltx_conditions_begin_a_video_and_go_on_from_its_last_frames(
    profile: Callable[..., str], tmp_path: Path, picture: Path
) -> None:
    top = 'sound = true\nextend = { way = "last-frames", overlap_frames = 9 }'
    path = profile(tiny_models.ltx, {Model.IMAGE: "LTX2ConditionPipeline"}, **{**LTX, "top": top})
    made = engine(path, tiling=False)
    steps: list[float] = []
    whole(made, request(Model.IMAGE, picture, seconds=3), tmp_path / "out.mp4", steps.append)
    video.check(tmp_path / "out.mp4", 320, 176, 73)
    assert len([step for step in steps if step < 0.9]) == 3  # two clips of two steps each


def test_skyreels_makes_a_long_video_in_one_call(profile: Callable[..., str], tmp_path: Path) -> None:
    clip = "frame_step = 4\nframe_plus = 1\nmost_frames = 49"
    extend = 'extend = { way = "diffusion-forcing", overlap_frames = 17, longest_s = 15 }'
    path = profile(
        tiny_models.skyreels,
        {Model.TEXT: "SkyReelsV2DiffusionForcingPipeline"},
        clip=clip,
        multiple=16,
        guidance=6.0,
        top=extend,
        sampling="pipeline = { addnoise_condition = 20 }",
    )
    steps: list[float] = []
    whole(engine(path), request(Model.TEXT, seconds=4), tmp_path / "out.mp4", steps.append)
    video.check(tmp_path / "out.mp4", 320, 176, 97)
    assert steps[:6] == pytest.approx([0.9 * number / 6 for number in range(1, 7)])  # three rounds of two steps


def test_hunyuan_tells_its_progress_and_stops_without_callbacks(profile: Callable[..., str], tmp_path: Path) -> None:
    path = profile(
        tiny_models.hunyuan,
        {Model.TEXT: "HunyuanVideo15Pipeline"},
        clip="frame_step = 4\nframe_plus = 1\nmost_frames = 121",
        multiple=16,
        guidance=3.0,
        sampling='negative_prompt = "blurry"',
    )
    made = engine(path)
    steps: list[float] = []
    whole(made, request(Model.TEXT), tmp_path / "out.mp4", steps.append)
    video.check(tmp_path / "out.mp4", 320, 176, 73)
    assert steps[:2] == [0.45, 0.9]
    assert made._loaded.pipe("text").guider.guidance_scale == 3.0

    def refuse(_: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        whole(made, request(Model.TEXT), tmp_path / "again.mp4", refuse)
    whole(made, request(Model.TEXT), tmp_path / "again.mp4", lambda _: None)
    assert (tmp_path / "again.mp4").read_bytes() == (tmp_path / "out.mp4").read_bytes()


def test_hunyuan_chooses_the_size_of_a_picture_and_the_video_has_the_one_asked_for(
    profile: Callable[..., str], tmp_path: Path, picture: Path
) -> None:
    path = profile(
        tiny_models.hunyuan_image,
        {Model.IMAGE: "HunyuanVideo15ImageToVideoPipeline"},
        clip="frame_step = 4\nframe_plus = 1\nmost_frames = 121",
        multiple=16,
        guidance=3.0,
    )
    made = engine(path)
    steps: list[float] = []
    whole(made, request(Model.IMAGE, picture), tmp_path / "out.mp4", steps.append)
    video.check(tmp_path / "out.mp4", 320, 176, 73)
    assert steps[:2] == [0.45, 0.9]


def test_h3_takes_text_a_first_frame_and_references(profile: Callable[..., str], tmp_path: Path, picture: Path) -> None:
    path = profile(
        tiny_models.h3,
        dict.fromkeys(Model, "MiniMaxH3ModularPipeline"),
        clip="frame_step = 17\nframe_plus = 5\nleast_frames = 124\nmost_frames = 362",
        multiple=32,
        guidance=1.0,
        top="sound = true\nmulti_shot = true\nmost_references = 9",
    )
    made = engine(path)
    tiny_models.see(made._loaded.pipe("text"))
    steps: list[float] = []
    whole(made, request(Model.TEXT, seconds=3), tmp_path / "text.mp4", steps.append)
    assert steps[:2] == [0.45, 0.9]
    whole(made, request(Model.IMAGE, picture), tmp_path / "image.mp4", lambda _: None)
    whole(made, request(Model.REFERENCE, picture, picture), tmp_path / "reference.mp4", lambda _: None)
    for name in ("text", "image", "reference"):
        video.check(tmp_path / f"{name}.mp4", 320, 176, 73)
