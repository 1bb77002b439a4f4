"""Records put right and taken back: the last word of each source (design 3, `rules.md` 7 and 8)."""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from services.scoring.domain.document import canonical_bytes
from services.scoring.domain.history import History
from tests.support.histories import Story
from tests.support.results import readiness_of
from tests.support.strategies import small

JANUARY, MARCH, JUNE = date(2018, 1, 10), date(2018, 3, 10), date(2018, 6, 10)
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)


def days(history: History) -> list[date]:
    return [interview.days.first for interview in history.interviews]


def awards(history: History) -> list[tuple[str, date | None]]:
    return [(label.level, label.awarded) for label in history.labels]


def test_a_correction_replaces_all_that_was_said() -> None:
    story = Story()
    snapshot = story.assessed(date(2018, 1, 1))
    record = story.benchmarked(JANUARY, snapshot=snapshot)
    story.corrected_benchmarking(record, MARCH)
    (interview,) = story.history.interviews
    assert (interview.days.first, interview.snapshot) == (MARCH, None)


def test_of_one_source_the_greatest_sequence_counts_whenever_it_was_recorded() -> None:
    story = Story()
    record = story.benchmarked(JANUARY)
    story.corrected_benchmarking(record, JUNE, sequence=9, recorded=NOW)
    story.corrected_benchmarking(record, MARCH, sequence=8, recorded=NOW + timedelta(days=1))
    assert days(story.history) == [JUNE]


def test_of_two_sources_the_later_recorded_counts_for_their_numbers_say_nothing() -> None:
    story = Story()
    record = story.benchmarked(JANUARY)
    story.corrected_benchmarking(record, JUNE, sequence=9, recorded=NOW, source="archive")
    story.corrected_benchmarking(record, MARCH, sequence=2, recorded=NOW + timedelta(seconds=1))
    assert days(story.history) == [MARCH]


def test_a_circle_of_numbers_and_times_has_one_answer_in_every_order() -> None:
    story = Story()
    record = story.benchmarked(JANUARY)
    story.corrected_benchmarking(record, date(2018, 2, 1), sequence=1, recorded=NOW + timedelta(hours=2))
    story.corrected_benchmarking(record, date(2018, 2, 2), sequence=2, recorded=NOW)
    story.corrected_benchmarking(record, date(2018, 2, 3), sequence=1, recorded=NOW + timedelta(hours=1), source="b")
    assert {tuple(days(History.of(events))) for events in permutations(story.events)} == {(date(2018, 2, 3),)}


def test_a_withdrawal_wins_over_a_later_correction() -> None:
    story = Story()
    record = story.labelled("bronze", JANUARY)
    story.took_back(JANUARY, record)
    story.corrected_label(record, "silver", MARCH, recorded=NOW)
    assert story.history.labels == ()


def test_a_correction_of_nothing_or_of_another_kind_says_nothing() -> None:
    story = Story()
    story.corrected_benchmarking("none", MARCH)
    label = story.labelled("bronze", JANUARY)
    story.corrected_benchmarking(label, MARCH)
    first = story.corrected_label(label, "bronze", MARCH)
    story.corrected_label(first, "gold", JUNE)
    story.corrected_benchmarking(label, JUNE)
    assert days(story.history) == []
    assert awards(story.history) == [("bronze", MARCH)]


def test_a_withdrawn_interview_leaves_its_snapshot_an_assessment() -> None:
    story = Story()
    snapshot = story.assessed(date(2018, 1, 1))
    record = story.benchmarked(JANUARY, snapshot=snapshot)
    story.took_back(JANUARY, record)
    assert story.history.interviews == ()
    assert snapshot in story.history.snapshots
    assert [assessment.id for assessment in story.history.assessments] == [snapshot]


def test_a_cancelled_session_no_longer_marks_its_indicators() -> None:
    story = Story()
    record = story.advised(JANUARY, "4.1.2")
    story.corrected_session(record, MARCH, "3.1")
    assert dict(story.history.sessions) == {"3.1": MARCH}
    story.took_back(MARCH, record)
    assert dict(story.history.sessions) == {}


@pytest.mark.parametrize(("was", "became"), [(JANUARY, JUNE), (JUNE, JANUARY)])
def test_the_past_is_seen_corrected_and_known_at_shows_what_was_believed(was: date, became: date) -> None:
    story = Story()
    record = story.benchmarked(was)
    story.corrected_benchmarking(record, became, recorded=NOW)
    before = story.history.known_at(NOW - timedelta(seconds=1))
    assert days(story.history.as_of(MARCH)) == [day for day in (became,) if day <= MARCH]
    assert days(before.as_of(MARCH)) == [day for day in (was,) if day <= MARCH]
    assert days(story.history.as_of(JUNE)) == [became]


@pytest.mark.parametrize("on", [JANUARY, JUNE, date(2026, 11, 20)])
def test_what_was_taken_back_never_was_whatever_the_withdrawal_s_own_date(on: date) -> None:
    story = Story()
    record = story.labelled("bronze", JANUARY)
    story.took_back(on, record, recorded=NOW)
    assert story.history.as_of(MARCH).labels == ()
    assert awards(story.history.known_at(NOW - timedelta(seconds=1)).as_of(MARCH)) == [("bronze", JANUARY)]


def test_each_batch_that_arrives_first_converges_to_one_result() -> None:
    story = Story()
    interview = story.benchmarked(JANUARY)
    label = story.labelled("bronze", JANUARY)
    story.corrected_label(label, "bronze", MARCH)
    story.corrected_benchmarking(interview, MARCH)
    story.took_back(MARCH, interview)
    on = date(2019, 1, 1)
    whole = canonical_bytes(readiness_of(story.history, on, small()))
    for events in permutations(story.events):
        for cut in range(len(events)):
            early = History.of(events[:cut])
            readiness_of(early, on, small())
            assert canonical_bytes(readiness_of(History.of([*early.events, *events[cut:]]), on, small())) == whole


def test_a_step_changes_nothing_but_the_count_of_events() -> None:
    story = Story()
    story.benchmarked(JANUARY)
    before = readiness_of(story, JUNE, small())
    story.stepped("bronze", "awarded", MARCH)
    after = readiness_of(story, JUNE, small())
    assert after.passport.substance == before.passport.substance
    assert (after.held, after.levels) == (before.held, before.levels)
