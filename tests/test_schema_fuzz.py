"""The served OpenAPI document taken at its word: requests made from it, valid and not, with and without a key."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from support.processes import Paddock, Server

pytestmark = [pytest.mark.soak, pytest.mark.timeout(180)]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 30


@pytest.fixture
def server(paddock: Paddock) -> Server:
    return paddock.serve("--workers", "0")


@pytest.mark.parametrize("key", [True, False], ids=["with a key", "without a key"])
def test_every_answer_is_a_documented_one(server: Server, key: bool) -> None:
    schema = schemathesis.openapi.from_url(f"{server.url}/openapi.json")
    headers = {"authorization": server.client.headers["authorization"]} if key else {}
    operations = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    operations = [
        one for one in operations if not one.path.endswith("/events")
    ]  # streams, which do not end by themselves
    assert len(operations) >= 10
    problems: dict[str, str] = {}
    seen: set[int] = set()
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            try:
                seen |= _fuzz(operation, mode, headers)
            except Unsatisfiable:
                assert mode is GenerationMode.NEGATIVE, operation.label  # nothing about it can be wrong
            except (Exception, BaseExceptionGroup) as problem:  # noqa: BLE001 - all of them are wanted in one report
                problems[f"{operation.label} {mode.value}"] = _words(problem)
    assert not problems, "\n\n".join(f"{label}: {words}" for label, words in problems.items())
    assert seen >= ({200, 400, 404} if key else {200, 401, 404})


def _words(problem: BaseException) -> str:
    if isinstance(problem, BaseExceptionGroup):
        return "\n".join(_words(one) for one in problem.exceptions)
    return f"{type(problem).__name__}: {problem}"[:1500]


def _fuzz(operation: Any, mode: GenerationMode, headers: dict[str, str]) -> set[int]:
    """Ask in many ways; the statuses that came back, each of them documented."""
    seen: set[int] = set()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def answered_as_documented(case: Any) -> None:
        response = case.call(headers=headers, timeout=30)
        case.validate_response(response, checks=CHECKS, headers=headers)
        seen.add(response.status_code)

    answered_as_documented()
    return seen
