"""Topics, producers and readers for tests on a real Kafka."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

import aiokafka.producer.message_accumulator as accumulator
import aiokafka.producer.producer as producer_module
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy

from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import apply_topics

Header = tuple[str, bytes | None]


class BytesKey(str):
    """A header key that encodes to bytes which are not UTF-8."""

    __slots__ = ()

    def encode(self, *_: str, **__: str) -> bytes:
        return b"\xff\xfe\xe9"


@pytest.fixture
async def kafka_settings(kafka_server: str, topic_prefix: str) -> KafkaSettings:
    """Settings of an installation of its own, its topics created with three partitions."""
    settings = KafkaSettings(kafka=kafka_server, topic_prefix=topic_prefix, kafka_partitions=3)
    await apply_topics(settings)
    return settings


@pytest.fixture
async def producer(kafka_settings: KafkaSettings) -> AsyncIterator[AIOKafkaProducer]:
    """A bare producer that puts anything on a topic."""
    producer = AIOKafkaProducer(bootstrap_servers=kafka_settings.kafka)
    await producer.start()
    yield producer
    await producer.stop()


async def send(
    settings: KafkaSettings,
    topic: str,
    values: Sequence[bytes | None],
    *,
    headers: Sequence[Header] = (),
    partition: int = 0,
    key: bytes = b"k",
) -> list[int]:
    """Put records into one partition, together; returns their offsets."""
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka)
    await producer.start()
    try:
        name = settings.topic(topic)
        sent = [
            await producer.send(name, value, key=key, partition=partition, headers=list(headers)) for value in values
        ]
        return [(await future).offset for future in sent]
    finally:
        await producer.stop()


async def send_with_unreadable_key(
    monkeypatch: pytest.MonkeyPatch, settings: KafkaSettings, topic: str, value: bytes, partition: int = 0
) -> int:
    """Put one record with a header key that is not UTF-8; only aiokafka's Python encoder lets it pass."""
    with monkeypatch.context() as patch:
        for module in (accumulator, producer_module):
            patch.setattr(module, "DefaultRecordBatchBuilder", _DefaultRecordBatchBuilderPy)
        [offset] = await send(settings, topic, [value], headers=[(BytesKey("bad"), b"x")], partition=partition)
    return offset


async def read_topic(settings: KafkaSettings, topic: str) -> list[Any]:
    """Return every record of a topic (contract name), partition by partition."""
    consumer = AIOKafkaConsumer(
        settings.topic(topic), bootstrap_servers=settings.kafka, enable_auto_commit=False, auto_offset_reset="earliest"
    )
    await consumer.start()
    found: list[Any] = []
    try:
        ends = await consumer.end_offsets(consumer.assignment())
        while any([await consumer.position(partition) < end for partition, end in ends.items()]):
            for records in (await consumer.getmany(timeout_ms=200)).values():
                found += records
    finally:
        await consumer.stop()
    return found


async def committed(settings: KafkaSettings, group: str, topic: str, partition: int = 0) -> int | None:
    """Return the offset that a group (plain name) has committed."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka, group_id=settings.topic(group), enable_auto_commit=False
    )
    await consumer.start()
    try:
        offset: int | None = await consumer.committed(TopicPartition(settings.topic(topic), partition))
        return offset
    finally:
        await consumer.stop()


async def eventually(condition: Callable[[], Awaitable[bool] | bool], seconds: float = 20.0) -> None:
    """Wait until `condition` holds; fails after `seconds`."""
    async with asyncio.timeout(seconds):
        while True:
            result = condition()
            if isinstance(result, Awaitable):
                result = await result
            if result:
                return
            await asyncio.sleep(0.05)
