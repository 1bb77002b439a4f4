"""The command `branda`: gathers the sub-commands that the installed parts bring."""

from importlib.metadata import entry_points

import typer


def build() -> typer.Typer:
    """Return the command with every group registered under the entry point `branda.commands`."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, help="Branda: readiness of cluster organisations.")
    for entry in sorted(entry_points(group="branda.commands"), key=lambda e: e.name):
        app.add_typer(entry.load())
    return app


def main() -> None:
    """Run the command line."""
    build()()
