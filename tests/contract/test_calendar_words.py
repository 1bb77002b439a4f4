"""Every entry that a calendar can hold is said in both languages, with the date in it and no leftovers."""

from datetime import date, timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given, settings

from services.scoring.adapters.http.calendar_view import calendar_row, following
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.application.read_calendar import Way
from services.scoring.domain.label_calendar.entries import calendar
from services.scoring.domain.label_calendar.model import Entry, Kind
from services.scoring.domain.readiness import Purpose
from shared.catalogue.library import Library
from shared.http.texts import Language
from tests.support.histories import Story
from tests.support.strategies import days, stories

LEXICON = Lexicon(Library(Path(__file__).parents[2] / "catalogues"))
CATALOGUE = LEXICON.words("ecei@1", "lt").catalogue
LANGUAGES: tuple[Language, ...] = ("lt", "en")
PASSING = {"planned", "interview_by", "agree_by", "prepare_from"}
languages = pytest.mark.parametrize("language", LANGUAGES)


def story() -> Story:
    """Everything at once: each kind of entry comes up on some day."""
    told = Story()
    told.labelled("bronze", date(2016, 3, 1))
    told.labelled("bronze", date(2018, 2, 1))
    told.labelled("gold", date(2025, 4, 30), valid_until=date(2027, 4, 30))
    told.labelled("silver", None, seen_on=date(2022, 11, 22))
    told.benchmarked(date(2025, 4, 10))
    for number, step in enumerate(("contacted", "interviewed", "report", "awarded", "refused", "withdrawn")):
        told.stepped("bronze", step, date(2020, 1, 1) + timedelta(days=number))  # type: ignore[arg-type]  # a step
    told.stepped("silver", "booked", date(2026, 1, 2), planned_on=date(2026, 10, 20))
    return told


def everything() -> list[Entry]:
    dates = (date(2024, 1, 1), date(2026, 6, 1), date(2027, 4, 1))
    found = [entry for on in dates for entry in calendar(story().history, CATALOGUE, on)]
    return [*found, *calendar(Story().history, CATALOGUE, date(2016, 10, 20))]


@languages
def test_every_kind_of_entry_is_said(language: Language) -> None:
    said = set()
    for entry in everything():
        row = calendar_row(entry, LEXICON.words("ecei@1", language))
        assert row.when in row.text
        assert row.level is None or row.level in row.text
        assert row.text.endswith((".", ")."))
        assert not set("{}") & set(row.text)
        said.add(entry.message)
    kinds = {f"calendar_{kind}" for kind in get_args(Kind)}
    assert said == kinds | {f"calendar_{kind}_passed" for kind in PASSING}


@languages
def test_assumed_is_in_the_words_of_whatever_is(language: Language) -> None:
    word = {"lt": "prielaid", "en": "assumed"}[language]
    for entry in everything():
        text = calendar_row(entry, LEXICON.words("ecei@1", language)).text
        assert (word in text) == (entry.mark == "assumed")


def test_the_sentence_of_20_october_2016_is_said_as_the_rules_ask() -> None:
    (entry,) = calendar(Story().history, CATALOGUE, date(2016, 10, 20))
    text = calendar_row(entry, LEXICON.words("ecei@1", "en")).text
    assert text.replace("\u00a0", " ") == "A first benchmarking today means Silver not before 20 April 2018."


@settings(deadline=None, max_examples=60)
@given(stories(), days)
def test_whatever_happened_to_a_cluster_can_be_said(told: Story, on: date) -> None:
    for entry in calendar(told.history, CATALOGUE, on):
        for language in LANGUAGES:
            assert calendar_row(entry, LEXICON.words("ecei@1", language)).text
        assert entry.passed or entry.source != "proposal" or entry.date >= on


@pytest.mark.parametrize(
    ("level", "purpose", "expected"),
    [
        ("bronze", "first", "One expert: about 3 hours, by video or on site."),
        ("silver", "first", "One auditor: 5 hours to a day on site (sources differ)."),
        ("gold", "first", "Two experts: 2 days on site."),
        ("gold", "renewal", "Two experts: 1 day on site."),
        ("bronze", "renewal", "Fee by an undated price page: EUR 2,250 excluding VAT (interview on site)."),
        ("silver", "first", "The report usually takes 4–5 weeks."),
        ("gold", "first", "The preparation usually takes 2–3 months (assumed)."),
    ],
)
def test_what_follows_is_said(level: str, purpose: Purpose, expected: str) -> None:
    process = next(each.process for each in CATALOGUE.levels if each.level == level)
    found = following(Way(level, purpose, (), process), LEXICON.words("ecei@1", "en"))
    assert expected in [each.text.replace("\u00a0", " ") for each in found]
    assert all(each.source for each in found)


@languages
def test_what_follows_is_said_in_either_language_and_nothing_where_the_criteria_say_nothing(language: Language) -> None:
    words = LEXICON.words("ecei@1", language)
    for level in CATALOGUE.levels:
        found = following(Way(level.level, "first", (), level.process), words)
        assert {each.what for each in found} >= {"contact", "visit", "fee", "report"}
    assert following(Way("regional", "first", (), None), words) == []
