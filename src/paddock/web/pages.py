"""The console's pages: who is signed in, what the page shows, which template makes it."""

from __future__ import annotations

import asyncio
import csv
import functools
import io
import re
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.routing import Route

from paddock import (
    audit,
    db,
    deliveries,
    errors,
    keys,
    models,
    posters,
    prompts,
    services,
    standing,
    wire,
    wire_accounts,
)
from paddock.models import AspectRatio, Model, Principal, Quality, Status
from paddock.routes import common
from paddock.web import chart, docs, i18n, inputs, looks, render, signing

Handler = Callable[[Request], Awaitable[Response]]
Page = Callable[[Request, Principal], Awaitable[Response]]
_FORMULA = re.compile(r"[=+@\t\r]|-(?!\d+$)")


def _signed_in(page: Page) -> Handler:
    """A page for whoever is signed in; others are sent to the sign-in page and back."""

    @functools.wraps(page)
    async def handler(request: Request) -> Response:
        sessions = services.of(request).sessions
        principal = await sessions.principal(request)
        if principal is None:
            here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            asked = {"ended": sessions.has_cookie(request) and "1", "next": here != "/" and here}
            query = urlencode({name: value for name, value in asked.items() if value})
            return RedirectResponse(f"/signin?{query}" if query else "/signin", 303)
        try:
            return await page(request, principal)
        except errors.ApiError as refusal:
            return render.page(request, "error", principal, refusal.status, refusal=refusal)

    return handler


# --- making and looking at videos -----------------------------------------------------------------


_NOTHING: dict[str, object] = {
    **dict.fromkeys(("prompt", "quality", "ratio", "duration", "seed", "callback_url"), None),
    "images": [],
    "as_character": False,
    "video": "",
}
"""What the playground begins with."""


async def _begun(request: Request, principal: Principal) -> dict[str, object]:
    """What the playground begins with: the request of the task that `?from=` names, all of it.

    `&seed=another` leaves its seed out; `&then=continue` goes on from its video's last frame.
    """
    served = services.of(request)
    given = request.query_params
    if not given.get("from"):
        return _NOTHING
    task = await served.lookup.get(principal.account_id, given["from"][:100])
    order = task.order
    goes_on = given.get("then") == "continue"
    async with served.pool.acquire() as connection:
        images = [] if goes_on else await inputs.of_task(served, connection, task)
    return {
        "prompt": order.prompt,
        "quality": order.quality,
        "ratio": order.aspect_ratio,
        "duration": order.duration_s,
        "seed": None if given.get("seed") == "another" or goes_on else order.seed,
        "callback_url": order.callback_url,
        "images": [{"url": one.url, "again": one.again, "shown": one.shown, "name": one.name} for one in images],
        "as_character": order.model is Model.REFERENCE,
        "video": _video(served, task)[0] if goes_on else "",
    }


def _video(served: services.Services, task: models.Task) -> tuple[str, bool]:
    """The path of a task's video, empty when there is none to play, and whether there was one that is gone."""
    link = served.links.result(task)
    if link is None or task.finished_at is None:
        return "", False
    gone = time.time() > task.finished_at.timestamp() + served.settings.result_life_s
    return ("", True) if gone else (link.removeprefix(served.links.public_url), False)


