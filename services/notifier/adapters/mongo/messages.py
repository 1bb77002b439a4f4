"""Messages in MongoDB."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, DESCENDING

from services.notifier.adapters.mongo.documents import changing_fields, message_document, to_message
from services.notifier.adapters.mongo.insert import insert_new
from services.notifier.application.ports import Page
from services.notifier.domain.message import Message, State
from shared.mongo import Database, Document, translate_errors


class MongoMessageStore:
    """The collection `messages`; a change is stored only on the version that was read."""

    def __init__(self, database: Database) -> None:
        self._messages = database.messages

    async def start(self) -> None:
        """Create the indexes."""
        with translate_errors():
            await self._messages.create_index([("due", ASCENDING)], sparse=True)
            await self._messages.create_index([("created", DESCENDING), ("_id", DESCENDING)])
            await self._messages.create_index([("state", ASCENDING), ("created", DESCENDING), ("_id", DESCENDING)])
            await self._messages.create_index([("cluster", ASCENDING), ("created", DESCENDING), ("_id", DESCENDING)])

    async def add(self, messages: Sequence[Message]) -> int:
        """Keep those whose id is not known yet."""
        with translate_errors():
            return await insert_new(self._messages, [message_document(message) for message in messages])

    async def remove(self, message: str) -> None:
        """Forget a `no_recipient`; anything else stays."""
        with translate_errors():
            await self._messages.delete_one({"_id": message, "state": "no_recipient"})

    async def find(self, message: str) -> Message | None:
        """Return the message with this id."""
        with translate_errors():
            document = await self._messages.find_one({"_id": message})
        return None if document is None else to_message(document)

    async def due(self, now: datetime, limit: int) -> list[Message]:
        """Return messages with which something has to be done."""
        cursor = self._messages.find({"due": {"$lte": now}}).sort([("due", ASCENDING), ("_id", ASCENDING)]).limit(limit)
        with translate_errors():
            return [to_message(document) async for document in cursor]

    async def save(self, message: Message) -> Message | None:
        """Store a changed message unless somebody else changed it."""
        stored = replace(message, version=message.version + 1)
        change: dict[str, Mapping[str, Any]] = {"$set": {**changing_fields(stored), "version": stored.version}}
        if stored.due is None:
            change["$unset"] = {"due": ""}
        else:
            change["$set"] = {**change["$set"], "due": stored.due}
        with translate_errors():
            result = await self._messages.update_one({"_id": message.id, "version": message.version}, change)
        return stored if result.matched_count else None

    async def oldest_unsent(self) -> datetime | None:
        """Return when the oldest message that something is due with was made."""
        pipeline: list[Document] = [
            {"$match": {"due": {"$type": "date"}}},
            {"$group": {"_id": None, "created": {"$min": "$created"}}},
        ]
        with translate_errors():
            found = await self._messages.aggregate(pipeline).to_list(1)
        return found[0]["created"] if found else None

    async def page(self, state: State | None, cluster: str | None, cursor: str | None, limit: int) -> Page:
        """Return a part of the list, newest first."""
        query: dict[str, Any] = {}
        if state is not None:
            query["state"] = state
        if cluster is not None:
            query["cluster"] = cluster
        if cursor is not None:
            created, last = _read_cursor(cursor)
            query["$or"] = [{"created": {"$lt": created}}, {"created": created, "_id": {"$lt": last}}]
        found = self._messages.find(query).sort([("created", DESCENDING), ("_id", DESCENDING)]).limit(limit + 1)
        with translate_errors():
            messages = [to_message(document) async for document in found]
        more = len(messages) > limit
        return Page(tuple(messages[:limit]), _cursor(messages[limit - 1]) if more else None)

    async def counts(self) -> dict[State, int]:
        """Return how many messages are in each state."""
        pipeline: list[Document] = [{"$group": {"_id": "$state", "count": {"$sum": 1}}}, {"$sort": {"_id": 1}}]
        with translate_errors():
            return {document["_id"]: document["count"] async for document in self._messages.aggregate(pipeline)}


def _cursor(message: Message) -> str:
    return base64.urlsafe_b64encode(f"{message.created.isoformat()} {message.id}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        created, _, last = base64.urlsafe_b64decode(cursor.encode()).decode().partition(" ")
        when = datetime.fromisoformat(created)
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise ValueError("the cursor is not one of this list") from error
    if when.tzinfo is None or not last:
        raise ValueError("the cursor is not one of this list")
    return when, last
