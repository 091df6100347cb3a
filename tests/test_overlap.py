"""A worker's attempts overlap: what becomes of one is the other's affair only where it has to be."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from border_images import picture
from paddock import attempt, queue, worker
from paddock.config import GroupSettings
from paddock.models import Model
from support import invariants
from support.api import DEADLINE_S, Api
from support.worker import Crew

ENCODES = "[encode 1.2]"
"""The engine is free at once; the video takes longer."""
MAKES = "[slow 1.2]"
"""Nearly free as soon as it is half done."""


@pytest.fixture
async def crew(api: Api) -> AsyncIterator[Crew]:
    async with Crew(api.services.settings, api.dsn) as made:
        yield made


async def eventually(look: Callable[[], Any]) -> Any:
    """What `look` finds, once it finds something."""
    async with asyncio.timeout(DEADLINE_S):
        while not (found := await look()):
            await asyncio.sleep(0.02)
        return found


async def row(api: Api, task_id: str) -> Any:
    return await api.pool.fetchrow("SELECT * FROM task WHERE id = $1", task_id)


async def blamed(api: Api, task_id: str) -> int:
    """How many attempts count."""
    found = await row(api, task_id)
    return int(found["attempt"] - found["handed_back"])


async def begun(api: Api, task_id: str) -> None:
    """Returns when the task's engine is at work."""

    async def look() -> bool:
        return bool((await row(api, task_id))["progress"] > 0)

    await eventually(look)


async def claimed(api: Api, task_id: str) -> str:
    """The worker that has the task, once one has."""

    async def look() -> str | None:
        found: str | None = (await row(api, task_id))["worker"]
        return found

    return str(await eventually(look))


async def new(api: Api, *prompts: str) -> list[str]:
    return [await api.new_task(prompt=prompt, duration=3) for prompt in prompts]


async def ended(api: Api, *ids: str) -> list[str]:
    """How each ended, with the books in order."""
    found = [str((await api.until(task_id, "completed", "failed", "cancelled"))["status"]) for task_id in ids]

    async def at_rest() -> bool:
        return not list((api.services.settings.data / "scratch").iterdir())

    await eventually(at_rest)
    async with api.pool.acquire() as connection:
        await invariants.check(connection, api.services.settings.results)
    return found


async def test_next_video_is_begun_while_the_last_is_finished(api: Api, crew: Crew) -> None:
    await crew.start()
    one, other = await new(api, ENCODES, MAKES)
    await begun(api, other)
    assert (await row(api, one))["status"] == "processing"
    assert await ended(api, one, other) == ["completed", "completed"]


async def test_task_is_claimed_shortly_before_the_engine_is_free(api: Api, crew: Crew) -> None:
    await crew.start()
    one, other = await new(api, MAKES, "a pond")
    await claimed(api, other)
    states = [await row(api, one), await row(api, other)]
    assert [(state["status"], state["attempt"]) for state in states] == [("processing", 1), ("processing", 1)]
    assert states[0]["progress"] > states[1]["progress"] == 0
    assert await ended(api, one, other) == ["completed", "completed"]


async def test_pictures_are_fetched_before_the_engine_is_free(api: Api, crew: Crew) -> None:
    await crew.start()
    (one,) = await new(api, MAKES)
    image = "data:image/png;base64," + base64.b64encode(picture("PNG", 420, 440)).decode()
    other = await api.new_task(model=Model.IMAGE.value, image_urls=[image], duration=3)

    async def fetched() -> bool:
        return any((api.services.settings.data / "scratch" / f"{other}.1").glob("image-1.png"))

    await eventually(fetched)
    states = [await row(api, task_id) for task_id in (one, other)]
    assert [state["status"] for state in states] == ["processing", "processing"]
    assert states[0]["progress"] > states[1]["progress"] == 0
    assert await ended(api, one, other) == ["completed", "completed"]


async def test_cancelling_a_video_that_is_being_finished_spares_the_next(api: Api, crew: Crew) -> None:
    await crew.start()
    one, other = await new(api, "[encode 20]", MAKES)
    await begun(api, other)
    await api.client.post(f"/v1/tasks/{one}/cancel")
    assert await ended(api, one, other) == ["cancelled", "completed"]
    assert (await row(api, other))["attempt"] == 1


async def test_cancelling_the_task_that_waits_spares_the_one_at_work(api: Api, crew: Crew) -> None:
    await crew.start()
    one, other, third = await new(api, MAKES, "a pond", "a puddle")
    await claimed(api, other)
    await api.client.post(f"/v1/tasks/{other}/cancel")
    assert await ended(api, one, other, third) == ["completed", "cancelled", "completed"]
    assert (await row(api, one))["attempt"] == 1


