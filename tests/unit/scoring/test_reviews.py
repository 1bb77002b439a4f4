"""Reviews: what of a reviewer's decision stands, and what it does to a result (`rules.md` 2 and 9, ADR 13)."""

from dataclasses import replace
from datetime import date

import pytest

from services.scoring.domain.assess import assess
from services.scoring.domain.comparison import as_if
from services.scoring.domain.errors import UnusableEventError
from services.scoring.domain.events import Answer, AssessmentSubmitted
from services.scoring.domain.history import History
from services.scoring.domain.order.find import possible_order
from services.scoring.domain.proposals import propose_areas
from services.scoring.domain.readiness import IndicatorResult, Range, Readiness
from services.scoring.domain.review_events import ReviewDecided
from services.scoring.domain.reviews import judged_digest
from tests.support.criteria import full
from tests.support.histories import UNKNOWN, said, strong_answers
from tests.support.results import level_of, outcome, readiness_of, said_of, verdicts
from tests.support.reviews import REVIEWER, ReviewedStory

SENT = date(2026, 11, 16)
REVIEW = date(2026, 11, 23)
LATER = date(2026, 12, 1)
THIRTEEN = {"1.1.2": {"committed": 13}}
MEMBERS = "eligibility.members"


def indicator(readiness: Readiness, name: str) -> IndicatorResult:
    return next(each for each in readiness.indicators if each.id == name)


def statuses(readiness: Readiness) -> list[tuple[str, str, str]]:
    return [(each.question, each.decision, each.status) for each in readiness.reviews]


def told(committed: int = 18, *, listed: bool = True) -> tuple[ReviewedStory, str]:
    """Return a cluster that declares its members, by default with their signed list."""
    story = ReviewedStory()
    assessment = story.assessed(SENT, strong_answers(_1_1_2=said(committed=committed)))
    if listed:
        story.attached(SENT, "1.1.2")
    return story, assessment


def test_a_reviewer_who_counts_thirteen_makes_it_thirteen() -> None:
    story, assessment = told()
    assert said_of(readiness_of(story, LATER), MEMBERS) == ("met", "met", None)
    story.decided(REVIEW, assessment, THIRTEEN)
    result = readiness_of(story, LATER)
    members = outcome(result, MEMBERS)
    assert (members.name, members.state, members.arguments) == ("below", "not_met", {"required": 15, "committed": 13})
    assert members.reviewed
    assert verdicts(result)["bronze"] == "not_yet"


def test_declared_backed_and_reviewed_stand_side_by_side() -> None:
    story, assessment = told(40)
    before = readiness_of(story, LATER)
    story.decided(REVIEW, assessment, {"1.1.2": {"committed": 15}, "4.1.2": None})
    after = readiness_of(story, LATER)
    members, strategy = indicator(after, "1.1.2"), indicator(after, "4.1.2")
    assert (members.declared, members.backed, members.reviewed) == (Range(5, 5), Range(2, 2), Range(2, 2))
    assert (strategy.declared, strategy.backed, strategy.reviewed) == (Range(5, 5), Range(0, 5), Range(5, 5))
    assert (before.points.reviewed, indicator(before, "4.1.2").reviewed) == (None, None)
    assert after.points.declared == before.points.declared
    assert after.points.backed == Range(2, before.points.backed.high - 3)
    assert after.points.reviewed == Range(2 + 5, before.points.backed.high - 3)
    assert after.passport.substance != before.passport.substance


def test_confirming_is_no_proof_and_decides_nothing_about_the_label() -> None:
    story, assessment = told(listed=False)
    before = readiness_of(story, LATER)
    story.decided(REVIEW, assessment, dict.fromkeys(("1.1.2", "4.1.2", "eccp.listed")))
    after = readiness_of(story, LATER)
    assert after.levels == before.levels
    assert said_of(after, MEMBERS) == ("unproven", "unknown", "document")


