"""The page for the officer, from a small catalogue."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from shared.catalogue.cli import app
from shared.catalogue.criteria_page import criteria_page
from shared.catalogue.loader import newest
from shared.catalogue.wording import Wording
from tests.support.catalogues import BUNDLE, Small

RUNNER = CliRunner()


def page(small: Small) -> str:
    return criteria_page(Wording.load(small.folder, BUNDLE)).replace("\u00a0", " ")


@pytest.mark.parametrize(
    "row",
    [
        "| Sąlyga (be balų) / Condition (without points) | Visi pasirašė | All have signed "
        "| mark assumed / mark assumed |",
        "| 0 balų / 0 points | 0 | 0 | mark assumed / mark assumed |",
        "| 1 balas / 1 point | daugiau kaip 0, bet mažiau kaip 15 | more than 0, but less than 15 "
        "| mark assumed / mark assumed |",
        "| 3 balai / 3 points | ne mažiau kaip 24 | at least 24 | mark assumed / mark assumed |",
        "| 0 balų / 0 points | 100 % | 100 % | mark assumed / mark assumed |",
        "| 1 balas / 1 point | mažiau kaip 100, bet daugiau kaip 20 % | less than 100, but more than 20 % "
        "| mark assumed / mark assumed |",
        "| 5 balai (puikus lygis) / 5 points (excellent) | ne daugiau kaip 10 % | at most 10 % "
        "| mark assumed / mark assumed |",
        "| 4 balai / 4 points | dvi | two | mark assumed / mark assumed |",
        "| Minimalusis reikalavimas / Minimum requirement | sąlyga turi būti įvykdyta | the condition must be met "
        "| mark assumed / mark assumed |",
        "| Minimalusis reikalavimas / Minimum requirement | ne mažiau kaip 2 balai | at least 2 points "
        "| mark assumed / mark assumed |",
        "| Minimalusis reikalavimas / Minimum requirement | nežinoma, ar yra; pasiteirauti eksperto "
        "| not known whether there is one; ask the expert | mark unknown / mark unknown |",
        "| Atsakymas / Answer | Įsipareigoję (sveikasis skaičius, 0–1000) | Committed (whole number, 0–1000) "
        "| mark assumed / mark assumed |",
    ],
)
def test_a_row_says_its_value_in_both_languages_with_its_mark(small: Small, row: str) -> None:
    assert row in page(small).splitlines()


def test_marks_are_counted_and_added_up(small: Small) -> None:
    rows = [line.split(" | ") for line in page(small).splitlines() if line.startswith("| ")]
    counts = {row[0].strip("| "): [int(cell.strip(" |")) for cell in row[1:]] for row in rows[1:13]}

    assert counts["Rodikliai (numeris ir pavadinimas) / Indicators (number and name)"] == [3, 1, 0, 0]
    assert counts["Minimalieji reikalavimai / Minimum requirements"] == [0, 0, 2, 1]
    total = counts.pop("**Iš viso / Total**")
    assert total == [sum(column) for column in zip(*counts.values(), strict=True)]


def test_a_mark_that_is_confirmed_is_told_on_the_page(small: Small) -> None:
    small.replace(
        "mini-set@1/1-members.yaml",
        "mark: assumed\n      source: test\n    evidence",
        "mark: stated\n      source: form\n    evidence",
    )

    assert "| ne mažiau kaip 15 | at least 15 | mark stated / mark stated |" in page(small)
    assert "- form: balai / points" in page(small).splitlines()


def test_a_bar_in_a_text_does_not_break_the_table(small: Small) -> None:
    small.replace("mini-set@1/2-work.yaml", "{lt: dvi, en: two}", '{lt: "dvi | trys", en: two}')

    assert "| 4 balai / 4 points | dvi \\| trys | two | mark assumed / mark assumed |" in page(small).splitlines()


def test_the_command_writes_the_page(small: Small, tmp_path: Path) -> None:
    output = tmp_path / "criteria.md"

    result = RUNNER.invoke(app, ["catalogue", "document", str(small.folder), "--output", str(output)])

    assert result.exit_code == 0
    assert output.read_text(encoding="utf-8") == criteria_page(Wording.load(small.folder, newest(small.folder)))


def test_the_command_writes_nothing_from_a_catalogue_with_mistakes(small: Small, tmp_path: Path) -> None:
    small.replace("mini-set@1/2-work.yaml", "baseline: 20", "baseline: 5")
    output = tmp_path / "criteria.md"

    result = RUNNER.invoke(app, ["catalogue", "document", str(small.folder), "--output", str(output)])

    assert result.exit_code == 1
    assert result.stderr.startswith("mini-set@1/2-work.yaml:")
    assert not output.exists()


def test_the_command_names_the_remedy_where_there_is_no_docs_folder(small: Small, tmp_path: Path) -> None:
    output = tmp_path / "none" / "criteria.md"

    result = RUNNER.invoke(app, ["catalogue", "document", str(small.folder), "--output", str(output)])

    assert result.exit_code == 2
    assert "--output" in result.stderr


def test_a_folder_without_a_bundle_is_said_to_be_one(tmp_path: Path) -> None:
    result = RUNNER.invoke(app, ["catalogue", "document", str(tmp_path), "--output", str(tmp_path / "criteria.md")])

    assert result.exit_code == 1
    assert "there is no bundle" in result.stderr
