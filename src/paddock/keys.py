"""API keys: `sk-<public id>-<secret>`. The secret is shown once and stored as its SHA-256."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

import asyncpg

from paddock import db, ledger
from paddock.models import UNITS_PER_CREDIT, Principal

SQL = db.statements("keys")

_FORM = re.compile(r"sk-([0-9a-z]{12})-([0-9A-Za-z]{40})")
_PUBLIC = "0123456789abcdefghijklmnopqrstuvwxyz"
_SECRET = _PUBLIC + _PUBLIC[10:].upper()


@dataclass(frozen=True, slots=True)
class Key:
    """What is stored about a valid key."""

    principal: Principal
    secret_hash: bytes


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
    """Finds valid keys. Nothing is remembered between requests, so a revocation holds at the next one."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._lookups = db.Batcher(self._fetch)

    async def _fetch(self, public_ids: list[str]) -> dict[str, Key]:
        rows = await self._pool.fetch(SQL.find, public_ids)
        return {
            row["public_id"]: Key(Principal(row["account_id"], row["key_id"], row["user_group"]), row["secret_hash"])
            for row in rows
        }

    async def authenticate(self, token: str) -> Principal | None:
        """Whom `token` speaks for, or None. A token without the form of a key costs no look-up."""
        parts = split(token)
        if parts is None:
            return None
        key = await self._lookups.get(parts[0])
        given = hashlib.sha256(parts[1].encode()).digest()
        if key is None or not hmac.compare_digest(given, key.secret_hash):
            return None
        return key.principal


async def create_key(tx: asyncpg.Connection, account_id: int, name: str) -> str:
    """Make a key for an account and return its token, which cannot be shown again."""
    token, public_id, secret_hash = generate()
    await tx.fetchval(SQL.create_key, account_id, public_id, secret_hash, name)
    return token


async def create_account(tx: asyncpg.Connection, name: str, credits: int, user_group: str = "default") -> int:
    """Make an account with `credits` to spend and return its id."""
    account_id: int = await tx.fetchval(SQL.create_account, name, user_group)
    if credits:
        await ledger.grant(tx, account_id, credits * UNITS_PER_CREDIT, "opening balance")
    return account_id


async def first_key(tx: asyncpg.Connection, credits: int) -> str:
    """A key for the first account, which is made when there is none."""
    account_id = await tx.fetchval(SQL.first_account)
    if account_id is None:
        account_id = await create_account(tx, "default", credits)
    return await create_key(tx, account_id, "first key")
