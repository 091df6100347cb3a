"""`paddock engines` and `paddock models`: which engines there are, and the weights that some need."""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from paddock import config, errors, telemetry

out = Console()
models_app = typer.Typer(help="Weights of open models, for the engine `diffusers`.", no_args_is_help=True)
Data = Annotated[Path | None, typer.Option("--data", help="Folder of the database, the videos and the key.")]


def engines(
    data: Data = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List the engines: what serves which model, how it stands, and what is missing. Exit code 1 when something is."""
    from paddock import standing

    settings = config.load(data=data)
    telemetry.configure("error")
    found = standing.look(settings)
    if as_json:
        print(json.dumps([dataclasses.asdict(row) for row in found], indent=2))
    else:
        for row in found:
            mark = {True: "[green]ok[/green]  ", False: "[red]FIX[/red] ", None: "    "}[row.well]
            extra = [f"jobs {row.slots}"] if row.slots else []
            extra += [f"costs {row.credits_per_second} credits a second there"] if row.credits_per_second else []
            extra += [f"{row.waiting} waiting"] if row.waiting else []
            serves = ", ".join(name.removeprefix("happyhorse-1.0-") for name in row.models)
            extra += [f"serves {serves}"] if serves else []
            facts = f" ({'; '.join([row.kind, *extra])})" if row.well is not None else ""
            out.print(f"{mark} [bold]{row.name}[/bold]{facts}: ", end="", soft_wrap=True, highlight=False)
            out.print(row.text, soft_wrap=True, highlight=False, markup=False)
    sys.exit(1 if any(row.well is False and row.models for row in found) else 0)


@models_app.command("list")
def models_list(data: Data = None) -> None:
    """List the profiles that come with Paddock, and whether their weights are here."""
    from paddock import weights
    from paddock.engines import profiles

    settings = config.load(data=data)
    for name in profiles.names():
        profile = profiles.load(name, settings.data / "profiles")
        here = "weights found" if weights.found(profile) else f"{profile.size_gb or '?'} GB to pull"
        restricted = f"; restricted: {profile.licence.restricted}" if profile.licence.restricted else ""
        out.print(f"[bold]{name}[/bold]  {profile.title}", soft_wrap=True, highlight=False)
        out.print(f"    {here}; {profile.licence.name}{restricted}", soft_wrap=True, highlight=False)


@models_app.command("pull")
def models_pull(
    profile: Annotated[str, typer.Argument(help="A profile's name, or a path that ends in .toml.")],
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="You have read the licence and may use the model.")
    ] = False,
    data: Data = None,
) -> None:
    """Fetch a model's weights into the Hugging Face cache. A pull that was stopped goes on where it was."""
    from paddock import weights
    from paddock.engines import profiles

    facts = profiles.load(profile, config.load(data=data).data / "profiles")
    if facts.licence.restricted and not accept_licence:
        raise errors.OperatorError(
            f"the licence {facts.licence.name} restricts the use of this model ({facts.licence.restricted});"
            f" read {facts.licence.url} and say --accept-licence"
        )
    print(weights.pull(facts))
