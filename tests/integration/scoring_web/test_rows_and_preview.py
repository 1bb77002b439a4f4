"""The list of results and the preview on the real MongoDB."""

from datetime import date
from typing import Any

from services.scoring.adapters.mongo.event_store import REGISTER_KINDS, MongoEventStore
from services.scoring.adapters.mongo.indexes import ensure_indexes
from shared.contracts.cluster import MembershipChanged
from shared.contracts.records import LabelCorrected, LabelRecorded, LabelWithdrawn
from shared.mongo import Database
from tests.integration.scoring_web.conftest import BLOCKED, OTHER, SCORED, Site, token
from tests.support.events import cluster_id, event
from tests.support.scoring import arrived

SIGNED = date(2016, 10, 20)


async def rows(site: Site, bearer: str, query: str = "") -> dict[str, Any]:
    """Return the list."""
    answer = await site.client.get(f"/api/v1/results{query}", headers={"authorization": f"Bearer {bearer}"})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def test_the_list_is_read_from_the_heads(site: Site) -> None:
    listed = (await rows(site, token("agency")))["results"]
    assert [row["cluster"] for row in listed] == [cluster_id(each) for each in (SCORED, OTHER, BLOCKED)]
    whole = (await site.api(cluster_id(SCORED), bearer=token("agency"))).json()
    assert listed[0]["points"] == whole["points"]
    assert list(listed[0]["verdicts"].items()) == [(level["level"], level["verdict"]) for level in whole["levels"]]
    assert listed[2]["status"] == "blocked"


async def test_a_head_of_before_there_were_rows_has_one_all_the_same(site: Site, database: Database) -> None:
    before = await rows(site, token("agency"))
    changed = await database.heads.update_many({}, {"$unset": {"row": 1}})
    assert changed.modified_count
    assert await rows(site, token("agency")) == before


async def test_only_permitted_clusters_are_listed_today_and_then(site: Site) -> None:
    bearer = token("manager", SCORED)
    for query in ("", "?as_of=2026-11-20"):
        assert [row["cluster"] for row in (await rows(site, bearer, query))["results"]] == [cluster_id(SCORED)]


async def test_the_parts_of_the_past_make_the_whole(site: Site) -> None:
    whole = (await rows(site, token("agency"), "?as_of=2026-11-20"))["results"]
    found, cursor = [], ""
    for _ in whole:
        part = await rows(site, token("agency"), f"?as_of=2026-11-20&limit=1{cursor}")
        found += part["results"]
        cursor = f"&cursor={part['next']}"
    assert found == whole
    assert len(found) == 3


async def test_the_programme_is_counted_from_the_stored_events(site: Site, database: Database) -> None:
    member = MembershipChanged(programme="inolink", joined=SIGNED)
    label = LabelRecorded(level="bronze", awarded=date(2017, 5, 5))
    events = [
        event(member, cluster=cluster_id(SCORED), key="m", sequence=8, day=SIGNED),
        event(label, cluster=cluster_id(SCORED), key="l", sequence=9, day=date(2017, 5, 5)),
    ]
    await MongoEventStore(database).add(list(map(arrived, events)))

    async def counted() -> list[int]:
        answer = await site.client.get("/api/v1/portfolio", headers={"authorization": f"Bearer {token('agency')}"})
        return [line["low"] for line in answer.json()["targets"][0]["lines"]]

    found = await site.client.get("/api/v1/portfolio", headers={"authorization": f"Bearer {token('agency')}"})
    assert found.status_code == 200, found.text
    [bronze, silver] = found.json()["targets"][0]["lines"]
    assert (bronze["low"], bronze["members"], silver["low"]) == (1, 1, 0)
    assert [each["cluster"] for each in found.json()["members"]] == [cluster_id(SCORED)]
    right = LabelCorrected(label=events[1].id, level="silver", awarded=date(2017, 5, 5))
    corrected = event(right, cluster=cluster_id(SCORED), key="c", sequence=10, day=date(2017, 5, 5))
    await MongoEventStore(database).add([arrived(corrected)])
    assert await counted() == [1, 1]
    gone = event(LabelWithdrawn(label=events[1].id), cluster=cluster_id(SCORED), key="w", sequence=11)
    await MongoEventStore(database).add([arrived(gone)])
    assert await counted() == [0, 0]
    await ensure_indexes(database)
    plan = await database.events.find({"kind": {"$in": list(REGISTER_KINDS)}}).sort("cluster").explain()
    assert "COLLSCAN" not in str(plan["queryPlanner"]["winningPlan"])
    assert "kind_1" in str(plan["queryPlanner"]["winningPlan"])


async def test_a_preview_is_computed_on_the_stored_events_and_leaves_no_trace(site: Site, database: Database) -> None:
    before = [await database[name].find().to_list(None) for name in ("events", "heads", "blocked")]
    sent = {
        "catalogue": "ecei@1",
        "assessed_on": "2026-11-17",
        "language": "lt",
        "answers": {"1.1.2": {"value": {"committed": 9}}},
        "cluster": cluster_id(SCORED),
    }
    for cluster, status in ((SCORED, 200), (OTHER, 404)):
        answer = await site.client.post(
            "/api/v1/preview",
            json={**sent, "cluster": cluster_id(cluster)},
            headers={"authorization": f"Bearer {token('manager', SCORED)}"},
        )
        assert answer.status_code == status, answer.text
        if status == 200:
            assert answer.json()["passport"]["events"] == 4
    assert [await database[name].find().to_list(None) for name in ("events", "heads", "blocked")] == before


async def test_a_list_reads_rows_from_an_index_and_no_head(site: Site, database: Database) -> None:
    await ensure_indexes(database)
    await database.command("profile", 2)
    for bearer in (token("agency"), token("manager", SCORED)):
        assert (await rows(site, bearer))["results"]
    await database.command("profile", 0)
    reads = await database["system.profile"].find({"ns": f"{database.name}.heads", "op": "query"}).to_list(None)
    assert [each["docsExamined"] for each in reads] == [0, 0]
    assert {each["planSummary"] for each in reads} == {"IXSCAN { current: 1, cluster: 1, row: 1 }"}
