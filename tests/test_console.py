"""The console over HTTP: who gets in, what a page may do, what it shows."""

from __future__ import annotations

import asyncio
import base64
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import httpx2
import numpy as np
import pytest
from PIL import Image

from paddock import keys, ledger, posters, queue, storage, sweep, video
from paddock.config import Settings
from paddock.models import Role
from paddock.web import render, sessions
from support.api import Api, problem, token_of
from support.console import PAGES
from support.worker import Crew

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def browser(api: Api, **headers: str) -> httpx2.AsyncClient:
    """What a browser is at first: without a key, with a jar for cookies."""
    return httpx2.AsyncClient(base_url=api.url, headers={"origin": api.url, **headers}, timeout=30, trust_env=False)


async def sign_in(api: Api, client: httpx2.AsyncClient, key: str | None = None) -> httpx2.Response:
    return await client.post("/signin", data={"key": key or api.key})


@pytest.fixture
async def signed_in(api: Api) -> Any:
    async with browser(api) as client:
        assert (await sign_in(api, client)).status_code == 303
        yield client


async def strangers_key(api: Api) -> str:
    """The key of another account."""
    async with api.pool.acquire() as connection, connection.transaction():
        return await token_of(connection, await keys.create_account(connection, "stranger", 1_000))


def picture() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((640, 480), 60).convert("RGB").save(out, "PNG")
    return out.getvalue()


async def upload(api: Api, name: str) -> str:
    answer = await api.client.post("/api/v1/files/upload/stream", files={"file": (name, picture(), "image/png")})
    return str(answer.json()["data"]["file_url"])


async def other_key(api: Api, **wish: Any) -> str:
    async with api.pool.acquire() as connection, connection.transaction():
        token, _ = await keys.create_key(connection, api.account, keys.Wish("other", **wish))
    return token


# --- signing in -----------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [*PAGES, "/operator", "/account/ledger.csv"])
async def test_a_page_sends_strangers_to_the_sign_in(api: Api, page: str) -> None:
    async with browser(api) as client:
        answer = await client.get(page)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/signin")


async def test_the_cookie_is_hidden_from_scripts_and_other_sites(api: Api) -> None:
    async with browser(api) as client:
        cookie = (await sign_in(api, client)).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "secure" not in cookie


async def test_behind_https_the_cookie_is_secure(dsn: str, settings: Settings, api: Api) -> None:
    served = sessions.Sessions(api.pool, "https://videos.example")
    assert served.secure
    assert served.cookie.startswith("__Host-")


@pytest.mark.parametrize("key", ["", "sk-", "sk-aaaaaaaaaaaa-" + "a" * 40, "é", "x" * 5000])
async def test_a_wrong_key_does_not_sign_in(api: Api, key: str) -> None:
    async with browser(api) as client:
        answer = await client.post("/signin", data={"key": key})
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
        assert (await client.get("/")).status_code == 303


async def test_a_form_of_another_site_is_refused(api: Api) -> None:
    for origin in ("https://evil.example", "null", ""):
        async with browser(api, origin=origin) as client:
            assert (await client.post("/signin", data={"key": api.key})).status_code == 403


async def test_a_link_signs_in_once(api: Api) -> None:
    async with api.pool.acquire() as connection:
        link = await sessions.make_link(connection, api.key, api.url)
    assert link is not None
    token = link.partition("#")[2]
    async with browser(api) as client:
        assert (await client.post("/signin", data={"link": token})).status_code == 303
        assert (await client.get("/")).status_code == 200
    async with browser(api) as client:
        assert (await client.post("/signin", data={"link": token})).status_code == 401


async def test_an_old_link_does_not_sign_in(api: Api) -> None:
    async with api.pool.acquire() as connection:
        link = await sessions.make_link(connection, api.key, api.url)
        await connection.execute("UPDATE console_link SET expires_at = now()")
    async with browser(api) as client:
        assert (await client.post("/signin", data={"link": str(link).partition("#")[2]})).status_code == 401


async def test_neither_cookie_nor_link_is_stored(api: Api, signed_in: httpx2.AsyncClient) -> None:
    (token,) = signed_in.cookies.values()
    stored = await api.pool.fetch("SELECT encode(token_hash, 'escape') AS hash FROM console_session")
    assert all(token not in row["hash"] for row in stored)


