"""Indexes of intake's database: some carry a promise (unique), so nothing that needs them is written before."""

import asyncio

from shared.mongo import Database, translate_errors


class Indexes:
    """Creates the indexes once, at the first use, however often the database was away before."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._done = False
        self._lock = asyncio.Lock()

    async def ensure(self) -> None:
        """Create what is missing; raises `TransientError` when the database is away."""
        if self._done:
            return
        async with self._lock:
            if not self._done:
                with translate_errors():
                    await self._create()
                self._done = True

    async def _create(self) -> None:
        events, people = self._database.events, self._database.people
        await events.create_index([("recorded", 1)], name="outbox", partialFilterExpression={"waiting": True})
        await events.create_index([("cluster", 1), ("sequence", 1)], name="by_cluster")
        await events.create_index([("recorded", 1), ("_id", 1)], name="by_time")
        await events.create_index(
            [("takes_back", 1)], name="withdrawals", partialFilterExpression={"takes_back": {"$type": "string"}}
        )
        await self._database.clusters.create_index("slug", name="slug", unique=True)
        await people.create_index("address_key", name="address", unique=True)
        await people.create_index(
            "request", name="request", unique=True, partialFilterExpression={"request": {"$type": "string"}}
        )
        await people.create_index("grants.cluster", name="grants")
        await self._database.sessions.create_index("expires", name="end", expireAfterSeconds=0)
        await self._database.sign_in_links.create_index("expires", name="end", expireAfterSeconds=0)
        await self._database.sign_in_links.create_index(
            "browser", name="browser", partialFilterExpression={"browser": {"$type": "string"}}
        )
        await self._database.limits.create_index("until", name="end", expireAfterSeconds=0)
