"""Whether answers fit the catalogue (`rules.md` 2): typed, within limits, whole, and of one kind."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from shared.catalogue.findings import Finding, InputMessage
from shared.catalogue.model import AnswerField, Catalogue, Indicator, Question

Scalar = bool | int | str

_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?", re.ASCII)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
MAX_LEVEL = 5
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
    for name, given in value.items():
        field = question.by_field.get(name)
        if field is None:
            known = ", ".join(question.by_field)
            yield Finding(f"{pointer}/{name}", InputMessage.UNKNOWN_VALUE_FIELD, {"field": name, "known": known})
        else:
            yield from _check_field(f"{pointer}/{name}", given, field)
    for field in question.fields:
        if field.required and field.name not in value:
            yield Finding(f"{pointer}/{field.name}", InputMessage.HALF_FILLED, {"field": field.name})


def _check_field(pointer: str, given: Scalar, field: AnswerField) -> Iterator[Finding]:
    if field.type == "boolean":
        if not isinstance(given, bool):
            yield Finding(pointer, InputMessage.NEEDS_YES_OR_NO)
    elif field.type == "choice":
        accepted = [choice.id for choice in field.choices]
        if given not in accepted:
            yield Finding(pointer, InputMessage.NEEDS_CHOICE, {"accepted": ", ".join(accepted)})
    elif field.type == "date":
        if not _is_date(given):
            yield Finding(pointer, InputMessage.NEEDS_DATE)
    else:
        yield from _check_number(pointer, given, field)


def _check_number(pointer: str, given: Scalar, field: AnswerField) -> Iterator[Finding]:
    number = _number(given, decimal=field.type == "decimal")
    if number is None:
        yield Finding(pointer, InputMessage.NEEDS_DECIMAL if field.type == "decimal" else InputMessage.NEEDS_INTEGER)
        return
    least = Decimal(0) if field.type == "level" and field.minimum is None else field.minimum
    greatest = Decimal(MAX_LEVEL) if field.type == "level" and field.maximum is None else field.maximum
    if least is not None and number < least:
        yield Finding(pointer, InputMessage.AT_LEAST, {"limit": _plain(least)})
    if greatest is not None and number > greatest:
        yield Finding(pointer, InputMessage.AT_MOST, {"limit": _plain(greatest)})


def _number(given: Scalar, *, decimal: bool) -> Decimal | None:
    if isinstance(given, bool):
        return None
    if isinstance(given, int):
        return Decimal(given)
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
