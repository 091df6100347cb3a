# ruff: noqa: SIM905 - a row of words reads best as one
"""What those on stage have to do with each other, by the words around their names: who is "he". Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from paddock import kinds, nounphrases, sequences
from paddock.figures import Relation, Subject, Tag, is_living
from paddock.lexicon import Found


@dataclass(frozen=True, slots=True)
class Named:
    """A subject at tokens `start` to `end`."""

    start: int
    end: int
    subject: Subject


_BODY: Final = frozenset("shoulder shoulders head heads back lap arm arms knee knees".split())


def on_bodies(tokens: list[str], order: list[tuple[int, Named]], described: list[Subject]) -> None:
    """ "A parrot on his shoulder", "his daughter on his shoulders": whoever is on somebody's body."""
    for place, (index, one) in enumerate(order):
        after = tokens[one.end : one.end + 4]
        at = next((at for at, token in enumerate(after[:3]) if token in ("on", "upon")), None)
        owned = at is not None and after[at + 1 : at + 2] and after[at + 1] in ("his", "her", "its", "their", "the")
        if not owned or at is None or not _BODY & set(after[at + 2 :]):
            continue
        owner = next((who for who, _ in reversed(order[:place]) if who != index and is_living(described[who])), None)
        carried = bool({"head", "heads", "shoulder", "shoulders"} & set(after[at + 2 :]))
        if owner is not None and (is_living(described[index]) or carried):
            words = " ".join(after[at:])
            described[index] = replace(described[index], relation=Relation("on", words, owner), action=None)


_PATHS: Final = frozenset("through across along down up toward towards into past home".split())


def under_way(subject: Subject, tokens: list[str], found: list[Found]) -> Subject:
    """ "Carries his daughter through a market": whoever carries something somewhere walks."""
    if not is_living(subject) or subject.action is None or subject.action.value != "carry" or subject.deeds:
        return subject
    deed = next((item for item in found if item.words == subject.action.words), None)
    for at in range(deed.end if deed else len(tokens), min(len(tokens), (deed.end if deed else 0) + 12)):
        if tokens[at] in CLAUSE_ENDS:
            break
        leads = any(
            {"setting", "subject"} & dict(item.senses).keys() and at < item.start <= at + 5 for item in found
        )  # fmt: skip
        if tokens[at] in _PATHS and (leads or tokens[at] == "home"):
            return replace(subject, action=replace(subject.action, value="walk"))
    return subject


def own(tokens: list[str], found: list[Found], kept: list[tuple[str, Named]], described: list[Subject]) -> None:
    """ "Her basket full of tulips": what is said to be somebody's, and nothing else, they have with them."""
    borne = {one.relation.to for one in described if one.relation and one.relation.value in ("on", "in", "at")}
    for at, (_, one) in enumerate(kept[1:], 1):
        thing = described[at]
        noun = nounphrases.start_of(found, tokens, one.start, max(0, one.start - 4))
        his = {"his", "her", "their"} & set(tokens[max(0, noun - 1) : one.start])
        idle = thing.action is None or thing.action.value in ("gaze", "think", "talk")
        part = tokens[max(0, noun - 2) : max(0, noun - 1)] == ["of"]  # "the wheel of his ship"
        alone = idle and not part and thing.relation is None and not is_living(thing)
        if (
            his
            and alone
            and at not in borne
            and thing.kind != "card"
            and any(is_living(other) for other in described[:at])
        ):
            described[at] = replace(thing, action=Tag("carry", min(his)))


