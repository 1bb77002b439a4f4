"""Who may do what: no token 401, another's cluster 404 like a missing one, a role that may not act 403 (design 5)."""

from typing import Any

import pytest

from shared.contracts.envelope import ActorRole
from tests.support.intake_app import IntakeApp, assessment

PAPER = {"indicators": ["1.1.2"], "kind": "link", "address": "https://x.example", "dated": "2026-11-01"}
CALLS: dict[str, dict[str, Any]] = {
    "assessments": assessment(),
    "benchmarkings": {"interview_on": "2026-11-01"},
    "labels": {"level": "bronze", "awarded": "2026-04-01"},
    "consultancy-records": {"session_on": "2026-11-01", "hours": "2", "category": "legal", "provider": "LIC"},
    "evidence": {**PAPER, "strength": "documented"},
    "memberships": {"programme": "inolink", "joined": "2016-10-20"},
    "labelling-steps": {"level": "bronze", "step": "contacted", "on": "2026-11-01"},
}
RECORDED = {
    "benchmarkings": ("correction", "withdrawal"),
    "labels": ("correction", "withdrawal"),
    "consultancy-records": ("correction", "cancellation"),
}
"""What can be done to a record later; by whom: who records it."""
NONE = "00000000-0000-0000-0000-000000000000"
MAY: dict[str, set[str]] = {
    "assessments": {"manager", "editor", "agency"},
    "benchmarkings": {"consultant", "expert", "agency"},
    "labels": {"consultant", "expert", "agency"},
    "consultancy-records": {"consultant", "agency"},
    "evidence": {"manager", "editor", "consultant", "expert", "agency"},
    "memberships": {"agency"},
    "labelling-steps": {"manager", "editor", "consultant", "expert", "agency"},
}
ROLES: list[ActorRole] = [
    "manager",
    "editor",
    "coordinator",
    "consultant",
    "expert",
    "agency",
    "operator",
    "service",
]
PATHS = [
    "assessments",
    "benchmarkings",
    "labels",
    "consultancy-records",
    "evidence",
    "memberships",
    "labelling-steps",
    *(f"{path}/{NONE}/{deed}" for path, deeds in RECORDED.items() for deed in deeds),
    "assessments/00000000-0000-0000-0000-000000000000/withdrawal",
    "evidence/00000000-0000-0000-0000-000000000000/withdrawal",
]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", CALLS)
async def test_only_the_right_roles_may_record(intake: IntakeApp, path: str, role: ActorRole) -> None:
    cluster = await intake.register()
    answer = await intake.post(f"/api/v1/clusters/{cluster}/{path}", CALLS[path], intake.token(role, cluster))
    assert answer.status_code == (202 if role in MAY[path] else 403)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(("path", "deed"), [(path, deed) for path, deeds in RECORDED.items() for deed in deeds])
async def test_a_record_is_put_right_by_the_roles_that_record_it(
    intake: IntakeApp, path: str, deed: str, role: ActorRole
) -> None:
    cluster = await intake.register()
    where = f"/api/v1/clusters/{cluster}/{path}"
    record = (await intake.post(where, CALLS[path])).json()["id"]
    body = CALLS[path] if deed == "correction" else {}
    answer = await intake.post(f"{where}/{record}/{deed}", body, intake.token(role, cluster))
    assert answer.status_code == (202 if role in MAY[path] else 403)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("path", PATHS)
async def test_another_cluster_is_as_missing_as_a_missing_one(intake: IntakeApp, path: str, role: ActorRole) -> None:
    mine, theirs = await intake.register(), await intake.register()
    who = intake.token(role, mine)
    body = CALLS.get(path, CALLS[path.split("/")[0]] if path.endswith("correction") else {})
    other = await intake.post(f"/api/v1/clusters/{theirs}/{path}", body, who)
    missing = await intake.post(f"/api/v1/clusters/00000000-0000-0000-0000-000000000000/{path}", body, who)
    assert (other.status_code, other.content) == (404, missing.content)


async def test_a_cluster_nobody_registered_is_404_for_the_agency_too(intake: IntakeApp) -> None:
    answer = await intake.post("/api/v1/clusters/none/assessments", assessment())
    assert answer.status_code == 404


@pytest.mark.parametrize("path", [*PATHS, ""])
async def test_without_a_token_nothing_is_answered(intake: IntakeApp, path: str) -> None:
    where = f"/api/v1/clusters/c/{path}" if path else "/api/v1/clusters"
    answer = await intake.post(where, {}, {})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("value", ["Bearer", "Bearer a.b.c", "Basic YTpi", "bearer ", "Bearer x y"])
