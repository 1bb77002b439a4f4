"""The engine with the criteria of 2013 as they are published: every outcome has its sentence, in both languages."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scoring.domain.events import Answer
from services.scoring.domain.readiness import Readiness
from shared.catalogue.model import Band, Catalogue, Indicator, YesNoGate
from shared.catalogue.wording import Wording
from tests.support.criteria import TYPES
from tests.support.histories import Story, said
from tests.support.results import level_of, readiness_of
from tests.support.strategies import days, stories

CATALOGUES = Path(__file__).parents[3] / "catalogues"
ON = date(2026, 11, 16)
AREAS = (("4.1.2", "4.1.3"), ("4.3",), ("2.4", "2.5"))


@pytest.fixture(scope="module")
def wording() -> Wording:
    """Read the bundle once."""
    return Wording.load(CATALOGUES, "ecei@1")


def answer(indicator: Indicator, *, excellent: bool) -> Answer:
    """Return an answer at the baseline or at the excellent threshold."""
    scoring = indicator.scoring
    if isinstance(scoring, YesNoGate):
        return said(**{scoring.field: True})
    if isinstance(scoring, Band):
        return said(**{scoring.field: int(scoring.excellent if excellent else scoring.baseline)})
    members = dict(zip(TYPES, (4, 12, 2, 1, 0), strict=True))
    others = {name: count for name, count in members.items() if name in indicator.by_field}
    return said(**others, **{scoring.field: 5 if excellent else 2})


def answers(criteria: Catalogue, *, excellent: bool) -> dict[str, Answer]:
    """Return answers to every question."""
    given_answers = {each.id: answer(each, excellent=excellent) for each in criteria.indicators.indicators}
    return given_answers | {"eligibility.initiative": said(kind="regional"), "eccp.listed": said(listed="yes")}


def proven(criteria: Catalogue) -> Story:
    """Tell of a cluster that has everything, with the second interview inside the window."""
    story = Story()
    before = story.assessed(date(2024, 12, 1), answers(criteria, excellent=False), catalogue="ecei@1")
    story.benchmarked(date(2025, 1, 15), snapshot=before)
    story.assessed(date(2026, 11, 1), answers(criteria, excellent=True), AREAS, catalogue="ecei@1")
    story.attached(date(2026, 11, 1), *(each.id for each in criteria.indicators.indicators))
    story.benchmarked(date(2026, 11, 10))
    return story


def sentences(wording: Wording, readiness: Readiness) -> list[str]:
    """Return every requirement in both languages."""
    return [
        wording.requirement(
            each.message, dict(each.outcome.arguments), language, each.outcome.assumed, each.item.indicator
        )
        for level in readiness.levels
        for each in level.requirements
        for language in ("lt", "en")
    ]


def test_a_perfect_cluster_has_every_point_and_waits_for_the_agency_only(wording: Wording) -> None:
    readiness = readiness_of(proven(wording.catalogue), ON, wording.catalogue)
    assert readiness.points.backed == (150, 150)
    assert level_of(readiness, "bronze").verdict == "ready_to_contact"
    assert level_of(readiness, "silver").verdict == "ready_if_confirmed"
    assert level_of(readiness, "silver").gaps == ()
    assert all(sentences(wording, readiness))


@settings(deadline=None, max_examples=40)
@given(story=stories(), on=days)
def test_every_outcome_of_any_history_has_its_sentence(wording: Wording, story: Story, on: date) -> None:
    assert all(sentences(wording, readiness_of(story, on, wording.catalogue)))


@settings(deadline=None, max_examples=40)
@given(data=st.data(), level=st.integers(0, 5))
def test_every_outcome_of_the_baseline_has_its_sentence(wording: Wording, data: st.DataObject, level: int) -> None:
    criteria = wording.catalogue
    story = Story()
    kept = data.draw(st.sets(st.sampled_from([each.id for each in criteria.indicators.indicators])))
    chosen = {name: each for name, each in answers(criteria, excellent=True).items() if name in kept}
    chosen |= {name: said(level=level) for name in ("2.4", "4.1.6") if name in kept}
    story.assessed(date(2026, 11, 1), chosen, AREAS, catalogue="ecei@1")
    story.attached(date(2026, 11, 1), *data.draw(st.permutations(sorted({*kept, "2.4"})))[:5])
    assert all(sentences(wording, readiness_of(story, ON, criteria)))
