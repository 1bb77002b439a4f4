"""Opening Kafka in an application's lifespan: Kafka away at start means not ready, never an exit."""

import logging
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

from faststream.kafka import KafkaBroker

from shared.background import in_background
from shared.kafka.backoff import Backoff
from shared.kafka.broker import consuming_broker, producing_broker, subscribe
from shared.kafka.consume import BatchConsumer, BatchHandler, Progress
from shared.kafka.figures import LAG
from shared.kafka.publish import Publisher
from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import check_topics
from shared.kafka.watchdog import Watchdog

LONGEST_WAIT = 5.0
"""Seconds between attempts to start: Kafka takes 2 s, and nobody is harmed by a look."""

_log = logging.getLogger("branda.kafka")


def end_process(reason: str) -> None:
    """Ask this process to end in order; its supervisor starts a fresh one."""
    _log.critical("this process ends: %s", reason)
    os.kill(os.getpid(), signal.SIGTERM)


async def _start(broker: KafkaBroker) -> KafkaBroker:
    try:
        await broker.start()
    except BaseException:
        await broker.stop()
        raise
    return broker


async def keep_trying(start: Callable[[], Awaitable[None]], what: str) -> None:
    """Run `start` until it succeeds, for ever if need be; `what` is its name in the log."""
    backoff = Backoff(longest=LONGEST_WAIT)
    while True:
        try:
            return await start()
        except Exception as error:  # any reason not to start is waited for and shown as not ready
            _log.warning("%s is not started yet: %s: %s", what, type(error).__name__, error)
            await backoff.sleep()


@asynccontextmanager
async def started_publisher(settings: KafkaSettings) -> AsyncIterator[Publisher]:
    """Yield a publisher that is connected; for commands, which fail where a service waits.

    Raises:
        KafkaError: the broker is away.
    """
    broker = await _start(producing_broker(settings))
    try:
        yield Publisher(settings.topic_prefix, broker)
    finally:
        await broker.stop()


@asynccontextmanager
async def open_publisher(settings: KafkaSettings, topics: Iterable[str]) -> AsyncIterator[Publisher]:
    """Yield a publisher for `topics` (contract names) that connects in the background.

    It refuses to start while a topic is missing or would refuse our batches; publishing fails until it is started.
    """
    publisher = Publisher(settings.topic_prefix)

    async def start() -> None:
        await check_topics(settings, topics)
        publisher.use(await _start(producing_broker(settings)))

    async with in_background(keep_trying(start, "the publisher")):
        try:
            yield publisher
        finally:
            if broker := publisher.use(None):
                await broker.stop()


class RunningConsumer:
    """A consumer as the readiness probe sees it."""

    def __init__(self, consumer: BatchConsumer) -> None:
        self._consumer = consumer
        self.broker: KafkaBroker | None = None
        self.subscriber: Any = None
        self.watchdog = Watchdog(self._aiokafka, consumer.progress, end_process)

    @property
    def progress(self) -> Progress:
        """What was done since the start."""
        return self._consumer.progress

    def problem(self) -> str | None:
        """Return why records are not consumed now, or `None`."""
        if self.broker is None:
            return "not connected to Kafka yet"
        silent = "Kafka does not answer" if self.watchdog.broker_silent else None
        return self.progress.stopped or self.progress.waiting_for or silent

    def _aiokafka(self) -> Any:
        return self.subscriber.consumer if self.subscriber is not None else None


@asynccontextmanager
async def open_consumer(
    settings: KafkaSettings,
    handle: BatchHandler,
    publisher: Publisher,
    *,
    topics: tuple[str, ...],
    group: str,
    source: str,
    gather_ms: int = 0,
) -> AsyncIterator[RunningConsumer]:
    """Yield the consumer of `topics` (contract names), started in the background and watched.

    `publisher` carries the dead letters; `source` names the crash point `<source>.after_commit`. The group's name gets
    the topic prefix, so that two installations on one broker do not share offsets. `gather_ms` as in `subscribe`.
    """
    group = settings.topic(group)
    batches = BatchConsumer(
        handle, publisher, source=source, group=group, prefix=settings.topic_prefix, give_up=end_process
    )
    running = RunningConsumer(batches)
    LAG.labels(group).set_function(lambda: running.watchdog.lag or 0)

    async def start() -> None:
        await check_topics(settings, topics)
        broker = consuming_broker(settings, batches.on_skipped)
        names = map(settings.topic, topics)
        instance = settings.group_instance
        subscriber = subscribe(broker, *names, group=group, instance=instance, gather_ms=gather_ms)
        subscriber(batches.on_batch)
        running.broker, running.subscriber = await _start(broker), subscriber

    async with in_background(keep_trying(start, "the consumer")), in_background(running.watchdog.run()):
        try:
            yield running
        finally:
            if running.broker is not None:
                await running.broker.stop()
