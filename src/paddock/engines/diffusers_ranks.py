"""Several GPUs that make one video together: a process for each, started by the first one.

All of them load the model and go through the same steps; the first one hears what is to be made, tells the others, and
says after each step whether to go on. When one of them ends, all do.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Mapping
from typing import Any

from paddock import errors
from paddock.engines import Cancelled, EngineRequest, child
from paddock.engines.diffusers_ask import Stopped

PLACE = "PADDOCK_RANKS"
"""In the environment of the other processes: where all of them meet."""


class Ranks:
    """This process's place among the others. The same calls are made by all, in the same order."""

    def __init__(self, made_with: Mapping[str, Any], count: int, device: str) -> None:
        """The first one: starts the others, which make an engine of their own with `made_with`."""
        self._first = True
        self._lost = False
        self._place = tempfile.TemporaryDirectory(prefix="paddock-ranks-")
        check_gpus(count, device)
        self._helpers = [self._start(rank, made_with) for rank in range(1, count)]
        self._distributed = _joined(self._place.name, 0, count, device)
        for helper in self._helpers:
            threading.Thread(target=_ends_with, args=(helper,), daemon=True).start()

    @classmethod
    def join(cls, rank: int, count: int, device: str) -> Ranks:
        """One of the others."""
        made = cls.__new__(cls)
        made._first, made._lost = False, False
        made._distributed = _joined(os.environ[PLACE], rank, count, device)
        threading.Thread(target=_ends_with_input, daemon=True).start()
        return made

    def _start(self, rank: int, made_with: Mapping[str, Any]) -> subprocess.Popen[bytes]:
        # In the first one's process group, so that whoever kills it kills all; standard input ends with it, too.
        return subprocess.Popen(
            [sys.executable, "-m", "paddock.engines.diffusers_ranks", str(rank), json.dumps(dict(made_with))],
            stdin=subprocess.PIPE,
            stdout=sys.stderr,
            env={**os.environ, PLACE: self._place.name},
        )

    def announce(self, request: EngineRequest) -> None:
        """The first one tells the others what is to be made."""
        if self._lost:
            raise RuntimeError("the GPUs are not in step any more")
        self._lost = True  # until this one has gone well: after a failure in the middle nobody waits for anybody
        self._distributed.broadcast_object_list([child.request_to_json(request)], src=0)

    def ended(self) -> None:
        """All of them are where they were before the last `announce`."""
        self._lost = False

    def hear(self) -> EngineRequest:
        """The others wait for what is to be made."""
        told: list[Any] = [None]
        self._distributed.broadcast_object_list(told, src=0)
        return child.request_from_json(told[0])

    def together(self, report: Callable[[], None]) -> None:
        """After a step: the first one reports; when its video is not wanted any more, all stop."""
        unwanted: BaseException | None = None
        if self._first:
            try:
                report()
            except Cancelled as cancelled:
                unwanted = cancelled
        told = [unwanted is not None]
        self._distributed.broadcast_object_list(told, src=0)
        if unwanted is not None:
            self._lost = False
            raise unwanted
        if told[0]:
            raise Stopped


def check_gpus(count: int, device: str) -> None:
    """Raises `OperatorError` when the machine has fewer GPUs than that."""
    cuda = importlib.import_module("torch").cuda
    there = cuda.device_count() if cuda.is_available() else 0
    if device != "cpu" and there < count:
        raise errors.OperatorError(f"gpus = {count}, but this machine has {there}: say gpus = {max(1, there)}")


def _joined(place: str, rank: int, count: int, device: str) -> Any:
    torch = importlib.import_module("torch")
    for library in ("GLOO", "NCCL"):
        os.environ.setdefault(f"{library}_SOCKET_IFNAME", "lo")
    if device != "cpu":
        torch.cuda.set_device(rank)
    torch.distributed.init_process_group(
        "gloo" if device == "cpu" else "cpu:gloo,cuda:nccl",
        init_method=f"file://{place}/store",
        rank=rank,
        world_size=count,
    )
    return torch.distributed


def _ends_with(helper: subprocess.Popen[bytes]) -> None:
    helper.wait()
    print(f"a GPU's process ended with {helper.returncode}", file=sys.stderr)
    os._exit(1)


def _ends_with_input() -> None:
    sys.stdin.buffer.read()
    os._exit(0)


def main(rank: str, made_with: str) -> None:
    from paddock.engines.diffusers import Diffusers

    engine = Diffusers(**json.loads(made_with))
    engine.load(int(rank))
    engine.follow()


if __name__ == "__main__":
    main(*sys.argv[1:])
