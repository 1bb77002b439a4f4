"""What an order asks of gates: one answer, one number, no more than will do (`rules.md` 4, Bronze)."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from services.scoring.domain.events import Answer
from services.scoring.domain.order.find import possible_order
from services.scoring.domain.order.model import Change, Order
from shared.catalogue.model import Requirement
from tests.support.criteria import STATED, TEXT, band, catalogue, field, gate, level, levels, question, requirement
from tests.support.histories import NOT_APPLICABLE, Story, said

ON = date(2026, 11, 16)
ASSESSED = date(2026, 11, 1)
LISTED = {"kind": "choice", "item": "eccp.listed", "field": "listed", "met": ("waived", "yes")}
INDUSTRY = {"kind": "count", "indicator": "1.1.1", "field": "industry", "at_least": 15}
KINDS = ("industry", "sme", "research")
INDICATORS = (
    gate(),
    levels("1.1.1", extra=KINDS),
    band("1.1.2", "more", 0, 15, 40),
    band("4.1.5", "less", 120, 36, 12),
)


def members(at_least: int) -> dict[str, Any]:
    return {"kind": "count", "indicator": "1.1.2", "field": "committed", "at_least": at_least}


def private(more_than: int) -> dict[str, Any]:
    return {
        "kind": "share",
        "indicator": "1.1.1",
        "part": KINDS[:2],
        "whole": KINDS,
        "more_than_percent": more_than,
    }


def ordered(
    rule: dict[str, Any],
    answers: dict[str, Answer],
    *,
    proven: tuple[str, ...] = (),
    others: Sequence[Requirement] = (),
) -> Order:
    """Return the order to Bronze that asks for one thing, of 3 units, and for `others`."""
    story = Story()
    assessment = story.assessed(ASSESSED, answers)
    if proven:
        story.attached(ASSESSED, *proven)
    criteria = catalogue(INDICATORS, [level("bronze", [requirement("asked", rule, "asked", effort=3), *others])])
    return possible_order(story.history, criteria, ON, assessment, "bronze")


def counts(*numbers: int) -> dict[str, Answer]:
    return {"1.1.1": said(**dict(zip(KINDS, numbers, strict=True)), level=2)}


@pytest.mark.parametrize("answers", [{}, {"eccp.listed": said(listed="no")}])
def test_a_choice_is_answered_with_the_first_that_will_do(answers: dict[str, Answer]) -> None:
    order = ordered(LISTED, answers)
    assert order.changes == (Change("meet", ("asked",), "eccp.listed", values={"listed": "waived"}, effort=3),)
    assert (order.effort, order.sets, order.locked, order.left) == (3, 1, (), ())


@pytest.mark.parametrize(
    ("rule", "question"), [(LISTED, "eccp.listed"), (members(15), "1.1.2"), (private(50), "1.1.1"), (INDUSTRY, "1.1.1")]
)
def test_what_is_not_applicable_stays_and_locks_the_level(rule: dict[str, Any], question: str) -> None:
    order = ordered(rule, {question: NOT_APPLICABLE})
    assert order.changes == ()
    assert [each.item.id for each in order.locked] == ["asked"]


def test_gates_are_asked_in_the_order_of_the_level() -> None:
    order = ordered(LISTED, {}, others=[requirement("private", private(50), "private")])
    assert [each.requirements for each in order.changes] == [("asked",), ("private",)]


@pytest.mark.parametrize(
    ("numbers", "more_than", "asked"),
    [
        ((0, 9, 9), 50, (1, 9, 9)),
        ((1, 9, 12), 50, (4, 9, 12)),
        ((0, 0, 4), 50, (5, 0, 4)),
        ((1, 0, 2), 67, (5, 0, 2)),
        ((0, 0, 0), 0, (1, 0, 0)),
        ((0, 1, 99), 99, (9801, 1, 99)),
    ],
)
def test_a_share_takes_the_fewest_more_of_its_first_kind(
    numbers: tuple[int, ...], more_than: int, asked: tuple[int, ...]
) -> None:
    """More than the share, not as much as it (`rules.md` 4: industry + SME > half)."""
    part, whole = sum(asked[:2]), sum(asked)
    assert 100 * part > more_than * whole
    assert 100 * (part - 1) <= more_than * (whole - 1)
    values = dict(zip(KINDS, asked, strict=True))
    assert ordered(private(more_than), counts(*numbers)).changes == (
        Change("meet", ("asked",), "1.1.1", values=values, effort=3),
    )


def test_a_share_of_all_is_more_than_any_number_gives() -> None:
    order = ordered(private(100), counts(3, 3, 0))
    assert order.changes == ()
    assert [each.item.id for each in order.locked] == ["asked"]


def test_an_unanswered_share_is_asked_from_nothing() -> None:
    (change,) = ordered(private(50), {}).changes
    assert change.values == {"industry": 1, "sme": 0, "research": 0}


@pytest.mark.parametrize(
    ("answers", "value"), [({}, 15), ({"1.1.1": said(industry=4)}, 15), ({"1.1.1": said(industry=18)}, 18)]
)
def test_a_count_without_points_is_raised_to_what_is_asked_or_proven_as_it_is(
    answers: dict[str, Answer], value: int
) -> None:
    assert ordered(INDUSTRY, answers).changes == (
        Change("meet", ("asked",), "1.1.1", values={"industry": value}, document=True, effort=3),
    )


def test_a_count_may_be_asked_by_a_question_that_is_no_indicator() -> None:
    staff = {"name": "items", "version": 1, "title": TEXT, "origins": {"fields": STATED, "consultancy": STATED}}
    staff |= {"items": (question("office.staff", [field("people", maximum=100)]),)}
    rule = {"kind": "count", "indicator": "office.staff", "field": "people", "at_least": 2}
    story = Story()
    assessment = story.assessed(ASSESSED, {"office.staff": said(people=1)})
    of_level = level("bronze", [requirement("asked", rule, "asked")])
    order = possible_order(
        story.history, catalogue(INDICATORS, [of_level], item_sets=(staff,)), ON, assessment, "bronze"
    )
    assert [(each.question, each.values) for each in order.changes] == [("office.staff", {"people": 2})]


@pytest.mark.parametrize(
    ("stated", "what", "points", "value"),
    [(None, "answer", 2, 16), (13, "raise", 2, 16), (16, "document", 2, 16), (30, "document", 3, 30)],
)
def test_a_count_with_points_is_one_change_with_them(stated: int | None, what: str, points: int, value: int) -> None:
    answers = {} if stated is None else {"1.1.2": said(committed=stated)}
    order = ordered(members(16), answers)
    assert order.changes == (
        Change(what, ("asked",), "1.1.2", points, {"committed": value}, document=True, effort=3),  # type: ignore[arg-type]
    )
    assert (order.effort, order.locked) == (3, ())


def test_a_number_of_which_less_is_better_is_counted_apart_from_its_points() -> None:
    """A proof of one part never adds up there, and more of it costs points."""
    rule = {"kind": "count", "indicator": "4.1.5", "field": "value", "at_least": 24}
    assert ordered(rule, {"4.1.5": said(value=12)}).changes == (
        Change("meet", ("asked",), "4.1.5", values={"value": 24}, document=True, effort=3),
    )


def test_counts_and_the_minimum_of_one_indicator_are_one_change() -> None:
    others = (requirement("more", members(30), "more", effort=2), requirement("minima", {"kind": "minima"}, "minimum"))
    settled = {"1.1.0": NOT_APPLICABLE, "1.1.1": NOT_APPLICABLE, "4.1.5": NOT_APPLICABLE}
    order = ordered(members(16), settled | {"1.1.2": said(committed=13)}, others=others)
    assert order.changes == (
        Change("raise", ("asked", "more", "minimum.1.1.2"), "1.1.2", 3, {"committed": 30}, document=True, effort=3),
    )


@pytest.mark.parametrize(("on", "asked"), [(date(2019, 11, 14), 0), (date(2019, 11, 15), 1)])
@pytest.mark.parametrize("rule", [LISTED, {"kind": "minima"}])
def test_a_rule_is_asked_for_from_its_first_day(rule: dict[str, Any], on: date, asked: int) -> None:
    story = Story()
    assessment = story.assessed(date(2019, 11, 1), {"2.4": said(level=0)})
    asking = requirement("asked", rule, "asked", applies_from=date(2019, 11, 15))
    criteria = catalogue([levels("2.4")], [level("bronze", [asking])])
    order = possible_order(story.history, criteria, on, assessment, "bronze")
    assert (len(order.changes), order.locked) == (asked, ())


def test_what_is_met_asks_for_nothing() -> None:
    order = ordered(members(15), {"1.1.2": said(committed=15)}, proven=("1.1.2",))
    assert (order.changes, order.effort, order.sets, order.reaches) == ((), 0, 1, "ready_to_contact")


@pytest.mark.parametrize(("answer", "locked"), [(said(all_signed=True), []), (NOT_APPLICABLE, ["minimum.1.1.0"])])
def test_the_gate_without_points_is_not_asked_again_or_where_it_does_not_apply(
    answer: Answer, locked: list[str]
) -> None:
    story = Story()
    assessment = story.assessed(ASSESSED, {"1.1.0": answer})
    story.attached(ASSESSED, "1.1.0")
    criteria = catalogue([gate()], [level("bronze", [requirement("minima", {"kind": "minima"}, "minimum")])])
    order = possible_order(story.history, criteria, ON, assessment, "bronze")
    assert order.changes == ()
    assert [each.item.id for each in order.locked] == locked


def test_the_gate_without_points_is_answered_yes_with_proof() -> None:
    (change,) = ordered({"kind": "minima"}, dict.fromkeys(("1.1.1", "1.1.2", "4.1.5"), NOT_APPLICABLE)).changes
    assert change == Change("meet", ("minimum.1.1.0",), "1.1.0", values={"all_signed": True}, document=True, effort=1)
