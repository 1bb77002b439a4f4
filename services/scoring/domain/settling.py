"""How a requirement is judged once a reviewer has found something (`rules.md` 2 and 9, `docs/adr/0013`)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from services.scoring.domain.readiness import Awaits, IndicatorResult, Outcome, Range, RequirementResult
from services.scoring.domain.reviews import Finding, Reviewed
from services.scoring.domain.situation import Situation, score

REVIEW = 2
MET = 4
_RANKS: Mapping[Awaits, int] = {
    "answer": 1,
    "document": REVIEW,
    "review": REVIEW,
    "threshold": REVIEW,
    "interview": 3,
    "scheme": 3,
}
"""How far a requirement is from being met, as verdicts count it (`rules.md` 3)."""


def settled(answered: Iterable[RequirementResult], found: Iterable[RequirementResult]) -> tuple[RequirementResult, ...]:
    """Return requirements judged on the reviewers' findings: never better than the answers make them."""
    pairs = zip(answered, found, strict=True)
    return tuple(_of_review(by_answer, by_review) for by_answer, by_review in pairs)


def contested(
    undisputed: Iterable[RequirementResult], disputed: Iterable[RequirementResult]
) -> tuple[RequirementResult, ...]:
    """Return requirements of which a disputed finding would make less: a second reviewer settles them."""
    pairs = zip(undisputed, disputed, strict=True)
    return tuple(_awaiting(result) if _rank(less) < _rank(result) else result for result, less in pairs)


def _of_review(by_answer: RequirementResult, by_review: RequirementResult) -> RequirementResult:
    if by_review.outcome == by_answer.outcome or _rank(by_review) > _rank(by_answer):
        return by_answer
    return by_review._replace(outcome=by_review.outcome._replace(reviewed=True))


def _awaiting(result: RequirementResult) -> RequirementResult:
    if _rank(result) <= REVIEW:
        return result
    return result._replace(outcome=result.outcome._replace(state="unknown", awaits="review"))


def _rank(result: RequirementResult) -> int:
    outcome: Outcome = result.outcome
    if outcome.state == "met" or outcome.awaits is None:
        return MET if outcome.state == "met" else 0
    return _RANKS[outcome.awaits]


def under_review(situation: Situation, reviewed: Reviewed) -> Situation:
    """Return the situation with what its reviews say."""
    if not reviewed.reviews:
        return situation
    agreed = {name: finding for name, finding in reviewed.findings.items() if not finding.disputed}
    disputed = reviewed.findings if len(agreed) < len(reviewed.findings) else {}
    return replace(
        situation, reviewed=reviewed, found=_as_found(situation, agreed), disputed=_as_found(situation, disputed)
    )


def _as_found(situation: Situation, findings: Mapping[str, Finding]) -> Situation | None:
    """Return the situation with the reviewers' findings in place of the answers; None if they are the same.

    Points never exceed those of the answers: where a reviewer finds more, the cluster corrects its answer.
    """
    assessment = situation.assessment
    if assessment is None or not findings:
        return None
    answers = {**assessment.answers, **{name: finding.answer for name, finding in findings.items()}}
    changed = {name: answer for name, answer in answers.items() if answer != assessment.answers.get(name)}
    if not changed:
        return None
    by_review = situation.answered(answers, situation.scores)
    scores = dict(situation.scores)
    scales = [scale for name, scale in situation.scales.items() if name in changed]
    for name, found in score(scales, by_review.assessment, situation.evidence).items():
        said = scores[name]
        scores[name] = said._replace(
            declared=_lower(said.declared, found.declared), backed=_lower(said.backed, found.backed)
        )
    return situation.answered(answers, scores)


def _lower(one: Range, other: Range) -> Range:
    return Range(min(one.low, other.low), min(one.high, other.high))


def reviewed_points(situation: Situation, results: Iterable[IndicatorResult]) -> tuple[IndicatorResult, ...]:
    """Return indicators with the reviewers' points; what is disputed is not decided, so it only widens the range."""
    return tuple(_reviewed(situation, result) for result in results)


def _reviewed(situation: Situation, result: IndicatorResult) -> IndicatorResult:
    finding = situation.reviewed.findings.get(result.id)
    if finding is None:
        return result
    if finding.disputed:
        least = situation.disputed.scores[result.id].backed.low if situation.disputed else result.backed.low
        return result._replace(backed=Range(least, result.backed.high))
    backed = situation.found.scores[result.id].backed if situation.found else result.backed
    points = situation.scales[result.id].declared(finding.answer) if finding.stands else None
    return result._replace(backed=backed, reviewed=points)
