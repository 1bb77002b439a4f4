"""Bronze: the five known conditions, by the regime of the day (`rules.md` 4)."""

from datetime import date

import pytest

from services.scoring.domain.events import Answer
from tests.support.histories import NOT_APPLICABLE, UNKNOWN, Story, said, strong_answers
from tests.support.results import find, level_of, outcome, readiness_of, said_of

ON = date(2026, 11, 16)
ASSESSED = date(2026, 11, 1)


def answered(name: str, answer: Answer | None) -> Story:
    story = Story()
    story.assessed(ASSESSED, {name: answer} if answer else {})
    return story


def judged(story: Story, name: str, on: date = ON) -> tuple[str, str, str | None]:
    return said_of(readiness_of(story, on), name, "bronze")


def test_an_interview_is_awaited_and_never_not_met() -> None:
    assert judged(Story(), "bronze.interview") == ("awaited", "unknown", "interview")
    found = find(readiness_of(Story(), ON), "bronze.interview")
    assert found is not None
    assert found.item.kind == "interview"


def test_a_benchmarking_is_the_interview_until_a_label_is_awarded_for_it() -> None:
    story = Story()
    story.benchmarked(date(2025, 3, 3))
    assert judged(story, "bronze.interview") == ("met", "met", None)
    assert outcome(readiness_of(story, ON), "bronze.interview").arguments == {"on": "2025-03-03"}
    story.labelled("bronze", date(2025, 3, 31), "month")
    assert judged(story, "bronze.interview") == ("awaited", "unknown", "interview")
    story.benchmarked(date(2026, 10, 3))
    assert judged(story, "bronze.interview") == ("met", "met", None)


def test_only_an_award_of_bronze_settles_the_interview_of_bronze() -> None:
    story = Story()
    story.benchmarked(date(2025, 3, 3))
    story.labelled("silver", date(2025, 9, 30))
    assert judged(story, "bronze.interview") == ("met", "met", None)


@pytest.mark.parametrize(("day", "expected"), [(29, "met"), (30, "awaited")])
def test_an_award_of_the_interview_s_own_day_or_possibly_later_settles_it(day: int, expected: str) -> None:
    exact, vague = Story(), Story()
    for story in (exact, vague):
        story.benchmarked(date(2025, 4, 30))
    exact.labelled("bronze", date(2025, 4, day))
    vague.labelled("bronze", date(2025, 4, 1), "month")
    assert judged(exact, "bronze.interview")[0] == expected
    assert judged(vague, "bronze.interview")[0] == "awaited"


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (said(kind="sectoral"), ("met", "met", None)),
        (said(kind="other"), ("not_met", "not_met", None)),
        (NOT_APPLICABLE, ("not_met", "not_met", None)),
        (UNKNOWN, ("unanswered", "unknown", "answer")),
        (None, ("unanswered", "unknown", "answer")),
    ],
)
def test_the_initiative_is_what_the_cluster_says(answer: Answer | None, expected: tuple[str, str, str | None]) -> None:
    assert judged(answered("eligibility.initiative", answer), "eligibility.initiative") == expected


def test_the_register_s_sector_settles_a_missing_initiative() -> None:
    story = answered("eligibility.initiative", UNKNOWN)
    story.registered(sector="plastics")
    assert judged(story, "eligibility.initiative") == ("by_register", "met", None)
    assert outcome(readiness_of(story, ON), "eligibility.initiative").arguments == {"fact": "plastics"}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (said(listed="yes"), "met"),
        (said(listed="waived"), "met"),
        (said(listed="in_preparation"), "not_met"),
        (said(listed="no"), "not_met"),
    ],
)
def test_the_listing_must_be_there_or_waived(answer: Answer, expected: str) -> None:
    assert judged(answered("eccp.listed", answer), "eccp.listed") == (expected, expected, None)


def test_a_choice_that_does_not_do_is_named_in_its_sentence() -> None:
    for answer, name in ((said(listed="no"), "no"), (NOT_APPLICABLE, "not_applicable")):
        assert outcome(readiness_of(answered("eccp.listed", answer), ON), "eccp.listed").arguments == {"answer": name}


def test_fifteen_declared_members_await_the_signed_list() -> None:
    story = answered("1.1.2", said(committed=15))
    assert judged(story, "eligibility.members") == ("unproven", "unknown", "document")
    story.attached(date(2026, 11, 2), "1.1.2", supports={"committed": 11})
    arguments = outcome(readiness_of(story, ON), "eligibility.members").arguments
    assert arguments == {"required": 15, "committed": 15, "proven": 11, "missing": 4}
    story.attached(date(2026, 11, 3), "1.1.2", supports={"committed": 4})
    assert judged(story, "eligibility.members") == ("met", "met", None)
    arguments = outcome(readiness_of(story, ON), "eligibility.members").arguments
    assert arguments == {"required": 15, "committed": 15}


def test_fourteen_members_are_too_few_whatever_is_proven() -> None:
    story = answered("1.1.2", said(committed=14))
    story.attached(date(2026, 11, 2), "1.1.2")
    assert judged(story, "eligibility.members") == ("below", "not_met", None)
    nobody = outcome(readiness_of(answered("1.1.2", NOT_APPLICABLE), ON), "eligibility.members")
    assert (nobody.name, nobody.state, nobody.arguments) == ("below", "not_met", {"required": 15, "committed": 0})


