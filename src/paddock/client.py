"""The SDK: make videos on a Paddock, or on any server of this API, from Python.

    client = Client()  # PADDOCK_API_KEY and PADDOCK_URL, or api_key= and base_url=
    task = client.videos.generate("A cat on a sunlit windowsill", duration=5)
    client.videos.download(task, "cat.mp4")

`AsyncClient` is the same with `await`. A request without an answer, or answered with 429, 502 or 503, is sent again; a
create then carries the same idempotency key, so it never costs twice. Every failure is a `PaddockClientError`.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import os
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import IO, Any, Unpack

import httpx2
import msgspec

from paddock import clientcore
from paddock.clientcore import (
    BadRequest,
    Conflict,
    ConnectionFailed,
    Delivery,
    DeliveryList,
    DeliveryTry,
    DownloadFailed,
    ImageUnreadable,
    NotAllowed,
    NotAuthenticated,
    NotFound,
    Options,
    OutOfCredits,
    PaddockClientError,
    RateLimited,
    RequestFailed,
    Result,
    ServerFailed,
    Step,
    Steps,
    Task,
    TaskCancelled,
    TaskError,
    TaskFailed,
    TaskInfo,
    TaskItem,
    TaskPage,
    TaskTimeout,
    UploadedFile,
    Usage,
    WebhookSecret,
)

__all__ = [
    "AsyncClient",
    "BadRequest",
    "Client",
    "Conflict",
    "ConnectionFailed",
    "Delivery",
    "DeliveryList",
    "DeliveryTry",
    "DownloadFailed",
    "ImageUnreadable",
    "NotAllowed",
    "NotAuthenticated",
    "NotFound",
    "OutOfCredits",
    "PaddockClientError",
    "RateLimited",
    "RequestFailed",
    "ServerFailed",
    "Task",
    "TaskCancelled",
    "TaskError",
    "TaskFailed",
    "TaskInfo",
    "TaskItem",
    "TaskPage",
    "TaskTimeout",
    "UploadedFile",
    "Usage",
    "WebhookSecret",
]

Listener = Callable[[Task], object]
_TIMEOUT = httpx2.Timeout(60, connect=10)
_PLAIN = {"accept-encoding": "identity"}  # so that content-length is the video's


def _task_id(task: Task | str) -> str:
    return task if isinstance(task, str) else task.id


def _http_options(core: clientcore.Core) -> dict[str, Any]:
    """This machine's own server is never asked for by way of a proxy."""
    return {"timeout": _TIMEOUT, "trust_env": not core.loopback}


def _lost(error: httpx2.RequestError) -> clientcore.Lost:
    return clientcore.Lost(str(error) or type(error).__name__)


def _head(response: httpx2.Response, body: bytes = b"") -> clientcore.Reply:
    return clientcore.Reply(response.status_code, dict(response.headers), body)


class Client:
    """A client for one server and one API key, to be used from any thread; close it, or use it as a context manager.

    `api_key` and `base_url` default to PADDOCK_API_KEY and PADDOCK_URL, and the URL to this machine's port 8080.
    `retries`: how often a request is sent again. `backoff_s`: the first wait before that; it doubles.
    """

    def __init__(
        self, api_key: str | None = None, base_url: str | None = None, *, retries: int = 4, backoff_s: float = 0.25
    ) -> None:
        core = clientcore.Core(api_key, base_url, retries, backoff_s)
        self._http = httpx2.Client(**_http_options(core))
        self.videos = Videos(core, self._http)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()


