"""Callbacks: when they are sent, what they say, how often they are tried, and what counts as success."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Iterator

import asyncpg
import pytest
import trustme

from border_servers import (
    LIMIT_S,
    Certificates,
    Names,
    Received,
    Script,
    answer,
    endless,
    raw,
    redirect,
    serve,
    silent,
    stall,
    watched_dials,
)
from paddock import callbacks, config, queue, sweep, tasks
from paddock.egress import PostResult
from paddock.models import DeliveryStatus
from support.api import Api
from support.invariants import check
from support.receivers import (
    ENDINGS,
    SOON_S,
    deliveries,
    end,
    ended,
    in_turn,
    outward,
    owed,
    receiving,
    sending,
    statuses,
)


@pytest.fixture(autouse=True)
def dials() -> Iterator[list[str]]:
    with watched_dials() as seen:
        yield seen


@pytest.fixture
def settings(settings: config.Settings) -> config.Settings:
    return settings.model_copy(update={"egress_allow": "127.0.0.1"})


@pytest.fixture(scope="module")
def certificates() -> Certificates:
    return Certificates(trustme.CA())


# What is sent, and when


@pytest.mark.parametrize("how", ENDINGS)
async def test_the_receiver_finds_the_task_settled_and_is_told_what_get_answers(
    api: Api, certificates: Certificates, how: str
) -> None:
    seen: list[tuple[object, ...]] = []

    async def look(request: Received, writer: asyncio.StreamWriter) -> None:
        task_id = json.loads(request.body)["id"]
        kind = await api.pool.fetchval(
            "SELECT kind FROM ledger_transaction WHERE task_id = $1 AND kind <> 'hold'", task_id
        )
        response = await api.client.get(f"/v1/tasks/{task_id}")
        seen.append((kind, (await api.books())[1], response.content == request.body, response.headers["content-type"]))
        await answer()(request, writer)

    async with receiving(certificates, look) as server, sending(api, outward(certificates)):
        task_id = await owed(api, f"{server.url}hook?a=b%20c&d=%2F&d=", how)
        assert (await ended(api, task_id))["status"] == "delivered"
    (hit,) = server.hits
    assert seen == [("capture" if how == "completed" else "release", 0, True, hit.headers["content-type"])]
    assert (hit.method, hit.target) == ("POST", "/hook?a=b%20c&d=%2F&d=")
    assert json.loads(hit.body)["status"] == ("failed" if how == "spent" else how)
    async with api.pool.acquire() as connection:
        await check(connection, api.services.settings.results)


async def test_nothing_is_owed_when_the_transaction_that_ends_the_task_is_undone(api: Api) -> None:
    task_id = await api.new_task(callback_url="https://127.0.0.1/")
    task = await queue.claim(api.pool, "tester", 30)
    assert task is not None
    async with api.pool.acquire() as connection:
        undone = connection.transaction()
        await undone.start()
        await tasks.complete(connection, task.id, task.attempt, engine="test", warnings=[])
        assert await connection.fetchval("SELECT count(*) FROM delivery") == 1
        await undone.rollback()
    assert await deliveries(api, task_id) == []


async def test_a_task_without_a_callback_url_owes_nothing(api: Api) -> None:
    task_id = await api.new_task()
    await end(api, task_id)
    assert await deliveries(api, task_id) == []


@pytest.mark.parametrize("how", ["cancelled", "spent"])
async def test_the_bell_makes_the_first_try_prompt(api: Api, certificates: Certificates, how: str) -> None:
    """The poll is out of reach here: only a notification can bring the callback in time."""
    async with receiving(certificates, answer()) as server, sending(api, outward(certificates), poll_s=600):
        await api.until(await owed(api, server.url), "cancelled")
        async with asyncio.timeout(LIMIT_S):
            await server.reached.wait()
        server.reached.clear()
        await owed(api, server.url, how)
        async with asyncio.timeout(LIMIT_S):
            await server.reached.wait()


async def test_the_poll_finds_what_no_bell_announced(api: Api, certificates: Certificates) -> None:
    async with receiving(certificates, answer()) as server:
        task_id = await owed(api, server.url)
        async with sending(api, outward(certificates)):
            assert (await ended(api, task_id))["status"] == "delivered"
            await api.pool.execute("UPDATE delivery SET status = 'pending', due_at = now(), ended_at = NULL")
            assert (await ended(api, task_id))["status"] == "delivered"
    assert len(server.hits) == 2


# How often


@pytest.mark.parametrize(("failures", "wait_s"), [(1, 1.0), (2, 2.0), (3, 4.0), (4, None), (5, None), (99, None)])
def test_the_schedule_is_the_contracts(failures: int, wait_s: float | None) -> None:
    assert callbacks.next_try(failures) == wait_s


def test_the_limits_are_the_contracts() -> None:
    assert (callbacks.Limits().timeout_s, callbacks.Limits().retry_after_s) == (10.0, (1.0, 2.0, 4.0))
    assert config.Settings().callback_timeout_s == 10.0


async def test_each_wait_is_planned_from_the_failure_by_the_databases_clock(api: Api) -> None:
    await owed(api, "https://127.0.0.1/")
    planned = []
    async with api.pool.acquire() as connection:
        for _ in range(4):
            await connection.execute("UPDATE delivery SET due_at = now()")
            async with connection.transaction():
                (one,) = await callbacks.claim(connection, callbacks.Limits(), {})
            async with connection.transaction():  # in which now() stands still
                result = PostResult(500, 0.1, None)
                status, wait_s = callbacks.verdict(one, result)
                assert await callbacks.settle(connection, one, status, wait_s, result)
                planned.append(await connection.fetchval("SELECT extract(epoch FROM due_at - now()) FROM delivery"))
    assert planned == [1, 2, 4, None]
    assert status is DeliveryStatus.EXHAUSTED


async def test_three_failures_and_a_success_are_four_tries_of_one_message(api: Api, certificates: Certificates) -> None:
    async with (
        receiving(certificates, statuses(500, 500, 500, 200)) as server,
        sending(api, outward(certificates)),
    ):
        delivery = await ended(api, await owed(api, server.url))
    assert delivery["status"] == "delivered"
    assert [one.get("status") for one in delivery["tries"]] == [500, 500, 500, 200]
    assert {hit.headers["webhook-id"] for hit in server.hits} == {delivery["id"]}
    assert len({hit.body for hit in server.hits}) == 1
    began = [one["began_at"] for one in delivery["tries"]]
    gaps = [after - before for before, after in itertools.pairwise(began)]
    assert all(gap >= wait_s for gap, wait_s in zip(gaps, SOON_S, strict=True))


async def test_a_receiver_that_always_fails_is_tried_exactly_four_times(api: Api, certificates: Certificates) -> None:
    async with receiving(certificates, statuses(500)) as server, sending(api, outward(certificates)):
        delivery = await ended(api, await owed(api, server.url))
        await asyncio.sleep(2 * SOON_S[-1])  # a fifth would come now
    assert (delivery["status"], len(delivery["tries"]), len(server.hits)) == ("exhausted", 4, 4)
    assert "next_try_at" not in delivery


@pytest.mark.soak
async def test_the_waits_are_one_two_and_four_seconds(api: Api, certificates: Certificates) -> None:
    async with (
        receiving(certificates, statuses(500)) as server,
        sending(api, outward(certificates), retry_after_s=callbacks.RETRY_AFTER_S, poll_s=1.0),
    ):
        delivery = await ended(api, await owed(api, server.url))
    began = [one["began_at"] for one in delivery["tries"]]
    gaps = [after - before for before, after in itertools.pairwise(began)]
    assert [round(gap) for gap in gaps] == [1, 2, 4]


# What counts


async def reset(_: Received, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


FAILURES: dict[str, Script] = {
    **{str(code): answer(status=code) for code in (300, 301, 302, 304, 307, 400, 401, 404, 410, 429, 500, 503, 599)},
    "103 and no more": raw(b"HTTP/1.1 103 Early Hints\r\n\r\n"),
    "101": raw(b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n"),
    "closed": raw(b""),
    "reset": reset,
    "not HTTP": raw(b"220 mail.example ESMTP\r\n"),
    "cut short": raw(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok"),
}


@pytest.mark.parametrize("script", FAILURES.values(), ids=FAILURES)
async def test_anything_but_a_whole_2xx_is_tried_again(api: Api, certificates: Certificates, script: Script) -> None:
    async with (
        receiving(certificates, in_turn(script, answer(status=204))) as server,
        sending(api, outward(certificates)),
    ):
        delivery = await ended(api, await owed(api, server.url))
    assert (delivery["status"], len(delivery["tries"]), len(server.hits)) == ("delivered", 2, 2)
    assert delivery["tries"][0]["problem"]
    assert "problem" not in delivery["tries"][1]


@pytest.mark.parametrize("status", [200, 201, 202, 204, 206, 299])
async def test_every_2xx_is_a_success(api: Api, certificates: Certificates, status: int) -> None:
    async with receiving(certificates, answer(status=status)) as server, sending(api, outward(certificates)):
        delivery = await ended(api, await owed(api, server.url))
    assert (delivery["status"], len(server.hits)) == ("delivered", 1)


async def test_a_name_that_is_not_found_is_tried_again(api: Api, certificates: Certificates) -> None:
    class Late(Names):
        async def __call__(self, host: str, port: int) -> list[str]:
            self.asked.append(host)
            if len(self.asked) < 3:
                raise OSError("no such name")
            return ["127.0.0.1"]

    async with (
        receiving(certificates, answer(), "hook.example") as server,
        sending(api, outward(certificates, Late())),
    ):
        delivery = await ended(api, await owed(api, f"https://hook.example:{server.port}/"))
    assert [one.get("status") for one in delivery["tries"]] == [None, None, 200]


@pytest.mark.parametrize(
    "script",
    [
        stall(),
        stall(b"HTTP/1.1 100 Continue\r\n\r\n"),
        stall(b"HTTP/1.1 200 OK\r\nx: "),
        stall(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nok"),
    ],
    ids=["no answer", "100 and no more", "headers", "body"],
)
async def test_an_answer_that_does_not_end_in_time_is_a_failure(
    api: Api, certificates: Certificates, script: Script
) -> None:
    async with receiving(certificates, script) as server, sending(api, outward(certificates), timeout_s=0.15):
        task_id = await owed(api, server.url)
        delivery = await ended(api, task_id)
    assert (delivery["status"], len(delivery["tries"])) == ("exhausted", 4)
    assert await logged(api) == ["timed out"] * 4


async def test_a_tls_handshake_that_never_comes_is_a_failure(api: Api, certificates: Certificates) -> None:
    async with silent() as server, sending(api, outward(certificates), timeout_s=0.15):
        delivery = await ended(api, await owed(api, server.url))
    assert (delivery["status"], server.connections) == ("exhausted", 4)
    assert await logged(api) == ["timed out"] * 4


async def logged(api: Api) -> list[str | None]:
    """What the operator can read about every try."""
    return [row["problem"] for row in await api.pool.fetch("SELECT problem FROM delivery_try ORDER BY number")]


@pytest.mark.parametrize("trust", ["stranger", "expired", "wrong host"])
async def test_a_bad_certificate_is_a_failure_and_nothing_is_said(
    api: Api, certificates: Certificates, trust: str
) -> None:
    contexts = {
        "stranger": certificates.stranger("127.0.0.1"),
        "expired": certificates.server("127.0.0.1", expired=True),
        "wrong host": certificates.server("else.example"),
    }
    async with serve(answer(), context=contexts[trust]) as server, sending(api, outward(certificates)):
        delivery = await ended(api, await owed(api, server.url))
    assert (delivery["status"], len(delivery["tries"]), server.hits) == ("exhausted", 4, [])


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_a_failure_and_never_followed(api: Api, certificates: Certificates, status: int) -> None:
    async with (
        serve(answer()) as canary,
        receiving(certificates, redirect(canary.url, status)) as server,
        sending(api, outward(certificates)),
    ):
        delivery = await ended(api, await owed(api, server.url))
    assert [one["status"] for one in delivery["tries"]] == [status] * 4
    assert canary.connections == 0


@pytest.mark.parametrize("turn", [1, 2, 3])
async def test_a_name_that_turns_private_is_not_dialled(
    api: Api, certificates: Certificates, turn: int, dials: list[str]
) -> None:
    names = Names(hook_example=[*[["127.0.0.1"]] * (turn - 1), ["127.0.0.2"]])
    async with (
        receiving(certificates, statuses(500), "hook.example") as server,
        serve(answer(), "127.0.0.2") as inside,
        sending(api, outward(certificates, names)),
    ):
        delivery = await ended(api, await owed(api, f"https://hook.example:{server.port}/"))
    assert (delivery["status"], len(delivery["tries"]), len(names.asked)) == ("exhausted", 4, 4)
    assert (server.connections, inside.connections) == (turn - 1, 0)
    assert "127.0.0.2" not in dials


@pytest.mark.parametrize(
    ("start", "chunk", "outcome"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", bytes(65536), "delivered"),
        (b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n", bytes(65536), "delivered"),
        (b"HTTP/1.1 200 OK\r\nx: ", b"a" * 65536, "exhausted"),
    ],
    ids=["body", "gzip", "header"],
)
async def test_an_endless_answer_is_cut(
    api: Api, certificates: Certificates, start: bytes, chunk: bytes, outcome: str
) -> None:
    sent: list[int] = []
    async with receiving(certificates, endless(start, chunk, sent)) as server, sending(api, outward(certificates)):
        delivery = await ended(api, await owed(api, server.url))
    assert delivery["status"] == outcome
    assert all(size < 32 * 1024 * 1024 for size in sent)


# How long it is kept


async def test_deliveries_are_forgotten_when_they_ended_long_ago(api: Api) -> None:
    old, recent, waiting = [await owed(api, "https://127.0.0.1/") for _ in range(3)]
    settings = api.services.settings
    for task_id, life_s in ((old, settings.delivery_life_s + 60), (recent, settings.delivery_life_s - 60)):
        await api.pool.execute(
            "UPDATE delivery SET status = 'exhausted', due_at = NULL,"
            " ended_at = now() - $2::float8 * interval '1 second' WHERE task_id = $1",
            task_id,
            float(life_s),
        )
    await sweep.once(api.pool, settings)
    assert [len(await deliveries(api, task_id)) for task_id in (old, recent, waiting)] == [0, 1, 1]


async def test_the_database_takes_one_owed_and_one_open_delivery_a_task(api: Api) -> None:
    task_id = await owed(api, "https://127.0.0.1/")
    insert = "INSERT INTO delivery (id, task_id, account_id, lane, again) VALUES ('x', $1, $2, 0, $3)"
    for again in (True, False):
        with pytest.raises(asyncpg.UniqueViolationError):
            await api.pool.execute(insert, task_id, api.account, again)
