"""What is said about engines whose servers are dead, silent, slow or something else: soon, and what to do."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from paddock import standing
from support import gpu
from support.api import Api

NO_ANSWER = "gives no whole answer within"
ELSEWHERE = "leads elsewhere (to http://127.0.0.1:9/): set base_url to the server itself"


class Odd:
    """A listener that takes connections and sends each the same bytes, if any, then a byte at a time."""

    def __init__(self, answer: bytes = b"", *, drip: bool = False) -> None:
        self._answer, self._drip = answer, drip
        self._over = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._open: list[socket.socket] = []
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while not self._over.is_set():
            try:
                taken, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(taken)
            threading.Thread(target=self._talk, args=(taken,), daemon=True).start()

    def _talk(self, taken: socket.socket) -> None:
        try:
            while taken.recv(65536):
                taken.sendall(self._answer)
                while self._drip and not self._over.wait(0.05):
                    taken.sendall(b" ")
        except OSError:
            pass

    def close(self) -> None:
        self._over.set()
        for one in [self._listener, *self._open]:
            one.close()


@pytest.fixture
def odd() -> Iterator[Callable[..., Odd]]:
    made: list[Odd] = []

    def make(*args: bytes, drip: bool = False) -> Odd:
        made.append(Odd(*args, drip=drip))
        return made[-1]

    yield make
    for one in made:
        one.close()


def http(status: str, body: bytes = b"", **headers: str) -> bytes:
    lines = [
        f"HTTP/1.1 {status}",
        f"content-length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + body


@pytest.mark.parametrize("kind", ["videos", "native", "dashscope"])
@pytest.mark.parametrize(
    ("answer", "drip", "said"),
    [
        (b"", False, NO_ANSWER),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n{", True, NO_ANSWER),
        (b"\x00\xffgarbage\r\n\r\n", False, "does not answer (RemoteProtocolError)"),
        (http("302 Found", location="http://127.0.0.1:9/"), False, ELSEWHERE),
        (http("200 OK", b"<html>"), False, "something that is no JSON: correct base_url"),
    ],
    ids=["silent", "dripping", "garbage", "redirect", "page"],
)
async def test_an_odd_server_is_told_within_the_limit(
    tmp_path: Path,
    odd: Callable[..., Odd],
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    answer: bytes,
    drip: bool,
    said: str,
) -> None:
    monkeypatch.setattr(standing, "LOOK_S", 1.0)
    engine = {"base_url": odd(answer, drip=drip).url}
    if kind == "videos":
        engine |= {"kind": "videos", "profile": gpu.profile(tmp_path)}
    else:
        engine |= {"kind": "happyhorse", "form": kind, "api_key": "sk-x"}
    settings = gpu.settings(tmp_path, {"theirs": engine}, {gpu.TEXT: ["theirs"]})
    row = next(row for row in await standing.rows(settings, None) if row.name == "theirs")
    assert row.well is False
    assert said in row.text


async def test_the_length_of_the_queue_is_in_view(tmp_path: Path, api: Api) -> None:
    settings = gpu.settings(tmp_path, {"ours": {"kind": "support.engine:Scripted"}}, {gpu.TEXT: ["ours"]})
    for _ in range(2):
        await api.new_task(duration=3)
    rows = {row.name: row for row in await standing.rows(settings, api.dsn)}
    assert (rows["ours"].waiting, rows["support.engine:Scripted"].waiting) == (2, 0)
