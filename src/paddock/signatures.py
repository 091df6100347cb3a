"""Signed callbacks after Standard Webhooks (https://www.standardwebhooks.com): an account's secrets and the headers.

A secret is `whsec_` and 32 random bytes in base64. A rotated one signs along for 24 hours, so that a receiver can take
over the new one in its own time.
"""

from __future__ import annotations

import base64
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg
from standardwebhooks import Webhook

from paddock import db

SQL = db.statements("callbacks")
PREFIX = "whsec_"
SECRET_BYTES = 32
OVERLAP_S = 24 * 3600.0
MOST_SECRETS = 4
"""An account's secrets that sign at once; whoever rotates faster loses the oldest, so that the header stays short."""


@dataclass(frozen=True, slots=True)
class Secrets:
    """An account's secrets that are valid now."""

    current: bytes
    rotated_at: datetime
    previous: tuple[bytes, ...] = ()
    previous_until: datetime | None = None
    """When the last of `previous` ends."""

    @property
    def shown(self) -> str:
        """The current secret as receivers' libraries take it."""
        return PREFIX + base64.b64encode(self.current).decode()


def headers(secrets_now: Secrets, delivery_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The three headers; the signature one holds a signature for every valid secret, the current one's first."""
    text = body.decode()
    keys = (secrets_now.current, *secrets_now.previous)
    return {
        "webhook-id": delivery_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(key).sign(delivery_id, at, text) for key in keys),
    }


async def of_accounts(connection: asyncpg.Connection, account_ids: Sequence[int]) -> Mapping[int, Secrets]:
    """Every account's valid secrets; the first is made for an account that has none."""
    found = _by_account(await connection.fetch(SQL.secrets_of, list(account_ids)))
    missing = set(account_ids) - found.keys()
    if not missing:
        return found
    new = [(account_id, secrets.token_bytes(SECRET_BYTES)) for account_id in sorted(missing)]
    await connection.executemany(SQL.make_secret, new)
    # Somebody else may have made it first, and theirs counts then.
    return found | _by_account(await connection.fetch(SQL.secrets_of, list(missing)))


async def of_account(connection: asyncpg.Connection, account_id: int) -> Secrets:
    """The account's valid secrets, made now when there are none."""
    return (await of_accounts(connection, [account_id]))[account_id]


async def rotate(tx: asyncpg.Connection, account_id: int) -> Secrets:
    """Give the account a new secret; the one before it stays valid for `OVERLAP_S` seconds."""
    await tx.execute(SQL.lock_account, account_id)
    await tx.execute(SQL.retire_secret, account_id, OVERLAP_S)
    await tx.execute(SQL.make_secret, account_id, secrets.token_bytes(SECRET_BYTES))
    await tx.execute(SQL.drop_secrets, account_id, MOST_SECRETS)
    return await of_account(tx, account_id)


def _by_account(rows: Sequence[asyncpg.Record]) -> dict[int, Secrets]:
    grouped: dict[int, list[asyncpg.Record]] = {}
    for row in rows:  # the newest of an account comes first
        grouped.setdefault(row["account_id"], []).append(row)
    return {
        account_id: Secrets(
            current=newest["secret"],
            rotated_at=newest["created_at"],
            previous=tuple(row["secret"] for row in older),
            previous_until=max((row["expires_at"] for row in older), default=None),
        )
        for account_id, (newest, *older) in grouped.items()
    }
