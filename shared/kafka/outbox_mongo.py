"""The outbox inside MongoDB documents: the flag is written with the thing itself, so one write is atomic."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pymongo import WriteConcern

from shared.kafka.records import Outgoing
from shared.mongo import Collection, Document, translate_errors

NOT_AWAITED = WriteConcern(w=1, j=False)
"""A mark that a crash of the server forgets is published once more under its id, as after a crash of ours."""


@dataclass(frozen=True)
class OutboxShape:
    """How a collection carries its outbox.

    `waiting` selects what is not published yet, oldest first by `order`; `id` is the path of the *event's* id (an older
    event of a replaced document must not clear the newer one's flag); `published` returns the update that clears it;
    `outgoing` reads the record from the document, of which only `fields` are loaded.
    """

    waiting: Mapping[str, Any]
    id: str
    published: Callable[[], Mapping[str, Any]]
    outgoing: Callable[[Document], Outgoing]
    fields: tuple[str, ...]
    order: str | None = None


class MongoOutbox:
    """The relay's view of a collection; `Outgoing.id` must be the value at the shape's `id`."""

    def __init__(self, collection: Collection, shape: OutboxShape) -> None:
        self._collection = collection
        self._marks = collection.with_options(write_concern=NOT_AWAITED)
        self._shape = shape

    async def pending(self, limit: int) -> Sequence[Outgoing]:
        """Return at most `limit` records that wait for publication."""
        with translate_errors():
            cursor = self._collection.find(dict(self._shape.waiting), projection=list(self._shape.fields), limit=limit)
            if self._shape.order:
                cursor = cursor.sort(self._shape.order)
            return [self._shape.outgoing(document) async for document in cursor]

    async def mark_published(self, ids: Sequence[Any]) -> None:
        """Clear the flags of these events."""
        selected = {**self._shape.waiting, self._shape.id: {"$in": list(ids)}}
        with translate_errors():
            await self._marks.update_many(selected, dict(self._shape.published()))
