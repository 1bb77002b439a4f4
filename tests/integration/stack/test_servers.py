"""The embedded servers keep what they acknowledged through a kill and serve again afterwards."""

import uuid
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from pymongo import MongoClient

from stack.kafka import Kafka
from stack.mongo import Mongo


async def test_kafka_keeps_acknowledged_records_through_a_kill(kafka_to_kill: Kafka) -> None:
    topic = f"kill-{uuid.uuid4().hex[:8]}"
    await create_topic(kafka_to_kill.bootstrap, topic)
    await produce(kafka_to_kill.bootstrap, topic, b"before")

    kafka_to_kill.process.kill()
    kafka_to_kill.process.restart()

    await produce(kafka_to_kill.bootstrap, topic, b"after")
    assert await read_all(kafka_to_kill.bootstrap, topic, expected=2) == [b"before", b"after"]


def test_mongod_keeps_journalled_documents_through_a_kill(mongo_to_kill: Mongo) -> None:
    name = f"kill_{uuid.uuid4().hex[:8]}"
    with MongoClient[dict[str, Any]](mongo_to_kill.dsn, w="majority", journal=True) as client:
        client[name].kept.insert_one({"_id": "before"})

        mongo_to_kill.process.kill()
        mongo_to_kill.process.restart()

        client[name].kept.insert_one({"_id": "after"})
        assert [each["_id"] for each in client[name].kept.find().sort("_id", -1)] == ["before", "after"]
        client.drop_database(name)


def test_a_paused_mongod_answers_after_it_is_resumed(mongo_to_kill: Mongo) -> None:
    mongo_to_kill.process.pause()
    assert not mongo_to_kill.program.ready()

    mongo_to_kill.process.resume()
    mongo_to_kill.process.wait_ready()


async def create_topic(bootstrap: str, topic: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        answer = await admin.create_topics([NewTopic(topic, 1, 1)])
        assert [error[1] for error in answer.topic_errors] == [0]
    finally:
        await admin.close()


async def produce(bootstrap: str, topic: str, value: bytes) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all")
    await producer.start()
    try:
        await producer.send_and_wait(topic, value)
    finally:
        await producer.stop()


async def read_all(bootstrap: str, topic: str, expected: int) -> list[bytes | None]:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await consumer.start()
    try:
        consumer.assign([TopicPartition(topic, 0)])
        await consumer.seek_to_beginning()
        return [(await consumer.getone()).value for _ in range(expected)]
    finally:
        await consumer.stop()
