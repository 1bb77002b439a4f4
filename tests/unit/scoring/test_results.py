"""A result: its shape, its substance, its passport, and histories that cannot be folded."""

import json
from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from services.scoring.domain.assess import assess
from services.scoring.domain.document import canonical_bytes, to_document
from services.scoring.domain.errors import UnknownAssessmentError, UnusableCatalogueError, UnusableEventError
from services.scoring.domain.events import Answer
from services.scoring.domain.heads import ENGINE, heads
from services.scoring.domain.history import History
from services.scoring.domain.plan import KEPT_PLANS, Plan, plan_for
from tests.support.criteria import catalogue, full, level, requirement
from tests.support.histories import Story, said, strong_answers
from tests.support.results import outcome, readiness_of

ON = date(2026, 11, 16)


def told() -> Story:
    story = Story()
    story.registered(date(2020, 1, 1), "food", members_total=18)
    story.assessed(date(2026, 11, 1), strong_answers(2) | {"5.3": Answer(unknown=True)}, areas=[["2.4", "2.5"]])
    story.attached(date(2026, 11, 2), "1.1.2", supports={"committed": 13})
    story.labelled("bronze", date(2025, 4, 30), "month")
    return story


def test_the_document_has_the_shape_of_the_design() -> None:
    document = to_document(readiness_of(told(), ON))
    assert set(document) == {
        *("assessment", "on", "revision", "catalogue", "held", "levels", "points", "indicators", "next_change"),
        "passport",
    }
    assert document["revision"] == [ENGINE, 0, 4, "2026-11-16"]
    assert document["held"][0]["awarded"] == "2025-04"
    assert document["points"]["declared"] == {"low": 58, "high": 63}
    members = next(each for each in document["levels"][0]["requirements"] if each["id"] == "eligibility.members")
    assert members == {
        "id": "eligibility.members",
        "kind": "gate",
        "state": "unknown",
        "awaits": "document",
        "assumed": False,
        "advisory": False,
        "indicator": "1.1.2",
        "message": "members_unproven",
        "arguments": {"required": 15, "committed": 15, "proven": 13, "missing": 2},
        "from": None,
        "until": None,
    }
    assert json.loads(canonical_bytes(readiness_of(told(), ON))) == document


def test_results_are_the_same_on_every_machine() -> None:
    """Whoever changes a result raises ENGINE, and then the digest here."""
    digest = sha256(canonical_bytes(readiness_of(told(), ON))).hexdigest()
    assert (ENGINE, digest) == (3, "c2d4d5b59b604438cac0eba4f51e6e69e7db727bf0686c28310273a9303ec4d5")


def test_no_float_is_anywhere_in_a_result() -> None:
    def refuse(text: str) -> None:
        pytest.fail(f"a float: {text}")

    json.loads(canonical_bytes(readiness_of(told(), ON)), parse_float=refuse)


def test_the_passport_names_events_catalogue_and_substance() -> None:
    story = told()
    passport = readiness_of(story, ON).passport
    assert (passport.events, passport.events_sha256) == (4, story.history.sha256)
    assert passport.catalogue_sha256 == full().sha256
    changed = [replace(story.events[0], digest="0" * 64), *story.events[1:]]
    assert readiness_of(History.of(changed), ON).passport.events_sha256 != passport.events_sha256


def test_a_day_that_changes_nothing_leaves_the_substance() -> None:
    today, tomorrow = (readiness_of(told(), day).passport.substance for day in (ON, date(2026, 11, 17)))
    assert today == tomorrow


def test_a_date_that_slides_with_the_day_is_no_news() -> None:
    first, second = (readiness_of(Story(), day) for day in (ON, date(2026, 11, 17)))
    assert outcome(first, "silver.first").start != outcome(second, "silver.first").start
    assert first.passport.substance == second.passport.substance


def test_a_record_that_decides_nothing_leaves_the_substance() -> None:
    story = told()
    before = readiness_of(story, ON).passport.substance
    story.advised(ON, "2.4")
    after = readiness_of(story, ON)
    assert after.passport.substance == before
    assert after.revision > readiness_of(told(), ON).revision


