"""Bad input (issue "The road", `quality.md` 4): each ends in a problem that names the field; never in a 500."""

import json
from typing import Any

import pytest

from tests.support.intake_app import IntakeApp, assessment

PAPER = {"indicators": ["1.1.2"], "kind": "sighted", "dated": "2026-11-01", "strength": "documented"}

STEP = {"level": "bronze", "step": "booked", "on": "2026-11-01", "planned_on": "2026-12-03"}


def errors_of(answer: Any) -> dict[str, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return {error["pointer"]: error["message"] for error in answer.json()["errors"]}


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("assessments", assessment(label="gold"), "/label"),
        ("assessments", assessment(role="agency"), "/role"),
        ("assessments", assessment(score=150), "/score"),
        ("assessments", assessment(number="BR-2026-9999"), "/number"),
        ("assessments", assessment(answers={"1.1.2": {"$ne": None}}), "/answers/1.1.2/$ne"),
        ("assessments", assessment(answers={"$where": {"unknown": True}}), "/answers/$where"),
        ("assessments", assessment(assessed_on="2026-11-21"), "/assessed_on"),
        ("assessments", assessment(assessed_on="20.11.2026"), "/assessed_on"),
        ("assessments", assessment(assessed_on="2026-11-16T10:00:00Z"), "/assessed_on"),
        ("assessments", assessment(catalogue="ecei@9"), "/catalogue"),
        ("assessments", assessment(assessed_on="2012-12-31"), "/catalogue"),
        ("assessments", assessment(answers={"1.1.2": {"value": {"committed": 1.5}}}), "/answers/1.1.2/value/committed"),
        (
            "assessments",
            assessment(answers={"1.1.2": {"value": {"committed": None}}}),
            "/answers/1.1.2/value/committed",
        ),
        ("assessments", assessment(answers={"1.1.2": {"value": {"committed": [1]}}}), "/answers/1.1.2/value/committed"),
        ("assessments", assessment(answers={"1.1.2": {"unknown": 1}}), "/answers/1.1.2/unknown"),
        ("assessments", assessment(language="de"), "/language"),
        ("assessments", assessment(silver_areas=[{"indicators": ["9.9"]}]), "/silver_areas/0/indicators/0"),
        ("assessments", assessment(silver_areas=[{"indicators": []}]), "/silver_areas/0/indicators"),
        ("benchmarkings", {"interview_on": "2026-11-21"}, "/interview_on"),
        ("benchmarkings", {"interview_on": "2026-12-01", "precision": "month"}, "/interview_on"),
        ("benchmarkings", {"interview_on": "2026-11-01", "report_on": "2026-10-01"}, "/report_on"),
        ("benchmarkings", {"interview_on": "2026-11-01", "snapshot": "1" * 8}, "/snapshot"),
        ("benchmarkings", {}, "/interview_on"),
        ("labels", {"level": "bronze", "awarded": "2026-12-01"}, "/awarded"),
        ("labels", {"level": "bronze", "awarded": "2026-04-10", "valid_until": "2026-04-09"}, "/valid_until"),
        ("labels", {"level": "platinum"}, "/level"),
        ("labels", {"level": "gold", "attested": [{"on": "2027-01-01", "source": "x"}]}, "/attested/0/on"),
        ("evidence", {**PAPER, "dated": "2026-11-21"}, "/dated"),
        ("evidence", {**PAPER, "indicators": ["9.9"]}, "/indicators/0"),
        ("evidence", {**PAPER, "indicators": ["1.1.2", "1.1.2"]}, "/indicators/1"),
        ("evidence", {**PAPER, "supports": {"share": 3}}, "/supports/share"),
        ("evidence", {**PAPER, "supports": {"committed": -1}}, "/supports/committed"),
        ("evidence", {**PAPER, "kind": "file"}, "/kind"),
        ("evidence", {**PAPER, "address": "https://x.example/a"}, "/address"),
        ("evidence", {**PAPER, "kind": "link"}, "/address"),
        ("evidence", {**PAPER, "kind": "link", "address": "javascript:alert(1)"}, "/address"),
        ("evidence", {**PAPER, "kind": "link", "address": "https://x.example/\r\nBcc: a"}, "/address"),
        ("labelling-steps", {"level": "bronze", "step": "contacted", "on": "2026-11-21"}, "/on"),
        ("labelling-steps", {"level": "bronze", "step": "granted", "on": "2026-11-01"}, "/step"),
        ("labelling-steps", {"level": "platinum", "step": "contacted", "on": "2026-11-01"}, "/level"),
        ("labelling-steps", {**STEP, "step": "interviewed"}, "/planned_on"),
        ("labelling-steps", {**STEP, "planned_on": "2026-10-31"}, "/planned_on"),
        ("labelling-steps", {**STEP, "planned_on": "9999-12-31"}, "/planned_on"),
        ("labelling-steps", {**STEP, "note": 1}, "/note"),
        ("consultancy-records", {"session_on": "2026-11-21"}, "/hours"),
        (
            "consultancy-records",
            {"session_on": "2026-11-21", "hours": "2.5", "category": "strategy", "provider": "LIC"},
            "/session_on",
        ),
        (
            "consultancy-records",
            {"session_on": "2026-11-01", "hours": "0", "category": "strategy", "provider": "LIC"},
            "/hours",
        ),
        (
            "consultancy-records",
            {"session_on": "2026-11-01", "hours": 2.5, "category": "strategy", "provider": "LIC"},
            "/hours",
        ),
    ],
)
async def test_a_mistake_is_named_at_its_field_in_both_languages(
    intake: IntakeApp, path: str, body: dict[str, Any], pointer: str
) -> None:
    cluster = await intake.register()
    where = f"/api/v1/clusters/{cluster}/{path}"
    english = await intake.post(where, body)
    lithuanian = await intake.post(where, body, language="lt")
    assert english.status_code == lithuanian.status_code == 422, english.text
    assert errors_of(english)[pointer] != errors_of(lithuanian)[pointer]
    assert len(intake.events.events) == 1


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (b"", 400),
        (b"[]", 422),
        (b'{"catalogue":', 400),
        (b'{"a": 1, "a": 2}', 400),
        (b"[" * 10_000 + b"]" * 10_000, 400),
        (b'{"answers": {"1.1.2": {"value": {"committed": NaN}}}}', 422),
        (b'{"answers": {"1.1.2": {"value": {"committed": 1e400}}}}', 422),
        (b'{"answers": {"1.1.2": {"value": {"committed": ' + b"9" * 500 + b"}}}}", 422),
        (b'{"language": "\\u0000"}', 422),
        (b'{"language": "\xff\xfe"}', 422),
        ('{"language": "\u202elt"}'.encode(), 422),
        (b'{"\\u0000": 1}', 422),
    ],
)
async def test_hostile_bytes_are_refused(intake: IntakeApp, raw: bytes, status: int) -> None:
    cluster = await intake.register()
    answer = await intake.post(f"/api/v1/clusters/{cluster}/assessments", raw)
    assert answer.status_code == status
    assert errors_of(answer)


