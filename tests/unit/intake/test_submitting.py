"""Submitting an assessment over HTTP: what is recorded, what is answered, what stays inside."""

import asyncio
import hashlib
import hmac
import json
import re

from shared.contracts.assessment import AssessmentSubmitted
from shared.contracts.registry import parse_event
from tests.support.intake_app import IntakeApp, assessment


async def test_an_assessment_becomes_one_event_and_a_receipt(intake: IntakeApp) -> None:
    cluster = await intake.register()
    manager = intake.token("manager", cluster)
    answer = await intake.post(f"/api/v1/clusters/{cluster}/assessments", assessment(), manager)
    assert answer.status_code == 202
    receipt = answer.json()
    assert receipt["status"] == "received"
    assert receipt["number"] == "BR-2026-0001"
    assert receipt["warnings"] == []
    assert answer.headers["location"] == f"/api/v1/submissions/{receipt['id']}"
    stored = intake.events.events[receipt["id"]]
    event = parse_event(stored.raw)
    assert (event.subject, event.sequence, event.actor, event.actorrole) == (cluster, 2, "manager-client", "manager")
    assert event.time.isoformat() == "2026-11-16T00:00:00+02:00"
    assert isinstance(event.data, AssessmentSubmitted)
    assert event.data.number == "BR-2026-0001"
    assert intake.outbox.woken == 2


async def test_the_receipt_can_be_read_by_who_sees_the_cluster(intake: IntakeApp) -> None:
    cluster, other = await intake.register(), await intake.register()
    sent = await intake.post(f"/api/v1/clusters/{cluster}/assessments", assessment())
    where = sent.headers["location"]
    mine = await intake.http.get(where, headers=intake.token("manager", cluster))
    assert mine.json()["number"] == "BR-2026-0001"
    assert mine.json()["status"] == "received"
    theirs = await intake.http.get(where, headers=intake.token("manager", other))
    missing = await intake.http.get("/api/v1/submissions/none", headers=intake.token("manager", other))
    assert (theirs.status_code, theirs.content) == (404, missing.content)


async def test_free_text_never_reaches_the_event_and_can_be_erased(intake: IntakeApp) -> None:
    cluster = await intake.register()
    answers = {
        "1.1.2": {"value": {"committed": 18}, "comment": "Jonas Jonaitis patvirtino"},
        "3.2": {"not_applicable": "Slaptas susitarimas"},
    }
    areas = [{"indicators": ["4.1.2", "4.1.3"], "effect": "Nauji partneriai"}]
    sent = await intake.post(f"/api/v1/clusters/{cluster}/assessments", assessment(answers=answers, silver_areas=areas))
    stored = intake.events.events[sent.json()["id"]]
    for text in ("Jonas", "Slaptas", "partneriai"):
        assert text not in stored.raw.decode()
    held = {text.pointer: text for text in stored.texts}
    assert set(held) == {"/answers/1.1.2/comment", "/answers/3.2/not_applicable", "/silver_areas/0/effect"}
    comment = held["/answers/1.1.2/comment"]
    expected = hmac.new(bytes.fromhex(comment.key), comment.text.encode(), hashlib.sha256).hexdigest()
    assert json.loads(stored.raw)["data"]["answers"]["1.1.2"]["comment"] == expected
    assert len({text.key for text in stored.texts}) == 3


async def test_a_repeated_request_gets_the_first_answer_and_stores_nothing(intake: IntakeApp) -> None:
    cluster = await intake.register()
    path = f"/api/v1/clusters/{cluster}/assessments"
    first = await intake.post(path, assessment(), key="one")
    spaced = json.dumps(dict(reversed(assessment().items())), indent=3).encode()
    again = await intake.post(path, spaced, key="one")
    assert (again.status_code, again.json()) == (202, first.json())
    assert len(intake.events.events) == 2


async def test_a_hundred_parallel_requests_with_one_key_are_one_submission(intake: IntakeApp) -> None:
    cluster = await intake.register()
    path = f"/api/v1/clusters/{cluster}/assessments"
    answers = await asyncio.gather(*(intake.post(path, assessment(), key="one") for _ in range(100)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.content for answer in answers}) == 1
    assert len(intake.events.events) == 2


async def test_a_key_is_not_reused_for_another_body(intake: IntakeApp) -> None:
    cluster = await intake.register()
    path = f"/api/v1/clusters/{cluster}/assessments"
    await intake.post(path, assessment(), key="one")
    other = await intake.post(path, assessment(language="en"), key="one")
    assert other.status_code == 422
    assert other.json()["type"] == "urn:branda:problem:key-reused"


