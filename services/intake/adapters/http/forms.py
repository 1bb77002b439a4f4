"""Form bodies of pages and of the token endpoint."""

from urllib.parse import parse_qsl

from starlette.requests import Request

from shared.http.body import read_body
from shared.http.problems import ProblemError

MAX_FORM = 64 * 1024
"""A remark and a decision fit ten times; a whole assessment is not sent as one form."""

MAX_FIELDS = 200


async def read_form(request: Request, limit: int = MAX_FORM) -> dict[str, str]:
    """Return the fields of a URL-encoded form; raises `ProblemError` 413, 415, or 400 for a repeated field."""
    raw = await read_body(request, "application/x-www-form-urlencoded", limit)
    try:
        pairs = parse_qsl(
            raw.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(raw),
            errors="strict",
            max_num_fields=MAX_FIELDS,
        )
    except ValueError as error:
        raise ProblemError(400) from error
    form = dict(pairs)
    if len(form) != len(pairs) or any("\x00" in value for value in form.values()):
        raise ProblemError(400)
    return form
