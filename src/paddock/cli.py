"""The command line: parse, call, print."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from paddock import config, errors, telemetry

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
) -> None:
    """Run everything: the database, the API and the workers. Ctrl-C finishes the tasks at work, twice stops at once."""
    from paddock import server

    settings = config.load(host=host, port=port, data=data, workers=workers)
    telemetry.configure(settings.log_level)

    def greet(url: str, key: str | None) -> None:
        if key is not None:
            err.print(f"API key (shown once, kept in {settings.api_key_file}): [bold]{key}[/bold]", soft_wrap=True)
        err.print(f"Paddock is ready at [bold]{url}[/bold]", soft_wrap=True)

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


def main() -> None:
    """Run the command; an `OperatorError` is one line and exit code 2."""
    try:
        app()
    except errors.OperatorError as error:
        err.print(f"[red]paddock:[/red] {error}", soft_wrap=True, highlight=False)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
