"""`branda verify FILE`: a result in a file is recomputed without a server, and whatever was changed is found."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from services.scoring.adapters.catalogues import FileCatalogues
from services.scoring.adapters.files import UnreadableFileError, read_exported
from services.scoring.adapters.http.api.verify_file import differences_of_file
from services.scoring.adapters.http.lexicon import Lexicon
from services.scoring.cli import app
from services.scoring.domain.errors import DomainError
from shared.catalogue.library import Library
from tests.support.golden import CATALOGUES, FOLDER
from tests.unit.scoring_application.test_score_command import ASSESSMENT

EVENTS = FOLDER / "new-with-list.json"
CRITERIA, LEXICON = FileCatalogues(CATALOGUES), Lexicon(Library(CATALOGUES))


def run(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


def scored(tmp_path: Path, events: Path = EVENTS, language: str = "lt", on: str = "2026-11-16") -> Path:
    file = tmp_path / "result.json"
    file.write_text(run("score", str(events), "--json", "--as-of", on, "--lang", language), encoding="utf-8")
    return file


def differences(result: Path, events: Path = EVENTS) -> list[str]:
    return differences_of_file(result, read_exported(events), CRITERIA, LEXICON)


@pytest.mark.parametrize("language", ["lt", "en"])
@pytest.mark.parametrize("on", ["2026-11-16", "2026-11-01"])
def test_an_honest_result_is_equal(tmp_path: Path, language: str, on: str) -> None:
    file = scored(tmp_path, language=language, on=on)
    assert "Equal" in run("verify", str(file), "--events", str(EVENTS))


def test_the_result_of_one_assessment_is_verified_with_it(tmp_path: Path) -> None:
    assessment = tmp_path / "assessment.json"
    assessment.write_text(json.dumps(ASSESSMENT), encoding="utf-8")
    file = scored(tmp_path, assessment)
    assert json.loads(file.read_text())["cluster"] is None
    assert "Equal" in run("verify", str(file), "--events", str(assessment))


def test_what_was_known_at_a_moment_is_verified_with_that_moment(tmp_path: Path) -> None:
    events = json.loads(EVENTS.read_text())["events"]
    last = max(events, key=lambda event: event["recordedtime"])
    known = tmp_path / "known.json"
    known.write_text(json.dumps({"events": [event for event in events if event is not last]}, ensure_ascii=False))
    file = scored(tmp_path, known)
    assert "/passport/events" in run("verify", str(file), "--events", str(EVENTS), code=1)
    moment = "2026-11-01T12:00:00+00:00"
    assert "Equal" in run("verify", str(file), "--events", str(EVENTS), "--known-at", moment)


def places(value: Any, *path: str | int) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every value that is neither an object nor a list."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inside:
        yield from places(each, *path, name)
    if not isinstance(value, dict | list):
        yield path


def changed_at(value: Any, path: tuple[str | int, ...]) -> Any:
    """Return a copy with one changed value: a text by its last character, a number by one."""
    copy = json.loads(json.dumps(value))
    inner = copy
    for step in path[:-1]:
        inner = inner[step]
    old = inner[path[-1]]
    if isinstance(old, bool) or old is None:
        inner[path[-1]] = not old
    else:
        inner[path[-1]] = old + 1 if isinstance(old, int) else old[:-1] + ("1" if old[-1:] != "1" else "2")
    return copy


def test_one_changed_value_anywhere_in_the_result_is_found(tmp_path: Path) -> None:
    result = json.loads(scored(tmp_path).read_text())
    changed, checked = tmp_path / "changed.json", 0
    for path in list(places(result))[::9]:
        changed.write_text(json.dumps(changed_at(result, path)), encoding="utf-8")
        assert is_found(changed, EVENTS), path
        checked += 1
    assert checked > 60


def test_one_changed_value_anywhere_in_the_events_is_found(tmp_path: Path) -> None:
    file = scored(tmp_path)
    events = json.loads(EVENTS.read_text())
    changed, checked = tmp_path / "events.json", 0
    for path in list(places(events)):
        changed.write_text(json.dumps(changed_at(events, path), ensure_ascii=False), encoding="utf-8")
        assert is_found(file, changed), path
        checked += 1
    assert checked > 60


@pytest.mark.parametrize("of", ["result", "events"])
def test_what_was_added_or_left_out_is_found(tmp_path: Path, of: str) -> None:
    result = scored(tmp_path)
    original = result if of == "result" else EVENTS
    value = json.loads(original.read_text())
    parts = value["levels"] if of == "result" else value["events"]
    changed = tmp_path / "changed.json"
    for each in ([*parts, parts[0]] if of == "result" else parts[:-1], [{**parts[0], "more": 1}, *parts[1:]]):
        changed.write_text(json.dumps({**value, "levels" if of == "result" else "events": each}, ensure_ascii=False))
        assert is_found(*((changed, EVENTS) if of == "result" else (result, changed)))


def is_found(result: Path, events: Path) -> bool:
    try:
        return bool(differences(result, events))
    except (UnreadableFileError, DomainError):
        return True


@pytest.mark.parametrize(
    "file", ["ecei@1/bundle.yaml", "ecei@1/messages.lt.po", "ecei-2013@1/set.yaml", "eccp-listing@1/set.yaml"]
)
def test_one_changed_byte_in_the_criteria_is_found(tmp_path: Path, file: str) -> None:
    result = scored(tmp_path)
    folder = tmp_path / "catalogues"
    shutil.copytree(CATALOGUES, folder)
    (folder / file).write_bytes((folder / file).read_bytes() + b"#")
    said = run("verify", str(result), "--events", str(EVENTS), "--catalogues", str(folder), code=1)
    assert "sha256" in said or "Cannot be recomputed" in said


def test_where_a_result_differs_is_named_with_both_values(tmp_path: Path) -> None:
    file = scored(tmp_path)
    file.write_text(file.read_text().replace('"verdict": "ready_to_contact"', '"verdict": "ready_if_confirmed"', 1))
    said = run("verify", str(file), "--events", str(EVENTS), code=1)
    assert "/levels/0/verdict: 'ready_if_confirmed' in the file, 'ready_to_contact' recomputed" in said
    assert "1 differences." in said


@pytest.mark.parametrize(
    "text", ["not JSON", "[]", "{}", '{"on": "2026-11-16", "assessment": []}', '{"status": "pending"}']
)
def test_what_is_no_result_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "result.json"
    file.write_text(text)
    assert "Cannot be recomputed" in run("verify", str(file), "--events", str(EVENTS), code=1)


def test_events_of_two_clusters_are_no_history(tmp_path: Path) -> None:
    both = [event for name in ("plastics", "interview-only") for event in read(name)]
    file = tmp_path / "events.json"
    file.write_text(json.dumps({"events": both}))
    with pytest.raises(UnreadableFileError, match="events of 2 clusters"):
        read_exported(file)


def read(name: str) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = json.loads((FOLDER / f"{name}.json").read_text())["events"]
    return events


def test_a_file_needs_its_events(tmp_path: Path) -> None:
    assert "--events" in run("verify", str(scored(tmp_path)), code=2)
