"""Every outcome of every requirement can be said in both languages, in the manner of `words.md`."""

import re
from pathlib import Path

import pytest

from shared.catalogue.general_sentences import general
from shared.catalogue.loader import load_messages
from shared.catalogue.model import Indicator, Requirement
from shared.catalogue.outcomes import ABOUT_INDICATOR, outcomes, refinable
from shared.catalogue.process import FIGURES
from shared.catalogue.rules import ChoiceRule, CountRule, MinimaRule, ShareRule
from shared.catalogue.wording import Argument, Language, Wording

FOLDER = Path(__file__).parents[2] / "catalogues"
WORDING = Wording.load(FOLDER, "ecei@1")
LANGUAGES: tuple[Language, ...] = ("lt", "en")
SAMPLES: dict[str, Argument] = {
    "answer": "no",
    "fact": "food",
    "source": "ECCP, 2024-01-31",
    "indicators": ("4.1.2", "4.1.3"),
    "before": "3-5",
    "after": "7",
    "clause": "x",
    "id": "4.1.6",
    "name": "x",
    "level": "Bronze",
}
DATES = {"on", "first", "second", "earliest", "until", "renewable"}
FORBIDDEN = {
    "en": re.compile(r"\baward|\bready\b|congratul|unfortunately|please be informed|\bfail|\bsorry\b", re.IGNORECASE),
    "lt": re.compile(r"sveikin|\bdeja\b|apgailest|informuojame|pareng(?:ta|tas) žym|suteikta žyma", re.IGNORECASE),
}
AWARDING = {"held_unknown", "estimate", "calendar_awarded", "calendar_reported", "calendar_step_awarded"}
"""Sentences about labels that the label body awarded; readiness is never awarded."""


def sample(name: str, number: int) -> Argument:
    return "2018-04-20" if name in DATES else SAMPLES.get(name, number)


def requirements() -> list[Requirement]:
    return [each for level in WORDING.catalogue.levels for each in level.requirements]


def about(requirement: Requirement, outcome: str) -> str | None:
    rule = requirement.rule
    if isinstance(rule, MinimaRule):
        return "1.1.0" if outcome.startswith("gate") else "4.1.6"
    if isinstance(rule, (CountRule, ShareRule)):
        return rule.indicator
    return rule.item if isinstance(rule, ChoiceRule) else None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [0, 1, 2, 10, 21])
def test_every_outcome_is_said_without_leftovers(language: Language, number: int) -> None:
    said: set[str] = set()
    for requirement in requirements():
        for outcome, names in outcomes(requirement.rule).items():
            arguments = {name: sample(name, number) for name in names - ABOUT_INDICATOR}
            message = f"{requirement.message}_{outcome}"

            clause = WORDING.requirement(message, arguments, language, True, about(requirement, outcome))

            assert not set("{}") & set(clause), message
            assert "  " not in clause, message
            assert not clause.endswith((".", " ")) or clause.endswith("d."), message
            said.add(message)
    assert len(said) >= 45


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refined_answer_is_said(language: Language) -> None:
    said = 0
    for requirement in requirements():
        rule = requirement.rule
        if isinstance(rule, ChoiceRule):
            choices = WORDING.catalogue.questions[rule.item].by_field[rule.field].choices
            for answer in ("not_applicable", *(choice.id for choice in choices)):
                for outcome in refinable(rule):
                    said += bool(WORDING.requirement(f"{requirement.message}_{outcome}", {"answer": answer}, language))
    assert said > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_general_sentence_is_said(language: Language) -> None:
    for name, arguments in general(dict.fromkeys(("bronze", "silver", "gold"), FIGURES)).items():
        text = WORDING.say(name, language, {each: sample(each, 2) for each in arguments})

        assert text, name
        assert not set("{}") & set(text), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_awards_congratulates_or_blames(language: Language) -> None:
    messages = load_messages(FOLDER, "ecei@1")[language]

    found = {name for name, text in messages.sentences.items() if FORBIDDEN[language].search(text)}

    assert found <= AWARDING, sorted(found - AWARDING)


def test_readiness_is_never_awarded_in_any_catalogue_file() -> None:
    texts = {
        (path.name, line)
        for path in FOLDER.rglob("*.yaml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if "readiness" in line.lower() or "parengt" in line.lower()
    }

    assert texts
    assert not [line for _, line in texts if re.search(r"award|suteik", line, re.IGNORECASE)]


def test_lithuanian_quotes_are_paired_and_lithuanian() -> None:
    messages = load_messages(FOLDER, "ecei@1")["lt"]

    for name, text in messages.sentences.items():
        assert text.count("„") == text.count("“"), name
        assert '"' not in text, name
        assert "'" not in text, name


def test_lithuanian_texts_keep_their_letters() -> None:
    catalogue = WORDING.catalogue
    everything = " ".join(
        f"{each.name.lt} {each.question.lt} {each.evidence.lt}" for each in catalogue.indicators.indicators
    ).lower()

    assert all(letter in everything for letter in "ąčęėįšųūž")


def test_every_indicator_is_named_with_its_number() -> None:
    for question in WORDING.catalogue.questions.values():
        named = WORDING.indicator(question.id, "en")
        assert named == (f"{question.id} {question.name.en}" if isinstance(question, Indicator) else question.name.en)
