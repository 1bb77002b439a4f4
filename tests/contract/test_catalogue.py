"""The committed catalogue holds what `domain.md` 2 and `rules.md` 4 and 5 say, and no more surely."""

from datetime import date
from pathlib import Path
from typing import get_args

import pytest

from shared.catalogue.loader import load_catalogue, load_in_force
from shared.catalogue.model import Band, Catalogue, Consultancy, DescribedLevels, Level, Sourced, YesNoGate

FOLDER = Path(__file__).parents[2] / "catalogues"
NUMERIC = ["1.1.2", "1.2", "2.3", "2.5", "2.6", "3.1", "3.2", "4.1.5", "4.4", "5.1"]
NOT_AUDITED = ["1.2", "2.2.1", "2.2.3", "2.2.4", "2.3", "3.1", "3.2", "4.2", "4.5", "5.1"]
REGIME = date(2019, 11, 15)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue(FOLDER, "ecei@1")


def level(catalogue: Catalogue, name: str) -> Level:
    return next(each for each in catalogue.levels if each.level == name)


def test_the_catalogue_is_in_force_from_2013(catalogue: Catalogue) -> None:
    assert load_in_force(FOLDER, date(2013, 1, 1)) == catalogue
    assert load_in_force(FOLDER, date(2026, 11, 22)).id == "ecei@1"


def test_31_indicators_in_five_dimensions(catalogue: Catalogue) -> None:
    per_dimension = [
        sum(each.dimension == dimension.id for each in catalogue.indicators.indicators)
        for dimension in catalogue.indicators.dimensions
    ]

    assert per_dimension == [4, 10, 2, 12, 3]
    assert len({each.id for each in catalogue.indicators.indicators}) == 31


def test_points_add_up_to_150_and_gold_asks_for_120(catalogue: Catalogue) -> None:
    assert (catalogue.max_points, catalogue.floor_percent, catalogue.floor_points) == (150, 80, 120)


def test_19_are_audited_for_silver_10_are_not_2_are_unknown(catalogue: Catalogue) -> None:
    audited = {each.id: each.audited_for_silver for each in catalogue.indicators.indicators}

    assert [name for name, value in audited.items() if value is False] == NOT_AUDITED
    assert [name for name, value in audited.items() if value is None] == ["5.2", "5.3"]
    assert sum(value is True for value in audited.values()) == 19


def test_ten_bands_one_gate_the_rest_described(catalogue: Catalogue) -> None:
    kinds = {each.id: type(each.scoring) for each in catalogue.indicators.indicators}

    assert [name for name, kind in kinds.items() if kind is Band] == NUMERIC
    assert [name for name, kind in kinds.items() if kind is YesNoGate] == ["1.1.0"]
    assert sum(kind is DescribedLevels for kind in kinds.values()) == 20


def test_five_levels_are_described_and_none_of_them_is_called_known(catalogue: Catalogue) -> None:
    described = {each.id: each.scoring for each in catalogue.indicators.indicators if each.id not in NUMERIC}
    del described["1.1.0"]

    for name, scoring in described.items():
        assert isinstance(scoring, DescribedLevels), name
        assert list(scoring.texts) == [1, 2, 3, 4, 5], name
        assert scoring.mark == "assumed", name
        assert "no source describes levels 1, 3 and 4" in scoring.source, name


def test_bands_of_members_and_leavers(catalogue: Catalogue) -> None:
    thresholds = {
        each.id: [int(value) for value in each.scoring.thresholds]
        for each in catalogue.indicators.indicators
        if isinstance(each.scoring, Band)
    }

    assert thresholds["1.1.2"] == [15, 24, 32, 40]
    assert thresholds["2.3"] == [20, 16, 13, 10]
    assert thresholds["4.1.5"] == [36, 28, 20, 12]


def test_every_band_every_minimum_and_every_effort_is_assumed(catalogue: Catalogue) -> None:
    for indicator in catalogue.indicators.indicators:
        assert indicator.scoring.mark == "assumed", indicator.id
        assert indicator.effort.mark == "assumed", indicator.id
        assert indicator.shelf_life.mark == "assumed", indicator.id
        if indicator.minimum is not None:
            assert indicator.minimum.mark == ("unknown" if indicator.id in ("5.2", "5.3") else "assumed"), indicator.id


