"""One indicator or item of a check list as the criteria page shows it."""

from dataclasses import dataclass

from services.scoring.adapters.http.words import Words
from shared.catalogue.criteria_facts import sources
from shared.catalogue.criteria_rows import Row, indicator_rows, point_rows, question_rows
from shared.catalogue.model import Band, Indicator, IndicatorOrigins, Mark, Origins, Question, Text
from shared.catalogue.typography import bind

ASKED = 2
"""Name and question come first among the rows, and stand in the heading."""


@dataclass(frozen=True)
class RowView:
    """One row: what it is about, what is said, and how surely that is known."""

    head: str
    body: str
    mark: Mark


@dataclass(frozen=True)
class QuestionView:
    """One question. `number`: None for an item of a check list. `points`: what 0 to 5 points are given for.

    `measure`: what the bands are of; None: the levels are described. `sources`: each with what it is the source of.
    `least`, `most`: the points that it can give.
    """

    id: str
    number: str | None
    name: str
    question: str
    points: tuple[RowView, ...]
    points_mark: Mark | None
    measure: str | None
    rows: tuple[RowView, ...]
    sources: tuple[tuple[str, str], ...]
    least: int = 0
    most: int = 0


def question_view(question: Question, origins: Origins, words: Words) -> QuestionView:
    """Return everything that is said of a question."""
    indicator = question if isinstance(question, Indicator) else None
    given = point_rows(indicator) if indicator else {}
    points = tuple(_row(row, words) for row in given.values())
    said = (
        (source, ", ".join(str(getattr(each, words.language)) for each in what))
        for source, what in sources(question, origins).items()
    )
    return QuestionView(
        id=question.id,
        number=question.id if indicator else None,
        name=_said(question.name, words),
        question=_said(question.question, words),
        points=points,
        points_mark=indicator.scoring.mark if indicator and points else None,
        measure=_measure(indicator, words) if indicator else None,
        rows=tuple(_row(row, words) for row in _rows(question, origins)),
        sources=tuple(said),
        least=min(given, default=0),
        most=max(given, default=0),
    )


def _rows(question: Question, origins: Origins) -> list[Row]:
    """Return the rows besides name, question and points."""
    if isinstance(question, Indicator) and isinstance(origins, IndicatorOrigins):
        points = list(point_rows(question).values())
        return [row for row in indicator_rows(question, origins) if row not in points][ASKED:]
    return list(question_rows(question, origins))[ASKED:]


def _measure(indicator: Indicator, words: Words) -> str | None:
    scoring = indicator.scoring
    return _said(indicator.by_field[scoring.field].label, words) if isinstance(scoring, Band) else None


def _row(row: Row, words: Words) -> RowView:
    return RowView(_said(row.head, words), _said(row.body, words), row.mark)


def _said(text: Text, words: Words) -> str:
    return bind(str(getattr(text, words.language)))
