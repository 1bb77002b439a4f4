"""Says what an order proposes, in the reader's language; names and documents are the catalogue's."""

from collections.abc import Iterator, Mapping

from services.scoring.adapters.http.words import Words
from services.scoring.domain.order.model import Change, Order, What
from shared.catalogue.model import Band, Requirement, YesNoGate
from shared.catalogue.rules import ChoiceRule, CountRule, ShareRule
from shared.catalogue.typography import as_sentence, bind, long_date
from shared.http.texts import Text

POINTS: Mapping[What, Text] = {
    "raise": Text(
        "order-raise",
        "{name}: pasiekti {points} iš 5 balų{value} ir pridėti įrodymą ({evidence})",
        "{name}: reach {points} of 5 points{value} and attach the proof ({evidence})",
    ),
    "answer": Text(
        "order-answer",
        "{name}: atsakyti į klausimą; reikia bent {points} iš 5 balų{value} ir įrodymo ({evidence})",
        "{name}: answer the question; at least {points} of 5 points{value} and the proof ({evidence}) are needed",
    ),
    "document": Text(
        "order-document",
        "{name}: pridėti dokumentą, pagrindžiantį tai, kas atsakyta ({evidence})",
        "{name}: attach the proof of what is stated ({evidence})",
    ),
}
AT_LEAST = Text("order-at-least", " ({field}: ne mažiau kaip {value})", " ({field}: at least {value})")
AT_MOST = Text("order-at-most", " ({field}: ne daugiau kaip {value})", " ({field}: at most {value})")
CHOICE = Text("order-choice", "{name}: turi tikti atsakymas {answers}", "{name}: the answer has to be {answers}")
QUOTED = Text("order-quoted", "„{answer}“", '"{answer}"')
OR = Text("order-or", " arba ", " or ")
COUNT = Text(
    "order-count",
    "{name}: reikia ne mažiau kaip {at_least} ir įrodymo ({evidence})",
    "{name}: at least {at_least} and the proof ({evidence}) are needed",
)
SHARE = Text(
    "order-share", "{name}: reikia daugiau kaip {percent} proc.", "{name}: more than {percent} per cent are needed"
)
YES = Text(
    "order-yes",
    "{name}: turi būti taip: {condition}; pridėti įrodymą ({evidence})",
    "{name}: this has to be so: {condition}; attach the proof ({evidence})",
)
AREAS = Text(
    "order-areas",
    "nurodyti daugiau pažangos sričių, pavyzdžiui: {names}",
    "name more areas of improvement, for example: {names}",
)
EFFORT = Text(
    "order-effort",
    "Sąnaudos palyginamaisiais vienetais: {effort} (vienas – už vieną balą arba vieną dokumentą, jei kataloge "
    "nenurodyta kitaip). Vienetų dydis yra prielaida.",
    "The effort is {effort} in equal units: one for a point or a document unless the catalogue says otherwise. "
    "The units are assumed.",
)
OPEN = Text(
    "order-open",
    "Klausimas, į kurį neatsakyta, skaičiuojamas taip, lyg dar nieko nebūtų padaryta.",
    "A question without an answer counts as if nothing had been done yet.",
)
SHARING = Text(
    "order-sharing",
    "Vienas dokumentas gali pagrįsti kelis rodiklius; į tai neatsižvelgta, tad sąnaudų gali reikėti mažiau.",
    "One paper may prove several indicators; that is not taken into account, so the effort may be less.",
)
EQUAL = Text(
    "order-equal",
    "Tiek pat sąnaudų reikalaujančių variantų: {sets}; čia parodytas vienas iš jų.",
    "Sets of changes that cost the same: {sets}; this is one of them.",
)
VERY_MANY = Text(
    "order-very-many",
    "Tiek pat sąnaudų reikalaujančių variantų yra {sets} arba daugiau; čia parodytas vienas iš jų.",
    "There are {sets} sets of changes or more that cost the same; this is one of them.",
)
MANY = 1_000
"""From here on nobody wants the number: Gold can have more equal sets than JSON readers have digits."""
NOT_BEFORE = Text(
    "order-not-before",
    "Ne anksčiau kaip {day}: anksčiau antroji lyginamoji analizė nebūtų tinkama.",
    "Not before {day}: an earlier second benchmarking would not count.",
)
LOCKED = Text(
    "order-locked",
    "Vien šių pakeitimų neužtenka: išlieka sąlygų, kurių jie nepakeičia.",
    "These changes alone are not enough: there are conditions that they do not change.",
)
AFTERWARDS = Text(
    "order-afterwards",
    "Kas liks, parodyta taip, lyg pakeitimai jau būtų atlikti.",
    "What is left is shown as if the changes had been made.",
)
NOTHING = Text(
    "order-nothing",
    "Klasteriui pačiam šiuo metu keisti nieko nereikia.",
    "There is nothing for the cluster itself to change now.",
)


