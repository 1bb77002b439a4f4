"""`branda backup` and `branda restore`. Imports wait for a call: see `shared/cli.py`."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()


class Service(StrEnum):
    """Whose database."""

    intake = "intake"
    scoring = "scoring"
    notifier = "notifier"


Only = Annotated[list[Service] | None, typer.Option("--only", help="Only this service's database; may be repeated.")]


@app.command("backup")
def backup_command(
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.")], only: Only = None
) -> None:
    """Write the databases to files, all as they are at one moment; everything may run meanwhile."""
    from shared.backup.copy import backup
    from shared.backup.run import run

    run(backup, folder, only, "written to")


@app.command("restore")
def restore_command(
    folder: Annotated[Path, typer.Argument(help="A folder that `branda backup` has written.")], only: Only = None
) -> None:
    """Fill empty databases from a backup, before the processes are started."""
    from shared.backup.copy import restore
    from shared.backup.run import run

    run(restore, folder, only, "restored from")