def test_29_indicators_are_stated_and_two_inferred(catalogue: Catalogue) -> None:
    marks = {each.id: each.mark for each in catalogue.indicators.indicators}

    assert [name for name, mark in marks.items() if mark != "stated"] == ["5.2", "5.3"]
    assert {marks["5.2"], marks["5.3"]} == {"inferred"}


def test_shelf_lives(catalogue: Catalogue) -> None:
    months = {each.id: each.shelf_life.months for each in catalogue.indicators.indicators}

    assert [name for name, value in months.items() if value is None] == ["1.1.0", "2.1", "2.4", "2.7"]
    assert [name for name, value in months.items() if value == 36] == ["4.1.2"]
    assert set(months.values()) == {None, 24, 36}


def test_every_source_names_a_page_and_no_mark_is_missing(catalogue: Catalogue) -> None:
    def sourced(value: object) -> list[Sourced]:
        found = [value] if isinstance(value, Sourced) else []
        if isinstance(value, tuple):
            return [each for part in value for each in sourced(part)]
        if hasattr(type(value), "model_fields"):
            found += [each for name in type(value).model_fields for each in sourced(getattr(value, name))]
        return found

    every = sourced(catalogue)

    assert len(every) > 31 * 6
    for each in every:
        assert "domain.md" in each.source or "rules.md" in each.source or each.mark == "assumed", each


def test_bronze_has_five_known_conditions_and_three_to_ask(catalogue: Catalogue) -> None:
    requirements = level(catalogue, "bronze").requirements

    assert [each.id for each in requirements if not each.advisory] == [
        "bronze.interview",
        "eligibility.initiative",
        "eligibility.members",
        "eligibility.private",
        "eccp.listed",
    ]
    assert {each.mark for each in requirements if not each.advisory} == {"stated"}
    assert [each.mark for each in requirements if each.advisory] == ["unknown"] * 3


def test_eligibility_applies_to_every_level_from_15_november_2019(catalogue: Catalogue) -> None:
    bronze, silver, gold = (level(catalogue, name).requirements for name in ("bronze", "silver", "gold"))
    eligibility = [each for each in bronze if each.id != "bronze.interview"]

    assert {each.applies_from for each in eligibility} == {REGIME}
    assert list(silver[4:]) == list(gold[3:]) == eligibility
    assert [each.id for each in silver[:4]] == ["silver.first", "silver.second", "silver.areas", "silver.minima"]
    assert [each.id for each in gold[:3]] == ["gold.floor", "gold.minima", "gold.bronze"]
    assert {each.applies_from for each in (*silver[:4], *gold[:3])} == {None}


def test_gold_asks_the_expert_about_bronze_and_does_not_name_silver(catalogue: Catalogue) -> None:
    bronze_first = level(catalogue, "gold").requirements[2]
    assert (bronze_first.advisory, bronze_first.mark, bronze_first.rule.kind) == (True, "unknown", "ask")
    assert not any(each.id.startswith("silver") for each in level(catalogue, "gold").requirements)


def test_labels_last_two_years_and_renewals_three(catalogue: Catalogue) -> None:
    terms = [(each.level, each.first.years, each.renewal.years, each.renewal.mark) for each in catalogue.validity.terms]

    assert terms == [("bronze", 2, 3, "stated"), ("silver", 2, 3, "inferred"), ("gold", 2, 3, "inferred")]
    assert catalogue.validity.renewable.months == 12
    assert catalogue.validity.end_of_month.mark == "inferred"


def test_the_questionnaire_of_36_is_known_to_be_incomplete(catalogue: Catalogue) -> None:
    assert (catalogue.benchmark.expected, catalogue.benchmark.complete) == (36, False)


def test_the_evidence_map_is_inferred_and_knows_every_kind_of_consultancy(catalogue: Catalogue) -> None:
    routes = catalogue.evidence_map.routes

    assert {each.mark for each in routes} == {"inferred"}
    assert {each.record for each in routes} >= {f"consultancy.{kind}" for kind in get_args(Consultancy)}
