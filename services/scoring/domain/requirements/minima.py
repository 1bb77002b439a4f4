"""The Baseline: one minimum per indicator, and the gate 1.1.0 (`rules.md` 4, Silver)."""

from collections.abc import Iterable

from services.scoring.domain.answers import is_open, value_of
from services.scoring.domain.marks import weakest
from services.scoring.domain.points import Scale
from services.scoring.domain.readiness import Argument, Item, Outcome
from services.scoring.domain.requirements.judging import single
from services.scoring.domain.situation import Judge, Situation
from shared.catalogue.model import Minimum, Requirement
from shared.catalogue.rules import MinimaRule

ASK = Outcome("ask", "unknown", "scheme")


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
        return single(item, lambda _: ASK)
    if not scale.scored:
        return single(item, lambda situation: _gate(situation, scale))
    assumed = "assumed" in (minimum.mark, scale.mark)
    return single(item, lambda situation: _floor(situation, scale, minimum.points, assumed))


def _floor(situation: Situation, scale: Scale, required: int, assumed: bool) -> Outcome:
    answer = situation.answer(scale.id)
    if is_open(answer):
        return Outcome("unanswered", "unknown", "answer", {"required": required}, short=required, steps=1)
    low, high = situation.scores[scale.id].backed
    arguments: dict[str, Argument] = {"required": required, "low": low, "high": high}
    short = required - low
    if answer is not None and answer.not_applicable:
        return Outcome("not_applicable", "not_met", None, arguments, assumed=True, short=short, steps=required)
    if high < required:
        return Outcome("below", "not_met", None, arguments, assumed=assumed, short=short, steps=required - high)
    if low < required:
        return Outcome("unproven", "unknown", "document", arguments, short=short)
    if assumed:
        return Outcome("assumed", "unknown", "threshold", arguments, assumed=True)
    return Outcome("met", "met", arguments=arguments)


def _gate(situation: Situation, scale: Scale) -> Outcome:
    """Its own yes or no, and proof; no points (`rules.md` 4)."""
    answer = situation.answer(scale.id)
    if is_open(answer):
        return Outcome("gate_unanswered", "unknown", "answer")
    if value_of(answer, scale.field) is not True:
        return Outcome("gate_no", "not_met", steps=1)
    if situation.is_proven(scale.id, scale.field):
        return Outcome("gate_met", "met")
    return Outcome("gate_unproven", "unknown", "document")
