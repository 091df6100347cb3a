"""Routes: which engine makes a task, what happens when one does not take it, aliases, what is said about engines."""

from __future__ import annotations

import asyncio
import json
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from paddock import config, errors, roster, routing, standing
from paddock.models import Model, Order, Quality
from support import gpu, invariants
from support.api import Api, problem
from support.engine_servers import DEADLINE_S, VideosServer, json_answer
from support.processes import Paddock, eventually, output_of
from support.worker import Crew

SCRIPTED = "support.engine:Scripted"
NOWHERE = "http://127.0.0.1:3"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[VideosServer]:
    with VideosServer(tmp_path) as running:
        yield running


@pytest.fixture
def settings(tmp_path: Path, server: VideosServer) -> config.Settings:
    """Text: the GPU, then the embedded engine. Images: the GPU alone. References: the default."""
    engine = {"kind": "videos", "base_url": server.url, "profile": gpu.profile(tmp_path)}
    routes = {gpu.TEXT: ["gpu", "fallback"], gpu.IMAGE: ["gpu"]}
    aliases = {"sora-2": gpu.TEXT}
    return gpu.settings(tmp_path, {"gpu": engine, "fallback": {"kind": SCRIPTED}}, routes, aliases=aliases)


@pytest.fixture
async def crew(settings: config.Settings, dsn: str) -> Any:
    async with Crew(settings, dsn) as started:
        await started.start()
        yield started


def order(model: Model = Model.TEXT, duration_s: int = 5, quality: Quality = Quality.P720, images: int = 0) -> Order:
    return Order(model, "a lake", ("u",) * images, quality, None, duration_s, 1, None)


def routes_of(folder: Path, engines: dict[str, Any], routes: dict[str, list[str]], **more: Any) -> routing.Routes:
    return routing.Routes(gpu.settings(folder, engines, routes, **more))


async def ended(api: Api, **fields: Any) -> dict[str, Any]:
    return await api.until(await api.new_task(**{"duration": 3, **fields}), "completed", "failed")


def test_without_configuration_one_engine_serves_everything(tmp_path: Path) -> None:
    routes = routing.Routes(config.load(data=tmp_path))
    assert routes.plain
    assert [routes.first(model) for model in Model] == ["animatic"] * 3
    routes.refuse(order(duration_s=15, quality=Quality.P1080))


@pytest.mark.usefixtures("crew")
async def test_the_task_says_which_engine_made_it(api: Api) -> None:
    assert (await ended(api))["engine"] == "gpu"
    assert (await ended(api, model=gpu.REFERENCE, image_urls=[gpu.picture()]))["engine"] == SCRIPTED


@pytest.mark.usefixtures("crew")
async def test_a_task_falls_to_the_next_engine_before_it_has_begun(api: Api, server: VideosServer) -> None:
    server.faults.refuse = json_answer(503, {"detail": "loading"})
    task = await ended(api)
    assert (task["status"], task["engine"], len(server.forms)) == ("completed", "fallback", 0)
    await invariants.check(api.pool, api.services.settings.results)


@pytest.mark.usefixtures("crew")
async def test_an_engine_at_fault_rests_and_comes_back(api: Api, server: VideosServer) -> None:
    server.faults.refuse = json_answer(503, {"detail": "loading"}, **{"retry-after": "600"})
    assert (await ended(api))["engine"] == "fallback"
    sent = server.count("POST", "/v1/videos")
    assert (await ended(api))["engine"] == "fallback"
    assert server.count("POST", "/v1/videos") == sent  # it was not asked again
    server.faults.refuse = None
    await api.pool.execute("UPDATE engine_health SET retry_at = now()")
    assert (await ended(api))["engine"] == "gpu"
    assert await api.pool.fetchval("SELECT count(*) FROM engine_health") == 0


async def test_an_engine_that_cannot_start_says_why(tmp_path: Path, api: Api, dsn: str) -> None:
    engines = {"gpu": {"kind": "support.engine:Driverless"}, "fallback": {"kind": SCRIPTED}}
    ours = gpu.settings(tmp_path, engines, {gpu.TEXT: ["gpu", "fallback"]})
    why = "support.engine:Driverless cannot start: no driver here"
    async with Crew(ours, dsn) as crew:
        await crew.start()
        assert (await ended(api))["engine"] == "fallback"
        noted = await api.pool.fetchrow(roster.SQL.resting)
        assert (noted["engine"], noted["problem"]) == ("gpu", why)
    row = next(row for row in await standing.rows(ours, dsn) if row.name == "gpu")
    assert (row.well, row.text) == (False, f"{why}: mend that, or set PADDOCK_ENGINE")


