"""`branda catalogue diff|publish|confirm|list`: what the agency says of criteria, to an installation that runs.

Imports wait for a call: see `shared/cli.py`.
"""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

catalogue = typer.Typer()
FOLDER = Path(__file__).parents[2] / "catalogues"

Folder = Annotated[Path, typer.Option(envvar="BRANDA_CATALOGUES", help="The folder that holds the catalogues.")]
Bundle = Annotated[str, typer.Argument(help="A version: ecei@2.")]


@catalogue.command("diff")
def diff(before: Bundle, after: Bundle, folder: Folder = FOLDER) -> None:
    """Say in words what changes from one version to another; both are folders of the same folder."""
    from shared.catalogue import publishing

    publishing.diff(before, after, folder)


@catalogue.command("publish")
def publish(
    bundle: Bundle,
    folder: Folder = FOLDER,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Publish a version to every service that runs. It can never be changed or taken back."""
    from shared.catalogue import publishing

    publishing.publish(bundle, folder, yes=yes)


@catalogue.command("confirm")
def confirm(
    bundle: Bundle,
    part: Annotated[str, typer.Argument(help="What of it: minimum, scoring, requirement or floor.")],
    item: Annotated[str, typer.Argument(help="An indicator (minimum, scoring), a requirement, or floor.")],
    by: Annotated[str, typer.Option(help="The organisation that confirms; never a person.")],
    source: Annotated[str, typer.Option(help="On which paper.")],
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Since when it counts; today by default.")
    ] = None,
    folder: Folder = FOLDER,
) -> None:
    """Confirm a value as it stands: its mark changes to stated, no number does; results are folded anew."""
    from shared.catalogue import publishing

    publishing.confirm(bundle, part, item, by, source, on.date() if on else None, folder)


@catalogue.command("list")
def list_versions(folder: Folder = FOLDER) -> None:
    """List the versions that are installed here or published, and what is confirmed of them."""
    from shared.catalogue import publishing

    publishing.list_versions(folder)
