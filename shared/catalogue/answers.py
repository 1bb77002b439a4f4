"""Whether answers fit the catalogue (`rules.md` 2): typed, within limits, whole, and of one kind."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from shared.catalogue.findings import Finding, InputMessage
from shared.catalogue.model import AnswerField, Catalogue, Indicator, Question

Scalar = bool | int | str
Wrong = tuple[InputMessage, Mapping[str, str | int]]
"""What is wrong with a value, and the arguments of the sentence that says so."""

_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years between which a date may lie, so that every later calculation with it stays a date."""


class GivenAnswer(NamedTuple):
    """One answer as submitted; `not_applicable` is the reason."""

    value: Mapping[str, Scalar] | None
    unknown: bool
    not_applicable: str | None


def check_answers(answers: Mapping[str, GivenAnswer], catalogue: Catalogue) -> list[Finding]:
    """Return everything that does not fit `catalogue`; an answer that is absent is welcome (`rules.md` 2)."""
    findings: list[Finding] = []
    for question_id, answer in answers.items():
        pointer = f"/answers/{question_id}"
        question = catalogue.questions.get(question_id)
        if question is None:
            arguments = {"question": question_id, "catalogue": catalogue.id}
            findings.append(Finding(pointer, InputMessage.UNKNOWN_QUESTION, arguments))
        else:
            findings.extend(_check_answer(pointer, answer, question))
    return findings


def _check_answer(pointer: str, answer: GivenAnswer, question: Question) -> Iterator[Finding]:
    if (answer.value is not None) + answer.unknown + (answer.not_applicable is not None) != 1:
        yield Finding(pointer, InputMessage.ONE_KIND_OF_ANSWER)
    if answer.not_applicable is not None:
        if not isinstance(question, Indicator):
            yield Finding(f"{pointer}/not_applicable", InputMessage.ALWAYS_APPLICABLE)
        elif not answer.not_applicable.strip():
            yield Finding(f"{pointer}/not_applicable", InputMessage.REASON_NEEDED)
    if answer.value is not None:
        yield from _check_value(f"{pointer}/value", answer.value, question)


def _check_value(pointer: str, value: Mapping[str, Scalar], question: Question) -> Iterator[Finding]:
    fields = question.by_field
    for name, given in value.items():
        field = fields.get(name)
        if field is None:
            arguments = {"field": name, "known": ", ".join(fields)}
            yield Finding(f"{pointer}/{name}", InputMessage.UNKNOWN_VALUE_FIELD, arguments)
        elif (wrong := _wrong(given, field)) is not None:
            yield Finding(f"{pointer}/{name}", *wrong)
    for field in question.fields:
        if field.required and field.name not in value:
            yield Finding(f"{pointer}/{field.name}", InputMessage.HALF_FILLED, {"field": field.name})


def _wrong(given: Scalar, field: AnswerField) -> Wrong | None:
    """Return why `given` is no value of `field`; nearly always it is one, so no pointer is made before."""
    if field.type == "boolean":
        return None if isinstance(given, bool) else (InputMessage.NEEDS_YES_OR_NO, {})
    if field.type == "choice":
        accepted = field.accepted
        return None if given in accepted else (InputMessage.NEEDS_CHOICE, {"accepted": ", ".join(accepted)})
    if field.type == "date":
        return None if _is_date(given) else (InputMessage.NEEDS_DATE, {})
    return _wrong_number(given, field)


def _wrong_number(given: Scalar, field: AnswerField) -> Wrong | None:
    number = _number(given, decimal=field.type == "decimal")
    if number is None:
        return (InputMessage.NEEDS_DECIMAL if field.type == "decimal" else InputMessage.NEEDS_INTEGER), {}
    if field.least is not None and number < field.least:
        return InputMessage.AT_LEAST, {"limit": _plain(field.least)}
    if field.greatest is not None and number > field.greatest:
        return InputMessage.AT_MOST, {"limit": _plain(field.greatest)}
    return None


def _number(given: Scalar, *, decimal: bool) -> Decimal | int | None:
    if isinstance(given, bool):
        return None
    if isinstance(given, int):
        return given
    return Decimal(given) if decimal and _DECIMAL.fullmatch(given) else None


def _plain(number: Decimal) -> str:
    return f"{number:f}"


def _is_date(given: Scalar) -> bool:
    if not isinstance(given, str) or not _ISO_DATE.fullmatch(given):
        return False
    try:
        return FIRST_YEAR <= date.fromisoformat(given).year <= LAST_YEAR
    except ValueError:
        return False
