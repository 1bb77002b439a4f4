"""What an order asks of improvement areas: the snapshots that count, and the indicators that may be named."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from services.scoring.domain.events import Answer
from services.scoring.domain.order.find import possible_order
from services.scoring.domain.order.model import Change, Order
from shared.catalogue.model import Indicator
from tests.support.criteria import catalogue, gate, level, levels, requirement, silver
from tests.support.histories import NOT_APPLICABLE, UNKNOWN, Story, said

ON = date(2026, 11, 16)
FREE = tuple(levels(name, required="none") for name in ("2.1", "2.4", "3.2"))


def ordered(
    before: Mapping[str, Answer],
    now: Mapping[str, Answer],
    *named: tuple[str, ...],
    second: Mapping[str, Answer] | None = None,
    proven: Sequence[str] = (),
    indicators: Sequence[Indicator] = FREE,
    areas: int = 1,
) -> Order:
    """Return the order to Silver after a first interview, and after a second one that saw a snapshot of its own."""
    story = Story()
    story.benchmarked(date(2025, 2, 1), snapshot=story.assessed(date(2025, 1, 10), before))
    if second is not None:
        story.benchmarked(date(2026, 9, 1), snapshot=story.assessed(date(2026, 8, 10), second))
    assessment = story.assessed(date(2026, 11, 1), now, named)
    if proven:
        story.attached(date(2026, 11, 2), *proven)
    criteria = catalogue(indicators, [silver(areas, eligible=False)])
    return possible_order(story.history, criteria, ON, assessment, "silver")


def at(points: int, *names: str) -> dict[str, Answer]:
    return {name: said(level=points) for name in names or ("2.1", "2.4", "3.2")}


def named_in(order: Order) -> tuple[tuple[str, ...], ...]:
    return tuple(area for each in order.changes for area in each.areas)


@pytest.mark.parametrize(
    ("now", "what", "value"),
    [(said(level=1), "document", 1), (said(level=0), "document", 0), (UNKNOWN, "answer", 1)],
)
def test_after_the_second_interview_only_proof_of_its_snapshot_changes_an_area(
    now: Answer, what: Any, value: int
) -> None:
    order = ordered(at(2), at(1) | {"2.4": now}, ("2.4",), second=at(4))
    assert order.changes == (Change(what, ("silver.areas",), "2.4", value, {"level": value}, document=True, effort=1),)
    assert (order.effort, order.sets, order.locked) == (1, 1, ())


def test_what_the_second_interview_saw_and_proof_carries_asks_for_nothing() -> None:
    order = ordered(at(2), at(1), ("2.4",), second=at(4), proven=["2.4"])
    assert (order.changes, order.effort, order.locked) == ((), 0, ())


def test_what_the_second_interview_did_not_see_improved_no_answer_of_today_mends() -> None:
    order = ordered(at(2), at(5), ("2.4",), second=at(2))
    assert order.changes == ()
    assert [each.item.id for each in order.locked] == ["silver.areas.1"]


def test_nothing_is_proposed_of_which_nobody_knows_a_minimum_or_that_gives_no_points() -> None:
    """An unknown minimum may turn out not to be reached (`rules.md` 4: 5.2 and 5.3 are advisory)."""
    indicators = (gate(required="none"), levels("2.1", required=None), levels("2.4"), levels("3.2", required="none"))
    order = ordered(at(2), at(3), indicators=indicators, areas=2)
    assert sorted(named_in(order)) == [("2.4",), ("3.2",)]


def test_an_area_counts_what_gives_points_only() -> None:
    indicators = (gate(required="none"), *FREE)
    order = ordered(at(2), at(3), ("1.1.0", "2.4"), indicators=indicators)
    assert [(each.question, each.points) for each in order.changes] == [("2.4", 3)]
    assert order.locked == ()


@pytest.mark.parametrize("now", [2, 3])
def test_an_indicator_that_an_area_names_twice_counts_twice_before_and_after(now: int) -> None:
    order = ordered(at(2), at(now), ("2.4", "2.4"))
    assert [(each.question, each.points) for each in order.changes] == [("2.4", 3)]
    assert order.locked == ()


def test_snapshots_that_are_one_and_the_same_show_nothing_that_could_be_named() -> None:
    story = Story()
    seen = story.assessed(date(2025, 1, 10), at(2))
    story.benchmarked(date(2025, 2, 1), snapshot=seen)
    story.benchmarked(date(2026, 9, 1), snapshot=seen)
    assessment = story.assessed(date(2026, 11, 1), at(3))
    criteria = catalogue(FREE, [silver(1, eligible=False)])
    assert possible_order(story.history, criteria, ON, assessment, "silver").changes == ()


def test_a_floor_beside_areas_leaves_them_the_points_that_they_need() -> None:
    floor = requirement("floor", {"kind": "score_floor", "percent": 10}, "floor")
    story = Story()
    story.benchmarked(date(2025, 2, 1), snapshot=story.assessed(date(2025, 1, 10), at(2)))
    assessment = story.assessed(date(2026, 11, 1), at(2), [["2.4"]])
    criteria = catalogue(FREE, [level("silver", [*silver(1, eligible=False).requirements, floor])])
    order = possible_order(story.history, criteria, ON, assessment, "silver")
    assert ("2.4", 3) in {(each.question, each.points) for each in order.changes}
    assert order.locked == ()


def test_a_level_without_areas_asks_for_none_although_they_could_be_compared() -> None:
    story = Story()
    story.benchmarked(date(2025, 2, 1), snapshot=story.assessed(date(2025, 1, 10), at(2)))
    assessment = story.assessed(date(2026, 11, 1), at(3))
    window = [each for each in silver(1, eligible=False).requirements if each.id != "silver.areas"]
    order = possible_order(story.history, catalogue(FREE, [level("silver", window)]), ON, assessment, "silver")
    assert order.changes == ()


def test_advised_areas_are_never_proposed() -> None:
    story = Story()
    story.benchmarked(date(2025, 2, 1), snapshot=story.assessed(date(2025, 1, 10), at(2)))
    assessment = story.assessed(date(2026, 11, 1), at(3), [["2.4"]])
    advised = [
        each.model_copy(update={"advisory": each.id == "silver.areas"})
        for each in silver(1, eligible=False).requirements
    ]
    order = possible_order(story.history, catalogue(FREE, [level("silver", advised)]), ON, assessment, "silver")
    assert (order.changes, order.locked) == ((), ())


def test_interviews_that_are_missing_or_unknown_are_left_and_lock_nothing() -> None:
    """A label without its benchmarking asks for an answer that no change gives (`rules.md` 4, Silver: first)."""
    unlabelled, labelled, vague = Story(), Story(), Story()
    labelled.labelled("bronze", date(2024, 12, 11))
    vague.benchmarked(date(2025, 12, 31), "year")
    for story, awaited in (
        (unlabelled, ["silver.first", "silver.second"]),
        (labelled, ["silver.first", "silver.second"]),
        (vague, ["silver.second"]),
    ):
        assessment = story.assessed(date(2026, 11, 1), at(3), [["2.4"]])
        criteria = catalogue(FREE, [silver(1, eligible=False)])
        order = possible_order(story.history, criteria, ON, assessment, "silver")
        assert [each.item.id for each in order.left] == [*awaited, "silver.areas.1"]
        assert (order.level, order.on, order.locked) == ("silver", ON, ())


def test_what_is_not_applicable_is_not_proposed_and_the_next_is() -> None:
    order = ordered(at(2), at(3) | {"2.1": NOT_APPLICABLE})
    assert named_in(order) == (("2.4",),)


def test_full_points_may_still_be_reached_and_not_more() -> None:
    before = {"2.1": said(level=5), "2.4": said(level=4), "3.2": said(level=5)}
    order = ordered(before, at(4))
    assert [(each.question, each.points) for each in order.changes if each.question] == [("2.4", 5)]
    assert named_in(order) == (("2.4",),)


def test_as_many_are_named_as_there_are_and_none_if_there_are_too_few() -> None:
    assert named_in(ordered(at(2), at(3), areas=3)) == (("2.1",), ("2.4",), ("3.2",))
    short = ordered(at(2), at(3), areas=4)
    assert named_in(short) == ()
    assert [each.item.id for each in short.locked] == ["silver.areas"]


def test_enough_named_areas_ask_for_no_other() -> None:
    order = ordered(at(2), at(3), ("2.1",), ("2.4",), areas=1)
    assert named_in(order) == ()
    assert sorted(each.question or "" for each in order.changes) == ["2.1", "2.4"]


def test_an_area_costs_what_it_takes_beyond_the_minimum_that_is_asked_for_anyway() -> None:
    indicators = (levels("2.1"), levels("2.4", required="none"))
    order = ordered(at(2), {"2.1": said(level=0), "2.4": said(level=1)}, indicators=indicators)
    assert order.changes == (
        Change("name_areas", ("silver.areas",), effort=1, areas=(("2.1",),)),
        Change("raise", ("minimum.2.1", "silver.areas"), "2.1", 3, {"level": 3}, document=True, effort=3),
    )


def test_without_a_snapshot_to_compare_with_nothing_is_named() -> None:
    story = Story()
    assessment = story.assessed(date(2026, 11, 1), at(3))
    criteria = catalogue(FREE, [silver(1, eligible=False)])
    order = possible_order(story.history, criteria, ON, assessment, "silver")
    assert order.changes == ()
    assert "silver.areas" in {each.item.id for each in order.left}
