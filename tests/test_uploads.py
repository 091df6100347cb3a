"""The files API: what is kept, what is refused, what the links serve, and what creates make of them."""

from __future__ import annotations

import asyncio
import base64
import io
import json
import os
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
import psutil
import pytest
from PIL import Image

from border_images import encode, noise, picture
from border_servers import answer, redirect, serve
from paddock import AsyncClient, bodies, client, config, sweep
from paddock.models import Model
from support.api import Api, problem
from support.worker import Crew

FILES = "/api/v1/files/upload"
HOURS_72 = 72 * 3600
PNG = picture("PNG", 420, 440)


@pytest.fixture
def settings(settings: config.Settings) -> config.Settings:
    return settings.model_copy(update={"egress_allow": "127.0.0.1"})


async def upload(api: Api, content: bytes = PNG, name: str = "cat.png", **headers: str) -> httpx2.Response:
    return await api.client.post(f"{FILES}/stream", files={"file": (name, content)}, headers=headers)


async def kept(api: Api, content: bytes = PNG, name: str = "cat.png") -> dict[str, Any]:
    response = await upload(api, content, name)
    assert response.status_code == 200, response.text
    data: dict[str, Any] = response.json()["data"]
    return data


def refused(response: httpx2.Response, status: int, *words: str) -> None:
    """A failure in the files API's own shape, with these words in its message."""
    body = response.json()
    assert set(body) == {"success", "code", "msg"}
    assert (response.status_code, body["success"], body["code"]) == (status, False, status), body
    assert response.headers["x-request-id"]
    for word in words:
        assert word in body["msg"]


def opened(response: httpx2.Response) -> Image.Image:
    with Image.open(io.BytesIO(response.content)) as image:
        image.load()
        return image


def files_in(api: Api) -> list[Path]:
    return [path for path in api.services.settings.uploads.glob("*/*") if path.is_file()]


# What is kept


async def test_the_answer_has_every_documented_field(api: Api) -> None:
    response = await upload(api)
    assert response.status_code == 200
    body = response.json()
    assert (body["success"], body["code"], body["msg"]) == (True, 200, "File uploaded successfully")
    data = body["data"]
    assert data["file_name"] == f"{data['file_id']}.png"
    assert (data["original_name"], data["mime_type"]) == ("cat.png", "image/png")
    assert data["upload_path"].endswith(data["file_name"])
    assert data["file_url"].startswith(api.url)
    assert data["download_url"].startswith(data["file_url"])
    served = await httpx2.AsyncClient(trust_env=False).get(data["file_url"])
    assert len(served.content) == data["file_size"]
    assert set(data) == {
        *("file_id", "file_name", "original_name", "file_size", "mime_type", "upload_path", "file_url"),
        *("download_url", "upload_time", "expires_at"),
    }


async def test_the_same_image_comes_by_every_way(api: Api) -> None:
    text = base64.b64encode(PNG).decode()
    async with serve(answer(PNG)) as server:
        ways = [
            await upload(api),
            await api.client.post(f"{FILES}/base64", json={"base64_data": text, "file_name": "b.png"}),
            await api.client.post(f"{FILES}/base64", json={"base64_data": f"data:image/jpeg;base64,{text}"}),
            await api.client.post(f"{FILES}/url", json={"file_url": f"{server.url}dir/c.png?x=1"}),
        ]
    data = [way.json()["data"] for way in ways]
    assert [one["original_name"] for one in data] == ["cat.png", "b.png", "image", "c.png"]
    assert len({one["file_id"] for one in data}) == 1  # the same bytes take no more room
    assert len(files_in(api)) == 1


@pytest.mark.parametrize("escaped", ["\\/", "/"])
@pytest.mark.parametrize("plus", ["\\u002B", "+"])
async def test_every_spelling_of_base64_in_json_is_read(api: Api, escaped: str, plus: str) -> None:
    """PHP escapes slashes, .NET plus signs."""
    text = base64.b64encode(PNG).decode().replace("/", escaped).replace("+", plus)
    response = await api.client.post(
        f"{FILES}/base64",
        content=f'{{"file_name": "x", "base64_data" :\n "{text}"}}'.encode(),
        headers={"content-type": "application/json"},
    )
    assert response.status_code == 200, response.text


