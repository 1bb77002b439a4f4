"""Whether an assessment can be read with a catalogue, and whether a question is open."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from services.scoring.domain.errors import UnusableEventError
from services.scoring.domain.events import Answer, AssessmentSubmitted, Value
from shared.catalogue.model import AnswerField, Question

_TYPES: Mapping[str, type] = {
    "integer": int,
    "level": int,
    "boolean": bool,
    "decimal": str,
    "choice": str,
    "date": str,
}
_OUT_OF_RANGE = "is out of range"


def is_open(answer: Answer | None) -> bool:
    """Whether the question is missing or *unknown*: the range [0, 5] (`rules.md` 2)."""
    return answer is None or (answer.value is None and not answer.not_applicable)


def value_of(answer: Answer | None, field: str) -> Value | None:
    """Return one field of an answer; None where it is open or not applicable."""
    return None if answer is None or answer.value is None else answer.value.get(field)


def number(value: Value) -> int | Decimal:
    """Return a number as it was answered: an integer, or a decimal that travels as text."""
    return value if isinstance(value, int) else Decimal(value)


def check(assessment: AssessmentSubmitted, questions: Mapping[str, Question]) -> None:
    """Refuse answers that the assessment's own catalogue cannot read.

    Raises:
        UnusableEventError: a question or field the catalogue does not have, or a value that is not of the field's type.
    """
    for question_id, answer in assessment.answers.items():
        question = questions.get(question_id)
        if question is None:
            raise UnusableEventError(
                assessment.id, f"the catalogue {assessment.catalogue} has no question {question_id}"
            )
        for name, value in (answer.value or {}).items():
            field = question.by_field.get(name)
            reason = "is not a field of the question" if field is None else _fault(field, value)
            if reason is not None:
                raise UnusableEventError(assessment.id, f"{question_id}.{name} {reason}")
    for area in assessment.silver_areas:
        if unknown := [name for name in area.indicators if name not in questions]:
            raise UnusableEventError(assessment.id, f"{assessment.catalogue} has no question {unknown[0]} for an area")


def readable(answer: Answer, question: Question) -> bool:
    """Say whether an answer that was given under another version says all that `question` asks, and nothing else."""
    value = answer.value
    if value is None:
        return True
    needed = {field.name for field in question.fields if field.required}
    return needed <= value.keys() <= question.by_field.keys() and all(
        _fault(field, value[field.name]) is None and _is_offered(field, value[field.name])
        for field in question.fields
        if field.name in value
    )


def _is_offered(field: AnswerField, value: Value) -> bool:
    return field.type != "choice" or value in {choice.id for choice in field.choices}


def _fault(field: AnswerField, value: Value) -> str | None:
    """Return what is wrong with a value; None if nothing is."""
    kind = field.type
    if kind == "decimal":
        return _decimal_fault(value)
    if type(value) is not _TYPES[kind]:
        return f"is not of the type {kind}"
    if kind == "level" and not 0 <= int(value) <= 5:
        return _OUT_OF_RANGE
    return None


def _decimal_fault(value: Value) -> str | None:
    if type(value) is int:
        return None
    try:
        finite = type(value) is str and Decimal(value).is_finite()
    except InvalidOperation:
        finite = False
    return None if finite else "is not of the type decimal"
