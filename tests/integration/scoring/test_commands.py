"""`branda verify` and `branda export`, and a worker that meets a newer engine."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.scoring.adapters.mongo.results import MongoResults
from services.scoring.cli import app
from services.scoring.domain.document import to_document
from services.scoring.domain.heads import ENGINE
from services.scoring.settings import Settings
from shared.contracts.common import SUBMISSIONS
from shared.kafka.settings import KafkaSettings
from shared.mongo import open_mongo
from stack.ports import free_ports
from tests.support.events import cluster_id, members, registered, submitted
from tests.support.kafka import committed, eventually, send
from tests.support.scoring import TODAY
from tests.support.worker import Checker, WorkerProcess, worker_settings, working

EVENTS = [registered(1), submitted(1, "a", members(18), TODAY, sequence=2)]


@pytest.fixture
async def settings(
    kafka_settings: KafkaSettings, mongo_server: str, database_name: str, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    settings = worker_settings(kafka_settings, mongo_server, database_name)
    monkeypatch.setenv("BRANDA_MONGO", settings.mongo)
    monkeypatch.setenv("BRANDA_SCORING_DATABASE", settings.scoring_database)
    await send(settings, SUBMISSIONS, [event.encode() for event in EVENTS])
    checker = Checker(settings)

    async def settled() -> bool:
        return not await checker.missing(EVENTS) and not await checker.faults()

    async with working(settings):
        await eventually(settled)
    return settings


async def _run(*arguments: str, code: int = 0) -> str:
    result = await asyncio.to_thread(CliRunner().invoke, app, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


async def test_stored_results_are_recomputed_and_tampering_is_told(settings: Settings) -> None:
    assert "1 clusters recomputed, 0 differences" in await _run("verify")
    async with open_mongo(settings.mongo) as client:
        events = client[settings.scoring_database].events
        changed = EVENTS[1].encode().replace(b'"committed":18', b'"committed":19')
        await events.update_one({"_id": EVENTS[1].id}, {"$set": {"raw": changed}})
    assert "recomputing gives another result" in await _run("verify", cluster_id(1), code=1)


async def test_exported_events_are_the_original_ones(settings: Settings, tmp_path: Path) -> None:
    assert settings.scoring_database
    await _run("export", cluster_id(1), "--file", str(tmp_path / "cluster.json"))
    exported = json.loads((tmp_path / "cluster.json").read_text(encoding="utf-8"))
    expected = sorted((json.loads(event.encode()) for event in EVENTS), key=lambda event: str(event["id"]))
    assert exported == {"events": expected}


async def test_the_passport_of_an_exported_cluster_is_that_of_its_stored_result(
    settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "cluster.json"
    await _run("export", cluster_id(1), "--file", str(file))
    scored = json.loads(await _run("score", str(file), "--json", "--as-of", TODAY.isoformat()))
    async with open_mongo(settings.mongo) as client:
        stored = await MongoResults(client[settings.scoring_database]).current(cluster_id(1))
    assert stored is not None
    again = to_document(stored.readiness)
    assert scored["passport"]["events_sha256"] == again["passport"]["events_sha256"]
    assert scored["points"] == again["points"]


async def test_a_worker_that_meets_a_newer_engine_ends_and_leaves_its_offsets(
    settings: Settings, tmp_path: Path
) -> None:
    async with open_mongo(settings.mongo) as client:
        heads = client[settings.scoring_database].heads
        await heads.update_many({}, {"$set": {"revision.0": ENGINE + 1, "engine": ENGINE + 1}})
    before = await committed(settings, "branda-scoring", SUBMISSIONS)
    await send(settings, SUBMISSIONS, [submitted(1, "b", members(19), TODAY, sequence=3).encode()])
    worker = WorkerProcess(settings, free_ports(1)[0], tmp_path / "log")
    process = worker.start()
    try:
        await eventually(lambda: process.poll() is not None, 30)
    finally:
        worker.kill()
    assert f"engine {ENGINE + 1} has been here" in (tmp_path / "log").read_text()
    assert await committed(settings, "branda-scoring", SUBMISSIONS) == before
