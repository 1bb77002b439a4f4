"""The relay of the events collection, woken after each insert."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.intake.adapters.mongo.events import OUTBOX
from shared.contracts.common import SUBMISSIONS
from shared.kafka.lifespan import in_background, open_publisher
from shared.kafka.outbox_mongo import MongoOutbox
from shared.kafka.relay import Relay
from shared.kafka.settings import KafkaSettings
from shared.mongo import Database


@asynccontextmanager
async def open_relay(settings: KafkaSettings, database: Database) -> AsyncIterator[Relay]:
    """Run the relay while the block runs; Kafka or MongoDB being away is waited for."""
    async with open_publisher(settings, [SUBMISSIONS]) as publisher:
        relay = Relay(MongoOutbox(database.events, OUTBOX), publisher, "intake")
        async with in_background(relay.run()):
            yield relay
