"""The command `branda`: gathers the sub-commands that the installed parts bring."""

from importlib.metadata import entry_points
from importlib.util import find_spec

import typer


def build() -> typer.Typer:
    """Return the command with every group registered under the entry point `branda.commands`."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, help="Branda: readiness of cluster organisations.")
    for entry in sorted(entry_points(group="branda.commands"), key=lambda e: e.name):
        if _brought(entry.module):
            app.add_typer(entry.load())
    return app


def _brought(module: str) -> bool:
    """Say whether this installation has the part: a production image holds one service and no stack."""
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def main() -> None:
    """Run the command line."""
    build()()