async def test_a_revoked_key_ends_its_sessions_at_the_next_request(api: Api) -> None:
    key = await other_key(api)
    async with browser(api) as client:
        await sign_in(api, client, key)
        assert (await client.get("/keys")).status_code == 200
        await api.client.delete(f"/v1/keys/{key.split('-')[1]}")
        assert (await client.get("/keys")).status_code == 303
        assert (await client.get("/v1/credits")).status_code == 401


async def test_signing_out_ends_the_session_on_the_server(api: Api, signed_in: httpx2.AsyncClient) -> None:
    cookies = dict(signed_in.cookies)
    assert (await signed_in.post("/signout")).status_code == 303
    async with browser(api) as again:
        again.cookies.update(cookies)
        assert (await again.get("/")).status_code == 303


@pytest.mark.parametrize("following", ["//evil.example", "https://evil.example", "/\\evil.example", "/\nx", "evil"])
async def test_signing_in_leads_nowhere_else(api: Api, following: str) -> None:
    async with browser(api) as client:
        answer = await client.post("/signin", data={"key": api.key, "next": following})
    assert answer.headers["location"] == "/"


# --- a session as a key ---------------------------------------------------------------------------


async def test_a_session_calls_the_api_from_our_own_pages_only(api: Api, signed_in: httpx2.AsyncClient) -> None:
    body = {"model": "happyhorse-1.0-text-to-video", "prompt": "a boat"}
    assert (await signed_in.post("/v1/videos/generations", json=body)).status_code == 200
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "same-site"}):
        answer = await signed_in.post("/v1/videos/generations", json=body, headers=headers)
        assert answer.status_code == 401
    del signed_in.headers["origin"]
    assert (await signed_in.post("/v1/videos/generations", json=body)).status_code == 401


async def test_a_key_that_is_given_counts_and_not_the_cookie(signed_in: httpx2.AsyncClient) -> None:
    answer = await signed_in.get("/v1/credits", headers={"authorization": "Bearer sk-wrong"})
    assert answer.status_code == 401


# --- pages ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "zh-CN"])
async def test_every_page_is_made_in_both_languages(signed_in: httpx2.AsyncClient, page: str, language: str) -> None:
    answer = await signed_in.get(page, headers={"accept-language": language})
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.text
    assert ("退出" in answer.text) == (language != "en")


async def test_pages_run_no_inline_script_and_ask_nobody_else(signed_in: httpx2.AsyncClient) -> None:
    for page in PAGES:
        answer = await signed_in.get(page)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=", answer.text)
        assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.text)


async def test_a_script_in_a_prompt_stays_text(api: Api, signed_in: httpx2.AsyncClient) -> None:
    task_id = await api.new_task(prompt=SCRIPT)
    for page in ("/tasks", "/tasks?view=table", f"/tasks/{task_id}", f"/?from={task_id}", "/tasks?q=%3Cscript%3E"):
        text = (await signed_in.get(page)).text
        assert "alert(1)" in text
        assert "<script>alert" not in text
        assert "<img src=x" not in text


async def test_tasks_are_found_by_prompt_status_and_model(api: Api, signed_in: httpx2.AsyncClient) -> None:
    fox, boat = await api.new_task(prompt="a fox 100% red"), await api.new_task(prompt="a boat")
    await api.client.post(f"/v1/tasks/{boat}/cancel")

    async def found(query: str) -> set[str]:
        return set(re.findall(r'data-task="([^"]+)"', (await signed_in.get(f"/tasks?{query}")).text))

    assert await found("") == {fox, boat}
    assert await found("q=FOX") == {fox}
    assert await found("q=100%25 red") == {fox}
    assert await found("q=%25_%25") == set()
    assert await found(f"q={boat}") == {boat}
    assert await found("status=cancelled") == {boat}
    assert await found("model=happyhorse-1.0-image-to-video") == set()
    for page in (2, 100_000):
        beyond = await signed_in.get(f"/tasks?page={page}&q=boat")
        assert (beyond.status_code, beyond.headers["location"]) == (303, "/tasks?q=boat&view=gallery&page=1")


