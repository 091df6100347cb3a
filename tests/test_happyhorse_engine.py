"""The engine `happyhorse`: another Paddock by this API's own form, and DashScope's form against a fake of it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from PIL import Image

from paddock import config, db, errors, keys, pgembed, video
from paddock.engines import EngineRequest, happyhorse, happyhorse_wire, videos
from paddock.models import Model
from support import gpu, invariants
from support.api import Api, serving, token_of
from support.engine import write_flat
from support.engine_servers import DashScope, HttpServer, json_answer, picture_in
from support.worker import Crew

MODELS = (gpu.TEXT, gpu.IMAGE, gpu.REFERENCE)


def request(model: Model = Model.TEXT, size: tuple[int, int] = (1280, 720), **more: Any) -> EngineRequest:
    return EngineRequest(model, "character1 in a forest", (), *size, 73, 5, **more)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(happyhorse, "FIRST_POLL_S", 0.05)
    monkeypatch.setattr(videos, "FIRST_POLL_S", 0.05)


# -- another Paddock


@pytest.fixture
async def theirs(postgres: pgembed.Postgres, tmp_path: Path) -> AsyncIterator[Api]:
    """The other Paddock: its own database, account, key, credits and worker."""
    admin = await db.connect(postgres.dsn())
    await admin.execute(f"CREATE DATABASE theirs_{tmp_path.name.lower()[-30:]} TEMPLATE template_migrated")
    await admin.close()
    dsn = postgres.dsn(f"theirs_{tmp_path.name.lower()[-30:]}")
    connection = await db.connect(dsn)
    async with connection.transaction():
        account = await keys.create_account(connection, "us", 1_000)
        key = await token_of(connection, account)
    await connection.close()
    settings = gpu.settings(tmp_path / "theirs", {}, {})
    async with serving(settings, dsn, key, account) as served, Crew(settings, dsn) as crew:
        await crew.start()
        yield served


class Between(HttpServer):
    """Passes requests on to the other Paddock, and loses answers on the way."""

    def __init__(self, target: str) -> None:
        super().__init__()
        self.lose = 0
        self.sent: list[tuple[str | None, bytes]] = []
        self._client = httpx2.Client(base_url=target, trust_env=False, timeout=30)

    def answer(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes] | None:
        low = {name.lower(): value for name, value in headers.items()}
        names = ["authorization", "content-type", "idempotency-key"]
        kept = {name: low[name] for name in names if name in low}
        answer = self._client.request(method, path, headers=kept, content=body)
        if method == "POST" and path == "/v1/videos/generations":
            self.sent.append((low.get("idempotency-key"), body))
            if self.lose:
                self.lose -= 1
                return None
        return answer.status_code, {"content-type": answer.headers["content-type"]}, answer.content


@pytest.fixture
def between(theirs: Api) -> Iterator[Between]:
    with Between(theirs.url) as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, between: Between, theirs: Api) -> config.Settings:
    engine = {"kind": "happyhorse", "base_url": between.url, "api_key": theirs.key, "patience_s": 3}
    allow = theirs.url.removeprefix("http://")
    return gpu.settings(tmp_path, {"other": engine}, {model: ["other"] for model in MODELS}, egress_allow=allow)


@pytest.fixture
async def crew(settings: config.Settings, dsn: str) -> Any:
    async with Crew(settings, dsn) as started:
        await started.start()
        yield started


@pytest.mark.usefixtures("crew")
async def test_two_paddocks_make_one_video_each_with_its_own_credits(api: Api, theirs: Api, tmp_path: Path) -> None:
    task = await api.until(await api.new_task(duration=3, seed=3, quality="1080p"), "completed", "failed")
    assert (task["status"], task["engine"]) == ("completed", "other")
    assert task["results"][0].startswith(api.url)
    ours = (await api.client.get(task["results"][0])).content
    (tmp_path / "ours.mp4").write_bytes(ours)
    video.check(tmp_path / "ours.mp4", 1920, 1080, 73)
    listed = (await theirs.client.get("/v1/tasks")).json()["data"]
    (made,) = [await theirs.task(item["id"]) for item in listed]
    assert (made["task_info"]["seed"], made["usage"]["credits_reserved"]) == (3, 648081)
    assert ours == (await theirs.client.get(made["results"][0])).content  # kept as it came
    assert (await api.books())[2] == (await theirs.books())[2] == 648081
    await invariants.check_money(api.pool)


@pytest.mark.usefixtures("crew")
async def test_images_travel_as_data_urls(api: Api, between: Between) -> None:
    wish = {"model": gpu.IMAGE, "image_urls": [gpu.picture()], "duration": 3}
    task = await api.until(await api.new_task(**wish), "completed", "failed")
    assert task["status"] == "completed"
    assert b"data:image/png;base64," in between.sent[0][1]


@pytest.mark.usefixtures("crew")
async def test_a_lost_answer_is_asked_for_again_with_the_same_key_and_paid_once(
    api: Api, theirs: Api, between: Between
) -> None:
    between.lose = 1
    task = await api.until(await api.new_task(duration=3), "completed", "failed")
    assert task["status"] == "completed"
    assert len(between.sent) == 2
    assert between.sent[0] == between.sent[1]
    assert (await theirs.client.get("/v1/tasks")).json()["total"] == 1


@pytest.mark.usefixtures("crew")
async def test_an_answer_lost_every_time_is_still_one_task_there(api: Api, theirs: Api, between: Between) -> None:
    """The attempt breaks; the next one asks with the key that stands in the task's row."""
    between.lose = 3
    task = await api.until(await api.new_task(duration=3), "completed", "failed")
    assert task["status"] == "completed"
    assert len({key for key, _ in between.sent}) == 1
    assert (await theirs.client.get("/v1/tasks")).json()["total"] == 1