async def test_a_wrong_authorization_is_401(intake: IntakeApp, value: str) -> None:
    answer = await intake.http.get("/api/v1/clusters", headers={"Authorization": value})
    assert answer.status_code == 401


async def test_two_authorization_headers_are_401(intake: IntakeApp) -> None:
    value = intake.token("agency")["Authorization"]
    answer = await intake.http.get("/api/v1/clusters", headers=[("Authorization", value), ("Authorization", value)])
    assert answer.status_code == 401


async def test_a_session_cookie_is_no_token(intake: IntakeApp) -> None:
    answer = await intake.http.get("/api/v1/clusters", headers={"Cookie": "branda_session=abc"})
    assert answer.status_code == 401


@pytest.mark.parametrize("field", [{"origin": "import"}, {"provenance": "public"}])
@pytest.mark.parametrize(("path", "role"), [("assessments", "manager"), ("labels", "expert")])
async def test_origin_and_provenance_are_the_agencys(
    intake: IntakeApp, field: dict[str, str], path: str, role: ActorRole
) -> None:
    cluster = await intake.register()
    body = {**CALLS[path], **field}
    answer = await intake.post(f"/api/v1/clusters/{cluster}/{path}", body, intake.token(role, cluster))
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(field))}"
    assert (await intake.post(f"/api/v1/clusters/{cluster}/{path}", body)).status_code == 202


@pytest.mark.parametrize(("field", "value"), [("kind", "sighted"), ("strength", "verified")])
async def test_only_a_reviewer_vouches_for_papers(intake: IntakeApp, field: str, value: str) -> None:
    cluster = await intake.register()
    body = {**CALLS["evidence"], field: value}
    if value == "sighted":
        body.pop("address")
    manager = await intake.post(f"/api/v1/clusters/{cluster}/evidence", body, intake.token("manager", cluster))
    assert (manager.status_code, manager.json()["errors"][0]["pointer"]) == (403, f"/{field}")
    consultant = await intake.post(f"/api/v1/clusters/{cluster}/evidence", body, intake.token("consultant", cluster))
    assert consultant.status_code == 202


async def test_everybody_sees_their_own_clusters_only(intake: IntakeApp) -> None:
    first, second, _third = [await intake.register(slug) for slug in ("a", "b", "c")]
    answer = await intake.http.get("/api/v1/clusters", headers=intake.token("consultant", first, second))
    assert [cluster["id"] for cluster in answer.json()["clusters"]] == [first, second]
    nobody = await intake.http.get(
        "/api/v1/clusters", headers=intake.token("coordinator", "00000000-0000-0000-0000-000000000000")
    )
    assert nobody.json() == {"clusters": []}


@pytest.mark.parametrize("query", ["?limit=1&limit=2", "?a[]=1"])
async def test_repeated_parameters_are_refused(intake: IntakeApp, query: str) -> None:
    answer = await intake.http.get(f"/api/v1/clusters{query}", headers=intake.token("agency"))
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["assessments", "labels/2f0f3f0e-5a0b-5b6e-8d5b-0e6f3d7a9c21/withdrawal"])
async def test_repeated_parameters_are_refused_before_anything_is_looked_at(intake: IntakeApp, path: str) -> None:
    where = f"/api/v1/clusters/{await intake.register()}/{path}"
    for query in ("a=1&a=2", "a[]=1"):
        assert (await intake.post(f"{where}?{query}", {}, {})).status_code == 400
    assert (await intake.post(where, {}, {})).status_code == 401
    assert len(intake.events.events) == 1


@pytest.mark.parametrize("role", [role for role in ROLES if role != "service"])
async def test_internal_calls_are_for_services_only(intake: IntakeApp, role: ActorRole) -> None:
    who = intake.token(role)
    for path in ("clusters/c", "assessments/a"):
        assert (await intake.http.get(f"/internal/{path}", headers=who)).status_code == 403
    assert (await intake.post("/internal/sessions/resolve", {"token": "x"}, who)).status_code == 403
    assert (await intake.post("/internal/recipients", {"clusters": [], "kinds": []}, who)).status_code == 403
    assert (await intake.post("/internal/assessments", {"assessments": []}, who)).status_code == 403
    expected = 404 if role == "operator" else 403
    person = "00000000-0000-0000-0000-000000000000"
    assert (await intake.post("/internal/sign-in-links", {"person": person}, who)).status_code == expected
