"""The contracts change by optional additions only, and their committed schemas and samples say so."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from shared.contracts import schemas
from shared.contracts.registry import EVENT_MODELS, EVENT_TYPES, NotAnEventError, parse_event

SAMPLES = sorted((Path(__file__).parents[1] / "data" / "events").glob("*.json"))


@pytest.mark.parametrize("event_type", EVENT_MODELS)
def test_committed_schema_is_what_the_model_says(event_type: str) -> None:
    committed = schemas.SCHEMAS / f"{event_type}.json"
    text = committed.read_text(encoding="utf-8") if committed.exists() else ""
    assert text == schemas.schema(event_type), (
        f"{committed.name} is stale: run `{schemas.COMMAND}`; a change that is not an optional addition needs a .v2"
    )


def test_events_page_is_what_the_models_say() -> None:
    assert schemas.EVENTS_PAGE.read_text(encoding="utf-8") == schemas.events_page(), f"run `{schemas.COMMAND}`"


def test_every_type_has_a_sample() -> None:
    assert {sample.stem.split("~")[0] for sample in SAMPLES} == {data.TYPE for data in EVENT_TYPES}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_yesterdays_sample_still_parses_and_fits_todays_schema(sample: Path) -> None:
    raw = sample.read_bytes()
    event = parse_event(raw)
    Draft202012Validator(json.loads(schemas.schema(event.type))).validate(json.loads(event.encode()))
    assert parse_event(event.encode()) == event


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_reader_ignores_fields_of_tomorrow(sample: Path) -> None:
    document = json.loads(sample.read_bytes())
    document["tomorrow"] = 1
    document["data"]["tomorrow"] = {"a": 1}
    assert parse_event(json.dumps(document).encode()) == parse_event(sample.read_bytes())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_a_producer_is_held_to_the_schema(sample: Path) -> None:
    document = json.loads(sample.read_bytes())
    document["data"]["tomorrow"] = 1
    validator = Draft202012Validator(json.loads(schemas.schema(document["type"])))
    assert not validator.is_valid(document)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"not json", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[1]", "not an envelope"),
        (b'{"specversion":"1.0","type":"branda.unknown.v1"}', "unknown type: branda.unknown.v1"),
        (b'{"specversion":"1.0","type":{"$ne":null}}', "unknown type"),
        (b'{"specversion":"1.0","type":"branda.assessment.withdrawn.v1"}', "not an envelope: id"),
        (b'{"a":1,"a":2}', "repeated"),
        (b'{"a":NaN}', "NaN"),
        (b'{"a":1e400}', "too large"),
        (b"[" * 10_000, "nested deeper"),
        (b'{"a":' * 40 + b"1" + b"}" * 40, "nested deeper"),
        (b'{"a":"\\u0000"}', "NUL"),
        (b'{"a":"\\ud800"}', "half of a character"),
        ('{"a":"\u202e"}'.encode(), "reading direction"),
        (b'{"a":99999999999999999999}', "too large"),
    ],
)
def test_what_is_not_an_event_is_refused_with_its_reason(raw: bytes, reason: str) -> None:
    with pytest.raises(NotAnEventError, match=reason):
        parse_event(raw)


@pytest.mark.parametrize("subject", ["ecei@2", "0f0c1a52-3c5e-4b6a-9d2e-1a2b3c4d5e6f/x", "", {"$ne": None}])
def test_an_event_of_a_cluster_is_about_a_cluster(subject: object) -> None:
    document = json.loads((SAMPLES[0].parent / "branda.assessment.submitted.v1.json").read_bytes())
    with pytest.raises(NotAnEventError, match="subject"):
        parse_event(json.dumps(document | {"subject": subject}).encode())


@pytest.mark.parametrize(
    "subject", ["0f0c1a52-3c5e-4b6a-9d2e-1a2b3c4d5e6f", "ecei@0", "ecei", "../ecei@2", "ecei@2\n", ""]
)
@pytest.mark.parametrize("event_type", ["branda.catalogue.published.v1", "branda.catalogue.confirmed.v1"])
def test_an_event_of_criteria_is_about_a_version(event_type: str, subject: str) -> None:
    document = json.loads((SAMPLES[0].parent / f"{event_type}.json").read_bytes())
    with pytest.raises(NotAnEventError, match="subject"):
        parse_event(json.dumps(document | {"subject": subject}).encode())
