"""Says what an order proposes, in the reader's language: names, documents and sentences are the catalogue's."""

from collections.abc import Iterator

from services.scoring.adapters.http.words import Words
from services.scoring.domain.order.model import Change, Order
from shared.catalogue.model import Band, Requirement, YesNoGate
from shared.catalogue.rules import ChoiceRule, CountRule, ShareRule
from shared.catalogue.typography import bind
from shared.catalogue.wording import Argument

MANY = 1_000
"""From here on nobody wants the number: Gold can have more equal sets than JSON readers have digits."""


def notes(words: Words, order: Order) -> list[str]:
    """Return what a reader must know of an order, the dates first; the disclaimer last."""
    return [*_notes(words, order), words.say("disclaimer")]


def _notes(words: Words, order: Order) -> Iterator[str]:
    if order.earliest is not None:
        yield words.say("order_not_before", {"day": order.earliest.isoformat()})
    if order.locked:
        yield words.say("order_locked")
    if not order.changes:
        if not order.locked:
            yield words.say("order_nothing")
        return
    yield words.say("order_effort", {"effort": order.effort})
    if order.sets > 1:
        yield words.say("order_equal" if order.sets < MANY else "order_very_many", {"sets": min(order.sets, MANY)})
    if any(change.what == "answer" for change in order.changes):
        yield words.say("order_open")
    yield words.say("order_sharing")
    yield words.say("order_afterwards")


def change_text(words: Words, change: Change) -> str:
    """Return one change as a sentence."""
    if change.question is None:
        names = ", ".join(words.wording.indicator(name, words.language) for area in change.areas for name in area)
        return words.say("order_areas", {"names": names})
    return _meet(words, change) if change.what == "meet" else _points(words, change)


def change_about(words: Words, change: Change) -> str | None:
    """Return the name with which the sentence of a change begins, before a colon; None: with no name."""
    if change.question is None:
        return None
    requirement = _requirement(words, change.requirements[0]) if change.what == "meet" else None
    if requirement is None:
        return words.wording.indicator(change.question, words.language)
    name = bind(getattr(requirement.name, words.language))
    return name[:1].upper() + name[1:]


def _points(words: Words, change: Change) -> str:
    about = _about(words, str(change.question)) | {"points": change.points or 0, "value": _value(words, change)}
    return words.say(f"order_{change.what}", about)


def _value(words: Words, change: Change) -> str:
    """Return the value that a band asks for, in brackets; levels are named by their points already."""
    question = words.catalogue.questions[str(change.question)]
    scoring = getattr(question, "scoring", None)
    if not isinstance(scoring, Band):
        return ""
    field = question.by_field[scoring.field]
    bound = "order_at_least" if scoring.direction == "more" else "order_at_most"
    label: str = getattr(field.label, words.language)
    unit = f" {getattr(field.unit, words.language)}" if field.unit else ""
    value = f"{change.values[scoring.field]}{unit}"
    return f" ({words.wording.say(bound, words.language, {'field': label, 'value': value})})"


def _meet(words: Words, change: Change) -> str:
    about = _about(words, str(change.question))
    requirement = _requirement(words, change.requirements[0])
    scoring = getattr(words.catalogue.questions[str(change.question)], "scoring", None)
    if requirement is None:
        condition = getattr(scoring.text, words.language) if isinstance(scoring, YesNoGate) else ""
        return words.say("order_yes", about | {"condition": condition[:1].lower() + condition[1:]})
    name: dict[str, Argument] = {"name": str(getattr(requirement.name, words.language))}
    rule = requirement.rule
    if isinstance(rule, ShareRule):
        return words.say("order_share", name | {"percent": rule.more_than_percent})
    if isinstance(rule, CountRule):
        return words.say("order_count", about | name | {"at_least": rule.at_least})
    assert isinstance(rule, ChoiceRule)
    return words.say("order_choice", name | {"answers": _answers(words, rule)})


def _answers(words: Words, rule: ChoiceRule) -> str:
    choices = words.catalogue.questions[rule.item].by_field[rule.field].choices
    fitting = (getattr(choice.label, words.language) for choice in choices if choice.id in rule.met)
    wording, language = words.wording, words.language
    quoted = (wording.say("order_quoted", language, {"answer": each}) for each in fitting)
    return f" {wording.say('order_or', language)} ".join(quoted)


def _requirement(words: Words, name: str) -> Requirement | None:
    levels = words.catalogue.levels
    return next((each for level in levels for each in level.requirements if each.id == name), None)


def _about(words: Words, question: str) -> dict[str, Argument]:
    evidence: str = getattr(words.catalogue.questions[question].evidence, words.language)
    return {"name": words.wording.indicator(question, words.language), "evidence": evidence}
