"""The one place where the worker's parts meet, opened in order and closed in reverse."""

import asyncio
import gc
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from services.scoring.adapters.catalogues import KnownCatalogues, ShelvedCatalogues
from services.scoring.adapters.kafka.handler import OnEvents
from services.scoring.adapters.mongo.event_store import MongoEventStore
from services.scoring.adapters.mongo.head_store import OUTBOX, MongoHeadStore
from services.scoring.adapters.mongo.indexes import ensure_indexes
from services.scoring.adapters.mongo.results import MongoResults
from services.scoring.adapters.watch import FoldWatch, look
from services.scoring.application.refold_due import RefoldDue
from services.scoring.application.score import Score
from services.scoring.settings import Settings
from shared.background import in_background
from shared.catalogue.library import Library
from shared.contracts.common import CATALOGUES, READINESS, REVIEWS, SUBMISSIONS
from shared.contracts.registry import parse_event
from shared.kafka.catalogues import Uptake, open_uptake
from shared.kafka.catalogues_mongo import MongoCatalogues
from shared.kafka.lifespan import RunningConsumer, keep_trying, open_consumer, open_publisher
from shared.kafka.outbox_mongo import MongoOutbox
from shared.kafka.publish import Publisher
from shared.kafka.relay import Relay
from shared.mongo import Client, Database, answers, open_mongo
from shared.telemetry.sampling import sample

GROUP = "branda-scoring"
"""The consumer group; all workers share it. Another name would read every topic from its start."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the moment."""
        return datetime.now(UTC)


@dataclass(frozen=True)
class Worker:
    """The running parts, as the probes see them."""

    consumer: RunningConsumer
    publisher: Publisher
    relay: Relay
    mongo: Client
    uptake: Uptake

    async def consuming(self) -> bool:
        """Say whether records are consumed now."""
        return self.consumer.problem() is None

    async def following(self) -> bool:
        """Say whether criteria that are published now are taken up."""
        return self.uptake.problem() is None

    async def publishing(self) -> bool:
        """Say whether results reach Kafka now."""
        return self.publisher.started and not self.relay.backlog_failing

    async def storing(self) -> bool:
        """Say whether MongoDB answers now."""
        return await answers(self.mongo)


@asynccontextmanager
async def open_worker(settings: Settings) -> AsyncIterator[Worker]:
    """Run the worker while the block runs.

    Raises:
        CatalogueError: the criteria are not in order; nothing is scored by half.
    """
    library, renewed = Library(settings.catalogues), asyncio.Event()
    gc.freeze()  # the criteria live as long as the process: no reason to visit them at each collection
    topics = (SUBMISSIONS, REVIEWS)
    async with (
        open_mongo(settings.mongo) as client,
        open_publisher(settings, (*topics, READINESS, CATALOGUES)) as publisher,
        open_uptake(
            settings, library, client[settings.scoring_database], publisher, group=GROUP, changed=renewed.set
        ) as uptake,
    ):
        database = client[settings.scoring_database]
        relay = Relay(MongoOutbox(database.heads, OUTBOX), publisher, "worker")
        heads = MongoHeadStore(database, relay.hand_over)
        criteria = ShelvedCatalogues(library, lambda: uptake.follow.loaded)
        score = Score(MongoEventStore(database), heads, criteria, SystemClock(), relay.wake, FoldWatch())
        handler = OnEvents(score, settings.topic_prefix)
        due = RefoldDue(heads, score, criteria, SystemClock(), renewed)
        async with (
            in_background(keep_trying(lambda: ensure_indexes(database), "the indexes")),
            in_background(relay.run()),
            in_background(due.run()),
            in_background(sample(lambda: look(heads))),
            open_consumer(settings, handler, publisher, topics=topics, group=GROUP, source="worker") as consumer,
        ):
            yield Worker(consumer, publisher, relay, client, uptake)


@dataclass(frozen=True)
class Stored:
    """What a command finds in scoring's database. `published`: the original bytes of the events about criteria."""

    database: Database
    events: MongoEventStore
    heads: MongoHeadStore
    results: MongoResults
    published: Sequence[bytes]
    library: Library

    @property
    def catalogues(self) -> KnownCatalogues:
        """The criteria as they are known now."""
        return ShelvedCatalogues(self.library).as_known()


@asynccontextmanager
async def open_stored(settings: Settings) -> AsyncIterator[Stored]:
    """Open scoring's database for a command, with the criteria that are installed and that scoring has taken up.

    Raises:
        CatalogueError: the criteria are not in order.
        TransientError: MongoDB is away.
    """
    library = Library(settings.catalogues)
    async with open_mongo(settings.mongo) as client:
        database = client[settings.scoring_database]
        published = list((await MongoCatalogues(database).besides(())).values())
        library.take(map(parse_event, published))
        events, heads, results = MongoEventStore(database), MongoHeadStore(database), MongoResults(database)
        yield Stored(database, events, heads, results, published, library)
