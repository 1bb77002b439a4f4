"""The heads: one document per cluster and assessment, replaced only as it was read, with its outbox flag inside."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pymongo import DeleteOne, UpdateOne
from pymongo.errors import BulkWriteError

from services.scoring.adapters.mongo.codec import encode_readiness
from services.scoring.adapters.mongo.event_store import DUPLICATE_KEY
from services.scoring.application.ports import Announcement, Block, Head, Look, Published, Recounted, Replacement
from services.scoring.domain.document import encode, row
from services.scoring.domain.heads import ENGINE
from shared.contracts.common import READINESS
from shared.kafka.outbox_mongo import OutboxShape
from shared.kafka.records import Outgoing, headers_of
from shared.mongo import Database, Document, translate_errors

LEASE = timedelta(minutes=10)
"""How long a claimed cluster is left to its worker: a batch takes seconds, a dead worker's claims come back."""

STATE_FIELDS = {"result": 0, "row": 0}

OUTBOX = OutboxShape(
    waiting={"outbox.id": {"$exists": True}},
    id="outbox.id",
    published=lambda: {"$unset": {"outbox": 1}},
    outgoing=lambda head: _outgoing(head["cluster"], head["outbox"]),
    fields=("cluster", "outbox"),
)


def _outgoing(cluster: str, outbox: Document) -> Outgoing:
    headers = headers_of(outbox.get("traceparent"))
    return Outgoing(outbox["id"], READINESS, cluster.encode(), outbox["body"], headers, since=outbox.get("since"))


def head_id(cluster: str, assessment: str | None) -> str:
    """Return the id of a head's document."""
    return f"{cluster}/{assessment or ''}"


class MongoHeadStore:
    """Keeps heads in `heads`, and clusters that cannot be folded in `blocked`.

    `written` is handed the announcements that were stored, for the relay.
    """

    def __init__(self, database: Database, written: Callable[[Sequence[Outgoing]], None] | None = None) -> None:
        self._written = written
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
        complete = bool(result.upserted_count + result.matched_count == len(replacements))
        if complete and self._written:
            self._written([_outgoing(each.head.cluster, _outbox(new)) for each in replacements if (new := _news(each))])
        return complete

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
        with translate_errors():
            # A look costs the server next to nothing; a delete that finds nothing waits for the journal all the same.
            blocked = [each["_id"] async for each in self._blocked.find({"_id": {"$in": list(folded)}}, {"_id": 1})]
            writes = [DeleteOne({"_id": cluster, "events": {"$lte": folded[cluster]}}) for cluster in blocked]
            if writes:
                await self._blocked.bulk_write(writes, ordered=False)

    async def counts(self) -> tuple[int, int]:
        """Return how many heads there are, about, and how many clusters are blocked."""
        with translate_errors():
            return await self._heads.estimated_document_count(), await self._blocked.count_documents({})

    async def due(self, look: Look, limit: int) -> Sequence[str]:
        """Claim clusters whose result may change without a new event."""
        free: Document = {"$or": [{"lease": {"$exists": False}}, {"lease": {"$lt": look.now}}]}
        found: dict[str, None] = {}
        with translate_errors():
            for query in ({**reason, **free} for reason in reasons(look)):
                for document in await self._heads.find(query, {"cluster": 1}).limit(limit).to_list(None):
                    claim = await self._heads.update_one(
                        {"_id": document["_id"], **free}, {"$set": {"lease": look.now + LEASE}}
                    )
                    if claim.modified_count:
                        found[document["cluster"]] = None
            blocked = self._blocked.find({"fingerprint": {"$ne": look.fingerprint}}, {"_id": 1}).limit(limit)
            found.update({document["_id"]: None async for document in blocked})
        return list(found)


def reasons(look: Look) -> list[Document]:
    """Return the filters for what makes a head due; each is answered by an index of its own."""
    return [
        {"next_change": {"$lte": look.today.isoformat()}},
        {"engine": {"$lt": ENGINE}, "gone": False},
        {"confirmations": {"$lt": look.confirmations}, "gone": False},
        {"assessment": None, "catalogue": {"$exists": True, "$ne": look.in_force}},
    ]


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
        announcement=_announcement(outbox) if outbox else None,
        catalogue=document.get("catalogue"),
        inputs=document.get("inputs"),
    )


def _announcement(outbox: Document) -> Announcement:
    return Announcement(outbox["id"], bytes(outbox["body"]), outbox.get("traceparent"))


def _write(replacement: Replacement) -> UpdateOne:
    """A first head, too, is an update: writes of one kind are one command, and wait for the journal once."""
    document, absent = _document(replacement)
    before = replacement.before
    identity = head_id(replacement.head.cluster, replacement.head.assessment)
    if before is None:
        # No document is like this, so either there is none and it is inserted, or its id is taken.
        return UpdateOne({"_id": identity, "cluster": None}, {"$set": document}, upsert=True)
    # The announcement, too, must be as it was read: published meanwhile, it may not be announced again.
    waiting = before.announcement.id if before.announcement else None
    unchanged = {"_id": identity, "revision": list(before.revision), "outbox.id": waiting}
    unchanged["catalogue"] = before.catalogue
    return UpdateOne(unchanged, {"$set": document, "$unset": dict.fromkeys((*absent, "lease"), 1)})


def _news(replacement: Replacement) -> Announcement | None:
    """Return the announcement that this replacement makes, unless it waited before."""
    announcement, before = replacement.head.announcement, replacement.before
    return None if before and before.announcement == announcement else announcement


def _outbox(announcement: Announcement) -> Document:
    since = datetime.now(UTC)
    return {"id": announcement.id, "body": announcement.body, "traceparent": announcement.traceparent, "since": since}


def _document(replacement: Replacement) -> tuple[Document, list[str]]:
    head, result = replacement.head, replacement.result
    if isinstance(result, Recounted):
        return {"revision": list(head.revision), "events_sha256": result.events_sha256}, []
    published, announcement = head.published, head.announcement
    present: dict[str, Any] = {
        "cluster": head.cluster,
        "assessment": head.assessment,
        "revision": list(head.revision),
        "engine": head.revision[0],
        "confirmations": head.revision[1],
        "current": head.current,
        "gone": head.gone,
        "published": {"substance": published.substance, "verdicts": dict(published.verdicts)} if published else None,
    }
    optional = {
        "result": encode_readiness(result) if result else None,
        "row": encode(row(result)) if result else None,
        "next_change": result.next_change.isoformat() if result and head.current and result.next_change else None,
        "outbox": _outbox(announcement) if announcement else None,
        "catalogue": head.catalogue,
        "inputs": head.inputs,
    }
    if announcement and not _news(replacement):
        del optional["outbox"]  # it waits since it was made; the filter of the write holds it in place
    present |= {name: value for name, value in optional.items() if value is not None}
    return present, [name for name, value in optional.items() if value is None]
