"""Published criteria on a real Kafka and a real MongoDB: taken up while running, never forgotten, never exchanged."""

import base64
import gzip
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from shared.catalogue.archive import MAX_UNPACKED, pack
from shared.catalogue.cli import pin
from shared.catalogue.follow import INTERVAL
from shared.catalogue.library import Library
from shared.contracts.common import CATALOGUES
from shared.contracts.envelope import Event
from shared.kafka.catalogues import Uptake, open_uptake
from shared.kafka.catalogues_mongo import follow_catalogues
from shared.kafka.lifespan import open_publisher
from shared.kafka.settings import KafkaSettings
from shared.mongo import Database
from tests.support.catalogues import Small, small_catalogue
from tests.support.kafka import eventually, read_topic, send
from tests.support.published import DAY, confirmation, new_version, publication, with_archive

BAND = ("mini-set@1/1-members.yaml", "baseline: 15", "baseline: 16")
NOWHERE = KafkaSettings(kafka="127.0.0.1:9", topic_prefix="nowhere.")
"""An installation whose Kafka is away."""


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    return small_catalogue(tmp_path / "installed").folder


@pytest.fixture
def draft(tmp_path: Path) -> Small:
    small = small_catalogue(tmp_path / "draft")
    new_version(small.folder, "mini@1", DAY, BAND)
    return small


@asynccontextmanager
async def service(
    settings: KafkaSettings, library: Library, database: Database
) -> AsyncIterator[tuple[Uptake, list[str]]]:
    """Run the uptake as a service does; the list grows with every change of the fingerprint."""
    changes: list[str] = []
    async with (
        open_publisher(settings, [CATALOGUES]) as publisher,
        open_uptake(
            settings,
            library,
            database,
            publisher,
            group="branda-test",
            changed=lambda: changes.append(library.fingerprint),
        ) as uptake,
    ):
        yield uptake, changes


async def publish(settings: KafkaSettings, *events: Event | bytes | None) -> None:
    raw = [event.encode() if isinstance(event, Event) else event for event in events]
    await send(settings, CATALOGUES, raw)


async def reasons(settings: KafkaSettings, count: int) -> list[str]:
    async def all_there() -> bool:
        return len(await read_topic(settings, f"{CATALOGUES}.dlq")) >= count

    await eventually(all_there)
    letters = await read_topic(settings, f"{CATALOGUES}.dlq")
    return [dict(letter.headers)["dlq-reason"].decode() for letter in letters]


async def test_what_is_published_while_a_service_runs_is_taken_up_and_survives_it_without_kafka(
    kafka_settings: KafkaSettings, database: Database, installed: Path, draft: Small
) -> None:
    library = Library(installed)
    before = library.fingerprint
    async with service(kafka_settings, library, database) as (uptake, changes):
        await eventually(lambda: uptake.problem() is None)
        assert library.find("mini@2") is None

        await publish(kafka_settings, publication(draft.folder, "mini@2"), confirmation("1.0", bundle="mini@2"))

        await eventually(lambda: len(library.confirmations) == 1)
        await eventually(lambda: uptake.consumer.progress.handled == 2)
        known = library.find("mini@2")
        assert known is not None
        assert changes[-1] == library.fingerprint != before

    again = Library(installed)
    async with service(NOWHERE, again, database) as (uptake, changes):
        assert (again.find("mini@2"), again.confirmations) == (known, library.confirmations)
        assert changes == [library.fingerprint]
        assert uptake.problem() == "not connected to Kafka yet"


async def test_a_process_that_does_not_consume_hears_of_it_from_the_database(
    kafka_settings: KafkaSettings, database: Database, installed: Path, draft: Small
) -> None:
    consuming, reading = Library(installed), Library(installed)
    async with (
        service(kafka_settings, consuming, database),
        follow_catalogues(reading, database) as follow,
    ):
        assert follow.loaded
        await publish(kafka_settings, publication(draft.folder, "mini@2"))
        await eventually(lambda: consuming.find("mini@2") is not None)
        await eventually(lambda: reading.find("mini@2") == consuming.find("mini@2"), INTERVAL + 3)


async def test_other_content_becomes_a_dead_letter_and_the_known_stays(
    kafka_settings: KafkaSettings, database: Database, installed: Path, draft: Small, tmp_path: Path
) -> None:
    other = small_catalogue(tmp_path / "other")
    new_version(other.folder, "mini@1", DAY, ("mini-set@1/1-members.yaml", "baseline: 15", "baseline: 17"))
    first, second = publication(draft.folder, "mini@2"), publication(other.folder, "mini@2")
    library = Library(installed)
    async with service(kafka_settings, library, database):
        await publish(kafka_settings, first, second, first)
        (reason,) = await reasons(kafka_settings, 1)

    assert reason.startswith("mini@2/bundle.yaml:1: mini@2 is known with the hash ")
    assert reason.endswith("give the changed criteria a new version")
    assert library.find("mini@2") == Library(draft.folder).find("mini@2")
    assert [document["_id"] async for document in database.catalogues.find()] == [first.id]


async def test_what_is_not_in_order_becomes_a_dead_letter_that_says_what_to_correct(
    kafka_settings: KafkaSettings, database: Database, installed: Path, draft: Small
) -> None:
    good = publication(draft.folder, "mini@2")
    draft.replace("mini-set@2/1-members.yaml", "excellent: 40", "excelent: 40")
    line = draft.line("mini-set@2/1-members.yaml", "excelent")
    pin(draft.folder)
    bomb = base64.b64encode(gzip.compress(b'{"a@1/b.yaml":"' + b"0" * 50_000_000, mtime=0)).decode()
    path = base64.b64encode(gzip.compress(b'{"../mini@2/bundle.yaml":"x"}', mtime=0)).decode()
    library = Library(installed)
    async with service(kafka_settings, library, database) as (uptake, _):
        await publish(
            kafka_settings,
            with_archive(good, pack(draft.folder, "mini@2")),
            with_archive(good, bomb),
            with_archive(good, path),
            confirmation("9.9"),
            b"not JSON",
            None,
            confirmation("1.0"),
        )
        said = await reasons(kafka_settings, 6)
        await eventually(lambda: len(library.confirmations) == 1)
        assert uptake.problem() is None

    assert any(f"mini-set@2/1-members.yaml:{line}: the key `excelent` is unknown; " in each for each in said)
    assert any(f"it unpacks to more than {MAX_UNPACKED} bytes" in each for each in said)
    assert any("'../mini@2/bundle.yaml', which is no name of a catalogue's file" in each for each in said)
    assert any("mini@1 has no minimum of 9.9" in each for each in said)
    assert any(each.startswith("not JSON") for each in said)
    assert any(each.startswith("an empty record") for each in said)
    assert library.find("mini@2") is None
    assert [document["_id"] async for document in database.catalogues.find()] == [confirmation("1.0").id]
