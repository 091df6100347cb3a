"""Credits, models, keys and estimates of the account that asks, and the administrator's view of all accounts."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from paddock import errors, keys, ledger, services, wire, wire_accounts
from paddock.models import UNITS_PER_CREDIT, Model, Role
from paddock.routes import common

_REFERENCE = re.compile(r"[A-Za-z0-9._-]{1,96}")


async def credits(request: Request) -> Response:
    """What the account and the key have left and have used."""
    principal = await common.caller(request)
    async with services.of(request).pool.acquire() as connection:
        found = await keys.credits(connection, principal.key_id)
    return common.answer(wire_accounts.credits_answer(found))


async def models(request: Request) -> Response:
    """The models that this key may use."""
    principal = await common.caller(request)
    allowed = common.models(request, principal)
    return common.answer(
        wire_accounts.ModelList(data=[wire_accounts.ModelItem(id=model.value) for model in Model if model in allowed])
    )


async def estimate(request: Request) -> Response:
    """What a create request would cost and take, without making anything."""
    principal = await common.caller(request)
    async with common.body(request) as body:
        wanted = wire.parse_create(common.ours(request, body.fields()))
    terms = common.terms(request, principal, wire.order(wanted, 1))
    async with services.of(request).pool.acquire() as connection:
        found = await keys.credits(connection, principal.key_id)
    return common.answer(
        wire_accounts.Estimate(
            credits=wire.credits(terms.price_units),
            credits_reserved=terms.price_units,
            billing_rule=terms.billing_rule,
            estimated_time=terms.estimated_s,
            remaining_credits=wire.credits(found.left_units),
        )
    )


async def list_keys(request: Request) -> Response:
    """The account's keys, without their secrets."""
    principal = await common.manager(request)
    async with services.of(request).pool.acquire() as connection:
        found = await keys.list_keys(connection, principal.account_id)
    return common.answer(wire_accounts.KeyList(data=[wire_accounts.key_item(key) for key in found]))


async def create_key(request: Request) -> Response:
    """A new key of the account; its token is shown this once."""
    principal = await common.manager(request)
    wish = await _wish(request)
    if wish.role is Role.ADMIN and principal.role is not Role.ADMIN:
        raise errors.AccessDenied
    return await _made(request, principal.account_id, wish)


async def _wish(request: Request) -> keys.Wish:
    async with common.body(request) as body:
        return wire_accounts.key_wish(wire.parse_fields(body.fields(), wire_accounts.KeyRequest), datetime.now(UTC))


async def _made(request: Request, account_id: int, wish: keys.Wish) -> Response:
    async with services.of(request).pool.acquire() as connection, connection.transaction():
        token, key = await keys.create_key(connection, account_id, wish)
    return common.answer(wire_accounts.key_item(key, token))


async def revoke_key(request: Request) -> Response:
    """The key, invalid from now on."""
    principal = await common.manager(request)
    public_id = request.path_params["key_id"]
    async with services.of(request).pool.acquire() as connection, connection.transaction():
        key = await keys.revoke_key(connection, principal.account_id, public_id)
    return common.answer(wire_accounts.key_item(key))


async def list_accounts(request: Request) -> Response:
    """Every account and what it has, oldest first."""
    await common.admin(request)
    number, size = common.paging(request)
    async with services.of(request).pool.acquire() as connection:
        found = await keys.list_accounts(connection, number, size)
    return common.answer(wire_accounts.AccountList(data=[wire_accounts.account_item(account) for account in found]))


async def create_account(request: Request) -> Response:
    """A new account; give it credits and a key next."""
    await common.admin(request)
    async with common.body(request) as body:
        wanted = wire.parse_fields(body.fields(), wire_accounts.AccountRequest)
    _check_group(request, wanted.user_group)
    async with services.of(request).pool.acquire() as connection, connection.transaction():
        account_id = await keys.create_account(connection, wanted.name, 0, wanted.user_group)
        account = await keys.get_account(connection, account_id)
    return common.answer(wire_accounts.account_item(account))


def _check_group(request: Request, name: str) -> None:
    known = services.of(request).settings.group_names()
    if name not in known:
        raise errors.InvalidRequest(
            f"user_group must be one of {', '.join(known)}", param="user_group", allowed_values=known
        )


async def create_grant(request: Request) -> Response:
    """The account with its new credits. The same Idempotency-Key gives them once."""
    await common.admin(request)
    account_id = _account_id(request)
    reference = request.headers.get("idempotency-key")
    if reference is not None and not _REFERENCE.fullmatch(reference):
        raise errors.InvalidRequest("the Idempotency-Key header is malformed", param="Idempotency-Key")
    async with common.body(request) as body:
        wanted = wire.parse_fields(body.fields(), wire_accounts.GrantRequest)
    units = round(wanted.credits * UNITS_PER_CREDIT)
    async with services.of(request).pool.acquire() as connection, connection.transaction():
        await keys.get_account(connection, account_id)
        await ledger.grant(connection, account_id, units, wanted.note, reference)
        account = await keys.get_account(connection, account_id)
    return common.answer(wire_accounts.account_item(account))


async def create_account_key(request: Request) -> Response:
    """A new key of any account; its token is shown this once."""
    await common.admin(request)
    account_id = _account_id(request)
    async with services.of(request).pool.acquire() as connection:
        await keys.get_account(connection, account_id)
    return await _made(request, account_id, await _wish(request))


def _account_id(request: Request) -> int:
    given = request.path_params["account_id"]
    if not (given.isascii() and given.isdecimal() and len(given) < 18):
        raise errors.AccountNotFound
    return int(given)
