"""What every store of notices does, the one in memory and the one in MongoDB."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from services.notifier.adapters.mongo.notices import MongoNoticeStore
from services.notifier.application.ports import NoticeStore, Settlement
from services.notifier.domain.decision import ClusterLog, MailLog
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
    assert await store.undecided([CLUSTER], NOW) == [first]
    assert await store.undecided([OTHER], NOW) == []


async def test_undecided_notices_come_by_revision_not_by_arrival(store: NoticeStore) -> None:
    revisions = [(1, 0, 10, "2026-11-20"), (1, 0, 9, "2026-11-21"), (2, 0, 1, "2026-11-01"), (1, 1, 2, "2026-11-20")]
    await store.add([notice(result(revision=revision)) for revision in revisions], NOW)
    assert [each.revision for each in await store.undecided([CLUSTER], NOW)] == sorted(revisions)


async def test_clusters_are_due_until_decided_or_postponed(store: NoticeStore) -> None:
    await store.add([notice(result(revision=1)), notice(result(revision=2))], NOW)
    await store.add([notice(cluster=OTHER)], NOW + MINUTE)
    assert await store.due_clusters(NOW - MINUTE, 10) == []
    assert await store.due_clusters(NOW + MINUTE, 10) == [CLUSTER, OTHER]
    assert await store.due_clusters(NOW + MINUTE, 1) == [CLUSTER]
    await store.postpone([CLUSTER], NOW + 5 * MINUTE)
    assert await store.due_clusters(NOW + MINUTE, 10) == [OTHER]
    assert await store.due_clusters(NOW + 5 * MINUTE, 10) == [OTHER, CLUSTER]
    postponed = await store.undecided([CLUSTER], NOW)
    await store.settle([Settlement(each.event, "suppressed", "historic", NOW) for each in postponed])
    assert await store.due_clusters(NOW + 5 * MINUTE, 10) == [OTHER]
    assert await store.undecided([CLUSTER], NOW) == []


async def test_a_postponed_cluster_is_postponed_with_what_waits_and_never_brought_forward(store: NoticeStore) -> None:
    await store.add([notice(), notice(result(revision=2)), notice(cluster=OTHER)], NOW)
    await store.settle([Settlement(notice().event, "no_recipient", "", NOW + 10 * MINUTE)])
    await store.postpone([CLUSTER, OTHER], NOW + 5 * MINUTE)
    assert await store.due_clusters(NOW + 4 * MINUTE, 10) == []
    assert await store.due_clusters(NOW + 5 * MINUTE, 10) == [CLUSTER, OTHER]
    assert await store.waiting([CLUSTER], NOW + 9 * MINUTE) == [replace(notice(), state="no_recipient")]


async def test_a_notice_without_recipients_stays_undecided_and_is_due_again(store: NoticeStore) -> None:
    await store.add([notice(), notice(result(revision=2)), notice(cluster=OTHER)], NOW)
    await store.settle([Settlement(notice().event, "no_recipient", "", NOW + MINUTE)])
    waits, new = replace(notice(), state="no_recipient"), notice(result(revision=2))
    assert await store.undecided([CLUSTER], NOW) == [new]
    assert await store.waiting([CLUSTER, OTHER], NOW) == [waits]
    assert await store.undecided([CLUSTER], NOW + MINUTE) == [waits, new]
    assert await store.waiting([CLUSTER], NOW + MINUTE) == []
    assert await store.log([(CLUSTER, ASSESSMENT)]) == {}


async def test_notices_of_many_clusters_come_by_cluster_and_revision(store: NoticeStore) -> None:
    notices = [notice(result(revision=number), cluster=each) for number in (3, 1, 2) for each in (OTHER, CLUSTER)]
    await store.add(notices, NOW)
    found = await store.undecided([OTHER, CLUSTER, "unknown"], NOW)
    assert [(each.cluster, each.revision[2]) for each in found] == [
        (each, number) for each in sorted((CLUSTER, OTHER)) for number in (1, 2, 3)
    ]


async def test_a_held_cluster_is_refused_to_others_until_released_or_forgotten(store: NoticeStore) -> None:
    assert await store.hold([CLUSTER], "one", NOW, NOW + MINUTE) == [CLUSTER]
    assert await store.hold([CLUSTER], "one", NOW, NOW + 2 * MINUTE) == [CLUSTER]
    assert await store.hold([CLUSTER, OTHER], "two", NOW + MINUTE, NOW + 3 * MINUTE) == [OTHER]
    assert await store.hold([CLUSTER], "two", NOW + MINUTE, NOW + 3 * MINUTE) == []
    await store.release([CLUSTER, OTHER], "two")
    assert await store.hold([OTHER, CLUSTER], "two", NOW, NOW + MINUTE) == [OTHER]
    assert await store.hold([CLUSTER], "two", NOW + 2 * MINUTE, NOW + 3 * MINUTE) == [CLUSTER]
    await store.release([CLUSTER], "two")
    assert await store.hold([CLUSTER], "one", NOW, NOW + MINUTE) == [CLUSTER]


async def _log(store: NoticeStore, assessment: str) -> MailLog:
    logs = await store.log([(CLUSTER, assessment)])
    return logs.get(CLUSTER, ClusterLog()).of(assessment)


async def test_the_log_knows_the_greatest_decided_revision_and_the_last_mailed_verdicts(store: NoticeStore) -> None:
    mailed = notice(result("cannot_tell", revision=(1, 0, 9, "2026-11-20")))
    silent = notice(result("not_yet", revision=(1, 0, 10, "2026-11-20")))
    other = notice(result("ready_to_contact", assessment=OTHER, revision=2))
    await store.add([silent, mailed, other], NOW)
    assert await _log(store, ASSESSMENT) == MailLog()
    await store.settle([Settlement(mailed.event, "expanded", "", NOW)])
    await store.settle([Settlement(silent.event, "suppressed", "silent_cause", NOW + MINUTE)])
    assert await _log(store, ASSESSMENT) == MailLog(silent.revision, True, mailed.verdicts)
    assert await _log(store, OTHER) == MailLog(None, False, mailed.verdicts)
    await store.settle([Settlement(other.event, "expanded", "", NOW + MINUTE)])
    assert await _log(store, ASSESSMENT) == MailLog(silent.revision, True, other.verdicts)


async def test_of_two_mails_decided_at_once_the_greater_revision_is_the_last(store: NoticeStore) -> None:
    first, second = notice(result("cannot_tell", revision=1)), notice(result("not_yet", revision=2))
    await store.add([first, second], NOW)
    await store.settle([Settlement(each.event, "expanded", "", NOW) for each in (first, second)])
    assert await _log(store, ASSESSMENT) == MailLog(second.revision, True, second.verdicts)


async def test_the_logs_of_many_clusters_are_kept_apart(store: NoticeStore) -> None:
    mine, theirs = notice(result("cannot_tell")), notice(result("not_yet", revision=7), cluster=OTHER)
    await store.add([mine, theirs], NOW)
    await store.settle([Settlement(mine.event, "expanded", "", NOW), Settlement(theirs.event, "suppressed", "x", NOW)])
    logs = await store.log([(CLUSTER, ASSESSMENT), (OTHER, ASSESSMENT)])
    assert logs[CLUSTER].of(ASSESSMENT) == MailLog(mine.revision, True, mine.verdicts)
    assert logs[OTHER].of(ASSESSMENT) == MailLog(theirs.revision, False, None)
    assert CLUSTER not in await store.log([(OTHER, ASSESSMENT)])


async def test_what_is_decided_stays_whoever_comes_late(store: NoticeStore) -> None:
    mailed, late = notice(), notice(result(revision=2))
    await store.add([mailed, late], NOW)
    await store.settle([Settlement(mailed.event, "expanded", "", NOW)])
    await store.settle(
        [
            Settlement(mailed.event, "suppressed", "outdated", NOW + MINUTE),
            Settlement(mailed.event, "no_recipient", "", NOW + MINUTE),
            Settlement(late.event, "suppressed", "unchanged", NOW + MINUTE),
        ]
    )
    assert await store.due_clusters(NOW + 9 * MINUTE, 10) == []
    assert await _log(store, ASSESSMENT) == MailLog(late.revision, True, mailed.verdicts)
