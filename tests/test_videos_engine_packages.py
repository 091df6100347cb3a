"""The engine `videos` against SGLang-Diffusion's and vLLM-Omni's own servers, where a Python that has them is named."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from paddock import config, video
from paddock.engines import videos
from support import engine_packages, gpu, invariants
from support.api import Api
from support.worker import Crew

PYTHONS = {"sglang": "PADDOCK_TEST_SGLANG_PYTHON", "vllm": "PADDOCK_TEST_VLLM_PYTHON"}
START_S = 120.0

pytestmark = pytest.mark.timeout(300)


class Package:
    """A running server of the package, and what its model was given."""

    def __init__(self, kind: str, url: str, folder: Path) -> None:
        self.kind, self.url, self.folder = kind, url, folder

    def seen(self) -> list[dict[str, Any]]:
        path = self.folder / "seen.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def jobs(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = httpx2.get(f"{self.url}/v1/videos", trust_env=False).json()["data"]
        return found


@pytest.fixture(scope="module", params=sorted(PYTHONS))
def package(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Package]:
    python = os.environ.get(PYTHONS[request.param])
    if not python:
        pytest.skip(f"{PYTHONS[request.param]} names no Python that has the package: see docs/engines.md")
    folder = tmp_path_factory.mktemp(request.param)
    command = [python, engine_packages.__file__, request.param, str(folder)]
    log = (folder / "log").open("w")
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, cwd=folder, text=True) as process:
        try:
            assert process.stdout is not None
            port = next((line.split()[1] for line in process.stdout if line.startswith("PORT ")), None)
            assert port, (folder / "log").read_text()[-2000:]
            yield Package(request.param, f"http://127.0.0.1:{port}", folder)
        finally:
            process.kill()
            log.close()


@pytest.fixture
def server(package: Package) -> Iterator[Package]:
    (package.folder / "seen.jsonl").unlink(missing_ok=True)
    yield package
    for name in ("hold", "fail"):
        (package.folder / name).unlink(missing_ok=True)


@pytest.fixture
async def crew(tmp_path: Path, server: Package, dsn: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(videos, "FIRST_POLL_S", 0.05)
    engine = {"kind": "videos", "base_url": server.url, "profile": gpu.profile(tmp_path)}
    route = {model: ["gpu"] for model in (gpu.TEXT, gpu.IMAGE, gpu.REFERENCE)}
    settings: config.Settings = gpu.settings(tmp_path, {"gpu": engine}, route)
    async with Crew(settings, dsn) as started:
        await started.start()
        yield started


async def ended(api: Api, **fields: Any) -> dict[str, Any]:
    return await api.until(await api.new_task(**{"duration": 3, **fields}), "completed", "failed")


async def gone(api: Api, server: Package) -> None:
    """The job is nowhere any more: not in the task's row, not in the package's own store."""
    async with asyncio.timeout(30):
        while await api.pool.fetchval("SELECT count(*) FROM task WHERE remote IS NOT NULL"):
            await asyncio.sleep(0.02)
    assert await asyncio.to_thread(server.jobs) == []


@pytest.mark.usefixtures("crew")
async def test_its_model_is_given_what_was_asked_for(api: Api, server: Package, tmp_path: Path) -> None:
    task = await ended(api, prompt="rain in a city: 12", seed=7)
    assert task["status"] == "completed", task
    (tmp_path / "result.mp4").write_bytes((await api.client.get(task["results"][0])).content)
    video.check(tmp_path / "result.mp4", 1280, 720, 73)
    (given,) = server.seen()
    assert given == {
        "prompt": "rain in a city: 12",
        "width": 320,
        "height": 176,
        "num_frames": 49,
        "fps": 16,
        "seed": 7,
        "steps": 2,
        "guidance": 4.0,
        "negative_prompt": "blurry",
        "images": [],
    }
    await gone(api, server)
    await invariants.check(api.pool, api.services.settings.results)


@pytest.mark.usefixtures("crew")
async def test_it_sees_the_first_frame_in_the_videos_own_size(api: Api, server: Package) -> None:
    task = await ended(api, model=gpu.IMAGE, image_urls=[gpu.picture()])
    assert task["status"] == "completed", task
    (given,) = server.seen()
    assert given["images"] == [[given["width"], given["height"]]]


@pytest.mark.usefixtures("crew")
async def test_several_references_arrive_where_the_package_takes_them(api: Api, server: Package) -> None:
    task = await ended(api, model=gpu.REFERENCE, image_urls=[gpu.picture()] * 2, prompt="character1, character2")
    if server.kind == "sglang":
        assert (task["error"]["code"], server.seen()) == ("invalid_parameters", [])
        return
    assert task["status"] == "completed", task
    assert len(server.seen()[0]["images"]) == 2


@pytest.mark.usefixtures("crew")
async def test_its_failures_are_understood(api: Api, server: Package) -> None:
    (server.folder / "fail").write_text("CUDA out of memory. Tried to allocate 20.00 GiB")
    task = await ended(api)
    assert task["error"]["code"] == "resource_exhausted"
    await gone(api, server)
    await invariants.check_money(api.pool)


@pytest.mark.usefixtures("crew")
async def test_a_cancelled_job_ends_there(api: Api, server: Package) -> None:
    (server.folder / "hold").write_text("")
    task_id = await api.new_task(duration=3)
    async with asyncio.timeout(30):
        while not server.seen() or (await api.task(task_id))["progress"] == 0:
            await asyncio.sleep(0.02)
    await api.client.post(f"/v1/tasks/{task_id}/cancel")
    if server.kind == "sglang":  # it goes on until it is done, and the slot is taken for as long
        assert len(await asyncio.to_thread(server.jobs)) == 1
        (server.folder / "hold").unlink()
    await gone(api, server)
    await invariants.check_money(api.pool)
