"""Silver's second benchmarking: 18 to 24 months after the first, bounds inclusive (`rules.md` 4)."""

from datetime import date

import pytest

from services.scoring.domain.events import Precision
from services.scoring.domain.readiness import Outcome
from tests.support.histories import Story
from tests.support.results import level_of, outcome, readiness_of

FIRST = date(2024, 8, 31)
OPENS, CLOSES = date(2026, 2, 28), date(2026, 8, 31)


def second(story: Story, on: date) -> Outcome:
    return outcome(readiness_of(story, on), "silver.second")


def interviews(*days: date) -> Story:
    story = Story()
    for day in days:
        story.benchmarked(day)
    return story


def test_a_first_benchmarking_on_20_october_2016_means_silver_not_before_20_april_2018() -> None:
    readiness = readiness_of(Story(), date(2016, 10, 20))
    for name, message in (("silver.first", "missing"), ("silver.second", "no_first")):
        result = outcome(readiness, name)
        assert (result.name, result.state, result.start) == (message, "not_met", date(2018, 4, 20))
        assert result.arguments == {"earliest": "2018-04-20"}


def test_self_assessments_alone_never_open_a_window() -> None:
    story = Story()
    for year in range(2016, 2027):
        story.assessed(date(year, 10, 20))
    assert second(story, date(2026, 11, 16)).name == "no_first"
    assert level_of(readiness_of(story, date(2026, 11, 16)), "silver").verdict == "not_yet"


@pytest.mark.parametrize(
    ("on", "name", "state", "awaits"),
    [
        (FIRST, "not_open", "not_met", None),
        (date(2026, 2, 27), "not_open", "not_met", None),
        (OPENS, "open", "unknown", "interview"),
        (CLOSES, "open", "unknown", "interview"),
        (date(2026, 9, 1), "past", "unknown", "scheme"),
    ],
)
def test_the_window_opens_and_closes_on_its_days(on: date, name: str, state: str, awaits: str | None) -> None:
    result = second(interviews(FIRST), on)
    assert (result.name, result.state, result.awaits) == (name, state, awaits)


def test_what_is_said_of_the_window() -> None:
    not_open, opened = second(interviews(FIRST), FIRST), second(interviews(FIRST), OPENS)
    assert (not_open.start, not_open.until) == (OPENS, CLOSES)
    assert not_open.arguments == {"first": "2024-08-31", "earliest": "2026-02-28", "until": "2026-08-31"}
    assert (opened.start, opened.until, opened.arguments["until"]) == (None, CLOSES, "2026-08-31")


@pytest.mark.parametrize(
    ("day", "name", "state", "awaits"),
    [
        (date(2026, 2, 27), "open", "unknown", "interview"),
        (OPENS, "met", "met", None),
        (CLOSES, "met", "met", None),
        (date(2026, 9, 1), "late", "unknown", "scheme"),
    ],
)
def test_the_second_interview_must_lie_inside(day: date, name: str, state: str, awaits: str | None) -> None:
    result = second(interviews(FIRST, day), max(day, OPENS))
    assert (result.name, result.state, result.awaits) == (name, state, awaits)


def test_after_17_months_it_is_too_early_and_the_first_possible_date_is_said() -> None:
    result = second(interviews(date(2024, 3, 15), date(2025, 8, 15)), date(2025, 8, 20))
    assert (result.name, result.state, result.start) == ("early", "not_met", date(2025, 9, 15))
    assert result.until is None  # a third interview may also be compared with the second
    assert result.arguments == {"first": "2024-03-15", "second": "2025-08-15", "earliest": "2025-09-15"}


def test_after_18_months_it_is_inside() -> None:
    result = second(interviews(date(2024, 3, 15), date(2025, 9, 15)), date(2025, 9, 15))
    assert (result.name, result.arguments) == ("met", {"first": "2024-03-15", "second": "2025-09-15"})


def test_after_25_months_the_scheme_decides_and_a_warning_says_so() -> None:
    result = second(interviews(date(2024, 3, 15), date(2026, 4, 15)), date(2026, 4, 15))
    assert (result.name, result.state, result.awaits, result.until) == ("late", "unknown", "scheme", date(2026, 3, 15))


