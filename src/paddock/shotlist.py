"""A storyboard as plain values: what was understood, each element with the words of the prompt that it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from paddock.storyboard import Shot, Subject, Tag


def _tag(tag: Tag | None) -> dict[str, str] | None:
    return {"value": tag.value, "words": tag.words} if tag else None


def told(shot: Shot) -> dict[str, Any]:
    return {
        "start_s": round(shot.start_s, 3),
        "end_s": round(shot.end_s, 3),
        "framing": _tag(shot.framing),
        "camera": [_tag(move) for move in shot.moves],
        "time_of_day": _tag(shot.time),
        "weather": [_tag(tag) for tag in shot.weather],
        "setting": _tag(shot.setting),
        "material": [_tag(tag) for tag in shot.materials],
        "made_of": _tag(shot.stuff),
        "light": [_tag(tag) for tag in shot.light],
        "subjects": [_told_subject(subject) for subject in shot.subjects],
        "not_understood": list(shot.not_understood),
    }


def _told_subject(subject: Subject) -> dict[str, Any]:
    relation = subject.relation
    return {
        "kind": subject.kind,
        "words": subject.words,
        "drawn": subject.kind not in ("card", "character"),
        "character": subject.character,
        "named": subject.named,
        "count": subject.count,
        "colour": _tag(subject.colour),
        "size": _tag(subject.size),
        "position": _tag(subject.position),
        "distance": _tag(subject.distance),
        "relation": {"value": relation.value, "words": relation.words, "to": relation.to} if relation else None,
        "action": _tag(subject.action),
        "deeds": [_tag(tag) for tag in subject.deeds],
        "direction": _tag(subject.direction),
        "speed": _tag(subject.speed),
        "made_of": _tag(subject.stuff),
        "look": [_tag(tag) for tag in subject.look],
    }
