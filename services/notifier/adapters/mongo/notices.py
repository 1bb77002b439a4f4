"""Notices in MongoDB."""

from collections.abc import Sequence
from datetime import datetime

from pymongo import ASCENDING, DESCENDING, ReturnDocument, WriteConcern
from pymongo.errors import DuplicateKeyError

from services.notifier.adapters.mongo.documents import notice_document, to_notice
from services.notifier.adapters.mongo.insert import insert_new
from services.notifier.domain.decision import MailLog
from services.notifier.domain.notice import Notice, NoticeState
from shared.mongo import Database, Document, translate_errors

DECIDED = ("expanded", "suppressed")
UNDECIDED = ("open", "no_recipient")
NOT_KEPT = WriteConcern(w=1, j=False)
"""A hold that a crash of the server forgets does no harm: messages and decisions are the same whoever makes them. Nor
does it harm that a notice waits for a recipient: it is open again, and found to wait."""


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
            await self._notices.create_index([("cluster", ASCENDING), ("state", ASCENDING), ("order", DESCENDING)])

    async def add(self, notices: Sequence[Notice], now: datetime) -> int:
        """Keep those whose event is not known yet."""
        with translate_errors():
            return await insert_new(self._notices, [notice_document(notice, now) for notice in notices])

    async def waiting(self) -> int:
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

    async def hold(self, cluster: str, owner: str, now: datetime, until: datetime) -> bool:
        """Take the cluster, or keep it."""
        free = {"_id": cluster, "$or": [{"owner": owner}, {"until": {"$lte": now}}]}
        with translate_errors():
            try:
                await self._holds.update_one(free, {"$set": {"owner": owner, "until": until}}, upsert=True)
            except DuplicateKeyError:
                return False
        return True

    async def release(self, cluster: str, owner: str) -> None:
        """Give the cluster back."""
        with translate_errors():
            await self._holds.delete_one({"_id": cluster, "owner": owner})

    async def undecided(self, cluster: str) -> list[Notice]:
        """Return the cluster's undecided notices by revision."""
        query = {"cluster": cluster, "state": {"$in": UNDECIDED}}
        with translate_errors():
            return [to_notice(document) async for document in self._notices.find(query).sort("order", ASCENDING)]

    async def log(self, cluster: str, assessment: str | None) -> MailLog:
        """Return what was decided for the cluster and the assessment."""
        of_assessment = {"cluster": cluster, "assessment": assessment}
        with translate_errors():
            decided = await self._notices.find_one(
                {**of_assessment, "state": {"$in": DECIDED}}, ["revision"], sort=[("order", DESCENDING)]
            )
            last = await self._notices.find_one(
                {"cluster": cluster, "state": "expanded"},
                ["verdicts"],
                sort=[("decided", DESCENDING), ("order", DESCENDING)],
            )
            mailed = last and await self._notices.find_one({**of_assessment, "state": "expanded"}, ["_id"])
        return MailLog(
            decided=tuple(decided["revision"]) if decided else None,
            assessment_mailed=mailed is not None,
            verdicts=last["verdicts"] if last else None,
        )

    async def settle(self, event: str, state: NoticeState, reason: str, now: datetime) -> None:
        """Store that the notice is decided."""
        change = {"$set": {"state": state, "reason": reason, "decided": now}, "$unset": {"due": ""}}
        with translate_errors():
            await self._notices.update_one({"_id": event}, change)

    async def await_recipient(self, event: str, due: datetime) -> None:
        """Store that the notice is `no_recipient`."""
        with translate_errors():
            await self._waiting.update_one({"_id": event}, {"$set": {"state": "no_recipient", "due": due}})

    async def postpone(self, cluster: str, due: datetime) -> None:
        """Store that none of the cluster's undecided notices is due before `due`."""
        with translate_errors():
            await self._notices.update_many(
                {"cluster": cluster, "state": {"$in": UNDECIDED}, "due": {"$lt": due}}, {"$set": {"due": due}}
            )
