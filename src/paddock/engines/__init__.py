"""What an engine is, and where to find the installed ones.

An engine makes a video from an `EngineRequest`. It is one class, registered under the entry-point group
`paddock.engines`, that needs no database and no network. It runs in a child process (`paddock.engines.host`), so it may
block, use all its memory or crash: only its own attempt fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from paddock.models import FPS, MAX_DURATION_S, Model, Quality

GROUP = "paddock.engines"

Report = Callable[[float], None]
"""Called by an engine with the fraction done, 0.0 to 1.0, as often as it likes."""

Finish = Callable[[], None]
"""What is left of a video once an engine could begin the next one: encoding, writing."""

PREVIEW = "preview.jpg"
"""An engine may show what it is making: a small JPEG of this name in the folder of `out`, put there whole (written
aside and renamed), about once a second and followed by a `report`. Whoever runs the engine takes it away;
`paddock.engines.preview` does the engine's part."""


class Cancelled(BaseException):
    """Raised by `report` in an engine that has `cancel_s` when its video is not wanted any more: let it through."""


@dataclass(frozen=True, slots=True)
class EngineRequest:
    """One video to make. Everything is local and checked: an engine never fetches anything."""

    model: Model
    prompt: str
    """May be empty for image-to-video."""
    images: tuple[Path, ...]
    """PNG files, upright, sRGB or sRGB with alpha, in the order of `image_urls`."""
    width: int
    height: int
    frames: int
    """`24 n + 1` for `n` seconds."""
    seed: int
    fps: int = FPS


@dataclass(frozen=True, slots=True)
class Capabilities:
    models: frozenset[Model]
    work_s_per_video_s: float
    """Seconds of work a second of 720p video takes before anything was learned from past tasks."""
    longest_s: int = MAX_DURATION_S
    most_references: int = 9
    qualities: frozenset[Quality] = frozenset(Quality)
    cancel_s: float = 0.0
    """How long it may take to stop when asked, by an exception out of `report`; 0.0: its process is killed instead.
    For engines whose start takes longer than that."""


@runtime_checkable
class Engine(Protocol):
    name: str
    capabilities: Capabilities

    def setup(self) -> None:
        """Load what every request needs. Called once in each process, before the first `generate`."""

    def generate(self, request: EngineRequest, out: Path, report: Report) -> Finish | None:
        """Write the MP4 to `out` and nothing anywhere else but in `out`'s folder.

        Raises `paddock.errors.EngineError` where the user can change something; anything else counts as a crash.

        An engine on an accelerator may return what is left to do when that is free again. It is called in a thread of
        its own, one at a time, while `generate` makes the next video; it may report, and raise, as `generate` may; when
        it returns, the video is at `out`.
        """


def installed() -> dict[str, EntryPoint]:
    """The engines that run in a child process, by their names."""
    return {point.name: point for point in entry_points(group=GROUP)}


def load(name: str, options: Mapping[str, Any] | None = None) -> Engine:
    """The engine registered as `name`, or the class at `module:Class`, made with `options`, not yet set up.

    Raises `LookupError` with the known names.
    """
    point = EntryPoint("", name, GROUP) if ":" in name else OURS.get(name) or installed().get(name)
    if point is None:
        raise LookupError(f"no engine named {name!r}; installed: {', '.join(sorted(installed())) or 'none'}")
    engine: Engine = point.load()(**(options or {}))
    return engine


OURS = {"diffusers": EntryPoint("diffusers", "paddock.engines.diffusers:Diffusers", GROUP)}
"""Engines that cannot serve without a definition in the settings, so that nobody meets them by their bare name."""
