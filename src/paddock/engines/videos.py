"""The engine for `/v1/videos` servers: SGLang-Diffusion, vLLM-Omni and what speaks like them.

Those servers keep their jobs in memory, know no idempotency and often go on when told to stop. So: what may have been
sent is written down first; an answer that was lost is looked for in the listing before anything is sent again; a known
job that is not there any more means a restarted server, and is sent once more with the same seed.
"""

from __future__ import annotations

import asyncio
import contextlib
import math
import time
from collections.abc import Awaitable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

import httpx2
import msgspec
import structlog

from paddock import egress, errors
from paddock.engines import Capabilities, EngineRequest, Report, conform, remote, videos_wire
from paddock.engines.profiles import Profile
from paddock.engines.videos_wire import Dialect, Plan, RemoteJob, Status
from paddock.models import Model

log = structlog.get_logger()
T = TypeVar("T")

FIRST_POLL_S: Final = 1.0
LONGEST_POLL_S: Final = 5.0
SENDS: Final = 2
SEND_S: Final = 300.0
"""How long it may take to hand over a job with its pictures."""
LOOKS: Final = 2
"""How many listings must not have a job before it counts as never sent."""
DOWNLOADS: Final = 4
MOST_VIDEO_BYTES: Final = 2 * 1024**3
MOST_SEEN: Final = 500
SERVER_SHARE: Final = 0.97
"""How much of the progress is the server's; the rest is ours, to fetch the video and bring it into shape."""

NO_MEMORY: Final = "The GPU ran out of memory; ask for a lower quality or a shorter video"
RESTARTED: Final = "The server that makes the video was restarted twice; nothing was charged, try again later"
FAILED: Final = "The model could not make this video; change the prompt or the images, or try again"
REFUSED: Final = "The server that makes the video refused the request; nothing was charged"
ENDED_THERE: Final = "The video was given up by the server that makes it; nothing was charged, try again"


class _Forgotten(Exception):
    """The server does not know the job any more."""


