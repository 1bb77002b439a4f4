"""Publishing records so that "acknowledged" means the broker has them."""

import asyncio
import logging
from collections.abc import Sequence
from typing import Any

from faststream.kafka import KafkaBroker

from shared.errors import TransientError
from shared.kafka.records import Outgoing

DEADLINE = 4.0
"""Seconds for one publish. The request time-out is no upper bound: a frozen broker was answered for after 7.5 s."""

_log = logging.getLogger("branda.kafka.publish")


class Publisher:
    """Publishes with every record in flight at once.

    A failure means *unknown*: the record may be on the topic. Publish it again under the same event id.
    """

    def __init__(self, prefix: str, broker: KafkaBroker | None = None, *, deadline: float = DEADLINE) -> None:
        self._prefix = prefix
        self._broker = broker
        self._deadline = deadline

    @property
    def started(self) -> bool:
        """Whether there is a broker to publish to; it may be away at the moment."""
        return self._broker is not None

    def use(self, broker: KafkaBroker | None) -> KafkaBroker | None:
        """Publish by `broker` from now on; returns the one before."""
        before, self._broker = self._broker, broker
        return before

    async def publish(self, record: Outgoing) -> None:
        """Publish one record.

        Raises:
            TransientError: the broker did not acknowledge it in time.
        """
        if not await self.publish_all([record]):
            raise TransientError(f"Kafka did not acknowledge a record for {record.topic}")

    async def publish_all(self, records: Sequence[Outgoing]) -> list[Outgoing]:
        """Return those of `records` that the broker has acknowledged, after at most the deadline; never raises."""
        if not records:
            return []
        pending: dict[asyncio.Future[Any], Outgoing] = {}
        try:
            async with asyncio.timeout(self._deadline):
                for record in records:
                    pending[await self._send(record)] = record
                await asyncio.wait(pending)
        except Exception as error:  # whatever aiokafka raises, the record is not acknowledged
            _log.warning("publishing failed after %d of %d records: %r", len(pending), len(records), error)
        return [record for future, record in pending.items() if self._acknowledged(future, record)]

    async def _send(self, record: Outgoing) -> asyncio.Future[Any]:
        if self._broker is None:
            raise TransientError("not connected to Kafka yet")
        return await self._broker.publish(
            record.value,
            self._prefix + record.topic,
            key=record.key or None,
            headers=dict(record.headers),
            no_confirm=True,
        )

    def _acknowledged(self, future: asyncio.Future[Any], record: Outgoing) -> bool:
        if not future.done():
            future.add_done_callback(_forget)
            return False
        if future.cancelled():
            return False
        error = future.exception()
        if error is not None:
            _log.warning("%s: not acknowledged: %r", record.topic, error)
        return error is None


def _forget(future: asyncio.Future[Any]) -> None:
    if not future.cancelled():
        future.exception()
