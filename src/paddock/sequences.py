# ruff: noqa: SIM905 - a row of words reads best as one
"""What each of those on stage does one thing after the other: "she stops, turns and waves". Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from paddock.figures import Tag
from paddock.lexicon import CJK, Found

MOST: Final = 5
"""More deeds than that nobody can follow in one shot."""
_AGAIN: Final = frozenset({"gaze", "carry"})
"""What words may mean in two ways: to pick up and to hand over."""
_SENTENCE: Final = frozenset(".;!?。；！？")
_STEPS: Final = frozenset(
    {",", ";", ".", "!", "，", "、", "；", "。", "！", "and", "then", "before", "until", "to", "but"}
)
_STEPS_CN: Final = frozenset("又再并后接便就而,，、;；。.")
_ASIDE: Final = frozenset({"while", "as", "when", "whenever", "where"})
_BEGINS: Final = frozenset({"starts", "begins", "start", "begin", "stops", "keeps", "finishes"})
_ADVERBS: Final = frozenset("then suddenly slowly quickly finally immediately now finally again also".split())
_TAKES: Final = frozenset("take takes taking give gives giving has have make makes do does let lets".split())
_PASSIVE: Final = frozenset({"is", "are", "was", "were", "be", "being", "been", "gets", "by"})
_BODILESS: Final = frozenset({"burn", "grow", "float", "drive", "turn"})
"""What things do by themselves: said right after a thing it is the thing's."""


@dataclass(frozen=True, slots=True)
class Mention:
    """Someone or something named, or meant by "he" or "she", at tokens `start` to `end`."""

    start: int
    end: int
    index: int
    """Which subject."""
    living: bool


def read(tokens: list[str], found: list[Found], mentions: list[Mention]) -> dict[int, tuple[Tag, ...]]:
    """The deeds of each subject in their order, at most `MOST`."""
    mentions = sorted(mentions, key=lambda one: one.start)
    deeds: dict[int, list[Tag]] = {}
    gone = _strays(tokens, found, mentions)
    doer: Mention | None = None
    for item in found:
        value = dict(item.senses).get("action")
        if value is None or item.start in gone:
            continue
        doer = _doer(item, tokens, found, mentions)
        if doer is None or not (
            _is_main(item, doer, tokens, found, deeds.get(doer.index, []))
            or _is_step(item, doer, tokens, found, first=doer.index not in deeds)
        ):
            continue
        own = deeds.setdefault(doer.index, [])
        if _is_main(item, doer, tokens, found, own):
            own.clear()  # "elephants holding each other's tails cross a road": they cross it
        if not own or own[-1].value != value or value in _AGAIN:
            own.append(Tag(value, item.words))
    return {index: tuple(own[:MOST]) for index, own in deeds.items()}


def strays(tokens: list[str], found: list[Found], mentions: list[Mention]) -> set[Tag]:
    """What something that is not on stage does: "dust rises behind him", "her hair flutters"."""
    gone = _strays(tokens, found, mentions)
    return {Tag(dict(item.senses)["action"], item.words) for item in found if item.start in gone}


def _strays(tokens: list[str], found: list[Found], mentions: list[Mention]) -> set[int]:
    """Where the verbs stand of what is not on stage."""
    made = set()
    for item in found:
        before = tokens[item.start - 1] if item.start else ""
        if "action" not in dict(item.senses) or CJK.match(item.words) or not before.isalpha():
            continue
        clause = max((at for at in range(item.start) if tokens[at] in _CLAUSE), default=-1)
        pronoun = before in ("he", "she", "they", "it", "who", "a", "an", "the")
        named = pronoun or any(clause < one.start < item.start for one in mentions)
        links = before in _ADVERBS or before in _STEPS or before in _BEGINS or before.endswith("ly")
        verbs = any(clause < other.start < item.start and "action" in dict(other.senses) for other in found)
        if clause >= 0 and not named and not links and not verbs and clause < item.start - 1:
            made.add(item.start)
    return made


_CLAUSE: Final = frozenset({",", ";", ".", "!", "?"})


