"""Who a later shot means by "he", "her", "them" or "they", and whose "its face" is. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from paddock.figures import Relation, Shot, Subject, Tag, is_living
from paddock.kinds import PEOPLE
from paddock.lexicon import find, phrases, tokens_of
from paddock.subjects import PRONOUNS, is_female


def _is_part(words: str) -> bool:
    return "part" in dict(phrases().get(tuple(tokens_of(words)), ()))


def _is_of(one: Subject, sex: str | None) -> bool:
    return sex is None or (one.count == 1 and is_female(one) == (sex == "female"))


_HE_OR_SHE: Final = {"he": "male", "他": "male", "she": "female", "她": "female"}


def meant(subject: Subject, earlier: list[Shot]) -> Subject:
    """Who "she" is, or whose "its face": whoever was first in the shot before, or in one before that."""
    sex = _HE_OR_SHE.get(subject.words)
    before = next(
        (shot for shot in reversed(earlier) if any(is_living(one) and _is_of(one, sex) for one in shot.subjects)),
        earlier[-1],
    )
    again = next((one for one in before.subjects if one.kind == subject.kind and one.count == subject.count), None)
    if again and is_living(subject) and not subject.colour:
        worn = tuple(tag for tag in again.look if tag.value not in ("face", "eyes", "hands", "feet", "mouth"))
        return replace(subject, colour=again.colour, look=tuple(dict.fromkeys((*worn, *subject.look))))
    unnamed = subject.words in PRONOUNS or _is_part(subject.words)
    living = [one for one in before.subjects if is_living(one)]
    someone = next((one for one in living if _is_of(one, sex)), next(iter(living), None))
    who = someone or next(iter(before.subjects), None)
    if not unnamed or who is None or subject.kind in ("hands", "feet"):
        return subject
    return replace(
        subject, kind=who.kind, words=who.words, count=who.count, colour=who.colour, character=who.character,
        size=who.size,
        look=(*(tag for tag in who.look if tag.value not in ("face", "eyes", "hands", "feet", "mouth")), *subject.look),
    )  # fmt: skip


_HIM: Final = {
    "him": "male", "he": "male", "she": "female", "her": "female", "them": "", "it": "it", "他": "male",
    "她": "female", "它": "it",
}  # fmt: skip
_THEY: Final = frozenset({"they", "them", "both"})
_CHINESE_THEY: Final = ("他们", "她们", "它们", "两人", "二人", "俩")
_SAID: Final = ("they ", "both ", "them ", *_CHINESE_THEY)
_AFTER_HER: Final = frozenset(
    [".", ",", ";", "and", "with", "from", "in", "on", "at", "as", "while", "to", "then", "by", "toward", "through"]
)
"""What follows "her" where it is she, and not something of hers."""


def with_those_meant(shot: Shot, earlier: list[Shot]) -> Shot:
    """ "Three men chase him": who is meant by a word of this shot is there, too, right after who does it."""
    tokens = [*tokens_of(shot.text), "."]
    found = find(tokens)
    if not shot.subjects or not is_living(shot.subjects[0]):
        return shot
    for at, word in enumerate(tokens[:-1]):
        hers = word != "her" or tokens[at + 1] in _AFTER_HER
        if word not in _HIM or not hers:
            continue
        verb = next((item for item in found if item.end in (at, at - 1) and "action" in dict(item.senses)), None)
        where = any("relation" in dict(item.senses) and item.start < at <= item.end <= at + 1 for item in found)
        if word in ("he", "she"):
            verb = next(
                (item for item in found if item.start in (at + 1, at + 2) and "action" in dict(item.senses)), None
            )
        linked = verb or where or word not in ("it", "他", "她", "它")
        cast = _others(shot, earlier, word) if linked else []
        if cast:
            deed = Tag(dict(verb.senses)["action"], verb.words) if verb else None
            does = word in ("he", "she") or not is_living(cast[0])
            more = [replace(one, action=deed if does else None, relation=None, deeds=()) for one in cast]
            first, *rest = _further(shot.subjects, len(more), 0)
            return replace(shot, subjects=(first, *more, *rest))
    return shot


def _others(shot: Shot, earlier: list[Shot], word: str) -> list[Subject]:
    """Whom of earlier shots a pronoun means; none where those of this shot may be meant."""
    living = [one for one in shot.subjects if is_living(one)]
    subject = word in ("he", "she")
    if word != "it" and (subject or len(living) > 1) and any(_is_meant(one, _HIM[word]) for one in living):
        return []
    shots = earlier[-1:] if word == "it" else earlier[::-1]
    last = next((_of(one, _HIM[word]) for one in shots if _of(one, _HIM[word])), [])
    kinds = [one.kind for one in shot.subjects]
    many = word in _THEY
    return [one for one in (_cast_of(earlier) if many else last) if one.kind not in kinds][: 3 if many else 1]


def _of(shot: Shot, how: str) -> list[Subject]:
    return [one for one in shot.subjects if _is_meant(one, how)]


def _further(subjects: tuple[Subject, ...], by: int, after: int) -> list[Subject]:
    """The subjects, what they refer to being so much further where it stands after a place."""
    return [
        replace(one, relation=replace(one.relation, to=one.relation.to + by))
        if one.relation and one.relation.to > after
        else one
        for one in subjects
    ]


def _cast_of(earlier: list[Shot]) -> list[Subject]:
    """Who "they" are: those of the last shot and, where it has but one, of the shots before it."""
    found: list[Subject] = []
    for shot in reversed(earlier[-4:]):
        found += [one for one in _of(shot, "") if one.kind not in [other.kind for other in found]]
        if sum(one.count for one in found) > 1:
            break
    return found[:4]


def together(shot: Shot, earlier: list[Shot], deed: Tag | None) -> Shot:
    """ "They dance": where a later shot names nobody else, all who were there do it."""
    tokens, cast = tokens_of(shot.text), _cast_of(earlier)
    text = shot.text.lower()
    first = min((at for at in map(text.find, _SAID) if at >= 0), default=0)
    others = [one for one in shot.subjects if is_living(one) and not _is_part(one.words)]
    named = any(text.find(one.words.lower()) < first for one in others)  # "they dance while their friends cheer"
    they = bool(_THEY & set(tokens)) or any(sign in shot.text for sign in _CHINESE_THEY)
    if not they or named or len(cast) < 2:
        return shot
    things = tuple(one for one in shot.subjects if not is_living(one) or one in others)
    cast = [one for one in cast if one.kind not in [other.kind for other in others]]
    actions = [item for item in find(tokens) if "action" in dict(item.senses)]
    deed = (None if others else deed) or next((Tag(dict(item.senses)["action"], item.words) for item in actions), None)
    number = len(cast)
    people = [
        replace(
            one, action=deed, deeds=(), direction=None,
            relation=Relation("beside", "and", at + 1) if at + 1 < number else None,
        )
        for at, one in enumerate(cast)
    ]  # fmt: skip
    kept = things if len(things) == len(shot.subjects) else tuple(replace(one, relation=None) for one in things)
    return replace(shot, subjects=(*people, *_further(kept, number, -1)))


def _is_meant(one: Subject, how: str) -> bool:
    if how == "it":
        return one.kind not in PEOPLE and one.kind not in ("card", "character")
    return is_living(one) and (not how or (one.count == 1 and is_female(one) == (how == "female")))
