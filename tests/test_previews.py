"""Pictures of a video that is being made: put where everyone finds them, told to listeners, and gone in the end."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from paddock import queue, storage, sweep
from paddock.engines import PREVIEW, EngineRequest, load, preview
from paddock.models import Model
from support.api import DEADLINE_S, Api
from support.worker import Crew
from test_events import stream


def shown(api: Api, task_id: str) -> Path:
    return storage.preview_path(api.services.settings.results, task_id)


async def told_of(api: Api, task_id: str) -> None:
    """Returns when a listener has heard of a picture."""
    async with asyncio.timeout(DEADLINE_S):
        async for event, data, _ in stream(api, f"/v1/tasks/{task_id}/events"):
            if event == "preview":
                assert data["id"] == task_id
                assert abs(data["at"] / 1000 - time.time()) < DEADLINE_S
                return
    raise AssertionError("the task ended, and nobody was told of a picture")


@pytest.mark.parametrize("end", ["completed", "failed", "cancelled", "handed back"])
async def test_a_picture_is_there_while_the_task_is_at_work(api: Api, end: str) -> None:
    async with Crew(api.services.settings, api.dsn) as crew:
        await crew.start()
        task_id = await api.new_task(prompt=f"[show] [slow 1] {'[refuse]' if end == 'failed' else ''}", duration=3)
        await told_of(api, task_id)
        with Image.open(shown(api, task_id)) as picture:
            assert (picture.format, picture.size) == ("JPEG", (320, 180))
        if end == "cancelled":
            await api.client.post(f"/v1/tasks/{task_id}/cancel")
        if end == "handed back":
            crew.stop_at_once()
        else:
            assert (await api.until(task_id, "completed", "failed", "cancelled"))["status"] == end
    assert not shown(api, task_id).exists()


async def test_the_picture_of_a_lost_worker_is_swept(api: Api) -> None:
    settings = api.services.settings
    for at_work in (True, False):
        task_id = await api.new_task()
        task = await queue.claim(api.pool, "tester", 30)
        assert task is not None
        shown(api, task_id).parent.mkdir(parents=True)
        shown(api, task_id).write_bytes(b"")
        if not at_work:
            await queue.hand_back(api.pool, task_id, task.attempt)
        await sweep.once(api.pool, settings)
        assert shown(api, task_id).exists() == at_work
        assert shown(api, task_id).parent.exists() == at_work


@pytest.mark.parametrize("content", [b"", b"<html>", b"\xff\xd8\xff" + bytes(storage.MOST_PREVIEW_BYTES)])
def test_what_is_no_small_jpeg_is_not_shown(content: bytes, tmp_path: Path) -> None:
    made = tmp_path / PREVIEW
    made.write_bytes(content)
    assert not storage.show(made, tmp_path / "results", "task")
    assert not made.exists()
    assert not (tmp_path / "results").exists()


def test_a_link_to_another_file_is_not_shown(tmp_path: Path) -> None:
    secret, made = tmp_path / "secret.jpg", tmp_path / PREVIEW
    secret.write_bytes(b"\xff\xd8\xff secret")
    made.symlink_to(secret)
    assert not storage.show(made, tmp_path / "results", "task")
    assert secret.exists()


def test_a_frame_is_shown_once_a_second_at_most(tmp_path: Path) -> None:
    showing = preview.Preview(tmp_path / "video.mp4")
    red, blue = (np.full((90, 160, 4), colour, np.uint8) for colour in ((0, 0, 255, 0), (255, 0, 0, 0)))
    for frame in (red, blue):
        showing.offer(frame)
    with Image.open(tmp_path / PREVIEW) as picture:
        pixel = picture.convert("RGB").getpixel((160, 90))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200 > 50 > pixel[2]
    assert [path.name for path in tmp_path.iterdir()] == [PREVIEW]


def test_animatic_shows_its_first_frame_before_it_draws_the_next(tmp_path: Path) -> None:
    seen: list[tuple[float, bool]] = []

    class Enough(Exception):
        pass

    def report(fraction: float) -> None:
        seen.append((fraction, (tmp_path / PREVIEW).exists()))
        if seen[-1][1]:
            raise Enough

    engine = load("animatic")
    engine.setup()
    request = EngineRequest(Model.TEXT, "a red boat", (), 320, 180, 73, seed=1)
    with pytest.raises(Enough):
        engine.generate(request, tmp_path / "video.mp4", report)
    assert seen[-1][0] == pytest.approx(0.02 + 0.98 / 73)
