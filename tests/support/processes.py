"""Real `paddock` processes, to be killed."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import psutil

DEADLINE_S = 60.0
T = TypeVar("T")

QUICK = {
    "PADDOCK_ENGINE": "support.engine:Scripted",
    "PADDOCK_HEARTBEAT_S": "0.1",
    "PADDOCK_POLL_S": "0.2",
    "PADDOCK_LEASE_S": "1.5",
}


def eventually(what: str, look: Callable[[], T | None], deadline_s: float = DEADLINE_S) -> T:
    """The first value that `look` finds; fails when there is none within the deadline."""
    ends = time.monotonic() + deadline_s
    while time.monotonic() < ends:
        if found := look():
            return found
        time.sleep(0.02)
    raise AssertionError(f"no {what} within {deadline_s:.0f} s")


def output_of(process: subprocess.Popen[str]) -> str:
    """What an ended process has written."""
    return OUTPUTS[process.pid].read_text()


OUTPUTS: dict[int, Path] = {}
"""Where each process writes: a pipe that nobody reads would stop a talkative one."""


class Paddock:
    """Starts commands over one data folder."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.environment = {**os.environ, **QUICK, "PADDOCK_DATA": str(data)}
        self._started: list[subprocess.Popen[str]] = []

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        path = self.data.with_name(f"{self.data.name}-output-{len(self._started)}")
        with path.open("w") as file:
            process = subprocess.Popen(
                [sys.executable, "-m", "paddock", *arguments],
                env={**self.environment, **environment},
                stdout=file,
                stderr=subprocess.STDOUT,
                text=True,
                start_new_session=True,
            )
        OUTPUTS[process.pid] = path
        self._started.append(process)
        return process

    def serve(self, *arguments: str, **environment: str) -> Server:
        """A server on a free port, once it is ready."""
        server_file = self.data / "server.json"
        server_file.unlink(missing_ok=True)
        process = self.start("serve", "--port", "0", *arguments, **environment)

        def ready() -> Server | None:
            assert process.poll() is None, output_of(process)
            try:
                announced = json.loads(server_file.read_text())
            except (OSError, ValueError):
                return None
            return Server(process, announced["url"], (self.data / "api-key").read_text().strip())

        return eventually("server", ready)

    def processes(self) -> list[psutil.Process]:
        """Every living process that works on this data folder."""
        found = []
        for process in psutil.process_iter():
            with contextlib.suppress(psutil.Error):
                environment = process.environ()
                if environment.get("PADDOCK_DATA") == str(self.data) and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return found

    def end_all(self) -> None:
        for process in self.processes():
            with contextlib.suppress(psutil.Error):
                process.kill()
        for child in self._started:
            child.wait(timeout=DEADLINE_S)


class Server:
    """A running `paddock serve`."""

    def __init__(self, process: subprocess.Popen[str], url: str, key: str) -> None:
        self.process = process
        self.url = url
        self.client = httpx2.Client(
            base_url=url, headers={"authorization": f"Bearer {key}"}, timeout=DEADLINE_S, trust_env=False
        )

    def create(self, prompt: str, **fields: Any) -> str:
        body = {"model": "happyhorse-1.0-text-to-video", "prompt": prompt, "duration": 3, **fields}
        response = self.client.post("/v1/videos/generations", json=body)
        assert response.status_code == 200, response.text
        return str(response.json()["id"])

    def task(self, task_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get(f"/v1/tasks/{task_id}").json()
        return found

    def until(self, task_id: str, *statuses: str) -> dict[str, Any]:
        def reached() -> dict[str, Any] | None:
            task = self.task(task_id)
            return task if task["status"] in statuses else None

        return eventually(f"{task_id} {statuses}", reached)

    def at_work(self, task_id: str) -> dict[str, Any]:
        """The task once its engine has reported progress."""
        return eventually(
            f"progress of {task_id}",
            lambda: task if (task := self.task(task_id))["progress"] > 0 else None,
        )

    def workers(self) -> list[psutil.Process]:
        """The worker processes that are alive."""
        found = []
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.Error):  # it may end while it is looked at
                if "worker" in child.cmdline():
                    found.append(child)
        return found

    def stop(self) -> int:
        """SIGTERM, and the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=DEADLINE_S)
