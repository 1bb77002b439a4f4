"""The register: clusters, memberships, people, and what other services ask."""

from typing import Any
from uuid import uuid4

import pytest
from httpx import Response

from services.intake.application.commands import MOST_AT_ONCE
from shared.contracts.cluster import ClusterRegistered, ClusterUpdated, MembershipChanged
from tests.support.intake_app import IntakeApp, assessment

CLUSTER: dict[str, Any] = {
    "names": {"lt": "Lietuvos plastikų klasteris", "en": "Lithuanian Plastics Cluster"},
    "slug": "plastics",
    "sector": "plastics",
    "founded": "2014-05-01",
    "coordinating_organisation": "VšĮ Pavyzdys",
    "facts": {"members_total": {"value": 13, "source": "an undated profile", "seen_on": "2026-11-01"}},
    "target": "bronze",
    "provenance": "public",
    "origin": "import",
    "on": "2016-10-20",
}


def person(**more: Any) -> dict[str, Any]:
    return {"name": "Vardenė Pavardenė", "address": "vardene@pavyzdys.example", "language": "lt", **more}


async def test_a_cluster_is_registered_with_its_facts(intake: IntakeApp) -> None:
    answer = await intake.post("/api/v1/clusters", CLUSTER)
    assert answer.status_code == 202
    event = intake.events.events[answer.json()["id"]].event
    assert isinstance(event.data, ClusterRegistered)
    assert event.data.facts["members_total"].value == 13
    assert (event.origin, event.provenance, event.day.isoformat()) == ("import", "public", "2016-10-20")
    (shown,) = (await intake.http.get("/api/v1/clusters", headers=intake.token("agency"))).json()["clusters"]
    assert (shown["slug"], shown["target"], shown["provenance"]) == ("plastics", "bronze", "public")


async def test_a_repeated_registration_is_the_same_cluster(intake: IntakeApp) -> None:
    first = await intake.post("/api/v1/clusters", CLUSTER, key="one")
    again = await intake.post("/api/v1/clusters", CLUSTER, key="one")
    assert again.json() == first.json()
    assert len(intake.events.clusters) == 1


async def test_a_readable_name_is_taken_once(intake: IntakeApp) -> None:
    await intake.post("/api/v1/clusters", CLUSTER)
    answer = await intake.post("/api/v1/clusters", CLUSTER)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/slug")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"slug": "Ne toks"}, "/slug"),
        ({"founded": "2026-12-01"}, "/founded"),
        ({"on": "2026-12-01"}, "/on"),
        ({"names": {"lt": "x"}}, "/names/en"),
        ({"names": {"lt": "x", "en": ""}}, "/names/en"),
        ({"facts": {"members_total": {"value": 13}}}, "/facts/members_total/source"),
        ({"facts": {"m": {"value": 1.5, "source": "x"}}}, "/facts/m/value"),
        ({"facts": {"m": {"value": 1, "source": "x", "seen_on": "2027-01-01"}}}, "/facts/m/seen_on"),
        ({"manager": "Jonas Jonaitis"}, "/manager"),
    ],
)
async def test_a_description_that_does_not_fit_is_refused(
    intake: IntakeApp, change: dict[str, Any], pointer: str
) -> None:
    answer = await intake.post("/api/v1/clusters", {**CLUSTER, **change})
    assert answer.status_code == 422
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}


async def test_an_update_replaces_the_description_and_keeps_the_readable_name(intake: IntakeApp) -> None:
    cluster = await intake.register("plastics", founded="2014-05-01")
    answer = await intake.put(f"/api/v1/clusters/{cluster}", {"names": {"lt": "Naujas", "en": "New"}})
    assert answer.status_code == 202
    assert isinstance(intake.events.events[answer.json()["id"]].event.data, ClusterUpdated)
    shown = intake.events.clusters[cluster]
    assert (shown.slug, shown.description.names.en, shown.description.founded) == ("plastics", "New", None)


