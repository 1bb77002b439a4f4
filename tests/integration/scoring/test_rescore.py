"""`branda rescore`: killed in the middle and begun again; every head as an offline fold says, and nobody is mailed."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.notifier.domain.decision import SILENT_CAUSES
from services.scoring.adapters.catalogues import ShelvedCatalogues
from services.scoring.adapters.mongo.event_store import MongoEventStore
from services.scoring.adapters.mongo.head_store import MongoHeadStore, reasons
from services.scoring.adapters.mongo.indexes import ensure_indexes
from services.scoring.adapters.mongo.results import MongoResults
from services.scoring.application.ports import Look
from services.scoring.application.score import Score
from services.scoring.application.verify import differences
from services.scoring.bootstrap import SystemClock
from services.scoring.cli import app
from services.scoring.domain.heads import ENGINE
from shared.catalogue.library import Library
from shared.contracts.envelope import VILNIUS
from shared.contracts.readiness import ReadinessAssessed
from shared.contracts.registry import parse_event
from shared.crash import EXIT_CODE
from shared.kafka.catalogues_mongo import MongoCatalogues
from shared.mongo import Database, open_mongo
from tests.support.events import cluster_id, members, registered, submitted
from tests.support.published import confirmation
from tests.support.result_cases import CATALOGUES
from tests.support.scoring import TODAY, arrived, catalogues

CLUSTERS = 250
CHANGED = 30
"""Clusters of which the older engine said something else."""

CONFIRMED = [confirmation("4.1.2", part, "ecei@1") for part in ("minimum", "scoring")]  # type: ignore[arg-type]


@pytest.fixture
async def database(mongo_server: str, database_name: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    monkeypatch.setenv("BRANDA_MONGO", mongo_server)
    monkeypatch.setenv("BRANDA_SCORING_DATABASE", database_name)
    async with open_mongo(mongo_server) as client:
        found = client[database_name]
        await ensure_indexes(found)
        yield found


async def scored(database: Database, clusters: int) -> None:
    """Leave the results of this engine, all published."""
    store = MongoEventStore(database)
    told = [registered(number) for number in range(clusters)]
    told += [submitted(number, "a", members(number % 30), TODAY, sequence=2) for number in range(0, clusters, 2)]
    await store.add([arrived(event) for event in told])
    score = Score(store, MongoHeadStore(database), catalogues(), SystemClock(), lambda: None)
    await score.refold(await store.clusters())
    await database.heads.update_many({}, {"$unset": {"outbox": 1}})


async def scored_by_an_older_engine(database: Database) -> None:
    """Leave the results of an older engine, some of them saying something else."""
    await scored(database, CLUSTERS)
    await database.heads.update_many({}, {"$set": {"revision.0": ENGINE - 1, "engine": ENGINE - 1}})
    others = {"published.substance": "another", "published.verdicts.bronze": "ready_to_contact"}
    clusters = [cluster_id(number) for number in range(0, 2 * CHANGED, 2)]
    await database.heads.update_many({"cluster": {"$in": clusters}}, {"$set": others})


async def run(*arguments: str, code: int = 0) -> str:
    result = await asyncio.to_thread(CliRunner().invoke, app, ["rescore", *arguments])
    assert result.exit_code == code, result.output
    return result.output


async def run_until(crash: str) -> None:
    """Run it as a process of its own that dies at a point."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from services.scoring.cli import app; app()", "rescore"),
        env={**os.environ, "BRANDA_CRASH_POINT": crash},
        cwd=Path(__file__).parents[3],
    )
    assert await asyncio.wait_for(process.wait(), 100) == EXIT_CODE


async def faults(database: Database) -> list[str]:
    """Return how heads differ from an offline fold by the criteria as they are confirmed."""
    library = Library(CATALOGUES)
    library.take(map(parse_event, (await MongoCatalogues(database).besides(())).values()))
    criteria, store, results = ShelvedCatalogues(library).as_known(), MongoEventStore(database), MongoResults(database)
    today, found = datetime.now(VILNIUS).date(), []
    for cluster in await store.clusters():
        stored = [kept.readiness for kept in await results.of_cluster(cluster)]
        assert all(each.revision[:2] == (ENGINE, criteria.confirmed.number) for each in stored), cluster
        found += differences(await store.raw(cluster), stored, criteria, today)
    return found


async def waiting(database: Database) -> list[ReadinessAssessed]:
    """Return what is to be published."""
    bodies = [document["outbox"]["body"] async for document in database.heads.find({"outbox": {"$exists": True}})]
    found = [parse_event(bytes(body)).data for body in bodies]
    return [data for data in found if isinstance(data, ReadinessAssessed)]


async def test_killed_in_the_middle_it_goes_on_and_scores_each_cluster_once(database: Database) -> None:
    await scored_by_an_older_engine(database)
    await run_until("rescore.after_refold:2")
    assert await database.heads.count_documents({"engine": ENGINE - 1}) == CLUSTERS - 200
    said = await run()
    assert said.startswith(f"up to {cluster_id(99)}: 100 clusters seen")
    counts = (
        f"{CLUSTERS} clusters seen, {CLUSTERS} results folded anew, {CHANGED} changed, {CHANGED} of them in a verdict"
    )
    assert said.splitlines()[-1] == f"done: {counts}"
    assert await faults(database) == []
    published = await waiting(database)
    assert len(published) == CHANGED
    assert {data.cause for data in published} == {"engine"} <= SILENT_CAUSES
    assert "0 results folded anew" in await run("--again")
    assert len(await waiting(database)) == CHANGED


async def test_confirmations_reach_every_head_and_are_told_as_such(database: Database) -> None:
    await scored(database, 30)
    for event in CONFIRMED:
        await MongoCatalogues(database).add(event, event.encode())
    assert "done: 30 clusters seen, 30 results folded anew" in await run()
    assert await faults(database) == []
    assert {data.cause for data in await waiting(database)} <= {"catalogue"}


async def test_what_cannot_be_folded_is_named_and_an_event_nobody_folded_keeps_its_own_cause(
    database: Database,
) -> None:
    store = MongoEventStore(database)
    unpublished = submitted(1, "a", members(18), TODAY, sequence=2)
    data = unpublished.data.model_copy(update={"catalogue": "ecei@9"})
    await store.add([arrived(registered(1)), arrived(unpublished.model_copy(update={"data": data}))])
    await store.add([arrived(registered(2)), arrived(submitted(2, "a", members(18), TODAY, sequence=2))])
    said = await run()
    assert f"{cluster_id(1)}: blocked: UnknownCatalogueError: catalogue ecei@9 is not published" in said
    assert [data.cause for data in await waiting(database)] == ["submission"]


async def test_what_is_due_is_found_by_an_index_whatever_the_reason(database: Database) -> None:
    await scored(database, 4)
    for reason in reasons(Look(TODAY, datetime.now(VILNIUS), "1/new", 1, "ecei@2")):
        told = await database.command("explain", {"find": "heads", "filter": reason}, verbosity="queryPlanner")
        plan = str(told["queryPlanner"]["winningPlan"])
        assert "IXSCAN" in plan, reason
        assert "COLLSCAN" not in plan, reason


async def test_a_newer_engine_is_left_alone(database: Database) -> None:
    await scored(database, 1)
    await database.heads.update_many({}, {"$set": {"revision.0": ENGINE + 1, "engine": ENGINE + 1}})
    assert "0 clusters seen" in await run(code=1)
