"""The one batch loop: what cannot be handled is a dead letter, what cannot be handled *now* is waited for."""

import time
from collections import deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

import structlog
from aiokafka import TopicPartition
from aiokafka.errors import KafkaError
from opentelemetry.trace import SpanKind

from shared import crash
from shared.errors import PermanentError, StopConsumingError, TransientError
from shared.kafka.backoff import Backoff
from shared.kafka.deadletters import dead_letter, unreadable_note
from shared.kafka.figures import DEAD, FINISHED, HANDLED, SKIPPED, STOPPED
from shared.kafka.records import Outgoing, Record
from shared.kafka.relay import RecordPublisher
from shared.telemetry.traces import batch

DEAD_LETTER_LIMIT = 0.2
"""Above this share something else is wrong (a new producer, our own reader): burying on would help nobody."""

DEAD_LETTER_WINDOW = 500
"""Records over which the share is counted; fewer would let one bad batch stop the consumer."""

_log = structlog.get_logger()


class BatchHandler(Protocol):
    """Does a whole batch, in any order, and idempotently: it may be given the same records again."""

    async def __call__(self, records: Sequence[Record]) -> Mapping[int, PermanentError]:
        """Return, by position in `records`, what can never be handled; everything else is done, durably.

        Raises:
            TransientError: a server is away; its `undone` positions come again later, the others are done.
            StopConsumingError: nothing of this batch, and nothing after it, may be consumed by this process.
        """
        ...


@dataclass
class Progress:
    """What the consumer has done since it started, for readiness, metrics and the watchdog."""

    handled: int = 0
    dead: int = 0
    skipped: int = 0
    stopped: str | None = None
    waiting_for: str | None = None
    in_batch: bool = False
    finished_at: float = field(default_factory=time.monotonic)


