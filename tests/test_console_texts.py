"""What the console says and how it can be read: contrast, both languages, the documentation."""

from __future__ import annotations

import ast
import base64
import re
from pathlib import Path
from typing import Any

import pytest

from paddock import errors, models
from paddock.web import docs, i18n, names, render
from support.api import Api


@pytest.mark.parametrize("theme", [":root {", '[data-theme="dark"] {'])
def test_text_can_be_read_in_both_themes(theme: str) -> None:
    css = render.assets()["console.css"].decode()
    block = css[css.index(theme) :].partition("}")[0]
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))
    papers = ("paper", "paper-2", "back")
    pairs = [(ink, paper) for ink in ("ink", "soft", "teal", "bad", "green", "waiting") for paper in papers]
    pairs += [
        ("bad", "bad-back"),
        ("red-ink", "red"),
        ("curtain-ink", "curtain"),
        ("paper", "teal"),
        ("paper", "violet"),
    ]
    weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: found for pair, found in weak.items() if found < 4.5} == {}
    assert min(contrast(colours["focus"], colours[paper]) for paper in papers) >= 3


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, 1 to 21."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_every_text_of_the_pages_is_there_in_chinese() -> None:
    folder = Path(render.__file__).parent
    call = re.compile(r"""\bt\(\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*\)""")
    files = [*folder.glob("templates/*.html"), *folder.glob("static/*.js")]
    texts = {found[1:-1] for file in files for found in call.findall(file.read_text())}
    assert len(texts) > 150
    assert texts - i18n.chinese().keys() == set()
    assert {render.kind(model) for model in models.Model} - i18n.chinese().keys() == set()
    codes = {kind.code for kind in (*kinds(errors.ApiError), *kinds(errors.TaskFailure))}
    assert {code for code in codes if f"error {code}" not in i18n.chinese()} == set()


def kinds(kind: Any) -> list[Any]:
    return [kind, *(one for child in kind.__subclasses__() for one in kinds(child))]


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            "image 2 of 9: its short edge must be at least 400 px, and it is 350x380 px upright",
            "第 2 张图片（共 9 张）",
        ),
        (
            "Invalid request parameters: duration must be an integer from 3 to 15",
            "请求参数有误：时长 须为 3 至 15 的整数",
        ),
        ("Something that nobody has put into Chinese", "请求过多，请稍后再试"),
    ],
)
def test_what_the_api_says_is_told_in_chinese_and_kept(message: str, told: str) -> None:
    chinese, original = i18n.explained("zh", "rate_limit_exceeded", message)
    assert chinese.startswith(told)
    assert original == message
    assert i18n.explained("en", "rate_limit_exceeded", message) == (message, "")


_REPORTS = ("standing", "routing", "engines/host", "engines/videos", "engines/happyhorse", "engines/remote")
_SAYS = {"OperatorError", "Standing", "NotBegun", "EngineCrash", "Unready", "Bystander"}
_ANSWERS = {"_problem", "strange", "local", "_state", "_diffusers"}


def test_what_engines_report_is_there_in_chinese() -> None:
    """The operator's page shows it; whoever adds a report says it in `zh_engines.json`, too."""
    folder = Path(errors.__file__).parent
    texts = {text for name in _REPORTS for text in reports((folder / f"{name}.py").read_text())}
    assert len(texts) > 30
    assert {
        text for text in texts if i18n.reported("zh", text.replace("{}", "42")) == text.replace("{}", "42")
    } == set()
    joined = "no weights here: paddock models pull wan; no route names it"
    assert i18n.reported("zh", joined) == "此处没有模型权重：paddock models pull wan；没有路由使用它"
    assert i18n.reported("en", joined) == joined


