"""Signing in to the console: a cookie stands for a key, as long as the key is valid.

The cookie's token and the one-time link's are stored as SHA-256 only. A request that changes something and brings no
key of its own must come from our own pages: browsers name the origin of every such request.
"""

from __future__ import annotations

import hashlib
import secrets
from urllib.parse import urlsplit

import asyncpg
from starlette.requests import Request
from starlette.responses import Response

from paddock import db, keys
from paddock.models import Model, Principal, Role

SQL = db.statements("web")
LIFE_S = 14 * 24 * 3600
LINK_LIFE_S = 15 * 60
_SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
_MAX_TOKEN_CHARS = 100


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


class Sessions:
    """The sign-ins of one server. Nothing is remembered between requests: a revoked key ends its sessions at once."""

    def __init__(self, pool: asyncpg.Pool, public_url: str) -> None:
        self._pool = pool
        self._own = urlsplit(public_url)
        self.secure = self._own.scheme == "https"
        self.cookie = "__Host-paddock_session" if self.secure else "paddock_session"
        self._lookups = db.Batcher(self._fetch)

    async def _fetch(self, digests: list[bytes]) -> dict[bytes, Principal]:
        return {row["token_hash"]: _principal(row) for row in await self._pool.fetch(SQL.sessions, digests)}

    async def open(self, key_id: int) -> str:
        """Begin a session of a valid key; its token, for the cookie."""
        token = secrets.token_urlsafe(32)
        await self._pool.execute(SQL.open_session, _digest(token), key_id, float(LIFE_S))
        return token

    async def principal(self, request: Request) -> Principal | None:
        """Whom the request's cookie speaks for; None without one, or when another site's page sent it."""
        token = request.cookies.get(self.cookie, "")
        if not 0 < len(token) <= _MAX_TOKEN_CHARS or not token.isascii():
            return None
        if request.method not in _SAFE_METHODS and not self.is_own(request):
            return None
        return await self._lookups.get(_digest(token))

    def has_cookie(self, request: Request) -> bool:
        """Whether the request comes from somebody who has signed in before."""
        return bool(request.cookies.get(self.cookie))

    def is_own(self, request: Request) -> bool:
        """Whether a page of ours sent the request: its origin is the host that it was sent to, or the public URL."""
        origin = urlsplit(request.headers.get("origin", ""))
        if not origin.netloc or request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return False
        return origin.netloc == request.headers.get("host") or origin[:2] == self._own[:2]

    async def close(self, request: Request) -> None:
        """End the request's session."""
        await self._pool.execute(SQL.close_session, _digest(request.cookies.get(self.cookie, "")))

    def keep(self, response: Response, token: str | None) -> None:
        """Hand the cookie out, or take it back."""
        response.set_cookie(
            self.cookie,
            token or "",
            max_age=LIFE_S if token else 0,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="strict",
        )

    async def by_link(self, token: str) -> str | None:
        """Begin a session with a one-time link's token; None when it was used, or is too old."""
        key_id = await self._pool.fetchval(SQL.use_link, _digest(token))
        return None if key_id is None else await self.open(key_id)


def _principal(row: asyncpg.Record) -> Principal:
    models = None if row["models"] is None else frozenset(Model(name) for name in row["models"])
    return Principal(row["account_id"], row["key_id"], row["user_group"], Role(row["role"]), models, row["capped"])


async def make_link(connection: asyncpg.Connection, key: str, url: str) -> str | None:
    """A link that signs in once, within 15 minutes, as `key`; None when that is no valid key.

    The token is behind the `#`: it is never sent with an address, so no log and no Referer has it.
    """
    parts = keys.split(key)
    token = secrets.token_urlsafe(32)
    if parts is None or await connection.fetchval(SQL.make_link, _digest(token), parts[0], float(LINK_LIFE_S)) is None:
        return None
    return f"{url}/signin#{token}"
