"""The relay of the events collection, woken after each insert."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from services.intake.adapters.mongo.events import OUTBOX
from shared.background import in_background
from shared.kafka.outbox_mongo import MongoOutbox
from shared.kafka.publish import Publisher
from shared.kafka.relay import Relay
from shared.mongo import Database


@asynccontextmanager
async def open_relay(database: Database, publisher: Publisher) -> AsyncIterator[Relay]:
    """Run the relay while the block runs; Kafka or MongoDB being away is waited for."""
    relay = Relay(MongoOutbox(database.events, OUTBOX), publisher, "intake")
    async with in_background(relay.run()):
        yield relay
