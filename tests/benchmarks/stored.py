"""Scoring's database as the worker would have left it: histories kept, heads in place, nothing waiting."""

from collections.abc import Sequence

from services.scoring.adapters.mongo.event_store import MongoEventStore
from services.scoring.adapters.mongo.head_store import MongoHeadStore
from services.scoring.adapters.mongo.indexes import ensure_indexes
from services.scoring.application.score import Score
from services.scoring.bootstrap import SystemClock
from services.scoring.domain.heads import ENGINE
from shared.contracts.envelope import Event
from shared.mongo import Client, Database
from tests.benchmarks.workload import arrivals, retold
from tests.support.scoring import catalogues

AT_ONCE = 500
"""Events stored by one write, well within its time-out on a machine that others use, too."""


def scoring(database: Database) -> Score:
    """Return the worker's use case on `database`; nobody publishes."""
    wake = _nobody_listens
    return Score(MongoEventStore(database), MongoHeadStore(database), catalogues(), SystemClock(), wake)


async def keep_histories(database: Database, clusters: Sequence[str], story: Sequence[Event]) -> None:
    """Store one story for each of the clusters."""
    await ensure_indexes(database)
    store, told = MongoEventStore(database), arrivals(story)
    size = max(1, AT_ONCE // len(told))
    for first in range(0, len(clusters), size):
        await store.add([each for cluster in clusters[first : first + size] for each in retold(told, cluster)])


async def fold_all(database: Database, clusters: Sequence[str]) -> None:
    """Give every cluster its heads, as if they had been published."""
    await scoring(database).refold(clusters)
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
