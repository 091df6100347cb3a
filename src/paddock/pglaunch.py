"""Start a program as somebody other than root; run as a script, with the standard library only.

    python -I -S pglaunch.py namespace UID GID FOLDER [PROGRAM ARGUMENT...]
    python -I -S pglaunch.py account UID GID FOLDER [PROGRAM ARGUMENT...]

PostgreSQL refuses to run as uid 0 and as a uid without a name. `namespace` shows it UID and GID inside a user namespace
in which they stand for the caller's own: files keep their owner and their modes. `account` turns into UID and GID for
real. PROGRAM runs in FOLDER; without PROGRAM this only finds out whether that works. Exit code 113: it does not.

A process of its own, since between fork and exec of a threaded program hardly anything may be called.
"""

from __future__ import annotations

import ctypes
import os
import sys
from pathlib import Path

REFUSED = 113

_CLONE_NEWUSER = 0x10000000
_PR_SET_SECUREBITS, _NO_SETUID_FIXUP = 28, 1 << 2
_PR_CAP_AMBIENT, _AMBIENT_RAISE = 47, 2
_CAP_DAC_OVERRIDE = 1
_CAPABILITY_VERSION_3 = 0x20080522


def _checked(result: int) -> None:
    if result != 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def enter_namespace(uid: int, gid: int) -> None:
    """Become `uid` and `gid` of a new user namespace, where they stand for the present ones."""
    outer_uid, outer_gid = os.geteuid(), os.getegid()
    _checked(_libc().unshare(_CLONE_NEWUSER))
    # The kernel takes a group map from an unprivileged process only after it has given up setgroups.
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{uid} {outer_uid} 1")
    Path("/proc/self/gid_map").write_text(f"{gid} {outer_gid} 1")


def become(uid: int, gid: int) -> None:
    """Turn into the account `uid` for good, keeping one right of root's: to pass by file modes, if that can be kept.

    With it nothing on the way to data and binaries (root's home in a container, say) has to be opened to others.
    """
    keeps = sys.platform == "linux" and _keep_capabilities()
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)
    if keeps:
        _keep_only_file_access()


def _keep_capabilities() -> bool:
    """Whether a change of uid will leave the capabilities alone from here on; access(2) then heeds them, too."""
    return bool(_libc().prctl(_PR_SET_SECUREBITS, _NO_SETUID_FIXUP, 0, 0, 0) == 0)


def _keep_only_file_access() -> None:
    libc = _libc()
    mask = 1 << _CAP_DAC_OVERRIDE
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    wanted = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)  # effective, permitted, inheritable; low words, then high
    if libc.capset(header, wanted) != 0:  # not among what we hold: then hold nothing
        _checked(libc.capset(header, (ctypes.c_uint32 * 6)()))
        return
    _checked(libc.prctl(_PR_CAP_AMBIENT, _AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0))


def main(arguments: list[str]) -> int:
    mode, uid, gid, folder, *command = arguments
    try:
        (enter_namespace if mode == "namespace" else become)(int(uid), int(gid))
        os.chdir(folder)
    except (OSError, AttributeError) as error:  # AttributeError: a libc without unshare
        print(f"{mode}: {error}", file=sys.stderr)
        return REFUSED
    if command:
        os.execv(command[0], command)  # noqa: S606 - to become the program is the purpose
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
