"""`paddock generate`: ask for one video, watch it being made, save it, and say so only when it plays."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TaskProgressColumn, TextColumn, TimeElapsedColumn

from paddock import client, clientcore, errors, local, video
from paddock.config import Settings

WORDS = {"pending": "waiting", "processing": "making", "completed": "saving"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line; None means the server's default."""

    prompt: str
    images: tuple[str, ...]
    model: str | None
    quality: str | None
    aspect_ratio: str | None
    duration: int | None
    seed: int | None
    output: Path | None


def run(settings: Settings, wanted: Wanted, *, as_json: bool, err: Console) -> int:
    """Make and save the video. The exit code: 0 only with a playable file at the path that was printed."""
    if not wanted.prompt and not wanted.images:
        raise errors.OperatorError("say what the video shows: paddock generate 'a red boat on a lake'")
    for image in wanted.images:
        _check_readable(image)
    if wanted.output is not None:
        _check_writable(wanted.output)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=err,
        transient=True,
    ) as progress:
        bar = progress.add_task("starting", total=100)
        with local.server(settings, workers=1) as place:
            try:
                return _make(place, wanted, progress, bar, as_json)
            except client.PaddockClientError as error:
                progress.stop()
                err.print(f"[red]paddock:[/red] {escape(str(error))}", soft_wrap=True, highlight=False)
                return 1


def _make(place: local.Place, wanted: Wanted, progress: Progress, bar: TaskID, as_json: bool) -> int:
    def show(task: client.Task) -> None:
        expected = (
            f", about {task.task_info.estimated_time} s in all" if task.status in ("pending", "processing") else ""
        )
        progress.update(bar, completed=task.progress, description=f"{WORDS.get(task.status, task.status)}{expected}")

    with client.Client(api_key=place.key, base_url=place.url) as paddock:
        task = paddock.videos.create(
            prompt=wanted.prompt or None,
            model=wanted.model,
            image_urls=wanted.images or None,
            quality=wanted.quality,
            aspect_ratio=wanted.aspect_ratio,
            duration=wanted.duration,
            seed=wanted.seed,
        )
        try:
            for changed in paddock.videos.watch(task):
                show(changed)
            task = paddock.videos.wait(task.id, on_progress=show)
        except KeyboardInterrupt:
            paddock.videos.cancel(task.id)
            raise
        path = paddock.videos.download(task, wanted.output or Path())
    facts = video.probe(path)
    progress.stop()
    if as_json:
        print(task.json())
        return 0
    size_mb = path.stat().st_size / 1e6
    print(f"{path.resolve()}")
    progress.console.print(
        f"{facts.width}x{facts.height}, {facts.duration_s:.1f} s, {facts.frames} frames, {size_mb:.1f} MB,"
        f" seed {task.task_info.seed}, {task.usage.credits_used:g} credits",
        highlight=False,
    )
    return 0


def _check_readable(image: str) -> None:
    """Say before anything is started that a picture's file is missing. Raises `OperatorError`."""
    if not clientcore.is_url(image):
        try:
            clientcore.read_picture(image)
        except client.ImageUnreadable as problem:
            raise errors.OperatorError(str(problem)) from None


def _check_writable(output: Path) -> None:
    """Say before anything is made that there is no place for it. Raises `OperatorError`."""
    folder = output if output.is_dir() else output.parent
    if not folder.is_dir():
        raise errors.OperatorError(f"there is no folder {folder}: make it, or name another with -o")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise errors.OperatorError(f"nothing may be written in {folder}: name another folder with -o")
