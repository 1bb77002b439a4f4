"""The label calendar: published figures, the day before and the day after, and dates nobody knows (`rules.md` 5)."""

from datetime import date
from pathlib import Path

import pytest

from services.scoring.domain.label_calendar.entries import calendar
from services.scoring.domain.label_calendar.model import Entry
from shared.catalogue.loader import load_catalogue
from tests.support.criteria import full
from tests.support.histories import Story

CATALOGUE = load_catalogue(Path(__file__).parents[3] / "catalogues", "ecei@1")
LATE = date(2030, 1, 1)
PROPOSED = {"interview_by", "agree_by", "prepare_from"}
ENDS = ("expires", "renewable_until", "lapses")


def entries(story: Story, on: date = LATE, *kinds: str, level: str | None = None) -> list[Entry]:
    found = calendar(story.history, CATALOGUE, on)
    return [each for each in found if (not kinds or each.kind in kinds) and level in (None, each.level)]


def days(story: Story, on: date, *kinds: str, level: str | None = None) -> list[tuple[str, str]]:
    return [(each.kind, each.arguments["day"]) for each in entries(story, on, *kinds, level=level)]


def sofia(renewed: date | None = None) -> Story:
    """First Bronze in December 2018, renewed (`domain.md` 1.2)."""
    story = Story()
    story.labelled("bronze", date(2018, 12, 31), "month")
    if renewed is not None:
        story.labelled("bronze", renewed)
    return story


def test_nothing_recorded_says_only_what_an_interview_today_would_lead_to() -> None:
    (entry,) = entries(Story(), date(2016, 10, 20))
    assert (entry.kind, entry.level, entry.date) == ("first_today", "silver", date(2018, 4, 20))
    assert (entry.source, entry.mark, entry.passed) == ("proposal", "stated", False)


@pytest.mark.parametrize(
    ("on", "earliest"),
    [
        (date(2016, 10, 19), "2018-04-19"),
        (date(2016, 8, 31), "2018-02-28"),
        (date(2018, 8, 31), "2020-02-29"),
        (date(2018, 8, 29), "2020-02-29"),
    ],
)
def test_eighteen_months_from_the_ends_of_months_and_in_leap_years(on: date, earliest: str) -> None:
    assert days(Story(), on) == [("first_today", earliest)]


def test_a_first_award_ends_after_two_years_with_its_month_and_may_be_renewed_for_one() -> None:
    assert days(sofia(), date(2019, 1, 1), "awarded", *ENDS) == [
        ("awarded", "2018-12"),
        ("expires", "2020-12-31"),
        ("renewable_until", "2021-12-31"),
        ("lapses", "2022-01-01"),
    ]
    awarded, expires, *_ = entries(sofia(), date(2019, 1, 1), "awarded", *ENDS)
    assert (awarded.precision, awarded.source, awarded.mark) == ("month", "recorded", "stated")
    assert (expires.precision, expires.source, expires.mark) == ("day", "computed", "inferred")


def test_a_renewal_adds_three_years_and_closes_the_window_it_used() -> None:
    assert days(sofia(date(2021, 12, 31)), LATE, "awarded", *ENDS) == [
        ("awarded", "2018-12"),
        ("expires", "2020-12-31"),
        ("awarded", "2021-12-31"),
        ("expires", "2023-12-31"),
        ("renewable_until", "2024-12-31"),
        ("lapses", "2025-01-01"),
    ]


def test_thirteen_months_after_expiry_the_label_had_lapsed_and_is_a_new_first_award() -> None:
    assert days(sofia(date(2022, 1, 31)), LATE, "awarded", *ENDS) == [
        ("awarded", "2018-12"),
        ("expires", "2020-12-31"),
        ("renewable_until", "2021-12-31"),
        ("lapses", "2022-01-01"),
        ("awarded", "2022-01-31"),
        ("expires", "2024-01-31"),
        ("renewable_until", "2025-01-31"),
        ("lapses", "2025-02-01"),
    ]


@pytest.mark.parametrize(
    ("awarded", "expires", "renewable"),
    [
        (date(2018, 2, 10), "2020-02-29", "2021-02-28"),
        (date(2017, 2, 28), "2019-02-28", "2020-02-29"),
    ],
)
def test_leap_years_keep_the_end_of_february(awarded: date, expires: str, renewable: str) -> None:
    story = Story()
    story.labelled("bronze", awarded)
    assert days(story, awarded, *ENDS)[:2] == [("expires", expires), ("renewable_until", renewable)]


