"""Speed with much data, as ratios to an empty database: `make bench-scale`.

1,000,000 ended and 100,000 waiting tasks of 1,000 accounts, made by SQL, then the same calls as on an empty database.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import asyncpg
from rich.console import Console
from rich.table import Table

from paddock import db, keys, ledger, pgembed, queue, tasks
from paddock.models import AspectRatio, Model, Order, Principal, Quality, Status

ACCOUNTS = 1_000
ENDED = int(os.environ.get("BENCH_ENDED", "1000000"))
WAITING = int(os.environ.get("BENCH_WAITING", "100000"))
CALLS = 400
WARMING = 4_000
ORDER = Order(Model.TEXT, "a red boat on a lake", (), Quality.P720, AspectRatio.WIDE, 3, 1, None)
TERMS = tasks.Terms(364_500, "per_second", 3.0, 3, queue_limit=1_000_000)

console = Console()

FILL = """
INSERT INTO task (
    id, account_id, key_id, model, prompt, image_urls, quality, aspect_ratio, duration_s, seed, price_units,
    billing_rule, user_group, work_s, estimated_s, status, progress, attempt, created_at, finished_at, link_key_id,
    swept_at
)
SELECT 'task-unified-' || (1700000000 + number) || '-' || $2 || lpad(number::text, 7, '0'),
    a.id, a.key_id, 'happyhorse-1.0-text-to-video', 'a red boat on a lake', '{}', '720p', '16:9', 3, 1, 364500,
    'per_second', 'default', 3, 3, $2::text, CASE WHEN $2 = 'completed' THEN 100 ELSE 0 END, 1,
    now() - (number % 5000000) * interval '1 second',
    CASE WHEN $2 = 'completed' THEN now() - (number % 5000000) * interval '1 second' END,
    CASE WHEN $2 = 'completed' THEN 1 END, CASE WHEN $2 = 'completed' THEN now() END
FROM generate_series(1, $1) AS number
JOIN (SELECT account.id, min(api_key.id) AS key_id, row_number() OVER (ORDER BY account.id) AS place
      FROM account JOIN api_key ON api_key.account_id = account.id GROUP BY account.id) AS a
    ON a.place = 1 + number % (SELECT count(*) FROM account)
"""


async def make_accounts(pool: asyncpg.Pool) -> list[Principal]:
    principals = []
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("INSERT INTO signing_key (secret) VALUES (sha256('bench'))")
        for number in range(ACCOUNTS):
            account = await keys.create_account(connection, f"account {number}")
            await ledger.grant(connection, account, 10**12, "bench")
            _, key = await keys.create_key(connection, account, keys.Wish("bench"))
            principals.append(Principal(account, key.id, "default"))
    return principals


async def fill(pool: asyncpg.Pool) -> None:
    for count, status in ((ENDED, "completed"), (WAITING, "pending")):
        started = time.monotonic()
        await pool.execute(FILL, count, status, timeout=1800)
        console.print(f"  {count:,} {status} tasks in {time.monotonic() - started:.0f} s", highlight=False)
    await pool.execute("VACUUM ANALYZE", timeout=1800)


async def timed(calls: int, call: Callable[[int], Awaitable[object]]) -> list[float]:
    taken = []
    for number in range(calls):
        started = time.perf_counter()
        await call(number)
        taken.append(time.perf_counter() - started)
    return sorted(taken)


async def measure(pool: asyncpg.Pool, principals: list[Principal]) -> dict[str, list[float]]:
    """Seconds of each call, sorted, by its name; each leaves the database as it found it."""
    choose = random.Random(1)
    ids = [row["id"] for row in await pool.fetch("SELECT id FROM task TABLESAMPLE SYSTEM (1) LIMIT 1000")]
    ids = ids or [await submit(pool, choose.choice(principals)) for _ in range(20)]
    rows = await pool.fetch("SELECT id, account_id FROM task WHERE id = ANY ($1)", ids)

    async def poll(number: int) -> None:
        row = rows[number % len(rows)]
        await tasks.get(pool, row["account_id"], row["id"])

    async def page(_: int) -> None:
        await tasks.page(pool, choose.choice(principals).account_id, statuses=None, model=None, number=1, size=20)

    async def filtered(_: int) -> None:
        account = choose.choice(principals).account_id
        await tasks.page(pool, account, statuses=[Status.PENDING], model=None, number=1, size=20)

    async def claim(_: int) -> None:
        async with pool.acquire() as connection:
            transaction = connection.transaction()
            await transaction.start()
            await queue.claim(connection, "bench", 30)
            await transaction.rollback()

    return {
        "submit": await timed(CALLS, lambda _: submit(pool, choose.choice(principals))),
        "poll": await timed(CALLS, poll),
        "list": await timed(CALLS, page),
        "list pending": await timed(CALLS, filtered),
        "claim": await timed(CALLS, claim),
    }


async def measure_warm(pool: asyncpg.Pool, principals: list[Principal]) -> dict[str, list[float]]:
    """`measure`, after enough submits that plans, caches and the log's first images of pages are behind us."""
    for _ in range(WARMING):
        await submit(pool, random.choice(principals))
    await measure(pool, principals)
    return await measure(pool, principals)


