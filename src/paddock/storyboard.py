"""Read a prompt: what is to be seen, shot by shot.

Pure: the same prompt and duration give the same storyboard, and nothing is ever refused. The words live in
`lexicon.toml`; here is only how they are found: the longest phrase wins, English in any inflection, Chinese as written.
Everything found keeps the words that it came from, so that a reader can see why.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Final

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


@dataclass(frozen=True, slots=True)
class _Found:
    """A phrase of the lexicon at tokens `start` to `end` (exclusive)."""

    start: int
    end: int
    words: str
    senses: tuple[tuple[str, str], ...]
    """(category, value) pairs."""


# --- the lexicon ----------------------------------------------------------------------------------


@cache
def _lexicon() -> dict[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Phrase (a tuple of tokens) to its senses, in the file's order."""
    tables = tomllib.loads(files("paddock").joinpath("lexicon.toml").read_text("utf-8"))
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for category, table in tables.items():
        for value, phrases in table.items():
            for phrase in phrases:
                found.setdefault(tuple(_tokens(phrase)), []).append((category, value))
    return {phrase: tuple(senses) for phrase, senses in found.items()}


@cache
def _longest_phrase() -> int:
    return max(map(len, _lexicon()))


_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[\u3400-\u9fff]|[^\sa-z0-9\u3400-\u9fff]")
_WORD = re.compile(r"[a-z]")
_CJK = re.compile(r"[\u3400-\u9fff]")


def _tokens(text: str) -> list[str]:
    """Lower-case English words, single Chinese characters, single other signs."""
    return _TOKEN.findall(text.lower().replace("’", "'").replace("-", " "))


