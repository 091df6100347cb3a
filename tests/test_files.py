"""Result links: who may follow them, for how long, and what they serve."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from paddock import queue, storage, sweep, tasks
from support.api import Api, problem

CONTENT = bytes(range(256)) * 40
DAY_S = 24 * 3600


@pytest.fixture
async def link(api: Api) -> str:
    """The link of a completed task whose file holds CONTENT."""
    task_id = await api.new_task()
    task = await queue.claim(api.pool, "tester", 30)
    assert task is not None
    path = storage.result_path(api.services.settings.results, task_id, task.attempt)
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    async with api.pool.acquire() as connection, connection.transaction():
        await tasks.complete(connection, task.id, task.attempt, engine="test", warnings=[])
    del api.client.headers["authorization"]
    return str(api.services.links.result(await tasks.get(api.pool, api.account, task_id)))


def task_of(link: str) -> str:
    return link.rsplit("/", 2)[1]


async def move_end(api: Api, link: str, seconds: int) -> str:
    """The link of the same task, had it ended `seconds` ago."""
    await api.pool.execute("UPDATE task SET finished_at = now() - $1::float8 * interval '1 second'", float(seconds))
    return str(api.services.links.result(await tasks.get(api.pool, api.account, task_of(link))))


async def test_a_link_needs_no_key_and_serves_the_video(api: Api, link: str) -> None:
    response = await api.client.get(link)
    assert response.status_code == 200
    assert response.content == CONTENT
    assert response.headers["content-type"] == "video/mp4"
    assert response.headers["content-length"] == str(len(CONTENT))
    assert response.headers["accept-ranges"] == "bytes"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["etag"]


async def test_head_answers_the_headers_alone(api: Api, link: str) -> None:
    whole, head = await api.client.get(link), await api.client.head(link)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("content-type", "content-length", "etag", "accept-ranges"):
        assert head.headers[name] == whole.headers[name]


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [("0-0", 0, 1), ("0-99", 0, 100), ("100-", 100, 10240), ("-10", 10230, 10240), ("10000-99999", 10000, 10240)],
)
async def test_a_range_is_served(api: Api, link: str, wanted: str, start: int, end: int) -> None:
    response = await api.client.get(link, headers={"range": f"bytes={wanted}"})
    assert response.status_code == 206
    assert response.content == CONTENT[start:end]
    assert response.headers["content-range"] == f"bytes {start}-{end - 1}/{len(CONTENT)}"
    assert response.headers["content-type"] == "video/mp4"


async def test_several_ranges_are_served(api: Api, link: str) -> None:
    response = await api.client.get(link, headers={"range": "bytes=0-9,100-109"})
    assert response.status_code == 206
    assert response.headers["content-type"].startswith("multipart/byteranges")
    assert CONTENT[:10] in response.content
    assert CONTENT[100:110] in response.content


@pytest.mark.parametrize("wanted", ["bytes=20000-", "bytes=x", "bytes=5-2"])
async def test_an_impossible_range_is_416(api: Api, link: str, wanted: str) -> None:
    response = await api.client.get(link, headers={"range": wanted})
    assert problem(response) == (416, "range_not_satisfiable")
    assert response.headers["content-range"] == f"bytes */{len(CONTENT)}"


async def test_ten_thousand_ranges_do_no_harm(api: Api, link: str) -> None:
    wanted = ",".join(f"{index}-{index}" for index in range(0, 20_000, 2))
    response = await api.client.get(link, headers={"range": f"bytes={wanted[:60_000]}"})
    assert response.status_code in (200, 206, 400, 416)
    assert len(response.content) < 100 * len(CONTENT)
    assert (await api.client.get(link)).status_code == 200


async def test_an_etag_that_is_known_is_304(api: Api, link: str) -> None:
    tag = (await api.client.get(link)).headers["etag"]
    response = await api.client.get(link, headers={"if-none-match": tag})
    assert (response.status_code, response.content) == (304, b"")
    assert (await api.client.get(link, headers={"if-none-match": '"other"'})).status_code == 200


async def test_a_link_dies_after_24_hours(api: Api, link: str) -> None:
    alive = await move_end(api, link, DAY_S - 2)
    assert (await api.client.get(alive)).status_code == 200
    dead = await move_end(api, link, DAY_S + 1)
    assert problem(await api.client.get(dead)) == (410, "link_expired")


async def test_the_link_is_the_same_whenever_it_is_asked_for(api: Api, link: str) -> None:
    headers = {"authorization": f"Bearer {api.key}"}
    seen = {
        (await api.client.get(f"/v1/tasks/{task_of(link)}", headers=headers)).json()["results"][0] for _ in range(3)
    }
    assert seen == {link}


async def test_a_link_with_any_part_changed_is_not_ours(api: Api, link: str) -> None:
    path = link.removeprefix(api.url)
    end = path.rindex("/") + 1
    for place in range(len("/files/"), len(path) - len(".mp4")):
        if path[place] in "/-":
            continue
        other = "1" if path[place] != "1" else "2"
        response = await api.client.get(path[:place] + other + path[place + 1 :])
        assert response.status_code == 404, (place, end)


@pytest.mark.parametrize("path", ["../../api-key", "..%2f..%2fapi-key", "%2e%2e/api-key.mp4", "1.mp4/../../../api-key"])
async def test_no_path_leads_out_of_the_results(api: Api, link: str, path: str) -> None:
    (api.services.settings.data / "api-key").write_text("secret")
    response = await api.client.get(link.rsplit("/", 1)[0] + "/" + path)
    assert response.status_code == 404
    assert "secret" not in response.text


async def test_the_sweep_deletes_what_is_due_and_nothing_else(api: Api, link: str) -> None:
    settings = api.services.settings
    path = storage.result_path(settings.results, task_of(link), 1)
    await sweep.once(api.pool, settings)
    assert path.exists()
    dead = await move_end(api, link, DAY_S + 1)
    await sweep.once(api.pool, settings)
    assert not path.parent.exists()
    assert problem(await api.client.get(dead)) == (410, "link_expired")
    headers = {"authorization": f"Bearer {api.key}"}
    assert (await api.client.get(f"/v1/tasks/{task_of(link)}", headers=headers)).json()["status"] == "completed"


async def test_the_sweep_deletes_files_of_attempts_that_lost(api: Api, link: str) -> None:
    settings = api.services.settings
    winner = storage.result_path(settings.results, task_of(link), 1)
    loser = storage.result_path(settings.results, task_of(link), 7)
    shutil.copy(winner, loser)
    running = storage.result_path(settings.results, await running_task(api), 1)
    running.parent.mkdir(parents=True)
    running.write_bytes(b"about to win")
    await sweep.once(api.pool, settings)
    assert (winner.exists(), loser.exists(), running.exists()) == (True, False, True)


async def running_task(api: Api) -> str:
    api.client.headers["authorization"] = f"Bearer {api.key}"
    return await api.new_task()


async def test_a_new_signing_key_leaves_old_links_alive(api: Api, link: str) -> None:
    await api.pool.execute("INSERT INTO signing_key (secret) VALUES (sha256('new'))")
    api.services.links._keys.update(await storage.signing_keys(await api.pool.acquire()))
    assert (await api.client.get(link)).status_code == 200
    newer = await move_end(api, link, 5)
    assert newer != link
    assert (await api.client.get(newer)).status_code == 200


def test_a_file_is_kept_durably_or_not_at_all(tmp_path: Path) -> None:
    source = tmp_path / "scratch.mp4"
    source.write_bytes(b"video")
    target = storage.result_path(tmp_path / "results", "task", 3)
    storage.keep(source, target)
    assert target.read_bytes() == b"video"
    assert not source.exists()
