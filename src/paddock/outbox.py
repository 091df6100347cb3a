"""What a task's end owes its receiver: a row of `delivery`, written in the transaction that ends the task.

Nothing is sent here. `callbacks` sends what has been committed; `deliveries` shows it and has it sent again.
"""

from __future__ import annotations

import secrets
import string
import zlib

import asyncpg

from paddock import addresses, db
from paddock.models import Task

SQL = db.statements("callbacks")
LANES = 256

_ID_ALPHABET = string.ascii_lowercase + string.digits


def new_id() -> str:
    """A delivery's id and its `webhook-id`: the same at every try, so that a receiver knows what it has seen."""
    return f"delivery-{''.join(secrets.choice(_ID_ALPHABET) for _ in range(24))}"


def lane_of(url: str) -> int:
    """The lane that a receiver's host shares with few others, 0 to 255; what cannot be read shares one, too."""
    try:
        host = addresses.parse_url(url).host
    except addresses.BadUrl:
        host = ""
    return zlib.crc32(host.encode()) % LANES


async def owe(tx: asyncpg.Connection, task: Task, *, again: bool = False) -> str | None:
    """Owe the task's receiver a delivery and return its id; None when the task has no `callback_url`."""
    url = task.order.callback_url
    if url is None:
        return None
    delivery_id = new_id()
    await tx.execute(SQL.owe, delivery_id, task.id, task.account_id, lane_of(url), again)
    return delivery_id
