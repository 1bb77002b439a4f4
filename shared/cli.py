"""The command `branda`: gathers the sub-commands that the installed parts bring.

Every call loads every `cli.py`, and `branda up` stays for good: a `cli.py` imports typer and the standard library,
and each command imports what does the work when it is called. What this module imports is as light.
"""

from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from shared.errors import TransientError
from shared.one_machine import WHAT_TO_DO, NothingRunsError, point_at


def build() -> typer.Typer:
    """Return the command with every group registered under the entry point `branda.commands`."""
    app = typer.Typer(no_args_is_help=True, add_completion=False)
    app.callback()(_root)
    for entry in sorted(entry_points(group="branda.commands"), key=lambda e: e.name):
        if _brought(entry.module):
            app.add_typer(entry.load())
    return app


def _root(
    context: typer.Context,
    directory: Annotated[
        Path | None,
        typer.Option(
            "--dir",
            help="Folder of a Branda on this machine that the command works on; `.branda` if one runs there and "
            "neither BRANDA_KAFKA nor BRANDA_MONGO is set.",
        ),
    ] = None,
) -> None:
    """Branda: readiness of cluster organisations."""
    if folder := _own_folder(context):
        if directory is not None:
            context.default_map = {str(context.invoked_subcommand): {folder: str(directory)}}
        return
    try:
        point_at(directory)
    except NothingRunsError as error:
        raise typer.BadParameter(str(error), param_hint="--dir") from error


def _own_folder(context: typer.Context) -> str | None:
    """Return how a command that has `--dir` itself, as `up` has, calls it: it is not told what runs there already."""
    group, name = context.command, context.invoked_subcommand
    command = group.get_command(context, name) if isinstance(group, TyperGroup) and name else None
    return next((each.name for each in command.params if "--dir" in each.opts), None) if command else None


def _brought(module: str) -> bool:
    """Say whether this installation has the part: a production image holds one service and no stack."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def main() -> None:
    """Run the command line; a server that is away is said in a line, and the exit code is 1."""
    try:
        build()()
    except TransientError as error:
        typer.echo(f"{error.reason}\n{WHAT_TO_DO}", err=True)
        raise SystemExit(1) from error
