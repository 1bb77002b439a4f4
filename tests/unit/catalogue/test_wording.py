"""How sentences are filled: counted nouns, dates, lists, the word *assumed* (`words.md`, `rules.md` 3)."""

from pathlib import Path

import pytest

from shared.catalogue.typography import NBSP
from shared.catalogue.wording import Language, Wording, WordingError

COUNTED = {
    0: "pasirašyta 0 įsipareigojimų",
    1: "pasirašytas 1 įsipareigojimas",
    2: "pasirašyti 2 įsipareigojimai",
    9: "pasirašyti 9 įsipareigojimai",
    10: "pasirašyta 10 įsipareigojimų",
    11: "pasirašyta 11 įsipareigojimų",
    12: "pasirašyta 12 įsipareigojimų",
    19: "pasirašyta 19 įsipareigojimų",
    20: "pasirašyta 20 įsipareigojimų",
    21: "pasirašytas 21 įsipareigojimas",
    22: "pasirašyti 22 įsipareigojimai",
    101: "pasirašytas 101 įsipareigojimas",
    111: "pasirašyta 111 įsipareigojimų",
}


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording.load(Path(__file__).parents[3] / "catalogues", "ecei@1")


def plain(text: str) -> str:
    return text.replace(NBSP, " ")


@pytest.mark.parametrize("number", COUNTED)
def test_lithuanian_nouns_agree_with_their_number(wording: Wording, number: int) -> None:
    clause = wording.requirement("members_below", {"required": 15, "committed": number}, "lt")

    assert plain(clause) == f"reikia ne mažiau kaip 15 įsipareigojusių narių, o {COUNTED[number]}"


@pytest.mark.parametrize(
    ("required", "needed"),
    [(1, "1 įsipareigojusio nario"), (11, "11 įsipareigojusių narių"), (21, "21 įsipareigojusio nario")],
)
def test_lithuanian_nouns_decline_where_the_sentence_asks(wording: Wording, required: int, needed: str) -> None:
    assert needed in plain(wording.requirement("members_unanswered", {"required": required}, "lt"))


@pytest.mark.parametrize(("number", "noun"), [(0, "commitments are"), (1, "commitment is"), (2, "commitments are")])
def test_english_nouns_agree_with_their_number(wording: Wording, number: int, noun: str) -> None:
    clause = wording.requirement("members_below", {"required": 15, "committed": number}, "en")

    assert plain(clause) == f"at least 15 committed members are required, {number} {noun} signed"


def test_a_number_stays_beside_its_noun(wording: Wording) -> None:
    clause = wording.requirement("members_below", {"required": 15, "committed": 13}, "lt")

    assert f"15{NBSP}įsipareigojusių" in clause
    assert f"13{NBSP}įsipareigojimų" in clause


def test_on_20_october_2016_the_clock_of_silver_can_be_told(wording: Wording) -> None:
    english = wording.requirement("first_missing", {"earliest": "2018-04-20"}, "en")
    lithuanian = wording.requirement("first_missing", {"earliest": "2018-04-20"}, "lt")

    assert plain(english).endswith("means Silver not before 20 April 2018")
    assert plain(lithuanian).endswith("ne anksčiau kaip 2018 m. balandžio 20 d.")


@pytest.mark.parametrize(("language", "word"), [("lt", "prielaida"), ("en", "assumed")])
def test_what_is_assumed_says_so_once(wording: Wording, language: Language, word: str) -> None:
    points = {"required": 2, "low": 1, "high": 1}
    below = wording.requirement("minimum_below", points, language, assumed=True, indicator="4.1.6")
    passed = wording.requirement("minimum_assumed", points, language, assumed=True, indicator="4.1.6")

    assert below.endswith(f"({word})")
    assert passed.count(word) == 1


def test_the_indicator_brings_its_name_and_evidence(wording: Wording) -> None:
    points = {"required": 2, "low": 0, "high": 3}
    lithuanian = wording.requirement("minimum_unproven", points, "lt", indicator="4.1.6")
    english = wording.requirement("minimum_unproven", points, "en", indicator="4.1.6")

    assert lithuanian.startswith(
        "4.1.6 „Valdymo rezultatų stebėsena“: atitiktis dokumentais dar nepagrįsta; tiktų: rodiklių"
    )
    assert english.startswith("4.1.6 Monitoring of management performance: not shown by documents yet")


