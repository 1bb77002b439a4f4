"""Results do not change by accident: committed histories give the committed bytes (`rules.md` 8 and 10)."""

import json
from typing import Any

import pytest

from services.scoring.domain.heads import ENGINE
from tests.support import golden

CASES = list(golden.cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_history_gives_its_committed_result_byte_by_byte(case: golden.Golden) -> None:
    assert case.result.exists(), f"run {golden.COMMAND}"
    problem = golden.verdict(case.result.read_bytes(), case.compute())
    assert problem is None, problem


def test_no_result_is_left_without_its_history() -> None:
    assert {path.name for path in (golden.FOLDER / "results").iterdir()} == {case.result.name for case in CASES}


def test_a_result_that_changed_under_the_same_engine_asks_for_a_new_number() -> None:
    committed = CASES[0].compute()
    changed = committed.replace(b'"met"', b'"not_met"', 1)
    assert changed != committed
    problem = golden.verdict(changed, committed)
    assert problem is not None
    assert "raise ENGINE" in problem
    assert golden.COMMAND in problem
    newer = json.loads(changed)
    newer["revision"][0] = ENGINE + 1
    problem = golden.verdict(committed, json.dumps(newer).encode())
    assert problem is not None
    assert "raise ENGINE" not in problem
    assert golden.COMMAND in problem


def test_new_words_of_the_criteria_change_no_result() -> None:
    result = CASES[0].compute()
    reworded = result.replace(golden.catalogues().known()[0].sha256.encode(), b"0" * 64)
    assert reworded != result
    assert golden.verdict(reworded, result) is None
    assert golden.verdict(reworded.replace(b'"met"', b'"not_met"', 1), result) is not None


BRONZE = {
    "new-without-list": "ready_if_confirmed",
    "new-with-list": "ready_to_contact",
    "plastics@2018-12-31": "ready_to_contact",
    "plastics@2026-11-22": "not_yet",
    "interview-only": "cannot_tell",
}
SILVER = {
    "all-proven": "ready_if_confirmed",
    "monitoring-none": "not_yet",
    "monitoring-undocumented": "ready_if_confirmed",
}


@pytest.mark.parametrize(
    ("level", "name", "verdict"),
    [
        *(("bronze", name, verdict) for name, verdict in BRONZE.items()),
        *(("silver", name, verdict) for name, verdict in SILVER.items()),
    ],
)
def test_committed_results_say_what_the_rules_promise(level: str, name: str, verdict: str) -> None:
    assert {each["level"]: each["verdict"] for each in committed(name)["levels"]}[level] == verdict


def test_the_bronze_that_is_held_comes_up_for_renewal() -> None:
    document = committed("bronze-held")
    assert [(label["level"], label["state"]) for label in document["held"]] == [("bronze", "valid")]
    assert document["levels"][0]["purpose"] == "renewal"


def test_the_open_silver_period_awaits_the_second_interview() -> None:
    silver = next(level for level in committed("silver-open")["levels"] if level["level"] == "silver")
    second = next(each for each in silver["requirements"] if each["id"] == "silver.second")
    assert (second["state"], second["awaits"], second["until"]) == ("unknown", "interview", "2027-01-15")


def test_what_was_put_right_counts_as_it_is_now() -> None:
    document = committed("put-right")
    assert [(label["awarded"], label["valid_until"]) for label in document["held"]] == [("2025-03", "2027-03-31")]
    silver = next(level for level in document["levels"] if level["level"] == "silver")
    second = next(each for each in silver["requirements"] if each["id"] == "silver.second")
    assert (second["arguments"]["first"], second["until"]) == ("2025-02-20", "2027-02-20")


def committed(name: str) -> dict[str, Any]:
    """Return the committed result of the first case whose name begins so."""
    case = next(case for case in CASES if case.name.startswith(name))
    result: dict[str, Any] = json.loads(case.result.read_bytes())
    return result
