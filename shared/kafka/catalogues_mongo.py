"""Published criteria in a service's own database: with Kafka away, and after a restart, nothing is forgotten."""

from collections.abc import AsyncIterator, Callable, Mapping
from collections.abc import Collection as Ids
from contextlib import asynccontextmanager

from pymongo.errors import DuplicateKeyError

from shared.background import in_background
from shared.catalogue.follow import Follow
from shared.catalogue.library import Library
from shared.contracts.catalogue import CataloguePublished
from shared.contracts.envelope import Event
from shared.mongo import Database, translate_errors

COLLECTION = "catalogues"


class OtherContentError(Exception):
    """Another process has kept this version with other content."""


class MongoCatalogues:
    """The collection `catalogues`: the original bytes by event id, and each published version at most once."""

    def __init__(self, database: Database) -> None:
        self._collection = database[COLLECTION]
        self._indexed = False

    async def add(self, event: Event, raw: bytes) -> None:
        """Keep an event; what is kept under its id already stays as it is.

        Raises:
            OtherContentError: its version is kept under another id.
            TransientError: the database is away.
        """
        document = {"_id": event.id, "raw": raw}
        if isinstance(event.data, CataloguePublished):
            document["version"] = event.data.catalogue
        with translate_errors():
            await self._ensure_index()
            try:
                await self._collection.insert_one(document)
            except DuplicateKeyError as error:
                if "version" in (error.details or {}).get("keyPattern", {}):
                    raise OtherContentError from error

    async def besides(self, known: Ids[str]) -> Mapping[str, bytes]:
        """Return the bytes of every kept event but the `known`, by id; raises `TransientError` when away."""
        with translate_errors():
            cursor = self._collection.find({"_id": {"$nin": list(known)}})
            return {document["_id"]: document["raw"] async for document in cursor}

    async def _ensure_index(self) -> None:
        if not self._indexed:
            only = {"version": {"$exists": True}}
            await self._collection.create_index("version", unique=True, partialFilterExpression=only)
            self._indexed = True


@asynccontextmanager
async def follow_catalogues(
    library: Library, database: Database, changed: Callable[[], None] = lambda: None
) -> AsyncIterator[Follow]:
    """Feed `library` while the block runs from what a process of the same service keeps in `database`."""
    follow = Follow(library, MongoCatalogues(database), changed)
    await follow.begin()
    async with in_background(follow.run()):
        yield follow
