"""What an account sees of its callbacks: URLs refused at submit, deliveries and their tries, redelivery, signatures."""

from __future__ import annotations

import asyncio
import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from paddock import callbacks, db, deliveries, keys, signatures, sweep
from paddock.egress import PostResult
from support.api import Api, problem, token_of
from support.receivers import deliveries as listed
from support.receivers import end, owed

URL = "https://hook.example/done"


# At submit


LONGEST = "https://hook.example/" + "a" * (2048 - 21)


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example/",
        "ftp://hook.example/",
        "https://",
        "https:///path",
        "hook.example/",
        "",
        "https://user:secret@hook.example/",
        "https://10.0.0.1/",
        "https://172.16.0.1/",
        "https://192.168.1.1/",
        "https://127.0.0.2/",
        "https://169.254.169.254/latest/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://localhost/",
        "https://hook.example\\@10.0.0.1/",
        LONGEST + "a",
    ],
)
async def test_a_callback_url_that_may_not_be_called_is_400(api: Api, url: str) -> None:
    response = await api.create(callback_url=url)
    assert problem(response) == (400, "invalid_request")
    assert response.json()["error"]["param"] == "callback_url"
    assert await api.books() == (10_000_000, 0, 0)


async def test_a_callback_url_of_2048_characters_is_taken(api: Api) -> None:
    assert len(LONGEST) == 2048
    assert (await api.create(callback_url=LONGEST)).status_code == 200


# Deliveries and redelivery


async def tried(api: Api, *results: PostResult) -> callbacks.Claimed:
    """Claim the one delivery and settle it with each of these results in turn."""
    for result in results:
        await api.pool.execute("UPDATE delivery SET due_at = now() WHERE status = 'pending'")
        async with api.pool.acquire() as connection, connection.transaction():
            (one,) = await callbacks.claim(connection, callbacks.Limits(), {})
            assert await callbacks.settle(connection, one, *callbacks.verdict(one, result), result)
    return one


async def test_a_delivery_shows_each_try(api: Api) -> None:
    task_id = await owed(api, URL)
    (new,) = await listed(api, task_id)
    assert (new["status"], new["tries"], new["task_id"]) == ("pending", [], task_id)
    assert new["next_try_at"] == new["created_at"]
    await tried(api, PostResult(None, 10.0, "timed out"), PostResult(503, 0.25, None), PostResult(200, 0.05, None))
    (delivery,) = await listed(api, task_id)
    assert (delivery["id"], delivery["status"]) == (new["id"], "delivered")
    assert [(one["number"], one["duration_ms"], one.get("status")) for one in delivery["tries"]] == [
        (1, 10_000, None),
        (2, 250, 503),
        (3, 50, 200),
    ]
    assert delivery["tries"][1]["problem"] == "The receiver answered 503; only 2xx is a success"
    assert "problem" not in delivery["tries"][2]
    assert "next_try_at" not in delivery
    assert delivery["ended_at"] >= delivery["created_at"]


async def test_without_an_answer_every_cause_reads_the_same(api: Api) -> None:
    task_id = await owed(api, URL)
    causes = ("timed out", "failed: ConnectionRefusedError", "refused address: loopback", "no address")
    await tried(api, *(PostResult(None, 0.0, cause) for cause in causes))
    (delivery,) = await listed(api, task_id)
    assert delivery["status"] == "exhausted"
    assert len({json.dumps([one["problem"], one["duration_ms"]]) for one in delivery["tries"]}) == 1


async def test_a_try_under_way_has_no_problem_and_one_that_was_cut_off_says_so(api: Api) -> None:
    task_id = await owed(api, URL)
    for _ in range(2):
        await api.pool.execute("UPDATE delivery SET due_at = now()")
        async with api.pool.acquire() as connection, connection.transaction():
            await callbacks.claim(connection, callbacks.Limits(), {})
    (delivery,) = await listed(api, task_id)
    assert delivery["tries"][0]["problem"] == "The sender was interrupted; the same message was sent again"
    assert "problem" not in delivery["tries"][1]
    assert "next_try_at" not in delivery


