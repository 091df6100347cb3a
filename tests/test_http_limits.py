"""What a connection may cost: slow clients, malformed HTTP, large heads and bodies, many connections."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator

import psutil
import pytest

from paddock import config, protocol
from support.api import TEXT, Api, problem
from support.processes import Paddock
from support.wires import LIMIT_S, Answer, connected, spoken

HOST = b"Host: paddock\r\n"
GET = b"GET /healthz HTTP/1.1\r\n" + HOST + b"\r\n"
POST = b"POST /v1/videos/generations HTTP/1.1\r\n" + HOST


@pytest.fixture
def settings(settings: config.Settings) -> config.Settings:
    """Short deadlines, so that a test waits for them."""
    quick = {"head_timeout_s": 1.0, "body_timeout_s": 1.0, "keep_alive_s": 1.0, "write_timeout_s": 1.0}
    return settings.model_copy(update={**quick, "max_connections": 40})


def authorized(api: Api) -> bytes:
    return f"Authorization: Bearer {api.key}\r\nContent-Type: application/json\r\n".encode()


# Malformed HTTP

MALFORMED = {
    "no HTTP": b"hello\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    "length and chunks": POST + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
    "a length that is no number": POST + b"Content-Length: +5\r\n\r\nhello",
    "a negative length": POST + b"Content-Length: -5\r\n\r\n",
    "an endless length": POST + b"Content-Length: 99999999999999999999999\r\n\r\n",
    "an unknown coding": POST + b"Transfer-Encoding: chunked, gzip\r\n\r\n",
    "space before the colon": b"GET /healthz HTTP/1.1\r\nHost : paddock\r\n\r\n",
    "a folded header": b"GET /healthz HTTP/1.1\r\nHost: paddock\r\nX-A: b\r\n c\r\n\r\n",
    "a bare line feed": b"GET /healthz HTTP/1.1\nHost: paddock\nX: \x00\n\n",
    "no host": b"GET /healthz HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /healthz HTTP/1.1\r\n" + HOST + HOST + b"\r\n",
    "NUL in a header": b"GET /healthz HTTP/1.1\r\n" + HOST + b"X-A: a\0b\r\n\r\n",
    "a bad version": b"GET /healthz HTTP/9.1\r\n" + HOST + b"\r\n",
    "a path beyond ASCII": "GET /ä HTTP/1.1\r\nHost: paddock\r\n\r\n".encode(),
    "a tunnel": b"CONNECT paddock:80 HTTP/1.1\r\n" + HOST + b"\r\n",
}


@pytest.mark.parametrize("name", MALFORMED)
async def test_malformed_http_is_400_in_the_one_shape_and_closes(api: Api, name: str) -> None:
    answer = await spoken(api.url, MALFORMED[name])
    assert answer.problem() == (400, "invalid_request")
    assert answer.headers["connection"] == "close"
    assert "server" not in answer.headers


@pytest.mark.parametrize("chunk", [b"zz\r\nhello\r\n", b"-1\r\n", b"5\r\nhello!!\r\n", b"ffffffffffffffffff\r\n"])
async def test_a_bad_chunk_is_400_and_closes(api: Api, chunk: bytes) -> None:
    head = POST + authorized(api) + b"Transfer-Encoding: chunked\r\n\r\n"
    assert (await spoken(api.url, head + chunk)).problem() == (400, "invalid_request")


async def test_nothing_is_taken_for_a_second_request_after_a_malformed_one(api: Api) -> None:
    smuggled = MALFORMED["length and chunks"] + GET
    async with connected(api.url) as wire:
        wire.send(smuggled)
        assert (await wire.answer()).status == 400
        assert await wire.closed() == b""


async def test_a_body_that_ends_early_costs_nothing(api: Api) -> None:
    async with connected(api.url) as wire:
        wire.send(POST + authorized(api) + b'Content-Length: 1000\r\n\r\n{"model": ')
    assert (await api.create()).status_code == 200
    assert (await api.books())[1] == 607500


async def test_pipelined_requests_are_answered_in_order(api: Api) -> None:
    async with connected(api.url) as wire:
        wire.send(GET + b"GET /nowhere HTTP/1.1\r\n" + HOST + b"\r\n" + GET)
        assert [(await wire.answer()).status for _ in range(3)] == [200, 404, 200]


@pytest.mark.parametrize("protocols", ["h2c", "websocket"])
async def test_an_offer_of_another_protocol_is_answered_in_this_one(api: Api, protocols: str) -> None:
    """Java's client offers HTTP/2 with every plain request, bodies included."""
    body = json.dumps(TEXT).encode()
    offer = f"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: {protocols}\r\nHTTP2-Settings: AAEAA\r\n".encode()
    head = POST + authorized(api) + offer + f"Content-Length: {len(body)}\r\n\r\n".encode()
    async with connected(api.url) as wire:
        for _ in range(2):
            wire.send(head + body)
            assert (await wire.answer()).status == 200


