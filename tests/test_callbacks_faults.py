"""Callbacks when things break: killed senders, many senders, a database that is away, receivers that hang."""

from __future__ import annotations

import asyncio
import contextlib
import http.server
import json
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
import trustme

from border_servers import LIMIT_S, Certificates, Names, Received, Script, answer, hung_up, stall, watched_dials
from paddock import callbacks, config, keys, outbox, pgembed
from paddock.egress import PostResult
from paddock.models import DeliveryStatus
from support.api import Api, token_of
from support.processes import DEADLINE_S, Paddock, Server, eventually, output_of
from support.receivers import deliveries, ended, outward, owed, receiving, sending
from support.receivers import eventually as reached


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


# Senders that end


async def claimed(api: Api, limits: callbacks.Limits | None = None) -> list[callbacks.Claimed]:
    async with api.pool.acquire() as connection, connection.transaction():
        return await callbacks.claim(connection, limits or callbacks.Limits(), {})


async def test_a_delivery_whose_sender_died_is_sent_again_with_the_same_id(
    api: Api, certificates: Certificates
) -> None:
    """Nobody settles the first claim; the next sender takes over when its lease is over."""
    async with receiving(certificates, answer()) as server:
        task_id = await owed(api, server.url)
        (dead,) = await claimed(api, callbacks.Limits(lease_s=0.2))
        async with sending(api, outward(certificates)):
            delivery = await ended(api, task_id)
    assert (delivery["id"], delivery["status"], len(server.hits)) == (dead.id, "delivered", 1)
    assert server.hits[0].headers["webhook-id"] == dead.id
    assert [one.get("status") for one in delivery["tries"]] == [None, 200]


async def test_a_lost_try_is_not_counted_as_a_failure(api: Api, certificates: Certificates) -> None:
    async with receiving(certificates, answer(status=500)) as server:
        task_id = await owed(api, server.url)
        await claimed(api, callbacks.Limits(lease_s=0))
        async with sending(api, outward(certificates)):
            delivery = await ended(api, task_id)
    assert (delivery["status"], len(delivery["tries"]), len(server.hits)) == ("exhausted", 5, 4)


async def test_a_sender_that_was_overtaken_writes_nothing(api: Api) -> None:
    await owed(api, "https://127.0.0.1/")
    (zombie,) = await claimed(api, callbacks.Limits(lease_s=0))
    (second,) = await claimed(api)
    failed, done = PostResult(500, 0, None), PostResult(200, 0, None)
    assert not await callbacks.settle(api.pool, zombie, DeliveryStatus.EXHAUSTED, None, failed)
    assert await callbacks.settle(api.pool, second, DeliveryStatus.DELIVERED, None, done)
    assert not await callbacks.settle(api.pool, second, DeliveryStatus.DELIVERED, None, done)
    assert await api.pool.fetchval("SELECT array_agg(http_status ORDER BY number) FROM delivery_try") == [None, 200]


async def test_a_sender_that_stops_hands_back_what_it_holds(api: Api, certificates: Certificates) -> None:
    async with receiving(certificates, stall()) as server:
        task_id = await owed(api, server.url)
        async with sending(api, outward(certificates)):
            async with asyncio.timeout(LIMIT_S):
                await server.reached.wait()
    assert await api.pool.fetchrow("SELECT sending, due_at <= now(), lost FROM delivery") == (False, True, 0)
    async with receiving(certificates, answer()) as second:
        await api.pool.execute("UPDATE task SET callback_url = $1", second.url)
        async with sending(api, outward(certificates)):
            assert (await ended(api, task_id))["status"] == "delivered"
    assert second.hits[0].headers["webhook-id"] == server.hits[0].headers["webhook-id"]
    assert second.hits[0].body == server.hits[0].body


async def test_what_is_owed_when_the_sender_stops_is_still_sent(api: Api, certificates: Certificates) -> None:
    async with receiving(certificates, answer()) as server:
        async with sending(api, outward(certificates), poll_s=600, stop_s=LIMIT_S):
            task_id = await owed(api, server.url)
        assert (await deliveries(api, task_id))[0]["status"] == "delivered"


async def test_a_delivery_that_kills_its_senders_is_given_up_unsent(api: Api, certificates: Certificates) -> None:
    async with receiving(certificates, answer()) as server:
        task_id = await owed(api, server.url)
        await api.pool.execute("UPDATE delivery SET lost = $1", callbacks.MOST_LOST + 1)
        async with sending(api, outward(certificates)):
            assert (await ended(api, task_id))["status"] == "exhausted"
    assert server.hits == []


async def test_many_senders_bring_each_callback_once(api: Api, certificates: Certificates) -> None:
    async with receiving(certificates, answer()) as server:
        tasks = [await owed(api, server.url) for _ in range(40)]
        async with contextlib.AsyncExitStack() as stack:
            for _ in range(4):
                await stack.enter_async_context(sending(api, outward(certificates), places=4))
            for task_id in tasks:
                assert (await ended(api, task_id))["status"] == "delivered"
    assert Counter(json.loads(hit.body)["id"] for hit in server.hits) == Counter(tasks)
    assert await api.pool.fetchval("SELECT max(tries) FROM delivery") == 1


