"""A level and an indicator of one's own by data alone: a catalogue that nobody coded for is loaded, judged and said."""

from datetime import date
from pathlib import Path

import pytest

from services.scoring.application.announce import announce
from services.scoring.application.ports import Head
from services.scoring.application.wire import readiness_assessed
from services.scoring.domain.heads import revision
from services.scoring.domain.readiness import Readiness
from shared.catalogue.wording import Language, Wording
from shared.contracts.registry import parse_event
from tests.support.histories import Story, said
from tests.support.results import level_of, outcome, readiness_of

FOLDER = Path(__file__).parents[1] / "data" / "regional"
REGIONAL = Wording.load(FOLDER, "regional@1")
ON = date(2026, 11, 16)


def judged(apprentices: int, *, proven: bool = True) -> Readiness:
    story = Story()
    answers = {"lt.apprentices": said(apprentices=apprentices), "2.1": said(leavers=10), "2.2": said(level=5)}
    story.assessed(date(2026, 11, 1), answers, catalogue="regional@1")
    if proven:
        story.attached(date(2026, 11, 1), *answers)
    return readiness_of(story, ON, REGIONAL.catalogue)


def test_the_add_on_indicator_gives_points_like_any_other() -> None:
    result = next(each for each in judged(8).indicators if each.id == "lt.apprentices")
    assert (result.declared, result.backed) == ((4, 4), (4, 4))
    assert judged(8).points.max == 20


@pytest.mark.parametrize(
    ("apprentices", "proven", "verdict"),
    [(5, True, "not_yet"), (6, False, "ready_if_confirmed"), (6, True, "ready_if_confirmed")],
)
def test_the_level_is_judged_by_its_own_rules(apprentices: int, proven: bool, verdict: str) -> None:
    assert level_of(judged(apprentices, proven=proven), "regional_leader").verdict == verdict


def test_its_own_floor_is_half_of_its_own_maximum() -> None:
    floor = outcome(judged(10), "leader.floor")
    assert (floor.name, floor.arguments["required"], floor.arguments["percent"]) == ("assumed", 10, 50)


@pytest.mark.parametrize(("language", "name"), [("lt", "Regiono lyderis"), ("en", "Regional leader")])
def test_it_is_said_in_its_own_words(language: Language, name: str) -> None:
    level = level_of(judged(5), "regional_leader")
    assert REGIONAL.level(level.level, language) == name
    assert REGIONAL.verdict(level.level, level.verdict, language).startswith(name)
    for each in level.requirements:
        clause = REGIONAL.requirement(each.message, each.outcome.arguments, language, each.outcome.assumed)
        assert not set("{}") & set(clause)


def test_v1_of_the_event_carries_the_labels_only() -> None:
    """Its readers rely on three levels; the result page and the API show the level of one's own."""
    data = readiness_assessed(judged(8), cause="submission", current=True, previous=None)
    assert [level.level for level in data.levels] == ["bronze"]


def test_an_announcement_of_it_can_be_read_again() -> None:
    history, result = Story().history, judged(8)
    head = Head("00000000-0000-5000-8000-00000000000c", result.assessment, revision(history, ON), current=True)
    announced = announce(head, result, None, [], [])
    assert announced.announcement is not None
    assert announced.published is not None
    assert dict(announced.published.verdicts).keys() == {"bronze"}
    assert parse_event(announced.announcement.body).type == "branda.readiness.assessed.v1"
