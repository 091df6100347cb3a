"""`paddock serve`: the database, the API and the workers under one roof, and `paddock worker`: one worker alone.

The API runs in this process and each worker in one of its own, so that neither can take the other down. A worker
that ends by itself is replaced; one whose server is gone finishes its task and ends.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import math
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator

import structlog
import uvicorn
import uvloop
from starlette.types import ASGIApp

from paddock import app, callbacks, datafolder, db, egress, errors, keys, protocol, services
from paddock.addresses import AllowList
from paddock.config import Settings
from paddock.web import sessions
from paddock.worker import Worker

log = structlog.get_logger()

RESTART_PAUSE_S = 1.0
KEEP_DATABASE_S = 0.5
"""How often the embedded database is looked at."""


class Api(uvicorn.Server):
    """uvicorn, with the signals left to us and an event for its readiness."""

    def __init__(self, settings: uvicorn.Config) -> None:
        super().__init__(settings)
        self.ready = asyncio.Event()
        self._looked_at = asyncio.get_running_loop().time()

    async def on_tick(self, counter: int) -> bool:
        """Called ten times a second; every fifth time, look for clients whose time is up."""
        if counter % 5 == 0:
            now = asyncio.get_running_loop().time()
            passed_s, self._looked_at = now - self._looked_at, now
            for connection in list(self.server_state.connections):
                if isinstance(connection, protocol.Protocol):
                    connection.look(passed_s)
        return await super().on_tick(counter)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def api_of(application: ASGIApp, settings: Settings) -> Api:
    """The HTTP server of an application."""
    limits = protocol.Limits.of(settings)
    return Api(
        uvicorn.Config(
            application,
            http=protocol.with_limits(limits),
            ws="none",
            access_log=False,
            log_config=None,
            server_header=False,
            date_header=True,
            proxy_headers=False,
            lifespan="off",
            timeout_keep_alive=math.ceil(limits.idle_s) + 1,
            timeout_graceful_shutdown=3,
            backlog=2048,
        )
    )


def warn_about(settings: Settings) -> None:
    """Say loudly what should be seen in no production log. Raises `OperatorError` when it cannot be read."""
    AllowList.parse(settings.egress_allow)
    if opened := [entry.strip() for entry in settings.egress_allow.split(",") if entry.strip()]:
        log.warning(
            "PADDOCK_EGRESS_ALLOW IS SET: every user of this server can reach these private addresses through it; "
            "for development only",
            opens=opened,
        )


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises `OperatorError` when the port is taken or the address is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named because asyncio turns Nagle's delay off only for sockets that say they are TCP.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise errors.OperatorError(
                f"port {port} is taken: stop what listens there, or choose another with --port (0 takes any free one)"
            ) from None
        raise errors.OperatorError(
            f"cannot listen on {host}:{port} ({error.strerror}): change --host or --port"
        ) from None
    listener.set_inheritable(False)
    return listener


def url_of(settings: Settings, port: int) -> str:
    """Where this machine finds the server."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104 - compared, not bound
    return f"http://{f'[{host}]' if ':' in host and '[' not in host else host}:{port}"


Greet = Callable[[str, str | None, str | None], None]


def serve(settings: Settings, greet: Greet) -> None:
    """Run everything until a signal ends it.

    `greet` gets the URL, the key when it was made just now, and a link that signs in to the console once.
    """
    started = time.monotonic()
    datafolder.prepare(settings.data)
    with (
        datafolder.only_server(settings.data),
        contextlib.closing(listen(settings.host, settings.port)) as listener,
        datafolder.database(settings) as database,
    ):
        uvloop.run(_Roof(settings, database, listener, started).run(greet))


