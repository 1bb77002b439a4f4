"""Servers killed under load, workers side by side: everything converges, nothing is skipped."""

import asyncio
from contextlib import AsyncExitStack

import httpx
import pytest

from services.scoring.settings import Settings
from services.scoring.worker import create_app
from shared.contracts.common import SUBMISSIONS
from shared.contracts.envelope import Event
from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import apply_topics
from stack.kafka import Kafka
from stack.mongo import Mongo
from tests.support.events import members, registered, submitted
from tests.support.kafka import eventually, send
from tests.support.scoring import TODAY
from tests.support.servers import new_database_name, new_topic_prefix
from tests.support.worker import Checker, worker_settings, working


def load(first: int, count: int) -> list[Event]:
    """Return registrations and assessments of `count` clusters."""
    numbers = range(first, first + count)
    return [each for n in numbers for each in (registered(n), submitted(n, "a", members(n % 30), TODAY, sequence=2))]


async def feed(settings: Settings, events: list[Event], partition: int = 0) -> None:
    """Put events on the topic, in small portions, so that the worker is in the middle of them."""
    for start in range(0, len(events), 50):
        await send(settings, SUBMISSIONS, [each.encode() for each in events[start : start + 50]], partition=partition)


async def settled(settings: Settings, events: list[Event], seconds: float = 60) -> None:
    checker = Checker(settings)

    async def nothing_wrong() -> bool:
        return not await checker.missing(events) and not await checker.faults()

    await eventually(nothing_wrong, seconds)


@pytest.mark.crash
async def test_a_killed_mongod_holds_the_offsets_and_nothing_is_skipped(
    kafka_settings: KafkaSettings, mongo_to_kill: Mongo
) -> None:
    settings = worker_settings(kafka_settings, mongo_to_kill.dsn, new_database_name())
    events = load(0, 150)
    app = create_app(settings)
    client = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://worker")
    async with app.router.lifespan_context(app), client:
        await feed(settings, events[:100])

        async def ready(status: int) -> bool:
            return (await client.get("/health/ready")).status_code == status

        await eventually(lambda: ready(200))
        mongo_to_kill.process.kill()
        await feed(settings, events[100:])
        await eventually(lambda: ready(503))
        assert (await client.get("/health/live")).status_code == 200
        await asyncio.sleep(2)
        await asyncio.to_thread(mongo_to_kill.process.restart)
        await settled(settings, events)
        await eventually(lambda: ready(200))
        assert "branda_records_handled_total" in (await client.get("/metrics")).text


@pytest.mark.crash
async def test_a_killed_kafka_loses_neither_events_nor_announcements(
    kafka_to_kill: Kafka, mongo_server: str, database_name: str
) -> None:
    kafka = KafkaSettings(kafka=kafka_to_kill.bootstrap, topic_prefix=new_topic_prefix(), kafka_partitions=3)
    await apply_topics(kafka)
    settings = worker_settings(kafka, mongo_server, database_name)
    events = load(0, 100)
    async with working(settings) as worker:
        await feed(settings, events)
        await eventually(lambda: worker.consumer.progress.handled > 20)
        kafka_to_kill.process.kill()
        await asyncio.to_thread(kafka_to_kill.process.restart)
        later = load(100, 20)
        await feed(settings, later)
        await settled(settings, [*events, *later])


async def test_workers_that_come_and_go_converge(
    kafka_settings: KafkaSettings, mongo_server: str, database_name: str
) -> None:
    settings = worker_settings(kafka_settings, mongo_server, database_name)
    events = load(0, 200)
    sending = [asyncio.create_task(feed(settings, events[n::3], n)) for n in range(3)]
    async with AsyncExitStack() as first:
        await first.enter_async_context(working(settings))
        async with working(settings), working(settings):
            await asyncio.sleep(1)
        async with working(settings):
            await asyncio.gather(*sending)
            await settled(settings, events)
