"""A superseded head is frozen: judged anew only when something it is judged by changes (`rules.md` 7)."""

import asyncio
import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.scoring.adapters.catalogues import KnownCatalogues
from services.scoring.application import fold as folding
from services.scoring.application.fold import fold, results
from services.scoring.application.ports import Catalogues, KeptEvent, Recounted, Replacement
from services.scoring.domain.document import canonical_bytes
from services.scoring.domain.events import Event
from services.scoring.domain.heads import ENGINE, Confirmed
from services.scoring.domain.history import History
from shared.contracts.assessment import AssessmentSubmitted
from tests.support.events import cluster_id
from tests.support.histories import Story, said
from tests.support.scoring import MemoryHeadStore
from tests.support.strategies import FIRST_DAY, LAST_DAY, days, small, stories

CLUSTER = cluster_id(1)
CRITERIA = KnownCatalogues([small()])
TODAY = date(2026, 11, 16)
FIRST, SECOND, THIRD = date(2024, 3, 1), date(2025, 3, 1), date(2026, 3, 1)


@dataclass
class Folded:
    """One cluster's heads as a worker keeps them; `judged`: what the last fold had to judge."""

    criteria: Catalogues = CRITERIA
    store: MemoryHeadStore = field(default_factory=MemoryHeadStore)
    judged: list[str | None] = field(default_factory=list)

    def fold(self, events: Sequence[Event], today: date = TODAY) -> list[Replacement]:
        """Bring the heads up to date with `events`."""
        kept = [KeptEvent(event, AssessmentSubmitted.TYPE, False, None, False) for event in events]
        before = asyncio.run(self.store.heads([CLUSTER])).get(CLUSTER, ())
        with _judging() as self.judged:
            replacements = fold(CLUSTER, kept, before, self.criteria, today)
        assert asyncio.run(self.store.replace(replacements))
        return replacements

    def kept(self) -> dict[str | None, bytes]:
        """Return every result that is kept, by assessment."""
        found = self.store.kept.values()
        return {head.assessment: canonical_bytes(result) for head, result in found if result is not None}


@contextmanager
def _judging() -> Iterator[list[str | None]]:
    judged: list[str | None] = []
    honest = folding.assess

    def noted(history: History, catalogue: object, on: date, assessment: str | None, **known: object) -> object:
        judged.append(assessment)
        return honest(history, catalogue, on, assessment, **known)  # type: ignore[arg-type]

    with patch.object(folding, "assess", noted):
        yield judged


def offline(events: Sequence[Event], today: date = TODAY) -> dict[str | None, bytes]:
    """Return what anybody works out from the events alone."""
    return {head.assessment: canonical_bytes(each) for head, each in results(History.of(events), CRITERIA, today)}


