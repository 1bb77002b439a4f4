"""Six typical clusters, and what their managers would find right (`rules.md` 10)."""

from datetime import date

from tests.support.criteria import ALL, full
from tests.support.histories import Story, said, strong_answers
from tests.support.results import level_of, outcome, readiness_of, verdicts

ON = date(2026, 11, 16)
ASSESSED = date(2026, 11, 1)
AREAS = (("4.1.2", "4.1.3"), ("4.3",), ("2.4", "2.5"))


def new_cluster() -> Story:
    """New, 18 members declared, listed on the ECCP, no list of members attached."""
    story = Story()
    story.registered(date(2026, 9, 1), sector="laser")
    story.assessed(ASSESSED, strong_answers(2) | {"1.1.2": said(committed=18)})
    return story


def proven_cluster() -> Story:
    """All 31 proven, and the second interview inside the window."""
    story = Story()
    before = story.assessed(date(2024, 12, 1), strong_answers(2))
    story.benchmarked(date(2025, 1, 15), snapshot=before)
    story.labelled("bronze", date(2025, 1, 31), "month")
    story.assessed(ASSESSED, strong_answers(5), areas=AREAS)
    story.attached(ASSESSED, *ALL)
    story.benchmarked(date(2026, 11, 10))
    return story


def test_a_new_cluster_without_a_list_is_ready_if_confirmed() -> None:
    readiness = readiness_of(new_cluster(), ON)
    bronze = level_of(readiness, "bronze")
    assert (bronze.verdict, bronze.purpose, readiness.held) == ("ready_if_confirmed", "first", ())
    assert [gap.requirement for gap in bronze.gaps] == ["eligibility.members"]
    assert outcome(readiness, "silver.second").start == date(2028, 5, 16)


def test_the_same_with_a_signed_list_is_ready_to_contact() -> None:
    story = new_cluster()
    story.attached(date(2026, 11, 2), "1.1.2")
    bronze = level_of(readiness_of(story, ON), "bronze")
    assert (bronze.verdict, bronze.gaps) == ("ready_to_contact", ())


def test_a_valid_bronze_interviewed_19_months_ago_is_held_and_its_silver_window_is_open() -> None:
    story = new_cluster()
    story.benchmarked(date(2025, 4, 10))
    story.labelled("bronze", date(2025, 4, 30), "month")
    readiness = readiness_of(story, ON)
    (label,) = readiness.held
    assert (label.state, label.awarded, label.valid_until) == ("valid", "2025-04", date(2027, 4, 30))
    assert level_of(readiness, "bronze").purpose == "renewal"
    assert outcome(readiness, "bronze.interview").awaits == "interview"
    second = outcome(readiness, "silver.second")
    assert (second.name, second.awaits, second.until) == ("open", "interview", date(2027, 4, 10))


def test_all_31_proven_and_the_second_interview_inside_waits_for_the_agency_only() -> None:
    readiness = readiness_of(proven_cluster(), ON)
    silver = level_of(readiness, "silver")
    assert (silver.verdict, silver.gaps) == ("ready_if_confirmed", ())
    awaited = {each.outcome.awaits for each in silver.requirements if not each.item.advisory}
    assert awaited == {None, "threshold"}
    assert readiness.points.backed == readiness.points.declared == (150, 150)


def test_once_the_agency_has_confirmed_every_threshold_it_is_ready_to_contact() -> None:
    assert level_of(readiness_of(proven_cluster(), ON, full("stated")), "silver").verdict == "ready_to_contact"


def test_a_stated_none_in_monitoring_is_not_yet_by_assumption() -> None:
    story = proven_cluster()
    answers = strong_answers(5) | {"4.1.6": said(level=0)}
    story.assessed(date(2026, 11, 12), answers, areas=AREAS)
    readiness = readiness_of(story, ON)
    assert level_of(readiness, "silver").verdict == "not_yet"
    monitoring = outcome(readiness, "minimum.4.1.6")
    assert (monitoring.state, monitoring.assumed) == ("not_met", True)


def test_monitoring_stated_at_three_without_a_document_is_ready_if_confirmed() -> None:
    story = Story()
    before = story.assessed(date(2024, 12, 1), strong_answers(2))
    story.benchmarked(date(2025, 1, 15), snapshot=before)
    story.assessed(ASSESSED, strong_answers(5) | {"4.1.6": said(level=3)}, areas=AREAS)
    story.attached(ASSESSED, *(name for name in ALL if name != "4.1.6"))
    story.benchmarked(date(2026, 11, 10))
    silver = level_of(readiness_of(story, ON), "silver")
    assert silver.verdict == "ready_if_confirmed"
    assert [(gap.requirement, gap.document) for gap in silver.gaps] == [("minimum.4.1.6", True)]


def test_a_benchmarking_and_no_assessment_cannot_tell_with_the_interview_met() -> None:
    story = Story()
    story.registered(date(2026, 1, 5))
    story.benchmarked(date(2026, 10, 1))
    readiness = readiness_of(story, ON)
    assert readiness.assessment is None
    assert level_of(readiness, "bronze").verdict == "cannot_tell"
    assert outcome(readiness, "bronze.interview").state == "met"
    assert outcome(readiness, "silver.first").state == "met"


def test_plastics_is_not_yet_since_november_2019_and_not_before() -> None:
    """13 members by an undated profile, against the rule of 15 in force since 15 November 2019."""
    story = Story()
    story.registered(sector="plastics", members_total=13)
    story.labelled("bronze", date(2017, 6, 30), "month")
    assert verdicts(readiness_of(story, date(2018, 12, 31)))["bronze"] == "ready_to_contact"
    assert verdicts(readiness_of(story, date(2019, 11, 14)))["bronze"] == "ready_to_contact"
    assert verdicts(readiness_of(story, date(2019, 11, 15)))["bronze"] == "not_yet"


def test_public_facts_alone_cannot_tell() -> None:
    story = Story()
    story.registered(sector="food", members_total=20)
    story.labelled("bronze", None, seen_on=date(2018, 6, 1))
    readiness = readiness_of(story, ON)
    assert verdicts(readiness)["bronze"] == "cannot_tell"
    assert outcome(readiness, "eligibility.initiative").name == "by_register"
    assert outcome(readiness, "silver.first").name == "unanswered"
