"""What holds always (`rules.md` 8), with reviewers in the history."""

import random
from datetime import date, timedelta

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from services.scoring.domain.assess import assess
from services.scoring.domain.document import canonical_bytes
from services.scoring.domain.heads import heads
from services.scoring.domain.history import History
from services.scoring.domain.readiness import Readiness
from tests.support.results import readiness_of, verdicts
from tests.support.reviews import REVIEWER, ReviewedStory
from tests.support.strategies import FIRST_DAY, LAST_DAY, answers, assessments, days, evidence, small, stories, values

VERDICTS = ["not_yet", "cannot_tell", "ready_if_confirmed", "ready_to_contact"]
REVIEWED = ("1.1.0", "1.1.1", "1.1.2", "2.4", "4.1.5", "eligibility.initiative", "eccp.listed")
modest = settings(deadline=None, max_examples=40)


@st.composite
def reviewed_stories(draw: st.DrawFn) -> ReviewedStory:
    """Return any history with reviews in it; reviewers judge what was there on their day."""
    told = draw(stories(most=8))
    story = ReviewedStory(events=told.events, criteria=small())
    story.assessed(draw(days), draw(answers()))
    story.attached(draw(days), *draw(st.lists(st.sampled_from(REVIEWED), min_size=1, max_size=3)))
    known = assessments(story)
    for _ in range(draw(st.integers(1, 5))):
        assessment = draw(st.sampled_from(known))
        about = draw(st.lists(st.sampled_from(REVIEWED), min_size=1, max_size=3, unique=True))
        on = draw(st.dates(FIRST_DAY, LAST_DAY))
        match draw(st.sampled_from(("decided", "decided", "decided", "reopened", "disputed"))):
            case "reopened":
                story.reopened(on, assessment, *about)
            case "disputed":
                story.disputed(on, assessment, *about)
            case _:
                found = {name: draw(st.one_of(st.none(), values(name))) for name in about}
                story.decided(
                    on,
                    assessment,
                    {name: each.value if each else None for name, each in found.items()},
                    decision=draw(st.sampled_from(("confirmed", "confirmed", "confirmed", "returned", "prechecked"))),
                    independent=draw(st.sampled_from((True, True, False))),
                    actor=draw(st.sampled_from((REVIEWER, "second", ""))),
                )
    return story


def ranks(readiness: Readiness) -> list[int]:
    return [VERDICTS.index(verdict) for verdict in verdicts(readiness).values()]


def all_heads(history: History, today: date) -> list[bytes]:
    return [canonical_bytes(assess(history, small(), head.on, head.assessment)) for head in heads(history, today)]


@modest
@given(reviewed_stories(), days, st.randoms(use_true_random=False))
def test_order_and_duplication_of_reviews_change_no_head(
    story: ReviewedStory, today: date, chance: random.Random
) -> None:
    shuffled = story.events * 2
    chance.shuffle(shuffled)
    assert all_heads(History.of(shuffled), today) == all_heads(story.history, today)


@modest
@given(reviewed_stories(), days)
def test_ranges_stay_ranges_and_a_review_makes_nothing_better(story: ReviewedStory, on: date) -> None:
    result = readiness_of(story, on, small())
    unreviewed = History.of(event for event in story.events if "Review" not in type(event).__name__)
    before = readiness_of(unreviewed, on, small())
    for each, same in zip(result.indicators, before.indicators, strict=True):
        assert each.declared == same.declared
        assert 0 <= each.backed.low <= each.backed.high <= same.backed.high
        assert each.backed.low <= same.backed.low
        assert each.reviewed is None or 0 <= each.reviewed.low <= each.reviewed.high <= 5
    if result.points.reviewed is not None:
        assert 0 <= result.points.reviewed.low <= result.points.reviewed.high <= result.points.max
    assert all(new <= old for new, old in zip(ranks(result), ranks(before), strict=True))


@modest
@given(reviewed_stories(), st.one_of(days, st.just(LAST_DAY)), st.booleans(), st.data())
def test_withdrawing_evidence_raises_nothing_whatever_was_reviewed(
    story: ReviewedStory, on: date, judged_last: bool, data: st.DataObject
) -> None:
    current, judged = story.history.as_of(on).current, []
    if judged_last and current is not None:
        for name in data.draw(st.lists(st.sampled_from(REVIEWED), min_size=1, max_size=3, unique=True)):
            judged.append(story.attached(on, name))
            story.decided(on, current.id, {name: data.draw(values(name)).value})
    known = judged or evidence(story)
    before = readiness_of(story, on, small())
    story.withdrew_evidence(on, data.draw(st.sampled_from(known)))
    after = readiness_of(story, on, small())
    assert all(new <= old for new, old in zip(ranks(after), ranks(before), strict=True))
    for new, old in zip(after.indicators, before.indicators, strict=True):
        assert new.backed.low <= old.backed.low
        assert new.backed.high <= old.backed.high


@modest
@given(reviewed_stories(), days, st.sampled_from(REVIEWED), st.booleans())
def test_confirming_an_answer_only_narrows(story: ReviewedStory, on: date, question: str, second: bool) -> None:
    current = story.history.as_of(on).current
    assume(current is not None)
    assert current is not None  # says mypy
    unreviewed = [event for event in story.events if "Review" not in type(event).__name__]
    confirmed = ReviewedStory(events=unreviewed, criteria=small())
    before = readiness_of(confirmed, on, small())
    confirmed.decided(on, current.id, {question: None}, actor="second" if second else REVIEWER)
    after = readiness_of(confirmed, on, small())
    assert after.levels == before.levels
    for new, old in zip(after.indicators, before.indicators, strict=True):
        assert new.backed == old.backed
        if new.reviewed is not None:
            assert old.declared.low <= new.reviewed.low <= new.reviewed.high <= old.declared.high


def timeless(readiness: Readiness) -> tuple[object, ...]:
    return readiness.passport.substance, readiness.indicators, readiness.reviews


@modest
@given(reviewed_stories(), days, st.integers(1, 2000))
def test_no_review_changes_a_result_before_its_next_change(story: ReviewedStory, on: date, later: int) -> None:
    result = readiness_of(story, on, small())
    last = on + timedelta(days=later)
    if result.next_change is not None:
        last = min(last, result.next_change - timedelta(days=1))
    for day in (on + timedelta(days=1), on + (last - on) // 2, last):
        if on < day <= last:
            assert timeless(readiness_of(story, day, small())) == timeless(result)