@pytest.mark.usefixtures("crew")
async def test_its_failure_is_passed_on_as_ours(api: Api) -> None:
    task = await api.until(await api.new_task(prompt="a lake [refuse]", duration=3), "completed", "failed")
    assert task["error"]["code"] == "invalid_parameters"
    assert task["error"]["message"] == "This engine cannot draw that; ask for something else"
    assert (await api.books())[1:] == (0, 0)


@pytest.mark.usefixtures("crew")
async def test_a_cancelled_task_is_cancelled_there_too(api: Api, theirs: Api) -> None:
    task_id = await api.new_task(prompt="a lake [slow 30]", duration=3)
    async with asyncio.timeout(30):
        while (await api.task(task_id))["progress"] == 0:
            await asyncio.sleep(0.02)
        await api.client.post(f"/v1/tasks/{task_id}/cancel")
        while (await theirs.books())[1]:
            await asyncio.sleep(0.02)
    assert (await theirs.books())[2] == 0
    await invariants.check_money(api.pool)


async def test_a_service_that_refuses_our_key_is_unavailable_to_users(
    api_alone: Api, theirs: Api, tmp_path: Path, dsn: str
) -> None:
    engine = {"kind": "happyhorse", "base_url": theirs.url, "api_key": "sk-wrong"}
    settings = gpu.settings(tmp_path, {"other": engine}, {gpu.TEXT: ["other"]})
    async with Crew(settings, dsn) as crew:
        await crew.start()
        task = await api_alone.until(await api_alone.new_task(duration=3), "completed", "failed")
    assert (task["status"], task["error"]["code"]) == ("failed", "service_unavailable")
    assert "key" not in task["error"]["message"]
    await invariants.check_money(api_alone.pool)


# -- DashScope's form


@pytest.fixture
def dashscope(tmp_path: Path) -> Iterator[DashScope]:
    write_flat(request(), tmp_path / "theirs.mp4", 73, lambda _: None)
    with DashScope((tmp_path / "theirs.mp4").read_bytes()) as running:
        yield running


async def ordered(dashscope: DashScope, folder: Path, dsn: str, api: Api, **wish: Any) -> dict[str, Any]:
    """A task that goes to DashScope."""
    engine = {"kind": "happyhorse", "form": "dashscope", "base_url": dashscope.url, "api_key": "sk-theirs"}
    settings = gpu.settings(folder, {"hosted": {**engine, "patience_s": 3}}, {model: ["hosted"] for model in MODELS})
    async with Crew(settings, dsn) as crew:
        await crew.start()
        return await api.until(await api.new_task(**{"duration": 3, **wish}), "completed", "failed")


