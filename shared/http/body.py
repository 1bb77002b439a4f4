"""JSON bodies, read with a limit and without trust."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import ClientDisconnect, Request

from shared.contracts import strict_json
from shared.http.problems import MALFORMED, TOO_LARGE, WRONG_CONTENT_TYPE, ProblemError, invalid
from shared.http.texts import FieldError, Text
from shared.http.validation import field_errors

MAX_BODY = 1024 * 1024
"""A complete assessment with comments is some 40 KB; a larger body is a mistake or an attack (`quality.md` 4)."""

UNREADABLE = Text("unreadable", "Tai ne JSON: {reason}.", "This is not JSON: {reason}.")

_READING: Mapping[str, Text] = {
    "is repeated": Text("repeated-name", "Laukas nurodytas du kartus.", "A field is given twice."),
    "nested deeper": Text("nested-too-deep", "Per daug lygių vienas kitame.", "Nested too deeply."),
    "is not a number": Text("not-a-number", "Reikšmė nėra skaičius.", "A value is not a number."),
    "too large": Text("number-too-large", "Skaičius per didelis.", "A number is too large."),
    "NUL": Text("nul-character", "Tekste yra neleistinas ženklas (NUL).", "The text has a forbidden character (NUL)."),
    "reading direction": Text(
        "direction-character",
        "Tekste yra ženklas, keičiantis skaitymo kryptį.",
        "The text has a character that reverses the reading direction.",
    ),
    "half of a character": Text("half-character", "Tekste yra sugadintas ženklas.", "The text has a broken character."),
    "not UTF-8": Text("not-utf-8", "Tekstas ne UTF-8 koduotės.", "The text is not UTF-8."),
}
"""The reasons of `strict_json`, recognised by their words, for people."""

Model = TypeVar("Model", bound=BaseModel)


async def read_body(request: Request, content_type: str = "application/json", limit: int = MAX_BODY) -> bytes:
    """Return the body's bytes; stops reading at `limit`, so an endless body is never held in memory.

    Raises:
        ProblemError: 415 for another content type, 413 above `limit`, 400 when the sender hangs up half-way.
    """
    sent = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if sent != content_type:
        raise ProblemError(
            415, WRONG_CONTENT_TYPE, arguments={"expected": content_type}, headers={"Connection": "close"}
        )
    announced = request.headers.get("content-length", "0")
    if not announced.isascii() or not announced.isdigit() or int(announced[:20]) > limit:
        raise _too_large(limit)
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit:
                raise _too_large(limit)
            parts.append(part)
    except ClientDisconnect as error:
        raise ProblemError(400) from error
    return b"".join(parts)


def _too_large(limit: int) -> ProblemError:
    return ProblemError(413, TOO_LARGE, arguments={"limit": limit}, headers={"Connection": "close"})


def parse_json(raw: bytes) -> Any:
    """Return the value of `raw`.

    Raises:
        ProblemError: 400 when it is not JSON (or ambiguous: a repeated name, a nesting bomb), 422 for a refused value.
    """
    try:
        return strict_json.loads(raw)
    except strict_json.StrictJsonError as error:
        text = next((text for words, text in _READING.items() if words in error.reason), UNREADABLE)
        finding = FieldError(error.pointer, text, {"reason": error.reason})
        if error.malformed:
            raise ProblemError(400, MALFORMED, errors=[finding]) from error
        raise invalid([finding]) from error


def parse_model(model: type[Model], raw: bytes) -> Model:
    """Return `raw` as `model`, strictly: no unknown field, no conversion.

    Raises:
        ProblemError: as `parse_json`, and 422 with a JSON Pointer per field.
    """
    value = parse_json(raw)
    try:
        return model.model_validate_json(raw, strict=True)
    except ValidationError as error:
        raise invalid(field_errors(error, value)) from error


async def read_model(request: Request, model: type[Model]) -> Model:
    """Return the request's JSON body as `model`; raises `ProblemError` for everything that is not one."""
    return parse_model(model, await read_body(request))