async def test_a_membership_has_the_business_date_of_its_change(intake: IntakeApp) -> None:
    cluster = await intake.register()
    where = f"/api/v1/clusters/{cluster}/memberships"
    joined = await intake.post(where, {"programme": "inolink", "joined": "2016-10-20", "source": "MITA"})
    left = await intake.post(where, {"programme": "inolink", "left": "2018-12-31"})
    seen = await intake.post(where, {"programme": "other", "seen_on": "2018-12-30"})
    events = [intake.events.events[answer.json()["id"]].event for answer in (joined, left, seen)]
    assert [event.day.isoformat() for event in events] == ["2016-10-20", "2018-12-31", "2018-12-30"]
    assert all(isinstance(event.data, MembershipChanged) for event in events)
    assert len(intake.events.clusters[cluster].memberships) == 3
    assert (await intake.post(where, {"programme": "other", "seen_on": "2199-12-30"})).status_code == 422
    neither = await intake.post(where, {"programme": "inolink"})
    assert neither.status_code == 422


async def test_events_of_a_synthetic_cluster_are_synthetic(intake: IntakeApp) -> None:
    cluster = await intake.register(provenance="synthetic")
    sent = await intake.post(f"/api/v1/clusters/{cluster}/assessments", assessment(), intake.token("manager", cluster))
    assert intake.events.events[sent.json()["id"]].event.provenance == "synthetic"
    public = await intake.register(provenance="public")
    sent = await intake.post(f"/api/v1/clusters/{public}/assessments", assessment(), intake.token("manager", public))
    assert intake.events.events[sent.json()["id"]].event.provenance is None


async def test_a_label_without_a_date_has_the_day_on_which_it_was_first_attested(intake: IntakeApp) -> None:
    cluster = await intake.register()
    attested = [{"on": "2022-11-10", "source": "b"}, {"on": "2018-12-31", "source": "a"}]
    sent = await intake.post(f"/api/v1/clusters/{cluster}/labels", {"level": "silver", "attested": attested})
    assert intake.events.events[sent.json()["id"]].event.day.isoformat() == "2018-12-31"
    assert sent.json()["warnings"][0]["type"] == "urn:branda:warning:no-award-date"


async def test_what_was_withdrawn_cannot_be_withdrawn_again(intake: IntakeApp) -> None:
    cluster = await intake.register()
    sent = (await intake.post(f"/api/v1/clusters/{cluster}/assessments", assessment())).json()["id"]
    where = f"/api/v1/clusters/{cluster}/assessments/{sent}/withdrawal"
    first = await intake.post(where, {"reason": "Klaida skaičiuje"}, key="one")
    assert first.status_code == 202
    assert "Klaida" not in intake.events.events[first.json()["id"]].raw.decode()
    assert (await intake.post(where, {"reason": "Klaida skaičiuje"}, key="one")).json() == first.json()
    assert (await intake.post(where, {}, key="two")).status_code == 409


