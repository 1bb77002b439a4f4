"""Verdicts, the first that fits, and the gaps that the cluster itself can close (`rules.md` 3)."""

from datetime import date

import pytest

from services.scoring.domain.levels import verdict
from services.scoring.domain.readiness import Awaits, Item, Outcome, RequirementResult, State
from tests.support.histories import UNKNOWN, Story, said, strong_answers
from tests.support.results import level_of, readiness_of

ON = date(2026, 11, 16)


def result(state: State, awaits: Awaits | None = None, *, advisory: bool = False) -> RequirementResult:
    return RequirementResult(Item("x", "gate", "x", "stated", advisory=advisory), Outcome("x", state, awaits))


@pytest.mark.parametrize(
    ("awaits", "expected"),
    [
        ("answer", "cannot_tell"),
        ("document", "ready_if_confirmed"),
        ("review", "ready_if_confirmed"),
        ("threshold", "ready_if_confirmed"),
        ("interview", "ready_to_contact"),
        ("scheme", "ready_to_contact"),
    ],
)
def test_what_is_awaited_decides(awaits: Awaits, expected: str) -> None:
    results = [result("met"), result("unknown", "interview"), result("unknown", awaits)]
    assert verdict(results) == expected
    assert verdict(results[::-1]) == expected
    assert verdict([*results, result("not_met")]) == "not_yet"


def test_an_answer_that_is_awaited_comes_before_a_document() -> None:
    assert verdict([result("unknown", "document"), result("unknown", "answer")]) == "cannot_tell"


def test_advisory_items_never_block() -> None:
    assert verdict([result("not_met", advisory=True), result("unknown", "answer", advisory=True)]) == "ready_to_contact"


def test_gates_come_first_then_points_per_effort() -> None:
    story = Story()
    answers = strong_answers() | {"eccp.listed": said(listed="no"), "4.1.6": said(level=0), "2.4": UNKNOWN}
    story.assessed(date(2026, 11, 1), answers | {"4.1.4": said(level=1)})
    gaps = level_of(readiness_of(story, ON), "silver").gaps
    gates = [gap for gap in gaps if gap.points == 0]
    assert gaps[: len(gates)] == tuple(gates)
    assert {"silver.first", "silver.second", "silver.areas", "minimum.1.1.0", "eccp.listed"} <= {
        gap.requirement for gap in gates
    }
    worth = [gap.points / gap.effort for gap in gaps[len(gates) :]]
    assert worth == sorted(worth, reverse=True)


def test_a_gap_says_whether_a_document_alone_would_do() -> None:
    story = Story()
    story.assessed(date(2026, 11, 1), strong_answers() | {"4.1.6": said(level=0)})
    gaps = {gap.requirement: gap for gap in level_of(readiness_of(story, ON), "silver").gaps}
    assert gaps["minimum.4.1.6"]._asdict() == {
        "requirement": "minimum.4.1.6",
        "indicator": "4.1.6",
        "points": 2,
        "document": False,
        "consultancy": "strategy",
        "effort": 2,
    }
    assert (gaps["minimum.2.4"].document, gaps["minimum.2.4"].points, gaps["minimum.2.4"].effort) == (True, 2, 1)


def test_what_others_settle_is_no_gap() -> None:
    story = Story()
    story.assessed(date(2026, 11, 1), strong_answers())
    story.attached(date(2026, 11, 1), "1.1.2")
    bronze = level_of(readiness_of(story, ON), "bronze")
    assert (bronze.verdict, bronze.gaps) == ("ready_to_contact", ())
