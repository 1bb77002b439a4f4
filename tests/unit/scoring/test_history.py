"""A history is a set, seen from a business date and from a moment of knowledge."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.scoring.domain.errors import UnusableEventError
from services.scoring.domain.history import History
from tests.support.histories import Story


def test_order_and_repetition_do_not_matter() -> None:
    story = Story()
    story.registered()
    story.assessed(date(2020, 1, 1))
    story.benchmarked(date(2020, 2, 1))
    again = History.of([*reversed(story.events), *story.events])
    assert again == story.history
    assert again.sha256 == story.history.sha256


def test_one_id_with_other_bytes_is_refused() -> None:
    story = Story()
    registration = story.registered()
    changed = replace(story.events[0], digest="f" * 64)
    with pytest.raises(UnusableEventError, match=registration):
        History.of([*story.events, changed])


def test_as_of_keeps_what_had_happened_by_the_end_of_the_day() -> None:
    story = Story()
    story.benchmarked(date(2020, 2, 1))
    assert story.history.as_of(date(2020, 1, 31)).events == ()
    assert story.history.as_of(date(2020, 2, 1)) == story.history


def test_known_at_keeps_what_had_been_stored() -> None:
    story = Story()
    story.benchmarked(date(2020, 2, 1))
    stored = story.events[0].recorded
    assert story.history.known_at(stored) == story.history
    assert story.history.known_at(datetime(2020, 1, 31, tzinfo=UTC)).events == ()


def test_the_current_assessment_is_the_latest_by_date_then_by_sequence() -> None:
    story = Story()
    story.assessed(date(2021, 1, 1))
    last = story.assessed(date(2021, 1, 1))
    story.assessed(date(2020, 6, 1))
    current = story.history.current
    assert current is not None
    assert current.id == last


def test_a_withdrawn_assessment_is_no_longer_current_but_stays_a_snapshot() -> None:
    story = Story()
    first = story.assessed(date(2020, 1, 1))
    second = story.assessed(date(2021, 1, 1))
    story.withdrew_assessment(date(2021, 2, 1), second)
    history = story.history
    assert history.current is not None
    assert history.current.id == first
    assert second in history.snapshots
    before = history.as_of(date(2021, 1, 31)).current
    assert before is not None
    assert before.id == second


def test_two_benchmarkings_of_one_day_are_one_interview_with_what_either_says() -> None:
    story = Story()
    snapshot = story.assessed(date(2019, 12, 1))
    story.benchmarked(date(2020, 2, 1), snapshot=snapshot)
    story.benchmarked(date(2020, 2, 1))
    (interview,) = story.history.interviews
    assert interview.snapshot == snapshot


def test_evidence_is_gone_once_it_is_withdrawn() -> None:
    story = Story()
    kept = story.attached(date(2020, 1, 1), "4.1.2")
    gone = story.attached(date(2020, 1, 2), "4.1.3")
    story.withdrew_evidence(date(2020, 3, 1), gone)
    assert set(story.history.evidence) == {kept}
    assert set(story.history.as_of(date(2020, 2, 28)).evidence) == {kept, gone}


def test_the_register_s_latest_description_counts() -> None:
    story = Story()
    story.registered(sector="food")
    story.registered(sector="laser", members_total=14)
    cluster = story.history.cluster
    assert cluster is not None
    assert (cluster.sector, cluster.facts["members_total"].value) == ("laser", 14)


def test_an_empty_history_says_nothing() -> None:
    history = History.of([])
    assert history.current is None
    assert history.cluster is None
    assert history.last_day is None
    assert history.as_of(date(2020, 1, 1)) is history
