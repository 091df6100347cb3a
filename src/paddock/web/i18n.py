"""The console in two languages: English is in the pages, Chinese in `zh.json` under the English text.

What the API says about an error is English; `zh.json` has the Chinese for each code under `error CODE`.
"""

from __future__ import annotations

import importlib.resources
import json
import re
from collections.abc import Callable
from functools import cache

from starlette.requests import Request

LANGUAGES = {"en": "English", "zh": "中文"}
COOKIE = "paddock_language"
Translate = Callable[[str], str]


@cache
def chinese() -> dict[str, str]:
    """Every text of the console, English to Chinese; `{}` stands for what a message fills in."""
    return _table("zh.json")


@cache
def _table(name: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(importlib.resources.files("paddock.web").joinpath(name).read_text("utf-8"))
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


def documented(name: str) -> Translate:
    """The same for the texts that the documentation is made of."""
    words = _words_of_documents() if name == "zh" else {}
    return lambda text: words.get(" ".join(text.split()), text)


@cache
def _words_of_documents() -> dict[str, str]:
    return {**chinese(), **_table("zh_docs.json")}


Words = Callable[[], dict[str, str]]


@cache
def _patterns(words: Words) -> list[tuple[re.Pattern[str], str]]:
    """The texts with something to fill in, those that say the most first."""
    texts = sorted((text for text in words() if "{}" in text), key=len, reverse=True)
    return [(re.compile(re.escape(text).replace(r"\{\}", "(.+)"), re.DOTALL), words()[text]) for text in texts]


def said(text: str, words: Words = chinese) -> str:
    """The Chinese for what the API says, where there is one; what it fills in is put into Chinese, too."""
    if text in words():
        return words()[text]
    for pattern, told in _patterns(words):
        if found := pattern.fullmatch(text):
            return told.format(*(said(one, words) for one in found.groups()))
    return text


@cache
def _words_of_engines() -> dict[str, str]:
    return _table("zh_engines.json")


def reported(name: str, text: str) -> str:
    """What an engine's state is in this language: for operators, so that no browser has to load the words."""
    return said(text, _words_of_engines) if name == "zh" else text


def explained(name: str, code: str, message: str) -> tuple[str, str]:
    """What an error says in this language, and the API's own words where those are another's."""
    if name != "zh":
        return message, ""
    told = said(message)
    if told == message:
        told = chinese().get(f"error {code}", message)
    return told, message if told != message else ""
