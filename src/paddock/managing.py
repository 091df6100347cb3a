"""The operator's commands: accounts, keys and the ledger, straight on the database of the data folder."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated, TypeVar

import asyncpg
import typer
from rich.console import Console
from rich.table import Table

from paddock import audit, config, datafolder, db, errors, keys, ledger, telemetry, wire
from paddock.models import UNITS_PER_CREDIT, Model, Role

T = TypeVar("T")
out = Console()

accounts_app = typer.Typer(help="Make accounts and give them credits.", no_args_is_help=True)
keys_app = typer.Typer(help="Make and revoke keys.", no_args_is_help=True)
ledger_app = typer.Typer(help="Check and export the ledger.", no_args_is_help=True)

Data = Annotated[Path | None, typer.Option("--data", help="Folder of the database, the videos and the key.")]
AccountName = Annotated[str, typer.Option("--account", help="The account's name.")]


def on_database(settings: config.Settings, action: Callable[[asyncpg.Connection], Awaitable[T]]) -> T:
    """Run `action` on the data folder's database; what it refuses is an `OperatorError`."""

    async def run(dsn: str) -> T:
        connection = await db.reach(dsn)
        try:
            await db.migrate(connection)
            return await action(connection)
        except errors.ApiError as refusal:
            raise errors.OperatorError(refusal.message) from None
        finally:
            await connection.close()

    datafolder.prepare(settings.data)
    with datafolder.database(settings) as database:
        return asyncio.run(run(database.dsn))


def _settings(data: Path | None) -> config.Settings:
    settings = config.load(data=data)
    telemetry.configure(settings.log_level)
    return settings


@accounts_app.command("create")
def accounts_create(
    name: str,
    credits: Annotated[int, typer.Option(min=0, help="What it begins with.")] = 0,
    group: Annotated[str, typer.Option(help="Its group, which sets prices and limits.")] = config.DEFAULT_GROUP,
    data: Data = None,
) -> None:
    """Make an account."""
    settings = _settings(data)
    if group not in settings.group_names():
        raise errors.OperatorError(
            f"there is no group {group}: add [groups.{group}] to {settings.data / config.CONFIG_FILE},"
            f" or use one of {', '.join(settings.group_names())}"
        )
    on_database(settings, lambda c: keys.create_account(c, name, credits, group))
    out.print(
        f"account {name} made; give it a key with `paddock keys create NAME --account {name}`",
        markup=False,
        soft_wrap=True,
    )


@accounts_app.command("list")
def accounts_list(data: Data = None) -> None:
    """List every account and what it has, in credits."""
    found = on_database(_settings(data), lambda c: keys.list_accounts(c, 1, 1_000_000))
    table = Table("id", "account", "group", "available", "reserved", "spent", box=None)
    for one in found:
        books = (one.available_units, one.held_units, one.spent_units)
        table.add_row(str(one.id), one.name, one.user_group, *(f"{wire.credits(units):,.4f}" for units in books))
    out.print(table)


@accounts_app.command("grant")
def accounts_grant(
    name: str,
    credits: Annotated[float, typer.Argument(min=0.0001)],
    note: Annotated[str, typer.Option(help="Why.")] = "",
    data: Data = None,
) -> None:
    """Give an account credits."""

    async def give(connection: asyncpg.Connection) -> keys.Account:
        account = await keys.get_account(connection, name)
        await ledger.grant(connection, account.id, round(credits * UNITS_PER_CREDIT), note)
        return await keys.get_account(connection, name)

    account = on_database(_settings(data), give)
    out.print(
        f"{name} has {wire.credits(account.available_units):,.4f} credits available", markup=False, soft_wrap=True
    )


@keys_app.command("create")
def keys_create(
    name: str,
    account: AccountName = "default",
    admin: Annotated[bool, typer.Option("--admin", help="May manage all accounts.")] = False,
    model: Annotated[list[Model] | None, typer.Option(help="Only this model; may be repeated.")] = None,
    cap: Annotated[float | None, typer.Option(min=0, help="Credits that the key may spend.")] = None,
    days: Annotated[float | None, typer.Option(min=0, help="How long it is valid.")] = None,
    data: Data = None,
) -> None:
    """Make a key and print it; it cannot be shown again."""
    wish = keys.Wish(
        name=name,
        role=Role.ADMIN if admin else Role.USER,
        models=tuple(model) if model else None,
        cap_units=None if cap is None else round(cap * UNITS_PER_CREDIT),
        expires_at=None if days is None else datetime.now(UTC) + timedelta(days=days),
    )

    async def make(connection: asyncpg.Connection) -> str:
        owner = await keys.get_account(connection, account)
        token, _ = await keys.create_key(connection, owner.id, wish)
        return token

    print(on_database(_settings(data), make))


@keys_app.command("list")
def keys_list(account: AccountName = "default", data: Data = None) -> None:
    """List an account's keys."""

    async def look(connection: asyncpg.Connection) -> list[keys.Key]:
        return await keys.list_keys(connection, (await keys.get_account(connection, account)).id)

    table = Table("key", "name", "role", "models", "cap", "used", "state", "last used", box=None)
    for key in on_database(_settings(data), look):
        table.add_row(
            f"sk-{key.public_id}-…",
            key.name,
            key.role,
            "all" if key.models is None else ", ".join(model.removeprefix("happyhorse-1.0-") for model in key.models),
            "none" if key.cap_units is None else f"{wire.credits(key.cap_units):g}",
            f"{wire.credits(key.used_units):g}",
            _state(key),
            f"{key.last_used_at:%Y-%m-%d %H:%M}" if key.last_used_at else "never",
        )
    out.print(table, soft_wrap=True)


def _state(key: keys.Key) -> str:
    if key.revoked_at is not None:
        return "revoked"
    if key.expires_at is not None and key.expires_at <= datetime.now(UTC):
        return "expired"
    return "valid"


@keys_app.command("revoke")
def keys_revoke(key: str, account: AccountName = "default", data: Data = None) -> None:
    """Make a key invalid from the next request on: `sk-ID-...`, or the ID alone."""
    public_id = key.removeprefix("sk-").partition("-")[0]

    async def revoke(connection: asyncpg.Connection) -> keys.Key:
        return await keys.revoke_key(connection, (await keys.get_account(connection, account)).id, public_id)

    out.print(f"key {on_database(_settings(data), revoke).public_id} is revoked")


@ledger_app.command("check")
def ledger_check(data: Data = None) -> None:
    """Recompute the whole ledger; exit code 1 when anything is wrong."""
    found = on_database(_settings(data), audit.check)
    for fault in found.faults:
        out.print(f"[red]FAULT[/red] {fault}", soft_wrap=True, highlight=False)
    out.print(
        f"{len(found.faults)} faults in {found.transactions:,} transactions of {found.accounts:,} accounts,"
        f" {wire.credits(found.granted_units):,.4f} credits granted",
        highlight=False,
        soft_wrap=True,
    )
    sys.exit(1 if found.faults else 0)


@ledger_app.command("export")
def ledger_export(
    account: Annotated[str | None, typer.Option(help="Only this account.")] = None, data: Data = None
) -> None:
    """Print every entry as CSV, amounts in units of 1/10,000 credit."""

    async def write(connection: asyncpg.Connection) -> None:
        account_id = None if account is None else (await keys.get_account(connection, account)).id
        await audit.export(connection, sys.stdout, account_id)

    on_database(_settings(data), write)
