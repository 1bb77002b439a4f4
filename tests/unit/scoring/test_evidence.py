"""How partial proofs of one value join, and which pieces are looked at (`rules.md` 2)."""

from datetime import date

import pytest

from services.scoring.domain.events import Answer
from services.scoring.domain.evidence import LARGEST_DEGREE, Evidence, Way, way
from shared.catalogue.model import AnswerField
from tests.support.criteria import full
from tests.support.histories import Story, said


def field(kind: str, maximum: int | None) -> AnswerField:
    return AnswerField.model_validate(
        {"name": "value", "type": kind, "label": {"lt": "Reikšmė", "en": "Value"}, "maximum": maximum}
    )


@pytest.mark.parametrize(
    ("kind", "maximum", "direction", "expected"),
    [
        ("integer", None, "more", "sum"),
        ("integer", LARGEST_DEGREE + 1, "more", "sum"),
        ("integer", LARGEST_DEGREE, "more", "most"),
        ("decimal", None, "more", "most"),
        ("level", 5, "more", "most"),
        ("integer", None, "less", "least"),
    ],
)
def test_counts_add_up_and_of_degrees_the_best_counts(
    kind: str, maximum: int | None, direction: str, expected: Way
) -> None:
    assert way(field(kind, maximum), direction) == expected


def test_an_expired_piece_hides_no_valid_one_whichever_comes_first() -> None:
    story = Story()
    for dated in (date(2026, 1, 1), date(2020, 1, 1), date(2026, 2, 1)):
        story.attached(dated, "1.1.2", supports={"committed": 7})
    story.attached(date(2020, 3, 1), "1.1.2")
    question = full().questions["1.1.2"]
    for history in (story.history, type(story.history)(story.history.events[::-1])):
        proof = Evidence(history, date(2026, 11, 16)).proof(question, said(committed=20), "committed")
        assert (proof.whole, proof.amounts) == (False, (7, 7))


def test_a_piece_that_only_the_answer_names_counts_for_its_question() -> None:
    story = Story()
    piece = story.attached(date(2026, 1, 1), "2.4")
    counted = Evidence(story.history, date(2026, 11, 16)).counted
    question = full().questions["1.1.2"]
    assert [each.id for each in counted(question, Answer(value={"committed": 20}, evidence=(piece,)))] == [piece]
    assert list(counted(question, said(committed=20))) == []
