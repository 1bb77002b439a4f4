"""Publishing again what intake has stored: fills an emptied topic, brings back records that a reader had to skip."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Protocol

from shared.kafka.records import Outgoing
from shared.kafka.relay import RecordPublisher

BATCH = 500


class EventArchive(Protocol):
    """The stored events, in the order in which they were recorded."""

    def read(self, since: datetime | None, cluster: str | None) -> AsyncIterator[Outgoing]:
        """Yield the events recorded at or after `since`, of one cluster or of all.

        Without either, also what intake has kept of published criteria, and that first.
        """
        ...


class ReplayIncompleteError(Exception):
    """Kafka did not acknowledge everything; running the same replay again is safe."""


class Replay:
    """Publishes stored events again, byte for byte under the same ids: receivers that have them change nothing."""

    def __init__(self, archive: EventArchive, publisher: RecordPublisher) -> None:
        self._archive, self._publisher = archive, publisher

    async def run(self, since: datetime | None, cluster: str | None) -> int:
        """Return how many events were published; raises `ReplayIncompleteError`."""
        published = 0
        batch: list[Outgoing] = []
        async for record in self._archive.read(since, cluster):
            batch.append(record)
            if len(batch) == BATCH:
                published += await self._publish(batch)
                batch = []
        return published + await self._publish(batch)

    async def _publish(self, batch: Sequence[Outgoing]) -> int:
        acknowledged = await self._publisher.publish_all(batch)
        if len(acknowledged) < len(batch):
            raise ReplayIncompleteError(f"Kafka acknowledged {len(acknowledged)} of {len(batch)} events")
        return len(batch)
