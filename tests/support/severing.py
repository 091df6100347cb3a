"""A proxy in front of PostgreSQL that cuts connections at a chosen point of the conversation."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit, urlunsplit

_PORT = 5432
_STATEMENTS = frozenset(b"QPBE")
"""Simple query, parse, bind, execute: what a client sends to get something done."""


@dataclass
class Severing:
    """Counts the messages of clients once `armed`; what it cuts, it cuts for good."""

    dsn: str
    _upstream: str
    armed: bool = False
    cut_before: int | None = None
    """Which message (from 0) never reaches the server."""
    commit_unanswered: bool = False
    """Whether the server's answer to the next COMMIT is lost."""
    seen: int = 0
    cuts: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client's conversation."""
        up_reader, up_writer = await asyncio.open_unix_connection(self._upstream)
        committing = asyncio.Event()
        back = asyncio.create_task(self._back(up_reader, writer, committing))
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            await self._forth(reader, up_writer, committing)
        if not committing.is_set():
            up_writer.close()
        await back
        for end in (writer, up_writer):
            end.close()

    async def _forth(
        self, reader: asyncio.StreamReader, up_writer: asyncio.StreamWriter, committing: asyncio.Event
    ) -> None:
        length = await reader.readexactly(4)  # the start-up message has no letter
        up_writer.write(length + await reader.readexactly(int.from_bytes(length) - 4))
        while True:
            kind = await reader.readexactly(1)
            length = await reader.readexactly(4)
            body = await reader.readexactly(int.from_bytes(length) - 4)
            if self.armed and kind[0] in _STATEMENTS:
                if self.seen == self.cut_before:
                    self.armed = False
                    self.cuts += 1
                    return
                self.seen += 1
                if self.commit_unanswered and kind == b"Q" and body.startswith(b"COMMIT"):
                    self.armed = False
                    committing.set()
            up_writer.write(kind + length + body)

    async def _back(
        self, up_reader: asyncio.StreamReader, writer: asyncio.StreamWriter, committing: asyncio.Event
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await up_reader.read(1 << 16):
                if committing.is_set():  # the server has done it and says so: nobody hears
                    self.cuts += 1
                    break
                writer.write(data)
            writer.transport.abort()


@contextlib.asynccontextmanager
async def severing(dsn: str, folder: Path) -> AsyncIterator[Severing]:
    """The proxy, listening on a socket in `folder`; its `dsn` is for the clients."""
    parts = urlsplit(dsn)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    upstream = f"{query['host']}/.s.PGSQL.{query.get('port', _PORT)}"
    query |= {"host": str(folder), "port": str(_PORT)}
    proxied = urlunsplit(parts._replace(query=urlencode(query, quote_via=quote)))
    proxy = Severing(proxied, upstream)
    server = await asyncio.start_unix_server(proxy.serve, f"{folder}/.s.PGSQL.{_PORT}")
    try:
        yield proxy
    finally:
        server.close()
