"""The SDK, over real HTTP to a server that misbehaves on request."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from paddock import AsyncClient, Client, client, clientcore
from paddock.models import Model, Status

pytestmark = pytest.mark.timeout(30)
KEY = "sk-test-key"
TASK_ID = "task-unified-1761313744-h1t2vab8"
VIDEO = bytes(range(256)) * 1000


def task(status: str = "pending", progress: int = 0, **more: Any) -> dict[str, Any]:
    """A task as the wire has it, with a field that no client knows."""
    info = {"can_cancel": True, "estimated_time": 9, "video_duration": 5, "mood": "fine"}
    usage = {"billing_rule": "per_second", "credits_reserved": 607500, "user_group": "default"}
    head = {"created": 1761313744, "id": TASK_ID, "model": "m", "object": "video.generation.task", "type": "video"}
    return {**head, "progress": progress, "status": status, "task_info": info, "usage": usage, **more}


def problem(status: int, code: str = "some_code", **headers: str) -> Response:
    body = {"error": {"code": code, "message": "Say it otherwise", "type": "t", "param": "prompt"}}
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return JSONResponse(body, status, {"x-request-id": "req-1", **names})


class Broken(Response):
    """An answer that breaks off: the connection closes before the promised length."""

    def __init__(self, body: bytes = b"") -> None:
        super().__init__(body, headers={"content-length": "100000"})


@dataclass
class Fake:
    """Answers each request with the next of `script`, then with `rest`; remembers every request."""

    url: str = ""
    script: deque[Response] = field(default_factory=deque)
    rest: Callable[[], Response] = lambda: JSONResponse(task())
    requests: list[Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        self.requests.append(request)
        self.bodies.append(await request.body())
        await (self.script.popleft() if self.script else self.rest())(scope, receive, send)

    def answers(self, *responses: Response) -> None:
        self.script.extend(responses)

    def completed(self) -> dict[str, Any]:
        return task("completed", 100, results=[f"{self.url}/files/a.mp4"])


@pytest.fixture(scope="module")
def served() -> Iterator[Fake]:
    fake = Fake()
    server = uvicorn.Server(uvicorn.Config(fake, lifespan="off", http="h11", log_level="critical"))
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    fake.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    yield fake
    server.should_exit = server.force_exit = True
    thread.join(10)


@pytest.fixture
def fake(served: Fake) -> Fake:
    """The server, as new."""
    served.__init__(served.url)  # type: ignore[misc]
    return served


Call = Callable[..., Any]


@pytest.fixture(params=["sync", "async"])
def call(request: pytest.FixtureRequest, fake: Fake) -> Call:
    """`call("get", ...)` is `client.videos.get(...)`, of either client."""

    def sync(name: str, *args: Any, **options: Any) -> Any:
        with Client(KEY, fake.url, backoff_s=0.001) as one:
            return getattr(one.videos, name)(*args, **options)

    async def awaited(name: str, *args: Any, **options: Any) -> Any:
        async with AsyncClient(KEY, fake.url, backoff_s=0.001) as one:
            return await getattr(one.videos, name)(*args, **options)

    return sync if request.param == "sync" else lambda *args, **options: asyncio.run(awaited(*args, **options))


def keys(fake: Fake) -> set[str]:
    return {request.headers["idempotency-key"] for request in fake.requests}


def test_create_sends_what_is_given_and_nothing_else(fake: Fake, call: Call) -> None:
    made = call("create", "A cat", duration=5, seed=42, quality=None)
    assert json.loads(fake.bodies[0]) == {"model": Model.TEXT.value, "prompt": "A cat", "duration": 5, "seed": 42}
    sent = fake.requests[0]
    assert (sent.method, sent.url.path) == ("POST", "/v1/videos/generations")
    assert sent.headers["authorization"] == f"Bearer {KEY}"
    assert (made.id, made.status, made.usage.credits_reserved) == (TASK_ID, Status.PENDING, 607500)


@pytest.mark.parametrize("trouble", [problem(429, retry_after="0"), problem(502), problem(503), Broken()])
def test_create_is_sent_again_with_the_same_key(fake: Fake, call: Call, trouble: Response) -> None:
    fake.answers(trouble, trouble)
    assert call("create", "A cat").id == TASK_ID
    assert len(fake.requests) == 3
    assert len(keys(fake)) == 1
    assert len(set(fake.bodies)) == 1


def test_each_create_has_a_key_of_its_own_of_the_agreed_letters(fake: Fake, call: Call) -> None:
    call("create", "A cat")
    call("create", "A cat")
    call("create", "A cat", idempotency_key="mine-0123456789abc")
    assert len(keys(fake)) == 3
    assert "mine-0123456789abc" in keys(fake)
    assert all(clientcore._KEY.fullmatch(key) for key in keys(fake))


def test_a_key_that_the_server_would_refuse_is_refused_here(fake: Fake, call: Call) -> None:
    with pytest.raises(ValueError, match="16 to 96"):
        call("create", "A cat", idempotency_key="short")
    assert not fake.requests


def test_sending_again_ends(fake: Fake, call: Call) -> None:
    fake.rest = lambda: problem(503)
    with pytest.raises(client.ServerFailed):
        call("create", "A cat")
    assert len(fake.requests) == 5


def test_a_wait_beyond_a_minute_is_left_to_the_caller(fake: Fake, call: Call) -> None:
    fake.answers(problem(429, retry_after="3600"))
    with pytest.raises(client.RateLimited):
        call("get", TASK_ID)
    assert len(fake.requests) == 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, client.BadRequest),
        (401, client.NotAuthenticated),
        (402, client.OutOfCredits),
        (403, client.NotAllowed),
        (404, client.NotFound),
        (409, client.Conflict),
        (413, client.BadRequest),
        (500, client.ServerFailed),
    ],
)
def test_an_error_has_a_type_and_says_everything(
    fake: Fake, call: Call, status: int, kind: type[client.RequestFailed]
) -> None:
    fake.answers(problem(status))
    with pytest.raises(kind) as caught:
        call("create", "A cat")
    error = caught.value
    assert (error.status, error.code, error.message, error.param) == (status, "some_code", "Say it otherwise", "prompt")
    assert error.request_id == "req-1"
    assert len(fake.requests) == 1


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"\xff", b'{"error": "no"}', b""])
@pytest.mark.parametrize("status", [200, 400, 500])
def test_an_answer_that_makes_no_sense_is_an_error_like_any_other(
    fake: Fake, call: Call, body: bytes, status: int
) -> None:
    fake.answers(Response(body, status))
    with pytest.raises(client.BadRequest if status == 400 else client.ServerFailed):
        call("get", TASK_ID)


def test_no_server_is_told_with_its_address() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        with Client(KEY, url, backoff_s=0.001) as one, pytest.raises(client.ConnectionFailed, match=url):
            one.videos.get(TASK_ID)


def test_generate_waits_and_tells_of_every_change(fake: Fake, call: Call) -> None:
    steps = [task(), task("processing", 10), task("processing", 10), task("processing", 60), fake.completed()]
    fake.answers(*map(JSONResponse, steps))
    heard: list[tuple[str, int]] = []
    done = call("generate", "A cat", poll_s=0.001, on_progress=lambda seen: heard.append((seen.status, seen.progress)))
    assert heard == [("pending", 0), ("processing", 10), ("processing", 60), ("completed", 100)]
    assert done.results == (f"{fake.url}/files/a.mp4",)


def test_async_listener_may_be_a_coroutine(fake: Fake) -> None:
    heard: list[str] = []

    async def listen(seen: client.Task) -> None:
        await asyncio.sleep(0)
        heard.append(seen.status)

    async def run() -> None:
        async with AsyncClient(KEY, fake.url) as one:
            await one.videos.generate("A cat", poll_s=0.001, on_progress=listen)

    fake.answers(JSONResponse(task()), JSONResponse(fake.completed()))
    asyncio.run(run())
    assert heard == ["pending", "completed"]


def test_waiting_survives_lost_answers(fake: Fake, call: Call) -> None:
    fake.answers(JSONResponse(task()), Broken(), problem(503), JSONResponse(fake.completed()))
    assert call("generate", "A cat", poll_s=0.001).status is Status.COMPLETED


@pytest.mark.parametrize(("status", "kind"), [("failed", client.TaskFailed), ("cancelled", client.TaskCancelled)])
def test_a_task_without_a_video_is_an_error_that_says_why(
    fake: Fake, call: Call, status: str, kind: type[client.TaskFailed]
) -> None:
    error = {"code": "image_processing_error", "message": "Use another image", "type": "task_error"}
    fake.answers(JSONResponse(task()), JSONResponse(task(status, error=error)))
    with pytest.raises(kind, match="Use another image") as caught:
        call("generate", "A cat", poll_s=0.001)
    assert type(caught.value) is kind
    assert (caught.value.code, caught.value.task.id) == ("image_processing_error", TASK_ID)


def test_wait_ends_at_its_time_limit(fake: Fake, call: Call) -> None:
    with pytest.raises(client.TaskTimeout, match="goes on"):
        call("wait", TASK_ID, poll_s=0.01, timeout_s=0.05)


def test_polling_starts_quick_and_eases_to_two_seconds() -> None:
    core = clientcore.Core(KEY, None, 0, 0.1)
    running = clientcore.Reply(200, {}, json.dumps(task()).encode())
    steps = core.wait(core._read(running, client.Task), None, 2.0, None)
    outcome: object = None
    waits: list[float] = []
    while len(waits) < 20:
        step = steps.send(outcome)
        if isinstance(step, clientcore.Wait):
            waits.append(step.seconds)
        outcome = running if isinstance(step, clientcore.Send) else 0.0
    assert waits[0] == 0.3
    assert waits == sorted(waits)
    assert waits[-1] == 2.0


@pytest.mark.parametrize(
    ("header", "low", "high"),
    [("7", 7, 7.7), (formatdate(4_000_000_000, usegmt=True), 1e8, 1e10), ("soon", 0.05, 0.1), ("", 0.05, 0.1)],
)
def test_the_wait_is_the_servers_or_else_ours(header: str, low: float, high: float) -> None:
    pause_s = clientcore.Core(KEY, None, 4, 0.1)._pause_s(clientcore.Reply(429, {"retry-after": header}), 0)
    assert low <= pause_s <= high


def test_list_asks_for_a_page_and_reads_it(fake: Fake, call: Call) -> None:
    item = {"id": TASK_ID, "status": "completed", "model": "m", "type": "video", "progress": 100, "created_at": 1}
    item |= {"has_results": True, "has_error": False, "credits_used": 60.75}
    fake.answers(JSONResponse({"data": [item], "total": 31, "page": 2, "page_size": 30}))
    listed = call("list", status="completed", page=2, page_size=30)
    assert (listed.total, listed.data[0].credits_used, json.loads(listed.json())["data"]) == (31, 60.75, [item])
    assert dict(fake.requests[0].query_params) == {"status": "completed", "page": "2", "page_size": "30"}


def test_a_task_as_json_is_the_wires(fake: Fake, call: Call) -> None:
    expected = fake.completed()
    fake.answers(JSONResponse(expected))
    shown = json.loads(call("get", TASK_ID).json())
    assert shown.pop("task_info") == {"can_cancel": True, "estimated_time": 9, "video_duration": 5, "warnings": []}
    assert shown == {name: value for name, value in expected.items() if name != "task_info"}


def test_cancel_returns_the_cancelled_task(fake: Fake, call: Call) -> None:
    fake.answers(JSONResponse(task("cancelled")))
    assert call("cancel", TASK_ID).status is Status.CANCELLED
    assert (fake.requests[0].method, fake.requests[0].url.path) == ("POST", f"/v1/tasks/{TASK_ID}/cancel")


def test_cancel_whose_answer_was_lost_succeeds(fake: Fake, call: Call) -> None:
    fake.answers(Broken(), problem(409, "task_not_cancellable"), JSONResponse(task("cancelled")))
    assert call("cancel", TASK_ID).status is Status.CANCELLED


def test_cancel_of_a_completed_task_is_a_conflict(fake: Fake, call: Call) -> None:
    fake.answers(problem(409, "task_not_cancellable"), JSONResponse(fake.completed()))
    with pytest.raises(client.Conflict):
        call("cancel", TASK_ID)


def test_download_saves_the_video_without_showing_the_key(fake: Fake, call: Call, tmp_path: Path) -> None:
    fake.answers(JSONResponse(fake.completed()), RedirectResponse(f"{fake.url}/elsewhere.mp4"), Response(VIDEO))
    assert call("download", TASK_ID, tmp_path / "cat.mp4") == tmp_path / "cat.mp4"
    assert (tmp_path / "cat.mp4").read_bytes() == VIDEO
    assert [request.headers.get("authorization") for request in fake.requests] == [f"Bearer {KEY}", None, None]


def test_download_into_a_folder_is_named_by_the_task(fake: Fake, call: Call, tmp_path: Path) -> None:
    fake.answers(JSONResponse(fake.completed()), StreamingResponse(iter([VIDEO, VIDEO])))
    assert call("download", TASK_ID, str(tmp_path)).read_bytes() == VIDEO * 2
    assert [path.name for path in tmp_path.iterdir()] == [f"{TASK_ID}.mp4"]


def test_download_to_where_nothing_can_be_written_is_told(fake: Fake, call: Call, tmp_path: Path) -> None:
    fake.answers(JSONResponse(fake.completed()), Response(VIDEO))
    with pytest.raises(client.DownloadFailed, match="cannot be written"):
        call("download", TASK_ID, tmp_path / "no" / "cat.mp4")


def test_download_that_breaks_off_is_begun_again(fake: Fake, call: Call, tmp_path: Path) -> None:
    fake.answers(JSONResponse(fake.completed()), Broken(VIDEO[:99]), problem(503), Response(VIDEO))
    assert call("download", TASK_ID, tmp_path / "cat.mp4").read_bytes() == VIDEO


def test_a_failed_download_leaves_the_old_file_and_no_litter(fake: Fake, call: Call, tmp_path: Path) -> None:
    (tmp_path / "cat.mp4").write_text("old")
    fake.answers(JSONResponse(fake.completed()))
    fake.rest = lambda: Broken(VIDEO[:99])
    with pytest.raises(client.DownloadFailed):
        call("download", TASK_ID, tmp_path / "cat.mp4")
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("cat.mp4", "old")]


def test_an_expired_link_is_told(fake: Fake, call: Call, tmp_path: Path) -> None:
    fake.answers(JSONResponse(fake.completed()), problem(410, "link_expired"))
    with pytest.raises(client.NotFound) as caught:
        call("download", TASK_ID, tmp_path / "cat.mp4")
    assert caught.value.code == "link_expired"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("status", ["pending", "processing"])
def test_a_task_at_work_cannot_be_downloaded(fake: Fake, call: Call, tmp_path: Path, status: str) -> None:
    fake.answers(JSONResponse(task(status)))
    with pytest.raises(client.DownloadFailed, match="wait until"):
        call("download", TASK_ID, tmp_path)


@pytest.mark.parametrize(
    ("prompt", "images", "model"),
    [
        ("A cat", None, Model.TEXT),
        ("character1 waves", [], Model.TEXT),
        (None, ["a"], Model.IMAGE),
        ("Character 1 waves", ["a"], Model.REFERENCE),
        ("They meet", ["a", "b"], Model.REFERENCE),
    ],
)
def test_the_images_choose_the_model(prompt: str | None, images: list[str] | None, model: Model) -> None:
    assert clientcore.choose_model(prompt, images) is model


def test_key_and_address_come_from_the_environment(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PADDOCK_API_KEY", "sk-env")
    monkeypatch.setenv("PADDOCK_URL", f"{fake.url}/v1/")
    with Client() as one:
        one.videos.get(TASK_ID)
    assert fake.requests[0].headers["authorization"] == "Bearer sk-env"
    assert fake.requests[0].url.path == f"/v1/tasks/{TASK_ID}"


@pytest.mark.parametrize("key", [None, "", "two words", "line\n"])
def test_a_missing_or_odd_key_says_what_to_set(key: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PADDOCK_API_KEY", raising=False)
    with pytest.raises(client.PaddockClientError, match="PADDOCK_API_KEY"):
        Client(key)


@pytest.mark.parametrize("url", ["127.0.0.1:8080", "ftp://x", "http://"])
def test_an_odd_address_says_what_to_set(url: str) -> None:
    with pytest.raises(client.PaddockClientError, match="PADDOCK_URL"):
        Client(KEY, url)


def test_a_proxy_is_not_asked_for_this_machine(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with Client(KEY, fake.url, retries=0) as one:
        assert one.videos.get(TASK_ID).id == TASK_ID


def test_importing_the_package_does_not_load_the_sdk() -> None:
    code = "import sys, paddock; assert 'httpx2' not in sys.modules; paddock.Client; assert 'httpx2' in sys.modules"
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
