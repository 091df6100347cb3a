"""Servers that speak as the engines' servers do, over real HTTP on loopback, with a real MP4 and every known quirk."""

from __future__ import annotations

import base64
import email.parser
import email.policy
import json
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import av
import numpy as np

DEADLINE_S = 30.0


def silent_mp4(path: Path, width: int, height: int, frames: int, fps: int) -> bytes:
    """A video as model servers write it: H.264, no sound, one picture a frame that a test can tell apart."""
    with av.open(str(path), "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=fps, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for index in range(frames):
            picture = np.full((height, width, 3), 30 + index, np.uint8)
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = index, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path.read_bytes()


class HttpServer:
    """A server of its own thread. `answer` gets method, path, headers and body; None cuts the connection."""

    def __init__(self, port: int = 0) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                size = int(self.headers.get("content-length") or 0)
                body = self.rfile.read(size)
                with outer.lock:
                    outer.calls.append((self.command, self.path))
                found = outer.answer(self.command, self.path, dict(self.headers.items()), body)
                if found is None:
                    self.close_connection = True
                    return
                status, headers, content = found
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(content) + (1000 if "x-cut" in headers else 0)))
                self.end_headers()
                self.wfile.write(content)
                self.close_connection = "x-cut" in headers

            do_GET = do_POST = do_DELETE = handle_any  # noqa: N815 - the names that http.server calls

            def log_message(self, *_: object) -> None:
                pass

        self.lock = threading.RLock()
        self.calls: list[tuple[str, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(
        self, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, dict[str, str], bytes] | None:
        raise NotImplementedError

    def count(self, method: str, pattern: str) -> int:
        """How many calls came whose whole path matches."""
        with self.lock:
            return sum(one == method and re.fullmatch(pattern, path) is not None for one, path in self.calls)


Answer = tuple[int, dict[str, str], bytes]


def json_answer(status: int, value: Any, **headers: str) -> Answer:
    return status, {"content-type": "application/json", **headers}, json.dumps(value).encode()


@dataclass
class GpuJob:
    """A job on the fake GPU; it goes on there when the API has forgotten it."""

    id: str
    form: dict[str, Any]
    created_at: float
    status: str = "queued"
    problem: str = ""
    listed: bool = True


@dataclass
class Faults:
    """What goes wrong, and how often."""

    lose_answers: int = 0
    """Creates that are taken and whose answer never comes."""
    drop_creates: int = 0
    """Creates whose connection ends before anything was taken."""
    refuse: Answer | None = None
    """What every create is answered."""
    fail: str = ""
    """What jobs end with instead of a video."""
    silent: bool = False
    """Every connection is cut."""
    cut_downloads: int = 0
    """Videos of which only a part comes."""
    not_ready: int = 0
    """Downloads that are answered 404 although the job is completed."""
    busy_deletes: int = 0
    """Deletes that are answered 409."""
    status_word: str = ""
    """The word for a job at work, where it is not the dialect's."""


class VideosServer(HttpServer):
    """`/v1/videos` in SGLang-Diffusion's dialect or vLLM-Omni's: jobs in memory, no idempotency.

    Jobs stay at work until `go` is set.
    """

    def __init__(self, folder: Path, dialect: str = "sglang", port: int = 0, *, can_cancel: bool = False) -> None:
        super().__init__(port)
        self.dialect = dialect
        self.can_cancel = can_cancel
        self.faults = Faults()
        self.go = threading.Event()
        self.go.set()
        self.key: str | None = None
        self.jobs: dict[str, GpuJob] = {}
        self.forms: list[dict[str, Any]] = []
        self.most_at_once = 0
        self.work_s = 0.0
        self._folder = folder
        self._number = 0
        self._videos: dict[tuple[int, ...], bytes] = {}

    # -- what a test does to it

    def restart(self) -> None:
        """Forget everything, as a restarted server has."""
        with self.lock:
            self.jobs.clear()

    def busy(self) -> int:
        """Jobs on the GPU."""
        with self.lock:
            return sum(not self._settled(job) for job in self.jobs.values())

    def until(self, what: str, look: Callable[[], bool]) -> None:
        ends = time.monotonic() + DEADLINE_S
        while not look():
            assert time.monotonic() < ends, f"no {what}"
            time.sleep(0.01)

    # -- the wire

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer | None:
        if self.faults.silent:
            return None
        path, _, _query = path.partition("?")
        low = {name.lower(): value for name, value in headers.items()}
        if self.key is not None and low.get("authorization") != f"Bearer {self.key}":
            return json_answer(401, {"error": "Unauthorized"})
        with self.lock:
            if path == "/v1/models":
                return json_answer(200, {"object": "list", "data": [{"id": "served/model", "owned_by": self.dialect}]})
            if path == "/v1/videos":
                return self._create(low, body) if method == "POST" else self._list()
            if found := re.fullmatch(r"/v1/videos/([\w-]+)(/\w+)?", path):
                return self._one(method, found[1], found[2] or "")
        return json_answer(404, {"detail": "Not Found"})

    def _create(self, headers: dict[str, str], body: bytes) -> Answer | None:
        if self.faults.drop_creates:
            self.faults.drop_creates -= 1
            return None
        if self.faults.refuse is not None:
            return self.faults.refuse
        kind = headers.get("content-type", "")
        if not kind.startswith("multipart/form-data"):
            return json_answer(422, {"detail": [{"loc": ["body", "prompt"], "msg": "Field required"}]})
        form = _parts(kind, body)
        if problem := self._problem(form):
            return json_answer(422, {"detail": problem})
        self._number += 1
        prefix = "video_gen_" if self.dialect == "vllm" else ""
        job = GpuJob(f"{prefix}{self._number:08x}", form, time.time())
        before = list(self.jobs.values())
        self.jobs[job.id] = job
        self.forms.append(form)
        self.most_at_once = max(self.most_at_once, 1 + sum(not self._settled(other) for other in before))
        if self.faults.lose_answers:
            self.faults.lose_answers -= 1
            return None
        return json_answer(200, self._shown(job, "queued"))

    def _problem(self, form: dict[str, Any]) -> str | None:
        """What the dialect's own request model refuses."""
        if self.dialect == "vllm":
            if not re.fullmatch(r"[1-9]\d*", form.get("seconds", "4")):
                return "seconds"
            if form.get("quality", "lossless") not in ("lossless", "high"):
                return "quality"
            if form.get("model") != "served/model":
                return "model"
        elif form.get("quality", "exact") not in ("exact", "lossless", "high"):
            return "quality"
        if "output_path" in form or "perf_dump_path" in form:
            return "a path of ours"
        return None if re.fullmatch(r"\d+x\d+", form.get("size", "")) else "size"

    def _settled(self, job: GpuJob) -> bool:
        worked = time.time() - job.created_at >= self.work_s
        if job.status in ("queued", "in_progress") and self.go.is_set() and worked:
            job.status, job.problem = ("failed", self.faults.fail) if self.faults.fail else ("completed", "")
        return job.status in ("completed", "failed", "cancelled")

    def _shown(self, job: GpuJob, status: str = "") -> dict[str, Any]:
        self._settled(job)
        word = status or job.status
        at_work = word in ("queued", "in_progress")
        shown: dict[str, Any] = {
            "id": job.id,
            "object": "video",
            "model": job.form["model"],
            "status": self.faults.status_word if self.faults.status_word and at_work else word,
            "progress": 100 if word == "completed" else (0 if self.dialect == "vllm" else 42 * at_work),
            "created_at": int(job.created_at),
            "size": job.form["size"],
            "seconds": job.form["seconds"],
            "error": {"code": "generation_error", "message": job.problem} if job.problem else None,
        }
        if self.dialect == "vllm":
            shown["prompt"] = job.form["prompt"]
        return shown

    def _list(self) -> Answer:
        return json_answer(
            200, {"object": "list", "data": [self._shown(job) for job in self.jobs.values() if job.listed]}
        )

    def _one(self, method: str, job_id: str, what: str) -> Answer | None:
        job = self.jobs.get(job_id)
        if job is None or not job.listed:
            return json_answer(404, {"detail": f"Video '{job_id}' not found"})
        if job.status == "queued":
            job.status = "in_progress"
        ended = self._settled(job)
        if method == "DELETE":
            return self._delete(job, ended)
        if what == "/cancel":
            return self._cancel(job)
        if what == "/content":
            return self._content(job)
        if job.status == "failed" and self.dialect == "vllm":
            return json_answer(500, self._shown(job))
        return json_answer(200, self._shown(job))

    def _delete(self, job: GpuJob, ended: bool) -> Answer:
        if self.faults.busy_deletes:
            self.faults.busy_deletes -= 1
            return json_answer(409, {"detail": "try again"})
        job.listed = False
        if self.dialect == "vllm" and not ended:
            job.status = "cancelled"
        return json_answer(200, {"id": job.id, "object": "video.deleted", "deleted": True})

    def _cancel(self, job: GpuJob) -> Answer:
        if not self.can_cancel:
            return json_answer(404, {"detail": "Not Found"})
        job.status = "cancelled"
        return json_answer(200, self._shown(job))

    def _content(self, job: GpuJob) -> Answer:
        if job.status != "completed":
            return json_answer(422 if job.status == "failed" else 404, {"detail": "not there"})
        if self.faults.not_ready:
            self.faults.not_ready -= 1
            return json_answer(404, {"detail": "not there yet"})
        width, height = map(int, job.form["size"].split("x"))
        content = self._video(width, height, int(job.form["num_frames"]), int(job.form["fps"]))
        if self.faults.cut_downloads:
            self.faults.cut_downloads -= 1
            return 200, {"content-type": "video/mp4", "x-cut": "1"}, content[: len(content) // 2]
        return 200, {"content-type": "video/mp4"}, content

    def _video(self, *facts: int) -> bytes:
        if facts not in self._videos:
            width, height, frames, fps = facts
            name = f"{self.port}-{'-'.join(map(str, facts))}.mp4"
            self._videos[facts] = silent_mp4(self._folder / name, width, height, frames, fps)
        return self._videos[facts]


def _parts(kind: str, body: bytes) -> dict[str, Any]:
    """A multipart form: text as strings, files as bytes."""
    head = f"content-type: {kind}\r\n\r\n".encode()
    message = email.parser.BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    found: dict[str, Any] = {}
    for part in message.iter_parts():
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        name = str(part.get_param("name", header="content-disposition"))
        found[name] = content if part.get_filename() else content.decode()
    return found


@dataclass
class ServiceFaults:
    lose_answers: int = 0
    refuse: list[Answer] = field(default_factory=list)
    """Answers to the next creates."""
    fail: tuple[str, str] | None = None
    """Code and message that tasks fail with."""


class DashScope(HttpServer):
    """DashScope's form of the hosted service: asynchronous tasks, no idempotency."""

    def __init__(self, video: bytes) -> None:
        super().__init__()
        self.faults = ServiceFaults()
        self.bodies: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.looks = 0
        self._video = video

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer | None:
        low = {name.lower(): value for name, value in headers.items()}
        if path == "/api/v1/services/aigc/video-generation/video-synthesis" and method == "POST":
            return self._create(low, body)
        if path.startswith("/api/v1/tasks/"):
            return self._task(path.removeprefix("/api/v1/tasks/"))
        if path == "/video.mp4":
            return 200, {"content-type": "video/mp4"}, self._video
        return json_answer(404, {"code": "NotFound", "message": "no such path"})

    def _create(self, headers: dict[str, str], body: bytes) -> Answer | None:
        if headers.get("x-dashscope-async") != "enable" or headers.get("authorization") != "Bearer sk-theirs":
            return json_answer(401, {"code": "InvalidApiKey", "message": "Invalid API-key provided."})
        if self.faults.refuse:
            return self.faults.refuse.pop(0)
        self.bodies.append(json.loads(body))
        self.headers.append(headers)
        if self.faults.lose_answers:
            self.faults.lose_answers -= 1
            return None
        return json_answer(
            200, {"request_id": "r", "output": {"task_id": f"t-{len(self.bodies)}", "task_status": "PENDING"}}
        )

    def _task(self, task_id: str) -> Answer:
        if task_id == "none":
            return json_answer(400, {"code": "InvalidParameter", "message": "task none"})
        self.looks += 1
        output: dict[str, Any] = {"task_id": task_id, "task_status": "RUNNING"}
        if self.looks > 1 and self.faults.fail is not None:
            output |= {"task_status": "FAILED", "code": self.faults.fail[0], "message": self.faults.fail[1]}
        elif self.looks > 1:
            output |= {"task_status": "SUCCEEDED", "video_url": f"{self.url}/video.mp4"}
        return json_answer(200, {"request_id": "r", "output": output})


def picture_in(data_url: str) -> bytes:
    """The bytes of a `data:` URL."""
    return base64.b64decode(data_url.partition(",")[2])
