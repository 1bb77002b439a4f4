"""The next day on which a result may change by itself, one kind of date after the other (`rules.md` 7)."""

from datetime import date

from tests.support.criteria import REGIME
from tests.support.histories import Story, said
from tests.support.results import readiness_of


def walk(story: Story, on: date, steps: int) -> list[date | None]:
    """Return the next change, and the one after it, and so on."""
    found: list[date | None] = []
    day: date | None = on
    for _ in range(steps):
        day = readiness_of(story, day).next_change if day else None
        found.append(day)
    return found


def test_without_any_fact_only_the_regime_changes_once() -> None:
    assert walk(Story(), date(2016, 10, 20), 2) == [REGIME, None]


def test_the_window_opens_and_is_past_on_the_day_after_it_closes() -> None:
    story = Story()
    story.benchmarked(date(2024, 8, 31))
    assert walk(story, date(2024, 9, 1), 3) == [date(2026, 2, 28), date(2026, 9, 1), None]


def test_a_label_changes_on_the_day_after_expiry_and_after_the_renewal_window() -> None:
    story = Story()
    story.labelled("bronze", date(2020, 2, 10))
    assert walk(story, date(2020, 3, 1), 3) == [date(2022, 3, 1), date(2023, 3, 1), None]


def test_of_two_labels_the_one_that_changes_first_is_next() -> None:
    story = Story()
    story.labelled("bronze", date(2020, 2, 10))
    story.labelled("silver", date(2021, 5, 10))
    assert walk(story, date(2021, 6, 1), 4) == [
        date(2022, 3, 1),
        date(2023, 3, 1),
        date(2023, 6, 1),
        date(2024, 6, 1),
    ]


def test_evidence_counts_from_its_date_and_no_longer_after_its_shelf_life() -> None:
    story = Story()
    story.assessed(date(2020, 1, 1), {"2.4": said(level=3)})
    story.attached(date(2020, 1, 2), "2.4", dated=date(2020, 2, 29))
    ends = [date(2022, 3, 1), date(2023, 3, 1)]
    assert walk(story, date(2020, 1, 2), 4) == [date(2020, 2, 29), *ends, None]


def test_a_session_stops_counting_after_twelve_months() -> None:
    story = Story()
    story.advised(date(2024, 2, 29), "2.4")
    assert walk(story, date(2024, 3, 1), 2) == [date(2025, 3, 1), None]


def test_what_is_only_stated_proves_nothing_and_changes_nothing() -> None:
    story = Story()
    story.attached(date(2020, 1, 2), "2.4", strength="stated")
    assert walk(story, date(2020, 1, 2), 1) == [None]