@pytest.fixture
async def api_alone(dsn: str, tmp_path: Path) -> AsyncIterator[Api]:
    connection = await db.connect(dsn)
    async with connection.transaction():
        account = await keys.create_account(connection, "tester", 1_000)
        key = await token_of(connection, account)
    await connection.close()
    async with serving(gpu.settings(tmp_path, {}, {}), dsn, key, account) as served:
        yield served


async def test_dashscope_gets_its_own_words(dashscope: DashScope, tmp_path: Path, dsn: str, api_alone: Api) -> None:
    wish = {"model": gpu.REFERENCE, "prompt": "character1 waves at Character 2", "seed": 9, "aspect_ratio": "16:9"}
    task = await ordered(dashscope, tmp_path, dsn, api_alone, **wish, image_urls=[gpu.picture(), gpu.picture(800, 600)])
    assert (task["status"], task["engine"]) == ("completed", "hosted")
    (body,) = dashscope.bodies
    assert body["model"] == "happyhorse-1.0-r2v"
    assert body["input"]["prompt"] == "[Image 1] waves at [Image 2]"
    assert [media["type"] for media in body["input"]["media"]] == ["reference_image"] * 2
    sizes = [Image.open(io.BytesIO(picture_in(media["url"]))).size for media in body["input"]["media"]]
    assert sizes == [(640, 480), (800, 600)]
    expected = {"resolution": "720P", "ratio": "16:9", "duration": 3, "seed": 9, "watermark": False}
    assert body["parameters"] == expected


async def test_an_answer_that_dashscope_lost_is_never_paid_for_twice(
    dashscope: DashScope, tmp_path: Path, dsn: str, api_alone: Api
) -> None:
    dashscope.faults.lose_answers = 1
    task = await ordered(dashscope, tmp_path, dsn, api_alone)
    assert (task["status"], task["error"]["code"]) == ("failed", "upstream_error")
    assert len(dashscope.bodies) == 1
    await invariants.check_money(api_alone.pool)


async def test_dashscopes_refusal_of_the_content_is_ours(
    dashscope: DashScope, tmp_path: Path, dsn: str, api_alone: Api
) -> None:
    dashscope.faults.fail = ("DataInspectionFailed", "Input data may contain inappropriate content.")
    task = await ordered(dashscope, tmp_path, dsn, api_alone)
    assert task["error"]["code"] == "content_policy_violation"
    assert task["error"]["message"] == "Input data may contain inappropriate content."


async def test_a_throttled_service_is_asked_again(
    dashscope: DashScope, tmp_path: Path, dsn: str, api_alone: Api
) -> None:
    dashscope.faults.refuse = [json_answer(429, {"code": "Throttling.RateQuota", "message": "Requests rate limit"})]
    assert (await ordered(dashscope, tmp_path, dsn, api_alone))["status"] == "completed"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("content_policy_violation", errors.ContentPolicy),
        ("image_dimension_mismatch", errors.ImageDimensions),
        ("generation_timeout", errors.GenerationTimeout),
        ("request_cancelled", errors.UpstreamFailure),
        ("invalid_request", errors.InvalidParameters),
        ("InvalidParameter.DataInspection", errors.InvalidParameters),
        ("InternalError.Algo", errors.UpstreamFailure),
        ("", errors.UpstreamFailure),
    ],
)
def test_failures_of_the_service_have_our_codes(code: str, kind: type[errors.TaskFailure]) -> None:
    failure = happyhorse_wire.failure_of(code, "some words")
    assert type(failure) is kind


def test_words_that_are_not_about_the_request_stay_there() -> None:
    assert "10.0.0.7" not in happyhorse_wire.failure_of("service_error", "node 10.0.0.7 is down").message


def test_a_picture_too_large_as_png_travels_as_jpeg(tmp_path: Path) -> None:
    noise = Image.effect_noise((4096, 2400), 200).convert("RGB")
    noise.save(tmp_path / "image.png")
    assert (tmp_path / "image.png").stat().st_size > happyhorse.MOST_IMAGE_BYTES
    url = happyhorse.data_url(tmp_path / "image.png")
    assert url.startswith("data:image/jpeg;base64,")
    assert len(picture_in(url)) <= happyhorse.MOST_IMAGE_BYTES
