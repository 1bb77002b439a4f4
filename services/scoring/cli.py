"""`branda verify`, `score`, `export`, `rescore` and `shadow`. Imports wait for a call: see `shared/cli.py`."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

app = typer.Typer()

Lang = Annotated[Literal["lt", "en"], typer.Option(help="Language of the sentences.")]


@app.command("verify")
def verify(
    target: Annotated[
        str | None, typer.Argument(help="A file with a result, or the id of one stored cluster; all stored by default.")
    ] = None,
    events: Annotated[
        Path | None, typer.Option(help="With a file: the events, as `branda export` writes them, or the assessment.")
    ] = None,
    catalogues: Annotated[Path | None, typer.Option(help="Folder of the criteria, if another.")] = None,
    known_at: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%dT%H:%M:%S%z"], help="With a file: the `known_at` it was asked with."),
    ] = None,
) -> None:
    """Recompute results, and say where they differ: those in the database, or one in a file, without any server."""
    from services.scoring import commands

    commands.verify(target, events, catalogues, known_at)


@app.command("score")
def score(
    file: Annotated[Path, typer.Argument(help="One assessment, or events as `branda export` writes them.")],
    as_of: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; today by default.")] = None,
    lang: Lang = "lt",
    as_json: Annotated[bool, typer.Option("--json", help="The whole result.")] = False,
    order: Annotated[
        Literal["bronze", "silver", "gold"] | None,
        typer.Option(help="Instead of the result: one possible order to this label, with the least effort."),
    ] = None,
    areas: Annotated[
        bool,
        typer.Option("--areas", help="Instead of the result: areas of improvement that might be named for Silver."),
    ] = False,
    calendar: Annotated[
        bool, typer.Option("--calendar", help="Instead of the result: the dates of its labels.")
    ] = False,
) -> None:
    """Compute the result of a file; needs no server."""
    if sum((order is not None, areas, calendar)) > 1:
        raise typer.BadParameter("ask one at a time: order, areas or calendar")
    from services.scoring import commands

    day = as_of.date() if as_of else None
    commands.score(file, day, lang, as_json=as_json, order=order, areas=areas, calendar=calendar)


@app.command("export")
def export(
    cluster: Annotated[str, typer.Argument(help="Id of the cluster.")],
    file: Annotated[Path | None, typer.Option(help="Where to; standard output by default.")] = None,
) -> None:
    """Write all events of a cluster, and the criteria they rest on that are not installed, each unchanged."""
    from services.scoring import commands

    commands.export(cluster, file)


@app.command("rescore")
def rescore(
    again: Annotated[bool, typer.Option(help="Begin anew instead of going on where a run stopped.")] = False,
) -> None:
    """Fold every cluster anew by this engine and these criteria; goes on where it was killed, and mails nobody."""
    from services.scoring import commands

    commands.rescore(again=again)


@app.command("shadow")
def shadow(
    bundle: Annotated[str, typer.Argument(help="The draft, such as ecei@2.")],
    folder: Annotated[Path, typer.Option(help="The folder that holds it, and the sets it pins.")],
    file: Annotated[Path | None, typer.Option("--json", help="Where to write everything as JSON.")] = None,
    lang: Lang = "lt",
) -> None:
    """Say what a draft of the criteria would change for every cluster; nothing is stored and nobody is told."""
    from services.scoring import commands

    commands.shadow(bundle, folder, file, lang)
