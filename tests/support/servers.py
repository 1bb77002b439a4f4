"""Real servers for tests: one Kafka and one mongod per session, isolated by topic prefix and database name.

BRANDA_TEST_KAFKA (`host:port`) and BRANDA_TEST_MONGO (DSN) name servers that already run; without them embedded ones
are started on free ports and stopped at the end. Tests that kill take `kafka_to_kill` or `mongo_to_kill`, which are
always our own.
"""

import asyncio
import os
import uuid
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from pymongo import MongoClient

from stack.kafka import Kafka
from stack.mongo import Mongo
from stack.ports import free_ports
from stack.process import ManagedProcess

Server = TypeVar("Server", Kafka, Mongo)


@pytest.fixture(scope="session")
def start_kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Kafka]]:
    """The session's own Kafka, started at the first call."""
    yield from _once(lambda: _kafka(tmp_path_factory.mktemp("kafka")))


@pytest.fixture(scope="session")
def start_mongo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Mongo]]:
    """The session's own mongod, started at the first call."""
    yield from _once(lambda: Mongo(tmp_path_factory.mktemp("mongo"), free_ports(1)[0]))


@pytest.fixture(scope="session")
def kafka_server(start_kafka: Callable[[], Kafka]) -> str:
    """Bootstrap address of a real Kafka."""
    return os.environ.get("BRANDA_TEST_KAFKA") or start_kafka().bootstrap


@pytest.fixture(scope="session")
def mongo_server(start_mongo: Callable[[], Mongo]) -> str:
    """DSN of a real MongoDB replica set."""
    return os.environ.get("BRANDA_TEST_MONGO") or start_mongo().dsn


@pytest.fixture
def kafka_to_kill(start_kafka: Callable[[], Kafka]) -> Iterator[Kafka]:
    """A Kafka of our own: `.bootstrap`, and `.process` with `kill()`, `pause()`, `resume()`, `restart()`.

    It is the session's server unless BRANDA_TEST_KAFKA is set; whatever the test did to it is mended afterwards.
    """
    kafka = start_kafka()
    yield kafka
    _mend(kafka.process)


@pytest.fixture
def mongo_to_kill(start_mongo: Callable[[], Mongo]) -> Iterator[Mongo]:
    """A mongod of our own: `.dsn`, and `.process` as for `kafka_to_kill`."""
    mongo = start_mongo()
    yield mongo
    _mend(mongo.process)


@pytest.fixture
def topic_prefix(kafka_server: str) -> Iterator[str]:
    """A prefix for topic and group names that no other test uses; its topics are deleted afterwards."""
    prefix = new_topic_prefix()
    yield prefix
    drop_topics(kafka_server, prefix)


@pytest.fixture
def database_name(mongo_server: str) -> Iterator[str]:
    """A database name that no other test uses; every database whose name begins with it is dropped afterwards."""
    name = new_database_name()
    yield name
    drop_databases(mongo_server, name)


def new_topic_prefix() -> str:
    """For fixtures of another scope; pair it with `drop_topics`."""
    return f"t{uuid.uuid4().hex[:10]}."


def new_database_name() -> str:
    """For fixtures of another scope; pair it with `drop_databases`."""
    return f"t{uuid.uuid4().hex[:10]}"


def drop_topics(bootstrap: str, prefix: str) -> None:
    """Delete all topics that begin with `prefix`; callable with or without a running event loop."""
    _run_apart(_drop_topics(bootstrap, prefix))


def drop_databases(dsn: str, prefix: str) -> None:
    """Drop all databases whose name begins with `prefix`."""
    with MongoClient[dict[str, Any]](dsn, serverSelectionTimeoutMS=5000) as client:
        for name in client.list_database_names():
            if name.startswith(prefix):
                client.drop_database(name)


async def _drop_topics(bootstrap: str, prefix: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        topics = [topic for topic in await admin.list_topics() if topic.startswith(prefix)]
        if topics:
            await admin.delete_topics(topics)
    finally:
        await admin.close()


def _run_apart(work: Coroutine[Any, Any, None]) -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


def _kafka(directory: Path) -> Kafka:
    port, controller_port = free_ports(2)
    return Kafka(directory, port, controller_port)


def _once(make: Callable[[], Server]) -> Iterator[Callable[[], Server]]:
    made: list[Server] = []

    def started() -> Server:
        if not made:
            made.append(make())
            made[0].start()
        return made[0]

    yield started
    for server in made:
        server.process.stop()


def _mend(process: ManagedProcess) -> None:
    process.resume()
    if not process.running:
        process.start()
    process.wait_ready()
