"""What a process knows of criteria: installed, published, confirmed; in any order, never changed behind its back."""

import shutil
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from shared.catalogue.archive import pack
from shared.catalogue.cli import pin
from shared.catalogue.in_force import in_force
from shared.catalogue.library import FrozenCatalogueError, Library, UnknownCatalogueError
from shared.catalogue.loader import load_catalogue
from shared.catalogue.problems import CatalogueError
from shared.contracts.envelope import Event
from tests.support.catalogues import Small, small_catalogue
from tests.support.events import registered
from tests.support.published import (
    DAY,
    RECORDED,
    as_earlier_software_published_it,
    confirmation,
    new_version,
    publication,
    with_archive,
)

BAND = ("mini-set@1/1-members.yaml", "baseline: 15", "baseline: 16")


@pytest.fixture
def draft(tmp_path: Path) -> Small:
    """A folder beside the installed one, where the next version is written."""
    return small_catalogue(tmp_path / "draft")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(small_catalogue(tmp_path / "installed").folder)


@pytest.fixture
def second(draft: Small) -> Event:
    """The publication of mini@2, in force from tomorrow, with one other band."""
    return publication(draft.folder, new_version(draft.folder, "mini@1", DAY + timedelta(days=1), BAND))


def test_it_begins_with_what_is_installed(library: Library) -> None:
    assert [catalogue.id for catalogue in library.known()] == ["mini@1"]
    assert library.find("mini@1") is library.known()[0]
    assert library.wording("mini@1").catalogue is library.find("mini@1")
    assert library.confirmations == ()


def test_a_mistake_in_what_is_installed_is_named_at_once(draft: Small) -> None:
    draft.replace("mini-set@1/1-members.yaml", "baseline: 15", "baseline: 45")

    with pytest.raises(CatalogueError, match="the band runs against its direction"):
        Library(draft.folder)


def test_a_published_version_is_known_with_its_sentences(library: Library, draft: Small, second: Event) -> None:
    before = library.fingerprint

    library.take([second])

    assert library.find("mini@2") == load_catalogue(draft.folder, "mini@2")
    assert library.wording("mini@2").say("state_met", "en")
    assert library.fingerprint != before
    newest = in_force(library.known(), DAY + timedelta(days=1))
    assert (in_force(library.known(), DAY), newest) == (library.find("mini@1"), library.find("mini@2"))


def test_an_unknown_version_is_unknown(library: Library) -> None:
    assert library.find("mini@9") is None
    with pytest.raises(UnknownCatalogueError, match="mini@9"):
        library.wording("mini@9")
    with pytest.raises(KeyError):
        library.wording("mini@9")


def test_order_and_repetition_change_nothing(tmp_path: Path, second: Event) -> None:
    installed = small_catalogue(tmp_path / "installed").folder
    early = confirmation("1.1", recorded=RECORDED - timedelta(days=1))
    events = [second, confirmation("1.0"), confirmation("1.1", bundle="mini@2"), early]
    found = set()
    for order in permutations(events):
        library = Library(installed)
        for event in (*order, order[0]):
            library.take([event])
        found.add((library.fingerprint, library.confirmations))

    ((_, confirmations),) = found
    later = sorted([events[1].id, events[2].id])
    assert [each.id for each in confirmations] == [early.id, *later]


def test_a_confirmation_says_what_by_whom_and_from_which_day(library: Library) -> None:
    event = confirmation("1.0", by="Agentūra", on=date(2026, 11, 20))

    library.take([event])

    (confirmed,) = library.confirmations
    assert (confirmed.id, confirmed.catalogue, confirmed.part, confirmed.item) == (event.id, "mini@1", "minimum", "1.0")
    assert (confirmed.by, confirmed.source, confirmed.day) == ("Agentūra", "letter 1", date(2026, 11, 20))
    assert confirmed.recorded == RECORDED


def test_a_confirmation_of_a_version_not_known_yet_waits_and_then_counts(library: Library, second: Event) -> None:
    before = library.fingerprint
    library.take([confirmation("1.0", bundle="mini@2"), confirmation("9.9", bundle="mini@2")])
    assert (library.confirmations, library.fingerprint) == ((), before)

    library.take([second])

    assert [confirmed.item for confirmed in library.confirmations] == ["1.0"]


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (confirmation("9.9"), "mini@1 has no minimum of 9.9"),
        (confirmation("2.1"), "mini@1 has no minimum of 2.1"),
        (confirmation("bronze.age", "requirement"), "nobody knows the requirement of bronze.age"),
        (confirmation("1.1", "floor"), "mini@1 has no floor of 1.1"),
        (registered(1), "branda.cluster.registered.v1 says nothing about criteria"),
        (confirmation("1.0").model_copy(update={"subject": "mini@1"}), "its subject or id does not follow"),
        (confirmation("1.0").model_copy(update={"id": confirmation("1.1").id}), "its subject or id does not follow"),
    ],
)
def test_what_cannot_be_confirmed_is_refused(library: Library, event: Event, reason: str) -> None:
    before = library.fingerprint
    with pytest.raises(CatalogueError, match=reason):
        library.take([event])
    assert library.fingerprint == before


def test_other_content_under_a_known_name_is_refused_and_the_known_stays(
    library: Library, draft: Small, second: Event
) -> None:
    library.take([second])
    other = small_catalogue(draft.folder.parent / "other").folder
    new_version(other, "mini@1", DAY, ("mini-set@1/1-members.yaml", "baseline: 15", "baseline: 14"))
    draft.replace("mini@1/bundle.yaml", "percent: 80", "percent: 70")
    known = library.find("mini@1"), library.find("mini@2"), library.fingerprint

    for frozen in (publication(other, "mini@2"), publication(draft.folder, "mini@1")):
        with pytest.raises(FrozenCatalogueError, match="give the changed criteria a new version"):
            library.take([frozen])

    assert (library.find("mini@1"), library.find("mini@2"), library.fingerprint) == known


