"""Silver's improvement areas: named by the applicant, compared before and after (`rules.md` 4)."""

from collections.abc import Container, Sequence
from typing import NamedTuple

from services.scoring.domain.events import AssessmentSubmitted, SilverArea
from services.scoring.domain.marks import weakest
from services.scoring.domain.points import Scale, total
from services.scoring.domain.readiness import Argument, IndicatorResult, Item, Outcome, Range, RequirementResult
from services.scoring.domain.requirements.interviews import find_pair
from services.scoring.domain.requirements.judging import item_of
from services.scoring.domain.situation import Judge, Situation
from shared.catalogue.model import Requirement
from shared.catalogue.rules import AreasRule, WindowRule

YARDSTICK = 2
"""Points that every indicator of an improved area must show, backed: the Gold criteria's baseline (mark A)."""


class Comparison(NamedTuple):
    """What the areas are judged by: the first interview's snapshot, and the second's or the current assessment."""

    before: AssessmentSubmitted | None
    after: AssessmentSubmitted | None


def areas(requirement: Requirement, rule: AreasRule, window: WindowRule, label: Container[str]) -> Judge:
    """Fewer named than asked for: an answer is missing; each named one is judged by itself.

    Only the `label`'s own indicators count in an area: an add-on changes no label (ADR 0011).
    """
    item = item_of(requirement, "improvement")

    def judge(situation: Situation) -> Sequence[RequirementResult]:
        named = len(situation.areas)
        if named < rule.count:
            outcome = Outcome("unnamed", "unknown", "answer", {"named": named, "required": rule.count})
        else:
            outcome = Outcome("named", "met", arguments={"named": named})
        parent = RequirementResult(item, outcome)
        if not named:
            return (parent,)
        comparison = compared_by(situation, window)
        results = [parent]
        for position, area in enumerate(situation.areas, start=1):
            scales = [situation.scales[name] for name in area.indicators if name in label]
            results.append(_judge_area(item, position, area, scales, situation, comparison))
        return results

    return judge


def compared_by(situation: Situation, window: WindowRule) -> Comparison:
    """Return the two assessments between which an area must have improved."""
    pair = find_pair(situation.history.interviews, window, situation.on)
    if pair is None:
        return Comparison(None, None)
    second = situation.snapshot(pair.second.snapshot) if pair.second else None
    return Comparison(situation.snapshot(pair.first.snapshot), second or situation.assessment)


def _judge_area(
    parent: Item,
    position: int,
    area: SilverArea,
    scales: list[Scale],
    situation: Situation,
    comparison: Comparison,
) -> RequirementResult:
    assumed = any(scale.mark == "assumed" for scale in scales)
    item = parent._replace(
        id=f"{parent.id}.{position}",
        mark=weakest(parent.mark, *(scale.mark for scale in scales)),
    )
    return RequirementResult(item, _compare(area, scales, situation, comparison, assumed=assumed))


def _compare(
    area: SilverArea, scales: list[Scale], situation: Situation, comparison: Comparison, *, assumed: bool
) -> Outcome:
    arguments: dict[str, Argument] = {"indicators": area.indicators}
    before, after = comparison
    if before is None or after is None:
        return Outcome("no_snapshot", "unknown", "answer", arguments)
    start = total([scale.declared(before.answers.get(scale.id)) for scale in scales])
    scores = situation.scores_of(after, scales)
    after_each = [scores[scale.id] for scale in scales]
    end = total([each.backed for each in after_each])
    arguments |= {"before": _text(start), "after": _text(end)}
    short = max(0, start.high + 1 - end.low)
    if after.id == before.id or end.high <= start.low:
        return Outcome("not_improved", "not_met", None, arguments, short=short, steps=max(1, start.low + 1 - end.high))
    if end.low > start.high and _passes_yardstick(scales, after_each):
        return Outcome(
            "improved", "unknown" if assumed else "met", "threshold" if assumed else None, arguments, assumed=assumed
        )
    if total([each.declared for each in after_each]).low <= start.high:  # an open answer may still undo it
        return Outcome("unanswered", "unknown", "answer", arguments, short=short)
    return Outcome("unproven", "unknown", "document", arguments, short=short)


def _passes_yardstick(scales: list[Scale], after: list[IndicatorResult]) -> bool:
    return all(each.backed.low >= YARDSTICK for scale, each in zip(scales, after, strict=True) if scale.scored)


def _text(points: Range) -> str:
    return str(points.low) if points.low == points.high else f"{points.low}-{points.high}"
