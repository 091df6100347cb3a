"""Real servers on loopback that answer in every wrong way, certificates for them, and a watch over every dial."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import Any

import pytest
import trustme

from paddock.addresses import AllowList
from paddock.egress import Egress, FetchFailed

LIMIT_S = 10.0
"""No wait in these tests lasts longer."""
SHORT_S = 0.3
"""A deadline that a test waits out."""


@dataclass(frozen=True)
class Received:
    """One request as it arrived; header names are in lower case."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    reader: asyncio.StreamReader


Script = Callable[[Received, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Server:
    """A listening server; `hits` are the requests that reached it, `connections` the times it was dialled."""

    host: str
    port: int = 0
    hits: list[Received] = field(default_factory=list)
    connections: int = 0
    scheme: str = "http"
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    """Set with the first request."""

    @property
    def url(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}:{self.port}/"

    @property
    def place(self) -> str:
        """As the allow-list writes it."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def answer(
    body: bytes = b"", status: int = 200, headers: Sequence[tuple[str, str]] = (), *, length: bool = True
) -> Script:
    """A script that sends one complete answer and closes."""

    async def script(_: Received, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status} Said", *(f"{name}: {value}" for name, value in headers)]
        if length:
            lines.append(f"content-length: {len(body)}")
        writer.write("\r\n".join([*lines, "connection: close", "", ""]).encode("latin-1") + body)

    return script


def raw(content: bytes) -> Script:
    """A script that sends exactly these bytes and closes."""

    async def script(_: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(content)

    return script


def redirect(location: str, status: int = 302) -> Script:
    return answer(status=status, headers=[("location", location)])


async def hung_up(request: Received, limit_s: float = LIMIT_S) -> bool:
    """Wait until the other side hangs up, and say whether it did within `limit_s`."""
    try:
        await asyncio.wait_for(request.reader.read(), limit_s)
    except TimeoutError:
        return False
    except ConnectionError:
        pass
    return True


def stall(content: bytes = b"", gone: asyncio.Event | None = None) -> Script:
    """A script that sends these bytes and then nothing until the other side hangs up, which `gone` tells."""

    async def script(request: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(content)
        if await hung_up(request) and gone is not None:
            gone.set()

    return script


def trickle(start: bytes, gap_s: float) -> Script:
    """A script that sends one byte every `gap_s` seconds until the other side hangs up, for ten seconds at most."""

    async def script(request: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        for _ in range(round(LIMIT_S / gap_s)):
            if await hung_up(request, gap_s):
                return
            writer.write(b"a")

    return script


def endless(start: bytes, chunk: bytes, sent: list[int]) -> Script:
    """A script that repeats `chunk` until the other side hangs up or 64 MiB are out, and notes how much it sent."""

    async def script(_: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(start)
        total = 0
        with contextlib.suppress(ConnectionError):
            while total < 64 * 1024 * 1024:
                writer.write(chunk)
                total += len(chunk)
                await writer.drain()
        sent.append(total)

    return script


@contextlib.asynccontextmanager
async def serve(
    script: Script, host: str = "127.0.0.1", context: ssl.SSLContext | None = None
) -> AsyncIterator[Server]:
    """A server for the length of a block; connections still open at its end are cut."""
    server = Server(host, scheme="https" if context else "http")
    open_writers: set[asyncio.StreamWriter] = set()

    async def on_connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        open_writers.add(writer)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            request = await _read_request(reader)
            server.hits.append(request)
            server.reached.set()
            await script(request, writer)
            await writer.drain()
        writer.close()
        open_writers.discard(writer)

    listener = await asyncio.start_server(on_connection, host, 0, ssl=context)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for writer in open_writers:
            writer.transport.abort()


@contextlib.asynccontextmanager
async def silent(host: str = "127.0.0.1", scheme: str = "https") -> AsyncIterator[Server]:
    """A server that accepts and never says a word: to a TLS client, a handshake that does not come."""
    server = Server(host, scheme=scheme)
    writers: list[asyncio.StreamWriter] = []

    async def on_connection(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server.connections += 1
        writers.append(writer)

    listener = await asyncio.start_server(on_connection, host, 0)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        for writer in writers:
            writer.transport.abort()


async def _read_request(reader: asyncio.StreamReader) -> Received:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Received(method, target, headers, body, reader)


class Names:
    """DNS for a test: each look-up of a name takes its next answer, and the last one stays."""

    def __init__(self, **names: Sequence[Sequence[str]]) -> None:
        self._names = {name.replace("_", "."): list(answers) for name, answers in names.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        answers = self._names.get(host)
        if not answers:
            raise OSError("no such name")
        return answers.pop(0) if len(answers) > 1 else answers[0]


NO_DNS = Names()


@dataclass(frozen=True)
class Certificates:
    """An authority of the test's own, and what it certified."""

    authority: trustme.CA

    def client(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context

    def server(self, *names: str, expired: bool = False) -> ssl.SSLContext:
        return _server_context(self.authority, names, expired)

    @staticmethod
    def stranger(*names: str) -> ssl.SSLContext:
        """Certified by an authority that nobody trusts, which is what a self-signed certificate is to a client."""
        return _server_context(trustme.CA(), names, expired=False)


def _server_context(authority: trustme.CA, names: Sequence[str], expired: bool) -> ssl.SSLContext:
    import datetime

    yesterday = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    certificate = authority.issue_cert(*names, not_after=yesterday) if expired else authority.issue_cert(*names)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    return context


_dials: list[str] | None = None


def _watch(event: str, args: tuple[Any, ...]) -> None:
    """Python's own audit events: every connect and every system look-up of this process passes here."""
    if _dials is None:
        return
    if event == "socket.getaddrinfo" and not _is_loopback(str(args[0])):
        raise AssertionError(f"a test looks up {args[0]!r} for real")
    if event == "socket.connect" and isinstance(args[1], tuple):
        _dials.append(args[1][0])
        if not _is_loopback(args[1][0]):
            raise AssertionError(f"a test dials {args[1][0]}")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


sys.addaudithook(_watch)


@contextlib.contextmanager
def watched_dials() -> Iterator[list[str]]:
    """Every address dialled within the block; a dial or look-up beyond loopback is an error there and then."""
    global _dials
    _dials = []
    try:
        yield _dials
    finally:
        _dials = None


def opened(*servers: Server, names: Names = NO_DNS, certificates: Certificates | None = None) -> Egress:
    """The way out with these servers on its allow-list and no other DNS than `names`."""
    allow = AllowList.parse(",".join(server.place for server in servers))
    return Egress(allow, names, certificates.client() if certificates else None)


async def refused(outward: Egress, url: str, *, max_bytes: int = 1000, deadline_s: float = LIMIT_S) -> str:
    """The log's reason for a fetch that must fail; the user's message must not tell it."""
    with pytest.raises(FetchFailed) as caught:
        await outward.fetch(url, max_bytes=max_bytes, deadline_s=deadline_s)
    assert str(caught.value) in ("The URL could not be fetched", "The file is too large")
    assert caught.value.__cause__ is not caught.value
    return caught.value.reason
