"""Dates of the scheme: the month's end, leap years, and dates that are known to the month or year only."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scoring.domain.calendar import Span, add_months, end_of_month, prolong, span, text


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2016, 10, 20), 18, date(2018, 4, 20)),
        (date(2014, 8, 31), 18, date(2016, 2, 29)),
        (date(2015, 8, 31), 18, date(2017, 2, 28)),
        (date(2016, 2, 29), 24, date(2018, 2, 28)),
        (date(2016, 2, 29), 48, date(2020, 2, 29)),
        (date(2020, 12, 31), 12, date(2021, 12, 31)),
        (date(2020, 3, 31), -1, date(2020, 2, 29)),
        (date(2020, 1, 15), -13, date(2018, 12, 15)),
    ],
)
def test_months_are_added_and_the_end_of_a_month_is_clipped(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_a_term_that_ends_with_a_month_keeps_ending_with_one() -> None:
    assert prolong(date(2021, 2, 28), 36) == date(2024, 2, 29)
    assert prolong(date(2020, 2, 29), 12) == date(2021, 2, 28)
    assert prolong(date(2021, 7, 25), 36) == date(2024, 7, 25)
    assert prolong(date(2024, 2, 28), 12) == date(2025, 2, 28)


def test_an_imprecise_date_may_be_any_day_of_its_month_or_year() -> None:
    day = date(2016, 2, 11)
    assert span(day, "day") == Span(day, day)
    assert span(day, "month") == Span(date(2016, 2, 1), date(2016, 2, 29))
    assert span(day, "year") == Span(date(2016, 1, 1), date(2016, 12, 31))
    assert [text(day, "day"), text(day, "month"), text(day, "year")] == ["2016-02-11", "2016-02", "2016"]


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-60, 60), st.integers(0, 400))
def test_a_later_day_never_gives_an_earlier_one(day: date, months: int, later: int) -> None:
    after = date.fromordinal(day.toordinal() + later)
    assert add_months(day, months) <= add_months(after, months)
    assert end_of_month(add_months(day, months)) >= add_months(day, months)