async def test_keys_of_two_clients_clusters_and_kinds_do_not_meet(intake: IntakeApp) -> None:
    first, second = await intake.register(), await intake.register()
    evidence = {"indicators": ["1.1.2"], "kind": "sighted", "dated": "2026-11-01", "strength": "documented"}
    sent = [
        await intake.post(f"/api/v1/clusters/{first}/assessments", assessment(), key="one"),
        await intake.post(f"/api/v1/clusters/{second}/assessments", assessment(), key="one"),
        await intake.post(f"/api/v1/clusters/{first}/evidence", evidence, key="one"),
        await intake.post(
            f"/api/v1/clusters/{first}/assessments", assessment(), intake.token("manager", first), key="one"
        ),
    ]
    assert len({answer.json()["id"] for answer in sent}) == 4


async def test_numbers_run_on_and_only_assessments_have_one(intake: IntakeApp) -> None:
    cluster = await intake.register()
    path = f"/api/v1/clusters/{cluster}/assessments"
    numbers = [(await intake.post(path, assessment())).json()["number"] for _ in range(2)]
    assert numbers == ["BR-2026-0001", "BR-2026-0002"]
    interview = {"interview_on": "2026-11-01"}
    other = await intake.post(f"/api/v1/clusters/{cluster}/benchmarkings", interview)
    assert other.json()["number"] is None


async def test_a_retry_after_its_evidence_was_withdrawn_still_gets_the_first_answer(intake: IntakeApp) -> None:
    cluster = await intake.register()
    paper = {"indicators": ["1.1.2"], "kind": "sighted", "dated": "2026-11-01", "strength": "documented"}
    evidence = (await intake.post(f"/api/v1/clusters/{cluster}/evidence", paper)).json()["id"]
    body = assessment(answers={"1.1.2": {"value": {"committed": 18}, "evidence": [evidence]}})
    path = f"/api/v1/clusters/{cluster}/assessments"
    first = await intake.post(path, body, key="one")
    await intake.post(f"/api/v1/clusters/{cluster}/evidence/{evidence}/withdrawal", {})
    assert (await intake.post(path, body, key="one")).json() == first.json()
    assert (await intake.post(path, body, key="two")).status_code == 422


async def test_a_program_may_submit_for_a_person_of_the_cluster(intake: IntakeApp) -> None:
    cluster, other = await intake.register(), await intake.register()
    body = {"name": "Vardenė", "address": "v@pavyzdys.example", "language": "lt"}
    roles = [{"role": "manager", "cluster": cluster}]
    person = (await intake.post("/api/v1/people", {**body, "roles": roles})).json()["id"]
    sent = await intake.post(f"/api/v1/clusters/{cluster}/assessments", assessment(on_behalf_of=person))
    assert intake.events.events[sent.json()["id"]].event.onbehalfof == person
    summary = await intake.http.get(f"/internal/assessments/{sent.json()['id']}", headers=intake.token("service"))
    assert summary.json()["submitted_by_name"] == "Vardenė"
    foreign = await intake.post(f"/api/v1/clusters/{other}/assessments", assessment(on_behalf_of=person))
    assert (foreign.status_code, foreign.json()["errors"][0]["pointer"]) == (422, "/on_behalf_of")


async def test_a_trace_is_carried_along_and_nonsense_is_not(intake: IntakeApp) -> None:
    cluster = await intake.register()
    path, trace = f"/api/v1/clusters/{cluster}/assessments", f"00-{'a' * 32}-{'b' * 16}-01"
    for sent, kept in ((trace, True), ("00-x", False), (trace + "-1", False), (f"00-{'0' * 32}-{'b' * 16}-01", False)):
        answer = await intake.post(path, assessment(), traceparent=sent)
        assert answer.status_code == 202
        carried = intake.events.events[answer.json()["id"]].event.traceparent or ""
        assert (carried == sent) is kept
        assert re.fullmatch("00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]", carried)


async def test_a_retry_within_another_trace_is_the_same_write(intake: IntakeApp) -> None:
    cluster = await intake.register()
    path = f"/api/v1/clusters/{cluster}/assessments"
    traces = [f"00-{digit * 32}-{'b' * 16}-01" for digit in "abc"]
    answers = [await intake.post(path, assessment(), key="one", traceparent=trace) for trace in traces]
    assert len({answer.text for answer in answers}) == 1
    stored = intake.events.events[answers[0].json()["id"]]
    assert stored.event.traceparent == traces[0]
    assert traces[0].encode() in stored.raw
