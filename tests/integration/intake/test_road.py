"""From HTTP to the topic on real servers: one effect, whoever asks how often."""

import asyncio
import json
import re
import subprocess
import sys

import pytest

from shared.contracts.assessment import AssessmentSubmitted
from shared.http.clients import open_client
from shared.http.keys import RemoteKeys
from shared.http.sessions import SessionClient
from shared.http.tokens import RefusedTokenError, ServiceTokens, TokenValidator
from tests.support.intake_app import assessment
from tests.support.intake_process import SECRET, IntakeProcess, bearer, register, write_headers
from tests.support.kafka import eventually


async def test_a_submission_reaches_the_topic_and_its_receipt_says_so(intake: IntakeProcess) -> None:
    async with intake.http() as http:
        agency = await bearer(http)
        cluster = await register(http, agency)
        path = f"/api/v1/clusters/{cluster}/assessments"
        sent = await http.post(path, json=assessment(), headers=write_headers(agency))
        assert sent.status_code == 202

        async def published() -> bool:
            receipt = await http.get(sent.headers["location"], headers=agency)
            return bool(receipt.json()["status"] == "published")

        await eventually(published)
        records = await intake.published(cluster)
        assert [event.type for _, event in records] == [
            "branda.cluster.registered.v1",
            "branda.assessment.submitted.v1",
        ]
        record, event = records[1]
        assert (record.key, event.id, event.sequence) == (cluster.encode(), sent.json()["id"], 2)
        assert dict(record.headers)["content-type"] == b"application/cloudevents+json"
        assert isinstance(event.data, AssessmentSubmitted)
        assert event.data.number == sent.json()["number"]


async def test_a_hundred_parallel_posts_with_one_key_have_one_effect(intake: IntakeProcess) -> None:
    async with intake.http() as http:
        agency = await bearer(http)
        cluster = await register(http, agency)
        path, headers = f"/api/v1/clusters/{cluster}/assessments", write_headers(agency, "one")
        answers = await asyncio.gather(*(http.post(path, json=assessment(), headers=headers) for _ in range(100)))
        assert {answer.status_code for answer in answers} == {202}
        assert len({answer.content for answer in answers}) == 1
        other = await http.post(path, json=assessment(language="en"), headers=headers)
        assert other.status_code == 422

        async def both_arrived() -> bool:
            return len(await intake.published(cluster)) >= 2

        await eventually(both_arrived)
        assert len({event.id for _, event in await intake.published(cluster)}) == 2


async def test_a_hundred_parallel_posts_with_own_keys_are_a_hundred_submissions(intake: IntakeProcess) -> None:
    async with intake.http() as http:
        agency = await bearer(http)
        cluster = await register(http, agency)
        path = f"/api/v1/clusters/{cluster}/assessments"
        answers = await asyncio.gather(
            *(http.post(path, json=assessment(), headers=write_headers(agency, f"k{n}")) for n in range(100))
        )
        assert {answer.status_code for answer in answers} == {202}
        numbers = {answer.json()["number"] for answer in answers}
        assert len(numbers) == 100

        async def all_arrived() -> bool:
            return len(await intake.published(cluster)) >= 101

        await eventually(all_arrived)
        sequences = [event.sequence for _, event in await intake.published(cluster)]
        assert len(set(sequences)) == len(sequences)


async def test_replay_publishes_the_same_bytes_again(intake: IntakeProcess) -> None:
    async with intake.http() as http:
        agency = await bearer(http)
        first, second = await register(http, agency), await register(http, agency)

        async def both_arrived() -> bool:
            return len(await intake.published(first, second)) >= 2

        await eventually(both_arrived)
        done = await asyncio.to_thread(_replay, intake, "--cluster", first)
        assert "1 events published again" in done
        before = len(await intake.published(first, second))
        everything = await asyncio.to_thread(_replay, intake, "--since", "2020-01-01T00:00")
        assert re.search(r"[0-9]+ events published again", everything)
        assert len(await intake.published(first, second)) == before + 2
        nothing = await asyncio.to_thread(_replay, intake, "--since", "2099-01-01T00:00+02:00")
        assert "0 events published again" in nothing
        values = [record.value for record, _ in await intake.published(first, second)]
        by_cluster = {cluster: [value for value in values if cluster.encode() in value] for cluster in (first, second)}
        assert [len(by_cluster[first]), len(by_cluster[second])] == [3, 2]
        assert all(len(set(copies)) == 1 for copies in by_cluster.values())


def _replay(intake: IntakeProcess, *options: str) -> str:
    call = "from services.intake.cli import app; app()"
    command = [sys.executable, "-c", call, *options]
    done = subprocess.run(command, env=intake.environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


async def test_another_service_validates_tokens_and_resolves_sessions(intake: IntakeProcess) -> None:
    async with intake.http() as http, open_client(intake.url) as client:
        agency = await bearer(http)
        cluster = await register(http, agency)
        roles = [{"role": "coordinator", "cluster": cluster}]
        body = {"name": "Vardenė", "address": "v@pavyzdys.example", "language": "lt", "roles": roles}
        person = (await http.post("/api/v1/people", json=body, headers=write_headers(agency))).json()["id"]
        tokens = ServiceTokens(client, "service", SECRET)
        validator = TokenValidator(RemoteKeys(client), issuer="branda-intake")
        principal = await validator.validate((await tokens.authorization()).removeprefix("Bearer "))
        assert (principal.id, principal.role, principal.clusters) == ("service", "service", None)
        with pytest.raises(RefusedTokenError):
            await validator.validate(agency["Authorization"][7:-4] + "AAAA")
        link = await http.post(
            "/internal/sign-in-links", json={"person": person}, headers=await bearer(http, "operator")
        )
        token = link.json()["url"].partition("token=")[2]
        opened = await http.post("/sign-in", data={"token": token})
        sessions = SessionClient(client.authorized(tokens.authorization))
        session = await sessions.resolve(opened.cookies["branda_session"])
        assert session is not None
        assert (session.person, session.may_see(cluster), session.may_see("other")) == (person, True, False)
        assert session.roles_for(cluster) == {"coordinator"}
        assert await sessions.resolve("invented") is None
        question = {"clusters": [cluster], "kinds": ["verdict"]}
        answer = await client.authorized(tokens.authorization).post("/internal/recipients", question)
        [told] = json.loads(answer.content)["clusters"]
        assert [each["address"] for each in told["recipients"]["verdict"]] == ["v@pavyzdys.example"]
