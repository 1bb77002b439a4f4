"""Intake processes on the session's servers."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared.kafka.settings import KafkaSettings
from tests.support.intake_process import IntakeProcess

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


@pytest.fixture
def intake(make_intake: MakeIntake) -> IntakeProcess:
    """A running intake."""
    made = make_intake()
    made.start()
    return made
