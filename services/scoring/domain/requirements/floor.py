"""Gold's floor: a share of the maximum, at the low bound of backed points (`rules.md` 4, Gold)."""

from collections.abc import Iterable, Sequence

from services.scoring.domain.marks import weakest
from services.scoring.domain.points import Scale, total
from services.scoring.domain.readiness import Arguments, IndicatorResult, Outcome
from services.scoring.domain.requirements.judging import item_of, single
from services.scoring.domain.situation import Judge, Situation
from shared.catalogue.model import Catalogue, Requirement, share_of
from shared.catalogue.rules import ScoreFloorRule


def score_floor(requirement: Requirement, rule: ScoreFloorRule, catalogue: Catalogue, scales: Sequence[Scale]) -> Judge:
    """Reached only if proof carries it; assumed as long as any band that gives the points is.

    Points and their maximum are summed over `scales`, those of the sets that the rule names.
    """
    own = rule.percent is not None
    percent = rule.percent if rule.percent is not None else catalogue.floor_percent
    most = sum(scale.indicator.max_points for scale in scales)
    required = share_of(most, percent)
    limit = {"required": required, "max": most, "percent": percent}
    counted = [scale.id for scale in scales if scale.scored]
    marks = {
        requirement.mark,
        *(() if own else (catalogue.floor.mark,)),
        *(each.mark for each in scales if each.scored),
    }
    item = item_of(requirement, "score_floor")._replace(mark=weakest(*marks))
    assumed = "assumed" in marks

    def decide(situation: Situation) -> Outcome:
        scores = [situation.scores[name] for name in counted]
        backed = total([score.backed for score in scores])
        arguments = {**limit, "low": backed.low, "high": backed.high}
        if backed.low >= required:
            return _reached(arguments, assumed=assumed)
        short = required - backed.low
        steps = pieces(scores, short)
        if backed.high < required:
            steps += required - backed.high
            return Outcome("short", "not_met", None, arguments, assumed, short=short, steps=steps)
        if sum(score.declared.low for score in scores) >= required:
            return Outcome("unproven", "unknown", "document", arguments, short=short, steps=steps)
        return Outcome("unanswered", "unknown", "answer", arguments, short=short, steps=steps)

    return single(item, decide)


def _reached(arguments: Arguments, *, assumed: bool) -> Outcome:
    if assumed:
        return Outcome("assumed", "unknown", "threshold", arguments, assumed=True)
    return Outcome("met", "met", arguments=arguments)


def pieces(scores: Iterable[IndicatorResult], short: int) -> int:
    """Return the fewest indicators whose answer or proof may bring `short` points; all of them if they cannot."""
    found = 0
    for lack in sorted([high - low for low, high in [score.backed for score in scores]], reverse=True):
        if short <= 0 or lack == 0:
            break
        short -= lack
        found += 1
    return found
