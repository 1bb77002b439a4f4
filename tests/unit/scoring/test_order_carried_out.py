"""What the engine judges before it promises: a new assessment with the changes, and the papers they ask for."""

from datetime import UTC, date, datetime

from services.scoring.domain.events import Answer, AssessmentSubmitted, EvidenceAttached
from services.scoring.domain.order.carry_out import ASSESSMENT, carried_out
from services.scoring.domain.order.model import Change
from tests.support.histories import UNKNOWN, Story, said

ON = date(2026, 11, 16)
MIDNIGHT = datetime(2026, 11, 16, tzinfo=UTC)


def assessment_after(story: Story, *changes: Change) -> AssessmentSubmitted:
    (made,) = [each for each in carried_out(story.history, changes, "test@2", ON).events if each.id == ASSESSMENT]
    assert isinstance(made, AssessmentSubmitted)
    return made


def test_changes_go_on_top_of_what_is_answered() -> None:
    story = Story()
    answers = {"1.1.1": Answer({"industry": 4, "level": 2}, evidence=("list",)), "2.4": UNKNOWN, "3.2": said(level=3)}
    story.assessed(date(2026, 11, 1), answers, areas=[["3.2"]])
    changes = (
        Change("meet", ("private",), "1.1.1", values={"industry": 9}),
        Change("answer", ("minimum.2.4",), "2.4", 2, {"level": 2}),
        Change("name_areas", ("areas",), areas=(("2.4",), ("1.1.1", "2.4"))),
    )
    made = assessment_after(story, *changes, Change("meet", ("listed",), "eccp.listed", values={"listed": "yes"}))
    assert made.answers == {
        "1.1.1": Answer({"industry": 9, "level": 2}, evidence=("list",)),
        "2.4": said(level=2),
        "3.2": said(level=3),
        "eccp.listed": said(listed="yes"),
    }
    assert [area.indicators for area in made.silver_areas] == [("3.2",), ("2.4",), ("1.1.1", "2.4")]


def test_the_assessment_is_the_newest_of_its_day_and_says_what_it_is_judged_by() -> None:
    story = Story()
    story.assessed(ON)
    story.advised(ON, "2.4")
    history = carried_out(story.history, [], "test@2", ON)
    made = history.current
    assert made is not None
    assert (made.id, made.source, made.digest, made.sequence) == (ASSESSMENT, "branda.order", "", 3)
    assert (made.catalogue, made.day, made.assessed_on, made.recorded) == ("test@2", ON, ON, MIDNIGHT)
    assert all(each in history.events for each in story.history.events)
    assert assessment_after(Story()).sequence == 1
    assert assessment_after(Story()).assessed_on == ON


def test_it_stays_the_current_one_after_one_that_is_dated_ahead() -> None:
    story = Story()
    story.assessed(date(2026, 12, 1))
    assert assessment_after(story).assessed_on == date(2026, 12, 1)


def test_a_paper_is_attached_for_each_change_that_asks_for_proof() -> None:
    changes = (
        Change("raise", (), "2.4", 3, {"level": 3}, document=True),
        Change("name_areas", (), areas=(("2.4",),)),
        Change("meet", (), "eccp.listed", values={"listed": "yes"}),
        Change("document", (), "3.2", 2, {"level": 2}, document=True),
    )
    events = carried_out(Story().history, changes, "test@1", ON).events
    papers = [each for each in events if isinstance(each, EvidenceAttached)]
    assert sorted(papers, key=lambda each: each.id) == [
        EvidenceAttached(
            id=f"{ASSESSMENT} {name}",
            source="branda.order",
            sequence=1,
            day=ON,
            recorded=MIDNIGHT,
            digest="",
            indicators=(name,),
            kind="link",
            dated=ON,
            strength="documented",
        )
        for name in ("2.4", "3.2")
    ]
