# ruff: noqa: SIM905 - a row of words reads best as one
"""Who and what a shot puts on stage: subjects with number, colour, action, place and what they wear. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Final

from paddock import affairs, deeds, guesses, kinds, kinship, looks, nounphrases, relations, stuffs
from paddock.affairs import Named
from paddock.affairs import is_female as is_female
from paddock.figures import Relation as Relation
from paddock.figures import Subject as Subject
from paddock.figures import Tag as Tag
from paddock.figures import is_living as is_living
from paddock.lexicon import CJK, IRREGULAR, Found, joined, phrases, tokens_of

MAX_SUBJECTS: Final = 8


def read(tokens: list[str], found: list[Found], capitals: frozenset[int] = frozenset()) -> tuple[Subject, ...]:
    """Who and what is on stage, in the order of the text; the same thing named twice is there once.

    `capitals` are the tokens that the prompt writes with a capital: names of people.
    """
    named = [*_drawn(tokens, found), *_characters(tokens), *_unknown(tokens, found)]
    named += [*_parts(tokens, found, named), *_people_by_name(tokens, found, named, capitals)]
    if not found and not named:
        named = [*_first_word(tokens)]
    named += _somebody(tokens, found, named)
    named.sort(key=lambda one: one.start)
    if any(is_living(one.subject) and one.subject.words not in _ANYONE for one in named):
        named = [one for one in named if one.subject.words not in _ANYONE]
    named = [one for one in named if not _is_of_them(tokens, named, one)]
    akin = kinship.of_one_kind(tokens, [(one.start, one.subject) for one in named])
    named = [replace(one, subject=subject) for one, subject in zip(named, akin, strict=True)]
    same = affairs.renamed(tokens, [(one.start, one.end, one.subject) for one in named])
    named = [replace(one, subject=subject) for one, subject in zip(named, same, strict=True) if subject is not None]
    named = _called(tokens, found, named)
    named = [*_pronouns(tokens, named), *named]
    kept: list[tuple[str, Named]] = []
    order: list[tuple[int, Named]] = []
    for one in named:
        subject = one.subject
        key = subject.words if subject.kind == "card" else f"{subject.kind}{subject.character}"
        key += _told_apart(tokens, found, named, one)
        index = next((at for at, (other, _) in enumerate(kept) if other == key), None)
        if index is None and len(kept) < MAX_SUBJECTS:
            kept.append((key, one))
            index = len(kept) - 1
        if index is not None:
            order.append((index, one))
    described = []
    for _, one in kept:
        # "a sailor at the bow gazing": where someone stands does not end what is said about them.
        until = next(
            (o.start for o in named if o.start > one.start and o.subject.kind != "deck" and not _is_where(tokens, o)),
            len(tokens),
        )
        until = one.end if _is_where(tokens, one) else until
        since = max((o.end for o in named if o.start < one.start), default=0)
        beyond = next((o.start for o in named if o.start > one.start and is_living(o.subject)), len(tokens))
        subject = _describe(one.subject, tokens, found, since, one, until, beyond)
        stuff = stuffs.of_noun(tokens, found, one.start, one.end)
        # A golden dog is a yellow one; a golden crown is of gold.
        if stuff and not (is_living(subject) and stuff.words in ("golden", "gold", "金", "金色")):
            subject = replace(subject, stuff=Tag(dict(stuff.senses)["material"], stuff.words))
        described.append(subject)
    for (index, one), (other, next_) in pairwise(order):
        within = relations.within(tokens, one, next_) if index != other and described[other].relation is None else None
        if within:
            described[other] = replace(described[other], relation=replace(within, to=index))
            continue
        relation = relations.between(tokens, found, one, next_, other) if index != other else None
        if relation and described[index].relation is None:
            described[index] = replace(described[index], relation=relation)
    affairs.on_bodies(tokens, order, described)
    mentions = affairs.mentions_of(tokens, order, described)
    affairs.dealt(tokens, found, mentions, described)
    affairs.undergo(tokens, found, mentions, described)
    described[:] = [affairs.under_way(one, tokens, found) for one in described]
    affairs.own(tokens, found, kept, described)
    return deeds.in_turn(deeds.shared(deeds.aimed(deeds.together(deeds.doing(described)))))


_TWO: Final = frozenset("couple lovers newlyweds pair partners dancers 情侣 夫妻 恋人".split())


def _is_of_them(tokens: list[str], named: list[Named], one: Named) -> bool:
    """ "A couple dances, the woman wears a red dress": she is one of the two."""
    definite = one.start > 0 and tokens[one.start - 1] == "the" and one.subject.kind in ("man", "woman")
    return definite and any(
        other.end <= one.start and other.subject.words and other.subject.words.split()[-1] in _TWO for other in named
    )


def _is_where(tokens: list[str], one: Named) -> bool:
    """ "从大楼里救出孩子": a thing between 在 or 从 and 里 says where, and what follows it is not its deed."""
    after = tokens[one.end : one.end + 1]
    opened = any(sign in tokens[max(0, one.start - 8) : one.start] for sign in ("在", "从", "于", "到"))
    return bool(after) and after[0] in relations.AFTER_NOUN and opened and not is_living(one.subject)


def _told_apart(tokens: list[str], found: list[Found], named: list[Named], one: Named) -> str:
    """What makes another of a kind of the second: "a white swan and two black swans"."""
    first = next((other for other in named if other.subject.kind == one.subject.kind), one)
    if first is one or one.subject.kind in ("card", "character"):
        return ""
    said = [_colour_before(tokens, found, other) for other in (first, one)]
    counted = any("count" in dict(item.senses) and item.end == one.start and item.words != "one" for item in found)
    noun = nounphrases.start_of(found, tokens, one.start, max(0, one.start - 7))
    article = set(tokens[max(0, noun - 1) : one.start])
    another = "another" in article
    renamed = one.subject.words != first.subject.words and is_living(one.subject)
    stems = {words.words.removesuffix("s") for words in (one.subject, first.subject)}
    several = one.subject.count > 1 and first.subject.count == 1 and len(stems) == 2  # "a conductor ... the musicians"
    met = renamed and noun > 0 and tokens[noun] == "the" and tokens[noun - 1] in ("at", "to", "with")
    counted = counted or another or several or met or (renamed and bool(article & _NEW))
    apart = (all(said) and said[0] != said[1]) or (counted and one.subject.words != first.subject.words)
    return f" {said[1]}{one.subject.words}" if apart or another else ""


_NEW: Final = frozenset({"a", "an", "his", "her", "its", "their"})
"""What stands before somebody who was not named before."""


def _colour_before(tokens: list[str], found: list[Found], one: Named) -> str:
    since = nounphrases.start_of(found, tokens, one.start, max(0, one.start - 7))
    hits = [dict(item.senses).get("colour", "") for item in found if since <= item.start < one.start]
    return next((hit for hit in hits if hit), "")


_WORN_WITH: Final = frozenset(
    {"in", "wearing", "with", "a", "an", "the", "and", "his", "her", "dressed", "named", "called"}
)
_WORN: Final = frozenset({"garment", "colour", "trait", "material", "size"})


def _called(tokens: list[str], found: list[Found], named: list[Named]) -> list[Named]:
    """ "A woman in a red dress character1" is one: the character, called a woman."""
    worn = {
        at for item in found if _WORN & {name for name, _ in item.senses} for at in range(item.start, item.end)
    }  # fmt: skip
    kept: list[Named] = []
    called: dict[str, Named] = {}
    for one in named:
        before = kept[-1] if kept else None
        if one.subject.character and before is not None and not before.subject.character:
            between = range(before.end, one.start)
            if all(at in worn or tokens[at] in _WORN_WITH for at in between) and (not between or worn & set(between)):
                who = replace(one.subject, noun=before.subject.kind)
                kept[-1] = Named(before.start, one.end, who)
                called[before.subject.kind] = kept[-1]
                continue
        again = called.get(one.subject.kind)
        kept.append(Named(one.start, one.end, again.subject) if again else one)
    return kept


def _drawn(tokens: list[str], found: list[Found]) -> Iterator[Named]:
    ends: set[int] = set()
    for item in found:
        senses = dict(item.senses)
        if "move" in senses or "framing" in senses:
            continue
        if "action" in senses and item.start in ends:
            yield from _handled(tokens, item)
            continue  # "the chef cooks": after someone, it is what they do
        if "subject" in senses:
            ends.add(item.end)
            kind = senses["subject"]
            many = _MANY.get(item.words.split()[-1], 2) if _is_plural(item.words) else 1
            count = int(senses.get("count", many))
            size = Tag(senses["size"], item.words) if "size" in senses else None
            colour = _colour_within(kind, tokens[item.start : item.end])
            yield Named(item.start, item.end, Subject(kind, item.words, count=count, size=size, colour=colour))
        elif "noun" in senses and not {"action", "weather", "material", "setting"} & senses.keys():
            yield Named(item.start, item.end, Subject("card", item.words))
        elif "action" in senses and not {"weather", "setting"} & senses.keys():
            yield from _handled(tokens, item)


def _colour_within(kind: str, tokens: list[str]) -> Tag | None:
    """The colour in a phrase that is otherwise the plain word: "black swans", "白马", but not "black cat"."""
    senses = dict(phrases().get(tuple(tokens[:1]), ()))
    rest = tokens[1:]
    lasts = [rest[-1], rest[-1][:-1]] if rest else []
    plain = [dict(phrases().get((*rest[:-1], last), ())).get("subject") for last in lasts]
    sure = senses.get("colour") in ("white", "black") and kind in kinds.ANIMALS  # a red fox is no red animal
    return Tag(senses["colour"], tokens[0]) if "colour" in senses and sure and kind in plain else None


_NO_THINGS: Final = frozenset({"camera", "star", "fly", "man", "cloud", "house", "stairs", "treasure", "bell"})


def _handled(tokens: list[str], item: Found) -> Iterator[Named]:
    """The thing at the end of a verb phrase: the guitar of "play the guitar", the horse of "ride a horse"."""
    for at in range(item.start + 1, item.end):
        words = tuple(tokens[at : item.end])
        kind = "bow" if words == ("bow",) else dict(phrases().get(words, ())).get("subject")
        if kind and kind not in _NO_THINGS:
            yield Named(at, item.end, Subject(kind, joined(list(words))))
            return


def _is_plural(words: str) -> bool:
    """Whether the lexicon has the word in the singular only, and the text says it with an "s"."""
    if words.split()[-1] in _MANY or words.split()[-1] in nounphrases.GROUPS:
        return True
    if words.endswith(("'s", "s'")):
        return False
    return (words.endswith("s") or words in IRREGULAR) and tuple(tokens_of(words)) not in phrases()


_MANY: Final = {
    **dict.fromkeys(("couple", "twins", "情侣", "夫妻", "恋人"), 2),
    **dict.fromkeys(("people", "children", "kids", "friends", "cattle", "人们", "孩子们", "小朋友们", "朋友们"), 3),
    **dict.fromkeys(("duo", "duet", "二重奏"), 2), **dict.fromkeys(("trio", "三重奏"), 3),
    **dict.fromkeys(("quartet", "四重奏"), 4),
    **dict.fromkeys(("family", "band", "orchestra", "一家人", "家人", "乐队", "象群", "鹿群", "牛群"), 4),
    **dict.fromkeys(("crowd", "audience", "spectator", "flock", "人群", "观众", "游客们", "千军万马", "万马"), 5),
    **dict.fromkeys(("人山人海", "人头攒动", "人潮", "人潮涌动", "熙熙攘攘的人群"), 5),
    **dict.fromkeys(("鸟群", "鱼群", "羊群", "狼群", "驼队", "骆驼队", "商队", "军队", "大军", "caravan"), 5),
}  # fmt: skip
"""How many are meant by words that mean more than one in the singular."""


def _characters(tokens: list[str]) -> Iterator[Named]:
    for at, token in enumerate(tokens):
        if token.startswith("qqcharacter") and token[-1].isdigit():
            yield Named(at, at + 1, Subject("character", token[2:], character=int(token[-1])))


def _first_word(tokens: list[str]) -> Iterator[Named]:
    """Of a prompt of which nothing is understood, the first word: better named than left out."""
    for at, token in enumerate(tokens):
        if CJK.match(token):
            yield Named(at, at + 4, Subject("card", "".join(sign for sign in tokens[at : at + 4] if CJK.match(sign))))
            return
        if len(token) > 1 and token[0].isalpha():
            yield Named(at, at + 1, Subject("card", token))
            return


_OWN: Final = frozenset({"hands", "eyes", "feet", "face", "mouth"})


def _parts(tokens: list[str], found: list[Found], named: list[Named]) -> Iterator[Named]:
    """Hands, eyes or a face of nobody who is named: "hands kneading dough", "close-up of an eye"."""
    for item in found:
        part = dict(item.senses).get("part")
        since = max((at + 1 for at in range(item.start) if tokens[at] in affairs.SENTENCE_ENDS), default=0)
        someone = bool(PRONOUNS.keys() & set(tokens))
        his = tokens[item.start - 1 : item.start] in (["his"], ["her"], ["its"], ["their"])
        since = 0 if his else since
        owned = (his and someone) or any(since <= one.start < item.start and is_living(one.subject) for one in named)
        shown = part in ("hands", "feet") and any(
            "framing" in dict(other.senses) and item.start - 4 <= other.end <= item.start for other in found
        )
        if part in _OWN and (not owned or shown):
            later = any(item.end <= one.start <= item.end + 4 and is_living(one.subject) for one in named)
            if not (later and "of" in tokens[item.end : item.end + 2]):  # "the face of a woman"
                yield Named(item.start, item.end, _of_someone(part, item.words, tokens))
                return


def _of_someone(part: str, words: str, tokens: list[str]) -> Subject:
    """Hands and feet are shown by themselves, an eye or a mouth in a face."""
    if part in ("hands", "feet"):
        return Subject(part, words)
    return Subject("woman" if _SHE & set(tokens) or "女" in tokens else "man", words, look=(Tag(part, words),))


_ANYONE: Final = frozenset({"main character", "protagonist", "主角", "主人公", "人物"})
"""Who is somebody else of the same prompt: "the main character is a fox"."""


_BEFORE_NAMES: Final = frozenset({*",.;:!?", "and", "then", "while", "where", "as", "when", "of", "with", "by"})
_SHE: Final = frozenset({"she", "her", "herself"})


def _people_by_name(
    tokens: list[str], found: list[Found], named: list[Named], capitals: frozenset[int]
) -> Iterator[Named]:
    """ "Maria paints a wall": whoever has a name of their own and does something is someone."""
    known = {at for item in found for at in range(item.start, item.end)}
    taken = {at for one in named for at in range(one.start, one.end)}
    deeds = {item.start for item in found if {"action", "mood"} & dict(item.senses).keys()}
    at = 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and end in capitals and end not in known | taken and end - at < 3:
            end += 1
        after = end
        while after < len(tokens) and tokens[after] in ("is", "are", "was", "and", "slowly", "who"):
            after += 1
        opens = at == 0 or tokens[at - 1] in _BEFORE_NAMES
        # "Romeo and Juliet on a balcony": two names need no deed.
        pair = tokens[end : end + 1] == ["and"] and end + 1 in capitals and end + 1 not in known | taken
        second = at > 1 and tokens[at - 1] == "and" and at - 2 in capitals and at - 2 not in known | taken
        if end > at and opens and (after in deeds or pair or second):
            kind = "woman" if _SHE & set(tokens[end:]) else "man"
            yield Named(at, end, Subject(kind, joined(tokens[at:end])))
        at = max(end, at + 1)


def _somebody(tokens: list[str], found: list[Found], named: list[Named]) -> Iterator[Named]:
    """ "A violin prodigy tunes her instrument": a word that nobody knows is someone where it has a "her" after it."""
    his = next((at for at, token in enumerate(tokens) if token in ("his", "her", "she", "he")), None)
    if his is None or any(is_living(one.subject) for one in named):
        return
    known = {at for item in found for at in range(item.start, item.end)}
    for at in range(1, his):
        phrase = tokens[max(0, at - 4) : at]
        new = at not in known and len(tokens[at]) > 3 and tokens[at].isalpha()
        if new and {"a", "an", "the", "one"} & set(phrase) and not set(phrase) & {",", ".", ";"}:
            kind = "woman" if tokens[his] in ("her", "she") else "man"
            yield Named(at, at + 1, Subject(kind, tokens[at]))
            return


PRONOUNS: Final = {"he": "man", "she": "woman", "他": "man", "她": "woman"}


def _pronouns(tokens: list[str], named: list[Named]) -> Iterator[Named]:
    """Who "she" is where nobody was named before her."""
    first = min((one.start for one in named if is_living(one.subject)), default=len(tokens))
    for at, token in enumerate(tokens[:first]):
        joined_up = tokens[at + 1 : at + 2] == ["们"] or (at and tokens[at - 1] == "其")
        if token in PRONOUNS and not joined_up:
            yield Named(at, at + 1, Subject(PRONOUNS[token], token))
            return


def _unknown(tokens: list[str], found: list[Found]) -> Iterator[Named]:
    for at, words in guesses.unknown(tokens, found):
        kind = guesses.kind_of_unknown(words)
        end = at + len(tokens_of(words))
        deed = next((item for item in found if end <= item.start <= end + 1 and "action" in dict(item.senses)), None)
        many = words.endswith("s")
        if (
            kind == "card"
            and deed
            and words.removesuffix("s").endswith(_DOERS)
            and deeds.is_deed(dict(deed.senses)["action"])
        ):
            kind = "man"  # "three musketeers fight": whoever they are, they are people
        yield Named(at, end, Subject(kind, words, count=2 if many and kind == "man" else 1))


_DOERS: Final = ("er", "or", "ist", "ian", "ess", "ant", "man", "eer")


def _describe(
    subject: Subject, tokens: list[str], found: list[Found], since: int, named: Named, until: int, beyond: int
) -> Subject:
    """Add what the words before the subject say (number, size, colour) and those after it (action, direction)."""
    at = named.start

    def nearest(category: str, low: int, high: int, *, last: bool = False) -> Tag | None:
        hits = [
            Tag(value, item.words)
            for item in found
            if low <= item.start < high and item.start != at
            for name, value in item.senses
            if name == category
        ]
        return (hits[-1] if last else hits[0]) if hits else None

    near = nounphrases.start_of(found, tokens, at, max(since, at - 9))
    early = max(since, at - 9)
    clause = max([early, *(place + 1 for place in range(early, at) if tokens[place] in affairs.CLAUSE_ENDS)])
    # "Pushing a man": what is done to someone is not what they do.
    before_it = _object_of(found, clause, at) if not since or subject.kind not in kinds.PEOPLE else None
    # "Opens a paper and drinks": what follows is no longer about the paper.
    later = next((item.start for item in found if named.end <= item.start < until and "action" in dict(item.senses)), 0)
    handled = not is_living(subject) and bool({",", "and", "then", "，", ".", ";"} & set(tokens[named.end : later]))
    count = nearest("count", near, at, last=True)
    owned = subject.kind in kinds.ANIMALS and any(
        item.start < at and dict(item.senses).get("subject", "") in kinds.PEOPLE for item in found
    )
    look, coat = looks.read(tokens, found, (since, near), (named.start, named.end), until, beyond, owned=owned)
    before, after = nearest("position", max(since, at - 6), at, last=True), nearest("position", at, until)
    return replace(
        subject,
        count=subject.count if count is None or (count.value == "1" and subject.words in _MANY) else int(count.value),
        colour=nearest("colour", near, at, last=True) or subject.colour or (coat if is_living(subject) else None),
        action=(before_it if handled else None) or _deed(found, at, until) or nearest("manner", near, at) or before_it,
        direction=nearest("direction", at, until),
        distance=nearest("distance", near, at, last=True) or _behind(nearest, early, at, min(at + 8, until)),
        size=nearest("size", near, at, last=True) or subject.size,
        position=before or after,
        speed=nearest("speed", at, until) or nearest("speed", near, at, last=True),
        look=(*subject.look, *look) if is_living(subject) else (),
    )


def _object_of(found: list[Found], clause: int, at: int) -> Tag | None:
    """The verb before a noun that it is the object of: a table that someone dances on does not dance."""
    verbs = [item for item in found if clause <= item.start < at and "action" in dict(item.senses)]
    if not verbs:
        return None
    placed = any("relation" in dict(item.senses) and verbs[-1].end <= item.start < at for item in found)
    own = dict(verbs[-1].senses)["action"]
    return None if placed and own in _WITH_THE_BODY else Tag(own, verbs[-1].words)


_WITH_THE_BODY: Final = frozenset(
    {"dance", "jump", "walk", "run", "sleep", "sit", "stand", "swim", "fly", "float", "gaze", "talk"}
)


def _behind(nearest: Callable[..., Tag | None], near: int, at: int, until: int) -> Tag | None:
    """What puts it in the background: said after it in English, "背景是" before it in Chinese."""
    before, after = nearest("background", near, at, last=True), nearest("background", at, until)
    if before and before.words[-1] in "是有":
        return before
    if after and after.words.startswith("behind "):
        return None  # "dust rising behind them" is not where they are
    return after if after and after.words[-1] not in "是有" else None


_SEATED: Final = frozenset({"read", "write", "eat", "drink", "phone", "work", "strum", "drum", "cook"})
"""What those do who sit, besides."""


def _deed(found: list[Found], at: int, until: int) -> Tag | None:
    """What is done, from the words after someone; "with a" says it only where no verb does."""
    hits = [
        Tag(value, item.words)
        for item in found
        if at < item.start < until or (item.start < at < item.end)
        for name, value in item.senses
        if name == "action"
    ]
    seated = [hit for hit in hits[1:] if hits[0].value in ("sit", "stand") and hit.value in _SEATED]
    if seated:  # "坐在长椅上看报纸"
        return seated[0]
    return next((hit for hit in hits if not hit.words.startswith(affairs.BY_THE_WAY)), hits[0] if hits else None)