def test_a_fact_may_show_that_members_are_too_few_and_never_that_they_are_enough() -> None:
    few = Story()
    few.registered(members_total=13)
    assert judged(few, "eligibility.members") == ("below_by_register", "not_met", None)
    arguments = outcome(readiness_of(few, ON), "eligibility.members").arguments
    assert arguments == {"required": 15, "committed": 13, "source": "https://register.example"}
    for number in (15, 40):
        enough = Story()
        enough.registered(members_total=number)
        assert judged(enough, "eligibility.members") == ("unanswered", "unknown", "answer")
        assert outcome(readiness_of(enough, ON), "eligibility.members").arguments == {"required": 15}


def test_an_answer_wins_over_the_register() -> None:
    story = answered("1.1.2", said(committed=18))
    story.registered(members_total=13)
    assert judged(story, "eligibility.members") == ("unproven", "unknown", "document")


@pytest.mark.parametrize(
    ("industry", "sme", "research", "expected"), [(1, 9, 9, "met"), (1, 9, 10, "not_met"), (0, 0, 0, "not_met")]
)
def test_more_than_half_must_be_private(industry: int, sme: int, research: int, expected: str) -> None:
    answer = said(industry=industry, sme=sme, research=research, public=0, other=0, level=2)
    assert judged(answered("1.1.1", answer), "eligibility.private") == (expected, expected, None)


def test_a_composition_without_its_counts_is_unanswered() -> None:
    assert judged(answered("1.1.1", said(level=2)), "eligibility.private") == ("unanswered", "unknown", "answer")
    some = said(industry=9, sme=9, level=2)
    assert judged(answered("1.1.1", some), "eligibility.private") == ("unanswered", "unknown", "answer")
    nothing = answered("1.1.1", NOT_APPLICABLE)
    assert judged(nothing, "eligibility.private") == ("not_met", "not_met", None)
    assert outcome(readiness_of(nothing, ON), "eligibility.private").arguments == {"part": 0, "whole": 0}


def test_what_nobody_knows_is_listed_and_never_blocks() -> None:
    story = Story()
    story.assessed(ASSESSED, strong_answers())
    story.attached(ASSESSED, "1.1.2")
    readiness = readiness_of(story, ON)
    third = find(readiness, "eligibility.third", "bronze")
    assert third is not None
    assert (third.item.advisory, third.outcome.awaits, third.message) == (True, "scheme", "third_ask")
    assert level_of(readiness, "bronze").verdict == "ready_to_contact"


def test_before_15_november_2019_the_interview_alone_counts() -> None:
    story = Story()
    story.registered(members_total=13)
    before, after = readiness_of(story, date(2019, 11, 14)), readiness_of(story, date(2019, 11, 15))
    assert [each.item.id for each in level_of(before, "bronze").requirements] == ["bronze.interview"]
    assert level_of(before, "bronze").verdict == "ready_to_contact"
    assert level_of(after, "bronze").verdict == "not_yet"
    assert said_of(after, "eligibility.members", "bronze") == ("below_by_register", "not_met", None)
    assert before.next_change == date(2019, 11, 15)


def test_an_interview_without_an_award_keeps_the_regime_of_its_date() -> None:
    story = Story()
    story.registered(members_total=13)
    story.benchmarked(date(2019, 11, 14))
    assert find(readiness_of(story, date(2019, 12, 20)), "eligibility.members") is None
    story.labelled("bronze", date(2019, 12, 1))
    assert find(readiness_of(story, date(2019, 12, 20)), "eligibility.members") is not None


def test_a_label_of_unknown_date_may_be_the_award_for_an_earlier_interview_and_not_for_a_later_one() -> None:
    story = Story()
    story.registered(members_total=13)
    story.benchmarked(date(2017, 3, 1))
    story.labelled("bronze", None, seen_on=date(2018, 6, 1))
    readiness = readiness_of(story, ON)
    assert said_of(readiness, "bronze.interview") == ("awaited", "unknown", "interview")
    assert said_of(readiness, "eligibility.members") == ("below_by_register", "not_met", None)
    story.benchmarked(date(2018, 6, 2))
    assert judged(story, "bronze.interview") == ("met", "met", None)


def test_an_interview_after_the_rule_came_is_judged_by_it() -> None:
    story = Story()
    story.benchmarked(date(2019, 11, 15))
    assert find(readiness_of(story, date(2019, 12, 20)), "eligibility.members") is not None


@pytest.mark.parametrize(
    ("on", "purpose"),
    [
        (date(2020, 12, 31), "renewal"),
        (date(2021, 1, 1), "renewal"),
        (date(2021, 12, 31), "renewal"),
        (date(2022, 1, 1), "first"),
    ],
)
def test_a_held_label_makes_it_a_renewal_until_it_lapses(on: date, purpose: str) -> None:
    story = Story()
    story.labelled("bronze", date(2018, 12, 11))
    assert level_of(readiness_of(story, on), "bronze").purpose == purpose
    assert level_of(readiness_of(story, on), "silver").purpose == "first"


def test_requirements_are_counted_by_mark() -> None:
    assert level_of(readiness_of(Story(), ON), "bronze").rests_on == {
        "stated": 5,
        "inferred": 0,
        "assumed": 0,
        "unknown": 1,
    }
