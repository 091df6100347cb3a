"""How a page is made: templates, the assets beside them, and the headers that keep a page to itself."""

from __future__ import annotations

import functools
import gzip
import hashlib
import importlib.resources
import json
from datetime import UTC, datetime
from functools import cache
from typing import Any

import jinja2
from starlette.requests import Request
from starlette.responses import Response

from paddock import errors, models, wire
from paddock.models import Principal, Role
from paddock.web import i18n, names

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "paddock_theme"
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
    " media-src 'self' blob:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cross-origin-opener-policy": "same-origin",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


@cache
def assets() -> dict[str, bytes]:
    """Every file of the console by its name, and the words that its scripts look up. They are small: kept in memory."""
    folder = importlib.resources.files("paddock.web").joinpath("static")
    found = {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name.rpartition(".")[2] in _TYPES}
    found["words-zh.js"] = _module(i18n.chinese())
    for language in i18n.LANGUAGES:
        found[f"names-{language}.js"] = _module(names.names(language))
    return found


def _module(value: object) -> bytes:
    return f"export default {json.dumps(value, ensure_ascii=False, separators=(',', ':'))};\n".encode()


@cache
def version() -> str:
    """Changes when any asset does: it is part of their addresses, so that they can be kept for ever."""
    digest = hashlib.sha256()
    for name, content in sorted(assets().items()):
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


def asset(request: Request, name: str, of_version: str) -> Response:
    """One asset. Raises `NotFound`."""
    if name not in assets():
        raise errors.NotFound
    fresh = "public, max-age=31536000, immutable" if of_version == version() else "no-cache"
    headers = {"cache-control": fresh, "content-security-policy": "default-src 'none'"}
    packed = _wants_gzip(request)
    content = _packed_asset(name) if packed else assets()[name]
    return Response(
        content,
        media_type=f"{_TYPES[name.rpartition('.')[2]]}; charset=utf-8",
        headers={**headers, **_encoding(packed)},
    )


@cache
def _packed_asset(name: str) -> bytes:
    return gzip.compress(assets()[name], 9, mtime=0)


def _wants_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")


def _encoding(packed: bool, *more: str) -> dict[str, str]:
    return {"vary": ", ".join(["accept-encoding", *more]), **({"content-encoding": "gzip"} if packed else {})}


def _credits(units: int) -> str:
    return f"{wire.credits(units):,.2f}"


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def short(model: str) -> str:
    """The part of a model's name that tells it from the others."""
    return model.removeprefix("happyhorse-1.0-").removesuffix("-to-video")


_KINDS = {"text": "text", "image": "first frame", "reference": "characters"}


def kind(model: str) -> str:
    """What a model makes videos from, as the playground calls it."""
    return _KINDS.get(short(model), "")


@cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("paddock.web", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(credits=_credits, moment=_moment, short=short, kind=kind, iso=lambda moment: moment.isoformat())
    made.globals.update(assets=f"/assets/{version()}", models=list(models.Model), languages=i18n.LANGUAGES)
    return made


def page(request: Request, name: str, principal: Principal | None, status: int = 200, **values: Any) -> Response:
    """The page made from the template `name`, in the reader's language and colours."""
    language = i18n.language(request)
    theme = request.cookies.get(THEME_COOKIE, "")
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    html = (
        _environment()
        .get_template(f"{name}.html")
        .render(
            t=i18n.translator(language),
            told=i18n.said if language == "zh" else str,
            explained=functools.partial(i18n.explained, language),
            reported=functools.partial(i18n.reported, language),
            language=language,
            theme=theme if theme in THEMES else "auto",
            here=here,
            path=request.url.path,
            principal=principal,
            is_admin=principal is not None and principal.role is Role.ADMIN and principal.whole,
            **values,
        )
        .encode()
    )
    packed = _wants_gzip(request)
    headers = {**_HEADERS, **_encoding(packed, "accept-language, cookie")}
    content = gzip.compress(html, 5, mtime=0) if packed else html
    return Response(content, status, headers, media_type="text/html; charset=utf-8")