async def submit(pool: asyncpg.Pool, principal: Principal) -> str:
    async with pool.acquire() as connection, connection.transaction():
        ((task, _),) = await tasks.submit(connection, [tasks.Submission(principal, ORDER, TERMS)])
    return task.id


async def sequential_scans(pool: asyncpg.Pool, principal: Principal) -> list[str]:
    """The statements of the hot path whose plan reads the task table from end to end."""
    statements: dict[str, tuple[str, list[object]]] = {
        "claim": (queue.SQL.claim, ["bench", 30.0, [], []]),
        "find": (tasks.SQL.find, [["x"], [principal.account_id]]),
        "page": (tasks.SQL.page, [principal.account_id, None, None, 20, 0]),
        "expire": (queue.SQL.expire, [3]),
        "spent": (queue.SQL.spent, [3]),
        "to_sweep": (queue.SQL.to_sweep, [86400.0]),
        "forget_tasks": (queue.SQL.forget_tasks, [7776000.0]),
        "backlog": (tasks.SQL.backlog, []),
    }
    found = []
    for name, (statement, arguments) in statements.items():
        async with pool.acquire() as connection:
            transaction = connection.transaction()
            await transaction.start()
            rows = await connection.fetch(f"EXPLAIN {statement}", *arguments)
            plan = "\n".join(row[0] for row in rows)
            await transaction.rollback()
        if "Seq Scan on task" in plan:
            found.append(f"{name}\n{plan}")
    return found


async def main(folder: Path) -> None:
    with pgembed.Postgres(folder / "postgres") as server:
        connection = await db.connect(server.dsn())
        await db.migrate(connection)
        await connection.close()
        pool = await db.open_pool(server.dsn(), 4)
        principals = await make_accounts(pool)
        empty = await measure_warm(pool, principals)
        await fill(pool)
        full = await measure_warm(pool, principals)
        table = Table("call", "empty, median", "full, median", "ratio", "full, p99", "wanted", box=None)
        for name, taken in full.items():
            before, after, p99 = empty[name][CALLS // 2], taken[CALLS // 2], taken[int(CALLS * 0.99)]
            wanted = "p99 < 20 ms" if name == "claim" else "ratio < 1.5"
            times = (f"{seconds * 1000:.2f} ms" for seconds in (before, after))
            table.add_row(name, *times, f"{after / before:.2f}", f"{p99 * 1000:.2f} ms", wanted)
        console.print(table)
        scans = await sequential_scans(pool, principals[0])
        console.print("sequential scans of the task table:", "none" if not scans else "\n".join(scans), highlight=False)
        pool.terminate()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(main(Path(name)))