@pytest.mark.parametrize(
    ("question", "found", "requirement", "name"),
    [
        ("eccp.listed", {"listed": "no"}, "eccp.listed", "not_met"),
        ("1.1.1", {"industry": 1, "sme": 1, "research": 12}, "eligibility.private", "not_met"),
        ("1.1.0", {"all_signed": False}, "minimum.1.1.0", "gate_no"),
        ("4.1.6", {"level": 1}, "minimum.4.1.6", "below"),
    ],
)
def test_requirements_of_every_kind_are_judged_on_the_reviewed_value(
    question: str, found: dict[str, int | str], requirement: str, name: str
) -> None:
    story, assessment = told()
    assert outcome(readiness_of(story, LATER), requirement).name != name
    story.decided(REVIEW, assessment, {question: found})
    result = outcome(readiness_of(story, LATER), requirement)
    assert (result.name, result.state, result.reviewed) == (name, "not_met", True)


def test_the_floor_and_an_area_of_improvement_are_judged_on_the_reviewed_points() -> None:
    story = ReviewedStory()
    first = story.assessed(date(2024, 1, 1), strong_answers(2))
    story.benchmarked(date(2024, 2, 1), snapshot=first)
    second = story.assessed(date(2025, 9, 2), strong_answers(), [["4.1.2"], ["4.1.3"], ["4.1.4"]])
    story.attached(date(2025, 9, 2), *full().questions)
    on = date(2025, 10, 1)
    before = readiness_of(story, on)
    assert said_of(before, "silver.areas.1")[0] == "improved"
    assert outcome(before, "gold.floor").arguments["low"] == 150
    story.decided(on, second, {"4.1.2": {"level": 2}})
    after = readiness_of(story, on)
    assert said_of(after, "silver.areas.1") == ("not_improved", "not_met", None)
    assert said_of(after, "silver.areas.2")[0] == "improved"
    assert outcome(after, "gold.floor").arguments["low"] == 147
    story.benchmarked(date(2025, 9, 20), snapshot=second)
    assert said_of(readiness_of(story, on), "silver.areas.1") == ("not_improved", "not_met", None)


def test_a_reviewer_who_finds_more_makes_nothing_better() -> None:
    story, assessment = told(13)
    before = readiness_of(story, LATER)
    story.decided(REVIEW, assessment, {"1.1.2": {"committed": 40}, "eccp.listed": {"listed": "waived"}})
    after = readiness_of(story, LATER)
    assert said_of(after, MEMBERS) == said_of(before, MEMBERS)
    assert indicator(after, "1.1.2").backed == indicator(before, "1.1.2").backed
    assert indicator(after, "1.1.2").reviewed == Range(5, 5)
    assert verdicts(after) == verdicts(before)


def test_a_value_for_an_open_answer_is_shown_and_the_answer_stays_open() -> None:
    story = ReviewedStory()
    assessment = story.assessed(SENT, strong_answers(_1_1_2=UNKNOWN))
    story.decided(REVIEW, assessment, {"1.1.2": {"committed": 40}})
    result = readiness_of(story, LATER)
    assert indicator(result, "1.1.2").reviewed == Range(5, 5)
    assert said_of(result, MEMBERS) == ("unanswered", "unknown", "answer")


def test_a_decision_counts_from_its_day() -> None:
    story, assessment = told()
    story.decided(REVIEW, assessment, THIRTEEN)
    day_before, day, day_after = (readiness_of(story, date(2026, 11, each)) for each in (22, 23, 24))
    assert [outcome(each, MEMBERS).state for each in (day_before, day, day_after)] == ["met", "not_met", "not_met"]
    assert [len(each.reviews) for each in (day_before, day, day_after)] == [0, 1, 1]
    assert day_before.next_change == REVIEW