async def test_another_accounts_tasks_are_not_shown(api: Api, signed_in: httpx2.AsyncClient) -> None:
    async with api.pool.acquire() as connection, connection.transaction():
        other = await keys.create_account(connection, "other", 1_000)
        token, _ = await keys.create_key(connection, other, keys.Wish("theirs"))
    theirs = (await api.create({"authorization": f"Bearer {token}"})).json()["id"]
    assert theirs not in (await signed_in.get("/tasks")).text
    assert (await signed_in.get(f"/tasks/{theirs}")).status_code == 404
    assert (await signed_in.get(f"/posters/{theirs}")).status_code == 404


async def test_a_restricted_key_sees_videos_and_no_keys(api: Api) -> None:
    async with browser(api) as client:
        await sign_in(api, client, await other_key(api, cap_units=1))
        statuses = [(await client.get(page)).status_code for page in ("/", "/account", "/keys", "/account/ledger.csv")]
        assert 'href="/keys"' not in (await client.get("/")).text
    assert statuses == [200, 200, 403, 403]


async def test_only_an_administrator_sees_the_operators_page(api: Api, signed_in: httpx2.AsyncClient) -> None:
    assert (await signed_in.get("/operator")).status_code == 403
    async with browser(api) as client:
        await sign_in(api, client, await other_key(api, role=Role.ADMIN))
        answer = await client.get("/operator")
    assert answer.status_code == 200
    assert "tester" in answer.text


async def test_the_operator_pages_through_the_accounts(api: Api) -> None:
    async with api.pool.acquire() as connection, connection.transaction():
        there = await connection.fetchval("SELECT count(*) FROM account")
        for number in range(51 - there):
            await keys.create_account(connection, f"account-{number:02}")
    async with browser(api) as client:
        await sign_in(api, client, await other_key(api, role=Role.ADMIN))
        first, second = [(await client.get(f"/operator?page={page}")).text for page in (1, 2)]
    shown = [set(re.findall(r'<option value="(\d+)">', page)) for page in (first, second)]
    assert [len(one) for one in shown] == [50, 1]
    assert not shown[0] & shown[1]
    assert 'href="/operator?page=2"' in first
    assert 'href="/operator?page=3"' not in second


async def test_the_operator_sees_each_task_that_a_worker_has(api: Api) -> None:
    """One may be finished, one made and one about to be; the worker is one all the same."""
    await api.pool.execute(queue.SQL.seen, "worker-of-two", "scripted")
    ids = [await api.new_task() for _ in range(2)]
    for _ in ids:
        await queue.claim(api.pool, "worker-of-two", 30)
    async with browser(api) as client:
        await sign_in(api, client, await other_key(api, role=Role.ADMIN))
        page = (await client.get("/operator")).text
    assert [page.count(task_id[-8:]) for task_id in ids] == [1, 1]
    assert page.count("worker-of-two") == 1


async def test_a_videos_page_and_poster_and_usage(
    api: Api, settings: Settings, dsn: str, signed_in: httpx2.AsyncClient
) -> None:
    async with Crew(settings, dsn) as crew:
        await crew.start()
        task_id = await api.new_task(duration=3)
        await api.until(task_id, "completed")
    page = (await signed_in.get(f"/tasks/{task_id}")).text
    assert f"/{task_id}/1.mp4" in page
    assert 'class="charged"' in page
    poster = await signed_in.get(f"/posters/{task_id}")
    assert poster.headers["content-type"] == "image/webp"
    assert poster.content[8:12] == b"WEBP"
    assert len(poster.content) <= posters.MAX_THUMBNAIL_BYTES
    large = await signed_in.get(f"/posters/{task_id}?large=1")
    assert large.headers["content-type"] == "image/jpeg"
    await sweep.once(api.pool, settings)
    kept = sorted(path.name for path in (settings.results / task_id).iterdir())
    assert kept == ["1.jpg", "1.mp4", "1.webp"]
    usage = (await signed_in.get("/account")).text
    assert "<rect" in usage
    ledger = (await signed_in.get("/account/ledger.csv")).text
    assert task_id in ledger


async def test_a_note_is_no_formula_in_the_csv(api: Api, signed_in: httpx2.AsyncClient) -> None:
    async with api.pool.acquire() as connection, connection.transaction():
        await ledger.grant(connection, api.account, 1, '=cmd|"x"!A1')
    text = (await signed_in.get("/account/ledger.csv")).text
    assert "'=cmd" in text
    assert ",-1\r\n" in text


