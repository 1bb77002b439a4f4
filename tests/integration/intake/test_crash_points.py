"""Intake dies at each named point once; the client's retry finds one submission, and the topic has it."""

import asyncio

import httpx
import pytest

from shared.crash import EXIT_CODE
from tests.integration.intake.conftest import MakeIntake
from tests.support.intake_app import assessment
from tests.support.intake_process import bearer, register, write_headers
from tests.support.kafka import eventually

POINTS = ("before_insert", "after_insert", "before_publish", "after_publish", "before_mark")


@pytest.mark.long  # the whole house dies at the same points in every `make test` (tests/e2e)
@pytest.mark.parametrize("point", POINTS)
async def test_nothing_is_lost_or_doubled_when_intake_dies_here(make_intake: MakeIntake, point: str) -> None:
    intake = make_intake()
    await asyncio.to_thread(intake.start, f"intake.{point}:2")
    async with intake.http() as http:
        agency = await bearer(http)
        cluster = await register(http, agency)
        path, headers = f"/api/v1/clusters/{cluster}/assessments", write_headers(agency, "one")

        async def registration_published() -> bool:
            # while Kafka was not connected yet the relay may already have passed the point once
            return not intake.process.running or len(await intake.published(cluster)) == 1

        await eventually(registration_published)
        first = await _post(http, path, headers)
        await eventually(lambda: not intake.process.running)
    assert intake.process.exit_code == EXIT_CODE
    await asyncio.to_thread(intake.start)
    async with intake.http() as http:
        retried = await _post(http, path, await _fresh(http, headers))
        assert retried is not None
        assert first in (None, retried)

        async def published() -> bool:
            receipt = await http.get(f"/api/v1/submissions/{retried['id']}", headers=await bearer(http))
            return bool(receipt.json()["status"] == "published")

        await eventually(published)
    found = await intake.published(cluster)
    assert {event.id for _, event in found if event.type.startswith("branda.assessment")} == {retried["id"]}
    assert len({record.value for record, event in found if event.id == retried["id"]}) == 1


async def _fresh(http: httpx.AsyncClient, headers: dict[str, str]) -> dict[str, str]:
    return {**headers, **await bearer(http)}


async def _post(http: httpx.AsyncClient, path: str, headers: dict[str, str]) -> dict[str, str] | None:
    """Return the answer, or None when the process died before it gave one."""
    try:
        answer = await http.post(path, json=assessment(), headers=headers)
    except httpx.TransportError:
        return None
    assert answer.status_code == 202, answer.text
    return dict(answer.json())
