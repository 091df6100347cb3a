"""Runs an engine in a child process: reports its progress, cancels it, kills it at a wall-clock limit, and survives
whatever it does to itself.

One video is made at a time; an engine that says so is given the next one while it finishes the last.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import structlog

from paddock import errors
from paddock.engines import EngineRequest, child

log = structlog.get_logger()

SETUP_LIMIT_S: Final = 120.0
MAX_LINE_BYTES: Final = 1 << 20
FINISH_S: Final = 10.0
"""Before the child is killed because of one job, another that only has to be finished gets this long."""
EXIT_S: Final = 5.0


class EngineCrash(errors.PaddockError):
    """The engine's process ended or broke in a way that says nothing about the request; another attempt may do."""


class Unready(EngineCrash):
    """The engine cannot be set up, and its process said why."""


class Bystander(EngineCrash):
    """The engine's process was ended because of another job: nothing speaks against this one."""


_KINDS: tuple[type[errors.TaskFailure], ...] = (*errors.TaskFailure.__subclasses__(), errors.TaskFailure)
_FAILURES = {kind.code: kind for kind in _KINDS}


class _Job:
    """One video that the child is making."""

    def __init__(
        self,
        number: int,
        process: asyncio.subprocess.Process | None,
        on_progress: Callable[[float], None],
        on_free: Callable[[], None],
    ) -> None:
        self.number = number
        self.process = process
        self.on_progress = on_progress
        self.free = False
        """Whether the child can begin another: what is left to do of this one is done beside it."""
        self.failure: Exception | None = None
        self.changed = asyncio.Event()
        """It is free, or has ended."""
        self.ended = asyncio.Event()
        self.gone = asyncio.Event()
        """Nobody wants anything of it any more."""
        self._on_free = on_free

    def set_free(self) -> None:
        if not self.free:
            self.free = True
            self.changed.set()
            self._on_free()

    def end(self, failure: Exception | None = None) -> None:
        if not self.ended.is_set():
            self.failure = failure
            self.ended.set()
            self.changed.set()


