"""How a page is made: templates, the assets beside them, and the headers that keep a page to itself."""

from __future__ import annotations

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
from paddock.web import i18n

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
    """Every file of the console by its name. They are small: they stay in memory."""
    folder = importlib.resources.files("paddock.web").joinpath("static")
    return {entry.name: entry.read_bytes() for entry in folder.iterdir() if entry.name.rpartition(".")[2] in _TYPES}


@cache
def version() -> str:
    """Changes when any asset does: it is part of their addresses, so that they can be kept for ever."""
    digest = hashlib.sha256()
    for name, content in sorted(assets().items()):
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


def asset(name: str, of_version: str) -> Response:
    """One asset. Raises `NotFound`."""
    content = assets().get(name)
    if content is None:
        raise errors.NotFound
    fresh = "public, max-age=31536000, immutable" if of_version == version() else "no-cache"
    headers = {"cache-control": fresh, "content-security-policy": "default-src 'none'"}
    return Response(content, media_type=f"{_TYPES[name.rpartition('.')[2]]}; charset=utf-8", headers=headers)


def _credits(units: int) -> str:
    return f"{wire.credits(units):,.2f}"


def _moment(moment: datetime | None) -> str:
    return "" if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


def _short(model: str) -> str:
    return model.removeprefix("happyhorse-1.0-").removesuffix("-to-video")


@cache
def _environment() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("paddock.web", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(credits=_credits, moment=_moment, short=_short, iso=lambda moment: moment.isoformat())
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
            language=language,
            words=json.dumps(i18n.chinese(), ensure_ascii=False) if language == "zh" else "",
            theme=theme if theme in THEMES else "auto",
            here=here,
            path=request.url.path,
            principal=principal,
            is_admin=principal is not None and principal.role is Role.ADMIN and principal.whole,
            **values,
        )
    )
    return Response(html, status, _HEADERS, media_type="text/html; charset=utf-8")
