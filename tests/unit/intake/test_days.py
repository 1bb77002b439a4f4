"""Business dates are Vilnius days, known to a day, a month or a year."""

from datetime import UTC, date, datetime

import pytest

from services.intake.domain.days import day_of, last_day, not_before, not_future

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 20, 21, 59, tzinfo=UTC), date(2026, 11, 20)),
        (datetime(2026, 11, 20, 22, 0, tzinfo=UTC), date(2026, 11, 21)),
        (datetime(2026, 6, 20, 20, 59, tzinfo=UTC), date(2026, 6, 20)),
        (datetime(2026, 6, 20, 21, 0, tzinfo=UTC), date(2026, 6, 21)),
        (datetime(2026, 12, 31, 22, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_begins_in_vilnius(moment: datetime, day: date) -> None:
    assert day_of(moment) == day


@pytest.mark.parametrize(
    ("day", "precision", "last"),
    [
        (date(2024, 2, 3), "month", date(2024, 2, 29)),
        (date(2025, 2, 3), "month", date(2025, 2, 28)),
        (date(2025, 2, 3), "year", date(2025, 12, 31)),
        (date(2025, 2, 3), "day", date(2025, 2, 3)),
    ],
)
def test_an_imprecise_date_ends_with_its_month_or_year(day: date, precision: str, last: date) -> None:
    assert last_day(day, precision) == last  # type: ignore[arg-type]  # one of the literals


@pytest.mark.parametrize(
    ("day", "precision", "refused"),
    [
        (date(2026, 11, 20), "day", False),
        (date(2026, 11, 21), "day", True),
        (date(2026, 11, 30), "month", False),
        (date(2026, 12, 1), "month", True),
        (date(2026, 12, 31), "year", False),
        (date(2027, 1, 1), "year", True),
    ],
)
def test_a_day_that_cannot_have_come_is_refused(day: date, precision: str, refused: bool) -> None:
    assert bool(not_future("/x", day, TODAY, precision)) is refused  # type: ignore[arg-type]  # one of the literals


def test_an_expiry_in_the_month_of_an_award_known_by_month_is_possible() -> None:
    assert not_before("/x", date(2026, 4, 2), date(2026, 4, 30), "month") == []
    assert not_before("/x", date(2026, 3, 31), date(2026, 4, 30), "month")
    assert not_before("/x", date(2026, 4, 29), date(2026, 4, 30), "day")
