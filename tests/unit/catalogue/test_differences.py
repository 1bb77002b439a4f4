"""What an officer is told of a new version before it is published."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from shared.catalogue.cli import app
from shared.catalogue.differences import differences
from shared.catalogue.library import Library
from tests.support.catalogues import Small
from tests.support.published import new_version

REAL = Path(__file__).parents[3] / "catalogues"
BEGINS = "the catalogue: in force from “2013-01-01” becomes “2027-01-01”"


def said(folder: Path, *changes: tuple[str, str, str], bundle: str = "mini@1") -> list[str]:
    """Make the next version with `changes` and return what differs, but for its first day."""
    following = new_version(folder, bundle, date(2027, 1, 1), *changes)
    library = Library(folder)
    lines = differences(library.wording(bundle), library.wording(following))
    assert lines[0] == BEGINS
    return lines[1:]


def test_a_version_that_only_begins_later_differs_in_nothing_else(small: Small) -> None:
    assert said(small.folder) == []


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (
            ("mini-set@1/1-members.yaml", "baseline: 15", "baseline: 16"),
            "indicator 1.1: scoring, baseline (2 points) “15” becomes “16”",
        ),
        (
            ("mini-set@1/1-members.yaml", "mark: assumed", "mark: stated"),
            "indicator 1.0: scoring, mark “assumed” becomes “stated”",
        ),
        (
            ("mini-set@1/1-members.yaml", "en: Number of members", "en: Members"),
            "indicator 1.1: name, in English “Number of members” becomes “Members”",
        ),
        (
            ("mini-set@1/1-members.yaml", "maximum: 1000", "maximum: 900"),
            "indicator 1.1: fields, committed, maximum “1000” becomes “900”",
        ),
        (
            ("mini-list@1/set.yaml", "en: Is it listed?", "en: Is it there?"),
            "item list.listed: question, in English “Is it listed?” becomes “Is it there?”",
        ),
        (
            ("levels/bronze.yaml", "applies_from: 2019-11-15", "applies_from: 2020-01-01"),
            "requirement bronze.members of bronze: applies from “2019-11-15” becomes “2020-01-01”",
        ),
        (
            ("levels/bronze.yaml", "at_least: 15", "at_least: 20"),
            "requirement bronze.members of bronze: rule, at least “15” becomes “20”",
        ),
        (
            ("levels/silver.yaml", "subtitle: {lt: Atsidavimas", "subtitle: {lt: Pasišventimas"),
            "level silver: subtitle, in Lithuanian “Atsidavimas” becomes “Pasišventimas”",
        ),
        (("bundle.yaml", "percent: 80", "percent: 85"), "the catalogue: floor, per cent “80” becomes “85”"),
        (
            ("bundle.yaml", "mark: stated, source: test}", "mark: stated, source: letter}"),
            "the catalogue: floor, source “test” becomes “letter”",
        ),
        (
            ("messages.en.po", "held lapsed undated", "lapsed undated"),
            "sentences in English: held_lapsed_undated “held lapsed undated {level}” becomes “lapsed undated {level}”",
        ),
    ],
)
def test_each_change_is_said_once_where_it_is(small: Small, change: tuple[str, str, str], line: str) -> None:
    assert said(small.folder, change) == [line]


def test_a_minimum_that_is_dropped_and_a_requirement_that_is_new(small: Small) -> None:
    text = (small.folder / "mini@1" / "levels" / "bronze.yaml").read_text("utf-8")
    age = text[text.index("  - id: bronze.age") :]
    lines = said(
        small.folder,
        ("levels/bronze.yaml", age, age + age.replace("bronze.age", "bronze.form")),
        ("mini-set@1/1-members.yaml", "    audited_for_silver: true\n", "    audited_for_silver: false\n"),
        ("mini-set@1/1-members.yaml", "    minimum: {required: true, mark: assumed, source: test}\n", ""),
    )
    assert "requirement bronze.form of bronze: new" in lines
    assert "indicator 1.0: audited for Silver “True” becomes “False”" in lines
    assert "indicator 1.0: minimum, required “True” is gone" in lines


def test_the_command_compares_the_real_criteria(tmp_path: Path) -> None:
    shutil.copytree(REAL, tmp_path, dirs_exist_ok=True)
    new_version(tmp_path, "ecei@1", date(2027, 1, 1), ("levels/bronze.yaml", "    count: 1\n", "    count: 2\n"))

    result = CliRunner().invoke(app, ["catalogue", "diff", "ecei@1", "ecei@2", "--folder", str(tmp_path)])

    changes = f"- {BEGINS}\n- level bronze: process, experts, count “1” becomes “2”\n"
    assert (result.exit_code, result.stdout) == (0, f"From ecei@1 to ecei@2: 2 changes.\n{changes}")


def test_the_command_knows_what_there_is(small: Small) -> None:
    result = CliRunner().invoke(app, ["catalogue", "diff", "mini@1", "mini@7", "--folder", str(small.folder)])

    assert (result.exit_code, result.stderr) == (1, "There is no mini@7; there are: mini@1.\n")
