"""From wire events to the domain's own (`style.md`, habit 6)."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from services.scoring.application.translate_reviews import TRANSLATORS as REVIEWS
from services.scoring.domain import events as domain
from shared.contracts import assessment, cluster, labelling, records, reviews
from shared.contracts.envelope import VILNIUS, Data, Event


def to_domain(event: Event, digest: str) -> domain.Event:
    """Return what the fold knows of `event`; `digest` is the SHA-256 of its original bytes.

    Raises:
        KeyError: scoring does not fold this type.
    """
    envelope: dict[str, Any] = {
        "id": event.id,
        "source": event.source,
        "sequence": event.sequence,
        "day": event.time.astimezone(VILNIUS).date(),
        "recorded": event.recordedtime,
        "digest": digest,
    }
    if isinstance(event.data, _WHO_MATTERS):
        envelope["actor"] = event.actor
    if isinstance(event.data, reviews.ReviewDecided):
        envelope["role"] = event.actorrole
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


def _said_of_benchmarking(data: records.Benchmarking) -> dict[str, Any]:
    return {"interview_on": data.interview_on, "precision": data.precision, "snapshot": data.snapshot}


def _benchmarking(data: records.BenchmarkingRecorded, envelope: Envelope) -> domain.Event:
    return domain.BenchmarkingRecorded(**envelope, **_said_of_benchmarking(data))


def _benchmarking_corrected(data: records.BenchmarkingCorrected, envelope: Envelope) -> domain.Event:
    return domain.BenchmarkingCorrected(**envelope, **_said_of_benchmarking(data), record=data.benchmarking)


def _benchmarking_withdrawn(data: records.BenchmarkingWithdrawn, envelope: Envelope) -> domain.Event:
    return domain.RecordWithdrawn(**envelope, record=data.benchmarking)


def _said_of_consultancy(data: records.Consultancy) -> dict[str, Any]:
    return {"session_on": data.session_on, "category": data.category, "indicators": data.indicators}


def _consultancy(data: records.ConsultancyRecorded, envelope: Envelope) -> domain.Event:
    return domain.ConsultancyRecorded(**envelope, **_said_of_consultancy(data))


def _consultancy_corrected(data: records.ConsultancyCorrected, envelope: Envelope) -> domain.Event:
    return domain.ConsultancyCorrected(**envelope, **_said_of_consultancy(data), record=data.consultancy)


def _consultancy_cancelled(data: records.ConsultancyCancelled, envelope: Envelope) -> domain.Event:
    return domain.RecordWithdrawn(**envelope, record=data.consultancy)


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


def _said_of_label(data: records.Label) -> dict[str, Any]:
    return {
        "level": data.level,
        "awarded": data.awarded,
        "precision": data.precision,
        "valid_until": data.valid_until,
        "certificate": data.certificate,
    }


def _label(data: records.LabelRecorded, envelope: Envelope) -> domain.Event:
    return domain.LabelRecorded(**envelope, **_said_of_label(data))


def _label_corrected(data: records.LabelCorrected, envelope: Envelope) -> domain.Event:
    return domain.LabelCorrected(**envelope, **_said_of_label(data), record=data.label)


def _label_withdrawn(data: records.LabelWithdrawn, envelope: Envelope) -> domain.Event:
    return domain.RecordWithdrawn(**envelope, record=data.label)


def _labelling(data: labelling.LabellingProgressed, envelope: Envelope) -> domain.Event:
    return domain.LabellingProgressed(
        **envelope,
        level=data.level,
        step=data.step,
        on=data.on,
        planned_on=data.planned_on,
        organisation=data.organisation,
    )


_WHO_MATTERS = (assessment.AssessmentSubmitted, reviews.ReviewDecided)
"""Nobody confirms what they submitted (`rules.md` 9); of all else the fold does not know who did it."""

_TRANSLATORS = cast(
    "Mapping[type[Data], Callable[[Data, Envelope], domain.Event]]",
    {
        cluster.ClusterRegistered: _registered,
        cluster.ClusterUpdated: _updated,
        cluster.MembershipChanged: _membership,
        assessment.AssessmentSubmitted: _submitted,
        assessment.AssessmentWithdrawn: _assessment_withdrawn,
        records.BenchmarkingRecorded: _benchmarking,
        records.BenchmarkingCorrected: _benchmarking_corrected,
        records.BenchmarkingWithdrawn: _benchmarking_withdrawn,
        records.ConsultancyRecorded: _consultancy,
        records.ConsultancyCorrected: _consultancy_corrected,
        records.ConsultancyCancelled: _consultancy_cancelled,
        records.EvidenceAttached: _evidence,
        records.EvidenceWithdrawn: _evidence_withdrawn,
        records.LabelRecorded: _label,
        records.LabelCorrected: _label_corrected,
        records.LabelWithdrawn: _label_withdrawn,
        labelling.LabellingProgressed: _labelling,
        **REVIEWS,
    },
)
