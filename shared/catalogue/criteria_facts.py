"""What the criteria pages say of a whole catalogue: how surely it is known, from where, how long labels are valid."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from shared.catalogue.criteria_words import both
from shared.catalogue.model import (
    Catalogue,
    Indicator,
    IndicatorOrigins,
    LabelsValidity,
    Mark,
    Origins,
    Question,
    Sourced,
    Text,
)

LABELS = {
    "bronze": both("Bronzinė", "Bronze"),
    "silver": both("Sidabrinė", "Silver"),
    "gold": both("Auksinė", "Gold"),
}
AWARDS = (both("pirmą kartą", "first award"), both("atnaujinus", "renewal"))


class Fact(NamedTuple):
    """One value: what it is about, what is said, how surely that is known, and from where."""

    head: Text
    body: Text
    mark: Mark
    source: str


def counted(catalogue: Catalogue) -> Iterator[tuple[Text, Sequence[Sourced]]]:
    """Yield every kind of value that has a mark of its own, with the values."""
    indicators = catalogue.every_indicator
    items = [item for item_set in catalogue.item_sets for item in item_set.items]
    questions: list[Question] = [*indicators, *items]
    yield both("Rodikliai (numeris ir pavadinimas)", "Indicators (number and name)"), indicators
    yield both("Kontrolinių sąrašų klausimai", "Items of check lists"), items
    yield both("Klausimų formuluotės", "Wording of questions"), [each.question for each in questions]
    yield both("Vertinimas balais", "Points"), [each.scoring for each in indicators]
    minima = [each.minimum for each in indicators if each.minimum is not None]
    yield both("Minimalieji reikalavimai", "Minimum requirements"), minima
    yield both("Laukiami įrodymai", "Expected evidence"), [each.evidence for each in questions]
    yield both("Įrodymų galiojimo trukmė", "Shelf life of proofs"), [each.shelf_life for each in questions]
    yield both("Sąnaudos", "Effort"), [each.effort for each in questions]
    for level in catalogue.levels:
        yield both(f"{level.name.lt}: reikalavimai", f"{level.name.en}: requirements"), level.requirements
    follows = [value for level in catalogue.levels if level.process for value in level.process.values]
    if follows:
        yield both("Kas toliau kreipusis dėl žymos", "What follows once a label is asked for"), follows
    terms = [each for term in catalogue.validity.terms for each in (term.first, term.renewal)]
    validity = [*terms, catalogue.validity.renewable, catalogue.validity.end_of_month]
    yield both("Žymų galiojimas", "Validity of labels"), validity


def validity_facts(validity: LabelsValidity) -> Iterator[Fact]:
    """Yield how long each label is valid, first and renewed, and when it may be renewed."""
    for term in validity.terms:
        name = LABELS[term.level]
        for award, length in zip(AWARDS, (term.first, term.renewal), strict=True):
            head = both(f"{name.lt}, {award.lt}", f"{name.en}, {award.en}")
            said = both(f"{length.years} metai", f"{length.years} years")
            yield Fact(head, said, length.mark, length.source)
    months = validity.renewable
    renewable = both("Atnaujinti galima po galiojimo pabaigos", "Renewable after expiry")
    yield Fact(renewable, both(f"{months.months} mėn.", f"{months.months} months"), months.mark, months.source)
    end = validity.end_of_month
    last = both("Paskutinė galiojimo diena", "Last day of validity")
    yield Fact(last, both("mėnesio pabaiga", "end of the month"), end.mark, end.source)


def sources(question: Question, origins: Origins) -> dict[str, list[Text]]:
    """Return each source of a question once, with what it is the source of."""
    values: tuple[tuple[Text, Sourced | None], ...] = (
        (both("pavadinimas", "name"), question),
        (both("klausimas", "question"), question.question),
        (both("atsakymas", "answer"), origins.fields),
        (both("balai", "points"), question.scoring if isinstance(question, Indicator) else None),
        (both("tikrinimas", "audit"), origins.audited_for_silver if isinstance(origins, IndicatorOrigins) else None),
        (both("minimalusis reikalavimas", "minimum"), question.minimum if isinstance(question, Indicator) else None),
        (both("įrodymai", "evidence"), question.evidence),
        (both("galiojimo trukmė", "shelf life"), question.shelf_life),
        (both("konsultacija", "consultancy"), origins.consultancy),
        (both("sąnaudos", "effort"), question.effort),
    )
    by_source: dict[str, list[Text]] = {}
    for what, value in values:
        if value is not None:
            by_source.setdefault(value.source, []).append(what)
    return by_source
