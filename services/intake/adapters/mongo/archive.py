"""The stored events, read in order."""

from collections.abc import AsyncIterator
from datetime import datetime

from services.intake.adapters.mongo.documents import Document, outgoing
from services.intake.adapters.mongo.events import OUTBOX
from shared.contracts.common import CATALOGUES
from shared.contracts.registry import parse_event
from shared.kafka.catalogues_mongo import MongoCatalogues
from shared.kafka.records import Outgoing
from shared.mongo import Database, translate_errors


class MongoArchive:
    """The `EventArchive` of production."""

    def __init__(self, database: Database) -> None:
        self._events, self._criteria = database.events, MongoCatalogues(database)

    async def read(self, since: datetime | None, cluster: str | None) -> AsyncIterator[Outgoing]:
        """Yield the events recorded at or after `since`, of one cluster or of all; all begin with the criteria."""
        if since is None and cluster is None:
            for raw in (await self._criteria.besides(())).values():
                event = parse_event(raw)
                yield Outgoing(event.id, CATALOGUES, event.key, raw)
        query: Document = {}
        if since is not None:
            query["recorded"] = {"$gte": since}
        if cluster is not None:
            query["cluster"] = cluster
        order = [("cluster", 1), ("sequence", 1)] if cluster is not None else [("recorded", 1), ("_id", 1)]
        with translate_errors():
            async for document in self._events.find(query, projection=list(OUTBOX.fields)).sort(order):
                yield outgoing(document)