class _Roof:
    """The running server: the API's task, the worker processes and what the signals say."""

    def __init__(
        self, settings: Settings, database: datafolder.Database, listener: socket.socket, started: float
    ) -> None:
        self._settings = settings
        self._dsn = database.dsn
        self._embedded = database.embedded
        self._listener = listener
        self._local_url = url_of(settings, listener.getsockname()[1])
        self._url = settings.public_url or self._local_url
        self._started = started
        self._ending = asyncio.Event()
        self._workers: set[asyncio.subprocess.Process] = set()

    async def run(self, greet: Greet) -> None:
        warn_about(self._settings)
        protocol.raise_file_limit()
        new_key = await self._prepare_database()
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, self._on_signal)
        async with services.opened(self._settings, self._dsn, self._url) as served, self._callbacks(served):
            api = api_of(app.build(served), self._settings)
            serving = asyncio.create_task(api.serve(sockets=[self._listener]))
            reviving = asyncio.create_task(self._keep_database())
            keepers = [asyncio.create_task(self._keep_worker()) for _ in range(self._settings.workers)]
            await asyncio.wait([serving, asyncio.create_task(api.ready.wait())], return_when=asyncio.FIRST_COMPLETED)
            datafolder.announce(self._settings.data, self._local_url)
            log.info("ready", url=self._url, after_s=round(time.monotonic() - self._started, 2))
            greet(self._url, new_key, await self._signin_link(served))
            ending = asyncio.create_task(self._ending.wait())
            await asyncio.wait([serving, ending], return_when=asyncio.FIRST_COMPLETED)
            self._ending.set()
            await asyncio.gather(*keepers)  # the API answers on while tasks are finished
            served.events.close()
            api.should_exit = True
            await serving
            ending.cancel()
            reviving.cancel()

    async def _keep_database(self) -> None:
        """Bring the embedded database back when it died; whoever needs it meanwhile waits or is told to."""
        while self._embedded is not None:
            await asyncio.sleep(KEEP_DATABASE_S)
            if not self._embedded.alive():
                log.warning("the database died; starting it again")
                with contextlib.suppress(errors.OperatorError):  # the next look tries again
                    await asyncio.to_thread(self._embedded.start)

    async def _prepare_database(self) -> str | None:
        """Migrate, and make the first account and key in a folder that has none; the key when it is new."""
        connection = await db.reach(self._dsn)
        try:
            await db.migrate(connection)
            if datafolder.read_key(self._settings) is not None:
                return None
            async with connection.transaction():
                key = await keys.first_key(connection, self._settings.first_grant_credits)
                datafolder.write_private(self._settings.api_key_file, key + "\n")
            return key
        finally:
            await connection.close()

    async def _signin_link(self, served: services.Services) -> str | None:
        """A link for whoever reads this server's output; None when the data folder's key is no longer valid."""
        async with served.pool.acquire() as connection:
            return await sessions.make_link(connection, datafolder.read_key(self._settings) or "", self._url)

    def _callbacks(self, served: services.Services) -> contextlib.AbstractAsyncContextManager[callbacks.Sender]:
        timeout_s = self._settings.callback_timeout_s
        limits = callbacks.Limits(timeout_s=timeout_s, lease_s=timeout_s + self._settings.lease_s)
        outward = egress.Egress(served.allow)
        return callbacks.sending(callbacks.Sender(self._dsn, served.pool, served.links, outward, limits))

    async def _keep_worker(self) -> None:
        """Have one worker process until the server ends."""
        while not self._ending.is_set():
            began = time.monotonic()
            worker = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "paddock",
                "worker",
                "--tied",
                stdin=asyncio.subprocess.PIPE,  # its end tells the worker that we are gone
                env={**os.environ, **_environment(self._settings, self._dsn)},
                start_new_session=True,  # the terminal's Ctrl-C is ours to hand on
            )
            self._workers.add(worker)
            code = await worker.wait()
            self._workers.discard(worker)
            if not self._ending.is_set():
                log.warning("worker ended; starting another", exit_code=code)
                await asyncio.sleep(max(0.0, RESTART_PAUSE_S - (time.monotonic() - began)))

    def _on_signal(self) -> None:
        again = self._ending.is_set()
        self._ending.set()
        if self._workers:
            log.info("stopping at once" if again else "finishing tasks at work; press Ctrl-C again to stop at once")
        for worker in self._workers:
            with contextlib.suppress(ProcessLookupError):
                worker.send_signal(signal.SIGTERM)


_NOT_HANDED_ON = {"data", "database_url", "url", "api_key", "engines", "routes", "aliases", "prices", "groups"}
"""What a worker is told otherwise, or reads from the same file and environment itself: keys are not passed around."""


def _environment(settings: Settings, dsn: str) -> dict[str, str]:
    """The settings as a worker process reads them: everything that is not a default."""
    given = settings.model_dump(mode="json", exclude_defaults=True, exclude=_NOT_HANDED_ON)
    said = {f"PADDOCK_{name.upper()}": str(value) for name, value in given.items() if value is not None}
    return {**said, "PADDOCK_DATA": str(settings.data), "PADDOCK_DATABASE_URL": dsn}


def work(settings: Settings, *, tied: bool) -> None:
    """Run one worker until a signal, or, when `tied`, the end of standard input, drains it."""
    datafolder.prepare(settings.data)
    with datafolder.database(settings) as database:
        uvloop.run(_work(settings, database.dsn, tied))


async def _work(settings: Settings, dsn: str, tied: bool) -> None:
    if not tied:
        warn_about(settings)
    pool = await db.open_pool(dsn, 2)
    try:
        async with pool.acquire() as connection:
            await db.migrate(connection)
        worker = Worker(settings, dsn, pool)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, worker.drain)
        if tied:
            loop.add_reader(0, lambda: _on_server_gone(loop, worker))
        await worker.run()
    finally:
        pool.terminate()


def _on_server_gone(loop: asyncio.AbstractEventLoop, worker: Worker) -> None:
    if not os.read(0, 1024):
        loop.remove_reader(0)
        worker.drain()
