"""Production's Kafka: TLS, SCRAM and the access rules of docs/security.md, on a real broker."""

import asyncio
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import GroupAuthorizationFailedError, TopicAuthorizationFailedError

from shared.errors import PermanentError
from shared.kafka.lifespan import open_consumer, open_publisher
from shared.kafka.records import Outgoing, Record
from tests.support.certificates import server_context
from tests.support.kafka import eventually
from tests.support.secure_kafka import USERS, Rule, SecureKafka, allow, rules

pytestmark = pytest.mark.long
TOPICS = "from shared.kafka.cli import app; app()"
SUBMISSIONS, REVIEWS = "branda.submissions", "branda.reviews"
SECONDS = 10.0
"""A read that is allowed takes less, and a refusal is told at once."""


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureKafka]:
    kafka = SecureKafka(tmp_path_factory.mktemp("secure"))
    kafka.start()
    yield kafka
    kafka.process.stop()


@pytest.fixture(scope="module")
async def kafka(broker: SecureKafka) -> SecureKafka:
    """With access rules, and topics that the operator has made by the command."""
    await allow(broker)
    settings = broker.settings("operator")
    environment = {
        "BRANDA_KAFKA": settings.kafka,
        "BRANDA_KAFKA_USER": "operator",
        "BRANDA_KAFKA_PASSWORD": "operator-password",
        "BRANDA_KAFKA_CA": str(broker.trusted),
        "BRANDA_KAFKA_PARTITIONS": "1",
    }
    done = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", TOPICS, "topics", "apply"],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "10 topics created" in done.stdout
    return broker


async def nothing(_: Sequence[Record]) -> Mapping[int, PermanentError]:
    return {}


async def test_a_record_goes_from_intake_to_the_worker(kafka: SecureKafka) -> None:
    seen: list[bytes | None] = []

    async def handle(records: Sequence[Record]) -> Mapping[int, PermanentError]:
        seen.extend(record.value for record in records)
        return {}

    async with (
        open_publisher(kafka.settings("intake"), [SUBMISSIONS]) as intake,
        open_publisher(kafka.settings("worker"), [SUBMISSIONS, REVIEWS, "branda.readiness"]) as worker,
        open_consumer(
            kafka.settings("worker", group_instance="worker-1"),
            handle,
            worker,
            topics=(SUBMISSIONS, REVIEWS),
            group="branda-scoring",
            source="test",
        ) as consumer,
    ):
        await eventually(lambda: intake.started and worker.started and consumer.problem() is None, 40)
        await intake.publish(Outgoing(1, SUBMISSIONS, b"k", b"hello"))
        await eventually(lambda: b"hello" in seen)


async def wrote(kafka: SecureKafka, user: str, topic: str) -> bool:
    producer = AIOKafkaProducer(**kafka.settings(user).connection(), request_timeout_ms=5000)
    await producer.start()
    try:
        await producer.send_and_wait(topic, user.encode(), key=b"k")  # a compacted topic refuses a record without a key
    except TopicAuthorizationFailedError:
        return False
    finally:
        await producer.stop()
    return True


async def read(kafka: SecureKafka, user: str, topic: str) -> bool:
    """Say whether a record comes; a topic that may not even be described has no leader to ask, so nothing does."""
    consumer = AIOKafkaConsumer(**kafka.settings(user).connection(), auto_offset_reset="earliest")
    await consumer.start()
    try:
        consumer.assign([TopicPartition(topic, 0)])
        async with asyncio.timeout(SECONDS):
            await consumer.getone()
    except (TopicAuthorizationFailedError, TimeoutError):
        return False
    finally:
        await consumer.stop()
    return True


async def test_only_those_on_the_page_write_and_read(kafka: SecureKafka) -> None:
    """Every process tries every topic; the operator may write everywhere, because a dead letter goes back."""
    page = rules()
    tried = [(user, rule) for rule in page for user in USERS]
    could = await asyncio.gather(*(wrote(kafka, user, rule.topic) for user, rule in tried))
    may = [user in rule.writers or user == "operator" for user, rule in tried]
    assert differences(tried, could, may) == []
    could = await asyncio.gather(*(read(kafka, user, rule.topic) for user, rule in tried))
    assert differences(tried, could, [user in rule.readers for user, rule in tried]) == []


def differences(tried: list[tuple[str, Rule]], could: Sequence[bool], may: Sequence[bool]) -> list[str]:
    assert True in could
    assert False in could
    return [
        f"{user} {'could' if able else 'could not'} on {rule.topic}"
        for (user, rule), able, allowed in zip(tried, could, may, strict=True)
        if able != allowed
    ]


async def test_what_the_page_forbids_by_name(kafka: SecureKafka) -> None:
    """The same in words, should the page ever be loosened by mistake."""
    assert not await wrote(kafka, "intake", "branda.readiness")
    assert not await wrote(kafka, "worker", SUBMISSIONS)
    for topic in (SUBMISSIONS, REVIEWS, "branda.readiness", "branda.catalogues"):
        assert not await wrote(kafka, "notifier", topic)


async def test_nobody_joins_the_group_of_another(kafka: SecureKafka) -> None:
    consumer = AIOKafkaConsumer(
        "branda.catalogues", **kafka.settings("notifier").connection(), group_id="branda-scoring"
    )
    with pytest.raises(GroupAuthorizationFailedError):
        await consumer.start()
    await consumer.stop()


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [("password", "AuthenticationFailed"), ("user", "AuthenticationFailed"), ("certificate", "certificate")],
)
async def test_wrong_credentials_are_not_ready_and_say_why(
    kafka: SecureKafka,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
    wrong: str,
    reason: str,
) -> None:
    changed = {"password": {"kafka_password": "guessed"}, "user": {"kafka_user": "stranger"}}.get(wrong, {})
    if wrong == "certificate":
        _, stranger = server_context(tmp_path)
        changed = {"kafka_ca": str(stranger)}
    settings = kafka.settings("intake", **changed)
    with caplog.at_level(logging.WARNING):
        async with (
            open_publisher(settings, [SUBMISSIONS]) as publisher,
            open_consumer(
                settings, nothing, publisher, topics=(SUBMISSIONS,), group="branda-intake", source="test"
            ) as consumer,
        ):
            await eventually(lambda: reason.lower() in caplog.text.lower())
            assert not publisher.started
            assert consumer.problem() == "not connected to Kafka yet"
    assert "guessed" not in caplog.text
