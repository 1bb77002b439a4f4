"""Records put right and taken back over HTTP (design 3): what is recorded, and what is refused."""

from datetime import date
from typing import Any

import pytest

from shared.contracts.labelling import LabellingProgressed
from shared.contracts.records import BenchmarkingCorrected, ConsultancyCorrected, LabelCorrected, LabelWithdrawn
from shared.contracts.registry import parse_event
from tests.support.intake_app import IntakeApp, assessment

BODIES: dict[str, dict[str, Any]] = {
    "benchmarkings": {"interview_on": "2026-11-01", "mode": "video", "organisation": "ESCA"},
    "labels": {"level": "bronze", "awarded": "2026-04-01", "certificate": "X"},
    "consultancy-records": {"session_on": "2026-11-01", "hours": "2", "category": "legal", "provider": "LIC"},
}
END = {"benchmarkings": "withdrawal", "labels": "withdrawal", "consultancy-records": "cancellation"}
NONE = "00000000-0000-0000-0000-000000000000"

kinds = pytest.mark.parametrize("kind", BODIES)


async def recorded(intake: IntakeApp, cluster: str, kind: str) -> str:
    answer = await intake.post(f"/api/v1/clusters/{cluster}/{kind}", BODIES[kind])
    assert answer.status_code == 202, answer.text
    return str(answer.json()["id"])


def place(cluster: str, kind: str, record: str, deed: str) -> str:
    return f"/api/v1/clusters/{cluster}/{kind}/{record}/{deed}"


async def test_a_correction_names_the_record_and_replaces_all_that_was_said(intake: IntakeApp) -> None:
    cluster = await intake.register()
    record = await recorded(intake, cluster, "benchmarkings")
    body = {"interview_on": "2026-10-01", "precision": "month"}
    answer = await intake.post(place(cluster, "benchmarkings", record, "correction"), body)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/api/v1/submissions/{answer.json()['id']}"
    event = parse_event(intake.events.events[answer.json()["id"]].raw)
    expected = BenchmarkingCorrected(benchmarking=record, interview_on=date(2026, 10, 1), precision="month")
    assert (event.data, event.day) == (expected, date(2026, 10, 31))
    assert event.id != record


async def test_a_label_s_correction_warns_as_its_record_would(intake: IntakeApp) -> None:
    cluster = await intake.register(founded="2026-05-01")
    record = await recorded(intake, cluster, "labels")
    body = {"level": "silver", "awarded": "2026-03-01"}
    answer = await intake.post(place(cluster, "labels", record, "correction"), body)
    assert [warning["type"] for warning in answer.json()["warnings"]] == ["urn:branda:warning:label-before-founding"]
    data = intake.events.events[answer.json()["id"]].event.data
    assert data == LabelCorrected(label=record, level="silver", awarded=date(2026, 3, 1))


async def test_the_topic_of_a_corrected_session_stays_here(intake: IntakeApp) -> None:
    cluster = await intake.register()
    record = await recorded(intake, cluster, "consultancy-records")
    body = {**BODIES["consultancy-records"], "topic": "Sutartis su Jonu"}
    answer = await intake.post(place(cluster, "consultancy-records", record, "correction"), body)
    stored = intake.events.events[answer.json()["id"]]
    assert isinstance(stored.event.data, ConsultancyCorrected)
    assert stored.event.data.topic is not None
    assert "Jonu" not in stored.raw.decode()
    assert [text.text for text in stored.texts] == ["Sutartis su Jonu"]


async def test_a_withdrawal_bears_the_date_of_the_fact_and_keeps_its_reason_here(intake: IntakeApp) -> None:
    cluster = await intake.register()
    record = await recorded(intake, cluster, "labels")
    answer = await intake.post(place(cluster, "labels", record, "withdrawal"), {"reason": "Ne tas klasteris"})
    stored = intake.events.events[answer.json()["id"]]
    assert stored.event.data == LabelWithdrawn(label=record)
    assert stored.event.day == date(2026, 4, 1)
    assert "klasteris" not in stored.raw.decode()
    assert [text.pointer for text in stored.texts] == ["/reason"]


@kinds
async def test_another_cluster_s_record_is_as_missing_as_a_missing_one(intake: IntakeApp, kind: str) -> None:
    mine, theirs = await intake.register(), await intake.register()
    record = await recorded(intake, theirs, kind)
    for deed, body in (("correction", BODIES[kind]), (END[kind], {})):
        answers = [await intake.post(place(mine, kind, each, deed), body) for each in (record, NONE)]
        assert {answer.status_code for answer in answers} == {404}
        assert answers[0].content == answers[1].content


@kinds
async def test_a_record_of_another_kind_is_missing(intake: IntakeApp, kind: str) -> None:
    cluster = await intake.register()
    sent = (await intake.post(f"/api/v1/clusters/{cluster}/assessments", assessment())).json()["id"]
    correction = await intake.post(
        place(cluster, kind, await recorded(intake, cluster, kind), "correction"), BODIES[kind]
    )
    for record in (sent, correction.json()["id"]):
        for deed, body in (("correction", BODIES[kind]), (END[kind], {})):
            assert (await intake.post(place(cluster, kind, record, deed), body)).status_code == 404


