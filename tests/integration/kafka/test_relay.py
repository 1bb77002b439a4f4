"""The outbox relay between a real MongoDB and a real Kafka."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.background import in_background
from shared.kafka.backoff import Backoff
from shared.kafka.lifespan import open_publisher
from shared.kafka.outbox_mongo import MongoOutbox, OutboxShape
from shared.kafka.records import CONTENT_TYPE, Outgoing
from shared.kafka.relay import Relay
from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import apply_topics
from shared.mongo import Database, Document, open_mongo
from stack.kafka import Kafka
from tests.support.kafka import eventually, read_topic
from tests.support.servers import new_topic_prefix

TOPIC = "branda.submissions"


def _published() -> Mapping[str, Any]:
    return {"$set": {"published": datetime.now(UTC)}}


def _outgoing(document: Document) -> Outgoing:
    return Outgoing(document["_id"], TOPIC, document["cluster"].encode(), bytes(document["body"]))


EVENTS = OutboxShape({"published": None}, "_id", _published, _outgoing, ("cluster", "body"), order="recorded")
HEADS = OutboxShape(
    {"outbox": {"$exists": True}},
    "outbox.id",
    lambda: {"$unset": {"outbox": 1}},
    lambda head: Outgoing(head["outbox"]["id"], TOPIC, b"k", bytes(head["outbox"]["body"])),
    ("outbox",),
)


async def _store(database: Database, numbers: range) -> None:
    await database.events.insert_many(
        {"_id": n, "cluster": f"c{n % 7}", "body": b"body %d" % n, "recorded": n, "published": None} for n in numbers
    )


async def test_everything_written_is_published_once_with_its_key_and_type(
    kafka_settings: KafkaSettings, database: Database
) -> None:
    await _store(database, range(1200))
    async with open_publisher(kafka_settings, [TOPIC]) as publisher:
        relay = Relay(MongoOutbox(database.events, EVENTS), publisher, "test", backoff=Backoff(0.05, 0.1))
        async with in_background(relay.run()):

            async def all_marked() -> bool:
                return not await database.events.count_documents({"published": None})

            await eventually(all_marked)
    records = await read_topic(kafka_settings, TOPIC)
    assert sorted(record.value for record in records) == sorted(b"body %d" % n for n in range(1200))
    assert {record.key for record in records} == {b"c%d" % n for n in range(7)}
    assert {dict(record.headers)["content-type"] for record in records} == {CONTENT_TYPE.encode()}


async def test_an_older_publication_does_not_clear_the_flag_of_a_newer_event(database: Database) -> None:
    outbox = MongoOutbox(database.heads, HEADS)
    await database.heads.insert_one({"_id": "head", "outbox": {"id": "old", "body": b"old"}})
    [old] = await outbox.pending(10)
    await database.heads.update_one({"_id": "head"}, {"$set": {"outbox": {"id": "new", "body": b"new"}}})
    await outbox.mark_published([old.id])
    [new] = await outbox.pending(10)
    assert (new.id, new.value) == ("new", b"new")
    await outbox.mark_published([new.id])
    assert await outbox.pending(10) == []


@pytest.mark.crash
async def test_a_frozen_and_a_killed_broker_lose_nothing(
    kafka_to_kill: Kafka, mongo_server: str, database_name: str
) -> None:
    settings = KafkaSettings(kafka=kafka_to_kill.bootstrap, topic_prefix=new_topic_prefix(), kafka_partitions=3)
    await apply_topics(settings)
    async with open_mongo(mongo_server) as client, open_publisher(settings, [TOPIC]) as publisher:
        database = client[database_name]
        relay = Relay(MongoOutbox(database.events, EVENTS), publisher, "test", backoff=Backoff(0.1, 0.5))

        async def all_marked() -> bool:
            return not await database.events.count_documents({"published": None})

        async with in_background(relay.run()):
            await _store(database, range(300))
            await eventually(all_marked)
            kafka_to_kill.process.pause()
            await _store(database, range(300, 600))
            await eventually(lambda: relay.backlog_failing, 10)
            kafka_to_kill.process.resume()
            await eventually(all_marked, 30)
            kafka_to_kill.process.kill()
            await _store(database, range(600, 900))
            await eventually(lambda: relay.backlog_failing, 10)
            await asyncio.to_thread(kafka_to_kill.process.restart)
            await eventually(all_marked, 30)
    records = await read_topic(settings, TOPIC)
    assert {record.value for record in records} == {b"body %d" % n for n in range(900)}
