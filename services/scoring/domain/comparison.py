"""A history as if its assessments named another version of the criteria: never stored, always said (`rules.md` 3)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from services.scoring.domain.answers import fits, readable
from services.scoring.domain.events import Answer, AssessmentSubmitted, Event, SilverArea
from services.scoring.domain.history import History
from services.scoring.domain.review_events import ReviewDecided
from shared.catalogue.model import Catalogue, Question


class Unread(NamedTuple):
    """An answer, or one field of it, that the other version cannot read; it counts as missing.

    `question` is as the assessment names it; of a named area it is the indicator that the version does not have.
    """

    assessment: str
    question: str
    field: str | None = None


def as_if(history: History, catalogue: Catalogue) -> tuple[History, tuple[Unread, ...]]:
    """Return `history` with every assessment under `catalogue`, and what had to be left out for that.

    Ids and digests stay: the result's passport names the same events.
    """
    unread: list[Unread] = []
    events = tuple(_as_if(event, catalogue, unread) for event in history.events)
    return History(events), tuple(unread)


def _as_if(event: Event, catalogue: Catalogue, unread: list[Unread]) -> Event:
    if isinstance(event, AssessmentSubmitted):
        return _renamed(event, catalogue, unread)
    return _reviewed(event, catalogue) if isinstance(event, ReviewDecided) else event


def _reviewed(decided: ReviewDecided, catalogue: Catalogue) -> ReviewDecided:
    """Leave out what a reviewer found where the other version cannot read it: then nobody has found anything."""
    questions = catalogue.questions
    kept = {
        name: each
        for name, each in decided.indicators.items()
        if name in questions and fits(each.value or {}, questions[name])
    }
    return replace(decided, indicators=kept)


def _renamed(sent: AssessmentSubmitted, catalogue: Catalogue, unread: list[Unread]) -> AssessmentSubmitted:
    questions = catalogue.questions
    answers: dict[str, Answer] = {}
    for name, answer in sent.answers.items():
        kept = _read(answer, questions.get(name))
        if kept is None:
            unread.append(Unread(sent.id, name))
            continue
        answers[name] = kept
        unread += [Unread(sent.id, name, field) for field in (answer.value or {}) if field not in (kept.value or {})]
    areas = tuple(_area(sent.id, area, questions, unread) for area in sent.silver_areas)
    named = tuple(area for area in areas if area.indicators)
    return replace(sent, catalogue=catalogue.id, answers=answers, silver_areas=named)


def _read(answer: Answer, question: Question | None) -> Answer | None:
    """Return what the question asks for; None where that is not all there, or is of another kind."""
    if question is None:
        return None
    if answer.value is None:
        return answer
    value = {name: each for name, each in answer.value.items() if name in question.by_field}
    kept = answer if len(value) == len(answer.value) else replace(answer, value=value)
    return kept if readable(kept, question) else None


def _area(assessment: str, area: SilverArea, questions: Mapping[str, Question], unread: list[Unread]) -> SilverArea:
    known = tuple(name for name in area.indicators if name in questions)
    unread += [Unread(assessment, name) for name in area.indicators if name not in questions]
    return area if len(known) == len(area.indicators) else SilverArea(known)
