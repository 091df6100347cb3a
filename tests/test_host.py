"""One engine's child process: a second video is begun while the first is finished; what ends one spares the other."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from paddock import errors, video
from paddock.engines import EngineRequest, host
from paddock.models import Model

LIMIT_S = 30.0
SOON_S = 20.0


class Job:
    """A video that is being made."""

    def __init__(self, child: host.Host, folder: Path, prompt: str, limit_s: float = LIMIT_S) -> None:
        self.out = folder / f"{len(list(folder.iterdir()))}" / "video.mp4"
        self.out.parent.mkdir()
        self.progress = 0.0
        self.free = asyncio.Event()
        self.begun = asyncio.Event()
        request = EngineRequest(Model.TEXT, prompt, (), 64, 64, 25, seed=1)
        self.ends = asyncio.create_task(child.generate(request, self.out, self._on_progress, limit_s, self.free.set))

    def _on_progress(self, fraction: float) -> None:
        self.progress = fraction
        self.begun.set()

    async def end(self) -> BaseException | None:
        """What it ended with; None with a whole video."""
        await asyncio.wait([self.ends], timeout=SOON_S)
        if self.ends.cancelled():
            return asyncio.CancelledError()
        if self.ends.exception() is None:
            video.check(self.out, 64, 64, 25)
        return self.ends.exception()


@pytest.fixture
async def child() -> AsyncIterator[host.Host]:
    made = host.Host("support.engine:Scripted")
    await made.warm()
    yield made
    await made.kill()


async def overlapping(
    child: host.Host, folder: Path, first: str, second: str, limit_s: float = LIMIT_S
) -> tuple[Job, Job]:
    """Two jobs, the first being finished while the second is made."""
    one = Job(child, folder, first, limit_s)
    async with asyncio.timeout(SOON_S):
        await one.free.wait()
        other = Job(child, folder, second)
        await other.begun.wait()
    return one, other


def pid_of(child: host.Host) -> int:
    assert child._process is not None
    return child._process.pid


async def test_next_video_is_made_while_the_last_is_finished(child: host.Host, tmp_path: Path) -> None:
    one, other = await overlapping(child, tmp_path, "[encode 1]", "[slow 0.2]")
    assert not one.ends.done()
    assert [await one.end(), await other.end()] == [None, None]
    assert one.progress == other.progress == 1.0


async def test_one_video_is_finished_at_a_time(child: host.Host, tmp_path: Path) -> None:
    one, other = await overlapping(child, tmp_path, "[encode 1]", "[slow 0.1] [encode 0.1]")
    async with asyncio.timeout(SOON_S):
        await other.free.wait()
    assert one.ends.done()
    assert [await one.end(), await other.end()] == [None, None]


async def test_engine_that_says_nothing_is_free_at_the_end(child: host.Host, tmp_path: Path) -> None:
    one = Job(child, tmp_path, "[slow 0.2]")
    await one.free.wait()
    assert await one.end() is None


async def test_cancelling_what_is_being_finished_spares_the_other(child: host.Host, tmp_path: Path) -> None:
    one, other = await overlapping(child, tmp_path, "[encode 20]", "[slow 0.5] [encode 0.1]")
    pid = pid_of(child)
    one.ends.cancel()
    assert isinstance(await one.end(), asyncio.CancelledError)
    assert await other.end() is None  # its own finish had to wait for the other's end, which came soon
    assert pid_of(child) == pid


async def test_cancelling_what_is_being_made_waits_for_what_is_being_finished(child: host.Host, tmp_path: Path) -> None:
    one, other = await overlapping(child, tmp_path, "[encode 1]", "[slow 20]")
    other.ends.cancel()
    assert await one.end() is None
    assert isinstance(await other.end(), asyncio.CancelledError)
    assert not child.ready


async def test_cancelling_both_waits_for_neither(child: host.Host, tmp_path: Path) -> None:
    one, other = await overlapping(child, tmp_path, "[encode 0] [encode hang]", "[slow 20]")
    for job in (other, one):
        job.ends.cancel()
    async with asyncio.timeout(host.FINISH_S / 2):
        await asyncio.wait([one.ends, other.ends])


async def test_finish_that_takes_too_long_costs_the_other_no_blame(child: host.Host, tmp_path: Path) -> None:
    one, other = await overlapping(child, tmp_path, "[encode 0] [encode hang]", "[slow 20]", limit_s=1.0)
    assert isinstance(await one.end(), errors.GenerationTimeout)
    assert isinstance(await other.end(), host.Bystander)
    assert await Job(child, tmp_path, "a pond").end() is None


async def test_fault_of_a_finish_spares_the_other(child: host.Host, tmp_path: Path) -> None:
    one = Job(child, tmp_path, "[encode 0] [encode raise]")
    await one.free.wait()
    other = Job(child, tmp_path, "[slow 0.3]")
    assert type(await one.end()) is host.EngineCrash
    assert await other.end() is None


async def test_fault_of_what_is_made_lets_the_other_be_finished(child: host.Host, tmp_path: Path) -> None:
    one, other = await overlapping(child, tmp_path, "[encode 1]", "[slow 0.1] [raise]")
    assert await one.end() is None
    assert type(await other.end()) is host.EngineCrash
    assert not child.ready


@pytest.mark.parametrize("second", ["[slow 0.1] [crash]", "[slow 20]"])
async def test_dead_process_is_the_fault_of_either(child: host.Host, tmp_path: Path, second: str) -> None:
    one, other = await overlapping(child, tmp_path, "[encode 20]", second)
    if "crash" not in second:
        os.kill(pid_of(child), signal.SIGKILL)
    assert [type(await one.end()), type(await other.end())] == [host.EngineCrash, host.EngineCrash]
    assert await Job(child, tmp_path, "a pond").end() is None
