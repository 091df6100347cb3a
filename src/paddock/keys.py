"""API keys: `sk-<public id>-<secret>`. The secret is shown once and stored as its SHA-256."""

from __future__ import annotations

import dataclasses
import hashlib
import hmac
import math
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from paddock import db, errors, ledger
from paddock.models import UNITS_PER_CREDIT, Model, Principal, Role

SQL = db.statements("keys")

_FORM = re.compile(r"sk-([0-9a-z]{12})-([0-9A-Za-z]{40})")
_PUBLIC = "0123456789abcdefghijklmnopqrstuvwxyz"
_SECRET = _PUBLIC + _PUBLIC[10:].upper()


FIRST_ACCOUNT = "default"
UNKNOWN_LIFE_S = 5.0
"""A public id that was not found is not looked up again for this long; nobody guesses one before it is made."""
MOST_UNKNOWN = 10_000


@dataclass(frozen=True, slots=True)
class Key:
    """One row of `api_key`, without its hash."""

    id: int
    account_id: int
    public_id: str
    name: str
    role: Role
    models: tuple[Model, ...] | None
    cap_units: int | None
    used_units: int
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Account:
    """One row of `account`. `used` of a key and the books of an account are in units."""

    id: int
    name: str
    user_group: str
    available_units: int
    held_units: int
    spent_units: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Credits:
    """What a key and its account have, in units."""

    available_units: int
    held_units: int
    spent_units: int
    cap_units: int | None
    used_units: int

    @property
    def left_units(self) -> int:
        """What the key can still spend."""
        if self.cap_units is None:
            return self.available_units
        return min(self.available_units, self.cap_units - self.used_units)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a new key is to be; None is no restriction."""

    name: str
    role: Role = Role.USER
    models: tuple[Model, ...] | None = None
    cap_units: int | None = None
    expires_at: datetime | None = None


def _key(row: asyncpg.Record) -> Key:
    fields = {field.name: row[field.name] for field in dataclasses.fields(Key)}
    models = None if row["models"] is None else tuple(Model(name) for name in row["models"])
    return Key(**{**fields, "role": Role(row["role"]), "models": models})


def _account(row: asyncpg.Record) -> Account:
    return Account(**{field.name: row[field.name] for field in dataclasses.fields(Account)})


def generate() -> tuple[str, str, bytes]:
    """A new key: the token to show once, its public id, and the hash to store."""
    public_id = "".join(secrets.choice(_PUBLIC) for _ in range(12))
    secret = "".join(secrets.choice(_SECRET) for _ in range(40))
    return f"sk-{public_id}-{secret}", public_id, hashlib.sha256(secret.encode()).digest()


def split(token: str) -> tuple[str, str] | None:
    """Public id and secret of a token, or None when it has not the form of a key."""
    match = _FORM.fullmatch(token)
    return (match[1], match[2]) if match else None


class Keyring:
    """Finds valid keys. Nothing that is valid is remembered between requests: a revocation holds at the next one."""

    def __init__(self, pool: asyncpg.Pool, clock: Callable[[], float] = time.monotonic) -> None:
        self._pool = pool
        self._clock = clock
        self._lookups = db.Batcher(self._fetch)
        self._unknown: dict[str, float] = {}
        self._used: set[int] = set()

    async def _fetch(self, public_ids: list[str]) -> dict[str, tuple[Principal, bytes]]:
        rows = await self._pool.fetch(SQL.find, public_ids)
        return {row["public_id"]: (_principal(row), row["secret_hash"]) for row in rows}

    async def authenticate(self, token: str) -> Principal | None:
        """Whom `token` speaks for, or None. A malformed token costs no look-up, nor each of a flood."""
        parts = split(token)
        if parts is None or self._unknown.get(parts[0], -math.inf) > self._clock():
            return None
        found = await self._lookups.get(parts[0])
        if found is None:
            self._remember_unknown(parts[0])
            return None
        principal, secret_hash = found
        if not hmac.compare_digest(hashlib.sha256(parts[1].encode()).digest(), secret_hash):
            return None
        self._used.add(principal.key_id)
        return principal

    def _remember_unknown(self, public_id: str) -> None:
        if len(self._unknown) >= MOST_UNKNOWN:
            self._unknown.clear()
        self._unknown[public_id] = self._clock() + UNKNOWN_LIFE_S

    async def note_use(self) -> None:
        """Write down when the keys of the last while were used."""
        used, self._used = self._used, set()
        if used:
            await self._pool.execute(SQL.used, sorted(used))


def _principal(row: asyncpg.Record) -> Principal:
    models = None if row["models"] is None else frozenset(Model(name) for name in row["models"])
    return Principal(row["account_id"], row["key_id"], row["user_group"], Role(row["role"]), models, row["capped"])


async def create_key(tx: asyncpg.Connection, account_id: int, wish: Wish) -> tuple[str, Key]:
    """Make a key for an account; its token, which cannot be shown again, and what is stored."""
    token, public_id, secret_hash = generate()
    row = await tx.fetchrow(
        SQL.create_key,
        account_id,
        public_id,
        secret_hash,
        wish.name,
        wish.role.value,
        None if wish.models is None else [model.value for model in wish.models],
        wish.cap_units,
        wish.expires_at,
    )
    return token, _key(row)


async def credits(connection: asyncpg.Connection, key_id: int) -> Credits:
    """The balance that a key sees."""
    return Credits(**dict(await connection.fetchrow(SQL.credits, key_id)))


async def list_keys(connection: asyncpg.Connection, account_id: int) -> list[Key]:
    """An account's keys, newest first, revoked ones too."""
    return [_key(row) for row in await connection.fetch(SQL.list_keys, account_id)]


async def revoke_key(tx: asyncpg.Connection, account_id: int, public_id: str) -> Key:
    """Make a key invalid from the next request on, in every process. Raises `KeyNotFound`."""
    row = await tx.fetchrow(SQL.revoke_key, public_id, account_id)
    if row is None:
        raise errors.KeyNotFound
    return _key(row)


async def create_account(tx: asyncpg.Connection, name: str, credits: int = 0, user_group: str = "default") -> int:
    """Make an account with `credits` to spend and return its id. Raises `AccountExists`."""
    try:
        account_id: int = await tx.fetchval(SQL.create_account, name, user_group)
    except asyncpg.UniqueViolationError:
        raise errors.AccountExists from None
    if credits:
        await ledger.grant(tx, account_id, credits * UNITS_PER_CREDIT, "opening balance")
    return account_id


async def list_accounts(connection: asyncpg.Connection, number: int, size: int) -> list[Account]:
    """A page of all accounts, oldest first."""
    return [_account(row) for row in await connection.fetch(SQL.list_accounts, size, (number - 1) * size)]


async def get_account(connection: asyncpg.Connection, account: int | str) -> Account:
    """The account of this id or name. Raises `AccountNotFound`."""
    statement = SQL.get_account if isinstance(account, int) else SQL.find_account
    row = await connection.fetchrow(statement, account)
    if row is None:
        raise errors.AccountNotFound
    return _account(row)


async def first_key(tx: asyncpg.Connection, credits: int) -> str:
    """A key of an administrator for the first account, which is made when there is none."""
    try:
        account_id = (await get_account(tx, FIRST_ACCOUNT)).id
    except errors.AccountNotFound:
        account_id = await create_account(tx, FIRST_ACCOUNT, credits)
    token, _ = await create_key(tx, account_id, Wish("first key", Role.ADMIN))
    return token
