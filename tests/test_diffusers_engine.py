"""The engine `diffusers` with tiny pipelines of random weights, saved and loaded as large ones are, on the CPU."""

from __future__ import annotations

import asyncio
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from paddock import testing, video
from paddock.engines import Cancelled, host, profiles
from paddock.models import Model
from support import gpu, tiny_models
from support.api import Api
from support.tiny_models import engine, request, saved, whole
from support.worker import Crew

pytestmark = pytest.mark.timeout(300)

PROFILE = """
title = "Tiny Wan"
models = [{models}]
repository = "{folder}"
most_references = {references}
work_s_per_video_s = 1.0
[clip]
fps = 16
frame_step = 4
frame_plus = 1
most_frames = 49
size_multiple = 16
most_pixels = 4096
[sampling]
steps = 2
guidance = 4.0
[extend]
way = "{way}"
overlap_frames = {overlap}
[pipelines]
{pipelines}
[licence]
name = "MIT"
"""
TEXT, IMAGE, REFERENCE = gpu.TEXT, gpu.IMAGE, gpu.REFERENCE


@pytest.fixture(scope="session")
def ti2v(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory, tiny_models.ti2v)


@pytest.fixture(scope="session")
def vace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory, tiny_models.vace)


def written(folder: Path, place: Path, models: tuple[str, ...], way: str, overlap: int, **pipelines: str) -> str:
    values = {
        "models": ", ".join(f'"{model}"' for model in models),
        "folder": folder,
        "references": 9 * (REFERENCE in models),
        "way": way,
        "overlap": overlap,
        "pipelines": "\n".join(f'{kind} = "{name}"' for kind, name in pipelines.items()),
    }
    (place / "wan.toml").write_text(PROFILE.format(**values))
    return str(place / "wan.toml")


@pytest.fixture
def ti2v_profile(ti2v: Path, tmp_path: Path) -> str:
    pipelines = {"text": "WanPipeline", "image": "WanImageToVideoPipeline"}
    return written(ti2v, tmp_path, (TEXT, IMAGE), "last-frame", 1, **pipelines)


@pytest.fixture
def vace_profile(vace: Path, tmp_path: Path) -> str:
    pipelines = dict.fromkeys(("text", "image", "reference"), "WanVACEPipeline")
    return written(vace, tmp_path, (TEXT, IMAGE, REFERENCE), "vace", 5, **pipelines)


@pytest.fixture
def pictures(tmp_path: Path) -> tuple[Path, Path]:
    paths = tmp_path / "image-1.png", tmp_path / "image-2.png"
    Image.new("RGB", (640, 480), (200, 30, 60)).save(paths[0])
    Image.new("RGBA", (500, 500), (20, 200, 60, 128)).save(paths[1])
    return paths


def test_text_to_video_has_the_contracts_form_and_its_seed_decides(ti2v_profile: str, tmp_path: Path) -> None:
    made = engine(ti2v_profile)
    reports: list[float] = []
    for name, seed in (("one", 5), ("again", 5), ("other", 6)):
        whole(made, request(Model.TEXT, seed=seed), tmp_path / f"{name}.mp4", reports.append)
        video.check(tmp_path / f"{name}.mp4", 320, 176, 73)
    one, again, other = ((tmp_path / f"{name}.mp4").read_bytes() for name in ("one", "again", "other"))
    assert one == again != other
    assert reports[:3] == [0.45, 0.9, 0.9]
    assert reports[-1] == 1.0


def test_an_image_begins_a_video_that_goes_on_from_its_last_frame(
    ti2v_profile: str, tmp_path: Path, pictures: tuple[Path, Path]
) -> None:
    steps: list[float] = []
    whole(engine(ti2v_profile), request(Model.IMAGE, pictures[0], seconds=5), tmp_path / "out.mp4", steps.append)
    video.check(tmp_path / "out.mp4", 320, 176, 121)
    assert len([step for step in steps if step < 0.9]) == 3  # two clips of two steps each


def test_references_and_a_chain_by_the_last_frames(
    vace_profile: str, tmp_path: Path, pictures: tuple[Path, Path]
) -> None:
    wish = request(Model.REFERENCE, *pictures, seconds=5, prompt="character1 and character2 at a lake")
    whole(engine(vace_profile), wish, tmp_path / "out.mp4", lambda _: None)
    video.check(tmp_path / "out.mp4", 320, 176, 121)


def test_shots_are_made_one_by_one(vace_profile: str, tmp_path: Path) -> None:
    steps: list[float] = []
    wish = request(Model.TEXT, seconds=3, prompt="Shot 1 [0~1s]: a lake. Shot 2 [1~2s]: a boat. Shot 3 [2~3s]: a dog.")
    whole(engine(vace_profile), wish, tmp_path / "out.mp4", steps.append)
    video.check(tmp_path / "out.mp4", 320, 176, 73)
    assert len([step for step in steps if step < 0.9]) == 5  # three clips of two steps each


def test_speed_options_that_are_not_to_be_had_cost_only_speed(ti2v_profile: str, tmp_path: Path) -> None:
    made = engine(ti2v_profile, attention="sage_hub", cache="first-block", float8="storage")
    whole(made, request(Model.TEXT), tmp_path / "out.mp4", lambda _: None)
    video.check(tmp_path / "out.mp4", 320, 176, 73)


def test_cancelling_stops_within_one_step(ti2v_profile: str, tmp_path: Path) -> None:
    reports: list[float] = []

    def report(fraction: float) -> None:
        reports.append(fraction)
        raise Cancelled

    with pytest.raises(Cancelled):
        whole(engine(ti2v_profile), request(Model.TEXT), tmp_path / "out.mp4", report)
    assert reports == [0.45]


async def test_a_cancelled_video_leaves_the_model_warm(ti2v_profile: str, tmp_path: Path) -> None:
    options = {"profile": msgspec.to_builtins(profiles.load(ti2v_profile)), "options": {}}
    child = host.Host("diffusers", options)
    try:
        await child.warm()
        process = child._process
        begun = asyncio.Event()
        wish = request(Model.TEXT, seconds=15)
        making = asyncio.create_task(child.generate(wish, tmp_path / "a.mp4", lambda _: begun.set(), 120))
        await begun.wait()
        making.cancel()
        with pytest.raises(asyncio.CancelledError):
            await making
        assert child._process is process
        await child.generate(request(Model.TEXT), tmp_path / "b.mp4", lambda _: None, 120)
        assert child._process is process
    finally:
        await child.kill()
    video.check(tmp_path / "b.mp4", 320, 176, 73)


def test_it_keeps_to_the_contract_of_all_engines(ti2v_profile: str, tmp_path: Path) -> None:
    options = {"profile": msgspec.to_builtins(profiles.load(ti2v_profile)), "options": {}}
    trial = testing.Trial(size=(320, 176))
    assert testing.conformance("diffusers", tmp_path / "made", trial, options) == []


async def test_the_whole_server_makes_a_video_with_it(api: Api, ti2v_profile: str, tmp_path: Path, dsn: str) -> None:
    settings = gpu.settings(tmp_path, {"wan": {"kind": "diffusers", "profile": ti2v_profile}}, {TEXT: ["wan"]})
    async with Crew(settings, dsn) as crew:
        await crew.start()
        task_id = await api.new_task(duration=3)
        async with asyncio.timeout(120):
            while (task := await api.task(task_id))["status"] not in ("completed", "failed"):
                await asyncio.sleep(0.1)
    assert (task["status"], task["engine"]) == ("completed", "wan"), task