def _nothing() -> None:
    pass


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
        self.finishes_beside = False
        """Whether the engine has ever said that another video may be begun while one is finished."""
        self._process: asyncio.subprocess.Process | None = None
        self._warming = asyncio.Lock()
        self._listening: asyncio.Task[None] | None = None
        self._cancel_s = 0.0
        self._jobs: dict[int, _Job] = {}
        self._numbers = itertools.count(1)

    @property
    def ready(self) -> bool:
        """Whether a child is there."""
        return self._process is not None and self._process.returncode is None

    async def warm(self) -> None:
        """Have a child ready. Raises `EngineCrash` when the engine cannot be set up."""
        async with self._warming:
            if not self.ready:
                await self._start()

    async def _start(self) -> None:
        self._process = process = await asyncio.create_subprocess_exec(
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
                ready = await self._hear(process)
                if "unready" in ready:
                    raise Unready(f"{self.engine} cannot start: {ready['unready']}")
                self.work_s_per_video_s, self._cancel_s = ready["work_s_per_video_s"], ready.get("cancel_s", 0.0)
        except TimeoutError:
            await self.kill()
            raise EngineCrash(f"{self.engine} was not ready within {self._setup_limit_s:.0f} s") from None
        except BaseException:
            await self.kill()
            raise
        self._listening = asyncio.create_task(self._listen(process))

    async def generate(
        self,
        request: EngineRequest,
        out: Path,
        on_progress: Callable[[float], None],
        limit_s: float,
        on_free: Callable[[], None] = _nothing,
    ) -> None:
        """Have the video made at `out`. Cancelling this call stops the child's work, or the child.

        `on_free` is called as soon as the next video may be begun, at the latest when this call ends: only then may
        `generate` be called again. Raises the engine's own `TaskFailure`, `GenerationTimeout` after `limit_s` seconds,
        or `EngineCrash`.
        """
        await self.warm()
        job = _Job(next(self._numbers), self._process, on_progress, on_free)
        self._jobs[job.number] = job
        try:
            async with asyncio.timeout(limit_s):
                await self._tell({"job": job.number, "request": child.request_to_json(request), "out": str(out)})
                await job.ended.wait()
        except TimeoutError:
            await self._kill_for(job)
            raise errors.GenerationTimeout(
                f"The video was not ready within {limit_s:.0f} s; ask for a shorter video or a lower quality"
            ) from None
        except asyncio.CancelledError:
            await self._abandon(job)
            raise
        else:
            if isinstance(job.failure, EngineCrash) and not job.free:
                await self._kill_for(job)  # whatever broke it may be broken still
            if job.failure is not None:
                raise job.failure
        finally:
            del self._jobs[job.number]
            job.gone.set()
            job.set_free()

    async def settled(self) -> None:
        """Returns when the child has nothing left to do."""
        for job in list(self._jobs.values()):
            await job.gone.wait()

    # -- ending a job

    async def _abandon(self, job: _Job) -> None:
        """Rid the child of a job that nobody wants any more."""
        if job.ended.is_set():
            return
        with contextlib.suppress(EngineCrash):
            if job.free:
                await self._tell({"cancel": job.number})  # should it go on all the same, it is in nobody's way
            elif not (self._cancel_s and await self._stopped(job)):
                await self._kill_for(job)

    async def _stopped(self, job: _Job) -> bool:
        """Ask an engine that can be asked to stop; whether it has, in the time that it said."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._cancel_s):
                await self._tell({"cancel": job.number})
                await job.changed.wait()
        return job.changed.is_set() and not isinstance(job.failure, EngineCrash)

    async def _kill_for(self, job: _Job) -> None:
        """Kill the child because of this job, once another that has been made is finished."""
        others = [one for one in self._jobs.values() if one is not job and one.free]
        if self._process is not job.process:
            return  # it is gone already
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FINISH_S):
                for one in others:
                    await one.gone.wait()
        if self._process is job.process:
            await self.kill()

    async def kill(self) -> None:
        """End the child and everything it started, now."""
        process, self._process = self._process, None
        if process is None:
            return
        for job in self._jobs.values():
            job.end(Bystander(f"{self.engine} was stopped because of another video"))
        await asyncio.shield(self._reap(process))

    async def _reap(self, process: asyncio.subprocess.Process) -> int:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        return await process.wait()

    # -- talking with the child

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        """Hand the child's reports to whom they concern until it ends."""
        try:
            while True:
                report = await self._hear(process)
                try:
                    self._note(report)
                except (KeyError, TypeError, ValueError):
                    raise EngineCrash(f"{self.engine} speaks nonsense") from None
        except EngineCrash as crash:
            if self._process is process:
                self._process = None
                for job in self._jobs.values():
                    job.end(EngineCrash(str(crash)))
        finally:
            await self._reap(process)

    def _note(self, report: dict[str, Any]) -> None:
        job = self._jobs.get(report.get("job", 0))
        if "crash" in report:
            log.error("engine broke", engine=self.engine, trace=report["crash"])
        if job is None:
            return  # nobody wants to know
        if "progress" in report:
            if not job.ended.is_set():
                job.on_progress(float(report["progress"]))
        elif "free" in report:
            self.finishes_beside = True
            job.set_free()
        elif "failure" in report:
            failure = report["failure"]
            job.end(_FAILURES.get(failure["code"], errors.TaskFailure)(failure["message"]))
        else:
            job.end(EngineCrash(f"{self.engine} broke") if "crash" in report else None)

    async def _tell(self, message: dict[str, Any]) -> None:
        process = self._process
        try:
            if process is None or process.stdin is None:
                raise BrokenPipeError
            process.stdin.write(json.dumps(message).encode() + b"\n")
            await process.stdin.drain()
        except OSError:
            raise EngineCrash(f"{self.engine} is gone") from None

    async def _hear(self, process: asyncio.subprocess.Process) -> dict[str, Any]:
        assert process.stdout is not None
        try:
            line = await process.stdout.readline()
            if line.endswith(b"\n"):
                report: dict[str, Any] = json.loads(line)
                return report
        except ValueError:
            raise EngineCrash(f"{self.engine} speaks nonsense") from None
        with contextlib.suppress(TimeoutError):
            raise EngineCrash(f"{self.engine} ended with {_ending(await asyncio.wait_for(process.wait(), EXIT_S))}")
        raise EngineCrash(f"{self.engine} fell silent")


def _ending(code: int) -> str:
    return f"exit code {code}" if code >= 0 else f"signal {signal.Signals(-code).name}"