async def test_a_client_that_waits_for_leave_gets_it_only_with_a_key(api: Api) -> None:
    body = json.dumps(TEXT).encode()
    ask = f"Expect: 100-continue\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    async with connected(api.url) as wire:
        wire.send(POST + authorized(api) + ask)
        assert await wire.reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        wire.send(body)
        assert (await wire.answer()).status == 200
    async with connected(api.url) as wire:
        wire.send(POST + b"Content-Type: application/json\r\n" + ask)
        assert (await wire.reader.readline()).startswith(b"HTTP/1.1 401")


# Heads


def head_of(size: int) -> bytes:
    start = b"GET /healthz HTTP/1.1\r\n" + HOST
    return start + b"X-A: " + b"a" * (size - len(start) - 9) + b"\r\n\r\n"


async def test_a_head_of_64_kb_is_431(api: Api) -> None:
    assert (await spoken(api.url, head_of(60_000))).status == 200
    assert (await spoken(api.url, head_of(66_000))).problem() == (431, "request_header_fields_too_large")


async def test_a_head_that_never_ends_is_431(api: Api) -> None:
    for start in (b"GET /", b"GET / HTTP/1.1\r\nX-A: ", b"GET / HTTP/1.1\r\n"):
        filler = b"x: y\r\n" if start.endswith(b"\r\n") else b"a"
        async with connected(api.url) as wire:
            wire.send(start)
            await wire.writer.drain()
            with contextlib.suppress(ConnectionError):
                for _ in range(100):
                    wire.send(filler * (8192 // len(filler)))
                    await wire.writer.drain()
            assert (await wire.answer()).problem() == (431, "request_header_fields_too_large")


async def test_more_than_a_hundred_headers_are_431(api: Api) -> None:
    def head(count: int) -> bytes:
        return b"GET /healthz HTTP/1.1\r\n" + HOST + b"X: y\r\n" * (count - 1) + b"\r\n"

    assert (await spoken(api.url, head(100))).status == 200
    assert (await spoken(api.url, head(101))).problem() == (431, "request_header_fields_too_large")


# Slow clients


async def trickle(api: Api, start: bytes, drip: bytes, every_s: float = 0.05) -> tuple[Answer | None, float]:
    """Send `start`, then `drip` again and again, until the server ends it; its answer and after how long."""
    began = time.monotonic()
    async with connected(api.url) as wire:
        wire.send(start)
        closing = asyncio.create_task(wire.closed())
        while not closing.done():
            with contextlib.suppress(ConnectionError):
                wire.send(drip)
                await wire.writer.drain()
            await asyncio.wait([closing], timeout=every_s)
        return _parsed(closing.result()), time.monotonic() - began


def _parsed(content: bytes) -> Answer | None:
    if not content:
        return None
    head, _, body = content.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    return Answer(int(lines[0].split()[1]), headers, body)


async def test_a_head_that_trickles_is_ended(api: Api) -> None:
    answer, after_s = await trickle(api, b"GET /healthz HTTP/1.1\r\n" + HOST, b"X-A: b\r\n")
    assert answer is not None
    assert answer.problem() == (408, "request_timeout")
    assert after_s >= 0.9


async def test_a_body_that_trickles_is_ended(api: Api) -> None:
    answer, _ = await trickle(api, POST + authorized(api) + b"Content-Length: 5000\r\n\r\n{", b" ")
    assert answer is not None
    assert answer.problem() == (408, "request_timeout")
    assert await api.books() == (10_000_000, 0, 0)


async def test_a_body_that_nobody_wants_is_not_awaited_for_ever(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "DRAIN_S", 1.0)
    answer, _ = await trickle(api, POST + b"Content-Length: 5000\r\n\r\n{", b" ")
    assert answer is not None
    assert answer.problem() == (401, "unauthorized")


@pytest.mark.parametrize("start", [b"", GET], ids=["fresh", "after a request"])
@pytest.mark.parametrize("drip", [b"", b"\r\n"], ids=["silent", "with line ends"])
async def test_an_idle_connection_is_ended(api: Api, start: bytes, drip: bytes) -> None:
    answer, after_s = await trickle(api, start, drip)
    assert (answer.status if answer else None) == (200 if start else None)
    assert after_s >= 0.9


async def test_a_steady_body_may_take_longer_than_the_deadline(api: Api) -> None:
    """The deadline grows with what has come: slow is fine, standing still is not."""
    body = json.dumps({**TEXT, "filler": "x" * 200_000}).encode()
    async with connected(api.url) as wire:
        wire.send(POST + authorized(api) + f"Content-Length: {len(body)}\r\n\r\n".encode())
        for start in range(0, len(body), 8192):
            wire.send(body[start : start + 8192])
            await wire.writer.drain()
            await asyncio.sleep(0.1)  # the slow client itself
        assert (await wire.answer()).status == 200


async def test_a_client_that_takes_nothing_of_its_answer_is_cut_off(api: Api) -> None:
    """A megabyte of pipelined answers fills the buffers; then nothing moves."""
    async with connected(api.url) as wire:
        transport = wire.writer.transport
        transport.pause_reading()  # type: ignore[attr-defined]
        ask = b"GET /openapi.json HTTP/1.1\r\n" + HOST + b"\r\n"
        ended = asyncio.create_task(_written_until_cut(wire.writer, ask))
        async with asyncio.timeout(LIMIT_S):
            await ended


async def _written_until_cut(writer: asyncio.StreamWriter, ask: bytes) -> None:
    with contextlib.suppress(ConnectionError):
        while True:
            writer.write(ask * 50)
            await writer.drain()
            await asyncio.sleep(0.05)  # the slow client itself
            if writer.transport.is_closing():
                return


async def test_slow_clients_leave_room_for_the_others(api: Api) -> None:
    async with contextlib.AsyncExitStack() as stack:
        slow = [await stack.enter_async_context(connected(api.url)) for _ in range(20)]
        for wire in slow:
            wire.send(b"GET /healthz HTTP/1.1\r\nX-A: ")
        for _ in range(20):
            assert (await api.client.get("/v1/tasks")).status_code == 200
        answers = await asyncio.gather(*(wire.answer() for wire in slow))
    assert {answer.problem() for answer in answers} == {(408, "request_timeout")}


async def test_one_connection_too_many_is_503_and_room_comes_back(api: Api) -> None:
    async with contextlib.AsyncExitStack() as stack:
        for _ in range(40):
            await stack.enter_async_context(connected(api.url))
        async with connected(api.url) as late:
            answer = await late.answer()
            assert answer.problem() == (503, "service_unavailable")
            assert int(answer.headers["retry-after"]) > 0
            await late.closed()
    async with asyncio.timeout(LIMIT_S):
        while (await spoken(api.url, GET)).status != 200:
            pass


# Bodies


async def pieces(count: int, piece: bytes = b" " * 65536) -> AsyncIterator[bytes]:
    for _ in range(count):
        yield piece


@pytest.mark.parametrize("padding", [b" ", b'"'], ids=["white space", "quotes"])
async def test_a_large_body_stays_out_of_memory(api: Api, padding: bytes) -> None:
    """Forty megabytes that hold no image: refused, and never in memory at once."""
    process = psutil.Process()
    before = process.memory_info().rss
    headers = {"content-type": "application/json"}
    content = pieces(640, padding * 65536)
    response = await api.client.post("/v1/videos/generations", content=content, headers=headers)
    assert problem(response) == (413, "request_too_large")
    assert process.memory_info().rss - before < 30 * 1024**2
    assert not list((api.services.settings.data / "bodies").iterdir())


async def test_bodies_share_a_budget(api: Api) -> None:
    api.services.budget.take(api.services.settings.body_budget_bytes - 100_000)
    response = await api.client.post(
        "/v1/videos/generations", content=pieces(10), headers={"content-type": "application/json"}
    )
    assert problem(response) == (503, "service_unavailable")
    assert int(response.headers["retry-after"]) > 0
    assert (await api.create()).status_code == 200


async def test_a_prompt_that_looks_like_an_image_is_a_prompt(api: Api) -> None:
    prompt = "data: " + "a long tale, " * 1000
    task_id = await api.new_task(prompt=prompt)
    assert await api.pool.fetchval("SELECT prompt FROM task WHERE id = $1", task_id) == prompt[:5000]


# Headers of answers


async def test_every_json_answer_is_safe_and_stored_nowhere(api: Api) -> None:
    task_id = await api.new_task()
    raw = await spoken(api.url, b"nonsense\r\n\r\n")
    paths = ["/healthz", "/nowhere", "/openapi.json", f"/v1/tasks/{task_id}"]
    for headers in (raw.headers, *[(await api.client.get(path)).headers for path in paths]):
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert headers["cache-control"] == "no-store"
        assert headers["x-request-id"]
        assert "server" not in headers


# In full size


def percentile(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


@pytest.mark.soak
async def test_a_thousand_slow_clients_harm_nobody(paddock: Paddock) -> None:
    """They are gone at the deadline, and meanwhile every other request is answered."""
    server = await asyncio.to_thread(paddock.serve, "--workers", "0")
    process = psutil.Process(server.process.pid)
    before = process.memory_info().rss
    took: list[float] = []

    async def healthy(stop: asyncio.Event) -> None:
        while not stop.is_set():
            began = time.monotonic()
            response = await asyncio.to_thread(server.client.get, "/v1/tasks")
            assert response.status_code == 200
            took.append(time.monotonic() - began)

    kinds = [
        (b"", b""),
        (b"GET /v1/tasks HTTP/1.1\r\n" + HOST, b"X-A: b\r\n"),
        (
            POST
            + f"Authorization: {server.client.headers['authorization']}\r\n".encode()
            + b"Content-Length: 9000\r\n\r\n{",
            b" ",
        ),
        (GET, b"\r\n"),
    ]
    stop = asyncio.Event()
    checking = asyncio.create_task(healthy(stop))
    async with asyncio.timeout(150):
        ended = await asyncio.gather(*(_slow(server.url, *kinds[index % 4]) for index in range(1000)))
    stop.set()
    await checking
    grown_mb = (process.memory_info().rss - before) / 1e6
    numbers = {
        "clients": len(ended),
        "last_gone_s": round(max(ended), 1),
        "healthy_requests": len(took),
        "p99_ms": round(1000 * percentile(took, 0.99), 1),
        "grown_mb": round(grown_mb, 1),
    }
    print(json.dumps(numbers))
    assert max(ended) < 90
    assert len(took) > 100
    assert grown_mb < 100


async def _slow(url: str, start: bytes, drip: bytes) -> float:
    """A slow client's life in seconds."""
    began = time.monotonic()
    async with connected(url) as wire:
        wire.send(start)
        closing = asyncio.create_task(wire.reader.read(1 << 20))
        while not wire.reader.at_eof():
            with contextlib.suppress(ConnectionError):
                wire.send(drip)
                await wire.writer.drain()
            if wire.writer.transport.is_closing():
                break
            await asyncio.wait([closing], timeout=1.0)
            if closing.done() and not closing.cancelled():
                if closing.exception() is not None or not closing.result():
                    break
                closing = asyncio.create_task(wire.reader.read(1 << 20))
        closing.cancel()
    return time.monotonic() - began
