"""Creating and checking topics on a real Kafka."""

from contextlib import suppress

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError

from shared.kafka.settings import KafkaSettings
from shared.kafka.topics import TopicError, apply_topics, check_topics, topic_table
from tests.support.kafka import eventually


async def test_applying_twice_creates_everything_once(kafka_server: str, topic_prefix: str) -> None:
    settings = KafkaSettings(kafka=kafka_server, topic_prefix=topic_prefix, kafka_partitions=2)
    assert sorted(await apply_topics(settings)) == sorted(spec.name for spec in topic_table(settings))
    assert await apply_topics(settings) == []
    await check_topics(settings)


async def test_another_number_of_partitions_is_refused(kafka_settings: KafkaSettings) -> None:
    other = kafka_settings.model_copy(update={"kafka_partitions": 5})
    with pytest.raises(TopicError, match=r"branda\.submissions: partitions is 3, must be 5"):
        await apply_topics(other)


async def test_another_retention_is_refused_by_name(kafka_settings: KafkaSettings) -> None:
    name = kafka_settings.topic("branda.submissions")
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_settings.kafka)
    await admin.start()
    await admin.alter_configs([ConfigResource(ConfigResourceType.TOPIC, name, {"retention.ms": "1000"})])
    await admin.close()

    async def difference() -> bool:
        with suppress(TopicError):
            await check_topics(kafka_settings, ["branda.submissions"])
            return False
        return True

    await eventually(difference)
    with pytest.raises(TopicError, match=r"branda\.submissions: retention\.ms is 1000, must be -1"):
        await check_topics(kafka_settings, ["branda.submissions"])
    await check_topics(kafka_settings, ["branda.readiness"])


async def test_a_missing_topic_names_the_command(kafka_server: str, topic_prefix: str) -> None:
    settings = KafkaSettings(kafka=kafka_server, topic_prefix=topic_prefix)
    with pytest.raises(TopicError, match="branda topics apply"):
        await check_topics(settings, ["branda.submissions"])


async def test_an_absent_broker_is_told_from_a_wrong_topic() -> None:
    with pytest.raises(KafkaError):
        await check_topics(KafkaSettings(kafka="127.0.0.1:1"), ["branda.submissions"])
