"""Which of the reviewers' decisions are in force, and what they found (`rules.md` 9, `docs/adr/0013`).

A decision is about an answer with the evidence that counted when it was judged. It stands while exactly that is there.
Evidence that came later reopens the indicator: nothing is reviewed any more. Where evidence only went away, it is
reopened, too, but what the reviewer did not find in more papers is not in fewer: his finding goes on limiting it.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, NamedTuple

from services.scoring.domain.answers import Forms, check_value
from services.scoring.domain.events import Answer, AssessmentSubmitted, Value
from services.scoring.domain.evidence import Evidence
from services.scoring.domain.history import History
from services.scoring.domain.readiness import Review, ReviewStatus
from services.scoring.domain.review_events import (
    Judgement,
    ReviewDecided,
    ReviewEvent,
    ReviewReopened,
)
from shared.catalogue.model import Question

Fit = Literal["same", "less"]
"""How what is there now compares with what was judged: the same answer with the same, or with less evidence."""


class Judged(NamedTuple):
    """What a reviewer has before him: the digest for the decision, and the ids of the evidence that counts."""

    digest: str
    evidence: tuple[str, ...]


def judged(question: Question, answer: Answer | None, evidence: Evidence) -> Judged:
    """Return what a decision about this answer is about, on the day of `evidence`."""
    pieces = tuple(sorted({piece.id for piece in evidence.counted(question, answer)}))
    return Judged(judged_digest(question.id, answer, pieces), pieces)


def judged_digest(question: str, answer: Answer | None, evidence: Iterable[str]) -> str:
    """Return the SHA-256 (hex) of an answer with the evidence that counts for it; comments are no part of it."""
    said = answer or Answer()
    parts = {
        "question": question,
        "value": None if said.value is None else dict(said.value),
        "unknown": said.unknown,
        "not_applicable": said.not_applicable,
        "evidence": sorted(evidence),
    }
    return sha256(json.dumps(parts, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()).hexdigest()


class Finding(NamedTuple):
    """What a reviewer found about one answer. Not `stands`: some of the evidence that he judged is gone since."""

    answer: Answer
    stands: bool
    disputed: bool


class Reviewed(NamedTuple):
    """All reviews of one assessment: the findings in force by question, and every decision that is to be shown."""

    findings: Mapping[str, Finding]
    reviews: tuple[Review, ...]


NOTHING = Reviewed({}, ())


@dataclass(slots=True)
class _Decision:
    """One decision about one question while the events are read in order."""

    event: ReviewDecided
    judgement: Judgement
    refused: ReviewStatus | None
    disputed: bool = False
    taken_back: bool = False


def reviewed(
    history: History,
    assessment: AssessmentSubmitted | None,
    questions: Mapping[str, Question],
    forms: Forms | None,
    evidence: Evidence,
) -> Reviewed:
    """Return what reviewers decided about the answers of an assessment, as far as it is in force.

    `forms`: how answers must look; None: the criteria are not those of the assessment, so nothing is checked.

    Raises:
        UnusableEventError: a decision in force found something that the catalogue cannot read.
    """
    if assessment is None or not history.reviews:
        return NOTHING
    findings: dict[str, Finding] = {}
    shown: list[Review] = []
    by_question = _by_question(history, assessment)
    for name, question in questions.items():
        decisions = by_question.get(name)
        if not decisions:
            continue
        answer = assessment.answers.get(name)
        now = judged(question, answer, evidence)
        counted = [each for each in decisions if each.refused is None]
        found = _in_force(counted, name, answer, now)
        if found is not None and found[0].event.decision == "confirmed":
            decision, fit = found
            findings[name] = Finding(_found(decision, name, forms, answer), fit == "same", decision.disputed)
        shown += _shown(name, decisions, counted, found)
    return Reviewed(findings, tuple(shown))


def _by_question(history: History, assessment: AssessmentSubmitted) -> Mapping[str, list[_Decision]]:
    """Return the decisions about each question in order, with what later events did to them."""
    found: dict[str, list[_Decision]] = {}
    for event in _about(history, assessment):
        for name in event.indicators:
            before = found.setdefault(name, [])
            if isinstance(event, ReviewDecided):
                refused = _refused(event, history, assessment, before)
                before.append(_Decision(event, event.indicators[name], refused))
                continue
            for decision in before:
                if isinstance(event, ReviewReopened):
                    decision.taken_back = True
                else:
                    decision.disputed = True
    return found


def _about(history: History, assessment: AssessmentSubmitted) -> Iterable[ReviewEvent]:
    """Yield the events about an assessment, and those about earlier ones until its day: late ones are theirs only."""
    place = _place(assessment)
    for event in history.reviews:
        of = history.snapshots.get(event.assessment)
        if of is None:
            continue
        if of.id == assessment.id or (_place(of) < place and event.day <= assessment.assessed_on):
            yield event


def _place(assessment: AssessmentSubmitted) -> tuple[object, ...]:
    return assessment.assessed_on, assessment.sequence, assessment.id


def _refused(
    event: ReviewDecided, history: History, assessment: AssessmentSubmitted, before: Sequence[_Decision]
) -> ReviewStatus | None:
    """Return why a decision has no effect, None if it has: rules 9, independence and the second reviewer."""
    if not event.independent or event.decision == "prechecked":
        return "checked"
    if event.actor in (assessment.actor, history.snapshots[event.assessment].actor):
        return "own"
    last = next((each for each in reversed(before) if each.refused is None), None)
    if last is None or not last.disputed or last.taken_back:
        return None
    return "same_reviewer" if last.event.actor == event.actor else None


def _in_force(
    counted: Sequence[_Decision], question: str, answer: Answer | None, now: Judged
) -> tuple[_Decision, Fit] | None:
    """Return the latest decision about what is there now, or about more."""
    for decision in reversed(counted):
        if not decision.taken_back and (fit := _fit(decision.judgement, question, answer, now)) is not None:
            return decision, fit
    return None


def _fit(judgement: Judgement, question: str, answer: Answer | None, now: Judged) -> Fit | None:
    if judgement.digest == now.digest:
        return "same"
    lost = set(now.evidence) < set(judgement.evidence)
    return "less" if lost and judged_digest(question, answer, judgement.evidence) == judgement.digest else None


def _found(decision: _Decision, question: str, forms: Forms | None, answer: Answer | None) -> Answer:
    value = decision.judgement.value
    if value is None:
        return answer or Answer()
    if forms is not None:
        check_value(decision.event.id, question, value, forms[question])
    stated: Mapping[str, Value] = (answer.value if answer else None) or {}
    return Answer(value={**stated, **value}, evidence=answer.evidence if answer else ())


def _shown(
    question: str, decisions: Sequence[_Decision], counted: Sequence[_Decision], found: tuple[_Decision, Fit] | None
) -> list[Review]:
    """Return the decision that counts, or the last one that did, and those after it that never did."""
    last = found[0] if found else counted[-1] if counted else None
    after = decisions if last is None else decisions[decisions.index(last) + 1 :]
    shown = [] if last is None else [_review(question, last, _status(last, found))]
    return [*shown, *(_review(question, each, each.refused) for each in after if each.refused is not None)]


def _status(decision: _Decision, found: tuple[_Decision, Fit] | None) -> ReviewStatus:
    if found is None:
        return "reopened"
    if decision.disputed:
        return "disputed"
    return "stands" if found[1] == "same" else "reopened"


def _review(question: str, decision: _Decision, status: ReviewStatus) -> Review:
    event, value = decision.event, decision.judgement.value
    return Review(question, event.decision, status, event.day, event.role, event.independent, value, event.due)
