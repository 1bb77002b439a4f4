"""What can be done about gates: a choice, a count, a share, a yes or no."""

from services.scoring.domain.answers import value_of
from services.scoring.domain.events import Value
from services.scoring.domain.order.model import Change
from services.scoring.domain.points import Scale
from services.scoring.domain.situation import Situation
from shared.catalogue.model import Requirement
from shared.catalogue.rules import ChoiceRule, CountRule, ShareRule

ALL_OF_IT = 100


def choose(requirement: Requirement, rule: ChoiceRule) -> Change:
    """Return the change to the first of the answers that will do; each of them costs the same."""
    values: dict[str, Value] = {rule.field: rule.met[0]}
    return Change("meet", (requirement.id,), rule.item, values=values, effort=requirement.effort)


def reach(situation: Situation, requirement: Requirement, rule: CountRule) -> Change:
    """Return the change to the count that is asked for, with proof."""
    stated = value_of(situation.answer(rule.indicator), rule.field)
    value = max(rule.at_least, int(stated or 0))
    values: dict[str, Value] = {rule.field: value}
    return Change("meet", (requirement.id,), rule.indicator, values=values, document=True, effort=requirement.effort)


def shift(situation: Situation, requirement: Requirement, rule: ShareRule) -> Change | None:
    """Return the fewest more of the part's first kind that make it large enough; None: no number would."""
    if rule.more_than_percent >= ALL_OF_IT:
        return None
    answer = situation.answer(rule.indicator)
    values: dict[str, Value] = {
        name: int(value_of(answer, name) or 0) for name in dict.fromkeys((*rule.whole, *rule.part))
    }
    part, whole = sum(int(values[name]) for name in rule.part), sum(int(values[name]) for name in rule.whole)
    lacking = rule.more_than_percent * whole - ALL_OF_IT * part
    if lacking >= 0:
        first = rule.part[0]
        values[first] = int(values[first]) + lacking // (ALL_OF_IT - rule.more_than_percent) + 1
    return Change("meet", (requirement.id,), rule.indicator, values=values, effort=requirement.effort)


def affirm(scale: Scale, requirement: str) -> Change:
    """Return the change of a gate without points: its yes, with proof."""
    effort = scale.indicator.effort.per_step
    return Change("meet", (requirement,), scale.id, values={scale.field: True}, document=True, effort=effort)
