"""Reading whole topics, for commands: from the first record to the last, without a group, committing nothing."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer

from shared.kafka.settings import KafkaSettings


async def every_record(settings: KafkaSettings, topics: Sequence[str]) -> AsyncIterator[Any]:
    """Yield what lies on `topics` (full names) now, each partition oldest first.

    Raises:
        KafkaError: the broker is away.
    """
    consumer = AIOKafkaConsumer(
        *topics, enable_auto_commit=False, auto_offset_reset="earliest", **settings.connection()
    )  # without a group: every partition of the topics is assigned
    try:
        await consumer.start()  # inside: one that could not start has something to close, too
        ends = await consumer.end_offsets(consumer.assignment())
        while any([await consumer.position(partition) < end for partition, end in ends.items()]):
            for records in (await consumer.getmany(timeout_ms=500)).values():
                for record in records:
                    yield record
    finally:
        await consumer.stop()
