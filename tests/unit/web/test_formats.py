"""Dates and ranges on pages."""

from datetime import UTC, date, datetime

import pytest

from shared.web.formats import day, moment, percent, short_day, span

NBSP = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("value", "lithuanian", "english"),
    [
        (date(2026, 12, 11), "2026 m. gruodžio 11 d.", "11 December 2026"),
        ("2026-12-11", "2026 m. gruodžio 11 d.", "11 December 2026"),
        ("2025-04", "2025 m. balandžio mėn.", "April 2025"),
        ("2025", "2025 m.", "2025"),
        (None, "–", "–"),
    ],
)
def test_dates_are_written_with_the_precision_they_have(
    value: date | str | None, lithuanian: str, english: str
) -> None:
    assert day(value, "lt").replace(NBSP, " ") == lithuanian
    assert day(value, "en").replace(NBSP, " ") == english


def test_number_and_unit_of_a_date_never_part() -> None:
    assert f"2026{NBSP}m." in day("2026-12-11", "lt")
    assert f"11{NBSP}d." in day("2026-12-11", "lt")


@pytest.mark.parametrize(
    ("value", "lithuanian", "english"),
    [
        (date(2026, 12, 11), "2026 m. gruod. 11 d.", "11 Dec 2026"),
        (date(2027, 5, 1), "2027 m. geg. 1 d.", "1 May 2027"),
    ],
)
def test_a_day_in_a_list_is_short_and_stays_in_one_line(value: date, lithuanian: str, english: str) -> None:
    assert [short_day(value, "lt"), short_day(value, "en")] == [
        lithuanian.replace(" ", NBSP),
        english.replace(" ", NBSP),
    ]


def test_a_moment_is_written_in_vilnius_time_of_summer_and_winter() -> None:
    summer, winter = datetime(2026, 7, 1, 21, 5, tzinfo=UTC), datetime(2026, 12, 10, 22, 30, tzinfo=UTC)
    assert moment(summer, "lt").replace(NBSP, " ") == "2026 m. liepos 2 d. 00.05 val."
    assert moment(winter, "en").replace(NBSP, " ") == "11 December 2026, 00:30"


def test_moment_is_written_as_its_day_in_vilnius() -> None:
    assert day(datetime(2026, 12, 10, 22, 30, tzinfo=UTC), "en").replace(NBSP, " ") == "11 December 2026"


@pytest.mark.parametrize(("low", "high", "written"), [(96, 111, "96–111"), (71, 71, "71"), (0, 150, "0–150")])
def test_ranges_have_one_figure_when_both_ends_are_equal(low: int, high: int, written: str) -> None:
    assert span(low, high) == written


def test_share_of_nothing_is_nothing() -> None:
    assert percent(3, 0) == "0%"
    assert percent(97, 150) == "64.67%"
