"""Start a program as somebody other than root; run as a script, with the standard library only.

    python -I -S pglaunch.py namespace UID GID FOLDER PROGRAM [ARGUMENT...]
    python -I -S pglaunch.py account UID GID FOLDER PROGRAM [ARGUMENT...]
    python -I -S pglaunch.py account-passing UID GID FOLDER PROGRAM [ARGUMENT...]

PostgreSQL refuses to run as uid 0 and as a uid without a name. `namespace` shows it UID and GID inside a user namespace
in which they stand for the caller's own: files keep their owner and their modes. `account` turns into UID and GID for
real; `account-passing` keeps one right of root's, to pass by file modes, so that nothing on the way to the data and the
programs (root's home in a container, say) has to be opened to others. PROGRAM runs in FOLDER. Exit code 113: refused.

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
    """Turn into the account `uid` for good."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def become_passing(uid: int, gid: int) -> None:
    """Turn into the account `uid` for good, keeping CAP_DAC_OVERRIDE alone, for the programs it starts, too."""
    libc = _libc()
    # A change of uid leaves the capabilities alone from here on, and access(2) heeds them.
    _checked(libc.prctl(_PR_SET_SECUREBITS, _NO_SETUID_FIXUP, 0, 0, 0))
    become(uid, gid)
    mask = 1 << _CAP_DAC_OVERRIDE
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    wanted = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)  # effective, permitted, inheritable; low words, then high
    _checked(libc.capset(header, wanted))
    _checked(libc.prctl(_PR_CAP_AMBIENT, _AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0))


_MODES = {"namespace": enter_namespace, "account": become, "account-passing": become_passing}


def main(arguments: list[str]) -> int:
    mode, uid, gid, folder, *command = arguments
    try:
        _MODES[mode](int(uid), int(gid))
        os.chdir(folder)
        os.execv(command[0], command)  # noqa: S606 - to become the program is the purpose
    except (OSError, AttributeError) as error:  # AttributeError: not Linux
        print(f"{mode}: {error}", file=sys.stderr)
        return REFUSED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