# The database


async def test_a_database_that_is_away_delays_callbacks_and_loses_none(
    api: Api, certificates: Certificates, postgres: pgembed.Postgres
) -> None:
    """It goes away while a receiver answers, and comes back after a while."""
    name = api.dsn.split("?")[0].rsplit("/", 1)[1]
    admin = await asyncpg.connect(postgres.dsn())

    async def go_away(request: Received, writer: asyncio.StreamWriter) -> None:
        await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = current_user", name
        )
        await answer()(request, writer)

    try:
        async with receiving(certificates, go_away) as server, sending(api, outward(certificates)):
            task_id = await owed(api, server.url)
            async with asyncio.timeout(LIMIT_S):
                await server.reached.wait()
            await asyncio.sleep(0.3)  # the outage itself
            await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            assert (await ended(api, task_id))["status"] == "delivered"
            assert len(server.hits) == 1
    finally:
        await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await admin.close()


async def test_terminated_connections_do_not_end_the_sender(
    api: Api, certificates: Certificates, postgres: pgembed.Postgres
) -> None:
    name = api.dsn.split("?")[0].rsplit("/", 1)[1]
    admin = await asyncpg.connect(postgres.dsn())
    async with receiving(certificates, answer()) as server, sending(api, outward(certificates)):
        for task_id in [await api.new_task(callback_url=server.url) for _ in range(5)]:
            await admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND usename = current_user",
                name,
            )

            async def cancelled(path: str = f"/v1/tasks/{task_id}/cancel") -> bool:
                return (await api.client.post(path)).status_code == 200

            await reached("cancelled task", cancelled)
            assert (await ended(api, task_id))["status"] == "delivered"
    await admin.close()


# Receivers that hang

SLOW, QUICK = "slow.example", "quick.example"
NAMES = {name.replace(".", "_"): [["127.0.0.1"]] for name in (SLOW, QUICK)}


def counting(seen: list[int]) -> Script:
    """A script that never answers and notes how many wait with it."""
    waiting = 0

    async def script(request: Received, _: asyncio.StreamWriter) -> None:
        nonlocal waiting
        waiting += 1
        seen.append(waiting)
        await hung_up(request)
        waiting -= 1

    return script


async def test_a_receiver_that_hangs_takes_its_share_only(api: Api, certificates: Certificates) -> None:
    """Thirty callbacks to it are due before the one to the account's other receiver."""
    assert outbox.lane_of(f"https://{SLOW}/") != outbox.lane_of(f"https://{QUICK}/")
    seen: list[int] = []
    async with receiving(certificates, counting(seen), SLOW) as slow, receiving(certificates, answer(), QUICK) as quick:
        for _ in range(30):
            await owed(api, f"https://{SLOW}:{slow.port}/")
        task_id = await owed(api, f"https://{QUICK}:{quick.port}/")
        async with sending(api, outward(certificates, Names(**NAMES)), places=6, account_places=5, lane_places=3):
            assert (await ended(api, task_id))["status"] == "delivered"
            assert max(seen) == 3


async def test_an_account_whose_receivers_hang_takes_its_share_only(api: Api, certificates: Certificates) -> None:
    seen: list[int] = []
    async with receiving(certificates, counting(seen)) as slow, receiving(certificates, answer()) as quick:
        hanging = [await owed(api, slow.url) for _ in range(16)]
        await api.pool.execute("UPDATE delivery SET lane = ('x' || substr(md5(id), 1, 2))::bit(8)::int")
        async with api.pool.acquire() as connection, connection.transaction():
            account = await keys.create_account(connection, "somebody else", 1_000)
            key = await token_of(connection, account)
        api.client.headers["authorization"] = f"Bearer {key}"
        async with sending(api, outward(certificates), places=6, account_places=4, lane_places=4):
            for _ in range(10):
                assert (await ended(api, await owed(api, quick.url)))["status"] == "delivered"
            assert max(seen) <= 4
    assert len(hanging) == 16


async def test_places_go_to_the_account_with_the_fewest_first(api: Api) -> None:
    for _ in range(6):
        await owed(api, "https://127.0.0.1/")
    async with api.pool.acquire() as connection, connection.transaction():
        account = await keys.create_account(connection, "somebody else", 1_000)
        api.client.headers["authorization"] = f"Bearer {await token_of(connection, account)}"
    last = await owed(api, "https://127.0.0.1/")
    found = await claimed(api, callbacks.Limits(places=2))
    assert [one.task.account_id for one in found].count(account) == 1
    assert last in {one.task.id for one in found}


async def test_a_full_lane_and_a_full_account_are_passed_over(api: Api) -> None:
    for _ in range(4):
        await owed(api, "https://127.0.0.1/")
    lane = outbox.lane_of("https://127.0.0.1/")
    async with api.pool.acquire() as connection, connection.transaction():
        limits = callbacks.Limits(places=10, account_places=6, lane_places=4)
        assert await callbacks.claim(connection, limits, {(api.account, lane): 4}) == []
        assert await callbacks.claim(connection, limits, {(api.account, lane + 1): 6}) == []
        assert len(await callbacks.claim(connection, limits, {(api.account, lane): 3})) == 1
        assert len(await callbacks.claim(connection, limits, {(api.account, lane + 1): 4})) == 2


