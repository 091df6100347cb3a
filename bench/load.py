"""A load generator: the same request over kept-alive connections, as fast as the server answers. One process."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass
from typing import cast

import uvloop

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Load:
    """What a run measured. Latencies in seconds."""

    answers: int
    failures: int
    seconds: float
    latencies_s: list[float]

    @property
    def per_second(self) -> float:
        return self.answers / self.seconds

    def percentile(self, share: float) -> float:
        return sorted(self.latencies_s)[min(len(self.latencies_s) - 1, int(share * len(self.latencies_s)))]


class _Client(asyncio.Protocol):
    """One connection: sends, waits for the whole answer, sends again."""

    def __init__(self, request: bytes, ends: float, done: asyncio.Event, tally: list[tuple[float, bool]]) -> None:
        self._request, self._ends, self._done, self._tally = request, ends, done, tally
        self._buffer = b""
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._send()

    def _send(self) -> None:
        self._sent = time.perf_counter()
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        length = _LENGTH.search(head)
        assert length is not None, "an answer without a length"
        if len(body) < int(length[1]):
            return
        now = time.perf_counter()
        self._tally.append((now - self._sent, head.startswith(b"HTTP/1.1 200")))
        self._buffer = b""
        if now < self._ends:
            self._send()
        else:
            self._transport.close()
            self._done.set()


def run(host: str, port: int, request: bytes, *, connections: int, seconds: float) -> Load:
    """Send `request` over `connections` for `seconds`, on loopback only."""
    assert host.startswith("127.")
    return uvloop.run(_run(host, port, request, connections, seconds))


async def _run(host: str, port: int, request: bytes, connections: int, seconds: float) -> Load:
    tally: list[tuple[float, bool]] = []
    started = time.perf_counter()
    ends = started + seconds
    events = [asyncio.Event() for _ in range(connections)]
    loop = asyncio.get_running_loop()
    for event in events:
        await loop.create_connection(lambda event=event: _Client(request, ends, event, tally), host, port)  # type: ignore[misc]
    async with asyncio.timeout(seconds + 30):
        for event in events:
            await event.wait()
    good = [latency for latency, fine in tally if fine]
    return Load(len(good), len(tally) - len(good), time.perf_counter() - started, good)