def test_a_certificate_s_date_is_stated_and_what_follows_from_it_computed() -> None:
    story = Story()
    story.labelled("bronze", date(2019, 7, 25), valid_until=date(2021, 7, 25))
    expires, renewable, lapses = entries(story, date(2020, 1, 1), *ENDS)
    assert (expires.date, expires.source, expires.mark) == (date(2021, 7, 25), "certificate", "stated")
    assert (renewable.date, renewable.source, renewable.mark) == (date(2022, 7, 25), "computed", "stated")
    assert lapses.date == date(2022, 7, 26)


def test_a_label_without_an_award_date_is_reported_and_nothing_is_computed() -> None:
    """Smart Food's Silver, reported in November 2022 (`domain.md` 6.4)."""
    story = Story()
    story.labelled("silver", None, seen_on=date(2022, 11, 22))
    assert days(story, LATE, level="silver") == [("reported", "2022-11-22"), ("first_today", "2031-07-01")]
    assert entries(story, LATE, "reported")[0].mark == "unknown"


def test_an_award_known_to_the_year_ends_in_a_year_and_lapses_on_no_day() -> None:
    story = Story()
    story.labelled("bronze", date(2018, 12, 31), "year")
    assert days(story, LATE, "awarded", *ENDS) == [
        ("awarded", "2018"),
        ("expires", "2020"),
        ("renewable_until", "2021"),
    ]
    assert {each.precision for each in entries(story, LATE, "awarded", *ENDS)} == {"year"}


def test_what_a_renewal_before_expiry_adds_is_not_known() -> None:
    story = sofia(date(2020, 11, 2))
    assert days(story, LATE, "renewed_early", "lapses") == [("renewed_early", "2020-11-02")]
    assert entries(story, LATE, "renewed_early")[0].mark == "unknown"


def test_each_benchmarking_opens_a_window_of_its_own() -> None:
    story = Story()
    story.benchmarked(date(2024, 8, 31))
    story.benchmarked(date(2025, 12, 15))
    assert days(story, date(2025, 12, 15), "interviewed", "window_opens", "window_closes", "first_today") == [
        ("interviewed", "2024-08-31"),
        ("interviewed", "2025-12-15"),
        ("window_opens", "2026-02-28"),
        ("window_closes", "2026-08-31"),
        ("window_opens", "2027-06-15"),
        ("window_closes", "2027-12-15"),
    ]


def test_a_benchmarking_known_to_the_month_opens_and_closes_in_a_month() -> None:
    story = Story()
    story.benchmarked(date(2024, 3, 31), "month")
    assert days(story, date(2025, 1, 1), "window_opens", "window_closes") == [
        ("window_opens", "2025-09"),
        ("window_closes", "2026-03"),
    ]


def test_valid_until_30_april_2027_means_agreed_by_26_february() -> None:
    """The example of `words.md`: five weeks for the report, one month for the expert's calendar."""
    story = Story()
    story.labelled("bronze", date(2025, 4, 30), valid_until=date(2027, 4, 30))
    found = {each.kind: each for each in entries(story, date(2027, 1, 30), *PROPOSED)}
    assert {kind: each.date for kind, each in found.items()} == {
        "interview_by": date(2027, 3, 26),
        "agree_by": date(2027, 2, 26),
    }
    assert found["agree_by"].mark == "assumed"
    assert {each.source for each in found.values()} == {"proposal"}


@pytest.mark.parametrize(
    ("on", "passed"),
    [
        (date(2027, 2, 26), []),
        (date(2027, 2, 27), ["agree_by"]),
        (date(2027, 3, 26), ["agree_by"]),
        (date(2027, 3, 27), ["agree_by", "interview_by"]),
    ],
)
def test_a_proposal_whose_day_has_passed_says_so(on: date, passed: list[str]) -> None:
    story = Story()
    story.labelled("bronze", date(2025, 4, 30), valid_until=date(2027, 4, 30))
    found = entries(story, on, *PROPOSED)
    assert [each.kind for each in found if each.passed] == passed
    assert all(each.message.endswith("_passed") is each.passed for each in found)


def test_once_expired_the_end_of_the_renewal_window_is_planned_for_and_then_nothing() -> None:
    story = Story()
    story.labelled("bronze", date(2025, 4, 30), valid_until=date(2027, 4, 30))
    assert days(story, date(2027, 5, 1), *PROPOSED) == [("agree_by", "2028-02-26"), ("interview_by", "2028-03-26")]
    assert days(story, date(2028, 4, 30), *PROPOSED) == [("agree_by", "2028-02-26"), ("interview_by", "2028-03-26")]
    assert days(story, date(2028, 5, 1), *PROPOSED) == []