def test_a_publication_of_what_is_installed_changes_nothing(library: Library, draft: Small) -> None:
    before = library.find("mini@1"), library.fingerprint
    library.take([publication(draft.folder, "mini@1")])
    assert (library.find("mini@1"), library.fingerprint) == before


def test_the_good_are_taken_and_all_reasons_are_given(library: Library, second: Event) -> None:
    with pytest.raises(CatalogueError) as refused:
        library.take([confirmation("9.9"), second, confirmation("8.8"), confirmation("1.0")])

    assert {problem.what for problem in refused.value.problems} == {
        "mini@1 has no minimum of 9.9",
        "mini@1 has no minimum of 8.8",
    }
    assert library.find("mini@2") is not None
    assert len(library.confirmations) == 1


def test_a_version_that_is_not_in_order_is_refused_with_file_line_and_remedy(draft: Small, library: Library) -> None:
    new_version(draft.folder, "mini@1", DAY, BAND)
    event = publication(draft.folder, "mini@2")
    path = draft.folder / "mini-set@2" / "1-members.yaml"
    path.write_text(path.read_text("utf-8").replace("unit:", "unt:").replace("excellent: 40", "excelent: 40"), "utf-8")
    line = next(n for n, text in enumerate(path.read_text("utf-8").splitlines(), 1) if "excelent" in text)
    shutil.rmtree(draft.folder / "mini@1")
    pin(draft.folder)
    with pytest.raises(CatalogueError) as refused:
        library.take([with_archive(event, pack(draft.folder, "mini@2"))])

    shown = [str(problem) for problem in refused.value.problems]
    assert any(each.startswith(f"mini-set@2/1-members.yaml:{line}: the key `excelent` is unknown; ") for each in shown)
    assert library.find("mini@2") is None


def test_a_version_of_earlier_software_says_the_new_sentences_as_the_installed_one_does(
    draft: Small, library: Library
) -> None:
    draft.replace("mini@1/messages.en.po", 'msgid "held_lapsed"\nmsgstr "held lapsed {level} {until:date}"\n', "")
    draft.replace("mini@1/messages.en.po", 'msgstr "held lapsed undated {level}"', 'msgstr "said {of_old}"')
    old = 'msgid "state_of_old"\nmsgstr "of old"\n\n'
    draft.replace("mini@1/messages.en.po", 'msgid "state_met"', f'{old}msgid "state_met"')
    draft.replace("mini@1/messages.lt.po", "held none", "held no")
    assert {"held_lapsed", "held_lapsed_undated", "state_of_old"} <= {
        word for problem in draft.problems() for word in problem.what.split("`")
    }
    new_version(draft.folder, "mini@1", DAY)

    library.take([as_earlier_software_published_it(draft.folder, "mini@2")])

    wording = library.wording("mini@2")
    arguments = {"level": "Bronze", "until": "2026-11-22"}
    assert wording.say("held_lapsed", "en", arguments) == library.wording("mini@1").say("held_lapsed", "en", arguments)
    assert wording.say("held_lapsed_undated", "en", arguments) == "held lapsed undated Bronze"
    assert wording.say("held_none", "lt", arguments) != library.wording("mini@1").say("held_none", "lt", arguments)


def test_a_sentence_that_nobody_has_is_still_missing(draft: Small, library: Library) -> None:
    draft.replace("mini@1/levels/silver.yaml", "message: second", "message: third")
    new_version(draft.folder, "mini@1", DAY)
    with pytest.raises(CatalogueError, match="the sentence `third_met` is not in"):
        library.take([as_earlier_software_published_it(draft.folder, "mini@2")])


def test_an_archive_of_something_else_is_refused(draft: Small, library: Library, second: Event) -> None:
    with pytest.raises(CatalogueError, match=r"it does not hold mini@2/bundle.yaml"):
        library.take([with_archive(second, pack(draft.folder, "mini@1"))])


def test_an_archive_with_other_content_than_announced_is_refused(draft: Small, library: Library, second: Event) -> None:
    draft.replace("mini@2/bundle.yaml", "percent: 80", "percent: 70")
    with pytest.raises(CatalogueError, match=r"mini@2/bundle.yaml:1: the files have the hash"):
        library.take([with_archive(second, pack(draft.folder, "mini@2"))])


@pytest.mark.parametrize(
    "text", ["[" * 500_000, "\n  " + "- " * 500_000, "{a: " * 500_000], ids=["list", "block", "map"]
)
def test_nesting_that_would_end_the_process_is_a_problem(small: Small, text: str) -> None:
    (small.folder / "mini@1" / "levels" / "bronze.yaml").write_text(f"level: {text}", encoding="utf-8")

    assert "the nesting is too deep" in str(small.problems())


def test_a_file_that_would_fill_the_memory_is_a_problem(small: Small) -> None:
    (small.folder / "mini@1" / "levels" / "bronze.yaml").write_text(f"level: [{'1,' * 50_000}]", encoding="utf-8")

    assert "the file has more than" in str(small.problems())


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("plural=(n != 1)", "plural=(n > 1)", "does not count as the language does"),
        ("plural=(n != 1)", "plural=(n % 0)", "does not count as the language does"),
        ("plural=(n != 1)", "plural=__import__", "does not count as the language does"),
        ("nplurals=2", "nplurals=x", "the head is not readable"),
    ],
)
def test_a_head_of_sentences_that_counts_wrongly_is_a_problem(small: Small, old: str, new: str, what: str) -> None:
    small.replace("mini@1/messages.en.po", old, new)

    assert any(what in problem.what for problem in small.problems()), small.problems()
