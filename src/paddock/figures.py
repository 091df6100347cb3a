"""What a storyboard says about someone or something on stage. Pure data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from paddock import kinds


@dataclass(frozen=True, slots=True)
class Tag:
    """One thing understood, such as the setting "sea", and the words of the prompt that say so."""

    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Relation:
    """How one subject stands to another of the same shot: on, in, under, behind, front, beside, over."""

    value: str
    words: str
    to: int
    """Index of the other in `Shot.subjects`."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Someone or something that the prompt puts on the stage."""

    kind: str
    """A lexicon subject, "card" for a noun without a drawing, or "character" for a reference image."""
    words: str
    count: int = 1
    colour: Tag | None = None
    action: Tag | None = None
    direction: Tag | None = None
    distance: Tag | None = None
    character: int | None = None
    """1 for the first reference image."""
    size: Tag | None = None
    position: Tag | None = None
    relation: Relation | None = None
    speed: Tag | None = None
    look: tuple[Tag, ...] = ()
    """What is worn, and hair, age and build."""
    noun: str = ""
    """The lexicon subject that the prompt calls a character: "cup" of "a cup character1"."""
    stuff: Tag | None = None
    """What it is made of: glass, felt."""
    named: bool = True
    """False for a reference image that the prompt never names."""
    deeds: tuple[Tag, ...] = ()
    """Everything it does, in that order, where it is more than one thing: "stops, turns and waves"."""


@dataclass(frozen=True, slots=True)
class Shot:
    """What is seen between two cuts."""

    start_s: float
    end_s: float
    text: str
    framing: Tag | None
    moves: tuple[Tag, ...]
    time: Tag | None
    weather: tuple[Tag, ...]
    setting: Tag | None
    materials: tuple[Tag, ...]
    subjects: tuple[Subject, ...]
    light: tuple[Tag, ...] = ()
    speed: Tag | None = None
    stuff: Tag | None = None
    """What everything is made of, or the manner it is pictured in: felt, ink wash."""
    not_understood: tuple[str, ...] = ()
    """Words that nothing was made of."""


_TOYS: Final = frozenset({"character", "teddy", "doll"})


def is_living(subject: Subject) -> bool:
    """Whether it is someone: a person, an animal, a reference picture, a toy that comes to life."""
    return subject.kind in kinds.PEOPLE | kinds.ANIMALS | _TOYS
