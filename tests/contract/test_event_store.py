"""One suite over scoring's stores in memory and in MongoDB: a fake must pass what the real one passes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import pytest

from services.scoring.adapters.mongo.event_store import MongoEventStore
from services.scoring.adapters.mongo.head_store import OUTBOX, MongoHeadStore
from services.scoring.adapters.mongo.indexes import ensure_indexes
from services.scoring.adapters.mongo.results import MongoResults
from services.scoring.application.fold import fold, results
from services.scoring.application.ports import (
    Block,
    Catalogues,
    EventStore,
    Head,
    HeadStore,
    Look,
    Recounted,
    Replacement,
)
from services.scoring.domain.history import History
from services.scoring.domain.readiness import Readiness
from shared.contracts.envelope import Event
from shared.contracts.records import EvidenceAttached
from shared.kafka.outbox_mongo import MongoOutbox
from shared.mongo import open_mongo
from tests.support.events import cluster_id, event, members, registered, submitted
from tests.support.scoring import NOW, TODAY, MemoryEventStore, MemoryHeadStore, arrived, catalogues

CLUSTER = cluster_id(1)


@dataclass
class Stores:
    """Both stores; `publish` does what the relay does with everything that waits, `read` what results are read by."""

    events: EventStore
    heads: HeadStore
    outbox: MongoOutbox | None
    kept: MongoResults | None = None

    async def read(self) -> dict[str | None, Readiness]:
        if self.kept is not None:
            return {each.readiness.assessment: each.readiness for each in await self.kept.of_cluster(CLUSTER)}
        assert isinstance(self.heads, MemoryHeadStore)
        return {head.assessment: result for head, result in self.heads.kept.values() if result is not None}

    async def publish(self) -> list[str]:
        if self.outbox is not None:
            waiting = [record.id for record in await self.outbox.pending(100)]
            await self.outbox.mark_published(waiting)
            return waiting
        assert isinstance(self.heads, MemoryHeadStore)
        found = [head.announcement.id for head, _ in self.heads.kept.values() if head.announcement]
        self.heads.kept = {
            key: (replace(head, announcement=None), result) for key, (head, result) in self.heads.kept.items()
        }
        return found


@pytest.fixture(params=["memory", "mongo"])
async def stores(request: pytest.FixtureRequest) -> AsyncIterator[Stores]:
    if request.param == "memory":
        yield Stores(MemoryEventStore(), MemoryHeadStore(), None)
        return
    dsn, name = request.getfixturevalue("mongo_server"), request.getfixturevalue("database_name")
    async with open_mongo(dsn) as client:
        database = client[name]
        await ensure_indexes(database)
        outbox = MongoOutbox(database.heads, OUTBOX)
        yield Stores(MongoEventStore(database), MongoHeadStore(database), outbox, MongoResults(database))


@pytest.fixture(scope="module")
def criteria() -> Catalogues:
    return catalogues()


async def folded(stores: Stores, criteria: Catalogues, today: date = TODAY) -> list[Replacement]:
    histories = await stores.events.histories([CLUSTER])
    heads = await stores.heads.heads([CLUSTER])
    return fold(CLUSTER, histories[CLUSTER], heads.get(CLUSTER, ()), criteria, today)


def look(criteria: Catalogues, today: date = TODAY, now: datetime = NOW) -> Look:
    return Look(today, now, criteria.fingerprint, criteria.confirmed.number, criteria.in_force(today).id)


async def add(stores: Stores, *events: Event) -> list[str]:
    return list(await stores.events.add([arrived(event) for event in events]))


async def test_an_event_is_kept_once_and_comes_back_as_it_was(stores: Stores) -> None:
    event = submitted(1, "a", members(18), date(2026, 11, 16), provenance="synthetic", origin="import")
    assert await add(stores, event, event) == []
    assert await add(stores, event) == []
    [kept] = (await stores.events.histories([CLUSTER]))[CLUSTER]
    assert kept == arrived(event).kept
    await stores.events.mark_announced([event.id])
    [kept] = (await stores.events.histories([CLUSTER]))[CLUSTER]
    assert kept.announced


async def test_the_same_id_with_other_bytes_is_refused_and_the_first_stays(stores: Stores) -> None:
    first = registered(1)
    other = first.model_copy(update={"sequence": 99})
    assert await add(stores, first) == []
    assert await add(stores, other, registered(2)) == [arrived(other).kept.event.digest]
    assert [kept.event.sequence for kept in (await stores.events.histories([CLUSTER]))[CLUSTER]] == [1]
    assert len((await stores.events.histories([cluster_id(2)]))[cluster_id(2)]) == 1


async def test_two_contents_under_one_new_id_in_one_batch_keep_one(stores: Stores) -> None:
    first = registered(1)
    refused = await add(stores, first, first.model_copy(update={"sequence": 99}))
    assert len(refused) == 1
    assert len((await stores.events.histories([CLUSTER]))[CLUSTER]) == 1


async def test_a_head_comes_back_with_its_revision_and_announcement(stores: Stores, criteria: Catalogues) -> None:
    await add(stores, registered(1), submitted(1, "a", members(18), date(2026, 11, 16)))
    replacements = await folded(stores, criteria)
    assert await stores.heads.replace(replacements)
    assert (await stores.heads.heads([CLUSTER]))[CLUSTER] == [each.head for each in replacements]
    assert await folded(stores, criteria) == []


async def test_a_head_that_changed_meanwhile_is_not_replaced(stores: Stores, criteria: Catalogues) -> None:
    await add(stores, registered(1))
    early = await folded(stores, criteria)
    await add(stores, submitted(1, "a", members(18), date(2026, 11, 16)))
    late = await folded(stores, criteria)
    assert await stores.heads.replace(late)
    kept = await stores.heads.heads([CLUSTER])
    assert await stores.heads.replace(early)  # another assessment's place, none yet
    assert not await stores.heads.replace(late)
    [again] = [head for head in (await stores.heads.heads([CLUSTER]))[CLUSTER] if head.assessment]
    assert [again] == kept[CLUSTER]


async def test_a_result_that_is_only_counted_anew_comes_back_in_full(stores: Stores, criteria: Catalogues) -> None:
    first, second = date(2026, 11, 2), date(2026, 11, 16)
    known = [registered(1), submitted(1, "a", members(18), first), submitted(1, "b", members(19), second, sequence=3)]
    proof = EvidenceAttached(indicators=("1.1.2",), kind="link", dated=first, strength="documented")
    papers = [event(proof, cluster=CLUSTER, key=f"{day}", sequence=4, day=day) for day in (TODAY, first)]
    kinds = []
    for each in (known, papers[:1], papers[1:]):
        await add(stores, *each)
        replacements = await folded(stores, criteria)
        assert await stores.heads.replace(replacements)
        assert {head.assessment: head for head in (await stores.heads.heads([CLUSTER]))[CLUSTER]} == {
            each.head.assessment: each.head for each in replacements
        }
        history = History.of(kept.event for kept in (await stores.events.histories([CLUSTER]))[CLUSTER])
        wanted = {place.assessment: result for place, result in results(history, criteria, TODAY)}
        assert await stores.read() == wanted
        kinds.append([isinstance(each.result, Recounted) for each in replacements])
    assert kinds == [[False, False], [True, False], [False, False]]
    assert len(await stores.publish()) == 2  # what waited, waits


async def test_a_digest_that_an_earlier_counting_left_behind_is_not_mixed_into_a_newer_result(
    mongo_server: str, database_name: str, criteria: Catalogues
) -> None:
    async with open_mongo(mongo_server) as client:
        database = client[database_name]
        stores = Stores(MongoEventStore(database), MongoHeadStore(database), None, MongoResults(database))
        await add(stores, registered(1), submitted(1, "a", members(18), date(2026, 11, 16)))
        assert await stores.heads.replace(await folded(stores, criteria))
        before = await stores.read()
        await database.heads.update_many({}, {"$set": {"events_sha256": "0" * 64}})
        assert await stores.read() == before


async def test_an_announcement_waits_since_it_was_made(stores: Stores, criteria: Catalogues) -> None:
    trace = f"00-{'a' * 32}-{'b' * 16}-01"
    await add(stores, registered(1).model_copy(update={"traceparent": trace}))
    assert await stores.heads.replace(await folded(stores, criteria))
    if stores.outbox is None:
        return
    [made] = await stores.outbox.pending(10)
    assert made.since is not None
    assert made.headers["traceparent"] == trace
    [before] = (await stores.heads.heads([CLUSTER]))[CLUSTER]
    later = Head(before.cluster, before.assessment, (*before.revision[:3], "2026-12-24"), before.current)
    kept = replace(later, published=before.published, announcement=before.announcement)
    assert await stores.heads.replace([Replacement(kept, None, before)])
    assert await stores.outbox.pending(10) == [made]


async def test_what_was_published_meanwhile_is_not_announced_again(stores: Stores, criteria: Catalogues) -> None:
    await add(stores, registered(1))
    assert await stores.heads.replace(await folded(stores, criteria))
    later = await folded(stores, criteria, TODAY + timedelta(days=1))
    assert [each.head.announcement is not None for each in later] == [True]
    assert len(await stores.publish()) == 1
    assert not await stores.heads.replace(later)
    again = await folded(stores, criteria, TODAY + timedelta(days=1))
    assert [each.head.announcement for each in again] == [None]
    assert await stores.heads.replace(again)
    assert await stores.publish() == []


async def test_due_clusters_are_claimed_once(stores: Stores, criteria: Catalogues) -> None:
    await add(stores, registered(1))
    replacements = await folded(stores, criteria)
    [only] = replacements
    assert only.result is not None
    due_on = TODAY + timedelta(days=3)
    changing = replace(only, result=replace(only.result, next_change=due_on))
    assert await stores.heads.replace([changing])
    assert await stores.heads.due(look(criteria), 10) == []
    assert await stores.heads.due(look(criteria, due_on), 10) == [CLUSTER]
    assert await stores.heads.due(look(criteria, due_on), 10) == []
    later = NOW + timedelta(minutes=11)
    assert await stores.heads.due(look(criteria, due_on, later), 10) == [CLUSTER]


async def test_a_blocked_cluster_is_due_with_other_criteria_only(stores: Stores, criteria: Catalogues) -> None:
    await stores.heads.block([Block(CLUSTER, "why", 3, "1/old")])
    assert await stores.heads.due(replace(look(criteria), fingerprint="1/old"), 10) == []
    assert await stores.heads.due(replace(look(criteria), fingerprint="1/new"), 10) == [CLUSTER]
    await stores.heads.unblock({CLUSTER: 2})
    assert await stores.heads.due(replace(look(criteria), fingerprint="1/new"), 10) == [CLUSTER]
    await stores.heads.unblock({CLUSTER: 3})
    assert await stores.heads.due(replace(look(criteria), fingerprint="1/new"), 10) == []


async def test_a_head_with_fewer_confirmations_is_due_once(stores: Stores, criteria: Catalogues) -> None:
    await add(stores, registered(1))
    assert await stores.heads.replace(await folded(stores, criteria))
    more = replace(look(criteria), confirmations=1)
    assert await stores.heads.due(look(criteria), 10) == []
    assert await stores.heads.due(more, 10) == [CLUSTER]
    assert await stores.heads.due(more, 10) == []


async def test_only_without_an_assessment_does_the_version_in_force_matter(
    stores: Stores, criteria: Catalogues
) -> None:
    await add(stores, registered(1))
    assert await stores.heads.replace(await folded(stores, criteria))
    following = replace(look(criteria), in_force="ecei@2")
    assert await stores.heads.due(look(criteria), 10) == []
    assert await stores.heads.due(following, 10) == [CLUSTER]
    await add(stores, submitted(1, "a", members(18), date(2026, 11, 16)))
    assert await stores.heads.replace(await folded(stores, criteria))
    assert await stores.heads.due(replace(following, now=NOW + timedelta(hours=1)), 10) == []


async def test_a_head_of_another_version_at_the_same_revision_is_not_overwritten_blindly(
    stores: Stores, criteria: Catalogues
) -> None:
    await add(stores, registered(1))
    [first] = await folded(stores, criteria)
    assert await stores.heads.replace([first])
    published = replace(first.head, announcement=first.head.announcement, catalogue="ecei@2")
    assert await stores.heads.replace([replace(first, head=published, before=first.head)])
    assert not await stores.heads.replace([replace(first, before=first.head)])
    [kept] = (await stores.heads.heads([CLUSTER]))[CLUSTER]
    assert kept.catalogue == "ecei@2"
