"""POST /v1/videos/generations: what is accepted, what is refused, and with which words."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from paddock import config, examples
from paddock.models import Model
from support.api import TEXT, Api, problem

CONTRACT = Path(__file__).parents[2] / "shared" / "contract"
IMAGE: dict[str, Any] = {"model": Model.IMAGE.value, "image_urls": ["https://cdn.example.com/cat.png"]}
REFERENCE: dict[str, Any] = {**IMAGE, "model": Model.REFERENCE.value, "prompt": "character1 runs"}


async def create(api: Api, body: Any) -> Any:
    return await api.client.post("/v1/videos/generations", json=body)


async def test_answer_has_every_documented_field(api: Api) -> None:
    answer = (await api.create(duration=5)).json()
    assert re.fullmatch(r"task-unified-\d{10}-[a-z0-9]{8}", answer.pop("id"))
    assert answer.pop("created") > 1_700_000_000
    assert 1 <= answer["task_info"].pop("seed") <= 2_147_483_647
    assert answer["task_info"].pop("estimated_time") >= 1
    assert answer == {
        "model": Model.TEXT.value,
        "object": "video.generation.task",
        "progress": 0,
        "status": "pending",
        "task_info": {"can_cancel": True, "video_duration": 5, "warnings": []},
        "type": "video",
        "usage": {"billing_rule": "per_second", "credits_reserved": 607500, "user_group": "default"},
    }


@pytest.mark.parametrize("name", examples.REQUESTS)
async def test_every_documented_example_is_accepted(api: Api, name: str) -> None:
    response = await create(api, examples.REQUESTS[name])
    assert response.status_code == 200, response.text
    assert response.json()["model"] == examples.REQUESTS[name]["model"]


def contract_examples() -> list[Any]:
    files = sorted(CONTRACT.glob("*.yaml"))
    bodies = []
    for file in files:
        operation = yaml.safe_load(file.read_text())["paths"]["/v1/videos/generations"]["post"]
        examples = operation["requestBody"]["content"]["application/json"]["examples"]
        bodies += [pytest.param(example["value"], id=f"{file.stem}-{name}") for name, example in examples.items()]
    return bodies or [pytest.param(None, marks=pytest.mark.skip(reason="the contract's files are not here"))]


@pytest.mark.parametrize("body", contract_examples())
async def test_every_example_of_the_contract_is_accepted(api: Api, body: Any) -> None:
    response = await create(api, body)
    assert response.status_code == 200, response.text


@pytest.mark.parametrize(
    ("quality", "duration", "units"),
    [("720p", 3, 364500), ("720p", 15, 1822500), ("1080p", 3, 648081), ("1080p", 5, 1080135), ("1080p", 15, 3240405)],
)
async def test_price_is_the_published_one(api: Api, quality: str, duration: int, units: int) -> None:
    answer = (await api.create(quality=quality, duration=duration)).json()
    assert answer["usage"]["credits_reserved"] == units
    assert await api.books() == (10_000_000 - units, units, 0)


@pytest.mark.parametrize("number", ["5", "5.0", "5e0", "50e-1"])
async def test_every_spelling_of_five_is_five(api: Api, number: str) -> None:
    response = await api.post_raw(f'{{"model": "{Model.TEXT}", "prompt": "a", "duration": {number}}}'.encode())
    assert response.json()["task_info"]["video_duration"] == 5


NOT_A_DURATION = ["5.5", '"5"', "true", "null", "NaN", "Infinity", "-Infinity", "1e400", "2", "16", "-3", "[5]", "{}"]


@pytest.mark.parametrize("number", [*NOT_A_DURATION, "1" + "0" * 5000], ids=lambda text: text[:9])
@pytest.mark.parametrize("field", ["duration", "seed"])
async def test_what_is_no_number_in_range_is_refused(api: Api, field: str, number: str) -> None:
    if field == "seed":
        number = {"2": "0", "16": "2147483648"}.get(number, number)
    response = await api.post_raw(f'{{"model": "{Model.TEXT}", "prompt": "a", "{field}": {number}}}'.encode())
    assert problem(response) == (400, "invalid_request")
    assert await api.books() == (10_000_000, 0, 0)


async def test_bounds_are_told(api: Api) -> None:
    error = (await api.create(duration=2)).json()["error"]
    assert error["message"] == "Invalid request parameters: duration must be an integer from 3 to 15"
    assert (error["param"], error["min"], error["max"]) == ("duration", 3, 15)
    error = (await api.create(quality="4k")).json()["error"]
    assert (error["param"], error["allowed_values"]) == ("quality", ["1080p", "720p"])


MALFORMED = {
    "duplicate names": b'{"model": "a", "model": "b"}',
    "duplicate names inside": b'{"model": "happyhorse-1.0-text-to-video", "prompt": "a", "x": {"y": 1, "y": 2}}',
    "trailing data": b'{"model": "happyhorse-1.0-text-to-video", "prompt": "a"} x',
    "byte order mark": b'\xef\xbb\xbf{"model": "happyhorse-1.0-text-to-video", "prompt": "a"}',
    "UTF-16": '{"model": "happyhorse-1.0-text-to-video", "prompt": "a"}'.encode("utf-16"),
    "bad UTF-8": b'{"model": "happyhorse-1.0-text-to-video", "prompt": "\xff"}',
    "too many levels": b"[" * 100_000,
    "too many levels inside": b'{"model": "happyhorse-1.0-text-to-video", "prompt": "a", "x": '
    + b"[" * 500
    + b"]" * 500
    + b"}",
    "array": b"[]",
    "string": b'"a"',
    "null": b"null",
    "number": b"5",
    "empty": b"",
    "blank": b" \n",
    "half": b'{"model": ',
    "NUL": b'{"model": "happyhorse-1.0-text-to-video", "prompt": "a\\u0000b"}',
    "lone surrogate": b'{"model": "happyhorse-1.0-text-to-video", "prompt": "\\ud800"}',
    "NUL in a name": b'{"model": "happyhorse-1.0-text-to-video", "prompt": "a", "x\\u0000": 1}',
}


@pytest.mark.parametrize("name", MALFORMED)
async def test_malformed_bodies_are_refused(api: Api, name: str) -> None:
    assert problem(await api.post_raw(MALFORMED[name])) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"model": None}, "model"),
        ({"model": "sora-2"}, "model"),
        ({"model": 5}, "model"),
        ({"prompt": ...}, "prompt"),
        ({"prompt": ""}, "prompt"),
        ({"prompt": " \n"}, "prompt"),
        ({"prompt": 5}, "prompt"),
        ({"prompt": None}, "prompt"),
        ({"quality": "480p"}, "quality"),
        ({"quality": None}, "quality"),
        ({"aspect_ratio": "2:1"}, "aspect_ratio"),
        ({"aspect_ratio": 1}, "aspect_ratio"),
        ({"seed": 0}, "seed"),
        ({"seed": 2_147_483_648}, "seed"),
        ({"callback_url": 5}, "callback_url"),
        ({"callback_url": "http://example.com/hook"}, "callback_url"),
        ({"callback_url": "https://10.0.0.1/hook"}, "callback_url"),
        ({"callback_url": "not a url"}, "callback_url"),
        ({**IMAGE, "image_urls": ...}, "image_urls"),
        ({**IMAGE, "image_urls": []}, "image_urls"),
        ({**IMAGE, "image_urls": IMAGE["image_urls"] * 2}, "image_urls"),
        ({**IMAGE, "image_urls": "https://example.com/a.png"}, "image_urls"),
        ({**IMAGE, "image_urls": [5]}, "image_urls"),
        ({**IMAGE, "image_urls": ["ftp://example.com/a.png"]}, "image_urls[0]"),
        ({**IMAGE, "image_urls": ["https://192.168.0.1/a.png"]}, "image_urls[0]"),
        ({**REFERENCE, "image_urls": IMAGE["image_urls"] * 10}, "image_urls"),
        ({**REFERENCE, "prompt": ...}, "prompt"),
    ],
)
async def test_a_wrong_field_is_named(api: Api, changes: dict[str, Any], param: str) -> None:
    body = {name: value for name, value in {**TEXT, **changes}.items() if value is not ...}
    response = await create(api, body)
    assert problem(response) == (400, "invalid_request")
    assert response.json()["error"]["param"] == param
    assert await api.pool.fetchval("SELECT count(*) FROM task") == 0


async def test_a_refusal_never_repeats_the_input(api: Api) -> None:
    response = await api.create(quality="<script>secret</script>")
    assert "secret" not in response.text


async def test_references_from_one_to_nine_are_accepted(api: Api) -> None:
    for count in (1, 9):
        assert (await create(api, {**REFERENCE, "image_urls": IMAGE["image_urls"] * count})).status_code == 200


async def test_image_to_video_needs_no_prompt(api: Api) -> None:
    for prompt in ({}, {"prompt": ""}):
        assert (await create(api, {**IMAGE, **prompt})).status_code == 200


async def test_aspect_ratio_of_image_to_video_is_ignored_and_said_so(api: Api) -> None:
    response = await create(api, {**IMAGE, "aspect_ratio": "7:5", "generate_audio": True})
    assert response.status_code == 200
    assert response.headers["x-ignored-parameters"] == "aspect_ratio, generate_audio"


NASTY: Any = {"evil\r\nheader": 1}


async def test_unknown_fields_are_tolerated(api: Api) -> None:
    response = await api.create(remove_watermark=True, metadata={"a": [1, None]}, **NASTY)
    assert response.status_code == 200
    assert response.headers["x-ignored-parameters"] == "metadata, remove_watermark"


@pytest.mark.parametrize(
    ("prompt", "kept"),
    [
        ("汉" * 2500, 2500),
        ("汉" * 2501, 2500),
        ("a" * 5000, 5000),
        ("a" * 5001, 5000),
        ("汉a" * 2000, 3333),
        ("a" * 4999 + "汉", 4999),
        ("e\u0301" * 2500, 5000),
        ("a" + "e\u0301" * 2500, 4999),
        ("👨‍👩‍👧‍👦" * 800, 714 * 7),
        ("a" * 1_000_000, 5000),
    ],
    ids=[
        "2500 Han",
        "2501 Han",
        "5000 Latin",
        "5001 Latin",
        "mixed",
        "no room",
        "accents",
        "split",
        "families",
        "1 MB",
    ],
)
async def test_prompt_is_cut_at_the_limit_and_splits_no_grapheme(api: Api, prompt: str, kept: int) -> None:
    task_id = await api.new_task(prompt=prompt)
    stored = await api.pool.fetchval("SELECT prompt FROM task WHERE id = $1", task_id)
    assert stored == prompt[:kept]


async def test_any_text_is_stored_as_it_came(api: Api) -> None:
    prompt = "‮rtl‬ \u0007 \ufeff 𝒳 \U0010ffff '; DROP TABLE task; -- {} %s \\ \" 镜头1"
    task_id = await api.new_task(prompt=prompt)
    assert await api.pool.fetchval("SELECT prompt FROM task WHERE id = $1", task_id) == prompt


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Basic abc",
        "Bearer",
        "Bearer sk-wrong",
        "Bearer sk-aaaaaaaaaaaa-" + "a" * 40,
        "Bearer " + "x" * 10_000,
        "Bearer ключ",
        "sk-aaaaaaaaaaaa-" + "a" * 40,
    ],
)
async def test_without_a_valid_key_nothing_is_answered(api: Api, header: str | None) -> None:
    del api.client.headers["authorization"]
    headers = [] if header is None else [(b"authorization", header.encode())]
    create_response = await api.client.post("/v1/videos/generations", json=TEXT, headers=headers)
    assert problem(create_response) == (401, "unauthorized")
    assert create_response.json()["error"]["message"] == "Invalid or expired token"
    assert create_response.json()["error"]["type"] == "authentication_error"
    get_response = await api.client.get("/v1/tasks/task-unified-1-aaaaaaaa", headers=headers)
    assert get_response.json()["error"]["message"] == "Authentication required"


async def test_two_authorization_headers_are_refused(api: Api) -> None:
    header = (b"authorization", f"Bearer {api.key}".encode())
    del api.client.headers["authorization"]
    response = await api.client.post("/v1/videos/generations", json=TEXT, headers=[header, header])
    assert problem(response) == (401, "unauthorized")


@pytest.mark.parametrize("spelling", ["Bearer {}", "bearer {}", "BEARER {}", "Bearer  {}"])
async def test_the_scheme_is_read_without_case(api: Api, spelling: str) -> None:
    assert (await api.create(headers={"authorization": spelling.format(api.key)})).status_code == 200


@pytest.mark.parametrize("column", ["revoked_at", "expires_at"])
async def test_a_revoked_or_expired_key_is_refused_at_the_next_request(api: Api, column: str) -> None:
    assert (await api.create()).status_code == 200
    await api.pool.execute(f"UPDATE api_key SET {column} = now()")
    assert problem(await api.create()) == (401, "unauthorized")


async def test_too_little_credit_is_402_and_nothing_is_kept(api: Api) -> None:
    for _ in range(16):
        await api.new_task(duration=5)
    response = await api.create(duration=5)
    assert problem(response) == (402, "insufficient_quota")
    assert response.json()["error"]["message"] == "Insufficient quota. Please top up your account."
    assert await api.pool.fetchval("SELECT count(*) FROM task") == 16
    assert await api.books() == (10_000_000 - 16 * 607500, 16 * 607500, 0)


async def test_fifty_submits_for_the_last_credit_give_one_task(api: Api) -> None:
    for _ in range(15):
        await api.new_task(duration=5)
    responses = await asyncio.gather(*(api.create(duration=5) for _ in range(50)))
    assert sorted(response.status_code for response in responses) == [200] + [402] * 49
    assert await api.pool.fetchval("SELECT count(*) FROM ledger_transaction WHERE kind = 'hold'") == 16


async def test_a_full_queue_is_429_with_retry_after(api: Api) -> None:
    api.services.settings.groups["default"] = config.GroupSettings(queue_limit=2)
    await asyncio.gather(api.create(), api.create())
    response = await api.create()
    assert problem(response) == (429, "rate_limit_exceeded")
    assert response.json()["error"]["type"] == "rate_limit_error"
    assert int(response.headers["retry-after"]) > 0
    assert await api.books() == (10_000_000 - 2 * 607500, 2 * 607500, 0)


async def test_the_same_idempotency_key_gives_the_same_task(api: Api) -> None:
    headers = {"idempotency-key": "order-0000000000001"}
    first, second = await api.create(headers), await api.create(headers)
    assert first.json()["id"] == second.json()["id"]
    assert "idempotency-replayed" not in first.headers
    assert second.headers["idempotency-replayed"] == "true"
    assert await api.books() == (10_000_000 - 607500, 607500, 0)


async def test_the_same_idempotency_key_with_another_body_is_409(api: Api) -> None:
    headers = {"idempotency-key": "order-0000000000001"}
    await api.create(headers)
    assert problem(await api.create(headers, duration=6)) == (409, "idempotency_conflict")


async def test_concurrent_requests_with_one_key_make_one_task(api: Api) -> None:
    headers = {"idempotency-key": "order-0000000000001"}
    responses = await asyncio.gather(*(api.create(headers) for _ in range(20)))
    assert {response.status_code for response in responses} == {200}
    assert len({response.json()["id"] for response in responses}) == 1
    assert sum("idempotency-replayed" not in response.headers for response in responses) == 1
    assert await api.books() == (10_000_000 - 607500, 607500, 0)


async def test_a_refused_request_leaves_its_key_unused(api: Api) -> None:
    headers = {"idempotency-key": "order-0000000000001"}
    await api.pool.execute("UPDATE account SET available_units = 0")
    assert problem(await api.create(headers)) == (402, "insufficient_quota")
    await api.pool.execute("UPDATE account SET available_units = 10000000")
    response = await api.create(headers)
    assert response.status_code == 200
    assert "idempotency-replayed" not in response.headers


@pytest.mark.parametrize("key", ["short", "x" * 97, "with space 0000000", "ключ-ключ-ключ-ключ", ""])
async def test_a_malformed_idempotency_key_is_400(api: Api, key: str) -> None:
    response = await api.client.post("/v1/videos/generations", json=TEXT, headers=[(b"idempotency-key", key.encode())])
    assert problem(response) == (400, "invalid_request")


async def test_a_body_over_the_limit_is_413_with_and_without_a_length(api: Api) -> None:
    limit = api.services.settings.max_body_bytes

    async def pieces() -> Any:
        for _ in range(limit // 65536 + 2):
            yield b" " * 65536

    headers = {"content-type": "application/json"}
    for content in (b" " * (limit + 1), pieces()):
        response = await api.client.post("/v1/videos/generations", content=content, headers=headers)
        assert problem(response) == (413, "request_too_large")


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x"])
async def test_a_body_that_is_not_json_is_415(api: Api, media_type: str) -> None:
    response = await api.post_raw(json.dumps(TEXT).encode(), media_type)
    assert problem(response) == (415, "unsupported_media_type")


@pytest.mark.parametrize("media_type", ["application/json; charset=utf-8", "Application/JSON", "application/ld+json"])
async def test_json_media_types_are_taken(api: Api, media_type: str) -> None:
    assert (await api.post_raw(json.dumps(TEXT).encode(), media_type)).status_code == 200
