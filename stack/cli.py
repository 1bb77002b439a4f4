"""`branda up|demo|down|status`: Branda on one machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from stack.demo.run import demo as load_demo
from stack.directory import StackDirectory
from stack.errors import StackError
from stack.runner import run
from stack.status import read_status, status_table, stop_runner

app = typer.Typer()
console = Console(highlight=False)
errors = Console(highlight=False, stderr=True)

Directory = Annotated[Path, typer.Option("--dir", help="Folder of all data, logs and addresses of this Branda.")]
PortBase = Annotated[str, typer.Option(help="First port of the pages, or auto for free ones.")]

HERE = Path(".branda")


@app.command()
def up(directory: Directory = HERE, port_base: PortBase = "8010") -> None:
    """Kafka, MongoDB, a mail catcher and the four processes, until Ctrl-C."""
    with _plain_errors():
        code = run(StackDirectory(directory), port_base, console)
    raise typer.Exit(code)


@app.command()
def demo(
    directory: Directory = HERE,
    port_base: PortBase = "8010",
    leave: Annotated[
        bool, typer.Option("--exit", help="Check everything that was printed, stop, exit 0 or 1.")
    ] = False,
) -> None:
    """The same with demo data: twelve clusters' public facts and six fictional clusters."""
    with _plain_errors():
        code = run(StackDirectory(directory), port_base, console, demo=True, after_start=load_demo(leave=leave))
    raise typer.Exit(code)


@app.command()
def down(directory: Directory = HERE) -> None:
    """Stop the Branda that runs in a folder."""
    with _plain_errors():
        stopped = stop_runner(StackDirectory(directory))
    console.print("Stopped." if stopped else f"Nothing runs in {directory}.")


@app.command()
def status(directory: Directory = HERE) -> None:
    """Processes, addresses, resident memory; exit code 1 unless all of them are ready."""
    rows = read_status(StackDirectory(directory))
    if not rows:
        console.print(f"Nothing runs in {directory}.")
        raise typer.Exit(1)
    console.print(status_table(rows))
    raise typer.Exit(0 if all(row.ready for row in rows) else 1)


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except StackError as error:
        errors.print(error.problem, style="red", markup=False, soft_wrap=True)
        errors.print(error.remedy, markup=False, soft_wrap=True)
        raise typer.Exit(1) from error
