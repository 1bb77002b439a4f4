"""Brokers with the settings that were found not to lose messages (design 8); the libraries' defaults do.

A process that consumes and produces has two: `request_timeout_ms` is one argument for both directions, and the short
one of a producer breaks the consumer's JoinGroup.
"""

import logging
from functools import partial
from typing import Any

from faststream import AckPolicy
from faststream.kafka import KafkaBroker

from shared.kafka.safe_records import GuardedConsumer, SkippedRecord, raw_decoder, safe_parser
from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import MAX_BATCH_SIZE

PRODUCER_REQUEST_TIMEOUT_MS = 2500
"""A request to an absent broker is given up early enough to try again within the deadline of one publish."""

MAX_RECORDS = 200
"""Records handled at once: acknowledging each one is 30 times slower; more than 500 gains nothing and blocks longer."""

BATCH_TIMEOUT_MS = 50
"""How long an incomplete batch is waited for; the submitter's result waits as long."""

GATHERED_BYTES = 1_000_000
"""What a fetch that gathers waits for; so much that only its time ends it."""

FETCH_WAIT_MS = 500
"""How long the broker holds a fetch while there is nothing; the library's default."""

SESSION_TIMEOUT_MS = 10_000
"""A surviving replica takes over a dead one's partitions after this and a heartbeat; 30 s survived no outage more."""

HEARTBEAT_INTERVAL_MS = 3_000
"""A third of the session, as the protocol recommends."""

GRACE = 5.0
"""Seconds a running batch is given when the process ends; a batch takes less, and a waiting one is redelivered."""

_log = logging.getLogger("branda.kafka.faststream")
"""FastStream's own log: a broker without a logger hides a nack loop."""


class _ConsumingBroker(KafkaBroker):
    """A broker whose consumers survive a header key that is not UTF-8."""

    on_skipped: SkippedRecord

    async def _connect(self) -> Any:
        await super()._connect()
        config: Any = self.config.broker_config
        config.builder = partial(GuardedConsumer, on_skipped=self.on_skipped, **config.builder.keywords)
        return config.builder


def consuming_broker(settings: KafkaSettings, on_skipped: SkippedRecord) -> KafkaBroker:
    """Return a broker that only consumes, with the library's request time-out of 40 s.

    `on_skipped` hears of every offset that had to be passed over because its bytes cannot be read at all.
    """
    broker = _ConsumingBroker(
        settings.kafka,
        client_id="branda",
        security=settings.security(),
        consumer_only=True,
        graceful_timeout=GRACE,
        allow_auto_create_topics=False,
        apply_types=False,
        logger=_log,
        log_level=logging.DEBUG,
    )
    broker.on_skipped = on_skipped
    return broker


def producing_broker(settings: KafkaSettings) -> KafkaBroker:
    """Return a broker that only produces.

    Not idempotent: after one rejected record aiokafka's idempotent producer refuses the whole partition for ever, and
    receivers deduplicate by event id anyway.
    """
    return KafkaBroker(
        settings.kafka,
        client_id="branda",
        security=settings.security(),
        acks="all",
        enable_idempotence=False,
        request_timeout_ms=PRODUCER_REQUEST_TIMEOUT_MS,
        max_batch_size=MAX_BATCH_SIZE,
        allow_auto_create_topics=False,
        apply_types=False,
        logger=_log,
        log_level=logging.DEBUG,
    )


def subscribe(broker: KafkaBroker, *topics: str, group: str, instance: str | None, gather_ms: int = 0) -> Any:
    """Return a subscriber of raw batches; its handler gets the FastStream message itself.

    With `gather_ms` the broker collects records for so long before it hands them over: fewer and larger batches, for a
    consumer nobody waits for.

    `NACK_ON_ERROR` is only the net for our own bugs (the default acknowledges before the work is done). `no_reply`:
    otherwise a record with a `reply_to` header would make us publish to a topic of its sender's choice.
    """
    return broker.subscriber(
        *topics,
        group_id=group,
        group_instance_id=f"{group}.{instance}" if instance else None,
        batch=True,
        max_records=MAX_RECORDS,
        batch_timeout_ms=BATCH_TIMEOUT_MS,
        fetch_min_bytes=GATHERED_BYTES if gather_ms else 1,
        fetch_max_wait_ms=gather_ms or FETCH_WAIT_MS,
        auto_offset_reset="earliest",
        session_timeout_ms=SESSION_TIMEOUT_MS,
        heartbeat_interval_ms=HEARTBEAT_INTERVAL_MS,
        ack_policy=AckPolicy.NACK_ON_ERROR,
        no_reply=True,
        parser=safe_parser,
        decoder=raw_decoder,
    )