@pytest.mark.parametrize("level", ["silver", "gold"])
def test_silver_and_gold_are_prepared_three_months_before(level: str) -> None:
    story = Story()
    story.labelled(level, date(2025, 4, 30), valid_until=date(2027, 4, 30))  # type: ignore[arg-type]  # one of three
    assert days(story, date(2026, 1, 1), *PROPOSED) == [
        ("prepare_from", "2026-12-26"),
        ("agree_by", "2027-02-26"),
        ("interview_by", "2027-03-26"),
    ]


def test_no_renewal_is_proposed_once_its_interview_is_over() -> None:
    story = Story()
    story.labelled("bronze", date(2025, 4, 30), valid_until=date(2027, 4, 30))
    story.benchmarked(date(2027, 2, 10))
    assert days(story, date(2027, 2, 10), *PROPOSED, level="bronze") == []
    story.labelled("bronze", date(2027, 5, 20))
    assert ("agree_by", "2030-02-26") in days(story, date(2027, 6, 1), *PROPOSED, level="bronze")


@pytest.mark.parametrize(("interview", "proposed"), [(date(2025, 4, 30), True), (date(2025, 5, 1), False)])
def test_an_award_is_of_the_month_of_its_interview(interview: date, proposed: bool) -> None:
    story = Story()
    story.labelled("bronze", date(2025, 4, 1), valid_until=date(2027, 4, 30))
    story.benchmarked(interview)
    assert (("agree_by", "2027-02-26") in days(story, date(2026, 1, 1), *PROPOSED, level="bronze")) is proposed


def test_what_is_agreed_need_not_be_agreed_again_and_is_shown_until_it_is_held() -> None:
    story = Story()
    story.labelled("bronze", date(2025, 4, 30), valid_until=date(2027, 4, 30))
    story.stepped("bronze", "booked", date(2027, 1, 5), planned_on=date(2027, 3, 10))
    kinds = (*PROPOSED, "planned")
    assert days(story, date(2027, 2, 1), *kinds) == [("planned", "2027-03-10"), ("interview_by", "2027-03-26")]
    assert [each.passed for each in entries(story, date(2027, 3, 10), "planned")] == [False]
    assert [each.passed for each in entries(story, date(2027, 3, 11), "planned")] == [True]
    story.benchmarked(date(2027, 3, 10))
    assert days(story, date(2027, 3, 11), *kinds, level="bronze") == []


def test_a_step_of_before_the_award_says_nothing_of_its_renewal() -> None:
    story = Story()
    story.stepped("bronze", "interviewed", date(2025, 4, 10))
    story.labelled("bronze", date(2025, 4, 30), valid_until=date(2027, 4, 30))
    assert ("agree_by", "2027-02-26") in days(story, date(2026, 1, 1), *PROPOSED)


@pytest.mark.parametrize(
    ("second", "on", "expected"),
    [
        (None, date(2025, 6, 1), [("agree_by", "2026-02-15")]),
        (None, date(2026, 3, 15), [("agree_by", "2026-02-15")]),
        (None, date(2026, 3, 16), []),
        (date(2025, 9, 15), date(2025, 9, 15), []),
        (date(2025, 8, 15), date(2025, 9, 1), []),
    ],
)
def test_a_second_interview_is_to_be_agreed_while_its_window_is_to_come_or_open(
    second: date | None, on: date, expected: list[tuple[str, str]]
) -> None:
    story = Story()
    story.benchmarked(date(2024, 3, 15))
    if second is not None:
        story.benchmarked(second)
    assert days(story, on, *PROPOSED, level="silver") == expected


def test_a_catalogue_that_says_nothing_of_what_follows_proposes_nothing() -> None:
    story = Story()
    story.labelled("bronze", date(2025, 4, 30), valid_until=date(2027, 4, 30))
    story.benchmarked(date(2025, 4, 10))
    assert not PROPOSED & {each.kind for each in calendar(story.history, full(), date(2026, 1, 1))}


def test_only_what_had_happened_is_shown_and_a_corrected_award_corrects_its_dates() -> None:
    story = sofia()
    assert days(story, date(2018, 12, 30), "awarded") == []
    story.corrected_label(story.events[0].id, "silver", date(2019, 2, 10))
    assert days(story, LATE, "awarded", "expires") == [("awarded", "2019-02-10"), ("expires", "2021-02-28")]
    story.took_back(date(2019, 2, 10), story.events[0].id)
    assert days(story, LATE, "awarded", "expires") == []


def test_entries_are_in_order_of_their_dates() -> None:
    story = sofia(date(2021, 5, 10))
    story.benchmarked(date(2018, 12, 11))
    story.stepped("gold", "contacted", date(2019, 5, 5))
    dates = [each.date for each in entries(story)]
    assert dates == sorted(dates)
