"""What scoring brings to `branda doctor`."""

from collections.abc import Sequence

from services.scoring.adapters.mongo.indexes import ensure_indexes
from services.scoring.adapters.mongo.results import MongoResults
from services.scoring.settings import Settings
from shared.doctor.database import check_database
from shared.doctor.findings import Check, Finding, checked
from shared.errors import TransientError
from shared.mongo import open_mongo

MOST_NAMED = 5
"""Blocked clusters that are named; one mistake of ours may block them all."""


async def settings_of_scoring() -> Sequence[Finding]:
    """Every setting can be read."""
    return checked(Settings, "scoring")


async def database_of_scoring() -> Sequence[Finding]:
    """Scoring's database takes writes and has its indexes."""
    settings = Settings()
    return await check_database(settings.mongo, settings.scoring_database, "the scoring worker", ensure_indexes)


async def blocked_clusters() -> Sequence[Finding]:
    """No cluster is blocked."""
    settings = Settings()
    try:
        async with open_mongo(settings.mongo) as client:
            blocked = await MongoResults(client[settings.scoring_database]).all_blocked()
    except TransientError as error:
        return [Finding("blocked clusters", error.reason, "Mend MongoDB first.")]
    if not blocked:
        return [Finding("blocked clusters", "none")]
    named = "; ".join(f"{cluster}: {reason}" for cluster, reason in sorted(blocked.items())[:MOST_NAMED])
    remedy = "Report the reason; their events are kept, and the next engine or catalogue folds them again."
    return [Finding("blocked clusters", f"{len(blocked)}: {named}", remedy)]


CHECKS: tuple[Check, ...] = (settings_of_scoring, database_of_scoring, blocked_clusters)
