"""Figure 2: records per second through the scoring worker, against a bare aiokafka loop with the same reads."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from random import Random

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from services.scoring.adapters.kafka.handler import arrival
from services.scoring.adapters.mongo.event_store import MongoEventStore
from services.scoring.bootstrap import open_worker
from services.scoring.settings import Settings
from shared.contracts.common import READINESS, SUBMISSIONS
from shared.contracts.envelope import VILNIUS
from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import apply_topics
from shared.mongo import Database, open_mongo
from tests.benchmarks.bare_fold import fold_bare
from tests.benchmarks.figures import Figure, Goal, Measure
from tests.benchmarks.rounds import in_own_process
from tests.benchmarks.servers import Servers
from tests.benchmarks.stored import copy, fold_all, keep_histories
from tests.benchmarks.workload import CATALOGUE, history, submitted
from tests.support.events import cluster_id
from tests.support.scoring import catalogues
from tests.support.servers import drop_topics, new_topic_prefix

ROUNDS = 3
CLUSTERS = 800
EVENTS = 20
PARTITIONS = 3
MAX_RECORDS = 200
"""As the worker's own consumer."""

SEED = 20261122
DAY = date(2026, 11, 2)
LOOK = 0.01


def measure(servers: Servers) -> list[Figure]:
    """Return records per second, one new assessment for each cluster on its existing history."""
    found: dict[bool, list[float]] = {True: [], False: []}
    with servers.database() as database:
        asyncio.run(_prepare(servers.mongo.dsn, database))
        for number in range(ROUNDS):
            prefix = new_topic_prefix()
            asyncio.run(_fill(_kafka(servers.kafka.bootstrap, prefix)))
            for bare in (True, False):
                name = f"{database}_{number}_{'bare' if bare else 'ours'}"
                asyncio.run(_copy(servers.mongo.dsn, database, name))
                outcome = in_own_process(
                    "worker",
                    kafka=servers.kafka.bootstrap,
                    prefix=prefix,
                    dsn=servers.mongo.dsn,
                    database=name,
                    bare=bare,
                )
                found[bare].append(outcome["rate"])
            drop_topics(servers.kafka.bootstrap, prefix)
    note = f"{CLUSTERS} assessments of 6 KB, each for another cluster of {EVENTS} events; timed from the first batch on"
    ours, bare_rates = Measure(tuple(found[False])), Measure(tuple(found[True]))
    return [Figure("worker, records", "/s", ours, bare_rates, Goal("ratio", "≥", 0.6), note)]


async def round_in_process(kafka: str, prefix: str, dsn: str, database: str, bare: bool) -> dict[str, float]:
    """Consume everything once; returns `rate`, which leaves the first batch and the way to it out."""
    settings = Settings(
        **_kafka(kafka, prefix).model_dump(exclude={"kafka_password"}), mongo=dsn, scoring_database=database
    )
    return {"rate": await (_consume_bare(settings) if bare else _consume(settings))}


async def _consume(settings: Settings) -> float:
    async with open_worker(settings) as worker, open_mongo(settings.mongo) as client:
        progress, heads = worker.consumer.progress, client[settings.scoring_database].heads

        async def published() -> bool:
            return not await heads.find_one({"outbox.id": {"$exists": True}}, {"_id": 1})

        await _until(lambda: progress.handled > 0)
        first, begun = progress.handled, time.perf_counter()
        await _until(lambda: progress.handled >= CLUSTERS)
        await _until(published)
        return (CLUSTERS - first) / (time.perf_counter() - begun)


async def _until(condition: Callable[[], bool | Awaitable[bool]]) -> None:
    while True:
        holds = condition()
        if await holds if isinstance(holds, Awaitable) else holds:
            return
        await asyncio.sleep(LOOK)


async def _consume_bare(settings: Settings) -> float:
    criteria, today = catalogues().named(CATALOGUE), datetime.now(VILNIUS).date()
    done, first, begun = 0, 0, 0.0
    async with open_mongo(settings.mongo) as client, _loop(settings) as (consumer, producer):
        database = client[settings.scoring_database]
        while done < CLUSTERS:
            batches = await consumer.getmany(timeout_ms=50, max_records=MAX_RECORDS)
            values = [record.value for records in batches.values() for record in records]
            if not values:
                continue
            clusters = await _keep(database, values)
            results = await fold_bare(database, clusters, criteria, today)
            topic = settings.topic(READINESS)
            sent = [
                await producer.send(topic, result, key=cluster.encode())
                for cluster, result in zip(clusters, results, strict=True)
            ]
            await asyncio.gather(*sent)
            await consumer.commit()
            done += len(values)
            if not first:
                first, begun = done, time.perf_counter()
    return (done - first) / (time.perf_counter() - begun)


async def _keep(database: Database, values: Sequence[bytes]) -> list[str]:
    """Read and store the events as the worker does: reading them is part of the same work."""
    arrivals = [arrival(value, SUBMISSIONS) for value in values]
    await MongoEventStore(database).add(arrivals)
    return list(dict.fromkeys(arrived.cluster for arrived in arrivals))


@asynccontextmanager
async def _loop(settings: Settings) -> AsyncIterator[tuple[AIOKafkaConsumer, AIOKafkaProducer]]:
    consumer = AIOKafkaConsumer(
        settings.topic(SUBMISSIONS),
        bootstrap_servers=settings.kafka,
        group_id=settings.topic("bare"),
        enable_auto_commit=False,
        auto_offset_reset="earliest",
    )
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka, acks="all")
    await producer.start()
    await consumer.start()
    try:
        yield consumer, producer
    finally:
        await consumer.stop()
        await producer.stop()


def _kafka(bootstrap: str, prefix: str) -> KafkaSettings:
    return KafkaSettings(kafka=bootstrap, topic_prefix=prefix, kafka_partitions=PARTITIONS)


async def _prepare(dsn: str, database: str) -> None:
    async with open_mongo(dsn) as client:
        clusters = [cluster_id(number) for number in range(CLUSTERS)]
        await keep_histories(client[database], clusters, history(0, EVENTS))
        await fold_all(client[database], clusters)


async def _copy(dsn: str, source: str, target: str) -> None:
    async with open_mongo(dsn) as client:
        await copy(client, source, target)


async def _fill(settings: KafkaSettings) -> None:
    """Create the topics and put one new assessment of each cluster on them, in any order."""
    await apply_topics(settings)
    numbers = list(range(CLUSTERS))
    Random(SEED).shuffle(numbers)
    producer = AIOKafkaProducer(bootstrap_servers=settings.kafka, acks="all")
    await producer.start()
    try:
        for number in numbers:
            event = submitted(number, "second", DAY, EVENTS + 1)
            await producer.send(settings.topic(SUBMISSIONS), event.encode(), key=cluster_id(number).encode())
        await producer.flush()
    finally:
        await producer.stop()
