"""Paddock: self-hosted video generation that speaks the HappyHorse 1.0 API."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from paddock.client import AsyncClient, Client

__all__ = ["AsyncClient", "Client"]


def __getattr__(name: str) -> object:
    """Load the SDK when it is asked for: a worker does without its HTTP library."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from paddock import client

    return getattr(client, name)
