"""The SDK's watch: a task's changes as the server tells them."""

from __future__ import annotations

from paddock import AsyncClient, Client
from support.processes import Paddock


def test_watching_shows_every_change_until_the_end(paddock: Paddock) -> None:
    server = paddock.serve()
    key = (paddock.data / "api-key").read_text().strip()
    with Client(api_key=key, base_url=server.url) as client:
        task = client.videos.create("a lake [slow 1]", duration=3)
        seen = list(client.videos.watch(task))
        assert [one.status for one in seen][-1] == "completed"
        progress = [one.progress for one in seen]
        assert progress == sorted(progress)
        assert len(set(progress)) > 3
        assert client.videos.wait(task.id) == seen[-1]
        assert list(client.videos.watch("task-unified-1-unknown0")) == []
    assert server.stop() == 0


async def test_watching_works_in_an_event_loop(paddock: Paddock) -> None:
    server = paddock.serve()
    key = (paddock.data / "api-key").read_text().strip()
    async with AsyncClient(api_key=key, base_url=server.url) as client:
        task = await client.videos.create("a pond", duration=3)
        seen = [one async for one in client.videos.watch(task)]
    assert seen[-1].status == "completed"
    assert server.stop() == 0


def test_a_server_that_goes_away_ends_the_watch_in_silence(paddock: Paddock) -> None:
    server = paddock.serve("--workers", "0")
    key = (paddock.data / "api-key").read_text().strip()
    with Client(api_key=key, base_url=server.url) as client:
        task = client.videos.create("a lake", duration=3)
        changes = client.videos.watch(task)
        assert next(changes).status == "pending"
        server.process.kill()
        assert list(changes) == []