def test_later_evidence_reopens_its_indicator_alone() -> None:
    story, assessment = told()
    story.decided(REVIEW, assessment, {**THIRTEEN, "4.1.2": None})
    story.attached(date(2026, 11, 25), "1.1.2")
    assert indicator(readiness_of(story, date(2026, 11, 24)), "1.1.2").reviewed == Range(1, 1)
    after = readiness_of(story, date(2026, 11, 25))
    assert statuses(after) == [("1.1.2", "confirmed", "reopened"), ("4.1.2", "confirmed", "stands")]
    assert (indicator(after, "1.1.2").reviewed, indicator(after, "4.1.2").reviewed) == (None, Range(5, 5))
    assert said_of(after, MEMBERS) == ("met", "met", None)


def test_evidence_that_does_not_count_reopens_nothing() -> None:
    story, assessment = told()
    story.decided(REVIEW, assessment, THIRTEEN)
    story.attached(LATER, "1.1.2", strength="stated")
    story.attached(LATER, "4.1.2")
    assert statuses(readiness_of(story, LATER)) == [("1.1.2", "confirmed", "stands")]


def test_withdrawn_evidence_reopens_and_the_lower_finding_goes_on_limiting() -> None:
    story = ReviewedStory()
    assessment = story.assessed(SENT, strong_answers(_1_1_2=said(committed=18)))
    one = story.attached(SENT, "1.1.2")
    story.decided(REVIEW, assessment, THIRTEEN)
    story.withdrew_evidence(LATER, one)
    result = readiness_of(story, LATER)
    assert statuses(result) == [("1.1.2", "confirmed", "reopened")]
    assert indicator(result, "1.1.2").reviewed is None
    assert outcome(result, MEMBERS).state == "not_met"
    assert indicator(result, "1.1.2").backed == Range(0, 1)


def test_evidence_that_expires_reopens_on_the_day_after_its_last() -> None:
    story = ReviewedStory()
    assessment = story.assessed(SENT, strong_answers())
    story.attached(SENT, "4.1.4", dated=date(2024, 12, 1))
    story.decided(REVIEW, assessment, {"4.1.4": None})
    last = readiness_of(story, LATER)
    assert statuses(last) == [("4.1.4", "confirmed", "stands")]
    assert last.next_change == date(2026, 12, 2)
    assert statuses(readiness_of(story, date(2026, 12, 2))) == [("4.1.4", "confirmed", "reopened")]


def test_the_latest_decision_counts_whatever_order_they_arrive_in() -> None:
    story, assessment = told()
    story.decided(LATER, assessment, {"1.1.2": {"committed": 16}})
    story.decided(REVIEW, assessment, THIRTEEN)
    for events in (story.events, story.events[::-1]):
        result = readiness_of(History.of(events), LATER)
        assert outcome(result, MEMBERS).arguments["committed"] == 16
        assert statuses(result) == [("1.1.2", "confirmed", "stands")]
    story.decided(LATER, assessment, {"1.1.2": None})
    assert outcome(readiness_of(story, LATER), MEMBERS).arguments["committed"] == 18


def test_a_returned_answer_has_no_finding_and_names_its_day() -> None:
    story, assessment = told()
    story.decided(REVIEW, assessment, THIRTEEN)
    story.decided(LATER, assessment, THIRTEEN, decision="returned", due=date(2026, 12, 11))
    result = readiness_of(story, LATER)
    [review] = result.reviews
    assert (review.decision, review.status, review.due) == ("returned", "stands", date(2026, 12, 11))
    assert (review.on, review.role) == (LATER, "expert")
    assert outcome(result, MEMBERS).state == "met"
    assert result.points.reviewed is None


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"independent": False}, "checked"),
        ({"decision": "prechecked"}, "checked"),
        ({"actor": "manager"}, "own"),
    ],
)
def test_who_may_not_confirm_is_listed_and_changes_nothing(changes: dict[str, object], status: str) -> None:
    story, assessment = told()
    story.events = [
        replace(each, actor="manager") if isinstance(each, AssessmentSubmitted) else each for each in story.events
    ]
    before = readiness_of(story, LATER)
    story.decided(REVIEW, assessment, THIRTEEN)
    story.events[-1] = replace(story.events[-1], **changes)  # type: ignore[arg-type]
    result = readiness_of(story, LATER)
    assert [each.status for each in result.reviews] == [status]
    assert (result.levels, result.points) == (before.levels, before.points)
    assert result.passport.substance == before.passport.substance


