"""The engine for the hosted service: in this API's own form, or DashScope's; also another Paddock.

Our users pay us in our credits; what a video costs there is the operator's affair. What may have been paid for is
never sent a second time: the own form has idempotency keys for that, and in DashScope's form a lost answer ends the
task instead.
"""

from __future__ import annotations

import asyncio
import base64
import io
import secrets
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2
import msgspec
import structlog
from PIL import Image

from paddock import egress, errors
from paddock.engines import Capabilities, EngineRequest, Report, conform, remote, videos
from paddock.engines import happyhorse_wire as wire

log = structlog.get_logger()

FIRST_POLL_S: Final = 1.0
LONGEST_POLL_S: Final = 8.0
SENDS: Final = 2
DOWNLOADS: Final = 4
MOST_VIDEO_BYTES: Final = 2 * 1024**3
MOST_IMAGE_BYTES: Final = 10 * 1024 * 1024
REST_S: Final = 60.0
"""How long a service that will not serve us is left alone: no credit, no valid key."""
NOT_OURS: Final = "The service that makes the video gave no answer that can be relied on; nothing was charged"


class HappyHorse:
    """One account of one service."""

    def __init__(
        self,
        name: str,
        capabilities: Capabilities,
        server: remote.Server,
        outward: egress.Egress,
        *,
        form: str,
    ) -> None:
        self.name = name
        self.capabilities = capabilities
        self._egress = outward
        self._dashscope = form == "dashscope"
        self._patience_s = server.patience_s
        self._origin = urlsplit(server.base_url)[:2]
        self._http = remote.client(server)

    async def close(self) -> None:
        await self._http.aclose()

    async def look(self) -> remote.Standing:
        """See `Remote.look`."""
        path = "/api/v1/tasks/none" if self._dashscope else "/v1/credits"
        try:
            answer = await remote.whole(self._http.get(path))
        except httpx2.HTTPError as error:
            return remote.Standing(False, f"does not answer ({type(error).__name__}): correct base_url")
        if answer.status_code in (401, 403):
            return remote.Standing(False, "refuses our key: set api_key")
        if problem := remote.strange(answer):
            return remote.Standing(False, problem)
        if self._dashscope:
            return remote.Standing(True, "answers")
        left = _credits(remote.json_of(answer))
        if answer.status_code != 200:
            return remote.Standing(False, f"answers {answer.status_code}: correct base_url or form")
        return remote.Standing(True, "answers" if left is None else f"{left:g} credits left there")

    async def generate(self, request: EngineRequest, out: Path, journal: remote.Journal, report: Report) -> None:
        """See `Remote.generate`."""
        if not journal.state.id:
            await self._submit(request, journal)
        seen = await self._follow(journal.state.id, report)
        raw = out.with_name("remote.mp4")
        await self._fetch(seen.url, raw)
        await journal.save(msgspec.structs.replace(journal.state, phase="done"))
        await asyncio.to_thread(conform.conform, raw, out, request)
        raw.unlink()
        report(1.0)

    # -- sending

    async def _submit(self, request: EngineRequest, journal: remote.Journal) -> None:
        """Send the task; on return the journal knows its id."""
        again = journal.state.phase == "submitting"
        if again and self._dashscope:
            raise errors.UpstreamFailure(NOT_OURS) from remote.Cause("the answer to a submit was lost")
        images = [await asyncio.to_thread(data_url, image) for image in request.images]
        body = (wire.dashscope_body if self._dashscope else wire.native_body)(request, images)
        key = journal.state.key or f"paddock-{secrets.token_hex(16)}"
        await journal.save(
            remote.State(engine=self.name, phase="submitting", seed=request.seed, key=key),
        )
        for number in range(SENDS):
            await asyncio.sleep(number * FIRST_POLL_S)
            if await videos.uninterrupted(self._send(body, journal, last=number == SENDS - 1)):
                return
            if self._dashscope:
                raise errors.UpstreamFailure(NOT_OURS) from remote.Cause("the answer to a submit was lost")
        raise remote.Interrupted("the answer to a submit was lost")

    async def _send(self, body: dict[str, Any], journal: remote.Journal, *, last: bool) -> bool:
        """POST the task; False when it should be sent again, with the same key.

        Raises `NotBegun` or a `TaskFailure`.
        """
        path, headers = "/v1/videos/generations", {"idempotency-key": journal.state.key}
        if self._dashscope:
            path, headers = "/api/v1/services/aigc/video-generation/video-synthesis", {"x-dashscope-async": "enable"}
        try:
            answer = await remote.whole(self._http.post(path, json=body, headers=headers), videos.SEND_S)
        except remote.NEVER_SENT as error:
            raise remote.NotBegun(f"does not answer ({type(error).__name__})") from None
        except httpx2.HTTPError as error:
            log.warning("lost the answer to a submit", engine=self.name, reason=type(error).__name__)
            return False
        task_id = self._task_id(remote.json_of(answer))
        if answer.is_success and task_id:
            await journal.save(msgspec.structs.replace(journal.state, phase="running", id=task_id))
            return True
        return self._not_taken(answer, last=last)

    def _task_id(self, value: Any) -> str:
        source = value.get("output") if self._dashscope and isinstance(value, dict) else value
        found = source.get("task_id" if self._dashscope else "id") if isinstance(source, dict) else None
        return found if isinstance(found, str) else ""

    def _not_taken(self, answer: httpx2.Response, *, last: bool) -> bool:
        """What a refusal means: the request's fault, ours, or a moment's."""
        status = answer.status_code
        code, message = wire.error_of(remote.json_of(answer))
        reason = f"{status} {code}: {message}"[:300]
        if status == 429 or code.startswith("Throttling"):
            raise remote.NotBegun(f"takes no more now ({reason})", rests_s=remote.retry_after_s(answer))
        if status in (401, 402, 403) or code in ("Arrearage", "InvalidApiKey", "AccessDenied"):
            raise remote.NotBegun(f"does not serve us: check the key and the credits there ({reason})", rests_s=REST_S)
        if status == 503 and last:
            raise remote.NotBegun(f"is not ready ({reason})", rests_s=remote.retry_after_s(answer))
        if 400 <= status < 500 and code != "idempotency_conflict":
            failure = wire.failure_of(code or "invalid_request", message)
            failure.__cause__ = remote.Cause(reason)
            raise remote.NotBegun(f"refused the request ({reason})", failure=failure)
        log.warning("no clear answer to a submit", engine=self.name, reason=reason)
        return False

    # -- following

    async def _follow(self, task_id: str, report: Report) -> wire.Seen:
        """Wait for the end. Raises a `TaskFailure`, or `Interrupted` after a long silence."""
        patience, wait_s, estimate = videos.Patience(self._patience_s), FIRST_POLL_S, 0.0
        while True:
            try:
                seen = await self._ask(task_id)
            except httpx2.HTTPError as error:
                await patience.wait(error)
                continue
            patience.reset()
            if seen.stage is wire.Stage.DONE and seen.url:
                return seen
            if seen.stage is not wire.Stage.WORKING:
                failure = wire.failure_of(seen.code, seen.message)
                raise failure from remote.Cause(f"{seen.stage} {seen.code}: {seen.message}")
            estimate += (0.9 - estimate) * 0.05
            report(videos.SERVER_SHARE * min(0.99, estimate if seen.progress is None else seen.progress))
            await asyncio.sleep(wait_s)
            wait_s = min(LONGEST_POLL_S, wait_s * 1.25)

    async def _ask(self, task_id: str) -> wire.Seen:
        """The task as it is. Raises what httpx2 raises, also for an answer that says nothing of the task."""
        answer = await remote.whole(self._http.get(f"{'/api' if self._dashscope else ''}/v1/tasks/{task_id}"))
        found = (wire.dashscope_seen if self._dashscope else wire.native_seen)(remote.json_of(answer))
        if answer.is_success and found is not None:
            return found
        if answer.status_code == 404:
            return wire.Seen(wire.Stage.GONE)
        raise httpx2.ReadError(f"answered {answer.status_code}")

    async def _fetch(self, url: str, into: Path) -> None:
        """The video into a file. Only the service's own address is trusted; any other goes the guarded way out."""
        problem = "no address"
        for number in range(DOWNLOADS):
            await asyncio.sleep(number * FIRST_POLL_S)
            try:
                if urlsplit(url)[:2] != self._origin:
                    await self._egress.fetch(url, max_bytes=MOST_VIDEO_BYTES, deadline_s=600, into=into)
                    return
                answer = await remote.download(self._http, url, into, MOST_VIDEO_BYTES)
            except egress.FetchFailed as error:
                problem = error.reason
            except httpx2.HTTPError as error:
                problem = type(error).__name__
            else:
                if answer.status_code == 200:
                    return
                problem = f"answered {answer.status_code}"
                if answer.status_code in (404, 410):
                    raise errors.UpstreamFailure(wire.UNSAID) from remote.Cause(f"the video is gone: {problem}")
        raise remote.Interrupted(f"the finished video cannot be fetched ({problem})")

    # -- ending

    async def clear(self, state: remote.State) -> None:
        """See `Remote.clear`. The service frees its own GPUs; asking it to stop is all there is to do."""
        if not state.id or state.phase == "done":
            return
        try:
            await self._http.post(f"{'/api' if self._dashscope else ''}/v1/tasks/{state.id}/cancel")
        except httpx2.HTTPError as error:
            raise remote.Interrupted(f"the service does not answer ({type(error).__name__})") from None


def data_url(image: Path) -> str:
    """A picture as a data URL that the service takes: at most 10 MB, as JPEG where PNG would be larger."""
    content = image.read_bytes()
    kind = "png"
    quality = 95
    while len(content) > MOST_IMAGE_BYTES and quality > 20:
        with Image.open(image) as picture:
            buffer = io.BytesIO()
            picture.convert("RGB").save(buffer, "JPEG", quality=quality)
        content, kind, quality = buffer.getvalue(), "jpeg", quality - 15
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def _credits(value: Any) -> float | None:
    try:
        return float(value["data"]["user"]["remaining_credits"])
    except (KeyError, TypeError, ValueError):
        return None