class Videos:
    """One server. Use it from one event loop; it may serve several tasks at a time."""

    def __init__(
        self,
        name: str,
        capabilities: Capabilities,
        server: remote.Server,
        outward: egress.Egress,
        profile: Profile,
        *,
        dialect: str = "auto",
        served_name: str | None = None,
    ) -> None:
        self.name = name
        self.capabilities = capabilities
        self._profile = profile
        self._egress = outward
        self._patience_s = server.patience_s
        self._dialect = None if dialect == "auto" else Dialect(dialect)
        self._said_name = served_name or profile.served_name
        self._model = self._said_name
        self._http = remote.client(server)

    async def close(self) -> None:
        await self._http.aclose()

    async def look(self) -> remote.Standing:
        """See `Remote.look`."""
        try:
            await self._meet()
            answer = await remote.whole(self._http.get("/v1/videos", params={"limit": 1}))
        except remote.NotBegun as problem:
            return remote.Standing(False, str(problem))
        except httpx2.HTTPError as error:
            return remote.Standing(False, f"does not list its videos ({type(error).__name__}): see what it does")
        if answer.status_code != 200:
            return remote.Standing(False, f"answers {answer.status_code} to /v1/videos: {answer.text[:200]}")
        return remote.Standing(True, f"{self._dialect}, model {self._model}")

    async def generate(self, request: EngineRequest, out: Path, journal: remote.Journal, report: Report) -> None:
        """See `Remote.generate`."""
        dialect = await self._meet(known=bool(journal.state.id))
        if len(request.images) > 1 and dialect is Dialect.SGLANG:
            failure = errors.InvalidParameters("This engine takes one reference image; give one")
            raise remote.NotBegun("takes one reference image", failure=failure)
        wanted = videos_wire.plan(request, self._profile, self._model)
        raw = out.with_name("remote.mp4")
        job = await self._made(request, wanted, dialect, journal, report, raw)
        if job is None:
            raise errors.UpstreamFailure(RESTARTED)
        await journal.save(msgspec.structs.replace(journal.state, phase="done"))
        await asyncio.to_thread(conform.conform, raw, out, request)
        raw.unlink()
        report(1.0)

    async def _made(
        self,
        request: EngineRequest,
        wanted: Plan,
        dialect: Dialect,
        journal: remote.Journal,
        report: Report,
        raw: Path,
    ) -> RemoteJob | None:
        """The finished job with its video at `raw`; None when the server has forgotten it twice."""
        for _run in range(2 - min(1, journal.state.restarts)):
            if not journal.state.id:
                await self._submit(request, wanted, dialect, journal)
            try:
                job = await self._follow(journal.state.id, request, report)
                await self._fetch(job, raw)
                return job
            except _Forgotten:
                log.warning("the server has forgotten a job", engine=self.name, job=journal.state.id)
                state = remote.State(engine=self.name, phase="taken", seed=journal.state.seed)
                await journal.save(msgspec.structs.replace(state, restarts=journal.state.restarts + 1))
        return None

    # -- meeting the server

    async def _meet(self, *, known: bool = False) -> Dialect:
        """Find out how the server speaks and what it calls its model. Raises `NotBegun`.

        With a job there (`known`) a server that does not answer is no reason to give up: it may be starting.
        """
        if self._dialect is not None and self._model:
            return self._dialect
        try:
            answer = await remote.whole(self._http.get("/v1/models"))
        except httpx2.HTTPError as error:
            if known:
                self._model = self._model or self._profile.repository
                return self._dialect or Dialect.SGLANG
            raise remote.NotBegun(f"does not answer ({type(error).__name__}): start it, or correct base_url") from None
        if answer.status_code in (401, 403):
            raise remote.NotBegun("refuses our key: set api_key", rests_s=30)
        if answer.status_code < 400 and (problem := remote.strange(answer)):
            raise remote.NotBegun(problem, rests_s=30)
        if answer.status_code >= 500 and not known:
            raise remote.NotBegun(f"is not ready (answers {answer.status_code})", rests_s=remote.retry_after_s(answer))
        found, names = videos_wire.dialect_of(remote.json_of(answer)) if answer.status_code == 200 else (None, [])
        self._dialect = self._dialect or found or await self._guess()
        self._model = self._said_name or (names[0] if len(names) == 1 else self._profile.repository)
        return self._dialect

    async def _guess(self) -> Dialect:
        """vLLM answers `/version`; a server that says nothing of itself is spoken to like SGLang."""
        with contextlib.suppress(httpx2.HTTPError):
            answer = await remote.whole(self._http.get("/version"))
            if answer.status_code == 200 and isinstance(remote.json_of(answer), dict):
                return Dialect.VLLM
        return Dialect.SGLANG

    # -- sending the job

    async def _submit(self, request: EngineRequest, wanted: Plan, dialect: Dialect, journal: remote.Journal) -> None:
        """Send the job, once; on return the journal knows its id."""
        if journal.state.phase == "submitting" and await self._found(wanted, journal):
            return
        seen = await self._seen()
        fresh = remote.State(engine=self.name, phase="submitting", seed=request.seed, seen=seen or [], size=wanted.size)
        await journal.save(msgspec.structs.replace(fresh, restarts=journal.state.restarts))
        frame = (wanted.width, wanted.height) if request.model is Model.IMAGE else None
        more, files = await asyncio.to_thread(videos_wire.attachments, request.images, dialect, frame)
        fields = {**videos_wire.form(wanted, self._profile, dialect), **more}
        for _send in range(SENDS):
            if await uninterrupted(self._send(fields, files, journal)):
                return
            if seen is None:
                break  # nothing can tell whether it was taken: it must not be sent again
            if await self._found(wanted, journal):
                return
        raise remote.Interrupted("the answer to a submit was lost")

    async def _seen(self) -> list[str] | None:
        """The jobs that are there before ours; None when the server lists none. Raises `NotBegun`."""
        try:
            jobs = await self._listing()
        except httpx2.HTTPError as error:
            raise remote.NotBegun(f"does not answer ({type(error).__name__})") from None
        return None if jobs is None else [job.id for job in jobs][:MOST_SEEN]

    async def _listing(self) -> list[RemoteJob] | None:
        answer = await remote.whole(self._http.get("/v1/videos", params={"limit": 100, "order": "desc"}))
        if answer.status_code >= 500:
            raise httpx2.ReadError(f"answered {answer.status_code}")
        return videos_wire.jobs_of(remote.json_of(answer)) if answer.status_code == 200 else None

    async def _send(
        self, fields: dict[str, str], files: dict[str, tuple[str, bytes, str]], journal: remote.Journal
    ) -> bool:
        """POST the job; False when nobody knows what became of it. Raises `NotBegun` or a `TaskFailure`."""
        # A file part makes the form multipart, which is all that vLLM reads.
        parts: Any = {name: (None, value.encode(), "text/plain") for name, value in fields.items()} | files
        parts = {name: part if part[0] else (None, part[1]) for name, part in parts.items()}
        try:
            answer = await remote.whole(self._http.post("/v1/videos", files=parts), SEND_S)
        except remote.NEVER_SENT as error:
            raise remote.NotBegun(f"does not answer ({type(error).__name__})") from None
        except httpx2.HTTPError as error:
            log.warning("lost the answer to a submit", engine=self.name, reason=type(error).__name__)
            return False
        job = videos_wire.job_of(remote.json_of(answer))
        if answer.is_success and job is not None:
            await journal.save(msgspec.structs.replace(journal.state, phase="running", id=job.id, seen=[]))
            return True
        return self._not_taken(answer)

    def _not_taken(self, answer: httpx2.Response) -> bool:
        status, problem = answer.status_code, videos_wire.problem_of(answer.text)
        cause = remote.Cause(f"{status}: {problem}")
        if videos_wire.is_out_of_memory(problem):
            raise errors.ResourceExhausted(NO_MEMORY) from cause
        if status in (429, 503):
            raise remote.NotBegun(f"takes nothing now ({cause})", rests_s=remote.retry_after_s(answer))
        if status in (401, 403):
            raise remote.NotBegun(f"refuses our key: set api_key ({cause})", rests_s=30)
        if status in (404, 405) or 300 <= status < 400:
            raise remote.NotBegun(f"has no such model or no /v1/videos: correct the settings ({cause})", rests_s=30)
        if 400 <= status < 500:
            failure = errors.UpstreamFailure(REFUSED)
            failure.__cause__ = cause
            raise remote.NotBegun(f"refused the request ({cause})", failure=failure)
        log.warning("no clear answer to a submit", engine=self.name, reason=str(cause))
        return False

    async def _found(self, wanted: Plan, journal: remote.Journal) -> bool:
        """Look for the job whose answer was lost. Raises `Interrupted` when the server cannot be asked."""
        patience = Patience(self._patience_s)
        looked = 0
        while looked < LOOKS:
            try:
                jobs = await self._listing()
            except httpx2.HTTPError as error:
                await patience.wait(error)
                continue
            looked += 1
            if jobs is None:
                raise remote.Interrupted("the answer to a submit was lost, and the server lists no jobs")
            job = videos_wire.ours_among(jobs, journal.state.seen, wanted)
            if job is not None:
                await journal.save(msgspec.structs.replace(journal.state, phase="running", id=job.id, seen=[]))
                return True
            await asyncio.sleep(FIRST_POLL_S if looked < LOOKS else 0)
        return False

    # -- following it

    async def _follow(self, job_id: str, request: EngineRequest, report: Report) -> RemoteJob:
        """Wait for the job's end. Raises `_Forgotten`, a `TaskFailure`, or `Interrupted` after a long silence."""
        patience = Patience(self._patience_s)
        began, wait_s = time.monotonic(), FIRST_POLL_S
        expected_s = self.capabilities.work_s_per_video_s * request.frames / request.fps
        while True:
            try:
                job = await self._ask(job_id)
            except httpx2.HTTPError as error:
                await patience.wait(error)
                continue
            patience.reset()
            if job.status is Status.DONE:
                return job
            if job.status.ended:
                raise _failure(job)
            guess = 0.9 * (1 - math.exp(-(time.monotonic() - began) / expected_s))
            share = job.progress or (guess if self._dialect is Dialect.VLLM else 0.0)
            report(SERVER_SHARE * min(share, 0.99))
            await asyncio.sleep(wait_s)
            wait_s = min(LONGEST_POLL_S, wait_s * 1.25)

    async def _ask(self, job_id: str) -> RemoteJob:
        """The job as it is. A failed one may come with any status. Raises `_Forgotten` or what httpx2 raises."""
        answer = await remote.whole(self._http.get(f"/v1/videos/{job_id}"))
        job = videos_wire.job_of(remote.json_of(answer))
        if job is not None:
            return job if answer.is_success else replace(job, status=Status.FAILED)
        if answer.status_code == 404:
            raise _Forgotten
        raise httpx2.ReadError(f"answered {answer.status_code}: {videos_wire.problem_of(answer.text)}")

    async def _fetch(self, job: RemoteJob, into: Path) -> None:
        """The finished video into a file. Raises `_Forgotten`, a `TaskFailure` or `Interrupted`."""
        problem = ""
        for number in range(DOWNLOADS):
            await asyncio.sleep(number * FIRST_POLL_S)
            try:
                answer = await remote.download(self._http, f"/v1/videos/{job.id}/content", into, MOST_VIDEO_BYTES)
            except httpx2.HTTPError as error:
                problem = type(error).__name__
                continue
            if answer.status_code == 200:
                return
            problem = f"{answer.status_code}: {videos_wire.problem_of(answer.text)}"
            if answer.status_code == 400 and job.url:
                return await self._fetch_elsewhere(job.url, into)
            if answer.status_code == 422:
                raise errors.NoContent(FAILED) from remote.Cause(problem)
            if answer.status_code == 404:
                await self._ask(job.id)  # tells a restarted server from one that is not quite ready
        raise remote.Interrupted(f"the finished video cannot be fetched ({problem})")

    async def _fetch_elsewhere(self, url: str, into: Path) -> None:
        """From the cloud storage that the server keeps its results in: by the guarded way out."""
        try:
            await self._egress.fetch(url, max_bytes=MOST_VIDEO_BYTES, deadline_s=600, into=into)
        except egress.FetchFailed as failure:
            raise remote.Interrupted(f"the server's cloud storage does not answer ({failure.reason})") from failure

    # -- ending it

    async def clear(self, state: remote.State) -> None:
        """See `Remote.clear`."""
        try:
            dialect = await self._meet()
            job_id = state.id or await self._lost_job(state)
            if job_id:
                await self._end(job_id, dialect)
        except (httpx2.HTTPError, remote.NotBegun) as error:
            raise remote.Interrupted(f"the server does not answer ({type(error).__name__})") from None
        except _Forgotten:
            pass

    async def _lost_job(self, state: remote.State) -> str:
        """The one job that came after our lost submit, or nothing: a stranger's job is never ended."""
        jobs = await self._listing() or []
        fresh = [job for job in jobs if job.id not in state.seen and job.size in (None, state.size)]
        return fresh[0].id if len(fresh) == 1 else ""

    async def _end(self, job_id: str, dialect: Dialect) -> None:
        """Stop and remove the job; returns when its GPU is free. Raises `_Forgotten` when it is not there."""
        wait_s, asked = FIRST_POLL_S, False
        while not (await self._ask(job_id)).status.ended:
            if dialect is Dialect.VLLM:
                answer = await self._http.delete(f"/v1/videos/{job_id}")
                if answer.status_code in (200, 204, 404):
                    return  # 409 means again
            elif not asked:
                # SGLang's DELETE would only forget the job and leave the GPU at work; newer builds can cancel.
                await self._http.post(f"/v1/videos/{job_id}/cancel")
                asked = True
            await asyncio.sleep(wait_s)
            wait_s = min(LONGEST_POLL_S, wait_s * 1.25)
        await self._http.delete(f"/v1/videos/{job_id}")


