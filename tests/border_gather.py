"""Images through the real doors: a child process each, or a download and a child process."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from PIL import Image

from border_servers import LIMIT_S, Names, Script, Server, serve
from paddock import errors, images
from paddock.addresses import AllowList
from paddock.egress import Egress
from paddock.models import Model

IMAGE, REFERENCE = Model.IMAGE, Model.REFERENCE


async def only(content: bytes, folder: Path, model: Model = IMAGE) -> Image.Image:
    """One image through its child, as an engine will open it."""
    (prepared,) = await images.prepare([content], model, folder)
    with Image.open(prepared.path) as image:
        image.load()
        assert image.format == "PNG"
        return image


async def failure(content: bytes, folder: Path, model: Model = IMAGE) -> str:
    """The message of a preparation that must fail, which must leave nothing behind."""
    with pytest.raises((errors.ImageProcessing, errors.ImageDimensions)) as caught:
        await images.prepare([content], model, folder)
    assert listed(folder) == []
    return caught.value.message


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def new_folder(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir()
    return folder


async def gathered(
    scripts: list[Script], folder: Path, model: Model = IMAGE, path: str = "a.png", deadline_s: float = LIMIT_S
) -> tuple[list[Path], list[str]]:
    """Serve one image a script and gather them all."""
    servers: list[Server] = []
    async with asyncio.timeout(2 * LIMIT_S):
        return await _served(scripts, servers, folder, model, path, deadline_s)


async def _served(
    scripts: list[Script], servers: list[Server], folder: Path, model: Model, path: str, deadline_s: float
) -> tuple[list[Path], list[str]]:
    if scripts:
        async with serve(scripts[0]) as server:
            return await _served(scripts[1:], [*servers, server], folder, model, path, deadline_s)
    outward = Egress(AllowList.parse("127.0.0.1"), Names())
    urls = [f"{server.url}{path}" for server in servers]
    return await images.gather(urls, model, outward, folder, deadline_s=deadline_s)