async def test_what_failed_last_is_in_view_until_it_goes_well(
    api: Api, server: VideosServer, settings: config.Settings, dsn: str
) -> None:
    await api.pool.execute(roster.SQL.failed, "gpu", "out of order", 0.0)
    await api.pool.execute("UPDATE engine_health SET retry_at = now()")

    async def told() -> standing.Row:
        return next(row for row in await standing.rows(settings, dsn) if row.name == "gpu")

    assert not (row := await told()).well
    assert row.text.endswith("is tried again after 1 failure(s), the last: out of order")
    async with Crew(settings, dsn) as crew:
        await crew.start()
        assert (await ended(api))["engine"] == "gpu"
    assert (await told()).well


async def test_every_failure_doubles_the_rest(api: Api) -> None:
    rests = []
    for _ in range(12):
        await api.pool.execute(roster.SQL.failed, "gpu", "down", 0.0)
        rests.append(round((await api.pool.fetchrow(roster.SQL.resting))["rests_s"]))
    assert rests[:6] == [2, 4, 8, 16, 32, 64]
    assert rests[-1] == 300


@pytest.mark.usefixtures("crew")
async def test_the_next_engine_takes_what_the_first_cannot_make(api: Api, server: VideosServer) -> None:
    """The profile's longest clip is 5 s; the other engine has no such limit."""
    task = await ended(api, duration=6)
    assert (task["status"], task["engine"], len(server.forms)) == ("completed", "fallback", 0)


async def test_what_no_engine_can_make_is_refused_with_the_range(api: Api) -> None:
    answer = await api.create(model=gpu.IMAGE, image_urls=["https://a.example/b.png"], duration=6)
    assert problem(answer) == (400, "invalid_request")
    assert answer.json()["error"] | {"min": 3, "max": 5, "param": "duration"} == answer.json()["error"]


@pytest.mark.usefixtures("crew")
async def test_without_any_engine_the_task_fails_and_returns_its_credits(api: Api, server: VideosServer) -> None:
    server.faults.silent = True
    task = await ended(api, model=gpu.IMAGE, image_urls=[gpu.picture()])
    assert (task["status"], task["error"]["code"]) == ("failed", "service_unavailable")
    await invariants.check_money(api.pool)


@pytest.mark.usefixtures("crew")
async def test_an_alias_is_served_as_our_model(api: Api) -> None:
    task = await ended(api, model="sora-2")
    assert (task["status"], task["model"]) == ("completed", gpu.TEXT)
    assert problem(await api.create(model="sora-3"))[0] == 400
    estimate = await api.client.post("/v1/estimates", json={"model": "sora-2", "prompt": "a lake"})
    assert estimate.status_code == 200


@pytest.mark.usefixtures("crew")
async def test_estimates_are_of_the_preferred_engine(api: Api, settings: config.Settings) -> None:
    await ended(api)
    await api.services.estimator.refresh()
    pace = await api.pool.fetchval("SELECT work_s_per_video_s FROM pace WHERE engine = 'gpu' AND samples > 0")
    assert api.services.estimator.work_s(order(duration_s=10)) == pytest.approx(pace * 10)


async def test_a_busy_engine_is_waited_for_but_its_like_is_used(tmp_path: Path, api: Api, dsn: str) -> None:
    """Two servers with one profile share the work; one of another kind is only for when they do not answer."""
    with VideosServer(tmp_path) as one, VideosServer(tmp_path) as other:
        one.go.clear()
        kind = {"kind": "videos", "profile": gpu.profile(tmp_path)}
        engines = {
            "one": {**kind, "base_url": one.url},
            "other": {**kind, "base_url": other.url},
            "fallback": {"kind": SCRIPTED},
        }
        settings = gpu.settings(tmp_path, engines, {gpu.TEXT: ["one", "other", "fallback"]})
        async with Crew(settings, dsn) as first, Crew(settings, dsn) as second:
            await first.start()
            await second.start()
            held = await api.new_task(duration=3)
            await asyncio.to_thread(one.until, "a job", lambda: one.busy() == 1)
            assert (await ended(api))["engine"] == "other"
            one.go.set()
            assert (await api.until(held, "completed", "failed"))["engine"] == "one"


def test_what_is_missing_is_said_by_name(tmp_path: Path) -> None:
    base = {"kind": "videos", "base_url": NOWHERE}
    wrong = {
        "no-address": {"kind": "videos", "profile": "wan2.2-t2v-a14b"},
        "no-profile": base,
        "no-such-profile": {**base, "profile": "wan9"},
        "no-key": {"kind": "happyhorse", "base_url": NOWHERE},
        "no-licence": {"kind": "diffusers", "profile": "minimax-h3"},
        "no-such-kind": {"kind": "magic"},
    }
    found = routes_of(tmp_path, wrong, {gpu.TEXT: [*wrong, "not-installed"]})
    problems = "\n".join(found.problems())
    for words in (
        "no-address: base_url is missing",
        "no-profile: profile is missing: one of",
        "no-such-profile: there is no profile wan9",
        "no-key: api_key is missing",
        "no-licence: the licence MiniMax Community restricts",
        "no-such-kind: no engine named 'magic'",
        "not-installed: no engine named 'not-installed'",
    ):
        assert f"engine {words}" in problems
    with pytest.raises(errors.OperatorError, match="no-address"):
        found.check()


