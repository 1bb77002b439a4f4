"""Notices in MongoDB."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from pymongo import ASCENDING, ReturnDocument, UpdateOne, WriteConcern
from pymongo.errors import BulkWriteError

from services.notifier.adapters.mongo.documents import cluster_log, notice_document, settlement_change, to_notice
from services.notifier.adapters.mongo.insert import duplicates, insert_new
from services.notifier.application.ports import Settlement
from services.notifier.domain.decision import ClusterLog
from services.notifier.domain.notice import Notice
from shared.mongo import Database, Document, translate_errors

UNDECIDED = ("open", "no_recipient")
NOT_KEPT = WriteConcern(w=1, j=False)
"""A hold that a crash of the server forgets does no harm: messages and decisions are the same whoever makes them. Nor
does it harm that a notice waits for a recipient: it is open again, and found to wait."""

IN_ONE_TRIP = 10_000
"""Documents of one answer; its 16 MB end it sooner. A pass of 50 clusters has some 100 notices of 4 KB."""

DECIDED_AND_MAILED: Document = {
    "decided": {"$max": {"order": "$order", "revision": "$revision"}},
    "mailed": {
        "$max": {
            "$cond": [
                {"$eq": ["$state", "expanded"]},
                {"decided": "$decided", "order": "$order", "verdicts": "$verdicts"},
                None,
            ]
        }
    },
}
"""Of each assessment the greatest revision and the last mail: documents are compared field by field, in this order."""


class MongoNoticeStore:
    """The collections `notices`, `holds` (which replica decides about which cluster) and `start`."""

    def __init__(self, database: Database) -> None:
        self._notices, self._start = database.notices, database.start
        self._holds = database.get_collection("holds", write_concern=NOT_KEPT)
        self._waiting = database.get_collection("notices", write_concern=NOT_KEPT)

    async def start(self, now: datetime) -> datetime:
        """Return `mail_from`, stored before anything else, and create the indexes."""
        with translate_errors():
            document = await self._start.find_one_and_update(
                {"_id": "start"},
                {"$setOnInsert": {"mail_from": now}},
                upsert=True,
                return_document=ReturnDocument.AFTER,
            )
        await self.ensure_indexes()
        mail_from: datetime = document["mail_from"]
        return mail_from

    async def ensure_indexes(self) -> None:
        """Create what is missing."""
        with translate_errors():
            await self._notices.create_index([("due", ASCENDING)], sparse=True)
            await self._notices.create_index([("cluster", ASCENDING), ("state", ASCENDING), ("assessment", ASCENDING)])

    async def add(self, notices: Sequence[Notice], now: datetime) -> int:
        """Keep those whose event is not known yet."""
        with translate_errors():
            return await insert_new(self._notices, [notice_document(notice, now) for notice in notices])

    async def count_undecided(self) -> int:
        """Return how many notices are undecided."""
        with translate_errors():
            return await self._notices.count_documents({"due": {"$type": "date"}})

    async def due_clusters(self, now: datetime, limit: int) -> list[str]:
        """Return clusters with an undecided notice that is due."""
        pipeline: list[Document] = [
            {"$match": {"due": {"$lte": now}}},
            {"$sort": {"due": 1}},
            {"$limit": 50 * limit},
            {"$group": {"_id": "$cluster", "due": {"$min": "$due"}}},
            {"$sort": {"due": 1, "_id": 1}},
            {"$limit": limit},
        ]
        with translate_errors():
            return [document["_id"] async for document in self._notices.aggregate(pipeline)]

    async def hold(self, clusters: Collection[str], owner: str, now: datetime, until: datetime) -> list[str]:
        """Take the clusters, or keep them; somebody else's is known by its id, which the upsert finds taken."""
        asked = list(clusters)
        change = {"$set": {"owner": owner, "until": until}}
        mine: list[Document] = [{"owner": owner}, {"until": {"$lte": now}}]
        takes = [UpdateOne({"_id": cluster, "$or": mine}, change, upsert=True) for cluster in asked]
        with translate_errors():
            try:
                await self._holds.bulk_write(takes, ordered=False)
            except BulkWriteError as error:
                taken = duplicates(error)
                return [cluster for place, cluster in enumerate(asked) if place not in taken]
        return asked

    async def release(self, clusters: Collection[str], owner: str) -> None:
        """Give the clusters back."""
        with translate_errors():
            await self._holds.delete_many({"_id": {"$in": list(clusters)}, "owner": owner})

    async def undecided(self, clusters: Collection[str], now: datetime) -> list[Notice]:
        """Return what is to be decided now, by cluster and revision."""
        among = {"cluster": {"$in": list(clusters)}}
        return await self._found(
            {"$or": [{**among, "state": "open"}, {**among, "state": "no_recipient", "due": {"$lte": now}}]}
        )

    async def waiting(self, clusters: Collection[str], now: datetime) -> list[Notice]:
        """Return what waits for a recipient longer than `now`, by cluster and revision."""
        return await self._found({"cluster": {"$in": list(clusters)}, "state": "no_recipient", "due": {"$gt": now}})

    async def _found(self, query: Document) -> list[Notice]:
        found = self._notices.find(query, batch_size=IN_ONE_TRIP)
        with translate_errors():
            notices = [to_notice(document) async for document in found]
        return sorted(notices, key=lambda notice: (notice.cluster, notice.order))

    async def log(self, asked: Collection[tuple[str, str]]) -> dict[str, ClusterLog]:
        """Return what was decided, by cluster; what was mailed is few, of the rest only the assessments' is read."""
        clusters, assessments = ({pair[place] for pair in asked} for place in (0, 1))
        among = {"cluster": {"$in": sorted(clusters)}}
        of_these = {"assessment": {"$in": sorted(assessments)}}
        pipeline: list[Document] = [
            {"$match": {"$or": [{**among, "state": "expanded"}, {**among, "state": "suppressed", **of_these}]}},
            {"$group": {"_id": {"cluster": "$cluster", "assessment": "$assessment"}, **DECIDED_AND_MAILED}},
        ]
        groups: dict[str, list[Document]] = defaultdict(list)
        with translate_errors():
            async for group in self._notices.aggregate(pipeline, batchSize=IN_ONE_TRIP):
                groups[group["_id"]["cluster"]].append(group)
        return {cluster: cluster_log(found) for cluster, found in groups.items()}

    async def settle(self, settlements: Sequence[Settlement]) -> None:
        """Store what became of notices, the lower revision first, also if the server goes away half-way.

        What is decided stays: a replica that lost its hold unawares comes late and changes nothing.
        """
        undecided = {"state": {"$in": UNDECIDED}}
        changes = [UpdateOne({"_id": each.event, **undecided}, settlement_change(each)) for each in settlements]
        waiting = all(each.state == "no_recipient" for each in settlements)
        with translate_errors():
            await (self._waiting if waiting else self._notices).bulk_write(changes)

    async def postpone(self, clusters: Collection[str], due: datetime) -> None:
        """Store that none of the clusters' undecided notices is due before `due`."""
        query = {"cluster": {"$in": list(clusters)}, "state": {"$in": UNDECIDED}, "due": {"$lt": due}}
        with translate_errors():
            await self._notices.update_many(query, {"$set": {"due": due}})
