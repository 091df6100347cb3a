"""The command line: parse, call, print."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from paddock import client, config, engine_commands, errors, local, managing, telemetry
from paddock.models import DEFAULT_DURATION_S, MAX_DURATION_S, MIN_DURATION_S

app = typer.Typer(
    name="paddock",
    help="Self-hosted video generation that speaks the HappyHorse 1.0 API.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
out = Console()
err = Console(stderr=True)

Data = Annotated[Path | None, typer.Option("--data", help="Folder of the database, the videos and the key.")]


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes any free one.")] = None,
    data: Data = None,
    workers: Annotated[int | None, typer.Option(help="Worker processes; each makes one video at a time.")] = None,
    private: Annotated[bool, typer.Option("--private", hidden=True)] = False,
) -> None:
    """Run everything: the database, the API and the workers. Ctrl-C finishes the tasks at work, twice stops at once."""
    from paddock import server

    settings = config.load(host=host, port=port, data=data, workers=workers)
    telemetry.configure(settings.log_level)

    def greet(url: str, key: str | None, link: str | None) -> None:
        if key is not None and not private:  # a private server's output is a log, and no log has a key
            err.print(f"API key (shown once, kept in {settings.api_key_file}): [bold]{key}[/bold]", soft_wrap=True)
        err.print(f"Paddock is ready at [bold]{url}[/bold]", soft_wrap=True)
        if link is not None and not private:
            err.print(f"Sign in to its console (once, within 15 minutes): [bold]{link}[/bold]", soft_wrap=True)

    server.serve(settings, greet)


@app.command()
def worker(
    data: Data = None,
    tied: Annotated[bool, typer.Option("--tied", hidden=True)] = False,
) -> None:
    """Run one worker, for scale-out. Ctrl-C finishes its task, twice hands the task back."""
    from paddock import server

    settings = config.load(data=data)
    telemetry.configure(settings.log_level)
    server.work(settings, tied=tied)


@app.command()
def generate(
    prompt: Annotated[str, typer.Argument(help="What the video shows. May be empty with one image.")] = "",
    image: Annotated[list[str] | None, typer.Option("--image", help="A picture's file or URL; up to 9.")] = None,
    model: Annotated[str | None, typer.Option(help="Which model; by default the images choose it.")] = None,
    quality: Annotated[str | None, typer.Option(help="720p or 1080p.")] = None,
    aspect_ratio: Annotated[str | None, typer.Option(help="16:9, 9:16, 1:1, 4:3 or 3:4.")] = None,
    duration: Annotated[int | None, typer.Option(help="Seconds, 3 to 15.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed gives the same video.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write; by default TASK_ID.mp4.")
    ] = None,
    data: Data = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the final task as JSON.")] = False,
) -> None:
    """Make one video and save it. No image: text to video. One: it is the first frame. Several: they are characters.

    Talks to PADDOCK_URL with PADDOCK_API_KEY, else to the server that runs in the data folder, else to a private one.
    """
    from paddock import generating

    wanted = generating.Wanted(
        prompt=prompt,
        images=tuple(image or ()),
        model=model,
        quality=quality,
        aspect_ratio=aspect_ratio,
        duration=duration,
        seed=seed,
        output=output,
    )
    sys.exit(generating.run(config.load(data=data), wanted, as_json=as_json, err=err))


tasks_app = typer.Typer(help="Look at tasks, fetch their videos, cancel them.", no_args_is_help=True)
app.add_typer(tasks_app, name="tasks")
app.add_typer(managing.accounts_app, name="accounts")
app.add_typer(managing.keys_app, name="keys")
app.add_typer(managing.ledger_app, name="ledger")
app.command()(engine_commands.engines)
app.add_typer(engine_commands.models_app, name="models")
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]


@tasks_app.command("list")
def tasks_list(
    status: Annotated[str | None, typer.Option(help="Only tasks in this status.")] = None,
    page: Annotated[int, typer.Option(help="The page, from 1.")] = 1,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List the account's tasks, newest first."""
    with _client(data) as client:
        listed = client.videos.list(status=status, page=page)
    if as_json:
        print(listed.json())
        return
    table = Table(box=None)
    for heading in ("task", "status", "progress", "model", "credits"):
        table.add_column(heading, no_wrap=True, min_width=33 if heading == "task" else None)
    for item in listed.data:
        model = item.model.removeprefix("happyhorse-1.0-")
        table.add_row(item.id, item.status, f"{item.progress} %", model, f"{item.credits_used:g}")
    out.print(table if listed.data else "no tasks yet: make one with `paddock generate PROMPT`")


@tasks_app.command("show")
def tasks_show(task_id: str, data: Data = None, as_json: AsJson = False) -> None:
    """Show one task."""
    with _client(data) as client:
        _show(client.videos.get(task_id), as_json)


@tasks_app.command("cancel")
def tasks_cancel(task_id: str, data: Data = None, as_json: AsJson = False) -> None:
    """Cancel a task; its credits come back."""
    with _client(data) as client:
        _show(client.videos.cancel(task_id), as_json)


@tasks_app.command("download")
def tasks_download(
    task_id: str,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file, or the folder for it.")] = Path(),
    data: Data = None,
) -> None:
    """Save a completed task's video, as long as it is kept."""
    with _client(data) as client:
        print(client.videos.download(task_id, output).resolve())


@tasks_app.command("deliveries")
def tasks_deliveries(task_id: str, data: Data = None, as_json: AsJson = False) -> None:
    """Show a task's callbacks and every try to deliver them."""
    with _client(data) as client:
        found = client.videos.deliveries(task_id)
    if as_json:
        print(found.json())
        return
    for delivery in found.data:
        _show_delivery(delivery)
    if not found.data:
        out.print("no callback: the task has no callback_url, or has not ended")


