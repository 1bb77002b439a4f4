"""The set of events: one document per event id, original bytes unchanged."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256

from pymongo import UpdateOne
from pymongo.errors import BulkWriteError

from services.scoring.adapters.mongo.codec import FORM, decode_event, encode_event, event_kind
from services.scoring.application.ports import Arrival, KeptEvent
from services.scoring.application.translate import to_domain
from services.scoring.domain.events import Event
from shared.contracts.registry import parse_event
from shared.errors import TransientError
from shared.mongo import Database, Document, translate_errors

DUPLICATE_KEY = 11000
REGISTER_KINDS = ("ClusterRegistered", "LabelCorrected", "LabelRecorded", "MembershipChanged", "RecordWithdrawn")
"""What a programme is counted from; few beside the events of a cluster, so that they have an index of their own."""

AT_ONCE = 10_000
"""Events read by one round trip; the driver would fetch the first 101 and ask again for the rest."""

FOLD_FIELDS = dict.fromkeys(
    ("form", "cluster", "kind", "slim", "type", "imported", "provenance", "announced", "traceparent"), 1
)


class MongoEventStore:
    """Keeps events in `events`; `_id` is the event id, so the unique index is the deduplication."""

    def __init__(self, database: Database) -> None:
        self._events = database.events

    async def add(self, arrivals: Sequence[Arrival]) -> Collection[str]:
        """Add events, each once; returns the digests of those whose id is known with other bytes."""
        if not arrivals:
            return []
        writes = [
            UpdateOne({"_id": arrival.kept.event.id}, {"$setOnInsert": _document(arrival)}, upsert=True)
            for arrival in arrivals
        ]
        with translate_errors():
            try:
                result = await self._events.bulk_write(writes, ordered=False)
            except BulkWriteError as error:
                raise _two_writers(error) from error
            new = result.upserted_ids or {}
            if len(new) == len(arrivals):
                return []
            known = [arrival for position, arrival in enumerate(arrivals) if position not in new]
            return await self._conflicts(known)

    async def _conflicts(self, known: Sequence[Arrival]) -> Collection[str]:
        events = [arrival.kept.event for arrival in known]
        cursor = self._events.find({"_id": {"$in": [event.id for event in events]}}, {"digest": 1})
        digests = {document["_id"]: document["digest"] async for document in cursor}
        return [event.digest for event in events if digests[event.id] != event.digest]

    async def histories(self, clusters: Iterable[str]) -> Mapping[str, Sequence[KeptEvent]]:
        """Return all events of these clusters."""
        wanted = list(clusters)
        found: dict[str, list[KeptEvent]] = {cluster: [] for cluster in wanted}
        with translate_errors():
            cursor = self._events.find({"cluster": {"$in": wanted}}, FOLD_FIELDS, batch_size=AT_ONCE)
            documents = await cursor.to_list(None)
            await self._renew([document for document in documents if document.get("form") != FORM])
        for document in documents:
            found[document["cluster"]].append(_kept(document))
        return found

    async def _renew(self, outdated: Sequence[Document]) -> None:
        """Make anew, from the original bytes, what an earlier version kept for its fold; the next reader finds it."""
        if not outdated:
            return
        by_id = {document["_id"]: document for document in outdated}
        writes = []
        async for found in self._events.find({"_id": {"$in": list(by_id)}}, {"raw": 1}):
            raw = bytes(found["raw"])
            fold_input = _fold_input(to_domain(parse_event(raw), sha256(raw).hexdigest()))
            by_id[found["_id"]].update(fold_input)
            writes.append(UpdateOne({"_id": found["_id"]}, {"$set": fold_input}))
        await self._events.bulk_write(writes, ordered=False)

    async def received(self, assessments: Collection[str]) -> Mapping[str, datetime]:
        """Return when each was received, by its id; what came from an archive waits for nobody and is left out."""
        query = {"_id": {"$in": list(assessments)}, "imported": False}
        with translate_errors():
            found = await self._events.find(query, {"recorded": 1}, batch_size=AT_ONCE).to_list(None)
        return {document["_id"]: document["recorded"] for document in found}

    async def of_register(self) -> Mapping[str, Sequence[Event]]:
        """Return the registrations, memberships and labels of every cluster, by cluster, with what put them right."""
        found: dict[str, list[Event]] = {}
        query = {"kind": {"$in": list(REGISTER_KINDS)}}
        with translate_errors():
            async for document in self._events.find(query, {"cluster": 1, "kind": 1, "slim": 1}).sort("cluster"):
                event = decode_event(document["kind"], document["slim"])
                found.setdefault(document["cluster"], []).append(event)
        return found

    async def mark_announced(self, ids: Sequence[str]) -> None:
        """Say that a head reflects these events."""
        if ids:
            with translate_errors():
                await self._events.update_many({"_id": {"$in": list(ids)}}, {"$set": {"announced": True}})

    async def clusters(self) -> list[str]:
        """Return the ids of all clusters that have events, in order."""
        with translate_errors():
            return sorted(await self._events.distinct("cluster"))

    async def clusters_after(self, among: Collection[str] | None, after: str, limit: int) -> list[str]:
        """Return the first `limit` ids behind `after` of clusters that have events, `among` those permitted."""
        behind: Document = {"$gt": after} if among is None else {"$gt": after, "$in": list(among)}
        steps: list[Document] = [
            {"$match": {"cluster": behind}},
            {"$group": {"_id": "$cluster"}},
            {"$sort": {"_id": 1}},
            {"$limit": limit},
        ]
        with translate_errors():
            return [document["_id"] async for document in self._events.aggregate(steps)]

    async def raw(self, cluster: str) -> list[bytes]:
        """Return the original bytes of a cluster's events, ordered by id; what `branda export` writes."""
        with translate_errors():
            documents = await self._events.find({"cluster": cluster}, {"raw": 1}).sort("_id").to_list(None)
        return [bytes(document["raw"]) for document in documents]


def _document(arrival: Arrival) -> Document:
    kept = arrival.kept
    return {
        "cluster": arrival.cluster,
        "type": kept.type,
        "recorded": kept.event.recorded,
        "digest": kept.event.digest,
        "raw": arrival.raw,
        **_fold_input(kept.event),
        "imported": kept.imported,
        "provenance": kept.provenance,
        "announced": kept.announced,
        "traceparent": kept.traceparent,
    }


def _fold_input(event: Event) -> Document:
    return {"form": FORM, "kind": event_kind(event), "slim": encode_event(event)}


def _kept(document: Document) -> KeptEvent:
    return KeptEvent(
        event=decode_event(document["kind"], document["slim"]),
        type=document["type"],
        imported=document["imported"],
        provenance=document["provenance"],
        announced=document["announced"],
        traceparent=document.get("traceparent"),
    )


def _two_writers(error: BulkWriteError) -> Exception:
    """Two workers may insert one event at the same moment; whoever lost finds it there the next time."""
    writes = error.details.get("writeErrors", [])
    if writes and all(each.get("code") == DUPLICATE_KEY for each in writes):
        return TransientError("another worker is adding the same events")
    return error
