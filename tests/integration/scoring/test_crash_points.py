"""The worker dies at each named point once, is started again, and nothing is lost or told wrongly."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from services.scoring.settings import Settings
from shared.contracts.common import SUBMISSIONS
from shared.crash import EXIT_CODE
from shared.kafka.settings import KafkaSettings
from stack.ports import free_ports
from tests.support.events import members, registered, submitted
from tests.support.kafka import eventually, send
from tests.support.scoring import TODAY
from tests.support.worker import Checker, WorkerProcess, worker_settings

POINTS = ("after_upsert", "after_head", "after_commit", "before_publish", "after_publish", "before_mark")


@pytest.fixture
def settings(kafka_settings: KafkaSettings, mongo_server: str, database_name: str) -> Settings:
    return worker_settings(kafka_settings, mongo_server, database_name)


@pytest.fixture
def started(settings: Settings, tmp_path: Path) -> Iterator[list[WorkerProcess]]:
    processes: list[WorkerProcess] = []
    yield processes
    for process in processes:
        process.kill()


@pytest.mark.long  # the whole house dies at the same points in every `make test` (tests/e2e)
@pytest.mark.parametrize("point", POINTS)
async def test_a_worker_that_dies_at_this_point_loses_and_invents_nothing(
    point: str, settings: Settings, started: list[WorkerProcess], tmp_path: Path
) -> None:
    events = [registered(number) for number in range(6)]
    events += [submitted(number, "a", members(10 + number), TODAY, sequence=2) for number in range(6)]
    await send(settings, SUBMISSIONS, [event.encode() for event in events])
    dying = WorkerProcess(settings, free_ports(1)[0], tmp_path / "log", crash=f"worker.{point}")
    started.append(dying)
    process = dying.start()
    await eventually(lambda: process.poll() is not None, 30)
    assert process.returncode == EXIT_CODE, (tmp_path / "log").read_text()[-2000:]
    again = WorkerProcess(settings, free_ports(1)[0], tmp_path / "log")
    started.append(again)
    again.start()
    checker = Checker(settings)

    async def settled() -> bool:
        return not await checker.missing(events) and not await checker.faults()

    await eventually(settled, 40)
    announced = await checker.readiness()
    assert {event.subject for event in announced} == {event.subject for event in events}