@pytest.mark.parametrize(
    ("kind", "media_type", "extension"),
    [("JPEG", "image/jpeg", "jpg"), ("PNG", "image/png", "png"), ("WEBP", "image/webp", "webp")],
)
async def test_an_image_is_kept_in_its_own_format(api: Api, kind: str, media_type: str, extension: str) -> None:
    data = await kept(api, picture(kind, 420, 440), "anything.txt")
    assert (data["mime_type"], data["file_name"].rpartition(".")[2]) == (media_type, extension)
    response = await api.client.get(data["file_url"])
    assert response.headers["content-type"] == media_type
    assert (opened(response).format, opened(response).size) == (kind, (420, 440))


async def test_an_image_is_kept_upright_and_without_what_hid_in_it(api: Api) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "a secret place"
    source = encode(noise(500, 400), "JPEG", exif=exif) + b"<script>tail</script>"
    response = await api.client.get((await kept(api, source))["file_url"])
    assert opened(response).size == (400, 500)
    assert b"secret" not in response.content
    assert b"script" not in response.content


async def test_a_link_needs_no_key_and_is_safe_to_open(api: Api) -> None:
    data = await kept(api)
    del api.client.headers["authorization"]
    response = await api.client.get(data["file_url"])
    assert response.status_code == 200
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in response.headers["content-security-policy"]
    assert response.headers["content-disposition"].startswith("inline")
    saved = await api.client.get(data["download_url"])
    assert saved.headers["content-disposition"] == f'attachment; filename="{data["file_name"]}"'
    assert (await api.client.head(data["file_url"])).headers["content-length"] == str(data["file_size"])
    assert (await api.client.get(data["file_url"], headers={"range": "bytes=0-9"})).status_code == 206
    assert problem(await api.client.get(data["file_url"], headers={"range": "bytes=x"})) == (
        416,
        "range_not_satisfiable",
    )


@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\dir\\passwd", " passwd\r\n", "pass\u202ewd", "p" * 300, ""])
async def test_a_name_is_a_name_and_no_path(api: Api, name: str) -> None:
    response = await api.client.post(
        f"{FILES}/base64", json={"base64_data": base64.b64encode(PNG).decode(), "file_name": name}
    )
    original = response.json()["data"]["original_name"]
    assert original in ("passwd", "p" * 255, "image")


# What is refused


@pytest.mark.parametrize(
    "content",
    [b"", b"x", b"GIF89a" + bytes(100), b"<svg/>", b"%PDF-1.7", b"II*\0" + bytes(100), PNG[:200], b"\xff\xd8\xff"],
    ids=["empty", "one byte", "GIF", "SVG", "PDF", "TIFF", "half", "start"],
)
@pytest.mark.parametrize("way", ["stream", "base64", "url"])
async def test_what_is_no_image_is_refused_and_not_kept(api: Api, content: bytes, way: str) -> None:
    if way == "stream":
        response = await upload(api, content)
    elif way == "base64":
        response = await api.client.post(f"{FILES}/base64", json={"base64_data": base64.b64encode(content).decode()})
    else:
        async with serve(answer(content)) as server:
            response = await api.client.post(f"{FILES}/url", json={"file_url": server.url})
    refused(response, 400, "Invalid request parameters")
    assert files_in(api) == []
    assert await api.pool.fetchval("SELECT count(*) FROM upload") == 0


@pytest.mark.parametrize("way", ["stream", "base64", "url"])
async def test_more_than_10_mb_is_413(api: Api, way: str) -> None:
    content = PNG + bytes(10 * 1024**2 + 1 - len(PNG))
    if way == "stream":
        response = await upload(api, content)
    elif way == "base64":
        response = await api.client.post(f"{FILES}/base64", json={"base64_data": base64.b64encode(content).decode()})
    else:
        async with serve(answer(content)) as server:
            response = await api.client.post(f"{FILES}/url", json={"file_url": server.url})
    refused(response, 413)
    assert files_in(api) == []


@pytest.mark.parametrize("way", ["stream", "base64", "url"])
async def test_without_a_key_nothing_is_read(api: Api, way: str) -> None:
    api.client.headers["authorization"] = "Bearer sk-wrong"
    refused(await api.client.post(f"{FILES}/{way}", content=b"x"), 401, "token")


