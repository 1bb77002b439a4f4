"""The page for the officer tells an add-on set apart from the label's own."""

from pathlib import Path

import pytest

from shared.catalogue.criteria_page import criteria_page
from shared.catalogue.wording import Wording
from tests.support.national import BUNDLE, national_catalogues


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = national_catalogues(tmp_path_factory.mktemp("national"))
    return criteria_page(Wording.load(folder, BUNDLE)).replace("\u00a0", " ")


def test_the_set_has_a_part_of_its_own_that_says_what_it_is(page: str) -> None:
    head = "## Nacionalinės programos papildomi rodikliai / Additional indicators of the national programme"
    part = page.partition(f"{head}\n")[2].partition("\n## ")[0]
    assert "it changes no points, floors or requirements of the labels" in part
    assert "The label body does not look at these indicators" in part
    assert (
        "| lt.1 | Finansavimo šaltinių įvairovė | Diversity of financing | vertinimo ribos / bands | taip / yes |"
        in part
    )
    assert "#### lt.3 Bendri projektai su užsienio klasteriais / Joint projects with clusters abroad" in part
    assert "lt.1" not in page.replace(part, "")


def test_points_are_split_per_set(page: str) -> None:
    assert "| Didžiausia balų suma – 150 / 150 points at most | 0 | 0 | 150 | 0 |" in page
    addon = "Nacionalinės programos papildomi rodikliai / Additional indicators of the national programme"
    assert f"| {addon}: Didžiausia balų suma – 10 / 10 points at most | 5 | 0 | 5 | 0 |" in page


def test_a_requirement_says_over_which_sets_it_is(page: str) -> None:
    assert "| Visų rodiklių balai / Points of all indicators (ecei-2013, lt-addon) |" in page
    assert "120 balų iš 150" in page
