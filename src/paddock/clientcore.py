"""The SDK's thinking, without network and clock: what to send, what an answer means, when to send again.

Each call is a generator of steps: `Send`, `Fetch`, `Wait`, `Tell`, `Clock`. A shell (`client`) does each step and sends
its outcome back in; what the generator returns is the call's result. So the sync and the async client are the same
code.
"""

from __future__ import annotations

import contextlib
import email.utils
import os
import random
import re
import secrets
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, TypedDict, TypeGuard, TypeVar, Unpack
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from paddock.errors import PaddockError
from paddock.models import Model, Status

DEFAULT_URL = "http://127.0.0.1:8080"
RESENT = frozenset({429, 502, 503})
"""Statuses after which the same request is sent again: the server says that it did nothing, or nobody knows."""

_LONGEST_WAIT_S = 60.0
_FIRST_POLL_S, _POLL_GROWTH = 0.3, 1.3
_KEY = re.compile(r"[A-Za-z0-9._-]{16,96}")
MAX_IMAGE_BYTES = 10 * 1024 * 1024
_URL = re.compile(r"https?://|data:", re.IGNORECASE)
_CHARACTER = re.compile(r"character\s*[1-9]", re.IGNORECASE)


# What the server says


def _json(value: object) -> str:
    """Indented JSON as the wire has it: what is None is absent."""
    return msgspec.json.format(msgspec.json.encode(_without_none(msgspec.to_builtins(value)))).decode()


def _without_none(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_none(one) for name, one in value.items() if one is not None}
    return [_without_none(one) for one in value] if isinstance(value, list | tuple) else value


class TaskInfo(msgspec.Struct, frozen=True, kw_only=True):
    """`estimated_time` and `video_duration` are seconds."""

    can_cancel: bool
    estimated_time: int
    video_duration: int
    seed: int | None = None
    warnings: tuple[str, ...] = ()


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """`credits_reserved` is in units of 1/10,000 credit, `credits_used` in credits, once the task has ended."""

    billing_rule: str
    credits_reserved: float
    user_group: str
    credits_used: float | None = None


class TaskError(msgspec.Struct, frozen=True, kw_only=True):
    """Why a task failed; the message says what to change."""

    code: str
    message: str
    type: str = "task_error"


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """A requested video as the server shows it. `created` is in unix seconds, `progress` 0 to 100."""

    created: int
    id: str
    model: str
    object: str
    progress: int
    status: Status
    type: str
    task_info: TaskInfo
    usage: Usage
    engine: str | None = None
    results: tuple[str, ...] | None = None
    error: TaskError | None = None

    def json(self) -> str:
        """The task as JSON, for a person or a script."""
        return _json(self)


class TaskItem(msgspec.Struct, frozen=True, kw_only=True):
    """A task in a list. `created_at` is in unix seconds, `credits_used` in credits."""

    id: str
    status: Status
    model: str
    type: str
    progress: int
    created_at: int
    has_results: bool
    has_error: bool
    credits_used: float = 0


class TaskPage(msgspec.Struct, frozen=True, kw_only=True):
    """One page of the account's tasks, newest first; `total` counts all pages."""

    data: tuple[TaskItem, ...]
    total: int
    page: int
    page_size: int

    def json(self) -> str:
        """The page as JSON, for a person or a script."""
        return _json(self)


class DeliveryTry(msgspec.Struct, frozen=True, kw_only=True):
    """One try of a callback. `began_at` is in unix seconds; `problem` says what went wrong, if anything did."""

    number: int
    began_at: float
    duration_ms: int | None = None
    status: int | None = None
    problem: str | None = None


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One callback of a task: pending, delivered or exhausted. Times are in unix seconds."""

    id: str
    task_id: str
    status: str
    created_at: float
    tries: tuple[DeliveryTry, ...]
    next_try_at: float | None = None
    ended_at: float | None = None

    def json(self) -> str:
        """The delivery as JSON, for a person or a script."""
        return _json(self)


class DeliveryList(msgspec.Struct, frozen=True, kw_only=True):
    """A task's deliveries, newest first."""

    data: tuple[Delivery, ...]

    def json(self) -> str:
        """The deliveries as JSON, for a person or a script."""
        return _json(self)