def test_a_check_by_the_adviser_does_not_put_an_earlier_decision_out_of_force() -> None:
    story, assessment = told()
    story.decided(REVIEW, assessment, THIRTEEN)
    story.decided(LATER, assessment, {"1.1.2": None}, independent=False)
    result = readiness_of(story, LATER)
    assert [each.status for each in result.reviews] == ["stands", "checked"]
    assert outcome(result, MEMBERS).state == "not_met"


def test_a_disputed_finding_awaits_the_reviewer_and_a_second_one_settles_it() -> None:
    story, assessment = told()
    story.decided(REVIEW, assessment, THIRTEEN)
    story.disputed(date(2026, 11, 25), assessment, "1.1.2")
    disputed = readiness_of(story, LATER)
    assert statuses(disputed) == [("1.1.2", "confirmed", "disputed")]
    members = outcome(disputed, MEMBERS)
    assert (members.name, members.state, members.awaits) == ("met", "unknown", "review")
    assert verdicts(disputed)["bronze"] == "ready_if_confirmed"
    assert indicator(disputed, "1.1.2").backed == Range(1, 2)
    assert disputed.points.reviewed is None
    assert MEMBERS not in {gap.requirement for gap in level_of(disputed, "bronze").gaps}
    story.decided(date(2026, 11, 26), assessment, THIRTEEN, actor=REVIEWER)
    still = readiness_of(story, LATER)
    assert [each.status for each in still.reviews] == ["disputed", "same_reviewer"]
    assert outcome(still, MEMBERS).awaits == "review"
    story.decided(date(2026, 11, 27), assessment, THIRTEEN, actor="second")
    settled = readiness_of(story, LATER)
    assert statuses(settled) == [("1.1.2", "confirmed", "stands")]
    assert outcome(settled, MEMBERS).state == "not_met"


def test_a_dispute_changes_nothing_where_both_values_come_to_the_same() -> None:
    story, assessment = told()
    story.decided(REVIEW, assessment, {"1.1.2": {"committed": 16}})
    story.disputed(LATER, assessment, "1.1.2")
    assert said_of(readiness_of(story, LATER), MEMBERS) == ("met", "met", None)


def test_a_reopened_indicator_is_as_if_nobody_had_decided() -> None:
    story, assessment = told()
    story.decided(REVIEW, assessment, {**THIRTEEN, "4.1.2": None})
    story.reopened(LATER, assessment, "1.1.2")
    result = readiness_of(story, LATER)
    assert statuses(result) == [("1.1.2", "confirmed", "reopened"), ("4.1.2", "confirmed", "stands")]
    assert outcome(result, MEMBERS).state == "met"
    story.decided(LATER, assessment, {"1.1.2": {"committed": 14}})
    assert outcome(readiness_of(story, LATER), MEMBERS).state == "not_met"


def test_a_new_assessment_keeps_the_decisions_about_what_it_repeats() -> None:
    story, first = told()
    story.decided(REVIEW, first, {**THIRTEEN, "4.1.2": None})
    story.assessed(LATER, strong_answers(_1_1_2=said(committed=20)))
    result = readiness_of(story, LATER)
    assert statuses(result) == [("1.1.2", "confirmed", "reopened"), ("4.1.2", "confirmed", "stands")]
    assert outcome(result, MEMBERS).arguments["committed"] == 20