class Videos:
    """The calls; see `clientcore.Options` for what a create takes."""

    def __init__(self, core: clientcore.Core, http: httpx2.Client) -> None:
        self._core, self._http = core, http

    def create(self, prompt: str | None = None, **options: Unpack[Options]) -> Task:
        """Ask for a video. Without `model`, the images choose it: none, one, several (or `characterN` in the prompt).

        An image is a URL, the path of a file, or a file's bytes; files are uploaded first (JPEG, PNG or WEBP, at most
        10 MB). Image-to-video needs no prompt. The same `idempotency_key` (made up when absent) gives the same task.
        """
        return self._run(self._core.create(prompt, **options))

    def upload(self, picture: str | os.PathLike[str] | bytes) -> UploadedFile:
        """Upload an image's file, or its bytes, to use its `file_url` in several creates."""
        return self._run(self._core.upload(picture))

    def get(self, task: Task | str) -> Task:
        """The task as it is now."""
        return self._run(self._core.get(_task_id(task)))

    def list(
        self, *, status: str | None = None, model: str | None = None, page: int = 1, page_size: int = 20
    ) -> TaskPage:
        """The account's tasks, newest first; `page` counts from 1. `status="processing"` covers pending tasks, too."""
        return self._run(self._core.list(status, model, page, page_size))

    def cancel(self, task: Task | str) -> Task:
        """End the task; its credits come back. Raises `Conflict` when it is completed or has failed."""
        return self._run(self._core.cancel(_task_id(task)))

    def deliveries(self, task: Task | str) -> DeliveryList:
        """The task's callbacks, newest first, each with its tries."""
        return self._run(self._core.deliveries(_task_id(task)))

    def redeliver(self, task: Task | str, delivery_id: str | None = None) -> Delivery:
        """Send the task's callback again: this delivery under its own id, or, without one, a new delivery.

        Raises `Conflict` when the task has no callback or has not ended.
        """
        return self._run(self._core.redeliver(_task_id(task), delivery_id))

    def webhook_secret(self) -> WebhookSecret:
        """What the account's callbacks are signed with, for a Standard Webhooks library to verify them."""
        return self._run(self._core.webhook_secret())

    def rotate_webhook_secret(self) -> WebhookSecret:
        """A new secret; the one before it signs along for 24 hours."""
        return self._run(self._core.rotate_webhook_secret())

    def watch(self, task: Task | str) -> Iterator[Task]:
        """The task at every change, as the server tells it, until it has ended.

        Ends early, without an error, when the connection is lost or the server tells nothing: `wait` then goes on.
        """
        step, reader = self._core.events(_task_id(task)), clientcore.EventReader()
        with (
            contextlib.suppress(httpx2.RequestError, msgspec.DecodeError),
            self._http.stream(step.method, step.url, headers=step.headers) as response,
        ):
            for line in response.iter_lines() if response.status_code == 200 else ():
                if (changed := reader.feed(line)) is not None:
                    yield changed

    def wait(
        self,
        task: Task | str,
        *,
        on_progress: Listener | None = None,
        poll_s: float = 2.0,
        timeout_s: float | None = None,
    ) -> Task:
        """The completed task. Raises `TaskFailed`, `TaskCancelled`, or `TaskTimeout` after `timeout_s` seconds.

        Asks after 0.3 seconds, then ever less often, down to every `poll_s` seconds.
        """
        known = self.get(task) if isinstance(task, str) else task
        return self._run(self._core.wait(known, on_progress, poll_s, timeout_s))

    def generate(
        self,
        prompt: str | None = None,
        *,
        on_progress: Listener | None = None,
        poll_s: float = 2.0,
        timeout_s: float | None = None,
        **options: Unpack[Options],
    ) -> Task:
        """`create`, then `wait`."""
        return self._run(self._core.generate(prompt, on_progress, poll_s, timeout_s, **options))

    def download(self, task: Task | str, path: Path | str) -> Path:
        """Save the video of a completed task and return where: at `path`, or in it when it is a folder."""
        return self._run(self._core.download(task, Path(path)))

    def _run(self, steps: Steps[Result]) -> Result:
        try:
            outcome: object = None
            while True:
                try:
                    step = steps.send(outcome)
                except StopIteration as end:
                    result: Result = end.value
                    return result
                outcome = self._do(step)
        finally:
            steps.close()

    def _do(self, step: Step) -> object:
        match step:
            case clientcore.Send():
                return self._send(step)
            case clientcore.Fetch(url, file):
                return self._fetch(url, file)
            case clientcore.Wait(seconds):
                time.sleep(seconds)
            case clientcore.Tell(listener, task):
                listener(task)
            case clientcore.Clock():
                return time.monotonic()
        return None

    def _send(self, step: clientcore.Send) -> clientcore.Reply | clientcore.Lost:
        try:
            response = self._http.request(step.method, step.url, headers=step.headers, content=step.content)
        except httpx2.RequestError as error:
            return _lost(error)
        return _head(response, response.content)

    def _fetch(self, url: str, file: IO[bytes]) -> clientcore.Reply | clientcore.Lost:
        try:
            with self._http.stream("GET", url, headers=_PLAIN, follow_redirects=True) as response:
                if response.status_code != 200:
                    return _head(response, response.read())
                for chunk in response.iter_raw():
                    file.write(chunk)
                return _head(response)
        except httpx2.RequestError as error:
            return _lost(error)


class AsyncClient:
    """`Client` for an event loop; `on_progress` may be a coroutine function."""

    def __init__(
        self, api_key: str | None = None, base_url: str | None = None, *, retries: int = 4, backoff_s: float = 0.25
    ) -> None:
        core = clientcore.Core(api_key, base_url, retries, backoff_s)
        self._http = httpx2.AsyncClient(**_http_options(core))
        self.videos = AsyncVideos(core, self._http)

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        await self._http.aclose()


