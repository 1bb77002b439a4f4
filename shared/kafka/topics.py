"""The topics, as they must be on the broker (design 3): created once by a job, checked by every service."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from shared.contracts.common import CATALOGUES, PEOPLE, READINESS, REVIEWS, SUBMISSIONS
from shared.kafka.deadletters import SUFFIX
from shared.kafka.settings import KafkaSettings

MAX_MESSAGE_BYTES = 1_048_588
"""Kafka's own default, stated because it limits the producer's batch and must stay above it."""

MAX_BATCH_SIZE = 262144
"""Bytes of one producer batch; must stay below the topic's `max.message.bytes`, which limits batches, not records."""

DEAD_LETTER_RETENTION_MS = 90 * 24 * 3600 * 1000
"""Long enough to fix the reader and replay, short enough not to keep what should not be there."""

FOR_EVER = "-1"
ALREADY_EXISTS = 36
PROPAGATION_ATTEMPTS = 100


@dataclass(frozen=True)
class TopicSpec:
    """One topic: its full name, its partitions and the settings that matter."""

    name: str
    partitions: int
    replication: int
    configs: dict[str, str] = field(default_factory=dict)


class TopicError(Exception):
    """The broker's topics are not as they must be; the message says what differs and what to do."""


def topic_table(settings: KafkaSettings) -> list[TopicSpec]:
    """Return every topic of design 3 and its dead letters."""
    specs: list[TopicSpec] = []
    partitions = {SUBMISSIONS: 0, REVIEWS: 0, READINESS: 0, CATALOGUES: 1, PEOPLE: 1}
    for name, fixed in partitions.items():
        cleanup = {"cleanup.policy": "compact"} if name == CATALOGUES else {"cleanup.policy": "delete"}
        specs.append(_spec(settings, name, fixed or settings.kafka_partitions, {**cleanup, "retention.ms": FOR_EVER}))
        letters = {"cleanup.policy": "delete", "retention.ms": str(DEAD_LETTER_RETENTION_MS)}
        specs.append(_spec(settings, name + SUFFIX, 1, letters))
    return specs


def _spec(settings: KafkaSettings, name: str, partitions: int, configs: dict[str, str]) -> TopicSpec:
    replicas = max(1, settings.kafka_replication - 1)
    every = {"max.message.bytes": str(MAX_MESSAGE_BYTES), "min.insync.replicas": str(replicas)}
    return TopicSpec(settings.topic(name), partitions, settings.kafka_replication, {**configs, **every})


async def apply_topics(settings: KafkaSettings) -> list[str]:
    """Create what is missing and compare everything; returns the names of the topics created now.

    Raises:
        TopicError: a topic could not be created, or exists with other partitions or settings.
    """
    specs = topic_table(settings)
    new = [NewTopic(spec.name, spec.partitions, spec.replication, topic_configs=spec.configs) for spec in specs]
    admin = AIOKafkaAdminClient(client_id="branda-topics", **settings.connection())
    await admin.start()
    try:
        answer = await admin.create_topics(new)
        refused = [f"{name}: {text}" for name, code, text in answer.topic_errors if code not in (0, ALREADY_EXISTS)]
        if refused:
            raise TopicError("Kafka refused to create: " + "; ".join(refused))
        await _until_known(admin, specs)
        await _compare(admin, specs)
    finally:
        await admin.close()
    return [name for name, code, _ in answer.topic_errors if code == 0]


async def check_topics(settings: KafkaSettings, names: Iterable[str] | None = None) -> None:
    """Check the topics that a service uses, by their contract names, and their dead letters; all by default.

    Raises:
        TopicError: one is missing or differs.
        KafkaError: the broker is away.
    """
    specs = topic_table(settings)
    if names is not None:
        wanted = {settings.topic(each) for name in names for each in (name, name + SUFFIX)}
        specs = [spec for spec in specs if spec.name in wanted]
    admin = AIOKafkaAdminClient(client_id="branda-topics", **settings.connection())
    await admin.start()
    try:
        await _compare(admin, specs)
    finally:
        await admin.close()


async def _missing(admin: AIOKafkaAdminClient, specs: list[TopicSpec]) -> list[str]:
    found = {
        topic["topic"] for topic in await admin.describe_topics([s.name for s in specs]) if not topic["error_code"]
    }
    return [spec.name for spec in specs if spec.name not in found]


async def _until_known(admin: AIOKafkaAdminClient, specs: list[TopicSpec]) -> None:
    """Wait until the broker's metadata shows what it has just accepted to create."""
    for _ in range(PROPAGATION_ATTEMPTS):
        if not await _missing(admin, specs):
            return
        await asyncio.sleep(0.1)


async def _compare(admin: AIOKafkaAdminClient, specs: list[TopicSpec]) -> None:
    if missing := await _missing(admin, specs):
        raise TopicError(f"missing: {', '.join(missing)}. Run: branda topics apply")
    described = await admin.describe_topics([spec.name for spec in specs])
    partitions = {topic["topic"]: len(topic["partitions"]) for topic in described}
    configs = await _read_configs(admin, specs)
    differences = [
        difference for spec in specs for difference in _differences(spec, partitions[spec.name], configs[spec.name])
    ]
    if differences:
        raise TopicError("; ".join(differences) + ". Change the topic or the setting, nothing is changed by itself")


async def _read_configs(admin: AIOKafkaAdminClient, specs: list[TopicSpec]) -> dict[str, dict[str, str]]:
    resources = [ConfigResource(ConfigResourceType.TOPIC, spec.name) for spec in specs]
    result: dict[str, dict[str, str]] = {}
    for response in await admin.describe_configs(resources):
        for _code, _text, _kind, name, entries in response.resources:
            result[name] = {entry[0]: entry[1] for entry in entries}
    return result


def _differences(spec: TopicSpec, partitions: int, configs: dict[str, str]) -> list[str]:
    have = {**configs, "partitions": str(partitions)}
    want = {**spec.configs, "partitions": str(spec.partitions)}
    found = [
        f"{spec.name}: {key} is {have.get(key)}, must be {want[key]}" for key in want if have.get(key) != want[key]
    ]
    if int(configs.get("max.message.bytes", "0")) <= MAX_BATCH_SIZE:
        found.append(f"{spec.name}: max.message.bytes must be more than a producer batch, {MAX_BATCH_SIZE}")
    return found
