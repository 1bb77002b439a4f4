"""What an earlier version kept for its fold is made anew from the original bytes."""

from datetime import date

from services.scoring.adapters.mongo.event_store import MongoEventStore
from services.scoring.domain.events import AssessmentSubmitted
from shared.mongo import open_mongo
from tests.support.events import cluster_id, members, registered, submitted
from tests.support.scoring import arrived

CLUSTER = cluster_id(1)


async def test_fold_inputs_of_an_earlier_version_are_renewed_once(mongo_server: str, database_name: str) -> None:
    events = [registered(1), submitted(1, "a", members(18), date(2026, 11, 16), sequence=2, actor="somebody")]
    async with open_mongo(mongo_server) as client:
        database = client[database_name]
        store = MongoEventStore(database)
        await store.add([arrived(each) for each in events])
        await store.mark_announced([events[0].id])
        before = (await store.histories([CLUSTER]))[CLUSTER]
        slim = (await database.events.find_one({"_id": events[1].id}))["slim"]
        old = slim.replace(b',"actor":"somebody"', b"")
        assert old != slim
        await database.events.update_one({"_id": events[1].id}, {"$set": {"slim": old}, "$unset": {"form": ""}})
        renewed = (await store.histories([CLUSTER]))[CLUSTER]
        assert sorted(renewed, key=lambda kept: kept.event.id) == sorted(before, key=lambda kept: kept.event.id)
        assert [kept.event.actor for kept in renewed if isinstance(kept.event, AssessmentSubmitted)] == ["somebody"]
        assert (await database.events.find_one({"_id": events[1].id}))["slim"] == slim
