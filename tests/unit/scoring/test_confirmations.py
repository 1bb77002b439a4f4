"""A confirmation changes marks, never numbers, and a verdict only for the better (`rules.md` 3)."""

from datetime import date
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scoring.domain.confirmations import FLOOR, Confirmation, Part, confirm
from services.scoring.domain.errors import UnusableConfirmationError
from services.scoring.domain.readiness import Readiness, RequirementResult
from shared.catalogue.model import Catalogue
from tests.support.criteria import ALL, AUDITED, full, levels
from tests.support.criteria import catalogue as catalogue_of
from tests.support.histories import Story, said, strong_answers
from tests.support.results import level_of, outcome, readiness_of, verdicts
from tests.support.strategies import QUESTIONS, days, small, stories

ON = date(2026, 11, 16)
VERDICTS = ["not_yet", "cannot_tell", "ready_if_confirmed", "ready_to_contact"]
MARK_KEYS = {"mark", "source", "since"}


def confirmed(part: Part, item: str) -> Confirmation:
    return Confirmation(item, part, by="the agency", source="a paper of the scheme", on=date(2026, 11, 1))


def whole(item: str) -> list[Confirmation]:
    """Return what settles one minimum: its number and the bands that give its points."""
    return [confirmed("minimum", item), confirmed("scoring", item)]


def strong() -> Story:
    """Tell of a cluster with proof of everything, but for one stated none."""
    story = Story()
    story.assessed(date(2026, 11, 1), strong_answers() | {"4.1.6": said(level=0)})
    story.attached(date(2026, 11, 1), *ALL)
    return story


def by_place(readiness: Readiness) -> dict[tuple[str, str], RequirementResult]:
    return {(level.level, each.item.id): each for level in readiness.levels for each in level.requirements}


def numbers(value: object) -> object:
    """Return a dumped catalogue without its marks and their sources."""
    if isinstance(value, dict):
        return {key: numbers(each) for key, each in value.items() if key not in MARK_KEYS}
    return [numbers(each) for each in value] if isinstance(value, (list, tuple)) else value


def test_a_requirement_that_only_awaited_it_becomes_met_and_no_other_changes() -> None:
    before = by_place(readiness_of(strong(), ON, full()))
    after = by_place(readiness_of(strong(), ON, confirm(full(), whole("4.1.2"))))
    changed = {place for place, result in after.items() if result.outcome != before[place].outcome}
    assert changed == {("silver", "minimum.4.1.2"), ("gold", "minimum.4.1.2")}
    for place in changed:
        assert (before[place].message, before[place].outcome.awaits) == ("minimum_assumed", "threshold")
        assert (after[place].message, after[place].outcome.assumed) == ("minimum_met", False)


def test_half_a_confirmation_leaves_the_rest_assumed() -> None:
    for half in whole("4.1.2"):
        result = outcome(readiness_of(strong(), ON, confirm(full(), [half])), "minimum.4.1.2")
        assert (result.name, result.assumed) == ("assumed", True)


def test_what_is_not_met_stays_so_and_is_not_called_assumed_any_more() -> None:
    before = outcome(readiness_of(strong(), ON, full()), "minimum.4.1.6")
    after = outcome(readiness_of(strong(), ON, confirm(full(), whole("4.1.6"))), "minimum.4.1.6")
    assert (before.name, before.assumed, after.name, after.assumed) == ("below", True, "below", False)
    assert before.arguments == after.arguments


def test_gold_s_floor_waits_for_the_last_band_that_gives_points() -> None:
    scored = [name for name in ALL if name != "1.1.0"]
    all_but_one = [confirmed("scoring", name) for name in scored[1:]]
    waiting = readiness_of(strong(), ON, confirm(full(), all_but_one))
    assert outcome(waiting, "gold.floor").name == "assumed"
    settled = readiness_of(strong(), ON, confirm(full(), [*all_but_one, confirmed("scoring", scored[0])]))
    assert outcome(settled, "gold.floor").name == "met"


def test_once_everything_is_confirmed_no_sentence_of_a_level_says_assumed() -> None:
    everything = [confirmed("scoring", name) for name in ALL] + [confirmed("minimum", name) for name in AUDITED]
    gold = level_of(readiness_of(strong(), ON, confirm(full(), everything)), "gold")
    assert not any(each.outcome.assumed for each in gold.requirements)
    assert not any(each.item.mark == "assumed" for each in gold.requirements if not each.item.advisory)


