"""What the way out carries: downloads keep to size and deadline, TLS is checked, callbacks keep their rules."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from border_servers import (
    LIMIT_S,
    SHORT_S,
    Certificates,
    Names,
    Received,
    Script,
    answer,
    endless,
    hung_up,
    opened,
    raw,
    redirect,
    refused,
    serve,
    silent,
    stall,
    trickle,
    watched_dials,
)
from paddock import egress, errors
from paddock.addresses import AllowList
from paddock.egress import Egress, FetchFailed


@pytest.fixture(autouse=True)
def dials() -> Iterator[list[str]]:
    with watched_dials() as seen:
        yield seen


@pytest.fixture(scope="module")
def certificates() -> Certificates:
    return Certificates(trustme.CA())


# F1, F2, F3: downloads

SIZE = 1000
EXACT = bytes(SIZE)
CHUNKED = [("transfer-encoding", "chunked")]


def in_chunks(body: bytes) -> bytes:
    pieces = (body[at : at + 300] for at in range(0, len(body), 300))
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


@pytest.mark.parametrize("into_file", [False, True])
@pytest.mark.parametrize(
    "script",
    [
        answer(EXACT),
        answer(in_chunks(EXACT), headers=CHUNKED, length=False),
        answer(EXACT, length=False),
        raw(b"HTTP/1.0 200 OK\r\n\r\n" + EXACT),
        raw(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n" + EXACT + b"more than was announced"),
    ],
    ids=["length", "chunked", "until close", "HTTP/1.0", "lying low"],
)
async def test_exactly_the_limit_passes(script: Script, into_file: bool, tmp_path: Path) -> None:
    into = tmp_path / "file" if into_file else None
    async with serve(script) as server:
        fetched = await opened(server).fetch(server.url, max_bytes=SIZE, deadline_s=LIMIT_S, into=into)
    assert fetched.size_bytes == SIZE
    assert (into.read_bytes() if into else fetched.body) == EXACT


@pytest.mark.parametrize(
    "script",
    [
        answer(EXACT + b"x"),
        answer(in_chunks(EXACT + b"x"), headers=CHUNKED, length=False),
        answer(EXACT + b"x", length=False),
        raw(b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999999999999\r\n\r\n"),
        raw(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\ntransfer-encoding: chunked\r\n\r\n" + in_chunks(EXACT + b"x")),
    ],
    ids=["length", "chunked", "until close", "lying high", "both"],
)
async def test_one_byte_more_fails_and_leaves_no_file(script: Script, tmp_path: Path) -> None:
    into = tmp_path / "file"
    async with serve(script) as server:
        with pytest.raises(FetchFailed) as caught:
            await opened(server).fetch(server.url, max_bytes=SIZE, deadline_s=LIMIT_S, into=into)
    assert caught.value.too_large
    assert not into.exists()


async def test_an_endless_body_is_cut_soon_after_the_limit() -> None:
    sent: list[int] = []
    async with serve(endless(b"HTTP/1.1 200 OK\r\n\r\n", bytes(65536), sent)) as server:
        assert await refused(opened(server), server.url, max_bytes=100_000)
    assert server.connections == 1
    assert sum(sent) < 32 * 1024 * 1024


@pytest.mark.parametrize(
    "content",
    [
        b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n" + bytes(999),
        b"HTTP/1.1 200 OK\r\ncontent-length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: " + b"9" * 5000 + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 20\r\n\r\n" + gzip.compress(b""),
        b"HTTP/1.1 204 No Content\r\n\r\n",
        b"HTTP/1.1 206 Partial Content\r\ncontent-length: 1\r\n\r\na",
        b"HTTP/1.1 404 Not Found\r\ncontent-length: 1\r\n\r\na",
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"x: " + b"a" * 200_000 + b"\r\n\r\n",
        b"HTTP/1.1 20",
        b"SSH-2.0-OpenSSH\r\n",
        b"\x00" * 1000,
        b"",
    ],
    ids=lambda content: ascii(content[:40]),
)
async def test_a_broken_answer_is_a_failure(content: bytes) -> None:
    async with serve(raw(content)) as server:
        assert await refused(opened(server), server.url)


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate", "zstd", "gzip, identity", "x-unknown"])
async def test_an_encoded_body_is_refused_undecoded(encoding: str) -> None:
    bomb = gzip.compress(bytes(10_000_000))
    async with serve(answer(bomb, headers=[("content-encoding", encoding)])) as server:
        assert await refused(opened(server), server.url, max_bytes=10**8) == "an encoded body"
    assert server.hits[0].headers["accept-encoding"] == "identity"


STALLS = [b"", b"HTTP/1.1 200", b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nabc", b"HTTP/1.1 200 OK\r\n\r\nabc"]


@pytest.mark.parametrize("start", STALLS, ids=ascii)
async def test_a_stall_is_cut_at_the_deadline_and_the_connection_closed(start: bytes) -> None:
    gone = asyncio.Event()
    async with serve(stall(start, gone)) as server:
        assert await refused(opened(server), server.url, deadline_s=SHORT_S) == "timed out"
        await asyncio.wait_for(gone.wait(), LIMIT_S)


@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nx: "], ids=["body", "headers"])
async def test_a_trickle_does_not_stretch_the_deadline(start: bytes) -> None:
    async with serve(trickle(start, 0.02)) as server:
        assert await refused(opened(server), server.url, deadline_s=SHORT_S) == "timed out"


async def test_a_tls_handshake_that_never_comes_is_cut(certificates: Certificates) -> None:
    async with silent() as server:
        outward = opened(server, certificates=certificates)
        assert await refused(outward, server.url, deadline_s=SHORT_S) == "timed out"
        posted = await outward.post(server.url, b"{}", {}, deadline_s=SHORT_S)
    assert (posted.ok, posted.status, posted.problem) == (False, None, "timed out")
    assert server.connections == 2


async def test_one_deadline_covers_all_redirects() -> None:
    async def slow_hop(request: Received, writer: asyncio.StreamWriter) -> None:
        await hung_up(request, SHORT_S * 0.45)  # each hop is in time, all of them are not
        await redirect("/")(request, writer)

    async with serve(slow_hop) as server:
        assert await refused(opened(server), server.url, deadline_s=SHORT_S) == "timed out"
    assert server.connections <= 3


async def test_a_cancelled_fetch_hangs_up_and_leaves_no_file(tmp_path: Path) -> None:
    gone = asyncio.Event()
    into = tmp_path / "file"
    async with serve(stall(b"HTTP/1.1 200 OK\r\n\r\nabc", gone)) as server:
        fetching = asyncio.create_task(opened(server).fetch(server.url, max_bytes=9, deadline_s=LIMIT_S, into=into))
        await asyncio.wait_for(server.reached.wait(), LIMIT_S)
        fetching.cancel()
        with pytest.raises(asyncio.CancelledError):
            await fetching
        await asyncio.wait_for(gone.wait(), LIMIT_S)
    assert not into.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
async def test_a_disk_that_takes_nothing_is_the_servers_fault(tmp_path: Path) -> None:
    full = tmp_path / "full"
    full.symlink_to("/dev/full")  # a link, because a failed download's file is removed
    async with serve(answer(b"abc")) as server:
        for into in (full, tmp_path / "none" / "file"):
            with pytest.raises(errors.ServiceFailure):
                await opened(server).fetch(server.url, max_bytes=9, deadline_s=LIMIT_S, into=into)


# TLS


async def test_https_is_verified_by_name_though_an_address_is_dialled(certificates: Certificates) -> None:
    async with serve(answer(b"safe"), context=certificates.server("a.example")) as server:
        names = Names(a_example=[["127.0.0.1"]], b_example=[["127.0.0.1"]])
        outward = opened(server, names=names, certificates=certificates)
        fetched = await outward.fetch(f"https://a.example:{server.port}/", max_bytes=9, deadline_s=LIMIT_S)
        assert fetched.body == b"safe"
        assert await refused(outward, f"https://b.example:{server.port}/")
    assert len(server.hits) == 1


@pytest.mark.parametrize("fault", ["self-signed", "expired", "wrong host"])
async def test_a_bad_certificate_fails_a_callback_before_anything_is_sent(
    fault: str, certificates: Certificates
) -> None:
    context = {
        "self-signed": lambda: certificates.stranger("127.0.0.1"),
        "expired": lambda: certificates.server("127.0.0.1", expired=True),
        "wrong host": lambda: certificates.server("127.0.0.2", "a.example"),
    }[fault]()
    async with serve(answer(), context=context) as server:
        posted = await opened(server, certificates=certificates).post(server.url, b"{}", {}, deadline_s=LIMIT_S)
    assert not posted.ok
    assert posted.status is None
    assert server.hits == []


# D8 to D12: callbacks


@pytest.mark.parametrize(
    "url",
    [
        *(
            "http://a.example/",
            "ftp://a.example/",
            "https://",
            "https:///a",
            "a.example",
            "",
            "https://me:pw@a.example/",
        ),
        *(
            "https://127.0.0.1/",
            "https://10.1.2.3/a",
            "https://172.16.0.1/",
            "https://172.31.9.9/",
            "https://192.168.1.1/",
        ),
        *("https://[::1]/", "https://localhost/", "https://a.example:8443/", "data:text/plain;base64,YQ=="),
    ],
)
def test_callback_urls_that_are_refused_at_submit(url: str) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        egress.check_callback_url(url, AllowList())
    assert caught.value.param == "callback_url"
    assert caught.value.message.startswith("Invalid request parameters: callback_url must ")


def test_a_callback_url_of_2048_characters_passes_and_of_2049_does_not() -> None:
    url = "https://a.example/".ljust(2048, "a")
    egress.check_callback_url(url, AllowList())
    with pytest.raises(errors.InvalidRequest) as caught:
        egress.check_callback_url(f"{url}a", AllowList())
    assert (caught.value.param, caught.value.maximum) == ("callback_url", 2048)


def test_an_allow_listed_callback_may_be_plain_http_on_any_port() -> None:
    allow = AllowList.parse("localhost:9000,127.0.0.0/8")
    for url in ("http://localhost:9000/", "http://127.0.0.1:1/", "https://127.3.4.5:8443/a"):
        egress.check_callback_url(url, allow)
    with pytest.raises(errors.InvalidRequest):
        egress.check_callback_url("http://8.8.8.8/", allow)


async def test_plain_http_to_a_public_name_is_refused_even_next_to_an_allow_list(dials: list[str]) -> None:
    outward = Egress(AllowList.parse("10.0.0.0/8"), Names(a_example=[["8.8.8.8"]]))
    posted = await outward.post("http://a.example/", b"{}", {}, deadline_s=LIMIT_S)
    assert posted.problem == "refused address: plain http"
    assert dials == []


async def test_a_callback_arrives_as_it_was_sent(certificates: Certificates) -> None:
    body = '{"id":"猫"}'.encode()
    async with serve(answer(b"thanks"), context=certificates.server("127.0.0.1")) as server:
        headers = {"Content-Type": "application/json", "webhook-id": "msg_1"}
        posted = await opened(server, certificates=certificates).post(server.url, body, headers, deadline_s=LIMIT_S)
    hit = server.hits[0]
    assert posted.ok
    assert (hit.method, hit.body, hit.headers["content-type"], hit.headers["webhook-id"]) == (
        *("POST", body, "application/json", "msg_1"),
    )


@pytest.mark.parametrize("status", [200, 201, 204, 299, 300, 304, 400, 404, 410, 429, 500, 503])
async def test_only_2xx_counts_as_delivered(status: int) -> None:
    async with serve(raw(b"HTTP/1.1 %d Said\r\ncontent-length: 0\r\n\r\n" % status)) as server:
        posted = await opened(server).post(server.url, b"{}", {}, deadline_s=LIMIT_S)
    assert (posted.status, posted.ok) == (status, 200 <= status < 300)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_callback_follows_no_redirect(status: int) -> None:
    async with serve(answer(), "127.0.0.2") as other, serve(redirect(other.url, status)) as server:
        posted = await opened(server, other).post(server.url, b"{}", {}, deadline_s=LIMIT_S)
    assert (posted.status, posted.ok) == (status, False)
    assert other.connections == 0


@pytest.mark.parametrize("turn", [1, 2, 3])
async def test_a_name_that_turns_private_is_not_dialled_again(turn: int) -> None:
    async with serve(answer(status=500)) as server, serve(answer(), "127.0.0.2") as inside:
        outside = [["127.0.0.1"]] * (turn - 1)
        outward = opened(server, names=Names(a_example=[*outside, ["127.0.0.2"]]))
        url = f"http://a.example:{server.port}/"
        problems = [(await outward.post(url, b"{}", {}, deadline_s=LIMIT_S)).problem for _ in range(turn)]
    assert problems == [None] * (turn - 1) + ["refused address: loopback"]
    assert (server.connections, inside.connections) == (turn - 1, 0)


@pytest.mark.parametrize(
    ("start", "chunk", "delivered"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", bytes(65536), True),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n", bytes(65536), True),
        (b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\n\r\n", gzip.compress(bytes(1_000_000)), True),
        (b"HTTP/1.1 200 OK\r\nx: ", b"a" * 65536, False),
        (b"HTTP/1.1 200 OK\r\n", b"x: y\r\n" * 10_000, False),
    ],
    ids=["body", "announced", "gzip", "one header", "many headers"],
)
async def test_an_endless_answer_to_a_callback_is_capped(start: bytes, chunk: bytes, delivered: bool) -> None:
    sent: list[int] = []
    async with serve(endless(start, chunk, sent)) as server:
        posted = await opened(server).post(server.url, b"{}", {}, deadline_s=LIMIT_S)
    assert posted.ok is delivered
    assert sum(sent) < 32 * 1024 * 1024


@pytest.mark.parametrize("start", [*STALLS, b"HTTP/1.1 100 Continue\r\n\r\n"], ids=ascii)
async def test_a_callback_that_stalls_anywhere_fails_at_the_deadline(start: bytes) -> None:
    async with serve(stall(start)) as server:
        posted = await opened(server).post(server.url, b"{}", {}, deadline_s=SHORT_S)
    assert (posted.ok, posted.problem) == (False, "timed out")


async def test_receivers_that_hang_do_not_delay_others() -> None:
    async with serve(stall()) as hanging, serve(answer()) as healthy:
        outward = opened(hanging, healthy)
        stuck = [asyncio.create_task(outward.post(hanging.url, b"{}", {}, deadline_s=LIMIT_S)) for _ in range(50)]
        async with asyncio.timeout(LIMIT_S / 2):
            assert (await outward.post(healthy.url, b"{}", {}, deadline_s=LIMIT_S)).ok
        for task in stuck:
            task.cancel()
        await asyncio.gather(*stuck, return_exceptions=True)
    assert all(task.cancelled() for task in stuck)
