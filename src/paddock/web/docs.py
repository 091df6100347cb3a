"""The documentation as Markdown, made from what it documents, and as HTML."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import markdown_it
import pydantic_core
from markupsafe import Markup

from paddock import config, errors, examples

PAGES = {
    "quickstart": "Quick start",
    "api": "API reference",
    "errors": "Errors",
    "callbacks": "Callbacks",
    "settings": "Settings",
    "cli": "Command line",
}


def markdown(name: str, openapi: dict[str, Any], url: str) -> str:
    """One page for a server at `url`; `openapi` is the document that it serves."""
    match name:
        case "api":
            return "\n".join(_api(openapi, url))
        case "errors":
            return "\n".join(_errors())
        case "callbacks":
            return _CALLBACKS.replace("URL", url)
        case "settings":
            return "\n".join(_settings())
        case "cli":
            return "\n".join(_command_line())
    return _QUICKSTART.replace("URL", url)


def llms(url: str) -> str:
    """The table of contents in the form of llmstxt.org."""
    lines = [f"- [{title}]({url}/docs/{name}.md)" for name, title in PAGES.items()]
    return "\n".join(
        [
            "# Paddock",
            "",
            "> A self-hosted video-generation server that speaks the HappyHorse 1.0 API: text, first frame and"
            " reference images to video, as asynchronous tasks with keys, credits and callbacks.",
            "",
            "## Documentation",
            "",
            *lines,
            f"- [OpenAPI document]({url}/openapi.json)",
            "",
        ]
    )


def html(text: str) -> tuple[Markup, list[tuple[str, str]]]:
    """A page's HTML, in which no HTML of the text's own is left, and its second-level headings with their anchors."""
    parser = _parser()
    tokens = parser.parse(text)
    headings: list[tuple[str, str]] = []
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag in ("h2", "h3"):
            title = tokens[index + 1].content
            anchor = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
            token.attrSet("id", anchor)
            if token.tag == "h2":
                headings.append((anchor, title.replace("`", "")))
        elif token.type == "table_open":
            token.attrSet("tabindex", "0")
    return Markup(parser.renderer.render(tokens, parser.options, {})), headings  # noqa: S704 - the parser escapes


@cache
def _parser() -> markdown_it.MarkdownIt:
    return markdown_it.MarkdownIt("commonmark", {"html": False}).enable("table")


_QUICKSTART = """# Quick start

Paddock makes videos from text, from a first frame and from reference images. Every request is a task: create it, then
wait for it, then download its video within 24 hours.

## A key

Sign in to the console and make one under *Keys*, or run `paddock keys create NAME`. The first start of a server prints
a key and keeps it in the file `api-key` of its data folder.

```
export PADDOCK_API_KEY=sk-...
```

## Create a task

```
curl -X POST URL/v1/videos/generations \\
  -H "Authorization: Bearer $PADDOCK_API_KEY" \\
  -H "Content-Type: application/json" \\
  -d '{"model": "happyhorse-1.0-text-to-video", "prompt": "a red boat on a lake at dusk", "duration": 5}'
```

The images choose the model:

| model | images |
|---|---|
| `happyhorse-1.0-text-to-video` | none |
| `happyhorse-1.0-image-to-video` | one, the first frame; the video has its ratio |
| `happyhorse-1.0-reference-to-video` | 1 to 9, called `character1`, `character2` ... in the prompt |

Upload a file first to get a link for `image_urls`:

```
curl -X POST URL/api/v1/files/upload/stream \\
  -H "Authorization: Bearer $PADDOCK_API_KEY" -F file=@cat.png
```

## Wait for it

Ask for its state, or have every change sent to you:

```
curl URL/v1/tasks/TASK_ID -H "Authorization: Bearer $PADDOCK_API_KEY"
curl -N URL/v1/tasks/TASK_ID/events -H "Authorization: Bearer $PADDOCK_API_KEY"
```

The second is a stream of server-sent events: `task` events hold the task as the first call answers it, `queue` events
say how many are before it, and the stream ends with the task. `URL/v1/events` tells of all tasks of the account; after
a reconnect with `Last-Event-ID` it tells what ended meanwhile. Or give a `callback_url` and be called.

## Several shots

`Shot 1 [0~3s] wide angle: ...; Shot 2 [3~6s] medium shot: ...`. What is understood of a prompt can be seen before
anything is made, and for nothing:

```
curl -X POST URL/v1/storyboards -H "Authorization: Bearer $PADDOCK_API_KEY" -H "Content-Type: application/json" \\
  -d '{"prompt": "Shot 1 [0~3s] a lighthouse at dusk; Shot 2 [3~6s] close-up: a sailor", "duration": 6}'
```

## From Python

```
from paddock import Client

with Client(api_key="sk-...", base_url="URL") as client:
    task = client.videos.generate("a red boat on a lake at dusk")
    client.videos.download(task, "boat.mp4")
```
"""

_CALLBACKS = """# Callbacks