def test_a_restricted_licence_can_be_accepted(tmp_path: Path) -> None:
    engines = {"h3": {"kind": "diffusers", "profile": "minimax-h3", "accept_licence": True}}
    assert list(routes_of(tmp_path, engines, {gpu.TEXT: ["h3"]}).problems()) == []


@pytest.mark.parametrize(
    ("wanted", "lacks"),
    [
        (order(), None),
        (order(duration_s=6), "duration"),
        (order(Model.IMAGE, images=1), "model"),
        (order(quality=Quality.P1080), None),
    ],
)
def test_capability_is_size_duration_and_references(tmp_path: Path, wanted: Order, lacks: str | None) -> None:
    engines = {"gpu": {"kind": "videos", "base_url": NOWHERE, "profile": gpu.profile(tmp_path, models=(gpu.TEXT,))}}
    assert routes_of(tmp_path, engines, {gpu.TEXT: ["gpu"]}).engines["gpu"].lacks(wanted) == lacks


def test_references_are_counted(tmp_path: Path) -> None:
    engines = {"gpu": {"kind": "videos", "base_url": NOWHERE, "profile": gpu.profile(tmp_path)}}
    routes = routes_of(tmp_path, engines, {gpu.REFERENCE: ["gpu"]})
    routes.refuse(order(Model.REFERENCE, images=3))
    with pytest.raises(errors.InvalidRequest) as caught:
        routes.refuse(order(Model.REFERENCE, images=4))
    assert (caught.value.param, caught.value.maximum) == ("image_urls", 3)


def test_a_key_is_in_no_printed_setting(tmp_path: Path) -> None:
    engine = {"kind": "happyhorse", "base_url": NOWHERE, "api_key": "sk-very-secret"}
    found = gpu.settings(tmp_path, {"theirs": engine}, {gpu.TEXT: ["theirs"]})
    assert "very-secret" not in repr(found) + str(found.model_dump(mode="json"))


FILE = """
[routes]
"happyhorse-1.0-text-to-video" = ["gpu", "fallback"]
[engines.gpu]
kind = "videos"
base_url = "{url}"
profile = "{profile}"
[engines.fallback]
kind = "support.engine:Scripted"
"""


def write_file(paddock: Paddock, server: VideosServer, folder: Path) -> None:
    paddock.data.mkdir(exist_ok=True)
    text = FILE.format(url=server.url, profile=gpu.profile(folder))
    (paddock.data / "paddock.toml").write_text(text)


def test_engines_and_doctor_say_how_each_stands(paddock: Paddock, server: VideosServer, tmp_path: Path) -> None:
    write_file(paddock, server, tmp_path)
    listed = paddock.start("engines", "--json")
    rows = {row["name"]: row for row in json.loads(_output(listed, 0))}
    assert rows["gpu"]["text"] == "sglang, model served/model"
    assert rows["gpu"]["slots"] == "0/1"
    assert (rows["fallback"]["well"], rows["happyhorse"]["well"]) == (True, None)
    server.key = "needed"
    assert "FIX  engine gpu: refuses our key" in _output(paddock.start("doctor"), 1)
    assert "FIX  gpu (videos; jobs 0/1; serves text-to-video): refuses our key" in _output(paddock.start("engines"), 1)


def test_a_killed_worker_hands_its_remote_job_to_the_next(
    paddock: Paddock, server: VideosServer, tmp_path: Path
) -> None:
    write_file(paddock, server, tmp_path)
    server.go.clear()
    served = paddock.serve()
    task_id = served.create("a lake")
    server.until("a job", lambda: server.busy() == 1)
    served.at_work(task_id)
    (worker,) = served.workers()
    worker.kill()
    eventually("another worker", lambda: served.workers() not in ([], [worker]))
    asked = len(server.calls)
    server.until("a look at the job by the next worker", lambda: len(server.calls) > asked)
    server.go.set()
    task = served.until(task_id, "completed", "failed")
    assert (task["status"], task["engine"], len(server.forms)) == ("completed", "gpu", 1)
    eventually("the server's copy gone", lambda: server.count("DELETE", r"/v1/videos/\w+") == 1)
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(timeout=DEADLINE_S) == 0


def _output(process: Any, code: int) -> str:
    assert process.wait(timeout=60) == code, output_of(process)
    return output_of(process)