class WebhookSecret(msgspec.Struct, frozen=True, kw_only=True):
    """What the account's callbacks are signed with. Times are in unix seconds."""

    secret: str
    rotated_at: int
    previous_until: int | None = None

    def json(self) -> str:
        """The secret as JSON, for a person or a script."""
        return _json(self)


class UploadedFile(msgspec.Struct, frozen=True, kw_only=True):
    """An uploaded image; `file_url` may be used in `image_urls` until `expires_at`."""

    file_id: str
    file_url: str
    mime_type: str
    file_size: int
    expires_at: str


class _UploadAnswer(msgspec.Struct, frozen=True):
    data: UploadedFile


class _UploadProblem(msgspec.Struct, frozen=True):
    msg: str


class _Problem(msgspec.Struct, frozen=True):
    code: str = "unknown_error"
    message: str = ""
    param: str | None = None


class _ProblemAnswer(msgspec.Struct, frozen=True):
    error: _Problem


# What can go wrong


class PaddockClientError(PaddockError):
    """Any failure of a call.

    ```
    PaddockClientError
    |- ConnectionFailed      no answer, after sending again
    |- RequestFailed         an answer other than success: status, code, message, param, request_id
    |  |- BadRequest 400, 405, 413, 415   NotAuthenticated 401   OutOfCredits 402   NotAllowed 403
    |  '- NotFound 404, 410   Conflict 409   RateLimited 429   ServerFailed 5xx and answers that make no sense
    |- ImageUnreadable       a picture of this machine cannot be sent
    |- TaskFailed            the task ended without a video: task, code, message
    |  '- TaskCancelled
    |- TaskTimeout           `timeout_s` is over and the task goes on: task
    '- DownloadFailed        the video did not arrive whole
    ```
    """


class ConnectionFailed(PaddockClientError):
    """The server did not answer."""


class ImageUnreadable(PaddockClientError):
    """A picture in `image_urls` is missing, cannot be read, or is too large to be sent."""


class DownloadFailed(PaddockClientError):
    """The video did not arrive whole, or cannot be written where it should go."""


class RequestFailed(PaddockClientError):
    """The server's answer is not a success. `request_id` is what to quote when asking for help."""

    def __init__(self, status: int, code: str, message: str, param: str | None, request_id: str | None) -> None:
        self.status, self.code, self.message, self.param, self.request_id = status, code, message, param, request_id
        super().__init__(f"{message} ({status} {code}{f', request {request_id}' if request_id else ''})")


class BadRequest(RequestFailed):
    """The request is wrong; `param` names the field where one is to blame."""


class NotAuthenticated(RequestFailed):
    """The API key is missing or not valid."""


class OutOfCredits(RequestFailed):
    """The account cannot pay for this."""


class NotAllowed(RequestFailed):
    """The API key does not cover this model."""


class NotFound(RequestFailed):
    """No such task, or the link has expired."""


class Conflict(RequestFailed):
    """The task has ended already, or the idempotency key belongs to another request."""


class RateLimited(RequestFailed):
    """Too many requests, also after waiting."""


class ServerFailed(RequestFailed):
    """The server is in trouble, or what answers is no such server."""


class TaskFailed(PaddockClientError):
    """The task ended without a video."""

    def __init__(self, task: Task) -> None:
        self.task = task
        self.code = task.error.code if task.error else "unknown_error"
        self.message = task.error.message if task.error else f"the task is {task.status.value}"
        super().__init__(f"{self.message} ({self.code}, {task.id})")


