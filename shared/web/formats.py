"""Dates, numbers and ranges as a reader of Lithuanian or English expects them (`words.md`)."""

from datetime import date, datetime

from babel.dates import format_date

from shared.contracts.envelope import VILNIUS
from shared.http.texts import Language

NO_BREAK = "\N{NO-BREAK SPACE}"
EN_DASH = "\N{EN DASH}"
_LOCALES = {"lt": "lt", "en": "en_GB"}


def day(value: date | datetime | str | None, language: Language) -> str:
    """Return a date with the precision it has: `2026-12-11`, `2025-04` or `2025`; a moment becomes its Vilnius day.

    Lithuanian: „2026 m. gruodžio 11 d.“, „2025 m. balandžio mėn.“, „2025 m.“; nothing may break inside.
    """
    if value is None or value == "":
        return EN_DASH
    if isinstance(value, datetime):
        value = value.astimezone(VILNIUS).date()
    parts = [int(part) for part in value.split("-")] if isinstance(value, str) else [value.year, value.month, value.day]
    return _worded(parts, language).replace(" ", NO_BREAK)


def _worded(parts: list[int], language: Language) -> str:
    full = date(*[*parts, 1, 1][:3])
    if len(parts) == 3:
        return format_date(full, "d MMMM y" if language == "en" else "y 'm'. MMMM d 'd'.", _LOCALES[language])
    if len(parts) == 2:
        return format_date(full, "MMMM y" if language == "en" else "y 'm'. MMMM 'mėn'.", _LOCALES[language])
    return str(full.year) if language == "en" else f"{full.year} m."


def span(low: int, high: int) -> str:
    """Return `96–111`, or `96` when both ends are the same."""
    return str(low) if low == high else f"{low}{EN_DASH}{high}"


def percent(part: int, whole: int) -> str:
    """Return the share for an SVG attribute, `64.67%`; 0 % of nothing."""
    return f"{100 * part / whole:.2f}%" if whole else "0%"
