"""Which results a cluster has, and which of two is the newer."""

from datetime import date

from services.scoring.domain.heads import Head, heads, revision
from services.scoring.domain.history import History
from tests.support.histories import Story

TODAY = date(2026, 11, 16)


def test_without_an_assessment_there_is_one_head_without_one() -> None:
    assert heads(History.of([]), TODAY) == (Head(None, TODAY, True),)


def test_a_superseded_head_is_frozen_on_its_successor_s_day() -> None:
    story = Story()
    first = story.assessed(date(2024, 3, 1))
    second = story.assessed(date(2025, 3, 1))
    third = story.assessed(date(2026, 3, 1))
    assert heads(story.history, TODAY) == (
        Head(first, date(2025, 3, 1), False),
        Head(second, date(2026, 3, 1), False),
        Head(third, TODAY, True),
    )


def test_withdrawing_the_successor_unfreezes_the_head_before_it() -> None:
    story = Story()
    first = story.assessed(date(2024, 3, 1))
    second = story.assessed(date(2025, 3, 1))
    story.withdrew_assessment(date(2025, 4, 1), second)
    assert heads(story.history, TODAY) == (Head(first, TODAY, True),)
    story.withdrew_assessment(date(2025, 4, 2), first)
    assert heads(story.history, TODAY) == (Head(None, TODAY, True),)


def test_every_event_and_every_day_makes_a_greater_revision() -> None:
    story = Story()
    story.assessed(date(2024, 3, 1))
    before = revision(story.history, TODAY)
    assert revision(story.history, date(2026, 11, 17)) > before
    assert revision(story.history, date(2020, 1, 1), confirmations=1) > before
    story.assessed(date(2024, 4, 1))
    assert revision(story.history, date(2024, 4, 1)) > before