class TaskCancelled(TaskFailed):
    """Somebody cancelled the task."""


class TaskTimeout(PaddockClientError):
    """The task is not done within the time given, and goes on; `videos.wait(task)` waits on."""

    def __init__(self, task: Task, timeout_s: float) -> None:
        self.task = task
        super().__init__(f"{task.id} is {task.status.value} ({task.progress} %) after {timeout_s:g} s, and goes on")


_KINDS: dict[int, type[RequestFailed]] = {
    401: NotAuthenticated,
    402: OutOfCredits,
    403: NotAllowed,
    404: NotFound,
    409: Conflict,
    410: NotFound,
    429: RateLimited,
}


# Steps, and what comes back


@dataclass(frozen=True, slots=True)
class Send:
    """Send a request; a `Reply` or `Lost` comes back."""

    method: str
    url: str
    headers: Mapping[str, str]
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class Fetch:
    """Get `url`, without credentials, into `file`; a `Reply` without a body or `Lost` comes back."""

    url: str
    file: IO[bytes]


@dataclass(frozen=True, slots=True)
class Wait:
    seconds: float


@dataclass(frozen=True, slots=True)
class Tell:
    """Call `listener` with `task`."""

    listener: Callable[[Task], object]
    task: Task


@dataclass(frozen=True, slots=True)
class Clock:
    """Monotonic seconds come back."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Header names are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Lost:
    """No answer: the network failed, before, during or after the request."""

    reason: str


Result = TypeVar("Result")
Step = Send | Fetch | Wait | Tell | Clock
Steps = Generator[Step, Any, Result]


Picture = str | os.PathLike[str] | bytes
"""An image: a URL, the path of a file, or what a file holds. Files are uploaded first."""


class Options(TypedDict, total=False):
    """What a create takes besides the prompt. `duration` is in seconds; see the API for bounds and defaults."""

    model: str | None
    image_urls: Sequence[Picture] | None
    quality: str | None
    aspect_ratio: str | None
    duration: int | None
    seed: int | None
    callback_url: str | None
    idempotency_key: str | None


def choose_model(prompt: str | None, image_urls: Sequence[Picture] | None) -> Model:
    """The model that the images ask for, and a prompt that speaks of `character1`."""
    if not image_urls:
        return Model.TEXT
    return Model.REFERENCE if len(image_urls) > 1 or _CHARACTER.search(prompt or "") else Model.IMAGE


class EventReader:
    """Reads a task's server-sent events, a line at a time. Other events than the task's own are passed over."""

    def __init__(self) -> None:
        self._event = ""

    def feed(self, line: str) -> Task | None:
        """The task that this line completes an event of, or None."""
        name, _, value = line.partition(":")
        if name == "event":
            self._event = value.strip()
        elif name == "data" and self._event == "task":
            return msgspec.json.decode(value.strip(), type=Task)
        return None


class Core:
    """The calls, for one server and one key.

    `retries`: how often a request without an answer is sent again. `backoff_s`: the first wait before that, doubled
    each time, when the server names none.
    """

    def __init__(self, api_key: str | None, base_url: str | None, retries: int, backoff_s: float) -> None:
        key = api_key if api_key is not None else os.environ.get("PADDOCK_API_KEY")
        url = base_url if base_url is not None else os.environ.get("PADDOCK_URL") or DEFAULT_URL
        if not key or not re.fullmatch(r"[\x21-\x7e]+", key):
            raise PaddockClientError("no usable API key: set PADDOCK_API_KEY or pass api_key=")
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise PaddockClientError(f"the URL must look like {DEFAULT_URL}: set PADDOCK_URL or pass base_url=")
        self.loopback = parts.hostname in ("127.0.0.1", "localhost", "::1")
        self._url = url.rstrip("/").removesuffix("/v1")
        self._headers = {"authorization": f"Bearer {key}", "accept": "application/json"}
        self._retries, self._backoff_s = retries, backoff_s

    def create(self, prompt: str | None, **options: Unpack[Options]) -> Steps[Task]:
        """Every sending of one create carries one idempotency key, so that it reserves only once."""
        fields: dict[str, Any] = dict(options)
        key = fields.pop("idempotency_key", None) or secrets.token_urlsafe(24)
        if not _KEY.fullmatch(key):
            raise ValueError("idempotency_key must be 16 to 96 of A-Z a-z 0-9 . _ -")
        pictures = fields.pop("image_urls", None)
        model = fields.pop("model", None) or choose_model(prompt, pictures)
        if pictures is not None:
            fields["image_urls"] = yield from self._as_urls(pictures)
        fields = {"model": str(model), "prompt": prompt, **fields}
        content = msgspec.json.encode({name: value for name, value in fields.items() if value is not None})
        headers = {**self._headers, "content-type": "application/json", "idempotency-key": key}
        reply = yield from self._send(Send("POST", f"{self._url}/v1/videos/generations", headers, content))
        return self._read(reply, Task)

    def upload(self, picture: str | os.PathLike[str] | bytes) -> Steps[UploadedFile]:
        return (yield from self._upload(*_content(picture)))

    def _as_urls(self, pictures: Sequence[Picture]) -> Steps[list[str]]:
        """The pictures as URLs, in order. All files are read before the first is sent."""
        read = [one if is_url(one) else _content(one) for one in pictures]
        urls = []
        for one in read:
            urls.append(one if isinstance(one, str) else (yield from self._upload(*one)).file_url)
        return urls

    def _upload(self, name: str, content: bytes) -> Steps[UploadedFile]:
        boundary = secrets.token_hex(16)
        head = f'--{boundary}\r\ncontent-disposition: form-data; name="file"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
        headers = {**self._headers, "content-type": f"multipart/form-data; boundary={boundary}"}
        reply = yield from self._send(Send("POST", f"{self._url}/api/v1/files/upload/stream", headers, body))
        return self._read(reply, _UploadAnswer).data

    def get(self, task_id: str) -> Steps[Task]:
        reply = yield from self._send(Send("GET", self._task_url(task_id), self._headers))
        return self._read(reply, Task)

    def events(self, task_id: str) -> Send:
        """The request for a task's server-sent events; its answer goes through `EventReader`."""
        return Send("GET", f"{self._task_url(task_id)}/events", {**self._headers, "accept": "text/event-stream"})

    def list(self, status: str | None, model: str | None, page: int, page_size: int) -> Steps[TaskPage]:
        wanted = {"status": status, "model": model, "page": page, "page_size": page_size}
        query = urlencode({name: value for name, value in wanted.items() if value is not None})
        reply = yield from self._send(Send("GET", f"{self._url}/v1/tasks?{query}", self._headers))
        return self._read(reply, TaskPage)

    def cancel(self, task_id: str) -> Steps[Task]:
        """Cancelling what is cancelled succeeds: the answer to the first sending may have been lost."""
        try:
            reply = yield from self._send(Send("POST", f"{self._task_url(task_id)}/cancel", self._headers))
        except Conflict:
            task = yield from self.get(task_id)
            if task.status is not Status.CANCELLED:
                raise
            return task
        return self._read(reply, Task)

    def deliveries(self, task_id: str) -> Steps[DeliveryList]:
        reply = yield from self._send(Send("GET", f"{self._task_url(task_id)}/deliveries", self._headers))
        return self._read(reply, DeliveryList)

    def redeliver(self, task_id: str, delivery_id: str | None) -> Steps[Delivery]:
        """What is under way already succeeds: the answer to the first sending may have been lost."""
        which = f"/deliveries/{quote(delivery_id, safe='')}" if delivery_id is not None else ""
        try:
            reply = yield from self._send(Send("POST", f"{self._task_url(task_id)}{which}/redeliver", self._headers))
        except Conflict as conflict:
            known = (yield from self.deliveries(task_id)).data if conflict.code == "delivery_under_way" else ()
            wanted = [one for one in known if one.status == "pending" and delivery_id in (None, one.id)]
            if not wanted:
                raise
            return wanted[0]
        return self._read(reply, Delivery)

    def webhook_secret(self) -> Steps[WebhookSecret]:
        reply = yield from self._send(Send("GET", f"{self._url}/v1/webhooks/secret", self._headers))
        return self._read(reply, WebhookSecret)

    def rotate_webhook_secret(self) -> Steps[WebhookSecret]:
        """Sent again after a lost answer it rotates twice; the secrets before sign along either way."""
        reply = yield from self._send(Send("POST", f"{self._url}/v1/webhooks/secret/rotate", self._headers))
        return self._read(reply, WebhookSecret)

    def wait(
        self, task: Task, on_progress: Callable[[Task], object] | None, poll_s: float, timeout_s: float | None
    ) -> Steps[Task]:
        """Ask quickly at first, then every `poll_s` seconds; `on_progress` hears of every change."""
        begun: float = yield Clock()
        pause_s, told = min(_FIRST_POLL_S, poll_s), None
        while True:
            if on_progress and (task.status, task.progress) != told:
                told = task.status, task.progress
                yield Tell(on_progress, task)
            if task.status.terminal:
                return _completed(task)
            now: float = yield Clock()
            left_s = pause_s if timeout_s is None else begun + timeout_s - now
            if left_s <= 0:
                raise TaskTimeout(task, timeout_s or 0)
            yield Wait(min(pause_s, left_s))
            pause_s = min(pause_s * _POLL_GROWTH, poll_s)
            task = yield from self.get(task.id)

    def generate(
        self,
        prompt: str | None,
        on_progress: Callable[[Task], object] | None,
        poll_s: float,
        timeout_s: float | None,
        **options: Unpack[Options],
    ) -> Steps[Task]:
        task = yield from self.create(prompt, **options)
        return (yield from self.wait(task, on_progress, poll_s, timeout_s))

    def download(self, task: Task | str, path: Path) -> Steps[Path]:
        """Written aside and renamed, so that `path` is never half a video; a folder gets a file named by the task."""
        if isinstance(task, str):
            task = yield from self.get(task)
        if not task.status.terminal:
            raise DownloadFailed(f"{task.id} is {task.status.value}: wait until it is completed")
        if not (results := _completed(task).results):
            raise DownloadFailed(f"{task.id} has no result")
        target = path / f"{task.id}.mp4" if path.is_dir() else path
        aside = target.with_name(f".{secrets.token_hex(8)}.part")
        try:
            with aside.open("xb") as file:
                yield from self._fetch(results[0], file)
            aside.replace(target)
        except OSError as error:
            raise DownloadFailed(f"{target} cannot be written ({error.strerror})") from error
        finally:
            with contextlib.suppress(OSError):
                aside.unlink()
        return target

    def _fetch(self, url: str, file: IO[bytes]) -> Steps[None]:
        for sent in range(self._retries + 1):
            file.seek(0)
            file.truncate()
            reply: Reply | Lost = yield Fetch(url, file)
            if isinstance(reply, Reply) and reply.status == 200:
                expected, size = reply.headers.get("content-length"), file.tell()
                if size > 0 and expected in (None, str(size)):
                    return
                reply = Lost(f"{size} of {expected or 'unknown'} bytes arrived")
            if sent == self._retries or not self._worth_resending(reply):
                break
            yield Wait(self._pause_s(reply, sent))
        if isinstance(reply, Reply):
            raise _failure(reply)
        raise DownloadFailed(f"the video did not arrive whole: {reply.reason}")

    def _send(self, request: Send) -> Steps[Reply]:
        """Send until there is an answer that counts, at most `retries` times more."""
        for sent in range(self._retries + 1):
            reply: Reply | Lost = yield request
            if sent == self._retries or not self._worth_resending(reply):
                break
            yield Wait(self._pause_s(reply, sent))
        if isinstance(reply, Lost):
            raise ConnectionFailed(f"no answer from {self._url}: {reply.reason}")
        if not 200 <= reply.status < 300:
            raise _failure(reply)
        return reply

    def _worth_resending(self, reply: Reply | Lost) -> bool:
        if isinstance(reply, Lost):
            return True
        return reply.status in RESENT and (_retry_after_s(reply) or 0) <= _LONGEST_WAIT_S

    def _pause_s(self, reply: Reply | Lost, sent: int) -> float:
        """What the server asks for, or ever longer; spread out, so that many clients do not come back as one."""
        asked = _retry_after_s(reply) if isinstance(reply, Reply) else None
        if asked is not None:
            return asked * random.uniform(1, 1.1)
        return self._backoff_s * float(2**sent) * random.uniform(0.5, 1)

    def _task_url(self, task_id: str) -> str:
        return f"{self._url}/v1/tasks/{quote(task_id, safe='')}"

    def _read(self, reply: Reply, kind: type[Result]) -> Result:
        try:
            return msgspec.json.decode(reply.body, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError):
            message = f"what answers at {self._url} does not speak this API"
            raise ServerFailed(reply.status, "bad_answer", message, None, reply.headers.get("x-request-id")) from None


