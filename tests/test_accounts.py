"""Keys, credits, models, estimates, groups, administrators, and whose things are whose."""

from __future__ import annotations

import io
from decimal import Decimal
from typing import Any

import pytest

from paddock import app, audit, config, keys, ledger, queue, sweep, tasks
from paddock.models import Model, Role
from support.api import Api, problem

IMAGE = {"model": Model.IMAGE.value, "image_urls": ["https://cdn.example.com/cat.png"], "prompt": "x"}


async def new_key(api: Api, **wish: Any) -> dict[str, Any]:
    response = await api.client.post("/v1/keys", json={"name": "another", **wish})
    assert response.status_code == 200, response.text
    made: dict[str, Any] = response.json()
    return made


def bearer(key: dict[str, Any]) -> dict[str, str]:
    return {"authorization": f"Bearer {key['key']}"}


@pytest.fixture
async def admin(api: Api) -> dict[str, str]:
    async with api.pool.acquire() as connection, connection.transaction():
        token, _ = await keys.create_key(connection, api.account, keys.Wish("boss", Role.ADMIN))
    return {"authorization": f"Bearer {token}"}


async def complete(api: Api) -> None:
    task = await queue.claim(api.pool, "tester", 30)
    assert task is not None
    async with api.pool.acquire() as connection, connection.transaction():
        await tasks.complete(connection, task.id, task.attempt, engine="test", warnings=[])


async def test_credits_are_told_in_credits(api: Api) -> None:
    await api.new_task(duration=5)
    await complete(api)
    await api.new_task(duration=10)
    assert (await api.client.get("/v1/credits")).json() == {
        "success": True,
        "message": "",
        "data": {
            "user": {"remaining_credits": 817.75, "used_credits": 60.75},
            "token": {"unlimited_credits": True, "remaining_credits": 817.75, "used_credits": 182.25},
        },
    }


async def test_models_are_those_that_the_key_may_use(api: Api) -> None:
    async def ids(headers: dict[str, str] | None = None) -> list[str]:
        answer = (await api.client.get("/v1/models", headers=headers)).json()
        assert answer["object"] == "list"
        assert all(item["object"] == "model" for item in answer["data"])
        return [item["id"] for item in answer["data"]]

    assert await ids() == [model.value for model in Model]
    key = await new_key(api, models=[Model.TEXT.value])
    assert await ids(bearer(key)) == [Model.TEXT.value]


async def test_a_key_for_one_model_is_denied_the_others(api: Api) -> None:
    key = await new_key(api, models=[Model.TEXT.value])
    response = await api.client.post("/v1/videos/generations", json=IMAGE, headers=bearer(key))
    assert problem(response) == (403, "model_access_denied")
    assert response.json()["error"]["message"] == f"Token does not have access to model: {Model.IMAGE.value}"
    assert response.json()["error"]["type"] == "invalid_request_error"
    assert (await api.create(bearer(key))).status_code == 200


async def test_a_group_has_its_models_prices_and_name(api: Api) -> None:
    api.services.settings.groups["default"] = config.GroupSettings(models=[Model.TEXT], multiplier=Decimal("0.5"))
    assert (await api.create()).json()["usage"]["credits_reserved"] == 303750
    response = await api.client.post("/v1/videos/generations", json=IMAGE)
    assert problem(response) == (403, "model_access_denied")


async def test_a_group_may_pay_by_the_call(api: Api) -> None:
    api.services.settings.groups["default"] = config.GroupSettings.model_validate(
        {"billing_rule": "per_call", "prices": {Model.TEXT.value: {"720p": "33.3"}}}
    )
    for duration in (3, 15):
        usage = (await api.create(duration=duration)).json()["usage"]
        assert (usage["billing_rule"], usage["credits_reserved"]) == ("per_call", 333000)


async def test_a_change_of_price_bills_what_was_agreed_at_submit(api: Api) -> None:
    task_id = await api.new_task(duration=5)
    api.services.settings.prices[Model.TEXT] = {}
    await complete(api)
    assert (await api.task(task_id))["usage"]["credits_used"] == 60.75


