"""Published and confirmed criteria travel with the events they judge, and whatever is changed in them is found."""

import json
from collections.abc import Callable, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from services.scoring.adapters.catalogues import KnownCatalogues, ShelvedCatalogues
from services.scoring.adapters.files import UnreadableFileError, exported_text, read_exported
from services.scoring.adapters.http.api.shape import result_json
from services.scoring.adapters.http.api.verify_file import differences_of_file
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.application.fold import results
from services.scoring.application.verify import differences, history_of
from services.scoring.domain.errors import DomainError
from shared.catalogue.library import Library
from shared.catalogue.problems import CatalogueError
from shared.contracts.envelope import Event
from tests.support.events import members, registered, submitted
from tests.support.published import confirmation
from tests.support.result_cases import CATALOGUES
from tests.support.scoring import TODAY, catalogues
from tests.unit.scoring_application.test_refolded_criteria import second_version
from tests.unit.scoring_application.test_verify_file import changed_at, places, run

CONFIRMED = [confirmation("4.1.2", part, bundle) for bundle in ("ecei@1", "ecei@2") for part in ("minimum", "scoring")]  # type: ignore[arg-type]


def told(catalogue: str = "ecei@2") -> list[bytes]:
    """Return the events of a cluster whose assessment names `catalogue`."""
    sent = submitted(1, "a", members(18), TODAY, sequence=2)
    data = sent.data.model_copy(update={"catalogue": catalogue})
    return [event.encode() for event in (registered(1), sent.model_copy(update={"data": data}))]


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Event:
    return second_version(tmp_path_factory.mktemp("draft"), date(2026, 11, 1))


def text(raw: Sequence[bytes], criteria: Sequence[Event]) -> str:
    return exported_text(raw, [event.encode() for event in criteria], catalogues().known())


@pytest.fixture
def exported(version: Event, tmp_path: Path) -> Path:
    file = tmp_path / "events.json"
    file.write_text(text(told(), [version, *CONFIRMED]), encoding="utf-8")
    return file


@pytest.fixture
def scored(exported: Path, tmp_path: Path) -> Path:
    file = tmp_path / "result.json"
    file.write_text(run("score", str(exported), "--json", "--as-of", TODAY.isoformat()), encoding="utf-8")
    return file


def test_a_result_by_published_and_confirmed_criteria_is_made_again_from_the_file_alone(
    exported: Path, scored: Path
) -> None:
    result = json.loads(scored.read_text())
    assert (result["catalogue"], result["revision"][1]) == ("ecei@2", 4)
    assert result["points"]["floor"] == 135
    assert "Equal" in run("verify", str(scored), "--events", str(exported))


def test_one_changed_value_anywhere_in_the_criteria_is_found(exported: Path, scored: Path, tmp_path: Path) -> None:
    value = json.loads(exported.read_text())
    changed, checked = tmp_path / "changed.json", 0
    for path in places(value["catalogues"]):
        changed.write_text(json.dumps(changed_at(value, ("catalogues", *path)), ensure_ascii=False))
        assert is_found(scored, changed), path
        checked += 1
    assert checked > 50


def test_what_decides_is_found_even_if_the_digest_of_the_list_is_made_anew(
    exported: Path, scored: Path, tmp_path: Path
) -> None:
    value = json.loads(exported.read_text())
    changed, checked = tmp_path / "changed.json", 0
    archived = ["archive" in each["data"] for each in value["catalogues"]]
    for path in places(value["catalogues"]):
        publication, confirmed = archived[int(path[0])], path[0] == archived.index(False)
        if confirmed or (publication and path[1] in ("id", "subject", "data")):
            new = changed_at(value, ("catalogues", *path))
            sealed = {**new, "catalogues_sha256": sealing(new["catalogues"])}
            changed.write_text(json.dumps(sealed, ensure_ascii=False))
            assert is_found(scored, changed), path
            checked += 1
    assert checked > 20


def sealing(criteria: list[Any]) -> str:
    lines = [json.dumps(each, ensure_ascii=False, separators=(",", ":")).encode() for each in criteria]
    return sha256(b"\n".join(lines)).hexdigest()


