"""What loading promises beyond single mistakes: all problems at once, hashes, bundles in force."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from shared.catalogue.cli import pin
from shared.catalogue.digest import folder_sha256
from shared.catalogue.loader import load_catalogue, load_in_force
from shared.catalogue.model import DescribedLevels
from shared.catalogue.problems import CatalogueError
from tests.support.catalogues import BUNDLE, Small, small_catalogue


def test_words_that_look_like_types_stay_words(small: Small) -> None:
    catalogue = load_catalogue(small.folder, BUNDLE)

    assert [choice.id for choice in catalogue.questions["list.listed"].by_field["listed"].choices] == ["yes", "no"]
    assert [indicator.id for indicator in catalogue.indicators.indicators] == ["1.0", "1.1", "2.1", "2.2"]


def test_described_levels_are_read_by_their_points(small: Small) -> None:
    scoring = load_catalogue(small.folder, BUNDLE).indicators.indicators[3].scoring

    assert isinstance(scoring, DescribedLevels)
    assert [(points, text.en) for points, text in scoring.texts.items()] == [
        (1, "questionnaire"),
        (2, "one"),
        (3, "one and a plan"),
        (4, "two"),
        (5, "three"),
    ]


def test_a_dimension_may_be_spread_over_files(small: Small) -> None:
    before = load_catalogue(small.folder, BUNDLE)
    folder = small.folder / "mini-set@1"
    head, first, second = (folder / "2-work.yaml").read_text(encoding="utf-8").split("  - id: ")
    (folder / "2-work.yaml").unlink()
    (folder / "2-1-leavers.yaml").write_text(f"{head}  - id: {first}", encoding="utf-8")
    (folder / "2-2-survey.yaml").write_text(f"{head}  - id: {second}", encoding="utf-8")
    pin(small.folder)

    assert load_catalogue(small.folder, BUNDLE).indicators == before.indicators


def test_every_problem_is_listed_at_once(small: Small) -> None:
    small.replace("mini-set@1/1-members.yaml", "baseline: 15", "baseline: 45")
    small.replace("mini-set@1/1-members.yaml", "field: all_signed", "field: committed")
    small.replace("mini-set@1/2-work.yaml", "label: {lt: Lygis, en: Level}", "label: {lt: Lygis}")
    small.replace("mini@1/levels/bronze.yaml", "message: private", "message: firms")
    small.replace("mini@1/messages.en.po", 'msgid "held_lapsed"', 'msgid "held_laspsed"')

    with pytest.raises(CatalogueError) as refused:
        load_catalogue(small.folder, BUNDLE)

    files = {problem.file for problem in refused.value.problems}
    assert files == {
        "mini-set@1/1-members.yaml",
        "mini-set@1/2-work.yaml",
        "mini@1/levels/bronze.yaml",
        "mini@1/messages.en.po",
    }
    assert str(refused.value).splitlines() == [str(problem) for problem in refused.value.problems]


def test_a_broken_file_brings_no_follow_up_problems(small: Small) -> None:
    small.replace("mini-set@1/1-members.yaml", "id: 1.1", "id: [1.1")

    assert [problem.file for problem in small.problems()] == ["mini-set@1/1-members.yaml"]


def test_a_changed_set_is_refused_until_it_is_pinned_again(small: Small) -> None:
    small.replace("mini-list@1/set.yaml", "en: Is it listed?", "en: Is it there?", pinned=False)

    (problem,) = small.problems()

    assert (problem.file, problem.line) == ("mini@1/bundle.yaml", small.line("mini@1/bundle.yaml", "mini-list@1") + 1)
    assert folder_sha256(small.folder / "mini-list@1") in problem.what
    assert "new version" in problem.remedy


def test_a_pinned_set_that_is_not_there(small: Small) -> None:
    shutil.rmtree(small.folder / "mini-map@1")

    (problem,) = small.problems()

    assert str(problem) == "mini-map@1/set.yaml:1: the file is missing; add it, or remove what names it"


def test_a_file_that_nobody_reads_is_refused(small: Small) -> None:
    (small.folder / "mini@1" / "levels" / "sliver.yaml").write_text("level: silver\n", encoding="utf-8")

    assert [str(problem) for problem in small.problems()] == [
        "mini@1/levels/sliver.yaml:1: nothing reads this file; correct its name, or remove it"
    ]


def test_text_that_is_not_utf8_is_named_by_line(small: Small) -> None:
    first = small.line("mini-list@1/set.yaml", "name: {lt: Įtrauktas")
    path = small.folder / "mini-list@1" / "set.yaml"
    path.write_bytes(path.read_bytes().replace("Įtrauktas".encode(), "Įtrauktas".encode("cp1257")))

    problem = next(each for each in small.problems() if each.file == "mini-list@1/set.yaml")

    assert (problem.line, problem.remedy) == (first, "save the file as UTF-8")


def test_the_hash_depends_neither_on_the_place_nor_on_line_ends(small: Small, tmp_path: Path) -> None:
    before = load_catalogue(small.folder, BUNDLE).sha256
    elsewhere = small_catalogue(tmp_path / "else" / "where")
    for path in elsewhere.folder.rglob("*.*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))

    assert load_catalogue(elsewhere.folder, BUNDLE).sha256 == before


def test_the_hash_tells_any_changed_set_and_sentence(small: Small) -> None:
    hashes = {load_catalogue(small.folder, BUNDLE).sha256}
    small.replace("mini-set@1/1-members.yaml", "baseline: 15", "baseline: 16")
    hashes.add(load_catalogue(small.folder, BUNDLE).sha256)
    small.replace("mini@1/messages.lt.po", "held lapsed", "held no more")
    hashes.add(load_catalogue(small.folder, BUNDLE).sha256)

    assert len(hashes) == 3


def test_the_bundle_in_force_is_the_latest_that_has_begun(small: Small) -> None:
    shutil.copytree(small.folder / BUNDLE, small.folder / "mini@2")
    small.replace("mini@2/bundle.yaml", "version: 1", "version: 2")
    small.replace("mini@2/bundle.yaml", "2013-01-01", "2020-01-01")

    assert load_in_force(small.folder, date(2019, 12, 31)).id == "mini@1"
    assert load_in_force(small.folder, date(2020, 1, 1)).id == "mini@2"
    with pytest.raises(CatalogueError, match="no catalogue is in force on 2012-12-31"):
        load_in_force(small.folder, date(2012, 12, 31))


def test_a_bundle_that_does_not_exist(small: Small) -> None:
    with pytest.raises(CatalogueError, match=r"other@1/bundle.yaml:1: there is no such bundle; check the name"):
        load_catalogue(small.folder, "other@1")
