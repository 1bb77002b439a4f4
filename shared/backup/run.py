"""A backup or a restore, from the settings to the last line that is printed."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

import typer
from pymongo.errors import PyMongoError

from shared.backup.files import BackupError, Manifest
from shared.backup.settings import BackupSettings

Work = Callable[[str, Mapping[str, str], Path], Manifest]


def run(work: Work, folder: Path, only: Collection[str] | None, done: str) -> None:
    """Do `work` on the chosen databases and say what was done; ends the command with 1 if it is not complete."""
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