@pytest.mark.parametrize("change", ["points", "held", "state"])
def test_news_changes_the_substance(change: str) -> None:
    story = told()
    before = readiness_of(story, ON).passport.substance
    if change == "points":
        story.attached(ON, "3.2")
    elif change == "held":
        story.labelled("silver", None, seen_on=ON)
    else:
        story.benchmarked(ON)
    assert readiness_of(story, ON).passport.substance != before


def test_a_superseded_head_has_no_next_change_and_does_not_see_later_facts() -> None:
    story = told()
    frozen_on = date(2026, 11, 10)
    story.assessed(frozen_on, strong_answers(5))
    story.attached(date(2026, 11, 12), "2.4")
    old, current = heads(story.history, ON)
    superseded = assess(story.history, full(), old.on, old.assessment)
    assert (old.on, superseded.next_change) == (frozen_on, None)
    assert next(each for each in superseded.indicators if each.id == "2.4").backed.low == 0
    assert assess(story.history, full(), current.on, current.assessment).next_change is not None


def test_a_fact_known_to_the_month_waits_for_the_month_s_end() -> None:
    story = Story()
    story.benchmarked(date(2026, 11, 30), "month")
    readiness = readiness_of(story, ON)
    assert outcome(readiness, "bronze.interview").name == "awaited"
    assert readiness.next_change == date(2026, 11, 30)


def test_an_assessment_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownAssessmentError):
        assess(told().history, full(), ON, "11111111-1111-4111-8111-111111111111")


def test_a_withdrawn_assessment_is_refused() -> None:
    story = told()
    (assessment,) = story.history.snapshots
    story.withdrew_assessment(date(2026, 11, 3), assessment)
    with pytest.raises(UnknownAssessmentError):
        assess(story.history, full(), ON, assessment)


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [
        ("9.9", said(level=1), "has no question 9.9"),
        ("2.4", said(height=1), "2.4.height is not a field"),
        ("2.4", said(level="high"), "2.4.level is not of the type level"),
        ("2.4", said(level=True), "2.4.level is not of the type level"),
        ("2.4", said(level=6), "2.4.level is out of range"),
        ("1.1.0", said(all_signed=1), "1.1.0.all_signed is not of the type boolean"),
    ],
)
def test_answers_that_their_own_catalogue_cannot_read_block_the_fold(
    question: str, answer: Answer, reason: str
) -> None:
    story = Story()
    assessment = story.assessed(date(2026, 11, 1), {question: answer})
    with pytest.raises(UnusableEventError, match=reason) as raised:
        readiness_of(story, ON)
    assert raised.value.event == assessment


def test_an_area_of_unknown_indicators_blocks_the_fold() -> None:
    story = Story()
    story.assessed(date(2026, 11, 1), areas=[["2.4"], ["2.4", "9.9"]])
    with pytest.raises(UnusableEventError, match=r"no question 9\.9 for an area"):
        readiness_of(story, ON)


def test_another_catalogue_reads_what_it_knows() -> None:
    story = Story()
    story.assessed(date(2026, 11, 1), {"9.9": said(level=1), "2.4": said(level=3)}, catalogue="other@1")
    result = readiness_of(story, ON)
    assert next(each for each in result.indicators if each.id == "2.4").declared == (3, 3)


def test_areas_without_a_window_are_no_catalogue() -> None:
    areas = requirement("silver.areas", {"kind": "areas", "count": 3}, "areas")
    with pytest.raises(UnusableCatalogueError, match=r"silver\.areas"):
        Plan.of(catalogue([], [level("silver", [areas])]))


def test_plans_are_kept_for_the_catalogues_in_use_and_not_for_ever() -> None:
    first = catalogue([], [])
    plan = plan_for(first)
    assert plan_for(first) is plan
    others = [catalogue([], []) for _ in range(KEPT_PLANS)]
    assert all(plan_for(each).catalogue is each for each in others)
    assert plan_for(first) is not plan
