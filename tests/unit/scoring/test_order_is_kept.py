"""What an order promises happens: its changes, made with plain events, are judged as it said (`mission.md` 6)."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scoring.domain.errors import UnknownLevelError
from services.scoring.domain.events import Answer
from services.scoring.domain.levels import verdict
from services.scoring.domain.order.find import possible_order
from services.scoring.domain.order.model import Order
from services.scoring.domain.readiness import LevelResult
from shared.catalogue.model import LevelId
from tests.support.criteria import catalogue, levels
from tests.support.criteria import level as level_with
from tests.support.histories import Story
from tests.support.results import level_of, readiness_of
from tests.support.strategies import LABELS, days, small, stories


def carry_out(story: Story, order: Order, on: date) -> Story:
    """Return the story with the changes made on a day."""
    changed = Story([*story.events])
    current = story.history.as_of(on).current
    answers = dict(current.answers) if current else {}
    areas = [area.indicators for area in current.silver_areas] if current else []
    for change in order.changes:
        areas += change.areas
        if change.question is not None:
            before = answers.get(change.question, Answer())
            answers[change.question] = Answer({**(before.value or {}), **change.values}, evidence=before.evidence)
    changed.assessed(on, answers, areas)
    for change in order.changes:
        if change.document and change.question is not None:
            changed.attached(on, change.question)
    return changed


def order_of(story: Story, on: date, level: LevelId) -> Order:
    current = story.history.as_of(on).current
    return possible_order(story.history, small(), on, current.id if current else None, level)


def without(result: LevelResult, order: Order) -> str:
    """Return the verdict with what others settle set aside, unless it only awaits them."""
    apart = {each.item.id for each in order.left if each.outcome.awaits != "threshold"}
    return verdict(each for each in result.requirements if each.item.id not in apart)


@settings(deadline=None, max_examples=100)
@given(stories(), days, st.sampled_from(LABELS))
def test_carrying_the_changes_out_reaches_the_promised_verdict(story: Story, on: date, level: LevelId) -> None:
    order = order_of(story, on, level)
    after = level_of(readiness_of(carry_out(story, order, on) if order.changes else story, on, small()), level)
    assert without(after, order) == order.reaches
    if not order.locked:
        assert order.reaches in ("ready_if_confirmed", "ready_to_contact")


@settings(deadline=None, max_examples=60)
@given(stories(), days, st.sampled_from(LABELS))
def test_nothing_more_is_left_to_do_afterwards(story: Story, on: date, level: LevelId) -> None:
    order = order_of(story, on, level)
    changed = carry_out(story, order, on) if order.changes else story
    again = order_of(changed, on, level)
    assert {each.item.id for each in again.locked} == {each.item.id for each in order.locked}
    if not order.locked:
        assert again.changes == ()


@settings(deadline=None, max_examples=60)
@given(stories(), days, st.sampled_from(LABELS))
def test_what_is_not_applicable_or_only_advised_is_never_proposed(story: Story, on: date, level: LevelId) -> None:
    order = order_of(story, on, level)
    current = story.history.as_of(on).current
    result = level_of(readiness_of(story, on, small()), level)
    advisory = {each.item.id for each in result.requirements if each.item.advisory}
    for change in order.changes:
        assert advisory.isdisjoint(change.requirements)
        if current and change.question and change.question in current.answers:
            assert not current.answers[change.question].not_applicable
    assert order.effort == sum(change.effort for change in order.changes)


@pytest.mark.parametrize(
    ("on", "earliest"),
    [(date(2016, 10, 20), date(2018, 4, 20)), (date(2026, 8, 31), date(2028, 2, 29))],
)
def test_without_a_first_benchmarking_silver_is_18_months_away(on: date, earliest: date) -> None:
    order = order_of(Story(), on, "silver")
    assert (order.earliest, order.until) == (earliest, None)


def test_a_first_benchmarking_dates_the_second() -> None:
    story = Story()
    story.benchmarked(date(2026, 8, 31))
    order = order_of(story, date(2026, 11, 16), "silver")
    assert (order.earliest, order.until) == (date(2028, 2, 29), date(2028, 8, 31))


def test_no_date_binds_inside_the_window() -> None:
    story = Story()
    story.benchmarked(date(2025, 1, 31))
    order = order_of(story, date(2026, 7, 31), "silver")
    assert (order.earliest, order.until) == (None, date(2027, 1, 31))


def test_level_that_the_catalogue_does_not_have_is_refused() -> None:
    only_bronze = catalogue([levels("2.1")], [level_with("bronze", [])])
    with pytest.raises(UnknownLevelError, match="test@1 has no level silver"):
        possible_order(Story().history, only_bronze, date(2026, 11, 16), None, "silver")