def is_url(picture: Picture) -> TypeGuard[str]:
    """Whether a picture is a URL already; anything else is a file, or what one holds."""
    return isinstance(picture, str) and _URL.match(picture) is not None


def read_picture(path: str | os.PathLike[str]) -> bytes:
    """What a picture's file holds. Raises `ImageUnreadable` with one line that says why not."""
    try:
        with Path(path).expanduser().open("rb") as file:
            content = file.read(MAX_IMAGE_BYTES + 1)
    except (OSError, ValueError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
        raise ImageUnreadable(f"the picture {os.fspath(path)} cannot be read ({reason})") from None
    if len(content) > MAX_IMAGE_BYTES:
        raise ImageUnreadable(f"the picture {os.fspath(path)} is larger than 10 MB: make it smaller")
    return content


def _content(picture: Picture) -> tuple[str, bytes]:
    """A picture's name, fit for a header, and its bytes."""
    if isinstance(picture, bytes):
        return "image", picture
    plain = re.sub(r"[^A-Za-z0-9 ._-]", "_", Path(picture).name)
    return plain, read_picture(picture)


def _completed(task: Task) -> Task:
    """The task, which has ended. Raises unless there is a video."""
    if task.status is Status.COMPLETED:
        return task
    raise (TaskCancelled if task.status is Status.CANCELLED else TaskFailed)(task)


def _failure(reply: Reply) -> RequestFailed:
    problem = _problem(reply)
    kind = _KINDS.get(reply.status, BadRequest if 400 <= reply.status < 500 else ServerFailed)
    return kind(reply.status, problem.code, problem.message, problem.param, reply.headers.get("x-request-id"))


def _problem(reply: Reply) -> _Problem:
    with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):
        return msgspec.json.decode(reply.body, type=_ProblemAnswer).error
    with contextlib.suppress(msgspec.DecodeError, UnicodeDecodeError):  # the files API has a shape of its own
        return _Problem(f"http_{reply.status}", msgspec.json.decode(reply.body, type=_UploadProblem).msg)
    return _Problem(f"http_{reply.status}", f"the server answered {reply.status}")


def _retry_after_s(reply: Reply) -> float | None:
    """RFC 9110, 10.2.3: seconds, or a date."""
    given = reply.headers.get("retry-after", "").strip()
    if given.isascii() and given.isdecimal():
        return float(given[:9])
    try:
        return max(0.0, email.utils.parsedate_to_datetime(given).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
