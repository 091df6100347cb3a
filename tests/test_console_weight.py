"""What a page of the console weighs as a browser loads it, full of pictures that compress badly."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest

from paddock import queue, storage, tasks, video
from paddock.config import Settings
from paddock.web import looks
from support.api import Api
from support.console import EVERY_PAGE

playwright = pytest.importorskip("playwright.async_api", reason="Playwright for Python is not installed")
from playwright.async_api import BrowserContext  # noqa: E402

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt-get install chromium"),
    pytest.mark.timeout(180),
]
MOST_BYTES = 150_000


def rich_video(path: Path) -> None:
    """Grain and edges everywhere: the worst that a poster can be made of."""
    random = np.random.default_rng(7)
    blocks = random.integers(0, 255, (45, 80, 3), np.uint8).repeat(16, 0).repeat(16, 1)
    grain = random.integers(0, 80, blocks.shape, np.uint8)
    with video.Writer(path, 1280, 720, np.zeros((4000, 2), np.float32)) as writer:
        writer.write(blocks // 2 + grain)


@pytest.fixture
async def full(api: Api, settings: Settings, tmp_path: Path) -> str:
    """A page of completed tasks with rich videos; the id of one."""
    rich_video(tmp_path / "rich.mp4")
    task_id = ""
    for number in range(looks.PAGE_SIZE):
        await api.new_task(
            prompt=f"{number}: " + "a prompt of ordinary length, with a boat and a lake " * 4, duration=3
        )
        async with api.pool.acquire() as connection, connection.transaction():
            task = await queue.claim(connection, "tester", 60)
            assert task is not None
            await tasks.complete(connection, task.id, task.attempt, engine="x", warnings=[])
        path = storage.result_path(settings.results, task.id, task.attempt)
        path.parent.mkdir(parents=True)
        shutil.copyfile(tmp_path / "rich.mp4", path)
        task_id = task.id
    return task_id


@pytest.fixture
async def context(api: Api) -> AsyncIterator[BrowserContext]:
    await api.pool.execute("UPDATE api_key SET role = 'admin'")  # so that the operator's page can be weighed, too
    async with playwright.async_playwright() as started:
        browser = await started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN")
        page = await context.new_page()
        await page.goto(f"{api.url}/signin")
        await page.fill("#key", api.key)
        await page.press("#key", "Enter")
        await page.wait_for_url(f"{api.url}/")
        await page.close()
        yield context
        await browser.close()


async def weigh(context: BrowserContext, address: str) -> int:
    """Bytes that come over the wire for a page nobody has seen before, all of it looked at."""
    page = await context.new_page()
    network = await context.new_cdp_session(page)
    await network.send("Network.enable")
    await network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    network.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    await page.goto(address, wait_until="load")
    await page.evaluate("document.querySelectorAll('img[loading]').forEach((image) => (image.loading = 'eager'))")
    await page.wait_for_load_state("networkidle")
    await page.close()
    return round(sum(sizes))


async def test_no_page_weighs_more_than_150_kb(api: Api, context: BrowserContext, full: str) -> None:
    found = {page: await weigh(context, api.url + page.format(full)) for page in EVERY_PAGE}
    assert found["/tasks"] > 50_000  # the pictures were there
    assert {page: size for page, size in found.items() if size >= MOST_BYTES} == {}
