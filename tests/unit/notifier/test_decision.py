"""Whether a result is mailed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.domain.decision import SILENT_CAUSES, Mail, MailLog, Suppress, decide
from services.notifier.domain.notice import Notice, Revision, revision_key
from shared.contracts.envelope import business_time
from shared.contracts.readiness import HeldLabel
from tests.support.notifier import HELD_BRONZE, NOW, ON, level, notice, result

START = NOW - timedelta(days=365)
NOT_YET = {"bronze": "not_yet", "silver": "not_yet"}
HELD_SILVER = HELD_BRONZE.model_copy(update={"level": "silver"})
CAUSES = ("submission", "benchmarking", "evidence", "review", "label", "calendar", "correction", "engine", "catalogue")
NEWS = sorted(set(CAUSES) - SILENT_CAUSES)


def known(verdicts: dict[str, str] | None = None, revision: int = 1) -> MailLog:
    """Return the log after a mail about the same assessment."""
    return MailLog((1, 0, revision, ON.isoformat()), assessment_mailed=True, verdicts=verdicts or NOT_YET)


def test_the_first_result_of_a_live_submission_is_mailed() -> None:
    assert decide(notice(), MailLog(), START) == Mail(unchanged=False, previous=None)


def test_a_new_assessment_is_mailed_even_if_nothing_changed_and_says_so() -> None:
    log = MailLog(decided=None, assessment_mailed=False, verdicts=NOT_YET)
    assert decide(notice(), log, START) == Mail(unchanged=True, previous=NOT_YET)


def test_the_same_verdicts_of_a_known_assessment_are_not_mailed_again() -> None:
    assert decide(notice(result(revision=2, cause="evidence")), known(), START) == Suppress("unchanged")


@pytest.mark.parametrize("cause", NEWS)
def test_another_verdict_is_mailed(cause: str) -> None:
    changed = notice(result("ready_if_confirmed", revision=2, cause=cause))
    assert decide(changed, known(), START) == Mail(unchanged=False, previous=NOT_YET)


@pytest.mark.parametrize("cause", sorted(SILENT_CAUSES))
def test_our_own_changes_never_mail(cause: str) -> None:
    changed = notice(result("ready_to_contact", revision=2, cause=cause))
    assert decide(changed, MailLog(), START) == Suppress("silent_cause")


def test_after_a_silent_change_the_comparison_is_with_what_was_mailed() -> None:
    log = known({"bronze": "cannot_tell", "silver": "not_yet"}, revision=2)
    now = notice(result("not_yet", revision=3, cause="evidence"))
    assert isinstance(decide(now, log, START), Mail)


@pytest.mark.parametrize("revision", [(1, 0, 5, "2026-11-20"), (1, 0, 5, "2026-11-19"), (1, 0, 4, "2026-12-31")])
def test_a_revision_that_is_not_greater_than_the_last_decided_one_is_outdated(revision: Revision) -> None:
    late = notice(result("ready_to_contact", revision=revision, cause="evidence"))
    assert decide(late, known(revision=5), START) == Suppress("outdated")


def test_a_superseded_result_is_not_mailed() -> None:
    assert decide(notice(result(current=False)), MailLog(), START) == Suppress("superseded")


@pytest.mark.parametrize("cause", CAUSES)
def test_imported_history_is_never_mailed(cause: str) -> None:
    assert decide(notice(result(cause=cause), origin="import"), MailLog(), START) == Suppress("historic")


@pytest.mark.parametrize(("days", "mailed"), [(29, True), (30, True), (31, False), (400, False)])
def test_what_happened_more_than_thirty_days_before_it_was_recorded_is_history(days: int, mailed: bool) -> None:
    recorded = datetime(2026, 11, 20, tzinfo=UTC)
    then = notice(result(cause="benchmarking"), time=recorded - timedelta(days=days), recorded=recorded)
    assert decide(then, MailLog(), START) == (Mail(False, None) if mailed else Suppress("historic"))


def test_a_live_submission_of_old_answers_gets_its_mail() -> None:
    then = notice(result(), time=business_time(date(2026, 5, 1)))
    assert isinstance(decide(then, MailLog(), START), Mail)


def test_what_was_recorded_before_the_first_start_is_not_mailed() -> None:
    assert decide(notice(), MailLog(), NOW + timedelta(seconds=1)) == Suppress("before_start")
    assert isinstance(decide(notice(), MailLog(), NOW), Mail)


def test_a_date_that_arrives_after_the_first_start_is_mailed_although_its_events_are_older() -> None:
    arrived = notice(result(cause="calendar"), time=NOW + timedelta(days=40))
    assert isinstance(decide(arrived, MailLog(), NOW + timedelta(days=30)), Mail)
    assert decide(arrived, MailLog(), NOW + timedelta(days=41)) == Suppress("before_start")


def test_without_an_assessment_there_is_nothing_to_explain() -> None:
    registered = notice(result("cannot_tell", assessment=None, cause="register"))
    assert decide(registered, MailLog(), START) == Suppress("no_assessment")


def test_a_level_that_the_last_mail_did_not_know_is_no_change() -> None:
    log = known({"bronze": "not_yet"})
    assert decide(notice(result("not_yet", revision=2, cause="evidence")), log, START) == Suppress("unchanged")


def with_gold(verdict: str, revision: int, *held: HeldLabel) -> Notice:
    """Return the notice of a result that judges Gold too."""
    data = result(revision=revision, cause="evidence", held=held)
    return notice(data.model_copy(update={"levels": (*data.levels, level("gold", verdict))}))


@pytest.mark.parametrize("held", [(), (HELD_BRONZE,), (HELD_SILVER.model_copy(update={"state": "lapsed"}),)])
def test_gold_alone_is_no_news_for_a_cluster_that_is_not_at_silver(held: tuple[HeldLabel, ...]) -> None:
    changed = with_gold("ready_to_contact", 2, *held)
    assert changed.verdicts == NOT_YET
    assert decide(changed, known(NOT_YET | {"gold": "not_yet"}), START) == Suppress("unchanged")


@pytest.mark.parametrize("of", ["silver", "gold"])
def test_gold_is_news_once_silver_or_gold_is_valid(of: str) -> None:
    changed = with_gold("ready_to_contact", 2, HELD_SILVER.model_copy(update={"level": of}))
    assert changed.verdicts == NOT_YET | {"gold": "ready_to_contact"}
    assert isinstance(decide(changed, known(NOT_YET | {"gold": "not_yet"}), START), Mail)


REVISIONS = st.tuples(
    st.integers(0, 3), st.integers(0, 20), st.integers(0, 200), st.dates(date(2016, 1, 1)).map(date.isoformat)
)


@given(REVISIONS, REVISIONS)
def test_the_stored_order_of_revisions_is_the_order_of_revisions(one: Revision, two: Revision) -> None:
    assert (revision_key(one) < revision_key(two)) == (one < two)


VERDICT = st.sampled_from(["not_yet", "cannot_tell", "ready_if_confirmed", "ready_to_contact"])
STREAM: st.SearchStrategy[list[dict[str, Any]]] = st.lists(
    st.builds(
        dict,
        cause=st.sampled_from(CAUSES),
        bronze=VERDICT,
        silver=VERDICT,
        assessment=st.integers(1, 3).map(lambda number: str(UUID(int=number))),
        current=st.booleans(),
    ),
    max_size=8,
)


def run(notices: list[Notice]) -> list[Notice]:
    """Decide one by one, as the expansion does, and return what is mailed."""
    decided: dict[str | None, Revision] = {}
    mailed: list[Notice] = []
    for each in notices:
        log = MailLog(
            decided.get(each.assessment),
            any(other.assessment == each.assessment for other in mailed),
            mailed[-1].verdicts if mailed else None,
        )
        decision = decide(each, log, START)
        decided[each.assessment] = max(each.revision, decided.get(each.assessment, each.revision))
        if isinstance(decision, Mail):
            mailed.append(each)
    return mailed


def stream(entries: list[dict[str, Any]]) -> list[Notice]:
    return [notice(result(revision=number, **entry)) for number, entry in enumerate(entries, 1)]


@given(STREAM)
def test_a_replay_of_everything_mails_nothing_new(entries: list[dict[str, Any]]) -> None:
    notices = stream(entries)
    assert run([*notices, *notices]) == run(notices)


@given(STREAM)
def test_no_two_mails_in_a_row_about_one_assessment_say_the_same(entries: list[dict[str, Any]]) -> None:
    mailed = run(stream(entries))
    for before, after in pairwise(mailed):
        assert before.assessment != after.assessment or before.verdicts != after.verdicts


@given(STREAM)
def test_every_current_live_submission_of_a_new_assessment_is_mailed(entries: list[dict[str, Any]]) -> None:
    notices = stream(entries)
    mailed = {each.assessment for each in run(notices)}
    for each in notices:
        assert each.cause != "submission" or not each.current or each.assessment in mailed


@given(STREAM, st.integers(0, 7))
def test_an_imported_result_is_not_mailed_wherever_it_stands(entries: list[dict[str, Any]], at: int) -> None:
    notices = stream(entries)
    silenced = [replace(each, imported=True) if place == at else each for place, each in enumerate(notices)]
    assert [each for each in run(silenced) if each.imported] == []
