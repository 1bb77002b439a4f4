"""Intake processes on the session's servers."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import apply_topics
from tests.support.intake_process import IntakeProcess
from tests.support.servers import drop_databases, drop_topics, new_database_name, new_topic_prefix

MakeIntake = Callable[..., IntakeProcess]


@pytest.fixture
def make_intake(
    kafka_settings: KafkaSettings, mongo_server: str, database_name: str, tmp_path: Path
) -> Iterator[MakeIntake]:
    """Make an intake, on the session's servers unless told otherwise; it is killed at the end."""
    made: list[IntakeProcess] = []

    def make(kafka: KafkaSettings = kafka_settings, mongo: str = mongo_server) -> IntakeProcess:
        made.append(IntakeProcess(tmp_path, kafka, mongo, database_name))
        return made[-1]

    yield make
    for intake in made:
        intake.process.kill()


@pytest.fixture(scope="session")
async def intake(
    kafka_server: str, mongo_server: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[IntakeProcess]:
    """One running intake for all tests that do it no harm; each registers clusters of its own."""
    prefix, database = new_topic_prefix(), new_database_name()
    settings = KafkaSettings(kafka=kafka_server, topic_prefix=prefix, kafka_partitions=3)
    await apply_topics(settings)
    running = IntakeProcess(tmp_path_factory.mktemp("intake"), settings, mongo_server, database)
    await asyncio.to_thread(running.start)
    yield running
    running.process.kill()
    drop_topics(kafka_server, prefix)
    drop_databases(mongo_server, database)
