"""How intake's records look in MongoDB."""

from collections.abc import Mapping
from typing import Any

from services.intake.application.records import (
    Cluster,
    Fingerprint,
    Grant,
    HeldText,
    Person,
    StoredEvent,
)
from services.intake.domain.findings import Message
from shared.catalogue.findings import Finding
from shared.contracts import assessment, records
from shared.contracts.cluster import ClusterUpdated, MembershipChanged
from shared.contracts.envelope import Data
from shared.contracts.registry import parse_event
from shared.kafka.records import Outgoing, headers_of

Document = dict[str, Any]

WITHDRAWALS: Mapping[type[Data], str] = {
    assessment.AssessmentWithdrawn: "assessment",
    records.BenchmarkingWithdrawn: "benchmarking",
    records.ConsultancyCancelled: "consultancy",
    records.EvidenceWithdrawn: "evidence",
    records.LabelWithdrawn: "label",
}
"""Events that take a record back, each with the field that names it."""


def event_document(stored: StoredEvent) -> Document:
    """Return the document of an event. `waiting` is its outbox flag; the texts can be erased, `raw` never changes."""
    event = stored.event
    return {
        "_id": event.id,
        "cluster": event.subject,
        "type": event.type,
        "topic": event.data.TOPIC,
        "sequence": event.sequence,
        "recorded": event.recordedtime,
        "raw": stored.raw,
        "traceparent": event.traceparent,
        "takes_back": _takes_back(stored),
        "number": stored.number,
        "fingerprint": {"key": stored.fingerprint.key, "digest": stored.fingerprint.digest},
        "texts": [{"pointer": text.pointer, "key": text.key, "text": text.text} for text in stored.texts],
        "warnings": [
            {"pointer": item.pointer, "message": item.message.value, "arguments": dict(item.arguments)}
            for item in stored.warnings
        ],
        "waiting": True,
    }


def _takes_back(stored: StoredEvent) -> str | None:
    named = WITHDRAWALS.get(type(stored.event.data))
    return None if named is None else str(getattr(stored.event.data, named))


def stored_event(document: Document) -> StoredEvent:
    """Return the event of a document."""
    return StoredEvent(
        event=parse_event(bytes(document["raw"])),
        raw=bytes(document["raw"]),
        fingerprint=Fingerprint(**document["fingerprint"]),
        texts=tuple(HeldText(**text) for text in document["texts"]),
        warnings=tuple(
            Finding(item["pointer"], Message(item["message"]), item["arguments"]) for item in document["warnings"]
        ),
        number=document["number"],
        published=not document.get("waiting", False),
    )


def outgoing(document: Document) -> Outgoing:
    """Return the record to publish."""
    key, headers = document["cluster"].encode(), headers_of(document["traceparent"])
    return Outgoing(
        document["_id"], document["topic"], key, bytes(document["raw"]), headers, since=document["recorded"]
    )


def record_of(stored: StoredEvent) -> Outgoing:
    """Return the record of an event that was just stored: the one that its document would give."""
    event = stored.event
    key, headers = event.subject.encode(), headers_of(event.traceparent)
    return Outgoing(event.id, event.data.TOPIC, key, stored.raw, headers, since=event.recordedtime)


def cluster_document(cluster: Cluster) -> Document:
    """Return the document of a new cluster. `shown` is the sequence of the event whose description is shown."""
    return {
        "_id": cluster.id,
        "slug": cluster.slug,
        "description": cluster.description.model_dump(mode="json", exclude_none=True),
        "provenance": cluster.provenance,
        "sequence": cluster.sequence,
        "shown": cluster.sequence,
        "memberships": [membership.model_dump(mode="json", exclude_none=True) for membership in cluster.memberships],
    }


def cluster_of(document: Document) -> Cluster:
    """Return the cluster of a document."""
    return Cluster(
        id=document["_id"],
        slug=document["slug"],
        description=ClusterUpdated.model_validate(document["description"]),
        provenance=document["provenance"],
        sequence=document["sequence"],
        memberships=tuple(MembershipChanged.model_validate(item) for item in document["memberships"]),
    )


def person_document(person: Person) -> Document:
    """Return the document of a person; `address_key` makes the address unique whatever its capitals."""
    fingerprint = person.fingerprint
    return {
        "_id": person.id,
        "name": person.name,
        "address": person.address,
        "address_key": person.address.lower(),
        "language": person.language,
        "grants": [{"role": grant.role, "cluster": grant.cluster} for grant in person.grants],
        "request": person.request,
        "fingerprint": fingerprint and {"key": fingerprint.key, "digest": fingerprint.digest},
    }


def person_of(document: Document) -> Person:
    """Return the person of a document."""
    return Person(
        id=document["_id"],
        name=document["name"],
        address=document["address"],
        language=document["language"],
        grants=tuple(Grant(**grant) for grant in document["grants"]),
        request=document["request"],
        fingerprint=Fingerprint(**document["fingerprint"]) if document["fingerprint"] else None,
    )
