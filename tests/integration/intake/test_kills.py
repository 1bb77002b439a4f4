"""SIGKILL under load (`quality.md` 3, no. 2): every accepted submission is there once, and nothing stays unknown."""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from shared.contracts.registry import parse_event
from shared.mongo import open_mongo
from tests.integration.intake.conftest import MakeIntake
from tests.support.intake_app import assessment
from tests.support.intake_process import IntakeProcess, bearer, register, write_headers
from tests.support.kafka import eventually

WRITERS = 8


class Ledger:
    """What the clients were told: the answer by idempotency key."""

    def __init__(self) -> None:
        self.answers: dict[str, dict[str, str]] = {}
        self.attempts = 0


@asynccontextmanager
async def killed_at_random(
    intake: IntakeProcess, kills: int, chance: random.Random
) -> AsyncIterator[asyncio.Task[None]]:
    async def kill() -> None:
        for _ in range(kills):
            await asyncio.sleep(chance.uniform(0.2, 2.5))
            await asyncio.to_thread(intake.process.kill)
            await asyncio.to_thread(intake.start)

    task = asyncio.create_task(kill())
    try:
        yield task
    finally:
        await task


async def write(intake: IntakeProcess, cluster: str, writer: int, ledger: Ledger, until: asyncio.Task[None]) -> None:
    """Submit one after the other; repeat each under its key until it is answered."""
    number = 0
    who: dict[str, str] = {}
    while not until.done():
        key = f"{writer}-{number}"
        while key not in ledger.answers:
            ledger.attempts += 1
            try:
                async with intake.http() as http:
                    who = who or await bearer(http)
                    path = f"/api/v1/clusters/{cluster}/assessments"
                    answer = await http.post(path, json=assessment(), headers=write_headers(who, key))
            except httpx.TransportError:
                await asyncio.sleep(0.1)
                continue
            if answer.status_code == 401:  # the kills may take longer than a token lives
                who = {}
                continue
            assert answer.status_code in (202, 503), answer.text
            if answer.status_code == 202:
                ledger.answers[key] = answer.json()
        number += 1


async def check_kills(make_intake: MakeIntake, mongo: str, database: str, kills: int) -> None:
    seed = int(os.environ.get("BRANDA_TEST_SEED", random.randrange(10**6)))
    print(f"seed {seed}")
    intake, ledger = make_intake(), Ledger()
    await asyncio.to_thread(intake.start)
    async with intake.http() as http:
        cluster = await register(http, await bearer(http))
    async with killed_at_random(intake, kills, random.Random(seed)) as killing:
        await asyncio.gather(*(write(intake, cluster, each, ledger, killing) for each in range(WRITERS)))
    told = {answer["id"]: answer["number"] for answer in ledger.answers.values()}
    async with open_mongo(mongo) as client:
        kept = {document["_id"]: document async for document in client[database].events.find({"cluster": cluster})}

    async def all_published() -> bool:
        return set(told) <= {event.id for _, event in await intake.published(cluster)}

    await eventually(all_published, 60)
    assert len(told) == len(ledger.answers)
    assert len(set(told.values())) == len(told)
    assert {event: kept[event]["number"] for event in told} == told
    assert len(kept) == len(told) + 1
    assert all(parse_event(bytes(document["raw"])).id == event for event, document in kept.items())
    print(f"{kills} kills, {ledger.attempts} attempts, {len(told)} accepted: 0 lost, 0 doubled, 0 unknown")


@pytest.mark.long
@pytest.mark.crash
async def test_intake_survives_fifty_kills(make_intake: MakeIntake, mongo_server: str, database_name: str) -> None:
    await check_kills(make_intake, mongo_server, database_name, int(os.environ.get("BRANDA_TEST_KILLS", "50")))