async def test_an_estimate_costs_nothing(api: Api) -> None:
    body = {"model": Model.TEXT.value, "prompt": "a", "quality": "1080p", "duration": 10}
    answer = (await api.client.post("/v1/estimates", json=body)).json()
    assert (answer["credits"], answer["credits_reserved"], answer["billing_rule"]) == (216.027, 2160270, "per_second")
    assert answer["estimated_time"] >= 1
    assert (
        answer["remaining_credits"] == (await api.client.get("/v1/credits")).json()["data"]["user"]["remaining_credits"]
    )
    assert problem(await api.client.post("/v1/estimates", json={**body, "duration": 1})) == (400, "invalid_request")
    assert await api.pool.fetchval("SELECT count(*) FROM task") == 0


async def test_a_batch_answers_the_tasks_that_are_ones_own(api: Api) -> None:
    ids = [await api.new_task() for _ in range(3)]
    wanted = [ids[2], "task-unified-1-unknown0", ids[0], ids[0], "nonsense"]
    answer = (await api.client.post("/v1/tasks/batch", json={"task_ids": wanted})).json()
    assert answer["data"] == [await api.task(ids[2]), await api.task(ids[0])]
    too_many = await api.client.post("/v1/tasks/batch", json={"task_ids": ["x"] * 51})
    assert problem(too_many) == (400, "invalid_request")


async def test_a_key_is_shown_once(api: Api) -> None:
    made = await new_key(api, credit_cap=100, expires_in_days=1)
    assert made["key"].startswith(f"sk-{made['id']}-")
    listed = (await api.client.get("/v1/keys")).json()["data"]
    assert listed[0]["id"] == made["id"]
    assert all("key" not in key for key in listed)
    secret = made["key"].rsplit("-", 1)[1]
    rows = await api.pool.fetch("SELECT t::text FROM api_key t")
    assert not any(secret in row["t"] for row in rows)


async def test_a_revoked_key_is_refused_at_once(api: Api) -> None:
    key = await new_key(api)
    assert (await api.create(bearer(key))).status_code == 200
    revoked = await api.client.delete(f"/v1/keys/{key['id']}")
    assert revoked.json()["revoked_at"] is not None
    assert problem(await api.create(bearer(key))) == (401, "unauthorized")
    assert problem(await api.client.delete("/v1/keys/unknown")) == (404, "key_not_found")


async def test_a_key_spends_no_more_than_its_cap(api: Api) -> None:
    key = await new_key(api, credit_cap=100)
    first = await api.create(bearer(key), duration=5)
    refused = await api.create(bearer(key), duration=5)
    assert problem(refused) == (402, "insufficient_quota")
    assert "cap" in refused.json()["error"]["message"]
    assert (await api.create()).status_code == 200  # the account has enough
    token = (await api.client.get("/v1/credits", headers=bearer(key))).json()["data"]["token"]
    assert token == {"unlimited_credits": False, "remaining_credits": 39.25, "used_credits": 60.75}
    await api.client.post(f"/v1/tasks/{first.json()['id']}/cancel", headers=bearer(key))
    assert (await api.create(bearer(key), duration=5)).status_code == 200


async def test_the_last_use_of_a_key_is_noted(api: Api) -> None:
    await api.create()
    await api.services.keyring.note_use()
    assert (await api.client.get("/v1/keys")).json()["data"][0]["last_used_at"] is not None


async def test_a_restricted_key_makes_no_other_keys(api: Api) -> None:
    for restriction in ({"credit_cap": 5}, {"models": [Model.TEXT.value]}):
        key = await new_key(api, **restriction)
        for response in (
            await api.client.post("/v1/keys", json={"name": "more"}, headers=bearer(key)),
            await api.client.get("/v1/keys", headers=bearer(key)),
            await api.client.delete(f"/v1/keys/{key['id']}", headers=bearer(key)),
        ):
            assert problem(response) == (403, "access_denied")


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", None), ("name", "x" * 101), ("role", "king"), ("models", []), ("models", ["x"]),
     ("credit_cap", -1), ("credit_cap", "5"), ("expires_in_days", 0)],
)  # fmt: skip
async def test_a_wrong_wish_for_a_key_is_400(api: Api, field: str, value: Any) -> None:
    response = await api.client.post("/v1/keys", json={"name": "x", field: value})
    assert problem(response) == (400, "invalid_request")
    assert response.json()["error"]["param"] == field