def reports(source: str) -> set[str]:
    """The sentences that a module says of an engine, `{}` for what is filled in."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and str(getattr(node.func, "attr", getattr(node.func, "id", ""))) in _SAYS:
            found |= {text for one in node.args for text in sentences(one)}
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in _ANSWERS:
            returns = (one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value is not None)
            found |= {text for one in returns for text in sentences(one)}
    return {text for text in found if re.search("[a-z]{3}", text.replace("options.{}", ""))}


def sentences(node: ast.expr) -> list[str]:
    match node:
        case ast.Constant(value=str(text)):
            return [text]
        case ast.JoinedStr(values=parts):
            return ["".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)]
        case ast.IfExp(body=one, orelse=other):
            return [*sentences(one), *sentences(other)]
    return []


def test_a_storyboards_values_have_names_in_both_languages() -> None:
    """What a lexicon's new value is called is said in `names.json`; who and what is on stage has the prompt's words."""
    english, chinese = names.names("en"), names.names("zh")
    assert english["move"]["push_in"] == "push in"
    assert chinese["time"]["dusk"] == "黄昏"
    assert chinese["subject"]["panda"] == "熊猫"
    unnamed = {
        (category, value)
        for category in (english.keys() | chinese.keys()) - {"subject"}
        for value in english.get(category, {}).keys() ^ chinese.get(category, {}).keys()
    }
    assert unnamed == set()


# --- documentation --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", list(docs.PAGES))
async def test_a_page_of_the_documentation_is_html_and_markdown(api: Api, name: str) -> None:
    page = await api.client.get(f"/docs/{name}", headers={"authorization": ""})
    assert page.status_code == 200
    assert "<h1>" in page.text
    text = await api.client.get(f"/docs/{name}.md")
    assert text.headers["content-type"].startswith("text/markdown")
    assert text.text.startswith("# ")
    chinese = await api.client.get(f"/docs/{name}.zh.md")
    assert re.match(r"# .*[\u4e00-\u9fff]", chinese.text)
    page = await api.client.get(f"/docs/{name}", headers={"authorization": "", "accept-language": "zh-CN"})
    assert page.text.count("<h2") == html_of(chinese.text).count("<h2")


def html_of(text: str) -> str:
    return str(docs.html(text)[0])


async def test_the_documentation_is_wholly_chinese(api: Api) -> None:
    """Whoever adds a setting, a command, a field or an error says it in `zh_docs.json`, too."""
    missing: set[str] = set()

    def say(text: str) -> str:
        text = " ".join(text.split())
        if text and i18n.documented("zh")(text) == text and text not in ("false", "OpenAPI document"):
            missing.add(text)
        return text

    document = (await api.client.get("/openapi.json")).json()
    for made in (docs.reference(document, api.url, say), docs.errors_page(say), docs.settings(say), docs.commands(say)):
        assert list(made)
    assert {text for text in missing if not re.fullmatch(r"\w+", text)} == set()


async def test_the_reference_has_every_call(api: Api) -> None:
    document = (await api.client.get("/openapi.json")).json()
    text = (await api.client.get("/docs/api.md")).text
    for path, methods in document["paths"].items():
        for method in methods:
            assert f"## `{method.upper()} {path}`" in text
    assert re.findall("## `(.+)`", text)[0] == "POST /v1/videos/generations"
    assert "| `task_info.seed` | integer |" in text
    assert "| `data[].credit_cap` |" in text


async def test_llms_txt_leads_to_every_page(api: Api) -> None:
    text = (await api.client.get("/llms.txt")).text
    for link in re.findall(r"\]\((\S+?)\)", text):
        assert (await api.client.get(link)).status_code == 200


async def test_the_way_to_verify_a_callback_verifies_one(api: Api) -> None:
    import time

    from standardwebhooks.webhooks import Webhook

    text = (await api.client.get("/docs/callbacks.md")).text
    assert re.findall(r"```\n(.*?)```", text, re.DOTALL) == re.findall(
        r"```\n(.*?)```", (await api.client.get("/docs/callbacks.zh.md")).text, re.DOTALL
    )
    code = next(block for block in re.findall(r"```\n(.*?)```", text, re.DOTALL) if "def is_from_paddock" in block)
    scope: dict[str, Any] = {}
    exec(code, scope)
    secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
    from datetime import UTC, datetime

    signature = Webhook(secret).sign("msg_1", datetime.now(UTC), "{}")
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(int(time.time())), "webhook-signature": signature}
    assert scope["is_from_paddock"](secret, headers, b"{}")
    assert not scope["is_from_paddock"](secret, headers, b"{ }")


# --- storyboards ----------------------------------------------------------------------------------


async def test_a_storyboard_costs_nothing_and_says_what_is_understood(api: Api) -> None:
    before = await api.books()
    prompt = "Shot 1 [0~3s] wide angle: a ship at dusk; Shot 2 [3~6s] close-up: a gazebo"
    answer = await api.client.post("/v1/storyboards", json={"prompt": prompt, "duration": 6})
    shots = answer.json()["shots"]
    assert [(shot["start_s"], shot["end_s"]) for shot in shots] == [(0, 3), (3, 6)]
    assert shots[0]["framing"] == {"value": "wide", "words": "wide angle"}
    assert await api.books() == before
