"""Silver's improvement areas: compared before and after, as far as both are known (`rules.md` 4)."""

from datetime import date

import pytest

from services.scoring.domain.events import Answer
from services.scoring.domain.readiness import Outcome
from shared.catalogue.model import Catalogue
from tests.support.criteria import catalogue, full, level, silver
from tests.support.criteria import levels as scale
from tests.support.histories import UNKNOWN, Story, said
from tests.support.results import find, outcome, readiness_of, said_of

FIRST = date(2024, 2, 1)
SECOND = date(2025, 9, 1)
ON = date(2025, 11, 16)
AREA = ("4.1.2", "4.1.3")


def levels(strategy: int, plan: int) -> dict[str, Answer]:
    return {"4.1.2": said(level=strategy), "4.1.3": said(level=plan)}


def compared(
    before: dict[str, Answer], after: dict[str, Answer], *, proven: bool = True, criteria: Catalogue | None = None
) -> Outcome:
    """Return what becomes of one area that the current assessment names."""
    story = Story()
    snapshot = story.assessed(date(2024, 1, 10), before)
    story.benchmarked(FIRST, snapshot=snapshot)
    story.assessed(date(2025, 8, 10), after, areas=[AREA])
    if proven:
        story.attached(date(2025, 8, 11), *AREA)
    return outcome(readiness_of(story, ON, criteria), "silver.areas.1")


@pytest.mark.parametrize("named", [0, 1, 2])
def test_fewer_than_three_named_areas_await_an_answer(named: int) -> None:
    story = Story()
    story.assessed(date(2025, 8, 10), areas=[[name] for name in ("2.4", "2.5", "2.6")[:named]])
    readiness = readiness_of(story, ON)
    assert said_of(readiness, "silver.areas") == ("unnamed", "unknown", "answer")
    assert outcome(readiness, "silver.areas").arguments == {"named": named, "required": 3}
    assert (find(readiness, f"silver.areas.{named}") is not None) == (named > 0)
    assert find(readiness, f"silver.areas.{named + 1}") is None


def test_three_named_areas_are_enough_to_be_compared() -> None:
    story = Story()
    story.assessed(date(2025, 8, 10), areas=[["2.4"], ["2.5"], ["2.6"]])
    assert said_of(readiness_of(story, ON), "silver.areas") == ("named", "met", None)


def test_without_the_first_interview_s_snapshot_nothing_can_be_compared() -> None:
    story = Story()
    story.benchmarked(FIRST, snapshot="not-arrived")
    story.assessed(date(2025, 8, 10), levels(5, 5), areas=[AREA])
    assert said_of(readiness_of(story, ON), "silver.areas.1") == ("no_snapshot", "unknown", "answer")


def test_an_area_that_is_not_better_is_not_improved() -> None:
    result = compared(levels(3, 2), levels(2, 3))
    assert (result.name, result.state, result.arguments["before"]) == ("not_improved", "not_met", "5")


def test_an_improved_and_proven_area_awaits_the_threshold_while_that_is_assumed() -> None:
    result = compared(levels(2, 2), levels(3, 4))
    assert (result.name, result.awaits, result.assumed) == ("improved", "threshold", True)
    assert result.arguments == {"indicators": AREA, "before": "4", "after": "7"}
    assert compared(levels(2, 2), levels(3, 4), criteria=full("stated")).state == "met"


def test_an_improved_area_below_the_yardstick_is_not_yet_shown() -> None:
    result = compared(levels(0, 0), levels(1, 3))
    assert (result.name, result.awaits, result.short) == ("unproven", "document", 0)


def test_an_area_exactly_at_the_yardstick_passes_it() -> None:
    assert compared(levels(1, 2), levels(2, 2)).name == "improved"


def test_an_improvement_without_proof_awaits_a_document() -> None:
    result = compared(levels(2, 2), levels(3, 4), proven=False)
    assert (result.name, result.state, result.awaits) == ("unproven", "unknown", "document")
    assert result.arguments == {"indicators": AREA, "before": "4", "after": "0-7"}


@pytest.mark.parametrize(
    ("before", "after", "arguments", "short"),
    [
        (levels(2, 2), {"4.1.2": said(level=3), "4.1.3": UNKNOWN}, {"before": "4", "after": "3-8"}, 2),
        (levels(2, 2), {"4.1.2": said(level=4), "4.1.3": UNKNOWN}, {"before": "4", "after": "4-9"}, 1),
        ({"4.1.2": said(level=2)}, levels(3, 3), {"before": "2-7", "after": "6"}, 2),
    ],
)
def test_an_open_answer_that_decides_is_awaited(
    before: dict[str, Answer], after: dict[str, Answer], arguments: dict[str, str], short: int
) -> None:
    result = compared(before, after)
    assert (result.name, result.state, result.awaits) == ("unanswered", "unknown", "answer")
    assert (result.arguments, result.short) == ({"indicators": AREA, **arguments}, short)