def test_a_late_decision_about_a_superseded_assessment_leaves_the_current_one_alone() -> None:
    story, first = told()
    second = story.assessed(LATER, strong_answers(_1_1_2=said(committed=18)))
    story.decided(date(2026, 12, 2), first, THIRTEEN)
    on = date(2026, 12, 3)
    assert assess(story.history, full(), on, second).reviews == ()
    story.decided(LATER, first, THIRTEEN)
    assert len(assess(story.history, full(), LATER, first).reviews) == 1
    assert len(assess(story.history, full(), on, second).reviews) == 1


def test_nobody_confirms_by_the_way_of_an_earlier_assessment_what_they_repeat_themselves() -> None:
    story, first = told()
    story.decided(REVIEW, first, THIRTEEN)
    story.assessed(LATER, strong_answers(_1_1_2=said(committed=18)))
    story.events[-1] = replace(story.events[-1], actor=REVIEWER)  # type: ignore[call-arg]
    assert [each.status for each in readiness_of(story, LATER).reviews] == ["own"]


def test_a_decision_about_an_unknown_assessment_waits_for_it() -> None:
    story, assessment = told()
    story.decided(REVIEW, assessment, THIRTEEN)
    submitted, *others = story.events
    assert readiness_of(History.of(others), LATER).reviews == ()
    assert len(readiness_of(History.of([*others, submitted]), LATER).reviews) == 1


@pytest.mark.parametrize("found", [{"committed": "13"}, {"members": 13}, {"committed": True}])
def test_a_finding_that_the_criteria_cannot_read_is_refused(found: dict[str, int | str]) -> None:
    story, assessment = told()
    decided = story.decided(REVIEW, assessment, {"1.1.2": found})
    with pytest.raises(UnusableEventError, match=rf"event {decided}: .*1\.1\.2\."):
        readiness_of(story, LATER)


def test_a_decision_with_a_digest_of_something_else_has_no_effect() -> None:
    story, assessment = told()
    story.decided(REVIEW, assessment, THIRTEEN)
    decided = story.events[-1]
    assert isinstance(decided, ReviewDecided)
    wrong = replace(decided.indicators["1.1.2"], digest="0" * 64, evidence=("x", *decided.indicators["1.1.2"].evidence))
    story.events[-1] = replace(decided, indicators={"1.1.2": wrong})
    result = readiness_of(story, LATER)
    assert statuses(result) == [("1.1.2", "confirmed", "reopened")]
    assert outcome(result, MEMBERS).state == "met"


def test_an_order_starts_from_what_the_reviewer_found() -> None:
    story, assessment = told(listed=False)
    story.decided(REVIEW, assessment, THIRTEEN)
    order = possible_order(story.history, full(), LATER, assessment, "bronze")
    [change] = order.changes
    assert (change.question, change.values, change.document) == ("1.1.2", {"committed": 15}, True)
    assert (order.reaches, order.locked) == ("ready_to_contact", ())


def test_an_indicator_that_a_reviewer_sees_no_better_is_not_proposed_as_an_area() -> None:
    story = ReviewedStory()
    first = story.assessed(date(2024, 1, 1), strong_answers(2))
    story.benchmarked(date(2024, 2, 1), snapshot=first)
    second = story.assessed(date(2025, 9, 2), strong_answers(2, _4_1_2=said(level=5), _4_1_3=said(level=5)))
    on = date(2025, 10, 1)

    def proposed() -> set[tuple[str, ...]]:
        return {each.indicators for each in propose_areas(story.history, full(), on, second).proposals}

    assert proposed() == {("4.1.2",), ("4.1.3",)}
    story.decided(on, second, {"4.1.2": {"level": 2}})
    assert proposed() == {("4.1.3",)}


