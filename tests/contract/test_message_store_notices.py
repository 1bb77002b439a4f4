"""What every store of notices does, the one in memory and the one in MongoDB."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from services.notifier.adapters.mongo.notices import MongoNoticeStore
from services.notifier.application.ports import NoticeStore
from services.notifier.domain.decision import MailLog
from shared.mongo import open_mongo
from tests.support.notifier import ASSESSMENT, CLUSTER, NOW, notice, result
from tests.support.notifier_stores import MemoryNoticeStore

MINUTE = timedelta(minutes=1)
OTHER = str(UUID(int=0xC))


@pytest.fixture(params=["memory", "mongo"])
async def store(request: pytest.FixtureRequest) -> AsyncIterator[NoticeStore]:
    if request.param == "memory":
        memory = MemoryNoticeStore()
        assert await memory.start(NOW) == NOW
        yield memory
        return
    async with open_mongo(request.getfixturevalue("mongo_server")) as client:
        mongo = MongoNoticeStore(client[request.getfixturevalue("database_name")])
        assert await mongo.start(NOW) == NOW
        yield mongo


async def test_mail_from_is_the_first_start_and_stays(store: NoticeStore) -> None:
    assert await store.start(NOW + MINUTE) == NOW


async def test_a_notice_is_kept_once_and_comes_back_as_it_was(store: NoticeStore) -> None:
    first = notice()
    assert await store.add([first, first], NOW) == 1
    assert await store.add([first], NOW) == 0
    assert await store.add([], NOW) == 0
    assert await store.undecided(CLUSTER) == [first]
    assert await store.undecided(OTHER) == []


async def test_undecided_notices_come_by_revision_not_by_arrival(store: NoticeStore) -> None:
    revisions = [(1, 0, 10, "2026-11-20"), (1, 0, 9, "2026-11-21"), (2, 0, 1, "2026-11-01"), (1, 1, 2, "2026-11-20")]
    await store.add([notice(result(revision=revision)) for revision in revisions], NOW)
    assert [each.revision for each in await store.undecided(CLUSTER)] == sorted(revisions)


async def test_clusters_are_due_until_decided_or_postponed(store: NoticeStore) -> None:
    await store.add([notice(result(revision=1)), notice(result(revision=2))], NOW)
    await store.add([notice(cluster=OTHER)], NOW + MINUTE)
    assert await store.due_clusters(NOW - MINUTE, 10) == []
    assert await store.due_clusters(NOW + MINUTE, 10) == [CLUSTER, OTHER]
    assert await store.due_clusters(NOW + MINUTE, 1) == [CLUSTER]
    await store.postpone(CLUSTER, NOW + 5 * MINUTE)
    assert await store.due_clusters(NOW + MINUTE, 10) == [OTHER]
    assert await store.due_clusters(NOW + 5 * MINUTE, 10) == [OTHER, CLUSTER]
    for each in await store.undecided(CLUSTER):
        await store.settle(each.event, "suppressed", "historic", NOW)
    assert await store.due_clusters(NOW + 5 * MINUTE, 10) == [OTHER]
    assert await store.undecided(CLUSTER) == []


async def test_a_notice_without_recipients_stays_undecided_and_is_due_again(store: NoticeStore) -> None:
    await store.add([notice()], NOW)
    await store.await_recipient(notice().event, NOW + MINUTE)
    assert await store.due_clusters(NOW, 10) == []
    assert await store.due_clusters(NOW + MINUTE, 10) == [CLUSTER]
    assert await store.undecided(CLUSTER) == [replace(notice(), state="no_recipient")]
    assert await store.log(CLUSTER, ASSESSMENT) == MailLog()


async def test_a_held_cluster_is_refused_to_others_until_released_or_forgotten(store: NoticeStore) -> None:
    assert await store.hold(CLUSTER, "one", NOW, NOW + MINUTE)
    assert await store.hold(CLUSTER, "one", NOW, NOW + 2 * MINUTE)
    assert not await store.hold(CLUSTER, "two", NOW + MINUTE, NOW + 3 * MINUTE)
    assert await store.hold(OTHER, "two", NOW, NOW + MINUTE)
    await store.release(CLUSTER, "two")
    assert not await store.hold(CLUSTER, "two", NOW, NOW + MINUTE)
    assert await store.hold(CLUSTER, "two", NOW + 2 * MINUTE, NOW + 3 * MINUTE)
    await store.release(CLUSTER, "two")
    assert await store.hold(CLUSTER, "one", NOW, NOW + MINUTE)


async def test_the_log_knows_the_greatest_decided_revision_and_the_last_mailed_verdicts(store: NoticeStore) -> None:
    mailed = notice(result("cannot_tell", revision=(1, 0, 9, "2026-11-20")))
    silent = notice(result("not_yet", revision=(1, 0, 10, "2026-11-20")))
    other = notice(result("ready_to_contact", assessment=OTHER, revision=2))
    await store.add([silent, mailed, other], NOW)
    assert await store.log(CLUSTER, ASSESSMENT) == MailLog()
    await store.settle(mailed.event, "expanded", "", NOW)
    await store.settle(silent.event, "suppressed", "silent_cause", NOW + MINUTE)
    assert await store.log(CLUSTER, ASSESSMENT) == MailLog(silent.revision, True, mailed.verdicts)
    assert await store.log(CLUSTER, OTHER) == MailLog(None, False, mailed.verdicts)
    assert await store.log(OTHER, ASSESSMENT) == MailLog()
    await store.settle(other.event, "expanded", "", NOW + MINUTE)
    assert await store.log(CLUSTER, ASSESSMENT) == MailLog(silent.revision, True, other.verdicts)
