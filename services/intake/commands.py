"""What `branda replay` does."""

import asyncio
from datetime import UTC, datetime

import typer
from aiokafka.errors import KafkaError
from pydantic_settings import SettingsConfigDict

from services.intake.adapters.mongo.archive import MongoArchive
from services.intake.application.replay import Replay, ReplayIncompleteError
from shared.errors import TransientError
from shared.kafka.lifespan import started_publisher
from shared.kafka.settings import KafkaSettings
from shared.mongo import open_mongo


class ReplaySettings(KafkaSettings):
    """What the command needs: no signing key, no clients."""

    model_config = SettingsConfigDict(env_prefix="BRANDA_", extra="ignore")

    mongo: str = "mongodb://127.0.0.1:27017/?replicaSet=rs0"
    intake_database: str = "branda_intake"


def replay(since: str | None, cluster: str | None) -> None:
    """Publish what is chosen, or everything; ends the command with 1 if not all of it was taken."""
    try:
        count = asyncio.run(_replay(ReplaySettings(), _moment(since), cluster))
    except (ReplayIncompleteError, TransientError, KafkaError) as error:
        typer.echo(f"Not complete: {error}. Nothing is lost; run the same command again.", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{count} events published again.")


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is no moment, such as 2026-11-22T10:00") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


async def _replay(settings: ReplaySettings, since: datetime | None, cluster: str | None) -> int:
    async with open_mongo(settings.mongo) as client, started_publisher(settings) as publisher:
        return await Replay(MongoArchive(client[settings.intake_database]), publisher).run(since, cluster)
