"""Gates of eligibility: a choice, a count, a share, and what only the expert knows (`rules.md` 4, Bronze)."""

from collections.abc import Iterable

from services.scoring.domain.answers import is_open, number, value_of
from services.scoring.domain.events import Answer, Value
from services.scoring.domain.readiness import Argument, Arguments, Outcome
from services.scoring.domain.requirements.judging import always, item_of, single
from services.scoring.domain.situation import Judge, Situation
from shared.catalogue.model import Requirement
from shared.catalogue.rules import AskRule, ChoiceRule, CountRule, ShareRule

NOT_APPLICABLE = "not_applicable"


def choice(requirement: Requirement, rule: ChoiceRule) -> Judge:
    """As answered; a missing answer may be settled by the register (`rules.md` 4, initiative)."""
    met: dict[Value, Outcome] = {value: _met({"answer": value}) for value in rule.met}
    unanswered = Outcome("unanswered", "unknown", "answer")

    def decide(situation: Situation) -> Outcome:
        answer = situation.answer(rule.item)
        value = value_of(answer, rule.field)
        if value is not None:
            return met.get(value) or _not_met({"answer": str(value)})
        if answer is not None and answer.not_applicable:
            return _not_met({"answer": NOT_APPLICABLE})
        fact = situation.fact(rule.fact) if rule.fact else None
        if fact is not None:
            return Outcome("by_register", "met", arguments={"fact": fact.value})
        return unanswered

    return single(item_of(requirement, indicator=rule.item), decide, unanswered, *met.values())


def count(requirement: Requirement, rule: CountRule) -> Judge:
    """[proven, declared]; a fact may show that it cannot be met, never that it is (`rules.md` 4, members)."""
    required = rule.at_least

    def decide(situation: Situation) -> Outcome:
        answer = situation.answer(rule.indicator)
        value = value_of(answer, rule.field)
        if value is None and is_open(answer):
            return _by_register(situation, rule)
        declared = number(value) if value is not None else 0
        arguments: dict[str, Argument] = {"required": required, rule.field: int(declared)}
        if declared < required:
            return Outcome("below", "not_met", arguments=arguments)
        proven = situation.proven(rule.indicator, rule.field, declared)
        if proven >= required:
            return Outcome("met", "met", arguments=arguments)
        arguments |= {"proven": int(proven), "missing": required - int(proven)}
        return Outcome("unproven", "unknown", "document", arguments)

    return single(item_of(requirement, indicator=rule.indicator), decide)


def _by_register(situation: Situation, rule: CountRule) -> Outcome:
    fact = situation.fact(rule.fact) if rule.fact else None
    if fact is None or not isinstance(fact.value, int) or fact.value >= rule.at_least:
        return Outcome("unanswered", "unknown", "answer", {"required": rule.at_least})
    arguments: dict[str, Argument] = {"required": rule.at_least, rule.field: fact.value, "source": fact.source}
    return Outcome("below_by_register", "not_met", arguments=arguments)


def share(requirement: Requirement, rule: ShareRule) -> Judge:
    """More than a share of the whole, as declared (`rules.md` 4, private)."""

    def decide(situation: Situation) -> Outcome:
        answer = situation.answer(rule.indicator)
        if answer is not None and answer.not_applicable:
            return _not_met({"part": 0, "whole": 0})
        part, whole = _sum(answer, rule.part), _sum(answer, rule.whole)
        if part is None or whole is None:
            return Outcome("unanswered", "unknown", "answer")
        enough = 100 * part > rule.more_than_percent * whole
        return (_met if enough else _not_met)({"part": part, "whole": whole})

    return single(item_of(requirement, indicator=rule.indicator), decide)


def _sum(answer: Answer | None, fields: Iterable[str]) -> int | None:
    if answer is None or answer.value is None:
        return None
    values = [answer.value.get(field) for field in fields]
    return None if None in values else sum([int(value) for value in values if value is not None])


def _met(arguments: Arguments) -> Outcome:
    return Outcome("met", "met", arguments=arguments)


def _not_met(arguments: Arguments) -> Outcome:
    return Outcome("not_met", "not_met", arguments=arguments)


def ask(requirement: Requirement, _rule: AskRule) -> Judge:
    """Nobody here knows the rule: always listed, never settled (`rules.md` 3)."""
    return always(item_of(requirement), Outcome("ask", "unknown", "scheme"))
