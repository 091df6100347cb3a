"""The console over HTTP: who gets in, what a page may do, what it shows."""

from __future__ import annotations

import re
from typing import Any

import httpx2
import pytest

from paddock import keys, ledger, sweep
from paddock.config import Settings
from paddock.models import Role
from paddock.web import docs, i18n, render, sessions
from support.api import Api
from support.worker import Crew

PAGES = ["/", "/tasks", "/tasks?view=table", "/keys", "/account"]
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
PLAYGROUND_BYTES = 150_000


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
    assert await found("page=2") == set()


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
    assert statuses == [200, 200, 403, 403]


async def test_only_an_administrator_sees_the_operators_page(api: Api, signed_in: httpx2.AsyncClient) -> None:
    assert (await signed_in.get("/operator")).status_code == 403
    async with browser(api) as client:
        await sign_in(api, client, await other_key(api, role=Role.ADMIN))
        answer = await client.get("/operator")
    assert answer.status_code == 200
    assert "tester" in answer.text


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
    assert poster.headers["content-type"] == "image/jpeg"
    assert poster.content[:2] == b"\xff\xd8"
    assert len(poster.content) < 60_000
    await sweep.once(api.pool, settings)
    kept = sorted(path.name for path in (settings.results / task_id).iterdir())
    assert kept == ["1.jpg", "1.mp4"]
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


async def test_looks_are_remembered(api: Api) -> None:
    async with browser(api) as client:
        answer = await client.get("/preferences?language=zh&theme=dark&next=/docs")
        assert answer.headers["location"] == "/docs"
        page = (await client.get("/docs")).text
    assert 'lang="zh-CN" data-theme="dark"' in page


async def test_the_playground_is_light(signed_in: httpx2.AsyncClient) -> None:
    page = await signed_in.get("/", headers={"accept-language": "zh"})
    assets = render.assets()
    scripts = sum(len(content) for name, content in assets.items())
    assert len(page.content) + scripts < PLAYGROUND_BYTES


async def test_assets_are_kept_and_nothing_else_is_served(api: Api) -> None:
    good = await api.client.get(f"/assets/{render.version()}/console.css")
    assert good.status_code == 200
    assert "immutable" in good.headers["cache-control"]
    for name in ("..%2fzh.json", "zh.json", "nothing.js"):
        assert (await api.client.get(f"/assets/{render.version()}/{name}")).status_code == 404


def test_every_chinese_text_translates_one_of_ours() -> None:
    assert all(text and chinese for text, chinese in i18n.chinese().items())


# --- documentation --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(docs.PAGES))
async def test_a_page_of_the_documentation_is_html_and_markdown(api: Api, name: str) -> None:
    html = await api.client.get(f"/docs/{name}", headers={"authorization": ""})
    assert html.status_code == 200
    assert "<h1>" in html.text
    text = await api.client.get(f"/docs/{name}.md")
    assert text.headers["content-type"].startswith("text/markdown")
    assert text.text.startswith("# ")


async def test_the_reference_has_every_call(api: Api) -> None:
    document = (await api.client.get("/openapi.json")).json()
    text = (await api.client.get("/docs/api.md")).text
    for path, methods in document["paths"].items():
        for method in methods:
            assert f"## `{method.upper()} {path}`" in text


async def test_llms_txt_leads_to_every_page(api: Api) -> None:
    text = (await api.client.get("/llms.txt")).text
    for link in re.findall(r"\]\((\S+?)\)", text):
        assert (await api.client.get(link)).status_code == 200


async def test_the_way_to_verify_a_callback_verifies_one(api: Api) -> None:
    import base64
    import time

    from standardwebhooks.webhooks import Webhook

    text = (await api.client.get("/docs/callbacks.md")).text
    code = next(block for block in re.findall(r"```\n(.*?)```", text, re.DOTALL) if "def is_from_paddock" in block)
    scope: dict[str, Any] = {}
    exec(code, scope)
    secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
    from datetime import UTC, datetime

    signature = Webhook(secret).sign("msg_1", datetime.now(UTC), "{}")
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(int(time.time())), "webhook-signature": signature}
    assert scope["is_from_paddock"](secret, headers, b"{}")
    assert not scope["is_from_paddock"](secret, headers, b"{ }")


# --- storyboards ----------------------------------------------------------------------------------


async def test_a_storyboard_costs_nothing_and_says_what_is_understood(api: Api) -> None:
    before = await api.books()
    prompt = "Shot 1 [0~3s] wide angle: a ship at dusk; Shot 2 [3~6s] close-up: a gazebo"
    answer = await api.client.post("/v1/storyboards", json={"prompt": prompt, "duration": 6})
    shots = answer.json()["shots"]
    assert [(shot["start_s"], shot["end_s"]) for shot in shots] == [(0, 3), (3, 6)]
    assert shots[0]["framing"] == {"value": "wide", "words": "wide angle"}
    assert await api.books() == before
