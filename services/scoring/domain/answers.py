"""Whether an assessment can be read with a catalogue, and whether a question is open."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from services.scoring.domain.errors import UnusableEventError
from services.scoring.domain.events import Answer, AssessmentSubmitted, Value
from shared.catalogue.model import MAX_POINTS, AnswerField, Question

Fault = Callable[[Value], str | None]
"""Says what is wrong with a value of one field; None: nothing is."""

Forms = Mapping[str, Mapping[str, Fault]]
"""What each field of each question of a catalogue may hold."""


def is_open(answer: Answer | None) -> bool:
    """Whether the question is missing or *unknown*: the range [0, 5] (`rules.md` 2)."""
    return answer is None or (answer.value is None and not answer.not_applicable)


def value_of(answer: Answer | None, field: str) -> Value | None:
    """Return one field of an answer; None where it is open or not applicable."""
    return None if answer is None or answer.value is None else answer.value.get(field)


def number(value: Value) -> int | Decimal:
    """Return a number as it was answered: an integer, or a decimal that travels as text."""
    return value if isinstance(value, int) else Decimal(value)


def forms(questions: Mapping[str, Question]) -> Forms:
    """Return how the answers to each question must look, laid out once for many assessments."""
    return {
        question.id: {field.name: _FAULTS[field.type] for field in question.fields} for question in questions.values()
    }


def check(assessment: AssessmentSubmitted, known: Forms) -> None:
    """Refuse answers that the assessment's own catalogue cannot read.

    Raises:
        UnusableEventError: a question or field the catalogue does not have, or a value that is not of the field's type.
    """
    for question, answer in assessment.answers.items():
        fields = known.get(question)
        if fields is None:
            raise UnusableEventError(assessment.id, f"the catalogue {assessment.catalogue} has no question {question}")
        if answer.value is not None:
            check_value(assessment.id, question, answer.value, fields)
    for area in assessment.silver_areas:
        if unknown := [name for name in area.indicators if name not in known]:
            raise UnusableEventError(assessment.id, f"{assessment.catalogue} has no question {unknown[0]} for an area")


def check_value(event: str, question: str, value: Mapping[str, Value], fields: Mapping[str, Fault]) -> None:
    """Refuse one value that an event brings; raises as `check` does."""
    for name, each in value.items():
        fault = fields.get(name, _no_field)(each)
        if fault is not None:
            raise UnusableEventError(event, f"{question}.{name} {fault}")


def readable(answer: Answer, question: Question) -> bool:
    """Say whether an answer that was given under another version says all that `question` asks, and nothing else."""
    value = answer.value
    if value is None:
        return True
    return {field.name for field in question.fields if field.required} <= value.keys() and fits(value, question)


def fits(value: Mapping[str, Value], question: Question) -> bool:
    """Say whether every field of a value is one of the question's, and holds what may be answered there."""
    fields = question.by_field
    return value.keys() <= fields.keys() and all(
        _FAULTS[fields[name].type](each) is None and _is_offered(fields[name], each) for name, each in value.items()
    )


def _is_offered(field: AnswerField, value: Value) -> bool:
    return field.type != "choice" or value in {choice.id for choice in field.choices}


def _no_field(_: Value) -> str:
    return "is not a field of the question"


def _is_a(kind: type, name: str) -> Fault:
    """A type by its very name: a boolean is no integer here."""
    fault = f"is not of the type {name}"
    return lambda value: None if type(value) is kind else fault


def _level(value: Value) -> str | None:
    if type(value) is not int:
        return "is not of the type level"
    return None if 0 <= value <= MAX_POINTS else "is out of range"


def _decimal(value: Value) -> str | None:
    if type(value) is int:
        return None
    try:
        finite = type(value) is str and Decimal(value).is_finite()
    except InvalidOperation:
        finite = False
    return None if finite else "is not of the type decimal"


_FAULTS: Mapping[str, Fault] = {
    "integer": _is_a(int, "integer"),
    "level": _level,
    "boolean": _is_a(bool, "boolean"),
    "decimal": _decimal,
    "choice": _is_a(str, "choice"),
    "date": _is_a(str, "date"),
}
