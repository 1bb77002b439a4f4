"""Working days in Lithuania: Monday to Friday but for public holidays (Labour Code of Lithuania, article 123)."""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter

FIXED = ((1, 1), (2, 16), (3, 11), (5, 1), (6, 24), (7, 6), (8, 15), (11, 1), (11, 2), (12, 24), (12, 25), (12, 26))
"""Month and day. Mother's, Father's and Easter Sunday are Sundays anyway; a holiday at a weekend is not moved."""

SATURDAY = 5
YEARS_KEPT = 20


def working_days(since: date, until: date) -> int:
    """Return how many working days have passed: those after `since`, up to and with `until`; 0 if none is between."""
    days = (since + timedelta(number) for number in range(1, (until - since).days + 1))
    return sum(day.weekday() < SATURDAY and day not in _holidays(day.year) for day in days)


@lru_cache(YEARS_KEPT)
def _holidays(year: int) -> frozenset[date]:
    return frozenset({*(date(year, month, day) for month, day in FIXED), easter(year) + timedelta(1)})