async def playground(request: Request, principal: Principal) -> Response:
    """The place to try a prompt."""
    served = services.of(request)
    start = await _begun(request, principal)
    async with served.pool.acquire() as connection:
        recent, _ = await looks.tasks(connection, principal.account_id, looks.Filter(status=Status.COMPLETED))
    return render.page(
        request,
        "playground",
        principal,
        start=start,
        recent=[row for row in recent if not row["swept"]][:4],
        allowed=[render.short(model) for model in common.models(request, principal)],
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

    pages = max(1, -(-total // looks.PAGE_SIZE))
    if wanted.page > pages:
        return RedirectResponse(address(page=pages), 303)
    return render.page(
        request,
        "tasks",
        principal,
        rows=rows,
        total=total,
        wanted=wanted,
        view=view,
        pages=pages,
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
        images = await inputs.of_task(served, connection, found)
    video, gone = _video(served, found)
    gone = gone or more["swept_at"] is not None
    return render.page(
        request,
        "task",
        principal,
        task=found,
        steps=steps,
        more=more,
        deliveries=[wire.delivery_answer(one) for one in sent],
        video="" if gone else video,
        gone=gone,
        images=images,
        ratio=await asyncio.to_thread(inputs.shape, served.settings.results, found),
        public_url=served.links.public_url,
    )


_KEPT = {"cache-control": "private, max-age=86400, immutable"}


async def poster(request: Request, principal: Principal) -> Response:
    """A still picture of a completed task's video: a thumbnail, with `?large=1` one of the player's size."""
    served = services.of(request)
    found = await served.lookup.get(principal.account_id, common.task_id(request))
    if found.status is not Status.COMPLETED:
        raise errors.NotFound
    kind = posters.POSTER if request.query_params.get("large") else posters.THUMBNAIL
    path = await posters.poster(served.settings.results, found.id, found.attempt, kind)
    return FileResponse(path, media_type=posters.MEDIA_TYPES[kind], headers=_KEPT)


async def input_image(request: Request, principal: Principal) -> Response:
    """The thumbnail of one of a task's images, counted from 1."""
    found, number = await _input(request, principal)
    thumbnail = await inputs.thumbnail(services.of(request), found, number)
    return Response(thumbnail, media_type="image/webp", headers=_KEPT)


async def keep_input(request: Request) -> Response:
    """An upload of an image that came inside a task's request: what the files API answers to one."""
    served = services.of(request)
    found, number = await _input(request, await common.caller(request))
    kept = await inputs.keep(served, found, number)
    return common.answer(wire.file_answer(kept, served.uploads.link(kept)))


async def _input(request: Request, principal: Principal) -> tuple[models.Task, int]:
    """The task that the path names and the number of one of its images. Raises `NotFound` and `TaskNotFound`."""
    found = await services.of(request).lookup.get(principal.account_id, common.task_id(request))
    number: int = request.path_params["number"]
    if not 1 <= number <= len(found.order.image_urls):
        raise errors.NotFound
    return found, number


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
        most=looks.MOST_ENTRIES,
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


def _check_operator(principal: Principal) -> None:
    _check_whole(principal)
    if principal.role is not models.Role.ADMIN:
        raise errors.AccessDenied


_ACCOUNTS = 50
"""How many accounts the operator's page shows at a time."""


async def operator(request: Request, principal: Principal) -> Response:
    """The whole server, for its administrator."""
    _check_operator(principal)
    served = services.of(request)
    page = common.number(request, "page", 1, 100_000)
    async with served.pool.acquire() as connection:
        accounts = await keys.list_accounts(connection, page, _ACCOUNTS)
        more = len(accounts) == _ACCOUNTS and await keys.list_accounts(connection, page * _ACCOUNTS + 1, 1)
        seen = await looks.operator(connection)
    return render.page(
        request,
        "operator",
        principal,
        accounts=[wire_accounts.account_item(one) for one in accounts],
        groups=[served.groups(name) for name in served.settings.group_names()],
        page=page,
        more=bool(more),
        **seen,
    )


async def engines(request: Request, principal: Principal) -> Response:
    """How each engine stands at this moment: asked just now, which can take a while."""
    _check_operator(principal)
    served = services.of(request)
    found = await standing.rows(served.settings, None)
    async with served.pool.acquire() as connection:
        load = await looks.load(connection)
    slots = {one.name: one.slots.partition("/")[2] for one in found if one.slots}
    well = [one for one in found if one.well is not None]
    return render.page(request, "engines", principal, found=well, load=load, slots=slots)


# --- documentation and files ----------------------------------------------------------------------


async def document(request: Request) -> Response:
    """A page of the documentation, also as Markdown under the same address with `.md`."""
    wanted, _, ending = request.path_params.get("name", "quickstart").partition(".")
    endings = {"": i18n.language(request), **{f"{one}.md".lstrip("."): name for name, one in docs.LANGUAGES.items()}}
    if wanted not in docs.PAGES or ending not in endings:
        return await missing(request)
    text = docs.markdown(wanted, endings[ending], request.app.state.openapi, _url(request))
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
        markdown=[(i18n.LANGUAGES[name], f"/docs/{wanted}{one}.md") for name, one in docs.LANGUAGES.items()],
    )


async def llms(request: Request) -> Response:
    """What there is to read here, for programs that read."""
    return Response(docs.llms(_url(request)), media_type="text/plain; charset=utf-8")


async def asset(request: Request) -> Response:
    return render.asset(request, request.path_params["name"], request.path_params["version"])


# --- what is not there ----------------------------------------------------------------------------


_FOR_PROGRAMS = ("/v1/", "/api/", "/files/", "/uploads/", "/assets/", "/posters/", "/inputs/")


def is_for_people(request: Request) -> bool:
    """Whether somebody looks for a page here, not a program for an answer."""
    looks_for_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
    return looks_for_page and not request.url.path.startswith(_FOR_PROGRAMS)


async def missing(request: Request) -> Response:
    """The page for an address that leads nowhere."""
    try:
        principal = await services.of(request).sessions.principal(request)
    except db.OUTAGES:
        principal = None
    return render.page(request, "missing", principal, 404)


def _routes() -> list[Route]:
    signed_in: dict[str, Page] = {
        "/": playground,
        "/tasks": tasks,
        "/tasks/{task_id}": task,
        "/posters/{task_id}": poster,
        "/inputs/{task_id}/{number:int}": input_image,
        "/keys": key_list,
        "/account": account,
        "/account/ledger.csv": ledger,
        "/operator": operator,
        "/operator/engines": engines,
    }
    free: dict[str, Handler] = {
        "/signin": signing.signin,
        "/preferences": signing.preferences,
        "/docs": document,
        "/docs/{name}": document,
        "/llms.txt": llms,
        "/assets/{version}/{name}": asset,
    }
    return [
        *(Route(path, _signed_in(page), methods=["GET"]) for path, page in signed_in.items()),
        Route("/inputs/{task_id}/{number:int}", keep_input, methods=["POST"]),
        Route("/signin", signing.signin_with_key, methods=["POST"]),
        Route("/signout", signing.signout, methods=["POST"]),
        *(Route(path, handler, methods=["GET"]) for path, handler in free.items()),
    ]


ROUTES = _routes()
