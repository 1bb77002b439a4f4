"""Rows of the criteria page: what one question says of itself, each with its mark."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from shared.catalogue.criteria_words import (
    CONSULTANCIES,
    NOTHING,
    TYPES,
    YES_NO,
    amount,
    both,
    points_word,
)
from shared.catalogue.model import (
    AnswerField,
    Band,
    DescribedLevels,
    Indicator,
    IndicatorOrigins,
    Mark,
    Minimum,
    Origins,
    Question,
    Text,
    YesNoGate,
)

ENDS = {2: both(" (minimalus lygis)", " (baseline)"), 5: both(" (puikus lygis)", " (excellent)")}


class Row(NamedTuple):
    """One row: what it is about, what is said, and how surely that is known."""

    head: Text
    body: Text
    mark: Mark


def question_rows(question: Question, origins: Origins) -> Iterator[Row]:
    """Yield its name, what is asked, what is filled in, and which proof is expected for how long."""
    yield Row(both("Pavadinimas", "Name"), question.name, question.mark)
    yield Row(both("Klausimas", "Question"), question.question, question.question.mark)
    for field in question.fields:
        yield Row(both("Atsakymas", "Answer"), _field(field), origins.fields.mark)
    yield Row(both("Įrodymai", "Evidence"), question.evidence, question.evidence.mark)
    months = question.shelf_life.months
    lasting = both("neribota", "unlimited") if months is None else both(f"{months} mėn.", f"{months} months")
    yield Row(both("Įrodymo galiojimo trukmė", "Shelf life of a proof"), lasting, question.shelf_life.mark)
    yield Row(
        both("Konsultacijos sritis", "Kind of consultancy"),
        CONSULTANCIES[question.consultancy],
        origins.consultancy.mark,
    )
    effort = str(question.effort.per_step)
    yield Row(
        both("Vieno žingsnio sąnaudos (sąlyginiais vienetais)", "Effort of one step (in equal units)"),
        both(effort, effort),
        question.effort.mark,
    )


def indicator_rows(indicator: Indicator, origins: IndicatorOrigins) -> Iterator[Row]:
    """Yield the rows of its question, with points, audit and minimum after the answer."""
    rows = list(question_rows(indicator, origins))
    asked = 2 + len(indicator.fields)
    yield from rows[:asked]
    if isinstance(indicator.scoring, YesNoGate):
        gate = indicator.scoring
        yield Row(both("Sąlyga (be balų)", "Condition (without points)"), gate.text, gate.mark)
    yield from point_rows(indicator).values()
    yield from _audit(indicator, origins)
    yield from rows[asked:]


def _audit(indicator: Indicator, origins: IndicatorOrigins) -> Iterator[Row]:
    audited = indicator.audited_for_silver
    mark = "unknown" if audited is None else origins.audited_for_silver.mark
    yield Row(both("Tikrinama dėl sidabrinės žymos", "Audited for Silver"), YES_NO[audited], mark)
    if indicator.minimum is not None:
        minimum = both("Minimalusis reikalavimas", "Minimum requirement")
        yield Row(minimum, _minimum(indicator.minimum, indicator), indicator.minimum.mark)


def _field(field: AnswerField) -> Text:
    """What is filled in: label, type, and limits or choices."""
    kind = TYPES[field.type]
    details = [kind] if field.unit is None else [kind, field.unit]
    if field.minimum is not None and field.maximum is not None:
        limits = f"{field.minimum}–{field.maximum}"
        details.append(both(limits, limits))
    details.extend(choice.label for choice in field.choices)
    return both(
        f"{field.label.lt} ({', '.join(each.lt for each in details)})",
        f"{field.label.en} ({', '.join(each.en for each in details)})",
    )


def point_rows(indicator: Indicator) -> Mapping[int, Row]:
    """Return what each number of points, 0 to 5, is given for; nothing for a gate, which has none."""
    scoring = indicator.scoring
    if isinstance(scoring, YesNoGate):
        return {}
    texts = _band(scoring, indicator) if isinstance(scoring, Band) else _levels(scoring)
    rows = {}
    for points, text in texts.items():
        word, end = points_word(points), ENDS.get(points)
        head = word if end is None else both(word.lt + end.lt, word.en + end.en)
        rows[points] = Row(head, text, scoring.mark)
    return rows


def _levels(scoring: DescribedLevels) -> dict[int, Text]:
    return {0: NOTHING, **scoring.texts}


def _band(band: Band, indicator: Indicator) -> dict[int, Text]:
    """The values at which points begin; 1 point is between the stated none and the baseline."""
    unit = indicator.by_field[band.field].unit
    none, short = amount(band.none, None), amount(band.baseline, unit)
    more, less = both("daugiau kaip", "more than"), both("mažiau kaip", "less than")
    if band.direction == "more":
        above, below, least = more, less, both("ne mažiau kaip", "at least")
    else:
        above, below, least = less, more, both("ne daugiau kaip", "at most")
    one = both(f"{above.lt} {none.lt}, bet {below.lt} {short.lt}", f"{above.en} {none.en}, but {below.en} {short.en}")
    steps = {points: amount(value, unit) for points, value in enumerate(band.thresholds, start=2)}
    reached = {points: both(f"{least.lt} {step.lt}", f"{least.en} {step.en}") for points, step in steps.items()}
    return {0: amount(band.none, unit), 1: one, **reached}


def _minimum(minimum: Minimum, indicator: Indicator) -> Text:
    if minimum.required is None:
        return both("nežinoma, ar yra; pasiteirauti eksperto", "not known whether there is one; ask the expert")
    if indicator.max_points == 0:
        return both("sąlyga turi būti įvykdyta", "the condition must be met")
    points = points_word(minimum.points)
    return both(f"ne mažiau kaip {points.lt}", f"at least {points.en}")
