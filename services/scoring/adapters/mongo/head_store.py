"""The heads: one document per cluster and assessment, replaced only as it was read, with its outbox flag inside."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from pymongo import DeleteOne, InsertOne, UpdateOne
from pymongo.errors import BulkWriteError

from services.scoring.adapters.mongo.codec import encode_readiness
from services.scoring.adapters.mongo.event_store import DUPLICATE_KEY
from services.scoring.application.ports import Announcement, Block, Head, Published, Replacement
from services.scoring.domain.document import encode, row
from services.scoring.domain.heads import ENGINE
from shared.contracts.common import READINESS
from shared.kafka.outbox_mongo import OutboxShape
from shared.kafka.records import Outgoing
from shared.mongo import Database, Document, translate_errors

LEASE = timedelta(minutes=10)
"""How long a claimed cluster is left to its worker: a batch takes seconds, a dead worker's claims come back."""

STATE_FIELDS = {"result": 0, "row": 0}

OUTBOX = OutboxShape(
    waiting={"outbox.id": {"$exists": True}},
    id="outbox.id",
    published=lambda: {"$unset": {"outbox": 1}},
    outgoing=lambda head: Outgoing(head["outbox"]["id"], READINESS, head["cluster"].encode(), head["outbox"]["body"]),
    fields=("cluster", "outbox"),
)


def head_id(cluster: str, assessment: str | None) -> str:
    """Return the id of a head's document."""
    return f"{cluster}/{assessment or ''}"


class MongoHeadStore:
    """Keeps heads in `heads`, and clusters that cannot be folded in `blocked`."""

    def __init__(self, database: Database) -> None:
        self._heads = database.heads
        self._blocked = database.blocked

    async def heads(self, clusters: Iterable[str]) -> Mapping[str, Sequence[Head]]:
        """Return the heads of these clusters, kept places included."""
        found: dict[str, list[Head]] = {}
        with translate_errors():
            documents = await self._heads.find({"cluster": {"$in": list(clusters)}}, STATE_FIELDS).to_list(None)
        for document in documents:
            found.setdefault(document["cluster"], []).append(_head(document))
        return found

    async def replace(self, replacements: Sequence[Replacement]) -> bool:
        """Write every head that is still as it was read; `False` if one was not: read again."""
        if not replacements:
            return True
        with translate_errors():
            try:
                result = await self._heads.bulk_write(list(map(_write, replacements)), ordered=False)
            except BulkWriteError as error:
                if all(each.get("code") == DUPLICATE_KEY for each in error.details.get("writeErrors", [{}])):
                    return False
                raise
        return bool(result.inserted_count + result.matched_count == len(replacements))

    async def block(self, blocks: Sequence[Block]) -> None:
        """Remember why clusters cannot be folded."""
        writes = [
            UpdateOne(
                {"_id": block.cluster},
                {"$set": {"reason": block.reason, "events": block.events, "fingerprint": block.fingerprint}},
                upsert=True,
            )
            for block in blocks
        ]
        if writes:
            with translate_errors():
                await self._blocked.bulk_write(writes, ordered=False)

    async def unblock(self, folded: Mapping[str, int]) -> None:
        """Forget it for clusters folded with that many events, unless blocked with more of them since."""
        writes = [DeleteOne({"_id": cluster, "events": {"$lte": events}}) for cluster, events in folded.items()]
        if writes:
            with translate_errors():
                await self._blocked.bulk_write(writes, ordered=False)

    async def due(self, today: date, now: datetime, fingerprint: str, limit: int) -> Sequence[str]:
        """Claim clusters whose result may change without a new event."""
        free = {"$or": [{"lease": {"$exists": False}}, {"lease": {"$lt": now}}]}
        dated = {"next_change": {"$lte": today.isoformat()}, **free}
        older = {"engine": {"$lt": ENGINE}, "gone": False, **free}
        found: dict[str, None] = {}
        with translate_errors():
            for query in (dated, older):
                for document in await self._heads.find(query, {"cluster": 1}).limit(limit).to_list(None):
                    claim = await self._heads.update_one(
                        {"_id": document["_id"], **free}, {"$set": {"lease": now + LEASE}}
                    )
                    if claim.modified_count:
                        found[document["cluster"]] = None
            blocked = self._blocked.find({"fingerprint": {"$ne": fingerprint}}, {"_id": 1}).limit(limit)
            found.update({document["_id"]: None async for document in blocked})
        return list(found)


def _head(document: Document) -> Head:
    published, outbox = document["published"], document.get("outbox")
    engine, confirmations, events, on = document["revision"]
    return Head(
        cluster=document["cluster"],
        assessment=document["assessment"],
        revision=(engine, confirmations, events, on),
        current=document["current"],
        gone=document["gone"],
        published=Published(published["substance"], published["verdicts"]) if published else None,
        announcement=Announcement(outbox["id"], bytes(outbox["body"])) if outbox else None,
    )


def _write(replacement: Replacement) -> InsertOne[Document] | UpdateOne:
    document, absent = _document(replacement)
    before = replacement.before
    identity = head_id(replacement.head.cluster, replacement.head.assessment)
    if before is None:
        return InsertOne({"_id": identity, **document})
    # The announcement, too, must be as it was read: published meanwhile, it may not be announced again.
    waiting = before.announcement.id if before.announcement else None
    unchanged = {"_id": identity, "revision": list(before.revision), "outbox.id": waiting}
    return UpdateOne(unchanged, {"$set": document, "$unset": dict.fromkeys((*absent, "lease"), 1)})


def _document(replacement: Replacement) -> tuple[Document, list[str]]:
    head, result = replacement.head, replacement.result
    published = head.published
    present: dict[str, Any] = {
        "cluster": head.cluster,
        "assessment": head.assessment,
        "revision": list(head.revision),
        "engine": head.revision[0],
        "current": head.current,
        "gone": head.gone,
        "published": {"substance": published.substance, "verdicts": dict(published.verdicts)} if published else None,
    }
    optional = {
        "result": encode_readiness(result) if result else None,
        "row": encode(row(result)) if result else None,
        "next_change": result.next_change.isoformat() if result and head.current and result.next_change else None,
        "outbox": {"id": head.announcement.id, "body": head.announcement.body} if head.announcement else None,
    }
    present |= {name: value for name, value in optional.items() if value is not None}
    return present, [name for name, value in optional.items() if value is None]
