"""`branda shadow`: what a draft would change, equal to a direct fold of every cluster, and nothing is written."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from services.scoring.adapters.mongo.event_store import MongoEventStore
from services.scoring.adapters.mongo.head_store import MongoHeadStore
from services.scoring.adapters.mongo.indexes import ensure_indexes
from services.scoring.application.score import Score
from services.scoring.application.verify import history_of
from services.scoring.bootstrap import SystemClock
from services.scoring.cli import app
from services.scoring.domain.assess import assess
from services.scoring.domain.comparison import as_if
from services.scoring.domain.document import to_document
from services.scoring.domain.heads import heads
from shared.catalogue.loader import load_catalogue
from shared.catalogue.model import Catalogue
from shared.contracts.assessment import Answer
from shared.contracts.envelope import VILNIUS
from shared.contracts.records import EvidenceAttached
from shared.mongo import Database, open_mongo
from tests.support.events import cluster_id, event, members, registered, submitted
from tests.support.published import new_version
from tests.support.result_cases import CATALOGUES
from tests.support.scoring import TODAY, arrived, catalogues

CLUSTERS = 24
BLOCKED = cluster_id(23)
SMALL = Path(__file__).parents[2] / "data" / "catalogues"
CHANGES = (
    ("levels/bronze.yaml", "at_least: 15", "at_least: 19"),
    ("ecei-2013@1/1-structure.yaml", "baseline: 15", "baseline: 19"),
)


@pytest.fixture
async def database(mongo_server: str, database_name: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Database]:
    monkeypatch.setenv("BRANDA_MONGO", mongo_server)
    monkeypatch.setenv("BRANDA_SCORING_DATABASE", database_name)
    async with open_mongo(mongo_server) as client:
        found = client[database_name]
        await ensure_indexes(found)
        await _fill(found)
        yield found


async def _fill(database: Database) -> None:
    """Store clusters of 10 to 29 committed members, some proven, one without an assessment, one that is blocked."""
    told = [registered(number) for number in range(CLUSTERS)]
    for number in range(1, CLUSTERS):
        answers = members(10 + number % 20) | {"4.1.2": Answer(value={"level": 3})}
        sent = submitted(number, "a", answers, TODAY, sequence=2)
        if cluster_id(number) == BLOCKED:
            sent = sent.model_copy(update={"data": sent.data.model_copy(update={"catalogue": "ecei@9"})})
        told.append(sent)
        proof = EvidenceAttached(indicators=("1.1.2",), kind="link", dated=TODAY, strength="documented")
        told += [event(proof, cluster=cluster_id(number), key="e", sequence=3, day=TODAY)] if number % 2 else []
    store = MongoEventStore(database)
    await store.add([arrived(each) for each in told])
    await Score(store, MongoHeadStore(database), catalogues(), SystemClock(), lambda: None).refold(
        await store.clusters()
    )


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    folder = tmp_path / "draft"
    shutil.copytree(CATALOGUES, folder)
    new_version(folder, "ecei@1", date(2027, 1, 1), *CHANGES)
    return folder


async def shadow(bundle: str, folder: Path, *options: str, code: int = 0) -> str:
    arguments = ["shadow", bundle, "--folder", str(folder), "--lang", "en", *options]
    result = await asyncio.to_thread(CliRunner().invoke, app, arguments)
    assert result.exit_code == code, result.output
    return result.output


async def report(bundle: str, folder: Path, tmp_path: Path) -> dict[str, Any]:
    await shadow(bundle, folder, "--json", str(tmp_path / "report.json"))
    found: dict[str, Any] = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    return found


async def direct(database: Database, cluster: str, catalogue: Catalogue) -> dict[str, Any]:
    """Return one cluster's result by `assess` alone, as if its assessment named `catalogue`."""
    history, today = history_of(await MongoEventStore(database).raw(cluster)), datetime.now(VILNIUS).date()
    *_, head = heads(history, today)
    named = history if catalogue.id == "ecei@1" else as_if(history, catalogue)[0]
    result = assess(named, catalogue, today, head.assessment)
    return {**to_document(result), "verdicts": {level.level: level.verdict for level in result.levels}}


