"""Kafka, or its topics, away when a process starts: not ready, keeps trying, and then works."""

import asyncio
from collections.abc import Mapping, Sequence

from shared.errors import PermanentError
from shared.kafka.lifespan import open_consumer, open_publisher
from shared.kafka.records import Outgoing, Record
from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import apply_topics
from stack.ports import free_ports
from tests.support.kafka import eventually

TOPIC = "branda.submissions"


async def test_a_process_started_before_its_topics_works_when_they_come(kafka_server: str, topic_prefix: str) -> None:
    settings = KafkaSettings(kafka=kafka_server, topic_prefix=topic_prefix, kafka_partitions=2)
    seen: list[bytes | None] = []

    async def handle(records: Sequence[Record]) -> Mapping[int, PermanentError]:
        seen.extend(record.value for record in records)
        return {}

    async with (
        open_publisher(settings, [TOPIC]) as publisher,
        open_consumer(settings, handle, publisher, topics=(TOPIC,), group="g", source="test") as consumer,
    ):
        await asyncio.sleep(0.3)
        assert consumer.problem() == "not connected to Kafka yet"
        assert not publisher.started
        assert await publisher.publish_all([Outgoing(1, TOPIC, b"k", b"early")]) == []
        await apply_topics(settings)
        await eventually(lambda: publisher.started and consumer.problem() is None)
        await publisher.publish(Outgoing(2, TOPIC, b"k", b"hello"))
        await eventually(lambda: seen == [b"hello"])


async def test_an_absent_broker_neither_ends_nor_hangs_the_process() -> None:
    settings = KafkaSettings(kafka=f"127.0.0.1:{free_ports(1)[0]}")

    async def handle(_: Sequence[Record]) -> Mapping[int, PermanentError]:
        return {}

    async with asyncio.timeout(10):
        async with (
            open_publisher(settings, [TOPIC]) as publisher,
            open_consumer(settings, handle, publisher, topics=(TOPIC,), group="g", source="test") as consumer,
        ):
            await asyncio.sleep(1)
            assert consumer.problem() == "not connected to Kafka yet"
            assert not publisher.started
