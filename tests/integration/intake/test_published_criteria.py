"""Criteria in an intake that runs, dies and starts again; and back on a topic that was lost."""

import asyncio
import shutil
from datetime import date
from pathlib import Path

import httpx
import pytest

from services.intake.adapters.mongo.archive import MongoArchive
from services.intake.application.replay import Replay
from services.intake.settings import REPOSITORY
from shared.contracts.common import CATALOGUES
from shared.contracts.envelope import Event
from shared.crash import EXIT_CODE
from shared.kafka.lifespan import started_publisher
from shared.kafka.settings import KafkaSettings
from shared.mongo import Database
from tests.integration.intake.conftest import MakeIntake
from tests.support.intake_app import assessment
from tests.support.intake_process import bearer, register, write_headers
from tests.support.kafka import eventually, read_topic, send
from tests.support.published import confirmation, new_version, publication

FIRST_DAY = date(2026, 11, 1)
BODY = assessment(catalogue="ecei@2", assessed_on=FIRST_DAY.isoformat())


@pytest.fixture
def event(tmp_path: Path) -> Event:
    """The publication of ecei@2."""
    shutil.copytree(REPOSITORY / "catalogues", tmp_path / "draft")
    return publication(tmp_path / "draft", new_version(tmp_path / "draft", "ecei@1", FIRST_DAY))


async def _accepted(http: httpx.AsyncClient) -> bool:
    agency = await bearer(http)
    path = f"/api/v1/clusters/{await register(http, agency)}/assessments"
    answer = await http.post(path, json=BODY, headers=write_headers(agency))
    assert answer.status_code in (202, 422), answer.text
    return answer.status_code == 202


@pytest.mark.crash
@pytest.mark.parametrize("point", ["after_keep", pytest.param("after_commit", marks=pytest.mark.long)])
async def test_a_version_is_known_and_kept_once_wherever_intake_dies(
    make_intake: MakeIntake, kafka_settings: KafkaSettings, database: Database, event: Event, point: str
) -> None:
    intake = make_intake()
    await asyncio.to_thread(intake.start, f"branda-intake-catalogues.{point}")
    await send(kafka_settings, CATALOGUES, [event.encode()], key=event.key)
    await eventually(lambda: not intake.process.running)
    assert intake.process.exit_code == EXIT_CODE

    await asyncio.to_thread(intake.start)

    async with intake.http() as http:
        assert await _accepted(http)
    assert [document["_id"] async for document in database.catalogues.find()] == [event.id]


async def test_a_lost_topic_gets_back_what_intake_has_kept(
    kafka_settings: KafkaSettings, database: Database, event: Event
) -> None:
    kept = [event, confirmation("4.1.6", bundle="ecei@2")]
    documents = [{"_id": each.id, "raw": each.encode()} for each in kept]
    await database.catalogues.insert_many(documents)

    async with started_publisher(kafka_settings) as publisher:
        assert await Replay(MongoArchive(database), publisher).run(None, None) == 2

    found = await read_topic(kafka_settings, CATALOGUES)
    assert [(record.key, record.value) for record in found] == [(each.key, each.encode()) for each in kept]
