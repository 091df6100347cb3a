"""The documentation as Markdown, made from what it documents, and as HTML."""

from __future__ import annotations

import ast
import importlib.resources
import inspect
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from typing import Any

import markdown_it
import pydantic_core
from markupsafe import Markup

from paddock import config, errors, examples
from paddock.web import i18n
from paddock.web.i18n import Translate

PAGES = {
    "quickstart": "Quick start",
    "api": "API reference",
    "errors": "Errors",
    "callbacks": "Callbacks",
    "settings": "Settings",
    "cli": "Command line",
}


LANGUAGES = {"en": "", "zh": ".zh"}
"""What comes before the `.md` of a page's address in each language."""


def markdown(name: str, language: str, openapi: dict[str, Any], url: str) -> str:
    """One page for a server at `url`; `openapi` is the document that it serves."""
    say = i18n.documented(language)
    match name:
        case "api":
            lines: Iterable[str] = reference(openapi, url, say)
        case "errors":
            lines = errors_page(say)
        case "settings":
            lines = settings(say)
        case "cli":
            lines = commands(say)
        case _:
            prose = importlib.resources.files("paddock.web").joinpath("prose", f"{name}.{language}.md")
            return prose.read_text("utf-8").replace("URL", url)
    return "\n".join(lines)


def llms(url: str) -> str:
    """The table of contents in the form of llmstxt.org."""
    lines = [
        "# Paddock",
        "",
        "> A self-hosted video-generation server that speaks the HappyHorse 1.0 API: text, first frame and"
        " reference images to video, as asynchronous tasks with keys, credits and callbacks.",
    ]
    for language, ending in LANGUAGES.items():
        say = i18n.documented(language)
        lines += ["", f"## {say('Documentation')}", ""]
        lines += [f"- [{say(title)}]({url}/docs/{name}{ending}.md)" for name, title in PAGES.items()]
    return "\n".join([*lines, "", "## OpenAPI", "", f"- [OpenAPI document]({url}/openapi.json)", ""])


@lru_cache(maxsize=2 * len(PAGES))
def html(text: str) -> tuple[Markup, tuple[tuple[str, str], ...]]:
    """A page's HTML, in which no HTML of the text's own is left, and its second-level headings with their anchors."""
    parser = _parser()
    tokens = parser.parse(text)
    headings: list[tuple[str, str]] = []
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag in ("h2", "h3"):
            title = tokens[index + 1].content
            anchor = re.sub(r"\W+", "-", title.lower()).strip("-")
            token.attrSet("id", anchor)
            if token.tag == "h2":
                headings.append((anchor, title.replace("`", "")))
        elif token.type == "table_open":
            token.attrSet("tabindex", "0")
    return Markup(parser.renderer.render(tokens, parser.options, {})), tuple(headings)  # noqa: S704 - the parser escapes


@cache
def _parser() -> markdown_it.MarkdownIt:
    return markdown_it.MarkdownIt("commonmark", {"html": False}).enable("table")


# --- the API --------------------------------------------------------------------------------------


_ORDER = (
    "/v1/videos/generations",
    "/v1/tasks/{task_id}",
    "/v1/tasks/{task_id}/cancel",
    "/v1/tasks",
    "/v1/tasks/batch",
    "/v1/tasks/{task_id}/events",
    "/v1/events",
    "/v1/tasks/{task_id}/preview",
    "/v1/storyboards",
    "/v1/estimates",
    "/api/v1/files/",
    "/uploads/",
    "/files/",
    "/v1/tasks/{task_id}/deliveries",
    "/v1/tasks/{task_id}/redeliver",
    "/v1/webhooks/",
    "/v1/credits",
    "/v1/models",
    "/v1/keys",
    "/v1/admin/",
)
"""The calls in the order in which one comes to need them; each stands for what begins with it, too."""


def _rank(path: str) -> int:
    """Where a path stands in the reference."""
    known = [name for name in _ORDER if path.startswith(name)]
    return _ORDER.index(max(known, key=len)) if known else len(_ORDER)


_PLACEHOLDER = re.compile(r"{(\w+)(?::path)?}")


def reference(document: dict[str, Any], url: str, say: Translate) -> Iterator[str]:
    """Every call, made from the OpenAPI document."""
    yield f"# {say('API reference')}"
    yield ""
    yield say("Every call, as `/openapi.json` describes it. Send `Authorization: Bearer sk-...` with each.")
    yield ""
    for path, methods in sorted(document["paths"].items(), key=lambda item: _rank(item[0])):
        for method, operation in methods.items():
            yield from _operation(document, url, path, method.upper(), operation, say)


def _operation(
    document: dict[str, Any], url: str, path: str, method: str, operation: dict[str, Any], say: Translate
) -> Iterator[str]:
    yield f"## `{method} {path}`"
    yield ""
    yield say(operation["summary"]) + say(".") + (say(" No key needed.") if operation.get("security") == [] else "")
    yield ""
    if parameters := operation.get("parameters"):
        rows = [(f"`{one['name']}`", say(one["in"]), say(one.get("description", ""))) for one in parameters]
        yield from _table([say("parameter"), say("where"), say("what")], rows)
    content = operation.get("requestBody", {}).get("content", {})
    for media in content.values():
        for one in _choices(document, media["schema"]):
            yield from _fields(document, one, say)
    yield "```"
    yield _curl(document, url, path, method, operation, content)
    yield "```"
    yield ""
    answer = operation["responses"]["200"].get("content", {}).get("application/json", {}).get("schema")
    if answer:
        yield say("The answer:")
        yield ""
        for schema in _choices(document, answer):
            yield from _fields(document, schema, say)
    yield (
        say("Refusals: ") + ", ".join(f"`{status}`" for status in operation["responses"] if status != "200") + say(".")
    )
    yield ""