@kinds
async def test_what_was_taken_back_is_neither_corrected_nor_taken_back_again(intake: IntakeApp, kind: str) -> None:
    cluster = await intake.register()
    record = await recorded(intake, cluster, kind)
    assert (await intake.post(place(cluster, kind, record, "correction"), BODIES[kind])).status_code == 202
    assert (await intake.post(place(cluster, kind, record, END[kind]), {}, key="w")).status_code == 202
    for deed, body in (("correction", BODIES[kind]), (END[kind], {})):
        answer = await intake.post(place(cluster, kind, record, deed), body)
        assert (answer.status_code, answer.json()["type"]) == (409, "urn:branda:problem:already-withdrawn")
    again = await intake.post(place(cluster, kind, record, END[kind]), {}, key="w")
    assert again.status_code == 202


@kinds
async def test_a_retry_gets_the_first_answer_and_a_key_belongs_to_one_record(intake: IntakeApp, kind: str) -> None:
    cluster = await intake.register()
    one, other = [await recorded(intake, cluster, kind) for _ in range(2)]
    for deed, body in (("correction", BODIES[kind]), (END[kind], {})):
        first = await intake.post(place(cluster, kind, one, deed), body, key=deed)
        again = await intake.post(place(cluster, kind, one, deed), body, key=deed)
        assert (again.status_code, again.json()) == (202, first.json())
        reused = await intake.post(place(cluster, kind, other, deed), body, key=deed)
        assert (reused.status_code, reused.json()["type"]) == (422, "urn:branda:problem:key-reused")
    assert len(intake.events.events) == 5


async def test_a_key_that_took_one_assessment_back_takes_no_other_back(intake: IntakeApp) -> None:
    cluster = await intake.register()
    path = f"/api/v1/clusters/{cluster}/assessments"
    one, other = [(await intake.post(path, assessment())).json()["id"] for _ in range(2)]
    assert (await intake.post(f"{path}/{one}/withdrawal", {}, key="k")).status_code == 202
    assert (await intake.post(f"{path}/{other}/withdrawal", {}, key="k")).status_code == 422


@pytest.mark.parametrize(
    ("kind", "body", "pointer"),
    [
        ("benchmarkings", {"interview_on": "2026-11-21"}, "/interview_on"),
        ("benchmarkings", {"interview_on": "2026-11-01", "benchmarking": NONE}, "/benchmarking"),
        ("benchmarkings", {"interview_on": "2026-11-01", "snapshot": NONE}, "/snapshot"),
        ("benchmarkings", {"interview_on": {"$ne": None}}, "/interview_on"),
        ("labels", {"level": "bronze", "awarded": "2026-04-10", "valid_until": "2026-04-09"}, "/valid_until"),
        ("labels", {"level": "bronze", "certificate": "\u202ex"}, "/certificate"),
        ("consultancy-records", {**BODIES["consultancy-records"], "hours": "0"}, "/hours"),
        ("consultancy-records", {**BODIES["consultancy-records"], "output": NONE}, "/output"),
        ("consultancy-records", {}, "/provider"),
    ],
)
async def test_a_correction_is_held_to_what_its_record_is(
    intake: IntakeApp, kind: str, body: dict[str, Any], pointer: str
) -> None:
    cluster = await intake.register()
    record = await recorded(intake, cluster, kind)
    answer = await intake.post(place(cluster, kind, record, "correction"), body)
    assert answer.status_code == 422, answer.text
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}
    assert len(intake.events.events) == 2


@pytest.mark.parametrize("field", [{"origin": "import"}, {"provenance": "public"}])
async def test_a_correction_s_origin_is_the_agency_s_to_say(intake: IntakeApp, field: dict[str, str]) -> None:
    cluster = await intake.register()
    where = place(cluster, "labels", await recorded(intake, cluster, "labels"), "correction")
    body = {**BODIES["labels"], **field}
    assert (await intake.post(where, body, intake.token("expert"))).status_code == 403
    assert (await intake.post(where, body)).status_code == 202


@pytest.mark.parametrize("record", ["x", "%00", "..%2f..", "a" * 5000, NONE.upper()])
async def test_what_can_be_no_record_is_a_missing_one(intake: IntakeApp, record: str) -> None:
    cluster = await intake.register()
    answer = await intake.post(place(cluster, "labels", record, "withdrawal"), {})
    assert answer.status_code == 404


async def test_a_step_on_the_way_to_a_label_is_recorded_with_its_note_kept_here(intake: IntakeApp) -> None:
    cluster = await intake.register()
    body = {"level": "bronze", "step": "booked", "on": "2026-11-16", "planned_on": "2026-12-03"}
    where = f"/api/v1/clusters/{cluster}/labelling-steps"
    answer = await intake.post(where, {**body, "note": "Skambino Ona"}, intake.token("manager", cluster))
    stored = intake.events.events[answer.json()["id"]]
    data = stored.event.data
    assert isinstance(data, LabellingProgressed)
    assert (data.step, data.planned_on, stored.event.day) == ("booked", date(2026, 12, 3), date(2026, 11, 16))
    assert "Ona" not in stored.raw.decode()
