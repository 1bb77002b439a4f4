"""`branda up|demo|down|status`: Branda on one machine. Imports wait for a call: see `shared/cli.py`."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()

Directory = Annotated[Path, typer.Option("--dir", help="Folder of all data, logs and addresses of this Branda.")]
PortBase = Annotated[str, typer.Option(help="First port of the pages, or auto for free ones.")]

HERE = Path(".branda")


@app.command()
def up(directory: Directory = HERE, port_base: PortBase = "8010") -> None:
    """Kafka, MongoDB, a mail catcher and the four processes, until Ctrl-C."""
    from rich.console import Console

    from stack.directory import StackDirectory
    from stack.runner import run

    with _plain_errors():
        code = run(StackDirectory(directory), port_base, Console(highlight=False))
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
    from rich.console import Console

    from stack.demo.child import demo as load_demo
    from stack.directory import StackDirectory
    from stack.runner import run

    with _plain_errors():
        root, console = StackDirectory(directory), Console(highlight=False)
        code = run(root, port_base, console, demo=True, after_start=load_demo(leave=leave))
    raise typer.Exit(code)


@app.command()
def down(directory: Directory = HERE) -> None:
    """Stop the Branda that runs in a folder."""
    from stack.directory import StackDirectory
    from stack.status import stop_runner

    with _plain_errors():
        stopped = stop_runner(StackDirectory(directory))
    typer.echo("Stopped." if stopped else f"Nothing runs in {directory}.")


@app.command()
def status(directory: Directory = HERE) -> None:
    """Processes, addresses, resident memory; exit code 1 unless all of them are ready."""
    from rich.console import Console

    from stack.directory import StackDirectory
    from stack.status import read_status, status_table

    rows = read_status(StackDirectory(directory))
    if not rows:
        typer.echo(f"Nothing runs in {directory}.")
        raise typer.Exit(1)
    Console(highlight=False).print(status_table(rows))
    raise typer.Exit(0 if all(row.ready for row in rows) else 1)


@contextmanager
def _plain_errors() -> Iterator[None]:
    from stack.errors import StackError

    try:
        yield
    except StackError as error:
        typer.secho(error.problem, fg="red", err=True)
        typer.echo(error.remedy, err=True)
        raise typer.Exit(1) from error
