"""Ranges and verdicts are those of every way to complete the open answers (`rules.md` 8)."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from services.scoring.domain.events import Answer
from services.scoring.domain.readiness import Range, Readiness
from shared.catalogue.model import Catalogue
from tests.support.criteria import band, catalogue, gate, gold, level, levels, requirement, silver
from tests.support.histories import NOT_APPLICABLE, UNKNOWN, Story, said
from tests.support.results import readiness_of, verdicts

ON = date(2025, 11, 16)
POINTS = tuple(said(level=points) for points in range(6))
STATED: Mapping[str, tuple[Answer, ...]] = {
    "1.1.0": (said(all_signed=True), said(all_signed=False)),
    "1.1.2": tuple(said(committed=members) for members in (0, 1, 15, 24, 32, 40)),
    "2.4": POINTS,
    "3.2": POINTS,
    "eccp.listed": (said(listed="yes"), said(listed="no")),
}
"""Every answer that can make a difference."""


@cache
def criteria() -> Catalogue:
    """Return four indicators, a gate level of members and listing, Silver with one area, and Gold."""
    indicators = [gate(), band("1.1.2", "more", 0, 15, 40), levels("2.4"), levels("3.2", required="none")]
    members = {"kind": "count", "indicator": "1.1.2", "field": "committed", "at_least": 15}
    listed = {"kind": "choice", "item": "eccp.listed", "field": "listed", "met": ("yes", "waived")}
    gates = [requirement("members", members, "members"), requirement("listed", listed, "listed")]
    return catalogue(indicators, [level("bronze", gates), silver(areas=1, eligible=False), gold(eligible=False)])


@st.composite
def answers(draw: st.DrawFn, open_at_most: int) -> dict[str, Answer]:
    """Return answers to everything, of which at most so many are open."""
    drawn = {name: draw(st.sampled_from((*stated, NOT_APPLICABLE))) for name, stated in STATED.items()}
    left_open = draw(st.sets(st.sampled_from(list(STATED)), max_size=open_at_most))
    return drawn | dict.fromkeys(left_open, UNKNOWN)


def completions(partial: Mapping[str, Answer]) -> Iterator[dict[str, Answer]]:
    """Return every way to answer what is open."""
    open_names = [name for name, answer in partial.items() if answer is UNKNOWN]
    for chosen in product(*(STATED[name] for name in open_names)):
        yield {**partial, **dict(zip(open_names, chosen, strict=True))}


def judged(before: Mapping[str, Answer], after: Mapping[str, Answer], proven: list[str], area: list[str]) -> Readiness:
    """Return the result of a cluster inside its window, with proof of some indicators."""
    story = Story()
    snapshot = story.assessed(date(2024, 1, 1), before)
    story.benchmarked(date(2024, 2, 1), snapshot=snapshot)
    story.assessed(date(2025, 9, 1), after, [area])
    if proven:
        story.attached(date(2025, 9, 2), *proven)
    return readiness_of(story, ON, criteria())


indicators = st.lists(st.sampled_from(("1.1.0", "1.1.2", "2.4", "3.2")), unique=True)


@settings(deadline=None, max_examples=40)
@given(answers(1), answers(2), indicators, indicators.filter(bool))
def test_ranges_and_verdicts_are_those_of_all_completions(
    before: dict[str, Answer], after: dict[str, Answer], proven: list[str], area: list[str]
) -> None:
    result = judged(before, after, proven, area)
    complete = [judged(b, a, proven, area) for b in completions(before) for a in completions(after)]
    for position, indicator in enumerate(result.indicators):
        each = [one.indicators[position] for one in complete]
        assert indicator.declared == hull([one.declared for one in each])
        assert indicator.backed == hull([one.backed for one in each])
    for name, verdict in verdicts(result).items():
        possible = {verdicts(one)[name] for one in complete}
        assert verdict == (possible.pop() if len(possible) == 1 else "cannot_tell")
    for one in complete:
        assert_only_narrows(result, one)


def hull(ranges: list[Range]) -> Range:
    """Return the smallest range around others."""
    return Range(min(each.low for each in ranges), max(each.high for each in ranges))


def assert_only_narrows(partial: Readiness, complete: Readiness) -> None:
    """What was certain with open answers stays so when they are given."""
    for before, after in zip(partial.levels, complete.levels, strict=True):
        for old, new in zip(before.requirements, after.requirements, strict=True):
            if old.outcome.state != "unknown":
                assert new.outcome.state == old.outcome.state