def _stems(word: str) -> Iterator[str]:
    """The word and what it may be an inflection of; the lexicon decides which of them is one."""
    yield word
    if not _WORD.match(word):
        return
    for ending, others in (("'s", ("",)), ("ies", ("y",)), ("ves", ("f", "fe")), ("es", ("",)), ("s", ("",))):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            yield from (word[: -len(ending)] + other for other in others)
    for ending in ("ing", "ed"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1:
            yield from (stem, stem + "e")
            if stem[-1] == stem[-2]:
                yield stem[:-1]
    irregular = _IRREGULAR.get(word)
    if irregular:
        yield irregular


_IRREGULAR: Final = {
    "ran": "run", "flew": "fly", "swam": "swim", "stood": "stand", "sat": "sit", "rose": "rise", "drove": "drive",
    "men": "man", "women": "woman", "children": "child", "people": "person", "mice": "mouse", "geese": "goose",
    "lying": "lie", "slept": "sleep", "sang": "sing", "held": "hold", "wolves": "wolf", "leaves": "leaf",
}  # fmt: skip


def _find(tokens: list[str]) -> list[_Found]:
    """Every phrase of the lexicon in the text, from left to right, longest first, none overlapping."""
    lexicon, longest = _lexicon(), _longest_phrase()
    found: list[_Found] = []
    at = 0
    while at < len(tokens):
        for length in range(min(longest, len(tokens) - at), 0, -1):
            head = tuple(tokens[at : at + length - 1])
            senses = next(
                (lexicon[key] for last in _stems(tokens[at + length - 1]) if (key := (*head, last)) in lexicon), None
            )
            if senses:
                found.append(_Found(at, at + length, _join(tokens[at : at + length]), senses))
                at += length
                break
        else:
            at += 1
    return found


def _join(tokens: list[str]) -> str:
    """Tokens as words again: English with spaces, Chinese without."""
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", " ".join(tokens))


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
    return [text.strip(" ,;，。；") for text in texts if text.strip(" ,;，。；")] or [""]


def _shows_something(text: str) -> bool:
    return any(
        category in ("subject", "setting", "framing") for item in _find(_tokens(text)) for category, _ in item.senses
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
        materials=shot.materials or before.materials,
        # "then a close-up of its face": a shot that names nobody and no place is of those who were there.
        subjects=shot.subjects if shot.subjects or shot.setting else before.subjects,
    )


# --- reading one shot -----------------------------------------------------------------------------

_CHARACTER = re.compile(r"(?:@\s*)?(?:character|image|reference|角色|人物|图片|图)\s*#?\s*([1-9])(?!\d)", re.IGNORECASE)


def _shot(text: str, start_s: float, end_s: float) -> Shot:
    marked = _CHARACTER.sub(r" qqcharacter\1 ", text)
    tokens = _tokens(marked)
    found = _find(tokens)

    def tags(category: str) -> tuple[Tag, ...]:
        seen: dict[str, Tag] = {}
        for item in found:
            for name, value in item.senses:
                if name == category and value not in seen:
                    seen[value] = Tag(value, item.words)
        return tuple(seen.values())

    def first(category: str) -> Tag | None:
        return next(iter(tags(category)), None)

    return Shot(
        start_s=start_s,
        end_s=end_s,
        text=text,
        framing=first("framing"),
        moves=tags("move"),
        time=first("time"),
        weather=tags("weather"),
        setting=first("setting"),
        materials=tags("material"),
        subjects=_subjects(tokens, found),
    )


def _subjects(tokens: list[str], found: list[_Found]) -> tuple[Subject, ...]:
    """Who and what is on stage, in the order of the text; the same thing named twice is there once."""
    named = [*_drawn(found), *_characters(tokens), *_unknown(tokens, found)]
    if not found and not named:
        named = [*_first_word(tokens)]
    named.sort(key=lambda pair: pair[0])
    subjects: list[Subject] = []
    seen: set[str] = set()
    for index, (at, subject) in enumerate(named):
        key = subject.words if subject.kind == "card" else f"{subject.kind}{subject.character}"
        if key in seen or len(subjects) == MAX_SUBJECTS:
            continue
        seen.add(key)
        # "a sailor at the bow gazing": where someone stands does not end what is said about them.
        until = next((other for other, next_ in named[index + 1 :] if next_.kind != "deck"), len(tokens))
        since = named[index - 1][0] + 1 if index else 0
        subjects.append(_describe(subject, found, since, at, until))
    return tuple(subjects)


def _drawn(found: list[_Found]) -> Iterator[tuple[int, Subject]]:
    for item in found:
        senses = dict(item.senses)
        if "move" in senses or "framing" in senses:
            continue
        if "subject" in senses:
            yield item.start, Subject(senses["subject"], item.words, count=2 if _is_plural(item.words) else 1)
        elif "noun" in senses and "action" not in senses:
            yield item.start, Subject("card", item.words)


def _is_plural(words: str) -> bool:
    """Whether the lexicon has the word in the singular only, and the text says it with an "s"."""
    return words.endswith("s") and tuple(_tokens(words)) not in _lexicon()


def _characters(tokens: list[str]) -> Iterator[tuple[int, Subject]]:
    for at, token in enumerate(tokens):
        if token.startswith("qqcharacter"):
            yield at, Subject("character", token[2:], character=int(token[-1]))


def _first_word(tokens: list[str]) -> Iterator[tuple[int, Subject]]:
    """Of a prompt of which nothing is understood, the first word: better named than left out."""
    for at, token in enumerate(tokens):
        if _CJK.match(token):
            yield at, Subject("card", "".join(sign for sign in tokens[at : at + 4] if _CJK.match(sign)))
            return
        if len(token) > 1 and token[0].isalpha():
            yield at, Subject("card", token)
            return


_ARTICLES: Final = frozenset({"a", "an", "another", "one", "two", "three", "four", "five", "several", "some", "many"})
_MEASURES: Final = "只个条辆艘位名座匹头架朵棵群支把张台件尊枚颗"
_STOPS_CN: Final = "在的是和与从向着了里上下中被把穿过,，。；;、 "


def _unknown(tokens: list[str], found: list[_Found]) -> Iterator[tuple[int, Subject]]:
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
            yield noun[0], Subject("card", noun[1])


_NOT_NOUNS: Final = frozenset(
    {"garment", "stop", "abstract", "subject", "noun", "setting", "framing", "move", "time", "weather"}
)


def _english_noun(tokens: list[str], known: dict[int, _Found], at: int) -> tuple[int, str] | None:
    """The last word of a noun phrase that starts at `at`, unless the lexicon knows a thing in that phrase."""
    head: tuple[int, str] | None = None
    for index in range(at, min(at + 5, len(tokens))):
        word = tokens[index]
        senses = dict(known[index].senses) if index in known else {}
        if "skip" in senses or not _WORD.match(word):
            return head if senses.get("skip") != "abstract" else None
        if _NOT_NOUNS & senses.keys():
            return None
        if head and ("action" in senses or word.endswith(("ing", "ly"))):
            return head
        if not senses and len(word) > 2 and not word.startswith("qqcharacter"):
            head = index, word
    return head


def _chinese_noun(tokens: list[str], known: dict[int, _Found], at: int) -> tuple[int, str] | None:
    word = ""
    for index in range(at, min(at + 6, len(tokens))):
        sign = tokens[index]
        senses = dict(known[index].senses) if index in known else {}
        if {"subject", "noun"} & senses.keys():
            return None
        if sign in _STOPS_CN or not _CJK.match(sign) or "action" in senses:
            break
        word = "" if "colour" in senses else word + sign
    return (at, word[-4:]) if word else None


def _describe(subject: Subject, found: list[_Found], since: int, at: int, until: int) -> Subject:
    """Add colour, number and distance from the words before the subject, action and direction from those after it."""

    def nearest(category: str, low: int, high: int, *, last: bool = False) -> Tag | None:
        hits = [
            Tag(value, item.words)
            for item in found
            if low <= item.start < high and item.start != at
            for name, value in item.senses
            if name == category
        ]
        return (hits[-1] if last else hits[0]) if hits else None

    near = max(since, at - 4)
    count = nearest("count", max(since, at - 7), at, last=True)
    worn = nearest("garment", at, until)
    clothes = nearest("colour", at, until) if worn else None
    return replace(
        subject,
        count=int(count.value) if count else subject.count,
        colour=nearest("colour", near, at, last=True) or clothes,
        action=nearest("action", at, until) or nearest("action", near, at, last=True),
        direction=nearest("direction", at, until),
        distance=nearest("distance", near, at, last=True) or nearest("background", at, min(at + 8, until)),
    )
