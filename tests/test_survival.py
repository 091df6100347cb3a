"""Real processes, killed in the middle: the task ends, and is charged once."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import time
from datetime import datetime
from pathlib import Path

import psutil
import pytest

from paddock import config, db, pgembed, sweep, video
from support import invariants
from support.processes import DEADLINE_S, Paddock, Server, eventually, output_of

pytestmark = pytest.mark.timeout(180)

SLOW = "a lake [slow 3]"


def check_invariants(paddock: Paddock) -> None:
    async def look(dsn: str) -> None:
        pool = await db.open_pool(dsn, 1)
        await sweep.once(pool, config.load(data=paddock.data))
        await invariants.check(await pool.acquire(), paddock.data / "results")
        pool.terminate()

    with pgembed.Postgres(paddock.data / "postgres") as server:
        asyncio.run(look(server.dsn()))


def attempts(paddock: Paddock, task_id: str, of: str = "attempt") -> int:
    async def look(dsn: str) -> int:
        connection = await db.connect(dsn)
        found: int = await connection.fetchval(f"SELECT {of} FROM task WHERE id = $1", task_id)
        await connection.close()
        return found

    with pgembed.Postgres(paddock.data / "postgres") as server:
        return asyncio.run(look(server.dsn()))


def is_playable(server: Server, task: dict[str, object], folder: Path) -> bool:
    results = task["results"]
    assert isinstance(results, list)
    path = folder / "result.mp4"
    path.write_bytes(server.client.get(results[0]).content)
    video.check(path, 1280, 720, 73)
    return True


def test_a_killed_worker_is_replaced_and_its_task_finished(paddock: Paddock, tmp_path: Path) -> None:
    server = paddock.serve()
    task_id = server.create(SLOW)
    server.at_work(task_id)
    (worker,) = server.workers()
    worker.kill()
    task = server.until(task_id, "completed", "failed")
    assert task["status"] == "completed"
    assert is_playable(server, task, tmp_path)
    assert server.workers() != [worker]
    assert attempts(paddock, task_id) == 2
    assert server.stop() == 0
    check_invariants(paddock)


def test_a_killed_server_leaves_nothing_undone(paddock: Paddock) -> None:
    """The orphaned worker ends its task; what was waiting is done by the next server."""
    server = paddock.serve()
    task_id, waiting = server.create(SLOW), server.create("a pond")
    server.at_work(task_id)
    server.process.kill()
    server.process.wait(timeout=DEADLINE_S)
    second = paddock.serve()
    assert second.until(task_id, "completed", "failed")["status"] == "completed"
    assert second.until(waiting, "completed", "failed")["status"] == "completed"
    assert attempts(paddock, task_id) == 1
    eventually("end of the orphaned worker", lambda: len(worker_processes(paddock)) == 1)
    assert second.stop() == 0
    check_invariants(paddock)


def worker_processes(paddock: Paddock) -> list[psutil.Process]:
    found = []
    for process in paddock.processes():
        with contextlib.suppress(psutil.Error):
            if "worker" in process.cmdline():
                found.append(process)
    return found


def postmaster(paddock: Paddock) -> psutil.Process:
    return psutil.Process(int(next((paddock.data / "postgres").rglob("postmaster.pid")).read_text().split()[0]))


def test_everything_killed_at_once_goes_on_at_the_next_start(paddock: Paddock) -> None:
    server = paddock.serve()
    done = server.create("a pond")
    server.until(done, "completed")
    task_id, waiting = server.create(SLOW), server.create("a puddle")
    server.at_work(task_id)
    database = postmaster(paddock)
    victims = [*paddock.processes(), database, *database.children(recursive=True)]
    for victim in victims:
        with contextlib.suppress(psutil.NoSuchProcess):
            victim.kill()
    server.process.wait(timeout=DEADLINE_S)
    assert psutil.wait_procs(victims, timeout=DEADLINE_S)[1] == []
    second = paddock.serve()
    assert second.task(done)["status"] == "completed"
    assert second.until(task_id, "completed", "failed")["status"] == "completed"
    assert second.until(waiting, "completed", "failed")["status"] == "completed"
    assert attempts(paddock, task_id) == 2
    assert second.stop() == 0
    check_invariants(paddock)


def test_a_zombie_writes_nothing_and_serves_on(paddock: Paddock) -> None:
    """A worker stops past its lease, another finishes its task, the first one wakes up."""
    server = paddock.serve("--workers", "1")
    task_id = server.create(SLOW)
    server.at_work(task_id)
    (zombie,) = server.workers()
    frozen = [zombie, *zombie.children(recursive=True)]
    for process in frozen:
        process.suspend()
    second = paddock.start("worker")
    task = server.until(task_id, "completed", "failed")
    assert task["status"] == "completed"
    assert attempts(paddock, task_id) == 2
    for process in frozen:
        process.resume()
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=DEADLINE_S) == 0
    again = server.create("a pond")
    assert server.until(again, "completed", "failed")["status"] == "completed"
    assert zombie.is_running()
    assert server.task(task_id) == task
    assert server.stop() == 0
    check_invariants(paddock)


@pytest.mark.parametrize("off_s", [3600, -3600])
def test_a_workers_wrong_clock_changes_nothing(paddock: Paddock, off_s: int) -> None:
    """It makes a task longer than its lease, beside a worker whose clock is right and who would take a lost one."""
    server = paddock.serve("--workers", "1")
    first = server.create("a lake [quiet 6]")  # nobody knows when it ends, so that nothing is claimed ahead
    server.at_work(first)
    skewed = str(Path(__file__).parent / "support" / "skewed")
    path = os.pathsep.join([skewed, paddock.environment["PYTHONPATH"]])
    wrong = paddock.start("worker", PYTHONPATH=path, CLOCK_OFF_S=str(off_s), PADDOCK_LOG_LEVEL="info")
    eventually("its engine", lambda: psutil.Process(wrong.pid).children())
    second = server.create(SLOW)
    for task_id in (first, second):
        assert server.until(task_id, "completed", "failed")["status"] == "completed"
        assert attempts(paddock, task_id) == 1
    wrong.send_signal(signal.SIGTERM)
    assert wrong.wait(timeout=DEADLINE_S) == 0
    lines = [json.loads(line) for line in output_of(wrong).splitlines() if line.startswith("{")]
    (said,) = [line for line in lines if line["event"] == "attempt" and line["task"] == second]
    told = datetime.fromisoformat(said["timestamp"]).timestamp() - time.time()
    assert abs(told - off_s) < 600, "its clock was wrong"
    assert server.stop() == 0
    check_invariants(paddock)


def test_a_worker_that_is_asked_to_stop_finishes_its_task(paddock: Paddock) -> None:
    """The task takes three times the lease; nothing else is claimed."""
    server = paddock.serve("--workers", "0")
    worker = paddock.start("worker")
    task_id, waiting = server.create("a lake [slow 4.5]"), server.create("a pond")
    server.at_work(task_id)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=DEADLINE_S) == 0
    assert server.task(task_id)["status"] == "completed"
    assert server.task(waiting)["status"] == "pending"
    assert attempts(paddock, task_id) == 1
    server.client.post(f"/v1/tasks/{waiting}/cancel")
    assert server.stop() == 0
    check_invariants(paddock)


def test_a_second_signal_hands_the_task_back_at_once(paddock: Paddock) -> None:
    server = paddock.serve("--workers", "0")
    first = paddock.start("worker")
    task_id = server.create("a lake [slow 3]")
    server.at_work(task_id)
    first.send_signal(signal.SIGTERM)
    time.sleep(0.2)  # two signals at once would be one
    first.send_signal(signal.SIGTERM)
    assert first.wait(timeout=10) == 0
    assert server.task(task_id)["status"] == "pending"
    paddock.start("worker")
    assert server.until(task_id, "completed", "failed")["status"] == "completed"
    assert server.stop() == 0


def test_a_task_that_kills_its_workers_fails_and_costs_nothing(paddock: Paddock) -> None:
    """What is being finished beside it is made alone from then on, so that it is not blamed again."""
    server = paddock.serve()
    beside, poison, other = server.create("[encode 2]"), server.create("[poison]"), server.create("a pond")
    task = server.until(poison, "completed", "failed")
    assert (task["status"], task["error"]["code"]) == ("failed", "service_error")
    assert task["usage"]["credits_used"] == 0
    for task_id in (beside, other):
        assert server.until(task_id, "completed", "failed")["status"] == "completed"
    blamed = "attempt - handed_back"
    assert [attempts(paddock, task_id, of=blamed) for task_id in (beside, poison, other)] == [2, 3, 1]
    assert server.stop() == 0
    check_invariants(paddock)


def test_a_worker_killed_with_three_tasks_loses_none(paddock: Paddock) -> None:
    """One video is being finished, one made, and one waits."""
    server = paddock.serve()
    ids = [server.create(prompt) for prompt in ("[encode 5]", "a lake [slow 2]", "a pond")]
    eventually("three at work", lambda: all(server.task(task_id)["status"] == "processing" for task_id in ids))
    (worker,) = server.workers()
    worker.kill()
    assert [server.until(task_id, "completed", "failed")["status"] for task_id in ids] == ["completed"] * 3
    assert server.stop() == 0
    assert [attempts(paddock, task_id) for task_id in ids] == [2, 2, 2]
    check_invariants(paddock)


@pytest.mark.parametrize(
    ("prompt", "code"),
    [
        ("[crash]", "service_error"),
        ("[raise]", "service_error"),
        ("[refuse]", "invalid_parameters"),
        ("[memory]", "resource_exhausted"),
        ("[nothing]", "generation_failed_no_content"),
        ("[short]", "generation_failed_no_content"),
        ("[hang]", "generation_timeout"),
    ],
)
def test_an_engine_that_breaks_fails_its_task_only(paddock: Paddock, prompt: str, code: str) -> None:
    server = paddock.serve(PADDOCK_TIME_LIMIT_S="3")
    broken, other = server.create(prompt), server.create("a pond")
    (worker,) = server.workers()
    task = server.until(broken, "completed", "failed")
    assert (task["status"], task["error"]["code"]) == ("failed", code)
    assert task["error"]["message"]
    assert server.until(other, "completed", "failed")["status"] == "completed"
    assert server.workers() == [worker]
    assert server.stop() == 0
    check_invariants(paddock)


def test_cancelling_stops_the_engine_within_two_seconds(paddock: Paddock) -> None:
    server = paddock.serve()
    task_id = server.create("a lake [slow 30]")
    server.at_work(task_id)
    (worker,) = server.workers()
    engines = worker.children()
    assert server.client.post(f"/v1/tasks/{task_id}/cancel").json()["status"] == "cancelled"
    _, alive = psutil.wait_procs(engines, timeout=2)
    assert alive == []
    assert server.task(task_id)["usage"]["credits_used"] == 0
    assert server.until(server.create("a pond"), "completed")["progress"] == 100
    assert server.stop() == 0
    check_invariants(paddock)


def test_a_full_disk_fails_the_task_and_spares_the_worker(paddock: Paddock) -> None:
    server = paddock.serve()
    results = paddock.data / "results"
    results.write_text("in the way")
    broken = server.create("a lake")
    task = server.until(broken, "completed", "failed")
    assert (task["status"], task["error"]["code"]) == ("failed", "service_error")
    results.unlink()
    assert server.until(server.create("a pond"), "completed", "failed")["status"] == "completed"
    assert server.stop() == 0
    check_invariants(paddock)


def test_ctrl_c_drains_and_loses_nothing(paddock: Paddock) -> None:
    server = paddock.serve()
    task_id, waiting = server.create(SLOW), server.create("a pond")
    server.at_work(task_id)
    os.kill(server.process.pid, signal.SIGINT)
    assert server.task(task_id)["status"] == "processing"  # it answers while it drains
    assert server.process.wait(timeout=DEADLINE_S) == 0
    assert paddock.processes() == []
    assert attempts(paddock, task_id) == 1
    second = paddock.serve()
    assert second.task(task_id)["status"] == "completed"
    assert second.until(waiting, "completed", "failed")["status"] == "completed"
    assert second.stop() == 0
    check_invariants(paddock)


def test_ctrl_c_twice_stops_at_once_and_loses_nothing(paddock: Paddock) -> None:
    server = paddock.serve()
    task_id = server.create("a lake [slow 4]")
    server.at_work(task_id)
    os.kill(server.process.pid, signal.SIGINT)
    time.sleep(0.2)  # two signals at once would be one
    os.kill(server.process.pid, signal.SIGINT)
    assert server.process.wait(timeout=10) == 0
    assert paddock.processes() == []
    second = paddock.serve()
    assert second.until(task_id, "completed", "failed")["status"] == "completed"
    assert attempts(paddock, task_id) == 2
    assert second.stop() == 0
    check_invariants(paddock)


def test_a_database_of_ones_own_is_used(paddock: Paddock, dsn: str) -> None:
    server = paddock.serve(PADDOCK_DATABASE_URL=dsn)
    assert server.until(server.create("a pond"), "completed", "failed")["status"] == "completed"
    assert server.stop() == 0
    assert not (paddock.data / "postgres").exists()


def test_a_database_that_dies_alone_comes_back_and_fails_no_task(paddock: Paddock) -> None:
    server = paddock.serve()
    task_id, waiting = server.create("a lake [slow 4]"), server.create("a pond")
    server.at_work(task_id)
    for _ in range(2):
        database = postmaster(paddock)
        victims = [database, *database.children(recursive=True)]
        for victim in victims:
            with contextlib.suppress(psutil.NoSuchProcess):
                victim.kill()
        psutil.wait_procs(victims, timeout=DEADLINE_S)
        eventually("answer", lambda: server.client.get("/readyz").status_code == 200)
    assert server.until(task_id, "completed", "failed")["status"] == "completed"
    assert server.until(waiting, "completed", "failed")["status"] == "completed"
    assert server.until(server.create("a puddle"), "completed", "failed")["status"] == "completed"
    assert server.stop() == 0
    check_invariants(paddock)


@pytest.mark.soak
def test_a_storm_of_kills_loses_and_charges_nothing_twice(paddock: Paddock) -> None:
    """Workers are killed at random for a minute and a half under 150 tasks."""
    server = paddock.serve("--workers", "4")
    ids = [server.create(f"a lake [slow 0.{number % 5}]" if number % 10 else "[refuse]") for number in range(150)]
    choose, kills, ends = random.Random(1), 0, time.monotonic() + 90
    while time.monotonic() < ends:
        time.sleep(choose.uniform(0.2, 1.5))  # the storm's own pace
        if workers := server.workers():
            with contextlib.suppress(psutil.Error):
                choose.choice(workers).kill()
                kills += 1
    ended = [server.until(task_id, "completed", "failed") for task_id in ids]
    completed = sum(task["status"] == "completed" for task in ended)
    print(f"{kills} kills, {completed} completed, {len(ended) - completed} failed")
    assert kills > 30
    assert server.stop() == 0
    check_invariants(paddock)
