"""Records that a submission names must exist in the same cluster; another cluster's are as if they did not."""

from collections.abc import Mapping

from services.intake.application.ports import EventStore
from services.intake.domain.findings import Message
from shared.catalogue.findings import Finding, InputMessage
from shared.contracts.assessment import AssessmentSubmitted, AssessmentWithdrawn
from shared.contracts.records import EvidenceAttached, EvidenceWithdrawn


async def check_evidence(store: EventStore, cluster: str, named: Mapping[str, str]) -> list[Finding]:
    """Return a finding for each pointer whose evidence is missing, withdrawn, or another cluster's (design 3)."""
    if not named:
        return []
    ids = set(named.values())
    present = {stored.event.id for stored in await store.find_events(cluster, EvidenceAttached.TYPE, ids)}
    present -= await store.find_withdrawn(cluster, EvidenceWithdrawn.TYPE, ids)
    return [
        Finding(pointer, InputMessage.UNKNOWN_EVIDENCE, {"id": evidence})
        for pointer, evidence in named.items()
        if evidence not in present
    ]


async def check_assessment(store: EventStore, cluster: str, pointer: str, assessment: str | None) -> list[Finding]:
    """Return a finding if the assessment is missing or another cluster's; a withdrawn one may be a snapshot."""
    if assessment is None or await store.find_events(cluster, AssessmentSubmitted.TYPE, [assessment]):
        return []
    return [Finding(pointer, Message.UNKNOWN_ASSESSMENT, {"id": assessment})]


async def is_withdrawn(store: EventStore, cluster: str, assessment: str) -> bool:
    """Say whether the assessment was taken back."""
    return bool(await store.find_withdrawn(cluster, AssessmentWithdrawn.TYPE, [assessment]))
