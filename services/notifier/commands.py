"""What `branda messages` does."""

import asyncio
from typing import get_args

import typer
from rich.console import Console
from rich.table import Table

from services.notifier.adapters.mongo.messages import MongoMessageStore
from services.notifier.application.ports import Page
from services.notifier.domain.message import State
from services.notifier.settings import Settings
from shared.errors import TransientError
from shared.mongo import open_mongo


def messages(state: str | None, cluster: str | None, limit: int) -> None:
    """Print the counts and the newest messages."""
    wanted = next((known for known in get_args(State) if known == state), None)
    if state is not None and wanted is None:
        raise typer.BadParameter(f"one of {', '.join(get_args(State))}", param_hint="--state")
    try:
        counts, page = asyncio.run(_read(Settings(), wanted, cluster, limit))
    except TransientError as error:
        typer.echo(f"The notifier's database does not answer ({error.reason}). Is BRANDA_MONGO right?", err=True)
        raise typer.Exit(1) from error
    console = Console()
    console.print(", ".join(f"{name} {count}" for name, count in counts.items()) or "no messages yet")
    console.print(_table(page))


async def _read(
    settings: Settings, state: State | None, cluster: str | None, limit: int
) -> tuple[dict[State, int], Page]:
    async with open_mongo(settings.mongo) as client:
        store = MongoMessageStore(client[settings.notifier_database])
        return await store.counts(), await store.page(state, cluster, None, limit)


def _table(page: Page) -> Table:
    table = Table("created", "state", "attempts", "language", "cluster", "message", "last step")
    for message in page.messages:
        table.add_row(
            f"{message.created:%Y-%m-%d %H:%M:%S}",
            message.state,
            str(message.attempts),
            message.language or "–",
            message.cluster,
            message.id,
            message.history[-1].detail if message.history else "",
        )
    return table
