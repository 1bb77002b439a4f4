"""Dates and sentences as print sets them (`words.md`)."""

from datetime import date

import pytest

from shared.catalogue.typography import NBSP, as_sentence, bind, long_date


@pytest.mark.parametrize(
    ("value", "lt", "en"),
    [
        ("2018-04-20", "2018_m. balandžio 20_d.", "20_April 2018"),
        ("2026-12-01", "2026_m. gruodžio 1_d.", "1_December 2026"),
        ("2018-04", "2018_m. balandžio mėn.", "April 2018"),
        ("2018", "2018_m.", "2018"),
    ],
)
def test_a_date_is_written_in_words_as_far_as_it_is_known(value: str, lt: str, en: str) -> None:
    assert long_date(value, "lt") == lt.replace("_", NBSP)
    assert long_date(value, "en") == en.replace("_", NBSP)


def test_every_lithuanian_month_is_in_the_genitive() -> None:
    months = "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio"

    written = [long_date(date(2026, month, 2), "lt").split(" ")[1] for month in range(1, 13)]

    assert [each.split(NBSP)[0] for each in written] == months.split()


def test_a_number_is_tied_to_its_unit() -> None:
    assert bind("50 % of 18 members in 2 groups") == f"50{NBSP}% of 18{NBSP}members in 2{NBSP}groups"
    assert bind("1.2 Koncentracija, 0,5 etato") == f"1.2 Koncentracija, 0,5{NBSP}etato"


@pytest.mark.parametrize(
    ("clause", "sentence"),
    [
        ("įrodymų nėra", "Įrodymų nėra."),
        ("iki 2018 m. balandžio 20 d.", "Iki 2018 m. balandžio 20 d."),
        ("sąlyga „visi pasirašė“", "Sąlyga „visi pasirašė“."),
        ("4.1.6 Monitoring: not answered", "4.1.6 Monitoring: not answered."),
    ],
)
def test_a_clause_becomes_a_sentence(clause: str, sentence: str) -> None:
    assert as_sentence(clause) == sentence
