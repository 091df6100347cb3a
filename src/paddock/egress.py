"""The one way out to addresses that users give: images to fetch, callbacks to send.

A URL is read once, its name is resolved once, every answer is judged, and the judged address is the one that is
dialled. No proxy, cookie, .netrc or decompression; one deadline over resolving, connecting, TLS, headers, body and
redirects. No other module may open a connection to an address that a user gave.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import re
import socket
import ssl
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urljoin

import httpcore2

from paddock import addresses, errors
from paddock.addresses import Address, AllowList, BadUrl, Target

MAX_CALLBACK_URL_CHARS = 2048
"""The contract's limit for `callback_url`."""
MAX_IMAGE_URL_CHARS = 8192
MAX_DATA_URL_CHARS = 14 * 1024 * 1024
"""10 MiB in base64 is 13.98 million characters."""
MAX_REDIRECTS = 3
_STANDARD_PORTS = (80, 443)
_CONNECT_S = 4.0
"""One address that does not answer must not use up the deadline of those after it."""
_MAX_DIALS = 4
_MAX_CALLBACK_ANSWER_BYTES = 64 * 1024
_REDIRECTS = (301, 302, 303, 307, 308)
_USER_AGENT = "Paddock"
_NETWORK_ERRORS = (
    OSError,
    ValueError,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.TimeoutException,
)

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Answers a name and a port with addresses, in the order in which they should be tried. Raises OSError."""


class FetchFailed(errors.PaddockError):
    """Nothing usable came from the URL. The message is the same for every cause but size; `reason` is for the log."""

    def __init__(self, reason: str, *, too_large: bool = False) -> None:
        self.reason = reason
        self.too_large = too_large
        super().__init__("The file is too large" if too_large else "The URL could not be fetched")


class Refused(OSError):
    """The address must not be dialled."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A downloaded file. `body` is empty when it went into a file. `content_type` is what the sender claims."""

    body: bytes
    size_bytes: int
    content_type: str


@dataclass(frozen=True, slots=True)
class PostResult:
    """How one POST went. `status` is None when no answer's head arrived; `problem` is for the log, None without one."""

    status: int | None
    duration_s: float
    problem: str | None

    @property
    def ok(self) -> bool:
        """Whether the receiver took it: a complete answer (or its first 64 KiB) with a 2xx status."""
        return self.problem is None and self.status is not None and 200 <= self.status < 300


def check_image_url(url: str, allow: AllowList, *, param: str = "image_urls") -> None:
    """Refuse at submit what can be known without the network. `data:` URLs pass when they are base64 and not too long.

    Raises InvalidRequest with `param`.
    """
    if url[:5].lower() == "data:":
        _check_data_url(url, param)
        return
    if len(url) > MAX_IMAGE_URL_CHARS:
        raise errors.InvalidRequest(
            f"{param} must be at most {MAX_IMAGE_URL_CHARS} characters", param=param, maximum=MAX_IMAGE_URL_CHARS
        )
    _check(url, allow, param, https_only=False)


def check_callback_url(url: str, allow: AllowList, *, param: str = "callback_url") -> None:
    """Refuse at submit what can be known without the network: https only, at most 2048 characters, no private address.

    Raises InvalidRequest with `param`.
    """
    if len(url) > MAX_CALLBACK_URL_CHARS:
        raise errors.InvalidRequest(
            f"{param} must be at most {MAX_CALLBACK_URL_CHARS} characters", param=param, maximum=MAX_CALLBACK_URL_CHARS
        )
    _check(url, allow, param, https_only=True)


def _check_data_url(url: str, param: str) -> None:
    if len(url) > MAX_DATA_URL_CHARS:
        raise errors.InvalidRequest(f"{param} holds an image of more than 10 MB", param=param)
    if not url[:256].partition(",")[0].lower().endswith(";base64"):
        raise errors.InvalidRequest(f"{param} must hold its data in base64: data:image/png;base64,...", param=param)


def _check(url: str, allow: AllowList, param: str, *, https_only: bool) -> None:
    try:
        target = addresses.parse_url(url)
    except BadUrl as problem:
        raise errors.InvalidRequest(f"{param} {problem}", param=param) from None
    if _known_refusal(target, allow, https_only=https_only):
        wanted = "https" if https_only else "http or https"
        raise errors.InvalidRequest(
            f"{param} must be a public {wanted} URL on port 80 or 443, not a private address", param=param
        )


def _known_refusal(target: Target, allow: AllowList, *, https_only: bool) -> str | None:
    """Why `target` will be refused whatever its name resolves to, or None when that has to be seen."""
    if target.ip is not None:
        return _refusal(target, target.ip, allow, https_only=https_only)
    if allow.opens(target.host, target.port) or allow.networks:
        return None
    if target.host == "localhost" or target.host.endswith(".localhost"):
        return "loopback"
    return _odd_door(target, https_only=https_only)


