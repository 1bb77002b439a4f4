"""Dates and ranges as a reader of Lithuanian or English expects them (`words.md`)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared.catalogue.typography import NBSP, long_date, short_date
from shared.http.texts import Language

VILNIUS = ZoneInfo("Europe/Vilnius")
"""Not the envelope's: a page without events, such as the mailbox's, does without the models of all events."""

EN_DASH = "\N{EN DASH}"


def day(value: date | datetime | str | None, language: Language) -> str:
    """Return a date with the precision it has: `2026-12-11`, `2025-04` or `2025`; a moment becomes its Vilnius day.

    Lithuanian: „2026 m. gruodžio 11 d.“, „2025 m. balandžio mėn.“, „2025 m.“; nothing is a dash.
    """
    if not value:
        return EN_DASH
    if isinstance(value, datetime):
        value = vilnius_day(value)
    return long_date(value, language)


def short_day(value: date, language: Language) -> str:
    """Return a day for a list: „2026 m. gruod. 11 d.“, "11 Dec 2026"; it does not break."""
    return short_date(value, language)


def moment(value: datetime, language: Language) -> str:
    """Return a moment in Vilnius: „2026 m. gruodžio 11 d. 14.05 val.“, "11 December 2026, 14:05"."""
    return f"{day(value, language)}{' ' if language == 'lt' else ', '}{clock(value, language)}"


def clock(value: datetime, language: Language) -> str:
    """Return the time of day in Vilnius: „14.05 val.“, "14:05"."""
    local = value.astimezone(VILNIUS)
    return f"{local:%H.%M}{NBSP}val." if language == "lt" else f"{local:%H:%M}"


def vilnius_day(value: datetime) -> date:
    """Return the day of a moment in Vilnius."""
    return value.astimezone(VILNIUS).date()


def span(low: int, high: int) -> str:
    """Return `96–111`, or `96` when both ends are the same."""
    return str(low) if low == high else f"{low}{EN_DASH}{high}"


def percent(part: int, whole: int) -> str:
    """Return the share for an SVG attribute, `64.67%`; 0 % of nothing."""
    return f"{100 * part / whole:.2f}%" if whole else "0%"