async def test_one_lost_lease_of_two_costs_the_other_nothing(api: Api, crew: Crew) -> None:
    await crew.start()
    one, other = await new(api, ENCODES, MAKES)
    await begun(api, other)
    await queue.hand_back(api.pool, one, 1)  # as if its lease had run out
    assert await ended(api, one, other) == ["completed", "completed"]
    assert (await row(api, one))["attempt"] > 1 == (await row(api, other))["attempt"]


async def test_drain_finishes_two_and_hands_the_third_back(api: Api, crew: Crew) -> None:
    await crew.start()
    one, other, third = await new(api, "[encode 2]", MAKES, "a pond")
    await claimed(api, third)
    assert (await row(api, one))["status"] == "processing"
    crew.worker.drain()
    await eventually(lambda: _is(api, third, "pending"))
    assert (await row(api, other))["status"] == "processing"
    await crew.ended()
    assert [(await row(api, task_id))["status"] for task_id in (one, other)] == ["completed", "completed"]
    async with Crew(api.services.settings, api.dsn) as second:
        await second.start()
        assert await ended(api, one, other, third) == ["completed"] * 3


async def _is(api: Api, task_id: str, status: str) -> bool:
    return bool((await row(api, task_id))["status"] == status)


async def test_stop_at_once_hands_all_back(api: Api, crew: Crew) -> None:
    await crew.start()
    ids = await new(api, "[encode 20]", MAKES, "a pond")
    await claimed(api, ids[2])
    crew.stop_at_once()
    async with asyncio.timeout(10):
        await crew.ended()
    rows = [await row(api, task_id) for task_id in ids]
    assert [(found["status"], found["handed_back"]) for found in rows] == [("pending", 1)] * 3


async def test_task_is_not_kept_waiting_when_the_engine_takes_longer(
    api: Api, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is claimed once, handed back, and left to whoever comes."""
    monkeypatch.setattr(attempt, "AHEAD_LIMIT_S", 0.3)
    await crew.start()
    one, other = await new(api, "[slow 0.3] [hang]", "a pond")
    first = await claimed(api, other)
    await eventually(lambda: _is(api, other, "pending"))
    await asyncio.sleep(3 * api.services.settings.poll_s)  # long enough to claim it again
    assert (await row(api, other))["attempt"] == 1
    await crew.start()
    assert (await api.until(other, "completed"))["progress"] == 100
    assert (await row(api, other))["worker"] != first
    await api.client.post(f"/v1/tasks/{one}/cancel")


async def test_idle_worker_goes_before_one_that_is_nearly_free(
    api: Api, crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "GIVE_WAY_S", 5.0)
    await crew.start()
    (one,) = await new(api, "[slow 2.5]")
    busy = await claimed(api, one)
    await crew.start()
    await eventually(lambda: _progress(api, one, 50))
    (other,) = await new(api, "a pond")
    assert await claimed(api, other) != busy
    assert await ended(api, one, other) == ["completed", "completed"]


async def _progress(api: Api, task_id: str, percent: int) -> bool:
    return bool((await row(api, task_id))["progress"] >= percent)


async def test_engine_that_breaks_hands_the_waiting_task_back(api: Api, crew: Crew) -> None:
    await crew.start()
    one, other = await new(api, f"{MAKES} [crash]", "a pond")
    await claimed(api, other)
    assert await ended(api, one, other) == ["failed", "completed"]
    assert await blamed(api, other) == 1


async def test_task_that_broke_once_is_made_alone(api: Api, crew: Crew) -> None:
    """What dies beside a task that kills engines is blamed once at most."""
    await crew.start()
    innocent, poison, last = await new(api, ENCODES, "[slow 0.2] [crash]", "a pond")
    assert await ended(api, innocent, poison, last) == ["completed", "failed", "completed"]
    assert [await blamed(api, task_id) for task_id in (innocent, poison, last)] == [2, 3, 1]


async def test_a_groups_bound_counts_what_is_being_finished(api: Api) -> None:
    settings = api.services.settings.model_copy(update={"groups": {"default": GroupSettings(at_work=1)}})
    async with Crew(settings, api.dsn) as crew:
        await crew.start()
        ids = await new(api, ENCODES, MAKES, "a pond")
        counts = set()
        async with asyncio.timeout(DEADLINE_S):
            while not await _is(api, ids[-1], "completed"):
                counts.add(await api.pool.fetchval("SELECT count(*) FROM task WHERE status = 'processing'"))
    assert max(counts) == 1