async def test_wrong_requests_say_what_to_change(api: Api) -> None:
    refused(await api.client.post(f"{FILES}/stream", json={}), 415, "multipart/form-data")
    refused(await api.client.post(f"{FILES}/base64", files={"file": PNG}), 415, "application/json")
    refused(await api.client.post(f"{FILES}/base64", json={}), 400, "base64_data is required")
    refused(await api.client.post(f"{FILES}/base64", json={"base64_data": "***"}), 400, "base64")
    refused(await api.client.post(f"{FILES}/url", json={"file_url": 5}), 400, "file_url must be a string")
    refused(await api.client.post(f"{FILES}/url", json={"file_url": "ftp://example.com/a"}), 400, "http")
    refused(await api.client.post(f"{FILES}/url", json={"file_url": "http://10.0.0.1/a"}), 400, "private")
    refused(await api.client.get(f"{FILES}/url"), 405)
    refused(await api.client.get("/api/v1/files/nothing"), 404)
    refused(await api.client.post(f"{FILES}/stream", files={"other": PNG}), 400, "`file`")
    refused(await api.client.post(f"{FILES}/stream", files=[("file", PNG), ("file", PNG)]), 400, "one file")
    refused(await api.client.post(f"{FILES}/stream", data={"file": "text"}, files={"a": b""}), 400, "`file`")


@pytest.mark.parametrize("content", [b"", b"--b", b"--b\r\n\r\nx", b"--b\r\nContent-Disposition: form-data\r\n\r\n"])
@pytest.mark.parametrize("boundary", ["; boundary=b", "; boundary=", "", "; boundary=" + "b" * 5000])
async def test_a_broken_form_is_400(api: Api, content: bytes, boundary: str) -> None:
    headers = {"content-type": f"multipart/form-data{boundary}"}
    refused(await api.client.post(f"{FILES}/stream", content=content, headers=headers), 400)


async def test_a_redirect_to_a_private_address_is_refused_like_any_failure(api: Api) -> None:
    async with serve(redirect("http://127.0.0.2:9/")) as server, serve(answer(status=404)) as other:
        hidden = await api.client.post(f"{FILES}/url", json={"file_url": server.url})
        missing = await api.client.post(f"{FILES}/url", json={"file_url": other.url})
    assert hidden.status_code == 400
    assert hidden.json() == missing.json()


async def test_an_account_keeps_so_many_files_and_no_more(api: Api) -> None:
    object.__setattr__(api.services.settings, "upload_limit", 2)
    first = await kept(api)
    await kept(api, picture("PNG", 310, 310))
    response = await upload(api, picture("PNG", 320, 320))
    refused(response, 429, "2 images", "72 hours")
    assert int(response.headers["retry-after"]) > 0
    assert len(files_in(api)) == 2
    await api.pool.execute("DELETE FROM upload WHERE id = $1", first["file_id"])
    await kept(api, picture("PNG", 320, 320))


async def test_an_account_keeps_so_many_bytes_and_no_more(api: Api) -> None:
    first = await kept(api)
    object.__setattr__(api.services.settings, "upload_limit_bytes", first["file_size"] + 1000)
    refused(await upload(api, picture("PNG", 320, 320)), 413, "72 hours")
    url = "data:image/png;base64," + base64.b64encode(picture("PNG", 330, 330)).decode()
    response = await api.create(model=Model.IMAGE, image_urls=[url])
    assert problem(response) == (413, "request_too_large")
    assert len(files_in(api)) == 1
    assert await api.books() == (10_000_000, 0, 0)


async def test_two_uploads_at_once_share_the_last_place(api: Api) -> None:
    object.__setattr__(api.services.settings, "upload_limit", 1)
    responses = await asyncio.gather(*(upload(api, picture("PNG", 300 + index, 300)) for index in range(4)))
    assert sorted(response.status_code for response in responses) == [200, 429, 429, 429]
    assert len(files_in(api)) == 1


# Links


