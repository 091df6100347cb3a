"""The served OpenAPI document against the contract's own files: nothing of theirs missing or different."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from paddock import app, openapi
from support.api import Api

CONTRACT = Path(__file__).parents[2] / "shared" / "contract"
FILES = sorted(CONTRACT.glob("*.yaml"))
WORDS = {"description", "title", "summary", "tags"}
"""What may be said in other words."""
PATH = "/v1/videos/generations"

ours = openapi.document(app.ENDPOINTS, "http://localhost")


def resolve(document: dict[str, Any], node: Any) -> Any:
    """A schema with every reference replaced by what it stands for, and without words."""
    if isinstance(node, list):
        return [resolve(document, item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        return resolve(document, target)
    return {name: resolve(document, value) for name, value in node.items() if name not in WORDS or name == "type"}


def differences(theirs: Any, mine: Any, place: str = "") -> Iterator[str]:
    """What theirs says and mine does not."""
    if isinstance(theirs, dict) and isinstance(mine, dict):
        for name, value in theirs.items():
            if name not in mine:
                yield f"{place}/{name} is missing"
            else:
                yield from differences(value, mine[name], f"{place}/{name}")
    elif place.endswith(("/enum", "/required")):
        if not set(theirs) <= set(mine):
            yield f"{place}: {theirs} is not {mine}"
    elif theirs != mine:
        yield f"{place}: {theirs!r} is not {mine!r}"


def request_schema(model: str) -> dict[str, Any]:
    body = ours["paths"][PATH]["post"]["requestBody"]["content"]["application/json"]["schema"]
    schema: dict[str, Any] = resolve(ours, {"$ref": body["discriminator"]["mapping"][model]})
    return schema


@pytest.fixture(params=[str(file) for file in FILES] or [""], ids=lambda file: Path(file).stem or "none")
def contract(request: pytest.FixtureRequest) -> dict[str, Any]:
    if not request.param:
        pytest.skip("the contract's files are not here")
    document: dict[str, Any] = yaml.safe_load(Path(request.param).read_text())
    return document


def theirs_of(contract: dict[str, Any]) -> tuple[dict[str, Any], str]:
    schema = resolve(contract, {"$ref": "#/components/schemas/VideoGenerationRequest"})
    return schema, schema["properties"]["model"]["enum"][0]


def test_requests_agree(contract: dict[str, Any]) -> None:
    theirs, model = theirs_of(contract)
    mine = request_schema(model)
    assert list(differences(theirs, mine)) == []
    assert set(mine["properties"]) == set(theirs["properties"])
    assert set(mine["required"]) == set(theirs["required"])
    for name, schema in theirs["properties"].items():
        if "enum" in schema:
            assert set(mine["properties"][name]["enum"]) == set(schema["enum"])


def test_answers_agree(contract: dict[str, Any]) -> None:
    theirs = resolve(contract, {"$ref": "#/components/schemas/VideoGenerationResponse"})
    mine = resolve(ours, {"$ref": "#/components/schemas/VideoGenerationResponse"})
    varying = {"/properties/id/example", "/properties/model/example"}  # a value of each model's own
    found = [line for line in differences(theirs, mine) if line.partition(":")[0] not in varying]
    assert found == []


def test_errors_agree(contract: dict[str, Any]) -> None:
    operation = contract["paths"][PATH]["post"]
    mine = ours["paths"][PATH]["post"]["responses"]
    for status, response in operation["responses"].items():
        assert status in mine
        theirs = response["content"]["application/json"]
        if "example" in theirs:
            content = mine[status]["content"]["application/json"]
            examples = [content.get("example"), *(one["value"] for one in content.get("examples", {}).values())]
            assert theirs["example"] in examples
    theirs_shape = resolve(contract, {"$ref": "#/components/schemas/ErrorResponse"})
    assert list(differences(theirs_shape, resolve(ours, {"$ref": "#/components/schemas/ErrorResponse"}))) == []


def test_security_and_examples_agree(contract: dict[str, Any]) -> None:
    assert contract["security"] == ours["security"]
    scheme = ours["components"]["securitySchemes"]["bearerAuth"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    operation = contract["paths"][PATH]["post"]
    theirs = operation["requestBody"]["content"]["application/json"]["examples"].values()
    examples = ours["paths"][PATH]["post"]["requestBody"]["content"]["application/json"]["examples"].values()
    for example in theirs:
        assert example["value"] in [one["value"] for one in examples]


async def test_the_document_is_served(api: Api) -> None:
    served = (await api.client.get("/openapi.json")).json()
    assert served["openapi"] == "3.1.0"
    assert served["servers"] == [{"url": api.url}]
    assert served["paths"].keys() == ours["paths"].keys()
