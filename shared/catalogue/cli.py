"""`branda catalogue check|pin|document`: for the officer who edits the criteria; the rest is in `publish_cli.py`.

Imports wait for a call: see `shared/cli.py`.
"""

import re
from pathlib import Path
from typing import Annotated

import typer

from shared.catalogue import publish_cli

app = typer.Typer()
catalogue = typer.Typer(no_args_is_help=True, help="Check, compare, publish and confirm the criteria.")
catalogue.add_typer(publish_cli.catalogue)
app.add_typer(catalogue, name="catalogue")

FOLDER = Path(__file__).parents[2] / "catalogues"
PAGE = Path(__file__).parents[2] / "docs" / "criteria.md"
Folder = Annotated[Path, typer.Argument(envvar="BRANDA_CATALOGUES", help="The folder that holds the catalogues.")]


@catalogue.command("check")
def check(folder: Folder = FOLDER) -> None:
    """Load every catalogue and list all that is wrong, with file, line and remedy."""
    from shared.catalogue.library import Library
    from shared.catalogue.problems import CatalogueError
    from shared.catalogue.published import check_published

    try:
        known = Library(folder).known()
        check_published(folder, known)
        for loaded in known:
            count = len(loaded.indicators.indicators)
            more = "".join(f" and {len(each.indicators)} of {each.id}" for each in loaded.addons)
            typer.echo(
                f"{loaded.id}: {count} indicators{more}, {len(loaded.questions)} questions, sha256 {loaded.sha256}"
            )
    except CatalogueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


@catalogue.command("pin")
def pin(folder: Folder = FOLDER) -> None:
    """Write into every bundle the hashes that its sets have now. Only for sets that nobody relies on yet."""
    from shared.catalogue.digest import folder_sha256

    for path in sorted(folder.glob("*@*/bundle.yaml")):
        text = path.read_text(encoding="utf-8")

        def pinned(found: re.Match[str]) -> str:
            return f"{found[1]}{folder_sha256(folder / found[2])}"

        path.write_text(re.sub(r"(- id: (\S+)\n\s+sha256: )\S+", pinned, text), encoding="utf-8")
        typer.echo(f"{path.parent.name}: pinned")


@catalogue.command("document")
def document(folder: Folder = FOLDER, output: Annotated[Path, typer.Option(help="The page to write.")] = PAGE) -> None:
    """Write the criteria on one page, Lithuanian and English, from the bundle that comes into force last."""
    from shared.catalogue.criteria_page import criteria_page
    from shared.catalogue.loader import newest
    from shared.catalogue.problems import CatalogueError
    from shared.catalogue.wording import Wording

    if not output.parent.is_dir():
        raise typer.BadParameter(f"there is no folder {output.parent}; name another page with --output")
    try:
        page = criteria_page(Wording.load(folder, newest(folder)))
    except CatalogueError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    output.write_text(page, encoding="utf-8")
    typer.echo(f"{output}: written")
