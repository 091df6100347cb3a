"""Read a prompt: what is to be seen, shot by shot.

Pure: the same prompt and duration give the same storyboard, and nothing is ever refused. The words live in
`lexicon.toml` and `lexicon_subjects.toml`; how they are found is in `lexicon.py`.
Everything found keeps the words that it came from, so that a reader can see why.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Any, Final

from paddock import guesses, phrasing, recalled, shotlist, stuffs
from paddock import subjects as people_and_things
from paddock.figures import Shot as Shot
from paddock.lexicon import CJK, WORD, Found, capitals, find, joined, tokens_of
from paddock.models import MAX_DURATION_S
from paddock.subjects import Relation as Relation
from paddock.subjects import Subject as Subject
from paddock.subjects import Tag as Tag

MIN_SHOT_S: Final = 1.0
MAX_SHOTS: Final = MAX_DURATION_S
_READ_CHARACTERS: Final = 5000


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
    r"|next shot|meanwhile|(?P<then>and then|then|afterwards|finally))\b[:,]?"
    r"|(?:镜头)?(?:切换到|切换至|切到|切至|转到|转向)|(?P<after>然后|接着|随后|紧接着|最后|最终)",
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
    at, link = 0, ""
    for match in [*_CUT.finditer(prompt), None]:
        piece = prompt[at : match.start() if match else len(prompt)]
        opening = _SENTENCE.split(piece.strip(), maxsplit=1)[0]
        if at and (not _shows_something(opening) or (link and _goes_on(opening, texts[-1]))):
            texts[-1] += f" {link} {piece}"
        elif at:
            texts.append(piece)
        else:
            texts[-1] = piece
        at = match.end() if match else at
        link = (match["then"] or match["after"] or "") if match else ""
    pieces = [piece for text in texts for piece in _moved(text)]
    return [text.strip(" ,;，。；") for text in pieces if text.strip(" ,;，。；")] or [""]


_WHO_GOES_ON: Final = frozenset({"he", "she", "it", "they", "他", "她", "它", "him", "her"})


def _goes_on(piece: str, before: str) -> bool:
    """Whether what follows "then" is one more deed in the same place: "then takes a sip", "then she waves"."""
    tokens = tokens_of(piece)
    while tokens and (tokens[0] in (",", "，") or tokens[0] in _WHO_GOES_ON or tokens[0].endswith("ly")):
        tokens = tokens[1:]
    found, earlier = phrasing.read(["she", *tokens]), find(tokens_of(before))
    said = next((item for item in found if item.start and "skip" not in dict(item.senses)), None)
    senses = dict(said.senses) if said and said.start < 5 else {}
    deed = "action" in senses and not ("subject" in senses and said and not CJK.match(said.words))
    framed = _first(earlier, "framing")
    if framed is not None and framed.value in ("close", "extreme") and _takes(found):
        return False  # "close-up of his eyes, then he opens a letter": the letter is not in a close-up of eyes
    place, was = _first(found, "setting"), _first(earlier, "setting")
    moves_on = place is not None and place.words not in _WEAK["setting"] and (was is None or was.value != place.value)
    return deed and not moves_on and _first(found, "framing") is None


def _takes(found: list[Found]) -> bool:
    """Whether a deed is done with a thing."""
    return any("subject" in dict(item.senses) and "action" not in dict(item.senses) for item in found if item.start)


_SENTENCE: Final = re.compile(r"(?<=[.!?。！？;；\n])\s*")


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


_NEGATIVE: Final = re.compile(
    r"\b(?:negative[ _]prompts?|--no)\b\s*[:：]?|(?:负面|反向|负向)提示词?\s*[:：]?", re.IGNORECASE
)
"""What follows it is what the user does not want to see."""


def read(prompt: str, duration_s: float) -> tuple[Shot, ...]:
    """The shots of a prompt, in order, covering 0 to `duration_s` without a gap. Always at least one."""
    wanted, *unwanted = _NEGATIVE.split(prompt, maxsplit=1)
    if unwanted:  # said first, it ends with its sentence
        prompt = wanted if wanted.strip() else _SENTENCE.split(unwanted[0].strip(), maxsplit=1)[-1]
    clean = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in prompt[:_READ_CHARACTERS])
    parts = _fit(_parts(_unspoken(unicodedata.normalize("NFKC", clean))), duration_s)
    shots: list[Shot] = []
    for part, (start_s, end_s) in zip(parts, _times(parts, duration_s), strict=True):
        shot, deed = _shot(part.text, start_s, end_s)
        shots.append(_inherit(shot, shots, deed) if shots else shot)
    return tuple(shots)


_QUOTED: Final = re.compile(r'"([^"]{2,400})"|“([^”]{2,400})”|「([^」]{2,400})」|『([^』]{2,400})』')


def _unspoken(prompt: str) -> str:
    """The prompt without what is said aloud in it: nothing of that is to be seen but that someone speaks."""

    def heard(match: re.Match[str]) -> str:
        said = next(group for group in match.groups() if group)
        before = prompt[max(0, match.start() - 60) : match.start()].rstrip()
        speech = before.endswith((",", ":", "，", "：")) or said.rstrip().endswith(
            (".", "!", "?", "…", "。", "！", "？")
        )
        speaks = any(dict(item.senses).get("action") in ("talk", "sing", "read") for item in find(tokens_of(before)))
        if not (speech or speaks or len(tokens_of(said)) > 4):
            return match[0]
        ending = "." if said.rstrip().endswith((".", "!", "?", "。", "！", "？")) else ""
        return f" {'' if speaks else '说' if CJK.search(said) else 'says'} {ending}"

    return _QUOTED.sub(heard, prompt)


def _inherit(shot: Shot, earlier: list[Shot], deed: Tag | None) -> Shot:
    """What a later shot does not say, such as the hour, stays as it was; so do those who do its deeds."""
    before = earlier[-1]
    shot = recalled.together(shot, earlier, deed)
    if deed and not shot.subjects and any(people_and_things.is_living(one) for one in before.subjects):
        first = next(one for one in before.subjects if people_and_things.is_living(one))
        shot = replace(shot, subjects=(replace(first, action=deed, relation=None, deeds=()),))
    shot = replace(shot, subjects=tuple(recalled.meant(subject, earlier) for subject in shot.subjects))
    shot = recalled.with_those_meant(shot, earlier)
    return replace(
        shot,
        time=shot.time or before.time,
        weather=shot.weather or before.weather,
        setting=shot.setting or before.setting,
        light=shot.light or before.light,
        materials=shot.materials or before.materials,
        stuff=shot.stuff or before.stuff,
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
            "spiral staircase",
            "旋转楼梯",
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
            "milky way",
            "银河",
            "星河",
            "galaxy",
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


def _shot(text: str, start_s: float, end_s: float) -> tuple[Shot, Tag | None]:
    """What a shot's text says, and the first deed in it, for where it does not say whose."""
    marked = _CHARACTER.sub(r" qqcharacter\1 ", text)
    tokens = tokens_of(marked)
    found = phrasing.read(tokens)
    subjects = people_and_things.read(tokens, found, capitals(marked))
    left_over = _left_over(tokens, found, subjects)
    if not subjects and not any(_tags(found, category) for category in ("setting", "time", "weather", "framing")):
        subjects = _in_words(found, left_over)
    stuff = stuffs.of_all(tokens, found)
    shot = Shot(
        start_s=start_s,
        end_s=end_s,
        text=text,
        framing=_first(found, "framing"),
        moves=_tags(found, "move"),
        time=_first(found, "time"),
        weather=_tags(found, "weather"),
        setting=_place(found),
        materials=_tags(found, "material"),
        stuff=Tag(dict(stuff.senses)["material"], stuff.words) if stuff else None,
        subjects=subjects,
        light=_tags(found, "light"),
        speed=_first(found, "speed"),
        not_understood=_left_over(tokens, found, subjects),
    )
    return shot, _first(found, "action")


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
    said = [item for item in found if "background" in dict(item.senses)]
    # "远处是青山" speaks of what follows it, "with hills in the background" of what comes before.
    distant = {item.end for item in said if item.words[-1] not in "是有"}
    beyond = {item.end for item in said if item.words[-1] in "是有"}
    hits = [(item, value) for item in found for name, value in item.senses if name == category]
    hits.sort(
        key=lambda hit: (
            hit[0].words in weak or (category == "setting" and (hit[1] == "sky" or _lies_far(hit[0], distant, beyond)))
        )
    )
    if category == "setting" and len(hits) > 1:
        (first, place), (second, other) = hits[:2]
        follows = second.start == first.end and other in _HEADS
        if follows and second.words not in _INSIDES and other != place:
            return Tag(other, second.words)  # "小镇理发店", "village market": the last noun is the place
    return Tag(hits[0][1], hits[0][0].words) if hits else None


