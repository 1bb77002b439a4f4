"""An assessment that nobody has stored, as the event that it would become."""

from datetime import UTC, datetime, time
from hashlib import sha256

from shared.contracts.assessment import Answer, AssessmentSubmitted, SilverArea
from shared.contracts.envelope import Event, business_time, event_id
from shared.contracts.registry import new_event
from shared.contracts.submission import SentAnswer, SentAssessment


def event_of(sent: SentAssessment, cluster: str, sequence: int) -> Event:
    """Return the event; the same assessment always gives the same bytes, so that its result can be made again.

    Free texts are no part of an event and decide nothing; that a reason was given is kept as a digest.
    """
    data = AssessmentSubmitted(
        catalogue=sent.catalogue,
        assessed_on=sent.assessed_on,
        language=sent.language,
        round=sent.round,
        answers={name: _answer(answer) for name, answer in sent.answers.items()},
        silver_areas=tuple(SilverArea(indicators=tuple(area.indicators)) for area in sent.silver_areas),
    )
    return new_event(
        data,
        id=event_id(cluster, data.TYPE, "preview", "0"),
        source="branda-preview",
        subject=cluster,
        time=business_time(sent.assessed_on),
        recorded=datetime.combine(sent.assessed_on, time(), UTC),
        sequence=sequence,
        actor="preview",
        actorrole="operator",
    )


def _answer(answer: SentAnswer) -> Answer:
    reason = answer.not_applicable
    return Answer(
        value=answer.value,
        unknown=answer.unknown,
        not_applicable=None if reason is None else sha256(reason.encode()).hexdigest(),
        evidence=tuple(answer.evidence),
    )