def test_the_files_hash_stays_and_the_mark_names_its_source() -> None:
    catalogue = confirm(full(), whole("4.1.2"))
    indicator = next(each for each in catalogue.indicators.indicators if each.id == "4.1.2")
    assert catalogue.sha256 == full().sha256
    assert (indicator.scoring.mark, indicator.scoring.source) == ("stated", "a paper of the scheme")
    assert catalogue.questions["4.1.2"] is indicator


def test_a_confirmed_requirement_and_floor_name_their_source_and_day() -> None:
    catalogue = confirm(full(), [confirmed("requirement", "silver.areas"), confirmed("floor", FLOOR)])
    marks = {each.id: (each.mark, each.source, each.since) for level in catalogue.levels for each in level.requirements}
    named = ("stated", "a paper of the scheme", date(2026, 11, 1))
    assert marks.pop("silver.areas") == named
    assert (catalogue.floor.mark, catalogue.floor.source, catalogue.floor.since) == named
    assert catalogue.floor.percent == 80
    assert "a paper of the scheme" not in {source for _, source, _ in marks.values()}


@pytest.mark.parametrize(
    ("part", "sources"),
    [("minimum", ("test", "a paper of the scheme")), ("scoring", ("a paper of the scheme", "test"))],
)
def test_half_a_confirmation_marks_its_own_half(part: Part, sources: tuple[str, str]) -> None:
    indicator = confirm(full(), [confirmed(part, "4.1.2")]).indicators.indicators[ALL.index("4.1.2")]
    assert indicator.minimum is not None
    assert (indicator.scoring.source, indicator.minimum.source) == sources


def test_an_indicator_of_an_add_on_is_confirmed_like_one_of_the_label() -> None:
    addon = catalogue_of([levels("9.1"), levels("9.2")], []).indicators
    criteria = confirm(catalogue_of([levels("4.1.2")], [], addons=(addon,)), [confirmed("scoring", "9.2")])
    assert {each.id: each.scoring.mark for each in criteria.every_indicator} == {
        "4.1.2": "assumed",
        "9.1": "assumed",
        "9.2": "stated",
    }


def test_nothing_confirmed_changes_nothing() -> None:
    assert confirm(full(), []) is full()


@pytest.mark.parametrize(
    ("part", "item"),
    [("minimum", "9.9"), ("minimum", "3.1"), ("minimum", "5.2"), ("requirement", "gold.bronze"), ("floor", "4.1.2")],
)
def test_what_is_not_there_or_not_known_cannot_be_confirmed(part: Part, item: str) -> None:
    with pytest.raises(UnusableConfirmationError, match=f"the {part} of {item}|no {part} of {item}"):
        confirm(full(), [confirmed(part, item)])


EVERYTHING = [
    *(confirmed(part, item) for part, item in product(("scoring", "minimum"), QUESTIONS)
      if (part, item) != ("minimum", "3.2")),
    *(confirmed("requirement", item) for item in ("silver.areas", "silver.minima", "gold.floor", "eccp.listed")),
    confirmed("floor", FLOOR),
]  # fmt: skip
some = st.lists(st.sampled_from(EVERYTHING), max_size=14)


@settings(deadline=None, max_examples=60)
@given(stories(), days, some)
def test_no_number_changes_and_no_verdict_falls(story: Story, on: date, confirmations: list[Confirmation]) -> None:
    before, after = readiness_of(story, on, small()), readiness_of(story, on, confirm(small(), confirmations))
    assert after.points == before.points
    assert [each[:3] for each in after.indicators] == [each[:3] for each in before.indicators]
    for name, verdict in verdicts(before).items():
        assert VERDICTS.index(verdicts(after)[name]) >= VERDICTS.index(verdict)
    for place, old in by_place(before).items():
        new = by_place(after)[place]
        assert new.outcome.arguments == old.outcome.arguments
        settled = old.outcome.awaits == "threshold" and new.outcome.state == "met"
        assert settled or (new.outcome.state, new.outcome.awaits) == (old.outcome.state, old.outcome.awaits)
        assert old.outcome.assumed or not new.outcome.assumed


@settings(deadline=None, max_examples=60)
@given(some, st.randoms(use_true_random=False))
def test_order_and_repetition_do_not_matter_and_only_marks_change(
    confirmations: list[Confirmation], chance: Random
) -> None:
    once: Catalogue = confirm(small(), confirmations)
    again = [*confirmations, *confirmations]
    chance.shuffle(again)
    assert confirm(small(), again) == once
    assert numbers(once.model_dump()) == numbers(small().model_dump())
