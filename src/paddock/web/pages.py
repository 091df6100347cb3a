"""The console's pages: who is signed in, what the page shows, which template makes it."""

from __future__ import annotations

import csv
import functools
import io
import re
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import parse_qs, quote, urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from paddock import audit, deliveries, errors, keys, models, prompts, services, wire, wire_accounts
from paddock.models import AspectRatio, Model, Principal, Quality, Status
from paddock.routes import common
from paddock.web import chart, docs, i18n, looks, posters, render

Handler = Callable[[Request], Awaitable[Response]]
Page = Callable[[Request, Principal], Awaitable[Response]]
MAX_FORM_BYTES = 8192
_FORMULA = re.compile(r"[=+@\t\r]|-(?!\d+$)")
NO_SUCH_KEY = "This key is not valid: it may be mistyped, revoked or expired"
LINK_USED = "This link was used already or is too old: sign in with a key"
YEAR_S = 365 * 24 * 3600


def _signed_in(page: Page) -> Handler:
    """A page for whoever is signed in; others are sent to the sign-in page and back."""

    @functools.wraps(page)
    async def handler(request: Request) -> Response:
        principal = await services.of(request).sessions.principal(request)
        if principal is None:
            here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse("/signin" if here == "/" else f"/signin?next={quote(here)}", 303)
        try:
            return await page(request, principal)
        except errors.ApiError as refusal:
            return render.page(request, "error", principal, refusal.status, refusal=refusal)

    return handler


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


# --- signing in -----------------------------------------------------------------------------------


async def signin(request: Request) -> Response:
    """The page to sign in with a key; a one-time link ends here, too."""
    if await services.of(request).sessions.principal(request) is not None and not request.query_params.get("stay"):
        return RedirectResponse("/", 303)
    return _signin_page(request, request.query_params.get("next", "/"))


def _signin_page(request: Request, following: str, problem: str = "", status: int = 200) -> Response:
    key_file = services.of(request).settings.api_key_file.name
    return render.page(request, "signin", None, status, following=_local(following), problem=problem, key_file=key_file)


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


# --- making and looking at videos -----------------------------------------------------------------


async def playground(request: Request, principal: Principal) -> Response:
    """The place to try a prompt; `?from=TASK` begins with that task's request, `&seed=another` without its seed."""
    served = services.of(request)
    start: dict[str, object] = dict.fromkeys(("prompt", "quality", "ratio", "duration", "seed"))
    if wanted := request.query_params.get("from"):
        task = await served.lookup.get(principal.account_id, wanted[:100])
        order = task.order
        start = {
            "prompt": order.prompt,
            "quality": order.quality,
            "ratio": order.aspect_ratio,
            "duration": order.duration_s,
            "seed": None if request.query_params.get("seed") == "another" else order.seed,
        }
    async with served.pool.acquire() as connection:
        recent, _ = await looks.tasks(connection, principal.account_id, looks.Filter(status=Status.COMPLETED))
    return render.page(
        request,
        "playground",
        principal,
        start=start,
        recent=[row for row in recent if not row["swept"]][:4],
        allowed=[model.value for model in Model if model in common.models(request, principal)],
        qualities=list(Quality),
        ratios=list(AspectRatio),
        limit=prompts.MAX_WEIGHT,
        seconds=(models.MIN_DURATION_S, models.DEFAULT_DURATION_S, models.MAX_DURATION_S),
        public_url=served.links.public_url,
    )


