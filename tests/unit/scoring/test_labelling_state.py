"""Where a cluster stands on the way to a label: the steps of the last way, in order (`rules.md` 4)."""

from datetime import date
from itertools import permutations

from services.scoring.domain.history import History
from services.scoring.domain.label_calendar.steps import booked, labelling_state
from tests.support.histories import Story

MAY, JUNE, JULY = date(2026, 5, 4), date(2026, 6, 4), date(2026, 7, 4)


def steps(story: Story | History, level: str = "bronze") -> list[str]:
    history = story if isinstance(story, History) else story.history
    return [step.step for step in labelling_state(history, level)]


def test_without_a_step_there_is_no_state() -> None:
    assert steps(Story()) == []


def test_steps_are_in_order_of_their_days_whatever_order_they_came_in() -> None:
    story = Story()
    story.stepped("bronze", "interviewed", JULY)
    story.stepped("bronze", "contacted", MAY)
    story.stepped("bronze", "booked", JUNE, planned_on=JULY)
    orders = {tuple(steps(History.of(events))) for events in permutations(story.events)}
    assert orders == {("contacted", "booked", "interviewed")}


def test_steps_of_one_day_are_in_the_order_of_the_way() -> None:
    story = Story()
    story.stepped("bronze", "booked", MAY)
    story.stepped("bronze", "contacted", MAY)
    assert steps(story) == ["contacted", "booked"]


def test_each_level_has_its_own_way() -> None:
    story = Story()
    story.stepped("bronze", "contacted", MAY)
    story.stepped("silver", "report", JUNE)
    assert (steps(story), steps(story, "silver"), steps(story, "gold")) == (["contacted"], ["report"], [])


def test_after_an_end_another_way_begins() -> None:
    story = Story()
    story.stepped("silver", "contacted", MAY)
    story.stepped("silver", "refused", JUNE)
    assert steps(story, "silver") == ["contacted", "refused"]
    story.stepped("silver", "contacted", JULY)
    assert steps(story, "silver") == ["contacted"]


def test_the_last_booking_counts_until_something_happens() -> None:
    story = Story()
    story.stepped("bronze", "booked", MAY, planned_on=JUNE)
    story.stepped("bronze", "booked", date(2026, 5, 20), planned_on=JULY)
    found = booked(story.history, "bronze")
    assert found is not None
    assert found.planned_on == JULY
    story.stepped("bronze", "withdrawn", JUNE)
    assert booked(story.history, "bronze") is None


def test_a_booking_without_a_day_plans_nothing() -> None:
    story = Story()
    story.stepped("bronze", "booked", MAY)
    assert booked(story.history, "bronze") is None
