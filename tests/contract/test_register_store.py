"""One suite for the real store and its fake: events, numbers and what the register shows of them."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from services.intake.adapters.mongo.archive import MongoArchive
from services.intake.adapters.mongo.documents import WITHDRAWALS
from services.intake.adapters.mongo.events import OUTBOX, MongoEventStore
from services.intake.adapters.mongo.indexes import Indexes
from services.intake.application.ports import AlreadyStoredError, EventStore, SlugTakenError
from services.intake.application.records import Cluster, HeldText, StoredEvent
from services.intake.application.texts import new_fingerprint
from services.intake.domain.findings import Message
from shared.catalogue.findings import Finding
from shared.contracts.assessment import AssessmentSubmitted, AssessmentWithdrawn
from shared.contracts.cluster import ClusterUpdated, MembershipChanged
from shared.contracts.common import Names
from shared.contracts.envelope import Data, business_time
from shared.contracts.registry import EVENT_MODELS, new_event
from shared.kafka.outbox_mongo import MongoOutbox
from shared.kafka.records import Outgoing
from shared.mongo import Database, open_mongo
from tests.support.intake_store import MemoryEventStore

DAY = date(2026, 11, 20)
ENDS = ("withdrawn", "cancelled")
NOW = datetime(2026, 11, 20, 12, 5, tzinfo=UTC)


@pytest.fixture
async def database(mongo_server: str, database_name: str) -> AsyncIterator[Database]:
    async with open_mongo(mongo_server) as client:
        yield client[database_name]


@pytest.fixture(params=["memory", "mongo"])
def store(request: pytest.FixtureRequest) -> EventStore:
    if request.param == "memory":
        return MemoryEventStore()
    database = request.getfixturevalue("database")
    return MongoEventStore(database, Indexes(database))


def description(name: str = "Klasteris") -> ClusterUpdated:
    return ClusterUpdated(names=Names(lt=name, en=name), founded=date(2015, 5, 1))


def new_cluster(slug: str = "") -> Cluster:
    return Cluster(str(uuid4()), slug or f"c-{uuid4().hex}", description(), "synthetic", sequence=1)


def stored(cluster: str, data: Data | None = None, sequence: int = 1, **more: object) -> StoredEvent:
    data = data or AssessmentSubmitted(catalogue="ecei@1", assessed_on=DAY, language="lt", answers={})
    event = new_event(
        data,
        recorded=NOW,
        id=str(uuid4()),
        source="test",
        subject=cluster,
        time=business_time(DAY),
        sequence=sequence,
        actor="client",
        actorrole="manager",
    )
    result = StoredEvent(event, event.encode(), new_fingerprint({"a": 1}))
    return replace(result, **more)  # type: ignore[arg-type]  # named fields of the record


async def registered(store: EventStore) -> Cluster:
    cluster = new_cluster()
    await store.add_cluster(cluster, stored(cluster.id, description()))
    return cluster


async def test_an_event_is_read_back_as_it_was_written(store: EventStore) -> None:
    texts = (HeldText("/answers/1.1.2/comment", "00ff", "pastaba"),)
    warnings = (Finding("/awarded", Message.LABEL_BEFORE_FOUNDING, {"founded": "2015-05-01"}),)
    written = stored(str(uuid4()), texts=texts, warnings=warnings, number="BR-2026-0001")
    await store.add_event(written)
    assert await store.find_event(written.event.id) == written
    assert await store.find_event(str(uuid4())) is None


async def test_an_event_id_is_stored_once(store: EventStore) -> None:
    first = stored(str(uuid4()))
    await store.add_event(first)
    with pytest.raises(AlreadyStoredError):
        await store.add_event(replace(first, number="BR-2026-0002"))
    assert await store.find_event(first.event.id) == first


async def test_of_many_at_once_each_id_is_stored_once_and_one_hinders_no_other(store: EventStore) -> None:
    known, fresh = stored(str(uuid4())), [stored(str(uuid4())) for _ in range(20)]
    await store.add_event(known)
    coming = [*fresh[:10], known, *fresh[10:], fresh[0]]
    ended = await asyncio.gather(*map(store.add_event, coming), return_exceptions=True)
    assert sum(isinstance(each, AlreadyStoredError) for each in ended) == 2
    assert isinstance(ended[10], AlreadyStoredError)
    assert [each for each in ended if not isinstance(each, AlreadyStoredError)] == [None] * 20
    assert [await store.find_event(each.event.id) for each in fresh] == fresh


async def test_events_are_found_in_their_own_cluster_and_of_their_own_type_only(store: EventStore) -> None:
    mine, theirs = stored(str(uuid4())), stored(str(uuid4()))
    for each in (mine, theirs):
        await store.add_event(each)
    ids, kind = [mine.event.id, theirs.event.id], AssessmentSubmitted.TYPE
    assert await store.find_events(mine.event.subject, kind, ids) == [mine]
    assert await store.find_events(mine.event.subject, AssessmentWithdrawn.TYPE, ids) == []
    gone = stored(mine.event.subject, AssessmentWithdrawn(assessment=mine.event.id), sequence=2)
    await store.add_event(gone)
    both = sorted([mine, theirs], key=lambda each: each.event.id)
    assert await store.list_assessments([*ids, gone.event.id, str(uuid4())]) == both
    assert await store.list_assessments([]) == []


async def test_events_are_listed_by_cluster_and_sequence_and_of_the_types_asked_for(store: EventStore) -> None:
    ours, also_ours, foreign = sorted(str(uuid4()) for _ in range(3))
    taken = AssessmentWithdrawn(assessment=str(uuid4()))
    for each in (stored(also_ours), stored(ours, sequence=2), stored(ours), stored(foreign), stored(ours, taken, 3)):
        await store.add_event(each)
    found = await store.list_events([ours, also_ours], [AssessmentSubmitted.TYPE])
    assert [(each.event.subject, each.event.sequence) for each in found] == [(ours, 1), (ours, 2), (also_ours, 1)]
    assert await store.list_events([], [AssessmentSubmitted.TYPE]) == []
    assert await store.list_events([ours], []) == []


@pytest.mark.parametrize(("kind", "names"), WITHDRAWALS.items())
async def test_a_withdrawal_is_found_by_what_it_takes_back(store: EventStore, kind: type[Data], names: str) -> None:
    mine = stored(str(uuid4()))
    cluster = mine.event.subject
    await store.add_event(mine)
    assert await store.find_withdrawn(cluster, kind.TYPE, [mine.event.id]) == set()
    await store.add_event(stored(cluster, kind.model_validate({names: mine.event.id})))
    assert await store.find_withdrawn(cluster, kind.TYPE, [mine.event.id, str(uuid4())]) == {mine.event.id}
    assert await store.find_withdrawn(str(uuid4()), kind.TYPE, [mine.event.id]) == set()


def test_every_type_that_takes_back_is_known_by_what_it_names() -> None:
    assert {kind.TYPE for kind in WITHDRAWALS} == {each for each in EVENT_MODELS if each.split(".")[2] in ENDS}


async def test_sequences_rise_and_are_never_given_twice(store: EventStore) -> None:
    cluster = await registered(store)
    reserved = await asyncio.gather(*(store.reserve_sequence(cluster.id, None) for _ in range(20)))
    assert sorted(each.sequence for each in reserved if each) == list(range(2, 22))


async def test_a_sequence_is_only_given_to_who_may_see_the_cluster(store: EventStore) -> None:
    cluster = await registered(store)
    assert await store.reserve_sequence(cluster.id, [str(uuid4())]) is None
    assert await store.reserve_sequence(cluster.id, []) is None
    assert await store.reserve_sequence(str(uuid4()), None) is None
    permitted = await store.reserve_sequence(cluster.id, [cluster.id])
    assert permitted is not None
    assert permitted.sequence == 2


async def test_numbers_are_counted_by_year(store: EventStore) -> None:
    numbers = await asyncio.gather(*(store.reserve_number(2026) for _ in range(10)))
    assert numbers == list(range(1, 11))
    assert await store.reserve_number(2027) == 1
    mixed = await asyncio.gather(*(store.reserve_number(year) for year in (2026, 2027, 2026, 2027, 2026)))
    assert mixed == [11, 2, 12, 3, 13]


async def test_a_readable_name_is_taken_once_and_the_refused_event_is_not_kept(store: EventStore) -> None:
    first = await registered(store)
    second = new_cluster(first.slug)
    event = stored(second.id, description())
    with pytest.raises(SlugTakenError):
        await store.add_cluster(second, event)
    assert await store.find_event(event.event.id) is None
    assert await store.find_cluster(second.id) is None


async def test_a_repeated_registration_is_told_so(store: EventStore) -> None:
    cluster = new_cluster()
    event = stored(cluster.id, description())
    await store.add_cluster(cluster, event)
    with pytest.raises(AlreadyStoredError):
        await store.add_cluster(cluster, event)


async def test_of_two_descriptions_the_one_with_the_later_sequence_is_shown(store: EventStore) -> None:
    cluster = await registered(store)
    earlier, later = [await store.reserve_sequence(cluster.id, None) for _ in range(2)]
    assert earlier is not None
    assert later is not None
    newest = replace(later, description=description("naujausias"))
    await store.change_description(newest, stored(cluster.id, newest.description, later.sequence))
    overtaken = stored(cluster.id, description("pavėlavęs"), earlier.sequence)
    await store.change_description(replace(earlier, description=description("pavėlavęs")), overtaken)
    shown = await store.find_cluster(cluster.id)
    assert shown is not None
    assert shown.description.names.lt == "naujausias"
    assert await store.find_event(overtaken.event.id) == overtaken


async def test_memberships_are_added(store: EventStore) -> None:
    cluster = await registered(store)
    joined = MembershipChanged(programme="inolink", joined=DAY)
    left = MembershipChanged(programme="inolink", left=DAY)
    await store.add_membership(cluster.id, joined, stored(cluster.id, joined))
    await store.add_membership(cluster.id, left, stored(cluster.id, left))
    shown = await store.find_cluster(cluster.id)
    assert shown is not None
    assert shown.memberships == (joined, left)


async def test_clusters_are_listed_by_name_among_those_permitted(store: EventStore) -> None:
    first, second = new_cluster(f"b-{uuid4().hex}"), new_cluster(f"a-{uuid4().hex}")
    for each in (first, second):
        await store.add_cluster(each, stored(each.id, description()))
    assert await store.list_clusters([first.id, second.id]) == [second, first]
    assert await store.list_clusters([first.id, str(uuid4())]) == [first]
    assert await store.list_clusters([]) == []
    assert len(await store.list_clusters(None)) == 2


async def test_the_outbox_holds_an_event_until_it_is_marked(database: Database) -> None:
    store, outbox = MongoEventStore(database, Indexes(database)), MongoOutbox(database.events, OUTBOX)
    event = stored(str(uuid4()))
    await store.add_event(event)
    (record,) = await outbox.pending(10)
    assert (record.id, record.topic, record.key, record.value) == (
        event.event.id,
        "branda.submissions",
        event.event.subject.encode(),
        event.raw,
    )
    await outbox.mark_published([record.id])
    assert await outbox.pending(10) == []
    kept = await store.find_event(event.event.id)
    assert kept == replace(event, published=True)


async def test_what_is_handed_over_is_what_the_outbox_holds(database: Database) -> None:
    handed: list[Outgoing] = []
    store = MongoEventStore(database, Indexes(database), handed.extend)
    await store.add_event(stored(str(uuid4())))
    assert handed == await MongoOutbox(database.events, OUTBOX).pending(10)


async def test_the_archive_gives_every_event_published_or_not(database: Database) -> None:
    store, outbox = MongoEventStore(database, Indexes(database)), MongoOutbox(database.events, OUTBOX)
    mine, theirs = stored(str(uuid4())), stored(str(uuid4()))
    for each in (mine, theirs):
        await store.add_event(each)
    await outbox.mark_published([mine.event.id])
    archive = MongoArchive(database)
    assert {record.value async for record in archive.read(None, None)} == {mine.raw, theirs.raw}
    assert [record.value async for record in archive.read(None, mine.event.subject)] == [mine.raw]
    assert [record async for record in archive.read(datetime(2026, 11, 20, 12, 6, tzinfo=UTC), None)] == []
    assert len([record async for record in archive.read(NOW, None)]) == 2