async def test_only_an_administrator_administers(api: Api, admin: dict[str, str]) -> None:
    for method, path in (
        ("GET", "/v1/admin/accounts"),
        ("POST", "/v1/admin/accounts"),
        ("POST", f"/v1/admin/accounts/{api.account}/grants"),
        ("POST", f"/v1/admin/accounts/{api.account}/keys"),
    ):
        assert problem(await api.client.request(method, path, json={})) == (403, "access_denied")
    assert problem(await api.client.post("/v1/keys", json={"name": "x", "role": "admin"})) == (403, "access_denied")
    assert (await api.client.post("/v1/keys", json={"name": "x", "role": "admin"}, headers=admin)).status_code == 200


async def test_an_administrator_makes_an_account_that_works(api: Api, admin: dict[str, str]) -> None:
    async def post(path: str, headers: dict[str, str] | None = None, **body: Any) -> dict[str, Any]:
        response = await api.client.post(path, json=body, headers={**admin, **(headers or {})})
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    account = await post("/v1/admin/accounts", name="studio")
    once = {"idempotency-key": "invoice-17"}
    for _ in range(2):
        granted = await post(f"/v1/admin/accounts/{account['id']}/grants", once, credits=100.5, note="invoice 17")
    assert granted["remaining_credits"] == 100.5
    key = await post(f"/v1/admin/accounts/{account['id']}/keys", name="first")
    assert (await api.create(bearer(key), duration=5)).status_code == 200
    listed = (await api.client.get("/v1/admin/accounts", headers=admin)).json()["data"]
    assert [(one["name"], one["reserved_credits"]) for one in listed] == [("tester", 0), ("studio", 60.75)]
    again = await api.client.post("/v1/admin/accounts", json={"name": "studio"}, headers=admin)
    assert problem(again) == (409, "account_exists")
    for path in ("/v1/admin/accounts/999/grants", "/v1/admin/accounts/x/grants", "/v1/admin/accounts/999/keys"):
        body = {"credits": 1, "name": "x"}
        assert problem(await api.client.post(path, json=body, headers=admin)) == (404, "account_not_found")
    wrong = await api.client.post("/v1/admin/accounts", json={"name": "x", "user_group": "gold"}, headers=admin)
    assert wrong.json()["error"]["allowed_values"] == ["default"]


async def test_other_peoples_things_do_not_exist(api: Api) -> None:
    """Every endpoint that names a thing, asked by somebody else."""
    async with api.pool.acquire() as connection, connection.transaction():
        other = await keys.create_account(connection, "somebody else", 100)
        token, _ = await keys.create_key(connection, other, keys.Wish("theirs"))
    task_id = await api.new_task()
    key_id = (await api.client.get("/v1/keys")).json()["data"][0]["id"]
    names = {"task_id": task_id, "key_id": key_id, "delivery_id": "1", "file_id": "1"}
    theirs = {"authorization": f"Bearer {token}"}
    asked = 0
    for endpoint in app.ENDPOINTS:
        if "{" not in endpoint.path or endpoint.open or "/admin/" in endpoint.path:
            continue
        response = await api.client.request(endpoint.method, endpoint.path.format(**names), headers=theirs)
        assert response.status_code == 404, endpoint.path
        asked += 1
    assert asked >= 5
    assert (await api.client.get("/v1/tasks", headers=theirs)).json()["total"] == 0
    assert (await api.client.post("/v1/tasks/batch", json={"task_ids": [task_id]}, headers=theirs)).json()["data"] == []
    assert len((await api.client.get("/v1/keys", headers=theirs)).json()["data"]) == 1
    assert (await api.task(task_id))["status"] == "pending"
    await api.client.post(
        "/v1/videos/generations", json=IMAGE, headers={**theirs, "idempotency-key": "same-key-for-both"}
    )
    mine = await api.client.post("/v1/videos/generations", json=IMAGE, headers={"idempotency-key": "same-key-for-both"})
    assert "idempotency-replayed" not in mine.headers