class BatchConsumer:
    """Hands batches to `handle` and commits what is done; `source` names its crash points and logs.

    `give_up` ends the process where a fresh one may do better.
    """

    def __init__(
        self,
        handle: BatchHandler,
        publisher: RecordPublisher,
        *,
        source: str,
        group: str,
        prefix: str,
        give_up: Callable[[str], None],
        backoff: Backoff | None = None,
    ) -> None:
        self._handle = handle
        self._publisher = publisher
        self._source = source
        self._group = group
        self._prefix = prefix
        self._give_up = give_up
        self._backoff = backoff or Backoff()
        self._recent: deque[tuple[int, int]] = deque()
        self._first_seen: datetime | None = None
        self.progress = Progress()
        STOPPED.labels(group).set_function(lambda: self.progress.stopped is not None)
        self._finish()

    async def on_batch(self, message: Any) -> None:
        """Handle one FastStream batch message and acknowledge exactly what is done of it."""
        records = [_record(raw) for raw in message.raw_message]
        if self.progress.stopped:
            return self._hold(message.consumer, records)
        self._first_seen = self._first_seen or datetime.now(UTC)
        self.progress.in_batch = True
        try:
            with batch(f"{self._source} handles", [record.traceparent for record in records], SpanKind.CONSUMER):
                refused = await self._handle(records)
            self._check_limit(len(records), len(refused))
            await self._bury(records, refused)
            await self._commit(message, records, refused)
        except TransientError as error:
            await self._wait(message, records, error)
        except StopConsumingError as error:
            self._hold(message.consumer, records)
            self._stop(error)
        except Exception:
            _log.exception("a batch failed by a mistake of ours", source=self._source, records=len(records))
            await self._backoff.sleep()
            raise
        finally:
            self.progress.in_batch = False

    async def on_skipped(self, topic: str, partition: int, offset: int) -> None:
        """Report a record that cannot be read at all; the partition goes on behind it."""
        place = f"{topic}/{partition}:{offset}"
        _log.critical("a record cannot be read and is skipped", source=self._source, place=place)
        self.progress.skipped += 1
        SKIPPED.labels(self._group).inc()
        plain = topic.removeprefix(self._prefix)
        note = unreadable_note(topic, partition, offset, group=self._group, plain_topic=plain)
        await self._publisher.publish_all([note])

    async def _bury(self, records: Sequence[Record], refused: Mapping[int, PermanentError]) -> None:
        letters = [self._letter(records[position], error) for position, error in refused.items()]
        acknowledged = await self._publisher.publish_all(letters)
        if len(acknowledged) < len(letters):
            raise TransientError(f"{len(letters) - len(acknowledged)} dead letters are not acknowledged")

    def _letter(self, record: Record, error: PermanentError) -> Outgoing:
        place = f"{record.topic}/{record.partition}:{record.offset}"
        _log.error("a record becomes a dead letter", source=self._source, place=place, reason=error.reason)
        return dead_letter(
            record,
            error,
            group=self._group,
            topic=record.topic.removeprefix(self._prefix),
            attempts=self._backoff.attempts + 1,
            first_seen=self._first_seen or datetime.now(UTC),
        )

    def _check_limit(self, records: int, refused: int) -> None:
        window = [*self._recent, (records, refused)]
        seen, dead = (sum(column) for column in zip(*window, strict=True))
        if seen >= DEAD_LETTER_WINDOW and dead > DEAD_LETTER_LIMIT * seen:
            reason = f"{dead} of the last {seen} records are dead letters; the limit is {DEAD_LETTER_LIMIT:.0%}"
            raise StopConsumingError(reason, restart=False)

    def _stop(self, error: StopConsumingError) -> None:
        self.progress.stopped = error.reason
        _log.critical("stops consuming", source=self._source, reason=error.reason)
        if error.restart:
            self._give_up(error.reason)

    def _hold(self, consumer: Any, records: Sequence[Record]) -> None:
        """Keep the partitions where they are: the automatic acknowledgement then commits nothing of the batch."""
        rewind(consumer, records)
        consumer.pause(*consumer.assignment())

    async def _commit(self, message: Any, records: Sequence[Record], refused: Collection[int]) -> None:
        try:
            await message.ack()
        except KafkaError as error:
            # The partitions moved on, or the broker is away: whoever reads these records next finds them done.
            _log.warning("done but not committed", source=self._source, records=len(records), error=repr(error))
        else:
            crash.point(f"{self._source}.after_commit")
        self._advance(len(records), len(refused))
        _log.info("a batch is handled", source=self._source, records=len(records), dead=len(refused))

    def _advance(self, handled: int, dead: int) -> None:
        self._recent.append((handled, dead))
        while sum(count for count, _ in self._recent) - self._recent[0][0] >= DEAD_LETTER_WINDOW:
            self._recent.popleft()
        self._backoff.reset()
        self._first_seen = None
        HANDLED.labels(self._group).inc(handled)
        DEAD.labels(self._group).inc(dead)
        self.progress.handled += handled
        self.progress.dead += dead
        self.progress.waiting_for = None
        self._finish()

    async def _wait(self, message: Any, records: Sequence[Record], error: TransientError) -> None:
        undone = range(len(records)) if error.undone is None else error.undone
        if len(undone) < len(records):
            self._backoff.reset()
            self.progress.handled += len(records) - len(undone)
        _log.warning("records wait", source=self._source, records=len(undone), reason=error.reason)
        self.progress.waiting_for = error.reason
        rewind(message.consumer, [records[position] for position in undone])
        try:
            await message.ack()  # commits positions: after the rewind, exactly the done prefix
        except KafkaError as commit_error:
            _log.warning("the done part is not committed", source=self._source, error=repr(commit_error))
        await self._backoff.sleep()
        self._finish()

    def _finish(self) -> None:
        self.progress.finished_at = time.monotonic()
        FINISHED.labels(self._group).set_to_current_time()


def rewind(consumer: Any, undone: Sequence[Record]) -> None:
    """Set each partition back to its first undone record; partitions that were taken away are left alone."""
    first: dict[TopicPartition, int] = {}
    for record in undone:
        partition = TopicPartition(record.topic, record.partition)
        first[partition] = min(record.offset, first.get(partition, record.offset))
    for partition, offset in first.items():
        if partition in consumer.assignment():
            consumer.seek(partition, offset)


def _record(raw: Any) -> Record:
    return Record(raw.topic, raw.partition, raw.offset, raw.key, raw.value, tuple(raw.headers), raw.timestamp)
