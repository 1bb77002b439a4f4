"""`POST /api/v1/preview`: the result of an assessment that nobody stores, refused exactly as intake refuses it."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from services.scoring.cli import app
from shared.http.body import MAX_BODY
from tests.support.intake_app import IntakeApp, open_intake
from tests.support.result_site import Site, ask, cluster_id, send

URL = "/api/v1/preview"
A = cluster_id("not-yet")
CONFIRMED = cluster_id("confirmed")
ANYBODY = f"manager {A}"
EVERYTHING = "agency *"
ASSESSMENT: dict[str, Any] = {
    "catalogue": "ecei@1",
    "assessed_on": "2026-11-16",
    "language": "lt",
    "answers": {
        "1.1.2": {"value": {"committed": 13}, "comment": "pastaba"},
        "3.2": {"not_applicable": "nes narystė nemokama"},
        "5.3": {"unknown": True},
    },
    "silver_areas": [{"indicators": ["4.1.2"], "effect": "daugiau narių"}],
}


def changed(**fields: Any) -> dict[str, Any]:
    return {**ASSESSMENT, **fields}


def bronze(body: dict[str, Any]) -> dict[str, Any]:
    return next(level for level in body["levels"] if level["level"] == "bronze")


async def test_shape_is_that_of_a_stored_result(site: Site) -> None:
    stored = (await ask(site, f"/api/v1/results/{A}", token=ANYBODY)).json()
    answer = await send(site, URL, ASSESSMENT, token=ANYBODY)
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert set(body) == set(stored)
    assert (body["cluster"], body["on"], body["passport"]["events"]) == (None, "2026-11-16", 1)
    assert set(body["levels"][0]["requirements"][0]) == set(stored["levels"][0]["requirements"][0])
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("lt", "Reikia ne mažiau kaip 15 įsipareigojusių narių, o pasirašyta 13 įsipareigojimų."),
        ("en", "At least 15 committed members are required, 13 commitments are signed."),
    ],
)
async def test_sentences_are_in_the_callers_language(site: Site, language: str, sentence: str) -> None:
    answer = await send(site, URL, ASSESSMENT, token=ANYBODY, language=language)
    texts = [each["text"].replace("\N{NO-BREAK SPACE}", " ") for each in bronze(answer.json())["requirements"]]
    assert sentence in texts
    assert answer.headers["content-language"] == language


async def test_what_is_known_of_the_cluster_counts_and_stays_as_it_was(site: Site) -> None:
    before = (await ask(site, f"/api/v1/results/{CONFIRMED}", token=EVERYTHING)).content
    body = (await send(site, URL, changed(cluster=CONFIRMED), token=EVERYTHING)).json()
    assert (body["cluster"], [label["level"] for label in body["held"]]) == (CONFIRMED, ["bronze"])
    assert body["passport"]["events"] == json.loads(before)["passport"]["events"] + 1
    assert body["assessment"] != json.loads(before)["assessment"]
    assert bronze(body)["verdict"] == "not_yet"
    assert (await ask(site, f"/api/v1/results/{CONFIRMED}", token=EVERYTHING)).content == before


async def test_a_cluster_without_events_is_as_good_as_none(site: Site) -> None:
    body = (await send(site, URL, changed(cluster=cluster_id("hostile")), token=EVERYTHING)).json()
    alone = (await send(site, URL, ASSESSMENT, token=EVERYTHING)).json()
    assert [level["verdict"] for level in body["levels"]] == [level["verdict"] for level in alone["levels"]]


async def test_an_older_assessment_is_superseded_at_once(site: Site) -> None:
    body = (await send(site, URL, changed(cluster=CONFIRMED, assessed_on="2026-03-01"), token=EVERYTHING)).json()
    assert (body["on"], body["next_change"]) == ("2026-11-16", None)


async def test_the_same_assessment_gives_the_same_bytes(site: Site) -> None:
    first, second = [await send(site, URL, ASSESSMENT, token=ANYBODY) for _ in range(2)]
    assert first.content == second.content


async def test_anybody_can_make_it_again_from_the_file(site: Site, tmp_path: Path) -> None:
    file = tmp_path / "assessment.json"
    file.write_text(json.dumps(ASSESSMENT), encoding="utf-8")
    scored = CliRunner().invoke(app, ["score", str(file), "--json", "--as-of", "2026-11-16", "--lang", "lt"])
    assert json.loads(scored.output) == (await send(site, URL, ASSESSMENT, token=ANYBODY)).json()


async def test_another_clusters_id_and_a_missing_one_look_the_same(site: Site) -> None:
    others = await send(site, URL, changed(cluster=cluster_id("public")), token=ANYBODY)
    missing = await send(site, URL, changed(cluster=cluster_id("nobody")), token=ANYBODY)
    unknown = await send(site, URL, changed(cluster=cluster_id("nobody")), token=EVERYTHING)
    assert (others.status_code, missing.status_code, unknown.status_code) == (404, 404, 404)
    assert others.content == missing.content == unknown.content


async def test_without_a_token_nothing_is_computed(site: Site) -> None:
    answer = await send(site, URL, ASSESSMENT)
    assert (answer.status_code, "www-authenticate" in answer.headers) == (401, True)


async def test_a_blocked_cluster_says_so(site: Site) -> None:
    body = (await send(site, URL, changed(cluster=cluster_id("blocked")), token=EVERYTHING, language="en")).json()
    assert body["status"] == "blocked"
    assert "no such field" in body["reason"]


async def test_evidence_counts_if_it_is_the_clusters_and_is_refused_otherwise(site: Site) -> None:
    evidence = site.clusters["not-yet"].story.events[-1].id
    answers = {"4.1.2": {"value": {"level": 3}, "evidence": [evidence]}}
    own = await send(site, URL, changed(cluster=A, answers=answers), token=ANYBODY)
    assert own.status_code == 200, own.text
    for body in (changed(answers=answers), changed(cluster=CONFIRMED, answers=answers)):
        answer = await send(site, URL, body, token=EVERYTHING)
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json()["errors"]] == ["/answers/4.1.2/evidence/0"]


REFUSED = [
    changed(label="gold"),
    changed(answers={"1.1.2": {"value": {"committed": 13}, "score": 5}}),
    changed(answers={"1.1.1": {"value": {"industry": 3}}}),
    changed(answers={"1.1.2": {"value": {"committed": "13"}}}),
    changed(answers={"1.1.2": {"value": {"committed": 13.5}}}),
    changed(answers={"1.1.2": {"value": {"committed": -1}}}),
    changed(answers={"1.1.2": {"value": {"committed": 13}, "unknown": True}}),
    changed(answers={"9.9": {"unknown": True}, "3.2": {"not_applicable": " "}}),
    changed(answers={"1.1.2": {"value": {"$ne": None}}}),
    changed(answers={"1.1.2": {"value": {"committed": 13}, "comment": "a\x1bb"}}),
    changed(silver_areas=[{"indicators": ["4.1.2", "4.1.2", "9.9"]}]),
    changed(silver_areas=[{"indicators": ["4.1.2", "eccp.listed"]}]),
    changed(catalogue="ecei@9"),
    changed(assessed_on="2012-01-01"),
    changed(assessed_on="9999-12-31"),
    changed(round="2026H3"),
    {},
    [],
]


@pytest.mark.parametrize("body", REFUSED, ids=range(len(REFUSED)))
async def test_what_intake_refuses_is_refused_here_in_the_same_words(site: Site, body: Any) -> None:
    here = await send(site, URL, body, token=ANYBODY, language="en")
    async with open_intake() as intake:
        there = await submitted(intake, body)
    assert (here.status_code, there.status_code) == (422, 422)
    assert here.headers["content-type"] == "application/problem+json"
    assert here.json() == there.json()


async def submitted(intake: IntakeApp, body: Any) -> Any:
    cluster = await intake.register()
    return await intake.post(f"/api/v1/clusters/{cluster}/assessments", body)


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"x" * (MAX_BODY + 1), "application/json", 413),
        (b"{}", "text/plain", 415),
        (b"{", "application/json", 400),
        (b'{"catalogue": "a", "catalogue": "b"}', "application/json", 400),
        (b"[" * 10_000, "application/json", 400),
        (b'{"catalogue": NaN}', "application/json", 422),
        (b'{"catalogue": "\xff"}', "application/json", 422),
        ('{"catalogue": "\u202e"}'.encode(), "application/json", 422),
    ],
)
async def test_hostile_bodies_are_refused(site: Site, body: bytes, content_type: str, status: int) -> None:
    answer = await send(site, URL, body, token=ANYBODY, content_type=content_type)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


async def test_a_query_is_refused(site: Site) -> None:
    assert (await send(site, f"{URL}?cluster={A}", ASSESSMENT, token=ANYBODY)).status_code == 400


async def test_description_of_the_api_names_the_body(site: Site) -> None:
    document = (await ask(site, "/openapi.json")).json()
    body = document["paths"]["/api/v1/preview"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"$ref": "#/components/schemas/PreviewAssessment"}
    assert "cluster" in document["components"]["schemas"]["PreviewAssessment"]["properties"]
