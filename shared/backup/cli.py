"""`branda backup` and `branda restore`."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pymongo.errors import PyMongoError

from shared.backup.copy import backup, restore
from shared.backup.files import BackupError, Manifest
from shared.backup.settings import BackupSettings

app = typer.Typer()


class Service(StrEnum):
    """Whose database."""

    intake = "intake"
    scoring = "scoring"
    notifier = "notifier"


Only = Annotated[list[Service] | None, typer.Option("--only", help="Only this service's database; may be repeated.")]
Work = Callable[[str, Mapping[str, str], Path], Manifest]


@app.command("backup")
def backup_command(
    folder: Annotated[Path, typer.Argument(help="A folder that is not there yet.")], only: Only = None
) -> None:
    """Write the databases to files, all as they are at one moment; everything may run meanwhile."""
    _run(backup, folder, only, "written to")


@app.command("restore")
def restore_command(
    folder: Annotated[Path, typer.Argument(help="A folder that `branda backup` has written.")], only: Only = None
) -> None:
    """Fill empty databases from a backup, before the processes are started."""
    _run(restore, folder, only, "restored from")


def _run(work: Work, folder: Path, only: list[Service] | None, done: str) -> None:
    settings = BackupSettings()
    chosen = {name: where for name, where in settings.databases().items() if not only or name in only}
    try:
        manifest = work(settings.mongo, chosen, folder)
    except BackupError as error:
        typer.echo(f"Nothing was done: {error}.", err=True)
        raise typer.Exit(1) from error
    except (PyMongoError, OSError) as error:
        typer.echo(
            f"Not complete: {type(error).__name__}: {str(error)[:300]}. See docs/operations.md, Backup.", err=True
        )
        raise typer.Exit(1) from error
    for service in chosen:
        parts = manifest.services[service]
        typer.echo(f"{service}: {sum(part.documents for part in parts.values())} documents {done} {folder}")