def test_as_many_proven_points_as_before_are_no_improvement_yet() -> None:
    """`rules.md` 4: after.low > before.high."""
    story = Story()
    story.benchmarked(FIRST, snapshot=story.assessed(date(2024, 1, 10), levels(2, 2)))
    story.assessed(date(2025, 8, 10), levels(2, 4), areas=[AREA])
    story.attached(date(2025, 8, 11), "4.1.2")
    story.attached(date(2025, 8, 11), "4.1.3", supports={"level": 2})
    result = outcome(readiness_of(story, ON), "silver.areas.1")
    assert (result.name, result.arguments["after"], result.short) == ("unproven", "4-6", 1)


def test_an_open_answer_that_cannot_undo_the_improvement_is_not_awaited() -> None:
    result = compared(levels(1, 1), {"4.1.2": said(level=5), "4.1.3": UNKNOWN})
    assert (result.name, result.awaits, result.arguments["after"]) == ("unproven", "document", "5-10")


def test_evidence_never_enters_the_side_before() -> None:
    story = Story()
    snapshot = story.assessed(date(2024, 1, 10), levels(4, 4))
    story.benchmarked(FIRST, snapshot=snapshot)
    story.assessed(date(2025, 8, 10), levels(4, 4), areas=[AREA])
    assert outcome(readiness_of(story, ON), "silver.areas.1").arguments["before"] == "8"


def test_a_snapshot_compared_with_itself_shows_no_improvement() -> None:
    story = Story()
    snapshot = story.assessed(date(2024, 1, 10), {}, areas=[AREA])
    story.benchmarked(FIRST, snapshot=snapshot)
    assert said_of(readiness_of(story, ON), "silver.areas.1") == ("not_improved", "not_met", None)


def test_the_second_interview_s_snapshot_is_the_side_after() -> None:
    story = Story()
    first = story.assessed(date(2024, 1, 10), levels(2, 2))
    story.benchmarked(FIRST, snapshot=first)
    second = story.assessed(date(2025, 8, 10), levels(4, 4))
    story.benchmarked(SECOND, snapshot=second)
    story.assessed(date(2025, 10, 10), levels(2, 2), areas=[AREA])
    story.attached(date(2025, 8, 11), *AREA)
    assert outcome(readiness_of(story, ON), "silver.areas.1").name == "improved"


def test_a_withdrawn_snapshot_stays_frozen() -> None:
    story = Story()
    snapshot = story.assessed(date(2024, 1, 10), levels(2, 2))
    story.benchmarked(FIRST, snapshot=snapshot)
    story.withdrew_assessment(date(2024, 3, 1), snapshot)
    story.assessed(date(2025, 8, 10), levels(3, 4), areas=[AREA])
    story.attached(date(2025, 8, 11), *AREA)
    assert outcome(readiness_of(story, ON), "silver.areas.1").name == "improved"


@pytest.mark.parametrize(
    ("before", "after", "short", "steps"),
    [(levels(3, 2), levels(2, 1), 6, 3), (levels(2, 2), levels(3, 4), 5, 0), (levels(3, 2), levels(3, 2), 6, 1)],
)
def test_an_area_says_how_many_points_it_lacks_and_how_many_need_better_work(
    before: dict[str, Answer], after: dict[str, Answer], short: int, steps: int
) -> None:
    result = compared(before, after, proven=False)
    assert (result.short, result.steps) == (short, steps)


def test_an_area_rests_on_the_marks_of_its_indicators() -> None:
    story = Story()
    story.assessed(date(2025, 8, 10), areas=[AREA])
    area = find(readiness_of(story, ON), "silver.areas.1")
    assert area is not None
    assert (area.item.mark, area.item.kind, area.message) == ("assumed", "improvement", "areas_no_snapshot")


def test_an_area_is_no_surer_than_the_requirement_that_asks_for_it() -> None:
    asked = [
        each.model_copy(update={"mark": "inferred"}) if each.id == "silver.areas" else each
        for each in silver(1, eligible=False).requirements
    ]
    story = Story()
    story.assessed(date(2025, 8, 10), areas=[["2.4"]])
    area = find(
        readiness_of(story, ON, catalogue([scale("2.4", mark="stated")], [level("silver", asked)])), "silver.areas.1"
    )
    assert area is not None
    assert area.item.mark == "inferred"