async def test_a_link_dies_after_72_hours(api: Api) -> None:
    data = await kept(api)
    await api.pool.execute("UPDATE upload SET expires_at = now() + interval '2 seconds'")
    row = await api.pool.fetchrow("SELECT extract(epoch FROM expires_at - created_at) AS life FROM upload")
    links = api.services.links
    now = int(time.time())
    alive, dead = (links.upload(data["file_name"], now + offset) for offset in (60, -1))
    assert (await api.client.get(alive)).status_code == 200
    assert problem(await api.client.get(dead)) == (410, "link_expired")
    assert abs(HOURS_72 - (int(data["file_url"].split("-")[1]) - now)) < 30
    assert row["life"] < HOURS_72


async def test_a_link_with_any_part_changed_is_not_ours(api: Api) -> None:
    data = await kept(api)
    path = data["file_url"].removeprefix(api.url)
    for place in range(len("/uploads/"), len(path)):
        other = "0" if path[place] != "0" else "1"
        response = await api.client.get(path[:place] + other + path[place + 1 :])
        assert response.status_code == 404, place
    other_name = "0" * 32 + ".png"
    for wrong in (other_name, "..%2f..%2fapi-key", data["file_id"], f"{data['file_id']}.jpg"):
        assert problem(await api.client.get(path.rpartition("/")[0] + "/" + wrong)) == (404, "not_found")


async def test_a_result_link_opens_no_upload(api: Api) -> None:
    """The two kinds of links are signed apart."""
    data = await kept(api)
    token = data["file_url"].split("/")[-2]
    response = await api.client.get(f"/files/{token}/{data['file_id']}/1.mp4")
    assert problem(response) == (404, "not_found")


# Creates


@pytest.fixture
async def crew(api: Api, dsn: str) -> AsyncIterator[Crew]:
    """A worker of its own, started when a test asks for it."""
    async with Crew(api.services.settings, dsn) as started:
        yield started


async def create(api: Api, *urls: str, **fields: Any) -> httpx2.Response:
    model = Model.IMAGE if len(urls) == 1 else Model.REFERENCE
    return await api.create(model=model, image_urls=list(urls), duration=3, **fields)


async def stored_urls(api: Api, response: httpx2.Response) -> list[str]:
    assert response.status_code == 200, response.text
    urls: list[str] = await api.pool.fetchval("SELECT image_urls FROM task WHERE id = $1", response.json()["id"])
    return urls


def data_url(content: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(content).decode()


async def test_the_worker_reads_our_own_links_from_the_disk(api: Api, crew: Crew) -> None:
    """Whatever name the link has for this server: nothing is dialled."""
    data = await kept(api, picture("PNG", 480, 640))
    elsewhere = data["file_url"].replace(api.url, "https://videos.example.com/paddock")
    responses = [await create(api, url) for url in (data["file_url"], elsewhere, data["download_url"])]
    for response in responses:
        assert await stored_urls(api, response) == [f"upload:{data['file_id']}"]
    await crew.start()
    for response in responses:
        task = await api.until(response.json()["id"], "completed", "failed")
        assert task["status"] == "completed", task


async def test_images_inside_a_create_are_made_into_videos(api: Api, crew: Crew) -> None:
    small, large = encode(Image.new("RGB", (400, 400), "teal"), "PNG"), encode(noise(1200, 1200), "PNG")
    assert len(small) < bodies.IN_MEMORY_BYTES < len(large)
    response = await create(api, data_url(small), data_url(large), prompt="character1 meets character2")
    urls = await stored_urls(api, response)
    assert all(url.startswith("upload:") for url in urls)
    assert sum(map(len, urls)) < 100
    await crew.start()
    task = await api.until(response.json()["id"], "completed", "failed")
    assert task["status"] == "completed", task


async def test_an_image_inside_a_create_is_never_served(api: Api) -> None:
    (url,) = await stored_urls(api, await create(api, data_url(PNG)))
    name = url.removeprefix("upload:")
    for path in (f"/uploads/1-9999999999-{'0' * 64}/{name}.png", f"/uploads/{name}.png"):
        assert (await api.client.get(path)).status_code == 404


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("data:image/png;base64,####", "base64"),
        ("data:image/png,abc", "base64"),
        ("data:;base64," + base64.b64encode(b"GIF89a" + bytes(50)).decode(), "JPEG, PNG or WEBP"),
        ("data:;base64," + base64.b64encode(PNG + bytes(10 * 1024**2)).decode(), "10 MB"),
        ("upload:" + "0" * 32, "must start with http"),
        ("file:///etc/passwd", "must start with http"),
    ],
    ids=["not base64", "plain", "GIF", "too large", "an internal reference", "file"],
)
async def test_a_bad_image_inside_a_create_is_400_and_leaves_nothing(api: Api, url: str, words: str) -> None:
    response = await create(api, data_url(PNG), url, prompt="character1")
    assert problem(response) == (400, "invalid_request")
    assert response.json()["error"]["param"] == "image_urls[1]"
    assert words in response.json()["error"]["message"]
    assert files_in(api) == []
    assert await api.pool.fetchval("SELECT count(*) FROM upload") == 0