def batches(events: Sequence[Event], chance: random.Random) -> Iterator[list[Event]]:
    """Yield what is known after each of some batches: in any order, some events twice."""
    arriving = [*events, *chance.sample(events, len(events) // 2)]
    chance.shuffle(arriving)
    known: dict[str, Event] = {}
    while arriving:
        for _ in range(min(len(arriving), chance.randint(1, 4))):
            event = arriving.pop()
            known.setdefault(event.id, event)
        yield list(known.values())


@st.composite
def assessed_often(draw: st.DrawFn) -> Story:
    """Return a story with several assessments, one of them perhaps withdrawn, and all else that may happen."""
    story = draw(stories(most=10))
    for _ in range(draw(st.integers(2, 4))):
        story.assessed(draw(days), {"2.4": said(level=draw(st.integers(0, 5)))})
    if draw(st.booleans()):
        story.withdrew_assessment(draw(days), draw(st.sampled_from(list(story.history.snapshots))))
    return story


@settings(deadline=None, max_examples=80)
@given(assessed_often(), st.integers(0, (LAST_DAY - FIRST_DAY).days), st.randoms(use_true_random=False))
def test_however_they_arrive_every_kept_head_is_that_of_an_offline_fold(
    story: Story, first: int, chance: random.Random
) -> None:
    """Whatever arrives late, is put right or taken back, on whichever days: no head keeps what no longer holds."""
    worker, today = Folded(), FIRST_DAY + timedelta(days=first)
    for known in batches(story.events, chance):
        today += timedelta(days=chance.choice((0, 0, 1, 200)))
        worker.fold(known, today)
        assert worker.kept() == offline(known, today)


@pytest.fixture
def story() -> Story:
    """Return a cluster with three assessments, the first of which has a paper."""
    story = Story()
    for day in (FIRST, SECOND, THIRD):
        story.assessed(day, {"2.4": said(level=4)})
    story.attached(FIRST, "2.4")
    return story


@pytest.fixture
def worker(story: Story) -> Folded:
    worker = Folded()
    worker.fold(story.events)
    assert worker.judged == [each.id for each in story.history.assessments]
    return worker


def test_what_happens_after_its_day_judges_no_frozen_head_and_is_counted(story: Story, worker: Folded) -> None:
    *_, current = story.history.assessments
    story.attached(TODAY, "2.4")
    replacements = worker.fold(story.events)
    assert worker.judged == [current.id]
    assert [isinstance(each.result, Recounted) for each in replacements] == [True, True, False]
    assert worker.kept() == offline(story.events)


def test_late_evidence_judges_the_heads_frozen_after_its_date(story: Story, worker: Folded) -> None:
    _, second, current = story.history.assessments
    story.attached(SECOND + timedelta(days=1), "2.4")
    worker.fold(story.events)
    assert worker.judged == [second.id, current.id]
    assert worker.kept() == offline(story.events)


def test_a_successor_that_comes_late_freezes_the_head_on_an_earlier_day(story: Story, worker: Folded) -> None:
    first, second, current = story.history.assessments
    late = story.assessed(FIRST + timedelta(days=30), {"2.4": said(level=1)})
    worker.fold(story.events)
    assert worker.judged == [first.id, late, second.id, current.id]
    assert worker.kept() == offline(story.events)


def test_a_successor_that_is_taken_back_unfreezes_the_head(story: Story, worker: Folded) -> None:
    _, second, current = story.history.assessments
    story.withdrew_assessment(TODAY, current.id)
    worker.fold(story.events)
    assert worker.judged == [second.id]
    assert worker.kept() == offline(story.events)


def test_a_correction_that_moves_a_record_out_of_its_time_judges_a_frozen_head_anew(story: Story) -> None:
    interview = story.benchmarked(FIRST)
    worker = Folded()
    worker.fold(story.events)
    before = worker.kept()
    story.corrected_benchmarking(interview, THIRD)
    worker.fold(story.events)
    assert len(worker.judged) == 3
    assert worker.kept() == offline(story.events)
    story.took_back(TODAY, interview)
    worker.fold(story.events)
    assert len(worker.judged) == 3
    assert worker.kept() == offline(story.events)
    assert worker.kept() != before


def test_a_day_that_passes_judges_the_current_head_only(story: Story, worker: Folded) -> None:
    worker.fold(story.events, TODAY + timedelta(days=1))
    assert worker.judged == [story.history.assessments[-1].id]
    assert len(worker.kept()) == 3


def test_as_many_other_inputs_judge_a_frozen_head_anew(story: Story) -> None:
    interview = story.benchmarked(FIRST)
    worker = Folded()
    worker.fold(story.events)
    story.corrected_benchmarking(interview, TODAY)
    story.attached(FIRST, "2.4")
    worker.fold(story.events)
    assert len(worker.judged) == 3
    assert worker.kept() == offline(story.events)


class OtherConfirmations(KnownCatalogues):
    """As many confirmations as before, others."""

    confirmed = Confirmed(0, "others")  # type: ignore[assignment]


@pytest.mark.parametrize(
    "criteria",
    [OtherConfirmations([small()]), KnownCatalogues([small().model_copy(update={"sha256": "1" * 64})])],
    ids=["confirmations", "catalogue"],
)
def test_other_criteria_judge_every_head(story: Story, worker: Folded, criteria: Catalogues) -> None:
    worker.criteria = criteria
    story.attached(TODAY, "2.4")
    worker.fold(story.events)
    assert len(worker.judged) == 3


@pytest.mark.parametrize(
    "otherwise",
    [
        {"revision": (ENGINE - 1, 0, 4, SECOND.isoformat())},
        {"revision": (ENGINE, -1, 4, SECOND.isoformat())},
        {"revision": (ENGINE, 0, 4, FIRST.isoformat())},
        {"current": True},
        {"gone": True},
    ],
    ids=["engine", "confirmations", "day", "current", "gone"],
)
def test_a_head_that_was_judged_otherwise_is_judged_anew(
    story: Story, worker: Folded, otherwise: Mapping[str, Any]
) -> None:
    """An earlier version of the worker may have written it, and knows nothing of inputs."""
    key = (CLUSTER, story.history.assessments[0].id)
    head, result = worker.store.kept[key]
    assert head.inputs is not None
    worker.store.kept[key] = (replace(head, **otherwise), result)
    story.attached(TODAY, "2.4")
    worker.fold(story.events)
    assert key[1] in worker.judged
    assert worker.kept() == offline(story.events)


def test_a_successor_whose_event_is_of_a_later_day_lets_every_event_count() -> None:
    """As of the day that it says it is not there: the head's next change looks ahead like a current one's."""
    story = Story()
    first = story.assessed(FIRST, {"2.4": said(level=4)})
    story.assessed(SECOND, {"2.4": said(level=4)})
    story.events[-1] = replace(story.events[-1], day=THIRD)
    worker = Folded()
    for _ in range(2):
        story.labelled("bronze", THIRD)
        worker.fold(story.events)
        assert first in worker.judged
        assert worker.kept() == offline(story.events)


def test_only_a_frozen_head_says_what_it_was_judged_by(story: Story, worker: Folded) -> None:
    first, second, current = story.history.assessments
    story.withdrew_assessment(TODAY, second.id)
    worker.fold(story.events)
    heads = (worker.store.kept[CLUSTER, each.id][0] for each in (first, second, current))
    assert [head.inputs is not None for head in heads] == [True, False, False]
