"""`python -m stack.demo --dir DIR --mail-page URL [--exit]`: load and show the demo on a Branda that runs."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from stack.demo.run import Site, run_demo
from stack.directory import StackDirectory
from stack.errors import StackError


def main(
    directory: Annotated[Path, typer.Option("--dir", help="Folder of the Branda that runs.")],
    mail_page: Annotated[str, typer.Option(help="Address of the page that shows the mails.")],
    leave: Annotated[bool, typer.Option("--exit", help="Check everything that was printed.")] = False,
) -> None:
    """Load the demo's data, wait for the outcome, print it."""
    console, place = Console(highlight=False), StackDirectory(directory)
    site = Site(json.loads(place.addresses.read_text()), mail_page, json.loads(place.clients.read_text()))
    try:
        code = run_demo(site, console, leave=leave)
    except StackError as error:
        console.print(f"[red]{error.problem}[/red]\n{error.remedy}", markup=True)
        code = 1
    raise typer.Exit(code)


if __name__ == "__main__":
    typer.run(main)
