"""Events and the register in MongoDB (design 4): the events collection is the outbox."""

from collections import Counter
from collections.abc import Callable, Collection, Coroutine, Iterator, Sequence

from motor.motor_asyncio import AsyncIOMotorClientSession
from pymongo import ReturnDocument
from pymongo.errors import BulkWriteError, DuplicateKeyError

from services.intake.adapters.mongo.answers import changed_document, outcomes
from services.intake.adapters.mongo.documents import (
    Document,
    cluster_document,
    cluster_of,
    event_document,
    outgoing,
    record_of,
    stored_event,
)
from services.intake.adapters.mongo.gathering import Gathering
from services.intake.adapters.mongo.indexes import Indexes
from services.intake.application.ports import AlreadyStoredError, SlugTakenError
from services.intake.application.records import Cluster, StoredEvent
from shared import crash
from shared.contracts.assessment import AssessmentSubmitted
from shared.contracts.cluster import MembershipChanged
from shared.kafka.outbox_mongo import OutboxShape
from shared.kafka.records import Outgoing
from shared.mongo import Database, translate_errors

Written = Callable[[Sequence[Outgoing]], None]
Work = Callable[[AsyncIOMotorClientSession], Coroutine[None, None, None]]

OUTBOX = OutboxShape(
    waiting={"waiting": True},
    id="_id",
    published=lambda: {"$unset": {"waiting": ""}},
    outgoing=outgoing,
    fields=("topic", "cluster", "raw", "traceparent", "recorded"),
    order="recorded",
)


