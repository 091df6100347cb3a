"""Prompts in the words that each model understands."""

from __future__ import annotations

import re

_CHARACTER = re.compile(r"(?<![A-Za-z0-9])character\s?([1-9])(?![0-9])", re.IGNORECASE)


def with_references(prompt: str, form: str) -> str:
    """`characterN` rewritten: `form` is what to say instead, with `{n}` for the number of the image."""
    return _CHARACTER.sub(lambda found: form.format(n=found[1]), prompt)