def test_after_taking_a_disputed_decision_back_its_reviewer_may_decide_again() -> None:
    story, assessment = told()
    story.decided(REVIEW, assessment, THIRTEEN)
    story.disputed(REVIEW, assessment, "1.1.2")
    story.reopened(REVIEW, assessment, "1.1.2")
    story.decided(LATER, assessment, {"1.1.2": None})
    assert statuses(readiness_of(story, LATER)) == [("1.1.2", "confirmed", "stands")]


def test_other_criteria_than_those_of_the_assessment_do_not_check_a_finding() -> None:
    story, assessment = told()
    story.decided(REVIEW, assessment, {"1.1.2": {"committed": 13, "of_tomorrow": 1}})
    with pytest.raises(UnusableEventError, match="is not a field of the question"):
        readiness_of(story, LATER)
    others = full().model_copy(update={"name": "other"})
    assert outcome(readiness_of(story, LATER, others), MEMBERS).state == "not_met"


def test_a_comparison_leaves_out_a_finding_that_the_other_version_cannot_read() -> None:
    story, assessment = told()
    story.decided(REVIEW, assessment, {**THIRTEEN, "4.1.2": {"of_another_version": 1}})
    history, _ = as_if(story.history, full().model_copy(update={"name": "draft"}))
    result = readiness_of(history, LATER, full().model_copy(update={"name": "draft"}))
    assert statuses(result) == [("1.1.2", "confirmed", "stands")]
    assert outcome(result, MEMBERS).state == "not_met"


def test_the_digest_of_what_was_judged_is_the_same_for_ever() -> None:
    answer = Answer(value={"name": "Žąsų ūkis", "committed": 18})
    digest = judged_digest("1.1.2", answer, ["b", "a"])
    assert digest == "a6b313d6f3ed872fc7698b04792e4fa98bb55a28d6e44f165697f65e023678e9"  # decisions carry it


def test_a_document_that_only_the_answer_names_was_judged_and_goes_on_proving_what_the_reviewer_found() -> None:
    story = ReviewedStory()
    paper = story.attached(date(2026, 11, 2), "4.1.2")
    assessment = story.assessed(SENT, {"1.1.2": Answer(value={"committed": 18}, evidence=(paper,))})
    story.decided(REVIEW, assessment, {"1.1.2": {"committed": 16}})
    decided = story.events[-1]
    assert isinstance(decided, ReviewDecided)
    assert decided.indicators["1.1.2"].evidence == (paper,)
    result = readiness_of(story, LATER)
    assert outcome(result, MEMBERS).arguments == {"required": 15, "committed": 16}
    assert said_of(result, MEMBERS) == ("met", "met", None)


def test_a_value_found_for_what_nobody_answered_is_shown() -> None:
    story = ReviewedStory()
    assessment = story.assessed(SENT, {"4.1.2": said(level=3)})
    story.decided(REVIEW, assessment, THIRTEEN)
    result = readiness_of(story, LATER)
    assert statuses(result) == [("1.1.2", "confirmed", "stands")]


def test_a_decision_about_an_unknown_assessment_hides_no_other() -> None:
    story, first = told()
    story.decided(REVIEW, first, THIRTEEN)
    second = story.assessed(LATER, strong_answers(_1_1_2=said(committed=20)))
    story.decided(LATER, second, {"4.1.2": None})
    history = History.of(event for event in story.events if event.id != first)
    assert [each.question for each in assess(history, full(), LATER, second).reviews] == ["4.1.2"]


def test_the_decision_in_force_is_shown_and_not_a_later_one_about_something_else() -> None:
    story, assessment = told()
    story.decided(REVIEW, assessment, THIRTEEN)
    story.decided(LATER, assessment, {"1.1.2": {"committed": 11}})
    later = story.events[-1]
    assert isinstance(later, ReviewDecided)
    story.events[-1] = replace(later, indicators={"1.1.2": replace(later.indicators["1.1.2"], digest="0" * 64)})
    (review,) = readiness_of(story, LATER).reviews
    assert (review.status, review.value, review.on) == ("stands", {"committed": 13}, REVIEW)
