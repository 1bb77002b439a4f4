"""What an order asks of one indicator: the easiest value that will do, from what is stated (`rules.md` 2)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from services.scoring.domain.events import Answer, Value
from services.scoring.domain.order.find import possible_order
from services.scoring.domain.order.model import Change, Order
from shared.catalogue.model import Indicator
from tests.support.criteria import band, catalogue, field, gold, indicator, level, levels, requirement, silver
from tests.support.histories import NOT_APPLICABLE, UNKNOWN, Story, said

ON = date(2026, 11, 16)
ASSESSED = date(2026, 11, 1)
MORE = band("2.5", "more", 0, 30, 70)
LESS = band("4.1.5", "less", 120, 36, 12)


def decimal(direction: str, none: str, baseline: str, excellent: str, kind: str = "decimal") -> Indicator:
    """Return an indicator whose bounds are decimal numbers."""
    scoring = {"kind": "band", "field": "value", "direction": direction, "none": none}
    scoring |= {"baseline": baseline, "excellent": excellent, "step": "0.1"}
    return indicator("2.5", scoring, [field("value", kind, 100)])


def to_the_minima(of: Indicator, answer: Answer | None, *, proven: int | None = None, per_step: int = 1) -> Order:
    """Return the order that asks for the minimum of one indicator."""
    costing = of.model_copy(update={"effort": of.effort.model_copy(update={"per_step": per_step})})
    story = Story()
    assessment = story.assessed(ASSESSED, {of.id: answer} if answer else {})
    if proven is not None:
        story.attached(ASSESSED, of.id, supports={costing.scoring.field: proven})
    criteria = catalogue([costing], [level("silver", [requirement("minima", {"kind": "minima"}, "minimum")])])
    return possible_order(story.history, criteria, ON, assessment, "silver")


def change(what: Any, name: str, points: int, values: Mapping[str, Value], effort: int) -> Change:
    return Change(what, (f"minimum.{name}",), name, points, values, document=True, effort=effort)


@pytest.mark.parametrize(
    ("of", "answer", "what", "points", "value", "effort"),
    [
        (levels("2.4"), None, "answer", 2, 2, 2),
        (levels("2.4"), UNKNOWN, "answer", 2, 2, 2),
        (levels("2.4"), said(level=0), "raise", 2, 2, 2),
        (levels("2.4"), said(level=1), "raise", 2, 2, 1),
        (levels("2.4"), said(level=2), "document", 2, 2, 1),
        (levels("2.4"), said(level=4), "document", 4, 4, 1),
        (MORE, None, "answer", 2, 30, 2),
        (MORE, said(value=0), "raise", 2, 30, 2),
        (MORE, said(value=29), "raise", 2, 30, 1),
        (MORE, said(value=44), "document", 3, 44, 1),
        (MORE, said(value=99), "document", 5, 99, 1),
        (LESS, None, "answer", 2, 36, 2),
        (LESS, said(value=120), "raise", 2, 36, 2),
        (LESS, said(value=37), "raise", 2, 36, 1),
        (LESS, said(value=27), "document", 3, 27, 1),
    ],
)
def test_a_minimum_takes_the_easiest_value_that_reaches_it(
    of: Indicator, answer: Answer | None, what: str, points: int, value: int, effort: int
) -> None:
    """Steps are counted from what is stated, of an open answer from none; proof of what is stated is one."""
    order = to_the_minima(of, answer)
    assert order.changes == (change(what, of.id, points, {of.scoring.field: value}, effort),)
    assert (order.effort, order.sets, order.reaches, order.locked) == (effort, 1, "ready_if_confirmed", ())
    assert [each.outcome.awaits for each in order.left] == ["threshold"]


@pytest.mark.parametrize(("direction", "bounds"), [("more", ("0", "2.5", "4")), ("less", ("9", "2.5", "1"))])
def test_a_decimal_number_stays_one(direction: str, bounds: tuple[str, str, str]) -> None:
    of = decimal(direction, *bounds)
    assert to_the_minima(of, None).changes == (change("answer", "2.5", 2, {"value": "2.5"}, 2),)


@pytest.mark.parametrize(
    ("direction", "bounds", "value"), [("more", ("0", "2.5", "40"), 3), ("less", ("90", "40.5", "2"), 40)]
)
def test_a_bound_between_whole_numbers_takes_the_next_one_that_will_do(
    direction: str, bounds: tuple[str, str, str], value: int
) -> None:
    of = decimal(direction, *bounds, kind="integer")
    assert to_the_minima(of, None).changes == (change("answer", "2.5", 2, {"value": value}, 2),)


def test_a_stated_number_is_proven_as_it_is_written() -> None:
    of = decimal("more", "0", "2.5", "4")
    assert to_the_minima(of, said(value="2.50")).changes == (change("document", "2.5", 2, {"value": "2.50"}, 1),)


def test_counts_beside_the_level_do_not_answer_it() -> None:
    of = levels("1.1.1", extra=("industry",))
    (made,) = to_the_minima(of, said(industry=3)).changes
    assert (made.what, made.values) == ("answer", {"level": 2})


def test_effort_is_per_step() -> None:
    assert [each.effort for each in to_the_minima(levels("2.4"), said(level=0), per_step=3).changes] == [6]
    assert [each.effort for each in to_the_minima(levels("2.4"), said(level=3), per_step=3).changes] == [3]


def test_what_is_not_applicable_stays_and_locks_the_level() -> None:
    order = to_the_minima(levels("2.4"), NOT_APPLICABLE)
    assert order.changes == ()
    assert [each.item.id for each in order.locked] == ["minimum.2.4"]


def test_a_value_of_which_too_little_is_proven_needs_the_rest() -> None:
    assert to_the_minima(MORE, said(value=40), proven=20).changes == (change("document", "2.5", 2, {"value": 40}, 1),)
    assert to_the_minima(MORE, said(value=40), proven=30).changes == ()


def to_the_floor(percent: int, answers: Mapping[str, Answer], *indicators: Indicator) -> Order:
    """Return the order to a Gold that asks for a share of the points and for minima, nothing being proven."""
    story = Story()
    story.benchmarked(date(2025, 2, 1))
    assessment = story.assessed(ASSESSED, answers)
    criteria = catalogue(indicators, [gold(percent, eligible=False)])
    return possible_order(story.history, criteria, ON, assessment, "gold")


def test_a_floor_takes_the_proof_of_what_is_stated_before_more_points() -> None:
    free = (levels("2.4", required="none"), levels("3.2", required="none"))
    order = to_the_floor(60, {"2.4": said(level=5), "3.2": said(level=0)}, *free)
    assert order.changes == (
        Change("document", ("gold.floor",), "2.4", 5, {"level": 5}, document=True, effort=1),
        Change("raise", ("gold.floor",), "3.2", 1, {"level": 1}, document=True, effort=1),
    )
    assert (order.effort, order.sets) == (2, 1)


def test_minima_are_asked_beside_indicators_that_have_none() -> None:
    order = to_the_floor(10, {"2.1": said(level=0)}, levels("2.1", required="none"), levels("2.4"))
    assert [(each.question, each.requirements) for each in order.changes] == [("2.4", ("minimum.2.4", "gold.floor"))]


def test_one_change_serves_the_minimum_and_the_floor() -> None:
    order = to_the_floor(80, {"2.4": said(level=1)}, levels("2.4"))
    assert order.changes == (
        Change("raise", ("minimum.2.4", "gold.floor"), "2.4", 4, {"level": 4}, document=True, effort=3),
    )


@pytest.mark.parametrize(
    ("of", "none", "value"),
    [
        (band("2.5", "more", 0, 30, 70, required="none"), 0, 1),
        (band("4.1.5", "less", 120, 36, 12, required="none"), 120, 119),
        (decimal("more", "0", "2.5", "4"), "0", "0.1"),
        (decimal("less", "9", "2.5", "1"), "9", "8.9"),
    ],
)
def test_the_first_point_takes_the_least_that_is_better_than_none(of: Indicator, none: Value, value: Value) -> None:
    """1 point: anything better than none but short of the baseline (`rules.md` 2)."""
    free = of.model_copy(update={"minimum": None})
    (made,) = to_the_floor(20, {of.id: said(value=none)}, free).changes
    assert (made.values, made.points, made.effort) == ({"value": value}, 1, 1)


@pytest.mark.parametrize(("percent", "points", "value"), [(40, 2, 30), (60, 3, 44), (80, 4, 57), (100, 5, 70)])
def test_each_point_more_takes_the_next_third(percent: int, points: int, value: int) -> None:
    free = band("2.5", "more", 0, 30, 70, required="none")
    (made,) = to_the_floor(percent, {"2.5": said(value=0)}, free).changes
    assert (made.values, made.points, made.effort) == ({"value": value}, points, points)


def test_a_floor_that_is_out_of_reach_locks_the_level() -> None:
    order = to_the_floor(
        80, {"2.4": said(level=2), "3.2": NOT_APPLICABLE}, levels("2.4"), levels("3.2", required="none")
    )
    assert "gold.floor" in {each.item.id for each in order.locked}
    assert [each.requirements for each in order.changes] == [("minimum.2.4",)]


def test_a_point_that_is_lacking_is_taken_from_an_open_answer() -> None:
    order = to_the_floor(20, {"2.4": UNKNOWN}, levels("2.4", required="none"))
    assert order.changes == (Change("answer", ("gold.floor",), "2.4", 1, {"level": 1}, document=True, effort=1),)


def test_what_is_stated_is_proven_whole_although_less_would_do() -> None:
    order = to_the_floor(40, {"2.4": said(level=4)}, levels("2.4", required="none"))
    assert order.changes == (Change("document", ("gold.floor",), "2.4", 4, {"level": 4}, document=True, effort=1),)


@pytest.mark.parametrize(
    ("rule", "made"),
    [({"kind": "minima"}, ("minimum.9.1", 2)), ({"kind": "score_floor", "percent": 60}, ("asked", 3))],
)
def test_a_level_of_one_s_own_asks_of_the_sets_that_it_names(rule: dict[str, Any], made: tuple[str, int]) -> None:
    """An add-on counts only in levels that name it (ADR 0011)."""
    addon = catalogue([levels("9.1")], []).indicators.model_copy(update={"name": "green"})
    asked = level("silver", [requirement("asked", rule | {"sets": ("green",)}, "asked")])
    story = Story()
    assessment = story.assessed(ASSESSED, {"9.1": said(level=0), "2.4": said(level=0)})
    criteria = catalogue([levels("2.4")], [asked], addons=(addon,))
    order = possible_order(story.history, criteria, ON, assessment, "silver")
    name, points = made
    assert [(each.question, each.requirements, each.points) for each in order.changes] == [("9.1", (name,), points)]


def test_equally_cheap_sets_are_counted() -> None:
    free = [levels(name, required="none") for name in ("2.1", "2.4", "3.2")]
    answers = {each.id: said(level=3) for each in free}
    order = to_the_floor(40, answers, *free)
    assert (order.effort, order.sets) == (2, 3)


def improved(answers: Mapping[str, Answer], *named: tuple[str, ...], areas: int = 1) -> Order:
    """Return the order to Silver of a cluster whose first interview saw 2 points everywhere, in its window."""
    indicators = [levels(name, required="none") for name in ("2.1", "2.4", "3.2")]
    story = Story()
    seen = story.assessed(date(2025, 1, 10), {each.id: said(level=2) for each in indicators})
    story.benchmarked(date(2025, 2, 1), snapshot=seen)
    assessment = story.assessed(ASSESSED, answers, named)
    criteria = catalogue(indicators, [silver(areas, eligible=False)])
    return possible_order(story.history, criteria, ON, assessment, "silver")


def test_areas_that_are_missing_are_named_where_they_cost_least() -> None:
    order = improved({"2.1": said(level=1), "2.4": said(level=3), "3.2": said(level=2)})
    assert order.changes == (
        Change("name_areas", ("silver.areas",), effort=1, areas=(("2.4",),)),
        Change("document", ("silver.areas",), "2.4", 3, {"level": 3}, document=True, effort=1),
    )
    assert (order.effort, order.sets, order.locked) == (2, 2, ())
    assert [each.item.id for each in order.left if each.item.kind == "window"] == ["silver.second"]


def test_a_named_area_is_raised_by_one_point_over_what_the_first_interview_saw() -> None:
    order = improved({"2.1": said(level=2), "3.2": said(level=2)}, ("2.1", "3.2"))
    assert order.effort == 2
    assert {each.question: each.points for each in order.changes} in ({"2.1": 3, "3.2": 2}, {"2.1": 2, "3.2": 3})
    assert {each.requirements for each in order.changes} == {("silver.areas",)}


def test_one_area_more_is_named_beside_those_of_the_applicant() -> None:
    order = improved({"2.1": said(level=3), "2.4": said(level=5), "3.2": said(level=3)}, ("2.4",), areas=2)
    (naming,) = [each for each in order.changes if each.what == "name_areas"]
    assert (naming.areas, order.sets) == ((("2.1",),), 2)
    assert order.effort == 3
