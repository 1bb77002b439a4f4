"""Held labels: published figures, the day before and the day after every date, and dates nobody knows."""

from datetime import date

import pytest

from services.scoring.domain.calendar import Span
from services.scoring.domain.labels import chains
from services.scoring.domain.readiness import HeldLabel
from tests.support.criteria import full
from tests.support.histories import Story
from tests.support.results import readiness_of


def held(story: Story, on: date) -> HeldLabel | None:
    labels = readiness_of(story, on).held
    return labels[0] if labels else None


def state(story: Story, on: date) -> str:
    label = held(story, on)
    return "none" if label is None else label.state


def sofia() -> Story:
    """First Bronze in December 2018: valid to 31 December 2020, renewed: to 31 December 2023 (`domain.md` 1.2)."""
    story = Story()
    story.labelled("bronze", date(2018, 12, 31), "month")
    return story


def test_no_record_means_no_label() -> None:
    assert readiness_of(Story(), date(2020, 1, 1)).held == ()


def test_a_first_award_is_valid_two_years_to_the_end_of_the_month() -> None:
    assert held(sofia(), date(2019, 6, 1)) == HeldLabel(
        level="bronze",
        state="valid",
        awarded="2018-12",
        valid_until=date(2020, 12, 31),
        renewable_until=date(2021, 12, 31),
        date_source="computed",
        mark="inferred",
    )


def test_a_renewal_adds_three_years_to_the_previous_expiry() -> None:
    story = sofia()
    story.labelled("bronze", date(2021, 5, 10))
    label = held(story, date(2021, 6, 1))
    assert label is not None
    assert (label.valid_until, label.state, label.mark) == (date(2023, 12, 31), "valid", "inferred")


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2018, 12, 30), "none"),
        (date(2018, 12, 31), "valid"),
        (date(2020, 12, 31), "valid"),
        (date(2021, 1, 1), "expired_renewable"),
        (date(2021, 12, 31), "expired_renewable"),
        (date(2022, 1, 1), "lapsed"),
    ],
)
def test_states_change_on_the_day_after(on: date, expected: str) -> None:
    assert state(sofia(), on) == expected


@pytest.mark.parametrize(
    ("awarded", "valid_until"),
    [
        (date(2021, 12, 31), date(2023, 12, 31)),
        (date(2022, 1, 1), date(2024, 1, 31)),
        (date(2022, 1, 31), date(2024, 1, 31)),
    ],
)
def test_an_award_more_than_twelve_months_after_expiry_is_a_new_first_award(awarded: date, valid_until: date) -> None:
    story = sofia()
    story.labelled("bronze", awarded)
    label = held(story, awarded)
    assert label is not None
    assert label.valid_until == valid_until


@pytest.mark.parametrize(
    ("awarded", "valid_until", "renewable_until"),
    [
        (date(2018, 2, 10), date(2020, 2, 29), date(2021, 2, 28)),
        (date(2017, 2, 28), date(2019, 2, 28), date(2020, 2, 29)),
        (date(2016, 2, 29), date(2018, 2, 28), date(2019, 2, 28)),
        (date(2019, 4, 1), date(2021, 4, 30), date(2022, 4, 30)),
    ],
)
def test_leap_years_keep_the_end_of_february(awarded: date, valid_until: date, renewable_until: date) -> None:
    story = Story()
    story.labelled("bronze", awarded)
    label = held(story, awarded)
    assert label is not None
    assert (label.valid_until, label.renewable_until) == (valid_until, renewable_until)


def test_the_date_on_the_certificate_wins_over_the_computed_one() -> None:
    """An interview of 25 July 2019 whose certificate ends on 25 July 2021 (`domain.md` 1.2)."""
    story = Story()
    story.labelled("bronze", date(2019, 7, 25), valid_until=date(2021, 7, 25))
    label = held(story, date(2021, 7, 25))
    assert label is not None
    assert (label.state, label.date_source, label.mark) == ("valid", "certificate", "stated")
    assert state(story, date(2021, 7, 26)) == "expired_renewable"
    story.labelled("bronze", date(2022, 7, 25))
    renewed = held(story, date(2022, 7, 25))
    assert renewed is not None
    assert (renewed.valid_until, renewed.mark) == (date(2024, 7, 25), "stated")


def test_a_silver_renewal_is_only_inferred() -> None:
    story = Story()
    story.labelled("silver", date(2019, 7, 25), valid_until=date(2021, 7, 25))
    story.labelled("silver", date(2021, 9, 1))
    label = held(story, date(2021, 9, 1))
    assert label is not None
    assert (label.level, label.valid_until, label.mark) == ("silver", date(2024, 7, 25), "inferred")


def test_without_an_award_date_the_state_is_unknown() -> None:
    story = Story()
    story.labelled("silver", None, seen_on=date(2022, 11, 1))
    label = held(story, date(2024, 1, 1))
    assert label is not None
    assert (label.state, label.awarded, label.valid_until, label.mark) == ("unknown", None, None, "unknown")


def test_without_an_award_date_the_latest_certificate_of_the_level_tells_until_when() -> None:
    story = Story()
    story.labelled("silver", None, valid_until=date(2024, 5, 31))
    story.labelled("silver", None, valid_until=date(2023, 5, 31), seen_on=date(2016, 6, 2))
    story.labelled("bronze", None, valid_until=date(2026, 5, 31))
    found = {label.level: label for label in readiness_of(story, date(2024, 1, 1)).held}
    assert found["silver"] == HeldLabel("silver", "unknown", None, date(2024, 5, 31), None, "certificate", "unknown")


