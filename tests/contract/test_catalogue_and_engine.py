"""Whatever the engine finds under the committed catalogue can be said: random clusters, every sentence rendered."""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from services.scoring.domain.assess import assess
from services.scoring.domain.events import Answer
from services.scoring.domain.readiness import Readiness
from shared.catalogue.model import AnswerField, Question
from shared.catalogue.outcomes import outcomes
from shared.catalogue.wording import Language, Wording
from tests.support.histories import NOT_APPLICABLE, UNKNOWN, Story, said

WORDING = Wording.load(Path(__file__).parents[2] / "catalogues", "ecei@1")
LANGUAGES: tuple[Language, ...] = ("lt", "en")
CLUSTERS = 400
FIRST = date(2017, 1, 1)
NEVER_UNDER_ASSUMED_BANDS = {"minimum_met", "floor_met"}
"""Outcomes that need a confirmed threshold."""


def value(field: AnswerField, chance: random.Random, strong: bool) -> bool | int | str:
    if field.type == "boolean":
        return strong or chance.random() < 0.5
    if field.type == "choice":
        return chance.choice(field.choices).id
    top = 30 if field.maximum is None else int(min(field.maximum, 120))
    return top if strong else chance.randint(0, top)


def answer(question: Question, chance: random.Random, strong: bool) -> Answer:
    """Return any answer; a strong cluster has one to everything, and mostly the greatest number."""
    kind = 1 if strong else chance.random()
    if kind < 0.05:
        return UNKNOWN
    if kind < 0.1:
        return NOT_APPLICABLE
    return said(**{field.name: value(field, chance, strong) for field in question.fields})


def cluster(chance: random.Random) -> tuple[Story, date, str | None]:
    """Return what happened to a random cluster, the day of the result, and its assessment."""
    story, day = Story(), FIRST + timedelta(days=chance.randrange(1000))
    facts = {"members_total": chance.randint(5, 20)} if chance.random() < 0.5 else {}
    story.registered(sector=chance.choice([None, "food"]), **facts)
    questions = WORDING.catalogue.questions
    assessment = None
    for _ in range(chance.randint(0, 2)):
        day += timedelta(days=chance.randrange(900))
        strong = chance.random() < 0.1
        asked = [question for question in questions.values() if strong or chance.random() < 0.9]
        areas = [chance.sample(["4.1.2", "4.1.3", "2.1", "3.1"], 2) for _ in range(chance.randint(0, 3))]
        answers = {question.id: answer(question, chance, strong) for question in asked}
        assessment = story.assessed(day, answers, areas, catalogue=WORDING.catalogue.id)
        story.attached(day, *chance.sample(list(questions), len(questions) if chance.random() < 0.2 else 30))
        if chance.random() < 0.7:
            precision = chance.choice(["day", "day", "month", "year"])
            story.benchmarked(day, precision, snapshot=chance.choice([None, assessment]))
    if chance.random() < 0.5:
        story.labelled(chance.choice(["bronze", "silver"]), chance.choice([None, day]))
    return story, day + timedelta(days=chance.randrange(900)), assessment


def results() -> Iterator[Readiness]:
    for seed in range(CLUSTERS):
        story, on, assessment = cluster(random.Random(seed))
        yield assess(story.history, WORDING.catalogue, on, assessment)


@pytest.fixture(scope="module")
def said_messages() -> set[str]:
    """Render everything of every result; return the messages that came up."""
    messages: set[str] = set()
    for readiness in results():
        for language in LANGUAGES:
            for label in readiness.held:
                days = (day.isoformat() if day else None for day in (label.valid_until, label.renewable_until))
                said = (label.level, label.state, language, *days, label.date_source, label.mark, label.awarded)
                assert WORDING.held(*said)
            for level in readiness.levels:
                assert WORDING.verdict(level.level, level.verdict, language)
                for each in level.requirements:
                    outcome = each.outcome
                    clause = WORDING.requirement(
                        each.message, outcome.arguments, language, outcome.assumed, each.item.indicator
                    )
                    assert not set("{}") & set(clause), each.message
                    assert outcome.awaits is None or WORDING.awaits(outcome.awaits, language)
                    messages.add(each.message)
    return messages


def test_the_engine_uses_no_sentence_that_rules_py_does_not_name(said_messages: set[str]) -> None:
    assert said_messages <= expected()


def test_every_sentence_comes_up(said_messages: set[str]) -> None:
    assert expected() - NEVER_UNDER_ASSUMED_BANDS - said_messages == set()


def expected() -> set[str]:
    return {
        f"{requirement.message}_{outcome}"
        for level in WORDING.catalogue.levels
        for requirement in level.requirements
        for outcome in outcomes(requirement.rule)
    }
