"""`branda score`: a result from a file, without a server."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from services.scoring.cli import app

ASSESSMENT: dict[str, Any] = {
    "catalogue": "ecei@1",
    "assessed_on": "2026-11-16",
    "language": "lt",
    "answers": {
        "1.1.2": {"value": {"committed": 13}, "comment": "a text that is no part of the event"},
        "3.2": {"not_applicable": "why"},
        "5.3": {"unknown": True},
    },
    "silver_areas": [{"indicators": ["4.1.2"], "effect": "…"}],
}


def _score(tmp_path: Path, value: Any, *options: str, code: int = 0) -> str:
    file = tmp_path / "assessment.json"
    file.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    result = CliRunner().invoke(app, ["score", str(file), *options])
    assert result.exit_code == code, result.output
    return result.output


def test_one_assessment_is_scored_in_words_and_as_json(tmp_path: Path) -> None:
    words = _score(tmp_path, ASSESSMENT, "--as-of", "2026-11-22", "--lang", "en")
    assert "bronze: not_yet" in words
    assert "13" in words
    result = json.loads(_score(tmp_path, ASSESSMENT, "--json", "--as-of", "2026-11-22"))
    assert result["on"] == "2026-11-22"
    assert result["levels"][0]["verdict"] == "not_yet"
    assert all(requirement["text"] for level in result["levels"] for requirement in level["requirements"])


def test_order_to_a_level_is_told_in_words_and_as_json(tmp_path: Path) -> None:
    words = _score(tmp_path, ASSESSMENT, "--as-of", "2026-11-22", "--lang", "en", "--order", "bronze")
    assert words.startswith("bronze: ready_to_contact")
    assert "at least 15" in words.replace("\N{NO-BREAK SPACE}", " ")
    options = ("--as-of", "2026-11-22", "--order", "silver", "--json")
    order = json.loads(_score(tmp_path, ASSESSMENT, *options))
    assert (order["level"], order["earliest"]) == ("silver", "2028-05-22")


def test_areas_to_name_are_told_in_words_and_as_json(tmp_path: Path) -> None:
    options = ("--as-of", "2026-11-22", "--areas")
    words = _score(tmp_path, ASSESSMENT, *options, "--lang", "en")
    assert words.startswith("There has been no first benchmarking yet")
    found = json.loads(_score(tmp_path, ASSESSMENT, *options, "--json"))
    assert (found["proposals"], found["nothing"], found["required"]) == ([], "no_benchmarking", 3)
    improved = (Path(__file__).parents[2] / "data" / "golden" / "silver-open.json").read_text(encoding="utf-8")
    assert _score(tmp_path, improved, *options, "--lang", "lt").strip()
    assert "one at a time" in _score(tmp_path, ASSESSMENT, *options, "--order", "silver", code=2)


GOLDEN = Path(__file__).parents[2] / "data" / "golden" / "bronze-held.json"


def test_the_calendar_is_told_in_words_and_as_json(tmp_path: Path) -> None:
    told = GOLDEN.read_text(encoding="utf-8")
    words = _score(tmp_path, told, "--as-of", "2026-11-22", "--lang", "en", "--calendar").replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "2027-04-30  Bronze: valid until 30 April 2027" in words
    assert "bronze: One expert: about 3 hours, by video or on site." in words
    assert words.rstrip().endswith("Not an ESCA/EUCLES benchmarking; an estimate.")
    dates = json.loads(_score(tmp_path, told, "--as-of", "2026-11-22", "--calendar", "--json"))
    assert {entry["kind"] for entry in dates["entries"]} >= {"awarded", "expires", "agree_by"}
    nobody = json.loads(_score(tmp_path, ASSESSMENT, "--as-of", "2026-11-22", "--calendar", "--json"))
    assert [entry["kind"] for entry in nobody["entries"]] == ["first_today"]


@pytest.mark.parametrize("other", [("--order", "bronze"), ("--areas",)])
def test_the_calendar_is_a_question_of_its_own(tmp_path: Path, other: tuple[str, ...]) -> None:
    assert "one at a time" in _score(tmp_path, ASSESSMENT, *other, "--calendar", code=2)


@pytest.mark.parametrize(
    "value",
    [
        "not JSON",
        "[]",
        '{"events": [{"no": "event"}]}',
        {**ASSESSMENT, "answers": {"1.1.2": {"value": {"committed": 13.5}}}},
        {**ASSESSMENT, "catalogue": "unknown@9"},
    ],
    ids=["text", "list", "no event", "a fraction", "unknown catalogue"],
)
def test_what_cannot_be_scored_is_told(tmp_path: Path, value: Any) -> None:
    assert _score(tmp_path, value, code=1).strip()
