"""HTTP on the socket: uvicorn's protocol with deadlines against slow clients, bounds on the head, one error shape.

uvicorn waits for a client as long as it likes to take. Here every phase of a connection has a limit: silence before a
request, a head that trickles in, a body that does, an answer that nobody reads. One look around every half second
judges all connections, so that a quick request pays for no timer. What time the server itself takes never counts.
"""

from __future__ import annotations

import asyncio
import enum
import resource
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import httptools
import structlog
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from paddock import errors, wire
from paddock.config import Settings

log = structlog.get_logger()

MAX_HEAD_BYTES = 64 * 1024
MAX_HEADERS = 100
LINGER_S = 2.0
"""After an answer that ends a connection, what the client still sends is read and dropped for this long: closing at
once would reset the connection, and the client might never see the answer."""
DRAIN_S = 10.0
"""How long the rest of a body may take that nobody wants any more."""
_MOST_OFFERS = 20
_OFFERS = (b"upgrade", b"connection", b"http2-settings")
_SPARE_FILES = 200
"""Descriptors that connections leave for the database, files and child processes."""

_SAFE = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cache-control", b"no-store"),
)


def safe_headers(given: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """The headers that every answer carries, less those that it has already."""
    names = {name for name, _ in given}
    return [header for header in _SAFE if header[0] not in names]


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds and bytes; `body_s` grows by one second for every `body_rate` bytes that have come."""

    head_s: float
    body_s: float
    body_rate: int
    idle_s: float
    write_s: float
    connections: int

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        return cls(
            head_s=settings.head_timeout_s,
            body_s=settings.body_timeout_s,
            body_rate=settings.body_rate_bytes,
            idle_s=settings.keep_alive_s,
            write_s=settings.write_timeout_s,
            connections=max(16, min(settings.max_connections, files - _SPARE_FILES)),
        )


def raise_file_limit() -> None:
    """Take all the descriptors that the system grants; many ship with 1,024, which a few slow clients would use up."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 65_536 if most == resource.RLIM_INFINITY else min(most, 65_536)
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


class Phase(enum.Enum):
    FRESH = enum.auto()
    """Connected; no byte has come."""
    HEAD = enum.auto()
    BODY = enum.auto()
    SERVING = enum.auto()
    """The whole request is here; the time is ours."""
    IDLE = enum.auto()
    DRAINING = enum.auto()
    """Answered before the body was complete."""
    CLOSING = enum.auto()
    """Refused; what still comes is dropped."""


class Protocol(HttpToolsProtocol):
    """One connection."""

    limits: Limits

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._phase = Phase.FRESH
        self._phase_s = 0.0
        self._messages = 0
        self._head_bytes = 0
        self._body_bytes = 0
        self._unsent_bytes = 0
        self._unsent_s = 0.0
        self._refusal: errors.ApiError | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self.limits.connections:
            self._refuse(errors.ServiceUnavailable(retry_after_s=5))

    def data_received(self, data: bytes) -> None:
        if self._phase is Phase.CLOSING:
            return
        number = self._messages
        self._unset_keepalive_if_required()
        self._feed(data)
        if self._phase is Phase.HEAD and self._messages == number:  # all of it belongs to one unfinished head
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD_BYTES:
                self._refuse(errors.HeadTooLarge())

    def _feed(self, data: bytes) -> None:
        for _ in range(_MOST_OFFERS):
            try:
                self.parser.feed_data(data)
            except httptools.HttpParserUpgrade as offer:
                data = self._without_offer() + data[offer.args[0] :]
            except httptools.HttpParserError:
                break
            else:
                return
        self._refuse(self._refusal or errors.InvalidHttp())

    def _without_offer(self) -> bytes:
        """The head once more, for a fresh parser, without its offer of another protocol.

        The old parser takes what follows for that protocol. But whoever offers HTTP/2 this way, as Java's client does
        with every plain request, sends an ordinary body.
        """
        method, version = self.parser.get_method(), self.parser.get_http_version().encode()
        kept = [(name, value) for name, value in self.headers if name not in _OFFERS]
        self.parser = httptools.HttpRequestParser(self)
        lines = b"".join(b"%b: %b\r\n" % header for header in kept)
        return b"%b %b HTTP/%b\r\n%b\r\n" % (method, self.url, version, lines)

    # What the parser finds

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._enter(Phase.HEAD)
        self._messages += 1
        self._head_bytes = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        if len(self.headers) > MAX_HEADERS:
            self._refusal = errors.HeadTooLarge()
            raise ValueError("too many headers")

    def on_headers_complete(self) -> None:
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > MAX_HEAD_BYTES:
            self._refusal = errors.HeadTooLarge()
            raise ValueError("the head is too large")
        hosts = sum(name == b"host" for name, _ in self.headers)
        if hosts > 1 or (hosts == 0 and self.parser.get_http_version() == "1.1"):
            raise ValueError("not one Host header")  # RFC 9112, 3.2
        if self.parser.should_upgrade():
            if self.parser.get_method() == b"CONNECT":
                raise ValueError("not a proxy")
            return
        self._enter(Phase.BODY)
        self._body_bytes = 0
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        if self.parser.should_upgrade():
            return
        self._enter(Phase.IDLE if self.cycle.response_complete else Phase.SERVING)
        super().on_message_complete()

    def on_response_complete(self) -> None:
        if self._phase is Phase.SERVING and not self.pipeline:
            self._enter(Phase.IDLE)
        elif self._phase is Phase.BODY and self.cycle.response_complete:
            self._enter(Phase.DRAINING)
        super().on_response_complete()

    # Deadlines

    def _enter(self, phase: Phase) -> None:
        self._phase = phase
        self._phase_s = 0.0

    def look(self, passed_s: float) -> None:
        """Judge the connection; `passed_s` seconds have gone by since the last time."""
        if self.transport is None or self.transport.is_closing():
            return
        self._look_at_reader(passed_s)
        if self.flow.read_paused:  # it is we who do not read
            return
        self._phase_s += passed_s
        if self._phase_s > self._allowed_s():
            self._time_is_up()

    def _allowed_s(self) -> float:
        limits = self.limits
        match self._phase:
            case Phase.FRESH | Phase.HEAD:
                return limits.head_s
            case Phase.BODY:
                return limits.body_s + self._body_bytes / limits.body_rate
            case Phase.IDLE:
                return limits.idle_s
            case Phase.DRAINING:
                return DRAIN_S
            case Phase.CLOSING:
                return LINGER_S
        return float("inf")

    def _time_is_up(self) -> None:
        if self._phase in (Phase.HEAD, Phase.BODY):
            self._refuse(errors.RequestTimeout())
        else:
            self.transport.close()

    def _look_at_reader(self, passed_s: float) -> None:
        """Drop a client that has stopped taking what it asked for."""
        unsent = self.transport.get_write_buffer_size()
        if unsent == 0 or unsent != self._unsent_bytes:
            self._unsent_bytes, self._unsent_s = unsent, 0.0
            return
        self._unsent_s += passed_s
        if self._unsent_s > self.limits.write_s:
            self.transport.abort()

    # Answers that no application gives

    def _refuse(self, error: errors.ApiError) -> None:
        """Answer in the one shape, then end the connection. An answer that is under way is cut off instead."""
        self._enter(Phase.CLOSING)
        cycle = self.cycle
        if cycle is not None and not cycle.response_complete:
            cycle.disconnected = True
            cycle.message_event.set()
            self.pipeline.clear()
            if cycle.response_started:
                self.transport.close()
                return
        request_id = secrets.token_hex(8)
        body = wire.encode(wire.error_answer(error, request_id))
        headers = [
            *self.server_state.default_headers,
            (b"content-type", b"application/json"),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
            (b"x-request-id", request_id.encode()),
            *((name.encode(), value.encode()) for name, value in error.headers.items()),
            *_SAFE,
        ]
        lines = b"".join(b"%b: %b\r\n" % header for header in headers)
        self.transport.write(STATUS_LINE[error.status] + lines + b"\r\n" + body)
        log.debug("connection refused", request_id=request_id, code=error.code)
        self.flow.resume_reading()
        if self.transport.can_write_eof():
            self.transport.write_eof()


def with_limits(limits: Limits) -> type[Protocol]:
    """The protocol for a server with these limits; uvicorn makes one for every connection and passes none."""
    return type("Protocol", (Protocol,), {"limits": limits})