async def test_accounts_take_turns(api: Api) -> None:
    """One account's many tasks do not keep another's one waiting."""
    async with api.pool.acquire() as connection, connection.transaction():
        other = await keys.create_account(connection, "small", 100)
        token, _ = await keys.create_key(connection, other, keys.Wish("theirs"))
    for _ in range(12):
        await api.new_task(duration=3)
    await api.create({"authorization": f"Bearer {token}"})
    claimed = [await queue.claim(api.pool, "tester", 30) for _ in range(3)]
    assert other in [task.account_id for task in claimed if task]


async def test_an_account_has_no_more_tasks_at_work_than_its_group_allows(api: Api) -> None:
    for _ in range(5):
        await api.new_task(duration=3)
    claimed = [await queue.claim(api.pool, "tester", 30, {"default": 2}) for _ in range(4)]
    first = claimed[0]
    assert [task is not None for task in claimed] == [True, True, False, False]
    assert first is not None
    await queue.hand_back(api.pool, first.id, first.attempt)
    assert await queue.claim(api.pool, "tester", 30, {"default": 2}) is not None


async def test_the_turn_keeps_count_through_every_state(api: Api) -> None:
    async def lane() -> tuple[int, int]:
        return tuple(await api.pool.fetchrow("SELECT waiting, at_work FROM lane WHERE account_id = $1", api.account))

    ids = [await api.new_task(duration=3) for _ in range(4)]
    assert await lane() == (4, 0)
    first = await queue.claim(api.pool, "tester", 30)
    assert first is not None
    assert await lane() == (3, 1)
    await queue.hand_back(api.pool, first.id, first.attempt)
    assert await lane() == (4, 0)
    await complete(api)
    assert await lane() == (3, 0)
    await api.client.post(f"/v1/tasks/{ids[-1]}/cancel")
    assert await lane() == (2, 0)


async def test_the_audit_finds_exactly_what_is_wrong(api: Api) -> None:
    await api.new_task()
    await api.new_task()
    await complete(api)
    async with api.pool.acquire() as connection:
        found = await audit.check(connection)
        assert (found.faults, found.granted_units) == ((), 10_000_000)
        await connection.execute("UPDATE account SET available_units = available_units + 5")
        await connection.execute("UPDATE api_key SET used_units = used_units + 7")
        await ledger.capture(connection, await connection.fetchval("SELECT id FROM task WHERE status = 'pending'"))
        found = await audit.check(connection)
    assert len(found.faults) == 3
    assert any(fault.startswith(f"account {api.account}: ") for fault in found.faults)
    assert any(fault.startswith("key ") for fault in found.faults)
    assert any(fault.startswith("task ") and "resolution is capture" in fault for fault in found.faults)


async def test_the_export_has_every_entry(api: Api) -> None:
    await api.new_task()
    out = io.StringIO()
    async with api.pool.acquire() as connection:
        count = await audit.export(connection, out, None)
    lines = out.getvalue().splitlines()
    assert (len(lines), count) == (5, 4)
    assert lines[0] == "transaction,time,kind,account,key,task,note,book,units"
    assert sum(int(line.rsplit(",", 1)[1]) for line in lines[1:]) == 0


async def test_an_old_task_is_forgotten_and_its_money_is_not(api: Api) -> None:
    settings = api.services.settings
    task_id, kept = await api.new_task(), await api.new_task()
    await api.client.post(f"/v1/tasks/{task_id}/cancel")
    await complete(api)
    await sweep.once(api.pool, settings)
    assert await api.pool.fetchval("SELECT count(*) FROM task") == 2
    await api.pool.execute(
        "UPDATE task SET finished_at = now() - $1::float8 * interval '1 second'", settings.task_life_s + 1.0
    )
    await sweep.once(api.pool, settings)
    for forgotten in (task_id, kept):
        assert problem(await api.client.get(f"/v1/tasks/{forgotten}")) == (404, "task_not_found")
    assert (await api.client.get("/v1/tasks")).json()["total"] == 0
    assert await api.books() == (10_000_000 - 607500, 0, 607500)
    async with api.pool.acquire() as connection:
        assert (await audit.check(connection)).faults == ()