def _resolve(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    return document["components"]["schemas"][name] if name else schema


def _choices(document: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [_resolve(document, one) for one in schema.get("oneOf", [schema])] if schema else []


def _fields(document: dict[str, Any], schema: dict[str, Any], say: Translate) -> Iterator[str]:
    if not schema.get("properties"):
        return
    if schema.get("description"):
        yield f"**{schema.get('title', 'Fields')}**: {say(schema['description'])}"
        yield ""
    yield from _table([say("field"), say("type"), say("required"), say("what")], list(_rows(document, schema, say)))


def _rows(document: dict[str, Any], schema: dict[str, Any], say: Translate, within: str = "") -> Iterator[list[str]]:
    """A row for each field, and those of what it holds below it: `data[].id`."""
    required = schema.get("required", ())
    for name, one in schema.get("properties", {}).items():
        held, brackets = _held(document, one)
        what = say(one.get("description") or held.get("description", ""))
        yield [f"`{within}{name}`", _kind(one, say), say("yes") if name in required else "", what]
        yield from _rows(document, held, say, f"{within}{name}{brackets}.")


def _held(document: dict[str, Any], schema: dict[str, Any]) -> tuple[dict[str, Any], str]:
    """The object that a field holds, or holds a list of; with the brackets that say so."""
    for one in (schema, *schema.get("anyOf", ())):
        if "$ref" in one:
            return _resolve(document, one), ""
        if "$ref" in one.get("items", {}):
            return _resolve(document, one["items"]), "[]"
    return {}, ""


def _kind(schema: dict[str, Any], say: Translate) -> str:
    if "$ref" in schema:
        return say("object")
    if "anyOf" in schema:
        return say(" or ").join(_kind(one, say) for one in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    kind = str(schema.get("type", "any"))
    if kind == "array":
        return say("list of ") + _kind(schema.get("items", {}), say)
    low, high = schema.get("minimum"), schema.get("maximum")
    kind = say(kind)
    return f"{kind}, {low}–{high}" if low is not None and high is not None else kind


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


def errors_page(say: Translate) -> Iterator[str]:
    """Every code, of refusals and of failed tasks."""
    yield f"# {say('Errors')}"
    yield ""
    yield say(
        'Every refusal is `{"error": {"code", "message", "type", "param", "request_id"}}`; the message says what to'
        " change. Quote `request_id` when asking for help. The files API answers `{success, code, msg}` instead."
    )
    yield ""
    yield f"## {say('Refused requests')}"
    yield ""
    api = sorted({kind for kind in _leaves(errors.ApiError) if kind is not errors.ApiError}, key=_by_status)
    yield from _table(
        [say("status"), say("code"), say("what it says")],
        [
            (str(kind.status), f"`{kind.code}`", say(_sentence(kind)))
            for kind in api
            if issubclass(kind, errors.ApiError)
        ],
    )
    yield f"## {say('Failed tasks')}"
    yield ""
    yield say("A task that fails or is cancelled costs nothing. Its `error.code` is one of these.")
    yield ""
    failures = [kind for kind in _leaves(errors.TaskFailure) if issubclass(kind, errors.TaskFailure)]
    yield from _table(
        [say("code"), say("why")],
        [(f"`{kind.code}`", say(_sentence(kind))) for kind in failures if kind is not errors.TaskFailure],
    )


def _by_status(kind: type[errors.PaddockError]) -> tuple[int, str]:
    assert issubclass(kind, errors.ApiError)
    return kind.status, kind.__name__


def settings(say: Translate) -> Iterator[str]:
    """Every setting with its default."""
    yield f"# {say('Settings')}"
    yield ""
    yield say(
        "Each is an environment variable, or a line of `paddock.toml` in the data folder under its name in small"
        " letters without `PADDOCK_`. The environment wins. Times are in seconds."
    )
    yield ""
    said = _attribute_docs()
    rows = []
    for name, field in config.Settings.model_fields.items():
        default = field.default
        shown = "" if default is pydantic_core.PydanticUndefined or default in (None, "") else f"`{default}`"
        rows.append((f"`PADDOCK_{name.upper()}`", shown, say(said.get(name, ""))))
    yield from _table([say("variable"), say("default"), say("what")], rows)


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


def commands(say: Translate) -> Iterator[str]:
    """Every command with its options."""
    yield f"# {say('Command line')}"
    yield ""
    yield say("`paddock COMMAND --help` says the same.")
    yield ""
    for name, text, options in _command_texts():
        yield f"## `{name}`"
        yield ""
        yield say(text)
        yield ""
        if options:
            yield from _table([say("option"), say("what")], [(option, say(what)) for option, what in options])


@cache
def _command_texts() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Every command's words, what it does, and its options with what they do."""
    import typer

    from paddock import cli

    root: Any = typer.main.get_command(cli.app)
    found = []
    for words, command in _leaf_commands(root, ("paddock",)):
        rows = [_option(parameter) for parameter in command.params if not getattr(parameter, "hidden", False)]
        found.append((" ".join(words), command.help or "", [row for row in rows if row[0] != "`--help`"]))
    return found


def _leaf_commands(command: Any, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, child in sorted(getattr(command, "commands", {}).items()):
        if hasattr(child, "commands"):
            yield from _leaf_commands(child, (*words, name))
        else:
            yield (*words, name), child


def _option(parameter: Any) -> tuple[str, str]:
    names = parameter.opts if parameter.param_type_name == "option" else [parameter.name.upper()]
    return ", ".join(f"`{name}`" for name in names), getattr(parameter, "help", "") or ""
