"""Every test has its own corner of the shared servers, and it is emptied afterwards."""

from typing import Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from pymongo import MongoClient

from tests.support.servers import drop_databases, drop_topics, new_database_name


async def test_only_the_topics_of_the_prefix_are_dropped(kafka_server: str, topic_prefix: str) -> None:
    mine, other = f"{topic_prefix}mine", f"other-{topic_prefix}kept"
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_server)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, 1, 1) for name in (mine, other)])
        drop_topics(kafka_server, topic_prefix)

        assert {mine, other} & set(await admin.list_topics()) == {other}
        await admin.delete_topics([other])
    finally:
        await admin.close()


def test_all_databases_of_the_name_are_dropped(mongo_server: str, database_name: str) -> None:
    other = new_database_name()
    with MongoClient[dict[str, Any]](mongo_server) as client:
        for name in (database_name, f"{database_name}_intake", other):
            client[name].documents.insert_one({})

        drop_databases(mongo_server, database_name)

        assert {database_name, f"{database_name}_intake", other} & set(client.list_database_names()) == {other}
        client.drop_database(other)
