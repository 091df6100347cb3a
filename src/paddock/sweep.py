"""The sweep: expired leases, expired results, leftovers of dead attempts. Safe to repeat, to kill, to run anywhere."""

from __future__ import annotations

import asyncio
import math
import shutil
import time
from pathlib import Path

import asyncpg
import structlog

from paddock import db, outbox, queue, storage, uploads
from paddock.config import Settings
from paddock.queue import SQL

log = structlog.get_logger()


async def forever(pool: asyncpg.Pool, settings: Settings) -> None:
    """Look for lost leases every poll, and for files to delete every `sweep_s`."""
    swept = -math.inf
    while True:
        try:
            async with pool.acquire() as connection:
                if touched := await queue.expire(connection, settings.max_attempts):
                    log.info("lost leases", tasks=touched)
            if time.monotonic() - swept >= settings.sweep_s:
                await once(pool, settings)
                swept = time.monotonic()
        except (*db.OUTAGES, asyncpg.PostgresError) as error:
            log.warning("sweep skipped", error=type(error).__name__)
        await asyncio.sleep(settings.poll_s)


async def once(pool: asyncpg.Pool, settings: Settings) -> None:
    """Delete what is due: results after their link has died, files that no task owns, old idempotency keys."""
    await _expired_results(pool, settings)
    await _orphans(pool, settings)
    await _dead_scratch(pool, settings)
    await uploads.sweep(pool, settings)
    await pool.execute(SQL.forget_requests)
    while await pool.execute(SQL.forget_tasks, float(settings.task_life_s)) != "DELETE 0":
        pass
    await _old_deliveries(pool, settings)


async def _expired_results(pool: asyncpg.Pool, settings: Settings) -> None:
    # The file goes first: if this process dies between the two, the next sweep finds the row again.
    while rows := await pool.fetch(SQL.to_sweep, float(settings.result_life_s)):
        ids = [row["id"] for row in rows]
        for task_id in ids:
            await asyncio.to_thread(shutil.rmtree, settings.results / task_id, ignore_errors=True)
        await pool.execute(SQL.swept, ids)
        log.info("results expired", tasks=len(ids))


async def _old_deliveries(pool: asyncpg.Pool, settings: Settings) -> None:
    """Forget deliveries that ended long ago, and secrets that no longer sign."""
    while forgotten := await pool.fetch(outbox.SQL.to_forget, float(settings.delivery_life_s)):
        log.info("deliveries forgotten", deliveries=len(forgotten))
    await pool.execute(outbox.SQL.forget_secrets)


async def _orphans(pool: asyncpg.Pool, settings: Settings) -> None:
    """Delete files of attempts that did not win: the task's row says which one did."""
    found = await asyncio.to_thread(lambda: list(storage.stored(settings.results)))
    for start in range(0, len(found), 500):
        part = found[start : start + 500]
        rows = {row["id"]: row for row in await pool.fetch(SQL.winners, [name for name, _ in part])}
        for name, files in part:
            row = rows.get(name)
            for path in files:
                if _is_orphan(row, path, settings.result_life_s):
                    storage.drop(path)


def _is_orphan(row: asyncpg.Record | None, path: Path, life_s: float) -> bool:
    """Whether no task needs this file. Of a task that goes on, an attempt may be about to win with it."""
    if row is None:
        return storage.untouched_for_s(path) > storage.STALE_AFTER_S
    if path.name == storage.PREVIEW:
        return bool(row["status"] != "processing")
    if storage.is_input(path):  # the thumbnail of an image, which goes with the video, or as late without one
        return bool(row["swept"]) or (row["status"] != "completed" and storage.untouched_for_s(path) > life_s)
    if row["status"] == "completed":
        return bool(row["swept"]) or path.stem != str(row["attempt"])  # the video, and its poster beside it
    return row["status"] in ("failed", "cancelled")


async def _dead_scratch(pool: asyncpg.Pool, settings: Settings) -> None:
    """Delete the work folders of attempts that are over, whatever ended them."""
    found = await asyncio.to_thread(storage.scratches, settings.data)
    rows = {row["id"]: row for row in await pool.fetch(SQL.winners, [task_id for _, task_id, _ in found])}
    for folder, task_id, attempt in found:
        row = rows.get(task_id)
        at_work = row is not None and row["status"] == "processing" and row["attempt"] == attempt
        if not at_work and (row is not None or storage.untouched_for_s(folder) > storage.STALE_AFTER_S):
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
