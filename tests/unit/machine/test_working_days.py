"""Working days, as somebody with a Lithuanian wall calendar counts them."""

from datetime import date

import pytest

from shared.working_days import working_days


@pytest.mark.parametrize(
    ("since", "until", "passed"),
    [
        (date(2026, 11, 20), date(2026, 11, 20), 0),  # the same day
        (date(2026, 11, 20), date(2026, 11, 22), 0),  # a Friday, seen on the Sunday
        (date(2026, 11, 20), date(2026, 11, 23), 1),  # and on the Monday
        (date(2026, 11, 11), date(2026, 11, 23), 8),
        (date(2026, 10, 30), date(2026, 11, 3), 1),  # All Souls' is a Monday
        (date(2026, 12, 23), date(2026, 12, 28), 1),  # Christmas Eve, Christmas, its second day, a weekend
        (date(2026, 4, 2), date(2026, 4, 7), 2),  # Good Friday is a working day, Easter Monday is none
        (date(2027, 3, 26), date(2027, 3, 29), 0),
        (date(2026, 8, 14), date(2026, 8, 17), 1),  # the Assumption on a Saturday is not moved
        (date(2026, 11, 23), date(2026, 11, 20), 0),  # the clocks of two machines differ
    ],
)
def test_weekends_and_public_holidays_do_not_count(since: date, until: date, passed: int) -> None:
    assert working_days(since, until) == passed


def test_a_whole_year_has_the_published_number_of_working_days() -> None:
    assert working_days(date(2024, 12, 31), date(2025, 12, 31)) == 252
    assert working_days(date(2025, 12, 31), date(2026, 12, 31)) == 251
