"""`branda doctor`. Imports wait for a call: see `shared/cli.py`."""

from pathlib import Path
from typing import Annotated

import typer

from shared.one_machine import NothingRunsError, point_at

app = typer.Typer()

Directory = Annotated[
    Path | None,
    typer.Option("--dir", help="Folder of a Branda on this machine: look at that one, as `branda up` left it."),
]


@app.command("doctor")
def doctor(
    directory: Directory = None,
    as_json: Annotated[bool, typer.Option("--json", help="For a program: every finding as JSON.")] = False,
) -> None:
    """Look at everything Branda stands on; exit code 1, and what to do, if something is wrong. Changes nothing."""
    if directory is not None:
        try:
            point_at(directory)
        except NothingRunsError as error:
            raise typer.BadParameter(str(error), param_hint="--dir") from error
    from shared.doctor.examine import examine

    raise typer.Exit(0 if examine(as_json=as_json) else 1)
