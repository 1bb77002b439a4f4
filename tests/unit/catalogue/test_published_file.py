"""`published.txt`: what is published is never edited again."""

import pytest
from typer.testing import CliRunner

from shared.catalogue.cli import app
from shared.catalogue.library import Library
from shared.catalogue.published import note_published
from tests.support.catalogues import BUNDLE, Small


def check(small: Small) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["catalogue", "check", str(small.folder)])
    return result.exit_code, result.stderr


@pytest.fixture
def published(small: Small) -> Small:
    """A folder whose one version is published."""
    found = Library(small.folder).find(BUNDLE)
    assert found is not None
    note_published(small.folder, found)
    note_published(small.folder, found)
    return small


def test_a_version_is_noted_once(published: Small) -> None:
    found = Library(published.folder).known()[0]
    assert (published.folder / "published.txt").read_text("utf-8") == f"mini@1 {found.sha256}\n"
    assert check(published) == (0, "")


def test_a_published_version_whose_files_changed_is_refused(published: Small) -> None:
    (published.folder / "published.txt").write_text(
        "# versions\n\n" + (published.folder / "published.txt").read_text("utf-8"), "utf-8"
    )
    published.replace("mini-set@1/1-members.yaml", "baseline: 15", "baseline: 16")

    code, said = check(published)

    assert code == 1
    assert said.startswith("published.txt:3: mini@1 is published with another content; its files now have the hash ")
    assert said.endswith("; restore its files, and give the changed criteria a new version\n")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("mini@1", "published.txt:1: this line is not readable; write `name@version sha256`"),
        ("../mini@1 " + "0" * 64, "published.txt:1: this line is not readable"),
        ("mini@1 " + "0" * 63, "published.txt:1: this line is not readable"),
        ("\x00\xff", "published.txt:1: this line is not readable"),
        ("mini@1 " + "0" * 64 + "\nmini@1 " + "1" * 64, "published.txt:2: mini@1 has another hash than on line 1"),
    ],
)
def test_a_line_that_is_not_in_order_is_named(small: Small, text: str, problem: str) -> None:
    (small.folder / "published.txt").write_bytes(text.encode("latin-1"))
    code, said = check(small)
    assert code == 1
    assert said.startswith(problem)


def test_a_version_that_lies_elsewhere_may_be_in_the_file(small: Small) -> None:
    (small.folder / "published.txt").write_text("other@3 " + "0" * 64, "utf-8")
    assert check(small) == (0, "")
    note_published(small.folder, Library(small.folder).known()[0])
    assert (small.folder / "published.txt").read_text("utf-8").splitlines()[0] == "other@3 " + "0" * 64
