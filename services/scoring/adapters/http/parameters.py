"""Reads paths and queries of results, strictly."""

import re
from collections.abc import Awaitable, Callable, Collection
from datetime import date, datetime, time, timedelta

from fastapi import Request

from services.scoring.adapters.http.problems import (
    A_DAY,
    NOT_A_CHOICE,
    NOT_A_DAY,
    NOT_A_LEVEL,
    NOT_A_MOMENT,
    UNKNOWN_PARAMETER,
)
from services.scoring.application.read_results import AsOf
from shared.catalogue.model import LevelId
from shared.contracts.envelope import VILNIUS
from shared.http.problems import ProblemError, invalid, not_found
from shared.http.texts import FieldError, Text

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})", re.ASCII)
ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)
LEVEL = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


def record_id(text: str) -> str:
    """Return `text` if it can be an id at all; raises the 404 of a missing record."""
    if not ID.fullmatch(text):
        raise not_found()
    return text


def known_parameters(*names: str) -> Callable[[Request], Awaitable[None]]:
    """Return a dependency that refuses every query parameter but `names` with 400: a mistyped one must not be lost."""

    async def check(request: Request) -> None:
        _refuse_unknown(request, names)

    return check


def _refuse_unknown(request: Request, names: Collection[str]) -> None:
    unknown = sorted(set(request.query_params) - set(names))
    if unknown:
        raise ProblemError(400, errors=[FieldError("", UNKNOWN_PARAMETER, {"name": name[:80]}) for name in unknown])


def level(text: str | None) -> LevelId:
    """Return `text` if it can name a level; raises the 422 that lists the usual ones. The criteria say which exist."""
    if text is None or not LEVEL.fullmatch(text):
        raise _refused("level", NOT_A_LEVEL)
    return text


def choice(name: str, text: str, allowed: Collection[str]) -> str | None:
    """Return `text` if it is one of those allowed, None if it is empty; raises a 422 otherwise."""
    if not text:
        return None
    if text not in allowed:
        raise _refused(name, NOT_A_CHOICE)
    return text


def as_of(day: str | None, moment: str | None, now: datetime) -> AsOf | None:
    """Return the look into the past that `as_of` and `known_at` ask for, None if neither does.

    Raises:
        ProblemError: 422 for what is no date, or lies in the future.
    """
    if day is None and moment is None:
        return None
    today = now.astimezone(VILNIUS).date()
    on = today if day is None else _day(day)
    if on is None or on > today:
        raise _refused("as_of", NOT_A_DAY)
    known_at = None if moment is None else _moment(moment)
    if moment is not None and (known_at is None or known_at > now):
        raise _refused("known_at", NOT_A_MOMENT)
    return AsOf(on, known_at)


def look_back(day: str | None, known: str | None, now: datetime) -> AsOf | None:
    """Return what `as_of` does, for a form: empty is not given, and `known_at` may be a day and then means its end."""
    end = _day(known) if known else None
    if end is None or end > now.astimezone(VILNIUS).date():
        return as_of(day or None, known or None, now)
    midnight = datetime.combine(end + timedelta(days=1), time(), VILNIUS)
    moment = min(midnight - timedelta(microseconds=1), now)
    found = as_of(day or None, None, now)
    return AsOf(found.day if found else now.astimezone(VILNIUS).date(), moment)


def any_day(text: str | None, today: date) -> date:
    """Return the day that `on` asks for, past or future; empty or not given is today. Raises a 422 for what is none."""
    if not text:
        return today
    day = _day(text)
    if day is None:
        raise _refused("on", A_DAY)
    return day


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if MOMENT.fullmatch(text) else None
    except ValueError:
        return None


def _refused(name: str, text: Text) -> ProblemError:
    return invalid([FieldError(f"/{name}", text)])
