"""The commands, as a person types them."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from paddock import video
from support.processes import DEADLINE_S, Paddock, output_of

pytestmark = pytest.mark.timeout(180)


def run(paddock: Paddock, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "paddock", *arguments],
        env={**paddock.environment, **environment},
        capture_output=True,
        text=True,
        timeout=DEADLINE_S,
        check=False,
    )


def one_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) == 1, text
    return lines[0]


def test_generate_makes_a_playable_file_and_leaves_no_process(paddock: Paddock, tmp_path: Path) -> None:
    target = tmp_path / "boat.mp4"
    done = run(paddock, "generate", "a boat", "--duration", "3", "--seed", "7", "-o", str(target))
    assert (done.returncode, done.stdout.strip()) == (0, str(target)), done.stderr
    video.check(target, 1280, 720, 73)
    assert paddock.processes() == []
    assert stat.S_IMODE((paddock.data / "api-key").stat().st_mode) == 0o600
    listed = run(paddock, "tasks", "list")
    task_id = re.search(r"task-unified-\d+-[a-z0-9]{8}", listed.stdout)
    assert task_id, listed.stdout + listed.stderr
    shown = run(paddock, "tasks", "show", task_id[0], "--json")
    assert json.loads(shown.stdout)["status"] == "completed"
    assert run(paddock, "tasks", "cancel", task_id[0]).returncode == 1
    again = run(paddock, "tasks", "download", task_id[0], "-o", str(tmp_path))
    assert again.stdout.strip() == str(tmp_path / f"{task_id[0]}.mp4"), again.stderr
    assert (tmp_path / f"{task_id[0]}.mp4").read_bytes() == target.read_bytes()


def test_generate_into_a_folder_names_the_file_by_the_task(paddock: Paddock, tmp_path: Path) -> None:
    done = run(paddock, "generate", "a boat", "--duration", "3", "-o", str(tmp_path))
    saved = Path(done.stdout.strip())
    assert (saved.parent, saved.suffix) == (tmp_path, ".mp4"), done.stderr
    video.check(saved, 1280, 720, 73)


def test_generate_says_before_it_begins_that_there_is_no_place_for_the_video(paddock: Paddock, tmp_path: Path) -> None:
    done = run(paddock, "generate", "a boat", "-o", str(tmp_path / "no" / "boat.mp4"))
    assert done.returncode == 2
    assert f"there is no folder {tmp_path / 'no'}" in one_line(done.stderr)
    assert not paddock.data.exists()


def test_generate_prints_the_task_as_json(paddock: Paddock, tmp_path: Path) -> None:
    server = paddock.serve()
    target = tmp_path / "boat.mp4"
    done = run(paddock, "generate", "a boat", "--duration", "3", "--json", "-o", str(target))
    task = json.loads(done.stdout)
    assert (done.returncode, task["status"], task["progress"]) == (0, "completed", 100)
    assert server.task(task["id"])["status"] == "completed"  # it found the server that was running
    assert server.stop() == 0


@pytest.mark.parametrize("prompt", ["[refuse]", "[nothing]"])
def test_generate_without_a_video_exits_1_and_writes_no_file(paddock: Paddock, tmp_path: Path, prompt: str) -> None:
    target = tmp_path / "none.mp4"
    done = run(paddock, "generate", prompt, "--duration", "3", "-o", str(target))
    assert done.returncode == 1
    assert done.stdout == ""
    assert one_line(done.stderr).startswith("paddock: ")
    assert not target.exists()


def test_ctrl_c_cancels_the_task_that_generate_waits_for(paddock: Paddock, tmp_path: Path) -> None:
    server = paddock.serve()
    waiting = paddock.start("generate", "a lake [slow 30]", "-o", str(tmp_path / "lake.mp4"))
    task_id = only_task(server)
    server.at_work(task_id)
    waiting.send_signal(signal.SIGINT)
    assert waiting.wait(timeout=10) == 130
    assert server.task(task_id)["status"] == "cancelled"
    assert server.stop() == 0


def only_task(server: object) -> str:
    from support.processes import Server, eventually

    assert isinstance(server, Server)
    found = eventually("task", lambda: server.client.get("/v1/tasks").json()["data"])
    return str(found[0]["id"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["generate", ""], "say what the video shows"),
        (["generate", "a boat", "--image", "/nowhere.png"], "cannot be read"),
        (["serve", "--data", "/proc/nothing"], "choose another with --data"),
        (["worker", "--data", "/proc/nothing"], "choose another with --data"),
    ],
)
def test_what_an_operator_can_mend_is_one_line_and_exit_code_2(
    paddock: Paddock, arguments: list[str], words: str
) -> None:
    done = run(paddock, *arguments)
    assert done.returncode == 2
    assert words in one_line(done.stderr)


@pytest.mark.parametrize(
    ("name", "value"),
    [("PADDOCK_PORT", "99999"), ("PADDOCK_WORKERS", "many"), ("PADDOCK_EGRESS_ALLOW", "http://x/")],
)
def test_a_wrong_setting_is_named(paddock: Paddock, name: str, value: str) -> None:
    done = run(paddock, "serve", **{name: value})
    assert done.returncode == 2
    assert name in one_line(done.stderr)


def test_a_wrong_settings_file_is_named(paddock: Paddock) -> None:
    paddock.data.mkdir()
    (paddock.data / "paddock.toml").write_text("port = ")
    done = run(paddock, "serve")
    assert done.returncode == 2
    assert "paddock.toml is not valid TOML" in one_line(done.stderr)


def test_the_settings_file_is_read_and_the_environment_goes_before_it(paddock: Paddock) -> None:
    paddock.data.mkdir()
    (paddock.data / "paddock.toml").write_text('public_url = "https://file.example"\nworkers = 2\n')
    done = run(paddock, "doctor")
    assert "https://file.example" in done.stdout
    assert "https://said.example" in run(paddock, "doctor", PADDOCK_PUBLIC_URL="https://said.example").stdout


def test_generate_finds_a_server_that_has_another_name_outside(paddock: Paddock) -> None:
    server = paddock.serve("--workers", "0", PADDOCK_PUBLIC_URL="https://videos.example")
    assert run(paddock, "tasks", "list").returncode == 0
    assert server.client.get("/openapi.json").json()["servers"] == [{"url": "https://videos.example"}]
    assert server.stop() == 0


def test_a_port_that_is_taken_is_said_so(paddock: Paddock) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run(paddock, "serve", "--port", port)
    assert done.returncode == 2
    assert f"port {port} is taken" in one_line(done.stderr)


@pytest.mark.parametrize("url", ["postgresql://u:secret@127.0.0.1:1/x", "nonsense"])
@pytest.mark.parametrize("command", ["serve", "worker"])
def test_a_database_that_does_not_answer_is_said_so(paddock: Paddock, url: str, command: str) -> None:
    done = run(paddock, command, PADDOCK_DATABASE_URL=url)
    assert done.returncode == 2
    assert "the database does not answer" in one_line(done.stderr)
    assert "secret" not in done.stderr


def test_a_second_server_on_the_same_folder_is_refused(paddock: Paddock) -> None:
    server = paddock.serve("--workers", "0")
    done = run(paddock, "serve", "--port", "0")
    assert done.returncode == 2
    assert server.url in one_line(done.stderr)
    assert server.client.get("/readyz").status_code == 200
    assert server.stop() == 0


def test_the_key_is_shown_once_and_no_log_has_it(paddock: Paddock) -> None:
    server = paddock.serve("--workers", "0")
    key = (paddock.data / "api-key").read_text().strip()
    assert server.stop() == 0
    assert output_of(server.process).count(key) == 1
    again = paddock.serve("--workers", "0")
    assert again.client.get("/v1/tasks").status_code == 200
    assert again.stop() == 0
    assert key not in output_of(again.process)
    assert key.encode() not in b"".join(
        path.read_bytes() for path in paddock.data.rglob("*") if path.is_file() and path.name != "api-key"
    )


def test_a_private_server_writes_no_key_into_its_log(paddock: Paddock) -> None:
    assert run(paddock, "tasks", "list").returncode == 0
    key = (paddock.data / "api-key").read_text().strip()
    assert "ready" in (paddock.data / "private-server.log").read_text()
    assert key not in (paddock.data / "private-server.log").read_text()


def test_doctor_finds_everything_well(paddock: Paddock) -> None:
    done = run(paddock, "doctor")
    assert done.returncode == 0, done.stdout
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["ok"] * 7


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"PADDOCK_ENGINE": "nothing"}, "set PADDOCK_ENGINE"),
        ({"PADDOCK_DATABASE_URL": "postgresql://127.0.0.1:1/x"}, "check PADDOCK_DATABASE_URL"),
        ({"PADDOCK_HOST": "0.0.0.0"}, "set PADDOCK_PUBLIC_URL"),
    ],
)
def test_doctor_says_what_to_do(paddock: Paddock, environment: dict[str, str], words: str) -> None:
    done = run(paddock, "doctor", **environment)
    assert done.returncode == 1
    (line,) = [line for line in done.stdout.splitlines() if line.startswith("FIX")]
    assert words in line


def test_help_is_there_for_every_command(paddock: Paddock) -> None:
    for command in ([], ["serve"], ["generate"], ["worker"], ["tasks"], ["doctor"]):
        assert run(paddock, *command, "--help").returncode == 0


def test_nobody_else_may_read_the_data_folder(paddock: Paddock) -> None:
    before = os.umask(0)
    try:
        server = paddock.serve("--workers", "0")
    finally:
        os.umask(before)
    for path in (paddock.data, paddock.data / "api-key", paddock.data / "server.json"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert server.stop() == 0


def test_accounts_keys_and_the_ledger_are_managed_from_the_command_line(paddock: Paddock) -> None:
    server = paddock.serve("--workers", "0")
    assert run(paddock, "accounts", "create", "studio", "--credits", "100").returncode == 0
    assert "choose another" in one_line(run(paddock, "accounts", "create", "studio").stderr)
    assert "12" in run(paddock, "accounts", "grant", "studio", "20.5").stdout
    assert "120.5000" in run(paddock, "accounts", "list").stdout
    made = run(paddock, "keys", "create", "ci", "--account", "studio", "--cap", "50", "--days", "7")
    key = made.stdout.strip()
    assert re.fullmatch(r"sk-[0-9a-z]{12}-[0-9A-Za-z]{40}", key)
    server.client.headers["authorization"] = f"Bearer {key}"
    server.create("a pond")
    assert server.client.get("/v1/credits").json()["data"]["token"]["remaining_credits"] == 13.55
    listed = run(paddock, "keys", "list", "--account", "studio").stdout
    assert key.split("-")[1] in listed
    assert key.split("-")[2] not in listed
    assert run(paddock, "keys", "revoke", key, "--account", "studio").returncode == 0
    assert server.client.get("/v1/credits").status_code == 401
    checked = run(paddock, "ledger", "check")
    assert (checked.returncode, checked.stdout.startswith("0 faults")) == (0, True), checked.stdout
    exported = run(paddock, "ledger", "export", "--account", "studio").stdout.splitlines()
    assert len(exported) == 7
    assert server.stop() == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["accounts", "create", "x", "--group", "gold"], "[groups.gold]"),
        (["accounts", "grant", "nobody", "5"], "no such account"),
        (["keys", "create", "x", "--account", "nobody"], "no such account"),
        (["keys", "revoke", "sk-nothing"], "no such account"),
    ],
)
def test_what_the_operator_names_wrongly_is_said_so(paddock: Paddock, arguments: list[str], words: str) -> None:
    done = run(paddock, *arguments)
    assert done.returncode == 2
    assert words in one_line(done.stderr)


def test_a_revocation_holds_at_the_next_request_in_every_process(paddock: Paddock, dsn: str, tmp_path: Path) -> None:
    servers = [paddock.serve("--workers", "0", PADDOCK_DATABASE_URL=dsn)]
    second = Paddock(tmp_path / "second")
    try:
        servers.append(second.serve("--workers", "0", PADDOCK_DATABASE_URL=dsn))
        made = servers[0].client.post("/v1/keys", json={"name": "short-lived"}).json()
        headers = {"authorization": f"Bearer {made['key']}"}
        assert [server.client.get("/v1/tasks", headers=headers).status_code for server in servers] == [200, 200]
        servers[0].client.delete(f"/v1/keys/{made['id']}")
        assert [server.client.get("/v1/tasks", headers=headers).status_code for server in servers] == [401, 401]
    finally:
        second.end_all()
        paddock.end_all()  # before its database is dropped


def test_a_storyboard_is_shown_without_a_server(paddock: Paddock) -> None:
    prompt = "Shot 1 [0~3s] wide angle: a red boat on the sea at dusk; Shot 2 [3~6s] close-up: a blorptang sings"
    shown = run(paddock, "storyboard", prompt, "--duration", "6")
    assert shown.returncode == 0
    for word in ("0-3 s", "3-6 s", "wide", "sea", "dusk", "boat"):
        assert word in shown.stdout
    board = json.loads(run(paddock, "storyboard", prompt, "--duration", "6", "--json").stdout)
    assert [(shot["start_s"], shot["end_s"]) for shot in board["shots"]] == [(0, 3), (3, 6)]
    assert board["shots"][0]["subjects"][0]["colour"] == {"value": "red", "words": "red"}
    assert not paddock.data.exists()