def test_an_answer_may_have_a_sentence_of_its_own(wording: Wording) -> None:
    waived = wording.requirement("listed_met", {"answer": "waived"}, "en", indicator="eccp.listed")
    listed = wording.requirement("listed_met", {"answer": "yes"}, "en", indicator="eccp.listed")

    assert "waived" in waived
    assert listed == "the cluster is listed on the European Cluster Collaboration Platform (ECCP)"


def test_an_area_names_its_indicators_and_both_ranges(wording: Wording) -> None:
    arguments = {"indicators": ["4.1.2", "4.1.3"], "before": "3-5", "after": "4"}

    clause = wording.requirement("areas_not_improved", arguments, "en")

    assert plain(clause).startswith("4.1.2 Documented strategy, 4.1.3 Implementation plan: the points have not risen")
    assert "(3–5 then, 4 now)" in plain(clause)


@pytest.mark.parametrize(
    ("unmet", "lithuanian", "english"),
    [
        (1, "neįvykdyta 1 iš 5 žinomų sąlygų", "1 of 5 known conditions is not met"),
        (2, "neįvykdytos 2 iš 5 žinomų sąlygų", "2 of 5 known conditions are not met"),
        (0, "neįvykdytų žinomų sąlygų nėra", "no known condition is unmet"),
    ],
)
def test_unmet_conditions_are_counted(wording: Wording, unmet: int, lithuanian: str, english: str) -> None:
    assert plain(wording.unmet(unmet, 5, "lt")) == lithuanian
    assert plain(wording.unmet(unmet, 5, "en")) == english


def test_a_verdict_counts_what_is_to_be_confirmed(wording: Wording) -> None:
    assert plain(wording.verdict("bronze", "ready_if_confirmed", "lt", 2)) == (
        "Bronzinė žyma: patvirtinus 2 dalykus, galima kreiptis į ekspertą"
    )
    assert plain(wording.verdict("bronze", "ready_if_confirmed", "en", 1)) == (
        "Bronze: you can contact an expert once 1 point is confirmed"
    )


def test_a_held_label_says_where_its_date_is_from(wording: Wording) -> None:
    held = wording.held("bronze", "valid", "lt", valid_until="2027-04-30", date_source="certificate")
    computed = wording.held("silver", "lapsed", "en", valid_until="2020-01-31", date_source="computed", mark="inferred")

    assert plain(held) == "Bronzinė žyma: galioja iki 2027 m. balandžio 30 d. (data nurodyta pagal pažymėjimą)"
    assert plain(computed) == (
        "Silver: expired (valid until 31 January 2020); the period for renewal is over "
        "(the date is computed by a rule inferred from sources)"
    )


def test_what_the_catalogue_lacks_is_an_error_and_never_a_brace(wording: Wording) -> None:
    with pytest.raises(WordingError, match="no sentence members_gone"):
        wording.requirement("members_gone", {}, "en")
    with pytest.raises(WordingError, match="lacks the argument committed"):
        wording.requirement("members_below", {"required": 15}, "en")
    with pytest.raises(WordingError, match=r"no indicator or item 9\.9"):
        wording.requirement("minimum_met", {}, "en", indicator="9.9")


@pytest.mark.parametrize("state", ["unknown", "valid", "expired_renewable", "lapsed"])
@pytest.mark.parametrize("language", ["lt", "en"])
def test_a_held_label_whose_days_nobody_knows_still_has_a_sentence(
    wording: Wording, state: str, language: Language
) -> None:
    said = wording.held("bronze", state, language, date_source="computed", awarded="2014")
    assert said.startswith(wording.level("bronze", language))
    assert "None" not in said


def test_a_label_of_unknown_date_and_one_of_an_imprecise_date_are_told_apart(wording: Wording) -> None:
    undated = wording.held("silver", "unknown", "en")
    imprecise = wording.held("silver", "unknown", "en", awarded="2014")
    assert "without a date" in undated
    assert "not known precisely enough" in imprecise
