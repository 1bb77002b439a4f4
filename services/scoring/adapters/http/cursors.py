"""Cursors of lists: opaque to callers, so that the order may change without breaking them."""

import base64
import binascii

from services.scoring.adapters.http.parameters import ID
from shared.http.problems import WRONG_PARAMETER, ProblemError
from shared.http.texts import FieldError


def write_cursor(last: str) -> str:
    """Return the cursor of the part that begins behind the id `last`."""
    return base64.urlsafe_b64encode(last.encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> str:
    """Return the id behind which a part begins; raises `ProblemError` 400 for what is no cursor."""
    try:
        last = base64.urlsafe_b64decode(f"{cursor}==").decode("ascii")
    except (binascii.Error, ValueError) as error:
        raise _wrong_cursor() from error
    if not ID.fullmatch(last):
        raise _wrong_cursor()
    return last


def _wrong_cursor() -> ProblemError:
    return ProblemError(400, errors=[FieldError("/query/cursor", WRONG_PARAMETER, {"name": "cursor"})])
