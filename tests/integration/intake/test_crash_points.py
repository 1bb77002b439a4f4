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


@pytest.mark.crash
@pytest.mark.parametrize("point", POINTS)
async def test_nothing_is_lost_or_doubled_when_intake_dies_here(make_intake: MakeIntake, point: str) -> None:
    intake = make_intake()
    await asyncio.to_thread(intake.start)
    async with intake.http() as http:
        agency = await bearer(http)
        cluster = await register(http, agency)

        async def quiet() -> bool:
            return len(await intake.published()) == 1

        await eventually(quiet)
    await asyncio.to_thread(intake.process.stop)
    await asyncio.to_thread(intake.start, f"intake.{point}")
    path, headers = f"/api/v1/clusters/{cluster}/assessments", write_headers(agency, "one")
    async with intake.http() as http:
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
    events = [event for _, event in await intake.published()]
    assert {event.id for event in events if event.type.startswith("branda.assessment")} == {retried["id"]}
    copies = {record.value for record, event in await intake.published() if event.id == retried["id"]}
    assert len(copies) == 1


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
