"""GET, list and cancel; the states a task may take."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from paddock import errors, keys, ledger, queue, tasks
from paddock.models import TRANSITIONS, Status, Task
from support.api import Api, problem, token_of


async def other_key(api: Api) -> dict[str, str]:
    """Headers of somebody else."""
    async with api.pool.acquire() as connection, connection.transaction():
        account = await keys.create_account(connection, "somebody else", 100)
        return {"authorization": f"Bearer {await token_of(connection, account)}"}


async def test_query_answers_the_task(api: Api) -> None:
    created = (await api.create()).json()
    assert await api.task(created["id"]) == created


@pytest.mark.parametrize(
    "task_id", ["x", "task-unified", "task-unified-", "task-unified-a b", "TASK-UNIFIED-1-aaaaaaaa"]
)
async def test_a_malformed_task_id_is_400(api: Api, task_id: str) -> None:
    response = await api.client.get(f"/v1/tasks/{task_id}")
    assert problem(response) == (400, "invalid_task_id")
    assert response.json()["error"]["message"] == "Invalid task ID format, must start with 'task-unified-'"
    assert response.json()["error"]["param"] == "task_id"


async def test_an_unknown_task_is_404(api: Api) -> None:
    response = await api.client.get("/v1/tasks/task-unified-1761313744-zzzzzzzz")
    assert problem(response) == (404, "task_not_found")
    assert response.json()["error"]["message"] == "The requested task could not be found"


async def test_somebody_elses_task_does_not_exist(api: Api) -> None:
    task_id, theirs = await api.new_task(), await other_key(api)
    for response in (
        await api.client.get(f"/v1/tasks/{task_id}", headers=theirs),
        await api.client.post(f"/v1/tasks/{task_id}/cancel", headers=theirs),
    ):
        assert problem(response) == (404, "task_not_found")
    assert (await api.client.get("/v1/tasks", headers=theirs)).json()["total"] == 0
    assert (await api.task(task_id))["status"] == "pending"


async def test_a_pending_task_is_cancelled_at_once_and_costs_nothing(api: Api) -> None:
    task_id = await api.new_task()
    response = await api.client.post(f"/v1/tasks/{task_id}/cancel")
    task = response.json()
    assert (response.status_code, task["status"], task["error"]["code"]) == (200, "cancelled", "request_cancelled")
    assert task["error"]["type"] == "task_error"
    assert task["task_info"]["can_cancel"] is False
    assert task["usage"]["credits_used"] == 0
    assert await api.books() == (10_000_000, 0, 0)


async def test_an_ended_task_cannot_be_cancelled(api: Api) -> None:
    task_id = await api.new_task()
    await api.client.post(f"/v1/tasks/{task_id}/cancel")
    assert problem(await api.client.post(f"/v1/tasks/{task_id}/cancel")) == (409, "task_not_cancellable")
    assert await api.books() == (10_000_000, 0, 0)


async def test_many_cancels_of_one_task_release_once(api: Api) -> None:
    task_id = await api.new_task()
    responses = await asyncio.gather(*(api.client.post(f"/v1/tasks/{task_id}/cancel") for _ in range(20)))
    assert sorted(response.status_code for response in responses) == [200] + [409] * 19
    assert await api.pool.fetchval("SELECT count(*) FROM ledger_transaction WHERE kind = 'release'") == 1


async def test_list_shows_newest_first_a_page_at_a_time(api: Api) -> None:
    ids = [await api.new_task() for _ in range(5)]
    page = (await api.client.get("/v1/tasks?page=2&page_size=2")).json()
    assert ([item["id"] for item in page["data"]], page["total"]) == ([ids[2], ids[1]], 5)
    assert (page["page"], page["page_size"]) == (2, 2)
    assert (await api.client.get("/v1/tasks?page=9")).json()["total"] == 5
    assert set(page["data"][0]) == {
        "id", "status", "model", "type", "progress", "created_at", "has_results", "has_error", "credits_used"
    }  # fmt: skip


async def test_processing_in_a_filter_covers_pending(api: Api) -> None:
    pending, cancelled = await api.new_task(), await api.new_task()
    await api.client.post(f"/v1/tasks/{cancelled}/cancel")

    async def ids(query: str) -> list[str]:
        return [item["id"] for item in (await api.client.get(f"/v1/tasks?{query}")).json()["data"]]

    assert await ids("status=processing") == [pending]
    assert await ids("status=cancelled") == [cancelled]
    assert await ids("model=happyhorse-1.0-image-to-video") == []
    assert await ids("type=audio") == []


@pytest.mark.parametrize("query", ["page=0", "page=x", "page_size=51", "page_size=-1", "status=done", "model=x"])
async def test_a_wrong_filter_is_400(api: Api, query: str) -> None:
    assert problem(await api.client.get(f"/v1/tasks?{query}")) == (400, "invalid_request")


async def claim(api: Api) -> Task:
    task = await queue.claim(api.pool, "tester", 30)
    assert task is not None
    return task


async def complete(api: Api, task: Task) -> Task | None:
    async with api.pool.acquire() as connection, connection.transaction():
        return await tasks.complete(connection, task.id, task.attempt, engine="test", warnings=["small"])


async def test_completion_captures_and_answers_the_link(api: Api) -> None:
    task_id = await api.new_task()
    await complete(api, await claim(api))
    task = await api.task(task_id)
    assert (task["status"], task["progress"], task["engine"]) == ("completed", 100, "test")
    assert task["usage"]["credits_used"] == 60.75
    assert task["task_info"]["warnings"] == ["small"]
    assert len(task["results"]) == 1
    assert task["results"][0].startswith(f"{api.url}/")
    assert task["results"][0].endswith(".mp4")
    assert "error" not in task
    assert await api.books() == (10_000_000 - 607500, 0, 607500)


async def test_failure_releases_and_answers_the_error(api: Api) -> None:
    await api.new_task()
    task = await claim(api)
    async with api.pool.acquire() as connection, connection.transaction():
        await tasks.fail(connection, task.id, task.attempt, errors.InvalidParameters("Use a shorter prompt"))
    answer = await api.task(task.id)
    assert answer["error"] == {"code": "invalid_parameters", "message": "Use a shorter prompt", "type": "task_error"}
    assert "results" not in answer
    assert await api.books() == (10_000_000, 0, 0)


async def test_a_cancelled_attempt_writes_nothing(api: Api) -> None:
    task_id = await api.new_task()
    task = await claim(api)
    assert (await api.client.post(f"/v1/tasks/{task_id}/cancel")).status_code == 200
    assert await complete(api, task) is None
    assert (await api.task(task_id))["status"] == "cancelled"
    assert await api.books() == (10_000_000, 0, 0)


async def test_an_attempt_that_was_overtaken_writes_nothing(api: Api) -> None:
    await api.new_task()
    zombie = await claim(api)
    await api.pool.execute("UPDATE task SET lease_until = now() - interval '1 second'")
    assert await queue.expire(api.pool, 3) == 1
    second = await claim(api)
    assert second.attempt == zombie.attempt + 1
    assert await complete(api, zombie) is None
    assert await queue.heartbeat(api.pool, 30, [queue.Beat(zombie.id, zombie.attempt, 50)]) == {(zombie.id, 1)}
    assert await complete(api, second) is not None
    assert await api.books() == (10_000_000 - 607500, 0, 607500)


async def test_spent_attempts_fail_and_release(api: Api) -> None:
    task_id = await api.new_task()
    for _ in range(3):
        await claim(api)
        await api.pool.execute("UPDATE task SET lease_until = now() - interval '1 second'")
        async with api.pool.acquire() as connection:
            await queue.expire(connection, 3)
    assert (await api.task(task_id))["error"]["code"] == "service_error"
    assert await api.books() == (10_000_000, 0, 0)


async def test_a_task_handed_back_keeps_its_attempts(api: Api) -> None:
    task_id = await api.new_task()
    for _ in range(5):
        task = await claim(api)
        await queue.hand_back(api.pool, task.id, task.attempt)
    assert (await api.task(task_id))["status"] == "pending"
    task = await claim(api)
    assert await queue.retry(api.pool, task.id, task.attempt, 3)


async def test_progress_never_falls_and_stays_below_100(api: Api) -> None:
    task_id = await api.new_task()
    task = await claim(api)
    seen = []
    for progress in (10, 50, 30, 100, 20):
        assert await queue.heartbeat(api.pool, 30, [queue.Beat(task.id, task.attempt, progress)]) == set()
        seen.append((await api.task(task_id))["progress"])
    assert seen == [10, 50, 50, 99, 99]


async def test_tasks_are_claimed_oldest_first_and_once(api: Api) -> None:
    ids = [await api.new_task() for _ in range(10)]
    claimed = await asyncio.gather(*(queue.claim(api.pool, "tester", 30) for _ in range(14)))
    found = [task.id for task in claimed if task]
    assert sorted(found) == sorted(ids)
    assert (await api.new_task()) != found[0]


async def force(api: Api, task_id: str, status: Status) -> None:
    """Set a status with everything that its row needs."""
    terminal = status.terminal
    await api.pool.execute(
        "UPDATE task SET status = $2, progress = $3, lease_until = $4, finished_at = $5, error_code = $6,"
        " error_message = $6, link_key_id = $7 WHERE id = $1",
        task_id,
        status.value,
        100 if status is Status.COMPLETED else 0,
        None if status is not Status.PROCESSING else await api.pool.fetchval("SELECT now()"),
        await api.pool.fetchval("SELECT now()") if terminal else None,
        "x" if status in (Status.FAILED, Status.CANCELLED) else None,
        1 if status is Status.COMPLETED else None,
    )


@pytest.mark.parametrize("first", [status for status in Status if status.terminal])
async def test_the_database_refuses_to_change_a_terminal_state(api: Api, first: Status) -> None:
    task_id = await api.new_task()
    await force(api, task_id, first)
    for second in set(Status) - {first}:
        with pytest.raises(asyncpg.CheckViolationError, match="terminal state never changes"):
            await force(api, task_id, second)


def test_only_a_terminal_state_has_no_way_out() -> None:
    assert {status for status in Status if status.terminal} == {Status.COMPLETED, Status.FAILED, Status.CANCELLED}
    assert all(Status.CANCELLED in ways for status, ways in TRANSITIONS.items() if not status.terminal)


async def test_estimates_are_learned_from_what_tasks_took(api: Api) -> None:
    assert (await api.create(duration=10)).json()["task_info"]["estimated_time"] == 10
    await api.pool.execute("DELETE FROM task")
    for _ in range(2):
        await api.pool.execute(
            tasks.SQL.learn_pace, api.services.settings.engine, "happyhorse-1.0-text-to-video", "720p", 4.0
        )
    await api.services.estimator.refresh()
    assert (await api.create(duration=10)).json()["task_info"]["estimated_time"] == 40
    await api.services.estimator.refresh()
    assert (await api.create(duration=10)).json()["task_info"]["estimated_time"] == 80  # the first is before it


async def test_hold_is_resolved_once(api: Api) -> None:
    task_id = await api.new_task()
    async with api.pool.acquire() as connection:
        await ledger.capture(connection, task_id)
        for again in (ledger.capture, ledger.release, ledger.capture):
            await again(connection, task_id)
    assert await api.books() == (10_000_000 - 607500, 0, 607500)