async def test_a_delivery_is_sent_again_under_its_own_id_with_four_new_tries(api: Api) -> None:
    task_id = await owed(api, URL)
    first = await tried(api, *[PostResult(500, 0, None)] * 4)
    response = await api.client.post(f"/v1/tasks/{task_id}/deliveries/{first.id}/redeliver")
    assert (response.status_code, response.json()["id"], response.json()["status"]) == (200, first.id, "pending")
    again = await tried(api, *[PostResult(500, 0, None)] * 4)
    assert (again.id, again.number) == (first.id, 8)
    assert [one["status"] for one in await listed(api, task_id)] == ["exhausted"]


async def test_a_task_is_delivered_again_as_a_new_delivery(api: Api) -> None:
    task_id = await owed(api, URL)
    first = await tried(api, PostResult(200, 0, None))
    response = await api.client.post(f"/v1/tasks/{task_id}/redeliver")
    assert response.status_code == 200
    assert response.json()["id"] != first.id
    await tried(api, PostResult(200, 0, None))
    assert [one["id"] for one in await listed(api, task_id)] == [response.json()["id"], first.id]


async def test_only_what_has_ended_with_a_callback_can_be_redelivered(api: Api) -> None:
    silent, running, fresh = await api.new_task(), await api.new_task(callback_url=URL), await owed(api, URL)
    await end(api, silent)
    expected = {silent: "no_callback", running: "task_not_ended", fresh: "delivery_under_way"}
    for task_id, code in expected.items():
        assert problem(await api.client.post(f"/v1/tasks/{task_id}/redeliver")) == (409, code)
    response = await api.client.post(f"/v1/tasks/{fresh}/deliveries/delivery-unknown/redeliver")
    assert problem(response) == (404, "delivery_not_found")


async def test_many_redeliveries_at_once_are_one(api: Api) -> None:
    task_id = await owed(api, URL)
    await tried(api, PostResult(200, 0, None))
    responses = await asyncio.gather(*(api.client.post(f"/v1/tasks/{task_id}/redeliver") for _ in range(10)))
    assert sorted(response.status_code for response in responses) == [200] + [409] * 9


async def test_redelivery_ends_after_a_hundred_tries_of_a_task(api: Api) -> None:
    task_id = await owed(api, URL)
    one = await tried(api, *[PostResult(500, 0, None)] * 4)
    await api.pool.execute(
        "INSERT INTO delivery_try (delivery_id, number) SELECT $1, generate_series(5, $2)",
        one.id,
        deliveries.MOST_TRIES,
    )
    for path in ("redeliver", f"deliveries/{one.id}/redeliver"):
        assert problem(await api.client.post(f"/v1/tasks/{task_id}/{path}")) == (409, "delivery_limit")


async def test_somebody_elses_deliveries_do_not_exist(api: Api) -> None:
    task_id = await owed(api, URL)
    (delivery,) = await listed(api, task_id)
    async with api.pool.acquire() as connection, connection.transaction():
        account = await keys.create_account(connection, "somebody else", 100)
        theirs = {"authorization": f"Bearer {await token_of(connection, account)}"}
    path = f"/v1/tasks/{task_id}"
    for method, end_of_path in (
        ("GET", "/deliveries"),
        ("POST", "/redeliver"),
        ("POST", f"/deliveries/{delivery['id']}/redeliver"),
    ):
        response = await api.client.request(method, path + end_of_path, headers=theirs)
        assert problem(response) == (404, "task_not_found")
        malformed = await api.client.request(method, "/v1/tasks/x" + end_of_path)
        assert problem(malformed) == (400, "invalid_task_id")
    mine = (await api.client.get("/v1/webhooks/secret")).json()["secret"]
    assert (await api.client.get("/v1/webhooks/secret", headers=theirs)).json()["secret"] != mine


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/tasks/task-unified-1-aaaaaaaa/deliveries"),
        ("POST", "/v1/tasks/task-unified-1-aaaaaaaa/redeliver"),
        ("POST", "/v1/tasks/task-unified-1-aaaaaaaa/deliveries/x/redeliver"),
        ("GET", "/v1/webhooks/secret"),
        ("POST", "/v1/webhooks/secret/rotate"),
    ],
)
async def test_without_a_key_it_is_401(api: Api, method: str, path: str) -> None:
    response = await api.client.request(method, path, headers={"authorization": "Bearer sk-nobody"})
    assert problem(response) == (401, "unauthorized")