def _doer(item: Found, tokens: list[str], found: list[Found], mentions: list[Mention]) -> Mention | None:
    """Who does it: the last one named before, but not one that something was done to when the sentence goes on."""
    before = [one for one in mentions if one.end <= item.start or one.start < item.start < one.end]
    if not before:
        return None
    last = before[-1]
    if last.end == item.start and not last.living and dict(item.senses)["action"] in _BODILESS:
        return None
    living = [one for one in before if one.living]
    if not living:
        return None
    who = living[-1]
    while len(living) > 1 and "with" in tokens[max(0, who.start - 3) : who.start] and not item.words.endswith("ing"):
        if any(tokens[at] in _STEPS for at in range(who.end, item.start)):
            break
        living.pop()  # "a girl with a dog walks": it is she who does
        who = living[-1]
    if "who" in tokens[who.end : who.end + 2] or "that" in tokens[who.end : who.end + 1]:
        return who
    if CJK.match(item.words):
        clause = max((at for at in range(item.start) if tokens[at] in _STEPS), default=-1)
        goes_on = clause >= who.end
    else:
        goes_on = _goes_on(item, tokens) and who.end < item.start
    while goes_on and len(living) > 1 and _is_object(who, tokens, found, living[-2]):
        living.pop()
        who = living[-1]
    return who


def _goes_on(item: Found, tokens: list[str]) -> bool:
    """Whether a verb goes on with what was said of the one before: ", turns", "and then waves"."""
    at = item.start - 1
    for article in (at, at - 1, at - 2):  # "takes a sip", "takes a long drink"
        if article > 0 and tokens[article] in ("a", "an", "the") and tokens[article - 1] in _TAKES:
            at = article - 2
            break
    while at >= 0 and (tokens[at] in _ADVERBS or tokens[at].endswith("ly")):
        at -= 1
    return at >= 0 and (tokens[at] in _STEPS or tokens[at] in _STEPS_CN) and tokens[at] not in ("to",)


def _is_object(one: Mention, tokens: list[str], found: list[Found], before: Mention) -> bool:
    """Whether something is done to or with it: a verb stands between, and no new clause begins."""
    between = range(before.end, one.start)
    ends = [at for at in between if tokens[at] in _SENTENCE or tokens[at] in _ASIDE or tokens[at] == "另"]
    verbs = [item for item in found if "action" in dict(item.senses) and before.end <= item.start < one.start]
    if ends or not verbs:
        return False
    return not any(tokens[at] in ("and", ",") for at in range(verbs[-1].end, one.start))


def _is_main(item: Found, doer: Mention, tokens: list[str], found: list[Found], own: list[Tag]) -> bool:
    """Whether it is the verb of a clause of which so far only participles are known."""
    between = tokens[doer.end : item.start]
    finite = not tokens[item.start].endswith(("ing", "ed")) and not CJK.match(item.words)
    partly = bool(own) and all(tag.words.split()[0].endswith(("ing", "ed")) for tag in own)
    partly = partly and any(doer.end <= other.start < item.start and "action" in dict(other.senses) for other in found)
    aside = item.start > 0 and (tokens[item.start - 1] in _ASIDE or tokens[item.start - 1] in ("to", "a", "an", "the"))
    return finite and partly and not aside and not set(between) & (_STEPS | _ASIDE | {"who", "that"})


def _is_step(item: Found, doer: Mention, tokens: list[str], found: list[Found], *, first: bool) -> bool:
    """Whether it is one more deed of a row, and not what someone does at the same time, or is done to them."""
    if item.words.startswith(
        ("with ", "拄", "lean", "hold hands", "holding hands", "hand in hand", "arm in arm", "牵")
    ):
        return False
    if CJK.match(item.words):
        return first or bool(_STEPS_CN & set(tokens[doer.end : item.start]))
    word = tokens[item.start]
    before = tokens[item.start - 1] if item.start else ""
    if before in _ASIDE or (word.endswith("ed") and before in _PASSIVE):
        return False
    if first:
        return True
    earlier = [other for other in found if doer.end <= other.start < item.start and "action" in dict(other.senses)]
    clause = max((at for at in range(item.start) if tokens[at] in _STEPS), default=-1)
    named = clause < doer.start and not earlier  # "he laughs"
    begins = before in _BEGINS or before == "to"
    if not (_goes_on(item, tokens) or named or begins):
        return False  # "a tear rolls down her cheek"
    if word.endswith("ing") and before not in _BEGINS:
        return bool(earlier) and "then" in tokens[earlier[-1].end : item.start]  # "sitting there, holding a cup"
    return not word.endswith("ed") or (bool(earlier) and tokens[earlier[0].start].endswith("ed"))