async def test_an_expired_link_of_ours_is_refused_at_submit(api: Api) -> None:
    data = await kept(api)
    dead = api.services.links.upload(data["file_name"], int(time.time()) - 1)
    response = await create(api, dead)
    assert problem(response) == (400, "invalid_request")
    assert "expired" in response.json()["error"]["message"]
    await api.pool.execute("UPDATE upload SET expires_at = now()")
    assert problem(await create(api, data["file_url"])) == (400, "invalid_request")


async def test_a_refused_create_keeps_no_image(api: Api) -> None:
    await api.pool.execute("UPDATE account SET available_units = 0")
    assert problem(await create(api, data_url(PNG))) == (402, "insufficient_quota")
    assert files_in(api) == []


async def test_a_replay_with_images_is_the_same_task(api: Api) -> None:
    headers = {"idempotency-key": "order-0000000000001"}
    large = data_url(encode(noise(900, 900), "PNG"))
    first = await create(api, data_url(PNG), large, prompt="character1", headers=headers)
    again = await create(api, data_url(PNG), large, prompt="character1", headers=headers)
    assert again.headers["idempotency-replayed"] == "true"
    assert again.json()["id"] == first.json()["id"]
    assert len(files_in(api)) == 2
    other = await create(api, data_url(PNG), data_url(PNG), prompt="character1", headers=headers)
    assert problem(other) == (409, "idempotency_conflict")


async def test_a_file_uploaded_anew_is_the_same_request(api: Api) -> None:
    headers = {"idempotency-key": "order-0000000000001"}
    name = (await kept(api))["file_name"]
    earlier = api.services.links.upload(name, int(time.time()) + 1000)
    first = await create(api, earlier, headers=headers)
    link = (await kept(api))["file_url"]
    assert link != earlier
    again = await create(api, link, headers=headers)
    assert again.json()["id"] == first.json()["id"]


async def test_nine_images_of_10_mb_fit_and_memory_stays_flat(api: Api) -> None:
    """126 MB of JSON: the images go to the disk, the parser sees a few hundred bytes."""
    before, peaks = own_memory(), [0]

    async def watch() -> None:
        while True:
            peaks.append(own_memory())
            await asyncio.sleep(0.01)

    watching = asyncio.create_task(watch())
    async with asyncio.timeout(60):
        response = await api.client.post(
            "/v1/videos/generations", content=body_of_nine(), headers={"content-type": "application/json"}
        )
    watching.cancel()
    assert len(await stored_urls(api, response)) == 9
    assert max(peaks) - before < 100 * 1024**2, (max(peaks) - before) / 1e6


def own_memory() -> int:
    """Bytes of this process without the files that it maps, which the system may take back at any time."""
    memory = psutil.Process().memory_info()
    return int(memory.rss - memory.shared)


async def body_of_nine() -> AsyncIterator[bytes]:
    start = PNG + os.urandom(3)
    block = base64.b64encode(bytes(3 * 65536))
    yield json.dumps({"model": Model.REFERENCE, "prompt": "character1"})[:-1].encode() + b', "image_urls": ['
    for index in range(9):
        yield b"," * bool(index) + b'"data:image/png;base64,' + base64.b64encode(start + bytes(-len(start) % 3))
        for _ in range(50):  # 50 times 192 KiB and the start: just under 10 MB
            yield block
        yield b'"'
    yield b"]}"


# The sweep


async def age(api: Api, **by: float) -> None:
    """Make every upload look this much older."""
    await api.pool.execute(
        "UPDATE upload SET expires_at = expires_at - $1::interval, created_at = created_at - $1::interval",
        timedelta(**by),
    )