async def test_all_mistakes_are_named_at_once(intake: IntakeApp) -> None:
    cluster = await intake.register()
    answers = {"1.1.2": {"value": {"committed": -1}}, "9.9": {"unknown": True}, "3.2": {"not_applicable": ""}}
    body = assessment(answers=answers, assessed_on="2026-12-01")
    found = errors_of(await intake.post(f"/api/v1/clusters/{cluster}/assessments", body))
    assert set(found) == {
        "/assessed_on",
        "/answers/1.1.2/value/committed",
        "/answers/9.9",
        "/answers/3.2/not_applicable",
    }


@pytest.mark.parametrize("keys", [[], [""], ["a", "b"], ["x" * 201], ["ąžuolas".encode().decode("latin-1")]])
async def test_a_write_needs_one_idempotency_key(intake: IntakeApp, keys: list[str]) -> None:
    cluster = await intake.register()
    headers = [("Content-Type", "application/json"), *intake.token("agency").items()]
    answer = await intake.http.post(
        f"/api/v1/clusters/{cluster}/assessments",
        content=json.dumps(assessment()),
        headers=[(name.encode(), value.encode("latin-1")) for name, value in headers]
        + [(b"Idempotency-Key", key.encode("latin-1")) for key in keys],
    )
    assert answer.status_code == 400
    assert answer.json()["type"] == "urn:branda:problem:key-needed"


async def test_a_body_above_one_mebibyte_is_refused(intake: IntakeApp) -> None:
    cluster = await intake.register()
    answer = await intake.post(f"/api/v1/clusters/{cluster}/assessments", b" " * (1024 * 1024 + 1))
    assert answer.status_code == 413


async def test_json_sent_as_text_is_refused(intake: IntakeApp) -> None:
    cluster = await intake.register()
    answer = await intake.post(
        f"/api/v1/clusters/{cluster}/assessments", assessment(), **{"Content-Type": "text/plain"}
    )
    assert answer.status_code == 415


async def test_evidence_of_another_cluster_is_refused_like_a_missing_one(intake: IntakeApp) -> None:
    mine, theirs = await intake.register(), await intake.register()
    evidence = (await intake.post(f"/api/v1/clusters/{theirs}/evidence", PAPER)).json()["id"]
    missing = "00000000-0000-0000-0000-000000000000"
    answers = {"1.1.2": {"value": {"committed": 18}, "evidence": [evidence, missing]}}
    found = errors_of(await intake.post(f"/api/v1/clusters/{mine}/assessments", assessment(answers=answers)))
    assert found["/answers/1.1.2/evidence/0"].replace(evidence, missing) == found["/answers/1.1.2/evidence/1"]


async def test_a_label_older_than_the_cluster_is_recorded_with_a_warning(intake: IntakeApp) -> None:
    cluster = await intake.register(founded="2016-01-01")
    label = {"level": "bronze", "awarded": "2015-04-01", "precision": "month"}
    answer = await intake.post(f"/api/v1/clusters/{cluster}/labels", label)
    assert answer.status_code == 202
    (warning,) = answer.json()["warnings"]
    assert warning["type"] == "urn:branda:warning:label-before-founding"
    assert warning["errors"][0]["pointer"] == "/awarded"
    assert "2016-01-01" in warning["detail"]
    receipt = await intake.http.get(answer.headers["location"], headers=intake.token("agency"))
    assert len(receipt.json()["warnings"]) == 1


async def test_a_database_that_is_away_is_a_503(intake: IntakeApp) -> None:
    cluster = await intake.register()
    intake.events.away = True
    answer = await intake.post(f"/api/v1/clusters/{cluster}/assessments", assessment(), key="one")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
    assert answer.headers["content-type"] == "application/problem+json"
    intake.events.away = False
    assert (await intake.post(f"/api/v1/clusters/{cluster}/assessments", assessment(), key="one")).status_code == 202


async def test_an_archive_may_use_criteria_that_are_not_in_force(intake: IntakeApp) -> None:
    cluster = await intake.register()
    body = assessment(assessed_on="2012-06-01", origin="import")
    answer = await intake.post(f"/api/v1/clusters/{cluster}/assessments", body)
    assert answer.status_code == 202, answer.text
    assert intake.events.events[answer.json()["id"]].event.origin == "import"