def test_an_award_date_that_is_found_later_settles_the_state() -> None:
    story = Story()
    story.labelled("bronze", None, seen_on=date(2016, 6, 1))
    story.labelled("bronze", date(2018, 3, 1))
    assert [state(story, date(2017, 1, 1)), state(story, date(2019, 1, 1))] == ["unknown", "valid"]


def test_what_a_renewal_before_expiry_adds_is_unknown() -> None:
    story = sofia()
    story.labelled("bronze", date(2020, 11, 2))
    assert [state(story, date(2020, 12, 31)), state(story, date(2021, 1, 1))] == ["valid", "unknown"]
    label = held(story, date(2021, 1, 1))
    assert label is not None
    assert (label.valid_until, label.date_source, label.mark) == (None, None, "unknown")


def test_after_an_award_that_nobody_can_date_the_end_of_the_next_is_unknown_too() -> None:
    story = sofia()
    story.labelled("bronze", date(2020, 11, 2))
    story.labelled("bronze", date(2021, 6, 1))
    label = held(story, date(2021, 7, 1))
    assert label is not None
    assert (label.awarded, label.state, label.valid_until, label.mark) == ("2021-06-01", "unknown", None, "unknown")


def test_a_certificate_of_a_renewal_before_expiry_settles_its_end() -> None:
    story = sofia()
    story.labelled("bronze", date(2020, 11, 2), valid_until=date(2023, 11, 30))
    label = held(story, date(2020, 12, 1))
    assert label is not None
    assert (label.awarded, label.valid_until, label.mark) == ("2020-11-02", date(2023, 11, 30), "stated")


def test_a_computed_date_bears_the_weaker_mark_of_its_two_rules() -> None:
    validity = full().validity
    terms = [
        each.model_copy(update={"first": each.first.model_copy(update={"mark": "assumed"})}) for each in validity.terms
    ]
    story = Story()
    story.labelled("bronze", date(2020, 2, 10))
    ((term,),) = chains(story.history, validity.model_copy(update={"terms": tuple(terms)})).values()
    assert (term.expiry, term.mark) == (Span(date(2022, 2, 28), date(2022, 2, 28)), "assumed")


def test_an_award_known_to_the_year_is_valid_only_while_that_is_certain() -> None:
    story = Story()
    story.labelled("bronze", date(2018, 12, 31), "year")
    label = held(story, date(2019, 1, 1))
    assert label is not None
    assert (label.state, label.awarded, label.valid_until) == ("valid", "2018", None)
    days = {
        date(2020, 1, 31): "valid",
        date(2020, 2, 1): "unknown",
        date(2020, 12, 31): "unknown",
        date(2021, 1, 1): "expired_renewable",
        date(2021, 1, 31): "expired_renewable",
        date(2021, 2, 1): "unknown",
        date(2021, 12, 31): "unknown",
        date(2022, 1, 1): "lapsed",
    }
    assert {day: state(story, day) for day in days} == days


@pytest.mark.parametrize(
    ("renewed", "expected"),
    [
        (date(2020, 6, 1), "unknown"),
        (date(2020, 12, 31), "unknown"),
        (date(2021, 1, 1), "valid"),
        (date(2021, 1, 31), "valid"),
        (date(2021, 2, 1), "unknown"),
        (date(2021, 12, 31), "unknown"),
        (date(2022, 1, 1), "valid"),
    ],
)
def test_a_renewal_of_an_award_known_to_the_year_counts_only_when_it_certainly_is_one(
    renewed: date, expected: str
) -> None:
    story = Story()
    story.labelled("bronze", date(2018, 12, 31), "year")
    story.labelled("bronze", renewed)
    assert state(story, date(2022, 6, 1)) == expected


def test_what_a_certain_renewal_adds_to_a_vague_expiry_is_vague_too() -> None:
    story = Story()
    story.labelled("bronze", date(2018, 12, 31), "year")
    story.labelled("bronze", date(2021, 1, 10))
    days = [date(2023, 1, 31), date(2023, 2, 1), date(2023, 12, 31), date(2024, 1, 1)]
    assert [state(story, day) for day in days] == ["valid", "unknown", "unknown", "expired_renewable"]


def test_two_records_that_may_be_the_same_award_are_one() -> None:
    story = Story()
    story.labelled("bronze", date(2018, 12, 31), "month")
    story.labelled("bronze", date(2018, 12, 11), valid_until=date(2020, 12, 11))
    label = held(story, date(2019, 1, 1))
    assert label is not None
    assert (label.awarded, label.valid_until) == ("2018-12-11", date(2020, 12, 11))


@pytest.mark.parametrize("day", [1, 31])
def test_the_first_and_the_last_day_of_a_month_may_be_the_award_known_to_the_month(day: int) -> None:
    story = Story()
    story.labelled("bronze", date(2016, 5, day))
    story.labelled("bronze", date(2016, 5, 17), "month")
    label = held(story, date(2018, 6, 1))
    assert label is not None
    assert (label.awarded, label.state) == (f"2016-05-{day:02}", "expired_renewable")
