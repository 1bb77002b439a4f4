"""Areas that the software proposes for Silver: surely improved ones first, and none that naming would refute."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scoring.domain.events import Answer, AssessmentSubmitted, SilverArea
from services.scoring.domain.history import History
from services.scoring.domain.proposals import MOST, Proposal, Proposals, propose_areas
from shared.catalogue.model import Catalogue
from tests.support.criteria import bronze, catalogue, full, levels, silver
from tests.support.histories import NOT_APPLICABLE, UNKNOWN, Story, said
from tests.support.results import outcome, readiness_of
from tests.support.strategies import QUESTIONS, answers, days, small, stories

FIRST, ON = date(2024, 2, 1), date(2025, 11, 16)
SEVERAL = ("2.4", "2.5", "2.6", "2.7", "4.1.1", "4.1.2", "4.1.3", "4.2")
LEVELS = {name: said(level=2) for name in SEVERAL if name not in ("2.5", "2.6")}


def compared(
    before: Mapping[str, Answer] | None,
    after: Mapping[str, Answer],
    *proven: str,
    areas: tuple[tuple[str, ...], ...] = (),
) -> Story:
    story = Story()
    snapshot = story.assessed(date(2024, 1, 10), before) if before is not None else None
    story.benchmarked(FIRST, snapshot=snapshot)
    story.assessed(date(2025, 8, 10), after, areas)
    if proven:
        story.attached(date(2025, 8, 11), *proven)
    return story


def proposed(story: Story | History, criteria: Catalogue | None = None, on: date = ON) -> Proposals:
    history = story if isinstance(story, History) else story.history
    current = history.as_of(on).current
    return propose_areas(history, criteria or full(), on, current.id if current else None)


def shown(story: Story) -> list[tuple[tuple[str, ...], str, str, int]]:
    return [(each.indicators, each.certainty, each.yardstick, each.gain) for each in proposed(story).proposals]


def named(history: History, *areas: tuple[str, ...]) -> History:
    """Return the history as it would be had the current assessment named these areas."""
    current = history.current
    assert current is not None
    changed = replace(current, silver_areas=tuple(map(SilverArea, areas)))
    return History.of(changed if event is current else event for event in history.events)


def test_order_is_certainty_then_yardstick_then_gain() -> None:
    before = {
        "2.4": said(level=2),
        "2.7": said(level=2),
        "4.1.2": said(level=0),
        "4.1.3": said(level=2),
        "4.2": said(level=3),
    }
    after = {
        "2.4": said(level=3),
        "2.7": said(level=5),
        "4.1.2": said(level=1),
        "4.1.3": said(level=5),
        "4.2": said(level=3),
    }
    assert shown(compared(before, after, "2.4", "2.7", "4.1.2", "4.2")) == [
        (("2.7",), "sure", "passed", 3),
        (("2.4",), "sure", "passed", 1),
        (("4.1.2",), "sure", "below", 1),
        (("4.1.3",), "possible", "unproven", 3),
    ]


@pytest.mark.parametrize("answer", [UNKNOWN, NOT_APPLICABLE, None])
def test_what_is_open_or_not_applicable_on_either_side_is_not_proposed(answer: Answer | None) -> None:
    other = {} if answer is None else {"2.4": answer}
    for before, after in ((other, {"2.4": said(level=5)}), ({"2.4": said(level=0)}, other)):
        result = proposed(compared(before, after, "2.4"))
        assert (result.proposals, result.nothing) == ((), "not_improved")


def test_what_is_named_already_is_not_proposed_again() -> None:
    after = {name: said(level=4) for name in LEVELS}
    result = proposed(compared(LEVELS, after, *after, areas=(("2.4", "4.1.1"),)))
    assert {name for each in result.proposals for name in each.indicators} == {*LEVELS} - {"2.4", "4.1.1"}
    assert (result.required, result.named, result.needed) == (3, 1, True)


def test_more_than_six_sure_ones_are_proposed_by_dimension() -> None:
    names = ("1.3", "1.4", "2.1.1", "2.2.1", "2.4", "2.7", "4.1.1", "4.1.2", "4.1.3", "4.2")
    criteria = catalogue([levels(name) for name in names], [silver(eligible=False)])
    story = compared({name: said(level=2) for name in names}, {name: said(level=4) for name in names}, *names)
    result = proposed(story, criteria).proposals
    assert [each.indicators for each in result] == [
        ("2.1.1", "2.2.1", "2.4"),
        ("4.1.1", "4.1.2", "4.1.3"),
        ("1.3", "1.4"),
        ("2.7",),
        ("4.2",),
    ]
    assert result[0] == Proposal(("2.1.1", "2.2.1", "2.4"), "sure", (6, 6), (12, 12), "passed")


@pytest.mark.parametrize(
    ("story", "reason"),
    [
        (lambda: compared(None, {}), "no_snapshot"),
        (lambda: _without("interview"), "no_benchmarking"),
        (lambda: _without("later"), "same_assessment"),
        (lambda: compared(LEVELS, LEVELS, *LEVELS), "not_improved"),
    ],
)
def test_nothing_to_propose_says_why(story: Callable[[], Story], reason: str) -> None:
    result = proposed(story())
    assert (result.proposals, result.nothing, result.needed) == ((), reason, True)


def _without(part: str) -> Story:
    story = Story()
    first = story.assessed(date(2024, 1, 10), LEVELS)
    if part != "interview":
        story.benchmarked(FIRST, snapshot=first)
    return story


def test_a_snapshot_that_is_withdrawn_and_no_other_leaves_nothing_to_compare() -> None:
    story = _without("later")
    story.withdrew_assessment(date(2024, 3, 1), story.history.assessments[0].id)
    assert proposed(story).nothing == "no_assessment"


def test_criteria_that_ask_for_no_areas_get_none() -> None:
    result = proposed(Story(), catalogue([levels("2.4")], [bronze()]))
    assert result == Proposals(ON, None, required=0, named=0, needed=False, proposals=(), nothing="not_asked")


def test_a_named_area_that_did_not_improve_or_lacks_proof_still_needs_a_proposal() -> None:
    before = {name: said(level=2) for name in ("2.4", "2.7", "4.1.1")}
    areas = (("2.4",), ("2.7",), ("4.1.1",))
    improved = {name: said(level=4) for name in before}
    refuted = compared(before, improved | {"4.1.1": said(level=2)}, *before, areas=areas)
    unproven = compared(before, improved, "2.4", "2.7", areas=areas)
    for story, awaits in ((refuted, {None, "threshold"}), (unproven, {"document", "threshold"})):
        states = [outcome(readiness_of(story, ON), f"silver.areas.{number}").awaits for number in (1, 2, 3)]
        assert {*states} == awaits
        assert proposed(story).needed


def test_two_points_pass_the_yardstick_and_as_many_as_before_are_no_sure_gain() -> None:
    assert shown(compared({"2.4": said(level=1)}, {"2.4": said(level=2)}, "2.4")) == [(("2.4",), "sure", "passed", 1)]
    assert shown(compared({"2.4": said(level=1)}, {"2.4": said(level=2)})) == [(("2.4",), "possible", "unproven", 1)]
    partly = compared({"2.5": said(value=30)}, {"2.5": said(value=70)})
    partly.attached(date(2025, 8, 11), "2.5", supports={"value": 30})
    assert shown(partly) == [(("2.5",), "possible", "passed", 3)]


def test_six_sure_ones_stay_single_beside_one_below_the_yardstick() -> None:
    names = ("1.3", "1.4", "2.4", "2.7", "4.1.1", "4.2")
    criteria = catalogue([levels(name) for name in (*names, "4.1.2")], [silver(eligible=False)])
    before = {name: said(level=2) for name in names} | {"4.1.2": said(level=0)}
    after = {name: said(level=4) for name in names} | {"4.1.2": said(level=1)}
    result = proposed(compared(before, after, *after), criteria)
    assert [each.indicators for each in result.proposals] == [(name,) for name in names]
    assert (result.on, result.level, result.nothing) == (ON, "silver", None)


def test_three_named_and_improved_areas_need_no_proposal() -> None:
    after = {name: said(level=4) for name in LEVELS}
    story = compared(LEVELS, after, *after, areas=(("2.4",), ("2.7",), ("4.2",)))
    assert proposed(story).needed is False


def test_a_second_snapshot_is_what_counts_as_after() -> None:
    story = Story()
    first = story.assessed(date(2024, 1, 10), {"2.4": said(level=2)})
    story.benchmarked(FIRST, snapshot=first)
    second = story.assessed(date(2025, 8, 10), {"2.4": said(level=3)})
    story.benchmarked(date(2025, 9, 1), snapshot=second)
    story.assessed(date(2025, 10, 1), {"2.4": said(level=5)})
    story.attached(date(2025, 10, 2), "2.4")
    (only,) = proposed(story).proposals
    assert (only.before, only.after) == ((2, 2), (3, 3))


@settings(deadline=None, max_examples=100)
@given(stories(), answers(), answers(), st.sets(st.sampled_from(QUESTIONS)), days)
def test_what_is_proposed_can_be_named_without_being_refuted(
    story: Story, before: Mapping[str, Answer], after: Mapping[str, Answer], proven: set[str], on: date
) -> None:
    snapshot = story.assessed(FIRST, before)
    story.benchmarked(FIRST, snapshot=snapshot)
    story.assessed(date(2025, 8, 10), after)
    story.attached(date(2025, 8, 11), *proven)
    history = story.history.as_of(on)
    result = proposed(history, small(), on)
    assert len(result.proposals) <= MOST
    assert bool(result.proposals) is (result.nothing is None)
    for each in result.proposals:
        area = outcome(readiness_of(named(history, each.indicators), on, small()), "silver.areas.1")
        assert area.state != "not_met"
        if (each.certainty, each.yardstick) == ("sure", "passed"):
            assert area.name == "improved"
        assert all(_is_stated(name, history) for name in each.indicators)


def _is_stated(name: str, history: History) -> bool:
    """Whether some assessment states it at all: nothing open or not applicable is ever proposed."""
    told = [event for event in history.events if isinstance(event, AssessmentSubmitted)]
    return sum((answer := each.answers.get(name)) is not None and answer.value is not None for each in told) >= 2


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_nothing_surely_improved_is_left_out(data: st.DataObject) -> None:
    drawn = {name: (data.draw(st.integers(0, 5)), data.draw(st.integers(0, 5))) for name in LEVELS}
    proven = [name for name in LEVELS if data.draw(st.booleans())]
    before = {name: said(level=points) for name, (points, _) in drawn.items()}
    after = {name: said(level=points) for name, (_, points) in drawn.items()}
    found = {name for each in proposed(compared(before, after, *proven)).proposals for name in each.indicators}
    assert found == {name for name, (was, now) in drawn.items() if now > was}
