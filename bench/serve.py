"""How fast the spine is, as ratios measured in one run: `make bench`.

Every figure stands beside what bounds it: the same SQL without HTTP, a handler that returns a constant. Machines differ
and are noisy; the ratios carry over better than the rates.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import psutil
from rich.console import Console
from rich.table import Table

import load
from paddock import datafolder, db, keys, ledger, pgembed, server, tasks
from paddock.config import load as load_settings
from paddock.models import AspectRatio, Model, Order, Principal, Quality

SECONDS = 5.0
CONNECTIONS = 64
SQL_CONNECTIONS = 10
LATENCY_TASKS = 40
DEADLINE_S = 60.0
BODY = json.dumps({"model": Model.TEXT.value, "prompt": "a red boat on a lake", "duration": 3}).encode()
ORDER = Order(Model.TEXT, "a red boat on a lake", (), Quality.P720, AspectRatio.WIDE, 3, 1, None)
TERMS = tasks.Terms(364_500, "per_second", 3.0, 3)

console = Console()
results = Table("measured", "value", "against", "ratio", "wanted", box=None)


def report(what: str, value: str, against: str = "", ratio: str = "", wanted: str = "") -> None:
    results.add_row(what, value, against, ratio, wanted)
    console.print(f"  {what}: {value} {against} {ratio}", highlight=False)


@contextlib.contextmanager
def paddock(data: Path, workers: int, **environment: str) -> Iterator[tuple[httpx2.Client, psutil.Process, float]]:
    """A running server, a client for it, its process and the seconds until it was ready."""
    (data / datafolder.SERVER_FILE).unlink(missing_ok=True)
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "paddock", "serve", "--port", "0", "--workers", str(workers), "--data", str(data)],
        env={**os.environ, "PADDOCK_FIRST_GRANT_CREDITS": "900000000", **environment},
        stderr=subprocess.DEVNULL,
    )
    try:
        while (url := datafolder.running_server(data)) is None:
            assert process.poll() is None
            assert time.monotonic() - started < DEADLINE_S
            time.sleep(0.01)
        ready_s = time.monotonic() - started
        key = (data / "api-key").read_text().strip()
        with httpx2.Client(base_url=url, headers={"authorization": f"Bearer {key}"}, trust_env=False) as client:
            yield client, psutil.Process(process.pid), ready_s
    finally:
        process.terminate()
        process.wait(DEADLINE_S)


def request(client: httpx2.Client, method: str, path: str, body: bytes = b"") -> bytes:
    head = [
        f"{method} {path} HTTP/1.1",
        f"host: {client.base_url.host}:{client.base_url.port}",
        f"authorization: {client.headers['authorization']}",
        "content-type: application/json",
        f"content-length: {len(body)}",
    ]
    return "\r\n".join([*head, "", ""]).encode() + body


def fire(client: httpx2.Client, wire: bytes) -> load.Load:
    assert client.base_url.port is not None
    done = load.run("127.0.0.1", client.base_url.port, wire, connections=CONNECTIONS, seconds=SECONDS)
    assert done.failures == 0, f"{done.failures} answers were not 200"
    return done


def constant_rate() -> float:
    """Requests per second of a handler that returns a constant, under the same server and load."""
    listener = server.listen("127.0.0.1", 0)
    listener.listen(1024)
    port = listener.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("constant.py")), str(listener.fileno())],
        pass_fds=[listener.fileno()],
    )
    try:
        wire = f"GET /constant HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\n\r\n".encode()
        load.run("127.0.0.1", port, wire, connections=1, seconds=0.2)  # until it is up
        return load.run("127.0.0.1", port, wire, connections=CONNECTIONS, seconds=SECONDS).per_second
    finally:
        process.terminate()
        process.wait(DEADLINE_S)
        listener.close()


async def sql_rate(dsn: str, accounts: int) -> float:
    """Submits per second of the bare SQL, each in its own transaction, over `accounts` accounts."""
    pool = await db.open_pool(dsn, SQL_CONNECTIONS)
    principals = []
    async with pool.acquire() as connection, connection.transaction():
        for number in range(accounts):
            account = await keys.create_account(connection, f"bench-{os.urandom(4).hex()}-{number}", 0)
            await ledger.grant(connection, account, 10**13, "bench")
            _, key = await keys.create_key(connection, account, keys.Wish("bench"))
            principals.append(Principal(account, key.id, "default"))
    done, ends = 0, time.perf_counter() + SECONDS

    async def submit_on(number: int) -> None:
        nonlocal done
        async with pool.acquire() as connection:
            while time.perf_counter() < ends:
                async with connection.transaction():
                    await tasks.submit(connection, [tasks.Submission(principals[number % accounts], ORDER, TERMS)])
                done += 1

    started = time.perf_counter()
    await asyncio.gather(*(submit_on(number) for number in range(SQL_CONNECTIONS)))
    rate = done / (time.perf_counter() - started)
    pool.terminate()
    return rate


def measure_start(data: Path) -> None:
    with paddock(data, 1) as (_, _, first_s):
        pass
    with paddock(data, 1) as (_, _, later_s):
        pass
    report("ready, first start", f"{first_s:.2f} s", wanted="< 4 s")
    report("ready, later start", f"{later_s:.2f} s", wanted="< 2 s")


def measure_rates(data: Path) -> None:
    bound = constant_rate()
    with paddock(data, 0) as (client, process, _):
        task_id = client.post("/v1/videos/generations", content=BODY).json()["id"]
        polls = fire(client, request(client, "GET", f"/v1/tasks/{task_id}"))
        report(
            "polls",
            f"{polls.per_second:,.0f}/s, p99 {polls.percentile(0.99) * 1000:.1f} ms",
            f"constant handler {bound:,.0f}/s",
            f"{polls.per_second / bound:.2f}",
            "> 4,000/s",
        )
        submits = fire(client, request(client, "POST", "/v1/videos/generations", BODY))
        rss_mb = process.memory_info().rss / 1e6
        with pgembed.Postgres(data / "postgres") as postgres:
            spread, hot = (asyncio.run(sql_rate(postgres.dsn(), accounts)) for accounts in (SQL_CONNECTIONS, 1))
    for what, rate in (("over many accounts", spread), ("of one account", hot)):
        report(
            "durable submits of one account",
            f"{submits.per_second:,.0f}/s, p99 {submits.percentile(0.99) * 1000:.1f} ms",
            f"bare SQL {what} {rate:,.0f}/s",
            f"{submits.per_second / rate:.2f}",
            "> 0.60",
        )
    report("API process after that", f"{rss_mb:.0f} MB", wanted="< 150 MB")


def measure_latency(data: Path) -> None:
    """Seconds from sending the request to the engine's first line, on an idle server."""
    waits = []
    python_path = str(Path(__file__).parent)
    with paddock(data, 1, PADDOCK_ENGINE="engine:Stopwatch", PYTHONPATH=python_path) as (client, _, _):
        for _ in range(LATENCY_TASKS):
            sent = time.time()
            task_id = client.post("/v1/videos/generations", content=BODY).json()["id"]
            while (task := client.get(f"/v1/tasks/{task_id}").json())["status"] != "failed":
                assert time.time() - sent < DEADLINE_S
                time.sleep(0.005)
            waits.append(float(task["error"]["message"].removeprefix("started at ")) - sent)
    report(
        "submit to engine start",
        f"median {statistics.median(waits) * 1000:.0f} ms, longest {max(waits) * 1000:.0f} ms",
        wanted="< 50 ms",
    )


def main() -> None:
    load_settings()  # a wrong environment is said before anything is measured
    with tempfile.TemporaryDirectory() as folder:
        for number, measure in enumerate((measure_start, measure_rates, measure_latency)):
            measure(Path(folder) / str(number))
    console.print(results)


if __name__ == "__main__":
    main()
