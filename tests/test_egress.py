"""The way out by address: nothing private is dialled, however it is spelled, resolved or redirected to."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from border_corpus import MISREADABLE, PUBLIC, SPECIAL
from border_servers import (
    LIMIT_S,
    SHORT_S,
    Certificates,
    Names,
    Received,
    answer,
    opened,
    raw,
    redirect,
    refused,
    serve,
    watched_dials,
)
from paddock import egress, errors
from paddock.addresses import AllowList
from paddock.egress import Egress


@pytest.fixture(autouse=True)
def dials() -> Iterator[list[str]]:
    with watched_dials() as seen:
        yield seen


@pytest.fixture(scope="module")
def certificates() -> Certificates:
    return Certificates(trustme.CA())


def literal(ip: str) -> str:
    return f"http://[{ip}]/" if ":" in ip else f"http://{ip}/"


# E1, E4: addresses


@pytest.mark.parametrize("ip", SPECIAL)
async def test_a_special_address_is_never_dialled(ip: str, dials: list[str]) -> None:
    """As a literal, as a DNS answer for an image and for a callback."""
    names = Names(a_example=[[ip]])
    outward = Egress(resolver=names)
    with pytest.raises(errors.InvalidRequest):
        egress.check_image_url(literal(ip), outward.allow)
    with pytest.raises(errors.InvalidRequest):
        egress.check_callback_url(literal(ip).replace("http", "https"), outward.allow)
    assert (await refused(outward, literal(ip))).startswith("refused address: ")
    assert (await refused(outward, "http://a.example/")).startswith("refused address: ")
    posted = await outward.post("https://a.example/", b"{}", {}, deadline_s=LIMIT_S)
    assert (posted.problem or "").startswith("refused address: ")
    assert dials == []


async def test_a_redirect_to_a_special_address_is_never_dialled(dials: list[str]) -> None:
    location = [""]

    async def script(request: object, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 302 Found\r\nlocation: {location[0]}\r\ncontent-length: 0\r\n\r\n".encode())

    async with serve(script) as server:
        names = Names(b_example=[[ip] for ip in SPECIAL])
        outward = opened(server, names=names)
        for ip in SPECIAL:
            if ip == server.host:
                continue
            location[0] = literal(ip)
            assert (await refused(outward, server.url)).startswith("refused address: ")
        for _ in SPECIAL:
            location[0] = "http://b.example/"
            assert (await refused(outward, server.url)).startswith("refused address: ")
    assert set(dials) == {"127.0.0.1"}
    assert len(dials) == server.connections == len(server.hits)


@pytest.mark.parametrize("ip", PUBLIC)
def test_a_public_literal_passes_at_submit(ip: str) -> None:
    egress.check_image_url(literal(ip), AllowList())
    egress.check_callback_url(literal(ip).replace("http", "https"), AllowList())


@pytest.mark.parametrize("answers", [["8.8.8.8", "10.0.0.1"], ["10.0.0.1", "8.8.8.8"], ["8.8.8.8"] * 9 + ["::1"]])
async def test_one_private_answer_refuses_them_all(answers: list[str], dials: list[str]) -> None:
    reason = await refused(Egress(resolver=Names(a_example=[answers])), "http://a.example/")
    assert reason.startswith("refused address: ")
    assert dials == []


async def test_a_name_is_resolved_once_and_that_answer_is_dialled(dials: list[str]) -> None:
    """The second answer would be another address: whoever asks twice dials what was not judged."""
    async with serve(answer(b"first")) as server:
        names = Names(a_example=[["127.0.0.1"], ["127.0.0.2"]])
        fetched = await opened(server, names=names).fetch(
            f"http://a.example:{server.port}/", max_bytes=10, deadline_s=LIMIT_S
        )
    assert fetched.body == b"first"
    assert names.asked == ["a.example"]
    assert dials == ["127.0.0.1"]
    assert server.hits[0].headers["host"] == f"a.example:{server.port}"


async def test_the_next_answer_is_tried_when_one_is_closed(dials: list[str]) -> None:
    async with serve(answer(b"here")) as server:
        allow = AllowList.parse("127.0.0.0/8")
        outward = Egress(allow, Names(a_example=[["127.0.0.2", "127.0.0.1"]]))
        fetched = await outward.fetch(f"http://a.example:{server.port}/", max_bytes=10, deadline_s=LIMIT_S)
    assert fetched.body == b"here"
    assert dials == ["127.0.0.2", "127.0.0.1"]


@pytest.mark.parametrize("answers", [[], ["not an address"], ["127.0.0.1.", "8.8.8.8"]])
async def test_an_answer_without_addresses_is_a_failure(answers: list[str], dials: list[str]) -> None:
    assert await refused(Egress(resolver=Names(a_example=[answers])), "http://a.example/")
    assert dials == []


async def test_a_slow_resolver_is_cut_at_the_deadline() -> None:
    async def never(host: str, port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    assert await refused(Egress(resolver=never), "http://a.example/", deadline_s=SHORT_S) == "timed out"


async def test_the_systems_own_resolver_answers_and_fails(dials: list[str]) -> None:
    assert set(await egress.system_resolver("localhost", 80)) <= {"127.0.0.1", "::1"}
    with pytest.raises(OSError, match="no address"):
        await egress.system_resolver("a" * 64, 80)


@pytest.mark.parametrize("url", ["http://localhost/", "https://a.localhost/", "http://LOCALHOST:80/"])
async def test_localhost_is_refused_by_name_before_anyone_is_asked(url: str) -> None:
    names = Names(localhost=[["8.8.8.8"]])
    with pytest.raises(errors.InvalidRequest):
        egress.check_image_url(url, AllowList())
    assert await refused(Egress(resolver=names), url) == "refused address: loopback"
    assert names.asked == []


# E3, E6: spellings


async def test_no_odd_spelling_reaches_a_live_canary(dials: list[str]) -> None:
    """The canary is on the allow-list and DNS answers it for every name: only the strict reading stands in the way."""

    async def canary_for_all(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async with serve(answer(b"canary")) as canary:
        outward = Egress(AllowList.parse("127.0.0.1,localhost,::1"), canary_for_all)
        for url in MISREADABLE:
            head, slashes, rest = url.partition("://")
            authority, slash, path = rest.partition("/")
            with_port = f"{head}{slashes}{authority}:{canary.port}{slash}{path}"
            for variant in (url, with_port):
                with pytest.raises(errors.InvalidRequest):
                    egress.check_image_url(variant, outward.allow)
                assert await refused(outward, variant)
                assert not (await outward.post(variant, b"", {}, deadline_s=LIMIT_S)).ok
        fetched = await outward.fetch(f"http://any.name:{canary.port}/", max_bytes=10, deadline_s=LIMIT_S)
    assert fetched.body == b"canary", "the canary sings when it is reached"
    assert canary.connections == 1
    assert len(dials) == 1


async def test_query_and_path_arrive_byte_for_byte() -> None:
    path = "a//b/../%2e/c;d?sig=a%2Fb+c%20&&=;'()~*!$,:@/?[]%zz"
    async with serve(answer()) as server:
        outward = opened(server)
        await outward.fetch(f"{server.url}{path}#part", max_bytes=10, deadline_s=LIMIT_S)
        assert (await outward.post(f"{server.url}{path}", b"{}", {}, deadline_s=LIMIT_S)).ok
    assert [hit.target for hit in server.hits] == [f"/{path}"] * 2


async def test_ipv6_literals_are_fetched() -> None:
    async with serve(answer(b"six"), "::1") as server:
        fetched = await opened(server).fetch(server.url, max_bytes=10, deadline_s=LIMIT_S)
    assert fetched.body == b"six"
    assert server.hits[0].headers["host"] == f"[::1]:{server.port}"


# E5: redirects


async def test_three_redirects_are_followed_and_no_more() -> None:
    async def hop(request: Received, writer: asyncio.StreamWriter) -> None:
        left = int(request.target[1:])
        script = redirect(f"/{left - 1}") if left else answer(b"end")
        await script(request, writer)

    async with serve(hop) as server:
        outward = opened(server)
        assert (await outward.fetch(f"{server.url}3", max_bytes=9, deadline_s=LIMIT_S)).body == b"end"
        assert await refused(outward, f"{server.url}4") == "too many redirects"
    assert [hit.target for hit in server.hits] == ["/3", "/2", "/1", "/0", "/4", "/3", "/2", "/1"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_loop_ends(status: int) -> None:
    async with serve(redirect("/", status)) as server:
        assert await refused(opened(server), server.url) == "too many redirects"
    assert server.connections == 4


@pytest.mark.parametrize(
    "location",
    [
        *(
            "",
            "ftp://a.example/",
            "file:///etc/passwd",
            "gopher://a.example/_",
            "data:image/png;base64,aa",
            "javascript:1",
        ),
        *(
            "//user@127.0.0.1/",
            "http://127.1/",
            "/a b",
            "/a\tb",
            "http:\\\\127.0.0.1\\",
            "http://a.example:22/",
            "ht\ttp://a/",
        ),
        *("http://a.example:65536/", "//2130706433/", "http://a.example./", "/\xff", "unix:///tmp/x", "//localhost/"),
    ],
    ids=ascii,
)
async def test_a_redirect_is_read_as_strictly_as_a_url(location: str) -> None:
    content = b"HTTP/1.1 302 Found\r\nlocation: " + location.encode("latin-1") + b"\r\ncontent-length: 0\r\n\r\n"
    async with serve(raw(content)) as server:
        names = Names(a_example=[["8.8.8.8"]])
        allow = AllowList.parse(server.place).networks
        outward = Egress(AllowList(networks=allow), names)
        assert await refused(outward, server.url)
    assert server.connections == 1


async def test_a_hop_to_a_name_that_is_private_is_refused() -> None:
    names = Names(b_example=[["127.0.0.2"]])
    async with (
        serve(answer(b"secret"), "127.0.0.2") as secret,
        serve(redirect(f"http://b.example:{secret.port}/")) as server,
    ):
        assert await refused(opened(server, names=names), server.url) == "refused address: loopback"
    assert secret.connections == 0


async def test_a_redirect_from_https_to_http_is_refused(certificates: Certificates) -> None:
    context = certificates.server("127.0.0.1")
    async with serve(answer(b"plain")) as plain, serve(redirect(plain.url), context=context) as server:
        outward = opened(server, plain, certificates=certificates)
        assert await refused(outward, server.url) == "a redirect from https to http"
    assert plain.connections == 0


# E7, E8, E11


@pytest.mark.parametrize("port", [1, 21, 22, 25, 81, 442, 444, 5432, 6379, 8080, 8443, 65535])
async def test_only_ports_80_and_443_are_open(port: int, dials: list[str]) -> None:
    outward = Egress(resolver=Names(a_example=[["8.8.8.8"]]))
    for host in ("8.8.8.8", "a.example", "[2606:4700::1]"):
        with pytest.raises(errors.InvalidRequest):
            egress.check_image_url(f"http://{host}:{port}/", outward.allow)
        with pytest.raises(errors.InvalidRequest):
            egress.check_callback_url(f"https://{host}:{port}/", outward.allow)
        assert await refused(outward, f"http://{host}:{port}/") == "refused address: port"
    assert dials == []


async def test_proxy_settings_and_netrc_are_ignored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("default login me password secret\n")
    netrc.chmod(0o600)
    async with serve(answer(b"proxied"), "127.0.0.2") as proxy, serve(answer(b"direct")) as server:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("NETRC", str(netrc))
        fetched = await opened(server).fetch(server.url, max_bytes=10, deadline_s=LIMIT_S)
        assert (await opened(server).post(server.url, b"{}", {}, deadline_s=LIMIT_S)).ok
    assert fetched.body == b"direct"
    assert proxy.connections == 0
    for hit in server.hits:
        assert not {"authorization", "cookie", "proxy-authorization", "referer"} & set(hit.headers)


async def test_cookies_are_not_kept() -> None:
    async with serve(answer(b"", headers=[("set-cookie", "a=b; path=/")])) as server:
        outward = opened(server)
        for _ in range(2):
            await outward.fetch(server.url, max_bytes=10, deadline_s=LIMIT_S)
    assert ["cookie" in hit.headers for hit in server.hits] == [False, False]


async def test_nothing_is_open_by_default(dials: list[str]) -> None:
    assert Egress().allow == AllowList()
    async with serve(answer(b"here")) as server:
        assert await refused(Egress(), server.url) == "refused address: loopback"
        assert not (await Egress().post(server.url, b"", {}, deadline_s=LIMIT_S)).ok
    assert dials == []


async def test_an_allow_listed_host_opens_that_port_only() -> None:
    async with serve(answer(b"a")) as server, serve(answer(b"b")) as other:
        outward = opened(server)
        assert (await outward.fetch(server.url, max_bytes=9, deadline_s=LIMIT_S)).body == b"a"
        assert await refused(outward, other.url) == "refused address: loopback"
    assert other.connections == 0


# data: URLs and lengths at submit


@pytest.mark.parametrize("url", ["data:image/png;base64,aGk=", "DATA:;base64,", "data:image/png;x=y;BASE64,aGk="])
def test_base64_data_urls_pass_as_images(url: str) -> None:
    egress.check_image_url(url, AllowList())


@pytest.mark.parametrize(
    "url",
    [
        "data:image/png,hi",
        "data:",
        "data:base64",
        f"data:;base64,{'a' * 14 * 1024 * 1024}",
        "http://a/".ljust(8193, "a"),
    ],
    ids=lambda url: url[:20],
)
def test_image_urls_that_are_refused_at_submit(url: str) -> None:
    with pytest.raises(errors.InvalidRequest) as caught:
        egress.check_image_url(url, AllowList())
    assert caught.value.param == "image_urls"