async def test_the_sweep_deletes_uploads_after_72_hours(api: Api) -> None:
    data = await kept(api)
    await age(api, hours=71)
    await sweep.once(api.pool, api.services.settings)
    assert len(files_in(api)) == 1
    await age(api, hours=2)
    await sweep.once(api.pool, api.services.settings)
    assert files_in(api) == []
    assert await api.pool.fetchval("SELECT count(*) FROM upload") == 0
    assert problem(await api.client.get(data["file_url"])) == (410, "link_expired")


async def test_the_sweep_leaves_what_a_task_needs(api: Api) -> None:
    data = await kept(api)
    waiting = await create(api, data["file_url"])
    inline = await create(api, data_url(PNG))
    await age(api, hours=100)
    await sweep.once(api.pool, api.services.settings)
    assert len(files_in(api)) == 2
    for response in (waiting, inline):
        await api.client.post(f"/v1/tasks/{response.json()['id']}/cancel")
    await sweep.once(api.pool, api.services.settings)
    assert files_in(api) == []


async def test_an_image_inside_a_create_goes_with_its_task(api: Api) -> None:
    response = await create(api, data_url(PNG))
    await api.client.post(f"/v1/tasks/{response.json()['id']}/cancel")
    await sweep.once(api.pool, api.services.settings)
    assert len(files_in(api)) == 1  # a submit may just be about to name it
    await age(api, minutes=11)
    await sweep.once(api.pool, api.services.settings)
    assert files_in(api) == []


async def test_the_sweep_deletes_orphans_that_nobody_writes_any_more(api: Api) -> None:
    folder = api.services.settings.uploads
    await kept(api)
    (kept_file,) = files_in(api)
    fresh, stale = folder / "ab" / ("ab" * 16), folder / "incoming" / ("cd" * 16)
    for path in (fresh, stale):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"left behind")
    for path in (stale, kept_file):
        os.utime(path, (time.time() - 7200,) * 2)
    await sweep.once(api.pool, api.services.settings)
    assert set(files_in(api)) == {kept_file, fresh}


# The SDK


async def test_the_client_uploads_files_and_bytes_by_itself(api: Api, tmp_path: Path) -> None:
    path = tmp_path / 'cat "1".png'
    path.write_bytes(PNG)
    async with AsyncClient(api.key, api.url) as one:
        task = await one.videos.create("character1", image_urls=[path, str(path), PNG, "https://example.com/a.png"])
    urls = await api.pool.fetchval("SELECT image_urls FROM task WHERE id = $1", task.id)
    assert [url.partition(":")[0] for url in urls] == ["upload", "upload", "upload", "https"]
    assert len(set(urls[:3])) == 1


async def test_the_sync_client_uploads_too(api: Api, tmp_path: Path) -> None:
    path = tmp_path / "cat.png"
    path.write_bytes(PNG)

    def work() -> str:
        with client.Client(api.key, api.url) as one:
            uploaded = one.videos.upload(path)
            assert uploaded.file_url.startswith(api.url)
            return one.videos.create(image_urls=[path]).id

    task_id = await asyncio.to_thread(work)
    assert (await api.task(task_id))["model"] == Model.IMAGE


async def test_a_missing_file_is_a_clear_exception_and_costs_nothing(api: Api, tmp_path: Path) -> None:
    async with AsyncClient(api.key, api.url) as one:
        with pytest.raises(client.ImageUnreadable, match=r"no-cat.png cannot be read \(No such file"):
            await one.videos.create(image_urls=[PNG, tmp_path / "no-cat.png"])
        with pytest.raises(client.ImageUnreadable, match="cannot be read"):
            await one.videos.create(image_urls=[tmp_path])
        with pytest.raises(client.BadRequest, match="not a JPEG, PNG or WEBP"):
            await one.videos.create(image_urls=[b"text"])
        large = tmp_path / "large.png"
        large.write_bytes(bytes(10 * 1024**2 + 1))
        with pytest.raises(client.ImageUnreadable, match="larger than 10 MB"):
            await one.videos.create(image_urls=[large])
    assert await api.pool.fetchval("SELECT count(*) FROM upload") == 0
    assert await api.pool.fetchval("SELECT count(*) FROM task") == 0
