"""The console in two languages: English is in the pages, Chinese in `zh.json` under the English text."""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Callable
from functools import cache

from starlette.requests import Request

LANGUAGES = {"en": "English", "zh": "中文"}
COOKIE = "paddock_language"
Translate = Callable[[str], str]


@cache
def chinese() -> dict[str, str]:
    """Every text of the console, English to Chinese."""
    found: dict[str, str] = json.loads(importlib.resources.files("paddock.web").joinpath("zh.json").read_text("utf-8"))
    return found


def language(request: Request) -> str:
    """What the reader chose, else what the browser asks for first, of the languages that there are."""
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    for wanted in request.headers.get("accept-language", "").split(","):
        name = wanted.partition(";")[0].strip().lower().partition("-")[0]
        if name in LANGUAGES:
            return name
    return "en"


def translator(name: str) -> Translate:
    """What gives a text in this language; a text without a translation stays English."""
    words = chinese() if name == "zh" else {}
    return lambda text: words.get(text, text)