@pytest.mark.parametrize("change", [lambda each: each[1:], lambda each: each[:-1], lambda each: [*each, "event"]])
def test_what_was_left_out_or_added_is_found(
    change: Callable[[list[Any]], list[Any]], exported: Path, scored: Path, tmp_path: Path
) -> None:
    value = json.loads(exported.read_text())
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps({**value, "catalogues": change(value["catalogues"])}, ensure_ascii=False))
    assert is_found(scored, changed)


def test_a_changed_letter_of_the_archive_is_told(exported: Path, scored: Path, tmp_path: Path) -> None:
    value = json.loads(exported.read_text())
    [publication] = [each for each in value["catalogues"] if "archive" in each["data"]]
    archive = publication["data"]["archive"]
    middle = len(archive) // 2
    publication["data"]["archive"] = archive[:middle] + ("A" if archive[middle] != "A" else "B") + archive[middle + 1 :]
    value["catalogues_sha256"] = sealing(value["catalogues"])
    changed = tmp_path / "changed.json"
    changed.write_text(json.dumps(value, ensure_ascii=False))
    assert "Cannot be recomputed" in run("verify", str(scored), "--events", str(changed), code=1)
    run("score", str(changed), code=1)


def test_an_event_about_a_cluster_is_no_criterion(exported: Path) -> None:
    value = json.loads(exported.read_text())
    sealed = {**value, "catalogues": value["events"], "catalogues_sha256": sealing(value["events"])}
    exported.write_text(json.dumps(sealed, ensure_ascii=False))
    with pytest.raises(UnreadableFileError, match="says nothing about criteria"):
        read_exported(exported)


def test_only_what_results_rest_on_travels(version: Event) -> None:
    def names(raw: Sequence[bytes], criteria: Sequence[Event]) -> list[str]:
        return [each["subject"] for each in json.loads(text(raw, criteria)).get("catalogues", [])]

    only = CONFIRMED[:2]
    assert names(told("ecei@1"), [version]) == []
    assert names(told("ecei@1"), [version, *only]) == [event.subject for event in sorted(only, key=lambda e: e.id)]
    assert "ecei@2" in names(told("ecei@1"), [version, *CONFIRMED])
    assert names(told(), [version]) == ["ecei@2"]
    assert names(told()[:1], [version]) == ["ecei@2"]
    assert "catalogues" not in json.loads(text(told("ecei@1"), []))


def is_found(result: Path, events: Path) -> bool:
    try:
        exported = read_exported(events)
        library = Library(CATALOGUES)
        library.take(exported.published)
        known = ShelvedCatalogues(library).as_known()
        return bool(differences_of_file(result, exported, known, Lexicon(library)))
    except (UnreadableFileError, DomainError, CatalogueError):
        return True


def test_what_was_confirmed_later_does_not_spoil_a_result_of_before(tmp_path: Path) -> None:
    late = CONFIRMED[:2]
    raw, criteria = told("ecei@1"), criteria_of(late)
    earlier, history = criteria.first(0), history_of(raw)
    [(_, old)], [(_, new)] = (results(history, each, TODAY) for each in (earlier, criteria))
    assert old.passport != new.passport
    for stored in (old, new):
        assert differences(raw, [stored], criteria, TODAY) == []
        file, events = tmp_path / "result.json", tmp_path / "events.json"
        words = Lexicon(Library(CATALOGUES)).words("ecei@1", "lt")
        file.write_text(json.dumps(result_json(registered(1).subject, stored, words)), encoding="utf-8")
        events.write_text(text(raw, late), encoding="utf-8")
        assert "Equal" in run("verify", str(file), "--events", str(events))
    [missing] = differences(raw, [new], earlier, TODAY)
    assert "cannot be recomputed: it rests on 2 confirmations of criteria; 0 are known" in missing


def criteria_of(events: Sequence[Event]) -> KnownCatalogues:
    library = Library(CATALOGUES)
    library.take(events)
    return ShelvedCatalogues(library).as_known()
