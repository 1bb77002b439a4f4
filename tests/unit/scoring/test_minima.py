"""The Baseline: one missing minimum blocks Silver, whatever the total (`rules.md` 4)."""

from datetime import date

import pytest

from services.scoring.domain.events import Answer
from services.scoring.domain.readiness import Outcome
from tests.support.criteria import AUDITED, full
from tests.support.histories import NOT_APPLICABLE, UNKNOWN, Story, said, strong_answers
from tests.support.results import find, level_of, outcome, readiness_of

ON = date(2026, 11, 16)
ASSESSED = date(2026, 11, 1)


def monitoring(answer: Answer | None, *, proven: bool = False) -> Outcome:
    """Return what becomes of the minimum of 4.1.6."""
    story = Story()
    story.assessed(ASSESSED, {"4.1.6": answer} if answer else {})
    if proven:
        story.attached(ASSESSED, "4.1.6")
    return outcome(readiness_of(story, ON), "minimum.4.1.6")


@pytest.mark.parametrize("answer", [None, UNKNOWN])
def test_an_open_answer_is_awaited(answer: Answer | None) -> None:
    result = monitoring(answer, proven=True)
    assert (result.name, result.state, result.awaits, result.assumed) == ("unanswered", "unknown", "answer", False)


@pytest.mark.parametrize("level", [0, 1])
def test_failing_an_assumed_threshold_is_not_met_and_says_assumed(level: int) -> None:
    result = monitoring(said(level=level), proven=True)
    assert (result.name, result.state, result.awaits, result.assumed) == ("below", "not_met", None, True)


@pytest.mark.parametrize("level", [2, 5])
def test_a_declared_value_without_proof_awaits_a_document(level: int) -> None:
    result = monitoring(said(level=level))
    assert (result.name, result.state, result.awaits, result.assumed) == ("unproven", "unknown", "document", False)
    assert result.arguments == {"required": 2, "low": 0, "high": level}


def test_passing_an_assumed_threshold_awaits_the_agency() -> None:
    result = monitoring(said(level=2), proven=True)
    assert (result.name, result.state, result.awaits, result.assumed) == ("assumed", "unknown", "threshold", True)


def test_a_confirmed_threshold_is_met_or_not_without_assumption() -> None:
    story = Story()
    story.assessed(ASSESSED, {"4.1.6": said(level=2), "4.1.4": said(level=1)})
    story.attached(ASSESSED, "4.1.6")
    readiness = readiness_of(story, ON, full("stated"))
    passed = outcome(readiness, "minimum.4.1.6")
    assert (passed.name, passed.state, passed.arguments) == ("met", "met", {"required": 2, "low": 2, "high": 2})
    failed = outcome(readiness, "minimum.4.1.4")
    assert (failed.state, failed.assumed) == ("not_met", False)


def test_not_applicable_never_meets_a_minimum() -> None:
    result = monitoring(NOT_APPLICABLE, proven=True)
    assert (result.name, result.state, result.assumed) == ("not_applicable", "not_met", True)


@pytest.mark.parametrize(
    ("answer", "proven", "name", "awaits"),
    [
        (UNKNOWN, True, "gate_unanswered", "answer"),
        (said(all_signed=False), True, "gate_no", None),
        (NOT_APPLICABLE, True, "gate_no", None),
        (said(all_signed=True), False, "gate_unproven", "document"),
        (said(all_signed=True), True, "gate_met", None),
    ],
)
def test_the_gate_has_its_own_yes_or_no_and_proof(answer: Answer, proven: bool, name: str, awaits: str | None) -> None:
    story = Story()
    story.assessed(ASSESSED, {"1.1.0": answer})
    if proven:
        story.attached(ASSESSED, "1.1.0")
    result = outcome(readiness_of(story, ON), "minimum.1.1.0")
    assert (result.name, result.awaits) == (name, awaits)


def test_a_document_that_says_which_field_it_proves_proves_the_gate() -> None:
    story = Story()
    story.assessed(ASSESSED, {"1.1.0": said(all_signed=True)})
    story.attached(ASSESSED, "1.1.0", supports={"all_signed": 1})
    assert outcome(readiness_of(story, ON), "minimum.1.1.0").name == "gate_met"


def test_there_are_nineteen_minima_and_two_questions_to_the_expert() -> None:
    readiness = readiness_of(Story(), ON)
    minima = [each for each in level_of(readiness, "silver").requirements if each.item.kind == "minimum"]
    assert sorted(each.item.indicator or "" for each in minima if not each.item.advisory) == sorted(AUDITED)
    assert [each.item.indicator for each in minima if each.item.advisory] == ["5.2", "5.3"]
    success_stories = find(readiness, "minimum.5.2")
    assert success_stories is not None
    assert (success_stories.message, success_stories.outcome.awaits) == ("minimum_ask", "scheme")


def test_unmet_minimum_blocks_silver_however_high_the_score() -> None:
    story = Story()
    story.assessed(ASSESSED, strong_answers() | {"4.1.6": said(level=0)})
    readiness = readiness_of(story, ON)
    assert readiness.points.declared.low == 145
    assert level_of(readiness, "silver").verdict == "not_yet"
