"""What is counted in the stores is what lies there."""

from dataclasses import replace
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY

from services.notifier.adapters import figures
from services.notifier.adapters.mongo.messages import MongoMessageStore
from services.notifier.adapters.mongo.notices import MongoNoticeStore
from services.notifier.application.ports import Settlement
from services.scoring.adapters import watch
from services.scoring.adapters.mongo.event_store import MongoEventStore
from services.scoring.adapters.mongo.head_store import MongoHeadStore
from services.scoring.application.ports import Block
from services.scoring.application.score import Score
from shared.catalogue.figures import CATALOGUES
from shared.catalogue.library import Library
from shared.mongo import open_mongo
from tests.support.events import cluster_id, registered
from tests.support.notifier import NOW, message, notice
from tests.support.scoring import CATALOGUES as FOLDER
from tests.support.scoring import FixedClock, arrived, catalogues

TRACE = f"00-{'a' * 32}-{'b' * 16}-01"


def value(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(name, labels)


async def test_mails_and_notices_are_counted(mongo_server: str, database_name: str) -> None:
    async with open_mongo(mongo_server) as client:
        messages, notices = (store(client[database_name]) for store in (MongoMessageStore, MongoNoticeStore))
        await figures.look(messages, notices, NOW)
        assert value("branda_unsent_mail_age_seconds") == 0
        assert value("branda_mails", state="waiting") == 0
        await messages.add(
            [
                message(1, created=NOW - timedelta(hours=2)),
                message(2, created=NOW - timedelta(hours=1)),
                message(3, created=NOW - timedelta(days=9), state="sent", due=None),
                message(4, created=NOW - timedelta(days=9), state="failed", due=None),
            ]
        )
        open_notice = notice()
        await notices.add([open_notice, replace(open_notice, event="decided")], NOW)
        await notices.settle([Settlement("decided", "suppressed", "", NOW)])
        await figures.look(messages, notices, NOW)
    assert {state: value("branda_mails", state=state) for state in ("waiting", "sent", "failed", "uncertain")} == {
        "waiting": 2,
        "sent": 1,
        "failed": 1,
        "uncertain": 0,
    }
    assert value("branda_unsent_mail_age_seconds") == 7200
    assert value("branda_notices_waiting") == 1


def test_the_criteria_that_a_process_works_with_are_named_and_no_other() -> None:
    CATALOGUES.labels("gone@1", "0").set(1)
    library = Library(FOLDER)
    shown = {(each.id, each.sha256[:12]) for each in library.known()}
    samples = [sample for metric in CATALOGUES.collect() for sample in metric.samples]
    assert {(sample.labels["catalogue"], sample.labels["sha256"]) for sample in samples} == shown != set()


async def test_a_trace_is_kept_from_the_notice_to_the_message(mongo_server: str, database_name: str) -> None:
    async with open_mongo(mongo_server) as client:
        messages, notices = (store(client[database_name]) for store in (MongoMessageStore, MongoNoticeStore))
        kept = replace(notice(), traceparent=TRACE)
        await notices.add([kept], NOW)
        assert [each.traceparent for each in await notices.undecided([kept.cluster], NOW)] == [TRACE]
        await messages.add([message(1, traceparent=TRACE)])
        found = await messages.find(message(1).id)
        assert found is not None
        saved = await messages.save(replace(found, state="sent", due=None))
        assert saved is not None
        assert saved.traceparent == TRACE


async def test_heads_folds_and_blocks_are_counted(
    mongo_server: str, database_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_mongo(mongo_server) as client:
        database = client[database_name]
        heads = MongoHeadStore(database)
        score = Score(
            MongoEventStore(database), heads, catalogues(), FixedClock(), lambda: None, watch=watch.FoldWatch()
        )
        folds = value("branda_fold_duration_seconds_count") or 0
        changed = value("branda_heads_changed_total") or 0
        await score([arrived(registered(1)), arrived(registered(2))])
        assert value("branda_fold_duration_seconds_count") == folds + 2
        assert value("branda_heads_changed_total") == changed + 2
        await heads.block([Block(cluster_id(3), "ValueError: x", 1, "f")])
        await watch.look(heads)
        assert (value("branda_heads"), value("branda_blocked_clusters")) == (2, 1)
        await heads.unblock({cluster_id(3): 1})
        await watch.look(heads)
        assert value("branda_blocked_clusters") == 0
