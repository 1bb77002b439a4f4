"""Reading records that were not written by us: no header may cost a batch, or stop a partition."""

import dataclasses
from collections.abc import Awaitable, Callable
from typing import Any

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition

Records = dict[TopicPartition, list[ConsumerRecord[Any, Any]]]
"""What `getmany` returns."""

SkippedRecord = Callable[[str, int, int], Awaitable[None]]
"""Hears topic, partition and offset of a record whose bytes cannot be read, before the consumer goes on."""


def _clean(record: Any) -> Any:
    try:
        for _, value in record.headers:
            value.decode()
    except (AttributeError, UnicodeDecodeError):
        headers = tuple((key, (value or b"").decode("utf-8", "replace").encode()) for key, value in record.headers)
        return dataclasses.replace(record, headers=headers)
    return record


async def safe_parser(raw: Any, original: Callable[[Any], Awaitable[Any]]) -> Any:
    """Parse a batch whose header values may be null or not UTF-8; never raises, or the whole batch would be lost.

    The message keeps the records as they were, for the dead letters.
    """
    message = await original(tuple(map(_clean, raw)))
    message.raw_message = raw
    return message


async def raw_decoder(message: Any) -> Any:
    """Leave the bytes alone: what they mean is decided record by record, not for the batch."""
    return message


REFETCH_MS = 1000
"""How long a record that is known to be on the broker is waited for, while reading around an unreadable one."""


class GuardedConsumer(AIOKafkaConsumer):  # type: ignore[misc]  # aiokafka has no types
    """A consumer that passes over a record with a header key that is not UTF-8 instead of stopping for ever.

    aiokafka's reader raises out of `getmany` at such a record on every try, and forgets what it had taken from other
    partitions in the same call. The guard puts every position back, then reads one record at a time and skips, and
    reports, what cannot be read: the record and the rest of its producer's batch.
    """

    def __init__(self, *args: Any, on_skipped: SkippedRecord, **options: Any) -> None:
        super().__init__(*args, **options)
        self._on_skipped = on_skipped

    async def getmany(
        self, *partitions: TopicPartition, timeout_ms: int = 0, max_records: int | None = None
    ) -> Records:
        """Return records as the base does; on an unreadable one, those that can be read around it."""
        before = {partition: await self.position(partition) for partition in self.assignment()}
        try:
            records: Records = await super().getmany(*partitions, timeout_ms=timeout_ms, max_records=max_records)
        except UnicodeDecodeError:
            return await self._one_by_one(before, max_records or 1)
        return records

    async def _one_by_one(self, before: dict[TopicPartition, int], limit: int) -> Records:
        readable: Records = {}
        for partition in self.assignment():
            # A partition that came in this very call has delivered nothing: its committed offset is its position.
            position = before.get(partition) or await self.committed(partition) or 0
            if await self.position(partition) != position:
                self.seek(partition, position)
            records = await self._readable(partition, limit)
            if records:
                readable[partition] = records
        return readable

    async def _readable(self, partition: TopicPartition, limit: int) -> list[ConsumerRecord[Any, Any]]:
        records: list[ConsumerRecord[Any, Any]] = []
        while len(records) < limit and (self.highwater(partition) or 0) > await self.position(partition):
            try:
                fetched = await super().getmany(partition, timeout_ms=REFETCH_MS, max_records=1)
            except UnicodeDecodeError:
                offset = await self.position(partition)
                await self._on_skipped(partition.topic, partition.partition, offset)
                self.seek(partition, offset + 1)
                continue
            if not fetched:
                break
            records += fetched[partition]
        return records
