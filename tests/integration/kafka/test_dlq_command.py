"""`branda dlq` and `branda topics` as an operator types them."""

import asyncio
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from shared.errors import PermanentError
from shared.kafka.cli import app
from shared.kafka.deadletters import dead_letter, unreadable_note
from shared.kafka.lifespan import started_publisher
from shared.kafka.records import Record
from shared.kafka.settings import KafkaSettings
from tests.support.kafka import read_topic

TOPIC = "branda.submissions"
RAW = b"\xff\x00 not JSON"


@pytest.fixture
async def letters(kafka_settings: KafkaSettings, monkeypatch: pytest.MonkeyPatch) -> KafkaSettings:
    monkeypatch.setenv("BRANDA_KAFKA", kafka_settings.kafka)
    monkeypatch.setenv("BRANDA_TOPIC_PREFIX", kafka_settings.topic_prefix)
    monkeypatch.setenv("BRANDA_KAFKA_PARTITIONS", "3")
    monkeypatch.setenv("COLUMNS", "400")
    record = Record(kafka_settings.topic(TOPIC), 1, 42, b"cluster", RAW, (("content-type", b"x"),))
    letter = dead_letter(
        record,
        PermanentError("not JSON: line 1"),
        group="scoring",
        topic=TOPIC,
        attempts=1,
        first_seen=datetime.now(UTC),
    )
    note = unreadable_note(kafka_settings.topic(TOPIC), 1, 43, group="scoring", plain_topic=TOPIC)
    async with started_publisher(kafka_settings) as publisher:
        await publisher.publish(letter)
        await publisher.publish(note)
    return kafka_settings


async def _run(*arguments: str, code: int = 0) -> str:
    result = await asyncio.to_thread(CliRunner().invoke, app, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


async def test_letters_are_listed_shown_and_replayed_unchanged(letters: KafkaSettings) -> None:
    topic = letters.topic(f"{TOPIC}.dlq")
    listed = await _run("dlq", "list")
    assert f"{letters.topic(TOPIC)}/1:42" in listed
    assert "not JSON: line 1" in listed
    assert "2 dead letters" in listed
    shown = await _run("dlq", "show", topic, "0")
    assert repr(RAW) in shown
    assert "dlq-group: scoring" in shown
    assert "1 of 2 published again; 1 hold no record" in await _run("dlq", "replay", topic)
    [again] = await read_topic(letters, TOPIC)
    assert (again.value, again.key) == (RAW, b"cluster")


async def test_a_wrong_name_or_offset_is_told(letters: KafkaSettings) -> None:
    assert "must end in .dlq" in await _run("dlq", "show", letters.topic(TOPIC), "0", code=1)
    assert "no dead letter at offset 9" in await _run("dlq", "show", letters.topic(f"{TOPIC}.dlq"), "9", code=1)


async def test_topics_are_checked_by_command(letters: KafkaSettings, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "0 topics created" in await _run("topics", "apply")
    assert "as they must be" in await _run("topics", "check")
    monkeypatch.setenv("BRANDA_KAFKA_PARTITIONS", "4")
    assert "partitions is 3, must be 4" in await _run("topics", "check", code=1)
    monkeypatch.setenv("BRANDA_KAFKA", "127.0.0.1:1")
    assert "or BRANDA_KAFKA" in await _run("topics", "check", code=1)
