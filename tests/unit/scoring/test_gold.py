"""Gold: 80 % of the maximum at the low bound of backed points, all minima, eligibility (`rules.md` 4)."""

from collections.abc import Mapping
from datetime import date

import pytest

from services.scoring.domain.events import Answer
from services.scoring.domain.readiness import Readiness
from tests.support.criteria import ALL, AUDITED, catalogue, full, gate, gold, levels
from tests.support.histories import UNKNOWN, Story, said, strong_answers
from tests.support.results import find, level_of, outcome, readiness_of

ON = date(2026, 11, 16)
ASSESSED = date(2026, 11, 1)
BY_LEVEL = ("2.2.1", "2.2.3", "2.2.4", "4.2", "4.5", "5.2", "5.3", "2.1", "4.1.1", "4.1.2")
"""Indicators of described levels, any number of points: those without a minimum first."""

WITHOUT_MINIMUM = 7


def worth(points: int) -> dict[str, Answer]:
    """Return answers worth so many of 150 points, with every minimum reached."""
    answers, lack = strong_answers(), 150 - points
    for place, name in enumerate(BY_LEVEL):
        less = min(lack, 5 if place < WITHOUT_MINIMUM else 3)
        answers[name] = said(level=5 - less)
        lack -= less
    assert lack == 0
    return answers


def judged(answers: Mapping[str, Answer], mark: str = "stated", *, without: str = "") -> Readiness:
    """Return the result of a cluster that has proof of everything, except of the indicator `without`."""
    story = Story()
    story.assessed(ASSESSED, answers)
    story.attached(ASSESSED, *(name for name in ALL if name != without))
    return readiness_of(story, ON, full(mark))


@pytest.mark.parametrize(
    ("points", "name", "verdict"),
    [
        (150, "met", "ready_to_contact"),
        (128, "met", "ready_to_contact"),
        (120, "met", "ready_to_contact"),
        (119, "short", "not_yet"),
    ],
)
def test_120_of_150_points_pass_and_119_fail(points: int, name: str, verdict: str) -> None:
    readiness = judged(worth(points))
    assert readiness.points.backed == (points, points)
    floor = outcome(readiness, "gold.floor")
    assert (floor.name, floor.assumed) == (name, False)
    assert floor.arguments == {"required": 120, "max": 150, "percent": 80, "low": points, "high": points}
    assert level_of(readiness, "gold").verdict == verdict


def test_the_software_cluster_s_128_points_of_2013_were_85_3_per_cent() -> None:
    floor = outcome(judged(worth(128)), "gold.floor")
    assert floor.state == "met"
    assert round(1000 * int(str(floor.arguments["low"])) / int(str(floor.arguments["max"]))) == 853


def test_all_points_but_one_with_a_missing_minimum_fail() -> None:
    readiness = judged(strong_answers() | {"1.1.0": said(all_signed=False)})
    assert readiness.points.backed == (150, 150)
    assert outcome(readiness, "gold.floor").state == "met"
    assert level_of(readiness, "gold").verdict == "not_yet"


def test_reaching_the_floor_by_assumed_bands_awaits_the_agency() -> None:
    readiness = judged(worth(120), "assumed")
    floor = outcome(readiness, "gold.floor")
    assert (floor.name, floor.state, floor.awaits, floor.assumed) == ("assumed", "unknown", "threshold", True)
    assert floor.arguments == {"required": 120, "max": 150, "percent": 80, "low": 120, "high": 120}
    assert (level_of(readiness, "gold").verdict, level_of(readiness, "gold").gaps) == ("ready_if_confirmed", ())


def test_missing_it_by_assumed_bands_is_not_met_and_says_assumed() -> None:
    floor = outcome(judged(worth(119), "assumed"), "gold.floor")
    assert (floor.name, floor.state, floor.awaits, floor.assumed) == ("short", "not_met", None, True)


def test_points_that_are_only_declared_await_documents() -> None:
    readiness = judged(worth(120), without="3.1")
    floor = outcome(readiness, "gold.floor")
    assert (floor.name, floor.awaits, floor.arguments["low"], floor.arguments["high"]) == (
        "unproven",
        "document",
        115,
        120,
    )
    assert (floor.state, floor.short, floor.steps) == ("unknown", 5, 1)
    (gap,) = level_of(readiness, "gold").gaps
    assert (gap.requirement, gap.points, gap.document, gap.effort) == ("gold.floor", 5, True, 1)


def test_open_answers_that_can_still_reach_it_are_awaited() -> None:
    floor = outcome(judged(worth(124) | {"3.1": UNKNOWN}), "gold.floor")
    assert (floor.name, floor.awaits, floor.arguments["low"], floor.arguments["high"]) == (
        "unanswered",
        "answer",
        119,
        124,
    )


def test_open_answers_that_cannot_reach_it_any_more_do_not_help() -> None:
    assert outcome(judged(worth(119) | {"3.1": UNKNOWN}), "gold.floor").name == "short"


def test_the_effort_of_a_shortfall_counts_proofs_and_raised_points() -> None:
    floor = outcome(judged(worth(118), without="3.1"), "gold.floor")
    assert (floor.short, floor.steps) == (7, 1 + 2)


@pytest.mark.parametrize(("points", "short", "steps"), [(125, 5, 1), (124, 6, 2)])
def test_one_point_more_than_one_document_proves_takes_a_second_document(points: int, short: int, steps: int) -> None:
    story = Story()
    story.assessed(ASSESSED, worth(points))
    story.attached(ASSESSED, *(name for name in ALL if name not in ("3.1", "3.2")))
    floor = outcome(readiness_of(story, ON, full("stated")), "gold.floor")
    assert (floor.name, floor.short, floor.steps) == ("unproven", short, steps)


@pytest.mark.parametrize(("percent", "mark"), [(None, "assumed"), (80, "stated")])
def test_a_share_of_the_level_s_own_does_not_rest_on_the_mark_of_the_catalogue_s(
    percent: int | None, mark: str
) -> None:
    """What a level states itself is as sure as the level says it (`rules.md` 3)."""
    assumed = {"percent": 80, "mark": "assumed", "source": "test"}
    criteria = catalogue([levels("2.4", mark="stated")], [gold(percent, eligible=False)], floor=assumed)
    floor = find(readiness_of(Story(), ON, criteria), "gold.floor")
    assert floor is not None
    assert floor.item.mark == mark


def test_without_an_assessment_nobody_can_tell() -> None:
    readiness = readiness_of(Story(), ON)
    assert outcome(readiness, "gold.floor").name == "unanswered"
    assert level_of(readiness, "gold").verdict == "cannot_tell"


def test_gold_needs_neither_a_benchmarking_nor_silver() -> None:
    result = level_of(judged(strong_answers()), "gold")
    known = {each.item.id for each in result.requirements if not each.item.advisory}
    assert result.verdict == "ready_to_contact"
    assert known == {"gold.floor", *(f"minimum.{name}" for name in AUDITED)} | {
        "eligibility.initiative",
        "eligibility.members",
        "eligibility.private",
        "eccp.listed",
    }


@pytest.mark.parametrize(("percent", "required"), [(None, 8), (50, 5), (71, 8), (100, 10)])
def test_the_floor_is_a_share_of_the_catalogue_s_own_maximum_rounded_up(percent: int | None, required: int) -> None:
    criteria = catalogue([gate(), levels("2.4"), levels("3.2")], [gold(percent, eligible=False)])
    assert outcome(readiness_of(Story(), ON, criteria), "gold.floor").arguments["required"] == required
