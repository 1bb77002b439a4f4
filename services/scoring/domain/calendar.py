"""Date arithmetic of the scheme: months with the month's end clipped, and dates known to the month or year only."""

from calendar import isleap
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from services.scoring.domain.events import Precision

ONE_DAY = timedelta(days=1)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_TEXT_LENGTH: dict[Precision, int] = {"day": 10, "month": 7, "year": 4}


class Span(NamedTuple):
    """The first and the last day on which something may have happened; equal when the day is known."""

    first: date
    last: date

    def moved(self, to: Callable[[date], date]) -> "Span":
        """Return the days to which `to` moves both; it is asked once where the day is known."""
        first = to(self.first)
        return Span(first, first if self.last == self.first else to(self.last))


@lru_cache(maxsize=16_384)
def add_months(day: date, months: int) -> date:
    """Return the day `months` later (or earlier); a day that the month does not have is its last one (`rules.md` 4)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    return date(year, month, day.day if day.day <= 28 else min(day.day, _days(year, month)))


def end_of_month(day: date) -> date:
    """Return the last day of the month of `day`."""
    return day.replace(day=_days(day.year, day.month))


def _days(year: int, month: int) -> int:
    return 29 if month == 2 and isleap(year) else _DAYS[month - 1]


def prolong(day: date, months: int) -> date:
    """Return the end of a term `months` after its end `day`; a term that ends with a month keeps doing so."""
    later = add_months(day, months)
    return end_of_month(later) if day == end_of_month(day) else later


def span(day: date, precision: Precision) -> Span:
    """Return the days that `day`, known to `precision`, may mean."""
    if precision == "day":
        return Span(day, day)
    if precision == "month":
        return Span(day.replace(day=1), end_of_month(day))
    return Span(date(day.year, 1, 1), date(day.year, 12, 31))


def text(day: date, precision: Precision) -> str:
    """Return `day` as it is known: `2025-04-17`, `2025-04` or `2025`."""
    return day.isoformat()[: _TEXT_LENGTH[precision]]