class AsyncVideos:
    """`Videos`, awaited."""

    def __init__(self, core: clientcore.Core, http: httpx2.AsyncClient) -> None:
        self._core, self._http = core, http

    async def create(self, prompt: str | None = None, **options: Unpack[Options]) -> Task:
        """See `Videos.create`."""
        return await self._run(self._core.create(prompt, **options))

    async def upload(self, picture: str | os.PathLike[str] | bytes) -> UploadedFile:
        """See `Videos.upload`."""
        return await self._run(self._core.upload(picture))

    async def get(self, task: Task | str) -> Task:
        """See `Videos.get`."""
        return await self._run(self._core.get(_task_id(task)))

    async def list(
        self, *, status: str | None = None, model: str | None = None, page: int = 1, page_size: int = 20
    ) -> TaskPage:
        """See `Videos.list`."""
        return await self._run(self._core.list(status, model, page, page_size))

    async def cancel(self, task: Task | str) -> Task:
        """See `Videos.cancel`."""
        return await self._run(self._core.cancel(_task_id(task)))

    async def deliveries(self, task: Task | str) -> DeliveryList:
        """See `Videos.deliveries`."""
        return await self._run(self._core.deliveries(_task_id(task)))

    async def redeliver(self, task: Task | str, delivery_id: str | None = None) -> Delivery:
        """See `Videos.redeliver`."""
        return await self._run(self._core.redeliver(_task_id(task), delivery_id))

    async def webhook_secret(self) -> WebhookSecret:
        """See `Videos.webhook_secret`."""
        return await self._run(self._core.webhook_secret())

    async def rotate_webhook_secret(self) -> WebhookSecret:
        """See `Videos.rotate_webhook_secret`."""
        return await self._run(self._core.rotate_webhook_secret())

    async def watch(self, task: Task | str) -> AsyncIterator[Task]:
        """See `Videos.watch`."""
        step, reader = self._core.events(_task_id(task)), clientcore.EventReader()
        with contextlib.suppress(httpx2.RequestError, msgspec.DecodeError):
            async with self._http.stream(step.method, step.url, headers=step.headers) as response:
                if response.status_code != 200:
                    return
                async for line in response.aiter_lines():
                    if (changed := reader.feed(line)) is not None:
                        yield changed

    async def wait(
        self,
        task: Task | str,
        *,
        on_progress: Listener | None = None,
        poll_s: float = 2.0,
        timeout_s: float | None = None,
    ) -> Task:
        """See `Videos.wait`."""
        known = await self.get(task) if isinstance(task, str) else task
        return await self._run(self._core.wait(known, on_progress, poll_s, timeout_s))

    async def generate(
        self,
        prompt: str | None = None,
        *,
        on_progress: Listener | None = None,
        poll_s: float = 2.0,
        timeout_s: float | None = None,
        **options: Unpack[Options],
    ) -> Task:
        """See `Videos.generate`."""
        return await self._run(self._core.generate(prompt, on_progress, poll_s, timeout_s, **options))

    async def download(self, task: Task | str, path: Path | str) -> Path:
        """See `Videos.download`."""
        return await self._run(self._core.download(task, Path(path)))

    async def _run(self, steps: Steps[Result]) -> Result:
        try:
            outcome: object = None
            while True:
                try:
                    step = steps.send(outcome)
                except StopIteration as end:
                    result: Result = end.value
                    return result
                outcome = await self._do(step)
        finally:
            steps.close()

    async def _do(self, step: Step) -> object:
        match step:
            case clientcore.Send():
                return await self._send(step)
            case clientcore.Fetch(url, file):
                return await self._fetch(url, file)
            case clientcore.Wait(seconds):
                await asyncio.sleep(seconds)
            case clientcore.Tell(listener, task):
                heard = listener(task)
                if inspect.isawaitable(heard):
                    await heard
            case clientcore.Clock():
                return time.monotonic()
        return None

    async def _send(self, step: clientcore.Send) -> clientcore.Reply | clientcore.Lost:
        try:
            response = await self._http.request(step.method, step.url, headers=step.headers, content=step.content)
        except httpx2.RequestError as error:
            return _lost(error)
        return _head(response, response.content)

    async def _fetch(self, url: str, file: IO[bytes]) -> clientcore.Reply | clientcore.Lost:
        try:
            async with self._http.stream("GET", url, headers=_PLAIN, follow_redirects=True) as response:
                if response.status_code != 200:
                    return _head(response, await response.aread())
                async for chunk in response.aiter_raw():
                    file.write(chunk)
                return _head(response)
        except httpx2.RequestError as error:
            return _lost(error)