# Signatures

BODY = '{"id":"猫","status":"completed"}'.encode()


async def secret(api: Api) -> str:
    response = await api.client.get("/v1/webhooks/secret")
    assert response.headers["cache-control"] == "no-store"
    return str(response.json()["secret"])


async def rotated(api: Api) -> dict[str, Any]:
    response = await api.client.post("/v1/webhooks/secret/rotate")
    assert response.status_code == 200
    answer: dict[str, Any] = response.json()
    return answer


async def signed(api: Api, at: datetime | None = None) -> dict[str, str]:
    """The headers that a callback of the account carries now."""
    async with api.pool.acquire() as connection:
        valid = await signatures.of_account(connection, api.account)
    return signatures.headers(valid, "delivery-1", at or datetime.now(UTC), BODY)


async def test_the_standard_verifier_accepts_a_signature_and_nothing_else(api: Api) -> None:
    verifier, headers = Webhook(await secret(api)), await signed(api)
    assert verifier.verify(BODY, headers) == json.loads(BODY)
    old = await signed(api, datetime.now(UTC) - timedelta(minutes=6))
    wrong: list[tuple[Webhook, bytes, dict[str, str]]] = [
        (verifier, BODY.replace(b"completed", b"cancelled"), headers),
        (verifier, BODY, headers | {"webhook-id": "delivery-2"}),
        (verifier, BODY, headers | {"webhook-timestamp": str(int(headers["webhook-timestamp"]) + 1)}),
        (verifier, BODY, old),
        (Webhook("whsec_" + base64.b64encode(bytes(32)).decode()), BODY, headers),
    ]
    for judge, body, given in wrong:
        with pytest.raises(WebhookVerificationError):
            judge.verify(body, given)


async def test_a_secret_is_made_once_and_has_the_standards_form(api: Api) -> None:
    async def one() -> str:
        return await secret(api)

    found = await asyncio.gather(*(one() for _ in range(8)))
    assert len(set(found)) == 1
    assert found[0].startswith("whsec_")
    assert len(base64.b64decode(found[0].removeprefix("whsec_"), validate=True)) == 32


async def test_after_a_rotation_both_secrets_verify_for_a_day(api: Api) -> None:
    before = await secret(api)
    answer = await rotated(api)
    assert answer["secret"] != before
    assert answer["secret"] == await secret(api)
    assert answer["previous_until"] - answer["rotated_at"] == 24 * 3600
    headers = await signed(api)
    assert len(headers["webhook-signature"].split(" ")) == 2
    for one in (before, answer["secret"]):
        assert Webhook(one).verify(BODY, headers)
    await api.pool.execute("UPDATE webhook_secret SET expires_at = now() WHERE expires_at IS NOT NULL")
    headers = await signed(api)
    assert Webhook(answer["secret"]).verify(BODY, headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(before).verify(BODY, headers)
    await sweep.once(api.pool, api.services.settings)
    assert await api.pool.fetchval("SELECT count(*) FROM webhook_secret") == 1


async def test_rotations_at_once_leave_one_current_secret_and_a_short_header(api: Api) -> None:
    await asyncio.gather(*(rotated(api) for _ in range(8)))
    assert await api.pool.fetchval("SELECT count(*) FROM webhook_secret WHERE expires_at IS NULL") == 1
    assert len((await signed(api))["webhook-signature"].split(" ")) == signatures.MOST_SECRETS
    assert Webhook(await secret(api)).verify(BODY, await signed(api))


async def test_every_account_has_its_own_secret(api: Api) -> None:
    async with api.pool.acquire() as connection, connection.transaction():
        other = await keys.create_account(connection, "somebody else", 100)
        found = await signatures.of_accounts(connection, [api.account, other])
    assert found[api.account].current != found[other].current
    assert (await signed(api))["webhook-id"] == "delivery-1"


def test_statements_are_all_used() -> None:
    """No statement of the outbox is left behind when the code goes on without it."""
    source = "".join(path.read_text("utf-8") for path in Path(callbacks.__file__).parent.glob("*.py"))
    assert [name for name in vars(db.statements("callbacks")) if f"SQL.{name}" not in source] == []
