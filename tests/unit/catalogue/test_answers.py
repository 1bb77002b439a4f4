"""Answers fit the catalogue or are refused, each at its own field."""

from typing import Any

import pytest

from shared.catalogue.answers import GivenAnswer, check_answers
from shared.catalogue.findings import InputMessage
from shared.catalogue.loader import load_catalogue
from tests.support.scoring import CATALOGUES

CATALOGUE = load_catalogue(CATALOGUES, "ecei@1")


def found(question: str, **answer: Any) -> dict[str, InputMessage]:
    given = GivenAnswer(answer.get("value"), answer.get("unknown", False), answer.get("not_applicable"))
    return {finding.pointer: finding.message for finding in check_answers({question: given}, CATALOGUE)}


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("1.1.2", {"value": {"committed": 18}}),
        ("1.1.2", {"value": {"committed": 0}}),
        ("1.1.2", {"unknown": True}),
        ("3.2", {"not_applicable": "Narystė nemokama."}),
        ("1.1.0", {"value": {"all_signed": False}}),
        ("4.1.6", {"value": {"level": 5}}),
    ],
)
def test_a_fitting_answer_is_accepted(question: str, answer: dict[str, Any]) -> None:
    assert found(question, **answer) == {}


def test_no_answers_at_all_are_welcome() -> None:
    assert check_answers({}, CATALOGUE) == []


@pytest.mark.parametrize(
    ("question", "answer", "pointer", "message"),
    [
        ("9.9", {"unknown": True}, "", InputMessage.UNKNOWN_QUESTION),
        ("1.1.2", {}, "", InputMessage.ONE_KIND_OF_ANSWER),
        ("1.1.2", {"value": {"committed": 1}, "unknown": True}, "", InputMessage.ONE_KIND_OF_ANSWER),
        ("3.2", {"unknown": True, "not_applicable": "nes"}, "", InputMessage.ONE_KIND_OF_ANSWER),
        ("3.2", {"not_applicable": ""}, "/not_applicable", InputMessage.REASON_NEEDED),
        ("3.2", {"not_applicable": "  \n"}, "/not_applicable", InputMessage.REASON_NEEDED),
        ("eccp.listed", {"not_applicable": "nes"}, "/not_applicable", InputMessage.ALWAYS_APPLICABLE),
        ("1.1.2", {"value": {"comitted": 18, "committed": 1}}, "/value/comitted", InputMessage.UNKNOWN_VALUE_FIELD),
        ("1.1.2", {"value": {}}, "/value/committed", InputMessage.HALF_FILLED),
        ("1.1.1", {"value": {"industry": 3}}, "/value/sme", InputMessage.HALF_FILLED),
        ("1.1.2", {"value": {"committed": "18"}}, "/value/committed", InputMessage.NEEDS_INTEGER),
        ("1.1.2", {"value": {"committed": True}}, "/value/committed", InputMessage.NEEDS_INTEGER),
        ("1.1.2", {"value": {"committed": -1}}, "/value/committed", InputMessage.AT_LEAST),
        ("2.5", {"value": {"share": 101}}, "/value/share", InputMessage.AT_MOST),
        ("4.1.6", {"value": {"level": 6}}, "/value/level", InputMessage.AT_MOST),
        ("1.1.0", {"value": {"all_signed": 1}}, "/value/all_signed", InputMessage.NEEDS_YES_OR_NO),
        ("1.1.0", {"value": {"all_signed": "true"}}, "/value/all_signed", InputMessage.NEEDS_YES_OR_NO),
    ],
)
def test_what_does_not_fit_is_named_at_its_field(
    question: str, answer: dict[str, Any], pointer: str, message: InputMessage
) -> None:
    assert found(question, **answer)[f"/answers/{question}{pointer}"] is message


def test_a_choice_must_be_one_of_those_offered() -> None:
    (field,) = (field for field in CATALOGUE.questions["eccp.listed"].fields if field.type == "choice")
    good = field.choices[0].id
    assert found("eccp.listed", value={field.name: good}) == {}
    assert found("eccp.listed", value={field.name: "perhaps"}) == {
        f"/answers/eccp.listed/value/{field.name}": InputMessage.NEEDS_CHOICE
    }
    assert found("eccp.listed", value={field.name: 1})


def test_every_field_of_the_catalogue_refuses_another_kind_of_value() -> None:
    wrong: dict[str, Any] = {"boolean": 3, "choice": True, "date": "2026-02-30"}
    checked = 0
    for question in CATALOGUE.questions.values():
        for field in question.fields:
            messages = found(question.id, value={field.name: wrong.get(field.type, "x")})
            assert f"/answers/{question.id}/value/{field.name}" in messages
            checked += 1
    assert checked >= len(CATALOGUE.questions)
