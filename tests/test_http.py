"""The frame around every request: health, unknown paths, methods, failures of ours, ids."""

from __future__ import annotations

import asyncio

import asyncpg
import pytest

from paddock import pgembed
from support.api import Api, problem


async def test_health(api: Api) -> None:
    assert (await api.client.get("/healthz")).json() == {"status": "ok"}
    assert (await api.client.get("/readyz")).json() == {"status": "ready"}


async def test_not_ready_while_the_database_is_away(api: Api, postgres: pgembed.Postgres) -> None:
    """Connections are refused for a while and then let in again; nothing has to be restarted."""
    name = api.dsn.split("?")[0].rsplit("/", 1)[1]
    admin = await asyncpg.connect(postgres.dsn())
    try:
        await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        await admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name)
        response = await api.client.get("/readyz")
        assert problem(response) == (503, "service_unavailable")
        assert int(response.headers["retry-after"]) > 0
        assert problem(await api.create()) == (503, "service_unavailable")
        assert (await api.client.get("/healthz")).status_code == 200
    finally:
        await admin.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
        await admin.close()
    assert (await api.client.get("/readyz")).status_code == 200
    assert (await api.create()).status_code == 200


@pytest.mark.parametrize("path", ["/v1", "/v1/videos", "/v1/tasks/", "/v1/tasks/a/b", "/..%2f", "/%00", "/files/x"])
async def test_an_unknown_path_is_404_in_the_one_shape(api: Api, path: str) -> None:
    assert problem(await api.client.get(path)) == (404, "not_found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/v1/videos/generations", {"POST"}),
        ("DELETE", "/v1/tasks/task-unified-1-aaaaaaaa", {"GET", "HEAD"}),
        ("GET", "/v1/tasks/task-unified-1-aaaaaaaa/cancel", {"POST"}),
        ("PUT", "/v1/tasks", {"GET", "HEAD"}),
    ],
)
async def test_a_wrong_method_is_405_with_allow(api: Api, method: str, path: str, allowed: set[str]) -> None:
    response = await api.client.request(method, path)
    assert problem(response) == (405, "method_not_allowed")
    assert set(response.headers["allow"].split(", ")) == allowed


async def test_a_fault_of_ours_is_500_without_details(api: Api) -> None:
    await api.pool.execute("ALTER TABLE task RENAME TO hidden")
    response = await api.client.get("/v1/tasks")
    assert problem(response) == (500, "internal_error")
    assert response.json()["error"]["message"] == "Internal server error"
    assert response.json()["error"]["type"] == "api_error"
    assert "hidden" not in response.text
    assert "task" not in response.text.replace("request", "")


async def test_every_answer_has_its_own_request_id(api: Api) -> None:
    responses = await asyncio.gather(*(api.client.get("/healthz") for _ in range(5)), api.client.get("/nowhere"))
    assert len({response.headers["x-request-id"] for response in responses}) == 6
    assert all("server" not in response.headers for response in responses)
