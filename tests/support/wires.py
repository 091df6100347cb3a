"""Bare connections: what no HTTP client would send, and what comes back for it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

LIMIT_S = 20.0


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def problem(self) -> tuple[int, str]:
        """Status and error code, after checking that this is the one error shape."""
        error: dict[str, Any] = json.loads(self.body)["error"]
        assert self.headers["content-type"] == "application/json"
        assert error["message"]
        assert error["type"]
        assert error["request_id"] == self.headers["x-request-id"]
        return self.status, error["code"]


@dataclass
class Wire:
    """One connection to the server."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    seen: list[Answer] = field(default_factory=list)

    def send(self, content: bytes) -> None:
        self.writer.write(content)

    async def answer(self) -> Answer:
        """The next answer. Raises `asyncio.IncompleteReadError` when the server hangs up instead."""
        async with asyncio.timeout(LIMIT_S):
            head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            status = int(head[0].split()[1])
            if status == 100:
                return await self.answer()
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:-2])}
            body = await self.reader.readexactly(int(headers.get("content-length", "0")))
        return Answer(status, headers, body)

    async def closed(self) -> bytes:
        """What still comes until the server hangs up; fails when it does not."""
        async with asyncio.timeout(LIMIT_S):
            with contextlib.suppress(ConnectionError):
                return await self.reader.read()
        return b""


@contextlib.asynccontextmanager
async def connected(url: str) -> AsyncIterator[Wire]:
    parts = urlsplit(url)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port, limit=1024 * 1024)
    try:
        yield Wire(reader, writer)
    finally:
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def spoken(url: str, content: bytes) -> Answer:
    """The answer to these bytes on a connection of their own, which the server must close after an error."""
    async with connected(url) as wire:
        wire.send(content)
        answer = await wire.answer()
        if answer.status >= 400:
            await wire.closed()
        return answer