@pytest.mark.soak
async def test_a_thousand_hanging_receivers_do_not_delay_others(api: Api, certificates: Certificates) -> None:
    seen: list[int] = []
    async with receiving(certificates, counting(seen), SLOW) as slow, receiving(certificates, answer(), QUICK) as quick:
        for _ in range(1_000):
            await owed(api, f"https://{SLOW}:{slow.port}/")
        async with sending(api, outward(certificates, Names(**NAMES)), timeout_s=3600):
            for _ in range(100):
                delivery = await ended(api, await owed(api, f"https://{QUICK}:{quick.port}/"))
                assert delivery["status"] == "delivered"
    assert max(seen) == callbacks.Limits().lane_places


# Real processes


class Receiver:
    """An HTTPS receiver in a thread of its own: answers what `plan` says, or holds the answer back while it is None."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        self.trust = folder / "authority.pem"
        authority.cert_pem.write_to_path(str(self.trust))
        self.hits: list[tuple[str | None, bytes]] = []
        self.plan: list[int | None] = []
        self.release = threading.Event()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                status = receiver.plan.pop(0) if receiver.plan else 200
                receiver.hits.append((self.headers["webhook-id"], body))
                if status is None:
                    receiver.release.wait(DEADLINE_S)
                with contextlib.suppress(OSError):
                    self.send_response(status or 200)
                    self.send_header("content-length", "0")
                    self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self.server.server_port}/hook"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self) -> None:
        self.release.set()
        self.server.shutdown()
        self.server.server_close()
        self.thread.join(DEADLINE_S)


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[Receiver]:
    opened = Receiver(tmp_path)
    yield opened
    opened.close()


def delivery(server: Server, task_id: str) -> dict[str, Any]:
    newest: dict[str, Any] = server.client.get(f"/v1/tasks/{task_id}/deliveries").json()["data"][0]
    return newest


@pytest.mark.timeout(180)
@pytest.mark.parametrize("moment", ["between send and mark", "between tries"])
def test_a_killed_server_sends_the_same_message_after_its_restart(
    paddock: Paddock, receiver: Receiver, moment: str
) -> None:
    paddock.environment |= {
        "PADDOCK_EGRESS_ALLOW": "127.0.0.1",
        "PADDOCK_CALLBACK_TIMEOUT_S": "1.5",
        "SSL_CERT_FILE": str(receiver.trust),
    }
    receiver.plan = [None if moment == "between send and mark" else 500]
    server = paddock.serve("--workers", "0")
    task_id = server.create("a pond", callback_url=receiver.url)
    server.client.post(f"/v1/tasks/{task_id}/cancel")
    eventually("first try", lambda: receiver.hits)
    if moment == "between tries":
        eventually("its end", lambda: delivery(server, task_id)["tries"][0].get("status"))
    server.process.kill()
    server.process.wait(timeout=DEADLINE_S)
    receiver.release.set()
    second = paddock.serve("--workers", "0", "--port", server.url.rsplit(":", 1)[1])
    eventually("second try", lambda: len(receiver.hits) == 2)
    assert receiver.hits[0] == receiver.hits[1]
    eventually("delivery", lambda: delivery(second, task_id)["status"] == "delivered")
    assert receiver.hits[0][1] == second.client.get(f"/v1/tasks/{task_id}").content
    assert second.stop() == 0


def command(paddock: Paddock, *arguments: str) -> str:
    process = paddock.start(*arguments)
    process.wait(timeout=DEADLINE_S)
    said = output_of(process)
    assert process.returncode == 0, said
    return said


@pytest.mark.timeout(180)
def test_a_worker_s_video_is_called_back_and_the_commands_show_it_and_send_it_again(
    paddock: Paddock, receiver: Receiver
) -> None:
    paddock.environment |= {"PADDOCK_EGRESS_ALLOW": "127.0.0.1", "SSL_CERT_FILE": str(receiver.trust)}
    server = paddock.serve()
    task_id = server.create("a pond", callback_url=receiver.url)
    eventually("callback", lambda: receiver.hits)
    assert receiver.hits[0][1] == server.client.get(f"/v1/tasks/{task_id}").content
    assert json.loads(receiver.hits[0][1])["status"] == "completed"
    eventually("its end", lambda: delivery(server, task_id)["status"] == "delivered")
    shown = command(paddock, "tasks", "deliveries", task_id)
    assert f"{receiver.hits[0][0]}  delivered" in shown
    again = json.loads(command(paddock, "tasks", "redeliver", task_id, "--json"))
    eventually("second callback", lambda: len(receiver.hits) == 2)
    assert receiver.hits[1][0] == again["id"] != receiver.hits[0][0]
    secret = command(paddock, "webhooks", "secret").strip()
    rotated = command(paddock, "webhooks", "rotate").strip()
    assert command(paddock, "webhooks", "secret").strip() == rotated != secret
    assert server.stop() == 0
