"""What holds always (`rules.md` 8)."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.scoring.domain.assess import assess
from services.scoring.domain.document import canonical_bytes
from services.scoring.domain.events import Answer, AssessmentSubmitted
from services.scoring.domain.heads import heads
from services.scoring.domain.history import History
from services.scoring.domain.points import Scale
from services.scoring.domain.readiness import Readiness
from tests.support.histories import Story
from tests.support.results import readiness_of, verdicts
from tests.support.strategies import MEMBERS, MONTHS, QUESTIONS, answers, days, evidence, small, stories, values

VERDICTS = ["not_yet", "cannot_tell", "ready_if_confirmed", "ready_to_contact"]
Answers = Mapping[str, Answer]
modest = settings(deadline=None, max_examples=60)


def ranks(readiness: Readiness) -> list[int]:
    return [VERDICTS.index(verdict) for verdict in verdicts(readiness).values()]


def all_heads(history: History, today: date) -> list[bytes]:
    return [canonical_bytes(assess(history, small(), head.on, head.assessment)) for head in heads(history, today)]


@modest
@given(stories(), days, st.randoms(use_true_random=False))
def test_order_duplication_and_batching_change_no_head(story: Story, today: date, chance: random.Random) -> None:
    shuffled = story.events * 2
    chance.shuffle(shuffled)
    cut = chance.randint(0, len(shuffled))
    batched = History.of([*History.of(shuffled[cut:]).events, *History.of(shuffled[:cut]).events])
    assert all_heads(batched, today) == all_heads(story.history, today)


@modest
@given(stories(), days)
def test_low_is_never_above_high_and_proof_never_above_what_is_declared(story: Story, on: date) -> None:
    readiness = readiness_of(story, on, small())
    ranges = [(each.declared, each.backed) for each in readiness.indicators]
    for declared, backed in [*ranges, (readiness.points.declared, readiness.points.backed)]:
        assert 0 <= declared.low <= declared.high
        assert backed.low <= declared.low
        assert backed.high == declared.high
    assert readiness.points.declared.high <= readiness.points.max


@modest
@given(stories(), days, st.data())
def test_withdrawing_evidence_never_raises_anything(story: Story, on: date, data: st.DataObject) -> None:
    known = evidence(story)
    assume(known)
    before = readiness_of(story, on, small())
    story.withdrew_evidence(min(on, data.draw(days)), data.draw(st.sampled_from(known)))
    after = readiness_of(story, on, small())
    assert all(new <= old for new, old in zip(ranks(after), ranks(before), strict=True))
    for new, old in zip(after.indicators, before.indicators, strict=True):
        assert new.declared == old.declared
        assert new.backed.low <= old.backed.low
        assert new.backed.high == old.backed.high
    assert after.held == before.held


def better(assessment: AssessmentSubmitted, question: str) -> AssessmentSubmitted:
    """Return the assessment with one stated answer worth a point more, if it is not at the top already."""
    answer = assessment.answers[question]
    assert answer.value is not None
    raised = dict(answer.value)
    if question == "1.1.2":
        raised["committed"] = MEMBERS[min(MEMBERS.index(int(raised["committed"])) + 1, len(MEMBERS) - 1)]
    elif question == "4.1.5":
        raised["value"] = MONTHS[min(MONTHS.index(int(raised["value"])) + 1, len(MONTHS) - 1)]
    elif question == "1.1.0":
        raised["all_signed"] = True
    else:
        raised["level"] = min(5, int(raised["level"]) + 1)
    return replace(assessment, answers={**assessment.answers, question: replace(answer, value=raised)}, digest="raised")


def never_lower(story: Story, question: str, on: date) -> None:
    """Raise one answer of the story's last event, the current assessment, and compare the verdicts."""
    *others, current = story.events
    assert isinstance(current, AssessmentSubmitted)
    raised = better(current, question)
    scale = Scale.of(next(each for each in small().indicators.indicators if each.id == question))
    assert scale.declared(raised.answers[question]) >= scale.declared(current.answers[question])
    before, after = (ranks(readiness_of(History.of([*others, each]), on, small())) for each in (current, raised))
    assert all(new >= old for new, old in zip(after, before, strict=True))


areas = st.lists(st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=3, unique=True), min_size=1, max_size=2)


@modest
@given(stories(), days, st.sampled_from(QUESTIONS), answers(), areas, st.data())
def test_raising_one_indicator_s_points_never_lowers_a_verdict(
    story: Story, on: date, question: str, others: Answers, named: list[list[str]], data: st.DataObject
) -> None:
    story.assessed(on, {**others, question: data.draw(values(question))}, named)
    never_lower(story, question, on)


@modest
@given(answers(), answers(), areas, st.sampled_from(QUESTIONS), st.data())
def test_raising_an_area_inside_an_open_window_never_lowers_a_verdict(
    before: Answers, after: Answers, named: list[list[str]], question: str, data: st.DataObject
) -> None:
    story = Story()
    snapshot = story.assessed(date(2024, 1, 1), before)
    story.benchmarked(date(2024, 2, 1), snapshot=snapshot)
    story.attached(date(2025, 9, 1), *QUESTIONS)
    story.assessed(date(2025, 9, 2), {**after, question: data.draw(values(question))}, named)
    never_lower(story, question, date(2025, 10, 1))


def timeless(readiness: Readiness) -> tuple[object, ...]:
    """Return all of a result that may not change by itself before `next_change`."""
    return readiness.passport.substance, readiness.held, readiness.indicators


@modest
@given(stories(), days, st.integers(1, 2000))
def test_nothing_changes_before_the_next_change(story: Story, on: date, later: int) -> None:
    readiness = readiness_of(story, on, small())
    last = on + timedelta(days=later)
    if readiness.next_change is not None:
        assert readiness.next_change > on
        last = min(last, readiness.next_change - timedelta(days=1))
    for day in (on + timedelta(days=1), on + (last - on) // 2, last):
        if on < day <= last:
            assert timeless(readiness_of(story, day, small())) == timeless(readiness)


@modest
@given(stories(), days)
def test_the_same_inputs_give_the_same_bytes(story: Story, on: date) -> None:
    again = History.of([replace(event) for event in story.events])
    assert canonical_bytes(readiness_of(again, on, small())) == canonical_bytes(readiness_of(story, on, small()))
