"""Scoring's database as the worker would have left it: histories kept, heads in place, nothing waiting."""

from services.scoring.adapters.mongo.event_store import MongoEventStore
from services.scoring.adapters.mongo.head_store import MongoHeadStore
from services.scoring.adapters.mongo.indexes import ensure_indexes
from services.scoring.application.score import Score
from services.scoring.bootstrap import SystemClock
from services.scoring.domain.heads import ENGINE
from shared.mongo import Client, Database
from tests.benchmarks.workload import arrivals
from tests.support.events import cluster_id
from tests.support.scoring import catalogues

AT_ONCE = 50
"""Clusters stored by one write."""


def scoring(database: Database) -> Score:
    """Return the worker's use case on `database`; nobody publishes."""
    wake = _nobody_listens
    return Score(MongoEventStore(database), MongoHeadStore(database), catalogues(), SystemClock(), wake)


async def keep_histories(database: Database, clusters: int, events: int) -> None:
    """Store the events of that many clusters."""
    await ensure_indexes(database)
    store = MongoEventStore(database)
    for first in range(0, clusters, AT_ONCE):
        chunk = range(first, min(first + AT_ONCE, clusters))
        await store.add([arrived for number in chunk for arrived in arrivals(number, events)])


async def fold_all(database: Database, clusters: int) -> None:
    """Give every cluster its heads, as if they had been published."""
    await scoring(database).refold(map(cluster_id, range(clusters)))
    await database.heads.update_many({}, {"$unset": {"outbox": 1}})


async def make_older(database: Database) -> None:
    """Let an older engine have written every head, so that each must be folded and written again."""
    await database.heads.update_many({}, {"$set": {"revision.0": ENGINE - 1, "engine": ENGINE - 1}})


async def copy(client: Client, source: str, target: str) -> None:
    """Copy events and heads on the server, with the worker's indexes."""
    for name in ("events", "heads"):
        await client[source][name].aggregate([{"$out": {"db": target, "coll": name}}]).to_list(None)
    await ensure_indexes(client[target])


def _nobody_listens() -> None:
    """The relay does not run here."""
