# ruff: noqa: SIM905 - a row of words reads best as one
"""Who is whose: an animal's young are of its kind, "its father" is one of them, too. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock.figures import Subject, Tag
from paddock.kinds import ANIMALS, PEOPLE

_YOUNG: Final = {
    "cub": "polarbear bear blackbear panda redpanda lion lioness tiger whitetiger leopard snowleopard cheetah panther "
    "lynx wolf fox arcticfox hyena raccoon",
    "calf": "buffalo bison yak giraffe hippo rhino moose camel reindeer whale orca dolphin elephant mammoth",
    "chick": "penguin eagle hawk owl flamingo swan ostrich emu crane stork seagull parrot peacock phoenix",
    "puppy": "wolf fox coyote hyena seal walrus otter husky corgi retriever labrador dalmatian poodle bulldog "
    "beagle shiba samoyed dachshund shepherd_dog",
    "foal": "zebra donkey unicorn pegasus",
    "kitten": "blackcat whitecat greycat siamese calico persian lynx",
    "fawn": "reindeer moose antelope",
    "baby": "elephant monkey gorilla chimpanzee orangutan kangaroo koala sloth",
}  # fmt: skip
"""Words for the young of many kinds, and of which kinds they may be."""
_BEARS: Final = frozenset({"polarbear", "bear", "blackbear", "panda"})
_ELDERS: Final = {
    "babyelephant": "elephant", "cub": "bear", "kitten": "cat", "puppy": "dog", "foal": "horse", "calf": "cow",
    "lamb": "sheep", "duckling": "duck", "chick": "chicken", "fawn": "deer", "piglet": "pig",
}  # fmt: skip
"""What the young are when they are grown: their parents."""
_PARENTS: Final = frozenset("father mother mom mum mommy dad daddy parent parents".split())
_KIN: Final = frozenset(
    "father mother mom mum mommy dad daddy parent parents brother sister siblings mate family baby babies son daughter "
    "friend friends".split()
)
_CHILDREN: Final = frozenset({"baby", "babies", "son", "daughter"})


def of_one_kind(tokens: list[str], subjects: list[tuple[int, Subject]]) -> list[Subject]:
    """The subjects, each with the token it starts at, told again with the young and the kin of animals as animals."""
    animals = [one for _, one in subjects if one.kind in ANIMALS and one.kind not in _YOUNG]
    related = animals or [one for _, one in subjects if one.kind in ANIMALS]
    someone = any(one.kind in PEOPLE and not _is_kin(one) for _, one in subjects)
    made = []
    for at, one in subjects:
        elder = next((other for other in animals if other.kind in _YOUNG.get(one.kind, "").split()), None)
        named = one.kind == "cub" and ("bear" in one.words or "熊" in one.words)  # "a bear cub" is a bear's
        if elder is not None and (elder.kind in _BEARS if named else True):
            made.append(replace(one, kind=elder.kind, size=Tag("tiny", one.words), colour=one.colour or elder.colour))
            continue
        owner = tokens[at - 1] if at else ""
        theirs = owner == "its" or (owner in ("her", "his", "their") and not someone)
        if one.kind in PEOPLE and _is_kin(one) and related and theirs:
            size = Tag("tiny", one.words) if _last(one) in _CHILDREN else None
            kind = related[0].kind
            if _last(one) in _PARENTS:
                kind = _ELDERS.get(kind, kind)
            if kind == "lioness" and _last(one) in ("father", "dad", "daddy"):
                kind = "lion"
            made.append(replace(one, kind=kind, size=size, look=()))
            continue
        made.append(one)
    return made


def _last(one: Subject) -> str:
    return one.words.lower().removesuffix("'s").split()[-1] if one.words else ""


def _is_kin(one: Subject) -> bool:
    return _last(one) in _KIN