def undergo(tokens: list[str], found: list[Found], mentions: list[sequences.Mention], described: list[Subject]) -> None:
    """ "A postman is chased by a dog": it is the dog that does it, and who is chased flees."""
    for item in found:
        deed = dict(item.senses).get("action")
        near = set(tokens[max(0, item.start - 2) : item.start])
        passive = item.words.endswith("ed") and bool({"is", "are", "was", "being", "gets"} & near)
        if item.words in _STEERED and tokens[item.end : item.end + 1] == ["by"]:
            _steered(item, mentions, described)
            continue
        by = next((at for at in range(item.end, min(len(tokens), item.end + 8)) if tokens[at] == "by"), None)
        if deed is None or not passive or by is None or {",", "."} & set(tokens[item.end : by]):
            continue
        patient = next((one.index for one in reversed(mentions) if one.end <= item.start and one.living), None)
        doer = next((one.index for one in mentions if by < one.start <= by + 5 and one.living), None)
        if patient is None or doer is None or patient == doer:
            continue
        flees = Tag("run", item.words) if deed == "run" else None
        described[patient] = replace(described[patient], action=flees, deeds=(), relation=None)
        described[doer] = replace(described[doer], action=Tag(deed, item.words))


_STEERED: Final = frozenset({"driven", "ridden", "steered", "piloted", "rowed", "sailed"})


def _steered(item: Found, mentions: list[sequences.Mention], described: list[Subject]) -> None:
    """ "A sled driven by a hunter": the hunter is on it."""
    thing = next((one.index for one in reversed(mentions) if one.end <= item.start), None)
    doer = next((one.index for one in mentions if item.end < one.start <= item.end + 5 and one.living), None)
    if thing is not None and doer is not None and thing != doer:
        described[doer] = replace(described[doer], relation=Relation("on", item.words, thing), action=None)
        described[thing] = replace(described[thing], relation=None)


_TOYS: Final = frozenset({"teddy", "doll"})


_HE: Final = {"he": "male", "他": "male", "she": "female", "她": "female", "they": "", "it": "it", "它": "it"}


_WOMEN: Final = frozenset(
    "woman girl oldwoman queen princess bride dancer ballerina nurse businesswoman witch mermaid fairy maid "
    "cheerleader superheroine qipao operasinger kimono".split()
)


_OF_EITHER: Final = kinds.PEOPLE - _WOMEN - frozenset("man boy oldman king prince emperor monk robot groom".split())
"""Whom a word names without saying whether it is a man or a woman."""


def mentions_of(tokens: list[str], order: list[tuple[int, Named]], described: list[Subject]) -> list[sequences.Mention]:
    """Where each subject is named, and where "he", "she" or "it" is one of them: the last who may be meant."""
    found = [sequences.Mention(one.start, one.end, at, _acts(described[at], at)) for at, one in order]
    for at, token in enumerate(tokens):
        if token not in _HE or any(one.start <= at < one.end for one in found):
            continue
        before = [one for one in found if one.end <= at and one.living]
        fits = [one for one in before if _may_be(described[one.index], _HE[token])]
        if fits:
            # "he" goes on with whom the last sentence was about, and that is the one whom it began with.
            since = max((place for place in range(fits[-1].start) if tokens[place] in SENTENCE_ENDS), default=0)
            meant = next(one for one in fits if one.start >= since)
            if token in ("she", "她") and described[meant.index].kind in _OF_EITHER:
                one = described[meant.index]
                described[meant.index] = replace(one, look=(*one.look, Tag("female", token)))
            found.append(replace(meant, start=at, end=at + 1))
            found.sort(key=lambda one: one.start)
    return found


def is_female(subject: Subject) -> bool:
    """Whether it is a woman by the word for her."""
    return subject.kind in _WOMEN or any(tag.value == "female" for tag in subject.look)


def _acts(subject: Subject, at: int) -> bool:
    """Whether what is said next may be its deed: not a toy's that someone has, nor a parrot's on a shoulder."""
    borne = subject.relation is not None and bool(_BODY & set(subject.relation.words.split()))
    return is_living(subject) and not borne and not (at and subject.kind in _TOYS)


