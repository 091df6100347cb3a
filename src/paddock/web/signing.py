"""Signing in to the console and out of it, and what is remembered about how it looks."""

from __future__ import annotations

from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from paddock import errors, services
from paddock.web import i18n, render

MAX_FORM_BYTES = 8192
NO_SUCH_KEY = "This key is not valid: it may be mistyped, revoked or expired"
LINK_USED = "This link was used already or is too old: sign in with a key"
YEAR_S = 365 * 24 * 3600


def _local(address: str) -> str:
    """An address of this server's own to go on to, or the start page."""
    fine = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if fine and "\\" not in address else "/"


async def _form(request: Request) -> dict[str, str]:
    """The fields of a small form that a page of ours sent. Raises `AccessDenied` and `RequestTooLarge`."""
    if not services.of(request).sessions.is_own(request):
        raise errors.AccessDenied("This form was sent from another site's page")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MAX_FORM_BYTES:
            raise errors.RequestTooLarge
    return {name: values[-1] for name, values in parse_qs(body.decode("utf-8", "replace")).items()}


async def signin(request: Request) -> Response:
    """The page to sign in with a key; a one-time link ends here, too."""
    if await services.of(request).sessions.principal(request) is not None and not request.query_params.get("stay"):
        return RedirectResponse("/", 303)
    return _signin_page(request, request.query_params.get("next", "/"))


def _signin_page(request: Request, following: str, problem: str = "", status: int = 200) -> Response:
    key_file = services.of(request).settings.api_key_file.name
    return render.page(
        request,
        "signin",
        None,
        status,
        following=_local(following),
        problem=problem,
        key_file=key_file,
        ended=bool(request.query_params.get("ended")),
    )


async def signin_with_key(request: Request) -> Response:
    """Begin a session, or say that the key is not valid."""
    served = services.of(request)
    fields = await _form(request)
    following = fields.get("next", "/")
    if link := fields.get("link"):
        token, problem = await served.sessions.by_link(link), LINK_USED
    else:
        found = await served.keyring.authenticate(fields.get("key", "").strip())
        token, problem = None if found is None else await served.sessions.open(found.key_id), NO_SUCH_KEY
    if token is None:
        return _signin_page(request, following, problem, 401)
    response = RedirectResponse(_local(following), 303)
    served.sessions.keep(response, token)
    return response


async def signout(request: Request) -> Response:
    """End the session."""
    served = services.of(request)
    await _form(request)
    await served.sessions.close(request)
    response = RedirectResponse("/signin", 303)
    served.sessions.keep(response, None)
    return response


async def preferences(request: Request) -> Response:
    """Remember the language and the colours, and go back."""
    response = RedirectResponse(_local(request.query_params.get("next", "/")), 303)
    for name, cookie, allowed in (
        ("language", i18n.COOKIE, tuple(i18n.LANGUAGES)),
        ("theme", render.THEME_COOKIE, render.THEMES),
    ):
        if (chosen := request.query_params.get(name)) in allowed:
            secure = services.of(request).sessions.secure
            response.set_cookie(cookie, str(chosen), max_age=YEAR_S, httponly=True, samesite="lax", secure=secure)
    return response