def notes(words: Words, order: Order) -> list[str]:
    """Return what a reader must know of an order, the dates first; the disclaimer last."""
    return [*_notes(words, order), words.say("disclaimer")]


def _notes(words: Words, order: Order) -> Iterator[str]:
    language = words.language
    if order.earliest is not None:
        yield NOT_BEFORE.render(language, {"day": long_date(order.earliest, language)})
    if order.locked:
        yield LOCKED.render(language, {})
    if not order.changes:
        if not order.locked:
            yield NOTHING.render(language, {})
        return
    yield bind(EFFORT.render(language, {"effort": order.effort}))
    if order.sets > 1:
        equal = EQUAL if order.sets < MANY else VERY_MANY
        yield bind(equal.render(language, {"sets": min(order.sets, MANY)}))
    if any(change.what == "answer" for change in order.changes):
        yield OPEN.render(language, {})
    yield SHARING.render(language, {})
    yield AFTERWARDS.render(language, {})


def change_text(words: Words, change: Change) -> str:
    """Return one change as a sentence."""
    if change.question is None:
        names = ", ".join(words.wording.indicator(name, words.language) for area in change.areas for name in area)
        return _sentence(AREAS.render(words.language, {"names": names}))
    return _sentence(_meet(words, change) if change.what == "meet" else _points(words, change))


def change_about(words: Words, change: Change) -> str | None:
    """Return the name with which the sentence of a change begins, before a colon; None: with no name."""
    if change.question is None:
        return None
    requirement = _requirement(words, change.requirements[0]) if change.what == "meet" else None
    if requirement is None:
        return words.wording.indicator(change.question, words.language)
    name = bind(getattr(requirement.name, words.language))
    return name[:1].upper() + name[1:]


def _sentence(clause: str) -> str:
    return as_sentence(bind(clause))


def _points(words: Words, change: Change) -> str:
    about = _about(words, str(change.question)) | {"points": change.points or 0, "value": _value(words, change)}
    return POINTS[change.what].render(words.language, about)


def _value(words: Words, change: Change) -> str:
    """Return the value that a band asks for; levels are named by their points already."""
    question = words.catalogue.questions[str(change.question)]
    scoring = getattr(question, "scoring", None)
    if not isinstance(scoring, Band):
        return ""
    field = question.by_field[scoring.field]
    bound = AT_LEAST if scoring.direction == "more" else AT_MOST
    label: str = getattr(field.label, words.language)
    unit = f" {getattr(field.unit, words.language)}" if field.unit else ""
    return bound.render(words.language, {"field": label, "value": f"{change.values[scoring.field]}{unit}"})


def _meet(words: Words, change: Change) -> str:
    about = _about(words, str(change.question))
    requirement = _requirement(words, change.requirements[0])
    scoring = getattr(words.catalogue.questions[str(change.question)], "scoring", None)
    if requirement is None:
        condition = getattr(scoring.text, words.language) if isinstance(scoring, YesNoGate) else ""
        return YES.render(words.language, about | {"condition": condition[:1].lower() + condition[1:]})
    name = {"name": str(getattr(requirement.name, words.language))}
    rule = requirement.rule
    if isinstance(rule, ShareRule):
        return SHARE.render(words.language, name | {"percent": rule.more_than_percent})
    if isinstance(rule, CountRule):
        return COUNT.render(words.language, about | name | {"at_least": rule.at_least})
    assert isinstance(rule, ChoiceRule)
    return CHOICE.render(words.language, name | {"answers": _answers(words, rule)})


def _answers(words: Words, rule: ChoiceRule) -> str:
    choices = words.catalogue.questions[rule.item].by_field[rule.field].choices
    fitting = (getattr(choice.label, words.language) for choice in choices if choice.id in rule.met)
    return OR.render(words.language, {}).join(QUOTED.render(words.language, {"answer": each}) for each in fitting)


def _requirement(words: Words, name: str) -> Requirement | None:
    levels = words.catalogue.levels
    return next((each for level in levels for each in level.requirements if each.id == name), None)


def _about(words: Words, question: str) -> dict[str, str | int]:
    evidence: str = getattr(words.catalogue.questions[question].evidence, words.language)
    return {"name": words.wording.indicator(question, words.language), "evidence": evidence}