Give a request a `callback_url`, and it is called when the task is completed, failed or cancelled, after billing. The
body is the task as `GET /v1/tasks/TASK_ID` answers it. Answer with any 2xx status within 10 seconds; anything else is
tried again after 1, 2 and 4 seconds, and can be sent again later from the task's page or with
`POST /v1/tasks/TASK_ID/redeliver`.

## What is sent

| header | what |
|---|---|
| `webhook-id` | the delivery, the same at every try: remember it, and drop what you have seen |
| `webhook-timestamp` | Unix seconds of this try: refuse what is more than 5 minutes off |
| `webhook-signature` | `v1,` and the signature; several, with spaces between them, while a secret is being replaced |

## Verify a signature

The signature is HMAC-SHA256 over `ID.TIMESTAMP.BODY` with the account's secret, in base64 (Standard Webhooks). Any
Standard Webhooks library does it. By hand:

```
import base64, hashlib, hmac, time

def is_from_paddock(secret: str, headers, body: bytes) -> bool:
    key = base64.b64decode(secret.removeprefix("whsec_"))
    message_id, sent_at = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(sent_at)) > 300:
        return False
    digest = hmac.new(key, f"{message_id}.{sent_at}.".encode() + body, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(digest).decode()
    return any(hmac.compare_digest(one, expected) for one in headers["webhook-signature"].split())
```

In JavaScript:

```
import { createHmac, timingSafeEqual } from "node:crypto";

export function isFromPaddock(secret, headers, body) {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const id = headers["webhook-id"], sentAt = headers["webhook-timestamp"];
  if (Math.abs(Date.now() / 1000 - Number(sentAt)) > 300) return false;
  const expected = Buffer.from("v1," + createHmac("sha256", key).update(`${id}.${sentAt}.${body}`).digest("base64"));
  return headers["webhook-signature"].split(" ").some((one) => {
    const given = Buffer.from(one);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
```

## The secret

```
curl URL/v1/webhooks/secret -H "Authorization: Bearer $PADDOCK_API_KEY"
curl -X POST URL/v1/webhooks/secret/rotate -H "Authorization: Bearer $PADDOCK_API_KEY"
```

