"""`branda messages`: what became of each message. Imports wait for a call: see `shared/cli.py`."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command("messages")
def messages(
    state: Annotated[str | None, typer.Option(help="Only messages in this state.")] = None,
    cluster: Annotated[str | None, typer.Option(help="Only messages about this cluster (id).")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many of the newest.")] = 20,
) -> None:
    """Count messages by state and list the newest, without addresses and texts."""
    from services.notifier import commands

    commands.messages(state, cluster, limit)