async def test_a_tasks_images_are_shown_small_and_given_again(
    api: Api, settings: Settings, dsn: str, signed_in: httpx2.AsyncClient
) -> None:
    uploaded = await upload(api, "cat.png")
    inline = f"data:image/png;base64,{base64.b64encode(picture()).decode()}"
    urls = [uploaded, inline, "https://pictures.example/dog.png"]
    task_id = await api.new_task(model="happyhorse-1.0-reference-to-video", image_urls=urls)
    page = (await signed_in.get(f"/tasks/{task_id}")).text
    assert "cat.png" in page
    assert 'href="https://pictures.example/dog.png"' in page
    thumbnail = await signed_in.get(f"/inputs/{task_id}/1")
    assert thumbnail.headers["content-type"] == "image/webp"
    assert len(thumbnail.content) < 10_000
    for number in (0, 2, 3, 4):  # no such image, never served as it came, not fetched yet, no such image
        assert (await signed_in.get(f"/inputs/{task_id}/{number}")).status_code == 404
    given = re.search(r'data-images="([^"]*)"', (await signed_in.get(f"/?from={task_id}")).text)
    assert given is not None
    again = json.loads(html.unescape(given[1]))
    assert [one["name"] for one in again] == ["cat.png", "", "pictures.example"]
    assert [one["again"] for one in again] == ["", f"/inputs/{task_id}/2", ""]
    assert [one["url"] for one in again] == [uploaded, "", urls[2]]
    async with browser(api) as other:
        await sign_in(api, other, await strangers_key(api))
        assert (await other.get(f"/inputs/{task_id}/1")).status_code == 404
        assert (await other.get(f"/?from={task_id}")).status_code == 404
        assert (await other.post(f"/inputs/{task_id}/2")).status_code == 404
    async with browser(api, origin="https://evil.example") as elsewhere:
        elsewhere.cookies.update(dict(signed_in.cookies))
        assert (await elsewhere.post(f"/inputs/{task_id}/2")).status_code == 401
    kept = await signed_in.post(f"/inputs/{task_id}/2")
    assert (await api.client.get(kept.json()["data"]["file_url"])).content[:4] == b"\x89PNG"
    for number in (0, 3, 4):  # no such image, somebody else's address, no such image
        assert problem(await signed_in.post(f"/inputs/{task_id}/{number}"))[0] == 404


async def test_an_image_that_is_kept_no_longer_is_told_so(
    api: Api, settings: Settings, signed_in: httpx2.AsyncClient
) -> None:
    inline = f"data:image/png;base64,{base64.b64encode(picture()).decode()}"
    task_id = await api.new_task(model="happyhorse-1.0-image-to-video", image_urls=[inline], prompt="")
    assert "sent with the request" in (await signed_in.get(f"/tasks/{task_id}")).text
    await api.client.post(f"/v1/tasks/{task_id}/cancel")
    await api.pool.execute("UPDATE upload SET created_at = now() - interval '11 minutes'")
    await sweep.once(api.pool, settings)
    assert "its file was deleted" in (await signed_in.get(f"/tasks/{task_id}")).text
    given = re.search(r'data-images="([^"]*)"', (await signed_in.get(f"/?from={task_id}")).text)
    assert given is not None
    assert [(one["url"], one["again"]) for one in json.loads(html.unescape(given[1]))] == [("", "")]
    assert problem(await signed_in.post(f"/inputs/{task_id}/1")) == (404, "not_found")


async def test_the_worker_keeps_thumbnails_as_long_as_the_video(
    api: Api, settings: Settings, dsn: str, signed_in: httpx2.AsyncClient
) -> None:
    inline = f"data:image/png;base64,{base64.b64encode(picture()).decode()}"
    async with Crew(settings, dsn) as crew:
        await crew.start()
        task_id = await api.new_task(model="happyhorse-1.0-image-to-video", image_urls=[inline], duration=3)
        await api.until(task_id, "completed")
    assert (await signed_in.get(f"/inputs/{task_id}/1")).content[8:12] == b"WEBP"
    await sweep.once(api.pool, settings)
    assert (await signed_in.get(f"/inputs/{task_id}/1")).status_code == 200
    steps = re.findall(r'<li class="(\w+)"><strong>', (await signed_in.get(f"/tasks/{task_id}")).text)
    assert steps == ["queued", "started", "fetched", "rendered", "stored", "completed", "charged"]
    await api.pool.execute(
        "UPDATE task SET finished_at = now() - interval '25 hours', created_at = now() - interval '26 hours'"
    )
    await sweep.once(api.pool, settings)
    assert (await signed_in.get(f"/inputs/{task_id}/1")).status_code == 404


