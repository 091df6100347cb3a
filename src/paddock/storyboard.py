"""Read a prompt: what is to be seen, shot by shot.

Pure: the same prompt and duration give the same storyboard, and nothing is ever refused. The words live in
`lexicon.toml` and `lexicon_subjects.toml`; how they are found is in `lexicon.py`.
Everything found keeps the words that it came from, so that a reader can see why.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from paddock import shotlist
from paddock.lexicon import CJK, IRREGULAR, WORD, Found, find, joined, phrases, tokens_of
from paddock.models import MAX_DURATION_S

MIN_SHOT_S: Final = 1.0
MAX_SHOTS: Final = MAX_DURATION_S
MAX_SUBJECTS: Final = 8
_READ_CHARACTERS: Final = 5000


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
    not_understood: tuple[str, ...] = ()
    """Words that nothing was made of."""


# --- cutting the prompt into shots ----------------------------------------------------------------

_MARK = re.compile(
    r"(?:\b(?:shot|scene|clip|part)\s*#?\s*\d{1,2}|(?:镜头|分镜|场景|第)\s*[0-9一二三四五六七八九十]{1,2}\s*(?:镜|个镜头|幕)?)"
    r"\s*[::.\-]*\s*"
    r"(?:[\[(【（]?\s*(?P<from>\d{1,3}(?:\.\d+)?)\s*(?:s|秒)?\s*[~\-–—至到]\s*(?P<to>\d{1,3}(?:\.\d+)?)\s*(?:s|sec|seconds|秒)?\s*[\])】）]?)?"
    r"\s*[::,，]?",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\b(?:(?:the (?:camera|scene|view|shot) )?(?:then )?(?:cuts? to|switch(?:es)? to|transitions? to|jumps? to)"
    r"|next shot|and then|then|afterwards|meanwhile)\b[:,]?"
    r"|(?:镜头)?(?:切换到|切换至|切到|切至|转到|转向)|然后|接着|随后|紧接着",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    start_s: float | None = None
    end_s: float | None = None


def _parts(prompt: str) -> list[_Part]:
    marks = list(_MARK.finditer(prompt))
    if marks and (len(marks) > 1 or marks[0]["from"] is not None):
        preamble = prompt[: marks[0].start()].strip()
        ends = [mark.start() for mark in marks[1:]] + [len(prompt)]
        return [
            _Part(
                f"{prompt[mark.end() : end].strip()} {preamble}".strip(),
                float(mark["from"]) if mark["from"] else None,
                float(mark["to"]) if mark["to"] else None,
            )
            for mark, end in zip(marks, ends, strict=True)
        ]
    return [_Part(text) for text in _cut(prompt)]


def _cut(prompt: str) -> list[str]:
    """Split at "cut to", and at "then" where what follows shows something of its own."""
    texts = [""]
    at = 0
    for match in [*_CUT.finditer(prompt), None]:
        piece = prompt[at : match.start() if match else len(prompt)]
        if at and not _shows_something(piece):
            texts[-1] += " " + piece
        elif at:
            texts.append(piece)
        else:
            texts[-1] = piece
        at = match.end() if match else at
    pieces = [piece for text in texts for piece in _moved(text)]
    return [text.strip(" ,;，。；") for text in pieces if text.strip(" ,;，。；")] or [""]


_SENTENCE: Final = re.compile(r"(?<=[.!?。！？\n])\s*")


def _moved(text: str) -> list[str]:
    """Split before a sentence that names another place, or another framing, than what came before it."""
    pieces = [""]
    place: str | None = None
    framing: str | None = None
    for sentence in _SENTENCE.split(text):
        found = find(tokens_of(sentence))
        here, frame = _first(found, "setting"), _first(found, "framing")
        certain = here if here and here.words not in _WEAK["setting"] and here.value != "sky" else None
        elsewhere = bool(certain and place and certain.value != place and _shows_something(sentence))
        reframed = bool(frame and framing and frame.value != framing)
        if (elsewhere or reframed) and pieces[-1].strip():
            pieces.append("")
        pieces[-1] += (" " if pieces[-1] else "") + sentence
        place = certain.value if certain else place
        framing = frame.value if frame else framing
    return pieces


def _shows_something(text: str) -> bool:
    return any(
        category in ("subject", "setting", "framing") for item in find(tokens_of(text)) for category, _ in item.senses
    )


def _times(parts: list[_Part], duration_s: float) -> list[tuple[float, float]]:
    """Start and end of each shot: as written where the prompt says so, else in equal shares; no gap, no overlap."""
    if all(part.start_s is not None for part in parts):
        starts = [float(part.start_s or 0) for part in parts]
        if starts == sorted(set(starts)) and starts[-1] <= duration_s - MIN_SHOT_S:
            starts[0] = 0.0
            return list(zip(starts, [*starts[1:], duration_s], strict=True))
        lengths = [max((part.end_s or 0) - (part.start_s or 0), MIN_SHOT_S) for part in parts]
    else:
        lengths = [1.0] * len(parts)
    total = sum(lengths)
    ends = [duration_s * sum(lengths[: index + 1]) / total for index in range(len(parts))]
    return list(zip([0.0, *ends[:-1]], ends, strict=True))


def _fit(parts: list[_Part], duration_s: float) -> list[_Part]:
    """No more shots than the duration can show; what is left over joins the last one that fits."""
    most = max(1, min(MAX_SHOTS, int(duration_s / MIN_SHOT_S)))
    if len(parts) <= most:
        return parts
    rest = " ".join(part.text for part in parts[most - 1 :])
    return [*parts[: most - 1], replace(parts[most - 1], text=rest, end_s=duration_s)]


def read(prompt: str, duration_s: float) -> tuple[Shot, ...]:
    """The shots of a prompt, in order, covering 0 to `duration_s` without a gap. Always at least one."""
    clean = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in prompt[:_READ_CHARACTERS])
    parts = _fit(_parts(unicodedata.normalize("NFKC", clean)), duration_s)
    shots: list[Shot] = []
    for part, (start_s, end_s) in zip(parts, _times(parts, duration_s), strict=True):
        shot = _shot(part.text, start_s, end_s)
        shots.append(_inherit(shot, shots[-1]) if shots else shot)
    return tuple(shots)


def _inherit(shot: Shot, before: Shot) -> Shot:
    """What a later shot does not say, such as the hour, stays as it was."""
    return replace(
        shot,
        time=shot.time or before.time,
        weather=shot.weather or before.weather,
        setting=shot.setting or before.setting,
        light=shot.light or before.light,
        materials=shot.materials or before.materials,
        # "then a close-up of its face": a shot that names nobody and no place is of those who were there.
        subjects=shot.subjects if shot.subjects or shot.setting else before.subjects,
    )


# --- reading one shot -----------------------------------------------------------------------------

_CHARACTER = re.compile(r"(?:@\s*)?(?:character|image|reference|角色|人物|图片|图)\s*#?\s*([1-9])(?!\d)", re.IGNORECASE)


_WEAK: Final = {
    "setting": frozenset(
        [
            "water",
            "wave",
            "waves",
            "cloud",
            "clouds",
            "sky",
            "skies",
            "grass",
            "sand",
            "ice",
            "trees",
            "road",
            "wood",
            "nature",
            "outdoors",
            "inside",
            "orbit",
            "indoors",
            "云",
            "天空",
            "水面",
            "空中",
            "白云",
            "天上",
            "草丛",
            "道路",
            "路边",
            "山间",
            "海浪",
            "浪花",
            "户外",
            "天际",
            "大自然",
            "野餐",
            "picnic",
            "surf",
        ]
    ),
    "time": frozenset(
        [
            "sun",
            "moon",
            "stars",
            "sunlight",
            "neon",
            "darkness",
            "sunshine",
            "太阳",
            "月亮",
            "阳光",
            "星光",
            "月光",
            "霓虹",
            "darkness",
        ]
    ),
}
"""Words that name a place or an hour only where no stronger word does: "a boat on the water of a lake"."""


def _shot(text: str, start_s: float, end_s: float) -> Shot:
    marked = _CHARACTER.sub(r" qqcharacter\1 ", text)
    tokens = tokens_of(marked)
    found = find(tokens)
    subjects = _subjects(tokens, found)
    left_over = _left_over(tokens, found, subjects)
    if not subjects and not any(_tags(found, category) for category in ("setting", "time", "weather", "framing")):
        subjects = _in_words(found, left_over)
    return Shot(
        start_s=start_s,
        end_s=end_s,
        text=text,
        framing=_first(found, "framing"),
        moves=_tags(found, "move"),
        time=_first(found, "time"),
        weather=_tags(found, "weather"),
        setting=_first(found, "setting"),
        materials=_tags(found, "material"),
        subjects=subjects,
        light=_tags(found, "light"),
        speed=_first(found, "speed"),
        not_understood=_left_over(tokens, found, subjects),
    )


def _in_words(found: list[Found], left_over: tuple[str, ...]) -> tuple[Subject, ...]:
    """Of a prompt about nothing that can be seen, two of its words on cards: better named than an empty stage."""
    abstract = [item.words for item in found if dict(item.senses).get("skip") == "abstract"]
    words = [word.split()[-1][-12:] for word in left_over if len(word) > 2 or CJK.match(word)]
    return tuple(Subject("card", word) for word in dict.fromkeys([*words, *abstract][:2]))


def _tags(found: list[Found], category: str) -> tuple[Tag, ...]:
    seen: dict[str, Tag] = {}
    for item in found:
        for name, value in item.senses:
            if name == category and value not in seen:
                seen[value] = Tag(value, item.words)
    return tuple(seen.values())


def _first(found: list[Found], category: str) -> Tag | None:
    """The first word of a category; one that says it for certain before one that may only decorate."""
    weak = _WEAK.get(category, frozenset())
    distant = {item.end for item in found if "background" in dict(item.senses)}
    hits = [(item, value) for item in found for name, value in item.senses if name == category]
    hits.sort(
        key=lambda hit: (
            hit[0].words in weak
            or (category == "setting" and (hit[1] == "sky" or any(0 < end - hit[0].end <= 4 for end in distant)))
        )
    )
    return Tag(hits[0][1], hits[0][0].words) if hits else None


def _left_over(tokens: list[str], found: list[Found], subjects: tuple[Subject, ...]) -> tuple[str, ...]:
    """Runs of words that no entry of the lexicon covers and no card names."""
    known = {at for item in found for at in range(item.start, item.end)}
    named = {token for subject in subjects if subject.kind == "card" for token in tokens_of(subject.words)}
    runs: list[list[str]] = [[]]
    for at, token in enumerate(tokens):
        word = CJK.match(token) or WORD.match(token)
        if at in known or not word or token.startswith("qqcharacter") or token in named or token in _MEASURES:
            runs.append([])
        else:
            runs[-1].append(token)
    return tuple(dict.fromkeys(joined(run) for run in runs if run))


@dataclass(frozen=True, slots=True)
class _Named:
    """A subject at tokens `start` to `end`."""

    start: int
    end: int
    subject: Subject


def _subjects(tokens: list[str], found: list[Found]) -> tuple[Subject, ...]:
    """Who and what is on stage, in the order of the text; the same thing named twice is there once."""
    named = [*_drawn(found), *_characters(tokens), *_unknown(tokens, found)]
    if not found and not named:
        named = [*_first_word(tokens)]
    named.sort(key=lambda one: one.start)
    kept: list[tuple[str, _Named]] = []
    order: list[tuple[int, _Named]] = []
    for one in named:
        subject = one.subject
        key = subject.words if subject.kind == "card" else f"{subject.kind}{subject.character}"
        index = next((at for at, (other, _) in enumerate(kept) if other == key), None)
        if index is None and len(kept) < MAX_SUBJECTS:
            kept.append((key, one))
            index = len(kept) - 1
        if index is not None:
            order.append((index, one))
    described = []
    for _, one in kept:
        # "a sailor at the bow gazing": where someone stands does not end what is said about them.
        until = next((o.start for o in named if o.start > one.start and o.subject.kind != "deck"), len(tokens))
        since = max((o.end for o in named if o.start < one.start), default=0)
        described.append(_describe(one.subject, found, since, one, until))
    for (index, one), (other, next_) in pairwise(order):
        relation = _relation(tokens, found, one, next_, other) if index != other else None
        if relation and described[index].relation is None:
            described[index] = replace(described[index], relation=relation)
    return _shared(described)


def _shared(subjects: list[Subject]) -> tuple[Subject, ...]:
    """ "A cup and a plate on a table": the first of two that stand together is where the second is."""
    for index in range(len(subjects) - 2, -1, -1):
        relation = subjects[index].relation
        if relation is None or relation.to != index + 1:
            continue
        other = subjects[index + 1].relation
        together = relation.value == "beside" and relation.words in ("and", "with", "和", "与", "跟", "along with")
        if together and other and other.value in ("on", "in", "under") and other.to != index:
            subjects[index] = replace(subjects[index], relation=other)
    return tuple(subjects)


_AFTER_NOUN: Final = {
    "上": "on", "里": "in", "内": "in", "中": "in", "下": "under", "旁": "beside", "后": "behind", "前": "front",
    "边": "beside",
}  # fmt: skip


def _relation(tokens: list[str], found: list[Found], one: _Named, other: _Named, to: int) -> Relation | None:
    """What stands between two subjects: "a cat on a table"; in Chinese after the second, "猫在桌子上"."""
    if other.start - one.end > 8 or set(".;。；!?") & set(tokens[one.end : other.start]):
        return None
    between = tokens[one.end : other.start]
    if "在" in between or "从" in between or "于" in between:
        after = next((item for item in found if item.start == other.end and "relation" in dict(item.senses)), None)
        if after:
            return Relation(dict(after.senses)["relation"], after.words, to)
        sign = tokens[other.end] if other.end < len(tokens) else ""
        if sign in _AFTER_NOUN:
            return Relation(_AFTER_NOUN[sign], sign, to)
    hits = [item for item in found if one.end <= item.start < other.start and "relation" in dict(item.senses)]
    return Relation(dict(hits[-1].senses)["relation"], hits[-1].words, to) if hits else None


def _drawn(found: list[Found]) -> Iterator[_Named]:
    ends: set[int] = set()
    for item in found:
        senses = dict(item.senses)
        if "move" in senses or "framing" in senses or ("action" in senses and item.start in ends):
            continue  # "the chef cooks": after someone, it is what they do
        if "subject" in senses:
            ends.add(item.end)
            kind = senses["subject"]
            yield _Named(item.start, item.end, Subject(kind, item.words, count=2 if _is_plural(item.words) else 1))
        elif "noun" in senses and not {"action", "weather", "material", "setting"} & senses.keys():
            yield _Named(item.start, item.end, Subject("card", item.words))


def _is_plural(words: str) -> bool:
    """Whether the lexicon has the word in the singular only, and the text says it with an "s"."""
    if words in _MANY:
        return True
    return (words.endswith("s") or words in IRREGULAR) and tuple(tokens_of(words)) not in phrases()


_MANY: Final = frozenset(
    [
        "people",
        "children",
        "kids",
        "crowd",
        "couple",
        "family",
        "twins",
        "audience",
        "spectator",
        "friends",
        "band",
        "orchestra",
        "cattle",
        "flock",
        "人们",
        "人群",
        "孩子们",
        "情侣",
        "夫妻",
        "一家人",
        "观众",
        "家人",
        "游客们",
        "鸟群",
        "鱼群",
        "羊群",
        "牛群",
        "象群",
        "鹿群",
        "狼群",
        "小朋友们",
        "乐队",
        "恋人",
    ]
)
"""Words that mean more than one in the singular."""


def _characters(tokens: list[str]) -> Iterator[_Named]:
    for at, token in enumerate(tokens):
        if token.startswith("qqcharacter"):
            yield _Named(at, at + 1, Subject("character", token[2:], character=int(token[-1])))


def _first_word(tokens: list[str]) -> Iterator[_Named]:
    """Of a prompt of which nothing is understood, the first word: better named than left out."""
    for at, token in enumerate(tokens):
        if CJK.match(token):
            yield _Named(at, at + 4, Subject("card", "".join(sign for sign in tokens[at : at + 4] if CJK.match(sign))))
            return
        if len(token) > 1 and token[0].isalpha():
            yield _Named(at, at + 1, Subject("card", token))
            return


_ARTICLES: Final = frozenset({"a", "an", "another", "one", "two", "three", "four", "five", "several", "some", "many"})
_MEASURES: Final = "只个条辆艘位名座匹头架朵棵群支把张台件尊枚颗"
_STOPS_CN: Final = "在的是和与从向着了里上下中被把穿过,，。；;、 "


def _unknown(tokens: list[str], found: list[Found]) -> Iterator[_Named]:
    """Nouns the lexicon does not know, told by the article or measure word before them: "a gazebo", "一座凉亭"."""
    known = {at: item for item in found for at in range(item.start, item.end)}
    for at, token in enumerate(tokens):
        if token in _ARTICLES:
            noun = _english_noun(tokens, known, at + 1)
        elif token in _MEASURES and at and tokens[at - 1] in "一两二三四五几那这":
            noun = _chinese_noun(tokens, known, at + 1)
        else:
            continue
        if noun:
            yield _Named(noun[0], noun[0] + len(tokens_of(noun[1])), Subject("card", noun[1]))


_NOT_NOUNS: Final = frozenset(
    {"garment", "stop", "abstract", "subject", "noun", "setting", "framing", "move", "time", "weather", "light"}
)


def _english_noun(tokens: list[str], known: dict[int, Found], at: int) -> tuple[int, str] | None:
    """The last word of a noun phrase that starts at `at`, unless the lexicon knows a thing in that phrase."""
    head: tuple[int, str] | None = None
    for index in range(at, min(at + 5, len(tokens))):
        word = tokens[index]
        senses = dict(known[index].senses) if index in known else {}
        if "skip" in senses or not WORD.match(word):
            return head if senses.get("skip") != "abstract" else None
        if _NOT_NOUNS & senses.keys():
            return None
        if head and ("action" in senses or word.endswith(("ing", "ly"))):
            return head
        if not senses and len(word) > 2 and not word.startswith("qqcharacter"):
            head = index, word
    return head


def _chinese_noun(tokens: list[str], known: dict[int, Found], at: int) -> tuple[int, str] | None:
    word = ""
    for index in range(at, min(at + 6, len(tokens))):
        sign = tokens[index]
        senses = dict(known[index].senses) if index in known else {}
        if {"subject", "noun", "garment", "setting"} & senses.keys():
            return None
        if "skip" in senses:
            break
        if sign in _STOPS_CN or not CJK.match(sign) or "action" in senses:
            break
        word = "" if "colour" in senses else word + sign
    return (at, word[-4:]) if word else None


_LOWER: Final = frozenset({"trousers"})
_HEADGEAR: Final = frozenset(
    [
        "worn",
        "hat",
        "cap",
        "straw",
        "tophat",
        "beanie",
        "helmet",
        "cowboyhat",
        "beret",
        "hood",
        "santahat",
        "crownhat",
        "veil",
        "glasses",
        "mask",
    ]
)


def _describe(subject: Subject, found: list[Found], since: int, named: _Named, until: int) -> Subject:
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

    near = max(since, at - 5)
    count = nearest("count", max(since, at - 7), at, last=True)
    look, coat = _look(found, since, at, until)
    before, after = nearest("position", max(since, at - 6), at, last=True), nearest("position", at, until)
    return replace(
        subject,
        count=int(count.value) if count else subject.count,
        colour=nearest("colour", near, at, last=True) or coat,
        action=_deed(found, at, until) or nearest("action", near, at, last=True),
        direction=nearest("direction", at, until),
        distance=nearest("distance", near, at, last=True) or _behind(nearest, near, at, min(at + 8, until)),
        size=nearest("size", near, at, last=True),
        position=before or after,
        speed=nearest("speed", at, until) or nearest("speed", near, at, last=True),
        look=look,
    )


def _behind(nearest: Callable[..., Tag | None], near: int, at: int, until: int) -> Tag | None:
    """What puts it in the background: said after it in English, "背景是" before it in Chinese."""
    before, after = nearest("background", near, at, last=True), nearest("background", at, until)
    if before and before.words[-1] in "是有":
        return before
    return after if after and after.words[-1] not in "是有" else None


def _deed(found: list[Found], at: int, until: int) -> Tag | None:
    """What is done, from the words after someone; "with a" says it only where no verb does."""
    hits = [
        Tag(value, item.words)
        for item in found
        if at < item.start < until
        for name, value in item.senses
        if name == "action"
    ]
    return next((hit for hit in hits if not hit.words.startswith("with a")), hits[0] if hits else None)


def _look(found: list[Found], since: int, at: int, until: int) -> tuple[tuple[Tag, ...], Tag | None]:
    """What someone looks like and wears, and the colour of the coat, from the words about them."""
    look: list[Tag] = []
    coat: Tag | None = None
    for item in found:
        senses = dict(item.senses)
        if "trait" in senses and max(since, at - 6) <= item.start < until:
            look.append(Tag(senses["trait"], item.words))
        # English says clothes after their wearer, Chinese mostly before.
        low = max(since, at - 9) if CJK.match(item.words) else at + 1
        if "garment" not in senses or not low <= item.start < until:
            continue
        garment = senses["garment"]
        look.append(Tag(garment, item.words))
        colour = next(
            (
                Tag(value, other.words)
                for other in reversed(found)
                if max(low, item.start - 4) <= other.start < item.start
                for name, value in other.senses
                if name == "colour"
            ),
            None,
        )
        if colour and garment in _LOWER:
            look.append(Tag(f"{garment}:{colour.value}", f"{colour.words} {item.words}"))
        elif colour and garment not in _HEADGEAR:
            coat = coat or colour
    return tuple(look), coat


def describe(board: tuple[Shot, ...]) -> dict[str, Any]:
    """The storyboard as plain values for JSON: every element with the words of the prompt that it came from."""
    return {"shots": [shotlist.told(shot) for shot in board]}
