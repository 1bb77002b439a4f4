"""The Baseline: one minimum per indicator, and the gate 1.1.0 (`rules.md` 4, Silver)."""

from collections.abc import Iterable
from functools import cache

from services.scoring.domain.answers import is_open, value_of
from services.scoring.domain.marks import weakest
from services.scoring.domain.points import Scale
from services.scoring.domain.readiness import Item, Outcome, Range, RequirementResult
from services.scoring.domain.requirements.judging import always, single
from services.scoring.domain.situation import Judge, Situation
from shared.catalogue.model import Minimum, Requirement
from shared.catalogue.rules import MinimaRule

ASK = Outcome("ask", "unknown", "scheme")
GATE = {
    "unanswered": Outcome("gate_unanswered", "unknown", "answer"),
    "no": Outcome("gate_no", "not_met", steps=1),
    "met": Outcome("gate_met", "met"),
    "unproven": Outcome("gate_unproven", "unknown", "document"),
}


def minima(requirement: Requirement, _rule: MinimaRule, scales: Iterable[Scale]) -> tuple[Judge, ...]:
    """Return a judge for every indicator that has a minimum, or may have one."""
    return tuple(
        _minimum(requirement, scale, scale.indicator.minimum) for scale in scales if scale.indicator.minimum is not None
    )


def _minimum(requirement: Requirement, scale: Scale, minimum: Minimum) -> Judge:
    indicator = scale.indicator
    item = Item(
        id=f"minimum.{scale.id}",
        kind="minimum",
        stem=requirement.message,
        mark=weakest(requirement.mark, minimum.mark, scale.mark),
        indicator=scale.id,
        advisory=minimum.required is None,
        consultancy=indicator.consultancy,
        effort=indicator.effort.per_step,
    )
    if item.advisory:
        return always(item, ASK)
    if not scale.scored:
        return single(item, lambda situation: _gate(situation, scale), *GATE.values())
    return _floor(item, scale.id, minimum.points, assumed="assumed" in (minimum.mark, scale.mark))


def _floor(item: Item, indicator: str, required: int, *, assumed: bool) -> Judge:
    """Two points or what the catalogue says, backed; the few outcomes there can be are made once."""
    unanswered = Outcome("unanswered", "unknown", "answer", {"required": required}, short=required, steps=1)
    open_result = (RequirementResult(item, unanswered),)

    @cache
    def by_points(backed: Range, not_applicable: bool) -> tuple[RequirementResult, ...]:
        low, high = backed
        if not_applicable:
            outcome = _not_met("not_applicable", required, low, high, assumed=True)
        elif high < required:
            outcome = _not_met("below", required, low, high, assumed=assumed)
        else:
            outcome = _reachable(required, low, high, assumed=assumed)
        return (RequirementResult(item, outcome),)

    def judge(situation: Situation) -> tuple[RequirementResult, ...]:
        answer = situation.answer(indicator)
        if answer is None or is_open(answer):
            return open_result
        return by_points(situation.scores[indicator].backed, answer.not_applicable)

    return judge


def _not_met(name: str, required: int, low: int, high: int, *, assumed: bool) -> Outcome:
    arguments = {"required": required, "low": low, "high": high}
    return Outcome(name, "not_met", None, arguments, assumed, short=required - low, steps=required - high)


def _reachable(required: int, low: int, high: int, *, assumed: bool) -> Outcome:
    arguments = {"required": required, "low": low, "high": high}
    if low < required:
        return Outcome("unproven", "unknown", "document", arguments, short=required - low)
    if assumed:
        return Outcome("assumed", "unknown", "threshold", arguments, assumed=True)
    return Outcome("met", "met", arguments=arguments)


def _gate(situation: Situation, scale: Scale) -> Outcome:
    """Its own yes or no, and proof; no points (`rules.md` 4)."""
    answer = situation.answer(scale.id)
    if is_open(answer):
        return GATE["unanswered"]
    if value_of(answer, scale.field) is not True:
        return GATE["no"]
    return GATE["met" if situation.is_proven(scale.id, scale.field) else "unproven"]
