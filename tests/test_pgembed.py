"""The embedded PostgreSQL, on real servers."""

from __future__ import annotations

import asyncio
import contextlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import psutil
import pytest

from paddock import errors, pghost, pglaunch
from paddock.pgembed import Postgres

pytestmark = pytest.mark.timeout(60)
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def run(dsn: str, sql: str) -> object:
    """The first value that `sql` gives, over a connection of its own."""

    async def fetch() -> object:
        connection = await asyncpg.connect(dsn, timeout=10)
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return asyncio.run(fetch())


def server_of(folder: Path) -> psutil.Process:
    return psutil.Process(int((folder / "cluster" / "postmaster.pid").read_text().split()[0]))


def alive(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def socket_folder(dsn: str) -> Path:
    return Path(parse_qs(urlsplit(dsn).query)["host"][0])


@contextlib.contextmanager
def other_process(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the server in `folder`; yields once it is up."""
    code = "import sys, pathlib; from paddock.pgembed import Postgres\n"
    code += "with Postgres(pathlib.Path(sys.argv[1])) as p: print(p.dsn(), flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", code, str(folder)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        assert child.stdout.readline().startswith("postgresql://")
        yield child
    finally:
        child.stdin.close()
        child.wait(20)
        child.stdout.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a cluster in it, for copies: setting one up is the slowest part."""
    folder = tmp_path_factory.mktemp("made") / "postgres"
    with Postgres(folder):
        return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A folder whose server has run before and is stopped."""
    copy = tmp_path / "postgres"
    shutil.copytree(made, copy, symlinks=True)
    return copy


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, so that only Paddock's own modes keep others out."""
    base = Path(tempfile.mkdtemp(prefix="paddock-test-"))
    base.chmod(0o755)
    try:
        yield base
    finally:
        shutil.rmtree(base)


def test_first_start_makes_a_utf8_database_of_a_plain_role(tmp_path: Path) -> None:
    with Postgres(tmp_path / "data" / "postgres") as postgres:
        facts = "datname, pg_encoding_to_char(encoding), datlocprovider::text, datlocale, rolsuper::text"
        sql = f"SELECT array[{facts}] FROM pg_database, pg_roles WHERE datname = current_database() AND rolname = user"
        assert run(postgres.dsn(), sql) == ["paddock", "UTF8", "b", "C.UTF-8", "false"]


def test_restart_keeps_the_data(folder: Path) -> None:
    with Postgres(folder) as postgres:
        run(postgres.dsn(), "CREATE TABLE kept AS SELECT 7 AS n")
    assert not postgres.running()
    with Postgres(folder) as postgres:
        assert run(postgres.dsn(), "SELECT n FROM kept") == 7


def test_stop_leaves_no_process_and_no_socket(folder: Path) -> None:
    with Postgres(folder) as postgres:
        server = server_of(folder)
        family = [server, *server.children()]
    assert not alive(server)
    assert pghost.wait_until(lambda: not any(map(alive, family)), 5)  # the logger is the last to go
    assert not list(socket_folder(postgres.dsn()).iterdir())
    assert not list(folder.glob("cluster.*"))


def test_every_write_is_synced_and_the_server_is_ours_alone(folder: Path) -> None:
    with Postgres(folder) as postgres:
        for name, value in {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "jit": "off"}.items():
            assert run(postgres.dsn(), f"SHOW {name}") == value
        assert os.getsid(server_of(folder).pid) != os.getsid(0)


def test_no_tcp_port_is_opened(folder: Path) -> None:
    with Postgres(folder):
        server = server_of(folder)
        for process in (server, *server.children()):
            with contextlib.suppress(psutil.NoSuchProcess):  # a vacuum worker comes and goes
                assert not process.net_connections("inet")


def test_only_the_owner_can_read_anything(folder: Path) -> None:
    with Postgres(folder) as postgres:
        inside = [folder, *folder.iterdir(), socket_folder(postgres.dsn()) / pghost.SOCKET_NAME]
        assert [path for path in inside if path.stat().st_mode & 0o077 or path.stat().st_uid != os.geteuid()] == []


def test_no_folder_above_is_touched(tmp_path: Path) -> None:
    parents = list((tmp_path / "x").parents)

    def marks() -> list[tuple[int, int, int]]:
        return [(found.st_mode, found.st_uid, found.st_gid) for found in (path.stat() for path in parents)]

    before = marks()
    with Postgres(tmp_path / "postgres"):
        assert marks() == before
    assert marks() == before


def test_wrong_password_is_refused(folder: Path) -> None:
    with Postgres(folder) as postgres:
        password = (folder / "password").read_text()
        with pytest.raises(asyncpg.InvalidPasswordError):
            run(postgres.dsn().replace(password, "guess"), "SELECT 1")
        with pytest.raises(asyncpg.InvalidPasswordError):
            run(postgres.dsn().replace("//paddock:" + password, "//postgres:guess"), "SELECT 1")


@as_root
@pytest.mark.parametrize("namespaces", [True, False])
def test_another_user_is_refused_even_with_the_password(open_folder: Path, namespaces: bool) -> None:
    with Postgres(open_folder / "postgres", namespaces=namespaces) as postgres:
        path = socket_folder(postgres.dsn()) / pghost.SOCKET_NAME
        code = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"
        result = subprocess.run(
            ["/usr/bin/env", "python3", "-c", code, str(path)], user=54321, group=54321, capture_output=True, text=True
        )
        assert "PermissionError" in result.stderr


def test_server_of_a_killed_owner_is_taken_over(folder: Path) -> None:
    with other_process(folder) as owner:
        server = server_of(folder)
        owner.kill()
        owner.wait(10)
        with Postgres(folder) as postgres:
            assert server_of(folder) == server
            assert run(postgres.dsn(), "SELECT 1") == 1
        assert not alive(server)


def test_the_last_of_two_processes_stops_the_server(folder: Path) -> None:
    with Postgres(folder) as postgres:
        server = server_of(folder)
        with other_process(folder):
            assert server_of(folder) == server
        assert run(postgres.dsn(), "SELECT 1") == 1
    assert not alive(server)


def test_the_first_to_leave_leaves_the_server_to_the_other(folder: Path) -> None:
    postgres = Postgres(folder)
    postgres.start()
    server = server_of(folder)
    with other_process(folder):
        postgres.stop()
        assert run(postgres.dsn(), "SELECT 1") == 1
    assert not alive(server)


def test_two_users_within_one_process_count_as_two(folder: Path) -> None:
    with Postgres(folder) as outer:
        with Postgres(folder):
            pass
        assert outer.running()
    assert not outer.running()


def test_processes_that_start_at_once_share_one_new_server(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    code = "import sys, pathlib; from paddock.pgembed import Postgres\n"
    code += "p = Postgres(pathlib.Path(sys.argv[1])); p.start()\n"
    code += "print((p.folder / 'cluster/postmaster.pid').read_text().split()[0], flush=True)\n"
    code += "sys.stdin.read(); p.stop()"
    command = [sys.executable, "-c", code, str(folder)]
    children = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    pids = {child.stdout.readline() for child in children if child.stdout}
    for child in children:
        child.communicate(timeout=20)
    assert len(pids) == 1
    assert {child.returncode for child in children} == {0}
    assert not (folder / "cluster" / "postmaster.pid").exists()


def test_stale_pid_file_with_a_reused_pid_is_no_obstacle(folder: Path) -> None:
    pid_file = folder / "cluster" / "postmaster.pid"
    with other_process(folder):
        text = pid_file.read_text().split("\n")
    pid_file.write_text("\n".join([str(os.getpid()), *text[1:]]))
    (folder / "socket" / f"{pghost.SOCKET_NAME}.lock").write_text("\n".join([str(os.getpid()), *text[1:]]))
    with Postgres(folder) as postgres:
        assert run(postgres.dsn(), "SELECT 1") == 1
        assert server_of(folder).pid != os.getpid()


def test_committed_data_survive_the_kill_of_the_whole_server(folder: Path) -> None:
    with Postgres(folder) as postgres:
        run(postgres.dsn(), "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        server = server_of(folder)
        for process in (server, *server.children()):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        postgres.start()
        assert run(postgres.dsn(), "SELECT count(*) FROM kept") == 1000
        assert server_of(folder).pid != server.pid


def test_a_backend_that_outlives_its_killed_server_is_ended(folder: Path) -> None:
    with Postgres(folder) as postgres:

        async def kill_during_a_busy_query() -> None:
            connection = await asyncpg.connect(postgres.dsn())
            busy = asyncio.create_task(connection.execute("DO $$ BEGIN LOOP NULL; END LOOP; END $$"))
            underway = "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'DO %')"
            while not await asyncio.to_thread(run, postgres.dsn(), underway):
                pass
            server_of(folder).kill()
            await asyncio.to_thread(postgres.start)
            with pytest.raises((OSError, asyncpg.PostgresError)):
                await busy

        asyncio.run(kill_during_a_busy_query())
        assert run(postgres.dsn(), "SELECT 1") == 1


def test_a_start_killed_half_way_leaves_nothing_half_made(tmp_path: Path) -> None:
    folder = tmp_path / "postgres"
    code = "import sys, pathlib; from paddock.pgembed import Postgres; Postgres(pathlib.Path(sys.argv[1])).start()"
    child = subprocess.Popen([sys.executable, "-c", code, str(folder)])
    assert pghost.wait_until(lambda: bool(list(folder.glob("cluster.*.new/base"))), 20)
    child.kill()
    child.wait(10)
    with Postgres(folder) as postgres:
        assert run(postgres.dsn(), "SELECT 1") == 1
    with Postgres(folder):
        assert not list(folder.glob("cluster.*"))


@pytest.mark.parametrize("name", ["long" * 30, 'it\'s, "odd" 100% & \u9a6c'])
def test_any_folder_name_will_do(folder: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    runtime = Path(tempfile.mkdtemp(prefix="pk"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    named = tmp_path / name
    folder.rename(named)
    with Postgres(named) as postgres:
        assert run(postgres.dsn(), "SELECT 1") == 1
        aside = socket_folder(postgres.dsn())
        assert aside.parent == runtime
        assert stat.S_IMODE(aside.stat().st_mode) == 0o700
        monkeypatch.delenv("XDG_RUNTIME_DIR")
        with Postgres(named) as second:
            assert socket_folder(second.dsn()) == aside
    runtime.rmdir()


@pytest.mark.parametrize("plant", [lambda path: path.symlink_to("/etc"), lambda path: path.mkdir(0o755)])
def test_a_planted_socket_folder_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plant: Callable[[Path], None]
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = tmp_path / ("long" * 30)
    plant(pghost.usual_socket_folder(folder))
    with pytest.raises(errors.OperatorError, match="only Paddock can use"):
        Postgres(folder).start()


@as_root
def test_without_namespaces_an_account_runs_the_server_where_only_root_may_go(folder: Path) -> None:
    (folder.parent / "closed").mkdir(0o700)
    closed = folder.rename(folder.parent / "closed" / "postgres")
    with Postgres(closed, namespaces=False) as postgres:
        account = pwd.getpwnam(server_of(closed).username())
        assert account.pw_uid != 0
        assert run(postgres.dsn(), "SELECT 1") == 1
        assert (closed / "cluster").stat().st_uid == account.pw_uid
        assert (closed / "password").stat().st_uid == 0
        assert stat.S_IMODE(closed.parent.stat().st_mode) == 0o700
    with Postgres(closed) as postgres:
        assert run(postgres.dsn(), "SELECT 1") == 1


@as_root
def test_without_namespaces_a_first_start_works_too(tmp_path: Path) -> None:
    with Postgres(tmp_path / "postgres", namespaces=False) as postgres:
        assert run(postgres.dsn(), "SELECT 1") == 1


@as_root
def test_a_user_without_a_name_can_run_it(open_folder: Path) -> None:
    mine = open_folder / "mine"
    mine.mkdir(0o700)
    os.chown(mine, 54321, 54321)
    code = "import sys, pathlib; from paddock.pgembed import Postgres\n"
    code += "with Postgres(pathlib.Path(sys.argv[1]) / 'postgres') as p: print(p.running())"
    # By way of the launcher, as Python itself may be out of an ordinary user's reach.
    launcher = [sys.executable, pglaunch.__file__, "account-passing", "54321", "54321", "/"]
    command = [*launcher, sys.executable, "-c", code, str(mine)]
    result = subprocess.run(command, capture_output=True, text=True, timeout=30)
    if "has no name" in result.stderr:
        pytest.skip("user namespaces are refused here")
    assert result.stdout == "True\n", result.stderr


def failure(folder: Path) -> str:
    with pytest.raises(errors.OperatorError) as caught:
        Postgres(folder).start()
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "choose another --data folder" in failure(tmp_path / "file")
    assert "choose another --data folder" in failure(tmp_path / "file" / "postgres")


@as_root
def test_another_users_folder_is_left_alone(tmp_path: Path) -> None:
    os.chown(tmp_path, 54321, 54321)
    assert "another user's" in failure(tmp_path)
    os.chown(tmp_path, 0, 0)


def test_data_of_another_version_are_left_alone(folder: Path) -> None:
    (folder / "cluster" / "PG_VERSION").write_text("16\n")
    assert "of PostgreSQL 16" in failure(folder)


def test_a_lost_or_wrong_password_file_is_told(folder: Path) -> None:
    (folder / "password").write_text("guess")
    assert "password" in failure(folder)
    assert not (folder / "cluster" / "postmaster.pid").exists()
    (folder / "password").unlink()
    assert "password is gone" in failure(folder)


def test_a_full_disk_at_the_first_start_is_told_and_leaves_no_litter(tmp_path: Path) -> None:
    code = "import resource, sys, pathlib; from paddock import errors; from paddock.pgembed import Postgres\n"
    code += "resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, 2**20))\n"
    code += "try: Postgres(pathlib.Path(sys.argv[1])).start()\nexcept errors.OperatorError as error: print(error)"
    result = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, timeout=30)
    assert "could not be set up" in result.stdout
    assert "PADDOCK_DATABASE_URL" in result.stdout
    assert not list(tmp_path.glob("cluster*"))


def test_a_damaged_cluster_is_told(folder: Path) -> None:
    (folder / "cluster" / "global" / "pg_control").unlink()
    assert "did not start" in failure(folder)


def test_stop_may_be_called_at_any_time(folder: Path) -> None:
    postgres = Postgres(folder)
    postgres.stop()
    postgres.start()
    postgres.stop()
    postgres.stop()
    assert not postgres.running()


def test_later_starts_are_quick(folder: Path) -> None:
    begun = time.monotonic()
    with Postgres(folder):
        assert time.monotonic() - begun < 2  # 0.1 s on an idle machine


def test_ctrl_c_in_the_terminal_does_not_reach_the_server(folder: Path) -> None:
    with other_process(folder) as owner:
        server = server_of(folder)
        owner.send_signal(signal.SIGINT)
        owner.wait(10)
        assert not alive(server)  # the owner stopped it in order
    assert "shut down" in next((folder / "log").glob("*.log")).read_text().splitlines()[-1]
