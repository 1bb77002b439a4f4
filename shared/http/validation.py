"""Pydantic's findings as sentences that a cluster manager understands, each with its JSON Pointer."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shared.contracts.strict_json import escape_pointer
from shared.http.texts import FieldError, Text

MISSING = Text("missing", "Šis laukas privalomas.", "This field is required.")
UNKNOWN_FIELD = Text("unknown-field", "Tokio lauko nėra.", "There is no such field.")
NOT_A_TEXT = Text("not-a-text", "Reikia teksto.", "A text is expected.")
NOT_AN_INTEGER = Text("not-an-integer", "Reikia sveikojo skaičiaus.", "A whole number is expected.")
NOT_YES_OR_NO = Text("not-yes-or-no", "Reikia „true“ arba „false“.", "true or false is expected.")
NOT_A_DATE = Text("not-a-date", "Reikia datos, pvz., 2026-11-20.", "A date is expected, such as 2026-11-20.")
NOT_A_LIST = Text("not-a-list", "Reikia sąrašo.", "A list is expected.")
NOT_AN_OBJECT = Text("not-an-object", "Reikia objekto su laukais.", "An object with fields is expected.")
NOT_A_CHOICE = Text("not-a-choice", "Galimos reikšmės: {expected}.", "Accepted values: {expected}.")
TOO_SHORT = Text(
    "too-short", "Reikšmė per trumpa: mažiausias ilgis – {limit}.", "Too short: the least length is {limit}."
)
TOO_LONG = Text(
    "too-long", "Reikšmė per ilga: didžiausias ilgis – {limit}.", "Too long: the greatest length is {limit}."
)
TOO_SMALL = Text("too-small", "Mažiausia leidžiama reikšmė – {limit}.", "The least accepted value is {limit}.")
TOO_GREAT = Text("too-great", "Didžiausia leidžiama reikšmė – {limit}.", "The greatest accepted value is {limit}.")
WRONG_FORM = Text("wrong-form", "Reikšmės forma netinkama.", "The form of this value is not accepted.")
NOT_ACCEPTED = Text("not-accepted", "Reikšmė netinkama.", "This value is not accepted.")
NO_KIND_FITS = Text(
    "no-kind-fits",
    "Tokios rūšies reikšmė čia netinka. Trupmeną rašykite kabutėse su tašku, pvz., „12.5“.",
    'This kind of value does not fit here. Write a fraction in quotes with a point, such as "12.5".',
)

_TEXTS: Mapping[str, Text] = {
    "missing": MISSING,
    "extra_forbidden": UNKNOWN_FIELD,
    "string_type": NOT_A_TEXT,
    "int_type": NOT_AN_INTEGER,
    "int_from_float": NOT_AN_INTEGER,
    "int_parsing": NOT_AN_INTEGER,
    "bool_type": NOT_YES_OR_NO,
    "bool_parsing": NOT_YES_OR_NO,
    "date_type": NOT_A_DATE,
    "date_parsing": NOT_A_DATE,
    "date_from_datetime_parsing": NOT_A_DATE,
    "date_from_datetime_inexact": NOT_A_DATE,
    "list_type": NOT_A_LIST,
    "tuple_type": NOT_A_LIST,
    "dict_type": NOT_AN_OBJECT,
    "model_type": NOT_AN_OBJECT,
    "model_attributes_type": NOT_AN_OBJECT,
    "literal_error": NOT_A_CHOICE,
    "enum": NOT_A_CHOICE,
    "string_too_short": TOO_SHORT,
    "too_short": TOO_SHORT,
    "string_too_long": TOO_LONG,
    "too_long": TOO_LONG,
    "greater_than": TOO_SMALL,
    "greater_than_equal": TOO_SMALL,
    "less_than": TOO_GREAT,
    "less_than_equal": TOO_GREAT,
    "string_pattern_mismatch": WRONG_FORM,
}

_LIMITS = ("min_length", "max_length", "ge", "gt", "le", "lt")


def field_errors(error: ValidationError, body: Any, *, at: str = "") -> list[FieldError]:
    """Return one entry per finding. `body` is the parsed JSON; `at` is the pointer of the part that was validated.

    Pydantic puts the branch of a union into `loc`; a pointer may only name what the sender wrote, so `body` decides.
    """
    found: dict[str, FieldError] = {}
    for item in error.errors(include_url=False, include_input=False):
        pointer = at + pointer_to(item["loc"], body, missing=item["type"] == "missing")
        finding = FieldError(pointer, *_sentence(item))
        other = pointer in found and found[pointer].text is not finding.text
        found[pointer] = FieldError(pointer, NO_KIND_FITS) if other else found.get(pointer, finding)
    return list(found.values())


def _sentence(item: ErrorDetails) -> tuple[Text, dict[str, str | int]]:
    text = _TEXTS.get(item["type"], NOT_ACCEPTED)
    context = item.get("ctx", {})
    if text is NOT_A_CHOICE:
        return text, {"expected": str(context["expected"]).replace("'", "").replace(" or ", ", ")}
    limit = next((context[name] for name in _LIMITS if name in context), None)
    return text, {} if limit is None else {"limit": str(limit)}


def pointer_to(location: Sequence[int | str], body: Any, *, missing: bool = False) -> str:
    """Return the JSON Pointer of `location` in `body`; a missing field is named though it is not there."""
    pointer, current = "", body
    for index, part in enumerate(location):
        in_object = isinstance(current, dict) and part in current
        if in_object or (isinstance(current, list) and isinstance(part, int) and part < len(current)):
            current = current[part]
        elif not (missing and index == len(location) - 1):
            continue
        pointer += "/" + escape_pointer(str(part))
    return pointer