async def test_a_preview_is_its_owners_while_the_task_is_at_work(api: Api, settings: Settings) -> None:
    task_id = await api.new_task()
    path = storage.preview_path(settings.results, task_id)
    address = f"/v1/tasks/{task_id}/preview"
    assert problem(await api.client.get(address)) == (404, "not_found")
    path.parent.mkdir(parents=True)
    path.write_bytes(b"\xff\xd8 a picture")
    answer = await api.client.get(address)
    assert answer.content == b"\xff\xd8 a picture"
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "no-store"
    theirs = {"authorization": f"Bearer {await strangers_key(api)}"}
    assert problem(await api.client.get(address, headers=theirs)) == (404, "task_not_found")
    assert problem(await api.client.get(address, headers={"authorization": ""}))[0] == 401
    await api.client.post(f"/v1/tasks/{task_id}/cancel")
    assert problem(await api.client.get(address)) == (404, "not_found")


@pytest.mark.parametrize("rich", [True, False])
def test_posters_are_small_whatever_the_video_shows(tmp_path: Path, rich: bool) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (360, 640, 3), np.uint8)
    flat = np.full_like(noise, 90)
    with video.Writer(tmp_path / "1.mp4", 640, 360, np.zeros((2000, 2), np.float32)) as writer:
        writer.write(noise if rich else flat)
    path = asyncio.run(posters.poster(tmp_path.parent, tmp_path.name, 1))
    assert path.stat().st_size <= posters.MAX_THUMBNAIL_BYTES
    assert path.with_suffix(posters.POSTER).stat().st_size <= posters.MAX_POSTER_BYTES


async def test_looks_are_remembered(api: Api) -> None:
    async with browser(api) as client:
        answer = await client.get("/preferences?language=zh&theme=dark&next=/docs")
        assert answer.headers["location"] == "/docs"
        page = (await client.get("/docs")).text
    assert 'lang="zh-CN" data-theme="dark"' in page


@pytest.mark.parametrize("path", ["/nothing", "/tasks/x/y", "/docs/nothing", "/favicon.ico/x"])
async def test_people_who_are_lost_get_a_page_and_programs_the_contracts_answer(
    api: Api, signed_in: httpx2.AsyncClient, path: str
) -> None:
    page = await signed_in.get(path, headers={"accept": "text/html,*/*;q=0.8"})
    assert page.status_code == 404
    assert 'class="lost-page"' in page.text
    async with browser(api) as stranger:
        assert (await stranger.get(path, headers={"accept": "text/html"})).status_code == 404
    for lost in ("/v1/nothing", "/api/v1/nothing", "/nothing"):
        assert problem(await api.client.get(lost, headers={"accept": "*/*"})) == (404, "not_found")
    assert problem(await api.client.get("/v1/nothing", headers={"accept": "text/html"})) == (404, "not_found")


async def test_an_ended_session_is_told_and_goes_on_where_it_was(api: Api, signed_in: httpx2.AsyncClient) -> None:
    await api.pool.execute("UPDATE console_session SET expires_at = now()")
    answer = await signed_in.get("/tasks?q=fox")
    assert answer.headers["location"] == "/signin?ended=1&next=%2Ftasks%3Fq%3Dfox"
    page = (await signed_in.get(answer.headers["location"])).text
    assert "Your session has ended" in page
    assert 'value="/tasks?q=fox"' in page


async def test_assets_are_kept_and_nothing_else_is_served(api: Api) -> None:
    good = await api.client.get(f"/assets/{render.version()}/console.css")
    assert good.status_code == 200
    assert "immutable" in good.headers["cache-control"]
    for name in ("..%2fzh.json", "zh.json", "nothing.js"):
        assert (await api.client.get(f"/assets/{render.version()}/{name}")).status_code == 404
