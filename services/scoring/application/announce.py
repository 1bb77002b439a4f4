"""When a result is worth an event, and what that event says (design 1 and 3)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import get_args

from services.scoring.application.ports import Announcement, Head, KeptEvent, Published, Recounted
from services.scoring.application.wire import published as in_contract
from services.scoring.application.wire import readiness_assessed
from services.scoring.domain.heads import Revision
from services.scoring.domain.readiness import Readiness
from shared.contracts import assessment, cluster, labelling, records, reviews
from shared.contracts.envelope import Event, Provenance, business_time, event_id
from shared.contracts.readiness import Cause, ReadinessAssessed
from shared.contracts.registry import new_event, parse_event

SOURCE = "branda-scoring"

CAUSES: dict[str, Cause] = {
    assessment.AssessmentSubmitted.TYPE: "submission",
    assessment.AssessmentWithdrawn.TYPE: "correction",
    records.BenchmarkingRecorded.TYPE: "benchmarking",
    records.BenchmarkingCorrected.TYPE: "correction",
    records.BenchmarkingWithdrawn.TYPE: "correction",
    records.ConsultancyRecorded.TYPE: "consultancy",
    records.ConsultancyCorrected.TYPE: "correction",
    records.ConsultancyCancelled.TYPE: "correction",
    records.EvidenceAttached.TYPE: "evidence",
    records.EvidenceWithdrawn.TYPE: "evidence",
    records.LabelRecorded.TYPE: "label",
    records.LabelCorrected.TYPE: "correction",
    records.LabelWithdrawn.TYPE: "correction",
    reviews.ReviewDecided.TYPE: "review",
    reviews.ReviewReopened.TYPE: "review",
    reviews.ReviewDisputed.TYPE: "review",
    cluster.ClusterRegistered.TYPE: "register",
    cluster.ClusterUpdated.TYPE: "register",
    cluster.MembershipChanged.TYPE: "register",
}

NO_CAUSE = frozenset({labelling.LabellingProgressed.TYPE})
"""Events that no result looks at: what changes with one of them has another cause."""

_RANK = {cause: rank for rank, cause in enumerate(get_args(Cause))}
"""The contract lists causes from the highest to the lowest."""


def cause_of(news: Sequence[KeptEvent], before: Head | None, now: Head) -> Cause:
    """Return why a result changed: the highest of the unannounced events, else what changed instead of them."""
    if causes := [CAUSES[kept.type] for kept in news if kept.type not in NO_CAUSE]:
        return highest(causes)
    if before is not None and before.revision[0] != now.revision[0]:
        return "engine"
    if before is not None and (before.revision[1], before.catalogue) != (now.revision[1], now.catalogue):
        return "catalogue"
    return "calendar"


def highest(causes: Iterable[Cause]) -> Cause:
    """Return the cause that a reader must hear of first."""
    return min(causes, key=_RANK.__getitem__)


def announce(
    head: Head,
    result: Readiness | Recounted | None,
    before: Head | None,
    news: Sequence[KeptEvent],
    everything: Sequence[KeptEvent],
) -> Head:
    """Return `head` with its announcement if its substance changed, else with what `before` left to publish.

    An announcement that the broker does not have yet is replaced, and what it would have said is kept: its cause, and
    the verdicts before it.
    """
    published = before.published if before else None
    pending = before.announcement if before else None
    if not isinstance(result, Readiness) or (
        published is not None and published.substance == result.passport.substance
    ):
        return replace(head, published=published, announcement=pending)
    waiting = parse_event(pending.body) if pending else None
    cause = cause_of(news, before, head)
    previous = published.verdicts if published else None
    if waiting is not None and isinstance(waiting.data, ReadinessAssessed):
        cause = highest((cause, waiting.data.cause))
        previous = waiting.data.previous_verdicts
    data = readiness_assessed(result, cause=cause, current=head.current, previous=previous)
    event = _event(head, before, data, news, everything, waiting)
    said = Published(
        result.passport.substance, {level.level: level.verdict for level in result.levels if in_contract(level.level)}
    )
    return replace(head, published=said, announcement=Announcement(event.id, event.encode(), event.traceparent))


def _once(head: Head, before: Head | None) -> str:
    """Return what makes an announcement one of its own: its revision, and the version that came on the same day."""
    same = before is not None and before.revision == head.revision
    return f"{list(head.revision)} {head.catalogue}" if same else str(list(head.revision))


def _event(
    head: Head,
    before: Head | None,
    data: ReadinessAssessed,
    news: Sequence[KeptEvent],
    everything: Sequence[KeptEvent],
    waiting: Event | None,
) -> Event:
    """Return the announcement: it is an import if all that caused it is, whatever else came beside (design 3)."""
    causing = [kept for kept in news if CAUSES.get(kept.type) == data.cause]
    recorded = [kept.event.recorded for kept in causing]
    imported = [kept.imported for kept in causing]
    if isinstance(waiting, Event) and isinstance(waiting.data, ReadinessAssessed) and waiting.data.cause == data.cause:
        recorded.append(waiting.recordedtime)
        imported.append(waiting.origin == "import")
    return new_event(
        data,
        recorded=max(recorded, default=business_time(data.on)),
        id=event_id(head.cluster, data.TYPE, head.assessment or "", _once(head, before)),
        source=SOURCE,
        subject=head.cluster,
        time=business_time(data.on),
        sequence=sequence(head.revision, data.on.toordinal()),
        actor="scoring",
        actorrole="service",
        traceparent=_traceparent(news, waiting),
        provenance=_provenance(everything),
        origin="import" if imported and all(imported) else None,
    )


def _traceparent(news: Sequence[KeptEvent], waiting: Event | None) -> str | None:
    """Return the trace of the newest causing event; a change by the calendar alone belongs to none."""
    if news:
        return max(news, key=lambda kept: (kept.event.recorded, kept.event.id)).traceparent
    return waiting.traceparent if waiting is not None else None


def sequence(revision: Revision, day: int) -> int:
    """Return a number that rises with the events and then with the date; gaps are allowed (design 3)."""
    return revision[2] * 1_000_000 + day


def _provenance(everything: Sequence[KeptEvent]) -> Provenance | None:
    """Invented answers mark every result they enter; public facts only what rests on nothing else (`rules.md` 10)."""
    found = {kept.provenance for kept in everything}
    if "synthetic" in found:
        return "synthetic"
    return "public" if found == {"public"} else None