async def tasks(request: Request, principal: Principal) -> Response:
    """The account's tasks as a gallery or a table."""
    given = request.query_params
    wanted = looks.Filter(
        text=given.get("q", "").replace("\0", "")[:200],
        status=Status(given["status"]) if given.get("status") in tuple(Status) else None,
        model=Model(given["model"]) if given.get("model") in tuple(Model) else None,
        page=common.number(request, "page", 1, 100_000),
    )
    view = "table" if given.get("view") == "table" else "gallery"
    async with services.of(request).pool.acquire() as connection:
        rows, total = await looks.tasks(connection, principal.account_id, wanted)
    chosen = {"q": wanted.text, "status": wanted.status or "", "model": wanted.model or "", "view": view}

    def address(**changed: object) -> str:
        return "/tasks?" + urlencode({name: value for name, value in {**chosen, **changed}.items() if value})

    return render.page(
        request,
        "tasks",
        principal,
        rows=rows,
        total=total,
        wanted=wanted,
        view=view,
        pages=max(1, -(-total // looks.PAGE_SIZE)),
        address=address,
        statuses=list(Status),
    )


async def task(request: Request, principal: Principal) -> Response:
    """One task: its video, its time line, its callbacks."""
    served = services.of(request)
    found = await served.lookup.get(principal.account_id, common.task_id(request))
    async with served.pool.acquire() as connection:
        steps, more = await looks.life(connection, found)
        sent = await deliveries.of_task(connection, principal.account_id, found.id)
    link = served.links.result(found)
    gone = more["swept_at"] is not None or (
        found.finished_at is not None and time.time() > found.finished_at.timestamp() + served.settings.result_life_s
    )
    return render.page(
        request,
        "task",
        principal,
        task=found,
        steps=steps,
        more=more,
        deliveries=[wire.delivery_answer(one) for one in sent],
        video="" if link is None or gone else link.removeprefix(served.links.public_url),
        gone=gone,
        public_url=served.links.public_url,
    )


async def poster(request: Request, principal: Principal) -> Response:
    """A small picture of a completed task's video."""
    served = services.of(request)
    found = await served.lookup.get(principal.account_id, common.task_id(request))
    if found.status is not Status.COMPLETED:
        raise errors.NotFound
    path = await posters.poster(served.settings.results, found.id, found.attempt)
    return FileResponse(path, media_type="image/jpeg", headers={"cache-control": "private, max-age=86400, immutable"})


# --- keys, usage, account -------------------------------------------------------------------------


def _check_whole(principal: Principal) -> None:
    if not principal.whole:
        raise errors.AccessDenied


async def key_list(request: Request, principal: Principal) -> Response:
    """The account's keys."""
    _check_whole(principal)
    async with services.of(request).pool.acquire() as connection:
        found = await keys.list_keys(connection, principal.account_id)
    return render.page(
        request, "keys", principal, keys=found, now=datetime.now(UTC), own=principal.key_id, public_url=_url(request)
    )


def _url(request: Request) -> str:
    return services.of(request).links.public_url


async def account(request: Request, principal: Principal) -> Response:
    """Balance, usage, ledger and the callbacks' secret."""
    served = services.of(request)
    async with served.pool.acquire() as connection:
        books, entries = await looks.account(connection, principal.account_id)
        days = await looks.usage(connection, principal.account_id, datetime.now(UTC).date())
    return render.page(
        request,
        "account",
        principal,
        books=books,
        entries=entries,
        days=days,
        chart=chart.chart(days),
        group=served.groups(principal.user_group),
    )


async def ledger(request: Request, principal: Principal) -> Response:
    """All of the account's ledger as CSV."""
    _check_whole(principal)
    out = io.StringIO()
    async with services.of(request).pool.acquire() as connection:
        await audit.export(connection, out, principal.account_id)
    headers = {"content-disposition": 'attachment; filename="paddock-ledger.csv"'}
    return Response(_harmless(out.getvalue()), headers=headers, media_type="text/csv; charset=utf-8")


def _harmless(table: str) -> str:
    """The table with no cell that a spreadsheet would run as a formula: notes hold any text."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in csv.reader(io.StringIO(table)):
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row])
    return out.getvalue()


async def operator(request: Request, principal: Principal) -> Response:
    """The whole server, for its administrator."""
    _check_whole(principal)
    if principal.role is not models.Role.ADMIN:
        raise errors.AccessDenied
    served = services.of(request)
    async with served.pool.acquire() as connection:
        accounts = await keys.list_accounts(connection, common.number(request, "page", 1, 100_000), 50)
        seen = await looks.operator(connection)
    return render.page(
        request,
        "operator",
        principal,
        accounts=[wire_accounts.account_item(one) for one in accounts],
        groups=[served.groups(name) for name in served.settings.group_names()],
        settings=served.settings,
        **seen,
    )


# --- documentation and files ----------------------------------------------------------------------


async def document(request: Request) -> Response:
    """A page of the documentation, also as Markdown under the same address with `.md`."""
    name = request.path_params.get("name", "quickstart")
    wanted, _, ending = name.partition(".")
    if wanted not in docs.PAGES or ending not in ("", "md"):
        return render.page(request, "error", None, 404, refusal=errors.NotFound())
    text = docs.markdown(wanted, request.app.state.openapi, _url(request))
    if ending:
        return Response(text, media_type="text/markdown; charset=utf-8")
    principal = await services.of(request).sessions.principal(request)
    html, headings = docs.html(text)
    return render.page(
        request,
        "docs",
        principal,
        html=html,
        headings=headings,
        pages=docs.PAGES,
        wanted=wanted,
        title=docs.PAGES[wanted],
    )


async def llms(request: Request) -> Response:
    """What there is to read here, for programs that read."""
    return Response(docs.llms(_url(request)), media_type="text/plain; charset=utf-8")


async def asset(request: Request) -> Response:
    return render.asset(request.path_params["name"], request.path_params["version"])


def _routes() -> list[Route]:
    signed_in: dict[str, Page] = {
        "/": playground,
        "/tasks": tasks,
        "/tasks/{task_id}": task,
        "/posters/{task_id}": poster,
        "/keys": key_list,
        "/account": account,
        "/account/ledger.csv": ledger,
        "/operator": operator,
    }
    free: dict[str, Handler] = {
        "/signin": signin,
        "/preferences": preferences,
        "/docs": document,
        "/docs/{name}": document,
        "/llms.txt": llms,
        "/assets/{version}/{name}": asset,
    }
    return [
        *(Route(path, _signed_in(page), methods=["GET"]) for path, page in signed_in.items()),
        Route("/signin", signin_with_key, methods=["POST"]),
        Route("/signout", signout, methods=["POST"]),
        *(Route(path, handler, methods=["GET"]) for path, handler in free.items()),
    ]


ROUTES = _routes()