def _refusal(target: Target, ip: Address, allow: AllowList, *, https_only: bool) -> str | None:
    """Why `target` must not be dialled at `ip`, or None."""
    if allow.opens(target.host, target.port) or allow.opens(ip, target.port):
        return None
    return addresses.judge(ip) or _odd_door(target, https_only=https_only)


def _odd_door(target: Target, *, https_only: bool) -> str | None:
    if target.port not in _STANDARD_PORTS:
        return "port"
    return "plain http" if https_only and target.scheme != "https" else None


async def system_resolver(host: str, port: int) -> list[str]:
    """The system's answers for a name. Raises OSError.

    Each look-up has its own daemon thread: the loop's pools are small, and a few names whose servers never answer would
    hold up everyone else's look-ups and the program's end.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[str]] = loop.create_future()

    def look_up() -> None:
        found: list[str] | OSError
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found = [str(row[4][0]) for row in rows]
        except (OSError, UnicodeError) as error:
            found = OSError(f"no address: {type(error).__name__}")
        with contextlib.suppress(RuntimeError):  # the loop may be gone by now
            loop.call_soon_threadsafe(_settle, answer, found)

    threading.Thread(target=look_up, name="resolver", daemon=True).start()
    return await answer


def _settle(answer: asyncio.Future[list[str]], found: list[str] | OSError) -> None:
    if answer.done():
        return
    if isinstance(found, OSError):
        answer.set_exception(found)
    else:
        answer.set_result(found)


class _Dialer(httpcore2.AsyncNetworkBackend):
    """Connects one target: resolves its name once, judges every answer, dials those very addresses in turn."""

    def __init__(self, target: Target, allow: AllowList, resolver: Resolver, *, https_only: bool) -> None:
        self._target = target
        self._allow = allow
        self._resolver = resolver
        self._https_only = https_only
        self._network = httpcore2.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.AsyncNetworkStream:
        """Raises Refused when any answer is refused, so that a mixed answer cannot be flipped to its private half."""
        if (host, port) != (self._target.host, self._target.port):
            raise Refused("asked to dial something else than what was judged")
        failure: Exception = Refused("no address")
        for ip in await self._judged_addresses():
            try:
                return await self._network.connect_tcp(str(ip), port, timeout=_CONNECT_S)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure

    async def _judged_addresses(self) -> list[Address]:
        target = self._target
        answers = [str(target.ip)] if target.ip else await self._resolver(target.host, target.port)
        found: dict[Address, None] = {}
        for answer in answers:
            try:
                ip = ip_address(answer)
            except ValueError:
                raise Refused("the resolver gave no address") from None
            if reason := _refusal(target, ip, self._allow, https_only=self._https_only):
                raise Refused(f"refused address: {reason}")
            found[ip] = None
        return list(found)[:_MAX_DIALS]


@functools.cache
def _system_trust() -> ssl.SSLContext:
    """Certificates are checked against the system's authorities, which are read once."""
    return httpcore2.default_ssl_context()


class Egress:
    """Fetches from and posts to users' addresses. Holds nothing between calls; one serves any number of tasks."""

    def __init__(
        self,
        allow: AllowList | None = None,
        resolver: Resolver = system_resolver,
        ssl_context: ssl.SSLContext | None = None,
    ) -> None:
        """`ssl_context` of None means the system's certificate authorities."""
        self.allow = allow or AllowList()
        self._resolver = resolver
        self._ssl_context = ssl_context or _system_trust()

    async def fetch(
        self, url: str, *, max_bytes: int, deadline_s: float, redirects: int = MAX_REDIRECTS, into: Path | None = None
    ) -> Fetched:
        """Download `url` with a GET, into memory or into the file `into`, which is removed again on failure.

        `deadline_s` covers everything, redirects included. Raises FetchFailed, whatever went wrong on the way.
        """
        sink = _Sink(max_bytes, into)
        try:
            async with asyncio.timeout(deadline_s):
                content_type = await self._follow(url, sink, redirects)
            body = sink.close()
        except BaseException as error:
            sink.discard()
            if isinstance(error, _NETWORK_ERRORS):
                raise FetchFailed(_reason(error)) from error
            raise
        return Fetched(body, sink.size_bytes, content_type)

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], *, deadline_s: float) -> PostResult:
        """Send `body` once, over https unless the host is allow-listed, following no redirect.

        At most 64 KiB of the answer are read, and dropped. A bad URL or network is a `problem`, never an exception.
        """
        started = time.monotonic()
        status = problem = None
        try:
            async with asyncio.timeout(deadline_s):
                target = addresses.parse_url(url)
                async with self._exchange("POST", target, body, headers, https_only=True) as answer:
                    status = answer.status
                    await _drain(answer, _MAX_CALLBACK_ANSWER_BYTES)
        except _NETWORK_ERRORS as error:
            problem = _reason(error)
        return PostResult(status, time.monotonic() - started, problem)

    async def _follow(self, url: str, sink: _Sink, redirects: int) -> str:
        """Fill `sink` from `url` or from where it redirects to, and return the content type."""
        target = addresses.parse_url(url)
        for _ in range(redirects + 1):
            async with self._exchange("GET", target, b"", {"accept": "image/jpeg, image/png, image/webp"}) as answer:
                head = _head(answer)
                if answer.status not in _REDIRECTS:
                    await _receive(answer, head, sink)
                    return head.get("content-type", "")
                target = _next_hop(target, head.get("location", ""))
        raise FetchFailed("too many redirects")

    @contextlib.asynccontextmanager
    async def _exchange(
        self, method: str, target: Target, body: bytes, headers: Mapping[str, str], *, https_only: bool = False
    ) -> AsyncIterator[httpcore2.Response]:
        """One request on a connection of its own, which is closed afterwards whatever happened."""
        if reason := _known_refusal(target, self.allow, https_only=https_only):
            raise Refused(f"refused address: {reason}")
        url = httpcore2.URL(
            scheme=target.scheme.encode(), host=target.host.encode(), port=target.port, target=target.path.encode()
        )
        dialer = _Dialer(target, self.allow, self._resolver, https_only=https_only)
        async with httpcore2.AsyncHTTPConnection(
            url.origin, ssl_context=self._ssl_context, network_backend=dialer
        ) as connection:
            request = httpcore2.Request(method, url, headers=_request_headers(target, body, headers), content=body)
            answer = await connection.handle_async_request(request)
            yield answer


