"""From wire events to the domain's own (`style.md`, habit 6)."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from services.scoring.domain import events as domain
from shared.contracts import assessment, cluster, records
from shared.contracts.envelope import VILNIUS, Data, Event


def to_domain(event: Event, digest: str) -> domain.Event:
    """Return what the fold knows of `event`; `digest` is the SHA-256 of its original bytes.

    Raises:
        KeyError: scoring does not fold this type.
    """
    envelope = {
        "id": event.id,
        "source": event.source,
        "sequence": event.sequence,
        "day": event.time.astimezone(VILNIUS).date(),
        "recorded": event.recordedtime,
        "digest": digest,
    }
    return _TRANSLATORS[type(event.data)](event.data, envelope)


def is_folded(event: Event) -> bool:
    """Say whether scoring folds events of this type."""
    return type(event.data) in _TRANSLATORS


Envelope = Mapping[str, Any]


def _facts(data: cluster.ClusterRegistered | cluster.ClusterUpdated) -> dict[str, domain.Fact]:
    return {name: domain.Fact(fact.value, fact.source, fact.seen_on) for name, fact in data.facts.items()}


def _registered(data: cluster.ClusterRegistered, envelope: Envelope) -> domain.Event:
    return domain.ClusterRegistered(**envelope, sector=data.sector, founded=data.founded, facts=_facts(data))


def _updated(data: cluster.ClusterUpdated, envelope: Envelope) -> domain.Event:
    return domain.ClusterUpdated(**envelope, sector=data.sector, founded=data.founded, facts=_facts(data))


def _membership(data: cluster.MembershipChanged, envelope: Envelope) -> domain.Event:
    return domain.MembershipChanged(**envelope, programme=data.programme, joined=data.joined, left=data.left)


def _answer(answer: assessment.Answer) -> domain.Answer:
    return domain.Answer(answer.value, answer.unknown, answer.not_applicable is not None, answer.evidence)


def _submitted(data: assessment.AssessmentSubmitted, envelope: Envelope) -> domain.Event:
    return domain.AssessmentSubmitted(
        **envelope,
        assessed_on=data.assessed_on,
        catalogue=data.catalogue,
        answers={indicator: _answer(answer) for indicator, answer in data.answers.items()},
        silver_areas=tuple(domain.SilverArea(area.indicators) for area in data.silver_areas),
    )


def _assessment_withdrawn(data: assessment.AssessmentWithdrawn, envelope: Envelope) -> domain.Event:
    return domain.AssessmentWithdrawn(**envelope, assessment=data.assessment)


def _benchmarking(data: records.BenchmarkingRecorded, envelope: Envelope) -> domain.Event:
    return domain.BenchmarkingRecorded(
        **envelope, interview_on=data.interview_on, precision=data.precision, snapshot=data.snapshot
    )


def _consultancy(data: records.ConsultancyRecorded, envelope: Envelope) -> domain.Event:
    return domain.ConsultancyRecorded(
        **envelope, session_on=data.session_on, category=data.category, indicators=data.indicators
    )


def _evidence(data: records.EvidenceAttached, envelope: Envelope) -> domain.Event:
    return domain.EvidenceAttached(
        **envelope,
        indicators=data.indicators,
        kind=data.kind,
        dated=data.dated,
        strength=data.strength,
        supports=data.supports,
    )


def _evidence_withdrawn(data: records.EvidenceWithdrawn, envelope: Envelope) -> domain.Event:
    return domain.EvidenceWithdrawn(**envelope, evidence=data.evidence)


def _label(data: records.LabelRecorded, envelope: Envelope) -> domain.Event:
    return domain.LabelRecorded(
        **envelope,
        level=data.level,
        awarded=data.awarded,
        precision=data.precision,
        valid_until=data.valid_until,
        certificate=data.certificate,
    )


_TRANSLATORS = cast(
    "Mapping[type[Data], Callable[[Data, Envelope], domain.Event]]",
    {
        cluster.ClusterRegistered: _registered,
        cluster.ClusterUpdated: _updated,
        cluster.MembershipChanged: _membership,
        assessment.AssessmentSubmitted: _submitted,
        assessment.AssessmentWithdrawn: _assessment_withdrawn,
        records.BenchmarkingRecorded: _benchmarking,
        records.ConsultancyRecorded: _consultancy,
        records.EvidenceAttached: _evidence,
        records.EvidenceWithdrawn: _evidence_withdrawn,
        records.LabelRecorded: _label,
    },
)
