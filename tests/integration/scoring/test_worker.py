"""The worker on a real Kafka and a real MongoDB: events in, heads and announcements out, whatever the order."""

import random
from collections.abc import Sequence
from datetime import date

import pytest

from services.scoring.adapters.mongo.results import MongoResults
from services.scoring.settings import Settings
from shared.contracts.common import SUBMISSIONS
from shared.contracts.envelope import Event
from shared.contracts.readiness import ReadinessAssessed
from shared.contracts.records import BenchmarkingRecorded, EvidenceAttached
from shared.kafka.settings import KafkaSettings
from shared.mongo import open_mongo
from tests.support.events import cluster_id, event, members, registered, submitted
from tests.support.kafka import eventually, read_topic, send
from tests.support.worker import Checker, worker_settings, working

SEED = 20261122


@pytest.fixture
def settings(kafka_settings: KafkaSettings, mongo_server: str, database_name: str) -> Settings:
    return worker_settings(kafka_settings, mongo_server, database_name)


def story(number: int) -> list[Event]:
    """Return what happens to one cluster: two assessments, an interview and a list of members."""
    cluster = cluster_id(number)
    proof = EvidenceAttached(indicators=("1.1.2",), kind="link", dated=date(2026, 3, 1), strength="documented")
    return [
        registered(number),
        submitted(number, "first", members(13), date(2026, 2, 1), sequence=2),
        event(BenchmarkingRecorded(interview_on=date(2026, 3, 2)), cluster=cluster, key="b", sequence=3),
        event(proof, cluster=cluster, key="e", sequence=4, day=date(2026, 3, 3)),
        submitted(number, "second", members(18), date(2026, 6, 1), sequence=5),
    ]


async def settle(settings: Settings, events: Sequence[Event]) -> Checker:
    """Wait until everything sent is held and every head is as an offline fold says, and announced."""
    checker = Checker(settings)

    async def settled() -> bool:
        return not await checker.missing(events) and not await checker.faults()

    await eventually(settled, 30)
    return checker


async def test_events_become_results_and_announcements(settings: Settings) -> None:
    events = story(1)
    async with working(settings):
        await send(settings, SUBMISSIONS, [each.encode() for each in events])
        checker = await settle(settings, events)
    announced = [each for each in await checker.readiness() if isinstance(each.data, ReadinessAssessed)]
    latest = max(announced, key=lambda each: each.data.revision)  # type: ignore[attr-defined]
    assert isinstance(latest.data, ReadinessAssessed)
    assert latest.data.cause == "submission"
    assert (latest.data.assessment, latest.data.current) == (events[-1].id, True)
    assert latest.key == cluster_id(1).encode()
    async with open_mongo(settings.mongo) as client:
        results = MongoResults(client[settings.scoring_database])
        current = await results.current(cluster_id(1))
        earlier = await results.of_assessment(cluster_id(1), events[1].id)
    assert current is not None
    assert current.readiness.assessment == events[-1].id
    assert earlier is not None
    assert not earlier.current
    assert earlier.readiness.on == date(2026, 6, 1)


async def test_order_duplicates_and_restarts_change_no_result(settings: Settings) -> None:
    stories = [story(number) for number in range(12)]
    events = [each for one in stories for each in one]
    shuffled = [*events, *events, *events[::3]]
    random.Random(SEED).shuffle(shuffled)
    third = len(shuffled) // 3
    for part in (shuffled[:third], shuffled[third : 2 * third], shuffled[2 * third :]):
        async with working(settings) as worker:
            for partition in range(3):
                mine = [each.encode() for each in part if int(each.subject[-2:], 16) % 3 == partition]
                await send(settings, SUBMISSIONS, mine, partition=partition)
            await eventually(lambda running=worker, count=len(part): running.consumer.progress.handled >= count // 2)
    async with working(settings):
        await settle(settings, events)


async def test_poison_is_told_and_its_neighbours_are_scored(settings: Settings) -> None:
    events = [registered(number) for number in range(5)]
    other_bytes = events[0].model_copy(update={"sequence": 77}).encode()
    misplaced = events[1].encode().replace(b"branda.cluster.registered.v1", b"branda.review.decided.v1")
    values = [each.encode() for each in events]
    await send(settings, SUBMISSIONS, [values[0], other_bytes, b"{", *values[1:], misplaced, None])
    async with working(settings) as worker:
        await settle(settings, events)
        await eventually(lambda: worker.consumer.progress.dead == 4)
    letters = await read_topic(settings, f"{SUBMISSIONS}.dlq")
    reasons = {letter.value: dict(letter.headers)["dlq-reason"].decode() for letter in letters}
    assert reasons[other_bytes] == f"the id {events[0].id} was seen with other bytes"
    assert set(reasons) == {other_bytes, b"{", misplaced, b""}