def _request_headers(target: Target, body: bytes, headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    own = {
        "host": target.authority,
        "user-agent": _USER_AGENT,
        "accept-encoding": "identity",
        "connection": "close",
    }
    if body:
        own["content-length"] = str(len(body))
    merged = {name.lower(): value for name, value in headers.items()} | own
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in merged.items()]


def _head(answer: httpcore2.Response) -> dict[str, str]:
    return {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}


def _next_hop(target: Target, location: str) -> Target:
    """Where a redirect leads, read as strictly as the first URL. Raises FetchFailed and BadUrl."""
    # urljoin drops tabs and line ends in silence; what it would repair is refused before it sees it.
    if not location or not re.fullmatch(r"[!-\[\]-~]+", location):
        raise FetchFailed("a redirect without a readable address")
    hop = addresses.parse_url(urljoin(target.url, location))
    if target.scheme == "https" and hop.scheme == "http":
        raise FetchFailed("a redirect from https to http")
    return hop


async def _receive(answer: httpcore2.Response, head: dict[str, str], sink: _Sink) -> None:
    """The body of a plain 200 into `sink`. Raises FetchFailed."""
    if answer.status != 200:
        raise FetchFailed(f"answered {answer.status}")
    if head.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise FetchFailed("an encoded body")
    sink.expect(int(head.get("content-length", "0")))
    async with contextlib.aclosing(answer.aiter_stream()) as chunks:
        async for chunk in chunks:
            sink.write(chunk)


async def _drain(answer: httpcore2.Response, max_bytes: int) -> None:
    """Read a body to its end or to `max_bytes`, keeping nothing."""
    seen = 0
    async with contextlib.aclosing(answer.aiter_stream()) as chunks:
        async for chunk in chunks:
            seen += len(chunk)
            if seen >= max_bytes:
                return


class _Sink:
    """Collects a body in memory or in a file, and stops at its limit."""

    def __init__(self, max_bytes: int, into: Path | None) -> None:
        self.size_bytes = 0
        self._max_bytes = max_bytes
        self._into = into
        with _disk_trouble():
            self._file: BinaryIO | None = into.open("wb") if into else None
        self._chunks: list[bytes] = []

    def expect(self, size_bytes: int) -> None:
        """Raises FetchFailed when the sender announces too much; what it announces is not trusted otherwise."""
        if size_bytes > self._max_bytes:
            raise FetchFailed(f"larger than {self._max_bytes} bytes", too_large=True)

    def write(self, chunk: bytes) -> None:
        self.size_bytes += len(chunk)
        self.expect(self.size_bytes)
        if self._file:
            with _disk_trouble():
                self._file.write(chunk)
        else:
            self._chunks.append(chunk)

    def close(self) -> bytes:
        if self._file:
            with _disk_trouble():
                self._file.close()
        return b"".join(self._chunks)

    def discard(self) -> None:
        with contextlib.suppress(errors.ServiceFailure):
            self.close()
        if self._into:
            self._into.unlink(missing_ok=True)


@contextlib.contextmanager
def _disk_trouble() -> Iterator[None]:
    """Keep a full disk, which is the server's fault, apart from a host that did not answer."""
    try:
        yield
    except OSError as error:
        raise errors.ServiceFailure("A download could not be stored; try again") from error


def _reason(error: Exception) -> str:
    """A short line for the log that holds no address and nothing of the user's."""
    if isinstance(error, (TimeoutError, httpcore2.TimeoutException)):
        return "timed out"
    if isinstance(error, (Refused, BadUrl)):
        return str(error)
    return f"failed: {type(error.__cause__ or error).__name__}"
