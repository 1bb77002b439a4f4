"""`branda replay`: publish stored events again. Imports wait for a call: see `shared/cli.py`."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command("replay")
def replay(
    since: Annotated[
        str | None,
        typer.Option(help="Events recorded at or after this moment: 2026-11-22T10:00, in UTC or with an offset."),
    ] = None,
    cluster: Annotated[str | None, typer.Option(help="Events of the cluster with this id.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every event there is.")] = False,
) -> None:
    """Publish stored events again under the same ids; whoever has them already changes nothing."""
    if not everything and since is None and cluster is None:
        raise typer.BadParameter("say what to publish: --since, --cluster or --all")
    from services.intake import commands

    commands.replay(since, cluster)