@tasks_app.command("redeliver")
def tasks_redeliver(
    task_id: str,
    delivery: Annotated[str | None, typer.Option(help="This delivery, under its own id, instead of a new one.")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Send a task's callback again."""
    with _client(data) as client:
        sent = client.videos.redeliver(task_id, delivery)
    if as_json:
        print(sent.json())
    else:
        _show_delivery(sent)


webhooks_app = typer.Typer(help="The secret that signs callbacks.", no_args_is_help=True)
app.add_typer(webhooks_app, name="webhooks")


@webhooks_app.command("secret")
def webhooks_secret(data: Data = None) -> None:
    """Print the secret that receivers verify callbacks with."""
    with _client(data) as client:
        print(client.videos.webhook_secret().secret)


@webhooks_app.command("rotate")
def webhooks_rotate(data: Data = None) -> None:
    """Make a new secret and print it; callbacks are signed with the old one, too, for 24 hours."""
    with _client(data) as client:
        print(client.videos.rotate_webhook_secret().secret)


def complain(error: Exception) -> None:
    """One line about what went wrong."""
    err.print(f"[red]paddock:[/red] {escape(str(error))}", soft_wrap=True, highlight=False)


@contextlib.contextmanager
def _client(data: Path | None) -> Iterator[client.Client]:
    """A client of the server in question; what it refuses is one line and exit code 1."""
    settings = config.load(data=data)
    with local.server(settings, workers=0) as place:
        try:
            with client.Client(api_key=place.key, base_url=place.url) as opened:
                yield opened
        except client.PaddockClientError as error:
            complain(error)
            sys.exit(1)


def _show(task: client.Task, as_json: bool) -> None:
    if as_json:
        print(task.json())
        return
    table = Table(box=None, show_header=False)
    rows = {
        "task": task.id,
        "status": task.status,
        "progress": f"{task.progress} %",
        "model": task.model,
        "duration": f"{task.task_info.video_duration} s",
        "engine": task.engine or "",
        "credits": f"{task.usage.credits_used or 0:g} used, {task.usage.credits_reserved / 10_000:g} reserved",
        "error": f"{task.error.code}: {task.error.message}" if task.error else "",
        "video": "\n".join(task.results or ()),
    }
    for name, value in rows.items():
        if value:
            table.add_row(name, value)
    out.print(table, soft_wrap=True)


def _show_delivery(delivery: client.Delivery) -> None:
    out.print(f"{delivery.id}  {delivery.status}", soft_wrap=True, highlight=False)
    for one in delivery.tries:
        began = datetime.fromtimestamp(one.began_at, UTC).astimezone().isoformat(" ", "milliseconds")
        took = "" if one.duration_ms is None else f"  {one.duration_ms} ms"
        status = "" if one.status is None else f"  {one.status}"
        problem = f"  {one.problem}" if one.problem else ""
        out.print(f"  try {one.number}  {began}{took}{status}{problem}", soft_wrap=True, highlight=False)


@app.command("storyboard")
def show_storyboard(
    prompt: str,
    duration: Annotated[
        int, typer.Option(min=MIN_DURATION_S, max=MAX_DURATION_S, help="Seconds.")
    ] = DEFAULT_DURATION_S,
    references: Annotated[int, typer.Option(min=0, max=9, help="How many reference images come with it.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Show how a prompt is read, shot by shot, and which words nothing understood. Nothing is made or charged."""
    from paddock import prompts, storyboard

    shots = storyboard.with_references(storyboard.read(prompts.cut(prompt), duration), references)
    board = storyboard.describe(shots)
    if as_json:
        print(json.dumps(board, ensure_ascii=False, indent=2))
        return
    table = Table(
        "time", "seen how", "where and when", "who and what", "not understood", box=None, padding=(0, 2, 1, 0)
    )
    for shot in board["shots"]:
        table.add_row(
            f"{shot['start_s']:g}-{shot['end_s']:g} s",
            _said(shot["framing"], *shot["camera"]),
            _said(shot["setting"], shot["time_of_day"], *shot["weather"], *shot["light"], *shot["material"]),
            "\n".join(_subject(subject) for subject in shot["subjects"]),
            ", ".join(shot["not_understood"]),
        )
    out.print(table)


def _said(*found: Any) -> str:
    """What was understood, each with the words that it came from."""
    return "\n".join(f"{escape(one['value'])} [dim]({escape(one['words'])})[/dim]" for one in found if one)


def _subject(subject: dict[str, Any]) -> str:
    parts = [str(subject["count"])] if subject["count"] > 1 else []
    parts += [subject[name]["value"] for name in ("size", "colour") if subject[name]]
    words = escape(subject["words"]) if subject["named"] else f"{subject['words']}, which the prompt does not name"
    parts.append(f"{subject['kind']} [dim]({words})[/dim]")
    parts += [
        subject[name]["value"] for name in ("action", "direction", "speed", "position", "distance") if subject[name]
    ]
    return " ".join(parts)


@app.command()
def doctor(data: Data = None) -> None:
    """Check what a server needs here; exit code 1 when something is missing."""
    from paddock import doctor as checks

    settings = config.load(data=data)
    telemetry.configure("error")
    well = True
    for finding in checks.examine(settings):
        well &= finding.well
        mark = "[green]ok[/green]  " if finding.well else "[red]FIX[/red] "
        out.print(f"{mark} [bold]{finding.name}[/bold]: {finding.text}", soft_wrap=True, highlight=False)
    sys.exit(0 if well else 1)


def main() -> None:
    """Run the command; an `OperatorError` is one line and exit code 2."""
    try:
        app()
    except errors.OperatorError as error:
        complain(error)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
