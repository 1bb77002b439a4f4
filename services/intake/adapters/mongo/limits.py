"""How often something was done lately, counted in MongoDB so that every replica counts the same."""

from datetime import datetime

from pymongo import ReturnDocument
from pymongo.errors import DuplicateKeyError

from services.intake.adapters.mongo.indexes import Indexes
from shared.mongo import Database, translate_errors


class MongoLimits:
    """The `Limits` of production; an index forgets counters whose time is over."""

    def __init__(self, database: Database, indexes: Indexes) -> None:
        self._counters, self._indexes = database.limits, indexes

    async def count(self, key: str, until: datetime) -> int:
        """Add one to `key` and return how often that makes."""
        await self._indexes.ensure()
        with translate_errors():
            try:
                return await self._add(key, until)
            except DuplicateKeyError:  # two began the same counter at once
                return await self._add(key, until)

    async def _add(self, key: str, until: datetime) -> int:
        document = await self._counters.find_one_and_update(
            {"_id": key},
            {"$inc": {"count": 1}, "$setOnInsert": {"until": until}},
            upsert=True,
            return_document=ReturnDocument.AFTER,
        )
        assert document is not None
        return int(document["count"])