class MongoEventStore:
    """The `EventStore` of production; `written` is handed each event that is stored by itself, for the relay."""

    def __init__(self, database: Database, indexes: Indexes, written: Written | None = None) -> None:
        self._database, self._indexes, self._written = database, indexes, written
        self._events, self._clusters = database.events, database.clusters
        self._numbers = Gathering(self._reserve_numbers)
        self._inserts = Gathering(self._insert_all)

    async def find_event(self, event_id: str) -> StoredEvent | None:
        """Return a stored event."""
        with translate_errors():
            document = await self._events.find_one({"_id": event_id})
        return None if document is None else stored_event(document)

    async def find_events(self, cluster: str, event_type: str, ids: Collection[str]) -> list[StoredEvent]:
        """Return those of `ids` that are events of this type in this cluster."""
        query = {"_id": {"$in": list(ids)}, "cluster": cluster, "type": event_type}
        with translate_errors():
            return [stored_event(document) async for document in self._events.find(query)]

    async def find_withdrawn(self, cluster: str, event_type: str, ids: Collection[str]) -> set[str]:
        """Return those of `ids` that an event of the withdrawing type takes back."""
        query = {"takes_back": {"$in": list(ids)}, "cluster": cluster, "type": event_type}
        with translate_errors():
            return {document["takes_back"] async for document in self._events.find(query, {"takes_back": 1})}

    async def list_assessments(self, ids: Collection[str]) -> list[StoredEvent]:
        """Return those of `ids` that are submitted self-assessments, of whichever cluster, by id."""
        found = self._events.find({"_id": {"$in": list(ids)}, "type": AssessmentSubmitted.TYPE}).sort("_id")
        with translate_errors():
            return [stored_event(document) async for document in found]

    async def list_events(self, clusters: Collection[str], event_types: Collection[str]) -> list[StoredEvent]:
        """Return the events of these clusters and types, by cluster and sequence."""
        query = {"cluster": {"$in": list(clusters)}, "type": {"$in": list(event_types)}}
        found = self._events.find(query).sort([("cluster", 1), ("sequence", 1)])
        with translate_errors():
            return [stored_event(document) async for document in found]

    async def reserve_sequence(self, cluster: str, among: Collection[str] | None) -> Cluster | None:
        """Give the cluster its next sequence; the caller's permission is in the filter.

        As a command, because the driver would make it repeatable, for which the server keeps each answer: a third more
        work. When a server goes down the caller hears 503 and repeats the whole; a sequence is lost, and harmless.
        """
        permitted = {} if among is None else {"$in": list(among)}
        with translate_errors():
            answer = await self._database.command(
                "findAndModify",
                self._clusters.name,
                query={"_id": {"$eq": cluster, **permitted}},
                update={"$inc": {"sequence": 1}},
                new=True,
                writeConcern=self._clusters.write_concern.document,
                codec_options=self._clusters.codec_options,
            )
        document = changed_document(answer)
        return None if document is None else cluster_of(document)

    async def reserve_number(self, year: int) -> int:
        """Return the next running number of `year`; whoever asks at the same time shares one increment."""
        return await self._numbers.do(year)

    async def _reserve_numbers(self, years: Sequence[int]) -> list[int]:
        given = {year: await self._count_on(year, asked) for year, asked in Counter(years).items()}
        return [next(given[year]) for year in years]

    async def _count_on(self, year: int, asked: int) -> Iterator[int]:
        with translate_errors():
            document = await self._database.counters.find_one_and_update(
                {"_id": f"assessments-{year}"},
                {"$inc": {"value": asked}},
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        assert document is not None
        last = int(document["value"])
        return iter(range(last - asked + 1, last + 1))

    async def add_event(self, stored: StoredEvent) -> None:
        """Insert a finished event; the write concern is that of the client: majority, journalled."""
        crash.point("intake.before_insert")
        await self._inserts.do(event_document(stored))
        crash.point("intake.after_insert")
        if self._written:
            self._written([record_of(stored)])

    async def _insert_all(self, documents: Sequence[Document]) -> list[Exception | None]:
        """Insert together, each for itself: one that is there already hinders no other."""
        with translate_errors():
            try:
                await self._events.insert_many(documents, ordered=False)
            except BulkWriteError as error:
                return outcomes(error, len(documents))
        return [None] * len(documents)

    async def add_cluster(self, cluster: Cluster, stored: StoredEvent) -> None:
        """Insert a cluster and its event in one transaction."""

        async def work(session: AsyncIOMotorClientSession) -> None:
            await self._insert(stored, session)
            try:
                await self._clusters.insert_one(cluster_document(cluster), session=session)
            except DuplicateKeyError as error:
                raise SlugTakenError from error

        await self._indexes.ensure()
        await self._together(work)

    async def change_description(self, cluster: Cluster, stored: StoredEvent) -> None:
        """Show a description unless a later one is shown, and insert its event, in one transaction."""
        shown = {key: value for key, value in cluster_document(cluster).items() if key in ("description", "provenance")}

        async def work(session: AsyncIOMotorClientSession) -> None:
            await self._insert(stored, session)
            await self._clusters.update_one(
                {"_id": cluster.id, "shown": {"$lt": cluster.sequence}},
                {"$set": {**shown, "shown": cluster.sequence}},
                session=session,
            )

        await self._together(work)

    async def add_membership(self, cluster: str, membership: MembershipChanged, stored: StoredEvent) -> None:
        """Add to the memberships shown and insert the event, in one transaction."""
        document = membership.model_dump(mode="json", exclude_none=True)

        async def work(session: AsyncIOMotorClientSession) -> None:
            await self._insert(stored, session)
            await self._clusters.update_one({"_id": cluster}, {"$push": {"memberships": document}}, session=session)

        await self._together(work)

    async def _insert(self, stored: StoredEvent, session: AsyncIOMotorClientSession | None = None) -> None:
        try:
            await self._events.insert_one(event_document(stored), session=session)
        except DuplicateKeyError as error:
            raise AlreadyStoredError from error

    async def _together(self, work: Work) -> None:
        crash.point("intake.before_insert")
        with translate_errors():
            async with await self._database.client.start_session() as session:
                await session.with_transaction(work)
        crash.point("intake.after_insert")

    async def find_cluster(self, cluster: str) -> Cluster | None:
        """Return a cluster."""
        with translate_errors():
            document = await self._clusters.find_one({"_id": cluster})
        return None if document is None else cluster_of(document)

    async def list_clusters(self, among: Collection[str] | None) -> list[Cluster]:
        """Return the permitted clusters, by slug."""
        query: Document = {} if among is None else {"_id": {"$in": list(among)}}
        with translate_errors():
            return [cluster_of(document) async for document in self._clusters.find(query).sort("slug", 1)]
