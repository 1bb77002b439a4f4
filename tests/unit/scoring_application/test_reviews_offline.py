"""Reviews in what `branda export` writes: folded by `score` and `verify` without a server; and what is no review."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from services.scoring.adapters.mongo.codec import decode_readiness, encode_readiness
from services.scoring.application.fold import results
from services.scoring.application.verify import differences, history_of
from services.scoring.cli import app
from services.scoring.domain.document import canonical_bytes
from services.scoring.domain.events import Answer
from services.scoring.domain.reviews import judged_digest
from shared.contracts.envelope import Event
from shared.contracts.registry import NotAnEventError, parse_event
from shared.contracts.reviews import Judgement, ReviewDecided
from tests.support.events import cluster_id, event, members, registered, submitted
from tests.support.histories import strong_answers
from tests.support.results import readiness_of
from tests.support.reviews import ReviewedStory
from tests.support.scoring import catalogues

ON = date(2026, 11, 22)
SAMPLE = Path(__file__).parents[2] / "data" / "events" / "branda.review.decided.v1.json"


def reviewed_events() -> list[Event]:
    assessment = submitted(1, "a", members(18), date(2026, 11, 2), sequence=2)
    judgement = Judgement(digest=judged_digest("1.1.2", Answer(value={"committed": 18}), ()), value={"committed": 13})
    decision = ReviewDecided(
        assessment=assessment.id,
        decision="confirmed",
        independence="independent",
        indicators={"1.1.2": judgement},
    )
    reviewer: dict[str, Any] = {"source": "branda-scoring", "actor": "reviewer", "actorrole": "expert"}
    return [registered(1), assessment, event(decision, cluster=cluster_id(1), key="d", **reviewer)]


def test_an_exported_history_is_scored_and_verified_with_its_reviews(tmp_path: Path) -> None:
    events = tmp_path / "events.json"
    events.write_text(json.dumps({"events": [json.loads(each.encode()) for each in reviewed_events()]}))
    options = ["--as-of", str(ON), "--lang", "en", "--json"]
    scored = CliRunner().invoke(app, ["score", str(events), *options])
    assert scored.exit_code == 0, scored.output
    result = json.loads(scored.output)
    assert [(each["question"], each["status"]) for each in result["reviews"]] == [("1.1.2", "stands")]
    assert result["points"]["reviewed"] is not None
    file = tmp_path / "result.json"
    file.write_text(scored.output)
    verified = CliRunner().invoke(app, ["verify", str(file), "--events", str(events)])
    assert verified.exit_code == 0, verified.output
    result["reviews"][0]["value"] = {"committed": 18}
    file.write_text(json.dumps(result))
    assert CliRunner().invoke(app, ["verify", str(file), "--events", str(events)]).exit_code == 1


def test_stored_results_are_verified_with_reviews() -> None:
    criteria, raw = catalogues(), [each.encode() for each in reviewed_events()]
    stored = [result for _, result in results(history_of(raw), criteria, ON)]
    assert differences(raw, stored, criteria, ON) == []
    assert differences(raw[:2], stored, criteria, ON) != []


def test_a_reviewed_result_survives_the_store() -> None:
    story = ReviewedStory()
    assessment = story.assessed(ON, strong_answers())
    story.decided(ON, assessment, {"1.1.0": {"all_signed": False}, "1.1.2": {"committed": 13}, "4.1.2": None})
    story.disputed(ON, assessment, "1.1.2")
    result = readiness_of(story, ON)
    assert len(result.reviews) == 3
    again = decode_readiness(encode_readiness(result))
    assert again == result
    assert canonical_bytes(again) == canonical_bytes(result)


@pytest.mark.parametrize(
    "changes",
    [
        {"decision": "approved"},
        {"independence": None},
        {"assessment": "x"},
        {"indicators": {}},
        {"indicators": {"$where": {"digest": "ab" * 32}}},
        {"indicators": {f"q{number}": {"digest": "ab" * 32} for number in range(101)}},
        {"indicators": {"1.1.2": {"digest": "AB" * 32}}},
        {"indicators": {"1.1.2": {"digest": "ab" * 32, "value": {}}}},
        {"indicators": {"1.1.2": {"digest": "ab" * 32, "value": {"committed": 13.5}}}},
        {"indicators": {"1.1.2": {"digest": "ab" * 32, "value": {"committed": "x" * 65}}}},
        {"indicators": {"1.1.2": {"digest": "ab" * 32, "evidence": ["7d4a1c52-3c5e-4b6a-9d2e-1a2b3c4d5e6f"] * 201}}},
        {"indicators": {"1.1.2": {"digest": "ab" * 32, "remark": "the words themselves"}}},
    ],
)
def test_what_is_no_decision_never_becomes_an_event(changes: dict[str, Any]) -> None:
    document = json.loads(SAMPLE.read_bytes())
    parse_event(json.dumps(document).encode())
    document["data"] |= changes
    with pytest.raises(NotAnEventError):
        parse_event(json.dumps(document).encode())