def test_any_pair_inside_counts_whatever_came_between() -> None:
    story = interviews(date(2020, 1, 10), date(2021, 3, 1), date(2022, 9, 10))
    assert second(story, date(2023, 1, 1)).arguments == {"first": "2021-03-01", "second": "2022-09-10"}


def test_of_several_interviews_inside_the_last_one_is_compared() -> None:
    story = interviews(date(2024, 3, 15), date(2025, 9, 15), date(2025, 12, 15))
    assert second(story, date(2026, 1, 1)).arguments == {"first": "2024-03-15", "second": "2025-12-15"}


def test_an_early_second_interview_does_not_spoil_a_third() -> None:
    story = interviews(date(2024, 3, 15), date(2025, 8, 15))
    assert second(story, date(2025, 9, 15)).name == "open"
    assert second(story, date(2026, 3, 16)).name == "past"
    assert second(story, date(2027, 2, 15)).name == "open"
    assert second(story, date(2027, 8, 16)).name == "past"


@pytest.mark.parametrize(
    ("day", "precision", "name"),
    [
        (date(2025, 8, 31), "month", "early"),
        (date(2025, 9, 30), "month", "unsure"),
        (date(2025, 10, 31), "month", "met"),
        (date(2026, 2, 28), "month", "met"),
        (date(2026, 3, 31), "month", "unsure"),
        (date(2026, 4, 30), "month", "late"),
        (date(2026, 12, 31), "year", "unsure"),
        (date(2027, 12, 31), "year", "late"),
    ],
)
def test_a_date_known_to_the_month_or_year_counts_only_when_it_is_certain(
    day: date, precision: Precision, name: str
) -> None:
    story = interviews(date(2024, 3, 15))
    story.benchmarked(day, precision)
    on = day if day > date(2025, 9, 14) else date(2025, 9, 14)
    assert second(story, on).name == name


def test_a_first_interview_known_to_the_month_opens_the_window_with_doubt() -> None:
    story = Story()
    story.benchmarked(date(2024, 3, 31), "month")
    days = [
        (date(2025, 8, 31), "not_open"),
        (date(2025, 9, 1), "unsure"),
        (date(2025, 9, 29), "unsure"),
        (date(2025, 9, 30), "open"),
        (date(2026, 3, 1), "open"),
        (date(2026, 3, 2), "unsure"),
        (date(2026, 3, 31), "unsure"),
        (date(2026, 4, 1), "past"),
    ]
    assert [second(story, day).name for day, _ in days] == [name for _, name in days]
    doubt = second(story, date(2025, 9, 1))
    assert (doubt.state, doubt.awaits, doubt.arguments["first"]) == ("unknown", "answer", "2024-03")
    assert (doubt.start, doubt.until) == (date(2025, 9, 30), date(2026, 3, 1))  # certain whichever day it was


def test_a_pair_in_doubt_goes_before_one_that_is_too_late() -> None:
    story = interviews(date(2020, 1, 10), date(2024, 3, 15))
    story.benchmarked(date(2025, 9, 30), "month")
    result = second(story, date(2026, 1, 1))
    assert (result.name, result.arguments["first"], result.arguments["second"]) == ("unsure", "2024-03-15", "2025-09")


def test_a_window_in_doubt_goes_before_one_that_has_closed() -> None:
    story = interviews(date(2024, 1, 10))
    story.benchmarked(date(2024, 3, 31), "month")
    result = second(story, date(2026, 3, 10))
    assert (result.name, result.arguments["first"]) == ("unsure", "2024-03")


def test_a_bronze_label_without_a_known_benchmarking_asks_for_it() -> None:
    story = Story()
    story.labelled("bronze", date(2018, 12, 11))
    result = outcome(readiness_of(story, date(2020, 1, 1)), "silver.first")
    assert (result.name, result.state, result.awaits) == ("unanswered", "unknown", "answer")


def test_a_benchmarking_is_the_first_even_when_the_label_has_lapsed() -> None:
    story = interviews(date(2014, 1, 1))
    assert outcome(readiness_of(story, date(2020, 1, 1)), "silver.first").name == "met"


def test_eligibility_holds_for_silver_too() -> None:
    story = interviews(date(2024, 1, 1), date(2025, 8, 1))
    story.registered(members_total=13)
    result = outcome(readiness_of(story, date(2026, 1, 1)), "eligibility.members", "silver")
    assert result.name == "below_by_register"
