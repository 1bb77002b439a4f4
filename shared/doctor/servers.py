"""What every process stands on: Kafka, MongoDB, the criteria, and each other."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError

from shared.catalogue.loader import bundles, load_catalogue
from shared.catalogue.problems import CatalogueError
from shared.doctor.findings import Check, Finding
from shared.doctor.settings import DoctorSettings
from shared.errors import TransientError
from shared.http.clients import PeerUnavailableError, open_client
from shared.kafka.deadletters import SUFFIX
from shared.kafka.topics import TopicError, check_topics, topic_table
from shared.mongo import open_mongo, translate_errors

LARGEST_SKEW = 5.0
"""Seconds between this clock and MongoDB's; synchronised clocks differ by far less, and tokens allow 30."""


async def kafka() -> Sequence[Finding]:
    """Kafka answers, and every topic is as it must be."""
    settings = DoctorSettings()
    try:
        await check_topics(settings)
    except TopicError as error:
        return [Finding("Kafka", str(error), "Create the topics: branda topics apply; a topic that differs: by hand.")]
    except KafkaError as error:
        return [Finding("Kafka", f"{settings.kafka}: {error!r}", "Start it, or set BRANDA_KAFKA to its address.")]
    return [Finding("Kafka", f"{len(topic_table(settings))} topics are as they must be")]


async def dead_letters() -> Sequence[Finding]:
    """No dead letters lie anywhere."""
    settings = DoctorSettings()
    names = [spec.name for spec in topic_table(settings) if spec.name.endswith(SUFFIX)]
    consumer = AIOKafkaConsumer(*names, enable_auto_commit=False, **settings.connection())
    try:
        await consumer.start()
        places = consumer.assignment()
        first, ends = await consumer.beginning_offsets(places), await consumer.end_offsets(places)
    except KafkaError as error:
        return [Finding("dead letters", f"cannot be read: {error!r}", "Mend Kafka first.")]
    finally:
        await consumer.stop()
    lying = {place.topic: ends[place] - first[place] for place in places if ends[place] > first[place]}
    if lying:
        words = ", ".join(f"{count} on {topic}" for topic, count in sorted(lying.items()))
        return [
            Finding("dead letters", words, "Read why: branda dlq list; after the cause is mended: branda dlq replay.")
        ]
    return [Finding("dead letters", "none")]


async def mongodb() -> Sequence[Finding]:
    """MongoDB answers, is a replica set with a primary, and its clock is ours."""
    settings = DoctorSettings()
    try:
        async with open_mongo(settings.mongo) as client:
            with translate_errors():
                begun = datetime.now(UTC)
                hello = await client.admin.command("hello")
                ended = datetime.now(UTC)
    except TransientError as error:
        remedy = "Start it, or set BRANDA_MONGO to its address, with ?replicaSet= and the name of its set."
        return [Finding("MongoDB", error.reason, remedy)]
    name = hello.get("setName")
    if name is None:
        remedy = "Start mongod with --replSet and run rs.initiate(): transactions and majority writes need a set."
        return [Finding("MongoDB", "answers, but is no replica set", remedy)]
    return [
        Finding("MongoDB", f"replica set {name} has a primary"),
        _clock(hello["localTime"].replace(tzinfo=UTC), begun, ended),
    ]


def _clock(theirs: datetime, begun: datetime, ended: datetime) -> Finding:
    """The server read its clock between the two moments of ours."""
    skew = max((begun - theirs).total_seconds(), (theirs - ended).total_seconds(), 0.0)
    if skew > LARGEST_SKEW:
        return Finding("clocks", f"MongoDB's differs by {skew:.0f} s", "Synchronise both machines' clocks (NTP).")
    return Finding("clocks", f"MongoDB's differs by less than {max(1.0, skew):.0f} s")


async def criteria() -> Sequence[Finding]:
    """Every catalogue of the folder can be loaded."""
    folder = DoctorSettings().catalogues
    try:
        loaded = await asyncio.to_thread(lambda: [load_catalogue(folder, name) for name in bundles(folder)])
    except CatalogueError as error:
        return [Finding("criteria", str(error), "Mend the files: branda catalogue check names each place.")]
    if not loaded:
        return [
            Finding("criteria", f"no catalogue in {folder}", "Set BRANDA_CATALOGUES to the folder of the criteria.")
        ]
    return [Finding("criteria", ", ".join(f"{each.name}@{each.version}" for each in loaded) + " in order")]


async def processes() -> Sequence[Finding]:
    """Each of the four processes is ready."""
    addresses = DoctorSettings().processes()
    return await asyncio.gather(*(_ready(name, address) for name, address in addresses.items()))


async def _ready(name: str, address: str) -> Finding:
    try:
        async with open_client(address) as client:
            answer = await client.get("/health/ready")
    except PeerUnavailableError as error:
        remedy = f"Look at {address}/health/ready, which names the check that fails, and at its log."
        if not str(error).endswith("503"):
            remedy = f"Start it, or set BRANDA_{name.upper()}_URL to its address."
        return Finding(f"process {name}", f"{address}: {error}", remedy)
    if answer.status != 200:
        return Finding(f"process {name}", f"{address} answers {answer.status}", "Something else listens there.")
    return Finding(f"process {name}", "ready")


CHECKS: tuple[Check, ...] = (kafka, dead_letters, mongodb, criteria, processes)
