"""Collections and their indexes."""

from pymongo import ASCENDING, IndexModel

from services.scoring.adapters.mongo.event_store import REGISTER_KINDS
from shared.mongo import Database, translate_errors


async def ensure_indexes(database: Database) -> None:
    """Create what is missing; raises `TransientError` while MongoDB is away."""
    with translate_errors():
        register = {"kind": {"$in": list(REGISTER_KINDS)}}
        await database.events.create_indexes(
            [
                IndexModel([("cluster", ASCENDING)]),
                IndexModel(
                    [("cluster", ASCENDING), ("kind", ASCENDING)],
                    name="cluster_1_kind_1_corrected",  # an index cannot change what it is for under its old name
                    partialFilterExpression=register,
                ),
            ]
        )
        await database.heads.create_indexes(
            [
                IndexModel([("cluster", ASCENDING)]),
                IndexModel([("current", ASCENDING), ("cluster", ASCENDING), ("row", ASCENDING)]),  # lists read it alone
                IndexModel([("next_change", ASCENDING)], partialFilterExpression={"next_change": {"$exists": True}}),
                IndexModel([("outbox.id", ASCENDING)], partialFilterExpression={"outbox.id": {"$exists": True}}),
                IndexModel([("engine", ASCENDING)]),
                IndexModel([("confirmations", ASCENDING)]),
                IndexModel([("assessment", ASCENDING), ("catalogue", ASCENDING)]),
            ]
        )
        await database.blocked.create_indexes([IndexModel([("fingerprint", ASCENDING)])])
