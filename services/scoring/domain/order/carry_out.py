"""What the history would be if an order were carried out: a new assessment, and the papers that it asks for."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time

from services.scoring.domain.events import Answer, AssessmentSubmitted, Event, EvidenceAttached, SilverArea
from services.scoring.domain.history import History
from services.scoring.domain.order.model import Change

SOURCE = "branda.order"
ASSESSMENT = "order"


def carried_out(history: History, changes: Iterable[Change], catalogue: str, on: date) -> History:
    """Return `history` with the changes made on a day, for a look ahead: nothing of it is ever stored.

    The assessment's id is `ASSESSMENT`; earlier ones stay, since benchmarkings are based on them.
    """
    changes = tuple(changes)
    current = history.current
    answers = dict(current.answers) if current else {}
    areas = current.silver_areas if current else ()
    papers: list[Event] = []
    sequence = max((event.sequence for event in history.events), default=0) + 1
    for change in changes:
        areas += tuple(SilverArea(area) for area in change.areas)
        if change.question is None:
            continue
        before = answers.get(change.question, Answer())
        answers[change.question] = replace(before, value={**(before.value or {}), **change.values}, unknown=False)
        if change.document:
            papers.append(_paper(change.question, on, sequence))
    assessment = AssessmentSubmitted(
        id=ASSESSMENT,
        source=SOURCE,
        sequence=sequence,
        day=on,
        recorded=_moment(on),
        digest="",
        assessed_on=max(on, current.assessed_on) if current else on,
        catalogue=catalogue,
        answers=answers,
        silver_areas=areas,
    )
    return History.of((*history.events, assessment, *papers))


def _paper(question: str, on: date, sequence: int) -> EvidenceAttached:
    return EvidenceAttached(
        id=f"{ASSESSMENT} {question}",
        source=SOURCE,
        sequence=sequence,
        day=on,
        recorded=_moment(on),
        digest="",
        indicators=(question,),
        kind="link",
        dated=on,
        strength="documented",
    )


def _moment(on: date) -> datetime:
    return datetime.combine(on, time.min, UTC)
