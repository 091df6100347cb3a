"""Runs an engine in a child process: reports its progress, cancels it, kills it at a wall-clock limit, and survives
whatever it does to itself.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import structlog

from paddock import errors
from paddock.engines import EngineRequest, child

log = structlog.get_logger()

SETUP_LIMIT_S = 120.0
MAX_LINE_BYTES = 1 << 20


class EngineCrash(errors.PaddockError):
    """The engine's process ended or broke in a way that says nothing about the request; another attempt may do."""


_KINDS: tuple[type[errors.TaskFailure], ...] = (*errors.TaskFailure.__subclasses__(), errors.TaskFailure)
_FAILURES = {kind.code: kind for kind in _KINDS}


class Host:
    """One engine's child process, kept warm between videos and replaced when it is killed or dies."""

    def __init__(
        self, engine: str, options: Mapping[str, Any] | None = None, setup_limit_s: float = SETUP_LIMIT_S
    ) -> None:
        """`engine` is a name for `engines.load`, `options` what the engine is made with: JSON values."""
        self.engine = engine
        self._options = [json.dumps(options)] if options else []
        self._setup_limit_s = setup_limit_s
        self.work_s_per_video_s: float | None = None
        """What the engine says of itself; known once it is ready."""
        self._process: asyncio.subprocess.Process | None = None
        self._cancel_s = 0.0

    async def warm(self) -> None:
        """Have a child ready. Raises `EngineCrash` when the engine cannot be set up."""
        if self._process is not None and self._process.returncode is None:
            return
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "paddock.engines.child",
            self.engine,
            *self._options,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,  # so that what an engine starts itself can be killed with it
            limit=MAX_LINE_BYTES,
        )
        try:
            async with asyncio.timeout(self._setup_limit_s):
                ready = await self._hear()
                self.work_s_per_video_s, self._cancel_s = ready["work_s_per_video_s"], ready.get("cancel_s", 0.0)
        except TimeoutError:
            await self.kill()
            raise EngineCrash(f"{self.engine} was not ready within {self._setup_limit_s:.0f} s") from None
        except BaseException:
            await self.kill()
            raise

    async def generate(
        self, request: EngineRequest, out: Path, on_progress: Callable[[float], None], limit_s: float
    ) -> None:
        """Have the video made at `out`. Cancelling this call stops the child's work, or the child.

        Raises the engine's own `TaskFailure`, `GenerationTimeout` after `limit_s` seconds, or `EngineCrash`.
        """
        await self.warm()
        try:
            async with asyncio.timeout(limit_s):
                await self._tell({"request": child.request_to_json(request), "out": str(out)})
                await self._follow(on_progress)
        except TimeoutError:
            await self.kill()
            raise errors.GenerationTimeout(
                f"The video was not ready within {limit_s:.0f} s; ask for a shorter video or a lower quality"
            ) from None
        except asyncio.CancelledError:
            if not await self._stopped():
                await self.kill()
            raise
        except EngineCrash:
            await self.kill()
            raise

    async def _stopped(self) -> bool:
        """Ask an engine that can be asked to stop; whether it has, in the time that it said."""
        process = self._process
        if not self._cancel_s or process is None or process.stdin is None:
            return False
        try:
            async with asyncio.timeout(self._cancel_s):
                process.stdin.write(child.CANCEL.encode())
                await process.stdin.drain()
                while "progress" in await self._hear():
                    pass
        except (TimeoutError, OSError, EngineCrash):
            return False
        return True

    async def _follow(self, on_progress: Callable[[float], None]) -> None:
        while True:
            report = await self._hear()
            if "progress" in report:
                on_progress(float(report["progress"]))
            elif "done" in report:
                return
            elif "failure" in report:
                failure = report["failure"]
                raise _FAILURES.get(failure["code"], errors.TaskFailure)(failure["message"])
            else:
                log.error("engine broke", engine=self.engine, trace=report.get("crash"))
                raise EngineCrash(f"{self.engine} broke")

    async def _tell(self, message: dict[str, Any]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(message).encode() + b"\n")
            await self._process.stdin.drain()
        except OSError:
            raise EngineCrash(f"{self.engine} is gone") from None

    async def _hear(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        try:
            line = await self._process.stdout.readline()
            if line.endswith(b"\n"):
                report: dict[str, Any] = json.loads(line)
                return report
        except ValueError:
            raise EngineCrash(f"{self.engine} speaks nonsense") from None
        code = await self._process.wait()
        raise EngineCrash(f"{self.engine} ended with {_ending(code)}")

    async def kill(self) -> None:
        """End the child and everything it started, now."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        await asyncio.shield(process.wait())


def _ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