def _may_be(subject: Subject, how: str) -> bool:
    if how == "it":
        return subject.kind not in kinds.PEOPLE and subject.count == 1
    if subject.count > 1 and how in ("male", "female"):
        return False
    if subject.kind in kinds.PEOPLE and how:
        named_so = is_female(subject)
        return named_so == (how == "female") or subject.kind not in (*_WOMEN, "man", "boy", "oldman")
    return True


CLAUSE_ENDS: Final = frozenset(",.;:!?，。；：！？")


SENTENCE_ENDS: Final = frozenset(".;。；!?！？")


BY_THE_WAY: Final = (
    "with a",
    "拄",
    "lean",
    "hold hands",
    "holding hands",
    "hand in hand",
    "arm in arm",
    "手牵手",
    "牵着手",
    "手拉手",
)
"""What says what someone has, rather than what they do."""
_AND: Final = frozenset({"and", "和", "与"})


def dealt(tokens: list[str], found: list[Found], mentions: list[sequences.Mention], described: list[Subject]) -> None:
    """Give everyone the deeds that are theirs, one after the other."""
    rows = sequences.read(tokens, found, mentions)
    strays = sequences.strays(tokens, found, mentions)
    said = [item.words for item in found if "action" in dict(item.senses)]
    for at, one in enumerate(described):
        row, deed = rows.get(at, ()), one.action
        others = {tag for other, tags in rows.items() if other != at for tag in tags}
        if deed is not None and not row:
            anothers = is_living(one) and deed in others and said.count(deed.words) == 1
            deed = None if anothers or deed in strays else deed  # "a cheetah, dust rising behind it"
        joint = one.relation is not None and one.relation.to == at + 1 and one.relation.words in _AND
        after = described[at + 1] if at + 1 < len(described) else None
        if row and joint and deed is None and after is not None and after.action:
            row = (after.action, *row)  # "the bride and groom cut the cake, and they laugh"
        vague = (
            deed is None or deed.words.startswith(BY_THE_WAY) or (_partly(deed) and bool(row) and not _partly(row[0]))
        )
        if row and vague and deed is not None and after is not None and not is_living(after):
            described[at + 1] = replace(after, action=deed)  # "a girl with a lantern walks"
        action = row[0] if row and vague else deed
        described[at] = replace(one, action=action, deeds=row if len(row) > 1 else ())


def _partly(deed: Tag) -> bool:
    """Whether it is said by a participle."""
    return deed.words.split()[0].endswith(("ing", "ed"))


_ITS_OWNER: Final = frozenset({"his", "her", "their", "my", "whose", "its"})
_ANYONE: Final = frozenset({"man", "woman", "boy", "girl", "athlete"})


def renamed(tokens: list[str], named: list[tuple[int, int, Subject]]) -> list[Subject | None]:
    """The subjects named, None for one who is named again at once: "his opponent, an old man, frowns"."""
    made: list[Subject | None] = [subject for _, _, subject in named]
    for at, ((start, end, one), (begin, after, other)) in enumerate(pairwise(named)):
        between, people = tokens[end:begin], {one.kind, other.kind} <= kinds.PEOPLE
        if not people or not 2 <= len(between) <= 5 or one.count != 1 or other.count != 1:
            continue
        told = between[0] == "," and between[1] in ("a", "an") and not {",", "and", "or"} & set(between[1:])
        lists = tokens[after : after + 1] in (["and"], ["or"])
        before = set(tokens[max(0, start - 2) : start])
        tells = other.kind in _ANYONE and one.kind not in _ANYONE
        ends = [place for place in range(after, len(tokens)) if tokens[place] in (",", "and", ".")][:1]
        closed = any(tokens[end] == "," and not {"a", "an", "and"} & set(tokens[end + 1 : end + 2]) for end in ends)
        if told and not lists and (before & _ITS_OWNER or (tells and ("the" in before or closed))):
            woman = (Tag("female", other.words),) if other.kind in _WOMEN and one.kind in _OF_EITHER else ()
            made[at : at + 2] = [None, replace(one, look=(*one.look, *woman)) if tells else other]
    return made