async def test_a_withdrawal_of_another_clusters_record_is_404(intake: IntakeApp) -> None:
    mine, theirs = await intake.register(), await intake.register()
    sent = (await intake.post(f"/api/v1/clusters/{theirs}/assessments", assessment())).json()["id"]
    missing = "00000000-0000-0000-0000-000000000000"
    answers = [await intake.post(f"/api/v1/clusters/{mine}/assessments/{x}/withdrawal", {}) for x in (sent, missing)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content


async def ask_recipients(intake: IntakeApp, clusters: object, kinds: object = ("verdict",)) -> Response:
    body = {"clusters": clusters, "kinds": kinds}
    return await intake.http.post("/internal/recipients", json=body, headers=intake.token("service"))


async def test_recipients_are_the_coordinators_of_each_cluster_in_their_languages(intake: IntakeApp) -> None:
    cluster, other, unknown = await intake.register("mine"), await intake.register("mine-too"), str(uuid4())
    roles = [{"role": "coordinator", "cluster": cluster}, {"role": "manager", "cluster": other}]
    sent = await intake.post("/api/v1/people", person(roles=roles))
    assert sent.status_code == 201
    assert "address" not in sent.json()
    await intake.post("/api/v1/people", person(address="ed@x.example", roles=[{"role": "editor", "cluster": cluster}]))
    found = await ask_recipients(intake, [other, cluster, unknown, cluster])
    assert found.status_code == 200, found.text
    nobody: dict[str, list[object]] = {"verdict": []}
    names = {"lt": "Klasteris mine", "en": "Cluster mine"}
    others = {"lt": "Klasteris mine-too", "en": "Cluster mine-too"}
    address = {"address": "vardene@pavyzdys.example", "language": "lt", "name": "Vardenė Pavardenė"}
    told = {"verdict": [{"person": sent.json()["id"], **address}]}
    assert found.json()["clusters"] == [
        {"cluster": other, "names": others, "provenance": None, "recipients": nobody},
        {"cluster": cluster, "names": names, "provenance": None, "recipients": told},
        {"cluster": unknown, "names": None, "provenance": None, "recipients": nobody},
    ]


async def test_a_coordinator_of_two_clusters_is_told_about_both(intake: IntakeApp) -> None:
    clusters = [await intake.register(), await intake.register()]
    roles = [{"role": "coordinator", "cluster": each} for each in clusters]
    sent = await intake.post("/api/v1/people", person(roles=roles))
    found = (await ask_recipients(intake, clusters)).json()["clusters"]
    assert [[each["person"] for each in one["recipients"]["verdict"]] for one in found] == [[sent.json()["id"]]] * 2


async def test_as_many_clusters_as_the_limit_are_answered(intake: IntakeApp) -> None:
    asked = [str(uuid4()) for _ in range(MOST_AT_ONCE)]
    found = await ask_recipients(intake, asked)
    assert [each["cluster"] for each in found.json()["clusters"]] == asked


@pytest.mark.parametrize("ids", [[str(uuid4())] * (MOST_AT_ONCE + 1), [], [{"$ne": None}], ["x"], None])
async def test_a_question_about_too_many_assessments_or_none_is_422(intake: IntakeApp, ids: object) -> None:
    answer = await intake.http.post("/internal/assessments", json={"assessments": ids}, headers=intake.token("service"))
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")


@pytest.mark.parametrize(
    ("clusters", "kinds"),
    [
        ([str(uuid4())] * (MOST_AT_ONCE + 1), ["verdict"]),
        ([], ["verdict"]),
        ([str(uuid4())], []),
        ([str(uuid4())], ["another"]),
        ([{"$ne": None}], ["verdict"]),
        (["x"], ["verdict"]),
        ([1], ["verdict"]),
        ({"$in": []}, ["verdict"]),
        (None, None),
    ],
)
async def test_a_question_beyond_the_limit_or_of_another_shape_is_422(
    intake: IntakeApp, clusters: object, kinds: object
) -> None:
    answer = await ask_recipients(intake, clusters, kinds)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["errors"]


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"address": "a@b"}, "/address"),
        ({"address": "a b@c.example"}, "/address"),
        ({"address": "a@c.example\r\nBcc: x@y.example"}, "/address"),
        ({"address": "a@c.example,x@y.example"}, "/address"),
        ({"name": "Vardenė\r\nBcc: x"}, "/name"),
        ({"name": ""}, "/name"),
        ({"language": "de"}, "/language"),
        ({"roles": [{"role": "coordinator"}]}, "/roles/0/cluster"),
        ({"roles": [{"role": "root"}]}, "/roles/0/role"),
        ({"roles": [{"role": "coordinator", "cluster": "00000000-0000-0000-0000-000000000000"}]}, "/roles/0/cluster"),
    ],
)
async def test_a_person_that_does_not_fit_is_refused(intake: IntakeApp, change: dict[str, Any], pointer: str) -> None:
    answer = await intake.post("/api/v1/people", person(**change))
    assert answer.status_code == 422
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}
    assert intake.people.people == {}


