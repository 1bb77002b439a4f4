"""Criteria published and confirmed while a worker runs, and after its restart with nothing on the topic."""

import asyncio
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from services.scoring.cli import app
from services.scoring.domain.heads import ENGINE
from services.scoring.settings import Settings
from shared.contracts.common import CATALOGUES as TOPIC
from shared.contracts.common import SUBMISSIONS
from shared.contracts.envelope import VILNIUS, Event
from shared.contracts.readiness import ReadinessAssessed
from shared.contracts.records import EvidenceAttached
from shared.kafka.settings import KafkaSettings
from shared.mongo import Document, open_mongo
from tests.support.events import cluster_id, event, members, registered, submitted
from tests.support.kafka import eventually, send
from tests.support.published import confirmation, new_version, publication
from tests.support.result_cases import CATALOGUES
from tests.support.scoring import TODAY
from tests.support.worker import Checker, worker_settings, working
from tests.unit.scoring_application.test_refolded_criteria import STRATEGY

NAMED, ALONE, CONFIRMED = map(cluster_id, (1, 2, 3))


@pytest.fixture
def settings(
    kafka_settings: KafkaSettings, mongo_server: str, database_name: str, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    monkeypatch.setenv("BRANDA_MONGO", mongo_server)
    monkeypatch.setenv("BRANDA_SCORING_DATABASE", database_name)
    return worker_settings(kafka_settings, mongo_server, database_name)


@pytest.fixture(scope="module")
def version(tmp_path_factory: pytest.TempPathFactory) -> Event:
    """The publication of ecei@2, in force from today."""
    folder = tmp_path_factory.mktemp("draft")
    shutil.copytree(CATALOGUES, folder, dirs_exist_ok=True)
    today = datetime.now(VILNIUS).date()
    return publication(folder, new_version(folder, "ecei@1", today, ("bundle.yaml", "percent: 80", "percent: 90")))


def told() -> list[Event]:
    """A cluster whose assessment names ecei@2, one without an assessment, and one whose strategy is proven."""
    named = submitted(1, "a", members(18), TODAY, sequence=2)
    proof = EvidenceAttached(indicators=("4.1.2",), kind="link", dated=TODAY, strength="documented")
    return [
        registered(1),
        named.model_copy(update={"data": named.data.model_copy(update={"catalogue": "ecei@2"})}),
        registered(2),
        submitted(3, "a", STRATEGY, TODAY, sequence=2),
        event(proof, cluster=CONFIRMED, key="e", sequence=3, day=TODAY),
    ]


async def heads(settings: Settings) -> dict[str, Document]:
    """Return the current head of every cluster."""
    async with open_mongo(settings.mongo) as client:
        found = client[settings.scoring_database].heads.find({"current": True})
        return {document["cluster"]: document async for document in found}


async def settled(settings: Settings, catalogues: dict[str, str], confirmations: int) -> None:
    async def as_wanted() -> bool:
        kept = (await heads(settings)).items()
        found = {cluster: (head["catalogue"], *head["revision"][:2]) for cluster, head in kept}
        return found == {cluster: (version, ENGINE, confirmations) for cluster, version in catalogues.items()}

    await eventually(as_wanted, 40)


async def branda(*arguments: str, code: int = 0) -> str:
    result = await asyncio.to_thread(CliRunner().invoke, app, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


async def test_what_is_published_and_confirmed_refolds_whom_it_touches(
    settings: Settings, version: Event, tmp_path: Path
) -> None:
    settles = [confirmation("4.1.2", part, "ecei@1") for part in ("minimum", "scoring")]  # type: ignore[arg-type]
    checker = Checker(settings)
    async with working(settings):
        await send(settings, SUBMISSIONS, [each.encode() for each in told()])
        await settled(settings, {ALONE: "ecei@1", CONFIRMED: "ecei@1"}, 0)
        async with open_mongo(settings.mongo) as client:
            [blocked] = await client[settings.scoring_database].blocked.find().to_list(None)
        assert (blocked["_id"], "ecei@2 is not published" in blocked["reason"]) == (NAMED, True)
        await send(settings, TOPIC, [version.encode()])
        await settled(settings, {NAMED: "ecei@2", ALONE: "ecei@2", CONFIRMED: "ecei@1"}, 0)
        await send(settings, TOPIC, [each.encode() for each in settles])
        await settled(settings, {NAMED: "ecei@2", ALONE: "ecei@2", CONFIRMED: "ecei@1"}, 2)
        await eventually(lambda: _told_of(checker, CONFIRMED, 2), 20)
    said = await checker.readiness()
    causes: dict[str, list[str]] = {}
    for each in sorted(said, key=lambda each: each.sequence):
        assert isinstance(each.data, ReadinessAssessed)
        causes.setdefault(each.subject, []).append(each.data.cause)
    assert causes[NAMED] == ["submission"]
    assert causes[ALONE] == ["register", "catalogue"]
    assert sorted(causes[CONFIRMED]) == ["catalogue", "submission"]
    async with working(settings):
        await _older(settings)
        more = [registered(4), submitted(2, "a", members(18), TODAY, sequence=5)]
        await asyncio.gather(branda("rescore"), send(settings, SUBMISSIONS, [each.encode() for each in more]))
        wanted = {NAMED: "ecei@2", ALONE: "ecei@1", CONFIRMED: "ecei@1", cluster_id(4): "ecei@2"}
        await settled(settings, wanted, 2)
    assert "4 clusters recomputed, 0 differences." in await branda("verify")
    await _is_made_again_from_a_file(NAMED, tmp_path, ["ecei@1", "ecei@1", "ecei@2"])
    await _is_made_again_from_a_file(CONFIRMED, tmp_path, ["ecei@1", "ecei@1"])


async def _older(settings: Settings) -> None:
    """Let an older engine have folded everything."""
    async with open_mongo(settings.mongo) as client:
        older = {"$set": {"revision.0": ENGINE - 1, "engine": ENGINE - 1}}
        await client[settings.scoring_database].heads.update_many({}, older)


async def _told_of(checker: Checker, cluster: str, count: int) -> bool:
    return sum(each.subject == cluster for each in await checker.readiness()) == count


async def _is_made_again_from_a_file(cluster: str, tmp_path: Path, versions: list[str]) -> None:
    events, result = tmp_path / f"{cluster}.json", tmp_path / f"{cluster}.result.json"
    await branda("export", cluster, "--file", str(events))
    exported: dict[str, Any] = json.loads(events.read_text())
    assert sorted(each["data"]["catalogue"] for each in exported["catalogues"]) == versions
    result.write_text(await branda("score", str(events), "--json"), encoding="utf-8")
    assert json.loads(result.read_text())["revision"][1] == 2
    assert "Equal" in await branda("verify", str(result), "--events", str(events))
