"""`branda doctor`. Imports wait for a call: see `shared/cli.py`."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command("doctor")
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For a program: every finding as JSON.")] = False,
) -> None:
    """Look at everything Branda stands on; exit code 1, and what to do, if something is wrong. Changes nothing."""
    from shared.doctor.examine import examine

    raise typer.Exit(0 if examine(as_json=as_json) else 1)