class Patience:
    """Waits between tries while a server is silent, longer every time, up to a limit."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self.reset()

    def reset(self) -> None:
        self._silent_since: float | None = None
        self._wait_s = FIRST_POLL_S

    async def wait(self, error: Exception) -> None:
        """Raises `Interrupted` when the limit is reached."""
        now = time.monotonic()
        self._silent_since = self._silent_since or now
        if now - self._silent_since > self._limit_s:
            raise remote.Interrupted(f"the server is silent ({str(error) or type(error).__name__})") from error
        await asyncio.sleep(self._wait_s)
        self._wait_s = min(LONGEST_POLL_S, self._wait_s * 1.5)


def _failure(job: RemoteJob) -> errors.TaskFailure:
    failure: errors.TaskFailure
    if job.out_of_memory:
        failure = errors.ResourceExhausted(NO_MEMORY)
    elif job.status is Status.CANCELLED:
        failure = errors.UpstreamFailure(ENDED_THERE)
    else:
        failure = errors.NoContent(FAILED)
    failure.__cause__ = remote.Cause(job.problem)
    return failure


async def uninterrupted(action: Awaitable[T]) -> T:
    """Let `action` end before a cancellation takes effect, so that what it learns is written down."""
    running = asyncio.ensure_future(action)
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        with contextlib.suppress(Exception):
            await running
        raise
