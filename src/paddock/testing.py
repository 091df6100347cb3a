"""What every engine keeps to, as a check that anyone can run on their own.

In the tests of an engine that is installed under the entry-point group `paddock.engines`:

    from pathlib import Path
    from paddock import testing

    def test_it_keeps_to_the_contract(tmp_path: Path) -> None:
        assert testing.conformance("my-engine", tmp_path) == []

The engine runs as it does behind the server, in the child process of `paddock.engines.host`. Engines whose work is done
by a server (`paddock.engines.remote`) have no child process and are not for this check.
"""

from __future__ import annotations

import asyncio
import dataclasses
import functools
import hashlib
import os
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import av
from PIL import Image, ImageDraw

from paddock import engines, errors, video
from paddock.engines import Capabilities, EngineRequest, Finish, Report, host
from paddock.models import MIN_DURATION_S, SIZES, AspectRatio, Model, Quality, frame_count

CANCEL_LIMIT_S: Final = 2.0
FINISHED: Final = 0.99
"""Progress is heard in steps: the last of them may be a little under 1."""
STRANGE_PROMPT: Final = "\x00\x1b[31m\x7f \U0001f389 \u202e ${HOME} %s {} " + "好" * 2400

Rule = Literal["setup", "made", "file", "progress", "folder", "bad input", "cancel", "repeats", "seed", "overlap"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One way in which an engine does not keep to the contract."""

    rule: Rule
    model: Model | None
    """None where it is not about a model."""
    problem: str

    def __str__(self) -> str:
        return f"{self.model or 'engine'}: {self.rule}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Trial:
    """What is asked of the engine, and what it promises."""

    prompt: str = "A red boat crosses a lake at dusk; the camera pans slowly to the right"
    size: tuple[int, int] = SIZES[Quality.P720][AspectRatio.WIDE]
    """Width and height; both even."""
    duration_s: int = MIN_DURATION_S
    repeats: Literal["bytes", "frames", "no"] = "bytes"
    """What is the same when a request is made again in another process: the file, the decoded pictures, nothing."""
    seed_matters: bool = True
    """Whether another seed gives other pictures."""
    limit_s: float = 600.0
    """Wall-clock limit of one video."""


DEFAULT: Final = Trial()


def conformance(
    engine: str, folder: Path, trial: Trial = DEFAULT, options: Mapping[str, Any] | None = None
) -> list[Finding]:
    """Every way in which the engine breaks the contract, for each model that it serves; empty when it keeps to it.

    `engine` is an installed engine's name or `module:Class`, `options` what it is made with, `folder` an empty folder
    for what it makes: four videos a model, or more where bad input makes one. For each model:

    - a video of exactly the size, the frames and the length that were asked for, H.264 and AAC in an MP4 whose index
      comes first, with stereo sound as long as the pictures;
    - progress that rises within 0 to 1 and ends at 1;
    - nothing written outside the folder of `out` (seen: what Python opens in the child, and every file that is left in
      the folder for temporary files; not seen: other files that libraries write by themselves);
    - bad input (a strange prompt, an image that is none, an image cut short) ends in a `TaskFailure` or a video, never
      in a crash, and the child is of use afterwards;
    - a cancelled video stops within two seconds, or two more than `cancel_s`, and the engine is of use afterwards;
    - the same request gives the same video again, and another seed another one, as `trial` promises;
    - of an engine that returns what is left to do: a video that is finished while another is made is the same as alone.

    Raises `LookupError` when there is no such engine, and what making it raises. Not for use inside an event loop.
    """
    made = engines.load(engine, options)
    if not isinstance(made, engines.Engine) or not made.capabilities.models:
        return [Finding("setup", None, "it has no name, capabilities with models, setup and generate")]
    folder = folder.resolve()
    temporary = folder / "temporary"
    temporary.mkdir(parents=True)
    watched = {"engine": engine, "options": dict(options or {}), "temporary": str(temporary)}
    return asyncio.run(_examine(host.Host("paddock.testing:Watched", watched), made.capabilities, folder, trial))


async def _examine(child: host.Host, able: Capabilities, folder: Path, trial: Trial) -> list[Finding]:
    examination = _Examination(child, able, folder, trial)
    try:
        for model in sorted(able.models):
            await _examine_model(examination, model)
    except _NotReady as problem:
        examination.find("setup", None, str(problem))
    finally:
        await child.kill()
    return examination.findings


async def _examine_model(examination: _Examination, model: Model) -> None:
    request = examination.request(model)
    first = await examination.make(request)
    for what, bad in examination.bad_requests(request):
        await examination.make_bad(what, bad)
    other = await examination.make(dataclasses.replace(request, seed=request.seed + 1))
    await examination.cancel(request)
    again = await examination.make(request)  # where the child was killed, in another process than the first
    if first is not None and again is not None:
        examination.judge_repeated(model, first, again)
    if first is not None and examination.finishes_beside:
        await examination.overlap(request, first)
    if first is not None and other is not None:
        examination.judge_seed(model, first, other)


class _NotReady(Exception):
    """The engine cannot be set up; the message says why."""


class _Examination:
    """One engine's child process, what it is given and what was found."""

    def __init__(self, child: host.Host, able: Capabilities, folder: Path, trial: Trial) -> None:
        self.findings: list[Finding] = []
        self._child = child
        self._able = able
        self._folder = folder
        self._trial = trial
        self._jobs = 0
        self._pictures = _pictures(folder)

    def find(self, rule: Rule, model: Model | None, problem: str) -> None:
        self.findings.append(Finding(rule, model, problem))

    def request(self, model: Model) -> EngineRequest:
        trial = self._trial
        most = {Model.TEXT: 0, Model.IMAGE: 1, Model.REFERENCE: self._able.most_references}[model]
        return EngineRequest(
            model, trial.prompt, self._pictures[:most], *trial.size, frame_count(trial.duration_s), seed=42
        )

    def bad_requests(self, request: EngineRequest) -> list[tuple[str, EngineRequest]]:
        """Requests that the server should have refused, and what is wrong with them."""
        found = [("a strange prompt", dataclasses.replace(request, prompt=STRANGE_PROMPT))]
        if request.images:
            none = self._folder / "none.png"
            none.write_bytes(b"no picture")
            whole, cut = request.images[0], self._folder / "cut.png"
            cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
            for what, image in (("an image that is none", none), ("an image cut short", cut)):
                found.append((what, dataclasses.replace(request, images=(image, *request.images[1:]))))
        return found

    async def make(self, request: EngineRequest) -> Path | None:
        """The video of a good request when it is what was asked for; what is wrong otherwise is noted."""
        told: list[float] = []
        out = await self._new_out()
        before = self._files()
        try:
            await self._child.generate(request, out, told.append, self._trial.limit_s)
        except (errors.TaskFailure, host.EngineCrash) as problem:
            self.find("made", request.model, f"a good request ended in {type(problem).__name__}: {problem}")
            return None
        finally:
            self._judge_folder(request.model, out, before)
        self._judge_progress(request.model, told)
        return out if self._judge_file(request, out, "file") else None

    async def make_bad(self, what: str, request: EngineRequest) -> None:
        out = await self._new_out()
        try:
            await self._child.generate(request, out, _unheard, self._trial.limit_s)
        except (errors.GenerationTimeout, host.EngineCrash) as problem:
            self.find("bad input", request.model, f"{what} ended in {type(problem).__name__}: {problem}")
        except errors.TaskFailure:
            return
        else:
            self._judge_file(request, out, "bad input", f"{what}: ")

    async def cancel(self, request: EngineRequest) -> None:
        """Cancel a video as soon as the engine tells that it is at it."""
        out = await self._new_out()
        begun = asyncio.Event()
        job = asyncio.create_task(self._child.generate(request, out, lambda _: begun.set(), self._trial.limit_s))
        beginning = asyncio.create_task(begun.wait())
        await asyncio.wait([job, beginning], return_when=asyncio.FIRST_COMPLETED)
        beginning.cancel()
        asked = time.monotonic()
        job.cancel()
        await asyncio.wait([job])
        took_s, limit_s = time.monotonic() - asked, self._able.cancel_s + CANCEL_LIMIT_S
        if not job.cancelled():
            job.exception()  # it has ended before it could be cancelled, well or not: that is judged elsewhere
        elif took_s > limit_s:
            self.find("cancel", request.model, f"it took {took_s:.1f} s to stop; {limit_s:.0f} s are allowed")

    def judge_repeated(self, model: Model, first: Path, again: Path) -> None:
        if not self._same(first, again):
            what = "another file" if self._trial.repeats == "bytes" else "other pictures"
            self.find("repeats", model, f"the same request gave {what}")

    def _same(self, first: Path, again: Path) -> bool:
        """Whether two videos are the same as far as the trial promises."""
        if self._trial.repeats == "bytes":
            return first.read_bytes() == again.read_bytes()
        return self._trial.repeats == "no" or _pictures_digest(first) == _pictures_digest(again)

    def judge_seed(self, model: Model, first: Path, other: Path) -> None:
        if self._trial.seed_matters and _pictures_digest(first) == _pictures_digest(other):
            self.find("seed", model, "another seed gave the same pictures")

    @property
    def finishes_beside(self) -> bool:
        return self._child.finishes_beside

    async def overlap(self, request: EngineRequest, alone: Path) -> None:
        """Have a video made while another is finished."""
        outs = [await self._new_out() for _ in range(2)]
        free = asyncio.Event()
        limit_s = self._trial.limit_s
        jobs = [asyncio.create_task(self._child.generate(request, outs[0], _unheard, limit_s, free.set))]
        await free.wait()
        other = dataclasses.replace(request, seed=request.seed + 1)
        jobs.append(asyncio.create_task(self._child.generate(other, outs[1], _unheard, limit_s)))
        for problem in await asyncio.gather(*jobs, return_exceptions=True):
            if problem is not None:
                self.find("overlap", request.model, f"ended in {type(problem).__name__}: {problem}")
                return
        good = [self._judge_file(request, out, "overlap") for out in outs]
        if all(good) and not self._same(alone, outs[0]):
            self.find("overlap", request.model, "a video that was finished beside another is not the same")

    async def _new_out(self) -> Path:
        """Where the next video goes, with the engine ready: what its setup writes is its own affair."""
        try:
            await self._child.warm()
        except host.EngineCrash as problem:
            raise _NotReady(str(problem)) from problem
        self._jobs += 1
        out = self._folder / "jobs" / str(self._jobs) / "video.mp4"
        out.parent.mkdir(parents=True)
        return out

    def _files(self) -> dict[Path, int]:
        return {path: path.stat().st_mtime_ns for path in self._folder.rglob("*") if path.is_file()}

    def _judge_folder(self, model: Model, out: Path, before: dict[Path, int]) -> None:
        changed = {path for path, at in self._files().items() if before.get(path) != at}
        stray = {str(path) for path in changed if out.parent not in path.parents}
        if (record := out.parent / Watched.RECORD).exists():
            stray.update(record.read_text().splitlines())
        if stray:
            self.find("folder", model, f"it wrote outside its folder: {', '.join(sorted(stray))}")

    def _judge_progress(self, model: Model, told: list[float]) -> None:
        if told != sorted(told) or not all(0 <= fraction <= 1 for fraction in told):
            self.find("progress", model, "it does not rise within 0 to 1")
        elif not told or told[-1] < FINISHED:
            self.find("progress", model, f"it ended at {told[-1] if told else 'nothing'} instead of 1")

    def _judge_file(self, request: EngineRequest, out: Path, rule: Rule, prefix: str = "") -> bool:
        problem = _problem(request, out)
        if problem is not None:
            self.find(rule, request.model, f"{prefix}{problem}")
        return problem is None


def _unheard(_fraction: float) -> None:
    pass


def _problem(request: EngineRequest, out: Path) -> str | None:
    """What is wrong with a video."""
    try:
        facts = video.check(out, request.width, request.height, request.frames)
    except errors.NoContent as problem:
        return problem.message
    is_what = {
        "pictures": (facts.codec, "h264"),
        "pixels": (facts.pixel_format, "yuv420p"),
        "sound": (facts.audio_codec, "aac"),
        "frames a second": (round(facts.fps, 2), request.fps),
        "index first": (facts.moov_first, True),
    }
    wrong = [f"{what}: {found} instead of {wanted}" for what, (found, wanted) in is_what.items() if found != wanted]
    return "; ".join(wrong) or None


def _pictures_digest(path: Path) -> str:
    """A digest of a video's decoded pictures."""
    digest = hashlib.sha256()
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            digest.update(frame.to_ndarray().tobytes())
    return digest.hexdigest()


def _pictures(folder: Path) -> tuple[Path, Path]:
    """A landscape, and a figure with nothing around it."""
    landscape = Image.linear_gradient("L").resize((640, 360))
    scene = Image.merge("RGB", (landscape, landscape.rotate(180), Image.new("L", landscape.size, 120)))
    ImageDraw.Draw(scene).ellipse((380, 90, 520, 230), fill=(210, 60, 40))
    figure = Image.new("RGBA", (300, 400), (0, 0, 0, 0))
    ImageDraw.Draw(figure).ellipse((60, 40, 240, 360), fill=(40, 160, 80, 255))
    paths = folder / "landscape.png", folder / "figure.png"
    scene.save(paths[0])
    figure.save(paths[1])
    return paths


class Watched:
    """An engine inside the child process that notes what another one writes outside the folder of its video.

    Made by `conformance` alone.
    """

    RECORD: Final = "written-elsewhere.txt"

    def __init__(self, engine: str, options: dict[str, Any], temporary: str) -> None:
        os.environ["TMPDIR"] = temporary
        tempfile.tempdir = None  # so that it is looked up again
        self._engine = engines.load(engine, options)
        self._watch = _Watch()
        self.name = self._engine.name
        self.capabilities = self._engine.capabilities

    def setup(self) -> None:
        self._engine.setup()
        self._watch.begin()

    def generate(self, request: EngineRequest, out: Path, report: Report) -> Finish | None:
        self._watch.inside.add(os.path.realpath(out.parent))
        rest: Finish | None = None
        try:
            rest = self._engine.generate(request, out, report)
        finally:
            if rest is None:
                self._note(out)
        return None if rest is None else functools.partial(self._finish, rest, out)

    def _finish(self, rest: Finish, out: Path) -> None:
        try:
            rest()
        finally:
            self._note(out)

    def _note(self, out: Path) -> None:
        self._watch.inside.discard(os.path.realpath(out.parent))
        if stray := self._watch.taken():
            (out.parent / self.RECORD).write_text("\n".join(sorted(stray)))


_WRITES: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_DEVICES: Final = ("/dev/", "/proc/", "/sys/")


class _Watch:
    """Hears from the interpreter which files are opened for writing, and which folders are made."""

    def __init__(self) -> None:
        self.inside: set[str] = set()
        """The folders that may be written to; none while nobody listens."""
        self._stray: set[str] = set()

    def begin(self) -> None:
        sys.addaudithook(self._hear)

    def taken(self) -> set[str]:
        stray, self._stray = self._stray, set()
        return stray

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        inside = tuple(self.inside)
        if not inside or event not in _WRITTEN:
            return
        written = _WRITTEN[event](arguments)
        if not isinstance(written, str | bytes | os.PathLike):
            return  # a file that is open already
        path = os.path.realpath(os.fsdecode(written))
        allowed = (*(folder + os.sep for folder in inside), *_DEVICES)
        if path not in inside and not path.startswith(allowed) and "__pycache__" not in path:
            self._stray.add(path)


def _opened(arguments: tuple[Any, ...]) -> Any:
    path, _, flags = arguments
    return path if isinstance(flags, int) and flags & _WRITES else None


_WRITTEN: Final[dict[str, Callable[[tuple[Any, ...]], Any]]] = {
    "open": _opened,
    # A path beside an open folder says nothing by itself; -1 is no folder.
    "os.mkdir": lambda arguments: arguments[0] if arguments[2] == -1 else None,
    "os.rename": lambda arguments: arguments[1] if arguments[3] == -1 else None,
}
