"""What belongs to a place rather than to a story, by name: each made from a colour and a generator."""

from __future__ import annotations

from typing import Final

from paddock.engines.animatic.furnishings import FURNISHINGS
from paddock.engines.animatic.hangings import HANGINGS, Maker
from paddock.engines.animatic.structures import STRUCTURES

FITTINGS: Final[dict[str, Maker]] = {**HANGINGS, **FURNISHINGS, **STRUCTURES}