_INSIDES: Final = frozenset({"interior", "inside", "indoors", "indoor", "室内", "room"})


def _lies_far(item: Found, distant: set[int], beyond: set[int]) -> bool:
    """Whether it is said to be in the distance. `distant` and `beyond` are the ends of words after and before such."""
    return any(0 < end - item.end <= 4 for end in distant) or any(0 <= item.start - end <= 5 for end in beyond)


_HEADS: Final = frozenset(
    {"room", "kitchen", "library", "stage", "park", "village", "harbour", "river", "farm", "underwater"}
)
_CLIFFS: Final = frozenset({"cliff", "cliffs", "悬崖", "峭壁", "山崖", "crag", "rocks"})


def _place(found: list[Found]) -> Tag | None:
    """The setting; a cliff with waves below it is no mountain."""
    place = _first(found, "setting")
    if place is None or place.words not in _CLIFFS:
        return place
    sea = next((item for item in found if dict(item.senses).get("setting") in ("sea", "coast", "harbour")), None)
    return Tag("coast", f"{place.words} {sea.words}") if sea else place


def _left_over(tokens: list[str], found: list[Found], subjects: tuple[Subject, ...]) -> tuple[str, ...]:
    """Runs of words that no entry of the lexicon covers and no card names."""
    known = {at for item in found for at in range(item.start, item.end)}
    named = {token for subject in subjects for token in tokens_of(subject.words)}
    runs: list[list[str]] = [[]]
    for at, token in enumerate(tokens):
        word = (CJK.match(token) or WORD.match(token)) and token not in guesses.MEASURES
        if at in known or not word or token.startswith("qqcharacter") or token in named:
            runs.append([])
        else:
            runs[-1].append(token)
    return tuple(dict.fromkeys(joined(run) for run in runs if run))


def with_references(board: tuple[Shot, ...], images: int) -> tuple[Shot, ...]:
    """The shots with every reference image: those that the prompt never names appear too, one a shot in turn."""
    named = {subject.character for shot in board for subject in shot.subjects}
    missing = [number for number in range(1, images + 1) if number not in named]
    shots = list(board)
    for index, number in enumerate(missing):
        at = index % len(shots)
        extra = Subject("character", f"character{number}", character=number, named=False)
        shots[at] = replace(shots[at], subjects=(*shots[at].subjects, extra))
    return tuple(shots)


def describe(board: tuple[Shot, ...]) -> dict[str, Any]:
    """The storyboard as plain values for JSON: every element with the words of the prompt that it came from."""
    return {"shots": [shotlist.told(shot) for shot in board]}