After a rotation both secrets sign for 24 hours, so that a receiver can change over without missing a call.
"""


# --- the API --------------------------------------------------------------------------------------


_PLACEHOLDER = re.compile(r"{(\w+)(?::path)?}")


def _api(document: dict[str, Any], url: str) -> Iterator[str]:
    yield "# API reference"
    yield ""
    yield f"Every call, as `{url}/openapi.json` describes it. Send `Authorization: Bearer sk-...` with each."
    yield ""
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield from _operation(document, url, path, method.upper(), operation)


def _operation(document: dict[str, Any], url: str, path: str, method: str, operation: dict[str, Any]) -> Iterator[str]:
    yield f"## `{method} {path}`"
    yield ""
    yield f"{operation['summary']}." + (" No key needed." if operation.get("security") == [] else "")
    yield ""
    if parameters := operation.get("parameters"):
        yield from _table(
            ("parameter", "where", "what"), [(f"`{p['name']}`", p["in"], p.get("description", "")) for p in parameters]
        )
    content = operation.get("requestBody", {}).get("content", {})
    for media in content.values():
        for one in _choices(document, media["schema"]):
            yield from _fields(document, one)
    yield "```"
    yield _curl(document, url, path, method, operation, content)
    yield "```"
    yield ""
    answer = operation["responses"]["200"].get("content", {}).get("application/json", {}).get("schema")
    if answer:
        yield "The answer:"
        yield ""
        for schema in _choices(document, answer):
            yield from _fields(document, schema)
    yield "Refusals: " + ", ".join(f"`{status}`" for status in operation["responses"] if status != "200") + "."
    yield ""


def _resolve(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else schema


def _choices(document: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [_resolve(document, one) for one in schema.get("oneOf", [schema])] if schema else []


def _fields(document: dict[str, Any], schema: dict[str, Any]) -> Iterator[str]:
    if not schema.get("properties"):
        return
    if schema.get("description"):
        yield f"**{schema.get('title', 'Fields')}**: {schema['description']}"
        yield ""
    required = schema.get("required", ())
    rows = [
        (f"`{name}`", _kind(document, one), "yes" if name in required else "", one.get("description", ""))
        for name, one in schema["properties"].items()
    ]
    yield from _table(("field", "type", "required", "what"), rows)


def _kind(document: dict[str, Any], schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(document, one) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    kind = str(schema.get("type", "any"))
    if kind == "array":
        return f"list of {_kind(document, schema.get('items', {}))}"
    low, high = schema.get("minimum"), schema.get("maximum")
    return f"{kind}, {low} to {high}" if low is not None and high is not None else kind


def _curl(
    document: dict[str, Any], url: str, path: str, method: str, operation: dict[str, Any], content: dict[str, Any]
) -> str:
    verb = "" if method == "GET" else f"-X {method} "
    parts = [f"curl {verb}{url}{_PLACEHOLDER.sub(_capital, path)}"]
    if operation.get("security") != []:
        parts.append('-H "Authorization: Bearer $PADDOCK_API_KEY"')
    if "multipart/form-data" in content:
        parts.append("-F file=@cat.png")
    elif "application/json" in content:
        body = _example(document, content["application/json"])
        parts += ['-H "Content-Type: application/json"', f"-d '{json.dumps(body, ensure_ascii=False)}'"]
    return " \\\n  ".join(parts)


def _capital(match: re.Match[str]) -> str:
    return match[1].upper()


def _example(document: dict[str, Any], media: dict[str, Any]) -> Any:
    if media.get("examples"):
        return next(iter(media["examples"].values()))["value"]
    chosen = _choices(document, media["schema"])[0]
    required = chosen.get("required") or list(chosen.get("properties", {}))[:1]
    if "model" in required:
        return examples.REQUESTS["text_to_video"]
    return {name: _sample(document, name, chosen["properties"][name]) for name in required}


def _sample(document: dict[str, Any], name: str, schema: dict[str, Any]) -> Any:
    if "example" in schema:
        return schema["example"]
    match schema.get("type"):
        case "integer" | "number":
            return schema.get("minimum", 100)
        case "array":
            return ["task-unified-1761313744-h1t2vab8"] if name == "task_ids" else []
    return {"prompt": "a red boat on a lake", "name": "a name"}.get(name, "...")


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(map(_cell, row))} |"
    yield ""


# --- errors, settings, commands -------------------------------------------------------------------


def _leaves(kind: type[errors.PaddockError]) -> Iterator[type[errors.PaddockError]]:
    yield kind
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from _leaves(child)


def _sentence(kind: type) -> str:
    return (inspect.getdoc(kind) or "").partition("\n\n")[0]


def _errors() -> Iterator[str]:
    yield "# Errors"
    yield ""
    yield 'Every refusal is `{"error": {"code", "message", "type", "param", "request_id"}}`; the message says what to'
    yield "change. Quote `request_id` when asking for help. The files API answers `{success, code, msg}` instead."
    yield ""
    yield "## Refused requests"
    yield ""
    api = sorted({kind for kind in _leaves(errors.ApiError) if kind is not errors.ApiError}, key=_by_status)
    yield from _table(
        ("status", "code", "what it says"),
        [(str(kind.status), f"`{kind.code}`", _sentence(kind)) for kind in api if issubclass(kind, errors.ApiError)],
    )
    yield "## Failed tasks"
    yield ""
    yield "A task that fails or is cancelled costs nothing. Its `error.code` is one of these."
    yield ""
    failures = [kind for kind in _leaves(errors.TaskFailure) if issubclass(kind, errors.TaskFailure)]
    yield from _table(
        ("code", "why"), [(f"`{kind.code}`", _sentence(kind)) for kind in failures if kind is not errors.TaskFailure]
    )


def _by_status(kind: type[errors.PaddockError]) -> tuple[int, str]:
    assert issubclass(kind, errors.ApiError)
    return kind.status, kind.__name__


def _settings() -> Iterator[str]:
    yield "# Settings"
    yield ""
    yield "Each is an environment variable, or a line of `paddock.toml` in the data folder under its name in small"
    yield "letters without `PADDOCK_`. The environment wins. Times are in seconds."
    yield ""
    said = _attribute_docs()
    rows = []
    for name, field in config.Settings.model_fields.items():
        default = field.default
        shown = "" if default is pydantic_core.PydanticUndefined or default in (None, "") else f"`{default}`"
        rows.append((f"`PADDOCK_{name.upper()}`", shown, said.get(name, "")))
    yield from _table(("variable", "default", "what"), rows)


def _attribute_docs() -> dict[str, str]:
    """The strings below the fields of `config.Settings`, from its source."""
    (body,) = ast.parse(inspect.getsource(config.Settings)).body
    assert isinstance(body, ast.ClassDef)
    found: dict[str, str] = {}
    for field, text in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            assert isinstance(field.target, ast.Name)
            found[field.target.id] = str(text.value.value)
    return found


@cache
def _command_line() -> tuple[str, ...]:
    import typer

    from paddock import cli

    lines = ["# Command line", "", "`paddock COMMAND --help` says the same.", ""]
    root: Any = typer.main.get_command(cli.app)
    for words, command in _commands(root, ("paddock",)):
        lines += [f"## `{' '.join(words)}`", "", command.help or "", ""]
        rows = [_option(parameter) for parameter in command.params if not getattr(parameter, "hidden", False)]
        lines += _table(("option", "what"), [row for row in rows if row[0] != "`--help`"]) if rows else []
    return tuple(lines)


def _commands(command: Any, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, child in sorted(getattr(command, "commands", {}).items()):
        if hasattr(child, "commands"):
            yield from _commands(child, (*words, name))
        else:
            yield (*words, name), child


def _option(parameter: Any) -> tuple[str, str]:
    names = parameter.opts if parameter.param_type_name == "option" else [parameter.name.upper()]
    return ", ".join(f"`{name}`" for name in names), getattr(parameter, "help", "") or ""
