"""The engine `videos` against servers that speak as SGLang-Diffusion and vLLM-Omni do, with their quirks and faults."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from paddock import config, video
from paddock.engines import videos, videos_wire
from support import gpu, invariants
from support.api import Api
from support.engine_servers import DEADLINE_S, VideosServer, json_answer
from support.worker import Crew

Gpu = VideosServer


@pytest.fixture(params=["sglang", "vllm"])
def dialect(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def server(tmp_path: Path, dialect: str) -> Iterator[VideosServer]:
    with VideosServer(tmp_path, dialect) as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, server: VideosServer, monkeypatch: pytest.MonkeyPatch) -> config.Settings:
    monkeypatch.setattr(videos, "FIRST_POLL_S", 0.05)
    engine = {"kind": "videos", "base_url": server.url, "profile": gpu.profile(tmp_path), "patience_s": 3}
    route = {model: ["gpu"] for model in (gpu.TEXT, gpu.IMAGE, gpu.REFERENCE)}
    return gpu.settings(tmp_path, {"gpu": engine}, route)


@pytest.fixture
async def crew(settings: config.Settings, dsn: str) -> Any:
    async with Crew(settings, dsn) as started:
        await started.start()
        yield started


async def until(what: str, look: Callable[[], bool]) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while not look():
            await asyncio.sleep(0.01)
    assert look(), what


async def cleared(api: Api) -> None:
    """Nothing of any task is left at a remote engine."""
    async with asyncio.timeout(DEADLINE_S):
        while await api.pool.fetchval("SELECT count(*) FROM task WHERE remote IS NOT NULL"):
            await asyncio.sleep(0.02)


async def made(api: Api, folder: Path, **fields: Any) -> dict[str, Any]:
    """A task that must complete, with its video at `folder/result.mp4`."""
    task = await api.until(await api.new_task(duration=3, **fields), "completed", "failed")
    assert task["status"] == "completed", task
    (folder / "result.mp4").write_bytes((await api.client.get(task["results"][0])).content)
    return task


@pytest.mark.usefixtures("crew")
async def test_text_to_video_has_the_contracts_form(api: Api, server: Gpu, tmp_path: Path, dialect: str) -> None:
    task = await made(api, tmp_path, prompt="rain in a city", seed=7)
    assert task["engine"] == "gpu"
    facts = video.check(tmp_path / "result.mp4", 1280, 720, 73)
    assert (facts.fps, facts.codec, facts.has_audio) == (24, "h264", True)
    form = server.forms[0]
    expected = {"size": "320x176", "fps": "16", "num_frames": "49", "seconds": "3", "seed": "7"}
    expected |= {"num_inference_steps": "2", "guidance_scale": "4.0", "negative_prompt": "blurry"}
    assert expected.items() <= form.items()
    assert form["model"] == "served/model"
    assert not {"quality", "output_path", "callback_url"} & form.keys()
    await cleared(api)
    assert server.count("DELETE", "/v1/videos/.*") == 1
    await invariants.check(api.pool, api.services.settings.results)


@pytest.mark.usefixtures("crew")
async def test_images_travel_as_bytes(api: Api, server: Gpu, tmp_path: Path) -> None:
    await made(api, tmp_path, model=gpu.IMAGE, image_urls=[gpu.picture()])
    video.check(tmp_path / "result.mp4", 1104, 832, 73)
    form = server.forms[0]
    assert form["input_reference"].startswith(b"\x89PNG")
    width, height = Image.open(io.BytesIO(form["input_reference"])).size
    assert form["size"] == f"{width}x{height}"  # the servers would stretch it
    assert not any("http" in value for value in form.values() if isinstance(value, str))


@pytest.mark.usefixtures("crew")
async def test_references_go_where_the_dialect_takes_them(api: Api, server: Gpu, dialect: str) -> None:
    wish = {
        "model": gpu.REFERENCE,
        "image_urls": [gpu.picture(), gpu.picture()],
        "prompt": "character1 meets character2",
        "duration": 3,
    }
    task = await api.until(await api.new_task(**wish), "completed", "failed")
    if dialect == "sglang":
        assert task["error"]["code"] == "invalid_parameters"
        assert server.forms == []
        return
    assert task["status"] == "completed"
    assert server.forms[0]["prompt"] == "the subject of image 1 meets the subject of image 2"
    assert server.forms[0]["image_reference"].count("data:image/png;base64,") == 2


@pytest.mark.usefixtures("crew")
async def test_progress_rises_while_it_works(api: Api, server: Gpu) -> None:
    server.go.clear()
    task_id = await api.new_task(duration=3)
    async with asyncio.timeout(DEADLINE_S):
        while (await api.task(task_id))["progress"] == 0:
            await asyncio.sleep(0.02)
    server.go.set()
    assert (await api.until(task_id, "completed", "failed"))["status"] == "completed"


@pytest.mark.usefixtures("crew")
async def test_a_lost_answer_is_found_again_and_nothing_is_sent_twice(api: Api, server: Gpu, tmp_path: Path) -> None:
    server.faults.lose_answers = 1
    await made(api, tmp_path)
    assert len(server.forms) == 1
    await invariants.check_money(api.pool)


@pytest.mark.usefixtures("crew")
async def test_what_never_arrived_is_sent_again(api: Api, server: Gpu, tmp_path: Path) -> None:
    server.faults.drop_creates = 1
    await made(api, tmp_path)
    assert len(server.forms) == 1
    assert server.count("POST", "/v1/videos") == 2


@pytest.mark.usefixtures("crew")
async def test_a_restarted_server_is_asked_once_more_with_the_same_seed(api: Api, server: Gpu) -> None:
    server.go.clear()
    task_id = await api.new_task(duration=3, seed=11)
    await until("a job", lambda: len(server.forms) == 1)
    server.restart()
    await until("a second job", lambda: len(server.forms) == 2)
    server.go.set()
    assert (await api.until(task_id, "completed", "failed"))["status"] == "completed"
    assert [form["seed"] for form in server.forms] == ["11", "11"]


@pytest.mark.usefixtures("crew")
async def test_a_server_that_restarts_twice_fails_the_task_and_returns_its_credits(api: Api, server: Gpu) -> None:
    server.go.clear()
    task_id = await api.new_task(duration=3)
    for number in (1, 2):
        await until("a job", lambda number=number: len(server.forms) == number)  # type: ignore[misc]
        await until("its poll", lambda: server.busy() == 1)
        server.restart()
    task = await api.until(task_id, "completed", "failed")
    assert (task["status"], task["error"]["code"]) == ("failed", "upstream_error")
    assert len(server.forms) == 2
    await invariants.check_money(api.pool)


@pytest.mark.usefixtures("crew")
async def test_out_of_memory_says_what_to_change_and_is_not_tried_again(api: Api, server: Gpu) -> None:
    server.faults.fail = "CUDA out of memory. Tried to allocate 20.00 GiB"
    task = await api.until(await api.new_task(duration=3), "completed", "failed")
    assert task["error"]["code"] == "resource_exhausted"
    assert "lower quality or a shorter video" in task["error"]["message"]
    assert len(server.forms) == 1


@pytest.mark.usefixtures("crew")
async def test_a_failed_job_fails_the_task_without_the_servers_words(api: Api, server: Gpu) -> None:
    server.faults.fail = "assertion in /opt/secret/path.py"
    task = await api.until(await api.new_task(duration=3), "completed", "failed")
    assert task["error"]["code"] == "generation_failed_no_content"
    assert "secret" not in task["error"]["message"]
    await cleared(api)
    await invariants.check_money(api.pool)


@pytest.mark.usefixtures("crew")
async def test_a_cut_download_and_one_that_is_not_ready_are_fetched_again(
    api: Api, server: Gpu, tmp_path: Path
) -> None:
    server.faults.cut_downloads = server.faults.not_ready = 1
    await made(api, tmp_path)
    video.check(tmp_path / "result.mp4", 1280, 720, 73)
    assert len(server.forms) == 1


@pytest.mark.usefixtures("crew")
async def test_a_silence_in_the_middle_is_waited_for(api: Api, server: Gpu) -> None:
    server.go.clear()
    task_id = await api.new_task(duration=3)
    await until("a job", lambda: len(server.forms) == 1)
    server.faults.silent = True
    asked = len(server.calls)
    await until("a poll in vain", lambda: len(server.calls) > asked + 1)
    server.faults.silent = False
    server.go.set()
    assert (await api.until(task_id, "completed", "failed"))["status"] == "completed"
    assert len(server.forms) == 1


@pytest.mark.usefixtures("crew")
async def test_a_word_that_nobody_knows_is_work_that_goes_on(api: Api, server: Gpu) -> None:
    server.faults.status_word = "Denoising"
    server.go.clear()
    task_id = await api.new_task(duration=3)
    await until("polls", lambda: server.count("GET", r"/v1/videos/\w+") > 2)
    assert (await api.task(task_id))["status"] == "processing"
    server.go.set()
    assert (await api.until(task_id, "completed", "failed"))["status"] == "completed"


@pytest.mark.parametrize("dialect", ["vllm"])
@pytest.mark.usefixtures("crew")
async def test_a_cancelled_job_is_aborted_where_that_works(api: Api, server: Gpu) -> None:
    server.faults.busy_deletes = 1
    server.go.clear()
    task_id = await api.new_task(duration=3)
    await until("a job", lambda: server.busy() == 1)
    await api.client.post(f"/v1/tasks/{task_id}/cancel")
    await cleared(api)
    assert server.busy() == 0
    assert server.count("DELETE", "/v1/videos/.*") == 2  # 409 means again
    await invariants.check_money(api.pool)


@pytest.mark.parametrize("dialect", ["sglang"])
@pytest.mark.usefixtures("crew")
async def test_the_slot_stays_taken_until_the_gpu_is_free(api: Api, server: Gpu) -> None:
    """SGLang goes on when told to stop; the next job must not be sent meanwhile."""
    server.go.clear()
    first = await api.new_task(duration=3)
    await until("a job", lambda: server.busy() == 1)
    await api.client.post(f"/v1/tasks/{first}/cancel")
    second = await api.new_task(duration=3)
    await until("a try to cancel", lambda: server.count("POST", r"/v1/videos/\w+/cancel") == 1)
    await api.until(second, "processing")
    assert len(server.forms) == 1
    server.go.set()
    assert (await api.until(second, "completed", "failed"))["status"] == "completed"
    await cleared(api)
    assert server.most_at_once == 1


@pytest.mark.parametrize("dialect", ["sglang"])
@pytest.mark.usefixtures("crew")
async def test_a_newer_sglang_is_told_to_cancel(api: Api, server: Gpu) -> None:
    server.can_cancel = True
    server.go.clear()
    task_id = await api.new_task(duration=3)
    await until("a job", lambda: server.busy() == 1)
    await api.client.post(f"/v1/tasks/{task_id}/cancel")
    await cleared(api)
    assert server.busy() == 0


@pytest.mark.usefixtures("crew")
async def test_several_workers_send_one_job_at_a_time(
    api: Api, server: Gpu, settings: config.Settings, dsn: str
) -> None:
    server.work_s = 0.5
    async with Crew(settings, dsn) as more:
        await more.start()
        ids = [await api.new_task(duration=3, seed=number + 1) for number in range(3)]
        for task_id in ids:
            assert (await api.until(task_id, "completed", "failed"))["status"] == "completed"
    assert server.most_at_once == 1


@pytest.mark.parametrize("dialect", ["sglang"])
async def test_a_job_that_a_drained_worker_left_is_resumed(
    api: Api, server: Gpu, settings: config.Settings, dsn: str
) -> None:
    server.go.clear()
    quick = settings.model_copy(update={"drain_s": 0.0})
    async with Crew(quick, dsn) as first:
        await first.start()
        task_id = await api.new_task(duration=3)
        await until("a job", lambda: server.busy() == 1)
    assert (await api.task(task_id))["status"] == "pending"
    server.go.set()
    async with Crew(settings, dsn) as second:
        await second.start()
        assert (await api.until(task_id, "completed", "failed"))["status"] == "completed"
        await cleared(api)
    assert len(server.forms) == 1


@pytest.mark.parametrize("dialect", ["sglang"])
@pytest.mark.usefixtures("crew")
async def test_a_refusal_is_the_tasks_end_when_nobody_else_can(api: Api, server: Gpu) -> None:
    server.faults.refuse = json_answer(422, {"detail": "num_frames"})
    task = await api.until(await api.new_task(duration=3), "completed", "failed")
    assert (task["error"]["code"], len(server.forms)) == ("upstream_error", 0)
    await invariants.check_money(api.pool)


@pytest.mark.parametrize("dialect", ["sglang"])
@pytest.mark.usefixtures("crew")
async def test_a_full_server_is_asked_again_later(api: Api, server: Gpu) -> None:
    server.faults.refuse = json_answer(503, {"detail": "busy"}, **{"retry-after": "1"})
    task_id = await api.new_task(duration=3)
    await until("a refusal", lambda: server.count("POST", "/v1/videos") == 1)
    server.faults.refuse = None
    assert (await api.until(task_id, "completed", "failed"))["status"] == "completed"


@pytest.mark.parametrize("dialect", ["vllm"])
async def test_a_job_beyond_its_time_is_ended_there(api: Api, server: Gpu, settings: config.Settings, dsn: str) -> None:
    server.go.clear()
    engine = settings.engines["gpu"].model_copy(update={"time_limit_s": 1.0})
    async with Crew(settings.model_copy(update={"engines": {"gpu": engine}}), dsn) as crew:
        await crew.start()
        task = await api.until(await api.new_task(duration=3), "completed", "failed")
        assert task["error"]["code"] == "generation_timeout"
        await cleared(api)
    assert server.busy() == 0


@pytest.mark.parametrize("dialect", ["sglang"])
@pytest.mark.usefixtures("crew")
async def test_longer_than_a_clip_is_refused_with_the_range(api: Api) -> None:
    answer = await api.create(duration=6)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert (error["param"], error["min"], error["max"]) == ("duration", 3, 5)


@pytest.mark.parametrize(
    ("word", "status"),
    [
        *((word, "waiting") for word in ("queued", "PENDING", "Submitted")),
        *((word, "working") for word in ("in_progress", "IN-PROGRESS", "Running", "dreaming", "")),
        *((word, "done") for word in ("completed", "SUCCEEDED", "success")),
        *((word, "failed") for word in ("failed", "error", "Expired")),
        *((word, "cancelled") for word in ("cancelled", "canceled", "deleted", "aborted")),
    ],
)
def test_status_words_are_read_without_case(word: str, status: str) -> None:
    assert videos_wire.status_of(word) == status


def test_a_lost_job_is_ours_only_when_nothing_else_fits() -> None:
    wanted = videos_wire.Plan(320, 176, 49, 16, "m", "a lake", 1)

    def job(job_id: str, **fields: Any) -> videos_wire.RemoteJob:
        found = videos_wire.job_of({"id": job_id, "status": "queued", "size": "320x176", **fields})
        assert found is not None
        return found

    ours, strange = job("b", prompt="a lake"), job("c", prompt="a sea")
    assert videos_wire.ours_among([job("a"), ours, strange], ["a"], wanted) == ours
    assert videos_wire.ours_among([job("b"), job("c")], [], wanted) is None
    assert videos_wire.ours_among([job("b", size="64x64")], [], wanted) is None