async def test_an_address_is_one_person(intake: IntakeApp) -> None:
    first = await intake.post("/api/v1/people", person(), key="one")
    assert (await intake.post("/api/v1/people", person(), key="one")).json() == first.json()
    assert (await intake.post("/api/v1/people", person(), key="two")).status_code == 409
    assert (await intake.post("/api/v1/people", person(name="Kita"), key="one")).status_code == 422


async def test_a_role_is_given_later(intake: IntakeApp) -> None:
    cluster = await intake.register()
    known = (await intake.post("/api/v1/people", person())).json()["id"]
    role = {"role": "coordinator", "cluster": cluster}
    for _ in range(2):
        answer = await intake.post(f"/api/v1/people/{known}/roles", role)
    assert answer.json()["roles"] == [role]
    assert (await intake.post("/api/v1/people/none/roles", role)).status_code == 404


async def test_other_services_learn_what_they_need(intake: IntakeApp) -> None:
    cluster = await intake.register("plastics", provenance="synthetic", target="bronze")
    service = intake.token("service")
    shown = await intake.http.get(f"/internal/clusters/{cluster}", headers=service)
    assert shown.json() == {
        "id": cluster,
        "slug": "plastics",
        "names": {"lt": "Klasteris plastics", "en": "Cluster plastics"},
        "provenance": "synthetic",
        "target": "bronze",
    }
    known = (await intake.post("/api/v1/people", person())).json()["id"]
    who = intake.token("manager", cluster, client=known)
    sent = (await intake.post(f"/api/v1/clusters/{cluster}/assessments", assessment(), who)).json()
    summary = await intake.http.get(f"/internal/assessments/{sent['id']}", headers=service)
    expected = {
        "number": sent["number"],
        "assessed_on": "2026-11-16",
        "cluster": cluster,
        "submitted_at": "2026-11-20T12:05:00Z",
        "submitted_by_name": "Vardenė Pavardenė",
        "answered": 2,
        "unknown": 1,
        "questions": 31,
    }
    assert summary.json() == expected
    assert (await intake.http.get(f"/internal/assessments/{cluster}", headers=service)).status_code == 404
    program = (await intake.post(f"/api/v1/clusters/{cluster}/assessments", assessment())).json()
    ids = [sent["id"], cluster, program["id"], sent["id"]]
    together = (await intake.http.post("/internal/assessments", json={"assessments": ids}, headers=service)).json()
    unnamed = {**expected, "number": program["number"], "submitted_by_name": None}
    assert together == {"assessments": {sent["id"]: expected, cluster: None, program["id"]: unnamed}}
    asked = {"clusters": [cluster, sent["id"]], "assessments": [sent["id"], cluster]}
    assert (await intake.http.post("/internal/cards", json=asked, headers=service)).json() == {
        "clusters": [shown.json()],
        "assessments": [
            {
                "id": sent["id"],
                "cluster": cluster,
                "number": sent["number"],
                "assessed_on": "2026-11-16",
                "submitted_at": "2026-11-20T12:05:00Z",
            }
        ],
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"assessments": ["00000000-0000-0000-0000-000000000000"] * 201},
        {"clusters": [{"$ne": None}]},
        {"clusters": ["../x"]},
        {"people": []},
    ],
)
async def test_a_question_about_many_has_its_limits(intake: IntakeApp, asked: dict[str, object]) -> None:
    answer = await intake.http.post("/internal/cards", json=asked, headers=intake.token("service"))
    assert answer.status_code == 422
    assert (await intake.http.post("/internal/cards", json={}, headers=intake.token("agency"))).status_code == 403