async def test_the_report_is_what_a_direct_fold_of_every_cluster_gives(
    database: Database, draft: Path, tmp_path: Path
) -> None:
    before = [document async for document in database.heads.find().sort("_id")]
    written = await report("ecei@2", draft, tmp_path)
    changes = {change["cluster"]: change for change in written["changes"]}
    first, second = (load_catalogue(draft, bundle) for bundle in ("ecei@1", "ecei@2"))
    expected: dict[tuple[str, str, str], int] = {}
    changed = 0
    for cluster in await MongoEventStore(database).clusters():
        new = await direct(database, cluster, second)
        if cluster == BLOCKED:
            assert "ecei@9" in changes[cluster]["before"]["reason"]
            assert changes[cluster]["after"]["substance"] == new["passport"]["substance"]
            changed += 1
            continue
        old = await direct(database, cluster, first)
        same = old["passport"]["substance"] == new["passport"]["substance"]
        changed += not same
        assert (cluster in changes) is not same
        for level in old["verdicts"]:
            if (pair := (old["verdicts"][level], new["verdicts"][level])) and pair[0] != pair[1]:
                expected[level, pair[0], pair[1]] = expected.get((level, *pair), 0) + 1
        if not same:
            assert changes[cluster]["before"]["points"] == old["points"]
            assert changes[cluster]["after"]["points"] == new["points"]
    assert written["changed"] == changed > 3
    assert {(e["level"], e["from"], e["to"]): e["clusters"] for e in written["verdicts"]} == expected != {}
    assert (written["clusters"], written["not_folded_today"]) == (CLUSTERS, 1)
    assert [document async for document in database.heads.find().sort("_id")] == before
    assert await database.rescores.count_documents({}) == 0


async def test_it_says_which_requirements_change_and_why_in_the_sentences_of_both_versions(
    database: Database, draft: Path, tmp_path: Path
) -> None:
    written = await report("ecei@2", draft, tmp_path)
    [one] = [change for change in written["changes"] if change["cluster"] == cluster_id(7)]
    [bronze] = [each for each in one["requirements"] if each["level"] == "bronze"]
    assert (bronze["id"], bronze["before"]["state"], bronze["after"]["state"]) == (
        "eligibility.members", "met", "not_met",
    )  # fmt: skip
    assert "15" in bronze["before"]["text"]
    assert "19" in bronze["after"]["text"]
    said = await shadow("ecei@2", draft)
    assert bronze["after"]["text"] in said
    assert "bronze, eligibility.members: met → not_met" in said
    assert f"{CLUSTERS} clusters, {written['changed']} change" in said


async def test_answers_that_a_draft_cannot_read_are_listed_and_stop_nothing(
    database: Database, draft: Path, tmp_path: Path
) -> None:
    shutil.copytree(SMALL, draft, dirs_exist_ok=True)
    written = await report("mini@1", draft, tmp_path)
    assert written["clusters"] == CLUSTERS
    assert written["with_unread_answers"] == CLUSTERS - 1
    [one] = [change for change in written["changes"] if change["cluster"] == cluster_id(7)]
    assert "4.1.2" in {each["question"] for each in one["unread"]}


async def test_a_draft_that_changes_nothing_finds_no_change(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "same"
    shutil.copytree(CATALOGUES, folder)
    written = await report(new_version(folder, "ecei@1", date(2027, 1, 1)), folder, tmp_path)
    assert (written["changed"], written["verdicts"]) == (1, [])
    assert [change["cluster"] for change in written["changes"]] == [BLOCKED]


@pytest.mark.parametrize(
    ("old", "new"), [("in_force_from: 2027", "colour: red\nin_force_from: 2027"), ("percent: 80", "percent: eighty")]
)
async def test_a_draft_that_is_not_in_order_is_refused_with_file_line_and_remedy(
    database: Database, draft: Path, old: str, new: str
) -> None:
    head = draft / "ecei@2" / "bundle.yaml"
    head.write_text(head.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    said = await shadow("ecei@2", draft, code=1)
    line = next(n for n, text in enumerate(head.read_text().splitlines(), 1) if new.split("\n")[0] in text)
    assert f"ecei@2/bundle.yaml:{line}: " in said
    assert "; " in said.splitlines()[0]


async def test_a_draft_that_is_not_there_is_said(database: Database, draft: Path) -> None:
    assert "ecei@7" in await shadow("ecei@7", draft, code=1)
