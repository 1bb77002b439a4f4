"""The one outbox relay: what a writer stored with its flag is published until the broker has it."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol

from opentelemetry.trace import SpanKind

from shared import crash
from shared.errors import TransientError
from shared.kafka.backoff import Backoff
from shared.kafka.figures import OUTBOX_AGE, PUBLISHED
from shared.kafka.records import Outgoing
from shared.telemetry.traces import HEADER, batch

BATCH = 500
"""Records in flight at once; at 6 KB each they are 3 MB."""

SWEEP_INTERVAL = 1.0
"""Seconds between looks at the outbox without a wake-up: finds what another process wrote or left."""

LONGEST_WAIT = 5.0
"""Seconds between attempts at most: after an outage everything must flow again within 30 s (`quality.md` 3, row 5)."""

_log = logging.getLogger("branda.kafka.relay")


class OutboxStore(Protocol):
    """Where the flags are. Several relays may read the same records at once: receivers deduplicate by event id."""

    async def pending(self, limit: int) -> Sequence[Outgoing]:
        """Return at most `limit` records that are not marked as published, oldest first as far as known."""
        ...

    async def mark_published(self, ids: Sequence[Any]) -> None:
        """Clear the flags of exactly these records; one written since under the same document keeps its own."""
        ...


class RecordPublisher(Protocol):
    """Puts records on their topics."""

    async def publish_all(self, records: Sequence[Outgoing]) -> list[Outgoing]:
        """Return those that the broker acknowledged."""
        ...


class Relay:
    """Publishes from an outbox, woken by the writer and by a sweep; `source` names its crash points.

    What a writer hands over is published from memory, without being read back; the sweep finds whatever that misses.
    `backlog_failing` is true while the last attempt published nothing of what was waiting.
    """

    def __init__(
        self,
        store: OutboxStore,
        publisher: RecordPublisher,
        source: str,
        *,
        sweep_interval: float = SWEEP_INTERVAL,
        backoff: Backoff | None = None,
    ) -> None:
        self._store = store
        self._publisher = publisher
        self._source = source
        self._interval = sweep_interval
        self._backoff = backoff or Backoff(longest=LONGEST_WAIT)
        self._woken = asyncio.Event()
        self._handed: dict[Any, Outgoing] = {}
        self._swept: frozenset[Any] = frozenset()
        self._just_handed = False
        self._look = True
        self._sweep_at = 0.0
        self._oldest: datetime | None = None
        self.backlog_failing = False
        OUTBOX_AGE.labels(source).set_function(self.age)

    def age(self) -> float:
        """Return for how many seconds the oldest record seen has been waiting; 0 when nothing waits."""
        return max(0.0, (datetime.now(UTC) - self._oldest).total_seconds()) if self._oldest else 0.0

    def wake(self) -> None:
        """Say that something was written; returns at once. Unless it was handed over just before, it is looked for."""
        self._look = self._look or not self._just_handed
        self._just_handed = False
        self._woken.set()

    def hand_over(self, records: Iterable[Outgoing]) -> None:
        """Publish what lies in the outbox, flag and all, and durably, without reading it again; returns at once.

        What a sweep has found before it was handed over is that sweep's: published, or looked for again.
        """
        for record in records:
            if record.id in self._swept:
                continue
            if len(self._handed) < BATCH:
                self._handed[record.id] = record
            else:
                self._look = True
        self._just_handed = True
        self._woken.set()

    async def run(self) -> None:
        """Relay until cancelled; a server that is away is waited for, and nothing else ends it either."""
        while True:
            self._woken.clear()
            try:
                more = await self.relay_once()
            except TransientError as error:
                self._look = True
                _log.warning("%s relay waits: %s", self._source, error.reason)
                await self._backoff.sleep()
            except Exception:  # a bug must not leave events lying while the process looks healthy
                _log.exception("%s relay failed", self._source)
                self.backlog_failing = self._look = True
                await self._backoff.sleep()
            else:
                self._backoff.reset()
                if not more:
                    await self._rest()

    async def relay_once(self) -> bool:
        """Publish one batch and mark it; returns whether there may be more waiting.

        Raises:
            TransientError: the outbox is away, or the broker acknowledged nothing.
        """
        records = self._take_handed() or await self._sweep()
        if not records:
            self.backlog_failing, self._oldest = False, None
            return False
        known = [record.since for record in records if record.since]
        self._oldest = min(known, default=self._oldest or datetime.now(UTC))
        crash.point(f"{self._source}.before_publish")
        with batch(f"publish {self._source}", [record.headers.get(HEADER) for record in records], SpanKind.PRODUCER):
            acknowledged = await self._publisher.publish_all(records)
        self.backlog_failing = len(acknowledged) < len(records)
        if acknowledged:
            crash.point(f"{self._source}.after_publish")
            crash.point(f"{self._source}.before_mark")
            await self._store.mark_published([record.id for record in acknowledged])
            self._oldest = self._oldest if self.backlog_failing else None
            PUBLISHED.labels(self._source).inc(len(acknowledged))
        if self.backlog_failing:
            self._look = True
            raise TransientError(f"Kafka acknowledged {len(acknowledged)} of {len(records)} records")
        return len(records) == BATCH

    def _take_handed(self) -> list[Outgoing]:
        """Return what was handed over, unless it is time to look at the outbox itself."""
        if self._look or time.monotonic() >= self._sweep_at:
            return []
        records = list(self._handed.values())
        self._handed.clear()
        return records

    async def _sweep(self) -> Sequence[Outgoing]:
        self._sweep_at = time.monotonic() + self._interval
        records = await self._store.pending(BATCH)
        self._swept = frozenset(record.id for record in records)
        for record in records:
            self._handed.pop(record.id, None)
        self._look = len(records) == BATCH
        return records

    async def _rest(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), self._interval)
